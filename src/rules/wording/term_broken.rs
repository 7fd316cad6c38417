use std::ops::Range;

use crate::align::Edit;
use crate::analyse::{Analysis, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::knowledge::lexicon::{self, phrases};
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A fixed term of the wire whose words were each exchanged for a word of like meaning: "tall tribunal" for "high court",
    /// "supply bazaar" for "stock market".
    ///
    /// # Why it matters
    /// It is the trace of a thesaurus or of a machine that rewrites word by word; the term is lost, and often the sense.
    ///
    /// # Evidence it asks for
    /// The dictionary has the wire's two words as one term and not those of the rewrite, each of these is related to the wire's word in its
    /// place, and the words around them are the wire's.
    ///
    /// # Example
    /// ```text
    /// wire: The appeal goes to the supreme court in Bern next week.
    /// rewrite: The appeal goes to the sovereign tribunal in Bern next week.
    /// fires: sovereign tribunal
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The stock market in Bern fell by two percent last week.
    /// rewrite: The stock exchange in Bern fell by two percent last week.
    /// silent
    /// wire: He was treated for a heart attack in Turin on Sunday.
    /// rewrite: He was treated for a cardiac arrest in Turin on Sunday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Terms that the dictionary lacks, and those told in more or fewer words.
    id: "term-broken",
    group: Wording,
    category: WrongTerm,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports terms whose words were exchanged one by one.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for e in case.alignment.edits.iter().filter(|e| e.replaces() && e.left + e.right >= 3 && e.left.min(e.right) >= 1) {
        let (r, wire) = (case.rewrite, &case.wires[e.take]);
        let sentence = &wire.sentences[wire.tokens[e.wire.start].sentence as usize].tokens;
        let from = e.wire.start.saturating_sub(1).max(sentence.start);
        for j in from..e.wire.end.min(sentence.end.saturating_sub(1)) {
            let term = j..j + 2;
            let Some(here) = counterpart(e, &term) else { continue };
            if is_term(wire, &term) && here.end <= r.tokens.len() && broken(r, &here, wire, &term) {
                let (mine, theirs) = (r.words(here.clone()), wire.words(term.clone()));
                let message = format!("the wire's term “{theirs}” was exchanged word by word: “{mine}”");
                out.push(
                    Finding::at(&RULE, RewriteSpan(r.span(here)), message)
                        .confidence(0.75)
                        .against(WireSpan { take: e.take, span: wire.span(term) }),
                );
                break;
            }
        }
    }
}

/// The two words of the rewrite that stand in the place of two words of the wire, one or both of them edited and nothing else.
fn counterpart(e: &Edit, term: &Range<usize>) -> Option<Range<usize>> {
    let (before, after) = (term.start < e.wire.start, term.end > e.wire.end);
    let inside = term.len() - usize::from(before) - usize::from(after);
    if e.wire.len() != inside || e.rewrite.len() != inside {
        return None;
    }
    Some(e.rewrite.start - usize::from(before)..e.rewrite.end + usize::from(after))
}

/// Whether two tokens are one term of the dictionary.
fn is_term(a: &Analysis, tokens: &Range<usize>) -> bool {
    let words = || tokens.clone().map(|i| a.tokens[i]);
    words().all(|t| t.is_content() && t.kind == TokenKind::Word)
        && lexicon::mwe(&[a.fold(tokens.start), a.fold(tokens.start + 1)]).is_some()
}

/// Whether the words of the rewrite are no term, and each is the wire's or one of like meaning, though not the usual one.
fn broken(r: &Analysis, here: &Range<usize>, wire: &Analysis, term: &Range<usize>) -> bool {
    if here.len() != 2 || is_term(r, here) || !here.clone().all(|i| r.tokens[i].is_content()) {
        return false;
    }
    let pairs = || here.clone().zip(term.clone());
    let kin = |(i, j): (usize, usize)| {
        let (a, b) = (r.fold(i), wire.fold(j));
        let x = lexicon::relations(a, b, None);
        r.tokens[i].lemma == wire.tokens[j].lemma
            || x.synonym.max(x.similar).max(x.derivation).max(x.hypernym).max(x.hyponym).max(x.sibling) >= 40
    };
    let text = |a: &Analysis, t: &Range<usize>| [a.fold(t.start).to_owned(), a.fold(t.start + 1).to_owned()];
    let (x, y) = (text(r, here), text(wire, term));
    let equal = phrases::paraphrase(&[&x[0], &x[1]], &[&y[0], &y[1]]).is_some();
    // "Highest court" for "supreme court" is what writers say; two words exchanged at once are not.
    let exchanged = pairs().filter(|(i, j)| r.tokens[*i].lemma != wire.tokens[*j].lemma).count();
    !equal && exchanged == 2 && pairs().all(kin)
}
