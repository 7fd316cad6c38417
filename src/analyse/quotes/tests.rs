use super::*;
use crate::ingest::from_text;

/// Inner words, kind and speaker of every quote.
fn quotes(text: &str) -> Vec<(String, QuoteKind, String)> {
    let a = Analysis::of(&from_text("-", text));
    a.quotes
        .iter()
        .map(|q| {
            let speaker = q.speaker.clone().map_or(String::new(), |s| a.words(s).to_string());
            (q.inner.of(text).to_string(), q.kind, speaker)
        })
        .collect()
}

fn inner(text: &str) -> Vec<String> {
    quotes(text).into_iter().map(|q| q.0).collect()
}

#[test]
fn marks_of_every_style_pair_up() {
    for text in [
        "“We will wait here,” Ana Reyes said.",
        "\"We will wait here,\" Ana Reyes said.",
        "'We will wait here,' Ana Reyes said.",
        "«We will wait here,» Ana Reyes said.",
        "»We will wait here,« Ana Reyes said.",
        "„We will wait here,“ Ana Reyes said.",
        "”We will wait here,” Ana Reyes said.",
        "''We will wait here,'' Ana Reyes said.",
        "« We will wait here, » Ana Reyes said.",
        "“We will wait here, “Ana Reyes said.",
        "“We will wait here, “ Ana Reyes said.",
    ] {
        assert_eq!(quotes(text), [("We will wait here,".into(), QuoteKind::Speech, "Ana Reyes".into())], "{text}");
    }
}

#[test]
fn apostrophes_feet_and_possessive_plurals_are_no_marks() {
    assert!(
        inner("The dockers' union left at 5' 11\" of snow, the boss' car in the '90s and rock 'n' roll.").is_empty()
    );
    assert_eq!(inner("'The dockers' offices stay shut,' he said."), ["The dockers' offices stay shut,"]);
    assert_eq!(inner("Mayor says ‘no way’ to dockers’ plan"), ["no way"]);
    assert_eq!(inner("\"It’s ours, and the dockers’ too,\" he said."), ["It’s ours, and the dockers’ too,"]);
}

#[test]
fn a_mark_that_never_closes_ends_with_its_paragraph_or_its_attribution() {
    assert_eq!(inner("“We will wait, he said. The port is shut.\nThe ferry left.“"), ["We will wait,"]);
    assert_eq!(inner("“We will wait. The port is shut.\nThe ferry left."), ["We will wait. The port is shut."]);
}

#[test]
fn marks_turned_round_enclose_what_they_were_meant_to() {
    let text = "He said that the” lockout and strikes “.";
    assert_eq!(inner("He spoke of “one of the” lockout and strikes “."), ["lockout and strikes"]);
    assert!(inner(text).len() <= 1);
}

#[test]
fn a_quote_broken_by_its_attribution_or_by_paragraphs_keeps_its_speaker() {
    let text = "“We are ready,” said Ana Reyes, who runs the port. “We have been ready for a year.”";
    let q = quotes(text);
    assert_eq!(q[0].2, "Ana Reyes");
    assert_eq!(q[1].2, "Ana Reyes");
    let text = "Ana Reyes said: “We are ready.\n“We have been ready for a year,” she added.";
    let a = Analysis::of(&from_text("-", text));
    assert_eq!(a.quotes[1].continues, Some(0));
    assert!(a.quotes[0].closed);
    assert_eq!(quotes(text)[1].2, "Ana Reyes");
}

#[test]
fn speech_fragments_titles_and_scare_quotes_are_told_apart() {
    let text =
        "The \"green\" ferry sails. Reyes called the plan \"a gift to the rich\". He read \"The Long Way Home\".";
    let kinds: Vec<_> = quotes(text).into_iter().map(|q| q.1).collect();
    assert_eq!(kinds, [QuoteKind::Scare, QuoteKind::Fragment, QuoteKind::Title]);
}

#[test]
fn a_question_keeps_the_speaker_after_it() {
    let q = quotes("“Is this the end?” Ana Reyes asked. “I doubt it.”");
    assert_eq!((q[0].2.as_str(), q[1].2.as_str()), ("Ana Reyes", "Ana Reyes"));
}

#[test]
fn attributions_without_marks_are_found() {
    let a = |text: &str| {
        let a = Analysis::of(&from_text("-", text));
        a.attributions
            .iter()
            .map(|x| {
                let verb = x.verb.map_or("according", |v| v.lemma);
                format!("{}|{}|{}", a.words(x.named.clone()), verb, a.words(x.clause.clone()))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(a("Ana Reyes said that the port was shut."), ["Ana Reyes|say|the port was shut."]);
    assert_eq!(a("The port was shut, the ministry said on Monday."), ["the ministry|say|The port was shut"]);
    assert_eq!(a("The port was shut, according to the ministry."), ["the ministry|according|The port was shut,"]);
    assert_eq!(a("Ana Reyes, the port's manager, said it was shut."), ["Ana Reyes|say|it was shut."]);
    assert_eq!(
        a("Ana Reyes told reporters that the port was shut. She added that it would stay so."),
        ["Ana Reyes|tell|the port was shut.", "Ana Reyes|add|it would stay so."]
    );
    assert!(a("The claims were filed. The report shows a gap. She was told to leave.").is_empty());
}
