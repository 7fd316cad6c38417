use crate::analyse::dates::Component;
use crate::compare::Case;
use crate::compare::faced_marks::dates_differ;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A weekday that differs from the wire's: "Thursday" for "Tuesday".
    ///
    /// # Why it matters
    /// It is the commonest date in news, and readers plan by it.
    ///
    /// # Evidence it asks for
    /// As for a changed date; two weekdays, or a weekday and a date near the day of the story that do not fall on the
    /// same day.
    ///
    /// # Example
    /// ```text
    /// wire: Talks resume on Tuesday in Oslo, the envoy said.
    /// rewrite: Talks resume on Thursday in Oslo, the envoy said.
    /// fires: Thursday
    /// wire: The strike began on Saturday at two mines.
    /// rewrite: The strike began on Sunday at two mines.
    /// fires: Sunday
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Talks resume on Tuesday in Oslo, the envoy said.
    /// rewrite: The envoy said on Tuesday in Oslo that talks resume.
    /// silent
    /// wire: The square was cleared in the night before Sunday.
    /// rewrite: The square was cleared on Saturday night.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A weekday against a date, where the day of the story is not known.
    id: "weekday-changed",
    group: Time,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the weekdays that differ from the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    dates_differ(&RULE, case, |f| f.how == Component::Weekday, out);
}
