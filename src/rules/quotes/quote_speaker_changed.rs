use std::ops::Range;

use crate::align::wire_span;
use crate::analyse::{Analysis, Class, NameKind, person_name};
use crate::compare::Case;
use crate::compare::quote_changes::{quote, short, wire_words};
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A quote that the rewrite attributes to another speaker than the wire does.
    ///
    /// # Why it matters
    /// It puts words into the mouth of a person who never said them.
    ///
    /// # Evidence it asks for
    /// The quote is the wire's, both sides name the speaker, the names have no part in common, and both people speak in
    /// the wire, so that neither can be a title or a second name of the other.
    ///
    /// # Example
    /// ```text
    /// wire: "The port will stay closed for a month," Ana Reyes said. Tom Hale said the dockers would fight on.
    /// rewrite: “The port will stay closed for a month,” Tom Hale said. Ana Reyes said the dockers would fight on.
    /// fires: Tom Hale
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: "The port will stay closed for a month," Ana Reyes said. Tom Hale said the dockers would fight on.
    /// rewrite: “The port will stay closed for a month,” the manager said. Tom Hale said the dockers would fight on.
    /// silent
    /// wire: Port manager Ana Reyes met the press. "The port will stay closed for a month," she said.
    /// rewrite: “The port will stay closed for a month,” said Reyes.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A speaker whom the rewrite invents, and speakers named only by their office: other rules look at names and
    /// roles.
    id: "quote-speaker-changed",
    group: Quotes,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Compares the speaker of each quote with the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for m in case.alignment.quotes.iter().filter(|m| m.words >= 4 && m.score >= 0.6) {
        let (q, wire) = (quote(case, m), &case.wires[m.take]);
        let Some(theirs) = m.wire_quote.and_then(|i| wire.quotes.get(i)) else { continue };
        let (Some(ours), Some(said_by)) = (&q.speaker, &theirs.speaker) else { continue };
        let (mine, other) = (names(case.rewrite, ours), names(wire, said_by));
        if mine.is_empty() || other.is_empty() || mine.iter().any(|h| other.contains(h)) {
            continue;
        }
        // Both speakers have to be named as persons beside the quote: a pronoun may be resolved to the wrong one.
        let person = |a: &Analysis, r: &Range<usize>| {
            r.clone().any(|i| a.name_at(i).is_some_and(|n| a.names[n].kind == NameKind::Person))
                && r.clone().all(|i| a.tokens[i].is_word())
        };
        let pronoun = q
            .attribution
            .and_then(|n| case.rewrite.attributions.get(n))
            .is_some_and(|x| x.speaker.clone().all(|i| case.rewrite.tokens[i].class == Class::Pronoun));
        if pronoun || !person(case.rewrite, ours) || !person(wire, said_by) {
            continue;
        }
        let by = |a: &Analysis, who: &[u64]| {
            a.attributions.iter().find(|x| names(a, &x.named).iter().any(|h| who.contains(h))).map(|x| x.named.clone())
        };
        // Both must be speakers of the wire, each under a name of their own.
        let Some(elsewhere) = by(wire, &mine) else { continue };
        if names(wire, &elsewhere).iter().any(|h| other.contains(h)) {
            continue;
        }
        let shown = q
            .attribution
            .and_then(|n| case.rewrite.attributions.get(n))
            .map_or(ours, |x| if x.speaker.is_empty() { ours } else { &x.speaker });
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(case.rewrite.span(shown.clone())),
                format!(
                    "the wire attributes this quote to {}, the rewrite to {}",
                    short(wire.words(said_by.clone())),
                    short(case.rewrite.words(ours.clone()))
                ),
            )
            .confidence(0.4 + 0.4 * m.score)
            // The name first: it is what the rewrite contradicts.
            .against(wire_span(case.wires, m.take, said_by.clone()))
            .against(wire_words(case, m)),
        );
    }
}

/// The words of a speaker's personal name, as hashes.
fn names(a: &Analysis, speaker: &Range<usize>) -> Vec<u64> {
    person_name(a, speaker).map_or(Vec::new(), |r| a.tokens[r].iter().map(|t| t.hash).collect())
}
