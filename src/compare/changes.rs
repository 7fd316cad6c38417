//! What the rules that read the weighed changes share.

use std::ops::Range;

use crate::align::figures_and_dates::Standing;
use crate::analyse::names::Written;
use crate::analyse::{Analysis, Class, Figure, Shape, Token};
use crate::compare::Case;
use crate::compare::denials::denies_beside;
use crate::compare::edited::{self, like};
use crate::compare::opposites::{self, apart, turned_back};
use crate::compare::unmatched_names::named_in;
use crate::finding::Severity;
use crate::ingest::BlockKind;
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::knowledge::titles;
use crate::text::{RewriteSpan, Span, WireSpan};
use crate::weigh::{Change, ChangeKind};

/// The words of the rewrite that a finding about the change points at: the changed words, or, where words are missing, the word before
/// and the word after the gap.
pub fn rewrite_span(case: &Case, c: &Change) -> RewriteSpan {
    if !c.rewrite.is_empty() {
        return RewriteSpan(trim(case.rewrite, c.rewrite.clone()));
    }
    let sentence = &case.rewrite.sentences[case.alignment.pairs[c.pair].sentence].tokens;
    let from = c.rewrite.start.saturating_sub(1).max(sentence.start);
    let to = (c.rewrite.start + 1).min(sentence.end).max(from + 1);
    RewriteSpan(trim(case.rewrite, from..to))
}

/// The span of some tokens without marks at either end, and without an ending that has lost its word: "'s boats".
pub fn trim(a: &Analysis, tokens: Range<usize>) -> Span {
    let word = |i: &usize| a.tokens.get(*i).is_some_and(|t| t.is_word());
    let whole = |i: &usize| word(i) && !(a.tokens[*i].glued && a.word(*i).starts_with(['\'', '’']));
    match (tokens.clone().find(whole).or_else(|| tokens.clone().find(word)), tokens.clone().rev().find(word)) {
        (Some(from), Some(to)) => a.span(from..to + 1),
        _ => a.span(tokens),
    }
}

/// The wire's words of a change, or, where it has none, the wire's sentence.
pub fn wire_span(case: &Case, c: &Change) -> WireSpan {
    let wire = &case.wires[c.take];
    let span = if c.wire.is_empty() {
        case.alignment.pairs[c.pair].wire.first().map_or(Span::default(), |w| wire_sentence(case, w.take, w.sentence))
    } else {
        trim(wire, c.wire.clone())
    };
    WireSpan { take: c.take, span }
}

fn wire_sentence(case: &Case, take: usize, sentence: usize) -> Span {
    case.wires.get(take).and_then(|w| w.sentences.get(sentence)).map_or(Span::default(), |s| s.span)
}

/// The wire's words of a change as text.
pub fn wire_words<'a>(case: &'a Case, c: &Change) -> &'a str {
    trim(&case.wires[c.take], c.wire.clone()).of(&case.wires[c.take].text)
}

/// The rewrite's words of a change as text.
pub fn words<'a>(case: &'a Case, c: &Change) -> &'a str {
    trim(case.rewrite, c.rewrite.clone()).of(&case.rewrite.text)
}

pub use crate::weigh::CLOSE;

/// Severity and confidence of a change by its learnt weights alone; none where it is too faint to report.
/// The thresholds are set so that all such findings together stay rare on faithful translations; docs/judgement.md has the figures.
pub fn graded(case: &Case, c: &Change) -> Option<(Severity, f32)> {
    let found = match c.kind {
        _ if let Some(found) = edited::graded(case, c) => found,
        // The order of words proves nothing by itself: passive for active, the source first or last.
        ChangeKind::Moved => return None,
        // A word for another is grave where a second sign agrees. What is left out or added may be elsewhere; another form, or a word
        // of the same meaning, is judged by the rules on tense, number and meaning.
        ChangeKind::Substituted if c.major >= 0.84 && c.marked >= 0.4 && like(case, c) => (Severity::Major, c.major),
        // A word less, more or in another form is grave only where next to nothing speaks for a shortening.
        ChangeKind::Dropped | ChangeKind::Added | ChangeKind::Inflected
            if c.major >= GRAVE && !edited::told_otherwise(case, c) =>
        {
            (Severity::Major, c.major)
        }
        // Too many of the rest are bold paraphrases: they are hints.
        _ if c.fault >= 0.86 => (Severity::Neutral, c.fault * 0.6),
        _ => return None,
    };
    // Every desk rewrites headlines.
    let headline = case.rewrite.sentences[case.alignment.pairs[c.pair].sentence].kind != BlockKind::Paragraph;
    let excused = c.score() < CLOSE
        || headline
        || only_refers(case, c)
        || quoted_apart(case, c)
        || turned_twice(case, c)
        || named_otherwise(case, c)
        || seen_from_the_other_side(case, c)
        || counted_otherwise(case, c)
        || prefix_apart(case, c);
    (!excused).then(|| if modifier(case, c) { (found.0.min(Severity::Minor), found.1) } else { found })
}

/// Whether the words left out only describe the noun after them: "cheering supporters", "overall leader". An editor who has to save a line
/// cuts those first.
fn modifier(case: &Case, c: &Change) -> bool {
    let wire = &case.wires[c.take];
    let describes = |k: usize| match wire.tokens[k].tag {
        Tag::Adj | Tag::Adv => wire.tokens[k].class != Class::Negator,
        // "Cheering supporters", but not "farmers blocked roads".
        Tag::Verb => {
            let finite =
                |t: &Token| matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Pron | Tag::Adv | Tag::Aux | Tag::Part);
            !matches!(wire.form(k).verb_form(Tag::Verb), Some(VerbForm::Base | VerbForm::S))
                && k.checked_sub(1).is_none_or(|k| !finite(&wire.tokens[k]))
        }
        _ => false,
    };
    let noun = |t: &Token| matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Adj);
    c.kind == ChangeKind::Dropped && c.wire.clone().all(describes) && wire.tokens.get(c.wire.end).is_some_and(noun)
}

/// What ends the message of a finding by learnt weights that is graver than its rule usually is: why it is.
pub fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Neutral | Severity::Minor => "",
        Severity::Major | Severity::Critical => "; most changes like this one mislead",
    }
}

/// From this probability on a word less, more or in another form is grave.
const GRAVE: f32 = 0.92;

/// Whether one side only refers to what the other names: "he" for "the minister".
fn only_refers(case: &Case, c: &Change) -> bool {
    let wire = &case.wires[c.take];
    let pronoun = |a: &Analysis, r: &Range<usize>| {
        let mut words = r.clone().filter(|i| a.tokens[*i].is_word()).peekable();
        words.peek().is_some() && words.all(|i| matches!(a.tokens[i].class, Class::Pronoun | Class::Demonstrative))
    };
    let named = |a: &Analysis, r: &Range<usize>| {
        r.clone().any(|i| a.tokens[i].shape != Shape::Lower || a.tokens[i].class == Class::Pronoun)
    };
    (pronoun(case.rewrite, &c.rewrite) && named(wire, &c.wire))
        || (pronoun(wire, &c.wire) && named(case.rewrite, &c.rewrite))
}

/// Whether the change is an edit of a quote that the rewrite marks itself: [brackets] or an ellipsis.
fn quoted_apart(case: &Case, c: &Change) -> bool {
    case.alignment.quotes.iter().flat_map(|q| &q.edits).any(|e| {
        e.marked
            && e.rewrite.start <= c.rewrite.end
            && c.rewrite.start <= e.rewrite.end
            && (!c.rewrite.is_empty() || !e.wire.is_empty())
    })
}

/// Whether the words only name somebody or something otherwise: a name that the wire has in another form, a first name or an office
/// left out beside a name, a name left out beside the office.
pub fn named_otherwise(case: &Case, c: &Change) -> bool {
    let wire = &case.wires[c.take];
    // In a very long text only its neighbourhood would be worth the search, so that the cost stays in proportion to the length.
    let everywhere = |a: &Analysis| if a.names.len() <= 400 { 0..a.tokens.len() } else { 0..0 };
    let mine = c
        .rewrite
        .clone()
        .filter_map(|i| case.rewrite.name_at(i))
        .any(|n| named_in(case.rewrite, n, wire, everywhere(wire)));
    let theirs = c
        .wire
        .clone()
        .filter_map(|j| wire.name_at(j))
        .any(|n| named_in(wire, n, case.rewrite, everywhere(case.rewrite)));
    if c.kind != ChangeKind::Dropped {
        // One nickname of a team for another.
        let called = |a: &Analysis, words: &Range<usize>| {
            words.clone().filter_map(|i| a.name_at(i)).any(|n| a.names[n].written == Written::Nickname)
        };
        let named = |a: &Analysis, words: &Range<usize>| words.clone().any(|i| a.name_at(i).is_some());
        let other = called(wire, &c.wire) && named(case.rewrite, &c.rewrite)
            || called(case.rewrite, &c.rewrite) && named(wire, &c.wire);
        return mine || theirs || other;
    }
    let name_goes_on = wire.name_at(c.wire.end).is_some()
        && c.wire.clone().all(|j| wire.tokens[j].shape != Shape::Lower || role(wire, j));
    let role_stays = c
        .rewrite
        .start
        .checked_sub(1)
        .is_some_and(|i| role(case.rewrite, i) && case.rewrite.tokens[i].shape == Shape::Lower)
        && c.wire.clone().any(|j| wire.name_at(j).is_some());
    theirs || name_goes_on || role_stays
}

/// Whether the words tell one deal from its other side: "bought by Ebro" for "sold to Ebro". Who does what to whom has a rule of its own.
fn seen_from_the_other_side(case: &Case, c: &Change) -> bool {
    let (Some(i), Some(j)) = (c.head, c.wire_head) else { return false };
    let (a, b) = (case.rewrite.fold(i), case.wires[c.take].fold(j));
    c.rewrite.len() + c.wire.len() > 2 && opposites::converse(a) && opposites::converse(b)
}

/// Whether a prefix stands apart from its word on one side: "non - essential".
pub fn prefix_apart(case: &Case, c: &Change) -> bool {
    let (Some(i), Some(j)) = (c.head, c.wire_head) else { return false };
    let (a, b) = (case.rewrite.fold(i), case.wires[c.take].fold(j));
    (a.ends_with(b) || b.ends_with(a)) && (apart(case.rewrite, i) || apart(&case.wires[c.take], j))
}

/// Whether the words are a figure that the wire has in another form: "8 a.m." for "08:00", "nine in ten" for "90 per cent".
fn counted_otherwise(case: &Case, c: &Change) -> bool {
    let wire = &case.wires[c.take];
    let within = |a: &Analysis, words: &Range<usize>, f: &Figure| {
        let word = |i: &usize| a.tokens[*i].is_word();
        words.clone().any(|i| word(&i)) && words.clone().filter(word).all(|i| f.tokens.contains(&i))
    };
    let k = case.rewrite.figures.partition_point(|f| f.tokens.end <= c.rewrite.start);
    let (Some(f), Some(Standing::Matched(at))) = (case.rewrite.figures.get(k), case.figures.get(k)) else {
        return false;
    };
    within(case.rewrite, &c.rewrite, f)
        && at.take == c.take
        && wire.figures.get(at.index).is_some_and(|w| within(wire, &c.wire, w))
}

/// Whether a token is part of an office or trade by which persons are called.
fn role(a: &Analysis, i: usize) -> bool {
    a.roles_in(i.saturating_sub(6)..i + 1).any(|r| a.roles[r].whole.contains(&i))
        || titles::lookup(a.fold(i)).next().is_some()
}

/// Whether an opposite stands beside a negation on one side, or where the neighbours differ: then it may say the same.
fn turned_twice(case: &Case, c: &Change) -> bool {
    let negates = |a: &Analysis, r: Range<usize>| r.clone().any(|i| a.tokens[i].class == Class::Negator);
    let beside = negates(case.rewrite, c.rewrite.clone()) != negates(&case.wires[c.take], c.wire.clone());
    // "Failed to agree" and "have no agreement" say the same.
    let denied =
        |a: &Analysis, r: Range<usize>| r.clone().any(|i| a.tokens[i].is_content() && denies_beside(a.fold(i)));
    let other_way = denied(case.rewrite, c.rewrite.clone()) || denied(&case.wires[c.take], c.wire.clone());
    // "Not as high" and "lower".
    let degrees = || {
        let (Some(i), Some(j)) = (c.head, c.wire_head) else { return false };
        opposites::by_degree(case.rewrite, i, &case.wires[c.take], j) && turned_back(case, c.pair, c.take, i, j)
    };
    (beside && (other_way || c.relations.antonym >= 60))
        || (c.relations.antonym >= 90 && !c.features_bound())
        || degrees()
}
