//! Well-known organisations: acronyms, full and former names, loose ways to speak of them.
//!
//! Keys are folded as by [`crate::knowledge::key::fold`], without a leading "the".

use super::places::StateId;
use super::table::{Row, Rows, Table};
use std::sync::LazyLock;

static NAMES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::ORG_NAMES));
static ORGS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::ORGS));

/// One organisation that a key can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrgRef {
    /// What identifies it whatever it is called: `nato`, `pentagon`.
    pub id: &'static str,
    /// What it is: `alliance`, `union`, `eu-body`, `un-body`, `court`, `central-bank`, `bank`, `company`, `party`, `media`,
    /// `government`, `parliament`, `military`, `intelligence`, `police`, `armed`, `aid`, `think-tank`, `sport`, `church`, `group`, `org`,
    /// `regulator`, `exchange`, `index`.
    pub kind: &'static str,
    /// The state it belongs to; `None` for those of several states and for offices that every state has ("foreign ministry").
    pub state: Option<StateId>,
    /// This name as it is written.
    pub written: &'static str,
    /// Only when the text has it in capitals: "WHO", never "who".
    pub all_capitals: bool,
    /// The key is also an everyday word or name of something else: "Apple", "Labour".
    pub word: bool,
    /// A loose name that needs the organisation in sight: "the alliance", "the bloc".
    pub loose: bool,
}

impl OrgRef {
    fn from_row(row: Row) -> Self {
        let marks = row.col(5);
        Self {
            id: row.col(1),
            kind: row.col(2),
            state: StateId::new(row.col(3)),
            written: row.col(4),
            all_capitals: marks.contains('c'),
            word: marks.contains('w'),
            loose: marks.contains('e'),
        }
    }

    /// Its full name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        ORGS.first(self.id).map_or(self.written, |row| row.col(3))
    }
}

/// The organisations that share one key, firm names before loose ones.
#[derive(Debug, Clone)]
pub struct Readings<'k>(Rows<'k>);

impl Iterator for Readings<'_> {
    type Item = OrgRef;

    fn next(&mut self) -> Option<OrgRef> {
        self.0.next().map(OrgRef::from_row)
    }
}

/// What the folded words can stand for. Empty when they name no organisation of the table.
#[must_use]
pub fn lookup(words: &str) -> Readings<'_> {
    Readings(NAMES.find(words))
}

/// The full name of the organisation with this id; `None` when there is none.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static str> {
    ORGS.first(id).map(|row| row.col(3))
}

/// Whether some name begins with these folded words.
#[must_use]
pub fn begins(words: &str) -> bool {
    NAMES.begins(words)
}

/// The longest run of folded `words`, from the first, that names an organisation, and what it can stand for.
/// `buffer` is scratch space.
#[must_use]
pub fn longest<'b, S: AsRef<str>>(words: &[S], buffer: &'b mut String) -> Option<(usize, Readings<'b>)> {
    NAMES.longest(words, buffer).map(|(taken, rows)| (taken, Readings(rows)))
}

/// Whether two folded names can stand for one organisation; `None` when one of them is unknown.
#[must_use]
pub fn same_org(a: &str, b: &str) -> Option<bool> {
    if lookup(a).next().is_none() || lookup(b).next().is_none() {
        return None;
    }
    Some(lookup(a).any(|left| lookup(b).any(|right| left.id == right.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::key::fold;
    use crate::knowledge::table::assert_normal;

    #[test]
    fn tables_are_in_normal_form() {
        assert_normal("org_names", truecopy_data::tables::ORG_NAMES, 6);
        assert_normal("orgs", truecopy_data::tables::ORGS, 6);
        for row in ORGS.rows() {
            assert!(row.col(2).is_empty() || StateId::new(row.col(2)).and_then(StateId::info).is_some(), "{row:?}");
            for name in std::iter::once(row.col(3)).chain(row.list(4)).chain(row.list(5)) {
                let key = fold(name);
                assert!(lookup(key.strip_prefix("the ").unwrap_or(&key)).any(|o| o.id == row.col(0)), "{name}");
            }
        }
    }

    #[test]
    fn one_body_has_many_names() {
        for (a, b) in [
            ("nato", "north atlantic treaty organization"),
            ("atlantic alliance", "nato"),
            ("u.n.", "united nations"),
            ("gop", "republicans"),
            ("pentagon", "department of defense"),
            ("facebook", "meta"),
            ("twitter", "x"),
            ("icrc", "red cross"),
            ("hizbollah", "hezbollah"),
            ("tories", "conservatives"),
        ] {
            assert_eq!(same_org(a, b), Some(true), "{a} {b}");
        }
        assert_eq!(same_org("nato", "eu"), Some(false));
        assert_eq!(same_org("nato", "wednesday"), None);
    }

    #[test]
    fn loose_and_doubtful_names_say_so() {
        assert!(lookup("alliance").all(|o| o.loose));
        assert!(lookup("who").all(|o| o.all_capitals));
        assert!(lookup("apple").all(|o| o.word));
        assert!(lookup("nato").any(|o| !o.word && !o.loose));
    }
}
