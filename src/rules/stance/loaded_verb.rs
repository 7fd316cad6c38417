use std::collections::{HashMap, HashSet};

use crate::align::QuoteMatch;
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
    let mut quoted: HashMap<usize, &QuoteMatch> = HashMap::new();
    for m in case.alignment.quotes.iter().filter(|m| m.words >= 4) {
        if let Some(attribution) = r.quotes[m.quote].attribution {
            quoted.entry(attribution).or_insert(m);
        }
    }
    let mut elsewhere = HashMap::new();
    for (i, ours) in r.attributions.iter().enumerate() {
        let Some(verb) = ours.verb.filter(|v| loaded(v)) else { continue };
        let Some((take, theirs)) = counterpart(case, quoted.get(&i).copied(), ours) else { continue };
        let wire = &case.wires[take];
        let Some(said) = theirs.verb.filter(|v| v.tone == Tone::Neutral) else { continue };
        let others = elsewhere.entry((verb.lemma, verb.adds)).or_insert_with(|| speakers(case, verb));
        let mut mine = names(r, ours).peekable();
        // Somebody in a wire says it with such a verb, and may be the same speaker.
        if others.as_ref().is_some_and(|others| mine.peek().is_none() || mine.any(|h| others.contains(&h))) {
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
fn counterpart<'a>(
    case: &'a Case,
    quoted: Option<&QuoteMatch>,
    ours: &Attribution,
) -> Option<(usize, &'a Attribution)> {
    if let Some(m) = quoted {
        let wire = &case.wires[m.take];
        let n = m.wire_quote.and_then(|q| wire.quotes.get(q)).and_then(|q| q.attribution)?;
        return wire.attributions.get(n).map(|x| (m.take, x));
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

/// The content words of the speaker's name.
fn names<'a>(a: &'a Analysis, x: &Attribution) -> impl Iterator<Item = u64> + use<'a> {
    a.tokens[x.named.clone()].iter().filter(|t: &&Token| t.is_content()).map(|t| t.hash)
}

/// The words that name whoever says something with this verb, or with one that implies the same, in any wire; none where nobody does.
fn speakers(case: &Case, verb: &Verb) -> Option<HashSet<u64>> {
    let mut out = None;
    for w in case.wires {
        let such =
            w.attributions.iter().filter(|x| x.verb.is_some_and(|v| v.lemma == verb.lemma || v.adds == verb.adds));
        for x in such {
            out.get_or_insert_with(HashSet::new).extend(names(w, x));
        }
    }
    out
}
