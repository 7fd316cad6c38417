use std::ops::Range;

use crate::align::Bind;
use crate::analyse::reporting::{self, Tone};
use crate::analyse::{Analysis, Class, TokenKind};
use crate::compare::Case;
use crate::compare::sides::{View, content, pairs, said};
use crate::finding::Finding;
use crate::knowledge::tagger::{Tag, VerbForm};

rule! {
    /// # What it reports
    /// Subject and object are swapped: "Iran accused Israel" became "Israel accused Iran".
    ///
    /// # Why it matters
    /// Every word is right and the sentence says the contrary; a check of names and words finds nothing.
    ///
    /// # Evidence it asks for
    /// The same verb on both sides with a noun or a name before and after it, and each noun matches the other side's
    /// opposite one. A passive with "by" counts as its active form.
    ///
    /// # Example
    /// ```text
    /// wire: The village sued the mining company over the flood in March.
    /// rewrite: The mining company sued the village over the flood in March.
    /// fires: The mining company sued the village
    /// wire: The port authority has charged a harbour pilot with fraud, a court clerk said.
    /// rewrite: The port authority has been charged with fraud, a court clerk said.
    /// fires: The port authority has been charged
    /// wire: The island sued a shipping line over the spill in May.
    /// rewrite: The island was sued by a shipping line over the spill in May.
    /// fires: The island was sued by a shipping line
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The port authority has charged a harbour pilot with fraud, a court clerk said.
    /// rewrite: A harbour pilot has been charged with fraud, a court clerk said.
    /// silent
    /// wire: Iran accused Israel of the attack on the port.
    /// rewrite: Israel was accused by Iran of the attack on the port.
    /// silent
    /// wire: Kenya beat Ghana 2-1 in the final on Sunday.
    /// rewrite: Ghana lost to Kenya 2-1 in the final on Sunday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Roles expressed by clauses, and verbs that the rewrite replaces.
    id: "roles-swapped",
    group: Stance,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Verbs that both sides do alike, and those that open or close a report.
fn mutual(fold: &str) -> bool {
    [
        "meet", "met", "marr", "play", "face", "fought", "fight", "resembl", "equal", "border", "match", "clash",
        "join", "include", "concern", "follow", "divorc", "remain", "becom", "became",
    ]
    .iter()
    .any(|s| fold.starts_with(s))
}

/// Who does it and to whom it is done: tokens of the two nouns.
struct Roles {
    /// None in a passive that does not say who does it: "has been charged".
    doer: Option<Range<usize>>,
    done_to: Range<usize>,
}

/// The roles around a verb, where both can be seen.
fn roles(a: &Analysis, verb: usize, s: &Range<usize>) -> Option<Roles> {
    let (mut k, mut helper, mut be) = (verb, false, false);
    while k > s.start {
        let t = &a.tokens[k - 1];
        match t.class {
            Class::Auxiliary => {
                helper = true;
                be |= matches!(a.fold(k - 1), "is" | "are" | "was" | "were" | "been" | "be" | "being");
            }
            Class::Modal | Class::Negator | Class::Connective => {}
            _ if t.tag == Tag::Adv => {}
            _ => break,
        }
        k -= 1;
    }
    let form = a.form(verb).verb_form(Tag::Verb)?;
    // "Talks accusing Iran", "the man accused": no finite verb, no sure subject.
    if form == VerbForm::Ing && !be || form == VerbForm::Participle && !helper {
        return None;
    }
    let subject = group_before(a, k, s)?;
    let passive = be && matches!(form, VerbForm::Past | VerbForm::Participle);
    let mut from = verb + 1;
    if passive {
        let Some(by) = (from..s.end.min(from + 4)).find(|k| a.fold(*k) == "by") else {
            return Some(Roles { doer: None, done_to: subject });
        };
        from = by + 1;
    }
    let object = group_after(a, from, s)?;
    let (doer, done_to) = if passive { (object, subject) } else { (subject, object) };
    Some(Roles { doer: Some(doer), done_to })
}

impl Roles {
    /// Whether who does it here is whom it is done to in the wire, and the other way round. Where one side does not say who does it, the
    /// one it is done to must be the doer of the other, who does it to somebody else.
    fn crosses(&self, wire: &Roles, view: &View) -> bool {
        if bound(view, &self.done_to, &wire.done_to) > 0 {
            return false;
        }
        match (&self.doer, &wire.doer) {
            (Some(doer), Some(their_doer)) => {
                head_bound(view, doer, &wire.done_to)
                    && head_bound(view, &self.done_to, their_doer)
                    && bound(view, doer, their_doer) == 0
            }
            (None, Some(their_doer)) => head_bound(view, &self.done_to, their_doer),
            (Some(doer), None) => head_bound(view, doer, &wire.done_to),
            (None, None) => false,
        }
    }

    /// From the first to the last word of the two and the verb.
    fn whole(&self, verb: usize) -> Range<usize> {
        let doer = self.doer.clone().unwrap_or(verb..verb + 1);
        let from = doer.start.min(self.done_to.start).min(verb);
        from..doer.end.max(self.done_to.end).max(verb + 1)
    }
}

fn in_group(a: &Analysis, k: usize) -> bool {
    let t = &a.tokens[k];
    match t.kind {
        TokenKind::Number => true,
        TokenKind::Word => {
            matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Det | Tag::Num)
                || matches!(t.class, Class::Article | Class::Particle | Class::Quantifier | Class::Demonstrative)
        }
        _ => matches!(a.fold(k), "'" | "’" | "-") || t.glued && a.word(k) == ".",
    }
}

fn group_before(a: &Analysis, end: usize, s: &Range<usize>) -> Option<Range<usize>> {
    let mut k = end;
    while k > s.start && end - k < 7 && in_group(a, k - 1) {
        k -= 1;
    }
    let tail = end.checked_sub(1)?;
    if k == end || !matches!(a.tokens[tail].tag, Tag::Noun | Tag::Propn) {
        return None;
    }
    // What depends on a preposition is not the subject: "the head of the company sued"; what follows a verb is its object.
    if k > s.start {
        let t = &a.tokens[k - 1];
        let breaks = !t.is_word()
            || matches!(t.class, Class::Conjunction | Class::Subordinator | Class::Connective)
            || t.tag == Tag::Adv
            || said_verb(a, k - 1);
        if !breaks {
            return None;
        }
        // "Iran and Israel accused": the doers are several.
        if matches!(a.fold(k - 1), "and" | "or") {
            return None;
        }
    }
    Some(k..end)
}

fn said_verb(a: &Analysis, k: usize) -> bool {
    reporting::verb(a.tokens[k].hash).is_some()
}

fn group_after(a: &Analysis, from: usize, s: &Range<usize>) -> Option<Range<usize>> {
    let mut k = from;
    while k < s.end && k - from < 7 && in_group(a, k) {
        k += 1;
    }
    // "Beat Ghana 2-1": the score is no part of the object.
    while k > from
        && (a.tokens[k - 1].kind == TokenKind::Number || a.tokens[k - 1].tag == Tag::Num || !a.tokens[k - 1].is_word())
    {
        k -= 1;
    }
    let tail = k.checked_sub(1)?;
    (k > from && matches!(a.tokens[tail].tag, Tag::Noun | Tag::Propn)).then_some(from..k)
}

/// Whether the last noun of one group stands for a noun of the other; and for one of the wrong group.
fn bound(v: &View, mine: &Range<usize>, theirs: &Range<usize>) -> usize {
    mine.clone()
        .filter(|k| content(v.from, *k) && matches!(v.from.tokens[*k].tag, Tag::Noun | Tag::Propn))
        .filter(|k| v.link(*k).is_some_and(|(to, how)| theirs.contains(&to) && how <= Bind::Equal))
        .count()
}

/// Whether the head, the last noun, of a group is bound into the other group.
fn head_bound(v: &View, mine: &Range<usize>, theirs: &Range<usize>) -> bool {
    mine.clone()
        .rev()
        .find(|k| content(v.from, *k))
        .and_then(|k| v.link(k))
        .is_some_and(|(to, how)| theirs.contains(&to) && how <= Bind::Equal)
}

/// Compares subject and object of each verb with those of the wire's verb.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for f in pairs(case) {
        let r = case.rewrite;
        if f.pair.score < 0.5 {
            continue;
        }
        let (mine, theirs) = (f.mine(), f.theirs());
        let wire = f.wire();
        // The nouns have to cross, or the verb to change its voice: without either nothing is swapped.
        let mut last = None;
        let crossed = f.pair.words.iter().flatten().filter(|l| l.to.take as usize == f.best.take).any(|l| {
            let back = last.is_some_and(|t| l.to.token < t);
            last = Some(l.to.token);
            back
        });
        let be = |a: &Analysis, mut tokens: Range<usize>| tokens.any(|k| a.tokens[k].class == Class::Auxiliary);
        if !crossed && !be(r, mine.clone()) && !be(wire, theirs.clone()) {
            continue;
        }
        let view = f.rewrite_view();
        for i in mine.clone().filter(|i| r.tokens[*i].tag == Tag::Verb) {
            let Some(j) = view.same(i).filter(|j| theirs.contains(j) && wire.tokens[*j].tag == Tag::Verb) else {
                continue;
            };
            let neutral = |a: &Analysis, k: usize| {
                reporting::verb(a.tokens[k].hash).is_some_and(|(v, _)| v.tone == Tone::Neutral && v.lemma != "tell")
            };
            if mutual(r.fold(i)) || neutral(r, i) {
                continue;
            }
            let (Some(a), Some(b)) = (roles(r, i, &mine), roles(wire, j, &theirs)) else { continue };
            // Where one side does not say who does it, nothing but the very verb can tell.
            let agentless = a.doer.is_none() || b.doer.is_none();
            if !a.crosses(&b, &view) || agentless && r.tokens[i].lemma != wire.tokens[j].lemma {
                continue;
            }
            let (words, their_words) = (a.whole(i), b.whole(j));
            out.push(
                Finding::at(
                    &RULE,
                    f.at(words.clone()),
                    format!(
                        "subject and object are swapped: the wire says “{}”, the rewrite “{}”",
                        said(wire, their_words.clone()),
                        said(r, words)
                    ),
                )
                .confidence(0.85)
                .against(f.wire_at(their_words)),
            );
        }
    }
}
