//! Parts to a story: what each part is, the dateline, the day, and what the text tells an editor.

use super::advisory::Advisory;
use super::marks::{self, Own, Seen};
use super::meta::Metadata;
use super::part::{Hint, Part};
use super::{
    Block, BlockKind, Dateline, FurnitureKind, Story, advisory, dateline, dates, inline, layout, lines, names, phrases,
};
use crate::text::{Source, Span};

/// Parts to blocks, dateline, date and notes.
pub(super) fn arrange(
    source: Source,
    parts: Vec<Part>,
    date: Option<dates::Ymd>,
    mut meta: Metadata,
    markup: bool,
) -> Story {
    let text = &*source.text;
    let seen = look(text, &parts);
    let kinds = layout::layout(text, &seen, markup);
    let blocks: Vec<Block> = seen
        .iter()
        .zip(&kinds)
        .map(|(s, kind)| Block {
            kind: *kind,
            span: s.part.span,
            apart: s.part.apart && matches!(kind, BlockKind::Furniture(_) | BlockKind::Advisory),
        })
        .collect();
    let dateline =
        blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).take(2).find_map(|b| dateline::find(text, b.span));
    let date = date.or_else(|| story_date(text, &blocks, dateline.as_ref()));
    complete(&mut meta, text, &blocks, dateline.as_ref());
    let mut notes = notes(text);
    notes.extend(meta.warnings());
    let inline = inline::find(text, &blocks);
    Story { source, blocks, dateline, date, meta, codes: Vec::new(), inline, notes }
}

/// Adds to the metadata what the text itself tells.
fn complete(meta: &mut Metadata, text: &str, blocks: &[Block], dateline: Option<&Dateline>) {
    let first = |kind: BlockKind| {
        blocks.iter().find(|b| b.kind == kind).map(|b| b.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    meta.headline = first(BlockKind::Headline).or_else(|| meta.headline.take().map(|h| without_prefix(&h)));
    meta.byline = meta.byline.take().or_else(|| first(BlockKind::Byline));
    meta.located = meta.located.take().or_else(|| dateline.map(|d| d.place.of(text).to_owned()));
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Advisory) {
        let words = block.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut folded = String::new();
        phrases::fold_line(&words, &mut folded);
        if meta.version.is_none() {
            meta.version = advisory::update_number(&words).map(str::to_owned);
        }
        if advisory::is_slug_line(&words) && meta.slug.is_none() {
            let bare = words.split_once(':').map_or(words.as_str(), |(_, slug)| slug);
            meta.slug = bare.split('(').next().map(|s| s.trim().to_owned());
        }
        let kind = advisory::prefix(&format!("{words} X")).map(|(_, kind)| kind);
        let kind = kind.or_else(|| advisory::line(&words, &folded)).unwrap_or_else(|| advisory::kind_of_note(&words));
        meta.advisories.retain(|a| a.text != words);
        meta.advisories.push(Advisory { kind, text: words, span: Some(block.span) });
    }
}

/// A headline without "UPDATE 2-" in front.
fn without_prefix(headline: &str) -> String {
    let at = advisory::prefix(headline).map_or(0, |(at, _)| at);
    headline[at..].to_owned()
}

/// Looks at every part; cuts off notes to editors at either end, and running times and credits that were left at the end of a
/// paragraph.
fn look(text: &str, parts: &[Part]) -> Vec<Seen> {
    let mut folded = String::new();
    let mut seen = Vec::with_capacity(parts.len() + 4);
    let alone = parts.len() == 1;
    for part in parts {
        let forced = matches!(part.hint, Hint::Furniture(_)) || part.hint == Hint::Is(BlockKind::Advisory);
        let mut part = *part;
        let mut note = |span: Span, joined: bool, seen: &mut Vec<Seen>| {
            let part = Part { joined, ..Part::new(span, Hint::Is(BlockKind::Advisory)) };
            seen.push(marks::see(text, part, &mut folded));
        };
        let mut last = None;
        if !forced && !alone {
            while let Some(len) = head_cut(part.span.of(text)) {
                let start = part.span.start as usize;
                let rest = part.span.of(text)[len..].trim_start();
                note(trimmed(text, start, start + len), part.joined, &mut seen);
                part = Part { span: Span::new(part.span.end as usize - rest.len(), part.span.end as usize), ..part };
            }
            if let Some((at, _)) = advisory::trailing(part.span.of(text)) {
                let (start, end) = (part.span.start as usize, part.span.end as usize);
                last = Some(Span::new(start + at, end));
                part.span = trimmed(text, start, start + at);
            }
        }
        let line = part.span.of(text);
        let cut = if forced || matches!(part.hint, Hint::Is(_)) { None } else { tail_cut(line, alone) };
        if let Some((keep, tail, own)) = cut {
            let start = part.span.start as usize;
            let head = Part { span: Span::new(start, start + keep), ..part };
            let rest = Part { joined: true, ..Part::new(Span::new(start + tail, part.span.end as usize), Hint::None) };
            seen.push(marks::see(text, head, &mut folded));
            seen.push(Seen { own, ..marks::see(text, rest, &mut folded) });
        } else {
            seen.push(marks::see(text, part, &mut folded));
        }
        if let Some(span) = last {
            let part = Part { joined: true, ..Part::new(span, Hint::Is(BlockKind::Advisory)) };
            seen.push(marks::see(text, part, &mut folded));
        }
    }
    seen
}

/// The span without white space at its ends.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let words = Span::new(start, end).of(text);
    let lead = words.len() - words.trim_start().len();
    Span::new(start + lead, start + lead + words.trim().len())
}

/// Bytes of a note to editors in front of a headline or paragraph that has more to say.
fn head_cut(line: &str) -> Option<usize> {
    let (len, _) = advisory::prefix(line).or_else(|| advisory::bracketed(line))?;
    line[len..].chars().any(char::is_alphanumeric).then_some(len)
}

/// Where a paragraph ends and where what hangs on its end begins.
fn tail_cut(line: &str, alone: bool) -> Option<(usize, usize, Own)> {
    // In a text of one piece, only a whole story can have credits at its end.
    if (!alone || line.len() > 400)
        && let Some(at) = names::trailing_credit(line)
    {
        return Some((line[..at].trim_end().len(), at, Own::Credit));
    }
    if alone {
        return None;
    }
    let at = line.rfind(char::is_whitespace)?;
    let last = line[at..].trim_start();
    let head = line[..at].trim_end();
    (dates::running_time(last) && lines::ends_sentence(head)).then_some((
        head.len(),
        line.len() - last.len(),
        Own::RunningTime,
    ))
}

/// The day that the story was sent: the first full date in its time stamps, byline, credits or dateline. A caption or
/// an embargo may lend its year to a dateline that names the same day.
fn story_date(text: &str, blocks: &[Block], dateline: Option<&Dateline>) -> Option<dates::Ymd> {
    let in_dateline = dateline.and_then(|d| d.date).map(|s| s.of(text));
    let signed = |kind: BlockKind| {
        matches!(kind, BlockKind::Byline | BlockKind::Credit | BlockKind::Furniture(FurnitureKind::Timestamp))
    };
    in_dateline
        .and_then(dates::date)
        .or_else(|| blocks.iter().filter(|b| signed(b.kind)).find_map(|b| dates::date(b.span.of(text))))
        .or_else(|| {
            let day = dates::month_day(in_dateline?)?;
            let telling =
                |k: BlockKind| matches!(k, BlockKind::Furniture(FurnitureKind::Caption) | BlockKind::Advisory);
            let captions = blocks.iter().filter(|b| telling(b.kind));
            captions.filter_map(|b| dates::date(b.span.of(text))).find(|d| (d.1, d.2) == day)
        })
}

/// Characters that a reader does not see, for the notes.
fn notes(text: &str) -> Vec<String> {
    let (mut bidi, mut control, mut replaced) = (0usize, 0usize, 0usize);
    let plain = |b: &u8| (b' '..0x7F).contains(b) || matches!(b, b'\n' | b'\r' | b'\t');
    if text.as_bytes().iter().all(plain) {
        return Vec::new();
    }
    for c in text.chars() {
        match c {
            ' '..='~' => {}
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}' => bidi += 1,
            '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => {}
            '\u{FFFD}' => replaced += 1,
            c if c.is_control() => control += 1,
            _ => {}
        }
    }
    let mut notes = Vec::new();
    let mut say = |n: usize, what: &str| {
        if n > 0 {
            notes.push(format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
        }
    };
    say(bidi, "invisible character that changes the direction of writing");
    say(control, "control character");
    say(replaced, "replacement character, where a letter was lost");
    notes
}
