//! Which parts of the crate a file names: every path that begins with `crate` or `super`, wherever it stands, also grouped ones.

/// The code of a Rust file with comments and the contents of strings blanked out, and without `#[cfg(test)] mod … { … }`.
pub fn code(source: &str) -> String {
    let mut out = blank(source);
    while let Some(at) = out.find("#[cfg(test)]") {
        let rest = &out[at..];
        let (open, stop) = (rest.find('{'), rest.find(';'));
        let end = match (open, stop) {
            // `#[cfg(test)] mod tests;` or a use
            (open, Some(stop)) if open.is_none_or(|o| stop < o) => at + stop + 1,
            (Some(open), _) => at + open + block(&rest[open..]),
            _ => out.len(),
        };
        out.replace_range(at..end, "");
    }
    out
}

/// The string literals of a Rust file, without those of `#[cfg(test)] mod … { … }` at its end.
pub fn strings(source: &str) -> Vec<String> {
    // Where tests stand in a file of the library, they stand last.
    let source = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut out = Vec::new();
    let mut i = 0;
    while i < source.len() {
        let rest = &source[i..];
        i += if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with('"') {
            let length = string(rest);
            out.push(rest[1..length.max(2) - 1].to_owned());
            length
        } else if rest.starts_with("r\"") || rest.starts_with("r#\"") {
            raw_string(rest).unwrap_or(1)
        } else {
            let letter = if rest.starts_with('\'') { character(rest) } else { 0 };
            letter.max(rest.chars().next().map_or(1, char::len_utf8))
        };
    }
    out
}

/// The length of the block that `text` begins with, braces included.
fn block(text: &str) -> usize {
    let mut depth = 0;
    for (i, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    text.len()
}

/// Blanks comments, strings and character literals.
fn blank(source: &str) -> String {
    let b = source.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(b.len());
    let mut i = 0;
    while i < b.len() {
        let rest = &source[i..];
        let word_before = i > 0 && (b[i - 1].is_ascii_alphanumeric() || b[i - 1] == b'_');
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if !word_before && (rest.starts_with("r\"") || rest.starts_with("r#") || rest.starts_with("br")) {
            raw_string(rest).unwrap_or(0)
        } else if rest.starts_with('"') {
            string(rest)
        } else if rest.starts_with('\'') {
            character(rest)
        } else {
            0
        };
        if skip == 0 {
            out.push(b[i]);
            i += 1;
        } else {
            out.push(b' ');
            i += skip;
            // The next slice must begin on a character.
            while !source.is_char_boundary(i) {
                i += 1;
            }
        }
        while i < b.len() && !source.is_char_boundary(i) {
            i += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Block comments nest.
fn comment(rest: &str) -> usize {
    let (mut depth, mut i) = (0, 0);
    let b = rest.as_bytes();
    while i < b.len() {
        if b[i..].starts_with(b"/*") {
            depth += 1;
            i += 2;
        } else if b[i..].starts_with(b"*/") {
            depth -= 1;
            i += 2;
            if depth == 0 {
                break;
            }
        } else {
            i += 1;
        }
    }
    i
}

fn string(rest: &str) -> usize {
    let b = rest.as_bytes();
    let mut i = 1;
    while i < b.len() && b[i] != b'"' {
        i += if b[i] == b'\\' { 2 } else { 1 };
    }
    (i + 1).min(b.len())
}

fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.trim_start_matches('b').strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let lead = rest.len() - body.len();
    Some(body.find(&end).map_or(rest.len(), |e| lead + e + end.len()))
}

/// `'a'` and `'\n'`, but not the lifetime `'a`.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[2..].find('\'').map_or(0, |e| {
            // `'\''`
            if e == 0 { 4 } else { e + 3 }
        }),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(0, |(i, _)| i + 1),
        None => 0,
    }
}

/// The paths that a file names, from the root of the crate: `["text", "Span"]` for `crate::text::Span` and for `super::Span` in
/// a file of `text`. `module` is the file's own place, such as `["rules", "drift"]`.
pub fn paths(source: &str, module: &[String]) -> Vec<Vec<String>> {
    let code = code(source);
    let tokens = tokens(&code);
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let starts = i == 0 || tokens[i - 1] != "::";
        if starts && tokens.get(i + 1) == Some(&"::") && matches!(tokens[i], "crate" | "super") {
            let mut base: Vec<String> = if tokens[i] == "crate" { Vec::new() } else { module.to_vec() };
            if tokens[i] == "super" {
                base.pop();
            }
            let mut at = i + 2;
            while tokens.get(at) == Some(&"super") {
                base.pop();
                at += 2;
            }
            i = tree(&tokens, at, &base, &mut out);
        } else {
            i += 1;
        }
    }
    out
}

/// Reads the rest of a path from `at` on; gives the place behind it.
fn tree(tokens: &[&str], mut at: usize, base: &[String], out: &mut Vec<Vec<String>>) -> usize {
    let mut path = base.to_vec();
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                at += 1;
                while at < tokens.len() && tokens[at] != "}" {
                    match tokens[at] {
                        "," => at += 1,
                        // `use crate::text::{self}`, a new name, and what macros write
                        _ => at = tree(tokens, at, &path, out).max(at + 1),
                    }
                }
                return at + 1;
            }
            Some(word) if is_word(word) => {
                if *word != "self" {
                    path.push((*word).to_owned());
                }
                at += 1;
            }
            Some(&"*") => at += 1,
            _ => {}
        }
        if tokens.get(at) == Some(&"::") {
            at += 1;
            continue;
        }
        if tokens.get(at) == Some(&"as") {
            at += 2;
        }
        out.push(path);
        return at;
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::`, and every other sign by itself.
pub fn tokens(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let len = if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        if !c.is_whitespace() {
            out.push(&rest[..len]);
        }
        rest = &rest[len..];
    }
    out
}

#[test]
fn paths_are_read_however_they_are_written() {
    let source = r##"
        //! crate::comment::No
        use crate::{text::{Span, self}, knowledge::places as p, align::*};
        use super::super::score;
        use super::Case; // super::no
        /* crate::no /* crate::no */ crate::no */
        const S: &str = "crate::no \" crate::no"; const R: &str = r#"crate::no " "#; const C: char = '"';
        const Q: char = '\''; fn f<'a>(x: &'a str) -> crate::check::Report { $crate::finding::Rule::new() }
        #[cfg(test)] mod tests { use crate::no::Never; fn x() { {} } }
        #[cfg(test)] mod testing;
        fn g() { crate::weigh::weigh() }
    "##;
    let module = ["rules".to_owned(), "drift".to_owned()];
    let found: Vec<String> = paths(source, &module).iter().map(|p| p.join("::")).collect();
    let want = [
        "text::Span",
        "text",
        "knowledge::places",
        "align",
        "score",
        "rules::Case",
        "check::Report",
        "finding::Rule::new",
        "weigh::weigh",
    ];
    assert_eq!(found, want);
}
