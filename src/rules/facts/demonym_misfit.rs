use std::ops::Range;

use crate::analyse::{Analysis, PlaceMark};
use crate::compare::Case;
use crate::finding::Finding;
use crate::knowledge::places::{self, Form, Kind, StateId};
use crate::knowledge::tagger::Tag;
use crate::knowledge::{key, orgs};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A nationality that does not go with the place or institution next to it: "the Latvian Riigikogu", "Niger's
    /// Nigerian government", "Austria's Munich", "Swedish Oslo".
    ///
    /// # Why it matters
    /// Two countries with similar names, or two neighbours, are confused.
    ///
    /// # Evidence it asks for
    /// An adjective or a name such as "Austria's" directly before a parliament, service or large city that only one
    /// state has; or two states, one of which is said to have the other's government. The words are not in the wire.
    ///
    /// # Example
    /// ```text
    /// wire: The bill passed the Riigikogu on Monday by two votes, the speaker said.
    /// rewrite: The bill passed the Latvian Riigikogu on Monday by two votes, the speaker said.
    /// fires: Latvian Riigikogu
    /// wire: Rebels attacked the base on Sunday, and Niger's government sent in troops.
    /// rewrite: Rebels attacked the base on Sunday, and Niger's Nigerian government sent in troops.
    /// fires: Niger's Nigerian government
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The bill passed the Riigikogu on Monday by two votes, the speaker said.
    /// rewrite: The bill passed the Estonian Riigikogu on Monday by two votes, the speaker said.
    /// silent
    /// wire: Poland's German minority will vote on Monday, and the Bundestag will debate it.
    /// rewrite: Poland's German minority will vote on Monday, and the German Bundestag will debate it.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// People with a wrong nationality, whom no table has; parliaments whose name several states use.
    id: "demonym-misfit",
    group: Facts,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Tables,
    fix: Advice,
    names: SparedAround,
}

/// Bodies of one state whose name no other state's body has.
const BODIES: [&str; 36] = [
    "bnd",
    "bundesbank",
    "bundestag",
    "bundeswehr",
    "cia",
    "dail",
    "duma",
    "eduskunta",
    "fbi",
    "folketing",
    "fsb",
    "gchq",
    "gru",
    "idf",
    "irgc",
    "knesset",
    "lok-sabha",
    "mi5",
    "mi6",
    "mossad",
    "nasa",
    "norges-bank",
    "npc",
    "pentagon",
    "pla",
    "riigikogu",
    "riksbank",
    "riksdag",
    "roscosmos",
    "roskomnadzor",
    "saeima",
    "sbu",
    "seimas",
    "sejm",
    "shin-bet",
    "storting",
];

/// Reads every nationality before a place, body or government and reports those that the tables contradict.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for p in &a.places {
        let Some((state, next)) = nation(a, p) else { continue };
        let Some((words, home, thing)) =
            body(a, p, next).or_else(|| city(a, p, next)).or_else(|| government(a, p, next))
        else {
            continue;
        };
        if related(state, home) || a.quote_at(words.start).is_some() || said(case, &words) {
            continue;
        }
        let text = a.words(words.clone());
        let name = home.info().map_or("", |i| i.name());
        let message = format!("“{text}” is not in the wire; according to the tables, {thing} belongs to {name}");
        let fact = format!("{thing}: {name} (tables)");
        out.push(Finding::at(&RULE, RewriteSpan(a.span(words)), message).confidence(0.75).known(fact));
    }
}

/// The state of an adjective, or of a name with "'s", and the token after it.
fn nation(a: &Analysis, p: &PlaceMark) -> Option<(StateId, usize)> {
    if p.place.kind != Kind::State || p.place.care.loose {
        return None;
    }
    match p.place.form {
        Form::Adjective => Some((p.place.state?, p.tokens.end)),
        Form::Name if a.fold(p.tokens.end) == "'s" => Some((p.place.state?, p.tokens.end + 1)),
        _ => None,
    }
}

type Found = (Range<usize>, StateId, String);

/// "Latvian Riigikogu".
fn body(a: &Analysis, p: &PlaceMark, next: usize) -> Option<Found> {
    let name = &a.names[a.name_at(next)?];
    let id = name.org.filter(|id| name.tokens.start == next && BODIES.contains(id))?;
    let home = orgs::lookup(&key::fold(a.words(name.tokens.clone()))).find(|o| o.id == id)?;
    let whole = !goes_on(a, name.tokens.end);
    whole.then_some((p.tokens.start..name.tokens.end, home.state?, format!("the {}", home.name())))
}

/// "Austria's Munich".
fn city(a: &Analysis, p: &PlaceMark, next: usize) -> Option<Found> {
    let k = a.places.partition_point(|q| q.tokens.start < next);
    let c = a.places.get(k).filter(|c| c.tokens.start == next && c.place.form == Form::Name)?;
    let large = c.place.kind == Kind::Capital || c.place.kind == Kind::City && c.place.population >= 800_000;
    if !large || c.place.care.word || c.place.care.person || goes_on(a, c.tokens.end) {
        return None;
    }
    let key = key::fold(a.words(c.tokens.clone()));
    let mut readings = places::lookup(&key);
    // A name that some other state has too ("Córdoba", "Georgia") proves nothing.
    let home = c.place.state?;
    let one = readings.all(|r| r.state == Some(home));
    let near = p.place.state.is_some_and(|s| s.info().map(|i| i.region()) == home.info().map(|i| i.region()));
    let overseas = |s: StateId| {
        ["north-america", "south-america", "central-america", "caribbean"].iter().any(|r| places::in_region(s, r))
    };
    let twin = p.place.state.is_some_and(overseas) && !near;
    (one && !twin).then(|| (p.tokens.start..c.tokens.end, home, c.place.name.to_owned()))
}

/// "Niger's Nigerian government", "the Nigerian government of Niger".
fn government(a: &Analysis, p: &PlaceMark, next: usize) -> Option<Found> {
    let organ = |t: usize| match a.fold(t) {
        "government" | "parliament" | "president" | "cabinet" => Some(t + 1),
        "prime" | "foreign" if a.fold(t + 1) == "minister" => Some(t + 2),
        _ => None,
    };
    let k = a.places.partition_point(|q| q.tokens.start < next);
    if p.place.form == Form::Name {
        let q = a
            .places
            .get(k)
            .filter(|q| q.tokens.start == next && q.place.kind == Kind::State && q.place.form == Form::Adjective)?;
        let end = organ(q.tokens.end)?;
        let thing = format!("“{}”", a.words(q.tokens.start..end));
        return Some((p.tokens.start..end, q.place.state?, thing));
    }
    let end = organ(next).filter(|t| a.fold(*t) == "of")?;
    let at = if a.fold(end + 1) == "the" { end + 2 } else { end + 1 };
    let q = a.places[k..].iter().take_while(|q| q.tokens.start <= at).find(|q| q.tokens.start == at)?;
    let state = q.place.kind == Kind::State && q.place.form == Form::Name && a.fold(q.tokens.end) != "'s";
    let office = format!("the {} of {}", a.words(next..end), q.place.name);
    (state && !goes_on(a, q.tokens.end)).then_some((p.tokens.start..q.tokens.end, q.place.state?, office))
}

/// Whether the noun that the words belong to is still to come: "the Israeli Tehran strike".
fn goes_on(a: &Analysis, token: usize) -> bool {
    let t = a.tokens.get(token);
    let hyphen = matches!(a.fold(token), "-" | "'s" | "–");
    hyphen
        || t.is_some_and(|t| {
            t.is_word()
                && (matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Adj)
                    || t.span.of(&a.text).starts_with(char::is_uppercase))
        })
}

/// One state, or a nation or territory within it, or a state of the past, or one that claims the other.
fn related(x: StateId, y: StateId) -> bool {
    let within = |x: StateId, y: StateId| x.info().and_then(|i| i.part_of()) == Some(y);
    let past = |x: StateId| x.info().is_none_or(|i| i.currency().is_empty());
    let claims = [
        ("CN", "TW"),
        ("CN", "HK"),
        ("IL", "PS"),
        ("RU", "UA"),
        ("CY", "TR"),
        ("RS", "XK"),
        ("GE", "RU"),
        ("AM", "AZ"),
        ("KP", "KR"),
    ];
    let claim = claims.iter().any(|(p, q)| (x.code(), y.code()) == (*p, *q) || (y.code(), x.code()) == (*p, *q));
    x == y || within(x, y) || within(y, x) || past(x) || past(y) || claim
}

/// Whether a wire has the words in this order.
fn said(case: &Case, words: &Range<usize>) -> bool {
    let a = case.rewrite;
    let hashes: Vec<u64> = words.clone().map(|t| a.tokens[t].hash).collect();
    let same =
        |w: &Analysis| w.tokens.windows(hashes.len()).any(|s| s.iter().map(|t| t.hash).eq(hashes.iter().copied()));
    case.wires.iter().any(same)
}
