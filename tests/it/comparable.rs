//! What a gate must never let through as faithful, because nobody has compared it: what is no story, and what is not English. And what it
//! must still compare: short briefs, and English full of foreign names.

use truecopy::check::{Checker, Kind, Options, Report, Verdict};
use truecopy::ingest::{from_bytes, from_text};

use crate::cli::{Folder, code, run_with, text, truecopy};

pub const WIRE: &str = "\
Lighthouse at Skarvik goes dark after 140 years

SKARVIK, May 6 (Fjord Wire) - The lighthouse at Skarvik was switched off on Wednesday after 140 years, because ships no longer need it, the coastal office said.

Keeper Tora Lind put out the lamp at noon. \"My grandmother lit it for the convoys,\" she told some 300 people on the quay.

The tower is to become a museum in June. The work will cost 12 million crowns, of which the town of Skarvik pays a third.
";

pub fn check(wire: &str, rewrite: &str) -> Report {
    Checker::new(Options::default()).check(vec![from_text("wire", wire)], from_text("rewrite", rewrite))
}

#[track_caller]
pub fn refused(wire: &str, rewrite: &str) -> String {
    let report = check(wire, rewrite);
    assert_eq!(report.verdict, Verdict::NotComparable, "{rewrite}: {}", report.reason);
    assert!(report.findings.is_empty());
    report.reason
}

/// Pages that have no story, and what is left of a page when its story is taken out.
const SHELLS: &[&str] = &[
    "404\n",
    "500 Internal Server Error",
    "Please wait ...",
    "Loading the page",
    "undefined",
    "[object Object]",
    "Lighthouse",
    "Draft",
    "By Tora Lind",
    "Keeper Tora Lind",
    "Skarvik, lighthouse, museum, June",
    "By Ole Berg, Fjord Wire\n",
    "Page not found\n\nThe page you asked for has moved or never was.\n\nHome",
    "Sorry, something went wrong\n\nTry again later.",
    "One more step\n\nShow that you are not a robot to go on. Your browser must allow scripts.",
    "We value your privacy. Agree. Decline. Settings.",
    "We and our 212 partners store cookies on your device.\n\nAgree\nDecline",
    "Sign in to read on",
    "Lighthouse at Skarvik goes dark after 140 years\n\nThis article is for members. Sign in or join to read on.",
    "Lighthouse at Skarvik goes dark after 140 years\n\nBy Tora Lind",
    "Lighthouse at Skarvik goes dark after 140 years\n\nYou have read your last free article of the month. Choose a plan to read on: \
     monthly for 9 crowns, yearly for 90 crowns. Cancel whenever you like. Already a member? Sign in with your address.",
    "lorem ipsum dolor sit amet consectetur",
    "#skarvik #lighthouse",
    "https://example.org/skarvik/lighthouse",
    "12",
    "...",
];

/// What hardly goes beyond the wire's headline, or breaks off.
const STUBS: &[&str] = &[
    // The headline, however it is set, and what stands about it.
    "Lighthouse at Skarvik goes dark after 140 years",
    "Lighthouse at Skarvik goes dark after 140 years.",
    "LIGHTHOUSE AT SKARVIK GOES DARK AFTER 140 YEARS",
    "Lighthouse at Skarvik goes dark after 140 years | Skarvik Post",
    "Lighthouse at Skarvik goes dark after 140 years\n\nhttps://example.org/skarvik/lighthouse",
    "404 - Not found\n\nThe page \"lighthouse-at-skarvik-goes-dark-after-140-years\" could not be found.",
    // Stubs that break off.
    "Lighthouse at Skarvik goes dark after 140 years\n\nThe lighthouse at Skarvik was switched off on Wednesday after…\n\nSubscribe to read \
     the full story",
    "Lighthouse at Skarvik goes dark after 140 years\n\nThe lighthouse at Skarvik was switched off... Read more",
    // Captions.
    "Photo: The lighthouse at Skarvik on Wednesday. (Fjord Wire/Ole Berg)",
    "Watch: Keeper Tora Lind on the lighthouse at Skarvik. Your browser does not play this video.",
    "Tora Lind, Skarvik, Fjord Wire",
];

#[test]
fn a_headline_a_stub_and_a_caption_are_no_brief_of_the_wire() {
    for stub in STUBS {
        refused(WIRE, stub);
    }
}

/// What stands about a story: it has the wire's names and a verb of its own.
const ABOUT: &[&str] = &[
    // Who wrote it.
    "Marit Berg is a reporter with Fjord Wire, based in Skarvik.",
    "Marit Berg covers Skarvik and its lighthouse for Fjord Wire. She lives in Skarvik with her family.",
    "Marit Berg has covered Skarvik and the coastal office since 2015. Reach her at m.berg@example.org.",
    "About the author: Marit Berg joined Fjord Wire in 2012 and writes about Skarvik, ships and the lighthouse.",
    // Captions.
    "Keeper Tora Lind speaks to people in Skarvik on Wednesday.",
    "Tora Lind is seen at the lighthouse in this undated photo.",
    "FILE - Tora Lind attends a meeting in Skarvik, March 4, 2023.",
    "People stand at the lighthouse in Skarvik, where Tora Lind works.",
    // What is to follow.
    "More on this story follows.",
    "More on this story follows: Skarvik, lighthouse, Tora Lind.",
    "This story is developing; check back for updates on the lighthouse.",
    "This is a developing story about the lighthouse at Skarvik. It will be updated.",
    "We are bringing you the latest on the lighthouse at Skarvik. Refresh this page for updates.",
    "Lighthouse at Skarvik goes dark after 140 years\n\nThis story is developing. Please check back for updates on Skarvik and Tora Lind.",
    "In this episode, we talk to Tora Lind about the lighthouse at Skarvik. Subscribe wherever you get your podcasts.",
    "skarvik, lighthouse, museum, keeper, lamp, tower, work, cost",
];

#[test]
fn what_stands_about_a_story_does_not_tell_it() {
    // Of the whole wire, and of its headline and first paragraph.
    let short = WIRE.splitn(3, "\n\n").take(2).collect::<Vec<_>>().join("\n\n");
    for text in ABOUT {
        refused(WIRE, text);
        let report = check(&short, text);
        let passes = matches!(report.verdict, Verdict::Faithful | Verdict::MinorFaults | Verdict::Identical);
        assert!(!passes, "{text}: {} ({})", report.verdict.name(), report.reason);
    }
    // What such words look like in a brief.
    for brief in [
        "Keeper Tora Lind puts out the lamp of Skarvik for the last time.",
        "The lighthouse at Skarvik is closing after 140 years because ships no longer need it.",
        "Skarvik has switched off its lighthouse because ships no longer need it.",
        "The museum opens in June, and the work costs 12 million crowns.",
    ] {
        assert_ne!(check(WIRE, brief).verdict, Verdict::NotComparable, "{brief}");
    }
}

#[test]
fn a_retelling_that_speaks_to_the_reader_is_compared() {
    let rewrite = "You may miss a light on your next trip. The lighthouse at Skarvik was switched off on Wednesday. If you like museums, \
        you can visit it from June. Please bring warm clothes.";
    assert_ne!(check(WIRE, rewrite).verdict, Verdict::NotComparable, "{}", check(WIRE, rewrite).reason);
}

#[test]
fn a_page_that_stops_at_its_paywall_is_not_compared() {
    let lead =
        "The lighthouse at Skarvik was switched off on Wednesday after 140 years, because ships no longer need it.";
    for wall in [
        "To continue reading, please log in or subscribe.",
        "Subscribe to read the full story.",
        "This is premium content. You have read 3 of 3 free articles this month.",
        "This article is reserved for our members.",
        "Already a subscriber? Sign in",
    ] {
        let reason = refused(WIRE, &format!("Skarvik lighthouse goes dark\n\n{lead}\n\n{wall}"));
        assert!(reason.starts_with("the rewrite stops at a paywall, “"), "{reason}");
        // With the rest of the story, the line is a line of the page.
        let report = check(WIRE, &format!("{}\n{wall}\n", WIRE));
        assert_eq!(report.findings.len(), 1, "{wall}: {:?}", report.findings);
        // And above the story it stands on every page.
        let report = check(WIRE, &format!("{wall}\n\nSkarvik lighthouse goes dark\n\n{lead}"));
        assert_ne!(report.verdict, Verdict::NotComparable, "{wall}: {}", report.reason);
    }
    let page = format!(
        "<html><body><article><h1>Skarvik lighthouse goes dark</h1><p>{lead}</p><div class=\"paywall\">Join to read the rest.</div></article></body></html>"
    );
    let report = Checker::new(Options::default())
        .check(vec![from_text("wire", WIRE)], from_bytes("page", page.as_bytes()).expect("a page"));
    assert_eq!(report.verdict, Verdict::NotComparable, "{}", report.reason);
}

#[test]
fn a_notice_is_not_called_another_story() {
    for notice in [
        "Your choice\n\nWe and those we work with keep data on your device. You can agree to this or say what you want. You may change your mind \
         whenever you like.\n\nAgree\n\nDecline",
        "One more step\n\nPlease show that you are not a robot. Your browser is looked at before you get to the page. This takes a moment, and \
         you will be sent on.",
        // With names, figures and without a heading.
        "Fjord Wire uses cookies. We and our 842 partners keep data on your device to show you offers. You can change your mind at any time.",
        "Looking at your browser before opening fjordwire.example. This takes a moment. Please allow up to 5 seconds. Guarded by Brenz Shield.",
        "451: Not to be had for legal reasons. We see that you are opening this website from a country of the European Economic Area.",
        "Sorry, you have been blocked. You cannot open fjordwire.example. This website guards itself against attacks. You can write to its owner.",
        "Scripts are off in your browser. Please turn them on to use Fjord Wire. By using this site you accept our terms of March 3, 2026.",
        "Here is the story in your house style. Let me know if you would like any changes!",
        "Thank you for reading Fjord Wire. Sign up for our Skarvik letter. You can leave at any time.",
    ] {
        refused(WIRE, notice);
    }
}

#[test]
fn a_run_with_everything_excluded_does_not_pass() {
    let folder = Folder::new();
    folder.file("ferry.wire.txt", WIRE);
    folder.file("ferry.rewrite.txt", WIRE);
    folder.file("truecopy.toml", "[files]\nexclude = [\"*\"]\n");
    let run = |args: &[&str]| {
        let output = truecopy().current_dir(&folder.0).arg("check").args(args).output().expect("runs");
        (code(&output), text(&output.stderr).contains("nothing is left to check"))
    };
    assert_eq!(run(&["ferry.wire.txt", "ferry.rewrite.txt"]), (2, true));
    // A hook passes what was changed, whatever it is.
    assert_eq!(run(&["--beside", "ferry.rewrite.txt"]), (0, false));
}

#[test]
fn what_is_no_story_is_never_faithful() {
    for shell in SHELLS {
        for wire in [
            WIRE,
            "The lighthouse at Skarvik was switched off on Wednesday after 140 years, because ships no longer need it.",
        ] {
            let report = check(wire, shell);
            let passes = matches!(report.verdict, Verdict::Faithful | Verdict::MinorFaults | Verdict::Identical);
            assert!(!passes, "{shell:?}: {} ({})", report.verdict.name(), report.reason);
        }
        refused(WIRE, shell);
    }
}

#[test]
fn what_is_no_story_or_not_english_does_not_pass_for_being_equal() {
    let foreign = include_str!("languages.tsv").lines().filter(|l| !l.starts_with('#'));
    let foreign = foreign.filter_map(|l| Some(l.split_once('\t')?.1)).filter(|story| story.len() > 60);
    let labels =
        ["404\n", "404 Not Found", "Loading the page", "Please wait ...", "By Tora Lind", "Lighthouse", "12", "..."];
    let notices = [
        "Page not found\n\nThe page that you asked for has moved or never was. Please go back to the start.",
        "We value your privacy. Agree. Decline. Settings.",
    ];
    for text in labels.into_iter().chain(notices).chain(foreign) {
        refused(text, text);
    }
    refused(notices[0], &notices[0].replace("Page not", "Page Not").replace("moved", "been moved"));
    // What is short and says something is a story.
    for text in ["POPE DEAD", "King dies.", "Sunny, 21C.", "Skarvik 3 Brenz 1", "She is in Japan.", WIRE] {
        assert_eq!(check(text, text).verdict, Verdict::Identical, "{text}: {}", check(text, text).reason);
    }
}

#[test]
fn a_page_without_its_story_is_refused_by_the_gate() {
    let folder = Folder::new();
    folder.file("wire.txt", WIRE);
    for (i, shell) in SHELLS.iter().chain(STUBS).enumerate() {
        let page = format!(
            "<html><head><title>Fjord Wire</title></head><body><nav><a href=\"/\">Home</a></nav><main><p>{}</p></main></body></html>",
            shell.replace("\n\n", "</p><p>")
        );
        for (name, content) in [(format!("{i}.txt"), (*shell).to_owned()), (format!("{i}.html"), page)] {
            folder.file(&name, content);
            let output = truecopy()
                .current_dir(&folder.0)
                .args(["check", "--isolated", "--fail-on", "never", "wire.txt", &name])
                .output()
                .expect("runs");
            assert_eq!(code(&output), 2, "{shell:?} as {name}: {}", text(&output.stdout));
        }
    }
}

#[test]
fn a_short_brief_of_the_wire_is_compared_and_faithful() {
    let briefs = [
        // One paragraph.
        "The lighthouse at Skarvik was switched off on Wednesday after 140 years. It is to become a museum in June.",
        // A headline and a sentence.
        "Skarvik lighthouse goes dark\n\nThe lighthouse at Skarvik was switched off on Wednesday, the coastal office said.",
        // As long as a message on a telephone.
        "Skarvik's lighthouse was switched off on Wednesday after 140 years, the coastal office said.",
        "Keeper Tora Lind put out the lamp at noon.",
        "The tower is to become a museum in June.",
    ];
    for brief in briefs {
        let report = check(WIRE, brief);
        assert_eq!(report.verdict, Verdict::Faithful, "{brief}: {} {:?}", report.reason, report.findings);
        let mut summary = Options::default();
        summary.kind = Kind::Summary;
        let report = Checker::new(summary).check(vec![from_text("wire", WIRE)], from_text("rewrite", brief));
        assert_eq!(report.verdict, Verdict::Faithful, "{brief} as a summary: {}", report.reason);
    }
    // A line for a telephone may have no full stop.
    let alert = "Ships no longer need the lighthouse at Skarvik, coastal office says";
    assert_ne!(check(WIRE, alert).verdict, Verdict::NotComparable);
    // What is wrong in a brief is still told.
    let report = check(WIRE, "The lighthouse at Skarvik was switched off on Wednesday after 410 years.");
    assert_eq!(report.verdict, Verdict::Drifted);
    // And a wire may be as short as its rewrite.
    for (wire, rewrite) in [
        ("She is in Japan.", "She is in Japan now."),
        ("Ferries stop.", "Ferries have stopped."),
        ("It snowed in Skarvik.", "Skarvik had snow."),
    ] {
        assert_ne!(check(wire, rewrite).verdict, Verdict::NotComparable, "{rewrite}");
    }
}

#[test]
fn another_story_is_still_called_one() {
    let other = "The council of Brenz voted on Friday to sell its old brewery. A buyer from the south offered 4 million for it. Work on flats could \
        begin next year, the mayor said.";
    assert_eq!(check(WIRE, other).verdict, Verdict::DifferentStory);
}

#[test]
fn the_reason_can_be_read() {
    assert_eq!(
        refused(WIRE, "Lighthouse"),
        "the rewrite has 1 word and no whole sentence that tells what the wire tells beyond its headline: \
         is it a headline, a caption or a page without its story?"
    );
    assert_eq!(refused(WIRE, "Please wait"), "the rewrite has 2 words, and the wire tells nothing of what they say");
    assert_eq!(
        refused(WIRE, "Ostas tiltu pirmdien slēgs uz gadu, sacīja pilsētas dome."),
        "the rewrite is in Latvian: only English can be checked (if both are English, say so: --language en)"
    );
    assert_eq!(
        refused(WIRE, "Ura e portit do të mbyllet të hënën për një vit."),
        "the rewrite is not in English: only English can be checked (if both are English, say so: --language en)"
    );
}

#[test]
fn a_run_without_anything_to_check_does_not_pass() {
    let folder = Folder::new();
    folder.file("wires/a.txt", WIRE);
    folder.file("beside/a.wire.txt", WIRE);
    folder.file("empty.csv", "wire,rewrite\n");
    std::fs::create_dir(folder.0.join("none")).expect("a folder");
    let run = |args: &[&str]| {
        let output = truecopy().current_dir(&folder.0).args(args).output().expect("runs");
        (code(&output), text(&output.stderr))
    };
    for args in [
        &["check", "--isolated", "wires", "none"][..],
        &["check", "--isolated", "--fail-on", "never", "wires/a.txt", "none"],
        &["check", "--isolated", "none", "wires"],
        &["check", "--isolated", "--beside", "none"],
        &["check", "--isolated", "--manifest", "empty.csv"],
    ] {
        let (status, said) = run(args);
        assert!(status == 2 && said.contains("error"), "{args:?}: {status}, {said}");
    }
    for pairs in ["", "\n\n"] {
        let output = run_with(&["batch", "--isolated", "-"], pairs.as_bytes());
        assert_eq!((code(&output), text(&output.stderr).contains("standard input: is empty")), (2, true));
    }
    // A hook passes wires that nobody has rewritten yet, and a watched folder may be empty: it passes, and says so.
    for args in [
        &["check", "--isolated", "--beside", "beside/a.wire.txt"][..],
        &["watch", "--isolated", "--once", "--interval", "0.05", "beside"],
    ] {
        let (status, said) = run(args);
        assert!(status == 0 && !said.is_empty(), "{args:?}: {status}, {said}");
    }
}

#[test]
fn no_threshold_on_confidence_lets_a_critical_figure_pass() {
    let folder = Folder::new();
    folder.file("wire.txt", WIRE);
    folder.file("rewrite.txt", WIRE.replace("some 300 people", "some 3,000 people"));
    let status = |settings: &str| {
        folder.file("truecopy.toml", settings);
        let output = truecopy()
            .current_dir(&folder.0)
            .args(["check", "--format", "json", "wire.txt", "rewrite.txt"])
            .output()
            .expect("runs");
        let shown = text(&output.stdout).contains("magnitude-changed");
        (code(&output), shown)
    };
    assert_eq!(status("[gate]\nmin-confidence = 1\n[report]\nmin-confidence = 1\n"), (1, true));
    assert_eq!(status("[gate]\nfail-on = \"never\"\n[report]\nmin-confidence = 1\n"), (0, true));
    // By rule, whoever decides may say otherwise.
    assert_eq!(status("[gate]\nmin-confidence = 1\n[rules]\nmagnitude-changed = \"major\"\n"), (0, true));
    assert_eq!(status("[rules]\nmagnitude-changed = \"off\"\n"), (0, false));
}

#[test]
fn no_threshold_on_confidence_hides_another_figure_date_or_year_of_whatever_rule() {
    let folder = Folder::new();
    folder.file("truecopy.toml", "[gate]\nmin-confidence = 1\n[report]\nmin-confidence = 1\n");
    let wire = WIRE.replace("for the convoys", "for 40 years, in 1912 and later")
        + "\nThe tower was built in 1866. Painters begin on April 12, the office said.\n";
    folder.file("wire.txt", wire.clone());
    for (right, wrong) in [("40 years", "4 years"), ("built in 1866", "built in 1886"), ("April 12", "April 21")] {
        assert!(wire.contains(right));
        folder.file("rewrite.txt", wire.replace(right, wrong));
        let output = truecopy()
            .current_dir(&folder.0)
            .args(["check", "--format", "json", "wire.txt", "rewrite.txt"])
            .output()
            .expect("runs");
        assert!(code(&output) == 1 && text(&output.stdout).contains("critical"), "{wrong}: {}", text(&output.stdout));
    }
}

#[test]
fn a_page_that_is_the_wire_is_compared() {
    let page =
        format!("<html><body><article><p>{}</p></article></body></html>", WIRE.trim().replace("\n\n", "</p><p>"));
    let report = Checker::new(Options::default())
        .check(vec![from_text("wire", WIRE)], from_bytes("page", page.as_bytes()).expect("a page"));
    assert_eq!(report.verdict, Verdict::Identical, "{}", report.reason);
}
