use crate::compare::Shared;
use crate::compare::office_claims::{finding, wording};
use crate::facts::{Misfit, Of};
use crate::finding::{Finding, Severity};

rule! {
    /// # What it reports
    /// Somebody named as head of an organisation that somebody else headed on the day of the story: "NATO Secretary
    /// General Ursula von der Leyen".
    ///
    /// # Why it matters
    /// One organisation's words are taken for another's.
    ///
    /// # Evidence it asks for
    /// The day of the story, where the tables reach that far, and one person who certainly headed the organisation
    /// then. The wire does not say it, and nobody of a similar name ever headed it. The finding is milder where nothing
    /// is known of the person.
    ///
    /// Severity: major where the person led another organisation then; minor where the tables only know somebody else at
    /// its head.
    ///
    /// # Example
    /// ```text
    /// wire: BRUSSELS, Jan 12, 2022 (Norra News) – The alliance is ready to talk, its head said on Wednesday.
    /// rewrite: BRUSSELS, Jan 12, 2022 (Norra News) – The alliance is ready to talk, NATO Secretary General Ursula von der Leyen said on Wednesday.
    /// fires: NATO Secretary General
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: BRUSSELS, Jan 12, 2022 (Norra News) – The alliance is ready to talk, its head said on Wednesday.
    /// rewrite: BRUSSELS, Jan 12, 2022 (Norra News) – The alliance is ready to talk, NATO chief Jens Stoltenberg said on Wednesday.
    /// silent
    /// wire: GENEVA, May 2, 2023 (Norra News) – The doses arrived on Monday, Tedros Adhanom Ghebreyesus said.
    /// rewrite: GENEVA, May 2, 2023 (Norra News) – The doses arrived on Monday, WHO Director-General Tedros Adhanom Ghebreyesus said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Companies, parties and bodies that no table has, unless the newsroom's own facts name their heads.
    id: "organisation-head-wrong",
    group: Facts,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Tables,
    fix: Advice,
    names: SparedAround,
}

/// Reports the heads of organisations that the facts on file contradict.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for (i, misfit) in &case.office_claims().misfits {
        let role = &a.roles[*i];
        let said = wording(a, role);
        let (was, holder) = match misfit {
            Misfit::Head(was, holder) => (was.as_ref(), holder),
            Misfit::OtherHolder(holder) if matches!(holder.of, Of::Body(_)) => (None, holder),
            _ => continue,
        };
        let message = format!(
            "“{said}” is not in the wire; according to the facts on file, {} was {} then",
            holder.name,
            holder.office_of()
        );
        let terms: Vec<_> = was.into_iter().chain([holder]).collect();
        let f = finding(case, &RULE, role, message, &terms);
        let made_up = matches!(misfit, Misfit::OtherHolder(_));
        out.push(f.severity(if made_up { Severity::Minor } else { Severity::Major }).confidence(if made_up {
            0.6
        } else {
            0.85
        }));
    }
}
