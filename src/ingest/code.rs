//! A letter that was left as a code.

use serde::Serialize;

use super::entity;
use crate::text::Span;

/// How a letter was written that readers do not see as a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CodeKind {
    /// `&quot;` in plain text, `&amp;quot;` anywhere.
    Reference,
    /// `=E2=80=99`, the code of e-mail.
    QuotedPrintable,
    /// `%20`, the code of addresses.
    Percent,
    /// `Ã©`: UTF-8 that was read as Windows-1252 and written down so.
    Garbled,
}

impl CodeKind {
    /// What an editor would call it.
    pub fn name(self) -> &'static str {
        match self {
            CodeKind::Reference => "an undecoded HTML entity",
            CodeKind::QuotedPrintable => "an undecoded code of e-mail",
            CodeKind::Percent => "an undecoded code of web addresses",
            CodeKind::Garbled => "a letter that was decoded with the wrong character set",
        }
    }
}

/// A letter of the story that readers of the file see as a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Code {
    /// The letter, in the text of the story; its place in the file is that of the code.
    pub span: Span,
    /// What it is written in.
    pub kind: CodeKind,
    /// What readers see in its place: of `&amp;quot;` in a web page, `&quot;`.
    pub seen: String,
}

impl Code {
    /// A character reference of markup that was escaped twice, `written` so, which stands for what is read at `at`.
    pub(super) fn reference(found: &entity::Reference, written: &str, at: usize) -> Code {
        let mut letters = String::new();
        found.write(&mut letters);
        let code =
            Code { span: Span::new(at, at + letters.len()), kind: CodeKind::Reference, seen: written.to_owned() };
        code.once()
    }

    /// The code as readers see it where markup was to be expected, which decodes it once.
    pub(super) fn once(self) -> Code {
        let seen = match self.seen.strip_prefix("&amp;") {
            Some(rest) if self.kind == CodeKind::Reference => format!("&{rest}"),
            _ => self.seen,
        };
        Code { seen, ..self }
    }

    /// The code, where what stood at `from` stands at `to`.
    pub(super) fn moved(self, from: usize, to: usize) -> Code {
        let at = |offset: u32| (offset as usize + to).saturating_sub(from);
        Code { span: Span::new(at(self.span.start), at(self.span.end)), ..self }
    }

    /// What is the same for the same code, in whatever format it stands and however often it was escaped on the way.
    pub fn key(&self) -> &str {
        let mut inner = self.seen.strip_prefix('&').unwrap_or(&self.seen);
        while let Some(rest) = inner.strip_prefix("amp;").filter(|rest| !rest.is_empty()) {
            inner = rest;
        }
        inner
    }
}
