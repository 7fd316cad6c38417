//! Parts of speech and lemmas of the tokens of one sentence.

use std::sync::Arc;

use super::{Token, TokenKind};
use crate::knowledge::tagger::{self, Tag};
use crate::knowledge::word::Word;

/// Tags the tokens of one sentence and gives each its lemma; `forms` has the folded form of each.
pub fn tag(text: &str, folded: &str, tokens: &mut [Token], forms: &[Arc<Word>]) {
    let fold = |t: &Token| folded.get(t.fold.0 as usize..t.fold.1 as usize).unwrap_or("");
    // The tagger wants words as they stand, but contractions written out.
    let (words, known): (Vec<&str>, Vec<Arc<Word>>) = tokens
        .iter()
        .zip(forms)
        .map(|(t, form)| {
            let (raw, full) = (t.span.of(text), fold(t));
            if raw.len() != full.len() || raw.as_bytes().contains(&b'\'') {
                (full, Arc::clone(form))
            } else if raw.is_ascii() {
                (raw, Arc::clone(form))
            } else {
                (raw, tagger::form(raw))
            }
        })
        .unzip();
    let mut tags = Vec::with_capacity(words.len());
    tagger::tag_known(&words, &known, &mut tags);
    for ((t, tag), form) in tokens.iter_mut().zip(tags).zip(forms) {
        t.tag = tag;
        if t.kind == TokenKind::Word && t.is_content() {
            t.lemma = lemma(form, tag).unwrap_or(t.hash);
            t.canon = t.lemma;
        }
    }
}

/// Hash of the lemma in American spelling; none where the lexicon does not know the word.
fn lemma(form: &Word, tag: Tag) -> Option<u64> {
    let readings = form.readings();
    let fitting = tag.pos().and_then(|pos| readings.iter().find(|r| r.pos == pos));
    fitting.or(readings.first()).map(|r| r.key)
}
