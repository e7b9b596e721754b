//! A tenant's document over its base: ten lines change what they name, and nothing else.

use segmentry::policy::{FactTable, PolicyDocument, Report};
use segmentry::{Account, Currency, Money, Nps, name};

use crate::strategy::as_of;

fn read(text: &str) -> PolicyDocument {
    serde_json::from_str(text).unwrap()
}

fn house() -> PolicyDocument {
    read(include_str!("../../data/policies/accept/every_key.json"))
}

fn tenant(change: &str) -> PolicyDocument {
    read(&format!(r#"{{"version": 1, "id": "acme", "base": "every-key", {change}}}"#))
}

fn differences(change: &str) -> Vec<String> {
    let house = house();
    let whole = tenant(change).over(&house).unwrap();
    whole.compile(&FactTable::accounts()).unwrap();
    let differences = house.differences(&whole);
    let differences = differences.iter().filter(|difference| difference.path != "id");
    differences.map(ToString::to_string).collect()
}

fn faults(result: Result<PolicyDocument, Report>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn records_are_changed_key_by_key() {
    assert_eq!(
        differences(r#""wallet": {"grow_from": "1.5"}, "trajectory": {"max_age_days": "off"}"#),
        ["trajectory.max_age_days: 500 -> off", "wallet.grow_from: 1.25 -> 1.5"]
    );
    // What says the same changes nothing.
    assert_eq!(
        differences(r#""wallet": {"grow_from": 1.25}"#.replace("1.25", "\"1.250\"").as_str()),
        [""; 0]
    );
}

#[test]
fn entries_with_a_name_are_changed_one_by_one() {
    assert_eq!(
        differences(
            r#""risk": {"factors": [
                {"name": "tenure", "missing": 4},
                {"name": "leaving", "remove": true},
                {"name": "demands", "when": {"set": "demanding"}, "points": 7, "missing": 0}
            ]},
            "health": {"groups": [{"name": "adoption", "indicators": [{"name": "roles", "weight": "2"}]}]}"#
        ),
        [
            "health.groups[adoption].indicators[roles].weight: 1 -> 2",
            "risk.factors[tenure].missing: 3 -> 4",
            "risk.factors[leaving].name: leaving -> nothing",
            "risk.factors[leaving].when: {any: [{set: cancellation_requested}, {set: save_plan}]} -> nothing",
            "risk.factors[leaving].points: 60 -> nothing",
            "risk.factors[leaving].otherwise: 1 -> nothing",
            "risk.factors[leaving].missing: 0 -> nothing",
            "risk.factors[demands].name: nothing -> demands",
            "risk.factors[demands].when: nothing -> {set: demanding}",
            "risk.factors[demands].points: nothing -> 7",
            "risk.factors[demands].otherwise: nothing -> 0",
            "risk.factors[demands].missing: nothing -> 0",
        ]
    );
}

#[test]
fn lists_with_an_order_are_given_whole() {
    assert_eq!(
        differences(
            r#""tier": {"tiers": [
                {"name": "smb"}, {"name": "midmarket", "from": "30000"}, {"name": "enterprise", "from": "100000"}
            ]}"#
        ),
        [
            "tier.tiers[midmarket].from: 25000 -> 30000",
            "tier.tiers[midmarket].upgrade_from: 27500 -> nothing",
            "tier.tiers[midmarket].downgrade_below: 22500.5 -> nothing",
        ]
    );
}

/// Rules are asked in their order, so that the order is something that changes.
#[test]
fn an_order_is_a_value() {
    let policy = |first: &str, second: &str| {
        read(&format!(
            r#"{{"version": 1, "id": "p", "currency": "EUR", "dimensions": [{{"name": "d", "match": "first",
                "segments": [{{"name": "a"}}, {{"name": "b"}}], "otherwise": "unclassified", "rules": [
                {{"segment": "{first}", "when": {{"known": "arr"}}}}, {{"segment": "{second}", "when": {{"known": "arr"}}}}]}}]}}"#
        ))
    };
    let differences = policy("a", "b").differences(&policy("b", "a"));
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert_eq!(differences, ["dimensions[d].rules: [a, b] -> [b, a]"]);
}

#[test]
fn a_model_can_be_taken_out() {
    let whole = tenant(r#""health": "off", "lifecycle": {"success": {"segmented_by": ["tier"]}}"#)
        .over(&house())
        .unwrap();
    let policy = whole.compile(&FactTable::accounts()).unwrap();
    assert!(policy.segmentation().health().is_none());
    assert!(policy.segmentation().risk().is_some());
}

#[test]
fn a_base_can_have_a_base() {
    let region = tenant(r#""wallet": {"grow_from": "1.5"}"#);
    let shop = read(r#"{"version": 1, "id": "shop", "base": "acme", "wallet": {"protect_from": "0.9"}}"#);
    let stepwise = shop.over(&region.over(&house()).unwrap()).unwrap();
    assert_eq!((stepwise.id(), stepwise.base()), (name!("shop"), None));
    // The other way round it is the same.
    assert_eq!(shop.over(&region).unwrap().base(), Some(name!("every-key")));
    assert_eq!(shop.over(&region).unwrap().over(&house()).unwrap(), stepwise);
}

#[test]
fn what_does_not_fit_its_base_is_said() {
    let house = house();
    assert_eq!(faults(house.over(&house)), "the document names no base; it says everything itself");
    let other = read(r#"{"version": 1, "id": "acme", "base": "home"}"#);
    assert_eq!(faults(other.over(&house)), "base: the base is `home`, and `every-key` was given");
    assert_eq!(
        faults(tenant(r#""currency": "USD""#).over(&house)),
        "currency: the base's amounts are in EUR; USD would change what they say"
    );
    assert_eq!(
        faults(tenant(r#""risk": {"factors": [{"name": "tenur", "remove": true}]}"#).over(&house)),
        "risk.factors[0].remove: the base has no `tenur` here; did you mean `tenure`?"
    );
    // A factor that is new must say everything; in the whole it comes last.
    assert_eq!(
        faults(tenant(r#""risk": {"factors": [{"name": "tenur", "missing": 4}]}"#).over(&house)),
        "risk.factors[tenur]: one of `fact`, `days_until`, `days_since`, `when` is missing; write one"
    );
    let report = tenant(r#""wallet": {"grow_from": "1.5"}"#).compile(&FactTable::accounts()).unwrap_err();
    assert_eq!(
        report.to_string(),
        "base: the document changes `every-key`; lay it over that one first (`PolicyDocument::over`)"
    );
}

#[test]
fn a_change_is_checked_before_it_meets_its_base() {
    let read = |text: &str| serde_json::from_str::<PolicyDocument>(text).unwrap_err().to_string();
    let text = read(
        r#"{"version": 1, "id": "acme", "base": "house", "wallet": {"grow_form": "1.5"},
            "risk": {"factors": [{"missing": 4}, {"name": "a", "remove": true, "missing": 3}, {"name": "b", "remove": false}]}}"#,
    );
    for part in [
        "wallet.grow_form: unknown key `grow_form`; did you mean `grow_from`?",
        "risk.factors[0]: the key `name` is missing; it says which entry is meant",
        "risk.factors[1].remove: what is removed is not changed too; leave `name` alone",
        "risk.factors[2].remove: found true or false; write true",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

/// Two tenants, one account, one base.
#[test]
fn tenants_decide_by_their_own_numbers() {
    let facts = FactTable::accounts();
    let policy = |change: &str| tenant(change).over(&house()).unwrap().compile(&facts).unwrap();
    let (strict, lax) =
        (policy(r#""wallet": {"nps_below": "20"}"#), policy(r#""wallet": {"nps_below": "off"}"#));
    let eur = |amount: i64| Money::new(amount.into(), Currency::EUR).unwrap();
    let account = Account::builder("a", Currency::EUR)
        .arr(eur(90))
        .wallet_current(eur(100))
        .wallet_potential(eur(100))
        .nps(Nps::new(10.into()).unwrap())
        .build()
        .unwrap();
    let quadrant = |policy: &segmentry::policy::CompiledPolicy| {
        policy.segmentation().classify(&account, as_of()).wallet.unwrap()
    };
    use segmentry::segment::WalletQuadrant::{Protect, ReEvaluate};
    assert_eq!((quadrant(&strict), quadrant(&lax)), (ReEvaluate, Protect));
}

/// Places in the whole are those of neither file: faults stand by names, and are found by them.
#[test]
fn faults_of_the_whole_are_found_in_the_tenants_text() {
    let text = r#"{"version": 1, "id": "acme", "base": "every-key", "risk": {"factors": [
        {"name": "calls", "fact": "support_request_count", "bands": [{"points": 0}, {"from": 9, "points": 4}]},
        {"name": "usage", "fact": "utilisation", "bands": [{"points": 9}, {"from": "0.5", "points": 0}]},
        {"name": "activation", "missing": 3}
    ]}}"#;
    let whole = read(text).over(&house()).unwrap();
    let report = whole.compile(&FactTable::accounts()).unwrap_err();
    assert_eq!(
        report.to_string(),
        "risk.factors[usage].fact: there is no fact `utilisation`; did you mean `utilization`?"
    );
    let place = report.faults()[0].locate(|here| here.with(&mut serde_json::Deserializer::from_str(text)));
    assert_eq!(place.map(|error| error.line()), Some(3));
}

#[test]
fn an_empty_list_of_changes_is_no_change_and_so_a_fault() {
    let text = r#"{"version": 1, "id": "acme", "base": "house", "health": {"indicators": []}}"#;
    assert_eq!(
        serde_json::from_str::<PolicyDocument>(text).unwrap_err().to_string(),
        "health.indicators: no indicators change nothing; take one out with `remove`, or leave the key out"
    );
}
