//! IPTC NITF 3.x.

use super::super::BlockKind;
use super::super::assembly::{Assembly, Draft};
use super::super::error::ReadProblem;
use super::super::html::{Builder, Trust};
use super::super::meta::{Format, LinkKind, Metadata};
use super::super::page::Page;
use super::super::xml::{self, Element};
use super::made_from;

/// Reads the document.
pub(in super::super) fn read(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    let root = xml::parse(text)?;
    if root.name != "nitf" {
        return Err(ReadProblem::Unlike("NITF", format!("its root is <{}>, not <nitf>", root.name)));
    }
    story(&root, text).map(|draft| vec![draft])
}

/// Reads an `<nitf>` element, wherever it stands.
pub(super) fn story(root: &Element, text: &str) -> Result<Draft, ReadProblem> {
    let Some(outer) = root.child("body") else {
        return Err(ReadProblem::Unlike("NITF story", "it has no <body>".into()));
    };
    let mut page = match outer.child("body.content") {
        Some(content) => build(content, text),
        None => Page::default(),
    };
    let meta = metadata(root, outer, text);
    let mut assembly = Assembly::default();
    let head = outer.child("body.head");
    let mut field = |e: Option<&Element>, kind: BlockKind, page: &mut Page| {
        if let Some(e) = e {
            let (words, map) = e.string(text);
            assembly.above(&words, &map, kind, page);
        }
    };
    let title = || root.at(&["head", "title"]).or_else(|| root.child("title"));
    let headline = head.and_then(|h| h.at(&["hedline", "hl1"]).or_else(|| h.child("hedline")));
    field(headline.or_else(title), BlockKind::Headline, &mut page);
    if let Some(head) = head {
        for e in head.child("hedline").into_iter().flat_map(|h| h.all("hl2")) {
            field(Some(e), BlockKind::Summary, &mut page);
        }
        for note in head.all("note") {
            field(Some(note), BlockKind::Advisory, &mut page);
        }
        head.all("byline").for_each(|e| field(Some(e), BlockKind::Byline, &mut page));
        field(head.child("dateline"), BlockKind::Byline, &mut page);
        field(head.child("abstract"), BlockKind::Summary, &mut page);
    }
    assembly.body(page);
    if let Some(end) = outer.child("body.end") {
        let (words, map) = end.string(text);
        assembly.field(&words, &map, BlockKind::Credit);
    }
    Ok(assembly.finish(meta, true))
}

/// The content as parts. NITF's names of elements are told in HTML's.
pub(super) fn build(content: &Element, text: &str) -> Page {
    let mut builder = Builder::new(text, Trust::Feed);
    content.build(&mut builder, &html_name);
    builder.finish()
}

fn html_name(e: &Element) -> Option<&'static str> {
    Some(match e.name.as_str() {
        "p" => "p",
        "hl1" | "hl2" | "hl3" | "hl4" => "h2",
        "block" | "div" | "body.content" | "body" | "content" | "credit" | "note" => "div",
        "bq" | "blockquote" => "blockquote",
        "br" => "br",
        "hr" => "hr",
        "ul" => "ul",
        "ol" => "ol",
        "li" => "li",
        "dl" => "dl",
        "dt" => "dt",
        "dd" => "dd",
        "pre" => "pre",
        "table" | "nitf-table" => "table",
        "tr" => "tr",
        "td" => "td",
        "th" => "th",
        // What is shown or heard, and what is meant for machines.
        "media"
        | "media-caption"
        | "media-producer"
        | "media-metadata"
        | "fn"
        | "custom-table"
        | "nitf-table-metadata"
        | "datasource"
        | "script"
        | "style" => return None,
        // Names, places, sums, days, emphasis: inline.
        _ => "span",
    })
}

fn metadata(root: &Element, body: &Element, text: &str) -> Metadata {
    let mut meta = Metadata::of(Format::Nitf);
    let owned = |s: Option<&str>| s.map(str::to_owned);
    // `baselang` is NITF's own; `xml:lang` came with later versions and providers.
    let language = ["xml:lang", "baselang"].iter().find_map(|name| root.attribute(name));
    meta.language = owned(language.or_else(|| body.attribute("xml:lang")));
    let body_head = body.child("body.head");
    let words = |e: Option<&Element>| e.map(|e| e.words(text)).filter(|w| !w.is_empty());
    meta.headline =
        words(body_head.and_then(|h| h.at(&["hedline", "hl1"]))).or_else(|| words(root.at(&["head", "title"])));
    meta.byline = words(body_head.and_then(|h| h.child("byline")));
    meta.located = words(body_head.and_then(|h| h.at(&["dateline", "location"])))
        .or_else(|| words(body_head.and_then(|h| h.child("dateline"))));
    meta.provider = words(body_head.and_then(|h| h.child("distributor")));
    for note in body_head.into_iter().flat_map(|h| h.all("note")) {
        meta.note(&note.words(text));
    }
    let story_date = body_head.and_then(|h| h.at(&["dateline", "story.date"])).and_then(|d| d.attribute("norm"));
    meta.created = owned(story_date).map(dated);
    let Some(head) = root.child("head") else { return meta };
    let subject = head.at(&["tobject", "tobject.subject"]);
    meta.section = owned(subject.and_then(|s| s.attribute("tobject.subject.type")));
    if let Some(revision) = head.all("revision-history").last() {
        meta.modified = owned(revision.attribute("norm"));
    }
    let Some(data) = head.child("docdata") else { return meta };
    meta.id = owned(data.child("doc-id").and_then(|d| d.attribute("id-string")));
    let date = |name: &str| data.child(name).and_then(|d| d.attribute("norm"));
    meta.created = owned(date("date.issue")).map(dated).or(meta.created);
    meta.embargo = owned(date("date.release")).map(dated).filter(|d| Some(d) != meta.created.as_ref());
    if let Some(key) = data.child("du-key") {
        meta.slug = owned(key.attribute("key"));
        meta.version = owned(key.attribute("version"));
    }
    meta.provider = meta.provider.or_else(|| owned(data.child("doc.copyright").and_then(|d| d.attribute("holder"))));
    meta.status = owned(data.attribute("management-status"));
    for e in data.children() {
        match e.name.as_str() {
            "ed-msg" => e.attribute("info").into_iter().for_each(|n| meta.note(n)),
            "correction" => {
                let info = e.attribute("info").unwrap_or("this story is a correction");
                meta.note(&format!("Correction: {info}"));
                e.attribute("id-string").into_iter().for_each(|id| meta.link(LinkKind::MadeFrom, id));
            }
            "du-key" | "doc-id" => {}
            _ => {}
        }
    }
    let mut from = Vec::new();
    data.find_all("from-src", &mut from);
    from.iter().filter_map(|e| e.attribute("id-string")).for_each(|id| meta.link(LinkKind::MadeFrom, id));
    for link in head.all("link") {
        let kind = if link.attribute("rel").is_some_and(made_from) { LinkKind::MadeFrom } else { LinkKind::Alternate };
        link.attribute("href").into_iter().for_each(|id| meta.link(kind, id));
    }
    meta
}

/// "20260304T101500Z" as "2026-03-04T10:15:00Z": the two ways of ISO 8601.
pub(super) fn dated(norm: String) -> String {
    let b = norm.as_bytes();
    let digits = |r: std::ops::Range<usize>| b.get(r).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
    if !digits(0..8) {
        return norm;
    }
    let day = format!("{}-{}-{}", &norm[..4], &norm[4..6], &norm[6..8]);
    if b.get(8) != Some(&b'T') || !digits(9..13) {
        return if norm.len() == 8 { day } else { norm };
    }
    let seconds = if digits(13..15) { 15 } else { 13 };
    let clock = format!("{}:{}", &norm[9..11], &norm[11..13]);
    let tail = if seconds == 15 { format!(":{}", &norm[13..15]) } else { String::new() };
    format!("{day}T{clock}{tail}{}", &norm[seconds..])
}

#[cfg(test)]
mod tests {
    use super::dated;

    #[test]
    fn both_ways_of_writing_a_day_are_read() {
        let of = |s: &str| dated(s.to_owned());
        assert_eq!(of("20260304T101500Z"), "2026-03-04T10:15:00Z");
        assert_eq!(of("20260304T1015+0100"), "2026-03-04T10:15+0100");
        assert_eq!(of("20260304"), "2026-03-04");
        assert_eq!(of("2026-03-04"), "2026-03-04");
        assert_eq!(of("20260304é"), "20260304é");
    }
}
