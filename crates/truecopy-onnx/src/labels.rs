//! Which class of a model means what.

use crate::{Judgement, Unfit};

/// What a class says of the second text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Follows,
    Contradicted,
    Neutral,
    /// One of the last two: the model has two classes.
    DoesNotFollow,
}

impl Meaning {
    /// By the name that a configuration gives a class; case, dashes and underscores are passed over.
    fn of(label: &str) -> Option<Self> {
        let letters: String = label.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        match letters.as_str() {
            "entailment" | "entails" | "entailed" | "consistent" | "supported" | "supports" => Some(Meaning::Follows),
            "contradiction" | "contradicts" | "contradictory" | "refuted" | "refutes" => Some(Meaning::Contradicted),
            "neutral" | "notenoughinfo" => Some(Meaning::Neutral),
            "notentailment" | "nonentailment" | "notentailed" | "inconsistent" | "unsupported" | "hallucinated" => {
                Some(Meaning::DoesNotFollow)
            }
            _ => None,
        }
    }
}

/// What the classes of a model mean, in their order.
#[derive(Clone, Debug)]
pub struct Labels(Vec<Meaning>);

impl Labels {
    /// As `id2label` of a configuration names them.
    ///
    /// # Errors
    /// Where they are not the two or three of an inference model.
    pub fn of(config: &serde_json::Value) -> Result<Self, Unfit> {
        let named = config.get("id2label").and_then(serde_json::Value::as_object);
        let mut classes: Vec<(u64, String)> = named
            .into_iter()
            .flatten()
            .filter_map(|(id, label)| Some((id.parse().ok()?, label.as_str()?.to_owned())))
            .collect();
        classes.sort_unstable();
        let meanings: Option<Vec<Meaning>> = classes.iter().map(|(_, label)| Meaning::of(label)).collect();
        let has = |meanings: &[Meaning], all: &[Meaning]| {
            meanings.len() == all.len() && all.iter().all(|m| meanings.contains(m))
        };
        let fit = |m: &Vec<Meaning>| {
            has(m, &[Meaning::Follows, Meaning::Neutral, Meaning::Contradicted])
                || has(m, &[Meaning::Follows, Meaning::DoesNotFollow])
                || has(m, &[Meaning::Follows, Meaning::Contradicted])
        };
        let in_order = (0..).zip(&classes).all(|(n, (id, _))| n == *id);
        match meanings.filter(fit) {
            Some(meanings) if in_order => Ok(Labels(meanings)),
            _ => Err(Unfit::Labels(classes.into_iter().map(|(_, label)| label).collect())),
        }
    }

    /// What the figures of the classes, as the model gives them, say.
    ///
    /// # Errors
    /// Where there are more or fewer figures than classes, or one is no number.
    pub fn judgement(&self, logits: &[f32]) -> Result<Judgement, Unfit> {
        if logits.len() != self.0.len() || !logits.iter().all(|l| l.is_finite()) {
            return Err(Unfit::Answer(format!("{} classes, and the answer {logits:?}", self.0.len())));
        }
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let shares: Vec<f32> = logits.iter().map(|l| (l - most).exp()).collect();
        let all: f32 = shares.iter().sum();
        let of = |meaning| self.0.iter().position(|m| *m == meaning).map(|i| shares[i] / all);
        Ok(Judgement { follows: of(Meaning::Follows).unwrap_or_default(), contradicted: of(Meaning::Contradicted) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn classes_go_by_their_names_and_not_by_their_places() {
        let config = json!({"id2label": {"0": "CONTRADICTION", "2": "Neutral", "1": "entailment"}});
        let judged = Labels::of(&config).expect("three classes").judgement(&[0.0, 2.0, 0.0]).expect("three figures");
        assert!(
            (judged.follows - 0.787).abs() < 1e-3 && (judged.contradicted.unwrap_or_default() - 0.1065).abs() < 1e-3
        );
        let config = json!({"id2label": {"0": "not_entailment", "1": "entailment"}});
        let judged = Labels::of(&config).expect("two classes").judgement(&[3.0, 0.0]).expect("two figures");
        assert!(judged.follows < 0.05 && judged.contradicted.is_none());
    }

    #[test]
    fn other_classes_are_refused_by_their_names() {
        for labels in [
            json!({"0": "LABEL_0", "1": "LABEL_1"}),
            json!({"0": "entailment"}),
            json!({"0": "positive", "1": "entailment"}),
        ] {
            let error = Labels::of(&json!({"id2label": labels})).expect_err("no inference model");
            assert!(matches!(error, Unfit::Labels(_)), "{error}");
        }
        assert!(matches!(Labels::of(&json!({})), Err(Unfit::Labels(found)) if found.is_empty()));
        let gap = json!({"id2label": {"0": "entailment", "2": "not_entailment"}});
        assert!(Labels::of(&gap).is_err(), "a class has no name");
    }

    #[test]
    fn answers_that_do_not_fit_are_refused() {
        let labels = Labels::of(&json!({"id2label": {"0": "entailment", "1": "contradiction"}})).expect("two classes");
        assert!(labels.judgement(&[1.0]).is_err() && labels.judgement(&[1.0, f32::NAN]).is_err());
    }
}
