//! Sentences: found inside one block, and held together where a machine broke them.

use std::ops::Range;

use super::{Shape, Token, TokenKind};
use crate::ingest::BlockKind;
use crate::knowledge::dates;
use crate::text::Span;

/// One sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its text, from the first to the last token.
    pub span: Span,
    /// The block that it stands in, an index into the story's blocks.
    pub block: usize,
    /// What that block is.
    pub kind: BlockKind,
}

/// Abbreviations before which a full stop ends no sentence, folded.
fn is_abbreviation(word: &str) -> bool {
    dates::is_short_month(word) || is_short_word(word)
}

/// The same but for months.
fn is_short_word(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "dr"
            | "prof"
            | "gen"
            | "lt"
            | "col"
            | "sgt"
            | "capt"
            | "cmdr"
            | "adm"
            | "maj"
            | "sen"
            | "rep"
            | "gov"
            | "rev"
            | "hon"
            | "st"
            | "mt"
            | "ft"
            | "no"
            | "nos"
            | "vs"
            | "v"
            | "approx"
            | "dept"
            | "est"
            | "fig"
            | "art"
            | "pres"
            | "supt"
            | "atty"
            | "messrs"
            | "cf"
            | "al"
            | "pp"
            | "ca"
            | "eg"
            | "ie"
    )
}

/// Whether an abbreviation can also end a sentence when a capital follows.
fn may_end(word: &str) -> bool {
    matches!(word, "inc" | "corp" | "co" | "ltd" | "jr" | "sr" | "etc" | "pm" | "am" | "us" | "uk" | "eu" | "un" | "no")
}

fn is_closer(c: &str) -> bool {
    matches!(c, "\"" | "'" | "”" | "’" | "»" | ")" | "]")
}

/// Splits the tokens from `first` on into sentences and numbers them. A full stop before a lower-case word or a comma does not
/// end a sentence: it is a machine's glitch, which the copy rules report.
pub fn split(text: &str, tokens: &mut [Token], first: usize, block: usize, kind: BlockKind, out: &mut Vec<Sentence>) {
    let mut start = first;
    let mut i = first;
    while i < tokens.len() {
        let mut end = i + 1;
        let word = tokens[i].span.of(text);
        let stop = tokens[i].kind == TokenKind::Punct && matches!(word, "." | "!" | "?" | "…" | "。");
        if stop {
            // Further stops and closing marks belong to the sentence that they close.
            while end < tokens.len() {
                let w = tokens[end].span.of(text);
                let closes = is_closer(w) && (tokens[end].glued || next_is_capital(text, tokens, end));
                if tokens[end].kind == TokenKind::Punct && (matches!(w, "." | "!" | "?" | "…") || closes) {
                    end += 1;
                } else {
                    break;
                }
            }
            if ends_here(text, tokens, first, i, end, word) {
                close(text, tokens, start..end, block, kind, out);
                start = end;
            }
        }
        i = end;
    }
    if start < tokens.len() {
        close(text, tokens, start..tokens.len(), block, kind, out);
    }
}

/// Longest sentence, in tokens. No writer has longer ones; a list or a text that has lost its full stops is read in pieces, since every word
/// of a sentence is held against every word of another.
const LONGEST: usize = 400;

/// Where a run of tokens that is too long for a sentence is cut: behind a mark, if there is one in its second half.
fn cut(text: &str, tokens: &[Token], range: &Range<usize>) -> usize {
    let most = range.start + LONGEST;
    let mark =
        |i: &usize| tokens[*i].kind == TokenKind::Punct && matches!(tokens[*i].span.of(text), "," | ";" | ":" | ".");
    (range.start + LONGEST / 2..most).rev().find(mark).map_or(most, |i| i + 1)
}

fn next_is_capital(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else { return true };
    // A straight quotation mark that has a space before and none after opens the next sentence.
    !next.glued && next.span.of(text).chars().next().is_some_and(|c| !c.is_lowercase())
}

fn ends_here(text: &str, tokens: &[Token], first: usize, stop: usize, next: usize, mark: &str) -> bool {
    let Some(after) = tokens.get(next) else { return true };
    let after_word = after.span.of(text);
    let lower = after_word.chars().next().is_some_and(char::is_lowercase);
    if lower || matches!(after_word, "," | ";" | ":" | "%") {
        return false;
    }
    if after.glued && after.kind != TokenKind::Punct {
        // "e.g.This" or "3.Next": a missing space ends a sentence only before a capitalised word.
        return after.shape == Shape::Title && stop > first && tokens[stop - 1].shape == Shape::Lower;
    }
    if mark == "." && stop > first && tokens[stop].glued {
        let before = tokens[stop - 1].span.of(text);
        let folded = before.to_ascii_lowercase();
        if is_abbreviation(&folded) && !(folded == "no" && tokens[stop - 1].shape == Shape::Lower) {
            return false;
        }
        if before.chars().count() == 1
            && tokens[stop - 1].shape == Shape::Title
            && after.shape == Shape::Title
            && before != "I"
        {
            return false;
        }
        if may_end(&folded) {
            return after.shape != Shape::Lower || after.kind == TokenKind::Punct;
        }
    }
    true
}

fn close(
    text: &str,
    tokens: &mut [Token],
    mut range: Range<usize>,
    block: usize,
    kind: BlockKind,
    out: &mut Vec<Sentence>,
) {
    while range.len() > LONGEST {
        let end = cut(text, tokens, &range);
        close(text, tokens, range.start..end, block, kind, out);
        range.start = end;
    }
    if range.is_empty() {
        return;
    }
    let id = out.len() as u32;
    for t in &mut tokens[range.clone()] {
        t.sentence = id;
    }
    let span = tokens[range.start].span.to(tokens[range.end - 1].span);
    out.push(Sentence { tokens: range, span, block, kind });
}

#[cfg(test)]
mod tests {
    use crate::analyse::Analysis;
    use crate::ingest::from_text;

    fn sentences(text: &str) -> Vec<String> {
        let a = Analysis::of(&from_text("-", text));
        a.sentences.iter().map(|s| s.span.of(text).to_string()).collect()
    }

    #[test]
    fn titles_initials_and_dates_do_not_end_a_sentence() {
        assert_eq!(sentences("Mr. J. Hale met Gen. Ito on Jan. 12. They spoke in the U.S. Congress.").len(), 2);
    }

    #[test]
    fn a_stop_before_a_lower_case_word_or_comma_does_not_end_one() {
        assert_eq!(sentences("The ministry set out its terms. in matters of trade. , and left. Talks go on.").len(), 2);
    }

    #[test]
    fn a_text_without_full_stops_is_read_in_pieces() {
        let list = "the ferry to Norland, the tug, the pilot boat; ".repeat(300);
        let pieces = sentences(&list);
        assert!(pieces.len() > 8 && pieces.iter().all(|p| p.split(' ').count() <= super::LONGEST), "{}", pieces.len());
        assert!(pieces[0].ends_with([',', ';']));
        assert_eq!(sentences(&"ferry ".repeat(1000)).len(), 3);
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        let s = sentences("“We will wait.” She left. \"Not now,\" he said.");
        assert_eq!(s, ["“We will wait.”", "She left.", "\"Not now,\" he said."]);
    }
}
