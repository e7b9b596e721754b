//! `policy_diff`: what another policy changes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::{accepted, args, file, no_documents, of_the_review, policy_check, policy_diff, reviewed};

/// Accounts of a dimension by segment, the unclassified together, from the cells of a matrix.
fn margin(entry: &serde_json::Value, side: &str) -> BTreeMap<String, u64> {
    let mut margin = BTreeMap::new();
    for cell in entry["matrix"].as_array().unwrap() {
        let segment = cell[side]["segment"].as_str().unwrap_or("unclassified");
        *margin.entry(segment.into()).or_insert(0) += cell["accounts"].as_u64().unwrap();
    }
    margin
}

/// The same from a review.
fn counts(review: &serde_json::Value, dimension: &str) -> BTreeMap<String, u64> {
    let entries = review["dimensions"][dimension].as_object().unwrap().iter();
    let counts = entries.map(|(segment, entry)| (segment.clone(), entry["accounts"].as_u64().unwrap()));
    counts.filter(|(_, accounts)| *accounts > 0).collect()
}

/// The margins of every matrix are what reviews by the two policies say.
#[test]
fn the_difference_lies_between_two_reviews() {
    let diff: serde_json::Value = serde_json::from_str(&policy_diff::run(args(["--json"])).unwrap()).unwrap();
    let paths = diff["parameters"].as_array().unwrap().iter().map(|change| change["path"].as_str().unwrap());
    assert_eq!(
        paths.collect::<Vec<_>>(),
        [
            "tier.tiers[midmarket].from",
            "tier.tiers[enterprise].from",
            "wallet.grow_from",
            "risk.bands[medium].from"
        ]
    );
    let [base, complete] = args(["--base", "--complete"]);
    let new = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/policy_diff/new.json");
    let whole = policy_check::run([new.into(), base, of_the_review("policy.json"), complete]).unwrap();
    let whole = file("difference", "whole.json", whole.text);
    let (before, after) = (reviewed(None), reviewed(Some(whole.to_str().unwrap())));
    let dimensions = diff["dimensions"].as_object().unwrap();
    assert_eq!(dimensions.len(), 9);
    for (name, entry) in dimensions {
        assert_eq!(margin(entry, "from"), counts(&before, name), "{name}");
        assert_eq!(margin(entry, "to"), counts(&after, name), "{name}");
        let movers = entry["movers"].as_array().unwrap();
        assert_eq!(entry["moved"]["accounts"].as_u64(), u64::try_from(movers.len()).ok(), "{name}");
    }
    // Nobody else than the changed numbers moves anybody.
    for (name, numbers) in [
        ("tier", &["reach 30000.00 EUR", "reach 120000.00 EUR"][..]),
        ("wallet", &["reach 1.5 "]),
        ("risk", &["risk_points would have to reach 25 "]),
        ("attention", &["tier midmarket → smb", "tier enterprise → midmarket", "risk medium → low"]),
    ] {
        let movers = dimensions[name]["movers"].as_array().unwrap();
        assert!(!movers.is_empty());
        for mover in movers {
            let why = mover["why"].as_str().unwrap();
            assert!(numbers.iter().any(|number| why.contains(number)), "{name}: {why}");
        }
    }
}

#[test]
fn the_difference_is_told_in_words() {
    let text = policy_diff::run(args([])).unwrap();
    for expected in [
        "\nThe policies differ in 4 parameters\n",
        "\ntier: 21 of 348 accounts move (6.0 %), with an ARR of 1,505,920 EUR (8.2 %)\n",
        "\ntrajectory: nobody moves; shrinking 102, struggling 80, growing 135, (missing_business_growth) 6",
        "\nunclassified: 61 before, 61 after\n  before: 32 (missing_arr), 29 (missing_renewal_on)\n",
        "\nand 16 more; --json lists all\n",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let [as_of, day, json] = args(["--as-of", "2026-06-30", "--json"]);
    let files =
        [of_the_review("policy.json"), of_the_review("policy.json"), of_the_review("sample/accounts.csv")];
    let same = policy_diff::run(files.iter().chain([&as_of, &day]).cloned()).unwrap();
    assert!(same.contains("\nThe two policies say the same.\n"), "{same}");
    assert_eq!(same.matches(": nobody moves; ").count(), 9, "{same}");
    let same = policy_diff::run(files.into_iter().chain([as_of.clone(), day.clone(), json])).unwrap();
    let same: serde_json::Value = serde_json::from_str(&same).unwrap();
    for (name, entry) in same["dimensions"].as_object().unwrap() {
        assert_eq!(
            (&entry["moved"]["accounts"], &entry["stayed"]["accounts"]),
            (&0.into(), &348.into()),
            "{name}"
        );
        assert!(entry["matrix"].as_array().unwrap().iter().all(|cell| cell["from"] == cell["to"]), "{name}");
    }
    // Dimensions that only one of the two decides are no migration.
    let files =
        [of_the_review("policy.json"), accepted("workload_w.json"), of_the_review("sample/accounts.csv")];
    let text = policy_diff::run(files.into_iter().chain([as_of, day])).unwrap();
    assert!(text.contains("\nfit: only the old policy decides it; not_a_fit 59"), "{text}");
    assert!(text.contains("to another reason for being unclassified\n"), "{text}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let (policy, accounts) = (of_the_review("policy.json"), of_the_review("sample/accounts.csv"));
    for (path, expected) in no_documents("difference") {
        let problem = policy_diff::run([policy.clone(), path, accounts.clone()]).unwrap_err();
        assert!(problem.contains(expected), "{problem}");
    }
    let text = "{\"version\": 1, \"id\": \"acme\", \"base\": \"house\"}";
    let part = file("difference", "part.json", text);
    for (files, expected) in [
        (vec![policy.clone()], "give OLD, NEW and ACCOUNTS.csv; 1 of the three were given"),
        (vec![policy.clone(), part.clone(), accounts.clone()], "changes the policy `house`"),
        (vec![part, policy.clone(), accounts.clone()], "changes the policy `house`"),
        (
            vec![policy.clone(), accepted("smallest.json"), accounts.clone()],
            "in JPY, and the accounts are in EUR",
        ),
        (vec![policy.clone(), policy.clone(), policy.clone()], "the column `account_id` is missing"),
        (vec![policy.clone(), policy.clone(), accounts, policy], "unexpected argument"),
        (args(["--as-of", "tomorrow"]).into(), "--as-of: "),
        (args(["--history", "h.csv"]).into(), "--history needs ACCOUNTS.csv"),
    ] {
        let problem = policy_diff::run(files).unwrap_err();
        assert!(problem.contains(expected), "{expected}\n{problem}");
    }
}
