//! What the server is told.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use axum::http::HeaderName;

use sha2::{Digest as _, Sha256};

/// What the server is told besides its address.
#[derive(Clone, Debug)]
pub struct Options {
    /// What whoever asks has to know; none to answer everybody who reaches the address.
    pub token: Option<Token>,
    /// Names besides those of the loopback interface under which the server is reached, such as that of a proxy before it. Others are
    /// refused where the address is a loopback one: a page could else reach it under a name of its own.
    pub hosts: Vec<String>,
    /// Pages of which origins may ask; `*` for all.
    pub origins: Vec<String>,
    /// The most bytes that a request may send.
    pub most_bytes: usize,
    /// The most bytes that all requests under way may have sent.
    pub most_held: usize,
    /// How many checks run at once.
    pub jobs: usize,
    /// How many more may wait for their turn.
    pub most_waiting: usize,
    /// How long one may wait.
    pub patience: Duration,
    /// How long the head of a request may take, and how long a connection may be idle.
    pub head: Duration,
    /// How long the rest of a request may take.
    pub body: Duration,
    /// How long the other side may take none of an answer.
    pub stalled: Duration,
    /// How long requests under way have at the end.
    pub grace: Duration,
    /// How many connections may be open; the one that was idle for longest is closed for a new one.
    pub connections: usize,
    /// Whether browsers reach the server by HTTPS, through a proxy: cookies are then sent by no other way.
    pub https: bool,
    /// The proxy that says who sits at a browser, where there is one.
    pub proxy: Option<Proxy>,
    /// Whether SIGINT and SIGTERM stop the server.
    pub signals: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            token: None,
            hosts: Vec::new(),
            origins: Vec::new(),
            most_bytes: 4 << 20,
            most_held: 128 << 20,
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            most_waiting: 64,
            patience: Duration::from_secs(10),
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            stalled: Duration::from_secs(30),
            grace: Duration::from_secs(10),
            connections: 4096,
            https: false,
            proxy: None,
            signals: true,
        }
    }
}

/// A proxy that has let somebody in, and says who that is in a header. Whoever reaches the server by another way could write that header
/// too, so it counts only where it comes from the proxy's own address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    pub(crate) header: HeaderName,
    from: Vec<IpAddr>,
}

impl Proxy {
    /// A proxy that names the user in this header, and asks from one of these addresses, or from this machine where none is given. None where
    /// there can be no such header.
    pub fn new(header: &str, from: Vec<IpAddr>) -> Option<Self> {
        let header = HeaderName::from_bytes(header.trim().as_bytes()).ok()?;
        let from = from.into_iter().map(|ip| ip.to_canonical()).collect();
        Some(Proxy { header, from })
    }

    /// Whether a request from this address is the proxy's.
    pub(crate) fn is_at(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        if self.from.is_empty() { peer.is_loopback() } else { self.from.contains(&peer) }
    }
}

/// A word that whoever asks has to know. Only its hash is kept, so that comparing two takes the same time whatever they have in common.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// The token that reads so.
    pub fn new(word: &str) -> Self {
        Token(Sha256::digest(word).into())
    }

    /// Whether this is it.
    pub fn is(&self, word: &str) -> bool {
        *self == Token::new(word)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
