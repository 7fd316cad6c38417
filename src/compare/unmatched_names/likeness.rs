//! Whether two names of two stories can be one.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use crate::analyse::names::{is_org_head, is_place_head};
use crate::analyse::{Analysis, NameKind, NameMark};
use crate::knowledge::names::{self, NameRelation};
use crate::knowledge::places::{PlaceRef, Relation, same_place};
use crate::knowledge::word::Word;
use crate::knowledge::{key, lexicon, orgs, places};
use crate::text::{KeyMap, Keys, hash, pair};

/// How alike two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// One name in an accepted form.
    Same,
    /// Letters so alike that one is a misspelling of the other.
    Misspelt,
    /// Alike enough to be one foreign name in two scripts.
    Sounding,
    /// Two names.
    Different,
}

/// How alike names of the rewrite and of the wires are, as far as somebody asked. Names that are written alike are asked for once.
#[derive(Default)]
pub struct Likenesses {
    pairs: RefCell<KeyMap<Likeness>>,
    anywhere: RefCell<KeyMap<bool>>,
    by_word: OnceCell<Vec<ByWord>>,
    by_kin: OnceCell<ByWord>,
    forms: OnceCell<Vec<Forms>>,
}

/// Which full names of persons have a word, by a key of the word.
type ByWord = KeyMap<Vec<usize>>;

/// So many ways of writing full names with one word are looked at. No story has as many.
const MOST_WITH_WORD: usize = 256;

/// The full names of persons in a story by keys of their words, each way of writing once and in text order. A "Jr." behind it is part of that.
fn by_word<K: IntoIterator<Item = u64>>(a: &Analysis, keys: impl Fn(usize) -> K) -> ByWord {
    let mut out = ByWord::default();
    let mut seen = Keys::default();
    for (n, mark) in a.names.iter().enumerate().filter(|(_, m)| full_person(m)) {
        if !seen.insert(pair(mark.key, a.tokens.get(mark.tokens.end).map_or(0, |t| t.hash))) {
            continue;
        }
        for key in mark.tokens.clone().flat_map(&keys) {
            let with: &mut Vec<usize> = out.entry(key).or_default();
            if with.last() != Some(&n) && with.len() < MOST_WITH_WORD {
                with.push(n);
            }
        }
    }
    out
}

impl Likenesses {
    /// A long text has more pairs of names than are worth keeping.
    const MOST: usize = 65_536;

    /// How alike name `n` of the rewrite and name `m` of one of its wires are.
    pub fn of(&self, rewrite: &Analysis, n: usize, wire: &Analysis, m: usize) -> Likeness {
        let key = pair(rewrite.names[n].key, wire.names[m].key);
        if let Some(found) = self.pairs.borrow().get(&key) {
            return *found;
        }
        let found = compare(rewrite, n, wire, m);
        let mut kept = self.pairs.borrow_mut();
        if kept.len() < Self::MOST {
            kept.insert(key, found);
        }
        found
    }
}

impl Likenesses {
    /// The full names of persons in a wire that have the word with this hash.
    pub(super) fn with_word(&self, wires: &[Analysis], take: usize, hash: u64) -> &[usize] {
        let of = |w: &Analysis| by_word(w, |i| [w.tokens[i].hash]);
        let takes = self.by_word.get_or_init(|| wires.iter().map(of).collect());
        takes.get(take).and_then(|with| with.get(&hash)).map_or(&[], Vec::as_slice)
    }

    /// The full names of persons in the rewrite that have a word which may be a form of this one, some of them several times.
    pub(super) fn akin<'s>(&'s self, rewrite: &'s Analysis, word: &'s str) -> impl Iterator<Item = usize> + 's {
        let with = self.by_kin.get_or_init(|| by_word(rewrite, |i| names::kin_keys(rewrite.fold(i))));
        names::kin_keys(word).filter_map(|key| with.get(&key)).flatten().copied()
    }

    /// Whether the wires have a name of the rewrite anywhere, in any form. A country that is named somewhere does not match its town.
    pub(super) fn anywhere(&self, rewrite: &Analysis, n: usize, wires: &[Analysis]) -> bool {
        let mark = &rewrite.names[n];
        if let Some(found) = self.anywhere.borrow().get(&mark.key) {
            return *found;
        }
        let forms = self.forms.get_or_init(|| wires.iter().map(Forms::of).collect());
        let found = wires.iter().zip(forms).any(|(wire, forms)| {
            let word_in = |i: usize| {
                let t = &rewrite.tokens[i];
                forms.words.contains(&t.hash) || forms.lemmas.contains(&t.lemma)
            };
            has_by(rewrite, mark, wire, 0..wire.tokens.len(), &|_| true, &word_in)
                || mark.place.is_none()
                    && forms.of_name(rewrite, n, wire).any(|m| self.of(rewrite, n, wire, m) == Likeness::Same)
        });
        self.anywhere.borrow_mut().insert(mark.key, found);
        found
    }
}

/// What finds the names of a wire that may be one with a name of the rewrite, without a look at all of them.
struct Forms {
    /// The words of the wire, and their lemmas.
    words: Keys,
    lemmas: Keys,
    /// The names by keys of their words, and of all their words written as one.
    by_key: KeyMap<Vec<usize>>,
    /// Names that may stand for others without a word of theirs: initials, bodies, parliaments.
    others: Vec<usize>,
}

/// Makes another key of one that stands for the first name in a full name of a person.
const FIRST_NAME: u64 = 3;

impl Forms {
    fn of(wire: &Analysis) -> Forms {
        let mut out = Forms {
            words: wire.tokens.iter().map(|t| t.hash).collect(),
            lemmas: wire.tokens.iter().map(|t| t.lemma).collect(),
            by_key: KeyMap::default(),
            others: Vec::new(),
        };
        for m in wire.distinct_names() {
            let mark = &wire.names[m];
            if stands_for_others(wire, mark) {
                out.others.push(m);
                continue;
            }
            let full = full_person(mark);
            for i in mark.tokens.clone() {
                for key in same_keys(wire.fold(i)) {
                    let key = if full && i == mark.tokens.start { pair(key, FIRST_NAME) } else { key };
                    out.add(key, m);
                }
            }
            same_keys(&joined_words(wire, mark)).for_each(|key| out.add(key, m));
        }
        out
    }

    fn add(&mut self, key: u64, m: usize) {
        let with = self.by_key.entry(key).or_default();
        if with.last() != Some(&m) {
            with.push(m);
        }
    }

    /// All names that may be the same as a name of the rewrite, and some that are not.
    fn of_name<'s>(
        &'s self,
        rewrite: &'s Analysis,
        n: usize,
        wire: &'s Analysis,
    ) -> Box<dyn Iterator<Item = usize> + 's> {
        let mark = &rewrite.names[n];
        if stands_for_others(rewrite, mark) {
            return Box::new(wire.distinct_names());
        }
        let full = full_person(mark);
        let keys = mark.tokens.clone().flat_map(move |i| {
            // Two full names that share the first name alone are not one.
            let with_first = !(full && i == mark.tokens.start);
            let keys: Vec<u64> = same_keys(rewrite.fold(i)).collect();
            keys.into_iter().flat_map(move |key| [Some(key), with_first.then(|| pair(key, FIRST_NAME))]).flatten()
        });
        let joined: Vec<u64> = same_keys(&joined_words(rewrite, mark)).collect();
        let by_key = keys.chain(joined).filter_map(|key| self.by_key.get(&key)).flatten();
        Box::new(by_key.chain(&self.others).copied())
    }
}

/// Keys of a folded word: two words that [`likeness`] takes for one share one at least.
fn same_keys(word: &str) -> impl Iterator<Item = u64> {
    let whole = [Some(word), word.strip_suffix("ova")];
    names::kin_keys(word).chain(whole.into_iter().flatten().map(|word| pair(hash(word), 2)))
}

/// Whether [`compare`] may take a name for another without a word that is alike.
fn stands_for_others(a: &Analysis, mark: &NameMark) -> bool {
    mark.org.is_some() || mark.is_upper(a) || is_chamber(a, mark)
}

/// Whether the mark is a person's name of several words.
pub(super) fn full_person(m: &NameMark) -> bool {
    person(m) && m.tokens.len() > 1
}

fn person(m: &NameMark) -> bool {
    m.kind == NameKind::Person && m.place.is_none() && m.org.is_none()
}

/// Compares name `n` of one story with name `m` of another.
pub fn compare(a: &Analysis, n: usize, b: &Analysis, m: usize) -> Likeness {
    let (x, y) = (&a.names[n], &b.names[m]);
    if let (Some(p), Some(q)) = (x.place, y.place) {
        let (p, q) = (&a.places[p], &b.places[q]);
        return if same_place(&p.place, &q.place) <= Relation::Contains || any_reading(a, x, b, y) {
            Likeness::Same
        } else {
            Likeness::Different
        };
    }
    if x.org.is_some() && x.org == y.org {
        return Likeness::Same;
    }
    if short_for(a, x, b, m) || short_for(b, y, a, n) {
        return Likeness::Same;
    }
    if longer_initials(a, x, b, y) || same_chamber(a, x, b, y) {
        return Likeness::Same;
    }
    if (x.org.is_some() || y.org.is_some()) && same_body(a, x, b, y) {
        return Likeness::Same;
    }
    let mut best = Likeness::Different;
    let persons = x.kind == NameKind::Person && y.kind == NameKind::Person && x.tokens.len() > 1 && y.tokens.len() > 1;
    if persons {
        return compare_persons(a, x, b, y);
    }
    for i in key_tokens(a, x) {
        for j in key_tokens(b, y) {
            let l = if a.tokens[i].hash == b.tokens[j].hash { Likeness::Same } else { likeness(a.fold(i), b.fold(j)) };
            best = best.min(l);
        }
    }
    if best == Likeness::Different && (x.tokens.len() > 1 || y.tokens.len() > 1) {
        best = joined(a, x, b, y);
    }
    best
}

/// Two full names of persons: a shared first name alone makes them not one.
fn compare_persons(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> Likeness {
    let word = |i: usize, j: usize| {
        if a.tokens[i].hash == b.tokens[j].hash { Likeness::Same } else { likeness(a.fold(i), b.fold(j)) }
    };
    let (first, last) = ((x.tokens.start, y.tokens.start), (x.tokens.end - 1, y.tokens.end - 1));
    let mut best = word(last.0, last.1);
    if best != Likeness::Same {
        // Family name first here, last there; or a second family name left out.
        for i in key_tokens(a, x) {
            for j in key_tokens(b, y).filter(|j| (i, *j) != first) {
                best = best.min(word(i, j));
            }
        }
    }
    if best == Likeness::Different { joined(a, x, b, y) } else { best }
}

/// Whether the tables know both names as names of one body, loose ones ("the Alliance") among them.
fn same_body(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> bool {
    let key = |s: &Analysis, m: &NameMark| key::fold(s.words(m.tokens.clone()));
    orgs::same_org(&key(a, x), &key(b, y)) == Some(true)
}

/// Whether any reading of the one place's words can be the other.
fn any_reading(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> bool {
    let key = |s: &Analysis, m: &NameMark| s.words(m.tokens.clone()).to_lowercase();
    places::compare(&key(a, x), &key(b, y)).is_some_and(|r| r <= Relation::Contains)
}

/// Names written as one word here and as two there: "Tae-in" and "Taein", "Liberec" and "Li Berec".
fn joined(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> Likeness {
    likeness(&joined_words(a, x), &joined_words(b, y))
}

fn joined_words(a: &Analysis, m: &NameMark) -> String {
    m.tokens.clone().filter(|i| a.tokens[*i].is_word()).map(|i| a.fold(i)).collect()
}

/// Whether name `x` of story `a` is the initials of name `m` of story `b`.
fn short_for(a: &Analysis, x: &NameMark, b: &Analysis, m: usize) -> bool {
    x.is_upper(a) && b.names[m].tokens.len() > 1 && crate::analyse::names::stands_for(a.fold(x.tokens.start), b, m)
}

/// Initials that hold the other name's initials at their end: "HKSAR" is the "SAR" of Hong Kong, "USDOJ" the "DOJ".
fn longer_initials(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> bool {
    if !x.is_upper(a) || !y.is_upper(b) {
        return false;
    }
    let (x, y) = (a.fold(x.tokens.start), b.fold(y.tokens.start));
    x.len().min(y.len()) >= 3 && (x.ends_with(y) || y.ends_with(x))
}

/// Whether both names are what the world calls a parliament: a translator puts one word for the other.
fn same_chamber(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> bool {
    is_chamber(a, x) && is_chamber(b, y)
}

fn is_chamber(a: &Analysis, m: &NameMark) -> bool {
    let mut words = m.tokens.clone().filter(|i| a.tokens[*i].is_word()).map(|i| a.fold(i));
    match (words.next(), words.next(), words.next()) {
        (Some(one), None, None) => matches!(one, "parliament" | "congress" | "legislature" | "assembly" | "diet"),
        (Some("national" | "federal"), Some(two), None) => {
            matches!(two, "parliament" | "congress" | "legislature" | "assembly" | "diet")
        }
        _ => false,
    }
}

/// Words that distinguish a name from others: no particles, no ordinary words where the name has others.
fn key_tokens<'a>(a: &'a Analysis, m: &NameMark) -> impl Iterator<Item = usize> + Clone + 'a {
    let telling = |i: usize| {
        a.tokens[i].is_content() && a.tokens[i].span.len() > 1 && !is_org_head(a.fold(i)) && !is_place_head(a.fold(i))
    };
    let any = m.tokens.clone().any(telling);
    m.tokens.clone().filter(move |i| if any { telling(*i) } else { a.tokens[*i].is_content() })
}

/// Whether some tokens of a story have the name in any form. A larger or smaller place of which `own` holds does not count.
pub fn has(a: &Analysis, mark: &NameMark, b: &Analysis, tokens: Range<usize>, own: &dyn Fn(&PlaceRef) -> bool) -> bool {
    let word_in = |i: usize| {
        let t = &a.tokens[i];
        b.tokens[tokens.clone()].iter().any(|u| u.hash == t.hash || u.lemma == t.lemma)
    };
    has_by(a, mark, b, tokens.clone(), own, &word_in)
}

/// The same, where `word_in` says whether the tokens have the word of a token.
fn has_by(
    a: &Analysis,
    mark: &NameMark,
    b: &Analysis,
    tokens: Range<usize>,
    own: &dyn Fn(&PlaceRef) -> bool,
    word_in: &dyn Fn(usize) -> bool,
) -> bool {
    if let Some(p) = mark.place.map(|p| &a.places[p].place) {
        let first = b.places.partition_point(|q| q.tokens.start < tokens.start);
        return b.places[first..].iter().take_while(|q| q.tokens.start < tokens.end).any(|q| {
            match same_place(p, &q.place) {
                Relation::Contains => !own(&q.place),
                Relation::Different => false,
                _ => true,
            }
        }) || (mark.tokens.len() == 1 && word_in(mark.tokens.start));
    }
    if mark.org.is_some() && b.names_in(tokens.clone()).any(|m| b.names[m].org == mark.org) {
        return true;
    }
    // The surname or any distinctive word identifies a person; half of its words, a body.
    let (mut all, mut found) = (0, 0);
    let full = mark.kind == NameKind::Person && mark.tokens.len() > 1;
    for i in key_tokens(a, mark) {
        // A first name alone identifies nobody.
        if full && i == mark.tokens.start {
            continue;
        }
        all += 1;
        found += usize::from(word_in(i));
    }
    match mark.kind {
        NameKind::Organisation | NameKind::Place => found * 2 >= all && found > 0,
        _ => found > 0,
    }
}

/// The sound that a word begins with, roughly: letters that one foreign name is spelt with have one sound.
fn sound(word: &str) -> u8 {
    match word.as_bytes().first().copied().unwrap_or(0) {
        b'c' | b'q' | b'g' | b'x' => b'k',
        b'y' | b'i' => b'j',
        b'w' | b'f' | b'p' => b'v',
        b'z' => b's',
        other => other,
    }
}

/// Whether more than `most` letters have to be changed to make one word of the other. Most names share few letters: those that one has and
/// the other lacks settle it.
fn far(a: &str, b: &str, most: usize) -> bool {
    let letters = |w: &str| w.bytes().fold(0_u64, |set, b| set | 1 << (b & 63));
    let (x, y) = (letters(a), letters(b));
    let apart = (x & !y).count_ones().max((y & !x).count_ones()) as usize;
    // A letter beyond ASCII is several bytes, and only one change.
    a.is_ascii() && b.is_ascii() && apart > most || strsim::levenshtein(a, b) > most
}

/// How alike two folded words are as names.
pub fn likeness(a: &str, b: &str) -> Likeness {
    if a == b {
        return Likeness::Same;
    }
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let same_start = sound(a) == sound(b);
    if long.len() > 2 * short.len() + 1 || !same_start && short.len() < 5 {
        return Likeness::Different;
    }
    if short.len() < 3 || (!same_start && far(a, b, long.len() / 3)) {
        return Likeness::Different;
    }
    match names::compare(a, b) {
        NameRelation::Different => {}
        _ => return Likeness::Same,
    }
    // Czech and Slovak women have their family's name with an ending that English often leaves off.
    if short.len() >= 3 && long.strip_suffix("ova").is_some_and(|stem| stem == short) {
        return Likeness::Same;
    }
    let edits = strsim::osa_distance(a, b);
    // "Corona" and "Coronavirus".
    if short.len() >= 5 && long.starts_with(short) {
        return Likeness::Sounding;
    }
    // Two dictionary words are no spellings of each other, unless they are names of one place in two languages.
    if edits > 1 && lexicon::is_word(a) && lexicon::is_word(b) {
        return Likeness::Different;
    }
    if edits <= 1 && short.len() >= 4 || edits == 2 && short.len() >= 7 {
        return Likeness::Misspelt;
    }
    let (a, b) = (Word::of(a), Word::of(b));
    let (x, y) = (a.sounds(), b.sounds());
    let apart = strsim::osa_distance(x, y) as f32 / x.len().max(y.len()).max(1) as f32;
    if apart <= 0.45 && same_start || apart <= 0.25 { Likeness::Sounding } else { Likeness::Different }
}
