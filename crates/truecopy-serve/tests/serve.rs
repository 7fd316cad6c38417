//! The server before plain sockets: what clients get, and what none of them can bring down.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use truecopy_serve::review::{Review, Sent};
use truecopy_serve::{
    Answer, Checked, Engine, Finding, Options, Outcome, Pair, Refused, Server, Severity, Stopper, Token, WireFrom,
};

/// What tells that a line waits, and what lets it go on.
type Gate = (Mutex<Sender<()>>, Mutex<Receiver<()>>);

/// An engine that does as the line says.
#[derive(Default)]
struct Fake {
    /// Where a line says `wait`.
    gate: Option<Gate>,
}

impl Engine for Fake {
    fn line(&self, line: Vec<u8>) -> Answer {
        let of = |body: Vec<u8>, outcome| Answer { body, outcome };
        match line.as_slice() {
            b"panic" => panic!("a fault of the program"),
            b"bad" => of(b"{\"error\":\"bad\"}\n".to_vec(), Outcome::Unchecked),
            b"large" => of(vec![b'x'; 64 << 20], Outcome::Checked),
            b"wait" => {
                if let Some((here, go)) = &self.gate {
                    here.lock().expect("no poison").send(()).expect("the test listens");
                    go.lock().expect("no poison").recv().expect("the test answers");
                }
                of(b"waited\n".to_vec(), Outcome::Checked)
            }
            other => of(format!("{} bytes\n", other.len()).into_bytes(), Outcome::Checked),
        }
    }

    /// Every "wrong" is a fault; the word "missing" makes one without a place.
    fn check(&self, pair: Pair) -> Result<Checked, Refused> {
        let finding = |places, message: &str| Finding {
            rule: "word-wrong",
            about: "A wrong word.".into(),
            category: "Accuracy/Mistranslation",
            severity: Severity::Critical,
            confidence: 0.9,
            places,
            message: message.into(),
            wire: vec!["right".into()],
            replacement: Some("right".into()),
        };
        let WireFrom::Takes(takes) = pair.wire else { return Err(Refused::NoWire("no wire of that id".into())) };
        let places = pair.text.match_indices("wrong").map(|(at, word)| at..at + word.len());
        let mut findings: Vec<Finding> = places.map(|p| finding(vec![p], "the wire says “right”")).collect();
        if pair.text.contains("missing") {
            findings.push(finding(Vec::new(), "a sentence is missing"));
        }
        let compared = takes[0] != "another story";
        Ok(Checked { verdict: "drifted", reason: "so it is".into(), compared, fidelity: 50.0, wires: takes, findings })
    }

    fn review(&self, _: &[Sent], _: &Sent, _: Option<&str>) -> Result<Review, Refused> {
        Err(Refused::Unchecked("nothing is reviewed here".into()))
    }
}

struct Running {
    address: SocketAddr,
    stopper: Stopper,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    fn start(engine: Fake, options: Options) -> Running {
        let server = Server::bind("127.0.0.1:0", Options { signals: false, ..options }).expect("an address");
        let (address, stopper) = (server.address().expect("an address"), server.stopper());
        let thread = Some(thread::spawn(move || server.run(Arc::new(engine))));
        Running { address, stopper, thread }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit");
        stream
    }

    /// Sends this and reads to the end of the connection.
    fn ask(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_ref()).expect("the server reads");
        answer(stream)
    }

    fn post(&self, path: &str, headers: &str, body: impl AsRef<[u8]>) -> String {
        self.ask(post(path, headers, body.as_ref()))
    }

    /// Whether it still answers, and how quickly.
    fn is_well(&self) {
        let began = Instant::now();
        let said = self.post("/v1/check", "", "12345");
        assert!(said.starts_with("HTTP/1.1 200 ") && said.ends_with("5 bytes\n"), "{said}");
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    }

    fn metric(&self, name: &str) -> f64 {
        let said = self.ask("GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        // What was never counted is not listed.
        let line = said.lines().find(|l| l.starts_with(name)).unwrap_or("0");
        line.rsplit(' ').next().and_then(|n| n.parse().ok()).expect("a number")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.stop();
        let done = self.thread.take().map(JoinHandle::join);
        if !thread::panicking() {
            done.expect("a thread").expect("it does not panic").expect("it ends well");
        }
    }
}

fn post(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn answer(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is closed hard has still said what it said.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8(bytes).expect("UTF-8")
}

fn status(said: &str) -> u16 {
    said.get(9..12).and_then(|s| s.parse().ok()).unwrap_or_else(|| panic!("no answer: {said:?}"))
}

fn body(said: &str) -> &str {
    said.split_once("\r\n\r\n").expect("a body").1
}

/// The fields of a form, one after the other.
fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(20), "{what}");
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_line_is_answered_with_what_the_engine_says() {
    let server = Running::start(Fake::default(), Options::default());
    server.is_well();
    let said = server.post("/v1/check", "", "bad");
    assert_eq!((status(&said), body(&said)), (422, "{\"error\":\"bad\"}\n"));
    assert!(said.contains("cache-control: no-store") && said.contains("x-content-type-options: nosniff"), "{said}");
    for (request, want) in [
        ("GET /v1/check HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 405),
        ("GET /v2/check?text=a HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 405),
        ("GET /etc/passwd HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 404),
        ("GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 200),
        ("no http at all\r\n\r\n", 400),
    ] {
        assert_eq!(status(&server.ask(request)), want, "{request}");
    }
    server.is_well();
}

#[test]
fn a_fault_of_the_engine_costs_one_request() {
    let server = Running::start(Fake::default(), Options { jobs: 1, ..Options::default() });
    for _ in 0..5 {
        assert_eq!(status(&server.post("/v1/check", "", "panic")), 500);
    }
    server.is_well();
}

#[test]
fn ten_megabytes_are_refused() {
    let server = Running::start(Fake::default(), Options::default());
    let large = vec![b'a'; 10 << 20];
    assert_eq!(status(&server.post("/v1/check", "", &large)), 413, "announced");
    let said = server.post("/v2/check", FORM, &large);
    assert_eq!(status(&said), 413, "announced");
    assert!(body(&said).starts_with("Error: "), "{said}");
    let mut chunked =
        b"POST /v1/check HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
            .to_vec();
    for chunk in large.chunks(1 << 16) {
        chunked.extend(format!("{:x}\r\n", chunk.len()).bytes());
        chunked.extend(chunk);
        chunked.extend(b"\r\n");
    }
    chunked.extend(b"0\r\n\r\n");
    assert_eq!(status(&server.ask(chunked)), 413, "in chunks");
    // Who asks first whether to send is told at once.
    let said = server
        .ask("POST /v1/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10485760\r\nexpect: 100-continue\r\n\r\n");
    assert_eq!(status(&said), 413, "asked before");
    server.is_well();
    assert_eq!(status(&server.post("/v1/check", "", &large[..4 << 20])), 200, "as large as allowed");
}

#[test]
fn who_does_not_know_the_token_is_told_nothing() {
    let token = Some(Token::new("correct-horse-battery"));
    let server = Running::start(Fake::default(), Options { token, ..Options::default() });
    let (right, wrong) =
        ("authorization: Bearer correct-horse-battery\r\n", "authorization: Bearer correct-horse-batterz\r\n");
    for (headers, want) in [("", 401), (wrong, 401), ("authorization: correct-horse-battery\r\n", 401), (right, 200)] {
        assert_eq!(status(&server.post("/v1/check", headers, "x")), want, "{headers}");
        let get = format!("GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");
        assert_eq!(status(&server.ask(get)), want, "{headers}");
    }
    let text = [("text", "a wrong word"), ("wire", "a right word")];
    let said = server.post("/v2/check", FORM, form(&text));
    assert!(status(&said) == 401 && said.contains("www-authenticate: Bearer"), "{said}");
    let known = [&text[..], &[("apiKey", "correct-horse-battery")]].concat();
    assert_eq!(status(&server.post("/v2/check", FORM, form(&known))), 200, "as clients of LanguageTool send it");
    let guessed = [&text[..], &[("apiKey", "correct-horse")]].concat();
    assert_eq!(status(&server.post("/v2/check", FORM, form(&guessed))), 401);
    let get = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert_eq!(status(&server.ask(get)), 200, "who looks whether it lives needs no token");
}

#[test]
fn pages_from_elsewhere_are_kept_out() {
    let options = Options { origins: vec!["https://cms.example".into()], ..Options::default() };
    let server = Running::start(Fake::default(), options);
    assert_eq!(status(&server.post("/v1/check", "origin: https://other.example\r\n", "x")), 403);
    let said = server.post("/v1/check", "origin: https://cms.example\r\n", "x");
    assert!(status(&said) == 200 && said.contains("access-control-allow-origin: https://cms.example"), "{said}");
    let preflight = "OPTIONS /v2/check HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
        origin: https://cms.example\r\naccess-control-request-method: POST\r\n\r\n";
    let said = server.ask(preflight);
    assert!(status(&said) == 204 && said.contains("access-control-allow-methods: GET, POST"), "{said}");
    assert_eq!(status(&server.ask(preflight.replace("cms", "other"))), 403);
    // A name that leads to this machine, made by whoever wrote the page.
    assert_eq!(status(&server.ask("GET /healthz HTTP/1.1\r\nhost: rebound.example\r\nconnection: close\r\n\r\n")), 403);
}

#[test]
fn half_a_request_and_slow_clients_cost_their_own_connection() {
    let short = Duration::from_millis(400);
    let server = Running::start(Fake::default(), Options { head: short, body: short, ..Options::default() });
    let mut broken_off = server.connect();
    broken_off
        .write_all(b"POST /v1/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf")
        .expect("sent");
    broken_off.shutdown(Shutdown::Both).expect("closed");
    let mut half_body = server.connect();
    half_body
        .write_all(b"POST /v1/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf")
        .expect("sent");
    let mut half_head = server.connect();
    half_head.write_all(b"POST /v1/check HTTP/1.1\r\nhost: loc").expect("sent");
    let mut trickle = server.connect();
    let trickling = thread::spawn(move || {
        for byte in b"POST /v1/check HTTP/1.1\r\nhost: localhost\r\nx-slow: ".iter().chain([b'a'; 200].iter()) {
            if trickle.write_all(&[*byte]).is_err() {
                return true;
            }
            sleep(Duration::from_millis(20));
        }
        false
    });
    server.is_well();
    assert_eq!(status(&answer(half_body)), 408);
    assert!(!answer(half_head).contains(" 200 "));
    assert!(trickling.join().expect("no panic"), "who sends a byte now and then is cut off");
    eventually("every connection is let go", || server.metric("truecopy_connections") <= 1.0);
    server.is_well();
}

#[test]
fn who_does_not_read_the_answer_is_let_go() {
    let server = Running::start(Fake::default(), Options { stalled: Duration::from_millis(300), ..Options::default() });
    let mut deaf = server.connect();
    deaf.write_all(&post("/v1/check", "", b"large")).expect("sent");
    eventually("it was answered", || server.metric("truecopy_request_seconds_count{path=\"/v1/check\"}") >= 1.0);
    eventually("it is let go", || server.metric("truecopy_connections") <= 1.0);
    drop(deaf);
}

#[test]
fn a_thousand_idle_connections_leave_it_standing() {
    let server = Running::start(Fake::default(), Options { head: Duration::from_secs(60), ..Options::default() });
    server.is_well();
    let mut idle: Vec<TcpStream> = Vec::new();
    for i in 0..1000 {
        // The system may let this process open fewer.
        let Ok(stream) = TcpStream::connect(server.address) else { break };
        idle.push(stream);
        if i % 100 == 0 {
            server.is_well();
        }
    }
    assert!(idle.len() > 200, "{} connections", idle.len());
    server.is_well();
    drop(idle);
    server.is_well();
}

#[test]
fn where_all_places_are_taken_the_idlest_connection_makes_room() {
    let options = Options { connections: 20, head: Duration::from_secs(60), ..Options::default() };
    let server = Running::start(Fake::default(), options);
    let idle: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    server.is_well();
    assert!(server.metric("truecopy_connections") <= 20.0);
    drop(idle);
}

/// An engine that waits at the word `wait`, with what tells that it does and what lets it go on.
fn gated() -> (Fake, Receiver<()>, Sender<()>) {
    let ((here, arrived), (go, gone)) = (channel(), channel());
    (Fake { gate: Some((Mutex::new(here), Mutex::new(gone))) }, arrived, go)
}

#[test]
fn what_does_not_fit_is_told_to_come_again() {
    let (engine, arrived, go) = gated();
    let server = Running::start(engine, Options { jobs: 1, most_waiting: 1, ..Options::default() });
    let mut first = server.connect();
    first.write_all(&post("/v1/check", "", b"wait")).expect("sent");
    arrived.recv().expect("it is under way");
    let mut second = server.connect();
    second.write_all(&post("/v1/check", "", b"second")).expect("sent");
    eventually("the second waits", || server.metric("truecopy_checks_waiting") >= 1.0);
    let third = server.post("/v1/check", "", "third");
    assert!(status(&third) == 503 && third.contains("retry-after: 1"), "{third}");
    go.send(()).expect("it waits");
    assert_eq!((status(&answer(first)), status(&answer(second))), (200, 200));
    server.is_well();
}

#[test]
fn who_waits_too_long_for_a_turn_is_told_to_come_again() {
    let (engine, arrived, go) = gated();
    let patience = Duration::from_millis(200);
    let server = Running::start(engine, Options { jobs: 1, patience, ..Options::default() });
    let mut first = server.connect();
    first.write_all(&post("/v1/check", "", b"wait")).expect("sent");
    arrived.recv().expect("it is under way");
    assert_eq!(status(&server.post("/v1/check", "", "second")), 503);
    go.send(()).expect("it waits");
    assert_eq!(status(&answer(first)), 200);
}

#[test]
fn requests_under_way_hold_no_more_memory_than_they_may() {
    let options = Options { most_held: 3 << 20, body: Duration::from_secs(60), ..Options::default() };
    let server = Running::start(Fake::default(), options);
    let part = vec![b'a'; 1 << 20];
    let half = |stream: &mut TcpStream| {
        stream
            .write_all(b"POST /v1/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4000000\r\n\r\n")
            .expect("sent");
        stream.write_all(&part).expect("sent");
    };
    let (mut first, mut second) = (server.connect(), server.connect());
    half(&mut first);
    half(&mut second);
    eventually("both are held", || server.metric("truecopy_held_bytes") >= 2.0 * f64::from(1 << 20));
    assert_eq!(status(&server.post("/v1/check", "", vec![b'b'; 2 << 20])), 503, "there is no room for more");
    // A small one still fits.
    server.is_well();
    drop((first, second));
    eventually("there is room again", || status(&server.post("/v1/check", "", vec![b'b'; 2 << 20])) == 200);
}

#[test]
fn at_the_end_every_request_under_way_is_answered() {
    let (engine, arrived, go) = gated();
    let mut server = Running::start(engine, Options::default());
    let idle = server.connect();
    let mut under_way = server.connect();
    under_way.write_all(&post("/v1/check", "", b"wait")).expect("sent");
    arrived.recv().expect("it is under way");
    server.stopper.stop();
    eventually("no more connections are taken", || TcpStream::connect(server.address).is_err());
    go.send(()).expect("it waits");
    assert!(answer(under_way).ends_with("waited\n"));
    assert_eq!(answer(idle), "", "closed without a word");
    server.thread.take().expect("a thread").join().expect("no panic").expect("it ended well");
    server.thread = Some(thread::spawn(|| Ok(())));
}

#[test]
fn editors_that_know_languagetool_are_shown_the_places_in_their_own_count() {
    let server = Running::start(Fake::default(), Options::default());
    let text = "👩‍🚒 Zoë said 🚨🚨 wrong things.\nAll wrong, and missing.";
    let said = server.post("/v2/check?language=en-GB", FORM, form(&[("text", text), ("wire", "A wire.")]));
    assert_eq!(status(&said), 200, "{said}");
    let answer: serde_json::Value = serde_json::from_str(body(&said)).expect("JSON");
    let units: Vec<u16> = text.encode_utf16().collect();
    let matches = answer["matches"].as_array().expect("a list");
    let words = |m: &serde_json::Value| {
        let number = |v: &serde_json::Value| usize::try_from(v.as_u64().expect("a number")).expect("small");
        let (offset, length) = (number(&m["offset"]), number(&m["length"]));
        let context: Vec<u16> = m["context"]["text"].as_str().expect("text").encode_utf16().collect();
        let inside = number(&m["context"]["offset"]);
        let cut = |from: &[u16], at: usize, n: usize| String::from_utf16(&from[at..at + n]).expect("whole letters");
        (cut(&units, offset, length), cut(&context, inside, number(&m["context"]["length"])))
    };
    let found: Vec<_> = matches.iter().map(words).collect();
    let want = [("wrong", "wrong"), ("wrong", "wrong"), ("Zoë", "Zoë")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(found, want, "what is missing is marked at the first word");
    assert_eq!(matches[0]["replacements"][0]["value"], "right");
    assert_eq!(matches[2]["message"], "not in the text: a sentence is missing");
    assert_eq!(answer["truecopy"]["unplaced"][0]["severity"], "critical");
    assert_eq!(answer["warnings"]["incompleteResults"], false);
}

#[test]
fn a_text_that_was_not_compared_does_not_look_as_if_it_were_in_order() {
    let server = Running::start(Fake::default(), Options::default());
    let said = server.post("/v2/check", FORM, form(&[("text", "“Fine” words."), ("wire", "another story")]));
    let answer: serde_json::Value = serde_json::from_str(body(&said)).expect("JSON");
    assert_eq!(answer["warnings"]["incompleteResults"], true);
    assert_eq!(answer["matches"][0]["message"], "not compared with the wire: so it is");
    assert_eq!((answer["matches"][0]["offset"].as_u64(), answer["matches"][0]["length"].as_u64()), (Some(1), Some(4)));
    for (fields, want) in [
        (&[("text", "a"), ("wireId", "none")][..], 404),
        (&[("text", "a"), ("wire", "b"), ("wireId", "c")], 400),
        (&[("wire", "b")], 400),
        (&[("text", "a"), ("data", "{}"), ("wire", "b")], 400),
        (&[("data", "{}"), ("wire", "b")], 400),
        (&[("text", "a"), ("wire", "b"), ("language", "de-DE")], 400),
    ] {
        assert_eq!(status(&server.post("/v2/check", FORM, form(fields))), want, "{fields:?}");
    }
    let json = "content-type: application/json\r\n";
    assert_eq!(status(&server.post("/v2/check", json, "{}")), 415);
}

#[test]
fn clients_leave_out_what_they_do_not_want() {
    let server = Running::start(Fake::default(), Options::default());
    let count = |more: &[(&str, &str)]| {
        let fields = [&[("text", "a wrong word"), ("wire", "A wire.")][..], more].concat();
        let said = server.post("/v2/check", FORM, form(&fields));
        let answer: serde_json::Value = serde_json::from_str(body(&said)).expect("JSON");
        answer["matches"].as_array().expect("a list").len()
    };
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&[("disabledRules", "OTHER,WORD-WRONG")]), 0);
    assert_eq!(count(&[("enabledOnly", "true"), ("enabledRules", "other")]), 0);
    assert_eq!(count(&[("enabledOnly", "true"), ("enabledRules", "word-wrong")]), 1);
    assert_eq!(count(&[("disabledCategories", "ACCURACY_MISTRANSLATION")]), 1, "what is critical stays");
}
