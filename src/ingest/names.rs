//! Lines of names: bylines, agencies, credits.

/// Agencies and desks that sign stories, folded.
const AGENCIES: [&str; 54] = [
    "aa",
    "aap",
    "afp",
    "agence france-presse",
    "agencies",
    "agency",
    "al jazeera",
    "anadolu",
    "anadolu agency",
    "ani",
    "ansa",
    "ap",
    "associated press",
    "bbc",
    "bbc news",
    "bloomberg",
    "cnn",
    "correspondent",
    "dpa",
    "dw",
    "efe",
    "getty",
    "getty images",
    "ians",
    "interfax",
    "kyodo",
    "kyodo news",
    "news agencies",
    "news desk",
    "newsdesk",
    "newsroom",
    "npr",
    "online desk",
    "our correspondent",
    "pa",
    "pa media",
    "press association",
    "press trust of india",
    "pti",
    "reuters",
    "reuters staff",
    "ria novosti",
    "sputnik",
    "staff",
    "staff correspondent",
    "staff reporter",
    "staff writer",
    "tass",
    "the associated press",
    "ukrinform",
    "upi",
    "web desk",
    "xinhua",
    "yonhap",
];

/// Small words inside names.
const PARTICLES: [&str; 20] = [
    "al", "ap", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le",
    "ter", "van", "von",
];

/// Words that a line of staff begins with, folded.
const OFFICES: [&str; 14] = [
    "chief editor",
    "deputy editor",
    "edited by",
    "editor",
    "editor in chief",
    "editor-in-chief",
    "executive editor",
    "managing editor",
    "news editor",
    "publisher",
    "reporter",
    "supervisor",
    "translated by",
    "web editor",
];

/// Whether a text is the name of an agency or desk, case and brackets aside.
pub(super) fn is_agency(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() > 24 || !bare.is_ascii() {
        return false;
    }
    let mut folded = bare.to_ascii_lowercase();
    if let Some(short) = folded.strip_suffix(".com") {
        folded.truncate(short.len());
    }
    AGENCIES.binary_search(&folded.as_str()).is_ok()
}

/// Whether a word can be a part of a person's name: an upper-case letter first, letters, apostrophes, hyphens and full stops.
fn name_word(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | '‑'))
}

/// Whether a text is one person's name: two to five words, at most particles in lower case.
pub(super) fn is_name(text: &str) -> bool {
    let (mut big, mut all) = (0, 0);
    for word in text.split_whitespace() {
        all += 1;
        if name_word(word) {
            big += 1;
        } else if !PARTICLES.contains(&word.to_lowercase().as_str()) {
            return false;
        }
    }
    (2..=4).contains(&big) && all <= 6 && !text.ends_with("'s")
}

/// Splits a list of names at commas, ampersands, semicolons and "and".
fn members(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '&', ';', '|', '•', '·', '/'])
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().strip_prefix("and ").unwrap_or(part.trim()))
        .filter(|part| !part.is_empty())
}

/// Whether a line holds nothing but names: "Jane Doe and John Roe".
pub(super) fn is_name_list(line: &str) -> bool {
    line.len() <= 120 && members(line).all(is_name) && members(line).next().is_some()
}

/// Whether a line is a byline: "By Jane Doe and John Roe", "By Jane Doe, Reuters", "Written by …".
pub(super) fn is_byline(line: &str) -> bool {
    if line.len() > 160 || line.ends_with(['?', '!', ':']) {
        return false;
    }
    let Some(rest) = after_by(line) else { return is_office_line(line) };
    let mut seen = false;
    for (i, member) in members(rest).enumerate() {
        let member = member.split(" in ").next().unwrap_or(member);
        let member = member.split(" at ").next().unwrap_or(member);
        let words = member.split_whitespace().count();
        if is_name(member) || is_agency(member) {
            seen = true;
        } else if words > 6 || (i == 0 && words > 0 && !leads_with_name(member)) {
            return false;
        } else {
            seen |= i == 0;
        }
    }
    seen
}

/// "Jane Doe Reuters", "Jane Doe for the Evening Ledger", "Jane Doe BBC News": a name before what else is said of its bearer.
fn leads_with_name(text: &str) -> bool {
    let big = text.split_whitespace().take_while(|w| name_word(w)).count();
    let all = text.split_whitespace().count();
    (2..=6).contains(&big) && all <= 9 && !text.ends_with('.')
}

fn after_by(line: &str) -> Option<&str> {
    let openers =
        ["by ", "written by ", "story by ", "report by ", "reported by ", "posted by ", "published by ", "author: "];
    let line = line.trim_start_matches(['(', '–', '—', '-', ' ']);
    openers.iter().find_map(|opener| {
        let head = line.get(..opener.len())?;
        head.eq_ignore_ascii_case(opener).then(|| line[opener.len()..].trim_start_matches([':', ' ']))
    })
}

/// "Editor in Chief Jane Doe", "Supervisor: Jane Doe".
fn is_office_line(line: &str) -> bool {
    OFFICES.iter().any(|office| {
        line.get(..office.len()).is_some_and(|head| head.eq_ignore_ascii_case(office))
            && is_name_list(line[office.len()..].trim_start_matches([':', ' ', '-']))
    })
}

/// Where the credits begin at the end of a paragraph: "… said. (Reporting by Jane Doe; Editing by John Roe)".
pub(super) fn trailing_credit(text: &str) -> Option<usize> {
    if !text.ends_with([')', ']']) {
        return None;
    }
    let tail_start = text.len().saturating_sub(400);
    let tail_start = (tail_start..text.len()).find(|i| text.is_char_boundary(*i))?;
    const OPENERS: [&str; 10] = [
        "(reporting by",
        "(additional reporting",
        "(writing by",
        "(editing by",
        "(edited by",
        "(compiled by",
        "(reported by",
        "(with reporting",
        "(with inputs",
        "(translated by",
    ];
    text.char_indices().skip_while(|(i, _)| *i < tail_start).filter(|(_, c)| *c == '(').map(|(i, _)| i).find(|i| {
        OPENERS.iter().any(|o| text.get(*i..i + o.len()).is_some_and(|head| head.eq_ignore_ascii_case(o)))
            && !text[..*i].trim().is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_for_the_search() {
        assert!(AGENCIES.is_sorted(), "{:?}", AGENCIES.windows(2).find(|w| w[0] > w[1]));
    }

    #[test]
    fn bylines_are_told_from_sentences_and_headlines() {
        for line in [
            "By Jane Doe",
            "By Jane Doe and John van der Roe",
            "BY JANE DOE, JOHN ROE AND MARY POE",
            "by Ann O'Hara and Luc St-Pierre",
            "By Jane Doe, Political Correspondent",
            "By Jane Doe in Oslo",
            "By AFP",
            "Written by Jane Doe",
            "Editor in Chief Jane Doe",
        ] {
            assert!(is_byline(line), "{line}");
        }
        for line in
            ["By Tuesday the water had gone.", "By Land and Sea", "By the time help came, it was late", "By noon"]
        {
            assert!(!is_byline(line), "{line}");
        }
    }

    #[test]
    fn credits_at_the_end_of_a_paragraph_are_found() {
        let text = "The port reopens on Monday. (Reporting by Jane Doe; Editing by John Roe)";
        assert_eq!(trailing_credit(text), text.find('('));
        assert_eq!(trailing_credit("The port (with reporting lines) reopens on Monday."), None);
    }
}
