//! Contractions that lost their apostrophe or have something else in its place: "doesnt", "does'nt", "doesn?t", "doesn t", "Im".
//!
//! They are read as what they stand for, so that a slip of the keyboard or of an encoding turns no sentence round.

/// What stands before the "n't" of a negated auxiliary.
const NEGATED: [&str; 20] = [
    "ai", "are", "ca", "could", "did", "do", "does", "had", "has", "have", "is", "might", "must", "need", "should",
    "was", "were", "wo", "would", "sha",
];

/// Other contractions that no word is written like, and how long the part before the lost apostrophe is.
const OTHERS: [(&str, usize); 16] = [
    ("heres", 4),
    ("hes", 2),
    ("im", 1),
    ("ive", 1),
    ("shes", 3),
    ("thats", 4),
    ("theres", 5),
    ("theyll", 4),
    ("theyre", 4),
    ("theyve", 4),
    ("weve", 2),
    ("whats", 4),
    ("whos", 3),
    ("youll", 3),
    ("youre", 3),
    ("youve", 3),
];

/// Where the word that is left begins, if a word without any apostrophe is a contraction: 4 for "doesnt", 1 for "Im".
pub(super) fn lost_apostrophe(word: &[u8]) -> Option<usize> {
    let (first, last) = (*word.first()?, *word.last()?);
    if !(2..=8).contains(&word.len()) || !matches!(last, b't' | b'T' | b'm' | b'e' | b's' | b'l') {
        return None;
    }
    if matches!(last, b't' | b'T') {
        let stem = word.len().checked_sub(2)?;
        let negated = word[stem].eq_ignore_ascii_case(&b'n')
            && NEGATED.iter().any(|n| n.as_bytes().eq_ignore_ascii_case(&word[..stem]));
        // Somebody may be called Cant, and "wont" is a habit in "as is her wont", which is rare beside the slip.
        let name =
            first.is_ascii_uppercase() && (word.eq_ignore_ascii_case(b"cant") || word.eq_ignore_ascii_case(b"wont"));
        return (negated && !name).then_some(stem);
    }
    // "IM" and "im" are other words; "I" is a capital.
    let capital = first.is_ascii_uppercase();
    let small = word[1..].iter().all(u8::is_ascii_lowercase);
    let (_, cut) = OTHERS.iter().find(|(w, _)| small && w.as_bytes().eq_ignore_ascii_case(word))?;
    (*cut > 1 || capital).then_some(*cut)
}

/// What stands between a word and the rest of its contraction where the apostrophe was lost on the way. A space only before a "t".
const STRAYS: [&str; 11] = ["â€™", "\u{FFFD}", "?", "\"", " '", " ’", " ´", "' ", "’ ", "´ ", " "];

/// Where the contraction begins that ends in the word at `from`, if what stands before that word is what is left of it: the place of
/// the "n" in "doesn t" and "doesn?t", of the "?" in "it?s".
pub(super) fn strayed(s: &str, from: usize, to: usize) -> Option<usize> {
    let tail = &s[from..to];
    let negation = tail.eq_ignore_ascii_case("t");
    if !negation && !matches!(tail, "s" | "m" | "d" | "re" | "ve" | "ll") {
        return None;
    }
    let (before, stray) = STRAYS.iter().find_map(|stray| Some((s[..from].strip_suffix(stray)?, *stray)))?;
    if !negation {
        let letter = before.ends_with(|c: char| c.is_ascii_lowercase() || c == 'I');
        return (letter && matches!(stray, "â€™" | "\u{FFFD}" | "?")).then_some(before.len());
    }
    let word = before
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |p| p + before[p..].chars().next().map_or(1, char::len_utf8));
    let stem = before.len().checked_sub(1).filter(|n| *n > word && before[*n..].eq_ignore_ascii_case("n"))?;
    NEGATED.iter().any(|n| n.eq_ignore_ascii_case(&before[word..stem])).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_their_apostrophe_are_known_and_words_that_only_look_so_are_not() {
        let cut = |w: &str| lost_apostrophe(w.as_bytes());
        assert_eq!(
            [cut("doesnt"), cut("Didnt"), cut("cant"), cut("Im"), cut("theyre")],
            [Some(4), Some(3), Some(2), Some(1), Some(4)]
        );
        assert_eq!(
            [cut("Cant"), cut("im"), cut("IM"), cut("want"), cut("ant"), cut("were"), cut("its"), cut("bones")],
            [None; 8]
        );
    }
}
