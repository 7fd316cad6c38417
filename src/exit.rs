//! The exit status, decided in one place.

use std::process::ExitCode;

use truecopy::gate::Digest;
use truecopy::gate::digest::Outcome;

/// How a run ended, mildest first; of several outcomes the greatest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was checked and nothing reaches a threshold: 0.
    #[default]
    Clean,
    /// A finding or a fidelity reaches its threshold, a rewrite tells another story, or the run has too many findings: 1.
    Findings,
    /// Something could not be checked: 2. Also the status of a wrong command line or a wrong configuration file.
    Failed,
}

impl Exit {
    /// The outcome of one pair.
    pub fn of(pair: &Digest) -> Self {
        match pair.outcome {
            Outcome::Failed(_) => Exit::Failed,
            Outcome::Checked { .. } if pair.fails => Exit::Findings,
            Outcome::Checked { .. } => Exit::Clean,
        }
    }

    /// The outcome of a run by the number of its open findings alone.
    pub fn of_count(findings: usize, most: Option<usize>) -> Self {
        if most.is_some_and(|most| findings > most) { Exit::Findings } else { Exit::Clean }
    }
}

impl Exit {
    /// The exit status.
    pub fn status(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.status())
    }
}
