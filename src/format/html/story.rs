//! The two stories of the page: paragraphs with sentences linked across and findings marked in place.

use maud::{Markup, html};

use crate::finding::Severity;
use crate::format::page::Text;
use crate::format::visible::visible;
use crate::format::{numbered, pointed_at, rewrite_sentences, shape, touching, wire_sentences};
use crate::ingest::{Block, BlockKind, Story};
use crate::report::Report;
use crate::text::Span;

/// What a take is called.
pub(super) fn take_name(report: &Report, take: usize) -> String {
    if report.wires.len() > 1 { format!("wire {}", take + 1) } else { "wire".into() }
}

/// Which of the two columns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The rewrite.
    Rewrite,
    /// The wires, one under the other.
    Wire,
}

/// One place that a finding points at.
struct Mark {
    span: Span,
    /// Number of the finding, from 1.
    number: usize,
    /// Which of the report's findings it is.
    finding: usize,
    /// Anchor that the finding's card links to.
    anchor: String,
    severity: Severity,
    /// Whether these are the finding's own words, and not words that contradict them.
    own: bool,
}

/// A sentence with the anchor of what it is linked to.
struct Sentence {
    span: Span,
    id: String,
    to: Vec<String>,
}

/// A stretch of words that no sentence or mark begins or ends in.
struct Piece<'a> {
    span: Span,
    /// The marks that touch it, in the order of their findings.
    marks: Vec<&'a Mark>,
}

/// One column of the page.
pub(super) fn story(report: &Report, side: Side) -> Markup {
    let (id, label) = match side {
        Side::Rewrite => ("rewrite", "Rewrite"),
        Side::Wire => ("wire", "Wire"),
    };
    html! {
        section.panel.story id=(id) tabindex="0" aria-labelledby={ (id) "-title" } {
            div.bar { h2 id={ (id) "-title" } { (label) } }
            @match side {
                Side::Rewrite => {
                    article { (blocks(report, &report.rewrite, &rewrite_marks(report), &aligned(report))) }
                }
                Side::Wire => {
                    @for (take, wire) in report.wires.iter().enumerate() {
                        article {
                            @if report.wires.len() > 1 { h3.take { (take_name(report, take)) " · " (Text(&wire.source.name)) } }
                            (blocks(report, wire, &wire_marks(report, take), &said(report, take)))
                        }
                    }
                }
            }
        }
    }
}

/// Whether the page shows the place of a span: in a block of the story, and between characters.
pub(super) fn shown(story: &Story, span: Span) -> bool {
    story.source.text.get(span.range()).is_some()
        && touching(&story.blocks, |b| b.span, span).iter().any(|b| within(b, span))
}

fn within(block: &Block, span: Span) -> bool {
    span.overlaps(block.span) || (span.is_empty() && block.span.start <= span.start && span.start <= block.span.end)
}

fn rewrite_marks(report: &Report) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (finding, (number, f)) in numbered(report).enumerate() {
        if let Some(at) = f.at {
            marks.push(Mark {
                span: at.0,
                number,
                finding,
                anchor: format!("m{number}"),
                severity: f.severity,
                own: true,
            });
        }
        for (k, place) in f.also.iter().enumerate() {
            let anchor = format!("m{number}p{k}");
            marks.push(Mark { span: place.0, number, finding, anchor, severity: f.severity, own: true });
        }
        for (k, other) in f.evidence.rewrite.iter().enumerate() {
            let anchor = format!("e{number}r{k}");
            marks.push(Mark { span: other.0, number, finding, anchor, severity: f.severity, own: false });
        }
    }
    marks.retain(|m| shown(&report.rewrite, m.span));
    marks
}

fn wire_marks(report: &Report, take: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (finding, (number, f)) in numbered(report).enumerate() {
        for (k, wire) in f.evidence.wire.iter().enumerate().filter(|(_, w)| w.take == take) {
            // Where the rewrite has no words at all, the wire's words are what the finding is about.
            let anchor = format!("e{number}w{k}");
            marks.push(Mark { span: wire.span, number, finding, anchor, severity: f.severity, own: f.at.is_none() });
        }
    }
    marks.retain(|m| report.wires.get(take).is_some_and(|story| shown(story, m.span)));
    marks
}

fn aligned(report: &Report) -> Vec<Sentence> {
    let wires: Vec<Vec<Span>> = (0..report.wires.len()).map(|t| wire_sentences(report, t)).collect();
    let spans = rewrite_sentences(report);
    let mut sentences: Vec<Sentence> = spans
        .iter()
        .enumerate()
        .map(|(i, span)| Sentence { span: *span, id: format!("r{i}"), to: Vec::new() })
        .collect();
    for link in &report.links {
        let Ok(i) = spans.binary_search(&link.rewrite.0) else { continue };
        for wire in &link.wire {
            let found = wires.get(wire.take).and_then(|w| w.binary_search(&wire.span).ok());
            if let (Some(k), Some(sentence)) = (found, sentences.get_mut(i)) {
                sentence.to.push(format!("w{}-{k}", wire.take));
            }
        }
    }
    sentences
}

fn said(report: &Report, take: usize) -> Vec<Sentence> {
    let spans = wire_sentences(report, take);
    let rewrite = rewrite_sentences(report);
    let mut sentences: Vec<Sentence> = spans
        .iter()
        .enumerate()
        .map(|(k, span)| Sentence { span: *span, id: format!("w{take}-{k}"), to: Vec::new() })
        .collect();
    for link in &report.links {
        let Ok(i) = rewrite.binary_search(&link.rewrite.0) else { continue };
        for wire in link.wire.iter().filter(|w| w.take == take) {
            if let Some(sentence) = spans.binary_search(&wire.span).ok().and_then(|k| sentences.get_mut(k)) {
                sentence.to.push(format!("r{i}"));
            }
        }
    }
    sentences
}

fn blocks(report: &Report, story: &Story, marks: &[Mark], sentences: &[Sentence]) -> Markup {
    // No level of heading is left out: without a headline the crossheads stand right under the name of the column.
    let headed = report.wires.len() > 1 || story.blocks.iter().any(|b| b.kind == BlockKind::Headline);
    let marks = by_block(story, marks);
    html! {
        @if story.blocks.is_empty() {
            p.quiet { "This text is empty." }
        }
        @for (block, marks) in story.blocks.iter().zip(&marks) {
            @let inside = inline(report, story, block, marks, sentences);
            @match block.kind {
                BlockKind::Headline => h3.headline { (inside) },
                BlockKind::Subhead if headed => h4.subhead { (inside) },
                BlockKind::Subhead => h3.subhead { (inside) },
                BlockKind::Summary => p.summary { (inside) },
                BlockKind::Byline => p.byline { (inside) },
                BlockKind::Credit => p.credit { (inside) },
                BlockKind::Paragraph => p { (inside) },
                BlockKind::Advisory => p.furniture { span.tag { "note to editors" } " " (inside) },
                BlockKind::Furniture(kind) => p.furniture { span.tag { (kind.name()) } " " (inside) },
            }
        }
    }
}

/// For each block the marks in it, in text order.
fn by_block<'m>(story: &Story, marks: &'m [Mark]) -> Vec<Vec<&'m Mark>> {
    let mut marks: Vec<&Mark> = marks.iter().collect();
    marks.sort_by_key(|m| m.span.start);
    let mut out = vec![Vec::new(); story.blocks.len()];
    for mark in marks {
        let from = story.blocks.partition_point(|b| b.span.end < mark.span.start);
        let near = story.blocks.iter().zip(&mut out).skip(from).take_while(|(b, _)| b.span.start <= mark.span.end);
        for (_, inside) in near.filter(|(b, _)| within(b, mark.span)) {
            inside.push(mark);
        }
    }
    out
}

/// The words of one block: cut wherever a sentence or a mark begins or ends, so that marks may overlap as they like.
fn inline(report: &Report, story: &Story, block: &Block, marks: &[&Mark], sentences: &[Sentence]) -> Markup {
    let text = &story.source.text;
    let sentences = touching(sentences, |s| s.span, block.span);
    let sentences: Vec<&Sentence> = sentences.iter().filter(|s| s.span.overlaps(block.span)).collect();
    let mut cuts = vec![block.span.start, block.span.end];
    cuts.extend(marks.iter().flat_map(|m| [m.span.start, m.span.end]));
    cuts.extend(sentences.iter().flat_map(|s| [s.span.start, s.span.end]));
    cuts.retain(|c| block.span.start <= *c && *c <= block.span.end && text.is_char_boundary(*c as usize));
    cuts.sort_unstable();
    cuts.dedup();
    let pieces: Vec<Span> =
        cuts.windows(2).filter_map(|w| Some(Span { start: *w.first()?, end: *w.get(1)? })).collect();
    // What is near a piece is kept while walking on, so that a story on one line costs no more than one in paragraphs.
    let mut groups: Vec<(Option<&Sentence>, Vec<Piece>)> = Vec::new();
    let mut near: Vec<&Mark> = Vec::new();
    let mut coming = marks.iter().copied().peekable();
    for piece in pieces {
        near.extend(std::iter::from_fn(|| coming.next_if(|m| m.span.start <= piece.end)));
        near.retain(|m| m.span.end >= piece.start);
        let at = sentences.partition_point(|s| s.span.start <= piece.start);
        let sentence = sentences.get(at.saturating_sub(1)).copied().filter(|s| s.span.contains(piece));
        let mut marks = near.clone();
        marks.sort_by_key(|m| m.number);
        let piece = Piece { span: piece, marks };
        match groups.last_mut() {
            Some((last, group)) if same(*last, sentence) => group.push(piece),
            _ => groups.push((sentence, vec![piece])),
        }
    }
    let last = block.span.end;
    html! {
        @for (sentence, group) in &groups {
            @if let Some(s) = sentence {
                span.s id=[(s.span.start >= block.span.start).then_some(&s.id)] data-to=(s.to.join(" ")) {
                    @for piece in group { (segment(report, story, piece.span, &piece.marks, last)) }
                    @if let Some(first) = s.to.first() {
                        a.go href={ "#" (first) } aria-label="the same sentence on the other side" { "↔" }
                    }
                }
            } @else {
                @for piece in group { (segment(report, story, piece.span, &piece.marks, last)) }
            }
        }
    }
}

fn same(a: Option<&Sentence>, b: Option<&Sentence>) -> bool {
    a.map(|s| &s.id) == b.map(|s| &s.id)
}

/// A stretch of words under the same marks, after the anchors that begin here and before the numbers that end here.
fn segment(report: &Report, story: &Story, piece: Span, marks: &[&Mark], last: u32) -> Markup {
    let over: Vec<&Mark> = marks.iter().copied().filter(|m| !m.span.is_empty() && m.span.contains(piece)).collect();
    let begins = |m: &&&Mark| m.span.start == piece.start;
    let points = marks.iter().filter(|m| m.span.is_empty() && begins(m));
    // A place behind the last word of the block has no piece that begins there.
    let behind = |m: &Mark| m.span.is_empty() && m.span.start == last && piece.end == last && piece.start < last;
    let ends = marks.iter().filter(|m| (!m.span.is_empty() && m.span.end == piece.end) || behind(m));
    // The gravest own finding gives the look; of equals the shortest, which would else be hidden under the longer one.
    let lead = over.iter().copied().max_by_key(|m| (m.own, m.severity, std::cmp::Reverse(m.span.len())));
    // A finding on the letter itself, and not on words that it is part of, is about what readers see in its place.
    let alone = over.iter().any(|m| m.span == piece);
    let text = if alone { pointed_at(story, piece) } else { story.source.slice(piece) };
    let words = Text(text);
    html! {
        @for mark in marks.iter().filter(begins) { span id=(mark.anchor) {} }
        @for mark in points { (number(mark)) }
        @if let Some(lead) = lead.filter(|_| text.trim().is_empty()) {
            // The gap between two sentences under one mark: a link of white space would be a stop for the keyboard and say nothing.
            span.m.(lead.severity.name()).own[lead.own].against[!lead.own].many[over.len() > 1] data-f=(numbers(&over)) { (words) }
        } @else if let Some(lead) = lead {
            a.m.(lead.severity.name()).own[lead.own].against[!lead.own].many[over.len() > 1]
                href={ "#f" (lead.number) }
                data-f=(numbers(&over))
                title=(title(report, &over))
            { (words) }
        } @else { (words) }
        @for mark in ends {
            @if behind(mark) { span id=(mark.anchor) {} }
            (number(mark))
        }
    }
}

fn number(mark: &Mark) -> Markup {
    html! {
        sup.n.(mark.severity.name()).against[!mark.own] data-f=(mark.number) {
            a href={ "#f" (mark.number) } tabindex="-1" aria-label={ "finding " (mark.number) ", " (mark.severity.name()) } {
                @if mark.own { (shape(mark.severity)) } (mark.number)
            }
        }
    }
}

fn numbers(marks: &[&Mark]) -> String {
    let numbers: Vec<String> = marks.iter().map(|m| m.number.to_string()).collect();
    numbers.join(" ")
}

fn title(report: &Report, marks: &[&Mark]) -> String {
    let lines: Vec<String> = marks
        .iter()
        .filter_map(|m| {
            let f = report.findings.get(m.finding)?;
            Some(format!("{} {}: {}", m.number, f.severity.name(), visible(&f.message)))
        })
        .collect();
    lines.join("\n")
}
