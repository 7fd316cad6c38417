//! The words that change how far an office reaches, whatever office it is: deputy, assistant, acting, -elect, co-, former. They are
//! compared where the same noun stands on both sides, so that no table has to have the office.

use std::ops::Range;

use crate::align::Bind;
use crate::analyse::{Analysis, Class, NameKind, TokenKind};
use crate::compare::Case;
use crate::compare::sides::{Sides, View, pairs};
use crate::compare::unmatched_names::Likeness;
use crate::knowledge::key;
use crate::knowledge::lexicon::{self, LexClass, Pos};
use crate::knowledge::tagger::Tag;
use crate::knowledge::titles::{self, Modifier};
use crate::text::{RewriteSpan, WireSpan};

/// A noun for a person that has a word of rank or standing on one side only.
pub struct Changed {
    /// The rewrite's words.
    pub at: RewriteSpan,
    /// The wire's words.
    pub wire: WireSpan,
    /// Whether it is the rank that differs, not the time or the manner of holding the office.
    pub rank: bool,
    /// Whether a person is named beside it on both sides.
    pub named: bool,
}

/// The kinds that are compared. Others ("senior", "outgoing", "self-proclaimed") come and go in faithful wording.
const KINDS: [Modifier; 7] = [
    Modifier::Deputy,
    Modifier::Assistant,
    Modifier::Honorary,
    Modifier::Acting,
    Modifier::Designate,
    Modifier::Joint,
    Modifier::Former,
];

/// Looks at every noun that both sides have.
pub fn find(case: &Case) -> Vec<Changed> {
    let mut out = Vec::new();
    for sides in pairs(case).filter(|s| s.pair.score >= 0.5) {
        // Most sentences have no such word on either side.
        let view = sides.rewrite_view();
        if !sides.mine().any(|k| says(view.from, k)) && !view.other_tokens().any(|k| says(view.to, k)) {
            continue;
        }
        for i in sides.mine() {
            if let Some(changed) = at(&sides, &view, i) {
                out.push(changed);
            }
        }
    }
    out
}

fn at(sides: &Sides, view: &View, i: usize) -> Option<Changed> {
    let (a, w) = (view.from, view.to);
    if a.quote_at(i).is_some() || !person(a, i) {
        return None;
    }
    let j = match view.link(i) {
        Some((j, how)) if how < Bind::Synonym => j,
        // "Founder" is bound to nothing where the wire has "co-founder".
        _ => {
            let open = |j: &usize| view.back(*j).is_none_or(|(k, how)| how == Bind::Near || k == i);
            view.other_tokens().find(|j| stem(w, *j) == stem(a, i) && open(j))?
        }
    };
    if !person(w, j) || plural(a, i) || plural(w, j) || w.quote_at(j).is_some() {
        return None;
    }
    let (here, there) = (Phrase::of(a, i), Phrase::of(w, j));
    let mut other = KINDS.into_iter().filter(|k| there.has(*k) != here.has(*k));
    let kind = other.next()?;
    // Two differences are another wording: "acting deputy" for "second in command".
    if other.next().is_some() {
        return None;
    }
    let names = beside(a, &here.tokens).zip(beside(w, &there.tokens));
    let named = names.is_some_and(|(n, m)| sides.case.likeness(n, w, m) <= Likeness::Misspelt);
    if names.is_some() && !named {
        return None;
    }
    let excused = if there.has(kind) {
        expressed(a, sides.mine(), kind)
            || kind == Modifier::Joint && here.tokens.start > 0 && matches!(a.fold(here.tokens.start - 1), "a" | "an")
            || without(sides.case, sides.best.take, j, kind, named.then_some(names).flatten().map(|(_, m)| m))
            || kind != Modifier::Deputy && said_before(a, i, kind)
    } else {
        sides.case.wires.iter().any(|w| w.sentences.iter().any(|s| expressed(w, s.tokens.clone(), kind)))
    };
    (!excused).then(|| Changed {
        at: sides.at(here.tokens),
        wire: sides.wire_at(there.tokens),
        rank: matches!(kind, Modifier::Deputy | Modifier::Assistant | Modifier::Honorary),
        named,
    })
}

/// Whether the word can only be a person or what a person is called by.
fn person(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    if t.kind != TokenKind::Word || !matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Adj) || kind_of(a.fold(i)).is_some()
    {
        return false;
    }
    let word = stem(a, i);
    // "Champion Mara Voss" is taken for one name where no table has the title.
    let in_name = |k: usize| {
        a.name_at(k)
            .map(|n| &a.names[n])
            .is_some_and(|m| m.kind == NameKind::Person && !(m.tokens.start == k && m.tokens.len() > 2))
    };
    // The last noun of several is what the person is: "chief executive", "police chief".
    let followed = a.tokens.get(i + 1).is_some_and(|n| {
        let noun = matches!(n.tag, Tag::Noun | Tag::Propn) || titles::lookup(a.fold(i + 1)).next().is_some();
        n.sentence == t.sentence && n.is_word() && noun && a.name_at(i + 1).is_none()
    });
    !in_name(i)
        && !followed
        && (titles::lookup(word).next().is_some() || lexicon::class(word, Pos::Noun) == Some(LexClass::Person))
}

fn plural(a: &Analysis, i: usize) -> bool {
    let word = stem(a, i);
    lexicon::base(word, Pos::Noun) != word
}

/// The word without "ex-", "co-", "vice-", with what that says.
fn cut(a: &Analysis, i: usize) -> (Option<Modifier>, &str) {
    let (raw, fold) = (a.word(i), a.fold(i));
    if !raw.contains(['-', '‑']) {
        return (None, fold);
    }
    let prefix = raw.split_once(['-', '‑']).map_or("", |(head, _)| head).to_ascii_lowercase();
    let kind = match prefix.as_str() {
        "ex" => Modifier::Former,
        "co" => Modifier::Joint,
        "vice" => Modifier::Deputy,
        _ => return (None, fold),
    };
    (Some(kind), fold.strip_prefix(prefix.as_str()).map_or(fold, |rest| rest.trim_start_matches('-')))
}

fn stem(a: &Analysis, i: usize) -> &str {
    cut(a, i).1
}

/// What a word beside a noun says of the office; none for words that say other things as well.
fn kind_of(word: &str) -> Option<Modifier> {
    if matches!(
        word,
        "late"
            | "past"
            | "previous"
            | "next"
            | "future"
            | "first"
            | "under"
            | "sub"
            | "junior"
            | "temporary"
            | "joint"
            | "deposed"
            | "disgraced"
            | "erstwhile"
            | "number two"
            | "nominee"
            | "incoming"
            | "provisional"
    ) {
        return None;
    }
    titles::modifier(word).map(|(m, _)| m).filter(|m| KINDS.contains(m))
}

/// Whether a word by itself, or its prefix, is one of rank or standing.
fn says(a: &Analysis, k: usize) -> bool {
    kind_of(a.fold(k)).is_some() || cut(a, k).0.is_some()
}

/// A noun with the words of standing beside it.
struct Phrase {
    tokens: Range<usize>,
    kinds: Vec<Modifier>,
}

impl Phrase {
    fn of(a: &Analysis, i: usize) -> Phrase {
        let mut kinds: Vec<Modifier> = cut(a, i).0.into_iter().collect();
        let (mut start, mut end) = (i, i + 1);
        let sentence = a.tokens[i].sentence;
        let inside = |k: usize| a.tokens.get(k).is_some_and(|t| t.sentence == sentence);
        for k in (i.saturating_sub(5)..i).rev().take_while(|k| inside(*k)) {
            let t = &a.tokens[k];
            let hyphen = a.fold(k) == "-" && t.glued;
            let kind = cut(a, k).0.or_else(|| kind_of(a.fold(k)));
            let part = t.class == Class::Content && matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Adj) && t.is_word();
            if !hyphen && kind.is_none() && !part {
                break;
            }
            kinds.extend(kind);
            let title = || titles::lookup(&key::fold(a.words(k..i + 1))).next().is_some();
            if kind.is_some() || part && a.name_at(k).is_none() && (t.tag != Tag::Adj || title()) {
                start = k;
            }
        }
        let after = i + 1 + usize::from(a.fold(i + 1) == "-");
        if inside(after) && matches!(a.fold(after), "elect" | "designate") {
            kinds.push(Modifier::Designate);
            end = after + 1;
        }
        Phrase { tokens: start..end, kinds }
    }

    fn has(&self, kind: Modifier) -> bool {
        self.kinds.contains(&kind)
    }
}

/// The person named just after the words, or before them and a comma.
fn beside(a: &Analysis, tokens: &Range<usize>) -> Option<usize> {
    let person = |n: &usize| matches!(a.names[*n].kind, NameKind::Person | NameKind::Other);
    let next = tokens.end + usize::from(a.fold(tokens.end) == ",");
    let after = a.name_at(next).filter(|n| a.names[*n].tokens.start == next).filter(person);
    after.or_else(|| {
        let sentence = a.tokens.get(tokens.start)?.sentence;
        let comma = (tokens.start.saturating_sub(6)..tokens.start)
            .rev()
            .find(|k| a.fold(*k) == "," && a.tokens[*k].sentence == sentence)?;
        a.name_at(comma.checked_sub(1)?).filter(person)
    })
}

/// Whether some words say in any way what the modifier says.
fn expressed(a: &Analysis, tokens: Range<usize>, kind: Modifier) -> bool {
    tokens.clone().any(|k| {
        let word = a.fold(k);
        cut(a, k).0 == Some(kind)
            || titles::modifier(word).is_some_and(|(m, _)| m == kind)
            || match kind {
                Modifier::Deputy => {
                    matches!(word, "two" | "second" | "deputies" | "stand-in" | "no.2" | "aide" | "assistant")
                }
                Modifier::Assistant => matches!(
                    word,
                    "adjunct" | "visiting" | "aide" | "assists" | "helper" | "helps" | "deputy" | "trainee"
                ),
                Modifier::Acting => {
                    matches!(word, "standing" | "stands" | "stood" | "filling" | "fills" | "temporarily" | "until")
                }
                Modifier::Designate => matches!(
                    word,
                    "will"
                        | "elected"
                        | "becomes"
                        | "become"
                        | "take"
                        | "takes"
                        | "taking"
                        | "nominated"
                        | "named"
                        | "appointed"
                        | "succeed"
                        | "succeeds"
                        | "replace"
                        | "won"
                        | "winner"
                ),
                Modifier::Joint => {
                    matches!(word, "one" | "with" | "together" | "jointly" | "both" | "fellow" | "share" | "shares")
                }
                Modifier::Former => {
                    matches!(
                        word,
                        "was"
                            | "were"
                            | "had"
                            | "used"
                            | "until"
                            | "till"
                            | "served"
                            | "then"
                            | "formerly"
                            | "once"
                            | "been"
                            | "left"
                            | "late"
                            | "outgoing"
                            | "departed"
                            | "predecessor"
                    ) || word == "from" && a.tokens.get(k + 1).is_some_and(|t| t.kind == TokenKind::Number)
                }
                _ => false,
            }
    })
}

/// Whether the wires elsewhere have the noun without the modifier, for the person where one is named.
fn without(case: &Case, take: usize, j: usize, kind: Modifier, who: Option<usize>) -> bool {
    let there = &case.wires[take];
    let noun = stem(there, j);
    case.wires.iter().enumerate().any(|(t, w)| {
        (0..w.tokens.len()).any(|k| {
            if (t, k) == (take, j) || stem(w, k) != noun || !person(w, k) {
                return false;
            }
            let phrase = Phrase::of(w, k);
            // Of two named people the other has the bare title.
            let other = || {
                who.zip(beside(w, &phrase.tokens))
                    .is_some_and(|(m, n)| t != take || there.names[m].entity != w.names[n].entity)
            };
            !phrase.has(kind) && !other()
        })
    })
}

/// Whether the rewrite has said it of the same noun before.
fn said_before(a: &Analysis, i: usize, kind: Modifier) -> bool {
    (0..i).any(|k| stem(a, k) == stem(a, i) && Phrase::of(a, k).has(kind))
}

/// Somebody who "led" a body "until 2021" and now "leads" it.
pub fn over(case: &Case) -> Vec<Changed> {
    let mut out = Vec::new();
    for sides in pairs(case).filter(|s| s.pair.score >= 0.4) {
        let view = sides.rewrite_view();
        let (a, w) = (view.from, view.to);
        for i in sides.mine() {
            let Some(j) = view.same(i) else { continue };
            if present(a, i) && ended(w, j) && !still_past(a, sides.mine(), i) && a.quote_at(i).is_none() {
                let named = a.names_in(sides.mine()).any(|n| a.names[n].kind == NameKind::Person);
                out.push(Changed { at: sides.at(i..i + 1), wire: sides.wire_at(j..j + 1), rank: false, named });
            }
        }
    }
    out
}

/// A verb for holding an office, in the present.
fn present(a: &Analysis, i: usize) -> bool {
    matches!(
        a.fold(i),
        "leads"
            | "heads"
            | "runs"
            | "chairs"
            | "governs"
            | "manages"
            | "edits"
            | "commands"
            | "presides"
            | "owns"
            | "directs"
            | "coaches"
            | "represents"
            | "serves"
            | "rules"
            | "captains"
            | "leading"
            | "heading"
            | "running"
    ) && a.tokens[i].kind == TokenKind::Word
        && (a.fold(i).ends_with('s') || i > 0 && matches!(a.fold(i - 1), "is" | "now" | "currently"))
}

/// Whether the wire's verb is past and its clause says that the time is over.
fn ended(w: &Analysis, j: usize) -> bool {
    let sentence = w.tokens[j].sentence;
    let inside = |k: &usize| w.tokens.get(*k).is_some_and(|t| t.sentence == sentence);
    let mut after = (j + 1..j + 12).take_while(inside).take_while(|k| w.fold(*k) != ",");
    let used = j >= 2 && w.fold(j - 1) == "to" && w.fold(j - 2) == "used"
        || j >= 1 && matches!(w.fold(j - 1), "formerly" | "once");
    let past = matches!(
        w.fold(j),
        "led"
            | "headed"
            | "ran"
            | "chaired"
            | "governed"
            | "managed"
            | "edited"
            | "commanded"
            | "presided"
            | "owned"
            | "directed"
            | "coached"
            | "represented"
            | "served"
            | "ruled"
            | "captained"
    );
    used || past
        && after.any(|k| {
            matches!(w.fold(k), "until" | "till")
                || w.fold(k) == "from" && w.tokens.get(k + 1).is_some_and(|t| t.kind == TokenKind::Number)
        })
}

/// Whether the clause of the rewrite's verb says that the time is over all the same.
fn still_past(a: &Analysis, tokens: Range<usize>, i: usize) -> bool {
    let near = i.saturating_sub(4).max(tokens.start)..(i + 12).min(tokens.end);
    near.into_iter().any(|k| matches!(a.fold(k), "until" | "till" | "former" | "formerly" | "late"))
}
