//! HTML character references.

use html_escape::NAMED_ENTITIES;

use crate::text::OffsetMap;

/// Longest reference worth looking at; the longest name in the standard has 32 characters with its semicolon.
const LONGEST: usize = 34;

/// What a character reference at the start of a text stands for.
pub(super) struct Reference {
    /// Bytes that it takes up, with `&` and, where written, the semicolon.
    pub len: usize,
    /// Whether its own `&` was escaped.
    pub twice: bool,
    chars: [Option<char>; 2],
}

impl Reference {
    /// Appends what it stands for.
    pub fn write(&self, out: &mut String) {
        out.extend(self.chars.iter().flatten());
    }
}

/// Reads the character reference at the start of `text`, which begins with `&`. `None` where the `&` stands for itself.
///
/// A semicolon is asked for, so that "AT&T" and "R&D" stay as they are. With `twice`, a reference whose own `&` was escaped
/// (`&amp;quot;`, a common slip of feeds) counts as one.
pub(super) fn reference(text: &str, twice: bool) -> Option<Reference> {
    let mut found = after_ampersand(text.strip_prefix('&')?, twice)?;
    found.len += 1;
    Some(found)
}

/// Decodes the character references in plain text. `None` where there are none.
pub(super) fn decode_plain(text: &str) -> Option<(String, OffsetMap)> {
    let mut out: Option<(String, OffsetMap)> = None;
    let mut copied = 0;
    for (at, _) in text.match_indices('&') {
        if at < copied {
            continue;
        }
        let Some(found) = reference(&text[at..], true) else { continue };
        let (decoded, map) = out.get_or_insert_with(|| (String::with_capacity(text.len()), OffsetMap::default()));
        copy(&text[copied..at], copied, decoded, map);
        append(&found, at, decoded, map);
        copied = at + found.len;
    }
    let (decoded, map) = out.as_mut()?;
    copy(&text[copied..], copied, decoded, map);
    out
}

/// Appends text that stands for itself.
pub(super) fn copy(text: &str, original: usize, out: &mut String, map: &mut OffsetMap) {
    map.push(out.len(), text.len(), original, text.len());
    out.push_str(text);
}

/// Appends what a reference stands for, as one lump.
pub(super) fn append(found: &Reference, original: usize, out: &mut String, map: &mut OffsetMap) {
    let at = out.len();
    found.write(out);
    map.push_units(at, out.len() - at, original, out.len() - at, found.len);
}

fn after_ampersand(body: &str, twice: bool) -> Option<Reference> {
    let end = body.as_bytes().iter().take(LONGEST).position(|b| *b == b';')?;
    let name = body.get(..end)?;
    let len = end + 1;
    if let Some(number) = name.strip_prefix('#') {
        return Some(Reference { len, twice: false, chars: [Some(numeric(number)?), None] });
    }
    if twice
        && name == "amp"
        && let Some(inner) = after_ampersand(&body[len..], false)
    {
        return Some(Reference { len: len + inner.len, twice: true, chars: inner.chars });
    }
    let found = NAMED_ENTITIES.binary_search_by(|(n, _)| (*n).cmp(name.as_bytes())).ok()?;
    let mut chars = NAMED_ENTITIES.get(found)?.1.chars();
    Some(Reference { len, twice: false, chars: [chars.next(), chars.next()] })
}

fn numeric(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None if number.starts_with('+') => return None,
        None => number.parse().ok()?,
    };
    // 128 to 159 are Windows-1252 in disguise, here as in browsers.
    if let Ok(byte @ 0x80..=0x9F) = u8::try_from(code) {
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
        return text.chars().next();
    }
    Some(char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{FFFD}'))
}

#[cfg(test)]
mod tests {
    use super::reference;

    fn read(text: &str) -> Option<(String, usize)> {
        let found = reference(text, true)?;
        let mut out = String::new();
        found.write(&mut out);
        Some((out, found.len))
    }

    #[test]
    fn references_are_read_and_ampersands_left_alone() {
        assert_eq!(read("&#039;s"), Some(("'".into(), 6)));
        assert_eq!(read("&#x2019;s"), Some(("’".into(), 8)));
        assert_eq!(read("&#147;"), Some(("“".into(), 6)));
        assert_eq!(read("&eacute;"), Some(("é".into(), 8)));
        assert_eq!(read("&amp;quot;x"), Some(("\"".into(), 10)));
        assert_eq!(read("&amp; quot;"), Some(("&".into(), 5)));
        assert_eq!(read("&T shares; up"), None);
        assert_eq!(read("&nosuchname;"), None);
        assert_eq!(read("&#99999999999;"), None);
        assert_eq!(read("&é;"), None);
    }
}
