//! The exit status, decided in one place.

use std::process::ExitCode;

use truecopy::check::{Report, Verdict};
use truecopy::finding::Severity;

/// How a run ended, mildest first; of several outcomes the greatest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was checked and nothing reaches the threshold: 0.
    #[default]
    Clean,
    /// At least one finding reaches the threshold, or a rewrite tells another story: 1.
    Findings,
    /// Something could not be checked: 2. Also the status of a wrong command line.
    Failed,
}

/// From which severity on a finding makes the run fail; `None` is never.
pub type FailOn = Option<Severity>;

impl Exit {
    /// The outcome of one report.
    pub fn of(report: &Report, fail_on: FailOn) -> Self {
        if report.verdict == Verdict::NotComparable {
            return Exit::Failed;
        }
        let Some(threshold) = fail_on else {
            return Exit::Clean;
        };
        let grave = report.findings.iter().any(|f| f.severity >= threshold);
        if grave || report.verdict == Verdict::DifferentStory { Exit::Findings } else { Exit::Clean }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        })
    }
}
