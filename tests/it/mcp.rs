//! `truecopy mcp`: a dialogue as a client of the protocol holds it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::cli::{Folder, truecopy};

const WIRE: &str = "Rescuers reached 12 sailors off Ardhaven on Tuesday, coast guard captain Marit Sund said.";
const REWRITE: &str = "Rescuers reached 47 sailors off Ardhaven on Tuesday, coast guard captain Marit Sund said.";

struct Dialogue {
    child: Child,
    says: ChildStdin,
    hears: BufReader<ChildStdout>,
}

impl Dialogue {
    fn begin(arguments: &[&str]) -> Self {
        let mut command = truecopy();
        command.args(["mcp", "--isolated"]).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let (says, hears) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        Dialogue { child, says, hears: BufReader::new(hears) }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.says, "{line}").expect("a line in");
    }

    fn hear(&mut self) -> Value {
        let mut answer = String::new();
        self.hears.read_line(&mut answer).expect("a line out");
        serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{answer:?}: {e}"))
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.say(&json!({"jsonrpc": "2.0", "id": method, "method": method, "params": params}).to_string());
        let answer = self.hear();
        assert_eq!((&answer["jsonrpc"], &answer["id"]), (&json!("2.0"), &json!(method)), "{answer}");
        answer
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments}))
    }

    fn end(self) {
        let Dialogue { mut child, says, .. } = self;
        drop(says);
        assert_eq!(child.wait().expect("its end").code(), Some(0));
    }
}

fn words(answer: &Value) -> &str {
    answer["result"]["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}"))
}

#[test]
fn a_client_is_greeted_and_finds_the_tools() {
    let mut dialogue = Dialogue::begin(&[]);
    let hello =
        json!({"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "desk", "version": "1"}});
    let greeting = &dialogue.ask("initialize", hello)["result"];
    assert_eq!(greeting["protocolVersion"], "2025-03-26");
    assert_eq!(greeting["serverInfo"]["name"], "truecopy");
    assert!(greeting["capabilities"]["tools"].is_object());
    // A notification gets no answer: the next one is to what comes behind it.
    dialogue.say(r#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#);
    assert_eq!(dialogue.ask("ping", Value::Null)["result"], json!({}));
    let listed = dialogue.ask("tools/list", json!({}));
    let tools = listed["result"]["tools"].as_array().expect("a list").clone();
    let names: Vec<&Value> = tools.iter().map(|t| &t["name"]).collect();
    assert_eq!(names, ["check", "explain"], "without an archive there is nothing to match with");
    for tool in &tools {
        let schema = &tool["inputSchema"];
        let required = schema["required"].as_array().expect("a list");
        assert!(
            schema["type"] == "object"
                && required.iter().all(|r| schema["properties"][r.as_str().unwrap_or("")].is_object())
        );
        assert!(tool["description"].as_str().is_some_and(|d| d.len() > 40));
    }
    let newer = dialogue.ask("initialize", json!({"protocolVersion": "2099-01-01"}));
    assert_eq!(newer["result"]["protocolVersion"], "2025-06-18", "the newest that is known");
    dialogue.end();
}

#[test]
fn a_check_and_the_rule_behind_a_finding() {
    let mut dialogue = Dialogue::begin(&[]);
    let answer = dialogue.call("check", json!({"wire": WIRE, "rewrite": REWRITE}));
    assert_eq!(answer["result"]["isError"], false);
    assert!(words(&answer).contains("number-changed") && words(&answer).contains("47"), "{answer}");
    let data = &answer["result"]["structuredContent"];
    assert_eq!((&data["verdict"], &data["findings"][0]["text"]), (&json!("drifted"), &json!("47")));
    let rule = data["findings"][0]["rule"].as_str().expect("a rule").to_owned();
    let page = dialogue.call("explain", json!({"rule": rule}));
    assert!(words(&page).contains("# Example") && page["result"]["structuredContent"]["severity"] == "critical");
    // Two takes, one of which says it.
    let takes = json!({"wire": [WIRE, WIRE.replace("12", "47")], "rewrite": REWRITE});
    assert_eq!(dialogue.call("check", takes)["result"]["structuredContent"]["findings"], json!([]));
    let foreign = json!({"wire": WIRE, "rewrite": "Am Dienstag erreichten die Retter nach Angaben der Küstenwache die Besatzung."});
    assert_eq!(dialogue.call("check", foreign)["result"]["structuredContent"]["verdict"], "not-comparable");
    dialogue.end();
}

#[test]
fn what_goes_wrong_is_said_and_the_dialogue_goes_on() {
    let mut dialogue = Dialogue::begin(&[]);
    let mut said = |line: &str| {
        dialogue.say(line);
        dialogue.hear()
    };
    assert_eq!(said("no JSON")["error"]["code"], -32700);
    assert_eq!(said("[]")["error"]["code"], -32600);
    assert_eq!(said(r#"{"id": 1}"#)["error"]["code"], -32600);
    assert_eq!(said(r#"{"id": 2, "method": "prompts/list"}"#)["error"]["code"], -32601);
    assert_eq!(said(r#"{"id": 3, "method": "tools/call", "params": {"name": "match"}}"#)["error"]["code"], -32602);
    let bad = said(r#"{"id": 4, "method": "tools/call", "params": {"name": "check", "arguments": {"wire": "a"}}}"#);
    assert!(bad["error"]["code"] == -32602 && bad["error"]["message"] == "missing field `rewrite`", "{bad}");
    let wrong = dialogue.call("explain", json!({"rule": "number-chnged"}));
    assert!(wrong["result"]["isError"] == true && words(&wrong).contains("did you mean `number-changed`?"), "{wrong}");
    for wire in [json!([]), json!(7), json!([1])] {
        let wrong = dialogue.call("check", json!({"wire": wire, "rewrite": REWRITE}));
        assert!(wrong["result"]["isError"] == true && words(&wrong).contains("`wire`"), "{wrong}");
    }
    let wrong = dialogue.call("check", json!({"wire": WIRE, "rewrite": REWRITE, "date": "soon"}));
    assert!(words(&wrong).contains("YYYY-MM-DD"), "{wrong}");
    dialogue.end();
}

#[test]
fn the_wire_of_a_text_is_found_where_there_is_an_archive() {
    let folder = Folder::new();
    folder.file("wires/sailors.txt", WIRE);
    folder.file(
        "wires/roof.txt",
        "The fish market of Lervik is to get a new roof before winter, mayor Ilse Brandt said on Monday.",
    );
    let wires = folder.0.join("wires");
    let mut dialogue = Dialogue::begin(&["--archive", wires.to_str().expect("a UTF-8 name")]);
    let tools = dialogue.ask("tools/list", json!({}));
    assert_eq!(tools["result"]["tools"][2]["name"], "match");
    let found = dialogue.call("match", json!({"text": REWRITE}));
    let best = &found["result"]["structuredContent"]["matches"][0];
    assert!(best["wire"].as_str().is_some_and(|w| w.ends_with("sailors.txt")) && best["matched"] == true, "{found}");
    assert!(words(&found).contains("sailors.txt"));
    dialogue.end();
}
