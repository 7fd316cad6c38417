use std::ops::Range;

use crate::analyse::{Analysis, PlaceMark};
use crate::compare::Case;
use crate::finding::{Finding, Severity};
use crate::knowledge::key;
use crate::knowledge::places::{self, Form, Kind, PlaceRef, StateId, in_region};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A capital or a large city placed in the wrong country: "Tallinn, the Latvian capital", "the Austrian city of
    /// Munich", "in Nairobi, Uganda"; or called the capital when another city is: "Sydney, the Australian capital".
    ///
    /// # Why it matters
    /// What happened in one country is reported from another, whatever the wire says.
    ///
    /// # Evidence it asks for
    /// Words that place the city in the country and are not in the wire, and a name that the tables have in other
    /// countries only. Names that were carried overseas (Paris, Córdoba, Perth), places that two states claim and
    /// capitals that have moved are left alone.
    ///
    /// # Example
    /// ```text
    /// wire: The summit will be held in Tallinn on Friday, the ministry said.
    /// rewrite: The summit will be held in Tallinn, the Latvian capital, on Friday, the ministry said.
    /// fires: Tallinn, the Latvian capital
    /// wire: The plant near Nairobi will close, the owner said on Friday.
    /// rewrite: The plant near Nairobi, Uganda, will close, the owner said on Friday.
    /// fires: Nairobi, Uganda
    /// wire: The summit will be held in the city on Friday, the ministry said.
    /// rewrite: The summit will be held in Zurich, the Swiss capital, on Friday, the ministry said.
    /// fires: Zurich, the Swiss capital
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The summit will be held in Tallinn on Friday, the ministry said.
    /// rewrite: The summit will be held in the Estonian capital, Tallinn, on Friday, the ministry said.
    /// silent
    /// wire: Ministers came from Riga, Estonia and Poland to the talks on Friday.
    /// rewrite: Ministers came to the talks from Riga, Estonia and Poland on Friday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Small towns; cities of the same name in several countries.
    id: "city-misplaced",
    group: Facts,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Tables,
    fix: Advice,
    names: SparedAround,
}

/// A city that some words put in a state.
struct Claim {
    words: Range<usize>,
    /// Index of the city's and of the state's place mark.
    city: usize,
    place: usize,
    state: StateId,
    capital: bool,
}

/// Reads every claim that places a city in a country and reports those that the tables contradict.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let mut in_wire: Option<Vec<(&'static str, StateId)>> = None;
    for c in claims(a) {
        let Some(fault) = fault(a, &c) else { continue };
        let in_wire = in_wire.get_or_insert_with(|| {
            let pairs =
                case.wires.iter().flat_map(|w| claims(w).into_iter().map(|c| (w.places[c.city].place.entity, c.state)));
            pairs.collect()
        });
        let city = a.places[c.city].place;
        if a.quote_at(c.words.start).is_some() || in_wire.contains(&(city.entity, c.state)) {
            continue;
        }
        out.push(finding(a, &c, &city, fault));
    }
}

enum Fault {
    /// It lies in another state.
    Country(PlaceRef),
    /// The state has another capital.
    Capital,
}

fn finding(a: &Analysis, c: &Claim, city: &PlaceRef, fault: Fault) -> Finding {
    let said = a.words(c.words.clone());
    let info = |s: StateId| s.info().map_or("", |i| i.name());
    let capital = c.state.info().and_then(|i| i.capitals().next()).unwrap_or("another city");
    let own = format!("capital of {}: {capital} (tables)", info(c.state));
    let at = RewriteSpan(a.span(c.words.clone()));
    match fault {
        Fault::Country(home) => {
            let what = if home.kind == Kind::Capital { "the capital of" } else { "in" };
            let home_state = home.state.map_or("", info);
            let message =
                format!("“{said}” is not in the wire; according to the tables, {} is {what} {home_state}", home.name);
            let fact = format!("{}: {what} {home_state}; {own}", home.name);
            let mut f = Finding::at(&RULE, at, message).severity(Severity::Major).confidence(0.85).known(fact);
            f.replacement = home.state.and_then(|s| replaced(a, c, s));
            f
        }
        Fault::Capital => {
            let message = format!(
                "“{said}” is not in the wire; according to the tables, the capital of {} is {capital}",
                info(c.state)
            );
            Finding::at(&RULE, at, message)
                .severity(Severity::Major)
                .confidence(0.75)
                .known(format!("{}: {own}", city.name))
        }
    }
}

/// The words with the right state in place of the wrong one.
fn replaced(a: &Analysis, c: &Claim, state: StateId) -> Option<String> {
    let mark = &a.places[c.place];
    let (span, inside) = (a.span(c.words.clone()), a.span(mark.tokens.clone()));
    let info = state.info()?;
    let word = if mark.is_demonym() { info.adjectives().next()? } else { info.name() };
    let head = a.text.get(span.start as usize..inside.start as usize)?;
    let article = matches!(mark.tokens.start.checked_sub(1).map(|t| a.fold(t)), Some("a" | "an"));
    (!article).then(|| Some(format!("{head}{word}{}", a.text.get(inside.end as usize..span.end as usize)?)))?
}

/// What the tables have against a claim.
fn fault(a: &Analysis, c: &Claim) -> Option<Fault> {
    let key = key::fold(a.words(a.places[c.city].tokens.clone()));
    let mut home: Option<PlaceRef> = None;
    let mut here = false;
    for r in places::lookup(&key) {
        let state = r.state.or_else(|| StateId::new(r.within))?;
        if related(state, c.state) || disputed(state, c.state) {
            // A state of the same name ("Luxembourg"), or the city itself.
            if matches!(r.kind, Kind::State | Kind::Capital) || !c.capital {
                return None;
            }
            here = true;
        } else if home.is_none() && matches!(r.kind, Kind::Capital | Kind::City) {
            home = Some(r);
        } else if !matches!(r.kind, Kind::Capital | Kind::City) {
            return None;
        }
    }
    let capitals = c.state.info()?.capitals().any(|n| key::fold(n) == key);
    if capitals {
        return None;
    }
    if here {
        return (!MOVED.contains(&c.state.code()) && a.places[c.city].place.population > 100_000)
            .then_some(Fault::Capital);
    }
    let home = home?;
    let away = home.state.or_else(|| StateId::new(home.within))?;
    let large = home.kind == Kind::Capital || home.population >= if c.capital { 100_000 } else { 500_000 };
    // Settlers took the names of their towns with them, and maps of smaller towns have them all.
    let twin = !c.capital
        && (overseas(c.state) && (overseas(away) || in_region(away, "europe"))
            || overseas(away) && in_region(c.state, "europe"));
    let named_so = !c.capital && TWINS.contains(&(key.as_str(), c.state.code()));
    (large && !twin && !named_so).then_some(Fault::Country(home))
}

/// States whose capital moved, or whose seat of government is elsewhere.
const MOVED: [&str; 24] = [
    "BI", "BJ", "BO", "BR", "CI", "DE", "GQ", "ID", "IL", "KZ", "LK", "LY", "MM", "MY", "NG", "NL", "PK", "PS", "PW",
    "SZ", "TZ", "YE", "ZA", "ME",
];

/// Towns that share the name of a large city elsewhere.
const TWINS: [(&str, &str); 8] = [
    ("lagos", "PT"),
    ("tripoli", "LB"),
    ("tripoli", "GR"),
    ("alexandria", "RO"),
    ("alexandria", "GR"),
    ("memphis", "EG"),
    ("tanta", "GH"),
    ("odessa", "CA"),
];

fn overseas(s: StateId) -> bool {
    matches!(s.code(), "US" | "CA" | "AU" | "NZ" | "ZA" | "PH" | "MX" | "IE")
        || ["south-america", "central-america", "caribbean"].iter().any(|r| in_region(s, r))
}

/// One state, or a nation or territory within it, or a state of the past.
fn related(x: StateId, y: StateId) -> bool {
    let within = |x: StateId, y: StateId| x.info().and_then(|i| i.part_of()) == Some(y);
    let past = |x: StateId| x.info().is_none_or(|i| i.currency().is_empty());
    x == y || within(x, y) || within(y, x) || past(x) || past(y)
}

/// States that claim towns of each other.
fn disputed(x: StateId, y: StateId) -> bool {
    const PAIRS: [(&str, &str); 14] = [
        ("AM", "AZ"),
        ("CN", "HK"),
        ("CN", "IN"),
        ("CN", "MO"),
        ("CN", "TW"),
        ("CY", "TR"),
        ("EH", "MA"),
        ("GE", "RU"),
        ("IL", "PS"),
        ("IL", "SY"),
        ("IN", "PK"),
        ("RS", "XK"),
        ("RU", "UA"),
        ("SD", "SS"),
    ];
    let capital = |s: StateId| matches!(s.code(), "XC" | "XJ");
    PAIRS.iter().any(|(a, b)| (x.code(), y.code()) == (*a, *b) || (y.code(), x.code()) == (*a, *b))
        || capital(x)
        || capital(y)
}

/// Every place where words put a city in a state.
fn claims(a: &Analysis) -> Vec<Claim> {
    let mut out = Vec::new();
    for (i, p) in a.places.iter().enumerate() {
        let state = match p.place.kind {
            Kind::State if !p.place.care.loose => p.place.state,
            _ => None,
        };
        let Some(state) = state else { continue };
        let found = phrase(a, p).and_then(|words| around(a, &words)).map(|(words, city)| (words, city, true));
        let found = found
            .or_else(|| city_of(a, p).map(|(w, c)| (w, c, false)))
            .or_else(|| behind_comma(a, p).map(|(w, c)| (w, c, false)));
        out.extend(found.map(|(words, city, capital)| Claim { words, city, place: i, state, capital }));
    }
    out
}

/// "Latvian capital", "Latvia's capital city", "capital of Latvia" around the mark of a state.
fn phrase(a: &Analysis, p: &PlaceMark) -> Option<Range<usize>> {
    let named = p.place.form == Form::Name;
    let mut at = p.tokens.end;
    if named && a.fold(at) == "'s" || p.place.form == Form::Adjective {
        at += usize::from(named);
        if a.fold(at) == "capital" && a.fold(at + 1) != "'s" {
            return Some(p.tokens.start..at + 1 + usize::from(a.fold(at + 1) == "city"));
        }
        return None;
    }
    let mut at = p.tokens.start.checked_sub(1)?;
    if a.fold(at) == "the" {
        at = at.checked_sub(1)?;
    }
    let of = named && a.fold(at) == "of" && at > 1;
    let head = at.checked_sub(1)?;
    let head = if a.fold(head) == "city" { head.checked_sub(1)? } else { head };
    // "The commercial capital of Nigeria" is another thing.
    let plain = matches!(a.fold(head.checked_sub(1)?), "the" | "," | "is");
    (of && plain && a.fold(head) == "capital").then_some(head..p.tokens.end)
}

/// The city named beside "the Latvian capital", with all the words.
fn around(a: &Analysis, phrase: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let list = |t: usize| matches!(a.fold(t), "and" | "or" | "&" | "with");
    let ends = |t: usize| !list(t) && !(a.fold(t) == "," && (list(t + 1) || city_at(a, t + 1).is_some()));
    // "the Latvian capital Tallinn", "the Latvian capital of Tallinn", "the Latvian capital, Tallinn,".
    let mut at = phrase.end;
    let comma = a.fold(at) == ",";
    at += usize::from(comma || a.fold(at) == "of");
    if let Some((city, end)) = city_at(a, at) {
        let closed = !comma || matches!(a.fold(end), "," | "." | "" | ")" | ";");
        if closed && ends(end) && !title_word(a, end) {
            return Some((phrase.start..end, city));
        }
    }
    // "Tallinn, the Latvian capital".
    let mut at = phrase.start.checked_sub(1)?;
    if a.fold(at) == "the" {
        at = at.checked_sub(1)?;
    }
    if !matches!(a.fold(at), "," | "is") {
        return None;
    }
    let (city, start) = city_before(a, at)?;
    let in_list = start.checked_sub(1).is_some_and(|t| matches!(a.fold(t), "," | "and" | "or" | ";"));
    (ends(phrase.end) && !in_list).then_some((start..phrase.end, city))
}

/// "the Latvian city of Tallinn", "the Latvian port of Tallinn".
fn city_of(a: &Analysis, p: &PlaceMark) -> Option<(Range<usize>, usize)> {
    if p.place.form != Form::Adjective {
        return None;
    }
    let town = |t: usize| matches!(a.fold(t), "city" | "town" | "port" | "metropolis" | "resort");
    let at = (p.tokens.end..p.tokens.end + 3)
        .take_while(|t| a.tokens.get(*t).is_some_and(|t| t.is_word()))
        .find(|t| town(*t))?;
    let at = if town(at + 1) { at + 1 } else { at };
    let next = if a.fold(at + 1) == "of" { at + 2 } else { at + 1 };
    let (city, end) = city_at(a, next)?;
    (!title_word(a, end)).then_some((p.tokens.start..end, city))
}

/// "in Tallinn, Latvia,".
fn behind_comma(a: &Analysis, p: &PlaceMark) -> Option<(Range<usize>, usize)> {
    let comma = p.tokens.start.checked_sub(1).filter(|t| a.fold(*t) == ",")?;
    if p.place.form != Form::Name {
        return None;
    }
    let (city, start) = city_before(a, comma)?;
    let from = start.checked_sub(1)?;
    let located = matches!(
        a.fold(from),
        "in" | "at" | "from" | "near" | "outside" | "to" | "of" | "around" | "over" | "into" | "through"
    );
    let end = p.tokens.end;
    let next = |t: usize| a.places.iter().any(|q| q.tokens.start == t);
    let listed = |t: usize| matches!(a.fold(t), "and" | "or" | "&") || next(t);
    let closed = matches!(a.fold(end), "," | "." | "" | ")" | ";") && !(a.fold(end) == "," && listed(end + 1));
    (located && closed).then_some((start..end, city))
}

fn is_city(p: &PlaceMark) -> bool {
    matches!(p.place.kind, Kind::Capital | Kind::City) && p.place.form == Form::Name
}

/// The city that begins at a token, and where it ends.
fn city_at(a: &Analysis, token: usize) -> Option<(usize, usize)> {
    let k = a.places.partition_point(|p| p.tokens.start < token);
    let p = a.places.get(k).filter(|p| p.tokens.start == token && is_city(p))?;
    Some((k, p.tokens.end))
}

/// The city that ends before a token, and where it begins.
fn city_before(a: &Analysis, token: usize) -> Option<(usize, usize)> {
    let k = a.places.partition_point(|p| p.tokens.end <= token).checked_sub(1)?;
    let p = a.places.get(k).filter(|p| p.tokens.end == token && is_city(p))?;
    Some((k, p.tokens.start))
}

/// Whether a name goes on: "Warsaw Pact", "London Bridge".
fn title_word(a: &Analysis, token: usize) -> bool {
    a.tokens.get(token).is_some_and(|t| t.is_word() && t.span.of(&a.text).starts_with(char::is_uppercase))
}
