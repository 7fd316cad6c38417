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

use FurnitureKind::{Caption, Comments, Consent, Media, Navigation, Paywall, Promotion, Related, Residue};
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
const CLASSES: [(&str, Hint); 87] = [
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
    ("cookiebot", Hint::Furniture(Consent)),
    ("cookies", Hint::Furniture(Consent)),
    ("copyright", Hint::Furniture(Residue)),
    ("deck", Hint::Summary),
    ("dek", Hint::Summary),
    ("didomi", Hint::Furniture(Consent)),
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
    ("modal", Hint::Furniture(Promotion)),
    ("mostread", Hint::Furniture(Related)),
    ("nav", Hint::Furniture(Navigation)),
    ("navbar", Hint::Furniture(Navigation)),
    ("navigation", Hint::Furniture(Navigation)),
    ("newsletter", Hint::Furniture(Promotion)),
    ("onetrust", Hint::Furniture(Consent)),
    ("outbrain", Hint::Furniture(Related)),
    ("paywall", Hint::Furniture(Paywall)),
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

/// Two words that follow each other in class names, ids and labels, and what they say. Sorted.
const PAIRS: [(&str, &str, FurnitureKind); 21] = [
    ("also", "read", Related),
    ("comment", "box", Comments),
    ("comment", "form", Comments),
    ("comment", "list", Comments),
    ("comment", "section", Comments),
    ("comment", "thread", Comments),
    ("latest", "news", Related),
    ("latest", "stories", Related),
    ("more", "articles", Related),
    ("more", "news", Related),
    ("more", "stories", Related),
    ("most", "popular", Related),
    ("most", "read", Related),
    ("most", "viewed", Related),
    ("other", "stories", Related),
    ("read", "also", Related),
    ("read", "more", Related),
    ("read", "next", Related),
    ("sign", "up", Promotion),
    ("top", "stories", Related),
    ("up", "next", Related),
];

/// What a `class` or `id` says. A class such as "article__related-links" or "RelatedLinks" is read word by word; one that begins
/// with "has", "no", "with" or "is" describes a page and not a part.
pub(super) fn class_hint(value: &str) -> Option<Hint> {
    for class in value.split_ascii_whitespace().take(12) {
        if let Some(hint) = look(&class.to_ascii_lowercase()) {
            return Some(hint);
        }
        let words = class_words(class);
        let describes =
            |w: &String| matches!(w.as_str(), "has" | "no" | "with" | "without" | "is" | "not" | "page" | "single");
        if words.first().is_some_and(describes) {
            continue;
        }
        let found = words_hint(&words);
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What an `aria-label` such as "Related articles" says; longer ones tell what a part is about.
pub(super) fn label_hint(label: &str) -> Option<Hint> {
    let words: Vec<String> = label.split_ascii_whitespace().take(5).map(str::to_ascii_lowercase).collect();
    if words.len() > 4 {
        return None;
    }
    words_hint(&words).filter(|hint| matches!(hint, Hint::Furniture(_)))
}

fn look(word: &str) -> Option<Hint> {
    let at = CLASSES.binary_search_by(|(n, _)| (*n).cmp(word)).ok()?;
    CLASSES.get(at).map(|(_, hint)| *hint)
}

/// What words that stand together say: "author-bio" and "byline-share" are furniture about the byline.
fn words_hint(words: &[String]) -> Option<Hint> {
    let single = || words.iter().filter_map(|w| look(w));
    let pair = words.iter().zip(words.iter().skip(1)).find_map(|(first, second)| {
        let found = PAIRS.iter().find(|(a, b, _)| a == first && b == second);
        found.map(|(.., kind)| Hint::Furniture(*kind))
    });
    pair.or_else(|| single().find(|hint| matches!(hint, Hint::Furniture(_)))).or_else(|| single().next())
}

/// The words of a class name, in lower case: "c-article__relatedLinks".
fn class_words(class: &str) -> Vec<String> {
    // Humps of fewer letters come out of the checksums that programs put behind class names.
    const HUMP: usize = 4;
    let mut out = Vec::new();
    for segment in class.split(['-', '_', ':']).filter(|w| !w.is_empty()) {
        let small = |c: char| c.is_ascii_lowercase();
        let starts: Vec<usize> = segment
            .char_indices()
            .skip(1)
            .filter(|(at, c)| c.is_ascii_uppercase() && segment.get(..*at).is_some_and(|head| head.ends_with(small)))
            .map(|(at, _)| at)
            .collect();
        let letters = segment.bytes().all(|b| b.is_ascii_alphabetic());
        if starts.is_empty() || !letters {
            out.push(segment.to_ascii_lowercase());
            continue;
        }
        let ends = starts.iter().copied().chain([segment.len()]);
        for (from, to) in [0].into_iter().chain(starts.iter().copied()).zip(ends) {
            let word = segment.get(from..to).unwrap_or_default().to_ascii_lowercase();
            // The first word may say what the class is about: "hasComments".
            if word.len() >= HUMP || from == 0 {
                out.push(word);
            }
        }
    }
    out
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
        for class in [
            "most-read",
            "NewsletterSignup",
            "comment-list",
            "box readNext",
            "c-MoreStories",
            "onetrust-banner-sdk",
            "modal",
        ] {
            assert!(matches!(class_hint(class), Some(Hint::Furniture(_))), "{class}");
        }
        for class in ["hasComments", "css-1k2jsxAds", "storyBody", "sc-bdVaJaNav", "read-time", "comment", "d-none"] {
            assert_eq!(class_hint(class), None, "{class}");
        }
        assert_eq!(label_hint("Related articles"), Some(Hint::Furniture(Related)));
        assert_eq!(label_hint("Advertisement"), Some(Hint::Furniture(Promotion)));
        assert_eq!(label_hint("How the county shares its cookies"), None);
    }
}
