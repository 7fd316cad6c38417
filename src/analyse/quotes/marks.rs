//! Which quotation marks belong together, inside one paragraph.
//!
//! Machines turn marks round, drop them and move the spaces beside them, so neither the glyph nor the place decides alone:
//! both vote, and what is open already breaks the tie.

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
        Pairing { a, marks, end: tokens.end, out: &mut out, outer: None, inner: None }.run();
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
    end: usize,
    out: &'a mut Vec<Stretch>,
    /// Index of the mark that is open.
    outer: Option<usize>,
    /// Index of the mark that is open inside it.
    inner: Option<usize>,
}

impl Pairing<'_> {
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
        if opens && (mark.style != Style::Single || self.single_closes(m)) {
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
                let (open, close) = (self.marks[i], mark);
                self.push(open, Some(close), true);
                self.inner = None;
            }
            Some(_) => {}
            None if mark.place() == Facing::Open => {
                // Single marks outside and double ones inside, or the other way round; a double mark after a lone single one
                // shows that the single one was an apostrophe.
                if self.marks[o].style == Style::Single && !self.closes_before_next_double(o, m) {
                    self.outer = Some(m);
                } else if mark.style != Style::Single || self.single_closes(m) {
                    self.inner = Some(m);
                }
            }
            None => {}
        }
    }

    fn closes_before_next_double(&self, o: usize, m: usize) -> bool {
        // The outer single mark has its partner after the inner pair.
        let mut rest = self.marks[m + 1..].iter();
        rest.any(|x| {
            x.style == self.marks[o].style && x.place() == Facing::Close && self.follows_stop_or_comma(x.token)
        })
    }

    fn push(&mut self, open: Mark, close: Option<Mark>, nested: bool) {
        let first = open.token + open.width;
        let (end, after, closed) = match close {
            Some(c) => (c.token, c.token + c.width, true),
            None => {
                let end = self.unclosed_end(first);
                (end, end, false)
            }
        };
        if end <= first {
            return;
        }
        let turned = |m: Mark, want: Facing| {
            let wrong = if want == Facing::Open { Facing::Close } else { Facing::Open };
            m.place() == wrong || (m.glyph == wrong && m.style != Style::Angle && self.a.word(open.token) != "„")
        };
        let misplaced = turned(open, Facing::Open) || close.is_some_and(|c| turned(c, Facing::Close));
        self.out.push(Stretch { open: open.token, first, end, after, closed, misplaced, nested });
    }

    fn close(&mut self, o: usize, m: usize) {
        let (open, close) = (self.marks[o], self.marks[m]);
        self.push(open, Some(close), false);
    }

    /// The end of what was opened and never closed. Where the mark that opened it hangs at the end of a sentence, the marks
    /// were turned round, and the mark before it is its partner.
    fn leave_open(&mut self, o: usize) {
        let open = self.marks[o];
        if open.space_after || self.only_stops_follow(open.token + open.width) {
            if let Some(before) = self.out.iter().rposition(|s| !s.nested && s.closed && s.after <= open.token) {
                let s = self.out[before];
                let words = open.token.saturating_sub(s.after);
                let same_sentence =
                    self.a.tokens[s.after - 1].sentence == self.a.tokens[open.token - usize::from(words > 0)].sentence;
                if words > 0 && words <= 10 && same_sentence && !self.follows_stop_or_comma(s.after - 1) {
                    self.out.remove(before);
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
            self.push(open, None, false);
        }
    }

    /// Where a stretch without a closing mark ends: before an attribution, else at the next opening mark or the paragraph's end.
    fn unclosed_end(&self, first: usize) -> usize {
        let next =
            self.marks.iter().find(|m| m.token > first && m.style == Style::Double).map_or(self.end, |m| m.token);
        for i in first..next {
            if self.a.word(i) == "," && self.attribution_at(i + 1) {
                return i + 1;
            }
        }
        next
    }

    fn only_stops_follow(&self, token: usize) -> bool {
        (token..self.end).all(|i| matches!(self.a.word(i), "." | "!" | "?" | ")" | ","))
    }

    fn follows_stop_or_comma(&self, token: usize) -> bool {
        token > 0 && matches!(self.a.word(token - 1), "," | "." | "!" | "?" | "…")
    }

    /// `information, “said the envoy`: an opening mark where only a closing one makes sense.
    fn attribution_follows(&self, m: usize) -> bool {
        let mark = self.marks[m];
        self.follows_stop_or_comma(mark.token) && self.attribution_at(mark.token + mark.width)
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
        if self.follows_stop_or_comma(mark.token) {
            return false;
        }
        // A plural's possessive or a measure inside a quote: only if a mark that closes comes later, before one that opens.
        let plural = self.a.fold(before).ends_with('s') && mark.token > open + 1;
        let measure = self.a.tokens[before].kind == TokenKind::Number;
        let word_follows = self.a.tokens.get(next).is_some_and(|t| next < self.end && t.is_word())
            && self.a.word(next).starts_with(|c: char| c.is_lowercase());
        (plural || measure) && word_follows && self.later_close(m) && !self.attribution_at(next)
    }

    fn open_single(&self) -> Option<usize> {
        let at = [self.inner, self.outer].into_iter().flatten().find(|i| self.marks[*i].style == Style::Single);
        at.map(|i| self.marks[i].token)
    }

    fn later_close(&self, m: usize) -> bool {
        let style = self.marks[m].style;
        self.marks[m + 1..]
            .iter()
            .find(|x| x.style == style && x.place() != Facing::Either)
            .is_some_and(|x| x.place() == Facing::Close)
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
                mark.space_after && self.later_close(m) && {
                    let next = mark.token + mark.width;
                    self.a.tokens.get(next).is_some_and(|t| t.is_word() && t.class != Class::Pronoun)
                        && !self.attribution_at(next)
                }
            }
        }
    }

    /// Whether a single opening mark has a partner: without one it is an apostrophe.
    fn single_closes(&self, m: usize) -> bool {
        self.marks[m + 1..]
            .iter()
            .any(|x| x.style == Style::Single && !x.space_before && (x.place() == Facing::Close || x.space_after))
    }
}
