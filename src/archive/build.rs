//! Building an index and bringing it up to date, with bounded memory.
//!
//! Stories are gathered up to a limit and written as a part. At the end small parts are made one, so that a search asks few; what they took is
//! given back when the whole is written anew.

use std::io;

use rustc_hash::FxHashMap;

use super::bytes::Store;
use super::index::{BadIndex, HEAD, State};
use super::segment::{ReadFile, Segment};
use super::write::{self, Prepared};

/// Terms held in memory before they are written: 12 bytes each while they are.
const HELD: usize = 8_000_000;
/// More parts than that are made one.
const PARTS: usize = 8;

/// Adds stories to an index.
#[derive(Debug)]
pub struct Builder<S> {
    store: S,
    state: State,
    files: Vec<ReadFile>,
    numbers: FxHashMap<String, u32>,
    stories: Vec<(u32, Prepared)>,
    held: usize,
    most: usize,
    /// Whether the parts have changed since they were last listed.
    unsaid: bool,
}

/// What was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Built {
    /// Stories in the index.
    pub stories: u32,
    /// Parts that it consists of.
    pub parts: usize,
}

impl<S: Store> Builder<S> {
    /// A new index in the place of whatever `store` holds.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn create(store: S) -> io::Result<Self> {
        let state = State::create(&store)?;
        Ok(Self::of(store, state))
    }

    /// An index that is there.
    ///
    /// # Errors
    /// Where `store` holds none, one of another version, or a damaged one.
    pub fn open(store: S) -> Result<Self, BadIndex> {
        let state = State::read(&store)?;
        Ok(Self::of(store, state))
    }

    fn of(store: S, state: State) -> Self {
        Builder {
            store,
            state,
            files: Vec::new(),
            numbers: FxHashMap::default(),
            stories: Vec::new(),
            held: 0,
            most: HELD,
            unsaid: false,
        }
    }

    /// The same, holding no more than so many terms in memory.
    #[must_use]
    pub fn holding(self, most: usize) -> Self {
        Builder { most: most.max(1), ..self }
    }

    /// Lets the stories of some files go, those that wait to be written among them: the files are gone, or will be read anew.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn forget(&mut self, is_gone: impl Fn(&str) -> bool) -> io::Result<()> {
        for part in &mut self.state.parts {
            // Put in order only when all are known: by the order it is seen which no longer count.
            let mut gone = Vec::new();
            for file in part.all_files(&self.store) {
                let (number, file) = file?;
                if is_gone(&file.name) {
                    gone.push((number, file.stories));
                }
            }
            for (number, stories) in gone {
                part.layout.gone.push(number);
                part.layout.lost = part.layout.lost.saturating_add(stories).min(part.layout.stories);
                self.unsaid = true;
            }
            part.layout.gone.sort_unstable();
        }
        self.stories.retain(|(file, _)| !self.files.get(*file as usize).is_some_and(|f| is_gone(&f.name)));
        for file in self.files.iter_mut().filter(|f| is_gone(&f.name)) {
            file.stories = 0;
        }
        Ok(())
    }

    /// The files that were read before. One that was read bit by bit can come several times, the last time with how far.
    pub fn files(&self) -> impl Iterator<Item = io::Result<ReadFile>> {
        self.state.parts.iter().flat_map(|part| part.all_files(&self.store)).map(|file| file.map(|(_, file)| file))
    }

    /// Says that a file was read: all of it, or so far. What its name had before in this run is replaced; its stories are not.
    pub fn read(&mut self, file: ReadFile) {
        let number = self.number(&file.name);
        if let Some(old) = self.files.get_mut(number as usize) {
            *old = ReadFile { stories: old.stories, ..file };
        }
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.files.len() as u32;
        self.files.push(ReadFile { name: name.to_owned(), ..ReadFile::default() });
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Adds a story of the file that its record names. It waits until [`Builder::commit`].
    pub fn add(&mut self, story: Prepared) {
        let file = self.number(story.file());
        if let Some(file) = self.files.get_mut(file as usize) {
            file.stories += 1;
        }
        self.held += story.len();
        self.stories.push((file, story));
    }

    /// Whether as many stories wait as should; the caller says [`Builder::commit`] when the files that it has named are read as far as it said.
    pub fn is_full(&self) -> bool {
        self.held >= self.most
    }

    /// Stories so far.
    pub fn len(&self) -> usize {
        let written = self.state.parts.iter().map(|p| (p.layout.stories - p.layout.lost) as usize);
        written.sum::<usize>() + self.stories.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes what waits: it is kept from here on, also when the run is killed.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn commit(&mut self) -> io::Result<()> {
        if !self.files.is_empty() {
            let (stories, files) = (std::mem::take(&mut self.stories), std::mem::take(&mut self.files));
            self.numbers.clear();
            self.held = 0;
            let layout = write::part(&self.store, self.state.end, stories, &files)?;
            self.push(layout)?;
            self.unsaid = true;
        }
        // Where nothing has changed nothing is written, and nobody has to open the index again.
        if std::mem::take(&mut self.unsaid) { self.state.write(&self.store) } else { Ok(()) }
    }

    fn push(&mut self, layout: super::segment::Layout) -> io::Result<()> {
        self.state.end = layout.end;
        let part = Segment::open(&self.store, layout, self.state.end)?;
        self.state.parts.push(part.ok_or(io::ErrorKind::InvalidData)?);
        Ok(())
    }

    /// Writes what waits, and makes small parts one.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(&mut self) -> io::Result<Built> {
        self.commit()?;
        // The newest parts that together are no larger than half of the one before them: a story is written again when what it stands with has
        // grown by half, so a few times in all.
        let mut sum = 0;
        let mut from = self.state.parts.len();
        while let Some(before) = from.checked_sub(1).and_then(|i| self.state.parts.get(i)) {
            if sum < before.layout.stories / 2 && self.state.parts.len() - from > 1 {
                break;
            }
            sum += before.layout.stories;
            from -= 1;
        }
        if self.state.parts.len() > PARTS && from > 0 {
            let layout = write::merged(&self.store, &self.state.parts[from..], &self.store, self.state.end)?;
            self.state.parts.truncate(from);
            self.push(layout)?;
            self.state.write(&self.store)?;
        }
        Ok(self.built())
    }

    /// What is there.
    pub fn built(&self) -> Built {
        Built { stories: self.len() as u32, parts: self.state.parts.len() }
    }

    /// Whether it is worth the time to write the index anew: many parts, or a quarter of it no longer counts.
    pub fn is_loose(&self) -> bool {
        let parts = &self.state.parts;
        let used: u64 = parts.iter().map(|p| p.layout.end - p.layout.from).sum();
        let (stories, lost) = parts.iter().fold((0, 0), |(s, l), p| (s + p.layout.stories, l + p.layout.lost));
        parts.len() > PARTS || lost > stories / 4 || self.state.end - HEAD > used.saturating_mul(2)
    }

    /// Writes the whole index anew as one part, into `store`.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn compact<T: Store>(&self, store: T) -> io::Result<Builder<T>> {
        let mut state = State::create(&store)?;
        let layout = write::merged(&self.store, &self.state.parts, &store, state.end)?;
        state.parts.clear();
        let mut new = Builder::of(store, state);
        new.push(layout)?;
        new.state.write(&new.store)?;
        Ok(new)
    }

    /// What the index stands in.
    pub fn into_store(self) -> S {
        self.store
    }
}
