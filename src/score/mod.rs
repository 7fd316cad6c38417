//! From findings to a verdict: one order, one finding for one fault, a fidelity figure. Knows no format.

mod brief;
pub mod calibrate;
pub mod comparable;
pub mod fidelity;
mod gather;
mod merge;
pub mod order;
mod places;
pub mod second;
mod telling;
pub mod verdict;

pub use gather::gather;
pub use merge::{in_order, merge};
