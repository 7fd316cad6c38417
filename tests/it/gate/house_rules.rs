//! The newsroom's own rules: what they find, how they are switched, and what is said of a file that is wrong.

use truecopy::finding::Category;

use super::{WIRE, rules, run_in};
use crate::cli::{Folder, code, text};
use crate::schema::Schema;

const HOUSE: &str = r#"
[[ban]]
id = "no-blast"
text = ["blast", "blasts", "blasted"]
message = "say who criticised what"
why = "Nobody was hurt."
bad = ["Critics blasted the plan."]
good = ["Critics rejected the plan.", "“We blasted it,” she said."]

[[prefer]]
id = "breakwater"
text = "sea wall"
use = "breakwater"
fix = true
bad = ["A sea wall is to be built.", "Sea  walls? No: one sea wall."]
good = ["A breakwater is to be built.", "A sea wallpaper was shown."]

[[prefer]]
id = "crowns"
pattern = 'SEK ?(\d+) (million|billion)'
use = "$1 $2 crowns"
bad = ["It costs SEK14 million."]
good = ["It costs 14 million crowns."]

[[must-keep]]
id = "credit"
pattern = 'Reporting by [A-Z]\w+ [A-Z]\w+'
match-case = true
bad = [{ wire = "It sank. (Reporting by Odd Lund)", rewrite = "It sank. (Reporting by Eva Lund)" }]
good = [{ wire = "It sank. (Reporting by Odd Lund)", rewrite = "It went down.\nReporting by  Odd Lund" }, "It sank."]

[[must-keep]]
id = "helpline"
text = "call the seamen's mission"
about = ["lost at sea", "drowned"]
severity = "critical"
bad = ["Two men drowned."]
good = ["Two men drowned. If you need help, call the seamen’s mission.", "Two men swam."]
"#;

const STORY: &str = "\
Harbour board of Ardhaven approves new breakwater
ARDHAVEN, March 3 (Coastal News) – The harbour board of Ardhaven on Tuesday approved a sea wall that will cost 14 million crowns and take two years to build.
\"We have waited for this wall since the storm of 2009,\" board chair Liv Aasen told reporters after the vote.
Fishing crews had asked for the sea wall after 12 boats were lost in the storm. Work is to begin in May, the board said in a statement.
The board rejected a second plan for a marina, which opponents said would have closed the old fish market.
";

fn newsroom() -> Folder {
    let folder = Folder::new();
    folder.file("truecopy.toml", "");
    folder.file("house.toml", HOUSE);
    folder.file("wire.txt", format!("{WIRE}(Reporting by Odd Lund)\n"));
    folder.file("rewrite.txt", STORY);
    folder
}

fn found(folder: &Folder, options: &[&str]) -> Vec<String> {
    let args = [&["check", "--format", "json", "--fail-on", "never"], options, &["wire.txt", "rewrite.txt"]].concat();
    let output = run_in(&folder.0, &args);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let mut found = rules(&output);
    found.retain(|r| r.starts_with("house/"));
    found
}

#[test]
fn a_rewrite_is_held_to_the_rules_beside_its_settings() {
    let folder = newsroom();
    assert_eq!(found(&folder, &[]), ["house/breakwater", "house/credit"]);
    assert_eq!(found(&folder, &["--select", "house/credit"]), ["house/credit"]);
    assert_eq!(found(&folder, &["--ignore", "house"]), [""; 0]);
    assert_eq!(found(&folder, &["--isolated"]), [""; 0]);
    assert_eq!(found(&folder, &["--isolated", "--house", "house.toml"]).len(), 2);
    folder.file("truecopy.toml", "[rules]\n\"house/credit\" = \"off\"\n\"house/breakwater\" = \"critical\"\n");
    assert_eq!(found(&folder, &[]), ["house/breakwater"]);
    let output = run_in(&folder.0, &["check", "--fail-on", "critical", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 1);
    let shown = text(&output.stdout);
    for words in [
        "house style is “breakwater”, the rewrite says “sea wall”",
        "house rule breakwater: house.toml, line 10",
        "and, line 4",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn findings_of_house_rules_are_accepted_known_and_fixed_like_others() {
    let folder = newsroom();
    let run = |args: &[&str]| run_in(&folder.0, args);
    let accept =
        run(&["accept", "--rule", "house/credit", "--reason", "no credits on this page", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&accept), 0, "{}", text(&accept.stderr));
    assert_eq!(found(&folder, &[]), ["house/breakwater"]);
    assert_eq!(code(&run(&["check", "--write-baseline", "known.json", "wire.txt", "rewrite.txt"])), 0);
    assert_eq!(found(&folder, &["--baseline", "known.json"]), [""; 0]);
    // A result that was kept holds only for the rules that it was made with.
    for _ in 0..2 {
        assert_eq!(found(&folder, &["--cache", ".cache"]), ["house/breakwater"]);
    }
    folder.file("house.toml", HOUSE.replace("sea wall", "marina"));
    assert_eq!(found(&folder, &["--cache", ".cache"]), ["house/breakwater"]);
    assert!(text(&run(&["check", "--cache", ".cache", "wire.txt", "rewrite.txt"]).stdout).contains("“marina”"));
    folder.file("house.toml", HOUSE);
    assert_ne!(code(&run(&["check", "--fix", "wire.txt", "rewrite.txt"])), 2);
    let fixed = std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the rewrite");
    assert!(fixed.contains("approved a breakwater that") && !fixed.contains("sea wall"), "{fixed}");
}

#[test]
fn every_format_names_a_house_rule() {
    let folder = newsroom();
    for format in super::EVERY_FORMAT {
        let output = run_in(&folder.0, &["check", "--format", format, "wire.txt", "rewrite.txt"]);
        let shown = text(&output.stdout);
        assert!(shown.contains("house/breakwater"), "{format}: {shown}");
        assert!(format != "sarif" || shown.contains("\"HouseBreakwater\""), "{shown}");
    }
}

#[test]
fn rules_are_held_to_their_examples() {
    let folder = newsroom();
    let test = |file: &str| run_in(&folder.0, &["rules", "test", file]);
    let right = test("house.toml");
    assert_eq!(text(&right.stdout), "5 rules, 15 examples: 15 as they say, 0 not\n");
    assert_eq!(code(&right), 0);
    let wrong = HOUSE
        .replace("Critics blasted", "Critics roasted")
        .replace("Critics rejected", "Critics blasted")
        .replace("bad = [\"Two men drowned.\"]", "");
    folder.file("wrong.toml", wrong.replace("use = \"breakwater\"", "use = \"long sea wall\""));
    let said = test("wrong.toml");
    assert_eq!(code(&said), 1);
    let said = text(&said.stdout);
    for line in [
        "wrong.toml:7: house/no-blast: finds nothing in the bad example “Critics roasted the plan.”",
        "wrong.toml:8: house/no-blast: finds “blasted” in the good example “Critics blasted the plan.”",
        "house/helpline: has no bad example",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let listed = text(&run_in(&folder.0, &["rules"]).stdout);
    assert!(listed.contains("house/no-blast"));
    let explained = text(&run_in(&folder.0, &["explain", "house/no-blast"]).stdout);
    assert!(explained.contains("Nobody was hurt.") && explained.contains("Critics blasted the plan."), "{explained}");
}

#[test]
fn all_mistakes_of_a_file_are_told_with_their_lines() {
    let folder = newsroom();
    let wrong = r#"[[ban]]
id = "No Jargon"
text = "leverage"
severty = "major"

[[prefer]]
id = "a"
pattern = "(x"
use = "y"

[[prefer]]
id = "b"
text = "c"

[[must-keep]]
id = "d"
text = []
when = "allways"

[[forbid]]
id = "e"
"#;
    folder.file("house.toml", wrong);
    let output = run_in(&folder.0, &["check", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    for line in [
        ":2:6: this cannot be an `id`",
        ":4:1: unknown key `severty` in [[ban]]",
        "did you mean `severity`?",
        ":8:11: no pattern: unclosed group",
        ":11:1: a rule of [[prefer]] needs `use`",
        ":17:8: `text` is empty",
        ":18:8: this cannot be a `when`",
        ":20:3: unknown table `forbid`",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    folder.file("house.toml", HOUSE);
    folder.file("truecopy.toml", "[check]\nignore = [\"house/no-blas\"]\n[rules]\n\"house/creditt\" = \"off\"\n");
    let output = run_in(&folder.0, &["check", "wire.txt", "rewrite.txt"]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2);
    for line in
        ["truecopy.toml:2:", "did you mean `house/no-blast`?", "truecopy.toml:4:", "did you mean `house/credit`?"]
    {
        assert!(said.contains(line), "{line}: {said}");
    }
    folder.file("more.toml", "[[ban]]\nid = \"credit\"\ntext = \"x\"\n");
    let output = run_in(
        &folder.0,
        &["check", "--isolated", "--house", "house.toml", "--house", "more.toml", "wire.txt", "rewrite.txt"],
    );
    assert!(
        text(&output.stderr).contains("more.toml:1:1: `credit` is the id of another rule: house.toml, line 25"),
        "{}",
        text(&output.stderr)
    );
}

#[cfg(unix)]
#[test]
fn a_stranger_reads_no_file_through_a_house_file_where_ci_is_set() {
    let outer = Folder::new();
    outer.file("secret.toml", "[[ban]]\nid = \"secret\"\ntext = \"the password is crab\"\n");
    outer.file("repo/.git/HEAD", "");
    outer.file("repo/truecopy.toml", "");
    outer.file("repo/wire.txt", WIRE);
    outer.file("repo/rewrite.txt", STORY);
    std::os::unix::fs::symlink(outer.0.join("secret.toml"), outer.0.join("repo/house.toml")).expect("a link");
    let check = || {
        let mut command = crate::cli::truecopy();
        let command = command.current_dir(outer.0.join("repo")).env("CI", "true");
        command.args(["check", "wire.txt", "rewrite.txt"]).output().expect("the program starts")
    };
    let linked = check();
    assert!(
        code(&linked) == 2 && text(&linked.stderr).contains("leads out of the repository"),
        "{}",
        text(&linked.stderr)
    );
    std::fs::remove_file(outer.0.join("repo/house.toml")).expect("the link goes");
    outer.file("repo/truecopy.toml", "[check]\nhouse = [\"../secret.toml\"]\n");
    let named = check();
    assert!(
        code(&named) == 2 && text(&named.stderr).contains("`house` leads out of the repository"),
        "{}",
        text(&named.stderr)
    );
    assert!(!text(&named.stderr).contains("crab"));
}

/// A file of house rules as JSON.
fn json(toml: &str) -> serde_json::Value {
    serde_json::to_value(toml.parse::<toml::Table>().expect("TOML")).expect("JSON")
}

#[test]
fn the_schema_for_editors_takes_what_the_program_takes() {
    let schema = Schema::open("house.schema.json");
    let page = include_str!("../../../docs/house.md");
    for right in [HOUSE, &super::docs::blocks(page, "toml")[0]] {
        assert_eq!(schema.faults(&json(right)), [""; 0]);
    }
    let whole: serde_json::Value =
        serde_json::from_str(include_str!("../../../docs/schema/house.schema.json")).expect("JSON");
    let named: Vec<&str> =
        whole["$defs"]["category"]["enum"].as_array().expect("a list").iter().filter_map(|c| c.as_str()).collect();
    assert_eq!(named, Category::ALL.map(Category::name));
    // Each key of the schema is one that the program knows, and a rule of the schema is one of the program.
    let folder = newsroom();
    for kind in ["ban", "prefer", "must-keep"] {
        for key in whole["properties"][kind]["items"]["properties"].as_object().expect("keys").keys() {
            folder.file("keys.toml", format!("[[{kind}]]\n{key} = 1\n"));
            let said = text(&run_in(&folder.0, &["rules", "test", "keys.toml"]).stderr);
            assert!(!said.contains("unknown key") && said.contains(":2:"), "{kind}.{key}: {said}");
        }
        assert!(!schema.faults(&json(&format!("[[{kind}]]\nid = \"A\"\nseverty = \"x\"\n"))).is_empty());
    }
}

#[test]
fn the_examples_of_the_page_are_as_they_say() {
    let page = include_str!("../../../docs/house.md");
    let blocks = super::docs::blocks(page, "toml");
    let folder = Folder::new();
    folder.file("house.toml", &blocks[0]);
    let output = run_in(&folder.0, &["rules", "test"]);
    assert!(
        text(&output.stdout).ends_with(" as they say, 0 not\n"),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    folder.file("truecopy.toml", &blocks[1]);
    folder.file("wire.txt", WIRE);
    folder.file("rewrite.txt", STORY);
    assert_ne!(code(&run_in(&folder.0, &["check", "wire.txt", "rewrite.txt"])), 2);
}

#[test]
fn what_a_rule_prefers_or_asks_for_is_not_held_against_the_rewrite() {
    let folder = newsroom();
    folder.file("wire.txt", STORY);
    folder.file(
        "rewrite.txt",
        format!("{WIRE}If you need help, call the seamen’s mission.\n")
            .replace("asked for the wall", "asked for the breakwater"),
    );
    let check = |options: &[&str]| {
        rules(&run_in(&folder.0, &[&["check", "--format", "json"], options, &["wire.txt", "rewrite.txt"]].concat()))
    };
    assert_ne!(check(&["--isolated"]), [""; 0], "without the rules, other words are questioned");
    folder
        .file("house.toml", HOUSE.replace("call the seamen's mission", "If you need help, call the seamen's mission"));
    assert_eq!(check(&[]), [""; 0]);
}

#[test]
fn a_rule_holds_for_a_rewrite_that_is_the_wire_itself() {
    let folder = newsroom();
    folder.file("wire.txt", STORY);
    let output = run_in(&folder.0, &["check", "--format", "json", "wire.txt", "rewrite.txt"]);
    assert_eq!(rules(&output), ["house/breakwater"]);
    let report = text(&output.stdout);
    assert!(
        report.contains("\"minor-faults\"") && report.contains("though the rewrite is identical to the wire"),
        "{report}"
    );
}
