use std::cell::OnceCell;
use std::collections::HashMap;

use crate::analyse::{Analysis, Class, Shape, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::ingest::BlockKind;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// Capitals that break a word or a sentence: "NAtO", a paragraph that begins in lower case, a name in lower case, a
    /// function word with a capital in mid-sentence. A text that has lost all its capitals is reported once.
    ///
    /// # Why it matters
    /// Readers stumble, and names without capitals are read as common words.
    ///
    /// # Evidence it asks for
    /// The same word with different capitals in the wire or elsewhere in the rewrite; a wire that begins its sentences
    /// with capitals. Capitals in titles and offices are a matter of house style and are left alone.
    ///
    /// # Example
    /// ```text
    /// wire: The envoy of UNESCO arrived in Lagos on Monday.
    /// rewrite: The envoy of UNeSCO arrived in Lagos on Monday.
    /// fires: UNeSCO
    /// wire: The council will meet in Lagos on Monday.
    /// rewrite: the council will meet in Lagos on Monday.
    /// fires: the
    /// wire: The council of Lagos will meet Amara Obi on Monday.
    /// rewrite: the council of lagos will meet amara obi on monday.
    /// fires: the council
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: the council will meet in lagos.
    /// rewrite: the council will meet in lagos.
    /// silent
    /// wire: McDonald's and eBay sent iPhones to the PhD students, the Prime Minister said.
    /// rewrite: McDonald's and eBay sent iPhones to the PhD students, the prime minister said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A name that is not in the wire.
    id: "casing-broken",
    group: Copy,
    category: Spelling,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Safe,
    names: Spared,
}

/// Reports paragraphs that begin in lower case, then single words whose capitals differ from the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    let wire_starts_lower = case.wires.iter().any(|w| starts(w).any(|i| lower_start(w, i)));
    let lower: Vec<usize> =
        if wire_starts_lower { Vec::new() } else { starts(a).filter(|i| lower_start(a, *i)).collect() };
    let blocks: Vec<usize> = lower.iter().filter_map(|i| block(a, *i)).collect();
    let mut names = if lower.is_empty() { Vec::new() } else { lowered_names(case) };
    names.retain(|i| block(a, *i).is_some_and(|b| blocks.binary_search(&b).is_ok()));
    if let Some(&first) = lower.first() {
        let many = lower.len() > 1 || !names.is_empty();
        let last = names.last().copied().filter(|_| many).unwrap_or(first).max(first);
        let message = match (names.first(), lower.len()) {
            (Some(&name), _) => format!("the text has lost its capitals, as in “{}”", a.word(name)),
            (None, 1) => format!("“{}” starts the sentence without a capital", a.word(first)),
            (None, n) => format!("{n} paragraphs start without a capital"),
        };
        let end = if lower.len() > 1 { first } else { last };
        out.push(
            Finding::at(&RULE, RewriteSpan(a.span(first..end + 1)), message)
                .confidence(if many { 0.95 } else { 0.9 })
                .replace_with(if many { String::new() } else { capital(a.word(first)) }),
        );
        if many && let Some(f) = out.last_mut() {
            f.replacement = None;
        }
    }
    let places = OnceCell::new();
    let mut casings: HashMap<&str, Option<(usize, usize)>> = HashMap::new();
    for i in 0..a.tokens.len() {
        let t = &a.tokens[i];
        if t.kind != TokenKind::Word {
            continue;
        }
        if t.shape == Shape::Mixed
            && let Some((text, k)) = *casings
                .entry(a.word(i))
                .or_insert_with(|| other_casing(case, places.get_or_init(|| mixed_words(case)), i))
        {
            let wire = case.wires.get(text);
            let right = wire.unwrap_or(a).word(k);
            let message = match wire {
                Some(_) => format!("the wire says “{right}”, the rewrite “{}”", a.word(i)),
                None => format!("“{}” is written “{right}” elsewhere in the rewrite", a.word(i)),
            };
            let found = Finding::at(&RULE, RewriteSpan(t.span), message)
                .confidence(0.9)
                .replace_with(right)
                .one_fault(a.word(i));
            out.push(match wire {
                Some(w) => found.against(WireSpan { take: text, span: w.tokens[k].span }),
                None => found.against_itself(RewriteSpan(a.tokens[k].span)),
            });
        } else if stray_capital(a, i) && !index.pair(a.tokens[i - 1].hash, t.hash) {
            let message = format!("“{}” has a capital in mid-sentence", a.word(i));
            out.push(
                Finding::at(&RULE, RewriteSpan(t.span), message).confidence(0.6).replace_with(a.word(i).to_lowercase()),
            );
        }
    }
}

fn block(a: &Analysis, token: usize) -> Option<usize> {
    a.sentences.get(a.tokens.get(token)?.sentence as usize).map(|s| s.block)
}

fn capital(word: &str) -> String {
    let mut c = word.chars();
    c.next().map_or(String::new(), |f| f.to_uppercase().chain(c).collect())
}

/// First words of the paragraphs that are running text, or of the only block whatever it was taken for.
fn starts(a: &Analysis) -> impl Iterator<Item = usize> + '_ {
    let lone = a.sentences.first().map(|s| s.block) == a.sentences.last().map(|s| s.block);
    a.sentences.iter().enumerate().filter_map(move |(n, s)| {
        let opens = n == 0 || a.sentences[n - 1].block != s.block;
        // In a longer text, lines without a full stop are captions and lists.
        let ended = || s.tokens.end > 0 && a.tokens[s.tokens.end - 1].kind == TokenKind::Punct && s.tokens.len() > 6;
        let text = lone || s.kind == BlockKind::Paragraph && ended();
        // "[gallery ids=4]", "{{ figure }}", "#harbour", "@harbour": what such a sign opens is no sentence.
        let mut first = s.tokens.clone().take_while(|i| !matches!(a.word(*i), "[" | "{" | "<" | "#" | "@"));
        (opens && text).then(|| first.find(|i| a.tokens[*i].is_word() || a.word(*i) == "…")).flatten()
    })
}

fn lower_start(a: &Analysis, i: usize) -> bool {
    a.tokens[i].kind == TokenKind::Word
        && a.tokens[i].shape == Shape::Lower
        && a.word(i).starts_with(char::is_lowercase)
        // "e-commerce", "al-Shabab", "de Villiers" may keep their small letter.
        && !a.tokens.get(i + 1).is_some_and(|n| n.glued && a.word(i + 1).starts_with(['-', '.', '@', '/']))
        && !matches!(a.fold(i), "de" | "van" | "von" | "der" | "al" | "el" | "bin" | "di" | "da" | "http" | "https" | "www")
}

/// Words in lower case that the wires write with a capital wherever it means something, and never without.
fn lowered_names(case: &Case) -> Vec<usize> {
    let a = case.rewrite;
    let mut capital = Vec::new();
    let mut small = Vec::new();
    for w in case.wires {
        for s in &w.sentences {
            let first = s.tokens.clone().find(|i| w.tokens[*i].is_word());
            for i in s.tokens.clone() {
                let t = &w.tokens[i];
                match t.shape {
                    _ if t.kind != TokenKind::Word => {}
                    Shape::Lower => small.push(t.hash),
                    _ if Some(i) != first => capital.push(t.hash),
                    _ => {}
                }
            }
        }
    }
    capital.sort_unstable();
    small.sort_unstable();
    (0..a.tokens.len())
        .filter(|i| {
            let t = &a.tokens[*i];
            t.kind == TokenKind::Word
                && t.shape == Shape::Lower
                && capital.binary_search(&t.hash).is_ok()
                && small.binary_search(&t.hash).is_err()
        })
        .collect()
}

/// Where the words stand that the rewrite writes in small and capital letters at once, by their hash: which text, the rewrite last, and which
/// token.
type Places = HashMap<u64, Vec<(usize, usize)>>;

fn mixed_words(case: &Case) -> Places {
    let mixed = case.rewrite.tokens.iter().filter(|t| t.kind == TokenKind::Word && t.shape == Shape::Mixed);
    let mut out: Places = mixed.map(|t| (t.hash, Vec::new())).collect();
    for (n, text) in case.wires.iter().chain([case.rewrite]).enumerate() {
        for (k, t) in text.tokens.iter().enumerate() {
            if let Some(places) = out.get_mut(&t.hash) {
                places.push((n, k));
            }
        }
    }
    out
}

/// The casing that the wires, or other places of the rewrite, give a word of mixed capitals.
fn other_casing(case: &Case, places: &Places, i: usize) -> Option<(usize, usize)> {
    let (a, hash) = (case.rewrite, case.rewrite.tokens[i].hash);
    let raw = a.word(i);
    // "McDonald", "O'Neill", "Al-Jazeera", "MPs", "NGOs": mixed by nature.
    let settled = |s: Shape| matches!(s, Shape::Upper | Shape::Title | Shape::Lower);
    let mut other = None;
    for &(n, k) in places.get(&hash).into_iter().flatten() {
        let w = case.wires.get(n).unwrap_or(a);
        if n < case.wires.len() && w.word(k) == raw {
            return None;
        }
        if settled(w.tokens[k].shape) && other.is_none() {
            other = Some((n, k));
        }
    }
    // "SolarWinds", "ChinaNews": parts with capitals of their own are a brand's way of writing.
    let hump = raw.split(|c: char| c.is_uppercase()).skip(1).all(|part| part.chars().count() >= 2);
    let plural = raw.strip_suffix('s').is_some_and(|stem| stem.chars().all(|c| !c.is_lowercase()));
    let word = |(n, k): (usize, usize)| case.wires.get(n).unwrap_or(a).word(k);
    other.filter(|o| !plural && !hump && !raw.contains('-') && word(*o).chars().count() == raw.chars().count())
}

/// A function word with a capital between two words in lower case.
fn stray_capital(a: &Analysis, i: usize) -> bool {
    let small = |k: usize| {
        a.tokens.get(k).is_some_and(|t| {
            t.kind == TokenKind::Word && t.shape == Shape::Lower && t.sentence == a.tokens[i].sentence && !t.glued
        })
    };
    let t = &a.tokens[i];
    t.shape == Shape::Title
        && a.word(i).chars().count() > 1
        && matches!(
            t.class,
            Class::Article | Class::Preposition | Class::Conjunction | Class::Auxiliary | Class::Demonstrative | Class::Subordinator
        )
        && i > 0
        && small(i - 1)
        && small(i + 1)
        && !t.glued
        // "may" and "will" have namesakes.
        && !matches!(a.fold(i), "may" | "will" | "like" | "inside" | "over" | "up" | "down")
}
