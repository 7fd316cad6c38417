//! Which rules run, which pairs are checked, and what is said of a run: as the options of other checkers have taught users.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{REWRITE, WIRE, pair, rules, run_in};
use crate::cli::{Folder, code, text};

#[test]
fn rules_are_selected_and_ignored_by_id_group_and_category() {
    let folder = pair();
    let found = |options: &[&str]| {
        let mut args = vec!["check", "--format", "json"];
        args.extend(options);
        rules(&run_in(&folder.0, &[&args[..], &["wire.txt", "rewrite.txt"]].concat()))
    };
    let all = found(&[]);
    let has = |rules: &[String], id: &str| rules.iter().any(|r| r == id);
    assert!(has(&all, "number-changed") && has(&all, "word-doubled"), "{all:?}");
    assert_eq!(found(&["--select", "number-changed"]), ["number-changed"]);
    assert_eq!(found(&["--select", "figures, copy"]), found(&["--select", "figures", "--select", "copy"]));
    let rest = found(&["--ignore", "figures,Linguistic conventions"]);
    assert!(!has(&rest, "number-changed") && !has(&rest, "word-doubled") && !rest.is_empty(), "{rest:?}");
    let narrow = found(&["--select", "ALL,number-changed", "--ignore", "figures"]);
    assert!(has(&narrow, "number-changed"), "the narrower word counts: {narrow:?}");
    folder.file("truecopy.toml", "[check]\nselect = [\"copy\"]\n[rules]\nnumber-changed = \"off\"\n");
    assert_eq!(found(&[]), ["word-doubled"]);
    assert_eq!(found(&["--select", "number-changed"]), ["number-changed"], "the command line goes first");
    folder.file("truecopy.toml", "[check]\nselect = []\nignore = [\"copi\"]\n");
    let said = text(&run_in(&folder.0, &["check", "wire.txt", "rewrite.txt"]).stderr);
    assert!(said.contains("truecopy.toml:2:10: `select` is empty") && said.contains("did you mean `copy`?"), "{said}");
}

#[test]
fn a_run_is_counted_quiet_and_never_fails_where_that_is_asked_for() {
    let folder = pair();
    folder.file("same.txt", WIRE.replace("approved a breakwater", "gave its approval to a breakwater"));
    let counted = run_in(&folder.0, &["check", "--statistics", "wire.txt", "rewrite.txt", "same.txt"]);
    assert_eq!(code(&counted), 1);
    let shown = text(&counted.stdout);
    assert!(shown.starts_with("findings  rewrites  rule\n") && shown.contains("number-changed"), "{shown}");
    assert!(shown.ends_with(" in 1 of 2 rewrites\n") && !shown.contains("14 million"), "{shown}");
    assert_eq!(code(&run_in(&folder.0, &["check", "--exit-zero", "wire.txt", "rewrite.txt"])), 0);
    assert_eq!(
        code(&run_in(&folder.0, &["check", "--exit-zero", "wire.txt", "none.txt"])),
        2,
        "not checked is no success"
    );
    let clash = run_in(&folder.0, &["check", "--statistics", "--format", "json", "wire.txt", "rewrite.txt"]);
    assert!(code(&clash) == 2 && clash.stdout.is_empty());
    let quiet = run_in(&folder.0, &["check", "-q", "wire.txt", "same.txt"]);
    assert_eq!((code(&quiet), text(&quiet.stdout).as_str(), text(&quiet.stderr).as_str()), (0, "", ""));
    let told = run_in(&folder.0, &["-q", "check", "wire.txt", "rewrite.txt", "same.txt"]);
    assert_eq!(text(&told.stdout).matches("verdict ").count(), 1);
    folder.file("pairs.jsonl", crate::cli::pair("desk/1", WIRE, REWRITE));
    let batch = run_in(&folder.0, &["batch", "--statistics", "--fail-on", "major", "--exit-zero", "pairs.jsonl"]);
    assert_eq!(code(&batch), 0);
    assert_eq!(text(&batch.stdout).lines().count(), 1, "the answers stay as they are");
    assert!(text(&batch.stderr).contains("number-changed"), "{}", text(&batch.stderr));
}

#[test]
fn settings_are_found_under_either_name_but_not_both() {
    let folder = pair();
    folder.file(".truecopy.toml", "[check]\nselect = [\"copy\"]\n");
    let found = || run_in(&folder.0, &["check", "--format", "json", "wire.txt", "rewrite.txt"]);
    assert_eq!(rules(&found()), ["word-doubled"]);
    let init = run_in(&folder.0, &["init"]);
    assert!(code(&init) == 2 && text(&init.stderr).contains(".truecopy.toml: is there already"));
    folder.file("truecopy.toml", "");
    let both = found();
    assert!(code(&both) == 2 && text(&both.stderr).contains("there are both truecopy.toml and .truecopy.toml"));
}

#[test]
fn a_first_file_of_settings_is_written_once() {
    let folder = pair();
    assert_eq!(code(&run_in(&folder.0, &["init"])), 0);
    let written = std::fs::read_to_string(folder.0.join("truecopy.toml")).expect("the file");
    let checked = run_in(&folder.0, &["check", "--format", "json", "wire.txt", "rewrite.txt"]);
    assert!(code(&checked) == 1 && !rules(&checked).is_empty());
    folder.file("truecopy.toml", format!("{written}# ours\n"));
    assert_eq!(code(&run_in(&folder.0, &["init"])), 2);
    let kept = std::fs::read_to_string(folder.0.join("truecopy.toml")).expect("the file");
    assert!(kept.ends_with("# ours\n"));
}

/// Runs git in a folder; false where there is no git.
fn git(folder: &Path, args: &[&str]) -> bool {
    let who = ["-c", "user.name=Liv Aasen", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").arg("-C").arg(folder).args(who).args(args).stdout(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}

#[test]
fn only_pairs_that_changed_since_a_commit_are_checked() {
    let folder = Folder::new();
    for name in ["fish", "ferry"] {
        folder.file(&format!("stories/{name}.wire.txt"), WIRE);
        folder.file(&format!("stories/{name}.rewrite.txt"), REWRITE);
    }
    let check =
        |since: &str| run_in(&folder.0, &["check", "--statistics", "--changed-since", since, "--beside", "stories"]);
    if !git(&folder.0, &["init", "-q"]) {
        println!("SKIPPED: git is not installed");
        return;
    }
    assert!(git(&folder.0, &["add", "."]) && git(&folder.0, &["commit", "-q", "-m", "stories"]));
    let none = check("HEAD");
    assert_eq!(code(&none), 0);
    assert!(text(&none.stderr).contains("2 rewrites are not changed since HEAD"), "{}", text(&none.stderr));
    // A wire that changed is as good a reason as a rewrite, and so is a story that git does not know yet.
    folder.file("stories/ferry.wire.txt", format!("{WIRE}The vote was public.\n"));
    folder.file("stories/new.wire.txt", WIRE);
    folder.file("stories/new.rewrite.txt", REWRITE);
    let some = check("HEAD");
    assert!(code(&some) == 1 && text(&some.stdout).ends_with(" in 2 of 2 rewrites\n"), "{}", text(&some.stdout));
    let unknown = check("no-such-branch");
    assert!(code(&unknown) == 2 && text(&unknown.stderr).contains("git knows no commit “no-such-branch”"));
    let option = check("--output=stolen");
    assert!(code(&option) == 2 && !folder.0.join("stolen").exists());
}

#[test]
fn a_pair_whose_settings_changed_since_a_commit_is_checked_again() {
    let folder = Folder::new();
    for name in ["north/fish", "south/ferry"] {
        folder.file(&format!("{name}.wire.txt"), WIRE);
        folder.file(&format!("{name}.rewrite.txt"), REWRITE);
    }
    let settings = "[check]\nfacts = [\"offices.tsv\"]\n";
    let north = folder.file("north/truecopy.toml", settings);
    let facts = folder.file("north/offices.tsv", "write\tharbour board\tport board\thouse style\n");
    if !git(&folder.0, &["init", "-q"]) {
        println!("SKIPPED: git is not installed");
        return;
    }
    assert!(git(&folder.0, &["add", "."]) && git(&folder.0, &["commit", "-q", "-m", "stories"]));
    let check = |what: &str, checked: &str| {
        let args = ["check", "--statistics", "--changed-since", "HEAD", "--beside", "north", "south"];
        let (output, said) = (run_in(&folder.0, &args), format!("{what} has changed since HEAD"));
        let stderr = text(&output.stderr);
        assert!(what.is_empty() || stderr.lines().filter(|l| l.contains(&said)).count() == 1, "{stderr}");
        assert!(text(&output.stdout).contains(checked) || checked.is_empty() && code(&output) == 0, "{stderr}");
    };
    check("", "");
    // A file that the settings name, the settings themselves, house rules that nobody had, and settings that are gone.
    folder.file("north/offices.tsv", "write\tharbour board\tdock board\thouse style\n");
    check("north/offices.tsv", " in 1 of 1 rewrite\n");
    assert!(git(&folder.0, &["checkout", "-q", "."]));
    folder.file("north/truecopy.toml", format!("{settings}reader = \"off\"\n"));
    check("north/truecopy.toml", " in 1 of 1 rewrite\n");
    assert!(git(&folder.0, &["checkout", "-q", "."]));
    let house = folder.file("north/house.toml", "[[ban]]\nid = \"no-quayside\"\ntext = [\"quayside\"]\n");
    check("north/house.toml", " in 1 of 1 rewrite\n");
    std::fs::remove_file(house).expect("gone");
    for file in [north, facts] {
        std::fs::remove_file(file).expect("gone");
    }
    check("north/truecopy.toml", " in 1 of 1 rewrite\n");
    // What lies above counts for both.
    assert!(git(&folder.0, &["commit", "-q", "-a", "-m", "no settings"]));
    check("", "");
    folder.file("truecopy.toml", "[gate]\nfail-on = \"minor\"\n");
    check("truecopy.toml", " in 2 of 2 rewrites\n");
}

#[cfg(unix)]
#[test]
fn without_git_nothing_is_taken_for_unchanged() {
    let folder = Folder::new();
    folder.file(".git/HEAD", "ref: refs/heads/main\n");
    folder.file("a.wire.txt", WIRE);
    folder.file("a.rewrite.txt", REWRITE);
    let mut command = crate::cli::truecopy();
    let command =
        command.current_dir(&folder.0).env("PATH", "").args(["check", "--changed-since", "HEAD", "--beside", "."]);
    let output = command.output().expect("the program starts");
    assert!(code(&output) == 2 && text(&output.stderr).contains("git is not installed"), "{}", text(&output.stderr));
}
