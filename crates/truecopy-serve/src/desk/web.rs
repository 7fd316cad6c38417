//! Paths, forms and cookies of the desk.
//!
//! Whoever changes something has a session, by a cookie that scripts cannot read and other sites' forms do not send, and a word of that
//! session in the form.

use std::sync::{Arc, Weak};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, SET_COOKIE, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use maud::Markup;

use super::decide::{Scope, Verdict, Wanted};
use super::visit::{COOKIE_NAME, Halt, Visit, here, session, visit, with};
use super::{Fault, Story, pages, release};
use crate::body;
use crate::reply::{self, Trouble};
use crate::review::Sent;
use crate::routes::{Served, Shared};

/// Pages load nothing from elsewhere, run no script but the desk's own, and are shown in no frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The paths of the desk.
pub fn router() -> Router<Weak<Served>> {
    Router::new()
        .route("/", get(door))
        .route("/desk", get(queue))
        .route("/desk/", get(queue))
        .route("/desk/login", get(login_page).post(login))
        .route("/desk/enter/{code}", get(enter))
        .route("/desk/logout", post(logout))
        .route("/desk/log", get(log))
        .route("/desk/rules", get(rules))
        .route("/desk/log.jsonl", get(log_lines))
        .route("/desk/story/{id}", get(story))
        .route("/desk/story/{id}/version", get(version))
        .route("/desk/story/{id}/record", get(record))
        .route("/desk/story/{id}/decide", post(decide))
        .route("/desk/story/{id}/edit", get(edit).post(edited))
        .route("/desk/story/{id}/undo", post(undo))
        .route("/desk/story/{id}/comment", post(comment))
        .route("/desk/story/{id}/release", post(release_story))
        .route("/desk/icon.svg", get(|| async { file("image/svg+xml", include_str!("icon.svg")) }))
        .route("/desk/desk.css", get(|| async { file("text/css; charset=utf-8", include_str!("desk.css")) }))
        .route("/desk/desk.js", get(|| async { file("text/javascript; charset=utf-8", include_str!("desk.js")) }))
}

fn answer(done: Result<Response, Halt>) -> Response {
    match done {
        Ok(response) => response,
        Err(Halt::Enter(session, next, https)) => with_cookie(see(&next), &session, 12 * 3600, https),
        Err(Halt::LogIn(next)) => see(&format!("/desk/login?next={}", escape(&next))),
        Err(Halt::Trouble(trouble)) => page(trouble.status(), pages::message(&trouble.message())),
        Err(Halt::Fault(fault)) => {
            let status = match fault {
                Fault::NoStory => StatusCode::NOT_FOUND,
                Fault::Meanwhile(_) => StatusCode::CONFLICT,
                Fault::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Fault::Database(_) | Fault::Version(_) | Fault::Damaged(_) => {
                    tracing::error!(%fault, "the desk");
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            };
            page(status, pages::message(&fault.to_string()))
        }
    }
}

/// The visit of somebody who changes something, with the fields of the form. The form has to hold the word of the session.
async fn change(served: &Weak<Served>, request: Request<Body>) -> Result<(Visit, Form), Halt> {
    let visit = visit(served, &request).await?;
    let (head, body) = request.into_parts();
    let form = Form::read(&visit.served, &head.headers, body).await?;
    if form.get("form") != visit.user.form {
        return Err(Trouble::Forbidden("this form is not of your session: load the page again".into()).into());
    }
    Ok((visit, form))
}

/// The fields of a form.
struct Form(Vec<(String, String)>);

impl Form {
    async fn read(served: &Served, headers: &HeaderMap, body: Body) -> Result<Form, Trouble> {
        let (bytes, _held) = body::read(headers, body, &served.options, &served.room).await?;
        Ok(Form(form_urlencoded::parse(&bytes).into_owned().collect()))
    }

    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    fn number(&self, name: &str) -> Result<i64, Trouble> {
        self.get(name).parse().map_err(|_| Trouble::Bad(format!("the form has no `{name}`")))
    }
}

fn page(status: StatusCode, page: Markup) -> Response {
    let mut response = reply::of(status, "text/html; charset=utf-8", page.into_string());
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // The way back from a form is a page of the desk; others need not know which story was open.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let mut response = reply::of(StatusCode::OK, kind, text);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Sends the browser to another page.
fn see(path: &str) -> Response {
    let mut response = reply::of(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "");
    let target = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/desk"));
    response.headers_mut().insert(LOCATION, target);
    response.headers_mut().remove(CONTENT_TYPE);
    response
}

fn escape(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn with_cookie(mut response: Response, value: &str, seconds: u32, https: bool) -> Response {
    let secure = if https { "; Secure" } else { "" };
    let cookie = format!("{COOKIE_NAME}={value}; Path=/desk; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// A page of the desk, and nothing else: a link must not lead through it to another site.
fn inside(next: &str) -> &str {
    let own = next == "/desk" || next.starts_with("/desk/");
    if own && !next.contains([':', '\\', '\r', '\n']) && !next.contains("//") { next } else { "/desk" }
}

/// The address by itself leads to the desk, where there is one.
async fn door(State(served): Shared) -> Response {
    match here(&served) {
        Ok(_) => see("/desk"),
        Err(_) => Trouble::NoPath.reply(),
    }
}

async fn login_page(State(served): Shared, request: Request<Body>) -> Response {
    let next = form_urlencoded::parse(request.uri().query().unwrap_or("").as_bytes()).find(|(n, _)| n == "next");
    let next = next.map_or_else(String::new, |(_, v)| v.into_owned());
    answer(here(&served).map(|_| page(StatusCode::OK, pages::login(inside(&next), None))))
}

async fn login(State(served): Shared, request: Request<Body>) -> Response {
    let done = async move {
        let (served, desk) = here(&served)?;
        let (head, body) = request.into_parts();
        let form = Form::read(&served, &head.headers, body).await?;
        let next = inside(form.get("next")).to_owned();
        let (name, token) = (form.get("name").to_owned(), form.get("token").to_owned());
        let Some(session) = with(&desk, move |desk| desk.log_in(&name, &token)).await? else {
            let said = Some("name and token do not belong together");
            return Ok(page(StatusCode::UNAUTHORIZED, pages::login(&next, said)));
        };
        Ok(with_cookie(see(&next), &session, 12 * 3600, served.options.https))
    };
    answer(done.await)
}

/// A link that the terminal has shown, good for one time.
async fn enter(State(served): Shared, Path(code): Path<String>) -> Response {
    let done = async move {
        let (served, desk) = here(&served)?;
        let session = with(&desk, move |desk| desk.enter(&code)).await?;
        let Some(session) = session else { return Ok(see("/desk/login")) };
        Ok(with_cookie(see("/desk"), &session, 12 * 3600, served.options.https))
    };
    answer(done.await)
}

async fn logout(State(served): Shared, request: Request<Body>) -> Response {
    let done = async move {
        let own = session(request.headers());
        let (visit, _) = change(&served, request).await?;
        with(&visit.desk, move |desk| own.map_or(Ok(()), |session| desk.log_out(&session))).await?;
        Ok(with_cookie(see("/desk/login"), "", 0, visit.served.options.https))
    };
    answer(done.await)
}

async fn queue(State(served): Shared, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        let source = source(&request);
        let asked = source.clone();
        let (rows, summary) =
            with(&visit.desk, move |desk| Ok((desk.queue(asked.as_deref())?, desk.summary()?))).await?;
        Ok(page(StatusCode::OK, pages::queue(&visit.user, &rows, &summary, source.as_deref())))
    };
    answer(done.await)
}

/// The source that a page is to be about.
fn source(request: &Request<Body>) -> Option<String> {
    let query = form_urlencoded::parse(request.uri().query().unwrap_or("").as_bytes());
    query.into_owned().find(|(n, _)| n == "source").map(|(_, v)| v).filter(|v| !v.is_empty())
}

async fn rules(State(served): Shared, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        let source = source(&request);
        let asked = source.clone();
        let rates = with(&visit.desk, move |desk| desk.rates(asked.as_deref())).await?;
        Ok(page(StatusCode::OK, pages::rates(&visit.user, &rates, source.as_deref())))
    };
    answer(done.await)
}

async fn story(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        shown(&visit, id, StatusCode::OK, None).await
    };
    answer(done.await)
}

/// The page of a story, with what was said of the last thing that somebody tried.
async fn shown(visit: &Visit, id: i64, status: StatusCode, said: Option<String>) -> Result<Response, Halt> {
    let (story, state) = with(&visit.desk, move |desk| desk.story(id)).await?;
    Ok(page(status, pages::story(&visit.user, &story, &state, said.as_deref())))
}

/// After a change: the page again, with what went wrong, or the page of the next open finding.
async fn after(visit: &Visit, id: i64, done: Result<(), Halt>) -> Result<Response, Halt> {
    match done {
        Ok(()) => {
            let (story, state) = with(&visit.desk, move |desk| desk.story(id)).await?;
            let next = pages::next_open(&story, &state);
            Ok(see(&format!("/desk/story/{id}{}", next.map_or_else(String::new, |n| format!("#f{n}")))))
        }
        Err(Halt::Fault(Fault::Meanwhile(what))) => shown(visit, id, StatusCode::CONFLICT, Some(what)).await,
        Err(Halt::Fault(Fault::Refused(what))) => shown(visit, id, StatusCode::UNPROCESSABLE_ENTITY, Some(what)).await,
        Err(other) => Err(other),
    }
}

async fn version(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        let version = with(&visit.desk, move |desk| desk.version(id)).await?;
        Ok(reply::json(StatusCode::OK, format!("{{\"version\": {version}}}\n")))
    };
    answer(done.await)
}

async fn decide(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let (visit, form) = change(&served, request).await?;
        let decided = decided(&visit, id, &form).await;
        after(&visit, id, decided).await
    };
    answer(done.await)
}

async fn decided(visit: &Visit, id: i64, form: &Form) -> Result<(), Halt> {
    let (text, last) = (form.number("text")?, form.number("last")?);
    let finding = form.get("finding").to_owned();
    let note = form.get("note").to_owned();
    let verdict = match form.get("do") {
        "true" => Verdict::True { note },
        "dismiss" => {
            let scope = Scope::from_name(form.get("scope")).unwrap_or_default();
            Verdict::Dismiss { reason: form.get("reason").to_owned(), note, scope }
        }
        "correct" | "apply" => {
            let put = form.get(if form.get("do") == "apply" { "suggestion" } else { "put" }).to_owned();
            let (story, _) = with(&visit.desk, move |desk| desk.story(id)).await?;
            let mark = story.review.findings.iter().find(|m| m.fingerprint == finding);
            let places = mark.map(|m| m.at.clone()).filter(|at| !at.is_empty());
            let places = places
                .ok_or_else(|| Fault::Refused("there are no words to replace: change the text instead".into()))?;
            let mut new = story.review.rewrite.text.clone();
            for at in places.iter().rev().filter(|at| new.get(at.start..at.end).is_some()).collect::<Vec<_>>() {
                new.replace_range(at.start..at.end, &put);
            }
            if new == story.review.rewrite.text {
                return Err(Fault::Refused("these are the words that are there".into()).into());
            }
            let review = reviewed(visit, &story, new.clone()).await?;
            Verdict::Correct { put, text: new, review: Box::new(review), note }
        }
        _ => return Err(Trouble::Bad("the form says nothing that can be decided".into()).into()),
    };
    let by = visit.user.name.clone();
    with(&visit.desk, move |desk| desk.decide(&Wanted { story: id, text, finding: &finding, last, by: &by }, &verdict))
        .await
}

/// Checks a new text of a story.
async fn reviewed(visit: &Visit, story: &Story, text: String) -> Result<crate::review::Review, Halt> {
    if text.trim().is_empty() {
        return Err(Fault::Refused("the text is empty".into()).into());
    }
    let (wires, date) = (story.wires.clone(), story.date.clone());
    let rewrite = Sent { name: story.review.rewrite.name.clone(), text };
    let engine = Arc::clone(&visit.served.engine);
    let done = visit.served.room.work(move || engine.review(&wires, &rewrite, date.as_deref())).await?;
    done.map_err(|refused| Fault::Refused(refused.message().to_owned()).into())
}

async fn edit(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        let (story, _) = with(&visit.desk, move |desk| desk.story(id)).await?;
        Ok(page(StatusCode::OK, pages::edit(&visit.user, &story, &story.review.rewrite.text, None)))
    };
    answer(done.await)
}

async fn edited(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let (visit, form) = change(&served, request).await?;
        let number = form.number("text")?;
        // Forms write line ends in two characters.
        let new = form.get("new").replace("\r\n", "\n");
        let note = form.get("note").to_owned();
        let (story, _) = with(&visit.desk, move |desk| desk.story(id)).await?;
        let by = visit.user.name.clone();
        let decided = async {
            if new == story.review.rewrite.text {
                return Err(Fault::Refused("this is the text as it is".into()).into());
            }
            let review = reviewed(&visit, &story, new.clone()).await?;
            let verdict = Verdict::Correct { put: String::new(), text: new.clone(), review: Box::new(review), note };
            with(&visit.desk, move |desk| {
                desk.decide(&Wanted { story: id, text: number, finding: "", last: 0, by: &by }, &verdict)
            })
            .await
        };
        match decided.await {
            // What was typed is not lost.
            Err(Halt::Fault(fault @ (Fault::Meanwhile(_) | Fault::Refused(_)))) => {
                let status = if matches!(fault, Fault::Meanwhile(_)) {
                    StatusCode::CONFLICT
                } else {
                    StatusCode::UNPROCESSABLE_ENTITY
                };
                Ok(page(status, pages::edit(&visit.user, &story, &new, Some(&fault.to_string()))))
            }
            other => after(&visit, id, other).await,
        }
    };
    answer(done.await)
}

async fn undo(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let (visit, form) = change(&served, request).await?;
        let (decision, by) = (form.number("decision")?, visit.user.name.clone());
        let undone = with(&visit.desk, move |desk| desk.undo(id, decision, &by)).await;
        after(&visit, id, undone).await
    };
    answer(done.await)
}

async fn comment(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let (visit, form) = change(&served, request).await?;
        let (finding, note, by) =
            (form.get("finding").to_owned(), form.get("note").to_owned(), visit.user.name.clone());
        let said = with(&visit.desk, move |desk| desk.comment(id, &finding, &note, &by)).await;
        after(&visit, id, said).await
    };
    answer(done.await)
}

async fn release_story(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let (visit, form) = change(&served, request).await?;
        let (version, note, by) = (form.number("version")?, form.get("note").to_owned(), visit.user.name.clone());
        let released = with(&visit.desk, move |desk| desk.release(id, version, &note, &by)).await;
        after(&visit, id, released).await
    };
    answer(done.await)
}

async fn record(State(served): Shared, Path(id): Path<i64>, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        let ((story, _), lines) =
            with(&visit.desk, move |desk| Ok((desk.story(id)?, desk.releases(Some(id))?))).await?;
        Ok(page(StatusCode::OK, pages::record(&visit.user, &story, &lines)))
    };
    answer(done.await)
}

async fn log(State(served): Shared, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        let lines = with(&visit.desk, |desk| desk.releases(None)).await?;
        Ok(page(StatusCode::OK, pages::log(&visit.user, &lines, release::broken(&lines))))
    };
    answer(done.await)
}

async fn log_lines(State(served): Shared, request: Request<Body>) -> Response {
    let done = async move {
        let visit = visit(&served, &request).await?;
        let lines = with(&visit.desk, |desk| desk.releases(None)).await?;
        // Line and hash side by side: whoever has both can follow the chain with any program that hashes.
        let text: String = lines.iter().map(|l| format!("{{\"hash\":\"{}\",\"line\":{}}}\n", l.hash, l.line)).collect();
        Ok(reply::of(StatusCode::OK, "application/jsonl; charset=utf-8", text))
    };
    answer(done.await)
}
