//! Whether a text tells anything by itself. Two error pages are equal, and nobody has compared a story.
//!
//! The signs are those of form: a line that says something has a verb's room and a mark at its end, or the capitals of a flash, or figures to
//! its names; and a notice speaks to whoever reads it, of nobody and of no day.

use crate::analyse::{Analysis, Sentence, Shape, TokenKind};
use crate::ingest::BlockKind;

/// A line without a full stop and with fewer words or figures is a label, a signature, a button.
const LINE: usize = 4;
/// A sentence with fewer words is a scrap: "Agree."
const SCRAP: usize = 2;
/// A page of words to the reader has no more.
const PAGE_WORDS: usize = 160;
/// A text with more words is no notice.
const NOTICE: usize = 80;

/// Whether any line of a text can be the news: a sentence, a line of some length, a flash.
pub fn says_something(a: &Analysis) -> bool {
    a.sentences.iter().any(|s| {
        let (words, numbers) = count(a, s);
        let all = words + numbers;
        let line = s.span.of(&a.text);
        let flash = !line.chars().any(char::is_lowercase) && words >= SCRAP && words > numbers;
        all >= LINE || all >= SCRAP && closes(line) || flash
    })
}

/// Whether a text is a notice to whoever opens the page: a heading or scraps, and sentences half of which speak to the reader, none of which
/// has a name, a place, a day or words of somebody's.
pub fn is_notice(a: &Analysis) -> bool {
    if a.word_count() > NOTICE || !a.places.is_empty() || !a.dates.is_empty() {
        return false;
    }
    let (mut scraps, mut running, mut addressing) = (0, 0, 0);
    for s in &a.sentences {
        let (words, numbers) = count(a, s);
        let heading = matches!(s.kind, BlockKind::Headline | BlockKind::Subhead) || !closes(s.span.of(&a.text));
        if heading || words + numbers <= SCRAP {
            scraps += 1;
            continue;
        }
        let addresses = addresses_reader(a, s);
        let names = a.names.iter().any(|n| s.tokens.contains(&n.tokens.start));
        let says = !a.attributions_in(&s.tokens).is_empty();
        // "Please show that" is no report of what somebody said.
        let told = if addresses { names && says } else { names || says || numbers > 0 };
        if told {
            return false;
        }
        running += 1;
        addressing += usize::from(addresses);
    }
    scraps > 0 && addressing > 0 && addressing * 2 >= running
}

/// Whether a text that tells nothing of the wire is none of anybody's news either: it speaks to the reader, and mostly of the page it stands on,
/// whatever names and figures it has.
pub fn speaks_to_reader(a: &Analysis) -> bool {
    let (mut running, mut pointing, mut addressing) = (0, 0, 0);
    for s in a.sentences.iter().filter(|s| closes(s.span.of(&a.text))) {
        let (words, numbers) = count(a, s);
        if words + numbers <= SCRAP {
            continue;
        }
        let points = s.tokens.clone().any(|i| points_at_reader(a, i));
        if !points && !a.attributions_in(&s.tokens).is_empty() {
            return false;
        }
        running += 1;
        pointing += usize::from(points);
        addressing += usize::from(addresses_reader(a, s) || mentions_page(a, s));
    }
    is_notice(a) || a.word_count() <= PAGE_WORDS && addressing > 0 && pointing * 2 >= running
}

/// Whether a sentence says "this page", "this story", outside quotation marks.
fn mentions_page(a: &Analysis, s: &Sentence) -> bool {
    s.tokens.clone().any(|i| a.fold(i) == "this" && points_at_reader(a, i))
}

/// Whether a line is closed by a mark, inside quotation marks or out. An ellipsis closes nothing: the text goes on elsewhere.
pub fn closes(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ' ']);
    bare.ends_with(['.', '!', '?']) && !bare.ends_with("..")
}

/// How many words and how many numbers a sentence has.
fn count(a: &Analysis, s: &Sentence) -> (usize, usize) {
    let of = |kind: TokenKind| a.tokens[s.tokens.clone()].iter().filter(|t| t.kind == kind).count();
    (of(TokenKind::Word), of(TokenKind::Number))
}

/// Whether a sentence speaks to the reader, outside quotation marks.
fn addresses_reader(a: &Analysis, s: &Sentence) -> bool {
    s.tokens
        .clone()
        .any(|i| matches!(a.fold(i), "you" | "your" | "yours" | "yourself" | "please") && a.quote_at(i).is_none())
}

/// What a page calls itself and its parts.
const PAGE: &[&str] = &[
    "article",
    "browser",
    "content",
    "device",
    "episode",
    "feed",
    "message",
    "newsletter",
    "page",
    "photo",
    "picture",
    "podcast",
    "post",
    "report",
    "server",
    "site",
    "story",
    "video",
    "webpage",
    "website",
];

/// How far behind "this" its noun may stand: "this is a developing story".
const REACH: usize = 5;

/// Whether a word outside quotation marks speaks to the reader, or of the page that it stands on: "your", "our", "this story", "me know".
pub fn points_at_reader(a: &Analysis, i: usize) -> bool {
    match a.fold(i) {
        "you" | "your" | "yours" | "yourself" | "please" | "we" | "our" | "ours" | "us" | "me" | "my" | "i"
            if a.quote_at(i).is_none() =>
        {
            // "US" and "ME" are places, and "I" may be a number.
            a.tokens[i].shape == Shape::Lower || a.tokens[i].shape == Shape::Title && !matches!(a.fold(i), "us" | "me")
        }
        "this" if a.quote_at(i).is_none() => (i + 1..a.tokens.len().min(i + REACH))
            .any(|k| a.tokens[k].sentence == a.tokens[i].sentence && PAGE.binary_search(&a.fold(k)).is_ok()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    fn of(text: &str) -> Analysis {
        Analysis::of(&from_text("text", text))
    }

    #[test]
    fn labels_say_nothing_and_flashes_do() {
        for text in ["404 Not Found", "By Marit Sund", "Lighthouse", "Please wait ...", "Loading the page", "12"] {
            assert!(!says_something(&of(text)), "{text}");
        }
        for text in ["POPE DEAD", "King dies.", "Sunny, 21C.", "Skarvik 3 Brenz 1", "Ferry sinks off Skarvik, 12 dead"]
        {
            assert!(says_something(&of(text)), "{text}");
        }
    }

    #[test]
    fn a_notice_speaks_to_the_reader_and_of_nobody() {
        for text in [
            "Page not found\n\nThe page that you asked for has moved. Please go back to the start.",
            "We value your privacy. Agree. Decline. Settings.",
            "One more step\n\nShow us that you are not a robot. This takes a moment.",
        ] {
            assert!(is_notice(&of(text)), "{text}");
        }
        for text in [
            "Drink more water.",
            "You should drink more water, and eat less salt.",
            "How to cross the pass\n\nYou can drive over it from Monday. Your car needs a pass.",
            "Ferries stop\n\nYour boat is not going, said Tora Lind.",
            "Ferries stop\n\nNo boat leaves before noon. The storm goes on.",
        ] {
            assert!(!is_notice(&of(text)), "{text}");
        }
    }
}
