use crate::analyse::function::class;
use crate::analyse::{Analysis, Class, Shape, TokenKind};
use crate::compare::Case;
use crate::compare::unlisted_words;
use crate::compare::wire_index::WireIndex;
use crate::finding::Finding;
use crate::knowledge::lexicon::Pos;
use crate::knowledge::{lexicon, vectors, wordlist};
use crate::text::{RewriteSpan, fold_word};

rule! {
    /// # What it reports
    /// A word that is not English but is one slip away from an English word: "sanctoins", "goverment", a lone letter
    /// "s" for "is".
    ///
    /// # Why it matters
    /// The reader stumbles and trusts the rest less.
    ///
    /// # Evidence it asks for
    /// The word is in no word list and not in the wire, it is not a name, and dropping, adding, changing or swapping
    /// one letter turns it into a frequent word. The finding is surest where the wire has that word.
    ///
    /// # Example
    /// ```text
    /// wire: The council lifted the sanctions against the harbour company.
    /// rewrite: The council lifted the sanctoins against the harbour company.
    /// fires: sanctoins
    /// wire: The bridge is shut until the autumn.
    /// rewrite: The bridge s shut until the autumn.
    /// fires: s
    /// wire: The ferry company does not expect delays and said it wasn't told.
    /// rewrite: The ferry company doesnt expect delays and said it wasn't told.
    /// fires: doesnt
    /// wire: The ferry company does not expect delays and said it wasn't told.
    /// rewrite: The ferry company does not expect delays and said it wasn?t told.
    /// fires: wasn?t
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The geofence of the powerplant kept the wolfdog and the pre-war kWh meters off, the naïve owner said.
    /// rewrite: The geofence of the powerplant kept the wolfdog and the pre-war kWh meters off, the naive owner said.
    /// silent
    /// wire: Mr Obbi and Ms Tanakka favour colour organisers.
    /// rewrite: Mr Obbi and Ms Tanakka favor color organizers.
    /// silent
    /// wire: The conflict over the office of the ferry company isn't over, manufacturers said.
    /// rewrite: The conﬂict over the oﬃce of the ferry company isn´t over, manu­facturers said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Slips that produce another English word, and misspelt names.
    id: "misspelling",
    group: Copy,
    category: Spelling,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Spared,
}

/// A frequency rank above which a correction is a guess.
const FREQUENT: u32 = 25_000;

/// Reports words that no list and no wire has, and that one slip separates from a frequent word.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    for i in 0..a.tokens.len() {
        let raw = a.word(i);
        if let Some(meant) = a.mended(i).filter(|_| !kept(case, i)) {
            let words = a.words(i - 1..i + 1);
            let message = format!("“{words}” looks like a misspelling of “{meant}”");
            let at = RewriteSpan(a.span(i - 1..i + 1));
            let found = Finding::at(&RULE, at, message).confidence(0.95).one_fault(words);
            out.push(found.replace_with(meant));
            continue;
        }
        if lone_letter(a, i) && !index.word(a.tokens[i].hash) {
            let message = format!("“{raw}” on its own is not a word: letters are missing");
            out.push(Finding::at(&RULE, RewriteSpan(a.tokens[i].span), message).confidence(0.8));
            continue;
        }
        let Some(slip) = slip(a, index, i) else { continue };
        let (meant, in_wire) = (slip.meant, slip.in_wire);
        let meant = if a.tokens[i].shape == Shape::Title { capital(meant) } else { meant.to_string() };
        let mut finding = Finding::at(
            &RULE,
            RewriteSpan(a.tokens[i].span),
            if in_wire {
                format!("“{raw}” looks like a misspelling of “{meant}”, the word in the wire")
            } else {
                format!("“{raw}” looks like a misspelling of “{meant}”")
            },
        )
        .confidence(if in_wire { 0.95 } else { 0.75 })
        .one_fault(raw);
        if in_wire {
            finding = finding.replace_with(meant);
        }
        out.push(finding);
    }
}

/// Whether a wire has a contraction written as it is in the rewrite, where it ends in token `i`.
fn kept(case: &Case, i: usize) -> bool {
    let (words, hash) = (case.rewrite.words(i - 1..i + 1), case.rewrite.tokens[i].hash);
    let alike = |w: &Analysis| (1..w.tokens.len()).any(|j| w.tokens[j].hash == hash && w.words(j - 1..j + 1) == words);
    case.wires.iter().any(alike)
}

struct Slip {
    meant: &'static str,
    in_wire: bool,
}

/// The word that was meant in the place of this one, when that is sure enough.
fn slip(a: &Analysis, index: &WireIndex, i: usize) -> Option<Slip> {
    let (t, raw) = (&a.tokens[i], a.word(i));
    let judged = raw.is_ascii() && raw.len() >= 3 && matches!(t.shape, Shape::Lower | Shape::Title);
    if !judged
        || !unlisted_words::candidate(a, i)
        || a.form(i).is_listed()
        || index.word(t.hash)
        || !unlisted_words::unlisted(a, i)
    {
        return None;
    }
    let meant = wordlist::suggest_one_edit(a.fold(i))?;
    let rank = vectors::rank(meant).unwrap_or(u32::MAX);
    let in_wire = index.folded(meant);
    // With a capital it may be a name, unless the word that is meant can be none or is in the wire.
    let opens = unlisted_words::first_word(a, i);
    let sure = match t.shape {
        Shape::Title if opens => common(meant) || in_wire && lexicon::is_word(meant) && rank < FREQUENT,
        Shape::Title => {
            raw.len() > 5 && in_wire && lexicon::is_word(meant) && rank < FREQUENT && !unlisted_words::hyphened(a, i)
        }
        // A word with a living ending may be rare but right.
        _ if !in_wire && !unlisted_words::listless(a, i) => {
            rank < 4_000 && raw.len() > 4 && !unlisted_words::hyphened(a, i)
        }
        _ => in_wire || rank < FREQUENT && !unlisted_words::hyphened(a, i),
    };
    sure.then_some(Slip { meant, in_wire })
}

/// Whether a word is a function word, or has the ending of an adverb or of a verb.
fn common(word: &str) -> bool {
    let pos = lexicon::possible_pos(word);
    class(word) != Class::Content
        || ["ly", "ing", "ed"].iter().any(|e| word.ends_with(e)) && (pos.has(Pos::Verb) || pos.has(Pos::Adv))
}

fn capital(word: &str) -> String {
    let mut c = word.chars();
    c.next().map_or(String::new(), |f| f.to_uppercase().chain(c).collect())
}

/// A small letter alone between two words, other than "a".
fn lone_letter(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    let word = |k: usize| {
        a.tokens
            .get(k)
            .is_some_and(|n| n.kind == TokenKind::Word && n.sentence == t.sentence && n.shape == Shape::Lower)
    };
    t.kind == TokenKind::Word
        && t.span.len() == 1
        && t.shape == Shape::Lower
        && !matches!(fold_word(a.word(i)).as_str(), "a" | "o" | "x" | "v")
        && !t.glued
        && i > 0
        && word(i - 1)
        && word(i + 1)
        && !a.tokens[i + 1].glued
}
