//! The one list of keys: what is read, printed, suggested and described in the schema for editors.

/// What kind of value a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A path, relative to the folder of the configuration file.
    Path,
    /// A list of such paths.
    Paths,
    /// A whole number, not negative.
    Count,
    /// A number between 0 and this one.
    UpTo(u32),
    /// A list of path patterns.
    Patterns,
}

/// One key that `truecopy.toml` may hold.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The table that it stands in.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// The default, as it is printed; empty where there is none.
    pub default: &'static str,
    /// One sentence for an editor's tooltip.
    pub help: &'static str,
}

/// The words for a threshold.
pub const THRESHOLDS: [&str; 5] = ["neutral", "minor", "major", "critical", "never"];
/// The words for a severity.
pub const SEVERITIES: [&str; 4] = ["neutral", "minor", "major", "critical"];
/// The words for what becomes of a rule or a category.
pub const LEVELS: [&str; 6] = ["off", "on", "neutral", "minor", "major", "critical"];
/// What a text can be.
pub const KINDS: [&str; 3] = ["auto", "story", "summary"];

/// The tables whose keys are rules or categories.
pub const OPEN_TABLES: [(&str, &str); 2] = [
    ("rules", "What becomes of a rule, by its id: \"off\", \"on\", or the severity that its findings get."),
    (
        "categories",
        "What becomes of an MQM category (\"Style/Unidiomatic\") or of all categories of a dimension (\"Style\"). A rule's own line wins.",
    ),
];

/// What is said of `[[override]]`.
pub const OVERRIDE: &str = "Other choices for the rewrites under some paths. Of several that fit, the last one that names a rule wins; a rule's own line goes before one about its category.";

/// Every key with a value of its own, in the order in which they are printed.
pub const KEYS: &[Key] = &[
    Key {
        table: "check",
        name: "kind",
        shape: Shape::Words(&KINDS),
        default: "auto",
        help: "What the rewrites are: in a summary, sentences that are left out are no fault. \"auto\" goes by the lengths.",
    },
    Key {
        table: "check",
        name: "lexicon",
        shape: Shape::Path,
        default: "",
        help: "The house lexicon: a text file of words, one a line, that are no misspelling and no foreign word here.",
    },
    Key {
        table: "check",
        name: "facts",
        shape: Shape::Paths,
        default: "[]",
        help: "The newsroom's own facts and house spellings, files as in docs/facts.md: an earlier file goes before a later one, all before the built-in tables.",
    },
    Key {
        table: "gate",
        name: "fail-on",
        shape: Shape::Words(&THRESHOLDS),
        default: "major",
        help: "From which severity on a finding makes the run fail.",
    },
    Key {
        table: "gate",
        name: "fail-on-new",
        shape: Shape::Words(&THRESHOLDS),
        default: "",
        help: "From which severity on a finding that is not in the baseline makes the run fail.",
    },
    Key {
        table: "gate",
        name: "min-confidence",
        shape: Shape::UpTo(1),
        default: "0",
        help: "How sure the checker must be of a finding, 0 to 1, for it to make the run fail.",
    },
    Key {
        table: "gate",
        name: "min-fidelity",
        shape: Shape::UpTo(100),
        default: "0",
        help: "A rewrite with less fidelity than this, 0 to 100, makes the run fail.",
    },
    Key {
        table: "gate",
        name: "max-findings",
        shape: Shape::Count,
        default: "",
        help: "A run that shows more findings than this, of whatever severity, fails.",
    },
    Key {
        table: "report",
        name: "min-severity",
        shape: Shape::Words(&SEVERITIES),
        default: "neutral",
        help: "Findings below this severity are not shown, unless they make the run fail. Without it, neutral ones are left out where every report of the run is read from top to bottom: on a terminal, in a pull request, in a log.",
    },
    Key {
        table: "report",
        name: "min-confidence",
        shape: Shape::UpTo(1),
        default: "0",
        help: "Findings of which the checker is less sure than this, 0 to 1, are not shown, unless they make the run fail.",
    },
    Key {
        table: "files",
        name: "exclude",
        shape: Shape::Patterns,
        default: "[]",
        help: "Rewrites that are not checked, by path, also when they are named on the command line.",
    },
    Key {
        table: "files",
        name: "accepted",
        shape: Shape::Path,
        default: "",
        help: "The file of accepted findings that `truecopy accept` writes.",
    },
    Key {
        table: "files",
        name: "baseline",
        shape: Shape::Path,
        default: "",
        help: "The file of known findings that `--write-baseline` writes.",
    },
    Key {
        table: "files",
        name: "cache",
        shape: Shape::Path,
        default: "",
        help: "The folder in which results are kept, so that an unchanged pair is not checked again.",
    },
    Key {
        table: "files",
        name: "cache-days",
        shape: Shape::Count,
        default: "30",
        help: "Kept results that were not used for so many days are let go.",
    },
    Key {
        table: "files",
        name: "cache-size",
        shape: Shape::Count,
        default: "1000",
        help: "Where kept results have more than so many megabytes, those that were unused longest are let go.",
    },
    Key {
        table: "files",
        name: "history",
        shape: Shape::Path,
        default: "",
        help: "The file in which every run of `check` and `batch` leaves a line, from which the HTML index draws where things are going.",
    },
];

/// The key of this name in this table.
pub fn key(table: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|k| k.table == table && k.name == name)
}

/// The tables, in the order of [`KEYS`], and the others.
pub fn tables() -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for key in KEYS {
        if !out.contains(&key.table) {
            out.push(key.table);
        }
    }
    out.extend(OPEN_TABLES.iter().map(|(name, _)| *name));
    out.push("override");
    out
}
