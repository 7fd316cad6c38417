//! The pages of the desk, as HTML that needs no script.

mod card;
mod queue;
mod record;
mod story;
mod texts;

use maud::{DOCTYPE, Markup, html};

use super::{REASONS, User};

pub use queue::{queue, rates};
pub use record::{log, record};
pub use story::{edit, next_open, story};

/// A page with its frame. `live` is the number of a story and its version, for the script to look whether it has changed.
fn frame(title: &str, user: Option<&User>, live: Option<(i64, i64)>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (shown(title)) " – truecopy" }
                link rel="icon" href="/desk/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/desk/desk.css";
                script src="/desk/desk.js" defer {}
            }
            body data-story=[live.map(|l| l.0)] data-version=[live.map(|l| l.1)] {
                a.skip href="#main" { "Skip to the content" }
                header.bar {
                    a.home href="/desk" { "truecopy desk" }
                    @if let Some(user) = user {
                        nav aria-label="Desk" {
                            a href="/desk" { "Queue" }
                            a href="/desk/log" { "Releases" }
                            a href="/desk/rules" { "Rules" }
                        }
                        form.who method="post" action="/desk/logout" {
                            input type="hidden" name="form" value=(user.form);
                            span { (shown(&user.name)) }
                            button.plain type="submit" { "Log out" }
                        }
                    }
                }
                main #main { (body) }
            }
        }
    }
}

/// The page of somebody who has not logged in.
pub fn login(next: &str, said: Option<&str>) -> Markup {
    let body = html! {
        h1 { "Log in" }
        @if let Some(said) = said { p.said role="alert" { (said) } }
        form.box method="post" action="/desk/login" {
            input type="hidden" name="next" value=(next);
            label { "Name" input name="name" autocomplete="username" required autofocus; }
            label { "Token" input name="token" type="password" autocomplete="current-password" required; }
            button type="submit" { "Log in" }
        }
        p.quiet { "Whoever runs the desk gives out tokens: " code { "truecopy desk --add-user NAME" } }
    };
    frame("Log in", None, None, &body)
}

/// A page that says one thing.
pub fn message(said: &str) -> Markup {
    let body = html! {
        h1 { "That did not work" }
        p.said role="alert" { (shown(said)) }
        p { a href="/desk" { "To the queue" } }
    };
    frame("That did not work", None, None, &body)
}

/// "1 finding", "3 findings".
fn many(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Text of a story for a page: what would turn the direction of other words, or cannot be seen, is shown as a sign.
fn shown(text: &str) -> String {
    let sign = |c: char| match c {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}' => '\u{2426}',
        '\n' | '\t' => c,
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    text.chars().map(sign).collect()
}

/// The reason of this name in words; nothing where there is none.
fn reason(name: &str) -> &'static str {
    REASONS.iter().find(|(known, _)| *known == name).map_or("", |(_, words)| words)
}

/// A moment as people read it: day and minute.
fn moment(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_story_says_is_no_part_of_the_page() {
        let page = message("<script>alert(1)</script> \u{202E}desrever").into_string();
        assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)"), "{page}");
        assert!(!page.contains('\u{202E}'), "{page}");
    }
}
