//! Connections: how many there may be, how long they may do nothing, and how they end.
//!
//! Our own loop around hyper instead of `axum::serve`, which has no limits of time or number.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use crate::desk::Desk;
use crate::engine::Engine;
use crate::options::Options;
use crate::routes::Served;

/// The most bytes of the head of a request.
const HEAD: usize = 64 * 1024;

/// Files that the process opens besides connections.
const OTHER_FILES: usize = 64;

/// A server that has its address.
#[derive(Debug)]
pub struct Server {
    listener: std::net::TcpListener,
    options: Options,
    stopper: Stopper,
    desk: Option<Arc<Desk>>,
}

/// Stops a server from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Stopper(Arc<Notify>);

impl Stopper {
    /// Takes no more requests and lets those under way come to their end.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

impl Server {
    /// A server at this address; connections wait until it runs.
    ///
    /// # Errors
    /// Where the address is none of this machine, or taken.
    pub fn bind(address: impl ToSocketAddrs, options: Options) -> io::Result<Server> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Server { listener, options, stopper: Stopper::default(), desk: None })
    }

    /// The same with a review desk.
    #[must_use]
    pub fn with_desk(self, desk: Arc<Desk>) -> Server {
        Server { desk: Some(desk), ..self }
    }

    /// Where it is reached.
    ///
    /// # Errors
    /// Where the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What stops it.
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Answers requests until it is stopped.
    ///
    /// # Errors
    /// Where the system gives no threads or no signals.
    pub fn run(self, engine: Arc<dyn Engine>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(self.options.jobs.max(1) + 16)
            .enable_all()
            .build()?;
        let done = runtime.block_on(self.go(engine));
        // A check that is still under way is given up with the process.
        runtime.shutdown_background();
        done
    }

    async fn go(mut self, engine: Arc<dyn Engine>) -> io::Result<()> {
        self.options.connections = self.options.connections.min(files().saturating_sub(OTHER_FILES)).max(1);
        let address = self.listener.local_addr()?;
        let listener = TcpListener::from_std(self.listener)?;
        let served = Served::new(engine, self.options.clone(), address, self.desk);
        let signals = Signals::new(self.options.signals)?;
        let ends = Ends { graceful: GracefulShutdown::new(), stopper: self.stopper, signals };
        // Said when it can be stopped in order, too.
        tracing::info!(url = %format_args!("http://{address}"), "listening");
        accept(listener, &served, ends).await;
        Ok(())
    }
}

/// What ends a server, and how.
struct Ends {
    graceful: GracefulShutdown,
    stopper: Stopper,
    signals: Signals,
}

async fn accept(listener: TcpListener, served: &Arc<Served>, mut ends: Ends) {
    let options = &served.options;
    let mut http = Builder::new();
    // The timer also closes connections that are idle.
    http.timer(TokioTimer::new()).header_read_timeout(options.head).max_buf_size(HEAD);
    let places = Arc::new(Semaphore::new(options.connections));
    let stopped = Arc::clone(&ends.stopper.0);
    let stop = async {
        tokio::select! {
            () = stopped.notified() => {}
            () = ends.signals.next() => {}
        }
    };
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = place(&places, served).await;
            loop {
                match listener.accept().await {
                    Ok((stream, peer)) => return (stream, peer, place),
                    // The other side has gone again, or the process may open no more files: those that end make room.
                    Err(e) => {
                        tracing::warn!(kind = %e.kind(), "a connection could not be taken");
                        sleep(Duration::from_millis(50)).await;
                    }
                }
            }
        };
        let (stream, peer, place) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        connect(&http, (stream, peer), place, served, &ends.graceful);
    }
    tracing::info!("stopping");
    // Whoever comes now is refused at once, rather than left waiting.
    drop(listener);
    served.stopping.store(true, Ordering::SeqCst);
    if timeout(options.grace, ends.graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still under way");
    }
    tracing::info!("stopped");
}

/// A place for one more connection. Where there is none, that which was idle for longest is closed.
async fn place(places: &Arc<Semaphore>, served: &Served) -> Option<OwnedSemaphorePermit> {
    loop {
        if let Ok(place) = Arc::clone(places).try_acquire_owned() {
            return Some(place);
        }
        served.connections.close_the_idlest();
        // All may be at work, or about to close.
        if let Ok(place) = timeout(Duration::from_millis(100), Arc::clone(places).acquire_owned()).await {
            return place.ok();
        }
    }
}

fn connect(
    http: &Builder,
    (stream, peer): (TcpStream, SocketAddr),
    place: Option<OwnedSemaphorePermit>,
    served: &Arc<Served>,
    graceful: &GracefulShutdown,
) {
    // Answers are short, and whoever asks waits for them.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(served.options.stalled));
    let (number, connection) = served.connections.open();
    let (shared, own) = (Arc::clone(served), Arc::clone(&connection));
    let answer = service_fn(move |request: Request<Incoming>| {
        let (served, connection) = (Arc::clone(&shared), Arc::clone(&own));
        async move {
            connection.busy.store(true, Ordering::SeqCst);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            let response = served.answer(request).await;
            connection.rest();
            Ok::<_, Infallible>(response)
        }
    });
    let going = graceful.watch(http.serve_connection(TokioIo::new(Box::pin(stream)), answer));
    let served = Arc::clone(served);
    tokio::spawn(async move {
        tokio::select! {
            // A client that breaks off, is too slow or sends no HTTP costs its own connection.
            _ = going => {}
            () = connection.close.notified() => {}
        }
        served.connections.lock().remove(&number);
        drop(place);
    });
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The connections that are open.
#[derive(Debug, Default)]
pub struct Connections {
    open: Mutex<HashMap<u64, Arc<Connection>>>,
    next: AtomicU64,
}

#[derive(Debug)]
struct Connection {
    busy: AtomicBool,
    idle_since: Mutex<Instant>,
    close: Notify,
}

impl Connection {
    fn rest(&self) {
        *self.idle_since.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.busy.store(false, Ordering::SeqCst);
    }
}

impl Connections {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    fn open(&self) -> (u64, Arc<Connection>) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let connection = Connection { busy: false.into(), idle_since: Instant::now().into(), close: Notify::new() };
        let connection = Arc::new(connection);
        self.lock().insert(number, Arc::clone(&connection));
        (number, connection)
    }

    fn close_the_idlest(&self) {
        let open = self.lock();
        let idle = open.values().filter(|c| !c.busy.load(Ordering::SeqCst));
        let since = |c: &&Arc<Connection>| *c.idle_since.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(idlest) = idle.min_by_key(since) {
            idlest.close.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many files the process may open, after it was raised as far as it goes.
fn files() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let now = getrlimit(Resource::Nofile);
        // Some systems say that there is no limit and then refuse.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: now.maximum, ..now });
        getrlimit(Resource::Nofile).current.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX))
    }
    #[cfg(not(unix))]
    usize::MAX
}

/// The signals that stop a program: the interrupt of a terminal, and on Unix the request of whoever supervises it.
struct Signals {
    #[cfg(unix)]
    sources: Option<[tokio::signal::unix::Signal; 2]>,
    #[cfg(not(unix))]
    wanted: bool,
}

impl Signals {
    fn new(wanted: bool) -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let sources = || Ok::<_, io::Error>([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]);
            Ok(Signals { sources: wanted.then(sources).transpose()? })
        }
        #[cfg(not(unix))]
        Ok(Signals { wanted })
    }

    /// Returns when there was one.
    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some([interrupt, terminate]) = &mut self.sources {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        #[cfg(not(unix))]
        if self.wanted && tokio::signal::ctrl_c().await.is_ok() {
            return;
        }
        std::future::pending().await
    }
}
