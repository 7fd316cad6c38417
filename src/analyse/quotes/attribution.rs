//! Who is said to have said what, with or without quotation marks.

use std::ops::Range;

use super::person::person_name;
use super::quote::Attribution;
use crate::analyse::analysis::Analysis;
use crate::analyse::reporting::{self, Form, Verb};
use crate::analyse::{Class, Shape, Token, TokenKind};
use crate::knowledge::tagger::Tag;

/// All attributions of a story in text order. `quoted` is not 0 where a token is inside quotation marks.
pub(super) fn find(a: &Analysis, quoted: &[u32]) -> Vec<Attribution> {
    let mut out = Vec::new();
    for s in &a.sentences {
        let reader = Reader { a, quoted, sentence: s.tokens.clone() };
        let mut at = s.tokens.start;
        while at < s.tokens.end {
            let outside = !reader.is_quoted(at) && a.tokens[at].kind == TokenKind::Word;
            out.extend(outside.then(|| reader.read(at)).flatten());
            at += 1;
        }
    }
    resolve(a, &mut out);
    out
}

struct Reader<'a> {
    a: &'a Analysis,
    quoted: &'a [u32],
    sentence: Range<usize>,
}

impl Reader<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.a.tokens.get(at).filter(|_| self.sentence.contains(&at))
    }

    fn is_quoted(&self, at: usize) -> bool {
        self.quoted.get(at).is_some_and(|quote| *quote != 0)
    }

    fn read(&self, at: usize) -> Option<Attribution> {
        if self.a.fold(at) == "according" && self.a.fold(at + 1) == "to" {
            return self.according(at);
        }
        let (verb, form) = reporting::verb(self.a.tokens[at].hash)?;
        let tag = self.a.tokens[at].tag;
        if verb.is_doubtful(form) && !matches!(tag, Tag::Verb | Tag::Aux | Tag::X) {
            return None;
        }
        match form {
            Form::Participle => return None,
            Form::Ing => return self.ing(at, verb),
            _ => {}
        }
        let inverted = self.inverted(at, verb);
        if inverted.is_some() {
            return inverted;
        }
        let speaker = self.subject(at, form)?;
        if verb.is_doubtful(form) && !self.reads_as_report(at, &speaker, form) {
            return None;
        }
        let (clause, trailing) = self.clause(&speaker, at);
        Some(Attribution { named: speaker.clone(), speaker, at, verb: Some(verb), clause, trailing })
    }

    /// "according to the ministry": the rest of the sentence is what is said.
    fn according(&self, at: usize) -> Option<Attribution> {
        let speaker = self.phrase_after(at + 2)?;
        let trailing = at > self.sentence.start + 2;
        let clause = if trailing {
            self.sentence.start..at
        } else {
            let comma = (speaker.end..self.sentence.end).find(|i| self.a.word(*i) == ",").unwrap_or(speaker.end);
            (comma + 1).min(self.sentence.end)..self.sentence.end
        };
        Some(Attribution { named: speaker.clone(), speaker, at, verb: None, clause, trailing })
    }

    /// ", adding that …", "was quoted as saying": the speaker is the subject of the sentence, which the resolver finds.
    fn ing(&self, at: usize, verb: &'static Verb) -> Option<Attribution> {
        let before = at.checked_sub(1)?;
        let quoted_as = self.a.fold(before) == "as";
        let after_comma = self.a.word(before) == ",";
        let says = self.a.fold(at + 1) == "that" || !verb.is_doubtful(Form::Ing);
        if !(quoted_as || (after_comma && says)) {
            return None;
        }
        let speaker = if quoted_as {
            let start = (self.sentence.start..before).rev().find(|i| matches!(self.a.fold(*i), "quoted" | "cited"))?;
            // "Interfax quoted the minister as saying" and "the minister was quoted as saying".
            if self.token(start + 1).is_some_and(|t| t.is_word()) && start + 1 < before {
                start + 1..before
            } else {
                self.subject(start, Form::Past)?
            }
        } else {
            at..at
        };
        let (clause, _) = self.clause(&(at..at), at);
        Some(Attribution { named: speaker.clone(), speaker, at, verb: Some(verb), clause, trailing: false })
    }

    /// "…, said the envoy": the verb comes first.
    fn inverted(&self, at: usize, verb: &'static Verb) -> Option<Attribution> {
        let before = at.checked_sub(1)?;
        let first = at == self.sentence.start;
        let opens = first || self.a.word(before) == "," || is_mark(self.a.word(before));
        if !opens || self.is_quoted(at) {
            return None;
        }
        let next = self.token(at + 1)?;
        let nominal = match next.kind {
            TokenKind::Word => {
                next.shape != Shape::Lower
                    || matches!(next.class, Class::Article)
                    || matches!(self.a.fold(at + 1), "his" | "her" | "their" | "one" | "an" | "another")
                    || (!verb.is_doubtful(Form::Past) && self.a.fold(at + 1) == "officials")
                    || (is_mark(self.a.word(before)) && self.is_subject(at + 1))
                    // "said surveyor Ana Reyes": an office without an article, and a name.
                    || (next.shape == Shape::Lower
                        && matches!(next.tag, Tag::Noun | Tag::Adj)
                        && (at + 2..at + 5).any(|i| self.token(i).is_some_and(|t| t.shape == Shape::Title)))
            }
            _ => false,
        };
        if !nominal {
            return None;
        }
        let speaker = self.phrase_after(at + 1)?;
        // A verb after the phrase shows that it is the subject of another clause: "Hale, who ran it, said the envoy had left".
        let clause_follows = (speaker.start + 1..self.sentence.end.min(speaker.end + 1))
            .any(|i| matches!(self.a.tokens[i].tag, Tag::Verb | Tag::Aux) && self.a.tokens[i].shape == Shape::Lower);
        if clause_follows && !is_mark(self.a.word(before)) {
            return None;
        }
        let clause = self.sentence.start..before.max(self.sentence.start);
        Some(Attribution { named: speaker.clone(), speaker, at, verb: Some(verb), clause, trailing: true })
    }

    /// The noun phrase that starts at a token, up to a comma, a mark or a verb.
    fn phrase_after(&self, from: usize) -> Option<Range<usize>> {
        let mut end = from;
        while let Some(t) = self.token(end) {
            let ends = match t.kind {
                TokenKind::Word | TokenKind::Number => {
                    matches!(
                        t.class,
                        Class::Auxiliary
                            | Class::Modal
                            | Class::Interrogative
                            | Class::Subordinator
                            | Class::Conjunction
                    ) || (t.class == Class::Preposition
                        && !matches!(self.a.fold(end), "of" | "for" | "to")
                        && end > from)
                        || self.a.fold(end) == "that"
                }
                _ => !matches!(self.a.word(end), "-" | "." | "/" | "&") || !t.glued || end + 1 >= self.sentence.end,
            };
            if ends || end - from >= 12 || self.is_quoted(end) {
                break;
            }
            end += 1;
            if self.token(end - 1).is_some_and(|t| t.class == Class::Pronoun)
                && end - 1 == from
                && self.is_subject(from)
            {
                break;
            }
        }
        (end > from).then_some(from..end)
    }

    fn is_subject(&self, at: usize) -> bool {
        matches!(self.a.fold(at), "he" | "she" | "they" | "it" | "i" | "we" | "you")
    }

    /// The noun phrase before a verb that is its subject.
    fn subject(&self, verb: usize, form: Form) -> Option<Range<usize>> {
        let mut end = verb;
        // Step over what stands between subject and verb.
        while end > self.sentence.start {
            let (t, w) = (self.a.tokens[end - 1], self.a.fold(end - 1));
            let between =
                matches!(w, "has" | "had" | "have" | "also" | "later" | "earlier" | "then" | "again" | "was" | "were")
                    || (t.kind == TokenKind::Word && t.shape == Shape::Lower && w.len() > 4 && w.ends_with("ly"))
                    || matches!(w, "nevertheless" | "still" | "meanwhile" | "further" | "once" | "never" | "since");
            if matches!(w, "was" | "were" | "been") && form != Form::Past {
                return None;
            }
            if !between {
                break;
            }
            end -= 1;
        }
        // A passive reports nothing of its subject: "the police were told".
        if (end..verb).any(|i| matches!(self.a.fold(i), "was" | "were")) && self.a.fold(verb) != "quoted" {
            return None;
        }
        if end == self.sentence.start {
            return None;
        }
        let last = end - 1;
        let t = self.a.tokens[last];
        if matches!(t.class, Class::Modal | Class::Auxiliary | Class::Negator) || self.a.fold(last) == "to" {
            return None;
        }
        if matches!(self.a.fold(last), "who" | "which") {
            let mut e = last;
            if e > self.sentence.start && self.a.word(e - 1) == "," {
                e -= 1;
            }
            return self.phrase_before(e);
        }
        if self.a.word(last) == "," {
            // "Ana Reyes, the port's manager, said": what stands between the commas is an apposition.
            let from = (self.sentence.start..last).rev().take(25).find(|i| self.a.word(*i) == ",");
            if let Some(comma) = from {
                // "the port's manager, Ana Reyes, said": the name is the apposition.
                let name = (comma + 1..last).all(|i| self.a.tokens[i].shape == Shape::Title) && last - comma <= 5;
                if name && last > comma + 1 {
                    return Some(comma + 1..last);
                }
                return self.phrase_before(comma);
            }
            return None;
        }
        if t.kind != TokenKind::Word || is_mark(self.a.word(last)) {
            return None;
        }
        self.phrase_before(end)
    }

    /// The noun phrase that ends before a token, back to a comma, a mark or a word that begins a clause.
    fn phrase_before(&self, end: usize) -> Option<Range<usize>> {
        let mut start = end;
        while start > self.sentence.start && end - start < 14 {
            let i = start - 1;
            let t = &self.a.tokens[i];
            if self.is_quoted(i) || is_mark(self.a.word(i)) {
                break;
            }
            let stops = match t.kind {
                TokenKind::Word => {
                    matches!(t.class, Class::Conjunction | Class::Subordinator | Class::Interrogative | Class::Modal)
                        || matches!(t.class, Class::Auxiliary | Class::Negator)
                        || self.a.fold(i) == "that"
                        || matches!(reporting::verb(t.hash), Some((v, Form::Past)) if !v.is_doubtful(Form::Past))
                }
                TokenKind::Number => false,
                _ => !(matches!(self.a.word(i), "-" | "." | "&") && t.glued),
            };
            if stops {
                break;
            }
            start = i;
            if self.is_subject(start) {
                break;
            }
        }
        if self.is_subject(end.wrapping_sub(1)) {
            start = end - 1;
        }
        (start < end).then_some(start..end)
    }

    /// Doubtful forms report only where "that", a quotation mark, a colon or a comma follows, or a name or pronoun goes before.
    fn reads_as_report(&self, at: usize, speaker: &Range<usize>, form: Form) -> bool {
        let next = self.a.word(at + 1);
        let that = self.a.fold(at + 1) == "that";
        if that || next == ":" || is_mark(next) {
            let last = self.a.tokens[speaker.end - 1];
            return !matches!(last.class, Class::Article | Class::Demonstrative | Class::Preposition | Class::Particle)
                && (form == Form::Past || last.class != Class::Content || last.shape != Shape::Lower || that);
        }
        if form == Form::Past && self.says_clause(at) {
            return true;
        }
        let subject = self.is_subject(speaker.end - 1);
        // The mark that closes a quoted question stands in the sentence before.
        let comma = speaker.start > 0 && {
            let before = self.a.word(speaker.start - 1);
            before == "," || is_mark(before)
        };
        let ends = matches!(next, "." | "," | "") || self.token(at + 1).is_none();
        // ", he added." closes a report; "Reyes warned the council" begins one only for verbs that need no "that".
        (comma && (ends || self.token(at + 1).is_some_and(|t| t.class == Class::Preposition)))
            || (subject && form != Form::Base && ends)
    }

    /// "admitted on Friday that …", "claimed the port was shut": a clause of its own follows, and no comma before it.
    fn says_clause(&self, at: usize) -> bool {
        let after = || (at + 1..self.sentence.end).take(9).take_while(|i| self.a.tokens[*i].is_word());
        let that = after().take(6).any(|i| self.a.fold(i) == "that" && self.a.tokens[i].tag != Tag::Det);
        // Without "that", a noun phrase and then an auxiliary or a modal.
        let nominal = self.token(at + 1).is_some_and(|t| {
            matches!(t.class, Class::Article | Class::Pronoun | Class::Demonstrative) || t.shape == Shape::Title
        });
        that || nominal && after().skip(1).any(|i| matches!(self.a.tokens[i].class, Class::Auxiliary | Class::Modal))
    }

    fn clause(&self, speaker: &Range<usize>, at: usize) -> (Range<usize>, bool) {
        let s = &self.sentence;
        let head = speaker.start.min(at);
        let closes = head > s.start + 2 && {
            let before = self.a.word(head - 1);
            before == "," || is_mark(before)
        };
        let that = self.a.fold(at + 1) == "that";
        let tail = s.end.saturating_sub(at + 1);
        if closes && !that && self.ends_soon(at + 1, tail) {
            return (s.start..head.saturating_sub(1).max(s.start), true);
        }
        let mut from = at + 1;
        // Whom it was told: up to "that", or the first word that can begin a clause.
        if let Some(t) = (from..s.end.min(from + 9)).find(|i| self.a.fold(*i) == "that")
            && self.a.tokens[at + 1..t].iter().all(|t| t.kind == TokenKind::Word)
        {
            from = t + 1;
        }
        (from.min(s.end)..s.end, false)
    }

    /// Whether only a time, a place or an addressee follows: ", he said on Monday."
    fn ends_soon(&self, from: usize, tail: usize) -> bool {
        let Some(next) = self.token(from) else { return true };
        tail <= 1
            || next.kind == TokenKind::Punct
            || (next.class == Class::Preposition
                && (from..self.sentence.end).take(8).any(|i| i + 1 >= self.sentence.end))
            || (tail <= 4 && next.class != Class::Pronoun)
            || (self.a.fold(from - 1) == "told")
    }
}

/// A quotation mark, as text.
fn is_mark(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "„" | "«" | "»" | "'" | "‘" | "’" | "‟")
}

/// Gives pronouns and missing subjects the name that an attribution before them has, where that is clear.
fn resolve(a: &Analysis, all: &mut [Attribution]) {
    let block = |t: usize| a.tokens.get(t).and_then(|t| a.sentences.get(t.sentence as usize)).map_or(0, |s| s.block);
    // The last person who spoke, with the paragraph.
    let mut person: Option<(usize, Range<usize>)> = None;
    for i in 0..all.len() {
        let here = block(all[i].at);
        if let Some(named) = named(a, all, i, person.as_ref().filter(|(block, _)| here.saturating_sub(*block) <= 3)) {
            all[i].named = named;
        }
        if !all[i].named.is_empty() && person_name(a, &all[i].named).is_some() {
            person = Some((here, all[i].named.clone()));
        }
    }
}

/// The name that an attribution with a pronoun or no subject has, where that is clear. `person` is the last person who spoke, not long ago:
/// a country or an institution that spoke between is no "she".
fn named(a: &Analysis, all: &[Attribution], i: usize, person: Option<&(usize, Range<usize>)>) -> Option<Range<usize>> {
    let speaker = &all[i].speaker;
    if speaker.is_empty() {
        let before = all[..i].last().filter(|p| a.tokens[p.at].sentence == a.tokens[all[i].at].sentence);
        return before.map(|p| p.named.clone());
    }
    let pronoun = if speaker.len() == 1 { a.fold(speaker.start) } else { "" };
    if !matches!(pronoun, "he" | "she") {
        return None;
    }
    // Someone named since then, and not yet a speaker, may be meant just as well: "Ana Reyes, who runs it, said she".
    let own = a.sentences.get(a.tokens[all[i].at].sentence as usize).map(|s| s.tokens.start..speaker.start);
    let nearer = own.and_then(|o| named_person_before(a, o));
    nearer.or_else(|| person.map(|(_, named)| named.clone()))
}

/// The name of the subject that a sentence begins with, when it is a person's: "Ana Reyes, who runs the port, said she …".
fn named_person_before(a: &Analysis, tokens: Range<usize>) -> Option<Range<usize>> {
    let end = tokens.clone().find(|i| a.word(*i) == "," || a.tokens[*i].tag == Tag::Verb).unwrap_or(tokens.end);
    let subject = tokens.start..end;
    (subject.len() <= 12).then_some(())?;
    person_name(a, &subject).map(|_| subject)
}
