//! Steps of one course of events: injured and killed, charged and convicted, damaged and destroyed.
//!
//! Source: `scales.tsv`, written by hand.

use std::sync::LazyLock;

use crate::text::{KeyMap, hash};

/// For the hash of each lemma, the scales that it is on and its step on each.
static STEPS: LazyLock<KeyMap<Vec<(u16, u8)>>> = LazyLock::new(|| {
    let mut out: KeyMap<Vec<(u16, u8)>> = KeyMap::default();
    let rows = truecopy_data::tables::SCALES.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    for (scale, row) in rows.enumerate() {
        for (step, words) in row.split('\t').skip(1).enumerate() {
            for word in words.split(", ") {
                out.entry(hash(word)).or_default().push((scale as u16, step as u8));
            }
        }
    }
    out
});

/// Whether two lemmas are different steps of one scale, and on no scale the same step.
pub fn apart(a: &str, b: &str) -> bool {
    let steps = |word| STEPS.get(&hash(word)).map(Vec::as_slice).unwrap_or_default();
    let (x, y) = (steps(a), steps(b));
    let shared =
        || x.iter().flat_map(|(scale, step)| y.iter().filter(move |(s, _)| s == scale).map(move |(_, t)| step == t));
    shared().next().is_some() && !shared().any(|same| same)
}

/// Whether two lemmas are words for one step of a scale.
pub fn together(a: &str, b: &str) -> bool {
    let steps = |word| STEPS.get(&hash(word)).map(Vec::as_slice).unwrap_or_default();
    steps(a).iter().any(|step| steps(b).contains(step))
}

/// Whether a lemma is on a scale.
pub fn has(lemma: &str) -> bool {
    STEPS.contains_key(&hash(lemma))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_one_scale_are_apart_and_words_of_one_step_are_not() {
        assert!(apart("injure", "kill") && apart("kill", "injure") && apart("adjourn", "end"));
        assert!(
            !apart("injure", "wound") && !apart("kill", "die") && !apart("kill", "adopt") && !apart("boat", "kill")
        );
    }
}
