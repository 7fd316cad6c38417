use crate::analyse::NameKind;
use crate::compare::Case;
use crate::compare::unmatched_names::{self, Likeness};
use crate::finding::{Finding, Severity};
use crate::knowledge::titles::Modifier;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A person linked with another organisation than in the wire, or than elsewhere in the rewrite: "a physicist at
    /// Rete Nord" for "at the University of Padua".
    ///
    /// # Why it matters
    /// The reader weighs a statement by whom the speaker speaks for.
    ///
    /// # Evidence it asks for
    /// The organisation next to a person's name in the rewrite, where the wire names other organisations with that
    /// person and not this one; or "a former X official told X", where the next lines introduce a former official of
    /// another body.
    ///
    /// Severity: major; critical where both organisations are known and linked with the person in so many words.
    ///
    /// # Example
    /// ```text
    /// wire: “The glow will be low,” said Ilse Brandt, a physicist at the University of Padua.
    /// rewrite: “The glow will be low,” said Ilse Brandt, a physicist at the Tarvik Institute.
    /// fires: Tarvik Institute
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: “The glow will be low,” said Ilse Brandt, a physicist at the University of Padua.
    /// rewrite: “The glow will be low,” said Ilse Brandt, a physicist at Padua University.
    /// silent
    /// wire: Ilse Brandt, a spokeswoman for the Baltic Ferry Workers Union, called it off.
    /// rewrite: Ilse Brandt, a spokeswoman for the BFWU, called it off.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// An organisation named by a common noun alone ("the bank").
    id: "affiliation-changed",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Compares the organisations next to each person's name with the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for (n, mark) in case.going(&a.names).enumerate() {
        if mark.kind != NameKind::Person {
            continue;
        }
        let Some(body) = mark.body.filter(|b| a.names[*b].kind != NameKind::Place) else { continue };
        if let Some((take, wire_body)) = other_body(case, n, body) {
            let wire = &case.wires[take];
            let there = &wire.names[wire_body].tokens;
            let (w, r) = (wire.words(there.clone()), a.words(a.names[body].tokens.clone()));
            out.push(
                Finding::at(
                    &RULE,
                    RewriteSpan(a.span(a.names[body].tokens.clone())),
                    format!("the wire links {} with “{w}”, the rewrite with “{r}”", a.words(mark.tokens.clone())),
                )
                .severity(if a.names[body].sure && mark.sure { Severity::Critical } else { Severity::Major })
                .confidence(0.85)
                .against(crate::align::wire_span(case.wires, take, there.clone())),
            );
        }
    }
    own_listener(case, out);
}

/// A body with which the wires put the person, where none of their bodies for the person is the rewrite's.
fn other_body(case: &Case, n: usize, body: usize) -> Option<(usize, usize)> {
    let a = case.rewrite;
    let mut other = None;
    // A body that the wire names in another part is no translation of the one with which it puts the person.
    let elsewhere = case.wires.iter().any(|w| unmatched_names::named_in(a, body, w, 0..w.tokens.len()));
    for (take, wire) in case.wires.iter().enumerate() {
        for (m, there) in wire.names.iter().enumerate() {
            if there.kind != NameKind::Person || case.likeness(n, wire, m) > Likeness::Misspelt {
                continue;
            }
            // The body may stand anywhere in a sentence that names the person.
            let sentence = &wire.sentences[wire.tokens[there.tokens.start].sentence as usize];
            if unmatched_names::named_in(a, body, wire, sentence.tokens.clone()) {
                return None;
            }
            if let Some(b) = there.body.filter(|b| wire.names[*b].kind == NameKind::Organisation) {
                if case.likeness(body, wire, b) != Likeness::Different
                    || !elsewhere && unmatched_names::is_translated(a, body, wire, b)
                {
                    return None;
                }
                other = other.or(Some((take, b)));
            }
        }
    }
    other
}

/// "A former X official told X": the listener's name has got into the speaker's place.
fn own_listener(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for (r, role) in a.roles.iter().enumerate() {
        let Some(body) = role.body.filter(|_| role.name.is_none() && role.title.modifiers.has(Modifier::Former)) else {
            continue;
        };
        if a.fold(role.whole.end) != "told" {
            continue;
        }
        let Some(listener) = a.name_at(role.whole.end + 1).filter(|l| a.names[*l].entity == a.names[body].entity)
        else {
            continue;
        };
        let here = a.tokens[role.whole.start].sentence;
        let other = a.roles[r + 1..].iter().take_while(|o| a.tokens[o.whole.start].sentence <= here + 4).find(|o| {
            o.title.modifiers.has(Modifier::Former)
                && o.name.is_some()
                && o.body.is_some_and(|b| a.names[b].entity != a.names[body].entity)
        });
        let Some(other) = other else { continue };
        if case.wires.iter().any(|w| unmatched_names::named_in(a, body, w, 0..w.tokens.len())) {
            continue;
        }
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(a.span(role.whole.clone())),
                format!(
                    "“{}” speaks to {} here, but “{}” is the one quoted later",
                    a.words(role.whole.clone()),
                    a.words(a.names[listener].tokens.clone()),
                    a.words(other.whole.clone())
                ),
            )
            .confidence(0.7)
            .against_itself(RewriteSpan(a.span(other.whole.clone()))),
        );
    }
}
