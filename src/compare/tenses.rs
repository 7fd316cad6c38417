//! Verbs that a closely told sentence puts in another tense: "lives" for "lived", where all around it is the wire's.

use std::collections::HashMap;
use std::ops::Range;

use crate::align::Edit;
use crate::analyse::reporting;
use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::{self, Pos};
use crate::knowledge::tagger::{Tag, VerbForm};

/// When a verb group says that something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Time {
    /// "closed", "was closed", "had closed"
    Past,
    /// "has closed": past, but seen from today
    Perfect,
    /// "closes", "is closed"
    Present,
    /// "will close", "is to close"
    Future,
}

/// A verb group in another tense than the wire's.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Which edit of the alignment.
    pub edit: usize,
    /// The verb group of the rewrite.
    pub rewrite: Range<usize>,
    /// Its time.
    pub here: Time,
    /// The verb group of the wire.
    pub wire: Range<usize>,
    /// Its time.
    pub there: Time,
}

/// From so many shifts of one kind on they are a choice: a feature told in the present, a report of the day after.
const STYLE: usize = 3;

/// The verb groups of closely told sentences that have another tense than the wire's and are the same verb in the same place.
pub fn shifts(case: &Case) -> Vec<Shift> {
    let mut out: Vec<Shift> = case.alignment.edits.iter().enumerate().filter_map(|(k, e)| shift(case, k, e)).collect();
    // "Is" and "be" in "will also be heard" are two edits of one group.
    out.dedup_by(|b, a| a.rewrite == b.rewrite);
    let mut kinds: HashMap<(Time, Time), usize> = HashMap::new();
    for s in &out {
        *kinds.entry((s.here, s.there)).or_default() += 1;
    }
    out.retain(|s| kinds.get(&(s.here, s.there)).is_none_or(|n| *n < STYLE));
    out
}

fn shift(case: &Case, k: usize, e: &Edit) -> Option<Shift> {
    let (a, wire) = (case.rewrite, case.wires.get(e.take)?);
    let sentence = &a.sentences[case.alignment.pairs[e.pair].sentence];
    if !e.is_close() || e.rewrite.len().max(e.wire.len()) > 3 || sentence.kind != BlockKind::Paragraph {
        return None;
    }
    // "Lives" may be taken for a noun: the wire's verb in its place tells better.
    let verb = |x: &Analysis, i: usize| x.tokens[i].tag == Tag::Verb;
    let alike = |x: &Analysis, i: usize, y: &Analysis, r: &Range<usize>| {
        follows_subject(x, i) && r.clone().any(|j| verb(y, j) && verb_of(y, j) == verb_of(x, i))
    };
    let verbal = |x: &Analysis, r: &Range<usize>, y: &Analysis, s: &Range<usize>| {
        r.clone().all(|i| helps(x, i) || verb(x, i) || alike(x, i, y, s))
    };
    if !verbal(a, &e.rewrite, wire, &e.wire) || !verbal(wire, &e.wire, a, &e.rewrite) {
        return None;
    }
    let (mine, theirs) = (group(a, &e.rewrite)?, group(wire, &e.wire)?);
    let same_verb = match (main(a, &mine), main(wire, &theirs)) {
        (Some(i), Some(j)) => verb_of(a, i) == verb_of(wire, j),
        (None, None) => true,
        _ => false,
    };
    let quoted = mine.clone().any(|i| a.quote_at(i).is_some());
    if !same_verb || quoted || says(a, &mine) {
        return None;
    }
    let (here, there) = (time(a, &mine)?, time(wire, &theirs)?);
    (here != there).then_some(Shift { edit: k, rewrite: mine, here, wire: theirs, there })
}

/// Which verb a word is a form of.
fn verb_of(a: &Analysis, i: usize) -> &str {
    lexicon::base(a.fold(i), Pos::Verb)
}

/// Whether what may be its subject stands right before a word.
fn follows_subject(a: &Analysis, i: usize) -> bool {
    i.checked_sub(1).is_some_and(|k| {
        a.tokens[k].sentence == a.tokens[i].sentence && matches!(a.tokens[k].tag, Tag::Noun | Tag::Propn | Tag::Pron)
    })
}

/// Whether a word only helps a verb.
fn helps(a: &Analysis, i: usize) -> bool {
    matches!(a.tokens[i].class, Class::Auxiliary | Class::Modal) || a.tokens[i].tag == Tag::Aux
}

/// The verb group that the changed words belong to: helping verbs and adverbs before them, and on to the verb that they help.
fn group(a: &Analysis, changed: &Range<usize>) -> Option<Range<usize>> {
    let sentence = a.tokens.get(changed.start.min(a.tokens.len().checked_sub(1)?))?.sentence;
    let inside = |i: &usize| a.tokens.get(*i).is_some_and(|t| t.sentence == sentence && t.is_word());
    let between = |i: usize| a.tokens[i].tag == Tag::Adv || a.tokens[i].class == Class::Negator;
    let mut from = changed.start;
    let before = (0..changed.start).rev().take(3).take_while(inside);
    for i in before {
        if helps(a, i) {
            from = i;
        } else if !between(i) {
            break;
        }
    }
    let mut to = changed.end;
    // A full verb ends its group; after a helping verb the group goes on to the verb that it helps.
    if !changed.clone().any(|i| !helps(a, i)) {
        for i in (changed.end..).take(4).take_while(inside) {
            if helps(a, i) || a.tokens[i].tag == Tag::Verb {
                to = i + 1;
            }
            if !helps(a, i) && !between(i) {
                break;
            }
        }
    }
    (from < to).then_some(from..to)
}

/// The full verb of a group; none where a form of "be", "have" or "do" stands alone.
fn main(a: &Analysis, group: &Range<usize>) -> Option<usize> {
    group.clone().rev().find(|i| a.tokens[*i].is_content() && a.tokens[*i].tag != Tag::Adv && !helps(a, *i))
}

/// Whether the verb reports speech: desks put "says" for "said" throughout.
fn says(a: &Analysis, group: &Range<usize>) -> bool {
    main(a, group).is_some_and(|i| reporting::verb(a.tokens[i].hash).is_some())
}

/// The time of a verb group by its first verb; none where it has none of its own.
fn time(a: &Analysis, group: &Range<usize>) -> Option<Time> {
    let first = group.clone().find(|i| helps(a, *i) || a.tokens[*i].is_content() && a.tokens[*i].tag != Tag::Adv)?;
    let to = |i: usize| a.tokens.get(i).is_some() && a.fold(i) == "to";
    let infinitive = first.checked_sub(1).is_some_and(to);
    let ahead = to(first + 1) || first + 2 < a.tokens.len() && to(first + 2) && a.tokens[first + 1].tag != Tag::Noun;
    Some(match a.fold(first) {
        _ if infinitive => return None,
        "will" | "shall" | "'ll" => Time::Future,
        "is" | "are" | "am" if ahead => Time::Future,
        "was" | "were" | "has" | "have" | "had" if ahead => return None,
        "is" | "are" | "am" | "does" | "do" => Time::Present,
        "was" | "were" | "had" | "did" => Time::Past,
        "has" | "have" if group.len() > 1 => Time::Perfect,
        "has" | "have" => Time::Present,
        _ if helps(a, first) => return None,
        _ => match a.form(first).verb_form(Tag::Verb)? {
            VerbForm::Past => Time::Past,
            VerbForm::S | VerbForm::Base => Time::Present,
            VerbForm::Participle | VerbForm::Ing => return None,
        },
    })
}
