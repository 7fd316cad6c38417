use std::ops::Range;

use crate::align::Bind;
use crate::analyse::{Analysis, Class, Token, TokenKind};
use crate::compare::Case;
use crate::compare::changes::{prefix_apart, rewrite_span, trim, wire_span, wire_words, words};
use crate::compare::replaced::{self, Replaced};
use crate::finding::{Finding, Severity};
use crate::knowledge::lexicon::{self, LexClass, Pos, phrases};
use crate::knowledge::scales;
use crate::knowledge::tagger::Tag;
use crate::knowledge::vectors;
use crate::text::{RewriteSpan, WireSpan};
use crate::weigh::{Change, ChangeKind};

rule! {
    /// # What it reports
    /// A word that has nothing to do with the wire's word in its place, or that names another thing of the same sort
    /// ("kitchen" for "garage"), while the words around it are the same.
    ///
    /// # Why it matters
    /// A reader is told something else, in a sentence that otherwise looks checked.
    ///
    /// # Evidence it asks for
    /// One word against one word of the same part of speech, matching words on both sides, and no relation between the
    /// two in the lexicon that would let one replace the other; two kinds of one thing count as different. Or a turn of
    /// several words for another, the only difference of the sentence, where no word of either is kin to one of the other.
    ///
    /// Severity: major where the two words name different kinds of things or persons, or where little else in the
    /// sentence changed; minor where they could be synonyms that the lexicon lacks, and neutral for verbs, which have more of them.
    ///
    /// # Example
    /// ```text
    /// wire: The fire broke out in the kitchen of the old hotel.
    /// rewrite: The fire broke out in the garage of the old hotel.
    /// fires: garage
    /// wire: Inspectors checked the pumps twice a week. The dam was built in 1954.
    /// rewrite: Inspectors checked the pumps twice a month. The dam was built in 1954.
    /// fires: month
    /// wire: The governor thanked the nurses who had slept in hospital corridors. The water is falling.
    /// rewrite: The governor thanked the nurses who had sold concert tickets. The water is falling.
    /// fires: sold concert tickets
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The plane landed safely in a field near the village.
    /// rewrite: The aircraft landed safely in a field near the village.
    /// silent
    /// wire: He was given a big part in the talks.
    /// rewrite: He was given a large role in the talks.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Where most of a sentence is reworded, a paraphrase and an unrelated word look alike; the rule stays silent
    /// there.
    id: "unrelated-word",
    group: Wording,
    category: Mistranslation,
    severity: Major,
    speaks: General,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the changed words that have no relation in meaning to the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in case.weighed.changes.iter().filter(|c| matches!(c.kind, ChangeKind::Substituted | ChangeKind::Related)) {
        let (Some(i), Some(j)) = (c.head, c.wire_head) else { continue };
        let wire = &case.wires[c.take];
        let (a, b) = (&case.rewrite.tokens[i], &wire.tokens[j]);
        let plain = |t: &Token| t.is_content() && t.kind == TokenKind::Word;
        if !plain(a) || !plain(b) || a.canon == b.canon || prefix_apart(case, c) {
            continue;
        }
        // Names have rules of their own, and long stretches are no single word in another's place.
        if case.rewrite.name_at(i).is_some() || wire.name_at(j).is_some() || !c.short() {
            continue;
        }
        let rest = rest_is_same(case, c);
        if !rest
            && !(c.kind == ChangeKind::Substituted
                && c.features_bound()
                && c.alone()
                && c.score() >= 0.8
                && c.same_around() >= 3.0)
        {
            continue;
        }
        let (x, y) = (case.rewrite.fold(i), wire.fold(j));
        let r = &c.relations;
        let kin = r.synonym.max(r.similar).max(r.derivation).max(r.hypernym).max(r.hyponym);
        let (here, there) = (any_exclusive(case.rewrite, &c.rewrite), any_exclusive(wire, &c.wire));
        let things = here && there;
        let alike = vectors::similarity(x, y).unwrap_or(0.0);
        // "White" is first of all a person, by the lexicon, and "blue" a colour: near kin of what excludes its like is enough.
        let kinds = things || rest && (here || there) && r.sibling >= 140;
        let other_kind = r.sibling >= 50 && r.sibling > kin && kinds && !same_group(case, c);
        let limit = if rest { 0.75 } else { 0.45 };
        let unrelated = kin < 30 && r.antonym < 60 && (rest || c.major > 0.4) && apart(x, y, limit);
        // A thing named more closely than in the wire is no longer the wire's word either.
        let narrower = rest && r.hypernym >= 60 && r.hypernym > r.synonym.max(r.similar) && things && alike < 0.72;
        if !other_kind && !unrelated && !narrower {
            continue;
        }
        // A turn of several words for a turn of several words is a paraphrase more often than an unrelated word; "living room" is one word.
        let noun = |t: &Token| matches!(t.tag, Tag::Noun | Tag::Adj);
        let like = a.tag == b.tag || noun(a) && noun(b) && other_kind;
        if !like || !one_term(case.rewrite, &c.rewrite) || !one_term(wire, &c.wire) {
            continue;
        }
        // Words that are used alike and have no tie in the dictionary may be synonyms that it lacks: "sought" and "demanded".
        let person = |word| lexicon::class(word, Pos::Noun) == Some(LexClass::Person);
        let persons = person(x) && person(y) && a.tag == Tag::Noun && !same_group(case, c);
        let sure = match rest {
            // The dictionary knows few synonyms of adjectives: two that are used alike may well mean the same.
            true if a.tag == Tag::Adj && alike >= 0.5 && !other_kind && !narrower => false,
            true => other_kind || narrower || things || persons || alike < 0.45 && c.edited >= 0.5 || c.edited >= 0.87,
            false => c.major >= 0.25,
        };
        out.push(
            Finding::at(
                &RULE,
                rewrite_span(case, c),
                format!("the wire says “{}”, the rewrite “{}”", wire_words(case, c), words(case, c)),
            )
            .severity(match sure {
                true => Severity::Major,
                // Verbs have more synonyms than the dictionary knows.
                false if a.tag == Tag::Verb => Severity::Neutral,
                false => Severity::Minor,
            })
            .confidence(0.4 + 0.5 * c.major)
            .against(wire_span(case, c)),
        );
    }
    for r in replaced::find(case) {
        out.extend(turn(case, &r));
    }
}

/// A turn of several words for another that no table relates to it, in a sentence that is otherwise the wire's.
fn turn(case: &Case, r: &Replaced) -> Option<Finding> {
    let e = case.alignment.edits.get(r.edit)?;
    let wire = case.wires.get(e.take)?;
    let (mine, theirs) = (trim(case.rewrite, e.rewrite.clone()), trim(wire, e.wire.clone()));
    let message = format!("the wire says “{}”, the rewrite “{}”", theirs.of(&wire.text), mine.of(&case.rewrite.text));
    Some(
        Finding::at(&RULE, RewriteSpan(mine), message)
            .confidence(0.75 - 0.5 * r.alike)
            .against(WireSpan { take: e.take, span: theirs }),
    )
}

/// Whether the change is the only difference: every other word of both sentences is bound to the same word, articles aside.
/// Nobody rewords one word of a sentence and keeps all others unless something is meant by it.
fn rest_is_same(case: &Case, c: &Change) -> bool {
    let pair = &case.alignment.pairs[c.pair];
    let Some(best) = pair.wire.first().filter(|w| w.take == c.take) else { return false };
    let article = |t: &Token| t.class == Class::Article;
    let mine = case.rewrite.sentences[pair.sentence].tokens.clone();
    let mut same = 0;
    for i in mine.clone().filter(|i| !c.rewrite.contains(i)) {
        let t = &case.rewrite.tokens[i];
        if !t.is_word() || article(t) {
            continue;
        }
        match pair.link(mine.start, i) {
            Some(l) if l.how == Bind::Same => same += 1,
            _ => return false,
        }
    }
    let wire = &case.wires[best.take];
    let theirs = wire.sentences[best.sentence].tokens.clone();
    let words =
        theirs.filter(|j| wire.tokens[*j].is_word() && !article(&wire.tokens[*j]) && !c.wire.contains(j)).count();
    same >= 2 && words == same
}

/// Whether a range is one word, or two that the lexicon has as a term, articles aside.
fn one_term(a: &Analysis, range: &Range<usize>) -> bool {
    let words: Vec<usize> = range.clone().filter(|i| a.tokens[*i].class != Class::Article).collect();
    match words[..] {
        [_] => true,
        [x, y] => lexicon::mwe(&[a.fold(x), a.fold(y)]).is_some(),
        _ => false,
    }
}

/// Whether the table of paraphrases has the words in one group: "prison" and "jail".
fn same_group(case: &Case, c: &Change) -> bool {
    let (Some(i), Some(j)) = (c.head, c.wire_head) else { return false };
    let (a, b) = (case.rewrite.fold(i), case.wires[c.take].fold(j));
    let lemma = |word| lexicon::base(word, Pos::Noun);
    scales::together(lemma(a), lemma(b))
        || phrases::paraphrase(&[a], &[b]).is_some()
        || phrases::paraphrase(&[lemma(a)], &[lemma(b)]).is_some()
}

/// Whether some content word of a range is [`exclusive`].
fn any_exclusive(a: &Analysis, range: &Range<usize>) -> bool {
    range.clone().any(|i| a.tokens[i].is_content() && exclusive(a.fold(i)))
}

/// Whether a word names one of several things or properties that exclude each other: things that can be seen and touched, colours,
/// materials. Abstract kin (evening and night, task and mission) are often used for one another.
fn exclusive(word: &str) -> bool {
    // "Twice a week" is not "twice a month".
    const PERIODS: &[&str] =
        &["second", "minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "decade", "century"];
    let noun = lexicon::class(word, Pos::Noun);
    PERIODS.contains(&lexicon::base(word, Pos::Noun))
        || noun.is_some_and(|c| {
            matches!(
                c,
                LexClass::Animal
                    | LexClass::Artifact
                    | LexClass::Attribute
                    | LexClass::Body
                    | LexClass::Food
                    | LexClass::Object
                    | LexClass::Plant
                    | LexClass::Substance
            )
        })
}

/// Whether two words are used so differently that one is hardly a paraphrase of the other.
fn apart(x: &str, y: &str, limit: f32) -> bool {
    let same_group = phrases::paraphrase(&[x], &[y]).is_some();
    !same_group && vectors::similarity(x, y).is_some_and(|s| s < limit)
}
