//! Who held which office when, and how names are written, from all sources: the embedded tables, and the newsroom's own files.
//!
//! A [`Facts`] answers for both, a newsroom's own rows first. Rows come from a file (docs/facts.md has its format), which a person wrote, or
//! which was learnt from trusted stories ([`learn`]) or taken from a list of office-holders ([`import`]).
//!
//! Every answer is dated. What is not known to the day, what is newer than the source, and what two sources dispute is [`Held::Maybe`], which
//! contradicts nothing.

mod fault;
mod file;
pub mod import;
pub mod learn;
mod lexicon;
mod offices;
mod show;
mod store;
mod term;

pub use crate::knowledge::people::{Held, PartialDate};
pub use fault::{BadList, ListedFault, RowError, RowFault};
pub use file::{Fact, Row, parse, write};
pub use lexicon::{Lexicon, Slip};
pub use offices::{Claim, Misfit, claim};
pub use show::show;
pub use store::Facts;
pub use term::{Of, Source, Term, When, day, may_be};
