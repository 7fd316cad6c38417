//! The words of a page: what stands between its tags.

use super::super::code::Code;
use super::super::part::{Hint, Part};
use super::super::{dates, entity};
use super::{Builder, Gap};
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn line(&mut self) {
        self.gap = match self.gap {
            Gap::Line | Gap::Block => Gap::Block,
            _ => Gap::Line,
        };
    }

    pub(super) fn boundary(&mut self) {
        self.gap = Gap::Block;
    }

    /// Takes the text between two bytes of the markup. With `literal`, an ampersand stands for itself.
    pub fn string(&mut self, start: usize, end: usize, literal: bool) {
        let Some(raw) = self.html.get(start..end) else { return };
        if self.veil.is_some() {
            return;
        }
        if self.hidden > 0 {
            if self.linked_data
                && let Some(last) = self.linked.last_mut()
            {
                let here = Span::new(start, end);
                *last = if last.is_empty() { here } else { last.to(here) };
            }
            if self.linked_data && self.published.is_none() {
                // "datePublished": "2023-09-04T…"
                let value = raw.split("\"datePublished\"").nth(1).and_then(|v| v.get(..48.min(v.len())));
                self.published = value.and_then(dates::date);
            }
            return;
        }
        if let Some(raised) = &mut self.raised {
            raised.pieces.push((start, end, literal));
            return;
        }
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let plain =
                rest.find(|c: char| c == '&' && !literal || c.is_whitespace() && c != '\u{A0}').unwrap_or(rest.len());
            if plain > 0 {
                self.before_word();
                self.linked_words.count(plain);
                entity::copy(&rest[..plain], start + at, &mut self.text, &mut self.map);
                at += plain;
                continue;
            }
            if rest.starts_with('&') && !literal {
                self.before_word();
                match entity::reference(rest, true) {
                    Some(found) => {
                        if found.twice {
                            self.codes.push(Code::reference(&found, &rest[..found.len], self.text.len()));
                        }
                        entity::append(&found, start + at, &mut self.text, &mut self.map);
                        at += found.len;
                    }
                    None => {
                        entity::copy("&", start + at, &mut self.text, &mut self.map);
                        at += 1;
                    }
                }
                continue;
            }
            let blank = rest.find(|c: char| !c.is_whitespace() || c == '\u{A0}').unwrap_or(rest.len());
            if self.pre > 0 {
                let breaks = rest[..blank].matches('\n').count().max(rest[..blank].matches('\r').count());
                (0..breaks.min(2)).for_each(|_| self.line());
            }
            if self.gap == Gap::None {
                self.gap = Gap::Space(start + at, blank);
            }
            at += blank;
        }
    }

    /// Writes what separates the next word from the last one.
    pub(super) fn before_word(&mut self) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if gap == Gap::Block || self.text.is_empty() {
            self.close_block();
            if !self.text.is_empty() {
                self.separate("\n\n");
            }
            self.block_start = self.text.len();
            self.block_hint = self.hint();
            // A caption stands beside its picture, or in an element beside it.
            self.block_apart =
                self.open.last().is_some_and(|o| o.apart) || self.open.iter().rev().take(2).any(|o| o.picture);
            return;
        }
        match gap {
            Gap::Space(original, len) => {
                self.map.push(self.text.len(), 1, original, len);
                self.text.push(' ');
            }
            Gap::Line => self.separate("\n"),
            Gap::None | Gap::Block => {}
        }
    }

    /// Appends a separator that nothing in the source stands for.
    pub(super) fn separate(&mut self, separator: &str) {
        let end = self.map.original(Span::new(self.text.len(), self.text.len())).end as usize;
        self.map.push_units(self.text.len(), separator.len(), end, separator.len(), 0);
        self.text.push_str(separator);
    }

    pub(super) fn close_block(&mut self) {
        let block = &self.text[self.block_start..];
        let trimmed = block.trim();
        if !trimmed.is_empty() {
            let start = self.block_start + (block.len() - block.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            let hint = self.linked_words.hint(trimmed, self.block_hint);
            let apart = self.block_apart || matches!(hint, Hint::Furniture(_) | Hint::Linked | Hint::Title);
            self.parts.push(Part { apart, ..Part::new(span, hint) });
        }
        self.linked_words.clear();
        self.block_start = self.text.len();
    }
}
