//! Words that say a claim is not sure: their kinds, and what they are about.

use std::ops::Range;
use std::sync::LazyLock;

use crate::analyse::{Analysis, Class, Shape};
use crate::compare::sides::{View, content};
use crate::knowledge::tagger::Tag;
use crate::text::{Filter, KeyMap, hash};

/// What kind of doubt a word expresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Guilt that nobody has proved: allegedly, suspected of.
    Alleged,
    /// Hearsay: reportedly, is said to.
    Reported,
    /// What it looks like: apparently, seems to.
    Apparent,
    /// Probability: likely, possibly, is believed to.
    Probable,
    /// Not final: preliminary, initial, provisional.
    Preliminary,
}

/// When a word hedges that has other uses as well.
#[derive(Clone, Copy)]
enum Use {
    /// Wherever it stands.
    Always,
    /// "Suspected of", "the suspected leader", not "suspected that".
    Suspected,
    /// Before "of".
    Of,
    /// Behind an auxiliary and before "to": "is said to".
    Held,
    /// Before "to".
    To,
    /// Not where it is compared: "more likely".
    Likely,
    /// Before a noun or its adjective.
    Noun,
    /// As a modal verb.
    Modal,
}

/// Words that hedge, by what they express and when.
const CUES: &[(Doubt, Use, &[&str])] = &[
    (Doubt::Alleged, Use::Always, &["allegedly", "alleged", "purported", "purportedly", "supposedly", "presumed"]),
    (Doubt::Alleged, Use::Suspected, &["suspected"]),
    (Doubt::Alleged, Use::Of, &["accused"]),
    (Doubt::Reported, Use::Always, &["reportedly", "rumoured", "rumored", "unconfirmed"]),
    (Doubt::Reported, Use::Held, &["said", "reported"]),
    (Doubt::Apparent, Use::Always, &["apparently", "seemingly", "apparent", "ostensibly", "presumably"]),
    (Doubt::Apparent, Use::To, &["appears", "appeared", "appear", "seems", "seemed", "seem"]),
    (
        Doubt::Probable,
        Use::Always,
        &["probably", "possibly", "perhaps", "maybe", "probable", "conceivably", "potentially"],
    ),
    (Doubt::Probable, Use::Likely, &["likely"]),
    (Doubt::Probable, Use::Noun, &["possible", "potential"]),
    (Doubt::Probable, Use::Modal, &["may", "might"]),
    (Doubt::Probable, Use::Held, &["believed", "thought", "understood", "assumed"]),
    (Doubt::Preliminary, Use::Always, &["preliminary", "provisional", "tentative", "preliminarily", "tentatively"]),
];

/// The doubt that a word expresses; of words with other uses, only in those that hedge.
pub fn cue(a: &Analysis, i: usize) -> Option<Doubt> {
    static BY_WORD: LazyLock<(Filter, KeyMap<(Doubt, Use)>)> = LazyLock::new(|| {
        let each = || CUES.iter().flat_map(|(doubt, when, words)| words.iter().map(|word| (*word, (*doubt, *when))));
        (Filter::of(each().map(|(word, _)| word)), each().map(|(word, cue)| (hash(word), cue)).collect())
    });
    let t = a.tokens.get(i)?;
    let (filter, cues) = &*BY_WORD;
    if !filter.may_have(t.hash) {
        return None;
    }
    let (doubt, when) = *cues.get(&t.hash)?;
    let next = || a.fold(i + 1);
    let then_to = || next() == "to" || (next() == "not" && a.fold(i + 2) == "to");
    let hedges = match when {
        Use::Always => true,
        Use::Suspected => {
            next() == "of"
                || i == 0
                || a.tokens[i - 1].class != Class::Content && !matches!(next(), "that" | "the" | "a" | "by")
        }
        Use::Of => next() == "of",
        Use::Held => i > 0 && a.tokens[i - 1].class == Class::Auxiliary && then_to(),
        Use::To => then_to(),
        Use::Likely => !(i > 0 && matches!(a.fold(i - 1), "more" | "less" | "as" | "so" | "equally")),
        Use::Noun => noun_follows(a, i) && !superlative_before(a, i),
        Use::Modal => t.class == Class::Modal && t.shape == Shape::Lower,
    };
    hedges.then_some(doubt)
}

/// "The greatest possible extent" doubts nothing.
fn superlative_before(a: &Analysis, i: usize) -> bool {
    a.fold(i + 1) == "extent"
        || i > 0
            && (a.fold(i - 1).ends_with("est")
                || matches!(a.fold(i - 1), "all" | "every" | "most" | "best" | "any" | "maximum"))
}

fn noun_follows(a: &Analysis, i: usize) -> bool {
    a.tokens.get(i + 1).is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Adj | Tag::Propn))
}

/// Words that can express the doubt in other ways, on the side that seems to lack it.
pub fn softens(a: &Analysis, i: usize, doubt: Doubt) -> bool {
    let fold = a.fold(i);
    if cue(a, i).is_some() {
        return true;
    }
    let any = [
        "suspect",
        "alleg",
        "accus",
        "probab",
        "possib",
        "potential",
        "presum",
        "suppos",
        "seem",
        "appear",
        "apparent",
        "believ",
        "rumo",
        "unconfirm",
        "prelimin",
        "provision",
        "suggest",
        "estimat",
        "charge",
        "claim",
        "indicat",
        "investigat",
        "inquir",
        "intend",
        "threat",
    ];
    if any.iter().any(|s| fold.starts_with(s)) {
        return true;
    }
    match fold {
        "may" | "might" | "could" | "would" | "should" | "can" | "if" | "thought" | "understood" | "expected"
        | "allowed" | "permitted" | "able" | "entitled" | "right" | "possibly" | "cannot" | "free" | "option"
        | "plan" | "plans" | "hope" | "hopes" | "chance" | "risk" | "risks" | "perhaps" | "maybe" | "threat"
        | "threatens" | "threatened" | "looks" | "looked" | "sign" | "signs" | "evidently" | "initial" | "early"
        | "hearsay" | "unverified" | "considered" | "deemed" | "regarded" | "feared" | "fears" | "likelihood"
        | "prospect" | "tends" | "prone" | "about" | "around" | "approximately" | "assumption" | "assumed"
        | "think" | "thinks" | "doubt" | "unlikely" | "trial" | "defendant" | "plausible" | "candidate"
        | "eventual" | "eventually" | "first" => true,
        "said" | "says" | "according" | "reports" | "reported" | "report" | "sources" | "media" | "prosecutors"
        | "police" => {
            matches!(doubt, Doubt::Reported | Doubt::Alleged)
        }
        _ => false,
    }
}

/// The word that a hedge is about, if the other side has it: the nearest content word after it, or before it where it comes last.
pub fn about(v: &View, i: usize, doubt: Doubt) -> Option<usize> {
    let after = (i + 1..v.tokens.end.min(i + 6))
        .take_while(|k| v.from.tokens[*k].is_word())
        .filter(|k| content(v.from, *k))
        .take(2);
    let matched = |k: &usize| v.same(*k).is_some();
    let mut found = after.clone().find(matched);
    let ends = i + 1 >= v.tokens.end || !v.from.tokens[i + 1].is_word();
    if found.is_none() && (ends || doubt == Doubt::Reported) {
        found =
            (i.saturating_sub(4).max(v.tokens.start)..i).rev().filter(|k| content(v.from, *k)).take(1).find(matched);
    }
    found
}

/// A hedge that the other side lacks although it has what it is about.
pub struct Missing {
    /// What kind.
    pub doubt: Doubt,
    /// The hedge.
    pub at: usize,
    /// The word that it is about.
    pub head: usize,
    /// The word of the other side that matches that.
    pub matched: usize,
}

/// Hedges of the view's side that the other side has in no form.
pub fn missing(v: &View) -> Option<Missing> {
    let mut cues = v.tokens.clone().filter_map(|i| Some((i, cue(v.from, i)?)));
    let (i, doubt) = cues.next()?;
    // With several hedges nobody can say which one is gone.
    if cues.next().is_some() || v.link(i).is_some() {
        return None;
    }
    // Where a source is named on the other side, it is clear that this is hearsay.
    let heard = doubt == Doubt::Reported;
    if v.other_tokens()
        .any(|k| softens(v.to, k, doubt) && (heard || v.back(k).is_none_or(|(_, how)| how > crate::align::Bind::Lemma)))
    {
        return None;
    }
    let head = about(v, i, doubt)?;
    let matched = v.same(head)?;
    // The modality of a verb that both sides have is another rule's.
    if v.from.tokens[i].class == Class::Modal
        && (v.from.tokens[head].tag == Tag::Verb || (i + 1..head).all(|k| !content(v.from, k)))
    {
        return None;
    }
    (v.matched_around(head, 4) >= 1).then_some(Missing { doubt, at: i, head, matched })
}

/// The words from the hedge to what it is about, or the other way round.
pub fn stretch(at: usize, head: usize) -> Range<usize> {
    at.min(head)..at.max(head) + 1
}
