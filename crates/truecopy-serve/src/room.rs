//! How many checks run at once, how many may wait for their turn, and how many bytes of requests are held meanwhile. What does not fit is
//! turned away: a queue that grows answers everybody late.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::options::Options;
use crate::reply::Trouble;

/// Bytes are counted by the thousand.
const UNIT: usize = 1024;

/// Room for requests.
#[derive(Debug)]
pub struct Room {
    workers: Arc<Semaphore>,
    /// Places for those that work and those that wait.
    places: Arc<Semaphore>,
    bytes: Arc<Semaphore>,
    patience: Duration,
    jobs: usize,
    all: usize,
    units: usize,
}

impl Room {
    /// As much as these options say.
    pub fn of(options: &Options) -> Self {
        let jobs = options.jobs.max(1);
        let all = jobs + options.most_waiting;
        Room {
            workers: Arc::new(Semaphore::new(jobs)),
            places: Arc::new(Semaphore::new(all)),
            bytes: Arc::new(Semaphore::new(options.most_held / UNIT)),
            patience: options.patience,
            jobs,
            all,
            units: options.most_held / UNIT,
        }
    }

    /// How many checks are running, and how many wait.
    pub fn taken(&self) -> (usize, usize) {
        let running = self.jobs - self.workers.available_permits().min(self.jobs);
        let all = self.all - self.places.available_permits().min(self.all);
        (running, all.saturating_sub(running))
    }

    /// How many bytes are held, by the thousand.
    pub fn held(&self) -> usize {
        self.units.saturating_sub(self.bytes.available_permits()) * UNIT
    }

    /// Does this on a thread of its own, when its turn comes.
    ///
    /// # Errors
    /// Where there is no place to wait, its turn did not come in time, or it panicked.
    pub async fn work<T: Send + 'static>(&self, what: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Trouble::Busy)?;
        let turn = timeout(self.patience, Arc::clone(&self.workers).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(Trouble::Busy) };
        let done = spawn_blocking(move || {
            // Held until it is done, also where whoever asked has gone.
            let _held = (place, turn);
            catch_unwind(AssertUnwindSafe(what))
        });
        match done.await {
            Ok(Ok(done)) => Ok(done),
            _ => Err(Trouble::Internal),
        }
    }

    /// Takes room for what a request has sent.
    pub fn hold(&self) -> Held {
        Held { bytes: Arc::clone(&self.bytes), permit: None, units: 0 }
    }
}

/// The room that one request takes; it is given back when this is dropped.
#[derive(Debug)]
pub struct Held {
    bytes: Arc<Semaphore>,
    permit: Option<OwnedSemaphorePermit>,
    units: usize,
}

impl Held {
    /// Takes room for so many bytes in all.
    ///
    /// # Errors
    /// Where there is not so much.
    pub fn grow(&mut self, bytes: usize) -> Result<(), Trouble> {
        let more = bytes.div_ceil(UNIT).saturating_sub(self.units);
        if more == 0 {
            return Ok(());
        }
        let more32 = u32::try_from(more).map_err(|_| Trouble::Busy)?;
        let permit = Arc::clone(&self.bytes).try_acquire_many_owned(more32).map_err(|_| Trouble::Busy)?;
        match &mut self.permit {
            Some(held) => held.merge(permit),
            None => self.permit = Some(permit),
        }
        self.units += more;
        Ok(())
    }
}
