//! The log: a line for each request, on standard error.

use std::io;

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people: `level message key=value`.
    Text,
    /// One JSON object.
    Json,
}

/// Writes the log of this process to standard error from now on. Requests hold story text, and lines of the log nothing that a
/// request holds: only its method, its path where that is one of the server's, sizes, times and the status.
pub fn start(form: Form) {
    let lines = tracing_subscriber::fmt().with_writer(io::stderr).with_target(false);
    // Whoever set up another log before keeps it.
    let _ = match form {
        Form::Text => tracing::subscriber::set_global_default(lines.finish()),
        Form::Json => tracing::subscriber::set_global_default(lines.json().flatten_event(true).finish()),
    };
}
