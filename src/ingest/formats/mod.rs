//! One file per format: from a decoded text to drafts of the stories in it.

pub(super) mod framed;
pub(super) mod mail;
pub(super) mod markdown;
pub(super) mod newsml;
mod newsml1;
pub(super) mod ninjs;
pub(super) mod nitf;
pub(super) mod schema_org;
pub(super) mod sniff;
pub(super) mod syndication;

/// Whether the name of a relation says that one item was made from the other: "irel:translatedFrom", "derived", "source".
fn made_from(relation: &str) -> bool {
    let name: String = slashed(relation).chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    [
        "derivedfrom",
        "translatedfrom",
        "previousversion",
        "evolvedfrom",
        "basedon",
        "adaptedfrom",
        "madefrom",
        "translationof",
    ]
    .iter()
    .any(|n| name.contains(n))
        || matches!(
            name.as_str(),
            "source" | "sources" | "original" | "wire" | "via" | "derived" | "translation" | "translated"
        )
}

/// The last part of a name with a scheme: "irel:translatedFrom" and "http://cv.iptc.org/newscodes/itemrelation/translatedFrom".
fn slashed(name: &str) -> &str {
    name.trim().rsplit([':', '/', '#']).next().unwrap_or("")
}
