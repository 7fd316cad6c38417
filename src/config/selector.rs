//! Which rules a run is about: what `--select` and `--ignore` name.

use std::fmt;

use super::choices::category_names;
use super::mistake::nearest;
use crate::finding::{Group, HOUSE, Rule};
use crate::rules;

/// The selector of every rule.
const ALL: &str = "ALL";

/// What names one rule or several: an id, a group of the rule table, an MQM category or dimension, or `ALL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// As it is written in the tables.
    name: String,
    what: What,
}

/// From the widest to the narrowest: the narrower of two selectors decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    All,
    Dimension,
    Group,
    Category,
    Rule,
}

/// A name that no rule, group or category has, with the nearest that one has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    given: String,
    near: Option<String>,
}

impl UnknownSelector {
    /// What to do about it.
    pub fn advice(&self) -> String {
        match &self.near {
            Some(near) => format!("did you mean `{near}`? `truecopy rules` lists all"),
            None => "expected a rule, a group of rules, an MQM category or ALL; `truecopy rules` lists all".into(),
        }
    }

    /// What is wrong, without advice.
    pub fn fault(&self) -> String {
        format!("unknown rule or group `{}`", self.given)
    }
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.fault(), self.advice())
    }
}

impl std::error::Error for UnknownSelector {}

impl Selector {
    /// The selector of every rule.
    pub fn all() -> Self {
        Selector { name: ALL.to_owned(), what: What::All }
    }

    /// Reads one. Case does not count.
    ///
    /// # Errors
    /// Where nothing has this name.
    pub fn read(text: &str) -> Result<Self, UnknownSelector> {
        let given = text.trim();
        let categories = category_names();
        let groups = Group::ALL.iter().map(|g| (g.name(), What::Group));
        let ids = rules::rules().iter().map(|r| (r.id, What::Rule));
        let kinds = categories.iter().map(|c| {
            let what = if c.contains('/') { What::Category } else { What::Dimension };
            (c.as_str(), what)
        });
        let mut known = std::iter::once((ALL, What::All)).chain(groups).chain(ids).chain(kinds);
        match known.clone().find(|(name, _)| name.eq_ignore_ascii_case(given)) {
            Some((name, what)) => Ok(Selector { name: name.to_owned(), what }),
            // The file of house rules is read later.
            None if given.starts_with(HOUSE) => Ok(Selector { name: given.to_owned(), what: What::Rule }),
            None => {
                let near = nearest(given, known.by_ref().map(|(name, _)| name)).map(str::to_owned);
                Err(UnknownSelector { given: given.to_owned(), near })
            }
        }
    }

    /// Whether it names one rule.
    pub fn is_rule(&self) -> bool {
        self.what == What::Rule
    }

    /// Its name, as the tables have it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it names this rule.
    fn fits(&self, rule: &Rule) -> bool {
        let category = rule.category.name();
        match self.what {
            What::All => true,
            What::Dimension => category.split('/').next() == Some(self.name.as_str()),
            What::Group => rule.group.name() == self.name,
            What::Category => category == self.name,
            What::Rule => rule.id == self.name,
        }
    }
}

/// How narrowly some selectors name a rule; none where they do not.
fn narrowest(selectors: &[Selector], rule: &Rule) -> Option<What> {
    selectors.iter().filter(|s| s.fits(rule)).map(|s| s.what).max()
}

/// Whether a rule is selected and not ignored. Of two selectors that name it, the narrower decides; of two that are equally narrow, the
/// one that ignores.
pub(super) fn selects(select: &[Selector], ignore: &[Selector], rule: &Rule) -> bool {
    narrowest(select, rule).is_some_and(|on| narrowest(ignore, rule).is_none_or(|off| off < on))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &[&str]) -> Vec<Selector> {
        names.iter().map(|n| Selector::read(n).expect("a selector")).collect()
    }

    #[test]
    fn the_narrower_selector_decides() {
        let rule = rules::rules()[0];
        let (group, category) = (rule.group.name(), rule.category.name());
        let dimension = category.split('/').next().expect("a dimension");
        let on = |select: &[&str], ignore: &[&str]| selects(&read(select), &read(ignore), rule);
        assert!(on(&["all"], &[]) && on(&[group], &[]) && on(&[&dimension.to_uppercase()], &[]));
        assert!(!on(&["all"], &[group]) && !on(&[group], &[rule.id]) && !on(&[], &[]));
        assert!(on(&[rule.id], &[group]) && on(&["all", category], &[dimension]));
        assert!(!on(&[rule.id], &[rule.id]));
    }

    #[test]
    fn a_slip_in_a_name_is_told_with_the_nearest() {
        let said = Selector::read("figurs").expect_err("no selector").to_string();
        assert_eq!(said, "unknown rule or group `figurs`: did you mean `figures`? `truecopy rules` lists all");
    }
}
