//! What the markup of a page sets apart from the story: what is not shown, what is a link or a time and nothing else, what stands outside
//! the article.

use super::FurnitureKind::{Comments, Consent, Navigation, Promotion, Related, Residue, Timestamp};
use super::lines::ends_sentence;
use super::part::{Hint, Part};
use crate::text::Span;

/// Inline elements that hold nothing and have no end tag.
pub(super) fn is_empty(name: &[u8]) -> bool {
    matches!(name, b"img" | b"input" | b"wbr" | b"area" | b"base" | b"col" | b"link" | b"param" | b"track")
}

/// Whether an element is not shown on the page: it says so itself, or is for those who hear the page.
pub(super) fn hides(get: &dyn Fn(&[u8]) -> Option<String>) -> bool {
    get(b"hidden").is_some()
        || get(b"style").is_some_and(|style| style_hides(&style))
        || get(b"class").is_some_and(|classes| {
            classes.split_ascii_whitespace().any(|class| {
                matches!(
                    class.to_ascii_lowercase().as_str(),
                    "sr-only" | "visually-hidden" | "visuallyhidden" | "screen-reader-text" | "screen-reader-only"
                )
            }) || undisplayed(&classes)
        })
}

/// Whether a class of a common style sheet hides an element on every screen: "d-none", without "d-md-block" beside it.
fn undisplayed(classes: &str) -> bool {
    let mut display = classes.split_ascii_whitespace().filter(|class| class.starts_with("d-"));
    display.clone().any(|class| class == "d-none") && display.all(|class| class.ends_with("-none"))
}

/// Whether an element holds words that were struck out: whoever reads the page reads what stands in their place.
pub(super) fn is_struck(name: &[u8]) -> bool {
    matches!(name, b"del" | b"s" | b"strike")
}

/// Whether an element is the number of a note and says so.
pub(super) fn is_note(get: &dyn Fn(&[u8]) -> Option<String>) -> bool {
    get(b"role").is_some_and(|role| role.trim().eq_ignore_ascii_case("doc-noteref"))
}

/// Whether words that are raised and linked are the mark of a note, such as "1", "[a]" or "note 3", and not the end of "21st".
pub(super) fn is_note_mark(words: &str) -> bool {
    let ending = words.len() > 1 && words.bytes().all(|b| b.is_ascii_alphabetic());
    words.chars().count() <= 12 && !ending
}

/// Whether inline CSS hides an element from the eye.
fn style_hides(style: &str) -> bool {
    let declarations = style.split(';').filter_map(|d| d.split_once(':'));
    declarations.into_iter().any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "display" => value == "none",
            "visibility" => matches!(value.as_str(), "hidden" | "collapse"),
            "opacity" | "font-size" => matches!(value.as_str(), "0" | "0px" | "0%" | "0.0"),
            // The usual way of keeping words for those who hear the page.
            "clip" => {
                let sides = value.trim_start_matches("rect(").trim_end_matches(')').split([',', ' ']);
                value.starts_with("rect(") && sides.filter(|s| !s.is_empty()).all(|s| matches!(s, "0" | "0px" | "1px"))
            }
            "clip-path" => matches!(value.as_str(), "inset(50%)" | "inset(100%)"),
            _ => false,
        }
    })
}

/// Whether a class shows its element on some devices only ("mobile-only"), so that its words may come twice.
pub(super) fn for_some_devices(classes: &str) -> bool {
    classes.split_ascii_whitespace().any(|class| {
        let class = class.to_ascii_lowercase();
        let device = |word: &str| matches!(word, "mobile" | "desktop" | "tablet" | "phone" | "print" | "amp");
        let mut words = class.split(['-', '_']).filter(|w| !w.is_empty());
        words.clone().any(device) && words.any(|w| matches!(w, "only" | "hidden" | "hide" | "visible" | "show"))
    })
}

/// What an ARIA role says.
pub(super) fn role_hint(role: &str) -> Option<Hint> {
    Some(Hint::Furniture(match role.trim().to_ascii_lowercase().as_str() {
        "navigation" | "banner" | "search" | "menu" | "menubar" | "toolbar" | "tablist" | "tooltip" => Navigation,
        "complementary" => Related,
        "contentinfo" => Residue,
        "form" => Promotion,
        "dialog" | "alertdialog" => Consent,
        "comment" => Comments,
        _ => return None,
    }))
}

/// How many bytes of a block stand in links and in times.
#[derive(Default)]
pub(super) struct Linked {
    in_link: bool,
    in_time: bool,
    /// Whether nothing has been written since the link began.
    fresh: bool,
    all: usize,
    link: usize,
    time: usize,
}

impl Linked {
    pub fn start(&mut self, name: &[u8]) {
        self.in_link |= name == b"a";
        self.fresh |= name == b"a";
        self.in_time |= name == b"time";
    }

    pub fn end(&mut self, name: &[u8]) {
        self.in_link &= name != b"a";
        self.in_time &= name != b"time";
    }

    /// Whether a link has just begun.
    pub fn is_fresh(&self) -> bool {
        self.in_link && self.fresh
    }

    /// Takes so many bytes of a word.
    pub fn count(&mut self, bytes: usize) {
        self.fresh = false;
        self.all += bytes;
        self.link += if self.in_link { bytes } else { 0 };
        self.time += if self.in_time { bytes } else { 0 };
    }

    pub fn clear(&mut self) {
        (self.all, self.link, self.time) = (0, 0, 0);
    }

    /// What the block is, where nearly all of it is a time or links.
    pub fn hint(&self, block: &str, hint: Hint) -> Hint {
        // "READ ALSO:" may stand before the link.
        let label = block.split_once(':').map_or(0, |(label, _)| {
            let short = label.split_whitespace().count() <= 3;
            if short { label.bytes().filter(|b| !b.is_ascii_whitespace()).count() + 1 } else { 0 }
        });
        let most = |part: usize, of: usize| part > 0 && part * 20 >= of * 19;
        match hint {
            Hint::None | Hint::Running | Hint::Item if most(self.time, self.all) => Hint::Furniture(Timestamp),
            // A sentence that is a link may be one of the story, and names are a byline.
            Hint::None | Hint::Running | Hint::Item
                if most(self.link, self.all.saturating_sub(label))
                    && !ends_sentence(block)
                    && block.split_whitespace().nth(3).is_some() =>
            {
                Hint::Linked
            }
            _ => hint,
        }
    }
}

/// The stretches of text that stand in elements of one kind, the outermost of them.
#[derive(Default)]
pub(super) struct Region {
    /// How many elements were open around the one that is open now, and where its text begins.
    open: Option<(usize, usize)>,
    pub spans: Vec<Span>,
}

impl Region {
    pub fn enter(&mut self, open: usize, text: usize) {
        self.open = self.open.or(Some((open, text)));
    }

    /// So many elements are left open.
    pub fn leave(&mut self, open: usize, text: usize) {
        if let Some((_, from)) = self.open.take_if(|(outside, _)| open <= *outside) {
            self.spans.push(Span::new(from, text));
        }
    }
}

/// Sets apart what stands outside the one article that holds most of the running text of the page.
pub(super) fn outside(text: &str, articles: &[Span], parts: &mut [Part]) {
    let runs = |p: &Part| matches!(p.hint, Hint::None | Hint::Running) && ends_sentence(p.span.of(text));
    let length = |within: Option<Span>| -> usize {
        let inside = parts.iter().filter(|p| runs(p) && within.is_none_or(|w| w.contains(p.span)));
        inside.map(|p| p.span.len()).sum()
    };
    // A page of so many has no main one, and each is held against every part.
    if articles.len() > 40 {
        return;
    }
    let Some(article) = articles.iter().copied().max_by_key(|a| length(Some(*a))) else { return };
    if length(Some(article)) * 5 < length(None) * 3 {
        return;
    }
    for part in parts.iter_mut().filter(|p| !article.contains(p.span)) {
        part.apart = true;
        let open = matches!(part.hint, Hint::None | Hint::Running | Hint::Item | Hint::Heading);
        if open && part.span.start >= article.end {
            part.hint = Hint::Furniture(Related);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_hide_are_told_from_styles_that_do_not() {
        for style in ["display:none", "color:red; DISPLAY : none !important", "visibility:hidden;", "opacity:0"] {
            assert!(style_hides(style), "{style}");
        }
        assert!(style_hides("border:0;clip:rect(0,0,0,0);height:1px;position:absolute;width:1px"));
        for style in ["display:block", "opacity:0.5", "font-size:10px", "clip:rect(0,200px,80px,0)", ""] {
            assert!(!style_hides(style), "{style}");
        }
    }

    #[test]
    fn classes_hide_on_every_screen_or_on_some() {
        assert!(undisplayed("box d-none") && undisplayed("d-none d-print-none"));
        assert!(!undisplayed("d-none d-md-block") && !undisplayed("d-flex"));
    }

    #[test]
    fn classes_name_devices() {
        assert!(for_some_devices("box mobile-only"));
        assert!(for_some_devices("hide-on-desktop"));
        assert!(!for_some_devices("mobile-phones members-only"));
    }
}
