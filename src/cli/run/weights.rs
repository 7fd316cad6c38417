//! The weights of the reader, where they lie outside of the program.

use std::path::PathBuf;
use std::sync::OnceLock;

use truecopy::reader::Reader;

use crate::cli::failure::Failure;

/// How whoever has this program inside finds the folder with `words.bin`, `layers.bin` and `gaps.bin`.
pub type Finder = fn() -> Result<PathBuf, Failure>;

static FINDER: OnceLock<Finder> = OnceLock::new();

/// From now on the weights are looked for in this way, when something is to be read and the program holds none itself.
pub fn found_by(finder: Finder) {
    // Of several that tell, the first counts.
    let _ = FINDER.set(finder);
}

/// Makes sure that there is a reader.
///
/// # Errors
/// Where there are no weights, or none that fit; the message says where to get them.
pub fn bring() -> Result<(), Failure> {
    if Reader::IS_BUILT_IN || Reader::at_hand().is_some() {
        return Ok(());
    }
    let Some(find) = FINDER.get() else {
        return Err(Failure::new("this program was built without the reader")
            .advise("build it with `--features reader`, or name a model with --reader-model"));
    };
    let folder = find()?;
    let read = |name: &str| {
        let file = folder.join(name);
        std::fs::read(&file).map_err(|e| Failure::new("cannot be read").at(file).cause(e))
    };
    Reader::bring(read("words.bin")?, read("layers.bin")?, read("gaps.bin")?)
        .map_err(|unfit| Failure::because(unfit).at(folder))
}
