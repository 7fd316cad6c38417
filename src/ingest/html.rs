//! HTML to text and parts. Not a browser: a stack of open elements and what they mean for a story.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::dates::{self, Ymd};
use super::entity;
use super::html_tags::{self, Role};
use super::part::{Hint, Part};
use crate::text::{OffsetMap, Span};

/// A text in parts, with the way back to what it was made from.
#[derive(Default)]
pub(super) struct Page {
    pub text: String,
    /// From `text` to the string it was made from.
    pub map: OffsetMap,
    pub parts: Vec<Part>,
    /// The date in the metadata.
    pub date: Option<Ymd>,
    /// The stretches of text that microdata calls the body of the article.
    pub body: Vec<Span>,
    /// Where in the markup its linked data stand, as JSON.
    pub linked: Vec<Span>,
    /// What `<html lang>` says.
    pub language: Option<String>,
}

/// How much of the markup is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Element names, class names and ids.
    Classes,
    /// Element names only, and of these none that is often wrapped around a whole page.
    Elements,
    /// The body of an item in a feed: no page around it, so what is no text of the story (pictures with their captions, forms) is
    /// left out rather than set aside.
    Feed,
}

/// Whether a text is HTML: it says so at its start, or has several tags that structure a page.
pub(super) fn is_html(text: &str) -> bool {
    let head = text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    let starts =
        |mark: &str| head.as_bytes().get(..mark.len()).is_some_and(|h| h.eq_ignore_ascii_case(mark.as_bytes()));
    if starts("<!doctype html") || starts("<html") {
        return true;
    }
    let mut until = text.len().min(64 * 1024);
    while !text.is_char_boundary(until) {
        until -= 1;
    }
    let tags = text.get(..until).unwrap_or(text).match_indices('<').filter(|(at, _)| {
        let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        let len = rest.iter().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(0);
        let closes = matches!(rest.get(len), Some(b'>' | b' ' | b'/' | b'\n' | b'\r' | b'\t'));
        let name = rest.get(..len).unwrap_or_default().to_ascii_lowercase();
        closes && matches!(html_tags::element(&name), Some((_, Role::Block(_) | Role::Break | Role::Hidden)))
    });
    tags.take(2).count() == 2
}

/// Reads HTML.
pub(super) fn read(html: &str, trust: Trust) -> Page {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut builder = Builder::new(html, trust);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => {
                let get =
                    |name: &[u8]| tag.attributes.get(name).map(|v| String::from_utf8_lossy(&v.value).into_owned());
                builder.start(&tag.name, tag.self_closing, &get);
            }
            Ok(Token::EndTag(tag)) => builder.end(&tag.name),
            Ok(Token::String(s)) => builder.string(s.span.start, s.span.end, false),
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    builder.finish()
}

/// White space that waits for the next word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    /// White space in the source: where it is, and how long.
    Space(usize, usize),
    /// `<br>`, or a line break in `<pre>`.
    Line,
    /// The start of another block.
    Block,
}

struct Open {
    element: usize,
    hint: Hint,
    hidden: bool,
}

/// Takes start tags, end tags and strings in order and makes parts of them.
pub(super) struct Builder<'a> {
    html: &'a str,
    trust: Trust,
    text: String,
    map: OffsetMap,
    parts: Vec<Part>,
    open: Vec<Open>,
    /// How many of each element are open: an end tag without a start is passed over without a search.
    counts: [usize; html_tags::COUNT],
    hidden: usize,
    pre: usize,
    gap: Gap,
    block_start: usize,
    block_hint: Hint,
    published: Option<Ymd>,
    other_date: Option<Ymd>,
    linked_data: bool,
    linked: Vec<Span>,
    language: Option<String>,
    /// How many elements were open around the body of the article, and where its text begins.
    in_body: Option<(usize, usize)>,
    body: Vec<Span>,
}

impl<'a> Builder<'a> {
    pub fn new(html: &'a str, trust: Trust) -> Self {
        Builder {
            html,
            trust,
            text: String::with_capacity(html.len() / 2),
            map: OffsetMap::default(),
            parts: Vec::new(),
            open: Vec::new(),
            counts: [0; html_tags::COUNT],
            hidden: 0,
            pre: 0,
            gap: Gap::None,
            block_start: 0,
            block_hint: Hint::None,
            published: None,
            other_date: None,
            linked_data: false,
            linked: Vec::new(),
            language: None,
            in_body: None,
            body: Vec::new(),
        }
    }

    fn hint(&self) -> Hint {
        self.open.last().map_or(Hint::None, |o| o.hint)
    }

    pub fn start(&mut self, name: &[u8], self_closing: bool, get: &dyn Fn(&[u8]) -> Option<String>) {
        let Some((element, role)) = html_tags::element(name) else { return };
        let hint = match role {
            Role::Break => {
                self.line();
                return;
            }
            Role::Dated => {
                self.dated(name, get);
                return;
            }
            Role::Hidden => {
                self.linked_data = name == b"script" && get(b"type").is_some_and(|t| t.contains("ld+json"));
                if self.linked_data {
                    self.linked.push(Span::default());
                }
                Hint::None
            }
            Role::Block(Hint::Furniture(_)) if self.trust == Trust::Feed => {
                self.open_hidden(element, self_closing);
                return;
            }
            Role::Block(hint) => hint,
        };
        if name == b"html" {
            self.language = self.language.take().or_else(|| get(b"lang").or_else(|| get(b"xml:lang")));
        }
        if html_tags::is_void(name) {
            self.boundary();
            return;
        }
        // `<p>`, `<li>` and the like need no end tag: a new one ends the last.
        let closes_self = matches!(name, b"p" | b"li" | b"td" | b"th" | b"tr" | b"dd" | b"dt");
        let paragraph = html_tags::element(b"p").map(|(p, _)| p);
        let ended = |open: &Open| (closes_self && open.element == element) || Some(open.element) == paragraph;
        if role != Role::Hidden && self.open.last().is_some_and(ended) {
            self.pop();
        }
        let outer = self.hint();
        let mut inner = hint;
        if self.trust == Trust::Elements && html_tags::is_doubtful(name) {
            inner = Hint::None;
        }
        if self.trust == Trust::Classes && !html_tags::holds_page(name) && !matches!(inner, Hint::Furniture(_)) {
            let named = [&b"class"[..], b"id"].iter().find_map(|a| get(a).and_then(|v| html_tags::class_hint(&v)));
            let heading = matches!(inner, Hint::Headline | Hint::Heading | Hint::Title);
            match named {
                Some(found @ Hint::Furniture(_)) if inner != Hint::Headline => inner = found,
                Some(found) if !heading => inner = found,
                _ => {}
            }
        }
        match get(b"itemprop").as_deref() {
            Some("headline") if !matches!(inner, Hint::Furniture(_)) => inner = Hint::Headline,
            Some("author") if inner == Hint::None => inner = Hint::Byline,
            Some("articleBody") if self.in_body.is_none() => self.in_body = Some((self.open.len(), self.text.len())),
            _ => {}
        }
        if get(b"hidden").is_some() || get(b"aria-hidden").is_some_and(|v| v == "true") {
            inner = Hint::Furniture(super::FurnitureKind::Navigation);
        }
        // What is furniture outside is furniture inside; a paragraph in a list item or a byline is still that.
        let hint = match (outer, inner) {
            (Hint::Furniture(_), _) => outer,
            (Hint::Item | Hint::Byline | Hint::Summary | Hint::Headline, Hint::None | Hint::Running) => outer,
            _ => inner,
        };
        if role != Role::Hidden {
            self.boundary();
        }
        if self_closing && role == Role::Hidden && name != b"script" && name != b"style" {
            return;
        }
        self.count(element, 1);
        self.hidden += usize::from(role == Role::Hidden);
        self.pre += usize::from(name == b"pre");
        self.open.push(Open { element, hint, hidden: role == Role::Hidden });
    }

    /// One more element of this kind is open, or one less.
    fn count(&mut self, element: usize, more: isize) {
        if let Some(open) = self.counts.get_mut(element) {
            *open = open.saturating_add_signed(more);
        }
    }

    fn open_hidden(&mut self, element: usize, self_closing: bool) {
        self.boundary();
        if !self_closing {
            self.count(element, 1);
            self.hidden += 1;
            self.open.push(Open { element, hint: Hint::None, hidden: true });
        }
    }

    pub fn end(&mut self, name: &[u8]) {
        if name == b"p" || name == b"br" {
            self.boundary();
        }
        let Some((element, _)) = html_tags::element(name) else { return };
        if self.counts.get(element).is_none_or(|open| *open == 0) {
            return;
        }
        while let Some(closed) = self.pop() {
            if closed == element {
                break;
            }
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let open = self.open.pop()?;
        self.count(open.element, -1);
        if open.hidden {
            self.hidden -= 1;
        } else {
            self.boundary();
        }
        if let Some((outside, from)) = self.in_body
            && self.open.len() <= outside
        {
            self.body.push(Span::new(from, self.text.len()));
            self.in_body = None;
        }
        if html_tags::element(b"pre").is_some_and(|(pre, _)| pre == open.element) {
            self.pre -= 1;
        }
        Some(open.element)
    }

    fn dated(&mut self, name: &[u8], get: &dyn Fn(&[u8]) -> Option<String>) {
        if name == b"time" {
            let found = get(b"datetime").and_then(|v| dates::date(&v));
            self.other_date = self.other_date.or(found);
            return;
        }
        let what = [&b"property"[..], b"name", b"itemprop"].iter().find_map(|a| get(a)).unwrap_or_default();
        let published = ["article:published_time", "og:published_time", "datePublished", "parsely-pub-date"];
        let other = ["date", "pubdate", "publish-date", "publish_date", "dc.date", "dc.date.issued", "sailthru.date"];
        let is = |list: &[&str]| list.iter().any(|n| what.eq_ignore_ascii_case(n));
        if is(&published) {
            self.published = self.published.or_else(|| get(b"content").and_then(|v| dates::date(&v)));
        } else if is(&other) {
            self.other_date = self.other_date.or_else(|| get(b"content").and_then(|v| dates::date(&v)));
        }
    }

    fn line(&mut self) {
        self.gap = match self.gap {
            Gap::Line | Gap::Block => Gap::Block,
            _ => Gap::Line,
        };
    }

    fn boundary(&mut self) {
        self.gap = Gap::Block;
    }

    /// Takes the text between two bytes of the markup. With `literal`, an ampersand stands for itself.
    pub fn string(&mut self, start: usize, end: usize, literal: bool) {
        let Some(raw) = self.html.get(start..end) else { return };
        if self.hidden > 0 {
            if self.linked_data
                && let Some(last) = self.linked.last_mut()
            {
                let here = Span::new(start, end);
                *last = if last.is_empty() { here } else { last.to(here) };
            }
            if self.linked_data && self.published.is_none() {
                // "datePublished": "2023-09-04T…"
                let value = raw.split("\"datePublished\"").nth(1).and_then(|v| v.get(..48.min(v.len())));
                self.published = value.and_then(dates::date);
            }
            return;
        }
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let plain =
                rest.find(|c: char| c == '&' && !literal || c.is_whitespace() && c != '\u{A0}').unwrap_or(rest.len());
            if plain > 0 {
                self.before_word();
                entity::copy(&rest[..plain], start + at, &mut self.text, &mut self.map);
                at += plain;
                continue;
            }
            if rest.starts_with('&') && !literal {
                self.before_word();
                match entity::reference(rest, false) {
                    Some(found) => {
                        entity::append(&found, start + at, &mut self.text, &mut self.map);
                        at += found.len;
                    }
                    None => {
                        entity::copy("&", start + at, &mut self.text, &mut self.map);
                        at += 1;
                    }
                }
                continue;
            }
            let blank = rest.find(|c: char| !c.is_whitespace() || c == '\u{A0}').unwrap_or(rest.len());
            if self.pre > 0 {
                let breaks = rest[..blank].matches('\n').count().max(rest[..blank].matches('\r').count());
                (0..breaks.min(2)).for_each(|_| self.line());
            }
            if self.gap == Gap::None {
                self.gap = Gap::Space(start + at, blank);
            }
            at += blank;
        }
    }

    /// Writes what separates the next word from the last one.
    fn before_word(&mut self) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if gap == Gap::Block || self.text.is_empty() {
            self.close_block();
            if !self.text.is_empty() {
                self.separate("\n\n");
            }
            self.block_start = self.text.len();
            self.block_hint = self.hint();
            return;
        }
        match gap {
            Gap::Space(original, len) => {
                self.map.push(self.text.len(), 1, original, len);
                self.text.push(' ');
            }
            Gap::Line => self.separate("\n"),
            Gap::None | Gap::Block => {}
        }
    }

    /// Appends a separator that nothing in the source stands for.
    fn separate(&mut self, separator: &str) {
        let end = self.map.original(Span::new(self.text.len(), self.text.len())).end as usize;
        self.map.push_units(self.text.len(), separator.len(), end, separator.len(), 0);
        self.text.push_str(separator);
    }

    fn close_block(&mut self) {
        let block = &self.text[self.block_start..];
        let trimmed = block.trim();
        if !trimmed.is_empty() {
            let start = self.block_start + (block.len() - block.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            self.parts.push(Part { span, hint: self.block_hint, joined: false });
        }
        self.block_start = self.text.len();
    }

    pub fn finish(mut self) -> Page {
        self.close_block();
        if let Some((_, from)) = self.in_body {
            self.body.push(Span::new(from, self.text.len()));
        }
        Page {
            text: self.text,
            map: self.map,
            parts: self.parts,
            date: self.published.or(self.other_date),
            body: self.body,
            linked: self.linked,
            language: self.language,
        }
    }
}
