use crate::analyse::NameKind;
use crate::compare::unmatched_names::{self, Altered, Likeness, UnmatchedName};
use crate::compare::{Case, Shared};
use crate::finding::{Finding, Severity};

rule! {
    /// # What it reports
    /// A person where the wire names another: "Grushko said" for "Sherman said".
    ///
    /// # Why it matters
    /// The words or deeds of one person are ascribed to another; that calls for a correction notice.
    ///
    /// # Evidence it asks for
    /// A name that the wire's sentence does not have in any form (short form, title, nickname, accepted spelling),
    /// where the wire has another name, in a sentence that otherwise agrees. A name that another sentence of the wire
    /// has counts less. Where one word of a full name alone is another ("John" for "Paul", "Sr." for "Jr."), the two names are
    /// laid side by side.
    ///
    /// Severity: critical where both are full names in the same place; major where one of them is less certain to be a
    /// person's, or only a first name or a suffix differs.
    ///
    /// # Example
    /// ```text
    /// wire: The bridge will open in May, engineer Tarmo Lepp told the council in Narva.
    /// rewrite: The bridge will open in May, engineer Indrek Saar told the council in Narva.
    /// fires: Indrek Saar
    /// wire: The suspect, Paul Lepp, was held in Narva on Friday, the police said.
    /// rewrite: The suspect, John Lepp, was held in Narva on Friday, the police said.
    /// fires: John Lepp
    /// wire: Ann Lepp opened the fair on Friday. It has 40 stands.
    /// rewrite: Anna Lepp opened the fair on Friday. It has 40 stands.
    /// fires: Anna Lepp
    /// wire: Paul Lepp Jr. opened the fair on Friday. It has 40 stands.
    /// rewrite: Paul Lepp Sr. opened the fair on Friday. It has 40 stands.
    /// fires: Paul Lepp Sr
    /// wire: Hu Jintao came to Narva on Friday for talks about the bridge.
    /// rewrite: Joe Biden came to Narva on Friday for talks about the bridge.
    /// fires: Joe Biden
    /// wire: The prize went to the Chilean engineer Renata Solis for a bridge of bamboo.
    /// rewrite: The prize went to the Chilean engineer Roberta Solis for a bridge of bamboo.
    /// fires: Roberta
    /// wire: Maria Hansen opened the fair on Friday. It has 40 stands.
    /// rewrite: Maria Pedersen opened the fair on Friday. It has 40 stands.
    /// fires: Maria Pedersen
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The bridge will open in May, engineer Tarmo Lepp told the council in Narva.
    /// rewrite: The bridge will open in May, Lepp told the council in Narva.
    /// silent
    /// wire: The bridge will open in May, Dmitriy Yusupov told the council in Narva.
    /// rewrite: The bridge will open in May, Dmitry Yusupov told the council in Narva.
    /// silent
    /// wire: Katherine Lepp opened the fair on Friday. George W. Saar came late.
    /// rewrite: Kate Lepp opened the fair on Friday. George Saar came late.
    /// silent
    /// wire: Li Keqiang met Zhang Yimou in Narva on Friday.
    /// rewrite: Li Keqiang met Zhang Yi-mou in Narva on Friday.
    /// silent
    /// wire: The match with Torvik was the 3000th in the history of the Red-White-Stripes, the club said.
    /// rewrite: The match with Torvik was the 3000th in the history of the Biancorossi, the club said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A wrong name in a sentence that was completely reworded.
    id: "person-changed",
    group: Names,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Reports the unmatched names that are people.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    for s in case.unmatched_names() {
        if s.kind(case) == Some(NameKind::Person) && s.like == Likeness::Different {
            out.extend(finding(case, s));
        }
    }
}

fn finding(case: &Case, s: &UnmatchedName) -> Option<Finding> {
    let here = s.mark(case);
    let severity = match s.wire_mark(case) {
        _ if s.altered.is_some_and(|a| a != Altered::Word) => Severity::Major,
        Some(t) if t.sure && here.sure && s.exact && t.kind == here.kind => Severity::Critical,
        _ => Severity::Major,
    };
    Some(unmatched_names::finding(case, &RULE, s)?.severity(severity))
}
