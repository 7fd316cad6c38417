//! The words of one side of a change.

use std::ops::Range;

use crate::analyse::{Analysis, Class, Shape, TokenKind};
use crate::knowledge::tagger::Tag;

/// What one side of a change is made of.
pub(super) struct Words {
    pub(super) content: usize,
    pub(super) function: usize,
    pub(super) head: Option<usize>,
    /// The only word with a vector, where there is one; and how many have one.
    pub(super) vector: Option<usize>,
    pub(super) vectors: usize,
    classes: u32,
    pub(super) capital: bool,
    pub(super) number: bool,
    pub(super) all_known: bool,
}

impl Words {
    pub(super) fn of(a: &Analysis, range: Range<usize>) -> Self {
        let mut w = Words {
            content: 0,
            function: 0,
            head: None,
            vector: None,
            vectors: 0,
            classes: 0,
            capital: false,
            number: false,
            all_known: true,
        };
        let mut best = None;
        for i in range {
            let t = &a.tokens[i];
            if !t.is_word() {
                continue;
            }
            w.classes |= 1 << t.class as u32;
            let form = a.form(i);
            if t.is_content() {
                w.content += 1;
                w.number |= t.kind == TokenKind::Number || t.tag == Tag::Num;
                w.capital |= t.shape != Shape::Lower;
                if form.rank().is_some() {
                    w.vector = Some(i);
                    w.vectors += 1;
                }
                w.all_known &= t.kind == TokenKind::Number || form.is_listed();
            } else {
                w.function += 1;
            }
            // The rarest content word carries the meaning; a function word only where there is no other.
            let worth = if t.is_content() { (1, form.rank().unwrap_or(u32::MAX)) } else { (0, t.class as u32) };
            if best.is_none_or(|best| worth > best) {
                best = Some(worth);
                w.head = Some(i);
            }
        }
        w
    }

    pub(super) fn has(&self, class: Class) -> bool {
        self.classes & (1 << class as u32) != 0
    }
}
