//! Titles and what belongs to them: the state, the body, the person.

use super::mark::{NameKind, RoleMark};
use super::words::{Words, capital};
use crate::analyse::Class;
use crate::analyse::analysis::Analysis;
use crate::knowledge::places::{Form, Kind};
use crate::knowledge::tagger::Tag;
use crate::knowledge::titles;
use crate::knowledge::word::Opens;

/// The longest title, in words, with its modifiers.
const MOST: usize = 9;

/// Finds the titles of one sentence.
pub fn find(a: &Analysis, words: &Words, out: &mut Vec<RoleMark>) {
    let mut buffer = String::new();
    let mut k = 0;
    while k < words.words.len() {
        let t = &a.tokens[words.token(k)];
        let may = t.class == Class::Content
            && (capital(t) || matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Verb))
            && words.opens(k, Opens::Title);
        if !may {
            k += 1;
            continue;
        }
        let end = words.words.len().min(k + MOST);
        let Some((taken, mut readings)) = titles::longest(&words.words[k..end], &mut buffer) else {
            k += 1;
            continue;
        };
        let tokens = words.token(k)..words.token(k + taken - 1) + 1;
        // A single word that only the tagger can tell from a verb or an adjective: "leads", "major", "general".
        // "Chief" before a name is one, whatever the tagger makes of it.
        let chief = words.words[k] == "chief" && a.tokens.get(tokens.end).is_some_and(capital);
        let single = taken == 1 && !capital(t) && !matches!(t.tag, Tag::Noun | Tag::Propn) && !chief;
        let broken = tokens.clone().skip(1).any(|i| line_break(a, i));
        match readings.next() {
            Some(title) if !single && !broken => {
                out.push(RoleMark {
                    whole: tokens.clone(),
                    tokens,
                    title,
                    place: None,
                    state: None,
                    body: None,
                    name: None,
                });
                k += taken;
            }
            _ => k += 1,
        }
    }
}

/// A line that is longer was broken to fit a width, and its end says nothing.
const WIDE: usize = 40;

/// Whether a line that means to be one ends before a token, as in an address or a list.
pub fn line_break(a: &Analysis, token: usize) -> bool {
    let (Some(p), Some(t)) = (token.checked_sub(1).and_then(|p| a.tokens.get(p)), a.tokens.get(token)) else {
        return false;
    };
    let (end, next) = (p.span.end as usize, t.span.start as usize);
    let narrow = || !a.text[..end].chars().rev().take(WIDE).all(|c| c != '\n') || end < WIDE;
    a.text.get(end..next).is_some_and(|gap| gap.contains('\n')) && narrow()
}

/// Gives the roles of sentence `s` their state, body and person. Roles and names of the sentence begin at the given indices.
pub fn attach(a: &mut Analysis, s: usize, first_role: usize, first_name: usize) {
    let range = a.sentences[s].tokens.clone();
    for r in first_role..a.roles.len() {
        before(a, r, range.start);
        after(a, r, range.end, first_name);
    }
    for r in first_role..a.roles.len() {
        person(a, r, range.start, range.end, first_name);
    }
    for n in first_name..a.names.len() {
        a.names[n].body = match a.names[n].role {
            Some(r) => a.roles[r].body,
            None => apposed_body(a, n, range.end),
        };
    }
}

/// The body in an apposition whose noun is no title of the tables: "Ilse Brandt, a physicist at the University of Padua".
fn apposed_body(a: &Analysis, n: usize, end: usize) -> Option<usize> {
    let mut at = a.names[n].tokens.end;
    if a.names[n].kind == NameKind::Place || a.fold(at) != "," || !matches!(a.fold(at + 1), "a" | "an" | "the") {
        return None;
    }
    at += 2;
    for _ in 0..4 {
        at += 1;
        if at + 1 >= end || !a.tokens[at - 1].is_word() || capital(&a.tokens[at - 1]) {
            return None;
        }
        if matches!(a.fold(at), "of" | "for" | "at" | "with" | "from") {
            let at = if a.fold(at + 1) == "the" { at + 2 } else { at + 1 };
            return a.name_at(at).filter(|b| a.names[*b].tokens.start == at && a.names[*b].kind != NameKind::Place);
        }
    }
    None
}

/// What stands before the title: "former NATO", "the Estonian", "Singapore's".
fn before(a: &mut Analysis, r: usize, start: usize) {
    let mut at = a.roles[r].tokens.start;
    for _ in 0..3 {
        if at <= start {
            break;
        }
        let mut last = at - 1;
        if a.fold(last) == "'s" && last > start {
            last -= 1;
        }
        let Some(n) = a.name_at(last).filter(|n| a.names[*n].tokens.end == last + 1) else { break };
        let mark = &a.names[n];
        match mark.kind {
            NameKind::Place if a.roles[r].place.is_none() => {
                a.roles[r].place = mark.place;
                a.roles[r].state = mark.place.and_then(|p| a.places[p].state.or(a.places[p].place.state));
            }
            NameKind::Organisation | NameKind::Other if a.roles[r].body.is_none() => a.roles[r].body = Some(n),
            _ => break,
        }
        at = mark.tokens.start;
    }
    while at > start {
        let Some((m, true)) = titles::modifier(a.fold(at - 1)) else { break };
        a.roles[r].title.modifiers = a.roles[r].title.modifiers.with(m);
        at -= 1;
    }
    a.roles[r].whole.start = at;
}

/// What stands after the title: "of Estonia", "for Oxfam", "at the University of Padua".
fn after(a: &mut Analysis, r: usize, end: usize, first_name: usize) {
    let mut at = a.roles[r].tokens.end;
    for _ in 0..2 {
        if at + 1 >= end || !matches!(a.fold(at), "of" | "for" | "at" | "with" | "from" | "in") {
            break;
        }
        let link = at;
        at += 1;
        if matches!(a.fold(at), "the" | "a" | "an" | "its" | "their") {
            at += 1;
        }
        let Some(n) = a.name_at(at).filter(|n| *n >= first_name && a.names[*n].tokens.start == at) else { break };
        // One is a physicist at a body, never at a person, however much its name looks like one.
        if a.fold(link) == "at" && a.names[n].kind == NameKind::Person && !a.names[n].sure {
            a.names[n].kind = NameKind::Organisation;
        }
        let (kind, place, stop) = (a.names[n].kind, a.names[n].place, a.names[n].tokens.end);
        let home = a.fold(link) == "of";
        match kind {
            NameKind::Place if home && a.roles[r].place.is_none() => {
                let Some(p) = place.map(|p| &a.places[p]) else { break };
                if p.place.form != Form::Name
                    || !matches!(p.place.kind, Kind::State | Kind::UsState | Kind::City | Kind::Capital)
                {
                    break;
                }
                a.roles[r].state = p.state.or(p.place.state);
                a.roles[r].place = place;
            }
            NameKind::Organisation | NameKind::Other if a.fold(link) != "in" && a.roles[r].body.is_none() => {
                a.roles[r].body = Some(n);
            }
            _ => break,
        }
        at = stop;
        a.roles[r].whole.end = stop;
    }
}

/// The person who has the role: named just after it, or before or after a comma.
fn person(a: &mut Analysis, r: usize, start: usize, end: usize, first_name: usize) {
    let role = &a.roles[r];
    if role.title.plural {
        return;
    }
    let is_person = |n: usize| {
        let m = &a.names[n];
        n >= first_name && m.role.is_none() && matches!(m.kind, NameKind::Person | NameKind::Other)
    };
    // "Prime Minister Kaja Kallas"; the name may also follow the state: "the Prime Minister of Estonia Kaja Kallas".
    let mut next = role.whole.end;
    if a.fold(next) == "." {
        next += 1;
    }
    let starts = |at: usize| a.name_at(at).filter(|n| a.names[*n].tokens.start == at && is_person(*n));
    let mut found = starts(next);
    if found.is_none() && a.fold(next) == "," && next + 1 < end {
        // "the jockey, Dane Pellow, …": the name has to stand alone between its commas.
        found = starts(next + 1).filter(|n| {
            let stop = a.names[*n].tokens.end;
            role.whole.start > start
                && matches!(a.fold(role.whole.start - 1), "the" | "its" | "his" | "her" | "their")
                && matches!(a.fold(stop), "," | "." | "")
        });
    }
    if found.is_none() {
        // "Dane Pellow, the jockey": name, comma, article or state, role.
        let mut at = role.whole.start;
        if at > start && matches!(a.fold(at - 1), "the" | "a" | "an" | "its" | "their" | "his" | "her") {
            at -= 1;
        }
        if at > start + 1 && a.fold(at - 1) == "," {
            found = a.name_at(at - 2).filter(|n| a.names[*n].tokens.end == at - 1 && is_person(*n));
            // "Smith, the minister and the mayor met": an enumeration, not an apposition.
            if found.is_some() && matches!(a.fold(role.whole.end), "and" | "or") {
                found = None;
            }
        }
    }
    if let Some(n) = found {
        let gender = a.roles[r].title.gender;
        a.roles[r].name = Some(n);
        let m = &mut a.names[n];
        m.role = Some(r);
        m.kind = NameKind::Person;
        m.sure = true;
        m.gender = gender.or(m.gender);
    }
}
