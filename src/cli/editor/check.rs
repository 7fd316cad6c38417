//! An open text checked against its wire.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use truecopy::ingest::Story;

use crate::cli::editor::marks::{Checked, Mark};
use crate::cli::editor::place::{Units, uri_of};
use crate::cli::editor::texts::{Text, Texts, Wires};
use crate::cli::failure::Failure;
use crate::cli::input::beside::Side;
use crate::cli::run::pool;
use crate::cli::run::settings::SettingsArgs;
use crate::cli::run::setup::Setup;
use crate::cli::run::wires::Recent;

/// So many wires stay analysed.
const WIRES: usize = 8;

/// What a check needs besides the text.
pub struct Tools {
    pub setup: Setup,
    pub wires: Wires,
    pub units: Units,
    recent: Recent,
}

/// What comes of a check.
pub enum Came {
    /// The rewrite was checked.
    Marks(Vec<Mark>),
    /// There is nothing to check.
    Nothing,
    /// It could not be checked, and why.
    Said(String),
    /// It was given up, because the text has changed.
    Overtaken,
}

impl Tools {
    pub fn new(settings: &SettingsArgs) -> Self {
        let recent = Recent::new(WIRES);
        Tools { setup: setup(settings), wires: Wires::default(), units: Units::default(), recent }
    }

    /// Forgets what was read of the files of settings.
    pub fn read_settings_anew(&mut self, settings: &SettingsArgs) {
        self.setup = setup(settings);
    }
}

/// Nothing is kept of a text that lasts until the next key is pressed.
fn setup(settings: &SettingsArgs) -> Setup {
    let mut settings = settings.clone();
    settings.no_cache = true;
    Setup::new(&settings, None, false).reading(pool::threads(None))
}

/// Checks a text; `open` are the others. It is given up when `wanted` says so.
pub fn check(tools: &mut Tools, text: &mut Text, open: &Texts, wanted: &dyn Fn() -> bool) -> Came {
    let is_wire = text.path.as_deref().is_some_and(|path| tools.wires.names(path)) || text.is_named(Side::Wire);
    if is_wire || text.text.trim().is_empty() {
        return Came::Nothing;
    }
    let work = AssertUnwindSafe(|| judged(tools, text, open, wanted));
    match catch_unwind(work) {
        Ok(Ok(came)) => came,
        Ok(Err(_)) if !wanted() => Came::Overtaken,
        Ok(Err(why)) => Came::Said(why.to_string()),
        Err(_) => Came::Said(format!("{}: internal error: please report this pair", text.name())),
    }
}

fn judged(tools: &mut Tools, text: &mut Text, open: &Texts, wanted: &dyn Fn() -> bool) -> Result<Came, Failure> {
    let name = text.path.clone().unwrap_or_else(|| Path::new("-").to_owned());
    let loaded = tools.setup.of(&name)?;
    let path = loaded.relative(&name);
    if loaded.config.excludes(&path) {
        return Ok(Came::Nothing);
    }
    // For editors a lone carriage return ends a line, for us it does not: every mark would stand beside its words.
    if text.text.replace("\r\n", "").contains('\r') {
        let advice = "save the text with line feeds";
        return Err(Failure::new("has lines that end in a carriage return alone").at(text.name()).advise(advice));
    }
    let rewrite = text.story()?;
    let wires = tools.wires.of(text, &rewrite, open)?;
    if wires.is_empty() {
        let what = "there is no wire for it";
        let advice =
            "name the two as in ferry.wire.txt and ferry.rewrite.txt, or start `truecopy lsp` with --wire or --archive";
        return Err(Failure::new(what).at(text.name()).advise(advice));
    }
    let uris: Vec<Option<String>> = wires.iter().map(|wire| uri(wire, open)).collect();
    let judged = loaded.check_while(&path, tools.recent.wire(wires), rewrite, loaded.date, wanted)?;
    let checked = Checked { judged: &judged, text: &text.text, wires: &uris, uri: &text.uri, units: tools.units };
    Ok(Came::Marks(checked.marks()))
}

/// The URI of a wire's file, as the client spells it where it has the file open; that of the feed for an item of one.
fn uri(wire: &Story, open: &Texts) -> Option<String> {
    let name = wire.source.name.as_str();
    let file = if Path::new(name).is_file() { name } else { name.split_once('#').map_or(name, |(file, _)| file) };
    let path = Path::new(file);
    let known = open.values().find(|t| t.path.as_deref() == Some(path)).map(|t| t.uri.clone());
    known.or_else(|| path.is_file().then(|| uri_of(path)))
}
