//! The answer to a line of `batch`: one JSON object, whoever asked.

use truecopy::format::{jsonl, visible};
use truecopy::gate::Digest;

use crate::cli::input::lines::Line;
use crate::cli::input::record::{self, BadLine, Fault};
use crate::cli::run::loaded::Loaded;
use crate::cli::run::wires::Recent;

/// The answer to a line.
pub struct Answer {
    /// With the line end.
    pub output: Vec<u8>,
    pub digest: Digest,
}

/// Checks the pair of a line.
pub fn answer(loaded: &Loaded, wires: &Recent, line: &Line) -> Answer {
    let pair = match record::read(line) {
        Ok(pair) => pair,
        Err(bad) => return failure(line, &bad),
    };
    let judged = match loaded.check_on(&pair.id, wires.wire(pair.wires), pair.rewrite, pair.date.or(loaded.date)) {
        Ok(judged) => judged,
        Err(failure) => return self::failure(line, &BadLine { id: Some(pair.id), fault: Fault::Unchecked(failure) }),
    };
    let mut output = Vec::new();
    jsonl::write(&judged.report, &pair.id, &mut output);
    output.push(b'\n');
    Answer { output, digest: Digest::of(&judged, &pair.id, &[]) }
}

/// The answer to a line on which the checker failed.
pub fn internal(line: &Line) -> Answer {
    failure(line, &record::internal(line))
}

/// The answer to a line that could not be checked.
fn failure(line: &Line, bad: &BadLine) -> Answer {
    let (id, error) = (bad.id.as_deref(), bad.fault.to_string());
    let mut output = refusal(id, line.number, &error).into_bytes();
    output.push(b'\n');
    let name = id.map_or_else(|| format!("line {}", line.number), str::to_owned);
    Answer { output, digest: Digest::failed(&name, &[], &error) }
}

/// What is said of a pair that could not be checked, by its id or else its number, without a line end.
pub fn refusal(id: Option<&str>, number: u64, error: &str) -> String {
    #[derive(serde::Serialize)]
    struct Row<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u64>,
        error: &'a str,
    }
    let row = Row { id, line: id.is_none().then_some(number), error };
    // Strings always serialise.
    visible::json(serde_json::to_string(&row).unwrap_or_default())
}
