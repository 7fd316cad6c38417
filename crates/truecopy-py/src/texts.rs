//! What a text may be given as. A string is the text itself and never a path, because what looks like a path may be a text.

use std::path::PathBuf;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use truecopy::cli::embedded::{self, Failure};
use truecopy::ingest::{self, Story};

use crate::checker;

/// Year, month and day.
pub type Day = (i32, u8, u8);

/// A text that is still to be read, for which Python is not needed.
pub enum Text {
    /// The text itself.
    Itself(String),
    /// What a file held, in whatever encoding, under its name.
    Bytes(String, Vec<u8>),
    /// A file.
    File(PathBuf),
}

impl Text {
    /// What Python gave.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn of(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = given.cast::<PyString>() {
            return Ok(Text::Itself(text.to_cow()?.into_owned()));
        }
        if let Ok(bytes) = given.cast::<PyBytes>() {
            return Ok(Text::Bytes(String::new(), bytes.as_bytes().to_vec()));
        }
        if given.hasattr("__fspath__")? {
            return Ok(Text::File(given.extract()?));
        }
        if given.hasattr("read")? {
            let name = given.getattr("name").and_then(|name| name.extract()).unwrap_or_default();
            return match Text::of(&given.call_method0("read")?)? {
                Text::Bytes(_, bytes) => Ok(Text::Bytes(name, bytes)),
                text => Ok(text),
            };
        }
        let class = given.get_type().name()?;
        Err(PyTypeError::new_err(format!("expected a text as str or bytes, a path, or a file to read, not {class}")))
    }

    /// The story. `name` is what messages call it that has no name of its own.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(&self, name: &str) -> Result<Story, Failure> {
        match self {
            Text::Itself(text) => Ok(ingest::from_text(name, text)),
            Text::Bytes(own, bytes) => Ok(ingest::from_bytes(if own.is_empty() { name } else { own }, bytes)?),
            Text::File(path) => embedded::read(path),
        }
    }
}

/// The wire of a pair: its takes, or one that was read before.
pub enum Takes {
    /// Texts.
    Texts(Vec<Text>),
    /// A wire.
    Wire(truecopy::check::Wire),
}

impl Takes {
    /// What Python gave: a text, a list of texts, or a `Wire`.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn of(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(wire) = given.cast::<checker::Wire>() {
            return Ok(Takes::Wire(wire.get().wire.clone()));
        }
        let is_list = given.is_instance_of::<pyo3::types::PyList>() || given.is_instance_of::<pyo3::types::PyTuple>();
        if !is_list {
            return Ok(Takes::Texts(vec![Text::of(given)?]));
        }
        let takes: Vec<Text> = given.try_iter()?.map(|take| Text::of(&take?)).collect::<PyResult<_>>()?;
        if takes.is_empty() {
            return Err(PyValueError::new_err("the list of takes is empty: give at least one text"));
        }
        Ok(Takes::Texts(takes))
    }

    /// Its stories, under the names that a batch gives them.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub fn read(takes: &[Text]) -> Result<Vec<Story>, Failure> {
        let one = takes.len() == 1;
        let name = |i: usize| if one { "original".to_owned() } else { format!("original {}", i + 1) };
        takes.iter().enumerate().map(|(i, take)| take.read(&name(i))).collect()
    }
}

/// The day that Python gave: a `datetime.date`, or a string as in a batch.
///
/// # Errors
/// Where it is none.
pub fn day(given: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Day>> {
    let Some(given) = given.filter(|given| !given.is_none()) else { return Ok(None) };
    let bad = |text: &str| {
        PyValueError::new_err(format!("`date` is “{text}”: expected a day as YYYY-MM-DD, or a time stamp"))
    };
    if let Ok(text) = given.cast::<PyString>() {
        let text = text.to_cow()?;
        let text = text.as_ref();
        return if text.is_empty() { Ok(None) } else { Ok(Some(ingest::day(text).ok_or_else(|| bad(text))?)) };
    }
    let text: String = given
        .call_method0("isoformat")
        .and_then(|text| text.extract())
        .map_err(|_| PyTypeError::new_err("`date` is a datetime.date, or a string as YYYY-MM-DD"))?;
    Ok(Some(ingest::day(&text).ok_or_else(|| bad(&text))?))
}
