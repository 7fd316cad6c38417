use crate::analyse::{Analysis, Class, Shape, TokenKind};
use crate::compare::Case;
use crate::compare::hedges::{cue, missing, stretch};
use crate::compare::sides::{Sides, content, pairs, said};
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::{self, Entry, Known, LexClass, Pos, PosSet, Relations};
use crate::knowledge::scales;
use crate::knowledge::tagger::Tag;
use crate::text::{Keys, RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A headline that neither the story under it nor the wire bears out: a name or a figure found nowhere else, the
    /// opposite of what the story says, or a certainty that the story does not have.
    ///
    /// # Why it matters
    /// Most readers see only the headline.
    ///
    /// # Evidence it asks for
    /// Names and figures are looked up in the body and in all wires. A verb is compared with the sentences of the body
    /// and of the wires that share words with the headline.
    ///
    /// Severity: major for a figure, a place or another outcome; minor for a name, which may be a nickname.
    ///
    /// # Example
    /// ```text
    /// wire: The senate accepted the new government's budget on Thursday by 54 votes to 41.\n\nThe vote came after two days of debate on spending for schools.
    /// rewrite: Senate rejects budget\n\nThe senate accepted the new government's budget on Thursday by 54 votes to 41.\n\nThe vote came after two days of debate on spending for schools.
    /// fires: rejects
    /// wire: Two brothers from Chablis were charged on Tuesday with selling fake vintage wine to hotels.\n\nThey deny it. The case will be heard in the autumn.
    /// rewrite: Brothers convicted over fake vintage\n\nTwo brothers from Chablis were charged on Tuesday with selling fake vintage wine to hotels.\n\nThey deny it. The case will be heard in the autumn.
    /// fires: convicted
    /// wire: Two fishermen were fined on Monday for landing eels at night in Lauwersoog.\n\nTheir boats lost their licences for a month, an inspector said.
    /// rewrite: Lisbon fishermen fined over eels\n\nTwo fishermen were fined on Monday for landing eels at night in Lauwersoog.\n\nTheir boats lost their licences for a month, an inspector said.
    /// fires: Lisbon
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Senate accepts budget\n\nThe senate accepted the new government's budget on Thursday by 54 votes to 41.\n\nThe vote came after two days of debate on spending for schools.
    /// rewrite: Budget passes senate\n\nOn Thursday the senate accepted the new government's budget by 54 votes to 41.\n\nThe vote came after two days of debate on spending for schools.
    /// silent
    /// wire: Storm closes port of Riga\n\nA storm closed the port of Riga on Sunday, the harbour office said.\n\nTwelve ships were waiting outside the port in the evening.
    /// rewrite: Port of Riga closed by storm\n\nThe port of Riga was closed by a storm on Sunday, said the harbour office.\n\nIn the evening, twelve ships were waiting outside the port.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Headlines that exaggerate in words that are in no table.
    id: "headline-unsupported",
    group: Coverage,
    category: Addition,
    severity: Major,
    speaks: Unmatched,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Compares the headline's names, figures, verbs and certainty with the body and the wires.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let r = case.rewrite;
    let body = || r.sentences.iter().filter(|s| s.kind != BlockKind::Headline);
    if body().next().is_none() || case.alignment.same_story < 0.25 {
        return;
    }
    for s in r.sentences.iter().filter(|s| s.kind == BlockKind::Headline) {
        let mut found = false;
        // After a dash stands the name of the site.
        let dash = s
            .tokens
            .clone()
            .skip(1)
            .find(|k| matches!(r.word(*k), "-" | "–" | "—" | "|") && !r.tokens[*k].glued)
            .unwrap_or(s.tokens.end);
        for i in s.tokens.start..dash {
            let t = &r.tokens[i];
            let figure = t.kind == TokenKind::Number;
            let place = elsewhere(case, i);
            if (figure || place || is_name(r, i, s.tokens.start)) && !borne_out(case, i) {
                let what = match (figure, place) {
                    (true, _) => "figure",
                    (_, true) => "place",
                    _ => "name",
                };
                out.push(
                    Finding::at(
                        &RULE,
                        RewriteSpan(t.span),
                        format!("the headline's {what} “{}” is in neither the story nor the wire", r.word(i)),
                    )
                    .severity(if figure || place { Severity::Major } else { Severity::Minor })
                    .confidence(if figure || place { 0.7 } else { 0.5 }),
                );
                found = true;
            }
        }
        if found {
            continue;
        }
        for i in s.tokens.clone().filter(|i| r.tokens[*i].tag == Tag::Verb && content(r, *i)) {
            if let Some((other, wire)) =
                contrary(case, i, s.tokens.clone()).or_else(|| another_step(case, i, s.tokens.clone()))
            {
                let mut f = Finding::at(
                    &RULE,
                    RewriteSpan(r.tokens[i].span),
                    format!("the headline says “{}”, the story “{other}”", r.word(i)),
                )
                .category(crate::finding::Category::Inconsistency)
                .confidence(0.75);
                f = match wire {
                    Source::Body(span) => f.against_itself(span),
                    Source::Wire(span) => f.against(span),
                };
                out.push(f);
            }
        }
    }
    for f in pairs(case).filter(|f| r.sentences[f.pair.sentence].kind == BlockKind::Headline && f.pair.score >= 0.6) {
        unsure(&f, out);
    }
}

enum Source {
    Body(RewriteSpan),
    Wire(WireSpan),
}

/// A capitalised word that is more than the capital of a headline's style.
fn is_name(a: &Analysis, i: usize, start: usize) -> bool {
    let t = &a.tokens[i];
    let titled = i > start && t.shape == Shape::Title || t.shape == Shape::Upper && t.span.len() > 2;
    // A headline in which every word has a capital shows nothing.
    let lower = a.tokens[start..]
        .iter()
        .take_while(|x| x.sentence == t.sentence)
        .any(|x| x.class == Class::Content && x.shape == Shape::Lower && x.kind == TokenKind::Word);
    t.kind == TokenKind::Word
        && t.class == Class::Content
        && t.tag == Tag::Propn
        && titled
        && lower
        && a.fold(i).len() > 2
}

/// Whether the body of the rewrite or a wire has this name or figure in some form.
fn borne_out(case: &Case, i: usize) -> bool {
    let r = case.rewrite;
    let t = &r.tokens[i];
    let fold = r.fold(i);
    let same = |a: &Analysis, k: usize| {
        let x = &a.tokens[k];
        let other = a.fold(k);
        x.hash == t.hash
            || x.lemma == t.lemma
            || x.canon == t.canon
            || x.is_word()
                && fold.len() >= 4
                && other.len() >= 4
                && (other.starts_with(fold) || fold.starts_with(other) || strsim::jaro_winkler(other, fold) > 0.9)
    };
    let own =
        r.sentences.iter().filter(|s| s.kind != BlockKind::Headline).flat_map(|s| s.tokens.clone()).any(|k| same(r, k));
    if own || case.wires.iter().any(|w| (0..w.tokens.len()).any(|k| same(w, k))) || in_dateline(case, r.word(i)) {
        return true;
    }
    if t.kind == TokenKind::Number {
        return rounded(case, fold);
    }
    // Initials of a name that is written out.
    t.shape == Shape::Upper
}

/// Whether a dateline, which is no part of any sentence, has the word.
fn in_dateline(case: &Case, word: &str) -> bool {
    let stories = case.wire_stories.iter().zip(case.wires).chain([(case.rewrite_story, case.rewrite)]);
    let word = word.to_uppercase();
    stories
        .into_iter()
        .any(|(story, a)| story.dateline.is_some_and(|d| d.span.of(&a.text).to_uppercase().contains(&word)))
}

/// A figure that rounds or counts what the story has: only plain figures that match nothing there are unsupported.
fn rounded(case: &Case, fold: &str) -> bool {
    let value = |s: &str| s.replace(',', "").parse::<f64>().ok();
    let Some(v) = value(fold) else { return true };
    let near = |a: &Analysis, k: usize| {
        let x = &a.tokens[k];
        if x.kind != TokenKind::Number {
            // A number in words, and a count of anything: "two", "dozens", "both".
            return x.tag == Tag::Num
                || matches!(
                    a.fold(k),
                    "dozen" | "dozens" | "hundred" | "hundreds" | "thousand" | "thousands" | "both" | "pair" | "couple"
                );
        }
        value(a.fold(k)).is_some_and(|w| (w - v).abs() <= 0.1 * w.abs())
    };
    let r = case.rewrite;
    let own =
        r.sentences.iter().filter(|s| s.kind != BlockKind::Headline).flat_map(|s| s.tokens.clone()).any(|k| near(r, k));
    // Small numbers may count what the story lists one by one.
    own || v <= 12.0 || case.wires.iter().any(|w| (0..w.tokens.len()).any(|k| near(w, k)))
}

/// Whether a headline or a sentence denies or doubts what it is about.
fn denies(a: &Analysis, tokens: std::ops::Range<usize>) -> bool {
    tokens.into_iter().any(|k| {
        a.tokens[k].class == Class::Negator
            || matches!(
                a.fold(k),
                "fail"
                    | "fails"
                    | "failed"
                    | "refuses"
                    | "refused"
                    | "without"
                    | "stop"
                    | "stops"
                    | "threatens"
                    | "could"
                    | "may"
            )
    })
}

/// What a headline is about besides its verb: the content words, each once.
fn named(r: &Analysis, verb: usize, headline: std::ops::Range<usize>) -> Vec<u64> {
    let mut things: Vec<u64> = headline
        .filter(|k| *k != verb && content(r, *k) && r.tokens[*k].tag != Tag::Verb)
        .map(|k| r.tokens[k].canon)
        .collect();
    things.sort_unstable();
    things.dedup();
    things
}

/// Whether two words are near enough in meaning to agree with each other.
fn akin(rel: &Relations) -> bool {
    rel.same_lemma
        || rel.synonym >= 40
        || rel.derivation >= 40
        || rel.similar >= 60
        || rel.hypernym >= 60
        || rel.hyponym >= 60
}

/// A verb of the body or a wire that says the opposite of the headline's verb about the same things, with nothing that agrees with it.
fn contrary(case: &Case, verb: usize, headline: std::ops::Range<usize>) -> Option<(String, Source)> {
    let r = case.rewrite;
    if denies(r, headline.clone()) {
        return None;
    }
    let things = named(r, verb, headline);
    if things.is_empty() {
        return None;
    }
    let (mut against, mut agrees) = (None, false);
    let known_word = r.form(verb).known();
    let shared = |a: &Analysis, tokens: &std::ops::Range<usize>| {
        things.iter().filter(|c| a.tokens[tokens.clone()].iter().any(|t| t.canon == **c)).count()
    };
    let enough = 2.min(things.len());
    // Most headlines have no opposite anywhere: that is settled before anything else is weighed.
    let opposed = |a: &Analysis, tokens: &std::ops::Range<usize>| {
        shared(a, tokens) >= enough
            && tokens.clone().any(|k| {
                a.tokens[k].tag == Tag::Verb && content(a, k) && lexicon::antonymy(known_word, a.form(k).known()) >= 100
            })
    };
    let body = || r.sentences.iter().filter(|s| s.kind != BlockKind::Headline);
    if !body().any(|s| opposed(r, &s.tokens))
        && !case.wires.iter().any(|w| w.sentences.iter().any(|s| opposed(w, &s.tokens)))
    {
        return None;
    }
    let known_verb = Known::new(Entry::new(r.fold(verb), PosSet::of(Pos::Verb)));
    let mut tried = Keys::default();
    let mut look = |a: &Analysis, tokens: std::ops::Range<usize>, source: &dyn Fn(usize) -> Source| {
        let shared = shared(a, &tokens);
        // A sentence about nothing that the headline names says nothing of its verb.
        if shared == 0 {
            return;
        }
        for k in
            tokens.clone().filter(|k| content(a, *k) && matches!(a.tokens[*k].tag, Tag::Verb | Tag::Noun | Tag::Adj))
        {
            if a.tokens[k].lemma == r.tokens[verb].lemma {
                agrees = true;
                return;
            }
            if !tried.insert(a.tokens[k].hash) {
                continue;
            }
            let as_verb = a.tokens[k].tag == Tag::Verb;
            let mut rel = lexicon::ties_between(known_word, a.form(k).known());
            if as_verb && (akin(&rel) || rel.antonym >= 100) {
                let word = Known::new(Entry::new(a.fold(k), PosSet::of(Pos::Verb)));
                rel = lexicon::ties_between(&known_verb, &word);
            }
            if akin(&rel) {
                agrees |= rel.antonym < 90;
                continue;
            }
            if shared >= enough
                && rel.antonym >= 100
                && a.tokens[k].tag == Tag::Verb
                && against.is_none()
                && !denies(a, tokens.clone())
            {
                against = Some((a.word(k).to_owned(), source(k)));
            }
        }
    };
    for s in body() {
        look(r, s.tokens.clone(), &|k| Source::Body(RewriteSpan(r.tokens[k].span)));
    }
    for (take, w) in case.wires.iter().enumerate() {
        for s in &w.sentences {
            look(w, s.tokens.clone(), &|k| Source::Wire(WireSpan { take, span: w.tokens[k].span }));
        }
    }
    if agrees { None } else { against }
}

/// A verb of the body or a wire for another step of the same course of events, about the same things, where nothing there speaks of the
/// headline's: "convicted" over a story of a man who is charged.
fn another_step(case: &Case, verb: usize, headline: std::ops::Range<usize>) -> Option<(String, Source)> {
    let r = case.rewrite;
    let things = named(r, verb, headline.clone());
    let own = lexicon::base(r.fold(verb), Pos::Verb).to_owned();
    // Most headlines have no such verb.
    if things.len() < 2 || !scales::has(&own) || denies(r, headline) {
        return None;
    }
    let step = |a: &Analysis, k: usize| lexicon::base(a.fold(k), Pos::Verb).to_owned();
    let body = || r.sentences.iter().filter(|s| s.kind != BlockKind::Headline).map(|s| (r, s, None));
    let wires = || case.wires.iter().enumerate().flat_map(|(n, w)| w.sentences.iter().map(move |s| (w, s, Some(n))));
    let all = || body().chain(wires());
    let found = all().find_map(|(a, s, take)| {
        let k = s
            .tokens
            .clone()
            .find(|k| a.tokens[*k].tag == Tag::Verb && content(a, *k) && scales::apart(&own, &step(a, *k)))?;
        let shared = things.iter().filter(|c| a.tokens[s.tokens.clone()].iter().any(|t| t.canon == **c)).count();
        let span = a.tokens[k].span;
        let source = take.map_or(Source::Body(RewriteSpan(span)), |take| Source::Wire(WireSpan { take, span }));
        (shared >= 2 && !denies(a, s.tokens.clone())).then(|| (a.word(k).to_owned(), source))
    })?;
    // A story that has the word, or one that goes with it, bears it out somewhere.
    let known = r.form(verb).known();
    let tells = |a: &Analysis, k: usize| {
        content(a, k) && (step(a, k) == own || akin(&lexicon::ties_between(known, a.form(k).known())))
    };
    let borne_out = all().any(|(a, s, _)| s.tokens.clone().any(|k| tells(a, k)));
    (!borne_out).then_some(found)
}

/// Whether a word of the headline says where somebody is from, and neither the story nor a wire speaks of that state: "London man charged".
fn elsewhere(case: &Case, i: usize) -> bool {
    let next = case.rewrite.tokens.get(i + 1).filter(|t| t.tag == Tag::Noun && t.shape == Shape::Lower);
    if next.is_none() || lexicon::class(case.rewrite.fold(i + 1), Pos::Noun) != Some(LexClass::Person) {
        return false;
    }
    let at = |a: &Analysis| a.places.iter().find(|p| p.tokens.contains(&i)).and_then(|p| p.state);
    let Some(state) = at(case.rewrite).filter(|_| case.rewrite.tokens[i].shape == Shape::Title) else { return false };
    let own = case.rewrite.places.iter().filter(|p| p.tokens.start > i);
    let theirs = case.wires.iter().flat_map(|w| &w.places);
    !own.chain(theirs).filter_map(|p| p.state).any(|s| s.may_be_shared(state))
}

/// A headline that drops the wire headline's word of doubt, over a body that doubts.
fn unsure(f: &Sides, out: &mut Vec<Finding>) {
    let Some(m) = missing(&f.wire_view()) else { return };
    let r = f.case.rewrite;
    let doubts = |k: usize| cue(r, k).is_some() || matches!(r.fold(k), "may" | "might" | "could");
    let body =
        r.sentences.iter().filter(|s| s.kind != BlockKind::Headline).take(4).flat_map(|s| s.tokens.clone()).any(doubts);
    if !body {
        return;
    }
    let words = stretch(m.at, m.head);
    out.push(
        Finding::at(
            &RULE,
            f.at(m.matched..m.matched + 1),
            format!(
                "the headline is certain where the story is not: the wire says “{}”",
                said(f.wire(), words.clone())
            ),
        )
        .confidence(0.6)
        .against(f.wire_at(words)),
    );
}
