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
use crate::cli::input::job::Text;
use crate::cli::input::pairs::linked;
use crate::cli::output::messages::complain;
use crate::cli::service::engine::Service;

/// How long to wait between two looks at the folder.
const INTERVAL: Duration = Duration::from_secs(1);

/// Takes in what is put into a folder, for as long as the process lives. A file is read when it has stopped growing; two feeds whose items
/// name each other are pairs, too.
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
    let read = |path: &Path| files::read_all(path, None).map_err(Failure::from);
    let wires = pair.wires.iter().map(|(wire, ..)| read(wire)).collect::<Result<Vec<Vec<Story>>, _>>()?;
    let stories = read(rewrite)?;
    if !pair.stamps().all(|before| stamp(&before.0).as_ref() == Some(before)) {
        // It is changing: the next look finds it changed.
        return Ok(());
    }
    let inner = Path::new(name).strip_prefix(folder).map_or_else(|_| PathBuf::from(name), Path::to_owned);
    let inner = inner.to_string_lossy().replace('\\', "/");
    if stories.len() == 1 && wires.iter().all(|takes| takes.len() == 1) {
        let source = inner.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let wires: Vec<Story> = wires.into_iter().flatten().collect();
        return stories.iter().try_for_each(|story| take(desk, engine, inner.clone(), source.clone(), &wires, story));
    }
    // Two feeds: each is a source, and an item is known by its own id.
    let given = linked(&wires.concat(), stories);
    let mut failures = given.failures;
    for job in given.jobs {
        let story = job.rewrite.read()?;
        let wires = job.wires.iter().map(Text::read).collect::<Result<Vec<_>, _>>()?;
        let item = story.source.name.rsplit_once('#').map_or("1", |(_, item)| item);
        failures.extend(take(desk, engine, format!("{inner}#{item}"), inner.clone(), &wires, &story).err());
    }
    Failure::several(failures).map_or(Ok(()), Err)
}

/// Takes in a story.
fn take(
    desk: &Desk,
    engine: &Service,
    key: String,
    source: String,
    wires: &[Story],
    story: &Story,
) -> Result<(), Failure> {
    let date = wires.iter().chain([story]).find_map(|s| s.date);
    let new = New {
        key,
        source,
        title: story.meta.headline.clone().unwrap_or_default(),
        date: date.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
        wires: wires.iter().map(sent).collect(),
        rewrite: sent(story),
    };
    match take_in(desk, engine, new) {
        Ok(_) => Ok(()),
        Err(NotTaken::Refused(why)) => Err(Failure::new(why.message().to_owned()).at(&story.source.name)),
        Err(NotTaken::Fault(fault)) => Err(Failure::because(fault).at(&story.source.name)),
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
