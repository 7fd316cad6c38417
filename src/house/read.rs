//! From the text of a file of house rules to rules, collecting every mistake.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::rule::{Example, HouseRule, Identity, Kind, When, docs};
use super::words::{Pattern, Words};
use crate::config::{Lines, Mistake, nearest};
use crate::finding::{Category, HOUSE, Severity};

/// The most bytes of a file, of a name, and of any other text in it.
const LARGEST: usize = 8 << 20;
const LONGEST_ID: usize = 60;
const LONGEST: usize = 4000;

/// The tables that a file holds, one for each kind.
const KINDS: [&str; 3] = ["ban", "prefer", "must-keep"];
/// The keys of every kind, and those that one kind has besides.
const KEYS: [&str; 10] =
    ["id", "text", "pattern", "match-case", "message", "why", "severity", "category", "bad", "good"];
const OWN_KEYS: [(&str, &[&str]); 3] =
    [("ban", &["in-quotes"]), ("prefer", &["use", "in-quotes", "fix"]), ("must-keep", &["when", "about"])];

type Value<'i> = Spanned<DeValue<'i>>;

/// The rules of the file with this number, in the order of its lines.
///
/// # Errors
/// Every mistake in it.
pub fn read(text: &str, file: usize) -> Result<Vec<HouseRule>, Vec<Mistake>> {
    if text.len() > LARGEST {
        return Err(vec![Mistake::unlike(text, None, "a file of house rules has 8 megabytes at most")]);
    }
    let lines = Lines::of(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() && !KINDS.iter().any(|kind| text.contains(&format!("[[{kind}]]"))) {
        // None of it is shown: whoever named the file may not be one who may read it.
        let span = errors.first().and_then(toml::de::Error::span);
        return Err(vec![Mistake::unlike(
            text,
            span,
            "this is no file of house rules: it has no [[ban]], [[prefer]] or [[must-keep]]",
        )]);
    }
    let mut reader = Reader { lines, mistakes: Vec::new(), file };
    for error in &errors {
        reader.say(error.span().unwrap_or(0..0), error.message().trim_end_matches('.'), "");
    }
    let mut rules: Vec<HouseRule> = Vec::new();
    if errors.is_empty() {
        for (name, value) in document.get_ref() {
            let Some(kind) = KINDS.into_iter().find(|k| *k == name.get_ref().as_ref()) else {
                let near = nearest(name.get_ref(), KINDS).unwrap_or("ban");
                let what = format!("unknown table `{}`", name.get_ref());
                reader.say(
                    name.span(),
                    what,
                    format!("this file has [[ban]], [[prefer]] and [[must-keep]]; did you mean [[{near}]]?"),
                );
                continue;
            };
            let Some(list) = value.get_ref().as_array() else {
                reader.say(
                    name.span(),
                    format!("`{kind}` is a list of tables"),
                    format!("write [[{kind}]] with two brackets"),
                );
                continue;
            };
            for item in list.iter() {
                rules.extend(reader.rule(kind, item));
            }
        }
    }
    if reader.mistakes.is_empty() {
        rules.sort_by_key(|r| r.line);
        return Ok(rules);
    }
    reader.mistakes.sort_by_key(|m| (m.line, m.column));
    Err(reader.mistakes)
}

struct Reader<'t> {
    lines: Lines<'t>,
    mistakes: Vec<Mistake>,
    file: usize,
}

/// What stands in the table of a rule, as far as it could be read.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    forms: Vec<String>,
    pattern: Option<(String, Range<usize>)>,
    match_case: bool,
    message: String,
    why: String,
    severity: Option<Severity>,
    category: Option<Category>,
    instead: Option<String>,
    in_quotes: bool,
    fix: bool,
    when: Option<When>,
    about: Vec<String>,
    examples: Vec<Example>,
}

impl Reader<'_> {
    fn say(&mut self, span: Range<usize>, message: impl Into<String>, advice: impl Into<String>) {
        let mistake = self.lines.mistake(span, message);
        let advice = advice.into();
        self.mistakes.push(if advice.is_empty() { mistake } else { mistake.advise(advice) });
    }

    fn rule(&mut self, kind: &'static str, item: &Value) -> Option<HouseRule> {
        let before = self.mistakes.len();
        let Some(table) = item.get_ref().as_table() else {
            self.say(
                item.span(),
                format!("`{kind}` is a list of tables"),
                format!("write [[{kind}]] on a line of its own"),
            );
            return None;
        };
        let own = OWN_KEYS.iter().find(|(k, _)| *k == kind).map_or(&[][..], |(_, keys)| keys);
        let mut draft = Draft::default();
        for (name, value) in table {
            let key = name.get_ref().as_ref();
            if KEYS.contains(&key) || own.contains(&key) {
                self.key(key, value, &mut draft);
                continue;
            }
            let elsewhere = OWN_KEYS.iter().find(|(_, keys)| keys.contains(&key));
            let advice = match (elsewhere, nearest(key, KEYS.iter().chain(own).copied())) {
                (Some((other, _)), _) => format!("only [[{other}]] has it"),
                (None, Some(near)) => format!("did you mean `{near}`?"),
                (None, None) => format!("expected one of {}", [&KEYS, own].concat().join(", ")),
            };
            self.say(name.span(), format!("unknown key `{key}` in [[{kind}]]"), advice);
        }
        let rule = self.whole(kind, item.span(), draft);
        rule.filter(|_| self.mistakes.len() == before)
    }

    fn key(&mut self, key: &str, value: &Value, draft: &mut Draft) {
        match key {
            "id" => draft.id = self.id(value),
            "text" => draft.forms = self.forms(key, value),
            "about" => draft.about = self.forms(key, value),
            "pattern" => draft.pattern = self.string(key, value).map(|text| (text, value.span())),
            "message" => draft.message = self.sentence(key, value),
            "why" => draft.why = self.string(key, value).unwrap_or_default(),
            "use" => draft.instead = self.string(key, value),
            "match-case" => draft.match_case = self.switch(key, value),
            "in-quotes" => draft.in_quotes = self.switch(key, value),
            "fix" => draft.fix = self.switch(key, value),
            "severity" => {
                let names = Severity::ALL.map(Severity::name);
                draft.severity = self.word(key, &names, value).and_then(|name| name.parse().ok());
            }
            "category" => {
                let names = Category::ALL.map(Category::name);
                draft.category = self.word(key, &names, value).and_then(|name| name.parse().ok());
            }
            "when" => {
                draft.when = match self.word(key, &["wire", "always"], value) {
                    Some("always") => Some(When::Always),
                    Some(_) => Some(When::Wire),
                    None => None,
                }
            }
            other => self.examples(other == "bad", value, &mut draft.examples),
        }
    }

    /// A rule, where all that it needs is there.
    fn whole(&mut self, kind: &'static str, span: Range<usize>, draft: Draft) -> Option<HouseRule> {
        let line = self.lines.number(span.start);
        if draft.id.is_none() {
            self.say(span.clone(), format!("a rule of [[{kind}]] needs an `id`"), "such as id = \"no-jargon\"");
        }
        let (severity, category) = match kind {
            "ban" => (Severity::Major, Category::Unidiomatic),
            "prefer" => (Severity::Minor, Category::WrongTerm),
            _ => (Severity::Major, Category::Omission),
        };
        let words = match (draft.forms.is_empty(), draft.pattern) {
            (false, Some((_, at))) => {
                self.say(at, "a rule has either `text` or `pattern`", "make two rules of it");
                None
            }
            (true, None) => {
                self.say(
                    span.clone(),
                    format!("a rule of [[{kind}]] needs `text` or `pattern`"),
                    "the words that it is about",
                );
                None
            }
            (false, None) => Some(Words::Forms(draft.forms)),
            (true, Some((text, at))) => match Pattern::read(&text, draft.match_case) {
                Ok(pattern) => Some(Words::Pattern(Box::new(pattern))),
                Err(why) => {
                    self.say(at, format!("no pattern: {why}"), "");
                    None
                }
            },
        };
        let kind = match (kind, draft.instead) {
            ("ban", _) => Kind::Ban,
            ("prefer", Some(instead)) => Kind::Prefer { instead },
            ("prefer", None) => {
                self.say(span, "a rule of [[prefer]] needs `use`", "the words to write instead");
                return None;
            }
            _ if draft.about.is_empty() => Kind::MustKeep(draft.when.unwrap_or(When::Wire)),
            _ if draft.when.is_some() => {
                self.say(span, "a rule has either `when` or `about`", "`about` says when by itself");
                return None;
            }
            _ => Kind::MustKeep(When::About(draft.about)),
        };
        let (id, words) = (draft.id?, words?);
        let docs = docs(&kind, &words, &draft.message, &draft.why, &draft.examples);
        let identity = Identity {
            id: format!("{HOUSE}{id}"),
            category: draft.category.unwrap_or(category),
            severity: draft.severity.unwrap_or(severity),
            safe: draft.fix,
            docs,
        };
        Some(HouseRule {
            rule: identity.rule(),
            kind,
            words,
            match_case: draft.match_case,
            in_quotes: draft.in_quotes,
            message: draft.message,
            examples: draft.examples,
            file: self.file,
            line,
        })
    }

    fn string(&mut self, key: &str, value: &Value) -> Option<String> {
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => self.say(value.span(), format!("`{key}` is empty"), "leave it out"),
            Some(text) if text.len() > LONGEST => {
                self.say(value.span(), format!("`{key}` is longer than {LONGEST} bytes"), "say it shorter");
            }
            Some(text) => return Some(text.to_owned()),
            None => self.say(value.span(), format!("`{key}` is a string"), "write it between quotes"),
        }
        None
    }

    /// What a finding says, in the form that findings have: on one line, without a full stop.
    fn sentence(&mut self, key: &str, value: &Value) -> String {
        let text = self.string(key, value).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
    }

    fn id(&mut self, value: &Value) -> Option<String> {
        let text = self.string("id", value)?;
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() <= LONGEST_ID && text.split('-').all(word) {
            return Some(text);
        }
        let advice = format!("small letters, digits and single hyphens, {LONGEST_ID} at most, such as no-jargon");
        self.say(value.span(), "this cannot be an `id`", advice);
        None
    }

    fn forms(&mut self, key: &str, value: &Value) -> Vec<String> {
        let Some(list) = value.get_ref().as_array() else {
            return self.string(key, value).into_iter().collect();
        };
        if list.is_empty() {
            self.say(value.span(), format!("`{key}` is empty"), "write the words");
        }
        list.iter().filter_map(|item| self.string(&format!("an entry of `{key}`"), item)).collect()
    }

    fn switch(&mut self, key: &str, value: &Value) -> bool {
        match value.get_ref().as_bool() {
            Some(on) => on,
            None => {
                self.say(value.span(), format!("`{key}` is true or false"), "without quotes");
                false
            }
        }
    }

    fn word<'w>(&mut self, key: &str, words: &[&'w str], value: &Value) -> Option<&'w str> {
        let text = value.get_ref().as_str();
        let found = words.iter().copied().find(|w| Some(*w) == text);
        if found.is_none() {
            let advice = match text.and_then(|t| nearest(t, words.iter().copied())) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("expected one of {}", words.join(", ")),
            };
            self.say(value.span(), format!("this cannot be a `{key}`"), advice);
        }
        found
    }

    /// Texts, or pairs of a wire and a rewrite.
    fn examples(&mut self, bad: bool, value: &Value, out: &mut Vec<Example>) {
        let key = if bad { "bad" } else { "good" };
        let Some(list) = value.get_ref().as_array() else {
            self.say(value.span(), format!("`{key}` is a list of examples"), format!("such as {key} = [\"…\"]"));
            return;
        };
        for item in list.iter() {
            let line = self.lines.number(item.span().start);
            let mut example = Example { wire: String::new(), rewrite: String::new(), bad, line };
            match item.get_ref().as_table() {
                None => example.rewrite = self.string(&format!("an example of `{key}`"), item).unwrap_or_default(),
                Some(table) => {
                    for (name, value) in table {
                        match name.get_ref().as_ref() {
                            "wire" => example.wire = self.string("wire", value).unwrap_or_default(),
                            "rewrite" => example.rewrite = self.string("rewrite", value).unwrap_or_default(),
                            other => self.say(
                                name.span(),
                                format!("unknown key `{other}` in an example"),
                                "it has wire and rewrite",
                            ),
                        }
                    }
                    if example.rewrite.is_empty() {
                        self.say(item.span(), "an example needs a `rewrite`", "");
                    }
                }
            }
            out.push(example);
        }
    }
}
