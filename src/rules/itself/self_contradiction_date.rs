use crate::align::figures_and_dates::Standing;
use crate::analyse::dates::{DateRelation, compare};
use crate::analyse::{Analysis, DateMark, Token};
use crate::compare::Case;
use crate::finding::Finding;
use crate::ingest::BlockKind;
use crate::text::{KeyMap, RewriteSpan};

rule! {
    /// # What it reports
    /// Two dates for one event within the rewrite, one of which is not in the wire.
    ///
    /// # Why it matters
    /// A reader sees that one of them must be wrong and trusts neither.
    ///
    /// # Evidence it asks for
    /// Two dates of the same precision in two sentences, next to the same noun or verb; one is the wire's, the other is
    /// not in the wire.
    ///
    /// # Example
    /// ```text
    /// wire: The council will hold the auction on May 4. Bidders come from nine countries.
    /// rewrite: The council will hold the auction on May 4. Bidders for the May 14 auction come from nine countries.
    /// fires: May 14
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The auction on May 4 brought in a record. The next auction is on May 14.
    /// rewrite: The auction on May 4 brought in a record. The next auction is on May 14.
    /// silent
    /// wire: The auction was held on Monday. Bidders came from nine countries.
    /// rewrite: The auction was held on Monday. Bidders came from nine countries.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Events that the rewrite names by two different words.
    id: "self-contradiction-date",
    group: Itself,
    category: Inconsistency,
    severity: Major,
    speaks: Sharp,
    ground: Itself,
    fix: Advice,
    names: Judged,
}

/// Compares the dates that are not in the wire with the others of the rewrite.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let standings = &case.dates;
    let day = case.rewrite_story.date;
    let mut told: Option<KeyMap<Vec<usize>>> = None;
    for (i, d) in a.dates.iter().enumerate() {
        if !matches!(standings[i], Standing::Alone | Standing::Unmatched) || d.step.is_some() {
            continue;
        }
        let Some(event) = event(a, d) else { continue };
        let told = told.get_or_insert_with(|| told_beside(case));
        let beside = told.get(&event.lemma).into_iter().flatten().map(|i| &a.dates[*i]);
        let other = beside.take(LOOKED_AT).find(|e| {
            exactness(d) == exactness(e)
                && matches!(compare(d, day, e, day), DateRelation::Differs(_))
                && same_event(a, d, e)
        });
        if let Some(e) = other {
            let message = format!(
                "the rewrite says “{}” here but “{}” elsewhere, like the wire",
                a.words(d.tokens.clone()),
                a.words(e.tokens.clone())
            );
            out.push(
                Finding::at(&RULE, RewriteSpan(a.span(d.tokens.clone())), message)
                    .confidence(0.5)
                    .against_itself(RewriteSpan(a.span(e.tokens.clone()))),
            );
        }
    }
}

fn exactness(d: &DateMark) -> (bool, bool, bool) {
    (d.month.is_some(), d.day.is_some(), d.weekday.is_some() || d.year.is_some())
}

/// Whether the noun right after one date, or right before it but for a preposition, stands next to the other date in another sentence.
fn same_event(a: &Analysis, d: &DateMark, e: &DateMark) -> bool {
    let sentence = |m: &DateMark| a.tokens.get(m.tokens.start).map(|t| t.sentence);
    if sentence(d) == sentence(e) || sentence(d).is_none() {
        return false;
    }
    // A subhead, "Talks on Friday", may announce another event of the same name.
    let beside = |m: &DateMark| {
        sentence(m).and_then(|s| a.sentences.get(s as usize)).is_some_and(|s| s.kind == BlockKind::Paragraph)
    };
    if !beside(d) || !beside(e) {
        return false;
    }
    let Some(event) = event(a, d) else { return false };
    around(a, e).any(|t| t.lemma == event.lemma)
}

/// How many dates beside one noun are looked at for each of it.
const LOOKED_AT: usize = 400;

/// The noun that a date stands beside.
fn event<'a>(a: &'a Analysis, d: &DateMark) -> Option<&'a Token> {
    let sentence = a.tokens.get(d.tokens.start).map(|t| t.sentence);
    [d.tokens.end, d.tokens.start.wrapping_sub(1), d.tokens.start.wrapping_sub(2)]
        .into_iter()
        .filter_map(|i| a.tokens.get(i))
        .find(|t| t.is_content() && Some(t.sentence) == sentence)
}

/// The content words around a date, in its sentence.
fn around<'a>(a: &'a Analysis, e: &'a DateMark) -> impl Iterator<Item = &'a Token> {
    let sentence = a.tokens.get(e.tokens.start).map(|t| t.sentence);
    (e.tokens.start.saturating_sub(4)..e.tokens.end + 3)
        .filter(|i| !e.tokens.contains(i))
        .filter_map(|i| a.tokens.get(i))
        .filter(move |t| Some(t.sentence) == sentence && t.is_content())
}

/// The dates that the wire has too, by the words around them.
fn told_beside(case: &Case) -> KeyMap<Vec<usize>> {
    let a = case.rewrite;
    let mut told: KeyMap<Vec<usize>> = KeyMap::default();
    let matched = a.dates.iter().zip(&case.dates).enumerate().filter(|(_, (_, s))| matches!(s, Standing::Matched(_)));
    for (i, (e, _)) in matched {
        for word in around(a, e) {
            let dates = told.entry(word.lemma).or_default();
            if dates.last() != Some(&i) {
                dates.push(i);
            }
        }
    }
    told
}
