//! NewsML 1.x: news items of components, with texts as NITF, as markup or as lines.

use super::super::BlockKind;
use super::super::assembly::{Assembly, Draft, Written, body};
use super::super::error::ReadProblem;
use super::super::meta::{Format, Metadata};
use super::super::page::Page;
use super::super::xml::Element;
use super::nitf;

/// Reads every text in the document.
pub(super) fn read(root: &Element, text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let mut items = Vec::new();
    root.find_all("NewsItem", &mut items);
    let mut out = Vec::new();
    for item in items {
        let mut found = Vec::new();
        for component in item.all("NewsComponent") {
            texts(component, None, text, &mut found)?;
        }
        let meta = metadata(item, text);
        // The texts of one item are its main text and what goes with it, unless each has a headline of its own.
        let many = found.iter().filter(|(_, headed)| *headed).count() > 1;
        let kept = found.into_iter().enumerate().filter(|(i, (_, headed))| if many { *headed } else { *i == 0 });
        for (_, (draft, _)) in kept {
            let inner = draft.meta;
            let meta = Metadata {
                headline: inner.headline,
                byline: inner.byline,
                section: meta.section.clone().or(inner.section),
                located: inner.located,
                slug: inner.slug,
                created: meta.created.clone().or(inner.created),
                language: meta.language.clone().or(inner.language),
                ..meta.clone()
            };
            out.push(Draft { meta, ..draft });
        }
    }
    if out.is_empty() {
        let why = "its items have no text inside: pictures, or texts in other files".into();
        return Err(ReadProblem::Unlike("NewsML 1 text", why));
    }
    Ok(out)
}

/// The texts in a component and in those that it holds, each with whether its own component has a headline. `lines` are those of the
/// component around.
fn texts<'a>(
    component: &'a Element,
    lines: Option<&'a Element>,
    text: &str,
    out: &mut Vec<(Draft, bool)>,
) -> Result<(), ReadProblem> {
    let role = component.child("Role").and_then(|r| r.attribute("FormalName")).unwrap_or("").to_ascii_lowercase();
    if ["caption", "photo", "picture", "graphic", "thumbnail", "preview"].iter().any(|r| role.contains(r)) {
        return Ok(());
    }
    let own = component.child("NewsLines");
    let lines = own.or(lines);
    for content in component.all("ContentItem") {
        if let Some(draft) = content.child("DataContent").map(|data| story(data, lines, text)).transpose()?.flatten() {
            out.push((draft, own.is_some_and(|l| l.child("HeadLine").is_some())));
            break;
        }
    }
    component.all("NewsComponent").try_for_each(|inner| texts(inner, lines, text, out))
}

/// A text with the lines that go with it; none where there is no text.
fn story(data: &Element, lines: Option<&Element>, text: &str) -> Result<Option<Draft>, ReadProblem> {
    let (mut page, inner) = match data.child("nitf") {
        Some(root) => {
            let draft = nitf::story(root, text)?;
            (draft.page, draft.meta)
        }
        None => (content(data, text), Metadata::default()),
    };
    if page.parts.is_empty() {
        return Ok(None);
    }
    let words = |e: Option<&Element>| e.map(|e| e.words(text)).filter(|w| !w.is_empty());
    let line = |name: &str| lines.and_then(|l| l.child(name));
    let mut meta = inner;
    let mut assembly = Assembly::default();
    let mut field = |name: &str, known: &Option<String>, kind: BlockKind, page: &mut Page| {
        let e = line(name).filter(|_| known.is_none());
        if let Some(e) = e {
            let (words, map) = e.string(text);
            assembly.above(&words, &map, kind, page);
        }
        words(e)
    };
    let headline = field("HeadLine", &meta.headline, BlockKind::Headline, &mut page);
    let below = field("SubHeadLine", &None, BlockKind::Summary, &mut page);
    let byline = field("ByLine", &meta.byline, BlockKind::Byline, &mut page);
    let dateline = field("DateLine", &meta.located, BlockKind::Byline, &mut page);
    drop(below);
    meta.headline = headline.or(meta.headline);
    meta.byline = byline.or(meta.byline);
    // "ARDHAVEN, March 2 (HW) -": the place stands in front.
    let place = dateline.map(|d| d.split([',', '(']).next().unwrap_or("").trim().to_owned());
    meta.located = place.filter(|p| !p.is_empty()).or(meta.located);
    meta.slug = words(line("SlugLine")).or(meta.slug);
    assembly.body(page);
    Ok(Some(assembly.finish(meta, true)))
}

/// A text that is no NITF document: elements, or lines, or markup in a string.
fn content(data: &Element, text: &str) -> Page {
    if data.children().next().is_some() {
        return nitf::build(data, text);
    }
    let (words, map) = data.string(text);
    body(&words, &map, Written::Unsaid)
}

fn metadata(item: &Element, text: &str) -> Metadata {
    let mut meta = Metadata::of(Format::NewsMl);
    let words = |e: Option<&Element>| e.map(|e| e.words(text)).filter(|w| !w.is_empty());
    let named = |e: Option<&Element>| e.and_then(|e| e.attribute("FormalName")).map(str::to_owned);
    if let Some(id) = item.at(&["Identification", "NewsIdentifier"]) {
        meta.id = words(id.child("PublicIdentifier")).or_else(|| words(id.child("NewsItemId")));
        meta.version = words(id.child("RevisionId"));
        meta.provider = words(id.child("ProviderId"));
    }
    if let Some(about) = item.child("NewsManagement") {
        meta.created = words(about.child("FirstCreated")).map(nitf::dated);
        meta.modified = words(about.child("ThisRevisionCreated")).map(nitf::dated);
        meta.status = named(about.child("Status"));
    }
    let about = item.at(&["NewsComponent", "DescriptiveMetadata", "Language"]);
    meta.language = named(about);
    meta
}
