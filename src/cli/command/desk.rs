//! `truecopy desk`: the review desk, where people decide about findings and release stories.

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use truecopy::gate::{Accepted, Baseline, accepted, fingerprint};
use truecopy_serve::Proxy;
use truecopy_serve::desk::{Desk, Elsewhere, OpenFinding};

use crate::cli::failure::Failure;
use crate::cli::output::messages::{many, note};
use crate::cli::output::writer::say;
use crate::cli::run::setup::read_text;
use crate::cli::service::folder;
use crate::cli::service::start::ServerArgs;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Pairs in the folder, ferry.wire.txt and ferry.rewrite.txt, are taken in as they come; other stories come by POST to /v1/stories. The desk also
answers all that `truecopy serve` does. docs/desk.md has the details.

Examples:
  truecopy desk drop/
  truecopy desk --add-user \"Ilse Brandt\"        prints the token to log in with
  truecopy desk --db /srv/desk.db --allow-host desk.example --https --no-open drop/";

/// Arguments of `desk`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A folder that stories are put into, with all folders in it; each of these is a source of its own.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// The file that keeps stories, decisions and releases; it is made where there is none.
    #[arg(long, value_name = "FILE", default_value = "truecopy-desk.db")]
    db: PathBuf,

    /// Add a user, or give one a new token; print it and stop.
    #[arg(long, value_name = "NAME")]
    add_user: Option<String>,

    /// Print the dismissals that hold as a file of accepted findings, and stop.
    #[arg(long, conflicts_with = "add_user")]
    print_accepted: bool,

    /// Dismiss the open findings that a file of accepted findings accepts, and stop; they can be undone like others.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["add_user", "print_accepted"])]
    import_accepted: Option<PathBuf>,

    /// The same with the findings that a baseline knows.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["add_user", "print_accepted"])]
    import_baseline: Option<PathBuf>,

    /// Who sits at this machine: the page that is opened is logged in as this user [default: the name of the account].
    #[arg(long, value_name = "NAME", conflicts_with = "add_user")]
    user: Option<String>,

    /// Open no browser; print no link that is logged in.
    #[arg(long)]
    no_open: bool,

    /// Browsers reach the desk by HTTPS, through a proxy.
    #[arg(long)]
    https: bool,

    /// The header in which a proxy names the user whom it has let in, such as X-Remote-User. The proxy must take it out of what browsers send.
    #[arg(long, value_name = "HEADER")]
    proxy_user: Option<String>,

    /// The address that the proxy asks from; may be given several times [default: this machine].
    #[arg(long, value_name = "ADDRESS", requires = "proxy_user")]
    proxy_from: Vec<IpAddr>,

    #[command(flatten)]
    server: ServerArgs,
}

/// Runs `desk`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let desk = Arc::new(Desk::open(&args.db).map_err(|e| Failure::because(e).at(&args.db))?);
    let of_desk = |e| Failure::because(e).at(&args.db);
    if let Some(name) = &args.add_user {
        let token = desk.add_user(name).map_err(of_desk)?;
        say(&format!("{token}\n"))?;
        return Ok(Exit::Clean);
    }
    if args.print_accepted {
        let mut out = accepted::HEAD.to_owned();
        for d in desk.dismissals().map_err(of_desk)? {
            out += &accepted::signed(&d.rule, &d.words, &d.reason, d.story.as_deref(), Some((&d.by, &d.at)));
        }
        say(&out)?;
        return Ok(Exit::Clean);
    }
    if args.import_accepted.is_some() || args.import_baseline.is_some() {
        return import(args, &desk);
    }
    if let Some(folder) = args.folder.as_deref().filter(|f| !f.is_dir()) {
        return Err(Failure::new("this is no folder").at(folder).advise("give the folder that stories are put into"));
    }
    let mut ready = args.server.ready(args.https, proxy(args)?)?;
    let address = ready.server.address().map_err(Failure::because)?;
    if !args.no_open {
        let name = args.user.clone().or_else(account).unwrap_or_else(|| "editor".into());
        let code = desk.invite(&name).map_err(of_desk)?;
        let link = format!("http://{address}/desk/enter/{code}");
        note(format_args!("logged in as {name}, once: {link}"));
        open(&link);
    }
    ready.server = ready.server.with_desk(Arc::clone(&desk));
    if let Some(folder) = args.folder.clone() {
        let service = Arc::clone(&ready.service);
        // It ends with the process: what it takes in is on disk or will be found again.
        std::thread::spawn(move || folder::watch(&folder, &desk, &service));
    }
    ready.run()?;
    Ok(Exit::Clean)
}

/// The proxy that says who sits at a browser, where there is one.
fn proxy(args: &Args) -> Result<Option<Proxy>, Failure> {
    let Some(header) = &args.proxy_user else { return Ok(None) };
    let none =
        || Failure::new(format!("no header can be called “{header}”")).advise("such as --proxy-user X-Remote-User");
    Proxy::new(header, args.proxy_from.clone()).map(Some).ok_or_else(none)
}

/// Brings decisions that were made without the desk into it.
fn import(args: &Args, desk: &Desk) -> Result<Exit, Failure> {
    let by = args.user.clone().or_else(account).unwrap_or_else(|| "import".into());
    let of_desk = |e| Failure::because(e).at(&args.db);
    let mut dismissed = 0;
    if let Some(file) = &args.import_accepted {
        let known = Accepted::read(&read_text(file)?).map_err(|mistakes| Failure::mistakes(file, mistakes))?;
        let accepted = |f: &OpenFinding| {
            let (_, entry) = known.find(f.rule, &fingerprint::normal(f.words), f.story)?;
            let who = match (&entry.by, &entry.at) {
                (Some(by), Some(at)) => format!(" (accepted by {by}, {at})"),
                (Some(by), None) => format!(" (accepted by {by})"),
                _ => String::new(),
            };
            Some(Elsewhere { note: format!("{}{who}", entry.reason), everywhere: entry.path.is_none() })
        };
        dismissed += desk.dismiss_all(&by, accepted).map_err(of_desk)?;
    }
    if let Some(file) = &args.import_baseline {
        let known = Baseline::read(&read_text(file)?).map_err(|e| Failure::because(e).at(file))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let before = |f: &OpenFinding| {
            let note = format!("known before: {name}");
            known.knows(f.story, f.fingerprint).then_some(Elsewhere { note, everywhere: false })
        };
        dismissed += desk.dismiss_all(&by, before).map_err(of_desk)?;
    }
    say(&format!("{} dismissed\n", many(dismissed, "finding")))?;
    Ok(Exit::Clean)
}

/// The name of the account.
fn account() -> Option<String> {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.trim().is_empty())
}

/// Opens a page in the browser. Where there is none, the link was printed.
fn open(link: &str) {
    let (program, more): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let quiet = || Stdio::null();
    let _ = Command::new(program).args(more).arg(link).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
}
