//! Everything that is known under a name, for a reader.

use std::fmt::Write as _;

use super::file::Row;
use super::store::Facts;
use super::term::{Term, day};
use crate::knowledge::people::AS_OF;
use crate::knowledge::places::{Form, Kind, PlaceRef};
use crate::knowledge::{key, orgs, places, units};

/// What the files and the tables know of a person, a place or an organisation of this name, as lines of text; empty where nothing is.
pub fn show(facts: &Facts, name: &str) -> String {
    let folded = key::fold(name.trim());
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    let mut out = String::new();
    let terms = facts.person(folded);
    let said: Vec<_> = facts.said_of(folded).collect();
    let mut names: Vec<&str> = Vec::new();
    for n in terms.iter().map(|t| t.name.as_str()).chain(said.iter().map(|s| s.0.name.as_str())) {
        if !names.contains(&n) {
            names.push(n);
        }
    }
    for person in names {
        let _ = writeln!(out, "{person}");
        for t in terms.iter().filter(|t| t.name == person) {
            let _ = writeln!(out, "  {} {}  ({})", t.office_of(), t.dates(), t.said_by());
        }
        for (row, file, line) in said.iter().filter(|s| s.0.name == person) {
            let _ = writeln!(out, "  {}  ({file}, line {line})", called(row));
        }
    }
    place(facts, folded, &mut out);
    organisation(facts, folded, &mut out);
    let text = name.trim();
    for slip in facts.lexicon.slips(text).filter(|s| s.span.of(text) == text) {
        let note = if slip.note.is_empty() { String::new() } else { format!("  ({})", slip.note) };
        let _ = writeln!(out, "{text}\n  house spelling: {}{note}", slip.preferred);
    }
    if facts.lexicon.kept(text).iter().any(|s| s.of(text) == text) {
        let _ = writeln!(out, "{text}\n  house spelling: never questioned");
    }
    out
}

fn called(row: &Row) -> String {
    let dates = match (row.from, row.to) {
        (Some(from), Some(to)) => format!(", {} to {}", day(from), day(to)),
        (Some(one), None) | (None, Some(one)) => format!(", {}", day(one)),
        (None, None) => String::new(),
    };
    let count = row.stories.map(|n| format!(", {n} stories")).unwrap_or_default();
    format!("called {} of {}{count}{dates}", row.office, row.of)
}

fn place(facts: &Facts, folded: &str, out: &mut String) {
    let mut seen: Vec<&str> = Vec::new();
    for p in places::lookup(folded).filter(|p| !p.care.postal) {
        if seen.contains(&p.entity) {
            continue;
        }
        seen.push(p.entity);
        let lies_in = |p: &PlaceRef| p.state.and_then(|s| s.info()).map(|i| i.name()).unwrap_or(p.within);
        match (p.kind, p.state.and_then(|s| s.info())) {
            (Kind::State, Some(info)) => state(facts, info, p.form, folded, out),
            (Kind::Capital, _) => {
                let _ = writeln!(out, "{}\n  capital of {}  (tables)", p.name, lies_in(&p));
            }
            (Kind::City, _) => {
                let _ = writeln!(
                    out,
                    "{}\n  city in {}, {} inhabitants  (tables, GeoNames)",
                    p.name,
                    lies_in(&p),
                    p.population
                );
            }
            (Kind::Seat, _) => {
                let _ = writeln!(out, "{}\n  stands for the government of {}  (tables)", p.name, lies_in(&p));
            }
            _ => {}
        }
    }
}

fn state(facts: &Facts, info: places::StateInfo, form: Form, folded: &str, out: &mut String) {
    let list = |words: &mut dyn Iterator<Item = &'static str>| words.collect::<Vec<_>>().join(", ");
    let _ = writeln!(out, "{}", info.name());
    if form != Form::Name {
        let _ = writeln!(out, "  “{folded}” is its adjective or its people");
    }
    let others = list(&mut info.other_names());
    if !others.is_empty() {
        let _ = writeln!(out, "  also {others}");
    }
    let people = info.people().map(|(one, many)| format!("{one}, {many}")).collect::<Vec<_>>().join("; ");
    let _ = writeln!(out, "  adjective {}; people {people}", list(&mut info.adjectives()));
    let _ = writeln!(out, "  capital {}; currency {}", list(&mut info.capitals()), info.currency());
    if let Some(id) = info.id() {
        let of = super::term::Of::State(id);
        let offices = ["monarch", "president", "chancellor", "prime-minister", "foreign-minister"];
        holders(facts, &offices, &of, out);
    }
}

/// The newest term of each office.
fn holders(facts: &Facts, offices: &[&str], of: &super::term::Of, out: &mut String) {
    for office in offices {
        let terms = facts.office(office, false, of);
        let known =
            |t: &&Term| t.start.is_some_and(|s| s.earliest() <= AS_OF) || t.source != super::term::Source::Tables;
        if let Some(t) = terms.iter().filter(known).max_by_key(|t| t.start) {
            let _ = writeln!(out, "  {}: {} {}  ({})", office.replace('-', " "), t.name, t.dates(), t.said_by());
        }
    }
}

fn organisation(facts: &Facts, folded: &str, out: &mut String) {
    let mut seen: Vec<&str> = Vec::new();
    for o in orgs::lookup(folded).filter(|o| !o.loose) {
        if seen.contains(&o.id) {
            continue;
        }
        seen.push(o.id);
        let home = o.state.and_then(|s| s.info()).map(|i| format!(" in {}", i.name())).unwrap_or_default();
        let _ = writeln!(out, "{}\n  {}{home}  (tables)", o.name(), o.kind);
        let of = super::term::Of::Body(o.id.to_owned());
        let offices = [
            "secretary-general",
            "president",
            "director-general",
            "director",
            "chair",
            "high-representative",
            "high-commissioner",
            "head",
            "central-bank-governor",
            "prosecutor",
            "supreme-allied-commander",
            "chief-executive",
        ];
        holders(facts, &offices, &of, out);
    }
    if seen.is_empty() {
        let of = super::term::Of::Body(folded.to_owned());
        holders(facts, &["chief-executive", "chair", "president", "director", "head"], &of, out);
    }
    for c in units::currency(folded).filter(|c| !c.symbol) {
        let users: Vec<&str> = places::states().filter(|s| s.currency() == c.code).map(|s| s.name()).collect();
        if !users.is_empty() {
            let _ = writeln!(out, "{folded}\n  currency {} of {}  (tables)", c.code, users.join(", "));
        }
    }
}
