//! The HTTP server of truecopy: what stands between a socket and a check.
//!
//! | file | holds |
//! |---|---|
//! | `engine` | what a checker must be able to do to be served |
//! | `options` | what the server is told: address, token, limits |
//! | `server` | connections: how many, how long they may be idle, the end |
//! | `routes` | which path is answered by what; the log line of each request |
//! | `guard` | who may ask: token, host, origin |
//! | `body` | what a request sends, within bounds of size, time and memory |
//! | `room` | how many checks run at once and how many may wait |
//! | `metrics` | counts for Prometheus |
//! | `languagetool` | the protocol of LanguageTool |
//! | `desk` | the review desk: its file, its pages |
//! | `review` | what a checker hands to the desk |
//!
//! Nothing here knows of news. The program implements [`Engine`] and hands it to [`Server::run`], which returns when a signal or a
//! [`Stopper`] has ended it and every request under way was answered.

mod body;
pub mod desk;
mod engine;
mod guard;
mod languagetool;
pub mod log;
mod metrics;
mod options;
mod reply;
pub mod review;
mod room;
mod routes;
mod server;

pub use engine::{Answer, Checked, Engine, Finding, Outcome, Pair, Refused, Severity, WireFrom};
pub use options::{Options, Proxy, Token};
pub use server::{Server, Stopper};
