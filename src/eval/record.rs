//! One labelled line, in any of the shapes that `docs/eval.md` describes.

use std::fmt;

use serde::Deserialize;

use crate::finding::Severity;

/// A stretch of the rewrite in Unicode code points, end exclusive. An empty one is a place where something is missing.
pub type Stretch = (usize, usize);

/// An error that a person marked in a rewrite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where.
    pub at: Stretch,
    /// How grave.
    pub severity: Severity,
    /// Whether its category is an omission: words that only the original has.
    pub omission: bool,
}

/// What is labelled in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A faithful text, and the same with one planted fault.
    Planted {
        /// The faithful text.
        faithful: String,
        /// How grave the fault is; none where the label is no severity (a control such as an empty text).
        severity: Option<Severity>,
        /// Where the fault was planted; none where it is everywhere.
        at: Option<Stretch>,
    },
    /// All errors are marked; none of them means that the text is faithful.
    Marked {
        /// The errors.
        errors: Vec<Marked>,
        /// Faithful wordings that look like errors.
        faithful: Vec<Stretch>,
    },
    /// Known is only whether the text has an error.
    Whole {
        /// Whether it has.
        error: bool,
    },
}

/// One labelled pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The original; several takes where the line lists several.
    pub original: Vec<String>,
    /// The text to check: the rewrite, or the text with the planted fault.
    pub rewrite: String,
    /// Kind of the fault or of the change, where the line names one.
    pub category: Option<String>,
    /// What is known about it.
    pub label: Label,
}

#[derive(Deserialize)]
struct Raw {
    original: OneOrMore,
    rewrite: Option<String>,
    corrupted: Option<String>,
    faithful: Option<Faithful>,
    category: Option<String>,
    severity: Option<String>,
    span: Option<(usize, usize)>,
    errors: Option<Vec<RawError>>,
    error: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "`original` is a text or a list of texts")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "`faithful` is a text, or a list of {start, end}")]
enum Faithful {
    Text(String),
    Stretches(Vec<RawStretch>),
}

#[derive(Deserialize)]
struct RawStretch {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct RawError {
    start: usize,
    end: usize,
    severity: String,
    category: Option<String>,
}

/// Why a line is no record.
#[derive(Debug)]
#[non_exhaustive]
pub enum BadRecord {
    /// It is no JSON object.
    NoObject,
    /// It is no JSON, or has fields of another type.
    Json(serde_json::Error),
    /// It has no take of the original.
    NoTake,
    /// A planted fault without the faithful text, or with a rewrite besides.
    Alone,
    /// It says both whether there is an error and which.
    Both,
    /// It has nothing to check.
    NoRewrite,
    /// A faithful text without a planted fault.
    FaithfulText,
    /// A severity that is none.
    Severity(<Severity as std::str::FromStr>::Err),
    /// A place that lies outside the text.
    Outside {
        /// What stands there.
        what: &'static str,
        /// Where.
        at: Stretch,
        /// Code points of the text.
        length: usize,
    },
}

impl fmt::Display for BadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadRecord::NoObject => "not a JSON object: each line must be one",
            BadRecord::Json(e) => {
                // The parser counts lines from the start of this one.
                let message = e.to_string();
                let what = message.rfind(" at line ").and_then(|at| message.get(..at)).unwrap_or(&message);
                return write!(f, "{what} (column {})", e.column());
            }
            BadRecord::NoTake => "`original` is an empty list: give at least one text",
            BadRecord::Alone => "a line with `corrupted` needs the text `faithful`, and no `rewrite`",
            BadRecord::Both => "a line has either `error` or `errors`",
            BadRecord::NoRewrite => "neither `rewrite` nor `corrupted`: docs/eval.md shows the shapes that are read",
            BadRecord::FaithfulText => "`faithful` is a text, and `corrupted` is missing",
            BadRecord::Severity(e) => return e.fmt(f),
            BadRecord::Outside { what, at: (start, end), length } => {
                return write!(f, "{what} at {start} to {end} does not fit the text of {length} code points");
            }
        })
    }
}

impl std::error::Error for BadRecord {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let BadRecord::Json(e) = self { Some(e) } else { None }
    }
}

impl Record {
    /// Reads one JSON line. The error says what is wrong and what was expected.
    pub fn parse(line: &str) -> Result<Self, BadRecord> {
        if !line.trim_start().starts_with('{') {
            // A list of values would else be read as a record.
            return Err(BadRecord::NoObject);
        }
        let raw: Raw = serde_json::from_str(line).map_err(BadRecord::Json)?;
        let original = match raw.original {
            OneOrMore::One(text) => vec![text],
            OneOrMore::More(takes) if takes.is_empty() => {
                return Err(BadRecord::NoTake);
            }
            OneOrMore::More(takes) => takes,
        };
        let (rewrite, label) = match (raw.corrupted, raw.rewrite, raw.faithful) {
            (Some(corrupted), None, Some(Faithful::Text(faithful))) => {
                let at = raw.span.map(|s| fit(s, &corrupted, "span")).transpose()?;
                let severity = raw.severity.and_then(|s| s.parse().ok());
                (corrupted, Label::Planted { faithful, severity, at })
            }
            (Some(_), ..) => {
                return Err(BadRecord::Alone);
            }
            (None, Some(rewrite), faithful) => {
                let label = match (raw.error, raw.errors) {
                    (Some(_), Some(_)) => return Err(BadRecord::Both),
                    (Some(error), None) => Label::Whole { error },
                    (None, errors) => marked(errors.unwrap_or_default(), faithful, &rewrite)?,
                };
                (rewrite, label)
            }
            (None, None, _) => {
                return Err(BadRecord::NoRewrite);
            }
        };
        Ok(Record { original, rewrite, category: raw.category, label })
    }

    /// The rewrites to check against the original: the faithful one first, where there are two.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let faithful = match &self.label {
            Label::Planted { faithful, .. } => Some(faithful.as_str()),
            _ => None,
        };
        faithful.into_iter().chain([self.rewrite.as_str()])
    }
}

fn marked(errors: Vec<RawError>, faithful: Option<Faithful>, rewrite: &str) -> Result<Label, BadRecord> {
    let errors = errors.into_iter().map(|e| {
        Ok(Marked {
            at: fit((e.start, e.end), rewrite, "an error")?,
            severity: e.severity.parse().map_err(BadRecord::Severity)?,
            omission: e.category.is_some_and(|c| c.to_lowercase().contains("omission")),
        })
    });
    let errors = errors.collect::<Result<_, BadRecord>>()?;
    let faithful = match faithful {
        None => Vec::new(),
        Some(Faithful::Text(_)) => return Err(BadRecord::FaithfulText),
        Some(Faithful::Stretches(list)) => list
            .into_iter()
            .map(|s| fit((s.start, s.end), rewrite, "a faithful wording"))
            .collect::<Result<_, BadRecord>>()?,
    };
    Ok(Label::Marked { errors, faithful })
}

fn fit(at: Stretch, text: &str, what: &'static str) -> Result<Stretch, BadRecord> {
    let length = text.chars().count();
    if at.0 <= at.1 && at.1 <= length {
        return Ok(at);
    }
    Err(BadRecord::Outside { what, at, length })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_known_by_its_keys() {
        let planted = Record::parse(
            r#"{"original":"A.","faithful":"Ab.","corrupted":"Abc.","category":"x","severity":"major","span":[1,3]}"#,
        );
        let label = Label::Planted { faithful: "Ab.".into(), severity: Some(Severity::Major), at: Some((1, 3)) };
        assert_eq!(planted.expect("planted").label, label);
        let spans = r#"{"original":["A.","B."],"rewrite":"Ab.","errors":[{"start":0,"end":2,"severity":"minor","category":"Accuracy/Omission"}]}"#;
        let spans = Record::parse(spans).expect("spans");
        assert_eq!(spans.original.len(), 2);
        let error = Marked { at: (0, 2), severity: Severity::Minor, omission: true };
        assert_eq!(spans.label, Label::Marked { errors: vec![error], faithful: vec![] });
        let listed = r#"{"original":"A.","rewrite":"Ab.","errors":[],"faithful":[{"start":0,"end":2,"text":"Ab"}]}"#;
        let label = Label::Marked { errors: vec![], faithful: vec![(0, 2)] };
        assert_eq!(Record::parse(listed).expect("listed").label, label);
        let whole = Record::parse(r#"{"original":"A.","rewrite":"B.","error":true,"category":"colours"}"#);
        assert_eq!(whole.expect("whole").label, Label::Whole { error: true });
        let faithful = Record::parse(r#"{"original":"A.","rewrite":"B."}"#).expect("faithful");
        assert_eq!(faithful.label, Label::Marked { errors: vec![], faithful: vec![] });
    }

    #[test]
    fn what_does_not_fit_is_refused_with_a_reason() {
        for (line, reason) in [
            ("[1]", "not a JSON object"),
            (r#"{"original":1,"rewrite":"B."}"#, "a text or a list of texts"),
            (r#"{"original":"A."}"#, "neither `rewrite` nor `corrupted`"),
            (r#"{"original":[],"rewrite":"B."}"#, "empty list"),
            (r#"{"original":"A.","corrupted":"B."}"#, "needs the text `faithful`"),
            (r#"{"original":"A.","rewrite":"B.","error":true,"errors":[]}"#, "either"),
            (r#"{"original":"A.","rewrite":"é.","errors":[{"start":0,"end":3,"severity":"major"}]}"#, "2 code points"),
            (
                r#"{"original":"A.","rewrite":"é.","errors":[{"start":0,"end":1,"severity":"grave"}]}"#,
                "unknown severity",
            ),
        ] {
            let said = Record::parse(line).expect_err(line).to_string();
            assert!(said.contains(reason), "{line}: {said}");
        }
    }
}
