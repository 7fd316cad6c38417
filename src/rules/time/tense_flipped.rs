use crate::align::{Bind, WireSentence, wire_span};
use crate::analyse::{Analysis, TokenKind, reporting};
use crate::compare::Case;
use crate::compare::faced_marks::pair_of;
use crate::compare::tenses::{self, Shift};
use crate::finding::{Finding, Severity};
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A future event reported as past, or a past event as still to come: "has reopened" for "will reopen". Also a state
    /// that was put into another time where all else is the wire's: "runs" for "ran".
    ///
    /// # Why it matters
    /// A plan is not an event: readers act on it, and it may never happen.
    ///
    /// # Evidence it asks for
    /// A verb of the rewrite that matches a verb of the wire in a sentence that tells the same, or of the same subject,
    /// each with its finite verb group: future on one side ("will", "is to", "is set to"), past or perfect on the other.
    /// Present and past are compared only where the verb is the sentence's main difference, outside of what somebody said, and
    /// not where the whole text changes its tense. Severity: major where the sentences are alike and the verb or its subject is
    /// the wire's, else minor; minor for a present in place of a future. "Would" is never compared with "will", and nothing is
    /// reported on a condition, or where the two stories are of different days.
    ///
    /// # Example
    /// ```text
    /// wire: The ministry will reopen the tunnel in May, officials said.
    /// rewrite: The ministry has reopened the tunnel in May, officials said.
    /// fires: has reopened
    /// wire: The union rejected the offer on Monday.
    /// rewrite: The union will reject the offer on Monday.
    /// fires: will reject
    /// wire: The sculptor lived in a lighthouse on the Danish coast. She died there in 1993.
    /// rewrite: The sculptor lives in a lighthouse on the Danish coast. She died there in 1993.
    /// fires: lives
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The ministry will reopen the tunnel in May, officials said.
    /// rewrite: The ministry would reopen the tunnel in May, officials said.
    /// silent
    /// wire: The union rejected the offer on Monday.
    /// rewrite: The union has rejected the offer on Monday.
    /// silent
    /// wire: The mayor said the bridge is safe.
    /// rewrite: The mayor said the bridge was safe.
    /// silent
    /// wire: The race started at dawn. Kimani led for an hour. Rain fell on the passes. He finished alone.
    /// rewrite: The race starts at dawn. Kimani leads for an hour. Rain falls on the passes. He finishes alone.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Present against past or future where the sentence is reworded; verbs that the alignment does not match; infinitives in
    /// headlines.
    id: "tense-flipped",
    group: Time,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// When a verb group says that something happens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    Past,
    Future,
}

/// Compares the tense of each verb with that of the wire's verb.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for (i, t) in a.tokens.iter().enumerate() {
        if t.kind != TokenKind::Word || !matches!(t.tag, Tag::Verb | Tag::Aux) {
            continue;
        }
        let Some(link) = case.alignment.link(a, i).filter(|l| l.how <= Bind::Synonym) else { continue };
        let (take, w) = (link.to.take as usize, link.to.token as usize);
        let Some(wire) = case.wires.get(take) else { continue };
        if !wire.tokens.get(w).is_some_and(|t| matches!(t.tag, Tag::Verb | Tag::Aux)) || days_apart(case, take) {
            continue;
        }
        // A verb of another sentence tells of another event.
        let sentence = WireSentence { take, sentence: wire.tokens[w].sentence as usize };
        let Some(pair) = pair_of(case, i).filter(|p| p.wire.contains(&sentence)) else { continue };
        let (Some((here, from)), Some((there, wire_from))) = (time(a, i), time(wire, w)) else { continue };
        if here == there || is_light(a, i) || is_light(wire, w) || is_helper(a, i) || is_helper(wire, w) {
            continue;
        }
        // What may only happen has no time of its own.
        if conditional(a, i) || conditional(wire, w) {
            continue;
        }
        // Of whom it is told.
        let same_subject = match (subject(a, from), subject(wire, wire_from)) {
            (Some(s), Some(v)) => {
                let linked = || {
                    case.alignment.link(a, s).is_some_and(|l| l.to.take as usize == take && l.to.token as usize == v)
                };
                a.tokens[s].canon == wire.tokens[v].canon || linked()
            }
            _ => false,
        };
        let close = pair.score >= CLOSE;
        if !close && !same_subject {
            continue;
        }
        let sure = close && (same_subject || link.how <= Bind::Lemma);
        let (words, wire_words) = (a.words(from..i + 1), wire.words(wire_from..w + 1));
        let shift = if here == Time::Past { "future becomes past" } else { "past becomes future" };
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(a.span(from..i + 1)),
                format!("the wire says “{wire_words}”, the rewrite “{words}”: {shift}"),
            )
            .severity(if sure { RULE.severity } else { Severity::Minor })
            .confidence(if sure { 0.75 } else { 0.45 })
            .against(wire_span(case.wires, take, wire_from..w + 1)),
        );
    }
    for s in tenses::shifts(case) {
        let at = RewriteSpan(a.span(s.rewrite.clone()));
        let told = out.iter().any(|f| f.rule.id == RULE.id && f.at.is_some_and(|f| f.0.overlaps(at.0)));
        if !told {
            out.extend(shifted(case, &s, at));
        }
    }
}

/// A verb in another tense where all around it is the wire's.
fn shifted(case: &Case, s: &Shift, at: RewriteSpan) -> Option<Finding> {
    use tenses::Time::{Future, Past, Perfect, Present};
    let (a, e) = (case.rewrite, case.alignment.edits.get(s.edit)?);
    let wire = &case.wires[e.take];
    if days_apart(case, e.take) || conditional(a, s.rewrite.start) || conditional(wire, s.wire.start) {
        return None;
    }
    // "Said that it is", "said that it was": what somebody said may go back with the verb of saying.
    let reported = |x: &Analysis, group: &std::ops::Range<usize>| {
        let sentence = x.sentences[x.tokens[group.start].sentence as usize].tokens.clone();
        sentence.filter(|i| !group.contains(i)).any(|i| reporting::verb(x.tokens[i].hash).is_some())
    };
    let told = reported(a, &s.rewrite) || reported(wire, &s.wire);
    let (severity, shift) = match (s.there, s.here) {
        (Future, Past | Perfect) => (Severity::Major, "future becomes past"),
        (Past | Perfect, Future) => (Severity::Major, "past becomes future"),
        (Present, Past) if !told => (Severity::Major, "present becomes past"),
        (Past, Present) if !told => (Severity::Major, "past becomes present"),
        (Present, Future) if !told => (Severity::Minor, "present becomes future"),
        (Future, Present) if !told => (Severity::Minor, "future becomes present"),
        _ => return None,
    };
    let severity = if e.kept >= 0.8 { severity } else { Severity::Minor };
    let (words, wire_words) = (a.words(s.rewrite.clone()), wire.words(s.wire.clone()));
    let message = format!("the wire says “{wire_words}”, the rewrite “{words}”: {shift}");
    let found = Finding::at(&RULE, at, message).severity(severity).confidence(0.6);
    Some(found.against(wire_span(case.wires, e.take, s.wire.clone())))
}

/// From which likeness of the two sentences on a changed time is a major fault.
const CLOSE: f32 = 0.5;

/// Whether a sentence says on what condition something happens.
fn conditional(a: &Analysis, i: usize) -> bool {
    let tokens = a.sentences[a.tokens[i].sentence as usize].tokens.clone();
    tokens.clone().any(|k| matches!(a.fold(k), "if" | "once" | "unless" | "whenever"))
}

/// The word that a verb group is about: the nearest noun or pronoun before it.
fn subject(a: &Analysis, from: usize) -> Option<usize> {
    let sentence = a.tokens.get(from)?.sentence;
    (from.saturating_sub(8)..from)
        .rev()
        .take_while(|k| a.tokens[*k].sentence == sentence)
        .find(|k| matches!(a.tokens[*k].tag, Tag::Noun | Tag::Propn | Tag::Pron))
}

fn days_apart(case: &Case, take: usize) -> bool {
    let wire = case.wire_stories.get(take).and_then(|s| s.date);
    matches!((case.rewrite_story.date, wire), (Some(x), Some(y)) if x != y)
}

/// Verbs so common that two of them in one sentence may well be about different things.
fn is_light(a: &Analysis, i: usize) -> bool {
    let bare = |k: usize| time(a, k).is_none_or(|(_, from)| from == k);
    matches!(
        a.fold(i),
        "come" | "came" | "go" | "went" | "take" | "took" | "make" | "made" | "get" | "got" | "give" | "gave"
    ) || matches!(a.fold(i), "say" | "said" | "see" | "saw") && bare(i)
}

/// Whether a verb only helps another one right after it: "has" in "has reopened".
fn is_helper(a: &Analysis, i: usize) -> bool {
    (i + 1..i + 4)
        .take_while(|j| a.tokens.get(*j).is_some_and(|t| matches!(t.tag, Tag::Adv | Tag::Part | Tag::Aux | Tag::Verb)))
        .any(|j| a.tokens.get(j).is_some_and(|t| t.tag == Tag::Verb))
        && matches!(
            a.fold(i),
            "be" | "been"
                | "being"
                | "is"
                | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "will"
                | "do"
                | "does"
                | "did"
                | "to"
        )
}

/// The time of the finite group that ends with the verb at `i`, and the group's first token; `None` for present, modals and infinitives.
fn time(a: &Analysis, i: usize) -> Option<(Time, usize)> {
    let sentence = a.tokens.get(i)?.sentence;
    let in_sentence = |j: usize| a.tokens.get(j).is_some_and(|t| t.sentence == sentence);
    let mut from = i;
    let (mut future, mut past, mut blocked, mut to) = (false, false, false, false);
    let mut j = i;
    while let Some(k) = j.checked_sub(1).filter(|k| in_sentence(*k)) {
        let t = &a.tokens[k];
        match a.fold(k) {
            "will" | "shall" => future = true,
            "would" | "may" | "might" | "could" | "can" | "must" | "should" | "ought" | "if" | "'d" => blocked = true,
            "has" | "have" | "had" if !to => past = true,
            "was" | "were" | "did" if !to => past = true,
            // "is to reopen", "are set to reopen": "to" makes the forms of be a future.
            "is" | "are" if to => future = true,
            "was" | "were" | "has" | "have" | "had" | "did" => blocked = true,
            "is" | "are" | "be" | "been" | "being" | "not" | "also" | "never" | "already" => {}
            "to" if t.tag == Tag::Part => to = true,
            "set" | "due" | "going" | "expected" | "scheduled" | "slated" if to => {}
            _ if t.tag == Tag::Adv => {}
            _ => break,
        }
        from = k;
        j = k;
    }
    if blocked {
        return None;
    }
    if future {
        return Some((Time::Future, from));
    }
    if to {
        return None;
    }
    if past {
        // "there were scattered showers": the participle belongs to the noun after it.
        let there = from.checked_sub(1).is_some_and(|k| a.fold(k) == "there") || a.fold(from) == "there";
        let noun_follows = a.tokens.get(i + 1).is_some_and(|n| n.sentence == sentence && n.tag == Tag::Noun);
        let passive =
            (there || a.tokens[from..i].iter().any(|t| t.tag == Tag::Aux)) && matches!(a.fold(i - 1), "was" | "were");
        if (noun_follows || there) && passive && a.form(i).verb_form(a.tokens[i].tag) != Some(VerbForm::Ing) {
            return None;
        }
        return Some((Time::Past, from));
    }
    // A bare past tense follows its subject; after a determiner or an adjective it is a participle.
    let t = a.tokens.get(i)?;
    let subject = i.checked_sub(1).filter(|k| in_sentence(*k)).map(|k| a.tokens[k].tag);
    let after_subject = matches!(subject, Some(Tag::Noun | Tag::Propn | Tag::Pron | Tag::Adv | Tag::Num));
    let bare = from == i && after_subject && a.form(i).verb_form(t.tag) == Some(VerbForm::Past);
    let by = a.tokens.get(i + 1).is_some_and(|n| n.sentence == sentence) && a.fold(i + 1) == "by";
    (bare && !by).then_some((Time::Past, i))
}
