//! Phrases that news writers use for one another, and false friends of machine translation.
//!
//! Sources: `paraphrases.tsv` and `falsefriends.tsv`, written by hand; `tools/packs/build_phrases.py`
//! packs them into `phrases.bin`.

use std::sync::Arc;

use super::bytes::{Hash, StringTable, row, section};
use super::morph::Entry;
use super::pack::{Pos, PosSet, text};
use super::{american_spelling, lemmas};
use crate::knowledge::memo::Memo;
use crate::text::hash;

static PACK: &[u8] = truecopy_data::packs::PHRASES;
static PHRASES: StringTable =
    StringTable { blob: section(PACK, 0), offsets: section(PACK, 1), slots: section(PACK, 2), width: 3 };
static LONGEST: &[u8] = section(PACK, 3);
static GROUP_AT: &[u8] = section(PACK, 4);
static GROUPS: &[u8] = section(PACK, 5);
static FRIENDS: StringTable =
    StringTable { blob: section(PACK, 8), offsets: section(PACK, 9), slots: section(PACK, 10), width: 3 };
static CELLS: StringTable = StringTable { blob: section(PACK, 11), offsets: section(PACK, 12), slots: &[], width: 3 };
/// One bit for the first two words of each phrase of two words or more.
static PAIRS: &[u8] = section(PACK, 13);
/// One bit for each phrase.
static WHOLE: &[u8] = section(PACK, 14);

/// Whether a set of bits, a power of two of them, has the bit of a hash.
fn has_bit(bits: &[u8], hash: Hash) -> bool {
    let at = hash.mixed();
    bits.get(at >> 3 & (bits.len() - 1)).is_some_and(|byte| byte & 1 << (at & 7) != 0)
}

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
    /// A bit for each group by the low bits of its number: lists that share none share no group.
    bits: u64,
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
        let may = self.bits & other.bits != 0;
        may.then(|| self.iter().find(|g| other.iter().any(|o| o == *g)))?
    }

    fn add(&mut self, id: GroupId) {
        if self.iter().all(|g| g != id)
            && let Some(free) = self.ids.get_mut(usize::from(self.len))
        {
            *free = id;
            self.len += 1;
            self.bits |= 1 << (id.0 & 63);
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

/// What the tables of this file need to know of a word, wherever in a phrase it stands; looked up once for many phrases.
pub struct Part {
    /// Length in words of the longest paraphrase that starts with this word or its verb or noun base; 0 when none does.
    pub longest: usize,
    /// The groups of the word by itself.
    pub groups: Groups,
    /// Its American spelling, where that differs.
    american: Option<&'static str>,
    /// Its bases as a verb and as a noun, each with its American spelling where that differs.
    verbs: Bases,
    nouns: Bases,
    /// Hashes of every form that a phrase in which it is the first word may begin with, and of the space behind.
    firsts: Vec<Hash>,
    /// Other forms that it may stand in when it is the second.
    seconds: Vec<&'static str>,
}

type Bases = Vec<(&'static str, Option<&'static str>)>;

impl Part {
    /// A lowercase word, as this thread remembers it or looked up anew.
    pub fn of(word: &str) -> Arc<Self> {
        thread_local! {
            static PARTS: Memo<Arc<Part>> = const { Memo::new(1024) };
        }
        PARTS.with(|memo| memo.get_by(hash(word), || Arc::new(Self::look_up(word))))
    }

    fn look_up(word: &str) -> Self {
        let (verb, noun) = (lemmas(word, Pos::Verb), lemmas(word, Pos::Noun));
        let american = Entry::new(word, PosSet::ALL).american().map(text);
        let bases = |entry: &Entry| -> Bases {
            let texts = entry.readings().iter().map(|r| r.text);
            texts.map(|base| (base, Some(american_spelling(base)).filter(|a| *a != base))).collect()
        };
        let spelled = |entry: &Entry| -> Vec<&'static str> {
            let both = entry.readings().iter().flat_map(|r| [r.text, text(r.spelling)]);
            american.into_iter().chain(both).filter(|form| *form != word).collect()
        };
        let mut part = Self {
            longest: 0,
            groups: Groups::default(),
            american,
            verbs: bases(&verb),
            nouns: bases(&noun),
            firsts: Vec::new(),
            seconds: spelled(&noun),
        };
        let firsts = spelled(&verb);
        part.firsts = std::iter::once(word).chain(firsts).map(|form| Hash::NEW.and(form.bytes()).and([b' '])).collect();
        let all = part.verbs.iter().chain(&part.nouns).map(|(base, _)| *base);
        let longest = all.chain([word]).filter_map(|w| LONGEST.get(PHRASES.find(w.bytes())?).copied()).max();
        part.longest = longest.map_or(0, usize::from);
        if part.longest > 0 {
            part.groups = groups_of(&[word], &[&part]);
        }
        part
    }
}

/// Whether a phrase of two words or more may start with a word and this lowercase one after it; seldom yes where none does, never no where
/// one does.
pub fn may_start(first: &Part, second: &str, part: &Part) -> bool {
    let follows = |first: Hash, second: &str| has_bit(PAIRS, first.and(second.bytes()));
    first
        .firsts
        .iter()
        .any(|first| follows(*first, second) || part.seconds.iter().any(|second| follows(*first, second)))
}

/// Which phrases that begin with a word may be in the table, word by word; seldom one that is not, never none where one is.
pub struct Walk {
    /// Hashes of what was read, with the first word as it stands and in its bases as a verb.
    read: [Hash; 4],
    forms: usize,
    /// Whether a word has another American spelling, or the first one more bases than have a place: then nothing can be told.
    unclear: bool,
}

impl Walk {
    /// A walk from its first word.
    pub fn from(word: &str, part: &Part) -> Self {
        let forms = std::iter::once(word).chain(part.verbs.iter().map(|(base, _)| *base));
        let mut read = [Hash::NEW; 4];
        for (hash, form) in read.iter_mut().zip(forms) {
            *hash = Hash::NEW.and(form.bytes());
        }
        let forms = 1 + part.verbs.len();
        Self { read, forms, unclear: part.is_british() || forms > read.len() }
    }

    /// Goes on with a further word: whether the words up to it may be a phrase of the table.
    pub fn next(&mut self, word: &str, part: &Part) -> bool {
        self.unclear |= part.is_british();
        let as_noun = |hash: Hash| part.nouns.iter().any(|(base, _)| has_bit(WHOLE, hash.and(base.bytes())));
        let mut may = self.unclear;
        for (i, hash) in self.read.iter_mut().take(self.forms).enumerate() {
            let behind = hash.and([b' ']);
            *hash = behind.and(word.bytes());
            // A base is put in the place of the first word or of the last, not of both.
            may |= has_bit(WHOLE, *hash) || i == 0 && as_noun(behind);
        }
        may
    }
}

impl Part {
    fn is_british(&self) -> bool {
        self.american.is_some() || self.verbs.iter().chain(&self.nouns).any(|(_, american)| american.is_some())
    }
}

/// The groups of a phrase given as lowercase words: as it stands, with the first word as a verb or the last as a
/// noun brought to its base form.
pub fn phrase_groups(words: &[&str]) -> Groups {
    let parts: Vec<Arc<Part>> = words.iter().map(|w| Part::of(w)).collect();
    groups_of(words, &parts.iter().map(|p| &**p).collect::<Vec<_>>())
}

/// As [`phrase_groups`], for words looked up before; `parts` has one for each word.
pub fn groups_of(words: &[&str], parts: &[&Part]) -> Groups {
    let mut groups = Groups::default();
    let (Some((&first, rest)), Some((_, head))) = (words.split_first(), words.split_last()) else {
        return groups;
    };
    let (Some(verb), Some(noun)) = (parts.first(), parts.last()) else { return groups };
    let british = |parts: &[&Part]| parts.iter().any(|p| p.american.is_some());
    if let Some(phrase) = find(&[first], rest, &[], british(parts)) {
        groups.add_all(phrase, |_| true);
    }
    for &(base, american) in &verb.verbs {
        let british = american.is_some() || british(parts.get(1..).unwrap_or_default());
        if let Some(phrase) = find(&[base], rest, &[], british) {
            groups.add_all(phrase, |kind| kind == PhraseKind::Verb);
        }
    }
    for &(base, american) in &noun.nouns {
        let british = american.is_some() || british(parts.get(..parts.len() - 1).unwrap_or_default());
        if let Some(phrase) = find(&[], head, &[base], british) {
            groups.add_all(phrase, |kind| kind == PhraseKind::Noun);
        }
    }
    groups
}

/// A group in which both phrases stand: they are news paraphrases of each other.
pub fn paraphrase(a: &[&str], b: &[&str]) -> Option<GroupId> {
    phrase_groups(a).shared(&phrase_groups(b))
}

/// The phrase as it stands, or in American spelling, which is the table's, where one of the words has another.
fn find(first: &[&str], middle: &[&str], last: &[&str], british: bool) -> Option<usize> {
    let words = || first.iter().chain(middle).chain(last).copied();
    let hash = hash_of(words());
    let found = if has_bit(WHOLE, hash) { PHRASES.find_words(hash, words()) } else { None };
    found.or_else(|| {
        let words = || words().map(american_spelling);
        british.then(|| PHRASES.find_words(hash_of(words()), words()))?
    })
}

/// The hash of words with one space between them.
fn hash_of<'a>(words: impl Iterator<Item = &'a str>) -> Hash {
    let mut hash = Hash::NEW;
    for (i, word) in words.enumerate() {
        hash = if i > 0 { hash.and([b' ']) } else { hash }.and(word.bytes());
    }
    hash
}

impl StringTable {
    /// Index of the string of these words with one space between them, given with their hash.
    fn find_words<'a>(&self, hash: Hash, words: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
        self.find_hashed(hash, |bytes| {
            let mut rest = bytes;
            for (i, word) in words.clone().enumerate() {
                let after = if i > 0 { rest.strip_prefix(b" ") } else { Some(rest) };
                let Some(after) = after.and_then(|rest| rest.strip_prefix(word.as_bytes())) else { return false };
                rest = after;
            }
            rest.is_empty()
        })
    }
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

/// The entry of a lowercase phrase, given as its words, in the table of false friends; the first word may be an inflected verb or noun
/// ("zones of influence"), the last an inflected noun.
pub fn false_friend(words: &[&str]) -> Option<FalseFriend> {
    let (&first, rest) = words.split_first()?;
    let (&last, head) = words.split_last()?;
    let friend_of = |words: &mut dyn Iterator<Item = &str>| {
        let words: Vec<&str> = words.collect();
        FRIENDS.find_words(hash_of(words.iter().copied()), words.iter().copied())
    };
    let exactly = || friend_of(&mut words.iter().copied());
    let by_first = || {
        let bases = Entry::new(first, PosSet::of(Pos::Noun).with(Pos::Verb));
        let bases = bases.readings().iter().map(|r| r.text).filter(|base| *base != first);
        bases.filter_map(|base| friend_of(&mut [base].iter().chain(rest).copied())).next()
    };
    let by_last = || {
        let bases = lemmas(last, Pos::Noun);
        let bases = bases.readings().iter().map(|r| r.text).filter(|base| *base != last);
        bases.filter_map(|base| friend_of(&mut head.iter().chain(&[base]).copied())).next()
    };
    exactly().or_else(by_first).or_else(by_last).map(friend)
}

/// All false friends, in byte order.
pub fn false_friends() -> impl Iterator<Item = FalseFriend> {
    (0..FRIENDS.len()).map(friend)
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
        for row in rows(truecopy_data::tables::PARAPHRASES) {
            let [_, first, rest @ ..] = row.as_slice() else { panic!("{row:?}") };
            for other in rest {
                assert!(
                    same(&first.to_lowercase(), &other.to_lowercase()),
                    "{first} = {other}: run tools/packs/build_phrases.py"
                );
            }
        }
        for row in rows(truecopy_data::tables::FALSEFRIENDS) {
            let [wrong, meant, languages, note] = row.as_slice() else { panic!("{row:?}") };
            for wrong in wrong.split(", ") {
                let friend = false_friend(&wrong.split(' ').collect::<Vec<_>>()).unwrap();
                assert_eq!((friend.meant, friend.languages, friend.note), (*meant, *languages, *note), "{wrong}");
            }
        }
    }

    #[test]
    fn no_phrase_of_the_table_is_passed_over() {
        let may = |first: &str, second: &str| may_start(&Part::of(first), second, &Part::of(second));
        for row in rows(truecopy_data::tables::PARAPHRASES) {
            for phrase in row.iter().skip(1).map(|p| p.to_lowercase().replace('’', "'")) {
                if let [first, second, ..] = *phrase.split(' ').collect::<Vec<_>>() {
                    assert!(may(first, second), "{phrase}: run tools/packs/build_phrases.py");
                }
            }
        }
        assert!(may("called", "off") && may("defence", "ministers"));
        assert!(!may("the", "yacht"));
    }

    #[test]
    fn a_walk_stops_at_every_phrase_of_the_table() {
        for row in rows(truecopy_data::tables::PARAPHRASES) {
            for phrase in row.iter().skip(1).map(|p| p.to_lowercase().replace('’', "'")) {
                let words: Vec<&str> = phrase.split(' ').collect();
                let parts: Vec<Arc<Part>> = words.iter().map(|word| Part::of(word)).collect();
                let mut walk = Walk::from(words[0], &parts[0]);
                let last = (1..words.len()).map(|at| walk.next(words[at], &parts[at])).last();
                assert!(last != Some(false), "{phrase}");
            }
        }
        let may = |first: &str, second: &str| Walk::from(first, &Part::of(first)).next(second, &Part::of(second));
        assert!(may("called", "off"));
        let others = ["yacht", "mackerel", "harbour", "window", "ferry", "tunnel", "orchard"];
        let wrong: Vec<&&str> = others.iter().filter(|second| may("called", second)).collect();
        assert!(wrong.len() < 3, "{wrong:?}");
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
        assert!(Part::of("called").longest >= 2 && Part::of("xyzzy").longest == 0);
        assert!(phrase_groups(&[]).is_empty());
    }

    #[test]
    fn false_friends_name_what_was_meant() {
        let friend = false_friend(&["gun", "control"]).unwrap();
        assert_eq!(friend.meanings().next(), Some("arms control"));
        assert!(false_friend(&["assisted"]).is_some() && false_friend(&["zones", "of", "influence"]).is_some());
        assert!(false_friend(&["zone", "of", "influence"]).is_some_and(|f| f.meant == "sphere of influence"));
        assert!(false_friend(&["table"]).is_none() && false_friend(&[]).is_none());
    }
}
