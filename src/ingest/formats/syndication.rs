//! RSS 0.9x, 1.0 and 2.0, and Atom.

use super::super::BlockKind;
use super::super::assembly::{Assembly, Draft, Written, body};
use super::super::error::ReadProblem;
use super::super::html::{Builder, Trust};
use super::super::meta::{Format, LinkKind, Metadata};
use super::super::page::Page;
use super::super::xml::{self, Element, Space};
use super::made_from;

/// Reads every item of an RSS feed.
pub(in super::super) fn rss(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let root = xml::parse(text)?;
    let mut items = Vec::new();
    if root.name == "item" {
        items.push(&root);
    } else {
        root.find_all("item", &mut items);
    }
    let channel = root.child("channel");
    let language = channel.and_then(|c| c.child("language")).map(|l| l.words(text)).filter(|l| !l.is_empty());
    let provider = channel.and_then(|c| c.child("title")).map(|t| t.words(text)).filter(|t| !t.is_empty());
    let mut out = Vec::new();
    for item in items {
        let Some(mut draft) = rss_item(item, text) else { continue };
        draft.meta.language = draft.meta.language.or_else(|| language.clone());
        draft.meta.provider = draft.meta.provider.or_else(|| provider.clone());
        out.push(draft);
    }
    some(out, "RSS", "no <item> has a description or content")
}

/// Reads every entry of an Atom feed.
pub(in super::super) fn atom(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let root = xml::parse(text)?;
    let mut entries = Vec::new();
    if root.name == "entry" {
        entries.push(&root);
    } else {
        root.find_all("entry", &mut entries);
    }
    let provider = root.child("title").map(|t| t.words(text)).filter(|t| !t.is_empty());
    let mut out = Vec::new();
    for entry in entries {
        let Some(mut draft) = atom_entry(entry, text) else { continue };
        draft.meta.language = draft.meta.language.or_else(|| root.attribute("xml:lang").map(str::to_owned));
        draft.meta.provider = draft.meta.provider.or_else(|| provider.clone());
        out.push(draft);
    }
    some(out, "Atom", "no <entry> has a summary or content")
}

fn some(out: Vec<Draft>, what: &'static str, why: &str) -> Result<Vec<Draft>, ReadProblem> {
    if out.is_empty() { Err(ReadProblem::Unlike(what, why.into())) } else { Ok(out) }
}

/// The first child of that name in one of these namespaces, the first namespace first.
fn of<'a>(e: &'a Element, name: &str, spaces: &[Space]) -> Option<&'a Element> {
    spaces.iter().find_map(|s| e.children().find(|c| c.name == name && c.space == *s))
}

fn words(e: Option<&Element>, text: &str) -> Option<String> {
    e.map(|e| e.words(text)).filter(|w| !w.is_empty())
}

fn rss_item(item: &Element, text: &str) -> Option<Draft> {
    use Space::{Atom, Content, DublinCore, Own};
    let page = |e: Option<&Element>| {
        let e = e?;
        let (string, map) = e.string(text);
        Some(body(&string, &map, Written::Unsaid)).filter(|p| !p.parts.is_empty())
    };
    let content = page(of(item, "encoded", &[Content])).or_else(|| element(of(item, "content", &[Atom]), text));
    let described = page(of(item, "description", &[Own, DublinCore]));
    let (mut story, summary) = match (content, described) {
        (Some(content), described) => (content, described),
        (None, described) => (described?, None),
    };
    let mut meta = Metadata::of(Format::Rss);
    let get = |name: &str, spaces: &[Space]| words(of(item, name, spaces), text);
    meta.id =
        get("guid", &[Own]).or_else(|| item.attribute("about").map(str::to_owned)).or_else(|| get("link", &[Own]));
    meta.headline = get("title", &[Own]);
    meta.byline = get("creator", &[DublinCore]).or_else(|| get("author", &[Own]));
    meta.section = get("category", &[Own]).or_else(|| get("subject", &[DublinCore]));
    meta.language = get("language", &[DublinCore]);
    meta.created =
        get("pubDate", &[Own]).or_else(|| get("date", &[DublinCore])).or_else(|| get("created", &[DublinCore]));
    meta.modified = get("updated", &[Atom]).or_else(|| get("modified", &[DublinCore]));
    get("link", &[Own]).iter().for_each(|l| meta.link(LinkKind::Alternate, l));
    get("source", &[DublinCore]).iter().for_each(|l| meta.link(LinkKind::MadeFrom, l));
    atom_links(item, &mut meta);
    let mut assembly = Assembly::default();
    let mut field = |e: Option<&Element>, kind: BlockKind, story: &mut Page| {
        if let Some(e) = e {
            let (string, map) = e.string(text);
            assembly.above(&string, &map, kind, story);
        }
    };
    field(of(item, "title", &[Own]), BlockKind::Headline, &mut story);
    field(of(item, "creator", &[DublinCore]), BlockKind::Byline, &mut story);
    if let Some(summary) = summary {
        assembly.body(as_summary(summary, &story));
    }
    assembly.body(story);
    Some(assembly.finish(meta, true))
}

/// A summary above the story. What begins the story, or is cut off in the middle of a sentence, is an excerpt and left out.
fn as_summary(mut summary: Page, story: &Page) -> Page {
    use super::super::part::Hint;
    let start = |t: &str| -> String {
        t.chars().filter(|c| c.is_alphanumeric()).take(60).flat_map(char::to_lowercase).collect()
    };
    let opening = start(&story.text);
    let first = summary.parts.first().map(|p| start(p.span.of(&summary.text))).unwrap_or_default();
    let cut = summary.text.trim_end().ends_with(['…', ']']) || summary.text.trim_end().ends_with("...");
    if summary.parts.len() > 2 || cut || opening.starts_with(&first) || first.starts_with(&opening) {
        return Page::default();
    }
    summary.parts.iter_mut().for_each(|p| p.hint = Hint::Is(BlockKind::Summary));
    summary
}

fn atom_entry(entry: &Element, text: &str) -> Option<Draft> {
    use Space::{Atom, Own};
    let mine = [Atom, Own];
    let content = element(of(entry, "content", &mine), text);
    let described = element(of(entry, "summary", &mine), text);
    let (mut story, summary) = match (content, described) {
        (Some(content), described) => (content, described),
        (None, described) => (described?, None),
    };
    let mut meta = Metadata::of(Format::Atom);
    let get = |name: &str| words(of(entry, name, &mine), text);
    meta.id = get("id");
    meta.headline = get("title");
    let author = of(entry, "author", &mine).and_then(|a| of(a, "name", &mine));
    meta.byline = words(author, text);
    let category = of(entry, "category", &mine);
    let label = category.and_then(|c| c.attribute("label").or_else(|| c.attribute("term")));
    meta.section = label.map(str::to_owned).filter(|l| !l.is_empty());
    meta.language = entry.attribute("xml:lang").map(str::to_owned);
    meta.created = get("published").or_else(|| get("issued"));
    meta.modified = get("updated").or_else(|| get("modified"));
    atom_links(entry, &mut meta);
    let mut assembly = Assembly::default();
    if let Some(title) = of(entry, "title", &mine) {
        let (string, map) = title.string(text);
        assembly.above(&string, &map, BlockKind::Headline, &mut story);
    }
    if let Some(author) = author {
        let (string, map) = author.string(text);
        assembly.above(&string, &map, BlockKind::Byline, &mut story);
    }
    if let Some(summary) = summary {
        assembly.body(as_summary(summary, &story));
    }
    assembly.body(story);
    Some(assembly.finish(meta, true))
}

fn atom_links(e: &Element, meta: &mut Metadata) {
    for link in e.all("link") {
        let Some(href) = link.attribute("href") else { continue };
        let rel = link.attribute("rel").unwrap_or("alternate");
        let kind = if made_from(rel) {
            LinkKind::MadeFrom
        } else if matches!(rel, "alternate" | "self" | "canonical") {
            LinkKind::Alternate
        } else {
            LinkKind::Other
        };
        meta.link(kind, href);
    }
}

/// An Atom text: XHTML as elements, HTML as a string, or plain.
fn element(e: Option<&Element>, text: &str) -> Option<Page> {
    let e = e?;
    let page = match e.attribute("type").unwrap_or("text") {
        "xhtml" | "application/xhtml+xml" => {
            let mut builder = Builder::new(text, Trust::Feed);
            e.build(&mut builder, &html_name);
            builder.finish()
        }
        kind => {
            let (string, map) = e.string(text);
            let written = if kind.contains("html") { Written::Markup } else { Written::Unsaid };
            body(&string, &map, written)
        }
    };
    Some(page).filter(|p| !p.parts.is_empty())
}

/// The name of an element of XHTML inside a feed.
pub(super) fn html_name(e: &Element) -> Option<&'static str> {
    const KNOWN: [&str; 34] = [
        "p",
        "br",
        "hr",
        "div",
        "section",
        "article",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "tbody",
        "tr",
        "td",
        "th",
        "main",
        "figure",
        "figcaption",
        "aside",
        "footer",
        "nav",
        "address",
        "body",
    ];
    const HIDDEN: [&str; 8] = ["script", "style", "iframe", "object", "svg", "math", "template", "head"];
    if HIDDEN.contains(&e.name.as_str()) || e.space == Space::Media {
        return None;
    }
    Some(KNOWN.iter().find(|n| **n == e.name).copied().unwrap_or("span"))
}
