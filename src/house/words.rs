//! The words that a house rule looks for: given as they are, or as a pattern.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};

use super::seen::Seen;

/// So many bytes may a compiled pattern take: enough for what describes words, and too little for what describes everything.
const SIZE: usize = 1 << 20;
/// So long has a piece of text to be that a pattern cannot do without, for the search to begin with it.
const TELLING: usize = 3;
/// The most such pieces of one pattern.
const MOST: usize = 64;

/// What a rule looks for.
#[derive(Clone, Debug)]
pub enum Words {
    /// One of these forms, as whole words.
    Forms(Vec<String>),
    /// What fits a pattern.
    Pattern(Box<Pattern>),
}

/// A pattern, and what has to stand in a text for it to fit anywhere.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// What fits it.
    pub regex: Regex,
    /// Of these pieces at least one, in lower case; none where the pattern can fit without any that says much.
    pub pieces: Vec<String>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words for whoever wrote it.
    pub fn read(text: &str, match_case: bool) -> Result<Self, String> {
        let regex = RegexBuilder::new(text)
            .case_insensitive(!match_case)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(50)
            .build()
            .map_err(|e| fault(&e))?;
        if regex.is_match("") {
            return Err("it fits where there is nothing at all".into());
        }
        Ok(Pattern { regex, pieces: pieces(text) })
    }
}

/// The last line of what the library says: the lines before it show the pattern, which is shown anyway.
fn fault(e: &regex::Error) -> String {
    match e {
        regex::Error::CompiledTooBig(_) => "it is too large: say less with {…} and classes such as \\w".into(),
        e => {
            let said = e.to_string();
            let last = said.lines().last().unwrap_or_default();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        }
    }
}

/// Pieces of text of which a pattern needs one, at its beginning or at its end, whichever says more.
fn pieces(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    let of = |kind: ExtractKind| {
        let mut extractor = Extractor::new();
        let seq: Seq = extractor.kind(kind).limit_total(MOST).extract(&hir);
        let literals = seq.literals()?;
        let mut out: Vec<String> = Vec::new();
        for literal in literals {
            // A piece can be cut inside a letter.
            let piece = std::str::from_utf8(literal.as_bytes()).ok()?;
            let piece = Seen::folded(piece).text.trim().to_owned();
            if !out.contains(&piece) {
                out.push(piece);
            }
        }
        // Where a longer piece stands, the shorter one in it stands too.
        let short = |piece: &String| !out.iter().any(|o| o != piece && piece.contains(o.as_str()));
        Some(out.iter().filter(|piece| short(piece)).cloned().collect())
    };
    let shortest = |pieces: &Vec<String>| pieces.iter().map(String::len).min().unwrap_or(0);
    let both = [of(ExtractKind::Prefix), of(ExtractKind::Suffix)];
    let best = both.into_iter().flatten().max_by_key(shortest);
    best.filter(|pieces| shortest(pieces) >= TELLING).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_begins_with_a_piece_that_every_fit_has() {
        let pieces = |p: &str| Pattern::read(p, false).expect("a pattern").pieces;
        assert_eq!(pieces(r"\bIllegal (alien|migrant)s?\b"), ["illegal alien", "illegal migrant"]);
        assert_eq!(pieces(r"\d+ fatalities"), ["fatalities"]);
        assert!(pieces(r"\d{2}-\d{2}").is_empty());
        assert!(pieces("[a-z]+ed").is_empty());
    }

    #[test]
    fn what_cannot_be_a_pattern_is_told_in_a_few_words() {
        let fault = |p: &str| Pattern::read(p, false).expect_err("no pattern");
        assert_eq!(fault("(a"), "unclosed group");
        assert_eq!(fault("a*"), "it fits where there is nothing at all");
        assert!(fault(r"\w{1000}{1000}").starts_with("it is too large"));
        assert!(fault(r"(\w+) \1").contains("backreferences are not supported"));
    }
}
