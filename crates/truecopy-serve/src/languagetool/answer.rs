//! The answer to a client of LanguageTool.

use std::ops::Range;

use serde_json::{Value, json};

use super::document::Document;
use super::fields::{Fields, category};
use crate::engine::{Checked, Finding, Severity};

/// Bytes of the text that are shown on either side of a mark.
const AROUND: usize = 60;

/// The answer as JSON.
pub fn of(checked: &Checked, document: &Document, fields: &Fields) -> String {
    let mut matches = Vec::new();
    if !checked.compared {
        matches.push(verdict(checked, document));
    }
    let mut unplaced = Vec::new();
    for finding in checked.findings.iter().filter(|f| fields.wants(f)) {
        if finding.places.is_empty() {
            unplaced.push(finding);
        }
        matches.extend(finding.places.iter().map(|place| entry(finding, place, document)));
    }
    let first = first_word(&document.text);
    matches.extend(unplaced.iter().map(|finding| entry(finding, &first, document)));
    let unplaced: Vec<Value> = unplaced.into_iter().map(beyond).collect();
    let answer = json!({
        "software": {
            "name": "truecopy", "version": env!("CARGO_PKG_VERSION"), "buildDate": "", "apiVersion": 1, "premium": false, "status": "",
        },
        "warnings": { "incompleteResults": !checked.compared },
        "language": {
            "name": "English", "code": "en",
            "detectedLanguage": { "name": "English", "code": "en", "confidence": 1.0 },
        },
        "matches": matches,
        "truecopy": {
            "verdict": checked.verdict, "reason": checked.reason, "fidelity": checked.fidelity, "wires": checked.wires,
            "unplaced": unplaced,
        },
    });
    answer.to_string()
}

/// A finding at words of the text.
fn entry(finding: &Finding, place: &Range<usize>, document: &Document) -> Value {
    let mut message = finding.message.clone();
    if finding.places.is_empty() {
        message.insert_str(0, "not in the text: ");
    }
    let replacements = finding.replacement.as_ref().filter(|_| !finding.places.is_empty());
    let replacements: Vec<Value> = replacements.into_iter().map(|value| json!({ "value": value })).collect();
    let rule = json!({
        "id": finding.rule, "description": finding.about, "issueType": issue_type(finding.category),
        "category": { "id": category(finding.category), "name": finding.category },
    });
    let mut out = at(place, document, &message, finding.severity.name());
    out["replacements"] = replacements.into();
    out["rule"] = rule;
    out["truecopy"] = beyond(finding);
    out
}

/// What clients of LanguageTool do not know of.
fn beyond(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule, "severity": finding.severity.name(), "confidence": finding.confidence, "message": finding.message,
        "wire": finding.wire,
    })
}

/// A mark on the first word that says why nothing was compared: without a mark, the text would look as if it were in order.
fn verdict(checked: &Checked, document: &Document) -> Value {
    let message = format!("not compared with the wire: {}", checked.reason);
    let mut out = at(&first_word(&document.text), document, &message, Severity::Critical.name());
    out["rule"] = json!({
        "id": checked.verdict, "description": "Whether the text could be compared with the wire", "issueType": "uncategorized",
        "category": { "id": "VERDICT", "name": "Verdict" },
    });
    out
}

fn at(place: &Range<usize>, document: &Document, message: &str, short: &str) -> Value {
    let text = &document.text;
    let (offset, length) = document.place(place);
    let start = text.floor_char_boundary(place.start.saturating_sub(AROUND));
    let end = text.ceil_char_boundary((place.end + AROUND).min(text.len()));
    let (before, after) = (if start > 0 { "..." } else { "" }, if end < text.len() { "..." } else { "" });
    let context = text.get(start..end).unwrap_or_default();
    // One line, with as many code units as the lines have.
    let context = format!("{before}{}{after}", context.replace(['\n', '\r', '\t'], " "));
    let inside = document.units(place.start) - document.units(start) + before.len();
    let words = document.units(place.end) - document.units(place.start);
    json!({
        "message": message, "shortMessage": short, "offset": offset, "length": length, "replacements": [],
        "context": { "text": context, "offset": inside, "length": words },
        "sentence": line(text, place),
        "type": { "typeName": "Other" },
        "ignoreForIncompleteSentence": false, "contextForSureMatch": -1,
    })
}

/// The line that some words are in, cut where it is long.
fn line<'a>(text: &'a str, place: &Range<usize>) -> &'a str {
    const MOST: usize = 1000;
    let (before, after) = (text.get(..place.start).unwrap_or(text), text.get(place.end..).unwrap_or(""));
    let start = before.rfind('\n').map_or(0, |at| at + 1).max(place.start.saturating_sub(MOST));
    let end = (place.end + after.find('\n').unwrap_or(after.len())).min(place.end + MOST);
    text.get(text.ceil_char_boundary(start)..text.floor_char_boundary(end)).unwrap_or_default()
}

/// The first word; clients pass over marks of no length.
fn first_word(text: &str) -> Range<usize> {
    let start = text.find(char::is_alphanumeric).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    start..start + length
}

/// The type of a fault in the words of the Internationalization Tag Set, which LanguageTool uses.
fn issue_type(category: &str) -> &'static str {
    match category.rsplit('/').next().unwrap_or_default() {
        "Mistranslation" => "mistranslation",
        "Omission" => "omission",
        "Addition" => "addition",
        "Untranslated" => "untranslated",
        "Wrong term" => "terminology",
        "Grammar" => "grammar",
        "Punctuation" => "typographical",
        "Spelling" => "misspelling",
        "Character encoding" => "characters",
        "Duplication" => "duplication",
        "Inconsistency" => "inconsistency",
        "Unidiomatic" => "style",
        _ => "uncategorized",
    }
}
