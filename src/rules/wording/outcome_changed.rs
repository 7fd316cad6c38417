use crate::align::Edit;
use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::compare::changes::{rewrite_span, wire_span, wire_words, words};
use crate::compare::denials::denies;
use crate::finding::Finding;
use crate::knowledge::lexicon::{Pos, base};
use crate::knowledge::scales;
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// Another step of the same course of events: "killed" where the wire has "injured", "convicted" for "charged",
    /// "captured" for "surrounded".
    ///
    /// # Why it matters
    /// The two are near in meaning, so a reader notices nothing; the news is which of them it was.
    ///
    /// # Evidence it asks for
    /// Both words are on one scale of the table, at different steps; the one stands where the wire has the other, with the wire's words around
    /// it, and no denial stands beside either alone.
    ///
    /// # Example
    /// ```text
    /// wire: Two hikers were injured when a bridge gave way near Bormio on Sunday.
    /// rewrite: Two hikers were killed when a bridge gave way near Bormio on Sunday.
    /// fires: killed
    /// wire: The storm damaged the old lighthouse on the northern tip of the island.
    /// rewrite: The storm destroyed the old lighthouse on the northern tip of the island.
    /// fires: destroyed
    /// wire: The study hints at a link between noise and stroke.
    /// rewrite: The study proves a link between noise and stroke.
    /// fires: proves
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Two hikers were injured when a bridge gave way near Bormio on Sunday.
    /// rewrite: Two hikers were hurt when a bridge gave way near Bormio on Sunday.
    /// silent
    /// wire: The coach was dismissed on Monday after six defeats in a row.
    /// rewrite: The coach was sacked on Monday after six defeats in a row.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Steps told in whole clauses, and courses of events that the table lacks.
    id: "outcome-changed",
    group: Wording,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports words that stand for another step of the same course of events.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in case.weighed.changes.iter().filter(|c| matches!(c.kind, ChangeKind::Substituted | ChangeKind::Related)) {
        let (Some(i), Some(j)) = (c.head, c.wire_head) else { continue };
        let wire = &case.wires[c.take];
        if !c.short()
            || case.rewrite.name_at(i).is_some()
            || wire.name_at(j).is_some()
            || !steps_apart(case.rewrite, i, wire, j)
        {
            continue;
        }
        let edits = case.alignment.edits_of(c.pair);
        let edited = |e: &&Edit| e.take == c.take && e.rewrite.contains(&i) && e.wire.contains(&j);
        let held =
            edits.iter().find(edited).is_some_and(Edit::is_close) || c.features_bound() && c.same_around() >= 3.0;
        if !held || denied(case.rewrite, i) != denied(wire, j) {
            continue;
        }
        let message =
            format!("the wire says “{}”, the rewrite “{}”: not the same outcome", wire_words(case, c), words(case, c));
        out.push(Finding::at(&RULE, rewrite_span(case, c), message).confidence(0.75).against(wire_span(case, c)));
    }
}

/// Whether a "not" or a word like it stands shortly before a word. One in another clause of the sentence says nothing of it.
fn denied(a: &Analysis, i: usize) -> bool {
    let from = a.sentences[a.tokens[i].sentence as usize].tokens.start.max(i.saturating_sub(4));
    (from..i).any(|k| a.tokens[k].class == Class::Negator || denies(a.fold(k)))
}

/// Whether two words are different steps of a scale in some part of speech.
fn steps_apart(a: &Analysis, i: usize, b: &Analysis, j: usize) -> bool {
    let lemma = |a: &Analysis, i: usize| {
        let pos = a.tokens[i].tag.pos();
        base(a.fold(i), pos.filter(|p| *p == Pos::Noun).unwrap_or(Pos::Verb)).to_owned()
    };
    let (x, y) = (lemma(a, i), lemma(b, j));
    // As it stands, too: "dead", "unhurt", "injured" as what somebody is.
    let all = [x.as_str(), a.fold(i)].map(|x| [y.as_str(), b.fold(j)].map(|y| scales::apart(x, y)));
    x != y && all.as_flattened().contains(&true)
}
