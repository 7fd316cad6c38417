//! Sentences that a program says to the one who asked, labels of its answer, and prompts: recognised by how they begin and whom they address.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::leftover::Leftover;
use crate::finding::Severity;

const REMARK: &str = "a remark by a language model";
const PROMPT: &str = "a prompt";
const CREDIT: &str = "a translation credit";
const FILLER: &str = "filler text";
const LABEL: &str = "a label from a language model";

/// Wordings of remarks, each with what an editor would call it. Words are separated by spaces, `a|b` is either of two words, `?a|b` may be
/// left out, `*3` stands for up to three words of any kind, `a~` for any word that begins so, and `^` means that a sentence begins here.
const REMARKS: &[(&str, &str)] = &[
    ("as|being an ai|ai-powered ?language model|assistant|chatbot", REMARK),
    ("as a ?large language model", REMARK),
    ("^i|i'm ?am an ai ?language ?model|assistant|chatbot", REMARK),
    ("^i'm|sorry|apologies ?sorry but|however ?as ?unfortunately i|my|i'm", REMARK),
    ("^i am sorry but i|my|i'm", REMARK),
    (
        "^i|unfortunately ?i cannot|can't fulfill|fulfil|assist|rewrite|translate|summarize|summarise|paraphrase|browse|generate|comply",
        REMARK,
    ),
    (
        "^i'm|i ?am unable to fulfill|fulfil|assist|rewrite|translate|summarize|summarise|paraphrase|browse|access|verify|generate",
        REMARK,
    ),
    ("my knowledge|training ?data was|is|ends|goes|extends|cutoff|cut-off|only", REMARK),
    ("my knowledge cut off|ends", REMARK),
    ("as of my last|latest|most ?recent update|knowledge|training", REMARK),
    ("i don't|cannot|can't ?have access|browse ?to ?the real-time|internet|current", REMARK),
    (
        "here|below is|are the|a|an|your|my|some *3 rewritten|paraphrased|paraphrase|reworded|rephrased|translated|translation|rewrite",
        REMARK,
    ),
    (
        "here's the|a|an|your|my *3 rewritten|paraphrased|paraphrase|reworded|rephrased|translated|translation|rewrite",
        REMARK,
    ),
    (
        "^here|below is|are your|another|two|three *3 version|versions|article|text|story|summary|headline|headlines|draft|options",
        REMARK,
    ),
    ("^here's your|another|the|a *3 version|versions|article|summary|headline|headlines|draft", REMARK),
    ("^here is a|the summary|possible|revised|shorter|polished|article", REMARK),
    ("^sure|certainly|absolutely ?thing here|here's|below", REMARK),
    ("^of course here|here's", REMARK),
    ("^sure thing", REMARK),
    ("^i hope this|that|it helps|meets|suits|satisfies", REMARK),
    ("^hope this|that helps", REMARK),
    (
        "^i've|i ?have rewritten|paraphrased|reworded|rephrased|translated|summarized|summarised|condensed|proofread",
        REMARK,
    ),
    ("^?please let me know if|whether|what|how *2 you'd|need|want|like|would|prefer", REMARK),
    ("would you like|prefer me to", REMARK),
    ("do you want me to", REMARK),
    ("^should|shall i ?also make|write|rewrite|create|adapt|shorten|turn|translate|draft|tailor|expand", REMARK),
    (
        "^if you|you'd ?would|'d want|like|wish|prefer *6 i|i'll ?can|could|will also|create|make|write|provide|draft|turn|adapt|generate|prepare|shorten|expand|tailor|rewrite|translate",
        REMARK,
    ),
    (
        "i|i'll can|could ?also create|make|write|provide|draft|turn|adapt|generate|prepare|produce|tailor|suggest|shorten *5 version|summary|headline|headlines|post|article|translation|rewrite",
        REMARK,
    ),
    ("^feel free to ask|reach|let|adjust|modify|edit|request", REMARK),
    ("^?please provide|paste the|your|me *3 text|article|content|passage|document", REMARK),
    ("^is there anything else you|i", REMARK),
    (
        "^?note ?that this|the ?is ?a translation|rewrite|paraphrase|summary ?was ?is generated|provided|produced by|with|using ?an ai|chatgpt|deepl|google|machine|openai",
        CREDIT,
    ),
    (
        "translated by|with|using|via ?the|www ?free deepl|google|chatgpt|gpt|openai|ai|machine|microsoft|bing|yandex|reverso|claude|gemini|www.~",
        CREDIT,
    ),
    ("^machine translated|translation", CREDIT),
    ("^this *2 was|is automatically translated|generated", CREDIT),
    (
        "^?now you are|act ?as an|a|now|the *3 journalist|editor|writer|reporter|assistant|translator|copywriter|rewriter|copyeditor|linguist",
        PROMPT,
    ),
    (
        "you are|will ?be required|asked|tasked|instructed to|with ?be rewrite|paraphrase|translate|summarize|summarise|rewriting|paraphrasing|translating",
        PROMPT,
    ),
    ("^your task|job is to rewrite|paraphrase|translate|summarize|summarise|write", PROMPT),
    ("rewrite|paraphrase|translate|summarize|summarise|rephrase|reword|proofread the following", PROMPT),
    (
        "^?please rewrite|paraphrase|translate|summarize|summarise|rephrase|reword|proofread this|the|it *2 article|text|story|paragraph|passage|sentence|content|headline|into|in",
        PROMPT,
    ),
    ("ignore ?all previous|prior instructions", PROMPT),
    ("lorem ipsum", FILLER),
    ("dolor sit amet", FILLER),
];

/// What a line begins with, before a colon, when the parts of an answer are named.
const LABELS: &[&str] = &[
    "article",
    "assistant",
    "body",
    "body text",
    "draft",
    "final version",
    "focus keyword",
    "hashtags",
    "headline",
    "improved version",
    "key points",
    "key takeaways",
    "lede",
    "main points",
    "meta description",
    "new headline",
    "news article",
    "original text",
    "output",
    "paraphrase",
    "paraphrased text",
    "paraphrased version",
    "paraphrased article",
    "prompt",
    "revised article",
    "revised text",
    "revised version",
    "rewrite",
    "rewritten",
    "rewritten article",
    "rewritten headline",
    "rewritten story",
    "rewritten text",
    "rewritten title",
    "rewritten version",
    "seo title",
    "slug",
    "standfirst",
    "sub-headline",
    "subhead",
    "subheading",
    "subheadline",
    "suggested headline",
    "summary of changes",
    "takeaways",
    "tl;dr",
    "translated article",
    "translated text",
    "translated version",
    "translation",
    "translator's note",
    "user",
    "word count",
];

/// Labels that a story of its own may have as well.
const MILD_LABELS: &[&str] = &["title", "keywords", "tags", "introduction", "conclusion", "summary", "response"];

/// One place in a wording.
enum Item {
    /// One of these words.
    Word(Vec<&'static str>),
    /// One of these words, or none.
    Maybe(Vec<&'static str>),
    /// Up to so many words.
    Any(usize),
}

struct Pattern {
    at_start: bool,
    items: Vec<Item>,
    what: &'static str,
}

/// The wordings, and which of them can begin with a word.
struct Patterns {
    all: Vec<Pattern>,
    by_first: HashMap<&'static str, Vec<usize>>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut by_first: HashMap<&'static str, Vec<usize>> = HashMap::new();
    let mut all = Vec::with_capacity(REMARKS.len());
    for (wording, what) in REMARKS {
        let at_start = wording.starts_with('^');
        let items: Vec<Item> = wording.trim_start_matches('^').split(' ').map(item).collect();
        for item in &items {
            let (Item::Word(words) | Item::Maybe(words)) = item else { break };
            words.iter().for_each(|w| by_first.entry(w).or_default().push(all.len()));
            if let Item::Word(_) = item {
                break;
            }
        }
        all.push(Pattern { at_start, items, what });
    }
    Patterns { all, by_first }
});

fn item(word: &'static str) -> Item {
    match (word.strip_prefix('*'), word.strip_prefix('?')) {
        (Some(count), _) => Item::Any(count.parse().unwrap_or(1)),
        (_, Some(words)) => Item::Maybe(words.split('|').collect()),
        _ => Item::Word(word.split('|').collect()),
    }
}

/// A word in lower case, and where it stands.
struct Word<'a> {
    text: Cow<'a, str>,
    span: Range<usize>,
}

/// How many of `words` the items take from the first; none where they do not fit.
fn taken(items: &[Item], words: &[Word<'_>]) -> Option<usize> {
    let Some((item, rest)) = items.split_first() else { return Some(0) };
    let is = |word: &str, wanted: &str| match wanted.strip_suffix('~') {
        Some(head) => word.starts_with(head),
        None => word == wanted,
    };
    let one = |list: &[&str]| words.first().is_some_and(|w| list.iter().any(|l| is(&w.text, l)));
    let next = |n: usize| taken(rest, words.get(n..)?).map(|t| t + n);
    match item {
        Item::Word(list) => one(list).then(|| next(1)).flatten(),
        Item::Maybe(list) => one(list).then(|| next(1)).flatten().or_else(|| next(0)),
        Item::Any(most) => (0..=*most).find_map(next),
    }
}

/// One sentence of a line, as far as marks can tell: a dot inside an address ends none.
struct Sentence<'a> {
    span: Range<usize>,
    words: Vec<Word<'a>>,
}

fn sentences(text: &str, line: Range<usize>) -> Vec<Sentence<'_>> {
    let mut out: Vec<Sentence<'_>> = Vec::new();
    let mut open = Sentence { span: line.start..line.start, words: Vec::new() };
    let mut next = line.start;
    for piece in text[line].split_inclusive(char::is_whitespace) {
        let at = next;
        next += piece.len();
        let bare = piece.trim_end();
        if bare.is_empty() {
            continue;
        }
        if open.words.is_empty() && open.span.is_empty() {
            open.span = at..at;
        }
        open.span.end = at + bare.len();
        let word = bare.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            let from = at + piece.find(word).unwrap_or(0);
            let plain = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
            let text = if plain { word.into() } else { word.to_lowercase().replace('’', "'").into() };
            open.words.push(Word { text, span: from..from + word.len() });
        }
        let end = bare.trim_end_matches(['"', '”', '’', '\'', ')', '*']);
        if end.ends_with(['.', '!', '?', ':']) {
            out.push(std::mem::replace(&mut open, Sentence { span: 0..0, words: Vec::new() }));
        }
    }
    if !open.words.is_empty() {
        out.push(open);
    }
    out
}

/// Finds remarks in every line of the text. `quoted` tells whether a byte stands inside quotation marks, `in_wire` whether a wire has words.
pub fn find(text: &str, quoted: &dyn Fn(usize) -> bool, in_wire: &dyn Fn(&str) -> bool, out: &mut Vec<Leftover>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        if range.is_empty() {
            continue;
        }
        label(text, range.clone(), in_wire, out);
        let all = sentences(text, range.clone());
        let found: Vec<Option<&'static str>> = all.iter().map(|s| remark(text, s, quoted, in_wire)).collect();
        let Some(what) = found.iter().flatten().next() else { continue };
        let mut k = 0;
        while k < all.len() {
            let Some(kind) = found[k] else {
                k += 1;
                continue;
            };
            let (mut first, mut last) = (k, k);
            while first > 0 && belongs(text, &all[first - 1], quoted, in_wire) {
                first -= 1;
            }
            while last + 1 < all.len()
                && (found[last + 1].is_some() || kind == FILLER || belongs(text, &all[last + 1], quoted, in_wire))
            {
                last += 1;
            }
            // Credits name an address, which marks of sentences tear apart.
            let end = if kind == CREDIT { range.end } else { all[last].span.end };
            out.push(Leftover {
                span: all[first].span.start..end,
                what: found[k].unwrap_or(what),
                severity: Severity::Major,
            });
            k = if kind == CREDIT { all.len() } else { last + 1 };
        }
    }
}

/// What a sentence is, if it is a remark that no wire has.
fn remark(
    text: &str,
    s: &Sentence<'_>,
    quoted: &dyn Fn(usize) -> bool,
    in_wire: &dyn Fn(&str) -> bool,
) -> Option<&'static str> {
    let patterns = &*PATTERNS;
    for (k, word) in s.words.iter().enumerate() {
        for p in patterns.by_first.get(&*word.text).into_iter().flatten() {
            let p = &patterns.all[*p];
            if p.at_start && k > 0 {
                continue;
            }
            let Some(count) = taken(&p.items, &s.words[k..]).filter(|n| *n > 0) else { continue };
            let (from, to) = (word.span.start, s.words[k + count - 1].span.end);
            if !quoted(from) && !in_wire(&text[from..to]) {
                return Some(p.what);
            }
        }
    }
    None
}

/// Whether a sentence beside a remark goes on in its vein: it speaks of "you" or "I", or is nothing but "Sure!".
fn belongs(text: &str, s: &Sentence<'_>, quoted: &dyn Fn(usize) -> bool, in_wire: &dyn Fn(&str) -> bool) -> bool {
    if quoted(s.span.start) || in_wire(&text[s.span.clone()]) {
        return false;
    }
    let speaks = |w: &Word<'_>| {
        matches!(&*w.text, "i" | "i'm" | "i've" | "i'll" | "my" | "me" | "you" | "your" | "you're" | "you'd")
            && !quoted(w.span.start)
    };
    let short = |w: &Word<'_>| {
        matches!(
            &*w.text,
            "sure"
                | "certainly"
                | "absolutely"
                | "of"
                | "course"
                | "okay"
                | "ok"
                | "understood"
                | "thing"
                | "great"
                | "question"
                | "no"
                | "problem"
                | "yes"
        )
    };
    s.words.iter().any(speaks) || s.words.len() <= 3 && s.words.iter().all(short)
}

/// A label at the start of the line.
fn label(text: &str, line: Range<usize>, in_wire: &dyn Fn(&str) -> bool, out: &mut Vec<Leftover>) {
    let words = &text[line.clone()];
    let marks = |c: char| matches!(c, '*' | '#' | '_' | ' ' | '\t' | '>' | '(' | '[');
    let bare = words.trim_start_matches(marks);
    let Some(colon) = bare.find(':').filter(|n| *n <= 24) else { return };
    let name = bare[..colon].trim_end_matches(['*', '_', ' ']).to_lowercase().replace('’', "'");
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '#');
    let severity = match name {
        n if LABELS.contains(&n) => Severity::Major,
        n if MILD_LABELS.contains(&n) => Severity::Minor,
        _ => return,
    };
    if in_wire(&bare[..=colon]) {
        return;
    }
    let from = line.start + (words.len() - bare.len());
    let after = &text[from + colon + 1..line.end];
    let closing = after.len() - after.trim_start_matches(['*', '_']).len();
    let from = if closing > 0 { line.start } else { from };
    let end = line.end - after.len() + closing;
    out.push(Leftover { span: from..end, what: LABEL, severity });
}
