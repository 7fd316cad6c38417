//! Full names of which one word alone is another: "John Cook" for "Paul Cook", "Anna" for "Ann", "Sr." for "Jr.".

use super::likeness::{Likeness, full_person, likeness};
use super::romanised;
use crate::align::Pair;
use crate::analyse::{Analysis, NameMark, TokenKind};
use crate::compare::Case;
use crate::knowledge::lexicon;
use crate::knowledge::names::{self, NameRelation};

/// What of a full name is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Altered {
    /// A first name or a surname, by a name that nobody takes for the same.
    Word,
    /// A first name, by one that is a letter or two longer or shorter: Ann and Anna.
    Near,
    /// The initial of a middle name, or what tells a father from his son.
    Mark,
}

/// The words of a person's name, sorted.
#[derive(Default)]
struct Parts {
    words: Vec<usize>,
    initials: Vec<usize>,
    suffix: Option<u8>,
}

impl Parts {
    fn of(a: &Analysis, m: &NameMark) -> Parts {
        let mut parts = Parts::default();
        // "Jr." may have been left out of the name.
        let end = if suffix(a.fold(m.tokens.end)).is_some() { m.tokens.end + 1 } else { m.tokens.end };
        for i in (m.tokens.start..end).filter(|i| a.tokens[*i].kind == TokenKind::Word) {
            match suffix(a.fold(i)) {
                Some(kind) if i > m.tokens.start => parts.suffix = Some(kind),
                _ if a.tokens[i].span.len() == 1 => parts.initials.push(i),
                _ => parts.words.push(i),
            }
        }
        parts
    }
}

fn suffix(word: &str) -> Option<u8> {
    match word {
        "jr" | "junior" => Some(0),
        "sr" | "senior" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

/// How the name at `n` was altered, and which name of the pair's wire sentences it was; none where a wire has the name as it stands, or
/// where the two differ in more than one word.
pub fn altered(case: &Case, pair: &Pair, n: usize) -> Option<(usize, usize, Altered)> {
    let a = case.rewrite;
    let here = &a.names[n];
    if !full_person(here) || pair.score < 0.4 {
        return None;
    }
    let mine = Parts::of(a, here);
    if mine.words.len() < 2 {
        return None;
    }
    let (take, m, kind) = faced(case, pair, n, &mine)?;
    let has_it = |(take, wire): (usize, &Analysis)| {
        let word = |i: usize| case.likenesses.with_word(case.wires, take, a.tokens[i].hash);
        let mut sharing = here.tokens.clone().flat_map(word);
        sharing.any(|m| one_name(a, &mine, wire, &Parts::of(wire, &wire.names[*m])))
    };
    if case.wires.iter().enumerate().any(has_it) {
        return None;
    }
    // Where the rewrite has the wire's name as well, this is somebody else.
    let wire = &case.wires[take];
    let theirs = Parts::of(wire, &wire.names[m]);
    let told = theirs.words.iter().flat_map(|j| case.likenesses.akin(a, wire.fold(*j)));
    let told = told.filter(|k| *k != n).any(|k| one_name(a, &Parts::of(a, &a.names[k]), wire, &theirs));
    // A family name of China or Korea is that of many in one story; others may stand anywhere in a sentence that was told anew.
    let first = a.sentences[pair.sentence].tokens.start;
    let bound = mine.words.iter().any(|i| {
        let shared = |j: usize| theirs.words.contains(&j) && same(a.fold(*i), wire, j);
        let linked = || pair.link(first, *i).is_some_and(|l| l.to.take as usize == take && shared(l.to.token as usize));
        let last = || mine.words.last() == Some(i) && theirs.words.last().is_some_and(|j| shared(*j));
        linked() || last() && !romanised::is_family(a.fold(*i))
    });
    (!told && bound && names_a_person(a, &mine) && names_a_person(wire, &theirs)).then_some((take, m, kind))
}

/// Two capitalised words may be anything: one of them has to be a first name.
fn names_a_person(a: &Analysis, parts: &Parts) -> bool {
    parts.words.iter().any(|i| a.fold(*i).len() > 2 && names::is_first_name(a.fold(*i)))
}

/// The name of the pair's wire sentences that has one word other than name `n`, which shares a word with it.
fn faced(case: &Case, pair: &Pair, n: usize, mine: &Parts) -> Option<(usize, usize, Altered)> {
    let a = case.rewrite;
    let mut behind: Vec<_> = pair.wire.iter().map(|s| (s.take, s.sentence)).collect();
    behind.sort_unstable();
    behind.into_iter().find_map(|(take, sentence)| {
        let wire = &case.wires[take];
        let has = |j: usize| a.names[n].tokens.clone().any(|i| a.tokens[i].hash == wire.tokens[j].hash);
        let shares = |m: &usize| full_person(&wire.names[*m]) && wire.names[*m].tokens.clone().any(has);
        let names = wire.names_in(wire.sentences[sentence].tokens.clone());
        names.filter(shares).find_map(|m| match change(a, mine, wire, &Parts::of(wire, &wire.names[m])) {
            Change::By(kind) => Some((take, m, kind)),
            Change::None | Change::Other => None,
        })
    })
}

/// From so many letters on, one first name in the place of another is no slip of the keyboard.
const SLIPS: usize = 3;

enum Change {
    /// One name, in full or in part.
    None,
    /// One word is another.
    By(Altered),
    /// Two names, or two forms of one that cannot be laid side by side.
    Other,
}

/// Whether two names are one, in full or in part, as [`change`] has it. Most names that share a word have another that is nothing like, which
/// is soon seen.
fn one_name(a: &Analysis, x: &Parts, b: &Analysis, y: &Parts) -> bool {
    let unlike =
        |(i, j): (&usize, &usize)| likeness(a.fold(*i), b.fold(*j)) == Likeness::Different && !same(a.fold(*i), b, *j);
    if x.words.len() == y.words.len() && x.words.iter().zip(&y.words).any(unlike) {
        return false;
    }
    matches!(change(a, x, b, y), Change::None)
}

fn change(a: &Analysis, x: &Parts, b: &Analysis, y: &Parts) -> Change {
    if x.words.len() != y.words.len() {
        // "Peter Strand" for "Peter Karl Strand".
        let (short, long) = if x.words.len() < y.words.len() { ((a, x), (b, y)) } else { ((b, y), (a, x)) };
        let has = |i: &usize| long.1.words.iter().any(|j| same(short.0.fold(*i), long.0, *j));
        return if !short.1.words.is_empty() && short.1.words.iter().all(has) { Change::None } else { Change::Other };
    }
    // Tables have Ann and Anna for one name in two languages; here both texts are in one.
    let longer = |i: usize, j: usize| i == x.words[0] && near(a.fold(i), b.fold(j));
    let mut apart = x.words.iter().zip(&y.words).filter(|(i, j)| longer(**i, **j) || !same(a.fold(**i), b, **j));
    let Some((i, j)) = apart.next() else {
        let initials = || x.initials.iter().map(|i| a.fold(*i)).eq(y.initials.iter().map(|j| b.fold(*j)));
        let marked = x.initials.len() == y.initials.len() && !initials()
            || matches!((x.suffix, y.suffix), (Some(s), Some(t)) if s != t);
        return if marked { Change::By(Altered::Mark) } else { Change::None };
    };
    if apart.next().is_some() {
        return Change::Other;
    }
    let (one, two) = (a.fold(*i), b.fold(*j));
    if one.len() < 2
        || two.len() < 2
        || romanised::may_be(one, two)
        || !longer(*i, *j) && (one.starts_with(two) || two.starts_with(one))
    {
        return Change::Other;
    }
    // "Golden Boot" is no person; nor is "Industry" a first name.
    let plain = |word: &str| word.len() > 2 && lexicon::is_word(word) && !names::is_first_name(word);
    if plain(one) && plain(two) || *i == x.words[0] && (plain(one) || plain(two)) {
        return Change::Other;
    }
    // Grace Meng is Zhaowen Meng at home.
    if romanised::is_given(one) != romanised::is_given(two)
        && x.words.iter().any(|k| k != i && romanised::is_family(a.fold(*k)))
    {
        return Change::Other;
    }
    match likeness(one, two) {
        _ if longer(*i, *j) => Change::By(Altered::Near),
        Likeness::Different => Change::By(Altered::Word),
        // Renata and Roberta look alike, but nobody misspells the one as the other.
        _ if *i == x.words[0]
            && names::is_first_name(one)
            && names::is_first_name(two)
            && strsim::levenshtein(one, two) >= SLIPS =>
        {
            Change::By(Altered::Word)
        }
        _ => Change::None,
    }
}

/// Whether a word of a name is the same in any accepted spelling or short form.
fn same(word: &str, b: &Analysis, j: usize) -> bool {
    word == b.fold(j) || names::compare(word, b.fold(j)) < NameRelation::Different
}

/// Two first names of which one is the other with a letter or two more: they are not spellings of each other.
fn near(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let more = long.strip_prefix(short).unwrap_or("");
    matches!(more, "a" | "e" | "ie" | "na" | "ne" | "ina" | "ine" | "etta" | "ette")
        && names::is_first_name(long)
        && names::is_first_name(short)
}
