//! What is known of opposites beyond the lexicon: which words may be compared, and those that no single change holds together, because
//! the words around them were put in another order.

use std::borrow::Cow;
use std::ops::Range;

use crate::align::{Bind, Pair};
use crate::analyse::{Analysis, Class, Shape, TokenKind};
use crate::compare::{Case, directions};
use crate::knowledge::lexicon::{self, Known, Pos, Relations};
use crate::knowledge::tagger::Tag;
use crate::knowledge::word::Word;

/// Prefixes that turn a meaning into its contrary.
pub const PREFIXES: &[&str] = &["dis", "un", "in", "im", "il", "ir", "de", "non", "mis"];

/// A word of the rewrite and the wire's word that means the opposite of it.
pub struct Opposites {
    /// Token of the rewrite.
    pub rewrite: usize,
    /// Which wire.
    pub take: usize,
    /// Token of that wire.
    pub wire: usize,
    /// Strength of the opposition, of 255.
    pub strength: u8,
}

/// How strong an opposition has to be, of 255, where no change holds the two words together.
const STRONG: u8 = 150;

/// Looks in every pair of sentences for two words that match nothing else, are opposites and are in the same place: beside words
/// that match each other.
pub fn find(case: &Case) -> Vec<Opposites> {
    let mut out = Vec::new();
    for (p, pair) in case.going(&case.alignment.pairs).enumerate() {
        let Some(best) = pair.wire.first().filter(|_| pair.score >= 0.4) else { continue };
        let (r, w) = (case.rewrite, &case.wires[best.take]);
        let (mine, theirs) = (r.sentences[pair.sentence].tokens.clone(), w.sentences[best.sentence].tokens.clone());
        let mut matched = vec![false; theirs.len()];
        for l in pair.words.iter().flatten().filter(|l| l.to.take as usize == best.take && l.how < Bind::Near) {
            if let Some(matched) = (l.to.token as usize).checked_sub(theirs.start).and_then(|k| matched.get_mut(k)) {
                *matched = true;
            }
        }
        let open: Vec<usize> = theirs.clone().filter(|j| !matched[j - theirs.start] && word(w, *j)).collect();
        if open.is_empty() {
            continue;
        }
        let unbound = |i: &usize| word(r, *i) && pair.link(mine.start, *i).is_none_or(|l| l.how >= Bind::Near);
        for i in mine.clone().filter(unbound) {
            for &j in &open {
                let Some(part) = same_sort(r, i, w, j).filter(|_| r.tokens[i].tag != Tag::Adv) else { continue };
                let sides = Sides { r, w, mine: &mine, theirs: &theirs, pair, take: best.take };
                // The place is looked at first, because few words share one; the lexicon takes longer.
                if !sides.beside(i, j) {
                    continue;
                }
                let Some(strength) = opposed(r, i, w, j, part) else { continue };
                if !turned_back(case, p, best.take, i, j) {
                    out.push(Opposites { rewrite: i, take: best.take, wire: j, strength });
                }
            }
        }
    }
    out
}

/// "Among the dead", "among the living": an adjective may stand as a noun.
fn naming(tag: Tag) -> bool {
    matches!(tag, Tag::Noun | Tag::Adj)
}

/// A word that can have an opposite: no initials, and no word that its negating prefix stands apart from ("non - essential").
fn word(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    t.kind == TokenKind::Word
        && t.shape != Shape::Upper
        && (t.is_content() || naming(t.tag) || paired(a.fold(i)))
        && !apart(a, i)
}

/// How strongly two words in the same degree are opposed; none where they are not.
fn opposed(r: &Analysis, i: usize, w: &Analysis, j: usize, part: Option<Pos>) -> Option<u8> {
    let (a, b) = (r.fold(i), w.fold(j));
    // Movements have a rule of their own, which looks at what moves.
    let moves = part == Some(Pos::Verb) && directions::opposed(r.form(i), r.tokens[i].tag, w.form(j), w.tokens[j].tag);
    let (mine, theirs) = (degree(r, i), degree(w, j));
    if moves || mine != theirs || light(a) && light(b) || converse(a) || converse(b) {
        return None;
    }
    if candidacy(r, i) && candidacy(w, j) {
        return None;
    }
    // Most words have no opposite near: that is settled by what is remembered of them in any part of speech.
    if mine == Degree::Positive && lexicon::ties_between(&Known::of(a), &Known::of(b)).antonym < STRONG {
        return None;
    }
    let mut found = lexicon::relations(a, b, part);
    if part == Some(Pos::Adj) && mine != Degree::Positive {
        // "Highest" and "larger" are in the lexicon by themselves as well, with opposites that are fainter.
        let plain = lexicon::relations(&positive(a), &positive(b), part);
        if plain.antonym > found.antonym {
            found = plain;
        }
    }
    let Relations { same_lemma, synonym, antonym, derivation, .. } = found;
    (!same_lemma && antonym >= STRONG && antonym > synonym.max(derivation)).then_some(antonym)
}

/// Whether a comparative faces the opposite adjective: "lower", "high".
pub fn by_degree(a: &Analysis, i: usize, b: &Analysis, j: usize) -> bool {
    let (x, y) = (degree(a, i), degree(b, j));
    if x == y || x.max(y) != Degree::Comparative {
        return false;
    }
    let (a, b) = (positive(a.fold(i)), positive(b.fold(j)));
    // What is remembered of the words in any part of speech settles most.
    lexicon::antonymy(&Known::of(&a), &Known::of(&b)) >= STRONG
        && lexicon::relations(&a, &b, Some(Pos::Adj)).antonym >= STRONG
}

/// "High" for "highest", "big" for "bigger"; the word itself where nothing simpler is an adjective.
fn positive(fold: &str) -> Cow<'_, str> {
    let Some(stem) = fold.strip_suffix("est").or_else(|| fold.strip_suffix("er")).filter(|s| s.is_ascii()) else {
        return Cow::Borrowed(fold);
    };
    let adjective = |word: &str| Word::of(word).possible_pos().has(Pos::Adj);
    let b = stem.as_bytes();
    let doubled = b.len() > 2 && b[b.len() - 1] == b[b.len() - 2];
    if adjective(stem) {
        return Cow::Borrowed(stem);
    }
    if doubled && adjective(&stem[..b.len() - 1]) {
        return Cow::Borrowed(&stem[..b.len() - 1]);
    }
    let with = |s: String| adjective(&s).then_some(s);
    let found = with(format!("{stem}e")).or_else(|| stem.strip_suffix('i').and_then(|s| with(format!("{s}y"))));
    found.map_or(Cow::Borrowed(fold), Cow::Owned)
}

/// "High", "higher", "highest": "not as good" and "worse" are no opposites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Degree {
    Positive,
    Comparative,
    Superlative,
}

/// The degree of a word. An ending alone is none: "employer" and "arrest" compare nothing.
fn degree(a: &Analysis, i: usize) -> Degree {
    let fold = a.fold(i);
    let compares = || {
        matches!(a.tokens[i].tag, Tag::Adj | Tag::Adv)
            && lexicon::lemmas(fold, Pos::Adj).readings().iter().any(|r| lexicon::text(r.id) != fold)
    };
    match fold {
        // "Upper" faces "lower", though nothing is "up" in this sense.
        "worse" | "better" | "less" | "more" | "upper" => Degree::Comparative,
        "worst" | "best" | "least" | "most" => Degree::Superlative,
        f if f.ends_with("est") && compares() => Degree::Superlative,
        f if f.ends_with("er") && compares() => Degree::Comparative,
        _ => Degree::Positive,
    }
}

/// Two sentences that say the same.
struct Sides<'a> {
    r: &'a Analysis,
    w: &'a Analysis,
    mine: &'a Range<usize>,
    theirs: &'a Range<usize>,
    pair: &'a Pair,
    take: usize,
}

impl Sides<'_> {
    /// Whether the words beside the two stand for each other: for what modifies, the word after it; for others, that on either side.
    fn beside(&self, i: usize, j: usize) -> bool {
        let modifies = |a: &Analysis, k: usize| a.tokens[k].tag == Tag::Adj || !a.tokens[k].is_content();
        let same = |a: Option<usize>, b: Option<usize>| {
            let (Some(a), Some(b)) = (a, b) else { return false };
            self.pair
                .link(self.mine.start, a)
                .is_some_and(|l| l.how <= Bind::Synonym && l.to.take as usize == self.take && l.to.token as usize == b)
        };
        let after = same(next(self.r, i + 1..self.mine.end), next(self.w, j + 1..self.theirs.end));
        let before = || same(next(self.r, (self.mine.start..i).rev()), next(self.w, (self.theirs.start..j).rev()));
        after || !(modifies(self.r, i) && modifies(self.w, j)) && before()
    }
}

/// The first content word, at most four words on, with no mark before it.
fn next(a: &Analysis, tokens: impl Iterator<Item = usize>) -> Option<usize> {
    tokens.take(4).take_while(|k| a.tokens[*k].is_word()).find(|k| a.tokens[*k].is_content())
}

/// Function words that have opposites.
fn paired(fold: &str) -> bool {
    matches!(
        fold,
        "before"
            | "after"
            | "above"
            | "below"
            | "over"
            | "under"
            | "with"
            | "without"
            | "inside"
            | "outside"
            | "more"
            | "less"
            | "fewer"
            | "most"
            | "least"
            | "up"
            | "down"
    )
}

/// Whether two words are of one sort: two content words of one part of speech, given with it, or two of the function words that have
/// opposites.
pub fn same_sort(a: &Analysis, i: usize, b: &Analysis, j: usize) -> Option<Option<Pos>> {
    let (x, y) = (&a.tokens[i], &b.tokens[j]);
    if x.is_content() && y.is_content() {
        return (x.tag == y.tag).then(|| x.tag.pos()).filter(Option::is_some);
    }
    (paired(a.fold(i)) && paired(b.fold(j))).then_some(None)
}

/// Verbs that describe one deal from two sides.
pub fn converse(fold: &str) -> bool {
    const STEMS: &[&str] = &[
        "buy", "bought", "sell", "sold", "purchas", "acquir", "lend", "lent", "borrow", "win", "won", "beat", "los",
        "defeat", "import", "export", "send", "sent", "receiv", "give", "gave", "get", "got", "suppl", "demand",
        "emigrat", "immigrat", "enter", "arriv", "depart", "leav", "left", "precede", "follow", "given", "giving",
    ];
    STEMS.iter().any(|s| fold.starts_with(s))
}

/// Verbs that mean little by themselves: "give a test" and "take a test", "come into force" and "go into force" are no opposites.
pub fn light(fold: &str) -> bool {
    matches!(
        lexicon::base(fold, Pos::Verb),
        "give" | "take" | "come" | "go" | "get" | "have" | "make" | "put" | "bring" | "keep" | "suspect" | "believe"
    )
}

/// "Stand again", "run for parliament": whether a verb says that somebody is a candidate, which both "stand" and "run" can say.
pub fn candidacy(a: &Analysis, i: usize) -> bool {
    const POLLS: &[&str] = &[
        "ballot",
        "by-election",
        "candidate",
        "candidates",
        "congress",
        "council",
        "election",
        "elections",
        "office",
        "parliament",
        "party",
        "poll",
        "polls",
        "presidency",
        "re-election",
        "seat",
        "senate",
        "term",
        "vote",
    ];
    let sentence = a.sentences[a.tokens[i].sentence as usize].tokens.clone();
    matches!(lexicon::base(a.fold(i), Pos::Verb), "stand" | "run")
        && matches!(a.fold(i + 1), "again" | "for" | "against" | "in" | "as")
        && (a.roles_in(sentence.clone()).next().is_some() || sentence.clone().any(|k| POLLS.contains(&a.fold(k))))
}

/// Whether one side of the pair has a negation that the other lacks: then the opposite word may say the same.
pub fn turned_back(case: &Case, pair: usize, take: usize, token: usize, wire_token: usize) -> bool {
    let p = &case.alignment.pairs[pair];
    let mine = case.rewrite.sentences[p.sentence].tokens.clone();
    let wire = &case.wires[take];
    let theirs = wire.sentences[wire.tokens[wire_token].sentence as usize].tokens.clone();
    // The opposites themselves are no negation of each other: "not able" and "unable" say the same.
    let count = |a: &Analysis, r: std::ops::Range<usize>, but: usize| {
        r.filter(|i| *i != but)
            .filter(|i| {
                a.tokens[*i].class == Class::Negator && a.fold(*i + 1) != "only"
                    || matches!(
                        a.fold(*i),
                        "without"
                            | "fail"
                            | "fails"
                            | "failed"
                            | "failure"
                            | "unable"
                            | "refused"
                            | "refuses"
                            | "refusing"
                            | "refusal"
                    )
            })
            .count()
    };
    count(case.rewrite, mine, token) != count(wire, theirs, wire_token)
}

/// Whether the prefix stands as a word of its own: "non - tariff", "non tariff".
pub fn apart(a: &crate::analyse::Analysis, i: usize) -> bool {
    let mut before = a.tokens[..i].iter().rev().map(|t| t.span.of(&a.text)).skip_while(|w| matches!(*w, "-" | "–"));
    before.next().is_some_and(|w| w.len() <= 3 && PREFIXES.iter().any(|p| w.eq_ignore_ascii_case(p) && *p != "in"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    #[test]
    fn only_what_compares_has_a_degree() {
        let story = from_text(
            "t",
            "The employer wants larger fees before the arrest; the teacher, the owner and the newest \
             member came later than the other guests and asked for a better and a shorter contest.",
        );
        let a = Analysis::of(&story);
        let compared: Vec<&str> =
            (0..a.tokens.len()).filter(|i| degree(&a, *i) != Degree::Positive).map(|i| a.fold(i)).collect();
        assert_eq!(compared, ["larger", "newest", "later", "better", "shorter"]);
    }

    #[test]
    fn degrees_lead_back_to_their_adjective() {
        for (word, plain) in [
            ("highest", "high"),
            ("bigger", "big"),
            ("larger", "large"),
            ("happiest", "happy"),
            ("newest", "new"),
            ("other", "other"),
        ] {
            assert_eq!(positive(word), plain);
        }
    }
}
