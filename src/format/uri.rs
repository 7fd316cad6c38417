//! Paths as URI references.

/// A path as a URI reference: relative where the path is, `file:` where it is absolute, with what a URI cannot hold percent-encoded.
pub fn uri(path: &str) -> String {
    let path = if path == "-" { "stdin" } else { path };
    let slashed = path.replace('\\', "/");
    let drive = slashed.as_bytes().get(1) == Some(&b':');
    let mut out = String::with_capacity(slashed.len() + 8);
    if slashed.starts_with('/') {
        out.push_str("file://");
    } else if drive {
        out.push_str("file:///");
    }
    for byte in bare(&slashed).bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            b':' if drive => out.push(':'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// A path without a leading `./`: those who look a file up in a repository take it by its plain name.
pub(crate) fn bare(path: &str) -> &str {
    path.trim_start_matches("./")
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("./sport/cup final.txt"), "sport/cup%20final.txt");
        assert_eq!(uri("/srv/é#1.txt"), "file:///srv/%C3%A9%231.txt");
        assert_eq!(uri("C:\\news\\a.txt"), "file:///C:/news/a.txt");
        assert_eq!(uri("a:b.txt"), "file:///a:b.txt");
        assert_eq!(uri("-"), "stdin");
        assert_eq!(uri("<b>\u{1b}"), "%3Cb%3E%1B");
    }
}
