//! Writing a part, and several parts as one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io;

use rustc_hash::FxHashMap;

use super::bytes::{Bytes, In, Out, Store};
use super::record::{Record, cut};
use super::segment::{ENTRY, Entry, FILE, Layout, NO_DAY, NO_LIST, ROW, ReadFile, Row, SHORT, STEP, Segment};
use super::terms;
use crate::ingest::Story;
use crate::text::hash;

/// So many stories, or one of so many, may have a term that a list is kept for. A term that more of them have finds none of them; what it
/// weighs is still counted. With one in 200, briefs of one sentence are found less often; the lists up to one in 50 add a sixteenth to the index.
const LISTED: u64 = 5_000;
const ONE_IN: u64 = 50;

/// A story on its way into an index. It can be made on any thread.
#[derive(Clone, Debug)]
pub struct Prepared {
    record: Record,
    terms: Vec<u32>,
    weight: f32,
}

impl Prepared {
    /// A story with its record.
    pub fn of(story: &Story, record: Record) -> Prepared {
        let terms = terms::hashes(story);
        let weight: f64 = terms.iter().map(|t| terms::rarity(*t)).sum();
        Prepared { record, terms, weight: weight as f32 }
    }

    /// The file it was read from.
    pub(super) fn file(&self) -> &str {
        &self.record.file
    }

    /// How many terms it has.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Its place in the order of stories.
    fn key(&self) -> (i32, &str) {
        (self.record.day.unwrap_or(NO_DAY), &self.record.section)
    }
}

/// The hash of an id; none for a story that has no id.
pub(super) fn id_hash(id: &str) -> Option<u64> {
    (!id.is_empty()).then(|| hash(id))
}

/// The lower bytes of a term, as they are kept with a story.
pub(super) fn short(term: u32) -> u32 {
    term & 0x00FF_FFFF
}

/// A part that is being written: stories first, then terms.
struct Part<'a, S: Store> {
    out: Out<'a, S>,
    layout: Layout,
    rows: Vec<Row>,
    ids: Vec<(u64, u32)>,
    dictionary: Vec<u8>,
    list: Vec<u8>,
}

impl<'a, S: Store> Part<'a, S> {
    fn new(store: &'a S, at: u64) -> Self {
        let layout = Layout { from: at, ..Layout::default() };
        let out = Out::new(store, at);
        Part { out, layout, rows: Vec::new(), ids: Vec::new(), dictionary: Vec::new(), list: Vec::new() }
    }

    /// The next story: its terms and its record as they are kept.
    fn story(&mut self, row: Row, whole: &[u8], id: Option<u64>) -> io::Result<()> {
        let number =
            u32::try_from(self.rows.len()).map_err(|_| io::Error::other("more stories than a part can hold"))?;
        self.ids.extend(id.map(|id| (id, number)));
        self.rows.push(Row { at: self.out.at() - self.layout.from, ..row });
        self.out.put(whole)
    }

    /// No more stories.
    fn stories_end(&mut self) {
        self.layout.lists = self.out.at();
        self.layout.stories = self.rows.len() as u32;
    }

    /// The next term, with the stories that have it, in order; or only with their number.
    fn term(&mut self, term: u32, having: u32, stories: Option<&[u32]>) -> io::Result<()> {
        let mut entry = Entry { term, having, at: NO_LIST, length: 0 };
        if let Some(stories) = stories {
            self.list.clear();
            let mut before = 0;
            for story in stories {
                let mut step = story.wrapping_sub(before);
                before = *story;
                while step >= 0x80 {
                    self.list.push(step as u8 | 0x80);
                    step >>= 7;
                }
                self.list.push(step as u8);
            }
            entry.at = self.out.at() - self.layout.lists;
            entry.length = u32::try_from(self.list.len()).map_err(io::Error::other)?;
            self.out.put(&self.list)?;
        }
        self.dictionary.extend_from_slice(&entry.write());
        Ok(())
    }

    fn finish(self, files: &[ReadFile], sections: &[&str]) -> io::Result<Layout> {
        let Part { mut out, mut layout, rows, mut ids, dictionary, .. } = self;
        layout.dictionary = out.at();
        layout.terms = (dictionary.len() / ENTRY) as u64;
        out.put(&dictionary)?;
        layout.steps = out.at();
        for entry in dictionary.chunks_exact(ENTRY).step_by(STEP) {
            out.put(&entry[..4])?;
        }
        layout.rows = out.at();
        for row in &rows {
            out.put(&row.write())?;
        }
        layout.ids = out.at();
        ids.sort_unstable();
        for (id, story) in &ids {
            out.put(&id.to_le_bytes())?;
            out.put(&story.to_le_bytes())?;
        }
        layout.files = out.at();
        layout.file_count = files.len() as u64;
        let mut name_at = 0;
        for file in files {
            let name = cut(&file.name, usize::from(u16::MAX));
            out.put(&file.row(name_at, name.len() as u16))?;
            name_at += name.len() as u64;
        }
        layout.names = layout.files + (files.len() * FILE) as u64;
        for file in files {
            out.put(cut(&file.name, usize::from(u16::MAX)).as_bytes())?;
        }
        layout.sections = out.at();
        out.put(&serde_json::to_vec(sections)?)?;
        layout.end = out.at();
        out.flush()?;
        Ok(layout)
    }
}

/// The numbers of sections by their names.
fn numbered<'s>(names: impl Iterator<Item = &'s str>) -> BTreeMap<&'s str, u16> {
    let mut all: BTreeMap<&str, u16> = names.map(|name| (name, 0)).collect();
    // Who has more than that has no sections.
    all.values_mut().zip(0..=u16::MAX).for_each(|(number, n)| *number = n);
    all
}

/// Writes stories as a part, each with the number of its file.
pub(super) fn part<S: Store>(
    store: &S,
    at: u64,
    mut stories: Vec<(u32, Prepared)>,
    files: &[ReadFile],
) -> io::Result<Layout> {
    stories.sort_by(|a, b| a.1.key().cmp(&b.1.key()));
    let sections = numbered(stories.iter().map(|(_, s)| s.record.section.as_str()));
    let mut part = Part::new(store, at);
    let mut pairs = Vec::with_capacity(stories.iter().map(|(_, s)| s.terms.len()).sum());
    let mut whole = Vec::new();
    for (number, (file, story)) in (0u32..).zip(&stories) {
        let mut shorts: Vec<u32> = story.terms.iter().map(|t| short(*t)).collect();
        shorts.sort_unstable();
        whole.clear();
        whole.extend(shorts.iter().flat_map(|t| t.to_le_bytes().into_iter().take(SHORT)));
        let record = story.record.bytes();
        whole.extend_from_slice(&record);
        let row = Row {
            weight: story.weight,
            day: story.key().0,
            file: *file,
            section: sections.get(story.record.section.as_str()).copied().unwrap_or_default(),
            record_length: record.len() as u16,
            terms: shorts.len() as u32,
            at: 0,
        };
        part.story(row, &whole, id_hash(&story.record.id))?;
        pairs.extend(story.terms.iter().map(|t| u64::from(*t) << 32 | u64::from(number)));
    }
    part.stories_end();
    pairs.sort_unstable();
    let mut list = Vec::new();
    for same in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
        list.clear();
        list.extend(same.iter().map(|p| *p as u32));
        part.term((same[0] >> 32) as u32, list.len() as u32, Some(&list))?;
    }
    part.finish(files, &sections.into_keys().collect::<Vec<_>>())
}

/// What several parts are made one by.
struct Merge<'a, B> {
    from: &'a B,
    parts: &'a [Segment],
    /// The new number of each story of each part, or [`GONE`].
    numbers: Vec<Vec<u32>>,
    /// The new number of each file of each part.
    files: Vec<Vec<u32>>,
    all_files: Vec<ReadFile>,
}

const GONE: u32 = u32::MAX;

/// Writes several parts as one, without the stories that no longer count.
pub(super) fn merged<B: Bytes, S: Store>(from: &B, parts: &[Segment], store: &S, at: u64) -> io::Result<Layout> {
    let mut merge = Merge { from, parts, numbers: Vec::new(), files: Vec::new(), all_files: Vec::new() };
    merge.number_files()?;
    let mut part = Part::new(store, at);
    let names = parts.iter().flat_map(Segment::sections);
    let sections = numbered(names);
    merge.stories(&mut part, &sections)?;
    part.stories_end();
    merge.terms(&mut part)?;
    part.finish(&merge.all_files, &sections.into_keys().collect::<Vec<_>>())
}

impl<B: Bytes> Merge<'_, B> {
    /// The files of all parts, each once: one that was read bit by bit is in several.
    fn number_files(&mut self) -> io::Result<()> {
        let mut known = FxHashMap::<String, u32>::default();
        for part in self.parts {
            let mut numbers = vec![GONE; part.layout.file_count as usize];
            for file in part.all_files(self.from) {
                let (number, file) = file?;
                let new = &mut numbers[number as usize];
                let next = self.all_files.len() as u32;
                *new = *known.entry(file.name.clone()).or_insert(next);
                match self.all_files.get_mut(*new as usize) {
                    // A later part has read further.
                    Some(old) => *old = ReadFile { stories: old.stories + file.stories, ..file },
                    None => self.all_files.push(file),
                }
            }
            self.files.push(numbers);
        }
        Ok(())
    }

    /// All stories that still count, in their order.
    fn stories<S: Store>(&mut self, part: &mut Part<S>, sections: &BTreeMap<&str, u16>) -> io::Result<()> {
        let mut order: Vec<(i32, u16, u32, u32)> = Vec::new();
        for (number, old) in (0u32..).zip(self.parts) {
            let mut rows = In::new(self.from, old.layout.rows, old.layout.ids);
            for story in 0..old.layout.stories {
                let row = Row::read(rows.next(ROW)?.ok_or(io::ErrorKind::UnexpectedEof)?);
                if old.is_kept(&row) {
                    let section = sections.get(old.section(row.section)).copied().unwrap_or_default();
                    order.push((row.day, section, number, story));
                }
            }
            self.numbers.push(vec![GONE; old.layout.stories as usize]);
        }
        order.sort_unstable();
        for (number, (_, section, old, story)) in (0u32..).zip(order) {
            let segment = &self.parts[old as usize];
            let row = segment.row(self.from, story)?;
            let whole = segment.whole(self.from, &row)?;
            let file = self.files[old as usize].get(row.file as usize).copied().ok_or(io::ErrorKind::InvalidData)?;
            let record = whole.get(row.term_bytes() as usize..).unwrap_or_default();
            let id = Record::read(record, String::new(), String::new(), None)?.id;
            part.story(Row { file, section, ..row }, &whole, id_hash(&id))?;
            self.numbers[old as usize][story as usize] = number;
        }
        Ok(())
    }

    /// All terms, each with the stories of all parts that have it.
    fn terms<S: Store>(&self, part: &mut Part<S>) -> io::Result<()> {
        let most = LISTED.max(u64::from(part.layout.stories) / ONE_IN);
        let mut entries: Vec<_> = self.parts.iter().map(|p| p.entries(self.from)).collect();
        let mut heads = BinaryHeap::new();
        let mut next = |i: usize| io::Result::Ok(entries[i].next(ENTRY)?.map(Entry::read));
        let mut current = Vec::new();
        for i in 0..self.parts.len() {
            let entry = next(i)?;
            heads.extend(entry.map(|e| Reverse((e.term, i))));
            current.push(entry);
        }
        let (mut having, mut found, mut list) = (Vec::<(usize, Entry)>::new(), Vec::new(), Vec::new());
        while let Some(Reverse((term, i))) = heads.pop() {
            having.extend(current[i].take().map(|entry| (i, entry)));
            current[i] = next(i)?;
            heads.extend(current[i].map(|e| Reverse((e.term, i))));
            if heads.peek().is_some_and(|Reverse(next)| next.0 == term) {
                continue;
            }
            let all: u64 = having.iter().map(|(_, e)| u64::from(e.having)).sum();
            if all > most || having.iter().any(|(_, e)| !e.has_list()) {
                part.term(term, u32::try_from(all).unwrap_or(u32::MAX).min(part.layout.stories), None)?;
            } else {
                list.clear();
                for (i, entry) in &having {
                    found.clear();
                    self.parts[*i].list(self.from, *entry, &mut found)?;
                    let new = found.iter().filter_map(|story| self.numbers[*i].get(*story as usize));
                    list.extend(new.filter(|new| **new != GONE));
                }
                // Mostly in order already: the parts are of one time after the other.
                list.sort();
                list.dedup();
                if !list.is_empty() {
                    part.term(term, list.len() as u32, Some(&list))?;
                }
            }
            having.clear();
        }
        Ok(())
    }
}
