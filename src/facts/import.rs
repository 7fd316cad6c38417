//! A list of office-holders, as a Wikidata query gives it, to rows.
//!
//! CSV and TSV with a heading line, SPARQL JSON results, and the plain JSON list of the query service are read. Columns go by their names.

use serde_json::{Map, Value};

use super::fault::{BadList, ListedFault, RowError, RowFault};
use super::file::{self, Fact, Row};
use super::term::Of;
use crate::knowledge::dates::Date;
use crate::knowledge::people::PartialDate;
use crate::knowledge::{key, titles};

/// What came of a list.
#[derive(Debug, Default)]
pub struct Imported {
    /// The rows, sorted by name, office and first day, none twice.
    pub rows: Vec<Fact>,
    /// Rows that were left out, with the reason.
    pub skipped: Vec<RowError>,
}

const PERSON: [&str; 8] =
    ["personlabel", "holderlabel", "officeholderlabel", "itemlabel", "humanlabel", "name", "person", "holder"];
const POSITION: [&str; 7] =
    ["positionlabel", "officelabel", "positionheldlabel", "rolelabel", "position", "office", "title"];
const PLACE: [&str; 14] = [
    "countrylabel",
    "statelabel",
    "jurisdictionlabel",
    "oflabel",
    "appliestolabel",
    "organizationlabel",
    "organisationlabel",
    "country",
    "state",
    "of",
    "organization",
    "organisation",
    "countryiso2",
    "iso2",
];
const START: [&str; 6] = ["start", "starttime", "startdate", "from", "begin", "since"];
const END: [&str; 5] = ["end", "endtime", "enddate", "to", "until"];
const PRECISION: [&str; 2] = ["precision", "timeprecision"];

/// Which column holds what.
struct Columns {
    person: usize,
    position: usize,
    place: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    start_precision: Option<usize>,
    end_precision: Option<usize>,
}

impl Columns {
    fn of(names: &[String]) -> Result<Columns, BadList> {
        let plain: Vec<String> = names
            .iter()
            .map(|n| n.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase())
            .collect();
        let find = |wanted: &[&str]| wanted.iter().find_map(|w| plain.iter().position(|p| p == w));
        let precise = |wanted: &[&str]| {
            let mixed = |w: &&str, p: &str| PRECISION.iter().any(|x| p == format!("{w}{x}"));
            plain.iter().position(|p| wanted.iter().any(|w| mixed(w, p)))
        };
        Ok(Columns {
            person: find(&PERSON).ok_or_else(|| BadList::NoPerson(names.to_vec()))?,
            position: find(&POSITION).ok_or_else(|| BadList::NoOffice(names.to_vec()))?,
            place: find(&PLACE),
            start: find(&START),
            end: find(&END),
            start_precision: precise(&START),
            end_precision: precise(&END),
        })
    }
}

/// Reads a list. `as_of` is the day up to which a term without an end is known to last; without one, the newest date of the list is.
///
/// # Errors
/// Where the text is no list with a column for the person and one for the office.
pub fn import(text: &str, source: &str, as_of: Option<Date>) -> Result<Imported, BadList> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (names, rows) = if text.trim_start().starts_with(['{', '[']) { json(text)? } else { csv(text)? };
    let columns = Columns::of(&names)?;
    let mut out = Imported::default();
    let mut found: Vec<Row> = Vec::new();
    for (line, cells) in rows {
        let made = cells.and_then(|cells| row(&columns, &cells, source)).map_err(RowFault::from);
        match made.and_then(|row| file::readable(&Fact::Term(row.clone())).map(|()| row)) {
            Ok(row) => found.push(row),
            Err(fault) => out.skipped.push(RowError { line, fault }),
        }
    }
    let newest = found.iter().flat_map(|r| [r.from, r.to]).flatten().map(PartialDate::earliest).max();
    for row in &mut found {
        row.until = if row.to.is_none() { as_of.or(newest) } else { None };
    }
    found.sort_by(|a, b| (&a.name, &a.office, &a.of, a.from, a.to).cmp(&(&b.name, &b.office, &b.of, b.from, b.to)));
    found.dedup();
    out.rows = found.into_iter().map(Fact::Term).collect();
    Ok(out)
}

/// Column names, and each row with its line.
type Table = (Vec<String>, Vec<(usize, Result<Vec<String>, ListedFault>)>);

fn csv(text: &str) -> Result<Table, BadList> {
    let heading = text.lines().next().unwrap_or("");
    let delimiter = if heading.contains('\t') {
        b'\t'
    } else if heading.contains(';') && !heading.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    // The query service marks its variables in TSV.
    let names: Vec<String> = match reader.headers() {
        Ok(h) => h.iter().map(|n| n.trim_start_matches('?').trim().to_owned()).collect(),
        Err(e) => return Err(BadList::NoHeading(e)),
    };
    let mut rows = Vec::new();
    for record in reader.into_records() {
        let (line, cells) = match record {
            Ok(r) => {
                let line = r.position().map_or(0, |p| p.line());
                let cells: Vec<String> = r.iter().map(literal).collect();
                let whole = cells.len() == names.len();
                (
                    line,
                    if whole {
                        Ok(cells)
                    } else {
                        Err(ListedFault::Ragged { columns: cells.len(), heading: names.len() })
                    },
                )
            }
            Err(e) => (e.position().map_or(0, |p| p.line()), Err(ListedFault::NoCsv)),
        };
        rows.push((usize::try_from(line).unwrap_or(0), cells));
    }
    Ok((names, rows))
}

/// A cell without the marks of SPARQL TSV: `"Kaja Kallas"@en`, `"2021-01-26T00:00:00Z"^^<…>`.
fn literal(cell: &str) -> String {
    let cell = cell.trim();
    let inner = cell.strip_prefix('"').and_then(|c| c.rfind('"').and_then(|end| c.get(..end)));
    inner.unwrap_or(cell).to_owned()
}

fn json(text: &str) -> Result<Table, BadList> {
    let value: Value = serde_json::from_str(text).map_err(BadList::NoJson)?;
    let (objects, depth) = match &value {
        Value::Array(list) => (list, 1),
        Value::Object(o) => match o.get("results").and_then(|r| r.get("bindings")) {
            Some(Value::Array(list)) => (list, 3),
            _ => return Err(BadList::NoResults),
        },
        _ => return Err(BadList::NoList),
    };
    let lines = object_lines(text, depth, objects.len());
    let mut names: Vec<String> = Vec::new();
    for o in objects.iter().filter_map(Value::as_object).take(1000) {
        for k in o.keys().filter(|k| !names.contains(k)).cloned().collect::<Vec<_>>() {
            names.push(k);
        }
    }
    let cell = |o: &Map<String, Value>, name: &str| match o.get(name) {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Number(n)) => n.to_string(),
        Some(Value::Object(v)) if v.get("type").and_then(Value::as_str) == Some("bnode") => "_:unknown".into(),
        Some(Value::Object(v)) => v.get("value").and_then(Value::as_str).unwrap_or("").to_owned(),
        _ => String::new(),
    };
    let rows = objects.iter().enumerate().map(|(i, o)| {
        let line = lines.get(i).copied().unwrap_or(i + 1);
        let cells = o.as_object().ok_or(ListedFault::NoObject);
        (line, cells.map(|o| names.iter().map(|n| cell(o, n)).collect()))
    });
    let rows = rows.collect();
    Ok((names, rows))
}

/// The lines on which the values of the list at this depth of brackets begin.
fn object_lines(text: &str, depth: usize, most: usize) -> Vec<usize> {
    let (mut line, mut open, mut quoted, mut escaped) = (1, 0usize, false, false);
    let mut out = Vec::with_capacity(most);
    let mut list = false;
    for b in text.bytes() {
        match b {
            b'\n' => line += 1,
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => {
                if b == b'{' && open == depth && list {
                    out.push(line);
                }
                open += 1;
                if open == depth {
                    list = b == b'[';
                }
            }
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    // The heading of SPARQL results has lists too: only the last ones are the rows.
    let first = out.len().saturating_sub(most);
    out.split_off(first)
}

fn row(columns: &Columns, cells: &[String], source: &str) -> Result<Row, ListedFault> {
    let cell = |i: usize| cells.get(i).map_or("", |c| c.trim());
    let optional = |i: Option<usize>| i.map_or("", &cell);
    let name = cell(columns.person);
    let nameless = name.is_empty()
        || name.starts_with("http")
        || name.strip_prefix('Q').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    if nameless {
        return Err(ListedFault::Nameless(name.to_owned()));
    }
    let (office, of) = office(cell(columns.position), optional(columns.place))?;
    let from = date("first day", optional(columns.start), optional(columns.start_precision))?;
    let to = date("last day", optional(columns.end), optional(columns.end_precision))?;
    let from = from.ok_or(ListedFault::NoStart)?;
    if optional(columns.end).starts_with("_:") || optional(columns.end).contains("/genid/") {
        return Err(ListedFault::UnknownEnd);
    }
    if to.is_some_and(|to| from.earliest() > to.latest()) {
        return Err(ListedFault::Backwards(from));
    }
    Ok(Row {
        name: name.to_owned(),
        office,
        of,
        from: Some(from),
        to,
        until: None,
        stories: None,
        source: source.to_owned(),
    })
}

/// "Prime Minister of Estonia" and "Estonia" to "prime minister" and "Estonia".
fn office(position: &str, place: &str) -> Result<(String, String), ListedFault> {
    let folded = key::fold(position);
    let known = |words: &str| titles::lookup(words).next().is_some();
    // The place may stand in the label of the office, before or after; the longest title wins.
    let mut found: Option<(String, String)> = known(&folded).then(|| (folded.clone(), String::new()));
    if found.is_none() {
        let mut cuts: Vec<(usize, usize)> = folded.match_indices(" of ").map(|(i, m)| (i, i + m.len())).collect();
        cuts.reverse();
        found = cuts.into_iter().find_map(|(end, start)| {
            let (title, rest) = (folded.get(..end)?, folded.get(start..)?);
            let rest = rest.strip_prefix("the ").unwrap_or(rest);
            known(title).then(|| (title.to_owned(), rest.to_owned()))
        });
    }
    if found.is_none() {
        let words: Vec<&str> = folded.split(' ').collect();
        found = (1..words.len()).find_map(|cut| {
            let (place, title) = words.split_at_checked(cut)?;
            let (place, title) = (place.join(" "), title.join(" "));
            (known(&title) && matches!(Of::read(&place), Some(of) if known_place(&of))).then_some((title, place))
        });
    }
    let Some((title, in_label)) = found else { return Err(ListedFault::Office(position.to_owned())) };
    let of = if place.is_empty() { in_label } else { place.to_owned() };
    match Of::read(&of) {
        Some(Of::State(s)) => Ok((title, s.info().map_or(of.clone(), |i| i.name().to_owned()))),
        Some(Of::Body(_)) => Ok((title, of)),
        None => Err(ListedFault::Bodiless(position.to_owned())),
    }
}

/// Whether the tables know the place or body.
fn known_place(of: &Of) -> bool {
    match of {
        Of::State(_) => true,
        Of::Body(id) => crate::knowledge::orgs::by_id(id).is_some(),
    }
}

/// "2021-01-26T00:00:00Z" to a date. The query service writes a date of which only the year is known as its first of January: without a
/// column that tells the precision (9 year, 10 month, 11 day), that day is taken for the year.
fn date(what: &'static str, text: &str, precision: &str) -> Result<Option<PartialDate>, ListedFault> {
    let text = text.trim().trim_start_matches('+');
    if text.is_empty() || text.starts_with("_:") || text.contains("/genid/") {
        return Ok(None);
    }
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    // "2021-00-00": month and day unknown.
    let day = day.strip_suffix("-00").unwrap_or(day);
    let day = day.strip_suffix("-00").unwrap_or(day);
    let date = PartialDate::parse(day).ok_or_else(|| ListedFault::Date { what, found: text.to_owned() })?;
    Ok(Some(match precision {
        "9" | "year" => PartialDate { month: None, day: None, ..date },
        "10" | "month" => PartialDate { day: None, ..date },
        "11" | "day" => date,
        _ if (date.month, date.day) == (Some(1), Some(1)) => PartialDate { month: None, day: None, ..date },
        _ => date,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> (Vec<String>, Vec<usize>) {
        let got = import(text, "", None).expect("a list");
        let file = super::super::file::write(&got.rows);
        let rows = file.lines().filter(|l| !l.starts_with('#')).map(|l| l.replace('\t', "|")).collect();
        (rows, got.skipped.iter().map(|e| e.line).collect())
    }

    #[test]
    fn a_row_that_would_not_be_read_again_is_left_out() {
        let long = format!("Prime Minister of {}Norway", "Minister of ".repeat(40));
        let text = format!(
            "personLabel,positionLabel,start\nLiv Aasen,{long},2021-01-26\n{},Prime Minister of Norway,2021\n\
             Jan Berg,Prime Minister of Norway,2022-01-02\n",
            "Liv ".repeat(80)
        );
        let (rows, skipped) = lines(&text);
        assert_eq!((rows.len(), skipped), (1, vec![2, 3]), "{rows:?}");
    }

    #[test]
    fn csv_of_a_query_becomes_rows() {
        let text = "person,personLabel,positionLabel,countryLabel,start,end\n\
            http://x/Q1,\"Brandt, Ilse\",Prime Minister of Estonia,Estonia,2021-01-26T00:00:00Z,2024-07-22T00:00:00Z\n\
            http://x/Q2,Tarmo Lepp,Minister of Foreign Affairs,Latvia,2019-01-01T00:00:00Z,\n\
            http://x/Q3,Q3,Prime Minister of Estonia,Estonia,2021-01-26T00:00:00Z,\n\
            http://x/Q4,Anna Ozola,Keeper of the Swans,Latvia,2021-02-26T00:00:00Z,\n\
            http://x/Q5,Juris Kalns,President of Latvia,,2021-02-26T00:00:00Z,t1234\n\
            broken,row\n";
        let (rows, skipped) = lines(text);
        assert_eq!(
            rows,
            [
                "held|Brandt, Ilse|prime minister|Estonia|2021-01-26|2024-07-22",
                "held|Tarmo Lepp|minister of foreign affairs|Latvia|2019||2024-07-22",
            ]
        );
        assert_eq!(skipped, [4, 5, 6, 7]);
    }

    #[test]
    fn both_kinds_of_json_are_read() {
        let sparql = "{\"head\": {\"vars\": [\"personLabel\"]},\n \"results\": {\"bindings\": [\n\
            {\"personLabel\": {\"type\": \"literal\", \"value\": \"Ilse Brandt\"}, \"positionLabel\": {\"value\": \"Chancellor of Germany\"},\n\
              \"start\": {\"value\": \"2021-12-08T00:00:00Z\"}},\n\
            {\"personLabel\": {\"value\": \"Anna Ozola\"}, \"positionLabel\": {\"value\": \"Secretary General of NATO\"}, \"start\": {\"value\": \"soon\"}}\n]}}";
        let (rows, skipped) = lines(sparql);
        assert_eq!(rows, ["held|Ilse Brandt|chancellor|Germany|2021-12-08||2021-12-08"]);
        assert_eq!(skipped, [5]);
        let list = "[{\"name\": \"Ilse Brandt\", \"office\": \"director-general\", \"organisation\": \"WHO\", \"from\": \"2021-05\", \"to\": \"2022\"},\n 7]";
        let (rows, skipped) = lines(list);
        assert_eq!(rows, ["held|Ilse Brandt|director-general|WHO|2021-05|2022"]);
        assert_eq!(skipped, [2]);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for text in ["", "just words\nand more", "{\"a\": 1}", "[1, 2", "personLabel,start\nIlse,2020-01-01\n"] {
            assert!(import(text, "", None).is_err(), "{text:?}");
        }
    }
}
