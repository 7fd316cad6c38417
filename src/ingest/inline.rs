//! Furniture inside a sentence: what a page says of its links to those who hear it ("opens new tab"), copied with the text.

use super::{Block, phrases};
use crate::text::Span;

/// Finds such words in the story's own blocks, with the mark or the brackets that they hang on.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Span> {
    let mut out = Vec::new();
    for block in blocks.iter().filter(|b| b.kind.is_story()) {
        let words = block.span.of(text);
        let mut from = 0;
        let next = |from: usize| memchr::memmem::find(words.as_bytes().get(from..)?, b"opens").map(|at| from + at);
        while let Some(at) = next(from) {
            from = at + "opens".len();
            let base = block.span.start as usize;
            if let Some((start, end)) = link_note(words, at) {
                out.push(Span::new(base + start, base + end));
                from = end;
            }
        }
    }
    out
}

/// The note around the word "opens" at `at`, where it is one.
fn link_note(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut reach = text.len().min(at + 100);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let rest = &text[at..reach];
    let mut end = at;
    let mut article = false;
    let mut novelty = false;
    let mut kind = None;
    for word in rest.split(' ').take(7) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let last = bare.len() < word.len();
        let mut folded = String::new();
        phrases::fold_line(bare, &mut folded);
        match folded.as_str() {
            "opens" | "in" | "or" | "browser" => {}
            "a" | "an" | "another" => article = true,
            "new" | "external" | "separate" => novelty = true,
            "tab" | "window" | "site" | "website" | "link" | "page" => kind = Some(folded),
            _ => break,
        }
        end += bare.len();
        if last {
            break;
        }
        end += 1;
    }
    let end = at + text[at..end.min(text.len())].trim_end().len();
    let (kind, head) = (kind?, text[..at].trim_end());
    let head = ["link", "Link", "external link", "External link"]
        .iter()
        .filter_map(|label| head.strip_suffix(label))
        .map(|h| h.trim_end_matches([',', ' ']))
        .min_by_key(|h| h.len())
        .unwrap_or(head);
    if !novelty {
        return None;
    }
    let close = text[end..].chars().next();
    if let (Some(before), Some(')' | ']')) = (head.strip_suffix(['(', '[']), close) {
        return Some((before.trim_end().len(), end + 1));
    }
    // In running text, "opens a new window" can be what somebody does; without an article and behind a comma it is not.
    let before = head.strip_suffix(',')?;
    (kind == "tab" || !article).then_some((before.trim_end().len(), end))
}

#[cfg(test)]
mod tests {
    use super::link_note;

    fn cut(text: &str) -> Option<String> {
        let (start, end) = link_note(text, text.find("opens")?)?;
        Some(format!("{}{}", &text[..start], &text[end..]))
    }

    #[test]
    fn notes_on_links_are_found_and_doors_are_not() {
        for text in [
            "The pier, opens new tab is shut.",
            "The pier (opens in a new window) is shut.",
            "The pier [link opens in new tab] is shut.",
            "The pier, opens in new window is shut.",
            "The pier (opens an external site) is shut.",
        ] {
            assert_eq!(cut(text).as_deref(), Some("The pier is shut."), "{text}");
        }
        for text in [
            "The caretaker opens a new window every spring.",
            "The museum, which opens in a new site in May, is shut.",
            "Norland opens new tab for ferries",
            "The shop (opens at nine) is shut.",
        ] {
            assert_eq!(cut(text), None, "{text}");
        }
    }
}
