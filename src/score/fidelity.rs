//! What a rewrite costs in fidelity, faults too faint for a finding included.
//!
//! The cost is a weighted sum; every weight is at least 0, so that no fault can raise fidelity. `tools/train/rank.py` learns the weights
//! from pairs of a faithful text and the same text with one planted fault.

use std::sync::LazyLock;

use crate::compare::Case;
use crate::finding::{Finding, Severity};
use crate::text::numbered;
use crate::weigh::ChangeKind;
use crate::weigh::stamp::{self, Misfit, Stamp};

numbered! {
    #[allow(non_camel_case_types)]
    #[derive(Clone, Copy)]
    enum P {
        fault_substituted, fault_added, fault_dropped, fault_inflected, fault_related, fault_moved,
        major_substituted, major_added, major_dropped, major_inflected, major_related, major_moved,
        count_substituted, count_added, count_dropped, count_inflected, count_related, count_moved,
        words_added, words_dropped, function_added, function_dropped,
        worst, surprise, surprise_high, surprise_peak,
        words_unmatched, words_of_dropped,
        minor, major, critical,
        unborne,
    }
}

/// Names of the parts of the cost, in order.
pub const PARTS: &[&str] = P::NAMES;
/// How many parts there are.
pub const PART_COUNT: usize = P::ALL.len();

static WEIGHTS: &[u8] = truecopy_data::models::FIDELITY.as_bytes();

/// What the weights are learnt with: the parts, some of which are numbered by the kind of change.
pub fn stamp() -> Stamp {
    Stamp::of(&[("parts", PARTS), ("ChangeKind", ChangeKind::NAMES)])
}

/// The parts of the cost of one rewrite.
pub fn parts(case: &Case, findings: &[Finding]) -> [f64; PART_COUNT] {
    let Case { rewrite, wires, alignment, weighed, summary, .. } = *case;
    let mut x = [0.0; PART_COUNT];
    let bits = |p: f32| -f64::from((1.0 - p).max(1e-3)).ln();
    let mut worst = 0.0f64;
    for c in &weighed.changes {
        if summary && c.kind == ChangeKind::Dropped {
            continue;
        }
        x[P::fault_substituted as usize + c.kind as usize] += bits(c.fault);
        x[P::major_substituted as usize + c.kind as usize] += bits(c.major);
        worst = worst.max(bits(c.major));
        x[P::count_substituted as usize + c.kind as usize] += 1.0;
        let count = |a: &crate::analyse::Analysis, r: &std::ops::Range<usize>| {
            let words = || a.tokens[r.clone()].iter().filter(|t| t.is_word());
            let content = words().filter(|t| t.is_content()).count();
            (content as f64, (words().count() - content) as f64)
        };
        // Words that only one side has, whatever faces them.
        let ((mine, my_function), (theirs, their_function)) =
            (count(rewrite, &c.rewrite), count(&wires[c.take], &c.wire));
        if c.kind != ChangeKind::Moved {
            x[P::words_added as usize] += (mine - theirs).max(0.0);
            x[P::words_dropped as usize] += (theirs - mine).max(0.0);
            x[P::function_added as usize] += (my_function - their_function).max(0.0);
            x[P::function_dropped as usize] += (their_function - my_function).max(0.0);
        }
    }
    x[P::worst as usize] = worst;
    for &s in weighed.grams.iter().flat_map(|g| &g.surprise) {
        let s = f64::from(s);
        x[P::surprise as usize] += s / 4.0;
        x[P::surprise_high as usize] += (s - 4.0).max(0.0);
        x[P::surprise_peak as usize] += (s - 7.0).max(0.0);
    }
    for pair in alignment.pairs.iter().filter(|p| p.wire.is_empty()) {
        let words = rewrite.sentences[pair.sentence].tokens.clone().filter(|i| rewrite.tokens[*i].is_content()).count();
        x[P::words_unmatched as usize] += words as f64;
    }
    if !summary {
        for d in &alignment.dropped {
            let wire = &wires[d.take];
            let words = wire.sentences[d.sentence].tokens.clone().filter(|i| wire.tokens[*i].is_content()).count();
            x[P::words_of_dropped as usize] += words as f64;
        }
    }
    for read in case.readings.iter().flatten() {
        x[P::unborne as usize] -= f64::from(read.reading.borne_out.max(1e-3)).ln();
    }
    // Each severity counts in those below it too, so that a graver finding never costs less than a milder one.
    for f in findings {
        for (least, part) in
            [(Severity::Minor, P::minor), (Severity::Major, P::major), (Severity::Critical, P::critical)]
        {
            if f.severity >= least {
                x[part as usize] += f64::from(f.confidence);
            }
        }
    }
    x
}

/// What a content word costs that no wire tells, and one of a dropped wire sentence, in units of the scale. Other reporting and
/// shortening are no errors by themselves, so these two are set by hand, low, and not learnt.
const UNMATCHED: f64 = 1.0;
const DROPPED: f64 = 0.5;
/// What a sure major finding costs beside what was learnt, and a critical one once more: in a sentence the learnt weights of its words say
/// enough, but in a story many harmless rewordings would outweigh the one that misleads. Set by hand, in units of the scale.
const MISLEADING: f64 = 12.0;

/// What a sentence costs that the reader does not find borne out, for each unit of the logarithm of that probability. Set by hand, in units of
/// the scale: the reader saw three quarters of the text that the weights are learnt from.
const UNBORNE: f64 = 1.5;

/// The learnt weights of the parts, in their order, and the scale.
struct Weights(Vec<f64>, f64);

impl Weights {
    fn read(file: &'static str, content: &[u8]) -> Result<Self, Misfit> {
        let body = stamp().open(file, content)?;
        let value = |name: &str| stamp::value(file, body, name);
        let weight = |part: &P| match part {
            P::words_unmatched | P::words_of_dropped | P::unborne => Ok(0.0),
            _ => value(PARTS[*part as usize]),
        };
        Ok(Self(P::ALL.iter().map(weight).collect::<Result<_, _>>()?, value("scale")?))
    }
}

/// Fidelity, 0 to 100, of a text of so many words: the parts, weighted, in proportion to its length.
/// The scale is such that the median faithful translation of one sentence scores 90.
pub fn fidelity(parts: &[f64; PART_COUNT], words: usize) -> f64 {
    // Weights that do not fit are a fault of the build, which no input can bring about or cure.
    static TABLE: LazyLock<Weights> =
        LazyLock::new(|| Weights::read("fidelity.tsv", WEIGHTS).unwrap_or_else(|misfit| panic!("{misfit}")));
    let Weights(weights, scale) = &*TABLE;
    let learnt: f64 = parts.iter().zip(weights).map(|(x, w)| x * w).sum();
    let named = UNMATCHED * parts[P::words_unmatched as usize] + DROPPED * parts[P::words_of_dropped as usize];
    let named = named + UNBORNE * parts[P::unborne as usize];
    let story = words as f64 / (words as f64 + 60.0);
    let named = named + story * MISLEADING * (parts[P::major as usize] + parts[P::critical as usize]);
    100.0 * (-(learnt / scale + named) / (words as f64 + 8.0)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_learnt_with_the_parts_as_they_are() {
        if let Err(misfit) = Weights::read("fidelity.tsv", WEIGHTS) {
            panic!("{misfit}");
        }
    }

    #[test]
    fn weights_that_lack_a_part_or_are_of_other_parts_are_refused() {
        let text = std::str::from_utf8(WEIGHTS).expect("text");
        let lacking: String = text.lines().filter(|l| !l.starts_with("worst")).map(|l| format!("{l}\n")).collect();
        let lacks = Misfit::Lacking { file: "a", value: "worst".to_owned() };
        assert_eq!(Weights::read("a", lacking.as_bytes()).err(), Some(lacks));
        let other = text.replacen("parts=", "parts=0", 1);
        let changed = Misfit::Changed { file: "a", lists: vec!["parts".to_owned()] };
        assert_eq!(Weights::read("a", other.as_bytes()).err(), Some(changed));
    }

    #[test]
    fn parts_for_each_kind_of_change_stand_in_the_order_of_the_kinds() {
        for (first, name) in
            [(P::fault_substituted, "fault"), (P::major_substituted, "major"), (P::count_substituted, "count")]
        {
            for (k, kind) in ChangeKind::NAMES.iter().enumerate() {
                assert_eq!(PARTS[first as usize + k], format!("{name}_{}", kind.to_lowercase()));
            }
        }
    }
}
