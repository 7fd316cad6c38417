//! What the wire says to editors and not to readers: "UPDATE 2-", "(Corrects paragraph 3 …)", "EMBARGOED UNTIL …".
//!
//! Such words neither support nor accuse anything; they are known by set forms, which running text does not have.

use serde::Serialize;

use crate::text::Span;
use AdvisoryKind::{Correction, Embargo, Label, Note, Repeat, Update, Withdrawal};

/// What a line of the wire says to editors and not to readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum AdvisoryKind {
    /// "(Corrects paragraph 3 …)", "CORRECTED-".
    Correction,
    /// "UPDATE 2-", "(Adds comment from the mayor)".
    Update,
    /// "EMBARGOED UNTIL …".
    Embargo,
    /// "RPT-", "(Refiles to …)".
    Repeat,
    /// "KILL", "STORY WITHDRAWN".
    Withdrawal,
    /// "EXCLUSIVE-", "FACTBOX-": what sort of story it is.
    Label,
    /// Slug lines, "Eds:", "(MORE)", "ENDS".
    Note,
}

impl AdvisoryKind {
    /// What an editor would call it.
    pub fn name(self) -> &'static str {
        match self {
            AdvisoryKind::Correction => "correction",
            AdvisoryKind::Update => "update",
            AdvisoryKind::Embargo => "embargo",
            AdvisoryKind::Repeat => "repeat",
            AdvisoryKind::Withdrawal => "withdrawal",
            AdvisoryKind::Label => "label",
            AdvisoryKind::Note => "note to editors",
        }
    }
}

/// A note of the wire to editors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Advisory {
    /// What it says.
    pub kind: AdvisoryKind,
    /// Its words.
    pub text: String,
    /// Where it stands in the story's text; none where it came from a field beside it.
    pub span: Option<Span>,
}

/// Words in capitals that a headline may begin with, followed by a dash: "UPDATE 2-", "CORRECTED-".
const PREFIXES: [(&str, AdvisoryKind); 26] = [
    ("ADVISORY", Note),
    ("ALERT", Label),
    ("ANALYSIS", Label),
    ("BREAKING", Label),
    ("BRIEF", Label),
    ("CLARIFICATION", Correction),
    ("CLARIFIED", Correction),
    ("CORRECTED", Correction),
    ("CORRECTION", Correction),
    ("EXCLUSIVE", Label),
    ("EXPLAINER", Label),
    ("FACTBOX", Label),
    ("FEATURE", Label),
    ("FLASH", Label),
    ("INSIGHT", Label),
    ("INTERVIEW", Label),
    ("KILL", Withdrawal),
    ("POLL", Label),
    ("PREVIEW", Label),
    ("REFILE", Repeat),
    ("REPEAT", Repeat),
    ("RPT", Repeat),
    ("TIMELINE", Label),
    ("UPDATE", Update),
    ("URGENT", Label),
    ("WRAPUP", Update),
];

/// Verbs that a note in brackets begins with: "(Adds comment from the mayor, paragraphs 4-6)".
const VERBS: [(&str, AdvisoryKind); 28] = [
    ("adds", Update),
    ("amends", Correction),
    ("changes", Update),
    ("clarifies", Correction),
    ("combines", Update),
    ("corrected", Correction),
    ("correcting", Correction),
    ("corrects", Correction),
    ("deletes", Update),
    ("drops", Update),
    ("edits", Update),
    ("fixes", Correction),
    ("inserts", Update),
    ("leads", Update),
    ("recasts", Update),
    ("refiles", Repeat),
    ("releads", Update),
    ("removes", Update),
    ("repeats", Repeat),
    ("replaces", Update),
    ("resends", Repeat),
    ("restores", Update),
    ("retransmits", Repeat),
    ("rewrites", Update),
    ("subs", Update),
    ("tops", Update),
    ("updates", Update),
    ("writes", Update),
];

/// Lines, folded to lower case, that begin like this are notes.
const OPENINGS: [(&str, AdvisoryKind); 42] = [
    ("a previous version of this article", Correction),
    ("a previous version of this report", Correction),
    ("a previous version of this story", Correction),
    ("advisory to editors", Note),
    ("an earlier version of this article", Correction),
    ("an earlier version of this headline", Correction),
    ("an earlier version of this report", Correction),
    ("an earlier version of this story", Correction),
    ("attention editors", Note),
    ("clarification:", Correction),
    ("correction:", Correction),
    ("corrections:", Correction),
    ("editor's note:", Note),
    ("editors' note:", Note),
    ("editors note:", Note),
    ("editors: please", Note),
    ("eds:", Note),
    ("embargo:", Embargo),
    ("embargoed for", Embargo),
    ("embargoed to", Embargo),
    ("embargoed until", Embargo),
    ("headline corrected", Correction),
    ("hold for release", Embargo),
    ("kill kill", Withdrawal),
    ("mandatory kill", Withdrawal),
    ("not for publication before", Embargo),
    ("not for publication until", Embargo),
    ("not for release before", Embargo),
    ("not for release until", Embargo),
    ("note to editors", Note),
    ("story withdrawn", Withdrawal),
    ("strictly embargoed", Embargo),
    ("this article has been corrected", Correction),
    ("this article has been updated", Update),
    ("this article was amended", Correction),
    ("this article was corrected", Correction),
    ("this is a corrected version", Correction),
    ("this story corrects", Correction),
    ("this story has been corrected", Correction),
    ("this story has been updated", Update),
    ("this version corrects", Correction),
    ("under embargo until", Embargo),
];

/// Openings that count only inside brackets, where they are surely no part of the story.
const IN_BRACKETS: [(&str, AdvisoryKind); 10] = [
    ("eds", Note),
    ("editor's note", Note),
    ("embargoed", Embargo),
    ("the story", Correction),
    ("this article", Correction),
    ("this headline", Correction),
    ("this report", Correction),
    ("this story", Correction),
    ("this version", Correction),
    ("an earlier version", Correction),
];

/// Lines that are marks of the transmission and nothing else.
const MARKS: [&str; 18] = [
    "###",
    "(END)",
    "(ENDS)",
    "(MORE)",
    "(more)",
    "- 30 -",
    "-0-",
    "-30-",
    "-END-",
    "-ENDS-",
    "-MORE-",
    "-more-",
    "--30--",
    "- ENDS -",
    "ENDS",
    "MORE",
    "MORE TO COME",
    "[ENDS]",
];

/// No note is longer, in bytes.
const LONGEST: usize = 900;

/// Words in front of a headline, one after the other: "CORRECTED-UPDATE 2-Ferries stop". Where the headline itself begins.
pub(super) fn prefix(line: &str) -> Option<(usize, AdvisoryKind)> {
    let (mut at, mut kind) = (0, None::<AdvisoryKind>);
    while let Some((len, found)) = one_prefix(&line[at..]) {
        at += len;
        // A correction weighs more than the number of the update.
        kind = Some(match kind {
            Some(Correction | Withdrawal) => kind.unwrap_or(found),
            Some(Label) | None => found,
            Some(_) if matches!(found, Correction | Withdrawal) => found,
            Some(before) => before,
        });
    }
    kind.map(|k| (at, k))
}

fn one_prefix(line: &str) -> Option<(usize, AdvisoryKind)> {
    let word = line.bytes().take_while(u8::is_ascii_uppercase).count();
    let kind = look(&PREFIXES, &line[..word])?;
    let mut rest = &line[word..];
    let number = rest.strip_prefix(' ').map_or(0, |r| r.bytes().take_while(u8::is_ascii_digit).count());
    if (1..=2).contains(&number) {
        rest = &rest[1 + number..];
    }
    let body = rest.trim_start();
    let mark = body.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | ':' | '|'))?;
    let after = body[mark.len_utf8()..].trim_start_matches(['-', ' ', '\u{A0}']);
    // "UPDATE-" and a lower-case word is a compound.
    let opens = after.chars().next().is_some_and(|c| !c.is_lowercase());
    opens.then_some((line.len() - after.len(), kind))
}

/// The number in "UPDATE 2-", which is the version of the story.
pub(super) fn update_number(words: &str) -> Option<&str> {
    let at = ["UPDATE ", "WRAPUP "].iter().find_map(|w| words.find(w).map(|at| at + w.len()))?;
    let digits = words[at..].bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &words[at..at + digits])
}

/// What a line says to editors, where it says nothing else. `folded` is the line as [`super::phrases::fold_line`] folds it.
pub(super) fn line(line: &str, folded: &str) -> Option<AdvisoryKind> {
    if line.len() > LONGEST {
        return None;
    }
    if MARKS.contains(&line) || is_take(line) {
        return Some(Note);
    }
    if let Some(len) = bracketed(line).filter(|(len, _)| line[*len..].trim_matches(['.', ' ']).is_empty()) {
        return Some(len.1);
    }
    let opening = |o: &str| o.as_bytes().first() == folded.as_bytes().first() && folded.starts_with(o);
    let opened = OPENINGS.iter().find(|(o, _)| opening(o)).map(|(_, k)| *k);
    opened.or_else(|| is_slug_line(line).then_some(Note))
}

/// A note in brackets at the start of a paragraph: its length in bytes, brackets included.
pub(super) fn bracketed(text: &str) -> Option<(usize, AdvisoryKind)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let mut depth = 0usize;
    let mut end = None;
    for (i, c) in text.char_indices().take_while(|(i, _)| *i < LONGEST) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end = (c == close).then_some(i + 1);
                    break;
                }
            }
            _ => {}
        }
    }
    let end = end?;
    let inside = fold(text.get(1..end - 1)?);
    let first = inside.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let kind = look(&VERBS, first).or_else(|| {
        IN_BRACKETS.iter().find(|(o, _)| inside.starts_with(o)).map(|(_, k)| *k).filter(|k| {
            // "(this story is told …)" is no note.
            !matches!(k, Correction)
                || ["correct", "amend", "updat", "refile", "misstat", "fix", "revis", "clarif", "remov"]
                    .iter()
                    .any(|w| inside.contains(w))
        })
    })?;
    let kind = if inside.starts_with("this") && inside.contains("updat") && !inside.contains("correct") {
        Update
    } else {
        kind
    };
    Some((end, kind))
}

/// A note in brackets at the end of a paragraph or headline: where it begins.
pub(super) fn trailing(text: &str) -> Option<(usize, AdvisoryKind)> {
    let open = match text.chars().next_back()? {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let at = text.rfind(open)?;
    let (len, kind) = bracketed(&text[at..])?;
    (at + len == text.len() && !text[..at].trim().is_empty()).then_some((at, kind))
}

/// What sort of note a field for editors holds.
pub(super) fn kind_of_note(text: &str) -> AdvisoryKind {
    let folded = fold(text);
    let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    if has(&["withdraw", "mandatory kill", "kill kill", "please disregard", "do not publish", "do not use"]) {
        Withdrawal
    } else if has(&["correct", "clarif", "misspel", "amend", "erratum"]) {
        Correction
    } else if has(&["embargo", "not for publication before", "not for release"]) {
        Embargo
    } else if has(&["refile", "resend", "repeat", "retransmit"]) {
        Repeat
    } else if has(&["adds ", "updat", "recast", "removes ", "writethru"]) {
        Update
    } else {
        Note
    }
}

fn look(table: &[(&str, AdvisoryKind)], word: &str) -> Option<AdvisoryKind> {
    table.binary_search_by(|(w, _)| (*w).cmp(word)).ok().and_then(|i| table.get(i)).map(|(_, kind)| *kind)
}

/// Lower case with straight apostrophes, single spaces.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase));
    }
    out
}

/// "Take 2 of 3", "(1st take)".
fn is_take(line: &str) -> bool {
    if line.len() > 30 {
        return false;
    }
    let bare = line.trim_matches(['(', ')', '-', ' ']).to_ascii_lowercase();
    let words: Vec<&str> = bare.split(' ').collect();
    let number = |w: &str| !w.is_empty() && w.len() <= 2 && w.bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), ["take", n] if number(n))
        || matches!(words.as_slice(), ["take", n, "of", m] if number(n) && number(m))
}

/// "NORLAND-FERRY/STRIKE (UPDATE 2, PIX, TV)", "Slug: NORLAND-FERRY": the name of the story in the wire.
pub(super) fn is_slug_line(line: &str) -> bool {
    let labelled = ["slug:", "slugline:", "keyword:", "keywords:"];
    if line.get(..9).is_some_and(|h| labelled.iter().any(|l| h.to_ascii_lowercase().starts_with(l)))
        || line.get(..5).is_some_and(|h| h.eq_ignore_ascii_case("slug:"))
    {
        return line.split_whitespace().count() <= 12;
    }
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return false };
    if !first.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '/' | '&')) {
        return false;
    }
    let parts = first.split(['-', '/']).filter(|p| !p.is_empty());
    let rest = words.collect::<Vec<_>>().join(" ");
    let bracketed = rest.is_empty() || (rest.starts_with('(') && rest.ends_with(')') && rest.len() <= 60);
    // Two words of three letters at least, with a stroke or two marks: "COVID-19" and "ANTI-WAR" are no slugs by themselves.
    let strokes = first.matches('/').count() + first.matches('-').count();
    bracketed
        && (first.contains('/') || strokes >= 2 || !rest.is_empty() && strokes >= 1)
        && parts.clone().count() >= 2
        && parts.filter(|p| p.len() >= 3 && p.bytes().all(|b| b.is_ascii_uppercase())).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(line: &str) -> Option<AdvisoryKind> {
        let mut folded = String::new();
        crate::ingest::phrases::fold_line(line, &mut folded);
        super::line(line, &folded)
    }

    #[test]
    fn the_tables_are_sorted_for_the_search() {
        assert!(PREFIXES.is_sorted_by_key(|p| p.0));
        assert!(VERBS.is_sorted_by_key(|v| v.0));
    }

    #[test]
    fn headlines_lose_their_prefixes() {
        let cut = |line: &'static str| prefix(line).map(|(at, kind)| (&line[at..], kind));
        assert_eq!(cut("UPDATE 2-Ferries stop at noon"), Some(("Ferries stop at noon", Update)));
        assert_eq!(cut("CORRECTED-UPDATE 1-Ferries stop"), Some(("Ferries stop", Correction)));
        assert_eq!(cut("UPDATE 1-CORRECTED-Ferries stop"), Some(("Ferries stop", Correction)));
        assert_eq!(cut("REFILE - Ferries stop"), Some(("Ferries stop", Repeat)));
        assert_eq!(cut("EXCLUSIVE: Ferries stop"), Some(("Ferries stop", Label)));
        assert_eq!(cut("UPDATE the ferries"), None);
        assert_eq!(cut("Update 2-Ferries"), None);
        assert_eq!(cut("POLL-takers stop"), None);
        assert_eq!(update_number("CORRECTED-UPDATE 12-"), Some("12"));
    }

    #[test]
    fn notes_in_brackets_are_told_from_asides() {
        assert_eq!(line("(Corrects paragraph 3 to say 12 boats (not 21))"), Some(Correction));
        assert_eq!(line("(Adds comment from mayor, paragraphs 4-6)"), Some(Update));
        assert_eq!(line("(This story has been corrected to fix the spelling of a name.)"), Some(Correction));
        assert_eq!(line("(This version updates with a vote.)"), Some(Update));
        assert_eq!(line("(This story is told in every harbour.)"), None);
        assert_eq!(line("(Nobody was hurt.)"), None);
        let lead = "(Corrects paragraph 2) OSLO, May 4 (Reuters) - The";
        assert_eq!(bracketed(lead).map(|(len, _)| &lead[len..]), Some(" OSLO, May 4 (Reuters) - The"));
        let tail = "It reopens on Monday. (This story corrects the day in paragraph 2)";
        assert_eq!(trailing(tail).map(|(at, _)| &tail[at..]), Some("(This story corrects the day in paragraph 2)"));
        assert_eq!(trailing("The fund (adds up) grew."), None);
    }

    #[test]
    fn embargoes_and_marks_of_the_transmission_are_notes() {
        assert_eq!(line("EMBARGOED UNTIL 0001 GMT, MAY 4"), Some(Embargo));
        assert_eq!(line("Not for publication before 6 p.m."), Some(Embargo));
        assert_eq!(line("(MORE)"), Some(Note));
        assert_eq!(line("Take 2 of 3"), Some(Note));
        assert_eq!(line("NORLAND-FERRY/STRIKE (UPDATE 2, PIX)"), Some(Note));
        assert_eq!(line("COVID-19"), None);
        assert_eq!(line("An earlier version of this bill failed."), None);
        assert_eq!(line("More boats came."), None);
    }
}
