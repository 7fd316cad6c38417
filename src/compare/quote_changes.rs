//! What the quote rules share: how grave a change inside quotation marks is, and whether the quotes of this wire can be expected
//! to be repeated word for word.

use std::ops::Range;

use crate::align::{Bind, QuoteEdit, QuoteMatch};
use crate::analyse::{Analysis, Class, Quote, Shape, Token, TokenKind};
use crate::compare::Case;
use crate::finding::Severity;
use crate::knowledge::lexicon;
use crate::knowledge::vectors;
use crate::text::WireSpan;

/// How a stretch of words inside quotation marks differs from the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Words without meaning of their own: the, of, that.
    Small,
    /// Another form of the same word.
    Form,
    /// Other words for what seems to be the same thing, or more or fewer of them.
    Wording,
    /// A word that has nothing to do with the wire's.
    Meaning,
    /// What somebody may, must or will do, or how much of something there is.
    Degree,
    /// A figure.
    Figure,
    /// A negation on one side only, or the opposite word.
    Negation,
}

/// Whether the wire's quotes can be expected to come back word for word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// Both sides quote one English wording: other quotes agree word for word, or all but.
    Verbatim,
    /// The only quote of a whole story: nothing shows how this story treats quotes.
    Lone,
    /// There is too little to judge by.
    Unclear,
    /// No quote of any length agrees: both sides are likely to be translations of words spoken in another language.
    Translated,
}

/// Looks at how well the quotes of the rewrite agree with the wires as a whole.
pub fn footing(case: &Case) -> Footing {
    let (mut words, mut same, mut close, mut exact) = (0, 0, 0, 0);
    for m in case.alignment.quotes.iter().filter(|m| m.words >= 5 && m.wire_quote.is_some()) {
        words += m.words;
        same += m.same;
        let changes = edits(case, m).count();
        close += usize::from(m.same * 100 >= m.words * 80 && changes <= 2);
        exact += usize::from(m.words >= 8 && m.same * 100 >= m.words * 85 && changes <= 1);
    }
    let long = case.rewrite.quotes.iter().filter(|q| !q.nested && q.tokens.len() >= 5).count();
    match () {
        () if exact > 0 || close > 1 => Footing::Verbatim,
        () if same * 100 >= words * 75 => Footing::Unclear,
        () if long < 2 && case.rewrite.sentences.len() >= 4 && kept(case) >= OWN_WORDS => Footing::Lone,
        () => Footing::Translated,
    }
}

/// From which share of the wire's own words on a rewrite is no translation, so that a quote in other words was put in other words.
const OWN_WORDS: f32 = 0.72;

/// How many of the rewrite's content words outside quotes are the wire's own, 0 to 1: little of a text that went through another
/// language is.
fn kept(case: &Case) -> f32 {
    let (mut all, mut own) = (0, 0);
    for pair in case.going(&case.alignment.pairs).filter(|p| !p.wire.is_empty()) {
        let tokens = case.rewrite.sentences[pair.sentence].tokens.clone();
        let lower = |i: &usize| case.rewrite.tokens[*i].shape == Shape::Lower && case.rewrite.tokens[*i].is_content();
        for i in tokens.clone().filter(lower).filter(|i| case.rewrite.quote_at(*i).is_none()) {
            all += 1;
            own += usize::from(pair.link(tokens.start, i).is_some_and(|l| l.how <= Bind::Lemma));
        }
    }
    own as f32 / all.max(1) as f32
}

/// The changes of a match that nothing owns up to. Words that the wire has outside its marks (an attribution in the middle) are
/// no part of what was said, and a quote without a closing mark has no end to compare.
pub fn edits<'a>(case: &'a Case, m: &'a QuoteMatch) -> impl Iterator<Item = &'a QuoteEdit> {
    let (quote, wire) = (&case.rewrite.quotes[m.quote], &case.wires[m.take]);
    m.edits.iter().filter(move |e| {
        let spoken = m.wire_quote.is_none() || e.wire.is_empty() || e.wire.clone().any(|t| wire.quote_at(t).is_some());
        let open_end = (!quote.closed || quote.misplaced) && m.pairs.last().is_some_and(|p| e.rewrite.start > p.0);
        !e.marked && spoken && !open_end && !(e.rewrite.is_empty() && e.wire.is_empty())
    })
}

/// Whether the words that an edit leaves out come back in another place of the quote, so that nothing was left out: "with catch logs, with
/// forty years of data" becomes "with forty years of catch logs".
pub fn moved(case: &Case, m: &QuoteMatch, e: &QuoteEdit) -> bool {
    let (r, w) = (case.rewrite, &case.wires[m.take]);
    let mut lost = w.tokens[e.wire.clone()].iter().filter(|t| t.is_content()).peekable();
    let kept = |t: &Token| edits(case, m).flat_map(|o| r.tokens[o.rewrite.clone()].iter()).any(|x| x.hash == t.hash);
    e.rewrite.is_empty() && lost.peek().is_some() && lost.all(kept)
}

/// What kind of change an edit is.
pub fn change(case: &Case, m: &QuoteMatch, e: &QuoteEdit) -> Change {
    let (r, w) = (case.rewrite, &case.wires[m.take]);
    let count = |a: &Analysis, range: &Range<usize>, f: &dyn Fn(&Token) -> bool| {
        a.tokens[range.clone()].iter().filter(|t| f(t)).count()
    };
    let content = |t: &Token| t.is_content() && t.kind == TokenKind::Word;
    let (ours, theirs) = (count(r, &e.rewrite, &content), count(w, &e.wire, &content));
    // Where other words change as well, the sense may be kept in another way: "does not mean as much", "means less".
    if ours == 0 && theirs == 0 {
        let negated = |t: &Token| t.class == Class::Negator;
        if count(r, &e.rewrite, &negated) % 2 != count(w, &e.wire, &negated) % 2 {
            return Change::Negation;
        }
        let number = |t: &Token| t.kind == TokenKind::Number;
        if count(r, &e.rewrite, &number) == 1 && count(w, &e.wire, &number) == 1 {
            return Change::Figure;
        }
        let (mine, other) = (degree(r, &e.rewrite), degree(w, &e.wire));
        // What may happen becomes what will, or the other way round.
        if mine == Some(1) && certain(w, &e.wire) || other == Some(1) && certain(r, &e.rewrite) {
            return Change::Degree;
        }
        if mine != other && (mine.is_some() && other.is_some() || e.rewrite.is_empty() || e.wire.is_empty()) {
            return Change::Degree;
        }
    }
    match (ours, theirs) {
        (0, 0) => Change::Small,
        (0, _) | (_, 0) => Change::Wording,
        (1, 1) => one_word(case, m, e),
        _ if all_have_kin(case, m, e) => Change::Form,
        _ => Change::Wording,
    }
}

/// One content word in the place of another.
fn one_word(case: &Case, m: &QuoteMatch, e: &QuoteEdit) -> Change {
    let (r, w) = (case.rewrite, &case.wires[m.take]);
    let word = |a: &Analysis, range: &Range<usize>| range.clone().find(|i| a.tokens[*i].is_content());
    let (Some(x), Some(y)) = (word(r, &e.rewrite), word(w, &e.wire)) else { return Change::Wording };
    if all_have_kin(case, m, e) {
        return Change::Form;
    }
    let (a, b) = (r.fold(x), w.fold(y));
    let related = lexicon::relations(b, a, None);
    let near = vectors::similarity(a, b);
    let named = r.tokens[x].shape != Shape::Lower || w.tokens[y].shape != Shape::Lower;
    if related.antonym >= 200 && related.antonym > related.synonym {
        return Change::Negation;
    }
    let kin =
        [related.synonym, related.similar, related.derivation, related.hypernym, related.hyponym, related.entails];
    if kin.iter().any(|s| *s > 0) || named {
        return Change::Wording;
    }
    match near {
        Some(s) if s < 0.25 && lexicon::is_word(a) && lexicon::is_word(b) => Change::Meaning,
        _ => Change::Wording,
    }
}

/// Whether something is said to be sure to come.
fn certain(a: &Analysis, range: &Range<usize>) -> bool {
    range.clone().any(|i| matches!(a.fold(i), "will" | "shall"))
}

/// How sure or how much, by the words that say so.
fn degree(a: &Analysis, range: &Range<usize>) -> Option<u8> {
    range.clone().find_map(|i| match a.fold(i) {
        "may" | "might" | "could" | "perhaps" | "maybe" | "possibly" => Some(1),
        "must" | "shall" | "always" => Some(2),
        "some" | "few" | "several" => Some(3),
        "most" | "almost" | "nearly" | "mostly" => Some(4),
        "only" | "merely" => Some(5),
        "all" | "every" | "everyone" | "everything" => Some(6),
        _ => None,
    })
}

/// Whether every content word on each side is a form of one on the other.
fn all_have_kin(case: &Case, m: &QuoteMatch, e: &QuoteEdit) -> bool {
    let (r, w) = (case.rewrite, &case.wires[m.take]);
    let kin = |x: usize, y: usize| {
        let (a, b) = (r.fold(x), w.fold(y));
        r.tokens[x].lemma == w.tokens[y].lemma || stem(a) == stem(b)
    };
    let ours: Vec<usize> = e.rewrite.clone().filter(|i| r.tokens[*i].is_content()).collect();
    let theirs: Vec<usize> = e.wire.clone().filter(|i| w.tokens[*i].is_content()).collect();
    ours.iter().all(|x| theirs.iter().any(|y| kin(*x, *y))) && theirs.iter().all(|y| ours.iter().any(|x| kin(*x, *y)))
}

/// A rough stem, for words that the lexicon does not know.
fn stem(word: &str) -> &str {
    for ending in ["ing", "ed", "es", "s", "ly"] {
        if let Some(s) = word.strip_suffix(ending)
            && s.len() >= 3
        {
            return s.trim_end_matches('e');
        }
    }
    word.trim_end_matches('e')
}

/// What such a change costs inside quotation marks.
pub fn severity(change: Change, footing: Footing) -> Severity {
    match (change, footing) {
        (Change::Negation | Change::Figure, Footing::Verbatim) => Severity::Critical,
        (Change::Negation | Change::Figure, Footing::Unclear | Footing::Lone) => Severity::Major,
        (Change::Degree | Change::Meaning, Footing::Verbatim) => Severity::Major,
        _ => Severity::Minor,
    }
}

/// The wire's words that a match stands on: its quote with its marks, or the matching words where it has none.
pub fn wire_words(case: &Case, m: &QuoteMatch) -> WireSpan {
    let wire = &case.wires[m.take];
    let span = match m.wire_quote.and_then(|q| wire.quotes.get(q)) {
        Some(q) if q.tokens.start <= m.wire.start && m.wire.end <= q.tokens.end => q.span,
        _ => wire.span(m.wire.clone()),
    };
    WireSpan { take: m.take, span }
}

/// The quote of the rewrite that a match is about.
pub fn quote<'a>(case: &'a Case, m: &QuoteMatch) -> &'a Quote {
    &case.rewrite.quotes[m.quote]
}

/// Words to be put between double quotation marks in a message: those they have themselves become single ones. A mark that closes what
/// opened before these words is left out, because it would seem to close the message's.
pub fn inner(words: &str) -> String {
    let (mut before, mut open) = (' ', 0_usize);
    let single = |c: char| {
        let opens = c == '“' || c == '"' && (before.is_whitespace() || matches!(before, '(' | '['));
        before = c;
        match c {
            '“' | '"' if opens => {
                open += 1;
                Some('‘')
            }
            '”' | '"' if open == 0 => None,
            '”' | '"' => {
                open -= 1;
                Some('’')
            }
            other => Some(other),
        }
    };
    words.chars().filter_map(single).collect()
}

/// Words to be quoted in a message: [`short`], and [`inner`] quotation marks single.
pub fn quoted(words: &str) -> String {
    inner(&short(words))
}

/// Words for a message, cut in the middle when there are many.
pub fn short(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.len() <= 14 {
        return all.join(" ");
    }
    format!("{} … {}", all[..7].join(" "), all[all.len() - 5..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::inner;

    #[test]
    fn quotation_marks_inside_others_are_single() {
        assert_eq!(inner("\"We sign,\" she said (\"if they do\")."), "‘We sign,’ she said (‘if they do’).");
        assert_eq!(inner("“We sign,” she said, Norway's “own” words"), "‘We sign,’ she said, Norway's ‘own’ words");
        assert_eq!(inner("we sign,\" she said, “if"), "we sign, she said, ‘if");
    }
}
