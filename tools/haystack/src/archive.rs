//! Writing stories as IPTC ninjs, one a line.

use std::io::{self, Write};

use serde::Serialize;

use crate::event::{Item, Told, tell};
use crate::piece::Writer;
use crate::plan::DAYS;
use crate::random::Random;
use crate::world::World;

/// A story as ninjs.
#[derive(Serialize)]
struct Line<'a> {
    uri: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    versioncreated: String,
    language: &'static str,
    headline: &'a str,
    located: &'a str,
    subject: [Subject; 1],
    body_text: &'a str,
}

/// What a story is about.
#[derive(Serialize)]
struct Subject {
    name: &'static str,
}

const SECTIONS: [&str; 10] =
    ["politics", "economy", "society", "conflict", "justice", "science", "sport", "weather", "health", "culture"];

/// Adds a story to `out`; a story of the wire says first where it was written.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write(out: &mut impl Write, world: &World, told: &Told, uri: &str, day: u16, r: &mut Random) -> io::Result<()> {
    let mut writer = Writer::new(world);
    writer.sentence(&told.headline);
    let headline = std::mem::take(&mut writer.out);
    // Whoever a headline names is still named in full below it.
    let mut writer = Writer::new(world);
    let city = &world.cities[told.city as usize];
    let dateline = (uri.starts_with("wire:") && r.chance(0.7))
        .then(|| format!("{}, {} (Northline) — ", city.name.to_uppercase(), city.country));
    for (n, sentence) in told.sentences.iter().enumerate() {
        if n > 0 {
            writer.out.push_str(if n == 1 || r.chance(0.6) { "\n\n" } else { " " });
        }
        writer.sentence(sentence);
    }
    let body = dateline.unwrap_or_default() + &writer.out;
    let (year, month, date) = date(day);
    let (hour, minute) = (r.below(24), r.below(60));
    let line = Line {
        uri,
        kind: "text",
        versioncreated: format!("{year}-{month:02}-{date:02}T{hour:02}:{minute:02}:00Z"),
        language: "en",
        headline: &headline,
        located: city.name,
        subject: [Subject { name: SECTIONS[told.topic % SECTIONS.len()] }],
        body_text: &body,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

/// Writes all stories in order, on all cores.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write_all(out: &mut impl Write, world: &World, seed: u64, items: &[Item]) -> io::Result<()> {
    const PART: usize = 500;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    for round in items.chunks(PART * threads) {
        let parts: Vec<io::Result<Vec<u8>>> = std::thread::scope(|scope| {
            let work = |part: &[Item]| -> io::Result<Vec<u8>> {
                let mut bytes = Vec::with_capacity(PART * 3000);
                for item in part {
                    let mut r = Random::of(&[seed, 60, u64::from(item.event), u64::from(item.nth)]);
                    write(&mut bytes, world, &tell(world, seed, item), &item.uri(), item.day, &mut r)?;
                }
                Ok(bytes)
            };
            let running: Vec<_> = round.chunks(PART).map(|part| scope.spawn(move || work(part))).collect();
            let ended =
                running.into_iter().map(|t| t.join().unwrap_or_else(|_| Err(io::Error::other("a thread died"))));
            ended.collect()
        });
        for part in parts {
            out.write_all(&part?)?;
        }
    }
    Ok(())
}

/// The date of a day of the archive.
fn date(day: u16) -> (u16, u8, u8) {
    debug_assert!(day < DAYS + 2);
    let (mut year, mut left) = (2019, day);
    loop {
        let leap = year % 4 == 0;
        let months = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, days) in months.into_iter().enumerate() {
            if left < days {
                return (year, month as u8 + 1, left as u8 + 1);
            }
            left -= days;
        }
        year += 1;
    }
}
