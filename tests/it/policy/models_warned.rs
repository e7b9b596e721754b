//! Warnings about the models of a document: what no points, no weights and no cells can reach.

use proptest::prelude::*;
use segmentry::classify::Segment;
use segmentry::policy::{FactTable, PolicyDocument};
use segmentry::{Account, Currency, Name, Nps, Ratio, name};

use crate::strategy::as_of;

fn warnings(sections: &str) -> Vec<String> {
    let text = format!(
        r#"{{"version": 1, "id": "p", "currency": "EUR",
            "tier": {{"tiers": [{{"name": "smb"}}, {{"name": "enterprise", "from": "50000"}}]}}, {sections}}}"#
    );
    let document: PolicyDocument = serde_json::from_str(&text).unwrap();
    document.compile(&FactTable::accounts()).unwrap();
    document.warnings(&FactTable::accounts()).listed().iter().map(ToString::to_string).collect()
}

fn risk(bands: &str, factors: &str) -> Vec<String> {
    warnings(&format!(r#""risk": {{"bands": [{{"name": "low"}}, {bands}], "factors": [{factors}]}}"#))
}

#[test]
fn bands_of_points_that_nobody_reaches() {
    let leaving =
        r#"{"name": "leaving", "when": {"set": "save_plan"}, "points": 30, "otherwise": 10, "missing": 20}"#;
    let nps = r#"{"name": "nps", "fact": "nps", "missing": 0, "bands": [{"points": 15}, {"from": "0", "points": 0}]}"#;
    let of = |bands| risk(bands, &format!("{leaving}, {nps}"));
    // 10, 20, 30 and 15 more.
    assert_eq!(of(r#"{"name": "medium", "from": 16}, {"name": "high", "from": 45}"#), [""; 0]);
    assert_eq!(
        of(r#"{"name": "medium", "from": 16}, {"name": "high", "from": 46}"#),
        ["risk.bands[2]: nobody reaches `high`, which begins at 46: the factors give at most 45 points"]
    );
    assert_eq!(
        of(r#"{"name": "medium", "from": 10}"#),
        ["risk.bands[0]: nobody is in `low`: the factors give at least 10 points"]
    );
    assert_eq!(
        of(r#"{"name": "some", "from": 11}, {"name": "more", "from": 12}, {"name": "most", "from": 15}"#),
        [
            "risk.bands[1]: nobody is in `some`: no points add up to a sum in it",
            "risk.bands[2]: nobody is in `more`: no points add up to a sum in it",
        ]
    );
}

#[test]
fn factors_that_say_nothing_or_the_wrong_way_round() {
    let high = r#"{"name": "high", "from": 5}"#;
    assert_eq!(
        risk(high, r#"{"name": "leaving", "when": {"set": "save_plan"}, "points": 5, "otherwise": 5}"#),
        [
            "risk.factors[0]: the factor gives 5 points whatever the account; correct or remove it",
            "risk.bands[0]: nobody is in `low`: the factors give at least 5 points",
        ]
    );
    let requests = r#""fact": "support_request_count", "bands": [{"points": 9}, {"from": 3, "points": 0}]"#;
    assert_eq!(
        risk(high, &format!(r#"{{"name": "requests", {requests}}}"#)),
        [
            "risk.factors[0].bands[1].points: a high value is bad, and this band runs against it; correct it, or say \
             another `direction`"
        ]
    );
    assert_eq!(
        risk(high, &format!(r#"{{"name": "requests", "direction": "high_is_good", {requests}}}"#)),
        [""; 0]
    );
    assert_eq!(
        risk(
            high,
            r#"{"name": "due", "when": {"all": [{"above": {"fact": "nps", "value": "5"}}, {"below": {"fact": "nps", "value": "5"}}]}, "points": 5}"#
        ),
        [
            "risk.factors[0].when: the condition never holds, whatever the facts are; correct it, or remove the entry"
        ]
    );
}

#[test]
fn scores_that_no_weights_reach() {
    let health = |indicators: &str| {
        warnings(&format!(
            r#""health": {{"bands": [{{"name": "red"}}, {{"name": "yellow", "from": "50"}}, {{"name": "green", "from": "75"}}],
                "indicators": [{indicators}]}}"#
        ))
    };
    let usage = |weight: &str, more: &str| {
        format!(
            r#"{{"name": "use", "weight": "{weight}", "fact": "utilization", {more}
                "scale": {{"bands": [{{"rating": "0"}}, {{"from": "0.5", "rating": "60"}}]}}}}"#
        )
    };
    let nps = r#"{"name": "nps", "weight": "1", "fact": "nps", "scale": "nps"}"#;
    // NPS alone is enough to be scored, and can be 100.
    assert_eq!(health(&format!("{}, {nps}", usage("1", ""))), [""; 0]);
    // It is not where it weighs a third; then 60 * 2 + 100 over 3 is the most.
    assert_eq!(
        health(&format!("{}, {nps}", usage("2", ""))),
        [
            "health.bands[2]: nobody reaches `green`, which begins at 75: the score is at most 73.333333333333333333"
        ]
    );
    assert_eq!(
        health(&format!("{}, {nps}", usage("0", ""))),
        ["health.indicators[0].weight: a weight of 0 counts for nothing; raise it, or remove the entry"]
    );
    assert_eq!(
        health(&format!("{}, {nps}", usage("1", r#""direction": "high_is_bad","#))),
        [
            "health.indicators[0].scale.bands[1].rating: a high value is bad, and this band runs against it; correct it, or \
             say another `direction`"
        ]
    );
    assert_eq!(
        health(
            r#"{"name": "nps", "weight": "1", "fact": "nps", "scale": {"zero_at": "100", "hundred_at": "-100"}}"#
        ),
        [
            "health.indicators[0].scale: a high value is good, and the scale rates it the other way; turn it, or say another \
             `direction`"
        ]
    );
}

/// The commonest mistake of all.
#[test]
fn percentages_where_fractions_are_meant() {
    let text = |fact: &str, given: &str, low: i32, high: i32| {
        format!(
            "`{fact}` lies between {low} and {high}, and {given} does not; write fractions, 0.85 for 85 %"
        )
    };
    let fit = |indicators: &str| {
        warnings(&format!(
            r#""fit": {{"bands": [{{"name": "no"}}, {{"name": "yes", "from": "50"}}], "indicators": [{indicators}]}}"#
        ))
    };
    assert_eq!(
        fit(
            r#"{"name": "use", "weight": "1", "fact": "utilization", "scale": {"zero_at": "0", "hundred_at": "100"}}"#
        ),
        [format!("fit.indicators[0].scale.hundred_at: {}", text("utilization", "100", 0, 10))]
    );
    let high = r#"{"name": "high", "from": 5}"#;
    assert_eq!(
        risk(
            high,
            r#"{"name": "x", "fact": "onboarding", "bands": [{"points": 5}, {"from": "60", "points": 0}]}"#
        ),
        [format!("risk.factors[0].bands[1].from: {}", text("onboarding", "60", 0, 1))]
    );
    assert_eq!(
        risk(
            high,
            r#"{"name": "x", "when": {"not": {"any": [{"at_least": {"fact": "csat", "value": "85"}}]}}, "points": 5}"#
        ),
        [format!("risk.factors[0].when.not.any[0].at_least.value: {}", text("csat", "85", 0, 1))]
    );
    let rule = |value: &str| {
        warnings(&format!(
            r#""dimensions": [{{"name": "d", "match": "first", "segments": [{{"name": "s"}}], "otherwise": "unclassified",
                "rules": [{{"segment": "s", "when": {{"above": {{"fact": "business_growth", "value": "{value}"}}}}}}]}}]"#
        ))
    };
    assert_eq!(rule("0.25"), [""; 0]);
    assert_eq!(
        rule("25"),
        [format!("dimensions[0].rules[0].when.above.value: {}", text("business_growth", "25", -1, 10))]
    );
}

#[test]
fn caps_and_levels_that_are_for_nobody() {
    assert_eq!(
        warnings(
            r#""health": {"indicators": [{"name": "nps", "weight": "1", "fact": "nps", "scale": "nps"}],
                "caps": [{"reason": "leaving", "at_most": "green", "when": {"set": "cancellation_requested"}},
                         {"reason": "someone", "at_most": "red", "when": {"any": [{"known": "arr"}, {"not": {"known": "arr"}}]}}]}"#
        ),
        [
            "health.caps[1].when: the condition holds for every account; correct it",
            "health.caps[0].at_most: `green` is the best band: the cap lowers nobody",
        ]
    );
    // The published bands are examined as well.
    assert_eq!(
        warnings(
            r#""health": {"indicators": [{"name": "plan", "weight": "1", "when": {"set": "save_plan"}, "rating": "60", "otherwise": "40"}]}"#
        ),
        ["health.bands[2]: nobody reaches `green`, which begins at 75: the score is at most 60"]
    );
    assert_eq!(
        warnings(
            r#""attention": {"rows": {"dimension": "tier", "segments": ["smb", "enterprise"]},
                "columns": {"dimension": "trajectory", "segments": ["shrinking", "struggling", "growing"]},
                "levels": ["none", "some", "most"], "matrix": [["some", "none", "none"], ["some", "some", "none"]]}"#
        ),
        [
            "attention.levels[2]: nobody gets `most`: no cell of the matrix has it; remove it, or give it to one"
        ]
    );
}

/// What the warnings say of bands, for every account there is: four facts of few values.
fn reached(document: &PolicyDocument, dimension: Name) -> std::collections::BTreeSet<Name> {
    let policy = document.compile(&FactTable::accounts()).unwrap();
    let mut found = std::collections::BTreeSet::new();
    let flags = [None, Some(false), Some(true)];
    let surveys = [None, Some(-100), Some(0), Some(100)];
    let shares = [None, Some(Ratio::ZERO), Some(Ratio::ONE)];
    for (leaving, plan) in flags.iter().flat_map(|leaving| flags.iter().map(move |plan| (*leaving, *plan))) {
        for (survey, share) in
            surveys.iter().flat_map(|survey| shares.iter().map(move |share| (*survey, *share)))
        {
            let account = Account::builder("a", Currency::EUR)
                .cancellation_requested(leaving)
                .save_plan(plan)
                .nps(survey.map(|survey: i32| Nps::new(survey.into()).unwrap()))
                .utilization(share)
                .build()
                .unwrap();
            found.extend(
                policy.segmentation().classify(&account, as_of()).get(dimension).and_then(Result::ok),
            );
        }
    }
    found
}

proptest! {
    /// A band of points is warned of exactly where no account is in it.
    #[test]
    fn bands_of_points_are_warned_of_if_and_only_if_nobody_is_in_them(
        points in prop::collection::vec((0..30_u32, 0..30_u32, prop::option::of(0..30_u32)), 3),
        steps in prop::collection::vec(1..40_u32, 1..4),
    ) {
        let missing = |points: Option<u32>| points.map_or(String::new(), |points| format!(r#", "missing": {points}"#));
        let factor = |name: &str, (yes, no, unknown): (u32, u32, Option<u32>)| {
            format!(r#"{{"name": "{name}", "when": {{"set": "{name}"}}, "points": {yes}, "otherwise": {no}{}}}"#, missing(unknown))
        };
        let (high, low, unknown) = points[2];
        let survey = format!(
            r#"{{"name": "nps", "fact": "nps", "bands": [{{"points": {high}}}, {{"from": "0", "points": {low}}}]{}}}"#,
            missing(unknown)
        );
        let mut from = 0;
        let bands: Vec<String> = steps.iter().enumerate().map(|(index, step)| {
            from += step;
            format!(r#"{{"name": "b{index}", "from": {from}}}"#)
        }).collect();
        let text = format!(
            r#"{{"version": 1, "id": "p", "currency": "EUR", "tier": {{"tiers": [{{"name": "smb"}}]}},
                "risk": {{"bands": [{{"name": "low"}}, {}], "factors": [{}, {}, {survey}]}}}}"#,
            bands.join(", "), factor("cancellation_requested", points[0]), factor("save_plan", points[1])
        );
        let document: PolicyDocument = serde_json::from_str(&text).unwrap();
        let reached = reached(&document, name!("risk"));
        let warnings = document.warnings(&FactTable::accounts());
        for (index, band) in document.compile(&FactTable::accounts()).unwrap().segmentation().risk().unwrap().bands().enumerate() {
            let path = format!("risk.bands[{index}]");
            let warned = warnings.listed().iter().any(|warning| warning.path() == path);
            prop_assert_eq!(warned, !reached.contains(&band.name()), "{} {:?}\n{}", path, reached, text);
        }
    }

    /// A band of scores that is warned of has no account in it.
    #[test]
    fn bands_of_scores_that_are_warned_of_are_empty(
        weights in prop::collection::vec(1..9_u32, 3),
        ratings in prop::collection::vec((0..100_u32, 0..100_u32), 3),
        missing in prop::collection::vec(prop::sample::select(vec!["renormalise", "neutral", "penalise", "unknown"]), 3),
        steps in prop::collection::vec(1..40_u32, 1..3),
        coverage in prop::sample::select(vec!["0", "0.3", "0.5", "1"]),
    ) {
        let indicators: Vec<String> = ["cancellation_requested", "save_plan", "utilization"].iter().enumerate().map(|(index, name)| {
            let (weight, (yes, no), missing) = (weights[index], ratings[index], missing[index]);
            let value = if *name == "utilization" {
                format!(r#""fact": "utilization", "scale": {{"bands": [{{"rating": "{no}"}}, {{"from": "0.5", "rating": "{yes}"}}]}}"#)
            } else {
                format!(r#""when": {{"set": "{name}"}}, "rating": "{yes}", "otherwise": "{no}""#)
            };
            format!(r#"{{"name": "{name}", "weight": "{weight}", {value}, "when_missing": "{missing}"}}"#)
        }).collect();
        let mut from = 0;
        let bands: Vec<String> = steps.iter().enumerate().map(|(index, step)| {
            from += step;
            format!(r#"{{"name": "b{index}", "from": "{from}"}}"#)
        }).collect();
        let text = format!(
            r#"{{"version": 1, "id": "p", "currency": "EUR", "tier": {{"tiers": [{{"name": "smb"}}]}},
                "health": {{"min_coverage": "{coverage}", "bands": [{{"name": "lowest"}}, {}], "indicators": [{}]}}}}"#,
            bands.join(", "), indicators.join(", ")
        );
        let document: PolicyDocument = serde_json::from_str(&text).unwrap();
        let reached = reached(&document, name!("health"));
        let warnings = document.warnings(&FactTable::accounts());
        for (index, band) in document.compile(&FactTable::accounts()).unwrap().segmentation().health().unwrap().bands().enumerate() {
            let path = format!("health.bands[{index}]");
            if warnings.listed().iter().any(|warning| warning.path() == path) {
                prop_assert!(!reached.contains(&band.name()), "{path} {reached:?}\n{text}");
            }
        }
    }
}
