//! Replacements that are safe to make without an editor, put into the bytes that were read, in their own encoding.
//!
//! Safe is what restores the form of a text or the wire's own words between quotation marks: page furniture out, stray marks out,
//! capitals and lost letters right, quotes as they were said. Words that stand so in the wire are never changed: whatever a rule takes them
//! for, they are a true copy. A figure, a name or a date is for a person to decide, however sure the checker is.

mod wire_words;

use std::fmt;

use crate::finding::{Finding, Fix};
use crate::report::Report;
use crate::text::{Encoding, Span};
use wire_words::WireWords;

/// A finding of which the checker is less sure than this is left to a person.
const LEAST_CONFIDENCE: f32 = 0.5;

/// Characters that mean something in HTML, XML or JSON.
const MARKUP: [char; 7] = ['<', '>', '&', '"', '\\', '\n', '\r'];

/// Why a replacement was not made.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// The checker is not sure enough; how sure it is.
    Unsure(f32),
    /// The wire has the words just as they stand.
    Copied,
    /// The words stand among markup.
    Markup,
    /// The bytes are not those that were read.
    Changed,
    /// The encoding of the file has no such characters.
    Encoding(Encoding),
    /// Another replacement changes the same words.
    Crossed,
    /// There are no other words.
    Nothing,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Unsure(confidence) => return write!(f, "the checker is not sure enough ({confidence:.2})"),
            Refusal::Copied => "the wire has the same words there",
            Refusal::Markup => "the words contain markup or character references that a fix could break",
            Refusal::Changed => "the file changed while it was checked",
            Refusal::Encoding(encoding) => {
                return write!(f, "the replacement cannot be written in {}", encoding.name());
            }
            Refusal::Crossed => "another fix changes the same words: run again",
            Refusal::Nothing => "there is no replacement",
        })
    }
}

/// A replacement that was made in one place, or the reason why it was not.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// The number of the finding in the report, from 0.
    pub finding: usize,
    /// What came of it: nothing where it was made.
    pub refused: Option<Refusal>,
}

/// Bytes of the original, and the words to put in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// Which bytes.
    pub at: Span,
    /// The words, in the encoding that was read.
    pub words: Vec<u8>,
}

/// A rewrite with its safe replacements made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The bytes, in the encoding that was read.
    pub bytes: Vec<u8>,
    /// What was made and what was not. Findings without a safe replacement are not among them.
    pub fixes: Vec<Attempt>,
}

impl Fixed {
    /// How many replacements were made, in all places.
    pub fn made(&self) -> usize {
        self.fixes.iter().filter(|f| f.refused.is_none()).count()
    }

    /// How many findings have a replacement that was made in all their places.
    pub fn findings(&self) -> usize {
        let whole = |run: &&[Attempt]| run.iter().all(|f| f.refused.is_none());
        self.fixes.chunk_by(|a, b| a.finding == b.finding).filter(whole).count()
    }
}

/// Whether a finding has a replacement that may be made without an editor.
pub fn is_safe(finding: &Finding) -> bool {
    finding.rule.fix == Fix::Safe && finding.replacement.is_some() && finding.at.is_some()
}

/// Makes the safe replacements of `report` in `original`, the bytes that its rewrite was read from.
pub fn fix(report: &Report, original: &[u8]) -> Fixed {
    let mut fixes = Vec::new();
    let any = report.findings.iter().any(is_safe);
    let wire = if any { WireWords::of(&report.wires) } else { WireWords::default() };
    let mut edits: Vec<Edit> = Vec::new();
    let mut order: Vec<usize> = (0..report.findings.len()).collect();
    // The surest of two that meddle with the same words is made.
    order.sort_by(|a, b| {
        let sure = |i: &usize| report.findings.get(*i).map_or(0.0, |f| f.confidence);
        sure(b).total_cmp(&sure(a)).then(a.cmp(b))
    });
    for i in order {
        let Some(finding) = report.findings.get(i).filter(|f| is_safe(f)) else { continue };
        for place in finding.places() {
            let refused = match edit(report, &wire, finding, place.0, original) {
                Err(why) => Some(why),
                Ok(edit) if edits.iter().any(|other| touches(other.at, edit.at)) => Some(Refusal::Crossed),
                Ok(edit) => {
                    edits.push(edit);
                    None
                }
            };
            fixes.push(Attempt { finding: i, refused });
        }
    }
    fixes.sort_by_key(|f| f.finding);
    edits.sort_by_key(|edit| edit.at.start);
    let mut bytes = Vec::with_capacity(original.len());
    let mut at = 0;
    for edit in &edits {
        bytes.extend_from_slice(original.get(at..edit.at.start as usize).unwrap_or(&[]));
        bytes.extend_from_slice(&edit.words);
        at = edit.at.end as usize;
    }
    bytes.extend_from_slice(original.get(at..).unwrap_or(&[]));
    if edits.last().is_some_and(|edit| edit.words.is_empty() && edit.at.end as usize == original.len()) {
        trim_end(&mut bytes, report.rewrite.source.encoding);
    }
    Fixed { bytes, fixes }
}

/// What the suggestion of a finding changes in all its places, for a person who has decided that it is right: whether it is safe is not asked.
///
/// # Errors
/// Where there is no suggestion, or it cannot be put into these bytes.
pub fn suggested(report: &Report, finding: &Finding, original: &[u8]) -> Result<Vec<Edit>, Refusal> {
    let words = finding.replacement.as_deref().filter(|_| finding.at.is_some()).ok_or(Refusal::Nothing)?;
    finding.places().map(|place| placed(report, place.0, words, original)).collect()
}

/// Takes blank lines off the end of a text whose last lines were taken out.
fn trim_end(bytes: &mut Vec<u8>, encoding: Encoding) {
    let unix = encode("\n\n", encoding).unwrap_or_default();
    let dos = encode("\r\n\r\n", encoding).unwrap_or_default();
    while let Some(blank) = [&dos, &unix].into_iter().find(|b| !b.is_empty() && bytes.ends_with(b)) {
        bytes.truncate(bytes.len() - blank.len() / 2);
    }
}

fn touches(a: Span, b: Span) -> bool {
    a.overlaps(b) || a == b || ((a.is_empty() || b.is_empty()) && (a.start <= b.end && b.start <= a.end))
}

/// Which of the original bytes to replace without asking anybody, and by what.
fn edit(report: &Report, wire: &WireWords, finding: &Finding, at: Span, original: &[u8]) -> Result<Edit, Refusal> {
    let source = &report.rewrite.source;
    let Some(words) = finding.replacement.as_deref() else { return Err(Refusal::Nothing) };
    if finding.confidence < LEAST_CONFIDENCE {
        return Err(Refusal::Unsure(finding.confidence));
    }
    if !words.is_empty() && wire.spell(&source.text, at, words) {
        return Err(Refusal::Copied);
    }
    if wire.have(&source.text, at, words.is_empty()) || words.is_empty() && wire.tell(&source.text, at) {
        return Err(Refusal::Copied);
    }
    placed(report, at, words, original)
}

/// Which of the original bytes to replace by these words.
fn placed(report: &Report, at: Span, words: &str, original: &[u8]) -> Result<Edit, Refusal> {
    let source = &report.rewrite.source;
    let span = if words.is_empty() { with_space(&source.text, at) } else { at };
    let words = fitted(source.slice(at), words);
    let bytes = source.original(span);
    let found = original.get(bytes.range()).ok_or(Refusal::Changed)?;
    let expected = encode(source.slice(span), source.encoding);
    if expected.as_deref() != Some(found) {
        return Err(if source.raw.is_some() { Refusal::Markup } else { Refusal::Changed });
    }
    // In a page or a record a mark can be more than a mark.
    if source.raw.is_some() && (source.slice(span).contains(MARKUP) || words.contains(MARKUP)) {
        return Err(Refusal::Markup);
    }
    let words = encode(&words, source.encoding).ok_or(Refusal::Encoding(source.encoding))?;
    Ok(Edit { at: bytes, words })
}

/// A replacement with the quotation marks and apostrophes that the words it replaces have.
fn fitted(old: &str, new: &str) -> String {
    if old.contains('\'') && !old.contains('\u{2019}') { new.replace('\u{2019}', "'") } else { new.to_owned() }
}

/// The span with the line ends of the lines that it covers whole, or with the space beside it, so that neither is left over.
fn with_space(text: &str, span: Span) -> Span {
    let (head, tail) = (text.get(..span.start as usize).unwrap_or(""), text.get(span.end as usize..).unwrap_or(""));
    let start = head.trim_end_matches([' ', '\t']);
    let rest = tail.trim_start_matches([' ', '\t']);
    let begins = start.is_empty() || start.ends_with('\n');
    let ends = rest.is_empty() || rest.starts_with(['\n', '\r']);
    if !begins || !ends {
        // Part of a line goes with the space that set it off.
        return match (begins, ends) {
            (false, true) => Span::new(start.len(), span.end as usize),
            (true, false) => Span::new(span.start as usize, span.end as usize + tail.len() - rest.len()),
            _ if start.len() < head.len() && rest.len() < tail.len() => Span::new(start.len(), span.end as usize),
            _ => span,
        };
    }
    // One of the blank lines around it goes with it.
    let mut end = tail.len() - rest.len();
    let mut lines = rest;
    let blank_before = start.is_empty() || start.ends_with("\n\n") || start.ends_with("\r\n\r\n");
    for _ in 0..if blank_before { 2 } else { 1 } {
        let next = lines.strip_prefix("\r\n").or_else(|| lines.strip_prefix('\n'));
        let Some(next) = next else { break };
        end += lines.len() - next.len();
        lines = next;
    }
    Span::new(start.len(), span.end as usize + end)
}

fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Encoding::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Encoding::Windows1252 => {
            let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
            (!lossy).then(|| bytes.into_owned())
        }
        // Where a byte means this or that by what stands before it, nothing can be put in between.
        Encoding::Other(other) if !other.is_ascii_compatible() => None,
        Encoding::Other(other) => {
            let (bytes, _, lossy) = other.encode(text);
            (!lossy).then(|| bytes.into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_leaves_no_gap() {
        let cut = |text: &str, words: &str| {
            let at = text.find(words).expect("the words");
            let span = with_space(text, Span::new(at, at + words.len()));
            format!("{}{}", &text[..span.start as usize], &text[span.end as usize..])
        };
        assert_eq!(cut("One.\nShare this\nTwo.\n", "Share this"), "One.\nTwo.\n");
        assert_eq!(cut("One.\n\nShare this\n\nTwo.\n", "Share this"), "One.\n\nTwo.\n");
        assert_eq!(cut("One.\r\n\r\nShare this\r\n\r\nTwo.", "Share this"), "One.\r\n\r\nTwo.");
        assert_eq!(cut("Share this\n\nTwo.\n", "Share this"), "Two.\n");
        assert_eq!(cut("A trawler. 4:17\n", "4:17"), "A trawler.\n");
        assert_eq!(cut("one ^ two", "^"), "one two");
        assert_eq!(cut("one^ two", "^"), "one two");
    }
}
