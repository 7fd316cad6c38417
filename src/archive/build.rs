//! Building and updating an index with bounded memory.
//!
//! Pairs of term and story are gathered up to a limit, sorted and put aside as a run; at the end all runs, and those of an older
//! index, are merged into one. What has to stay in memory is one record and one figure per story.

use std::collections::BinaryHeap;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use super::index::{Index, Reader, Sections};
use super::{Record, terms, weight};
use crate::ingest::Story;

/// Pairs held in memory before they are put aside: 8 bytes each.
const HELD: usize = 4_000_000;

/// Gathers stories for an index.
pub struct Builder<S> {
    records: Vec<Record>,
    held: Vec<u64>,
    most: usize,
    scratch: S,
    runs: Vec<Box<dyn Iterator<Item = io::Result<u64>>>>,
}

/// What was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Built {
    /// Stories in the index.
    pub stories: u32,
    /// Distinct terms.
    pub terms: u64,
}

impl<S, F> Builder<S>
where
    S: FnMut() -> io::Result<F>,
    F: Read + Write + Seek + 'static,
{
    /// An empty index. `scratch` gives an empty file for each run that does not fit in memory.
    pub fn new(scratch: S) -> Self {
        Builder { records: Vec::new(), held: Vec::new(), most: HELD, scratch, runs: Vec::new() }
    }

    /// As [`Builder::new`], holding no more than so many pairs of term and story.
    pub fn holding(most: usize, scratch: S) -> Self {
        Builder { most: most.max(1), ..Builder::new(scratch) }
    }

    /// Takes over the stories of an older index for which `keep` says so. To be called first.
    ///
    /// # Errors
    /// Where the older index cannot be read.
    pub fn take_over<R: Read + Seek + 'static>(
        &mut self,
        mut old: Index<R>,
        keep: impl Fn(&Record) -> bool,
    ) -> io::Result<()> {
        let mut moved = Vec::new();
        for n in 0..old.len() {
            let record = old.record(n)?;
            let stays = keep(&record);
            moved.push(stays.then(|| u32::try_from(self.records.len()).unwrap_or(u32::MAX)));
            if stays {
                self.records.push(record);
            }
        }
        let kept = old.pairs()?.filter_map(move |pair| match pair {
            Ok((term, story)) => moved.get(story as usize).copied().flatten().map(|to| Ok(pack(term, to))),
            Err(e) => Some(Err(e)),
        });
        self.runs.push(Box::new(kept));
        Ok(())
    }

    /// Adds a story.
    ///
    /// # Errors
    /// Where a run cannot be put aside.
    pub fn add(&mut self, story: &Story, record: Record) -> io::Result<()> {
        let number =
            u32::try_from(self.records.len()).map_err(|_| io::Error::other("more stories than an index can hold"))?;
        self.records.push(record);
        self.held.extend(terms::of(story).iter().map(|t| pack(t.hash, number)));
        if self.held.len() >= self.most { self.put_aside() } else { Ok(()) }
    }

    /// Stories so far.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    fn put_aside(&mut self) -> io::Result<()> {
        let mut pairs = std::mem::take(&mut self.held);
        pairs.sort_unstable();
        let mut file = BufWriter::new((self.scratch)()?);
        for pair in &pairs {
            file.write_all(&pair.to_le_bytes())?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        let mut left = pairs.len();
        let mut file = BufReader::with_capacity(64 * 1024, file);
        self.runs.push(Box::new(std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let mut bytes = [0; 8];
            Some(file.read_exact(&mut bytes).map(|()| u64::from_le_bytes(bytes)))
        })));
        pairs.clear();
        self.held = pairs;
        Ok(())
    }

    /// Writes the index from the start of `out`.
    ///
    /// # Errors
    /// Where reading a run or writing fails.
    pub fn finish<W: Write + Seek>(mut self, out: W) -> io::Result<Built> {
        self.held.sort_unstable();
        let held = std::mem::take(&mut self.held);
        self.runs.push(Box::new(held.into_iter().map(Ok)));
        let all = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        let mut norms = vec![0f64; self.records.len()];
        let mut writer = Sections::new(out)?;
        let mut merged = Merged::new(self.runs)?;
        let mut stories: Vec<u32> = Vec::new();
        let mut term = None;
        loop {
            let pair = merged.next().transpose()?;
            let now = pair.map(|p| (p >> 32) as u32);
            if now != term {
                if let Some(term) = term {
                    stories.dedup();
                    let weight = weight(term, u32::try_from(stories.len()).unwrap_or(u32::MAX), all);
                    for story in &stories {
                        if let Some(norm) = norms.get_mut(*story as usize) {
                            *norm += weight;
                        }
                    }
                    writer.term(term, &stories)?;
                }
                stories.clear();
                term = now;
            }
            let Some(pair) = pair else { break };
            stories.push(pair as u32);
        }
        writer.finish(&self.records, &norms).map(|terms| Built { stories: all, terms })
    }
}

fn pack(term: u32, story: u32) -> u64 {
    u64::from(term) << 32 | u64::from(story)
}

/// Several sorted runs as one.
struct Merged {
    runs: Vec<Box<dyn Iterator<Item = io::Result<u64>>>>,
    heads: BinaryHeap<std::cmp::Reverse<(u64, usize)>>,
}

impl Merged {
    fn new(runs: Vec<Box<dyn Iterator<Item = io::Result<u64>>>>) -> io::Result<Self> {
        let mut merged = Merged { heads: BinaryHeap::with_capacity(runs.len()), runs };
        for run in 0..merged.runs.len() {
            merged.advance(run)?;
        }
        Ok(merged)
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        if let Some(pair) = self.runs.get_mut(run).and_then(Iterator::next).transpose()? {
            self.heads.push(std::cmp::Reverse((pair, run)));
        }
        Ok(())
    }
}

impl Iterator for Merged {
    type Item = io::Result<u64>;

    fn next(&mut self) -> Option<Self::Item> {
        let std::cmp::Reverse((pair, run)) = self.heads.pop()?;
        Some(self.advance(run).map(|()| pair))
    }
}

impl<R: Read + Seek + 'static> Index<R> {
    /// All pairs of term and story, sorted.
    fn pairs(self) -> io::Result<impl Iterator<Item = io::Result<(u32, u32)>>> {
        let mut reader = Reader::new(self)?;
        let mut stories: std::vec::IntoIter<u32> = Vec::new().into_iter();
        let mut term = 0;
        Ok(std::iter::from_fn(move || {
            loop {
                if let Some(story) = stories.next() {
                    return Some(Ok((term, story)));
                }
                match reader.next_term() {
                    Ok(Some((t, list))) => (term, stories) = (t, list.into_iter()),
                    Ok(None) => return None,
                    Err(e) => return Some(Err(e)),
                }
            }
        }))
    }
}
