//! What must hold of any bytes that are read as a document. The fuzz targets run it, and so do ordinary tests.

mod accounts;

use std::sync::LazyLock;

use accounts::{ACCOUNTS, date};
use segmentry::chrono::NaiveDate;
use segmentry::classify::{Classifier as _, laws};
use segmentry::policy::{CompiledPolicy, Report, UncheckedDocument};
use segmentry::{Account, FactTable, PolicyDocument};

/// A line of an error is no longer, whatever the document says.
const LONGEST_LINE: usize = 2_000;

/// Between the documents of [`two_documents`]: bytes that no text holds.
pub(crate) const BETWEEN: &[u8] = b"\xff\xff";

/// The format of a document, which its first byte picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Toml,
    Postcard,
    MessagePack,
    Yaml,
}

impl Format {
    pub(crate) const ALL: [Self; 5] = [Self::Json, Self::Toml, Self::Postcard, Self::MessagePack, Self::Yaml];

    fn of(byte: u8) -> Self {
        Self::ALL[usize::from(byte) % Self::ALL.len()]
    }

    /// What the format itself refuses is an error of its own words.
    fn read(self, bytes: &[u8]) -> Result<UncheckedDocument, String> {
        fn told<T, E: ToString>(read: Result<T, E>) -> Result<T, String> {
            read.map_err(|error| error.to_string())
        }
        match self {
            Self::Json => told(serde_json::from_slice(bytes)),
            Self::Toml => told(toml::from_slice(bytes)),
            Self::Postcard => told(postcard::from_bytes(bytes)),
            Self::MessagePack => told(rmp_serde::from_slice(bytes)),
            Self::Yaml => told(serde_yaml_ng::from_slice(bytes)),
        }
    }

    pub(crate) fn write(self, document: &PolicyDocument) -> Vec<u8> {
        match self {
            Self::Json => serde_json::to_vec_pretty(document).unwrap(),
            Self::Toml => toml::to_string(document).unwrap().into_bytes(),
            Self::Postcard => postcard::to_allocvec(document).unwrap(),
            Self::MessagePack => rmp_serde::to_vec(document).unwrap(),
            Self::Yaml => serde_yaml_ng::to_string(document).unwrap().into_bytes(),
        }
    }

    /// The bytes that the targets read as this document.
    pub(crate) fn seed(self, document: &PolicyDocument) -> Vec<u8> {
        self.framed(&self.write(document))
    }

    /// The byte that picks the format, and the document after it.
    pub(crate) fn framed(self, bytes: &[u8]) -> Vec<u8> {
        let place = Self::ALL.iter().position(|format| *format == self).unwrap();
        [&[u8::try_from(place).unwrap()], bytes].concat()
    }
}

/// Bytes, to a document, to a policy, to answers. Says whether it is a document.
pub(crate) fn one_document(bytes: &[u8]) -> bool {
    let document = checked(bytes);
    document.iter().for_each(is_sound);
    document.is_some()
}

/// The document, if it is one.
fn checked(bytes: &[u8]) -> Option<PolicyDocument> {
    let (first, bytes) = bytes.split_first()?;
    let format = Format::of(*first);
    let unchecked = match format.read(bytes) {
        Ok(unchecked) => unchecked,
        Err(error) => {
            // The others quote the document.
            if !matches!(format, Format::Toml | Format::Yaml) {
                is_bounded(&error);
            }
            return None;
        }
    };
    match unchecked.check() {
        Ok(document) => Some(document),
        Err(report) => {
            is_told(&report);
            if format == Format::Json {
                for fault in report.faults() {
                    let _ = fault.locate(|here| here.with(&mut serde_json::Deserializer::from_slice(bytes)));
                }
            }
            None
        }
    }
}

/// A document laid over another one.
pub(crate) fn two_documents(bytes: &[u8]) {
    let Some(at) = bytes.windows(BETWEEN.len()).position(|window| window == BETWEEN) else { return };
    let (change, base) = (&bytes[..at], &bytes[at + BETWEEN.len()..]);
    let (Some(change), Some(base)) = (checked(change), checked(base)) else { return };
    match change.over(&base) {
        Ok(merged) => {
            assert_eq!((merged.id(), merged.base()), (change.id(), base.base()));
            assert_eq!(merged.currency(), change.currency().or(base.currency()));
            is_sound(&merged);
        }
        Err(report) => is_told(&report),
    }
    // A change that says nothing changes nothing.
    let id = base.id();
    let nothing = serde_json::json!({"version": 1, "id": id.as_str(), "base": id.as_str()});
    let nothing: PolicyDocument = serde_json::from_value(nothing).unwrap();
    assert_eq!(nothing.over(&base), Ok(base));
}

/// What holds of every document that has been checked.
fn is_sound(document: &PolicyDocument) {
    for format in Format::ALL {
        comes_back(document, format);
    }
    let named = rmp_serde::to_vec_named(document).unwrap();
    assert_eq!(&rmp_serde::from_slice::<PolicyDocument>(&named).unwrap(), document);
    assert_eq!(document.differences(document), []);
    let complete = document.complete();
    comes_back(&complete, Format::Json);
    assert_eq!(complete.complete(), complete);
    assert_eq!(document.differences(&complete), []);
    // What a change does not say, its base says.
    assert!(document.base().is_none() || complete == *document);

    match document.compile_dimensions(&FACTS) {
        Ok(compiled) => {
            for (dimension, as_of) in
                compiled.dimensions().iter().flat_map(|one| days().map(|day| (one, day)))
            {
                laws::check(dimension, &ACCOUNTS, as_of).unwrap();
                for account in &*ACCOUNTS {
                    let decides = dimension.deciding_rule(account, as_of).is_ok();
                    assert!(decides || dimension.classify(account, as_of).is_err());
                }
            }
        }
        Err(report) => is_told(&report),
    }
    match (document.compile(&FACTS), complete.compile(&FACTS)) {
        (Ok(policy), Ok(complete)) => answers(&policy, &complete),
        (Err(report), Err(of_complete)) => {
            is_told(&report);
            is_told(&of_complete);
        }
        (one, other) => panic!("only one of them compiles: {one:?}, {other:?}"),
    }
}

/// All facts of accounts, looked up by every document.
static FACTS: LazyLock<FactTable<Account>> = LazyLock::new(FactTable::accounts);

fn days() -> [NaiveDate; 3] {
    [date(2026, 6, 30), NaiveDate::MIN, NaiveDate::MAX]
}

/// Whatever the policy, it answers the same however it is asked.
fn answers(policy: &CompiledPolicy, complete: &CompiledPolicy) {
    let (policy, complete) = (policy.segmentation(), complete.segmentation());
    for (account, as_of) in ACCOUNTS.iter().flat_map(|account| days().map(|day| (account, day))) {
        let segments = policy.classify(account, as_of);
        let (explained, why) = policy.explain(account, as_of);
        assert_eq!(segments, explained);
        assert_eq!(segments, complete.classify(account, as_of));
        for (_, explanation) in why.iter() {
            let _ = explanation.to_string();
        }
    }
}

/// A format gives back what it was given.
fn comes_back(document: &PolicyDocument, format: Format) {
    let bytes = format.write(document);
    let read = format.read(&bytes).map(UncheckedDocument::check);
    assert_eq!(read.as_ref(), Ok(&Ok(document.clone())), "{format:?}: {}", String::from_utf8_lossy(&bytes));
}

/// A report can be shown and kept: its lines are short, and nothing in them moves a cursor.
fn is_told(report: &Report) {
    assert!(!report.faults().is_empty());
    for fault in report.faults() {
        assert!(!fault.to_string().contains('\n'), "{fault}");
    }
    is_bounded(&report.to_string());
}

fn is_bounded(error: &str) {
    for line in error.split('\n') {
        assert!(!line.is_empty() && line.len() < LONGEST_LINE, "{} bytes: {line}", line.len());
        assert!(!line.contains(char::is_control), "{line:?}");
    }
}
