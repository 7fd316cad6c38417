//! What programs leave in a text: remarks to the one who asked, prompts, fields of templates, reference marks, values that were never
//! set, markup.

mod leftover;
mod marks;
mod remarks;
mod values;

use std::collections::HashSet;
use std::ops::Range;

use crate::compare::Case;
use crate::finding::Severity;
use crate::ingest::{Code, CodeKind};
pub use leftover::Leftover;

/// Searches the text for remarks and marks that are not in the wire, and gives each passage of them once, in text order.
pub fn find(case: &Case) -> Vec<Leftover> {
    let text = &*case.rewrite.text;
    // Where each quote begins, and how far it and those before it reach.
    let mut quotes: Vec<Range<usize>> = case.rewrite.quotes.iter().map(|q| q.span.range()).collect();
    quotes.sort_unstable_by_key(|q| q.start);
    let mut end = 0;
    for q in &mut quotes {
        end = end.max(q.end);
        q.end = end;
    }
    let quoted = |at: usize| {
        let last = quotes.partition_point(|q| q.start <= at).checked_sub(1);
        last.is_some_and(|last| at < quotes[last].end)
    };
    let in_wire = |words: &str| case.wire_index.text_in_any_case(words);
    let mut found = Vec::new();
    marks::find(text, &quoted, &in_wire, &mut found);
    codes(case, &mut found);
    values::find(case.rewrite, &in_wire, &mut found);
    remarks::find(text, &quoted, &in_wire, &mut found);
    // What a page hides or sets apart in its markup is not part of what was written.
    let blocks = &case.rewrite_story.blocks;
    let apart = |at: usize| {
        let block = blocks.get(blocks.partition_point(|b| b.span.end as usize <= at));
        block.is_some_and(|b| b.apart && b.span.start as usize <= at)
    };
    found.retain(|l| !apart(l.span.start));
    passages(text, found)
}

/// Letters that readers see as codes, unless a wire has the same code.
fn codes(case: &Case, out: &mut Vec<Leftover>) {
    let wires: HashSet<&str> = case.wire_stories.iter().flat_map(|w| &w.codes).map(Code::key).collect();
    let undecoded = |c: &&Code| c.kind != CodeKind::Garbled && !wires.contains(c.key());
    for code in case.rewrite_story.codes.iter().filter(undecoded) {
        out.push(Leftover { span: code.span.range(), what: code.kind.name(), severity: Severity::Minor });
    }
}

/// Joins what overlaps and remarks that follow each other; the graver of two says what the passage is.
fn passages(text: &str, mut found: Vec<Leftover>) -> Vec<Leftover> {
    found.sort_by_key(|l| (l.span.start, std::cmp::Reverse(l.span.end)));
    let mut out: Vec<Leftover> = Vec::with_capacity(found.len());
    for l in found {
        let last = out.last_mut().filter(|k| {
            let follows =
                || k.what == l.what && text.get(k.span.end..l.span.start).is_some_and(|gap| gap.trim().is_empty());
            l.span.start < k.span.end || follows()
        });
        let Some(k) = last else {
            out.push(l);
            continue;
        };
        if l.severity > k.severity {
            (k.severity, k.what) = (l.severity, l.what);
        }
        k.span.end = k.span.end.max(l.span.end);
    }
    out
}
