//! Codes that stand for letters and were left undecoded, so that readers of the file see them: `&amp;quot;`, `=E2=80=99`, `%20`.
//!
//! The story is read as it was meant, so that its words can be compared; the codes are kept for whoever reports them.

use super::code::{Code, CodeKind};
use super::entity;
use super::page::Page;
use super::part::Part;
use crate::text::{OffsetMap, Span};

/// A text without its codes.
pub(super) struct Decoded {
    pub text: String,
    pub map: OffsetMap,
    pub codes: Vec<Code>,
    /// Every place that was decoded: where it was and where it is now.
    edits: Vec<(Span, Span)>,
}

impl Decoded {
    /// Where something at a byte of the text that was decoded is now.
    fn moved(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|(old, _)| (old.start as usize) < at);
        let Some((old, new)) = before.checked_sub(1).and_then(|last| self.edits.get(last)) else { return at };
        new.end as usize + at.saturating_sub(old.end as usize)
    }

    fn moved_span(&self, span: Span) -> Span {
        let range = span.range();
        let span = Span::new(self.moved(range.start), self.moved(range.end));
        let words = span.of(&self.text);
        let lead = words.len() - words.trim_start().len();
        let start = span.start as usize + lead;
        Span::new(start, start + words.trim().len())
    }
}

/// Decodes the codes that readers of a page see: whatever its markup or its format stands for has been read already.
pub(super) fn mend(page: &mut Page) {
    let Some(mut found) = decode(&page.text) else { return };
    for code in &mut found.codes {
        // A code may itself be made of codes: `&amp;amp;quot;`.
        let edit = found.edits.partition_point(|(_, new)| new.start < code.span.start);
        if let Some((old, _)) = found.edits.iter().skip(edit).find(|(_, new)| *new == code.span) {
            code.seen = seen(&page.text, &page.codes, *old);
        }
    }
    let inside = |code: &Code| {
        let after = found.edits.partition_point(|(old, _)| old.end <= code.span.start);
        found.edits.get(after).is_some_and(|(old, _)| old.contains(code.span))
    };
    let outside = std::mem::take(&mut page.codes).into_iter().filter(|code| !inside(code));
    let moved: Vec<Code> = outside
        .map(|code| {
            let range = code.span.range();
            Code { span: Span::new(found.moved(range.start), found.moved(range.end)), ..code }
        })
        .collect();
    found.codes.extend(moved);
    found.codes.sort_by_key(|code| code.span.start);
    let parts = std::mem::take(&mut page.parts).into_iter();
    page.parts = parts.map(|p| Part { span: found.moved_span(p.span), ..p }).filter(|p| !p.span.is_empty()).collect();
    page.body.iter_mut().for_each(|span| *span = found.moved_span(*span));
    page.map = found.map.then(&page.map);
    (page.text, page.codes) = (found.text, found.codes);
}

/// The words of a text with its codes as readers see them.
pub(super) fn seen(text: &str, codes: &[Code], span: Span) -> String {
    let mut out = String::with_capacity(span.len());
    let mut at = span.start as usize;
    let first = codes.partition_point(|code| code.span.start < span.start);
    for code in codes.iter().skip(first).take_while(|code| code.span.end <= span.end) {
        let range = code.span.range();
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&code.seen);
        at = at.max(range.end);
    }
    out.push_str(text.get(at..span.end as usize).unwrap_or_default());
    out
}

/// Decodes the character references and codes in plain text. `None` where there are none.
pub(super) fn decode(text: &str) -> Option<Decoded> {
    let printable = is_quoted_printable(text);
    let mut out: Option<Decoded> = None;
    let mut copied = 0;
    for (at, _) in text.match_indices(['&', '=', '%', 'Ã', 'Â', 'Å', 'Ä', 'â']) {
        if at < copied {
            continue;
        }
        let rest = &text[at..];
        let found = match rest.as_bytes().first() {
            Some(b'&') => entity::reference(rest, true).map(|r| {
                let mut letters = String::new();
                r.write(&mut letters);
                (letters, r.len, CodeKind::Reference)
            }),
            Some(b'=') if printable && !in_address(text, at) => quoted(text, at),
            Some(b'%') => percent(text, at),
            Some(0x80..) => garbled(rest),
            _ => None,
        };
        let Some((letters, len, kind)) = found else { continue };
        let decoded = out.get_or_insert_with(|| Decoded {
            text: String::with_capacity(text.len()),
            map: OffsetMap::default(),
            codes: Vec::new(),
            edits: Vec::new(),
        });
        entity::copy(&text[copied..at], copied, &mut decoded.text, &mut decoded.map);
        append(&letters, &text[at..at + len], at, kind, decoded);
        copied = at + len;
    }
    let decoded = out.as_mut()?;
    entity::copy(&text[copied..], copied, &mut decoded.text, &mut decoded.map);
    out
}

/// Appends letters as one lump that stands for what is `written` at `original`.
fn append(letters: &str, written: &str, original: usize, kind: CodeKind, out: &mut Decoded) {
    let at = out.text.len();
    out.text.push_str(letters);
    out.map.push_units(at, letters.len(), original, letters.len(), written.len());
    let span = Span::new(at, at + letters.len());
    out.edits.push((Span::new(original, original + written.len()), span));
    // A space at the end of a line is no letter.
    if !letters.trim().is_empty() || matches!(kind, CodeKind::Percent | CodeKind::Reference) {
        out.codes.push(Code { span, kind, seen: written.to_owned() });
    }
}

/// The byte that two hexadecimal digits behind `mark` stand for.
fn byte(text: &[u8], at: usize, mark: u8) -> Option<u8> {
    let [m, high, low] = *text.get(at..at + 3)? else { return None };
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    // Quoted-printable is written in capitals; words such as "=be" are none.
    let capital = mark == b'%' || !high.is_ascii_lowercase() && !low.is_ascii_lowercase();
    (m == mark && capital).then_some(digit(high)? << 4 | digit(low)?)
}

/// The bytes of a run of codes: as many as the longest letter has.
fn run(text: &[u8], at: usize, mark: u8) -> Vec<u8> {
    (0..4).map_while(|i| byte(text, at + 3 * i, mark)).collect()
}

/// Whether a text was left in quoted-printable: codes for a letter of several bytes, or a break or a space of that code at the end of lines.
fn is_quoted_printable(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut small = 0;
    for at in memchr::memchr_iter(b'=', bytes).filter(|at| !in_address(text, *at)) {
        let letters = run(bytes, at, b'=');
        let wide = letters.first().is_some_and(|b| *b >= 0xC2) && first_letter(&letters).is_some();
        let between = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphabetic);
        let old = matches!(letters[..], [0x80..=0xFF]) && between(at.checked_sub(1)) && between(Some(at + 3));
        if wide || old {
            return true;
        }
        let ends = |i: usize| matches!(bytes.get(i), Some(b'\n' | b'\r') | None);
        small += usize::from(letters == [b'='] || letters == [b' '] && ends(at + 3) || ends(at + 1) && at > 60);
        if small >= 2 || letters == [b' '] && ends(at + 3) {
            return true;
        }
    }
    false
}

/// The first letter of some bytes of UTF-8, beyond ASCII, and how many bytes it has.
fn first_letter(bytes: &[u8]) -> Option<(char, usize)> {
    (2..=4).find_map(|len| {
        let letter = std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
        (letter.len_utf8() == len).then_some((letter, len))
    })
}

fn quoted(text: &str, at: usize) -> Option<(String, usize, CodeKind)> {
    let bytes = text.as_bytes();
    // A line that was broken in the middle of a word.
    let soft = match bytes.get(at + 1..) {
        Some([b'\r', b'\n', ..]) => Some(3),
        Some([b'\n', ..]) => Some(2),
        _ => None,
    };
    if let Some(len) = soft {
        return Some((String::new(), len, CodeKind::QuotedPrintable));
    }
    let letters = run(bytes, at, b'=');
    if let Some((letter, len)) = first_letter(&letters) {
        return Some((letter.to_string(), 3 * len, CodeKind::QuotedPrintable));
    }
    let first = *letters.first()?;
    let letter = match first {
        b' '..=b'~' | b'\t' => char::from(first).to_string(),
        0x80.. => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[first]).0.into_owned(),
        _ => return None,
    };
    Some((letter, 3, CodeKind::QuotedPrintable))
}

/// A code of addresses outside an address.
fn percent(text: &str, at: usize) -> Option<(String, usize, CodeKind)> {
    let bytes = text.as_bytes();
    let letters = run(bytes, at, b'%');
    if letters.is_empty() || text[..at].ends_with(|c: char| c.is_ascii_digit()) || in_address(text, at) {
        return None;
    }
    if let Some((letter, len)) = first_letter(&letters) {
        return Some((letter.to_string(), 3 * len, CodeKind::Percent));
    }
    let first = *letters.first()?;
    let follows = bytes.get(at + 3).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'%');
    let usual = matches!(first, b' ' | b'"' | b'\'' | b',' | b'&' | b':' | b';' | b'!' | b'?' | b'(' | b')');
    (usual && follows).then(|| (char::from(first).to_string(), 3, CodeKind::Percent))
}

/// A letter that was encoded twice: two or three letters of Windows-1252 whose bytes are one letter of UTF-8.
fn garbled(text: &str) -> Option<(String, usize, CodeKind)> {
    let head = text.char_indices().take(4).map(|(i, c)| i + c.len_utf8()).last()?;
    let mut bytes = Vec::with_capacity(4);
    for (i, c) in text[..head].char_indices() {
        let byte = match c {
            // Bytes that Windows-1252 has no letter for come through as they are, or are lost: of quotation marks, the one that closes.
            '\u{80}'..='\u{9F}' => u8::try_from(u32::from(c)).ok()?,
            '\u{FFFD}' if bytes == [0xE2, 0x80] => 0x9D,
            c => {
                let mut letter = [0; 4];
                let (encoded, _, lossy) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut letter));
                if lossy {
                    return None;
                }
                *encoded.first()?
            }
        };
        bytes.push(byte);
        if let Some((letter, len)) = first_letter(&bytes) {
            // Letters of other alphabets come out of odd pairs such as "Ä±" by chance.
            let latin = matches!(letter, '\u{A0}'..'\u{180}') || matches!(letter, '\u{2010}'..='\u{2044}' | '€' | '™');
            return (latin && len == bytes.len()).then(|| (letter.to_string(), i + c.len_utf8(), CodeKind::Garbled));
        }
    }
    None
}

/// Whether a byte stands in an address of the web or in a path.
fn in_address(text: &str, at: usize) -> bool {
    // A text without spaces must not be searched as a whole for every sign in it.
    const REACH: usize = 300;
    let bytes = text.as_bytes();
    let near = |range: std::ops::Range<usize>| bytes.get(range).unwrap_or_default();
    let before = near(at.saturating_sub(REACH)..at).rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let after = near(at..bytes.len().min(at + REACH)).split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let has = |b: u8| before.contains(&b) || after.contains(&b);
    has(b'/') || has(b'@') || memchr::memmem::find(before, b"www.").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Vec<CodeKind>)> {
        decode(text).map(|d| (d.text, d.codes.iter().map(|c| c.kind).collect()))
    }

    #[test]
    fn codes_are_read_as_the_letters_that_they_stand_for() {
        use CodeKind::{Percent, QuotedPrintable, Reference};
        assert_eq!(read("It=E2=80=99s shut."), Some(("It’s shut.".into(), vec![QuotedPrintable])));
        assert_eq!(read("It=92s shut."), Some(("It’s shut.".into(), vec![QuotedPrintable])));
        assert_eq!(read("The pier=20\nis shut."), Some(("The pier \nis shut.".into(), vec![])));
        assert_eq!(
            read("The caf=C3=A9 in the har=\nbour"),
            Some(("The café in the harbour".into(), vec![QuotedPrintable]))
        );
        assert_eq!(read("the%20pier"), Some(("the pier".into(), vec![Percent])));
        assert_eq!(read("It%E2%80%99s shut"), Some(("It’s shut".into(), vec![Percent])));
        assert_eq!(read("cafÃ© â€œyesâ€\u{FFFD}"), Some(("café “yes”".into(), vec![CodeKind::Garbled; 3])));
        assert_eq!(read("&amp;#231;a &amp;quot;"), Some(("ça \"".into(), vec![Reference, Reference])));
    }

    #[test]
    fn what_only_looks_like_a_code_stays() {
        for text in [
            "“Â” and Ärger at the Château, said Åse.",
            "Costs rose 5%20 years ago.",
            "See https://harbour.example/a%20b?x=C3=A9 for more.",
            "x=20 and y=30",
            "The share is 40%, 50% or 60%.",
            "R&D at AT&T",
            "1 + 1 = 2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
