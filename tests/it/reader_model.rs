//! An inference model that the user brings, from the command line and from the settings.

use crate::cli::{Folder, code, run, text};

#[cfg(feature = "onnx")]
#[path = "../../crates/truecopy-onnx/tests/tiny/mod.rs"]
mod tiny;

const WIRE: &str = "The harbour was closed on Monday. The ferry was closed on Monday.\n";
const DENIED: &str = "The harbour was closed on Monday. The ferry was on Monday not closed.\n";

struct Pair {
    folder: Folder,
    wire: String,
    rewrite: String,
}

fn pair() -> Pair {
    let folder = Folder::new();
    let name = |name: &str, words: &str| folder.file(name, words).to_string_lossy().into_owned();
    let (wire, rewrite) = (name("wire.txt", WIRE), name("rewrite.txt", DENIED));
    Pair { folder, wire, rewrite }
}

#[cfg(not(feature = "onnx"))]
#[test]
fn a_program_that_takes_no_models_says_how_to_get_one_that_does() {
    let Pair { folder: _folder, wire, rewrite } = &pair();
    let output = run(&["check", "--reader-model", "nli", wire, rewrite]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("--features onnx"), "{}", text(&output.stderr));
}

#[cfg(feature = "onnx")]
#[test]
fn a_model_that_is_named_is_asked_and_the_report_says_so() {
    let Pair { folder, wire, rewrite } = &pair();
    let model = folder.0.join("nli");
    std::fs::create_dir(&model).expect("a folder for the model");
    tiny::write(&model, 6.0, &["input_ids", "attention_mask"], &tiny::LABELS);
    folder.file("truecopy.toml", "[check]\nreader-model = \"nli\"\n");
    let output = run(&["check", "--format", "json", wire, rewrite]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["reader"]["mode"], "auto", "who names a model wants it to be asked");
    assert_eq!(report["reader"]["model"], "nli");
    assert_eq!(report["reader"]["sentences"], 1);
    let fidelity = |args: &[&str]| {
        let output = run(&[&["check", "--format", "json"], args, &[wire, rewrite]].concat());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
        report["fidelity"].as_f64().expect("a figure")
    };
    // The same model, which takes little notice of the denial.
    let mild = folder.0.join("mild");
    std::fs::create_dir(&mild).expect("a folder for the model");
    tiny::write(&mild, 1.0, &["input_ids"], &tiny::LABELS);
    let mild = mild.to_string_lossy();
    assert!(fidelity(&[]) < fidelity(&["--reader-model", &*mild]), "its judgement counts");
    let off = run(&["check", "--format", "json", "--reader", "off", wire, rewrite]);
    assert!(!text(&off.stdout).contains("\"model\""), "switched off, it is not asked");
}

#[cfg(feature = "onnx")]
#[test]
fn what_is_wrong_with_a_model_is_told_at_the_line_that_names_it() {
    let Pair { folder, wire, rewrite } = &pair();
    let model = folder.0.join("nli");
    std::fs::create_dir(&model).expect("a folder for the model");
    tiny::write(&model, 6.0, &["input_ids"], &["LABEL_0", "LABEL_1", "LABEL_2"]);
    folder.file("truecopy.toml", "[check]\nreader-model = \"nli\"\n");
    let output = run(&["check", wire, rewrite]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    assert!(said.contains("truecopy.toml:2") && said.contains("LABEL_0, LABEL_1, LABEL_2"), "{said}");
}
