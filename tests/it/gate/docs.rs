//! docs/gate.md: its commands run as they stand there, and its table of keys is the program's.

use std::fmt::Write as _;
use std::path::Path;

use truecopy::config::shape::Shape;
use truecopy::config::{self, keys};

use super::{REWRITE, WIRE, pair, run_in};
use crate::cli::{Folder, code, text};
use crate::snap;

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gate.md")).expect("docs/gate.md")
}

/// The fenced blocks of the page with this word after the fence.
pub fn blocks(page: &str, word: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut inside: Option<(bool, String)> = None;
    for line in page.lines() {
        match (&mut inside, line.strip_prefix("```")) {
            (None, Some(kind)) => inside = Some((kind == word, String::new())),
            (Some(_), Some(_)) => {
                let (wanted, text) = inside.take().expect("a block");
                if wanted {
                    out.push(text);
                }
            }
            (Some((_, text)), None) => {
                let _ = writeln!(text, "{line}");
            }
            (None, None) => {}
        }
    }
    out
}

/// The folder that the page speaks of.
fn folder() -> Folder {
    let folder = pair();
    folder.file("faithful.txt", WIRE.replace("approved a breakwater", "gave its approval to a breakwater"));
    folder.file("house.tsv", "write\tharbour board\tport board\thouse style\n");
    folder.file("pairs.jsonl", crate::cli::pair("desk/1", WIRE, REWRITE));
    folder.file("drop/harbour.wire.txt", WIRE);
    folder.file("drop/harbour.rewrite.txt", REWRITE);
    folder
}

/// The words of a command line, with the quotation marks of a shell.
pub fn words(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (i, part) in line.split('"').enumerate() {
        if i % 2 == 1 {
            out.push(part.to_owned());
        } else {
            out.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    out
}

#[test]
fn every_command_of_the_page_does_what_it_says() {
    let mut ran = 0;
    let page = page();
    for block in blocks(&page, "console") {
        // What one command writes, the next one of the block finds.
        let folder = folder();
        for line in block.lines() {
            let (command, exit) = line.rsplit_once("# exit ").unwrap_or_else(|| panic!("{line}: no exit status"));
            let command = command.trim().strip_prefix("$ truecopy ").unwrap_or_else(|| panic!("{line}: no command"));
            let words = words(command);
            let output = run_in(&folder.0, &words.iter().map(String::as_str).collect::<Vec<_>>());
            let said = text(&output.stderr);
            assert_eq!(code(&output).to_string(), exit.trim(), "{command}\n{}\n{said}", text(&output.stdout));
            ran += 1;
        }
    }
    assert!(ran > 25, "{ran} commands");
    // Some commands have a page of their own.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let pages =
        std::fs::read_dir(folder).expect("the pages").filter_map(|e| std::fs::read_to_string(e.ok()?.path()).ok());
    let all: String = pages.collect();
    for command in crate::cli::COMMANDS {
        assert!(all.contains(&format!("truecopy {command}")), "`{command}` is on no page");
    }
}

#[test]
fn the_settings_of_the_page_are_settings() {
    let [whole, accepted] = &blocks(&page(), "toml")[..] else { panic!("two blocks of TOML") };
    if let Err(mistakes) = config::read(Path::new("truecopy.toml"), whole) {
        panic!("{mistakes:#?}");
    }
    for key in keys::KEYS.iter().filter(|k| k.name != "fail-on-new") {
        assert!(whole.contains(&format!("{} = ", key.name)), "`{}` is not on the page", key.name);
    }
    truecopy::gate::Accepted::read(accepted).expect("accepted findings");
}

#[test]
fn the_table_of_keys_is_the_programs() {
    let mut want = String::from("| key | takes | default |\n|---|---|---|\n");
    for key in keys::KEYS {
        let takes = match key.shape {
            Shape::Words(words) => words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "),
            Shape::Path => "a path".into(),
            Shape::Paths => "a list of paths".into(),
            Shape::Count => "a whole number".into(),
            Shape::UpTo(most) => format!("0 to {most}"),
            Shape::Patterns => "path patterns".into(),
            Shape::Selectors => "a list of rules, groups and categories".into(),
        };
        let default = key.default().map_or_else(String::new, |d| format!("`{}`", d.trim_matches('"')));
        let _ = writeln!(want, "| `{}.{}` | {takes} | {default} |", key.table, key.name);
    }
    let page = page();
    let (begin, end) = ("<!-- begin keys -->\n", "<!-- end keys -->");
    let from = page.find(begin).expect("the block") + begin.len();
    let to = page.find(end).expect("its end");
    if snap::updating() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gate.md");
        std::fs::write(path, format!("{}{want}{}", &page[..from], &page[to..])).expect("the page is written");
    } else {
        assert!(
            page[from..to] == want,
            "docs/gate.md: the table of keys is old: INSTA_UPDATE=always cargo test writes it"
        );
    }
}
