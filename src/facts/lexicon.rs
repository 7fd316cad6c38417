//! How the newsroom writes: forms to use instead of others, and names that are never questioned.

use aho_corasick::{AhoCorasick, MatchKind};

use super::fault::RowFault;
use crate::text::Span;

/// Preferred and forbidden forms, and names to leave alone.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Every form to look for, in the order of the matcher's patterns.
    forms: Vec<Form>,
    matcher: Option<AhoCorasick>,
}

#[derive(Clone, Debug)]
enum Form {
    Forbidden { preferred: String, note: String },
    Kept,
}

/// A forbidden form where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip<'a> {
    /// Where.
    pub span: Span,
    /// What to write instead.
    pub preferred: &'a str,
    /// Why; may be empty.
    pub note: &'a str,
}

/// What goes into a lexicon.
#[derive(Debug, Default)]
pub(super) struct Builder {
    patterns: Vec<String>,
    forms: Vec<Form>,
}

impl Builder {
    pub(super) fn write(&mut self, preferred: &str, forbidden: &[String], note: &str) {
        for form in forbidden {
            self.patterns.push(form.clone());
            self.forms.push(Form::Forbidden { preferred: preferred.to_owned(), note: note.to_owned() });
        }
        self.keep(preferred);
    }

    pub(super) fn keep(&mut self, name: &str) {
        self.patterns.push(name.to_owned());
        self.forms.push(Form::Kept);
    }

    /// # Errors
    /// Where there are more forms than a matcher can hold.
    pub(super) fn build(self) -> Result<Lexicon, RowFault> {
        if self.patterns.is_empty() {
            return Ok(Lexicon::default());
        }
        let matcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&self.patterns)
            .map_err(|_| RowFault::Forms)?;
        Ok(Lexicon { forms: self.forms, matcher: Some(matcher) })
    }
}

impl Lexicon {
    /// The forms in a text, as whole words and with the capitals of the file, the longest first where several begin together.
    fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a Form)> + 'a {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        self.matcher.iter().flat_map(move |m| m.find_iter(text)).filter_map(move |m| {
            let inside = word(text.get(..m.start())?.chars().next_back()) || word(text.get(m.end()..)?.chars().next());
            Some((Span::new(m.start(), m.end()), self.forms.get(m.pattern().as_usize())?)).filter(|_| !inside)
        })
    }

    /// The forbidden forms in a text, in order.
    pub fn slips<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Slip<'a>> + 'a {
        self.found(text).filter_map(|(span, form)| match form {
            Form::Forbidden { preferred, note } => Some(Slip { span, preferred, note }),
            Form::Kept => None,
        })
    }

    /// Where names stand that are never questioned, preferred forms among them.
    pub fn kept(&self, text: &str) -> Vec<Span> {
        self.found(text).filter(|(_, form)| matches!(form, Form::Kept)).map(|(span, _)| span).collect()
    }

    /// How many forms there are.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_whole_words_and_the_longest_wins() {
        let mut b = Builder::default();
        b.write("Kyiv", &["Kiev".into()], "house style");
        b.keep("Chicken Kiev");
        let lexicon = b.build().expect("few forms");
        let text = "Kiev, Kievan Rus, Chicken Kiev and Kyiv: Kiev.";
        let slips: Vec<&str> = lexicon.slips(text).map(|s| s.span.of(text)).collect();
        assert_eq!(slips, ["Kiev", "Kiev"]);
        assert_eq!(lexicon.slips(text).map(|s| s.span.start).collect::<Vec<_>>(), [0, 41]);
        let kept: Vec<&str> = lexicon.kept(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(kept, ["Chicken Kiev", "Kyiv"]);
        assert_eq!(Lexicon::default().slips(text).count(), 0);
    }
}
