use super::bytes::{equal_range, u32_at};
use super::pack::{OPPOSITE, OPPOSITE_SIDE};
use super::*;

/// The strongest relation between two lowercase words.
fn relation(a: &str, b: &str, hint: Option<Pos>) -> Relation {
    relations(a, b, hint).strongest()
}

fn strongest(a: &str, b: &str) -> RelationKind {
    relation(a, b, None).kind
}

#[test]
fn inflected_forms_lead_to_their_lemma() {
    for (word, pos, lemma) in [
        ("fell", Pos::Verb, "fall"),
        ("climbed", Pos::Verb, "climb"),
        ("stopped", Pos::Verb, "stop"),
        ("countries", Pos::Noun, "country"),
        ("women", Pos::Noun, "woman"),
        ("biggest", Pos::Adj, "big"),
        ("said", Pos::Verb, "say"),
        ("was", Pos::Verb, "be"),
    ] {
        assert_eq!(base(word, pos), lemma);
    }
}

#[test]
fn pairs_that_a_desk_would_stop_at() {
    for (a, b) in [("rose", "fell"), ("accept", "reject"), ("accepted", "rejected")] {
        assert!(matches!(strongest(a, b), RelationKind::Antonym(_)), "{a} {b} {:?}", relations(a, b, None));
    }
    for (a, b) in [
        ("kitchen", "garage"),
        ("beer", "tequila"),
        ("red", "blue"),
        ("china", "japan"),
        ("estonian", "latvian"),
        ("wednesday", "thursday"),
    ] {
        let r = relations(a, b, None);
        assert!(r.sibling > 60 && r.synonym == 0, "{a} {b} {r:?}");
    }
}

#[test]
fn one_meaning_in_other_words() {
    for (a, b) in [("big", "large"), ("quickly", "rapidly"), ("talks", "negotiations")] {
        assert_eq!(strongest(a, b), RelationKind::Synonym, "{a} {b}");
    }
    for (a, b) in
        [("invade", "invasion"), ("invaded", "invasions"), ("estonia", "estonian"), ("withdrew", "withdrawal")]
    {
        assert_eq!(strongest(a, b), RelationKind::Derivation, "{a} {b} {:?}", relations(a, b, None));
    }
    for (a, b) in [
        ("colour", "color"),
        ("organisations", "organization"),
        ("rose", "rise"),
        ("labelled", "labeled"),
        ("ministers", "minister"),
    ] {
        assert_eq!(strongest(a, b), RelationKind::SameLemma, "{a} {b}");
    }
    assert!(matches!(strongest("dog", "animal"), RelationKind::MoreGeneral(_)));
    assert!(matches!(strongest("animals", "dog"), RelationKind::MoreSpecific(_)));
}

#[test]
fn words_that_have_nothing_to_do_with_each_other() {
    for (a, b) in [
        ("table", "idea"),
        ("bank", "river"),
        ("laughed", "negotiated"),
        ("", "war"),
        ("xyzzy", "plugh"),
        ("number", "numb"),
    ] {
        let found = relation(a, b, None);
        assert!(found.strength < 80, "{a} {b} {found:?}");
    }
}

#[test]
fn opposites_of_the_news_hold_in_every_form() {
    for (a, b) in [
        ("supported", "opposes"),
        ("confirm", "denied"),
        ("lifted", "imposing"),
        ("deployment", "withdrawal"),
        ("plunged", "soared"),
        ("fell", "climbed"),
        ("former", "current"),
        ("before", "after"),
        ("surplus", "deficits"),
        ("arrested", "released"),
        ("ally", "adversary"),
        ("guilty", "innocent"),
        ("accelerated", "slowed"),
        ("invasion", "withdrew"),
    ] {
        let found = relations(a, b, None);
        assert!(found.antonym > 100, "{a} {b} {found:?}");
    }
}

#[test]
fn every_row_of_the_opposites_is_in_the_pack_and_sound() {
    let light = ["have", "take", "make", "get", "do", "be", "give", "go", "come", "put"];
    for row in truecopy_data::tables::OPPOSITES.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(pos), Some(left), Some(right), None) = (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            panic!("{row}")
        };
        let pos = match pos {
            "n" => Pos::Noun,
            "v" => Pos::Verb,
            "a" => Pos::Adj,
            "r" => Pos::Adv,
            _ => Pos::Other,
        };
        for a in left.split(", ") {
            for b in right.split(", ") {
                assert!(!light.contains(&a) && !light.contains(&b) && a != b, "{row}");
                let (a_word, b_word) = (id(a).expect(a), id(b).expect(b));
                assert!(relations_between_lemmas(a_word, b_word, pos), "{a} {b}: run tools/packs/build_lexicon.py");
            }
        }
    }
}

fn relations_between_lemmas(a: WordId, b: WordId, pos: Pos) -> bool {
    let sides = |id: WordId| equal_range(OPPOSITE, id.0 << 3 | pos as u32).map(|at| u32_at(OPPOSITE_SIDE, at));
    sides(a).any(|s| sides(b).any(|t| s ^ 1 == t))
}

#[test]
fn phrases_of_the_dictionary_are_one_unit() {
    assert_eq!(mwe(&["called", "off"]).map(text), Some("call off"));
    assert_eq!(mwe(&["prime", "ministers"]).map(text), Some("prime minister"));
    assert_eq!(mwe(&["purple", "negotiation"]), None);
    assert_eq!(mwe(&["war"]), None);
    assert!(mwe_starts("called") >= 2 && mwe_starts("prime") >= 2);
    let call_off = Entry::of(mwe(&["call", "off"]).unwrap());
    assert!(relations_of(&call_off, &Entry::new("cancelled", PosSet::ALL)).synonym > 100);
}

#[test]
fn classes_and_parts_of_speech() {
    assert_eq!(class("soldiers", Pos::Noun), Some(LexClass::Person));
    assert_eq!(class("kitchen", Pos::Noun), Some(LexClass::Artifact));
    assert_eq!(class("announced", Pos::Verb), Some(LexClass::VerbCommunication));
    assert!(possible_pos("strike").has(Pos::Noun) && possible_pos("strike").has(Pos::Verb));
    assert!(is_word("sanctions") && !is_word("sanctoins"));
}

#[test]
fn ids_and_words_match() {
    for word in ["war", "call off", "fell"] {
        assert_eq!(id(word).map(text), Some(word));
    }
    assert_eq!(id("sanctoins"), None);
    assert_eq!(text(WordId(u32::MAX >> 8)), "");
}
