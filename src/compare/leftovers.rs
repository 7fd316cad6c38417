//! What programs leave in a text: remarks to the one who asked, prompts, fields of templates, reference marks, values that were never
//! set, markup.

mod leftover;
mod marks;
mod remarks;
mod values;

use std::ops::Range;

use crate::compare::Case;
pub use leftover::Leftover;

/// Searches the text for remarks and marks that are not in the wire, and gives each passage of them once, in text order.
pub fn find(case: &Case) -> Vec<Leftover> {
    let text = &*case.rewrite.text;
    let quotes: Vec<Range<usize>> = case.rewrite.quotes.iter().map(|q| q.span.range()).collect();
    let quoted = |at: usize| quotes.iter().any(|q| q.start <= at && at < q.end);
    let in_wire = |words: &str| in_wire(case, words);
    let mut found = Vec::new();
    marks::find(text, &quoted, &in_wire, &mut found);
    values::find(case.rewrite, &in_wire, &mut found);
    remarks::find(text, &quoted, &in_wire, &mut found);
    passages(text, found)
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

fn in_wire(case: &Case, words: &str) -> bool {
    case.wires
        .iter()
        .any(|w| w.text.as_bytes().windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes())))
}
