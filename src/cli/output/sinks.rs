//! Where the reports of a run go: several formats at once, each to its own file, folder, or standard output.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use truecopy::check::Report;
use truecopy::format;
use truecopy::format::terminal::Look;
use truecopy::gate::history::Run;
use truecopy::gate::summary::Summary;
use truecopy::gate::{Digest, Judged};

use crate::cli::failure::Failure;
use crate::cli::output::history::{self, History};
use crate::cli::output::messages::is_quiet;
use crate::cli::output::style::{When, look};
use crate::cli::output::writer::{put, same_file, to_file, to_stdout};

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Annotated excerpts for reading at a prompt.
    Terminal,
    /// One self-contained page with both stories side by side; a folder of pages for several rewrites.
    Html,
    /// For a comment in a pull request or a chat.
    Markdown,
    /// Everything, for programs (docs/report-format.md).
    Json,
    /// One line per rewrite, as `batch` writes it.
    Jsonl,
    /// SARIF 2.1.0, for code scanning and viewers.
    Sarif,
    /// Annotations in a GitHub workflow.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// JUnit XML: a test case for each rewrite.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// Reviewdog's diagnostics.
    Rdjson,
    /// A table of the run: one row for each rewrite.
    Csv,
    /// One page on the whole run: worst first, by rule and by source.
    Index,
}

impl Format {
    /// Whether it is made of one report at a time.
    fn is_single(self) -> bool {
        matches!(self, Format::Terminal | Format::Html | Format::Markdown | Format::Json | Format::Jsonl)
    }

    /// Whether it is read from top to bottom, with no way to put hints aside.
    fn is_plain(self) -> bool {
        matches!(
            self,
            Format::Terminal
                | Format::Markdown
                | Format::Github
                | Format::Gitlab
                | Format::Junit
                | Format::Checkstyle
                | Format::Rdjson
        )
    }
}

/// In which order reports for people tell the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The gravest first, in the order of the text among the equally grave.
    #[default]
    Gravity,
    /// In the order of the text.
    Place,
}

/// What `-o` says: a file for the format of `--format`, or `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub struct Output {
    format: Option<Format>,
    path: PathBuf,
}

/// Reads `-o`.
pub fn output(value: &str) -> Result<Output, Failure> {
    let named = value.split_once('=').and_then(|(f, p)| Some((Format::from_str(f, false).ok()?, p)));
    let (format, path) = named.map_or((None, value), |(format, path)| (Some(format), path));
    if path.is_empty() {
        return Err(Failure::new("expected FILE or FORMAT=FILE"));
    }
    Ok(Output { format, path: path.into() })
}

impl Output {
    /// Whether it is standard output.
    pub fn is_stdout(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// The format of the file: what `-o` says, or else `--format`, or else what its name says.
    fn format(&self, asked: Option<Format>) -> Result<Format, Failure> {
        match self.format.or(asked) {
            Some(format) => Ok(format),
            None => named(&self.path),
        }
    }
}

/// The format that the name of a file stands for; text as at a prompt where it stands for none.
///
/// # Errors
/// Where the name stands for several formats, or for one that there is not: a page's name must not hold a terminal report.
fn named(path: &Path) -> Result<Format, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Format::Terminal);
    }
    if is_folder(path) {
        return Ok(Format::Html);
    }
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let inner = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    Ok(match ending.as_str() {
        "html" | "htm" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "sarif" => Format::Sarif,
        "json" if inner.ends_with(".sarif") => Format::Sarif,
        "json" => Format::Json,
        "jsonl" | "ndjson" => Format::Jsonl,
        "csv" => Format::Csv,
        "xml" => {
            return Err(Failure::new("two formats have this ending")
                .at(path)
                .advise("say junit=FILE or checkstyle=FILE"));
        }
        "doc" | "docx" | "ods" | "odt" | "pdf" | "rtf" | "tsv" | "xls" | "xlsx" | "yaml" | "yml" => {
            return Err(Failure::new("there is no report of this kind").at(path).advise("say FORMAT=FILE"));
        }
        _ => Format::Terminal,
    })
}

struct Sink {
    format: Format,
    /// None for standard output.
    path: Option<PathBuf>,
    /// What is collected for a file.
    text: Vec<u8>,
}

/// Why several rewrites cannot go to one page.
const ONE_PAGE: &str = "an HTML page holds one report: check one REWRITE at a time with --format html, or give a folder, as in \
                        -o html=reports/";

impl Sink {
    /// Whether so many rewrites would have to go to one page.
    fn is_page(&self, rewrites: usize) -> bool {
        self.format == Format::Html && rewrites > 1 && self.path.as_deref().is_none_or(|p| !is_folder(p))
    }
}

/// All outputs of a run.
pub struct Sinks {
    sinks: Vec<Sink>,
    color: When,
    width: Option<usize>,
    sort: Sort,
    /// How many rewrites the run has.
    rewrites: usize,
    /// The page of each rewrite, where there is a folder of pages.
    pages: Vec<Option<String>>,
    written: usize,
}

impl Sinks {
    /// The outputs that the command line asks for: standard output where there is no `-o`. `format` is what `--format` says.
    ///
    /// # Errors
    /// What can be said against them before anything is read.
    pub fn new(
        outputs: &[Output],
        format: Option<Format>,
        rewrites: usize,
        (color, width): (When, Option<usize>),
    ) -> Result<Self, Failure> {
        let sink = |o: &Output| {
            let path = (o.path.as_os_str() != "-").then(|| o.path.clone());
            Ok(Sink { format: o.format(format)?, path, text: Vec::new() })
        };
        let mut sinks = outputs.iter().map(sink).collect::<Result<Vec<Sink>, Failure>>()?;
        if outputs.is_empty() {
            sinks.push(Sink { format: format.unwrap_or(Format::Terminal), path: None, text: Vec::new() });
        }
        if sinks.iter().filter(|s| s.path.is_none()).count() > 1 {
            return Err(Failure::new("two reports for standard output").advise("give all but one a file"));
        }
        for (i, sink) in sinks.iter().enumerate() {
            if sinks.iter().skip(i + 1).any(|o| o.path.is_some() && o.path == sink.path) {
                let path = sink.path.as_deref().unwrap_or(Path::new("-"));
                return Err(Failure::new("two reports for one file").at(path).advise("give each its own"));
            }
            if sink.is_page(rewrites) {
                return Err(Failure::new(ONE_PAGE));
            }
        }
        Ok(Sinks { sinks, color, width, sort: Sort::default(), rewrites, pages: Vec::new(), written: 0 })
    }

    /// The same with findings in this order.
    pub fn sorted(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// Reports on a whole run only, each to a file.
    ///
    /// # Errors
    /// Where one is for a single rewrite or for standard output.
    pub fn covering(outputs: &[Output]) -> Result<Self, Failure> {
        for output in outputs {
            if output.format(None)?.is_single() || output.path.as_os_str() == "-" {
                return Err(Failure::new(
                    "a batch answers on standard output; -o takes reports on the whole run, as in -o csv=run.csv \
                     (sarif, github, gitlab, junit, checkstyle, rdjson, csv, index)",
                )
                .at(&output.path));
            }
        }
        if outputs.is_empty() {
            return Ok(Sinks::none());
        }
        Sinks::new(outputs, None, 0, (When::Never, None))
    }

    /// No output at all.
    pub fn none() -> Self {
        let (color, sort) = (When::Never, Sort::default());
        Sinks { sinks: Vec::new(), color, width: None, sort, rewrites: 0, pages: Vec::new(), written: 0 }
    }

    /// How many rewrites there are, where that was not known.
    ///
    /// # Errors
    /// Where they do not fit an output.
    pub fn expect(&mut self, rewrites: usize) -> Result<(), Failure> {
        self.rewrites = rewrites;
        if self.sinks.iter().any(|s| s.is_page(rewrites)) { Err(Failure::new(ONE_PAGE)) } else { Ok(()) }
    }

    /// The input that one of the outputs would overwrite.
    pub fn overwrites<'a>(&self, mut inputs: impl Iterator<Item = &'a Path>) -> Option<&'a Path> {
        inputs.find(|i| self.sinks.iter().filter_map(|s| s.path.as_deref()).any(|o| same_file(i, o)))
    }

    /// Whether reports for people go to standard output as they come.
    pub fn talks(&self) -> bool {
        self.sinks.iter().any(|s| s.path.is_none() && s.format.is_single())
    }

    /// What makes texts of single reports; may be given to any thread.
    pub fn renderer(&self) -> Renderer {
        let single = self.sinks.iter().enumerate().filter(|(_, s)| s.format.is_single());
        let formats = single.map(|(i, s)| (i, s.format, look(self.color, self.width, s.path.is_some()))).collect();
        let prompt = |s: &Sink| s.path.is_none() && s.format == Format::Terminal;
        let quiet = self.sinks.iter().position(prompt).filter(|_| is_quiet());
        Renderer { formats, sort: self.sort, quiet }
    }

    /// Takes what [`Renderer::render`] made of the next rewrite, in the order of the run; nothing for one that could not be checked.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn take(&mut self, rewrite: &str, rendered: Vec<(usize, String)>) -> Result<(), Failure> {
        let first = self.written == 0;
        self.written += usize::from(!rendered.is_empty());
        let (several, number) = (self.rewrites > 1, self.pages.len() + 1);
        let mut page = None;
        for (i, text) in rendered {
            let Some(sink) = self.sinks.get_mut(i) else { continue };
            let gap = !first && matches!(sink.format, Format::Terminal | Format::Markdown);
            let text = if gap { format!("\n{text}") } else { text };
            match &sink.path {
                Some(folder) if sink.format == Format::Html && (several || is_folder(folder)) => {
                    let name = page_name(number, rewrite);
                    make_folder(folder)?;
                    to_file(&folder.join(&name), text.as_bytes())?;
                    page = Some(name);
                }
                Some(_) => sink.text.extend_from_slice(text.as_bytes()),
                None => to_stdout(text.as_bytes())?,
            }
        }
        self.pages.push(page);
        Ok(())
    }

    /// Writes what covers the whole run, and the files; then the run leaves its line in the history.
    ///
    /// # Errors
    /// Every output that cannot be written.
    pub fn close(&mut self, run: &[Digest], history: Option<&History>) -> Result<(), Failure> {
        let summary = Summary::of(run);
        let Some(history) = history else {
            return Failure::several(self.finish(run, &summary, &[])).map_or(Ok(()), Err);
        };
        let entry = Run::of(run, &summary, &history::now());
        let mut faults = self.finish(run, &summary, &history.with(entry.clone()));
        faults.extend(history.append(&entry).err());
        Failure::several(faults).map_or(Ok(()), Err)
    }

    /// Writes what covers the whole run, and the files; gives what cannot be written.
    fn finish(&mut self, run: &[Digest], summary: &Summary, history: &[Run]) -> Vec<Failure> {
        let mut faults = Vec::new();
        let plain: Vec<Digest> = run.iter().map(Digest::plain).collect();
        let (all, few) = ((run, summary), (plain.as_slice(), Summary::of(&plain)));
        for sink in &mut self.sinks {
            let (run, summary) = if sink.format.is_plain() { (few.0, &few.1) } else { all };
            let folder = sink.path.as_deref().filter(|p| sink.format == Format::Html && is_folder(p));
            let done = if let Some(folder) = folder {
                let page = format::index::render(run, summary, &self.pages, history);
                make_folder(folder).and_then(|()| to_file(&folder.join("index.html"), page.as_bytes()))
            } else if sink.format.is_single() {
                let quiet = sink.path.is_none() && is_quiet();
                if sink.format == Format::Terminal && self.rewrites > 1 && !quiet {
                    sink.text.extend_from_slice(closing(summary).as_bytes());
                }
                // A file in which nothing stands is none: no rewrite could be checked.
                if sink.text.is_empty() { Ok(()) } else { put(sink.path.as_deref(), &sink.text) }
            } else {
                put(sink.path.as_deref(), covering(sink.format, run, summary, history).as_bytes())
            };
            faults.extend(done.err());
        }
        faults
    }
}

/// Makes texts of single reports.
pub struct Renderer {
    formats: Vec<(usize, Format, Look)>,
    sort: Sort,
    /// The output that has no reports on rewrites in which nothing was found, where there is one.
    quiet: Option<usize>,
}

impl Renderer {
    /// What the formats that take one report at a time make of one, each with the number of its output. `name` is the pair's.
    pub fn render(&self, judged: &Judged, name: &str) -> Vec<(usize, String)> {
        let text = |report: &Report, format, look| match format {
            Format::Html => format::html::render(report),
            Format::Markdown => format::markdown::render(report),
            Format::Json => format::json::render(report),
            Format::Jsonl => format::jsonl::render(report, name) + "\n",
            _ => format::terminal::render(report, look),
        };
        let one = |(i, format, look): &(usize, Format, Look)| {
            let report = if format.is_plain() { judged.plain() } else { Cow::Borrowed(&judged.report) };
            // Programs get the order of the text, whatever people prefer.
            let people = matches!(format, Format::Terminal | Format::Html | Format::Markdown);
            let report = match self.sort {
                Sort::Gravity if people => Cow::Owned(Judged::gravest_first(report.into_owned())),
                _ => report,
            };
            (*i, text(&report, *format, *look))
        };
        let calm = !judged.fails && judged.plain().findings.is_empty();
        self.formats.iter().filter(|(i, ..)| !calm || self.quiet != Some(*i)).map(one).collect()
    }
}

/// What makes a file of the report on one rewrite; nothing for formats that cover a run.
pub fn render_one(format: Format) -> Option<impl Fn(&Judged, &str) -> String> {
    let look = look(When::Never, None, true);
    let renderer = Renderer { formats: vec![(0, format, look)], sort: Sort::default(), quiet: None };
    format.is_single().then_some(move |judged: &Judged, name: &str| {
        renderer.render(judged, name).into_iter().map(|(_, text)| text).collect()
    })
}

fn covering(format: Format, run: &[Digest], summary: &Summary, history: &[Run]) -> String {
    match format {
        Format::Sarif => format::sarif::render(run),
        Format::Github => format::github::render(run),
        Format::Gitlab => format::gitlab::render(run),
        Format::Junit => format::junit::render(run),
        Format::Checkstyle => format::checkstyle::render(run),
        Format::Rdjson => format::rdjson::render(run),
        Format::Csv => format::csv::render(run),
        _ => format::index::render(run, summary, &[], history),
    }
}

/// The last line of a run over several rewrites.
fn closing(summary: &Summary) -> String {
    let failed = match summary.failed {
        0 => String::new(),
        n => format!(", {n} not checked"),
    };
    let findings = summary.findings();
    let noun = if findings == 1 { "finding" } else { "findings" };
    let passed = summary.pairs - summary.failing;
    format!("\n{} rewrites, {findings} {noun}: {passed} pass, {} do not{failed}\n", summary.pairs, summary.failing)
}

/// Whether a path is meant as a folder: it is one, or ends in a slash.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', '\\'])
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|e| Failure::new("cannot be made").at(folder).cause(e))
}

/// The name of a rewrite's page: its number keeps names apart that would be the same in letters that every file system takes.
fn page_name(number: usize, rewrite: &str) -> String {
    let stem = rewrite.rsplit(['/', '\\']).next().unwrap_or(rewrite);
    let safe: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).take(60).collect();
    format!("{number:04}-{}.html", safe.trim_matches(['-', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_what_its_name_says() {
        for (name, format) in [
            ("report.html", Format::Html),
            ("Report.HTM", Format::Html),
            ("reports/", Format::Html),
            ("note.md", Format::Markdown),
            ("out.json", Format::Json),
            ("out.jsonl", Format::Jsonl),
            ("out.sarif", Format::Sarif),
            ("out.sarif.json", Format::Sarif),
            ("run.csv", Format::Csv),
            ("report.txt", Format::Terminal),
            ("report", Format::Terminal),
            ("-", Format::Terminal),
        ] {
            let output = output(name).expect("an output");
            assert_eq!(output.format(None).expect("a format"), format, "{name}");
            assert_eq!(output.format(Some(Format::Github)).expect("a format"), Format::Github, "{name}: --format wins");
        }
        for name in ["run.xml", "report.pdf", "report.docx"] {
            let file = output(name).expect("an output");
            assert!(file.format(None).is_err(), "{name}");
            let told = output(&format!("junit={name}")).expect("an output");
            assert_eq!(told.format(None).expect("a format"), Format::Junit, "{name}");
        }
    }
}
