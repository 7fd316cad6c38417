use std::ops::Range;

use crate::analyse::{Analysis, Class, TokenKind};
use crate::compare::Case;
use crate::compare::changes::trim;
use crate::compare::edited::denied_otherwise;
use crate::finding::{Finding, Severity};
use crate::knowledge::tagger::Tag;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A small word that ties the sentence together was exchanged for one that ties it otherwise: "if" for "unless",
    /// "although" for "because", "from" for "until", "against" for "for".
    ///
    /// # Why it matters
    /// Nobody sees it: every name, figure and verb is right, and the sentence says the contrary.
    ///
    /// # Evidence it asks for
    /// The words on both sides of it are the wire's, and so is most of the sentence; the two words belong to different
    /// senses. It is graver where the senses exclude each other.
    ///
    /// Severity: major where the two words exclude each other; minor where other readings are possible.
    ///
    /// # Example
    /// ```text
    /// wire: The ferries will sail on Sunday unless the crews vote to strike.
    /// rewrite: The ferries will sail on Sunday if the crews vote to strike.
    /// fires: if
    /// wire: The mill closed because the river had frozen.
    /// rewrite: The mill closed although the river had frozen.
    /// fires: although
    /// wire: The tunnel stays shut until September, the operator said.
    /// rewrite: The tunnel stays shut from September, the operator said.
    /// fires: from
    /// wire: The bay has always been open to trawlers, the mayor said.
    /// rewrite: The bay has never been open to trawlers, the mayor said.
    /// fires: never
    /// wire: The lorry overturned on Monday evening near the tunnel.
    /// rewrite: The lorry overturned on Monday evening in the tunnel.
    /// fires: in the tunnel
    /// wire: The rule applies only to boats longer than ten metres.
    /// rewrite: The rule applies also to boats longer than ten metres.
    /// fires: also
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The mill closed because the river had frozen.
    /// rewrite: The mill closed since the river had frozen.
    /// silent
    /// wire: Although the storm had passed, the port stayed shut.
    /// rewrite: Though the storm had passed, the port stayed shut.
    /// silent
    /// wire: He spoke about the plan in the town hall on Monday evening.
    /// rewrite: He spoke on the plan at the town hall on Monday evening.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Sentences that are told in other words.
    id: "connective-changed",
    group: Stance,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// What a small word says of how two things are tied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    Cause,
    Contrast,
    Result,
    Condition,
    Exception,
    Until,
    From,
    Before,
    After,
    During,
    For,
    Against,
    To,
    By,
    Without,
    With,
    About,
    In,
    Of,
    Above,
    Below,
    Only,
    Even,
    Always,
    Often,
    Rarely,
    Never,
    And,
    Or,
    AtMost,
    AtLeast,
    Like,
    Inside,
    Outside,
    Near,
}

/// The senses that a word or turn may have; none for one that the table lacks.
fn senses(words: &str) -> &'static [Sense] {
    use Sense::*;
    match words {
        "because" | "because of" | "due to" | "owing to" | "thanks to" | "on account of" => &[Cause],
        "since" => &[Cause, From, After],
        "as" => &[Cause, During, Like],
        "although" | "though" | "even though" | "despite" | "in spite of" | "notwithstanding" | "regardless of" => {
            &[Contrast]
        }
        "while" | "whereas" => &[Contrast, During],
        "but" | "yet" | "however" => &[Contrast],
        "so" | "therefore" | "thus" | "hence" | "so that" => &[Result],
        "if" | "provided" | "provided that" | "as long as" => &[Condition],
        "when" | "once" => &[Condition, During, After],
        "unless" | "except" | "except if" => &[Exception],
        "until" | "till" | "up until" => &[Until],
        "from" | "starting" | "as of" | "as from" => &[From],
        "before" | "ahead of" | "prior to" => &[Before],
        "after" | "following" => &[After],
        "during" | "throughout" => &[During, In],
        "for" => &[For, Of, During],
        "in favour of" | "in favor of" => &[For],
        "against" => &[Against],
        "to" => &[To],
        "towards" | "toward" | "into" | "onto" => &[To, In],
        "by" => &[By],
        "without" => &[Without],
        "with" | "alongside" | "together with" => &[With, And],
        "about" | "regarding" | "concerning" => &[About],
        "on" | "upon" => &[About, In],
        "over" => &[About, Above, During, AtLeast],
        "in" | "at" | "within" => &[In],
        "inside" => &[Inside, In],
        "outside" => &[Outside],
        "near" | "beside" | "close to" | "next to" => &[Near],
        "of" => &[Of],
        "above" | "beyond" => &[Above, AtLeast],
        "below" | "under" | "beneath" => &[Below, AtMost],
        "only" | "just" | "solely" => &[Only],
        "even" | "also" => &[Even],
        "always" => &[Always],
        "often" | "frequently" | "usually" | "regularly" => &[Often],
        "rarely" | "seldom" | "hardly ever" => &[Rarely],
        "never" => &[Never],
        "and" | "as well as" => &[And],
        "or" => &[Or],
        "up to" | "at most" | "no more than" | "less than" | "fewer than" | "a maximum of" => &[AtMost],
        "at least" | "no less than" | "no fewer than" | "more than" | "a minimum of" => &[AtLeast],
        _ => &[],
    }
}

/// How grave it is that one sense stands for the other; none where they go together or the pair says little.
fn clash(wire: Sense, rewrite: Sense) -> Option<Severity> {
    use Sense::*;
    let either = |a, b| (wire, rewrite) == (a, b) || (rewrite, wire) == (a, b);
    const EXCLUDE: &[(Sense, Sense)] = &[
        (Cause, Contrast),
        (Contrast, Result),
        (Condition, Exception),
        (Cause, Exception),
        (Until, From),
        (Until, After),
        (Before, From),
        (Before, During),
        (To, From),
        (By, To),
        (By, For),
        (Above, Before),
        (Only, Even),
        (Always, Rarely),
        (Always, Never),
        (Often, Rarely),
        (Often, Never),
        (And, Without),
        (AtMost, AtLeast),
        (AtMost, Above),
        (In, Outside),
        (In, Near),
        (Inside, Near),
        (Condition, Contrast),
        (Cause, Condition),
    ];
    if wire == rewrite {
        return None;
    }
    // Opposites of place and time have a rule of their own.
    const OPPOSITE: &[(Sense, Sense)] = &[(Before, After), (With, Without), (Above, Below), (Inside, Outside)];
    if OPPOSITE.iter().any(|(a, b)| either(*a, *b)) {
        return None;
    }
    // An attack on a town is one against it, an inquiry into a firm too.
    let target = |s| matches!(s, About | In | To | Of | Contrast);
    if wire == Against && target(rewrite) || rewrite == Against && target(wire) {
        return None;
    }
    let excluded = wire == Against || rewrite == Against || EXCLUDE.iter().any(|(a, b)| either(*a, *b));
    Some(if excluded { Severity::Major } else { Severity::Minor })
}

/// Reports small words that tie a sentence otherwise than the wire's do.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for e in case.alignment.edits.iter().filter(|e| e.replaces() && e.is_close()) {
        let wire = &case.wires[e.take];
        // "Even though" and "even if" are one turn.
        if e.rewrite.start > 0 && case.rewrite.fold(e.rewrite.start - 1) == "even" {
            continue;
        }
        // "2.8 million, against 6.4 million a year before" compares.
        let compares = |a: &Analysis, r: &Range<usize>| {
            a.tokens.get(r.end).is_some_and(|t| t.kind == TokenKind::Number || t.tag == Tag::Num)
        };
        if compares(case.rewrite, &e.rewrite)
            && (case.rewrite.fold(e.rewrite.start) == "against" || wire.fold(e.wire.start) == "against")
        {
            continue;
        }
        // "Unless it rains" and "if it does not rain".
        if denied_otherwise(case, e.pair) {
            continue;
        }
        let (mine, theirs) = (turn(case.rewrite, &e.rewrite), turn(wire, &e.wire));
        let (a, b) = (senses(&mine), senses(&theirs));
        // The mildest of what the two may mean.
        let all = b.iter().flat_map(|b| a.iter().map(|a| clash(*b, *a)));
        // "For" has other senses, but none of them is "against".
        let sides = |a: &str, b: &str| a == "for" && b == "against";
        let turned = sides(&mine, &theirs) || sides(&theirs, &mine);
        let Some(severity) = all.min().flatten().or(turned.then_some(Severity::Major)) else { continue };
        // What opens a clause, or a place or time after it, may be reworded in ways that this table does not know.
        let sure = severity == Severity::Major;
        if !sure && (e.count > 1 || e.left + e.right < 5 || free(a) && free(b)) {
            continue;
        }
        let (span, there) = (trim(case.rewrite, e.rewrite.clone()), trim(wire, e.wire.clone()));
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(span),
                format!("the wire says “{}”, the rewrite “{}”", there.of(&wire.text), span.of(&case.rewrite.text)),
            )
            .severity(severity)
            .confidence(if sure { 0.75 } else { 0.4 })
            .against(WireSpan { take: e.take, span: there }),
        );
    }
}

/// Whether a word may mean so much that another in its place proves nothing.
fn free(senses: &[Sense]) -> bool {
    senses.iter().any(|s| matches!(s, Sense::In | Sense::Of | Sense::About | Sense::And | Sense::During | Sense::Like))
}

/// The words of one side in small letters; empty where there are more than three, or a name or a figure among them.
fn turn(a: &Analysis, tokens: &Range<usize>) -> String {
    let words: Vec<usize> = tokens.clone().filter(|i| a.tokens[*i].is_word()).collect();
    if words.len() > 3 {
        return String::new();
    }
    // "Despite the help" for "thanks to the help": articles may come and go with the turn.
    let plain = |i: &&usize| a.tokens[**i].class != Class::Article;
    words.iter().filter(plain).map(|i| a.fold(*i)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mildest_reading_decides() {
        assert_eq!(clash(Sense::Cause, Sense::Contrast), Some(Severity::Major));
        assert_eq!(clash(Sense::Cause, Sense::Cause), None);
        let worst =
            |a: &str, b: &str| senses(a).iter().flat_map(|a| senses(b).iter().map(|b| clash(*a, *b))).min().flatten();
        assert_eq!(worst("because", "since"), None);
        assert_eq!(worst("because", "although"), Some(Severity::Major));
        assert_eq!(worst("of", "for"), None);
        assert_eq!(worst("until", "from"), Some(Severity::Major));
    }
}
