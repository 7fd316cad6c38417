//! What an index knows of a story besides its terms.

use std::io;

use super::bytes::{u16_at, u32_at, u64_at};
use crate::ingest::Story;
use crate::knowledge::dates::Date;

/// What an index knows of a story besides its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The file it was read from.
    pub file: String,
    /// Its id or number in a file of several stories; empty in a file of one.
    pub item: String,
    /// Its id in its metadata; empty where it has none.
    pub id: String,
    /// Its headline, or its first words.
    pub title: String,
    /// The section or desk that it was filed under; empty where its metadata name none.
    pub section: String,
    /// The day that it was sent: days since 1 January 1970.
    pub day: Option<i32>,
    /// Where in a file of a story a line its line begins, and how long that is, in bytes.
    pub line: Option<(u64, u32)>,
}

impl Record {
    /// The record of a story. `file` and `item` say where it is found again.
    pub fn of(story: &Story, file: &str, item: &str) -> Record {
        let opening = || {
            let text = story.blocks.iter().find(|b| b.kind.is_story()).map_or("", |b| story.source.slice(b.span));
            text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")
        };
        Record {
            file: file.to_owned(),
            item: item.to_owned(),
            id: story.meta.id.clone().unwrap_or_default(),
            title: story.meta.headline.clone().unwrap_or_else(opening),
            section: story.meta.section.clone().unwrap_or_default(),
            day: story.date.map(|(year, month, day)| Date { year, month, day }.day_number()),
            line: None,
        }
    }

    /// The name to give on the command line: the file, and the item where there are several.
    pub fn name(&self) -> String {
        if self.item.is_empty() { self.file.clone() } else { format!("{}#{}", self.file, self.item) }
    }

    /// What stands among the records: the rest has places of its own.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let (at, length) = self.line.unwrap_or((0, 0));
        let mut out = Vec::with_capacity(64 + self.title.len());
        out.extend_from_slice(&at.to_le_bytes());
        out.extend_from_slice(&length.to_le_bytes());
        for text in [&self.item, &self.id, &self.title] {
            let text = cut(text, LONGEST);
            out.extend_from_slice(&(text.len() as u16).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
        out
    }

    pub(super) fn read(bytes: &[u8], file: String, section: String, day: Option<i32>) -> io::Result<Record> {
        let mut rest = bytes.get(12..).ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut texts = [const { String::new() }; 3];
        for text in &mut texts {
            let length = usize::from(u16_at(rest, 0));
            let bytes = rest.get(2..2 + length).ok_or(io::ErrorKind::UnexpectedEof)?;
            *text = String::from_utf8_lossy(bytes).into_owned();
            rest = &rest[2 + length..];
        }
        let [item, id, title] = texts;
        let line = Some((u64_at(bytes, 0), u32_at(bytes, 8))).filter(|(_, length)| *length > 0);
        Ok(Record { file, item, id, title, section, day, line })
    }
}

/// So many bytes of an item, an id and a title are kept: the three of them have room in a record.
const LONGEST: usize = 20_000;

/// The beginning of a text, at most so many bytes.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|i| text.is_char_boundary(*i));
    &text[..end.unwrap_or(0)]
}
