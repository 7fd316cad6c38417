//! Who may ask: by a token, under which name, and from which pages.
//!
//! A server on the loopback interface is reached by every page that a browser on the same machine has open. Browsers say with `Host` which
//! name the page knows the server by and with `Origin` where the page is from, and pages cannot change either.

use std::net::SocketAddr;

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::response::Response;

use crate::options::Options;
use crate::reply::Trouble;

/// Whether the server is asked under a name of its own and from a page that may.
pub fn admit(headers: &HeaderMap, address: SocketAddr, options: &Options) -> Result<(), Trouble> {
    let host = text(headers, &HOST);
    if let Some(host) = host
        && address.ip().is_loopback()
        && !is_own(host, options)
    {
        let name = without_port(host).chars().take(100).collect::<String>();
        return Err(Trouble::Forbidden(format!(
            "this server is not asked as `{name}`: start it with --allow-host {name}"
        )));
    }
    match text(headers, &ORIGIN) {
        Some(origin) if !is_same(origin, host) && !is_allowed(origin, options) => Err(Trouble::Forbidden(
            "pages of this origin may not ask: start the server with --allow-origin ORIGIN".into(),
        )),
        None if headers.contains_key(ORIGIN) => Err(Trouble::Forbidden("`Origin` cannot be read".into())),
        _ => Ok(()),
    }
}

/// Whether this is a browser that asks whether a page may ask.
pub fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && headers.contains_key(ORIGIN) && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Tells a browser that the page may read the answer. To be called for a request that was admitted.
pub fn open_to(origin: Option<&HeaderValue>, response: &mut Response) {
    let Some(origin) = origin else { return };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.append(VARY, HeaderValue::from_static("Origin"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
}

/// Whether the header names the token, where there is one.
pub fn knows(headers: &HeaderMap, options: &Options) -> bool {
    let Some(token) = &options.token else { return true };
    let Some(given) = text(headers, &AUTHORIZATION) else { return false };
    given.split_once(' ').is_some_and(|(kind, word)| kind.eq_ignore_ascii_case("bearer") && token.is(word.trim()))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_own(host: &str, options: &Options) -> bool {
    let name = without_port(host);
    let own = ["localhost", "127.0.0.1", "[::1]"];
    own.into_iter().chain(options.hosts.iter().map(String::as_str)).any(|own| own.eq_ignore_ascii_case(name))
}

/// Whether a page is one of the server's own.
fn is_same(origin: &str, host: Option<&str>) -> bool {
    let (Some((_, page)), Some(host)) = (origin.split_once("://"), host) else { return false };
    page.eq_ignore_ascii_case(host)
}

fn is_allowed(origin: &str, options: &Options) -> bool {
    options.origins.iter().any(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &str, origin: Option<&str>, options: &Options) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).expect("a value"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_str(origin).expect("a value"));
        }
        admit(&headers, SocketAddr::from(([127, 0, 0, 1], 80)), options).is_ok()
    }

    #[test]
    fn a_page_reaches_the_server_under_its_own_names_only() {
        let options = Options { hosts: vec!["desk.example".into()], ..Options::default() };
        for own in ["localhost", "LOCALHOST:8778", "127.0.0.1:8778", "[::1]", "[::1]:8778", "desk.example:443"] {
            assert!(asked(own, None, &options), "{own}");
        }
        for other in ["rebound.example", "localhost.rebound.example:8778", "127.0.0.1.example", ""] {
            assert!(!asked(other, None, &options), "{other}");
        }
    }

    #[test]
    fn pages_from_elsewhere_are_let_in_by_name() {
        let closed = Options::default();
        assert!(asked("localhost:8778", Some("http://localhost:8778"), &closed), "its own pages");
        for other in ["http://localhost:9000", "https://cms.example", "null", "http://localhost:8778.example"] {
            assert!(!asked("localhost:8778", Some(other), &closed), "{other}");
        }
        let open = Options { origins: vec!["https://cms.example".into()], ..Options::default() };
        assert!(asked("localhost", Some("https://cms.example"), &open));
        assert!(!asked("localhost", Some("https://cms.example.other"), &open));
    }
}
