//! What the rules on persons and their offices share: the titles of the rewrite that the facts contradict and that are not in the wire.

use std::ops::Range;

use crate::analyse::{Analysis, DateMark, NameKind, RoleMark};
use crate::compare::Case;
use crate::compare::unmatched_names::Likeness;
use crate::facts::{Claim, Misfit, Of, Term, When, claim};
use crate::finding::{Finding, Rule};
use crate::knowledge::dates::Date;
use crate::knowledge::key;
use crate::knowledge::places::{Kind, StateId};
use crate::knowledge::titles::{self, Modifier};
use crate::text::RewriteSpan;

/// What the facts say against the titles of a rewrite.
pub struct OfficeClaims {
    /// The days on which the story may have been written.
    pub when: When,
    /// Titles that cannot be right, in text order: an index into the rewrite's roles, and what is wrong.
    pub misfits: Vec<(usize, Misfit)>,
}

/// A claim that was judged: person, of what, offices, whether it is over, and what was found.
type Judged = (String, Option<Of>, Vec<(&'static str, bool)>, bool, Option<Misfit>);

/// Compares every title that has a name with the facts.
pub fn find(case: &Case) -> OfficeClaims {
    let mut claims = OfficeClaims { when: when(case), misfits: Vec::new() };
    let a = case.rewrite;
    let mut judged: Vec<Judged> = Vec::new();
    for (i, role) in a.roles.iter().enumerate() {
        let Some(n) = role.name else { continue };
        if !political(role) || a.quote_at(role.tokens.start).is_some() || apposed_in_list(a, role, n) {
            continue;
        }
        let mark = &a.names[a.names[n].entity];
        let mark = if mark.tokens.len() > a.names[n].tokens.len() { mark } else { &a.names[n] };
        let name = key::fold(a.words(mark.tokens.clone()));
        let of = of(a, role).or_else(|| own_body(case, role));
        let offices = offices(a, role, of.as_ref());
        // A general word fits any office of the state; without a state it says nothing.
        if offices.is_empty() && !matches!(of, Some(Of::State(_))) {
            continue;
        }
        let has = |m| role.title.modifiers.has(m);
        let c = Claim {
            person: &name,
            full: name.contains(' '),
            offices: &offices,
            of,
            former: has(Modifier::Former),
            when: claims.when,
        };
        // A story says the same of the same person many times.
        let before = judged.iter().find(|j| j.0 == name && j.1 == c.of && j.2 == offices && j.3 == c.former);
        let misfit = match before {
            Some(j) => j.4.clone(),
            None => {
                let found = claim(case.facts, &c);
                judged.push((name.clone(), c.of.clone(), offices.clone(), c.former, found.clone()));
                found
            }
        };
        let Some(misfit) = misfit else { continue };
        if !in_wire(case, role, n, &misfit) {
            claims.misfits.push((i, misfit));
        }
    }
    claims
}

/// Offices of states and of the heads of organisations, held by one person at a time, said of the present or the past.
fn political(role: &RoleMark) -> bool {
    let m = role.title.modifiers;
    let unclear = [
        Modifier::Designate,
        Modifier::Outgoing,
        Modifier::Acting,
        Modifier::SelfProclaimed,
        Modifier::Honorary,
        Modifier::Joint,
        Modifier::Assistant,
    ];
    !role.title.plural
        && (role.title.office == "pope"
            || matches!(
                role.title.domain(),
                "state" | "royal" | "org" | "politics" | "economy" | "parliament" | "business"
            ))
        && !matches!(
            role.title.office,
            "spokesperson"
                | "adviser"
                | "official"
                | "candidate"
                | "first-lady"
                | "prince"
                | "royal"
                | "opposition-leader"
        )
        && !unclear.into_iter().any(|x| m.has(x))
}

/// "Kaja Kallas, the Latvian prime minister, and …" may be a list of people.
fn apposed_in_list(a: &Analysis, role: &RoleMark, n: usize) -> bool {
    let name = &a.names[n].tokens;
    let (first, last) = (name.start.min(role.whole.start), name.end.max(role.whole.end));
    let apart = if name.start < role.whole.start { name.end..role.whole.start } else { role.whole.end..name.start };
    let comma = apart.into_iter().any(|t| a.fold(t) == ",");
    let listed = |t: usize| matches!(a.fold(t), "and" | "or" | "&" | "with");
    comma
        && (listed(last)
            || a.fold(last) == "," && listed(last + 1)
            || first > 0 && matches!(a.fold(first - 1), "," | "and" | ";"))
}

/// Of what a title is; none where the text does not say.
fn of(a: &Analysis, role: &RoleMark) -> Option<Of> {
    if let Some(body) = role.body.and_then(|b| a.names.get(b)) {
        return Some(match body.org {
            Some(id) => Of::Body(id.to_owned()),
            None => Of::Body(key::fold(a.words(body.tokens.clone()))),
        });
    }
    if let Some(id) = only_in(role) {
        return Some(Of::Body(id.to_owned()));
    }
    if role.title.office == "pope" && role.place.is_none() {
        return StateId::new("VA").map(Of::State);
    }
    let place = &a.places.get(role.place?)?.place;
    let whole = matches!(place.kind, Kind::State) && !place.care.loose;
    // A town's or a region's office is none that the tables have.
    Some(if whole { Of::State(place.state?) } else { Of::Body(place.entity.to_owned()) })
}

/// A body beside the title that only the newsroom's own files know for one.
fn own_body(case: &Case, role: &RoleMark) -> Option<Of> {
    let a = case.rewrite;
    if case.facts.is_empty() {
        return None;
    }
    let before = role.tokens.start.checked_sub(1).map(|t| if a.fold(t) == "'s" { t.saturating_sub(1) } else { t });
    let before = before.and_then(|t| a.name_at(t).filter(|n| a.names[*n].tokens.end == t + 1));
    let after = matches!(a.fold(role.tokens.end), "of" | "at" | "for").then(|| {
        let at = role.tokens.end + 1 + usize::from(a.fold(role.tokens.end + 1) == "the");
        a.name_at(at).filter(|n| a.names[*n].tokens.start == at)
    });
    let names = before.into_iter().chain(after.flatten()).filter(|n| Some(*n) != role.name);
    let mut bodies = names.map(|n| key::fold(a.words(a.names[n].tokens.clone())));
    bodies.find(|b| case.facts.has_body(b)).map(Of::Body)
}

/// The body that a title names by itself: "NATO chief", "European Commission president".
fn only_in(role: &RoleMark) -> Option<&'static str> {
    let codes = || role.title.only_in();
    match role.title.office {
        "president-of-the-commission" => Some("european-commission"),
        "president-of-the-council" => Some("european-council"),
        "world-bank-president" => Some("world-bank"),
        "president-of-the-european-parliament" => Some("european-parliament"),
        "high-representative" | "foreign-minister" if codes().any(|c| c == "EU") => Some("eu"),
        "secretary-general" if codes().any(|c| c == "NATO") => Some("nato"),
        "secretary-general" if codes().any(|c| c == "UN") => Some("un"),
        _ => None,
    }
}

/// The offices of the tables that the words can mean where `of` is spoken of; none for general words.
fn offices(a: &Analysis, role: &RoleMark, of: Option<&Of>) -> Vec<(&'static str, bool)> {
    let deputy = role.title.modifiers.has(Modifier::Deputy);
    if let Some(Of::Body(id)) = of {
        return match (role.title.office, id.as_str()) {
            (
                "president-of-the-commission"
                | "president-of-the-council"
                | "president-of-the-european-parliament"
                | "world-bank-president",
                _,
            ) => vec![("president", deputy)],
            ("foreign-minister", "eu") => vec![("high-representative", deputy)],
            (office @ ("head" | "leader" | "chief-executive" | "executive" | "director"), id) => {
                head_of(id).map_or_else(|| vec![(office, deputy)], |head| vec![(head, deputy)])
            }
            (office, _) => vec![(office, deputy)],
        };
    }
    let state = match of {
        Some(Of::State(s)) => Some(*s),
        _ => None,
    };
    let words = key::fold(a.words(role.tokens.clone()));
    let fits = |t: &titles::TitleRef| state.map_or(t.only_in().next().is_none(), |s| t.fits(s));
    let mut out: Vec<(&'static str, bool)> =
        titles::lookup(&words).filter(fits).map(|t| (plain(t.office), deputy)).collect();
    if out.is_empty() {
        out.push((plain(role.title.office), deputy));
    }
    if out.iter().any(|(o, _)| general(o)) {
        out.clear();
    }
    out
}

/// Kings and queens are monarchs in the tables.
fn plain(office: &'static str) -> &'static str {
    match office {
        "king" | "queen" | "sultan" | "emperor" => "monarch",
        "chancellor-of-the-exchequer" => "finance-minister",
        other => other,
    }
}

/// Words that fit more than one office.
fn general(office: &str) -> bool {
    matches!(
        office,
        "leader"
            | "politician"
            | "minister"
            | "head-of-state"
            | "head-of-government"
            | "head"
            | "chair"
            | "director"
            | "secretary"
            | "executive"
            | "lawmaker"
            | "dictator"
    )
}

/// The office of the one at the head of a body, as the tables name it.
fn head_of(id: &str) -> Option<&'static str> {
    const HEADS: [&str; 8] = [
        "secretary-general",
        "president",
        "director-general",
        "director",
        "chair",
        "high-commissioner",
        "central-bank-governor",
        "head",
    ];
    HEADS.into_iter().find(|o| crate::knowledge::people::office_terms(o, id).next().is_some())
}

/// Whether a wire says the same, or knows the person better than the tables do.
fn in_wire(case: &Case, role: &RoleMark, n: usize, misfit: &Misfit) -> bool {
    let a = case.rewrite;
    let state = a.places.get(role.place.unwrap_or(usize::MAX)).and_then(|p| p.place.state);
    case.wires.iter().any(|w| {
        let named = |m: usize| case.likeness(n, w, m) <= Likeness::Sounding;
        let same_title = |r: &RoleMark| titles::same_office(&r.title, &role.title) <= titles::OfficeRelation::Broader;
        let same_state = |r: &RoleMark| {
            let theirs = r.place.and_then(|p| w.places[p].place.state);
            state == theirs || state.is_none() || theirs.is_none()
        };
        let same_time =
            |r: &RoleMark| r.title.modifiers.has(Modifier::Former) == role.title.modifiers.has(Modifier::Former);
        let person = |m: &usize| {
            let name = &w.names[*m];
            matches!(name.kind, NameKind::Person | NameKind::Other) && name.entity == *m && name.org.is_none()
        };
        let person_named = || (0..w.names.len()).filter(person).any(named);
        // A wire that says the office without the state leaves the state open: the rewrite has no ground for another one.
        let wrong_state = matches!(misfit, Misfit::State(_));
        let open = |r: &RoleMark| same_title(r) && same_state(r) && (!wrong_state || r.place.is_some());
        let others = |r: &RoleMark| r.name.is_some() && same_title(r) && same_state(r);
        let said = w.roles.iter().any(|r| match r.name {
            Some(m) => same_title(r) && same_state(r) && same_time(r) && named(m),
            // "The Latvian prime minister" here and the name there: the wire leaves it open who is meant.
            None => open(r) && !w.roles.iter().any(others) && person_named(),
        });
        // A person whom the wire names is not made up, even if the tables do not have them.
        said || matches!(misfit, Misfit::OtherHolder(_)) && person_named()
    })
}

/// Whether a wire names the person of a title: then the title is what is wrong, and not the name.
pub fn named_in_wire(case: &Case, role: &RoleMark) -> bool {
    let Some(n) = role.name else { return false };
    let person = |w: &Analysis, m: usize| matches!(w.names[m].kind, NameKind::Person | NameKind::Other);
    let same = |w: &Analysis, m: usize| case.likeness(n, w, m) <= Likeness::Misspelt;
    case.wires.iter().any(|w| (0..w.names.len()).any(|m| person(w, m) && same(w, m)))
}

/// The days on which the story may have been written: those in its datelines, time stamps and metadata, or else a full date on which
/// somebody spoke in its first sentences.
fn when(case: &Case) -> When {
    let stories = case.wire_stories.iter().chain([case.rewrite_story]);
    let mut days: Vec<Date> = stories.filter_map(|s| s.date).filter_map(|(y, m, d)| Date::new(y, m, d)).collect();
    if days.is_empty() {
        days = case.wires.iter().chain([case.rewrite]).filter_map(lead_date).collect();
    }
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) => When::Between(*first, *last),
        _ => When::Unknown,
    }
}

/// The latest full date with a weekday or a verb of saying beside it in the first three sentences.
fn lead_date(a: &Analysis) -> Option<Date> {
    let end = a.sentences.get(2).or(a.sentences.last())?.tokens.end;
    let full = |d: &DateMark| Some((d.year?, d.month?, d.day?)).filter(|_| !d.ambiguous);
    let fresh = |d: &DateMark| {
        let s = a.tokens.get(d.tokens.start).and_then(|t| a.sentences.get(t.sentence as usize));
        d.weekday.is_some() || s.is_some_and(|s| s.tokens.clone().any(|t| crate::analyse::names::is_speech(a.fold(t))))
    };
    let leads = a.dates.iter().take_while(|d| d.tokens.start < end);
    leads.filter(|d| fresh(d)).filter_map(full).filter_map(|(y, m, d)| Date::new(y, m, d)).max()
}

/// A finding of `rule` at a role and its name, with what the source says and how far it goes.
pub fn finding(case: &Case, rule: &'static Rule, role: &RoleMark, message: String, terms: &[&Term]) -> Finding {
    let a = case.rewrite;
    let fact = terms.iter().map(|t| format!("{}: {} {} ({})", t.name, t.office_of(), t.dates(), t.said_by()));
    let fact = fact.collect::<Vec<_>>().join("; ");
    Finding::at(rule, RewriteSpan(a.span(words(a, role))), message).known(fact)
}

/// The tokens of a title with the name.
pub fn words(a: &Analysis, role: &RoleMark) -> Range<usize> {
    let name = role.name.map_or(role.whole.clone(), |n| a.names[n].tokens.clone());
    role.whole.start.min(name.start)..role.whole.end.max(name.end)
}

/// The title as the rewrite has it, with the name.
pub fn wording<'a>(a: &'a Analysis, role: &RoleMark) -> &'a str {
    a.words(words(a, role))
}
