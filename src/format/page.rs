//! What the HTML pages have in common: a head that lets in nothing but the page's own style and script, and story text that is escaped.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use crate::format::round;
use crate::format::visible::{Piece, pieces, visible};

/// A style sheet or a script that stands in the page itself.
pub(super) struct Inline {
    pub(super) text: &'static str,
    /// SHA-256 of the text in base64, as a Content-Security-Policy wants it; a test keeps it true.
    pub(super) hash: &'static str,
}

/// A self-contained page that needs no network. It forbids itself everything but its own style and script, by hash, in a
/// Content-Security-Policy. The script comes last in the body.
pub(super) fn page(title: &str, style: &Inline, script: Option<&Inline>, body: &Markup) -> String {
    let allowed = script.map_or_else(String::new, |s| format!(" script-src '{}';", s.hash));
    let policy =
        format!("default-src 'none'; style-src '{}';{allowed} base-uri 'none'; form-action 'none'", style.hash);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("truecopy ", env!("CARGO_PKG_VERSION")));
                title { (visible(title)) }
                style { (PreEscaped(style.text)) }
            }
            body {
                (body)
                @if let Some(script) = script { script { (PreEscaped(script.text)) } }
            }
        }
    };
    page.into_string() + "\n"
}

/// Story text: escaped, with a visible sign for every character that does not show.
pub(super) struct Text<'a>(pub(super) &'a str);

impl Render for Text<'_> {
    fn render_to(&self, out: &mut String) {
        for piece in pieces(self.0) {
            match piece {
                Piece::Text(t) => t.render_to(out),
                Piece::Sign(c) => {
                    let code = format!("U+{:04X}", u32::from(c));
                    html! { span.sign title="a character that does not show" { (code) } }.render_to(out);
                }
            }
        }
    }
}

/// A bar as a drawing: the policy of the page forbids styles on elements.
pub(super) fn bar(share: f64) -> Markup {
    let width = round(share.clamp(0.0, 1.0) * 100.0, 1);
    html! {
        svg width="100%" height="9" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 9" {
            rect width=(width) height="9" fill="currentColor" opacity="0.55" {}
        }
    }
}

#[cfg(test)]
impl Inline {
    /// Fails where the policy would shut out the text.
    #[track_caller]
    pub(super) fn assert_let_in(&self) {
        use base64::Engine as _;
        use sha2::Digest as _;
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(self.text));
        assert_eq!(format!("sha256-{hash}"), self.hash, "put the left value beside the text");
    }
}
