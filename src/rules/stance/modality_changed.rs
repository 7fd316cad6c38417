use crate::align::Bind;
use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::compare::hedges;
use crate::compare::modality::{Degree, stance};
use crate::compare::sides::{View, is_class, pairs, said};
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::knowledge::tagger::Tag;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// An action that is only possible, planned or under discussion in the wire but certain or done in the rewrite, or
    /// the other way round; a permission that becomes a duty.
    ///
    /// # Why it matters
    /// "The volcano may erupt" and "the volcano will erupt" make different headlines.
    ///
    /// # Evidence it asks for
    /// The same verb on both sides, with words before it that give it different degrees of certainty, and no other word
    /// of doubt in the sentence that could replace the lost one. The shift of tense in reported speech (will, would;
    /// can, could; may, might) does not count as a change.
    ///
    /// Severity: major; minor where both verbs are often used for each other, such as "would" and "could".
    ///
    /// # Example
    /// ```text
    /// wire: The dam may burst within days, engineers said on Friday after a night of rain.
    /// rewrite: The dam will burst within days, engineers said on Friday after a night of rain.
    /// fires: will
    /// wire: The airline is considering closing its base in Lyon, its chief executive said.
    /// rewrite: The airline has closed its base in Lyon, its chief executive said.
    /// fires: closed
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The minister said: we will publish the list in May.
    /// rewrite: The minister said they would publish the list in May.
    /// silent
    /// wire: Ferry operators must carry lifejackets for every child on board.
    /// rewrite: Ferry operators have to carry lifejackets for every child on board.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Certainty expressed by nouns ("a chance of"), and verbs that the rewrite replaces.
    id: "modality-changed",
    group: Stance,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// How grave it is that the wire's degree became the rewrite's; none where the two can say the same.
fn clash(wire: Degree, rewrite: Degree) -> Option<Severity> {
    use Degree::{Can, Considered, Could, Does, Done, May, Must, Planned, Will, Would};
    use Severity::{Major, Minor};
    Some(match (wire, rewrite) {
        (May, Will | Must | Done) | (Will | Must | Done, May) => Major,
        (May, Does) | (Does, May) | (May, Would) | (Would, May) => Minor,
        (Could, Will | Must) | (Will | Must, Could) => Major,
        (Can, Must) | (Must, Can) => Major,
        (Considered, Will | Done | Must) | (Will | Done | Must, Considered) => Major,
        (Considered, Planned | Does) | (Planned | Does, Considered) => Minor,
        (Planned, Done) | (Done, Planned) => Major,
        (Will, Done) | (Done, Will) => Minor,
        _ => return None,
    })
}

/// Whether a lemma stands once only in the sentence: with two, the wrong ones may face each other.
fn once(a: &Analysis, tokens: impl Iterator<Item = usize>, token: usize) -> bool {
    tokens.filter(|k| a.tokens[*k].lemma == a.tokens[token].lemma).count() == 1
}

/// Words of doubt of a sentence that the other side does not have.
fn doubts(a: &Analysis, tokens: impl Iterator<Item = usize>, but: &std::ops::Range<usize>) -> bool {
    tokens.filter(|k| !but.contains(k)).any(|k| {
        hedges::cue(a, k).is_some()
            || matches!(
                a.fold(k),
                "may"
                    | "might"
                    | "could"
                    | "can"
                    | "would"
                    | "if"
                    | "unless"
                    | "whether"
                    | "risk"
                    | "risks"
                    | "chance"
                    | "possibility"
                    | "possible"
                    | "threat"
                    | "threatens"
                    | "threatened"
                    | "threaten"
                    | "option"
                    | "plan"
                    | "plans"
                    | "planned"
                    | "expected"
                    | "due"
                    | "ability"
                    | "capable"
                    | "hope"
                    | "hopes"
                    | "intention"
                    | "intends"
                    | "proposal"
                    | "proposed"
                    | "potential"
                    | "potentially"
                    | "able"
                    | "likely"
                    | "allowed"
                    | "permitted"
                    | "right"
                    | "entitled"
                    | "prospect"
                    | "clue"
                    | "clues"
                    | "sign"
                    | "signs"
                    | "suggests"
                    | "suggested"
                    | "suggest"
                    | "indicates"
                    | "indicated"
                    | "indicate"
                    | "indications"
                    | "should"
            )
    })
}

/// One modal verb for another and nothing else, in a sentence that is the wire's: a duty or a forecast that became a possibility, or the other
/// way round.
fn exchanged(case: &Case, out: &mut Vec<Finding>) {
    let firm = |fold: &str| match fold {
        "must" | "shall" | "should" => Some(2),
        "will" | "would" => Some(1),
        "may" | "might" | "can" | "could" => Some(0),
        _ => None,
    };
    for e in case.alignment.edits.iter().filter(|e| e.is_close() && e.rewrite.len() == 1 && e.wire.len() == 1) {
        let wire = &case.wires[e.take];
        let (a, b) = (case.rewrite.fold(e.rewrite.start), wire.fold(e.wire.start));
        let (Some(x), Some(y)) = (firm(a), firm(b)) else { continue };
        let mild = a == "would" || b == "would";
        if x != y {
            let message = format!("the wire says “{b}”, the rewrite “{a}”");
            out.push(
                Finding::at(&RULE, RewriteSpan(case.rewrite.span(e.rewrite.clone())), message)
                    // "Would" and "could" are often used for one another, and translators choose freely between all of them.
                    .severity(if (x == 0 || y == 0) && e.kept >= 0.85 && !mild {
                        Severity::Major
                    } else {
                        Severity::Minor
                    })
                    .confidence(0.7)
                    .against(WireSpan { take: e.take, span: wire.span(e.wire.clone()) }),
            );
        }
    }
}

/// Compares how certain each verb is made with the wire's verb.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    exchanged(case, out);
    for f in pairs(case) {
        let r = case.rewrite;
        if f.pair.score < 0.4 || r.sentences[f.pair.sentence].kind == BlockKind::Headline {
            continue;
        }
        let mine = f.mine();
        let modal = |a: &Analysis, mut t: std::ops::Range<usize>| {
            t.any(|k| is_class(a, k, Class::Modal) || matches!(a.fold(k), "to" | "considering" | "mulling"))
        };
        let wire = f.wire();
        let theirs = f.theirs();
        if !modal(r, mine.clone()) && !modal(wire, theirs.clone()) {
            continue;
        }
        let view: View = f.rewrite_view();
        for i in mine.clone().filter(|i| r.tokens[*i].tag == Tag::Verb) {
            let Some((j, how)) = view.link(i) else { continue };
            if how > Bind::Synonym || !theirs.contains(&j) || wire.tokens[j].tag != Tag::Verb {
                continue;
            }
            let (Some(a), Some(b)) = (stance(r, i, mine.start), stance(wire, j, theirs.start)) else { continue };
            let Some(severity) = clash(b.degree, a.degree) else { continue };
            // "Was to inspect", in the past, may well have been done.
            let past = |s: &Analysis, words: &std::ops::Range<usize>| matches!(s.fold(words.start), "was" | "were");
            let severity = match (past(r, &a.words) || past(wire, &b.words), b.degree, a.degree) {
                (true, Degree::Planned, Degree::Done) | (true, Degree::Done, Degree::Planned) => Severity::Minor,
                _ => severity,
            };
            if !once(r, mine.clone(), i)
                || !once(wire, theirs.clone(), j)
                || view.matched_around(i, 5) < if severity == Severity::Minor { 2 } else { 1 }
            {
                continue;
            }
            // What one side says with other words of the sentence is no change.
            let soft = |d: Degree| !matches!(d, Degree::Will | Degree::Done | Degree::Does | Degree::Must);
            let lost = soft(b.degree);
            let (own, other) = (a.words.start..i + 1, b.words.start..j + 1);
            let first = |words: &std::ops::Range<usize>| words.start..words.start + usize::from(!words.is_empty());
            if lost && doubts(r, mine.clone(), &first(&a.words))
                || soft(a.degree) && doubts(wire, theirs.clone(), &first(&b.words))
            {
                continue;
            }
            let (x, y) = (said(r, own.clone()), said(wire, other.clone()));
            out.push(
                Finding::at(&RULE, f.at(own), format!("the wire says “{y}”, the rewrite “{x}”"))
                    .severity(severity)
                    .confidence(if how <= Bind::Lemma { 0.75 } else { 0.5 })
                    .against(f.wire_at(other)),
            );
        }
    }
}
