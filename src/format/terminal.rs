//! For a person at a prompt: each finding with the rewrite's words marked in their sentence and the wire's words below.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::finding::{Finding, Severity};
use crate::format::positions::Index;
use crate::format::suggestion::changes;
use crate::format::visible::{Piece, one_line, pieces, sign};
use crate::format::wrap::{Cell, graphemes, wrap, wrap_cells};
use crate::format::{Around, confidence, context, counts, name, numbered, plural, rewrite_sentences, wire_sentences};
use crate::ingest::Story;
use crate::report::{Report, Verdict};
use crate::text::Span;

/// How to draw. The caller decides; this module asks no terminal and no environment.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Look {
    /// Whether to write colour sequences.
    pub color: bool,
    /// Columns to fill; below 40 counts as 40.
    pub width: usize,
}

impl Look {
    /// Without colour, lines of at most so many columns.
    pub fn new(width: usize) -> Self {
        Look { width, ..Look::default() }
    }

    /// The same, with colour or without.
    #[must_use]
    pub fn color(mut self, on: bool) -> Self {
        self.color = on;
        self
    }
}

impl Default for Look {
    fn default() -> Self {
        Look { color: false, width: 80 }
    }
}

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const WIRE: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

/// With fewer columns than this, labels stand above their excerpts: beside them, they would take half of the line.
const STACKED: usize = 56;

/// Lines of an excerpt that are shown before it is cut in the middle.
const EXCERPT_LINES: usize = 6;

/// The report as text with a line end. With `look.color` off, the result has no escape sequence, whatever the stories hold.
pub fn render(report: &Report, look: Look) -> String {
    let look = Look { width: look.width.max(40), ..look };
    let mut page = Page {
        out: String::new(),
        look,
        report,
        rewrite: rewrite_sentences(report),
        wires: Vec::new(),
        index: Index::of(report),
    };
    page.wires = (0..report.wires.len()).map(|take| wire_sentences(report, take)).collect();
    page.head();
    for (number, finding) in numbered(report) {
        page.finding(number, finding);
    }
    page.tail();
    page.out
}

/// The colour of a severity.
pub fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Critical => AnsiColor::BrightRed,
        Severity::Major => AnsiColor::Yellow,
        Severity::Minor => AnsiColor::Cyan,
        Severity::Neutral => AnsiColor::Blue,
    };
    let style = Style::new().fg_color(Some(color.into()));
    if severity >= Severity::Major { style.bold() } else { style }
}

struct Page<'a> {
    out: String,
    look: Look,
    report: &'a Report,
    rewrite: Vec<Span>,
    wires: Vec<Vec<Span>>,
    index: Index,
}

impl<'a> Page<'a> {
    fn paint(&mut self, style: Style, text: &str) {
        if self.look.color && !text.is_empty() {
            let _ = write!(self.out, "{style}{text}{style:#}");
        } else {
            self.out.push_str(text);
        }
    }

    /// A label in its own column, then text wrapped beside it.
    fn row(&mut self, indent: usize, column: usize, label: &str, style: Style, text: &str) {
        let lines = wrap(text, self.look.width.saturating_sub(indent + column));
        for (i, line) in lines.iter().enumerate() {
            let label = if i == 0 { label } else { "" };
            self.label(indent, column, label);
            self.paint(style, line);
            self.out.push('\n');
        }
    }

    fn label(&mut self, indent: usize, column: usize, label: &str) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.paint(DIM, label);
        self.out.extend(std::iter::repeat_n(' ', column.saturating_sub(label.width())));
    }

    fn head(&mut self) {
        let report = self.report;
        let (word, style) = verdict(report.verdict);
        self.row(0, 10, "verdict", style, word);
        if !report.reason.is_empty() {
            self.row(0, 10, "", Style::new(), &one_line(&report.reason));
        }
        if compared(report.verdict) {
            let line = format!("{:.1} of 100", crate::format::round(report.fidelity, 1));
            self.row(0, 10, "fidelity", Style::new(), &line);
        }
        self.row(0, 10, "rewrite", Style::new(), &one_line(name(&report.rewrite, "rewrite")));
        for (i, wire) in report.wires.iter().enumerate() {
            let label = self.wire_label(i);
            self.row(0, 10, &label, Style::new(), &one_line(name(wire, "wire")));
        }
        let stories = std::iter::once(&*report.rewrite).chain(&*report.wires);
        let read = stories.flat_map(|s| s.notes.iter().map(move |n| format!("{}: {n}", name(s, "story"))));
        for note in report.notes.iter().cloned().chain(read.filter(|n| !report.notes.contains(n))) {
            self.row(0, 10, "note", DIM, &one_line(&note));
        }
    }

    fn wire_label(&self, take: usize) -> String {
        if self.report.wires.len() > 1 { format!("wire {}", take + 1) } else { "wire".to_owned() }
    }

    fn finding(&mut self, number: usize, f: &Finding) {
        let style = severity_style(f.severity);
        self.out.push('\n');
        let lead = format!("{number:>2}  ");
        self.paint(DIM, &lead);
        self.paint(style, f.severity.name());
        self.out.push_str("  ");
        self.paint(BOLD, f.rule.id);
        let mut used = lead.len() + f.severity.name().len() + 2 + f.rule.id.len();
        let location = self.location(f);
        for fact in [format!("confidence {:.2}", confidence(f.confidence)), location] {
            used += 2 + fact.width();
            if used <= self.look.width {
                self.paint(DIM, &format!("  {fact}"));
            } else {
                // What has no room beside the rule stands below it.
                self.out.push('\n');
                self.out.push_str("    ");
                self.paint(DIM, &fact);
                used = 4 + fact.width();
            }
        }
        self.out.push('\n');
        self.row(4, 0, "", BOLD, &one_line(&f.message));

        let mut rows = Rows::default();
        if let Some(at) = f.at {
            self.add_as(&mut rows, "rewrite", (None, at.0), (style, '^'));
        }
        for place in &f.also {
            self.add_as(&mut rows, "and", (None, place.0), (style, '^'));
        }
        for other in &f.evidence.rewrite {
            self.add(&mut rows, None, other.0, style.bold());
        }
        for wire in &f.evidence.wire {
            self.add(&mut rows, Some(wire.take), wire.span, WIRE);
        }
        let stacked = self.look.width < STACKED;
        let labels = rows.all.iter().map(|r| r.0.width()).chain([10]).max().unwrap_or(10) + 2;
        let column = if stacked { 2 } else { labels };
        for (label, excerpt, style, sign) in rows.all {
            let label = self.above(stacked, &label);
            self.excerpt(column, label, &excerpt, style, sign);
        }
        if let Some(fact) = &f.evidence.knowledge {
            let label = self.above(stacked, "facts");
            self.row(4, column, label, Style::new(), &one_line(fact));
        }
        if let Some(words) = &f.replacement {
            let few = f.at.and_then(|at| changes(self.report.rewrite.source.slice(at.0), words));
            let shown = if words.trim().is_empty() {
                "(delete these words)".into()
            } else {
                one_line(few.as_deref().unwrap_or(words))
            };
            let label = self.above(stacked, "suggestion");
            self.row(4, column, label, WIRE, &shown);
        }
    }

    /// Where a finding is, as editors jump to it: the file with line and column; in the wire where the rewrite has no words.
    fn location(&self, f: &Finding) -> String {
        let wire =
            || f.evidence.wire.first().and_then(|w| Some((Some(w.take), w.span, self.report.wires.get(w.take)?)));
        let own = f.at.map(|s| (None, s.0, &*self.report.rewrite));
        let Some((take, span, story)) = own.or_else(wire) else { return String::new() };
        let place = self.index.get(take, span);
        let other = if take.is_some() { "wire" } else { "rewrite" };
        format!("{}:{}:{}", one_line(name(story, other)), place.line, place.column)
    }

    /// What is left of a label to be put beside its text: nothing where it was put on a line of its own.
    fn above<'l>(&mut self, stacked: bool, label: &'l str) -> &'l str {
        if !stacked {
            return label;
        }
        self.label(4, 0, label);
        self.out.push('\n');
        ""
    }

    /// Adds an excerpt, or a mark to one that shows the same sentence.
    fn add(&self, rows: &mut Rows<'a>, take: Option<usize>, span: Span, style: Style) {
        let (label, sign) = match take {
            Some(take) => (self.wire_label(take), '~'),
            None => ("but also".to_owned(), '-'),
        };
        self.add_as(rows, &label, (take, span), (style, sign));
    }

    /// The same under a name of its own.
    fn add_as(
        &self,
        rows: &mut Rows<'a>,
        label: &str,
        (take, span): (Option<usize>, Span),
        (style, sign): (Style, char),
    ) {
        let Some(story) = take.map_or(Some(&*self.report.rewrite), |t| self.report.wires.get(t)) else {
            return;
        };
        let around = self.around(take, span);
        match rows.known.entry((take, around.span, sign)) {
            Entry::Occupied(known) => rows.all[*known.get()].1.marks.push(span),
            Entry::Vacant(place) => {
                place.insert(rows.all.len());
                let label = format!("{label}, line {}", self.index.get(take, span).line);
                rows.all.push((label, Excerpt { story, around, marks: vec![span] }, style, sign));
            }
        }
    }

    fn around(&self, take: Option<usize>, span: Span) -> Around {
        let whole = Around { span, cut_before: false, cut_after: false };
        match take {
            None => context(&self.report.rewrite, &self.rewrite, span),
            Some(t) => match (self.report.wires.get(t), self.wires.get(t)) {
                (Some(story), Some(sentences)) => context(story, sentences, span),
                _ => whole,
            },
        }
    }

    fn excerpt(&mut self, column: usize, label: &str, excerpt: &Excerpt<'_>, style: Style, sign: char) {
        let lines = wrap_cells(excerpt.cells(), self.look.width.saturating_sub(4 + column));
        let marked: Vec<bool> = lines.iter().map(|l| l.iter().any(|c| c.marked)).collect();
        let many = marked.iter().filter(|m| **m).count() > EXCERPT_LINES;
        let mut first = true;
        let mut cut = false;
        for (i, line) in lines.iter().enumerate() {
            if !shown(&marked, many, i) {
                cut = true;
                continue;
            }
            if std::mem::take(&mut cut) {
                self.label(4, column, if std::mem::take(&mut first) { label } else { "" });
                self.paint(DIM, "…");
                self.out.push('\n');
            }
            self.label(4, column, if std::mem::take(&mut first) { label } else { "" });
            let mut runs: Vec<(bool, String)> = Vec::new();
            for cell in line {
                match runs.last_mut() {
                    Some((marked, run)) if *marked == cell.marked => run.push_str(&cell.text),
                    _ => runs.push((cell.marked, cell.text.to_string())),
                }
            }
            for (marked, run) in &runs {
                if *marked { self.paint(style, run) } else { self.out.push_str(run) }
            }
            self.out.push('\n');
            if marked.get(i).is_some_and(|m| *m) {
                self.label(4, column, "");
                for (marked, run) in &runs {
                    let fill = if *marked { sign } else { ' ' };
                    let under: String = std::iter::repeat_n(fill, run.width()).collect();
                    if *marked { self.paint(style, &under) } else { self.out.push_str(&under) }
                }
                let kept = self.out.trim_end_matches(' ').len();
                self.out.truncate(kept);
                self.out.push('\n');
            }
        }
        if cut {
            self.label(4, column, if first { label } else { "" });
            self.paint(DIM, "…");
            self.out.push('\n');
        }
    }

    fn tail(&mut self) {
        if !compared(self.report.verdict) {
            return;
        }
        self.out.push('\n');
        let n = self.report.findings.len();
        let line = match n {
            0 => "no findings".to_owned(),
            n => format!("{}: {}", plural(n, "finding"), counts(self.report)),
        };
        self.row(0, 0, "", BOLD, &line);
    }
}

fn compared(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::DifferentStory | Verdict::NotComparable)
}

fn verdict(verdict: Verdict) -> (&'static str, Style) {
    let color = |c: AnsiColor| Style::new().bold().fg_color(Some(c.into()));
    match verdict {
        Verdict::Faithful => ("faithful", color(AnsiColor::Green)),
        Verdict::Identical => ("identical", color(AnsiColor::Green)),
        Verdict::MinorFaults => ("minor faults", color(AnsiColor::Cyan)),
        Verdict::Drifted => ("drifted", color(AnsiColor::BrightRed)),
        Verdict::DifferentStory => ("different story", color(AnsiColor::BrightRed)),
        Verdict::NotComparable => ("not comparable", color(AnsiColor::Yellow)),
    }
}

/// Whether a line of a long excerpt is shown: those with marks and their neighbours, and of a very long mark only its ends.
/// `lines` says which have marks, `many` whether more than are shown.
fn shown(lines: &[bool], many: bool, i: usize) -> bool {
    if lines.len() <= EXCERPT_LINES {
        return true;
    }
    let marked = |k: usize| lines.get(k).is_some_and(|m| *m);
    let inside = marked(i) && i > 0 && marked(i - 1) && marked(i + 1);
    if inside && many {
        return (1..=2).any(|d| i >= d && !marked(i - d)) || !marked(i + 2);
    }
    marked(i) || marked(i + 1) || (i > 0 && marked(i - 1))
}

/// The excerpts of one finding, each with its label, its look and the sign under its marks.
#[derive(Default)]
struct Rows<'a> {
    all: Vec<(String, Excerpt<'a>, Style, char)>,
    /// Which of them shows what, by the take of the wire or none for the rewrite: a finding may have as many places as a story has lines.
    known: HashMap<(Option<usize>, Span, char), usize>,
}

/// Words of a story with some of them marked.
struct Excerpt<'a> {
    story: &'a Story,
    around: Around,
    marks: Vec<Span>,
}

impl Excerpt<'_> {
    /// The words and where they stand; a code that a mark points at is a part of its own, written as readers of the file see it.
    fn parts(&self) -> Vec<(&str, Span, bool)> {
        let around = self.around.span;
        let mut out = Vec::new();
        let mut at = around.start;
        let codes = &self.story.codes;
        let first = codes.partition_point(|code| code.span.start < around.start);
        for code in codes[first..].iter().take_while(|code| code.span.end <= around.end) {
            let pointed_at = self.marks.iter().any(|m| !m.is_empty() && code.span.contains(*m));
            if pointed_at && code.span.start >= at {
                let before = Span { start: at, end: code.span.start };
                out.push((self.story.source.slice(before), before, false));
                out.push((&code.seen, code.span, true));
                at = code.span.end;
            }
        }
        let rest = Span { start: at, end: around.end };
        out.push((self.story.source.slice(rest), rest, false));
        out
    }

    /// One cell per character; white space runs become one space, what is invisible becomes its sign.
    fn cells<'s>(&'s self) -> Vec<Cell<'s>> {
        let mut cells: Vec<Cell> = Vec::with_capacity(self.around.span.len() + 3);
        if self.around.cut_before {
            cells.push(Cell::new("…", false));
        }
        let put = |cells: &mut Vec<Cell<'s>>, shown: Cow<'s, str>, here: Span| {
            // A mark without words points at the character that follows it.
            let marked = self
                .marks
                .iter()
                .any(|m| m.overlaps(here) || (m.is_empty() && here.contains(*m) && m.start < here.end));
            match cells.last_mut() {
                Some(last) if last.text == " " && shown == " " => last.marked |= marked,
                _ => cells.push(Cell::new(shown, marked)),
            }
        };
        for (words, whole, is_code) in self.parts() {
            let mut at = whole.start;
            let mut next = |len: usize| {
                let start = at;
                at += len as u32;
                if is_code { whole } else { Span { start, end: at } }
            };
            for piece in pieces(words) {
                match piece {
                    Piece::Text(t) => {
                        for g in graphemes(t) {
                            let space = g.chars().all(char::is_whitespace);
                            put(&mut cells, Cow::Borrowed(if space { " " } else { g }), next(g.len()));
                        }
                    }
                    Piece::Sign(c) => put(&mut cells, Cow::Owned(sign(c)), next(c.len_utf8())),
                }
            }
        }
        if self.marks.iter().any(|m| m.is_empty() && m.start >= self.around.span.end) {
            cells.push(Cell::new("‸", true));
        }
        if self.around.cut_after {
            cells.extend([Cell::new(" ", false), Cell::new("…", false)]);
        }
        cells
    }
}
