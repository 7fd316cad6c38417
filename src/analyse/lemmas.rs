//! Parts of speech and lemmas of the tokens of one sentence.

use super::{Token, TokenKind};
use crate::knowledge::lexicon::{Entry, PosSet};
use crate::knowledge::tagger::{self, Tag};

/// Tags the tokens of one sentence and gives each its lemma.
pub fn tag(text: &str, folded: &str, tokens: &mut [Token]) {
    let fold = |t: &Token| folded.get(t.fold.0 as usize..t.fold.1 as usize).unwrap_or("");
    // The tagger wants words as they stand, but contractions written out.
    let words: Vec<&str> = tokens
        .iter()
        .map(|t| {
            let (raw, full) = (t.span.of(text), fold(t));
            if raw.len() == full.len() && !raw.as_bytes().contains(&b'\'') { raw } else { full }
        })
        .collect();
    let mut tags = Vec::with_capacity(words.len());
    tagger::tag(&words, &mut tags);
    for (t, tag) in tokens.iter_mut().zip(tags) {
        t.tag = tag;
        if t.kind == TokenKind::Word && t.is_content() {
            let form = &folded[t.fold.0 as usize..t.fold.1 as usize];
            t.lemma = lemma(form, tag).unwrap_or(t.hash);
            t.canon = t.lemma;
        }
    }
}

/// Hash of the lemma in American spelling; none where the lexicon does not know the word.
fn lemma(form: &str, tag: Tag) -> Option<u64> {
    let entry = Entry::new(form, PosSet::ALL);
    let readings = entry.readings();
    let fitting = tag.pos().and_then(|pos| readings.iter().find(|r| r.pos == pos));
    fitting.or(readings.first()).map(|r| r.key)
}
