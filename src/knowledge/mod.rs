//! What the checker knows before it reads a story: typed look-ups over the tables and packs of the crates `truecopy-data` and
//! `truecopy-vectors`.
//!
//! The tables are embedded and searched in place, so opening one costs nothing worth measuring.
//! Nothing here judges a story; it only answers what a word can stand for.

// Words: meaning, likeness, part of speech, spelling.
pub mod abbreviations;
pub mod adjectives;
pub mod lexicon;
mod memo;
pub mod tagger;
pub mod vectors;
pub mod word;
pub mod wordlist;

// The world: who, where, how much, when.
pub mod dates;
pub mod key;
pub mod names;
pub mod numbers;
pub mod orgs;
pub mod people;
pub mod places;
pub mod scales;
pub mod table;
pub mod titles;
pub mod units;
