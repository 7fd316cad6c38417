use crate::analyse::{Analysis, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// Quotation marks that do not pair: one that opens and never closes, one that closes nothing, an opening mark
    /// where a closing one belongs (“we wait, “said the envoy), a mark with a space between it and its words (the pact.
    /// ”).
    ///
    /// # Why it matters
    /// The reader cannot tell where the speaker's words end and the paper's begin.
    ///
    /// # Evidence it asks for
    /// Double marks, paired paragraph by paragraph by their form and by the spaces around them. A paragraph may leave
    /// its quote open when the next one continues with an opening mark. Nothing is reported where the wire leaves a
    /// quote open too. Apostrophes, single marks and inch marks are left alone.
    ///
    /// # Example
    /// ```text
    /// wire: “We will wait for an answer,” said the envoy of the union.
    /// rewrite: “We will wait for an answer, “said the envoy of the union.
    /// fires: “said
    /// wire: He called the offer “generous” and left the room.
    /// rewrite: He called the offer generous” and left the room.
    /// fires: generous”
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: “We wait,” he said. “It is late.\n“But we have time.” He held a 6\" pipe and a 5' rope.
    /// rewrite: “We wait,” he said. “It is late.\n“But we have time.” He held a 6\" pipe and a 5' rope.
    /// silent
    /// wire: The "old guard", he said, 'never' left; the „Wende“ did not help.
    /// rewrite: The "old guard", he said, 'never' left; the „Wende“ did not help.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Single quotation marks, and marks that pair but enclose the wrong words.
    id: "quote-unpaired",
    group: Copy,
    category: Punctuation,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Judged,
}

/// What a double quotation mark does by its form and its spaces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    Open,
    Close,
    Either,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trouble {
    /// An opening mark where the open quote should close.
    Inverted,
    /// A closing mark apart from its words.
    Apart,
    /// Closes nothing.
    ClosesNothing,
    /// Is never closed.
    NeverCloses,
}

/// Pairs the double quotation marks of each paragraph and reports those left over.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let found = troubles(a);
    if found.is_empty() {
        return;
    }
    // A sentence cut out of a longer quote has one mark on both sides.
    let wire: Vec<Trouble> = case.wires.iter().flat_map(|w| troubles(w).into_iter().map(|t| t.1)).collect();
    for (i, trouble) in found {
        if wire.contains(&trouble) {
            continue;
        }
        let (before, after) = (i.saturating_sub(1), (i + 1).min(a.tokens.len() - 1));
        let (from, to, message) = match trouble {
            Trouble::Inverted => {
                (before, after + 1, format!("the quotation mark before “{}” should be a closing one", a.word(after)))
            }
            Trouble::Apart => {
                (before, i + 1, "a space separates the closing quotation mark from the quote".to_string())
            }
            Trouble::ClosesNothing => (
                before,
                i + 1,
                format!("the quotation mark after “{}” closes a quote that was never opened", a.word(before)),
            ),
            Trouble::NeverCloses => {
                (i, after + 1, format!("the quote that opens before “{}” is never closed", a.word(after)))
            }
        };
        let confidence = match trouble {
            Trouble::Inverted | Trouble::Apart => 0.85,
            _ => 0.7,
        };
        out.push(Finding::at(&RULE, RewriteSpan(a.span(from..to)), message).confidence(confidence));
    }
}

/// The double marks that do not pair, by token.
fn troubles(a: &Analysis) -> Vec<(usize, Trouble)> {
    let mut out = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut block = None;
    for i in 0..a.tokens.len() {
        let here = a.sentences.get(a.tokens[i].sentence as usize).map(|s| s.block);
        if here != block {
            settle(a, &mut open, Some(i), &mut out);
            block = here;
        }
        if a.tokens[i].kind != TokenKind::Punct {
            continue;
        }
        let Some(form) = form(a.word(i)) else { continue };
        // A straight mark after a figure is an inch mark unless a quote is open.
        let inch = a.word(i) == "\"" && a.tokens[i].glued && i > 0 && a.tokens[i - 1].kind == TokenKind::Number;
        let spaced = spacing(a, i);
        let role = match (form, spaced) {
            (Role::Either, Role::Either) if open.is_empty() => Role::Open,
            (Role::Either, Role::Either) => Role::Close,
            (Role::Either, s) => s,
            (f, _) => f,
        };
        match role {
            Role::Close if open.pop().is_some() => {
                if !a.tokens[i].glued && form == Role::Close && spaced != Role::Either {
                    out.push((i, Trouble::Apart));
                }
            }
            Role::Close if inch => {}
            // German „…“ and Polish „…” close with marks that open elsewhere; so does a mark turned round before a stop.
            Role::Close => out.push((i, if a.tokens[i].glued { Trouble::ClosesNothing } else { Trouble::Apart })),
            // “incidents “. – nothing opens before a full stop.
            Role::Open if form == Role::Open && a.word(i) == "“" && stop(a, i + 1) => {
                open.pop();
                out.push((i, Trouble::Inverted));
            }
            Role::Open if form == Role::Open && !open.is_empty() && a.word(i) == "“" => {
                let german = open.last().is_some_and(|o| a.word(*o) == "„");
                open.pop();
                if !german {
                    out.push((i, Trouble::Inverted));
                }
            }
            _ => open.push(i),
        }
    }
    settle(a, &mut open, None, &mut out);
    out
}

/// Whether a token is a mark that ends a sentence or a clause, right after the one before it.
fn stop(a: &Analysis, i: usize) -> bool {
    a.tokens.get(i).is_some_and(|t| t.glued) && matches!(a.word(i), "." | "," | ";" | ":" | "!" | "?")
}

/// Ends a paragraph: what is still open is carried on when the next one begins with an opening mark.
fn settle(a: &Analysis, open: &mut Vec<usize>, next: Option<usize>, out: &mut Vec<(usize, Trouble)>) {
    let goes_on = next.is_some_and(|n| form(a.word(n)).is_some_and(|f| f != Role::Close));
    let Some(first) = open.first().copied() else { return };
    open.clear();
    if !goes_on {
        out.push((first, Trouble::NeverCloses));
    }
}

fn form(mark: &str) -> Option<Role> {
    match mark {
        "“" | "„" | "«" => Some(Role::Open),
        "”" | "»" => Some(Role::Close),
        "\"" | "‟" => Some(Role::Either),
        _ => None,
    }
}

/// What the spaces around a mark say: a space before and none after opens, the reverse closes.
fn spacing(a: &Analysis, i: usize) -> Role {
    let before = a.tokens[i].glued;
    let after = a.tokens.get(i + 1).is_some_and(|n| n.glued);
    let stop_after = a
        .tokens
        .get(i + 1)
        .is_none_or(|n| n.kind == TokenKind::Punct && form(a.word(i + 1)).is_none() && !is_opening(a.word(i + 1)));
    match (before, after) {
        (false, true) if !stop_after => Role::Open,
        (true, false) => Role::Close,
        (true, true) if stop_after => Role::Close,
        (true, true) if i > 0 && is_opening(a.word(i - 1)) => Role::Open,
        _ => Role::Either,
    }
}

fn is_opening(mark: &str) -> bool {
    matches!(mark, "(" | "[" | "‘" | "'" | "…" | "—" | "–" | "-" | "¿" | "¡")
}
