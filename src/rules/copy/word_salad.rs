use crate::align::{Pair, WireSentence};
use crate::analyse::{Shape, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::ingest::BlockKind;
use crate::text::{RewriteSpan, WireSpan};
use crate::weigh::fluency::Grams;

rule! {
    /// # What it reports
    /// A sentence whose words are in no order at all: "Of the hall they the vote before left members three".
    ///
    /// # Why it matters
    /// Nobody can read it, and what can be guessed may be wrong.
    ///
    /// # Evidence it asks for
    /// The wire has the words, hardly any two of them are neighbours there as here, and the parts of speech follow each
    /// other far less as they do in English than in the wire's sentence.
    ///
    /// # Example
    /// ```text
    /// wire: Three members of the council left the hall before the vote on the new harbour was held.
    /// rewrite: Of was the hall vote members on left held the the new council before three the harbour.
    /// fires: hall
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Three members of the council left the hall before the vote on the new harbour was held.
    /// rewrite: Before the vote on the new harbour was held, three members of the council left the hall.
    /// silent
    /// wire: Amara Obi, Lars Holm, Keiko Tanaka and Paulo Reis signed.
    /// rewrite: Keiko Tanaka, Paulo Reis, Amara Obi and Lars Holm signed.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Sentences of five words or fewer, and sentences that share few words with the wire.
    id: "word-salad",
    group: Copy,
    category: Grammar,
    severity: Major,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Judged,
}

/// Words that a sentence must have.
const SHORTEST: usize = 6;
/// How odd the order must be; see [`check`]. Chosen where shuffled and faithful sentences part best.
const ODD: f32 = 5.3;

/// How much more its words must surprise than those of the wire's sentence do.
const MORE: f32 = 0.6;

/// How much the words of a wire sentence surprise.
fn usual(case: &Case, s: &WireSentence) -> f32 {
    let Some((wire, sentence)) = case.wires.get(s.take).and_then(|w| Some((w, w.sentences.get(s.sentence)?))) else {
        return 0.0;
    };
    mean(Grams::of(wire, sentence.tokens.clone()).surprise.into_iter())
}

/// Compares the order of words in each sentence with the wire's and reports sentences that keep none of it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for pair in case.going(&case.alignment.pairs) {
        let (Some(sentence), Some(best)) = (a.sentences.get(pair.sentence), pair.wire.first()) else { continue };
        let words = a.tokens[sentence.tokens.clone()].iter().filter(|t| t.is_word()).count();
        // A headline has an order of its own.
        if words < SHORTEST || pair.score < 0.5 || sentence.kind != BlockKind::Paragraph {
            continue;
        }
        let Some(joined) = joined(pair).filter(|j| *j <= 0.34) else { continue };
        let Some(surprise) = case.weighed.grams.get(pair.sentence).map(|g| &g.surprise) else { continue };
        let all = mean(surprise.iter().copied());
        // Names and figures surprise in any order.
        let plain = |i: &usize| a.tokens[*i].kind == TokenKind::Word && a.tokens[*i].shape == Shape::Lower;
        let first = sentence.tokens.start;
        let common = mean(sentence.tokens.clone().filter(plain).filter_map(|i| surprise.get(i - first).copied()));
        // The fewer neighbours are kept and the more words are the wire's, the less surprise it takes.
        let odd = (all + common) / 2.0 + 2.0 * (0.2 - joined) + 1.5 * (pair.score - 0.8);
        if odd <= ODD || all - usual(case, best) < MORE {
            continue;
        }
        let message = "the words of this sentence are in no readable order";
        let mut finding = Finding::at(&RULE, RewriteSpan(sentence.span), message)
            .confidence(0.75 + 0.2 * ((odd - ODD) / 1.5).clamp(0.0, 1.0));
        if let Some(original) = case.wires.get(best.take).and_then(|w| w.sentences.get(best.sentence)) {
            finding = finding.against(WireSpan { take: best.take, span: original.span });
        }
        out.push(finding);
    }
}

/// The share of matched words that the wire has right after the matched word before them; none when too few are bound or when most
/// follow each other as in the wire, with other words between.
fn joined(pair: &Pair) -> Option<f32> {
    let (mut last, mut bound, mut kept, mut back) = (None, 0usize, 0usize, 0usize);
    for link in pair.words.iter().flatten() {
        bound += 1;
        kept += usize::from(last.is_some_and(|(take, token)| take == link.to.take && token + 1 == link.to.token));
        back += usize::from(last.is_some_and(|(take, token)| take == link.to.take && token > link.to.token));
        last = Some((link.to.take, link.to.token));
    }
    (bound >= 4 && back * 5 > bound).then(|| kept as f32 / (bound - 1) as f32)
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (n, sum) = values.fold((0u32, 0.0), |(n, sum), v| (n + 1, sum + v));
    if n == 0 { 0.0 } else { sum / n as f32 }
}
