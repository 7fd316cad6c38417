//! What the review desk shows of a check.

use truecopy::finding::{Finding, Severity};
use truecopy::gate::Judged;
use truecopy::ingest::Story;
use truecopy::knowledge::people::AS_OF;
use truecopy::report::Report;
use truecopy::text::{Span, WireSpan};
use truecopy_serve::review::{Block, Mark, Review, Text, Words};

/// The review of a pair after the settings were applied.
pub fn of(judged: &Judged) -> Review {
    let report = &judged.report;
    let compared = truecopy::report::Verdict::DifferentStory != report.verdict
        && truecopy::report::Verdict::NotComparable != report.verdict;
    let marks = report.findings.iter().zip(&judged.fingerprints);
    Review {
        program: format!(
            "truecopy {}, tables of {:04}-{:02}-{:02}",
            env!("CARGO_PKG_VERSION"),
            AS_OF.year,
            AS_OF.month,
            AS_OF.day
        ),
        verdict: report.verdict.name().to_owned(),
        reason: report.reason.clone(),
        compared,
        fidelity: (report.fidelity * 1e4).round() / 1e4,
        rewrite: text(&report.rewrite),
        wires: report.wires.iter().map(text).collect(),
        findings: marks.map(|(finding, print)| mark(report, finding, print)).collect(),
    }
}

fn text(story: &Story) -> Text {
    let block = |b: &truecopy::ingest::Block| Block {
        start: b.span.start as usize,
        end: b.span.end as usize,
        kind: b.kind.name().to_owned(),
        is_story: b.kind.is_story(),
    };
    Text {
        name: story.source.name.clone(),
        text: story.source.text.to_string(),
        blocks: story.blocks.iter().map(block).collect(),
    }
}

fn words(take: usize, span: Span) -> Words {
    Words { take, start: span.start as usize, end: span.end as usize }
}

fn mark(report: &Report, finding: &Finding, fingerprint: &str) -> Mark {
    let holds = |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
    let link = finding.at.and_then(|at| report.links.iter().find(|l| holds(l.rewrite.0, at.0)));
    let sentence = finding.at.map(|at| link.map_or_else(|| paragraph(&report.rewrite, at.0), |l| l.rewrite.0));
    // The sentences that the evidence is in, then those that tell the same.
    let mut sentences: Vec<WireSpan> = Vec::new();
    let around = |w: &WireSpan| {
        let known = report.links.iter().flat_map(|l| &l.wire).find(|s| s.take == w.take && holds(s.span, w.span));
        let paragraph =
            || report.wires.get(w.take).map(|story| WireSpan { take: w.take, span: paragraph(story, w.span) });
        known.copied().or_else(paragraph)
    };
    let told = link.into_iter().flat_map(|l| l.wire.iter().copied());
    for sentence in finding.evidence.wire.iter().filter_map(around).chain(told) {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences.truncate(3);
    sentences.sort_by_key(|s| (s.take, s.span.start));
    Mark {
        fingerprint: fingerprint.to_owned(),
        rule: finding.rule.id.to_owned(),
        about: finding.rule.summary(),
        severity: severity(finding.severity),
        confidence: (f64::from(finding.confidence) * 100.0).round() / 100.0,
        message: finding.message.clone(),
        at: finding.places().map(|at| words(0, at.0)).collect(),
        sentence: sentence.map(|s| words(0, s)),
        wire: finding.evidence.wire.iter().map(|w| words(w.take, w.span)).collect(),
        wire_sentences: sentences.into_iter().map(|s| words(s.take, s.span)).collect(),
        knowledge: finding.evidence.knowledge.clone(),
        replacement: finding.replacement.clone(),
    }
}

/// The part of a story that some words are in; the words themselves, where they are in none.
fn paragraph(story: &Story, at: Span) -> Span {
    let around = story.blocks.iter().find(|b| b.span.start <= at.start && at.end <= b.span.end);
    around.map_or(at, |b| b.span)
}

/// A severity as the server names it.
pub fn severity(severity: Severity) -> truecopy_serve::Severity {
    match severity {
        Severity::Neutral => truecopy_serve::Severity::Neutral,
        Severity::Minor => truecopy_serve::Severity::Minor,
        Severity::Major => truecopy_serve::Severity::Major,
        Severity::Critical => truecopy_serve::Severity::Critical,
    }
}
