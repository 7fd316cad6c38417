//! The parts of a story.

use serde::Serialize;

use super::code::Code;
use super::meta::Metadata;
use crate::text::{Source, Span};

/// What a piece of page furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FurnitureKind {
    /// Menus, breadcrumbs, section names, "Skip to content".
    Navigation,
    /// Cookie and consent banners.
    Consent,
    /// Related, most read and recommended stories.
    Related,
    /// Video and audio promos, running times.
    Media,
    /// Publication times and "Last modified".
    Timestamp,
    /// Comment forms and policies, "Leave a Reply".
    Comments,
    /// Share, follow, subscribe and sign-up lines, advertisements.
    Promotion,
    /// Words that keep the rest of the story from the reader: "Subscribe to read on".
    Paywall,
    /// Photo captions and picture credits.
    Caption,
    /// Copyright lines, source links and other residue of the page or of the feed.
    Residue,
    /// The headline or a paragraph said again.
    Duplicate,
}

impl FurnitureKind {
    /// What an editor would call it.
    pub fn name(self) -> &'static str {
        match self {
            FurnitureKind::Navigation => "page navigation",
            FurnitureKind::Consent => "cookie banner",
            FurnitureKind::Related => "links to other stories",
            FurnitureKind::Media => "video or audio promo",
            FurnitureKind::Timestamp => "time stamp",
            FurnitureKind::Comments => "comment form",
            FurnitureKind::Promotion => "share or sign-up line",
            FurnitureKind::Paywall => "paywall",
            FurnitureKind::Caption => "photo caption",
            FurnitureKind::Residue => "residue of the page",
            FurnitureKind::Duplicate => "repeated line",
        }
    }
}

/// What a block of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BlockKind {
    /// The headline.
    Headline,
    /// Summary lines or bullets above the story.
    Summary,
    /// A subheading inside the story.
    Subhead,
    /// "By …".
    Byline,
    /// Reporting and editing credits.
    Credit,
    /// A note of the wire to editors; neither supports nor accuses.
    Advisory,
    /// Running text.
    Paragraph,
    /// Matter that is no part of the story; neither supports nor accuses.
    Furniture(FurnitureKind),
}

impl BlockKind {
    /// What an editor would call it.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Headline => "headline",
            BlockKind::Summary => "summary",
            BlockKind::Subhead => "subhead",
            BlockKind::Byline => "byline",
            BlockKind::Credit => "credit",
            BlockKind::Advisory => "note to editors",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Furniture(kind) => kind.name(),
        }
    }

    /// Whether the block is part of what the story says.
    pub fn is_story(self) -> bool {
        matches!(self, BlockKind::Headline | BlockKind::Summary | BlockKind::Subhead | BlockKind::Paragraph)
    }
}

/// One line or paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is in the text; no white space at either end.
    pub span: Span,
    /// Whether it is furniture or a note that the markup itself sets apart from the story, as `<nav>` or `hidden` does: whoever sees the
    /// page takes it for no part of the story, or does not see it.
    pub apart: bool,
}

/// "BRUSSELS, Jan 12 (Reuters) –" at the head of the first paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Dateline {
    /// The whole of it, with the dash.
    pub span: Span,
    /// The place.
    pub place: Span,
    /// The agency, without brackets.
    pub agency: Option<Span>,
    /// The date.
    pub date: Option<Span>,
}

/// A story as it was read, in parts.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Story {
    /// Its text and the way back to the original bytes.
    pub source: Source,
    /// Its blocks in text order, furniture included; they do not overlap and leave out only white space.
    pub blocks: Vec<Block>,
    /// The dateline, a part of the first paragraph.
    pub dateline: Option<Dateline>,
    /// The day that the story was sent or published: year, month, day, where the text or its metadata tells.
    pub date: Option<(i32, u8, u8)>,
    /// What the feed or the page says about it.
    pub meta: Metadata,
    /// Furniture inside sentences, such as "opens new tab"; neither supports nor accuses.
    pub inline: Vec<Span>,
    /// Letters that readers of the file see as codes, such as `&amp;quot;`, in text order.
    pub codes: Vec<Code>,
    /// What a user should know about how it was read ("read as windows-1252"), lower case, without a full stop.
    pub notes: Vec<String>,
}
