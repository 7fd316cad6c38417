//! `truecopy mcp`: checks as tools of a language model, by the Model Context Protocol over standard input and output.
//!
//! The protocol is JSON-RPC, one message a line. The four requests that a server of tools has to answer are less than what a library of the
//! protocol would bring: an asynchronous runtime, a generator of schemas, and transports that nobody uses here.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use truecopy::archive::THRESHOLD;
use truecopy::format::{jsonl, markdown, visible};
use truecopy::ingest::{self, Story};

use crate::cli::command::explain;
use crate::cli::failure::Failure;
use crate::cli::input::archive::{Archive, Narrow};
use crate::cli::input::lines::{Line, Lines};
use crate::cli::input::record::without_place;
use crate::cli::output::writer::no_stdout;
use crate::cli::run::loaded::Loaded;
use crate::cli::run::settings::{Day, SettingsArgs};
use crate::cli::run::setup::Setup;
use crate::exit::Exit;

const EXAMPLES: &str = r#"The tools are `check` (a rewrite against its wire), `explain` (what a rule looks for) and, with --archive, `match` (the wire of a text).
Settings are those of the truecopy.toml nearest to the working folder.

Examples:
  truecopy mcp
  truecopy mcp --archive wire.index
  {"mcpServers": {"truecopy": {"command": "truecopy", "args": ["mcp"]}}}"#;

/// The versions of the protocol that are spoken, the newest first. They differ in nothing that is used here.
const VERSIONS: [&str; 3] = ["2025-06-18", "2025-03-26", "2024-11-05"];

/// Arguments of `mcp`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An index made by `truecopy index`, or wire stories: a folder or a feed. Without it there is no `match`.
    #[arg(long, value_name = "ARCHIVE")]
    archive: Option<PathBuf>,

    #[command(flatten)]
    setup: SettingsArgs,
}

/// Runs `mcp`: answers until standard input ends.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let archive = args.archive.as_deref().map(|path| Archive::open(path, None)).transpose()?;
    let mut tools = Tools { loaded: Setup::new(&args.setup, None, false).here()?, archive };
    for line in Lines::of(io::stdin()) {
        let line = line.map_err(|e| Failure::new("reading stopped").cause(e))?;
        let Some(answer) = tools.answer(&line) else { continue };
        let mut out = io::stdout().lock();
        writeln!(out, "{}", visible::json(answer.to_string())).and_then(|()| out.flush()).map_err(no_stdout)?;
    }
    Ok(Exit::Clean)
}

/// Why a request is not answered: the code of JSON-RPC, and what to say.
type Refused = (i32, String);

/// There is no such method.
const NO_METHOD: i32 = -32601;
/// The arguments are others.
const BAD_ARGUMENTS: i32 = -32602;

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    id: Option<Value>,
    method: String,
    #[serde(default)]
    params: Value,
}

#[derive(Deserialize)]
struct Call {
    name: String,
    #[serde(default)]
    arguments: Value,
}

#[derive(Deserialize)]
struct Check {
    wire: Value,
    rewrite: String,
    #[serde(default)]
    date: Option<String>,
}

#[derive(Deserialize)]
struct Explain {
    rule: String,
}

#[derive(Deserialize)]
struct Match {
    text: String,
    #[serde(default)]
    top: Option<u8>,
}

/// What a tool gives: a text for the model, and the same for programs.
struct Given {
    text: String,
    data: Option<Value>,
}

struct Tools {
    loaded: Arc<Loaded>,
    archive: Option<Archive>,
}

impl Tools {
    /// The answer to a message; none to a notification.
    fn answer(&mut self, line: &Line) -> Option<Value> {
        let failed = |id: Value, code: i32, message: String| {
            Some(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}))
        };
        let bytes = match &line.bytes {
            Ok(bytes) => bytes,
            Err(e) => return failed(Value::Null, -32700, e.to_string()),
        };
        let message: Value = match serde_json::from_slice(bytes) {
            Ok(message) => message,
            Err(e) => return failed(Value::Null, -32700, format!("not JSON: {}", without_place(&e))),
        };
        let id = message.get("id").cloned().unwrap_or_default();
        let request = match Request::deserialize(message) {
            Ok(request) => request,
            Err(e) => return failed(id, -32600, format!("not a request: {}", without_place(&e))),
        };
        let id = request.id?;
        match self.result(&request.method, request.params) {
            Ok(result) => Some(json!({"jsonrpc": "2.0", "id": id, "result": result})),
            Err((code, message)) => failed(id, code, message),
        }
    }

    fn result(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        match method {
            "initialize" => {
                let asked = params["protocolVersion"].as_str();
                let version = VERSIONS.into_iter().find(|v| Some(*v) == asked).unwrap_or(VERSIONS[0]);
                Ok(json!({
                    "protocolVersion": version,
                    "capabilities": {"tools": {}},
                    "serverInfo": {"name": "truecopy", "version": env!("CARGO_PKG_VERSION")},
                    "instructions": "Checks a rewritten news story against the wire text it was made from. A finding is a question, not a ruling.",
                }))
            }
            "ping" => Ok(json!({})),
            "tools/list" => Ok(json!({"tools": self.list()})),
            "tools/call" => {
                let call: Call = arguments(params)?;
                let given = match call.name.as_str() {
                    "check" => self.check(arguments(call.arguments)?),
                    "explain" => explained(&arguments(call.arguments)?),
                    "match" if self.archive.is_some() => self.matched(&arguments(call.arguments)?),
                    name => return Err((BAD_ARGUMENTS, format!("there is no tool `{name}`"))),
                };
                // What a tool could not do is for the model to read.
                let (text, data, failed) = match given {
                    Ok(Given { text, data }) => (text, data, false),
                    Err(failure) => (failure.to_string(), None, true),
                };
                let mut result = json!({"content": [{"type": "text", "text": text}], "isError": failed});
                if let (Some(data), Some(result)) = (data, result.as_object_mut()) {
                    result.insert("structuredContent".into(), data);
                }
                Ok(result)
            }
            _ => Err((NO_METHOD, format!("there is no method `{method}`"))),
        }
    }

    /// The tools, with what they take.
    fn list(&self) -> Vec<Value> {
        let text = |about: &str| json!({"type": "string", "description": about});
        let tool = |name: &str, about: &str, properties: Value, required: &[&str]| {
            let schema = json!({"type": "object", "properties": properties, "required": required});
            json!({"name": name, "description": about, "inputSchema": schema, "annotations": {"readOnlyHint": true}})
        };
        let takes = json!({
            "description": "the text of the wire, or a list of its takes",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
        });
        let mut tools = vec![
            tool(
                "check",
                "Compares a rewritten news story with the wire text it was made from, and names likely errors: changed names, figures, dates, \
                 quotes, lost negations, claims that the wire does not make, slips. English only.",
                json!({
                    "wire": takes,
                    "rewrite": text("the text of the rewrite"),
                    "date": text("the day of the story, YYYY-MM-DD, where the texts do not say it"),
                }),
                &["wire", "rewrite"],
            ),
            tool(
                "explain",
                "Explains a rule that a finding names: what it reports, why it matters, which evidence it asks for, with examples.",
                json!({"rule": text("the id of the rule, such as number-changed")}),
                &["rule"],
            ),
        ];
        if self.archive.is_some() {
            tools.push(tool(
                "match",
                "Finds the wire stories of the archive that a text was most likely made from.",
                json!({
                    "text": text("the text"),
                    "top": {"type": "integer", "minimum": 1, "maximum": 20, "description": "how many stories, 1 if left out"},
                }),
                &["text"],
            ));
        }
        tools
    }

    fn check(&self, given: Check) -> Result<Given, Failure> {
        let date: Option<Day> = match given.date.as_deref().filter(|date| !date.is_empty()) {
            Some(date) => Some(ingest::day(date).ok_or_else(|| {
                Failure::new(format!("`date` is “{date}”")).advise("give a day as YYYY-MM-DD, or a time stamp")
            })?),
            None => None,
        };
        let takes = takes(&given.wire)
            .ok_or_else(|| Failure::new("`wire` is the text of the wire, or a list of its takes, at least one"))?;
        let rewrite = ingest::from_text("rewrite", &given.rewrite);
        let judged = self.loaded.check_on("rewrite", takes, rewrite, date)?;
        let data = serde_json::from_str(&jsonl::render(&judged.report, "rewrite")).ok();
        Ok(Given { text: markdown::render(&judged.plain()), data })
    }

    fn matched(&mut self, given: &Match) -> Result<Given, Failure> {
        let Some(archive) = &self.archive else { return Err(Failure::new("there is no archive")) };
        let story = ingest::from_text("text", &given.text);
        let found = archive.search(&story, &Narrow::default(), usize::from(given.top.unwrap_or(1).clamp(1, 20)))?;
        let mut text = String::new();
        for m in &found {
            let unlike = if m.score < THRESHOLD { " (too unlike to be its wire)" } else { "" };
            text += &format!("{:.2}  {}{unlike}\n      {}\n", m.score, m.record.name(), m.record.title);
        }
        if found.is_empty() {
            text += "no story of the archive has a word in common with it\n";
        }
        let all = found.iter().map(|m| {
            let score = (m.score * 1000.0).round() / 1000.0;
            json!({"wire": m.record.name(), "title": m.record.title, "score": score, "matched": m.score >= THRESHOLD})
        });
        Ok(Given { text, data: Some(json!({"matches": all.collect::<Vec<_>>()})) })
    }
}

/// The wire of a pair: a text, or the texts of its takes.
fn takes(given: &Value) -> Option<Vec<Story>> {
    if let Some(text) = given.as_str() {
        return Some(vec![ingest::from_text("wire", text)]);
    }
    let takes = given.as_array().filter(|takes| !takes.is_empty())?.iter().enumerate();
    takes.map(|(i, take)| Some(ingest::from_text(&format!("wire {}", i + 1), take.as_str()?))).collect()
}

fn explained(given: &Explain) -> Result<Given, Failure> {
    let rule = explain::find(&given.rule)?;
    let about = json!({
        "id": rule.id, "severity": rule.severity, "category": rule.category, "group": rule.group, "summary": rule.summary(),
    });
    Ok(Given { text: format!("{}\n\n{}\n", rule.id, rule.docs.trim()), data: Some(about) })
}

fn arguments<T: for<'de> Deserialize<'de>>(given: Value) -> Result<T, Refused> {
    T::deserialize(given).map_err(|e| (BAD_ARGUMENTS, without_place(&e)))
}
