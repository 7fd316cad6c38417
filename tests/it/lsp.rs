//! `truecopy lsp`: a dialogue as an editor holds it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::cli::{Folder, truecopy};

const WIRE: &str = "\
ARDHAVEN, March 3 — Rescuers reached 12 sailors off Ardhaven on Tuesday, coast guard captain Marit Sund said.

The trawler had lost power in heavy seas. Nobody was hurt, and the crew will be flown home on Thursday.
";
/// Before the wrong figure stands a ship that is two code units of UTF-16, four bytes and one letter.
const REWRITE: &str = "\
🚢 Rescuers reached 47 sailors off Ardhaven on Tuesday, coast guard captain Marit Sund said.

The trawler had lost power in heavy seas. Nobody was hurt, and the crew will be flown home on Thursday.
";

struct Editor {
    child: Child,
    says: Option<ChildStdin>,
    hears: BufReader<ChildStdout>,
    asked: u32,
}

impl Editor {
    /// Starts the server in a folder; the other arguments are those of the command.
    fn begin(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = truecopy();
        command.arg("lsp").args(arguments).current_dir(folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let (says, hears) = (child.stdin.take(), child.stdout.take().expect("a pipe"));
        Editor { child, says, hears: BufReader::new(hears), asked: 0 }
    }

    /// Starts it and agrees on what the two can do.
    fn open(folder: &Path, arguments: &[&str], client: Value) -> Self {
        let mut editor = Editor::begin(folder, arguments);
        let greeting = editor.ask("initialize", client);
        assert_eq!(greeting["serverInfo"]["name"], "truecopy", "{greeting}");
        editor.tell("initialized", json!({}));
        editor
    }

    fn raw(&mut self, text: &str) {
        let says = self.says.as_mut().expect("still open");
        says.write_all(text.as_bytes()).and_then(|()| says.flush()).expect("a message in");
    }

    fn say(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(&format!("Content-Length: {}\r\n\r\n{text}", text.len()));
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.say(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn hear(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.hears.read_line(&mut line).expect("a line out") > 0, "the server left");
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(n) => length = n.parse().expect("a number"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.hears.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }

    /// What comes with this method; nothing else comes before it.
    fn expect(&mut self, method: &str) -> Value {
        let heard = self.hear();
        assert_eq!(heard["method"], method, "{heard}");
        heard["params"].clone()
    }

    /// The diagnostics of a text, which come next.
    fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        let heard = self.expect("textDocument/publishDiagnostics");
        assert_eq!(heard["uri"], uri, "{heard}");
        heard["diagnostics"].as_array().expect("a list").clone()
    }

    /// The whole answer to a request.
    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let answer = self.hear();
        assert_eq!((&answer["jsonrpc"], &answer["id"]), (&json!("2.0"), &json!(id)), "{answer}");
        answer
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    fn opens(&mut self, uri: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": "plaintext", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    fn changes(&mut self, uri: &str, version: u32, text: &str) {
        let document = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    fn actions(&mut self, uri: &str, range: &Value, only: Option<&str>) -> Vec<Value> {
        let mut context = json!({"diagnostics": []});
        if let Some(kind) = only {
            context["only"] = json!([kind]);
        }
        let params = json!({"textDocument": {"uri": uri}, "range": range, "context": context});
        self.ask("textDocument/codeAction", params).as_array().expect("a list").clone()
    }

    /// The status of the server when it has ended, after the client closed its side.
    fn status(mut self) -> Option<i32> {
        drop(self.says.take());
        self.child.wait().expect("its end").code()
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.child.wait().expect("its end").code(), Some(0));
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.to_str().expect("a UTF-8 name").replace('\\', "/").replace(' ', "%20"))
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}})
}

/// The pair in a folder: the URIs of wire and rewrite.
fn pair(folder: &Folder) -> (String, String) {
    let (wire, rewrite) = (folder.file("sea.wire.txt", WIRE), folder.file("sea.rewrite.txt", REWRITE));
    (uri(&wire), uri(&rewrite))
}

#[test]
fn a_fault_is_marked_explained_and_put_right() {
    let folder = Folder::new();
    let (wire, rewrite) = pair(&folder);
    let mut editor = Editor::open(&folder.0, &["--isolated", "--stdio"], json!({"capabilities": {}}));
    editor.opens(&rewrite, REWRITE);
    let found = editor.diagnostics(&rewrite);
    assert_eq!(found.len(), 1, "{found:?}");
    let mark = &found[0];
    assert_eq!(mark["range"], range(0, 20, 22), "the ship counts two: {mark}");
    assert_eq!((&mark["severity"], &mark["source"]), (&json!(1), &json!("truecopy")));
    let rule = mark["code"].as_str().expect("a rule").to_owned();
    let message = mark["message"].as_str().expect("a message");
    assert!(message.starts_with(char::is_uppercase) && message.contains("47") && message.contains("12"), "{message}");
    let evidence = &mark["relatedInformation"][0];
    assert_eq!(
        (&evidence["location"]["uri"], &evidence["location"]["range"]["start"]["line"]),
        (&json!(wire), &json!(0))
    );
    assert!(evidence["message"].as_str().is_some_and(|m| m.contains("12")), "{evidence}");

    let page = editor
        .ask("textDocument/hover", json!({"textDocument": {"uri": rewrite}, "position": {"line": 0, "character": 21}}));
    let page = page["contents"]["value"].as_str().expect("a page");
    assert!(page.starts_with(&format!("# {rule}")) && page.contains("## Why it matters"), "{page}");
    let none = editor
        .ask("textDocument/hover", json!({"textDocument": {"uri": rewrite}, "position": {"line": 2, "character": 1}}));
    assert_eq!(none, Value::Null);

    let actions = editor.actions(&rewrite, &range(0, 21, 21), None);
    let fix = actions.iter().find(|a| a["kind"] == "quickfix").unwrap_or_else(|| panic!("{actions:?}"));
    assert!(fix["title"].as_str().is_some_and(|t| t.contains("12")), "{fix}");
    assert!(fix.get("isPreferred").is_none(), "a figure is for a person to decide: {fix}");
    let edit = &fix["edit"]["changes"][&rewrite][0];
    assert_eq!(edit["range"], range(0, 20, 22));
    let right = REWRITE.replacen("47", edit["newText"].as_str().expect("words"), 1);
    assert!(right.contains("reached 12 sailors"), "{right}");
    editor.changes(&rewrite, 2, &right);
    assert_eq!(editor.diagnostics(&rewrite), Vec::<Value>::new());
    assert!(editor.actions(&rewrite, &range(0, 0, 90), None).is_empty());
    editor.end();
}

#[test]
fn columns_are_those_that_the_two_agree_on() {
    for (encodings, agreed, column) in
        [(json!(["utf-8", "utf-16"]), "utf-8", 22), (json!(["utf-32"]), "utf-32", 19), (json!(["utf-7"]), "utf-16", 20)]
    {
        let folder = Folder::new();
        let (_, rewrite) = pair(&folder);
        let mut editor = Editor::begin(&folder.0, &["--isolated"]);
        let client = json!({"capabilities": {"general": {"positionEncodings": encodings}}});
        assert_eq!(editor.ask("initialize", client)["capabilities"]["positionEncoding"], agreed);
        editor.tell("initialized", json!({}));
        editor.opens(&rewrite, REWRITE);
        assert_eq!(editor.diagnostics(&rewrite)[0]["range"]["start"]["character"], column, "{agreed}");
        editor.end();
    }
}

#[test]
fn a_check_waits_until_nobody_types_and_an_action_does_not() {
    let folder = Folder::new();
    let (_, rewrite) = pair(&folder);
    let mut editor = Editor::open(&folder.0, &["--isolated"], json!({"capabilities": {}}));
    editor.opens(&rewrite, REWRITE);
    assert_eq!(editor.diagnostics(&rewrite).len(), 1);
    for version in 2..20 {
        editor.changes(&rewrite, version, &REWRITE.replace("47", &version.to_string()));
    }
    // On a machine that has much else to do a pause may come earlier; there are never as many marks as keys.
    let mut shown = 1;
    while editor.expect("textDocument/publishDiagnostics")["version"] != 19 {
        shown += 1;
    }
    assert!(shown < 18, "{shown}");
    // What can be done is asked before the pause is over, and fits the text as it is.
    editor.changes(&rewrite, 20, &format!("\n{REWRITE}"));
    editor.asked += 1;
    let params = json!({"textDocument": {"uri": rewrite}, "range": range(1, 20, 22), "context": {"diagnostics": []}});
    editor.say(&json!({"jsonrpc": "2.0", "id": 900, "method": "textDocument/codeAction", "params": params}));
    assert_eq!(editor.diagnostics(&rewrite)[0]["range"], range(1, 20, 22));
    let answer = editor.hear();
    assert!(answer["id"] == 900 && answer["result"][0]["kind"] == "quickfix", "{answer}");
    editor.end();
}

#[test]
fn the_wire_may_be_open_too_and_may_change() {
    let folder = Folder::new();
    let (wire, rewrite) = pair(&folder);
    let mut editor = Editor::open(&folder.0, &["--isolated"], json!({"capabilities": {}}));
    editor.opens(&rewrite, REWRITE);
    assert_eq!(editor.diagnostics(&rewrite).len(), 1);
    editor.opens(&wire, WIRE);
    // In the editor, and not yet on disk.
    editor.changes(&wire, 2, &WIRE.replace("12", "47"));
    assert_eq!(editor.diagnostics(&rewrite).len(), 0);
    // Closed without saving: the file counts again, as soon as something is saved.
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": wire}}));
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": rewrite}}));
    assert_eq!(editor.diagnostics(&rewrite).len(), 1);
    folder.file("sea.wire.txt", WIRE.replace("12", "47"));
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": wire, "type": 2}]}));
    assert_eq!(editor.diagnostics(&rewrite).len(), 0);
    editor.end();
}

#[test]
fn without_a_wire_there_is_one_message_and_no_mark() {
    let folder = Folder::new();
    let alone = uri(&folder.file("alone.rewrite.txt", REWRITE));
    let notes = uri(&folder.file("notes.txt", "Call the coast guard."));
    let mut editor = Editor::open(&folder.0, &["--isolated"], json!({"capabilities": {}}));
    editor.opens(&alone, REWRITE);
    let said = editor.expect("window/showMessage");
    let message = said["message"].as_str().expect("a message");
    assert!(message.contains("alone.rewrite.txt") && message.contains("--archive"), "{message}");
    // It is not said again, and of a text that nobody calls a rewrite only the log speaks.
    editor.changes(&alone, 2, &REWRITE.replace("47", "48"));
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": alone}}));
    editor.opens(&notes, "Call the coast guard.");
    assert!(editor.expect("window/logMessage")["message"].as_str().is_some_and(|m| m.contains("notes.txt")));
    // The wire comes.
    folder.file("alone.wire.txt", WIRE);
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": alone}}));
    assert_eq!(editor.diagnostics(&alone).len(), 1);
    editor.end();
}

#[test]
fn lines_that_editors_count_otherwise_are_not_marked() {
    let folder = Folder::new();
    let (_, text) = pair(&folder);
    let mut editor = Editor::open(&folder.0, &["--isolated"], json!({"capabilities": {}}));
    editor.opens(&text, &REWRITE.replace('\n', "\r"));
    let said = editor.expect("window/showMessage");
    assert!(said["message"].as_str().is_some_and(|m| m.contains("carriage return")), "{said}");
    editor.changes(&text, 2, &REWRITE.replace('\n', "\r\n"));
    assert_eq!(editor.diagnostics(&text).len(), 1);
    editor.end();
}

#[test]
fn the_wire_may_be_named_or_found() {
    let folder = Folder::new();
    let wire = folder.file("wires/sailors.txt", WIRE);
    folder.file(
        "wires/roof.txt",
        "The fish market of Lervik is to get a new roof before winter, mayor Ilse Brandt said on Monday.",
    );
    let draft = "untitled:Untitled-1";
    let root = uri(&folder.0);
    let named = json!({"capabilities": {}, "rootUri": root, "initializationOptions": {"wire": "wires/sailors.txt"}});
    let archive = json!({"capabilities": {}, "rootUri": root, "initializationOptions": {"archive": "wires"}});
    let none = json!({"capabilities": {}});
    let wires = folder.0.join("wires");
    let (wire, wires) = (wire.to_str().expect("a UTF-8 name"), wires.to_str().expect("a UTF-8 name"));
    for (arguments, client) in [
        (vec![], named),
        (vec!["--wire", wire], none.clone()),
        (vec![], archive),
        (vec!["--archive", wires], none.clone()),
    ] {
        let mut editor = Editor::open(&folder.0, &[&["--isolated"], &arguments[..]].concat(), client);
        editor.opens(draft, REWRITE);
        let found = editor.diagnostics(draft);
        assert_eq!(found.len(), 1, "{arguments:?}: {found:?}");
        assert_eq!(found[0]["relatedInformation"][0]["location"]["uri"], uri(Path::new(wire)));
        editor.end();
    }
    let mut editor = Editor::open(&folder.0, &["--isolated", "--archive", wires], none);
    editor
        .opens(draft, "Ten new trams will run in Velmark from May, the city said. They are quieter than the old ones.");
    assert!(
        editor.expect("window/showMessage")["message"]
            .as_str()
            .is_some_and(|m| m.contains("no wire found") || m.contains("no story"))
    );
    editor.end();
}

#[test]
fn a_finding_is_accepted_with_a_reason() {
    let folder = Folder::new();
    folder.file("truecopy.toml", "");
    let (_, rewrite) = pair(&folder);
    let mut editor = Editor::open(&folder.0, &[], json!({"capabilities": {"window": {"showMessage": {}}}}));
    editor.opens(&rewrite, REWRITE);
    assert_eq!(editor.diagnostics(&rewrite).len(), 1);
    let actions = editor.actions(&rewrite, &range(0, 20, 22), Some("quickfix"));
    let accept = actions.iter().find(|a| a["command"].is_object()).unwrap_or_else(|| panic!("{actions:?}"));
    let command = json!({"command": accept["command"]["command"], "arguments": accept["command"]["arguments"]});
    let file = folder.0.join("truecopy-accepted.toml");
    // Whoever closes the question accepts nothing.
    for answer in [Value::Null, json!({"title": "from other reporting"})] {
        editor.say(&json!({"jsonrpc": "2.0", "id": 700, "method": "workspace/executeCommand", "params": command}));
        let question = editor.hear();
        assert_eq!(question["method"], "window/showMessageRequest", "{question}");
        let choices = question["params"]["actions"].as_array().expect("a list");
        assert!(choices.iter().any(|c| c["title"] == "from other reporting"), "{choices:?}");
        assert_eq!(editor.hear()["id"], 700);
        assert!(!file.exists());
        editor.say(&json!({"jsonrpc": "2.0", "id": question["id"], "result": answer}));
    }
    assert!(
        editor.expect("window/logMessage")["message"].as_str().is_some_and(|m| m.contains("truecopy-accepted.toml"))
    );
    assert_eq!(editor.diagnostics(&rewrite), Vec::<Value>::new());
    let written = std::fs::read_to_string(&file).expect("the file");
    assert!(written.contains("from other reporting") && written.contains("sea.rewrite.txt"), "{written}");
    editor.end();
}

#[test]
fn safe_fixes_are_preferred_and_made_together() {
    let folder = Folder::new();
    let (_, rewrite) = pair(&folder);
    let text = REWRITE.replace("47", "12").replace("the crew will", "the the crew will");
    let mut editor = Editor::open(&folder.0, &["--isolated"], json!({"capabilities": {}}));
    editor.opens(&rewrite, &text);
    let found = editor.diagnostics(&rewrite);
    assert_eq!(found.len(), 1, "{found:?}");
    let fixes = editor.actions(&rewrite, &found[0]["range"], None);
    assert_eq!((fixes.len(), &fixes[0]["isPreferred"]), (1, &json!(true)), "{fixes:?}");
    let all = editor.actions(&rewrite, &range(0, 0, 0), Some("source.fixAll"));
    assert_eq!((all.len(), &all[0]["kind"]), (1, &json!("source.fixAll.truecopy")));
    assert_eq!(all[0]["edit"], fixes[0]["edit"]);
    editor.end();
}

#[test]
fn what_is_no_message_is_passed_over() {
    let folder = Folder::new();
    let (_, rewrite) = pair(&folder);
    let mut editor = Editor::begin(&folder.0, &["--isolated"]);
    assert_eq!(editor.answer("textDocument/hover", json!({}))["error"]["code"], -32002, "not before `initialize`");
    editor.ask("initialize", json!({"capabilities": {"general": 7, "window": []}, "workspaceFolders": "none"}));
    editor.tell("initialized", json!({}));
    editor.raw("Content-Length: 9\r\n\r\n{\"method\"");
    assert!(editor.expect("window/logMessage")["message"].as_str().is_some_and(|m| m.contains("could not be read")));
    editor.tell("textDocument/didOpen", json!({"textDocument": 7}));
    assert!(editor.expect("window/logMessage")["message"].as_str().is_some_and(|m| m.contains("textDocument/didOpen")));
    editor.tell("$/setTrace", json!({"value": "off"}));
    assert_eq!(editor.answer("textDocument/rename", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.answer("textDocument/hover", json!({"position": 1}))["error"]["code"], -32602);
    assert_eq!(editor.answer("initialize", json!({}))["error"]["code"], -32600);
    // What is not open has no marks, and what cannot be read is said.
    assert!(editor.actions("file:///nowhere.txt", &range(0, 0, 1), None).is_empty());
    folder.file("sea.wire.txt", [0u8, 159, 146, 150, 0, 1, 2].as_slice());
    editor.opens(&rewrite, REWRITE);
    assert!(editor.expect("window/showMessage")["message"].as_str().is_some_and(|m| m.contains("sea.wire.txt")));
    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(editor.answer("shutdown", Value::Null)["error"]["code"], -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.status(), Some(0));
}

#[test]
fn a_client_that_goes_without_a_word_ends_the_server() {
    let folder = Folder::new();
    let editor = Editor::open(&folder.0, &["--isolated"], json!({"capabilities": {}}));
    assert_eq!(editor.status(), Some(1));
    let mut editor = Editor::open(&folder.0, &["--isolated"], json!({"capabilities": {}}));
    editor.tell("exit", Value::Null);
    assert_eq!(editor.status(), Some(1), "the protocol wants `shutdown` first");
    // What is no protocol at all is not answered line by line for ever.
    let mut editor = Editor::begin(&folder.0, &["--isolated"]);
    editor.raw(&"a line of a story\n".repeat(40));
    assert_eq!(editor.status(), Some(2));
}

#[test]
fn another_story_and_settings_that_are_wrong_are_said() {
    let folder = Folder::new();
    let (_, rewrite) = pair(&folder);
    let settings = folder.file("truecopy.toml", "[gate]\nfail-on = \"never ever\"\n");
    let client = json!({"capabilities": {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}});
    let mut editor = Editor::open(&folder.0, &[], client);
    let asked = editor.hear();
    assert_eq!(asked["method"], "client/registerCapability", "{asked}");
    editor.say(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    editor.opens(&rewrite, REWRITE);
    assert!(editor.expect("window/showMessage")["message"].as_str().is_some_and(|m| m.contains("fail-on")));
    folder.file("truecopy.toml", "");
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&settings), "type": 2}]}));
    assert_eq!(editor.diagnostics(&rewrite).len(), 1);
    let other = "Ten new trams will run in Velmark from May, the city council said on Monday. They are quieter than the old \
                 ones, cost 31 million crowns and were built in Torsund, where 400 people work in the factory.\n";
    editor.changes(&rewrite, 2, other);
    let found = editor.diagnostics(&rewrite);
    assert_eq!(
        (&found[0]["code"], &found[0]["range"]["start"]),
        (&json!("different-story"), &json!({"line": 0, "character": 0}))
    );
    editor.changes(&rewrite, 3, "");
    assert!(editor.diagnostics(&rewrite).is_empty(), "an empty text has nothing wrong with it");
    editor.end();
}
