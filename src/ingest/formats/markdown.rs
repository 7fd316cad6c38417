//! Markdown, with or without front matter.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::super::BlockKind;
use super::super::assembly::{Assembly, Draft};
use super::super::html_apart;
use super::super::meta::{Format, LinkKind, Metadata};
use super::super::page::Page;
use super::super::part::{Hint, Part};
use super::made_from;
use crate::text::{OffsetMap, Span};

/// Whether a text is Markdown: front matter, a heading at its start, or several of the marks that plain text does not have.
pub(in super::super) fn is_markdown(text: &str) -> bool {
    let head = text.trim_start();
    if front_matter(head).is_some() || head.strip_prefix("# ").is_some_and(|h| !h.trim().is_empty()) {
        return true;
    }
    let headings = text.lines().filter(|l| l.starts_with("## ") || l.starts_with("### ")).take(2).count();
    let links = text.match_indices("](").filter(|(at, _)| text[at + 2..].starts_with("http")).take(2).count();
    headings + links >= 2
}

/// The lines between two fences at the start, without them, and where the text after them begins.
fn front_matter(text: &str) -> Option<(&str, usize)> {
    let fence = ["---", "+++"].into_iter().find(|f| text.starts_with(f))?;
    let open = text.find('\n')? + 1;
    if text[..open].trim() != fence {
        return None;
    }
    let mut at = open;
    let mut fields = 0;
    for line in text[open..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return (fields > 0).then_some((&text[open..at], at + line.len()));
        }
        fields += usize::from(field(line).is_some());
        at += line.len();
        if at > open + 16 * 1024 {
            break;
        }
    }
    None
}

/// "title: Ferries stop" or `title = "Ferries stop"`: the name, and the value without quotation marks.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once([':', '='])?;
    let name = name.trim_end();
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let value = value.trim();
    let bare = ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(value);
    plain.then_some((name, bare))
}

/// Reads the text.
pub(in super::super) fn read(text: &str) -> Draft {
    let mut meta = Metadata::of(Format::Markdown);
    let lead = text.len() - text.trim_start().len();
    let mut assembly = Assembly::default();
    let mut title = None;
    let mut start = 0;
    if let Some((lines, after)) = front_matter(&text[lead..]) {
        start = lead + after;
        for (name, value) in lines.lines().filter_map(field).filter(|(_, v)| !v.is_empty()) {
            let owned = || Some(value.to_owned());
            match name.to_ascii_lowercase().as_str() {
                "title" | "headline" => title = title.or(Some(value)),
                "author" | "authors" | "byline" => meta.byline = owned(),
                "date" | "published" | "created" => meta.created = owned(),
                "lastmod" | "updated" | "modified" => meta.modified = owned(),
                "section" | "category" => meta.section = owned(),
                "slug" => meta.slug = owned(),
                "lang" | "language" => meta.language = owned(),
                "id" | "guid" | "uri" => meta.id = owned(),
                "version" => meta.version = owned(),
                "embargo" | "embargoed" => meta.embargo = owned(),
                "status" => meta.status = owned(),
                "note" | "ednote" => meta.note(value),
                "url" | "permalink" | "canonical" => meta.link(LinkKind::Alternate, value),
                other if made_from(other) => meta.link(LinkKind::MadeFrom, value),
                _ => {}
            }
        }
    }
    let mut page = body(text, start);
    if let Some(title) = title {
        let at = (title.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let mut map = OffsetMap::default();
        map.push(0, title.len(), at, title.len());
        meta.headline = Some(title.to_owned());
        assembly.above(title, &map, BlockKind::Headline, &mut page);
    }
    assembly.body(page);
    assembly.finish(meta, false)
}

struct Writer<'a> {
    source: &'a str,
    page: Page,
    hint: Hint,
    start: usize,
    hidden: usize,
    /// How many words that were struck out are open; they end with their paragraph.
    struck: usize,
}

/// The text behind the front matter as parts.
fn body(text: &str, start: usize) -> Page {
    let mut w = Writer { source: text, page: Page::default(), hint: Hint::None, start: 0, hidden: 0, struck: 0 };
    let mut items = 0usize;
    for (event, range) in Parser::new_ext(&text[start..], Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        let (from, to) = (start + range.start, start + range.end);
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                w.close();
                w.hint = if level == HeadingLevel::H1 { Hint::Headline } else { Hint::Heading };
            }
            Event::Start(Tag::Item) => {
                w.close();
                items += 1;
                w.hint = Hint::Item;
            }
            Event::End(TagEnd::Item) => {
                w.close();
                items = items.saturating_sub(1);
            }
            Event::Start(Tag::Paragraph) => {
                w.close();
                w.hint = if items > 0 { Hint::Item } else { Hint::Running };
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => w.close(),
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => w.hidden += 1,
            Event::End(TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => w.hidden = w.hidden.saturating_sub(1),
            Event::Start(Tag::Strikethrough) => w.struck += 1,
            Event::End(TagEnd::Strikethrough) => w.struck = w.struck.saturating_sub(1),
            Event::InlineHtml(tag) => w.inline(&tag),
            Event::Text(t) => w.write(&t, from, to),
            Event::Code(t) => {
                let inner = text.get(from..to).and_then(|raw| raw.find(&*t)).map_or(from, |at| from + at);
                w.write(&t, inner, inner + t.len());
            }
            Event::SoftBreak => w.write(" ", from, to),
            Event::HardBreak => w.write("\n", from, to),
            _ => {}
        }
    }
    w.close();
    w.page
}

impl Writer<'_> {
    fn write(&mut self, words: &str, from: usize, to: usize) {
        if self.hidden > 0 || self.struck > 0 || words.is_empty() {
            return;
        }
        let page = &mut self.page;
        if self.start == page.text.len() && !page.text.is_empty() {
            page.map.push_units(page.text.len(), 2, from, 2, 0);
            page.text.push_str("\n\n");
            self.start = page.text.len();
        }
        if self.source.get(from..to) == Some(words) {
            page.map.push(page.text.len(), words.len(), from, words.len());
        } else {
            page.map.push_units(page.text.len(), words.len(), from, words.len(), to.saturating_sub(from));
        }
        page.text.push_str(words);
    }

    fn close(&mut self) {
        let block = &self.page.text[self.start..];
        let trimmed = block.trim();
        if !trimmed.is_empty() {
            let start = self.start + (block.len() - block.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            self.page.parts.push(Part::new(span, self.hint));
        }
        self.start = self.page.text.len();
        self.hint = Hint::None;
        self.struck = 0;
    }

    /// A tag inside a line.
    fn inline(&mut self, tag: &str) {
        let name = |rest: &str| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            html_apart::is_struck(rest[..end].to_ascii_lowercase().as_bytes())
        };
        if tag.strip_prefix("</").is_some_and(name) {
            self.struck = self.struck.saturating_sub(1);
        } else if tag.strip_prefix('<').is_some_and(name) {
            self.struck += 1;
        }
    }
}
