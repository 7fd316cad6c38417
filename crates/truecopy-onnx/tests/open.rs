//! A model is opened, checked and asked; what does not fit is refused in words that say what is wrong.

mod tiny;

use tiny::LABELS;
use truecopy_onnx::{Model, Unfit};

const INPUTS: [&str; 3] = ["input_ids", "attention_mask", "token_type_ids"];

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn said(error: &Unfit) -> String {
    error.to_string()
}

#[test]
fn a_model_in_a_folder_judges_pairs_the_same_every_time() {
    let folder = folder();
    tiny::write(folder.path(), 4.0, &INPUTS, &LABELS);
    let model = Model::open(folder.path()).expect("a model");
    let wire = "The ferry was closed on Monday.";
    let (true_, false_) = (
        model.judge(wire, wire).expect("as the test set it up"),
        model.judge(wire, "The ferry was not closed on Monday.").expect("as the test set it up"),
    );
    assert!(
        true_.follows > false_.follows && false_.contradicted.expect("as the test set it up") > 0.9,
        "{true_:?} {false_:?}"
    );
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| model.judge(wire, wire).expect("as the test set it up"))).collect();
        threads.into_iter().map(|t| t.join().expect("as the test set it up")).collect()
    });
    assert!(together.iter().all(|j| *j == true_));
    // Longer than the model can take, and empty.
    let long = "the harbour was closed on monday . ".repeat(40);
    assert!(
        model.judge(&long, &long).expect("as the test set it up").follows.is_finite()
            && model.judge("", "").expect("as the test set it up").follows.is_finite()
    );
}

#[test]
fn the_file_itself_may_be_named_and_lie_in_a_folder_of_its_own() {
    let folder = folder();
    tiny::write(folder.path(), 4.0, &INPUTS[..1], &LABELS);
    assert!(Model::open(&folder.path().join("model.onnx")).is_ok());
    let inner = folder.path().join("onnx");
    std::fs::create_dir(&inner).expect("as the test set it up");
    std::fs::rename(folder.path().join("model.onnx"), inner.join("model.onnx")).expect("as the test set it up");
    assert!(Model::open(folder.path()).is_ok(), "as the exporters of some hubs lay it out");
}

#[test]
fn a_model_of_one_length_gets_pairs_of_that_length() {
    let folder = folder();
    tiny::write_of(folder.path(), 4.0, &INPUTS, &LABELS, Some(40));
    let model = Model::open(folder.path()).expect("a model");
    let long = "the harbour was closed on monday . ".repeat(40);
    for (wire, rewrite) in [("The ferry was closed.", "The ferry was closed."), (long.as_str(), ""), (&long, &long)] {
        assert!(model.judge(wire, rewrite).expect("a judgement").follows.is_finite());
    }
}

#[test]
fn what_is_no_inference_model_is_refused_by_what_it_lacks() {
    let folder = folder();
    let open = || Model::open(folder.path()).expect_err("no inference model");
    assert!(said(&open()).contains("there is no model.onnx in this folder"));
    tiny::write(folder.path(), 4.0, &INPUTS, &["LABEL_0", "LABEL_1", "LABEL_2"]);
    assert!(said(&open()).contains("LABEL_0, LABEL_1, LABEL_2"));
    tiny::write(folder.path(), 4.0, &["input_ids", "pixel_values"], &LABELS);
    assert_eq!(open(), Unfit::Input("pixel_values".to_owned()));
    tiny::write(folder.path(), 4.0, &INPUTS, &["entailment", "not_entailment"]);
    assert!(matches!(open(), Unfit::Answer(_)), "two labels, three figures");
    // The labels are in another order than the figures.
    tiny::write(folder.path(), 4.0, &INPUTS, &["contradiction", "neutral", "entailment"]);
    assert_eq!(open(), Unfit::Blind);
    std::fs::remove_file(folder.path().join("tokenizer.json")).expect("as the test set it up");
    assert!(said(&open()).contains("there is no tokenizer.json beside it"));
    let pointer = "version https://git-lfs.github.com/spec/v1";
    std::fs::write(folder.path().join("model.onnx"), pointer).expect("as the test set it up");
    assert!(
        matches!(open(), Unfit::File(path, _) if path.ends_with("model.onnx")),
        "a pointer in the place of the file"
    );
}
