//! A model that somebody brings: it judges in the place of the built-in reader, which still says what words carry the fault.

use std::fmt;

use super::builtin::Reader;
use super::memory::Memory;
use super::reading::Reading;

/// What a model says of a sentence beside the wire's words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Probability that the wire bears the sentence out, 0 to 1.
    pub borne_out: f32,
    /// Probability that the wire says otherwise; none where the model does not part this from what says more.
    pub contradicted: Option<f32>,
}

/// A model that judges pairs of texts.
pub trait Judge: fmt::Debug + Send + Sync {
    /// What it says of a sentence beside the wire's words; none where it could not be run, and the built-in reader judges.
    fn judge(&self, wire: &str, rewrite: &str) -> Option<Judgement>;
}

/// A model that somebody brought, and what it was asked before.
#[derive(Debug)]
pub struct Brought {
    name: String,
    identity: String,
    judge: Box<dyn Judge>,
    memory: Memory<Option<Reading>>,
}

impl Brought {
    /// A model, what reports call it, and what tells it from all others, for results that are kept.
    pub fn new(name: impl Into<String>, identity: impl Into<String>, judge: Box<dyn Judge>) -> Self {
        Brought { name: name.into(), identity: identity.into(), judge, memory: Memory::default() }
    }

    /// What reports call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What tells it from all others.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Reads a sentence of the rewrite beside the wire's words; none where neither this model nor the reader can. Where no reader is at hand,
    /// nothing points at the words.
    pub(super) fn read(&self, wire: &str, rewrite: &str) -> Option<Reading> {
        self.memory.get_or(wire, rewrite, || {
            let own = Reader::at_hand().map(|reader| reader.read(wire, rewrite));
            match self.judge.judge(wire, rewrite) {
                Some(judgement) => Some(judged(own.unwrap_or_default(), judgement)),
                None => own,
            }
        })
    }
}

/// What the reader says, with the judgement of another model in it. Where that does not part what is contradicted from what is added, the
/// reader's own figures say how much there is of either.
fn judged(own: Reading, Judgement { borne_out, contradicted }: Judgement) -> Reading {
    let rest = 1.0 - borne_out;
    let contradicted = contradicted.unwrap_or_else(|| {
        let both = own.contradicted + own.added;
        if both > 0.0 { rest * own.contradicted / both } else { rest }
    });
    Reading { borne_out, contradicted, added: (rest - contradicted).max(0.0), ..own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_of_two_classes_is_parted_as_the_reader_parts() {
        let own = Reading { borne_out: 0.9, contradicted: 0.06, added: 0.04, ..Reading::default() };
        let two = judged(own.clone(), Judgement { borne_out: 0.2, contradicted: None });
        assert!((two.contradicted - 0.48).abs() < 1e-6 && (two.added - 0.32).abs() < 1e-6, "{two:?}");
        let three = judged(own, Judgement { borne_out: 0.2, contradicted: Some(0.7) });
        assert!((three.added - 0.1).abs() < 1e-6, "{three:?}");
    }
}
