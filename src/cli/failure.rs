//! What keeps a command from its end: one type, because all that happens with it is that somebody reads it and the exit status is 2.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use truecopy::config::Mistake;
use truecopy::ingest::ReadError;

/// What went wrong: where, what, why, and what to do about it.
#[derive(Clone, Debug)]
pub struct Failure(Box<Kind>);

#[derive(Clone, Debug)]
enum Kind {
    /// One thing.
    One(Fault),
    /// Several at once.
    Several(Vec<Failure>),
    /// Places in a file of settings.
    Mistakes { file: PathBuf, mistakes: Vec<Mistake> },
}

#[derive(Clone, Debug, Default)]
struct Fault {
    /// The file, the folder, or the story of that name.
    at: Option<PathBuf>,
    what: Cow<'static, str>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
    advice: Option<Cow<'static, str>>,
}

impl Failure {
    /// A failure that says this: lower case, without a full stop.
    pub fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Failure(Box::new(Kind::One(Fault { what: what.into(), ..Fault::default() })))
    }

    /// A failure that the cause describes in full.
    pub fn because(cause: impl Error + Send + Sync + 'static) -> Self {
        Failure::new("").cause(cause)
    }

    /// Mistakes in a file of settings or of accepted findings.
    pub fn mistakes(file: &Path, mistakes: Vec<Mistake>) -> Self {
        Failure(Box::new(Kind::Mistakes { file: file.to_owned(), mistakes }))
    }

    /// Several failures as one; none where there are none.
    pub fn several(mut failures: Vec<Failure>) -> Option<Self> {
        match failures.len() {
            0 | 1 => failures.pop(),
            _ => Some(Failure(Box::new(Kind::Several(failures)))),
        }
    }

    /// What it is about: a file, a folder, or the name of a story.
    pub fn at(self, path: impl Into<PathBuf>) -> Self {
        self.with(|fault| fault.at = Some(path.into()))
    }

    /// Why it happened.
    pub fn cause(self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.with(|fault| fault.cause = Some(Arc::new(cause)))
    }

    /// What to do about it.
    pub fn advise(self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.with(|fault| fault.advice = Some(advice.into()))
    }

    /// The failure as one of a story of this name.
    pub fn within(self, name: &str) -> Self {
        Failure::because(self).at(name)
    }

    fn with(mut self, change: impl FnOnce(&mut Fault)) -> Self {
        if let Kind::One(fault) = self.0.as_mut() {
            change(fault);
        }
        self
    }

    /// The file, the folder or the story that it is about, where it is about one.
    pub fn place(&self) -> Option<&Path> {
        match self.0.as_ref() {
            Kind::One(Fault { at: Some(at), .. }) | Kind::Mistakes { file: at, .. } => Some(at),
            Kind::One(Fault { cause, .. }) => {
                let cause: &(dyn Error + Send + Sync) = cause.as_deref()?;
                cause.downcast_ref::<ReadError>().map(|e| Path::new(&e.path))
            }
            Kind::Several(_) => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_ref() {
            Kind::One(fault) => fault.fmt(f),
            Kind::Several(failures) => {
                for (i, failure) in failures.iter().enumerate() {
                    write!(f, "{}{failure}", if i > 0 { "\n" } else { "" })?;
                }
                Ok(())
            }
            Kind::Mistakes { file, mistakes } => {
                let name = file.display().to_string();
                for (i, mistake) in mistakes.iter().enumerate() {
                    write!(f, "{}{}", if i > 0 { "\n" } else { "" }, mistake.render(&name))?;
                }
                Ok(())
            }
        }
    }
}

/// "ferry.txt: cannot be read (permission denied): give another file".
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = &self.at {
            write!(f, "{}: ", at.display())?;
        }
        f.write_str(&self.what)?;
        match &self.cause {
            Some(cause) if self.what.is_empty() => write!(f, "{cause}")?,
            Some(cause) => write!(f, " ({cause})")?,
            None => {}
        }
        match &self.advice {
            Some(advice) => write!(f, ": {advice}"),
            None => Ok(()),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.0.as_ref() {
            Kind::One(fault) => fault.cause.as_deref().map(|cause| cause as &(dyn Error + 'static)),
            Kind::Several(failures) => failures.first().map(|first| first as &(dyn Error + 'static)),
            Kind::Mistakes { .. } => None,
        }
    }
}

impl From<ReadError> for Failure {
    fn from(e: ReadError) -> Self {
        Failure::because(e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_where_what_why_and_what_to_do() {
        let cause = || std::io::Error::other("no such device");
        let bare = Failure::new("no story could be read");
        assert_eq!(bare.to_string(), "no story could be read");
        let full = Failure::new("cannot be read").at("a.txt").cause(cause()).advise("give another file");
        assert_eq!(full.to_string(), "a.txt: cannot be read (no such device): give another file");
        assert_eq!(full.source().map(ToString::to_string).as_deref(), Some("no such device"));
        assert_eq!(Failure::because(cause()).at("a.txt").to_string(), "a.txt: no such device");
        let both = Failure::several(vec![bare, full]).expect("two");
        assert_eq!(both.to_string().lines().count(), 2);
        assert!(Failure::several(Vec::new()).is_none());
    }
}
