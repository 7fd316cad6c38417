use std::ops::Range;

use crate::analyse::{Analysis, PlaceMark};
use crate::compare::Case;
use crate::finding::Finding;
use crate::knowledge::places::{Form, Kind, StateId};
use crate::knowledge::tagger::Tag;
use crate::knowledge::units;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A currency given to the wrong country: "the Turkish ruble", "Hungary's currency, the zloty".
    ///
    /// # Why it matters
    /// The reader gets the size of a rate, a price or a fine wrong, and the country too.
    ///
    /// # Evidence it asks for
    /// An adjective, or the name of a state with "'s", directly before the name of a currency that the state has never
    /// had, nor, under that name, any state it belongs to; nothing after it that the adjective could belong to ("yuan
    /// bonds"). The words are not in the wire.
    ///
    /// # Example
    /// ```text
    /// wire: The lira fell to a record low on Monday, traders in Istanbul said.
    /// rewrite: The Turkish ruble fell to a record low on Monday, traders in Istanbul said.
    /// fires: Turkish ruble
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The lira fell to a record low on Monday, traders in Istanbul said.
    /// rewrite: The Turkish lira fell to a record low on Monday, traders in Istanbul said.
    /// silent
    /// wire: Moscow sold yuan bonds on Monday, the finance ministry said.
    /// rewrite: Moscow sold Russian yuan bonds on Monday, the finance ministry said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Dollars, euros, pounds, francs and crowns, which many states have or had; sums without a country next to them.
    id: "currency-misfit",
    group: Facts,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Tables,
    fix: Advice,
    names: SparedAround,
}

/// Reads every currency with a country before it and reports those that the tables contradict.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    for (words, state, coin) in claims(a) {
        if fits(state, a.fold(coin)) || a.quote_at(coin).is_some() {
            continue;
        }
        let in_wire = case
            .wires
            .iter()
            .any(|w| claims(w).iter().any(|(_, s, c)| *s == state && w.tokens[*c].lemma == a.tokens[coin].lemma));
        if in_wire {
            continue;
        }
        let Some(info) = state.info() else { continue };
        let message = format!(
            "“{}” is not in the wire; according to the tables, the currency of {} is {}",
            a.words(words.clone()),
            info.name(),
            own(state)
        );
        let fact = format!("{}: currency {} (tables)", info.name(), info.currency());
        out.push(Finding::at(&RULE, RewriteSpan(a.span(words)), message).confidence(0.8).known(fact));
    }
}

/// Names that many states' money has or had, or that are used abroad.
fn common(coin: &str) -> bool {
    matches!(
        coin,
        "dollar"
            | "dollars"
            | "euro"
            | "euros"
            | "pound"
            | "pounds"
            | "franc"
            | "francs"
            | "crown"
            | "crowns"
            | "krone"
            | "krona"
            | "kroner"
            | "kronor"
            | "koruna"
            | "korunas"
            | "cent"
            | "cents"
            | "buck"
            | "bucks"
            | "sterling"
            | "bitcoin"
            | "ether"
            | "mark"
            | "marks"
            | "pence"
            | "penny"
            | "lira"
            | "liras"
            | "lire"
            | "dinar"
            | "dinars"
            | "real"
            | "reals"
            | "sol"
            | "all"
            | "som"
            | "won"
            | "rand"
            | "kip"
            | "lek"
            | "lev"
            | "leu"
    ) && !matches!(coin, "won" | "rand" | "lira" | "liras")
}

/// Money of the past, or of part of a state, by state and name.
const ONCE: [(&str, &str); 16] = [
    ("IT", "lira"),
    ("MT", "lira"),
    ("CY", "lira"),
    ("SY", "lira"),
    ("LB", "lira"),
    ("IL", "lira"),
    ("EG", "lira"),
    ("VA", "lira"),
    ("SM", "lira"),
    ("LV", "ruble"),
    ("LT", "ruble"),
    ("TJ", "ruble"),
    ("UA", "ruble"),
    ("MD", "ruble"),
    ("GE", "ruble"),
    ("CU", "ruble"),
];

/// Whether the state has, or had, money of that name.
fn fits(state: StateId, coin: &str) -> bool {
    let own = |s: StateId| s.info().map_or("", |i| i.currency());
    let parent = state.info().and_then(|i| i.part_of());
    let codes = [own(state), parent.map_or("", own)];
    let singular = coin.strip_suffix('s').unwrap_or(coin);
    let rouble = |w: &str| w == "rouble" && ONCE.contains(&(state.code(), "ruble"));
    codes.iter().any(|c| c.is_empty() && *c == codes[0])
        || units::currency(coin).any(|c| codes.contains(&c.code))
        || ONCE.contains(&(state.code(), singular))
        || rouble(singular)
        || units::currency(coin).next().is_none()
        // Names that a state's neighbours share: the tables list only the best known of them.
        || matches!(singular, "peso" | "rial" | "riyal" | "rupee" | "shilling" | "dirham" | "kwacha" | "manat" | "dram") && shares(own(state), singular)
}

/// Whether the state's own money goes by that name with the adjective before it.
fn shares(code: &str, coin: &str) -> bool {
    !code.is_empty()
        && crate::knowledge::places::states().filter(|s| s.currency() == code).any(|s| {
            let named = |adjective: &str| {
                let words = format!("{} {coin}", crate::knowledge::key::fold(adjective));
                units::currency(&words).any(|c| c.code == code)
            };
            s.adjectives().any(named)
        })
}

/// The usual name of a state's money, or its code.
fn own(state: StateId) -> String {
    let Some(info) = state.info() else { return String::new() };
    let code = info.currency();
    const NAMES: [&str; 46] = [
        "dollar", "euro", "pound", "yen", "yuan", "won", "ruble", "rupee", "lira", "zloty", "forint", "koruna",
        "krona", "krone", "franc", "peso", "real", "rand", "shekel", "riyal", "rial", "dirham", "dinar", "hryvnia",
        "leu", "lev", "lek", "tenge", "baht", "dong", "ringgit", "rupiah", "naira", "cedi", "shilling", "birr",
        "kwanza", "sol", "guarani", "bolivar", "taka", "kyat", "kip", "lari", "dram", "manat",
    ];
    let name = NAMES.iter().find(|n| units::currency(n).any(|c| c.code == code));
    name.map_or_else(|| code.to_owned(), |n| format!("the {n} ({code})"))
}

/// Every currency with the state it is said to be of: the words, the state, the token of the currency.
fn claims(a: &Analysis) -> Vec<(Range<usize>, StateId, usize)> {
    a.places.iter().filter_map(|p| claim(a, p)).collect()
}

fn claim(a: &Analysis, p: &PlaceMark) -> Option<(Range<usize>, StateId, usize)> {
    if p.place.kind != Kind::State || p.place.care.loose {
        return None;
    }
    let mut at = match p.place.form {
        Form::Adjective => p.tokens.end,
        Form::Name if a.fold(p.tokens.end) == "'s" => p.tokens.end + 1,
        _ => return None,
    };
    // "Hungary's currency, the zloty".
    if a.fold(at) == "currency" {
        at += 1 + usize::from(a.fold(at + 1) == ",");
        at += usize::from(a.fold(at) == "the");
    }
    let coin = a.fold(at);
    let lower = a.tokens.get(at).is_some_and(|t| t.is_word() && t.span.of(&a.text).starts_with(char::is_lowercase));
    // "The Korean won the race."
    let verb = matches!(a.tokens.get(at).map(|t| t.tag), Some(Tag::Verb)) && matches!(coin, "won" | "real" | "sol");
    if !lower || verb || common(coin) || units::currency(coin).next().is_none() {
        return None;
    }
    let next = a.tokens.get(at + 1);
    let goes_on = next.is_some_and(|t| t.is_word() && matches!(t.tag, Tag::Noun | Tag::Propn | Tag::Adj))
        || a.fold(at + 1) == "-";
    (!goes_on).then_some((p.tokens.start..at + 1, p.place.state?, at))
}
