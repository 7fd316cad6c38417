use super::super::Analysis;
use super::{NameKind, Written};
use crate::ingest::from_text;

fn analyse(text: &str) -> Analysis {
    Analysis::of(&from_text("test", text))
}

/// Names with a letter for their kind.
fn names(text: &str) -> Vec<String> {
    let a = analyse(text);
    a.names
        .iter()
        .map(|n| {
            let kind = match n.kind {
                NameKind::Person => 'p',
                NameKind::Organisation => 'o',
                NameKind::Place => 'l',
                NameKind::Other => '?',
            };
            format!("{kind} {}", a.words(n.tokens.clone()))
        })
        .collect()
}

#[test]
fn titles_states_and_names_come_apart() {
    assert_eq!(
        names("Estonian Deputy Foreign Minister Tarmo Lepp met Gen. Ilse van der Meer in Riga."),
        ["l Estonian", "p Tarmo Lepp", "p Ilse van der Meer", "l Riga"]
    );
    let a = analyse("Estonian Deputy Foreign Minister Tarmo Lepp met Gen. Ilse van der Meer in Riga.");
    assert_eq!(a.roles.len(), 2);
    assert_eq!(a.roles[0].state.map(|s| s.code().to_string()).as_deref(), Some("EE"));
    assert_eq!(a.words(a.roles[0].tokens.clone()), "Deputy Foreign Minister");
    assert_eq!(a.roles[0].name, Some(1));
}

#[test]
fn names_end_at_commas_and_line_breaks() {
    assert_eq!(
        names("Talks With Tarmo Lepp Stall\nWednesday was calm in Riga, Tallinn and Vilnius."),
        ["p Tarmo Lepp", "l Riga", "l Tallinn", "l Vilnius"]
    );
}

#[test]
fn ordinary_words_at_the_head_of_a_sentence_are_no_names() {
    assert_eq!(names("Farmers said prices fell. Yesterday Lepp agreed. The ministry did not."), ["? Lepp"]);
}

#[test]
fn short_forms_and_acronyms_share_an_entity() {
    let a = analyse("Tarmo Lepp spoke for the Baltic Ferry Workers Union. Lepp said the BFWU was ready.");
    let words: Vec<&str> = a.names.iter().map(|n| a.words(n.tokens.clone())).collect();
    assert_eq!(words, ["Tarmo Lepp", "Baltic Ferry Workers Union", "Lepp", "BFWU"]);
    assert_eq!(a.names[0].entity, a.names[2].entity);
    assert_eq!(a.names[1].entity, a.names[3].entity);
}

#[test]
fn appositions_and_bodies_belong_to_the_role() {
    let a = analyse("“It will hold,” said Ilse Brandt, a physicist at the University of Padua.");
    let named = |n: usize| a.words(a.names[n].tokens.clone());
    assert_eq!(named(0), "Ilse Brandt");
    assert_eq!(a.names[0].body.map(named), Some("University of Padua"));
    let a = analyse("Ilse Brandt, a former NATO deputy secretary general, left.");
    let r = &a.roles[0];
    assert_eq!(a.words(r.whole.clone()), "former NATO deputy secretary general");
    assert_eq!(r.name, Some(0));
    assert_eq!(r.body.map(|n| a.words(a.names[n].tokens.clone())), Some("NATO"));
}

#[test]
fn odd_text_is_survived() {
    for text in ["A", "-", "McX-", "de de de", "The of Of", "J. K.", "ALL CAPS HERE NOW PLEASE", "X & Y &"] {
        let _ = analyse(text);
    }
}

#[test]
fn abbreviated_titles_seats_and_codes() {
    assert_eq!(names("Sen. Anna Roper flew to St. Petersburg with EUR 40."), ["p Anna Roper", "l St. Petersburg"]);
    let a = analyse("The Boston region met mid-May, and Covid was over.");
    let kinds: Vec<_> = a.names.iter().map(|n| (a.words(n.tokens.clone()), n.kind)).collect();
    assert_eq!(kinds, [("Boston", NameKind::Place)]);
}

#[test]
fn one_works_at_a_body_whatever_its_name_looks_like() {
    let a = analyse("“It will be red,” said Ilaria Benedetti, a researcher at Varna Zelt.");
    let body = a.names[0].body.map(|n| (a.words(a.names[n].tokens.clone()), a.names[n].kind == NameKind::Person));
    assert_eq!(body, Some(("Varna Zelt", false)));
}

#[test]
fn a_name_tells_by_its_writing_what_it_cannot_be() {
    let a = analyse(
        "Coach Tarmo Lepp left the Red-Whites for Kelm on Monday, Coastnews.com reported, and the KMRJ union agreed.",
    );
    let written: Vec<_> = a.names.iter().map(|n| (a.words(n.tokens.clone()), n.written)).collect();
    assert_eq!(
        written,
        [
            ("Tarmo Lepp", Written::Plain),
            ("Red-Whites", Written::Nickname),
            ("Kelm", Written::Plain),
            ("Coastnews", Written::Site),
            ("KMRJ", Written::Initials),
        ]
    );
}
