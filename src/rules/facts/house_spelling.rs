use crate::compare::Case;
use crate::finding::Finding;
use crate::text::{RewriteSpan, Span};

rule! {
    /// # What it reports
    /// A form that the newsroom does not use, where its own file prefers another: "Kiev" for "Kyiv".
    ///
    /// # Why it matters
    /// A newsroom spells a name one way.
    ///
    /// # Evidence it asks for
    /// A `write` row in a file of facts (`--facts`, or `facts` in truecopy.toml; see docs/facts.md), and the form as a
    /// whole word with the same capitals. Without such a file nothing is reported, whatever the wire writes.
    ///
    /// # Example
    /// ```text
    /// facts: write\tmotor lorry\tjuggernaut
    /// wire: A lorry blocked the tunnel on Monday, police said.
    /// rewrite: A juggernaut blocked the tunnel on Monday, police said.
    /// fires: juggernaut
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: A lorry blocked the road to Kiev on Monday, police said.
    /// rewrite: A lorry blocked the road to Kiev on Monday, police said.
    /// silent
    /// wire: A lorry blocked the tunnel on Monday, police said.
    /// rewrite: On Monday a lorry blocked the tunnel, police said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Inflected forms that the file does not list.
    id: "house-spelling",
    group: Facts,
    category: WrongTerm,
    severity: Minor,
    speaks: Sharp,
    ground: House,
    fix: Advice,
    names: SparedAround,
}

/// Reports every form that the newsroom's own files replace by another.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let lexicon = &case.facts.lexicon;
    if lexicon.is_empty() {
        return;
    }
    let in_story = |span: Span| {
        let k = a.tokens.partition_point(|t| t.span.end <= span.start);
        a.tokens.get(k).is_some_and(|t| t.span.overlaps(span))
    };
    for slip in lexicon.slips(&a.text).filter(|s| in_story(s.span)) {
        let said = slip.span.of(&a.text);
        let why = if slip.note.is_empty() { String::new() } else { format!(" ({})", slip.note) };
        let message = format!("house style is “{}”, the rewrite says “{said}”{why}", slip.preferred);
        let f = Finding::at(&RULE, RewriteSpan(slip.span), message).confidence(0.95);
        out.push(f.known(format!("house spelling: {}, not {said}{why}", slip.preferred)).replace_with(slip.preferred));
    }
}
