//! Offices, ranks, professions and forms of address, and the words that change their rank or time.

use super::places::StateId;
use super::table::{Row, Rows, Table};
use std::sync::LazyLock;

static TITLES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::TITLES));
static OFFICES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::OFFICES));
static MODIFIERS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::TITLE_MODIFIERS));

/// A gender that a word or a name fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// A man.
    Male,
    /// A woman.
    Female,
}

impl Gender {
    pub(crate) fn from_mark(mark: &str) -> Option<Self> {
        match mark {
            "m" => Some(Self::Male),
            "f" => Some(Self::Female),
            _ => None,
        }
    }
}

/// What a word before or after a title says of the rank or the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modifier {
    /// deputy, vice
    Deputy,
    /// assistant, under, associate
    Assistant,
    /// acting, interim, caretaker
    Acting,
    /// former, ex-, late, ousted
    Former,
    /// -elect, designate, incoming, next
    Designate,
    /// outgoing
    Outgoing,
    /// self-proclaimed, de facto, installed by another state
    SelfProclaimed,
    /// senior, top, chief
    Senior,
    /// honorary
    Honorary,
    /// co-
    Joint,
}

impl Modifier {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "deputy" => Self::Deputy,
            "assistant" => Self::Assistant,
            "acting" => Self::Acting,
            "former" => Self::Former,
            "designate" => Self::Designate,
            "outgoing" => Self::Outgoing,
            "self-proclaimed" => Self::SelfProclaimed,
            "senior" => Self::Senior,
            "honorary" => Self::Honorary,
            "joint" => Self::Joint,
            _ => return None,
        })
    }
}

/// A set of modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Modifiers(u16);

impl Modifiers {
    /// With one more.
    #[must_use]
    pub fn with(self, modifier: Modifier) -> Self {
        Self(self.0 | 1 << modifier as u16)
    }

    /// Whether it is in the set.
    #[must_use]
    pub fn has(self, modifier: Modifier) -> bool {
        self.0 & (1 << modifier as u16) != 0
    }

    /// Whether no modifier was seen.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn rank(self) -> (bool, bool, bool) {
        (self.has(Modifier::Deputy), self.has(Modifier::Assistant), self.has(Modifier::Honorary))
    }
}

/// One office that words can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TitleRef {
    /// What identifies the office whatever it is called: `prime-minister`, `foreign-minister`, `colonel`, `mister`.
    pub office: &'static str,
    /// What was said of its rank and time.
    pub modifiers: Modifiers,
    /// Where the word fixes it: chairwoman, king, Mrs.
    pub gender: Option<Gender>,
    /// The word is a plural.
    pub plural: bool,
    states: &'static str,
}

impl TitleRef {
    fn from_row(row: Row, modifiers: Modifiers) -> Self {
        Self {
            office: row.col(1),
            modifiers,
            gender: Gender::from_mark(row.col(3)),
            plural: row.col(2) == "p",
            states: row.col(4),
        }
    }

    /// The codes of states or organisations where the words have this meaning; none when they have it anywhere.
    pub fn only_in(&self) -> impl Iterator<Item = &'static str> {
        self.states.split(' ').filter(|code| !code.is_empty())
    }

    /// Whether the words can have this meaning where `state` is spoken of.
    #[must_use]
    pub fn fits(&self, state: StateId) -> bool {
        self.states.is_empty() || self.only_in().any(|code| code == state.code())
    }

    /// The domain of the office: `state`, `parliament`, `military`, `church`, `honorific` …
    #[must_use]
    pub fn domain(&self) -> &'static str {
        OFFICES.first(self.office).map_or("", |row| row.col(1))
    }

    /// The place of a military rank, from 1 upwards; 0 for what is no rank.
    #[must_use]
    pub fn level(&self) -> u8 {
        OFFICES.first(self.office).and_then(|row| row.col(2).parse().ok()).unwrap_or(0)
    }

    /// Whether `other` is a more general word for this office: a general is a commander, a commander a soldier.
    #[must_use]
    pub fn is_a(&self, other: &str) -> bool {
        is_a(self.office, other, 5)
    }
}

/// Whether there is an office with this id.
#[cfg(test)]
pub(super) fn is_office(id: &str) -> bool {
    OFFICES.first(id).is_some()
}

fn is_a(office: &str, other: &str, depth: u8) -> bool {
    office == other
        || depth > 0
            && OFFICES.first(office).is_some_and(|row| {
                row.col(3).split(' ').any(|parent| !parent.is_empty() && is_a(parent, other, depth - 1))
            })
}

/// What a single folded word says of the title beside it: its modifier, and whether it stands before (`true`) or after the title.
/// A hyphen at the end ("ex-") or at the start ("-elect") may be there or not.
#[must_use]
pub fn modifier(word: &str) -> Option<(Modifier, bool)> {
    let row = MODIFIERS.first(word)?;
    Some((Modifier::from_name(row.col(1))?, row.col(2) == "before"))
}

/// The offices that the folded words can stand for, with the modifiers that they carry: "former deputy prime minister",
/// "vice president", "president-elect". Empty when they are no title of the table.
#[must_use]
pub fn lookup(words: &str) -> Readings<'_> {
    let mut rest = words;
    let mut modifiers = Modifiers::default();
    loop {
        let rows = TITLES.find(rest);
        if rows.clone().next().is_some() {
            return Readings { rows: Some(rows), modifiers };
        }
        if let Some((modifier, tail)) = leading(rest) {
            modifiers = modifiers.with(modifier);
            rest = tail;
        } else if let Some((modifier, head)) = trailing(rest) {
            modifiers = modifiers.with(modifier);
            rest = head;
        } else {
            return Readings { rows: None, modifiers };
        }
    }
}

fn leading(words: &str) -> Option<(Modifier, &str)> {
    let cut = words.find([' ', '-'])?;
    let (word, tail) = words.split_at_checked(cut)?;
    let tail = tail.get(1..)?;
    // "self-proclaimed leader", "high-ranking officer": the hyphen is inside the modifier.
    let whole = words.split_once(' ').and_then(|(word, tail)| modifier(word).map(|m| (m, tail)));
    let found = whole.or_else(|| modifier(word).map(|m| (m, tail)))?;
    match found {
        ((modifier, true), tail) if !tail.is_empty() => Some((modifier, tail)),
        _ => None,
    }
}

fn trailing(words: &str) -> Option<(Modifier, &str)> {
    let (head, word) = words.rsplit_once([' ', '-'])?;
    match modifier(word)? {
        (modifier, false) if !head.is_empty() => Some((modifier, head)),
        _ => None,
    }
}

/// The offices that share one key.
#[derive(Debug, Clone)]
pub struct Readings<'k> {
    rows: Option<Rows<'k>>,
    modifiers: Modifiers,
}

impl Iterator for Readings<'_> {
    type Item = TitleRef;

    fn next(&mut self) -> Option<TitleRef> {
        let modifiers = self.modifiers;
        self.rows.as_mut()?.next().map(|row| TitleRef::from_row(row, modifiers))
    }
}

/// Whether some title begins with these folded words. Modifiers are not counted: see [`modifier`].
#[must_use]
pub fn begins(words: &str) -> bool {
    TITLES.begins(words)
}

/// The longest run of folded `words`, from the first, that is a title with its modifiers before and after it:
/// the number of words and what they can stand for. `buffer` is scratch space.
#[must_use]
pub fn longest<'b, S: AsRef<str>>(words: &[S], buffer: &'b mut String) -> Option<(usize, Readings<'b>)> {
    let mut seen = Modifiers::default();
    let mut skipped = 0;
    let mut best: Option<(usize, usize, Modifiers)> = None;
    // "Deputy" is a title of its own and a modifier of the next word: the reading that takes more words wins, and with as many
    // the one with fewer modifiers ("vice admiral").
    while let Some(rest) = words.get(skipped..).filter(|rest| !rest.is_empty()) {
        if let Some((count, _)) = TITLES.longest(rest, buffer)
            && best.is_none_or(|(start, taken, _)| start + taken < skipped + count)
        {
            best = Some((skipped, count, seen));
        }
        let Some((found, true)) = rest.first().and_then(|word| modifier(word.as_ref())) else {
            break;
        };
        seen = seen.with(found);
        skipped += 1;
    }
    let (start, count, mut modifiers) = best?;
    TITLES.longest(words.get(start..)?, buffer)?;
    let mut taken = start + count;
    if let Some((found, false)) = words.get(taken).and_then(|word| modifier(word.as_ref())) {
        modifiers = modifiers.with(found);
        taken += 1;
    }
    Some((taken, Readings { rows: Some(TITLES.find(buffer)), modifiers }))
}

/// How two titles stand to each other. The order is from the nearest to the farthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficeRelation {
    /// One office of one rank: premier and prime minister.
    Same,
    /// One of the two is a more general word for the other: minister and foreign minister.
    Broader,
    /// One office at another rank: minister and deputy minister.
    RankDiffers,
    /// Two offices.
    Different,
}

/// How two readings stand to each other; what they say of the time (former, acting) is left out.
#[must_use]
pub fn same_office(a: &TitleRef, b: &TitleRef) -> OfficeRelation {
    let near = if a.office == b.office {
        OfficeRelation::Same
    } else if a.is_a(b.office) || b.is_a(a.office) {
        OfficeRelation::Broader
    } else {
        return OfficeRelation::Different;
    };
    if a.modifiers.rank() == b.modifiers.rank() { near } else { OfficeRelation::RankDiffers }
}

#[cfg(test)]
mod tests;
