//! A mistake in a configuration file, with the line that it stands on.

use std::fmt;
use std::ops::Range;

/// How many code points of a line are shown, and how many of them may stand before the words that are meant in a longer line.
const LONGEST_LINE: usize = 200;
const LEAD: usize = 60;

/// One thing that is wrong with a file: where, what, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mistake {
    /// Line, counted from 1.
    pub line: usize,
    /// Column of the first character, counted from 1, in code points.
    pub column: usize,
    /// How many code points of the line are meant, at least 1.
    pub width: usize,
    /// The line itself.
    pub text: String,
    /// What is wrong, lower case, without a full stop.
    pub message: String,
    /// What to do, where there is something to say.
    pub advice: Option<String>,
}

/// The lines of a file that may have many mistakes.
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub fn of(text: &'t str) -> Self {
        Lines { text, starts: std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect() }
    }

    /// The line of a byte, counted from 1.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// A mistake at these bytes of the text.
    pub fn mistake(&self, span: Range<usize>, message: impl Into<String>) -> Mistake {
        let text = self.text;
        let start = floor(text, span.start.min(text.len()));
        let end = floor(text, span.end.clamp(start, text.len()));
        let number = self.number(start);
        let line_start = number.checked_sub(1).and_then(|i| self.starts.get(i)).copied().unwrap_or(0);
        let rest = text.get(line_start..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("");
        let column = text.get(line_start..start).unwrap_or("").chars().count() + 1;
        let meant = text.get(start..end).unwrap_or("").lines().next().unwrap_or("").chars().count();
        Mistake {
            line: number,
            column,
            width: meant.max(1),
            text: line.to_owned(),
            message: message.into(),
            advice: None,
        }
    }
}

impl Mistake {
    /// A mistake at these bytes of `text`.
    pub fn at(text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        Lines::of(text).mistake(span, message)
    }

    /// What is said of a text that is something else than its reader expects: its line, and none of its words.
    pub(crate) fn unlike(text: &str, span: Option<Range<usize>>, message: &str) -> Self {
        Mistake { text: String::new(), column: 1, width: 1, ..Mistake::at(text, span.unwrap_or(0..0), message) }
    }

    /// With what to do about it.
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// For a terminal: the place, the line and a mark under the words.
    pub fn render(&self, path: &str) -> String {
        let number = self.line.to_string();
        let pad = " ".repeat(number.len());
        // Of a line that is longer than any screen, what stands around the words.
        let skipped = if self.text.chars().count() > LONGEST_LINE { self.column.saturating_sub(LEAD) } else { 0 };
        let lead = " ".repeat(self.column.saturating_sub(1 + skipped));
        let mark = "^".repeat(self.width.min(80));
        // A tab would put the mark under other words than it means.
        let line: String = self.text.chars().skip(skipped).take(LONGEST_LINE).collect();
        let line = line.replace('\t', " ");
        let advice = self.advice.as_ref().map_or(String::new(), |a| format!(" {a}"));
        if self.text.is_empty() {
            return format!("{path}:{}:{}: {}{advice}", self.line, self.column, self.message);
        }
        format!(
            "{path}:{}:{}: {}\n {pad} |\n {number} | {line}\n {pad} | {lead}{mark}{advice}",
            self.line, self.column, self.message
        )
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)?;
        if let Some(advice) = &self.advice {
            write!(f, ": {advice}")?;
        }
        Ok(())
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The name among `known` that was probably meant.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = given.to_lowercase().replace(['_', ' '], "-");
    let scored = known.into_iter().map(|k| (strsim::jaro_winkler(&wanted, &k.to_lowercase()), k));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.75).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_the_words() {
        let text = "[gate]\nfail-om = \"Ärger\"\n";
        let m = Mistake::at(text, 7..14, "unknown key").advise("did you mean `fail-on`?");
        assert_eq!((m.line, m.column, m.width), (2, 1, 7));
        assert_eq!(
            m.render("truecopy.toml"),
            "truecopy.toml:2:1: unknown key\n   |\n 2 | fail-om = \"Ärger\"\n   | ^^^^^^^ did you mean `fail-on`?"
        );
    }

    #[test]
    fn places_past_the_end_and_inside_a_letter_are_moved() {
        assert_eq!(Mistake::at("é", 1..99, "x").column, 1);
        assert_eq!(Mistake::at("", 5..9, "x").line, 1);
    }

    #[test]
    fn only_a_likely_name_is_suggested() {
        assert_eq!(nearest("number_changd", ["number-changed", "misspelling"]), Some("number-changed"));
        assert_eq!(nearest("zzz", ["number-changed", "misspelling"]), None);
    }
}
