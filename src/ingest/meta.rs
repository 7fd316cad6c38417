//! What a feed says about a story beside its text.

use serde::Serialize;

use super::advisory::{Advisory, AdvisoryKind, kind_of_note};
use super::dates::Ymd;

/// How a story was written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// Lines of text.
    #[default]
    Plain,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page, or a piece of one.
    Html,
    /// IPTC ninjs, 1.x or 2.x: JSON.
    Ninjs,
    /// IPTC NITF 3.x: XML.
    Nitf,
    /// IPTC NewsML-G2 or NewsML 1.x: XML.
    #[serde(rename = "newsml")]
    NewsMl,
    /// RSS 0.9x, 1.0 or 2.0.
    Rss,
    /// Atom.
    Atom,
    /// E-mail: RFC 5322 with MIME.
    Mail,
    /// IPTC 7901: lines between control characters.
    Iptc7901,
    /// ANPA 1312: the same, with carets before the fields.
    Anpa,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 11] = [
        Format::Plain,
        Format::Markdown,
        Format::Html,
        Format::Ninjs,
        Format::Nitf,
        Format::NewsMl,
        Format::Rss,
        Format::Atom,
        Format::Mail,
        Format::Iptc7901,
        Format::Anpa,
    ];

    /// The word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Ninjs => "ninjs",
            Format::Nitf => "nitf",
            Format::NewsMl => "newsml",
            Format::Rss => "rss",
            Format::Atom => "atom",
            Format::Mail => "mail",
            Format::Iptc7901 => "iptc7901",
            Format::Anpa => "anpa",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|f| f.name().eq_ignore_ascii_case(name))
    }
}

/// How another item is related to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LinkKind {
    /// The same story under another name: a permanent link, an id in another system.
    Alternate,
    /// What this story was made from: translated from, derived from, previous version, source.
    MadeFrom,
    /// Anything else: a picture, a sidebar.
    Other,
}

impl LinkKind {
    /// A word for it.
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Alternate => "also",
            LinkKind::MadeFrom => "made from",
            LinkKind::Other => "linked",
        }
    }
}

/// A link to another item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Link {
    /// How it is related.
    pub kind: LinkKind,
    /// Its id or address, as written.
    pub id: String,
}

/// What a feed or a page says about a story. Dates are as written; all fields are as the source gives them, without markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Metadata {
    /// How it was written down.
    pub format: Format,
    /// Its id: `uri`, `guid`, `doc-id`.
    pub id: Option<String>,
    /// The number of the version.
    pub version: Option<String>,
    /// The slug.
    pub slug: Option<String>,
    /// The headline in the metadata, where the text has none or another.
    pub headline: Option<String>,
    /// Who signed it.
    pub byline: Option<String>,
    /// The section or desk that it was filed under: "Politics", "sport".
    pub section: Option<String>,
    /// Where it was written: the place of the dateline as a field of its own.
    pub located: Option<String>,
    /// BCP 47, as written.
    pub language: Option<String>,
    /// When it was first published or created.
    pub created: Option<String>,
    /// When this version was made.
    pub modified: Option<String>,
    /// Until when it is embargoed.
    pub embargo: Option<String>,
    /// "usable", "withheld", "canceled".
    pub status: Option<String>,
    /// Who sent it.
    pub provider: Option<String>,
    /// Notes to editors, in text order, those from fields of their own first.
    pub advisories: Vec<Advisory>,
    /// Other items.
    pub links: Vec<Link>,
}

impl Metadata {
    pub(super) fn of(format: Format) -> Self {
        Metadata { format, ..Metadata::default() }
    }

    /// The fields that are filled in, each with its name in reports.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("id", &self.id),
            ("version", &self.version),
            ("slug", &self.slug),
            ("headline", &self.headline),
            ("byline", &self.byline),
            ("section", &self.section),
            ("place", &self.located),
            ("language", &self.language),
            ("created", &self.created),
            ("modified", &self.modified),
            ("embargo", &self.embargo),
            ("status", &self.status),
            ("provider", &self.provider),
        ];
        all.into_iter().filter_map(|(name, value)| value.as_deref().map(|v| (name, v)))
    }

    /// Adds a link; an empty one is passed over.
    pub(super) fn link(&mut self, kind: LinkKind, id: &str) {
        let id = id.trim();
        if !id.is_empty() && !self.links.iter().any(|l| l.id == id) {
            self.links.push(Link { kind, id: id.to_owned() });
        }
    }

    /// Adds a note to editors from a field of its own.
    pub(super) fn note(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            let kind = kind_of_note(text);
            self.advisories.push(Advisory { kind, text: text.to_owned(), span: None });
        }
    }

    /// The day it was published.
    pub(super) fn day(&self) -> Option<Ymd> {
        [&self.created, &self.modified].into_iter().flatten().find_map(|d| super::dates::date(d))
    }

    /// What a user has to know before relying on the story, lower case, without a full stop.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(until) = &self.embargo {
            out.push(format!("embargoed until {until}"));
        }
        if let Some(status) = &self.status
            && !matches!(status.trim().to_ascii_lowercase().rsplit(':').next(), Some("usable" | ""))
        {
            out.push(format!("its publishing status is “{}”", status.trim()));
        }
        let kinds = [
            (AdvisoryKind::Withdrawal, "withdraws the story"),
            (AdvisoryKind::Embargo, "sets an embargo"),
            (AdvisoryKind::Correction, "marks a correction"),
        ];
        for (kind, what) in kinds {
            // A field, the headline and a line above the story often say the same: the longest says most.
            let said =
                self.advisories.iter().filter(|a| a.kind == kind).map(|a| a.text.as_str()).max_by_key(|t| t.len());
            out.extend(said.map(|said| format!("the source {what}: “{}”", clip(said))));
        }
        out
    }
}

/// The first words of a long note.
fn clip(text: &str) -> String {
    let mut words = text.split_whitespace();
    let head: Vec<&str> = words.by_ref().take(30).collect();
    head.join(" ") + if words.next().is_some() { " …" } else { "" }
}
