//! The files that put truecopy into other people's tools are read and run, so that they cannot drift from the program:
//! `.pre-commit-hooks.yaml`, `action.yml`, the GitLab job of docs/gate.md and the Containerfile.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use regex::Regex;
use yaml_rust2::{Yaml, YamlLoader};

use super::{REWRITE, WIRE, docs};
use crate::cli::{Folder, code, text, truecopy};

/// A file of the repository; nothing where the package leaves it out.
fn file(name: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).ok()
}

fn yaml(text: &str) -> Yaml {
    YamlLoader::load_from_str(text).expect("YAML").into_iter().next().expect("a document")
}

fn string(value: &Yaml) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value:?}: not a string"))
}

/// A desk: a faulty and a clean pair, a rewrite whose wire is nowhere, and files beside them that are none of ours.
fn desk() -> Folder {
    let folder = Folder::new();
    for name in ["stories/ferry", "stories/fish market's"] {
        folder.file(&format!("{name}.wire.txt"), WIRE);
    }
    folder
        .file("stories/ferry.rewrite.txt", WIRE.replace("approved a breakwater", "gave its approval to a breakwater"));
    folder.file("stories/fish market's.rewrite.txt", REWRITE);
    for name in [
        "ferry.wire.txt~",
        "ferry.rewrite.txt.orig",
        "ferry.rewrite.bak",
        "ferry.rewrite.txt.report.html",
        ".wire.txt",
        "notes.txt",
    ] {
        folder.file(&format!("stories/{name}"), "Nothing of this is a story.\n");
    }
    folder.file("stories/clips.wire.d/readme", "Nothing of this is a story.\n");
    folder
}

fn files_of(folder: &Path) -> Vec<String> {
    let (mut out, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(inner) = open.pop() {
        for entry in std::fs::read_dir(inner).expect("a folder").map(|e| e.expect("an entry")) {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                out.push(entry.path().strip_prefix(folder).expect("inside").to_string_lossy().into_owned());
            }
        }
    }
    out.sort();
    out
}

/// Runs the hook as pre-commit does: entry, then `args` of the user, then the files that fit.
fn hook(folder: &Folder, args: &[&str]) -> Option<(Vec<String>, Output)> {
    let hooks = yaml(&file(".pre-commit-hooks.yaml")?);
    let hook = &hooks[0];
    assert_eq!((string(&hook["language"]), string(&hook["id"])), ("rust", "truecopy"));
    let wanted = Regex::new(string(&hook["files"])).expect("a pattern");
    let unwanted = Regex::new(string(&hook["exclude"])).expect("a pattern");
    let fits = |f: &String| wanted.is_match(f) && !unwanted.is_match(f);
    let files: Vec<String> = files_of(&folder.0).into_iter().filter(fits).collect();
    let mut entry = string(&hook["entry"]).split(' ');
    assert_eq!(entry.next(), Some("truecopy"));
    let output = truecopy().current_dir(&folder.0).args(entry).args(args).args(&files).output();
    Some((files, output.expect("the program starts")))
}

#[test]
fn both_hooks_check_the_same_in_the_same_way() {
    let Some(hooks) = file(".pre-commit-hooks.yaml").map(|text| yaml(&text)) else { return };
    let (built, installed) = (&hooks[0], &hooks[1]);
    assert_eq!((string(&installed["id"]), string(&installed["language"])), ("truecopy-installed", "system"));
    for key in ["entry", "files", "exclude", "types", "require_serial"] {
        assert_eq!(built[key], installed[key], "{key}");
    }
}

#[test]
fn the_hook_checks_what_it_is_given() {
    let folder = desk();
    let Some((files, output)) = hook(&folder, &[]) else { return };
    let names = ["ferry.rewrite.txt", "ferry.wire.txt", "fish market's.rewrite.txt", "fish market's.wire.txt"];
    assert_eq!(files, names.map(|n| format!("stories/{n}")));
    let said = text(&output.stdout);
    assert_eq!(code(&output), 1, "{said}{}", text(&output.stderr));
    assert!(said.contains("number-changed") && said.contains("2 rewrites, "), "{said}");
    assert!(said.contains("1 pass, 1 do not"), "{said}");
    // `args:` of a user's configuration stand between the entry and the files.
    let (_, output) = hook(&folder, &["--fail-on", "never"]).expect("the hook");
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    // A file whose name begins with a dash, once the user says that options end.
    folder.file("-dash.wire.txt", WIRE);
    folder.file("-dash.rewrite.txt", WIRE);
    let (_, output) = hook(&folder, &["--fail-on=never", "--"]).expect("the hook");
    assert!(text(&output.stdout).contains("3 rewrites, "), "{}", text(&output.stderr));
}

#[test]
fn a_story_without_its_wire_does_not_hide_the_faults_of_others() {
    let folder = desk();
    folder.file("stories/lone.rewrite.txt", WIRE);
    let Some((_, output)) = hook(&folder, &[]) else { return };
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("lone.rewrite.txt: there is no lone.wire.… beside it"));
    assert!(text(&output.stdout).contains("number-changed"), "{}", text(&output.stdout));
    // A wire that nobody has rewritten yet is no fault.
    std::fs::remove_file(folder.0.join("stories/lone.rewrite.txt")).expect("the rewrite");
    std::fs::remove_file(folder.0.join("stories/fish market's.rewrite.txt")).expect("the rewrite");
    let (files, output) = hook(&folder, &[]).expect("the hook");
    assert_eq!((files.len(), code(&output)), (3, 0), "{}", text(&output.stderr));
}

/// A runner of GitHub actions, as far as steps that `run:` need one.
struct Runner {
    folder: Folder,
    action: Yaml,
    /// The branch or the tag that the action is used by.
    used_by: String,
    /// Where programs are looked for before all others.
    programs: Option<PathBuf>,
}

impl Runner {
    fn new(folder: Folder) -> Option<Runner> {
        let action = yaml(&file("action.yml")?);
        std::fs::create_dir_all(folder.0.join("temp/truecopy/bin")).expect("a folder");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_truecopy"), folder.0.join("temp/truecopy/bin/truecopy"))
            .expect("a link to the program");
        Some(Runner { folder, action, used_by: "main".to_owned(), programs: None })
    }

    fn temp(&self, name: &str) -> PathBuf {
        self.folder.0.join("temp").join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.temp(name)).unwrap_or_default()
    }

    /// Runs the step with this id with these inputs and the defaults of the others.
    fn step(&self, id: &str, inputs: &[(&str, &str)]) -> Output {
        let steps = self.action["runs"]["steps"].as_vec().expect("steps");
        let step = steps.iter().find(|s| s["id"].as_str() == Some(id)).unwrap_or_else(|| panic!("no step {id}"));
        assert_eq!(string(&step["shell"]), "bash");
        for name in ["output", "page"] {
            let _ = std::fs::remove_file(self.temp(name));
        }
        let script = self.temp("step.sh");
        std::fs::write(&script, string(&step["run"])).expect("the script");
        // What a runner gives to `shell: bash`.
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail"]).arg(script).current_dir(&self.folder.0);
        bash.env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR")).env("RUNNER_TEMP", self.temp(""));
        bash.env("GITHUB_OUTPUT", self.temp("output")).env("GITHUB_STEP_SUMMARY", self.temp("page"));
        bash.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR_FORCE"] {
            bash.env_remove(name);
        }
        if let Some(programs) = &self.programs {
            bash.env("PATH", format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default()));
        }
        let expression = Regex::new(r"^\$\{\{ (\S+) \}\}$").expect("a pattern");
        for (name, value) in step["env"].as_hash().into_iter().flatten() {
            let path = expression.captures(string(value)).unwrap_or_else(|| panic!("{value:?}"))[1].to_owned();
            let value = match path.split_once('.') {
                Some(("inputs", input)) => self.input(input, inputs),
                Some(("github", "server_url")) => "https://github.example".to_owned(),
                Some(("github", "action_repository")) => "desk/truecopy".to_owned(),
                Some(("github", "action_ref")) => self.used_by.clone(),
                _ if path == "steps.build.outputs.root" => self.temp("truecopy").to_string_lossy().into_owned(),
                _ => panic!("{path}: no such value"),
            };
            bash.env(string(name), value);
        }
        bash.output().expect("bash starts")
    }

    fn input(&self, name: &str, given: &[(&str, &str)]) -> String {
        let declared = &self.action["inputs"][name];
        assert!(!declared.is_badvalue(), "{name}: no such input");
        let given = given.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        given.unwrap_or_else(|| declared["default"].as_str().unwrap_or("").to_owned())
    }
}

#[test]
fn the_action_reports_and_fails_as_the_program_does() {
    let Some(runner) = Runner::new(desk()) else { return };
    let output = runner.step("check", &[("arguments", "--beside stories/")]);
    let said = text(&output.stdout);
    assert_eq!(code(&output), 1, "{said}{}", text(&output.stderr));
    let faults: Vec<&str> = said.lines().collect();
    assert!(faults.iter().all(|l| l.starts_with("::")), "{said}");
    assert!(said.contains("::error file=stories/fish market's.rewrite.txt,line=2,endLine=2,col="), "{said}");
    assert_eq!(runner.read("output"), "status=1\nsarif=truecopy.sarif\n");
    let read = |name: &str| std::fs::read_to_string(runner.folder.0.join(name)).expect("a report");
    let log: serde_json::Value = serde_json::from_str(&read("truecopy.sarif")).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.iter().any(|r| r["ruleId"] == "number-changed"));
    assert!(read("truecopy.xml").contains("<testsuites name=\"truecopy\" tests=\"2\" failures=\"1\" errors=\"0\">"));
    assert!(runner.read("page").contains("number-changed"), "{}", runner.read("page"));
    assert!(runner.folder.0.join(".truecopy-cache/CACHEDIR.TAG").exists());
}

#[test]
fn the_action_parts_its_arguments_and_runs_nothing_in_them() {
    let Some(runner) = Runner::new(desk()) else { return };
    let status = |arguments: &str| {
        let output = runner.step("check", &[("arguments", arguments), ("summary", "false")]);
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(runner.read("output").lines().next(), Some(format!("status={}", code(&output)).as_str()), "{said}");
        assert_eq!(runner.read("page"), "");
        (code(&output), said)
    };
    // Quotation marks, and one argument a line as `arguments: |` gives them.
    assert_eq!(status("--beside 'stories/ferry.rewrite.txt'").0, 0);
    assert_eq!(status("--beside\n\"stories/fish market's.rewrite.txt\"\n--fail-on\nnever\n").0, 0);
    assert_eq!(status("--beside \"stories/fish market's.rewrite.txt\"").0, 1);
    let (exit, said) = status("--beside stories/fish market's.rewrite.txt");
    assert!(exit == 2 && said.contains("quotation mark is not closed"), "{said}");
    // Neither commands nor patterns.
    let (exit, said) = status("--beside $(touch${IFS}caught) `touch caught` ; touch caught * stories/*.txt");
    assert!(exit == 2 && said.contains("stories/*.txt: expected a name"), "{said}");
    assert!(!runner.folder.0.join("caught").exists());
    // A wrong or a missing argument leaves no log, not even an old one.
    for wrong in ["", "--no-such-option", "--beside nowhere/ferry.rewrite.txt --fail-on loud"] {
        std::fs::write(runner.folder.0.join("truecopy.sarif"), "{}").expect("an old log");
        let (exit, said) = status(wrong);
        assert_eq!((exit, runner.read("output").as_str()), (2, "status=2\n"), "{wrong}: {said}");
    }
    let output =
        runner.step("check", &[("arguments", "--beside stories"), ("sarif", ""), ("junit", ""), ("cache", "")]);
    assert_eq!((code(&output), runner.read("output").as_str()), (1, "status=1\n"));
    assert!(!runner.folder.0.join("truecopy.sarif").exists());
}

#[test]
fn the_action_builds_with_the_toolchain_of_the_crate_and_knows_its_own_sources() {
    let Some(runner) = Runner::new(Folder::new()) else { return };
    let action = file("action.yml").expect("the action");
    let version = env!("CARGO_PKG_RUST_VERSION");
    assert!(
        action.contains(&format!("rustup toolchain install {version} "))
            && action.contains(&format!("RUSTUP_TOOLCHAIN={version}\n"))
    );
    assert_eq!(code(&runner.step("build", &[])), 0);
    let said = runner.read("output");
    assert!(
        Regex::new(r"^key=truecopy-Linux-X64-\d+-\d+\nroot=\S+/truecopy\n$").expect("a pattern").is_match(&said),
        "{said}"
    );
    runner.step("build", &[]);
    assert_eq!(said, runner.read("output"), "the same sources, the same key");
}

#[test]
fn the_action_takes_the_program_of_its_release_and_nothing_that_was_tampered_with() {
    let Some(mut runner) = Runner::new(Folder::new()) else { return };
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("truecopy-{version}-x86_64-unknown-linux-gnu");
    let program = runner.temp("truecopy/bin/truecopy");
    std::fs::remove_file(&program).expect("the link");
    // A release, and a curl that finds it at the address that a release has.
    runner.folder.file(&format!("release/{name}/truecopy"), "#!/bin/sh\necho the finished one\n");
    let pack = format!(
        "cd release && tar -czf {name}.tgz {name} && (sha256sum -- *.tgz || shasum -a 256 -- *.tgz) > SHA256SUMS"
    );
    let packed = Command::new("sh").args(["-c", &pack]).current_dir(&runner.folder.0).status().expect("sh starts");
    assert!(packed.success());
    let release = runner.folder.0.join("release");
    let curl = runner.folder.file(
        "programs/curl",
        format!(
            "#!/bin/sh\nfor url; do :; done\ncase \"$url\" in\nhttps://github.example/desk/truecopy/releases/download/v{version}/*) cp \"{}/${{url##*/}}\" \"${{url##*/}}\" ;;\n*) exit 22 ;;\nesac\n",
            release.display()
        ),
    );
    std::fs::set_permissions(&curl, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("it can be run");
    runner.programs = curl.parent().map(Path::to_owned);
    // By a branch, and where somebody asks for it, the program is built.
    let step = |runner: &Runner, inputs: &[(&str, &str)]| {
        let output = runner.step("release", inputs);
        (code(&output), text(&output.stdout), runner.read("output"))
    };
    assert_eq!(step(&runner, &[]), (0, String::new(), String::new()));
    runner.used_by = format!("v{version}");
    assert_eq!(step(&runner, &[("program", "source")]).2, "");
    assert!(!program.exists());
    let (exit, said, output) = step(&runner, &[]);
    assert_eq!((exit, output.as_str()), (0, "found=true\n"), "{said}");
    assert!(std::fs::read_to_string(&program).expect("the program").contains("the finished one"));
    std::fs::remove_file(&program).expect("the program");
    runner.folder.file(&format!("release/{name}.tgz"), "something else");
    let (exit, said, output) = step(&runner, &[]);
    assert!(exit == 2 && output.is_empty() && said.contains("is not what its release says"), "{said}");
    std::fs::remove_file(release.join("SHA256SUMS")).expect("the sums");
    let (exit, said, output) = step(&runner, &[]);
    assert!(exit == 0 && output.is_empty() && said.contains("so it is built") && !program.exists(), "{said}");
    for target in [
        "x86_64-unknown-linux-gnu",
        "aarch64-unknown-linux-gnu",
        "x86_64-apple-darwin",
        "aarch64-apple-darwin",
        "x86_64-pc-windows-msvc",
    ] {
        let named = |name: &str| file(name).is_none_or(|text| text.contains(target));
        assert!(named("action.yml") && named(".github/workflows/release.yml"), "{target}");
    }
}

#[test]
fn the_gitlab_job_runs() {
    let page = file("docs/gate.md").expect("the page");
    let jobs = docs::blocks(&page, "yaml").into_iter().map(|b| yaml(&b)).find(|y| !y["truecopy"].is_badvalue());
    let job = &jobs.expect("a job")["truecopy"];
    // The image starts truecopy; GitLab wants a shell.
    assert_eq!(string(&job["image"]["entrypoint"][0]), "");
    let folder = desk();
    let bin = Path::new(env!("CARGO_BIN_EXE_truecopy")).parent().expect("a folder");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let script = job["script"].as_vec().expect("a script").iter().map(string).collect::<Vec<_>>().join("\n");
    let output = Command::new("sh").args(["-e", "-c", &script]).current_dir(&folder.0).env("PATH", path).output();
    let output = output.expect("sh starts");
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    let reports = &job["artifacts"]["reports"];
    for name in [&reports["codequality"], &reports["junit"]] {
        assert!(folder.0.join(string(name)).exists(), "{name:?}");
    }
    assert!(folder.0.join(string(&job["cache"]["paths"][0])).is_dir());
    assert_eq!(string(&job["artifacts"]["when"]), "always");
}

#[test]
fn the_container_is_built_and_run_on_one_release() {
    let Some(recipe) = file("Containerfile") else { return };
    let images: Vec<&str> =
        recipe.lines().filter_map(|l| l.strip_prefix("FROM ")).filter_map(|l| l.split_whitespace().next()).collect();
    let [build, run] = images[..] else { panic!("{images:?}") };
    let version = env!("CARGO_PKG_RUST_VERSION");
    // A program that was linked on a newer release does not start on an older one.
    let release = build.strip_prefix(&format!("rust:{version}-slim-")).expect("the toolchain of the crate");
    assert_eq!(run, format!("debian:{release}-slim"));
}
