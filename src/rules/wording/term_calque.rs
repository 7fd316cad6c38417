use std::sync::LazyLock;

use crate::align::Bind;
use crate::analyse::{Analysis, Class, Shape, Token, TokenKind, function, hash};
use crate::compare::Case;
use crate::compare::sides::{View, pairs, said};
use crate::finding::Finding;
use crate::knowledge::lexicon::phrases::{self, FalseFriend};
use crate::knowledge::lexicon::{self, Pos};
use crate::knowledge::vectors;
use crate::text::{Filter, KeyMap, Keys, RewriteSpan, WireSpan, pair};

rule! {
    /// # What it reports
    /// A term translated word for word from another language where the wire has the English term: "zones of influence"
    /// for "spheres of influence"; a false friend in the place of the right word; and turns of phrase that are not
    /// English.
    ///
    /// # Why it matters
    /// It reads like a translation, and at worst the term means something else.
    ///
    /// # Evidence it asks for
    /// The phrase is in the table of false friends and calques but not in the wire, and the wire's sentence has one of
    /// the meanings that the table gives. A few set phrases that no English writer uses are reported whatever the wire
    /// says.
    ///
    /// # Example
    /// ```text
    /// wire: The bank was fined for money laundering on Tuesday.
    /// rewrite: The bank was fined for whitening of money on Tuesday.
    /// fires: whitening of money
    /// wire: Talks on arms control ended on Friday without a result.
    /// rewrite: Talks on weapons control ended on Friday without a result.
    /// fires: weapons control
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The company said it would sell the factory in May.
    /// rewrite: The company said the factory would be sold in May.
    /// silent
    /// wire: The military council took power in the fiscal year 2021.
    /// rewrite: The military council took power in the fiscal year 2021.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Terms that the table does not have.
    id: "term-calque",
    group: Wording,
    category: WrongTerm,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Turns of phrase of other languages that English has no use for: the phrase, with a verb in base form first, and what English has.
const UNENGLISH: &[(&str, &str)] = &[
    ("take act of", "took note of"),
    ("take note with satisfaction", "welcomed"),
    ("put in evidence", "showed"),
    ("put into evidence", "showed"),
    ("make the object of", "be the subject of"),
    ("in the quality of", "as"),
    ("in quality of", "as"),
    ("in what concerns", "as for"),
    ("in the measure where", "insofar as"),
    ("by the fact of", "because of"),
    ("under the form of", "in the form of"),
    ("on the territory of the country", "in the country"),
    ("carry out an aggression", "attack"),
    ("have place", "take place"),
    ("give the word to", "call on"),
    ("at the course of", "during"),
    ("in the course of the day of", "on"),
    ("in the eyes of the law enforcement", "for the police"),
    ("since many years", "for many years"),
    ("since several years", "for several years"),
    ("since several months", "for several months"),
    ("since several days", "for several days"),
    ("it is about to", "it is a matter of"),
    ("play a role important", "play an important role"),
    ("make a call to", "appeal to"),
    ("realize an operation", "carry out an operation"),
    ("assist to", "attend"),
    ("answer to the question", "answer the question"),
    ("enter in contact", "make contact"),
    ("enter in office", "take office"),
    ("put an accent on", "stress"),
    ("put the accent on", "stress"),
    ("pass in review", "review"),
    ("the day of today", "today"),
    ("until the moment", "so far"),
    ("to this respect", "in this respect"),
    ("at the same level that", "at the same level as"),
    ("with respect to the past year", "from last year"),
];

/// From this cosine on, English uses two words so much alike that the one is no slip for the other: "frontier" and "border".
const ALIKE: f32 = 0.6;

/// Reporting verbs that need an object: "he assured" alone is not English.
fn needs_object(fold: &str) -> bool {
    matches!(fold, "assured" | "informed" | "assures" | "informs" | "reassured")
}

/// A turn of phrase that is not English.
struct Turn {
    words: Vec<&'static str>,
    english: &'static str,
}

struct Starts {
    /// First words of rows, and of the phrases of this file.
    firsts: Filter,
    openers: Filter,
    /// How many words the longest row has that starts with this word.
    friends: KeyMap<usize>,
    /// The first two words of every row of two words or more.
    pairs: Keys,
    /// The phrases of this file by their first word: their words, and what English has.
    turns: KeyMap<Vec<Turn>>,
}

static STARTS: LazyLock<Starts> = LazyLock::new(|| {
    let (mut friends, mut pairs): (KeyMap<usize>, Keys) = Default::default();
    for f in phrases::false_friends() {
        let mut words = f.wrong.split(' ');
        let first = words.next().unwrap_or_default();
        if let Some(second) = words.clone().next() {
            pairs.insert(pair(hash(first), hash(second)));
        }
        let longest = friends.entry(hash(first)).or_default();
        *longest = (*longest).max(1 + words.count());
    }
    let mut turns: KeyMap<Vec<Turn>> = KeyMap::default();
    for (phrase, english) in UNENGLISH {
        let words: Vec<&str> = phrase.split(' ').collect();
        turns.entry(words.first().map_or(0, |w| hash(w))).or_default().push(Turn { words, english });
    }
    let firsts = Filter::of(phrases::false_friends().map(|f| f.wrong.split(' ').next().unwrap_or_default()));
    let openers = Filter::of(UNENGLISH.iter().map(|(phrase, _)| phrase.split(' ').next().unwrap_or_default()));
    Starts { firsts, openers, friends, pairs, turns }
});

/// How many words, at most, a phrase has that may begin at a token.
fn longest(a: &Analysis, at: usize) -> usize {
    let t = &a.tokens[at];
    if !STARTS.firsts.may_have(t.hash) && !STARTS.firsts.may_have(t.lemma) {
        return 0;
    }
    let Some(&longest) = STARTS.friends.get(&t.hash).or_else(|| STARTS.friends.get(&t.lemma)) else { return 0 };
    let Some(next) = a.tokens.get(at + 1) else { return 1 };
    let starts = |first: u64| [next.hash, next.lemma].iter().any(|second| STARTS.pairs.contains(&pair(first, *second)));
    if longest > 1 && (starts(t.hash) || starts(t.lemma)) { longest } else { longest.min(1) }
}

/// Searches each sentence for false friends, calques and verbs without the object that English needs.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let index = case.wire_index;
    let mut words: Vec<&str> = Vec::new();
    for f in pairs(case) {
        let r = case.rewrite;
        let mine = f.mine();
        let mut view: Option<View> = None;
        let mut i = mine.start;
        while i < mine.end {
            let t = &r.tokens[i];
            if t.kind != TokenKind::Word || t.shape == Shape::Upper {
                i += 1;
                continue;
            }
            let longest = longest(r, i);
            let mut step = 1;
            for len in (1..=longest).rev() {
                if len == 1 && (t.shape != Shape::Lower || index.word(t.hash)) {
                    continue;
                }
                if !phrase(r, i, len, mine.end, &mut words) {
                    continue;
                }
                let Some(friend) = phrases::false_friend(&words) else { continue };
                let usual = |meant: &str| {
                    let rel = lexicon::relations(r.fold(i), meant, None);
                    rel.same_lemma
                        || rel.synonym.max(rel.similar).max(rel.derivation) >= 20
                        || rel.hypernym.max(rel.hyponym) >= 30
                        || phrases::paraphrase(&[r.fold(i)], &[meant]).is_some()
                        || vectors::similarity(r.fold(i), meant).is_some_and(|s| s >= ALIKE)
                };
                // What a wire has in the same words is no slip of the rewrite.
                if has(case, i..i + len) || len == 1 && wire_has_lemma(case, t.lemma) {
                    continue;
                }
                let v = view.get_or_insert_with(|| f.rewrite_view());
                if let Some((meant, at)) = facing(v, i..i + len, friend) {
                    // English uses the two for each other as well.
                    if len == 1 && usual(meant) {
                        continue;
                    }
                    out.push(
                        Finding::at(
                            &RULE,
                            f.at(i..i + len),
                            format!(
                                "the wire's term is “{}”, the rewrite says “{}”",
                                said(f.wire(), at.clone()),
                                said(r, i..i + len)
                            ),
                        )
                        .confidence(if len > 1 { 0.8 } else { 0.45 })
                        .against(f.wire_at(at.clone()))
                        .known(format!("{}: {} ({}); {}", friend.wrong, meant, friend.languages, friend.note))
                        .replace_with(said(f.wire(), at)),
                    );
                    step = len;
                    break;
                }
            }
            i += step;
        }
    }
    turns(case, out);
}

/// Puts the words of a phrase at a token of the rewrite, lower case, into `out`; no where a mark cuts it.
fn phrase<'a>(a: &'a Analysis, at: usize, len: usize, end: usize, out: &mut Vec<&'a str>) -> bool {
    if at + len > end || !(at..at + len).all(|k| a.tokens[k].kind == TokenKind::Word) {
        return false;
    }
    out.clear();
    out.extend((at..at + len).map(|k| a.fold(k)));
    true
}

/// Whether a wire has these words of the rewrite one after the other.
fn has(case: &Case, words: std::ops::Range<usize>) -> bool {
    let words = &case.rewrite.tokens[words];
    let same = |t: &[Token]| t.iter().zip(words).all(|(t, w)| t.hash == w.hash);
    case.wires.iter().any(|w| w.tokens.windows(words.len()).any(same))
}

fn wire_has_lemma(case: &Case, lemma: u64) -> bool {
    case.wires.iter().flat_map(|w| &w.tokens).any(|t| t.lemma == lemma)
}

/// The meaning that the wire has facing the words, and where.
fn facing(
    v: &View,
    words: std::ops::Range<usize>,
    friend: FalseFriend,
) -> Option<(&'static str, std::ops::Range<usize>)> {
    for meant in friend.meanings() {
        let list: Vec<&str> = meant.split(' ').collect();
        if list.iter().all(|w| function::class(w) != Class::Content) {
            continue;
        }
        for other in &v.others {
            for at in other.clone() {
                if at + list.len() > other.end || !same_phrase(v.to, at, &list) {
                    continue;
                }
                let theirs = at..at + list.len();
                // No other words of the rewrite may match the wire's term.
                let matched_elsewhere = theirs
                    .clone()
                    .filter(|k| !is_small(v.to, *k))
                    .any(|k| v.back(k).is_some_and(|(i, _)| !words.contains(&i)));
                if matched_elsewhere {
                    continue;
                }
                let tied = words
                    .clone()
                    .any(|i| v.link(i).is_some_and(|(j, how)| theirs.contains(&j) && how > Bind::Lemma))
                    || words.clone().any(|i| v.link(i).is_some_and(|(j, _)| theirs.contains(&j))) && words.len() > 1;
                if tied
                    || (list.len() > 1 || words.len() > 1) && unbound(v, &words)
                    || unbound(v, &words) && faces(v, &words, &theirs)
                {
                    return Some((meant, theirs));
                }
            }
        }
    }
    None
}

fn unbound(v: &View, words: &std::ops::Range<usize>) -> bool {
    words.clone().all(|i| v.link(i).is_none() || is_small(v.from, i))
}

/// Whether a word before or after both is bound, one to the other.
fn faces(v: &View, words: &std::ops::Range<usize>, theirs: &std::ops::Range<usize>) -> bool {
    let left = words.start > v.tokens.start && v.link(words.start - 1).is_some_and(|(j, _)| j + 1 == theirs.start);
    let right = v.link(words.end).is_some_and(|(j, _)| j == theirs.end);
    left || right
}

fn is_small(a: &Analysis, k: usize) -> bool {
    a.tokens.get(k).is_some_and(|t| t.class != Class::Content)
}

fn same_phrase(a: &Analysis, at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(n, w)| {
        let k = at + n;
        a.fold(k) == *w
            || a.tokens[k].lemma == hash(w)
            // Forms of one word begin with the same letter, but for the few that no calque has.
            || (n + 1 == words.len() || n == 0)
                && a.fold(k).as_bytes().first() == w.as_bytes().first()
                && [Pos::Noun, Pos::Verb].iter().any(|pos| a.form(k).base(*pos) == *w)
    })
}

/// Turns of phrase that are not English, whatever the wire says.
fn turns(case: &Case, out: &mut Vec<Finding>) {
    let r = case.rewrite;
    for (s, sentence) in r.sentences.iter().enumerate() {
        for i in sentence.tokens.clone() {
            let t = &r.tokens[i];
            let turns = |key: u64| STARTS.openers.may_have(key).then(|| STARTS.turns.get(&key)).flatten();
            let by_form = turns(t.hash);
            let by_lemma = if t.lemma == t.hash { None } else { turns(t.lemma) };
            for Turn { words, english } in by_form.into_iter().chain(by_lemma).flatten() {
                if i + words.len() <= sentence.tokens.end
                    && same_phrase(r, i, words)
                    && (i..i + words.len()).all(|k| r.tokens[k].kind == TokenKind::Word)
                    && !has(case, i..i + words.len())
                {
                    let range = i..i + words.len();
                    out.push(
                        Finding::at(
                            &RULE,
                            RewriteSpan(r.span(range.clone())),
                            format!("“{}” is a literal translation; English says “{english}”", said(r, range)),
                        )
                        .category(crate::finding::Category::Unidiomatic)
                        .confidence(0.7),
                    );
                }
            }
            // "…, he assured."
            let stops =
                || r.tokens.get(i + 1).is_none_or(|n| !n.is_word() && matches!(n.span.of(&r.text), "." | "," | ":"));
            if stops()
                && i > sentence.tokens.start
                && needs_object(r.fold(i))
                && (r.tokens[i - 1].class == Class::Pronoun
                    || matches!(
                        r.tokens[i - 1].tag,
                        crate::knowledge::tagger::Tag::Propn
                            | crate::knowledge::tagger::Tag::Noun
                            | crate::knowledge::tagger::Tag::Adv
                    ))
                && !r.tokens[sentence.tokens.start..i]
                    .iter()
                    .any(|t| matches!(r.fold_of(t), "be" | "is" | "are" | "was" | "were" | "been"))
            {
                let wire = case.alignment.pairs.get(s).and_then(|p| p.wire.first());
                let mut f = Finding::at(
                    &RULE,
                    RewriteSpan(r.span(i - 1..i + 1)),
                    format!("“{}” needs an object: say who was told", r.word(i)),
                )
                .category(crate::finding::Category::Unidiomatic)
                .confidence(0.6);
                if let Some(w) = wire
                    && let Some(x) = case.wires[w.take].sentences.get(w.sentence)
                {
                    f = f.against(WireSpan { take: w.take, span: x.span });
                }
                if !case.wire_index.word(t.hash) {
                    out.push(f);
                }
            }
        }
    }
}
