//! The one pool of workers: what goes in is worked on by several threads and comes out in the order in which it went in.
//!
//! Our own, because it bounds what is under way from the way in to the way out, in number and in bytes: a channel bounds only what waits
//! in it, and results that wait for their turn would pile up beside it. So memory does not grow with the length of the input.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// As many threads as were asked for, or one for each core.
pub fn threads(given: Option<u16>) -> usize {
    given.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// How much may be under way at a time. One item always may, however large it is.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// So many items.
    pub items: usize,
    /// So many bytes, as [`Queue::fill`] is told of them.
    pub bytes: usize,
}

impl Room {
    /// Room that keeps so many threads busy while one of them works on a large item.
    pub fn of(threads: usize) -> Self {
        Room { items: threads.saturating_mul(64).max(64), bytes: 96 * 1024 * 1024 }
    }
}

/// The worker failed on an item: a fault of the program, which must not cost the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panicked;

/// The way into a pool. May be filled from a thread that outlives the pool, such as one that waits for a line nobody will write.
#[derive(Debug)]
pub struct Queue<I> {
    room: Room,
    state: Mutex<State<I>>,
    /// Something to work on was put in, or no more comes.
    filled: Condvar,
    /// There is room again, or nothing is worked on any more.
    emptied: Condvar,
}

#[derive(Debug)]
struct State<I> {
    waiting: VecDeque<(Ticket, I)>,
    /// Items and bytes between the way in and the way out.
    items: usize,
    bytes: usize,
    next: u64,
    /// Workers that wait for an item.
    idle: usize,
    /// Somebody waits for room.
    held_up: bool,
    /// No more comes in.
    ended: bool,
    /// Nothing is worked on any more.
    stopped: bool,
}

/// The place of an item in the order, and its size.
#[derive(Clone, Copy, Debug)]
struct Ticket {
    number: u64,
    bytes: usize,
}

impl<I> Queue<I> {
    /// An empty queue.
    pub fn new(room: Room) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            items: 0,
            bytes: 0,
            next: 0,
            idle: 0,
            held_up: false,
            ended: false,
            stopped: false,
        };
        Queue { room, state: Mutex::new(state), filled: Condvar::new(), emptied: Condvar::new() }
    }

    /// Puts in all of these, each with its size in bytes; waits where there is no room, and ends early when the pool stopped.
    pub fn fill(&self, items: impl Iterator<Item = (I, usize)>) {
        // Also where the iterator panics: the workers would wait for ever.
        let _end = OnDrop(|| {
            self.lock().ended = true;
            self.filled.notify_all();
        });
        for (item, bytes) in items {
            if !self.put(item, bytes) {
                return;
            }
        }
    }

    /// False when the pool stopped.
    fn put(&self, item: I, bytes: usize) -> bool {
        let mut state = self.lock();
        let full = |s: &State<I>| s.items >= self.room.items || s.bytes.saturating_add(bytes) > self.room.bytes;
        while !state.stopped && state.items > 0 && full(&state) {
            state.held_up = true;
            state = self.emptied.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let ticket = Ticket { number: state.next, bytes };
        state.next += 1;
        state.items += 1;
        state.bytes = state.bytes.saturating_add(bytes);
        state.waiting.push_back((ticket, item));
        if state.idle > 0 {
            self.filled.notify_one();
        }
        !state.stopped
    }

    /// The next item to work on, if one is there now.
    fn get_now(&self) -> Option<(Ticket, I)> {
        let mut state = self.lock();
        if state.stopped { None } else { state.waiting.pop_front() }
    }

    /// The next item to work on; none at the end.
    fn get(&self) -> Option<(Ticket, I)> {
        let mut state = self.lock();
        loop {
            if state.stopped {
                return None;
            }
            if let Some(next) = state.waiting.pop_front() {
                return Some(next);
            }
            if state.ended {
                return None;
            }
            state.idle += 1;
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    /// An item of this size is done with. Who waits for room is woken when half of it is free: to be woken for every item costs as much
    /// as some sentences.
    fn leave(&self, bytes: usize) {
        let mut state = self.lock();
        state.items = state.items.saturating_sub(1);
        state.bytes = state.bytes.saturating_sub(bytes);
        let roomy = state.items <= self.room.items / 2 && state.bytes <= self.room.bytes / 2;
        if state.held_up && (roomy || state.items == 0) {
            state.held_up = false;
            self.emptied.notify_all();
        }
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.filled.notify_all();
        self.emptied.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<I>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long what is done may lie with its worker while there is more to do. It is handed on at once where there is not.
const LATEST: Duration = Duration::from_millis(5);

/// Works on what comes out of a queue, with so many threads, and gives each item with what came of it to `take`, in the order in which
/// they went in.
///
/// # Errors
/// The first of `take`: nothing more is then worked on.
pub fn drain<I: Send, O: Send, E>(
    queue: &Queue<I>,
    threads: usize,
    work: impl Fn(&I) -> O + Sync,
    mut take: impl FnMut(I, Result<O, Panicked>) -> Result<(), E>,
) -> Result<(), E> {
    let (done, results) = channel();
    thread::scope(|scope| {
        // Also where `take` panics: the workers would wait for ever.
        let _stop = OnDrop(|| queue.stop());
        for _ in 0..threads.max(1) {
            let (done, work) = (done.clone(), &work);
            scope.spawn(move || {
                let mut ready = Vec::new();
                let mut handed_on = Instant::now();
                loop {
                    let mut next = queue.get_now();
                    if next.is_none() || handed_on.elapsed() >= LATEST {
                        if !ready.is_empty() && done.send(std::mem::take(&mut ready)).is_err() {
                            return;
                        }
                        handed_on = Instant::now();
                        next = next.or_else(|| queue.get());
                    }
                    let Some((ticket, item)) = next else { return };
                    let outcome = catch_unwind(AssertUnwindSafe(|| work(&item))).map_err(|_| Panicked);
                    ready.push((ticket, item, outcome));
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        let mut turn = 0;
        for (ticket, item, outcome) in results.into_iter().flatten() {
            early.insert(ticket.number, (ticket.bytes, item, outcome));
            while let Some((bytes, item, outcome)) = early.remove(&turn) {
                turn += 1;
                take(item, outcome)?;
                queue.leave(bytes);
            }
        }
        Ok(())
    })
}

/// [`drain`] for what an iterator gives, each item with its size in bytes. The iterator runs on a thread of its own.
///
/// # Errors
/// As for [`drain`].
pub fn each<I: Send, O: Send, E>(
    items: impl Iterator<Item = (I, usize)> + Send,
    threads: usize,
    work: impl Fn(&I) -> O + Sync,
    take: impl FnMut(I, Result<O, Panicked>) -> Result<(), E>,
) -> Result<(), E> {
    let queue = Queue::new(Room::of(threads));
    thread::scope(|scope| {
        scope.spawn(|| queue.fill(items));
        drain(&queue, threads, work, take)
    })
}

struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn numbers(most: u64) -> impl Iterator<Item = (u64, usize)> + Send {
        (0..most).map(|n| (n, 1))
    }

    fn count(read: &AtomicUsize) {
        read.fetch_add(1, Ordering::SeqCst);
    }

    #[test]
    fn what_goes_in_comes_out_once_and_in_order() {
        for threads in [1, 2, 7] {
            let mut out = Vec::new();
            let work = |n: &u64| {
                // Every tenth takes longer than those behind it.
                if n.is_multiple_of(10) {
                    thread::sleep(Duration::from_millis(2));
                }
                n * 2
            };
            let done: Result<(), Infallible> = each(numbers(200), threads, work, |n, doubled| {
                assert_eq!(doubled, Ok(n * 2));
                out.push(n);
                Ok(())
            });
            assert!(done.is_ok());
            assert_eq!(out, (0..200).collect::<Vec<_>>(), "{threads} threads");
        }
    }

    #[test]
    fn a_panic_costs_its_own_item_only() {
        let (mut fine, mut lost) = (0, Vec::new());
        let work = |n: &u64| {
            assert!(n % 7 != 3, "a fault of the program");
            *n
        };
        let _: Result<(), Infallible> = each(numbers(50), 3, work, |n, outcome| {
            match outcome {
                Ok(_) => fine += 1,
                Err(Panicked) => lost.push(n),
            }
            Ok(())
        });
        assert_eq!((fine, lost), (43, vec![3, 10, 17, 24, 31, 38, 45]));
    }

    #[test]
    fn no_more_is_under_way_than_there_is_room_for() {
        // The first item holds up all others on their way out; the reader has to wait.
        for room in [Room { items: 5, bytes: 1000 }, Room { items: 1000, bytes: 5 }] {
            let queue = Queue::new(room);
            let read = AtomicUsize::new(0);
            let most = AtomicUsize::new(0);
            thread::scope(|scope| {
                scope.spawn(|| queue.fill(numbers(100).inspect(|_| count(&read))));
                let work = |n: &u64| thread::sleep(Duration::from_millis(if *n == 0 { 50 } else { 0 }));
                let mut taken = 0;
                let _: Result<(), Infallible> = drain(&queue, 4, work, |_, _| {
                    most.fetch_max(read.load(Ordering::SeqCst) - taken, Ordering::SeqCst);
                    taken += 1;
                    Ok(())
                });
                assert_eq!(taken, 100);
            });
            // One more is in the reader's hand.
            assert!(most.into_inner() <= 6, "{room:?}");
        }
    }

    #[test]
    fn an_item_that_is_larger_than_the_room_goes_through_alone() {
        let queue = Queue::new(Room { items: 10, bytes: 4 });
        let mut out = Vec::new();
        thread::scope(|scope| {
            scope.spawn(|| queue.fill([(1, 100), (2, 1), (3, 100)].into_iter()));
            let _: Result<(), Infallible> = drain(
                &queue,
                2,
                |n| *n,
                |n, _| {
                    out.push(n);
                    Ok(())
                },
            );
        });
        assert_eq!(out, [1, 2, 3]);
    }

    #[test]
    fn an_error_at_the_end_stops_the_workers_and_the_reader() {
        let worked = AtomicUsize::new(0);
        let work = |_: &u64| worked.fetch_add(1, Ordering::SeqCst);
        let done = each(numbers(u64::MAX), 2, work, |n, _| if n == 3 { Err("enough") } else { Ok(()) });
        assert_eq!(done, Err("enough"));
        assert!(worked.into_inner() < 1000);
    }
}
