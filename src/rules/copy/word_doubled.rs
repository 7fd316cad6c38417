use crate::analyse::{Analysis, Shape, TokenKind};
use crate::compare::{Case, WireIndex};
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A word or a short phrase that appears twice in a row where the wire has it once: "since the the vote".
    ///
    /// # Why it matters
    /// It is the commonest trace of a machine or of a hurried paste, and every reader sees it.
    ///
    /// # Evidence it asks for
    /// The same word, whatever its capitals, two or more times in a row, or the same two to five words twice in a row,
    /// with nothing between, in one sentence, and not so in the wire.
    ///
    /// # Example
    /// ```text
    /// wire: The council met for the first time since the vote.
    /// rewrite: The council met for the first time since the the vote.
    /// fires: the the
    /// wire: Growers lost a third of the crop in 2021.
    /// rewrite: Growers lost a third of the crop in 2021 2021.
    /// fires: 2021 2021
    /// wire: The envoy spoke on behalf of the ministry.
    /// rewrite: The envoy spoke on behalf of the of the ministry.
    /// fires: of the of the
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: She said that that law had had its day.
    /// rewrite: She said that that law had had its day.
    /// silent
    /// wire: They met in Baden-Baden and in Walla Walla.
    /// rewrite: They met in Baden-Baden and in Walla Walla.
    /// silent
    /// wire: He flew to an island in the Pacific.
    /// rewrite: He flew to Bora Bora, an island in the Pacific.
    /// silent
    /// wire: He asked for the money again and again and again.
    /// rewrite: He asked for the money again and again and again.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A doubled phrase with other words between.
    id: "word-doubled",
    group: Copy,
    category: Duplication,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Judged,
}

/// The longest phrase that is looked for twice in a row, in words.
const LONGEST: usize = 5;

/// Walks over each sentence and reports words and phrases that are repeated at once.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    let mut i = 0;
    while i + 1 < a.tokens.len() {
        let mut j = i + 1;
        while j < a.tokens.len() && same(a, i, j) {
            j += 1;
        }
        if j - i > 1 {
            let meant = may_be_meant(a, i);
            let at_home = j - i == 2 && at_home_twice(a.fold(i)) || meant && !slips(a, index, i);
            if !at_home && !index.pair(a.tokens[i].hash, a.tokens[i].hash) {
                let word = a.word(i);
                let times = if j - i == 2 { "twice".to_string() } else { format!("{} times", j - i) };
                let message = format!("“{word}” appears {times} in a row");
                let found = Finding::at(&RULE, RewriteSpan(a.span(i..j)), message).confidence(0.95);
                out.push(if meant { found } else { found.replace_with(word) });
            }
            i = j;
        } else if let Some(n) = phrase(a, i) {
            let (first, second) = (a.tokens[i + n - 1].hash, a.tokens[i + n].hash);
            let named = (i..i + n).all(|k| may_be_meant(a, k));
            if !named && !index.pair(first, second) {
                let words = a.words(i..i + n);
                let message = format!("“{words}” appears twice in a row");
                out.push(
                    Finding::at(&RULE, RewriteSpan(a.span(i..i + 2 * n)), message).confidence(0.85).replace_with(words),
                );
            }
            i += 2 * n;
        } else {
            i += 1;
        }
    }
}

/// Whether a word may well stand twice: a number can be part of a score, a code or a telephone number, a name that of an island. Only the
/// wire's word, doubled here, is a slip, and which of the two is one too many is left to a person.
fn may_be_meant(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    let head = i == 0 || a.tokens[i - 1].sentence != t.sentence;
    t.kind == TokenKind::Number || t.shape != Shape::Lower && !head
}

/// Whether such a word is a slip all the same.
fn slips(a: &Analysis, index: &WireIndex, i: usize) -> bool {
    // Two figures of two digits may well be a score or a code.
    index.word(a.tokens[i].hash) && (a.tokens[i].kind != TokenKind::Number || a.word(i).len() > 2)
}

/// Words that grammar or emphasis doubles.
fn at_home_twice(word: &str) -> bool {
    matches!(word, "that" | "had" | "is" | "her" | "very" | "no" | "yes" | "ha" | "bye" | "so" | "really" | "many")
}

fn same(a: &Analysis, i: usize, j: usize) -> bool {
    let (x, y) = (&a.tokens[i], &a.tokens[j]);
    // "head-on on the road": the first belongs to a compound.
    let compound = x.glued && i > 0 && a.word(i - 1).starts_with(['-', '\u{2010}', '\u{2011}']);
    x.is_word() && x.hash == y.hash && x.sentence == y.sentence && !y.glued && !compound
}

/// How many words from `i` on are repeated right after themselves.
fn phrase(a: &Analysis, i: usize) -> Option<usize> {
    (2..=LONGEST).find(|&n| {
        i + 2 * n <= a.tokens.len()
            && a.tokens[i + n].hash == a.tokens[i].hash
            && (i..i + n).all(|k| same(a, k, k + n) && a.tokens[k].kind == TokenKind::Word)
            // "again and again and again", "face to face to"
            && !(i..i + n).any(|k| matches!(a.fold(k), "and" | "or" | "after" | "upon" | "'s"))
            && !(n == 2 && (i..i + 2).any(|k| matches!(a.fold(k), "to" | "by" | "on" | "over")) && (i..i + 2).any(|k| a.tokens[k].is_content()))
    })
}
