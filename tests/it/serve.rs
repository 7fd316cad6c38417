//! `truecopy serve` as programs and editors meet it. What no client can bring down is tested with the crate of the server.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::{Folder, code, run, text, truecopy};
use crate::schema::Schema;

/// A server that ends with the test.
pub struct Server {
    child: Child,
    pub address: String,
    /// The path that logs in whoever sits at the machine, where it printed one.
    pub link: Option<String>,
    log: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts it on a port of its own.
    pub fn start(args: &[&str]) -> Server {
        Server::of("serve", args)
    }

    /// Starts it by this command.
    pub fn of(name: &str, args: &[&str]) -> Server {
        let mut command = truecopy();
        command.env_remove("TRUECOPY_TOKEN").arg(name).args(["--listen", "127.0.0.1:0", "--isolated"]).args(args);
        // Whoever runs the tests is not shown its pages.
        command.env("PATH", "");
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut first = String::new();
        while !first.contains("listening") {
            assert!(said.read_line(&mut first).expect("it says where it listens") > 0, "{first}");
        }
        let url = first.rsplit_once("http://").unwrap_or_else(|| panic!("{first}")).1;
        let address =
            url.split(|c: char| c != '.' && c != ':' && !c.is_ascii_digit()).next().expect("an address").to_owned();
        let link = first.split_once("once: http://").and_then(|(_, l)| l.split_once('/')?.1.split_whitespace().next());
        let link = link.map(|path| format!("/{path}"));
        let log = std::thread::spawn(move || {
            let mut log = first;
            // What it writes is read, or it would wait for room in the pipe.
            let _ = said.read_to_string(&mut log);
            log
        });
        Server { child, address, link, log: Some(log) }
    }

    /// The status and the body of an answer.
    pub fn post(&self, path: &str, kind: &str, body: &str) -> (u16, String) {
        let length = body.len();
        self.ask(&format!("POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}", self.address))
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address))
    }

    fn ask(&self, request: &str) -> (u16, String) {
        let (head, body) = self.answer(request);
        (head[9..12].parse().expect("a status"), body)
    }

    /// The head and the body of an answer.
    pub fn answer(&self, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time limit");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// A check in the protocol of LanguageTool.
    fn marks(&self, fields: &[(&str, &str)]) -> Value {
        let (status, body) = self.post("/v2/check", FORM, &form(fields));
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// Stops it by force and gives its log.
    fn log(mut self) -> String {
        let _ = self.child.kill();
        self.log.take().expect("a log").join().expect("no panic")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Fields of a form: every byte but letters and digits is written as a number.
pub fn form(fields: &[(&str, &str)]) -> String {
    let code = |text: &str| {
        let byte = |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
        text.bytes().map(byte).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{name}={}", code(value))).collect::<Vec<_>>().join("&")
}

const WIRE: &str = "Ferry runs aground off Lunde\n\nLUNDE, March 3 (Coastal News) – A ferry with 214 people on board ran aground off Lunde on Tuesday, the coast guard said.\n\nNobody was hurt, captain Mira Holt told reporters.\n\nThe ferry had left Ardhaven at noon, and tugs pulled it free in the evening.\n";

/// With letters of two code units before each fault.
const REWRITE: &str = "Ferry runs aground off Lunde ⛴️🌊\n\n🚨 A ferry with 241 people on board ran aground off Lunde on Tuesday, the coast guard said.\n\nNobody was hurt, captain Mira Holt told reporters. 🙏🙏\n\nThe ferry had left Ardhaven at noon, and tugs pulled it free in the the evening.\n";

#[test]
fn a_request_is_answered_as_a_line_of_batch_is() {
    let server = Server::start(&[]);
    let lines = [
        json!({"id": "a17", "original": WIRE, "rewrite": REWRITE}).to_string(),
        json!({"id": "a18", "original": [WIRE, REWRITE], "rewrite": WIRE, "date": "2026-03-03"}).to_string(),
        json!({"id": "a19", "original": [], "rewrite": WIRE}).to_string(),
        json!({"id": "a20", "original": WIRE}).to_string(),
        "no pair".to_owned(),
    ];
    for (line, want) in lines.iter().zip([200, 200, 422, 422, 422]) {
        let mut batch = truecopy();
        let mut child = batch
            .args(["batch", "--isolated"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(line.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let (status, body) = server.post("/v1/check", "application/json", line);
        assert_eq!((status, body.as_str()), (want, text(&output.stdout).as_str()), "{line}");
    }
}

#[test]
fn an_editor_with_emoji_in_the_text_is_shown_the_right_words() {
    let server = Server::start(&[]);
    let answer = server.marks(&[("language", "auto"), ("text", REWRITE), ("wire", WIRE)]);
    let units: Vec<u16> = REWRITE.encode_utf16().collect();
    let marks = answer["matches"].as_array().expect("a list").iter().map(|m| {
        let number = |name: &str| usize::try_from(m[name].as_u64().expect("a number")).expect("small");
        let words = String::from_utf16(&units[number("offset")..number("offset") + number("length")]).expect("letters");
        (words, m["shortMessage"].as_str().expect("a severity").to_owned())
    });
    let marks: Vec<(String, String)> = marks.collect();
    assert!(marks.contains(&("241".into(), "critical".into())), "{marks:?}");
    assert!(marks.iter().any(|(words, _)| words.ends_with("the") && words.starts_with("the")), "{marks:?}");
    // The same with its markup, as editors of pages send it.
    let parts: Vec<Value> = REWRITE
        .split("\n\n")
        .flat_map(|p| [json!({"markup": "<p>"}), json!({"text": p}), json!({"markup": "</p>", "interpretAs": "\n\n"})])
        .collect();
    let sent: String = REWRITE.split("\n\n").map(|p| format!("<p>{p}</p>")).collect();
    let answer = server.marks(&[("data", &json!({ "annotation": parts }).to_string()), ("wire", WIRE)]);
    let units: Vec<u16> = sent.encode_utf16().collect();
    let found = answer["matches"].as_array().expect("a list").iter().any(|m| {
        let at = usize::try_from(m["offset"].as_u64().expect("a number")).expect("small");
        String::from_utf16(&units[at..at + 3]).is_ok_and(|words| words == "241")
    });
    assert!(found, "{answer}");
}

#[test]
fn the_wire_comes_by_its_text_its_id_or_from_the_archive() {
    let folder = Folder::new();
    let story = |id: &str, text: &str| {
        let (headline, rest) = text.split_once("\n\n").expect("a headline");
        json!({"uri": id, "headline": headline, "body_text": rest}).to_string()
    };
    let other = "Bakers of Tolm strike for pay\n\nTOLM, March 3 (Coastal News) – Bakers in Tolm laid down work on Tuesday over pay and night shifts, their union said.\n\nThe strike shut 30 bakeries, union chair Odd Rehn said.\n";
    folder.file("ferry.json", story("urn:ferry-7", WIRE));
    folder.file("bakers.json", story("urn:bakers-2", other));
    let archive = folder.0.to_str().expect("UTF-8").to_owned();
    let server = Server::start(&["--archive", &archive]);
    let critical = |answer: &Value| {
        let all = answer["matches"].as_array().expect("a list");
        all.iter().filter(|m| m["shortMessage"] == "critical").map(|m| m["rule"]["id"].to_string()).collect::<Vec<_>>()
    };
    let by_text = critical(&server.marks(&[("text", REWRITE), ("wire", WIRE)]));
    assert_eq!(by_text.len(), 1, "{by_text:?}");
    assert_eq!(critical(&server.marks(&[("text", REWRITE), ("wireId", "urn:ferry-7")])), by_text);
    let found = server.marks(&[("text", REWRITE)]);
    assert_eq!(critical(&found), by_text);
    assert_eq!(found["truecopy"]["wires"][0], "ferry.json", "and not in which folder it lies");
    // A wire that is another story is no reason to be silent.
    let wrong = server.marks(&[("text", REWRITE), ("wireId", "urn:bakers-2")]);
    assert_eq!(
        (&wrong["warnings"]["incompleteResults"], wrong["matches"].as_array().map(Vec::len)),
        (&json!(true), Some(1))
    );
    for fields in
        [&[("text", REWRITE), ("wireId", "../ferry.json")][..], &[("text", "Parliament passed a law on herring.")]]
    {
        let (status, body) = server.post("/v2/check", FORM, &form(fields));
        assert!(status == 404 && body.starts_with("Error: no "), "{status} {body}");
    }
    drop(server);
    let (status, body) = Server::start(&[]).post("/v2/check", FORM, &form(&[("text", REWRITE)]));
    assert!(status == 400 && body.contains("--archive"), "{status} {body}");
}

#[test]
fn the_log_holds_no_word_of_a_story() {
    for form_of_log in ["text", "json"] {
        let server = Server::start(&["--log", form_of_log]);
        server.post(
            "/v1/check",
            "application/json",
            &json!({"id": "xylophone", "original": WIRE, "rewrite": REWRITE}).to_string(),
        );
        server.post("/v1/check", "application/json", "{\"id\": \"xylophone\", \"original\": \"Mira Holt\"");
        server.post("/v2/check?text=xylophone&wire=xylophone", FORM, &form(&[("text", REWRITE), ("wire", WIRE)]));
        server.get("/xylophone?Mira=Holt");
        let log = server.log();
        assert_eq!(log.lines().count(), 5, "where it listens, and a line for each request\n{log}");
        for word in ["xylophone", "Holt", "ferry", "Lunde", "aground"] {
            assert!(!log.contains(word), "{word}: {log}");
        }
        if form_of_log == "json" {
            for line in log.lines() {
                let line: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
                assert!(line["message"] == "listening" || line["status"].is_number(), "{line}");
            }
        }
    }
}

#[test]
fn an_address_that_others_reach_needs_a_token() {
    let refused = |args: &[&str], variable: Option<&str>| {
        let mut command = truecopy();
        command.env_remove("TRUECOPY_TOKEN").arg("serve").args(args);
        command.envs(variable.map(|word| ("TRUECOPY_TOKEN", word)));
        let output = command.output().expect("the program starts");
        assert_eq!(code(&output), 2, "{args:?}");
        text(&output.stderr)
    };
    assert!(refused(&["--listen", "0.0.0.0:0"], None).contains("--token-file"));
    assert!(
        refused(&["--listen", "127.0.0.1:0"], Some("short")).contains("TRUECOPY_TOKEN: the token needs 16 characters")
    );
    let folder = Folder::new();
    let file = folder.file("token", "a word and another\n");
    assert!(refused(&["--token-file", file.to_str().expect("UTF-8")], None).contains("white space"));
    let file = folder.file("token", "correct-horse-battery\n");
    let server = Server::start(&["--token-file", file.to_str().expect("UTF-8")]);
    assert_eq!(server.post("/v1/check", "application/json", "{}").0, 401);
    assert_eq!(server.get("/healthz").0, 200);
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_end_ends_well() {
    let mut server = Server::start(&[]);
    let id = rustix::process::Pid::from_child(&server.child);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it runs");
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    let log = server.log.take().expect("a log").join().expect("no panic");
    assert!(log.lines().last().is_some_and(|l| l.ends_with("stopped")), "{log}");
}

/// The document of the interface, with its schemas where a JSON Schema has them.
fn openapi() -> (Value, Value) {
    let path = format!("{}/crates/truecopy-serve/openapi.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the document is there");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let schemas = document["components"]["schemas"].to_string().replace("#/components/schemas/", "#/$defs/");
    (document, serde_json::from_str(&schemas).expect("JSON"))
}

#[test]
fn the_document_of_the_interface_says_what_is_answered() {
    let (document, schemas) = openapi();
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let batch = format!("{}/docs/schema/batch.schema.json", env!("CARGO_MANIFEST_DIR"));
    let batch: Value = serde_json::from_str(&std::fs::read_to_string(batch).expect("the schema")).expect("JSON");
    for (name, schema) in batch["$defs"].as_object().expect("schemas") {
        assert_eq!(&schemas[name], schema, "{name}: the line of batch has changed");
    }
    // Generators make no model of a form that is put together of parts.
    let form = &schemas["form"];
    assert!(form["type"] == "object" && ["anyOf", "oneOf", "allOf"].iter().all(|k| form.get(*k).is_none()), "{form}");
    let server = Server::start(&[]);
    let (status, served) = server.get("/openapi.json");
    assert_eq!((status, served.parse::<Value>().ok()), (200, Some(document.clone())));
    for (path, methods) in document["paths"].as_object().expect("paths") {
        if methods.get("get").is_some() {
            assert_eq!(server.get(path).0, 200, "{path}");
        }
    }
    let of = |name: &str| {
        let keep =
            ["matches", "match", "beyond", "severity", "rule", "verdict", "category", "finding", "result", "error"];
        let defs: serde_json::Map<String, Value> =
            keep.iter().map(|k| ((*k).to_owned(), schemas[*k].clone())).collect();
        Schema::new(json!({"$ref": format!("#/$defs/{name}"), "$defs": defs}))
    };
    let answer = server.marks(&[("text", REWRITE), ("wire", WIRE), ("level", "picky")]);
    let (_, line) = server.post(
        "/v1/check",
        "application/json",
        &json!({"id": "a", "original": WIRE, "rewrite": REWRITE}).to_string(),
    );
    assert_eq!(of("matches").faults(&answer), Vec::<String>::new());
    assert_eq!(of("result").faults(&line.parse().expect("JSON")), Vec::<String>::new());
    assert_eq!(of("error").faults(&server.get("/none").1.parse().expect("JSON")), Vec::<String>::new());
}

#[test]
fn an_address_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("an address");
    let address = taken.local_addr().expect("an address").to_string();
    let output = run(&["serve", "--isolated", "--listen", &address]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains(&format!("{address}: cannot listen here")), "{}", text(&output.stderr));
}
