//! XML for the formats that are written in it.

use std::borrow::Cow;

use quick_xml::escape::escape;

use super::visible::visible;

/// Text for an element or an attribute: invisible characters as signs, what XML cannot hold left out, the rest escaped.
pub(crate) fn text(raw: &str) -> String {
    let shown: Cow<str> = visible(raw);
    let allowed: String = shown.chars().filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    // A parser turns line ends in attributes into spaces unless they are written as references.
    escape(allowed.as_str()).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;")
}

/// ` name="value"` for each pair.
pub(crate) fn attributes(pairs: &[(&str, String)]) -> String {
    pairs.iter().map(|(name, value)| format!(" {name}=\"{}\"", text(value))).collect()
}
