use crate::analyse::{Analysis, Shape, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// "a" before a vowel sound, or "an" before a consonant sound: "an toddler", "a hour", "a 8-year-old".
    ///
    /// # Why it matters
    /// It misinforms nobody, but every reader trips over it. Often the noun was changed and the article was not.
    ///
    /// # Evidence it asks for
    /// The sound of the next word, judged by its spelling, with the exceptions of English (hour, honest; university,
    /// one, European; letters read by name: an FBI agent; figures: an 8, an 11, an 18). Where both forms are in use,
    /// nothing is reported.
    ///
    /// # Example
    /// ```text
    /// wire: A toddler was found within the hour by a European patrol.
    /// rewrite: An toddler was found within the hour by an European patrol.
    /// fires: An toddler
    /// wire: The ferry was late by 80 minutes.
    /// rewrite: The ferry had a 80-minute delay.
    /// fires: a 80
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: An honest man spent an hour with a one-legged European at a university.
    /// rewrite: An honest man spent an hour with a one-legged European at a university.
    /// silent
    /// wire: An FBI agent, an MP and a NATO officer saw an historic vote, an 11-8 win, a UN plane and a unit of an unidentified army.
    /// rewrite: An FBI agent, an MP and a NATO officer saw an historic vote, an 11-8 win, a UN plane and a unit of an unidentified army.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Foreign names that begin with U, Y or H, and acronyms that may be read either way.
    id: "article-form",
    group: Copy,
    category: Grammar,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Judged,
}

/// Walks over the articles of the rewrite and reports those whose form does not suit the next word.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    for i in 0..a.tokens.len() {
        let raw = a.word(i);
        let an = match raw {
            "a" => false,
            "an" => true,
            // "An Nasiriyah", "the zone of An Son": a capital inside the sentence makes it a name.
            "An" if a.sentences.get(a.tokens[i].sentence as usize).is_some_and(|s| s.tokens.start == i) => true,
            // "Vitamin A is": only at the head of a sentence is "A" surely the article.
            "A" if a.sentences.get(a.tokens[i].sentence as usize).is_some_and(|s| s.tokens.start == i) => false,
            _ => continue,
        };
        let Some(next) = following(a, i) else { continue };
        if vowel_sound(a, next).is_none_or(|vowel| vowel == an)
            || index.word_pair(a.tokens[i].hash, a.tokens[next].hash)
        {
            continue;
        }
        let right = match (an, raw.starts_with('A')) {
            (true, false) => "a",
            (true, true) => "A",
            (false, false) => "an",
            (false, true) => "An",
        };
        let words = a.words(i..next + 1);
        let message = format!("“{words}” should be “{right} {}”", a.word(next));
        out.push(
            Finding::at(&RULE, RewriteSpan(a.span(i..next + 1)), message)
                .confidence(0.9)
                .replace_with(words.replacen(raw, right, 1)),
        );
    }
}

/// The word or figure that the article belongs to, opening quotation marks skipped.
fn following(a: &Analysis, article: usize) -> Option<usize> {
    let mut next = article + 1;
    let mut t = a.tokens.get(next)?;
    if t.kind == TokenKind::Punct && matches!(a.word(next), "“" | "\"" | "‘" | "'" | "«") {
        next += 1;
        t = a.tokens.get(next).filter(|n| n.glued)?;
    } else if t.glued {
        // "a-la-carte", "a.m."
        return None;
    }
    (t.is_word() && t.sentence == a.tokens[article].sentence).then_some(next)
}

/// Whether a word begins with a vowel sound; `None` where it is unclear or both are said.
fn vowel_sound(a: &Analysis, i: usize) -> Option<bool> {
    let t = &a.tokens[i];
    let (raw, folded) = (a.word(i), a.fold(i));
    if t.kind == TokenKind::Number {
        return number(raw);
    }
    let first = folded.chars().next().filter(char::is_ascii_lowercase)?;
    if raw.chars().count() == 1 {
        // A letter by its name: an X-ray, a U-turn. Small ones are rare and often slips of another kind.
        let letter = a.tokens.get(i + 1).is_some_and(|n| n.glued) || t.shape != Shape::Lower;
        return letter.then(|| "aefhilmnorsx".contains(first));
    }
    if t.shape == Shape::Upper || raw.contains('.') || t.shape == Shape::Mixed {
        return acronym(folded, first);
    }
    match first {
        'a' | 'i' => Some(true),
        'e' => Some(!(folded.starts_with("eu") || folded.starts_with("ewe"))),
        'o' => Some(!(folded == "one" || folded == "ones" || folded.starts_with("once") || folded.starts_with("oui")))
            .filter(|v| *v || !folded.starts_with("onco")),
        'u' => letter_u(folded),
        'h' => letter_h(folded),
        'y' if t.shape == Shape::Title => None,
        _ => Some(false),
    }
}

/// Figures by how they are read: eight, eleven and eighteen begin with a vowel.
fn number(raw: &str) -> Option<bool> {
    let digits: String = raw.chars().take_while(|c| c.is_ascii_digit()).collect();
    if digits.starts_with('8') {
        return Some(true);
    }
    if !(digits.starts_with("11") || digits.starts_with("18")) {
        return Some(false);
    }
    match digits.len() {
        2 => Some(true),
        // "1800" is eighteen hundred or one thousand eight hundred.
        4 => None,
        _ => Some(false),
    }
}

/// Capitals are read as letters or as a word. Only what holds for both readings counts.
fn acronym(folded: &str, first: char) -> Option<bool> {
    match first {
        'a' | 'e' | 'i' | 'o' => Some(true).filter(|_| !folded.starts_with("eu") || folded == "eu"),
        'u' => ["un", "us", "uk", "uae", "ufo", "uefa", "unesco", "unicef", "usa"].contains(&folded).then_some(false),
        'f' | 'h' | 'l' | 'm' | 'n' | 'r' | 's' | 'x' | 'y' => None,
        _ => Some(false),
    }
}

fn letter_u(word: &str) -> Option<bool> {
    const YOU: &[&str] = &[
        "unite", "union", "unif", "uniq", "univ", "unil", "unit", "unic", "unis", "unanim", "use", "using", "usual",
        "usag", "usurp", "utili", "utop", "uten", "uter", "urani", "uranu", "urin", "urugu", "ukrain", "ukulel",
        "ugand", "ubiqui", "ural",
    ];
    const UH: &[&str] = &["un", "up", "urb", "urg", "urn", "ult", "umb", "ump", "ugl", "ush", "utt", "utm", "uzb"];
    if YOU.iter().any(|p| word.starts_with(p)) {
        return Some(false);
    }
    UH.iter().any(|p| word.starts_with(p)).then_some(true)
}

fn letter_h(word: &str) -> Option<bool> {
    if ["hour", "honest", "honor", "honour", "heir"].iter().any(|p| word.starts_with(p)) {
        return Some(true);
    }
    // Silent or weak for some speakers.
    let either = [
        "herb", "homag", "hist", "hotel", "hero", "horr", "habit", "hyst", "hered", "hallu", "hilar", "hypo", "human",
        "hors",
    ];
    (!either.iter().any(|p| word.starts_with(p))).then_some(false)
}
