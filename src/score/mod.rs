//! From findings to a verdict: one order, one finding for one fault, a fidelity figure. Knows no format.

pub mod calibrate;
pub mod fidelity;
mod merge;
pub mod verdict;

pub use merge::merge;
