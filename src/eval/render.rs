//! Figures as text for a person and as JSON for a program.

use std::fmt::Write as _;

use super::figures::{Figures, SetFigures};
use crate::format::visible;

/// The figures as one JSON document.
pub fn json(figures: &Figures) -> String {
    // Shares of counts are finite, and all keys are strings.
    visible::json(serde_json::to_string_pretty(figures).unwrap_or_default() + "\n")
}

/// The figures as aligned tables.
pub fn text(figures: &Figures) -> String {
    let mut out = String::new();
    for set in &figures.sets {
        one_set(&mut out, set);
        out.push('\n');
    }
    rules(&mut out, figures);
    out.push('\n');
    reliability(&mut out, figures);
    out
}

/// `12.3 %`, or a dash.
fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |v| format!("{:.1} %", 100.0 * v))
}

fn two(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |v| format!("{v:.2}"))
}

fn interval((low, high): (f64, f64)) -> String {
    format!("{:.0}–{:.0}", 100.0 * low, 100.0 * high)
}

// Writing into memory cannot fail, so what `write!` returns is passed over in this file.
fn one_set(out: &mut String, set: &SetFigures) {
    let SetFigures { set: name, records, pairs, seconds, pairs_per_second, .. } = set;
    let _ = writeln!(out, "{name}: {records} records, {pairs} pairs in {seconds:.1} s ({pairs_per_second:.0} pairs/s)");
    let rows = set.figures.iter().map(|f| {
        let rate = f.key.ends_with("_1000") || f.key.starts_with("calibration");
        let value = if rate { two(Some(f.value)) + "  " } else { percent(Some(f.value)) };
        vec![f.label.to_owned(), value, f.of.map_or_else(String::new, |of| format!("{} of {}", of.yes, of.of))]
    });
    table(out, &[Side::Left, Side::Right, Side::Right], rows);
    if !set.kinds.is_empty() {
        out.push('\n');
        let head = ["kind", "texts", "ranked", "flagged"].map(str::to_owned).to_vec();
        let rows =
            set.kinds.iter().map(|k| vec![k.kind.clone(), k.texts.to_string(), percent(k.ranked), percent(k.flagged)]);
        table(out, &[Side::Left, Side::Right, Side::Right, Side::Right], std::iter::once(head).chain(rows));
    }
}

fn rules(out: &mut String, figures: &Figures) {
    out.push_str("rules, all sets\n");
    let head = ["rule", "fired", "right", "precision", "95 %", "recall", "alarms/1,000", "stated", "own", "off"];
    let rows = figures.rules.iter().map(|r| {
        vec![
            r.rule.to_owned(),
            r.fired.to_string(),
            format!("{}/{}", r.right, r.judged),
            percent(r.precision),
            r.precision_interval.map_or_else(String::new, interval),
            percent(r.recall),
            two(r.alarms_per_1000),
            two(r.confidence),
            two(r.own_signal),
            two(r.calibration_error),
        ]
    });
    let mut sides = [Side::Right; 10];
    sides[0] = Side::Left;
    table(out, &sides, std::iter::once(head.map(str::to_owned).to_vec()).chain(rows));
}

fn reliability(out: &mut String, figures: &Figures) {
    out.push_str("confidence stated and precision measured, all sets\n");
    let head = ["stated", "findings", "mean", "measured", "95 %"].map(str::to_owned).to_vec();
    let rows = figures.reliability.iter().map(|b| {
        vec![
            format!("{:.1}–{:.1}", b.from, b.to),
            b.findings.to_string(),
            two(Some(b.stated)),
            two(Some(b.measured)),
            interval(b.interval),
        ]
    });
    table(out, &[Side::Right; 5], std::iter::once(head).chain(rows));
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Columns as wide as their widest cell, two apart, indented by two.
fn table(out: &mut String, sides: &[Side], rows: impl Iterator<Item = Vec<String>>) {
    use unicode_width::UnicodeWidthStr as _;
    let rows: Vec<Vec<String>> = rows
        .map(|row| row.into_iter().map(|cell| crate::format::visible::visible(&cell).to_string()).collect())
        .collect();
    let widths: Vec<usize> = (0..sides.len())
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();
    for row in &rows {
        let mut line = String::new();
        for ((cell, side), width) in row.iter().zip(sides).zip(&widths) {
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            let _ = match side {
                Side::Left => write!(line, "  {cell}{pad}"),
                Side::Right => write!(line, "  {pad}{cell}"),
            };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_invisible_characters_show() {
        let mut out = String::new();
        let rows = [["a", "1"], ["Zürich", "10 %"], ["x\u{1b}[31m", "–"]].map(|r| r.map(str::to_owned).to_vec());
        table(&mut out, &[Side::Left, Side::Right], rows.into_iter());
        let lines: Vec<&str> = out.lines().collect();
        assert!(!out.contains('\u{1b}'), "{out:?}");
        let width = lines[0].chars().count();
        assert!(lines.iter().all(|l| l.chars().count() == width), "{out}");
    }
}
