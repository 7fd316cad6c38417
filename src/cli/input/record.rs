//! A line of `batch`: a pair as a JSON object, or what is wrong with it.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use truecopy::ingest::{self, Story};

use crate::cli::failure::Failure;
use crate::cli::input::lines::{Line, TooLong};

/// Year, month and day.
type Day = (i32, u8, u8);

/// The texts of a line.
pub struct Pair {
    /// What it is called.
    pub id: String,
    /// Takes of the wire; at least one.
    pub wires: Vec<Story>,
    /// The rewrite.
    pub rewrite: Story,
    /// The day of the story, where the line says it.
    pub date: Option<Day>,
}

/// A line that holds no pair.
#[derive(Debug)]
pub struct BadLine {
    /// Its id, where it has one that can be read.
    pub id: Option<String>,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Debug)]
pub enum Fault {
    /// It is too long.
    TooLong(TooLong),
    /// It is no UTF-8 from this byte on.
    Utf8(usize),
    /// It is no JSON object.
    NoObject,
    /// It is no JSON, or not of the shape that is wanted.
    Json(serde_json::Error),
    /// It has no take of the wire.
    NoTake,
    /// Its date is none.
    Date(String),
    /// Its texts could be read, and not checked.
    Unchecked(Failure),
    /// The checker failed on it.
    Internal,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const EXPECTED: &str = r#"expected {"id": string, "original": string or [string, …], "rewrite": string, "date": string (may be left out)}"#;
        match self {
            Fault::TooLong(e) => e.fmt(f),
            Fault::Utf8(at) => write!(f, "invalid UTF-8 at byte {at}: JSON lines are UTF-8"),
            Fault::NoObject => f.write_str("not a JSON object: each line must be one"),
            Fault::Json(e) => {
                let shape = e.classify() == serde_json::error::Category::Data;
                let advice = if shape { EXPECTED } else { "each line must be one JSON object" };
                write!(f, "{} (column {}): {advice}", without_place(e), e.column())
            }
            Fault::NoTake => f.write_str("`original` is an empty list: give at least one text"),
            Fault::Date(text) => write!(f, "`date` is “{text}”: expected a day as YYYY-MM-DD, or a time stamp"),
            Fault::Unchecked(why) => why.fmt(f),
            Fault::Internal => f.write_str("internal error: please report this pair"),
        }
    }
}

/// What a JSON parser says, without the place: it counts lines from the start of the line itself.
pub fn without_place(e: &serde_json::Error) -> String {
    let mut message = e.to_string();
    if let Some(at) = message.rfind(" at line ") {
        message.truncate(at);
    }
    message
}

/// Reads a line.
///
/// # Errors
/// What is wrong with it.
pub fn read(line: &Line) -> Result<Pair, BadLine> {
    let bad = |id: Option<String>, fault: Fault| BadLine { id, fault };
    let bytes = line.bytes.as_deref().map_err(|e| bad(None, Fault::TooLong(*e)))?;
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let id = id_of(String::from_utf8_lossy(bytes).as_bytes()).filter(|id| !id.contains('\u{FFFD}'));
        bad(id, Fault::Utf8(e.valid_up_to()))
    })?;
    if !text.trim_start().starts_with('{') {
        // A list of three strings would else be read as a record.
        return Err(bad(None, Fault::NoObject));
    }
    let record: Record = serde_json::from_str(text).map_err(|e| bad(id_of(bytes), Fault::Json(e)))?;
    let id = record.id.into_owned();
    let wires: Vec<Story> = match &record.original {
        Original::One(text) => vec![ingest::from_text("original", text)],
        Original::Takes(takes) => {
            takes.iter().enumerate().map(|(i, t)| ingest::from_text(&format!("original {}", i + 1), t)).collect()
        }
    };
    if wires.is_empty() {
        return Err(bad(Some(id), Fault::NoTake));
    }
    let date = match record.date.as_deref().filter(|d| !d.is_empty()) {
        None => None,
        Some(text) => match ingest::day(text) {
            None => return Err(bad(Some(id), Fault::Date(text.to_owned()))),
            day => day,
        },
    };
    Ok(Pair { id, wires, rewrite: ingest::from_text("rewrite", &record.rewrite), date })
}

/// A line on which the checker failed.
pub fn internal(line: &Line) -> BadLine {
    BadLine { id: line.bytes.as_deref().ok().and_then(id_of), fault: Fault::Internal }
}

/// The id of a line whose other fields are at fault.
fn id_of(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    serde_json::from_slice::<Id>(bytes).ok().map(|i| i.id)
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    original: Original<'a>,
    #[serde(borrow)]
    rewrite: Cow<'a, str>,
    /// The day of the story, where the texts do not say it.
    #[serde(borrow, default)]
    date: Option<Cow<'a, str>>,
}

enum Original<'a> {
    One(Cow<'a, str>),
    Takes(Vec<String>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Original<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Original<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a string or a list of strings")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Original::One(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Original::One(Cow::Owned(text.to_owned())))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut takes = Vec::new();
                while let Some(take) = list.next_element()? {
                    takes.push(take);
                }
                Ok(Original::Takes(takes))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
