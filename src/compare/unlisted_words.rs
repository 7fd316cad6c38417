//! Words that no English word list has, for the rules on spelling and on other languages.

use crate::analyse::{Analysis, Shape, TokenKind};
use crate::compare::wire_index::WireIndex;
use crate::knowledge::{lexicon, vectors, wordlist};
use crate::text::as_read;

/// Whether a token is a common word that is in no word list and not in the wire. Names do not count, for nobody lists them all.
pub fn is(a: &Analysis, index: &WireIndex, i: usize) -> bool {
    let t = &a.tokens[i];
    candidate(a, i)
        && (t.shape == Shape::Lower || first_word(a, i) && t.shape == Shape::Title)
        && !index.word(t.hash)
        && listless(a, i)
}

/// Whether a token could be judged at all: a content word that is no unit.
pub fn candidate(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    t.kind == TokenKind::Word
        && t.is_content()
        // "5 km", "20 mln": units and their kind.
        && !(i > 0 && a.tokens[i - 1].kind == TokenKind::Number && a.word(i).len() < 5)
}

/// Whether no list has a token, whatever its case, not even as a derived or joined word, and it is no piece of something longer.
pub fn listless(a: &Analysis, i: usize) -> bool {
    unlisted(a, i)
        && !(a.word(i).is_ascii()
            && (compound(a.fold(i)) || derived(a.fold(i)) || RECENT.binary_search(&a.fold(i)).is_ok()))
}

/// Whether no list has a token as it stands, and it is no piece of something longer.
pub fn unlisted(a: &Analysis, i: usize) -> bool {
    let (raw, form) = (a.word(i), a.form(i));
    // Most words are listed just as they are.
    if raw.is_ascii() && raw.len() == form.text().len() && (form.is_listed() || form.is_word()) {
        return false;
    }
    !raw.contains(['\'', '’', '.'])
        && !raw.contains(|c: char| c.is_ascii_digit())
        && !listed(raw, a.fold(i))
        && !part_of_more(a, i)
        && !phrase(a, i)
}

/// Words that came up or into use after the lists were made, or that news text has more than books; sorted.
static RECENT: &[&str] = &[
    "antifa",
    "ayahuasca",
    "biohacking",
    "bitcoin",
    "blockchain",
    "brexit",
    "brexiteer",
    "brexiteers",
    "burkini",
    "chatbot",
    "chatbots",
    "clickbait",
    "covid",
    "crowdfund",
    "crowdfunded",
    "crowdfunding",
    "crypto",
    "cryptocurrencies",
    "cryptocurrency",
    "deepfake",
    "deepfakes",
    "defund",
    "delist",
    "deplatform",
    "deradicalisation",
    "deradicalization",
    "disinformation",
    "doomscrolling",
    "doxxing",
    "emoji",
    "emojis",
    "fintech",
    "fracking",
    "freediving",
    "glamping",
    "hashtag",
    "hashtags",
    "hygge",
    "incel",
    "incels",
    "influencer",
    "influencers",
    "infodemic",
    "jihadi",
    "jihadis",
    "jihadist",
    "jihadists",
    "kompromat",
    "livestream",
    "livestreamed",
    "livestreaming",
    "livestreams",
    "malware",
    "manspreading",
    "metaverse",
    "mpox",
    "netizen",
    "netizens",
    "niqab",
    "novichok",
    "oligarchs",
    "onboarding",
    "paywall",
    "phishing",
    "podcast",
    "podcasts",
    "ransomware",
    "remdesivir",
    "renminbi",
    "rideshare",
    "selfie",
    "selfies",
    "shrinkflation",
    "siloviki",
    "smartwatch",
    "spyware",
    "startup",
    "startups",
    "superspreader",
    "tokamak",
    "truther",
    "truthers",
    "unfollow",
    "upcycling",
    "upskilling",
    "vape",
    "vapes",
    "vaping",
    "vlog",
    "vlogger",
    "vloggers",
    "vlogs",
    "webinar",
    "webinars",
    "wellness",
    "workcation",
    "yuan",
    "zoonotic",
];

/// "fait accompli", "coup d'état": known together.
fn phrase(a: &Analysis, i: usize) -> bool {
    let listed_pair = |k: usize| {
        let (x, y) = (a.fold(k), a.fold(k + 1));
        !x.is_empty() && !y.is_empty() && lexicon::id(&format!("{x} {y}")).is_some()
    };
    listed_pair(i) || i > 0 && listed_pair(i - 1)
}

/// Whether the token is a part of a compound with hyphens.
pub fn hyphened(a: &Analysis, i: usize) -> bool {
    let hyphen = |k: usize| a.word(k).starts_with(['-', '\u{2010}', '\u{2011}']);
    i > 0 && a.tokens[i].glued && hyphen(i - 1) || a.tokens.get(i + 1).is_some_and(|n| n.glued && hyphen(i + 1))
}

/// Whether the token opens its sentence, where a capital says nothing.
pub fn first_word(a: &Analysis, i: usize) -> bool {
    let Some(s) = a.sentences.get(a.tokens[i].sentence as usize) else { return false };
    s.tokens.clone().find(|k| a.tokens[*k].is_word()) == Some(i)
}

/// Whether a list has the word as it stands or without its accents.
fn listed(raw: &str, folded: &str) -> bool {
    let lower = as_read(raw).to_lowercase();
    // A word with accents is English only where the list has it so or where it is a frequent loan: "café".
    wordlist::is_known(&lower)
        || lexicon::is_word(&lower)
        // An adverb of a known adjective, whether or not a list has it: "unsustainably".
        || lower.strip_suffix("ly").is_some_and(|w| w.len() > 4 && (wordlist::is_known(w) || wordlist::is_known(&format!("{w}le"))))
        || wordlist::is_known(folded) && (lower.is_ascii() || vectors::rank(folded).is_some_and(|r| r < 20_000))
}

/// "powerplant", "germline": two frequent words without the space.
fn compound(folded: &str) -> bool {
    let within = |w: &str, n: u32| vectors::rank(w).is_some_and(|r| r < n) && wordlist::is_known(w);
    // The bound is far above any compound; without it a line of letters without a space costs their square.
    folded.is_ascii()
        && folded.len() <= 60
        && (3..folded.len().saturating_sub(2)).any(|cut| {
            let (head, tail) = folded.split_at(cut);
            within(head, 12_000) && within(tail, 12_000)
                || head.len() > 3 && tail.len() > 3 && within(head, 40_000) && within(tail, 40_000)
        })
}

/// Living prefixes.
static HEADS: &[&str] = &[
    "un", "re", "pre", "anti", "non", "over", "under", "co", "sub", "super", "micro", "bio", "geo", "eco", "cyber",
    "multi", "inter", "trans", "post", "semi", "ultra", "tele", "agro", "photo", "electro", "neuro", "hydro", "mega",
    "mini", "counter", "out", "pro", "crypto", "petro", "socio", "psycho", "immuno", "mis", "dis", "de", "methyl",
    "nano", "poly", "pseudo", "auto", "aero", "thermo",
];

/// Living endings.
static ENDS: &[&str] = &[
    "s", "es", "ed", "er", "ers", "ing", "ings", "ly", "ally", "ness", "less", "like", "ish", "able", "ism", "ist",
    "ists", "ization", "isation", "ize", "ise", "ized", "ised", "ity", "wise", "ward", "wards", "gate", "hood", "ship",
    "fold", "free", "goers", "makers", "holders", "ic", "ical", "al",
];

/// "labelers", "rewilding", "cyberattacks": a listed word with a living prefix or ending.
fn derived(folded: &str) -> bool {
    if !folded.is_ascii() {
        return false;
    }
    let word = |w: &str| w.len() >= 4 && wordlist::is_known(w) && lexicon::is_word(w);
    let stem = |w: &str| {
        let doubled = w.len() >= 5 && w.as_bytes().last() == w.as_bytes().get(w.len() - 2);
        word(w) || doubled && word(&w[..w.len() - 1]) || w.len() >= 4 && word(&format!("{w}e"))
    };
    let ends = |w: &str| ENDS.iter().any(|e| w.strip_suffix(e).is_some_and(stem));
    ends(folded)
        || HEADS
            .iter()
            .any(|h| folded.strip_prefix(h).is_some_and(|w| w.len() >= 5 && (word(w) || ends(w) || compound(w))))
}

/// Whether the token is a piece of an address, a handle or a chain of signs.
fn part_of_more(a: &Analysis, i: usize) -> bool {
    let joins = |k: usize| matches!(a.word(k), "." | "@" | "/" | "_" | "#" | "&" | "\\" | "=" | ":");
    let (t, next) = (&a.tokens[i], a.tokens.get(i + 1));
    t.glued && i > 0 && joins(i - 1)
        || next.is_some_and(|n| n.glued && joins(i + 1)) && a.tokens.get(i + 2).is_some_and(|n| n.glued && n.is_word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_and_joined_words_are_words() {
        for word in ["labelers", "cyberattacks", "biodiesel", "rewilding", "beachgoers"] {
            assert!(compound(word) || derived(word), "{word}");
        }
        for word in ["zaplacena", "giocatore", "oznakowania", "thnigs", "mencionado"] {
            assert!(!compound(word) && !derived(word), "{word}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_without_doubles() {
        assert!(RECENT.windows(2).all(|w| w[0] < w[1]));
    }
}
