use crate::analyse::TokenKind;
use crate::compare::Case;
use crate::compare::opposites::{PREFIXES, apart};
use crate::finding::Finding;
use crate::knowledge::wordlist;
use crate::text::{RewriteSpan, WireSpan};
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// A word that lost or gained a prefix that reverses its meaning: "information" where the wire has
    /// "disinformation".
    ///
    /// # Why it matters
    /// The sentence then says the contrary, or accuses where the wire praised.
    ///
    /// # Evidence it asks for
    /// The rewrite has the wire's word without (or with) a negating prefix, in the same place; the wire does not use
    /// the other form in the sentence.
    ///
    /// # Example
    /// ```text
    /// wire: The envoy warned of propaganda and disinformation before the vote.
    /// rewrite: The envoy warned of propaganda and information before the vote.
    /// fires: information
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The envoy warned of propaganda and disinformation before the vote.
    /// rewrite: The envoy cautioned against propaganda and disinformation ahead of the vote.
    /// silent
    /// wire: Officials were unable to say how many people lived there.
    /// rewrite: Officials were not able to say how many people lived there.
    /// silent
    /// wire: The port stopped all non-urgent repairs in March.
    /// rewrite: The port stopped all non - urgent repairs in March.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Prefixes that do not negate ("pre-war" for "war").
    id: "prefix-lost",
    group: Wording,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the words that differ from the wire's by a negating prefix.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in case.weighed.changes.iter().filter(|c| matches!(c.kind, ChangeKind::Substituted | ChangeKind::Related)) {
        let wire = &case.wires[c.take];
        let start = case.rewrite.sentences[case.alignment.pairs[c.pair].sentence].tokens.start;
        for i in c.rewrite.clone().filter(|i| word(case.rewrite, *i)) {
            let a = case.rewrite.fold(i);
            let Some(j) = c.wire.clone().find(|j| word(wire, *j) && prefixed(a, wire.fold(*j))) else { continue };
            let behind = wire.sentences[wire.tokens[j].sentence as usize].tokens.start;
            if negated(case.rewrite, start, i) != negated(wire, behind, j) || apart(case.rewrite, i) || apart(wire, j) {
                continue;
            }
            let message = format!("the wire says “{}”, the rewrite “{}”", wire.word(j), case.rewrite.word(i));
            out.push(
                Finding::at(&RULE, RewriteSpan(case.rewrite.tokens[i].span), message)
                    .confidence(0.85)
                    .against(WireSpan { take: c.take, span: wire.tokens[j].span })
                    .replace_with(wire.word(j)),
            );
        }
    }
}

fn word(a: &crate::analyse::Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    t.kind == TokenKind::Word && t.is_content()
}

/// Whether one of two words is the other with a negating prefix.
fn prefixed(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 4 && long.strip_suffix(short).is_some_and(|p| PREFIXES.contains(&p)) && wordlist::is_known(short)
}

/// Whether one of the three words before is a negation.
fn negated(a: &crate::analyse::Analysis, start: usize, i: usize) -> bool {
    (i.saturating_sub(3).max(start)..i).any(|k| a.tokens[k].class == crate::analyse::Class::Negator)
}
