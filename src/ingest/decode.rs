//! From bytes to UTF-8, with the way back.

use encoding_rs::WINDOWS_1252;

use super::error::ReadProblem;
use crate::text::{Encoding, OffsetMap};

/// A text out of bytes.
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// From offsets in `text` to offsets in the bytes.
    pub map: OffsetMap,
    /// Whether some bytes stood for no character and were replaced.
    pub damaged: bool,
}

/// Decodes bytes as UTF-8, UTF-16 (by its mark, or by where its zeros are) or, where they are no valid UTF-8, as Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ReadProblem> {
    if bytes.is_empty() {
        return Err(ReadProblem::Empty);
    }
    let decoded = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, 2, Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, 2, Encoding::Utf16Be),
        _ => {
            if let Some(what) = known_binary(bytes) {
                return Err(ReadProblem::Binary(what));
            }
            if let Some(encoding) = utf16_without_mark(bytes) { utf16(bytes, 0, encoding) } else { eight_bit(bytes)? }
        }
    };
    if decoded.text.trim().is_empty() {
        return Err(ReadProblem::Empty);
    }
    Ok(decoded)
}

fn eight_bit(bytes: &[u8]) -> Result<Decoded, ReadProblem> {
    let (skip, body) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (3, rest),
        _ => (0, bytes),
    };
    if too_many_controls(body) {
        return Err(ReadProblem::Binary("binary data"));
    }
    let mut map = OffsetMap::default();
    if let Ok(text) = std::str::from_utf8(body) {
        if skip > 0 {
            map.push(0, text.len(), skip, text.len());
        }
        return Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8, map, damaged: false });
    }
    if let Some(mended) = mostly_utf8(body, skip) {
        return Ok(mended);
    }
    // A single-byte encoding: each byte is one character, in order.
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(body);
    let text = text.into_owned();
    for (i, (at, c)) in text.char_indices().enumerate() {
        map.push_units(at, c.len_utf8(), skip + i, c.len_utf8(), 1);
    }
    Ok(Decoded { text, encoding: Encoding::Windows1252, map, damaged: false })
}

/// UTF-8 with a few broken bytes, such as a file that was cut in the middle of a letter, is not Windows-1252: where well-formed
/// letters of several bytes outnumber the broken places, the broken ones become U+FFFD and the rest is read as it is.
fn mostly_utf8(body: &[u8], skip: usize) -> Option<Decoded> {
    let (mut letters, mut broken) = (0usize, 0usize);
    for chunk in body.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if letters <= broken * 2 {
        return None;
    }
    let (mut text, mut map, mut at) = (String::with_capacity(body.len()), OffsetMap::default(), skip);
    for chunk in body.utf8_chunks() {
        map.push(text.len(), chunk.valid().len(), at, chunk.valid().len());
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            let lump = '\u{FFFD}'.len_utf8();
            map.push_units(text.len(), lump, at, lump, chunk.invalid().len());
            text.push('\u{FFFD}');
            at += chunk.invalid().len();
        }
    }
    Some(Decoded { text, encoding: Encoding::Utf8, map, damaged: true })
}

fn utf16(body: &[u8], skip: usize, encoding: Encoding) -> Decoded {
    let unit = |pair: &[u8]| match (pair, encoding) {
        ([a, b], Encoding::Utf16Be) => u16::from_be_bytes([*a, *b]),
        ([a, b], _) => u16::from_le_bytes([*a, *b]),
        _ => 0xFFFD,
    };
    let (mut text, mut map, mut at) = (String::with_capacity(body.len() / 2), OffsetMap::default(), 0);
    let mut damaged = false;
    for c in char::decode_utf16(body.chunks(2).map(unit)) {
        damaged |= c.is_err();
        let c = c.unwrap_or('\u{FFFD}');
        let original = (c.len_utf16() * 2).min(body.len() - at);
        map.push_units(text.len(), c.len_utf8(), skip + at, c.len_utf8(), original);
        text.push(c);
        at += original;
    }
    damaged |= body.len() % 2 == 1;
    Decoded { text, encoding, map, damaged }
}

/// UTF-16 without a mark: in news text most characters have a zero for their high byte, all on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 10 >= half * 7 && even * 20 <= half {
        Some(Encoding::Utf16Le)
    } else if even * 10 >= half * 7 && odd * 20 <= half {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// More than one control character in a hundred bytes, white space aside, is no text. A stray one is a glitch.
fn too_many_controls(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let controls = head.iter().filter(|b| **b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1B));
    controls.count() > 2 + head.len() / 100
}

/// File types that people give by mistake, by their first bytes.
fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 18] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"PK\x05\x06", "a zip archive"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"RIFF", "a RIFF sound, film or picture"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xFD7zXZ\0", "an xz archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"\x28\xB5\x2F\xFD", "a zstd archive"),
        (b"\x7FELF", "a program"),
        (b"ID3", "an MP3 sound"),
        (b"OggS", "an Ogg sound or film"),
        (b"SQLite format 3\0", "an SQLite database"),
    ];
    let found = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what);
    // Those whose mark is plain letters could also open a text ("RIFFRAFF …"): a zero byte near by decides.
    match found {
        Some(what) if matches!(bytes[0], b'R' | b'B' | b'I' | b'O' | b'G') => {
            bytes[..bytes.len().min(64)].contains(&0).then_some(what)
        }
        other => other,
    }
}
