//! Whole policies as documents: the models that we ship decide as those built in Rust.

use std::path::Path;

use proptest::prelude::*;
use segmentry::policy::{CompiledPolicy, DocumentValue, FactTable, PolicyDocument};
use segmentry::segment::{SegmentationPolicy, Source};
use segmentry::{Account, Segments};

use crate::strategy::{account, as_of};
use crate::workload_w::{self, naive, policy::codes};

fn read(name: &str) -> PolicyDocument {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/policies/accept").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn compiled(name: &str) -> CompiledPolicy {
    read(name).compile(&FactTable::accounts()).unwrap_or_else(|report| panic!("{name}: {report}"))
}

fn answers(policy: &SegmentationPolicy, account: &Account) -> Segments {
    policy.classify(account, as_of())
}

proptest! {
    /// W, whose numbers stand in a document, point for point.
    #[test]
    fn w_is_a_document(row in workload_w::row()) {
        let (policy, account) = (compiled("workload_w.json"), row.account("w"));
        let (segments, why) = policy.segmentation().explain(&account, workload_w::policy::AS_OF);
        let in_rust = workload_w::policy::policy().classify(&account, workload_w::policy::AS_OF);
        prop_assert_eq!(codes(&segments), naive::codes(&row).0);
        prop_assert_eq!(&segments, &in_rust);
        prop_assert_eq!(policy.segmentation().classify(&account, workload_w::policy::AS_OF), segments);
        prop_assert!(!why.risk.steps().is_empty());
    }

    /// What is said by a default and what spells the default out is one policy.
    #[test]
    fn a_complete_document_decides_the_same(account in account()) {
        for name in ["workload_w.json", "every_key.json"] {
            let document = read(name);
            let complete = document.complete().compile(&FactTable::accounts()).unwrap();
            let policy = document.compile(&FactTable::accounts()).unwrap();
            prop_assert_eq!(answers(policy.segmentation(), &account), answers(complete.segmentation(), &account));
        }
    }
}

#[test]
fn a_complete_document_says_everything_once() {
    for name in ["workload_w.json", "every_key.json"] {
        let document = read(name);
        let complete = document.complete();
        assert_eq!(complete.complete(), complete, "{name}");
        assert_eq!(document.differences(&complete), [], "{name}");
        let text = serde_json::to_string(&complete).unwrap();
        assert_eq!(serde_json::from_str::<PolicyDocument>(&text).unwrap(), complete);
    }
    // There is nothing to add to it but names of rules, and what needs another base.
    let (every, complete) = (read("every_key.json"), read("every_key.json").complete());
    let keys = |document: &PolicyDocument| serde_json::to_string(document).unwrap().matches(':').count();
    assert!(keys(&complete) - keys(&every) < 12, "{}", keys(&complete) - keys(&every));
}

/// The defaults that a document prints are those of the models.
#[test]
fn defaults_have_the_sources_of_the_models() {
    let document = read("workload_w.json");
    let values = document.values();
    let value = |path: &str| {
        let found = values.iter().find(|value| value.path == path).unwrap_or_else(|| panic!("{path}"));
        (found.value.as_str(), found.source)
    };
    assert_eq!(value("trajectory.growing_from"), ("0.1", Source::Given));
    assert_eq!(value("trajectory.struggling_from"), ("0.001", Source::Article("A0-3")));
    assert_eq!(value("trajectory.dire_straits_to"), ("-0.5", Source::Assumption("A0-6")));
    assert_eq!(value("trajectory.max_age_days"), ("off", Source::Assumption("A0-2")));
    assert_eq!(value("wallet.protect_from"), ("0.8", Source::Article("A4-3")));
    assert_eq!(value("wallet.longest_stay_months"), ("9", Source::Assumption("A4-5")));
    assert_eq!(value("wallet.typical_tenure_months"), ("12", Source::Article("A4-3, A4-4")));
    assert_eq!(value("tier.tiers[midmarket].from"), ("25000", Source::Given));
    assert_eq!(value("risk.factors[industry].otherwise"), ("0", Source::Assumption("A2-3")));
    assert_eq!(value("risk.factors[nps].bands[2].points"), ("0", Source::Given));

    // Every parameter of the models that have defaults stands in the complete document with the same source.
    let policy = compiled("workload_w.json");
    for (dimension, parameter) in policy.segmentation().parameters() {
        if !["trajectory", "wallet"].contains(&dimension.as_str()) {
            continue;
        }
        let place = format!("{dimension}.{}", parameter.name);
        let of = |value: &&DocumentValue| {
            let path = value.path.trim_end_matches("_days").trim_end_matches("_months");
            path == place || path.starts_with(&format!("{place}["))
        };
        let found = values.iter().find(of).unwrap_or_else(|| panic!("{place}"));
        // What a document says is given, even where it is what the default says.
        assert!([parameter.source, Source::Given].contains(&found.source), "{place}");
    }
}
