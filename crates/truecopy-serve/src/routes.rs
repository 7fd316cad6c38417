//! Which path is answered by what, and the line of the log for each request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::response::Response;
use axum::routing::{any, get, post};
use axum::{Router, body::HttpBody as _};
use tower_service::Service as _;

use crate::body;
use crate::desk::{self, Desk, Taken};
use crate::engine::{Engine, Outcome};
use crate::guard;
use crate::languagetool;
use crate::metrics::Metrics;
use crate::options::Options;
use crate::reply::{self, Trouble};
use crate::room::Room;
use crate::server::Connections;

/// The interface as a document.
const OPENAPI: &str = include_str!("../openapi.json");

/// What all requests share.
pub struct Served {
    pub engine: Arc<dyn Engine>,
    pub options: Options,
    pub room: Room,
    pub metrics: Metrics,
    pub connections: Connections,
    /// The review desk, where there is one.
    pub desk: Option<Arc<Desk>>,
    /// Whether no more requests are taken.
    pub stopping: AtomicBool,
    address: SocketAddr,
    router: Router,
    requests: AtomicU64,
}

/// The paths as metrics and the log name them.
const PATHS: [&str; 7] =
    ["/v1/check", "/v1/stories", "/v2/check", "/v2/languages", "/openapi.json", "/healthz", "/metrics"];

impl Served {
    pub fn new(engine: Arc<dyn Engine>, options: Options, address: SocketAddr, desk: Option<Arc<Desk>>) -> Arc<Self> {
        Arc::new_cyclic(|served: &std::sync::Weak<Served>| {
            let router = Router::new()
                .route("/v1/check", post(check).fallback(|| async { Trouble::Method("POST").reply() }))
                .route("/v2/check", any(languagetool::check))
                .route("/v2/languages", get(languagetool::languages))
                .route("/openapi.json", get(|| async { reply::json(StatusCode::OK, OPENAPI) }))
                .route("/healthz", get(health))
                .route("/metrics", get(metrics))
                .route("/v1/stories", post(take_in).fallback(|| async { Trouble::Method("POST").reply() }))
                .merge(desk::router())
                .fallback(|| async { Trouble::NoPath.reply() })
                .with_state(served.clone());
            Served {
                room: Room::of(&options),
                engine,
                options,
                metrics: Metrics::new(),
                connections: Connections::default(),
                desk,
                stopping: AtomicBool::new(false),
                address,
                router,
                requests: AtomicU64::new(0),
            }
        })
    }

    /// The answer to a request.
    pub async fn answer(&self, request: Request<Body>) -> Response {
        let began = Instant::now();
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        let path = PATHS.into_iter().find(|p| *p == request.uri().path()).unwrap_or_else(|| {
            // Which story somebody reads is nobody else's business.
            let desk = request.uri().path() == "/" || request.uri().path().starts_with("/desk");
            if desk { "/desk" } else { "other" }
        });
        let method = request.method().clone();
        let received = announced(request.headers());
        let origin = request.headers().get(ORIGIN).cloned();
        let mut response = match self.admit(path, &request) {
            Ok(true) => {
                let mut done = reply::of(StatusCode::NO_CONTENT, "text/plain", Body::empty());
                guard::open_to(origin.as_ref(), &mut done);
                done
            }
            Ok(false) => {
                // A router never fails.
                let mut done = self.router.clone().call(request).await.unwrap_or_else(|never| match never {});
                guard::open_to(origin.as_ref(), &mut done);
                done
            }
            Err(trouble) if path.starts_with("/v2/") => trouble.reply_in_text(),
            Err(trouble) => trouble.reply(),
        };
        if method == Method::HEAD {
            *response.body_mut() = Body::empty();
        }
        // Also where the router itself has answered.
        response.headers_mut().entry(X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
        let status = response.status().as_u16();
        let took = began.elapsed();
        self.metrics.answered(path, status, took);
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let sent = response.body().size_hint().exact();
        tracing::info!(
            request = number,
            method = name(&method),
            path,
            status,
            milliseconds,
            received,
            sent,
            "answered"
        );
        response
    }

    /// Whether a request may pass; true where it only asks whether another one may.
    fn admit(&self, path: &str, request: &Request<Body>) -> Result<bool, Trouble> {
        let headers = request.headers();
        guard::admit(headers, self.address, &self.options)?;
        if guard::is_preflight(request.method(), headers) {
            return Ok(true);
        }
        // The desk has sessions of its own. Clients of LanguageTool put the token among the fields, which have to be read first.
        let open = ["/healthz", "/openapi.json", "/v2/check", "/v2/languages", "/desk"].contains(&path);
        if open || guard::knows(headers, &self.options) { Ok(false) } else { Err(Trouble::Unknown) }
    }
}

/// A method as the log names it: whatever a client makes up is not repeated.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// What handlers are given: the server, which lives as long as it answers.
pub type Shared = State<std::sync::Weak<Served>>;

async fn check(State(served): Shared, request: Request<Body>) -> Response {
    let Some(served) = served.upgrade() else { return Trouble::Busy.reply() };
    checked(&served, request).await.unwrap_or_else(|trouble| trouble.reply())
}

async fn checked(served: &Served, request: Request<Body>) -> Result<Response, Trouble> {
    let (head, body) = request.into_parts();
    let (line, held) = body::read(&head.headers, body, &served.options, &served.room).await?;
    let engine = Arc::clone(&served.engine);
    let answer = served.room.work(move || engine.line(line)).await?;
    drop(held);
    let status = match answer.outcome {
        Outcome::Checked => StatusCode::OK,
        Outcome::Unchecked => StatusCode::UNPROCESSABLE_ENTITY,
        Outcome::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Ok(reply::json(status, answer.body))
}

/// A story for the desk: a line of `batch` with `source` and `title`.
async fn take_in(State(served): Shared, request: Request<Body>) -> Response {
    let Some(served) = served.upgrade() else { return Trouble::Busy.reply() };
    let Some(desk) = served.desk.clone() else { return Trouble::NoPath.reply() };
    let done = async {
        let (head, body) = request.into_parts();
        let (bytes, held) = body::read(&head.headers, body, &served.options, &served.room).await?;
        let engine = Arc::clone(&served.engine);
        let taken = served.room.work(move || desk::intake::line(&desk, engine.as_ref(), &bytes)).await??;
        drop(held);
        let (status, id, what) = match taken {
            Taken::New(id) => (StatusCode::CREATED, id, "new"),
            Taken::Changed(id) => (StatusCode::OK, id, "changed"),
            Taken::Same(id) => (StatusCode::OK, id, "same"),
        };
        let text =
            serde_json::json!({ "story": id, "page": format!("/desk/story/{id}"), "was": what }).to_string() + "\n";
        Ok(reply::json(status, text))
    };
    done.await.unwrap_or_else(|trouble: Trouble| trouble.reply())
}

async fn health(State(served): Shared) -> Response {
    // Who spreads requests over several servers sends no more to one that stops.
    let stopping = served.upgrade().is_none_or(|s| s.stopping.load(Ordering::SeqCst));
    let (status, word) =
        if stopping { (StatusCode::SERVICE_UNAVAILABLE, "stopping\n") } else { (StatusCode::OK, "ok\n") };
    reply::of(status, "text/plain; charset=utf-8", word)
}

async fn metrics(State(served): Shared) -> Response {
    let Some(served) = served.upgrade() else { return Trouble::Busy.reply() };
    let text = served.metrics.text(served.connections.len(), &served.room);
    reply::of(StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", text)
}
