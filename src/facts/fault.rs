//! What can be wrong with a row or a list of facts.

use std::error::Error;
use std::fmt;

use crate::knowledge::people::PartialDate;

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: RowFault,
}

/// What is wrong with a row, and what was expected. Columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowFault {
    /// The file has no row of any kind: it is something else, and none of it is shown.
    NoFacts,
    /// It does not say what kind of row it is.
    NoKind,
    /// There is no such kind of row.
    Kind(String),
    /// It has more columns than belong to its kind.
    Wide {
        /// Its columns.
        columns: usize,
        /// Those that belong to it.
        most: usize,
    },
    /// A cell is empty.
    Missing {
        /// The column.
        column: usize,
        /// What belongs there.
        what: &'static str,
    },
    /// A cell is longer than any name.
    Long {
        /// The column.
        column: usize,
        /// What belongs there.
        what: &'static str,
        /// The most bytes.
        most: usize,
    },
    /// A form is to be written instead of itself, or of nothing.
    Itself(String),
    /// The tables know no such office.
    Office(String),
    /// There is no such state or body.
    Body(String),
    /// It ends before it begins.
    Backwards {
        /// The first day.
        from: PartialDate,
        /// The last day.
        to: PartialDate,
    },
    /// No number of stories.
    Stories(String),
    /// No date.
    Date {
        /// The column.
        column: usize,
        /// What stands there.
        found: String,
    },
    /// A row of a list that is imported.
    Listed(ListedFault),
}

/// What is wrong with a row of a list that is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListedFault {
    /// It has not as many columns as the heading.
    Ragged {
        /// Its columns.
        columns: usize,
        /// Those of the heading.
        heading: usize,
    },
    /// The parser cannot read it.
    NoCsv,
    /// It is no JSON object.
    NoObject,
    /// The person has no name.
    Nameless(String),
    /// The tables know no such office.
    Office(String),
    /// It does not say of what state or body.
    Bodiless(String),
    /// It does not say when the term began.
    NoStart,
    /// The term ended, nobody knows when.
    UnknownEnd,
    /// It ends before it begins on this day.
    Backwards(PartialDate),
    /// No date.
    Date {
        /// Which.
        what: &'static str,
        /// What stands there.
        found: String,
    },
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

impl Error for RowError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.fault)
    }
}

impl Error for RowFault {}

impl From<ListedFault> for RowFault {
    fn from(fault: ListedFault) -> Self {
        RowFault::Listed(fault)
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const KINDS: &str = "expected held, called, write or keep";
        match self {
            RowFault::NoFacts => {
                f.write_str("this is no file of facts: no row begins with held, called, write or keep")
            }
            RowFault::NoKind => write!(f, "the first column is empty: {KINDS}"),
            RowFault::Kind(found) => write!(f, "unknown kind of row `{}`: {KINDS}", Short(found)),
            RowFault::Wide { columns, most } => {
                write!(f, "{columns} columns, at most {most} belong to this kind of row")
            }
            RowFault::Missing { column, what } => write!(f, "column {column}: the {what} is missing"),
            RowFault::Long { column, what, most } => {
                write!(f, "column {column}: the {what} is longer than {most} bytes")
            }
            RowFault::Itself(form) => {
                write!(f, "column 3: `{}` is to be written instead of itself or of nothing", Short(form))
            }
            RowFault::Office(office) => {
                write!(f, "column 3: unknown office `{}`: give a title such as `prime minister`", Short(office))
            }
            RowFault::Body(of) => write!(f, "column 4: `{}` names no state or body", Short(of)),
            RowFault::Backwards { from, to } => {
                write!(f, "columns 5 and 6: ends on {to}, before it begins on {from}")
            }
            RowFault::Stories(found) => {
                write!(f, "column 7: expected a number of stories, found `{}`", Short(found))
            }
            RowFault::Date { column, found } => {
                write!(f, "column {column}: expected YYYY-MM-DD, YYYY-MM or YYYY, found `{}`", Short(found))
            }
            RowFault::Listed(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for ListedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ListedFault::Ragged { columns, heading } => write!(f, "{columns} columns, the heading has {heading}"),
            ListedFault::NoCsv => f.write_str("it is no valid CSV"),
            ListedFault::NoObject => f.write_str("expected an object"),
            ListedFault::Nameless(name) => write!(f, "the person has no name: `{name}`"),
            ListedFault::Office(position) => write!(f, "unknown office `{position}`"),
            ListedFault::Bodiless(position) => write!(f, "no state or body for `{position}`"),
            ListedFault::NoStart => f.write_str("the first day is missing or unknown"),
            ListedFault::UnknownEnd => f.write_str("the term ended on an unknown day"),
            ListedFault::Backwards(from) => write!(f, "ends before it begins on {from}"),
            ListedFault::Date { what, found } => {
                write!(f, "{what}: expected a date such as 2021-01-26, found `{found}`")
            }
        }
    }
}

/// A cell as an error shows it.
struct Short<'a>(&'a str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.char_indices().nth(40).map_or(self.0.len(), |(i, _)| i);
        let head = self.0.get(..end).unwrap_or(self.0);
        write!(f, "{head}{}", if end < self.0.len() { "…" } else { "" })
    }
}

/// Why a text is no list of office-holders.
#[derive(Debug)]
#[non_exhaustive]
pub enum BadList {
    /// It is no JSON.
    NoJson(serde_json::Error),
    /// It is JSON, but no list.
    NoList,
    /// It is a JSON object without the list of a SPARQL result.
    NoResults,
    /// It has no line with the names of its columns.
    NoHeading(csv::Error),
    /// No column for the person; the columns that it has.
    NoPerson(Vec<String>),
    /// No column for the office; the columns that it has.
    NoOffice(Vec<String>),
}

impl fmt::Display for BadList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadList::NoJson(e) => write!(f, "it is no valid JSON: {e}"),
            BadList::NoList => f.write_str("expected a list of objects"),
            BadList::NoResults => {
                f.write_str("expected a list of objects, or `results` with `bindings` as a SPARQL query gives them")
            }
            BadList::NoHeading(e) => write!(f, "no heading line: {e}"),
            BadList::NoPerson(columns) => {
                write!(f, "no column for the person, such as `personLabel`: its columns are {}", columns.join(", "))
            }
            BadList::NoOffice(columns) => {
                write!(f, "no column for the office, such as `positionLabel`: its columns are {}", columns.join(", "))
            }
        }
    }
}

impl Error for BadList {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            BadList::NoJson(e) => Some(e),
            BadList::NoHeading(e) => Some(e),
            _ => None,
        }
    }
}
