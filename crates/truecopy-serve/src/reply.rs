//! Answers of one shape: what went wrong, in JSON or, for LanguageTool, as a line of text.

use axum::body::Body;
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

/// JSON, in one piece.
pub fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    of(status, "application/json", body)
}

/// Bytes of a type. Answers hold story text, so nothing on the way may keep them or take them for something else.
pub fn of(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// What was sent cannot be understood.
    Bad(String),
    /// No token, or a wrong one.
    Unknown,
    /// The server is not asked under this name, or not from this page.
    Forbidden(String),
    /// There is no such path.
    NoPath,
    /// The path takes another method.
    Method(&'static str),
    /// It took too long to arrive.
    TooSlow,
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// It is of a type that the path does not take.
    Type(&'static str),
    /// It was understood and cannot be checked.
    Unchecked(String),
    /// There is no such wire.
    NoWire(String),
    /// More is under way than fits.
    Busy,
    /// The program is at fault.
    Internal,
}

impl Trouble {
    /// The status that tells it.
    pub fn status(&self) -> StatusCode {
        match self {
            Trouble::Bad(_) => StatusCode::BAD_REQUEST,
            Trouble::Unknown => StatusCode::UNAUTHORIZED,
            Trouble::Forbidden(_) => StatusCode::FORBIDDEN,
            Trouble::NoPath | Trouble::NoWire(_) => StatusCode::NOT_FOUND,
            Trouble::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Trouble::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Trouble::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Trouble::Type(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Trouble::Unchecked(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Trouble::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Trouble::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What it says.
    pub fn message(&self) -> String {
        match self {
            Trouble::Bad(why) | Trouble::Forbidden(why) | Trouble::Unchecked(why) | Trouble::NoWire(why) => why.clone(),
            Trouble::Unknown => "give the token of this server: `Authorization: Bearer TOKEN`".into(),
            Trouble::NoPath => "there is no such path: /openapi.json lists those that there are".into(),
            Trouble::Method(allowed) => format!("this path takes {allowed} only"),
            Trouble::TooSlow => "the request took too long to arrive".into(),
            Trouble::TooLarge(most) => format!("the request is larger than {most} bytes"),
            Trouble::Type(wanted) => format!("send this as {wanted}"),
            Trouble::Busy => "more is under way than fits: ask again in a second".into(),
            Trouble::Internal => "internal error: please report this pair".into(),
        }
    }

    /// As JSON.
    pub fn reply(&self) -> Response {
        let text = serde_json::json!({ "error": self.message() }).to_string() + "\n";
        self.with(json(self.status(), text))
    }

    /// As LanguageTool tells it, whose clients show the text.
    pub fn reply_in_text(&self) -> Response {
        let text = format!("Error: {}", self.message());
        self.with(of(self.status(), "text/plain; charset=utf-8", text))
    }

    fn with(&self, mut response: Response) -> Response {
        let mut say = |name: HeaderName, value: &'static str| {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        };
        match self {
            Trouble::Unknown => say(WWW_AUTHENTICATE, "Bearer realm=\"truecopy\""),
            Trouble::Busy => say(RETRY_AFTER, "1"),
            Trouble::Method(allowed) => say(ALLOW, allowed),
            // What is left of the request is not read.
            Trouble::TooLarge(_) | Trouble::TooSlow => say(CONNECTION, "close"),
            _ => {}
        }
        response
    }
}
