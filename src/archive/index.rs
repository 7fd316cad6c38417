//! The index as a whole: its head, its parts, and the search in them.
//!
//! All figures are little-endian. The head says which form the bytes have, and in two places, which take turns, where the list of parts
//! stands and what it is told by. Whoever adds to an index writes behind its end, then the list, then one of the two places: a run that is
//! killed leaves what the other place says, and whoever reads meanwhile reads on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::io;
use std::ops::{Range, RangeInclusive};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bytes::{Bytes, Store, read, u32_at, u64_at};
use super::record::Record;
use super::segment::{Entry, Layout, Segment};
use super::terms::{self, Term};
use super::write::{id_hash, short};
use super::{likeness, weight, weight_for};
use crate::ingest::Story;

pub(super) const MARK: [u8; 8] = *b"tcindex\n";
/// Counts up whenever the form or the choice of terms changes.
pub(super) const VERSION: u32 = 2;
/// Where the first part begins.
pub(super) const HEAD: u64 = 8192;
/// Where the two places are that say where the list of parts stands: in two sectors, of which a power cut can spoil one.
const TURNS: [u64; 2] = [512, 4608];
const TURN: usize = 24 + 32 + 8;

/// So many entries of lists are looked at for one text; the rarest terms go first. Of a million stories 40,000 find as many as 300,000 do, in a fifth
/// of the time; a text of few and common words needs more of them.
const PATIENCE: u64 = 60_000;
/// So many stories are compared with the text term by term: those that share most of its rare terms.
const FINALISTS: usize = 200;

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

/// The parts of an index, and which state of it that is.
#[derive(Debug, Default)]
pub(super) struct State {
    pub generation: u64,
    pub parts: Vec<Segment>,
    /// The byte behind the last that counts.
    pub end: u64,
}

#[derive(Default, Serialize, Deserialize)]
struct List {
    parts: Vec<Layout>,
}

/// What bytes are told by.
fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl State {
    /// The newest state that is whole.
    pub fn read(from: &impl Bytes) -> Result<State, BadIndex> {
        let length = from.length()?;
        let begin = read(from, 0, length.min(12), length)?;
        if !begin.starts_with(&MARK) || begin.len() < 12 {
            return Err(BadIndex::NoIndex);
        }
        let version = u32_at(&begin, 8);
        if version != VERSION {
            return Err(BadIndex::Version(version));
        }
        let head = read(from, 0, HEAD, length)?;
        let turns = TURNS.iter().map(|at| &head[*at as usize..*at as usize + TURN]);
        // One that tells itself otherwise was being written when the power went; what a whole one names was kept before it.
        let whole = turns.filter(|turn| digest(&turn[..TURN - 8])[..8] == turn[TURN - 8..]);
        let turn = whole.max_by_key(|turn| u64_at(turn, 0)).ok_or(BadIndex::Damaged)?;
        let (generation, at, many) = (u64_at(turn, 0), u64_at(turn, 8), u64_at(turn, 16));
        let list = read(from, at, many, length)?;
        if digest(&list)[..] != turn[24..56] {
            return Err(BadIndex::Damaged);
        }
        let List { parts } = serde_json::from_slice(&list).map_err(|_| BadIndex::Damaged)?;
        let parts: io::Result<Vec<_>> = parts.into_iter().map(|l| Segment::open(from, l, at)).collect();
        let parts: Option<Vec<_>> = parts?.into_iter().collect();
        Ok(State { generation, parts: parts.ok_or(BadIndex::Damaged)?, end: at.saturating_add(many) })
    }

    /// Writes the head of an index that has no part.
    pub fn create(store: &impl Store) -> io::Result<State> {
        let mut head = vec![0; HEAD as usize];
        head[..8].copy_from_slice(&MARK);
        head[8..12].copy_from_slice(&VERSION.to_le_bytes());
        store.write_at(0, &head)?;
        let mut state = State { generation: 0, parts: Vec::new(), end: HEAD };
        state.write(store)?;
        Ok(state)
    }

    /// Makes this the state of the index: from here on it is there, whatever happens.
    pub fn write(&mut self, store: &impl Store) -> io::Result<()> {
        let list = List { parts: self.parts.iter().map(|p| p.layout.clone()).collect() };
        let list = serde_json::to_vec(&list)?;
        store.write_at(self.end, &list)?;
        store.settle()?;
        self.generation += 1;
        let mut turn = Vec::with_capacity(TURN);
        for figure in [self.generation, self.end, list.len() as u64] {
            turn.extend_from_slice(&figure.to_le_bytes());
        }
        turn.extend_from_slice(&digest(&list));
        let own = digest(&turn);
        turn.extend_from_slice(&own[..8]);
        store.write_at(TURNS[(self.generation % 2) as usize], &turn)?;
        store.settle()?;
        self.end += list.len() as u64;
        Ok(())
    }
}

/// An index that is open for searching, by any number of threads. What it holds in memory is some bytes for 128 terms.
#[derive(Debug)]
pub struct Index<B> {
    from: B,
    parts: Vec<Segment>,
}

/// Which stories of an archive are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope {
    /// Those of these days, as days since 1 January 1970, and those whose day is not known.
    pub days: Option<RangeInclusive<i32>>,
    /// Those of this section, in any case of its letters.
    pub section: Option<String>,
}

impl Scope {
    /// The stories of the days from `before` days before a text was sent to the day after it; all, where its day is not known.
    pub fn around(text: &Story, before: u32) -> Scope {
        let day = Record::of(text, "", "").day;
        let before = i32::try_from(before).unwrap_or(i32::MAX);
        Scope { days: day.map(|day| day.saturating_sub(before)..=day.saturating_add(1)), section: None }
    }

    /// The same with only the stories of one section.
    #[must_use]
    pub fn of_section(self, section: Option<&str>) -> Scope {
        Scope { section: section.map(str::to_owned), ..self }
    }
}

/// A term of the text that is searched for.
struct Asked {
    term: Term,
    /// What it weighs for any story.
    plain: f64,
    /// What it weighs for the text.
    firm: f64,
    /// How many stories have it.
    having: u64,
    /// What each part says of it.
    found: Vec<Option<Entry>>,
}

/// A story of an index: the part, and its number there.
type Place = (u32, u32);

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

impl<B: Bytes> Index<B> {
    /// Opens an index.
    ///
    /// # Errors
    /// Where it is no index, one of another version, or damaged.
    pub fn open(from: B) -> Result<Self, BadIndex> {
        let parts = State::read(&from)?.parts;
        Ok(Index { from, parts })
    }

    /// How many stories it has.
    pub fn len(&self) -> u32 {
        self.parts.iter().map(|p| p.layout.stories - p.layout.lost).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records of the stories that have this id in their metadata.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn with_id(&self, id: &str) -> io::Result<Vec<Record>> {
        let mut out = Vec::new();
        let Some(hash) = id_hash(id) else { return Ok(out) };
        for part in &self.parts {
            for story in part.with_id(&self.from, hash)? {
                let row = part.row(&self.from, story)?;
                if part.is_kept(&row) {
                    out.extend(Some(part.record(&self.from, &row)?).filter(|r| r.id == id));
                }
            }
        }
        Ok(out)
    }

    /// The stories that a text was most likely made from, the best first, at most so many.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn search(&self, text: &Story, scope: &Scope, most: usize) -> io::Result<Vec<Match>> {
        let mut asked = self.asked(text)?;
        let whole: f64 = asked.iter().map(|a| a.firm).sum();
        asked.sort_by(|a, b| b.plain.total_cmp(&a.plain).then(a.term.hash.cmp(&b.term.hash)));
        let finalists = self.finalists(&asked, scope)?;
        let mut scored = Vec::with_capacity(finalists.len());
        let mut by_short: Vec<(u32, usize)> = (0..).zip(&asked).map(|(i, a)| (short(a.term.hash), i)).collect();
        by_short.sort_unstable();
        let mut terms = Vec::new();
        for (part, story) in finalists {
            let segment = &self.parts[part as usize];
            let row = segment.row(&self.from, story)?;
            segment.terms(&self.from, &row, &mut terms)?;
            let (mut mine, mut theirs) = (0.0, 0.0);
            let shared = shared(&by_short, &terms);
            for a in shared.iter().filter_map(|i| asked.get(*i)) {
                mine += a.firm;
                theirs += terms::rarity(a.term.hash);
            }
            scored.push((likeness(mine, whole, theirs, f64::from(row.weight)), (part, story), row, shared));
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.truncate(most);
        let mut out = Vec::with_capacity(scored.len());
        for (score, (part, _), row, shared) in scored {
            let record = self.parts[part as usize].record(&self.from, &row)?;
            out.push(Match { record, score, shared: telling(&asked, shared) });
        }
        Ok(out)
    }

    /// The terms of a text with what the index says of them.
    fn asked(&self, text: &Story) -> io::Result<Vec<Asked>> {
        let all = self.len();
        let mut asked = Vec::new();
        for term in terms::terms(text) {
            let mut found = Vec::with_capacity(self.parts.len());
            for part in &self.parts {
                found.push(part.find(&self.from, term.hash)?);
            }
            let having: u64 = found.iter().flatten().map(|e| u64::from(e.having)).sum();
            let plain = weight(term.hash, having.max(1), all);
            let firm = weight_for(term.hash, term.firm, having, all);
            asked.push(Asked { term, plain, firm, having, found });
        }
        Ok(asked)
    }

    /// The stories that share most of the rare terms.
    fn finalists(&self, asked: &[Asked], scope: &Scope) -> io::Result<Vec<Place>> {
        let ranges = self.ranges(scope)?;
        let mut shares: FxHashMap<Place, f64> = FxHashMap::default();
        let mut list = Vec::new();
        let mut seen = 0;
        let mut rare: Vec<&Asked> = asked.iter().filter(|a| a.having > 0).collect();
        rare.sort_by_key(|a| a.having);
        for a in rare {
            seen += a.having;
            if seen > PATIENCE && !shares.is_empty() {
                break;
            }
            for (part, entry) in (0u32..).zip(&a.found) {
                let Some(entry) = entry else { continue };
                list.clear();
                self.parts[part as usize].list(&self.from, *entry, &mut list)?;
                for range in &ranges[part as usize] {
                    let from = list.partition_point(|s| *s < range.start);
                    for story in list[from..].iter().take_while(|s| **s < range.end) {
                        *shares.entry((part, *story)).or_default() += a.firm;
                    }
                }
            }
        }
        // Shares are positive, so their bits are in order as they are.
        let best = shares.into_iter().map(|(place, share)| (share.to_bits(), Reverse(place)));
        let mut best: BinaryHeap<(u64, Reverse<Place>)> = best.collect();
        let sections: Option<Vec<_>> =
            scope.section.as_ref().map(|name| self.parts.iter().map(|p| p.sections_named(name)).collect());
        let mut out = Vec::new();
        while let Some((_, Reverse((part, story)))) = best.pop() {
            let segment = &self.parts[part as usize];
            let row = segment.row(&self.from, story)?;
            if segment.is_kept(&row) && sections.as_ref().is_none_or(|s| s[part as usize].contains(&row.section)) {
                out.push((part, story));
                if out.len() == FINALISTS {
                    break;
                }
            }
        }
        Ok(out)
    }

    /// The stories of each part that are looked at.
    fn ranges(&self, scope: &Scope) -> io::Result<Vec<[Range<u32>; 2]>> {
        let days = scope.days.as_ref().map(|days| *days.start()..days.end().saturating_add(1));
        let of = |part: &Segment| match &days {
            Some(days) => part.within(&self.from, days),
            None => Ok([0..part.layout.stories, 0..0]),
        };
        self.parts.iter().map(of).collect()
    }
}

/// Which of the asked terms a story has: their numbers. Both are in order.
fn shared(asked: &[(u32, usize)], terms: &[u32]) -> Vec<usize> {
    let mut rest = terms.iter().peekable();
    let mut out = Vec::new();
    for (term, number) in asked {
        while rest.next_if(|t| **t < *term).is_some() {}
        if rest.peek() == Some(&term) {
            out.push(*number);
        }
    }
    out
}

/// The rarest of these terms as the text has them: six, names and figures first. The asked ones come rarest first.
fn telling(asked: &[Asked], mut shared: Vec<usize>) -> Vec<String> {
    shared.sort_unstable();
    let (firm, other): (Vec<&Asked>, Vec<&Asked>) =
        shared.iter().filter_map(|i| asked.get(*i)).partition(|a| a.term.firm);
    firm.into_iter().chain(other).take(6).map(|a| a.term.word.clone()).collect()
}
