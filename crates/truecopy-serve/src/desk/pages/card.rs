//! A finding with its evidence, and what can be done about it.

use maud::{Markup, html};

use super::{moment, shown, texts};
use crate::desk::decide::Kind;
use crate::desk::{Decision, REASONS, Scope, Standing, Story, User};
use crate::engine::Severity;
use crate::review::Mark;

/// The card of the finding of this number.
pub fn card(user: &User, story: &Story, number: usize, mark: &Mark, standing: &Standing) -> Markup {
    let severity = mark.severity.name();
    html! {
        article id={ "f" (number) } class={ "card " (severity) @if !standing.is_open() { " settled" } } tabindex="-1"
            data-open=[standing.is_open().then_some("yes")] aria-labelledby={ "h" (number) } {
            h3 id={ "h" (number) } {
                span class={ "tag " (severity) } { (number) " " (severity) }
                " " (shown(&mark.message))
            }
            p.quiet { (mark.rule) ", confidence " (format!("{:.2}", mark.confidence)) }
            (texts::compared(&story.review, mark))
            @if let Some(known) = &mark.knowledge { p.known { (shown(known)) } }
            @for said in &standing.comments { (comment(said)) }
            @if let Some(decision) = &standing.decision {
                (settled(user, story, decision))
            } @else if let Some(earlier) = &standing.remembered {
                p.settled-by {
                    "Dismissed " (where_(earlier)) " by " strong { (shown(&earlier.by)) } ", " (moment(&earlier.at)) ": " (reason(earlier))
                }
                (forms(user, story, number, mark, standing))
            } @else {
                (forms(user, story, number, mark, standing))
            }
        }
    }
}

fn where_(decision: &Decision) -> &'static str {
    Scope::ALL.iter().find(|(scope, ..)| *scope == decision.scope).map_or("", |(.., name)| name)
}

fn reason(decision: &Decision) -> String {
    let known = super::reason(&decision.reason);
    match (known, decision.note.as_str()) {
        (known, "") => known.to_owned(),
        ("", note) => shown(note),
        (known, note) => format!("{known} ({})", shown(note)),
    }
}

fn comment(said: &Decision) -> Markup {
    html! { p.comment { strong { (shown(&said.by)) } ", " (moment(&said.at)) ": " (shown(&said.note)) } }
}

fn settled(user: &User, story: &Story, decision: &Decision) -> Markup {
    let verb = if decision.kind == Kind::True { "Accepted: it is an error" } else { "Dismissed" };
    let why = reason(decision);
    html! {
        form.settled-by method="post" action={ "/desk/story/" (story.id) "/undo" } {
            input type="hidden" name="form" value=(user.form);
            input type="hidden" name="decision" value=(decision.id);
            span {
                (verb) " by " strong { (shown(&decision.by)) } ", " (moment(&decision.at))
                @if !why.is_empty() { ": " (why) }
            }
            button.plain type="submit" data-key="u" { "Undo" }
        }
        @if decision.kind == Kind::True { p.quiet { "The words are still in the text. " a href={ "/desk/story/" (story.id) "/edit" } { "Change the text" } } }
    }
}

/// What a form of this finding always holds.
fn known(user: &User, story: &Story, mark: &Mark, standing: &Standing) -> Markup {
    html! {
        input type="hidden" name="form" value=(user.form);
        input type="hidden" name="text" value=(story.text);
        input type="hidden" name="finding" value=(mark.fingerprint);
        input type="hidden" name="last" value=(standing.last);
    }
}

fn forms(user: &User, story: &Story, number: usize, mark: &Mark, standing: &Standing) -> Markup {
    let decide = format!("/desk/story/{}/decide", story.id);
    let words = if mark.at.is_empty() { "" } else { mark.words(&story.review) };
    let scopes = Scope::ALL
        .iter()
        .filter(|(scope, ..)| mark.severity < Severity::Critical || matches!(scope, Scope::Here | Scope::Story));
    html! {
        div.forms {
            form.row method="post" action=(decide) {
                (known(user, story, mark, standing))
                @if let Some(put) = mark.replacement.as_ref().filter(|_| !mark.at.is_empty()) {
                    input type="hidden" name="suggestion" value=(put);
                    button.first type="submit" name="do" value="apply" data-key="p" {
                        @if put.is_empty() { "Take “" (shown(words)) "” out" } @else { "Put “" (shown(put)) "”" }
                    }
                }
                button type="submit" name="do" value="true" data-key="a" { "Accept: an error" }
            }
            @if !mark.at.is_empty() {
                details {
                    summary data-key="c" { "Correct" }
                    form method="post" action=(decide) {
                        (known(user, story, mark, standing))
                        label { "Words to put in place of “" (shown(words)) "”"
                            input name="put" value=(mark.replacement.as_deref().filter(|put| !put.is_empty()).unwrap_or(words)) autocomplete="off"; }
                        button type="submit" name="do" value="correct" { "Correct" }
                    }
                }
            }
            details {
                summary data-key="d" { "Dismiss" }
                form method="post" action=(decide) {
                    (known(user, story, mark, standing))
                    fieldset {
                        legend { "Why it is no error" }
                        @for (i, (name, words)) in REASONS.iter().enumerate() {
                            label.choice { input type="radio" name="reason" value=(name) required data-choice=(i + 1); " " (words) }
                        }
                    }
                    label { "Where" select name="scope" {
                        @for (scope, _, words) in scopes { option value=(scope.name()) { (words) } }
                    } }
                    label { "Note" input name="note" autocomplete="off"; }
                    button type="submit" name="do" value="dismiss" { "Dismiss" }
                }
            }
            details {
                summary data-key="m" { "Comment" }
                form method="post" action={ "/desk/story/" (story.id) "/comment" } {
                    (known(user, story, mark, standing))
                    label { "Comment on finding " (number) input name="note" autocomplete="off" required; }
                    button type="submit" { "Comment" }
                }
            }
        }
    }
}
