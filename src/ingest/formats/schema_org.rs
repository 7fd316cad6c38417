//! schema.org NewsArticle in web pages: what JSON-LD says of the story, and what that tells about the parts of the page.

use std::collections::HashSet;

use super::super::assembly::{Assembly, Draft, Written, body};
use super::super::json::{self, Value};
use super::super::meta::{Format, LinkKind, Metadata};
use super::super::page::Page;
use super::super::part::{Hint, Part};
use super::super::{Block, BlockKind, FurnitureKind, Story, entity, lines};
use crate::text::{OffsetMap, Span};

/// What linked data say about the story of a page.
#[derive(Default)]
pub(in super::super) struct Article {
    pub meta: Metadata,
    /// The letters of the body.
    letters: String,
    /// The body as a string, with the map from it to the page.
    body: Option<(String, OffsetMap)>,
    headline: Option<(String, OffsetMap)>,
}

/// Reads the linked data of a page; pages without an article give nothing but the language.
pub(in super::super) fn article(html: &str, page: &Page) -> Article {
    let mut out = Article { meta: Metadata::of(Format::Html), ..Article::default() };
    for span in &page.linked {
        let raw = span.of(html);
        let trimmed = raw.trim_start();
        let base = span.start as usize + (raw.len() - trimmed.len());
        let Ok(value) = json::parse(trimmed) else { continue };
        if find(&value, 0, base, &mut out) {
            break;
        }
    }
    if out.meta.language.is_none() {
        out.meta.language.clone_from(&page.language);
    }
    out
}

/// Looks for the article in a value, in lists and graphs.
fn find(value: &Value, depth: usize, base: usize, out: &mut Article) -> bool {
    if depth > 4 {
        return false;
    }
    if value.is_list() {
        return value.items().iter().any(|v| find(v, depth + 1, base, out));
    }
    let fields = value.fields();
    let types: Vec<String> =
        fields.get("@type").map(Value::one_or_more).unwrap_or_default().iter().filter_map(Value::scalar).collect();
    let is_article = types.iter().any(|t| {
        let t = t.rsplit('/').next().unwrap_or(t);
        t.ends_with("NewsArticle")
            || matches!(t, "Article" | "Report" | "BlogPosting" | "LiveBlogPosting" | "SocialMediaPosting")
    });
    if !is_article {
        let inner = ["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|n| fields.get(*n));
        return inner.into_iter().any(|v| find(v, depth + 1, base, out));
    }
    let get = |name: &str| fields.get(name).and_then(Value::scalar).map(|s| clean(&s)).filter(|s| !s.is_empty());
    let meta = &mut out.meta;
    meta.headline = get("headline").or_else(|| get("name"));
    meta.created = get("datePublished").or_else(|| get("dateCreated"));
    meta.modified = get("dateModified");
    meta.language = get("inLanguage");
    meta.version = get("version");
    meta.id = get("identifier").or_else(|| get("@id")).or_else(|| get("url"));
    meta.byline = names(fields.get("author"));
    meta.provider = names(fields.get("publisher"));
    let sections = fields.get("articleSection").map(Value::one_or_more).unwrap_or_default();
    meta.section = sections.iter().find_map(Value::scalar).map(|s| clean(&s)).filter(|s| !s.is_empty());
    meta.located = get("dateline").or_else(|| names(fields.get("locationCreated")));
    if let Some(url) = get("url") {
        meta.link(LinkKind::Alternate, &url);
    }
    for name in ["isBasedOn", "isBasedOnUrl", "translationOfWork"] {
        for v in fields.get(name).map(Value::one_or_more).unwrap_or_default() {
            let inner = v.fields();
            let id = v.scalar().or_else(|| ["@id", "url", "identifier"].iter().find_map(|n| inner.get(*n)?.scalar()));
            id.iter().for_each(|id| meta.link(LinkKind::MadeFrom, id));
        }
    }
    for v in fields.get("correction").map(Value::one_or_more).unwrap_or_default() {
        let inner = v.fields();
        if let Some(text) = v.scalar().or_else(|| inner.get("text")?.scalar()) {
            meta.note(&format!("Correction: {}", clean(&text)));
        }
    }
    let placed = |name: &str| {
        let (text, map) = fields.get(name)?.string()?;
        // The JSON text begins somewhere in the page.
        let mut shift = OffsetMap::default();
        shift.push(0, usize::MAX >> 33, base, usize::MAX >> 33);
        Some((text, map.then(&shift)))
    };
    out.body = placed("articleBody").filter(|(t, _)| t.split_whitespace().count() >= 20);
    out.headline = placed("headline");
    out.letters = out.body.as_ref().map(|(t, _)| letters(&clean(t))).unwrap_or_default();
    // Every part of the page is looked for in it; no story is that long.
    if out.letters.len() > 200_000 {
        out.letters.clear();
    }
    true
}

/// The names of persons or houses: strings, or objects with a name.
fn names(value: Option<&Value>) -> Option<String> {
    let of = |v: &Value| v.scalar().or_else(|| v.fields().get("name").and_then(Value::scalar));
    let all: Vec<String> =
        value?.one_or_more().iter().filter_map(of).map(|n| clean(&n)).filter(|n| !n.is_empty()).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Character references resolved, single spaces.
fn clean(text: &str) -> String {
    let decoded = entity::decode_plain(text).map_or_else(|| text.to_owned(), |(t, _)| t);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words in lower case, without the marks around them.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty())
}

impl Article {
    /// Tells the page's parts what the linked data know: which of them is the headline.
    pub fn mark(&self, page: &mut Page) {
        let Some(headline) = self.meta.headline.as_deref().map(letters).filter(|h| !h.is_empty()) else { return };
        let said =
            |hint: Hint| matches!(hint, Hint::Headline | Hint::Heading | Hint::None | Hint::Running | Hint::Linked);
        let same = page.parts.iter_mut().find(|p| said(p.hint) && letters(p.span.of(&page.text)) == headline);
        if let Some(part) = same {
            part.hint = Hint::Is(BlockKind::Headline);
        }
    }

    /// Whether the story in the linked data is more than twice as long as what the page shows of it.
    pub fn goes_beyond(&self, shown: &Story) -> bool {
        let Some((text, _)) = &self.body else { return false };
        let paragraphs = shown.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph);
        let words: usize = paragraphs.map(|b| shown.source.slice(b.span).split_whitespace().count()).sum();
        words * 2 < text.split_whitespace().count()
    }

    /// Whether what the page shows as its text, the `parts` that are no title, is a part of the story in the linked data, or nothing at all. Another text, such
    /// as the message that a page was not found, or the same with other figures is what readers see and the linked data do not have.
    pub fn is_shown(&self, shown: &Story, parts: &[Part]) -> bool {
        let Some((text, _)) = &self.body else { return false };
        let body = clean(text);
        let headline = self.headline.as_ref().map(|(text, _)| clean(text)).unwrap_or_default();
        let known: HashSet<String> = words(&body).chain(words(&headline)).collect();
        let (mut some, mut agrees) = (false, false);
        let hinted = |b: &Block, hint: Hint| {
            let at = parts.partition_point(|p| p.span.start < b.span.start);
            parts.get(at).is_some_and(|p| p.span == b.span && p.hint == hint)
        };
        // A heading of the page counts whatever it says.
        let counts = |b: &&Block| {
            let heading = !b.apart && hinted(b, Hint::Headline);
            (b.kind.is_story() && !hinted(b, Hint::Title)) || heading
        };
        for block in shown.blocks.iter().filter(counts) {
            let said: Vec<String> = words(shown.source.slice(block.span)).collect();
            let same = said.iter().filter(|word| known.contains(*word)).count();
            let shares = same * 2 >= said.len();
            let figure = |word: &String| word.contains(|c: char| c.is_ascii_digit());
            if shares && said.iter().any(|word| figure(word) && !known.contains(word)) {
                return false;
            }
            some |= !said.is_empty();
            agrees |= shares && same > 0;
        }
        agrees || !some
    }

    /// The story out of the linked data alone.
    pub fn draft(&self) -> Option<Draft> {
        let (text, map) = self.body.as_ref()?;
        let mut page = body(text, map, Written::Unsaid);
        let mut assembly = Assembly::default();
        if let Some((headline, map)) = &self.headline {
            assembly.above(headline, map, BlockKind::Headline, &mut page);
        }
        assembly.body(page);
        Some(assembly.finish(self.meta.clone(), true))
    }

    /// Sets aside what a page's layout takes for running text but stands outside the body that the page itself names, in microdata
    /// or in linked data: teasers above it, other stories below it.
    pub fn bound(&self, text: &str, body: &[Span], blocks: &mut [Block]) {
        let runs = |b: &Block| matches!(b.kind, BlockKind::Paragraph | BlockKind::Subhead | BlockKind::Summary);
        let inside = |b: &Block| {
            if !body.is_empty() {
                return body.iter().any(|s| s.contains(b.span));
            }
            let words = letters(b.span.of(text));
            words.len() >= 12 && self.letters.contains(&words)
        };
        let words = |b: &Block| b.span.of(text).split_whitespace().count();
        let within = blocks.iter().enumerate().filter(|(_, b)| runs(b) && inside(b));
        let within: Vec<(usize, usize)> = within.map(|(i, b)| (i, words(b))).collect();
        let (Some((first, _)), Some((last, _))) = (within.first(), within.last()) else { return };
        let all: usize = blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).map(words).sum();
        let known: usize = within.iter().map(|(_, words)| words).sum();
        // A body that holds little of the page's text, or ends in the middle of a sentence, is cut off for readers who pay.
        let whole = self.body.as_ref().is_none_or(|(text, _)| lines::ends_sentence(text.trim()));
        if within.len() < 2 || known * 3 < all || (body.is_empty() && !whole) {
            return;
        }
        for (i, block) in blocks.iter_mut().enumerate() {
            let above = i < *first && block.kind == BlockKind::Paragraph;
            let below = i > *last && matches!(block.kind, BlockKind::Paragraph | BlockKind::Subhead);
            if above || below {
                block.kind = BlockKind::Furniture(FurnitureKind::Related);
                block.apart = true;
            }
        }
    }
}
