//! The work of `truecopy index` and `truecopy match` done by tantivy: the same archive read by the same reader, the same lines out.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, MoreLikeThisQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, OwnedValue, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term, doc};
use truecopy::ingest::{self, Story};

/// Indexes an archive of a ninjs object a line with tantivy, and searches it.
#[derive(Parser)]
enum Command {
    /// Reads the stories and does nothing with them.
    Read {
        /// The archive.
        archive: PathBuf,
    },
    /// Builds an index.
    Index {
        /// The archive.
        archive: PathBuf,
        /// The folder of the index.
        index: PathBuf,
        /// Memory of all indexing threads together, in MB.
        #[arg(long, default_value_t = 120)]
        memory: usize,
    },
    /// Names five stories for each rewrite, on one thread.
    Match {
        /// The folder of the index.
        index: PathBuf,
        /// Files of rewrites.
        rewrites: Vec<PathBuf>,
        /// What is asked.
        #[arg(long, value_enum, default_value_t = Asked::All)]
        query: Asked,
        /// With `rarest`, so many words; with `like`, the most that the query may have.
        #[arg(long, default_value_t = 30)]
        words: usize,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Asked {
    /// All words.
    All,
    /// The rarest words.
    Rarest,
    /// What tantivy makes of "more like this".
    Like,
}

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let start = Instant::now();
    let done = match Command::parse() {
        Command::Read { archive } => {
            let words = Mutex::new(0);
            let all = read(&archive, |story| {
                let many = text(&story).len();
                *words.lock().map_err(|_| "poisoned")? += many;
                Ok(())
            })?;
            format!("{all} stories of {} bytes read", words.into_inner()?)
        }
        Command::Index { archive, index, memory } => build(&archive, &index, memory)?,
        Command::Match { index, rewrites, query, words } => search(&index, &rewrites, query, words)?,
    };
    eprintln!("{done} in {:.1} s; {}", start.elapsed().as_secs_f64(), memory_now());
    Ok(())
}

/// What the kernel says of this process, where it says something.
fn memory_now() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let fields = status.lines().filter(|l| ["VmHWM", "RssAnon", "RssFile"].iter().any(|f| l.starts_with(f)));
    fields.map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

/// Hands on every story of an archive, on all cores.
fn read(archive: &Path, work: impl Fn(Story) -> Outcome<()> + Sync) -> Outcome<usize> {
    let lines = Mutex::new(BufReader::with_capacity(1 << 20, File::open(archive)?).lines());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let one = || -> Outcome<usize> {
        let mut many = 0;
        loop {
            let part: Vec<String> = {
                let mut lines = lines.lock().map_err(|_| "poisoned")?;
                lines.by_ref().take(200).collect::<io::Result<_>>()?
            };
            if part.is_empty() {
                return Ok(many);
            }
            for line in part {
                for story in ingest::stories_from_bytes("archive", line.as_bytes(), None)? {
                    many += 1;
                    work(story)?;
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
        running.into_iter().map(|t| t.join().unwrap_or_else(|_| Err("a thread died".into()))).sum()
    })
}

/// What a story is known by: the blocks that are its text.
fn text(story: &Story) -> String {
    let blocks = story.blocks.iter().filter(|b| b.kind.is_story());
    blocks.map(|b| story.source.slice(b.span)).collect::<Vec<_>>().join("\n")
}

const TOKENS: &str = "news";

fn analyzer() -> TextAnalyzer {
    let stop = StopWordFilter::new(Language::English);
    let base = TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(40)).filter(LowerCaser);
    match stop {
        Some(stop) => base.filter(stop).filter(Stemmer::new(Language::English)).build(),
        None => base.filter(Stemmer::new(Language::English)).build(),
    }
}

fn build(archive: &Path, folder: &Path, memory: usize) -> Outcome<String> {
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED);
    let indexing = TextFieldIndexing::default().set_tokenizer(TOKENS).set_index_option(IndexRecordOption::WithFreqs);
    let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    std::fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema.build())?;
    index.tokenizers().register(TOKENS, analyzer());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, memory * 1_000_000)?;
    let all = read(archive, |story| {
        let uri = story.meta.id.clone().unwrap_or_default();
        writer.add_document(doc!(id => uri, body => text(&story)))?;
        Ok(())
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(format!("{all} stories indexed, in {} segments", index.searchable_segments()?.len()))
}

fn search(folder: &Path, files: &[PathBuf], asked: Asked, words: usize) -> Outcome<String> {
    let index = Index::open_in_dir(folder)?;
    index.tokenizers().register(TOKENS, analyzer());
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher: Searcher = reader.searcher();
    let (id, body) = (index.schema().get_field("id")?, index.schema().get_field("body")?);
    let mut stories = Vec::new();
    for file in files {
        stories.extend(ingest::stories_from_path(file, None)?);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut times = Vec::new();
    // The first round warms up.
    for round in 0..2 {
        for story in &stories {
            let text = text(story);
            let start = Instant::now();
            let query = query(&searcher, body, &text, asked, words)?;
            let found = searcher.search(&query, &TopDocs::with_limit(5).order_by_score())?;
            let taken = start.elapsed();
            if round == 0 {
                continue;
            }
            times.push(taken.as_secs_f64() * 1000.0);
            let mut matches = Vec::new();
            for (score, address) in found {
                let document: TantivyDocument = searcher.doc(address)?;
                let id = document.get_first(id).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
                matches.push(serde_json::json!({"id": id, "score": score}));
            }
            let line = serde_json::json!({"rewrite": story.source.name, "matched": true, "matches": matches});
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    let mean = times.iter().sum::<f64>() / times.len().max(1) as f64;
    Ok(format!(
        "{} queries: median {:.2} ms, 95th {:.2} ms, mean {mean:.2} ms; with the first round",
        times.len(),
        at(0.5),
        at(0.95)
    ))
}

fn query(searcher: &Searcher, body: Field, text: &str, asked: Asked, words: usize) -> Outcome<Box<dyn Query>> {
    if let Asked::Like = asked {
        let fields = vec![(body, vec![OwnedValue::Str(text.to_owned())])];
        let like = MoreLikeThisQuery::builder().with_min_doc_frequency(1).with_min_term_frequency(1);
        return Ok(Box::new(like.with_max_query_terms(words).with_document_fields(fields)));
    }
    let mut analyzer = analyzer();
    let mut stream = analyzer.token_stream(text);
    let mut terms = HashSet::new();
    stream.process(&mut |token| {
        terms.insert(Term::from_field_text(body, &token.text));
    });
    let mut terms: Vec<Term> = terms.into_iter().collect();
    if let Asked::Rarest = asked {
        let mut counted = Vec::new();
        for term in terms {
            counted.push((searcher.doc_freq(&term)?, term));
        }
        counted.retain(|(many, _)| *many > 0);
        counted.sort();
        counted.truncate(words);
        terms = counted.into_iter().map(|(_, term)| term).collect();
    }
    let all = terms.into_iter().map(|term| {
        let one: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        (Occur::Should, one)
    });
    Ok(Box::new(BooleanQuery::new(all.collect())))
}
