//! Which figure or date of the rewrite stands for which of the wires.

mod sorts;

use std::cell::OnceCell;
use std::hash::BuildHasher as _;
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use crate::align::sides::same_word;
use crate::align::{Alignment, Pair, WireSentence};
use crate::analyse::dates::{Component, DateRelation};
use crate::analyse::figures::{FigureDifference, FigureRelation};
use crate::analyse::{Analysis, DateMark, Figure, FigureKind, dates, figures};
use crate::ingest::Story;
use crate::text::{KeyMap, pair};
use sorts::{Distinct, SORTS};

/// A figure or date of one of the wires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireMark {
    /// Which take.
    pub take: usize,
    /// Index into that take's figures or dates.
    pub index: usize,
}

/// What the wires have for a figure or date of the rewrite. `D` says what sets two of them apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<D> {
    /// The sentence that tells the same has it too.
    Matched(WireMark),
    /// That sentence has it more exactly.
    Rounded(WireMark),
    /// Another sentence of the wires has it, of the same thing.
    Elsewhere(WireMark),
    /// That sentence has another one in the same place.
    Faces {
        /// The wire's.
        wire: WireMark,
        /// What sets the two apart.
        how: D,
        /// How alike their surroundings are, 0 to 1.
        sure: f32,
        /// Whether some other sentence of the wires has the rewrite's value.
        elsewhere: bool,
    },
    /// That sentence has nothing in its place.
    Alone,
    /// No sentence of the wires tells the same as this one, and none has the mark.
    Unmatched,
}

/// How two marks relate, whatever their kind.
enum Relation<D> {
    Equal,
    Rounded,
    Differs(D),
    Unlike,
}

/// A question about a mark of the rewrite and a mark of one take.
type Ask<'a, M, T> = Box<dyn Fn(&M, &M, usize) -> T + 'a>;

/// A question about a mark and a take.
type AskOne<'a, M, T> = Box<dyn Fn(&M, usize) -> T + 'a>;

/// What matching needs to know of a kind of mark.
struct Kind<'a, M, D> {
    rewrite: &'a [M],
    wires: Vec<&'a [M]>,
    tokens: fn(&M) -> Range<usize>,
    relation: Ask<'a, M, Relation<D>>,
    /// Whether equal values in distant sentences tell of the same thing.
    same_thing: Ask<'a, M, bool>,
    /// Whether one mark of the wire may stand for two of the rewrite.
    twice: fn(&M, &M) -> bool,
    /// What the marks themselves add to how alike their surroundings are.
    likeness: Ask<'a, M, f32>,
    /// What the relations to other marks go by: marks of one take with the same key relate alike to any mark.
    key: AskOne<'a, M, u64>,
    /// What nearly all marks with the same value have in common.
    value: fn(&M) -> u64,
    /// The token of what a mark counts.
    head: fn(&M) -> Option<usize>,
    /// The token of a take that the alignment gives for what a mark of the rewrite counts.
    linked: AskOne<'a, M, Option<usize>>,
    /// Where in the wires to look for a mark, made when first asked for.
    distinct: OnceCell<Vec<Distinct>>,
}

impl<M, D> Kind<'_, M, D> {
    /// The marks of a take that may be equal or near to a mark, in text order.
    fn candidates(&self, m: &M, take: usize) -> Vec<usize> {
        let of = |(take, marks): (usize, &&[M])| Distinct::of(marks, |w| (self.key)(w, take), self.value, self.head);
        let distinct = self.distinct.get_or_init(|| self.wires.iter().enumerate().map(of).collect());
        distinct.get(take).map_or(Vec::new(), |d| d.candidates((self.value)(m), (self.linked)(m, take)))
    }
}

/// What the wires have for each figure of the rewrite, in the order of the rewrite's figures, as long as `go_on` says so,
/// which is asked for each sentence: those behind a no are unmatched.
pub fn figures(
    wires: &[Analysis],
    rewrite: &Analysis,
    alignment: &Alignment,
    go_on: &dyn Fn() -> bool,
) -> Vec<Standing<FigureDifference>> {
    if rewrite.figures.is_empty() {
        return Vec::new();
    }
    let same_head = move |r: &Figure, w: &Figure, take: usize| -> Option<bool> {
        let (i, j) = (r.head?, w.head?);
        Some(same_word(rewrite, i, wires.get(take)?, j) || linked(alignment, rewrite, i, take, j))
    };
    let kind = Kind {
        rewrite: &rewrite.figures,
        wires: wires.iter().map(|w| w.figures.as_slice()).collect(),
        tokens: |f| f.tokens.clone(),
        relation: Box::new(move |r, w, take| match figures::compare(r, w) {
            // "Twelve others and the chairman" are thirteen.
            FigureRelation::Differs(FigureDifference::Value)
                if (r.lo - w.lo).abs() <= 3.0
                    && (with_others(rewrite, r) || wires.get(take).is_some_and(|a| with_others(a, w))) =>
            {
                Relation::Unlike
            }
            FigureRelation::Equal => Relation::Equal,
            FigureRelation::Rounded => Relation::Rounded,
            FigureRelation::Differs(d) => Relation::Differs(d),
            FigureRelation::Unlike => Relation::Unlike,
        }),
        twice: |r, w| r.kind == w.kind,
        same_thing: Box::new(move |r, w, take| match r.kind {
            FigureKind::Name => true,
            FigureKind::Count | FigureKind::Ordinal | FigureKind::Times => {
                same_head(r, w, take) == Some(true) || r.digits && r.lo >= 50.0 && r.step < r.lo / 20.0
            }
            _ => r.kind == w.kind,
        }),
        likeness: Box::new(move |r, w, take| {
            let unit = f32::from(u8::from(
                r.unit.is_some() && r.unit == w.unit || r.currency.is_some() && r.currency == w.currency,
            ));
            let kind = if r.kind == w.kind && r.kind != FigureKind::Count { 0.5 } else { 0.0 };
            let head = match same_head(r, w, take) {
                Some(true) => 1.5,
                Some(false) => -0.7,
                None => 0.0,
            };
            // "Two tourists" hardly become "two million".
            let far = r.kind == FigureKind::Count
                && head <= 0.0
                && r.lo > 0.0
                && w.lo > 0.0
                && !(1e-2..=1e2).contains(&(r.lo / w.lo));
            0.5 * unit + kind + head - if far { 2.0 } else { 0.0 }
        }),
        key: Box::new(move |f, take| {
            let wire = wires.get(take);
            let head = f.head.and_then(|h| wire?.tokens.get(h).map(|t| (t.hash, t.lemma)));
            let unit = f.unit.map(|u| u.name);
            let value = [Some(f.lo), Some(f.hi), f.alt, Some(f.step)].map(|v| v.map(f64::to_bits));
            let said = (f.vague, f.digits, wire.is_some_and(|a| with_others(a, f)));
            FxBuildHasher.hash_one((f.kind, value, unit, f.currency, f.approximator, f.name, said, head))
        }),
        value: |f| pair(f.lo.to_bits(), f.hi.to_bits()),
        head: |f| f.head,
        linked: Box::new(move |r, take| {
            let to = alignment.link(rewrite, r.head?)?.to;
            (to.take as usize == take).then_some(to.token as usize)
        }),
        distinct: OnceCell::new(),
    };
    stand(&kind, wires, rewrite, alignment, go_on)
}

/// What the wires have for each date of the rewrite, in the order of the rewrite's dates.
pub fn dates(
    wires: &[Analysis],
    wire_stories: &[Story],
    rewrite: &Analysis,
    rewrite_story: &Story,
    alignment: &Alignment,
    go_on: &dyn Fn() -> bool,
) -> Vec<Standing<Component>> {
    if rewrite.dates.is_empty() {
        return Vec::new();
    }
    let day = rewrite_story.date;
    let days: Vec<_> = wire_stories.iter().map(|s| s.date).collect();
    let compare = move |r: &DateMark, w: &DateMark, take: usize| {
        // A rewrite without a date of its own is of the wire's day.
        let wire_day = days.get(take).copied().flatten();
        dates::compare(r, day.or(wire_day), w, wire_day.or(day))
    };
    let kind = Kind {
        rewrite: &rewrite.dates,
        wires: wires.iter().map(|w| w.dates.as_slice()).collect(),
        tokens: |d| d.tokens.clone(),
        relation: Box::new(move |r, w, take| match compare(r, w, take) {
            DateRelation::Same => Relation::Equal,
            DateRelation::Finer => Relation::Rounded,
            DateRelation::Differs(c) => Relation::Differs(c),
            DateRelation::Unlike => Relation::Unlike,
        }),
        twice: |_, _| true,
        same_thing: Box::new(|_, _, _| true),
        likeness: Box::new(|r, w, _| {
            let shape = |d: &DateMark| (d.year.is_some(), d.month.is_some(), d.day.is_some(), d.weekday.is_some());
            if shape(r) == shape(w) { 0.7 } else { 0.0 }
        }),
        key: Box::new(|d, _| {
            let day = (d.year, d.month, d.day, d.weekday);
            FxBuildHasher.hash_one((day, d.offset, d.step, d.decade, d.century, d.night, d.ambiguous))
        }),
        value: |d| FxBuildHasher.hash_one((d.year, d.month, d.day, d.weekday)),
        head: |_| None,
        linked: Box::new(|_, _| None),
        distinct: OnceCell::new(),
    };
    stand(&kind, wires, rewrite, alignment, go_on)
}

/// Whether a figure counts those besides someone named: "12 others", "two more".
fn with_others(a: &Analysis, f: &Figure) -> bool {
    (f.tokens.end..f.tokens.end + 2).any(|i| matches!(a.fold(i), "other" | "others" | "more" | "further" | "another"))
}

fn stand<M, D: Copy>(
    kind: &Kind<M, D>,
    wires: &[Analysis],
    rewrite: &Analysis,
    alignment: &Alignment,
    go_on: &dyn Fn() -> bool,
) -> Vec<Standing<D>> {
    let matched = kind.wires.iter().map(|w| vec![false; w.len()]).collect();
    let out = vec![Standing::Unmatched; kind.rewrite.len()];
    let mut finder = Finder { kind, wires, rewrite, alignment, matched, out };
    let sentence_of = |m: &M| rewrite.tokens.get((kind.tokens)(m).start).map_or(0, |t| t.sentence as usize);
    let groups = runs(kind.rewrite, sentence_of);
    let pair_of = |sentence: usize| alignment.pairs.get(sentence).filter(|p| !p.wire.is_empty());
    for (sentence, marks) in groups.iter().take_while(|_| go_on()) {
        if let Some(pair) = pair_of(*sentence) {
            finder.match_marks(pair, marks);
        }
    }
    for (sentence, marks) in groups.into_iter().take_while(|_| go_on()) {
        match pair_of(sentence) {
            Some(pair) => finder.face(pair, marks),
            None => marks.for_each(|m| finder.look_elsewhere(m)),
        }
    }
    swapped(kind, &mut finder.out);
    finder.out
}

/// Finds what the wires have for each mark of the rewrite.
struct Finder<'a, M, D> {
    kind: &'a Kind<'a, M, D>,
    wires: &'a [Analysis],
    rewrite: &'a Analysis,
    alignment: &'a Alignment,
    /// Wire marks that some mark of the rewrite gives: nothing else can be wrong about them.
    matched: Vec<Vec<bool>>,
    out: Vec<Standing<D>>,
}

impl<M, D: Copy> Finder<'_, M, D> {
    fn relation(&self, m: usize, w: WireMark) -> Relation<D> {
        (self.kind.relation)(&self.kind.rewrite[m], &self.kind.wires[w.take][w.index], w.take)
    }

    fn kin(&self, pair: &Pair, m: usize, w: WireMark) -> f32 {
        kin(self.kind, self.wires, self.rewrite, self.alignment, pair, m, w)
    }

    fn is_open(&self, m: usize) -> bool {
        matches!(self.out[m], Standing::Alone)
    }

    fn look_elsewhere(&mut self, m: usize) {
        if let Some(w) = elsewhere(self.kind, m) {
            self.out[m] = Standing::Elsewhere(w);
        }
    }

    /// Gives the marks of a sentence those of its wire sentences that say the same.
    fn match_marks(&mut self, pair: &Pair, marks: &Range<usize>) {
        let near = near_marks(self.kind, self.wires, pair);
        let mut ties: Vec<(f32, bool, usize, WireMark)> = Vec::new();
        for m in marks.clone() {
            self.out[m] = Standing::Alone;
            for w in &near {
                let equal = match self.relation(m, *w) {
                    Relation::Equal => true,
                    Relation::Rounded => false,
                    _ => continue,
                };
                ties.push((self.kin(pair, m, *w) + if equal { 10.0 } else { 0.0 }, equal, m, *w));
            }
        }
        ties.sort_by(|x, y| y.0.total_cmp(&x.0));
        for (_, equal, m, w) in ties {
            if self.is_open(m) && !self.matched[w.take][w.index] {
                self.out[m] = if equal { Standing::Matched(w) } else { Standing::Rounded(w) };
                self.matched[w.take][w.index] = true;
            }
        }
        // One figure of the wire may be given twice.
        for m in marks.clone() {
            let again = near.iter().find(|w| {
                let (r, other) = (&self.kind.rewrite[m], &self.kind.wires[w.take][w.index]);
                (self.kind.twice)(r, other) && matches!(self.relation(m, **w), Relation::Equal)
            });
            if let Some(w) = again.filter(|_| self.is_open(m)) {
                self.out[m] = Standing::Matched(*w);
            }
        }
    }

    /// Sets those that nothing tells against what is left in the wire sentences, and looks for the others in the rest of the wires.
    fn face(&mut self, pair: &Pair, marks: Range<usize>) {
        let open: Vec<usize> = marks.filter(|m| self.is_open(*m)).collect();
        if open.is_empty() {
            return;
        }
        let mut near = near_marks(self.kind, self.wires, pair);
        near.retain(|w| !self.matched[w.take][w.index]);
        let mut ties: Vec<(f32, usize, WireMark, D)> = Vec::new();
        for &m in &open {
            for w in &near {
                if let Relation::Differs(d) = self.relation(m, *w) {
                    ties.push((self.kin(pair, m, *w), m, *w, d));
                }
            }
        }
        let sole = ties.len() == 1;
        ties.sort_by(|x, y| y.0.total_cmp(&x.0));
        let mut taken: Vec<WireMark> = Vec::new();
        for (k, m, w, how) in ties {
            let k = k + if sole { 1.0 } else { 0.0 };
            if k >= FACING && self.is_open(m) && !taken.contains(&w) {
                self.out[m] = Standing::Faces {
                    wire: w,
                    how,
                    sure: (k / 6.0).min(1.0) * (0.55 + 0.45 * pair.score.clamp(0.0, 1.0)),
                    elsewhere: elsewhere(self.kind, m).is_some(),
                };
                taken.push(w);
            }
        }
        for m in open {
            if self.is_open(m) {
                self.look_elsewhere(m);
            }
        }
    }
}

/// Two figures of the rewrite that face each other's wire figures have changed places: that each stands elsewhere bears neither out.
fn swapped<M, D: Copy>(kind: &Kind<M, D>, out: &mut [Standing<D>]) {
    let faces: Vec<(usize, WireMark)> = out
        .iter()
        .enumerate()
        .filter_map(|(m, s)| match s {
            Standing::Faces { wire, elsewhere: true, .. } => Some((m, *wire)),
            _ => None,
        })
        .collect();
    let equal = |m: usize, w: WireMark| {
        matches!((kind.relation)(&kind.rewrite[m], &kind.wires[w.take][w.index], w.take), Relation::Equal)
    };
    // Those that face the same value. What is equal in other units is looked for only where there are few.
    let value = |w: WireMark| (kind.value)(&kind.wires[w.take][w.index]);
    let mut by_value: KeyMap<Vec<usize>> = KeyMap::default();
    for (k, (_, w)) in faces.iter().enumerate() {
        by_value.entry(value(*w)).or_default().push(k);
    }
    for (m, w) in &faces {
        let all = 0..if faces.len() <= SORTS { faces.len() } else { 0 };
        let same = by_value.get(&(kind.value)(&kind.rewrite[*m])).into_iter().flatten().take(SORTS).copied();
        if all.chain(same).map(|k| faces[k]).any(|(n, v)| n != *m && equal(*m, v) && equal(n, *w))
            && let Standing::Faces { elsewhere, .. } = &mut out[*m]
        {
            *elsewhere = false;
        }
    }
}

/// How alike surroundings must be before two different marks are held against each other.
const FACING: f32 = 2.0;

/// Runs of marks in one sentence, in text order.
fn runs<M>(marks: &[M], sentence_of: impl Fn(&M) -> usize) -> Vec<(usize, Range<usize>)> {
    let mut out: Vec<(usize, Range<usize>)> = Vec::new();
    for (i, m) in marks.iter().enumerate() {
        let s = sentence_of(m);
        match out.last_mut() {
            Some((last, run)) if *last == s => run.end = i + 1,
            _ => out.push((s, i..i + 1)),
        }
    }
    out
}

/// The marks of the wire sentences that tell the same as a sentence of the rewrite.
fn near_marks<M, D>(kind: &Kind<M, D>, wires: &[Analysis], pair: &Pair) -> Vec<WireMark> {
    let mut out = Vec::new();
    for WireSentence { take, sentence } in &pair.wire {
        let Some(range) = wires.get(*take).and_then(|w| w.sentences.get(*sentence)).map(|s| s.tokens.clone()) else {
            continue;
        };
        let marks = kind.wires[*take];
        let from = marks.partition_point(|m| (kind.tokens)(m).start < range.start);
        for (index, m) in marks.iter().enumerate().skip(from) {
            if (kind.tokens)(m).start >= range.end {
                break;
            }
            out.push(WireMark { take: *take, index });
        }
    }
    out
}

fn elsewhere<M, D>(kind: &Kind<M, D>, mark: usize) -> Option<WireMark> {
    let m = &kind.rewrite[mark];
    kind.wires.iter().enumerate().find_map(|(take, marks)| {
        let fits = |w: &M| {
            matches!((kind.relation)(m, w, take), Relation::Equal | Relation::Rounded) && (kind.same_thing)(m, w, take)
        };
        let found = kind.candidates(m, take).into_iter().find(|index| fits(&marks[*index]));
        found.map(|index| WireMark { take, index })
    })
}

fn linked(alignment: &Alignment, rewrite: &Analysis, i: usize, take: usize, j: usize) -> bool {
    alignment.link(rewrite, i).is_some_and(|l| l.to.take as usize == take && l.to.token as usize == j)
}

/// How alike the surroundings of two marks are: bound words, words unbound in one place, neighbours.
fn kin<M, D>(
    kind: &Kind<M, D>,
    wires: &[Analysis],
    rewrite: &Analysis,
    alignment: &Alignment,
    pair: &Pair,
    m: usize,
    w: WireMark,
) -> f32 {
    let r = (kind.tokens)(&kind.rewrite[m]);
    let other = &kind.wires[w.take][w.index];
    let o = (kind.tokens)(other);
    let Some(wire) = wires.get(w.take) else { return 0.0 };
    let mut k = (kind.likeness)(&kind.rewrite[m], other, w.take);
    let bound = r.clone().any(|i| {
        alignment.link(rewrite, i).is_some_and(|l| l.to.take as usize == w.take && o.contains(&(l.to.token as usize)))
    });
    if bound {
        k += 2.0;
    }
    for s in &pair.spots {
        if s.take == w.take && overlap(&s.rewrite, &r) && overlap(&s.wire, &o) {
            let tight = s.rewrite.len() <= r.len() + 2 && s.wire.len() <= o.len() + 2;
            k += if tight { 1.5 } else { 0.7 } + 0.5 * f32::from(u8::from(s.left_bound) + u8::from(s.right_bound));
        }
    }
    let alike = |i: usize, j: usize| same_word(rewrite, i, wire, j) || linked(alignment, rewrite, i, w.take, j);
    let in_pair = |i: usize, a: &Analysis, sentence: u32| a.tokens.get(i).is_some_and(|t| t.sentence == sentence);
    let (sr, sw) =
        (rewrite.tokens.get(r.start).map_or(0, |t| t.sentence), wire.tokens.get(o.start).map_or(0, |t| t.sentence));
    for (i, j) in [(r.start.wrapping_sub(1), o.start.wrapping_sub(1)), (r.end, o.end)] {
        if in_pair(i, rewrite, sr) && in_pair(j, wire, sw) && alike(i, j) {
            k += if rewrite.tokens[i].is_content() { 1.0 } else { 0.5 };
        }
    }
    let mut shared = 0.0;
    let window = |from: usize, to: usize, a: &Analysis, s: u32| {
        (from..to).filter(|i| in_pair(*i, a, s) && a.tokens[*i].is_content()).collect::<Vec<_>>()
    };
    let before = window(o.start.saturating_sub(7), o.start, wire, sw);
    let after = window(o.end, o.end + 7, wire, sw);
    for i in
        window(r.start.saturating_sub(5), r.start, rewrite, sr).into_iter().chain(window(r.end, r.end + 5, rewrite, sr))
    {
        if before.iter().chain(&after).any(|j| alike(i, *j)) {
            shared += 0.6;
        }
    }
    k + f32::min(shared, 1.8)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
