//! Many checks, on several threads, in order, with bounded memory.
//!
//! Python asks for one report after the other, and while it waits, it is asked for more pairs: the iterator that gives them runs where the
//! reports are asked for and on no other thread, as one expects of an iterator. The pool of the program hands its results to a function
//! instead, so it is of no use here.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyTuple};
use truecopy::cli::embedded::Checks;

use crate::checker::{ATTENTION, Pair, attentive};
use crate::errors;
use crate::results::Report;
use crate::texts::{Takes, Text, day};

/// How many pairs may be under way for each thread, so that none of them waits while one works on a large pair.
const AHEAD: u64 = 16;

/// What came of a pair: the report, or its id and why it could not be checked.
type Outcome = Result<Report, (String, String)>;

/// The reports on many pairs, as they come.
#[pyclass(module = "truecopy")]
pub struct Batch {
    pairs: Option<Py<PyIterator>>,
    /// What the iterator of the pairs raised; it is told when the reports before it were given.
    raised: Option<PyErr>,
    return_exceptions: bool,
    /// How many pairs may be under way.
    room: u64,
    given: u64,
    taken: u64,
    early: BTreeMap<u64, Outcome>,
    /// None on the thread that asks: a single one works on a pair when its report is asked for, and reads none ahead.
    workers: Option<Workers>,
    checks: Arc<Checks>,
}

/// Threads that work on pairs.
struct Workers {
    jobs: Sender<(u64, Pair)>,
    /// In a lock because Python may see the batch from any thread, though from one at a time.
    done: Mutex<Receiver<(u64, Outcome)>>,
    stopped: Arc<AtomicBool>,
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

impl Workers {
    fn start(checks: &Arc<Checks>, threads: usize) -> Self {
        let (jobs, waiting) = channel::<(u64, Pair)>();
        let (sender, done) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        let stopped = Arc::new(AtomicBool::new(false));
        for _ in 0..threads {
            let (waiting, sender, checks) = (Arc::clone(&waiting), sender.clone(), Arc::clone(checks));
            let stopped = Arc::clone(&stopped);
            // They know nothing of Python and end with the batch, so nobody has to wait for them.
            thread::spawn(move || {
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((number, pair)) = next() {
                    let wanted = || !stopped.load(Ordering::Relaxed);
                    if !wanted() || sender.send((number, outcome(pair, &checks, &wanted))).is_err() {
                        return;
                    }
                }
            });
        }
        Workers { jobs, done: Mutex::new(done), stopped }
    }
}

fn outcome(pair: Pair, checks: &Checks, wanted: &dyn Fn() -> bool) -> Outcome {
    let id = pair.id.clone();
    pair.check(checks, wanted).map_err(|why| (id, why))
}

impl Batch {
    /// A batch of these pairs; none is asked for yet.
    ///
    /// # Errors
    /// Where they are nothing to iterate over, or there is to be no thread.
    pub fn new(
        py: Python<'_>,
        checks: Arc<Checks>,
        pairs: &Bound<'_, PyAny>,
        threads: Option<usize>,
        return_exceptions: bool,
    ) -> PyResult<Self> {
        let threads = match threads {
            Some(0) => return Err(PyValueError::new_err("`threads` is at least 1")),
            Some(threads) => threads,
            None => py.detach(thread::available_parallelism).map_or(1, usize::from),
        };
        let workers = (threads > 1).then(|| Workers::start(&checks, threads));
        Ok(Batch {
            pairs: Some(pairs.try_iter()?.unbind()),
            raised: None,
            return_exceptions,
            room: if threads > 1 { AHEAD.saturating_mul(threads as u64) } else { 1 },
            given: 0,
            taken: 0,
            early: BTreeMap::new(),
            workers,
            checks,
        })
    }

    /// Asks for one more pair and hands it on.
    ///
    /// # Errors
    /// What must not wait for the reports before it: Ctrl-C.
    fn fetch(&mut self, py: Python<'_>) -> PyResult<()> {
        let next = self.pairs.as_ref().and_then(|pairs| pairs.bind(py).clone().next());
        let item = match next {
            Some(Ok(item)) => item,
            Some(Err(raised)) if raised.is_instance_of::<PyException>(py) => {
                self.raised = Some(raised);
                self.pairs = None;
                return Ok(());
            }
            Some(Err(raised)) => return Err(raised),
            None => {
                self.pairs = None;
                return Ok(());
            }
        };
        let number = self.given;
        self.given += 1;
        match pair(&item, number) {
            Err((id, fault)) => {
                self.early.insert(number, Err((id, fault.value(py).to_string())));
            }
            Ok(pair) => match &self.workers {
                // They end with the batch, so the other end is there.
                Some(workers) => drop(workers.jobs.send((number, pair))),
                None => {
                    let checks = Arc::clone(&self.checks);
                    self.early.insert(number, attentive(py, |wanted| outcome(pair, &checks, wanted))?);
                }
            },
        }
        Ok(())
    }

    /// Takes what the workers have done; waits a little where nothing is there.
    fn gather(&mut self, py: Python<'_>, wait: bool) {
        let Some(workers) = &mut self.workers else { return };
        let done = &mut workers.done;
        let early = &mut self.early;
        if wait {
            let come = py.detach(|| done.get_mut().unwrap_or_else(PoisonError::into_inner).recv_timeout(ATTENTION));
            match come {
                Ok((number, outcome)) => drop(early.insert(number, outcome)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
        let done = done.get_mut().unwrap_or_else(PoisonError::into_inner);
        early.extend(done.try_iter());
    }

    /// Ends it: nothing more is worked on.
    fn close(&mut self) {
        self.pairs = None;
        self.workers = None;
        self.early.clear();
        self.taken = self.given;
    }
}

#[pymethods]
impl Batch {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        loop {
            self.gather(py, false);
            let turn = self.taken;
            if let Some(outcome) = self.early.remove(&turn) {
                self.taken += 1;
                return match outcome {
                    Ok(report) => Ok(Some(Bound::new(py, report)?.into_any())),
                    Err((id, why)) => {
                        let fault = errors::unchecked(py, &id, &why);
                        if self.return_exceptions {
                            return Ok(Some(fault.into_value(py).into_bound(py).into_any()));
                        }
                        self.close();
                        Err(fault)
                    }
                };
            }
            let step = if self.pairs.is_some() && self.given - self.taken < self.room {
                self.fetch(py)
            } else if self.given > self.taken {
                self.gather(py, true);
                Ok(())
            } else {
                return self.raised.take().map_or(Ok(None), Err);
            };
            if let Err(interrupted) = step.and_then(|()| py.check_signals()) {
                self.close();
                return Err(interrupted);
            }
        }
    }
}

/// Reads what Python gave as a pair: a dict with the keys of a line of `truecopy batch`, `(wire, rewrite)` or `(id, wire, rewrite)`.
fn pair(item: &Bound<'_, PyAny>, number: u64) -> Result<Pair, (String, PyErr)> {
    let counted = || number.to_string();
    let expected = || {
        PyTypeError::new_err(
            "a pair is (wire, rewrite), (id, wire, rewrite), or a dict with `original`, `rewrite` and perhaps `id` and `date`",
        )
    };
    let named = |id: &Bound<'_, PyAny>| match id.str().and_then(|id| Ok(id.to_cow()?.into_owned())) {
        Ok(id) => Ok(id),
        Err(e) => Err((counted(), e)),
    };
    let made = |id: String, wire: &Bound<'_, PyAny>, rewrite: &Bound<'_, PyAny>, date: Option<&Bound<'_, PyAny>>| {
        let parts = || Ok((Takes::of(wire)?, Text::of(rewrite)?, day(date)?));
        match parts() {
            Ok((wire, rewrite, date)) => Ok(Pair { path: id.clone(), id, wire, rewrite, date }),
            Err(e) => Err((id, e)),
        }
    };
    if let Ok(dict) = item.cast::<PyDict>() {
        let get = |key: &str| dict.get_item(key).map_err(|e| (counted(), e));
        let id = get("id")?.map_or_else(|| Ok(counted()), |id| named(&id))?;
        return match (get("original")?, get("rewrite")?) {
            (Some(wire), Some(rewrite)) => made(id, &wire, &rewrite, get("date")?.as_ref()),
            _ => Err((id, expected())),
        };
    }
    let Ok(tuple) = item.cast::<PyTuple>() else { return Err((counted(), expected())) };
    let parts: Vec<Bound<'_, PyAny>> = tuple.iter().collect();
    match parts.as_slice() {
        [wire, rewrite] => made(counted(), wire, rewrite, None),
        [id, wire, rewrite] => made(named(id)?, wire, rewrite, None),
        _ => Err((counted(), expected())),
    }
}
