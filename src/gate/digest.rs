//! What is left of a checked pair when its stories are let go: enough for every format that covers a whole run.

use std::collections::BTreeSet;

use super::{Judged, Why};
use crate::finding::{Category, Finding, Rule, Severity};
use crate::ingest::Story;
use crate::report::{Report, Verdict};
use crate::text::{Position, Source, Span, positions};

/// Words of a story with their place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Words {
    /// Name of the text.
    pub name: String,
    /// Where in it.
    pub place: Position,
    /// The words, cut after [`MAX_WORDS`] characters.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Item {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// MQM category.
    pub category: Category,
    /// What it would cost.
    pub severity: Severity,
    /// How sure the checker is, 0 to 1.
    pub confidence: f32,
    /// What it says.
    pub message: String,
    /// The words of the rewrite, where it has any.
    pub at: Option<Words>,
    /// Further places of it in the rewrite.
    pub also: Vec<Words>,
    /// The wire's words against it.
    pub wire: Vec<Words>,
    /// Other words of the rewrite against it.
    pub other: Vec<Words>,
    /// What to put in place.
    pub replacement: Option<String>,
    /// What makes it the same finding in the next run.
    pub fingerprint: String,
    /// Why it is not held against the rewrite: the kind of reason and the reason; none for an open finding.
    pub aside: Option<Why>,
    /// Whether the baseline has it; none where there is no baseline.
    pub known: Option<bool>,
    /// Whether it is neutral and shown only where findings can be filtered.
    pub hint: bool,
}

/// One pair of a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Digest {
    /// Name or path of the rewrite.
    pub rewrite: String,
    /// Names of the wires.
    pub wires: Vec<String>,
    /// Words of the rewrite's story, parted by white space; none where it could not be checked.
    pub words: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// The rules of findings that the baseline knew and that are no longer found.
    pub fixed: Vec<String>,
    /// Whether it makes the run fail.
    pub fails: bool,
}

/// What came of a pair.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was checked.
    Checked {
        /// The word on the whole.
        verdict: Verdict,
        /// The reason for it.
        reason: String,
        /// 0 to 100.
        fidelity: f64,
        /// Open findings in the order of the rewrite, then those set aside.
        items: Vec<Item>,
    },
    /// It could not be checked, and why.
    Failed(String),
}

/// Characters of story text that a digest keeps in one place; formats that cover a run point, they do not quote at length.
pub const MAX_WORDS: usize = 400;

impl Digest {
    /// The digest of a judged report. `wires` and `rewrite` are the names under which others find the texts.
    pub fn of(judged: &Judged, rewrite: &str, wires: &[String]) -> Self {
        let report = &judged.report;
        let open = report.findings.iter().enumerate().map(|(i, f)| {
            let known = judged.compared.then(|| judged.known.get(i).copied().unwrap_or(false));
            let hint = judged.hints.get(i).copied().unwrap_or(false);
            (f, judged.fingerprints.get(i).cloned().unwrap_or_default(), None, known, hint)
        });
        let aside = judged.aside.iter().map(|a| {
            let known = judged.compared.then_some(a.why == Why::Known);
            (&a.finding, a.fingerprint.clone(), Some(a.why.clone()), known, false)
        });
        let all: Vec<_> = open.chain(aside).collect();
        let findings: Vec<&Finding> = all.iter().map(|(f, ..)| *f).collect();
        let located = locate(report, &findings, rewrite, wires);
        let items = all.into_iter().zip(located).map(
            |((f, fingerprint, aside, known, hint), Located { at, also, wire, other })| Item {
                rule: f.rule,
                category: f.category,
                severity: f.severity,
                confidence: f.confidence,
                message: f.message.clone(),
                at,
                also,
                wire,
                other,
                replacement: f.replacement.clone(),
                fingerprint,
                aside,
                known,
                hint,
            },
        );
        if report.verdict == Verdict::NotComparable {
            return Digest::failed(rewrite, wires, report.reason.as_str());
        }
        Digest {
            rewrite: rewrite.to_owned(),
            wires: wires.to_vec(),
            words: length(&report.rewrite),
            outcome: Outcome::Checked {
                verdict: report.verdict,
                reason: report.reason.clone(),
                fidelity: if report.fidelity.is_finite() { report.fidelity } else { 0.0 },
                items: items.collect(),
            },
            fixed: judged.fixed.clone(),
            fails: judged.fails,
        }
    }

    /// The digest of a pair that could not be checked.
    pub fn failed(rewrite: &str, wires: &[String], why: impl Into<String>) -> Self {
        Digest {
            rewrite: rewrite.to_owned(),
            wires: wires.to_vec(),
            words: 0,
            outcome: Outcome::Failed(why.into()),
            fixed: Vec::new(),
            fails: true,
        }
    }

    /// All findings; none where the pair could not be checked.
    pub fn items(&self) -> &[Item] {
        match &self.outcome {
            Outcome::Checked { items, .. } => items,
            Outcome::Failed(_) => &[],
        }
    }

    /// Its fidelity, 0 to 100; none where it could not be checked, or tells another story, of which no figure says how true it is.
    pub fn fidelity(&self) -> Option<f64> {
        match &self.outcome {
            Outcome::Checked { verdict: Verdict::DifferentStory, .. } | Outcome::Failed(_) => None,
            Outcome::Checked { fidelity, .. } => Some(*fidelity),
        }
    }

    /// Why the whole of it is wrong where no finding says so: it tells another story.
    pub fn other_story(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Checked { verdict: Verdict::DifferentStory, reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// A fingerprint in hexadecimal that differs between rewrites, too, for something that is wrong with this one.
    pub fn fingerprint(&self, of: &str) -> String {
        use sha2::Digest as _;
        let hash = sha2::Sha256::new().chain_update(&self.rewrite).chain_update([0]).chain_update(of).finalize();
        hash.iter().take(16).map(|b| format!("{b:02x}")).collect()
    }

    /// What to call the wire that words stand in: its name, where there are several takes.
    pub fn take_name<'w>(&self, words: &'w Words) -> &'w str {
        if self.wires.len() > 1 { &words.name } else { "wire" }
    }

    /// The findings that are not set aside.
    pub fn open(&self) -> impl Iterator<Item = &Item> {
        self.items().iter().filter(|i| i.aside.is_none())
    }

    /// The same for those who read from top to bottom: without hints.
    pub fn plain(&self) -> Self {
        let mut out = self.clone();
        if let Outcome::Checked { items, .. } = &mut out.outcome {
            items.retain(|i| !i.hint);
        }
        out
    }

    /// How many open findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.open().filter(|i| i.severity == severity).count()
    }

    /// The rules of its open findings, each once, the gravest first.
    pub fn rules(&self) -> Vec<&'static str> {
        let mut open: Vec<&Item> = self.open().collect();
        open.sort_by_key(|i| std::cmp::Reverse(i.severity));
        let mut out: Vec<&'static str> = Vec::new();
        for item in open {
            if !out.contains(&item.rule.id) {
                out.push(item.rule.id);
            }
        }
        out
    }

    /// Where the rewrite comes from: the folder that it lies in, or what its name has before the last slash.
    pub fn source(&self) -> &str {
        let name = self.rewrite.trim_end_matches(['/', '\\']);
        name.rfind(['/', '\\']).map_or("", |at| &name[..at])
    }

    /// The numbers of the entries of the file of accepted findings that were of use.
    pub fn used(&self) -> BTreeSet<usize> {
        let entry = |i: &Item| match &i.aside {
            Some(Why::Accepted(entry, _)) => Some(*entry),
            _ => None,
        };
        self.items().iter().filter_map(entry).collect()
    }
}

fn length(story: &Story) -> usize {
    let body = story.blocks.iter().filter(|b| b.kind.is_story());
    body.map(|b| story.source.slice(b.span).split_whitespace().count()).sum()
}

/// The words of a finding, with their places.
struct Located {
    at: Option<Words>,
    also: Vec<Words>,
    wire: Vec<Words>,
    other: Vec<Words>,
}

/// The places of all words of these findings, in one pass over each text.
fn locate(report: &Report, findings: &[&Finding], rewrite: &str, wires: &[String]) -> Vec<Located> {
    let own: Vec<Span> =
        findings.iter().flat_map(|f| f.places().chain(f.evidence.rewrite.iter().copied()).map(|s| s.0)).collect();
    let mut own = words(&report.rewrite.source, rewrite, &own).into_iter();
    let mut theirs: Vec<_> = report
        .wires
        .iter()
        .enumerate()
        .map(|(take, story)| {
            let all = findings.iter().flat_map(|f| &f.evidence.wire);
            let spans: Vec<Span> = all.filter(|w| w.take == take).map(|w| w.span).collect();
            let name = wires.get(take).map_or(story.source.name.as_str(), String::as_str);
            words(&story.source, name, &spans).into_iter()
        })
        .collect();
    findings
        .iter()
        .map(|f| {
            let at = f.at.and_then(|_| own.next());
            let also = own.by_ref().take(f.also.len()).collect();
            let other = own.by_ref().take(f.evidence.rewrite.len()).collect();
            let wire = f.evidence.wire.iter().filter_map(|w| theirs.get_mut(w.take)?.next()).collect();
            Located { at, also, wire, other }
        })
        .collect()
}

fn words(source: &Source, name: &str, spans: &[Span]) -> Vec<Words> {
    let text = |span: Span| source.slice(span).chars().take(MAX_WORDS).collect();
    let found = positions(source, spans).into_iter().zip(spans);
    found.map(|(place, span)| Words { name: name.to_owned(), place, text: text(*span) }).collect()
}
