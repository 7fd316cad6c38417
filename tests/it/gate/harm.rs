//! Nothing is lost when several runs write one file, and nothing comes in from files that somebody else has written.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use super::{REWRITE, pair, run_in};
use crate::cli::{Folder, code, text, truecopy};

/// Starts the program so many times at once, each with arguments of its own; all must end well.
fn at_once(folder: &Folder, runs: &[Vec<String>]) {
    let start = |args: &Vec<String>| {
        let mut command = truecopy();
        command.current_dir(&folder.0).args(args).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    };
    let children: Vec<_> = runs.iter().map(start).collect();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    }
}

/// Six rewrites of one wire, with the arguments of a run for each.
fn six(args: impl Fn(&str) -> Vec<String>) -> (Folder, Vec<Vec<String>>) {
    let folder = pair();
    let names: Vec<String> = (0..6).map(|n| format!("rewrite{n}.txt")).collect();
    names.iter().for_each(|name| drop(folder.file(name, REWRITE)));
    let runs = names.iter().map(|name| args(name)).collect();
    (folder, runs)
}

fn words(args: &[&str]) -> Vec<String> {
    args.iter().map(|a| (*a).to_owned()).collect()
}

fn left_over(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(&folder.0).expect("a folder").filter_map(Result::ok);
    entries.map(|e| e.file_name().to_string_lossy().into_owned()).filter(|n| n.starts_with('.')).collect()
}

#[test]
fn what_six_accept_at_once_is_all_kept() {
    let (folder, runs) = six(|name| words(&["accept", "--all", "--reason", "read by the desk", "wire.txt", name]));
    at_once(&folder, &runs);
    let file = std::fs::read_to_string(folder.0.join("truecopy-accepted.toml")).expect("the file");
    let alone = file.matches("path = \"/rewrite0.txt\"").count();
    assert!(alone > 2, "{file}");
    for n in 0..6 {
        assert_eq!(file.matches(&format!("path = \"/rewrite{n}.txt\"")).count(), alone, "{file}");
        let output = run_in(&folder.0, &["check", "wire.txt", &format!("rewrite{n}.txt")]);
        assert_eq!(code(&output), 0, "rewrite{n}.txt is accepted");
    }
    // The same once more, by several at a time, is in the file once.
    folder.file("rewrite6.txt", REWRITE);
    let again = words(&["accept", "--rule", "word-doubled", "--reason", "dialect", "wire.txt", "rewrite6.txt"]);
    at_once(&folder, &[again.clone(), again.clone(), again]);
    let file = std::fs::read_to_string(folder.0.join("truecopy-accepted.toml")).expect("the file");
    assert_eq!(file.matches("path = \"/rewrite6.txt\"").count(), 1, "{file}");
    if cfg!(unix) {
        assert_eq!(left_over(&folder), [""; 0]);
    }
}

#[test]
fn what_six_put_into_a_baseline_at_once_is_all_kept() {
    let (folder, runs) = six(|name| words(&["check", "--write-baseline", "known.json", "wire.txt", name]));
    at_once(&folder, &runs);
    let known = std::fs::read_to_string(folder.0.join("known.json")).expect("the baseline");
    let known: serde_json::Value = serde_json::from_str(&known).expect("JSON");
    assert_eq!(known["rewrites"].as_object().map(serde_json::Map::len), Some(6), "{known}");
    for n in 0..6 {
        let name = format!("rewrite{n}.txt");
        let output = run_in(&folder.0, &["check", "--baseline", "known.json", "wire.txt", &name]);
        assert_eq!(code(&output), 0, "{name} is known");
    }
    if cfg!(unix) {
        assert_eq!(left_over(&folder), [""; 0]);
    }
}

/// Runs the program as a build on a server does.
fn on_server(folder: &Path, args: &[&str]) -> Output {
    truecopy().current_dir(folder).env("CI", "true").args(args).output().expect("the program starts")
}

/// A repository with a pair in it, inside a folder with a file that is nobody's business.
fn repository() -> (Folder, PathBuf) {
    let outer = Folder::new();
    let root = outer.0.join("desk");
    outer.file("secrets.txt", "anna:x7-quince\nberit:k2-damson\n");
    outer.file("words.txt", "breakwater\n");
    for (name, text) in [("desk/wire.txt", super::WIRE), ("desk/rewrite.txt", REWRITE), ("desk/.git/HEAD", "ref\n")] {
        outer.file(name, text);
    }
    (outer, root)
}

const PAIR: [&str; 3] = ["check", "wire.txt", "rewrite.txt"];

#[test]
fn settings_of_a_stranger_name_nothing_outside_of_the_repository() {
    let (outer, root) = repository();
    let named = [
        "[check]\nfacts = [\"../secrets.txt\"]",
        "[check]\nlexicon = \"../words.txt\"",
        "[files]\naccepted = \"../secrets.txt\"",
        "[files]\nbaseline = \"sport/../../secrets.txt\"",
        "[files]\ncache = \"../cache\"",
        "[files]\nhistory = \"../runs.jsonl\"",
        "[files]\nhistory = \"/tmp/truecopy-no-such-folder/runs.jsonl\"",
    ];
    for settings in named {
        outer.file("desk/truecopy.toml", settings);
        let output = on_server(&root, &PAIR);
        let said = text(&output.stderr);
        assert_eq!(code(&output), 2, "{settings}: {said}");
        assert!(
            said.contains("truecopy.toml:2:") && said.contains("leads out of the repository"),
            "{settings}: {said}"
        );
        assert!(!said.contains("quince") && output.stdout.is_empty(), "{settings}: {said}");
        // Nobody else may say where the settings are not to be read, but to read none is always safe.
        assert_eq!(code(&on_server(&root, &[&PAIR[..], &["--isolated"]].concat())), 1, "{settings}");
    }
    assert!(!outer.0.join("cache").exists() && !outer.0.join("runs.jsonl").exists());
    // Within the repository everything goes on as ever, and so it does at a desk.
    outer.file("desk/house/words.txt", "breakwater\n");
    outer.file("desk/truecopy.toml", "[check]\nlexicon = \"house/words.txt\"\n[files]\ncache = \"kept\"\n");
    assert_eq!(code(&on_server(&root, &PAIR)), 1);
    outer.file("desk/truecopy.toml", "[check]\nlexicon = \"../words.txt\"\n");
    assert_eq!(code(&run_in(&root, &PAIR)), 1);
    // What the command line names was named by whoever runs the program.
    outer.file("house.tsv", "keep\tArdhaven\n");
    outer.file("desk/truecopy.toml", "");
    assert_eq!(code(&on_server(&root, &[&PAIR[..], &["--facts", "../house.tsv"]].concat())), 1);
}

#[test]
fn lists_of_a_stranger_name_nothing_outside_of_the_repository() {
    let (outer, root) = repository();
    for (name, list) in [
        ("pairs.toml", "[[pair]]\nwire = \"wire.txt\"\nrewrite = \"../secrets.txt\"\n"),
        ("pairs.csv", "wire,rewrite\n../secrets.txt,rewrite.txt\n"),
        ("pairs.jsonl", "{\"wire\": \"wire.txt\", \"rewrite\": \"../secrets.txt\"}\n"),
    ] {
        outer.file(&format!("desk/{name}"), list);
        let output = on_server(&root, &["check", "--manifest", name]);
        let all = text(&output.stderr) + &text(&output.stdout);
        assert_eq!(code(&output), 2, "{name}: {all}");
        assert!(all.contains("leads out of the repository") && !all.contains("quince"), "{name}: {all}");
    }
}

#[test]
fn an_index_of_a_stranger_names_nothing_outside_of_the_repository() {
    let (outer, root) = repository();
    outer.file("wires/a.txt", super::WIRE);
    let built = run_in(&outer.0, &["index", "wires", "-o", "desk/wire.index"]);
    assert_eq!(code(&built), 0, "{}", text(&built.stderr));
    let check = ["check", "--archive", "wire.index", "rewrite.txt"];
    assert_eq!(code(&run_in(&root, &check)), 1, "at a desk");
    let output = on_server(&root, &check);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("outside of the repository"), "{}", text(&output.stderr));
    // What the command line names is an archive like any other.
    assert_eq!(code(&on_server(&root, &["check", "--archive", "../wires", "rewrite.txt"])), 1);
}

#[cfg(unix)]
#[test]
fn links_of_a_stranger_are_not_followed_out_of_the_repository() {
    use std::os::unix::fs::symlink;
    let (outer, root) = repository();
    outer.file("desk/pair/a.wire.txt", super::WIRE);
    for link in ["pair/a.rewrite.txt", "truecopy.toml", "truecopy-accepted.toml", "pairs.csv", "house.tsv"] {
        let path = root.join(link);
        symlink(outer.0.join("secrets.txt"), &path).expect("a link");
        outer.file("desk/sport/truecopy.toml", "[check]\nfacts = [\"../house.tsv\"]\n");
        outer.file("desk/sport/rewrite.txt", REWRITE);
        let args: &[&str] = match link {
            "pair/a.rewrite.txt" => &["check", "--beside", "pair"],
            "pairs.csv" => &["check", "--manifest", "pairs.csv"],
            "house.tsv" => &["check", "wire.txt", "sport/rewrite.txt"],
            _ => &PAIR,
        };
        let output = on_server(&root, args);
        let all = text(&output.stderr) + &text(&output.stdout);
        assert_eq!(code(&output), 2, "{link}: {all}");
        assert!(all.contains("leads out of the repository") && !all.contains("quince"), "{link}: {all}");
        std::fs::remove_file(path).expect("the link");
    }
    // Nor are lists of pairs, archives and tables.
    symlink(outer.0.join("secrets.txt"), root.join("link.jsonl")).expect("a link");
    symlink(&outer.0, root.join("around")).expect("a link");
    for args in [
        &["batch", "link.jsonl"][..],
        &["eval", "link.jsonl"],
        &["eval", "--confidence", "link.jsonl", "wire.txt"],
        &["facts", "learn", "link.jsonl"],
        &["facts", "learn", "around"],
        &["facts", "import", "link.jsonl"],
        &["match", "link.jsonl", "rewrite.txt"],
        &["index", "around", "-o", "new.index"],
        &["index", "wire.txt", "-o", "link.jsonl"],
        &["inspect", "link.jsonl"],
    ] {
        let output = on_server(&root, args);
        let all = text(&output.stderr) + &text(&output.stdout);
        assert_ne!(code(&output), 0, "{args:?}: {all}");
        assert!(all.contains("leads out of the repository") && !all.contains("quince"), "{args:?}: {all}");
    }
    // Nothing is written through one either.
    symlink(outer.0.join("secrets.txt"), root.join("report.html")).expect("a link");
    for args in [["-o", "report.html"], ["--history", "report.html"], ["--write-baseline", "report.html"]] {
        let output = on_server(&root, &[&PAIR[..], &args].concat());
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(text(&output.stderr).contains("leads out of the repository"), "{args:?}: {}", text(&output.stderr));
    }
    assert!(std::fs::read_to_string(outer.0.join("secrets.txt")).expect("the file").starts_with("anna:"));
    std::fs::create_dir(outer.0.join("home")).expect("a folder");
    symlink(outer.0.join("home"), root.join("kept")).expect("a link");
    for args in [["--cache", "kept"], ["-o", "html=kept/"]] {
        assert_eq!(code(&on_server(&root, &[&PAIR[..], &args].concat())), 2, "{args:?}");
    }
    assert_eq!(std::fs::read_dir(outer.0.join("home")).expect("the folder").count(), 0);
    // A link within the repository is a file like any other.
    symlink("../rewrite.txt", root.join("pair/a.rewrite.txt")).expect("a link");
    assert_eq!(code(&on_server(&root, &["check", "--beside", "pair"])), 1);
}

#[test]
fn nothing_of_a_file_that_is_something_else_is_shown() {
    let folder = pair();
    folder.file("secrets", "anna:x7-quince:1000\nberit = k2-damson\n");
    folder.file("secrets.json", "{\"version\": \"x7-quince\", \"k2-damson\": 1}");
    for args in [
        vec!["check", "--facts", "secrets", "wire.txt", "rewrite.txt"],
        vec!["check", "--config", "secrets", "wire.txt", "rewrite.txt"],
        vec!["check", "--accepted", "secrets", "wire.txt", "rewrite.txt"],
        vec!["check", "--baseline", "secrets", "wire.txt", "rewrite.txt"],
        vec!["check", "--baseline", "secrets.json", "wire.txt", "rewrite.txt"],
        vec!["check", "--history", "secrets", "wire.txt", "rewrite.txt"],
        vec!["check", "--manifest", "secrets"],
        vec!["check", "--archive", "secrets", "rewrite.txt"],
    ] {
        let output = run_in(&folder.0, &args);
        let all = text(&output.stderr) + &text(&output.stdout);
        assert_eq!(code(&output), 2, "{args:?}: {all}");
        assert!(!all.contains("quince") && !all.contains("damson"), "{args:?}: {all}");
    }
    let kept = std::fs::read_to_string(folder.0.join("secrets")).expect("the file");
    assert_eq!(kept.lines().count(), 2, "nothing was added to it");
}

#[test]
fn a_pattern_that_is_too_much_is_refused_at_its_line() {
    let folder = pair();
    let deep = "{".repeat(130) + "a" + &"}".repeat(130);
    let wide = format!("{{{}}}", vec!["ferry"; 60_000].join(","));
    for (pattern, why) in [(deep, "deep"), (wide, "longer")] {
        for settings in [
            format!("[files]\nexclude = [\n  \"{pattern}\",\n]\n"),
            format!("[[override]]\n# sport\npaths = [\"{pattern}\"]\n"),
        ] {
            folder.file("truecopy.toml", settings);
            let output = run_in(&folder.0, &PAIR);
            let said = text(&output.stderr);
            assert_eq!(code(&output), 2, "{}", said.chars().take(300).collect::<String>());
            assert!(said.contains("truecopy.toml:3:") && said.contains(why) && !said.contains("panicked"));
            assert!(said.len() < 2000, "the pattern itself is shown in {} bytes", said.len());
        }
    }
}

#[test]
fn a_project_is_no_cache() {
    let folder = pair();
    let output = run_in(&folder.0, &["check", "--cache", ".", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2, "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("holds other files"), "{}", text(&output.stderr));
    assert_eq!(left_over(&folder), [""; 0]);
    assert_eq!(std::fs::read_dir(&folder.0).expect("the folder").count(), 2, "nothing was put into it");
    // An empty folder becomes one, and is one from then on; so does one that was killed before it had its tag.
    std::fs::create_dir(folder.0.join("kept")).expect("a folder");
    folder.file("killed/.gitignore", "*\n");
    folder.file("killed/.truecopy-0123456789ab.tmp", "*");
    for cache in ["kept", "kept", "killed", "new/cache"] {
        assert_eq!(code(&run_in(&folder.0, &["check", "--cache", cache, "wire.txt", "rewrite.txt"])), 1, "{cache}");
        for file in [".gitignore", "CACHEDIR.TAG"] {
            assert!(folder.0.join(cache).join(file).is_file(), "{cache}/{file}");
        }
    }
    // The days of a month are named like the folders of a cache.
    std::fs::create_dir_all(folder.0.join("march/04")).expect("a folder");
    assert_eq!(code(&run_in(&folder.0, &["check", "--cache", "march", "wire.txt", "rewrite.txt"])), 2);
    assert_eq!(std::fs::read_dir(folder.0.join("march")).expect("the folder").count(), 1, "nothing was put into it");
    // The tag of another program is no tag of ours.
    folder.file("target/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# cargo\n");
    assert_eq!(code(&run_in(&folder.0, &["check", "--cache", "target", "wire.txt", "rewrite.txt"])), 2);
}

#[test]
fn words_of_a_story_are_no_link_in_a_log() {
    let folder = Folder::new();
    folder.file("wire.txt", super::WIRE);
    folder.file("rewrite.txt", REWRITE.replace("41 million", "[41](https://example.org/x) \\[www.example.org million"));
    let output = run_in(&folder.0, &["check", "--format", "sarif", "wire.txt", "rewrite.txt"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let messages: Vec<&str> = results.iter().filter_map(|r| r["message"]["text"].as_str()).collect();
    let all = messages.join("\n");
    assert!(all.contains("\\[41\\]"), "{all}");
    // Nor is a bare address one.
    assert!(!all.contains("://") && !all.contains("www.") && all.contains("https: //example.org/x"), "{all}");
    let bare = all.replace("\\\\", "").replace("\\[", "").replace("\\]", "");
    assert!(!bare.contains(['[', ']', '\\']), "{all}");
    // Nor in the snippets, of which those of other words are there.
    let snippets: Vec<String> = results
        .iter()
        .flat_map(|r| [&r["locations"], &r["relatedLocations"]])
        .flat_map(|places| places.as_array().into_iter().flatten())
        .filter_map(|place| place["physicalLocation"]["region"]["snippet"]["text"].as_str().map(str::to_owned))
        .collect();
    assert!(!snippets.is_empty() && !snippets.iter().any(|s| s.contains("](")), "{snippets:?}");
}

#[test]
fn no_sign_in_a_text_or_a_name_reaches_the_terminal() {
    let (evil, name) = ("\u{9b}31m\u{202e}", "fer\u{1b}[31mry\u{202e}.txt");
    let folder = Folder::new();
    folder.file("wire.txt", super::WIRE);
    folder.file(
        "rewrite.txt",
        REWRITE.replace("Liv Aasen", &format!("Liv {evil}Aasen")).replace("41 million", &format!("41{evil} million")),
    );
    folder.file("pairs.jsonl", serde_json::json!({"id": format!("a{evil}"), "original": super::WIRE, "rewrite": REWRITE.replace("the the", &format!("the {evil}the"))}).to_string() + "\nno json \u{9b}\n");
    folder.file("facts.tsv", format!("write\tKy{evil}iv\tKiev\n"));
    let mut runs: Vec<Vec<String>> = Vec::new();
    for format in super::EVERY_FORMAT {
        runs.push(words(&["check", "--format", format, "wire.txt", "rewrite.txt"]));
    }
    runs.push(words(&["batch", "pairs.jsonl"]));
    runs.push(words(&["inspect", "rewrite.txt"]));
    runs.push(words(&["inspect", "--format", "json", "rewrite.txt"]));
    runs.push(words(&["facts", "show", "--facts", "facts.tsv", "Kiev"]));
    runs.push(words(&["check", "--diff", "wire.txt", "rewrite.txt"]));
    runs.push(words(&["rules", evil]));
    runs.push(words(&["check", &format!("--{evil}")]));
    // Not every file system takes such a name.
    if cfg!(unix) {
        folder.file(name, REWRITE);
        folder.file(
            &format!("{name}.jsonl"),
            "{\"original\": \"The ferry sails on Monday.\", \"rewrite\": \"The ferry sails on Monday.\"}\n",
        );
        folder.file("truecopy.toml", "[[override]]\npaths = [\"a\\u009b/**\"]\n");
        runs.push(words(&["check", "wire.txt", name]));
        runs.push(words(&["check", "--format", "json", "wire.txt", name]));
        runs.push(words(&["match", "wire.txt", name]));
        runs.push(words(&["match", "--format", "json", "wire.txt", name]));
        runs.push(words(&["index", "wire.txt", "-o", name.trim_end_matches(".txt")]));
        runs.push(words(&["inspect", name]));
        runs.push(words(&["inspect", "--format", "json", name]));
        runs.push(words(&["eval", &format!("{name}.jsonl")]));
        runs.push(words(&["eval", "--format", "json", &format!("{name}.jsonl")]));
        runs.push(words(&["accept", "--all", "--reason", "seen", "wire.txt", name]));
        runs.push(words(&["config", name]));
        runs.push(words(&["check", "wire.txt", &format!("no-{name}")]));
    }
    for args in runs {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = run_in(&folder.0, &args);
        for out in [text(&output.stdout), text(&output.stderr)] {
            let sign = out.chars().find(|c| (c.is_control() && !"\n\t".contains(*c)) || *c == '\u{202e}');
            assert_eq!(sign, None, "{args:?}: {out}");
        }
    }
}

#[test]
fn a_report_has_the_format_of_its_name() {
    let folder = pair();
    for (name, head) in [
        ("report.html", "<!DOCTYPE html>"),
        ("report.json", "{"),
        ("note.md", "#"),
        ("out.sarif", "{"),
        ("run.csv", "rewrite,"),
    ] {
        assert_eq!(code(&run_in(&folder.0, &["check", "-o", name, "wire.txt", "rewrite.txt"])), 1);
        let written = std::fs::read_to_string(folder.0.join(name)).expect("the report");
        assert!(written.to_lowercase().starts_with(&head.to_lowercase()), "{name}: {written:.60}");
    }
    let output = run_in(&folder.0, &["check", "-o", "run.xml", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("junit=FILE"), "{}", text(&output.stderr));
    assert!(!folder.0.join("run.xml").exists());
    run_in(&folder.0, &["check", "--format", "terminal", "-o", "shown.html", "wire.txt", "rewrite.txt"]);
    assert!(std::fs::read_to_string(folder.0.join("shown.html")).expect("the report").starts_with("verdict"));
}

#[cfg(unix)]
#[test]
fn links_and_rights_of_what_is_written_over_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = pair();
    let rights = |name: &str| std::fs::metadata(folder.0.join(name)).expect("a file").permissions().mode() & 0o777;
    let set = |name: &str, mode| {
        std::fs::set_permissions(folder.0.join(name), std::fs::Permissions::from_mode(mode)).expect("rights");
    };
    folder.file("reports/real.html", "old");
    set("reports/real.html", 0o600);
    symlink("reports/real.html", folder.0.join("report.html")).expect("a link");
    run_in(&folder.0, &["check", "-o", "report.html", "wire.txt", "rewrite.txt"]);
    assert!(folder.0.join("report.html").is_symlink(), "the link stays");
    assert!(std::fs::read_to_string(folder.0.join("reports/real.html")).expect("the page").contains("<html"));
    assert_eq!(rights("reports/real.html"), 0o600);
    set("rewrite.txt", 0o640);
    assert_eq!(code(&run_in(&folder.0, &["check", "--fix", "wire.txt", "rewrite.txt"])), 1);
    assert_eq!((rights("rewrite.txt"), rights("rewrite.txt.orig")), (0o640, 0o640));
}

#[test]
fn a_batch_whose_reader_goes_away_is_no_success_and_leaves_no_half_report() {
    let folder = pair();
    let line = serde_json::json!({"original": super::WIRE, "rewrite": super::WIRE}).to_string() + "\n";
    folder.file("pairs.jsonl", line.repeat(400));
    let mut command = truecopy();
    command.current_dir(&folder.0).args(["batch", "-o", "csv=run.csv", "--history", "runs.jsonl", "pairs.jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("standard output was closed"), "{}", text(&output.stderr));
    assert!(!folder.0.join("run.csv").exists() && !folder.0.join("runs.jsonl").exists());
}
