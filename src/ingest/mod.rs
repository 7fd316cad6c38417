//! From bytes to a [`Story`]: decoding, markup, and what is story and what is page furniture. Judges nothing.
#![deny(clippy::indexing_slicing)]

mod advisory;
mod arrange;
mod assembly;
mod charset;
mod code;
mod codes;
mod dateline;
mod dates;
mod decode;
mod entity;
mod error;
mod formats;
mod html;
mod html_apart;
mod html_tags;
mod inline;
mod json;
#[expect(clippy::indexing_slicing, reason = "its lists have one entry for each part of a page, and it counts parts")]
mod layout;
mod lines;
mod marks;
mod meta;
mod names;
mod page;
mod part;
mod phrases;
mod story;
mod xml;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub use advisory::{Advisory, AdvisoryKind};
pub use code::{Code, CodeKind};
pub use error::{MAX_BYTES, ReadError, ReadProblem};
pub use meta::{Format, Link, LinkKind, Metadata};
pub use story::{Block, BlockKind, Dateline, FurnitureKind, Story};

use crate::text::{Encoding, OffsetMap, SharedLines, Source, Span};
use arrange::arrange;
use assembly::Draft;
use formats::{framed, mail, markdown, newsml, ninjs, nitf, schema_org, sniff, syndication};
use html::Trust;

/// Reads a story from text that is already decoded, such as a string out of a JSON record.
///
/// The format is recognised by the content; a feed that is broken or holds several stories is read as the lines it consists of. In
/// plain text, character references (`&#039;`) are decoded. [`Source::original`] and [`Source::code_points`] lead back to the
/// string given.
pub fn from_text(name: &str, text: &str) -> Story {
    let format = sniff::format(text, "");
    let given = Given { name, encoding: Encoding::Utf8, map: OffsetMap::default(), lines: SharedLines::default() };
    let mut found = given.read(text.to_owned(), format).unwrap_or_default();
    match (found.pop(), found.is_empty()) {
        (Some(story), true) => story,
        _ => given.plain(text.to_owned()),
    }
}

/// Reads a story from bytes: UTF-8 or UTF-16, or any encoding that an XML declaration or the `meta` element of a page names and the WHATWG
/// Encoding Standard has, or Windows-1252 where they are none of these, or Macintosh where the letters show it; in any [`Format`],
/// which is recognised by the content. Null characters are left out, and codes that were left undecoded are read as letters
/// ([`Story::codes`]).
///
/// `name` is used in messages; where the content leaves the format open, its ending decides (`.html`, `.md`, `.json`).
///
/// # Errors
/// Where the bytes are empty, binary, more than [`MAX_BYTES`], in an encoding that nobody knows, or a feed that is broken, dangerous, or holds not just one story.
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Story, ReadError> {
    one(name, stories_from_bytes(name, bytes, None)?)
}

/// Reads every story from bytes: one, or as many as a feed or package holds. `format` is what they are in; none to look at the
/// content.
///
/// Of several stories each is named `NAME#ID`, or `NAME#1` where it has no id, counted from 1.
///
/// # Errors
/// As [`from_bytes`], but for the number of stories: there is at least one.
pub fn stories_from_bytes(name: &str, bytes: &[u8], format: Option<Format>) -> Result<Vec<Story>, ReadError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::new(name, ReadProblem::TooLarge(Some(bytes.len() as u64))));
    }
    let decoded = decode::decode(bytes).map_err(|problem| ReadError::new(name, problem))?;
    let extension = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    let format = format.unwrap_or_else(|| sniff::format(&decoded.text, &extension));
    let given = Given { name, encoding: decoded.encoding, map: decoded.map, lines: SharedLines::default() };
    let mut found = given.read(decoded.text, format).map_err(|problem| ReadError::new(name, problem))?;
    for story in &mut found {
        if decoded.encoding != Encoding::Utf8 {
            story.notes.insert(0, format!("read as {}", decoded.encoding.name()));
        }
        if let Some(label) = decoded.overruled {
            story.notes.push(format!("the text declares {label}, but its bytes are UTF-8"));
        }
        if decoded.nulls > 0 {
            let some = if decoded.nulls == 1 { "character was" } else { "characters were" };
            story.notes.push(format!("{} null {some} left out", decoded.nulls));
        }
        if decoded.damaged {
            story.notes.push(format!("some bytes are not valid {} and were replaced", decoded.encoding.name()));
        }
    }
    Ok(found)
}

/// Reads a story from a file. See [`from_bytes`].
///
/// # Errors
/// Where the file cannot be opened or read, is a directory, or holds no readable story: see [`from_bytes`].
pub fn from_path(path: impl AsRef<Path>) -> Result<Story, ReadError> {
    let path = path.as_ref();
    let found = stories_from_path(path, None)?;
    one(&path.to_string_lossy(), found).map_err(|e| ReadError { path: path.to_owned(), ..e })
}

/// Reads every story from a file. See [`stories_from_bytes`].
///
/// # Errors
/// Where the file cannot be opened or read, is a directory, or holds no readable story: see [`from_bytes`].
pub fn stories_from_path(path: impl AsRef<Path>, format: Option<Format>) -> Result<Vec<Story>, ReadError> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|e| ReadError::io(path, e))?;
    let meta = file.metadata().map_err(|e| ReadError::io(path, e))?;
    if meta.is_dir() {
        return Err(ReadError::new(path, ReadProblem::Directory));
    }
    if meta.len() > MAX_BYTES {
        return Err(ReadError::new(path, ReadProblem::TooLarge(Some(meta.len()))));
    }
    let found = stories_from_reader(&path.to_string_lossy(), file, format);
    found.map_err(|e| ReadError { path: path.to_owned(), ..e })
}

/// Reads a story from standard input or anything else that can be read. See [`from_bytes`].
///
/// # Errors
/// Where reading fails, or what was read is no readable story: see [`from_bytes`].
pub fn from_reader(name: &str, reader: impl Read) -> Result<Story, ReadError> {
    one(name, stories_from_reader(name, reader, None)?)
}

/// Reads every story from anything that can be read. See [`stories_from_bytes`].
///
/// # Errors
/// Where reading fails, or what was read is no readable story: see [`from_bytes`].
pub fn stories_from_reader(name: &str, reader: impl Read, format: Option<Format>) -> Result<Vec<Story>, ReadError> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a long input from one that just fits.
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| ReadError::io(name, e))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::new(name, ReadProblem::TooLarge(None)));
    }
    stories_from_bytes(name, &bytes, format)
}

/// The only story of several.
///
/// # Errors
/// Where there is not just one.
pub fn one(name: &str, mut stories: Vec<Story>) -> Result<Story, ReadError> {
    match (stories.len(), stories.pop()) {
        (1, Some(story)) => Ok(story),
        (n, _) => Err(ReadError::new(name, ReadProblem::Several(n))),
    }
}

/// The story with this id, or else with this number, counted from 1.
///
/// # Errors
/// Where there is none.
pub fn pick(name: &str, stories: Vec<Story>, item: &str) -> Result<Story, ReadError> {
    let by_id = stories.iter().position(|s| s.meta.id.as_deref() == Some(item));
    let by_link = || {
        let alternate = |s: &Story| s.meta.links.iter().any(|l| l.kind == LinkKind::Alternate && l.id == item);
        stories.iter().position(alternate)
    };
    let by_number = || item.parse::<usize>().ok()?.checked_sub(1);
    let at = by_id.or_else(by_link).or_else(by_number);
    let found = at.and_then(|i| stories.into_iter().nth(i));
    found.ok_or_else(|| ReadError::new(name, ReadProblem::NoSuchItem(item.to_owned())))
}

/// Gives a day to stories of which none carries one: year, month and day, as somebody says who knows. A dateline without a year ("March 3") is
/// taken for the nearest such day; texts without any then go by that.
pub fn assume_day(wires: &mut [Story], rewrite: &mut Story, day: (i32, u8, u8)) {
    let mut stories: Vec<&mut Story> = wires.iter_mut().chain([rewrite]).collect();
    if stories.iter().any(|s| s.date.is_some()) {
        return;
    }
    for story in &mut stories {
        let written = story.dateline.and_then(|d| d.date).map(|span| story.source.slice(span));
        story.date = written.and_then(dates::month_day).and_then(|written| dates::nearest(written, day));
    }
    if stories.iter().all(|s| s.date.is_none()) {
        stories.into_iter().for_each(|s| s.date = Some(day));
    }
}

/// The first full date in a text, such as a time stamp of a record: year, month, day.
pub fn day(text: &str) -> Option<(i32, u8, u8)> {
    dates::date(text)
}

/// How many bytes of `text` are the HTML character reference that it begins with, if it begins with one.
pub fn reference(text: &str) -> Option<usize> {
    entity::reference(text, true).map(|found| found.len)
}

/// What was read, before anything is known of it.
struct Given<'a> {
    name: &'a str,
    encoding: Encoding,
    /// From the decoded text to the original bytes.
    map: OffsetMap,
    /// The lines of the decoded text.
    lines: SharedLines,
}

/// Notes on a page whose linked data have more than it shows.
const FROM_LINKED_DATA: &str = "the page shows less than half of the story, which was read from its linked data";
const OTHER_LINKED_DATA: &str = "the linked data of the page tell another text than the page shows, which was read";

impl Given<'_> {
    /// Decoded text to stories.
    fn read(&self, text: String, format: Format) -> Result<Vec<Story>, ReadProblem> {
        let drafts = match format {
            Format::Plain => return Ok(vec![self.plain(text)]),
            Format::Html => return Ok(vec![self.page(text)]),
            Format::Markdown => vec![markdown::read(&text)],
            Format::Ninjs => ninjs::read(&text)?,
            Format::Nitf => nitf::read(&text)?,
            Format::NewsMl => newsml::read(&text)?,
            Format::Rss => syndication::rss(&text)?,
            Format::Atom => syndication::atom(&text)?,
            Format::Mail => mail::read(&text)?,
            Format::Iptc7901 => framed::iptc7901(&text)?,
            Format::Anpa => framed::anpa(&text)?,
        };
        let raw: Arc<str> = text.into();
        let several = drafts.len() > 1;
        let named = |(i, draft): (usize, Draft)| {
            let id = draft.meta.id.clone().filter(|id| id.len() <= 200 && !id.contains(char::is_whitespace));
            let mut story = self.assemble(draft, &raw);
            if several {
                story.source.name = format!("{}#{}", self.name, id.unwrap_or_else(|| (i + 1).to_string()));
            }
            story
        };
        Ok(drafts.into_iter().enumerate().map(named).collect())
    }

    /// Lines of text.
    fn plain(&self, text: String) -> Story {
        let page = assembly::plain(&text, assembly::Written::Plain);
        if !page.map.is_identity() {
            return self.assemble(Draft { page, ..Draft::default() }, &text.into());
        }
        let parts = page.parts;
        let text = text.into();
        let (name, map) = (self.name.to_owned(), self.map.clone());
        let raw_map = self.raw_map(None);
        let source = Source { name, text, encoding: self.encoding, raw_map, map, ..Source::default() };
        arrange(source, parts, None, Metadata::default(), false)
    }

    /// A web page.
    fn page(&self, html: String) -> Story {
        let raw: Arc<str> = html.into();
        let read = |trust: Trust| {
            let mut page = html::read(&raw, trust);
            codes::mend(&mut page);
            let article = schema_org::article(&raw, &page);
            article.mark(&mut page);
            let body = std::mem::take(&mut page.body);
            let parts = page.parts.clone();
            let mut story = self.assemble(Draft { page, meta: article.meta.clone(), markup: true }, &raw);
            article.bound(&story.source.text, &body, &mut story.blocks);
            (story, article, parts)
        };
        let (mut story, article, parts) = read(Trust::Classes);
        // A page that a program fills in, or that shows its beginning only, has its story in the linked data.
        if article.goes_beyond(&story) {
            if !article.is_shown(&story, &parts) {
                story.notes.push(OTHER_LINKED_DATA.to_owned());
            } else if let Some(draft) = article.draft() {
                let mut linked = self.assemble(draft, &raw);
                linked.notes.push(FROM_LINKED_DATA.to_owned());
                return linked;
            }
        }
        if story.has_story() {
            return story;
        }
        // A class name or a form around the whole page can mislead; without them, what is left may be a story.
        let (second, ..) = read(Trust::Elements);
        if second.has_story() { second } else { story }
    }

    /// A draft to a story. `raw` is the decoded text that its map leads to.
    fn assemble(&self, draft: Draft, raw: &Arc<str>) -> Story {
        let Draft { mut page, meta, markup } = draft;
        codes::mend(&mut page);
        let codes = std::mem::take(&mut page.codes);
        let source = Source {
            name: self.name.to_owned(),
            text: page.text.into(),
            encoding: self.encoding,
            raw_map: self.raw_map(Some(&page.map)),
            map: page.map.then(&self.map),
            raw: Some(Arc::clone(raw)),
            lines: self.lines.clone(),
        };
        let date = page.date.or_else(|| meta.day());
        Story { codes, ..arrange(source, page.parts, date, meta, markup) }
    }

    /// Where the bytes are not the string itself, code points are counted in the decoded string, which needs a map of its own.
    fn raw_map(&self, map: Option<&OffsetMap>) -> Option<OffsetMap> {
        (!self.map.is_identity()).then(|| map.cloned().unwrap_or_default())
    }
}

impl Story {
    /// Whether there is any running text to check. A page of nothing but furniture has none.
    pub fn has_story(&self) -> bool {
        self.blocks.iter().any(|b| b.kind == BlockKind::Paragraph)
    }

    /// The words of a span as readers of the file see them, with their codes ([`Story::codes`]).
    pub fn as_seen(&self, span: Span) -> String {
        codes::seen(&self.source.text, &self.codes, span)
    }
}
