//! Names of persons: the gender of first names, spellings of one name in other scripts' transliterations, nicknames.

use std::sync::{Arc, LazyLock};

use super::memo::Memo;
use super::table::Table;
use super::titles::Gender;
use crate::text::{hash, pair};

static FIRST: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::FIRST_NAMES));
static VARIANTS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::NAME_VARIANTS));
static NICKNAMES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::NICKNAMES));

/// The gender that a folded first name fixes; `None` when it goes with either or is not in the table.
/// A double name ("jean-claude", "anne-marie") goes by its first part when the whole is not listed.
#[must_use]
pub fn gender(first_name: &str) -> Option<Gender> {
    let mark = |name: &str| FIRST.first(name).map(|row| row.col(1));
    if let Some(found) = mark(first_name) {
        return Gender::from_mark(found);
    }
    let (first, second) = first_name.split_once('-')?;
    match mark(first) {
        Some("e") => mark(second).and_then(Gender::from_mark),
        Some(found) => Gender::from_mark(found),
        None => None,
    }
}

/// Whether the folded word is a first name of the table.
#[must_use]
pub fn is_first_name(word: &str) -> bool {
    FIRST.first(word).is_some()
}

/// The full names that a folded short form stands for: "bill" gives "william".
pub fn full_names(nickname: &str) -> impl Iterator<Item = &'static str> + Clone {
    NICKNAMES.find(nickname).map(|row| row.col(1))
}

/// How two folded name words stand to each other. The order is from the nearest to the farthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameRelation {
    /// Written the same.
    Same,
    /// Spellings of one name: Dmitry and Dmitri, Gaddafi and Qaddafi.
    Spelling,
    /// One is a short form of the other: Joe and Joseph.
    Nickname,
    /// Two names.
    Different,
}

/// What spellings of one foreign name share, as this thread remembers it or looked up anew; see [`transliteration_key`].
pub(super) fn sounds(word: &str) -> Arc<str> {
    thread_local! {
        static SOUNDS: Memo<Arc<str>> = const { Memo::new(256) };
    }
    SOUNDS.with(|memo| memo.get_by(hash(word), || transliteration_key(word).into()))
}

/// How two folded name words (given names or surnames) stand to each other.
#[must_use]
pub fn compare(a: &str, b: &str) -> NameRelation {
    if a == b {
        return NameRelation::Same;
    }
    if spelling_group(a) == spelling_group(b) || sounds(a) == sounds(b) {
        return NameRelation::Spelling;
    }
    let short = |short: &str, full: &str| {
        full_names(short).any(|name| name == full || spelling_group(name) == spelling_group(full))
    };
    let shared = || full_names(a).any(|left| full_names(b).any(|right| left == right));
    if short(a, b) || short(b, a) || shared() { NameRelation::Nickname } else { NameRelation::Different }
}

/// Keys of a folded name word: two words of which [`compare`] says that they are no two names share one at least.
pub fn kin_keys(word: &str) -> impl Iterator<Item = u64> {
    let groups = full_names(word).map(|full| hash(spelling_group(full))).chain([hash(spelling_group(word))]);
    groups.chain([pair(hash(&sounds(word)), 1)])
}

/// The first spelling of the group to which a folded name belongs; the name itself when it is in no group.
#[must_use]
pub fn spelling_group(name: &str) -> &str {
    VARIANTS.first(name).map_or(name, |row| row.col(1))
}

/// Spellings that sound alike and come from other scripts, longest first: what is replaced, by what.
const SOUNDS: [(&str, &str); 34] = [
    ("shch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("dzh", "j"),
    ("iya", "ia"),
    ("iia", "ia"),
    ("yya", "ia"),
    ("ph", "f"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("zh", "z"),
    ("sh", "s"),
    ("ch", "c"),
    ("cz", "c"),
    ("ck", "k"),
    ("cs", "ks"),
    ("dj", "j"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ei", "ai"),
    ("ey", "ai"),
    ("ay", "ai"),
    ("ij", "i"),
    ("iu", "u"),
    ("yu", "u"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("c", "k"),
];

/// [`SOUNDS`] by the letter that they begin with, in their order.
static BY_LETTER: LazyLock<[Vec<(&str, &str)>; 26]> = LazyLock::new(|| {
    let letter = |i: usize| move |(from, _): &(&str, &str)| from.as_bytes().first() == Some(&(b'a' + i as u8));
    std::array::from_fn(|i| SOUNDS.into_iter().filter(letter(i)).collect())
});

/// A key that spellings of one foreign name share, and different names seldom do: Dmitry and Dmitriy, Yusuf and Youssef,
/// Zelensky and Zelenskyy. `name` is one folded word; the key is good for comparing only, not for showing.
///
/// Vowels are folded together (o with u, e with a) in names of five letters or more: in short ones they tell names apart.
#[must_use]
pub fn transliteration_key(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let long = plain.chars().count() >= 5;
    let mut rest = plain.as_str();
    // Serbian and Croatian names end in a soft c: Milosevic, Miloshevich.
    let soft = rest.strip_suffix("ic");
    rest = soft.unwrap_or(rest);
    // Smirnoff and Smirnov.
    let hard = rest.strip_suffix("ff").filter(|_| long);
    rest = hard.unwrap_or(rest);
    let mut key = String::with_capacity(plain.len() + 2);
    while let Some(c) = rest.chars().next() {
        let sounds = if c.is_ascii_lowercase() { &*BY_LETTER[c as usize - 'a' as usize] } else { &[] };
        if let Some((from, to)) = sounds.iter().find(|(from, _)| rest.starts_with(from)) {
            key.push_str(to);
            rest = rest.get(from.len()..).unwrap_or("");
        } else {
            key.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    key.push_str(if soft.is_some() { "ic" } else { "" });
    key.push_str(if hard.is_some() { "v" } else { "" });
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        let c = match c {
            'o' if long => 'u',
            'e' if long => 'a',
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    // Aleksandr and Alexander; Haniya and Haniyeh.
    if out.ends_with("dr") {
        out.truncate(out.len() - 1);
        out.push_str("ar");
    }
    if long && (out.ends_with("ah") || out.ends_with("uh")) {
        out.truncate(out.len() - 1);
    }
    out
}

#[cfg(test)]
mod tests;
