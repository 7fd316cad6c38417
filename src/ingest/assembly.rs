//! A story put together from the fields of a feed.

use super::BlockKind;
use super::code::Code;
use super::codes::{self, Decoded};
use super::html::{self, Trust};
use super::meta::Metadata;
use super::page::Page;
use super::part::{Hint, Part};
use super::{entity, html_tags, lines};
use crate::text::{OffsetMap, Span};

/// A story before anyone has said what its parts are.
#[derive(Default)]
pub(super) struct Draft {
    pub page: Page,
    pub meta: Metadata,
    /// Whether the parts come from markup.
    pub markup: bool,
}

/// Puts fields and bodies behind each other.
#[derive(Default)]
pub(super) struct Assembly {
    page: Page,
}

impl Assembly {
    /// Adds a field that is what it is called, such as a headline; an empty one is passed over.
    pub fn field(&mut self, text: &str, map: &OffsetMap, kind: BlockKind) {
        let Page { text: clean, map: inner, codes, .. } = one_line(text);
        let inner = inner.then(map);
        let start = self.append(&clean, &inner);
        if !clean.is_empty() {
            let span = Span::new(start, start + clean.len());
            self.page.parts.push(Part::new(span, Hint::Is(kind)));
            self.page.codes.extend(codes.into_iter().map(|code| code.moved(0, start)));
        }
    }

    /// Adds a body.
    pub fn body(&mut self, body: Page) {
        let start = self.append(&body.text, &body.map);
        let moved = |span: Span| Span::new(start + span.start as usize, start + span.end as usize);
        self.page.parts.extend(body.parts.into_iter().map(|part| Part { span: moved(part.span), ..part }));
        self.page.codes.extend(body.codes.into_iter().map(|code| code.moved(0, start)));
    }

    /// Adds a field above a body, unless the body says the same at its start: then that is the field.
    pub fn above(&mut self, text: &str, map: &OffsetMap, kind: BlockKind, body: &mut Page) {
        if !letters(text).is_empty() && !self.same(text, kind, body) {
            self.field(text, map, kind);
        }
    }

    /// Tells a body that one of its first parts is this field, if one of them says the same.
    pub fn same(&self, text: &str, kind: BlockKind, body: &mut Page) -> bool {
        let bare = letters(text);
        let same = body.parts.iter_mut().take(4).find(|p| letters(p.span.of(&body.text)) == bare);
        same.map(|part| part.hint = Hint::Is(kind)).is_some()
    }

    pub fn finish(self, meta: Metadata, markup: bool) -> Draft {
        Draft { page: self.page, meta, markup }
    }

    /// Appends a text behind what is there, with a blank line between, and says where it begins.
    fn append(&mut self, text: &str, map: &OffsetMap) -> usize {
        if text.is_empty() {
            return self.page.text.len();
        }
        let page = &mut self.page;
        if !page.text.is_empty() {
            let end = page.map.original(Span::new(page.text.len(), page.text.len())).end as usize;
            page.map.push_units(page.text.len(), 2, end, 2, 0);
            page.text.push_str("\n\n");
        }
        let start = page.text.len();
        page.map.append(start, text.len(), map);
        page.text.push_str(text);
        start
    }
}

/// Letters and digits in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A field without markup, character references and runs of white space.
fn one_line(text: &str) -> Page {
    let page = html::read(text, Trust::Feed);
    let flat = page.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat == page.text { page } else { squeeze(&page) }
}

/// The page's text with single spaces.
fn squeeze(page: &Page) -> Page {
    let (mut text, mut map) = (String::with_capacity(page.text.len()), OffsetMap::default());
    let mut codes = Vec::with_capacity(page.codes.len());
    let mut left = page.codes.iter();
    for word in page.text.split_whitespace() {
        let at = (word.as_ptr() as usize).saturating_sub(page.text.as_ptr() as usize);
        if !text.is_empty() {
            map.push(text.len(), 1, at.saturating_sub(1), 1);
            text.push(' ');
        }
        map.push(text.len(), word.len(), at, word.len());
        let inside = left.as_slice().partition_point(|code| code.span.range().end <= at + word.len());
        let held = left.by_ref().take(inside).filter(|code| code.span.range().start >= at);
        codes.extend(held.map(|code| code.clone().moved(at, text.len())));
        text.push_str(word);
    }
    Page { map: map.then(&page.map), text, codes, ..Page::default() }
}

/// How the text of a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Plain,
    Markup,
    /// Nobody says: markup, where it looks like it.
    Unsaid,
}

/// Reads the body of an item. `map` leads from its text to the document.
pub(super) fn body(text: &str, map: &OffsetMap, written: Written) -> Page {
    let markup = is_markup(text, written);
    if !markup && let Some((inner, outer)) = escaped_markup(text) {
        return body(&inner, &outer.then(map), Written::Markup);
    }
    let page = if markup { html::read(text, Trust::Feed) } else { plain(text, written) };
    let length = page.text.len();
    let mut full = OffsetMap::default();
    full.append(0, length, &page.map);
    Page { map: full.then(map), ..page }
}

/// Whether the text of a field is markup.
pub(super) fn is_markup(text: &str, written: Written) -> bool {
    match written {
        // Some houses call plain what they mark up with paragraphs.
        Written::Plain => html_tags::is_html(text),
        Written::Markup => true,
        Written::Unsaid => html_tags::is_html(text) || has_tag(text),
    }
}

/// Markup whose own marks were escaped once more on the way (`&lt;p&gt;`), a common slip of feeds, and the map to what was given.
fn escaped_markup(text: &str) -> Option<(String, OffsetMap)> {
    if !text.contains("&lt;") && !text.contains("&#60;") && !text.contains("&#x3") {
        return None;
    }
    entity::decode_plain(text).filter(|(decoded, _)| html_tags::is_html(decoded))
}

/// Lines of text. Where markup was to be expected, a character reference is what it should be, and no reader sees it.
pub(super) fn plain(text: &str, written: Written) -> Page {
    let Some(Decoded { text: decoded, map, mut codes, .. }) = codes::decode(text) else {
        return Page { text: text.to_owned(), parts: lines::parts(text), ..Page::default() };
    };
    if written != Written::Plain {
        let twice =
            |c: &Code| entity::reference(&text[map.original(c.span).start as usize..], true).is_none_or(|r| r.twice);
        codes.retain(twice);
        codes = codes.into_iter().map(Code::once).collect();
    }
    let parts = lines::parts(&decoded);
    Page { text: decoded, map, parts, codes, ..Page::default() }
}

/// "<p>", "<br/>", "</a>" somewhere in a short text.
fn has_tag(text: &str) -> bool {
    let Some(last) = text.rfind('>') else { return false };
    text.match_indices('<').take_while(|(at, _)| *at < last).any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let known = matches!(
            rest[..name].to_ascii_lowercase().as_str(),
            "p" | "br"
                | "a"
                | "b"
                | "i"
                | "em"
                | "strong"
                | "div"
                | "span"
                | "img"
                | "ul"
                | "li"
                | "del"
                | "ins"
                | "sup"
                | "h1"
                | "h2"
                | "h3"
                | "blockquote"
        );
        known && rest[name..].starts_with(['>', ' ', '/', '\n'])
    })
}
