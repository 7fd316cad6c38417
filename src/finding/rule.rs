//! What a rule says of itself: what merging, fixing and reports need to know of it without knowing which rule it is.

use serde::{Serialize, Serializer};

use super::mqm::{Category, Severity};

/// One kind of fault that the checker looks for. Rules are listed once, in `rules`.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case id, the same as the name of the rule's file.
    pub id: &'static str,
    /// Which group of the rule table it stands in; the folder of the rule's file.
    pub group: Group,
    /// MQM category of its findings.
    pub category: Category,
    /// Severity of its findings where nothing tells otherwise.
    pub severity: Severity,
    /// How exactly it names what is wrong.
    pub speaks: Speaks,
    /// What its findings rest on.
    pub ground: Ground,
    /// Whether its replacements may be made without being asked for one by one.
    pub fix: Fix,
    /// Whether it gives way to the names that the newsroom's own file keeps.
    pub names: Names,
    /// The documentation: the doc comment at the head of the rule's file, in Markdown with fixed headings.
    pub docs: &'static str,
}

/// The groups of the rule table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Group {
    /// Who and what is named.
    Names,
    /// How many, how much.
    Figures,
    /// When.
    Time,
    /// Words between quotation marks.
    Quotes,
    /// Who says it, how sure, how much, which way, and who does it to whom.
    Stance,
    /// Which word stands for which.
    Wording,
    /// What a sentence means as a whole.
    Meaning,
    /// What the rewrite adds and leaves out.
    Coverage,
    /// Differences that no sharper rule names.
    Drift,
    /// The rewrite against itself.
    Itself,
    /// Slips that show in the rewrite alone.
    Copy,
    /// What the tables and the newsroom's own files know.
    Facts,
    /// What the newsroom's own rules say.
    House,
}

/// What the ids of house rules begin with.
pub const HOUSE: &str = "house/";

impl Group {
    /// All of them, in the order of the rule table.
    pub const ALL: [Group; 13] = [
        Group::Names,
        Group::Figures,
        Group::Time,
        Group::Quotes,
        Group::Stance,
        Group::Wording,
        Group::Meaning,
        Group::Coverage,
        Group::Drift,
        Group::Itself,
        Group::Copy,
        Group::Facts,
        Group::House,
    ];

    /// The lower-case name, which is also the name of the folder that its rules stand in.
    pub fn name(self) -> &'static str {
        match self {
            Group::Names => "names",
            Group::Figures => "figures",
            Group::Time => "time",
            Group::Quotes => "quotes",
            Group::Stance => "stance",
            Group::Wording => "wording",
            Group::Meaning => "meaning",
            Group::Coverage => "coverage",
            Group::Drift => "drift",
            Group::Itself => "itself",
            Group::Copy => "copy",
            Group::Facts => "facts",
            Group::House => "house",
        }
    }
}

/// How exactly a rule names what is wrong. Where two rules speak of the same words, the one that says more is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Speaks {
    /// It names the fault: this figure, this name, this negation.
    Sharp,
    /// It says only that another word, or the opposite, stands there: it gives way to a rule that names the fault.
    General,
    /// It says only that the other side has nothing that stands for these words.
    Unmatched,
    /// It says only that something differs.
    Hint,
    /// It says that several small differences meet in one passage: the hints inside the passage give way to it.
    Passage,
}

/// What the findings of a rule rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ground {
    /// The wire says something else, or does not say it.
    Wire,
    /// Another sentence of the rewrite says something else.
    Itself,
    /// The tables, or the newsroom's own facts, say something else: the weakest ground, silent where the wire says the same.
    Tables,
    /// The newsroom's own file of house spellings: it holds whatever the wire says.
    House,
    /// The rewrite shows it by itself: a slip of grammar, spelling or layout.
    Form,
}

/// Whether a replacement may be made without being asked for one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fix {
    /// It may: `--fix` makes it.
    Safe,
    /// It is shown to the editor only.
    Advice,
}

/// Whether a rule gives way to the names that the newsroom's own file keeps or prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Names {
    /// It questions how something is spelt, or whose or what it is: it is silent inside a name that is kept.
    Spared,
    /// It questions claims that reach beyond the name: it is also silent where its words only touch a name that is kept.
    SparedAround,
    /// It does not question names.
    Judged,
}

/// A rule is serialised as its id.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.id)
    }
}

impl Rule {
    /// The first paragraph under "What it reports", on one line.
    pub fn summary(&self) -> String {
        self.section("What it reports")
            .split("\n\n")
            .next()
            .unwrap_or("")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The text under one of the fixed headings, trimmed; empty when there is none.
    pub fn section(&self, heading: &str) -> &'static str {
        let mut start = None;
        let mut offset = 0;
        for line in self.docs.split_inclusive('\n') {
            let title = line.trim().strip_prefix("# ");
            if let (Some(from), Some(_)) = (start, title) {
                return self.docs[from..offset].trim();
            }
            offset += line.len();
            if title == Some(heading) {
                start = Some(offset);
            }
        }
        start.map_or("", |from| self.docs[from..].trim())
    }
}
