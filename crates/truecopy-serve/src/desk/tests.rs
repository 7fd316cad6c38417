//! What the file of the desk keeps, whoever asks and in whatever order.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::Connection;

use super::decide::{Kind, Verdict, Wanted};
use super::{Desk, Fault, Incoming, Scope, Taken, release, schema};
use crate::engine::Severity;
use crate::review::{Mark, Review, Sent, Text, Words};

/// A file of its own for one test, gone when the test ends.
struct File(PathBuf);

impl File {
    fn new() -> File {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("desk-{}-{}.db", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        File(std::env::temp_dir().join(name))
    }

    fn desk(&self) -> Desk {
        Desk::open(&self.0).expect("the file opens")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}

/// A review of a text in which these words are faults.
fn review(text: &str, faults: &[(&str, Severity)]) -> Review {
    let mark = |(words, severity): &(&str, Severity)| {
        let at = text.find(words)?;
        Some(Mark {
            fingerprint: format!("print of {words}"),
            rule: "word-wrong".into(),
            about: "A wrong word.".into(),
            severity: *severity,
            confidence: 0.9,
            message: format!("“{words}” is wrong"),
            at: vec![Words { take: 0, start: at, end: at + words.len() }],
            sentence: None,
            wire: Vec::new(),
            wire_sentences: Vec::new(),
            knowledge: None,
            replacement: None,
        })
    };
    let rewrite = Text { name: "rewrite".into(), text: text.into(), blocks: Vec::new() };
    let findings = faults.iter().filter_map(mark).collect();
    Review {
        program: "truecopy 0".into(),
        verdict: "drifted".into(),
        compared: true,
        rewrite,
        findings,
        ..Review::default()
    }
}

const FAULTS: [(&str, Severity); 3] =
    [("forty", Severity::Critical), ("boats", Severity::Major), ("teh", Severity::Minor)];

fn incoming(key: &str, source: &str, text: &str) -> Incoming {
    Incoming {
        key: key.into(),
        source: source.into(),
        title: format!("Story {key}"),
        date: None,
        wires: vec![Sent { name: "wire".into(), text: "Fourteen ships left the harbour.".into() }],
        rewrite: Sent { name: "rewrite".into(), text: text.into() },
        review: review(text, &FAULTS),
    }
}

const TEXT: &str = "On Monday forty boats left teh harbour.";

fn new(desk: &Desk, key: &str, source: &str) -> i64 {
    match desk.take_in(&incoming(key, source, TEXT)) {
        Ok(Taken::New(id)) => id,
        other => panic!("{other:?}"),
    }
}

/// Decides as somebody does who has just loaded the page.
fn decide(desk: &Desk, id: i64, words: &str, by: &str, verdict: &Verdict) -> Result<(), Fault> {
    let (story, state) = desk.story(id)?;
    let finding = format!("print of {words}");
    let at = story.review.findings.iter().position(|m| m.fingerprint == finding);
    let last = at.map_or(0, |at| state.findings[at].last);
    desk.decide(&Wanted { story: id, text: story.text, finding: &finding, last, by }, verdict)
}

fn dismiss(scope: Scope) -> Verdict {
    Verdict::Dismiss { reason: "paraphrase".into(), note: String::new(), scope }
}

fn is_open(desk: &Desk, id: i64, words: &str) -> bool {
    let (story, state) = desk.story(id).expect("a story");
    let at = story.review.findings.iter().position(|m| m.fingerprint == format!("print of {words}"));
    at.is_some_and(|at| state.findings[at].is_open())
}

fn correct(text: &str) -> Verdict {
    let review = Box::new(review(text, &FAULTS));
    Verdict::Correct { put: "fourteen".into(), text: text.into(), review, note: String::new() }
}

#[test]
fn a_story_is_released_when_all_that_is_grave_was_decided() {
    let file = File::new();
    let desk = file.desk();
    let id = new(&desk, "a", "coast");
    let release = || {
        let version = desk.story(id).expect("a story").0.version;
        desk.release(id, version, "", "Ilse")
    };
    assert!(matches!(release(), Err(Fault::Refused(why)) if why.contains("2 critical or major findings are open")));
    decide(&desk, id, "boats", "Ilse", &dismiss(Scope::Here)).expect("decided");
    decide(&desk, id, "forty", "Ilse", &Verdict::True { note: String::new() }).expect("decided");
    assert!(matches!(release(), Err(Fault::Refused(why)) if why.contains("accepted, and the text is not corrected")));
    decide(&desk, id, "forty", "Odd", &correct("On Monday fourteen boats left teh harbour.")).expect("corrected");
    assert!(matches!(desk.release(id, 1, "", "Ilse"), Err(Fault::Meanwhile(_))), "of a page that is old");
    release().expect("what is minor may stay open");
    let (story, _) = desk.story(id).expect("a story");
    assert!(story.is_released && matches!(release(), Err(Fault::Refused(_))), "once");
    let lines = desk.releases(None).expect("the log");
    let line: serde_json::Value = serde_json::from_str(&lines[0].line).expect("JSON");
    assert_eq!((line["by"].as_str(), line["text"].as_str()), (Some("Ilse"), Some(story.hash.as_str())));
    let kinds: Vec<_> = line["decisions"].as_array().expect("a list").iter().map(|d| d["what"].clone()).collect();
    assert_eq!(kinds, ["dismiss", "true", "correct"]);
    // A new text from outside opens it again; the same text does not.
    assert_eq!(desk.take_in(&incoming("a", "coast", TEXT)).expect("known"), Taken::Same(id), "people's work is kept");
    assert!(desk.story(id).expect("a story").0.is_released);
    let other = incoming("a", "coast", "On Monday forty boats left.");
    assert_eq!(desk.take_in(&other).expect("known"), Taken::Changed(id));
    assert!(!desk.story(id).expect("a story").0.is_released);
}

#[test]
fn of_two_who_decide_at_once_the_second_is_told() {
    let file = File::new();
    let desk = file.desk();
    let id = new(&desk, "a", "coast");
    let (story, _) = desk.story(id).expect("a story");
    let stale = |by| Wanted { story: id, text: story.text, finding: "print of forty", last: 0, by };
    desk.decide(&stale("Ilse"), &dismiss(Scope::Here)).expect("the first");
    let second = desk.decide(&stale("Odd"), &Verdict::True { note: String::new() });
    assert!(matches!(second, Err(Fault::Meanwhile(what)) if what == "Ilse has dismissed this meanwhile"));
    // Another finding of the same page is nobody's business but one's own.
    let other = Wanted { finding: "print of boats", ..stale("Odd") };
    desk.decide(&other, &dismiss(Scope::Here)).expect("another finding");
    // A changed text is another page.
    decide(&desk, id, "teh", "Ilse", &correct("On Monday forty boats left the harbour.")).expect("corrected");
    let third = desk.decide(&Wanted { finding: "print of forty", last: 1, ..stale("Odd") }, &dismiss(Scope::Here));
    assert!(matches!(third, Err(Fault::Meanwhile(what)) if what == "Ilse has changed the text meanwhile"));
}

#[test]
fn of_many_at_once_one_decides() {
    let file = File::new();
    let desk = file.desk();
    let id = new(&desk, "a", "coast");
    let decide = |n: usize| {
        let by = format!("editor {n}");
        let wanted = Wanted { story: id, text: 1, finding: "print of forty", last: 0, by: &by };
        desk.decide(&wanted, &dismiss(Scope::Here)).is_ok()
    };
    let won = std::thread::scope(|s| {
        let all: Vec<_> = (0..8).map(|n| s.spawn(move || decide(n))).collect();
        all.into_iter().filter(|_| true).map(|t| t.join().expect("no panic")).filter(|won| *won).count()
    });
    let decisions = desk.story(id).expect("a story").1.history.len();
    assert_eq!((won, decisions), (1, 1));
}

#[test]
fn what_was_decided_can_be_undone_once() {
    let file = File::new();
    let desk = file.desk();
    let id = new(&desk, "a", "coast");
    decide(&desk, id, "boats", "Ilse", &dismiss(Scope::Here)).expect("decided");
    let first = desk.story(id).expect("a story").1.undoable().expect("a decision").id;
    desk.undo(id, first, "Odd").expect("undone");
    assert!(is_open(&desk, id, "boats"));
    assert!(matches!(desk.undo(id, first, "Ilse"), Err(Fault::Meanwhile(what)) if what.starts_with("Odd has undone")));
    decide(&desk, id, "forty", "Ilse", &correct("On Monday fourteen boats left teh harbour.")).expect("corrected");
    let correction = desk.story(id).expect("a story").1.undoable().expect("a decision").id;
    decide(&desk, id, "teh", "Ilse", &correct("On Monday fourteen boats left the harbour.")).expect("corrected");
    assert!(matches!(desk.undo(id, correction, "Ilse"), Err(Fault::Refused(_))), "a later text rests on it");
    let later = desk.story(id).expect("a story").1.undoable().expect("a decision").id;
    desk.undo(id, later, "Ilse").expect("undone");
    let (story, state) = desk.story(id).expect("a story");
    assert_eq!(story.review.rewrite.text, "On Monday fourteen boats left teh harbour.");
    assert_eq!(state.history.iter().filter(|d| d.kind == Kind::Undo).count(), 2, "nothing is forgotten");
}

#[test]
fn a_dismissal_holds_where_it_was_meant_to() {
    let file = File::new();
    let desk = file.desk();
    let [first, same, other] = [("a", "coast"), ("b", "coast"), ("c", "inland")].map(|(k, s)| new(&desk, k, s));
    decide(&desk, first, "teh", "Ilse", &dismiss(Scope::Here)).expect("decided");
    assert!(is_open(&desk, same, "teh"));
    decide(&desk, first, "boats", "Ilse", &dismiss(Scope::Source)).expect("decided");
    assert_eq!((is_open(&desk, same, "boats"), is_open(&desk, other, "boats")), (false, true));
    let id = desk.story(first).expect("a story").1.undoable().expect("a decision").id;
    desk.undo(first, id, "Ilse").expect("undone");
    assert!(is_open(&desk, same, "boats"), "what was undone holds nowhere");
    decide(&desk, first, "boats", "Ilse", &dismiss(Scope::Desk)).expect("decided");
    assert!(!is_open(&desk, other, "boats"));
    // What is critical is looked at in every story.
    let wide = decide(&desk, first, "forty", "Ilse", &dismiss(Scope::Desk));
    assert!(matches!(wide, Err(Fault::Refused(_))));
    let bare = Verdict::Dismiss { reason: "other".into(), note: " ".into(), scope: Scope::Here };
    assert!(matches!(decide(&desk, first, "forty", "Ilse", &bare), Err(Fault::Refused(_))), "another reason is said");
    let none = Verdict::Dismiss { reason: String::new(), note: String::new(), scope: Scope::Here };
    assert!(matches!(decide(&desk, first, "forty", "Ilse", &none), Err(Fault::Refused(_))));
}

#[test]
fn what_people_made_of_a_rule_is_counted_once_for_each_finding() {
    let file = File::new();
    let desk = file.desk();
    let [first, second] = [("a", "coast"), ("b", "inland")].map(|(k, s)| new(&desk, k, s));
    decide(&desk, first, "forty", "Ilse", &Verdict::True { note: String::new() }).expect("decided");
    decide(&desk, first, "forty", "Ilse", &correct("On Monday fourteen boats left teh harbour.")).expect("corrected");
    decide(&desk, first, "boats", "Ilse", &dismiss(Scope::Here)).expect("decided");
    let style = Verdict::Dismiss { reason: "house-style".into(), note: String::new(), scope: Scope::Here };
    decide(&desk, second, "teh", "Ilse", &style).expect("decided");
    decide(&desk, second, "boats", "Ilse", &dismiss(Scope::Here)).expect("decided");
    let undone = desk.story(second).expect("a story").1.undoable().expect("a decision").id;
    desk.undo(second, undone, "Ilse").expect("undone");
    let rate =
        |source| desk.rates(source).expect("counted").into_iter().map(|r| (r.right, r.wrong, r.let_through)).next();
    assert_eq!(rate(None), Some((1, 1, 1)));
    assert_eq!(rate(Some("coast")), Some((1, 1, 0)));
    assert_eq!(rate(Some("nowhere")), None);
}

#[test]
fn nobody_rewrites_the_log_unseen() {
    let file = File::new();
    let desk = file.desk();
    for key in ["a", "b", "c"] {
        let mut story = incoming(key, "coast", TEXT);
        story.review.findings.clear();
        let Ok(Taken::New(id)) = desk.take_in(&story) else { panic!("it is new") };
        let version = desk.story(id).expect("a story").0.version;
        desk.release(id, version, "", "Ilse").expect("released");
    }
    let lines = desk.releases(None).expect("the log");
    assert_eq!((lines.len(), release::broken(&lines)), (3, None));
    let db = Connection::open(&file.0).expect("the file opens");
    for change in ["UPDATE releases SET line = ''", "DELETE FROM releases", "DELETE FROM decisions WHERE 1"] {
        let refused = db.execute(change, []);
        assert!(refused.is_err() || change.contains("decisions"), "{change}");
    }
    // Whoever has the file can take the triggers away, and is seen all the same.
    db.execute_batch("DROP TRIGGER releases_stay; DROP TRIGGER releases_remain").expect("the file is theirs");
    db.execute("UPDATE releases SET line = replace(line, 'Ilse', 'Odd!') WHERE number = 2", []).expect("changed");
    assert_eq!(release::broken(&desk.releases(None).expect("the log")), Some(2));
    let second = &desk.releases(None).expect("the log")[1].line;
    db.execute("UPDATE releases SET hash = ?1 WHERE number = 2", [super::hash(second)]).expect("changed");
    assert_eq!(release::broken(&desk.releases(None).expect("the log")), Some(3), "with its hash made new");
    db.execute("DELETE FROM releases WHERE number = 1", []).expect("removed");
    assert_eq!(release::broken(&desk.releases(None).expect("the log")), Some(1));
}

#[test]
fn a_token_lets_in_whoever_has_it_and_nobody_else() {
    let file = File::new();
    let desk = file.desk();
    let token = desk.add_user("Ilse Brandt").expect("a token");
    assert!(desk.log_in("Ilse Brandt", "guess").expect("asked").is_none());
    assert!(desk.log_in("Odd", &token).expect("asked").is_none());
    let session = desk.log_in("ilse brandt", &format!(" {token}\n")).expect("asked").expect("a session");
    assert_eq!(desk.user(&session).expect("asked").expect("a user").name, "Ilse Brandt");
    assert!(desk.user("guess").expect("asked").is_none());
    // Neither token nor session can be read out of the file.
    let bytes = std::fs::read(&file.0)
        .expect("the file")
        .into_iter()
        .chain(std::fs::read(format!("{}-wal", file.0.display())).unwrap_or_default());
    let text = String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()).into_owned();
    assert!(text.contains("Ilse Brandt") && !text.contains(&token) && !text.contains(&session));
    desk.log_out(&session).expect("done");
    assert!(desk.user(&session).expect("asked").is_none());
    let session = desk.log_in("Ilse Brandt", &token).expect("asked").expect("a session");
    desk.add_user("Ilse Brandt").expect("a new token");
    assert!(desk.user(&session).expect("asked").is_none(), "a new token ends the sessions of the old one");
    let code = desk.invite("Mira").expect("a word");
    assert!(desk.enter("guess").expect("asked").is_none());
    assert!(desk.enter(&code).expect("asked").is_some());
    assert!(desk.enter(&code).expect("asked").is_none(), "once");
}

#[test]
fn files_of_every_earlier_version_are_brought_up_with_all_that_they_hold() {
    for version in 1..=schema::STEPS.len() {
        let file = File::new();
        let db = Connection::open(&file.0).expect("the file opens");
        for step in &schema::STEPS[..version] {
            db.execute_batch(step).expect("a step");
        }
        db.pragma_update(None, "user_version", i64::try_from(version).expect("small")).expect("written");
        let review = serde_json::to_string(&review(TEXT, &FAULTS)).expect("JSON");
        db.execute_batch(
            "INSERT INTO stories (id, key, source, title, wires, state, version, critical, major, minor, at)
             VALUES (7, 'a', 'coast', 'Old', '[]', 'open', 3, 1, 1, 1, '2026-01-01T00:00:00.000Z');
             INSERT INTO decisions (story, text, finding, rule, severity, words, message, kind, reason, note, by, at)
             VALUES (7, 1, 'print of teh', 'word-wrong', 'minor', 'teh', 'm', 'dismiss', 'paraphrase', '', 'Ilse', '2026-01-01T00:00:00.000Z')",
        )
        .expect("what it holds");
        db.execute("INSERT INTO texts VALUES (7, 1, ?1, 'h', ?2, '', '2026-01-01T00:00:00.000Z')", [TEXT, &review])
            .expect("its text");
        drop(db);
        let desk = file.desk();
        assert_eq!(desk.story(7).expect("the story").0.title, "Old");
        assert_eq!((is_open(&desk, 7, "teh"), is_open(&desk, 7, "forty")), (false, true), "version {version}");
        decide(&desk, 7, "forty", "Odd", &dismiss(Scope::Here)).expect("work goes on");
    }
}

#[test]
fn a_file_of_a_later_version_and_one_of_something_else_are_left_alone() {
    let file = File::new();
    drop(file.desk());
    let db = Connection::open(&file.0).expect("the file opens");
    db.pragma_update(None, "user_version", 99).expect("written");
    drop(db);
    assert!(matches!(Desk::open(&file.0), Err(Fault::Version(99))));
    std::fs::write(&file.0, "a story, and no database at all").expect("written");
    assert!(matches!(Desk::open(&file.0), Err(Fault::Database(_))));
    assert_eq!(std::fs::read(&file.0).expect("the file"), b"a story, and no database at all");
}
