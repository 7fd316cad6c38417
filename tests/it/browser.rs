//! A real browser at the review desk, driven by keys alone. Skipped, with a word, where there is no Chromium.
//!
//! Chromium is spoken to through two named pipes, so that no program or crate is needed besides it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cli::Folder;
use crate::desk::{Desk, REWRITE};

/// A browser with one page.
struct Browser {
    child: Child,
    commands: File,
    answers: File,
    session: Option<String>,
    next: u64,
    /// What was read and not yet cut into messages.
    rest: Vec<u8>,
}

impl Browser {
    /// None where there is no browser.
    fn start(folder: &Path) -> Option<Browser> {
        let program =
            ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find(|name| {
                let found = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
                found.is_ok_and(|status| status.success())
            })?;
        let pipes = ["commands", "answers"].map(|name| folder.join(name));
        let made = Command::new("mkfifo").args(&pipes).status();
        if !made.is_ok_and(|status| status.success()) {
            return None;
        }
        let child = Command::new("sh")
            .arg("-c")
            .arg(r#"exec "$0" --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir="$3" --remote-debugging-pipe about:blank 3<"$1" 4>"$2""#)
            .arg(program)
            .args(&pipes)
            .arg(folder.join("profile"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        // Each end waits for the other one.
        let commands = OpenOptions::new().write(true).open(&pipes[0]).ok()?;
        let answers = File::open(&pipes[1]).ok()?;
        let mut browser = Browser { child, commands, answers, session: None, next: 0, rest: Vec::new() };
        let page = browser.ask("Target.createTarget", &json!({"url": "about:blank"}));
        let session = browser.ask("Target.attachToTarget", &json!({"targetId": page["targetId"], "flatten": true}));
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        browser.ask("Page.enable", &json!({}));
        Some(browser)
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        self.commands.write_all(format!("{message}\0").as_bytes()).expect("the browser reads");
        loop {
            let answer = self.read();
            if answer["id"] == self.next {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    fn read(&mut self) -> Value {
        loop {
            if let Some(end) = self.rest.iter().position(|b| *b == 0) {
                let message: Vec<u8> = self.rest.drain(..=end).collect();
                return serde_json::from_slice(&message[..end]).expect("JSON");
            }
            let mut bytes = [0; 1 << 16];
            let n = self.answers.read(&mut bytes).expect("the browser answers");
            assert!(n > 0, "the browser has gone");
            self.rest.extend(&bytes[..n]);
        }
    }

    /// What a line of script comes to on the page.
    fn value(&mut self, script: &str) -> Value {
        let done = self.ask("Runtime.evaluate", &json!({"expression": script, "returnByValue": true}));
        done["result"]["value"].clone()
    }

    fn text(&mut self, script: &str) -> String {
        self.value(script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a line of script comes to `true`.
    fn until(&mut self, script: &str) {
        let began = Instant::now();
        while self.value(script) != true {
            if began.elapsed() > Duration::from_secs(20) {
                panic!("{script}: {}", self.text("document.body.innerText"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What `axe` (its source) has against the page: each rule that is broken, with the places.
    fn violations(&mut self, axe: &str) -> Vec<String> {
        self.value(&format!("{axe}; true"));
        let script =
            "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')))";
        let run = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        let done = self.ask("Runtime.evaluate", &run);
        let found = done["result"]["value"].as_array().unwrap_or_else(|| panic!("axe did not run: {done}"));
        found.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    }

    fn open(&mut self, url: &str) {
        self.ask("Page.navigate", &json!({ "url": url }));
        self.until("document.readyState === 'complete' && location.protocol === 'http:'");
    }

    /// Makes the screen so many pixels wide.
    fn width(&mut self, width: u32) {
        let metrics = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500});
        self.ask("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Strikes a key.
    fn press(&mut self, key: &str) {
        let text = if key == "Enter" { "\r" } else { key };
        let code = if key == "Enter" { 13 } else { u32::from(key.to_ascii_uppercase().as_bytes()[0]) };
        let down = json!({"type": "keyDown", "key": key, "text": text, "windowsVirtualKeyCode": code});
        self.ask("Input.dispatchKeyEvent", &down);
        self.ask("Input.dispatchKeyEvent", &json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}));
    }

    /// Strikes keys that end in a new page, and waits for it.
    fn send(&mut self, keys: &[&str]) {
        self.value("window.before = true");
        keys.iter().for_each(|key| self.press(key));
        self.until("!window.before && document.readyState === 'complete'");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_story_is_reviewed_corrected_and_released_by_keys_alone() {
    let folder = Folder::new();
    let Some(mut browser) = Browser::start(&folder.0) else {
        println!("SKIPPED: there is no Chromium here; nobody has looked at the desk in a browser");
        return;
    };
    let (desk, link) = Desk::waiting(&folder, "Ilse Brandt");
    let id = desk.take_in("ferry-7", REWRITE);
    let base = format!("http://{}", desk.server.address);
    browser.open(&format!("{base}{link}"));
    browser.open(&format!("{base}/desk/story/{id}"));
    let progress = "document.querySelector('.progress').innerText.trim()";
    assert_eq!(browser.text(progress), "0 of 3 findings decided");
    // Every form of every finding can be opened, and says what its fields are for, on a screen of any width.
    for width in [1440, 390] {
        browser.width(width);
        let opened = browser.value("[...document.querySelectorAll('details')].map(d => d.open = true).length");
        assert!(opened.as_i64().is_some_and(|n| n >= 3), "{opened}");
        let unnamed = "[...document.querySelectorAll('details input, details select, details textarea')].filter(e => e.type !== 'hidden' && !e.labels.length && !e.ariaLabel).length";
        assert_eq!(browser.value(unnamed), 0, "a field without a name");
        let beyond = browser.value("document.documentElement.scrollWidth - innerWidth");
        assert!(beyond.as_i64().is_some_and(|n| n <= 0), "opened, at {width}: {beyond}");
    }
    browser.width(1440);
    browser.open(&format!("{base}/desk/story/{id}"));
    // The first is put right by its suggestion, the second dismissed for the fourth reason, the third corrected by hand.
    browser.press("n");
    browser.send(&["p"]);
    assert_eq!(browser.text(progress), "0 of 2 findings decided");
    assert_eq!(browser.text("document.activeElement.id"), "f1", "the next open finding has the keys");
    browser.press("d");
    assert_eq!(browser.text("document.activeElement.name"), "reason");
    browser.send(&["4", "Enter"]);
    assert_eq!(browser.text(progress), "1 of 2 findings decided");
    browser.press("c");
    browser.send(&["t", "h", "e", "Enter"]);
    assert_eq!(browser.text(progress), "1 of 1 finding decided");
    // A slip is undone, and done again.
    browser.press("k");
    browser.send(&["u"]);
    assert_eq!(browser.text(progress), "0 of 1 finding decided");
    browser.press("n");
    browser.press("d");
    browser.send(&["1", "Enter"]);
    browser.send(&["r"]);
    let state = "document.querySelector('.release').innerText";
    assert!(browser.text(state).contains("This text is released"), "{}", browser.text(state));
    browser.open(&format!("{base}/desk/story/{id}"));
    assert!(browser.text(state).contains("This text is released"), "found as it was left");
    let text = browser.text("document.querySelector('[aria-label=Rewrite]').innerText");
    assert!(text.contains("cost 14 million crowns") && text.contains("lost in the storm"), "{text}");
    // Nothing runs off the side of a phone.
    for width in [1440, 768, 390] {
        browser.width(width);
        for path in ["/desk".to_owned(), format!("/desk/story/{id}"), format!("/desk/story/{id}/record")] {
            browser.open(&format!("{base}{path}"));
            let beyond = browser.value("document.documentElement.scrollWidth - innerWidth");
            assert!(beyond.as_i64().is_some_and(|n| n <= 0), "{path} at {width}: {beyond}");
        }
    }
}

/// The variable `AXE` names the file axe.min.js of the npm package axe-core, which is under a licence of its own and not in this project.
#[cfg(unix)]
#[test]
fn axe_has_nothing_against_the_pages() {
    let Some(axe) = std::env::var_os("AXE").and_then(|file| std::fs::read_to_string(file).ok()) else {
        println!("SKIPPED: AXE names no axe.min.js; nobody has asked axe about the desk");
        return;
    };
    let folder = Folder::new();
    let Some(mut browser) = Browser::start(&folder.0) else {
        println!("SKIPPED: there is no Chromium here; nobody has asked axe about the desk");
        return;
    };
    let (desk, link) = Desk::waiting(&folder, "Ilse Brandt");
    let id = desk.take_in("ferry-7", REWRITE);
    let base = format!("http://{}", desk.server.address);
    browser.open(&format!("{base}{link}"));
    let story = format!("/desk/story/{id}");
    let pages = ["/desk", &story, &format!("{story}/edit"), &format!("{story}/record"), "/desk/rules", "/desk/log"];
    for (width, scheme) in [(1440, "light"), (1440, "dark"), (390, "light")] {
        browser.width(width);
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.ask("Emulation.setEmulatedMedia", &media);
        for path in pages {
            browser.open(&format!("{base}{path}"));
            browser.value("[...document.querySelectorAll('details')].map(d => d.open = true).length");
            let found = browser.violations(&axe);
            assert!(found.is_empty(), "{path} at {width}, {scheme}: {found:#?}");
        }
    }
}
