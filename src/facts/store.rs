//! All facts of a run: the newsroom's rows in memory, and the way to the embedded tables.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use super::fault::RowError;
use super::file::{Fact, Row, parse};
use super::lexicon::{Builder, Lexicon};
use super::term::{Of, Source, Term, When};
use crate::knowledge::dates::Date;
use crate::knowledge::key;
use crate::knowledge::names::transliteration_key;
use crate::knowledge::people::{self, Held, PartialDate, Standing};
use crate::knowledge::titles::{self, Modifier, TitleRef};

/// What is known of persons and their offices, and how names are written.
#[derive(Debug, Default)]
pub struct Facts {
    /// Terms of the newsroom's files, in the order given.
    own: Vec<Term>,
    /// Titles that say no present office ("former minister"), with the name, for showing.
    said: Vec<(Row, Arc<str>, usize)>,
    by_person: HashMap<String, Vec<usize>>,
    by_office: HashMap<String, Vec<usize>>,
    /// The bodies that have offices there, by their folded names.
    bodies: HashSet<String>,
    /// House spellings and names that are never questioned.
    pub lexicon: Lexicon,
}

/// A key that spellings of one full name share.
fn person_key(folded: &str) -> String {
    folded.split([' ', '-']).filter(|w| !w.is_empty()).map(transliteration_key).collect::<Vec<_>>().join(" ")
}

fn office_key(office: &str, deputy: bool, of: &Of) -> String {
    format!("{} {}{office}", of.key(), if deputy { "deputy-" } else { "" })
}

impl Facts {
    /// The embedded tables alone.
    pub fn tables() -> &'static Facts {
        static TABLES: LazyLock<Facts> = LazyLock::new(Facts::default);
        &TABLES
    }

    /// The embedded tables and these files, each a name and its text; a row of an earlier file goes before one of a later.
    ///
    /// # Errors
    /// All rows that cannot be read, each with the name of its file; then nothing of any file is used.
    pub fn of_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Facts, Vec<(String, RowError)>> {
        let (mut facts, mut lexicon, mut errors) = (Facts::default(), Builder::default(), Vec::new());
        for (name, text) in files {
            let shared: Arc<str> = name.into();
            let (rows, bad) = parse(text);
            errors.extend(bad.into_iter().map(|e| (name.to_owned(), e)));
            for (line, row) in rows {
                match row {
                    Fact::Term(row) => facts.add(row, &shared, line),
                    Fact::Write { preferred, forbidden, note } => lexicon.write(&preferred, &forbidden, &note),
                    Fact::Keep(name) => lexicon.keep(&name),
                }
            }
        }
        facts.lexicon = lexicon.build();
        if errors.is_empty() { Ok(facts) } else { Err(errors) }
    }

    fn add(&mut self, row: Row, file: &Arc<str>, line: usize) {
        let folded = key::fold(&row.office);
        let (Some(of), readings) = (Of::read(&row.of), titles::lookup(&folded)) else { return };
        let here = |t: &TitleRef| match &of {
            Of::State(state) => t.fits(*state),
            Of::Body(_) => true,
        };
        let Some(title) = readings.clone().find(here).or_else(|| readings.clone().next()) else { return };
        let has = |m| title.modifiers.has(m);
        if [Modifier::Former, Modifier::Designate, Modifier::Outgoing, Modifier::SelfProclaimed, Modifier::Honorary]
            .into_iter()
            .any(has)
        {
            self.said.push((row, Arc::clone(file), line));
            return;
        }
        // An open term without a day up to which it is known is known of on its first day only.
        let until = row.until.or(row.to.map(PartialDate::latest)).or(row.from.map(PartialDate::earliest));
        let source = match row.stories {
            Some(stories) => Source::Learnt { name: Arc::clone(file), line, stories },
            None => Source::File {
                name: Arc::clone(file),
                line,
                until: until.unwrap_or(Date { year: 1, month: 1, day: 1 }),
            },
        };
        let term = Term {
            name: row.name,
            office: normal(title.office).to_owned(),
            deputy: has(Modifier::Deputy) || has(Modifier::Assistant),
            of,
            start: row.from,
            end: row.to,
            standing: if has(Modifier::Acting) { Standing::Acting } else { Standing::Full },
            source,
        };
        let at = self.own.len();
        let folded = key::fold(&term.name);
        let full = person_key(&folded);
        if let Some(surname) = full.rsplit(' ').next().filter(|s| *s != full) {
            self.by_person.entry(surname.to_owned()).or_default().push(at);
        }
        self.by_person.entry(full).or_default().push(at);
        self.by_office.entry(office_key(&term.office, term.deputy, &term.of)).or_default().push(at);
        if let Of::Body(name) = &term.of {
            self.bodies.insert(name.clone());
        }
        self.own.push(term);
    }

    /// The terms of every person whom the folded name, full or last, can mean: those of the files first.
    pub fn person(&self, name: &str) -> Vec<Term> {
        let mut out = self.own_of(&self.by_person, &person_key(name));
        out.extend(people::terms(name).map(Term::of_tables));
        out
    }

    /// The terms in one office, those of the files first.
    pub fn office(&self, office: &str, deputy: bool, of: &Of) -> Vec<Term> {
        let mut out = self.own_of(&self.by_office, &office_key(office, deputy, of));
        let rank = if deputy { format!("deputy-{office}") } else { office.to_owned() };
        out.extend(people::office_terms(&rank, of.key()).map(Term::of_tables));
        out
    }

    /// Whether a file has an office of a body of this folded name.
    pub fn has_body(&self, name: &str) -> bool {
        self.bodies.contains(name)
    }

    /// As [`Facts::office`], for a story of these days: where a file is sure of a holder, the tables are not asked.
    pub fn office_on(&self, office: &str, deputy: bool, of: &Of, when: When) -> Vec<Term> {
        let mut all = self.office(office, deputy, of);
        if all.iter().any(|t| t.source != Source::Tables && t.held(when) == Held::Yes) {
            all.retain(|t| t.source != Source::Tables);
        }
        all
    }

    fn own_of(&self, index: &HashMap<String, Vec<usize>>, key: &str) -> Vec<Term> {
        if self.own.is_empty() {
            return Vec::new();
        }
        index.get(key).into_iter().flatten().filter_map(|i| self.own.get(*i)).cloned().collect()
    }

    /// Rows whose title says that somebody does not hold the office now: "former minister". For showing.
    pub(super) fn said_of(&self, name: &str) -> impl Iterator<Item = &(Row, Arc<str>, usize)> {
        let key = person_key(name);
        self.said.iter().filter(move |(row, _, _)| {
            let full = person_key(&key::fold(&row.name));
            full == key || full.rsplit(' ').next() == Some(key.as_str())
        })
    }

    /// How many rows of offices the files have.
    pub fn len(&self) -> usize {
        self.own.len() + self.said.len()
    }

    /// Whether no file has a row of an office.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The office under which the tables list a more special word for it: a king and a queen are monarchs.
pub(super) fn normal(office: &'static str) -> &'static str {
    match office {
        "king" | "queen" | "sultan" | "emperor" => "monarch",
        other => other,
    }
}
