//! What is taken for English and what is not, and what can be done about a wrong guess.

use truecopy::check::{Checker, Language, Options, Verdict};
use truecopy::ingest::from_text;

use crate::cli::{Folder, code, text, truecopy};
use crate::comparable::{WIRE, check, refused};

/// The language and the text of each line.
fn foreign() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("languages.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

#[test]
fn no_text_in_another_language_passes_and_none_is_misnamed() {
    let about = "Mayor Lena Dahl visited Ardhaven on Monday.";
    let (mut count, mut named) = (0, 0);
    for (language, story) in foreign() {
        for (wire, rewrite) in [(WIRE, story), (about, story), (story, WIRE), (story, about)] {
            let reason = refused(wire, rewrite);
            // "Danish or Norwegian", "Bosnian, Croatian or Serbian".
            let name = |side: &str| {
                reason
                    .strip_prefix(side)?
                    .strip_suffix(": only English can be checked (if both are English, say so: --language en)")
            };
            let said = name("the wire is in ").or_else(|| name("the rewrite is in "));
            assert!(said.is_none_or(|name| name.contains(language)), "{language}: {reason}: {story}");
            count += 1;
            named += usize::from(said.is_some());
        }
    }
    assert!(count > 500 && named * 2 > count, "{named} of {count} named");
}

/// English that has much of what other languages have.
const ENGLISH: &[(&str, &str)] = &[
    (
        "Mateusz Wójcik, Zofia Kowalczyk and Jürgen Groß met José Núñez in Łódź.",
        "José Núñez met Mateusz Wójcik, Zofia Kowalczyk and Jürgen Groß in Łódź.",
    ),
    (
        "\"Nous ne voulons pas de cette usine,\" said Mayor Élodie Caron.",
        "Mayor Élodie Caron said: \"Nous ne voulons pas de cette usine.\"",
    ),
    ("LIGHTHOUSE AT SKARVIK GOES DARK AFTER 140 YEARS", "LIGHTHOUSE AT SKARVIK DARK AFTER 140 YEARS"),
    ("Lighthouse At Skarvik Goes Dark", "Skarvik Lighthouse Goes Dark"),
    ("Skarvik 3 Brenz 1\nArdhaven 0 Tolna 0\nLuz 2 Mirn 2", "Ardhaven 0 Tolna 0\nSkarvik 3 Brenz 1\nLuz 2 Mirn 2"),
    (
        "The de facto ruler, en route to the Rio de la Plata, had a tête-à-tête with the chargé d'affaires over crème brûlée.",
        "The de facto ruler had a tête-à-tête with the chargé d'affaires over crème brûlée, en route to the Rio de la Plata.",
    ),
    (
        "Sushi, kimchi, pierogi, börek and gazpacho were served at the Fête de la Mer.",
        "At the Fête de la Mer, sushi, kimchi, pierogi, börek and gazpacho were served.",
    ),
    ("President Xi Lan (習蘭) opened the plant in Wuhe.", "Xi Lan (習蘭), the president, opened the plant in Wuhe."),
    ("The film \"La última noche del verano\" won.", "\"La última noche del verano\" won."),
    ("Police arrested 3.", "Police arrested three."),
    ("She is in Norland.", "She is in Ardhaven."),
    ("Great final tonight!", "The last game of the cup is on tonight!"),
    (
        "\"I have not slept for three nights,\" Jana Novotná added.",
        "\"For three nights now I have been awake,\" Jana Novotná added.",
    ),
    (
        "“Мы не хотели ждать наводнения,” Mayor Lind said on Monday.",
        "Mayor Lind said on Monday: “Мы не хотели ждать наводнения.”",
    ),
    (
        "3.40 Brenz: 1 Copper Kettle (7-2 fav), 2 Long Field (10-1), 3 Old Mill (8-1). 9 ran.",
        "3.40 Brenz: 1 Copper Kettle (7-2 fav), 2 Long Field (10-1), 3 Old Mill (8-1).",
    ),
    (
        "Landesliga: Eintracht Brenzfeld 3 Wacker Tolnau 1; Turbine Ardhafen 0 Borussia Luzheim 0.",
        "Landesliga: Turbine Ardhafen 0 Borussia Luzheim 0; Eintracht Brenzfeld 3 Wacker Tolnau 1.",
    ),
    ("EUR/USD 1.0712, GBP/USD 1.2604, USD/JPY 148.20", "GBP/USD 1.2604, EUR/USD 1.0712, USD/JPY 148.20"),
    (
        "Te Pāti Māori co-leader Tane Rewi performed a haka; Ngāti Porou and Te Awa joined in.",
        "Te Pāti Māori co-leader Tane Rewi performed a haka, and Ngāti Porou and Te Awa joined in.",
    ),
    ("Parti Montréalais, Montréal solidaire reject bill.", "Bill rejected by Parti Montréalais, Montréal solidaire."),
    ("POPE DEAD", "POPE HAS DIED"),
    ("Oil fell 3 pct to $71.20 a bbl.", "Oil was down 3 percent at $71.20 a barrel."),
    (
        "Ursula von der Heide and Jan van den Berg lead the Bund der Wähler.",
        "The Bund der Wähler is led by Ursula von der Heide and Jan van den Berg.",
    ),
];

#[test]
fn words_around_an_english_quote_show_the_language() {
    for frame in [
        "\"My grandmother lit it for the convoys,\" zei Lind. \"It was hard.\"",
        "Lind sagte: \"My grandmother lit it for the convoys.\"",
    ] {
        let reason = refused(WIRE, frame);
        assert!(reason.contains("only English can be checked"), "{frame}: {reason}");
    }
}

#[test]
fn whoever_says_that_both_sides_are_english_is_believed() {
    let folder = Folder::new();
    let (wire, rewrite) =
        ("Kveldsvik: Øyne slo Hærås 3-1, etter straffer.", "Kveldsvik: Øyne slo Hærås 3-2, etter straffer.");
    folder.file("wire.txt", wire);
    folder.file("rewrite.txt", rewrite);
    let run = |args: &[&str]| {
        let output = truecopy().current_dir(&folder.0).arg("check").args(args).output().expect("runs");
        (code(&output), text(&output.stdout))
    };
    let (status, said) = run(&["wire.txt", "rewrite.txt"]);
    assert!(status == 2 && said.contains("--language en"), "{said}");
    let (status, said) = run(&["--language", "en", "wire.txt", "rewrite.txt"]);
    assert!(status == 1 && said.contains("3-2"), "{said}");
    // A cache knows the two answers apart, and so does a settings file.
    folder.file("truecopy.toml", "[check]\nlanguage = \"en\"\n[files]\ncache = \"kept\"\n");
    assert_eq!(run(&["wire.txt", "rewrite.txt"]).0, 1);
    assert_eq!(run(&["--language", "auto", "wire.txt", "rewrite.txt"]).0, 2);
    // What is no story is none in any language.
    let options = || Options::default().language(Language::En);
    let report = Checker::new(options()).check(vec![from_text("wire", WIRE)], from_text("rewrite", "Lighthouse"));
    assert_eq!(report.verdict, Verdict::NotComparable);
    for (_, story) in foreign() {
        let report = Checker::new(options()).check(vec![from_text("wire", WIRE)], from_text("rewrite", story));
        let passes = matches!(report.verdict, Verdict::Faithful | Verdict::Identical);
        assert!(!passes, "{story}: {}", report.verdict.name());
    }
}

#[test]
fn english_with_foreign_words_in_it_is_english() {
    for (wire, rewrite) in ENGLISH {
        let report = check(wire, rewrite);
        assert_ne!(report.verdict, Verdict::NotComparable, "{rewrite}: {}", report.reason);
    }
}
