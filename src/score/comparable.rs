//! Whether two texts can be compared at all: both in English, both with something to say, and the rewrite with text that the wire tells.
//!
//! A gate lets pass what has no findings, and an error page, a consent banner or a paywall has none: what has no text of its own that the
//! wire tells gets no verdict on its faults. The signs are general: how much running text is left without furniture, how much of it the
//! wire tells, and how long the wire is. No phrase of a page is asked for.

use crate::align::Pair;
use crate::analyse::{Analysis, Language};
use crate::compare::Case;
use crate::ingest::{BlockKind, FurnitureKind, Story};
use crate::report::Verdict;
use crate::score::{brief, telling};

/// A rewrite with less than one in so many of the wire's words has to show that it is a brief of it.
const SHORT: usize = 3;
/// A short text with fewer words, none of which the wire has, is an error page or a notice, not another story.
const NOTICE: usize = 20;
/// The same of a text that is no shorter than the wire.
const SCRAP: usize = 6;
/// A text with more words is more than a signature or a caption.
const FEW: usize = 60;
/// How many of the content words below the headline the wire has to tell.
const BODY_TOLD: f32 = 0.2;
/// A page that stops at a paywall has less than one in so many of the wire's words.
const STUB: usize = 2;
/// How many words of the paywall are shown.
const SHOWN: usize = 8;
/// How much of a text the other side has to have where its words do not show its language.
const SAME_WORDS: f32 = 0.5;

/// What to do about a language that was guessed wrongly.
const WAY_OUT: &str = " (if both are English, say so: --language en)";

/// Whether a wire can be compared with anything.
#[derive(Clone, Copy, Debug)]
pub struct Readable {
    /// No take has story text.
    empty: bool,
    /// The language of the takes: of the first that is not English, where there is one.
    language: Language,
    /// All takes are notices to the reader: an error page, a banner.
    notice: bool,
    /// Somebody said that both sides are English.
    said: bool,
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
            said: false,
        }
    }

    /// The same where somebody says that both sides are English.
    #[must_use]
    pub fn in_english(self) -> Self {
        Readable { language: Language::English, said: true, ..self }
    }

    /// The language of a rewrite that is compared with it.
    fn rewrite(self, a: &Analysis) -> Language {
        if self.said { Language::English } else { a.language() }
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
        Some((Verdict::NotComparable, format!("the {side} {is}: only English can be checked{WAY_OUT}")))
    };
    match (wire.language, wire.rewrite(rewrite)) {
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
    // A free retelling may speak to the reader as well.
    let told = || brief::is_brief(case);
    if case.alignment.same_story < SAME_WORDS && telling::speaks_to_reader(case.rewrite) && !told() {
        return Some("the rewrite tells no story: it speaks to the reader or of the page itself".into());
    }
    if let Some(words) = paywall(case.rewrite_story).filter(|_| words * STUB <= longest) {
        return Some(format!("the rewrite stops at a paywall, “{words}”, after a part of the wire"));
    }
    let (mut told, mut headline, mut aside) = (0, 0, false);
    let (mut body, mut body_told) = (0, 0);
    for pair in &case.alignment.pairs {
        let (content, bound) = content(case, pair);
        told += bound;
        aside |= brief::is_aside(case, pair);
        if is_heading(case, pair) {
            headline += bound;
        } else {
            body += content;
            body_told += if brief::is_aside(case, pair) { 0 } else { bound };
        }
    }
    let nothing = told == 0 && (short || case.alignment.same_story <= 0.0);
    if nothing && words < if short { NOTICE } else { SCRAP } {
        return Some(format!("the rewrite has {words} {noun}, and the wire tells nothing of what {they}"));
    }
    // Where the wire is one sentence, any sentence may be another way of telling it.
    let several = case.wires.iter().all(|w| w.sentences.len() > 1);
    let line = several && words <= FEW && (case.alignment.same_story < SAME_WORDS || aside);
    if told > 0 && (short && !brief::is_brief(case) || !short && line && !brief::tells_any(case)) {
        return Some(format!(
            "the rewrite has {words} {noun} and no whole sentence that tells what the wire tells beyond its headline: is it \
             a headline, a caption or a page without its story?"
        ));
    }
    if headline > 0 && body > 0 && (body_told as f32) < BODY_TOLD * body as f32 {
        return Some("only the headline of the rewrite tells what the wire tells".into());
    }
    let unclear = |language: Language| language == Language::Unclear;
    if case.alignment.same_story >= SAME_WORDS || !unclear(wire.language) && !unclear(wire.rewrite(case.rewrite)) {
        return None;
    }
    let side = if unclear(wire.language) { "wire" } else { "rewrite" };
    Some(format!("nothing in the {side} shows that it is in English, and the two have few words in common{WAY_OUT}"))
}

/// The words behind a story that say that the rest of it is kept from the reader.
fn paywall(story: &Story) -> Option<String> {
    let last = story.blocks.iter().rposition(|b| b.kind == BlockKind::Paragraph);
    let behind = story.blocks.get(last.map_or(0, |i| i + 1)..)?;
    let wall = behind.iter().find(|b| b.kind == BlockKind::Furniture(FurnitureKind::Paywall))?;
    let words = story.source.slice(wall.span);
    let head: Vec<&str> = words.split_whitespace().take(SHOWN).collect();
    let more = if words.split_whitespace().nth(SHOWN).is_some() { " …" } else { "" };
    Some(format!("{}{more}", head.join(" ")))
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
        || lines > 1 && tokens.len() <= brief::HEADING && !ended()
}

/// How many content words a sentence of the rewrite has, and how many of them stand for words of the wire.
fn content(case: &Case, pair: &Pair) -> (usize, usize) {
    let Some(sentence) = case.rewrite.sentences.get(pair.sentence) else { return (0, 0) };
    let tokens = &case.rewrite.tokens[sentence.tokens.clone()];
    let content = || tokens.iter().zip(&pair.words).filter(|(t, _)| t.is_content());
    (content().count(), content().filter(|(_, link)| link.is_some()).count())
}
