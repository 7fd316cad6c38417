//! What the knowledge tables say of two words that are not equal.

use std::ops::Range;

use crate::align::alignment::Bind;
use crate::align::sides::{Side, Target};
use crate::analyse::{Analysis, Shape, Token, TokenKind};
use crate::knowledge::lexicon::phrases::{Groups, Part, Walk, groups_of, may_start};
use crate::knowledge::lexicon::{add_siblings, ties_between};
use crate::knowledge::word::Word;

/// The phrases of one text that the lexicon knows, looked up once however many sentence pairs they stand in.
#[derive(Debug)]
pub struct Prepared {
    phrases: Vec<Phrase>,
}

impl Prepared {
    /// Finds the known phrases of a text.
    pub fn new(analysis: &Analysis) -> Self {
        let mut phrases = Vec::with_capacity(analysis.tokens.len() / 4);
        let mut words: Vec<usize> = Vec::new();
        for sentence in &analysis.sentences {
            words.clear();
            words.extend(sentence.tokens.clone().filter(|i| analysis.tokens[*i].is_word()));
            known_phrases(analysis, &words, &mut phrases);
        }
        Prepared { phrases }
    }

    /// The phrases that begin at one of some tokens.
    fn phrases_in(&self, tokens: Range<usize>) -> &[Phrase] {
        let from = self.phrases.partition_point(|p| p.first < tokens.start);
        let to = self.phrases.partition_point(|p| p.first < tokens.end);
        self.phrases.get(from..to).unwrap_or_default()
    }
}

/// Relations from the lexicon and between spellings of names.
pub struct Lexical<'a> {
    side: &'a Prepared,
    target: &'a [Prepared],
}

impl<'a> Lexical<'a> {
    /// The relations between a rewrite and its wires.
    pub fn new(side: &'a Prepared, target: &'a [Prepared]) -> Self {
        Lexical { side, target }
    }

    /// Strength, up to 1, and kind of the relation between the `i`-th word of the rewrite's side and the `j`-th of the target.
    pub fn relate(&self, side: &Side, i: usize, target: &Target, j: usize) -> Option<(f32, Bind)> {
        let (ti, tj) = (&side.analysis.tokens[side.words[i] as usize], target.token(j));
        let (a, b) = (side.analysis.fold(side.words[i] as usize), target.fold(j));
        let w = target.words[j];
        let (mine, theirs) =
            (side.analysis.form(side.words[i] as usize), target.wires[w.take as usize].form(w.token as usize));
        if let (Some(x), Some(y)) = (mine.number(), theirs.number()) {
            return (x == y).then_some((1.0, Bind::Equal));
        }
        let known = |t: &Token, form: &Word| t.is_content() && t.kind == TokenKind::Word && form.is_word();
        if known(ti, mine) && known(tj, theirs) {
            let (x, y) = (mine.known(), theirs.known());
            let mut r = ties_between(x, y);
            let strength = |s: u8| f32::from(s) / 255.0;
            if r.same_lemma {
                return Some((0.9, Bind::Lemma));
            }
            let near = r.synonym.max(r.similar / 2).max(r.derivation);
            let general = r.hypernym.max(r.hyponym);
            if near < 40 && general < 60 {
                return None;
            }
            add_siblings(x, y, &mut r);
            if near >= 40 && near > r.antonym && near.saturating_add(40) > r.sibling {
                return Some((0.4 + 0.4 * strength(near), Bind::Synonym));
            }
            if general >= 60 && r.steps <= 2 && r.antonym == 0 && general > r.sibling {
                return Some((0.2 + 0.3 * strength(general), Bind::Near));
            }
            return None;
        }
        // Two capitalised words that differ by a letter or two are one name in two spellings.
        let name = |t: &Token| t.shape != Shape::Lower;
        if name(ti) && name(tj) && a.len() >= 4 && b.len() >= 4 && strsim::jaro_winkler(a, b) >= 0.9 {
            return Some((0.7, Bind::Near));
        }
        None
    }
}

/// A phrase that the table of paraphrases knows.
#[derive(Debug)]
struct Phrase {
    /// Its first token.
    first: usize,
    /// How many words it has.
    len: usize,
    groups: Groups,
}

impl Lexical<'_> {
    /// Finds phrases that stand for phrases and calls `bind(i, len_i, j, len_j)` for each, longer ones first.
    pub fn phrases(&self, side: &Side, target: &Target, bind: &mut dyn FnMut(usize, usize, usize, usize)) {
        let (Some(first), Some(last)) = (side.words.first(), side.words.last()) else { return };
        let mine = self.side.phrases_in(*first as usize..*last as usize + 1);
        if mine.is_empty() {
            return;
        }
        let mut found: Vec<(usize, f32, usize, &Phrase, usize, &Phrase)> = Vec::new();
        let mut from = 0;
        // Sentence after sentence of the target, its words next to the phrases that begin in it.
        while let Some(first) = target.words.get(from) {
            let length = target.part[from..].iter().take_while(|part| **part == target.part[from]).count();
            let words = &target.words[from..from + length];
            let tokens = first.token as usize..words.last().map_or(0, |w| w.token as usize + 1);
            let phrases = self.target.get(first.take as usize).map_or(&[][..], |prepared| prepared.phrases_in(tokens));
            let mut j = from;
            from += length;
            for b in phrases {
                j += target.words[j..from].iter().take_while(|w| (w.token as usize) < b.first).count();
                if target.words.get(j).is_none_or(|w| w.token as usize != b.first) {
                    continue;
                }
                for a in mine.iter().filter(|a| a.groups.shared(&b.groups).is_some()) {
                    let Ok(i) = side.words.binary_search(&(a.first as u32)) else { continue };
                    let folds = |k: usize| side.words.get(i + k).map(|t| side.analysis.fold(*t as usize));
                    let same = a.len == b.len
                        && (0..a.len).all(|k| j + k < target.words.len() && folds(k) == Some(target.fold(j + k)));
                    let far = (i as f32 / side.words.len() as f32 - j as f32 / target.words.len() as f32).abs();
                    if !same && far < 0.5 {
                        found.push((a.len + b.len, far, i, a, j, b));
                    }
                }
            }
        }
        found.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.total_cmp(&y.1)).then(x.2.cmp(&y.2)).then(x.4.cmp(&y.4)));
        for (_, _, i, a, j, b) in found {
            if i + a.len <= side.words.len() && j + b.len <= target.words.len() {
                bind(i, a.len, j, b.len);
            }
        }
    }
}

fn known_phrases(analysis: &Analysis, words: &[usize], out: &mut Vec<Phrase>) {
    let form = |at: usize| analysis.form(words[at]);
    for (at, &first) in words.iter().enumerate() {
        let longest = form(at).longest_phrase().min(words.len() - at);
        if longest == 0 {
            continue;
        }
        let part = form(at).part();
        if !part.groups.is_empty() {
            out.push(Phrase { first, len: 1, groups: part.groups });
        }
        if longest < 2 || !may_start(part, form(at + 1).text(), form(at + 1).part()) {
            continue;
        }
        let mut walk = Walk::from(form(at).text(), part);
        for len in 2..=longest {
            let last = form(at + len - 1);
            if !walk.next(last.text(), last.part()) {
                continue;
            }
            let forms = (at..at + len).map(form);
            let (words, parts): (Vec<&str>, Vec<&Part>) = forms.map(|form| (form.text(), &**form.part())).unzip();
            let groups = groups_of(&words, &parts);
            if !groups.is_empty() {
                out.push(Phrase { first, len, groups });
            }
        }
    }
}
