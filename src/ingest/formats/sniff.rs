//! Which format a text is in, by its content.

use super::super::html_tags;
use super::super::meta::Format;
use super::{framed, mail, markdown, ninjs};

/// Recognises the format. `extension` is the ending of the file's name in lower case, empty where there is none; it decides only
/// where the content leaves it open.
pub(in super::super) fn format(text: &str, extension: &str) -> Format {
    if let Some(framed) = framed::format(text) {
        return framed;
    }
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if mail::is_mail(head) {
        return Format::Mail;
    }
    if head.starts_with(['{', '[']) && (ninjs::is_ninjs(head) || extension == "json" && head.starts_with('{')) {
        return Format::Ninjs;
    }
    if head.starts_with('<') {
        match root(head) {
            Some("nitf") => return Format::Nitf,
            Some(
                "newsItem" | "newsMessage" | "NewsML" | "packageItem" | "NewsItem" | "conceptItem" | "knowledgeItem"
                | "planningItem",
            ) => {
                return Format::NewsMl;
            }
            Some("rss" | "RDF" | "item" | "channel") => return Format::Rss,
            Some("feed" | "entry") => return Format::Atom,
            _ => {}
        }
    }
    let named_html = ["html", "htm", "xhtml"].contains(&extension);
    if html_tags::is_html(text) || (named_html && text.contains('<')) {
        return Format::Html;
    }
    if ["md", "markdown"].contains(&extension) || markdown::is_markdown(text) {
        Format::Markdown
    } else {
        Format::Plain
    }
}

/// The name of the first element, without its prefix, behind the declaration, comments and document type.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    // A document type with an internal part holds tags of its own; a few steps lead past all that may stand there.
    for _ in 0..40 {
        rest = rest.trim_start();
        let inside = rest.strip_prefix('<')?;
        let end = if inside.starts_with('?') {
            rest.find("?>")? + 2
        } else if inside.starts_with("!--") {
            rest.find("-->")? + 3
        } else if inside.starts_with('!') {
            let close = rest.find('>')?;
            match rest[..close].find('[') {
                Some(_) => rest.find("]>").map_or_else(
                    || rest.find(']').and_then(|b| rest[b..].find('>').map(|c| b + c + 1)),
                    |b| Some(b + 2),
                )?,
                None => close + 1,
            }
        } else {
            let name = inside.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
            return name.rsplit(':').next();
        };
        rest = rest.get(end..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_content() {
        let of = |text: &str| format(text, "");
        assert_eq!(
            of("<?xml version=\"1.0\"?>\n<!-- a > b -->\n<!DOCTYPE nitf SYSTEM \"x.dtd\">\n<nitf/>"),
            Format::Nitf
        );
        assert_eq!(of("<!DOCTYPE nitf [<!ENTITY a \"b\">]><nitf/>"), Format::Nitf);
        assert_eq!(of("<nar:newsMessage xmlns:nar='x'/>"), Format::NewsMl);
        assert_eq!(of("<rdf:RDF xmlns='http://purl.org/rss/1.0/'/>"), Format::Rss);
        assert_eq!(of("<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>"), Format::Atom);
        assert_eq!(of("{\"uri\": \"x\", \"body_text\": \"y\", \"slugline\": \"z\"}"), Format::Ninjs);
        assert_eq!(of("{\"uri\": \"x\"}"), Format::Plain);
        assert_eq!(format("{\"uri\": \"x\"}", "json"), Format::Ninjs);
        assert_eq!(of("<p>One.</p><p>Two.</p>"), Format::Html);
        assert_eq!(of("# Ferries stop\n\nAt noon."), Format::Markdown);
        assert_eq!(of("---\ntitle: Ferries\n---\nAt noon."), Format::Markdown);
        assert_eq!(of("--- \nAt noon.\n---\n"), Format::Plain);
        assert_eq!(of("OSLO – The #1 ferry"), Format::Plain);
    }
}
