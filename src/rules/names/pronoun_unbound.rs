use crate::analyse::{NameKind, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::ingest::BlockKind;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A text that opens with "he", "she" or "they" before it names anybody the pronoun could refer to.
    ///
    /// # Why it matters
    /// The reader never learns who the story is about. It happens when the first sentences of the wire were cut off, or
    /// when a name was replaced as if it had been mentioned before.
    ///
    /// # Evidence it asks for
    /// The pronoun at the start of the first sentence, no name in that sentence or in a headline above it, and a name
    /// in the wire's sentence, which does not open with a pronoun.
    ///
    /// # Example
    /// ```text
    /// wire: Marta Veldhuis won the harbour race on Sunday. The 19-year-old rower beat a field of forty boats.
    /// rewrite: She won the harbour race on Sunday. The 19-year-old rower beat a field of forty boats.
    /// fires: She
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Marta Veldhuis won the harbour race on Sunday. The 19-year-old rower beat a field of forty boats.
    /// rewrite: The harbour race on Sunday was won by Marta Veldhuis. She beat a field of forty boats.
    /// silent
    /// wire: They came before dawn. Four boats landed on the beach, the mayor said.
    /// rewrite: They came before dawn. Four boats landed on the beach, according to the mayor.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Pronouns further down whose name was cut, and texts that open with "it".
    id: "pronoun-unbound",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Reports a pronoun that opens the text and refers to nobody.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let opens = |fold: &str| matches!(fold, "he" | "she" | "they" | "his" | "her" | "their");
    let Some((at, sentence)) = a.sentences.iter().enumerate().find(|(_, s)| s.kind == BlockKind::Paragraph) else {
        return;
    };
    let first = sentence.tokens.start;
    if a.tokens.get(first).is_none_or(|t| t.kind != TokenKind::Word)
        || !opens(a.fold(first))
        || a.quote_at(first).is_some()
    {
        return;
    }
    // Whoever is named in the sentence itself may be meant: "Her boat leaking, Veldhuis rowed on".
    let named = |n: usize| a.names[n].kind != NameKind::Place;
    if a.sentences.iter().take(at + 1).any(|s| a.names_in(s.tokens.clone()).any(named)) {
        return;
    }
    let Some(pair) = case.alignment.pairs.get(at) else { return };
    let behind = pair.wire.iter().filter_map(|s| {
        let wire = case.wires.get(s.take)?;
        Some((s.take, wire, wire.sentences.get(s.sentence)?.tokens.clone()))
    });
    for (take, wire, tokens) in behind {
        if opens(wire.fold(tokens.start)) {
            return;
        }
        let Some(n) = wire.names_in(tokens).find(|n| wire.names[*n].kind != NameKind::Place) else { continue };
        let words = wire.names[n].tokens.clone();
        let message = format!(
            "“{}” opens the text before anybody is named; the wire names {} here",
            a.word(first),
            wire.words(words.clone())
        );
        out.push(
            Finding::at(&RULE, RewriteSpan(a.tokens[first].span), message)
                .confidence(0.8)
                .against(WireSpan { take, span: wire.span(words) }),
        );
        return;
    }
}
