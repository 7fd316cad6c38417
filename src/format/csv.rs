//! A table of a run: one row for each pair, for a spreadsheet.

use csv::WriterBuilder;

use crate::finding::Severity;
use crate::format::round;
use crate::format::visible::one_line;
use crate::gate::digest::{Digest, Outcome};

/// The names of the columns.
pub const COLUMNS: [&str; 14] = [
    "rewrite",
    "source",
    "wire",
    "result",
    "verdict",
    "fidelity",
    "critical",
    "major",
    "minor",
    "neutral",
    "set_aside",
    "rules",
    "error",
    "words",
];

/// The table of a run, with a head.
pub fn render(run: &[Digest]) -> String {
    let mut table = WriterBuilder::new().from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = table.write_record(COLUMNS);
    for digest in run {
        let count = |s: Severity| digest.count(s).to_string();
        let (verdict, error) = match &digest.outcome {
            Outcome::Checked { verdict, .. } => (verdict.name().to_owned(), String::new()),
            Outcome::Failed(why) => (String::new(), one_line(why)),
        };
        let fidelity = digest.fidelity().map_or_else(String::new, |f| format!("{:.2}", round(f, 2)));
        let aside = digest.items().len() - digest.open().count();
        let row = [
            cell(&digest.rewrite),
            cell(digest.source()),
            cell(&digest.wires.join(" ")),
            result(digest).to_owned(),
            verdict,
            fidelity,
            count(Severity::Critical),
            count(Severity::Major),
            count(Severity::Minor),
            count(Severity::Neutral),
            aside.to_string(),
            digest.rules().join(" "),
            cell(&error),
            digest.words.to_string(),
        ];
        let _ = table.write_record(&row);
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn result(digest: &Digest) -> &'static str {
    match &digest.outcome {
        Outcome::Failed(_) => "not checked",
        Outcome::Checked { .. } if digest.fails => "fail",
        Outcome::Checked { .. } => "pass",
    }
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = one_line(text);
    let is_lone_dash = text.chars().nth(1).is_none() && text.starts_with(['-', '－', '﹣']);
    if is_lone_dash {
        return text;
    }
    // A spreadsheet that parts its columns at ";" sees a cell behind each.
    let cells = text.split_inclusive(';').map(|part| {
        let inner = part.trim_start();
        let space = &part[..part.len() - inner.len()];
        if inner.starts_with(FORMULA) { format!("{space}'{inner}") } else { part.to_owned() }
    });
    cells.collect()
}

/// What a formula can begin with. Spreadsheets that are set to an East Asian language take the wide and the small forms as well.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠SUM(A1)", "﹦1", " \t=1", "-－", "\r\n=1"]
        {
            assert!(cell(text).starts_with('\''), "{text:?}: {}", cell(text));
        }
        assert_eq!(cell("ferry;=1+1; @SUM(A1);b"), "ferry;'=1+1; '@SUM(A1);b");
        for text in ["-", "a=b", "1-2", "a; b;c", "", "stories/ferry.txt"] {
            assert_eq!(cell(text), text);
        }
    }
}
