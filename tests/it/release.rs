//! What a release is made by: the files for other tools agree with Cargo.toml, and the archive is where installers look for it.

use std::path::Path;
use std::process::Command;

use toml::Table;
use yaml_rust2::{Yaml, YamlLoader};

use crate::cli::{Folder, text};

fn read(file: &str) -> Option<String> {
    // The package leaves these files out.
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()
}

fn cargo() -> Table {
    read("Cargo.toml").expect("the manifest").parse().expect("TOML")
}

#[test]
fn the_wheel_is_of_this_package() {
    let Some(text) = read("pyproject.toml") else { return };
    let (wheel, cargo): (Table, Table) = (text.parse().expect("TOML"), cargo());
    let (project, package) = (&wheel["project"], &cargo["package"]);
    for field in ["name", "description", "readme", "keywords"] {
        assert_eq!(project[field], package[field], "{field}");
    }
    assert_eq!(project["dynamic"].as_array().map(Vec::as_slice), Some(&["version".into()][..]), "there is one version");
    let maturin = &wheel["tool"]["maturin"];
    let text = |value: &toml::Value| value.as_str().map(str::to_owned).expect("text");
    let module: Table = read(&text(&maturin["manifest-path"])).expect("the crate of the module").parse().expect("TOML");
    assert_eq!(module["package"]["version"], package["version"], "the version of the wheel is that of the program");
    assert!(
        text(&project["scripts"]["truecopy"]).starts_with(&format!("{}:", text(&maturin["module-name"]))),
        "the command starts without the rest of the package"
    );
    let typed = Path::new(&text(&maturin["python-source"])).join("truecopy/py.typed");
    assert!(read(typed.to_str().expect("a UTF-8 name")).is_some(), "the wheel says that it is typed");
    assert!(cargo["profile"].get(maturin["profile"].as_str().expect("a profile")).is_some(), "the profile is there");
    for file in ["NOTICE", "THIRD-PARTY.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        let listed = project["license-files"].as_array().expect("a list").iter().filter_map(|f| f.as_str());
        let fits = |pattern: &str| pattern.strip_suffix('*').map_or(pattern == file, |start| file.starts_with(start));
        assert!(listed.into_iter().any(fits) && read(file).is_some(), "{file} is in the wheel");
    }
    // Whoever names the owner does it in one way.
    assert_eq!(project["urls"]["Repository"], package["repository"]);
}

#[test]
fn the_weights_of_the_reader_are_a_wheel_of_their_own() {
    let folder = "crates/truecopy-py/reader";
    let Some(text) = read(&format!("{folder}/pyproject.toml")) else { return };
    let weights: Table = text.parse().expect("TOML");
    let whole: Table = read("pyproject.toml").expect("the other wheel").parse().expect("TOML");
    let version = cargo()["package"]["version"].as_str().expect("text").to_owned();
    let name = weights["project"]["name"].as_str().expect("text");
    let extra = whole["project"]["optional-dependencies"]["reader"].as_array().expect("a list");
    assert_eq!(extra[..], [format!("{name}=={version}").into()], "the two go together");
    let package = read(&format!("{folder}/truecopy_reader/__init__.py")).expect("the package");
    assert!(package.contains(&format!("__version__ = \"{version}\"")), "the weights have the version of the program");
    let wheel = &weights["tool"]["hatch"]["build"]["targets"]["wheel"];
    let files = wheel["force-include"].as_table().expect("files");
    for file in files.keys() {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(file).is_file(), "{file}");
    }
    for file in ["words.bin", "layers.bin", "gaps.bin"] {
        assert!(files.values().any(|to| to.as_str() == Some(&format!("truecopy_reader/{file}"))), "{file}");
    }
    // The other wheel is made without them.
    assert_eq!(whole["tool"]["maturin"]["no-default-features"], true.into());
    let module: Table = read("crates/truecopy-py/Cargo.toml").expect("the module").parse().expect("TOML");
    assert_eq!(module["features"]["default"].as_array().expect("a list")[..], ["reader".into()]);
    let of_program = cargo()["features"]["default"].as_array().expect("a list").clone();
    let mut of_module = module["dependencies"]["truecopy"]["features"].as_array().expect("a list").clone();
    of_module.push("reader".into());
    of_module.sort_by_key(ToString::to_string);
    assert_eq!(of_module, of_program, "it has all else that the program has");
}

#[test]
fn installers_find_the_archives_that_a_release_has() {
    let (Some(workflow), Some(pack)) = (read(".github/workflows/release.yml"), read("tools/release/archive.py")) else {
        return;
    };
    let package = &cargo()["package"];
    let binstall = &package["metadata"]["binstall"];
    let text = |value: &toml::Value| value.as_str().expect("text").to_owned();
    let url = text(&binstall["pkg-url"]);
    let name = |target: &str, format: &str| {
        let of = |template: &str| {
            let filled = template.replace("{ version }", "1.2.3").replace("{ target }", target);
            filled.replace("{ archive-format }", format).replace("{ repo }", &text(&package["repository"]))
        };
        of(&url).rsplit('/').next().map(str::to_owned).expect("a file")
    };
    assert_eq!(
        name("x86_64-unknown-linux-gnu", &text(&binstall["pkg-fmt"])),
        "truecopy-1.2.3-x86_64-unknown-linux-gnu.tgz"
    );
    let windows = "x86_64-pc-windows-msvc";
    assert_eq!(
        name(windows, &text(&binstall["overrides"][windows]["pkg-fmt"])),
        format!("truecopy-1.2.3-{windows}.zip")
    );
    let binary = r#"ROOT / "target" / target / PROFILE / "#;
    assert!(pack.contains(binary) && pack.contains(r#"PROFILE = "dist""#), "the binary is the one that is shipped");
    assert!(
        pack.contains(r#"name = f"truecopy-{version}-{target}""#) && pack.contains(r#"f"{name}.tgz""#),
        "packed so"
    );
    let workflow = YamlLoader::load_from_str(&workflow).expect("YAML");
    let builds = workflow[0]["jobs"]["build"]["strategy"]["matrix"]["include"].as_vec().expect("builds");
    let targets: Vec<&str> = builds.iter().filter_map(|b| b["target"].as_str()).collect();
    for (system, least) in [("linux", 2), ("apple", 2), ("windows", 1)] {
        assert!(targets.iter().filter(|t| t.contains(system)).count() >= least, "{system}: {targets:?}");
    }
    if let Some(npm) = read("tools/release/npm.py") {
        for target in &targets {
            assert!(npm.contains(&format!("\"{target}\": (")), "{target} has no npm package");
        }
    }
    let built = workflow[0]["jobs"]["build"]["steps"].as_vec().expect("steps");
    let scripts = built.iter().flat_map(|s| [&s["run"], &s["with"]["before-script-linux"]]).filter_map(|s| s.as_str());
    let made = scripts.filter(|s| s.contains("cargo build --locked --profile dist --bin truecopy --target")).count();
    assert_eq!(made, 2, "the binary is built on Linux, in the same container as the wheel, and elsewhere");
    let steps = workflow[0]["jobs"]["release"]["steps"].as_vec().expect("steps");
    let run: String = steps.iter().filter_map(|s| s["run"].as_str()).collect();
    assert!(run.contains("sha256sum") && run.contains("gh release create"), "{run}");
    assert_eq!(workflow[0]["permissions"]["contents"], Yaml::String("read".into()), "only the last jobs may write");
}

#[cfg(unix)]
#[test]
fn the_command_of_the_npm_package_is_the_program() {
    let Some(script) = read("tools/release/npm/truecopy.js") else { return };
    let node = |args: &[&str]| Command::new("node").args(args).output();
    let Ok(said) = node(&["-p", "process.platform + '-' + process.arch"]) else {
        println!("SKIPPED: Node is not installed; nobody has started the command of the npm package");
        return;
    };
    let platform = text(&said.stdout).trim().to_owned();
    let folder = Folder::new();
    let start = folder.file("node_modules/truecopy/truecopy.js", script);
    let start = start.to_str().expect("a UTF-8 name");
    let missing = node(&[start, "--version"]).expect("Node starts");
    assert!(missing.status.code() == Some(2) && text(&missing.stderr).contains(&platform), "{}", text(&missing.stderr));
    let program = folder.file(&format!("node_modules/truecopy-{platform}/bin/truecopy"), "");
    std::fs::remove_file(&program).expect("a place for the program");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_truecopy"), program).expect("the program");
    let short = |file: &str| format!("{}/examples/short/{file}", env!("CARGO_MANIFEST_DIR"));
    let (wire, rewrite) = (short("wire.txt"), short("rewrite.txt"));
    for (rewrite, status) in [(&wire, 0), (&rewrite, 1), (&"no such file".to_owned(), 2)] {
        let done = node(&[start, "check", "--isolated", &wire, rewrite]).expect("Node starts");
        assert_eq!(done.status.code(), Some(status), "{}", text(&done.stderr));
    }
}
