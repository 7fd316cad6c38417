//! Names that are made of syllables of Chinese or Korean: there one name has spellings that share no letter (Chiang and Jiang, Tsai and
//! Cai), and people of Hong Kong have an English first name besides.

use crate::analyse::{Analysis, NameMark};

/// Sounds that begin a syllable, longest first, each with the groups of sounds that systems of spelling put it in.
const INITIALS: [(&str, u16); 27] = [
    ("zh", S),
    ("ch", S),
    ("sh", S),
    ("hs", S | K),
    ("ts", S),
    ("tz", S),
    ("kw", K),
    ("ng", Y),
    ("b", B),
    ("p", B),
    ("m", M),
    ("f", F),
    ("d", D),
    ("t", D),
    ("n", L),
    ("l", L | Y),
    ("g", K),
    ("k", K),
    ("h", K | W),
    ("j", S | K),
    ("q", S | K),
    ("x", S | K),
    ("r", L | Y),
    ("z", S),
    ("c", S),
    ("s", S),
    ("y", Y),
];
const S: u16 = 1;
const K: u16 = 2;
const B: u16 = 4;
const M: u16 = 8;
const F: u16 = 16;
const D: u16 = 32;
const L: u16 = 64;
const Y: u16 = 128;
const W: u16 = 256;

const FINALS: [&str; 61] = [
    "eung", "eong", "iang", "iong", "uang", "ueng", "iung", "ang", "eng", "ing", "ong", "ung", "ian", "iao", "ien",
    "uan", "uai", "ieh", "ueh", "ai", "ei", "ao", "ou", "an", "en", "in", "un", "on", "ia", "ie", "iu", "ua", "uo",
    "ui", "ue", "oi", "ok", "uk", "ak", "um", "am", "im", "om", "ap", "ip", "op", "up", "at", "it", "ut", "ik", "ek",
    "oy", "ow", "ee", "oo", "a", "e", "i", "o", "u",
];

/// The groups of the sounds with which the syllables of a folded word begin; none where it is not made of such syllables.
fn syllables(word: &str, out: &mut Vec<u16>) -> bool {
    if word.is_empty() {
        return true;
    }
    if out.len() > 4 {
        return false;
    }
    let none = ("", if word.starts_with('w') { W } else { Y | W });
    let w = ("w", W | Y);
    for (initial, group) in INITIALS.into_iter().chain([w, none]) {
        let Some(rest) = word.strip_prefix(initial) else { continue };
        for f in FINALS {
            let Some(rest) = rest.strip_prefix(f) else { continue };
            out.push(group);
            if syllables(rest, out) {
                return true;
            }
            out.pop();
        }
    }
    false
}

/// The groups of all syllables of a name, words of other languages left out, and of how many words they are.
fn of_name(a: &Analysis, m: &NameMark) -> (Vec<u16>, usize) {
    let (mut all, mut words) = (Vec::new(), 0);
    for i in m.tokens.clone().filter(|i| a.tokens[*i].is_word()) {
        let mut own = Vec::new();
        if syllables(a.fold(i), &mut own) {
            words += 1;
            all.extend(own);
        }
    }
    (all, words)
}

fn alike(x: &[u16], y: &[u16]) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let fits = |part: &[u16]| part.iter().zip(short).all(|(p, s)| p & s != 0);
    // A husband's surname may stand before a wife's, an English first name beside them.
    short.len() > 1 && long.windows(short.len()).any(fits)
}

/// Whether two names may be one in two systems of spelling.
pub fn romanised(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> bool {
    let eligible = |m: &NameMark| m.place.is_none() && m.org.is_none() && m.tokens.len() > 1;
    if !eligible(x) || !eligible(y) {
        return false;
    }
    let ((xs, xw), (ys, yw)) = (of_name(a, x), of_name(b, y));
    if xw < 2 || yw < 2 {
        return false;
    }
    // The family name stands first, or last as in the west.
    let turned: Vec<u16> = xs.iter().skip(1).chain(xs.first()).copied().collect();
    alike(&xs, &ys) || xs.len() == ys.len() && alike(&turned, &ys)
}

/// Whether a word is two syllables or more of Chinese or Korean, as first names are there.
pub fn is_given(word: &str) -> bool {
    let mut out = Vec::new();
    syllables(word, &mut out) && out.len() > 1
}

/// Whether a word is one syllable of Chinese or Korean, as nearly all family names are there.
pub fn is_family(word: &str) -> bool {
    let mut out = Vec::new();
    syllables(word, &mut out) && out.len() == 1
}

/// Whether both names are made of such syllables and still cannot be one: how each is spelt tells less than in other languages.
pub fn both(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> bool {
    let whole =
        |s: &Analysis, m: &NameMark| of_name(s, m).1 == m.tokens.clone().filter(|i| s.tokens[*i].is_word()).count();
    whole(a, x) && whole(b, y)
}

/// Whether two words of names may be one in two systems of spelling.
pub fn may_be(a: &str, b: &str) -> bool {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    syllables(a, &mut x) && syllables(b, &mut y) && x.len() == y.len() && x.iter().zip(&y).all(|(p, q)| p & q != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_begin_their_syllables_alike() {
        for (a, b) in
            [("zedong", "tsetung"), ("jiang", "chiang"), ("xu", "hsu"), ("wong", "huang"), ("zhang", "cheung")]
        {
            assert!(may_be(a, b), "{a} {b}");
        }
        assert!(is_family("meng") && is_family("kim") && !is_family("maria") && !is_family("nika"));
        for (a, b) in [("jintao", "peng"), ("jinping", "biden"), ("wen", "deng"), ("un", "il"), ("li", "hu")] {
            assert!(!may_be(a, b), "{a} {b}");
        }
    }
}
