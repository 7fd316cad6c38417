//! What is shown of a checked rewrite, and what can be done about each finding.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeDescription, Command, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    Location, Position, Range, TextEdit, WorkspaceEdit,
};
use serde_json::json;
use truecopy::finding::{Finding, Rule, Severity};
use truecopy::format::visible::visible;
use truecopy::format::{self, capital};
use truecopy::gate::digest::{Item, Outcome, Words};
use truecopy::gate::fix::{self, Edit};
use truecopy::gate::{Digest, Judged, fingerprint};
use truecopy::ingest::Story;
use truecopy::text::{Span, WireSpan};

use crate::cli::editor::place::Units;

/// The command that accepts a finding.
pub const ACCEPT: &str = "truecopy.accept";

/// Makes all safe fixes, if an editor wants that when it saves.
pub const FIX_ALL: &str = "source.fixAll.truecopy";

/// Letters of a suggestion that its title shows.
const TITLE: usize = 60;

/// A finding at one of its places, or what is wrong with the rewrite as a whole.
pub struct Mark {
    pub diagnostic: Diagnostic,
    /// None where it stands for the whole.
    pub finding: Option<Found>,
}

/// What is known of a finding.
#[derive(Clone)]
pub struct Found {
    pub rule: &'static Rule,
    /// By which words it is accepted.
    pub words: String,
    /// What its suggestion changes.
    edits: Vec<TextEdit>,
    /// Whether that may be done without an editor.
    is_safe: bool,
}

/// A checked rewrite with what leads to its texts.
pub struct Checked<'a> {
    pub judged: &'a Judged,
    /// The text as it is in the editor.
    pub text: &'a str,
    /// The URIs of the wires, by take; none where a wire is no file.
    pub wires: &'a [Option<String>],
    pub uri: &'a str,
    pub units: Units,
}

impl Checked<'_> {
    /// The marks, in the order of the report.
    pub fn marks(&self) -> Vec<Mark> {
        let report = &self.judged.report;
        let name = |w: &Story| w.source.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let names: Vec<String> = report.wires.iter().map(name).collect();
        let digest = Digest::of(self.judged, &report.rewrite.source.name, &names);
        let whole = match &digest.outcome {
            Outcome::Failed(why) => Some(("not-checked", DiagnosticSeverity::Warning, format!("not compared: {why}"))),
            Outcome::Checked { .. } => digest.other_story().map(|why| {
                let severity = if digest.fails { DiagnosticSeverity::Error } else { DiagnosticSeverity::Warning };
                ("different-story", severity, why.to_owned())
            }),
        };
        let whole = whole.map(|(code, severity, why)| {
            let message = capital(&visible(&why));
            let diagnostic = diagnostic(self.units.first_line(self.text), severity, code.to_owned(), message);
            Mark { diagnostic, finding: None }
        });
        let fixed = fix::fix(report, self.text.as_bytes());
        // The digest has the open findings first, in the order of the report.
        let found = digest.open().enumerate().zip(&report.findings).flat_map(|((i, item), finding)| {
            let mut attempts = fixed.fixes.iter().filter(|f| f.finding == i).peekable();
            let is_safe = attempts.peek().is_some() && attempts.all(|f| f.refused.is_none());
            let edits = fix::suggested(report, finding, self.text.as_bytes()).unwrap_or_default();
            let words = fingerprint::words(report, finding);
            let found = Found { rule: item.rule, words, edits: self.edits(&edits), is_safe };
            self.of_finding(&digest, item, finding, &found)
        });
        whole.into_iter().chain(found).collect()
    }

    fn edits(&self, edits: &[Edit]) -> Vec<TextEdit> {
        let spans: Vec<Span> = edits.iter().map(|e| e.at).collect();
        let ranges = self.units.ranges(self.text, &spans).into_iter();
        let text = |e: &Edit| String::from_utf8_lossy(&e.words).into_owned();
        ranges.zip(edits).map(|(range, edit)| TextEdit { range, new_text: text(edit) }).collect()
    }

    /// A mark for every place of a finding; on the first line where it has none.
    fn of_finding(&self, digest: &Digest, item: &Item, finding: &Finding, found: &Found) -> Vec<Mark> {
        let range = |words: &Words| self.units.range(self.text, &words.place);
        let mut places: Vec<Range> = item.at.iter().chain(&item.also).map(range).collect();
        let mut message = format::message(digest, item);
        if places.is_empty() {
            places.push(self.units.first_line(self.text));
            message.insert_str(0, "Not in the rewrite: ");
        }
        let severity = match item.severity {
            Severity::Critical | Severity::Major => DiagnosticSeverity::Error,
            Severity::Minor => DiagnosticSeverity::Warning,
            Severity::Neutral if item.hint => DiagnosticSeverity::Hint,
            Severity::Neutral => DiagnosticSeverity::Information,
        };
        let own: Vec<DiagnosticRelatedInformation> =
            places.iter().map(|range| self.related(self.uri, *range, "the same fault here".to_owned())).collect();
        let other = item.other.iter().map(|w| {
            self.related(self.uri, range(w), format!("what the rewrite says elsewhere: “{}”", visible(&w.text)))
        });
        let evidence: Vec<DiagnosticRelatedInformation> = self.evidence(digest, item, finding).chain(other).collect();
        let mark = |(i, range): (usize, &Range)| {
            let elsewhere = own.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, r)| r.clone());
            let related: Vec<_> = evidence.iter().cloned().chain(elsewhere).collect();
            let mut diagnostic = diagnostic(*range, severity, item.rule.id.to_owned(), message.clone());
            diagnostic.code_description = page(item.rule).map(|href| CodeDescription { href: href.into() });
            diagnostic.related_information = (!related.is_empty()).then_some(related);
            Mark { diagnostic, finding: Some(found.clone()) }
        };
        places.iter().enumerate().map(mark).collect()
    }

    /// The words of the wires against a finding, where they are in files.
    fn evidence(
        &self,
        digest: &Digest,
        item: &Item,
        finding: &Finding,
    ) -> impl Iterator<Item = DiagnosticRelatedInformation> {
        item.wire.iter().zip(&finding.evidence.wire).filter_map(|(words, WireSpan { take, .. })| {
            let uri = self.wires.get(*take)?.as_deref()?;
            let source = &self.judged.report.wires.get(*take)?.source;
            let range = self.units.range(source.raw.as_deref().unwrap_or(&source.text), &words.place);
            let said = format!("{}: “{}”", visible(digest.take_name(words)), visible(&words.text));
            Some(self.related(uri, range, said))
        })
    }

    fn related(&self, uri: &str, range: Range, message: String) -> DiagnosticRelatedInformation {
        DiagnosticRelatedInformation { location: Location { uri: uri.into(), range }, message }
    }
}

fn diagnostic(range: Range, severity: DiagnosticSeverity, code: String, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(severity),
        code: Some(code.into()),
        source: Some("truecopy".to_owned()),
        message: message.into(),
        ..Diagnostic::default()
    }
}

/// The address of the page that lists a rule; none while the repository has no owner, and for house rules, which are on no page.
fn page(rule: &Rule) -> Option<String> {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let there = !repository.contains("/OWNER/") && !rule.id.contains('/');
    there.then(|| format!("{repository}/blob/v{}/docs/rules.md", env!("CARGO_PKG_VERSION")))
}

/// Whether two ranges have a place in common; the end of one may be the start of the other.
fn touch(a: Range, b: Range) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// The marks at a place, the smallest first.
pub fn at(marks: &[Mark], place: Position) -> Vec<&Mark> {
    let here = Range { start: place, end: place };
    let mut out: Vec<&Mark> = marks.iter().filter(|m| touch(m.diagnostic.range, here)).collect();
    let size = |r: Range| (r.end.line - r.start.line, r.end.character.abs_diff(r.start.character));
    out.sort_by_key(|m| size(m.diagnostic.range));
    out
}

/// What can be done about the findings in a range. `only` are the kinds of action that the client asks for; `accepts` is whether it can be asked for
/// a reason.
pub fn actions(
    marks: &[Mark],
    uri: &str,
    range: Range,
    only: Option<&[CodeActionKind]>,
    accepts: bool,
) -> Vec<CodeAction> {
    let kinds: Option<Vec<String>> = only.map(|kinds| kinds.iter().cloned().map(String::from).collect());
    let wanted = |kind: &str| {
        let inside = |o: &String| o.is_empty() || kind == o || kind.starts_with(&format!("{o}."));
        kinds.as_ref().is_none_or(|kinds| kinds.iter().any(inside))
    };
    let mut out = Vec::new();
    if wanted("quickfix") {
        for mark in marks.iter().filter(|m| touch(m.diagnostic.range, range)) {
            let Some(found) = &mark.finding else { continue };
            out.extend(replaces(uri, mark, found));
            out.extend(accepts.then(|| accept(uri, mark, found)));
        }
    }
    // It is for the whole text, so it is offered to those who ask for it by its kind.
    if kinds.is_some() && wanted(FIX_ALL) {
        let mut edits: Vec<TextEdit> = Vec::new();
        for found in marks.iter().filter_map(|m| m.finding.as_ref()).filter(|f| f.is_safe) {
            let new = found.edits.iter().filter(|e| !edits.contains(e)).cloned().collect::<Vec<_>>();
            edits.extend(new);
        }
        if !edits.is_empty() {
            out.push(CodeAction {
                title: "Make all safe fixes".to_owned(),
                kind: Some(FIX_ALL.to_owned().into()),
                edit: Some(changes(uri, edits)),
                ..CodeAction::default()
            });
        }
    }
    out
}

fn replaces(uri: &str, mark: &Mark, found: &Found) -> Option<CodeAction> {
    let first = found.edits.first()?;
    let places = if found.edits.len() > 1 { format!(" in {} places", found.edits.len()) } else { String::new() };
    let title = if first.new_text.trim().is_empty() {
        format!("Delete these words{places}")
    } else {
        format!("Replace with “{}”{places}", short(&first.new_text))
    };
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![mark.diagnostic.clone()]),
        is_preferred: found.is_safe.then_some(true),
        edit: Some(changes(uri, found.edits.clone())),
        ..CodeAction::default()
    })
}

fn accept(uri: &str, mark: &Mark, found: &Found) -> CodeAction {
    let title = format!("Accept {} on “{}”", found.rule.id, short(&found.words));
    let arguments = json!({"uri": uri, "rule": found.rule.id, "words": found.words});
    CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![mark.diagnostic.clone()]),
        command: Some(Command { title, tooltip: None, command: ACCEPT.to_owned(), arguments: Some(vec![arguments]) }),
        ..CodeAction::default()
    }
}

fn changes(uri: &str, edits: Vec<TextEdit>) -> WorkspaceEdit {
    WorkspaceEdit { changes: Some(HashMap::from([(uri.into(), edits)])), ..WorkspaceEdit::default() }
}

/// Words on one line, cut where they are many.
pub fn short(words: &str) -> String {
    let line = visible(words).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TITLE) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}
