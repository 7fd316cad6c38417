use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::compare::changes::trim;
use crate::finding::Finding;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A statement turned into a question, or a question turned into a statement.
    ///
    /// # Why it matters
    /// A question asserts nothing: the rewrite puts in doubt what the wire reports, or asserts what somebody only
    /// asked.
    ///
    /// # Evidence it asks for
    /// The sentence ends in a question mark and no wire sentence aligned with it does; or the other way round, where
    /// the rewrite's words are in the order of a statement and nobody is said to ask.
    ///
    /// # Example
    /// ```text
    /// wire: The two parties have agreed on a joint list for the vote in May.
    /// rewrite: Have the two parties agreed on a joint list for the vote in May?
    /// fires: Have the two parties
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Why did nobody warn the villagers? Officials gave no answer.
    /// rewrite: Officials gave no answer. Why did nobody warn the villagers?
    /// silent
    /// wire: “Is this about money?” she asked.
    /// rewrite: “Is this about money?” she asked reporters.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Questions without a question mark.
    id: "question-changed",
    group: Stance,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Compares the closing mark of each sentence with the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for pair in case.going(&case.alignment.pairs).filter(|p| !p.wire.is_empty() && p.score >= 0.6) {
        let tokens = case.rewrite.sentences[pair.sentence].tokens.clone();
        let wire = &case.wires[pair.wire[0].take];
        let mark = |a: &Analysis, i: usize| !a.tokens[i].is_word() && a.word(i).starts_with(['?', '？']);
        let asked = |a: &Analysis, r: std::ops::Range<usize>| r.clone().any(|i| mark(a, i));
        let any_asked = pair
            .wire
            .iter()
            .any(|w| asked(&case.wires[w.take], case.wires[w.take].sentences[w.sentence].tokens.clone()));
        let behind = wire.sentences[pair.wire[0].sentence].tokens.clone();
        let at = if asked(case.rewrite, tokens.clone()) && !any_asked && !indirect(wire, behind.clone()) {
            "the wire states what the rewrite asks"
        } else if any_asked
            && pair.wire.len() == 1
            && !asked(case.rewrite, tokens.clone())
            && states(case.rewrite, tokens.clone())
        {
            "the wire asks what the rewrite states"
        } else {
            continue;
        };
        out.push(
            Finding::at(&RULE, RewriteSpan(trim(case.rewrite, tokens)), at)
                .confidence(0.85)
                .against(WireSpan { take: pair.wire[0].take, span: trim(wire, behind) }),
        );
    }
}

/// Whether a sentence asks without a question mark: "asked whether", "wondered why", or it opens with a question word.
fn indirect(a: &Analysis, tokens: std::ops::Range<usize>) -> bool {
    let opens =
        tokens.clone().find(|i| a.tokens[*i].is_word()).is_some_and(|i| a.tokens[i].class == Class::Interrogative);
    opens
        || tokens.clone().any(|i| {
            matches!(
                a.fold(i),
                "whether"
                    | "ask"
                    | "asked"
                    | "asks"
                    | "asking"
                    | "wonder"
                    | "wondered"
                    | "wonders"
                    | "question"
                    | "questions"
                    | "questioned"
                    | "if"
            )
        })
}

/// Whether a sentence states: it neither asks indirectly nor opens with a verb.
fn states(a: &Analysis, tokens: std::ops::Range<usize>) -> bool {
    let first = tokens.clone().find(|i| a.tokens[*i].is_word());
    !indirect(a, tokens) && first.is_some_and(|i| !matches!(a.tokens[i].class, Class::Auxiliary | Class::Modal))
}
