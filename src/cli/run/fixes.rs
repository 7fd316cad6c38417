//! `--fix` and `--diff`: the safe replacements, made in the file with a backup beside it, or shown.

use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use truecopy::format::visible::visible;
use truecopy::gate::{Judged, fix};
use truecopy::ingest::{self, Story};
use truecopy::text::Encoding;

use crate::cli::failure::Failure;
use crate::cli::input::files;
use crate::cli::input::job::Text;
use crate::cli::output::writer::{create, to_file};
use crate::exit::Exit;

/// What to do besides reporting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fixing {
    /// Nothing.
    #[default]
    No,
    /// Make the safe replacements in the files.
    Make,
    /// Show what they would be.
    Show,
}

/// What came of fixing one rewrite.
#[derive(Default)]
pub struct Outcome {
    /// What to say on standard error.
    pub said: Vec<String>,
    /// What goes to standard output.
    pub shown: Vec<u8>,
    /// The fixed story, where anything was changed.
    pub story: Option<Story>,
    /// Findings where there is something to fix and it was only shown.
    pub exit: Exit,
}

/// Reads a rewrite, with its bytes where they are to be fixed.
pub fn read(text: &Text, fixing: Fixing) -> Result<(Story, Option<Vec<u8>>), Failure> {
    if fixing == Fixing::No {
        return text.read().map(|story| (story, None));
    }
    let path = text.path();
    if let (true, Text::Read(story)) = (files::is_stdin(path), text) {
        // It was read to see what is in it; the bytes are those of the string, where that is what they were.
        let source = &story.source;
        let plain = source.encoding == Encoding::Utf8 && (source.raw.is_some() || source.map.is_identity());
        let bytes = source.raw.as_deref().unwrap_or(&source.text).as_bytes().to_vec();
        return if plain {
            Ok(((**story).clone(), Some(bytes)))
        } else {
            Err(Failure::new("standard input is no plain UTF-8").advise("save it to a file to have it fixed"))
        };
    }
    if files::is_stdin(path) {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)
            .map_err(|e| Failure::because(e).at("standard input"))?;
        let story = ingest::from_bytes("-", &bytes)?;
        return Ok((story, Some(bytes)));
    }
    let story = text.read()?;
    // Read after the story: what changed in between does not fit it, and is refused.
    let bytes = std::fs::read(path).map_err(|e| Failure::new("cannot be fixed in place").at(path).cause(e))?;
    Ok((story, Some(bytes)))
}

/// Makes or shows the safe replacements.
///
/// # Errors
/// Where the backup or the file cannot be written; the file is then as it was.
pub fn make(path: &Path, judged: &Judged, original: &[u8], fixing: Fixing) -> Result<Outcome, Failure> {
    let fixed = fix::fix(&judged.report, original);
    let name = path.display();
    let mut out = Outcome::default();
    for refused in &fixed.fixes {
        if let (Some(why), Some(finding)) = (&refused.refused, judged.report.findings.get(refused.finding)) {
            out.said.push(format!("{name}: not fixed: {} {}: {why}", finding.number, finding.rule.id));
        }
    }
    let (made, whole) = (fixed.made(), fixed.findings());
    match fixing {
        Fixing::No => {}
        Fixing::Show => {
            if made > 0 {
                out.exit = Exit::Findings;
                out.shown = diff(&path.to_string_lossy(), original, &fixed.bytes).into_bytes();
            }
        }
        Fixing::Make if files::is_stdin(path) => {
            out.said.push(count(whole, judged.report.findings.len(), "standard input", None));
            out.story = Some(ingest::from_bytes("-", &fixed.bytes)?);
            out.shown = fixed.bytes;
        }
        Fixing::Make if made > 0 => {
            let backup = backup(path, original)?;
            to_file(path, &fixed.bytes)?;
            out.said.push(count(whole, judged.report.findings.len(), &name.to_string(), Some(&backup)));
            out.story = Some(files::read_as(path, None)?);
        }
        Fixing::Make => {}
    }
    Ok(out)
}

fn count(made: usize, findings: usize, name: &str, backup: Option<&Path>) -> String {
    let noun = if findings == 1 { "finding" } else { "findings" };
    let kept = backup.map_or(String::new(), |b| format!("; the text as it was: {}", b.display()));
    format!("{name}: fixed {made} of {findings} {noun}{kept}")
}

/// Keeps the text as it was, under a name that is still free, for those who may read the text.
fn backup(path: &Path, original: &[u8]) -> Result<PathBuf, Failure> {
    let failure = |what, backup: &Path| Failure::new(what).at(backup).advise("nothing was changed");
    let unwritten = |backup: &Path, e| failure("the backup cannot be written", backup).cause(e);
    let rights = std::fs::metadata(path).map_err(|e| unwritten(path, e))?.permissions();
    for n in 0..1000 {
        let mut name = path.as_os_str().to_owned();
        name.push(if n == 0 { ".orig".to_owned() } else { format!(".orig.{n}") });
        let backup = PathBuf::from(name);
        match create(&backup, original, rights.clone()) {
            Ok(()) => return Ok(backup),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(unwritten(&backup, e)),
        }
    }
    Err(failure("there are a thousand backups", path))
}

/// A unified diff of what was read and what it would become.
fn diff(name: &str, old: &[u8], new: &[u8]) -> String {
    let decode = |bytes: &[u8]| match ingest::from_bytes(name, bytes) {
        Ok(story) => story.source.raw.as_ref().unwrap_or(&story.source.text).to_string(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    };
    let (old, new) = (decode(old), decode(new));
    let changes = TextDiff::from_lines(&old, &new);
    let (from, to) = (format!("a/{name}"), format!("b/{name}"));
    visible(&changes.unified_diff().context_radius(2).header(&from, &to).to_string()).into_owned()
}
