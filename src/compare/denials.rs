//! Words that deny without a "not".

use crate::knowledge::lexicon::{Pos, base};
use crate::knowledge::wordlist;

/// Words that may deny what stands beside them, and that most sentences have for other reasons.
pub fn denies_beside(fold: &str) -> bool {
    const WORDS: &[&str] = &[
        "away", "below", "far", "few", "fewer", "less", "little", "merely", "off", "only", "out", "under", "until",
        "yet",
    ];
    WORDS.contains(&fold) || denies(fold)
}

/// Words that deny by themselves; beside one of them a missing "not" proves nothing.
pub fn denies(fold: &str) -> bool {
    const STEMS: &[&str] = &[
        "fail", "refus", "loss", "lose", "losing", "deni", "deny", "lack", "reject", "declin", "prevent", "avoid",
        "ceas", "absen", "forb", "prohibit", "oppos", "doubt", "exclu", "withh", "neglect", "ignor", "short", "cancel",
        "clos", "expir", "lost", "former", "suspend", "revok",
    ];
    // Short words that many others begin with: "mission" misses nothing, "to endorse" ends nothing.
    const LEMMAS: &[&str] =
        &["ban", "block", "drop", "end", "ending", "halt", "miss", "missing", "quit", "rule", "stop", "strip"];
    const WORDS: &[&str] = &[
        "without", "hardly", "barely", "scarcely", "rarely", "seldom", "unless", "instead", "rather", "except",
        "against", "no", "cannot", "zero", "free", "unlike", "despite", "nor", "ill", "ex",
    ];
    const PREFIXES: &[&str] = &["un", "in", "im", "ir", "il", "dis", "non", "mis", "anti"];
    WORDS.contains(&fold)
        || STEMS.iter().any(|s| fold.starts_with(s))
        || LEMMAS.iter().any(|s| fold.starts_with(s) && [Pos::Verb, Pos::Noun].iter().any(|p| base(fold, *p) == *s))
        || (fold.len() > 5 && PREFIXES.iter().any(|p| fold.strip_prefix(p).is_some_and(wordlist::is_known)))
        || fold.ends_with("less")
}
