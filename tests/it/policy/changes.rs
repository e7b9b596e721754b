//! Documents that change another one say nothing beside their changes.

use segmentry::{FactTable, PolicyDocument};

const BASE: &str = include_str!("../../data/policies/accept/every_key.json");
const CHANGE: &str = r#"{
    "version": 1, "id": "acme", "base": "every-key",
    "wallet": {"grow_from": "1.5"},
    "risk": {"factors": [{"name": "leaving", "remove": true}, {"name": "tenure", "missing": 7}]}
}"#;

fn read(text: &str) -> PolicyDocument {
    serde_json::from_str(text).unwrap()
}

/// The defaults are those of the base: said by the change, they would undo what the base says.
#[test]
fn a_complete_change_changes_the_same() {
    let (change, base) = (read(CHANGE), read(BASE));
    assert_eq!(change.complete(), change);
    let merged = change.complete().over(&base).unwrap();
    assert_eq!(Ok(&merged), change.over(&base).as_ref());
    assert!(merged.compile(&FactTable::accounts()).is_ok());
    let values: Vec<String> = change
        .values()
        .iter()
        .map(|value| format!("{}: {} ({})", value.path, value.value, value.source))
        .collect();
    assert_eq!(
        values,
        [
            "version: 1 (given)",
            "id: acme (given)",
            "base: every-key (given)",
            "wallet.grow_from: 1.5 (given)",
            "risk.factors[leaving].name: leaving (given)",
            "risk.factors[leaving].remove: true (given)",
            "risk.factors[tenure].name: tenure (given)",
            "risk.factors[tenure].missing: 7 (given)",
        ]
    );
}

#[test]
fn what_is_removed_is_a_difference() {
    let kept = read(&CHANGE.replace(r#", "remove": true"#, r#", "missing": 9"#));
    let differences: Vec<String> = read(CHANGE).differences(&kept).iter().map(ToString::to_string).collect();
    assert_eq!(
        differences,
        ["risk.factors[leaving].remove: true -> nothing", "risk.factors[leaving].missing: nothing -> 9"]
    );
}
