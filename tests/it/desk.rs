//! The review desk as browsers meet it. What its file keeps is tested with the crate of the server.

use serde_json::{Value, json};

use crate::cli::{Folder, code, text, truecopy};
use crate::serve::{Server, form};

pub const WIRE: &str = "Harbour board of Ardhaven approves new breakwater\n\nARDHAVEN, March 3 (Coastal News) – The harbour board of Ardhaven on Tuesday approved a breakwater that will cost 14 million crowns and take two years to build.\n\nFishing crews had asked for the wall after 12 boats were lost in the storm. Work is to begin in May, the board said in a statement.\n";

/// Two figures that are wrong, and a word said twice.
pub const REWRITE: &str = "Harbour board of Ardhaven approves new breakwater\n\nThe harbour board of Ardhaven on Tuesday approved a breakwater that will cost 41 million crowns and take two years to build.\n\nFishing crews had asked for the wall after 21 boats were lost in the the storm. Work is to begin in May, the board said in a statement.\n";

/// A desk with a browser at it.
pub struct Desk {
    pub server: Server,
    cookie: String,
}

impl Desk {
    /// Starts it on the file in this folder, and logs in.
    pub fn start(folder: &Folder, user: &str) -> Desk {
        let (desk, link) = Desk::waiting(folder, user);
        let cookie = log_in(&desk.server, &link);
        Desk { cookie, ..desk }
    }

    /// Starts it and leaves the link that logs in to somebody else.
    pub fn waiting(folder: &Folder, user: &str) -> (Desk, String) {
        let db = folder.0.join("desk.db");
        let server = Server::of("desk", &["--db", db.to_str().expect("UTF-8"), "--user", user]);
        let link = server.link.clone().expect("a link");
        (Desk { server, cookie: String::new() }, link)
    }

    /// Takes a story in; its number.
    pub fn take_in(&self, id: &str, rewrite: &str) -> i64 {
        let line = json!({"id": id, "original": WIRE, "rewrite": rewrite, "source": "coast"}).to_string();
        let (status, body) = self.server.post("/v1/stories", "application/json", &line);
        assert!(status == 201 || status == 200, "{status} {body}");
        body.parse::<Value>().expect("JSON")["story"].as_i64().expect("a number")
    }

    fn get(&self, path: &str) -> (u16, String) {
        let (head, body) = self.server.answer(&format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\n\r\n",
            self.server.address, self.cookie
        ));
        (status(&head), body)
    }

    pub fn page(&self, path: &str) -> String {
        let (status, page) = self.get(path);
        assert_eq!(status, 200, "{path}: {page}");
        page
    }

    fn send(&self, path: &str, more: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let body = form(fields);
        let (head, body) = self.server.answer(&format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n{more}content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.server.address,
            self.cookie,
            body.len()
        ));
        (status(&head), body)
    }

    /// Fills in the form of a finding on a page that was loaded earlier, and sends it.
    pub fn decide(&self, story: i64, page: &str, finding: usize, fields: &[(&str, &str)]) -> (u16, String) {
        let card = card(page, finding);
        let known = ["form", "text", "finding", "last"].map(|name| (name, hidden(card, name)));
        self.send(&format!("/desk/story/{story}/decide"), "", &[&known[..], fields].concat())
    }
}

fn log_in(server: &Server, link: &str) -> String {
    let request = format!("GET {link} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", server.address);
    let (head, _) = server.answer(&request);
    let cookie = head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap_or_else(|| panic!("{head}"));
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/desk"),
        "{cookie}"
    );
    cookie.split(';').next().expect("a cookie").to_owned()
}

fn status(head: &str) -> u16 {
    head[9..12].parse().expect("a status")
}

/// The part of a page that is about a finding.
pub fn card(page: &str, number: usize) -> &str {
    let start = page.find(&format!("<article id=\"f{number}\"")).unwrap_or_else(|| panic!("finding {number}: {page}"));
    page[start..].split("</article>").next().expect("a card")
}

/// What a form of a page holds unseen.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let field = format!("name=\"{name}\" value=\"");
    let at = page.find(&field).unwrap_or_else(|| panic!("{name}: {page}"));
    page[at + field.len()..].split('"').next().expect("a value")
}

#[test]
fn a_story_is_corrected_dismissed_released_and_found_as_it_was_left() {
    let folder = Folder::new();
    let desk = Desk::start(&folder, "Ilse Brandt");
    let id = desk.take_in("ferry-7", REWRITE);
    let path = format!("/desk/story/{id}");
    assert!(desk.page("/desk").contains("2 critical"), "{}", desk.page("/desk"));
    let page = desk.page(&path);
    assert!(
        page.contains("0 of 3 findings decided") && page.contains("Not yet: 2 critical or major findings are open")
    );
    assert!(
        card(&page, 1).contains("<ins>41 million crowns</ins>")
            && card(&page, 1).contains("<del>14 million crowns</del>"),
        "{}",
        card(&page, 1)
    );
    let (status, _) =
        desk.decide(id, &page, 1, &[("do", "apply"), ("suggestion", hidden(card(&page, 1), "suggestion"))]);
    assert_eq!(status, 303);
    let page = desk.page(&path);
    assert!(page.contains("will cost 14 million crowns"), "the text is corrected and checked again: {page}");
    let (status, _) =
        desk.decide(id, &page, 1, &[("do", "dismiss"), ("reason", "wrong-wire"), ("note", "the crews told us")]);
    assert_eq!(status, 303);
    let page = desk.page(&path);
    assert!(page.contains("Dismissed by <strong>Ilse Brandt</strong>") && page.contains("the crews told us"));
    let fields = [("form", hidden(&page, "form")), ("version", hidden(&page, "version")), ("note", "read twice")];
    assert_eq!(desk.send(&format!("{path}/release"), "", &fields).0, 303);
    let record = desk.page(&format!("{path}/record"));
    for said in
        ["Released by Ilse Brandt", "read twice", "the crews told us", "→ “14 million crowns”", "tables of 2025-06-30"]
    {
        assert!(record.contains(said), "{said}: {record}");
    }
    assert!(desk.page("/desk/log").contains("1 line; each follows from the one before"));
    // After a power cut all of it is there.
    desk.server.kill();
    let desk = Desk::start(&folder, "Odd");
    let page = desk.page(&path);
    assert!(page.contains("This text is released") && page.contains("Dismissed by <strong>Ilse Brandt</strong>"));
    let lines = desk.page("/desk/log.jsonl");
    let line: Value = lines.lines().next().expect("a line").parse().expect("JSON");
    assert_eq!(line["line"]["decisions"].as_array().map(Vec::len), Some(2));
    // Whatever changes the text opens the story again.
    let new = REWRITE.replace("in the the storm", "in the storm");
    let fields = [("form", hidden(&page, "form")), ("text", hidden(&page, "text")), ("new", &new)];
    assert_eq!(desk.send(&format!("{path}/edit"), "", &fields).0, 303);
    assert!(!desk.page(&path).contains("This text is released"));
    assert!(desk.page(&format!("{path}/record")).contains("changed or opened again since"));
}

#[test]
fn the_second_of_two_editors_sees_the_first_ones_decision() {
    let folder = Folder::new();
    let desk = Desk::start(&folder, "Ilse");
    let db = folder.0.join("desk.db");
    let token = truecopy().args(["desk", "--db", db.to_str().expect("UTF-8"), "--add-user", "Odd"]).output();
    let token = text(&token.expect("the program starts").stdout);
    let id = desk.take_in("ferry-7", REWRITE);
    let page = desk.page(&format!("/desk/story/{id}"));
    let (login, _) = desk.server.answer(&{
        let body = form(&[("name", "Odd"), ("token", token.trim()), ("next", "https://other.example/")]);
        format!(
            "POST /desk/login HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            desk.server.address,
            body.len()
        )
    });
    assert!(login.contains("location: /desk\r\n") || login.ends_with("location: /desk"), "to no other site: {login}");
    let cookie = login.lines().find_map(|l| l.strip_prefix("set-cookie: ")).expect("a cookie");
    let first = Desk { cookie: cookie.split(';').next().expect("a cookie").to_owned(), ..desk };
    let theirs = first.page(&format!("/desk/story/{id}"));
    assert_eq!(first.decide(id, &theirs, 1, &[("do", "dismiss"), ("reason", "house-style")]).0, 303);
    // The form of the second is of another session and of an older page.
    let fields = [("do", "true"), ("form", hidden(&theirs, "form"))];
    let known = ["text", "finding", "last"].map(|name| (name, hidden(card(&page, 1), name)));
    let (status, said) = first.send(&format!("/desk/story/{id}/decide"), "", &[&fields[..], &known[..]].concat());
    assert!(status == 409 && said.contains("Odd has dismissed this meanwhile"), "{status} {said}");
    assert!(said.contains("Dismissed by <strong>Odd</strong>"), "and the page shows it");
}

#[test]
fn nobody_decides_without_a_session_and_its_form() {
    let folder = Folder::new();
    let desk = Desk::start(&folder, "Ilse");
    let id = desk.take_in("ferry-7", REWRITE);
    let page = desk.page(&format!("/desk/story/{id}"));
    let stranger = Desk { cookie: "truecopy_desk=0".into(), ..desk };
    for path in
        ["/desk", "/desk/log", "/desk/log.jsonl", &format!("/desk/story/{id}"), &format!("/desk/story/{id}/version")]
    {
        assert_eq!(stranger.get(path).0, 303, "{path}: to the page that asks for a token");
    }
    assert_eq!(stranger.decide(id, &page, 1, &[("do", "true")]).0, 303);
    let link = stranger.server.link.clone().expect("a link");
    assert_eq!(stranger.get(&link).0, 303, "a link is good for one time");
    let ilse = Desk::start(&folder, "Ilse");
    let page = ilse.page(&format!("/desk/story/{id}"));
    let known = ["text", "finding", "last"].map(|name| (name, hidden(card(&page, 1), name)));
    let path = format!("/desk/story/{id}/decide");
    let forged = |word| [&known[..], &[("do", "true"), ("form", word)]].concat();
    assert_eq!(ilse.send(&path, "", &forged("0")).0, 403, "the form of another site");
    let own = hidden(&page, "form");
    assert_eq!(ilse.send(&path, "origin: https://other.example\r\n", &forged(own)).0, 403, "sent from another site");
    assert_eq!(ilse.send(&path, "", &forged(own)).0, 303);
    let (head, _) = ilse.server.answer(&format!(
        "GET /desk HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\n\r\n",
        ilse.server.address, ilse.cookie
    ));
    for wanted in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "x-frame-options: DENY",
        "cache-control: no-store",
    ] {
        assert!(head.contains(wanted), "{wanted}: {head}");
    }
    assert!(!head.contains("unsafe"), "{head}");
}

#[test]
fn what_a_story_says_does_nothing_to_the_page() {
    let folder = Folder::new();
    let desk = Desk::start(&folder, "<b>Ilse</b>");
    let evil =
        "</textarea><script>alert(1)</script> <img src=x onerror=alert(2)> \"'><svg onload=alert(3)> \u{202E}txt.exe";
    let line = json!({
        "id": evil, "title": evil, "source": evil,
        "original": [format!("{WIRE}\nThe mayor wrote: {evil}")],
        "rewrite": format!("{REWRITE}\nThe mayor wrote: {evil}"),
    });
    let (status, body) = desk.server.post("/v1/stories", "application/json", &line.to_string());
    assert_eq!(status, 201, "{body}");
    let id = body.parse::<Value>().expect("JSON")["story"].as_i64().expect("a number");
    let page = desk.page(&format!("/desk/story/{id}"));
    let fields = [("form", hidden(&page, "form")), ("finding", hidden(card(&page, 1), "finding")), ("note", evil)];
    assert_eq!(desk.send(&format!("/desk/story/{id}/comment"), "", &fields).0, 303);
    for path in [
        "/desk".to_owned(),
        format!("/desk/story/{id}"),
        format!("/desk/story/{id}/edit"),
        format!("/desk/story/{id}/record"),
    ] {
        let page = desk.page(&path);
        for bad in ["<script>alert", "<img", "<svg", "<b>Ilse"] {
            assert!(!page.contains(bad), "{path}: {bad}");
        }
        // In the field that people change, every letter stays.
        assert!(path.ends_with("edit") || !page.contains('\u{202E}'), "{path}");
    }
}

/// However often the machine fails, what was acknowledged is on disk. `TRUECOPY_DESK_KILLS` says how often, where somebody has the time.
#[test]
fn no_decision_that_was_acknowledged_is_lost() {
    let kills = std::env::var("TRUECOPY_DESK_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let folder = Folder::new();
    let mut acknowledged = Vec::new();
    let mut story = None;
    for round in 0..kills {
        let desk = Desk::start(&folder, "Ilse");
        let id = *story.get_or_insert_with(|| desk.take_in("ferry-7", REWRITE));
        let page = desk.page(&format!("/desk/story/{id}"));
        for said in &acknowledged {
            assert!(page.contains(&format!("{said}<")), "round {round}: {said} is gone");
        }
        let word = hidden(&page, "form").to_owned();
        // Comments as fast as they go, and the end in the midst of one.
        let (sent, received) = std::sync::mpsc::channel();
        let (address, cookie) = (desk.server.address.clone(), desk.cookie.clone());
        let writer = std::thread::spawn(move || {
            for n in 0.. {
                let note = format!("note {round}-{n}");
                let body = form(&[("form", &word), ("finding", ""), ("note", &note)]);
                let request = format!(
                    "POST /desk/story/{id}/comment HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                let Some(answer) = try_ask(&address, &request) else { return };
                if answer.starts_with("HTTP/1.1 303") && sent.send(note).is_err() {
                    return;
                }
            }
        });
        for _ in 0..3 {
            acknowledged.push(received.recv().expect("an answer"));
        }
        desk.server.kill();
        writer.join().expect("no panic");
        acknowledged.extend(received.try_iter());
    }
    assert!(acknowledged.len() >= 3 * kills);
}

/// The answer of a server that may go away at any moment.
fn try_ask(address: &str, request: &str) -> Option<String> {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.contains("\r\n\r\n").then_some(answer)
}

#[test]
fn what_the_desk_dismissed_is_accepted_elsewhere() {
    let folder = Folder::new();
    let desk = Desk::start(&folder, "Ilse");
    let id = desk.take_in("ferry-7", REWRITE);
    for reason in ["wrong-wire", "no-error"] {
        let page = desk.page(&format!("/desk/story/{id}"));
        let open = (1..=3).find(|n| card(&page, *n).contains("data-open")).expect("an open finding");
        assert_eq!(desk.decide(id, &page, open, &[("do", "dismiss"), ("reason", reason)]).0, 303);
    }
    let db = folder.0.join("desk.db");
    let output = truecopy().args(["desk", "--db", db.to_str().expect("UTF-8"), "--print-accepted"]).output();
    let output = output.expect("the program starts");
    let file = text(&output.stdout);
    assert!(file.contains("by = \"Ilse\"") && file.contains("the wire is wrong"), "{file}");
    let accepted = folder.file("accepted.toml", &file);
    let pair = json!({"id": "ferry-7", "original": WIRE, "rewrite": REWRITE}).to_string();
    let pairs = folder.file("pairs.jsonl", pair.clone() + "\n" + &pair.replace("ferry-7", "ferry-8") + "\n");
    let accepted = accepted.to_str().expect("UTF-8");
    let output = truecopy().args(["batch", "--isolated", "--accepted", accepted]).arg(&pairs).output();
    let output = output.expect("the program starts");
    let critical: Vec<usize> =
        text(&output.stdout).lines().map(|l| l.matches("\"severity\":\"critical\"").count()).collect();
    assert_eq!(critical, [0, 2], "in its story, and in no other: {}", text(&output.stderr));
}

#[test]
fn pairs_in_a_folder_come_into_the_queue() {
    let folder = Folder::new();
    folder.file("drop/coast/harbour.wire.txt", WIRE);
    folder.file("drop/coast/harbour.rewrite.txt", REWRITE);
    folder.file("drop/lone.rewrite.txt", REWRITE);
    let (db, drop) = (folder.0.join("desk.db"), folder.0.join("drop"));
    let args = ["--db", db.to_str().expect("UTF-8"), "--user", "Ilse", drop.to_str().expect("UTF-8")];
    let server = Server::of("desk", &args);
    let cookie = log_in(&server, server.link.as_deref().expect("a link"));
    let desk = Desk { server, cookie };
    let came = || desk.page("/desk").contains("Harbour board of Ardhaven");
    for _ in 0..200 {
        if came() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(came(), "{}", desk.page("/desk"));
    let page = desk.page("/desk");
    assert!(page.contains("1 open") && page.contains("/desk?source=coast"), "{page}");
}

#[test]
fn a_file_that_is_no_desk_is_refused_with_a_word() {
    let folder = Folder::new();
    let file = folder.file("story.txt", "No database at all.");
    let output = truecopy().args(["desk", "--db", file.to_str().expect("UTF-8"), "--add-user", "Ilse"]).output();
    let output = output.expect("the program starts");
    assert_eq!(code(&output), 2);
    assert!(
        text(&output.stderr).contains("story.txt: the file of the desk cannot be used"),
        "{}",
        text(&output.stderr)
    );
}

/// Asks for a page as a browser behind a proxy does; gives the head of the answer.
fn through_proxy(server: &Server, path: &str, more: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{more}connection: close\r\n\r\n", server.address);
    server.answer(&request).0
}

#[test]
fn a_proxy_says_who_sits_at_the_browser_only_where_it_is_asked_to_and_known() {
    let folder = Folder::new();
    let db = folder.0.join("desk.db");
    let start =
        |more: &[&str]| Server::of("desk", &[&["--db", db.to_str().expect("UTF-8"), "--user", "Ilse"], more].concat());
    let header = "x-remote-user: Liv Aasen\r\n";
    let closed = start(&[]);
    assert!(through_proxy(&closed, "/desk", header).contains("location: /desk/login"), "off unless asked for");
    let elsewhere = start(&["--proxy-user", "X-Remote-User", "--proxy-from", "192.0.2.7"]);
    assert!(through_proxy(&elsewhere, "/desk", header).contains("location: /desk/login"), "not from this address");
    let open = start(&["--proxy-user", "X-Remote-User"]);
    assert!(through_proxy(&open, "/desk", "").contains("location: /desk/login"), "the proxy names nobody");
    let head = through_proxy(&open, "/desk/rules", header);
    assert!(head.contains("location: /desk/rules") && head.contains("HttpOnly"), "{head}");
    let cookie = head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).expect("a cookie");
    let cookie = format!("cookie: {}\r\n", cookie.split(';').next().expect("a cookie"));
    let (head, page) = open
        .answer(&format!("GET /desk HTTP/1.1\r\nhost: {}\r\n{header}{cookie}connection: close\r\n\r\n", open.address));
    assert!(status(&head) == 200 && page.contains("Liv Aasen"), "{head}");
    // Somebody else at the same browser does not decide under the first one's name.
    let other = through_proxy(&open, "/desk", &format!("x-remote-user: Odd\r\n{cookie}"));
    assert!(status(&other) == 303 && other.contains("set-cookie"), "{other}");
    let wrong = truecopy().args(["desk", "--no-open", "--proxy-user", "no header", "--db"]).arg(&db).output();
    assert_eq!(code(&wrong.expect("the program starts")), 2);
}

#[test]
fn items_of_two_feeds_come_into_the_queue_by_their_ids() {
    let folder = Folder::new();
    let item = |id: &str, title: &str, text: &str, link: &str| {
        let text = text.replace("\n\n", "</p><p>");
        format!(
            "<entry><id>{id}</id>{link}<title>{title}</title><updated>2026-03-03T09:00:00Z</updated><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{text}</p></div></content></entry>"
        )
    };
    let feed = |items: &str| {
        format!(
            "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Coast</title><id>f</id><updated>2026-03-03T09:00:00Z</updated>{items}</feed>"
        )
    };
    let other = "The ferry to Ardhaven sails again, the coast guard said on Tuesday. It had lain in port since Monday because of the storm.";
    folder.file("drop/coast.wire.xml", feed(&(item("w-1", "Breakwater", WIRE, "") + &item("w-2", "Ferry", other, ""))));
    let made_from = |id: &str| format!("<link rel=\"via\" href=\"{id}\"/>");
    let rewrites = item("r-1", "A wall for the harbour", REWRITE, &made_from("w-1"))
        + &item("r-2", "The ferry is back", &other.replace("Monday", "Sunday"), &made_from("w-2"));
    folder.file("drop/coast.rewrite.xml", feed(&rewrites));
    let (db, drop) = (folder.0.join("desk.db"), folder.0.join("drop"));
    let args = ["--db", db.to_str().expect("UTF-8"), "--user", "Ilse", drop.to_str().expect("UTF-8")];
    let server = Server::of("desk", &args);
    let cookie = log_in(&server, server.link.as_deref().expect("a link"));
    let desk = Desk { server, cookie };
    let came = || {
        let page = desk.page("/desk");
        page.contains("A wall for the harbour") && page.contains("The ferry is back") && page.contains("2 open")
    };
    for _ in 0..200 {
        if came() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(came(), "{}", desk.page("/desk"));
    assert!(
        desk.page("/desk/story/1").contains("41 million crowns")
            || desk.page("/desk/story/2").contains("41 million crowns")
    );
}
