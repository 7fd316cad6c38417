//! The folder whose pairs the review desk takes in, as they come.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use truecopy::ingest::{Format, Story};
use truecopy_serve::desk::Desk;
use truecopy_serve::desk::intake::{New, NotTaken, take_in};
use truecopy_serve::review::Sent;

use crate::cli::failure::Failure;
use crate::cli::input::arrivals::{Pair, pairs, stamp};
use crate::cli::input::files;
use crate::cli::output::messages::complain;
use crate::cli::service::engine::Service;

/// How long to wait between two looks at the folder.
const INTERVAL: Duration = Duration::from_secs(1);

/// Takes in what is put into a folder, for as long as the process lives. A file is read when it has stopped growing.
pub fn watch(folder: &Path, desk: &Arc<Desk>, engine: &Arc<Service>) {
    let (mut done, mut last) = (HashMap::<String, Pair>::new(), BTreeMap::<String, Pair>::new());
    loop {
        let now = pairs(folder).unwrap_or_else(|failure| {
            complain(failure);
            BTreeMap::new()
        });
        for (name, pair) in &now {
            let Some((rewrite, ..)) = &pair.rewrite else { continue };
            let settled = last.get(name) == Some(pair) && pair.stamps().all(|(_, size, _)| *size > 0);
            if pair.wires.is_empty() || done.get(name) == Some(pair) || !settled {
                continue;
            }
            if let Err(failure) = one(folder, name, pair, rewrite, desk, engine) {
                complain(failure);
            }
            done.insert(name.clone(), pair.clone());
        }
        last = now;
        std::thread::sleep(INTERVAL);
    }
}

fn one(folder: &Path, name: &str, pair: &Pair, rewrite: &Path, desk: &Desk, engine: &Service) -> Result<(), Failure> {
    let read = |path: &Path| files::read_as(path, None).map_err(Failure::from);
    let wires = pair.wires.iter().map(|(wire, ..)| read(wire)).collect::<Result<Vec<Story>, _>>()?;
    let story = read(rewrite)?;
    if !pair.stamps().all(|before| stamp(&before.0).as_ref() == Some(before)) {
        // It is changing: the next look finds it changed.
        return Ok(());
    }
    let inner = Path::new(name).strip_prefix(folder).map_or_else(|_| PathBuf::from(name), Path::to_owned);
    let source = inner.parent().filter(|p| !p.as_os_str().is_empty()).map(|p| p.to_string_lossy().into_owned());
    let date = wires.iter().chain([&story]).find_map(|s| s.date);
    let new = New {
        key: inner.to_string_lossy().replace('\\', "/"),
        source: source.unwrap_or_default(),
        title: story.meta.headline.clone().unwrap_or_default(),
        date: date.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
        wires: wires.iter().map(sent).collect(),
        rewrite: sent(&story),
    };
    match take_in(desk, engine, new) {
        Ok(_) => Ok(()),
        Err(NotTaken::Refused(why)) => Err(Failure::new(why.message().to_owned()).at(rewrite)),
        Err(NotTaken::Fault(fault)) => Err(Failure::because(fault).at(rewrite)),
    }
}

/// A story as plain text, which people can change: all of it where it is plain, and of markup the parts of the story.
fn sent(story: &Story) -> Sent {
    let text = if story.meta.format == Format::Plain {
        story.source.text.to_string()
    } else {
        let parts = story.blocks.iter().filter(|b| b.kind.is_story()).map(|b| story.as_seen(b.span));
        parts.collect::<Vec<_>>().join("\n\n")
    };
    Sent { name: story.source.name.clone(), text }
}
