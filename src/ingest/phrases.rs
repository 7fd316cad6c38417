//! The table of set phrases, looked up by how a line begins.

use std::sync::LazyLock;

use memchr::memmem;

use super::FurnitureKind;

/// What a phrase says about the line it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Furniture(FurnitureKind),
    RelatedHead,
    CommentsHead,
    SummaryHead,
    Section,
    Credit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Line,
    Lead,
    Start,
    Has,
    End,
}

#[derive(Clone, Copy)]
struct Row {
    phrase: &'static str,
    how: How,
    meaning: Meaning,
}

struct Phrases {
    /// Rows for the whole line or its beginning, sorted by phrase.
    openings: Vec<Row>,
    /// Rows for what may stand elsewhere; a handful.
    elsewhere: Vec<(Row, memmem::Finder<'static>)>,
}

/// Longest line, in bytes, that is looked at: the longest banners and policies run to some sixty words.
pub(super) const LONGEST: usize = 480;

/// Phrases are found by their first bytes; no phrase is shorter.
const KEY: usize = 2;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let (mut openings, mut elsewhere) = (Vec::with_capacity(600), Vec::new());
    for line in include_str!("data/furniture.txt").lines() {
        if let Some((meaning, how, phrase)) = row(line) {
            let row = Row { phrase, how, meaning };
            if matches!(how, How::Has | How::End) {
                elsewhere.push((row, memmem::Finder::new(phrase)));
            } else {
                openings.push(row);
            }
        }
    }
    // A stable sort: of two rows with one phrase, the first in the file stays first.
    openings.sort_by_key(|r| r.phrase);
    Phrases { openings, elsewhere }
});

fn row(line: &'static str) -> Option<(Meaning, How, &'static str)> {
    let mut fields = line.split('\t');
    let meaning = match fields.next()? {
        "navigation" => Meaning::Furniture(FurnitureKind::Navigation),
        "consent" => Meaning::Furniture(FurnitureKind::Consent),
        "related" => Meaning::Furniture(FurnitureKind::Related),
        "media" => Meaning::Furniture(FurnitureKind::Media),
        "timestamp" => Meaning::Furniture(FurnitureKind::Timestamp),
        "comments" => Meaning::Furniture(FurnitureKind::Comments),
        "promotion" => Meaning::Furniture(FurnitureKind::Promotion),
        "paywall" => Meaning::Furniture(FurnitureKind::Paywall),
        "caption" => Meaning::Furniture(FurnitureKind::Caption),
        "residue" => Meaning::Furniture(FurnitureKind::Residue),
        "related-head" => Meaning::RelatedHead,
        "comments-head" => Meaning::CommentsHead,
        "summary-head" => Meaning::SummaryHead,
        "section" => Meaning::Section,
        "credit" => Meaning::Credit,
        _ => return None,
    };
    let how = match fields.next()? {
        "line" => How::Line,
        "lead" => How::Lead,
        "start" => How::Start,
        "has" => How::Has,
        "end" => How::End,
        _ => return None,
    };
    Some((meaning, how, fields.next()?))
}

/// What the set phrases in a folded line say about it. Whole lines go before beginnings, those before what stands elsewhere.
pub(super) fn meaning(folded: &str) -> Option<Meaning> {
    if folded.len() > LONGEST {
        return None;
    }
    // A whole line may be dressed up: "» Share this «", "Comments:", "Related News:".
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let mut best: Option<Row> = None;
    let mut take = |row: &Row| {
        if best.is_none_or(|b| (row.how as u8) < (b.how as u8)) {
            best = Some(*row);
        }
    };
    for line in [folded, bare] {
        let Some(key) = line.as_bytes().get(..KEY) else { continue };
        let from = PHRASES.openings.partition_point(|r| r.phrase.as_bytes() < key);
        for row in PHRASES.openings.iter().skip(from).take_while(|r| r.phrase.as_bytes().starts_with(key)) {
            let Some(after) = line.strip_prefix(row.phrase) else { continue };
            let matches = match row.how {
                How::Line => after.is_empty(),
                // What follows a beginning is looked at in the whole line only.
                _ if line.len() < folded.len() => false,
                How::Lead => {
                    let rest = after.trim_start();
                    rest.is_empty() || rest.starts_with([':', '|', '>', '»', '›', '–', '—']) || rest.starts_with("- ")
                }
                _ => !after.starts_with(char::is_alphanumeric),
            };
            if matches {
                take(row);
            }
        }
        if line.len() == bare.len() {
            break;
        }
    }
    for (row, finder) in &PHRASES.elsewhere {
        let found = match row.how {
            How::End => bare.ends_with(row.phrase),
            _ => finder.find(folded.as_bytes()).is_some_and(|at| !folded[..at].contains('"')),
        };
        if found {
            take(row);
        }
    }
    best.map(|row| row.meaning)
}

/// Folds a line for look-ups: lower case, straight quotation marks, single spaces. `out` is emptied first.
pub(super) fn fold_line(line: &str, out: &mut String) {
    out.clear();
    let mut space = false;
    for c in line.chars() {
        if c > ' ' && c.is_ascii() && c != '`' {
            if std::mem::take(&mut space) {
                out.push(' ');
            }
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let c = match c {
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '`' | '\u{B4}' => '\'',
            '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}' if !matches!(c, '\u{BB}') => '"',
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {
                continue;
            }
            c if c.is_whitespace() => {
                space = !out.is_empty();
                continue;
            }
            c => c,
        };
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_can_be_read_and_is_folded() {
        let mut folded = String::new();
        for line in include_str!("data/furniture.txt").lines().filter(|l| !l.starts_with('#')) {
            let (_, _, phrase) = row(line).unwrap_or_else(|| panic!("bad row: {line}"));
            fold_line(phrase, &mut folded);
            assert_eq!(folded, phrase.trim_end(), "not folded: {line}");
            assert!(phrase.len() >= KEY, "too short: {line}");
        }
    }

    #[test]
    fn a_phrase_counts_only_where_it_may_stand() {
        let see = |line: &str| {
            let mut folded = String::new();
            fold_line(line, &mut folded);
            meaning(&folded)
        };
        assert_eq!(see("SKIP TO CONTENT"), Some(Meaning::Furniture(FurnitureKind::Navigation)));
        assert_eq!(see("WATCH | The dam breaks:"), Some(Meaning::Furniture(FurnitureKind::Media)));
        assert_eq!(see("Watch the river, the mayor said."), None);
        assert_eq!(see("Comments (12)"), None);
        assert_eq!(see("Comments:"), Some(Meaning::CommentsHead));
        assert_eq!(see("“We use cookies” is all it says."), None);
        assert_eq!(see("Sharee plays on."), None);
    }
}
