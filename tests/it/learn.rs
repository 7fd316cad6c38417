//! What the decisions of a desk teach, and how it is taken back.

use serde_json::Value;

use crate::cli::{Folder, code, text, truecopy};
use crate::desk::{Desk, REWRITE, WIRE, card};

/// Runs the program in this folder, without a configuration file.
fn run(folder: &Folder, args: &[&str]) -> (i32, String, String) {
    let output = truecopy().current_dir(&folder.0).args(args).output().expect("the program starts");
    (code(&output), text(&output.stdout), text(&output.stderr))
}

/// A desk where the slip of every story was dismissed as none, and every figure was dismissed too.
fn taught(folder: &Folder, stories: usize) {
    let desk = Desk::start(folder, "Ilse");
    for i in 0..stories {
        let id = desk.take_in(&format!("ferry-{i}"), REWRITE);
        for number in 1..=3 {
            let page = desk.page(&format!("/desk/story/{id}"));
            assert!(card(&page, number).contains("data-open"), "{number}");
            let fields = [("do", "dismiss"), ("reason", "no-error")];
            assert_eq!(desk.decide(id, &page, number, &fields).0, 303);
        }
    }
}

/// The confidence of the first finding of a rule.
fn confidence(folder: &Folder, options: &[&str], rule: &str) -> f64 {
    let args = [&["check", "--isolated", "--format", "json"], options, &["wire.txt", "rewrite.txt"]].concat();
    let (_, out, said) = run(folder, &args);
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{said}"));
    let finding = report["findings"].as_array().expect("findings").iter().find(|f| f["rule"] == rule);
    finding.unwrap_or_else(|| panic!("{out}"))["confidence"].as_f64().expect("a number")
}

#[test]
fn dismissals_make_a_rule_less_sure_but_no_critical_figure() {
    let folder = Folder::new();
    folder.file("wire.txt", WIRE);
    folder.file("rewrite.txt", REWRITE);
    taught(&folder, 4);
    let (status, shown, _) = run(&folder, &["learn", "--desk", "desk.db"]);
    assert_eq!(status, 0);
    let row = |rule: &str| {
        shown.lines().find(|l| l.starts_with(rule)).unwrap_or_else(|| panic!("{rule}: {shown}")).to_owned()
    };
    assert!(
        row("number-changed").ends_with("held: a critical figure") && row("number-changed").contains(" 8 "),
        "{shown}"
    );
    assert!(row("word-doubled").contains("0.00 (0.00 to 0.49)"), "{shown}");
    assert!(!folder.0.join("truecopy-learnt.toml").exists(), "nothing is written unasked");
    assert_eq!(run(&folder, &["eval", "--desk", "desk.db"]).1, shown);

    assert_eq!(run(&folder, &["learn", "--desk", "desk.db", "--write", "learnt.toml"]).0, 0);
    let learnt = ["--learnt", "learnt.toml"];
    let (before, now) = (confidence(&folder, &[], "word-doubled"), confidence(&folder, &learnt, "word-doubled"));
    assert!(now < before - 0.02 && now > 0.5 * before, "{before} {now}");
    let figure = confidence(&folder, &[], "number-changed");
    assert!((confidence(&folder, &learnt, "number-changed") - figure).abs() < 1e-9);
    // A kept result is not that of another table.
    let kept = ["--cache", ".cache"];
    assert!((confidence(&folder, &kept, "word-doubled") - before).abs() < 1e-9);
    assert!((confidence(&folder, &[&kept[..], &learnt].concat(), "word-doubled") - now).abs() < 1e-9);

    assert_eq!(run(&folder, &["learn", "--forget", "learnt.toml"]).0, 0);
    assert!((confidence(&folder, &learnt, "word-doubled") - before).abs() < 1e-9, "taken back");
    let (status, _, said) = run(&folder, &["learn", "--desk", "desk.db", "--write", "wire.txt"]);
    assert!(status == 2 && said.contains("was left as it is"), "{said}");
    assert_eq!(std::fs::read_to_string(folder.0.join("wire.txt")).expect("the wire"), WIRE);
    let (status, _, said) = run(&folder, &["learn", "--desk", "none.db"]);
    assert!(status == 2 && said.contains("there is no such desk") && !folder.0.join("none.db").exists(), "{said}");
}

#[test]
fn what_was_accepted_or_known_elsewhere_is_dismissed_at_the_desk() {
    let folder = Folder::new();
    folder.file(
        "accepted.toml",
        "[[accepted]]\nrule = \"word-doubled\"\nwords = \"the the\"\nreason = \"dialect\"\nby = \"Odd\"\nat = \"2026-03-01\"\n",
    );
    let desk = Desk::start(&folder, "Ilse");
    let ids: Vec<i64> = ["ferry-1", "ferry-2"].iter().map(|id| desk.take_in(id, REWRITE)).collect();
    let import = |option: &str, file: &str| run(&folder, &["desk", "--db", "desk.db", "--user", "Liv", option, file]);
    assert_eq!(
        import("--import-accepted", "accepted.toml").1,
        "1 finding dismissed\n",
        "and the same words elsewhere with it"
    );
    assert_eq!(import("--import-accepted", "accepted.toml").1, "0 findings dismissed\n", "once is enough");
    let page = desk.page(&format!("/desk/story/{}", ids[0]));
    for id in ids {
        assert!(desk.page(&format!("/desk/story/{id}")).contains("1 of 3 findings decided"), "{page}");
    }
    assert!(page.contains("dialect (accepted by Odd, 2026-03-01)") && page.contains("Liv"), "{page}");
    // A story that comes later is covered too, as by any dismissal that holds everywhere.
    let later = desk.take_in("ferry-3", REWRITE);
    assert!(desk.page(&format!("/desk/story/{later}")).contains("1 of 3 findings decided"));

    folder.file("wire.txt", WIRE);
    folder.file("rewrite.txt", REWRITE);
    assert_eq!(
        run(&folder, &["check", "--isolated", "--write-baseline", "known.json", "wire.txt", "rewrite.txt"]).0,
        0
    );
    assert_eq!(import("--import-baseline", "known.json").1, "0 findings dismissed\n", "no story of this name is here");
    let known = desk.take_in("rewrite.txt", REWRITE);
    assert_eq!(import("--import-baseline", "known.json").1, "2 findings dismissed\n");
    let page = desk.page(&format!("/desk/story/{known}"));
    assert!(page.contains("3 of 3 findings decided") && page.contains("known before: known.json"), "{page}");
    assert_eq!(import("--import-baseline", "wire.txt").0, 2);
}
