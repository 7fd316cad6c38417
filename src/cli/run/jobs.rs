//! A run over many pairs: workers, and an end that takes their results in order.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use indicatif::ProgressBar;
use truecopy::gate::{Digest, Judged, judge};
use truecopy::ingest::{self, Story};

use crate::cli::input::job::{Job, Text};
use crate::cli::output::messages::{complain, note};
use crate::cli::output::progress;
use crate::cli::output::sinks::{Renderer, Sinks};
use crate::cli::output::writer::to_stdout;
use crate::cli::run::fixes::{self, Mend};
use crate::cli::run::setup::{Day, Loaded, Setup};
use crate::exit::Exit;

/// What a run came to.
pub struct Ran {
    /// The pairs that were checked or could not be, in order.
    pub digests: Vec<Digest>,
    /// The names of the same for baselines, each with its settings.
    pub places: Vec<Option<(Arc<Loaded>, String)>>,
    /// The gravest outcome of a pair.
    pub exit: Exit,
    /// Rewrites that the settings exclude.
    pub excluded: usize,
}

struct Done {
    digest: Digest,
    place: Option<(Arc<Loaded>, String)>,
    rendered: Vec<(usize, String)>,
    /// What went wrong.
    faults: Vec<String>,
    /// What else to say on standard error.
    said: Vec<String>,
    /// What goes to standard output besides reports: a diff, a mended text.
    shown: Vec<u8>,
    exit: Exit,
}

enum Answer {
    Done(Box<Done>),
    Excluded,
}

/// Checks all pairs with so many threads. What goes wrong with a pair is said on standard error; the others go on.
///
/// # Errors
/// Where a report cannot be written: going on would be of no use.
pub fn run(jobs: &[Job], threads: usize, setup: &Setup, sinks: &mut Sinks, mend: Mend) -> Result<Ran, String> {
    let bar = bar(jobs.len(), sinks.talks() || mend == Mend::Diff);
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let mut ran = Ran { digests: Vec::new(), places: Vec::new(), exit: Exit::Clean, excluded: 0 };
    let mut fault = None;
    let (to_end, results) = channel::<(usize, Answer)>();
    let renderer = sinks.renderer();
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, jobs.len().max(1)) {
            let (to_end, next, stop, renderer) = (to_end.clone(), &next, &stop, &renderer);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(i) else { return };
                    // A fault of the checker on one pair must not cost the rest of the run.
                    let done = catch_unwind(AssertUnwindSafe(|| one(job, setup, renderer, mend)));
                    let done = done.unwrap_or_else(|_| failed(job, None, "internal error: please report this pair"));
                    if to_end.send((i, done)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(to_end);
        let mut waiting: BTreeMap<usize, Answer> = BTreeMap::new();
        let mut turn = 0;
        for (i, result) in results {
            waiting.insert(i, result);
            while let Some(result) = waiting.remove(&turn) {
                turn += 1;
                bar.inc(1);
                if let Err(message) = bar.suspend(|| take(result, sinks, &mut ran)) {
                    fault = Some(message);
                    stop.store(true, Ordering::Relaxed);
                    return;
                }
            }
        }
    });
    bar.finish_and_clear();
    match fault {
        Some(message) => Err(message),
        None => Ok(ran),
    }
}

fn take(result: Answer, sinks: &mut Sinks, ran: &mut Ran) -> Result<(), String> {
    let Answer::Done(done) = result else {
        ran.excluded += 1;
        return Ok(());
    };
    done.faults.iter().for_each(complain);
    done.said.iter().for_each(note);
    to_stdout(&done.shown)?;
    sinks.take(&done.digest.rewrite, done.rendered)?;
    ran.exit = ran.exit.max(done.exit);
    ran.digests.push(done.digest);
    ran.places.push(done.place);
    Ok(())
}

/// Checks one pair.
fn one(job: &Job, setup: &Setup, renderer: &Renderer, mend: Mend) -> Answer {
    let loaded = match setup.of(job.rewrite.path()) {
        Ok(loaded) => loaded,
        Err(message) => return failed(job, None, &message),
    };
    let path = loaded.relative(job.rewrite.path());
    if loaded.config.excludes(&path) {
        return Answer::Excluded;
    }
    let place = Some((Arc::clone(&loaded), path.clone()));
    let wires: Result<Vec<Story>, String> = job.wires.iter().map(Text::read).collect();
    let (wires, (story, bytes)) = match wires.and_then(|wires| Ok((wires, fixes::read(&job.rewrite, mend)?))) {
        Ok(read) => read,
        Err(message) => return failed(job, place, &message),
    };
    let mut judged = check(&loaded, &path, wires.clone(), story);
    let (mut said, mut shown) = (Vec::new(), Vec::new());
    let mut exit = Exit::Clean;
    if let Some(bytes) = bytes {
        match fixes::mend(job.rewrite.path(), &judged, &bytes, mend) {
            Ok(mended) => {
                said.extend(mended.said);
                shown = mended.shown;
                exit = mended.exit;
                if let Some(story) = mended.story {
                    judged = check(&loaded, &path, wires, story);
                }
            }
            Err(message) => return failed(job, place, &message),
        }
    }
    let digest = Digest::of(&judged, &name(&job.rewrite), &job.wires.iter().map(name).collect::<Vec<_>>());
    loaded.note(&path, digest.used());
    let exit = exit.max(if mend == Mend::Diff { Exit::Clean } else { Exit::of(&digest) });
    let rendered = if mend == Mend::Diff { Vec::new() } else { renderer.render(&judged, &job.name) };
    Answer::Done(Box::new(Done { digest, place, rendered, faults: Vec::new(), said, shown, exit }))
}

/// The report on a pair after the settings were applied.
pub fn check(loaded: &Loaded, path: &str, wires: Vec<Story>, rewrite: Story) -> Judged {
    check_on(loaded, path, wires, rewrite, loaded.date)
}

/// The same for a pair of which somebody knows the day, where it says none itself.
pub fn check_on(loaded: &Loaded, path: &str, mut wires: Vec<Story>, mut rewrite: Story, date: Option<Day>) -> Judged {
    if let Some(day) = date {
        ingest::assume_day(&mut wires, &mut rewrite, day);
    }
    let options = loaded.options(path);
    let checker = loaded.checker(&options);
    let report = match &loaded.cache {
        Some(cache) => cache.check(&checker, &options, wires, rewrite),
        None => checker.check(wires, rewrite),
    };
    judge(report, &loaded.policy(), path)
}

fn failed(job: &Job, place: Option<(Arc<Loaded>, String)>, why: &str) -> Answer {
    let digest = Digest::failed(&name(&job.rewrite), &job.wires.iter().map(name).collect::<Vec<_>>(), why);
    let (faults, said) = (vec![why.to_owned()], Vec::new());
    Answer::Done(Box::new(Done {
        digest,
        place,
        rendered: Vec::new(),
        faults,
        said,
        shown: Vec::new(),
        exit: Exit::Failed,
    }))
}

fn name(text: &Text) -> String {
    text.path().to_string_lossy().into_owned()
}

/// A bar, where the reports go elsewhere.
fn bar(pairs: usize, talks: bool) -> ProgressBar {
    if pairs < 2 || (talks && io::stdout().is_terminal()) {
        return ProgressBar::hidden();
    }
    progress::bar(Some(pairs as u64), "{wide_bar} {pos} of {len} rewrites  {eta} left")
}
