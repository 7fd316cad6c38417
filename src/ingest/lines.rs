//! Plain text to parts: one line each, or several where the text was wrapped to a width.

use memchr::{memchr2, memchr3, memmem};

use super::part::{Hint, Part};
use crate::text::Span;

/// One line, without the white space at its ends.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Code points.
    width: usize,
    /// White space before it, in code points.
    indent: usize,
    /// Whether the line above is not blank.
    joined: bool,
}

/// Splits plain text into parts.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let lines = lines(text);
    let width = wrap_width(text, &lines);
    let mut parts: Vec<Part> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let item = bullet(&text[line.start..line.end]).is_some();
        let above = i.checked_sub(1).and_then(|k| lines.get(k)).filter(|_| line.joined && !item);
        if let Some(above) = above
            && continues(text, above, line, width)
            && let Some(part) = parts.last_mut()
        {
            part.span.end = Span::new(0, line.end).end;
            continue;
        }
        let hint = if item { Hint::Item } else { Hint::None };
        parts.push(Part { joined: line.joined, ..Part::new(Span::new(line.start, line.end), hint) });
    }
    parts
}

fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut joined = false;
    let mut after_cr = false;
    // Line breaks other than CR and LF are rare; without any, the search is much faster.
    let rare = memchr3(0x0B, 0x0C, 0xC2, text.as_bytes()).is_some()
        || memmem::find(text.as_bytes(), b"\xE2\x80\xA8").is_some()
        || memmem::find(text.as_bytes(), b"\xE2\x80\xA9").is_some();
    let mut start = 0;
    while start < text.len() {
        let end = if rare {
            line_end(text.as_bytes(), start)
        } else {
            memchr2(b'\n', b'\r', text.as_bytes().get(start..).unwrap_or_default())
                .map_or(text.len(), |at| start + at + 1)
        };
        let raw = &text[start..end];
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            // The line feed of a CRLF is no line of its own.
            joined = joined && raw == "\n" && after_cr;
        } else {
            let lead = raw.len() - raw.trim_start().len();
            out.push(Line {
                start: start + lead,
                end: start + lead + trimmed.len(),
                width: width(trimmed),
                indent: raw[..lead].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum(),
                joined,
            });
            joined = !raw.ends_with(['\u{0C}', '\u{2029}']);
        }
        after_cr = raw.ends_with('\r');
        start = end;
    }
    out
}

/// Where the line that begins at `start` ends, its line break included: LF, CR, VT, FF, NEL, and Unicode's two separators.
fn line_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(&b) = text.get(at) {
        at += 1;
        match b {
            b'\n' | b'\r' | 0x0B | 0x0C => return at,
            0xC2 if text.get(at) == Some(&0x85) => return at + 1,
            0xE2 if matches!(text.get(at..at + 2), Some([0x80, 0xA8 | 0xA9])) => return at + 2,
            _ => {}
        }
    }
    at
}

/// Code points: all bytes but those that continue a character.
fn width(text: &str) -> usize {
    text.bytes().filter(|b| (b & 0xC0) != 0x80).count()
}

/// Code points of the first word.
fn first_word(text: &str, line: &Line) -> usize {
    text[line.start..line.end].split_whitespace().next().map_or(0, width)
}

/// The width that the text was wrapped to, where it was.
///
/// In a wrapped text nearly every line that has a follower is so long that the follower's first word would not have fitted.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let widest = lines.iter().map(|l| l.width + l.indent).max().filter(|w| (30..=140).contains(w))?;
    let (mut pairs, mut full, mut open) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2) {
        let [above, line] = pair else { continue };
        if !line.joined || bullet(&text[line.start..line.end]).is_some() {
            continue;
        }
        pairs += 1;
        // A line or two of slack: the widest line need not reach the margin.
        full += usize::from(above.indent + above.width + 1 + first_word(text, line) + 2 > widest);
        open += usize::from(!ends_sentence(&text[above.start..above.end]));
    }
    (pairs >= 2 && full * 10 >= pairs * 6 && open * 10 >= pairs * 6).then_some(widest)
}

/// Whether a line goes on with the sentence of the line above it.
fn continues(text: &str, above: &Line, line: &Line, width: Option<usize>) -> bool {
    let (upper, lower) = (&text[above.start..above.end], &text[line.start..line.end]);
    let starts_low = lower.chars().next().is_some_and(char::is_lowercase);
    // A word that the end of the line parts.
    let parted = || upper.strip_suffix(['-', '\u{2010}', '\u{AD}']).is_some_and(|u| u.ends_with(char::is_lowercase));
    if starts_low && parted() {
        return true;
    }
    match width {
        Some(width) => {
            if line.indent > above.indent + 1 {
                return false;
            }
            let room = (width + 1).saturating_sub(above.indent + above.width + 1 + first_word(text, line));
            let ended = ends_sentence(upper);
            room <= if ended { 2 } else { 14 } || (starts_low && !ended)
        }
        None => starts_low && above.width >= 40 && !ends_sentence(upper) && !upper.ends_with(':'),
    }
}

/// Whether a text ends as a sentence does: a full stop and its kind, perhaps inside closing quotation marks or brackets.
/// Machines often close with an opening mark ("she said. “"), so those count too.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '“', '„', '’', '‘', '»', ')', ']', ' ', '\u{A0}']);
    bare.ends_with(['.', '?', '!', '…', '。'])
}

/// The text behind a bullet, where there is one.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let mark = |c: char| matches!(c, '•' | '●' | '▪' | '■' | '◦' | '‣' | '∙' | '·' | '*' | '-' | '–' | '—' | '►' | '○');
    let rest = line.strip_prefix(mark)?;
    let body = rest.trim_start();
    (body.len() < rest.len() && body.chars().next().is_some_and(char::is_alphanumeric)
        || body.starts_with(['"', '\'', '“', '‘', '$', '€', '£']) && body.len() < rest.len())
    .then_some(body)
}

#[cfg(test)]
mod tests {
    use super::{bullet, parts};

    fn cut(text: &str) -> Vec<&str> {
        parts(text).iter().map(|p| p.span.of(text)).collect()
    }

    #[test]
    fn a_wrapped_paragraph_is_one_part() {
        let text = "The harbour board voted on Tuesday to close the old\nferry pier for repairs, ending a dispute that has\n\
                    divided the town for more than two years.\nA second vote on the cost of the work will be held\n\
                    in March, its chairwoman said.\n\nNobody spoke against it.\n";
        let cut = cut(text);
        assert_eq!(cut.len(), 3, "{cut:#?}");
        assert!(cut[0].ends_with("two years."));
    }

    #[test]
    fn a_line_that_ends_inside_a_word_goes_on() {
        assert_eq!(
            cut("The ferry pier is shut for re-\npairs until May.\nBuses run."),
            ["The ferry pier is shut for re-\npairs until May.", "Buses run."]
        );
        assert_eq!(cut("Quotas of the year -\nherring and cod"), ["Quotas of the year -", "herring and cod"]);
    }

    #[test]
    fn lines_that_stand_for_paragraphs_stay_apart_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["Ferries stop at noon.", "Buses run instead.", "Fares stay the same."].join(end);
            assert_eq!(cut(&text), ["Ferries stop at noon.", "Buses run instead.", "Fares stay the same."]);
        }
    }

    #[test]
    fn a_dash_in_a_figure_is_no_bullet() {
        assert_eq!(bullet("- Fares rise in May"), Some("Fares rise in May"));
        assert_eq!(bullet("-5 degrees in the valley"), None);
    }
}
