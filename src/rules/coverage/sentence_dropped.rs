use crate::align::{Pair, WireSentence};
use crate::analyse::{Analysis, Figure, FigureKind};
use crate::compare::Case;
use crate::compare::faced_marks::is_idle;
use crate::compare::quote_changes::inner;
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::{self, Pos};
use crate::text::{KeyMap, Keys, WireSpan};

rule! {
    /// # What it reports
    /// A sentence of the wire that is nowhere in the rewrite.
    ///
    /// # Why it matters
    /// What is left out can be the denial, the condition or the other side's answer.
    ///
    /// # Evidence it asks for
    /// No sentence of the rewrite is aligned with it, hardly any of its words appear there, and no sentence without a
    /// counterpart stands in its place. A summary is not held to it. Shortening is not an error in itself, so it is
    /// neutral; minor, and the message says why, where a reader misses something: an answer or a denial, an act such as
    /// a law, a death or a deal, figures and names that the rewrite has nowhere, the more so at the head of the story.
    ///
    /// # Example
    /// ```text
    /// wire: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday. The firm denied any wrongdoing and said it would cooperate. A court is to hear the case in June.
    /// rewrite: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday. A court is to hear the case in June.
    /// fires: denied any wrongdoing
    /// wire: The ferry hit a pier in Skarvik on Monday. Nobody aboard was hurt. Lawmakers backed a sanctions bill against its owner by 54 votes to 12.
    /// rewrite: The ferry hit a pier in Skarvik on Monday. Nobody aboard was hurt.
    /// fires: sanctions bill
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday.
    /// rewrite: On Monday, prosecutors searched two offices. Last year the ministry bought 40 vehicles from the firm.
    /// silent
    /// wire: Rain fell all night. The river rose by a metre. Villagers were moved to a school.
    /// rewrite: Rain fell all night and the river rose by a metre, so villagers were moved to a school.
    /// silent
    /// wire: The ferry hit a pier in Skarvik on Monday. It was not immediately clear how fast it sailed. Nobody aboard was hurt.
    /// rewrite: The ferry hit a pier in Skarvik on Monday. Nobody aboard was hurt.
    /// silent
    /// wire: The assembly met for nine hours. Sixty-one members voted for the dam and 40 against it. Talks go on in June.
    /// rewrite: The assembly met for nine hours and approved the dam by 61 to 40. Talks go on in June.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A sentence whose words all recur elsewhere.
    id: "sentence-dropped",
    group: Coverage,
    category: Omission,
    severity: Neutral,
    speaks: Unmatched,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Verbs and nouns by which somebody answers, denies or takes back what is said.
const ANSWERS: &[&str] =
    &["deny", "denial", "reject", "dispute", "refute", "dismiss", "retract", "correction", "retraction", "innocent"];

/// What makes news by itself: laws and rulings, deals, deaths, violence, arrests, changes in office.
const ACTS: &[&str] = &[
    "acquit",
    "adopt",
    "agreement",
    "appoint",
    "approve",
    "arrest",
    "attack",
    "ban",
    "bankruptcy",
    "bill",
    "bomb",
    "ceasefire",
    "charge",
    "convict",
    "conviction",
    "crash",
    "dead",
    "deal",
    "death",
    "decree",
    "deploy",
    "detain",
    "die",
    "election",
    "evacuate",
    "execute",
    "explosion",
    "fine",
    "fire",
    "impeach",
    "impose",
    "indict",
    "injure",
    "invade",
    "jail",
    "kill",
    "law",
    "lawsuit",
    "legislation",
    "merger",
    "murder",
    "outbreak",
    "recall",
    "referendum",
    "resign",
    "resignation",
    "ruling",
    "sack",
    "sanction",
    "sentence",
    "shoot",
    "strike",
    "sue",
    "suspend",
    "takeover",
    "treaty",
    "truce",
    "verdict",
    "veto",
    "victim",
    "vote",
    "warrant",
    "wound",
];

/// What says only that there is nothing to say.
const NOTHING_YET: &[&[&str]] = &[
    &["not", "immediately", "clear"],
    &["not", "immediately", "known"],
    &["not", "immediately", "available"],
    &["not", "immediately", "respond"],
    &["not", "immediately", "reply"],
    &["not", "respond", "to"],
    &["no", "immediate", "comment"],
    &["no", "immediate", "response"],
    &["no", "immediate", "word"],
    &["not", "be", "reached"],
    &["declined", "to", "comment"],
    &["declined", "comment"],
    &["further", "details"],
    &["no", "details"],
    &["remains", "unclear"],
    &["was", "unclear"],
    &["is", "unclear"],
];

/// From this weight on, a reader of the rewrite misses something.
const MISSED: u32 = 4;

/// What a sentence tells that a reader would miss: how much of it, and the part that weighs most, for the message.
fn weight(case: &Case, whole: &Whole, take: usize, sentence: usize) -> (u32, Option<String>) {
    let wire = &case.wires[take];
    let tokens = wire.sentences[sentence].tokens.clone();
    let has = |words: &[&str]| {
        tokens.clone().any(|i| words.iter().enumerate().all(|(k, w)| i + k < tokens.end && wire.fold(i + k) == *w))
    };
    let is = |i: usize, list: &[&str]| {
        let base = |pos| list.contains(&lexicon::base(wire.fold(i), pos));
        // A name may be a word: "Bill".
        wire.tokens[i].is_content() && wire.name_at(i).is_none() && (base(Pos::Verb) || base(Pos::Noun))
    };
    let find = |list: &[&str]| tokens.clone().find(|i| is(*i, list));
    if find(ANSWERS).is_none() && NOTHING_YET.iter().any(|words| has(words)) {
        return (0, None);
    }
    let mut parts: Vec<(u32, String)> = Vec::new();
    if let Some(i) = find(ANSWERS) {
        parts.push((5, format!("“{}”", wire.word(i))));
    }
    if let Some(i) = find(ACTS) {
        parts.push((3, format!("“{}”", wire.word(i))));
    }
    // "Three" and "forty years" in words, or an age, are rarely what is missed.
    let exact = |f: &Figure| f.kind != FigureKind::Age && (f.digits || f.kind == FigureKind::Count && f.lo >= 20.0);
    let counts = |f: &&Figure| !is_idle(f) && exact(f);
    let figures = &wire.figures[wire.figures.partition_point(|f| f.tokens.start < tokens.start)..];
    if let Some(f) = figures.iter().take_while(|f| f.tokens.start < tokens.end).find(counts) {
        parts.push((2, format!("“{}”", wire.words(f.tokens.clone()))));
    }
    let untold = wire.names_in(tokens.clone()).find(|n| {
        let name = wire.names[*n].tokens.clone();
        !name.clone().any(|i| whole.words.contains(&wire.tokens[i].canon))
    });
    if let Some(n) = untold {
        parts.push((2, format!("“{}”", wire.words(wire.names[n].tokens.clone()))));
    }
    let quote = wire.quotes.get(wire.quotes.partition_point(|q| q.tokens.start < tokens.start));
    if quote.is_some_and(|q| q.tokens.start < tokens.end) {
        parts.push((1, "a quote".to_owned()));
    }
    // The head of a story tells what it is about.
    let place = match whole.before[take][sentence].1 {
        0 => 3,
        1 | 2 => 2,
        n if n * 3 < wire.sentences.len() => 1,
        _ => 0,
    };
    parts.sort_by_key(|p| std::cmp::Reverse(p.0));
    let sum = place + parts.iter().map(|p| p.0).sum::<u32>();
    let said: Vec<String> = parts.into_iter().take(2).map(|p| p.1).collect();
    let what = format!(", which tells of {}", said.join(" and "));
    (sum, Some(what))
}

/// The values in a sentence: a score and a vote are two figures in one.
fn values(a: &Analysis, sentence: usize) -> Vec<f64> {
    let tokens = a.sentences[sentence].tokens.clone();
    let first = a.figures.partition_point(|f| f.tokens.start < tokens.start);
    let here = a.figures[first..].iter().take_while(|f| f.tokens.start < tokens.end).filter(|f| !is_idle(f));
    here.flat_map(|f| [f.lo, f.hi]).collect()
}

/// A sentence of a take that is told, and the last sentence of the rewrite that tells it.
type Told = Option<(usize, usize)>;

/// What is asked of the whole of both sides for each sentence that is left out.
struct Whole {
    /// For each take, for each of its sentences: the nearest told one up to it with the last sentence of the rewrite that tells it; how many
    /// paragraphs' sentences come before it.
    before: Vec<Vec<(Told, usize)>>,
    /// The same for the nearest told one from it on.
    after: Vec<Vec<Told>>,
    /// The sentences of the rewrite that have a value.
    with_value: KeyMap<Vec<usize>>,
    /// The words of the rewrite.
    words: Keys,
}

impl Whole {
    fn of(case: &Case) -> Self {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (take, wire) in case.wires.iter().enumerate() {
            let told = |sentence: usize| {
                let last = case.alignment.telling(WireSentence { take, sentence }).last();
                last.map(|home| (sentence, *home))
            };
            let (mut nearest, mut paragraphs) = (None, 0);
            let ahead = wire.sentences.iter().enumerate().map(|(s, sentence)| {
                nearest = told(s).or(nearest);
                let here = (nearest, paragraphs);
                paragraphs += usize::from(sentence.kind == BlockKind::Paragraph);
                here
            });
            before.push(ahead.collect());
            let mut nearest = None;
            let mut back: Vec<_> = (0..wire.sentences.len())
                .rev()
                .map(|s| {
                    nearest = told(s).or(nearest);
                    nearest
                })
                .collect();
            back.reverse();
            after.push(back);
        }
        let mut with_value: KeyMap<Vec<usize>> = KeyMap::default();
        for s in 0..case.rewrite.sentences.len() {
            for value in values(case.rewrite, s) {
                with_value.entry(value.to_bits()).or_default().push(s);
            }
        }
        let words = case.rewrite.tokens.iter().map(|t| t.canon).collect();
        Whole { before, after, with_value, words }
    }

    /// Whether one sentence of the rewrite has every figure of the wire's sentence: "54 to 38" tells what "fifty-four voted for it and 38
    /// against" tells.
    fn figures_told(&self, case: &Case, dropped: &WireSentence) -> bool {
        let told = values(&case.wires[dropped.take], dropped.sentence);
        let with = |v: &f64| self.with_value.get(&v.to_bits()).map_or(&[][..], Vec::as_slice);
        // Two figures, each with two ends.
        let Some(rarest) = told.iter().map(with).min_by_key(|s| s.len()).filter(|_| told.len() >= 4) else {
            return false;
        };
        rarest.iter().any(|s| {
            let here = values(case.rewrite, *s);
            told.iter().all(|v| here.contains(v))
        })
    }
}

/// So many sentences in a row without a counterpart are looked through for one that tells a sentence in words of its own.
const GAP: usize = 400;

/// Whether a sentence of the rewrite without a counterpart stands where the wire's sentence would be told: between those that tell the
/// sentences around it and shares words with it. Then it is told there in words of its own.
fn retold(case: &Case, whole: &Whole, dropped: &WireSentence) -> bool {
    // The sentence itself is told nowhere.
    let before = whole.before[dropped.take][dropped.sentence].0;
    let after = whole.after[dropped.take][dropped.sentence];
    let (from, to) = (before.map_or(0, |b| b.1 + 1), after.map_or(case.rewrite.sentences.len(), |a| a.1));
    let wire = &case.wires[dropped.take];
    let own = wire.sentences[dropped.sentence].tokens.clone();
    let theirs: Keys = own.filter(|i| wire.tokens[*i].is_content()).map(|i| wire.tokens[i].canon).collect();
    let size = wire.sentences[dropped.sentence].tokens.clone().filter(|i| wire.tokens[*i].is_content()).count();
    let free = |p: &&Pair| {
        let s = &case.rewrite.sentences[p.sentence];
        let content = s.tokens.clone().filter(|i| case.rewrite.tokens[*i].is_content()).count();
        let shared = s.tokens.clone().filter(|i| {
            let t = &case.rewrite.tokens[*i];
            t.is_content() && theirs.contains(&t.canon)
        });
        let shared = shared.count();
        p.wire.is_empty() && s.kind == BlockKind::Paragraph && content >= 3 && shared >= 2 && shared * 4 >= size
    };
    // There is a pair for each sentence, in order.
    let between = case.alignment.pairs.get(from..to).unwrap_or_default();
    let room = between.iter().take(GAP).filter(free).count();
    let (first, last) = (before.map_or(0, |b| b.0), after.map_or(case.wires[dropped.take].sentences.len(), |a| a.0));
    let up_to = |sentence: usize| {
        let end = WireSentence { take: dropped.take, sentence };
        case.alignment.dropped.partition_point(|d| *d < end)
    };
    room > 0 && room >= up_to(last) - up_to(first)
}

/// Reports the wire's sentences that no sentence of the rewrite covers.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    if case.summary {
        return;
    }
    let dropped = &case.alignment.dropped;
    if dropped.is_empty() {
        return;
    }
    let whole = Whole::of(case);
    for d in dropped.iter().filter(|d| !retold(case, &whole, d) && !whole.figures_told(case, d)) {
        let wire = &case.wires[d.take];
        let sentence = &wire.sentences[d.sentence];
        let text = shorten(sentence.span.of(&wire.text));
        let (weight, what) = weight(case, &whole, d.take, d.sentence);
        let missed = what.filter(|_| weight >= MISSED);
        out.push(
            Finding::missing(
                &RULE,
                WireSpan { take: d.take, span: sentence.span },
                format!("the rewrite leaves out the wire's sentence “{text}”{}", missed.as_deref().unwrap_or("")),
            )
            .severity(if missed.is_some() { Severity::Minor } else { Severity::Neutral })
            .confidence((0.5 + 0.04 * weight as f32).min(0.9)),
        );
    }
}

/// At most sixteen words of a text.
fn shorten(text: &str) -> String {
    let mut words = text.split_whitespace();
    let head: Vec<&str> = words.by_ref().take(16).collect();
    let head = inner(&head.join(" "));
    if words.next().is_some() { format!("{head} …") } else { head }
}
