use super::Case;
use super::changes::{place, wire_place, wire_words, words};
use super::directions;
use crate::analyse::{Analysis, Class};
use crate::finding::{Finding, Severity};
use crate::knowledge::lexicon::{self, Pos};
use crate::weigh::{Change, ChangeKind};

rule! {
    /// # What it reports
    /// A word that means the opposite of the wire's: "rejected" where the wire has "accepted".
    ///
    /// # Why it matters
    /// The sentence stays smooth and says the contrary. Word vectors and sentence embeddings do not see it: opposites are used alike.
    ///
    /// # Evidence it asks for
    /// The word faces the wire's word in the aligned sentence, the lexicon or the table of opposed news words calls the two opposites,
    /// and neither side has a negation that turns the sense back.
    ///
    /// # Example
    /// ```text
    /// wire: The union accepted the offer after two days of talks.
    /// rewrite: The union rejected the offer after two days of talks.
    /// fires: rejected
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The union did not accept the offer after two days of talks.
    /// rewrite: The union rejected the offer after two days of talks.
    /// silent
    /// wire: Shares in the bank rose 4% on Monday.
    /// rewrite: Shares in the bank climbed 4% on Monday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Opposites told by whole phrases, and those that no table has.
    "opposite-used", "wording", Mistranslation, Critical
}

/// How strong an opposition has to be, of 255.
const ENOUGH: u8 = 90;

/// Whether two words are of one sort: two content words of one part of speech, given with it, or two of the function words that have
/// opposites.
fn same_sort(a: &Analysis, i: usize, b: &Analysis, j: usize) -> Option<Option<Pos>> {
    let (x, y) = (&a.tokens[i], &b.tokens[j]);
    if x.is_content() && y.is_content() {
        return (x.tag == y.tag).then(|| x.tag.pos()).filter(Option::is_some);
    }
    let paired = |fold: &str| {
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
    };
    (paired(a.fold(i)) && paired(b.fold(j))).then_some(None)
}

/// Verbs that tell one deal from two sides.
fn converse(fold: &str) -> bool {
    const STEMS: &[&str] = &[
        "buy", "bought", "sell", "sold", "purchas", "acquir", "lend", "lent", "borrow", "win", "won", "beat", "los",
        "defeat", "import", "export", "send", "sent", "receiv", "give", "gave", "get", "got", "suppl", "demand",
        "emigrat", "immigrat", "enter", "arriv", "depart", "leav", "left", "precede", "follow", "given", "giving",
    ];
    STEMS.iter().any(|s| fold.starts_with(s))
}

/// Verbs that mean little by themselves: "give a test" and "take a test", "come into force" and "go into force" are no opposites.
fn light(fold: &str) -> bool {
    matches!(
        lexicon::base(fold, Pos::Verb),
        "give" | "take" | "come" | "go" | "get" | "have" | "make" | "put" | "bring" | "keep" | "suspect" | "believe"
    )
}

/// Looks for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in &case.weighed.changes {
        if let Some(f) = distance(case, c) {
            out.push(f);
            continue;
        }
        let (Some(i), Some(j)) = (c.head, c.wire_head) else { continue };
        if !matches!(c.kind, ChangeKind::Substituted | ChangeKind::Related) {
            continue;
        }
        let wire = &case.wires[c.take];
        let Some(pos) = same_sort(case.rewrite, i, wire, j) else { continue };
        // Of the whole family of senses, only those count that the words can have here.
        let mut r = c.relations;
        if let Some(pos) = pos.filter(|_| r.antonym >= ENOUGH) {
            let here = lexicon::relations(case.rewrite.fold(i), wire.fold(j), Some(pos));
            r.antonym = r.antonym.min(here.antonym);
        }
        if r.same_lemma || r.antonym < ENOUGH || r.synonym > r.antonym || r.derivation > r.antonym {
            continue;
        }
        if light(case.rewrite.fold(i)) && light(wire.fold(j)) {
            continue;
        }
        // Quantities have a rule of their own.
        let quantity = |t: &crate::analyse::Token| matches!(t.class, Class::Quantifier | Class::Negator);
        let paired = |fold: &str| matches!(fold, "more" | "less" | "fewer" | "most" | "least");
        if quantity(&case.rewrite.tokens[i])
            && quantity(&wire.tokens[j])
            && !(paired(case.rewrite.fold(i)) && paired(wire.fold(j)))
        {
            continue;
        }
        // Of a purchase and a sale, each tells the other from the other side: only the same place in the same words counts.
        if converse(case.rewrite.fold(i)) && converse(wire.fold(j)) && !(c.features_bound() && c.same_around() >= 2.0) {
            continue;
        }
        // Movements have a rule of their own, which looks at what moves.
        if directions::opposed(case.rewrite.fold(i), case.rewrite.tokens[i].tag, wire.fold(j), wire.tokens[j].tag) {
            continue;
        }
        if c.rewrite.len() > 4 || c.wire.len() > 4 || turned_back(case, c.pair, c.take, i, j) {
            continue;
        }
        let firm = c.features_bound() || r.antonym > 160;
        if !firm && c.major < 0.3 {
            continue;
        }
        let severity = if c.features_bound() { Severity::Critical } else { Severity::Major };
        let (a, b) = (case.rewrite.word(i), wire.word(j));
        out.push(
            Finding::at(&RULE, place(case, c), format!("“{a}” means the opposite of the wire's “{b}”"))
                .severity(severity)
                .confidence(0.6 + f32::from(r.antonym) / 1000.0)
                .against(wire_place(case, c)),
        );
    }
}

/// "Far from" where the wire has "near", which no single word tells.
fn distance(case: &Case, c: &Change) -> Option<Finding> {
    if c.kind != ChangeKind::Substituted
        || c.rewrite.len() > 4
        || c.wire.len() > 4
        || !(c.features_bound() || c.score() > 0.7)
    {
        return None;
    }
    let wire = &case.wires[c.take];
    let has =
        |a: &Analysis, mut tokens: std::ops::Range<usize>, words: &[&str]| tokens.any(|k| words.contains(&a.fold(k)));
    const NEAR: &[&str] = &["near", "beside", "nearby", "alongside"];
    const FAR_OFF: &[&str] = &["far"];
    let (r, w) = (c.rewrite.clone(), c.wire.clone());
    let turned = has(case.rewrite, r.clone(), FAR_OFF) && has(wire, w.clone(), NEAR)
        || has(case.rewrite, r.clone(), NEAR) && has(wire, w.clone(), FAR_OFF);
    let denied = |a: &Analysis, t: std::ops::Range<usize>| {
        (t.start.saturating_sub(3)..t.end).any(|k| a.tokens[k].class == Class::Negator)
    };
    if !turned || denied(case.rewrite, r) != denied(wire, w) {
        return None;
    }
    let (a, b) = (words(case, c), wire_words(case, c));
    Some(
        Finding::at(&RULE, place(case, c), format!("“{a}” means the opposite of the wire's “{b}”"))
            .severity(Severity::Major)
            .confidence(0.75)
            .against(wire_place(case, c)),
    )
}

/// Whether one side of the pair has a negation that the other lacks: then the opposite word may say the same.
fn turned_back(case: &Case, pair: usize, take: usize, token: usize, wire_token: usize) -> bool {
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
