use crate::analyse::reporting::{Tone, Verb};
use crate::analyse::{Analysis, Attribution, Token};
use crate::compare::Case;
use crate::compare::quote_changes::short;
use crate::finding::Finding;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A neutral reporting verb replaced by one that judges: said → admitted, claimed, boasted, threatened.
    ///
    /// # Why it matters
    /// "Admitted" makes the speaker guilty, "claimed" makes the speaker a liar, and the wire said neither.
    ///
    /// # Evidence it asks for
    /// The same statement by the same speaker, with a neutral verb in the wire and a loaded one in the rewrite, and no
    /// sign that the wire uses that verb elsewhere for the speaker.
    ///
    /// # Example
    /// ```text
    /// wire: Ana Reyes said on Friday that the port had lost money for three years.
    /// rewrite: Ana Reyes admitted on Friday that the port had lost money for three years.
    /// fires: admitted
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Ana Reyes said on Friday that the port had lost money for three years.
    /// rewrite: Ana Reyes told reporters on Friday that the port had lost money for three years.
    /// silent
    /// wire: Ana Reyes conceded on Friday that the port had lost money for three years.
    /// rewrite: Ana Reyes admitted on Friday that the port had lost money for three years.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Loaded verbs replaced by neutral ones, and adverbs that judge ("he said bitterly").
    id: "loaded-verb",
    group: Stance,
    category: Mistranslation,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the loaded reporting verbs where the wire reports the same statement neutrally.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let r = case.rewrite;
    for (i, ours) in r.attributions.iter().enumerate() {
        let Some(verb) = ours.verb.filter(|v| loaded(v)) else { continue };
        let Some((take, theirs)) = counterpart(case, i, ours) else { continue };
        let wire = &case.wires[take];
        let Some(said) = theirs.verb.filter(|v| v.tone == Tone::Neutral) else { continue };
        if said_elsewhere(case, ours, verb) {
            continue;
        }
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(r.span(ours.at..ours.at + 1)),
                format!(
                    "the wire says “{}”, the rewrite “{}”, which implies {}",
                    wire.word(theirs.at),
                    r.word(ours.at),
                    verb.adds
                ),
            )
            .confidence(0.7)
            .against(WireSpan { take, span: wire.span(theirs.at..theirs.at + 1) })
            .replace_with(if said.lemma == "say" {
                wire.word(theirs.at).to_string()
            } else {
                short("said")
            }),
        );
    }
}

fn loaded(verb: &Verb) -> bool {
    verb.tone == Tone::Loaded && !matches!(verb.lemma, "accuse" | "blame" | "threaten") || verb.lemma == "insist"
}

/// The attribution of the wire for the same statement: by the quote it frames, else by the sentence and its words.
fn counterpart<'a>(case: &'a Case, i: usize, ours: &Attribution) -> Option<(usize, &'a Attribution)> {
    for m in case.alignment.quotes.iter().filter(|m| m.words >= 4) {
        if case.rewrite.quotes[m.quote].attribution == Some(i) {
            let wire = &case.wires[m.take];
            let n = m.wire_quote.and_then(|q| wire.quotes.get(q)).and_then(|q| q.attribution)?;
            return wire.attributions.get(n).map(|x| (m.take, x));
        }
    }
    let sentence = case.rewrite.tokens.get(ours.at)?.sentence as usize;
    let pair = case.alignment.pairs.get(sentence)?;
    let best = *pair.wire.first()?;
    let wire = &case.wires[best.take];
    let range = wire.sentences.get(best.sentence)?.tokens.clone();
    let mut here = wire.attributions_in(&range).iter();
    let (theirs, more) = (here.next()?, here.next());
    // Most of the statement itself has to be kept.
    let content = |t: &usize| case.rewrite.tokens[*t].is_content();
    let clause: Vec<usize> = ours.clause.clone().filter(content).collect();
    let kept = clause
        .iter()
        .filter(|t| {
            let link = case.alignment.link(case.rewrite, **t);
            link.is_some_and(|l| l.to.take as usize == best.take && theirs.clause.contains(&(l.to.token as usize)))
        })
        .count();
    (more.is_none() && clause.len() >= 2 && kept * 2 >= clause.len()).then_some((best.take, theirs))
}

/// Whether a wire uses the verb, or another of its kind, of anybody who may be the same speaker.
fn said_elsewhere(case: &Case, ours: &Attribution, verb: &Verb) -> bool {
    let hashes = |a: &Analysis, x: &Attribution| -> Vec<u64> {
        a.tokens[x.named.clone()].iter().filter(|t: &&Token| t.is_content()).map(|t| t.hash).collect()
    };
    let mine = hashes(case.rewrite, ours);
    case.wires.iter().any(|w| {
        w.attributions.iter().any(|x| {
            x.verb.is_some_and(|v| v.lemma == verb.lemma || v.adds == verb.adds)
                && (mine.is_empty() || hashes(w, x).iter().any(|h| mine.contains(h)))
        })
    })
}
