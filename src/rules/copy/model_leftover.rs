use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::compare::Case;
use crate::finding::{Finding, Severity};
use crate::text::{RewriteSpan, Span};

rule! {
    /// # What it reports
    /// Remarks that a language model or a translation program made about the text, and markup that it left behind:
    /// "Here is the rewritten article", "As an AI language model", "[Insert name]", "**bold**", "&amp;quot;".
    ///
    /// # Why it matters
    /// It is not part of the story. Published, it makes the newsroom a laughing stock.
    ///
    /// # Evidence it asks for
    /// A set phrase where such programs put it (many only at the start of a line), in words that are not in the wire.
    ///
    /// # Example
    /// ```text
    /// wire: The bridge will stay shut until the autumn.
    /// rewrite: Sure! Here is the rewritten article:\nThe bridge will stay shut until the autumn.
    /// fires: Here is the rewritten article
    /// wire: The bridge will stay shut until the autumn.
    /// rewrite: The bridge will stay shut until the autumn, said [insert name].
    /// fires: [insert name]
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: “As an AI language model, I cannot vote,” the chatbot told the court.
    /// rewrite: “As an AI language model, I cannot vote,” the chatbot told the court.
    /// silent
    /// wire: Certainly, the bridge will stay shut until the autumn.
    /// rewrite: Certainly, the bridge will stay shut until the autumn.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Remarks that a model words in its own way.
    id: "model-leftover",
    group: Copy,
    category: NonContent,
    severity: Major,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Judged,
}

/// Where a phrase has to stand to be a leftover.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Anchor {
    /// Anywhere.
    Any,
    /// At the start of a line.
    Line,
}
use Anchor::{Any, Line};

/// Phrases in lower case, where they count, and what an editor would call them.
const PHRASES: &[(&str, Anchor, &str)] = &[
    ("as an ai language model", Any, "a remark by a language model"),
    ("as an ai assistant", Any, "a remark by a language model"),
    ("as an ai model", Any, "a remark by a language model"),
    ("as a language model", Any, "a remark by a language model"),
    ("as a large language model", Any, "a remark by a language model"),
    ("i'm sorry, but i can", Line, "a remark by a language model"),
    ("i’m sorry, but i can", Line, "a remark by a language model"),
    ("i am sorry, but i can", Line, "a remark by a language model"),
    ("i cannot fulfill", Line, "a remark by a language model"),
    ("my knowledge cutoff", Any, "a remark by a language model"),
    ("as of my last update", Any, "a remark by a language model"),
    ("as of my last knowledge", Any, "a remark by a language model"),
    ("here is the rewritten", Any, "a remark by a language model"),
    ("here's the rewritten", Any, "a remark by a language model"),
    ("here’s the rewritten", Any, "a remark by a language model"),
    ("here is a rewritten", Any, "a remark by a language model"),
    ("here's a rewritten", Any, "a remark by a language model"),
    ("here’s a rewritten", Any, "a remark by a language model"),
    ("here is the paraphrase", Any, "a remark by a language model"),
    ("here is a paraphrase", Any, "a remark by a language model"),
    ("here's a paraphrase", Any, "a remark by a language model"),
    ("here is the translat", Any, "a remark by a language model"),
    ("here's the translat", Any, "a remark by a language model"),
    ("here’s the translat", Any, "a remark by a language model"),
    ("here is the article", Line, "a remark by a language model"),
    ("here is your", Line, "a remark by a language model"),
    ("here's your", Line, "a remark by a language model"),
    ("here is a summary", Line, "a remark by a language model"),
    ("here's a summary", Line, "a remark by a language model"),
    ("here is a possible", Line, "a remark by a language model"),
    ("sure! here", Line, "a remark by a language model"),
    ("sure, here", Line, "a remark by a language model"),
    ("sure thing!", Line, "a remark by a language model"),
    ("certainly! here", Line, "a remark by a language model"),
    ("of course! here", Line, "a remark by a language model"),
    ("absolutely! here", Line, "a remark by a language model"),
    ("i hope this helps", Line, "a remark by a language model"),
    ("i have rewritten", Line, "a remark by a language model"),
    ("i've rewritten", Line, "a remark by a language model"),
    ("i have translated", Line, "a remark by a language model"),
    ("let me know if you need", Line, "a remark by a language model"),
    ("let me know if you'd like", Line, "a remark by a language model"),
    ("let me know if you would like", Line, "a remark by a language model"),
    ("would you like me to", Line, "a remark by a language model"),
    ("rewritten article:", Line, "a label from a language model"),
    ("rewritten version:", Line, "a label from a language model"),
    ("rewritten text:", Line, "a label from a language model"),
    ("rewrite:", Line, "a label from a language model"),
    ("paraphrased text:", Line, "a label from a language model"),
    ("paraphrased version:", Line, "a label from a language model"),
    ("translation:", Line, "a label from a translation program"),
    ("translated text:", Line, "a label from a translation program"),
    ("translator's note", Line, "a translator's note"),
    ("translator’s note", Line, "a translator's note"),
    ("translated by ", Line, "a translation credit"),
    ("translated with ", Line, "a translation credit"),
    ("machine translated", Line, "a translation credit"),
    ("rewrite the following", Any, "a prompt"),
    ("rewrite this article", Any, "a prompt"),
    ("paraphrase the following", Any, "a prompt"),
    ("translate the following", Any, "a prompt"),
    ("summarize the following", Any, "a prompt"),
    ("summarise the following", Any, "a prompt"),
    ("ignore previous instructions", Any, "a prompt"),
    ("[insert ", Any, "a placeholder"),
    ("[your ", Any, "a placeholder"),
    ("[name]", Any, "a placeholder"),
    ("[date]", Any, "a placeholder"),
    ("[location]", Any, "a placeholder"),
    ("[source]", Any, "a placeholder"),
    ("[mask]", Any, "a placeholder"),
    ("[unk]", Any, "a placeholder"),
    ("<unk>", Any, "a placeholder"),
    ("<pad>", Any, "a placeholder"),
    ("<s>", Any, "a placeholder"),
    ("</s>", Any, "a placeholder"),
    ("<|", Any, "a placeholder"),
    ("lorem ipsum", Any, "a placeholder"),
    ("@-@", Any, "a token from a translation program"),
    ("&quot;", Any, "an undecoded HTML entity"),
    ("&apos;", Any, "an undecoded HTML entity"),
    ("&amp;", Any, "an undecoded HTML entity"),
    ("&nbsp;", Any, "an undecoded HTML entity"),
    ("&#39;", Any, "an undecoded HTML entity"),
    ("&#x27;", Any, "an undecoded HTML entity"),
    ("**", Any, "Markdown markup"),
    ("# ", Line, "Markdown markup"),
    ("## ", Line, "Markdown markup"),
    ("### ", Line, "Markdown markup"),
    ("```", Any, "Markdown markup"),
    ("](http", Any, "Markdown markup"),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(PHRASES.iter().map(|p| p.0))
        .ok()
});

/// Searches every line for the phrases of the table and reports those that are not in the wire.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let Some(finder) = FINDER.as_ref() else { return };
    let text = &*case.rewrite.text;
    let mut last_end = 0;
    // Each phrase is looked for in the wires once, however often the rewrite has it.
    let mut asked: [Option<bool>; PHRASES.len()] = [None; PHRASES.len()];
    for m in finder.find_iter(text) {
        let Some(&(phrase, anchor, what)) = PHRASES.get(m.pattern().as_usize()) else { continue };
        if m.start() < last_end || anchor == Line && !starts_line(text, m.start()) {
            continue;
        }
        if let Some(a) = asked.get_mut(m.pattern().as_usize())
            && *a.get_or_insert_with(|| in_wire(case, phrase))
        {
            continue;
        }
        let end = reach(text, m.end(), phrase);
        last_end = end;
        let words = &text[m.start()..end];
        // Marks of markup are an eyesore, words of the model are a scandal.
        let severity =
            if what.starts_with("Markdown") || what.starts_with("an undecoded") || what == "a translation credit" {
                Severity::Minor
            } else {
                RULE.severity
            };
        let span = Span::new(m.start(), end);
        out.push(
            Finding::at(&RULE, RewriteSpan(span), format!("{what} was left in the text: “{words}”"))
                .severity(severity)
                .confidence(0.9),
        );
    }
}

fn starts_line(text: &str, at: usize) -> bool {
    let head = text[..at].trim_end_matches([' ', '\t', '*', '_', '"', '“', '(', '#', '>']);
    head.is_empty() || head.ends_with('\n')
}

fn in_wire(case: &Case, words: &str) -> bool {
    case.wires
        .iter()
        .any(|w| w.text.as_bytes().windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes())))
}

/// The end of the remark: of its line or sentence for words, of its bracket or of the mark itself for marks.
fn reach(text: &str, end: usize, phrase: &str) -> usize {
    let rest = &text[end..];
    if phrase.starts_with('[') && !phrase.ends_with(']') {
        return rest.find([']', '\n']).map_or(end, |n| end + n + usize::from(rest[n..].starts_with(']')));
    }
    if phrase == "**" {
        return rest.find("**").filter(|n| *n < 120 && !rest[..*n].contains('\n')).map_or(end, |n| end + n + 2);
    }
    if !phrase.starts_with(|c: char| c.is_ascii_lowercase()) {
        return end;
    }
    end + rest.find(['\n', '.', ':', '!', '?']).unwrap_or(rest.len())
}
