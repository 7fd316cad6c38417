use crate::analyse::{Analysis, RoleMark};
use crate::compare::Shared;
use crate::compare::office_claims::{finding, named_in_wire, wording, words};
use crate::facts::{Misfit, Of, Term};
use crate::finding::{Finding, Severity};
use crate::knowledge::places::Form;

rule! {
    /// # What it reports
    /// A known person with a state, an office or a rank that they never had, or did not have on the day of the story:
    /// "Latvian Prime Minister Kaja Kallas", "President Kamala Harris".
    ///
    /// # Why it matters
    /// A reader takes one country's government for another's. The wire did not say so and the tables contradict it: it
    /// calls for a correction.
    ///
    /// # Evidence it asks for
    /// A name that only one known person has, who never held an office of that state; or, where the day of the story is
    /// known and the tables reach that far, somebody else who certainly held the office then. The title is not in the
    /// wire, and nobody of a similar name ever held it.
    ///
    /// Severity: major where the person held another office then; minor where the tables only know somebody else in that
    /// office.
    ///
    /// # Example
    /// ```text
    /// wire: TALLINN, Jan 12, 2022 (Norra News) – The talks will go on, the prime minister told reporters. “We need time,” Kaja Kallas said.
    /// rewrite: TALLINN, Jan 12, 2022 (Norra News) – The talks will go on, the prime minister told reporters. “We need time,” Latvian Prime Minister Kaja Kallas said.
    /// fires: Latvian
    /// wire: BRUSSELS, March 3, 2023 (Norra News) – The vote was close, Olaf Scholz said on Friday.
    /// rewrite: BRUSSELS, March 3, 2023 (Norra News) – The vote was close, German President Olaf Scholz said on Friday.
    /// fires: President
    /// wire: BRUSSELS, March 3, 2025 (Norra News) – The vote was close, the prime minister said on Monday.
    /// rewrite: BRUSSELS, March 3, 2025 (Norra News) – The vote was close, Slovenian Prime Minister Robert Fico said on Monday.
    /// fires: Slovenian
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: TALLINN, Jan 12, 2022 (Norra News) – The talks will go on, Kaja Kallas told reporters.
    /// rewrite: TALLINN, Jan 12, 2022 (Norra News) – The talks will go on, Estonian Prime Minister Kaja Kallas told reporters.
    /// silent
    /// wire: BRUSSELS, March 3, 2023 (Norra News) – The vote was close, Latvian Prime Minister Olaf Scholz said on Friday.
    /// rewrite: BRUSSELS, March 3, 2023 (Norra News) – The vote was close, Latvian Prime Minister Olaf Scholz said on Friday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Ministers, mayors and party leaders that no table has; people named by a common surname alone; stories without a
    /// date, except for the state.
    id: "office-misattributed",
    group: Facts,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Tables,
    fix: Advice,
    names: SparedAround,
}

/// Reports the titles that the facts on file give to somebody else.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for (i, misfit) in &case.office_claims().misfits {
        let role = &a.roles[*i];
        let said = wording(a, role);
        match misfit {
            Misfit::State(was) => {
                let message = format!(
                    "“{said}” is not in the wire; according to the facts on file, {} is or was {}",
                    was.name,
                    was.office_of()
                );
                let mut f = finding(case, &RULE, role, message, &[was]).confidence(0.85);
                f.replacement = with_state(a, role, was).filter(|_| named_in_wire(case, role));
                out.push(f);
            }
            Misfit::Office(was, holder) => {
                let other = if holder.name == was.name {
                    String::new()
                } else {
                    format!(", and {} {}", holder.name, holder.office_of())
                };
                let (name, office) = (&was.name, was.office_of());
                let message = format!(
                    "“{said}” is not in the wire; according to the facts on file, {name} was {office} then{other}"
                );
                out.push(finding(case, &RULE, role, message, &[was, holder]).confidence(0.8));
            }
            Misfit::OtherHolder(holder) if matches!(holder.of, Of::State(_)) => {
                let message = format!(
                    "“{said}” is not in the wire; according to the facts on file, {} was {} then",
                    holder.name,
                    holder.office_of()
                );
                out.push(finding(case, &RULE, role, message, &[holder]).severity(Severity::Minor).confidence(0.6));
            }
            _ => {}
        }
    }
}

/// The words of the rewrite with the adjective of the person's own state in place of the wrong one.
fn with_state(a: &Analysis, role: &RoleMark, was: &Term) -> Option<String> {
    let place = &a.places[role.place?];
    let span = a.span(words(a, role));
    let inside = a.span(place.tokens.clone());
    let Of::State(state) = was.of else { return None };
    // "A Latvian" would have to become "an Estonian".
    let article = words(a, role).start.checked_sub(1).is_some_and(|t| matches!(a.fold(t), "a" | "an"));
    if place.place.form != Form::Adjective || !span.contains(inside) || article {
        return None;
    }
    let adjective = state.info()?.adjectives().next()?;
    let (head, tail) =
        (a.text.get(span.start as usize..inside.start as usize)?, a.text.get(inside.end as usize..span.end as usize)?);
    Some(format!("{head}{adjective}{tail}"))
}
