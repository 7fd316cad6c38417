//! The Python module `truecopy._truecopy`: the checker, and the program that the command `truecopy` starts.
//!
//! | file | holds |
//! |---|---|
//! | `texts` | what a text may be given as: a string, a path, bytes, a file |
//! | `checker` | settings, and one check |
//! | `batch` | many checks, on several threads, in order |
//! | `results` | what comes of a check, as Python sees it |
//! | `archive` | which wire a text was made from |
//! | `weights` | where the weights of the reader lie |
//! | `errors` | the exceptions, which are declared in Python |
//!
//! A result is what `truecopy batch` writes: it is made from that line, so that the two cannot differ. `truecopy/_truecopy.pyi` says what
//! Python sees, and `tests/test_stub.py` that it is so.

mod archive;
mod batch;
mod checker;
mod errors;
mod results;
mod texts;
mod weights;

use std::ffi::OsString;

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The command `truecopy`: runs the program with `sys.argv` and ends the process with its exit status.
#[pyfunction]
fn main(py: Python<'_>) -> PyResult<()> {
    // Python keeps SIGINT for an exception that would wait for the end of the program.
    let signal = py.import("_signal")?;
    signal.call_method1("signal", (signal.getattr("SIGINT")?, signal.getattr("SIG_DFL")?))?;
    let args: Vec<OsString> = py.import("sys")?.getattr("argv")?.extract()?;
    let args = std::iter::once("truecopy".into()).chain(args.into_iter().skip(1));
    // Not back through Python, whose end takes as long as its start; this writes what standard output still holds.
    py.detach(|| std::process::exit(truecopy::cli::run(args).status().into()))
}

/// What truecopy looks for.
#[pyfunction]
fn rules() -> Vec<results::Rule> {
    truecopy::rules::rules().iter().copied().map(results::Rule::from).collect()
}

/// Checks one rewrite against its wire.
#[pyfunction]
#[pyo3(signature = (wire, rewrite, *, id=None, date=None, **settings))]
fn check(
    py: Python<'_>,
    wire: &Bound<'_, PyAny>,
    rewrite: &Bound<'_, PyAny>,
    id: Option<String>,
    date: Option<&Bound<'_, PyAny>>,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<results::Report> {
    checker::Checker::new(py, settings)?.check(py, wire, rewrite, id, date)
}

/// Checks many pairs, on several threads; gives the reports in order, as they come.
#[pyfunction]
#[pyo3(signature = (pairs, *, threads=None, return_exceptions=false, **settings))]
fn check_batch(
    py: Python<'_>,
    pairs: &Bound<'_, PyAny>,
    threads: Option<usize>,
    return_exceptions: bool,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<batch::Batch> {
    checker::Checker::new(py, settings)?.check_batch(py, pairs, threads, return_exceptions)
}

/// The stories of an archive that a text was most likely made from, the best first.
#[pyfunction]
#[pyo3(name = "match", signature = (archive, text, *, top=1, threshold=None, days=None, section=None))]
fn find(
    py: Python<'_>,
    archive: &Bound<'_, PyAny>,
    text: &Bound<'_, PyAny>,
    top: usize,
    threshold: Option<f64>,
    days: Option<u32>,
    section: Option<String>,
) -> PyResult<Vec<archive::Match>> {
    match archive.cast::<archive::Archive>() {
        Ok(archive) => archive.get().find(py, text, top, threshold, days, section),
        Err(_) => archive::Archive::new(py, archive.extract()?)?.find(py, text, top, threshold, days, section),
    }
}

#[pymodule]
#[pyo3(name = "_truecopy")]
mod module {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::archive::{Archive, Match, likeness, term_rarity, term_weight, terms};
    #[pymodule_export]
    use super::batch::Batch;
    #[pymodule_export]
    use super::checker::{Checker, Wire};
    #[pymodule_export]
    use super::results::{Evidence, Finding, Report, Rule, Span};
    #[pymodule_export]
    use super::{check, check_batch, find, main, rules};

    /// The least score that says, on its own, that a text was made from a story.
    #[pymodule_export]
    const THRESHOLD: f64 = truecopy::archive::THRESHOLD;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Before anything else is done, the module and the command alike.
    #[pymodule_init]
    fn begin(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        truecopy::cli::embedded::weights_found_by(super::weights::folder);
        Ok(())
    }
}
