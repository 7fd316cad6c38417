//! Other words in the place of the wire's, in a sentence that keeps all the rest: words that no table relates.

use std::ops::Range;

use crate::align::Edit;
use crate::analyse::Analysis;
use crate::compare::Case;
use crate::compare::edited::paraphrase;
use crate::compare::sides::overlapping;
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::{self, phrases};
use crate::knowledge::vectors;

/// Other words in the place of the wire's.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// Which edit of the alignment.
    pub edit: usize,
    /// How near the nearest two words of either side are in use, -1 to 1.
    pub alike: f32,
}

/// From this tie in the lexicon on, of 255, two words may say the same.
const KIN: u8 = 30;

/// From this cosine on, two words are used so much alike that the two turns may say the same.
const ALIKE: f32 = 0.5;

/// The only edits of their sentences in which turns of two words and more face each other and no word is kin to one of the other side.
pub fn find(case: &Case) -> Vec<Replaced> {
    case.alignment.edits.iter().enumerate().filter_map(|(k, e)| replaced(case, k, e)).collect()
}

fn replaced(case: &Case, k: usize, e: &Edit) -> Option<Replaced> {
    let (a, wire) = (case.rewrite, case.wires.get(e.take)?);
    let sentence = &a.sentences[case.alignment.pairs[e.pair].sentence];
    let held = e.left >= 2 && e.right >= 1 && e.left + e.right >= 5 && e.kept >= 0.5;
    if e.count > 1 || !e.replaces() || !held || sentence.kind != BlockKind::Paragraph {
        return None;
    }
    let (mine, theirs) = (plain(a, &e.rewrite)?, plain(wire, &e.wire)?);
    if mine.len().min(theirs.len()) < 2 {
        return None;
    }
    if paraphrase(a, &e.rewrite, wire, &e.wire) {
        return None;
    }
    let mut alike = -1.0_f32;
    for &i in &mine {
        for &j in &theirs {
            if a.tokens[i].canon == wire.tokens[j].canon || a.tokens[i].lemma == wire.tokens[j].lemma {
                return None;
            }
            let r = lexicon::relations(a.fold(i), wire.fold(j), None);
            let kin = r.synonym.max(r.similar).max(r.derivation).max(r.hypernym).max(r.hyponym).max(r.entails);
            if kin >= KIN || phrases::paraphrase(&[a.fold(i)], &[wire.fold(j)]).is_some() {
                return None;
            }
            // What no table knows may be anything.
            alike = alike.max(vectors::similarity(a.fold(i), wire.fold(j))?);
            if alike >= ALIKE {
                return None;
            }
        }
    }
    Some(Replaced { edit: k, alike })
}

/// The content words of some tokens; none where names, figures, dates or quotes are among them, which have rules of their own.
fn plain(a: &Analysis, tokens: &Range<usize>) -> Option<Vec<usize>> {
    let other = tokens.clone().any(|i| a.name_at(i).is_some() || a.quote_at(i).is_some())
        || overlapping(&a.figures, |f| &f.tokens, tokens).any(|f| !a.figures[f].weak)
        || overlapping(&a.dates, |d| &d.tokens, tokens).next().is_some();
    (!other).then(|| tokens.clone().filter(|i| a.tokens[*i].is_content()).collect())
}
