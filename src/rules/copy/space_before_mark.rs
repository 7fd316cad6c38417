use crate::analyse::{Analysis, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A space before a comma or a full stop, or inside brackets: "the vote , she said ." It is reported once for the
    /// whole text.
    ///
    /// # Why it matters
    /// The text looks as if a machine had taken it apart and not put it together again.
    ///
    /// # Evidence it asks for
    /// A comma or full stop with a space before it, where the wire has none.
    ///
    /// # Example
    /// ```text
    /// wire: After the vote, she left the hall (by the side door).
    /// rewrite: After the vote , she left the hall ( by the side door ) .
    /// fires: vote ,
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The minister asked : “Who pays ?” Nobody spoke ...
    /// rewrite: The minister asked : “Who pays ?” Nobody spoke ...
    /// silent
    /// wire: Runs on .NET and costs $.50 a day.
    /// rewrite: Runs on .NET and costs $.50 a day.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Spaces before colons, question marks and exclamation marks, which French style requires.
    id: "space-before-mark",
    group: Copy,
    category: Punctuation,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Judged,
}

/// Counts the commas and full stops with a space before them and reports the first.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let mut first = None;
    let mut count = 0;
    for i in 1..a.tokens.len() {
        if apart(a, i) {
            first.get_or_insert(i);
            count += 1;
        }
    }
    let Some(i) = first else { return };
    if case.wire_index.spaced_mark(|m| matches!(m, "," | ".")) {
        return;
    }
    let (word, mark) = (a.word(i - 1), a.word(i));
    let message = match count {
        1 => format!("there is a space before the {}", if mark == "," { "comma" } else { "full stop" }),
        n => format!("there are spaces before {n} commas and full stops"),
    };
    out.push(
        Finding::at(&RULE, RewriteSpan(a.span(i - 1..i + 1)), message)
            .confidence(if count > 1 { 0.95 } else { 0.8 })
            .replace_with(format!("{word}{mark}")),
    );
}

/// Whether this token is a comma or full stop that stands apart from the word before it.
fn apart(a: &Analysis, i: usize) -> bool {
    let (before, t) = (&a.tokens[i - 1], &a.tokens[i]);
    t.kind == TokenKind::Punct
        && !t.glued
        && before.sentence == t.sentence
        // After another mark it is the mark that is stray, which is another rule's business.
        && (before.is_word() || matches!(a.word(i - 1), ")" | "%" | "\"" | "”" | "’"))
        && match a.word(i) {
            "," => true,
            // ".NET", "..." and ". . ."
            "." => a.tokens.get(i + 1).is_none_or(|n| !n.glued && a.word(i + 1) != "."),
            _ => false,
        }
}
