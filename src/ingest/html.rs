//! HTML to text and parts. Not a browser: a stack of open elements and what they mean for a story.

mod words;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::code::Code;
use super::dates::{self, Ymd};
use super::html_apart::{self, Linked, Region};
use super::html_tags::{self, Role};
use super::page::Page;
use super::part::{Hint, Part};
use crate::text::{OffsetMap, Span};

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
    apart: bool,
    /// Whether a picture stands right inside.
    picture: bool,
}

/// An inline element whose text is passed over.
struct Veil {
    name: Vec<u8>,
    /// How many elements of that name are open.
    depth: usize,
    /// The block that it stands in, with which it ends where its own end tag is missing, and how many of the same kind are open inside.
    around: Option<usize>,
    inside: usize,
}

/// The text of a superscript: pieces of the markup, each with whether an ampersand stands for itself.
#[derive(Default)]
struct Raised {
    pieces: Vec<(usize, usize, bool)>,
    linked: bool,
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
    /// An inline element that is not shown or not read.
    veil: Option<Veil>,
    /// A superscript that is open: until it ends, nobody knows whether it is a note.
    raised: Option<Raised>,
    pre: usize,
    gap: Gap,
    block_start: usize,
    block_hint: Hint,
    block_apart: bool,
    /// How much of the block stands in links and in times.
    linked_words: Linked,
    published: Option<Ymd>,
    other_date: Option<Ymd>,
    linked_data: bool,
    linked: Vec<Span>,
    language: Option<String>,
    /// What microdata calls the body of the article, `<article>`, `<main>`.
    body: Region,
    article: Region,
    main: Region,
    codes: Vec<Code>,
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
            veil: None,
            raised: None,
            pre: 0,
            gap: Gap::None,
            block_start: 0,
            block_hint: Hint::None,
            block_apart: false,
            linked_words: Linked::default(),
            published: None,
            other_date: None,
            linked_data: false,
            linked: Vec::new(),
            language: None,
            body: Region::default(),
            article: Region::default(),
            main: Region::default(),
            codes: Vec::new(),
        }
    }

    fn hint(&self) -> Hint {
        self.open.last().map_or(Hint::None, |o| o.hint)
    }

    pub fn start(&mut self, name: &[u8], self_closing: bool, get: &dyn Fn(&[u8]) -> Option<String>) {
        if self.veiled(name, self_closing) {
            return;
        }
        let hides = self.trust != Trust::Elements && !html_tags::holds_page(name) && html_apart::hides(get);
        let Some((element, role)) = html_tags::element(name) else {
            let passed = hides || html_apart::is_struck(name) || html_apart::is_note(get);
            self.inline(name, passed && !self_closing);
            return;
        };
        self.settle();
        let hint = match role {
            Role::Break => {
                self.line();
                return;
            }
            Role::Dated => {
                self.linked_words.start(name);
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
            Role::Block(hint) if self.trust == Trust::Feed && (hides || matches!(hint, Hint::Furniture(_))) => {
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
        // What is folded away is no part of what a reader meets.
        let folded = name == b"details" && get(b"open").is_none();
        let hidden = hides || folded || get(b"inert").is_some() || get(b"aria-hidden").is_some_and(|v| v == "true");
        let inner =
            if hidden { Hint::Furniture(super::FurnitureKind::Navigation) } else { self.meaning(name, hint, get) };
        let outer_apart = self.open.last().is_some_and(|o| o.apart);
        let apart = outer_apart || get(b"class").is_some_and(|class| html_apart::for_some_devices(&class));
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
        let (open, text) = (self.open.len(), self.text.len());
        match name {
            b"article" => self.article.enter(open, text),
            b"main" => self.main.enter(open, text),
            _ => {}
        }
        if get(b"itemprop").is_some_and(|p| p == "articleBody") {
            self.body.enter(open, text);
        }
        self.open.push(Open { element, hint, hidden: role == Role::Hidden, apart, picture: false });
    }

    /// An element that is no block.
    fn inline(&mut self, name: &[u8], hides: bool) {
        self.linked_words.start(name);
        if name == b"img"
            && let Some(around) = self.open.last_mut()
        {
            around.picture = true;
        }
        if hides && !html_apart::is_empty(name) {
            let around = self.open.last().map(|o| o.element);
            self.veil = Some(Veil { name: name.to_vec(), depth: 1, around, inside: 0 });
        } else if name == b"sup" && self.raised.is_none() {
            self.raised = Some(Raised { linked: self.linked_words.is_fresh(), ..Raised::default() });
        } else if name == b"a"
            && let Some(raised) = &mut self.raised
        {
            raised.linked = true;
        }
    }

    /// Whether a start tag stands in an element that is passed over.
    fn veiled(&mut self, name: &[u8], self_closing: bool) -> bool {
        let Some(veil) = &mut self.veil else { return false };
        veil.depth += usize::from(veil.name == name && !self_closing);
        let same = veil.around.is_some() && html_tags::element(name).map(|(e, _)| e) == veil.around;
        if same && name == b"p" {
            self.veil = None;
            return false;
        }
        veil.inside += usize::from(same && !self_closing);
        true
    }

    /// Whether an end tag stands in an element that is passed over, which it may end.
    fn unveiled(&mut self, name: &[u8]) -> bool {
        let Some(veil) = &mut self.veil else { return false };
        if veil.name == name {
            veil.depth -= 1;
            if veil.depth == 0 {
                self.veil = None;
            }
            return true;
        }
        let same = veil.around.is_some() && html_tags::element(name).map(|(e, _)| e) == veil.around;
        if same && veil.inside == 0 {
            self.veil = None;
            return false;
        }
        veil.inside -= usize::from(same);
        true
    }

    /// Ends a superscript: the number of a note is no part of the text, anything else is.
    fn settle(&mut self) {
        let Some(Raised { pieces, linked }) = self.raised.take() else { return };
        let words: String = pieces.iter().filter_map(|(from, to, _)| self.html.get(*from..*to)).collect();
        if linked && html_apart::is_note_mark(words.trim()) {
            return;
        }
        for (from, to, literal) in pieces {
            self.string(from, to, literal);
        }
    }

    /// What an element, its class, its role and its properties say about what stands in it. `hint` is what its name says.
    fn meaning(&self, name: &[u8], hint: Hint, get: &dyn Fn(&[u8]) -> Option<String>) -> Hint {
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
            if inner == Hint::None {
                let role = get(b"role").and_then(|role| html_apart::role_hint(&role));
                let label = || get(b"aria-label").and_then(|label| html_tags::label_hint(&label));
                inner = role.or_else(label).unwrap_or(inner);
            }
        }
        match get(b"itemprop").as_deref() {
            Some("headline") if !matches!(inner, Hint::Furniture(_)) => Hint::Headline,
            Some("author") if inner == Hint::None => Hint::Byline,
            Some("comment") => Hint::Furniture(super::FurnitureKind::Comments),
            _ => inner,
        }
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
            self.open.push(Open { element, hint: Hint::None, hidden: true, apart: true, picture: false });
        }
    }

    pub fn end(&mut self, name: &[u8]) {
        if self.unveiled(name) {
            return;
        }
        if name == b"sup" || html_tags::element(name).is_some() {
            self.settle();
        }
        self.linked_words.end(name);
        match name {
            b"p" => self.boundary(),
            // Browsers take `</br>` for a line break.
            b"br" => self.line(),
            _ => {}
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
        let (left, text) = (self.open.len(), self.text.len());
        [&mut self.body, &mut self.article, &mut self.main].into_iter().for_each(|region| region.leave(left, text));
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

    pub fn finish(mut self) -> Page {
        self.settle();
        self.close_block();
        let text = self.text.len();
        [&mut self.body, &mut self.article, &mut self.main].into_iter().for_each(|region| region.leave(0, text));
        if self.trust == Trust::Classes {
            let article = if self.article.spans.is_empty() { &self.main } else { &self.article };
            html_apart::outside(&self.text, &article.spans, &mut self.parts);
        }
        Page {
            text: self.text,
            map: self.map,
            parts: self.parts,
            date: self.published.or(self.other_date),
            body: self.body.spans,
            linked: self.linked,
            language: self.language,
            codes: self.codes,
        }
    }
}
