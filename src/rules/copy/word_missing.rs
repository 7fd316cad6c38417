use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::align::{self, Bind, WireToken};
use crate::analyse::{Analysis, Class, Shape, Token};
use crate::compare::Case;
use crate::compare::changes::{wire_span, wire_words};
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::Pos;
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::text::{RewriteSpan, Span};
use crate::weigh::{Change, ChangeKind};

rule! {
    /// # What it reports
    /// A hole in a sentence: an article or a preposition with no noun after it, a clause without its verb or its subject, where the wire has
    /// the word.
    ///
    /// # Why it matters
    /// The sentence cannot be read, and what fell out was mostly what it was about.
    ///
    /// # Evidence it asks for
    /// The wire has words that are missing here, and what stands on both sides cannot stand side by side in English. An article right before
    /// "of" or a full stop needs no wire. Where the reader is switched on it reads every sentence that is not the wire's own: what it takes for
    /// a gap is one where the wire, next to what stands beside it, has a word that the rewrite has nowhere; and where the reader is nearly sure.
    /// Never where the wire has the same two words side by side, and in no summary, which may be told like a telegram.
    ///
    /// Severity: major where a noun, a verb or the subject is missing; minor where an article or a preposition is.
    ///
    /// # Example
    /// ```text
    /// wire: The trust planted 400 limes along the avenue in the spring of 2019.
    /// rewrite: The trust planted 400 limes along the in spring 2019.
    /// fires: the
    /// wire: The ferry company will pay the fishermen for the loss of their nets, a court in Riga ruled.
    /// rewrite: The ferry company will pay the fishermen for the loss of, a court in Riga ruled.
    /// fires: of
    /// wire: Two thirds of the pupils live in villages beyond the river, the school said.
    /// rewrite: Two thirds of the pupils in villages beyond the river.
    /// fires: pupils in
    /// wire: Talks on the pay of nurses will be resumed on Monday, the ministry said late in the evening.
    /// rewrite: The ministry late in the evening that the pay talks with the nurses would go on after the weekend.
    /// fires: ministry late
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The trust planted 400 limes along the avenue in the spring of 2019.
    /// rewrite: Along the avenue the trust planted 400 limes in the spring of 2019.
    /// silent
    /// wire: It was the worst flood that anyone in the valley had lived through, the mayor said.
    /// rewrite: The mayor said it was the worst flood anyone in the valley had lived through.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Holes that leave a sentence which can still be read.
    id: "word-missing",
    group: Copy,
    category: Omission,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// From this probability on what the reader takes for a gap is one, where the wire has words for it.
const TELLING: f32 = 0.95;
/// The same, where the wire shows none.
const ALONE: f32 = 0.99;
/// The same, where a small word is missing.
const SMALL: f32 = 0.95;
/// So many words of the wire are looked at on either side.
const REACH: usize = 4;

/// Reports the holes of each paragraph.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for s in case.going(&case.rewrite.sentences).filter(|s| s.kind == BlockKind::Paragraph) {
        for i in s.tokens.clone().take(s.tokens.len().saturating_sub(1)) {
            // What the wire has the other way round, or what was said twice, has rules of its own.
            let (t, next) = (case.rewrite.tokens[i].hash, case.rewrite.tokens[i + 1].hash);
            let turned = case.wire_index.pair(t, next) || case.wire_index.pair(next, t);
            let twice = i > s.tokens.start && case.rewrite.tokens[i - 1].hash == next;
            if bare_article(case.rewrite, i) && !turned && !twice {
                let span = case.rewrite.span(i..i + 2);
                let message = format!("no noun follows “{}”", case.rewrite.word(i));
                out.push(Finding::at(&RULE, RewriteSpan(span), message).confidence(0.75));
            }
        }
    }
    let read = out.len();
    gaps(case, out);
    let told: Vec<Span> = out[read..].iter().filter_map(|f| f.at).map(|at| at.0).collect();
    for c in case.weighed.changes.iter().filter(|c| c.kind == ChangeKind::Dropped && c.score() >= 0.5) {
        let pair = &case.alignment.pairs[c.pair];
        let sentence = &case.rewrite.sentences[pair.sentence];
        if sentence.kind != BlockKind::Paragraph || case.rewrite.quote_at(c.rewrite.start).is_some() {
            continue;
        }
        let loss = Loss { case, c, from: sentence.tokens.start, to: sentence.tokens.end };
        // Longer stretches are cut on purpose.
        let words = c.wire.clone().filter(|j| case.wires[c.take].tokens[*j].is_word()).count();
        if words > 3 {
            continue;
        }
        let Some(what) = loss.noun().or_else(|| loss.verb()).or_else(|| loss.subject()) else { continue };
        let message = format!("{what} is missing here: the wire has “{}”", wire_words(case, c));
        let found = Finding::at(&RULE, loss.span(), message).confidence(0.7).against(wire_span(case, c));
        // One gap is told once, and best by what is missing in it.
        match told.iter().position(|h| h.overlaps(loss.span().0)) {
            Some(n) => out[read + n] = found,
            None => out.push(found),
        }
    }
}

/// Reports the gaps that the reader finds.
fn gaps(case: &Case, out: &mut Vec<Finding>) {
    // A summary may be told like a telegram.
    if case.summary {
        return;
    }
    let a = case.rewrite;
    let told: OnceCell<FxHashSet<WireToken>> = OnceCell::new();
    for (s, gaps) in a.sentences.iter().zip(case.gaps) {
        let mut i = s.tokens.start;
        for gap in gaps.iter().flatten() {
            if gap.telling < TELLING && gap.small < SMALL {
                continue;
            }
            // Gaps and tokens stand in the order of the text.
            while i < s.tokens.end && a.tokens[i].span.end <= gap.before.start {
                i += 1;
            }
            if i >= s.tokens.end {
                break;
            }
            let as_in_wire = i > s.tokens.start && case.wire_index.pair(a.tokens[i - 1].hash, a.tokens[i].hash);
            // "Ph.D.-level": no words could stand there.
            let hyphened = i > s.tokens.start && (matches!(a.fold(i), "-" | "–") || a.fold(i - 1) == "-");
            if a.quote_at(i).is_some() || as_in_wire || hyphened {
                continue;
            }
            let before = (s.tokens.start..i).rev().find(|i| a.tokens[*i].is_word());
            let told = told
                .get_or_init(|| case.alignment.pairs.iter().flat_map(|p| &p.words).flatten().map(|l| l.to).collect());
            let lost = lost(case, told, before, i);
            let sound = before.map_or_else(
                || opens_alone(a, s.tokens.clone()),
                |b| named_by_kind(a, b) || lost.is_none() && left_over(a, b, i),
            );
            if sound {
                continue;
            }
            let (severity, sure, what) = match &lost {
                _ if gap.telling < TELLING => (Severity::Minor, gap.small, "a small word, such as “the” or “of”,"),
                None if gap.telling < ALONE => continue,
                _ => (Severity::Major, gap.telling, "a word"),
            };
            let place = match before {
                Some(b) if a.tokens[i].is_word() => format!("between “{}” and “{}”", a.word(b), a.word(i)),
                Some(b) => format!("after “{}”", a.word(b)),
                None => format!("before “{}”", a.word(i)),
            };
            let end = if a.tokens[i].is_word() || before.is_none() { i + 1 } else { i };
            let span = RewriteSpan(a.span(before.unwrap_or(i)..end));
            let found = |message: String| Finding::at(&RULE, span, message).severity(severity).confidence(sure);
            out.push(match lost {
                Some((take, words)) if severity == Severity::Major => {
                    let wire = case.wires[take].words(words.clone());
                    found(format!("{what} seems to be missing {place}: the wire has “{wire}”"))
                        .against(align::wire_span(case.wires, take, words))
                }
                _ => found(format!("{what} seems to be missing {place}")),
            });
        }
    }
}

/// Whether a word may stand for whom or what it describes: "the powerful", "the German", "these six". The reader, who knows small letters only,
/// has seen that too seldom.
fn named_by_kind(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    let described = i > 0 && matches!(a.fold(i - 1), "the" | "this" | "that" | "these" | "those");
    let describes = matches!(t.tag, Tag::Adj | Tag::Num)
        || t.class == Class::Quantifier
        || a.form(i).possible_pos().has(Pos::Adj) && t.is_content();
    // "Hers is of oak, and Ulrik's of ash."
    described && describes || t.class == Class::Particle
}

/// Whether a small word may be all that is left of a phrase: "nothing to wait for.", "turned in to the police".
fn left_over(a: &Analysis, before: usize, after: usize) -> bool {
    let (t, next) = (&a.tokens[before], &a.tokens[after]);
    let particle =
        t.class == Class::Preposition || matches!(a.fold(before), "on" | "off" | "up" | "out" | "over" | "back");
    particle && (!next.is_word() || next.class == Class::Preposition)
}

/// Whether a sentence opens with a participle that hangs on what follows, or with what one is to do: "Situated on the quay, the museum", "Boil the
/// water first".
fn opens_alone(a: &Analysis, tokens: Range<usize>) -> bool {
    let comma = || tokens.clone().skip(2).any(|i| a.fold(i) == ",");
    match a.form(tokens.start).verb_form(Tag::Verb) {
        Some(VerbForm::Past | VerbForm::Participle | VerbForm::Ing) => comma(),
        Some(VerbForm::Base) => true,
        Some(VerbForm::S) | None => false,
    }
}

/// The wire's words for a gap: those that stand after what the word before it is bound to, or before what the word after it is bound to, and
/// that the rewrite has nowhere; with the take that they are from.
fn lost(
    case: &Case,
    told: &FxHashSet<WireToken>,
    before: Option<usize>,
    after: usize,
) -> Option<(usize, Range<usize>)> {
    let bound = |i: usize| {
        let to = case.alignment.link(case.rewrite, i)?.to;
        Some((to.take as usize, to.token as usize))
    };
    let free = |take: usize, j: usize| !told.contains(&WireToken { take: take as u32, token: j as u32 });
    let telling = |take: usize, words: Range<usize>| {
        let wire = &case.wires[take];
        let tells = |j: usize| {
            let t = &wire.tokens[j];
            t.is_content() || matches!(t.class, Class::Pronoun | Class::Auxiliary | Class::Modal)
        };
        words.clone().any(tells).then_some((take, words))
    };
    let right = before.and_then(bound).and_then(|(take, j)| {
        let wire = &case.wires[take];
        let sentence = wire.tokens[j].sentence;
        let near = (j + 1..wire.tokens.len()).take(REACH);
        let run =
            near.take_while(|k| wire.tokens[*k].is_word() && wire.tokens[*k].sentence == sentence && free(take, *k));
        telling(take, j + 1..j + 1 + run.count())
    });
    right.or_else(|| {
        let (take, j) = bound(after)?;
        let wire = &case.wires[take];
        let sentence = wire.tokens[j].sentence;
        let near = (0..j).rev().take(REACH);
        let run =
            near.take_while(|k| wire.tokens[*k].is_word() && wire.tokens[*k].sentence == sentence && free(take, *k));
        telling(take, j - run.count()..j)
    })
}

/// An article right before a word or mark that no noun phrase can begin with.
fn bare_article(a: &Analysis, i: usize) -> bool {
    let (t, next) = (&a.tokens[i], &a.tokens[i + 1]);
    let article = matches!(a.fold(i), "the" | "an" | "a" | "its" | "their" | "our" | "my");
    // "Serie A" and "vitamin A" are no articles.
    let letter = a.word(i) == "A" && i > 0 && a.tokens[i - 1].sentence == t.sentence;
    if !article
        || letter
        || t.shape == Shape::Upper
        || a.quote_at(i).is_some()
        || next.shape != Shape::Lower
        || a.fold(i + 2) == "-"
    {
        return false;
    }
    let word = matches!(
        a.fold(i + 1),
        "of" | "for"
            | "from"
            | "with"
            | "by"
            | "at"
            | "into"
            | "as"
            | "than"
            | "that"
            | "which"
            | "who"
            | "because"
            | "is"
            | "was"
            | "were"
            | "are"
            | "has"
            | "had"
            | "and"
            | "or"
            | "but"
            | "in"
            | "to"
            | "on"
    );
    let mark = matches!(a.fold(i + 1), "." | ";") && a.fold(i) != "a";
    // "The by-election", "a to-do list": a hyphen follows; "the to and fro".
    word && next.is_word() && !(a.fold(i + 1) == "to" && a.fold(i + 2) == "and") || mark
}

/// A place of a sentence where words of the wire are missing.
struct Loss<'a> {
    case: &'a Case<'a>,
    c: &'a Change,
    /// The tokens of the sentence.
    from: usize,
    to: usize,
}

impl Loss<'_> {
    /// The word before the gap. Marks that stand before the place where the wire goes on stand after the gap.
    fn left(&self) -> Option<usize> {
        (self.from..self.c.rewrite.start).rev().find(|i| self.case.rewrite.tokens[*i].is_word())
    }

    /// The word or mark after the gap.
    fn right(&self) -> Option<usize> {
        let i = self.left().map_or(self.from, |i| i + 1);
        (i < self.to).then_some(i)
    }

    /// The word before the gap and, where one follows at once, the word after it.
    fn span(&self) -> RewriteSpan {
        let a = self.case.rewrite;
        let left = self.left().unwrap_or(self.from);
        let right = self.right().filter(|i| a.tokens[*i].is_word()).unwrap_or(left);
        RewriteSpan(a.span(left..right.max(left) + 1))
    }

    /// Whether the wire's missing words stand right after the word that the word before the gap is bound to.
    fn follows(&self, left: usize) -> bool {
        let wire = &self.case.wires[self.c.take];
        let link = self.case.alignment.pairs[self.c.pair].link(self.from, left);
        link.is_some_and(|l| {
            let at = l.to.token as usize;
            l.how <= Bind::Synonym
                && l.to.take as usize == self.c.take
                && at < self.c.wire.start
                && (at + 1..self.c.wire.start).all(|j| wire.tokens[j].class == Class::Article)
        })
    }

    fn wire_head(&self) -> Option<&Token> {
        self.case.wires[self.c.take].tokens.get(self.c.wire_head?)
    }

    /// What ends a noun phrase, or cannot begin one.
    fn ends(&self) -> bool {
        let r = self.case.rewrite;
        let Some(i) = self.right() else { return true };
        let t = &r.tokens[i];
        match t.is_word() {
            false => matches!(r.fold(i), "." | "," | ";" | ")" | ":" | "?" | "!"),
            true => {
                matches!(t.class, Class::Modal | Class::Auxiliary | Class::Conjunction | Class::Subordinator)
                    || t.class == Class::Preposition && !matches!(r.fold(i), "to" | "over" | "about" | "under")
                    || t.tag == Tag::Verb && finite(r, i) && self.governs(i)
            }
        }
    }

    /// Whether a verb has an object or a place after it, and is not a participle before a noun: "the engulfed airport".
    fn governs(&self, i: usize) -> bool {
        let next = self.case.rewrite.tokens.get(i + 1);
        next.is_some_and(|t| {
            matches!(t.class, Class::Article | Class::Pronoun | Class::Preposition | Class::Subordinator)
        })
    }

    /// "Into a .", "the loss of, a court".
    fn noun(&self) -> Option<&'static str> {
        let (r, left) = (self.case.rewrite, self.left()?);
        let head = self.wire_head()?;
        if !matches!(head.tag, Tag::Noun | Tag::Propn) || !self.ends() || !self.follows(left) {
            return None;
        }
        // What is missing ends with the noun.
        if self
            .c
            .wire_head
            .is_none_or(|j| (j + 1..self.c.wire.end).any(|j| self.case.wires[self.c.take].tokens[j].is_word()))
        {
            return None;
        }
        let t = &r.tokens[left];
        let needs = t.class == Class::Article && r.word(left) != "A"
            || t.class == Class::Preposition
                && matches!(
                    r.fold(left),
                    "of" | "from" | "into" | "with" | "by" | "at" | "during" | "among" | "between"
                )
            || t.tag == Tag::Adj
                && t.is_content()
                && left > self.from
                && r.tokens[left - 1].class == Class::Article
                && !substantive(r, left);
        needs.then_some("a noun")
    }

    /// A clause that has no verb at all.
    fn verb(&self) -> Option<&'static str> {
        let (r, wire) = (self.case.rewrite, &self.case.wires[self.c.take]);
        let head = self.c.wire_head?;
        if wire.tokens[head].tag != Tag::Verb || !finite(wire, head) {
            return None;
        }
        // The verb stood between the words that now stand side by side.
        let left = self.left()?;
        let goes_on = |i: usize| r.tokens[i].is_word() && r.tokens[i].class != Class::Conjunction;
        let named = matches!(r.tokens[left].tag, Tag::Noun | Tag::Propn) || r.tokens[left].class == Class::Pronoun;
        if !named || !self.right().is_some_and(goes_on) || !self.follows(left) {
            return None;
        }
        let breaks = |i: usize| {
            matches!(
                r.fold(i),
                "that"
                    | "which"
                    | "who"
                    | "whom"
                    | "whose"
                    | "because"
                    | "although"
                    | "while"
                    | "if"
                    | "when"
                    | "but"
                    | ";"
            )
        };
        let from = (self.from..=left).rev().find(|i| breaks(*i)).map_or(self.from, |i| i + 1);
        let to = (self.c.rewrite.start..self.to).find(|i| breaks(*i)).unwrap_or(self.to);
        let subject = (from..=left)
            .any(|i| matches!(r.tokens[i].tag, Tag::Noun | Tag::Propn) || r.tokens[i].class == Class::Pronoun);
        let none = !(from..to).any(|i| may_be_finite(r, i));
        (subject && none && to - from >= 5).then_some("the verb")
    }

    /// "Long before tried to enter", "when it rains, may make".
    fn subject(&self) -> Option<&'static str> {
        let r = self.case.rewrite;
        let head = self.wire_head()?;
        let i = self.right()?;
        let t = &r.tokens[i];
        // "If found" and "after suspected cases" lack no subject.
        let predicate = matches!(t.class, Class::Modal | Class::Auxiliary)
            && !matches!(r.fold(i), "being" | "having" | "been" | "be" | "doing" | "did" | "do");
        let named = matches!(head.tag, Tag::Noun | Tag::Propn) || head.class == Class::Pronoun;
        let left = self.left()?;
        let opens = matches!(
            r.fold(left),
            "before" | "after" | "because" | "while" | "although" | "if" | "until" | "since" | "when"
        ) && self.follows(left);
        (named && predicate && opens).then_some("the subject")
    }
}

/// "The poor", "the injured": adjectives that stand as nouns.
fn substantive(a: &Analysis, i: usize) -> bool {
    a.fold(i - 1) == "the" || a.form(i).possible_pos().has(Pos::Noun)
}

/// Whether a verb is in a form that can be the predicate of a clause.
fn finite(a: &Analysis, i: usize) -> bool {
    !matches!(a.form(i).verb_form(Tag::Verb), Some(VerbForm::Ing) | None)
}

/// Whether a word can be the predicate of a clause in any reading.
fn may_be_finite(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    let infinitive = i > 0 && a.fold(i - 1) == "to";
    matches!(t.class, Class::Auxiliary | Class::Modal)
        || matches!(a.fold(i), "'s" | "’s" | "'re" | "'d") && t.class != Class::Particle
        || t.is_content()
            && t.shape == Shape::Lower
            && !infinitive
            && finite(a, i)
            && a.form(i).possible_pos().has(Pos::Verb)
            && t.tag != Tag::Adj
            && (t.tag == Tag::Verb || !after_determiner(a, i))
}

/// Whether an article, an adjective or a number stands right before a word: then it is a noun.
fn after_determiner(a: &Analysis, i: usize) -> bool {
    i > 0 && {
        let t = &a.tokens[i - 1];
        matches!(t.class, Class::Article | Class::Preposition | Class::Quantifier)
            || t.tag == Tag::Adj
            || t.tag == Tag::Num
    }
}
