//! Whether a short rewrite tells a part of the wire, or only has its names: a caption, a signature, an announcement.
//!
//! What happened is told with a verb that the wire has too, or in the past or of the future, or with a figure of the wire's. What stands
//! about a story is in the present and has verbs of its own: somebody speaks in a picture, covers a town, follows shortly.

use rustc_hash::FxHashSet;

use crate::align::Pair;
use crate::analyse::{Analysis, Class, Sentence, Shape, TokenKind};
use crate::compare::Case;
use crate::ingest::BlockKind;
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::score::telling;

/// How many content words of the wire a sentence of a brief tells, at the least.
const BRIEF: usize = 3;
/// And how many words it has: with fewer it is a caption, a signature, a list of tags.
const LINE: usize = 5;
/// How many of them stand not in the wire's headline: a headline alone is no brief.
const MORE: usize = 2;
/// A line without a full stop and with no more tokens than this can be a heading.
pub const HEADING: usize = 14;
/// From this share on, a sentence has so many of the wire's words that it needs no other sign than a verb.
const CLOSE: f32 = 0.9;
/// And without a verb so many of them, more than a caption has.
const WHOLE: usize = 8;
/// From this share on, a sentence that has a verb and several of the wire's plain words is about the same.
const HALF: f32 = 0.5;
/// A sentence with less of the wire's words, none of which is its verb, tells something else.
const LOOSE: f32 = 0.4;

/// Whether any sentence of a rewrite tells a part of the wire that goes beyond its headline.
pub fn is_brief(case: &Case) -> bool {
    let titles = titles(case);
    case.alignment.pairs.iter().any(|pair| tells(case, pair) && beyond(case, pair, &titles) >= BRIEF)
}

/// Whether any sentence of a rewrite tells a part of the wire.
pub fn tells_any(case: &Case) -> bool {
    case.alignment.pairs.iter().any(|pair| tells(case, pair))
}

/// Whether a sentence of a short rewrite can tell a part of the wire: it says that something happens, behind any label; it does not break off;
/// and it is no mere line among others.
fn tells(case: &Case, pair: &Pair) -> bool {
    let a = case.rewrite;
    let Some(sentence) = a.sentences.get(pair.sentence) else { return false };
    let line = sentence.span.of(&a.text);
    let alone = case.rewrite_story.blocks.len() == 1;
    let whole = telling::closes(line) || sentence.tokens.len() > HEADING || alone;
    whole && !breaks_off(line) && words_of(case, pair) >= LINE && happens(case, pair, sentence)
}

/// What the words of a sentence say of what it tells.
#[derive(Default)]
struct Signs {
    /// How many content words it has, how many of them the wire has, and how many of those are neither names nor dates.
    content: usize,
    bound: usize,
    plain: usize,
    /// It has a verb; one that the wire has; one of another time than the present.
    verb: bool,
    own: bool,
    event: bool,
    /// It has a figure of the wire's.
    figure: bool,
    /// It speaks to the reader or of the page, in words that the wire does not have.
    aside: bool,
}

/// Whether a sentence says of something in the wire that it happens, happened or will happen.
fn happens(case: &Case, pair: &Pair, sentence: &Sentence) -> bool {
    let a = case.rewrite;
    let signs = signs(case, pair, sentence);
    let share = signs.bound as f32 / signs.content.max(1) as f32;
    if signs.aside || signs.plain == 0 {
        return false;
    }
    // "Marit Sund covers the harbour" is about somebody of whom the wire knows nothing.
    let first = a.names.iter().find(|n| sentence.tokens.contains(&n.tokens.start));
    let link = |i: usize| pair.link(sentence.tokens.start, i).is_some();
    let known = first.is_none_or(|n| n.tokens.clone().any(link));
    // A verb may be taken for a noun in a sentence that is the wire's.
    let enough = signs.bound >= if signs.verb { BRIEF } else { WHOLE };
    let close = share >= CLOSE && enough || share >= HALF && known && signs.verb && signs.plain >= BRIEF;
    let own = signs.own && (known || share >= HALF);
    close || own || known && (signs.figure && signs.verb || signs.event && share >= LOOSE)
}

fn signs(case: &Case, pair: &Pair, sentence: &Sentence) -> Signs {
    let a = case.rewrite;
    let tokens = sentence.tokens.clone();
    let label = tokens.clone().take(3).find(|i| a.word(*i) == ":").map_or(tokens.start, |i| i + 1);
    let mut signs = Signs { aside: is_aside(case, pair), ..Signs::default() };
    for i in label..tokens.end {
        let t = &a.tokens[i];
        let verb = is_verb(a, i);
        signs.verb |= verb;
        signs.event |= is_event(a, i);
        if !t.is_content() {
            continue;
        }
        signs.content += 1;
        if pair.link(tokens.start, i).is_none() {
            continue;
        }
        let number = t.kind == TokenKind::Number && !a.dates.iter().any(|d| d.tokens.contains(&i));
        signs.bound += 1;
        signs.plain += usize::from(number || t.shape == Shape::Lower && t.kind == TokenKind::Word);
        signs.figure |= number;
        signs.own |= verb;
    }
    signs
}

/// Whether a sentence of the rewrite speaks to the reader or of the page that it stands on, in words that the wire does not have there.
pub fn is_aside(case: &Case, pair: &Pair) -> bool {
    let a = case.rewrite;
    let Some(sentence) = a.sentences.get(pair.sentence) else { return false };
    // "This" may be bound to a "the" of the wire.
    let same = |i: usize| {
        let link = pair.link(sentence.tokens.start, i);
        link.is_some_and(|l| {
            case.wires.get(l.to.take as usize).is_some_and(|w| w.tokens[l.to.token as usize].hash == a.tokens[i].hash)
        })
    };
    sentence.tokens.clone().any(|i| telling::points_at_reader(a, i) && !same(i))
}

/// Whether a word is a verb of a sentence and no item of a list.
fn is_verb(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    let mark = |k: Option<usize>| k.and_then(|k| a.tokens.get(k)).is_none_or(|t| t.kind == TokenKind::Punct);
    let helps = matches!(t.class, Class::Auxiliary | Class::Modal);
    (helps || matches!(t.tag, Tag::Verb | Tag::Aux)) && !(mark(i.checked_sub(1)) && mark(Some(i + 1)))
}

/// Whether a verb speaks of what was, has been or will be, or of what is under way. "Based in Skarvik" and ", left," are no verbs of a sentence.
fn is_event(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    let same = |k: &usize| a.tokens.get(*k).is_some_and(|n| n.sentence == t.sentence);
    let form = |k: usize| a.form(k).verb_form(Tag::Verb);
    let ahead =
        |forms: &[VerbForm]| (i + 1..i + 4).take_while(same).any(|k| form(k).is_some_and(|f| forms.contains(&f)));
    match a.fold(i) {
        "was" | "were" | "had" | "did" => true,
        "is" | "are" => same(&(i + 1)) && (a.fold(i + 1) == "to" || ahead(&[VerbForm::Ing])),
        "has" | "have" => ahead(&[VerbForm::Past, VerbForm::Participle]),
        _ if t.class == Class::Modal => true,
        _ => {
            let before = i.checked_sub(1).filter(same).and_then(|k| a.tokens.get(k));
            let subject = before.is_some_and(|b| b.is_word() && b.class != Class::Auxiliary);
            t.tag == Tag::Verb && subject && form(i) == Some(VerbForm::Past)
        }
    }
}

/// Whether a line ends in an ellipsis, or has a call such as "Read more" after one.
fn breaks_off(line: &str) -> bool {
    let end = line.rfind('…').map(|i| i + '…'.len_utf8()).max(line.rfind("...").map(|i| i + 3));
    end.is_some_and(|end| line[end..].split_whitespace().count() < LINE)
}

/// The content words of the wires' headlines, where there is more to a wire than its headline.
fn titles(case: &Case) -> FxHashSet<u64> {
    let of = |w: &Analysis| {
        let (heads, rest): (Vec<_>, Vec<_>) = w.sentences.iter().partition(|s| s.kind == BlockKind::Headline);
        let words = heads.into_iter().flat_map(|s| w.tokens[s.tokens.clone()].iter()).filter(|t| t.is_content());
        if rest.is_empty() { Vec::new() } else { words.map(|t| t.lemma).collect() }
    };
    case.wires.iter().flat_map(of).collect()
}

/// How many content words of a sentence stand for words of the wire; 0 where hardly any of them goes beyond its headline.
fn beyond(case: &Case, pair: &Pair, titles: &FxHashSet<u64>) -> usize {
    let Some(sentence) = case.rewrite.sentences.get(pair.sentence) else { return 0 };
    let tokens = &case.rewrite.tokens[sentence.tokens.clone()];
    let bound = || tokens.iter().zip(&pair.words).filter(|(t, link)| t.is_content() && link.is_some());
    let more = bound().filter(|(t, _)| !titles.contains(&t.lemma)).count();
    if titles.is_empty() || more >= MORE { bound().count() } else { 0 }
}

/// How many words a sentence of the rewrite has.
fn words_of(case: &Case, pair: &Pair) -> usize {
    let tokens = case.rewrite.sentences.get(pair.sentence).map_or(0..0, |s| s.tokens.clone());
    case.rewrite.tokens[tokens].iter().filter(|t| t.is_word()).count()
}
