//! Where house rules are broken.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use aho_corasick::AhoCorasick;

use super::read;
use super::rule::{HouseRule, Kind, When};
use super::seen::Seen;
use super::words::Words;
use crate::config::Mistake;
use crate::finding::{Finding, Rule};
use crate::ingest::Story;
use crate::text::{RewriteSpan, Span, WireSpan};

/// How sure a finding is: the words are there or they are not.
const SURE: f32 = 0.99;

/// The rules of all files of a run.
#[derive(Debug, Default)]
pub struct House {
    rules: Vec<HouseRule>,
    /// The names of the files, without their folders.
    files: Vec<String>,
    /// Finds every needle in a text in one pass.
    search: Option<AhoCorasick>,
    /// By the number of a needle.
    needles: Vec<Needle>,
    /// The rules whose pattern has to be tried on every text.
    tried: Vec<usize>,
    /// Whether a rule looks at wires too.
    looks_at_wires: bool,
}

/// What it means that a needle was found.
#[derive(Debug)]
struct Needle {
    /// The number of the rule.
    rule: usize,
    what: What,
}

#[derive(Debug)]
enum What {
    /// It is a form of the rule's words; where upper and lower case count, as it is written.
    Form(Option<String>),
    /// It is what the text has to be about for the rule to hold.
    About,
    /// The rule's pattern may fit.
    Piece,
}

/// What house rules say of a rewrite.
#[derive(Debug, Default)]
pub struct Found {
    /// What breaks a rule, in no particular order.
    pub findings: Vec<Finding>,
    /// Words of the rewrite that a rule asks for.
    pub asked_for: Vec<Span>,
    /// Words of the rewrite that stand, as a rule prefers it, for words of a wire.
    pub preferred: Vec<(Span, WireSpan)>,
}

impl Found {
    /// Whether a finding questions what the newsroom's own rules ask for.
    pub fn excuses(&self, finding: &Finding) -> bool {
        let Some(RewriteSpan(at)) = finding.at else { return false };
        let asked = self.asked_for.iter().any(|asked| asked.contains(at));
        let faces =
            |wire: &WireSpan| finding.evidence.wire.iter().any(|w| w.take == wire.take && w.span.overlaps(wire.span));
        asked || self.preferred.iter().any(|(here, wire)| here.overlaps(at) && faces(wire))
    }
}

/// What was found in one text.
#[derive(Default)]
struct Hits {
    /// By the number of a rule: where its words stand, in order; they do not overlap.
    words: BTreeMap<usize, Vec<Span>>,
    /// By the number of a rule: where the text is about what the rule asks for.
    about: BTreeMap<usize, Span>,
}

impl House {
    /// Reads the files of a run: the name and the text of each.
    ///
    /// # Errors
    /// Every mistake in every file, with the number of the file.
    pub fn read(files: &[(String, String)]) -> Result<Self, Vec<(usize, Vec<Mistake>)>> {
        let (mut rules, mut faults) = (Vec::<HouseRule>::new(), Vec::new());
        // By the id of a rule: its file and its line.
        let mut known: HashMap<&str, (usize, usize)> = HashMap::new();
        for (i, (_, text)) in files.iter().enumerate() {
            match read::read(text, i) {
                Ok(more) => {
                    let mut twice = Vec::new();
                    for rule in more {
                        if let Some((file, at)) = known.get(rule.rule.id) {
                            let name = files.get(*file).map_or("", |(name, _)| name.as_str());
                            let what = format!("`{}` is the id of another rule: {name}, line {at}", bare(rule.rule));
                            twice.push(Mistake::at(text, line(text, rule.line), what).advise("give each its own"));
                        }
                        known.entry(rule.rule.id).or_insert((i, rule.line));
                        rules.push(rule);
                    }
                    if !twice.is_empty() {
                        faults.push((i, twice));
                    }
                }
                Err(mistakes) => faults.push((i, mistakes)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let name = |name: &String| {
            Path::new(name).file_name().map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned())
        };
        Ok(House::of(rules, files.iter().map(|(n, _)| name(n)).collect()))
    }

    fn of(rules: Vec<HouseRule>, files: Vec<String>) -> Self {
        let mut house = House { files, ..House::default() };
        let (mut texts, mut needles) = (Vec::new(), Vec::new());
        let mut put = |text: &str, rule: usize, what: What| {
            let needle = Seen::folded(text).text.trim().to_owned();
            if !needle.is_empty() {
                texts.push(needle);
                needles.push(Needle { rule, what });
            }
        };
        for (i, rule) in rules.iter().enumerate() {
            match &rule.words {
                Words::Forms(forms) => {
                    for form in forms {
                        put(form, i, What::Form(rule.match_case.then(|| cased(form))));
                    }
                }
                Words::Pattern(pattern) if pattern.pieces.is_empty() => house.tried.push(i),
                Words::Pattern(pattern) => pattern.pieces.iter().for_each(|piece| put(piece, i, What::Piece)),
            }
            house.looks_at_wires |= !matches!(rule.kind, Kind::Ban | Kind::MustKeep(When::Always));
            if let Kind::MustKeep(When::About(about)) = &rule.kind {
                about.iter().for_each(|text| put(text, i, What::About));
            }
        }
        // More than four billion needles do not come out of files of this size.
        house.search = AhoCorasick::new(&texts).ok().filter(|_| !texts.is_empty());
        House { rules, needles, ..house }
    }

    /// The rules, in the order of their files and lines.
    pub fn rules(&self) -> &[HouseRule] {
        &self.rules
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rule with this id, which begins as all ids of house rules do.
    pub fn rule(&self, id: &str) -> Option<&'static Rule> {
        self.rules.iter().map(|r| r.rule).find(|r| r.id == id)
    }

    /// The rules whose patterns have no piece of text to begin a search with, so that each costs a pass over every text.
    pub fn slow(&self) -> impl Iterator<Item = &HouseRule> {
        self.tried.iter().filter_map(|i| self.rules.get(*i))
    }

    /// What breaks those rules that `wanted` lets through. `quoted` is what stands between quotation marks in the rewrite.
    pub fn find(&self, rewrite: &Story, quoted: &[Span], wires: &[Story], wanted: impl Fn(&Rule) -> bool) -> Found {
        let mut found = Found::default();
        if self.rules.is_empty() {
            return found;
        }
        let here = self.hits(&rewrite.source.text);
        let wires: Vec<(&Story, Hits)> = if self.looks_at_wires {
            wires.iter().map(|wire| (wire, self.hits(&wire.source.text))).collect()
        } else {
            Vec::new()
        };
        for (i, rule) in self.rules.iter().enumerate().filter(|(_, r)| wanted(r.rule)) {
            let words = here.words.get(&i).map_or(&[][..], Vec::as_slice);
            match &rule.kind {
                Kind::MustKeep(when) => {
                    let text = &rewrite.source.text;
                    let marks = |s: &Span| {
                        text.get(s.end as usize..).map_or(0, |rest| {
                            rest.len() - rest.trim_start_matches(['.', '!', '…', ')', ']', '”', '"']).len()
                        })
                    };
                    found
                        .asked_for
                        .extend(words.iter().map(|s| Span::new(s.start as usize, s.end as usize + marks(s))));
                    let finding = self.missing(i, when, rewrite, (words, &here), &wires);
                    found.findings.extend(finding.map(|f| self.told(rule, f)));
                }
                _ => {
                    found.preferred.extend(preferred(i, rule, rewrite, &wires));
                    let broken = broken(rule, rewrite, quoted, words);
                    found.findings.extend(broken.into_iter().map(|f| self.told(rule, f)));
                }
            }
        }
        found
    }

    /// A finding with what every finding of a house rule says.
    fn told(&self, rule: &HouseRule, mut finding: Finding) -> Finding {
        if !rule.message.is_empty() {
            finding.message = format!("{}: {}", finding.message, rule.message);
        }
        let file = self.files.get(rule.file).map_or("", String::as_str);
        let place = format!("house rule {}: {file}, line {}", bare(rule.rule), rule.line);
        finding.confidence(SURE).known(place)
    }

    /// What is missing where a rule asks for words.
    fn missing(
        &self,
        i: usize,
        when: &When,
        rewrite: &Story,
        (words, here): (&[Span], &Hits),
        wires: &[(&Story, Hits)],
    ) -> Option<Finding> {
        let rule = self.rules.get(i)?;
        let named = match &rule.words {
            Words::Forms(forms) => format!("“{}”", forms.first().map_or("", String::as_str)),
            Words::Pattern(_) => format!("the words of {}", bare(rule.rule)),
        };
        match when {
            When::Wire => {
                let same = |a: &str, b: &str| Seen::folded(a).text.trim() == Seen::folded(b).text.trim();
                for (take, (wire, hits)) in wires.iter().enumerate() {
                    for at in hits.words.get(&i).into_iter().flatten() {
                        let theirs = wire.source.slice(*at);
                        let kept = match &rule.words {
                            Words::Forms(_) => !words.is_empty(),
                            // Whom a credit names is part of it.
                            Words::Pattern(_) => words.iter().any(|w| same(rewrite.source.slice(*w), theirs)),
                        };
                        if !kept {
                            let message =
                                format!("house style keeps “{theirs}” of the wire, the rewrite does not have it");
                            return Some(Finding::missing(rule.rule, WireSpan { take, span: *at }, message));
                        }
                    }
                }
                None
            }
            _ if !words.is_empty() => None,
            When::Always => {
                let message = format!("house style asks for {named}, the rewrite does not have it");
                last_word(rewrite).map(|at| Finding::at(rule.rule, RewriteSpan(at), message))
            }
            When::About(_) => {
                let message = |of: &str| {
                    format!("house style asks for {named} in a story about “{of}”, the rewrite does not have it")
                };
                if let Some(at) = here.about.get(&i) {
                    let message = message(rewrite.source.slice(*at));
                    return Some(Finding::at(rule.rule, RewriteSpan(*at), message));
                }
                let (take, (wire, at)) = wires
                    .iter()
                    .map(|(w, hits)| Some((w, hits.about.get(&i)?)))
                    .enumerate()
                    .find_map(|(t, f)| Some((t, f?)))?;
                Some(Finding::missing(rule.rule, WireSpan { take, span: *at }, message(wire.source.slice(*at))))
            }
        }
    }

    /// What of the rules' words is in a text.
    fn hits(&self, text: &str) -> Hits {
        let mut hits = Hits::default();
        let mut fits: Vec<usize> = self.tried.clone();
        if let Some(search) = &self.search {
            let seen = Seen::folded(text);
            for m in search.find_overlapping_iter(&seen.text) {
                let Some(needle) = self.needles.get(m.pattern().as_usize()) else { continue };
                if let What::Piece = needle.what {
                    fits.push(needle.rule);
                    continue;
                }
                if !seen.is_whole(m.start(), m.end()) {
                    continue;
                }
                let span = seen.span(m.start(), m.end());
                match &needle.what {
                    What::Form(Some(form)) if cased(span.of(text)) != *form => {}
                    What::Form(_) => hits.words.entry(needle.rule).or_default().push(span),
                    _ => {
                        hits.about.entry(needle.rule).or_insert(span);
                    }
                }
            }
        }
        fits.sort_unstable();
        fits.dedup();
        if !fits.is_empty() {
            let seen = Seen::cased(text);
            for i in fits {
                if let Some(Words::Pattern(pattern)) = self.rules.get(i).map(|r| &r.words)
                    && let Some(regex) = pattern.regex()
                {
                    let found = regex.find_iter(&seen.text).map(|m| seen.span(m.start(), m.end()));
                    let found: Vec<Span> = found.filter(|s| !s.is_empty()).collect();
                    if !found.is_empty() {
                        hits.words.insert(i, found);
                    }
                }
            }
        }
        // Of two forms at one place the longer one is meant.
        for spans in hits.words.values_mut() {
            spans.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
            let mut end = 0;
            spans.retain(|s| {
                let free = s.start >= end;
                end = if free { s.end } else { end };
                free
            });
        }
        hits
    }
}

/// The places where words stand that a rule does not want, each way of writing them once.
fn broken(rule: &HouseRule, rewrite: &Story, quoted: &[Span], words: &[Span]) -> Vec<Finding> {
    let text = &rewrite.source.text;
    let in_story = |at: Span| rewrite.blocks.iter().any(|b| b.kind.is_story() && b.span.contains(at));
    let free = |at: Span| rule.in_quotes || !quoted.iter().any(|q| q.contains(at));
    let mut out: BTreeMap<String, Finding> = BTreeMap::new();
    for at in words.iter().copied().filter(|at| in_story(*at) && free(*at)) {
        let said = at.of(text);
        let suggestion = match &rule.kind {
            Kind::Prefer { instead } => match replacement(rule, instead, said) {
                Some(suggestion) if suggestion != said && !is_inside(text, at, &suggestion) => Some(suggestion),
                _ => continue,
            },
            _ => None,
        };
        if let Some(first) = out.get_mut(said) {
            first.also.push(RewriteSpan(at));
            continue;
        }
        let message = match &suggestion {
            Some(other) => format!("house style is “{other}”, the rewrite says “{said}”"),
            None => format!("house style does not use “{said}”"),
        };
        let mut finding = Finding::at(rule.rule, RewriteSpan(at), message);
        finding.replacement = suggestion;
        out.insert(said.to_owned(), finding);
    }
    out.into_values().collect()
}

/// Where a rewrite has what a rule prefers to words of a wire.
fn preferred(i: usize, rule: &HouseRule, rewrite: &Story, wires: &[(&Story, Hits)]) -> Vec<(Span, WireSpan)> {
    let Kind::Prefer { instead } = &rule.kind else { return Vec::new() };
    let mut out = Vec::new();
    for (take, (wire, hits)) in wires.iter().enumerate() {
        for span in hits.words.get(&i).into_iter().flatten() {
            let Some(better) = replacement(rule, instead, wire.source.slice(*span)) else { continue };
            let (seen, better) = (Seen::folded(&rewrite.source.text), Seen::folded(&better).text);
            let places =
                seen.text.match_indices(better.trim()).filter(|(at, words)| seen.is_whole(*at, at + words.len()));
            out.extend(places.map(|(at, words)| (seen.span(at, at + words.len()), WireSpan { take, span: *span })));
        }
    }
    out
}

/// What to write instead of words: with a capital where they have one.
fn replacement(rule: &HouseRule, instead: &str, said: &str) -> Option<String> {
    let mut out = String::new();
    match &rule.words {
        Words::Forms(_) => out.push_str(instead),
        Words::Pattern(pattern) => pattern.regex()?.captures(&Seen::cased(said).text)?.expand(instead, &mut out),
    }
    let first = |text: &str| text.chars().next();
    let capital = first(said).is_some_and(char::is_uppercase) && first(&out).is_some_and(char::is_lowercase);
    if capital && !rule.match_case {
        let mut rest = out.chars();
        let head = rest.next().map(char::to_uppercase);
        out = head.into_iter().flatten().chain(rest).collect();
    }
    Some(out)
}

/// Whether words stand inside what would be written for them: the “EU” in “European Union (EU)”.
fn is_inside(text: &str, at: Span, suggestion: &str) -> bool {
    let reach = suggestion.len();
    let floor = |mut i: usize| {
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let (from, to) =
        (floor((at.start as usize).saturating_sub(reach)), floor((at.end as usize + reach).min(text.len())));
    let around = text.get(from..to).unwrap_or("").to_lowercase();
    let (inner, whole) = (at.of(text).to_lowercase(), suggestion.to_lowercase());
    whole.contains(&inner) && around.contains(&whole)
}

/// The last word of a story.
fn last_word(story: &Story) -> Option<Span> {
    let block = story.blocks.iter().rev().find(|b| b.kind.is_story())?;
    let text = story.source.slice(block.span);
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let start = text.get(..end)?.rfind(char::is_whitespace).map_or(0, |i| i + 1);
    let base = block.span.start as usize;
    (start < end).then(|| Span::new(base + start, base + end))
}

fn cased(text: &str) -> String {
    Seen::cased(text).text.trim().to_owned()
}

/// The id of a house rule as its file has it.
fn bare(rule: &Rule) -> &'static str {
    rule.id.rsplit('/').next().unwrap_or(rule.id)
}

/// The bytes of a line, counted from 1.
fn line(text: &str, number: usize) -> std::ops::Range<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n').take(number.saturating_sub(1)) {
        at += line.len();
    }
    at..at + text.get(at..).and_then(|rest| rest.lines().next()).map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    fn house(text: &str) -> House {
        House::read(&[("desk/house.toml".to_owned(), text.to_owned())]).expect("no mistake")
    }

    fn said(house: &House, wire: &str, rewrite: &str) -> Vec<(String, String)> {
        let story = from_text("rewrite", rewrite);
        let found = house.find(&story, &[], &[from_text("wire", wire)], |_| true);
        let words = |f: &Finding| f.at.map_or("", |at| at.0.of(&story.source.text)).to_owned();
        found.findings.iter().map(|f| (words(f), f.replacement.clone().unwrap_or_default())).collect()
    }

    #[test]
    fn a_pattern_that_no_text_needs_is_never_made() {
        let rule = |i: usize| format!("[[ban]]\nid = \"r-{i}\"\npattern = 'word{i}x \\w+'\n");
        let house = house(&(0..1000).map(rule).collect::<String>());
        assert_eq!(
            said(&house, "", "The ferry sailed past word7x twice on Monday."),
            [("word7x twice".into(), String::new())]
        );
        let made = house.rules.iter().filter(|r| matches!(&r.words, Words::Pattern(p) if p.is_made())).count();
        assert_eq!((made, house.slow().count()), (1, 0));
    }

    #[test]
    fn a_suggestion_has_the_capital_of_what_it_stands_for_and_is_not_made_twice() {
        let house = house(
            "[[prefer]]\nid = \"a\"\ntext = [\"sea wall\", \"sea walls\"]\nuse = \"wall in the sea\"\n[[prefer]]\nid = \"b\"\ntext = \"EU\"\nuse = \"European Union (EU)\"\n",
        );
        let found =
            said(&house, "", "Sea walls hold. The European Union (EU) paid for the sea  wall, the EU’s office said.");
        let of = |words: &str| found.iter().find(|(w, _)| w == words).map(|(_, s)| s.as_str());
        assert_eq!(of("Sea walls"), Some("Wall in the sea"));
        assert_eq!(of("sea  wall"), Some("wall in the sea"));
        assert_eq!(of("EU"), Some("European Union (EU)"));
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn what_every_story_has_to_have_is_missed_at_its_end() {
        let house = house("[[must-keep]]\nid = \"a\"\ntext = \"a machine translation\"\nwhen = \"always\"\n");
        let told = said(&house, "", "The ferry sailed on Monday.\n\nNobody was hurt, the captain said.");
        assert_eq!(told, [("said".into(), String::new())]);
        assert_eq!(said(&house, "", "The ferry sailed on Monday. This is a Machine\nTranslation."), []);
    }
}
