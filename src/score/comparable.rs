//! Whether two texts can be compared at all: both in English, both with something to say, and the rewrite with text that the wire tells.
//!
//! A gate lets pass what has no findings, and an error page, a consent banner or a paywall has none: what has no text of its own that the
//! wire tells gets no verdict on its faults. The signs are general: how much running text is left without furniture, how much of it the
//! wire tells, and how long the wire is. No phrase of a page is asked for.

use rustc_hash::FxHashSet;

use crate::align::Pair;
use crate::analyse::{Analysis, Class, Language};
use crate::compare::Case;
use crate::ingest::{BlockKind, Story};
use crate::knowledge::tagger::Tag;
use crate::report::Verdict;
use crate::score::telling;

/// A rewrite with less than one in so many of the wire's words has to show that it is a brief of it.
const SHORT: usize = 3;
/// How many content words of the wire a sentence of such a brief tells, at the least.
const BRIEF: usize = 3;
/// And how many words it has: with fewer it is a caption, a signature, a list of tags.
const LINE: usize = 5;
/// How many of them stand not in the wire's headline: a headline alone is no brief.
const MORE: usize = 2;
/// A short text with fewer words, none of which the wire has, is an error page or a notice, not another story.
const NOTICE: usize = 20;
/// The same of a text that is no shorter than the wire.
const SCRAP: usize = 6;
/// A line without a full stop and with no more tokens than this can be a heading.
const HEADING: usize = 14;
/// How many of the content words below the headline the wire has to tell.
const BODY_TOLD: f32 = 0.2;
/// How much of a text the other side has to have where its words do not show its language.
const SAME_WORDS: f32 = 0.5;

/// Whether a wire can be compared with anything.
#[derive(Clone, Copy, Debug)]
pub struct Readable {
    /// No take has story text.
    empty: bool,
    /// The language of the takes: of the first that is not English, where there is one.
    language: Language,
    /// All takes are notices to the reader: an error page, a banner.
    notice: bool,
}

impl Readable {
    /// Looks at all takes.
    pub fn of(takes: &[Analysis]) -> Self {
        let languages: Vec<Language> = takes.iter().map(Analysis::language).collect();
        let other = languages.iter().find(|l| matches!(l, Language::Other(_)));
        let shown = if languages.contains(&Language::English) { Language::English } else { Language::Unclear };
        Readable {
            empty: takes.iter().all(|w| w.word_count() == 0),
            language: other.copied().unwrap_or(shown),
            notice: !takes.is_empty() && takes.iter().all(telling::is_notice),
        }
    }
}

/// A verdict that can be given before anything is compared, with its reason.
pub fn before(wires: &[Story], wire: Readable, story: &Story, rewrite: &Analysis) -> Option<(Verdict, String)> {
    let text = story.source.text.trim();
    let empty = |side: &str| Some((Verdict::NotComparable, format!("the {side} has no story text to compare")));
    // Codes such as "&quot;" read like the letters that they stand for, but are not equal to them.
    let coded = |w: &Story| story.codes.len() > w.codes.len();
    // Line ends are a matter of the machine.
    let same = wires.iter().any(|w| w.source.text.trim().lines().eq(text.lines()) && !coded(w));
    if wire.empty {
        return empty("wire");
    }
    if rewrite.word_count() == 0 {
        return empty("rewrite");
    }
    let foreign = |side: &str, name: Option<&str>| {
        let is = name.map_or_else(|| "is not in English".to_owned(), |name| format!("is in {name}"));
        Some((Verdict::NotComparable, format!("the {side} {is}: only English can be checked")))
    };
    match (wire.language, rewrite.language()) {
        (Language::Other(name), _) => foreign("wire", name),
        (_, Language::Other(name)) => foreign("rewrite", name),
        _ if wire.notice || same && (!telling::says_something(rewrite) || telling::is_notice(rewrite)) => Some((
            Verdict::NotComparable,
            "the wire tells no story: it has headings or words to the reader alone".into(),
        )),
        _ if same => Some((Verdict::Identical, "the rewrite is identical to the wire".into())),
        _ => None,
    }
}

/// Why two texts that were aligned still cannot be compared: what there is of the rewrite is not told by the wire.
pub fn untold(case: &Case, wire: Readable) -> Option<String> {
    let words = case.rewrite.word_count();
    let (noun, they) = if words == 1 { ("word", "it says") } else { ("words", "they say") };
    let longest = case.wires.iter().map(Analysis::word_count).max().unwrap_or(0);
    let short = words * SHORT < longest;
    if case.alignment.same_story < SAME_WORDS && telling::is_notice(case.rewrite) {
        return Some("the rewrite tells no story: it has headings and words to the reader alone".into());
    }
    let titles = titles(case);
    let (mut told, mut most, mut headline) = (0, 0, 0);
    let (mut body, mut body_told) = (0, 0);
    for pair in &case.alignment.pairs {
        let (content, bound) = content(case, pair);
        told += bound;
        if is_heading(case, pair) {
            headline += bound;
        } else {
            if short && tells(case, pair) {
                most = most.max(beyond(case, pair, &titles));
            }
            body += content;
            body_told += bound;
        }
    }
    let nothing = told == 0 && (short || case.alignment.same_story <= 0.0);
    if nothing && words < if short { NOTICE } else { SCRAP } {
        return Some(format!("the rewrite has {words} {noun}, and the wire tells nothing of what {they}"));
    }
    if short && told > 0 && most < BRIEF {
        return Some(format!(
            "the rewrite has {words} {noun} and no whole sentence that tells what the wire tells beyond its headline: is it \
             a headline, a caption or a page without its story?"
        ));
    }
    if headline > 0 && body > 0 && (body_told as f32) < BODY_TOLD * body as f32 {
        return Some("only the headline of the rewrite tells what the wire tells".into());
    }
    let unclear = |language: Language| language == Language::Unclear;
    if case.alignment.same_story >= SAME_WORDS || !unclear(wire.language) && !unclear(case.rewrite.language()) {
        return None;
    }
    let side = if unclear(wire.language) { "wire" } else { "rewrite" };
    Some(format!("nothing in the {side} shows that it is in English, and the two have few words in common"))
}

/// Whether a sentence of the rewrite is a heading: one that is known as such, or a short line without a full stop among other lines. A text of
/// one line is what somebody wants compared.
fn is_heading(case: &Case, pair: &Pair) -> bool {
    let a = case.rewrite;
    let Some(sentence) = a.sentences.get(pair.sentence) else { return false };
    let tokens = sentence.tokens.clone();
    let ended = || telling::closes(sentence.span.of(&a.text));
    let lines = case.rewrite_story.blocks.len();
    matches!(sentence.kind, BlockKind::Headline | BlockKind::Subhead)
        || lines > 1 && tokens.len() <= HEADING && !ended()
}

/// Whether a sentence of a short rewrite can tell a part of the wire: it has a verb behind any label, it does not break off, and it is no mere
/// line among others.
fn tells(case: &Case, pair: &Pair) -> bool {
    let a = case.rewrite;
    let Some(sentence) = a.sentences.get(pair.sentence) else { return false };
    let line = sentence.span.of(&a.text);
    let alone = case.rewrite_story.blocks.len() == 1;
    let label = sentence.tokens.clone().take(3).find(|i| a.word(*i) == ":").map_or(sentence.tokens.start, |i| i + 1);
    let verb = (label..sentence.tokens.end).any(|i| {
        let t = &a.tokens[i];
        matches!(t.tag, Tag::Verb | Tag::Aux) || matches!(t.class, Class::Auxiliary | Class::Modal)
    });
    let whole = telling::closes(line) || sentence.tokens.len() > HEADING || alone;
    whole && verb && !breaks_off(line) && words_of(case, pair) >= LINE
}

/// Whether a line ends in an ellipsis, or has a call such as "Read more" after one.
fn breaks_off(line: &str) -> bool {
    let end = line.rfind('…').map(|i| i + '…'.len_utf8()).max(line.rfind("...").map(|i| i + 3));
    end.is_some_and(|end| line[end..].split_whitespace().count() < LINE)
}

/// The content words of the wires' headlines, where there is more to a wire than its headline.
fn titles(case: &Case) -> FxHashSet<u64> {
    let of = |w: &Analysis| {
        let (heads, rest): (Vec<_>, Vec<_>) = w.sentences.iter().partition(|s| s.kind == BlockKind::Headline);
        let words = heads.into_iter().flat_map(|s| w.tokens[s.tokens.clone()].iter()).filter(|t| t.is_content());
        if rest.is_empty() { Vec::new() } else { words.map(|t| t.lemma).collect() }
    };
    case.wires.iter().flat_map(of).collect()
}

/// How many content words of a sentence stand for words of the wire; 0 where hardly any of them goes beyond its headline.
fn beyond(case: &Case, pair: &Pair, titles: &FxHashSet<u64>) -> usize {
    let Some(sentence) = case.rewrite.sentences.get(pair.sentence) else { return 0 };
    let tokens = &case.rewrite.tokens[sentence.tokens.clone()];
    let bound = || tokens.iter().zip(&pair.words).filter(|(t, link)| t.is_content() && link.is_some());
    let more = bound().filter(|(t, _)| !titles.contains(&t.lemma)).count();
    if titles.is_empty() || more >= MORE { bound().count() } else { 0 }
}

/// How many words a sentence of the rewrite has.
fn words_of(case: &Case, pair: &Pair) -> usize {
    let tokens = case.rewrite.sentences.get(pair.sentence).map_or(0..0, |s| s.tokens.clone());
    case.rewrite.tokens[tokens].iter().filter(|t| t.is_word()).count()
}

/// How many content words a sentence of the rewrite has, and how many of them stand for words of the wire.
fn content(case: &Case, pair: &Pair) -> (usize, usize) {
    let Some(sentence) = case.rewrite.sentences.get(pair.sentence) else { return (0, 0) };
    let tokens = &case.rewrite.tokens[sentence.tokens.clone()];
    let content = || tokens.iter().zip(&pair.words).filter(|(t, _)| t.is_content());
    (content().count(), content().filter(|(_, link)| link.is_some()).count())
}
