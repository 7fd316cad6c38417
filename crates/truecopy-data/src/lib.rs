//! What truecopy knows before it reads a story: tables, packs of lexical knowledge, and learnt weights, one constant for each file.
//!
//! No code is here. Scripts in `tools/` make most of the files and document their shape; `knowledge`, `weigh` and `score` of truecopy read
//! them in place. `NOTICE` says where the data come from and under which terms.

/// Embeds bytes as a static of their own, so that whoever looks into them at compile time refers to them and does not copy them.
macro_rules! bytes {
    ($file:literal) => {{
        static BYTES: [u8; include_bytes!($file).len()] = *include_bytes!($file);
        &BYTES
    }};
}

/// Tab-separated text. Rows are sorted by the bytes of their first column, lines that begin with `#` come first and say where a table is from.
pub mod tables {
    /// Words for days, months and times.
    pub static CALENDAR: &str = include_str!("../tables/calendar.tsv");
    /// Larger cities. [`PLACES`] is made from it.
    pub static CITIES: &str = include_str!("../tables/cities.tsv");
    /// Cities in the news with their other, former and foreign names. [`PLACES`] is made from it.
    pub static CITY_NAMES: &str = include_str!("../tables/city_names.tsv");
    /// Names and symbols of currencies.
    pub static CURRENCIES: &str = include_str!("../tables/currencies.tsv");
    /// False friends and calques of translation. [`PHRASES`](crate::packs::PHRASES) is made from it.
    pub static FALSEFRIENDS: &str = include_str!("../tables/falsefriends.tsv");
    /// First names and the gender they fix.
    pub static FIRST_NAMES: &str = include_str!("../tables/first_names.tsv");
    /// Spellings of one given name or surname.
    pub static NAME_VARIANTS: &str = include_str!("../tables/name_variants.tsv");
    /// Short forms of given names.
    pub static NICKNAMES: &str = include_str!("../tables/nicknames.tsv");
    /// Number words with their values.
    pub static NUMBERS: &str = include_str!("../tables/numbers.tsv");
    /// Offices that titles name.
    pub static OFFICES: &str = include_str!("../tables/offices.tsv");
    /// Opposed words of the news that WordNet does not oppose. [`LEXICON`](crate::packs::LEXICON) is made from it.
    pub static OPPOSITES: &str = include_str!("../tables/opposites.tsv");
    /// Names of organisations by folded key. Made from [`ORGS`].
    pub static ORG_NAMES: &str = include_str!("../tables/org_names.tsv");
    /// Organisations with their other and former names.
    pub static ORGS: &str = include_str!("../tables/orgs.tsv");
    /// Phrases that news writers use for one another. [`PHRASES`](crate::packs::PHRASES) is made from it.
    pub static PARAPHRASES: &str = include_str!("../tables/paraphrases.tsv");
    /// Persons by folded name, with the terms they held. Made from [`TERMS`].
    pub static PEOPLE: &str = include_str!("../tables/people.tsv");
    /// Place names by folded key. Made from the tables of states, regions, seats and cities.
    pub static PLACES: &str = include_str!("../tables/places.tsv");
    /// Regions, continents, waters.
    pub static REGIONS: &str = include_str!("../tables/regions.tsv");
    /// Steps of one course of events. Written by hand.
    pub static SCALES: &str = include_str!("../tables/scales.tsv");
    /// Seats that stand for a government or its head. [`PLACES`] is made from it.
    pub static SEATS: &str = include_str!("../tables/seats.tsv");
    /// States, territories and nations within states.
    pub static STATES: &str = include_str!("../tables/states.tsv");
    /// Terms of office.
    pub static TERMS: &str = include_str!("../tables/terms.tsv");
    /// Words that change the rank or the time of an office.
    pub static TITLE_MODIFIERS: &str = include_str!("../tables/title_modifiers.tsv");
    /// Words for offices, ranks, professions and forms of address.
    pub static TITLES: &str = include_str!("../tables/titles.tsv");
    /// States of the United States. [`PLACES`] is made from it.
    pub static US_STATES: &str = include_str!("../tables/us_states.tsv");
}

/// Lexical knowledge that is searched in place: a magic number, the ends of the sections, the sections.
pub mod packs {
    /// WordNet 3.1 with its exceptions, British and American spellings, and opposites kept by hand.
    pub static LEXICON: &[u8] = bytes!("../packs/lexicon.bin");
    /// Paraphrases and false friends.
    pub static PHRASES: &[u8] = bytes!("../packs/phrases.bin");
    /// The part-of-speech model.
    pub static TAGGER: &[u8] = bytes!("../packs/tagger.bin");
    /// Known English words for spelling, as a minimal acyclic automaton.
    pub static WORDLIST: &[u8] = bytes!("../packs/wordlist.bin");
}

/// What was learnt from labelled texts.
pub mod models {
    /// How often findings are right, by rule and severity.
    pub static CONFIDENCE: &str = include_str!("../models/confidence.tsv");
    /// Boosted trees: the probability that a change is a fault of any kind, in a sentence that keeps the wire's words in their order.
    pub static EDITED: &[u8] = bytes!("../models/edited.bin");
    /// Boosted trees: the probability that a change is a fault of any kind.
    pub static FAULT: &[u8] = bytes!("../models/fault.bin");
    /// Weights of the doubt about a sentence, by the rules and the reader together.
    pub static DOUBT: &str = include_str!("../models/doubt.tsv");
    /// Weights of the cost of a rewrite.
    pub static FIDELITY: &str = include_str!("../models/fidelity.tsv");
    /// Counts of trigrams over function words and parts of speech.
    pub static FLUENCY: &[u8] = bytes!("../models/fluency.bin");
    /// Boosted trees: the probability that an editor would call a change a major fault.
    pub static MAJOR: &[u8] = bytes!("../models/major.bin");
    /// Boosted trees: the probability that a careful annotator of translations would mark the words.
    pub static MARKED: &[u8] = bytes!("../models/marked.bin");
}
