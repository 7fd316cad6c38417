//! From bytes to UTF-8, with the way back.

use encoding_rs::{DecoderResult, ISO_2022_JP, MACINTOSH, WINDOWS_1252};

use super::charset::{Declared, declared};
use super::error::ReadProblem;
use super::formats::framed;
use crate::text::{Encoding, OffsetMap};

/// A text out of bytes.
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// From offsets in `text` to offsets in the bytes.
    pub map: OffsetMap,
    /// Whether some bytes stood for no character and were replaced.
    pub damaged: bool,
    /// The encoding that the text names, where the bytes show that it is another.
    pub overruled: Option<&'static str>,
    /// How many null characters were left out.
    pub nulls: usize,
}

/// How many letters of several bytes show that a text is UTF-8 although it names an encoding in which such bytes are letters, too.
const SURE: usize = 6;

/// Decodes bytes as UTF-8, UTF-16 (by its mark, or by where its zeros are), as what the text says of itself or, where it says nothing and they
/// are no valid UTF-8, as Windows-1252. A byte order mark goes before what the text says.
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
    let decoded = without_nulls(decoded);
    if decoded.text.trim().is_empty() {
        return Err(ReadProblem::Empty);
    }
    Ok(decoded)
}

/// Decodes the bytes of a part of a message, in the encoding that its header names.
pub(super) fn part(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ReadProblem> {
    let named = label.map(str::trim).filter(|l| !l.is_empty());
    let utf8 = std::str::from_utf8(bytes).is_ok_and(|t| !t.is_ascii());
    match named.map(|l| (l, encoding_rs::Encoding::for_label_no_replacement(l.as_bytes()))) {
        // A wrong name is more likely than another encoding whose bytes happen to be UTF-8.
        Some((_, Some(named))) if !(utf8 && named.is_single_byte()) => Ok(by_name(bytes, named)),
        Some((label, None)) if !bytes.is_ascii() => Err(ReadProblem::Encoding(label.to_owned())),
        _ => eight_bit(bytes),
    }
}

fn eight_bit(bytes: &[u8]) -> Result<Decoded, ReadProblem> {
    let (skip, body) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (3, rest),
        _ => (0, bytes),
    };
    if too_many_controls(body) && !framed::is_framed(body) {
        return Err(ReadProblem::Binary("binary data"));
    }
    let mut map = OffsetMap::default();
    let said = if skip > 0 { Declared::Nothing } else { declared(body) };
    let utf8 = std::str::from_utf8(body);
    let mut overruled = None;
    match said {
        // The same in every encoding that has ASCII.
        Declared::Known(named) if body.is_ascii() && named.is_ascii_compatible() => {}
        Declared::Known(named) => {
            // Programs that turn a text into UTF-8 often leave the old name standing. By chance, a text in another encoding is hardly ever UTF-8.
            let letters = utf8.map_or(0, |t| t.chars().filter(|c| !c.is_ascii()).count());
            if letters == 0 || (!named.is_single_byte() && letters < SURE) {
                return Ok(by_name(body, named));
            }
            overruled = Some(named.name());
        }
        // A page with an unknown name is what its bytes are, as in browsers.
        Declared::Unknown(label, xml) if xml || utf8.is_err() => return Err(ReadProblem::Encoding(label)),
        _ => {}
    }
    if let Ok(text) = utf8 {
        if skip > 0 {
            map.push(0, text.len(), skip, text.len());
        }
        return Ok(Decoded {
            text: text.to_owned(),
            encoding: Encoding::Utf8,
            map,
            damaged: false,
            overruled,
            nulls: 0,
        });
    }
    if let Some(decoded) = mostly_utf8(body, skip) {
        return Ok(decoded);
    }
    // A single-byte encoding: each byte is one character, in order.
    let macintosh = looks_like_macintosh(body);
    let named = if macintosh { MACINTOSH } else { WINDOWS_1252 };
    let (text, _) = named.decode_without_bom_handling(body);
    let text = text.into_owned();
    for (i, (at, c)) in text.char_indices().enumerate() {
        map.push_units(at, c.len_utf8(), skip + i, c.len_utf8(), 1);
    }
    let encoding = if macintosh { Encoding::Other(MACINTOSH) } else { Encoding::Windows1252 };
    Ok(Decoded { text, encoding, map, damaged: false, overruled: None, nulls: 0 })
}

/// Whether bytes are words in the old encoding of the Macintosh: read as Windows-1252 they have letters where no word has them ("LŽna",
/// "storm,Ó she"), read as that they have none.
fn looks_like_macintosh(body: &[u8]) -> bool {
    let odd = |named: &'static encoding_rs::Encoding| -> usize {
        let (text, _) = named.decode_without_bom_handling(body.get(..256 * 1024).unwrap_or(body));
        let mut before = ' ';
        let mut chars = text.chars().peekable();
        let mut odd = 0;
        while let Some(c) = chars.next() {
            let next = chars.peek().copied().unwrap_or(' ');
            odd += usize::from(!c.is_ascii() && is_odd(before, c, next));
            before = c;
        }
        odd
    };
    !body.is_ascii() && odd(WINDOWS_1252) > 0 && odd(MACINTOSH) == 0
}

/// Whether a sign beyond ASCII stands where words have none like it.
fn is_odd(before: char, c: char, next: char) -> bool {
    if c.is_control() {
        return true;
    }
    if !c.is_alphabetic() {
        // An apostrophe, a hyphen or a middle dot may stand inside a word.
        let inner = matches!(c, '\u{2019}' | '\u{2018}' | '\u{AD}' | '\u{B7}' | '\u{B4}' | '\u{A0}' | '–' | '—');
        return !inner && before.is_alphabetic() && next.is_alphabetic();
    }
    let inside = c.is_uppercase() && before.is_alphabetic() && (before.is_lowercase() || next.is_lowercase());
    let opens = c.is_uppercase() && !before.is_alphanumeric() && next.is_uppercase();
    // "À", "É" and "Ó" are words; after a comma or a full stop without a space they are not.
    let alone =
        before.is_ascii_punctuation() && !matches!(before, '-' | '\'' | '(' | '"' | '/') && !next.is_alphanumeric();
    inside || opens || alone
}

/// A text without null characters, which no text means to have.
fn without_nulls(decoded: Decoded) -> Decoded {
    if !decoded.text.contains('\0') {
        return decoded;
    }
    let (mut text, mut map) = (String::with_capacity(decoded.text.len()), OffsetMap::default());
    let (mut at, mut nulls) = (0, 0);
    for piece in decoded.text.split('\0') {
        map.push(text.len(), piece.len(), at, piece.len());
        text.push_str(piece);
        at += piece.len() + 1;
        nulls += 1;
    }
    Decoded { text, map: map.then(&decoded.map), nulls: nulls - 1, ..decoded }
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
    Some(Decoded { text, encoding: Encoding::Utf8, map, damaged: true, overruled: None, nulls: 0 })
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
    Decoded { text, encoding, map, damaged, overruled: None, nulls: 0 }
}

/// Any encoding of the standard, letter by letter, so that each knows its bytes.
fn by_name(body: &[u8], named: &'static encoding_rs::Encoding) -> Decoded {
    let mut decoder = named.new_decoder_without_bom_handling();
    let (mut text, mut map, mut damaged) = (String::with_capacity(body.len()), OffsetMap::default(), false);
    let plain = named.is_ascii_compatible();
    // The bytes from `start` to `at` were taken and no letter came of them yet.
    let (mut start, mut at) = (0, 0);
    loop {
        if plain && start == at {
            let run = body.get(at..).map_or(0, encoding_rs::Encoding::ascii_valid_up_to);
            if let Some(Ok(ascii)) = body.get(at..at + run).map(std::str::from_utf8) {
                map.push(text.len(), run, at, run);
                text.push_str(ascii);
                (start, at) = (at + run, at + run);
            }
        }
        let next = body.get(at..at + 1).unwrap_or_default();
        // A letter that several code points make up, and what a decoder held back, have room in it.
        let mut letter = [0; 32];
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(next, &mut letter, next.is_empty());
        at += read;
        if let Some(letter) = letter.get(..written).and_then(|l| std::str::from_utf8(l).ok()).filter(|l| !l.is_empty())
        {
            // What a decoder takes back after a broken letter is no part of this one.
            let end = if let DecoderResult::Malformed(bad, good) = result {
                at.saturating_sub(usize::from(bad) + usize::from(good)).max(start)
            } else {
                at
            };
            map.push_units(text.len(), letter.len(), start, letter.len(), end - start);
            text.push_str(letter);
            start = end;
        }
        match result {
            DecoderResult::Malformed(_, good) => {
                damaged = true;
                let end = at.saturating_sub(usize::from(good)).max(start);
                let lump = '\u{FFFD}'.len_utf8();
                map.push_units(text.len(), lump, start, lump, end - start);
                text.push('\u{FFFD}');
                start = end;
            }
            DecoderResult::InputEmpty if next.is_empty() => break,
            _ => {}
        }
        // A switch between alphabets is three bytes that are no part of a letter.
        if named == ISO_2022_JP && at - start == 3 && body.get(start) == Some(&0x1B) {
            start = at;
        }
    }
    let encoding = if named == WINDOWS_1252 { Encoding::Windows1252 } else { Encoding::Other(named) };
    Decoded { text, encoding, map, damaged, overruled: None, nulls: 0 }
}

/// UTF-16 without a mark: in news text most characters have a zero for their high byte, all on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..bytes.len().min(4096) & !1).unwrap_or_default();
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
    // Programs that keep texts in fields of one length fill them up with null characters.
    let filled = bytes.iter().rev().take_while(|b| **b == 0).count();
    let bytes = bytes.get(..bytes.len() - filled).unwrap_or(bytes);
    let head = bytes.get(..64 * 1024).unwrap_or(bytes);
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
        Some(what) if matches!(bytes.first(), Some(b'R' | b'B' | b'I' | b'O' | b'G')) => {
            bytes.get(..64).unwrap_or(bytes).contains(&0).then_some(what)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, GBK, ISO_8859_2, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1254};

    /// A document that names this encoding and holds these words.
    fn document(named: &'static encoding_rs::Encoding, words: &str) -> Vec<u8> {
        let head = format!("<?xml version=\"1.0\" encoding=\"{}\"?>\n<a>", named.name());
        let (bytes, _, lossy) = named.encode(words);
        assert!(!lossy, "{} has no `{words}`", named.name());
        [head.as_bytes(), &bytes, b"</a>\n"].concat()
    }

    #[test]
    fn every_letter_leads_to_its_own_bytes() {
        for (named, words) in [
            (ISO_8859_2, "Łódź, Plzeň and Győr agreed."),
            (WINDOWS_1251, "Ася and Юлия spoke in Тверь on 3 March."),
            (KOI8_R, "Ася spoke."),
            (WINDOWS_1254, "İzmir and Muğla: \u{201c}yes\u{201d}"),
            (MACINTOSH, "Café Zürich – “oui”"),
            (WINDOWS_1252, "Café Zürich – “oui” €5"),
            (SHIFT_JIS, "東京 means Tokyo, ｱ is half."),
            (EUC_JP, "東京 means Tokyo."),
            (ISO_2022_JP, "The sign 東京 means Tokyo, 大阪 Osaka."),
            (EUC_KR, "서울 means Seoul."),
            (GBK, "北京 means Beijing."),
            (GB18030, "北京 and \u{1F6A2} and ḿ sailed."),
            (BIG5, "臺北 means Taipei."),
        ] {
            let bytes = document(named, words);
            let decoded = decode(&bytes).unwrap_or_else(|e| panic!("{}: {e:?}", named.name()));
            assert_eq!(decoded.encoding.name(), named.name());
            assert!(decoded.text.contains(words) && !decoded.damaged, "{}: {}", named.name(), decoded.text);
            let mut end = 0;
            for (at, c) in decoded.text.char_indices() {
                let place = decoded.map.original(Span::new(at, at + c.len_utf8()));
                let here = &bytes[place.range()];
                assert!(place.start >= end && !here.is_empty(), "{}: `{c}` at {place:?}", named.name());
                end = place.end;
                if named == ISO_2022_JP {
                    // Bytes of a letter mean it only behind a switch.
                    assert_eq!(here.len(), if c.is_ascii() { 1 } else { 2 }, "`{c}` at {place:?}");
                } else {
                    assert_eq!(named.decode_without_bom_handling(here).0, c.to_string(), "{}", named.name());
                }
            }
        }
    }

    #[test]
    fn the_old_macintosh_is_known_by_its_letters() {
        let read = |bytes: &[u8]| decode(bytes).map(|d| (d.text, d.encoding.name())).expect("a text");
        let words = "Mayor Léna Dåhl said “we cannot wait for the storm,” and it’s over – at last.";
        for named in [MACINTOSH, WINDOWS_1252] {
            assert_eq!(read(&named.encode(words).0), (words.to_owned(), named.name()));
        }
        // One sign that both have must not decide.
        assert_eq!(read(b"It\x92s 5\xB0C, Dr. \xC9ric said.").1, "windows-1252");
        assert_eq!(read(b"The CAF\xC9 AU LAIT is shut; \xC0 la carte is not.").1, "windows-1252");
    }

    #[test]
    fn null_characters_are_left_out() {
        let decoded = decode(b"The bri\0dge is shut.").expect("a text");
        assert_eq!((&*decoded.text, decoded.nulls), ("The bridge is shut.", 1));
        assert_eq!(decoded.map.original(Span::new(4, 10)).range(), 4..11);
    }

    #[test]
    fn broken_letters_are_replaced_and_the_rest_keeps_its_place() {
        for (named, broken) in
            [(SHIFT_JIS, &b"\x93"[..]), (GB18030, b"\x81\x30\x81"), (EUC_KR, b"\xC0"), (BIG5, b"\x81\x20")]
        {
            let mut bytes = document(named, "one @ two");
            let at = bytes.iter().position(|b| *b == b'@').expect("the place");
            bytes.splice(at..=at, broken.iter().copied());
            let decoded = decode(&bytes).expect("a text");
            assert!(decoded.damaged && decoded.text.contains('\u{FFFD}'), "{}: {}", named.name(), decoded.text);
            for word in ["one", "two</a>"] {
                let at = decoded.text.find(word).unwrap_or_else(|| panic!("{}: {}", named.name(), decoded.text));
                let place = decoded.map.original(Span::new(at, at + word.len()));
                assert_eq!(&bytes[place.range()], word.as_bytes(), "{}", named.name());
            }
            // Any cut of it is read or refused.
            for end in 0..bytes.len() {
                let _ = decode(&bytes[..end]);
            }
        }
    }

    #[test]
    fn what_a_text_says_of_itself_is_believed_unless_its_bytes_say_otherwise() {
        let read = |bytes: &[u8]| decode(bytes).map(|d| (d.encoding.name(), d.overruled));
        let head = |label: &str| format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a>");
        let utf8 = |label: &str, words: &str| read((head(label) + words + "</a>").as_bytes()).expect("a text");
        assert_eq!(utf8("ISO-8859-1", "Café"), ("UTF-8", Some("windows-1252")), "a name that was left standing");
        assert_eq!(utf8("ISO-8859-1", "Cafe"), ("UTF-8", None), "the same in both");
        assert_eq!(utf8("GBK", "北京北京北京"), ("UTF-8", Some("GBK")));
        assert_eq!(utf8("UTF-16", "Café"), ("UTF-8", None));
        assert_eq!(read(&document(GBK, "联通 sailed")).expect("a text"), ("GBK", None), "UTF-8 by chance");
        let with_mark = ["\u{feff}".as_bytes(), head("Big5").as_bytes(), "Café".as_bytes()].concat();
        assert_eq!(read(&with_mark).expect("a text"), ("UTF-8", None), "the mark goes first");
        let unknown = read((head("klingon-8") + "x</a>").as_bytes());
        assert!(matches!(unknown, Err(ReadProblem::Encoding(label)) if label == "klingon-8"));
        let page = |body: &[u8]| read(&[b"<html><meta charset=zzz><p>", body].concat());
        assert_eq!(page("Café".as_bytes()).expect("a page"), ("UTF-8", None));
        assert!(page(b"Caf\xe9").is_err());
    }
}
