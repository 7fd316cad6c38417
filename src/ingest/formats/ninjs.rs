//! IPTC ninjs 1.x and 2.x.

use std::collections::BTreeMap;

use super::super::BlockKind;
use super::super::assembly::{Assembly, Draft, Written, body, is_markup};
use super::super::error::ReadProblem;
use super::super::json::{self, Value};
use super::super::meta::{Format, LinkKind, Metadata};
use super::super::page::Page;
use super::{made_from, slashed};

type Fields<'a> = BTreeMap<String, Value<'a>>;

/// Whether a JSON text looks like ninjs, well formed or not: by the names of fields that no other format has.
pub(in super::super) fn is_ninjs(text: &str) -> bool {
    const MARKS: [&str; 16] = [
        "\"uri\"",
        "\"headline\"",
        "\"body_xhtml\"",
        "\"body_text\"",
        "\"body_html\"",
        "\"body_html5\"",
        "\"bodies\"",
        "\"versioncreated\"",
        "\"headlines\"",
        "\"slugline\"",
        "\"pubstatus\"",
        "\"altids\"",
        "\"copyrightholder\"",
        "\"ednote\"",
        "\"located\"",
        "\"firstcreated\"",
    ];
    MARKS.iter().filter(|m| text.contains(**m)).take(2).count() == 2
}

/// Reads the item, or each item of a list.
pub(in super::super) fn read(text: &str) -> Result<Vec<Draft>, ReadProblem> {
    // One value, or a value on each line.
    let one = json::parse(text);
    let lines = text
        .trim()
        .contains('\n')
        .then(|| text.trim_start().lines().next().is_some_and(|l| json::parse(l.trim()).is_ok()));
    let values = match (one, lines) {
        (Err(_), Some(true)) => json::parse_lines(text)?,
        (one, _) => one?.one_or_more(),
    };
    let mut out = Vec::new();
    for item in values {
        if !item.is_object() {
            return Err(ReadProblem::Unlike("ninjs", "an item is not an object".into()));
        }
        let fields = item.fields();
        // Some services wrap the list: {"items": [...]}.
        let wrapped = ["items", "results", "data"].iter().find_map(|n| fields.get(*n)).filter(|v| v.is_list());
        match wrapped {
            Some(list) if !fields.contains_key("uri") => {
                list.items().iter().for_each(|i| items(&i.fields(), 0, &mut out))
            }
            _ => items(&fields, 0, &mut out),
        }
    }
    if out.is_empty() {
        return Err(ReadProblem::Unlike(
            "ninjs text",
            "no item has a `body_text`, `body_xhtml` or `bodies`: pictures and links have no text to check".into(),
        ));
    }
    Ok(out)
}

/// The item; where it has no text, as packages have none, the texts that it holds.
fn items(fields: &Fields, depth: usize, out: &mut Vec<Draft>) {
    if let Some(draft) = item(fields) {
        out.push(draft);
        return;
    }
    if depth < 3 {
        for (_, held) in associations(fields) {
            items(&held, depth + 1, out);
        }
    }
}

/// The items that an item holds or names, each with its role.
fn associations<'a>(fields: &Fields<'a>) -> Vec<(String, Fields<'a>)> {
    let Some(value) = fields.get("associations") else { return Vec::new() };
    let mut out = Vec::new();
    let mut take = |role: String, value: &Value<'a>| {
        for one in value.one_or_more() {
            let held = one.fields();
            let named = held.get("name").or_else(|| held.get("rel")).and_then(Value::scalar);
            out.push((named.unwrap_or_else(|| role.clone()), held));
        }
    };
    if value.is_list() {
        take(String::new(), value);
    } else {
        value.fields().iter().for_each(|(role, v)| take(role.clone(), v));
    }
    out
}

fn item(fields: &Fields) -> Option<Draft> {
    let kind = scalar(fields, "type").unwrap_or_default();
    if matches!(kind.as_str(), "picture" | "video" | "audio" | "graphic") {
        return None;
    }
    let mut story = main_body(fields)?;
    let meta = metadata(fields);
    let mut assembly = Assembly::default();
    if let Some((text, map)) = role_string(fields, "headline", "headlines") {
        assembly.above(&text, &map, BlockKind::Headline, &mut story);
    }
    if let Some((text, map)) = ["byline", "by"].iter().find_map(|f| fields.get(*f)).and_then(Value::string) {
        assembly.above(&text, &map, BlockKind::Byline, &mut story);
    }
    assembly.body(story);
    Some(assembly.finish(meta, true))
}

/// The body: markup before plain text, which has lost its paragraphs more often than not; teasers and the like last.
fn main_body(fields: &Fields) -> Option<Page> {
    let short = |role: &str| {
        let role = role.to_ascii_lowercase();
        ["summary", "teaser", "short", "abstract", "caption", "brief", "social", "alert"]
            .iter()
            .any(|s| role.contains(s))
    };
    let read = |role: &str, kind: &str, value: &Value| {
        let (text, map) = value.string()?;
        let written = if kind.contains("html") || kind.contains("xml") {
            Written::Markup
        } else if kind.contains("plain") {
            Written::Plain
        } else {
            Written::Unsaid
        };
        let page = body(&text, &map, written);
        (!page.parts.is_empty()).then(|| (short(role), !is_markup(&text, written), page))
    };
    let listed = |name: &str| fields.get(name).map(Value::one_or_more).unwrap_or_default();
    let mut bodies: Vec<(bool, bool, Page)> = Vec::new();
    for f in listed("bodies").iter().map(Value::fields) {
        let kind = scalar(&f, "contenttype").unwrap_or_default().to_ascii_lowercase();
        let role = scalar(&f, "role").unwrap_or_default();
        bodies.extend(f.get("value").and_then(|v| read(&role, &kind, v)));
    }
    for (name, value) in fields {
        if let Some(role) = name.strip_prefix("body_") {
            bodies.extend(read(role, if role == "text" { "plain" } else { role }, value));
        }
    }
    // A story as short as its description: a brief, an alert.
    if bodies.is_empty() && scalar(fields, "type").is_some_and(|t| t == "text") {
        let many = listed("descriptions");
        bodies.extend(many.iter().filter_map(|d| read("", "", d.fields().get("value")?)));
        let named = fields.iter().filter(|(n, _)| n.starts_with("description_"));
        bodies.extend(named.filter_map(|(_, v)| read("", "", v)));
    }
    bodies.sort_by_key(|(short, plain, _)| (*short, *plain));
    bodies.into_iter().next().map(|(.., page)| page)
}

fn metadata(fields: &Fields) -> Metadata {
    let mut meta = Metadata::of(Format::Ninjs);
    let get = |name: &str| scalar(fields, name);
    meta.id = get("uri").or_else(|| get("guid"));
    meta.version = get("version");
    meta.slug = get("slugline").or_else(|| get("slug"));
    meta.headline = role_string(fields, "headline", "headlines").map(|(t, _)| t).or_else(|| get("title"));
    meta.byline = get("byline").or_else(|| get("by"));
    meta.section = get("section").or_else(|| {
        let subjects = fields.get("subjects").or_else(|| fields.get("subject"))?;
        subjects.one_or_more().iter().find_map(|s| scalar(&s.fields(), "name"))
    });
    meta.located = get("located");
    meta.language = get("language");
    meta.created = get("firstcreated").or_else(|| get("contentcreated"));
    meta.modified = get("versioncreated").or_else(|| get("contentmodified"));
    meta.embargo = get("embargoed");
    meta.status = get("pubstatus");
    meta.provider = get("copyrightholder").or_else(|| {
        let sources = fields.get("infosource").or_else(|| fields.get("infosources"))?;
        sources.one_or_more().iter().find_map(|s| scalar(&s.fields(), "name"))
    });
    for name in ["ednote", "usernote"] {
        get(name).iter().for_each(|n| meta.note(n));
    }
    for name in ["evolvedfrom", "derivedfrom", "translatedfrom"] {
        let ids = fields.get(name).map(Value::one_or_more).unwrap_or_default();
        ids.iter().filter_map(id_of).for_each(|id| meta.link(LinkKind::MadeFrom, &id));
    }
    if let Some(ids) = fields.get("altids") {
        if ids.is_list() {
            ids.items().iter().filter_map(id_of).for_each(|id| meta.link(LinkKind::Alternate, &id));
        } else {
            for (role, id) in ids.fields() {
                let kind = if made_from(&role) { LinkKind::MadeFrom } else { LinkKind::Alternate };
                id.scalar().iter().for_each(|id| meta.link(kind, id));
            }
        }
    }
    for (role, held) in associations(fields) {
        let kind = if made_from(&role) { LinkKind::MadeFrom } else { LinkKind::Other };
        scalar(&held, "uri").or_else(|| scalar(&held, "guid")).iter().for_each(|id| meta.link(kind, id));
    }
    meta
}

/// An id as a string, or in an object under its usual names.
fn id_of(value: &Value) -> Option<String> {
    let fields = value.fields();
    value.scalar().or_else(|| ["uri", "value", "id"].iter().find_map(|n| scalar(&fields, n)))
}

/// "headline", "headline_…", or the main one of "headlines".
fn role_string(fields: &Fields, one: &str, many: &str) -> Option<(String, crate::text::OffsetMap)> {
    let filled = |v: &Value| v.string().filter(|(t, _)| !t.trim().is_empty());
    if let Some(found) = fields.get(one).and_then(filled) {
        return Some(found);
    }
    if let Some(list) = fields.get(many) {
        let all: Vec<Fields> = list.one_or_more().iter().map(Value::fields).collect();
        let main = all.iter().find(|f| scalar(f, "role").is_none_or(|r| slashed(&r) == "main"));
        let found = main.or(all.first()).and_then(|f| f.get("value")).and_then(filled);
        if found.is_some() {
            return found;
        }
    }
    let prefix = format!("{one}_");
    fields.iter().filter(|(n, _)| n.starts_with(&prefix)).find_map(|(_, v)| filled(v))
}

fn scalar(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name).and_then(Value::scalar).map(|s| s.trim().to_owned()).filter(|s| !s.is_empty())
}
