use std::ops::Range;
use std::sync::LazyLock;

use crate::analyse::{Analysis, Shape, TokenKind};
use crate::compare::Case;
use crate::compare::unlisted_words;
use crate::compare::wire_index::WireIndex;
use crate::finding::{Finding, Severity};
use crate::knowledge::{vectors, wordlist};
use crate::text::{Filter, RewriteSpan, fold_word};

rule! {
    /// # What it reports
    /// Words left in another language or script: "the latest 统计 show", "a new oznakowania of the road".
    ///
    /// # Why it matters
    /// The reader cannot understand them, and the sentence may depend on them.
    ///
    /// # Evidence it asks for
    /// Letters of a script that English does not use; or words that no English word list has, that are not names, that
    /// are not in the wire, and that are not just misspelt English.
    ///
    /// Severity: major; minor for a single function word.
    ///
    /// # Example
    /// ```text
    /// wire: The new railway figures were published on Friday.
    /// rewrite: The new railway статистика were published on Friday.
    /// fires: статистика
    /// wire: The club presented its new season ticket.
    /// rewrite: The club presented its neue Dauerkarte and eintrittskarten.
    /// fires: eintrittskarten
    /// wire: Rental firms have until Easter to remove their docks, the town said. What is left then will be taken away and sold by the harbour office before the summer.
    /// rewrite: Les sociétés de location ont jusqu'à Pâques pour enlever leurs bornes, the town said. What is left then will be taken away and sold by the harbour office before the summer.
    /// fires: jusqu'à Pâques
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The café's façade, a cliché of fin de siècle taste, was the coup d'état of the señor.
    /// rewrite: The café's façade, a cliché of fin de siècle taste, was the coup d'état of the señor.
    /// silent
    /// wire: The river 長江 and the ratio π were named.
    /// rewrite: The river 長江 and the ratio π were named.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Foreign words that are also English words, and capitalised ones in mid-sentence.
    id: "language-left",
    group: Copy,
    category: Untranslated,
    severity: Major,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Spared,
}

/// How many tokens that might be English may stand between two that are not, in one clause.
const GAP: usize = 8;

/// Whether some words between two foreign ones may be English: hardly one of them is strange to it. French and English share many.
fn english(a: &Analysis, mut tokens: Range<usize>) -> bool {
    let strange =
        |k: &usize| a.tokens[*k].kind == TokenKind::Word && (!a.word(*k).is_ascii() || !a.form(*k).is_listed());
    !tokens.is_empty() && tokens.by_ref().filter(strange).count() < 2
}

/// Reports runs of words that are in a foreign script or that no English list knows.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    let mut i = 0;
    while i < a.tokens.len() {
        let foreign = |k: usize| script(a, index, k) || word(a, index, k) || function_word(a, index, k);
        if !foreign(i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while let Some(next) = (end..a.tokens.len().min(end + GAP + 1))
            .take_while(|k| a.tokens[*k].sentence == a.tokens[i].sentence)
            .find(|k| foreign(*k))
        {
            // Words that could be either stand inside a foreign clause.
            if english(a, end..next) {
                break;
            }
            end = next + 1;
        }
        let sure = (i..end).any(|k| !a.word(k).is_ascii()) || end - i > 1;
        let carries = (i..end).any(|k| FUNCTION_WORDS.binary_search(&a.fold(k)).is_err());
        report(a, i..end, carries, if sure { 0.9 } else { 0.65 }, out);
        i = end;
    }
    capitalised(case, index, out);
}

fn report(a: &Analysis, tokens: Range<usize>, carries: bool, confidence: f32, out: &mut Vec<Finding>) {
    let message = format!("“{}” is not English", a.words(tokens.clone()));
    let severity = if carries { Severity::Major } else { Severity::Minor };
    out.push(Finding::at(&RULE, RewriteSpan(a.span(tokens)), message).severity(severity).confidence(confidence));
}

/// Whether the token is in a script that English does not use and that is not in the wire. A lone Greek letter is a sign of science.
fn script(a: &Analysis, index: &WireIndex, i: usize) -> bool {
    let t = &a.tokens[i];
    let raw = a.word(i);
    if t.kind != TokenKind::Word || raw.is_ascii() {
        return false;
    }
    let greek = |c: char| matches!(c, '\u{370}'..='\u{3FF}' | 'µ');
    let latin = |c: char| {
        !c.is_alphabetic()
            || c < '\u{370}'
            || matches!(c, '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{FB00}'..='\u{FB06}')
    };
    let foreign = raw.chars().filter(|c| !latin(*c)).count();
    foreign > 0 && !(raw.chars().all(|c| greek(c) || latin(c)) && foreign < 3) && !index.word(t.hash)
}

/// Whether the token is a common word that is not English and no slip of an English one.
fn word(a: &Analysis, index: &WireIndex, i: usize) -> bool {
    let (raw, folded) = (a.word(i), a.fold(i));
    if raw.len() < 3 {
        return false;
    }
    if elided(raw) {
        return !index.word(a.tokens[i].hash);
    }
    // Without its capital a name would be recognised; at the head of a sentence it may be one.
    if !raw.starts_with(char::is_lowercase) || !unlisted_words::is(a, index, i) {
        return false;
    }
    !raw.is_ascii()
        || folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
            && !unlisted_words::hyphened(a, i)
            && wordlist::suggest_one_edit(folded)
                .is_none_or(|w| !index.folded(w) && vectors::rank(w).is_none_or(|r| r > 25_000))
            && !index.near(folded)
}

/// "d'admirer", "all'olfatto": an article or preposition that lost its vowel, as French and Italian have them.
fn elided(raw: &str) -> bool {
    let plain = raw.is_ascii() && !raw.as_bytes().contains(&b'\'');
    !plain
        && raw.split_once(['\'', '’']).is_some_and(|(head, tail)| {
            matches!(head, "d" | "l" | "all" | "dell" | "nell" | "dall" | "sull" | "qu" | "un" | "quest")
                && tail.chars().count() > 3
                && tail.starts_with(char::is_lowercase)
                && !matches!(
                    fold_word(tail).as_str(),
                    "etat" | "oeuvre" | "oeuvres" | "esprit" | "accord" | "affaires" | "etre" | "hote"
                )
        })
}

/// Frequent function words of other languages that are no English words; sorted.
static FUNCTION_WORDS: &[&str] = &[
    "aber", "anche", "auch", "auf", "aunque", "aux", "avec", "bei", "bis", "byl", "byla", "che", "como", "cuando",
    "dans", "das", "dass", "dei", "della", "delle", "dem", "der", "des", "desde", "dla", "durch", "ein", "eine",
    "einem", "einen", "einer", "fue", "fur", "gli", "hasta", "hizo", "ist", "jak", "jako", "jest", "jsou", "juz",
    "kde", "ktere", "ktery", "ktora", "ktory", "les", "leur", "loin", "mais", "mehr", "mieux", "mit", "molto", "muy",
    "nach", "nadal", "nebo", "nella", "nicht", "noch", "nous", "nur", "oder", "ohne", "oraz", "pero", "podle", "por",
    "pour", "pred", "przez", "quando", "que", "sehr", "sein", "sich", "sind", "sobre", "sono", "sont", "sur",
    "tambien", "tym", "und", "une", "vom", "von", "weil", "wenn", "wie", "wird", "wurde", "zum", "zur",
];

static FILTER: LazyLock<Filter> = LazyLock::new(|| Filter::of(FUNCTION_WORDS.iter().copied()));

/// Whether the token is such a word among words in lower case, so that it is no part of a name.
fn function_word(a: &Analysis, index: &WireIndex, i: usize) -> bool {
    let t = &a.tokens[i];
    let small = |k: usize| {
        a.tokens.get(k).is_some_and(|n| {
            n.sentence == t.sentence && n.kind == TokenKind::Word && n.shape == Shape::Lower && !n.glued
        })
    };
    // "Ursula von der Leyen" has small words of its own.
    FILTER.may_have(t.hash)
        && FUNCTION_WORDS.binary_search(&a.fold(i)).is_ok()
        && a.name_at(i).is_none()
        && !index.word(t.hash)
        && i > 0
        && small(i - 1)
        && small(i)
        && (small(i + 1) || t.is_content() && small(i + 2))
}

/// Words with a capital in mid-sentence that no list has, where the wire has common words: German writes its nouns so, and a
/// name does not stand where a common noun stood.
fn capitalised(case: &Case, index: &WireIndex, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for spot in case.going(&case.alignment.pairs).flat_map(|p| &p.spots) {
        let (r, w) = (&spot.rewrite, &spot.wire);
        let Some(wire) = case.wires.get(spot.take) else { continue };
        if r.len() != 1 || w.is_empty() || w.len() > 2 || !spot.left_bound || !spot.right_bound {
            continue;
        }
        let (i, t) = (r.start, &a.tokens[r.start]);
        let alone = |k: usize| a.tokens.get(k).is_none_or(|n| n.sentence != t.sentence || n.shape == Shape::Lower);
        let common = w.clone().all(|k| {
            let n = &wire.tokens[k];
            n.shape == Shape::Lower && n.kind == TokenKind::Word && n.is_content()
        });
        let foreign = t.kind == TokenKind::Word
            && t.shape == Shape::Title
            && t.span.len() > 3
            && i > 0
            && a.tokens[i - 1].sentence == t.sentence
            && a.tokens[i - 1].kind == TokenKind::Word
            && alone(i - 1)
            && alone(i + 1)
            && common
            && unlisted_words::listless(a, i)
            && !unlisted_words::hyphened(a, i)
            && !index.word(t.hash);
        if foreign {
            report(a, i..i + 1, true, 0.7, out);
        }
    }
}
