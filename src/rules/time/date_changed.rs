use crate::analyse::DateMark;
use crate::analyse::dates::Component;
use crate::compare::Case;
use crate::compare::faced_marks::{FacedMark, dates_differ};
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A day, a month or a relative date that differs from the wire's: "October 27" for "October 17", "tomorrow" for
    /// "today".
    ///
    /// # Why it matters
    /// The wrong date for a deadline, a hearing or a vote sends readers there on the wrong day.
    ///
    /// # Evidence it asks for
    /// A wire sentence that says the same and has a date, in similar surroundings, that no other date of the rewrite
    /// matches. Weekdays and relative days are resolved against the day of the story where it is known.
    ///
    /// # Example
    /// ```text
    /// wire: The minister will fly to Lagos on 17 October, her office said.
    /// rewrite: The minister will fly to Lagos on 27 October, her office said.
    /// fires: 27 October
    /// wire: The bridge reopens today after a year of repairs.
    /// rewrite: The bridge reopens tomorrow after a year of repairs.
    /// fires: tomorrow
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The minister will fly to Lagos on 17 October, her office said.
    /// rewrite: The minister will fly to Lagos on Oct. 17, her office said.
    /// silent
    /// wire: The trial opens on March 3, 2021.
    /// rewrite: The trial opens on 3 March 2021.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A date that the wire gives relative to another event (“two days after the vote”).
    id: "date-changed",
    group: Time,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the days and months that differ from the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let differs = |f: &FacedMark<DateMark, Component>| {
        matches!(f.how, Component::Month | Component::Day | Component::Period)
            && !(f.rewrite.is_year() && f.wire.is_year())
    };
    dates_differ(&RULE, case, differs, out);
}
