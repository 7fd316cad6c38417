//! The options of the command line that overrule settings, made from the one declaration of settings.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser as _, ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};
use truecopy::config::keys::{Flag, KEYS, Key};
use truecopy::config::shape::Shape;
use truecopy::config::{Config, Origin};
use truecopy::knowledge::dates::Date;

/// Options about settings, for every command that checks.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = SETTINGS)]
pub struct SettingsArgs {
    /// Read this configuration file instead of the truecopy.toml nearest to each rewrite.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,

    /// Read no configuration file.
    #[arg(long)]
    pub isolated: bool,

    /// Check everything again: keep no results and use none.
    #[arg(long, conflicts_with = "cache")]
    pub no_cache: bool,

    #[command(flatten)]
    keys: KeyArgs<false>,

    /// What [`RunArgs`] say, for the commands that have them.
    #[arg(skip)]
    run: KeyArgs<true>,
}

/// More options about settings, for the commands that make runs.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct RunArgs {
    #[command(flatten)]
    keys: KeyArgs<true>,
}

impl RunArgs {
    /// All settings of a run.
    pub fn with(&self, settings: &SettingsArgs) -> SettingsArgs {
        SettingsArgs { run: self.keys.clone(), ..settings.clone() }
    }
}

impl SettingsArgs {
    /// Puts what the command line says on top of the other settings.
    pub fn overrule(&self, config: &mut Config) {
        for (key, given) in self.keys.0.iter().chain(&self.run.0) {
            // It was found to be in order when the command line was read.
            if let Ok(given) = key.shape.parse(given) {
                key.set(config, given, Origin::CommandLine);
            }
        }
        if self.no_cache {
            config.cache.overrule(Some(None));
        }
    }

    /// Settings that were given otherwise than by options, each with its values as the command line would have them; the configuration
    /// file is this one or none.
    pub fn given(config: Option<PathBuf>, keys: Vec<(&'static Key, Vec<OsString>)>) -> Self {
        SettingsArgs { isolated: config.is_none(), config, keys: KeyArgs(keys), ..SettingsArgs::default() }
    }

    /// Options that give these files of facts.
    pub fn of_facts(files: &[PathBuf]) -> Self {
        let key = KEYS.iter().find(|k| k.table == "check" && k.name == "facts").filter(|_| !files.is_empty());
        let given = files.iter().map(|f| f.clone().into_os_string()).collect();
        SettingsArgs { keys: KeyArgs(key.map(|key| (key, given)).into_iter().collect()), ..SettingsArgs::default() }
    }
}

const SETTINGS: &str = "Settings";
const GATE: &str = "Gate";

/// The keys that the command line sets, each with the values given: those that are for runs only, or all others.
#[derive(Clone, Debug, Default)]
struct KeyArgs<const FOR_RUNS: bool>(Vec<(&'static Key, Vec<OsString>)>);

impl<const FOR_RUNS: bool> KeyArgs<FOR_RUNS> {
    fn keys() -> impl Iterator<Item = (&'static Key, Flag)> {
        KEYS.iter().filter_map(|key| Some((key, key.flag?))).filter(|(_, flag)| flag.for_runs == FOR_RUNS)
    }
}

impl<const FOR_RUNS: bool> FromArgMatches for KeyArgs<FOR_RUNS> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |key: &'static Key| {
            let values = matches.get_many::<OsString>(key.name)?;
            Some((key, values.cloned().collect()))
        };
        Ok(KeyArgs(Self::keys().filter_map(|(key, _)| given(key)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<const FOR_RUNS: bool> clap::Args for KeyArgs<FOR_RUNS> {
    fn augment_args(command: Command) -> Command {
        Self::keys().fold(command, |command, (key, flag)| command.arg(option(key, flag)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The option that overrules a setting.
fn option(key: &'static Key, flag: Flag) -> Arg {
    let list = matches!(key.shape, Shape::Paths | Shape::Patterns | Shape::Selectors);
    let more = match key.shape {
        Shape::Selectors => "; several are parted by commas",
        _ if list => "; may be given several times, and then stands for the whole list",
        _ => "",
    };
    let gate = ["gate", "report"].contains(&key.table);
    Arg::new(key.name)
        .long(key.name)
        .value_name(flag.value)
        .help(format!("{}{more}", key.help.trim_end_matches('.')))
        .help_heading(if gate { GATE } else { SETTINGS })
        .action(if list { ArgAction::Append } else { ArgAction::Set })
        .value_parser(parser(key.shape))
}

fn parser(shape: Shape) -> ValueParser {
    match shape {
        Shape::Words(words) => PossibleValuesParser::new(words).map(OsString::from).into(),
        shape => OsStringValueParser::new()
            .try_map(move |text| shape.parse(std::slice::from_ref(&text)).map(|_| text))
            .into(),
    }
}

/// Year, month and day.
pub type Day = (i32, u8, u8);

/// Reads `--date`.
pub fn date(value: &str) -> Result<Day, NoDay> {
    let day = Date::parse(value.trim()).ok_or(NoDay)?;
    Ok((day.year, day.month, day.day))
}

/// What was given is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDay;

impl std::fmt::Display for NoDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected a day as YYYY-MM-DD")
    }
}

impl std::error::Error for NoDay {}
