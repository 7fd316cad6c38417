//! Phrases that news writers use for one another, and false friends of machine translation.
//!
//! Sources: `data/paraphrases.tsv` and `data/falsefriends.tsv`, written by hand; `tools/packs/build_phrases.py`
//! packs them into `data/phrases.bin`.

use super::super::memo::Memo;
use super::bytes::{StringTable, hash, row, section};
use super::{Entry, Pos, PosSet, american_spelling, lemmas, text};

static PACK: &[u8] = include_bytes!("../data/phrases.bin");
static PHRASES: StringTable =
    StringTable { blob: section(PACK, 0), offsets: section(PACK, 1), slots: section(PACK, 2), width: 3 };
static LONGEST: &[u8] = section(PACK, 3);
static GROUP_AT: &[u8] = section(PACK, 4);
static GROUPS: &[u8] = section(PACK, 5);
static MEMBER_AT: &[u8] = section(PACK, 6);
static MEMBERS: &[u8] = section(PACK, 7);
static FRIENDS: StringTable =
    StringTable { blob: section(PACK, 8), offsets: section(PACK, 9), slots: section(PACK, 10), width: 3 };
static CELLS: StringTable = StringTable { blob: section(PACK, 11), offsets: section(PACK, 12), slots: &[], width: 3 };
/// One bit for the first two words of each phrase of two words or more.
static PAIRS: &[u8] = section(PACK, 13);

/// A group of phrases that say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

/// What kind of phrases a group holds, which says how they inflect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PhraseKind {
    /// Fixed wording.
    Fixed = 0,
    /// Noun phrases: the last word takes the plural.
    Noun = 1,
    /// Verb phrases: the first word is a verb in any form.
    Verb = 2,
}

const MOST_GROUPS: usize = 12;

/// The groups one phrase belongs to; at most twelve.
#[derive(Clone, Copy, Debug, Default)]
pub struct Groups {
    ids: [GroupId; MOST_GROUPS],
    len: u8,
}

impl Groups {
    /// The groups.
    pub fn iter(&self) -> impl Iterator<Item = GroupId> {
        self.ids.iter().copied().take(usize::from(self.len))
    }

    /// Whether the phrase is in no group.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A group in both lists.
    pub fn shared(&self, other: &Self) -> Option<GroupId> {
        self.iter().find(|g| other.iter().any(|o| o == *g))
    }

    fn add(&mut self, id: GroupId) {
        if self.iter().all(|g| g != id)
            && let Some(free) = self.ids.get_mut(usize::from(self.len))
        {
            *free = id;
            self.len += 1;
        }
    }

    fn add_all(&mut self, phrase: usize, allowed: impl Fn(PhraseKind) -> bool) {
        for packed in row(GROUP_AT, GROUPS, phrase) {
            let kind = match packed >> 24 {
                1 => PhraseKind::Noun,
                2 => PhraseKind::Verb,
                _ => PhraseKind::Fixed,
            };
            if allowed(kind) {
                self.add(GroupId(packed & 0x00FF_FFFF));
            }
        }
    }
}

/// What the table has for a word at the beginning of a phrase.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start {
    /// Length in words of the longest phrase that starts with this word or its verb or noun base; 0 when none does.
    pub longest: usize,
    /// The groups of the word by itself.
    pub groups: Groups,
}

/// What starts with a lowercase word.
pub fn start(first: &str) -> Start {
    thread_local! {
        static STARTS: Memo<Start> = const { Memo::new(1024) };
    }
    STARTS.with(|memo| {
        memo.get(first, || {
            let longest = phrase_starts(first);
            let groups = if longest == 0 { Groups::default() } else { phrase_groups(&[first]) };
            Start { longest, groups }
        })
    })
}

/// Whether a phrase of two words or more may start with these two lowercase words; seldom yes where none does, never no where one does.
pub fn may_start(first: &str, second: &str) -> bool {
    let seconds = lemmas(second, Pos::Noun);
    let may = |first: &str| {
        let follows = |second: &str| {
            let at = hash(first.bytes().chain([b' ']).chain(second.bytes()));
            PAIRS.get(at >> 3 & (PAIRS.len() - 1)).is_some_and(|byte| byte & 1 << (at & 7) != 0)
        };
        follows(second)
            || seconds.readings().iter().any(|r| follows(text(r.id)) || r.spelling != r.id && follows(text(r.spelling)))
            || {
                let american = american_spelling(second);
                american != second && follows(american)
            }
    };
    let american = american_spelling(first);
    may(first)
        || american != first && may(american)
        || lemmas(first, Pos::Verb)
            .readings()
            .iter()
            .any(|r| text(r.id) != first && may(text(r.id)) || r.spelling != r.id && may(text(r.spelling)))
}

/// Length in words of the longest phrase that starts with this lowercase word or its verb or noun base; 0 when none does.
fn phrase_starts(first: &str) -> usize {
    let entry = Entry::new(first, PosSet::of(Pos::Noun).with(Pos::Verb));
    std::iter::once(first)
        .chain(entry.readings().iter().map(|r| text(r.id)))
        .filter_map(|w| LONGEST.get(PHRASES.find(w.bytes())?).copied())
        .max()
        .map_or(0, usize::from)
}

/// The groups of a phrase given as lowercase words: as it stands, with the first word as a verb or the last as a
/// noun brought to its base form.
pub fn phrase_groups(words: &[&str]) -> Groups {
    let mut groups = Groups::default();
    let (Some((&first, rest)), Some((&last, head))) = (words.split_first(), words.split_last()) else {
        return groups;
    };
    if let Some(phrase) = find(words.iter().copied()) {
        groups.add_all(phrase, |_| true);
    }
    for reading in lemmas(first, Pos::Verb).readings() {
        if let Some(phrase) = find(std::iter::once(text(reading.id)).chain(rest.iter().copied())) {
            groups.add_all(phrase, |kind| kind == PhraseKind::Verb);
        }
    }
    for reading in lemmas(last, Pos::Noun).readings() {
        if let Some(phrase) = find(head.iter().copied().chain(std::iter::once(text(reading.id)))) {
            groups.add_all(phrase, |kind| kind == PhraseKind::Noun);
        }
    }
    groups
}

/// A group in which both phrases stand: they are news paraphrases of each other.
pub fn paraphrase(a: &[&str], b: &[&str]) -> Option<GroupId> {
    phrase_groups(a).shared(&phrase_groups(b))
}

/// The phrases of a group, in base form.
pub fn members(group: GroupId) -> impl Iterator<Item = &'static str> {
    row(MEMBER_AT, MEMBERS, group.0 as usize).map(|p| PHRASES.get(p as usize))
}

/// The phrase as it stands, or in American spelling, which is the table's.
fn find<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
    exactly(words.clone()).or_else(|| {
        let british = words.clone().any(|w| american_spelling(w) != w);
        british.then(|| exactly(words.map(american_spelling)))?
    })
}

fn exactly<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
    PHRASES.find(words.enumerate().flat_map(|(i, w)| (i > 0).then_some(b' ').into_iter().chain(w.bytes())))
}

/// A word or phrase that a translator takes over from another language, where English means something else by it or
/// has another fixed expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FalseFriend {
    /// The suspicious word or phrase, lowercase.
    pub wrong: &'static str,
    /// What was likely meant, alternatives separated by ", ".
    pub meant: &'static str,
    /// Languages it comes from: two-letter codes separated by ", ".
    pub languages: &'static str,
    /// How the slip comes about.
    pub note: &'static str,
}

impl FalseFriend {
    /// The likely meanings one by one.
    pub fn meanings(self) -> impl Iterator<Item = &'static str> {
        self.meant.split(", ")
    }
}

/// The entry of a lowercase word or phrase (words separated by one space) in the table of false friends; the first
/// word may be an inflected verb or noun ("zones of influence"), the last an inflected noun.
pub fn false_friend(phrase: &str) -> Option<FalseFriend> {
    let at = |head: &str, word: &str, tail: &str| FRIENDS.find(head.bytes().chain(word.bytes()).chain(tail.bytes()));
    let first = phrase.split(' ').next().unwrap_or(phrase);
    let last = phrase.rsplit(' ').next().unwrap_or(phrase);
    let after = phrase.get(first.len()..).unwrap_or_default();
    let before = phrase.get(..phrase.len() - last.len()).unwrap_or_default();
    let bases = Entry::new(first, PosSet::of(Pos::Noun).with(Pos::Verb));
    at("", phrase, "")
        .or_else(|| bases.readings().iter().find_map(|r| at("", text(r.id), after)))
        .or_else(|| lemmas(last, Pos::Noun).readings().iter().find_map(|r| at(before, text(r.id), "")))
        .map(friend)
}

/// All false friends, in byte order.
pub fn false_friends() -> impl Iterator<Item = FalseFriend> {
    (0..FRIENDS.len()).map(friend)
}

/// Pairs of (term of art, calque): multiword false friends with each expression that English uses.
pub fn calques() -> impl Iterator<Item = (&'static str, &'static str)> {
    false_friends().filter(|f| f.wrong.contains(' ')).flat_map(|f| f.meanings().map(move |m| (m, f.wrong)))
}

fn friend(index: usize) -> FalseFriend {
    FalseFriend {
        wrong: FRIENDS.get(index),
        meant: CELLS.get(index * 3),
        languages: CELLS.get(index * 3 + 1),
        note: CELLS.get(index * 3 + 2),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
        table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
    }

    fn same(a: &str, b: &str) -> bool {
        let words = |s: &'static str| s.split(' ').collect::<Vec<_>>();
        let (a, b): (&'static str, &'static str) = (a.to_owned().leak(), b.to_owned().leak());
        paraphrase(&words(a), &words(b)).is_some()
    }

    #[test]
    fn every_row_of_the_table_is_in_the_pack() {
        for row in rows(include_str!("../data/paraphrases.tsv")) {
            let [_, first, rest @ ..] = row.as_slice() else { panic!("{row:?}") };
            for other in rest {
                assert!(
                    same(&first.to_lowercase(), &other.to_lowercase()),
                    "{first} = {other}: run tools/packs/build_phrases.py"
                );
            }
        }
        for row in rows(include_str!("../data/falsefriends.tsv")) {
            let [wrong, meant, languages, note] = row.as_slice() else { panic!("{row:?}") };
            for wrong in wrong.split(", ") {
                let friend = false_friend(wrong).unwrap();
                assert_eq!((friend.meant, friend.languages, friend.note), (*meant, *languages, *note), "{wrong}");
            }
        }
    }

    #[test]
    fn no_phrase_of_the_table_is_passed_over() {
        for row in rows(include_str!("../data/paraphrases.tsv")) {
            for phrase in row.iter().skip(1).map(|p| p.to_lowercase().replace('’', "'")) {
                if let [first, second, ..] = *phrase.split(' ').collect::<Vec<_>>() {
                    assert!(may_start(first, second), "{phrase}: run tools/packs/build_phrases.py");
                }
            }
        }
        assert!(may_start("called", "off") && may_start("defence", "ministers"));
        assert!(!may_start("the", "yacht"));
    }

    #[test]
    fn wordings_a_desk_takes_for_the_same() {
        for (a, b) in [
            ("news conference", "press conferences"),
            ("as far back as", "as early as"),
            ("called off", "cancelled"),
            ("said", "told"),
            ("stated", "added"),
            ("percent", "%"),
            ("is willing to", "is ready to"),
            ("takes part in", "participated in"),
            ("police", "officers"),
            ("defence minister", "minister of defense"),
            ("film", "movies"),
            ("was scheduled to", "is due to"),
        ] {
            assert!(same(a, b), "{a} = {b}");
        }
        assert!(!same("win", "lose") && !same("north", "south"));
        assert!(start("called").longest >= 2 && start("xyzzy").longest == 0);
        assert!(phrase_groups(&[]).is_empty());
    }

    #[test]
    fn false_friends_name_what_was_meant() {
        let friend = false_friend("gun control").unwrap();
        assert_eq!(friend.meanings().next(), Some("arms control"));
        assert!(false_friend("assisted").is_some() && false_friend("zones of influence").is_some());
        assert!(false_friend("zone of influence").is_some_and(|f| f.meant == "sphere of influence"));
        assert!(calques().any(|pair| pair == ("sphere of influence", "zone of influence")));
        assert!(false_friend("table").is_none() && false_friend("").is_none());
    }
}
