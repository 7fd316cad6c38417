use crate::align::Bind;
use crate::analyse::{Analysis, Class, Shape, Token};
use crate::compare::Case;
use crate::compare::changes::{wire_span, wire_words};
use crate::finding::Finding;
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::Pos;
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::text::RewriteSpan;
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
    /// "of" or a full stop needs no wire.
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
    for c in case.weighed.changes.iter().filter(|c| c.kind == ChangeKind::Dropped && c.score() >= 0.5) {
        let pair = &case.alignment.pairs[c.pair];
        let sentence = &case.rewrite.sentences[pair.sentence];
        if sentence.kind != BlockKind::Paragraph || case.rewrite.quote_at(c.rewrite.start).is_some() {
            continue;
        }
        let gap = Gap { case, c, from: sentence.tokens.start, to: sentence.tokens.end };
        // Longer stretches are cut on purpose.
        let words = c.wire.clone().filter(|j| case.wires[c.take].tokens[*j].is_word()).count();
        if words > 3 {
            continue;
        }
        let Some(what) = gap.noun().or_else(|| gap.verb()).or_else(|| gap.subject()) else { continue };
        let message = format!("{what} is missing here: the wire has “{}”", wire_words(case, c));
        out.push(Finding::at(&RULE, gap.span(), message).confidence(0.7).against(wire_span(case, c)));
    }
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
struct Gap<'a> {
    case: &'a Case<'a>,
    c: &'a Change,
    /// The tokens of the sentence.
    from: usize,
    to: usize,
}

impl Gap<'_> {
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
