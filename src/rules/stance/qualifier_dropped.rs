use crate::align::Bind;
use crate::compare::Case;
use crate::compare::sides::{View, content, pairs, said};
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::knowledge::tagger::Tag;

rule! {
    /// # What it reports
    /// A word that limits or strengthens a claim ("temporarily", "in principle", "unilaterally", "indefinitely") left
    /// out while the rest of the clause is kept.
    ///
    /// # Why it matters
    /// "Suspended" and "temporarily suspended" are not the same news.
    ///
    /// # Evidence it asks for
    /// The word that it qualifies is kept, with words around it, and no word of the rewrite's sentence, nor of the one
    /// before or after it, says the same in another way.
    ///
    /// Severity: minor; neutral for "only", which is often told by the order of words.
    ///
    /// # Example
    /// ```text
    /// wire: The two countries agreed in principle to share the water of the river.
    /// rewrite: The two countries agreed to share the water of the river.
    /// fires: agreed
    /// wire: The airline suspended its flights to Tunis indefinitely.
    /// rewrite: The airline suspended its flights to Tunis.
    /// fires: suspended
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The airline has suspended flights to Tunis for now.
    /// rewrite: The airline has suspended flights to Tunis for the time being.
    /// silent
    /// wire: The court partly lifted the ban on Tuesday.
    /// rewrite: On Tuesday the court lifted part of the ban.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Qualifiers that are not a fixed word or phrase, and bounds of figures, which have a rule of their own.
    id: "qualifier-dropped",
    group: Stance,
    category: Omission,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Qualifiers: the phrase, in words separated by a space, and beginnings of words that can say the same.
#[rustfmt::skip]
const TABLE: &[(&str, &[&str])] = &[
    ("temporarily", &["tempor", "interim", "provision", "short", "brief", "pause", "paus", "now", "being", "until", "moment", "while", "meantime"]),
    ("provisionally", &["tempor", "interim", "provision", "now", "being", "until", "moment", "prelimin"]),
    ("indefinitely", &["indefin", "notice", "open", "unlimited", "limit", "permanent", "further", "end"]),
    ("permanently", &["perma", "ever", "good", "final", "lasting", "indefin"]),
    ("for now", &["now", "being", "moment", "present", "current", "tempor", "provision", "yet", "still", "until", "meantime", "far"]),
    ("for the time being", &["now", "being", "moment", "present", "current", "tempor", "provision", "yet", "still", "until", "meantime"]),
    ("so far", &["far", "yet", "date", "until", "till", "now", "still", "already", "hitherto", "since", "ever", "day", "today"]),
    ("initially", &["initial", "first", "origin", "begin", "start", "early", "beginning"]),
    ("in principle", &["princip", "broad", "tentativ", "general", "basic"]),
    ("in theory", &["theor", "paper", "princip", "hypothe"]),
    ("partly", &["part", "some", "mix"]),
    ("partially", &["part", "some", "half"]),
    ("in part", &["part", "some"]),
    ("conditionally", &["condition", "provid", "if", "term", "bail", "parole"]),
    ("on condition", &["condition", "provid", "if", "term", "unless", "long", "anonym", "named", "unnamed"]),
    ("unilaterally", &["unilat", "alone", "own", "one", "without", "single"]),
    ("unanimously", &["unanim", "all", "every", "without", "both", "0", "consensus", "nobody", "none", "no"]),
    ("publicly", &["public", "open", "official", "camera"]),
    ("openly", &["public", "open"]),
    ("secretly", &["secret", "covert", "clandest", "quiet", "without", "hidden", "hiding", "private", "knowledge"]),
    ("privately", &["privat", "closed", "behind", "secret", "confiden"]),
    ("exclusively", &["exclusiv", "only", "sole", "alone", "just"]),
    ("solely", &["exclusiv", "only", "sole", "alone", "just", "nothing", "purely"]),
    ("voluntarily", &["volunt", "own", "willing", "consent"]),
    ("deliberately", &["deliber", "intent", "purpose", "knowing", "wilful", "willful", "conscious", "calculated"]),
    ("intentionally", &["deliber", "intent", "purpose", "knowing", "wilful", "willful"]),
    ("accidentally", &["accident", "mistake", "chance", "unintent", "inadvert", "error", "mistaken", "oversight"]),
    ("illegally", &["illegal", "unlawful", "illicit", "law", "permit", "permi", "undocumented", "crim", "smuggl", "without", "right"]),
    ("falsely", &["fals", "wrong", "untrue", "lie", "lying", "incorrect", "fake"]),
    ("wrongly", &["fals", "wrong", "mistak", "error", "incorrect", "erron"]),
    ("largely", &["large", "main", "most", "chief", "major", "predomin", "primar", "great", "much", "mostly"]),
    ("mainly", &["large", "main", "most", "chief", "major", "predomin", "primar", "principal", "especial", "particular"]),
    ("mostly", &["large", "main", "most", "chief", "major", "predomin", "primar"]),
    ("formally", &["formal", "official"]),
    ("officially", &["formal", "official"]),
    ("narrowly", &["narrow", "close", "slim", "slight", "thin", "just", "bare", "near", "hair", "tight"]),
    ("repeatedly", &["repeat", "again", "time", "often", "several", "many", "multiple", "number", "various", "persist", "constant", "frequent", "occasions"]),
    ("tentatively", &["tentativ", "provision", "prelimin", "caut"]),
    ("gradually", &["gradual", "slow", "step", "stage", "phase", "little", "progress", "began", "begin", "start"]),
    ("only", &["only", "just", "mere", "sole", "alone", "exclusiv", "limit", "nothing", "no", "simpl", "but", "not", "except", "single", "than", "unless", "until", "first", "one", "bare", "restrict", "scarce", "few", "exclu", "one", "remain", "never", "pure", "little", "small", "mean", "hardly", "last", "recent", "less", "fewer", "unique", "rest"]),
];

/// The words of a phrase of the table at a token of the wire: how many there are.
fn matches_at(v: &View, at: usize, phrase: &str) -> Option<usize> {
    let mut k = at;
    for word in phrase.split(' ') {
        if k >= v.tokens.end || v.from.fold(k) != word {
            return None;
        }
        k += 1;
    }
    Some(k - at)
}

/// Whether a word of the table can start here; a quick look before the table is read.
fn starts(fold: &str) -> bool {
    fold.ends_with("ly") || matches!(fold, "for" | "so" | "in" | "on")
}

/// Looks in the rewrite for each qualifier of the wire and reports those that are gone.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    if case.summary {
        return;
    }
    for f in pairs(case) {
        let kind = case.rewrite.sentences[f.pair.sentence].kind;
        let wire = f.wire();
        if f.pair.score < 0.6 || kind != BlockKind::Paragraph || !f.theirs().any(|j| starts(wire.fold(j))) {
            continue;
        }
        let view = f.wire_view();
        for j in f.theirs().filter(|j| starts(wire.fold(*j))) {
            let Some((len, phrase, kin)) =
                TABLE.iter().find_map(|(phrase, kin)| Some((matches_at(&view, j, phrase)?, *phrase, *kin)))
            else {
                continue;
            };
            if (j..j + len).any(|k| {
                content(wire, k) && view.link(k).is_some() || view.link(k).is_some_and(|l| l.1 == Bind::Phrase)
            }) {
                continue;
            }
            let Some((h, matched)) = head(&view, j, len) else { continue };
            // The words on both sides of it have to be kept, or the clause is shortened as a whole.
            if view.matched_around(h, 4) < 2
                || said_otherwise(case, &view, f.pair.sentence, kin)
                || quantity(&view, j + len)
            {
                continue;
            }
            let words = j.min(h)..(j + len).max(h + 1);
            out.push(
                Finding::at(
                    &RULE,
                    f.at(matched..matched + 1),
                    format!("the wire says “{}”, the rewrite leaves out “{phrase}”", said(wire, words.clone())),
                )
                .severity(if phrase == "only" { Severity::Neutral } else { Severity::Minor })
                .confidence(0.3 + 0.5 * f.pair.score)
                .against(f.wire_at(words)),
            );
        }
    }
}

/// The word that the qualifier belongs to and the rewrite's word for it: the verb next to it, or else the nearest content word.
fn head(v: &View, at: usize, len: usize) -> Option<(usize, usize)> {
    let plain = |k: &usize| content(v.from, *k);
    let after = (at + len..v.tokens.end.min(at + len + 3))
        .find(plain)
        .filter(|k| v.from.tokens[*k].tag == Tag::Verb || v.from.tokens[*k].tag == Tag::Adj);
    let before =
        (at.saturating_sub(6).max(v.tokens.start)..at).rev().filter(plain).find(|k| v.from.tokens[*k].tag == Tag::Verb);
    let near = (at.saturating_sub(3).max(v.tokens.start)..at).rev().find(plain);
    let beside = at.checked_sub(1).filter(|k| plain(k) && *k >= v.tokens.start && v.from.tokens[*k].tag == Tag::Verb);
    [beside, after, before, near].into_iter().flatten().find_map(|k| Some((k, v.same(k)?)))
}

/// Whether a figure follows: "so far 14", "only 30", which belong to another rule.
fn quantity(v: &View, at: usize) -> bool {
    (at..v.tokens.end.min(at + 2))
        .any(|k| matches!(v.from.tokens[k].tag, Tag::Num) || matches!(v.from.fold(k), "all" | "half" | "the"))
}

/// Whether the rewrite says it in other words, in this sentence or next to it.
fn said_otherwise(case: &Case, v: &View, sentence: usize, kin: &[&str]) -> bool {
    let r = case.rewrite;
    let beside = sentence.saturating_sub(1)..(sentence + 2).min(r.sentences.len());
    let says = |k: usize, shortest: usize| {
        let fold = r.fold(k);
        let mut kin = kin.iter().filter(|s| s.len() >= shortest);
        r.tokens[k].is_word() && kin.any(|s| if s.len() <= 4 { fold == *s } else { fold.starts_with(s) })
    };
    // A neighbouring sentence has so many words that only the telling ones count.
    v.other_tokens().any(|k| says(k, 0))
        || beside.filter_map(|s| r.sentences.get(s)).flat_map(|s| s.tokens.clone()).any(|k| says(k, 6))
}
