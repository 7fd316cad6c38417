//! Marks that a program was to replace or to hide: fields of templates, short codes, reference marks, markup.

use super::leftover::Leftover;
use crate::finding::Severity::{self, Major, Minor};
use crate::ingest::{CodeKind, reference};

const FIELD: &str = "a template field";
pub(super) const PLACEHOLDER: &str = "a placeholder";
const CODE: &str = "a short code of the page system";
const REFERENCE: &str = "a reference mark of a language model";
const NOTE: &str = "a reference mark";
const MARKUP: &str = "Markdown markup";
const TAG: &str = "an HTML tag";
const ESCAPE: &str = "an undecoded escape code";
const TOKEN: &str = "a token of a language model";
pub(super) const VALUE: &str = "a value that was never filled in";

/// The longest mark, in bytes.
const MOST: usize = 90;

/// Words of which the name of a field is made.
const FIELDS: &[&str] = &[
    "address",
    "age",
    "amount",
    "author",
    "byline",
    "city",
    "company",
    "country",
    "date",
    "day",
    "email",
    "first",
    "headline",
    "image",
    "insert",
    "last",
    "link",
    "location",
    "month",
    "name",
    "number",
    "organisation",
    "organization",
    "percentage",
    "person",
    "phone",
    "photo",
    "place",
    "placeholder",
    "price",
    "publication",
    "quote",
    "reporter",
    "score",
    "source",
    "state",
    "surname",
    "team",
    "time",
    "title",
    "url",
    "website",
    "year",
    "your",
];

const TAGS: &[&str] = &[
    "a",
    "article",
    "b",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

/// What chatbots put into the addresses and notes that they give for sources.
const TRACES: &[&str] = &[
    "citeturn",
    "oai_citation",
    "oaicite",
    "sandbox:/mnt",
    "turn0news",
    "turn0search",
    "turn0view",
    "turn1news",
    "turn1search",
    "turn2search",
    "utm_source=chatgpt",
    "utm_source=copilot",
    "utm_source=gemini",
    "utm_source=openai",
    "utm_source=perplexity",
];

/// What stands at a byte of the text: its end, what it is, how bad it is.
type Mark = (usize, &'static str, Severity);

/// Finds marks in the text. `quoted` tells whether a byte stands inside quotation marks, `in_wire` whether a wire has words.
pub fn find(text: &str, quoted: &dyn Fn(usize) -> bool, in_wire: &dyn Fn(&str) -> bool, out: &mut Vec<Leftover>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut fenced = false;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'[' => square(text, at, quoted),
            b'{' => curly(text, at),
            b'<' => angle(text, at),
            b'%' => percent(text, at),
            b'$' => dollar(text, at),
            b'&' => entity(text, at),
            b'\\' => escape(text, at),
            b'*' | b'#' | b'`' | b'@' => markup(text, at),
            b':' if text[at..].starts_with(":contentReference[") => code_word(text, at),
            // Only the heads of words are looked at: the letters are frequent.
            b'o' | b't' | b'c' | b's' | b'u'
                if (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
                    && matches!(bytes.get(at + 1), Some(b'a' | b'u' | b'i' | b't')) =>
            {
                trace(text, at)
            }
            0xe3 if text[at..].starts_with('【') => cited(text, at),
            _ => None,
        };
        let Some((mut end, what, severity)) = found else {
            at += 1;
            continue;
        };
        let mut start = at;
        if what == REFERENCE {
            (start, end) = address(text, at, end);
            start = start.max(out.last().map_or(0, |l| l.span.end));
        }
        // Whoever writes markup in the wire writes it here.
        let whole = &text[start..end];
        let key = match whole.chars().next() {
            Some('[') if what == MARKUP => "](http",
            Some('*') => "**",
            Some('#') if what == MARKUP => "# ",
            Some('`') => "```",
            _ => whole,
        };
        let closes = what == MARKUP && text[start..].starts_with("```") && fenced;
        fenced ^= what == MARKUP && text[start..].starts_with("```");
        if !closes && !in_wire(key) {
            out.push(Leftover { span: start..end, what, severity });
        }
        at = end.max(at + 1);
    }
}

/// The beginning of a text, up to so many bytes: nothing that counts lies beyond, and whoever looks for it would look through the rest.
fn near(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The end of a mark that `close` ends on the same line.
fn until(text: &str, at: usize, close: &str) -> Option<usize> {
    let rest = near(&text[at..], MOST);
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    line.find(close).map(|n| at + n + close.len())
}

/// "【4†source】"; text of other kinds stands in such brackets too.
fn cited(text: &str, at: usize) -> Option<Mark> {
    let end = until(text, at, "】")?;
    let inner = &text[at..end];
    let numbered = inner.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (inner.contains('†') || inner.contains("oaicite") || numbered && inner.len() < 14)
        .then_some((end, REFERENCE, Major))
}

fn is_name(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_alphabetic())
        && words.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// Whether words in brackets are the name of a field: "MAYOR_NAME", "TEAM NAME", "insert date", "Name of official".
fn is_field(words: &str) -> bool {
    let shouted = !words.chars().any(char::is_lowercase);
    let lower = words.to_lowercase();
    let mut parts = lower.split([' ', '_', '-', '\'', '’']).filter(|p| !p.is_empty());
    let known = |p: Option<&str>| p.is_some_and(|p| FIELDS.contains(&p));
    let command = lower.starts_with("insert ") || lower.starts_with("your ") || lower.starts_with("enter ");
    let wanting = matches!(
        lower.as_str(),
        "citation needed" | "tbc" | "tbd" | "tba" | "tk" | "mask" | "unk" | "pad" | "verify" | "check"
    );
    let many = parts.clone().nth(1).is_some();
    let named = |p: Option<&str>| {
        matches!(
            p,
            Some(
                "name"
                    | "date"
                    | "number"
                    | "city"
                    | "title"
                    | "url"
                    | "link"
                    | "location"
                    | "source"
                    | "quote"
                    | "amount"
            )
        )
    };
    command
        || wanting
        || is_name(words) && words.contains('_')
        || shouted && parts.clone().any(|p| known(Some(p)))
        || !many && known(parts.next()) && words.len() > 3
        || many && parts.clone().count() <= 4 && named(parts.next_back())
}

fn square(text: &str, at: usize, quoted: &dyn Fn(usize) -> bool) -> Option<Mark> {
    let rest = &text[at..];
    if rest.starts_with("[[") {
        return until(text, at, "]]").map(|end| (end, FIELD, Major));
    }
    let end = until(text, at, "]")?;
    let inner = &text[at + 1..end - 1];
    if let Some(name) = inner.strip_prefix('/') {
        return is_name(name).then_some((end, CODE, Major));
    }
    if inner.starts_with("object ") && inner.ends_with(|c: char| c.is_alphabetic()) {
        return Some((end, VALUE, Major));
    }
    let name = inner.split([' ', '=']).next().unwrap_or("");
    if is_name(name) {
        let close = format!("[/{name}]");
        if let Some(n) = near(&text[end..], 4 * MOST + close.len()).find(&close) {
            let end = end + n + close.len();
            let rest = &text[end..];
            // "[cap]M[/cap]ayor" is one word.
            return Some((end + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()), CODE, Major));
        }
        if inner.contains("=\"") || inner.contains("='") {
            return Some((end, CODE, Major));
        }
    }
    if inner.contains("oai_citation") || inner.contains("oaicite") {
        return Some((end, REFERENCE, Major));
    }
    if text[end..].starts_with("(http") {
        let stop = until(text, end, ")")?;
        let traced = TRACES.iter().any(|t| text[end..stop].contains(t));
        return Some(if traced { (stop, REFERENCE, Major) } else { (stop, MARKUP, Minor) });
    }
    let glued = at > 0 && !text[..at].ends_with(char::is_whitespace);
    if glued && inner.len() <= 3 && !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit()) {
        return Some((end, NOTE, Minor));
    }
    // Editors put words of their own into a quotation, in brackets.
    (is_field(inner) && !(quoted(at) && !inner.contains('_') && inner.chars().any(char::is_lowercase))).then_some((
        end,
        PLACEHOLDER,
        Major,
    ))
}

fn curly(text: &str, at: usize) -> Option<Mark> {
    let rest = &text[at..];
    let end = if rest.starts_with("{{") {
        until(text, at, "}}")?
    } else if rest.starts_with("{%") {
        until(text, at, "%}")?
    } else {
        let end = until(text, at, "}")?;
        let inner = &text[at + 1..end - 1];
        if !is_name(inner) && !(inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_digit())) && !is_field(inner) {
            return None;
        }
        end
    };
    Some((end, FIELD, Major))
}

fn angle(text: &str, at: usize) -> Option<Mark> {
    let end = until(text, at, ">")?;
    let inner = &text[at + 1..end - 1];
    if inner.starts_with('|') {
        return Some((end, TOKEN, Major));
    }
    let name = inner.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
    if matches!(name, "unk" | "pad" | "mask" | "bos" | "eos") || name == "s" && inner.len() <= 2 {
        return Some((end, TOKEN, Major));
    }
    if TAGS.contains(&name.to_ascii_lowercase().as_str()) {
        return Some((end, TAG, Minor));
    }
    let shouted = !inner.chars().any(char::is_lowercase) && inner.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let plain = inner.starts_with(char::is_alphabetic)
        && inner.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '_' | '-'));
    (plain && (shouted || is_field(inner) || is_name(inner))).then_some((end, FIELD, Major))
}

fn percent(text: &str, at: usize) -> Option<Mark> {
    if text[..at].ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = &text[at + 1..];
    let name = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if rest[name..].starts_with('%') && name > 1 && is_name(&rest[..name]) {
        return Some((at + name + 2, FIELD, Major));
    }
    let letters = &rest[..name];
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with("$s");
    if matches!(letters, "s" | "d") {
        return Some((at + 1 + name, FIELD, Major));
    }
    after.then(|| (at + 1 + rest.find('s').map_or(0, |n| n + 1), FIELD, Major))
}

fn dollar(text: &str, at: usize) -> Option<Mark> {
    let rest = &text[at + 1..];
    if rest.starts_with('{') {
        return until(text, at, "}").map(|end| (end, FIELD, Major));
    }
    let name = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    (rest[name..].starts_with('$') && name > 1 && is_name(&rest[..name])).then_some((at + name + 2, FIELD, Major))
}

fn entity(text: &str, at: usize) -> Option<Mark> {
    reference(&text[at..]).map(|len| (at + len, CodeKind::Reference.name(), Minor))
}

fn escape(text: &str, at: usize) -> Option<Mark> {
    let mut rest = &text.as_bytes()[at..];
    let mut end = at;
    loop {
        let step = match rest {
            [b'\\', b'n' | b't' | b'r', next, ..] if !next.is_ascii_lowercase() => 2,
            [b'\\', b'n' | b't' | b'r'] | [b'\\', b'"', ..] => 2,
            [b'\\', b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(|x| x.is_ascii_hexdigit()) => 6,
            _ => break,
        };
        end += step;
        rest = &rest[step..];
    }
    (end > at).then_some((end, ESCAPE, Minor))
}

/// So many bytes between two pairs of asterisks may be set in bold.
const LONGEST_BOLD: usize = 120;

fn markup(text: &str, at: usize) -> Option<Mark> {
    let rest = &text[at..];
    // Looked for only where it counts: a story may be one line of asterisks.
    let line = || &rest[..rest.find('\n').unwrap_or(rest.len())];
    let begins = at == 0 || text[..at].trim_end_matches([' ', '\t']).ends_with('\n');
    if let Some(behind) = rest.strip_prefix("```") {
        let language = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        return Some((at + 3 + language, MARKUP, Major));
    }
    if let Some(bold) = rest.strip_prefix("**") {
        let near = near(bold, LONGEST_BOLD + 2);
        let on_line = |n: &usize| *n < LONGEST_BOLD && !near[..*n].contains('\n');
        let stop = near.find("**").filter(on_line).map_or(2, |n| n + 4);
        return Some((at + stop, MARKUP, Minor));
    }
    let hashes = rest.bytes().take_while(|b| *b == b'#').count();
    if begins && (1..=6).contains(&hashes) && rest[hashes..].starts_with(' ') {
        return Some((at + line().trim_end().len(), MARKUP, if hashes > 1 { Major } else { Minor }));
    }
    if ["#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!"].iter().any(|v| rest.starts_with(v)) {
        return Some((at + rest.find([' ', ',', '.', '\n']).unwrap_or(rest.len()), VALUE, Major));
    }
    if rest.starts_with("@-@") {
        return Some((at + 3, TOKEN, Major));
    }
    None
}

/// A word that a program put in for itself: "oaicite", "turn0search4", "utm_source=chatgpt.com".
fn trace(text: &str, at: usize) -> Option<Mark> {
    let rest = &text[at..];
    if text[..at].ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    TRACES.iter().any(|n| rest.starts_with(n)).then(|| code_word(text, at)).flatten()
}

/// To the end of a word without spaces.
fn code_word(text: &str, at: usize) -> Option<Mark> {
    let rest = &text[at..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let end = rest[..end].trim_end_matches(['.', ',', ';', '"', '”']).len();
    (end > 0).then_some((at + end, REFERENCE, Major))
}

/// The whole address of which a mark is part, with the brackets around it.
fn address(text: &str, at: usize, end: usize) -> (usize, usize) {
    let start =
        text[..at].rfind(char::is_whitespace).map_or(0, |n| n + text[n..].chars().next().map_or(1, char::len_utf8));
    let head = &text[start..at];
    let Some(from) = head.find("http").or_else(|| head.find("www.")) else { return (at, end) };
    let from = start + from;
    let mut open = from;
    if let Some(before) = text[..from].strip_suffix('(') {
        open = before.len();
        // "[words](address)": the words are the model's as well.
        if before.ends_with(']') {
            open = before.rfind('[').filter(|n| from - n < 2 * MOST && !text[*n..from].contains('\n')).unwrap_or(open);
        }
    }
    (open, end)
}
