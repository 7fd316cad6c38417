//! What comes of a check, as Python sees it: what a line of `truecopy batch` says, and is read from.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyString, PyTuple};
use serde::Deserialize;
use truecopy::format::jsonl;
use truecopy::report;

use crate::errors;

/// Words of a text.
#[pyclass(frozen, eq, get_all, module = "truecopy", from_py_object)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Span {
    /// Which take of the wire, counted from 0; none for words of the rewrite.
    #[serde(default)]
    take: Option<usize>,
    start: usize,
    end: usize,
    text: String,
}

/// What a finding rests on.
#[pyclass(frozen, eq, get_all, module = "truecopy", from_py_object)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Evidence {
    wire: Vec<Span>,
    rewrite: Vec<Span>,
    knowledge: Option<String>,
}

/// One likely fault.
#[pyclass(frozen, eq, get_all, module = "truecopy", from_py_object)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Finding {
    rule: String,
    category: String,
    severity: String,
    confidence: f64,
    start: Option<usize>,
    end: Option<usize>,
    text: Option<String>,
    #[serde(default)]
    fault: Option<usize>,
    message: String,
    evidence: Evidence,
    replacement: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Line {
    id: String,
    verdict: String,
    fidelity: f64,
    findings: Vec<Finding>,
}

/// What a pickled report is made of again: its line, the reason, the notes.
type Parts = (String, String, Vec<String>);

/// What a check comes to.
#[pyclass(frozen, module = "truecopy")]
pub struct Report {
    /// As `batch` writes it.
    json: String,
    line: Line,
    reason: String,
    notes: Vec<String>,
    /// The findings as Python objects, once somebody asked for them.
    findings: PyOnceLock<Py<PyTuple>>,
}

/// One kind of fault that is looked for.
#[pyclass(frozen, eq, get_all, module = "truecopy", from_py_object)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Rule {
    id: String,
    group: String,
    category: String,
    severity: String,
    summary: String,
    docs: String,
}

impl From<&truecopy::finding::Rule> for Rule {
    fn from(rule: &truecopy::finding::Rule) -> Self {
        Rule {
            id: rule.id.to_owned(),
            group: rule.group.name().to_owned(),
            category: rule.category.name().to_owned(),
            severity: rule.severity.name().to_owned(),
            summary: rule.summary(),
            docs: rule.docs.to_owned(),
        }
    }
}

/// What `repr` says of an object with these fields.
pub fn shown(py: Python<'_>, class: &str, fields: &[(&str, Py<PyAny>)]) -> PyResult<String> {
    let fields = fields.iter().map(|(name, value)| Ok(format!("{name}={}", value.bind(py).repr()?)));
    Ok(format!("{class}({})", fields.collect::<PyResult<Vec<String>>>()?.join(", ")))
}

/// `repr`, `to_dict`, pickling and the order of the fields in a `match` statement, for a class of the fields named; `to_dict` leaves out
/// those behind the bar that are none, as `batch` does.
macro_rules! dataclass {
    ($class:ident: $($field:ident),+ $(; $($maybe:ident),+)?) => {
        #[pymethods]
        impl $class {
            #[classattr]
            fn __match_args__<'py>(py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                pyo3::types::PyTuple::new(py, [$(stringify!($field)),+])
            }

            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                let fields = [$((stringify!($field), slf.getattr(stringify!($field))?.unbind())),+];
                $crate::results::shown(slf.py(), stringify!($class), &fields)
            }

            /// For pickle: the class by its name, and what `_from_json` makes it of again.
            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<(Bound<'py, PyAny>, (&'static str, Bound<'py, PyAny>))> {
                let json = slf.py().import("json")?.call_method1("dumps", (Self::to_dict(slf)?,))?;
                let again = slf.py().import("truecopy._errors")?.getattr("_again")?;
                Ok((again, (stringify!($class), json)))
            }

            #[staticmethod]
            fn _from_json(json: &str) -> PyResult<Self> {
                serde_json::from_str(json).map_err(|e| pyo3::exceptions::PyValueError::new_err(e.to_string()))
            }

            fn to_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, pyo3::types::PyDict>> {
                let out = pyo3::types::PyDict::new(slf.py());
                let maybe: &[&str] = &[$($(stringify!($maybe)),+)?];
                $(
                    let (name, value) = (stringify!($field), slf.getattr(stringify!($field))?);
                    if !(value.is_none() && maybe.contains(&name)) {
                        out.set_item(name, $crate::results::plain(&value)?)?;
                    }
                )+
                Ok(out)
            }
        }
    };
}

/// A value as JSON has it: objects of this module as dicts, lists of them as lists.
pub fn plain<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if value.hasattr("to_dict")? {
        return value.call_method0("to_dict");
    }
    match value.cast::<PyList>() {
        Ok(list) => {
            let items: Vec<Bound<'py, PyAny>> = list.iter().map(|item| plain(&item)).collect::<PyResult<_>>()?;
            Ok(PyList::new(value.py(), items)?.into_any())
        }
        Err(_) => Ok(value.clone()),
    }
}

pub(crate) use dataclass;

dataclass!(Span: take, start, end, text; take);
dataclass!(Evidence: wire, rewrite, knowledge);
dataclass!(Finding: rule, category, severity, confidence, start, end, text, fault, message, evidence, replacement; fault);
dataclass!(Rule: id, group, category, severity, summary, docs);

impl Report {
    /// The report as `batch` writes it under this id; Python is not needed for it.
    pub fn of(report: &report::Report, id: &str) -> Result<Self, serde_json::Error> {
        Report::read(jsonl::render(report, id), report.reason.clone(), report.notes.clone())
    }

    fn read(json: String, reason: String, notes: Vec<String>) -> Result<Self, serde_json::Error> {
        Ok(Report { line: serde_json::from_str(&json)?, json, reason, notes, findings: PyOnceLock::new() })
    }
}

#[pymethods]
impl Report {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str) {
        ("id", "verdict", "fidelity", "findings")
    }

    #[getter]
    fn id(&self) -> &str {
        &self.line.id
    }

    #[getter]
    fn verdict(&self) -> &str {
        &self.line.verdict
    }

    #[getter]
    fn fidelity(&self) -> f64 {
        self.line.fidelity
    }

    #[getter]
    fn reason(&self) -> &str {
        &self.reason
    }

    #[getter]
    fn notes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.notes)
    }

    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let made = || PyTuple::new(py, self.line.findings.iter().cloned()).map(Bound::unbind);
        Ok(self.findings.get_or_try_init(py, made)?.bind(py).clone())
    }

    /// The line of `truecopy batch`, without a line end.
    fn to_json(&self) -> &str {
        &self.json
    }

    /// The same as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (&self.json,))
    }

    /// Reads a line of `truecopy batch`, or what `to_json` gave.
    #[staticmethod]
    #[pyo3(signature = (line, *, reason="", notes=Vec::new()))]
    fn from_json(py: Python<'_>, line: &str, reason: &str, notes: Vec<String>) -> PyResult<Self> {
        let line = line.trim_end_matches(['\r', '\n']);
        #[derive(Deserialize)]
        struct Refusal {
            #[serde(default)]
            id: String,
            error: String,
        }
        Report::read(line.to_owned(), reason.to_owned(), notes).map_err(|e| match serde_json::from_str(line) {
            Ok(Refusal { id, error }) => errors::unchecked(py, &id, &error),
            Err(_) => PyValueError::new_err(format!("not a line of `truecopy batch`: {e}")),
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Parts)> {
        let report = slf.get();
        let again = slf.py().import("truecopy._errors")?.getattr("_report")?;
        Ok((again, (report.json.clone(), report.reason.clone(), report.notes.clone())))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Report>().is_ok_and(|other| {
            let other = other.get();
            self.json == other.json && self.reason == other.reason && self.notes == other.notes
        })
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &self.json).hash()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let fields = ["id", "verdict", "fidelity", "findings", "reason", "notes"];
        let fields = fields.map(|name| slf.getattr(name).map(|value| (name, value.unbind())));
        shown(slf.py(), "Report", &fields.into_iter().collect::<PyResult<Vec<_>>>()?)
    }
}
