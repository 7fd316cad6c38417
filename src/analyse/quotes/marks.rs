//! Which quotation marks belong together, inside one paragraph.
//!
//! Machines turn marks round, drop them and move the spaces beside them, so neither the glyph nor the place decides alone:
//! both vote, and what is open already breaks the tie.

use std::cell::OnceCell;
use std::ops::Range;

use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, Shape, TokenKind, reporting};

/// Words between two marks, or between a mark and the end of its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Token of the opening mark.
    pub open: usize,
    /// First token inside.
    pub first: usize,
    /// One past the last token inside.
    pub end: usize,
    /// One past the closing mark; equal to `end` where none comes.
    pub after: usize,
    /// Whether a closing mark came.
    pub closed: bool,
    /// Whether a mark of the pair faces the wrong way or stands at the wrong side of a space.
    pub misplaced: bool,
    /// Whether the stretch lies inside another.
    pub nested: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Double,
    Single,
    Angle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facing {
    Open,
    Close,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    token: usize,
    /// How many tokens the mark is made of: two for `''`.
    width: usize,
    style: Style,
    glyph: Facing,
    /// A space or nothing before it.
    space_before: bool,
    /// A space, a closing mark of punctuation or nothing after it.
    space_after: bool,
}

impl Mark {
    /// What its place says.
    fn place(&self) -> Facing {
        match (self.space_before, self.space_after) {
            (true, false) => Facing::Open,
            (false, true) => Facing::Close,
            _ => Facing::Either,
        }
    }
}

/// The marks of some tokens, all of one paragraph, paired; in order of their opening marks.
pub(super) fn pair(a: &Analysis, tokens: Range<usize>) -> Vec<Stretch> {
    let marks = collect(a, tokens.clone());
    let mut out = Vec::new();
    if !marks.is_empty() {
        Pairing::new(a, marks, tokens.end, &mut out).run();
    }
    out.sort_by_key(|s| s.open);
    out
}

fn collect(a: &Analysis, tokens: Range<usize>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut i = tokens.start;
    while i < tokens.end {
        let token = &a.tokens[i];
        if token.is_word() {
            i += 1;
            continue;
        }
        let (mut style, mut glyph) = match a.word(i) {
            "\"" | "＂" | "″" => (Style::Double, Facing::Either),
            "“" | "„" | "‟" => (Style::Double, Facing::Open),
            "”" => (Style::Double, Facing::Close),
            "'" | "′" => (Style::Single, Facing::Either),
            "‘" | "‚" | "`" => (Style::Single, Facing::Open),
            "’" => (Style::Single, Facing::Close),
            "«" | "‹" => (Style::Angle, Facing::Open),
            "»" | "›" => (Style::Angle, Facing::Close),
            _ => {
                i += 1;
                continue;
            }
        };
        let mut width = 1;
        if style == Style::Single && i + 1 < tokens.end && a.tokens[i + 1].glued && a.word(i + 1) == a.word(i) {
            // Two single marks side by side stand for a double one.
            style = Style::Double;
            width = 2;
        }
        if matches!(a.word(i), "‚") && !a.tokens.get(i + 1).is_some_and(|t| t.glued && t.is_word()) {
            i += 1;
            continue;
        }
        let before = i.checked_sub(1).filter(|b| *b >= tokens.start);
        let space_before = !token.glued
            || before.is_none_or(|b| matches!(a.word(b), "(" | "[" | "—" | "–" | "-" | "/" | "“" | "\"" | "‘" | "'"));
        let next = i + width;
        let space_after = next >= tokens.end
            || !a.tokens[next].glued
            || (a.tokens[next].kind == TokenKind::Punct
                && !matches!(a.word(next), "'" | "‘" | "“" | "\"" | "(" | "[" | "…" | "." | "-" | "$"))
            || (matches!(a.word(next), "." | "…") && !a.tokens.get(next + 1).is_some_and(|t| t.glued));
        if style == Style::Angle && token.glued && a.tokens.get(next).is_some_and(|t| t.glued && t.is_word()) {
            glyph = Facing::Either;
        }
        marks.push(Mark { token: i, width, style, glyph, space_before, space_after });
        i += width;
    }
    marks
}

struct Pairing<'a> {
    a: &'a Analysis,
    marks: Vec<Mark>,
    /// What comes after each mark, so that nobody has to look for it mark by mark.
    ahead: Vec<Ahead>,
    /// The tokens behind which an attribution begins, worked out when first asked for.
    attributed: OnceCell<Vec<usize>>,
    first: usize,
    end: usize,
    out: &'a mut Vec<Stretch>,
    /// Index of the mark that is open.
    outer: Option<usize>,
    /// Index of the mark that is open inside it.
    inner: Option<usize>,
    /// Index in `out` of the last stretch that was closed and is in no other.
    last_closed: Option<usize>,
}

/// What comes after a mark.
#[derive(Clone, Copy, Debug, Default)]
struct Ahead {
    /// Whether the next mark of its style of which the place says something stands where one closes.
    closes: bool,
    /// Whether a single mark comes at which one could end.
    single: bool,
    /// Whether a single mark comes that closes behind a stop or a comma.
    single_after_stop: bool,
    /// Index of the next double mark.
    double: Option<usize>,
    /// Index of the next angle mark.
    angle: Option<usize>,
}

impl<'a> Pairing<'a> {
    fn new(a: &'a Analysis, marks: Vec<Mark>, end: usize, out: &'a mut Vec<Stretch>) -> Self {
        let mut ahead = vec![Ahead::default(); marks.len()];
        // By style: double, single, angle.
        let mut closes = [false; 3];
        let mut next = Ahead::default();
        for (m, (mark, slot)) in marks.iter().zip(&mut ahead).enumerate().rev() {
            *slot = Ahead { closes: closes[mark.style as usize], ..next };
            if mark.place() != Facing::Either {
                closes[mark.style as usize] = mark.place() == Facing::Close;
            }
            match mark.style {
                Style::Double => next.double = Some(m),
                Style::Angle => next.angle = Some(m),
                Style::Single => {
                    let close = mark.place() == Facing::Close;
                    next.single |= !mark.space_before && (close || mark.space_after);
                    next.single_after_stop |= close && follows_stop_or_comma(a, mark.token);
                }
            }
        }
        let first = marks.first().map_or(end, |m| m.token);
        let attributed = OnceCell::new();
        Pairing { a, marks, ahead, attributed, first, end, out, outer: None, inner: None, last_closed: None }
    }

    fn run(mut self) {
        for m in 0..self.marks.len() {
            let mark = self.marks[m];
            if mark.style == Style::Single && self.is_apostrophe(m) {
                continue;
            }
            if mark.style == Style::Double && self.is_measure(m) {
                continue;
            }
            match self.outer {
                None => self.open_outer(m),
                Some(o) if self.marks[o].style == mark.style => self.same_style(o, m),
                Some(o) => self.other_style(o, m),
            }
        }
        if let Some(o) = self.outer {
            self.leave_open(o);
        }
    }

    fn open_outer(&mut self, m: usize) {
        let mark = self.marks[m];
        let opens = match mark.place() {
            Facing::Open => true,
            // A closing mark with nothing open, at a closing place: its partner is lost.
            Facing::Close => mark.style == Style::Angle && mark.glyph == Facing::Open,
            Facing::Either => mark.glyph != Facing::Close || mark.style == Style::Angle,
        };
        if opens && (mark.style != Style::Single || self.ahead[m].single) {
            self.outer = Some(m);
        }
    }

    /// A mark of the style that is open: it closes, unless it can only open, which shows that the other was never closed.
    fn same_style(&mut self, o: usize, m: usize) {
        let mark = self.marks[m];
        let closes = match (mark.place(), mark.glyph) {
            (Facing::Close, _) => true,
            (Facing::Open, Facing::Close) => true,
            (Facing::Open, _) => self.attribution_follows(m) || self.closes_low(o, m),
            (Facing::Either, Facing::Open) => mark.style == Style::Angle || mark.space_before,
            (Facing::Either, _) => true,
        };
        if closes {
            self.close(o, m);
            self.outer = None;
        } else {
            self.leave_open(o);
            self.outer = Some(m);
        }
        self.inner = None;
    }

    /// A mark of another style inside what is open.
    fn other_style(&mut self, o: usize, m: usize) {
        let mark = self.marks[m];
        match self.inner {
            Some(i) if self.marks[i].style == mark.style => {
                self.push(i, Some(mark), true);
                self.inner = None;
            }
            Some(_) => {}
            None if mark.place() == Facing::Open => {
                // Single marks outside and double ones inside, or the other way round; a double mark after a lone single one
                // shows that the single one was an apostrophe.
                // The outer single mark has its partner after the inner pair.
                if self.marks[o].style == Style::Single && !self.ahead[m].single_after_stop {
                    self.outer = Some(m);
                } else if mark.style != Style::Single || self.ahead[m].single {
                    self.inner = Some(m);
                }
            }
            None => {}
        }
    }

    fn push(&mut self, o: usize, close: Option<Mark>, nested: bool) {
        let open = self.marks[o];
        let first = open.token + open.width;
        let (end, after, closed) = match close {
            Some(c) => (c.token, c.token + c.width, true),
            None => {
                let end = self.unclosed_end(o, first);
                (end, end, false)
            }
        };
        if end <= first {
            return;
        }
        if closed && !nested {
            self.last_closed = Some(self.out.len());
        }
        let turned = |m: Mark, want: Facing| {
            let wrong = if want == Facing::Open { Facing::Close } else { Facing::Open };
            m.place() == wrong || (m.glyph == wrong && m.style != Style::Angle && self.a.word(open.token) != "„")
        };
        let misplaced = turned(open, Facing::Open) || close.is_some_and(|c| turned(c, Facing::Close));
        self.out.push(Stretch { open: open.token, first, end, after, closed, misplaced, nested });
    }

    fn close(&mut self, o: usize, m: usize) {
        self.push(o, Some(self.marks[m]), false);
    }

    /// The end of what was opened and never closed. Where the mark that opened it hangs at the end of a sentence, the marks
    /// were turned round, and the mark before it is its partner.
    fn leave_open(&mut self, o: usize) {
        let open = self.marks[o];
        if open.space_after || self.only_stops_follow(open.token + open.width) {
            if let Some(before) = self.last_closed {
                let s = self.out[before];
                let words = open.token.saturating_sub(s.after);
                let same_sentence =
                    self.a.tokens[s.after - 1].sentence == self.a.tokens[open.token - usize::from(words > 0)].sentence;
                if words > 0 && words <= 10 && same_sentence && !follows_stop_or_comma(self.a, s.after - 1) {
                    self.out.remove(before);
                    self.last_closed = Some(self.out.len());
                    self.out.push(Stretch {
                        open: s.after - 1,
                        first: s.after,
                        end: open.token,
                        after: open.token + open.width,
                        closed: true,
                        misplaced: true,
                        nested: false,
                    });
                }
            }
            return;
        }
        if self.marks[o].style != Style::Single {
            self.push(o, None, false);
        }
    }

    /// Where a stretch without a closing mark ends: before an attribution, else at the next opening mark or the paragraph's end.
    fn unclosed_end(&self, open: usize, first: usize) -> usize {
        // A mark that stands right behind it is passed over: nothing would be left between the two.
        let behind = |mut at: usize, next: fn(&Ahead) -> Option<usize>| {
            at = next(&self.ahead[at])?;
            if self.marks[at].token <= first { next(&self.ahead[at]) } else { Some(at) }
        };
        let double = behind(open, |ahead| ahead.double);
        let angle = if self.marks[open].style == Style::Angle { behind(open, |ahead| ahead.angle) } else { None };
        let next = double.into_iter().chain(angle).min().map_or(self.end, |m| self.marks[m].token);
        let attributed = self.attributed.get_or_init(|| {
            (self.first..self.end).filter(|i| self.a.word(*i) == "," && self.attribution_at(i + 1)).collect()
        });
        let comma = attributed.get(attributed.partition_point(|i| *i < first));
        comma.filter(|i| **i < next).map_or(next, |i| i + 1)
    }

    fn only_stops_follow(&self, token: usize) -> bool {
        (token..self.end).all(|i| matches!(self.a.word(i), "." | "!" | "?" | ")" | ","))
    }

    /// `information, “said the envoy`: an opening mark where only a closing one makes sense.
    fn attribution_follows(&self, m: usize) -> bool {
        let mark = self.marks[m];
        follows_stop_or_comma(self.a, mark.token) && self.attribution_at(mark.token + mark.width)
    }

    fn attribution_at(&self, at: usize) -> bool {
        let verb = |i: usize| self.a.tokens.get(i).is_some_and(|t| i < self.end && reporting::verb(t.hash).is_some());
        let lower = self.a.word(at).chars().next().is_some_and(char::is_lowercase);
        if lower && verb(at) {
            return true;
        }
        if matches!(self.a.fold(at), "he" | "she" | "they") {
            return lower && (verb(at + 1) || verb(at + 2));
        }
        let named = (at..self.end).take(4).take_while(|i| self.a.tokens[*i].shape == Shape::Title).count();
        let surely = |i: usize| {
            self.a
                .tokens
                .get(i)
                .is_some_and(|t| i < self.end && reporting::verb(t.hash).is_some_and(|(v, f)| !v.is_doubtful(f)))
        };
        named > 0 && surely(at + named)
    }

    /// „ opens, and then “ closes, whatever English makes of it.
    fn closes_low(&self, o: usize, m: usize) -> bool {
        self.a.word(self.marks[o].token) == "„" && self.a.word(self.marks[m].token) == "“"
    }

    /// Whether a single mark is an apostrophe: a plural's possessive, a dropped first letter, feet or minutes.
    fn is_apostrophe(&self, m: usize) -> bool {
        let mark = self.marks[m];
        let next = mark.token + mark.width;
        if mark.space_before {
            let word = self.a.fold(next);
            let short = matches!(word, "em" | "til" | "tis" | "twas" | "cause" | "n" | "bout" | "round" | "cos");
            let decade = word.len() <= 4 && word.ends_with('s') && word.starts_with(|c: char| c.is_ascii_digit());
            return mark.glyph != Facing::Open && (short || decade || self.a.word(mark.token) == "’");
        }
        let single_open = self.open_single();
        let Some(open) = single_open else { return true };
        let before = mark.token - 1;
        if follows_stop_or_comma(self.a, mark.token) {
            return false;
        }
        // A plural's possessive or a measure inside a quote: only if a mark that closes comes later, before one that opens.
        let plural = self.a.fold(before).ends_with('s') && mark.token > open + 1;
        let measure = self.a.tokens[before].kind == TokenKind::Number;
        let word_follows = self.a.tokens.get(next).is_some_and(|t| next < self.end && t.is_word())
            && self.a.word(next).starts_with(|c: char| c.is_lowercase());
        (plural || measure) && word_follows && self.ahead[m].closes && !self.attribution_at(next)
    }

    fn open_single(&self) -> Option<usize> {
        let at = [self.inner, self.outer].into_iter().flatten().find(|i| self.marks[*i].style == Style::Single);
        at.map(|i| self.marks[i].token)
    }

    /// Inches: a double mark glued to a number, unless it is needed to close what is open.
    fn is_measure(&self, m: usize) -> bool {
        let mark = self.marks[m];
        let number = !mark.space_before && self.a.tokens[mark.token - 1].kind == TokenKind::Number;
        if !number || mark.glyph == Facing::Open {
            return false;
        }
        match self.outer {
            None => true,
            Some(_) => {
                mark.space_after && self.ahead[m].closes && {
                    let next = mark.token + mark.width;
                    self.a.tokens.get(next).is_some_and(|t| t.is_word() && t.class != Class::Pronoun)
                        && !self.attribution_at(next)
                }
            }
        }
    }
}

fn follows_stop_or_comma(a: &Analysis, token: usize) -> bool {
    token > 0 && matches!(a.word(token - 1), "," | "." | "!" | "?" | "…")
}
