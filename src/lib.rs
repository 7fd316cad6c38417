//! truecopy compares a rewritten news story with the wire text it was made from and says where the rewrite is likely wrong.
//!
//! ```
//! use truecopy::check::{Checker, Options, Wire};
//! use truecopy::ingest::from_text;
//!
//! let checker = Checker::new(Options::default());
//! // Read and analysed once, for as many rewrites as there are.
//! let wire = Wire::from(from_text("wire", "Rescuers reached 12 sailors on Tuesday, the coast guard said."));
//! let rewrite = from_text("rewrite", "Rescuers reached 47 sailors on Tuesday, the coast guard said.");
//! let report = checker.check(&wire, rewrite);
//! for finding in &report.findings {
//!     println!("{}: {} ({})", finding.rule.id, finding.message, report.words(finding).unwrap_or("not in the rewrite"));
//! }
//! assert_eq!(report.words(&report.findings[0]), Some("47"));
//! print!("{}", truecopy::format::markdown::render(&report));
//! ```
//!
//! For a single rewrite, [`check::Checker::check`] takes the story itself in the place of a [`check::Wire`].
//!
//! # The public face
//!
//! | to | use |
//! |---|---|
//! | read a story from a file, bytes, a string or a stream | [`ingest::from_path`], [`ingest::from_bytes`], [`ingest::from_text`], [`ingest::from_reader`] |
//! | read every story of a feed | [`ingest::stories_from_path`], [`ingest::stories_from_bytes`] |
//! | find the wire that a text was made from | [`archive::Builder`], [`archive::Index`] |
//! | check a rewrite | [`check::Checker`], built once and shared between threads |
//! | check several rewrites of one wire | [`check::Wire`], analysed once and shared between threads |
//! | look at what was found | [`report::Report`], [`finding::Finding`]; its words with [`report::Report::words`] and [`report::Report::wire_words`] |
//! | send a report on or keep it | `serde::Serialize` of [`report::Report`]; [`format::json`] for a document whose form keeps its version |
//! | print it | [`format::terminal`], [`format::html`], [`format::markdown`], [`format::json`], [`format::jsonl`] |
//! | apply settings, accepted and known findings | [`config::read`], [`gate::judge`] |
//! | report on a whole run | [`gate::Digest`], [`format::sarif`], [`format::junit`], [`format::csv`] and others |
//! | make safe replacements | [`gate::fix::fix`] |
//! | list the rules | [`rules::rules`] |
//!
//! What these give may grow: their enums and structs are `#[non_exhaustive]`, but for those that are complete, such as
//! [`finding::Severity`]. The other modules are open so that tools can be built on them; they change more often than these.
//!
//! # The way of the data
//!
//! ```text
//! bytes ── ingest ──> Story ── analyse ──> Analysis ─┐
//!                                                    ├─ align ──> Alignment ── weigh ──> Weighed
//! bytes ── ingest ──> Story ── analyse ──> Analysis ─┘                                      │
//!                                             bytes <── format ── Report <── score ── Findings <── rules
//! ```
//!
//! [`check`] is the one file that sees every stage; it fits on one screen.
//!
//! # The rooms, each of which knows only those above it
//!
//! | room | takes | gives | never |
//! |---|---|---|---|
//! | [`text`] | decoded text | spans typed by side, a source with its line index, folding that maps back to bytes | knows news |
//! | [`knowledge`] | the tables and packs of `truecopy-data` and `truecopy-vectors`, embedded and searched in place | what a word can stand for: places, persons' names, titles, units, numbers, meanings, vectors | judges a story |
//! | [`ingest`] | a file, a string, a stream | a `Story`: headline, dateline, byline, paragraphs, and what was set aside as page furniture | asks what words mean |
//! | [`archive`] | stories | an index of them, and which of them a text was made from | opens files |
//! | [`analyse`] | one story | sentences and their marks: names, roles, figures, dates, quotes, who said what | looks at the other side |
//! | [`facts`] | the tables, and the newsroom's own files | who held which office when; house spellings | opens files, reads the clock |
//! | [`align`] | two analyses | which sentences tell the same thing, and which words stand for which | calls anything an error |
//! | [`reader`] | a sentence of the rewrite and the passage of a wire that tells it | how likely it is borne out, contradicted or says more, which words carry that, and where a word is missing: what two small contextual models say | knows a rule or a severity |
//! | [`weigh`] | the alignment | every difference with a learnt probability that an editor would mark it | speaks to the user |
//! | [`finding`] | | the shape of a finding: rule, category, severity, confidence, evidence | |
//! | [`compare`] | all of the above | what several rules need: the two sides of a pair, what the wires have, changes, claims | reports anything |
//! | [`rules`] | the same | findings; one file per rule, in the folder of its group | lets one rule know another, prints, reads files |
//! | [`report`] | | the shape of a report | |
//! | [`score`] | findings | one finding for one fault, in one order, a fidelity figure, a verdict | knows formats |
//! | [`config`] | the text of `truecopy.toml` | settings that know their origin, or every mistake with its line | opens files |
//! | [`house`] | the text of `house.toml` | the newsroom's own rules, and where a rewrite breaks them | opens files |
//! | [`gate`] | a report and settings | what is shown, what is set aside and what fails; fingerprints, fixes, the result to keep | says how it is printed |
//! | [`format`](mod@format) | a report | text; one pure function per format | sees rules, sorts, decides |
//! | [`check`] | stories | a report | |
//! | [`eval`] | labelled pairs | how often the checker is right: precision, recall, calibration | is seen by any other room |
//!
//! The program (`src/exit.rs`, `src/cli`) stands on top, behind the feature `cli`: one file per command; the only code that knows of
//! arguments, colours, standard output and exit status. Behind the feature `serve` it hands the checker to the crate `truecopy-serve`,
//! which knows HTTP and nothing of news; no room of the library knows of it. Behind the feature `lsp` it speaks with editors. It is a
//! module of this crate, and no part of its public face, because two things start it: `src/main.rs`, and the crate `truecopy-py`, which is
//! the Python package.
//!
//! # Glossary
//!
//! One word for one thing, in code, messages and documentation:
//!
//! | word | meaning |
//! |---|---|
//! | wire | a text that the rewrite was made from, as the agency sent it |
//! | take | one of several wires of the same story, numbered from 0 |
//! | rewrite | the text that is checked |
//! | story | a wire or a rewrite as it was read: headline, dateline, byline, paragraphs |
//! | furniture | lines of a file that are not part of the story: menus, captions, notices |
//! | code | what stands in a file in place of a letter and is seen as it stands: `&quot;`, `=E2=80=99`, `%20` |
//! | advisory | a note of the agency to editors: a correction, a withdrawal, a time before which nothing may be published |
//! | token | a word, a number or a punctuation mark |
//! | mark | a part of a sentence that was recognised and can be compared: a name, a role, a figure, a date, a quote |
//! | name, role | who or what is named; the office, rank or trade that a person is called by |
//! | figure, date | an amount with what it counts; a day, month, year or time |
//! | quote, attribution | words between quotation marks; who said something, and the verb that says so |
//! | hedge | a word of doubt: “allegedly”, “appears to” |
//! | pair | a sentence of the rewrite with the sentences of the wires that say the same |
//! | link | a token of the rewrite and the token of the wire that it matches |
//! | change | words of a pair that were replaced, added, dropped or moved |
//! | passage | a stretch of a sentence; for the reader, the sentences of a wire that it reads beside one of the rewrite |
//! | reader | the contextual models: one reads two sentences side by side, the other one sentence for its gaps |
//! | gap | a place between two words of a sentence where another one is missing |
//! | reading | what the reader says of a sentence: how likely it is borne out, contradicted, or says more |
//! | doubt | how likely a sentence has a serious fault, by the rules and the reader together, 0 to 1 |
//! | rule | one kind of fault that is looked for, with its id, documentation and examples |
//! | group | the rules on one subject, in one folder |
//! | category | the MQM error type of a finding |
//! | finding | one likely fault: rule, words, message, evidence |
//! | hint | a neutral finding: worth a look, changes no verdict |
//! | evidence | the words of a wire, of the rewrite or of the facts that contradict the finding's words |
//! | severity | what the fault would cost if it were published: neutral, minor, major, critical |
//! | confidence | how likely it is that the finding is a fault, 0 to 1 |
//! | suggestion | words to put in place of those that a finding points at (the field `replacement`) |
//! | fix | a suggestion that is carried out |
//! | verdict | the result for the whole rewrite: identical, faithful, minor faults, drifted, different story, not comparable |
//! | fidelity | how much of the rewrite can be trusted, 0 to 100 |
//! | tables | what is known of places, people, units and words, shipped with the program |
//! | archive, index | stories that a text may have been made from; what they are searched by, in *parts* that are written one after the other |
//! | term | what a story is known by in an index: the stem of a word, a name, a figure |
//! | section | where a story was filed, as its metadata say: "sport" |
//! | house rule | a rule of the newsroom's own: words that it bans, prefers or has to keep |
//! | facts | the tables and the newsroom's own files: who held which office when, and house spellings |
//! | lexicon | the meanings of words and how they are related; the *house lexicon* lists words that are never questioned |
//! | gate | what is shown, what is set aside and what makes a run fail |
//! | baseline | findings that were there before, which do not make a run fail |
//! | digest | a report cut down to what lists of many rewrites need |
//!
//! # Invariants: what is absent
//!
//! * No network, no model to fetch: the same input and the same settings give the same report. No cache and no configuration file is read
//!   but by the program, which says where each setting comes from (`truecopy config`).
//! * The library does not print, exit, read the clock or the environment, and only `ingest` opens files.
//! * No `unsafe`. No panic that an input can bring about; a text that cannot be compared has a verdict that says so.
//! * No finding without words to point at: in the rewrite, or in the wire where the rewrite has none.
//! * No span that leaves its text: spans are byte offsets into the decoded text, and map back to the bytes that were read.
//! * No rule outside the one list in `rules`, and none without documentation, an example that fires and two that stay silent.
//! * No story text that reaches a reader's screen unescaped.
//!
//! `tests/it/house.rs` checks the order of the rooms and most of these.
// The program names the library as everybody else does.
#[cfg(feature = "cli")]
extern crate self as truecopy;

pub mod align;
pub mod analyse;
pub mod archive;
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
#[allow(rustdoc::bare_urls, reason = "what stands there is the text of --help")]
pub mod cli;
pub mod compare;
pub mod config;
pub mod eval;
#[cfg(feature = "cli")]
mod exit;
pub mod facts;
pub mod finding;
pub mod format;
pub mod gate;
pub mod house;
pub mod ingest;
pub mod knowledge;
pub mod reader;
pub mod report;
pub mod rules;
pub mod score;
pub mod text;
pub mod weigh;
