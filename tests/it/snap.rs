//! Snapshots: one helper, names that say what they hold, and the folders they live in.

/// Compares `text` with `snapshots/FOLDER/NAME.snap`. `INSTA_UPDATE=always cargo test` takes the new text.
#[track_caller]
pub fn check(folder: &str, name: &str, text: &str) {
    assert!(is_name(name), "`{name}` is no name for a snapshot: use a-z, 0-9, - and .");
    if !std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").is_dir() && !updating() {
        eprintln!("skipped: the snapshots are not in the package, only in the repository");
        return;
    }
    insta::with_settings!({
        snapshot_path => format!("{}/snapshots/{folder}", env!("CARGO_MANIFEST_DIR")),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, text) });
}

/// Whether a name is fit for every file system and says something by itself.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
}

/// Whether the run is to take what it sees instead of comparing: the same switch as insta's.
pub fn updating() -> bool {
    std::env::var_os("INSTA_UPDATE").is_some_and(|v| v == "always")
}
