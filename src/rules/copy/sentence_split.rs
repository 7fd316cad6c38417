use crate::analyse::names::is_particle;
use crate::analyse::{Analysis, Shape, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A full stop in the middle of a sentence, before a word in lower case: "its demands. in matters of trade".
    ///
    /// # Why it matters
    /// The reader takes the first half for the whole sentence. Usually the text was cut into lines and joined again.
    ///
    /// # Evidence it asks for
    /// A full stop after a word that is not an abbreviation, a space, and a word in lower case; capitals elsewhere in
    /// the text; and no wire that has the two words with a full stop between them.
    ///
    /// # Example
    /// ```text
    /// wire: The union repeated its demands in matters of pay.
    /// rewrite: The union repeated its demands. in matters of pay.
    /// fires: demands. in
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Harlow & Sons Inc. said approx. half of it, i.e. the northern part, would reopen at 9 a.m. on Friday.
    /// rewrite: Harlow & Sons Inc. said approx. half of it, i.e. the northern part, would reopen at 9 a.m. on Friday.
    /// silent
    /// wire: the harbour will close. ferries stop at noon. trains run.
    /// rewrite: the harbour will close. ferries stop at noon. trains run.
    /// silent
    /// wire: The road closed on Tuesday. Police said Van Aken paid the fine.
    /// rewrite: The road closed on Tuesday. van Aken paid the fine, police said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A full stop inside a sentence before a word that has a capital of its own.
    id: "sentence-split",
    group: Copy,
    category: Punctuation,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Judged,
}

/// Reports full stops that are followed by a word in lower case.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    for i in 1..a.tokens.len().saturating_sub(1) {
        let (before, stop, after) = (&a.tokens[i - 1], &a.tokens[i], &a.tokens[i + 1]);
        let split = stop.kind == TokenKind::Punct
            && stop.glued
            && !after.glued
            && stop.sentence == after.sentence
            && after.kind == TokenKind::Word
            && after.shape == Shape::Lower
            && before.is_word()
            && a.word(i) == "."
            && a.word(i + 1).starts_with(char::is_lowercase);
        // "Van Gogh paid" may begin a sentence with a small letter.
        let named = is_particle(a.fold(i + 1)) && a.tokens.get(i + 2).is_some_and(|t| t.shape == Shape::Title);
        if !split || named || !uses_capitals(a, i) {
            continue;
        }
        // A word that the wire has without a stop is no abbreviation.
        let in_wire = index.word(before.hash) && !index.pair(before.hash, stop.hash);
        if abbreviated(a, i - 1, in_wire) {
            continue;
        }
        if index.pair(before.hash, stop.hash) && index.pair(stop.hash, after.hash) {
            continue;
        }
        let (left, right) = (a.word(i - 1), a.word(i + 1));
        let message = format!("a full stop splits the sentence between “{left}” and “{right}”");
        out.push(
            Finding::at(&RULE, RewriteSpan(a.span(i - 1..i + 2)), message)
                .confidence(0.9)
                .replace_with(format!("{left} {right}")),
        );
    }
}

/// Whether the stop after this token may belong to it.
fn abbreviated(a: &Analysis, at: usize, in_wire: bool) -> bool {
    let (t, raw) = (&a.tokens[at], a.word(at));
    let letters = raw.chars().count();
    if t.kind == TokenKind::Number {
        // "5. september" as in German, "1. the first point".
        return letters <= 2;
    }
    letters == 1
        || raw.contains('.')
        || crate::knowledge::abbreviations::is(a.fold(at))
        // An unknown short capitalised or vowelless word before a stop is an abbreviation more often than an end.
        || !in_wire && (letters <= 4 && t.shape != Shape::Lower || !a.fold(at).contains(['a', 'e', 'i', 'o', 'u', 'y']))
}

/// Whether the sentence has a capital before or after, so that lower case means something.
fn uses_capitals(a: &Analysis, at: usize) -> bool {
    let Some(s) = a.sentences.get(a.tokens[at].sentence as usize) else { return false };
    a.tokens[s.tokens.clone()].iter().any(|t| t.kind == TokenKind::Word && t.shape != Shape::Lower)
}
