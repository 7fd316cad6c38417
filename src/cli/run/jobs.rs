//! A run over many pairs: workers, and an end that takes their results in order.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::time::Instant;

use indicatif::ProgressBar;
use truecopy::gate::Digest;

use crate::cli::failure::Failure;
use crate::cli::input::job::{Job, Text};
use crate::cli::output::messages::{complain, note};
use crate::cli::output::progress;
use crate::cli::output::sinks::{Renderer, Sinks};
use crate::cli::output::writer::to_stdout;
use crate::cli::run::fixes::{self, Fixing};
use crate::cli::run::loaded::Loaded;
use crate::cli::run::pool::{self, Panicked};
use crate::cli::run::setup::Setup;
use crate::cli::run::wires::Wires;
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
    faults: Vec<Failure>,
    /// What else to say on standard error.
    said: Vec<String>,
    /// What goes to standard output besides reports: a diff, a fixed text.
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
pub fn run(jobs: &[Job], threads: usize, setup: &Setup, sinks: &mut Sinks, fixing: Fixing) -> Result<Ran, Failure> {
    let bar = bar(jobs.len(), sinks.talks() || fixing == Fixing::Show);
    let mut ran = Ran { digests: Vec::new(), places: Vec::new(), exit: Exit::Clean, excluded: 0 };
    let renderer = sinks.renderer();
    let wires = Wires::of_jobs(jobs);
    let threads = threads.min(jobs.len());
    let items = jobs.iter().map(|job| (job, 0));
    let done = pool::each(
        items,
        threads,
        |job| one(job, &wires, setup, &renderer, fixing),
        |job, answer| {
            bar.inc(1);
            let internal = || failed(job, None, &Failure::new("internal error").advise("please report this pair"));
            bar.suspend(|| take(answer.unwrap_or_else(|Panicked| internal()), sinks, &mut ran))
        },
    );
    bar.finish_and_clear();
    done.map(|()| ran)
}

fn take(result: Answer, sinks: &mut Sinks, ran: &mut Ran) -> Result<(), Failure> {
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
fn one<'a>(job: &'a Job, wires: &Wires<'a>, setup: &Setup, renderer: &Renderer, fixing: Fixing) -> Answer {
    let loaded = match setup.of(job.rewrite.path()) {
        Ok(loaded) => loaded,
        Err(failure) => return failed(job, None, &failure),
    };
    let path = loaded.relative(job.rewrite.path());
    if loaded.config.excludes(&path) {
        return Answer::Excluded;
    }
    let place = Some((Arc::clone(&loaded), path.clone()));
    let now = Instant::now();
    let began = now.checked_sub(job.spent).unwrap_or(now);
    let read = || {
        // Before anything is copied.
        job.wires.iter().filter_map(Text::story).try_for_each(|wire| loaded.no_longer(std::slice::from_ref(wire)))?;
        let wire = wires.of(job)?;
        // Before the rewrite is held as well.
        loaded.no_longer(wire.stories())?;
        Ok((wire, fixes::read(&job.rewrite, fixing)?))
    };
    let (wire, (story, bytes)) = match read() {
        Ok(read) => read,
        Err(failure) => return failed(job, place, &failure),
    };
    let mut judged = match loaded.check_since(began, &path, &wire, story) {
        Ok(judged) => judged,
        Err(failure) => return failed(job, place, &failure),
    };
    let (mut said, mut shown) = (Vec::new(), Vec::new());
    let mut exit = Exit::Clean;
    if let Some(bytes) = bytes {
        match fixes::make(job.rewrite.path(), &judged, &bytes, fixing) {
            Ok(fixed) => {
                said.extend(fixed.said);
                shown = fixed.shown;
                exit = fixed.exit;
                if let Some(story) = fixed.story {
                    judged = match loaded.check(&path, &wire, story) {
                        Ok(judged) => judged,
                        Err(failure) => return failed(job, place, &failure),
                    };
                }
            }
            Err(failure) => return failed(job, place, &failure),
        }
    }
    let digest = Digest::of(&judged, &name(&job.rewrite), &job.wires.iter().map(name).collect::<Vec<_>>());
    loaded.note(&path, digest.used());
    let exit = exit.max(if fixing == Fixing::Show { Exit::Clean } else { Exit::of(&digest) });
    let rendered = if fixing == Fixing::Show { Vec::new() } else { renderer.render(&judged, &job.name) };
    Answer::Done(Box::new(Done { digest, place, rendered, faults: Vec::new(), said, shown, exit }))
}

fn failed(job: &Job, place: Option<(Arc<Loaded>, String)>, why: &Failure) -> Answer {
    let digest = Digest::failed(&name(&job.rewrite), &job.wires.iter().map(name).collect::<Vec<_>>(), why.to_string());
    let (faults, said) = (vec![why.clone()], Vec::new());
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
