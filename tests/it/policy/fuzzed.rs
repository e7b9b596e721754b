//! What the fuzz targets check, on the documents of the corpus and on mutations of them.

mod body;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use body::{BETWEEN, Format, one_document, two_documents};
use proptest::prelude::*;
use segmentry::PolicyDocument;

/// Documents that change [`BASE`], each in another way.
const CHANGES: [&str; 4] = [
    r#"{"version": 1, "id": "a", "base": "every-key", "wallet": {"nps_below": "off"}, "trajectory": {"growing_from": "0.1"}}"#,
    r#"{"version": 1, "id": "a", "base": "every-key", "risk": {"factors": [
        {"name": "leaving", "remove": true}, {"name": "tenure", "missing": 3},
        {"name": "new", "when": {"set": "demanding"}, "points": 4}
    ]}}"#,
    r#"{"version": 1, "id": "a", "base": "every-key", "currency": "EUR", "description": "changes", "dimensions": [
        {"name": "need", "otherwise": "unclassified"},
        {"name": "more", "match": "unique", "segments": [{"name": "s"}], "rules": [{"segment": "s", "when": {"known": "arr"}}],
         "otherwise": {"segment": "s"}}
    ]}"#,
    r#"{"version": 1, "id": "a", "base": "every-key", "tier": {"tiers": [{"name": "one"}]}, "attention": null, "revision": 7}"#,
];

/// The document that they change.
const BASE: &str = "every_key.json";

struct Seeds {
    one: Vec<Vec<u8>>,
    two: Vec<Vec<u8>>,
}

/// What mutations begin with, in every format: what is accepted, what is refused, and changes of another one.
static SEEDS: LazyLock<Seeds> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str::<PolicyDocument>(text).unwrap();
    let changes = CHANGES.map(read);
    let (mut accepted, mut one, mut base) = (Vec::new(), Vec::new(), None);
    for (name, text) in files("accept") {
        if name.ends_with(".toml") {
            one.push(Format::Toml.framed(text.as_bytes()));
            continue;
        }
        let document = read(&text);
        if name == BASE {
            base = Some(document.clone());
        }
        accepted.push(document);
    }
    let base = base.unwrap();
    for document in accepted.iter().chain(&changes) {
        one.extend(Format::ALL.map(|format| format.seed(document)));
    }
    for (_, text) in files("reject").iter().filter(|(name, _)| name.ends_with(".json")) {
        one.push(Format::Json.framed(text.as_bytes()));
    }
    let mut two = Vec::new();
    for change in &changes {
        two.extend(Format::ALL.map(|format| [format.seed(change), format.seed(&base)].join(BETWEEN)));
    }
    Seeds { one, two }
});

fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/policies").join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, String)> = paths
        .map(|path| (path.file_name().unwrap().to_str().unwrap().into(), fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Writes them where `SEGMENTRY_SEEDS` says: a folder for each target.
#[test]
fn the_corpus_goes_through() {
    let (mut documents, seeds) = (0, &*SEEDS);
    for seed in &seeds.one {
        documents += usize::from(one_document(seed));
    }
    assert!(documents >= 40, "{documents}");
    for seed in &seeds.two {
        two_documents(seed);
    }
    let Some(folder) = std::env::var_os("SEGMENTRY_SEEDS") else { return };
    for (target, seeds) in [("one_document", &seeds.one), ("two_documents", &seeds.two)] {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).unwrap();
        for (index, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{index}")), seed).unwrap();
        }
    }
}

/// Numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
enum Mutation {
    Flip(usize, u8),
    Set(usize, u8),
    Remove(usize, usize),
    Repeat(usize, usize),
    Truncate(usize),
    Swap(usize, usize),
    /// A token becomes one of another document.
    Borrow(usize, usize, usize),
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let at = any::<usize>;
    let length = || 1..40_usize;
    let one = prop_oneof![
        1 => (at(), 0..8_u8).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
        1 => (at(), any::<u8>()).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        1 => (at(), length()).prop_map(|(at, length)| Mutation::Remove(at, length)),
        1 => (at(), length()).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        1 => at().prop_map(Mutation::Truncate),
        4 => (at(), at()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        4 => (at(), at(), at()).prop_map(|(at, seed, of)| Mutation::Borrow(at, seed, of)),
    ];
    proptest::collection::vec(one, 1..4)
}

/// Where words and numbers stand.
fn tokens(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let mut tokens: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, _) in bytes.iter().enumerate().filter(|(_, byte)| is_part(byte)) {
        match tokens.last_mut() {
            Some(last) if last.end == index => last.end += 1,
            _ => tokens.push(index..index + 1),
        }
    }
    tokens
}

fn mutated(seeds: &[Vec<u8>], seed: usize, mutations: &[Mutation]) -> Vec<u8> {
    let mut bytes = seeds[seed % seeds.len()].clone();
    for mutation in mutations {
        let len = bytes.len();
        if len == 0 {
            break;
        }
        match *mutation {
            Mutation::Flip(at, bit) => bytes[at % len] ^= 1 << bit,
            Mutation::Set(at, byte) => bytes[at % len] = byte,
            Mutation::Remove(at, length) => drop(bytes.drain(at % len..len.min(at % len + length))),
            Mutation::Repeat(at, length) => {
                let part = bytes[at % len..len.min(at % len + length)].to_vec();
                drop(bytes.splice(at % len..at % len, part));
            }
            Mutation::Truncate(at) => bytes.truncate(at % len),
            Mutation::Swap(one, other) => {
                let tokens = tokens(&bytes);
                if tokens.is_empty() {
                    continue;
                }
                let (one, other) = (one % tokens.len(), other % tokens.len());
                let (first, second) = (tokens[one.min(other)].clone(), tokens[one.max(other)].clone());
                let (early, late) = (bytes[first.clone()].to_vec(), bytes[second.clone()].to_vec());
                // The later first, so that the earlier stays in its place.
                drop(bytes.splice(second, early));
                drop(bytes.splice(first, late));
            }
            Mutation::Borrow(at, seed, of) => {
                let other = &seeds[seed % seeds.len()];
                let (own, others) = (tokens(&bytes), tokens(other));
                if !own.is_empty() && !others.is_empty() {
                    let word = other[others[of % others.len()].clone()].to_vec();
                    drop(bytes.splice(own[at % own.len()].clone(), word));
                }
            }
        }
    }
    bytes
}

proptest! {
    #[test]
    fn mutations_of_a_document_go_through(seed in any::<usize>(), mutations in mutations()) {
        one_document(&mutated(&SEEDS.one, seed, &mutations));
    }

    #[test]
    fn mutations_of_two_documents_go_through(seed in any::<usize>(), mutations in mutations()) {
        two_documents(&mutated(&SEEDS.two, seed, &mutations));
    }
}
