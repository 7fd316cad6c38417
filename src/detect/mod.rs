//! The rules: from the alignment and both analyses to findings. One file per rule; no rule knows another.

use std::cell::{OnceCell, RefCell};

use crate::align::Alignment;
use crate::align::marks::{self, Standing};
use crate::analyse::Analysis;
use crate::analyse::dates::Component;
use crate::analyse::figures::FigureDifference;
use crate::facts::Facts;
use crate::finding::{Finding, Rule};
use crate::ingest::Story;
use crate::text::{KeyMap, pair};
use crate::weigh::Weighed;
use seen::Seen;

/// Everything that a rule may look at.
pub struct Case<'a> {
    /// The rewrite as it was read.
    pub rewrite_story: &'a Story,
    /// The wires as they were read.
    pub wire_stories: &'a [Story],
    /// The rewrite, understood.
    pub rewrite: &'a Analysis,
    /// The wires, understood, in the order given.
    pub wires: &'a [Analysis],
    /// Which sentences and words stand for which.
    pub alignment: &'a Alignment,
    /// The differences of the two texts, weighed.
    pub weighed: &'a Weighed,
    /// What the wires have for each figure of the rewrite, in the order of its figures.
    pub figures: Vec<Standing<FigureDifference>>,
    /// What the wires have for each date of the rewrite, in the order of its dates.
    pub dates: Vec<Standing<Component>>,
    /// Names of the rewrite that the wires do not have where it has them; filled by the first rule that asks.
    strangers: OnceCell<Vec<strangers::Stranger>>,
    /// How alike names of the rewrite and of the wires are, as far as rules asked.
    alike: RefCell<KeyMap<strangers::Likeness>>,
    /// Whether the rewrite is a summary, in which dropped sentences are no fault.
    pub summary: bool,
    /// What is known besides the texts.
    pub facts: &'a Facts,
    /// The days on which the story may have been written, and what its titles have against the facts; filled by the first rule that asks.
    known: OnceCell<offices::Known>,
    /// What the wires have, for the rules that look at the rewrite alone.
    seen: Seen<'a>,
}

impl<'a> Case<'a> {
    /// A case without what the rules work out for each other.
    pub fn new(
        (rewrite_story, rewrite): (&'a Story, &'a Analysis),
        (wire_stories, wires): (&'a [Story], &'a [Analysis]),
        alignment: &'a Alignment,
        weighed: &'a Weighed,
        summary: bool,
    ) -> Self {
        Case {
            rewrite_story,
            wire_stories,
            rewrite,
            wires,
            alignment,
            weighed,
            figures: marks::figures(wires, rewrite, alignment),
            dates: marks::dates(wires, wire_stories, rewrite, rewrite_story, alignment),
            strangers: OnceCell::new(),
            alike: RefCell::default(),
            summary,
            facts: Facts::tables(),
            known: OnceCell::new(),
            seen: Seen::new(wires),
        }
    }

    /// The same case, judged by these facts besides the tables.
    #[must_use]
    pub fn knowing(mut self, facts: &'a Facts) -> Self {
        self.facts = facts;
        self
    }

    /// What the wires have.
    fn seen(&self) -> &Seen<'a> {
        &self.seen
    }

    /// What the titles of the rewrite have against the facts.
    fn known(&self) -> &offices::Known {
        self.known.get_or_init(|| offices::known(self))
    }

    /// How alike name `n` of the rewrite and name `m` of one of its wires are.
    fn likeness(&self, n: usize, wire: &Analysis, m: usize) -> strangers::Likeness {
        let key = pair(pair(n as u64, std::ptr::from_ref(wire).addr() as u64), m as u64);
        if let Some(known) = self.alike.borrow().get(&key) {
            return *known;
        }
        let found = strangers::compare(self.rewrite, n, wire, m);
        let mut alike = self.alike.borrow_mut();
        // A long text has more pairs of names than are worth keeping.
        if alike.len() < 4096 {
            alike.insert(key, found);
        }
        found
    }

    /// The names of the rewrite that the wires do not have where it has them, in text order.
    fn strangers(&self) -> &[strangers::Stranger] {
        self.strangers.get_or_init(|| strangers::strangers(self))
    }
}

/// Declares a rule: its documentation (captured as text), its identity, and the function that looks for it.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $id:literal, $group:literal, $category:ident, $severity:ident) => {
        $(#[doc = $doc])+
        pub static RULE: $crate::finding::Rule = $crate::finding::Rule {
            id: $id,
            group: $group,
            category: $crate::finding::Category::$category,
            severity: $crate::finding::Severity::$severity,
            docs: concat!($($doc, "\n"),+),
        };
    };
}

/// Lists all rules: the modules, the registry and one test per rule come from this one list.
macro_rules! rules {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        static RULES: &[&Rule] = &[$(&$name::RULE),*];

        type Check = for<'a> fn(&Case<'a>, &mut Vec<Finding>);
        static CHECKS: &[Check] = &[$($name::check),*];

        #[cfg(test)]
        mod examples {
            $(#[test] fn $name() { super::testing::run(&super::$name::RULE, stringify!($name)); })*
        }
    };
}

mod abbreviation;
mod adjective;
mod changes;
mod degrees;
mod directions;
mod facing;
mod hedges;
mod offices;
mod opposites;
mod quoting;
mod seen;
mod states;
mod strangers;
mod unknown;
mod views;

rules! {
    // Names.
    affiliation_changed,
    gender_changed,
    name_respelled,
    nationality_changed,
    organisation_changed,
    person_changed,
    place_changed,
    state_called_person,
    pronoun_unbound,
    title_changed,
    // The rewrite against itself: persons.
    self_contradiction_person,
    // copy
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
    word_order,
    word_salad,
    // Quotes.
    quote_altered,
    quote_shortened,
    quote_marks_moved,
    quote_marks_added,
    quote_speaker_changed,
    quote_unknown,
    // Stance: who says it, and how it is said to be said.
    attribution_dropped,
    loaded_verb,
    negation_flipped,
    // Wording: which word stands for which.
    near_spelling,
    opposite_used,
    prefix_lost,
    unrelated_word,
    // Coverage: what is told at all.
    claim_added,
    date_unsupported,
    sentence_dropped,
    // Drift: changes that no sharper rule names.
    passage_drifted,
    words_added,
    words_changed,
    words_dropped,
    // Figures.
    number_changed,
    magnitude_changed,
    unit_changed,
    currency_changed,
    percent_points,
    ordinal_changed,
    approximator_changed,
    list_merged,
    // Time.
    date_changed,
    year_changed,
    weekday_changed,
    tense_flipped,
    // The rewrite against itself.
    self_contradiction_figure,
    self_contradiction_date,
    // Stance: how sure, how much, which way, and who does it to whom.
    direction_reversed,
    hedge_changed,
    modality_changed,
    qualifier_dropped,
    quantifier_changed,
    question_changed,
    roles_swapped,
    // Wording and coverage: terms of art, and what the headline may say.
    headline_unsupported,
    term_calque,
    // Facts: what the tables and the newsroom's own files know.
    office_misattributed,
    office_out_of_term,
    organisation_head_wrong,
    city_misplaced,
    demonym_misfit,
    currency_misfit,
    house_spelling,
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
pub fn run(case: &Case, wanted: impl Fn(&Rule) -> bool) -> Vec<Finding> {
    let mut out = Vec::new();
    for (rule, check) in RULES.iter().zip(CHECKS) {
        if wanted(rule) {
            check(case, &mut out);
        }
    }
    out
}

/// Makes findings easier to read once it is settled which of them speak: passages end with whole names and phrases.
pub fn round_off(case: &Case, findings: &mut [Finding]) {
    passage_drifted::round_off(case, findings);
}

/// Takes out what is said against names that the newsroom's file keeps or prefers: how they are spelt, and whose or what they are.
pub fn spare(case: &Case, findings: &mut Vec<Finding>) {
    let kept = case.facts.lexicon.kept(&case.rewrite.text);
    let spared = |f: &Finding| {
        let spelling =
            matches!(f.rule.id, "misspelling" | "casing-broken" | "language-left" | "letters-lost" | "near-spelling");
        (spelling || matches!(f.rule.group, "names" | "facts"))
            && f.at
                .is_some_and(|at| kept.iter().any(|k| k.contains(at.0) || f.rule.group == "facts" && at.0.overlaps(*k)))
    };
    if !kept.is_empty() {
        findings.retain(|f| !spared(f));
    }
}

#[cfg(test)]
mod testing;
