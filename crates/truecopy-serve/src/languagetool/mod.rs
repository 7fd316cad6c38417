//! The protocol of LanguageTool, version 2, as editors speak it: a form with a text in, marks with offsets in UTF-16 code units out.
//!
//! The wire comes in the field `wire` (once for each take), or as the id of a story of the archive in `wireId`; where there is neither, the
//! archive is searched for it. What a client of LanguageTool cannot show has a place of its own in the answer (`truecopy`), and what it
//! must not miss is marked at the first word: a text that was not compared, and what is missing in it.

mod answer;
mod document;
mod fields;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use serde_json::json;

use crate::body;
use crate::engine::{Pair, Refused};
use crate::guard;
use crate::reply::{self, Trouble};
use crate::routes::{Served, Shared};
use document::Document;
use fields::Fields;

const FORM: &str = "application/x-www-form-urlencoded";

/// The languages that can be checked: there is one.
pub async fn languages() -> Response {
    let all = ["", "-GB", "-US", "-AU", "-CA", "-NZ", "-ZA"];
    let all = all.map(|place| json!({ "name": "English", "code": "en", "longCode": format!("en{place}") }));
    reply::json(StatusCode::OK, json!(all).to_string())
}

/// Checks a text.
pub async fn check(State(served): Shared, request: Request<Body>) -> Response {
    let Some(served) = served.upgrade() else { return Trouble::Busy.reply_in_text() };
    checked(&served, request).await.unwrap_or_else(|trouble| trouble.reply_in_text())
}

async fn checked(served: &Arc<Served>, request: Request<Body>) -> Result<Response, Trouble> {
    let (head, body) = request.into_parts();
    let known = guard::knows(&head.headers, &served.options);
    let (bytes, held) = match head.method {
        // Text in an address ends up in the logs of proxies.
        Method::POST => {
            let kind = head.headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or(FORM);
            if !kind.to_ascii_lowercase().starts_with(FORM) {
                return Err(Trouble::Type(FORM));
            }
            body::read(&head.headers, body, &served.options, &served.room).await?
        }
        _ => return Err(Trouble::Method("POST")),
    };
    let fields = Fields::read(head.uri.query().unwrap_or(""), &bytes);
    drop(bytes);
    let token = served.options.token.as_ref();
    if !known && !fields.key.as_ref().is_some_and(|key| token.is_some_and(|t| t.is(key))) {
        return Err(Trouble::Unknown);
    }
    fields.english()?;
    let wire = fields.wire()?;
    let document = Document::of(fields.text.as_deref(), fields.data.as_deref())?;
    let pair = Pair { wire, text: document.text.clone(), date: fields.date.clone() };
    let shared = Arc::clone(served);
    let done = served.room.work(move || {
        let checked = shared.engine.check(pair)?;
        for finding in &checked.findings {
            shared.metrics.found(finding.severity.name());
        }
        Ok(answer::of(&checked, &document, &fields))
    });
    let body = done.await?.map_err(|refused| match refused {
        Refused::Request(why) => Trouble::Bad(why),
        Refused::NoWire(why) => Trouble::NoWire(why),
        Refused::Unchecked(why) => Trouble::Unchecked(why),
    })?;
    drop(held);
    Ok(reply::json(StatusCode::OK, body))
}
