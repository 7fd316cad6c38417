//! The name of a person in the words that a speaker is called by.

use std::ops::Range;

use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, Shape, TokenKind};

/// Words of offices and ranks, and others that are capitalised beside a name without being part of it; sorted.
static OFFICES: &[&str] = &[
    "acting",
    "adm",
    "admiral",
    "ambassador",
    "analyst",
    "archbishop",
    "assistant",
    "attorney",
    "baroness",
    "bishop",
    "brother",
    "capt",
    "captain",
    "cardinal",
    "central",
    "ceo",
    "chair",
    "chairman",
    "chairwoman",
    "chancellor",
    "chief",
    "coach",
    "col",
    "colonel",
    "commander",
    "commissioner",
    "congressman",
    "congresswoman",
    "conservative",
    "dame",
    "defence",
    "defense",
    "democrat",
    "democratic",
    "democrats",
    "deputy",
    "director",
    "doctor",
    "dr",
    "envoy",
    "executive",
    "father",
    "finance",
    "first",
    "foreign",
    "former",
    "founder",
    "friday",
    "gen",
    "general",
    "gov",
    "governor",
    "green",
    "greens",
    "high",
    "imam",
    "interim",
    "interior",
    "international",
    "judge",
    "justice",
    "king",
    "labour",
    "lady",
    "leader",
    "lieutenant",
    "lord",
    "lt",
    "maj",
    "major",
    "manager",
    "mayor",
    "minister",
    "miss",
    "monday",
    "mr",
    "mrs",
    "ms",
    "national",
    "officer",
    "organisation",
    "organization",
    "pope",
    "premier",
    "president",
    "prime",
    "prince",
    "princess",
    "prof",
    "professor",
    "prosecutor",
    "queen",
    "rabbi",
    "rep",
    "representative",
    "republican",
    "republicans",
    "rev",
    "reverend",
    "saturday",
    "secretary",
    "security",
    "sen",
    "senator",
    "senior",
    "sergeant",
    "sgt",
    "sheriff",
    "sir",
    "sister",
    "social",
    "speaker",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "state",
    "sunday",
    "supreme",
    "then",
    "thursday",
    "tuesday",
    "under",
    "vice",
    "wednesday",
];

/// Words that end the name of an institution; sorted.
static BODIES: &[&str] = &[
    "administration",
    "agency",
    "airlines",
    "alliance",
    "army",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "center",
    "centre",
    "church",
    "city",
    "club",
    "college",
    "command",
    "commission",
    "committee",
    "company",
    "congress",
    "corp",
    "corporation",
    "council",
    "court",
    "department",
    "federation",
    "force",
    "forum",
    "foundation",
    "fund",
    "gazette",
    "government",
    "group",
    "guard",
    "herald",
    "hospital",
    "house",
    "inc",
    "institute",
    "journal",
    "ltd",
    "ministry",
    "navy",
    "network",
    "news",
    "office",
    "parliament",
    "party",
    "police",
    "post",
    "press",
    "radio",
    "school",
    "senate",
    "service",
    "society",
    "team",
    "telegraph",
    "television",
    "times",
    "treasury",
    "tribune",
    "tv",
    "union",
    "united",
    "university",
];

/// The words of a person's name in what a speaker is called: capitalised, and neither a title, nor a place, nor an institution, nor
/// somebody's owner ("Norway's"), nor after a preposition ("of Norway"). None where no such word is left.
pub fn person_name(a: &Analysis, speaker: &Range<usize>) -> Option<Range<usize>> {
    let mut run: Option<Range<usize>> = None;
    for i in speaker.clone() {
        let t = &a.tokens[i];
        let named = t.kind == TokenKind::Word
            && matches!(t.shape, Shape::Title | Shape::Mixed)
            && t.class == Class::Content
            && !matches!(a.fold(i + 1), "'s" | "'")
            && !listed(OFFICES, a.fold(i))
            && !listed(BODIES, a.fold(i))
            && !in_place(a, i);
        // "Uppland University": what stands before such a word is the name of the body.
        if listed(BODIES, a.fold(i)) && run.as_ref().is_some_and(|r| r.end == i) {
            run = None;
            continue;
        }
        match (&mut run, named) {
            (Some(r), true) if r.end == i => r.end = i + 1,
            (None, true) => run = Some(i..i + 1),
            (Some(_), false) if t.class == Class::Preposition => break,
            // A later run is the name proper: "Defence Committee chair Ana Reyes".
            (Some(r), true) => *r = i..i + 1,
            _ => {}
        }
    }
    let run = run?;
    let begins = |i: usize| a.sentences.get(a.tokens[i].sentence as usize).is_some_and(|s| s.tokens.start == i);
    // A lone capital at the head of the sentence is a name only if nothing but it is the speaker.
    (!(begins(run.start) && run.len() == 1 && speaker.len() > 1)).then_some(run)
}

fn in_place(a: &Analysis, token: usize) -> bool {
    let end = a.places.partition_point(|p| p.tokens.start <= token);
    a.places[..end].last().is_some_and(|p| p.tokens.contains(&token))
}

fn listed(words: &[&str], word: &str) -> bool {
    words.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    fn name(speaker: &str) -> String {
        let text = format!("It rained. But {speaker}");
        let a = Analysis::of(&from_text("-", &text));
        let found = person_name(&a, &(4..a.tokens.len()));
        found.map_or(String::new(), |r| a.words(r).to_string())
    }

    #[test]
    fn offices_places_and_institutions_are_no_names() {
        assert_eq!(name("Deputy Foreign Minister Ana Reyes of Norway"), "Ana Reyes");
        assert_eq!(name("Norway's Defence Ministry spokesman Tom Hale"), "Tom Hale");
        assert_eq!(name("the Secretary General of the union"), "");
        assert_eq!(name("Norway"), "");
        assert_eq!(name("Uppland University"), "");
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(OFFICES.is_sorted() && BODIES.is_sorted());
    }
}
