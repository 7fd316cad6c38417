//! One fault gives one finding: where rules overlap, the most telling one speaks.

use super::places::Places;
use crate::finding::{Category, Finding, Ground, Severity, Speaks};
use crate::text::{Span, WireSpan};

/// Sorts findings into the order of the rewrite and drops those that say the same as a more telling one.
pub fn merge(mut findings: Vec<Finding>) -> Vec<Finding> {
    yield_to_sharper(&mut findings);
    yield_to_the_wire(&mut findings);
    yield_to_leftovers(&mut findings);
    findings.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut places = Places::default();
    for f in findings {
        if places.any(&f, |k| same_fault(&kept[k], &f)) {
            continue;
        }
        places.insert(kept.len(), &f);
        kept.push(f);
    }
    let passages: Vec<Finding> = kept.iter().filter(|f| f.rule.speaks == Speaks::Passage).cloned().collect();
    let places = Places::of(passages.iter().enumerate());
    kept.retain(|f| !places.any(f, |p| inside(&passages[p], f)));
    in_order(&mut kept);
    kept
}

/// Puts findings into the order of the rewrite. Words that only a wire has come last: one take after the other, each in its own order.
pub fn in_order(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| {
            let missing = f.evidence.wire.first().map_or((1, 0, 0), |w| (1 + w.take, w.span.start, w.span.end));
            f.at.map_or(missing, |s| (0, s.0.start, s.0.end))
        };
        key(a).cmp(&key(b)).then_with(|| a.rule.id.cmp(b.rule.id))
    });
}

/// Whether a hint only tells again what a hint at the whole passage tells.
fn inside(passage: &Finding, f: &Finding) -> bool {
    let (Some(whole), Some(at)) = (passage.at, f.at) else { return false };
    let hint = f.rule.speaks == Speaks::Hint && f.severity == Severity::Neutral;
    let theirs = || {
        let within = |w: &WireSpan| passage.evidence.wire.iter().any(|p| p.take == w.take && p.span.contains(w.span));
        !f.evidence.wire.is_empty() && f.evidence.wire.iter().all(within)
    };
    hint && (whole.0.contains(at.0) || whole.0.overlaps(at.0) && theirs())
}

/// Drops findings of rules that only say "another word" or "the opposite" where a rule that can say what is wrong speaks of the same
/// words, however mildly.
fn yield_to_sharper(findings: &mut Vec<Finding>) {
    let general = |f: &Finding| f.rule.speaks == Speaks::General;
    let sharper =
        |f: &Finding| matches!(f.rule.speaks, Speaks::Sharp | Speaks::Unmatched) && f.rule.ground != Ground::Form;
    let places = Places::of(findings.iter().enumerate().filter(|(_, f)| sharper(f)));
    let yields: Vec<bool> =
        findings.iter().map(|f| general(f) && places.any(f, |k| same_fault(&findings[k], f))).collect();
    let mut i = 0;
    findings.retain(|_| {
        i += 1;
        !yields[i - 1]
    });
}

/// Drops findings against the tables where the wire, or the rewrite itself, contradicts the same words: that is the stronger ground. What
/// the tables know goes along as further evidence. Findings that only say "something differs" go into those against the tables instead.
fn yield_to_the_wire(findings: &mut Vec<Finding>) {
    let tables = |f: &Finding| f.rule.ground == Ground::Tables;
    let vague = |f: &Finding| hints(f) || f.rule.speaks == Speaks::Unmatched;
    let (known, rest): (Vec<Finding>, Vec<Finding>) = findings.drain(..).partition(tables);
    let mut places = Places::of(if known.is_empty() { &[] } else { rest.as_slice() }.iter().enumerate());
    let mut rest: Vec<Option<Finding>> = rest.into_iter().map(Some).collect();
    for mut f in known {
        let near = places.near(&f);
        let stronger = |k: &Finding| {
            !vague(k)
                && k.rule.ground != Ground::Form
                && (!k.evidence.wire.is_empty() || k.rule.ground == Ground::Itself)
                && k.severity > Severity::Neutral
                && same_fault(k, &f)
        };
        let first = near.iter().copied().find(|k| rest[*k].as_ref().is_some_and(stronger));
        if let Some(k) = first.and_then(|k| rest[k].as_mut()) {
            k.evidence.knowledge = k.evidence.knowledge.take().or(f.evidence.knowledge);
            continue;
        }
        let same = |k: &mut Finding| vague(k) && same_fault(k, &f);
        let gone: Vec<Finding> = near.into_iter().filter_map(|k| rest[k].take_if(same)).collect();
        for k in gone {
            f.severity = f.severity.max(k.severity);
            f.evidence.wire.extend(k.evidence.wire.into_iter().filter(|w| !w.span.is_empty()));
        }
        places.insert(rest.len(), &f);
        rest.push(Some(f));
    }
    *findings = rest.into_iter().flatten().collect();
}

/// Drops what is said of words inside a passage that is no part of the story: whoever takes the passage out takes them out too.
fn yield_to_leftovers(findings: &mut Vec<Finding>) {
    let leftover = |f: &Finding| {
        f.rule.category == Category::NonContent && f.rule.ground == Ground::Form && f.severity >= Severity::Major
    };
    // Where each begins, and how far it and those before it reach.
    let mut gone: Vec<Span> = findings.iter().filter(|f| leftover(f)).filter_map(|f| f.at).map(|at| at.0).collect();
    gone.sort_unstable();
    let mut end = 0;
    for g in &mut gone {
        end = end.max(g.end);
        g.end = end;
    }
    let inside = |at: Span| {
        let before = gone.partition_point(|g| g.start <= at.start).checked_sub(1);
        before.is_some_and(|g| at.end <= gone[g].end)
    };
    findings.retain(|f| leftover(f) || f.at.is_none_or(|at| !inside(at.0)));
}

/// Whether a finding only says that something differs.
fn hints(f: &Finding) -> bool {
    matches!(f.rule.speaks, Speaks::Hint | Speaks::Passage)
}

/// How telling a finding is: severe and sure before mild and unsure, narrow before wide.
fn weight(f: &Finding) -> f64 {
    let severity = match f.severity {
        Severity::Neutral => 0.0,
        Severity::Minor => 1.0,
        Severity::Major => 2.0,
        Severity::Critical => 3.0,
    };
    let width = f.at.map_or(0.0, |s| (s.0.len() as f64 / 400.0).min(0.5));
    let general = if hints(f) { 0.6 } else { 0.0 };
    severity + f64::from(f.confidence) * 0.8 - width - general
}

/// Whether two findings point at the same words: one lies within the other, or they share more than half of the shorter.
fn same_fault(a: &Finding, b: &Finding) -> bool {
    match (a.at, b.at) {
        (Some(x), Some(y)) => {
            let (x, y) = (x.0, y.0);
            if !x.overlaps(y) && x != y {
                return false;
            }
            let shared = x.end.min(y.end).saturating_sub(x.start.max(y.start)) as usize;
            let shorter = x.len().min(y.len()).max(1);
            // A small fault inside a long stretch is a fault of its own, unless the long one is about that very stretch of words.
            shared * 2 > shorter && (x.len().max(y.len()) <= 4 * shorter + 30 || a.rule.id == b.rule.id)
        }
        (None, None) => a.rule.id == b.rule.id && a.evidence.wire == b.evidence.wire,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Category, Fix, Group, Names, Rule};
    use crate::text::Span;

    static DROPPED: Rule = Rule {
        id: "sentence-dropped",
        group: Group::Coverage,
        category: Category::Omission,
        severity: Severity::Minor,
        speaks: Speaks::Unmatched,
        ground: Ground::Wire,
        fix: Fix::Advice,
        names: Names::Judged,
        docs: "# What it reports\n\nA rule of the test.\n",
    };

    #[test]
    fn what_the_rewrite_leaves_out_comes_take_by_take() {
        let missing = |take, at| Finding::missing(&DROPPED, WireSpan { take, span: Span::new(at, at + 9) }, "left out");
        let merged = merge(vec![missing(1, 20), missing(0, 400), missing(1, 10), missing(0, 30)]);
        let order: Vec<(usize, u32)> =
            merged.iter().map(|f| (f.evidence.wire[0].take, f.evidence.wire[0].span.start)).collect();
        assert_eq!(order, [(0, 30), (0, 400), (1, 10), (1, 20)]);
    }
}
