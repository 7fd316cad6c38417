//! One file per subcommand: its arguments, and what it does.

pub mod accept;
pub mod batch;
pub mod check;
pub mod completions;
pub mod config;
#[cfg(feature = "serve")]
pub mod desk;
pub mod eval;
pub mod explain;
pub mod facts;
pub mod find;
pub mod index;
pub mod init;
pub mod inspect;
#[cfg(feature = "serve")]
pub mod learn;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod man;
pub mod mcp;
pub mod rules;
#[cfg(feature = "serve")]
pub mod serve;
pub mod watch;
