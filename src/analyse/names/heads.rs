//! Words that tell what the name around them names.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::knowledge::dates;
use crate::knowledge::lexicon::{self, LexClass, Pos};
use crate::knowledge::tagger::{self, Tag};
use crate::knowledge::titles::Gender;
use crate::knowledge::word::Word;

/// Words that an organisation's name is built on.
const ORG_HEADS: [&str; 123] = [
    "academy",
    "administration",
    "agency",
    "airlines",
    "airways",
    "alliance",
    "army",
    "assembly",
    "associates",
    "association",
    "authority",
    "bank",
    "board",
    "brigade",
    "broadcasting",
    "brothers",
    "bureau",
    "cabinet",
    "capital",
    "center",
    "centre",
    "chamber",
    "church",
    "club",
    "co",
    "coalition",
    "college",
    "commission",
    "committee",
    "company",
    "confederation",
    "conference",
    "congress",
    "consortium",
    "corp",
    "corporation",
    "corps",
    "council",
    "court",
    "department",
    "directorate",
    "division",
    "entertainment",
    "exchange",
    "faculty",
    "fc",
    "federation",
    "films",
    "force",
    "forces",
    "forum",
    "foundation",
    "front",
    "fund",
    "group",
    "guard",
    "holding",
    "holdings",
    "hospital",
    "hotel",
    "inc",
    "industries",
    "initiative",
    "institute",
    "institution",
    "insurance",
    "international",
    "investments",
    "journal",
    "laboratory",
    "league",
    "llc",
    "ltd",
    "media",
    "ministry",
    "mission",
    "morning",
    "motors",
    "movement",
    "museum",
    "navy",
    "network",
    "news",
    "office",
    "orchestra",
    "organisation",
    "organization",
    "parliament",
    "party",
    "pictures",
    "plc",
    "police",
    "post",
    "press",
    "productions",
    "project",
    "prosecutor",
    "radio",
    "records",
    "school",
    "secretariat",
    "senate",
    "service",
    "services",
    "society",
    "studio",
    "studios",
    "systems",
    "team",
    "technologies",
    "television",
    "theater",
    "theatre",
    "times",
    "tribunal",
    "tribune",
    "trust",
    "tv",
    "union",
    "united",
    "universities",
    "university",
    "works",
];

/// Whether a word is one that an organisation's name is built on: "… Ministry", "Bank of …".
pub fn is_org_head(word: &str) -> bool {
    // Nearly every word of a story is asked for, and a search among sorted words costs a long story a tenth of its time.
    static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| ORG_HEADS.into_iter().collect());
    SET.contains(word)
}

/// Words that the name of a place is built on.
pub fn is_place_head(word: &str) -> bool {
    matches!(
        word,
        "airport"
            | "avenue"
            | "bay"
            | "beach"
            | "boulevard"
            | "bridge"
            | "canal"
            | "canyon"
            | "cape"
            | "city"
            | "coast"
            | "county"
            | "desert"
            | "district"
            | "forest"
            | "gulf"
            | "harbor"
            | "harbour"
            | "island"
            | "islands"
            | "lake"
            | "mountain"
            | "mountains"
            | "mount"
            | "ocean"
            | "park"
            | "peninsula"
            | "plateau"
            | "port"
            | "prefecture"
            | "province"
            | "region"
            | "republic"
            | "river"
            | "road"
            | "sea"
            | "square"
            | "station"
            | "strait"
            | "street"
            | "territory"
            | "town"
            | "valley"
            | "village"
            | "volcano"
    )
}

/// Capitalised words of the calendar, the clock and of money, which other rules look at.
pub fn is_calendar(word: &str) -> bool {
    dates::is_month_or_day(word) || is_clock_or_money(word)
}

/// The same but for months and weekdays.
fn is_clock_or_money(word: &str) -> bool {
    matches!(
        word,
        "christmas"
            | "easter"
            | "ramadan"
            | "am"
            | "pm"
            | "gmt"
            | "utc"
            | "cet"
            | "est"
            | "edt"
            | "msk"
            | "bst"
            | "usd"
            | "eur"
            | "gbp"
            | "cny"
            | "rmb"
            | "jpy"
            | "chf"
            | "czk"
            | "rub"
            | "uah"
            | "covid"
            | "coronavirus"
            | "corona"
    )
}

/// Small words inside a person's name.
pub fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "della"
            | "da"
            | "das"
            | "do"
            | "dos"
            | "di"
            | "du"
            | "des"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ter"
            | "ten"
            | "zu"
            | "la"
            | "le"
            | "al"
            | "el"
            | "bin"
            | "bint"
            | "ibn"
            | "ben"
            | "abu"
            | "y"
            | "e"
            | "af"
            | "av"
            | "ul"
            | "ur"
    )
}

/// Verbs with which news lets people speak.
pub fn is_speech(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "told"
            | "tells"
            | "added"
            | "adds"
            | "warned"
            | "warns"
            | "announced"
            | "stated"
            | "explained"
            | "noted"
            | "wrote"
            | "writes"
            | "insisted"
            | "argued"
            | "stressed"
            | "admitted"
            | "replied"
            | "asked"
            | "commented"
            | "emphasized"
            | "emphasised"
            | "recalled"
            | "reiterated"
            | "confirmed"
            | "tweeted"
    )
}

/// The gender that a personal pronoun fixes.
pub fn pronoun_gender(word: &str) -> Option<Gender> {
    match word {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
    }
}

/// Whether a folded word is hardly an ordinary word: no dictionary has it, or only as a person or a place whose name the tagger has learnt
/// as one ("putin", but not "king" or "valley").
pub fn is_proper(form: &Word) -> bool {
    if !form.is_word() {
        return true;
    }
    let (word, possible) = (form.text(), form.possible_pos());
    let only_noun = possible.has(Pos::Noun) && ![Pos::Verb, Pos::Adj, Pos::Adv].iter().any(|p| possible.has(*p));
    if !only_noun || !matches!(lexicon::class(word, Pos::Noun), Some(LexClass::Person | LexClass::Location)) {
        return false;
    }
    let mut capital = String::with_capacity(word.len());
    let mut letters = word.chars();
    capital.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    capital.push_str(letters.as_str());
    let mut tags = Vec::with_capacity(1);
    tagger::tag(&[&capital], &mut tags);
    tags.first() == Some(&Tag::Propn)
}

/// A compound of ordinary words, "Red-Whites": a name that translates, or that another nickname stands for.
pub fn is_compound(word: &str) -> bool {
    word.contains('-') && word.split('-').all(|part| part.len() > 2 && lexicon::is_word(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_head_is_found() {
        assert!(ORG_HEADS.iter().all(|word| is_org_head(word)));
        assert!(!is_org_head("ferry") && !is_org_head(""));
    }
}
