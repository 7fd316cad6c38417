//! Several takes of a wire: an update repeats most of what it updates, so that a sentence left out would be missed once for each.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::align::alignment::WireSentence;
use crate::analyse::Analysis;
use crate::ingest::BlockKind;
use crate::text::{KeyMap, Keys};

/// A word in more sentences than this brings none together: it tells nothing, and would cost quadratic time.
const TOO_COMMON: usize = 64;

/// Takes off what another take has too: a sentence whose twin is told is told, and of twins that are dropped the first stands for all.
pub(super) fn once(dropped: &mut Vec<WireSentence>, wires: &[Analysis], body: &OnceLock<Body>) {
    if wires.len() < 2 || dropped.is_empty() {
        return;
    }
    let body = body.get_or_init(|| Body::new(wires));
    let all: HashSet<WireSentence> = dropped.iter().copied().collect();
    dropped.retain(|id| !body.twins(wires, *id).iter().any(|t| !all.contains(t) || t.take < id.take));
}

/// The sentences of all paragraphs, by their content words.
#[derive(Debug)]
pub(super) struct Body {
    sentences: Vec<WireSentence>,
    by_word: KeyMap<Vec<u32>>,
}

impl Body {
    fn new(wires: &[Analysis]) -> Self {
        let mut body = Body { sentences: Vec::new(), by_word: KeyMap::default() };
        for (take, wire) in wires.iter().enumerate() {
            for (sentence, _) in wire.sentences.iter().enumerate().filter(|(_, s)| s.kind == BlockKind::Paragraph) {
                let (id, at) = (body.sentences.len() as u32, WireSentence { take, sentence });
                for word in content(wires, at) {
                    body.by_word.entry(word).or_default().push(id);
                }
                body.sentences.push(at);
            }
        }
        body
    }

    /// Sentences of other takes that say the same in nearly the same words.
    fn twins(&self, wires: &[Analysis], id: WireSentence) -> Vec<WireSentence> {
        let own = content(wires, id);
        let mut shared: HashMap<u32, usize> = HashMap::new();
        for posts in own.iter().filter_map(|word| self.by_word.get(word)).filter(|posts| posts.len() <= TOO_COMMON) {
            posts.iter().for_each(|post| *shared.entry(*post).or_default() += 1);
        }
        let nearly_all = |n: usize, of: usize| n * 4 >= of * 3;
        let close = shared.into_iter().filter(|(_, n)| nearly_all(*n, own.len()));
        let found = close.filter_map(|(post, n)| Some((*self.sentences.get(post as usize)?, n)));
        found.filter(|(s, n)| s.take != id.take && nearly_all(*n, content(wires, *s).len())).map(|(s, _)| s).collect()
    }
}

/// The keys of a sentence's content words.
fn content(wires: &[Analysis], at: WireSentence) -> Keys {
    let wire = wires.get(at.take);
    let sentence = wire.and_then(|w| w.sentences.get(at.sentence));
    let tokens = wire.zip(sentence).and_then(|(w, s)| w.tokens.get(s.tokens.clone())).unwrap_or_default();
    tokens.iter().filter(|t| t.is_content()).map(|t| t.canon).collect()
}
