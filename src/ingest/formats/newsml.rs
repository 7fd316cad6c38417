//! IPTC NewsML-G2: news items, and packages and messages that hold them.

use super::super::BlockKind;
use super::super::assembly::{Assembly, Draft, Written, body};
use super::super::error::ReadProblem;
use super::super::html::{Builder, Trust};
use super::super::meta::{Format, LinkKind, Metadata};
use super::super::page::Page;
use super::super::xml::{self, Element};
use super::{made_from, newsml1, nitf, slashed};

/// Reads the document: every text in it.
pub(in super::super) fn read(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let root = xml::parse(text)?;
    if root.name == "NewsML" {
        return newsml1::read(&root, text);
    }
    let (mut items, mut packages) = (Vec::new(), Vec::new());
    if root.name == "newsItem" {
        items.push(&root);
    } else {
        root.find_all("newsItem", &mut items);
    }
    if root.name == "packageItem" {
        packages.push(&root);
    } else {
        root.find_all("packageItem", &mut packages);
    }
    let mut out = Vec::new();
    for item in &items {
        if let Some(draft) = story(item, text)? {
            out.push(draft);
        }
    }
    if !out.is_empty() {
        return Ok(out);
    }
    // Messages of houses of their own often carry NITF.
    let mut inner = Vec::new();
    root.find_all("nitf", &mut inner);
    for e in inner {
        out.push(nitf::story(e, text)?);
    }
    if !out.is_empty() {
        return Ok(out);
    }
    let mut named = Vec::new();
    for package in packages {
        let mut refs = Vec::new();
        package.find_all("itemRef", &mut refs);
        named.extend(refs.iter().filter_map(|r| reference(r)).map(str::to_owned));
    }
    let why = if !named.is_empty() {
        let few: Vec<&str> = named.iter().take(3).map(String::as_str).collect();
        format!("it is a package that names its items ({}) and holds none of them: give those", few.join(", "))
    } else if items.is_empty() {
        format!("<{}> holds no <newsItem>", root.name)
    } else {
        "its items have no text inside: pictures, or texts in other files".into()
    };
    Err(ReadProblem::Unlike("NewsML-G2 text", why))
}

/// The id of the item that an element refers to.
fn reference(e: &Element) -> Option<&str> {
    ["residref", "guidref", "href", "uri"].iter().find_map(|a| e.attribute(a))
}

/// A news item; none where it holds no text.
fn story(item: &Element, text: &str) -> Result<Option<Draft>, ReadProblem> {
    let Some(set) = item.child("contentSet") else { return Ok(None) };
    let mut page = Page::default();
    let mut inner = None;
    for content in set.children() {
        let kind = content.attribute("contenttype").unwrap_or("").to_ascii_lowercase();
        match content.name.as_str() {
            "inlineXML" => {
                if let Some(root) = content.child("nitf") {
                    inner = Some(nitf::story(root, text)?);
                    break;
                }
                page = if content.child("html").is_some() { xhtml(content, text) } else { nitf::build(content, text) };
            }
            "inlineData" if kind.is_empty() || kind.starts_with("text/") || kind.contains("html") => {
                let written = match kind.as_str() {
                    k if k.contains("html") => Written::Markup,
                    k if k.starts_with("text/plain") => Written::Plain,
                    _ => Written::Unsaid,
                };
                let (words, map) = content.string(text);
                page = body(&words, &map, written);
            }
            _ => {}
        }
        if !page.parts.is_empty() {
            break;
        }
    }
    let meta = metadata(item, text);
    if let Some(draft) = inner {
        return Ok(Some(Draft { meta: merged(meta, draft.meta), ..draft }));
    }
    if page.parts.is_empty() {
        return Ok(None);
    }
    let mut assembly = Assembly::default();
    let about = item.child("contentMeta");
    let mut field = |e: Option<&Element>, kind: BlockKind, page: &mut Page| {
        if let Some(e) = e {
            let (words, map) = e.string(text);
            assembly.above(&words, &map, kind, page);
        }
    };
    field(headline(item), BlockKind::Headline, &mut page);
    field(about.and_then(|a| a.child("by")), BlockKind::Byline, &mut page);
    field(about.and_then(|a| a.child("dateline")), BlockKind::Byline, &mut page);
    assembly.body(page);
    Ok(Some(assembly.finish(meta, true)))
}

fn xhtml(content: &Element, text: &str) -> Page {
    let mut builder = Builder::new(text, Trust::Feed);
    let root = content.child("html").and_then(|h| h.child("body")).unwrap_or(content);
    root.build(&mut builder, &super::syndication::html_name);
    builder.finish()
}

/// The main headline.
fn headline(item: &Element) -> Option<&Element> {
    let all = || item.child("contentMeta").into_iter().flat_map(|m| m.all("headline"));
    let main = all().find(|h| h.attribute("role").is_none_or(|r| slashed(r) == "main"));
    main.or_else(|| all().next()).or_else(|| item.at(&["itemMeta", "title"]))
}

fn metadata(item: &Element, text: &str) -> Metadata {
    let mut meta = Metadata::of(Format::NewsMl);
    let owned = |s: Option<&str>| s.map(str::to_owned);
    let words = |e: Option<&Element>| e.map(|e| e.words(text)).filter(|w| !w.is_empty());
    meta.id = owned(item.attribute("guid"));
    meta.version = owned(item.attribute("version"));
    meta.language = owned(item.attribute("xml:lang"));
    meta.headline = words(headline(item));
    if let Some(m) = item.child("itemMeta") {
        meta.created = words(m.child("firstCreated"));
        meta.modified = words(m.child("versionCreated"));
        meta.embargo = words(m.child("embargoed"));
        let coded = |e: &Element| owned(e.attribute("qcode").or_else(|| e.attribute("uri")).map(slashed));
        meta.status = m.child("pubStatus").and_then(coded);
        meta.provider = m
            .child("provider")
            .and_then(|p| words(p.child("name")).or_else(|| owned(p.attribute("literal"))).or_else(|| coded(p)));
        m.all("edNote").for_each(|n| meta.note(&n.words(text)));
        for signal in m.all("signal").filter_map(coded) {
            match signal.to_ascii_lowercase().as_str() {
                "correction" | "corrected" => meta.note("Correction: the item is marked as one"),
                "kill" | "withdraw" | "retract" => meta.note("The item is withdrawn"),
                _ => {}
            }
        }
        for link in m.all("link") {
            let rel = link.attribute("rel").or_else(|| link.attribute("reluri")).unwrap_or("");
            let kind = if made_from(rel) { LinkKind::MadeFrom } else { LinkKind::Other };
            for id in ["residref", "guidref", "href"].iter().filter_map(|a| link.attribute(a)) {
                meta.link(kind, id);
            }
        }
    }
    if let Some(m) = item.child("contentMeta") {
        meta.slug = words(m.child("slugline"));
        meta.byline = words(m.child("by"));
        meta.section = m.all("subject").find_map(|s| words(s.child("name")));
        meta.located =
            m.child("located").and_then(|l| words(l.child("name")).or_else(|| owned(l.attribute("literal"))));
        meta.located = meta.located.or_else(|| words(m.child("dateline")));
        meta.language = owned(m.child("language").and_then(|l| l.attribute("tag"))).or(meta.language);
        meta.created = meta.created.or_else(|| words(m.child("contentCreated")));
        m.all("altId").for_each(|a| meta.link(LinkKind::Alternate, &a.words(text)));
    }
    let mut derived = Vec::new();
    item.find_all("derivedFrom", &mut derived);
    for e in derived {
        let id = ["residref", "uri", "qcode", "literal"].iter().find_map(|a| e.attribute(a));
        id.into_iter().for_each(|id| meta.link(LinkKind::MadeFrom, id));
    }
    meta
}

/// What the item says, and where it is silent, what the NITF document inside it says.
fn merged(outer: Metadata, inner: Metadata) -> Metadata {
    let mut advisories = outer.advisories;
    advisories.extend(inner.advisories);
    let mut links = outer.links;
    links.extend(inner.links);
    Metadata {
        format: outer.format,
        id: outer.id.or(inner.id),
        version: outer.version.or(inner.version),
        slug: outer.slug.or(inner.slug),
        headline: outer.headline.or(inner.headline),
        byline: outer.byline.or(inner.byline),
        section: outer.section.or(inner.section),
        located: outer.located.or(inner.located),
        language: outer.language.or(inner.language),
        created: outer.created.or(inner.created),
        modified: outer.modified.or(inner.modified),
        embargo: outer.embargo.or(inner.embargo),
        status: outer.status.or(inner.status),
        provider: outer.provider.or(inner.provider),
        advisories,
        links,
    }
}
