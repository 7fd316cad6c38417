//! Who asks for a page of the desk: by a session, or by the word of a proxy.

use std::sync::{Arc, Weak};

use axum::body::Body;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, Method, Request};

use super::{Desk, Fault, User};
use crate::reply::Trouble;
use crate::routes::Served;
use crate::server::Peer;

/// The cookie of a session.
pub const COOKIE_NAME: &str = "truecopy_desk";

/// Who asks, and where.
pub struct Visit {
    pub served: Arc<Served>,
    pub desk: Arc<Desk>,
    pub user: User,
}

/// What a page comes to where it does not come about.
pub enum Halt {
    /// Nobody has logged in: where to go on afterwards.
    LogIn(String),
    /// The proxy has let somebody in: the session that was begun, where to go on, and whether that is by HTTPS.
    Enter(String, String, bool),
    Trouble(Trouble),
    Fault(Fault),
}

impl From<Trouble> for Halt {
    fn from(trouble: Trouble) -> Self {
        Halt::Trouble(trouble)
    }
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Halt::Fault(fault)
    }
}

/// Does something with the file of the desk, on a thread where it may wait for the disk.
pub async fn with<T: Send + 'static>(
    desk: &Arc<Desk>,
    what: impl FnOnce(&Desk) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Halt> {
    let desk = Arc::clone(desk);
    match tokio::task::spawn_blocking(move || what(&desk)).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Trouble::Internal.into()),
    }
}

/// The server and the desk, where there are both.
pub fn here(served: &Weak<Served>) -> Result<(Arc<Served>, Arc<Desk>), Halt> {
    let served = served.upgrade().ok_or(Trouble::Busy)?;
    let desk = served.desk.clone().ok_or(Trouble::NoPath)?;
    Ok((served, desk))
}

/// The visit of somebody who has logged in. What is needed of the request is taken before there is something to wait for: its body cannot
/// be shared between threads.
pub fn visit(
    served: &Weak<Served>,
    request: &Request<Body>,
) -> impl Future<Output = Result<Visit, Halt>> + Send + use<> {
    let (here, session) = (here(served), session(request.headers()));
    let next = if request.method() == Method::GET { request.uri().path() } else { "/desk" }.to_owned();
    let named = here.as_ref().ok().and_then(|(served, _)| named(served, request));
    async move {
        let (served, desk) = here?;
        let found = match session {
            Some(session) => with(&desk, move |desk| desk.user(&session)).await?,
            None => None,
        };
        match (found, named) {
            (Some(user), Some(name)) if !user.is(&name) => enter_as(&served, &desk, name, next).await,
            (Some(user), _) => Ok(Visit { served, desk, user }),
            (None, Some(name)) => enter_as(&served, &desk, name, next).await,
            (None, None) => Err(Halt::LogIn(next)),
        }
    }
}

/// Whom the proxy names, where there is one and the request is its own.
fn named(served: &Served, request: &Request<Body>) -> Option<String> {
    let proxy = served.options.proxy.as_ref()?;
    let Peer(peer) = *request.extensions().get::<Peer>()?;
    let header = request.headers().get(&proxy.header).filter(|_| proxy.is_at(peer))?;
    let name = std::str::from_utf8(header.as_bytes()).ok()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Begins a session of somebody whom the proxy has let in.
async fn enter_as(served: &Served, desk: &Arc<Desk>, name: String, next: String) -> Result<Visit, Halt> {
    let session = with(desk, move |desk| desk.let_in(&name)).await?;
    Err(Halt::Enter(session, next, served.options.https))
}

/// The word in the cookie of a session.
pub fn session(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let mut own = all.filter_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='));
    own.next().map(str::to_owned)
}
