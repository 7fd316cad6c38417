//! The server, as the commands that start it are told about it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use truecopy::check::Kind;
use truecopy::config::Origin;
use truecopy_serve::log::{self, Form};
use truecopy_serve::{Options, Proxy, Server, Token};

use crate::cli::failure::Failure;
use crate::cli::input::archive::Archive;
use crate::cli::run::pool;
use crate::cli::run::settings::SettingsArgs;
use crate::cli::run::setup::Setup;
use crate::cli::service::engine::Service;

/// The environment variable that holds the token.
const TOKEN: &str = "TRUECOPY_TOKEN";

/// A shorter word could be guessed.
const SHORTEST_TOKEN: usize = 16;

/// A check that takes longer than so many seconds is given up, unless a setting says otherwise: somebody waits for the answer.
const SECONDS: usize = 30;

/// Arguments of every command that starts the server.
#[derive(clap::Args)]
pub struct ServerArgs {
    /// Where to listen. Addresses that other machines reach need a token.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8778")]
    listen: SocketAddr,

    /// A file with the token that requests have to bring (`Authorization: Bearer TOKEN`) [default: the variable TRUECOPY_TOKEN, where it is set].
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Another name under which the server is asked, such as that of a proxy before it; may be given several times.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,

    /// Pages of this origin may ask, such as https://cms.example; may be given several times.
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,

    /// Where to look for the wire of a text that comes without one: an index made by `truecopy index`, or wire stories.
    #[arg(long, value_name = "ARCHIVE")]
    archive: Option<PathBuf>,

    /// How many pairs to check at once [default: one per core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// How many requests may wait for their turn; further ones are told to come again (503).
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16))]
    max_waiting: u16,

    /// The largest request in bytes; larger ones are refused (413).
    #[arg(long, value_name = "BYTES", default_value_t = 4_194_304, value_parser = clap::value_parser!(u32).range(1024..=67_108_864))]
    max_request: u32,

    /// How to write the log, which goes to standard error and holds no words of stories.
    #[arg(long, value_enum, default_value_t = Log::Text, value_name = "FORM")]
    log: Log,

    /// The rewrites are summaries: sentences left out are no fault.
    #[arg(long)]
    summary: bool,

    #[command(flatten)]
    setup: SettingsArgs,
}

/// `--log`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Log {
    /// A line of text for each request.
    Text,
    /// One JSON object for each request.
    Json,
}

/// A server that has its address and its checker, and only has to be run.
pub struct Ready {
    pub server: Server,
    pub service: Arc<Service>,
}

impl ServerArgs {
    /// Reads settings and archive, and takes the address. `https` says whether browsers come through a proxy that speaks it, `proxy`
    /// how it says who sits at them.
    ///
    /// # Errors
    /// What is wrong with the arguments or with what they name.
    pub fn ready(&self, https: bool, proxy: Option<Proxy>) -> Result<Ready, Failure> {
        let token = token(self)?;
        if token.is_none() && !self.listen.ip().is_loopback() {
            return Err(Failure::new("other machines reach this address, and there is no token")
                .at(self.listen.to_string())
                .advise(format!("put a token into a file and name it with --token-file, or set {TOKEN}")));
        }
        let mut loaded = Setup::new(&self.setup, self.summary.then_some(Kind::Summary), false).here()?;
        if let Some(loaded) = Arc::get_mut(&mut loaded)
            && loaded.config.max_seconds.origin == Origin::Default
        {
            loaded.config.max_seconds.value = SECONDS;
        }
        let archive = self.archive.as_deref().map(|path| Archive::open(path, None)).transpose()?;
        let jobs = pool::threads(self.jobs);
        let options = Options {
            token,
            hosts: self.allow_host.clone(),
            origins: self.allow_origin.clone(),
            most_bytes: self.max_request as usize,
            jobs,
            most_waiting: usize::from(self.max_waiting),
            https,
            proxy,
            ..Options::default()
        };
        let taken = |e: std::io::Error| Failure::new("cannot listen here").at(self.listen.to_string()).cause(e);
        let server = Server::bind(self.listen, options).map_err(taken)?;
        log::start(match self.log {
            Log::Text => Form::Text,
            Log::Json => Form::Json,
        });
        Ok(Ready { server, service: Arc::new(Service::new(loaded, archive, 2 * jobs)) })
    }
}

impl Ready {
    /// Answers requests until a signal comes.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn run(self) -> Result<(), Failure> {
        self.server.run(self.service).map_err(|e| Failure::new("the server stopped").cause(e))
    }
}

/// The token that requests have to bring, where there is one.
fn token(args: &ServerArgs) -> Result<Option<Token>, Failure> {
    let (word, from) = match &args.token_file {
        Some(file) => {
            (std::fs::read_to_string(file).map_err(|e| Failure::because(e).at(file))?, file.display().to_string())
        }
        None => match std::env::var(TOKEN) {
            Ok(word) => (word, TOKEN.to_owned()),
            Err(_) => return Ok(None),
        },
    };
    let word = word.trim();
    if word.len() < SHORTEST_TOKEN || word.contains(char::is_whitespace) {
        return Err(
            Failure::new(format!("the token needs {SHORTEST_TOKEN} characters at least, and no white space")).at(from)
        );
    }
    Ok(Some(Token::new(word)))
}
