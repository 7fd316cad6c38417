//! A part of an index: some stories, written in one piece and never changed.
//!
//! Its stories stand in order of day and section, those without a day first, so that a window of days is a range of them. Of each the part
//! holds its terms, its record, and a row of fixed length that says where these are; of each term how many stories have it and, unless
//! that is too many for a list to help, which.

use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, In, read, u16_at, u32_at, u64_at};
use super::record::Record;

/// Every so many terms one is kept in memory.
pub(super) const STEP: usize = 128;
/// Bytes of a term in the dictionary: its hash, how many stories have it, where their list begins, how long that is.
pub(super) const ENTRY: usize = 20;
/// Bytes of a story's row.
pub(super) const ROW: usize = 28;
/// Bytes of an id: the hash of it and the story.
pub(super) const ID: usize = 12;
/// Bytes of a file's row.
pub(super) const FILE: usize = 46;
/// Bytes of a term of a story: the lower ones of its hash. Two terms of one text are taken for one once in some thousand stories.
pub(super) const SHORT: usize = 3;
/// The place of a list that is not kept.
pub(super) const NO_LIST: u64 = u64::MAX;
/// The day of a story that has none. It comes before all others.
pub(super) const NO_DAY: i32 = i32::MIN;

/// Where the pieces of a part begin, and what of it no longer counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Layout {
    /// The first byte: the terms and the record of the first story.
    pub from: u64,
    pub lists: u64,
    pub dictionary: u64,
    pub steps: u64,
    pub rows: u64,
    pub ids: u64,
    pub files: u64,
    pub names: u64,
    pub sections: u64,
    /// The byte behind the last.
    pub end: u64,
    pub stories: u32,
    pub terms: u64,
    pub file_count: u64,
    /// The files whose stories no longer count, in order.
    pub gone: Vec<u32>,
    /// How many stories that are.
    pub lost: u32,
}

impl Layout {
    /// Whether the pieces lie one behind the other and are as long as they should be.
    fn is_sound(&self, length: u64) -> bool {
        let fits = |from: u64, many: u64, size: usize, to: u64| {
            many.checked_mul(size as u64).and_then(|n| from.checked_add(n)) == Some(to)
        };
        let pieces = [self.from, self.lists, self.dictionary];
        pieces.is_sorted()
            && fits(self.dictionary, self.terms, ENTRY, self.steps)
            && fits(self.steps, self.terms.div_ceil(STEP as u64), 4, self.rows)
            && fits(self.rows, u64::from(self.stories), ROW, self.ids)
            && self.ids <= self.files
            && (self.files - self.ids).is_multiple_of(ID as u64)
            && fits(self.files, self.file_count, FILE, self.names)
            && self.names <= self.sections
            && self.sections <= self.end
            && self.end <= length
            && self.lost <= self.stories
    }
}

/// What the dictionary says of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub term: u32,
    /// How many stories have it, those that no longer count among them.
    pub having: u32,
    pub at: u64,
    pub length: u32,
}

impl Entry {
    pub fn read(bytes: &[u8]) -> Entry {
        Entry { term: u32_at(bytes, 0), having: u32_at(bytes, 4), at: u64_at(bytes, 8), length: u32_at(bytes, 16) }
    }

    pub fn write(&self) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        bytes[..4].copy_from_slice(&self.term.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.having.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.at.to_le_bytes());
        bytes[16..].copy_from_slice(&self.length.to_le_bytes());
        bytes
    }

    pub fn has_list(&self) -> bool {
        self.at != NO_LIST
    }
}

/// What is kept of a story at a fixed place. Places count from the first byte of the part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// What its terms weigh together.
    pub weight: f32,
    pub day: i32,
    pub file: u32,
    pub section: u16,
    pub record_length: u16,
    pub terms: u32,
    /// Where its terms begin; its record is behind them.
    pub at: u64,
}

impl Row {
    /// How many bytes its terms take.
    pub fn term_bytes(&self) -> u64 {
        u64::from(self.terms) * SHORT as u64
    }

    pub fn read(bytes: &[u8]) -> Row {
        Row {
            weight: f32::from_bits(u32_at(bytes, 0)),
            day: u32_at(bytes, 4).cast_signed(),
            file: u32_at(bytes, 8),
            section: u16_at(bytes, 12),
            record_length: u16_at(bytes, 14),
            terms: u32_at(bytes, 16),
            at: u64_at(bytes, 20),
        }
    }

    pub fn write(&self) -> [u8; ROW] {
        let mut bytes = [0; ROW];
        bytes[..4].copy_from_slice(&self.weight.to_bits().to_le_bytes());
        bytes[4..8].copy_from_slice(&self.day.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.file.to_le_bytes());
        bytes[12..14].copy_from_slice(&self.section.to_le_bytes());
        bytes[14..16].copy_from_slice(&self.record_length.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.terms.to_le_bytes());
        bytes[20..].copy_from_slice(&self.at.to_le_bytes());
        bytes
    }
}

/// A file that stories of the part were read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFile {
    /// Its name, relative to the folder of the index where it lies below it.
    pub name: String,
    /// What it is told by if it changes; only the caller knows what that is.
    pub stamp: u64,
    /// What the last bit of it is told by, where it is read bit by bit.
    pub last_stamp: u64,
    /// How far it was read, in bytes, where it is read bit by bit; else 0.
    pub until: u64,
    /// Where the last bit begins.
    pub last: u64,
    /// How many stories it gave.
    pub stories: u32,
}

/// A part, ready to be read.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub layout: Layout,
    /// Every [`STEP`]th term.
    steps: Vec<u32>,
    sections: Vec<String>,
}

impl Segment {
    /// Reads what is kept in memory; none where the layout does not fit the bytes.
    pub fn open(from: &impl Bytes, layout: Layout, length: u64) -> io::Result<Option<Segment>> {
        if !layout.is_sound(length) {
            return Ok(None);
        }
        let steps = read(from, layout.steps, layout.rows - layout.steps, layout.end)?;
        let steps = steps.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect();
        let sections = read(from, layout.sections, layout.end - layout.sections, layout.end)?;
        let Ok(sections) = serde_json::from_slice(&sections) else { return Ok(None) };
        Ok(Some(Segment { layout, steps, sections }))
    }

    /// What it says of a term.
    pub fn find(&self, from: &impl Bytes, term: u32) -> io::Result<Option<Entry>> {
        let Some(step) = self.steps.partition_point(|s| *s <= term).checked_sub(1) else { return Ok(None) };
        let first = (step * STEP) as u64;
        let many = (self.layout.terms - first.min(self.layout.terms)).min(STEP as u64) as usize;
        let mut block = [0; STEP * ENTRY];
        let block = &mut block[..many * ENTRY];
        from.read_at(self.layout.dictionary + first * ENTRY as u64, block)?;
        let entries = block.as_chunks::<ENTRY>().0;
        let found = entries.binary_search_by_key(&term, |e| u32_at(e, 0)).ok();
        Ok(found.map(|i| Entry::read(&entries[i])))
    }

    /// Adds the stories that have a term to `out`, in order; none where no list is kept.
    pub fn list(&self, from: &impl Bytes, entry: Entry, out: &mut Vec<u32>) -> io::Result<()> {
        if !entry.has_list() {
            return Ok(());
        }
        let at = self.layout.lists.saturating_add(entry.at);
        let bytes = read(from, at, u64::from(entry.length), self.layout.dictionary)?;
        let (mut story, mut step, mut shift) = (0u32, 0u32, 0u32);
        for b in bytes {
            step |= u32::from(b & 0x7F).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if b & 0x80 == 0 {
                story = story.wrapping_add(step);
                out.push(story);
                (step, shift) = (0, 0);
            }
        }
        Ok(())
    }

    /// The row of a story.
    pub fn row(&self, from: &impl Bytes, story: u32) -> io::Result<Row> {
        if story >= self.layout.stories {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = [0; ROW];
        from.read_at(self.layout.rows + u64::from(story) * ROW as u64, &mut bytes)?;
        Ok(Row::read(&bytes))
    }

    /// Whether a story still counts.
    pub fn is_kept(&self, row: &Row) -> bool {
        self.layout.gone.binary_search(&row.file).is_err()
    }

    /// The terms of a story as far as they are kept, in order.
    pub fn terms(&self, from: &impl Bytes, row: &Row, out: &mut Vec<u32>) -> io::Result<()> {
        out.clear();
        let bytes = self.piece(from, row.at, row.term_bytes())?;
        out.extend(bytes.as_chunks::<SHORT>().0.iter().map(|b| u32::from_le_bytes([b[0], b[1], b[2], 0])));
        Ok(())
    }

    /// The terms and the record of a story as they stand there.
    pub fn whole(&self, from: &impl Bytes, row: &Row) -> io::Result<Vec<u8>> {
        self.piece(from, row.at, row.term_bytes() + u64::from(row.record_length))
    }

    fn piece(&self, from: &impl Bytes, at: u64, length: u64) -> io::Result<Vec<u8>> {
        read(from, self.layout.from.saturating_add(at), length, self.layout.lists)
    }

    /// The record of a story.
    pub fn record(&self, from: &impl Bytes, row: &Row) -> io::Result<Record> {
        let file = self.file(from, row.file)?.name;
        let day = (row.day != NO_DAY).then_some(row.day);
        let bytes = self.piece(from, row.at.saturating_add(row.term_bytes()), u64::from(row.record_length))?;
        Record::read(&bytes, file, self.section(row.section).to_owned(), day)
    }

    pub fn section(&self, number: u16) -> &str {
        self.sections.get(usize::from(number)).map_or("", String::as_str)
    }

    /// The sections of its stories.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(String::as_str)
    }

    /// The numbers of the sections of this name, which have any case.
    pub fn sections_named(&self, name: &str) -> Vec<u16> {
        let name = name.to_lowercase();
        let named = self.sections.iter().enumerate().filter(|(_, s)| s.to_lowercase() == name);
        named.filter_map(|(i, _)| u16::try_from(i).ok()).collect()
    }

    /// The stories of these days and those without a day. Two ranges: the latter come first.
    pub fn within(&self, from: &impl Bytes, days: &Range<i32>) -> io::Result<[Range<u32>; 2]> {
        let first_from = |day: i32| {
            let (mut low, mut high) = (0, self.layout.stories);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.row(from, middle)?.day < day { low = middle + 1 } else { high = middle }
            }
            io::Result::Ok(low)
        };
        let undated = first_from(NO_DAY + 1)?;
        let begin = first_from(days.start)?.max(undated);
        Ok([0..undated, begin..first_from(days.end)?.max(begin)])
    }

    /// The stories whose id has this hash.
    pub fn with_id(&self, from: &impl Bytes, id: u64) -> io::Result<Vec<u32>> {
        let many = (self.layout.files - self.layout.ids) / ID as u64;
        let entry = |n: u64| {
            let mut bytes = [0; ID];
            from.read_at(self.layout.ids + n * ID as u64, &mut bytes).map(|()| (u64_at(&bytes, 0), u32_at(&bytes, 8)))
        };
        let (mut low, mut high) = (0, many);
        while low < high {
            let middle = low + (high - low) / 2;
            if entry(middle)?.0 < id { low = middle + 1 } else { high = middle }
        }
        let mut out = Vec::new();
        for n in low..many {
            match entry(n)? {
                (found, story) if found == id => out.push(story),
                _ => break,
            }
        }
        Ok(out)
    }

    /// All terms, in order.
    pub fn entries<'a, B: Bytes>(&self, from: &'a B) -> In<'a, B> {
        In::new(from, self.layout.dictionary, self.layout.steps)
    }

    /// The files whose stories count, with their numbers.
    pub fn all_files(&self, from: &impl Bytes) -> impl Iterator<Item = io::Result<(u32, ReadFile)>> {
        let kept = (0..self.layout.file_count as u32).filter(|n| self.layout.gone.binary_search(n).is_err());
        kept.map(|n| self.file(from, n).map(|file| (n, file)))
    }

    /// A file that stories were read from.
    pub fn file(&self, from: &impl Bytes, number: u32) -> io::Result<ReadFile> {
        if u64::from(number) >= self.layout.file_count {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut row = [0; FILE];
        from.read_at(self.layout.files + u64::from(number) * FILE as u64, &mut row)?;
        let name = self.layout.names.saturating_add(u64_at(&row, 36));
        let name = read(from, name, u64::from(u16_at(&row, 44)), self.layout.sections)?;
        Ok(ReadFile {
            stamp: u64_at(&row, 0),
            until: u64_at(&row, 8),
            last: u64_at(&row, 16),
            stories: u32_at(&row, 24),
            last_stamp: u64_at(&row, 28),
            name: String::from_utf8_lossy(&name).into_owned(),
        })
    }
}

impl ReadFile {
    /// Its row, when its name stands at a place among the names.
    pub(super) fn row(&self, name_at: u64, name_length: u16) -> [u8; FILE] {
        let mut bytes = [0; FILE];
        bytes[..8].copy_from_slice(&self.stamp.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.until.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.last.to_le_bytes());
        bytes[24..28].copy_from_slice(&self.stories.to_le_bytes());
        bytes[28..36].copy_from_slice(&self.last_stamp.to_le_bytes());
        bytes[36..44].copy_from_slice(&name_at.to_le_bytes());
        bytes[44..].copy_from_slice(&name_length.to_le_bytes());
        bytes
    }
}
