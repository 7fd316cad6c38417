//! Which texts are checked against which: from the command line, a manifest, folders, feeds, or an archive.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use truecopy::archive::THRESHOLD;
use truecopy::ingest::{Format, LinkKind, Story};

use crate::cli::failure::Failure;
use crate::cli::input::archive::{Archive, Narrow, score};
use crate::cli::input::beside;
use crate::cli::input::files::{self, texts};
use crate::cli::input::job::{Job, Jobs, Text};
use crate::cli::input::manifest;

/// Refuses a story that is too long by the settings for the rewrite at a path.
pub type Fits<'a> = dyn Fn(&Path, &Story) -> Result<(), Failure> + 'a;

/// The arguments of `check` that say what is checked.
#[derive(clap::Args)]
pub struct Inputs {
    /// The wire story, in any format; a feed or a folder of wire stories; `-` for standard input.
    #[arg(value_name = "WIRE", required_unless_present_any = ["manifest", "archive"])]
    wire: Option<PathBuf>,

    /// Versions of it to check; feeds or a folder of versions; `-` for standard input.
    #[arg(value_name = "REWRITE", required_unless_present_any = ["manifest", "archive", "beside"])]
    rewrites: Vec<PathBuf>,

    /// Another take of the wire; may be given several times.
    #[arg(long = "wire", value_name = "UPDATE")]
    updates: Vec<PathBuf>,

    /// Check the pairs that a TOML, CSV or JSON lines file lists (docs/formats.md).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["wire", "rewrites", "updates", "archive"])]
    manifest: Option<PathBuf>,

    /// Find the wire story of each REWRITE in an index, a folder or a feed.
    #[arg(long, value_name = "INDEX", conflicts_with = "updates")]
    archive: Option<PathBuf>,

    /// With --archive: how similar the two must be, from 0 to 1.
    #[arg(long, value_name = "SCORE", default_value_t = THRESHOLD, value_parser = score)]
    threshold: f64,

    #[command(flatten)]
    narrow: Narrow,

    /// Read all stories as this format instead of looking at the content: plain, markdown, html, ninjs, nitf, newsml, rss, atom, mail, iptc7901 or anpa.
    #[arg(long, value_name = "FORMAT", value_parser = files::format)]
    from: Option<Format>,
}

impl Inputs {
    /// Every path that was given as a text.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.wire.iter().chain(&self.rewrites).chain(&self.updates).map(PathBuf::as_path)
    }

    /// Whether more than one rewrite was given, as far as can be told without reading.
    pub fn several(&self) -> bool {
        let texts = self.rewrites.len() + usize::from(self.archive.is_some() && self.wire.is_some());
        texts > 1 || self.manifest.is_some() || self.rewrites.iter().any(|r| r.is_dir())
    }

    /// Says what is checked against what.
    ///
    /// # Errors
    /// Where nothing can be checked at all.
    pub fn jobs(&self, fits: &Fits) -> Result<Jobs, Failure> {
        if let Some(file) = &self.manifest {
            return manifest::read(file, self.from);
        }
        if let Some(archive) = &self.archive {
            let rewrites: Vec<&PathBuf> = self.wire.iter().chain(&self.rewrites).collect();
            return self.found(archive, &rewrites);
        }
        let Some(wire) = &self.wire else { return Err(Failure::new("give a WIRE and a REWRITE, or --manifest FILE")) };
        let folders = wire.is_dir() || self.rewrites.iter().any(|r| r.is_dir());
        if folders && !self.updates.is_empty() {
            return Err(Failure::new("--wire adds a take to one story: it cannot go with folders")
                .advise("list the takes in a --manifest"));
        }
        if folders {
            return self.folders(wire);
        }
        self.files(wire, fits)
    }

    /// The pairs that the texts given belong to by their names.
    pub fn beside(&self) -> Jobs {
        beside::jobs(self.paths(), self.from)
    }

    /// One wire story and its rewrites, or two feeds whose items name each other.
    fn files(&self, wire: &Path, fits: &Fits) -> Result<Jobs, Failure> {
        let began = Instant::now();
        let all = match files::read_all(wire, self.from) {
            Ok(all) => all,
            Err(e) => {
                // All that is wrong with the wires is said at once.
                let more = self.updates.iter().filter_map(|u| files::read_all(u, self.from).err());
                let failures = std::iter::once(e).chain(more).map(Failure::from).collect();
                return Ok(Jobs { failures, ..Jobs::default() });
            }
        };
        if all.len() > 1 {
            return self.linked(&all);
        }
        let mut wires: Vec<Text> = all.into_iter().map(read).collect();
        let mut out = Jobs::default();
        for update in &self.updates {
            match files::read_as(update, self.from) {
                Ok(story) => wires.push(read(story)),
                Err(e) => out.failures.push(e.into()),
            }
        }
        if !out.failures.is_empty() {
            return Ok(out);
        }
        let wires_took = began.elapsed();
        for path in &self.rewrites {
            // Whoever checks refuses the wire and says so; nothing is read beside it.
            if wires.iter().filter_map(Text::story).any(|wire| fits(path, wire).is_err()) {
                let name = path.to_string_lossy().into_owned();
                out.jobs.push(Job::new(name, wires.clone(), Text::Path(path.clone(), self.from)));
                continue;
            }
            let began = Instant::now();
            let all = match files::read_all(path, self.from) {
                Ok(all) => all,
                Err(e) => {
                    out.failures.push(e.into());
                    continue;
                }
            };
            let spent = wires_took + began.elapsed();
            for story in all {
                match fits(path, &story) {
                    Ok(()) => {
                        let name = story.source.name.clone();
                        out.jobs.push(Job { spent, ..Job::new(name, wires.clone(), read(story)) });
                    }
                    // It is not held until its turn.
                    Err(too_long) => out.failures.push(too_long),
                }
            }
        }
        Ok(out)
    }

    /// Rewrites that name their wire among several.
    fn linked(&self, wires: &[Story]) -> Result<Jobs, Failure> {
        if !self.updates.is_empty() {
            return Err(Failure::new("--wire adds a take to one story, but WIRE holds several"));
        }
        let (mut rewrites, mut failures) = (Vec::new(), Vec::new());
        for path in &self.rewrites {
            match files::read_all(path, self.from) {
                Ok(all) => rewrites.extend(all),
                Err(e) => failures.push(e.into()),
            }
        }
        let given = linked(wires, rewrites);
        failures.extend(given.failures);
        Ok(Jobs { failures, ..given })
    }

    /// Folders: by name first, by metadata where no name fits.
    fn folders(&self, wire: &Path) -> Result<Jobs, Failure> {
        let wires = listed(wire)?;
        let mut by_name: HashMap<String, Vec<&PathBuf>> = HashMap::new();
        for (name, path) in &wires {
            by_name.entry(name.clone()).or_default().push(path);
        }
        let (mut out, mut left) = (Jobs::default(), Vec::new());
        // A gate that looks into the wrong folder must not pass.
        let empty = |folder: &Path| Failure::new("holds no story").at(folder);
        if wires.is_empty() {
            out.failures.push(empty(wire));
        }
        for given in &self.rewrites {
            let rewrites = listed(given)?;
            if rewrites.is_empty() {
                out.failures.push(empty(given));
            }
            for (name, path) in rewrites {
                match by_name.get(&name) {
                    Some(takes) => {
                        let wires = takes.iter().map(|t| Text::Path((*t).clone(), self.from)).collect();
                        out.jobs.push(Job::new(name, wires, Text::Path(path, self.from)));
                    }
                    None => left.push(path),
                }
            }
        }
        if left.is_empty() {
            return Ok(out);
        }
        let mut pool = Vec::new();
        for (_, path) in &wires {
            match files::read_all(path, self.from) {
                Ok(all) => pool.extend(all),
                Err(e) => out.failures.push(e.into()),
            }
        }
        let links = Links::of(&pool);
        for path in left {
            match files::read_all(&path, self.from) {
                Ok(all) => all.into_iter().for_each(|story| links.pair(&pool, story, &mut out)),
                Err(e) => out.failures.push(e.into()),
            }
        }
        Ok(out)
    }

    /// The wire of each rewrite out of an archive.
    fn found(&self, archive: &Path, rewrites: &[&PathBuf]) -> Result<Jobs, Failure> {
        if rewrites.is_empty() {
            return Err(Failure::new("give a REWRITE to find the wire of"));
        }
        let archive = Archive::open(archive, self.from)?;
        let mut out = Jobs::default();
        for path in texts(rewrites)? {
            let all = match files::read_all(&path, self.from) {
                Ok(all) => all,
                Err(e) => {
                    out.failures.push(e.into());
                    continue;
                }
            };
            for story in all {
                match archive.wire_of(&story, &self.narrow, self.threshold) {
                    Ok(wire) => {
                        out.jobs.push(Job::new(story.source.name.clone(), vec![read(wire)], read(story)));
                    }
                    Err(why) => out.failures.push(why.within(&story.source.name)),
                }
            }
        }
        Ok(out)
    }
}

/// The pairs of rewrites that name their wire among these, as the items of two feeds do.
pub fn linked(wires: &[Story], rewrites: Vec<Story>) -> Jobs {
    let (mut out, links) = (Jobs::default(), Links::of(wires));
    rewrites.into_iter().for_each(|story| links.pair(wires, story, &mut out));
    out
}

/// A text that was read.
fn read(story: Story) -> Text {
    Text::Read(Arc::new(story))
}

/// The files of a folder, or the file itself, each with the name that pairs it.
fn listed(path: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    if !path.is_dir() {
        let name = path.file_name().map(Path::new).unwrap_or(path);
        return Ok(vec![(pair_name(name), path.to_owned())]);
    }
    let named = |file: PathBuf| (pair_name(file.strip_prefix(path).unwrap_or(&file)), file);
    Ok(files::files(path)?.into_iter().map(named).collect())
}

/// "coast/ferry.rewrite.md" pairs with "coast/ferry.wire.xml": the path without its ending and without the side it stands on.
fn pair_name(path: &Path) -> String {
    let folder = path.parent().map(|p| p.to_string_lossy().replace('\\', "/")).unwrap_or_default();
    let stem = path.file_stem().unwrap_or(OsStr::new("")).to_string_lossy().into_owned();
    let sides = ["wire", "rewrite", "original", "rewritten", "source", "translation"];
    let cut = sides.iter().find_map(|side| {
        let bare = stem.strip_suffix(side)?;
        let name = bare.strip_suffix(['.', '-', '_'])?;
        (!name.is_empty()).then(|| name.to_owned())
    });
    format!("{folder}/{}", cut.unwrap_or(stem))
}

/// Which wire goes by which id.
struct Links {
    by_id: HashMap<String, Vec<usize>>,
}

impl Links {
    fn of(wires: &[Story]) -> Links {
        let mut by_id: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, wire) in wires.iter().enumerate() {
            let also = wire.meta.links.iter().filter(|l| l.kind == LinkKind::Alternate).map(|l| &l.id);
            for id in wire.meta.id.iter().chain(also) {
                by_id.entry(id.clone()).or_default().push(i);
            }
        }
        Links { by_id }
    }

    /// The wire that a rewrite says it was made from, or that goes by the same id; of several versions the last.
    fn find(&self, wires: &[Story], rewrite: &Story) -> Option<usize> {
        let of = |kind: LinkKind| rewrite.meta.links.iter().filter(move |l| l.kind == kind).map(|l| &l.id);
        let ids = of(LinkKind::MadeFrom).chain(&rewrite.meta.id).chain(of(LinkKind::Alternate));
        let found = ids.filter_map(|id| self.by_id.get(id)).next()?;
        let version = |i: &usize| {
            let meta = wires.get(*i).map(|w| &w.meta);
            let number = meta.and_then(|m| m.version.as_deref()?.parse::<u64>().ok()).unwrap_or(0);
            (number, meta.and_then(|m| m.modified.clone()).unwrap_or_default())
        };
        found.iter().copied().max_by_key(version)
    }

    fn pair(&self, wires: &[Story], rewrite: Story, out: &mut Jobs) {
        let name = rewrite.source.name.clone();
        match self.find(wires, &rewrite).and_then(|i| wires.get(i)) {
            Some(wire) => out.jobs.push(Job::new(name, vec![read(wire.clone())], read(rewrite))),
            None => out.failures.push(
                Failure::new("no wire has its name, and its metadata name none; list the pair in a --manifest, or give --archive")
                    .at(name),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_sides_of_a_pair_have_one_name() {
        let name = |p: &str| pair_name(Path::new(p));
        assert_eq!(name("coast/ferry.wire.xml"), name("coast/ferry.rewrite.md"));
        assert_eq!(name("ferry.txt"), name("ferry-rewrite.html"));
        assert_ne!(name("coast/ferry.txt"), name("ferry.txt"));
        assert_ne!(name("ferry.1.txt"), name("ferry.2.txt"));
        assert_eq!(name("wire.txt"), "/wire");
    }
}
