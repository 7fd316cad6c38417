//! What HTML's elements and common class names mean for a story.

use super::FurnitureKind;
use super::part::Hint;

/// What an element does to the text inside and around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins a new block; the hint holds for the text inside.
    Block(Hint),
    /// `<br>`.
    Break,
    /// Holds no text for readers: scripts, styles, drawings.
    Hidden,
    /// `<meta>`, `<time>`: may carry the date; nothing to the text.
    Dated,
}

use FurnitureKind::{Caption, Comments, Consent, Media, Navigation, Promotion, Related, Residue};
use Role::{Block, Break, Dated, Hidden};

const PLAIN: Role = Block(Hint::None);

const fn aside(kind: FurnitureKind) -> Role {
    Block(Hint::Furniture(kind))
}

/// Elements that matter, sorted by name. All others are inline and only their text counts.
const ELEMENTS: [(&str, Role); 76] = [
    ("address", PLAIN),
    ("article", PLAIN),
    ("aside", aside(Related)),
    ("audio", aside(Media)),
    ("blockquote", PLAIN),
    ("body", PLAIN),
    ("br", Break),
    ("button", aside(Navigation)),
    ("canvas", Hidden),
    ("caption", aside(Caption)),
    ("center", PLAIN),
    ("datalist", Hidden),
    ("dd", PLAIN),
    ("details", PLAIN),
    ("dialog", aside(Consent)),
    ("dir", PLAIN),
    ("div", PLAIN),
    ("dl", PLAIN),
    ("dt", PLAIN),
    ("embed", Break),
    ("fieldset", aside(Promotion)),
    ("figcaption", aside(Caption)),
    ("figure", PLAIN),
    ("footer", aside(Residue)),
    ("form", aside(Promotion)),
    ("frameset", PLAIN),
    ("h1", Block(Hint::Headline)),
    ("h2", Block(Hint::Heading)),
    ("h3", Block(Hint::Heading)),
    ("h4", Block(Hint::Heading)),
    ("h5", Block(Hint::Heading)),
    ("h6", Block(Hint::Heading)),
    ("head", PLAIN),
    ("header", PLAIN),
    ("hgroup", PLAIN),
    ("hr", PLAIN),
    ("html", PLAIN),
    ("iframe", Hidden),
    ("legend", aside(Promotion)),
    ("li", Block(Hint::Item)),
    ("main", PLAIN),
    ("map", Hidden),
    ("math", Hidden),
    ("menu", aside(Navigation)),
    ("meta", Dated),
    ("nav", aside(Navigation)),
    ("noembed", Hidden),
    ("noframes", Hidden),
    ("noscript", Hidden),
    ("object", Hidden),
    ("ol", PLAIN),
    ("optgroup", Hidden),
    ("option", Hidden),
    ("p", Block(Hint::Running)),
    ("pre", PLAIN),
    ("rp", Hidden),
    ("rt", Hidden),
    ("script", Hidden),
    ("search", aside(Navigation)),
    ("section", PLAIN),
    ("select", Hidden),
    ("source", Break),
    ("style", Hidden),
    ("summary", PLAIN),
    ("svg", Hidden),
    ("table", PLAIN),
    ("tbody", PLAIN),
    ("td", PLAIN),
    ("template", Hidden),
    ("textarea", Hidden),
    ("tfoot", PLAIN),
    ("th", PLAIN),
    ("time", Dated),
    ("title", Block(Hint::Title)),
    ("tr", PLAIN),
    ("ul", PLAIN),
];

/// How many elements there are in the table, for arrays indexed by [`element`]'s index.
pub(super) const COUNT: usize = ELEMENTS.len();

/// Index and role of an element, by its lower-case name.
pub(super) fn element(name: &[u8]) -> Option<(usize, Role)> {
    let i = ELEMENTS.binary_search_by(|(n, _)| n.as_bytes().cmp(name)).ok()?;
    ELEMENTS.get(i).map(|(_, role)| (i, *role))
}

/// Elements that hold nothing and have no end tag.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(name, b"br" | b"hr" | b"meta" | b"embed" | b"source" | b"time")
}

/// Elements whose class says nothing about a part: they hold the whole page.
pub(super) fn holds_page(name: &[u8]) -> bool {
    matches!(name, b"html" | b"body" | b"main" | b"article" | b"head")
}

/// Elements that the author of a page may have wrapped around the whole story for reasons of programming.
pub(super) fn is_doubtful(name: &[u8]) -> bool {
    matches!(name, b"form" | b"aside" | b"footer" | b"fieldset" | b"menu" | b"dialog" | b"noscript")
}

/// Words of class names and ids, and what they say. Sorted.
const CLASSES: [(&str, Hint); 83] = [
    ("ad", Hint::Furniture(Promotion)),
    ("ads", Hint::Furniture(Promotion)),
    ("advert", Hint::Furniture(Promotion)),
    ("advertisement", Hint::Furniture(Promotion)),
    ("advertising", Hint::Furniture(Promotion)),
    ("author", Hint::Byline),
    ("authors", Hint::Byline),
    ("bio", Hint::Furniture(Residue)),
    ("biography", Hint::Furniture(Residue)),
    ("bluesky-embed", Hint::Furniture(Media)),
    ("breadcrumb", Hint::Furniture(Navigation)),
    ("breadcrumbs", Hint::Furniture(Navigation)),
    ("byline", Hint::Byline),
    ("caption", Hint::Furniture(Caption)),
    ("commentlist", Hint::Furniture(Comments)),
    ("comments", Hint::Furniture(Comments)),
    ("consent", Hint::Furniture(Consent)),
    ("cookie", Hint::Furniture(Consent)),
    ("cookies", Hint::Furniture(Consent)),
    ("copyright", Hint::Furniture(Residue)),
    ("deck", Hint::Summary),
    ("dek", Hint::Summary),
    ("disqus", Hint::Furniture(Comments)),
    ("fb-post", Hint::Furniture(Media)),
    ("figcaption", Hint::Furniture(Caption)),
    ("footer", Hint::Furniture(Residue)),
    ("gdpr", Hint::Furniture(Consent)),
    ("hidden", Hint::Furniture(Navigation)),
    ("instagram-media", Hint::Furniture(Media)),
    ("mainmenu", Hint::Furniture(Navigation)),
    ("masthead", Hint::Furniture(Navigation)),
    ("mastodon-embed", Hint::Furniture(Media)),
    ("menu", Hint::Furniture(Navigation)),
    ("mostread", Hint::Furniture(Related)),
    ("nav", Hint::Furniture(Navigation)),
    ("navbar", Hint::Furniture(Navigation)),
    ("navigation", Hint::Furniture(Navigation)),
    ("newsletter", Hint::Furniture(Promotion)),
    ("outbrain", Hint::Furniture(Related)),
    ("paywall", Hint::Furniture(Promotion)),
    ("popular", Hint::Furniture(Related)),
    ("popup", Hint::Furniture(Promotion)),
    ("promo", Hint::Furniture(Promotion)),
    ("promotion", Hint::Furniture(Promotion)),
    ("readmore", Hint::Furniture(Related)),
    ("recirc", Hint::Furniture(Related)),
    ("recirculation", Hint::Furniture(Related)),
    ("recommendations", Hint::Furniture(Related)),
    ("recommended", Hint::Furniture(Related)),
    ("related", Hint::Furniture(Related)),
    ("relatedposts", Hint::Furniture(Related)),
    ("respond", Hint::Furniture(Comments)),
    ("share", Hint::Furniture(Promotion)),
    ("sharebar", Hint::Furniture(Promotion)),
    ("sharedaddy", Hint::Furniture(Promotion)),
    ("sharing", Hint::Furniture(Promotion)),
    ("sidebar", Hint::Furniture(Related)),
    ("signup", Hint::Furniture(Promotion)),
    ("skip", Hint::Furniture(Navigation)),
    ("skiplink", Hint::Furniture(Navigation)),
    ("social", Hint::Furniture(Promotion)),
    ("socials", Hint::Furniture(Promotion)),
    ("sponsor", Hint::Furniture(Promotion)),
    ("sponsored", Hint::Furniture(Promotion)),
    ("sr-only", Hint::Furniture(Navigation)),
    ("standfirst", Hint::Summary),
    ("subscribe", Hint::Furniture(Promotion)),
    ("subscription", Hint::Furniture(Promotion)),
    ("subtitle", Hint::Summary),
    ("taboola", Hint::Furniture(Related)),
    ("tags", Hint::Furniture(Navigation)),
    ("teaser", Hint::Furniture(Related)),
    ("teasers", Hint::Furniture(Related)),
    ("ticker", Hint::Furniture(Navigation)),
    ("tiktok-embed", Hint::Furniture(Media)),
    ("toolbar", Hint::Furniture(Navigation)),
    ("topbar", Hint::Furniture(Navigation)),
    ("trending", Hint::Furniture(Related)),
    ("twitter-tweet", Hint::Furniture(Media)),
    ("visually-hidden", Hint::Furniture(Navigation)),
    ("visuallyhidden", Hint::Furniture(Navigation)),
    ("whatsapp", Hint::Furniture(Promotion)),
    ("widget", Hint::Furniture(Related)),
];

/// What a `class` or `id` says. A class such as "article__related-links" is read word by word; one that begins with "has", "no",
/// "with" or "is" describes a page and not a part.
pub(super) fn class_hint(value: &str) -> Option<Hint> {
    let look = |word: &str| {
        CLASSES.binary_search_by(|(n, _)| (*n).cmp(word)).ok().and_then(|i| CLASSES.get(i)).map(|(_, hint)| *hint)
    };
    for class in value.split_ascii_whitespace().take(12) {
        let class = class.to_ascii_lowercase();
        if let Some(hint) = look(&class) {
            return Some(hint);
        }
        let mut words = class.split(['-', '_', ':']).filter(|w| !w.is_empty());
        let first = words.clone().next();
        if first.is_some_and(|w| matches!(w, "has" | "no" | "with" | "without" | "is" | "not" | "page" | "single")) {
            continue;
        }
        // "author-bio" and "byline-share" are furniture about the byline.
        let furniture = |hint: &Hint| matches!(hint, Hint::Furniture(_));
        let found = words.clone().filter_map(look).find(furniture).or_else(|| words.find_map(look));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a text is HTML: it says so at its start, or has several tags that structure a page.
pub(super) fn is_html(text: &str) -> bool {
    let head = text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    let starts =
        |mark: &str| head.as_bytes().get(..mark.len()).is_some_and(|h| h.eq_ignore_ascii_case(mark.as_bytes()));
    if starts("<!doctype html") || starts("<html") {
        return true;
    }
    let mut until = text.len().min(64 * 1024);
    while !text.is_char_boundary(until) {
        until -= 1;
    }
    let tags = text.get(..until).unwrap_or(text).match_indices('<').filter(|(at, _)| {
        let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        let len = rest.iter().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(0);
        let closes = matches!(rest.get(len), Some(b'>' | b' ' | b'/' | b'\n' | b'\r' | b'\t'));
        let name = rest.get(..len).unwrap_or_default().to_ascii_lowercase();
        closes && matches!(element(&name), Some((_, Role::Block(_) | Role::Break | Role::Hidden)))
    });
    tags.take(2).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_for_the_search() {
        assert!(ELEMENTS.is_sorted_by_key(|e| e.0));
        assert!(CLASSES.is_sorted_by_key(|e| e.0), "{:?}", CLASSES.windows(2).find(|w| w[0].0 > w[1].0));
    }

    #[test]
    fn classes_are_read_word_by_word() {
        assert_eq!(class_hint("c-article__related-links wide"), Some(Hint::Furniture(Related)));
        assert_eq!(class_hint("story-body has-comments"), None);
        assert_eq!(class_hint("Byline"), Some(Hint::Byline));
        assert_eq!(class_hint("adventure"), None);
    }
}
