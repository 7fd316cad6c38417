//! JSON with the way back: every string knows where in the text it stands.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::error::ReadProblem;
use crate::text::OffsetMap;

/// How deep objects and lists may stand in each other; ninjs needs some ten.
const DEEPEST: usize = 64;

/// A value of a JSON text that has been looked through once and is known to be well formed.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    document: &'a str,
    raw: &'a str,
}

/// Reads a JSON text.
pub(super) fn parse(document: &str) -> Result<Value<'_>, ReadProblem> {
    if too_deep(document) {
        return Err(ReadProblem::Nested(DEEPEST));
    }
    let raw: &RawValue = serde_json::from_str(document).map_err(|e| ReadProblem::Broken("JSON", e.to_string()))?;
    Ok(Value { document, raw: raw.get() })
}

/// Reads JSON lines: each line that is not blank is a value.
pub(super) fn parse_lines(document: &str) -> Result<Vec<Value<'_>>, ReadProblem> {
    let mut out = Vec::new();
    for (i, line) in document.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let value = parse(line.trim()).map_err(|e| match e {
            ReadProblem::Broken(what, why) => ReadProblem::Broken(what, format!("line {}: {why}", i + 1)),
            other => other,
        })?;
        out.push(Value { document, ..value });
    }
    Ok(out)
}

fn too_deep(text: &str) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for b in text.bytes() {
        match b {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                if depth > DEEPEST {
                    return true;
                }
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

impl<'a> Value<'a> {
    fn inner(&self, raw: &'a RawValue) -> Value<'a> {
        Value { document: self.document, raw: raw.get() }
    }

    /// Where in the document the value begins.
    pub fn start(&self) -> usize {
        (self.raw.as_ptr() as usize).saturating_sub(self.document.as_ptr() as usize)
    }

    /// The fields of an object, by name; nothing for anything else. Of two fields with one name the last counts.
    pub fn fields(&self) -> BTreeMap<String, Value<'a>> {
        if !self.raw.starts_with('{') {
            return BTreeMap::new();
        }
        let read: BTreeMap<String, &'a RawValue> = serde_json::from_str(self.raw).unwrap_or_default();
        read.into_iter().map(|(k, v)| (k, self.inner(v))).collect()
    }

    /// The members of a list; nothing for anything else.
    pub fn items(&self) -> Vec<Value<'a>> {
        if !self.raw.starts_with('[') {
            return Vec::new();
        }
        let read: Vec<&'a RawValue> = serde_json::from_str(self.raw).unwrap_or_default();
        read.into_iter().map(|v| self.inner(v)).collect()
    }

    /// The members of a list, or the value itself where it is none.
    pub fn one_or_more(&self) -> Vec<Value<'a>> {
        if self.is_list() { self.items() } else { vec![*self] }
    }

    pub fn is_list(&self) -> bool {
        self.raw.starts_with('[')
    }

    pub fn is_object(&self) -> bool {
        self.raw.starts_with('{')
    }

    /// A string, or a number or truth value as it is written.
    pub fn scalar(&self) -> Option<String> {
        match self.raw.bytes().next()? {
            b'"' => self.string().map(|(text, _)| text),
            b'{' | b'[' => None,
            _ if self.raw == "null" => None,
            _ => Some(self.raw.to_owned()),
        }
    }

    /// A string with its escapes resolved, and the map from it to the document.
    pub fn string(&self) -> Option<(String, OffsetMap)> {
        let body = self.raw.strip_prefix('"')?.strip_suffix('"')?;
        let base = self.start() + 1;
        let (mut text, mut map) = (String::with_capacity(body.len()), OffsetMap::default());
        let mut at = 0;
        while at < body.len() {
            let rest = &body[at..];
            let plain = rest.find('\\').unwrap_or(rest.len());
            if plain > 0 {
                map.push(text.len(), plain, base + at, plain);
                text.push_str(&rest[..plain]);
                at += plain;
                continue;
            }
            let (c, len) = escape(rest);
            let lump = c.len_utf8();
            map.push_units(text.len(), lump, base + at, lump, len);
            text.push(c);
            at += len;
        }
        Some((text, map))
    }
}

/// What an escape at the start of a text stands for, and its length.
fn escape(text: &str) -> (char, usize) {
    let c = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'u') => return unit(text),
        Some(_) => text[1..].chars().next().unwrap_or('\u{FFFD}'),
        None => return ('\u{FFFD}', text.len()),
    };
    (c, 1 + c.len_utf8().max(1))
}

/// `\u2019`, or two of them that make one letter.
fn unit(text: &str) -> (char, usize) {
    let read = |at: usize| {
        let hex = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(hex, 16).ok()
    };
    let Some(first) = read(0) else { return ('\u{FFFD}', text.len().min(2)) };
    let pair = [first, read(6).unwrap_or(0)];
    match char::decode_utf16(pair).next() {
        Some(Ok(c)) => (c, if c.len_utf16() == 2 { 12 } else { 6 }),
        _ => ('\u{FFFD}', 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn strings_lead_back_to_their_escapes() {
        let document = r#"{"a": ["x", "caf\u00e9 \"\ud83d\ude00\" \/ end"]}"#;
        let value = parse(document).expect("JSON");
        let (text, map) = value.fields()["a"].items()[1].string().expect("a string");
        assert_eq!(text, "café \"😀\" / end");
        let of = |words: &str| {
            let at = text.find(words).expect("in the text");
            &document[map.original(Span::new(at, at + words.len())).range()]
        };
        assert_eq!(of("café"), r"caf\u00e9");
        assert_eq!(of("😀"), r"\ud83d\ude00");
        assert_eq!(of("end"), "end");
    }

    #[test]
    fn absurd_nesting_and_broken_text_are_refused() {
        let deep = "[".repeat(100_000);
        assert!(matches!(parse(&deep), Err(ReadProblem::Nested(DEEPEST))));
        assert!(matches!(parse("{\"a\": }"), Err(ReadProblem::Broken("JSON", _))));
        assert!(parse(r#"{"a": "[[[[[[[[[["}"#).is_ok());
        let lone = parse(r#""\ud800x""#).map(|v| v.string().map(|(t, _)| t));
        assert!(matches!(&lone, Ok(Some(t)) if t == "\u{FFFD}x") || lone.is_err());
    }
}
