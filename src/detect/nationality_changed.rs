use super::Case;
use super::strangers::{self, Likeness, Stranger};
use crate::analyse::NameKind;
use crate::finding::{Finding, Severity};

rule! {
    /// # What it reports
    /// A nationality of the rewrite where the wire has another: "Latvian" for "Estonian".
    ///
    /// # Why it matters
    /// People, governments and armies of one country are taken for those of another.
    ///
    /// # Evidence it asks for
    /// An adjective or a people's name of a place that the wire's sentence does not have in any form, in the place where the wire has another,
    /// in a sentence that otherwise agrees.
    ///
    /// # Example
    /// ```text
    /// wire: An Estonian trawler was towed into port on Sunday.
    /// rewrite: A Latvian trawler was towed into port on Sunday.
    /// fires: Latvian
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The prime minister of Estonia arrived on Sunday.
    /// rewrite: The Estonian prime minister arrived on Sunday.
    /// silent
    /// wire: A Dutch trawler was towed into port on Sunday.
    /// rewrite: A trawler from the Netherlands was towed into port on Sunday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A nationality added where the wire has none.
    "nationality-changed", "names", Mistranslation, Major
}

/// Looks for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for s in case.strangers() {
        if s.kind(case) == Some(NameKind::Place) && strangers::of_people(case, s) && s.like == Likeness::Different {
            out.extend(finding(case, s));
        }
    }
}

fn finding(case: &Case, s: &Stranger) -> Option<Finding> {
    let severity = if strangers::of_person(case, s) && s.exact { Severity::Critical } else { Severity::Major };
    Some(strangers::finding(case, &RULE, s)?.severity(severity))
}
