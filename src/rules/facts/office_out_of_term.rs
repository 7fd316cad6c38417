use crate::analyse::{Analysis, RoleMark};
use crate::compare::Shared;
use crate::compare::office_claims::{finding, named_in_wire, wording, words};
use crate::facts::{Misfit, Term, day};
use crate::finding::{Finding, Severity};

rule! {
    /// # What it reports
    /// Somebody called by an office before or after their term, without a "former"; or called "former" while still in
    /// office: "Chancellor Angela Merkel said" in a story of 2023.
    ///
    /// # Why it matters
    /// The words of somebody who has left office are taken for those of a government. Writers and models with outdated
    /// knowledge make this mistake.
    ///
    /// # Evidence it asks for
    /// The day of the story, where the tables reach that far; a known person who held the office only at other times,
    /// more than a week away; a sentence about the present, not the past ("under", "in 2015", "was"). The wire does not
    /// call the person by the office.
    ///
    /// Severity: major where the text says that the person holds the office now; minor where it tells of another time.
    ///
    /// # Example
    /// ```text
    /// wire: BERLIN, Jan 20, 2023 (Norra News) – The tanks are on their way, the chancellor said on Friday.
    /// rewrite: BERLIN, Jan 20, 2023 (Norra News) – The tanks are on their way, Chancellor Angela Merkel said on Friday.
    /// fires: Chancellor
    /// wire: ROME, June 8 (2025) – The pope will visit the port on Sunday.
    /// rewrite: ROME, June 8 (2025) – Pope Francis will visit the port on Sunday.
    /// fires: Pope Francis
    /// wire: PARIS, May 4, 2022 (Norra News) – Emmanuel Macron will visit the port on Friday.
    /// rewrite: PARIS, May 4, 2022 (Norra News) – Former French President Emmanuel Macron will visit the port on Friday.
    /// fires: Former
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: BERLIN, Jan 20, 2023 (Norra News) – The pipeline was agreed under Angela Merkel.
    /// rewrite: BERLIN, Jan 20, 2023 (Norra News) – The pipeline was agreed under Chancellor Angela Merkel.
    /// silent
    /// wire: BERLIN, Dec 8, 2021 (Norra News) – The tanks are on their way, Angela Merkel said on Wednesday.
    /// rewrite: BERLIN, Dec 8, 2021 (Norra News) – The tanks are on their way, Chancellor Angela Merkel said on Wednesday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Stories without a date, and stories newer than the tables.
    id: "office-out-of-term",
    group: Facts,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Tables,
    fix: Advice,
    names: SparedAround,
}

/// Reports the titles whose holder was not in office on the day of the story, or still was.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for (i, misfit) in &case.office_claims().misfits {
        let role = &a.roles[*i];
        let (term, words): (&Term, String) = match misfit {
            Misfit::Ended(t) if !of_then(a, role, t) => {
                (t, format!("was {} only until {}", t.office_of(), t.end.map_or("then".into(), day)))
            }
            Misfit::NotBegun(t) if !of_then(a, role, t) => {
                (t, format!("became {} only on {}", t.office_of(), t.start.map_or("a later day".into(), day)))
            }
            Misfit::StillIn(t) => (t, format!("was still {}", t.office_of())),
            _ => continue,
        };
        let still = matches!(misfit, Misfit::StillIn(_));
        let message =
            format!("“{}” is not in the wire; according to the facts on file, {} {words}", wording(a, role), term.name);
        let mut f = finding(case, &RULE, role, message, &[term]);
        // Somebody who speaks or acts now is named by the office of now; in other sentences it may be meant of then.
        let now = still || speaks(a, role) || timely(a, role);
        f = f.severity(if now { Severity::Major } else { Severity::Minor }).confidence(if now { 0.8 } else { 0.5 });
        if matches!(misfit, Misfit::Ended(_)) && named_in_wire(case, role) {
            let said = wording(a, role);
            f.replacement =
                role_first(a, role).then(|| format!("{} {said}", if opens(a, role) { "Former" } else { "former" }));
        }
        out.push(f);
    }
}

/// Whether the title stands before the name, with no article before it.
fn role_first(a: &Analysis, role: &RoleMark) -> bool {
    let before = words(a, role).start.checked_sub(1);
    let article = before.is_some_and(|t| matches!(a.fold(t), "a" | "an"));
    role.name.is_some_and(|n| a.names[n].tokens.start >= role.tokens.end) && !article
}

/// Whether the role is the first of its sentence.
fn opens(a: &Analysis, role: &RoleMark) -> bool {
    a.sentences.get(a.tokens[role.whole.start].sentence as usize).is_some_and(|s| s.tokens.start == role.whole.start)
}

/// Whether the sentence is about the time in office. Of somebody who speaks in it on a day of the week, only a year of that time or a word
/// such as "then" can say so; else any year, any word for a time that is over, and any verb in the past.
fn of_then(a: &Analysis, role: &RoleMark, term: &Term) -> bool {
    let Some(s) = a.sentences.get(a.tokens[role.whole.start].sentence as usize) else { return true };
    let now = speaks(a, role) && timely(a, role);
    let in_term = |year: i32| {
        term.start.is_none_or(|d| d.year <= year) && term.end.is_none_or(|d| year <= d.year) || !now && year < 2100
    };
    let dated = a.dates.iter().filter(|d| s.tokens.contains(&d.tokens.start)).any(|d| {
        let past = d.decade.is_some() || d.century.is_some() || d.step.is_some_and(|(by, _)| by < 0);
        d.year.is_some_and(in_term) || !now && past
    });
    let over = |t: usize| {
        matches!(
            a.fold(t),
            "then" | "former" | "ex" | "late" | "ago" | "formerly" | "previously" | "once" | "anniversary"
        )
    };
    let past = |t: usize| {
        matches!(
            a.fold(t),
            "under"
                | "during"
                | "when"
                | "predecessor"
                | "successor"
                | "succeeded"
                | "replaced"
                | "era"
                | "reign"
                | "tenure"
                | "died"
                | "death"
                | "memory"
                | "mourned"
                | "resigned"
                | "assassinated"
                | "ousted"
                | "while"
                | "administration"
                | "since"
                | "had"
                | "served"
                | "been"
                | "became"
                | "history"
                | "years"
                | "earlier"
                | "elected"
                | "term"
                | "appointed"
                | "nominated"
                | "was"
                | "were"
                | "until"
                | "did"
        )
    };
    dated || s.tokens.clone().any(|t| over(t) || !now && past(t))
}

/// Whether the person is said to say something.
fn speaks(a: &Analysis, role: &RoleMark) -> bool {
    let Some(name) = role.name.map(|n| a.names[n].tokens.clone()) else { return false };
    let beside = [name.end, role.whole.end, role.whole.start.wrapping_sub(1), name.start.wrapping_sub(1)];
    beside.into_iter().any(|t| t < a.tokens.len() && crate::analyse::names::is_speech(a.fold(t)))
}

/// Whether the sentence has a day of the story's week.
fn timely(a: &Analysis, role: &RoleMark) -> bool {
    let s = a.tokens[role.whole.start].sentence;
    a.dates.iter().any(|d| a.tokens[d.tokens.start].sentence == s && (d.is_weekday() || d.offset.is_some()))
}
