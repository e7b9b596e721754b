//! The JSON Schema of documents, from the same tables that check them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{Choice, Leaf, List, ListKind, Presence, REMOVE, Record, Shape};
use crate::policy::section::DOCUMENT;
use crate::policy::{Limits, PolicyDocument};

/// Of whole documents, and of those that change a base, which need not say everything.
impl JsonSchema for PolicyDocument {
    fn schema_name() -> Cow<'static, str> {
        "PolicyDocument".into()
    }

    fn schema_id() -> Cow<'static, str> {
        concat!(module_path!(), "::PolicyDocument").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let (mut whole, mut change) = (Writer::new(false), Writer::new(true));
        let (of_whole, mut of_change) = (whole.record(&DOCUMENT), change.record(&DOCUMENT));
        // What names the document cannot be left to the base.
        set(&mut of_change, "required", json!(["version", "id", "base"]));
        let mut definitions = whole.definitions;
        definitions.append(&mut change.definitions);
        let mut schema = Map::new();
        schema.insert("$defs".into(), Value::Object(definitions.into_iter().collect()));
        schema.insert("if".into(), json!({"required": ["base"], "properties": {"base": {"type": "string"}}}));
        schema.insert("then".into(), of_change);
        schema.insert("else".into(), of_whole);
        schema.into()
    }
}

/// Writes schemas of shapes; records and conditions stand among the definitions, each once.
struct Writer {
    partial: bool,
    definitions: BTreeMap<String, Value>,
}

impl Writer {
    const fn new(partial: bool) -> Self {
        Self { partial, definitions: BTreeMap::new() }
    }

    fn shape(&mut self, shape: &'static Shape) -> Value {
        match *shape {
            Shape::Leaf(leaf) => of_leaf(leaf),
            Shape::Word(words) => json!({"enum": words}),
            Shape::WordOr(words, other) => {
                let other = self.shape(other);
                json!({"anyOf": [{"enum": words}, other]})
            }
            Shape::List(list) => self.list(list),
            Shape::Record(record) => self.of_record(record),
            Shape::Condition(kinds) => self.of_condition(kinds),
        }
    }

    /// A reference to a record, which is written where it is not there yet. Two tables can have one name.
    fn of_record(&mut self, record: &'static Record) -> Value {
        let written = self.record(record);
        let name = self.name(record.name);
        let names = std::iter::once(name.clone()).chain((2..).map(|count| format!("{name}_{count}")));
        for name in names {
            let known = self.definitions.entry(name.clone()).or_insert_with(|| written.clone());
            if *known == written {
                return reference(&name);
            }
        }
        written
    }

    /// A reference to the condition, which refers to itself.
    fn of_condition(&mut self, kinds: &'static [(&'static str, &'static Shape)]) -> Value {
        let name = self.name("a condition");
        if !self.definitions.contains_key(&name) {
            self.definitions.insert(name.clone(), Value::Null);
            let written = self.condition(kinds);
            self.definitions.insert(name.clone(), written);
        }
        reference(&name)
    }

    fn name(&self, sentence: &str) -> String {
        let articles = ["a ", "an ", "the "];
        let noun = articles.iter().find_map(|article| sentence.strip_prefix(article)).unwrap_or(sentence);
        let noun = noun.replace(' ', "_");
        if self.partial { format!("changed_{noun}") } else { noun }
    }

    fn list(&mut self, list: &'static List) -> Value {
        let entry = match (list.kind, list.entry) {
            (ListKind::By(by), Shape::Record(record)) => {
                let entry = self.shape(list.entry);
                if self.partial { self.change(record, by, &entry) } else { entry }
            }
            _ => self.shape(list.entry),
        };
        let limits = Limits::default();
        let most =
            if list.of == crate::policy::limits::List::Segments { limits.segments } else { limits.list };
        let least = u32::from(list.kind == ListKind::OrderedSome);
        json!({"type": "array", "items": entry, "minItems": least, "maxItems": most})
    }

    /// An entry that is changed, added or removed.
    fn change(&mut self, record: &'static Record, by: &'static str, entry: &Value) -> Value {
        let known_by = record.key(by).map_or(Value::Bool(true), |(_, key)| self.shape(key.shape));
        let changed = json!({"allOf": [entry, {"required": [by]}]});
        let removed = json!({
            "type": "object", "required": [by, REMOVE], "additionalProperties": false,
            "properties": {by: known_by, REMOVE: {"const": true}},
        });
        json!({"anyOf": [changed, removed]})
    }

    fn record(&mut self, record: &'static Record) -> Value {
        let mut properties = Map::new();
        for key in record.keys {
            let required = matches!(key.presence, Presence::Required) && !self.partial;
            let mut schema = self.shape(key.shape);
            if !required {
                // Nothing is the same as a key that is left out.
                schema = json!({"anyOf": [schema, {"type": "null"}]});
            }
            set(&mut schema, "description", json!(key.doc));
            if let Presence::Default(default) = key.presence {
                if let Some((value, source)) = default(key.name) {
                    set(&mut schema, "default", serde_json::to_value(&value).unwrap_or_default());
                    set(&mut schema, "$comment", json!(format!("default: {source}")));
                }
            }
            properties.insert(key.name.into(), schema);
        }
        let mut schema = json!({"type": "object", "additionalProperties": false, "properties": properties});
        if !self.partial {
            let required = record.keys.iter().filter(|key| matches!(key.presence, Presence::Required));
            set(&mut schema, "required", required.map(|key| key.name).collect());
            if !record.choices.is_empty() {
                set(
                    &mut schema,
                    "oneOf",
                    record.choices.iter().map(|choice| of_choice(record, choice)).collect(),
                );
            }
        }
        schema
    }

    fn condition(&mut self, kinds: &'static [(&'static str, &'static Shape)]) -> Value {
        let kinds: Map<String, Value> =
            kinds.iter().map(|(word, shape)| (String::from(*word), self.shape(shape))).collect();
        json!({
            "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
            "properties": kinds,
        })
    }
}

fn set(schema: &mut Value, key: &str, value: Value) {
    if let Some(fields) = schema.as_object_mut() {
        fields.insert(key.into(), value);
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// The keys of an alternative are there, and those of the others are not.
fn of_choice(record: &Record, choice: &Choice) -> Value {
    let given = json!({"not": {"type": "null"}});
    let needed = std::iter::once(&choice.by).chain(choice.needs);
    let others = record.keys.iter().filter(|key| record.is_chosen(key.name) && !choice.admits(key.name));
    let mut properties: Map<String, Value> =
        others.map(|key| (String::from(key.name), json!({"type": "null"}))).collect();
    properties.extend(needed.clone().map(|key| (String::from(*key), given.clone())));
    json!({"type": "object", "required": needed.collect::<Vec<_>>(), "properties": properties})
}

/// No control characters, no space at the ends.
const ONE_LINE: &str =
    r"^[^ \u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^ \u0000-\u001f\u007f-\u009f])?$";

fn of_leaf(leaf: Leaf) -> Value {
    let schema = match leaf {
        Leaf::Name => json!({"type": ["string", "integer"], "maxLength": 31, "pattern": ONE_LINE}),
        Leaf::Text => json!({"type": ["string", "integer"], "maxLength": 256, "pattern": ONE_LINE}),
        Leaf::Number => {
            json!({"type": ["string", "integer"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "maxLength": 40})
        }
        Leaf::Whole => {
            json!({"type": ["string", "integer"], "pattern": "^[0-9]+$", "minimum": 0, "maximum": u32::MAX})
        }
        Leaf::Date => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Leaf::Currency => json!({"type": "string", "pattern": "^[A-Z]{3}$"}),
        Leaf::Version => json!({"const": PolicyDocument::VERSION}),
        Leaf::True => json!({"const": true}),
    };
    let mut schema = schema;
    set(&mut schema, "title", json!(leaf.expected()));
    schema
}
