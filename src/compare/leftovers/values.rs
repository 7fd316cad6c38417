//! Values that a program had none for, and what it said instead: "undefined", "NaN", "Translation server error".

use std::ops::Range;

use super::leftover::Leftover;
use super::marks::{PLACEHOLDER, VALUE};
use crate::analyse::names::is_speech;
use crate::analyse::{Analysis, Class};
use crate::finding::Severity::Major;
use crate::knowledge::tagger::Tag;

const ERROR: &str = "the error message of a program";

/// Values that a program had none for, where a name, a place or a figure should stand.
pub fn find(a: &Analysis, in_wire: &dyn Fn(&str) -> bool, out: &mut Vec<Leftover>) {
    for (i, t) in a.tokens.iter().enumerate() {
        let word = a.word(i);
        let value = match word {
            "NaN" | "TKTK" | "TKTKTK" => true,
            "undefined" | "null" | "None" | "nil" => unset(a, i, word),
            "TK" => !a.tokens.get(i + 1).is_some_and(|n| n.glued || a.word(i + 1).starts_with(char::is_uppercase)),
            _ => false,
        };
        if value && !in_wire(word) {
            let what = if word.starts_with("TK") { PLACEHOLDER } else { VALUE };
            out.push(Leftover { span: t.span.range(), what, severity: Major });
        }
    }
    for s in &a.sentences {
        if let Some(span) = error(a, s.tokens.clone()).filter(|r| !in_wire(&a.text[r.clone()])) {
            out.push(Leftover { span, what: ERROR, severity: Major });
        }
    }
}

/// Whether "undefined" or "null" stands where no adjective can.
fn unset(a: &Analysis, i: usize, word: &str) -> bool {
    let s = &a.sentences[a.tokens[i].sentence as usize];
    let opens = s.tokens.start == i;
    let next = a.tokens.get(i + 1).filter(|_| i + 1 < s.tokens.end);
    let small = |j: usize| a.word(j).starts_with(char::is_lowercase);
    if word == "None" {
        return !opens
            && small(i - 1)
            && next.is_none_or(|n| !n.is_word() || n.class != Class::Content && small(i + 1))
            && a.fold(i + 1) != "of";
    }
    if opens {
        return next.is_some_and(|n| n.is_word()) && !matches!(a.fold(i + 1), "and" | "or");
    }
    let before = a.fold(i - 1);
    let money = matches!(before, "$" | "€" | "£");
    let unit = matches!(a.fold(i + 1), "%" | "percent" | "million" | "billion");
    let leads = a.tokens[i - 1].tag == Tag::Adp || before == "and" || is_speech(before) || is_speech(a.fold(i + 1));
    let noun_follows =
        !is_speech(a.fold(i + 1)) && next.is_some_and(|n| n.is_word() && n.class == Class::Content && small(i + 1));
    money || unit || leads && !noun_follows && !matches!(a.fold(i + 1), "and" | "or")
}

/// "Translation server error", where a sentence or its words should begin.
fn error(a: &Analysis, tokens: Range<usize>) -> Option<Range<usize>> {
    const OF: [&str; 17] = [
        "translation",
        "translate",
        "server",
        "internal",
        "network",
        "api",
        "parse",
        "parsing",
        "runtime",
        "fatal",
        "syntax",
        "request",
        "timeout",
        "connection",
        "gateway",
        "rate",
        "limit",
    ];
    let first = tokens.start;
    let run = tokens.clone().take_while(|i| OF.contains(&a.fold(*i))).count();
    let at = first + run;
    let ends = run > 0 && at < tokens.end && matches!(a.fold(at), "error" | "timeout" | "exceeded");
    let number = tokens.len() >= 2
        && a.fold(first) == "error"
        && matches!(a.word(first + 1), "400" | "401" | "403" | "404" | "429" | "500" | "502" | "503" | "504");
    let trace = tokens.len() >= 2 && a.fold(first) == "traceback";
    let last = if ends {
        at
    } else if number || trace {
        first + 1
    } else {
        return None;
    };
    Some(a.tokens[first].span.range().start..a.tokens[last].span.range().end)
}
