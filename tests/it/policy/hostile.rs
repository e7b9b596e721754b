//! Hostile documents are errors that name the bound, in every format.

use segmentry::policy::{Dimension, FactTable, Limits, PolicyDocument, Rule, UncheckedDocument, fact};
use segmentry::{Currency, name};

use super::limits::{deep, leaf, numbered, with_rules, with_segments};

/// At most so many levels are read, whatever stands in them.
const NESTED: &str = "values nested deeper than 80 levels; flatten them, or raise `Limits::depth`";
const DEEP: &str = "the condition is deeper than 32 levels; flatten it, or raise `Limits::depth`";

fn document(dimension: Dimension, limits: Limits) -> PolicyDocument {
    PolicyDocument::builder(name!("p"), Currency::EUR).dimension(dimension).build_with(limits).unwrap()
}

/// A document whose one condition, `{"known": "arr"}`, stands below so many of `prefix`.
fn buried(bytes: &[u8], leaf: &[u8], prefix: &[u8], levels: usize) -> Vec<u8> {
    let at = bytes.windows(leaf.len()).position(|window| window == leaf).unwrap();
    [&bytes[..at], &prefix.repeat(levels), &bytes[at..]].concat()
}

#[test]
fn two_hundred_thousand_levels_are_an_error_in_every_format() {
    let shallow = document(with_rules([leaf()]), Limits::default());
    let json = serde_json::to_string(&shallow).unwrap();
    let json = buried(json.as_bytes(), b"{\"known\"", b"{\"not\":", 200_000);
    let error = serde_json::from_slice::<PolicyDocument>(&json).unwrap_err().to_string();
    assert!(error.starts_with(NESTED), "{error}");

    // Groups are lists besides.
    let groups = serde_json::to_string(&shallow).unwrap();
    let groups = buried(groups.as_bytes(), b"{\"known\"", b"{\"all\":[", 200_000);
    let error = serde_json::from_slice::<PolicyDocument>(&groups).unwrap_err().to_string();
    assert!(error.starts_with(NESTED), "{error}");

    let bytes = postcard::to_allocvec(&shallow).unwrap();
    // A record of one key: its kind, its length, the key.
    let bytes = buried(&bytes, b"\x05\x01\x05known", b"\x05\x01\x03not", 200_000);
    assert!(postcard::from_bytes::<PolicyDocument>(&bytes).is_err());

    let bytes = rmp_serde::to_vec(&shallow).unwrap();
    let record = [&[0x81, 0xa6][..], b"record", &[0x81]].concat();
    let leaf = [&record, &[0xa5][..], b"known"].concat();
    let bytes = buried(&bytes, &leaf, &[&record, &[0xa3][..], b"not"].concat(), 200_000);
    let error = rmp_serde::from_slice::<PolicyDocument>(&bytes).unwrap_err().to_string();
    assert!(error.contains(NESTED), "{error}");

    // Its own limit comes first; it takes long to get there through more.
    let yaml = format!("{{version: 1, id: p, currency: EUR, dimensions: {}", "[".repeat(2_000));
    assert!(serde_yaml_ng::from_str::<PolicyDocument>(&yaml).is_err());

    let table = "version = 1\nid = \"p\"\ncurrency = \"EUR\"\ndimensions = [{ rules = [{ when = ".to_owned()
        + &"{ not = ".repeat(200_000);
    assert!(toml::from_str::<PolicyDocument>(&table).is_err());
}

/// The same counts pass and fail when documents are read as when they are built.
#[test]
fn limits_hold_at_n_and_not_at_n_and_1() {
    let mut wide = Limits::default();
    (wide.depth, wide.conditions, wide.segments, wide.list) = (64, 50_000, 1_000, 50_000);
    let rules = |count: usize| with_rules((0..count).map(|_| leaf()));
    let sets = |count: usize| with_rules([fact(name!("industry")).one_of(std::iter::repeat_n("a", count))]);
    let groups = |count: usize| with_rules([segmentry::policy::all((0..count).map(|_| leaf()))]);
    for (fits, exceeds, message) in [
        (with_rules([deep(32)]), with_rules([deep(33)]), DEEP),
        (rules(4_096), rules(4_097), "the document has more than 4096 conditions"),
        (groups(4_095), groups(4_096), "the document has more than 4096 conditions"),
        // One comes with the rules.
        (with_segments(255), with_segments(256), "more than 256 segments"),
        (sets(10_000), sets(10_001), "more than 10000 categories"),
    ] {
        let (fits, exceeds) = (document(fits, wide), document(exceeds, wide));
        let json = serde_json::to_string(&exceeds).unwrap();
        let error = serde_json::from_str::<PolicyDocument>(&json).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        let bytes = rmp_serde::to_vec(&exceeds).unwrap();
        assert!(rmp_serde::from_slice::<PolicyDocument>(&bytes).unwrap_err().to_string().contains(message));
        let table = toml::to_string(&exceeds).unwrap();
        assert!(toml::from_str::<PolicyDocument>(&table).unwrap_err().to_string().contains(message));
        let bytes = postcard::to_allocvec(&exceeds).unwrap();
        assert!(postcard::from_bytes::<PolicyDocument>(&bytes).is_err());
        let read = UncheckedDocument::read_with(wide, &mut postcard::Deserializer::from_bytes(&bytes))
            .unwrap()
            .check_with(wide);
        assert_eq!(read.unwrap(), exceeds);

        let json = serde_json::to_string(&fits).unwrap();
        assert_eq!(serde_json::from_str::<PolicyDocument>(&json).unwrap(), fits);
        let bytes = postcard::to_allocvec(&fits).unwrap();
        assert_eq!(postcard::from_bytes::<PolicyDocument>(&bytes).unwrap(), fits);
    }
}

#[test]
fn rules_and_dimensions_are_lists_too() {
    let mut few = Limits::default();
    few.list = 2;
    for (document, message) in [
        (document(with_rules([leaf(), leaf(), leaf()]), Limits::default()), "more than 2 rules"),
        (
            (0..3)
                .fold(PolicyDocument::builder(name!("p"), Currency::EUR), |builder, index| {
                    let one = Dimension::first(numbered(index)).segment(name!("s"));
                    builder.dimension(one.rule(Rule::new(name!("s"), leaf())))
                })
                .build()
                .unwrap(),
            "more than 2 dimensions",
        ),
    ] {
        let json = serde_json::to_string(&document).unwrap();
        let read = UncheckedDocument::read_with(few, &mut serde_json::Deserializer::from_str(&json))
            .unwrap()
            .check_with(few);
        assert!(read.unwrap_err().to_string().contains(message));
    }
}

/// A length that the bytes do not have reserves nothing.
#[test]
fn claimed_lengths_are_not_believed() {
    let empty = document(with_rules([leaf()]), Limits::default());
    let mut bytes = postcard::to_allocvec(&empty).unwrap();
    let lists = bytes.iter().position(|byte| *byte == 1).unwrap();
    bytes.truncate(lists + 8);
    bytes.extend([0xff, 0xff, 0xff, 0xff, 0x0f]);
    assert!(postcard::from_bytes::<PolicyDocument>(&bytes).is_err());
}

#[test]
fn ten_thousand_rules_compile() {
    let mut limits = Limits::default();
    limits.conditions = 20_000;
    let rules = (0..10_000).map(|index| fact(name!("employees")).equals(index));
    let document = document(with_rules(rules), limits);
    let compiled = document.compile_dimensions(&FactTable::accounts()).unwrap();
    assert_eq!(compiled.dimensions()[0].rules().len(), 10_000);
}
