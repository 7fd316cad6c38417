//! Runs of words that are one name, and what kind of name each is.

use std::ops::Range;

use super::heads::{is_calendar, is_org_head, is_particle, is_place_head, is_proper, is_speech};
use super::mark::{NameKind, NameMark, RoleMark, Written};
use super::roles::line_break;
use super::words::{Words, capital, named};
use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, Shape, TokenKind};
use crate::knowledge::places::{Form, Kind};
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::knowledge::word::Opens;
use crate::knowledge::{lexicon, names, orgs, people};

/// The names of one sentence. `place` is the first place mark that may stand in it; roles that turn out to be part of a name
/// ("Stephen King") are taken out of `roles`.
pub fn find(
    a: &Analysis,
    words: &Words,
    sentence: usize,
    place: usize,
    roles: &mut Vec<RoleMark>,
    known: &[u64],
    out: &mut Vec<NameMark>,
) {
    let range = a.sentences[sentence].tokens.clone();
    let finder = Finder { a, flat: flat(a, range.clone()), range, place, known };
    let mut buffer = String::new();
    let mut at = finder.range.start;
    let mut k = 0;
    while at < finder.range.end {
        if let Some(r) = roles.iter().find(|r| r.tokens.start == at) {
            at = r.tokens.end;
            continue;
        }
        while k < words.words.len() && words.token(k) < at {
            k += 1;
        }
        let mark = finder.organisation(words, k, at, roles, &mut buffer).or_else(|| finder.name(at, roles));
        match mark {
            Some(mark) => {
                at = mark.tokens.end.max(at + 1);
                roles.retain(|r| r.tokens.start >= mark.tokens.end || r.tokens.end <= mark.tokens.start);
                out.push(mark);
            }
            None => at += 1,
        }
    }
}

/// Whether capitals tell nothing in this sentence: a headline in title case or in capitals.
fn flat(a: &Analysis, range: Range<usize>) -> bool {
    let (mut all, mut upper) = (0, 0);
    for t in a.tokens[range.clone()].iter().filter(|t| t.is_content() && t.kind == TokenKind::Word && t.span.len() > 2)
    {
        all += 1;
        upper += usize::from(t.shape != Shape::Lower);
    }
    let stops = matches!(a.fold(range.end.saturating_sub(1)), "." | "," | "\"");
    all >= 4
        && if stops {
            upper == all && a.tokens[range].iter().all(|t| t.shape != Shape::Title)
        } else {
            upper * 10 >= all * 8
        }
}

struct Finder<'a> {
    a: &'a Analysis,
    range: Range<usize>,
    flat: bool,
    place: usize,
    known: &'a [u64],
}

impl Finder<'_> {
    fn first_name(&self, token: usize) -> bool {
        self.a.form(token).opens(Opens::FirstName)
    }

    /// The place mark that begins at a token.
    fn place_at(&self, token: usize) -> Option<usize> {
        let rest = self.a.places.get(self.place..)?;
        let k = rest.partition_point(|p| p.tokens.start < token);
        rest.get(k).filter(|p| p.tokens.start == token).map(|_| self.place + k)
    }

    /// Whether only marks stand between a token and the head of its sentence or quotation.
    fn starts(&self, token: usize) -> bool {
        if token == self.range.start {
            return true;
        }
        let before = token - 1;
        let t = &self.a.tokens[before];
        !t.is_word()
            && (matches!(self.a.fold(before), ":" | "\u{2013}" | "\u{2014}" | "-") && !self.a.tokens[token].glued
                || matches!(
                    self.a.word(before),
                    "\"" | "\u{201C}" | "\u{2018}" | "'" | "(" | "[" | "\u{00AB}" | "\u{2022}" | "*" | "." | "!" | "?"
                ))
    }

    fn mark(&self, tokens: Range<usize>, kind: NameKind, sure: bool) -> NameMark {
        NameMark {
            tokens,
            kind,
            sure,
            written: Written::default(),
            place: None,
            org: None,
            role: None,
            body: None,
            gender: None,
            entity: usize::MAX,
            key: 0,
        }
    }

    /// An organisation of the tables.
    fn organisation(
        &self,
        words: &Words,
        k: usize,
        at: usize,
        roles: &[RoleMark],
        buffer: &mut String,
    ) -> Option<NameMark> {
        if words.token(k) != at || !capital(&self.a.tokens[at]) || !words.opens(k, Opens::Body) {
            return None;
        }
        let (taken, mut readings) = orgs::longest(words.words.get(k..)?, buffer)?;
        let end = words.token(k + taken - 1) + 1;
        let raw = self.a.words(at..end);
        let caps = !raw.chars().any(char::is_lowercase);
        let org = readings.find(|o| {
            (!o.all_capitals || caps) && !(o.loose && taken == 1) && !(o.word && (self.starts(at) || self.flat))
        })?;
        if (at + 1..end).any(|i| line_break(self.a, i)) {
            return None;
        }
        // "Reuters Institute": a longer name than the table has. A place that is longer ("Bank of England" is not) goes before.
        if self.place_at(at).is_some_and(|p| self.a.places[p].tokens.end > end) {
            return None;
        }
        let longer = self.run_end(at, end, roles);
        let mut mark = self.mark(at..longer, NameKind::Organisation, true);
        mark.org = (longer == end).then_some(org.id);
        Some(mark)
    }

    /// Any other name that begins at a token.
    fn name(&self, at: usize, roles: &[RoleMark]) -> Option<NameMark> {
        let a = self.a;
        let place = self.place_at(at);
        if let Some(p) = place {
            let (tokens, form) = (a.places[p].tokens.clone(), a.places[p].place.form);
            let end = self.run_end(at, tokens.end, roles);
            let state = matches!(a.places[p].place.kind, Kind::State | Kind::Seat);
            let joins = end > tokens.end && self.joins(tokens.end, end, form != Form::Name, state);
            if !joins {
                let mut mark = self.mark(tokens, NameKind::Place, true);
                mark.place = Some(p);
                return Some(mark);
            }
            let (kind, sure) = self.kind(&(at..end), roles);
            return Some(self.mark(at..end, if kind == NameKind::Person { NameKind::Other } else { kind }, sure));
        }
        if !self.begins(at) {
            return None;
        }
        let mut start = at;
        let mut end = self.run_end(at, at + 1, roles);
        if self.starts(at) && !self.trusted(at, end) {
            if end == at + 1 || a.tokens[at + 1].glued || a.tokens[at + 1].class != Class::Content {
                return None;
            }
            // "Yesterday Trump": the first word has its capital from the head of the sentence only.
            if self.place_at(at + 1).is_some() || roles.iter().any(|r| r.tokens.start == at + 1) {
                return None;
            }
            start = at + 1;
            end = self.run_end(start, start + 1, roles);
        }
        let (kind, sure) = self.kind(&(start..end), roles);
        let mut mark = self.mark(start..end, kind, sure);
        if kind == NameKind::Person && end - start > 1 {
            mark.gender = names::gender(a.fold(start));
        }
        Some(mark)
    }

    /// Whether the words behind a place make one name with it: "Chicago Police Department", "China Daily".
    fn joins(&self, from: usize, end: usize, adjective: bool, state: bool) -> bool {
        let mut words = (from..end).map(|i| self.a.fold(i));
        match (adjective, state) {
            (true, true) => {
                end == from + 1 && words.any(|w| matches!(w, "airlines" | "airways" | "express" | "legion" | "open"))
            }
            (true, false) => words.any(is_org_head),
            (false, true) => end == from + 1 && !self.starts(from),
            (false, false) => words.any(|w| is_org_head(w) || is_place_head(w)),
        }
    }

    /// Whether a word may begin a name.
    fn begins(&self, at: usize) -> bool {
        let t = &self.a.tokens[at];
        named(self.a, at)
            && !self.code(at)
            && t.class == Class::Content
            && !is_calendar(self.a.fold(at))
            && self.a.fold(at) != "i"
            && (t.span.len() > 1 || self.a.fold(at + 1) == ".")
            && (!self.flat || self.strange(at))
    }

    /// Whether it is three capitals beside a figure: a currency or a clock, no name.
    fn code(&self, at: usize) -> bool {
        let number = |i: usize| self.a.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number);
        let t = &self.a.tokens[at];
        t.shape == Shape::Upper && t.span.len() == 3 && (number(at + 1) || at > self.range.start && number(at - 1))
    }

    /// Whether a word is in no dictionary, or a first name: in a headline that is what makes a name.
    fn strange(&self, at: usize) -> bool {
        is_proper(self.a.form(at)) || self.known.binary_search(&self.a.tokens[at].hash).is_ok()
    }

    /// Whether a capital at the head of a sentence belongs to the word itself.
    fn trusted(&self, at: usize, end: usize) -> bool {
        let t = &self.a.tokens[at];
        if self.known.binary_search(&t.hash).is_ok()
            || t.shape == Shape::Upper && t.span.len() > 1
            || t.shape == Shape::Mixed
        {
            return true;
        }
        if is_proper(self.a.form(at)) || t.tag == Tag::Propn && self.first_name(at) {
            return true;
        }
        // "Trump said": a word of the dictionary that the tables know as somebody's surname, before a verb.
        if end == at + 1 && self.acts(end) && people::terms(self.a.fold(at)).next().is_some() {
            return true;
        }
        // "Mark Rutte", "Rose Gottemoeller": a first name that is also a word needs a strange word behind it.
        end > at + 1 && self.first_name(at) && (at + 1..end).any(|i| self.strange(i))
    }

    /// Whether a finite verb of saying or doing stands at a token, as after a person's name.
    fn acts(&self, at: usize) -> bool {
        at < self.range.end
            && (is_speech(self.a.fold(at))
                || self.a.tokens[at].tag == Tag::Verb
                    && matches!(self.a.form(at).verb_form(Tag::Verb), Some(VerbForm::Past | VerbForm::S))
                || matches!(self.a.fold(at), "has" | "will" | "is" | "was" | "had"))
    }

    /// One past the last token of the run that begins at `from` and has `to` as its first open token.
    fn run_end(&self, from: usize, mut to: usize, roles: &[RoleMark]) -> usize {
        let a = self.a;
        while to < self.range.end {
            let t = &a.tokens[to];
            if line_break(a, to) {
                break;
            }
            let word =
                |i: usize| i < self.range.end && named(a, i) && !line_break(a, i) && self.extends(from, i, roles);
            match t.kind {
                TokenKind::Word if word(to) => to += 1,
                TokenKind::Word => {
                    let fold = a.fold(to);
                    let headed = |i: usize| (from..to).any(|k| is_org_head(a.fold(k))) && i < self.range.end && word(i);
                    if t.shape == Shape::Lower && is_particle(fold) && !self.flat {
                        let next = if is_particle(a.fold(to + 1)) { to + 2 } else { to + 1 };
                        if !word(next) {
                            break;
                        }
                        to = next + 1;
                    } else if matches!(fold, "of" | "for" | "and" | "on") && !self.flat {
                        let next = if a.fold(to + 1) == "the" { to + 2 } else { to + 1 };
                        if !headed(next)
                            || (fold == "and"
                                && !is_org_head(a.fold(to - 1))
                                && !(from..to).any(|k| a.fold(k) == "of" || a.fold(k) == "for"))
                        {
                            break;
                        }
                        to = next + 1;
                    } else {
                        break;
                    }
                }
                // "Baden-Baden", "Al-Assad"; but "NATO-led" ends before its hyphen.
                TokenKind::Punct if a.fold(to) == "-" && t.glued && a.tokens.get(to + 1).is_some_and(|n| n.glued) => {
                    let next = to + 1;
                    let small = a.tokens[next].kind == TokenKind::Word
                        && a.tokens[next].span.len() <= 4
                        && !a.form(next).is_word();
                    if !(next < self.range.end && (word(next) || small)) {
                        break;
                    }
                    to = next + 1;
                }
                // Initials.
                TokenKind::Punct
                    if a.fold(to) == "." && t.glued && a.tokens[to - 1].span.len() == 1 && word(to + 1) =>
                {
                    to += 2
                }
                TokenKind::Symbol if a.fold(to) == "&" && word(to + 1) => to += 2,
                _ => break,
            }
        }
        to
    }

    /// Whether a capitalised word carries the run that began at `from` on.
    fn extends(&self, from: usize, at: usize, roles: &[RoleMark]) -> bool {
        let a = self.a;
        let t = &a.tokens[at];
        let named = at == from + 1 && self.first_name(at - 1);
        if let Some(r) = roles.iter().find(|r| r.tokens.contains(&at)) {
            return named && r.tokens.len() == 1;
        }
        if is_calendar(a.fold(at)) {
            return named;
        }
        if t.class != Class::Content || a.fold(at) == "i" {
            return false;
        }
        if let Some(p) = self.place_at(at) {
            let p = &a.places[p];
            if p.place.kind == Kind::State || p.place.form != Form::Name {
                return false;
            }
        }
        !self.flat || self.strange(at)
    }

    /// What the run names, and whether that rests on more than looks.
    fn kind(&self, run: &Range<usize>, roles: &[RoleMark]) -> (NameKind, bool) {
        let a = self.a;
        let (first, last) = (a.fold(run.start), a.fold(run.end - 1));
        let before = run.start.checked_sub(1).filter(|b| *b >= self.range.start).map_or("", |b| a.fold(b));
        let titled =
            roles.iter().any(|r| r.tokens.end == run.start || (r.tokens.end + 1 == run.start && before == "."));
        let headed = run.clone().any(|i| is_org_head(a.fold(i)));
        if titled && !headed {
            return (NameKind::Person, true);
        }
        let count = run.len();
        if headed && count > 1 {
            return (NameKind::Organisation, true);
        }
        if count > 1 && (is_place_head(last) || is_place_head(first)) {
            return (NameKind::Place, true);
        }
        if count > 1 && !self.flat && self.first_name(run.start) {
            return (NameKind::Person, !lexicon::is_word(last));
        }
        if count == 1 && a.tokens[run.start].shape == Shape::Upper && !self.flat {
            return (NameKind::Organisation, false);
        }
        if is_speech(a.fold(run.end)) && !headed {
            return (NameKind::Person, false);
        }
        if is_speech(before) && !headed && run.clone().all(|i| a.tokens[i].shape != Shape::Upper) {
            return (NameKind::Person, false);
        }
        if count == 1 && matches!(before, "in" | "near" | "from" | "at") {
            return (NameKind::Place, false);
        }
        let strange = run.clone().filter(|i| capital(&a.tokens[*i])).all(|i| is_proper(a.form(i)));
        if (2..=4).contains(&count) && strange {
            return (NameKind::Person, false);
        }
        (NameKind::Other, false)
    }
}
