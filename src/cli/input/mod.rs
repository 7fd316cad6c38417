//! Which texts are checked against which, and how they are read.

pub mod archive;
pub mod arrivals;
pub mod beside;
pub mod bounds;
pub mod changed;
pub mod each;
pub mod files;
pub mod gather;
pub mod job;
pub mod lines;
pub mod manifest;
pub mod pairs;
pub mod record;
