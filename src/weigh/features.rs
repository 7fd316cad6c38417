//! What bears on whether a difference is a fault.

use std::ops::Range;
use std::sync::Arc;

use super::change::{Change, ChangeKind};
use super::fluency::Grams;
use super::names::F;
use super::words::Words;
use crate::align::{Bind, Edit, Pair};
use crate::analyse::{Analysis, Class, Token, TokenKind};
use crate::knowledge::lexicon::{self, Known, Relations, relations_between};
use crate::knowledge::tagger::Tag;
use crate::knowledge::vectors::{self, Centroid};
use crate::knowledge::word::{Opens, Word};
use crate::text::Keys;

/// What is the same for all changes of one sentence pair.
pub struct Context<'a> {
    rewrite: &'a Analysis,
    wires: &'a [Analysis],
    pair: &'a Pair,
    edits: &'a [Edit],
    rewrite_words: &'a Keys,
    said: &'a Keys,
    grams: &'a Grams,
    wire_surprise: &'a [f32],
    tokens: Range<usize>,
    home: Centroid,
    home_length: f32,
    coverage: f32,
    ratio: f32,
    words: usize,
    sentences: usize,
    verbs: [f32; 4],
}

/// Coarse part of speech, content words below 8, function words by class above.
fn tag(t: &Token) -> f32 {
    let n: u8 = match t.kind {
        TokenKind::Number => 6,
        TokenKind::Word if !t.is_content() => 8 + t.class as u8,
        TokenKind::Word => match t.tag {
            Tag::Noun => 1,
            Tag::Verb | Tag::Aux => 2,
            Tag::Adj => 3,
            Tag::Adv => 4,
            Tag::Propn => 5,
            Tag::Num => 6,
            _ => 7,
        },
        _ => 30,
    };
    f32::from(n)
}

/// Natural logarithm of a word's rank by frequency; 12 where it has none.
fn log_rank(word: &Word) -> f32 {
    word.rank().map_or(12.0, |r| ((r + 1) as f32).ln())
}

fn flag(b: bool) -> f32 {
    if b { 1.0 } else { 0.0 }
}

/// The relations of the heads by the lexicon.
fn related(r: &Relations, opposite: u8, set: &mut impl FnMut(F, f32)) {
    for (f, v) in [
        (F::synonym, r.synonym),
        (F::antonym, r.antonym),
        (F::hypernym, r.hypernym),
        (F::hyponym, r.hyponym),
        (F::steps, r.steps),
        (F::sibling, r.sibling),
        (F::derivation, r.derivation),
        (F::similar, r.similar),
        (F::entails, r.entails),
        (F::opposite_any, opposite),
    ] {
        set(f, f32::from(v));
    }
}

/// Which classes of words there are.
fn classes(mine: &Words, theirs: &Words, set: &mut impl FnMut(F, f32)) {
    set(F::negator, flag(mine.has(Class::Negator)));
    set(F::wire_negator, flag(theirs.has(Class::Negator)));
    set(F::verbal, flag(mine.has(Class::Modal) || mine.has(Class::Auxiliary)));
    set(F::wire_verbal, flag(theirs.has(Class::Modal) || theirs.has(Class::Auxiliary)));
    set(F::preposition, flag(mine.has(Class::Preposition)));
    set(F::wire_preposition, flag(theirs.has(Class::Preposition)));
    set(F::article, flag(mine.has(Class::Article)) + 2.0 * flag(theirs.has(Class::Article)));
    set(F::pronoun, flag(mine.has(Class::Pronoun)));
    set(F::wire_pronoun, flag(theirs.has(Class::Pronoun)));
    set(F::quantifier, flag(mine.has(Class::Quantifier)));
    set(F::wire_quantifier, flag(theirs.has(Class::Quantifier)));
    set(F::capital, flag(mine.capital));
    set(F::wire_capital, flag(theirs.capital));
    set(F::number, flag(mine.number));
    set(F::wire_number, flag(theirs.number));
}

impl<'a> Context<'a> {
    /// Gathers what the changes of a pair share.
    pub fn new(
        rewrite: &'a Analysis,
        wires: &'a [Analysis],
        (pair, edits): (&'a Pair, &'a [Edit]),
        rewrite_words: &'a Keys,
        said: &'a Keys,
        grams: &'a Grams,
        wire_grams: &'a Grams,
    ) -> Self {
        let tokens = rewrite.sentences[pair.sentence].tokens.clone();
        let mut home = Centroid::default();
        // What the sentence is about, by the wire's words and those of the rewrite that are bound to them.
        let (mut all, mut bound) = (0usize, 0usize);
        if let Some(best) = pair.wire.first() {
            let wire = &wires[best.take];
            for i in wire.sentences[best.sentence].tokens.clone() {
                let t = &wire.tokens[i];
                if t.is_word() {
                    all += 1;
                }
                if t.is_content()
                    && let Some(v) = wire.form(i).vector()
                {
                    home.add(v, 1.0);
                }
            }
            bound = pair.words.iter().flatten().filter(|l| l.to.take as usize == best.take).count();
        }
        let words = tokens.clone().filter(|i| rewrite.tokens[*i].is_word()).count();
        let verbs = Self::verbs(rewrite, wires, pair);
        Context {
            verbs,
            rewrite,
            wires,
            pair,
            edits,
            rewrite_words,
            said,
            grams,
            wire_surprise: &wire_grams.surprise,
            tokens,
            home_length: home.length(),
            home,
            coverage: if all > 0 { (bound as f32 / all as f32).min(1.0) } else { 0.0 },
            ratio: words as f32 / all.max(1) as f32,
            words,
            sentences: wires.iter().map(|w| w.sentences.len()).sum(),
        }
    }

    /// Verbs of both sides, all and unbound: rewrite, wire, unbound in the rewrite, unbound in the wire.
    fn verbs(rewrite: &Analysis, wires: &[Analysis], pair: &Pair) -> [f32; 4] {
        let verb =
            |t: &Token| matches!(t.tag, Tag::Verb | Tag::Aux) || matches!(t.class, Class::Auxiliary | Class::Modal);
        let mut v = [0.0; 4];
        let mine = rewrite.sentences[pair.sentence].tokens.clone();
        for i in mine.clone().filter(|i| verb(&rewrite.tokens[*i])) {
            v[0] += 1.0;
            v[2] += flag(pair.link(mine.start, i).is_none());
        }
        if let Some(best) = pair.wire.first() {
            let wire = &wires[best.take];
            let bound = |j: usize| {
                pair.words.iter().flatten().any(|l| l.to.take as usize == best.take && l.to.token as usize == j)
            };
            for j in wire.sentences[best.sentence].tokens.clone().filter(|j| verb(&wire.tokens[*j])) {
                v[1] += 1.0;
                v[3] += flag(!bound(j));
            }
        }
        v
    }

    /// The sentence of its wire that a token stands in.
    pub fn sentence_of(&self, t: crate::align::WireToken) -> Option<u32> {
        self.wires.get(t.take as usize)?.tokens.get(t.token as usize).map(|t| t.sentence)
    }

    /// Sets whether the neighbours of a spot are bound to each other.
    pub fn bounds(&self, c: &mut Change, left: bool, right: bool) {
        c.features[F::left as usize] = flag(left);
        c.features[F::right as usize] = flag(right);
    }

    /// Fills in heads, relations and features.
    pub fn fill(&self, c: &mut Change) {
        let take = c.take.min(self.wires.len() - 1);
        let wire = &self.wires[take];
        let mine = Words::of(self.rewrite, c.rewrite.clone());
        let theirs = Words::of(wire, c.wire.clone());
        c.head = mine.head;
        c.wire_head = theirs.head;
        let (relations, opposite) = self.relate(c, wire);
        c.relations = relations;
        let mut x = c.features;
        let mut set = |f: F, v: f32| x[f as usize] = v;
        self.words(c, wire, &mine, &theirs, &mut set);
        related(&relations, opposite, &mut set);
        self.meanings(c, wire, &mine, &theirs, &mut set);
        self.homes(wire, &mine, &theirs, &mut set);
        self.sentence(&mut set);
        self.fluency(c, wire, &mut set);
        classes(&mine, &theirs, &mut set);
        self.position(c, &mut set);
        self.edit(c, &mut set);
        self.order(c, wire, &mut set);
        c.features = x;
    }

    /// What kind of change, and of what words.
    fn words(&self, c: &Change, wire: &Analysis, mine: &Words, theirs: &Words, set: &mut impl FnMut(F, f32)) {
        set(F::kind, f32::from(c.kind as u8));
        set(F::content, mine.content as f32);
        set(F::wire_content, theirs.content as f32);
        set(F::function, mine.function as f32);
        set(F::wire_function, theirs.function as f32);
        set(F::tag, mine.head.map_or(-1.0, |i| tag(&self.rewrite.tokens[i])));
        set(F::wire_tag, theirs.head.map_or(-1.0, |j| tag(&wire.tokens[j])));
        set(F::known_all, flag(mine.all_known));
        set(F::take_words, c.wire.len() as f32);
    }

    /// How near the words are in meaning and in spelling.
    fn meanings(&self, c: &Change, wire: &Analysis, mine: &Words, theirs: &Words, set: &mut impl FnMut(F, f32)) {
        set(F::cosine, likeness((self.rewrite, &c.rewrite, mine), (wire, &c.wire, theirs)));
        if let (Some(i), Some(j)) = (mine.head, theirs.head) {
            let (a, b) = (self.rewrite.form(i), wire.form(j));
            let cosine = a.vector().zip(b.vector()).map_or(0.0, |(a, b)| vectors::cosine(a, b));
            set(F::best_cosine, cosine);
            set(F::spelling, strsim::jaro_winkler(a.text(), b.text()) as f32);
            let form = |w: &Word, t: &Token| w.verb_form(t.tag).map_or(0.0, |f| f as u8 as f32 + 1.0);
            set(F::form, form(a, &self.rewrite.tokens[i]));
            set(F::wire_form, form(b, &wire.tokens[j]));
        }
    }

    /// How the heads fit what the sentence is about, and how well known they are.
    fn homes(&self, wire: &Analysis, mine: &Words, theirs: &Words, set: &mut impl FnMut(F, f32)) {
        if let Some(i) = mine.head {
            let w = self.rewrite.form(i);
            let home = w.vector().map_or(0.0, |v| self.home.cosine_with(v, self.home_length));
            set(F::home, home);
            set(F::rank, log_rank(w));
            set(F::known, flag(w.is_listed()));
            set(F::elsewhere, flag(self.said.contains(&self.rewrite.tokens[i].canon)));
            let there = theirs
                .head
                .and_then(|j| wire.form(j).vector())
                .map_or(0.0, |v| self.home.cosine_with(v, self.home_length));
            set(F::home_drop, there - home);
        }
        if let Some(j) = theirs.head {
            let w = wire.form(j);
            set(F::wire_home, w.vector().map_or(0.0, |v| self.home.cosine_with(v, self.home_length)));
            set(F::wire_rank, log_rank(w));
            set(F::wire_known, flag(w.is_listed()));
            set(F::wire_elsewhere, flag(self.rewrite_words.contains(&wire.tokens[j].canon)));
        }
    }

    /// What is the same for all changes of the sentence.
    fn sentence(&self, set: &mut impl FnMut(F, f32)) {
        set(F::score, self.pair.score);
        set(F::coverage, self.coverage);
        set(F::spots, self.pair.spots.len() as f32 / self.words.max(1) as f32);
        set(F::length, self.words as f32);
        set(F::ratio, self.ratio);
        set(F::sentences, (self.sentences as f32).min(20.0));
        set(F::single_sentence, flag(self.sentences == 1));
        let [verbs, wire_verbs, unbound, wire_unbound] = self.verbs;
        set(F::verbs, verbs);
        set(F::wire_verbs, wire_verbs);
        set(F::unbound_verbs, unbound);
        set(F::wire_unbound_verbs, wire_unbound);
    }

    /// Where in the sentence it is, and what stands beside it.
    fn position(&self, c: &Change, set: &mut impl FnMut(F, f32)) {
        set(F::same_left, self.same_run(c.rewrite.start, true));
        set(F::same_right, self.same_run(c.rewrite.end, false));
        let at = c.rewrite.start.saturating_sub(self.tokens.start) as f32 / self.tokens.len().max(1) as f32;
        set(F::place, at);
        set(F::edge, flag(c.rewrite.start == self.tokens.start) + 2.0 * flag(c.rewrite.end + 1 >= self.tokens.end));
        let neighbour =
            |i: Option<usize>| i.filter(|i| self.tokens.contains(i)).map_or(-1.0, |i| tag(&self.rewrite.tokens[i]));
        set(F::before_tag, neighbour(c.rewrite.start.checked_sub(1)));
        set(F::after_tag, neighbour(Some(c.rewrite.end)));
        set(F::before2_tag, neighbour(c.rewrite.start.checked_sub(2)));
        set(F::after2_tag, neighbour(Some(c.rewrite.end + 1)));
    }

    /// How closely the sentence keeps to the wire's words in the wire's order, and where it leaves them here.
    fn edit(&self, c: &Change, set: &mut impl FnMut(F, f32)) {
        let Some(first) = self.edits.first() else { return };
        set(F::kept, first.kept);
        set(F::covered, first.covered);
        set(F::edits, first.count as f32);
        let touches = |a: &Range<usize>, b: &Range<usize>| a.start <= b.end && b.start <= a.end;
        let here = self
            .edits
            .iter()
            .find(|e| e.take == c.take && touches(&e.rewrite, &c.rewrite) && touches(&e.wire, &c.wire));
        if let Some(e) = here {
            set(F::edit_words, e.rewrite.len() as f32);
            set(F::edit_wire_words, e.wire.len() as f32);
            set(F::edit_left, e.left.min(8) as f32);
            set(F::edit_right, e.right.min(8) as f32);
        }
    }

    /// How words that are bound stand to each other.
    fn order(&self, c: &Change, wire: &Analysis, set: &mut impl FnMut(F, f32)) {
        if matches!(c.kind, ChangeKind::Related | ChangeKind::Inflected)
            && let Some(link) = self.pair.link(self.tokens.start, c.rewrite.start)
        {
            set(F::how, f32::from(link.how as u8));
            let there = wire.tokens.get(c.wire.start).map_or(0, |t| wire.sentences[t.sentence as usize].tokens.start);
            let (i, j) = (c.rewrite.start - self.tokens.start, c.wire.start - there);
            set(F::distance, (i as f32 - j as f32).abs());
        }
        if c.kind == ChangeKind::Moved {
            set(F::distance, c.wire.len() as f32);
        }
    }

    /// The strongest relations between a word of one side and one of the other, heads first; and the strongest opposition of any two.
    fn relate(&self, c: &Change, wire: &Analysis) -> (Relations, u8) {
        let mut out = Relations::default();
        let mut opposite = 0;
        if c.kind == ChangeKind::Moved || c.rewrite.is_empty() || c.wire.is_empty() {
            return (out, 0);
        }
        let entries = |a: &Analysis, r: Range<usize>| -> [Option<Arc<Known>>; 10] {
            // Terms of two words that the changed words are part of, such as "living room", stand for their words.
            let sentence = a.tokens.get(r.start).map_or(0..0, |t| a.sentences[t.sentence as usize].tokens.clone());
            // Five terms and five words at most.
            let mut found = [const { None }; 10];
            let mut free = found.iter_mut();
            let mut covered = [usize::MAX; 10];
            let mut cover = covered.chunks_exact_mut(2);
            for i in r.start.saturating_sub(1).max(sentence.start)..r.end.min(r.start + 4) {
                if i + 1 < sentence.end
                    && a.tokens[i].is_content()
                    && a.tokens[i + 1].is_content()
                    && a.form(i).opens(Opens::Term)
                    && let Some(id) = lexicon::mwe(&[a.fold(i), a.fold(i + 1)])
                    && let (Some(place), Some(cover)) = (free.next(), cover.next())
                {
                    *place = Some(Known::of(lexicon::text(id)));
                    cover.copy_from_slice(&[i, i + 1]);
                }
            }
            let single = r.filter(|i| {
                let t = &a.tokens[*i];
                t.kind == TokenKind::Word
                    && !matches!(t.class, Class::Article | Class::Auxiliary)
                    && !covered.contains(i)
            });
            for (word, place) in single.take(5).map(|i| a.form(i)).filter(|w| w.is_word()).zip(free) {
                *place = Some(Arc::clone(word.known()));
            }
            found
        };
        let (mine, theirs) = (entries(self.rewrite, c.rewrite.clone()), entries(wire, c.wire.clone()));
        for a in mine.iter().flatten() {
            for b in theirs.iter().flatten() {
                let r = relations_between(a, b);
                opposite = opposite.max(r.antonym);
                let worth = |r: &Relations| {
                    r.synonym
                        .max(r.antonym)
                        .max(r.derivation)
                        .max(r.hypernym)
                        .max(r.hyponym)
                        .max(r.sibling)
                        .max(r.similar)
                };
                if worth(&r) > worth(&out) || r.same_lemma {
                    out = r;
                }
            }
        }
        (out, opposite)
    }

    /// How many words in a row are bound to the same word, going outwards from a place: 0 to 4.
    fn same_run(&self, from: usize, leftwards: bool) -> f32 {
        let mut n = 0;
        let mut i = from;
        while n < 4 {
            if leftwards {
                if i <= self.tokens.start {
                    break;
                }
                i -= 1;
            } else if i >= self.tokens.end {
                break;
            }
            if self.rewrite.tokens[i].is_word() {
                match self.pair.link(self.tokens.start, i) {
                    Some(l) if l.how == Bind::Same => n += 1,
                    _ => break,
                }
            }
            if !leftwards {
                i += 1;
            }
        }
        n as f32
    }

    fn fluency(&self, c: &Change, wire: &Analysis, set: &mut impl FnMut(F, f32)) {
        let max = |v: &[f32], from: usize, to: usize| {
            v.get(from.min(v.len())..to.min(v.len())).unwrap_or(&[]).iter().copied().fold(0.0, f32::max)
        };
        let from = c.rewrite.start.saturating_sub(self.tokens.start);
        let to = c.rewrite.end.saturating_sub(self.tokens.start) + 2;
        let mine = max(&self.grams.surprise, from, to);
        let mut theirs = 0.0;
        if let Some(best) = self.pair.wire.first().filter(|b| b.take == c.take) {
            let s = &wire.sentences[best.sentence].tokens;
            if s.contains(&c.wire.start) {
                theirs = max(self.wire_surprise, c.wire.start - s.start, c.wire.end - s.start + 2);
            }
        }
        let [joint, left, right] = self.grams.joint(c.rewrite.clone());
        set(F::joint, joint);
        set(F::joint_left, left);
        set(F::joint_right, right);
        set(
            F::after_surprise,
            self.grams.surprise.get(c.rewrite.end.saturating_sub(self.tokens.start)).copied().unwrap_or(0.0),
        );
        set(F::surprise, mine);
        set(F::wire_surprise, theirs);
        set(F::surprise_gain, mine - theirs);
    }
}

/// Cosine between what the words of two sides mean together; 0 where one side has no word with a vector.
fn likeness(mine: (&Analysis, &Range<usize>, &Words), theirs: (&Analysis, &Range<usize>, &Words)) -> f32 {
    let vector = |(a, _, words): (&Analysis, &Range<usize>, &Words)| a.form(words.vector?).vector();
    match (mine.2.vectors, theirs.2.vectors) {
        (0, _) | (_, 0) => 0.0,
        (1, 1) => vector(mine).zip(vector(theirs)).map_or(0.0, |(a, b)| vectors::exact_cosine(a, b)),
        _ => {
            let sum = |(a, range, _): (&Analysis, &Range<usize>, &Words)| {
                let mut sum = Centroid::default();
                for i in range.clone().filter(|i| a.tokens[*i].is_content()) {
                    if let Some(v) = a.form(i).vector() {
                        sum.add(v, 1.0);
                    }
                }
                sum
            };
            sum(mine).cosine(&sum(theirs))
        }
    }
}
