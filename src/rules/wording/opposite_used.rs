use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::compare::changes::{rewrite_span, wire_span, wire_words, words};
use crate::compare::directions;
use crate::compare::edited::paraphrased;
use crate::compare::opposites::{self, apart, converse, light, same_sort, turned_back};
use crate::finding::{Finding, Severity};
use crate::knowledge::lexicon;
use crate::text::{RewriteSpan, WireSpan};
use crate::weigh::{Change, ChangeKind};

rule! {
    /// # What it reports
    /// A word that means the opposite of the wire's: "rejected" where the wire has "accepted".
    ///
    /// # Why it matters
    /// The sentence stays smooth and says the contrary. Word vectors and sentence embeddings do not see it: opposites
    /// are used alike.
    ///
    /// # Evidence it asks for
    /// The word is in the place of the wire's word in the aligned sentence, the lexicon or the table of opposed news
    /// words lists the two as opposites, and neither side has a negation that restores the sense.
    ///
    /// Severity: critical where the words on both sides of it are the wire's; major where they differ too.
    ///
    /// # Example
    /// ```text
    /// wire: The union accepted the offer after two days of talks.
    /// rewrite: The union rejected the offer after two days of talks.
    /// fires: rejected
    /// wire: The harbour town pays some of the highest rents on the coast, the bank said.
    /// rewrite: According to the bank, some of the lowest rents on the coast are paid in the harbour town.
    /// fires: lowest
    /// wire: Right before the crossing to the island on Friday, all crew and passengers were counted again.
    /// rewrite: Just after the crossing to the island on Friday, all crew and passengers were counted again.
    /// fires: after
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
    /// wire: Pupils of the island do not have as high marks as those of the coast.
    /// rewrite: Pupils of the island have lower marks than those of the coast.
    /// silent
    /// wire: The council put off all non-essential repairs until the autumn.
    /// rewrite: The council put off all non - essential repairs until autumn.
    /// silent
    /// wire: The employer has to pay the employee within ten days, the tribunal ruled.
    /// rewrite: The tribunal ruled that the employer has to pay the employee within ten days.
    /// silent
    /// wire: The mayor of Ulsvik will stand again in the autumn.
    /// rewrite: The mayor of Ulsvik will run again in the autumn.
    /// silent
    /// wire: The shipbuilder will sell its engine division to a Korean rival. The division has 900 workers.
    /// rewrite: The shipbuilder will sell its engine unit to a Korean rival. The unit has 900 workers.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Opposites expressed by whole phrases, and those that no table has.
    id: "opposite-used",
    group: Wording,
    category: Mistranslation,
    severity: Critical,
    speaks: General,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// How strong an opposition has to be, of 255.
const ENOUGH: u8 = 90;

/// Reports the changed words that mean the opposite of the wire's.
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
        if apart(case.rewrite, i) || apart(wire, j) {
            continue;
        }
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
        if paraphrased(case, c)
            || light(case.rewrite.fold(i)) && light(wire.fold(j))
            || opposites::candidacy(case.rewrite, i) && opposites::candidacy(wire, j)
        {
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
        // A purchase is a sale from the other side: only the same place in the same words counts, and "bought by" is no other place than
        // "sold to".
        let alone = c.rewrite.len() == 1 && c.wire.len() == 1 && c.features_bound() && c.same_around() >= 2.0;
        if converse(case.rewrite.fold(i)) && converse(wire.fold(j)) && !alone {
            continue;
        }
        // Movements have a rule of their own, which looks at what moves.
        if directions::opposed(case.rewrite.form(i), case.rewrite.tokens[i].tag, wire.form(j), wire.tokens[j].tag) {
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
            Finding::at(&RULE, rewrite_span(case, c), format!("“{a}” means the opposite of the wire's “{b}”"))
                .severity(severity)
                .confidence(0.6 + f32::from(r.antonym) / 1000.0)
                .against(wire_span(case, c)),
        );
    }
    for o in opposites::find(case) {
        let (span, wire) = (RewriteSpan(case.rewrite.tokens[o.rewrite].span), &case.wires[o.take]);
        let said = |f: &Finding| {
            f.rule.id == RULE.id && f.at.is_some_and(|at| at.0.start < span.0.end && span.0.start < at.0.end)
        };
        if out.iter().any(said) {
            continue;
        }
        let (a, b) = (case.rewrite.word(o.rewrite), wire.word(o.wire));
        out.push(
            Finding::at(&RULE, span, format!("“{a}” means the opposite of the wire's “{b}”"))
                .severity(Severity::Major)
                .confidence(0.5 + f32::from(o.strength) / 1000.0)
                .against(WireSpan { take: o.take, span: wire.tokens[o.wire].span }),
        );
    }
}

/// "Far from" where the wire has "near": no single word shows it.
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
        Finding::at(&RULE, rewrite_span(case, c), format!("“{a}” means the opposite of the wire's “{b}”"))
            .severity(Severity::Major)
            .confidence(0.75)
            .against(wire_span(case, c)),
    )
}
