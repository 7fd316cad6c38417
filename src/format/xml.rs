//! XML for the formats that are written in it.

use quick_xml::escape::escape;

use crate::format::visible::visible;

/// Text for an element or an attribute: invisible characters, and what XML cannot hold, as signs, the rest escaped.
pub(crate) fn text(raw: &str) -> String {
    // A parser turns line ends in attributes into spaces unless they are written as references.
    escape(visible(raw).as_ref()).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;")
}

/// ` name="value"` for each pair.
pub(crate) fn attributes(pairs: &[(&str, String)]) -> String {
    pairs.iter().map(|(name, value)| format!(" {name}=\"{}\"", text(value))).collect()
}
