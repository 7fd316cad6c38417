use std::collections::HashSet;

use crate::analyse::{Analysis, Shape, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::ingest::{BlockKind, CodeKind, Story};
use crate::text::{RewriteSpan, Span, WireSpan, fold_word};

rule! {
    /// # What it reports
    /// Letters that were lost or garbled on the way: "Andr Lefvre" for "André Lefèvre", "Ã©" for "é", the character
    /// "\u{FFFD}".
    ///
    /// # Why it matters
    /// It mostly hits people's names, and nobody likes to see their name misspelt.
    ///
    /// # Evidence it asks for
    /// A name that matches one in the wire once an accented letter is put back; sequences that only a wrong decoding
    /// produces; the replacement character. Where the wire has no such name: a name that begins with letters no name
    /// begins with.
    ///
    /// # Example
    /// ```text
    /// wire: The mayor, Stéphane Morel, thanked the crews.
    /// rewrite: The mayor, Stphane Morel, thanked the crews.
    /// fires: Stphane
    /// wire: The café in Malmö was shut.
    /// rewrite: The cafÃ© in Malmö was shut.
    /// fires: cafÃ©
    /// wire: The mayor thanked the crews on Monday.\n\n(Reporting by Ivo Lang in Malmö; editing by Pénélope Garnier)
    /// rewrite: On Monday the mayor thanked the crews.\n\n(Reporting by Ivo Lang in Malmö; editing by Pnlope Garnier)
    /// fires: Pnlope
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The mayor, Stéphane Morel, thanked the crews from Malmö.
    /// rewrite: The mayor, Stephane Morel, thanked the crews from Malmo.
    /// silent
    /// wire: Schröder met Hrvoje Brkić and Mstislav Krzysztofik.
    /// rewrite: Schröder met Hrvoje Brkic and Mstislav Krzysztofik.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A lost letter in a name that is not in the wire and can still be pronounced.
    id: "letters-lost",
    group: Copy,
    category: CharacterEncoding,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Spared,
}

/// Walks over the text for garbled characters and over the names for letters that have gone missing.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    garbled(case, out);
    let names = accented(case);
    lost(case, &names, out);
    credits(case, &names, out);
}

/// Pairs that UTF-8 read as Windows-1252 leaves: the first letter of the pair, then any of the second's range.
fn is_garbled_pair(first: char, second: char) -> bool {
    match first {
        'Ã' => matches!(
            second,
            '\u{80}'
                ..='\u{BF}'
                    | '€'
                    | '‚'
                    | 'ƒ'
                    | '„'
                    | '…'
                    | '†'
                    | '‡'
                    | 'ˆ'
                    | '‰'
                    | 'Š'
                    | '‹'
                    | 'Œ'
                    | 'Ž'
                    | '‘'
                    | '’'
                    | '“'
                    | '”'
                    | '•'
                    | '–'
                    | '—'
                    | '˜'
                    | '™'
                    | 'š'
                    | '›'
                    | 'œ'
                    | 'ž'
                    | 'Ÿ'
        ),
        'Å' | 'Ä' => matches!(second, '\u{80}'..='\u{BF}' | '‚' | '„' | '†' | '‡' | 'ˆ' | '‹' | '›' | '™' | 'Ÿ'),
        'Â' => matches!(second, '\u{80}'..='\u{BF}'),
        'â' => matches!(second, '€' | '\u{80}' | '„' | '‚'),
        'Ð' | 'Ñ' => matches!(
            second,
            '\u{80}'
                ..='\u{BF}'
                    | '‚'
                    | 'ƒ'
                    | '„'
                    | '†'
                    | '‡'
                    | 'ˆ'
                    | '‰'
                    | '‹'
                    | 'Œ'
                    | '‘'
                    | '“'
                    | '”'
                    | '•'
                    | '™'
                    | '›'
                    | 'œ'
        ),
        _ => false,
    }
}

/// Words with letters that the reader of the file has put back, each once, with what stands in the file for it.
fn mended_words(story: &Story) -> Vec<(Span, String)> {
    let mut out: Vec<(Span, String)> = Vec::new();
    for code in story.codes.iter().filter(|c| c.kind == CodeKind::Garbled) {
        if out.last().is_some_and(|(word, _)| code.span.start < word.end) {
            continue;
        }
        let (from, to) = word_around(&story.source.text, code.span.range().start);
        let word = Span::new(from, to);
        out.push((word, story.as_seen(word)));
    }
    out
}

fn mended(case: &Case, out: &mut Vec<Finding>) {
    let wires: HashSet<String> = case.wire_stories.iter().flat_map(mended_words).map(|(_, written)| written).collect();
    let story = case.rewrite_story;
    for (span, written) in mended_words(story).into_iter().filter(|(_, written)| !wires.contains(written)) {
        let message = format!("“{written}” was decoded with the wrong character set");
        let word = story.source.slice(span);
        out.push(Finding::at(&RULE, RewriteSpan(span), message).confidence(0.95).replace_with(word));
    }
}

/// The word at a byte, from white space to white space.
fn word_around(text: &str, at: usize) -> (usize, usize) {
    let from =
        text[..at].rfind(char::is_whitespace).map_or(0, |w| w + text[w..].chars().next().map_or(1, char::len_utf8));
    (from, text[at..].find(|c: char| c.is_whitespace() && c != '\u{A0}').map_or(text.len(), |w| at + w))
}

fn garbled(case: &Case, out: &mut Vec<Finding>) {
    mended(case, out);
    let text = &*case.rewrite.text;
    if text.is_ascii() {
        return;
    }
    let mut done = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let pair = chars.peek().is_some_and(|(_, n)| is_garbled_pair(c, *n));
        if !(c == '\u{FFFD}' || pair) || at < done {
            continue;
        }
        let (from, to) = word_around(text, at);
        done = to;
        let words = &text[from..to];
        if case.wires.iter().any(|w| w.text.contains(words)) {
            continue;
        }
        let message = if c == '\u{FFFD}' {
            format!("a letter in “{words}” could not be decoded and was lost")
        } else {
            format!("“{words}” was decoded with the wrong character set")
        };
        out.push(Finding::at(&RULE, RewriteSpan(Span::new(from, to)), message).confidence(0.95));
    }
}

fn lost(case: &Case, wire_names: &[Accented], out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for i in 0..a.tokens.len() {
        let t = &a.tokens[i];
        let raw = a.word(i);
        if t.kind != TokenKind::Word || t.shape != Shape::Title || !raw.is_ascii() || t.span.len() < 3 {
            continue;
        }
        if let Some(whole) = wire_names.iter().find(|n| n.stump == raw) {
            out.push(whole.lost(t.span, raw));
        } else if unspeakable(raw) && !in_wire(case, t.hash) && beside_a_name(a, i) {
            let message = format!("“{raw}” seems to have lost a letter: no name starts like that");
            out.push(Finding::at(&RULE, RewriteSpan(t.span), message).confidence(0.55));
        }
    }
}

/// Bylines and credits, which are set aside before words are analysed: names that begin as no name does.
fn credits(case: &Case, wire_names: &[Accented], out: &mut Vec<Finding>) {
    let story = case.rewrite_story;
    for block in story.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Byline | BlockKind::Credit)) {
        let text = story.source.slice(block.span);
        let mut at = 0;
        for raw in text.split(|c: char| !c.is_alphabetic()) {
            let from = block.span.start as usize + at;
            at += raw.len() + text[at + raw.len()..].chars().next().map_or(0, char::len_utf8);
            let title = raw.starts_with(|c: char| c.is_ascii_uppercase())
                && raw.chars().skip(1).all(|c| c.is_ascii_lowercase());
            if raw.len() < 3 || !title || case.wires.iter().any(|w| w.text.contains(raw)) {
                continue;
            }
            let span = Span::new(from, from + raw.len());
            if let Some(whole) = wire_names.iter().find(|n| n.stump == raw) {
                out.push(whole.lost(span, raw));
            } else if unspeakable(raw) {
                let message = format!("“{raw}” seems to have lost a letter: no name starts like that");
                out.push(Finding::at(&RULE, RewriteSpan(span), message).confidence(0.55));
            }
        }
    }
}

/// A name of a wire with letters beyond ASCII.
struct Accented<'a> {
    /// What is left of it when those letters are dropped.
    stump: String,
    whole: &'a str,
    at: WireSpan,
}

impl Accented<'_> {
    fn lost(&self, span: Span, raw: &str) -> Finding {
        let message = format!("an accented letter is missing: the wire says “{}”, the rewrite “{raw}”", self.whole);
        Finding::at(&RULE, RewriteSpan(span), message).confidence(0.95).against(self.at).replace_with(self.whole)
    }
}

/// Names of the wires with letters beyond ASCII, in the story and in its byline and credits.
fn accented<'a>(case: &Case<'a>) -> Vec<Accented<'a>> {
    let mut out = Vec::new();
    for (take, w) in case.wires.iter().enumerate().filter(|(_, w)| !w.text.is_ascii()) {
        for t in w.tokens.iter().filter(|t| t.kind == TokenKind::Word && t.shape == Shape::Title) {
            out.extend(name(take, w, t.span));
        }
        let Some(story) = case.wire_stories.get(take) else { continue };
        for block in story.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Byline | BlockKind::Credit)) {
            let mut at = block.span.start as usize;
            for raw in story.source.slice(block.span).split_inclusive(|c: char| !c.is_alphabetic()) {
                let word = raw.trim_end_matches(|c: char| !c.is_alphabetic());
                if word.starts_with(char::is_uppercase) {
                    out.extend(name(take, w, Span::new(at, at + word.len())));
                }
                at += raw.len();
            }
        }
    }
    out
}

fn name<'a>(take: usize, wire: &'a Analysis, span: Span) -> Option<Accented<'a>> {
    let whole = span.of(&wire.text);
    if whole.is_ascii() {
        return None;
    }
    // Only letters that fold to something count: an accent, not an apostrophe.
    let accent = whole.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let stump: String = whole.chars().filter(char::is_ascii).collect();
    let lost = accent && stump.len() >= 3 && stump.len() < whole.len() && stump.to_lowercase() != fold_word(whole);
    lost.then_some(Accented { stump, whole, at: WireSpan { take, span } })
}

fn in_wire(case: &Case, hash: u64) -> bool {
    case.wire_index.word(hash)
}

/// Whether a capitalised word comes right before, as a first name does before a family name, or right after.
fn beside_a_name(a: &Analysis, i: usize) -> bool {
    let name = |k: usize| {
        a.tokens
            .get(k)
            .is_some_and(|t| t.sentence == a.tokens[i].sentence && t.kind == TokenKind::Word && t.shape == Shape::Title)
    };
    i > 0 && name(i - 1) || name(i + 1) || i > 1 && a.word(i - 1) == "-" && name(i - 2)
}

/// Whether a name begins with consonants that begin no name in Latin script: a plosive before "ph", "hn" before a vowel …
fn unspeakable(word: &str) -> bool {
    // What is left of Sté-, Hé-, Jé-, Jérô-, Fré-, Grégoire, Béné-, Lé- when the letter with the accent is gone.
    const HEADS: [&str; 10] = ["stph", "hn", "hb", "jr", "jrm", "frd", "frdr", "grg", "bnd", "ln"];
    let vowel = |b: u8| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w' | b'\'');
    let head = word.bytes().position(vowel).and_then(|onset| word.get(..onset));
    head.is_some_and(|head| HEADS.iter().any(|h| head.eq_ignore_ascii_case(h)))
}
