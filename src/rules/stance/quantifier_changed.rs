use crate::analyse::{Analysis, Class, TokenKind};
use crate::compare::Case;
use crate::compare::sides::{View, pairs, said};
use crate::finding::{Finding, Severity};
use crate::knowledge::tagger::{Tag, VerbForm};

rule! {
    /// # What it reports
    /// A different share of the same things: "all" where the wire has "some", "most" where it has "few".
    ///
    /// # Why it matters
    /// One word decides whether a few or everybody did it.
    ///
    /// # Evidence it asks for
    /// Both sides have a word of quantity before the same noun, and the two belong to different classes (all, most,
    /// half, many, some, few, none); no figure or share elsewhere in the sentence gives the wire's quantity in another
    /// way.
    ///
    /// Severity: major; minor for a neighbouring quantity, such as "most" and "many".
    ///
    /// # Example
    /// ```text
    /// wire: Some passengers were taken to a hospital in the town after the bus overturned.
    /// rewrite: All passengers were taken to a hospital in the town after the bus overturned.
    /// fires: All
    /// wire: Few residents had heard the siren, the mayor said on Monday.
    /// rewrite: Most residents had heard the siren, the mayor said on Monday.
    /// fires: Most
    /// wire: Most of the young leave for towns with few other jobs, the union said.
    /// rewrite: Most of the young leave for towns with a lot of other jobs, the union said.
    /// fires: a lot of other jobs
    /// wire: Most of the stranded sailors came from Manila.
    /// rewrite: All of the stranded sailors came from Manila.
    /// fires: All
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Every school in the valley was closed on Friday because of snow.
    /// rewrite: All schools in the valley were closed on Friday because of snow.
    /// silent
    /// wire: Most farmers in the region have signed the letter.
    /// rewrite: The majority of farmers in the region have signed the letter.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Quantities that one side gives as a figure or a share.
    id: "quantifier-changed",
    group: Stance,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// A class of quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    All,
    Most,
    Half,
    Many,
    Some,
    Few,
    None,
}

/// The share that a word gives.
fn share(a: &Analysis, i: usize) -> Option<Share> {
    let before = if i > 0 { a.fold(i - 1) } else { "" };
    Some(match a.fold(i) {
        "all" if !matches!(before, "at" | "after" | "above" | "of" | "first" | "in") => Share::All,
        "every" | "entire" => Share::All,
        "each" if a.fold(i + 1) != "other" => Share::All,
        "most" if matches!(before, "the" | "at") => return None,
        "most"
            if a.tokens.get(i + 1).is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Propn))
                || a.fold(i + 1) == "of"
                || plural_after(a, i) =>
        {
            Share::Most
        }
        "majority" => Share::Most,
        "half" if !a.tokens.get(i + 1).is_some_and(|t| t.glued) => Share::Half,
        "many" if !matches!(before, "how" | "as" | "so" | "too" | "not") => Share::Many,
        "numerous" => Share::Many,
        "lot" | "lots" | "plenty" if a.fold(i + 1) == "of" => Share::Many,
        "some" if a.tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Word && t.tag != Tag::Num) => Share::Some,
        "several" => Share::Some,
        "few" if matches!(before, "a" | "past" | "last" | "next" | "these" | "those" | "first" | "quite" | "the") => {
            Share::Some
        }
        "few" => Share::Few,
        "no" | "none" if !matches!(a.fold(i + 1), "longer" | "more" | "less" | "fewer" | "one") => Share::None,
        _ => return None,
    })
}

/// Whether an adjective and then a plural noun follow: "most young voters", not "most serious threat".
fn plural_after(a: &Analysis, i: usize) -> bool {
    a.tokens.get(i + 1).is_some_and(|t| t.tag == Tag::Adj)
        && a.tokens.get(i + 2).is_some_and(|t| t.tag == Tag::Noun)
        && a.fold(i + 2).ends_with('s')
        && !a
            .tokens
            .get(i.wrapping_sub(1))
            .is_some_and(|t| matches!(t.class, Class::Article | Class::Particle | Class::Pronoun))
}

/// How grave the change is.
fn clash(wire: Share, rewrite: Share) -> Option<Severity> {
    use Share::{All, Few, Half, Many, Most, None as No, Some as A};
    if wire == rewrite {
        return None;
    }
    Some(match (wire, rewrite) {
        (No, _) | (_, No) => Severity::Major,
        (All, Most) | (Most, All) | (All, _) | (_, All) => Severity::Major,
        (Few, Most | Many | Half) | (Most | Many | Half, Few) => Severity::Major,
        (Most, A | Half) | (A | Half, Most) => Severity::Major,
        (Half, Many | A) | (Many | A, Half) => Severity::Major,
        (Most, Many) | (Many, Most) | (Few, A) | (A, Few) => Severity::Minor,
        // "Many" and "several" are used for each other.
        _ => return None,
    })
}

/// The noun that a quantity is of.
fn noun(a: &Analysis, i: usize, end: usize) -> Option<usize> {
    let mut found = None;
    for k in i + 1..end.min(i + 7) {
        let t = &a.tokens[k];
        if !t.is_word() {
            if found.is_none() && matches!(a.fold(k), "-" | "'" | "’") {
                continue;
            }
            break;
        }
        match t.tag {
            Tag::Noun | Tag::Propn => found = Some(k),
            _ if found.is_some() => break,
            Tag::Adj | Tag::Det | Tag::Num => {}
            // "All of the stranded hikers".
            Tag::Verb
                if !matches!(a.form(k).verb_form(t.tag), Some(VerbForm::Base | VerbForm::S))
                    && a.tokens[k - 1].class == Class::Article => {}
            _ if matches!(t.class, Class::Article | Class::Demonstrative | Class::Pronoun | Class::Particle)
                || a.fold(k) == "of" => {}
            _ => break,
        }
    }
    found
}

/// Whether the sentence gives its quantities in other ways too.
fn measured(a: &Analysis, tokens: impl Iterator<Item = usize>, but: usize) -> bool {
    tokens.filter(|k| *k != but).any(|k| {
        share(a, k).is_some()
            || matches!(
                a.fold(k),
                "percent"
                    | "%"
                    | "cent"
                    | "share"
                    | "third"
                    | "thirds"
                    | "quarter"
                    | "quarters"
                    | "minority"
                    | "bulk"
                    | "part"
                    | "proportion"
                    | "dozens"
                    | "hundreds"
                    | "thousands"
                    | "number"
                    | "only"
                    | "nobody"
                    | "not"
                    | "without"
                    | "whole"
                    | "both"
                    | "any"
                    | "mostly"
                    | "largely"
                    | "mainly"
                    | "except"
                    | "nearly"
                    | "almost"
                    | "hardly"
                    | "everyone"
                    | "everybody"
                    | "nothing"
                    | "never"
            )
    })
}

/// Compares the words of quantity in each sentence with the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for f in pairs(case) {
        let r = case.rewrite;
        let (mine, theirs) = (f.mine(), f.theirs());
        let wire = f.wire();
        if f.pair.score < 0.45 || !mine.clone().any(|i| share(r, i).is_some()) {
            continue;
        }
        let view: View = f.rewrite_view();
        for (i, a) in mine.clone().filter_map(|i| Some((i, share(r, i)?))) {
            let Some(n) = noun(r, i, mine.end) else { continue };
            // "A lot of" is one quantity.
            let from = if r.fold(i) == "lot" && i > mine.start && r.fold(i - 1) == "a" { i - 1 } else { i };
            let Some(m) = view.same(n).filter(|m| theirs.contains(m)) else { continue };
            // The nearest quantity before the wire's noun that is of this noun.
            let Some((j, b)) =
                (m.saturating_sub(6).max(theirs.start)..m).rev().find_map(|j| Some((j, share(wire, j)?)))
            else {
                continue;
            };
            if noun(wire, j, theirs.end) != Some(m) || view.same(i).is_some_and(|x| x == j) {
                continue;
            }
            let Some(severity) = clash(b, a) else { continue };
            // A quantity that both sides have in the same words measures something else.
            let alike = |k: usize| view.same(k).is_some_and(|m| r.tokens[k].hash == wire.tokens[m].hash);
            let matched = |m: usize| mine.clone().any(|k| view.same(k) == Some(m) && alike(k));
            if measured(r, mine.clone().filter(|k| !alike(*k)), i)
                || measured(wire, theirs.clone().filter(|m| !matched(*m)), j)
            {
                continue;
            }
            out.push(
                Finding::at(
                    &RULE,
                    f.at(from..n + 1),
                    format!("the wire says “{}”, the rewrite “{}”", said(wire, j..m + 1), said(r, from..n + 1)),
                )
                .severity(severity)
                .confidence(0.75)
                .against(f.wire_at(j..m + 1)),
            );
        }
    }
}
