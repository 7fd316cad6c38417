use crate::analyse::reporting::Tone;
use crate::analyse::{Analysis, Attribution, Class};
use crate::compare::Case;
use crate::compare::quote_changes::short;
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A claim that the wire attributes to somebody, stated as a plain fact.
    ///
    /// # Why it matters
    /// The paper then vouches for what it only heard.
    ///
    /// # Evidence it asks for
    /// The sentence has nearly all of the wire's claim; it names no source, nor does the sentence before or after it in
    /// the paragraph, and it is not a headline.
    ///
    /// Severity: minor; major where the wire's source accuses somebody, or the wire reports a denial.
    ///
    /// # Example
    /// ```text
    /// wire: The port lost four million crowns last year, according to the dockers' union. Talks go on.
    /// rewrite: The port lost four million crowns last year. Talks go on.
    /// fires: The port lost
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The port lost four million crowns last year, according to the dockers' union. Talks go on.
    /// rewrite: Last year the port lost four million crowns, the dockers' union says. Talks go on.
    /// silent
    /// wire: Ana Reyes said the dockers would come back on Monday. She said the pay had been agreed.
    /// rewrite: Ana Reyes said the dockers would come back on Monday. The pay had been agreed.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A claim that the rewrite keeps only in part, and sources named two sentences away.
    id: "attribution-dropped",
    group: Stance,
    category: Omission,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the sentences that keep a claim of the wire and name no source for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    if case.summary {
        return;
    }
    let r = case.rewrite;
    for pair in case.going(&case.alignment.pairs) {
        let (Some(s), Some(best)) = (r.sentences.get(pair.sentence), pair.wire.first()) else { continue };
        if s.kind != BlockKind::Paragraph || pair.wire.len() != 1 || pair.score < 0.6 {
            continue;
        }
        let wire = &case.wires[best.take];
        let Some(theirs) = wire.sentences.get(best.sentence) else { continue };
        let mut here = wire.attributions_in(&theirs.tokens).iter();
        let (Some(x), None) = (here.next(), here.next()) else { continue };
        let claim = x.verb.is_none_or(|v| matches!(v.tone, Tone::Neutral | Tone::Coloured | Tone::Loaded));
        let accused = x.verb.is_some_and(|v| v.tone == Tone::Loaded) || denied(wire, best.sentence);
        if !person_or_body(wire, x) || (!accused && own_affair(wire, x)) {
            continue;
        }
        // The speaker's words have to be gone, and the claim has to be all that is left.
        if !claim || sourced(r, pair.sentence) || !keeps_claim(case, best.take, pair.sentence, x) {
            continue;
        }
        let severity = if accused { Severity::Major } else { Severity::Minor };
        let who = wire.words(if x.speaker.is_empty() { x.at..x.at + 1 } else { x.speaker.clone() });
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(s.span),
                format!("the wire attributes this to {}, the rewrite states it as fact", short(who)),
            )
            .severity(severity)
            .confidence(0.35 + 0.3 * pair.score)
            .against(WireSpan { take: best.take, span: wire.span(x.extent()) }),
        );
    }
}

/// Whether somebody denies it, in this sentence of the wire or the two after it.
fn denied(wire: &Analysis, sentence: usize) -> bool {
    let near = wire.sentences.iter().skip(sentence).take(3);
    let mut said = near.flat_map(|s| wire.attributions_in(&s.tokens));
    said.any(|x| x.verb.is_some_and(|v| v.tone == Tone::Denial))
}

/// Whether the sentence, or the one before or after it in its paragraph, names a source in any way.
fn sourced(a: &Analysis, sentence: usize) -> bool {
    let Some(own) = a.sentences.get(sentence) else { return true };
    let near = |n: usize| a.sentences.get(n).filter(|s| s.block == own.block);
    let around = [sentence.checked_sub(1).and_then(near), near(sentence), near(sentence + 1)];
    around.into_iter().flatten().any(|s| {
        a.quotes_over(&s.tokens)
            || s.tokens.clone().any(|t| {
                crate::analyse::reporting::verb(a.tokens[t].hash).is_some()
                    || a.tokens[t].class == Class::Modal && s.tokens == own.tokens && a.fold(t) == "would"
                    || matches!(
                        a.fold(t),
                        "according"
                            | "reportedly"
                            | "allegedly"
                            | "apparently"
                            | "supposedly"
                            | "view"
                            | "opinion"
                            | "words"
                            | "statement"
                            | "report"
                            | "statements"
                            | "reports"
                            | "data"
                            | "study"
                            | "survey"
                            | "figures"
                            | "sources"
                            | "source"
                            | "citing"
                            | "cited"
                            | "likely"
                            | "interview"
                            | "accused"
                            | "seems"
                            | "appears"
                            | "expressed"
                            | "voiced"
                            | "praised"
                            | "optimism"
                            | "confidence"
                            | "hopes"
                            | "presented"
                            | "introduced"
                            | "considers"
                            | "considered"
                            | "sees"
                            | "regards"
                            | "wants"
                            | "wanted"
                    )
            })
    })
}

/// Whether the sentence keeps nearly all of the claim and nothing of the speaker.
fn keeps_claim(case: &Case, take: usize, sentence: usize, x: &Attribution) -> bool {
    let (r, wire) = (case.rewrite, &case.wires[take]);
    let Some(s) = r.sentences.get(sentence) else { return false };
    let mut all = 0;
    let mut heard = Vec::new();
    for t in s.tokens.clone().filter(|t| r.tokens[*t].is_content()) {
        all += 1;
        if let Some(l) = case.alignment.link(r, t).filter(|l| l.to.take as usize == take) {
            let to = l.to.token as usize;
            if x.speaker.contains(&to) || to == x.at {
                return false;
            }
            heard.push(to);
        }
    }
    let theirs = x.clause.clone().filter(|t| wire.tokens[*t].is_content());
    let (mut of_theirs, mut kept) = (0, 0);
    for t in theirs {
        of_theirs += 1;
        kept += usize::from(heard.contains(&t));
    }
    all >= 4 && of_theirs >= 3 && kept * 10 >= of_theirs * 7
}

/// Whether the source speaks of itself: what a government or a company announces about its own doings is reported as fact every day.
fn own_affair(a: &Analysis, x: &Attribution) -> bool {
    let of = |r: std::ops::Range<usize>| {
        a.tokens.get(r).unwrap_or_default().iter().filter(|t| t.is_content()).map(|t| t.canon)
    };
    of(x.speaker.clone()).any(|c| of(x.clause.clone()).any(|o| o == c))
}

/// Whether the source is somebody, not "this" or "the plan".
fn person_or_body(a: &Analysis, x: &Attribution) -> bool {
    if x.speaker.is_empty() {
        return false;
    }
    let last = x.speaker.end - 1;
    let head = a.fold(last);
    a.tokens.get(x.speaker.start).is_some_and(|t| t.class != Class::Demonstrative)
        && !matches!(
            head,
            "it" | "information"
                | "plan"
                | "plans"
                | "schedule"
                | "law"
                | "rules"
                | "rule"
                | "size"
                | "age"
                | "need"
                | "needs"
                | "wishes"
                | "conditions"
                | "circumstances"
                | "tradition"
                | "legend"
                | "agreement"
                | "constitution"
                | "regulations"
        )
}
