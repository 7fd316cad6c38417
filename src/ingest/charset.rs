//! The encoding that a document names: in its XML declaration, or in the `meta` element of a page.

use encoding_rs::Encoding;

/// How far into a page the `meta` element may stand, in bytes; browsers look at 1,024.
const REACH: usize = 4096;

/// What a document says of its own encoding.
#[derive(Debug, PartialEq)]
pub(super) enum Declared {
    /// Nothing, or something that leaves it to the bytes: UTF-8, and UTF-16 where the bytes are no UTF-16.
    Nothing,
    /// This one.
    Known(&'static Encoding),
    /// A name that stands for no encoding; and whether an XML declaration says it, which must be right.
    Unknown(String, bool),
}

/// Looks for what a document whose characters up to there are ASCII says of its encoding.
pub(super) fn declared(bytes: &[u8]) -> Declared {
    let head = bytes.get(..REACH).unwrap_or(bytes);
    let head: String = head.iter().map(|b| char::from(if b.is_ascii() { *b } else { b'?' })).collect();
    let head = head.trim_start().to_ascii_lowercase();
    let in_xml = head.strip_prefix("<?xml").and_then(|rest| after(rest.split("?>").next()?, "encoding"));
    let (label, xml) = match in_xml {
        Some(label) => (Some(label), true),
        // A story may speak of markup.
        None => (head.starts_with('<').then(|| in_page(&head)).flatten(), false),
    };
    let Some(label) = label.filter(|l| !l.is_empty()) else { return Declared::Nothing };
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        Some(e) if e == encoding_rs::UTF_8 || e == encoding_rs::UTF_16LE || e == encoding_rs::UTF_16BE => {
            Declared::Nothing
        }
        // What browsers take it for.
        Some(e) if e == encoding_rs::X_USER_DEFINED => Declared::Known(encoding_rs::WINDOWS_1252),
        Some(e) => Declared::Known(e),
        None => Declared::Unknown(label.to_owned(), xml),
    }
}

/// The label in the first `meta` element of a page that has one. A feed may hold pages; those say nothing of the feed.
fn in_page(head: &str) -> Option<&str> {
    let mut rest = head;
    let mut page = false;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        let tag = rest.split('>').next().unwrap_or(rest);
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '!' && c != '?').next().unwrap_or("");
        match name {
            "meta" => {
                if let Some(label) = after(tag, "charset") {
                    return Some(label);
                }
            }
            "html" | "head" | "body" => page = true,
            "!doctype" => page |= tag.contains("html"),
            // The declaration of an XHTML page; it names no encoding, else that would hold.
            "?xml" => {}
            // What stands in a head; outside a page, the root of something else.
            _ if !page => return None,
            _ => {}
        }
    }
    None
}

/// The value behind `name =`, with or without quotation marks.
fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find(name)? + name.len()..)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        let inner = value.strip_prefix(['"', '\'']);
        let end = |c: char| matches!(c, '"' | '\'' | ';' | '>' | '<') || (inner.is_none() && c.is_whitespace());
        return inner.unwrap_or(value).split(end).next().map(str::trim);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        match declared(text.as_bytes()) {
            Declared::Nothing => "-".into(),
            Declared::Known(e) => e.name().into(),
            Declared::Unknown(label, xml) => format!("{label}{}", if xml { "!" } else { "?" }),
        }
    }

    #[test]
    fn labels_are_found_where_they_count_and_nowhere_else() {
        for (text, want) in [
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><nitf/>", "ISO-8859-2"),
            (" \n<?xml version='1.0'  encoding = 'Big5' standalone='yes'?><a/>", "Big5"),
            ("<?xml version=\"1.0\" encoding=\"latin1\"?><a/>", "windows-1252"),
            ("<?xml version=\"1.0\" encoding=\"utf-8\"?><a/>", "-"),
            ("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", "-"),
            ("<?xml version=\"1.0\" encoding=\"klingon\"?><a/>", "klingon!"),
            ("<?xml version=\"1.0\" encoding=\"utf-7\"?><a/>", "utf-7!"),
            ("<?xml version=\"1.0\"?><a encoding='big5'/>", "-"),
            ("<!DOCTYPE html><html><head><META CharSet=windows-1251><title>x", "windows-1251"),
            ("<html><meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "KOI8-R"),
            ("<meta charset='euc-kr'><p>x", "EUC-KR"),
            ("<!-- <meta charset=big5> --><html><head><title>t</title><meta charset=\"gbk\">", "GBK"),
            ("<?xml version='1.0'?><html><head><meta charset='shift_jis'/>", "Shift_JIS"),
            ("<html><head><meta name=x content=y><meta charset=zzz>", "zzz?"),
            ("<html><meta charset=\"\">", "-"),
            ("<html><meta charset", "-"),
            ("<rss><channel><![CDATA[<html><meta charset=big5>", "-"),
            ("He wrote <meta charset=big5> on the board.", "-"),
            ("Plain text, encoding=\"big5\"", "-"),
            ("<?xml", "-"),
            ("", "-"),
        ] {
            assert_eq!(name(text), want, "{text}");
        }
    }
}
