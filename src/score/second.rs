//! A second look at each sentence that was read: what the rules signal and what the reader says, weighed together.
//!
//! Neither is right alone: the reader takes a free retelling for a false one now and then, and a rule sees single words. A logistic
//! regression over both says how likely a serious fault is. `tools/train/doubt.py` learns its weights from documents that the reader did not
//! learn from.

use std::sync::LazyLock;

use crate::compare::Case;
use crate::finding::{Finding, Ground, Group, Severity, Speaks};
use crate::reader::told::Read;
use crate::text::numbered;
use crate::weigh::KEPT;
use crate::weigh::stamp::{self, Misfit, Stamp};

numbered! {
    #[allow(non_camel_case_types)]
    #[derive(Clone, Copy)]
    enum D {
        borne_out, contradicted, added, tags, kept, bound, told, borne_kept,
        change, serious, minor, length,
        kept_beyond, borne_close, serious_close, serious_borne,
    }
}

/// Names of what the doubt about a sentence goes by, in order.
pub const SIGNS: &[&str] = D::NAMES;
/// How many there are.
pub const SIGN_COUNT: usize = D::ALL.len();

/// From this doubt on a sentence has a serious fault: of the sentences of two translators of one news text, one in fifty has as much.
const GRAVE: f64 = 0.91;
/// From this doubt on it is worth showing.
const SHOWN: f64 = 0.86;
/// Under this doubt a major finding that rests on single words alone is a minor one, where a sentence is told in other words anyhow: there,
/// single words prove little.
const CALM: f64 = 0.8;
/// The same where a sentence keeps the wire's words: there, single words prove much, and only little doubt speaks against them.
const CALM_CLOSE: f64 = 0.27;
/// What a model that somebody brought takes to be contradicted so surely is a serious fault, whatever the doubt: the weights are learnt with the
/// built-in reader, which infers far less. One such model at hand was as sure of a faithful sentence once in nine hundred words.
const CONTRADICTED: f32 = 0.98;
/// What it takes to be contradicted so surely is worth showing.
const RATHER_CONTRADICTED: f32 = 0.95;
/// What a retelling keeps of the wire's words, at most; what is kept beyond it counts by itself, as does all that is told more closely than
/// [`CLOSE`]: a light edit is judged otherwise than a retelling.
const MOST_KEPT: f64 = 0.8;
/// See [`MOST_KEPT`].
const CLOSE: f64 = 0.6;

/// What the weights are learnt with.
pub fn stamp() -> Stamp {
    Stamp::of(&[("signs", SIGNS)])
}

/// How many findings of a sentence, and how sure they are, as far as the doubt goes by it.
#[derive(Clone, Copy, Debug, Default)]
struct Signals {
    serious: f32,
    minor: f32,
}

/// Natural logarithm of the odds, kept within what counts of data can show.
fn odds(p: f32) -> f64 {
    let p = f64::from(p).clamp(1e-3, 1.0 - 1e-3);
    (p / (1.0 - p)).ln()
}

/// What the doubt about a sentence goes by.
fn signs(case: &Case, pair: usize, read: &Read, signals: Signals) -> [f64; SIGN_COUNT] {
    let mut x = [0.0; SIGN_COUNT];
    let mut set = |d: D, v: f64| x[d as usize] = v;
    let (p, reading) = (&case.alignment.pairs[pair], &read.reading);
    let all_kept = f64::from(case.alignment.kept(pair));
    let (kept, close) = (all_kept.min(MOST_KEPT), (all_kept - CLOSE).max(0.0));
    let bound = p.words.iter().flatten().count() as f64 / p.words.len().max(1) as f64;
    set(D::borne_out, odds(reading.borne_out));
    set(D::contradicted, odds(reading.contradicted));
    set(D::added, odds(reading.added));
    // Long words have many pieces; three of them are a word or two.
    let mut tags: Vec<f32> = reading.rewrite.iter().map(|(_, p)| *p).collect();
    tags.sort_unstable_by(|a, b| b.total_cmp(a));
    set(D::tags, tags.iter().take(3).map(|p| f64::from(*p)).sum::<f64>() / 3.0);
    set(D::kept, kept);
    set(D::bound, bound);
    set(D::told, f64::from(p.score));
    set(D::borne_kept, odds(reading.borne_out) * kept);
    set(D::change, odds(case.weighed.gravest(pair)));
    set(D::serious, f64::from(signals.serious));
    set(D::minor, f64::from(signals.minor));
    set(D::length, (p.words.len().max(1) as f64).ln());
    set(D::kept_beyond, all_kept - kept);
    set(D::borne_close, odds(reading.borne_out) * close);
    set(D::serious_close, f64::from(signals.serious) * close);
    set(D::serious_borne, f64::from(signals.serious) * odds(reading.borne_out));
    x
}

/// The findings of each sentence that was read, by the index of its pair: they lie in it.
fn by_pair(case: &Case, findings: &[Finding]) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); case.readings.len()];
    let spans: Vec<(u32, u32, usize)> = case
        .alignment
        .pairs
        .iter()
        .enumerate()
        .map(|(p, pair)| {
            let span = case.rewrite.sentences[pair.sentence].span;
            (span.start, span.end, p)
        })
        .collect();
    for (i, f) in findings.iter().enumerate() {
        let Some(at) = f.at else { continue };
        // Pairs stand in the order of the rewrite.
        let from = spans.partition_point(|(_, end, _)| *end <= at.0.start);
        for (start, _, p) in &spans[from..] {
            if *start >= at.0.end {
                break;
            }
            if case.readings.get(*p).is_some_and(Option::is_some) {
                out[*p].push(i);
            }
        }
    }
    out
}

/// The findings of a sentence that its doubt goes by: all but what the reader itself says.
fn signals(findings: &[Finding], of: &[usize]) -> Signals {
    let mut s = Signals::default();
    for f in of.iter().map(|i| &findings[*i]).filter(|f| f.rule.group != Group::Meaning) {
        match f.severity {
            Severity::Major | Severity::Critical => s.serious = s.serious.max(f.confidence),
            Severity::Minor => s.minor = s.minor.max(f.confidence),
            Severity::Neutral => {}
        }
    }
    s
}

/// What each sentence that was read is judged by; what the weights are learnt from.
pub fn all_signs(case: &Case, findings: &[Finding]) -> Vec<[f64; SIGN_COUNT]> {
    let of = by_pair(case, findings);
    let read = case.readings.iter().enumerate().filter_map(|(p, r)| r.as_ref().map(|r| (p, r)));
    read.map(|(p, r)| signs(case, p, r, signals(findings, &of[p]))).collect()
}

/// The learnt weights, in the order of the signs, and what is added to their sum.
struct Weights([f64; SIGN_COUNT], f64);

impl Weights {
    fn read(file: &'static str, content: &[u8]) -> Result<Self, Misfit> {
        let body = stamp().open(file, content)?;
        let value = |name: &str| stamp::value(file, body, name);
        let mut weights = [0.0; SIGN_COUNT];
        for (w, name) in weights.iter_mut().zip(SIGNS) {
            *w = value(name)?;
        }
        Ok(Weights(weights, value("all")?))
    }

    /// Probability of a serious fault, 0 to 1.
    fn doubt(&self, signs: &[f64; SIGN_COUNT]) -> f64 {
        let sum: f64 = signs.iter().zip(self.0).map(|(x, w)| x * w).sum();
        1.0 / (1.0 + (-(sum + self.1)).exp())
    }
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    // Weights that do not fit are a fault of the build, which no input can bring about or cure.
    Weights::read("doubt.tsv", truecopy_data::models::DOUBT.as_bytes()).unwrap_or_else(|misfit| panic!("{misfit}"))
});

/// Raises a finding in each sentence that both together take to be false, and lowers those that the reader sees no reason for.
pub fn look(case: &Case, findings: &mut [Finding]) {
    let of = by_pair(case, findings);
    for (p, read) in case.readings.iter().enumerate() {
        let Some(read) = read else { continue };
        let doubt = WEIGHTS.doubt(&signs(case, p, read, signals(findings, &of[p])));
        let calm = if case.alignment.kept(p) < KEPT { CALM } else { CALM_CLOSE };
        if doubt < calm {
            for i in &of[p] {
                let f = &mut findings[*i];
                if soft(f) {
                    f.severity = Severity::Minor;
                }
            }
        }
        let contradicted = if read.brought { read.reading.contradicted } else { 0.0 };
        let least = if doubt >= GRAVE || contradicted >= CONTRADICTED {
            Severity::Major
        } else if doubt >= SHOWN || contradicted >= RATHER_CONTRADICTED {
            Severity::Minor
        } else {
            continue;
        };
        let told = of[p].iter().copied().filter(|i| {
            let rule = findings[*i].rule;
            // A whole passage is no words to point at.
            rule.ground == Ground::Wire && rule.speaks != Speaks::Passage
        });
        // What names the fault best: the gravest, and among equals what the reader points at.
        let best = told.max_by_key(|i| (findings[*i].severity, findings[*i].rule.group == Group::Meaning));
        let Some(f) = best.map(|i| &mut findings[i]) else { continue };
        if f.severity < least {
            f.severity = least;
            f.confidence = f.confidence.max(doubt as f32).max(contradicted);
        }
    }
}

/// Whether a major finding rests on single words, of which a retelling may have others without being wrong. A rule that names the fault knows
/// what it says, and what is critical is for a person to wave through.
fn soft(f: &Finding) -> bool {
    f.severity == Severity::Major
        && f.rule.ground == Ground::Wire
        && f.rule.speaks != Speaks::Sharp
        && matches!(f.rule.group, Group::Drift | Group::Wording)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_learnt_with_the_signs_as_they_are() {
        if let Err(misfit) = Weights::read("doubt.tsv", truecopy_data::models::DOUBT.as_bytes()) {
            panic!("{misfit}");
        }
    }

    #[test]
    fn what_is_not_borne_out_is_never_doubted_less() {
        let doubt = |borne: f32, kept: f64, serious: f64| {
            let mut x = [0.0; SIGN_COUNT];
            x[D::borne_out as usize] = odds(borne);
            x[D::borne_kept as usize] = odds(borne) * kept.min(MOST_KEPT);
            x[D::borne_close as usize] = odds(borne) * (kept - CLOSE).max(0.0);
            x[D::serious as usize] = serious;
            x[D::serious_borne as usize] = odds(borne) * serious;
            WEIGHTS.doubt(&x)
        };
        for kept in [0.0, 0.5, 1.0] {
            for serious in [0.0, 1.0] {
                let at = |borne| doubt(borne, kept, serious);
                assert!(at(0.02) > at(0.5) && at(0.5) > at(0.98), "{kept} {serious}");
            }
        }
    }
}
