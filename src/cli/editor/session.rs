//! What is answered to each message of a client.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::{
    CodeActionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, ExecuteCommandParams, Hover, HoverParams, MarkupContent, MarkupKind, MessageType,
    PublishDiagnosticsParams, TextDocumentContentChangeEvent,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use truecopy::finding::Rule;
use truecopy::format;

use crate::cli::editor::check::{self, Came, Tools};
use crate::cli::editor::link::{Link, Next};
use crate::cli::editor::marks::{self, ACCEPT, FIX_ALL};
use crate::cli::editor::place::{Units, path_of};
use crate::cli::editor::texts::{Text, Texts, Wires};
use crate::cli::failure::Failure;
use crate::cli::input::archive::Archive;
use crate::cli::input::beside::Side;
use crate::cli::input::record::without_place;
use crate::cli::run::accepting;
use crate::cli::run::settings::SettingsArgs;
use crate::exit::Exit;

/// Why a finding may be accepted, for an editor to choose from.
const REASONS: [&str; 4] = ["a fair paraphrase", "from other reporting", "house style", "the wire is wrong"];

/// Files whose change may change what is found, as patterns of the protocol.
const WATCHED: [&str; 4] =
    ["**/*.wire.*", "**/truecopy.toml", "**/.truecopy.toml", "**/{truecopy-accepted,house}.toml"];

/// What the command line says.
pub struct Options {
    pub settings: SettingsArgs,
    pub wires: Vec<PathBuf>,
    pub archive: Option<PathBuf>,
}

/// What the client says when it starts the server, on top of the command line.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Started {
    wire: Option<OneOrMore>,
    archive: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(PathBuf),
    More(Vec<PathBuf>),
}

/// A finding that somebody accepts, and on which text.
#[derive(Deserialize)]
struct Accepted {
    uri: String,
    rule: String,
    words: String,
}

/// How far the dialogue has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The client has not said what it can do.
    New,
    Open,
    /// The client wants nothing more.
    Closed,
}

/// A dialogue with one client.
pub struct Session {
    options: Options,
    link: Link,
    stage: Stage,
    tools: Tools,
    open: Texts,
    /// Whether the client shows questions with answers to choose from.
    asks: bool,
    /// Whether the client watches files.
    watches: bool,
    /// Findings that somebody was asked about, by the number of the question.
    accepted: HashMap<RequestId, Accepted>,
}

type Done = Result<(), Failure>;

impl Session {
    /// A dialogue over standard input and output.
    pub fn new(options: Options) -> Self {
        let tools = Tools::new(&options.settings);
        let (open, accepted) = (Texts::new(), HashMap::new());
        Session { options, link: Link::stdio(), stage: Stage::New, tools, open, asks: false, watches: false, accepted }
    }

    /// Holds the dialogue to its end. As the protocol has it, the status is 1 where the client left without saying that it would.
    pub fn run(mut self) -> Result<Exit, Failure> {
        loop {
            match self.link.next(self.open.values().filter_map(Text::due).min())? {
                Next::Message(Message::Notification(n)) if n.method == "exit" => break,
                Next::Gone => break,
                Next::Message(message) => self.hear(message)?,
                Next::Bad(why) => self.log(MessageType::Error, &format!("a message could not be read: {why}"))?,
                Next::Nothing => {}
            }
            let now = Instant::now();
            let due = self.open.values().filter(|t| t.due().is_some_and(|due| due <= now));
            for uri in due.map(|t| t.uri.clone()).collect::<Vec<_>>() {
                self.check(&uri)?;
            }
        }
        Ok(if self.stage == Stage::Closed { Exit::Clean } else { Exit::Findings })
    }

    fn hear(&mut self, message: Message) -> Done {
        match message {
            Message::Request(request) => {
                let id = request.id.clone();
                let response_result = self.result(request)?;
                self.link.answer(Response { id, response_result })
            }
            Message::Notification(notification) if self.stage == Stage::Open => self.notified(notification),
            Message::Notification(_) => Ok(()),
            Message::Response(response) => self.chosen(response),
        }
    }

    /// The answer to a request; the failure is that nobody can be answered any more.
    fn result(&mut self, request: Request) -> Result<Result<Value, ResponseError>, Failure> {
        let Request { method, params, .. } = request;
        let refused = |code: ErrorCode, message: &str| {
            Ok(Err(ResponseError { code: code as i32, message: message.to_owned(), data: None }))
        };
        match (self.stage, method.as_str()) {
            (Stage::New, "initialize") => Ok(Ok(self.greet(&params)?)),
            (Stage::New, _) => refused(ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Stage::Closed, _) => refused(ErrorCode::InvalidRequest, "nothing can be asked after `shutdown`"),
            (Stage::Open, "initialize") => refused(ErrorCode::InvalidRequest, "`initialize` comes once"),
            (Stage::Open, "shutdown") => {
                self.stage = Stage::Closed;
                Ok(Ok(Value::Null))
            }
            (Stage::Open, "textDocument/codeAction") => self.with(params, Self::actions),
            (Stage::Open, "textDocument/hover") => self.with(params, Self::hover),
            (Stage::Open, "workspace/executeCommand") => self.with(params, Self::execute),
            (Stage::Open, method) => refused(ErrorCode::MethodNotFound, &format!("there is no method `{method}`")),
        }
    }

    fn with<P: DeserializeOwned>(
        &mut self,
        params: Value,
        answer: fn(&mut Self, P) -> Result<Value, Failure>,
    ) -> Result<Result<Value, ResponseError>, Failure> {
        match serde_json::from_value(params) {
            Ok(params) => answer(self, params).map(Ok),
            Err(e) => {
                let code = ErrorCode::InvalidParams as i32;
                Ok(Err(ResponseError { code, message: without_place(&e), data: None }))
            }
        }
    }

    /// Only a few things are read of what the client can do, so that one of which the rest is unusual is served all the same.
    fn greet(&mut self, params: &Value) -> Result<Value, Failure> {
        let client = &params["capabilities"];
        self.tools.units = Units::agreed(&client["general"]["positionEncodings"]);
        self.asks = client["window"]["showMessage"].is_object();
        self.watches = client["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true;
        let folder = params["workspaceFolders"][0]["uri"].as_str().or(params["rootUri"].as_str()).and_then(path_of);
        let base = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let started = match &params["initializationOptions"] {
            Value::Null => Started::default(),
            given => match Started::deserialize(given) {
                Ok(started) => started,
                Err(e) => {
                    let what =
                        "`initializationOptions` may have `wire`, a path or a list of paths, and `archive`, a path";
                    self.show(MessageType::Error, &format!("{what} ({})", without_place(&e)))?;
                    Started::default()
                }
            },
        };
        let here = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let named = match started.wire {
            None => self.options.wires.iter().map(here).collect(),
            Some(OneOrMore::One(wire)) => vec![base.join(wire)],
            Some(OneOrMore::More(wires)) => wires.iter().map(|wire| base.join(wire)).collect(),
        };
        let archive = started.archive.map(|a| base.join(a)).or_else(|| self.options.archive.clone());
        let archive = match archive.map(|path| Archive::open(&path, None)).transpose() {
            Ok(archive) => archive,
            Err(why) => {
                self.show(MessageType::Error, &why.to_string())?;
                None
            }
        };
        self.tools.wires = Wires { named, archive };
        self.stage = Stage::Open;
        Ok(json!({
            "capabilities": {
                "positionEncoding": self.tools.units.kind(),
                // A story is short: it is sent whole.
                "textDocumentSync": {"openClose": true, "change": 1, "save": true},
                "hoverProvider": true,
                "codeActionProvider": {"codeActionKinds": ["quickfix", FIX_ALL]},
                "executeCommandProvider": {"commands": [ACCEPT]},
            },
            "serverInfo": {"name": "truecopy", "version": env!("CARGO_PKG_VERSION")},
        }))
    }

    fn notified(&mut self, notification: Notification) -> Done {
        let Notification { method, params } = notification;
        let done = match method.as_str() {
            "initialized" => return self.watch(),
            "textDocument/didOpen" => serde_json::from_value(params).map(|p| self.opened(p)),
            "textDocument/didChange" => serde_json::from_value(params).map(|p| self.changed(p)),
            "textDocument/didSave" => serde_json::from_value(params).map(|p| self.saved(&p)),
            "textDocument/didClose" => match serde_json::from_value(params) {
                Ok(params) => return self.closed(&params),
                Err(e) => Err(e),
            },
            "workspace/didChangeWatchedFiles" => {
                self.settings_may_be_new();
                Ok(())
            }
            // There are many that a server need not know.
            _ => Ok(()),
        };
        match done {
            Ok(()) => Ok(()),
            Err(e) => self.log(MessageType::Error, &format!("`{method}` could not be read: {}", without_place(&e))),
        }
    }

    /// Asks the client to say when wires and settings change.
    fn watch(&mut self) -> Done {
        if self.watches {
            let watchers: Vec<Value> = WATCHED.iter().map(|glob| json!({"globPattern": glob})).collect();
            let options = json!({"watchers": watchers});
            let one = json!({"id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options});
            self.link.ask("client/registerCapability", json!({"registrations": [one]}))?;
        }
        Ok(())
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let text = Text::new(item.uri.to_string(), item.text, item.version);
        self.open.insert(text.uri.clone(), text);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let uri = params.text_document.text_document_identifier.uri.to_string();
        let Some(text) = self.open.get_mut(&uri) else { return };
        // Each holds the whole text.
        let whole = params.content_changes.into_iter().rev().find_map(|change| match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => Some(whole.text),
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(_) => None,
        });
        if let Some(whole) = whole {
            text.text = whole;
            text.version = params.text_document.version;
        }
        text.wants_check(false);
        if let Some(path) = text.path.clone() {
            self.open.values_mut().filter(|t| t.wires.contains(&path)).for_each(|t| t.wants_check(false));
        }
    }

    /// What was saved may be the wire of any other text, or a file of settings.
    fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        if let Some(text) = self.open.get_mut(params.text_document.uri.as_ref()) {
            text.found = None;
        }
        self.settings_may_be_new();
    }

    fn settings_may_be_new(&mut self) {
        self.tools.read_settings_anew(&self.options.settings);
        self.open.values_mut().for_each(|t| t.wants_check(true));
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) -> Done {
        let uri = params.text_document.uri.to_string();
        if self.open.remove(&uri).is_some_and(|text| !text.marks.is_empty()) {
            self.publish(&uri, None, Vec::new())?;
        }
        Ok(())
    }

    /// Checks a text and shows what comes of it.
    fn check(&mut self, uri: &str) -> Done {
        let Some(mut text) = self.open.remove(uri) else { return Ok(()) };
        text.is_checked();
        let came = check::check(&mut self.tools, &mut text, &self.open, &|| !self.link.overtakes(uri));
        let (marks, said) = match came {
            // What overtook it is heard next.
            Came::Overtaken => {
                self.open.insert(text.uri.clone(), text);
                return Ok(());
            }
            Came::Marks(marks) => (marks, None),
            Came::Nothing => (Vec::new(), None),
            Came::Said(why) => (Vec::new(), Some(why)),
        };
        if !(marks.is_empty() && text.marks.is_empty()) {
            let shown = marks.iter().map(|m| m.diagnostic.clone()).collect();
            self.publish(uri, Some(text.version), shown)?;
        }
        if let Some(why) = said.as_ref().filter(|why| text.said.as_ref() != Some(*why)) {
            // Whoever opens a text that has nothing to do with a wire is not to be troubled.
            let expected = text.is_named(Side::Rewrite) || self.tools.wires.is_told();
            let say = if expected { Self::show } else { Self::log };
            say(self, MessageType::Warning, why)?;
        }
        (text.marks, text.said) = (marks, said);
        self.open.insert(text.uri.clone(), text);
        Ok(())
    }

    fn publish(&self, uri: &str, version: Option<i32>, diagnostics: Vec<lsp_types::Diagnostic>) -> Done {
        let params = PublishDiagnosticsParams { uri: uri.into(), version, diagnostics };
        self.link.tell("textDocument/publishDiagnostics", params)
    }

    /// A text with marks that fit it as it is now.
    fn up_to_date(&mut self, uri: &str) -> Result<Option<&Text>, Failure> {
        if self.open.get(uri).is_some_and(|t| t.due().is_some()) {
            self.check(uri)?;
        }
        Ok(self.open.get(uri))
    }

    fn actions(&mut self, params: CodeActionParams) -> Result<Value, Failure> {
        let (uri, asks) = (params.text_document.uri.as_ref(), self.asks);
        let Some(text) = self.up_to_date(uri)? else { return Ok(json!([])) };
        let actions = marks::actions(&text.marks, uri, params.range, params.context.only.as_deref(), asks);
        Ok(json!(actions))
    }

    /// What the rules behind the findings at a place look for.
    fn hover(&mut self, params: HoverParams) -> Result<Value, Failure> {
        let at = params.text_document_position_params;
        let Some(text) = self.up_to_date(at.text_document.uri.as_ref())? else { return Ok(Value::Null) };
        let mut rules: Vec<&Rule> = Vec::new();
        for rule in marks::at(&text.marks, at.position).into_iter().filter_map(|m| m.finding.as_ref()).map(|f| f.rule) {
            if rules.iter().all(|known| known.id != rule.id) {
                rules.push(rule);
            }
        }
        if rules.is_empty() {
            return Ok(Value::Null);
        }
        let pages: Vec<String> =
            rules.iter().map(|rule| format!("# {}\n\n{}", rule.id, format::rule_page(rule))).collect();
        let page = MarkupContent { kind: MarkupKind::Markdown, value: pages.join("\n\n---\n\n") };
        Ok(json!(Hover { contents: page.into(), range: None }))
    }

    /// Asks for the reason to accept a finding. Without one nobody would know later why it was.
    fn execute(&mut self, params: ExecuteCommandParams) -> Result<Value, Failure> {
        let given = params.arguments.unwrap_or_default().into_iter().next().unwrap_or_default();
        let accepted = Accepted::deserialize(given).ok().filter(|_| params.command == ACCEPT);
        let Some(accepted) = accepted else {
            self.log(MessageType::Error, &format!("`{}` could not be read", params.command))?;
            return Ok(Value::Null);
        };
        let reasons: Vec<Value> = REASONS.iter().map(|title| json!({"title": title})).collect();
        let question = format!("Why is {} on “{}” accepted?", accepted.rule, marks::short(&accepted.words));
        let asked = json!({"type": 3, "message": question, "actions": reasons});
        let number = self.link.ask("window/showMessageRequest", asked)?;
        self.accepted.insert(number.into(), accepted);
        Ok(Value::Null)
    }

    /// Writes down what was accepted, where somebody chose a reason.
    fn chosen(&mut self, response: Response) -> Done {
        let Some(accepted) = self.accepted.remove(&response.id) else { return Ok(()) };
        let Ok(answer) = response.response_result else { return Ok(()) };
        let Some(reason) = answer["title"].as_str() else { return Ok(()) };
        match self.accept(&accepted, reason) {
            Ok(file) => {
                self.settings_may_be_new();
                self.log(MessageType::Info, &format!("{}: 1 more", file.display()))
            }
            Err(why) => self.show(MessageType::Error, &why.to_string()),
        }
    }

    fn accept(&self, accepted: &Accepted, reason: &str) -> Result<PathBuf, Failure> {
        let path = path_of(&accepted.uri)
            .ok_or_else(|| Failure::new("accepted findings belong to files").advise("save the text first"))?;
        let loaded = self.tools.setup.of(&path)?;
        let rule = loaded.rules().map(|rule| rule.id).find(|id| *id == accepted.rule);
        let rule = rule.ok_or_else(|| Failure::new(format!("unknown rule `{}`", accepted.rule)))?;
        let place = loaded.relative(&path);
        let (file, _) = accepting::append(&loaded, vec![(rule, accepted.words.clone())], reason, Some(&place))?;
        Ok(file)
    }

    /// Shows a message to whoever sits before the editor.
    fn show(&self, kind: MessageType, message: &str) -> Done {
        self.link.tell("window/showMessage", json!({"type": kind, "message": format!("truecopy: {message}")}))
    }

    /// Says something where those find it who look for it.
    fn log(&self, kind: MessageType, message: &str) -> Done {
        self.link.tell("window/logMessage", json!({"type": kind, "message": message}))
    }
}
