//! A validator for the JSON Schemas under `docs/schema`, with exactly the keywords that they use.
//!
//! A full validator is the largest thing a build of the tests would have to compile. This one refuses a schema with a keyword that
//! it does not know, so a schema cannot outgrow it unnoticed.

use regex::Regex;
use serde_json::{Map, Value};

/// Keywords that say something about instances.
const KNOWN: [&str; 18] = [
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "definitions",
    "enum",
    "items",
    "maximum",
    "minItems",
    "minimum",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "required",
    "type",
    "uniqueItems",
    "$defs",
];

/// Keywords that only inform.
const INFORM: [&str; 7] = ["$schema", "$id", "id", "title", "description", "default", "format"];

/// Refuses further fields wherever a schema names some.
fn close(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(close),
        Value::Object(map) => {
            map.values_mut().for_each(close);
            if map.get("properties").is_some_and(Value::is_object) {
                map.entry("additionalProperties").or_insert(Value::Bool(false));
            }
        }
        _ => {}
    }
}

/// A schema of `docs/schema`.
pub struct Schema(Value);

impl Schema {
    /// Reads `docs/schema/NAME` and checks that every keyword in it is one that is understood here.
    pub fn open(name: &str) -> Self {
        let path = format!("{}/docs/schema/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("the schema is there");
        Schema::new(serde_json::from_str(&text).expect("the schema is JSON"))
    }

    /// The same, refusing fields that it does not name. The schemas of the reports let readers pass over such fields, so that one may be
    /// added within a version; a test must not.
    pub fn open_whole(name: &str) -> Self {
        let Schema(mut root) = Schema::open(name);
        close(&mut root);
        Schema(root)
    }

    /// A schema given as a value.
    pub fn new(root: Value) -> Self {
        understood(&root, "#");
        Schema(root)
    }

    /// Everything that is wrong with `value`, each with its place.
    pub fn faults(&self, value: &Value) -> Vec<String> {
        let mut out = Vec::new();
        self.check(&self.0, value, "", &mut out);
        out
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
        let schema = match schema {
            Value::Bool(true) => return,
            Value::Object(map) => map,
            _ => return out.push(format!("{at}: nothing may stand here")),
        };
        for (keyword, want) in schema {
            match keyword.as_str() {
                "$ref" => self.check(self.find(want), value, at, out),
                "type" if !types(want).iter().any(|t| is_type(value, t)) => {
                    out.push(format!("{at}: {value} is not of type {want}"));
                }
                "const" if value != want => out.push(format!("{at}: {value} is not {want}")),
                "enum" if !list(want).contains(value) => out.push(format!("{at}: {value} is none of {want}")),
                "minimum" if number(value).is_some_and(|v| v < limit(want)) => {
                    out.push(format!("{at}: {value} is under {want}"));
                }
                "maximum" if number(value).is_some_and(|v| v > limit(want)) => {
                    out.push(format!("{at}: {value} is over {want}"));
                }
                "pattern" => {
                    let pattern = Regex::new(want.as_str().expect("a pattern")).expect("a pattern that compiles");
                    if value.as_str().is_some_and(|v| !pattern.is_match(v)) {
                        out.push(format!("{at}: {value} does not match {want}"));
                    }
                }
                "required" => {
                    for key in list(want) {
                        let key = key.as_str().expect("a key");
                        if value.as_object().is_some_and(|o| !o.contains_key(key)) {
                            out.push(format!("{at}: `{key}` is missing"));
                        }
                    }
                }
                "items" => {
                    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(want, item, &format!("{at}/{i}"), out);
                    }
                }
                "minItems" if value.as_array().is_some_and(|a| (a.len() as f64) < limit(want)) => {
                    out.push(format!("{at}: fewer than {want} items"));
                }
                "uniqueItems" if want.as_bool() == Some(true) => {
                    let all = value.as_array().map_or(&[][..], Vec::as_slice);
                    if all.iter().enumerate().any(|(i, v)| all[..i].contains(v)) {
                        out.push(format!("{at}: an item stands twice"));
                    }
                }
                "properties" => self.properties(schema, value, at, out),
                "additionalProperties" if !schema.contains_key("properties") => {
                    self.properties(schema, value, at, out);
                }
                "anyOf" | "oneOf" => {
                    let fits = list(want).iter().filter(|s| self.fits(s, value)).count();
                    if fits == 0 || (keyword == "oneOf" && fits > 1) {
                        out.push(format!("{at}: fits {fits} of {keyword}"));
                    }
                }
                _ => {}
            }
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, "", &mut faults);
        faults.is_empty()
    }

    /// `properties` and `additionalProperties`, which belong together.
    fn properties(&self, schema: &Map<String, Value>, value: &Value, at: &str, out: &mut Vec<String>) {
        let named = schema.get("properties").and_then(Value::as_object);
        for (key, item) in value.as_object().into_iter().flatten() {
            let rest = schema.get("additionalProperties");
            let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
            let fits = |pattern: &str| regex::Regex::new(pattern).expect("a pattern").is_match(key);
            let like = patterns.clone().find(|(pattern, _)| fits(pattern)).map(|(_, schema)| schema);
            if let Some(schema) = named.and_then(|n| n.get(key)).or(like).or(rest) {
                self.check(schema, item, &format!("{at}/{key}"), out);
            }
        }
    }

    fn find(&self, reference: &Value) -> &Value {
        let path = reference.as_str().and_then(|r| r.strip_prefix('#')).expect("a reference into this schema");
        self.0.pointer(path).unwrap_or_else(|| panic!("{reference} leads nowhere"))
    }
}

/// Stops at a keyword that [`Schema::check`] would pass over.
fn understood(schema: &Value, at: &str) {
    let Value::Object(map) = schema else { return };
    for (key, value) in map {
        let name = key.as_str();
        assert!(KNOWN.contains(&name) || INFORM.contains(&name), "{at}: the keyword `{name}` is not understood");
        match name {
            "properties" | "patternProperties" | "$defs" | "definitions" => {
                for (name, schema) in value.as_object().into_iter().flatten() {
                    understood(schema, &format!("{at}/{key}/{name}"));
                }
            }
            "items" | "additionalProperties" => understood(value, &format!("{at}/{key}")),
            "anyOf" | "oneOf" => {
                for (i, schema) in value.as_array().into_iter().flatten().enumerate() {
                    understood(schema, &format!("{at}/{key}/{i}"));
                }
            }
            _ => {}
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list in the schema")
}

fn types(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => vec![one.as_str().expect("the name of a type")],
    }
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64() || value.as_f64().is_some_and(|v| v.fract() == 0.0),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("`{other}` is no type"),
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn limit(value: &Value) -> f64 {
    value.as_f64().expect("a number in the schema")
}

#[test]
fn the_validator_sees_every_kind_of_fault() {
    use serde_json::json;
    let schema = Schema::new(json!({
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z]+$"},
            "n": {"type": ["integer", "null"], "minimum": 1, "maximum": 9},
            "kind": {"enum": ["a", "b"]},
            "version": {"const": 1},
            "list": {"type": "array", "items": {"$ref": "#/$defs/half"}},
            "one": {"oneOf": [{"type": "string"}, {"const": "x"}]},
            "any": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "few": {"type": "array", "minItems": 1, "uniqueItems": true},
            "map": {"type": "object", "additionalProperties": {"type": "string"}}
        },
        "required": ["id"],
        "additionalProperties": false,
        "$defs": {"half": {"type": "number", "maximum": 0.5}}
    }));
    assert_eq!(
        schema.faults(&json!({"id": "a", "n": null, "kind": "b", "version": 1, "list": [0.5, 0], "any": null})),
        [""; 0]
    );
    for (bad, place) in [
        (json!([]), ": [] is not of type"),
        (json!({}), "`id` is missing"),
        (json!({"id": "A"}), "/id: \"A\" does not match"),
        (json!({"id": "a", "n": 0}), "/n: 0 is under 1"),
        (json!({"id": "a", "n": 10}), "/n: 10 is over 9"),
        (json!({"id": "a", "n": 1.5}), "/n: 1.5 is not of type"),
        (json!({"id": "a", "kind": "c"}), "/kind"),
        (json!({"id": "a", "version": 2}), "/version"),
        (json!({"id": "a", "list": [0.1, 0.7]}), "/list/1: 0.7 is over"),
        (json!({"id": "a", "one": "x"}), "/one: fits 2 of oneOf"),
        (json!({"id": "a", "any": 1}), "/any: fits 0 of anyOf"),
        (json!({"id": "a", "few": []}), "/few: fewer than 1"),
        (json!({"id": "a", "few": [1, 2, 1]}), "/few: an item stands twice"),
        (json!({"id": "a", "map": {"k": 1}}), "/map/k: 1 is not of type"),
        (json!({"id": "a", "more": 1}), "/more: nothing may stand here"),
    ] {
        let faults = schema.faults(&bad);
        assert!(faults.len() == 1 && faults[0].contains(place), "{bad}: {faults:?}");
    }
}
