//! XML to a small tree whose strings know where they stand. Nothing is fetched and nothing is expanded: a document that declares
//! entities is refused.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::entity;
use super::error::ReadProblem;
use super::html::Builder;
use crate::text::{OffsetMap, Span};

/// How deep elements may stand in each other.
const DEEPEST: usize = 200;
/// How many elements a document may have.
const MOST: usize = 1_000_000;
/// How many prefixes may be bound at one place.
const PREFIXES: usize = 200;

/// The vocabularies that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// No namespace, or the one of the format itself.
    Own,
    Atom,
    Content,
    DublinCore,
    Media,
    Xhtml,
    /// One that nothing is known of.
    Other,
}

impl Space {
    fn of(uri: &str) -> Space {
        match uri.trim().trim_end_matches('/') {
            "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns#" => Space::Atom,
            "http://purl.org/rss/1.0/modules/content" => Space::Content,
            "http://purl.org/dc/elements/1.1" | "http://purl.org/dc/terms" => Space::DublinCore,
            "http://search.yahoo.com/mrss" => Space::Media,
            "http://www.w3.org/1999/xhtml" => Space::Xhtml,
            ""
            | "http://purl.org/rss/1.0"
            | "http://my.netscape.com/rdf/simple/0.9"
            | "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            | "http://backend.userland.com/rss2" => Space::Own,
            u if u.starts_with("http://iptc.org/std/") || u.starts_with("http://www.iptc.org/std/") => Space::Own,
            _ => Space::Other,
        }
    }

    /// What a prefix stands for where the document forgets to say it.
    fn usual(prefix: &str) -> Space {
        match prefix {
            "atom" => Space::Atom,
            "content" => Space::Content,
            "dc" | "dcterms" => Space::DublinCore,
            "media" => Space::Media,
            "xhtml" | "html" | "h" => Space::Xhtml,
            "rdf" | "nar" | "nitf" => Space::Own,
            _ => Space::Other,
        }
    }
}

/// An element.
pub(super) struct Element {
    /// Its name without the prefix.
    pub name: String,
    pub space: Space,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

enum Node {
    Element(Element),
    /// Where a text stands; literal in CDATA.
    Text(usize, usize, bool),
}

/// Reads a document and gives its root.
pub(super) fn parse(text: &str) -> Result<Element, ReadProblem> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut bound: Vec<(String, Space, usize)> = Vec::new();
    let mut count = 0usize;
    let mut root = None;
    let broken = |at: u64, why: String| {
        let line =
            text.as_bytes().iter().take(usize::try_from(at).unwrap_or(usize::MAX)).filter(|b| **b == b'\n').count();
        ReadProblem::Broken("XML", format!("line {}: {why}", line + 1))
    };
    loop {
        let event = reader.read_event().map_err(|e| broken(reader.error_position(), e.to_string()))?;
        let (tag, empty) = match event {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(_) => {
                let Some(done) = open.pop() else { continue };
                while bound.last().is_some_and(|b| b.2 > open.len()) {
                    bound.pop();
                }
                place(done, &mut open, &mut root);
                continue;
            }
            Event::Text(t) => {
                text_node(text, t.into_inner(), 0, false, &mut open);
                continue;
            }
            Event::CData(t) => {
                text_node(text, t.into_inner(), 0, true, &mut open);
                continue;
            }
            Event::GeneralRef(name) => {
                text_node(text, name.into_inner(), 1, false, &mut open);
                continue;
            }
            Event::DocType(t) => {
                // A name of a DTD is harmless, since nothing is fetched.
                if t.into_inner().contains("<!ENTITY") {
                    return Err(ReadProblem::Entities);
                }
                continue;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            Event::Eof => break,
        };
        count += 1;
        if count > MOST {
            return Err(ReadProblem::Crowded(MOST));
        }
        if open.len() >= DEEPEST {
            return Err(ReadProblem::Nested(DEEPEST));
        }
        let element = element(&tag, open.len() + 1, &mut bound);
        if bound.len() > PREFIXES {
            return Err(broken(reader.buffer_position(), "more namespaces than any format has".into()));
        }
        if empty {
            while bound.last().is_some_and(|b| b.2 > open.len()) {
                bound.pop();
            }
            place(element, &mut open, &mut root);
        } else {
            open.push(element);
        }
    }
    if let Some(unclosed) = open.last() {
        return Err(ReadProblem::Broken("XML", format!("it ends inside <{}>: the file was cut off", unclosed.name)));
    }
    root.ok_or_else(|| ReadProblem::Broken("XML", "it has no element".into()))
}

fn place(done: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(Node::Element(done)),
        None => *root = root.take().or(Some(done)),
    }
}

/// `around`: how many bytes stand before and after the piece that belong to it.
fn text_node(document: &str, piece: Cow<'_, str>, around: usize, literal: bool, open: &mut [Element]) {
    let Cow::Borrowed(piece) = piece else { return };
    let Some(parent) = open.last_mut() else { return };
    let start = (piece.as_ptr() as usize).saturating_sub(document.as_ptr() as usize);
    let (start, end) = (start.saturating_sub(around), (start + piece.len() + around).min(document.len()));
    if let Some(Node::Text(_, last, false)) = parent.children.last_mut()
        && !literal
        && *last == start
    {
        *last = end;
    } else if end > start {
        parent.children.push(Node::Text(start, end, literal));
    }
}

fn element(tag: &BytesStart<'_>, depth: usize, bound: &mut Vec<(String, Space, usize)>) -> Element {
    let mut attributes = Vec::new();
    // Looking for attributes given twice takes time by the square of their number.
    for attribute in tag.attributes().with_checks(false).flatten().take(200) {
        let key = attribute.key.0;
        let value = decode(&attribute.value);
        if key == "xmlns" {
            bound.push((String::new(), Space::of(&value), depth));
        } else if let Some(prefix) = key.strip_prefix("xmlns:") {
            bound.push((prefix.to_owned(), Space::of(&value), depth));
        } else {
            attributes.push((key.to_owned(), value));
        }
    }
    let full = tag.name();
    let (prefix, name) = full.0.split_once(':').unwrap_or(("", full.0));
    let known = bound.iter().rev().find(|b| b.0 == prefix).map(|b| b.1);
    let space = known.unwrap_or_else(|| if prefix.is_empty() { Space::Own } else { Space::usual(prefix) });
    Element { name: name.to_owned(), space, attributes, children: Vec::new() }
}

/// A text with its character references resolved.
fn decode(text: &str) -> String {
    entity::decode_plain(text).map_or_else(|| text.to_owned(), |(decoded, _)| decoded)
}

impl Element {
    /// An attribute, by its name as written or without its prefix; an empty one is none.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self
            .attributes
            .iter()
            .find(|(n, _)| n == name)
            .or_else(|| self.attributes.iter().find(|(n, _)| n.rsplit(':').next() == Some(name)));
        found.map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The elements right inside.
    pub fn children(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|n| match n {
            Node::Element(e) => Some(e),
            Node::Text(..) => None,
        })
    }

    /// The elements of that name right inside, whatever their namespace.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children().filter(move |e| e.name == name)
    }

    /// The first of them.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|e| e.name == name)
    }

    /// The element at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |e, name| e.child(name))
    }

    /// All elements of that name at any depth, in document order.
    pub fn find_all<'a>(&'a self, name: &str, out: &mut Vec<&'a Element>) {
        for e in self.children() {
            if e.name == name {
                out.push(e);
            }
            e.find_all(name, out);
        }
    }

    /// The words inside, at any depth, with single spaces.
    pub fn words(&self, document: &str) -> String {
        let (text, _) = self.string(document);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text inside, at any depth, and the map from it to the document.
    pub fn string(&self, document: &str) -> (String, OffsetMap) {
        let (mut text, mut map) = (String::new(), OffsetMap::default());
        self.write(document, &mut text, &mut map);
        (text, map)
    }

    /// Whether this is a time as machines write it ("20260303T100000+0000"), which is no word of a dateline.
    fn is_stamp(&self, document: &str) -> bool {
        let [Node::Text(start, end, _)] = self.children.as_slice() else { return false };
        let words = document.get(*start..*end).unwrap_or("").trim();
        words.len() >= 8
            && words.bytes().take(4).all(|b| b.is_ascii_digit())
            && words.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'T' | b'Z' | b'+' | b'-' | b':' | b'.'))
    }

    fn write(&self, document: &str, text: &mut String, map: &mut OffsetMap) {
        for node in &self.children {
            match node {
                Node::Element(e) if e.name == "story.date" && e.is_stamp(document) => {}
                Node::Element(e) => {
                    let apart =
                        matches!(e.name.as_str(), "byttl" | "p" | "br" | "li" | "hl1" | "hl2" | "div" | "tagline");
                    if apart && text.ends_with(|c: char| !c.is_whitespace()) {
                        let end = map.original(Span::new(text.len(), text.len())).end as usize;
                        map.push_units(text.len(), 1, end, 1, 0);
                        text.push(' ');
                    }
                    e.write(document, text, map);
                }
                Node::Text(start, end, literal) => write_text(document, *start, *end, *literal, text, map),
            }
        }
    }

    /// Hands tags and strings to a builder. `html` says which element of HTML stands for an element, by its name; none for one
    /// that is passed over with all that it holds.
    pub fn build(&self, builder: &mut Builder<'_>, html: &dyn Fn(&Element) -> Option<&'static str>) {
        for node in &self.children {
            match node {
                Node::Text(start, end, literal) => builder.string(*start, *end, *literal),
                Node::Element(e) => {
                    let Some(name) = html(e) else { continue };
                    let get = |a: &[u8]| std::str::from_utf8(a).ok().and_then(|a| e.attribute(a)).map(str::to_owned);
                    builder.start(name.as_bytes(), false, &get);
                    e.build(builder, html);
                    // An end tag of its own would be a second line break, and two of them part paragraphs.
                    if name != "br" {
                        builder.end(name.as_bytes());
                    }
                }
            }
        }
    }
}

fn write_text(document: &str, start: usize, end: usize, literal: bool, out: &mut String, map: &mut OffsetMap) {
    let Some(raw) = document.get(start..end) else { return };
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        let plain = if literal { rest.len() } else { rest.find('&').unwrap_or(rest.len()) };
        if plain > 0 {
            entity::copy(&rest[..plain], start + at, out, map);
            at += plain;
        } else if let Some(found) = entity::reference(rest, false) {
            entity::append(&found, start + at, out, map);
            at += found.len;
        } else {
            entity::copy("&", start + at, out, map);
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_lead_back_through_references_and_sections() {
        let document = "<a xmlns:c='http://purl.org/rss/1.0/modules/content/'>R&amp;D <![CDATA[AT&amp;T <b>]]>&#8217;s<c:encoded x='1 &lt; 2'/></a>";
        let root = parse(document).expect("XML");
        let (text, map) = root.string(document);
        assert_eq!(text, "R&D AT&amp;T <b>’s");
        let of = |words: &str| {
            let at = text.find(words).expect("in the text");
            &document[map.original(Span::new(at, at + words.len())).range()]
        };
        assert_eq!(of("&D"), "&amp;D");
        assert_eq!(of("AT&amp;T"), "AT&amp;T");
        assert_eq!(of("’s"), "&#8217;s");
        let inner = root.child("encoded").expect("a child");
        assert_eq!((inner.space, inner.attribute("x")), (Space::Content, Some("1 < 2")));
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        assert!(matches!(parse(bomb), Err(ReadProblem::Entities)));
        let file = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>";
        assert!(matches!(parse(file), Err(ReadProblem::Entities)));
        let parameter = "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://example.org/x.dtd\"> %x;]><a/>";
        assert!(matches!(parse(parameter), Err(ReadProblem::Entities)));
        assert!(parse("<!DOCTYPE nitf SYSTEM \"nitf-3-6.dtd\"><nitf/>").is_ok());
        let deep = "<a>".repeat(5000);
        assert!(matches!(parse(&deep), Err(ReadProblem::Nested(DEEPEST))));
        assert!(matches!(parse("<a><b></a>"), Err(ReadProblem::Broken("XML", _))));
        assert!(matches!(parse("<a><b>cut"), Err(ReadProblem::Broken("XML", _))));
        assert!(matches!(parse("plain"), Err(ReadProblem::Broken("XML", _))));
    }
}
