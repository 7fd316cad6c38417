use crate::analyse::{Shape, TokenKind};
use crate::compare::Case;
use crate::finding::{Finding, Severity};
use crate::knowledge::tagger::Tag;
use crate::knowledge::{lexicon, vectors, wordlist};
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// A word that looks like the wire's but means something else: "desiccation" where the wire has "de-escalation".
    ///
    /// # Why it matters
    /// Spelling checkers let it pass, and so does a hurried eye.
    ///
    /// # Evidence it asks for
    /// Two listed words in the same place, alike in spelling, with no common root and no relation in meaning.
    ///
    /// Severity: major where the wire's word fits its sentence clearly better; minor where both words fit about as well.
    ///
    /// # Example
    /// ```text
    /// wire: The park service approved the conservation of wetlands and rare birds.
    /// rewrite: The park service approved the conversation of wetlands and rare birds.
    /// fires: conversation
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The organisation opened a new centre for the homeless.
    /// rewrite: The organization opened a new center for the homeless.
    /// silent
    /// wire: The talks were economical in length, officials said.
    /// rewrite: The talks were economic in length, officials said.
    /// silent
    /// wire: The yard is retrofitting two old trawlers as survey ships.
    /// rewrite: The yard is refitting two old trawlers as survey ships.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Pairs where one of the two is not in the word list, and those that share a root by chance.
    id: "near-spelling",
    group: Wording,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Reports the changed words that are spelt like the wire's but unrelated in meaning.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in case.weighed.changes.iter().filter(|c| c.kind == ChangeKind::Substituted) {
        let wire = &case.wires[c.take];
        for i in c.rewrite.clone() {
            let t = &case.rewrite.tokens[i];
            let plain =
                |t: &crate::analyse::Token| t.kind == TokenKind::Word && t.is_content() && t.shape == Shape::Lower;
            if !plain(t) {
                continue;
            }
            let a = case.rewrite.fold(i);
            let Some(j) = c.wire.clone().find(|j| plain(&wire.tokens[*j]) && alike(a, wire.fold(*j))) else { continue };
            let b = wire.fold(j);
            if t.canon == wire.tokens[j].canon || !wordlist::is_known(a) || !wordlist::is_known(b) || tied(a, b, t.tag)
            {
                continue;
            }
            // Where the rewrite's word suits the sentence better, the wire is the one with the slip.
            let (mine, theirs) = (at_home(wire, j, a), at_home(wire, j, b));
            let astray = match (mine, theirs) {
                (Some(mine), Some(theirs)) => mine < theirs + 0.03,
                (Some(mine), None) => mine < 0.25,
                (None, _) => true,
            };
            if !astray {
                continue;
            }
            let sure = theirs.zip(mine).is_none_or(|(theirs, mine)| mine + 0.1 < theirs);
            let spot = crate::text::RewriteSpan(t.span);
            out.push(
                Finding::at(
                    &RULE,
                    spot,
                    format!(
                        "“{}” looks like the wire's “{}” but means something else",
                        case.rewrite.word(i),
                        wire.word(j)
                    ),
                )
                .severity(if sure { Severity::Major } else { Severity::Minor })
                .confidence(if sure { 0.75 } else { 0.5 })
                .against(crate::text::WireSpan { take: c.take, span: wire.tokens[j].span })
                .replace_with(wire.word(j)),
            );
        }
    }
}

/// Whether two words are long enough and alike enough to be taken for each other.
fn alike(a: &str, b: &str) -> bool {
    let longest = a.len().max(b.len());
    a.len() >= 4 && b.len() >= 4 && a.as_bytes()[0] == b.as_bytes()[0] && {
        let d = strsim::osa_distance(a, b);
        d * 4 <= longest || (strsim::jaro_winkler(a, b) >= 0.84 && d * 5 <= longest * 2)
    }
}

/// How much a word is used like the content words around a wire token; none for words without a vector.
fn at_home(wire: &crate::analyse::Analysis, at: usize, word: &str) -> Option<f32> {
    let mut around = vectors::Centroid::default();
    let sentence = wire.sentences[wire.tokens[at].sentence as usize].tokens.clone();
    for i in sentence.filter(|i| *i != at && wire.tokens[*i].is_content()) {
        if let Some(v) = wire.form(i).vector() {
            around.add(v, 1.0);
        }
    }
    vectors::vector(word).map(|v| around.cosine_to(v))
}

/// Whether two words have a root or a meaning in common.
fn tied(a: &str, b: &str, tag: Tag) -> bool {
    let r = lexicon::relations(a, b, None);
    // Two verbs of one kind that end alike, "refit" and "retrofit", are one verb with two prefixes.
    let ending = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
    let kind = if tag == Tag::Verb && ending >= 6 { r.sibling } else { 0 };
    let tie = r.synonym.max(r.derivation).max(r.similar).max(r.hypernym).max(r.hyponym).max(kind);
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    // Forms of one word share its beginning.
    r.same_lemma
        || tie >= 20
        || shared >= 5
        || shared + 2 >= a.len().min(b.len())
        || vectors::similarity(a, b).is_some_and(|s| s > 0.55)
}
