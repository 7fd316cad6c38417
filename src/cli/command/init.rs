//! `truecopy init`: a first file of settings.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

use truecopy::config::keys::{KEYS, Key, OPEN_TABLES};
use truecopy::config::shape::Shape;
use truecopy::config::{FILE_NAME, HIDDEN_NAME};
use truecopy::format::wrap;

use crate::cli::failure::Failure;
use crate::cli::output::messages::note;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Every setting stands in the file with what it is for, behind a # that only has to be taken away.

Examples:
  truecopy init
  truecopy init stories/";

/// Columns of a comment.
const WIDTH: usize = 98;

/// Arguments of `init`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder that the settings are for; they hold for the folders in it too.
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
}

/// Runs `init`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    if !args.folder.is_dir() {
        return Err(Failure::new("this is no folder").at(&args.folder).advise("give the one that the stories are in"));
    }
    let hidden = args.folder.join(HIDDEN_NAME);
    if hidden.exists() {
        return Err(there(hidden));
    }
    let file = args.folder.join(FILE_NAME);
    match File::create_new(&file).and_then(|mut new| new.write_all(sample().as_bytes())) {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(there(file)),
        Err(e) => return Err(Failure::new("cannot be written").at(file).cause(e)),
    }
    note(format_args!("{}: written; `truecopy config` shows what holds", file.display()));
    Ok(Exit::Clean)
}

fn there(file: PathBuf) -> Failure {
    Failure::new("is there already and was left as it is").at(file).advise("edit it, or move it away first")
}

/// A file of settings that says what each of them is for, and sets only what makes a run fail.
fn sample() -> String {
    let mut out = String::from("# The settings of truecopy for the rewrites in this folder and those below it.\n");
    out.push_str("# A line with a # before it is not in force. Most show what holds without them.\n\n");
    let mut table = "";
    for key in KEYS {
        if key.table != table {
            table = key.table;
            let _ = writeln!(out, "[{table}]");
        }
        comment(&mut out, key.help);
        let set = (key.table, key.name) == ("gate", "fail-on");
        let _ = writeln!(out, "{}{} = {}\n", if set { "" } else { "# " }, key.name, value(key));
    }
    for (name, help) in OPEN_TABLES {
        let _ = writeln!(out, "[{name}]");
        comment(&mut out, help);
        out.push_str(if name == "rules" { "# claim-added = \"off\"\n\n" } else { "# \"Style\" = \"neutral\"\n\n" });
    }
    comment(&mut out, "Other choices for the rewrites under some paths: see docs/gate.md.");
    out.push_str("# [[override]]\n# paths = [\"sport/**\"]\n# rules = { number-changed = \"critical\" }\n");
    out
}

/// The default of a setting, or one of the values that it could have.
fn value(key: &Key) -> String {
    key.default().unwrap_or_else(|| match key.shape {
        Shape::Words(words) => format!("{:?}", words.first().unwrap_or(&"")),
        Shape::Path => format!("\"{}\"", key.flag.map_or("FILE", |flag| flag.value)),
        _ => "20".to_owned(),
    })
}

fn comment(out: &mut String, text: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in wrap(&text, WIDTH) {
        let _ = writeln!(out, "# {line}");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use truecopy::config;

    use super::*;

    #[test]
    fn the_sample_is_right_with_every_setting_in_force_and_with_none() {
        let sample = sample();
        let read =
            |text: &str| config::read(Path::new("truecopy.toml"), text).unwrap_or_else(|m| panic!("{m:#?}\n{text}"));
        read(&sample);
        let is_setting = |line: &str| KEYS.iter().any(|k| line.starts_with(&format!("# {} = ", k.name)));
        let open = |line: &str| if is_setting(line) { line[2..].to_owned() } else { line.to_owned() };
        let every: String = sample.lines().map(|line| open(line) + "\n").collect();
        let config = read(&every);
        for key in KEYS {
            assert!(key.shown(&config).0.is_some(), "{} is not in the sample", key.name);
        }
    }
}
