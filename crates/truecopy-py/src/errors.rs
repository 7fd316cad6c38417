//! The exceptions. They are declared in `truecopy/_errors.py`: classes that extend Python's own cannot be declared here for every version of
//! Python at once.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use truecopy::cli::embedded::{self, Failure};

fn class<'py>(py: Python<'py>, known: &'static PyOnceLock<Py<PyType>>, name: &str) -> PyResult<Bound<'py, PyType>> {
    Ok(known.import(py, "truecopy._errors", name)?.clone())
}

fn raised(py: Python<'_>, known: &'static PyOnceLock<Py<PyType>>, name: &str, message: String) -> PyErr {
    match class(py, known, name) {
        Ok(class) => PyErr::from_type(class, message),
        Err(e) => e,
    }
}

/// Settings that are wrong.
pub fn settings(py: Python<'_>, failure: &Failure) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raised(py, &CLASS, "SettingsError", failure.to_string())
}

/// A text or an archive that cannot be read.
pub fn unreadable(py: Python<'_>, failure: &Failure) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raised(py, &CLASS, "ReadError", failure.to_string())
}

/// A pair that could not be checked.
pub fn unchecked(py: Python<'_>, id: &str, why: &str) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let made = class(py, &CLASS, "NotChecked").and_then(|class| class.call1((id, why, embedded::refusal(id, why))));
    made.map_or_else(|e| e, PyErr::from_value)
}
