//! The house lexicon: words that are right here, whatever the tables say.

use std::collections::HashSet;

use super::fingerprint::normal;
use crate::finding::{Category, Finding};
use crate::report::Report;

/// Words and phrases that the house spells its own way.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    entries: HashSet<String>,
}

impl Lexicon {
    /// Reads a lexicon: one word or phrase a line; `#` begins a comment.
    pub fn read(text: &str) -> Self {
        let lines = text.trim_start_matches('\u{FEFF}').lines();
        let entries = lines.map(|l| normal(l.split('#').next().unwrap_or(""))).filter(|l| !l.is_empty());
        Lexicon { entries: entries.collect() }
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a finding is about the spelling or the language of nothing but words of the lexicon.
    pub fn allows(&self, report: &Report, finding: &Finding) -> bool {
        let about_form = matches!(
            finding.category,
            Category::Spelling | Category::Untranslated | Category::CharacterEncoding | Category::WrongTerm
        );
        if !about_form || self.is_empty() || finding.at.is_none() {
            return false;
        }
        finding.places().all(|at| {
            let words = normal(report.rewrite.source.slice(at.0));
            !words.is_empty() && (self.entries.contains(&words) || words.split(' ').all(|w| self.entries.contains(w)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;
    use crate::rules;
    use crate::text::{RewriteSpan, Span};

    #[test]
    fn only_findings_about_form_are_allowed() {
        let rule = |id| rules::rule(id).expect("a rule");
        let (spelling, figure) = (rule("misspelling"), rule("number-changed"));
        let report = Report::new([], from_text("r", "Norferries sailed."));
        let lexicon = Lexicon::read("# ours\nNorferries # the operator\n\nslow news\n");
        let at = RewriteSpan(Span::new(0, 10));
        assert!(lexicon.allows(&report, &Finding::at(spelling, at, "m")));
        assert!(!lexicon.allows(&report, &Finding::at(figure, at, "m")));
        assert!(!lexicon.allows(&report, &Finding::at(spelling, RewriteSpan(Span::new(11, 17)), "m")));
    }
}
