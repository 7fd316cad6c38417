//! From bytes to a [`Story`]: decoding, markup, and what is story and what is page furniture. Judges nothing.

mod dateline;
mod dates;
mod decode;
mod entity;
mod error;
mod html;
mod html_tags;
mod layout;
mod lines;
mod marks;
mod names;
mod part;
mod phrases;
mod story;

use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use error::{ReadError, ReadProblem};
pub use story::{Block, BlockKind, Dateline, FurnitureKind, Story};

use crate::text::{Encoding, OffsetMap, Source, Span};
use marks::{Own, Seen};
use part::{Hint, Part};

/// The longest input that is read, in bytes. A story has a few thousand; what is longer than this is something else.
pub const MAX_BYTES: u64 = 64_000_000;

/// Reads a story from text that is already decoded, such as a string out of a JSON record.
///
/// HTML is recognised by its tags; in plain text, character references (`&#039;`) are decoded. [`Source::original`] and
/// [`Source::code_points`] lead back to the string given.
pub fn from_text(name: &str, text: &str) -> Story {
    read(name, text.to_owned(), Encoding::Utf8, OffsetMap::default(), html::is_html(text))
}

/// Reads a story from bytes: UTF-8 or UTF-16, or Windows-1252 where they are neither; plain text or HTML.
///
/// `name` is used in messages; a name that ends in `.html` or `.htm` makes it HTML.
///
/// # Errors
/// Where the bytes are empty, binary or more than [`MAX_BYTES`].
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Story, ReadError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::new(name, ReadProblem::TooLarge(Some(bytes.len() as u64))));
    }
    let decoded = decode::decode(bytes).map_err(|problem| ReadError::new(name, problem))?;
    let extension = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or("");
    let named_html = ["html", "htm", "xhtml"].iter().any(|e| extension.eq_ignore_ascii_case(e));
    let markup = html::is_html(&decoded.text) || (named_html && decoded.text.contains('<'));
    let mut story = read(name, decoded.text, decoded.encoding, decoded.map, markup);
    if decoded.encoding != Encoding::Utf8 {
        story.notes.insert(0, format!("read as {}", decoded.encoding.name()));
    }
    if decoded.damaged {
        story.notes.push(format!("some bytes are no valid {} and were replaced", decoded.encoding.name()));
    }
    Ok(story)
}

/// Reads a story from a file. See [`from_bytes`].
///
/// # Errors
/// Where the file cannot be opened or read, is a directory, empty, binary or longer than [`MAX_BYTES`].
pub fn from_path(path: impl AsRef<Path>) -> Result<Story, ReadError> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|e| ReadError::io(path, e))?;
    let meta = file.metadata().map_err(|e| ReadError::io(path, e))?;
    if meta.is_dir() {
        return Err(ReadError::new(path, ReadProblem::Directory));
    }
    if meta.len() > MAX_BYTES {
        return Err(ReadError::new(path, ReadProblem::TooLarge(Some(meta.len()))));
    }
    from_reader(&path.to_string_lossy(), file).map_err(|e| ReadError { path: path.to_owned(), ..e })
}

/// Reads a story from standard input or anything else that can be read. See [`from_bytes`].
///
/// # Errors
/// Where reading fails, or what was read is empty, binary or longer than [`MAX_BYTES`].
pub fn from_reader(name: &str, reader: impl Read) -> Result<Story, ReadError> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a long input from one that just fits.
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| ReadError::io(name, e))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::new(name, ReadProblem::TooLarge(None)));
    }
    from_bytes(name, &bytes)
}

/// Decoded text to story. `map` leads from the decoded text to the original bytes.
fn read(name: &str, decoded: String, encoding: Encoding, map: OffsetMap, markup: bool) -> Story {
    if markup {
        let page = html::read(&decoded, html::Trust::Classes);
        let mut story = assemble(name, page, encoding, &map, true);
        if !story.has_story() {
            // A class name or a form around the whole page can mislead; without them, what is left may be a story.
            let page = html::read(&decoded, html::Trust::Elements);
            let second = assemble(name, page, encoding, &map, true);
            if second.has_story() {
                story = second;
            }
        }
        story.source.raw = Some(decoded);
        return story;
    }
    match entity::decode_plain(&decoded) {
        Some((text, outer)) => {
            let parts = lines::parts(&text);
            let page = html::Page { text, map: outer, parts, date: None };
            let mut story = assemble(name, page, encoding, &map, false);
            story.source.raw = Some(decoded);
            story
        }
        None => {
            let parts = lines::parts(&decoded);
            let source =
                Source { name: name.to_owned(), text: decoded, encoding, raw_map: raw_map(&map), map, raw: None };
            arrange(source, parts, None, false)
        }
    }
}

/// Where the bytes are not the string itself, code points are counted in the decoded string, which needs a map of its own.
fn raw_map(map: &OffsetMap) -> Option<OffsetMap> {
    (!map.is_identity()).then(OffsetMap::default)
}

fn assemble(name: &str, page: html::Page, encoding: Encoding, map: &OffsetMap, markup: bool) -> Story {
    let source = Source {
        name: name.to_owned(),
        text: page.text,
        encoding,
        map: page.map.then(map),
        raw: None,
        raw_map: (!map.is_identity()).then_some(page.map),
    };
    arrange(source, page.parts, page.date, markup)
}

/// Parts to blocks, dateline, date and notes.
fn arrange(source: Source, parts: Vec<Part>, date: Option<dates::Ymd>, markup: bool) -> Story {
    let text = source.text.as_str();
    let seen = look(text, &parts);
    let kinds = layout::layout(text, &seen, markup);
    let blocks: Vec<Block> =
        seen.iter().zip(&kinds).map(|(s, kind)| Block { kind: *kind, span: s.part.span }).collect();
    let dateline =
        blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).take(2).find_map(|b| dateline::find(text, b.span));
    let date = date.or_else(|| story_date(text, &blocks, dateline.as_ref()));
    let notes = notes(text);
    Story { source, blocks, dateline, date, notes }
}

/// Looks at every part; cuts off running times and credits that were left at the end of a paragraph.
fn look(text: &str, parts: &[Part]) -> Vec<Seen> {
    let mut folded = String::new();
    let mut seen = Vec::with_capacity(parts.len() + 4);
    let alone = parts.len() == 1;
    for part in parts {
        let line = part.span.of(text);
        let forced = matches!(part.hint, Hint::Furniture(_));
        let cut = if forced { None } else { tail_cut(line, alone) };
        let Some((keep, tail, own)) = cut else {
            seen.push(marks::see(text, *part, &mut folded));
            continue;
        };
        let start = part.span.start as usize;
        let head = Part { span: Span::new(start, start + keep), ..*part };
        let rest = Part { span: Span::new(start + tail, part.span.end as usize), hint: Hint::None, joined: true };
        seen.push(marks::see(text, head, &mut folded));
        seen.push(Seen { own, ..marks::see(text, rest, &mut folded) });
    }
    seen
}

/// Where a paragraph ends and where what hangs on its end begins.
fn tail_cut(line: &str, alone: bool) -> Option<(usize, usize, Own)> {
    // In a text of one piece, only a whole story can have credits at its end.
    if (!alone || line.len() > 400)
        && let Some(at) = names::trailing_credit(line)
    {
        return Some((line[..at].trim_end().len(), at, Own::Credit));
    }
    if alone {
        return None;
    }
    let at = line.rfind(char::is_whitespace)?;
    let last = line[at..].trim_start();
    let head = line[..at].trim_end();
    (dates::running_time(last) && lines::ends_sentence(head)).then_some((
        head.len(),
        line.len() - last.len(),
        Own::RunningTime,
    ))
}

/// The day that the story was sent: the first full date in its time stamps, byline, credits or dateline. A caption may lend its year to
/// a dateline that names the same day.
fn story_date(text: &str, blocks: &[Block], dateline: Option<&Dateline>) -> Option<dates::Ymd> {
    let in_dateline = dateline.and_then(|d| d.date).map(|s| s.of(text));
    let signed = |kind: BlockKind| {
        matches!(kind, BlockKind::Byline | BlockKind::Credit | BlockKind::Furniture(FurnitureKind::Timestamp))
    };
    in_dateline
        .and_then(dates::date)
        .or_else(|| blocks.iter().filter(|b| signed(b.kind)).find_map(|b| dates::date(b.span.of(text))))
        .or_else(|| {
            let day = dates::month_day(in_dateline?)?;
            let captions = blocks.iter().filter(|b| b.kind == BlockKind::Furniture(FurnitureKind::Caption));
            captions.filter_map(|b| dates::date(b.span.of(text))).find(|d| (d.1, d.2) == day)
        })
}

/// Characters that a reader does not see, for the notes.
fn notes(text: &str) -> Vec<String> {
    let (mut bidi, mut control, mut replaced) = (0usize, 0usize, 0usize);
    let plain = |b: &u8| (b' '..0x7F).contains(b) || matches!(b, b'\n' | b'\r' | b'\t');
    if text.as_bytes().iter().all(plain) {
        return Vec::new();
    }
    for c in text.chars() {
        match c {
            ' '..='~' => {}
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}' => bidi += 1,
            '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => {}
            '\u{FFFD}' => replaced += 1,
            c if c.is_control() => control += 1,
            _ => {}
        }
    }
    let mut notes = Vec::new();
    let mut say = |n: usize, what: &str| {
        if n > 0 {
            notes.push(format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
        }
    };
    say(bidi, "invisible character that changes the direction of writing");
    say(control, "control character");
    say(replaced, "replacement character, where a letter was lost");
    notes
}

impl Story {
    /// Whether there is any running text to check. A page of nothing but furniture has none.
    pub fn has_story(&self) -> bool {
        self.blocks.iter().any(|b| b.kind == BlockKind::Paragraph)
    }
}
