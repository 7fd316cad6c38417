//! No file of the crate imports one that leads back to it, be it through others.
//!
//! A file knows another where its code names something that stands there: by a path, by a name that it imported, or by a module below it.
//! What a file passes on (`pub use`) is looked up where it stands, so that a `mod.rs` that only declares and passes on modules is in no
//! circle; a `mod.rs` that works with what its modules hold, while they take from it, is in one. Tests are left out, and so is what a macro
//! makes of a list of names, which no path shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::paths::{code, tokens};

/// A file as its code says it.
struct File {
    name: String,
    module: Vec<String>,
    /// What it imports or passes on: the name here, and the path.
    uses: Vec<Use>,
    /// Paths in its code, as they are written.
    named: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Use {
    public: bool,
    /// `*` for all that the module passes on.
    name: String,
    path: Vec<String>,
}

/// The files below `src`, by their place in the crate. The program's modules have other names than the library's.
struct Crate {
    files: BTreeMap<Vec<String>, File>,
}

impl Crate {
    fn read(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut open = vec![root.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder").filter_map(Result::ok) {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                let Some(stem) = name.strip_suffix(".rs") else { continue };
                let last = stem.rsplit('/').next().unwrap_or(stem);
                if !["tests", "testing", "lib", "main"].contains(&last) {
                    let module: Vec<String> = stem.trim_end_matches("/mod").split('/').map(str::to_owned).collect();
                    let source = std::fs::read_to_string(&path).expect("a source file");
                    files.insert(module.clone(), File::of(name, module, &source));
                }
            }
        }
        Crate { files }
    }

    /// The file in which the item of this path stands; none for what is no part of the crate, and for modules that are only named.
    fn file_of(&self, path: &[String], depth: usize) -> Option<&File> {
        let at = (1..=path.len()).rev().find(|n| self.files.contains_key(&path[..*n]))?;
        let file = &self.files[&path[..at]];
        let Some(item) = path.get(at) else { return Some(file) };
        // Passed on under this name, or with all that another module holds.
        let named = file.uses.iter().filter(|u| u.public && u.name == *item);
        let all = file.uses.iter().filter(|u| u.public && u.name == "*");
        for (u, rest) in named.map(|u| (u, at + 1)).chain(all.map(|u| (u, at))) {
            let onward: Vec<String> = u.path.iter().chain(&path[rest..]).cloned().collect();
            if depth < 8
                && let Some(found) = self.absolute(file, &onward).and_then(|p| self.file_of(&p, depth + 1))
                && (u.name != "*" || found.module != u.path)
            {
                return Some(found);
            }
        }
        Some(file)
    }

    /// A path from the root of the crate, as far as it leads into the crate.
    fn absolute(&self, file: &File, path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?;
        let mut base = file.module.clone();
        let rest = match first.as_str() {
            "crate" => {
                base.clear();
                &path[1..]
            }
            "self" => &path[1..],
            "super" => {
                let ups = path.iter().take_while(|p| *p == "super").count();
                base.truncate(base.len().saturating_sub(ups));
                &path[ups..]
            }
            child => {
                base.push(child.to_owned());
                if !self.files.contains_key(&base) {
                    return None;
                }
                &path[1..]
            }
        };
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The files that the code of `file` knows.
    fn known(&self, file: &File) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        let mut follow = |path: &[String]| {
            let found = self.absolute(file, path).and_then(|p| self.file_of(&p, 0));
            out.extend(found.map(|f| f.name.as_str()).filter(|f| *f != file.name));
        };
        for path in &file.named {
            // By a name that was imported, else as it stands.
            let import = file.uses.iter().find(|u| u.name == path[0]);
            let whole: Vec<String> = match import {
                Some(u) => u.path.iter().chain(&path[1..]).cloned().collect(),
                None => path.clone(),
            };
            follow(&whole);
        }
        for u in file.uses.iter().filter(|u| !u.public && u.name == "*") {
            follow(&u.path);
        }
        out
    }

    /// Groups of files each of which leads to all others of its group.
    fn circles(&self) -> Vec<BTreeSet<String>> {
        let arrows: BTreeMap<&str, BTreeSet<&str>> =
            self.files.values().map(|f| (f.name.as_str(), self.known(f))).collect();
        let reach = |from: &str| -> BTreeSet<&str> {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&str> = arrows[from].iter().copied().collect();
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(&arrows[next]);
                }
            }
            seen
        };
        let reached: BTreeMap<&str, BTreeSet<&str>> = arrows.keys().map(|f| (*f, reach(f))).collect();
        let mut circles = BTreeSet::new();
        for (file, seen) in &reached {
            let circle: BTreeSet<String> =
                seen.iter().filter(|other| reached[**other].contains(file)).map(|f| (*f).to_owned()).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }
}

impl File {
    fn of(name: String, module: Vec<String>, source: &str) -> Self {
        let code = code(source);
        let tokens = tokens(&code);
        let (mut uses, mut named) = (Vec::new(), Vec::new());
        let mut i = 0;
        while i < tokens.len() {
            match tokens[i] {
                "use" if i == 0 || matches!(tokens[i - 1], ";" | "}" | "{" | "pub" | ")" | "]") => {
                    let public = i > 0 && matches!(tokens[i - 1], "pub" | ")");
                    i = imports(&tokens, i + 1, &[], public, &mut uses);
                }
                "mod" if tokens.get(i + 2) == Some(&";") => i += 3,
                // `pub(in path)` says who may look, and looks at nobody.
                "in" if i > 1 && tokens[i - 1] == "(" && tokens[i - 2] == "pub" => {
                    i += tokens[i..].iter().take_while(|t| **t != ")").count();
                }
                word if is_word(word) && (i == 0 || !matches!(tokens[i - 1], "::" | ".")) => {
                    let mut path = vec![word.to_owned()];
                    while tokens.get(i + 1) == Some(&"::") && tokens.get(i + 2).is_some_and(|t| is_word(t)) {
                        path.push(tokens[i + 2].to_owned());
                        i += 2;
                    }
                    named.push(path);
                    i += 1;
                }
                _ => i += 1,
            }
        }
        // A single word is a path only where it was imported: all others are names of the file's own.
        named.retain(|p| p.len() > 1 || uses.iter().any(|u: &Use| u.name == p[0]));
        File { name, module, uses, named }
    }
}

/// Reads what an import brings in; gives the place behind it.
fn imports(tokens: &[&str], mut at: usize, base: &[String], public: bool, out: &mut Vec<Use>) -> usize {
    let mut path = base.to_vec();
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                at += 1;
                while at < tokens.len() && tokens[at] != "}" {
                    at = if tokens[at] == "," { at + 1 } else { imports(tokens, at, &path, public, out).max(at + 1) };
                }
                return at + 1;
            }
            Some(&"*") => {
                out.push(Use { public, name: "*".to_owned(), path });
                return at + 1;
            }
            Some(word) if is_word(word) => {
                if *word != "self" || path.is_empty() {
                    path.push((*word).to_owned());
                }
                at += 1;
            }
            _ => return at + 1,
        }
        match tokens.get(at) {
            Some(&"::") => at += 1,
            Some(&"as") => {
                let name = tokens.get(at + 1).copied().unwrap_or("_").to_owned();
                out.push(Use { public, name, path });
                return at + 2;
            }
            _ => {
                let name = path.last().cloned().unwrap_or_default();
                out.push(Use { public, name, path });
                return at;
            }
        }
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

#[test]
fn no_file_leads_back_to_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = Crate::read(&root).circles();
    let faults: Vec<String> =
        found.iter().map(|c| format!("a circle: {}", c.iter().cloned().collect::<Vec<_>>().join(", "))).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn circles_are_seen_however_they_are_written() {
    let of = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(module, source)| {
            let path: Vec<String> = module.split("::").map(str::to_owned).collect();
            (path.clone(), File::of((*module).to_owned(), path, source))
        });
        let circles = Crate { files: files.collect() }.circles();
        circles.into_iter().map(|c| c.into_iter().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    // By way of a third; what only tests name does not count.
    let a = ("a", "use crate::b::B; fn f(b: B) {} #[cfg(test)] mod tests { use crate::d::D; fn g(d: D) {} }");
    assert_eq!(of(&[a, ("b", "fn f() { crate::c::g() }"), ("c", "use super::a; fn g() { a::f() }")]), ["a b c"]);
    assert!(of(&[a, ("b", ""), ("d", "use crate::a; fn f() { a::f() }")]).is_empty());
    // A parent that only passes on is in no circle; what its children take from one another is.
    let parent = "mod x; mod y; pub use x::X; pub use y::{Y, f as g};";
    let y = ("r::y", "pub struct Y; pub fn f() {}");
    assert!(of(&[("r", parent), ("r::x", "use super::Y; pub struct X(Y);"), y]).is_empty());
    let y = ("r::y", "pub struct Y(super::X); pub fn f() {}");
    assert_eq!(of(&[("r", parent), ("r::x", "use crate::r::{Y, g}; pub struct X(Y);"), y]), ["r::x r::y"]);
    // A parent that works with its child, which takes from it.
    let x = ("r::x", "use super::Own; pub struct X(Own);");
    assert_eq!(of(&[("r", "mod x; pub use x::X; pub struct Own; fn f(x: X) {}"), x]), ["r r::x"]);
    assert_eq!(of(&[("r", "mod x; pub struct Own; fn f() { x::X::new() }"), x]), ["r r::x"]);
    assert!(of(&[("r", "mod x; pub use x::X; pub struct Own;"), x]).is_empty());
}
