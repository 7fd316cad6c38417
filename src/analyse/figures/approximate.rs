//! "about", "more than", "at least": how near a figure claims to be.

use super::figure::{Approximator, Figure};
use crate::analyse::analysis::Analysis;

/// Longest first, because "no more than" ends in "more than".
const BEFORE: &[(&[&str], Approximator)] = &[
    (&["no", "fewer", "than"], Approximator::AtLeast),
    (&["no", "less", "than"], Approximator::AtLeast),
    (&["not", "less", "than"], Approximator::AtLeast),
    (&["no", "more", "than"], Approximator::AtMost),
    (&["not", "more", "than"], Approximator::AtMost),
    (&["little", "more", "than"], Approximator::About),
    (&["just", "more", "than"], Approximator::Over),
    (&["in", "excess", "of"], Approximator::Over),
    (&["upwards", "of"], Approximator::Over),
    (&["upward", "of"], Approximator::Over),
    (&["as", "many", "as"], Approximator::AtMost),
    (&["as", "much", "as"], Approximator::AtMost),
    (&["as", "few", "as"], Approximator::AtLeast),
    (&["as", "little", "as"], Approximator::AtLeast),
    (&["a", "total", "of"], Approximator::Exact),
    (&["more", "than"], Approximator::Over),
    // A frequent slip for "than".
    (&["more", "then"], Approximator::Over),
    (&["less", "then"], Approximator::Under),
    (&["greater", "than"], Approximator::Over),
    (&["higher", "than"], Approximator::Over),
    (&["less", "than"], Approximator::Under),
    (&["fewer", "than"], Approximator::Under),
    (&["lower", "than"], Approximator::Under),
    (&["at", "least"], Approximator::AtLeast),
    (&["at", "most"], Approximator::AtMost),
    (&["up", "to"], Approximator::AtMost),
    (&["close", "to"], Approximator::Nearly),
    (&["an", "estimated"], Approximator::About),
    (&["just", "over"], Approximator::Over),
    (&["just", "under"], Approximator::Under),
    (&["just", "about"], Approximator::About),
    (&["well", "over"], Approximator::Over),
    (&["over"], Approximator::Over),
    (&["above"], Approximator::Over),
    (&["exceeding"], Approximator::Over),
    (&["under"], Approximator::Under),
    (&["below"], Approximator::Under),
    (&["nearly"], Approximator::Nearly),
    (&["almost"], Approximator::Nearly),
    (&["about"], Approximator::About),
    (&["around"], Approximator::About),
    (&["some"], Approximator::About),
    (&["roughly"], Approximator::About),
    (&["approximately"], Approximator::About),
    (&["circa"], Approximator::About),
    (&["estimated"], Approximator::About),
    (&["maximum"], Approximator::AtMost),
    (&["minimum"], Approximator::AtLeast),
];

const AFTER: &[(&[&str], Approximator)] = &[
    (&["or", "so"], Approximator::About),
    (&["or", "more"], Approximator::AtLeast),
    (&["or", "less"], Approximator::AtMost),
    (&["and", "over"], Approximator::AtLeast),
    (&["at", "least"], Approximator::AtLeast),
    (&["at", "the", "least"], Approximator::AtLeast),
    (&["at", "most"], Approximator::AtMost),
    (&["at", "the", "most"], Approximator::AtMost),
    (&["+"], Approximator::AtLeast),
];

/// Reads the approximator before or after a figure.
pub(super) fn read(a: &Analysis, f: &mut Figure, first: usize, last: usize) {
    // "over a 100 feet".
    let article = f.tokens.start > first && a.fold(f.tokens.start - 1) == "a";
    let start = f.tokens.start - usize::from(article);
    for (words, kind) in BEFORE {
        let Some(from) = start.checked_sub(words.len()).filter(|from| *from >= first) else { continue };
        if words.iter().enumerate().all(|(k, w)| a.fold(from + k) == *w) {
            f.approximator = *kind;
            f.approximator_tokens = from..start;
            return;
        }
    }
    for (words, kind) in AFTER {
        for from in f.tokens.end..(f.tokens.end + 2).min(last) {
            if from + words.len() <= last && words.iter().enumerate().all(|(k, w)| a.fold(from + k) == *w) {
                f.approximator = *kind;
                f.approximator_tokens = from..from + words.len();
                return;
            }
        }
    }
}
