use std::ops::Range;

use crate::align::{Bind, Pair, WireSentence, WordLink};
use crate::analyse::{Analysis, Class, Shape};
use crate::compare::Case;
use crate::compare::denials::{denies, denies_beside};
use crate::compare::opposites;
use crate::finding::Finding;
use crate::knowledge::lexicon::{Pos, base};
use crate::knowledge::tagger::Tag;
use crate::text::{KeyMap, RewriteSpan, WireSpan};
use crate::weigh::{Change, ChangeKind};

rule! {
    /// # What it reports
    /// A "not" that was dropped or added: the rewrite denies what the wire asserts, or the other way round.
    ///
    /// # Why it matters
    /// It is the smallest change that makes a sentence false.
    ///
    /// # Evidence it asks for
    /// A negated word on one side that the other side has without a negation, where no word there is negative in itself
    /// ("refused", "unable", an opposite).
    ///
    /// # Example
    /// ```text
    /// wire: The minister said the border would not reopen before spring.
    /// rewrite: The minister said the border would reopen before spring.
    /// fires: would reopen
    /// wire: She said the council would not rule out new fees if the two sides failed to agree.
    /// rewrite: She said the council would rule out new fees if the two sides failed to agree.
    /// fires: would rule
    /// wire: The union said it would not call off the strike if the owners failed to sign by the end of May.
    /// rewrite: The union said it would call off the strike if the owners had not signed by the end of May.
    /// fires: would call
    /// wire: The harbour's missile battery has proved its worth, and many of the drones were shot down.
    /// rewrite: The harbour's missile battery has proved its worth, and many of the drones weren't shot down.
    /// fires: weren't shot
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The minister said he did not accept the ruling.
    /// rewrite: The minister said he rejected the ruling.
    /// silent
    /// wire: The two sides failed to agree on a date, the envoy told the council on Friday.
    /// rewrite: The two sides did not agree on a date, the envoy told the council on Friday.
    /// silent
    /// wire: The show will not open in the gallery, nor in the school, but in the old fish market by the quay.
    /// rewrite: The show will open in the old fish market by the quay, and not in the gallery or the school.
    /// silent
    /// wire: The company was not able to pay its staff.
    /// rewrite: The company was unable to pay its staff.
    /// silent
    /// wire: The bank wanted to make sure that the buyer had no hidden debts.
    /// rewrite: The bank wanted to find out whether the buyer had hidden debts.
    /// silent
    /// wire: The vaccine cut the number of hospital stays by a third, but it did not reduce the need for tests.
    /// rewrite: The vaccine has reduced hospital stays by a third. What it did not do was lessen the need for tests.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Sentences with several negations, one of which moved.
    id: "negation-flipped",
    group: Stance,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Compares the negations of each sentence with the wire's, in both directions.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let mut replaced: KeyMap<Vec<&Change>> = KeyMap::default();
    for c in &case.weighed.changes {
        if matches!(c.kind, ChangeKind::Substituted | ChangeKind::Related) {
            replaced.entry(c.pair as u64).or_default().push(c);
        }
    }
    for (p, pair) in case.going(&case.alignment.pairs).enumerate() {
        let Some(best) = pair.wire.first() else { continue };
        let wire = &case.wires[best.take];
        let beside = Beside {
            rewrite: case.rewrite,
            wire,
            pair,
            take: best.take,
            mine: case.rewrite.sentences[pair.sentence].tokens.clone(),
            theirs: wire.sentences[best.sentence].tokens.clone(),
        };
        let negations = beside.negations();
        if negations.added.len() == negations.dropped.len()
            || opposed(case, replaced.get(&(p as u64)))
            || !same_claim(case, pair)
        {
            continue;
        }
        // What one sentence of the wire denies, the next sentence of the rewrite may deny.
        if !negations.dropped.is_empty() && denied_beside(case, p, *best) {
            continue;
        }
        if negations.dropped.is_empty() {
            out.extend(negations.added.iter().filter_map(|i| beside.added(*i, &negations)));
        } else if negations.added.is_empty() {
            out.extend(negations.dropped.iter().filter_map(|j| beside.dropped(*j, &negations)));
        }
    }
}

/// Whether the sentence before or after denies something and tells of the same sentence of the wire, or of none.
fn denied_beside(case: &Case, p: usize, told: WireSentence) -> bool {
    let a = case.rewrite;
    [p.checked_sub(1), Some(p + 1)].into_iter().flatten().filter_map(|k| case.alignment.pairs.get(k)).any(|pair| {
        let tokens = a.sentences[pair.sentence].tokens.clone();
        (pair.wire.contains(&told) || pair.wire.is_empty()) && tokens.clone().any(|i| negates(a, i, tokens.end))
    })
}

/// A sentence of the rewrite beside the wire's best sentence for it.
struct Beside<'a> {
    rewrite: &'a Analysis,
    wire: &'a Analysis,
    pair: &'a Pair,
    take: usize,
    mine: Range<usize>,
    theirs: Range<usize>,
}

/// The negations of two sentences that no negation of the other side stands for.
struct Negations {
    /// Those of the rewrite.
    added: Vec<usize>,
    /// Those of the wire.
    dropped: Vec<usize>,
    /// Words of the rewrite that answer a denial of the wire, or are answered.
    spent: Vec<usize>,
    /// The same of the wire.
    spent_there: Vec<usize>,
}

impl Beside<'_> {
    /// The wire's word that a word of the rewrite is bound to, at least as closely as `how`.
    fn link(&self, i: usize, how: Bind) -> Option<usize> {
        let to_wire = |l: &WordLink| l.how <= how && l.to.take as usize == self.take;
        self.pair.link(self.mine.start, i).filter(to_wire).map(|l| l.to.token as usize)
    }

    /// Whether a form of the wire's word stands in the rewrite's sentence.
    fn bound(&self, j: usize) -> bool {
        let links = || self.pair.words.iter().flatten();
        links().any(|l| l.to.take as usize == self.take && l.to.token as usize == j && l.how <= Bind::Lemma)
    }

    /// Whether a word of the rewrite is a form of no word of any wire.
    fn free(&self, i: usize) -> bool {
        self.pair.link(self.mine.start, i).is_none_or(|l| l.how > Bind::Lemma)
    }

    /// The word of the rewrite that stands for the wire's word.
    fn here(&self, j: usize) -> Option<usize> {
        matching(self.pair, self.mine.start, self.take, j)
    }

    /// "Had not agreed" for "failed to agree": where the other side denies the same in another word, neither counts.
    fn negations(&self) -> Negations {
        let (rewrite, wire, mine, theirs) = (self.rewrite, self.wire, &self.mine, &self.theirs);
        let mut added: Vec<usize> = mine.clone().filter(|i| negates(rewrite, *i, mine.end) && self.free(*i)).collect();
        let mut dropped: Vec<usize> =
            theirs.clone().filter(|j| negates(wire, *j, theirs.end) && !self.bound(*j)).collect();
        let (mut spent, mut spent_there) = (Vec::new(), Vec::new());
        let there = |k: usize| self.link(k, Bind::Lemma);
        added.retain(|i| match answered((rewrite, *i, mine.end), there, (wire, theirs), |j| !self.bound(j)) {
            Some(word) => {
                spent.push(*i);
                spent_there.push(word);
                false
            }
            None => true,
        });
        let (here, free) = (|k| self.here(k), |i| self.free(i));
        dropped.retain(|j| match answered((wire, *j, theirs.end), here, (rewrite, mine), free) {
            Some(word) => {
                spent_there.push(*j);
                spent.push(word);
                false
            }
            None => true,
        });
        Negations { added, dropped, spent, spent_there }
    }

    /// A negation of the rewrite over words that the wire asserts.
    fn added(&self, i: usize, negations: &Negations) -> Option<Finding> {
        let (rewrite, wire, theirs) = (self.rewrite, self.wire, &self.theirs);
        let linked = |k: usize| self.link(k, Bind::Synonym).filter(|j| theirs.contains(j));
        let same = |k: usize| self.link(k, Bind::Lemma).is_some_and(|j| theirs.contains(&j));
        let k = scope(rewrite, i, self.mine.end, |k| linked(k).is_some(), same)?;
        let there = linked(k)?;
        let answers = |j: usize| self.bound(j) || negations.spent_there.contains(&j);
        if denied_near(wire, there, theirs, answers, same(k))
            || ranks(wire, theirs, |j| self.bound(j))
            || asked(rewrite, i, &self.mine) != asked(wire, there, theirs)
        {
            return None;
        }
        let words = whole(rewrite, i)..k + 1;
        let message = format!("the rewrite denies what the wire asserts: “{}”", rewrite.words(words.clone()));
        let f = Finding::at(&RULE, RewriteSpan(rewrite.span(words)), message).confidence(0.85);
        Some(f.against(WireSpan { take: self.take, span: around(wire, there, theirs.clone()) }))
    }

    /// A negation of the wire over words that the rewrite asserts.
    fn dropped(&self, j: usize, negations: &Negations) -> Option<Finding> {
        let (rewrite, wire, mine) = (self.rewrite, self.wire, &self.mine);
        let same = |k: usize| self.bound(k) && self.here(k).is_some();
        let k = scope(wire, j, self.theirs.end, |k| self.here(k).is_some(), same)?;
        let i = self.here(k)?;
        let answers = |k: usize| !self.free(k) || negations.spent.contains(&k);
        if denied_near(rewrite, i, mine, answers, same(k))
            || ranks(rewrite, mine, |i| !self.free(i))
            || asked(rewrite, i, mine) != asked(wire, j, &self.theirs)
        {
            return None;
        }
        let words = whole(wire, j)..k + 1;
        let message = format!("the wire says “{}”, the rewrite drops the negation", wire.words(words.clone()));
        let f = Finding::at(&RULE, RewriteSpan(around(rewrite, i, mine.clone())), message).confidence(0.85);
        Some(f.against(WireSpan { take: self.take, span: wire.span(words) }))
    }
}

/// A negation that turns the sentence; "not only" and its kind do not.
fn negates(a: &Analysis, i: usize, end: usize) -> bool {
    if a.tokens[i].class != Class::Negator {
        return false;
    }
    let next = if i + 1 < a.tokens.len() { a.fold(i + 1) } else { "" };
    // "Out of nowhere" denies nothing.
    let of = i > 0 && a.fold(i - 1) == "of" && a.fold(i) == "nowhere";
    // "Not in the gallery but in the street" denies the place and not that it happens.
    let puts_right = || {
        (i + 1..end).filter(|k| a.fold(*k) == "but").any(|k| {
            let next = a.tokens.get(k + 1).filter(|t| t.class == Class::Preposition);
            next.is_some_and(|next| a.tokens[i + 1..k].iter().any(|t| t.hash == next.hash))
        })
    };
    !of && !puts_right()
        && !matches!(
            next,
            "only"
                | "just"
                | "least"
                | "merely"
                | "simply"
                | "necessarily"
                | "even"
                | "other"
                | "doubt"
                | "matter"
                | "more"
                | "later"
                | "less"
                | "fewer"
                | "one"
        )
        && !matches!(
            (next, if i + 2 < a.tokens.len() { a.fold(i + 2) } else { "" }),
            (_, "than") | ("the" | "an" | "a", "only")
        )
        && !(next == "longer" && until_near(a, i))
        && !(a.fold(i) == "no" && (i == 0 || !a.tokens[i - 1].is_word()) && matches!(next, "," | "."))
}

/// Whether "no longer" is about an end to come: "60 days before the permit is no longer valid".
fn until_near(a: &Analysis, i: usize) -> bool {
    let sentence = a.tokens[i].sentence;
    let same = |k: &usize| a.tokens[*k].sentence == sentence;
    (0..i)
        .rev()
        .take_while(same)
        .take(8)
        .any(|k| matches!(a.fold(k), "before" | "until" | "after" | "once" | "when" | "if"))
}

/// A word of the other side that denies, with nothing there to match it, what a negation of this side turns: "failed" for the "not" of "had
/// not agreed". `negation` is the side, the token and where its sentence ends; `to` leads from a word to the same word of the other side.
fn answered(
    negation: (&Analysis, usize, usize),
    to: impl Fn(usize) -> Option<usize>,
    other: (&Analysis, &Range<usize>),
    free: impl Fn(usize) -> bool,
) -> Option<usize> {
    let (a, from, end) = negation;
    let k = scope(a, from, end, |k| to(k).is_some(), |k| to(k).is_some())?;
    let (b, sentence) = other;
    let at = to(k)?;
    let before = at.saturating_sub(3).max(sentence.start)..at;
    before
        .rev()
        .take_while(|j| b.tokens[*j].is_word())
        .find(|j| b.tokens[*j].is_content() && free(*j) && denies(b.fold(*j)))
}

/// The word that a negation turns: the first of the next two content words, in the same clause, that the other side has. `same` says whether
/// it is the very word there.
fn scope(
    a: &Analysis,
    from: usize,
    end: usize,
    matched: impl Fn(usize) -> bool,
    same: impl Fn(usize) -> bool,
) -> Option<usize> {
    for k in (from + 1..end.min(from + 7))
        .take_while(|k| a.tokens[*k].is_word())
        .filter(|k| a.tokens[*k].is_content() && a.fold(*k) != "longer")
    {
        // "Not rule out", "nobody will lose": two denials make an assertion, unless the other side has the second of them too.
        if denies_beside(a.fold(k)) && !same(k) {
            return None;
        }
        if matched(k) {
            // "Not players, but", "no Chinese": what is denied is not the claim.
            let aside = k == from + 1 && a.fold(from) == "not" && a.tokens[k].tag == Tag::Noun && !participle(a, k)
                || a.tokens[k].tag == Tag::Propn
                || a.tokens[k].shape != Shape::Lower;
            return (!aside).then_some(k);
        }
        // An adverb may differ; another verb or noun is another claim.
        if !matches!(a.tokens[k].tag, Tag::Adv | Tag::Adj | Tag::Num) || a.fold(from) == "no" {
            return None;
        }
    }
    None
}

/// Whether a word behind an auxiliary and a negation is a verb's past form, though it may be a noun elsewhere: "were not shot".
fn participle(a: &Analysis, k: usize) -> bool {
    let fold = a.fold(k);
    k > 1 && a.tokens[k - 2].class == Class::Auxiliary && !fold.ends_with('s') && base(fold, Pos::Verb) != fold
}

/// The word of the rewrite that stands for a wire token.
fn matching(pair: &Pair, first: usize, take: usize, token: usize) -> Option<usize> {
    pair.words
        .iter()
        .position(|l| {
            l.is_some_and(|l| l.to.take as usize == take && l.to.token as usize == token && l.how <= Bind::Synonym)
        })
        .map(|k| first + k)
}

/// Whether a word that denies stands near, or anywhere in the sentence a negation that the other side does not have. A word that both sides
/// have (`same`) turns neither.
fn denied_near(a: &Analysis, at: usize, sentence: &Range<usize>, bound: impl Fn(usize) -> bool, same: bool) -> bool {
    let near = at.saturating_sub(6).max(sentence.start)..(at + 6).min(sentence.end);
    let denies = |k: usize| denies(a.fold(k)) && !of_time(a, k);
    let beside = |k: usize| denies_beside(a.fold(k)) && !of_time(a, k);
    near.clone()
        .any(|k| k < at && a.tokens[k].class == Class::Negator || (!bound(k) || k < at && k + 4 >= at) && beside(k))
        || !same && beside(at)
        || sentence.clone().any(|k| !bound(k) && (a.tokens[k].class == Class::Negator || denies(k)))
}

/// "By the end of the year" is a day, and denies nothing.
fn of_time(a: &Analysis, k: usize) -> bool {
    a.fold(k) == "end" && k > 0 && a.fold(k - 1) == "the" && a.fold(k + 1) == "of"
}

/// Whether the two sentences have enough in common to be one claim: a word or two may be in any.
fn same_claim(case: &Case, pair: &Pair) -> bool {
    let tokens = case.rewrite.sentences[pair.sentence].tokens.clone();
    let content = tokens.clone().filter(|i| case.rewrite.tokens[*i].is_content());
    let (mut all, mut matched) = (0, 0);
    for i in content {
        all += 1;
        matched += usize::from(pair.link(tokens.start, i).is_some_and(|l| l.how <= Bind::Synonym));
    }
    matched >= 3 || matched >= 1 && matched + 1 >= all
}

/// Whether a sentence ranks: "the longest ride", "the first visit", "robbed before" say in other words that no ride was longer, that nobody
/// came before, that it was not the first robbery. A word that both sides have (`bound`) says nothing instead of a negation.
fn ranks(a: &Analysis, sentence: &Range<usize>, bound: impl Fn(usize) -> bool) -> bool {
    sentence.clone().filter(|k| !bound(*k)).any(|k| {
        let t = &a.tokens[k];
        let next = a.tokens.get(k + 1).filter(|_| k + 1 < sentence.end);
        match a.fold(k) {
            "first" | "only" | "sole" | "lone" | "record" | "unprecedented" | "unique" | "unmatched" | "debut"
            | "maiden" | "best" | "worst" | "historic" | "empty" | "vacant" | "again" => true,
            "most" | "least" => next.is_some_and(|n| matches!(n.tag, Tag::Adj | Tag::Adv)),
            // "Robbed before", not "before spring".
            "before" => next.is_none_or(|n| !n.is_word()),
            // "Last seen in 2014", not "last week".
            "last" => next.is_some_and(|n| matches!(n.tag, Tag::Verb)),
            fold => t.tag == Tag::Adj && fold.len() > 5 && fold.ends_with("est"),
        }
    })
}

/// Whether a claim is put as a question: "to see whether he had a motive" leaves open what "to see that he had no motive" hopes for.
fn asked(a: &Analysis, at: usize, sentence: &Range<usize>) -> bool {
    (sentence.start..at).any(|k| a.fold(k) == "whether")
}

/// Whether some word of the pair faces its opposite; `replaced` are the words of the pair that others stand for.
fn opposed(case: &Case, replaced: Option<&Vec<&Change>>) -> bool {
    replaced.into_iter().flatten().any(|c| {
        let by_degree = || {
            let (Some(i), Some(j)) = (c.head, c.wire_head) else { return false };
            opposites::by_degree(case.rewrite, i, &case.wires[c.take], j)
        };
        c.relations.antonym > 60 || by_degree()
    })
}

/// Where the verb begins that a negation is part of: "cannot", "don't", "would not have".
fn whole(a: &Analysis, negation: usize) -> usize {
    let glued = a.tokens[negation].glued && negation > 0 && a.tokens[negation - 1].is_word();
    let from = if glued { negation - 1 } else { negation };
    // "There was nobody": the word denies by itself, and the verb is another's.
    if matches!(a.fold(negation), "nobody" | "none" | "nothing" | "neither" | "nor" | "nowhere") {
        return from;
    }
    let first = a.sentences[a.tokens[negation].sentence as usize].tokens.start;
    with_auxiliaries(a, from, first)
}

/// Where the auxiliaries and modals begin that stand right before a token.
fn with_auxiliaries(a: &Analysis, at: usize, first: usize) -> usize {
    let mut from = at;
    while from > first && at - from < 3 && matches!(a.tokens[from - 1].class, Class::Auxiliary | Class::Modal) {
        from -= 1;
    }
    from
}

/// The word with the auxiliary before it.
fn around(a: &Analysis, at: usize, sentence: Range<usize>) -> crate::text::Span {
    a.span(with_auxiliaries(a, at, sentence.start)..at + 1)
}
