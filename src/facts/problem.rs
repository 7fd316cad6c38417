//! What can be wrong with a file of facts, or with a list to make one of.

use aho_corasick::BuildError;
use thiserror::Error;

use crate::knowledge::people::PartialDate;

/// A row that cannot be read.
#[derive(Debug, Error)]
#[error("line {line}: {problem}")]
#[non_exhaustive]
pub struct RowError {
    /// The line, from 1; 0 where the rows are at fault as a whole.
    pub line: usize,
    /// What is wrong with it.
    #[source]
    pub problem: RowProblem,
}

/// What is wrong with a row. The message says what was expected.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RowProblem {
    /// The first column is empty.
    #[error("the first column is empty: expected held, called, write or keep")]
    NoKind,
    /// The first column has another word.
    #[error("unknown kind of row `{0}`: expected held, called, write or keep")]
    UnknownKind(String),
    /// More columns than its kind has.
    #[error("{found} columns, at most {most} belong to this kind of row")]
    TooManyColumns {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A column that must not be empty is.
    #[error("column {column}: the {what} is missing")]
    Missing {
        /// The column, from 1.
        column: usize,
        /// What it should hold.
        what: &'static str,
    },
    /// A cell is longer than any name.
    #[error("column {column}: the {what} is longer than {most} bytes")]
    TooLong {
        /// The column, from 1.
        column: usize,
        /// What it should hold.
        what: &'static str,
        /// How long it may be.
        most: usize,
    },
    /// A form that is to be written instead of itself, or of no other.
    #[error("column 3: `{0}` is to be written instead of itself or of nothing")]
    InsteadOfItself(String),
    /// The tables know no such office.
    #[error("column 3: unknown office `{0}`: give a title such as `prime minister`")]
    UnknownTitle(String),
    /// The tables know no such state or body.
    #[error("column 4: `{0}` names no state or body")]
    UnknownBody(String),
    /// No date where one belongs.
    #[error("column {column}: expected YYYY-MM-DD, YYYY-MM or YYYY, found `{found}`")]
    NoDate {
        /// The column, from 1.
        column: usize,
        /// What it holds.
        found: String,
    },
    /// The last day is before the first.
    #[error("columns 5 and 6: ends on {to}, before it begins on {from}")]
    EndsBefore {
        /// The first day.
        from: PartialDate,
        /// The last day.
        to: PartialDate,
    },
    /// No number of stories where one belongs.
    #[error("column 7: expected a number of stories, found `{0}`")]
    NoCount(String),
    /// More house spellings and names than can be looked for at once.
    #[error("too many forms: {0}")]
    TooManyForms(#[source] BuildError),
    /// A row of a list with other columns than its heading.
    #[error("{found} columns, the heading has {heading}")]
    Columns {
        /// How many there are.
        found: usize,
        /// How many the heading has.
        heading: usize,
    },
    /// A row of a list that is no CSV.
    #[error("it is no valid CSV")]
    Csv(#[source] csv::Error),
    /// An item of a list that is no object.
    #[error("expected an object")]
    NoObject,
    /// A person without a name: an address or a number.
    #[error("the person has no name: `{0}`")]
    Nameless(String),
    /// An office that the tables do not know.
    #[error("unknown office `{0}`")]
    UnknownOffice(String),
    /// An office of which nobody knows the state or body.
    #[error("no state or body for `{0}`")]
    NoBody(String),
    /// A day of a list that is no date.
    #[error("{which} day: expected a date such as 2021-01-26, found `{found}`")]
    NoDay {
        /// The first or the last day.
        which: &'static str,
        /// What stands there.
        found: String,
    },
    /// A term of a list without a first day.
    #[error("the first day is missing or unknown")]
    NoFirstDay,
    /// A term of a list that ended, nobody knows when.
    #[error("the term ended on an unknown day")]
    UnknownEnd,
    /// A term of a list that ends before it begins.
    #[error("ends before it begins on {0}")]
    EndsBeforeBegin(PartialDate),
}

/// Why a list cannot be read at all.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It has no column for the person, or none for the office.
    #[error("no column for the {what}, such as `{such_as}`: its columns are {found}")]
    NoColumn {
        /// What is missing.
        what: &'static str,
        /// A name that the column could have.
        such_as: &'static str,
        /// The names that it has.
        found: String,
    },
    /// It has no heading.
    #[error("no heading line: {0}")]
    NoHeading(#[source] csv::Error),
    /// It begins like JSON, but is none.
    #[error("it is no valid JSON: {0}")]
    Json(#[source] serde_json::Error),
    /// Its JSON is no list.
    #[error("expected a list of objects{}", if *.object { ", or `results` with `bindings` as a SPARQL query gives them" } else { "" })]
    NoList {
        /// Whether it is an object.
        object: bool,
    },
}
