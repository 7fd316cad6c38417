use std::ops::Range;

use crate::align::Bind;
use crate::analyse::{Analysis, Class, Shape, TokenKind};
use crate::compare::Case;
use crate::compare::wire_index::WireIndex;
use crate::finding::Finding;
use crate::knowledge::tagger::Tag;
use crate::text::RewriteSpan;
use crate::weigh::fluency;

rule! {
    /// # What it reports
    /// Punctuation where none can stand: ". ,", ". .", ",,", a "^" or "@" at the end of a word, a colon after an
    /// article.
    ///
    /// # Why it matters
    /// It breaks the sentence for the reader and shows that nobody read the text after the machine.
    ///
    /// # Evidence it asks for
    /// Two marks side by side that exclude each other; a symbol in a gap between words; an exclamation mark, question
    /// mark, colon, semicolon or comma after a word that cannot end a phrase; a hyphen or an apostrophe attached to one
    /// word only; a mark between two words that English hardly ever separates, most of all where the wire has them side
    /// by side. The wire must not have the same.
    ///
    /// # Example
    /// ```text
    /// wire: The council wants to join the pact, warning of delays.
    /// rewrite: The council wants to join the pact. , warning of delays.
    /// fires: . ,
    /// wire: The pact was signed in the spring.
    /// rewrite: The pact was signed in the@ spring.
    /// fires: @
    /// wire: As a result, two ferries were withdrawn.
    /// rewrite: As a! result, two ferries were withdrawn.
    /// fires: !
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Harlow Inc., which owns Yahoo! and the C# tools, paid … what? . . . nobody knows?!
    /// rewrite: Harlow Inc., which owns Yahoo! and the C# tools, paid … what? . . . nobody knows?!
    /// silent
    /// wire: The farmers' two- and three-year leases ended at 5 a.m., he said.
    /// rewrite: The farmers' two- and three-year leases ended at 5 a.m., he said.
    /// silent
    /// wire: Faroese Fisheries Minister Jógvan Dalsgarð was due to speak to reporters. Oslo argues that this journey has outrun the shares.
    /// rewrite: The Faroese Minister of Fisheries, Jógvan Dalsgarð, was to speak to reporters. It is this journey, Oslo argues, that has outrun the shares.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A comma or full stop that grammar would allow but the sense does not.
    id: "stray-punctuation",
    group: Copy,
    category: Punctuation,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Judged,
}

/// The longest remark between two commas, in tokens.
const REMARK: usize = 6;

/// Walks over the punctuation of the rewrite and reports marks that cannot stand where they do.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    let mut single_quotes = SingleQuotes::default();
    let mut i = 0;
    while i < a.tokens.len() {
        let mut next = i + 1;
        if matches!(a.tokens[i].kind, TokenKind::Punct | TokenKind::Symbol) {
            single_quotes.see(a, i);
            let fault = crowd(a, i)
                .or_else(|| symbol(a, i))
                .or_else(|| between(a, i, &single_quotes))
                .or_else(|| unexpected(case, index, i, &single_quotes));
            if let Some(f) = fault
                && !wire_has(index, a, &f)
            {
                // The words on both sides make the place easy to find.
                let (from, to) = (f.from.saturating_sub(1), f.to);
                let from =
                    if from < f.from && a.tokens[from].sentence == a.tokens[f.from].sentence { from } else { f.from };
                let found = Finding::at(&RULE, RewriteSpan(a.span(from..to)), f.message).confidence(f.confidence);
                // One mark twice: whichever was meant, it is the same.
                let twice = f.to == f.from + 2 && a.word(f.from) == a.word(f.from + 1);
                out.push(if twice { found.replace_with(a.words(from..f.from + 1)) } else { found });
                next = f.to;
            }
        }
        i = next;
    }
}

struct Fault {
    /// The marks.
    from: usize,
    to: usize,
    message: String,
    confidence: f32,
}

fn fault(from: usize, to: usize, confidence: f32, message: String) -> Option<Fault> {
    Some(Fault { from, to, message, confidence })
}

/// Whether a wire has the same marks after the same word, or the symbol anywhere.
fn wire_has(index: &WireIndex, a: &Analysis, f: &Fault) -> bool {
    if f.to - f.from > 1 {
        return index.pair(a.tokens[f.from].hash, a.tokens[f.to - 1].hash);
    }
    if a.tokens[f.from].kind == TokenKind::Symbol || a.word(f.from) == "_" {
        return index.text(a.word(f.from));
    }
    f.from > 0 && index.pair(a.tokens[f.from - 1].hash, a.tokens[f.from].hash)
}

fn is_stop(mark: &str) -> bool {
    matches!(mark, "." | "," | ";" | ":" | "!" | "?")
}

/// Two marks side by side of which only one can be meant.
fn crowd(a: &Analysis, i: usize) -> Option<Fault> {
    let (t, next) = (&a.tokens[i], a.tokens.get(i + 1)?);
    let (mark, after) = (a.word(i), a.word(i + 1));
    if t.kind != TokenKind::Punct || next.kind != TokenKind::Punct || next.sentence != t.sentence {
        return None;
    }
    let message = |to: usize| format!("stray punctuation in “{}”", a.words(i..to));
    if is_stop(mark) && matches!(after, "”" | "\"" | "’" | "'") && next.glued {
        // American style puts the stop inside, British style outside; not both.
        let third = a.tokens.get(i + 2)?;
        let again = a.word(i + 2) == "." && third.sentence == t.sentence;
        return if mark == "." && again && !abbreviated(a, i) { fault(i, i + 3, 0.7, message(i + 3)) } else { None };
    }
    if !is_stop(mark) || !is_stop(after) {
        return None;
    }
    if i > 0 && a.tokens[i].glued && a.word(i - 1) == mark {
        return None;
    }
    let ellipsis = (i..i + 3).all(|k| matches!(a.word(k), "." | "!" | "?"));
    if ellipsis || matches!((mark, after), ("!" | "?", "!" | "?")) {
        return None;
    }
    // "etc.," and "5 a.m.:" keep the stop of the abbreviation.
    if next.glued && (mark == "." && after != "." && abbreviated(a, i) || mark != "," && mark != ";" && after == ",") {
        return if mark == "." && !abbreviated(a, i) { fault(i, i + 2, 0.85, message(i + 2)) } else { None };
    }
    if next.glued && matches!((mark, after), ("!" | "?", _) | (_, "!" | "?")) && mark != "," {
        return fault(i, i + 2, 0.5, message(i + 2));
    }
    fault(i, i + 2, 0.95, message(i + 2))
}

fn abbreviated(a: &Analysis, stop: usize) -> bool {
    let Some(before) = stop.checked_sub(1) else { return true };
    let raw = a.word(before);
    raw.contains('.')
        || raw.chars().count() == 1
        || crate::knowledge::abbreviations::is(a.fold(before))
        || a.tokens[before].shape != Shape::Lower && raw.chars().count() <= 4
}

/// A symbol that belongs to no word: at the end of one, or alone between two.
fn symbol(a: &Analysis, i: usize) -> Option<Fault> {
    let (t, mark) = (&a.tokens[i], a.word(i));
    if !matches!(mark, "^" | "~" | "@" | "_" | "#" | "`" | "|" | "\\") {
        return None;
    }
    let before = i.checked_sub(1).map(|b| &a.tokens[b]).filter(|b| b.sentence == t.sentence)?;
    let glued_after = a.tokens.get(i + 1).is_some_and(|n| n.glued && n.kind != TokenKind::Punct);
    let hangs = t.glued && before.is_word() && !glued_after;
    // "C#" is a name; bars and tildes between spaces are dividers.
    let named = mark == "#" && a.word(i - 1).chars().count() == 1;
    let lone = !t.glued && !a.tokens.get(i + 1).is_some_and(|n| n.glued) && matches!(mark, "^" | "_" | "`" | "\\");
    if hangs && !named || lone {
        return fault(i, i + 1, 0.9, format!("stray “{mark}” after “{}”", a.word(i - 1)));
    }
    None
}

/// A mark between two words that belong together.
fn between(a: &Analysis, i: usize, quotes: &SingleQuotes) -> Option<Fault> {
    let t = &a.tokens[i];
    let before = i.checked_sub(1).map(|b| &a.tokens[b]).filter(|b| b.sentence == t.sentence && t.glued)?;
    let after = a.tokens.get(i + 1).filter(|n| n.sentence == t.sentence && !n.glued);
    let (mark, left) = (a.word(i), a.word(i - 1));
    let right = after.map_or("", |_| a.word(i + 1));
    let lower = after.is_some_and(|n| n.kind == TokenKind::Word && n.shape == Shape::Lower);
    let stray = || format!("stray “{mark}” between “{left}” and “{right}”");
    match mark {
        "!" | "?" if lower && before.kind == TokenKind::Word && before.shape == Shape::Lower => {
            fault(i, i + 1, 0.7, stray())
        }
        "," | ";" | ":" | "!" | "?" | "."
            if before.class == Class::Article && before.shape == Shape::Lower && !right.is_empty() =>
        {
            fault(i, i + 1, 0.9, stray())
        }
        ";" | ":" if lower && !ends_phrase(before.class) && after.is_some_and(|n| n.class != Class::Content) => {
            fault(i, i + 1, 0.8, stray())
        }
        "-" | "\u{2010}" | "\u{2011}" if lower && before.kind == TokenKind::Word => {
            // "two- and three-year" is meant that way.
            let shared = matches!(a.fold(i + 1), "and" | "or" | "to" | "but" | "nor" | "versus" | "than" | "through");
            let inner = i >= 2 && before.glued && a.tokens[i - 2].kind == TokenKind::Punct;
            if shared || inner { None } else { fault(i, i + 1, 0.6, stray()) }
        }
        "'" | "’" if before.is_word() && !quotes.open && !possessive(left) && before.kind == TokenKind::Word => {
            fault(i, i + 1, 0.6, format!("stray apostrophe after “{left}”"))
        }
        _ => None,
    }
}

/// A mark that makes the sentence far less expected than it is without it. Less is asked where the wire has the two words side by side.
fn unexpected(case: &Case, index: &WireIndex, i: usize, quotes: &SingleQuotes) -> Option<Fault> {
    let a = case.rewrite;
    let t = &a.tokens[i];
    let sentence = a.sentences.get(t.sentence as usize)?.tokens.clone();
    let word = |k: usize| sentence.contains(&k) && a.tokens[k].is_word();
    let placed = t.glued && i > sentence.start && word(i - 1) && word(i + 1) && !a.tokens[i + 1].glued;
    let mark = a.word(i);
    if !placed || !matches!(mark, "," | ";" | ":" | "!" | "?" | "." | "'" | "’") {
        return None;
    }
    let link = |k: usize| case.alignment.link(a, k).filter(|l| l.how <= Bind::Lemma).map(|l| l.to);
    let side_by_side = matches!((link(i - 1), link(i + 1)),
        (Some(p), Some(q)) if p.take == q.take && p.token + 1 == q.token);
    let (before, lower) = (&a.tokens[i - 1], a.tokens[i + 1].shape == Shape::Lower);
    let enough = match (mark, side_by_side) {
        // One of two that set a remark apart: "it is that journey, Oslo argues, that …".
        (",", _) if sets_apart(a, index, &sentence, i, side_by_side) => return None,
        (",", true) => 8.0,
        // Names and figures are set off for reasons that the model does not see.
        (",", false)
            if before.tag == Tag::Propn || before.shape == Shape::Title || before.kind == TokenKind::Number =>
        {
            return None;
        }
        (",", false) => 12.0,
        // A clause may begin after it: "the ministry said on Wednesday; a court had asked".
        (";" | ":", _) if clause(a, i + 1, sentence.end) => return None,
        (";" | ":", true) => 2.0,
        (";" | ":", false) if !lower => return None,
        (":", false) => 9.0,
        (";", false) => 12.0,
        // "Yahoo! said": a name may have the mark.
        ("!" | "?", _) => {
            if before.shape == Shape::Lower {
                2.0
            } else {
                6.0
            }
        }
        (".", _) if abbreviated(a, i) => return None,
        (".", true) => 6.0,
        (".", false) => 10.0,
        _ if quotes.open => return None,
        (_, true) => 6.0,
        (_, false) if possessive(a.word(i - 1)) => return None,
        (_, false) => 9.0,
    };
    let at = |k: Option<usize>| {
        k.filter(|k| sentence.contains(k)).map_or(fluency::BOUNDARY, |k| fluency::symbol(&a.tokens[k], a.form(k)))
    };
    let around = [at(i.checked_sub(2)), at(Some(i - 1)), at(Some(i)), at(Some(i + 1)), at(Some(i + 2))];
    let with = fluency::cost(&around);
    let without = fluency::cost(&[around[0], around[1], around[3], around[4]]);
    if with - without <= enough {
        return None;
    }
    let message = format!("stray “{mark}” between “{}” and “{}”", a.word(i - 1), a.word(i + 1));
    fault(i, i + 1, if side_by_side { 0.85 } else { 0.7 }, message)
}

/// Whether another comma stands near, so that the two enclose what is between them; `fresh`: one that the wires do not have there either.
fn sets_apart(a: &Analysis, index: &WireIndex, sentence: &Range<usize>, i: usize, fresh: bool) -> bool {
    let mut near = i.saturating_sub(REMARK).max(sentence.start + 1)..(i + REMARK + 1).min(sentence.end);
    near.any(|k| {
        let partner = k.abs_diff(i) > 1 && a.word(k) == ",";
        partner && !(fresh && index.pair(a.tokens[k - 1].hash, a.tokens[k].hash))
    })
}

/// Whether what begins at a token and goes on to the end can be a clause of its own: a verb stands in it, and its first word can be the
/// first of a clause.
fn clause(a: &Analysis, from: usize, end: usize) -> bool {
    let verb = (from + 1..end).any(|k| matches!(a.tokens[k].tag, Tag::Verb | Tag::Aux));
    let opens = !matches!(a.tokens[from].tag, Tag::Verb | Tag::Aux | Tag::Part);
    verb && opens
}

/// Whether a word of this class can be the last before a break.
fn ends_phrase(class: Class) -> bool {
    !matches!(class, Class::Article | Class::Preposition | Class::Conjunction | Class::Subordinator)
}

/// Words that take a bare apostrophe: plurals and names in s, x or z, and clipped forms.
fn possessive(word: &str) -> bool {
    let w = word.to_lowercase();
    w.ends_with(['s', 'x', 'z', 'ß']) && !w.ends_with("’s") && !w.ends_with("'s")
        || w.ends_with("in")
        || matches!(w.as_str(), "o" | "ol" | "an" | "th" | "d" | "t" | "lil" | "n" | "po" | "mo" | "gov" | "int")
}

/// Whether a single quotation mark is open at the place that the walk has reached.
#[derive(Default)]
struct SingleQuotes {
    open: bool,
    block: usize,
}

impl SingleQuotes {
    fn see(&mut self, a: &Analysis, i: usize) {
        let block = a.sentences.get(a.tokens[i].sentence as usize).map_or(0, |s| s.block);
        if block != self.block {
            (self.block, self.open) = (block, false);
        }
        let opens = !a.tokens[i].glued || i.checked_sub(1).is_some_and(|b| a.tokens[b].kind == TokenKind::Punct);
        if matches!(a.word(i), "'" | "‘" | "’") && opens && a.tokens.get(i + 1).is_some_and(|n| n.glued) {
            self.open = true;
        }
    }
}
