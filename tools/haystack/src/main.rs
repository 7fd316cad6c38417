//! Archives of invented news stories with retellings of some of them, and how well the stories were found again: see README.md beside it.

mod archive;
mod event;
mod frames;
mod piece;
mod plan;
mod random;
mod retell;
mod score;
mod world;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;

use event::tell;
use plan::{Hard, Plan};
use random::Random;
use retell::Reteller;
use world::World;

/// Generates an archive of invented stories, or scores what was found in one.
#[derive(Parser)]
enum Command {
    /// Writes archive.jsonl, rewrites.jsonl, strangers.jsonl and truth.tsv into a folder.
    Generate(Generate),
    /// Says how many of the wires were found.
    Score {
        /// truth.tsv of the archive.
        truth: PathBuf,
        /// What `truecopy match --format json --top 5` gave for rewrites.jsonl, strangers.jsonl or both.
        matches: PathBuf,
    },
}

/// Arguments of `generate`.
#[derive(clap::Args)]
struct Generate {
    /// Stories of the archive.
    #[arg(long, default_value_t = 10_000)]
    stories: usize,
    /// How many of them are told again.
    #[arg(long, default_value_t = 1000)]
    retold: usize,
    /// Retellings of stories that the archive does not have.
    #[arg(long, default_value_t = 0)]
    strangers: usize,
    /// Another figure gives another archive.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder.
    out: PathBuf,
}

fn main() -> io::Result<()> {
    match Command::parse() {
        Command::Generate(args) => generate(&args),
        Command::Score { truth, matches } => {
            let open = |path: &Path| File::open(path).map(BufReader::new);
            io::stdout().write_all(score::score(open(&truth)?, open(&matches)?)?.as_bytes())
        }
    }
}

fn generate(args: &Generate) -> io::Result<()> {
    std::fs::create_dir_all(&args.out)?;
    let create = |name: &str| File::create(args.out.join(name)).map(|f| BufWriter::with_capacity(1 << 20, f));
    let world = World::new();
    let plan = Plan::new(args.seed, args.stories);
    let mut out = create("archive.jsonl")?;
    archive::write_all(&mut out, &world, args.seed, &plan.items)?;
    out.flush()?;

    let mut reteller = Reteller::new(&world, args.seed);
    let mut number = 0;
    let mut retell = |out: &mut BufWriter<File>, item: &event::Item, uri: &str| {
        number += 1;
        let mut r = Random::of(&[args.seed, 70, number]);
        let foreign = r.pick(&plan.items);
        let told = tell(&world, args.seed, item);
        let (again, far) = reteller.retell(&told, number, &foreign);
        let day = item.day + r.below(2) as u16;
        archive::write(out, &world, &again, uri, day, &mut r).map(|()| far)
    };
    let (mut rewrites, mut truth) = (create("rewrites.jsonl")?, create("truth.tsv")?);
    let mut kinds = [0; Hard::ALL.len()];
    for (n, item) in plan.choose(args.retold).iter().enumerate() {
        let uri = format!("retold:{}", n + 1);
        let far = retell(&mut rewrites, item, &uri)?;
        let also: Vec<String> = plan.same_day(item).iter().map(event::Item::uri).collect();
        let hard = plan.hard(item);
        kinds[hard as usize] += 1;
        writeln!(truth, "{uri}\t{}\t{}\t{}\t{}", item.uri(), also.join(" "), hard.name(), far.name())?;
    }
    rewrites.flush()?;
    truth.flush()?;
    if args.strangers > 0 {
        let mut out = create("strangers.jsonl")?;
        for (n, (kind, item)) in plan.strangers(args.strangers).iter().enumerate() {
            let uri = format!("stranger:{kind}:{}:{}:{}:{}", item.group.name(), item.event, item.nth, n + 1);
            retell(&mut out, item, &uri)?;
        }
        out.flush()?;
    }
    let kinds: Vec<String> = Hard::ALL.iter().zip(kinds).map(|(h, n)| format!("{n} {}", h.name())).collect();
    eprintln!("{} stories, told again: {}", plan.items.len(), kinds.join(", "));
    Ok(())
}
