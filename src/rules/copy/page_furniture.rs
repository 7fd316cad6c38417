use std::collections::HashSet;

use crate::analyse::{Analysis, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::ingest::{Block, BlockKind, FurnitureKind, Story};
use crate::text::{RewriteSpan, Span};

rule! {
    /// # What it reports
    /// Parts of the web page that were copied into the story: menus, cookie banners, links to other stories, captions,
    /// time stamps, running times of videos. All that was copied from one page is one finding with its places.
    ///
    /// # Why it matters
    /// It is not part of the story; a reader takes a caption or a link for the next paragraph.
    ///
    /// # Evidence it asks for
    /// Lines of the rewrite that are recognised as page furniture, or a running time on its own after a sentence.
    /// Furniture in the wire is not reported, and a line that the wire has word for word is not either: it came with the wire. What the markup of a web page itself sets apart (`<nav>`, `<aside>`, a
    /// caption, hidden elements, what stands outside the article) is not reported either: nobody takes it for the story.
    ///
    /// # Example
    /// ```text
    /// wire: The bridge will stay shut until the autumn, the county said.
    /// rewrite: The bridge will stay shut until the autumn, the county said. 4:31
    /// fires: 4:31
    /// wire: The bridge in Ardhaven will stay shut until the autumn, the county said.
    /// rewrite: The bridge in Ardhaven, opens new tab will stay shut until the autumn, the county said.
    /// fires: opens new tab
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The bridge will open at 4:31 p.m., the county said.
    /// rewrite: The bridge will open at 4:31 p.m., the county said.
    /// silent
    /// wire: Kickoff was moved. It is now at 4:31.
    /// rewrite: Kickoff was moved. It is now at 4:31.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Furniture that reads like a sentence of the story.
    id: "page-furniture",
    group: Copy,
    category: NonContent,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Judged,
}

/// Up to so many lines of one kind in a row are places of their own, so that each can be taken out; a longer run is one place.
const FEW: usize = 3;

/// What was copied from around a story is one slip, however many lines it left.
const PAGE: &str = "page";

/// Reports each run of lines that the reader of the file has set aside as furniture.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let story = case.rewrite_story;
    // What the markup of a page sets apart was not copied into the story.
    let kind = |b: &Block| match b.kind {
        BlockKind::Furniture(kind) if !b.apart => Some(kind),
        _ => None,
    };
    let wires_divide = wires_divide(case);
    let wires_lines = wires_lines(case);
    for run in story.blocks.chunk_by(|a, b| kind(a) == kind(b)) {
        let Some(kind) = run.first().and_then(kind) else { continue };
        if kind == FurnitureKind::Residue && wires_divide && run.iter().all(|b| is_divider(story, b)) {
            continue;
        }
        if run.len() <= FEW {
            let own = |b: &&Block| !wires_lines.contains(&one_line(story, b));
            run.iter().filter(own).for_each(|b| report(story, kind, b.span, out));
        } else {
            report(story, kind, run[0].span.to(run[run.len() - 1].span), out);
        }
    }
    story.inline.iter().for_each(|span| report(story, FurnitureKind::Navigation, *span, out));
    running_times(case.rewrite, out);
}

/// A line of marks and nothing else, such as "* * *".
fn is_divider(story: &Story, block: &Block) -> bool {
    !story.source.slice(block.span).chars().any(char::is_alphanumeric)
}

/// Whether a wire has such lines: then they are how the story is laid out.
fn wires_divide(case: &Case) -> bool {
    let furniture = |b: &&Block| matches!(b.kind, BlockKind::Furniture(_) | BlockKind::Advisory);
    case.wire_stories.iter().any(|story| story.blocks.iter().filter(furniture).any(|b| is_divider(story, b)))
}

/// The lines of the wires.
fn wires_lines(case: &Case) -> HashSet<String> {
    case.wire_stories.iter().flat_map(|w| w.blocks.iter().map(|b| one_line(w, b))).collect()
}

/// The words of a block with single spaces.
fn one_line(story: &Story, block: &Block) -> String {
    story.source.slice(block.span).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn report(story: &Story, kind: FurnitureKind, span: Span, out: &mut Vec<Finding>) {
    let words = story.source.slice(span);
    let head: String = words.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
    let more = if words.split_whitespace().nth(8).is_some() { " …" } else { "" };
    let message = format!("{}, not part of the story: “{head}{more}”", kind.name());
    out.push(Finding::at(&RULE, RewriteSpan(span), message).confidence(0.9).replace_with("").one_fault(PAGE));
}

/// A sentence that is nothing but "5:51", after another one in the same paragraph.
fn running_times(a: &Analysis, out: &mut Vec<Finding>) {
    for (i, s) in a.sentences.iter().enumerate().skip(1) {
        let follows = a.sentences[i - 1].block == s.block;
        let ends = a.sentences.get(i + 1).is_none_or(|n| n.block != s.block);
        let at = s.tokens.start;
        if follows && ends && s.tokens.len() == 1 && is_running_time(a, at) {
            let message = format!("{}, not part of the story: “{}”", FurnitureKind::Media.name(), a.word(at));
            let found = Finding::at(&RULE, RewriteSpan(s.span), message).confidence(0.9).replace_with("");
            out.push(found.one_fault(PAGE));
        }
    }
}

fn is_running_time(a: &Analysis, at: usize) -> bool {
    let Some((minutes, seconds)) = a.word(at).split_once(':') else { return false };
    a.tokens[at].kind == TokenKind::Number && minutes.len() <= 2 && seconds.len() == 2
}
