//! Part-of-speech tags: a Brill tagger (most frequent tag of the word, then transformation rules).
//!
//! Model: crate `harper-brill` (Apache-2.0), trained on Universal Dependencies treebanks, packed by
//! `tools/packs/build_tagger.py`. What the model does not know is guessed from the shape of the word, the lexicon
//! and the ending.

use std::rc::Rc;
use std::sync::LazyLock;

use super::lexicon::bytes::{StringTable, section};
use super::lexicon::{self, Pos};
use super::word::Word;

static PACK: &[u8] = include_bytes!("data/tagger.bin");
static WORDS: StringTable =
    StringTable { blob: section(PACK, 0), offsets: section(PACK, 1), slots: section(PACK, 2), width: 3 };
static TAGS: &[u8] = section(PACK, 3);
static PATCH_WORDS: &[u8] = section(PACK, 4);
static PATCHES: &[u8] = section(PACK, 5);
const PATCH_SIZE: usize = 17;
/// Words of a sentence whose places are kept as bits; longer ones are walked word by word.
const MOST_PLACES: usize = 64;

/// Universal part-of-speech tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Tag {
    /// Adjective.
    Adj,
    /// Preposition or postposition.
    Adp,
    /// Adverb.
    Adv,
    /// Auxiliary verb.
    Aux,
    /// Coordinating conjunction.
    Cconj,
    /// Determiner.
    Det,
    /// Interjection.
    Intj,
    /// Common noun.
    Noun,
    /// Numeral.
    Num,
    /// Particle: "to" before a verb, "not", "'s".
    Part,
    /// Pronoun.
    Pron,
    /// Proper noun.
    Propn,
    /// Punctuation.
    Punct,
    /// Subordinating conjunction.
    Sconj,
    /// Symbol.
    Sym,
    /// Verb that is not an auxiliary.
    Verb,
    /// Anything else.
    X,
}

impl Tag {
    const ALL: [Self; 17] = [
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    fn from_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::X)
    }

    /// Noun, verb, adjective or adverb: words that carry the meaning. Auxiliaries and proper nouns are not among them.
    pub fn pos(self) -> Option<Pos> {
        match self {
            Self::Noun => Some(Pos::Noun),
            Self::Verb => Some(Pos::Verb),
            Self::Adj => Some(Pos::Adj),
            Self::Adv => Some(Pos::Adv),
            _ => None,
        }
    }
}

/// Tags the words of one sentence, in any case, punctuation marks as words of their own; fills `out` with one tag a word.
pub fn tag(words: &[&str], out: &mut Vec<Tag>) {
    let forms: Vec<Rc<Word>> = words.iter().map(|word| form(word)).collect();
    tag_known(words, &forms, out);
}

/// The form that [`tag_known`] wants of a word: with the letters A to Z in lower case.
pub fn form(word: &str) -> Rc<Word> {
    Word::of(&word.to_ascii_lowercase())
}

/// As [`tag`], for words that are looked up already; `forms` has [`form`] of each word.
pub fn tag_known(words: &[&str], forms: &[Rc<Word>], out: &mut Vec<Tag>) {
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
    if words.len() <= MOST_PLACES {
        apply(out, patch_words);
    } else {
        for rule in RULES.iter() {
            for at in 0..words.len() {
                if out.get(at) == Some(&rule.from) && rule.holds(at, out, patch_words) {
                    out[at] = rule.to;
                }
            }
        }
    }
    mend(words, out);
}

/// Applies the rules in their order to a sentence of at most [`MOST_PLACES`] words. Most rules change a tag that the sentence has seldom
/// or never, near one that it has not either: that shows in bits.
fn apply(out: &mut [Tag], patch_words: &[u8]) {
    let mut places = Places { tags: [0; 32], words: [0; 32] };
    for (at, (tag, word)) in out.iter().zip(patch_words).enumerate() {
        places.tags[*tag as usize] |= 1 << at;
        places.words[usize::from(*word) & 31] |= 1 << at;
    }
    for rule in RULES.iter() {
        let mut open = places.tags[rule.from as usize];
        for criterion in &rule.criteria {
            if open == 0 {
                break;
            }
            open &= places.may_hold(criterion, rule.to);
        }
        while open != 0 {
            let at = open.trailing_zeros() as usize;
            open &= open - 1;
            if rule.holds(at, out, patch_words) {
                out[at] = rule.to;
                places.tags[rule.from as usize] &= !(1 << at);
                places.tags[rule.to as usize] |= 1 << at;
            }
        }
    }
}

/// A rule of the model: a tag that becomes another where all criteria hold.
struct Rule {
    from: Tag,
    to: Tag,
    criteria: [Criterion; 3],
}

/// What has to stand near a tag for a rule to change it. Distances are in words, negative before the tag.
#[derive(Clone, Copy)]
enum Criterion {
    /// Nothing.
    Any,
    /// A word of those that the rules name, at a distance.
    Word(i8, u8),
    /// A tag at a distance.
    Tag(i8, u8),
    /// A tag at any place from the nearer to the farther end of a distance, the last one left out, as the model was trained.
    Within(i8, u8),
    /// A tag right before and another right after.
    Between(u8, u8),
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| PATCHES.chunks_exact(PATCH_SIZE).filter_map(Rule::read).collect());

impl Rule {
    fn read(patch: &[u8]) -> Option<Self> {
        let (&[from, to], criteria) = patch.split_first_chunk()?;
        let criteria = criteria.chunks_exact(5).filter_map(|criterion| match *criterion {
            [1, distance, word, ..] => Some(Criterion::Word(distance as i8, word)),
            [2, distance, tag, ..] => Some(Criterion::Tag(distance as i8, tag)),
            [3, distance, tag, ..] => Some(Criterion::Within(distance as i8, tag)),
            [4, _, before, after, _] => Some(Criterion::Between(before, after)),
            _ => None,
        });
        let mut all = [Criterion::Any; 3];
        for (place, criterion) in all.iter_mut().zip(criteria) {
            *place = criterion;
        }
        // What is asked of a word fails soonest.
        all.sort_by_key(|c| !matches!(c, Criterion::Word(..)));
        let criteria = all;
        Some(Self { from: Tag::from_number(from), to: Tag::from_number(to), criteria })
    }
}

/// Where in a sentence tags and named words stand, a bit for each place.
struct Places {
    tags: [u64; 32],
    words: [u64; 32],
}

impl Places {
    /// Places where a criterion of a rule that gives the tag `to` may hold; where it is missing, it surely does not. A condition on a tag
    /// behind may come to hold while the rule runs, if it is the tag that the rule gives.
    #[inline]
    fn may_hold(&self, criterion: &Criterion, to: Tag) -> u64 {
        let tag = |number: u8| self.tags[usize::from(number) & 31];
        let given = |number: u8| number == to as u8;
        match *criterion {
            Criterion::Any => u64::MAX,
            Criterion::Word(distance, word) => at_distance(self.words[usize::from(word) & 31], distance),
            Criterion::Tag(distance, number) if distance < 0 && given(number) => u64::MAX,
            Criterion::Tag(distance, number) => at_distance(tag(number), distance),
            Criterion::Within(distance, number) if distance < 0 && given(number) => u64::MAX,
            Criterion::Within(distance, number) => {
                let places = if distance < 0 { distance..0 } else { 0..distance };
                places.fold(0, |set, distance| set | at_distance(tag(number), distance))
            }
            Criterion::Between(before, after) => {
                let behind = if given(before) { u64::MAX } else { tag(before) << 1 };
                behind & tag(after) >> 1
            }
        }
    }
}

/// The places from which these are at a distance.
#[inline]
fn at_distance(places: u64, distance: i8) -> u64 {
    let by = u32::from(distance.unsigned_abs());
    let moved = if distance < 0 { places.checked_shl(by) } else { places.checked_shr(by) };
    moved.unwrap_or(0)
}

impl Rule {
    /// Whether all that the rule asks for stands around a place.
    fn holds(&self, at: usize, tags: &[Tag], patch_words: &[u8]) -> bool {
        self.criteria.iter().all(|c| holds(c, at, tags, patch_words))
    }
}

fn holds(criterion: &Criterion, at: usize, tags: &[Tag], patch_words: &[u8]) -> bool {
    let place = |distance: i8| at.checked_add_signed(isize::from(distance));
    let is = |place: Option<usize>, number: u8| place.and_then(|p| tags.get(p)).is_some_and(|&t| t as u8 == number);
    match *criterion {
        Criterion::Any => true,
        Criterion::Word(distance, word) => {
            place(distance).is_some_and(|p| p < tags.len() && patch_words.get(p) == Some(&word))
        }
        Criterion::Tag(distance, number) => is(place(distance), number),
        Criterion::Within(distance, number) => {
            place(distance).is_some_and(|p| (p.min(at)..p.max(at)).any(|p| is(Some(p), number)))
        }
        Criterion::Between(before, after) => is(at.checked_sub(1), before) && is(Some(at + 1), after),
    }
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
        Tag::Propn if !capital && form.is_word() => Tag::Noun,
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

/// Mends what the model gets wrong most often in news: a verb form after a determiner, a noun after "to" or a modal.
fn mend(words: &[&str], tags: &mut [Tag]) {
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
        let mended = match (before, tag) {
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
        tags[at] = mended;
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

/// The form a verb stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerbForm {
    /// Infinitive, imperative or present other than the third person: "rise".
    Base,
    /// Third person singular: "rises".
    S,
    /// Past tense, or a form that past tense and participle share: "rose", "climbed".
    Past,
    /// Past participle that differs from the past tense: "risen".
    Participle,
    /// Present participle or gerund: "rising".
    Ing,
}

/// The form of a word as a verb.
pub(super) fn form_of(word: &Word) -> VerbForm {
    let (word, base) = (word.text(), word.base(Pos::Verb));
    match word {
        "is" | "has" | "does" => VerbForm::S,
        "are" | "am" => VerbForm::Base,
        "was" | "were" | "had" | "did" => VerbForm::Past,
        "been" | "done" => VerbForm::Participle,
        _ if word == base => VerbForm::Base,
        _ if word.ends_with("ing") => VerbForm::Ing,
        _ if word.ends_with('s') && !word.ends_with("ss") => VerbForm::S,
        _ if word.ends_with('n')
            || ["gone", "begun", "sung", "sunk", "drunk", "swum", "rung", "torn", "worn", "sworn", "borne"]
                .contains(&word) =>
        {
            VerbForm::Participle
        }
        _ => VerbForm::Past,
    }
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
}
