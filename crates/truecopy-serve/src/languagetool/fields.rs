//! The fields of a request.

use crate::engine::{Finding, Severity, WireFrom};
use crate::reply::Trouble;

/// The fields that mean something here; a client may send others.
#[derive(Debug, Default)]
pub struct Fields {
    pub text: Option<String>,
    pub data: Option<String>,
    pub date: Option<String>,
    /// What LanguageTool calls `apiKey`: the token.
    pub key: Option<String>,
    language: Option<String>,
    takes: Vec<String>,
    wire_id: Option<String>,
    /// Show hints as well.
    picky: bool,
    enabled: Vec<String>,
    enabled_categories: Vec<String>,
    disabled: Vec<String>,
    disabled_categories: Vec<String>,
    enabled_only: bool,
}

impl Fields {
    /// Those of the address, and those of the form, which go before them.
    pub fn read(query: &str, form: &[u8]) -> Fields {
        let mut fields = Fields::default();
        let all = form_urlencoded::parse(query.as_bytes()).chain(form_urlencoded::parse(form));
        for (name, value) in all {
            let value = value.into_owned();
            let list = || value.split(',').map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
            match name.as_ref() {
                "text" => fields.text = Some(value),
                "data" => fields.data = Some(value),
                "date" => fields.date = Some(value).filter(|d| !d.is_empty()),
                "apiKey" => fields.key = Some(value),
                "language" => fields.language = Some(value),
                "wire" => fields.takes.push(value),
                "wireId" => fields.wire_id = Some(value),
                "level" => fields.picky = value == "picky",
                "enabledRules" => fields.enabled = list(),
                "enabledCategories" => fields.enabled_categories = list(),
                "disabledRules" => fields.disabled = list(),
                "disabledCategories" => fields.disabled_categories = list(),
                "enabledOnly" => fields.enabled_only = matches!(value.as_str(), "true" | "yes"),
                _ => {}
            }
        }
        fields
    }

    /// Nothing, where the text is said to be English or nothing is said of it.
    pub fn english(&self) -> Result<(), Trouble> {
        let language = self.language.as_deref().unwrap_or("auto");
        if language.eq_ignore_ascii_case("auto") || language.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("en")) {
            return Ok(());
        }
        Err(Trouble::Bad("only English is checked: send `language=en` or `language=auto`".into()))
    }

    /// Where the wire comes from.
    pub fn wire(&self) -> Result<WireFrom, Trouble> {
        match (self.takes.is_empty(), &self.wire_id) {
            (false, Some(_)) => Err(Trouble::Bad("give `wire` or `wireId`, not both".into())),
            (false, None) => Ok(WireFrom::Takes(self.takes.clone())),
            (true, Some(id)) => Ok(WireFrom::Id(id.clone())),
            (true, None) => Ok(WireFrom::Archive),
        }
    }

    /// Whether the client wants to see a finding. What is critical cannot be left out by a category: clients leave out whole groups
    /// of rules of style without knowing ours.
    pub fn wants(&self, finding: &Finding) -> bool {
        let named = |list: &[String]| list.iter().any(|id| id.eq_ignore_ascii_case(finding.rule));
        let group = category(finding.category);
        let grouped = |list: &[String]| list.iter().any(|id| id.eq_ignore_ascii_case(&group));
        if named(&self.disabled) {
            return false;
        }
        let enabled = named(&self.enabled) || grouped(&self.enabled_categories);
        if self.enabled_only {
            return enabled;
        }
        let shown = finding.severity > Severity::Neutral || self.picky || enabled;
        shown && (enabled || finding.severity == Severity::Critical || !grouped(&self.disabled_categories))
    }
}

/// The id of a category, as LanguageTool writes them: `ACCURACY_OMISSION`.
pub fn category(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}
