//! The file of a newsroom's own facts: one row a line, columns parted by tabs. docs/facts.md has the format.

use std::fmt::Write as _;

use super::fault::{RowError, RowFault};
use super::term::Of;
use crate::knowledge::dates::Date;
use crate::knowledge::people::PartialDate;
use crate::knowledge::{key, titles};

/// First lines of a file that is written here.
pub const HEADING: &str = "\
# truecopy facts 1
# held	name	office	of	from	to	known until	source
# called	name	office	of	first seen	last seen	stories	source
# write	preferred	instead of (parted by ;)	note
# keep	name
";

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Somebody held an office (`held`), or was called its holder in stories (`called`).
    Term(Row),
    /// A house spelling (`write`).
    Write {
        /// The form to use.
        preferred: String,
        /// The forms not to use.
        forbidden: Vec<String>,
        /// Why, for the reader of a finding; may be empty.
        note: String,
    },
    /// A name or word that is never questioned (`keep`).
    Keep(String),
}

/// Somebody's time in an office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The person.
    pub name: String,
    /// The title, with what it says of rank and time: "prime minister", "former deputy foreign minister".
    pub office: String,
    /// The state or body: a name, an adjective, or a state's two-letter code.
    pub of: String,
    /// First day in office, or of the first story.
    pub from: Option<PartialDate>,
    /// Last day in office, or of the last story.
    pub to: Option<PartialDate>,
    /// For `held` without an end: the day up to which it is known to hold.
    pub until: Option<Date>,
    /// For `called`: how many stories; none for `held`.
    pub stories: Option<u32>,
    /// Where it is from.
    pub source: String,
}

/// Longest name or title, in bytes: what is longer is no name.
const LONGEST: usize = 200;

/// Reads the text of a file: its rows with their lines, and the rows that are at fault. Blank lines and lines that begin with `#` are passed over.
pub fn parse(text: &str) -> (Vec<(usize, Fact)>, Vec<RowError>) {
    let (mut facts, mut errors) = (Vec::new(), Vec::new());
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match row(line.trim_end_matches(['\r', '\n'])) {
            Ok(fact) => facts.push((i + 1, fact)),
            Err(fault) => errors.push(RowError { line: i + 1, fault }),
        }
    }
    let known = |e: &RowError| !matches!(e.fault, RowFault::NoKind | RowFault::Kind(_));
    if let Some(first) = errors.first()
        && facts.is_empty()
        && !text.starts_with('#')
        && !errors.iter().any(known)
    {
        // Whoever named the file may not be one who may read it.
        return (facts, vec![RowError { line: first.line, fault: RowFault::NoFacts }]);
    }
    (facts, errors)
}

fn row(line: &str) -> Result<Fact, RowFault> {
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    let most = match columns.first().copied().unwrap_or("") {
        "held" | "called" => 8,
        "write" => 4,
        "keep" => 2,
        "" => return Err(RowFault::NoKind),
        other => return Err(RowFault::Kind(other.to_owned())),
    };
    if columns.len() > most {
        return Err(RowFault::Wide { columns: columns.len(), most });
    }
    let col = |i: usize| columns.get(i).copied().unwrap_or("");
    let word = |i: usize, what: &'static str| match col(i) {
        "" => Err(RowFault::Missing { column: i + 1, what }),
        long if long.len() > LONGEST => Err(RowFault::Long { column: i + 1, what, most: LONGEST }),
        word => Ok(word.to_owned()),
    };
    Ok(match col(0) {
        "write" => {
            let preferred = word(1, "preferred form")?;
            let forbidden: Vec<String> =
                word(2, "form not to use")?.split(';').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
            if forbidden.is_empty() || forbidden.contains(&preferred) {
                return Err(RowFault::Itself(preferred));
            }
            Fact::Write { preferred, forbidden, note: col(3).to_owned() }
        }
        "keep" => Fact::Keep(word(1, "name")?),
        kind => Fact::Term(term(kind, &word, &col)?),
    })
}

fn term<'a>(
    kind: &str,
    word: &dyn Fn(usize, &'static str) -> Result<String, RowFault>,
    col: &dyn Fn(usize) -> &'a str,
) -> Result<Row, RowFault> {
    let mut row =
        Row { name: word(1, "name")?, office: word(2, "office")?, of: word(3, "state or body")?, ..Row::default() };
    if titles::lookup(&key::fold(&row.office)).next().is_none() {
        return Err(RowFault::Office(row.office));
    }
    if Of::read(&row.of).is_none() {
        return Err(RowFault::Body(row.of));
    }
    row.from = date(col(4), 5)?;
    row.to = date(col(5), 6)?;
    if let (Some(from), Some(to)) = (row.from, row.to)
        && from.earliest() > to.latest()
    {
        return Err(RowFault::Backwards { from, to });
    }
    if kind == "held" {
        row.until = date(col(6), 7)?.map(PartialDate::earliest);
    } else {
        let count = col(6);
        row.stories = Some(count.parse().map_err(|_| RowFault::Stories(count.to_owned()))?);
    }
    row.source = col(7).to_owned();
    Ok(row)
}

fn date(text: &str, column: usize) -> Result<Option<PartialDate>, RowFault> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || RowFault::Date { column, found: text.to_owned() };
    PartialDate::parse(text).map(Some).ok_or_else(wrong)
}

/// Whether a row is read again as it is written: what comes from elsewhere may be longer than any name.
pub(super) fn readable(fact: &Fact) -> Result<(), RowFault> {
    match parse(&write([fact])).1.pop() {
        Some(error) => Err(error.fault),
        None => Ok(()),
    }
}

/// Writes rows as [`parse`] reads them, with the heading. Tabs and line breaks inside a cell become spaces.
pub fn write<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> String {
    let mut out = HEADING.to_owned();
    for fact in facts {
        match fact {
            Fact::Term(r) => {
                let shown = |d: Option<PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
                let kind = if r.stories.is_some() { "called" } else { "held" };
                let seventh = match r.stories {
                    Some(n) => n.to_string(),
                    None => shown(r.until.map(PartialDate::of)),
                };
                let (name, office, of, source) = (cell(&r.name), cell(&r.office), cell(&r.of), cell(&r.source));
                let line =
                    format!("{kind}\t{name}\t{office}\t{of}\t{}\t{}\t{seventh}\t{source}", shown(r.from), shown(r.to));
                let _ = writeln!(out, "{}", line.trim_end());
            }
            Fact::Write { preferred, forbidden, note } => {
                let line = format!("write\t{}\t{}\t{}", cell(preferred), cell(&forbidden.join("; ")), cell(note));
                let _ = writeln!(out, "{}", line.trim_end());
            }
            Fact::Keep(name) => {
                let _ = writeln!(out, "keep\t{}", cell(name));
            }
        }
    }
    out
}

fn cell(text: &str) -> String {
    text.split(['\t', '\n', '\r']).map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "\u{FEFF}# truecopy facts 1\n\nheld\tIlse Brandt\tmayor\tNarva\t2021-10\t\t2024-05-01\town list\r\n\
        called\tTarmo Lepp\tformer deputy foreign minister\tEE\t2021-01-26\t2022-07-22\t214\nwrite\tKyiv\tKiev; Kyyiv\thouse style\nkeep\tAigars Pūķis\n";

    #[test]
    fn what_is_written_is_read_again() {
        let (facts, errors) = parse(GOOD);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(facts.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 5, 6]);
        let rows: Vec<Fact> = facts.into_iter().map(|(_, f)| f).collect();
        let again: Vec<Fact> = parse(&write(&rows)).0.into_iter().map(|(_, f)| f).collect();
        assert_eq!(rows, again);
    }

    #[test]
    fn every_bad_row_is_named_and_none_is_half_read() {
        let text = "hold\tA B\tmayor\tNarva\nheld\tA B\twizard\tNarva\nheld\tA B\tmayor\nheld\tA B\tmayor\tNarva\t2021-13-01\n\
            held\tA B\tmayor\tNarva\t2022\t2021\ncalled\tA B\tmayor\tNarva\t\t\tmany\nwrite\tKyiv\tKyiv\nkeep\t\nkeep\tA\tB\n\tkeep\n";
        let (facts, errors) = parse(text);
        assert!(facts.is_empty(), "{facts:?}");
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
        assert_eq!(errors[3].fault, RowFault::Date { column: 5, found: "2021-13-01".into() });
    }

    #[test]
    fn a_cell_never_breaks_its_row() {
        let odd = Fact::Keep("two\tcells\nand a line".into());
        assert_eq!(
            parse(&write([&odd])).0.first().map(|(_, f)| f.clone()),
            Some(Fact::Keep("two cells and a line".into()))
        );
    }
}
