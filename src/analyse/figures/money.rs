//! Sums: a currency before or after the number.

use super::figure::Figure;
use super::words;
use crate::analyse::analysis::Analysis;

/// The currency of cents, which dollars, euros and others have.
pub(super) const CENT: &str = "cent";

/// A currency sign or code at token `i`: its code, and the token where the number starts. `(None, i)` where there is none.
pub(super) fn prefix(a: &Analysis, i: usize, end: usize) -> (Option<&'static str>, usize) {
    if i + 1 >= end {
        return (None, i);
    }
    let w = a.word(i);
    if matches!(w, "$" | "€" | "£" | "¥" | "₽" | "₹" | "₩" | "₴" | "₺" | "₪") {
        return (words::currency(w, true), i + 1);
    }
    // "US$", "A$".
    if a.word(i + 1) == "$"
        && a.tokens[i + 1].glued
        && i + 2 < end
        && let Some(code) = words::dollar_of(a.fold(i))
    {
        return (Some(code), i + 2);
    }
    let is_code = w.len() == 3 && w.bytes().all(|b| b.is_ascii_uppercase()) || matches!(w, "Rs" | "SFr");
    let next_is_number = a.tokens[i + 1].kind == crate::analyse::TokenKind::Number;
    if is_code
        && next_is_number
        && let Some(code) = words::currency(a.fold(i), true)
    {
        return (Some(code), i + 1);
    }
    (None, i)
}

/// Reads a currency name after the number: "euros", "US dollars", "-dollar". Extends the figure over it.
pub(super) fn suffix(a: &Analysis, f: &mut Figure, end: usize) -> bool {
    let mut at = f.tokens.end;
    if at + 1 < end && a.word(at) == "-" && a.tokens[at + 1].glued {
        at += 1;
    }
    if at < end && matches!(a.fold(at), "cents" | "cent" | "pence" | "penny") {
        f.currency = Some(if a.fold(at).starts_with('c') { CENT } else { "GBP" });
        f.lo /= 100.0;
        f.hi /= 100.0;
        f.step /= 100.0;
        f.tokens.end = at + 1;
        return true;
    }
    if at < end && a.fold(at) == "of" && at + 1 < end && f.vague {
        at += 1;
    }
    for j in at..(at + 3).min(end) {
        let w = a.fold(j);
        let Some(code) = words::currency(w, a.tokens[j].shape == crate::analyse::Shape::Upper) else {
            // An adjective may stand between: "40 million Canadian dollars".
            if a.tokens[j].shape == crate::analyse::Shape::Lower && !matches!(w, "us") {
                return false;
            }
            continue;
        };
        if words::currency_is_common_word(w) && (j > at || w == "won" && !has_magnitude(f)) || w.len() < 2 && j > at {
            return false;
        }
        let code = if j > at { words::national_currency(a.fold(j - 1), code) } else { code };
        f.currency = Some(code);
        f.tokens.end = j + 1;
        return true;
    }
    false
}

fn has_magnitude(f: &Figure) -> bool {
    f.lo >= 1000.0
}

/// The magnitude of a letter after a sum: "$30m".
pub(super) fn letter(suffix: &str) -> Option<f64> {
    match suffix {
        "m" => Some(1e6),
        "b" => Some(1e9),
        "t" => Some(1e12),
        _ => None,
    }
}
