//! The form of documents: whatever is changed in one that says everything is found in its place, and the JSON Schema
//! agrees about what is right and what is not.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use segmentry::policy::{DocumentFault, UncheckedDocument};
use segmentry::{FactTable, PolicyDocument};
use serde_json::{Map, Value, json};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/policies").join(name)
}

fn value(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(data(name)).unwrap()).unwrap()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(data(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|of| of == "json")).collect();
    files.sort();
    files
}

/// The schema that is committed; with the feature, a test holds it against the one that the library gives.
fn schema() -> Validator {
    jsonschema::validator_for(&value("schema.json")).unwrap()
}

fn check(document: &Value) -> Result<PolicyDocument, Vec<DocumentFault>> {
    let unchecked: UncheckedDocument = serde_json::from_value(document.clone()).unwrap();
    unchecked.check().map_err(|report| report.faults().to_vec())
}

/// The faults of a document in one go.
fn faults_in_one_go(document: &Value) -> Vec<DocumentFault> {
    let unchecked: UncheckedDocument = serde_json::from_value(document.clone()).unwrap();
    let report = unchecked.compile(&FactTable::accounts());
    report.err().map(|report| report.faults().to_vec()).unwrap_or_default()
}

/// A step from a value to one of its parts.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// Every part of a document but the whole.
fn places(value: &Value, here: &[Step], out: &mut Vec<Vec<Step>>) {
    let mut visit = |step: Step, part: &Value| {
        let place = [here, &[step]].concat();
        out.push(place.clone());
        places(part, &place, out);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, part)| visit(Step::Key(key.clone()), part)),
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(index, part)| visit(Step::Index(index), part));
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, place: &[Step]) -> &'v mut Value {
    place.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(index) => &mut value[*index],
    })
}

fn path(place: &[Step]) -> String {
    let steps = place.iter().map(|step| match step {
        Step::Key(key) => format!(".{key}"),
        Step::Index(index) => format!("[{index}]"),
    });
    steps.collect::<String>().trim_start_matches('.').into()
}

fn all_places(document: &Value) -> Vec<Vec<Step>> {
    let mut out = Vec::new();
    places(document, &[], &mut out);
    out
}

/// Everything that documents can say is in the file: what it lacks, these tests would not see.
#[test]
fn the_document_says_everything() {
    let document = value("accept/every_key.json");
    let text = document.to_string();
    let mut missing = Vec::new();
    fn keys(schema: &Value, out: &mut Vec<String>) {
        match schema {
            Value::Object(fields) => {
                if let Some(Value::Object(properties)) = fields.get("properties") {
                    out.extend(properties.keys().cloned());
                }
                fields.values().for_each(|field| keys(field, out));
            }
            Value::Array(entries) => entries.iter().for_each(|entry| keys(entry, out)),
            _ => {}
        }
    }
    let mut known = Vec::new();
    keys(&value("schema.json"), &mut known);
    assert!(known.len() > 150, "{}", known.len());
    for key in known {
        if !text.contains(&format!("\"{key}\":")) && !["base", "remove", "$schema"].contains(&key.as_str()) {
            missing.push(key);
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_misspelt_key_is_found_in_its_place() {
    let document = value("accept/every_key.json");
    let schema = schema();
    let mut tried = 0;
    for place in all_places(&document) {
        let Some((Step::Key(key), parent)) = place.split_last() else { continue };
        let misspelt = format!("{key}x");
        let mut changed = document.clone();
        let fields = at(&mut changed, parent).as_object_mut().unwrap();
        let renamed: Map<String, Value> = std::mem::take(fields)
            .into_iter()
            .map(|(name, value)| (if name == *key { misspelt.clone() } else { name }, value))
            .collect();
        *fields = renamed;
        let faults = check(&changed).unwrap_err();
        let unknown = |fault: &DocumentFault| fault.problem().contains(&format!("`{misspelt}`"));
        let fault = faults.iter().find(|fault| unknown(fault));
        let fault = fault.unwrap_or_else(|| panic!("{}: {faults:?}", path(&place)));
        assert!(fault.problem().contains(&format!("did you mean `{key}`?")) || key.len() < 3, "{fault}");
        assert!(fault.path().starts_with(&path(parent)), "{fault}");
        // What stands elsewhere is looked at all the same, and is sound.
        assert_eq!(faults_in_one_go(&changed), faults);
        if matches!(&place[0], Step::Key(part) if !["risk", "currency"].contains(&part.as_str())) {
            let mut both = changed.clone();
            both["risk"]["factors"][0]["fact"] = json!("unheard_of");
            let both = faults_in_one_go(&both);
            assert_eq!(both[..faults.len()], faults);
            assert_eq!(both[faults.len()].path(), "risk.factors[0].fact");
        }
        assert!(!schema.is_valid(&changed), "{}", path(&place));
        tried += 1;
    }
    assert!(tried > 250, "{tried}");
}

/// Checking and the schema agree on every part replaced by every kind of value, and the fault stands at that part or holds it.
#[test]
fn every_wrong_value_is_found_in_its_place() {
    let document = value("accept/every_key.json");
    let schema = schema();
    let others = [
        Value::Null,
        json!(true),
        json!(0.5),
        json!(-1),
        json!(7),
        json!("\u{7}"),
        json!(" spaced"),
        json!("x".repeat(300)),
        json!([]),
        json!({}),
        json!({"stray": 1}),
        json!([[]]),
    ];
    let mut refused = 0;
    for place in all_places(&document) {
        for other in &others {
            let mut changed = document.clone();
            *at(&mut changed, &place) = other.clone();
            let checked = check(&changed);
            let place = path(&place);
            assert_eq!(schema.is_valid(&changed), checked.is_ok(), "{place} = {other}: {checked:?}");
            if let Err(faults) = checked {
                refused += 1;
                assert_eq!(faults_in_one_go(&changed), faults);
                let near = |fault: &DocumentFault| {
                    fault.path().starts_with(&place) || place.starts_with(fault.path())
                };
                assert!(faults.iter().all(near), "{place} = {other}: {faults:?}");
            }
        }
    }
    assert!(refused > 3_000, "{refused}");
}

/// What the schema cannot say: it sees no key twice, and counts neither levels nor days of a month.
const BEYOND_A_SCHEMA: [&str; 6] = [
    "key_twice",
    "deeper_than_32",
    "override_on_31_february",
    "risk_factor_twice",
    "hysteresis_twice",
    "cap_twice",
];

#[test]
fn the_schema_accepts_what_is_accepted_and_refuses_what_is_malformed() {
    let schema = schema();
    for path in files("accept") {
        let document: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let errors: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", path.display());
        let complete = serde_json::to_value(check(&document).unwrap().complete()).unwrap();
        assert!(schema.is_valid(&complete), "{}", path.display());
    }
    let mut malformed = 0;
    for path in files("reject") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let Ok(document) = serde_json::from_str::<Value>(&fs::read_to_string(&path).unwrap()) else {
            continue;
        };
        let is_malformed = check(&document).is_err();
        if !BEYOND_A_SCHEMA.contains(&name) {
            assert_eq!(schema.is_valid(&document), !is_malformed, "{name}");
            malformed += usize::from(is_malformed);
        }
    }
    assert!(malformed > 20, "{malformed}");
}

/// Write it anew with `SEGMENTRY_BLESS=1`.
#[cfg(feature = "schemars")]
#[test]
fn the_committed_schema_is_that_of_the_library() {
    let schema = schemars::schema_for!(PolicyDocument);
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os("SEGMENTRY_BLESS").is_some() {
        fs::write(data("schema.json"), &text).unwrap();
    }
    assert_eq!(fs::read_to_string(data("schema.json")).unwrap(), text);
}
