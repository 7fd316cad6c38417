//! Where the weights of the reader lie: the package `truecopy-reader` holds them, so that this one stays small.

use std::path::PathBuf;

use pyo3::prelude::*;
use truecopy::cli::embedded::Failure;

/// What to do where they are missing.
const INSTALL: &str = "install them with `pip install \"truecopy[reader]\"`, or set `reader` to \"off\"";

/// The folder with the weights.
///
/// # Errors
/// Where the package is not installed, or belongs to another version.
pub fn folder() -> Result<PathBuf, Failure> {
    let found = Python::attach(|py| -> PyResult<(String, PathBuf)> {
        let package = py.import("truecopy_reader")?;
        Ok((package.getattr("__version__")?.extract()?, package.getattr("FOLDER")?.extract()?))
    });
    let Ok((version, folder)) = found else {
        return Err(Failure::new("the weights of the reader are not installed").advise(INSTALL));
    };
    let own = env!("CARGO_PKG_VERSION");
    if version != own {
        let what = format!("the weights of the reader are those of version {version}, not {own}");
        return Err(Failure::new(what).advise(INSTALL));
    }
    Ok(folder)
}
