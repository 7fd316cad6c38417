//! Wires of the days of teleprinters, framed by control characters: IPTC 7901 and ANPA 1312.

use super::super::BlockKind;
use super::super::assembly::{Assembly, Draft};
use super::super::entity;
use super::super::error::ReadProblem;
use super::super::lines;
use super::super::meta::{Format, Metadata};
use super::super::page::Page;
use super::super::part::{Hint, Part};
use crate::text::OffsetMap;

/// Start of header, start of text, end of text, end of transmission, and what ANPA sends in front.
const HEAD: char = '\u{1}';
const TEXT: char = '\u{2}';
const END: char = '\u{3}';
const LAST: char = '\u{4}';
const IDLE: char = '\u{16}';

/// Which of the two a text is, by its frame: the header and the text each begin with a sign of their own.
pub(in super::super) fn format(text: &str) -> Option<Format> {
    let mut head = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\0' | '\u{7F}' | '\u{FEFF}')).take(12);
    let first = head.next()?;
    let idle = first == IDLE;
    let framed = first == HEAD || idle && head.any(|c| c == HEAD);
    let start = text.find(TEXT).filter(|_| framed)?;
    // Any bytes may begin so; a header has words, or numbers at least.
    text[..start].chars().filter(|c| c.is_alphanumeric()).nth(2)?;
    let marked = text[start..].trim_start_matches(TEXT).starts_with('^');
    Some(if idle || marked { Format::Anpa } else { Format::Iptc7901 })
}

/// Whether bytes are framed so, whatever signs stand between.
pub(in super::super) fn is_framed(bytes: &[u8]) -> bool {
    let end = bytes.len().min(4096);
    bytes.get(..end).is_some_and(|head| format(&String::from_utf8_lossy(head)).is_some())
}

/// The text between its marks: where it begins and ends.
fn bounds(text: &str) -> Option<(usize, usize)> {
    let at = text.find(TEXT)?;
    let start = at + text[at..].find(|c| c != TEXT)?;
    let end = text[start..].find([END, LAST]).map_or(text.len(), |i| start + i);
    Some((start, end))
}

/// A piece of the file as a story has it: without signs for machines, with quotation marks and dashes in place of what teleprinters had.
fn clean(text: &str, start: usize, end: usize) -> (String, OffsetMap) {
    let (mut out, mut map) = (String::new(), OffsetMap::default());
    let mut at = start;
    while let Some(c) = text.get(at..end).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..end];
        let alone = || rest[1..].starts_with([' ', '\n', '\r']) && text[..at].ends_with([' ', '\n']);
        let (letters, len) = match c {
            '`' if rest.starts_with("``") => ("“", 2),
            '\'' if rest.starts_with("''") => ("”", 2),
            '_' if alone() => ("–", 1),
            '\n' | '\r' | '\t' => (&rest[..1], 1),
            c if c.is_control() => ("", c.len_utf8()),
            c => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        if letters.len() == len {
            entity::copy(letters, at, &mut out, &mut map);
        } else if !letters.is_empty() {
            map.push_units(out.len(), letters.len(), at, letters.len(), len);
            out.push_str(letters);
        }
        at += len;
    }
    (out, map)
}

/// The lines from `start` to `end`, each with its place.
fn rows(text: &str, start: usize, end: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text[start..end].split_inclusive('\n').map(move |line| {
        let here = at;
        at += line.len();
        (here, line)
    })
}

/// A field that is a part of one line.
fn field(text: &str, at: usize, words: &str, kind: BlockKind, out: &mut Assembly) {
    let (words, map) = clean(text, at, at + words.len());
    out.field(&words, &map, kind);
}

/// The running text, and behind it what is for editors.
fn running(text: &str, start: usize, end: usize, notes: usize, out: &mut Assembly) {
    let (story, map) = clean(text, start, notes);
    let parts = lines::parts(&story);
    out.body(Page { text: story, map, parts, ..Page::default() });
    if notes < end {
        let (note, map) = clean(text, notes, end);
        let parts = lines::parts(&note).into_iter().map(|p: Part| Part {
            hint: Hint::Is(BlockKind::Advisory),
            apart: true,
            ..p
        });
        let parts = parts.collect();
        out.body(Page { text: note, map, parts, ..Page::default() });
    }
}

/// Reads IPTC 7901: a line of numbers, a slug, the headline, the text, notes to editors and the signs of who wrote it.
pub(in super::super) fn iptc7901(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let Some((start, end)) = bounds(text) else {
        return Err(ReadProblem::Unlike("IPTC 7901", "it has no start of text".into()));
    };
    let mut meta = Metadata::of(Format::Iptc7901);
    let head: String = text[..start].chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let mut lines = head.lines().map(str::trim).filter(|l| !l.is_empty());
    meta.id = lines.next().and_then(|l| l.split_whitespace().next()).map(str::to_owned);
    meta.slug = lines.next().map(|l| l.trim_end_matches(['/', ' ']).to_owned()).filter(|l| !l.is_empty());
    let mut out = Assembly::default();
    // The headline runs to the first blank line; an equals sign closes it.
    let mut body = start;
    let mut first = true;
    for (at, line) in rows(text, start, end) {
        let words = line.trim();
        if words.is_empty() {
            body = at;
            if first {
                continue;
            }
            break;
        }
        if line.starts_with(' ') && !first {
            break;
        }
        let bare = words.trim_end_matches(['=', ' ', '\u{2}']);
        let from = at + (line.len() - line.trim_start().len());
        field(text, from, bare, if first { BlockKind::Headline } else { BlockKind::Summary }, &mut out);
        first = false;
        body = at + line.len();
    }
    // "# hw NOTEBOOK" and the like open what is for editors, and a line of signs closes the text.
    let noted =
        rows(text, body, end).find(|(_, l)| l.starts_with("# ") || l.starts_with("## ") || l.starts_with("### "));
    let signed = rows(text, body, end).filter(|(_, l)| !l.trim().is_empty()).last().filter(|(_, l)| {
        let words = l.split_whitespace();
        words.clone().count() <= 5
            && words.into_iter().all(|w| w.len() <= 4 && w.chars().all(|c| c.is_ascii_lowercase()))
    });
    let notes = noted.or(signed).map_or(end, |(at, _)| at);
    running(text, body, end, notes, &mut out);
    finish(out, meta, "IPTC 7901")
}

/// Reads ANPA 1312: lines behind a caret for the slug, the headline, notes and who signs, then the text.
pub(in super::super) fn anpa(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let Some((start, end)) = bounds(text) else {
        return Err(ReadProblem::Unlike("ANPA 1312", "it has no start of text".into()));
    };
    let mut meta = Metadata::of(Format::Anpa);
    let mut out = Assembly::default();
    let mut body = start;
    let mut headline = false;
    for (at, line) in rows(text, start, end) {
        let Some(inner) = line.trim_end().strip_prefix('^') else {
            if line.trim().is_empty() {
                continue;
            }
            break;
        };
        body = at + line.len();
        let words = inner.trim_end_matches(['<', '=', '>', ' ']);
        let lower = words.to_ascii_lowercase();
        let note = lower.starts_with("eds") || lower.contains(" photo ") || lower.contains(" graphic ");
        let kind = if meta.slug.is_none() && words.contains("--") {
            meta.slug = Some(words.split(',').next().unwrap_or(words).to_owned());
            BlockKind::Advisory
        } else if lower.starts_with("by ") {
            meta.byline = Some(words.to_owned());
            BlockKind::Byline
        } else if inner.trim_end().ends_with('=') {
            meta.provider = meta.provider.take().or_else(|| Some(words.to_owned()));
            BlockKind::Byline
        } else if note {
            BlockKind::Advisory
        } else if headline {
            BlockKind::Summary
        } else {
            headline = true;
            BlockKind::Headline
        };
        field(text, at + 1, words, kind, &mut out);
    }
    running(text, body, end, end, &mut out);
    finish(out, meta, "ANPA 1312")
}

fn finish(out: Assembly, meta: Metadata, name: &'static str) -> Result<Vec<Draft>, ReadProblem> {
    let draft = out.finish(meta, false);
    let runs = draft.page.parts.iter().any(|p| !matches!(p.hint, Hint::Is(_)));
    if runs { Ok(vec![draft]) } else { Err(ReadProblem::Unlike(name, "it has no text between its marks".into())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn frames_are_told_apart() {
        assert_eq!(format("\u{1}abc012 3 p 90 hw\r\n\u{2}Ferries stop\r\n\u{3}"), Some(Format::Iptc7901));
        assert_eq!(format("\u{16}\u{16}\u{1}W2870 \u{2}\u{2}BC-Ferries<\n\u{3}"), Some(Format::Anpa));
        assert_eq!(format("\u{1}W2870 \u{2}^BC--Ferries<\n\u{3}"), Some(Format::Anpa));
        assert_eq!(format("Ferries \u{1} stop \u{2}"), None);
        assert_eq!(format("\u{1}Ferries stop"), None);
    }

    #[test]
    fn teleprinter_marks_become_those_of_print() {
        let (words, map) = clean("HW) _ ``No,'' she\u{7} said_", 0, 24);
        assert_eq!(words, "HW) – “No,” she said_");
        let at = words.find('“').expect("there");
        assert_eq!(map.original(Span::new(at, at + 3)).range(), 6..8);
    }
}
