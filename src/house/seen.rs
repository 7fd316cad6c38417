//! A text as house rules see it: on one line, with plain quotation marks and dashes, so that a rule need not know how a file was typed.

use crate::text::Span;

/// A text with typographic marks made plain and white space made single, and where each byte of it comes from.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is searched.
    pub text: String,
    /// For each byte, where the character begins that it comes from; one more for the end.
    from: Vec<u32>,
}

impl Seen {
    /// A text as it is written, in upper and lower case.
    pub fn cased(text: &str) -> Self {
        Seen::of(text, false)
    }

    /// A text in lower case.
    pub fn folded(text: &str) -> Self {
        Seen::of(text, true)
    }

    fn of(text: &str, lower: bool) -> Self {
        let mut seen = Seen { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len() + 1) };
        for (at, c) in text.char_indices() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            match plain(c) {
                Some(' ') if seen.text.ends_with(' ') => {}
                Some(c) => seen.push(c, at),
                None if lower && c.is_ascii() => seen.push(c.to_ascii_lowercase(), at),
                None if lower => c.to_lowercase().for_each(|c| seen.push(c, at)),
                None => seen.push(c, at),
            }
        }
        seen.from.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        seen
    }

    #[inline]
    fn push(&mut self, c: char, at: u32) {
        self.text.push(c);
        if c.is_ascii() {
            self.from.push(at);
        } else {
            self.from.resize(self.text.len(), at);
        }
    }

    /// Where a stretch of it stands in the text that it was made of.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let at = |i: usize| self.from.get(i).or(self.from.last()).copied().unwrap_or(0);
        Span { start: at(start), end: at(end) }
    }

    /// Whether a stretch of it begins and ends where words do. An edge that is a mark is one anyway.
    pub fn is_whole(&self, start: usize, end: usize) -> bool {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, rest) = self.text.split_at_checked(start).unwrap_or_default();
        let (inner, after) = rest.split_at_checked(end.saturating_sub(start)).unwrap_or_default();
        let split = |a: Option<char>, b: Option<char>| !(word(a) && word(b));
        split(before.chars().next_back(), inner.chars().next())
            && split(inner.chars().next_back(), after.chars().next())
    }
}

/// The plain character that stands for one of its kind; none for characters that stand for themselves.
#[inline]
fn plain(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_whitespace().then_some(' ');
    }
    Some(match c {
        '‘' | '’' | '‛' | '′' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c if c.is_whitespace() => ' ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_leads_back_to_what_was_written() {
        let text = "The “İzmir”\n  ferry’s crew";
        let seen = Seen::folded(text);
        assert!(seen.text.ends_with(" ferry's crew"), "{}", seen.text);
        let at = seen.text.find("\" ferry's").expect("the words");
        assert_eq!(seen.span(at, at + "\" ferry's".len()).of(text), "”\n  ferry’s");
        let crew = seen.text.find("crew").expect("the word");
        assert_eq!(seen.span(crew, crew + 4).of(text), "crew");
        assert!(seen.is_whole(crew, crew + 4) && !seen.is_whole(crew, crew + 3) && !seen.is_whole(crew + 1, crew + 4));
        assert_eq!(Seen::cased("A–B").text, "A-B");
    }
}
