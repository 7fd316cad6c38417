//! The JSON Schema for editors, made from the one list of keys and the one list of rules.

use serde_json::{Map, Value, json};

use super::choices::category_names;
use super::keys::{self, Key};
use super::shape::{LEVELS, Shape};
use crate::finding::HOUSE;
use crate::rules;

/// The schema of `truecopy.toml`, as JSON with a line end. `docs/schema/truecopy.schema.json` is this text; a test keeps it so.
pub fn schema() -> String {
    let mut tables: Map<String, Value> = Map::new();
    for key in keys::KEYS {
        let table = tables
            .entry(key.table)
            .or_insert_with(|| json!({"type": "object", "additionalProperties": false, "properties": {}}));
        if let Some(properties) = table.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(key.name.to_owned(), described(key));
        }
    }
    for (name, _) in keys::OPEN_TABLES {
        tables.insert(name.to_owned(), json!({"$ref": format!("#/$defs/{name}")}));
    }
    let over = json!({
        "description": keys::OVERRIDE,
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "paths": {"type": "array", "items": {"type": "string"}},
                "rules": {"$ref": "#/$defs/rules"},
                "categories": {"$ref": "#/$defs/categories"}
            },
            "required": ["paths"]
        }
    });
    tables.insert("override".to_owned(), over);
    let mut rules = Map::new();
    for rule in rules::rules() {
        rules.insert(rule.id.to_owned(), json!({"description": rule.summary(), "enum": LEVELS}));
    }
    let mut categories = Map::new();
    for name in category_names() {
        categories.insert(name, json!({"enum": LEVELS}));
    }
    let help = |table: &str| keys::OPEN_TABLES.iter().find(|(name, _)| *name == table).map_or("", |(_, help)| *help);
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "truecopy.toml",
        "description": "What truecopy checks, what it shows and what makes a run fail.",
        "type": "object",
        "additionalProperties": false,
        "properties": tables,
        "$defs": {
            "rules": {
                "description": help("rules"),
                "type": "object",
                "additionalProperties": false,
                "properties": rules,
                "patternProperties": {format!("^{HOUSE}[a-z0-9-]+$"): {"description": "A house rule, by its id.", "enum": LEVELS}}
            },
            "categories": {
                "description": help("categories"),
                "type": "object",
                "additionalProperties": false,
                "properties": categories
            }
        }
    });
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

fn described(key: &Key) -> Value {
    let mut out = match key.shape {
        Shape::Words(words) => json!({"enum": words}),
        Shape::Path => json!({"type": "string"}),
        Shape::Count => json!({"type": "integer", "minimum": 0}),
        Shape::UpTo(most) => json!({"type": "number", "minimum": 0, "maximum": most}),
        Shape::Paths | Shape::Patterns | Shape::Selectors => json!({"type": "array", "items": {"type": "string"}}),
    };
    if let Some(map) = out.as_object_mut() {
        map.insert("description".to_owned(), Value::String(key.help.to_owned()));
    }
    out
}
