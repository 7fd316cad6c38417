//! Which wire a text was made from.

use std::path::PathBuf;

use pyo3::prelude::*;
use serde::Deserialize;
use truecopy::archive::{self, THRESHOLD};
use truecopy::cli::embedded;

use crate::texts::Text;
use crate::{checker, errors, results};

/// An index that `truecopy index` made, or stories that are indexed on the spot.
#[pyclass(frozen, module = "truecopy")]
pub struct Archive {
    archive: embedded::Archive,
}

/// A story that a text may have been made from.
#[pyclass(frozen, eq, get_all, module = "truecopy", from_py_object)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Match {
    wire: String,
    title: String,
    id: String,
    score: f64,
    matched: bool,
    shared: Vec<String>,
}

results::dataclass!(Match: wire, title, id, score, matched, shared);

impl Archive {
    fn search<T: Send>(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        look: impl FnOnce(&embedded::Archive, &truecopy::ingest::Story) -> Result<T, embedded::Failure> + Send,
    ) -> PyResult<T> {
        let text = Text::of(text)?;
        let found = py.detach(|| {
            let story = text.read("rewrite")?;
            look(&self.archive, &story)
        });
        found.map_err(|failure| errors::unreadable(py, &failure))
    }
}

#[pymethods]
impl Archive {
    #[new]
    pub fn new(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let opened = py.detach(|| embedded::Archive::open(&path, None));
        let archive = opened.map_err(|failure| errors::unreadable(py, &failure))?;
        Ok(Archive { archive })
    }

    /// The stories that a text was most likely made from, the best first.
    #[pyo3(name = "match", signature = (text, *, top=1, threshold=None, days=None, section=None))]
    pub fn find(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        top: usize,
        threshold: Option<f64>,
        days: Option<u32>,
        section: Option<String>,
    ) -> PyResult<Vec<Match>> {
        let narrow = embedded::Narrow { days, section };
        let threshold = threshold.unwrap_or(THRESHOLD);
        let found = self.search(py, text, |archive, story| archive.search(story, &narrow, top))?;
        let shown = found.into_iter().map(|found| Match {
            wire: found.record.name(),
            title: found.record.title,
            id: found.record.id,
            score: (found.score * 1000.0).round() / 1000.0,
            matched: found.score >= threshold,
            shared: found.shared,
        });
        Ok(shown.collect())
    }

    /// The wire that a text was made from: the best above the threshold.
    #[pyo3(signature = (text, *, threshold=None, days=None, section=None))]
    fn wire_of(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        threshold: Option<f64>,
        days: Option<u32>,
        section: Option<String>,
    ) -> PyResult<checker::Wire> {
        let narrow = embedded::Narrow { days, section };
        let threshold = threshold.unwrap_or(THRESHOLD);
        let story = self.search(py, text, |archive, story| archive.wire_of(story, &narrow, threshold))?;
        Ok(checker::Wire { wire: story.into() })
    }
}

/// What a text is known by: the hashes of its distinct words, names and figures, in order, each with whether it is a name or a figure.
#[pyfunction]
pub fn terms(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Vec<(u32, bool)>> {
    let text = Text::of(text)?;
    let read = py.detach(|| text.read("text").map(|story| archive::terms(&story)));
    let terms = read.map_err(|failure| errors::unreadable(py, &failure))?;
    Ok(terms.into_iter().map(|term| (term.hash, term.firm)).collect())
}

/// What a term weighs for a story, whatever archive that is in.
#[pyfunction]
pub fn term_rarity(term: u32) -> f64 {
    archive::rarity(term)
}

/// What a term weighs for a text that is searched for, where so many of all stories have it.
#[pyfunction]
pub fn term_weight(term: u32, firm: bool, having: u64, stories: u32) -> f64 {
    archive::weight_for(term, firm, having, stories)
}

/// How likely a text was made from a story.
#[pyfunction]
pub fn likeness(shared: f64, whole: f64, told: f64, weight: f64) -> f64 {
    archive::likeness(shared, whole, told, weight)
}
