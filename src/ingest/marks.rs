//! What a line is by itself, before one looks at its neighbours.

use std::sync::LazyLock;

use memchr::memmem;

use super::advisory;
use super::dates;
use super::lines::{bullet, ends_sentence};
use super::names;
use super::part::{Hint, Part};
use super::phrases::{self, Meaning};
use super::{BlockKind, FurnitureKind};
use crate::text::Hash;

/// What a part is by its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// Nothing special: running text or a label.
    None,
    /// Furniture wherever it stands.
    Furniture(FurnitureKind),
    /// A line that announces a film, a sound or pictures.
    Promo,
    /// A running time.
    RunningTime,
    /// The name of a section, "A / B / C": furniture at the edges of a page.
    Section,
    RelatedHead,
    CommentsHead,
    SummaryHead,
    /// "3h | Business": marks a list of other stories.
    Age,
    /// A number on a line of its own.
    Rank,
    /// A time stamp; `true` where it can be nothing else.
    Stamp(bool),
    Byline,
    /// Names and nothing else.
    Names,
    /// The name of an agency.
    Agency,
    Credit,
    Caption,
    /// A note of the wire to editors.
    Advisory,
    Bullet,
}

/// A part with all that can be seen without its neighbours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub part: Part,
    pub own: Own,
    pub words: usize,
    /// Whether it ends as a sentence does.
    pub sentence: bool,
    /// Hash of its letters and digits, for finding what is said twice.
    pub hash: u64,
}

impl Seen {
    /// Whether this looks like running text.
    pub fn is_prose(&self) -> bool {
        self.own == Own::None
            && match self.part.hint {
                Hint::None | Hint::Item => self.sentence && self.words >= 3,
                Hint::Running => self.sentence && self.words >= 3 || self.words >= 8,
                _ => false,
            }
    }

    /// Whether this is too long for a heading though it does not end as a sentence does.
    pub fn is_long(&self) -> bool {
        self.own == Own::None && matches!(self.part.hint, Hint::None | Hint::Running) && self.words >= 25
    }
}

/// Looks at one part. `folded` is a buffer for the folded line.
pub(super) fn see(text: &str, part: Part, folded: &mut String) -> Seen {
    let line = part.span.of(text);
    let words = line.split_whitespace().take(1000).count();
    // "A spokeswoman said:" announces the next paragraph.
    let sentence = ends_sentence(line) || (words >= 6 && line.ends_with(':'));
    let own = if matches!(part.hint, Hint::Is(_)) {
        phrases::fold_line(line, folded);
        if part.hint == Hint::Is(BlockKind::Advisory) { Own::Advisory } else { Own::None }
    } else if line.len() > 4 * phrases::LONGEST {
        match part.hint {
            Hint::Furniture(kind) => Own::Furniture(kind),
            Hint::Byline => Own::Furniture(FurnitureKind::Residue),
            _ => Own::None,
        }
    } else {
        phrases::fold_line(line, folded);
        own(line, folded, words, part.hint)
    };
    // Long lines are not folded above; two that begin with the same hundreds of words are rare enough to look at in full.
    let hash = if line.len() > 4 * phrases::LONGEST { hash(line.as_bytes()) } else { hash(folded.as_bytes()) };
    Seen { part, own, words, sentence, hash }
}

/// FNV-1a over the letters and digits: the same words give the same figure, whatever ASCII marks stand between them.
fn hash(line: &[u8]) -> u64 {
    let telling = line.iter().filter(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    telling.fold(Hash::NEW, |h, b| h.and(b.to_ascii_lowercase())).get()
}

fn own(line: &str, folded: &str, words: usize, hint: Hint) -> Own {
    if let Hint::Furniture(kind) = hint {
        return Own::Furniture(kind);
    }
    if !line.chars().any(char::is_alphanumeric) {
        return Own::Furniture(FurnitureKind::Residue);
    }
    if advisory::line(line, folded).is_some() {
        return Own::Advisory;
    }
    if words <= 3 && line.split_whitespace().all(dates::running_time) {
        return Own::RunningTime;
    }
    if words <= 10
        && let Some(own) = counter(folded)
    {
        return own;
    }
    if words <= 16
        && let Some(stamp) = dates::stamp(line)
    {
        return Own::Stamp(stamp.certain);
    }
    if words == 1 && line.len() <= 3 && line.bytes().all(|b| b.is_ascii_digit()) {
        return Own::Rank;
    }
    match phrases::meaning(folded) {
        Some(Meaning::Furniture(FurnitureKind::Media)) => return Own::Promo,
        Some(Meaning::Furniture(FurnitureKind::Caption)) => return Own::Caption,
        Some(Meaning::Furniture(kind)) => return Own::Furniture(kind),
        Some(Meaning::RelatedHead) => return Own::RelatedHead,
        Some(Meaning::CommentsHead) => return Own::CommentsHead,
        Some(Meaning::SummaryHead) => return Own::SummaryHead,
        Some(Meaning::Section) => return Own::Section,
        Some(Meaning::Credit) => return Own::Credit,
        None => {}
    }
    if let Some(kind) =
        notice(folded, words).or_else(|| sign_up(folded, words)).or_else(|| embedded(line, folded, words))
    {
        return Own::Furniture(kind);
    }
    if is_list_heading(folded, words) {
        return Own::RelatedHead;
    }
    if folded.starts_with("(with ") && folded.ends_with(')') && line.contains(',') {
        return Own::Credit;
    }
    if is_caption(line, folded, words) {
        return Own::Caption;
    }
    if words <= 20 && names::is_byline(line) {
        return Own::Byline;
    }
    if words <= 4 && names::is_agency(line) {
        return Own::Agency;
    }
    if is_crumb(line, words) {
        return Own::Section;
    }
    match hint {
        Hint::Byline if words <= 25 => Own::Byline,
        // What is told of an author at such length is no byline.
        Hint::Byline => Own::Furniture(FurnitureKind::Residue),
        Hint::Linked => Own::Furniture(FurnitureKind::Related),
        Hint::Item if bullet(line).is_some() => Own::Bullet,
        Hint::None | Hint::Running if words <= 14 && names::is_name_list(line) => Own::Names,
        _ => Own::None,
    }
}

/// "10h | Panorama", "3 hours ago", "12 comments", "1,204 views", "4 min read".
fn counter(folded: &str) -> Option<Own> {
    let digits = folded.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')).count();
    if digits == 0 {
        return None;
    }
    let rest = folded[digits..].trim_start();
    let unit_len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (unit, after) = rest.split_at(unit_len);
    let after = after.trim_start();
    let bare = after.trim_matches(|c: char| !c.is_alphanumeric());
    match unit {
        "h" | "hr" | "hrs" | "d" | "m" | "mo" | "w" | "y" | "min" | "mins" | "hour" | "hours" | "day" | "days"
        | "week" | "weeks" | "month" | "months" | "minute" | "minutes" => {
            let short = unit.len() <= 2 && rest.len() == folded.len() - digits;
            let ago = after == "ago" || after.starts_with("ago ");
            let aged = ago || (short && (after.is_empty() || after.starts_with(['|', '·', '•', '-', '–', '/'])));
            if bare == "read" || bare == "to read" {
                return Some(Own::Furniture(FurnitureKind::Timestamp));
            }
            (aged && after.split_whitespace().count() <= 6).then_some(Own::Age)
        }
        "comment" | "comments" | "replies" if bare.is_empty() => Some(Own::Furniture(FurnitureKind::Comments)),
        "share" | "shares" | "view" | "views" | "likes" | "followers" | "reads" if bare.is_empty() => {
            Some(Own::Furniture(FurnitureKind::Promotion))
        }
        _ => None,
    }
}

static COOKIE: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("cookie"));
static COMMENT: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("comment"));

/// Banners and policies in words of their own: the vocabulary of such notices, addressed to the reader, without quotation marks.
fn notice(folded: &str, words: usize) -> Option<FurnitureKind> {
    if !(6..=90).contains(&words) || folded.len() > 2 * phrases::LONGEST {
        return None;
    }
    let cookie = COOKIE.find(folded.as_bytes()).is_some();
    let comment = COMMENT.find(folded.as_bytes()).is_some();
    if !cookie && !comment || folded.contains('"') {
        return None;
    }
    const CONSENT: [&str; 16] = [
        "accept",
        "agree",
        "browser",
        "browsing",
        "consent",
        "experience",
        "manage",
        "opt-out",
        "personalise",
        "personalize",
        "policy",
        "preferences",
        "privacy",
        "settings",
        "site",
        "website",
    ];
    const COMMENTS: [&str; 16] = [
        "abusive",
        "guidelines",
        "moderate",
        "moderated",
        "moderation",
        "moderators",
        "off-topic",
        "on-topic",
        "post",
        "posted",
        "publish",
        "published",
        "readers",
        "readers'",
        "respectful",
        "views",
    ];
    let (mut you, mut consent, mut comments, mut talk, mut past) = (0, 0, 0, 0, 0);
    for word in folded.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-') {
        match word {
            "you" | "your" | "you're" | "we" | "our" | "we'll" => you += 1,
            "comment" | "comments" => talk += 1,
            "said" | "says" | "told" | "ruled" | "fined" | "accused" => past += 1,
            w if CONSENT.binary_search(&w).is_ok() => consent += 1,
            w if COMMENTS.binary_search(&w).is_ok() => comments += 1,
            _ => {}
        }
    }
    if past > 0 {
        None
    } else if cookie && you >= 2 && consent >= 2 {
        Some(FurnitureKind::Consent)
    } else if talk >= 2 && comments >= 2 {
        Some(FurnitureKind::Comments)
    } else {
        None
    }
}

/// Lines of forms and newsletters: they speak of e-mail, in the vocabulary of signing up, to the reader.
fn sign_up(folded: &str, words: usize) -> Option<FurnitureKind> {
    if !(3..=40).contains(&words) || folded.contains('"') || !folded.contains("mail") && !folded.contains("newsletter")
    {
        return None;
    }
    let (mut reader, mut mail, mut form) = (0, 0, 0);
    for word in folded.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-') {
        match word {
            "you" | "your" | "you're" | "you'll" | "we" | "we'll" | "our" | "i" | "my" | "please" | "thanks"
            | "thank" => {
                reader += 1;
            }
            "email" | "e-mail" | "emails" | "e-mails" | "emailed" | "newsletter" | "newsletters" => mail += 1,
            "address" | "check" | "click" | "enter" | "inbox" | "invalid" | "offers" | "privacy" | "register"
            | "required" | "sign" | "signed" | "signing" | "spam" | "subscribe" | "subscribed" | "subscribing"
            | "unsubscribe" | "updates" | "valid" | "verify" => form += 1,
            "said" | "says" | "told" | "wrote" | "he" | "she" | "they" | "his" | "her" | "their" => return None,
            _ => {}
        }
    }
    (reader > 0 && mail > 0 && form > 0 && reader + mail + form >= 4
        || mail > 0 && form >= 2 && words <= 12 && !ends_sentence(folded))
    .then_some(FurnitureKind::Promotion)
}

/// What is left of something embedded: the address of a picture in a social network, the signature of what was posted there ("— Name
/// (@name) March 3, 2026"), a line that is fields of a template and nothing else.
fn embedded(line: &str, folded: &str, words: usize) -> Option<FurnitureKind> {
    let template = |open: &str, close: &str| {
        line.starts_with(open) && line.ends_with(close) && line.matches(open).nth(1).is_some()
    };
    if template("{{", "}}") || template("{%", "%}") {
        return Some(FurnitureKind::Residue);
    }
    const HOSTS: [&str; 5] = ["pic.twitter.com/", "pic.x.com/", "t.co/", "instagram.com/p/", "youtu.be/"];
    let bare = folded.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    if words == 1 && HOSTS.iter().any(|host| bare.starts_with(host)) {
        return Some(FurnitureKind::Media);
    }
    let posted = line.starts_with(['—', '–', '-', '―']) && words <= 14;
    let dated = || line.rfind(')').is_some_and(|at| dates::date(&line[at..]).is_some());
    (posted && line.contains("(@") && dated()).then_some(FurnitureKind::Media)
}

/// "More from Business", "More videos from the Ledger", "Latest from Europe": headings with a name in them.
fn is_list_heading(folded: &str, words: usize) -> bool {
    const HEADS: [&str; 9] = [
        "more from ",
        "more in ",
        "more stories from ",
        "more videos from ",
        "more news from ",
        "latest from ",
        "top stories in ",
        "read more from ",
        "more on ",
    ];
    words <= 7 && !ends_sentence(folded) && HEADS.iter().any(|h| folded.starts_with(h))
}

/// "Europe / Energy / Gas", "Home > World": short pieces between marks.
fn is_crumb(line: &str, words: usize) -> bool {
    if words > 16 || ends_sentence(line) {
        return false;
    }
    let count = |c: char| line.split(c).count() - 1;
    [('/', " / "), ('>', ">"), ('»', "»"), ('›', "›"), ('|', " | "), ('•', " • "), ('·', " · ")].iter().any(
        |(c, sep)| {
            let marks = count(*c);
            marks >= 1
                && line.contains(sep)
                && line.split(*c).all(|p| p.split_whitespace().count() <= if marks == 1 { 3 } else { 4 })
        },
    )
}

/// How far from its end a caption's credit may begin, in bytes.
const CREDIT_REACH: usize = 90;

/// A picture's caption, told by the credit that it ends with.
fn is_caption(line: &str, folded: &str, words: usize) -> bool {
    if words > 90 {
        return false;
    }
    let mut from = line.len().saturating_sub(CREDIT_REACH);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let end = &line[from..];
    let has = |what: &str| memmem::find(folded.as_bytes(), what.as_bytes()).is_some();
    if folded.contains('(') && (has("(ap photo") || has("(photo by ") || has("(photo: ")) {
        return true;
    }
    labelled_credit(line, from)
        || words >= 4 && bracketed_credit(end)
        || (words >= 4 && end.rfind(" via ").is_some_and(|at| names::is_agency(&end[at + 5..]) && !end.ends_with('.')))
        || (words >= 3 && end.contains('/') && shared_credit(end))
}

/// "… said on Monday. Photo: Ledger"
fn labelled_credit(line: &str, from: usize) -> bool {
    const LABELS: [&str; 9] = [
        "Photo:",
        "Photos:",
        "Photograph:",
        "Picture:",
        "Image:",
        "Illustration:",
        "Credit:",
        "Photo courtesy",
        "Photo/",
    ];
    let end = &line[from..];
    if !end.contains([':', '/']) && !end.contains("Photo courtesy") {
        return false;
    }
    LABELS.iter().any(|label| {
        end.rfind(label).is_some_and(|at| {
            let before = line[..from + at].trim_end();
            let after = &end[at + label.len()..];
            after.split_whitespace().count() <= 7
                && before.ends_with(['.', '!', '?', ')', '|', '/', '"', '”', ']', '-', '–'])
        })
    })
}

/// "… on Tuesday. (Ivar Moe/HarbourPix)": a sentence, and behind it a name and a house in brackets.
fn bracketed_credit(end: &str) -> bool {
    let Some((before, inside)) = end.strip_suffix([')', ']']).and_then(|e| e.rsplit_once(['(', '['])) else {
        return false;
    };
    let Some((who, house)) = inside.split_once('/') else { return false };
    let named = |w: &str| {
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\''))
    };
    ends_sentence(before)
        && (2..=4).contains(&who.split_whitespace().count())
        && who.split_whitespace().all(named)
        && (1..=3).contains(&house.split_whitespace().count())
        && house.split_whitespace().all(|w| w.split('/').all(named))
}

/// "Jane Doe/Reuters", "REUTERS/Jane Doe", "[Jane Doe/AFP]", "Jane Doe/Pool/AFP via Getty Images"
fn shared_credit(end: &str) -> bool {
    let from = end.char_indices().rev().filter(|(_, c)| *c == ' ').nth(5).map_or(0, |(i, _)| i);
    let tail = &end[from..];
    let credit_word = |w: &str| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.starts_with(char::is_uppercase) || matches!(w, "" | "via" | "file" | "photo" | "handout" | "pool" | "for")
    };
    let mut pieces = tail.split('/').skip(1);
    if !pieces.all(|p| p.split_whitespace().all(credit_word)) {
        return false;
    }
    let pieces: Vec<&str> = tail.split('/').collect();
    pieces.windows(2).any(|pair| {
        let [left, right] = pair else { return false };
        let lower = right.to_lowercase();
        // What was pooled was handed on by an agency, whichever it is.
        let handed_on = ["file", "handout", "pool via "].iter().any(|w| lower.starts_with(w));
        let right_signs = names::is_agency(right) || handed_on;
        let left_signs = left.split_whitespace().next_back().is_some_and(names::is_agency) && !right.trim().is_empty();
        let shaped = left.chars().last().is_some_and(char::is_alphabetic) && right.starts_with(char::is_uppercase);
        shaped && (left_signs || right_signs)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn look(line: &str) -> Own {
        let hint = if bullet(line).is_some() { Hint::Item } else { Hint::None };
        let part = Part::new(Span::new(0, line.len()), hint);
        see(line, part, &mut String::new()).own
    }

    #[test]
    fn captions_are_told_by_their_credits() {
        for line in [
            "Dockers wait at the east gate in Varna, Bulgaria, May 4, 2021. Ana Petrova/Pool via REUTERS",
            "Dockers wait at the east gate in Varna, Bulgaria, May 4, 2021. Ana Petrova/Pool via COASTAL NEWS",
            "The bridge after the storm. REUTERS/Ana Petrova",
            "The bridge after the storm [Ana Petrova/AFP]",
            "The bridge after the storm (AP Photo/Ana Petrova)",
            "Mayor Ana Petrova. Photo: The Ledger",
            "FILE PHOTO: The bridge in 2019.",
            "The bridge on Tuesday. A ship passed under it in 1999. (Ivar Moe/HarbourPix)",
        ] {
            assert_eq!(look(line), Own::Caption, "{line}");
        }
        assert_eq!(look("She posted the photo: a bridge without a road, and nobody in sight."), Own::None);
        assert_eq!(look("The ministry said the figures, first seen by AFP/Reuters, were out of date."), Own::None);
    }

    #[test]
    fn notices_address_the_reader_and_stories_report() {
        let banner = "Our site stores cookies so that your experience improves; change your settings in the browser at any time.";
        assert_eq!(look(banner), Own::Furniture(FurnitureKind::Consent));
        let story =
            "The regulator said websites must let you reject cookies as easily as accept them, whatever your settings.";
        assert_eq!(look(story), Own::None);
    }

    #[test]
    fn ages_counters_and_ranks() {
        assert_eq!(look("10h | Business"), Own::Age);
        assert_eq!(look("3 hours ago"), Own::Age);
        assert_eq!(look("4"), Own::Rank);
        assert_eq!(look("12 comments"), Own::Furniture(FurnitureKind::Comments));
        assert_eq!(look("12 people died"), Own::None);
        assert_eq!(look("5:51"), Own::RunningTime);
    }
}
