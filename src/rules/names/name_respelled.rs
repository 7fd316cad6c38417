use crate::compare::unmatched_names::{self, Likeness, UnmatchedName};
use crate::compare::{Case, Shared};
use crate::finding::{Finding, Severity};
use crate::knowledge::lexicon::is_word;
use crate::knowledge::names;
use crate::text::{Covered, RewriteSpan};

rule! {
    /// # What it reports
    /// A name spelt differently from the wire, where the two spellings are not accepted forms of one name: "Stolenberg"
    /// for "Stoltenberg".
    ///
    /// # Why it matters
    /// A misspelt name brings complaints to every desk, even where readers still know who is meant.
    ///
    /// # Evidence it asks for
    /// A name in the place of the wire's, a letter or two apart, that is not in the wire and is not a transliteration,
    /// a nickname or the same name without its accents.
    ///
    /// # Example
    /// ```text
    /// wire: The fund is short of cash, treasurer Henrike Stoltenberg said on Monday.
    /// rewrite: The fund is short of cash, treasurer Henrike Stolenberg said on Monday.
    /// fires: Stolenberg
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The fund is short of cash, Sergey Yusupov said on Monday.
    /// rewrite: The fund is short of cash, Sergei Yusupov said on Monday.
    /// silent
    /// wire: The fund in Kiev is short of cash, the treasurer said on Monday.
    /// rewrite: The fund in Kyiv is short of cash, the treasurer said on Monday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A misspelling that is itself another common name.
    id: "name-respelled",
    group: Names,
    category: Spelling,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Reports the unmatched names that are a letter or two from the wire's.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    for s in case.unmatched_names() {
        if s.like == Likeness::Misspelt && !s.elsewhere {
            out.extend(finding(case, s));
        }
    }
    inside(case, out);
}

/// A misspelt word inside a full name of which the other words agree.
fn inside(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let said = Covered::of(out.iter().filter_map(|f| f.at).map(|s| s.0));
    for pair in case.going(&case.alignment.pairs) {
        for n in a.names_in(a.sentences[pair.sentence].tokens.clone()) {
            let here = &a.names[n];
            if here.tokens.len() < 2 || here.place.is_some() || here.org.is_some() {
                continue;
            }
            let slip = pair.wire.iter().find_map(|s| {
                let wire = &case.wires[s.take];
                wire.names_in(wire.sentences[s.sentence].tokens.clone()).find_map(|m| {
                    let there = &wire.names[m];
                    if there.tokens.len() != here.tokens.len() {
                        return None;
                    }
                    let mut apart = here
                        .tokens
                        .clone()
                        .zip(there.tokens.clone())
                        .filter(|(i, j)| a.tokens[*i].hash != wire.tokens[*j].hash);
                    let (i, j) = apart.next()?;
                    let misspelt = unmatched_names::likeness(a.fold(i), wire.fold(j)) == Likeness::Misspelt;
                    (apart.next().is_none() && misspelt).then_some((s.take, i, j))
                })
            });
            let Some((take, i, j)) = slip else { continue };
            let wire = &case.wires[take];
            let in_wire = case.wire_index.word(a.tokens[i].hash);
            if in_wire || is_word(a.fold(i)) || lost(wire.word(j), a.word(i)) || said.contains(a.tokens[i].span) {
                continue;
            }
            out.push(
                Finding::at(
                    &RULE,
                    RewriteSpan(a.tokens[i].span),
                    format!("the wire spells it “{}”, the rewrite “{}”", wire.word(j), a.word(i)),
                )
                .confidence(0.7)
                .against(crate::align::wire_span(case.wires, take, j..j + 1))
                .replace_with(wire.word(j)),
            );
        }
    }
}

/// Whether the rewrite has the wire's word without its accented letters: the page lost them, nobody misspelt them.
fn lost(wire: &str, rewrite: &str) -> bool {
    !wire.is_ascii() && wire.chars().filter(char::is_ascii).eq(rewrite.chars())
}

fn finding(case: &Case, s: &UnmatchedName) -> Option<Finding> {
    let here = s.mark(case);
    let there = s.wire_mark(case)?;
    let a = case.rewrite;
    // The rewrite has a form that the tables know and the wire does not have: it corrects the wire's slip.
    let listed = |word: &str| names::is_first_name(word);
    let corrects = here.place.is_some() && there.place.is_none()
        || here.org.is_some() && there.org.is_none()
        || listed(a.fold(here.tokens.start)) && !listed(case.wires[s.take].fold(there.tokens.start));
    // So does an ordinary word for one that no dictionary has: "Television" for "Televison".
    let plain = |s: &crate::analyse::Analysis, m: &crate::analyse::NameMark| {
        m.tokens.clone().filter(|i| s.tokens[*i].is_content()).all(|i| is_word(s.fold(i)))
    };
    let corrects = corrects || plain(a, here) && !plain(&case.wires[s.take], there);
    let (wire, rewrite) = s.wordings(case);
    if corrects || lost(wire, rewrite) || wire.to_uppercase() == rewrite.to_uppercase() {
        return None;
    }
    // A spelling that the rewrite keeps to throughout is a choice; one that changes inside it is a slip.
    let f = Finding::at(&RULE, s.at(case), format!("the wire spells it “{wire}”, the rewrite “{rewrite}”"))
        .confidence(if s.exact { 0.65 } else { 0.45 })
        .against(s.wire(case));
    let safe = s.exact && here.tokens.len() == there.tokens.len();
    Some(if safe { f.replace_with(wire) } else { f.severity(Severity::Minor) })
}
