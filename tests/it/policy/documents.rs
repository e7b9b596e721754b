//! Documents in JSON, TOML, `MessagePack` and postcard: the corpus, and round trips.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use segmentry::calendar::{Days, Months};
use segmentry::policy::{
    Condition, Dimension, FactTable, PolicyDocument, PolicyDocumentBuilder, Report, Rule, UncheckedDocument,
    all, any as any_of, fact, not,
};
use segmentry::{Currency, Name, name};

use super::limits::numbered;

fn corpus(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/policies").join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|of| of == extension)).collect();
    files.sort();
    files
}

fn pretty(document: &PolicyDocument) -> String {
    serde_json::to_string_pretty(document).unwrap() + "\n"
}

/// Every format gives back what it was given, twice the same.
fn comes_back(document: &PolicyDocument) {
    let json = pretty(document);
    assert_eq!(&serde_json::from_str::<PolicyDocument>(&json).unwrap(), document);
    assert_eq!(pretty(&serde_json::from_str(&json).unwrap()), json);
    let table = toml::to_string(document).unwrap();
    assert_eq!(&toml::from_str::<PolicyDocument>(&table).unwrap(), document, "{table}");
    assert_eq!(toml::to_string(&toml::from_str::<PolicyDocument>(&table).unwrap()).unwrap(), table);
    let yaml = serde_yaml_ng::to_string(document).unwrap();
    assert_eq!(&serde_yaml_ng::from_str::<PolicyDocument>(&yaml).unwrap(), document, "{yaml}");
    for bytes in [rmp_serde::to_vec(document).unwrap(), rmp_serde::to_vec_named(document).unwrap()] {
        assert_eq!(&rmp_serde::from_slice::<PolicyDocument>(&bytes).unwrap(), document);
    }
    let bytes = postcard::to_allocvec(document).unwrap();
    assert_eq!(&postcard::from_bytes::<PolicyDocument>(&bytes).unwrap(), document);
}

#[test]
fn accepted_documents_are_canonical_and_compile() {
    let files = corpus("accept", "json");
    assert!(files.len() >= 20, "{}", files.len());
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let document: PolicyDocument = serde_json::from_str(&text).unwrap();
        assert_eq!(pretty(&document), text, "{}", path.display());
        compile(&document).unwrap();
        comes_back(&document);
    }
    for path in corpus("accept", "toml") {
        let document: PolicyDocument = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        compile(&document).unwrap();
        comes_back(&document);
    }
}

/// What is wrong with a text: what the format says, or every fault of its form, or every fault of what it says.
fn faults(text: &str) -> Option<String> {
    let unchecked = match serde_json::from_str::<UncheckedDocument>(text) {
        Ok(unchecked) => unchecked,
        Err(error) => return Some(error.to_string()),
    };
    let report = match unchecked.check() {
        Ok(document) => compile(&document).err()?,
        Err(report) => report,
    };
    let placed = report.faults().iter().map(|fault| {
        let place = fault.locate(|here| here.with(&mut serde_json::Deserializer::from_str(text)));
        let line = place.map_or_else(String::new, |error| format!("{}: ", error.line()));
        format!("{line}{fault}")
    });
    Some(placed.collect::<Vec<_>>().join("\n"))
}

/// Documents of dimensions alone have no tiers, and so are no whole policy.
fn compile(document: &PolicyDocument) -> Result<(), Report> {
    let facts = FactTable::accounts();
    let own_alone = serde_json::to_value(document).unwrap();
    let own_alone = own_alone.get("dimensions").is_some() && own_alone.get("tier").is_none();
    if !own_alone {
        document.compile(&facts).map(|_| ())
    } else {
        document.compile_dimensions(&facts).map(|_| ())
    }
}

/// The message, after its line, stands beside the document; write it anew with `SEGMENTRY_BLESS=1`.
#[test]
fn rejected_documents_say_why() {
    let files = corpus("reject", "json");
    assert!(files.len() >= 90, "{}", files.len());
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let found = faults(&text).unwrap();
        let beside = path.with_extension("txt");
        if std::env::var_os("SEGMENTRY_BLESS").is_some() {
            fs::write(&beside, format!("{found}\n")).unwrap();
        }
        assert_eq!(fs::read_to_string(&beside).unwrap(), format!("{found}\n"), "{}", path.display());
    }
}

/// A document written by an analyst is the one that is built.
#[test]
fn a_document_says_what_the_builders_say() {
    let text = r#"{
        "currency": "EUR", "version": 1, "id": "p", "description": null,
        "dimensions": [{
            "name": "size", "match": "unique", "segments": [{"name": "large", "message": "grow"}],
            "rules": [{"segment": "large", "name": "r", "reason": "why", "when": {"at_least": {"value": 25000, "fact": "arr"}}}],
            "otherwise": {"segment": "large"}
        }]
    }"#;
    let dimension = Dimension::unique(name!("size"))
        .segment_with_message(name!("large"), "grow")
        .rule(Rule::new(name!("large"), fact(name!("arr")).at_least(25_000)).named(name!("r")).reason("why"))
        .otherwise(name!("large"));
    let built = PolicyDocument::builder(name!("p"), Currency::EUR).dimension(dimension).build().unwrap();
    assert_eq!(serde_json::from_str::<PolicyDocument>(text).unwrap(), built);
}

fn texts() -> impl Strategy<Value = String> {
    "[a-zé\"\\\\#\\[=0-9]{1,8}"
}

fn names() -> impl Strategy<Value = Name> {
    texts().prop_map(|text| Name::new(&text).unwrap())
}

fn conditions() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        (names(), texts()).prop_map(|(name, text)| fact(name).at_least(text.as_str())),
        (names(), names()).prop_map(|(name, other)| fact(name).above(fact(other))),
        (names(), names(), texts()).prop_map(|(name, per, text)| fact(name).per(per).at_most(text.as_str())),
        (names(), any::<i64>()).prop_map(|(name, number)| fact(name).below(number)),
        (names(), texts()).prop_map(|(name, text)| fact(name).equals(text.as_str())),
        (names(), proptest::collection::vec(texts(), 1..4))
            .prop_map(|(name, texts)| fact(name).one_of(texts.iter().map(String::as_str))),
        (names(), any::<u32>()).prop_map(|(name, days)| fact(name).within_next(Days(days))),
        (names(), any::<u32>()).prop_map(|(name, months)| fact(name).within_last(Months(months))),
        names().prop_map(|name| fact(name).is_set()),
        names().prop_map(|name| fact(name).is_known()),
    ];
    leaf.prop_recursive(6, 24, 4, |condition| {
        prop_oneof![
            condition.clone().prop_map(not),
            proptest::collection::vec(condition.clone(), 1..4).prop_map(all),
            proptest::collection::vec(condition, 1..4).prop_map(any_of),
        ]
    })
}

fn rules() -> impl Strategy<Value = Rule> {
    (names(), proptest::option::of(names()), proptest::option::of(names()), conditions()).prop_map(
        |(segment, name, reason, when)| {
            let rule = Rule::new(segment, when);
            let rule = name.into_iter().fold(rule, Rule::named);
            reason.into_iter().fold(rule, |rule, reason| rule.reason(reason.as_str()))
        },
    )
}

/// Each has a name of its own: no document holds two of one name.
fn dimensions() -> impl Strategy<Value = Vec<Dimension>> {
    let segments = proptest::collection::vec((names(), proptest::option::of(names())), 1..4);
    let rules = proptest::collection::vec(rules(), 1..4);
    let first = proptest::bool::ANY;
    let body = (first, segments, rules, proptest::option::of(names()));
    proptest::collection::btree_map(names(), body, 0..4).prop_map(|dimensions| {
        let built = dimensions.into_iter().map(|(name, (first, segments, rules, otherwise))| {
            let dimension = if first { Dimension::first(name) } else { Dimension::unique(name) };
            let dimension =
                segments.into_iter().fold(dimension, |dimension, (name, message)| match message {
                    Some(message) => dimension.segment_with_message(name, message.as_str()),
                    None => dimension.segment(name),
                });
            let dimension = rules.into_iter().fold(dimension, Dimension::rule);
            otherwise.into_iter().fold(dimension, Dimension::otherwise)
        });
        built.collect()
    })
}

proptest! {
    #[test]
    fn random_documents_come_back(dimensions in dimensions()) {
        let builder = PolicyDocument::builder(name!("p"), Currency::EUR).description("random");
        let document = dimensions.into_iter().fold(builder, PolicyDocumentBuilder::dimension).build().unwrap();
        comes_back(&document);
        // Whatever the compiler says, it does not panic, and its report is bounded.
        if let Err(report) = document.compile_dimensions(&FactTable::accounts()) {
            prop_assert!(report.faults().iter().all(|fault| fault.to_string().len() < 1_500));
        }
    }

    #[test]
    fn random_bytes_are_errors_or_documents(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = postcard::from_bytes::<PolicyDocument>(&bytes);
        let _ = rmp_serde::from_slice::<PolicyDocument>(&bytes);
        let _ = serde_json::from_slice::<PolicyDocument>(&bytes);
    }

    #[test]
    fn a_changed_byte_is_an_error_or_another_document(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = include_str!("../../data/policies/accept/every_condition.json");
        let document: PolicyDocument = serde_json::from_str(text).unwrap();
        for mut bytes in [postcard::to_allocvec(&document).unwrap(), rmp_serde::to_vec(&document).unwrap(), text.into()] {
            let place = place.index(bytes.len());
            bytes[place] = byte;
            for read in [postcard::from_bytes(&bytes).ok(), rmp_serde::from_slice(&bytes).ok(), serde_json::from_slice(&bytes).ok()] {
                let read: Option<PolicyDocument> = read;
                if let Some(read) = read {
                    let _ = read.compile_dimensions(&FactTable::accounts());
                    comes_back(&read);
                }
            }
        }
    }
}

#[test]
fn names_are_bounded_in_every_format() {
    let longest = "n".repeat(31);
    let document = PolicyDocument::builder(Name::new(&longest).unwrap(), Currency::EUR).build().unwrap();
    let json = pretty(&document);
    assert!(serde_json::from_str::<PolicyDocument>(&json.replace(&longest, &"n".repeat(32))).is_err());
    let long = "n".repeat(1_000_000);
    let error = serde_json::from_str::<PolicyDocument>(&json.replace(&longest, &long)).unwrap_err();
    assert!(error.to_string().len() < 600);
    let error =
        serde_json::from_str::<PolicyDocument>(&json.replace("\"id\"", &format!("{long:?}"))).unwrap_err();
    assert!(error.to_string().len() < 600, "{error}");
    let _ = numbered(0);
}

/// A float may have lost digits, in whatever format.
#[test]
fn floats_are_refused_in_every_format() {
    let table = include_str!("../../data/policies/accept/smallest.toml").replace("500", "0.5");
    let error = toml::from_str::<PolicyDocument>(&table).unwrap_err().to_string();
    assert!(error.contains("0.5 is a binary float"), "{error}");
    let document: PolicyDocument =
        toml::from_str(include_str!("../../data/policies/accept/smallest.toml")).unwrap();
    let mut bytes = rmp_serde::to_vec(&document).unwrap();
    // "500" as a text of three bytes becomes a float of eight.
    let at = bytes.windows(4).position(|window| window == [0xa3, b'5', b'0', b'0']).unwrap();
    bytes.splice(at..at + 4, [0xcb, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0]);
    assert!(rmp_serde::from_slice::<PolicyDocument>(&bytes).is_err());
}
