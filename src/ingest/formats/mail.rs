//! E-mail: RFC 5322 with MIME. The headers and the parts are `mail-parser`'s work; the codes of a body are undone here, because every letter
//! has to lead back to the bytes that it came from, which no crate keeps.

use mail_parser::{Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::super::assembly::{Assembly, Draft, Written, body};
use super::super::decode;
use super::super::error::ReadProblem;
use super::super::html::{self, Trust};
use super::super::lines;
use super::super::meta::{Format, Metadata};
use super::super::page::Page;
use super::super::part::Hint;
use super::super::{BlockKind, FurnitureKind};
use crate::text::OffsetMap;

/// Whether a text is an e-mail: lines of headers up to a blank line, with a sender and what goes with one.
pub(in super::super) fn is_mail(text: &str) -> bool {
    let (mut from, mut others, mut last) = (false, 0, false);
    for (n, line) in text.lines().enumerate().take(400) {
        if line.is_empty() {
            return from && others >= 2;
        }
        if line.starts_with([' ', '\t']) {
            if !last {
                return false;
            }
            continue;
        }
        // The line that a mailbox puts in front.
        if n == 0 && line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        last = true;
        let known = ["date", "subject", "to", "message-id", "mime-version", "content-type", "received", "return-path"];
        from |= name.eq_ignore_ascii_case("from");
        others += usize::from(known.iter().any(|k| name.eq_ignore_ascii_case(k)));
    }
    false
}

/// Reads the message.
pub(in super::super) fn read(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let message = MessageParser::default()
        .parse(text.as_bytes())
        .ok_or_else(|| ReadProblem::Unlike("e-mail", "it has no headers".into()))?;
    // What follows the first text is attached to it: pictures, other texts.
    let (mut story, mut markup) = (Page::default(), false);
    for part in message.text_body.iter().filter_map(|id| message.parts.get(*id as usize)) {
        story = part_of(text, part)?;
        markup = matches!(part.body, PartType::Html(_));
        if !story.parts.is_empty() {
            break;
        }
    }
    if story.parts.is_empty() {
        return Err(ReadProblem::Unlike("e-mail", "it has no part with text: save the story that it carries".into()));
    }
    sign_off(&mut story);
    let mut assembly = Assembly::default();
    // A text that begins with a headline of its own has another subject for a reason.
    let headed = story.parts.first().is_some_and(|p| {
        let words = p.span.of(&story.text);
        story.parts.len() > 1 && !lines::ends_sentence(words) && words.split_whitespace().nth(25).is_none()
    });
    if let Some((subject, map)) = subject(text, &message) {
        if headed {
            assembly.same(&subject, BlockKind::Headline, &mut story);
        } else {
            assembly.above(&subject, &map, BlockKind::Headline, &mut story);
        }
    }
    assembly.body(story);
    Ok(vec![assembly.finish(metadata(&message), markup)])
}

fn metadata(message: &Message) -> Metadata {
    let mut meta = Metadata::of(Format::Mail);
    meta.id = message.message_id().map(str::to_owned);
    meta.headline = message.subject().map(|s| bare_subject(s).to_owned());
    meta.created = message.date().map(mail_parser::DateTime::to_rfc3339);
    let sender = message.from().and_then(|from| from.first());
    meta.provider = sender.and_then(|s| s.name.as_deref().or(s.address.as_deref())).map(str::to_owned);
    meta
}

/// A subject without "Re:" and "Fwd:".
fn bare_subject(subject: &str) -> &str {
    let mut bare = subject.trim();
    while let Some((head, rest)) = bare.split_once(':') {
        if !["re", "fw", "fwd"].iter().any(|p| head.trim().eq_ignore_ascii_case(p)) {
            break;
        }
        bare = rest.trim_start();
    }
    bare
}

/// The subject, and where it stands.
fn subject(text: &str, message: &Message) -> Option<(String, OffsetMap)> {
    let subject = bare_subject(message.subject()?);
    let header = message.root_part().headers.iter().find(|h| h.name == HeaderName::Subject)?;
    let (start, end) = (header.offset_start as usize, header.offset_end as usize);
    let raw = text.get(start..end)?;
    let mut map = OffsetMap::default();
    match raw.find(subject) {
        Some(at) => map.push(0, subject.len(), start + at, subject.len()),
        // Coded, or broken over lines.
        None => map.push_units(0, subject.len(), start, subject.len(), raw.trim_end().len()),
    }
    Some((subject.to_owned(), map))
}

/// One part as it is read.
fn part_of(text: &str, part: &MessagePart) -> Result<Page, ReadProblem> {
    let markup = match part.body {
        PartType::Text(_) => false,
        PartType::Html(_) => true,
        _ => return Ok(Page::default()),
    };
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let Some(raw) = text.get(start..end) else { return Ok(Page::default()) };
    let about = part.content_type();
    let get = |name: &str| about.and_then(|c| c.attribute(name));
    let coded = match part.encoding {
        Encoding::QuotedPrintable => Some(quoted_printable(raw, start)),
        Encoding::Base64 => Some(base64(raw, start)),
        // Seven bits can hold other alphabets than ASCII.
        Encoding::None if raw.is_ascii() => Some(copied(raw, start)),
        Encoding::None => None,
    };
    let (mut words, mut map) = match coded {
        Some(Bytes { data, map }) => {
            let decoded = decode::part(&data, get("charset"))?;
            (decoded.text, decoded.map.then(&map))
        }
        // The bytes of the whole file were decoded before.
        None => {
            let mut map = OffsetMap::default();
            map.push(0, raw.len(), start, raw.len());
            (raw.to_owned(), map)
        }
    };
    if get("format").is_some_and(|f| f.eq_ignore_ascii_case("flowed")) {
        (words, map) = flowed(&words, &map);
    }
    if markup {
        let page = html::read(&words, Trust::Feed);
        let mut full = OffsetMap::default();
        full.append(0, page.text.len(), &page.map);
        return Ok(Page { map: full.then(&map), ..page });
    }
    Ok(body(&words, &map, Written::Plain))
}

/// Sets the sender's signature aside: what follows a line of two dashes.
fn sign_off(page: &mut Page) {
    let Some(at) = page.text.find("\n-- \n").or_else(|| page.text.find("\n-- \r\n")) else { return };
    for part in page.parts.iter_mut().filter(|p| p.span.start as usize > at) {
        part.hint = Hint::Furniture(FurnitureKind::Residue);
        part.apart = true;
    }
}

/// Bytes out of a code, and where each stands in the text of the file.
struct Bytes {
    data: Vec<u8>,
    map: OffsetMap,
}

impl Bytes {
    fn push(&mut self, byte: u8, at: usize, len: usize) {
        self.map.push_units(self.data.len(), 1, at, 1, len);
        self.data.push(byte);
    }
}

fn copied(raw: &str, start: usize) -> Bytes {
    let mut map = OffsetMap::default();
    map.push(0, raw.len(), start, raw.len());
    Bytes { data: raw.as_bytes().to_vec(), map }
}

fn quoted_printable(raw: &str, start: usize) -> Bytes {
    let mut out = Bytes { data: Vec::with_capacity(raw.len()), map: OffsetMap::default() };
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(b) = bytes.get(at) {
        let hex =
            |i: usize| bytes.get(at + i).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        let blank = bytes.get(at + 1..).map_or(0, |r| r.iter().take_while(|b| matches!(b, b' ' | b'\t')).count());
        match (b, bytes.get(at + 1 + blank), hex(1), hex(2)) {
            (b'=', _, Some(high), Some(low)) => {
                out.push(high << 4 | low, start + at, 3);
                at += 3;
            }
            // A line that goes on in the next.
            (b'=', Some(b'\r' | b'\n') | None, ..) => {
                let ended = bytes.get(at + 1 + blank) == Some(&b'\r') && bytes.get(at + 2 + blank) == Some(&b'\n');
                at += 2 + blank + usize::from(ended);
            }
            _ => {
                out.push(*b, start + at, 1);
                at += 1;
            }
        }
    }
    out
}

fn base64(raw: &str, start: usize) -> Bytes {
    let mut out = Bytes { data: Vec::with_capacity(raw.len() * 3 / 4), map: OffsetMap::default() };
    let digit = |b: u8| -> Option<u32> {
        Some(u32::from(match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        }))
    };
    let digits = raw.bytes().enumerate().filter_map(|(at, b)| digit(b).map(|d| (at, d)));
    let (mut bits, mut held) = (0u32, 0u32);
    let mut before = 0;
    for (at, d) in digits {
        bits = bits << 6 | d;
        held += 6;
        if held >= 8 {
            held -= 8;
            let [.., byte] = (bits >> held).to_be_bytes();
            // A byte stands in two letters of the code.
            out.push(byte, start + before, at + 1 - before);
        }
        before = at;
    }
    out
}

/// Joins the lines that a program broke to fit a screen: those that end in a space.
fn flowed(text: &str, map: &OffsetMap) -> (String, OffsetMap) {
    let (mut out, mut inner) = (String::with_capacity(text.len()), OffsetMap::default());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        let soft = bare.ends_with(' ') && bare != "-- ";
        let kept = if soft { bare } else { line };
        inner.push(out.len(), kept.len(), at, kept.len());
        out.push_str(kept);
        at += line.len();
    }
    (out, inner.then(map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_told_from_stories_with_colons() {
        assert!(is_mail("From: a@b.example\nTo: c@d.example\nSubject: Ferries\n stop\n\nAt noon."));
        assert!(!is_mail("Subject: Ferries\n\nAt noon."));
        assert!(!is_mail("From: Varna\nThe ferries stop at noon.\n\nAt noon."));
        assert!(!is_mail("From: a@b.example\nTo: c@d.example\nSubject: Ferries"));
    }

    #[test]
    fn codes_lead_back_to_their_bytes() {
        let b = quoted_printable("caf=C3=A9 in the har=\r\nbour", 7);
        assert_eq!(b.data, "café in the harbour".as_bytes());
        assert_eq!(b.map.original(crate::text::Span::new(3, 5)).range(), 10..16);
        let b = base64("Y2Fm\nw6k=", 0);
        assert_eq!(b.data, "café".as_bytes());
    }
}
