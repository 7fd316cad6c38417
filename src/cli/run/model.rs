//! The inference model that the settings name, which judges sentences in the place of the built-in reader.

use std::path::Path;

use truecopy::reader::Brought;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;

/// Opens the model in a folder, or the ONNX file at `path`.
///
/// # Errors
/// Where it is none that can judge pairs of sentences, or this program was built without such models.
pub fn open(path: &Path) -> Result<Brought, Failure> {
    bounds::stay_inside(path).map_err(|e| Failure::new("cannot be read").at(path).cause(e))?;
    onnx(path)
}

#[cfg(not(feature = "onnx"))]
fn onnx(path: &Path) -> Result<Brought, Failure> {
    Err(Failure::new("this program was built without models of one's own")
        .at(path)
        .advise("build it with `cargo install truecopy --features onnx`"))
}

#[cfg(feature = "onnx")]
fn onnx(path: &Path) -> Result<Brought, Failure> {
    let model =
        truecopy_onnx::Model::open(path).map_err(|e| Failure::new("this model cannot be used").at(path).cause(e))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Brought::new(name, identity(path), Box::new(judge::Judge::new(model))))
}

/// What tells a model from one that lies in its place tomorrow: its path, and the sizes and times of the files there.
#[cfg(feature = "onnx")]
fn identity(path: &Path) -> String {
    let stamp = |file: &Path| {
        let about = std::fs::metadata(file).ok().map(|m| (m.len(), m.modified().ok()));
        format!("{} {about:?}", file.display())
    };
    let files = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut stamps: Vec<String> = if path.is_dir() {
        files(path).chain(files(&path.join("onnx"))).map(|file| stamp(&file)).collect()
    } else {
        vec![stamp(path)]
    };
    stamps.sort();
    stamps.join("\n")
}

#[cfg(feature = "onnx")]
mod judge {
    use std::sync::Once;

    use truecopy::reader::Judgement;
    use truecopy_onnx::Model;

    use crate::cli::output::messages::note;

    /// The model, and whether somebody was told that it does not run.
    #[derive(Debug)]
    pub struct Judge {
        model: Model,
        told: Once,
    }

    impl Judge {
        pub fn new(model: Model) -> Self {
            Judge { model, told: Once::new() }
        }
    }

    impl truecopy::reader::Judge for Judge {
        fn judge(&self, wire: &str, rewrite: &str) -> Option<Judgement> {
            match self.model.judge(wire, rewrite) {
                Ok(judged) => Some(Judgement { borne_out: judged.follows, contradicted: judged.contradicted }),
                Err(why) => {
                    self.told.call_once(|| {
                        note(format!("the model could not judge a sentence, and the built-in reader did: {why}"))
                    });
                    None
                }
            }
        }
    }
}
