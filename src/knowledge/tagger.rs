//! Part-of-speech tags: a Brill tagger (most frequent tag of the word, then transformation rules).
//!
//! Model: crate `harper-brill` (Apache-2.0), trained on Universal Dependencies treebanks, packed by
//! `tools/packs/build_tagger.py`. What the model does not know is guessed from the shape of the word, the lexicon
//! and the ending.

mod pack;
mod rules;
mod tag;

pub(in crate::knowledge) use tag::form_of;
pub use tag::{Tag, VerbForm};

use std::sync::Arc;

use super::lexicon::{self, Pos};
use super::word::Word;
use pack::{PATCH_WORDS, TAGS, WORDS};

/// Tags the words of one sentence, in any case, punctuation marks as words of their own; fills `out` with one tag a word.
pub fn tag(words: &[&str], out: &mut Vec<Tag>) {
    let forms: Vec<Arc<Word>> = words.iter().map(|word| form(word)).collect();
    tag_known(words, &forms, out);
}

/// The form that [`tag_known`] wants of a word: with the letters A to Z in lower case.
pub fn form(word: &str) -> Arc<Word> {
    Word::of(&word.to_ascii_lowercase())
}

/// As [`tag`], for words that are looked up already; `forms` has [`form`] of each word.
pub fn tag_known(words: &[&str], forms: &[Arc<Word>], out: &mut Vec<Tag>) {
    out.clear();
    let mut known = [0_u8; 256];
    let mut long = Vec::new();
    let patch_words: &mut [u8] = if words.len() <= known.len() {
        &mut known
    } else {
        long.resize(words.len(), 0);
        &mut long
    };
    let mut starts = true;
    for ((word, form), slot) in words.iter().zip(forms).zip(patch_words.iter_mut()) {
        let (tag, patch_word) = first_guess(word, form, starts);
        *slot = patch_word;
        starts = starts && tag == Tag::Punct;
        out.push(tag);
    }
    rules::apply(out, patch_words);
    correct(words, out);
}

/// The tag a word has by itself, and its number among the words that the rules name.
fn first_guess(word: &str, form: &Word, starts: bool) -> (Tag, u8) {
    let look_up = || {
        let index = WORDS.find(form.text().bytes())?;
        let tag = TAGS.get(index).map_or(Tag::X, |&t| Tag::from_number(t));
        Some((tag, PATCH_WORDS.get(index).copied().unwrap_or(0)))
    };
    let capital = word.starts_with(char::is_uppercase);
    if let Some((tag, patch_word)) = *form.tagged.get_or_init(look_up) {
        return (known(tag, word, form, starts), patch_word);
    }
    (unknown(word, form, capital, starts), 0)
}

fn known(tag: Tag, word: &str, form: &Word, starts: bool) -> Tag {
    let capital = word.starts_with(char::is_uppercase);
    // "Prime Minister", "Bank": a common noun or adjective written with a capital inside a sentence is part of a name.
    match tag {
        Tag::Noun if capital && !starts && word.len() > 1 => Tag::Propn,
        // The training text wrote "Court" and "Airlines" mostly in names.
        Tag::Propn if !capital && word == form.text() && form.is_word() => Tag::Noun,
        _ => tag,
    }
}

fn unknown(word: &str, form: &Word, capital: bool, starts: bool) -> Tag {
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return Tag::Num;
    }
    if !word.chars().any(char::is_alphabetic) {
        return if word.chars().any(|c| "$€£¥%+=<>°§#@&".contains(c)) { Tag::Sym } else { Tag::Punct };
    }
    if capital && !starts {
        return Tag::Propn;
    }
    let possible = form.possible_pos();
    if possible.is_empty() {
        return if capital { Tag::Propn } else { by_ending(form.text()) };
    }
    let guess = by_ending(form.text());
    if guess.pos().is_some_and(|p| possible.has(p)) {
        return guess;
    }
    [(Pos::Noun, Tag::Noun), (Pos::Verb, Tag::Verb), (Pos::Adj, Tag::Adj), (Pos::Adv, Tag::Adv)]
        .into_iter()
        .find(|&(pos, _)| possible.has(pos))
        .map_or(Tag::Noun, |(_, tag)| tag)
}

fn by_ending(word: &str) -> Tag {
    let ends = |endings: &[&str]| endings.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e));
    if ends(&["ly"]) {
        Tag::Adv
    } else if ends(&["ed", "ing", "ize", "ise", "ify", "izes", "ises", "ifies"]) {
        Tag::Verb
    } else if ends(&["ous", "ful", "ive", "able", "ible", "ical", "less", "ish", "ary", "ern"])
        || (word.contains('-') && ends(&["old", "like", "wide", "free"]))
    {
        Tag::Adj
    } else {
        Tag::Noun
    }
}

/// Corrects what the model gets wrong most often in news: a verb form after a determiner, a noun after "to" or a modal.
fn correct(words: &[&str], tags: &mut [Tag]) {
    for at in 0..tags.len() {
        let (Some(&word), Some(&tag)) = (words.get(at), tags.get(at)) else {
            continue;
        };
        let before = at.checked_sub(1).and_then(|p| Some((*words.get(p)?, *tags.get(p)?)));
        // "will not back", "did not travel": what calls for a verb stands before the negation.
        let modal = match before {
            Some((w, Tag::Aux)) => is_modal(w),
            Some((w, Tag::Part)) if w.eq_ignore_ascii_case("not") => {
                let calls = |w: &str| is_modal(w) || ["do", "does", "did"].iter().any(|d| w.eq_ignore_ascii_case(d));
                at.checked_sub(2).and_then(|p| words.get(p)).is_some_and(|w| calls(w))
            }
            _ => false,
        };
        let better = match (before, tag) {
            (_, Tag::Noun | Tag::Adj | Tag::Adv | Tag::Adp)
                if modal && is_plain_verb(word) && !is_adverb_only(word) =>
            {
                Tag::Verb
            }
            (Some((w, Tag::Part)), Tag::Noun | Tag::Adj) if w.eq_ignore_ascii_case("to") && is_plain_verb(word) => {
                Tag::Verb
            }
            (Some((_, Tag::Det)), Tag::Verb)
                if tags.get(at + 1).is_none_or(|t| !matches!(t, Tag::Noun | Tag::Propn | Tag::Adj))
                    && can_be(word, Pos::Noun) =>
            {
                Tag::Noun
            }
            _ => tag,
        };
        tags[at] = better;
    }
}

fn is_modal(word: &str) -> bool {
    [
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "must",
        "'ll",
        "cannot",
        "won't",
        "wouldn't",
        "couldn't",
        "can't",
        "shouldn't",
    ]
    .iter()
    .any(|m| word.eq_ignore_ascii_case(m))
}

fn is_plain_verb(word: &str) -> bool {
    lexicon::id(word).is_some_and(|id| lexicon::lemmas(word, Pos::Verb).readings().iter().any(|r| r.id == id))
}

/// Words that stand between a modal and its verb far more often than they are the verb.
fn is_adverb_only(word: &str) -> bool {
    ["even", "still", "just", "only", "soon", "long", "ever", "further", "well", "better", "likely", "first"]
        .contains(&word)
}

fn can_be(word: &str, pos: Pos) -> bool {
    lexicon::possible_pos(word).has(pos)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(sentence: &str) -> Vec<Tag> {
        let words: Vec<&str> = sentence.split(' ').collect();
        let mut out = Vec::new();
        tag(&words, &mut out);
        assert_eq!(words.len(), out.len());
        out
    }

    #[test]
    fn verbs_and_nouns_of_a_plain_sentence() {
        use Tag::{Adj, Adp, Aux, Det, Noun, Part, Propn, Punct, Verb};
        assert_eq!(tags("The new government will cut taxes ."), [Det, Adj, Noun, Aux, Verb, Noun, Punct]);
        assert_eq!(
            tags("The minister did not travel ."),
            [Tag::Det, Tag::Noun, Tag::Aux, Tag::Part, Tag::Verb, Tag::Punct]
        );
        assert_eq!(
            tags("Lawmakers in Riga voted to reject the plan ."),
            [Noun, Adp, Propn, Verb, Part, Verb, Det, Noun, Punct]
        );
    }

    #[test]
    fn odd_input_is_survived() {
        assert!(tags("").len() == 1);
        let mut out = Vec::new();
        tag(&[], &mut out);
        assert!(out.is_empty());
        let many = vec!["talks"; 1000];
        tag(&many, &mut out);
        assert_eq!(out.len(), 1000);
        assert_eq!(tags("Zażółć 12.5% — $"), [Tag::Propn, Tag::Num, Tag::Punct, Tag::Sym]);
    }

    #[test]
    fn forms_of_verbs() {
        for (word, form) in [
            ("rise", VerbForm::Base),
            ("rises", VerbForm::S),
            ("rose", VerbForm::Past),
            ("risen", VerbForm::Participle),
            ("rising", VerbForm::Ing),
            ("climbed", VerbForm::Past),
        ] {
            assert_eq!(Word::of(word).verb_form(Tag::Verb), Some(form), "{word}");
        }
        assert_eq!(Word::of("rise").verb_form(Tag::Noun), None);
    }

    #[test]
    fn the_pack_numbers_the_tags_as_the_enum_does() {
        let names = std::str::from_utf8(crate::knowledge::lexicon::bytes::section(pack::PACK, 6)).expect("names");
        // The model knows no rest.
        let ours: Vec<String> = Tag::NAMES.iter().filter(|n| **n != "X").map(|n| n.to_uppercase()).collect();
        assert_eq!(names.split(' ').collect::<Vec<_>>(), ours, "make tagger.bin anew (tools/packs/README.md)");
    }
}
