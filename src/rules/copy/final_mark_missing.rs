use crate::analyse::{Analysis, Sentence, TokenKind};
use crate::compare::Case;
use crate::compare::broken_off::broken_off;
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A paragraph that ends without a full stop, or with a comma or a colon, where the wire closes its sentences.
    ///
    /// # Why it matters
    /// The reader cannot tell whether something was cut off.
    ///
    /// # Evidence it asks for
    /// A paragraph of four words or more that does not end in a closing mark, where the wire closes its paragraphs. It
    /// is reported once per text.
    ///
    /// Severity: minor; neutral for a short line that could be a headline.
    ///
    /// # Example
    /// ```text
    /// wire: The bridge will stay shut until the autumn, the county said.
    /// rewrite: The bridge will stay shut until the autumn, the county said
    /// fires: said
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Bridge to stay shut until autumn
    /// rewrite: Bridge to stay shut until autumn
    /// silent
    /// wire: The county said: “Nobody was hurt.”
    /// rewrite: The county said: “Nobody was hurt”.
    /// silent
    /// wire: The council will mend the old bridge in May. Its page has the plan.
    /// rewrite: The council will mend the old bridge in May. The plan is at https://example.org/council/plan-of-the-bridge
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Paragraphs of three words or fewer, which may be subheadings.
    id: "final-mark-missing",
    group: Copy,
    category: Punctuation,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Judged,
}

/// How a paragraph ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Closed,
    Open,
    /// With a mark that promises more.
    Hanging,
}

/// Reports the first paragraph that ends without a closing mark.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let ends = paragraphs(case.rewrite);
    let wire: Vec<_> = case.wires.iter().flat_map(paragraphs).collect();
    if wire.is_empty() || wire.iter().any(|p| p.end != End::Closed && p.words > 3) {
        return;
    }
    let mut open = ends
        .iter()
        .enumerate()
        .filter(|(n, _)| *n > 0 || ends.len() == 1)
        .filter(|(_, p)| p.end != End::Closed && p.words > 3);
    let Some((at, first)) = open.next() else { return };
    // Items of a list: what stands beside it is open too, or a colon announces it.
    let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten().filter_map(|n| ends.get(n));
    if ends.len() > 2 && beside.into_iter().any(|p| p.end != End::Closed) {
        return;
    }
    // A stop behind half a sentence would hide that the rest is missing.
    if broken_off(case).is_some_and(|b| b.last >= first.last || b.last + 1 == first.last) {
        return;
    }
    // In a longer text a lone open line is a subheading or a caption that was not set aside; many are a style.
    let alone = ends.len() == 1;
    // A short line alone may be a headline on one side and a sentence on the other.
    let line = alone && first.end == End::Open && first.words < 9;
    if !alone && (first.end == End::Open && first.words < 12 || open.count() * 3 > ends.len()) {
        return;
    }
    let a = case.rewrite;
    let last = a.word(first.last);
    // A mark behind an address would become a part of it.
    let end = a.tokens[first.last].span.end as usize;
    let chunk = a.text.get(..end).and_then(|text| text.rsplit(char::is_whitespace).next()).unwrap_or_default();
    let address = chunk.contains("://") || chunk.contains('@') || chunk.starts_with("www.");
    if first.end == End::Open && address {
        return;
    }
    let message = match first.end {
        End::Hanging => format!("the paragraph ends in “{last}”, not in a full stop as in the wire"),
        _ => format!("the full stop after “{last}” is missing; the wire closes its sentences"),
    };
    let mut finding = Finding::at(&RULE, RewriteSpan(a.span(first.last..first.last + 1)), message)
        .confidence(if alone && !line { 0.9 } else { 0.5 });
    if line {
        finding = finding.severity(Severity::Neutral);
    }
    if first.end == End::Open {
        finding = finding.replace_with(format!("{last}."));
    }
    out.push(finding);
}

struct Paragraph {
    /// Its last token.
    last: usize,
    words: usize,
    end: End,
}

/// The paragraphs of running text, or the only block of a text whatever it was taken for.
fn paragraphs(a: &Analysis) -> Vec<Paragraph> {
    let lone = a.sentences.first().map(|s| s.block) == a.sentences.last().map(|s| s.block);
    let mut out: Vec<Paragraph> = Vec::new();
    for (i, s) in a.sentences.iter().enumerate() {
        let closes_block = a.sentences.get(i + 1).is_none_or(|n| n.block != s.block);
        if closes_block && (s.kind == BlockKind::Paragraph || lone) && !s.tokens.is_empty() {
            out.push(paragraph(a, s));
        }
    }
    out
}

fn paragraph(a: &Analysis, s: &Sentence) -> Paragraph {
    let last = s.tokens.end - 1;
    let words = a.tokens[s.tokens.clone()].iter().filter(|t| t.is_word()).count();
    let end = match (a.tokens[last].kind, a.word(last)) {
        (TokenKind::Punct, "," | ";" | ":" | "-" | "–" | "—") => End::Hanging,
        (TokenKind::Punct | TokenKind::Symbol, _) => End::Closed,
        // "9 p.m." keeps its stop inside the word.
        (_, w) if w.ends_with('.') => End::Closed,
        _ => End::Open,
    };
    Paragraph { last, words, end }
}
