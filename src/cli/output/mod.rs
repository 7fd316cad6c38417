//! Where reports and messages go, how they look there, and how a file is written.

pub mod history;
pub mod lock;
pub mod messages;
pub mod progress;
pub mod sinks;
pub mod statistics;
pub mod style;
pub mod writer;
