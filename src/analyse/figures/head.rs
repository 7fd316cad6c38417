//! The counted thing: the noun that a figure belongs to.

use super::figure::FigureKind;
use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, TokenKind};

fn looks_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
        || matches!(
            word,
            "people"
                | "men"
                | "women"
                | "children"
                | "police"
                | "troops"
                | "staff"
                | "percent"
                | "personnel"
                | "cattle"
                | "policemen"
                | "policewomen"
                | "firemen"
                | "servicemen"
                | "lawmen"
                | "salesmen"
                | "fishermen"
                | "oxen"
                | "feet"
                | "teeth"
                | "mice"
                | "geese"
                | "sheep"
                | "fish"
                | "aircraft"
                | "wives"
                | "lives"
                | "media"
                | "data"
        )
}

/// The token of the noun that is counted by a figure that ends before `from`: the first plural within reach, else the first
/// content word. "of the" between them is passed over.
pub(super) fn noun(a: &Analysis, from: usize, last: usize, kind: FigureKind) -> Option<usize> {
    let mut first = None;
    let mut i = from;
    while i < last.min(from + 7) {
        let t = &a.tokens[i];
        match t.kind {
            TokenKind::Punct if matches!(a.word(i), "-" | "“" | "\"" | "‘" | "'") => {}
            TokenKind::Word => match t.class {
                Class::Content => {
                    let w = a.fold(i);
                    if kind != FigureKind::Ordinal && looks_plural(w) {
                        return Some(i);
                    }
                    if first.is_none() {
                        first = Some(i);
                        if kind == FigureKind::Ordinal {
                            return first;
                        }
                    }
                }
                Class::Preposition if a.fold(i) == "of" && first.is_none() => {}
                Class::Article | Class::Pronoun | Class::Quantifier | Class::Demonstrative if first.is_none() => {}
                // "small and medium-sized rivers".
                Class::Conjunction if first.is_some() && matches!(a.fold(i), "and" | "or") => {}
                _ => break,
            },
            _ => break,
        }
        i += 1;
    }
    first
}
