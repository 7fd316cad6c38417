//! The rules: from the alignment and both analyses to findings. One file per rule, in the folder of its group; no rule knows another.

use crate::compare::{Case, Shared};
use crate::finding::{Finding, Names, Rule};

/// Declares a rule: its documentation (captured as text), its identity, and what merging and fixing need to know of it.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        id: $id:literal,
        group: $group:ident,
        category: $category:ident,
        severity: $severity:ident,
        speaks: $speaks:ident,
        ground: $ground:ident,
        fix: $fix:ident,
        names: $names:ident,
    ) => {
        $(#[doc = $doc])+
        pub static RULE: $crate::finding::Rule = $crate::finding::Rule {
            id: $id,
            group: $crate::finding::Group::$group,
            category: $crate::finding::Category::$category,
            severity: $crate::finding::Severity::$severity,
            speaks: $crate::finding::Speaks::$speaks,
            ground: $crate::finding::Ground::$ground,
            fix: $crate::finding::Fix::$fix,
            names: $crate::finding::Names::$names,
            docs: concat!($($doc, "\n"),+),
        };
    };
}

type Check = for<'a> fn(&Shared<'a>, &mut Vec<Finding>);

/// Lists all rules by group: the modules, the registry and one test per rule come from this one list.
macro_rules! rules {
    ($($(#[doc = $about:literal])+ $group:ident { $($name:ident,)* })*) => {
        $($(#[doc = $about])+ mod $group { $(pub(super) mod $name;)* })*

        static RULES: &[&Rule] = &[$($(&$group::$name::RULE),*),*];

        // A rule takes the plain case, or the shared one where it asks for what several rules need.
        static CHECKS: &[Check] = &[$($(|shared, out| $group::$name::check(shared, out)),*),*];

        #[cfg(test)]
        mod examples {
            $($(#[test] fn $name() { super::testing::run(&super::$group::$name::RULE, stringify!($name)); })*)*
        }
    };
}

rules! {
    /// Who and what is named.
    names {
        affiliation_changed,
        gender_changed,
        name_dropped,
        name_respelled,
        names_swapped,
        nationality_changed,
        organisation_changed,
        person_changed,
        place_changed,
        state_called_person,
        pronoun_unbound,
        title_changed,
    }
    /// How many, how much.
    figures {
        number_changed,
        magnitude_changed,
        unit_changed,
        currency_changed,
        percent_points,
        ordinal_changed,
        approximator_changed,
        list_merged,
        figures_swapped,
    }
    /// When.
    time {
        date_changed,
        year_changed,
        weekday_changed,
        tense_flipped,
    }
    /// What is between quotation marks.
    quotes {
        quote_altered,
        quote_shortened,
        quote_marks_moved,
        quote_marks_added,
        quote_speaker_changed,
        quote_unknown,
    }
    /// Who says it, how sure, how much, which way, and who does it to whom.
    stance {
        attribution_dropped,
        connective_changed,
        denial_changed,
        loaded_verb,
        negation_flipped,
        direction_reversed,
        hedge_changed,
        modality_changed,
        qualifier_dropped,
        quantifier_changed,
        question_changed,
        roles_swapped,
    }
    /// Which word stands for which.
    wording {
        near_spelling,
        opposite_used,
        outcome_changed,
        prefix_lost,
        unrelated_word,
        term_calque,
        term_broken,
    }
    /// What a sentence means as a whole, as the reader reads it.
    meaning {
        meaning_changed,
        meaning_added,
    }
    /// What the rewrite adds and leaves out.
    coverage {
        claim_added,
        matter_added,
        date_unsupported,
        sentence_dropped,
        headline_unsupported,
        text_breaks_off,
    }
    /// Differences that no sharper rule names.
    drift {
        passage_drifted,
        words_added,
        words_changed,
        words_dropped,
    }
    /// The rewrite against itself.
    itself {
        self_contradiction_person,
        self_contradiction_figure,
        self_contradiction_date,
    }
    /// Slips that show in the rewrite alone.
    copy {
        agreement,
        article_form,
        casing_broken,
        final_mark_missing,
        language_left,
        letters_lost,
        misspelling,
        model_leftover,
        page_furniture,
        quote_unpaired,
        sentence_split,
        space_before_mark,
        stray_punctuation,
        word_doubled,
        word_missing,
        word_order,
        word_salad,
    }
    /// What the tables and the newsroom's own files know.
    facts {
        office_misattributed,
        office_out_of_term,
        organisation_head_wrong,
        city_misplaced,
        demonym_misfit,
        currency_misfit,
        house_spelling,
    }
}

/// All rules, in the order of the rule table.
pub fn rules() -> &'static [&'static Rule] {
    RULES
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|r| r.id == id)
}

/// Runs every rule that `wanted` lets through; the findings come in no particular order and may overlap.
pub fn run(case: &Shared, wanted: impl Fn(&Rule) -> bool) -> Vec<Finding> {
    let mut out = Vec::new();
    for (rule, check) in RULES.iter().zip(CHECKS) {
        if wanted(rule) {
            check(case, &mut out);
        }
    }
    out
}

/// Takes out what is said against names that the newsroom's file keeps or prefers: how they are spelt, and whose or what they are.
pub fn spare(case: &Case, findings: &mut Vec<Finding>) {
    let kept = case.facts.lexicon.kept(&case.rewrite.text);
    if kept.is_empty() {
        return;
    }
    findings.retain(|f| {
        let Some(at) = f.at else { return true };
        // They are in text order and do not overlap: those up to the end of the words, the last first.
        let before = &kept[..kept.partition_point(|k| k.start <= at.0.end)];
        let mut near = before.iter().rev().take_while(|k| k.end >= at.0.start);
        match f.rule.names {
            Names::Spared => !near.any(|k| k.contains(at.0)),
            Names::SparedAround => !near.any(|k| k.contains(at.0) || at.0.overlaps(*k)),
            Names::Judged => true,
        }
    });
}

#[cfg(test)]
mod testing;
