//! The crates beside the program: what they hold is named, and carries the terms it is under wherever it goes.

use std::collections::BTreeSet;
use std::path::Path;

const DATA: [&str; 5] = [
    "crates/truecopy-data",
    "crates/truecopy-reader-gaps",
    "crates/truecopy-reader-layers",
    "crates/truecopy-reader-words",
    "crates/truecopy-vectors",
];

const CODE: [&str; 2] = ["crates/truecopy-onnx", "crates/truecopy-serve"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A text as paragraphs, each on one line.
fn paragraphs(text: &str) -> BTreeSet<String> {
    let one_line = |p: &str| p.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split("\n\n").map(one_line).filter(|p| !p.is_empty()).collect()
}

#[test]
fn the_notice_of_the_program_says_all_that_those_of_its_data_say() {
    let whole = paragraphs(&read("NOTICE"));
    for folder in DATA {
        let notice = read(&format!("{folder}/NOTICE"));
        // The first line says whose notice it is.
        let missing: Vec<String> = paragraphs(&notice).into_iter().filter(|p| !whole.contains(p)).collect();
        assert!(missing.iter().all(|p| p.starts_with("NOTICE: what is in ")), "{folder}: {missing:#?}");
    }
}

#[test]
fn every_crate_carries_the_licences_of_the_code() {
    for (folder, file) in DATA.iter().chain(&CODE).flat_map(|c| ["LICENSE-MIT", "LICENSE-APACHE"].map(|f| (c, f))) {
        assert_eq!(read(&format!("{folder}/{file}")), read(file), "{folder}/{file}");
    }
}

#[test]
fn every_data_file_is_embedded() {
    let code = read("crates/truecopy-data/src/lib.rs");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/truecopy-data");
    for folder in ["tables", "packs", "models"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder of data") {
            let name = entry.expect("a file").file_name().into_string().expect("a UTF-8 name");
            assert!(code.contains(&format!("\"../{folder}/{name}\"")), "{folder}/{name} is packaged and never read");
        }
    }
}
