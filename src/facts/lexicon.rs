//! How the newsroom writes: forms to use instead of others, and names that are never questioned.

use crate::text::Span;

/// Preferred and forbidden forms, and names to leave alone.
///
/// A sorted list is searched for what a text goes on with at the beginning of each word. An automaton over all forms takes far longer to make
/// than the text to search: `aho-corasick` brings the states together that end a form, with the square of their number.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Every form to look for, in the order of its bytes.
    forms: Vec<(Box<str>, Form)>,
    /// For each, the place of the longest other form that it begins with.
    shorter: Vec<Option<usize>>,
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
    forms: Vec<(Box<str>, Form)>,
}

impl Builder {
    pub(super) fn write(&mut self, preferred: &str, forbidden: &[String], note: &str) {
        for form in forbidden {
            let why = Form::Forbidden { preferred: preferred.to_owned(), note: note.to_owned() };
            self.forms.push((form.as_str().into(), why));
        }
        self.keep(preferred);
    }

    pub(super) fn keep(&mut self, name: &str) {
        self.forms.push((name.into(), Form::Kept));
    }

    pub(super) fn build(self) -> Lexicon {
        let mut forms = self.forms;
        forms.retain(|(form, _)| !form.is_empty());
        // Of rows on the same form the first one holds: the order of the rows stays.
        forms.sort_by(|x, y| x.0.cmp(&y.0));
        forms.dedup_by(|later, first| later.0 == first.0);
        let mut shorter = Vec::with_capacity(forms.len());
        // The forms that the last one begins with, and itself.
        let mut open: Vec<usize> = Vec::new();
        for (i, (form, _)) in forms.iter().enumerate() {
            while open.pop_if(|o| !form.starts_with(&*forms[*o].0)).is_some() {}
            shorter.push(open.last().copied());
            open.push(i);
        }
        Lexicon { forms, shorter }
    }
}

impl Lexicon {
    /// The forms in a text, as whole words and with the capitals of the file, the longest first where several begin together.
    fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a Form)> + 'a {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mut done = if self.forms.is_empty() { text.len() } else { 0 };
        let mut before = None;
        text.char_indices().filter_map(move |(at, letter)| {
            let inside = word(before.replace(letter));
            if at < done || inside {
                return None;
            }
            let (form, what) = self.longest(&text[at..])?;
            done = at + form.len();
            Some((Span::new(at, done), what))
        })
    }

    /// The longest form that a text begins with, as a whole word.
    fn longest(&self, text: &str) -> Option<(&str, &Form)> {
        // What the text begins with, the last form that is not behind it begins with too.
        let mut next = self.forms.partition_point(|(form, _)| **form <= *text).checked_sub(1);
        while let Some(i) = next {
            let (form, what) = &self.forms[i];
            let rest = text.strip_prefix(&**form);
            if rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) {
                return Some((form, what));
            }
            next = self.shorter[i];
        }
        None
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
        let lexicon = b.build();
        let text = "Kiev, Kievan Rus, Chicken Kiev and Kyiv: Kiev.";
        let slips: Vec<&str> = lexicon.slips(text).map(|s| s.span.of(text)).collect();
        assert_eq!(slips, ["Kiev", "Kiev"]);
        assert_eq!(lexicon.slips(text).map(|s| s.span.start).collect::<Vec<_>>(), [0, 41]);
        let kept: Vec<&str> = lexicon.kept(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(kept, ["Chicken Kiev", "Kyiv"]);
        assert_eq!(Lexicon::default().slips(text).count(), 0);
    }

    #[test]
    fn a_form_that_is_no_whole_word_hides_none() {
        let mut b = Builder::default();
        for form in ["Kiev Post", "Kiev", "ack Strand", "Strand Hotel", "Ørsted", "’t Gooi", "Kiev"] {
            b.keep(form);
        }
        let lexicon = b.build();
        let text = "Kiev Posters, Jack Strand Hotel; Ørsted’s ’t Gooi, Ørstedt";
        let found: Vec<&str> = lexicon.kept(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["Kiev", "Strand Hotel", "Ørsted", "’t Gooi"]);
        assert_eq!(lexicon.len(), 6);
    }

    #[test]
    fn the_search_finds_what_trying_every_form_everywhere_finds() {
        let parts = ["A", "b", " ", "-", "Ab", "é"];
        let nth = |mut n: usize| {
            let mut out = String::new();
            while n > 0 {
                out.push_str(parts[n % parts.len()]);
                n /= parts.len();
            }
            out
        };
        for start in 1..60 {
            let forms: Vec<String> = (0..12).map(|i| nth(start * 7 + i * i * 31)).collect();
            let mut b = Builder::default();
            forms.iter().for_each(|f| b.keep(f));
            let lexicon = b.build();
            let text = nth(start * 982_451_653) + &forms[start % 12] + " " + &forms[start % 5];
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let (mut want, mut at) = (Vec::new(), 0);
            while at < text.len() {
                let fits = |f: &&String| {
                    let end = at + f.len();
                    text[at..].starts_with(f.as_str())
                        && !letter(text[..at].chars().next_back())
                        && !letter(text[end..].chars().next())
                };
                let longest = forms.iter().filter(fits).map(String::len).max().unwrap_or(0);
                if longest > 0 {
                    want.push(Span::new(at, at + longest));
                }
                let step = text[at..].chars().next().map_or(1, char::len_utf8);
                at += longest.max(step);
            }
            assert_eq!(lexicon.kept(&text), want, "{forms:?} in {text:?}");
        }
    }
}
