//! Lists of pairs: TOML, CSV, JSON lines.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use truecopy::ingest::{self, Format};

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::job::{Job, Jobs, Text};
use crate::cli::input::record::without_place;

/// One string, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn list(self) -> Vec<String> {
        match self {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    pair: Vec<Pair>,
}

/// `[[pair]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    id: Option<String>,
    wire: OneOrMore,
    rewrite: OneOrMore,
}

/// A line of JSON: paths under `wire`, or texts under `original`, as `batch` takes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: Option<String>,
    wire: Option<OneOrMore>,
    original: Option<OneOrMore>,
    rewrite: OneOrMore,
}

/// What is wrong with a manifest, and where.
#[derive(Debug)]
struct Unlisted {
    at: At,
    what: String,
}

/// A place in a manifest; all count from 1.
#[derive(Debug)]
enum At {
    Line(usize),
    Column(usize, usize),
    Pair(usize),
}

const EMPTY: &str = "an empty list; give at least one file";

impl Unlisted {
    fn line(line: usize, what: impl Into<String>) -> Self {
        Unlisted { at: At::Line(line), what: what.into() }
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            At::Line(line) => write!(f, "line {line}: ")?,
            At::Column(line, column) => write!(f, "line {line}, column {column}: ")?,
            At::Pair(pair) => write!(f, "pair {pair}: ")?,
        }
        f.write_str(&self.what)
    }
}

impl std::error::Error for Unlisted {}

/// Reads the manifest at `path`. Paths in it are relative to its folder.
///
/// # Errors
/// Where it cannot be read, or a line of it is wrong; the message names the line and what is expected.
pub fn read(path: &Path, from: Option<Format>) -> Result<Jobs, Failure> {
    bounds::stay_inside(path).map_err(|e| Failure::because(e).at(path))?;
    let text = std::fs::read_to_string(path).map_err(|e| Failure::new("cannot read the manifest").at(path).cause(e))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    let head = text.trim_start();
    let base = path.parent().unwrap_or(Path::new(""));
    let jobs = match extension.as_str() {
        "toml" => toml(text, base, from),
        "csv" => csv(text, b',', base, from),
        "tsv" => csv(text, b'\t', base, from),
        "jsonl" | "ndjson" => lines(text, base, from),
        _ if head.starts_with('{') => lines(text, base, from),
        _ if head.starts_with('[') || head.starts_with('#') => toml(text, base, from),
        _ => csv(text, b',', base, from),
    };
    let jobs = jobs.map_err(|why| Failure::because(why).at(path))?;
    bounds_kept(path, &jobs)?;
    if jobs.is_empty() {
        return Err(Failure::new("the manifest lists no pair").at(path));
    }
    Ok(Jobs { jobs, ..Jobs::default() })
}

/// On a server, a list in a repository names nothing outside of it: it may be a stranger's.
fn bounds_kept(path: &Path, jobs: &[Job]) -> Result<(), Failure> {
    if !bounds::is_ci() {
        return Ok(());
    }
    let root = bounds::around(path).unwrap_or_default();
    let texts = jobs.iter().flat_map(|job| job.wires.iter().chain([&job.rewrite]));
    let named = texts.filter_map(|text| if let Text::Path(path, _) = text { Some(path) } else { None });
    match named.into_iter().find(|named| bounds::leads_out(named, &root)) {
        Some(named) => {
            let what =
                format!("`{}` leads out of the repository, which is not allowed where CI is set", named.display());
            Err(Failure::new(what).at(path).advise("keep the stories in the repository"))
        }
        None => Ok(()),
    }
}

/// Every rewrite of a pair is a job of its own.
fn jobs(id: Option<String>, wires: Vec<String>, rewrites: Vec<String>, base: &Path, from: Option<Format>) -> Vec<Job> {
    let text = |p: &String| Text::Path(base.join(p), from);
    let several = rewrites.len() > 1;
    let job = |rewrite: &String| {
        let name = match &id {
            Some(id) if several => format!("{id}: {rewrite}"),
            Some(id) => id.clone(),
            None => rewrite.clone(),
        };
        Job::new(name, wires.iter().map(text).collect(), text(rewrite))
    };
    rewrites.iter().map(job).collect()
}

fn toml(text: &str, base: &Path, from: Option<Format>) -> Result<Vec<Job>, Unlisted> {
    let listed: Listed = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |s| text.get(..s.start).unwrap_or("").matches('\n').count() + 1);
        let what = e.message();
        Unlisted::line(line, format!("{what}; a pair is [[pair]] with wire, rewrite and, if you like, id"))
    })?;
    let mut out = Vec::new();
    for (i, pair) in listed.pair.into_iter().enumerate() {
        let (wires, rewrites) = (pair.wire.list(), pair.rewrite.list());
        if wires.is_empty() || rewrites.is_empty() {
            return Err(Unlisted { at: At::Pair(i + 1), what: EMPTY.into() });
        }
        out.extend(jobs(pair.id, wires, rewrites, base, from));
    }
    Ok(out)
}

fn csv(text: &str, comma: u8, base: &Path, from: Option<Format>) -> Result<Vec<Job>, Unlisted> {
    const EXPECTED: &str = "the first line names the columns: wire and rewrite, and, if you like, id";
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(comma)
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| Unlisted::line(1, format!("{e}; {EXPECTED}")))?.clone();
    let column = |names: &[&str]| header.iter().position(|h| names.iter().any(|n| h.eq_ignore_ascii_case(n)));
    let (Some(wire), Some(rewrite)) = (column(&["wire", "original"]), column(&["rewrite", "version"])) else {
        // What has no column of ours is something else, and its words stay where they are.
        if column(&["wire", "original", "rewrite", "version", "id", "name"]).is_none() {
            return Err(Unlisted::line(1, EXPECTED));
        }
        let found: Vec<&str> = header.iter().collect();
        return Err(Unlisted::line(1, format!("the columns are {}; {EXPECTED}", found.join(", "))));
    };
    let id = column(&["id", "name"]);
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| {
            let line = e.position().map_or(1, csv::Position::line);
            Unlisted::line(line as usize, e.to_string())
        })?;
        let line = row.position().map_or(0, csv::Position::line) as usize;
        let list = |c: usize| -> Vec<String> {
            row.get(c).unwrap_or("").split('|').map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
        };
        let (wires, rewrites) = (list(wire), list(rewrite));
        if wires.is_empty() || rewrites.is_empty() {
            return Err(Unlisted::line(line, "both wire and rewrite must name a file"));
        }
        let id = id.and_then(|c| row.get(c)).filter(|id| !id.is_empty()).map(str::to_owned);
        out.extend(jobs(id, wires, rewrites, base, from));
    }
    Ok(out)
}

fn lines(text: &str, base: &Path, from: Option<Format>) -> Result<Vec<Job>, Unlisted> {
    const EXPECTED: &str =
        r#"expected {"id": …, "wire": path or [path, …], "rewrite": path}, or texts under "original" and "rewrite""#;
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let at = i + 1;
        let line: Line = serde_json::from_str(line).map_err(|e| Unlisted {
            at: At::Column(at, e.column()),
            what: format!("{}; {EXPECTED}", without_place(&e)),
        })?;
        let rewrites = line.rewrite.list();
        match (line.wire, line.original) {
            (Some(wire), None) => {
                let wires = wire.list();
                if wires.is_empty() || rewrites.is_empty() {
                    return Err(Unlisted::line(at, EMPTY));
                }
                out.extend(jobs(line.id, wires, rewrites, base, from));
            }
            (None, Some(original)) => {
                let takes = original.list();
                let name = line.id.unwrap_or_else(|| format!("line {at}"));
                if takes.is_empty() {
                    return Err(Unlisted::line(at, "`original` is an empty list; give at least one text"));
                }
                let read = |side: &str, text: &String| {
                    Text::Read(Arc::new(ingest::from_text(&format!("{name}: {side}"), text)))
                };
                for rewrite in &rewrites {
                    let wires = takes.iter().map(|t| read("original", t)).collect();
                    out.push(Job::new(name.clone(), wires, read("rewrite", rewrite)));
                }
            }
            _ => return Err(Unlisted::line(at, format!("give either `wire` or `original`; {EXPECTED}"))),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn of(jobs: &[Job]) -> Vec<(String, Vec<PathBuf>, Option<PathBuf>)> {
        let path = |t: &Text| match t {
            Text::Path(path, _) => Some(path.clone()),
            Text::Read(_) => None,
        };
        jobs.iter().map(|j| (j.name.clone(), j.wires.iter().filter_map(path).collect(), path(&j.rewrite))).collect()
    }

    fn pair(name: &str, wires: &[&str], rewrite: &str) -> (String, Vec<PathBuf>, Option<PathBuf>) {
        (name.into(), wires.iter().map(|w| Path::new("d").join(w)).collect(), Some(Path::new("d").join(rewrite)))
    }

    #[test]
    fn three_ways_to_list_the_same_pairs() {
        let want = vec![pair("ferry", &["w/a.xml", "w/b.xml"], "r/a.md"), pair("r/c.md", &["w/c.xml"], "r/c.md")];
        let base = Path::new("d");
        let toml = "[[pair]]\nid = \"ferry\"\nwire = [\"w/a.xml\", \"w/b.xml\"]\nrewrite = \"r/a.md\"\n\n[[pair]]\nwire = \"w/c.xml\"\nrewrite = \"r/c.md\"\n";
        assert_eq!(of(&super::toml(toml, base, None).expect("TOML")), want);
        let csv = "id,wire,rewrite\n# first\nferry,w/a.xml|w/b.xml,r/a.md\n,\"w/c.xml\",r/c.md\n";
        assert_eq!(of(&super::csv(csv, b',', base, None).expect("CSV")), want);
        let lines = "{\"id\":\"ferry\",\"wire\":[\"w/a.xml\",\"w/b.xml\"],\"rewrite\":\"r/a.md\"}\n\n{\"wire\":\"w/c.xml\",\"rewrite\":\"r/c.md\"}\n";
        assert_eq!(of(&super::lines(lines, base, None).expect("JSON lines")), want);
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        let base = Path::new("d");
        let said = |r: Result<Vec<Job>, Unlisted>| r.err().map(|e| e.to_string()).unwrap_or_default();
        let wrong = said(super::toml("[[pair]]\nwire = \"a\"\nrewrites = \"b\"\n", base, None));
        assert!(wrong.starts_with("line 3") && wrong.contains("rewrites"), "{wrong}");
        let wrong = said(super::csv("wire,b\n1,2\n", b',', base, None));
        assert!(wrong.contains("columns are wire, b"), "{wrong}");
        let wrong = said(super::csv("anna:x7-quince\n", b',', base, None));
        assert!(wrong.starts_with("line 1: the first line names the columns"), "{wrong}");
        let wrong = said(super::csv("wire,rewrite\na,b\nc,\n", b',', base, None));
        assert!(wrong.starts_with("line 3"), "{wrong}");
        let wrong = said(super::lines("{\"wire\":\"a\",\"rewrite\":\"b\"}\n{\"wire\":\"a\"}\n", base, None));
        assert!(wrong.starts_with("line 2") && wrong.contains("rewrite"), "{wrong}");
    }
}
