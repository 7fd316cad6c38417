use crate::analyse::names::pronoun_gender;
use crate::analyse::{Analysis, NameKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::knowledge::places::Form;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A state or an organisation called "he", "she" or "who": "Russia says … He demands".
    ///
    /// # Why it matters
    /// What a state says is ascribed to a person whom nobody named.
    ///
    /// # Evidence it asks for
    /// "It" or "which" in the wire where the rewrite has the pronoun; or the subject of the same sentence or the one
    /// before is a state or an organisation, and no person was named whom the pronoun could refer to.
    ///
    /// Severity: major where the wire has "it"; minor where it has no pronoun there, and for "who" in place of "which".
    ///
    /// # Example
    /// ```text
    /// wire: Norway has refused the offer. It says the quota threatens its fishermen.
    /// rewrite: Norway has refused the offer. He says the quota threatens his fishermen.
    /// fires: He
    /// wire: Iceland, which set its own quota in March, signalled some flexibility.
    /// rewrite: Iceland, who set her own quota in March, was more flexible.
    /// fires: who
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Norway has refused the offer. Its minister, Tarmo Lepp, said he saw no need.
    /// rewrite: Norway has refused the offer. Its minister, Tarmo Lepp, said he saw no need.
    /// silent
    /// wire: Norway has refused the offer. It says the quota threatens its fishermen.
    /// rewrite: Norway has refused the offer. The country says the quota threatens its fishermen.
    /// silent
    /// wire: England, who won in 2003, play Iceland on Friday.
    /// rewrite: England, who were champions in 2003, meet Iceland on Friday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A state called "they".
    id: "state-called-person",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Reports the personal pronouns that can refer only to a state or an organisation.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    relative(case, out);
    let a = case.rewrite;
    for pair in case.going(&case.alignment.pairs) {
        let tokens = a.sentences[pair.sentence].tokens.clone();
        let personal = |i: &usize| matches!(a.fold(*i), "he" | "she" | "him" | "himself" | "herself");
        let Some(i) = tokens.clone().find(personal) else { continue };
        if a.quote_at(i).is_some() {
            continue;
        }
        // Whether the wires have a person here, by pronoun or by name, and whether they have "it".
        let mut it = None;
        let mut person = false;
        for s in &pair.wire {
            let wire = &case.wires[s.take];
            let behind = wire.sentences[s.sentence].tokens.clone();
            person |= behind.clone().any(|k| pronoun_gender(wire.fold(k)).is_some());
            it = it.or(behind.clone().find(|k| matches!(wire.fold(*k), "it" | "its" | "itself")).map(|k| (s.take, k)));
        }
        let Some(subject) = only_state_before(a, i).or_else(|| it.and_then(|_| any_state(case, pair, i))) else {
            continue;
        };
        if person {
            continue;
        }
        let name = a.words(a.names[subject].tokens.clone());
        // The pronouns of one gender that follow in the sentence stand for the same.
        let gender = pronoun_gender(a.fold(i));
        for i in tokens.clone().filter(|k| personal(k) && *k >= i && pronoun_gender(a.fold(*k)) == gender) {
            let f = Finding::at(
                &RULE,
                RewriteSpan(a.tokens[i].span),
                match it {
                    Some(_) => format!("the wire calls {name} “it”, the rewrite “{}”", a.word(i)),
                    None => format!("“{}” can refer only to {name}, which is not a person", a.word(i)),
                },
            )
            .confidence(if it.is_some() { 0.8 } else { 0.4 })
            .one_fault(name)
            .against_itself(RewriteSpan(a.span(a.names[subject].tokens.clone())));
            out.push(match it {
                Some((take, k)) => f.against(crate::align::wire_span(case.wires, take, k..k + 1)),
                None if pair.wire.is_empty() => continue,
                None => f.severity(crate::finding::Severity::Minor),
            });
        }
    }
}

/// "Iceland, who set her own quota", where the wire has "Iceland, which".
fn relative(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    // The word that refers back to a name: right after it, or after a comma.
    let behind = |a: &Analysis, end: usize| (end..(end + 2).min(a.tokens.len())).find(|k| a.tokens[*k].is_word());
    for m in
        a.names.iter().filter(|m| m.place.is_some_and(|p| a.places[p].state.is_some() && !a.places[p].is_demonym()))
    {
        let Some(who) = behind(a, m.tokens.end).filter(|k| a.fold(*k) == "who") else { continue };
        let Some(pair) = crate::compare::faced_marks::pair_of(case, who) else { continue };
        let state = m.place.and_then(|p| a.places[p].state);
        let which = pair.wire.iter().find_map(|s| {
            let wire = &case.wires[s.take];
            let mut names = wire.names_in(wire.sentences[s.sentence].tokens.clone()).map(|n| &wire.names[n]);
            let end = names
                .find(|n| n.place.is_some_and(|p| wire.places[p].state == state && !wire.places[p].is_demonym()))?
                .tokens
                .end;
            behind(wire, end).filter(|k| wire.fold(*k) == "which").map(|k| (s.take, k))
        });
        let Some((take, k)) = which else { continue };
        let message = format!("the wire says “which” of {}, the rewrite “{}”", a.words(m.tokens.clone()), a.word(who));
        out.push(
            Finding::at(&RULE, RewriteSpan(a.tokens[who].span), message)
                .severity(crate::finding::Severity::Minor)
                .confidence(0.7)
                .against(crate::align::wire_span(case.wires, take, k..k + 1))
                .replace_with("which"),
        );
    }
}

/// A state or body named before the pronoun, where the wire's sentence has it too and neither has a person: the pronoun has nobody
/// else to stand for, wherever in its sentence the name is.
fn any_state(case: &Case, pair: &crate::align::Pair, i: usize) -> Option<usize> {
    let a = case.rewrite;
    let from = a.sentences[pair.sentence].tokens.start;
    let wire_person = pair.wire.iter().any(|s| {
        let wire = &case.wires[s.take];
        wire.names_in(wire.sentences[s.sentence].tokens.clone()).any(|n| wire.names[n].kind == NameKind::Person)
    });
    if wire_person || somebody(a, from..i) {
        return None;
    }
    a.names_in(from..i).rfind(|n| {
        let m = &a.names[*n];
        let state =
            m.place.is_some_and(|p| a.places[p].state.is_some() && !a.places[p].is_demonym()) || m.org.is_some();
        state && m.tokens.clone().all(|k| pair.link(from, k).is_some())
    })
}

/// The state or body that is the subject before a pronoun, in its sentence or the one before, where no person or role is named in either.
fn only_state_before(a: &Analysis, i: usize) -> Option<usize> {
    let s = a.tokens[i].sentence as usize;
    let from = a.sentences[s.saturating_sub(1)].tokens.start;
    let to = a.sentences[s].tokens.start;
    let anybody = |range| somebody(a, range);
    if anybody(to..i) {
        return None;
    }
    let subject = |range: std::ops::Range<usize>| {
        let n = a.names_in(range.clone()).next()?;
        let m = &a.names[n];
        let state =
            m.place.is_some_and(|p| a.places[p].state.is_some() && !a.places[p].is_demonym()) || m.org.is_some();
        // The subject stands at the head of its sentence, the article left aside.
        (state && m.tokens.start <= range.start + 1).then_some(n)
    };
    match subject(to..i) {
        Some(n) => Some(n),
        None if i > to + 1 || anybody(from..to) => None,
        None => subject(from..to),
    }
}

/// Whether a person, a role or a common noun for a person is named in a range.
fn somebody(a: &Analysis, range: std::ops::Range<usize>) -> bool {
    a.roles_in(range.clone()).next().is_some()
        || a.names_in(range.clone()).any(|n| {
            let m = &a.names[n];
            matches!(m.kind, NameKind::Person | NameKind::Other)
                || m.place.is_some_and(|p| matches!(a.places[p].place.form, Form::Person))
        })
        || range.clone().any(|k| pronoun_gender(a.fold(k)).is_some() || human(a.fold(k)))
}

/// Common nouns that a pronoun can stand for.
fn human(word: &str) -> bool {
    matches!(
        word,
        "man"
            | "woman"
            | "boy"
            | "girl"
            | "mother"
            | "father"
            | "son"
            | "daughter"
            | "brother"
            | "sister"
            | "wife"
            | "husband"
            | "child"
            | "victim"
            | "suspect"
            | "driver"
            | "player"
            | "patient"
            | "person"
            | "who"
            | "resident"
            | "teenager"
            | "baby"
            | "student"
            | "pupil"
            | "passenger"
            | "winner"
            | "author"
            | "one"
            | "anyone"
            | "everyone"
            | "someone"
            | "somebody"
            | "whoever"
            | "friend"
            | "worker"
            | "user"
            | "customer"
            | "owner"
            | "buyer"
            | "reader"
            | "voter"
            | "refugee"
            | "migrant"
            | "prisoner"
            | "hostage"
    )
}
