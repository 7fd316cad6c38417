//! Settings, and one check.

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use truecopy::cli::embedded::{Checks, Failure, Settings};

use crate::batch::Batch;
use crate::errors;
use crate::results::Report;
use crate::texts::{Day, Takes, Text, day};

/// How often a check asks whether somebody pressed Ctrl-C.
pub const ATTENTION: Duration = Duration::from_millis(100);

/// The checker with settings: made once, for many checks and any number of threads.
#[pyclass(frozen, module = "truecopy")]
pub struct Checker {
    checks: Arc<Checks>,
}

/// A wire, read and analysed once for any number of rewrites.
#[pyclass(frozen, module = "truecopy")]
pub struct Wire {
    pub wire: truecopy::check::Wire,
}

#[pymethods]
impl Wire {
    #[new]
    #[pyo3(signature = (*takes))]
    fn new(py: Python<'_>, takes: &Bound<'_, PyTuple>) -> PyResult<Self> {
        match Takes::of(takes)? {
            Takes::Wire(wire) => Ok(Wire { wire }),
            Takes::Texts(texts) => match py.detach(|| Takes::read(&texts)) {
                Ok(takes) => Ok(Wire { wire: takes.into() }),
                Err(failure) => Err(errors::unreadable(py, &failure)),
            },
        }
    }

    /// The takes, as they were read.
    #[getter]
    fn texts(&self) -> Vec<String> {
        self.wire.stories().iter().map(|take| take.source.text.to_string()).collect()
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.wire.stories().iter().map(|take| take.source.name.as_str()).collect();
        format!("Wire({})", names.join(", "))
    }
}

/// A value of a setting as the command line would have it.
fn word(value: &Bound<'_, PyAny>) -> PyResult<OsString> {
    if value.is_instance_of::<PyString>() || value.hasattr("__fspath__")? {
        return Ok(value.extract::<PathBuf>()?.into_os_string());
    }
    Ok(value.str()?.to_cow()?.into_owned().into())
}

/// Puts the settings that Python gave by name together; one that is none is left as it is.
fn settings(given: Option<&Bound<'_, PyDict>>) -> PyResult<Result<Settings, Failure>> {
    let mut settings = Settings::default();
    for (name, value) in given.into_iter().flat_map(|given| given.iter()) {
        let name: String = name.extract()?;
        if value.is_none() {
            continue;
        }
        let set = match name.as_str() {
            "config" => {
                settings.config(value.extract()?);
                Ok(())
            }
            "rules" | "categories" => {
                let mut all = Ok(());
                for (id, level) in value.cast::<PyDict>()?.iter() {
                    let (id, level): (String, String) = (id.extract()?, level.extract()?);
                    let set = if name == "rules" { settings.rule(&id, &level) } else { settings.category(&id, &level) };
                    all = all.and(set);
                }
                all
            }
            name => {
                let is_list = Settings::takes_list(name)
                    && (value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>());
                let values = if is_list {
                    value.try_iter()?.map(|item| word(&item?)).collect::<PyResult<_>>()?
                } else {
                    vec![word(&value)?]
                };
                settings.set(name, values)
            }
        };
        if let Err(failure) = set {
            return Ok(Err(failure));
        }
    }
    Ok(Ok(settings))
}

/// A pair that is to be checked, for which Python is not needed.
pub struct Pair {
    pub id: String,
    /// What the settings know the rewrite by.
    pub path: String,
    pub wire: Takes,
    pub rewrite: Text,
    pub date: Option<Day>,
}

impl Pair {
    /// Checks it, as long as `wanted` says so.
    ///
    /// # Errors
    /// Why it could not be checked.
    pub fn check(self, checks: &Checks, wanted: &dyn Fn() -> bool) -> Result<Report, String> {
        let checked = catch_unwind(AssertUnwindSafe(|| {
            let wire = match self.wire {
                Takes::Wire(wire) => wire,
                Takes::Texts(texts) => checks.wire(Takes::read(&texts)?),
            };
            checks.check(&self.path, wire, self.rewrite.read("rewrite")?, self.date, wanted)
        }));
        let internal = || "internal error: please report this pair".to_owned();
        let judged = checked.map_err(|_| internal())?.map_err(|failure| failure.to_string())?;
        Report::of(&judged.report, &self.id).map_err(|_| internal())
    }
}

/// Works without Python's lock, and asks now and then whether somebody pressed Ctrl-C: `work` is handed what says whether to go on.
///
/// # Errors
/// What Python raises then.
pub fn attentive<T: Send>(py: Python<'_>, work: impl FnOnce(&dyn Fn() -> bool) -> T + Send) -> PyResult<T> {
    py.detach(|| {
        let (asked, interrupted) = (Cell::new(Instant::now()), RefCell::new(None));
        let wanted = || {
            if asked.get().elapsed() >= ATTENTION {
                asked.set(Instant::now());
                if let Err(raised) = Python::attach(|py| py.check_signals()) {
                    *interrupted.borrow_mut() = Some(raised);
                }
            }
            interrupted.borrow().is_none()
        };
        let done = work(&wanted);
        interrupted.into_inner().map_or(Ok(done), Err)
    })
}

#[pymethods]
impl Checker {
    #[new]
    #[pyo3(signature = (**settings))]
    pub fn new(py: Python<'_>, settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let checks = match self::settings(settings)? {
            Ok(settings) => py.detach(|| Checks::new(settings)),
            Err(failure) => Err(failure),
        };
        let checks = checks.map_err(|failure| errors::settings(py, &failure))?;
        Ok(Checker { checks: Arc::new(checks) })
    }

    /// Checks one rewrite against its wire.
    #[pyo3(signature = (wire, rewrite, *, id=None, date=None))]
    pub fn check(
        &self,
        py: Python<'_>,
        wire: &Bound<'_, PyAny>,
        rewrite: &Bound<'_, PyAny>,
        id: Option<String>,
        date: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Report> {
        let (wire, rewrite, date) = (Takes::of(wire)?, Text::of(rewrite)?, day(date)?);
        let named = match &rewrite {
            Text::File(path) => (path.to_string_lossy().into_owned(), self.checks.relative(path)),
            Text::Bytes(name, _) if !name.is_empty() => (name.clone(), name.clone()),
            Text::Bytes(..) | Text::Itself(_) => ("rewrite".to_owned(), "rewrite".to_owned()),
        };
        let (id, path) = id.map_or(named, |id| (id.clone(), id));
        let pair = Pair { id: id.clone(), path, wire, rewrite, date };
        let checked = attentive(py, |wanted| pair.check(&self.checks, wanted))?;
        checked.map_err(|why| errors::unchecked(py, &id, &why))
    }

    /// Checks many pairs, on several threads; gives the reports in order, as they come.
    #[pyo3(signature = (pairs, *, threads=None, return_exceptions=false))]
    pub fn check_batch(
        &self,
        py: Python<'_>,
        pairs: &Bound<'_, PyAny>,
        threads: Option<usize>,
        return_exceptions: bool,
    ) -> PyResult<Batch> {
        Batch::new(py, Arc::clone(&self.checks), pairs, threads, return_exceptions)
    }
}
