//! The index on disk: writing it, reading it, searching it.
//!
//! All figures are little-endian. A header of 64 bytes (mark, version, numbers and places of the sections), then for each term the
//! numbers of the stories that have it (differences, seven bits a byte), the terms in order (hash, stories, place: 16 bytes each),
//! every 128th hash, the weight of each story, the records, and the place of each record. The header is written last, so that an
//! index that was not finished has none.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use super::terms::{self, Term};
use super::{Record, weight};
use crate::ingest::Story;

const MARK: [u8; 8] = *b"tcindex\n";
/// Counts up whenever the form or the choice of terms changes.
const VERSION: u32 = 1;
const HEADER: u64 = 64;
/// Every so many terms one is kept in memory.
const STEP: usize = 128;
/// So many entries of the lists are looked at for one text; the rarest terms go first.
const PATIENCE: u64 = 4_000_000;

/// Why an index cannot be used. The message is lower case, without a full stop.
#[derive(Debug)]
#[non_exhaustive]
pub enum BadIndex {
    /// It is something else.
    NoIndex,
    /// It was written by another version; which.
    Version(u32),
    /// It is cut off or damaged.
    Damaged,
    /// It cannot be read.
    Io(io::Error),
}

impl fmt::Display for BadIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadIndex::NoIndex => f.write_str("is no index; make one with `truecopy index`"),
            BadIndex::Version(v) => {
                write!(f, "is an index of form {v}, this program reads form {VERSION}; build it again")
            }
            BadIndex::Damaged => f.write_str("is a damaged index; build it again"),
            BadIndex::Io(e) => write!(f, "cannot be read: {e}"),
        }
    }
}

impl std::error::Error for BadIndex {}

impl From<io::Error> for BadIndex {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::UnexpectedEof { BadIndex::Damaged } else { BadIndex::Io(e) }
    }
}

/// Writes the sections one after the other.
pub(super) struct Sections<W: Write + Seek> {
    out: BufWriter<W>,
    at: u64,
    terms: Vec<(u32, u32, u64)>,
    bytes: Vec<u8>,
}

impl<W: Write + Seek> Sections<W> {
    pub fn new(mut out: W) -> io::Result<Self> {
        out.seek(SeekFrom::Start(0))?;
        let mut out = BufWriter::with_capacity(256 * 1024, out);
        out.write_all(&[0; HEADER as usize])?;
        Ok(Sections { out, at: HEADER, terms: Vec::new(), bytes: Vec::new() })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// The stories that have a term, in order. Terms come in order.
    pub fn term(&mut self, term: u32, stories: &[u32]) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        let mut before = 0;
        for story in stories {
            let mut step = story.wrapping_sub(before);
            before = *story;
            while step >= 0x80 {
                bytes.push(step as u8 | 0x80);
                step >>= 7;
            }
            bytes.push(step as u8);
        }
        self.terms.push((term, u32::try_from(stories.len()).unwrap_or(u32::MAX), self.at));
        let put = self.put(&bytes);
        self.bytes = bytes;
        put
    }

    /// Everything else; gives the number of terms.
    pub fn finish(mut self, records: &[Record], norms: &[f64]) -> io::Result<u64> {
        let terms = std::mem::take(&mut self.terms);
        let terms_at = self.at;
        for (term, stories, at) in &terms {
            self.put(&term.to_le_bytes())?;
            self.put(&stories.to_le_bytes())?;
            self.put(&at.to_le_bytes())?;
        }
        let steps_at = self.at;
        for (term, ..) in terms.iter().step_by(STEP) {
            self.put(&term.to_le_bytes())?;
        }
        let norms_at = self.at;
        for norm in norms {
            self.put(&(*norm as f32).to_le_bytes())?;
        }
        let mut places = Vec::with_capacity(records.len());
        for r in records {
            places.push(self.at);
            for text in [&r.file, &r.item, &r.id, &r.title] {
                let text = text.as_bytes();
                let text = text.get(..text.len().min(u16::MAX as usize)).unwrap_or(text);
                self.put(&(text.len() as u16).to_le_bytes())?;
                self.put(text)?;
            }
            self.put(&r.stamp.to_le_bytes())?;
        }
        let places_at = self.at;
        for place in places {
            self.put(&place.to_le_bytes())?;
        }
        let mut header = Vec::with_capacity(HEADER as usize);
        header.extend_from_slice(&MARK);
        header.extend_from_slice(&VERSION.to_le_bytes());
        header.extend_from_slice(&u32::try_from(records.len()).unwrap_or(u32::MAX).to_le_bytes());
        for figure in [terms.len() as u64, terms_at, steps_at, norms_at, places_at, self.at] {
            header.extend_from_slice(&figure.to_le_bytes());
        }
        self.out.flush()?;
        let mut out = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        out.seek(SeekFrom::Start(0))?;
        out.write_all(&header)?;
        out.flush()?;
        Ok(terms.len() as u64)
    }
}

/// An index that is open for searching. What it holds in memory is some bytes per story and per 128 terms.
#[derive(Debug)]
pub struct Index<R> {
    input: R,
    stories: u32,
    terms: u64,
    terms_at: u64,
    places_at: u64,
    steps: Vec<u32>,
    norms: Vec<f32>,
}

/// A term of the text that is searched for.
struct Asked {
    term: Term,
    /// What it weighs for any story.
    plain: f64,
    /// What it weighs for the text.
    firm: f64,
    /// How many stories have it, and where their list stands.
    found: Option<(u32, u64)>,
}

/// A story that a text may have been made from.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Match {
    /// Which story.
    pub record: Record,
    /// From 0, nothing in common, to 1, the same words.
    pub score: f64,
    /// The rarest words that both have, as the text has them, names and figures first.
    pub shared: Vec<String>,
}

impl<R: Read + Seek> Index<R> {
    /// Opens an index.
    ///
    /// # Errors
    /// Where it is no index, one of another version, or damaged.
    pub fn open(mut input: R) -> Result<Self, BadIndex> {
        let length = input.seek(SeekFrom::End(0))?;
        input.seek(SeekFrom::Start(0))?;
        let mut header = [0; HEADER as usize];
        if length < HEADER {
            return Err(BadIndex::NoIndex);
        }
        input.read_exact(&mut header)?;
        if header[..8] != MARK {
            return Err(BadIndex::NoIndex);
        }
        let version = u32_at(&header, 8);
        if version != VERSION {
            return Err(BadIndex::Version(version));
        }
        let stories = u32_at(&header, 12);
        let figure = |n: usize| u64_at(&header, 16 + 8 * n);
        let (terms, terms_at, steps_at, norms_at) = (figure(0), figure(1), figure(2), figure(3));
        let (places_at, end) = (figure(4), figure(5));
        let fits = |from: u64, many: u64, size: u64, to: u64| {
            many.checked_mul(size).and_then(|n| from.checked_add(n)) == Some(to)
        };
        let sound = end == length
            && terms_at >= HEADER
            && fits(terms_at, terms, 16, steps_at)
            && fits(steps_at, terms.div_ceil(STEP as u64), 4, norms_at)
            && norms_at.checked_add(u64::from(stories) * 4).is_some_and(|at| at <= places_at)
            && fits(places_at, u64::from(stories), 8, end);
        if !sound {
            return Err(BadIndex::Damaged);
        }
        let steps = read(&mut input, steps_at, norms_at - steps_at)?;
        let norms = read(&mut input, norms_at, u64::from(stories) * 4)?;
        let steps = steps.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect();
        let norms = norms.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
        Ok(Index { input, stories, terms, terms_at, places_at, steps, norms })
    }

    /// How many stories it has.
    pub fn len(&self) -> u32 {
        self.stories
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.stories == 0
    }

    /// The record of a story, counted from 0.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn record(&mut self, story: u32) -> io::Result<Record> {
        let place = read(&mut self.input, self.places_at + u64::from(story) * 8, 8)?;
        self.input.seek(SeekFrom::Start(u64_at(&place, 0)))?;
        let mut texts = [const { String::new() }; 4];
        for text in &mut texts {
            let mut length = [0; 2];
            self.input.read_exact(&mut length)?;
            let mut bytes = vec![0; usize::from(u16::from_le_bytes(length))];
            self.input.read_exact(&mut bytes)?;
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
        let mut stamp = [0; 8];
        self.input.read_exact(&mut stamp)?;
        let [file, item, id, title] = texts;
        Ok(Record { file, item, id, title, stamp: u64::from_le_bytes(stamp) })
    }

    /// How many stories have a term, and where their list stands.
    fn find(&mut self, term: u32) -> io::Result<Option<(u32, u64)>> {
        let Some(step) = self.steps.partition_point(|s| *s <= term).checked_sub(1) else { return Ok(None) };
        let from = step as u64 * STEP as u64;
        let many = (self.terms - from.min(self.terms)).min(STEP as u64);
        let block = read(&mut self.input, self.terms_at + from * 16, many * 16)?;
        let entries = block.as_chunks::<16>().0;
        let found = entries.binary_search_by_key(&term, |e| u32_at(e, 0)).ok().and_then(|i| entries.get(i));
        Ok(found.map(|e| (u32_at(e, 4), u64_at(e, 8))))
    }

    /// The stories in a list.
    fn list(&mut self, many: u32, at: u64) -> io::Result<Vec<u32>> {
        // A number takes five bytes at most; what is read too much belongs to the next list.
        let length = (u64::from(many.min(self.stories)) * 5).min(self.terms_at.saturating_sub(at));
        let bytes = read(&mut self.input, at, length)?;
        let mut out = Vec::with_capacity(many.min(self.stories) as usize);
        let (mut before, mut step, mut shift) = (0u32, 0u32, 0u32);
        for b in bytes {
            if out.len() == many as usize {
                break;
            }
            step |= u32::from(b & 0x7F).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if b & 0x80 == 0 {
                before = before.wrapping_add(step);
                out.push(before);
                (step, shift) = (0, 0);
            }
        }
        Ok(out)
    }

    /// The stories that a text was most likely made from, the best first, at most so many.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn search(&mut self, text: &Story, most: usize) -> io::Result<Vec<Match>> {
        let mut asked = Vec::new();
        for term in terms::of(text) {
            let found = self.find(term.hash)?;
            let plain = weight(term.hash, found.map_or(1, |f| f.0), self.stories);
            // A word that no story has may be a new wording; a name that none has speaks against all.
            let firm = match (term.firm, found) {
                (true, _) => 1.5,
                (false, Some(_)) => 1.0,
                (false, None) => 0.4,
            };
            asked.push(Asked { term, plain, firm: plain * firm, found });
        }
        let whole: f64 = asked.iter().map(|a| a.firm).sum();
        asked.sort_by(|a, b| b.plain.total_cmp(&a.plain));
        let mut shares: HashMap<u32, (f64, f64)> = HashMap::new();
        let mut seen = 0u64;
        for Asked { plain, firm, found, .. } in &asked {
            let Some((many, at)) = found else { continue };
            seen += u64::from(*many);
            if seen > PATIENCE && !shares.is_empty() {
                break;
            }
            for story in self.list(*many, *at)? {
                let share = shares.entry(story).or_default();
                share.0 += firm;
                share.1 += plain;
            }
        }
        let mut scored: Vec<(f64, u32)> = shares
            .into_iter()
            .map(|(story, (mine, theirs))| {
                let norm = self.norms.get(story as usize).map_or(0.0, |n| f64::from(*n));
                let share = |part: f64, all: f64| if all > 0.0 { (part / all).min(1.0) } else { 0.0 };
                (share(mine, whole).powf(0.75) * share(theirs, norm).powf(0.25), story)
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.truncate(most);
        let mut out = Vec::with_capacity(scored.len());
        for (score, story) in scored {
            out.push(Match { record: self.record(story)?, score, shared: self.shared(&asked, story)? });
        }
        Ok(out)
    }

    /// The rarest words that the text shares with a story.
    fn shared(&mut self, asked: &[Asked], story: u32) -> io::Result<Vec<String>> {
        let (mut firm, mut other) = (Vec::new(), Vec::new());
        for Asked { term, found, .. } in asked.iter().take(120) {
            let Some((many, at)) = found else { continue };
            if self.list(*many, *at)?.binary_search(&story).is_ok() {
                if term.firm { firm.push(term.word.clone()) } else { other.push(term.word.clone()) }
            }
            if firm.len() >= 6 {
                break;
            }
        }
        firm.extend(other);
        firm.truncate(6);
        Ok(firm)
    }
}

/// Goes through an index from the first term to the last.
pub(super) struct Reader<R> {
    index: Index<R>,
    next: u64,
    block: Vec<u8>,
    block_from: u64,
}

impl<R: Read + Seek> Reader<R> {
    pub fn new(index: Index<R>) -> io::Result<Self> {
        Ok(Reader { index, next: 0, block: Vec::new(), block_from: 0 })
    }

    /// The next term with its stories.
    pub fn next_term(&mut self) -> io::Result<Option<(u32, Vec<u32>)>> {
        if self.next >= self.index.terms {
            return Ok(None);
        }
        let entry = |r: &Self| r.block.as_chunks::<16>().0.get((r.next - r.block_from) as usize).copied();
        let found = match entry(self) {
            Some(found) if !self.block.is_empty() => found,
            _ => {
                let many = (self.index.terms - self.next).min(4096);
                self.block = read(&mut self.index.input, self.index.terms_at + self.next * 16, many * 16)?;
                self.block_from = self.next;
                entry(self).ok_or(io::ErrorKind::UnexpectedEof)?
            }
        };
        self.next += 1;
        let list = self.index.list(u32_at(&found, 4), u64_at(&found, 8))?;
        Ok(Some((u32_at(&found, 0), list)))
    }
}

fn read<R: Read + Seek>(input: &mut R, at: u64, length: u64) -> io::Result<Vec<u8>> {
    input.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    input.by_ref().take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}
