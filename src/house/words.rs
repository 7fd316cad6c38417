//! The words that a house rule looks for: given as they are, or as a pattern.

use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::seen::Seen;

/// So many bytes may a compiled pattern take: enough for what describes words, and too little for what describes everything.
const SIZE: usize = 1 << 20;
/// A pattern of less weight than this takes less for certain.
const CERTAIN: u64 = 8000;
/// So many times as heavy may a letter be when it stands for both cases: “s” is then a class with a letter beyond ASCII.
const BOTH_CASES: u64 = 48;
/// So deep may its brackets stand in each other.
const NESTED: u32 = 50;
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
    text: String,
    match_case: bool,
    /// Of these pieces at least one, in lower case; none where the pattern can fit without any that says much.
    pub pieces: Vec<String>,
    /// Made when a text first has a piece of it: most patterns of a file are about words that a run never meets.
    made: Arc<OnceLock<Option<Regex>>>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words for whoever wrote it.
    pub fn read(text: &str, match_case: bool) -> Result<Self, String> {
        let hir = parsed(text, false)?;
        if hir.properties().minimum_len().is_none_or(|least| least == 0) {
            return Err("it fits where there is nothing at all".into());
        }
        let pattern = Pattern { text: text.to_owned(), match_case, pieces: pieces(&hir), made: Arc::default() };
        // What is small for certain need not be tried now.
        let light = weight(&hir).saturating_mul(BOTH_CASES) <= CERTAIN;
        if !light && weight(&if match_case { hir } else { parsed(text, true)? }) > CERTAIN {
            let made = pattern.make().map_err(|e| fault(&e))?;
            let _ = pattern.made.set(Some(made));
        }
        Ok(pattern)
    }

    fn make(&self) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&self.text)
            .case_insensitive(!self.match_case)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(NESTED)
            .build()
    }

    /// Whether a text ever had a piece of it.
    #[cfg(test)]
    pub fn is_made(&self) -> bool {
        self.made.get().is_some()
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The pattern, ready to search with. There is none only if `weight` took a large one for a small one.
    pub fn regex(&self) -> Option<&Regex> {
        self.made.get_or_init(|| self.make().ok()).as_ref()
    }
}

/// The parts of a pattern. What is written in one case is made as letters of both, so the two differ in weight.
fn parsed(text: &str, either_case: bool) -> Result<Hir, String> {
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(NESTED).case_insensitive(either_case).build();
    parser.parse(text).map_err(|e| last(&e.to_string()))
}

/// About how much a pattern takes when it is made, in parts.
fn weight(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        // A class is made of the bytes that spell its letters, several for each beyond ASCII.
        HirKind::Class(Class::Unicode(class)) => {
            let beyond = class.ranges().iter().any(|range| !range.end().is_ascii());
            2 * class.ranges().len() as u64 + if beyond { 40 } else { 1 }
        }
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64 + 1,
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min).max(1);
            weight(&repeated.sub).saturating_mul(u64::from(times))
        }
        HirKind::Capture(inner) => weight(&inner.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().fold(0u64, |sum, part| sum.saturating_add(weight(part)))
        }
    }
}

/// What is wrong with a pattern that cannot be made.
fn fault(e: &regex::Error) -> String {
    match e {
        regex::Error::CompiledTooBig(_) => "it is too large: say less with {…} and classes such as \\w".into(),
        e => last(&e.to_string()),
    }
}

/// The last line of what the library says: the lines before it show the pattern, which is shown anyway.
fn last(said: &str) -> String {
    let last = said.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// Pieces of text of which a pattern needs one, at its beginning or at its end, whichever says more.
fn pieces(hir: &Hir) -> Vec<String> {
    let of = |kind: ExtractKind| {
        let mut extractor = Extractor::new();
        let seq: Seq = extractor.kind(kind).limit_total(MOST).extract(hir);
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
    fn what_is_taken_for_small_can_be_made() {
        for text in [
            r"\w\p{L}\p{Greek}x",
            r"[\w\d]{2}ab\w",
            r"(\pL|\pN)(\pL|\pN)a",
            r"\w+ \w+ \w+ \w+ \w+",
            r"\pL{5}",
            r"\D\S\W[^a]\w\w\w",
            &"a?".repeat(1400),
            &format!("x{}", "[a-z]{9}".repeat(90)),
        ] {
            if let Ok(pattern) = Pattern::read(text, false) {
                assert!(pattern.regex().is_some(), "{text}");
            }
        }
        // Each of these as often as it is just not too heavy.
        let parts =
            ["x", "s", "sk", "ß", ".", "[a-z]", "[^a]", r"[\x{80}-\x{10FFFF}]", r"\S", r"\pL", "[αβγ]", "(ab|é)"];
        for part in parts {
            let of = |times: u64| format!("q(?:{part}){{{times}}}");
            let one = weight(&parsed(&of(1), true).expect("a pattern"));
            let text = of(CERTAIN / one);
            assert!(weight(&parsed(&text, true).expect("a pattern")) <= CERTAIN, "{text}");
            assert!(Pattern::read(&text, false).is_ok_and(|p| p.regex().is_some()), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_a_pattern_is_told_in_a_few_words() {
        let fault = |p: &str| Pattern::read(p, false).expect_err("no pattern");
        assert_eq!(fault("(a"), "unclosed group");
        assert_eq!(fault("a*"), "it fits where there is nothing at all");
        for large in [r"\w{1000}{1000}", r"a\w{100}b", "(ab|cd){500000}x"] {
            assert!(fault(large).starts_with("it is too large"), "{large}");
        }
        assert!(fault(r"(\w+) \1").contains("backreferences are not supported"));
    }
}
