//! What becomes of rules and categories, everywhere and under some paths.

use std::collections::BTreeMap;

use super::pattern::Pattern;
use super::setting::Origin;
use crate::finding::{Category, Rule, Severity};

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Level {
    /// The rule does not run.
    Off,
    /// It runs, and its findings have the severity that it gives them.
    On,
    /// It runs, and its findings have this severity.
    As(Severity),
}

impl Level {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::On => "on",
            Level::As(severity) => severity.name(),
        }
    }
}

/// Choices about rules and categories, each with where it comes from.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Choices {
    /// By the id of a rule. Those of house rules are not looked up: their file is read later.
    pub rules: BTreeMap<String, (Level, Origin)>,
    /// By an MQM category, or by a dimension, the part before the slash.
    pub categories: BTreeMap<String, (Level, Origin)>,
}

impl Choices {
    /// What is said about the category of a rule, else about the dimension of that.
    pub(super) fn of_category(&self, rule: &Rule) -> Option<&(Level, Origin)> {
        let category = rule.category.name();
        let dimension = category.split('/').next().unwrap_or(category);
        self.categories.get(category).or_else(|| self.categories.get(dimension))
    }
}

/// Choices for the rewrites under some paths.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Override {
    /// Which.
    pub paths: Vec<Pattern>,
    /// What becomes of the rules there.
    pub choices: Choices,
    /// Line of its head, counted from 1.
    pub line: usize,
}

/// All categories and their dimensions, as a file may name them.
pub fn category_names() -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for category in Category::ALL {
        let name = category.name();
        let dimension = name.split('/').next().unwrap_or(name).to_owned();
        if !out.contains(&dimension) {
            out.push(dimension);
        }
        out.push(name.to_owned());
    }
    out
}
