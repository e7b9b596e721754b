//! What each lifecycle stage asks and by what it is answered, what its builder refuses, and fit as a dimension.

use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{ArrHistory, facts};
use segmentry::classify::{Answer, Linear, Rating, Reason, Side, Value, laws, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    FIT, FitPolicy, HEALTH, HealthPolicy, Indicator, LIFECYCLE, LifecyclePolicy, LifecyclePolicyBuilder,
    LifecycleStage, PROVISIONAL_TIER, Points, ProvisionalTierPolicy, RISK, RiskPolicy,
    SegmentationPolicyBuilder, Source, TIER, TRAJECTORY, WALLET,
};
use segmentry::{Account, Name, Score, Segment, SegmentationPolicy, Segments, Unclassified, from_fn, name};

use crate::strategy::{EUR, account, as_of, date, eur, tiers};

const CONSUMPTION: &str = "what would make them reduce, keep or raise consumption?";

#[test]
fn a3_9_each_stage_asks_its_question_and_names_its_dimensions() {
    use LifecycleStage::{Acquisition, Expansion, Onboarding, Retention, Success};
    let (article, ours) = (Source::Article("A3-9"), Source::Assumption("A3-9"));
    let first_value = "what do they still need to reach their first value?";
    let support = "which features drive how support is delivered?";
    let policy = LifecyclePolicy::default();
    let purchase: &[Name] = &[FIT, PROVISIONAL_TIER, TRAJECTORY];
    for (stage, question, source, dimensions) in [
        (Acquisition, "which features drive the purchase?", article, purchase),
        (Onboarding, first_value, ours, &[TIER]),
        (Success, support, article, &[HEALTH, TIER]),
        (Retention, CONSUMPTION, article, &[RISK, HEALTH, TIER]),
        (Expansion, CONSUMPTION, article, &[WALLET]),
    ] {
        let asked = policy.stage(stage);
        assert_eq!((asked.question(), asked.source(), asked.dimensions()), (question, source, dimensions));
    }
    let listed: Vec<String> = policy.parameters().iter().map(|p| p.name.to_string()).collect();
    let stages = LifecycleStage::ALL.map(|stage| stage.name().to_string());
    assert_eq!(listed[4..], stages);
    assert_eq!(policy.parameters()[7].value, format!("{CONSUMPTION} By risk, health, tier"));
}

/// Everything is worth half a score, and one point.
fn health() -> HealthPolicy<Account> {
    let half = from_fn(name!("half"), |_: &Account, _| Ok(Rating::clamped(dec!(50))));
    HealthPolicy::red_yellow_green().indicator(Indicator::new(name!("half"), dec!(1), half)).build().unwrap()
}

fn risk() -> RiskPolicy<Account> {
    let one = from_fn(name!("one"), |_: &Account, _| Ok(Points(1)));
    RiskPolicy::builder(name!("low")).factor(name!("one"), one).band(name!("high"), 1).build().unwrap()
}

fn fit() -> FitPolicy<Account> {
    let size = signal::fact(facts::EMPLOYEES, Account::employees, None)
        .linear(Linear::new(dec!(0), dec!(100)).unwrap());
    FitPolicy::builder(name!("not_a_fit"))
        .band(name!("possible"), Score::new(dec!(40)).unwrap(), Side::At)
        .band(name!("ideal"), Score::new(dec!(70)).unwrap(), Side::Above)
        .indicator(Indicator::new(facts::EMPLOYEES, dec!(1), size))
        .cap(name!("price_sensitive"), name!("not_a_fit"), |account: &Account, cx| {
            let demanding = cx.need(facts::DEMANDING, account.demanding(), None)?;
            Ok(cx.is_set(facts::DEMANDING, demanding))
        })
        .build()
        .unwrap()
}

fn provisional() -> ProvisionalTierPolicy {
    ProvisionalTierPolicy::builder(name!("small")).tier(name!("large"), 100).build().unwrap()
}

fn whole(with: [bool; 4]) -> SegmentationPolicyBuilder {
    let mut builder = SegmentationPolicy::builder(tiers()).lifecycle(LifecyclePolicy::default());
    for (_, add) in (0..).zip([FIT, PROVISIONAL_TIER, HEALTH, RISK]).filter(|(i, _)| with[*i]) {
        builder = match add {
            FIT => builder.fit(fit()),
            PROVISIONAL_TIER => builder.provisional_tier(provisional()),
            HEALTH => builder.health(health()),
            _ => builder.risk(risk()),
        };
    }
    builder
}

proptest! {
    /// Whatever the policy decides: the first of the stage's dimensions that it has, or nothing.
    #[test]
    fn a_stage_is_answered_by_its_first_dimension_that_the_policy_decides(account in account(), with in any::<[bool; 4]>()) {
        let policy = whole(with).build().unwrap();
        let segments = policy.classify(&account, as_of());
        let decided: Vec<(Name, Answer)> = segments.iter().collect();
        for stage in LifecycleStage::ALL {
            let asked = policy.lifecycle().unwrap().stage(stage);
            let mut expected = None;
            for dimension in asked.dimensions().iter().rev() {
                for (name, answer) in decided.iter().filter(|(name, _)| name == dimension) {
                    expected = Some((*name, answer.segment()));
                }
            }
            prop_assert_eq!(asked.answer(&segments), expected);
        }
    }

    #[test]
    fn prospects_and_customers_get_their_fit(employees in 0..120_u32, arr in any::<bool>(), demanding in select(vec![None, Some(false), Some(true)])) {
        let builder = Account::builder("a", EUR).employees(employees).demanding(demanding);
        let account = builder.arr(arr.then(|| eur(1))).build().unwrap();
        prop_assert_eq!(laws::check(&fit(), std::slice::from_ref(&account), as_of()), Ok(()));
        let policy = whole([true; 4]).build().unwrap();
        let (segments, why) = policy.explain(&account, as_of());
        let uncapped = if employees > 70 { "ideal" } else if employees >= 40 { "possible" } else { "not_a_fit" };
        let band = if demanding == Some(true) { "not_a_fit" } else { uncapped };
        prop_assert_eq!(segments.get(FIT), Some(Ok(Name::new(band).unwrap())));
        let capped = (demanding == Some(true) && uncapped != "not_a_fit").then_some(Value::Text(name!("price_sensitive")));
        prop_assert_eq!(why.fit.note(name!("capped_by")), capped);
        let acquisition = segments.lifecycle == Some(Ok(LifecycleStage::Acquisition));
        prop_assert_eq!(acquisition, !arr);
    }
}

#[test]
fn a_stage_without_any_decided_dimension_has_no_answer_and_a_gap_has_its_reason() {
    let policy = LifecyclePolicy::builder()
        .question(LifecycleStage::Success, "who?")
        .segmented_by(LifecycleStage::Success, &[HEALTH, name!("owner")])
        .segmented_by(LifecycleStage::Retention, &[HEALTH])
        .build()
        .unwrap();
    let owner = from_fn(name!("owner"), |account: &Account, cx| match account.country() {
        Some(_) => Ok(name!("local")),
        None => Err(cx.missing(facts::COUNTRY)),
    });
    let whole = SegmentationPolicy::builder(tiers()).lifecycle(policy.clone()).custom(name!("owner"), owner);
    let whole = whole.build().unwrap();
    let segments =
        |country| whole.classify(&Account::builder("a", EUR).country(country).build().unwrap(), as_of());
    let success = policy.stage(LifecycleStage::Success);
    assert_eq!((success.question(), success.source()), ("who?", Source::Given));
    let missing = Err(Reason::Missing(facts::COUNTRY));
    assert_eq!(success.answer(&segments(Some("AT"))), Some((name!("owner"), Ok(name!("local")))));
    assert_eq!(success.answer(&segments(None)), Some((name!("owner"), missing)));
    assert_eq!(policy.stage(LifecycleStage::Retention).answer(&segments(None)), None);
    assert_eq!(success.answer(&Segments::new()), None);
}

#[test]
fn what_a_lifecycle_policy_cannot_be() {
    let text = |change: &dyn Fn(LifecyclePolicyBuilder) -> LifecyclePolicyBuilder| {
        change(LifecyclePolicy::builder()).build().unwrap_err().to_string()
    };
    let stage = LifecycleStage::Success;
    let not_above = "0 is not above 0; give a fraction (0.9 for 90 %)";
    for (error, expected) in [
        (text(&|it| it.expansion_utilization(Some(dec!(0)))), format!("expansion_utilization: {not_above}")),
        (text(&|it| it.expansion_potential(Some(dec!(0)))), format!("expansion_potential: {not_above}")),
        (
            text(&|it| it.expansion_potential(Some(dec!(-0.1)))),
            "expansion_potential: -0.1 is not above 0; give a fraction (0.9 for 90 %)".into(),
        ),
        (
            text(&|it| it.segmented_by(stage, &[])),
            "success: no dimension; name at least one, such as tier".into(),
        ),
        (
            text(&|it| it.segmented_by(stage, &[TIER, LIFECYCLE])),
            "success: the stage itself divides its accounts no further; name another".into(),
        ),
    ] {
        assert_eq!(error, expected);
    }
    for (error, parts) in [
        (text(&|it| it.question(stage, "")), ["success: the question: ", "is empty"]),
        (text(&|it| it.question(stage, &"?".repeat(257))), ["success: the question: ", "257 bytes"]),
        (text(&|it| it.question(stage, "a\nb")), ["success: the question: ", "control character"]),
        (text(&|it| it.expansion_potential(Some(dec!(1e-19)))), ["expansion_potential: ", "18"]),
        (text(&|it| it.question(stage, "").segmented_by(stage, &[])), ["the question", "no dimension"]),
    ] {
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
    }
    // The smallest that there is, and a question as long as allowed.
    let smallest = LifecyclePolicy::builder().expansion_potential(Some(dec!(0.000000000000000001)));
    assert!(smallest.question(stage, &"?".repeat(256)).build().is_ok());
}

#[test]
fn the_stage_follows_the_history_and_says_where_it_contradicts_the_stated_arr() {
    let policy = whole([false; 4]).build().unwrap();
    let history = ArrHistory::new([(date(2026, 1, 1), eur(5)), (date(2026, 3, 1), eur(0))]).unwrap();
    let builder = Account::builder("a", EUR).arr_history(history).onboarding(segmentry::Ratio::ONE);
    let account = builder.clone().renewal_on(date(2027, 6, 30)).build().unwrap();
    for (on, stage) in [
        (date(2025, 12, 31), LifecycleStage::Acquisition),
        (date(2026, 2, 1), LifecycleStage::Success),
        (date(2026, 3, 1), LifecycleStage::Acquisition),
    ] {
        assert_eq!(policy.classify(&account, on).lifecycle, Some(Ok(stage)), "{on}");
    }
    let contradicted = builder.arr(eur(6)).build().unwrap();
    let (segments, why) = policy.explain(&contradicted, as_of());
    assert!(matches!(segments.lifecycle, Some(Err(Unclassified::Fault(_)))));
    assert!(why.lifecycle.fault().unwrap().contains("arr is 6.00 EUR"), "{why:?}");
}
