//! A rule of the newsroom's own.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::words::Words;
use crate::finding::{Category, Fix, Ground, Group, Names, Rule, Severity, Speaks};

/// What a rule does about words.
#[derive(Clone, Debug)]
pub enum Kind {
    /// They are not used.
    Ban,
    /// Others are used instead.
    Prefer {
        /// Those; in a pattern, `$1` stands for its first group.
        instead: String,
    },
    /// They have to be there.
    MustKeep(When),
}

/// When words have to be there.
#[derive(Clone, Debug)]
pub enum When {
    /// If a wire has them.
    Wire,
    /// Always.
    Always,
    /// If the rewrite or a wire has one of these.
    About(Vec<String>),
}

impl Kind {
    /// The name of the table that such rules stand in.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Ban => "ban",
            Kind::Prefer { .. } => "prefer",
            Kind::MustKeep(_) => "must-keep",
        }
    }
}

/// An example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// The wire; may be empty.
    pub wire: String,
    /// The rewrite.
    pub rewrite: String,
    /// Whether the rule has to find something there.
    pub bad: bool,
    /// Its line, counted from 1.
    pub line: usize,
}

/// A rule of the newsroom's own.
#[derive(Clone, Debug)]
pub struct HouseRule {
    /// What findings say of it.
    pub rule: &'static Rule,
    /// What it does.
    pub kind: Kind,
    /// About which words.
    pub words: Words,
    /// Whether upper and lower case count.
    pub match_case: bool,
    /// Whether it holds inside quotation marks too, where words are somebody else's.
    pub in_quotes: bool,
    /// What else to say in a finding; may be empty.
    pub message: String,
    /// How it is to work.
    pub examples: Vec<Example>,
    /// The number of its file among those that were read.
    pub file: usize,
    /// The line that it begins on, counted from 1.
    pub line: usize,
}

/// What findings say of a rule, while the rule is being read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    pub id: String,
    pub category: Category,
    pub severity: Severity,
    pub safe: bool,
    pub docs: String,
}

/// The rules that were ever read, each once. Findings carry a reference to their rule that outlives every run, as the program's own rules
/// do; a server that reads its files again and again needs no more memory as long as they say the same.
static KNOWN: LazyLock<Mutex<HashMap<Identity, &'static Rule>>> = LazyLock::new(Mutex::default);

impl Identity {
    /// The rule of this identity.
    pub fn rule(self) -> &'static Rule {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rule) = known.get(&self) {
            return rule;
        }
        let rule: &'static Rule = Box::leak(Box::new(Rule {
            id: Box::leak(self.id.clone().into_boxed_str()),
            group: Group::House,
            category: self.category,
            severity: self.severity,
            speaks: Speaks::Sharp,
            ground: Ground::House,
            fix: if self.safe { Fix::Safe } else { Fix::Advice },
            names: Names::Judged,
            docs: Box::leak(self.docs.clone().into_boxed_str()),
        }));
        known.insert(self, rule);
        rule
    }
}

/// The documentation of a rule, under the headings that the program's own rules have.
pub fn docs(kind: &Kind, words: &Words, message: &str, why: &str, examples: &[Example]) -> String {
    let named = match words {
        Words::Forms(forms) => forms.iter().map(|f| format!("“{f}”")).collect::<Vec<_>>().join(", "),
        Words::Pattern(pattern) => format!("what fits `{}`", pattern.as_str()),
    };
    let what = match kind {
        Kind::Ban => format!("Words that house style does not use: {named}."),
        Kind::Prefer { instead } => format!("Words for which house style has others: {named}. It has “{instead}”."),
        Kind::MustKeep(When::Wire) => format!("Words of the wire that the rewrite has to keep: {named}."),
        Kind::MustKeep(When::Always) => format!("Words that every rewrite has to have: {named}."),
        Kind::MustKeep(When::About(about)) => {
            format!("Words that a rewrite about {} has to have: {named}.", about.join(", "))
        }
    };
    let mut out = format!("# What it reports\n\n{what}\n");
    if !message.is_empty() {
        let _ = write!(out, "\nA finding also says: {message}.\n");
    }
    let why = if why.is_empty() { "It is a rule of the newsroom's own." } else { why };
    let _ = write!(out, "\n# Why it matters\n\n{why}\n");
    for (title, bad) in [("Example", true), ("Faithful look-alikes", false)] {
        let of: Vec<&Example> = examples.iter().filter(|e| e.bad == bad).collect();
        if of.is_empty() {
            continue;
        }
        let _ = write!(out, "\n# {title}\n\n```text\n");
        for example in of {
            if !example.wire.is_empty() {
                let _ = writeln!(out, "wire: {}", one_line(&example.wire));
            }
            let _ = writeln!(out, "rewrite: {}", one_line(&example.rewrite));
        }
        out.push_str("```\n");
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
