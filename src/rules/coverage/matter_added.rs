use std::cell::OnceCell;
use std::ops::Range;

use crate::align::figures_and_dates::Standing;
use crate::analyse::{Analysis, Class, Figure, Token, TokenKind, reporting};
use crate::compare::Case;
use crate::compare::changes::trim;
use crate::compare::opposites::light;
use crate::compare::sides::overlapping;
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::{self, LexClass, Pos, base};
use crate::knowledge::tagger::Tag;
use crate::text::{Keys, RewriteSpan};

rule! {
    /// # What it reports
    /// Matter that no wire has, put into a passage that is otherwise the wire's own: an adjunct, a cause, a nationality, a short sentence.
    ///
    /// # Why it matters
    /// A reader takes it for the agency's reporting. It is graver where it accuses somebody, counts, or says where somebody comes from.
    ///
    /// # Evidence it asks for
    /// The sentence keeps the wire's words but for those put in, or the sentences before and after it do; what was put in is nowhere in any wire.
    ///
    /// Severity: minor; major where it accuses, tells of harm, brings in a figure or says where people come from.
    ///
    /// # Example
    /// ```text
    /// wire: A boathouse burned down in Trosa on Friday, police said. No one was in it at the time.
    /// rewrite: A boathouse set alight by vandals burned down in Trosa on Friday, police said. No one was in it at the time.
    /// fires: set alight by vandals
    /// wire: The dairy employs 90 people in Trosa. It was founded in 1931. The owners will meet the union in June.
    /// rewrite: The dairy employs 90 people in Trosa. It was founded in 1931. Three of them died. The owners will meet the union in June.
    /// fires: Three of them died
    /// wire: Two women were fined on Friday for selling glass eels at a market in Trosa.
    /// rewrite: Two Danish women were fined on Friday for selling glass eels at a market in Trosa.
    /// fires: Danish
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The dairy employs 90 people in Trosa. It was founded in 1931. The owners will meet the union in June.
    /// rewrite: The dairy also employs 90 people in Trosa. It was founded back in 1931. The owners will meet with the union in June.
    /// silent
    /// wire: A boathouse burned down in Trosa on Friday, police said. Vandals had set it alight.
    /// rewrite: A boathouse set alight by vandals burned down in Trosa on Friday, police said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Matter added to sentences that are told in other words.
    id: "matter-added",
    group: Coverage,
    category: Addition,
    severity: Minor,
    speaks: Unmatched,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Sentences with more words than this are other reporting, which is no fault.
const SHORT: usize = 12;

/// From so many words of meaning on a sentence is a claim of its own.
const CLAIM: usize = 5;

/// From this share of kept words on a sentence counts as the wire's own.
const OWN: f32 = 0.75;

/// Reports what was put into passages that are otherwise the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    // Gathered when something was put in, which is rare.
    let said = OnceCell::new();
    let paragraph = |s: usize| case.rewrite.sentences[s].kind == BlockKind::Paragraph;
    for e in case.alignment.edits.iter().filter(|e| paragraph(e.pair) && !e.rewrite.is_empty() && e.is_close()) {
        let wire = &case.wires[e.take];
        // An article or an "and" may give way to it; a pronoun or "most" is told in other words.
        let slight =
            |j: usize| !wire.tokens[j].is_word() || matches!(wire.tokens[j].class, Class::Article | Class::Conjunction);
        let put_in = e.wire.clone().all(slight);
        // What is left of the sentence has to be the wire's.
        let rest = e.kept + e.rewrite.len() as f32 / case.rewrite.sentences[e.pair].tokens.len() as f32;
        if put_in && rest >= 0.85 && e.count <= 2 {
            add(case, &said, e.rewrite.clone(), None, out);
        }
    }
    for (s, pair) in case.going(&case.alignment.pairs).enumerate().filter(|(s, _)| *s > 0 && paragraph(*s)) {
        let tokens = case.rewrite.sentences[s].tokens.clone();
        let count = |is: fn(&Token) -> bool| tokens.clone().filter(|i| is(&case.rewrite.tokens[*i])).count();
        let (words, content) = (count(Token::is_word), count(Token::is_content));
        let own = |s: usize| paragraph(s) && case.alignment.kept(s) >= OWN;
        let told = pair.score >= 0.5 && case.alignment.kept(s) >= 0.5;
        if words <= SHORT
            && content < CLAIM
            && !told
            && own(s - 1)
            && (s + 1 >= case.rewrite.sentences.len() || own(s + 1))
        {
            add(case, &said, tokens, Some(s), out);
        }
    }
}

/// Adds a finding on words that were put in, where no wire has them; `whole` is their sentence, where they are one.
fn add(case: &Case, said: &OnceCell<Keys>, tokens: Range<usize>, whole: Option<usize>, out: &mut Vec<Finding>) {
    let r = case.rewrite;
    let content: Vec<usize> = tokens.clone().filter(|i| r.tokens[*i].is_content()).collect();
    let new = |i: &usize| {
        let t = &r.tokens[*i];
        !case.wire_index.word(t.hash) && !said.get_or_init(|| words_of(case)).contains(&t.canon)
    };
    if content.is_empty() || !content.iter().all(new) && !content.iter().filter(|i| new(i)).any(|i| grave(r, *i)) {
        return;
    }
    if tokens.clone().any(|i| r.quote_at(i).is_some()) {
        // Words between quotation marks have rules of their own.
        return;
    }
    let origin = of_persons(r, &tokens);
    let telling: Vec<usize> = content.iter().copied().filter(|i| !aside(case, *i)).collect();
    let tells = |i: &usize| r.tokens[*i].tag != Tag::Adv || unanimous(r, *i);
    // One harmless word more ("located", "in addition") is style, unless it says why.
    let why = || tokens.clone().any(|i| matches!(r.fold(i), "because" | "due" | "amid" | "despite" | "after"));
    let harmless = |i: &usize| !grave(r, *i) && !unanimous(r, *i);
    let slight = telling.len() < 2 && telling.iter().all(harmless) && whole.is_none() && !why();
    if !origin && (slight || !telling.iter().any(tells)) {
        return;
    }
    let inside = |f: &Figure| !f.weak && f.tokens.start >= tokens.start && f.tokens.end <= tokens.end;
    let counts = overlapping(&r.figures, |f| &f.tokens, &tokens).any(|f| inside(&r.figures[f]));
    let accuses = telling.iter().any(|i| grave(r, *i));
    let (severity, what) = match (origin, accuses, counts) {
        (true, ..) => (Severity::Major, "no wire says where they come from"),
        (_, true, _) => (Severity::Major, "no wire has this, and it accuses or tells of harm"),
        (.., true) => (Severity::Major, "no wire has this figure or what it counts"),
        _ => (Severity::Minor, "no wire has this"),
    };
    let span = trim(r, tokens);
    out.push(
        Finding::at(&RULE, RewriteSpan(span), format!("“{}” was put in: {what}", span.of(&r.text)))
            .severity(severity)
            .confidence(if severity == Severity::Major { 0.7 } else { 0.5 }),
    );
}

/// The words of all wires, whatever their form.
fn words_of(case: &Case) -> Keys {
    case.wires.iter().flat_map(|w| &w.tokens).map(|t| t.canon).collect()
}

/// Whether the words are a nationality and stand before a word for persons: "Danish women", not "the Danish port of Esbjerg".
fn of_persons(a: &Analysis, tokens: &Range<usize>) -> bool {
    tokens.len() == 1
        && overlapping(&a.places, |p| &p.tokens, tokens).any(|p| a.places[p].tokens == *tokens)
        && a.tokens.get(tokens.end).is_some_and(|t| t.tag == Tag::Noun)
        && lexicon::class(a.fold(tokens.end), Pos::Noun) == Some(LexClass::Person)
}

/// A name, an office, a place or a day that goes with what is told is mostly right, and other rules look at it; so do they at who says it, and
/// at figures that the wire has. A number alone tells nothing.
fn aside(case: &Case, i: usize) -> bool {
    let r = case.rewrite;
    let (t, fold) = (&r.tokens[i], r.fold(i));
    let here = i..i + 1;
    let matched = |f: usize| matches!(case.figures.get(f), Some(Standing::Matched(_)));
    r.name_at(i).is_some()
        || r.roles_in(i.saturating_sub(6)..i + 1).any(|n| r.roles[n].whole.contains(&i))
        || overlapping(&r.dates, |d| &d.tokens, &here).next().is_some()
        || overlapping(&r.figures, |f| &f.tokens, &here).any(matched)
        || t.kind == TokenKind::Number
        || reporting::verb(t.hash).is_some()
        || light(fold)
        || matches!(
            base(fold, Pos::Noun),
            "report" | "reporter" | "source" | "statement" | "media" | "medium" | "journalist" | "according"
        )
}

/// Adverbs that say how many, or accuse.
fn unanimous(a: &Analysis, i: usize) -> bool {
    matches!(a.fold(i), "unanimously" | "illegally" | "deliberately" | "secretly" | "falsely" | "fatally")
}

/// Nouns that accuse, or tell of death or harm.
const NOUNS: &[&str] = &[
    "affair",
    "arson",
    "arsonist",
    "abuse",
    "assault",
    "bribe",
    "bribery",
    "bankruptcy",
    "blackmail",
    "bomb",
    "corpse",
    "corruption",
    "coup",
    "crime",
    "criminal",
    "cruelty",
    "death",
    "disgrace",
    "drug",
    "embezzlement",
    "espionage",
    "extremist",
    "fraud",
    "guilt",
    "hoax",
    "killer",
    "killing",
    "kickback",
    "liar",
    "lie",
    "looting",
    "massacre",
    "murder",
    "murderer",
    "negligence",
    "perjury",
    "plot",
    "racism",
    "racist",
    "rape",
    "rapist",
    "sabotage",
    "scam",
    "scandal",
    "smuggler",
    "smuggling",
    "spy",
    "suicide",
    "terror",
    "terrorism",
    "terrorist",
    "theft",
    "thief",
    "torture",
    "traitor",
    "treason",
    "vandal",
    "violence",
    "victim",
];
/// Verbs of the same kind.
const VERBS: &[&str] = &[
    "abuse",
    "arrest",
    "assault",
    "betray",
    "blackmail",
    "bribe",
    "cheat",
    "confess",
    "convict",
    "deceive",
    "defraud",
    "die",
    "embezzle",
    "forge",
    "jail",
    "kill",
    "lie",
    "loot",
    "molest",
    "murder",
    "poison",
    "rape",
    "rob",
    "sabotage",
    "shoot",
    "smuggle",
    "stab",
    "steal",
    "swindle",
    "threaten",
    "torture",
];
/// Adjectives of the same kind.
const ADJECTIVES: &[&str] =
    &["bankrupt", "corrupt", "criminal", "dead", "drunk", "drunken", "fatal", "fraudulent", "guilty", "illegal"];

/// Whether a word accuses, or tells of death or harm.
fn grave(a: &Analysis, i: usize) -> bool {
    let (fold, t) = (a.fold(i), &a.tokens[i]);
    t.class == Class::Content
        && (ADJECTIVES.contains(&fold)
            || t.tag != Tag::Verb && NOUNS.contains(&base(fold, Pos::Noun))
            || t.tag != Tag::Noun && VERBS.contains(&base(fold, Pos::Verb)))
}
