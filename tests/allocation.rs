//! Classifying does not allocate, and explaining does not once its buffers have grown.
//!
//! A binary of its own: it counts with a global allocator.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise, and computes on values of its own"
)]

#[path = "it/workload_w/accounts.rs"]
mod accounts;
#[path = "it/workload_w/policy.rs"]
#[expect(dead_code, reason = "codes are compared elsewhere")]
mod policy;

use allocation_counter::measure;
use segmentry::account::{Designation, Override, Previous, StrategicReason, facts};
use segmentry::chrono::NaiveDate;
use segmentry::classify::{Linear, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    HealthPolicy, Indicator, IndicatorGroup, OverrideScope, PolicyExplanation, TIER, TRAJECTORY, TierPolicy,
    WALLET,
};
use segmentry::{
    Account, Classifier, Csat, Currency, Explanation, FactTable, Money, Nps, PolicyDocument, Ratio,
    SegmentationPolicy, Segments, Unclassified, from_fn, name,
};

const EUR: Currency = Currency::EUR;

fn eur(units: i64) -> Money {
    Money::new(units.into(), EUR).unwrap()
}

fn accounts() -> Vec<Account> {
    let full = |id: &str, arr: i64, nps: i32| {
        Account::builder(id, EUR)
            .arr(eur(arr))
            .prior_arr(eur(50_000))
            .wallet_current(eur(100_000))
            .wallet_potential(eur(130_000))
            .nps(Nps::new(nps.into()).unwrap())
            .csat("2/5".parse::<Csat>().unwrap())
            .started_on(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap())
    };
    vec![
        full("a", 99_000, 20).build().unwrap(),
        full("b", 20_000, -20).business_growth(Ratio::new(-9, 10).unwrap()).build().unwrap(),
        full("c", 40_000, 5)
            .value_aligned(false)
            .previous(
                WALLET,
                Previous::new(name!("re_evaluate")).since(NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()),
            )
            .designation(Designation::new(StrategicReason::MajorUpsell))
            .build()
            .unwrap(),
        Account::builder("d", EUR).arr(eur(0)).prior_arr(eur(0)).build().unwrap(),
        Account::builder("e", EUR).build().unwrap(),
    ]
}

#[test]
fn classifying_and_explaining_into_buffers_do_not_allocate() {
    let by_country = from_fn(name!("contact"), |account: &Account, _| match account.country() {
        Some(_) => Ok(name!("direct")),
        None => Err(Unclassified::Missing(name!("country"))),
    });
    let policy = SegmentationPolicy::builder(TierPolicy::four_tiers(eur(25_000), eur(100_000)).unwrap())
        .custom(name!("contact"), by_country)
        .build()
        .unwrap();
    let as_of = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let accounts = accounts();
    let (mut segments, mut why) = (Segments::new(), PolicyExplanation::new());

    // The first round grows the buffers.
    let explain_all = |segments: &mut Segments, why: &mut PolicyExplanation| {
        for account in &accounts {
            policy.explain_into(account, as_of, segments, why);
        }
    };
    explain_all(&mut segments, &mut why);
    assert_eq!(measure(|| explain_all(&mut segments, &mut why)).count_total, 0);

    let classify_all = |segments: &mut Segments| {
        for account in &accounts {
            policy.classify_into(account, as_of, segments);
        }
    };
    assert_eq!(measure(|| classify_all(&mut segments)).count_total, 0);

    // Without a dimension of one's own, `classify` has no list to allocate.
    let shipped = SegmentationPolicy::builder(policy.tier().clone()).build().unwrap();
    let counted = measure(|| {
        for account in &accounts {
            std::hint::black_box(&shipped.classify(account, as_of));
        }
    });
    assert_eq!(counted.count_total, 0);
    // The counter counts.
    assert!(measure(|| drop(std::hint::black_box(vec![1]))).count_total > 0);
}

/// Decisions by people on accounts and in the policy: in force, expired, for one account and for those of a condition.
#[test]
fn decisions_by_people_are_given_and_explained_without_allocating() {
    let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
    let decided = |dimension, segment| {
        let decision = Override::new(dimension, segment).because("reference customer").from(day(1));
        decision.by("a committee of many members ".repeat(4).trim_end()).indefinitely()
    };
    let large = OverrideScope::new("large accounts of whom the committee has heard", |account, cx| {
        let arr = cx.need(facts::ARR, account.arr(), None)?;
        cx.at_least(facts::ARR, arr, eur(40_000))
    });
    let policy = SegmentationPolicy::builder(TierPolicy::four_tiers(eur(25_000), eur(100_000)).unwrap())
        .overridden(large.clone(), decided(TIER, name!("strategic")))
        .overridden(large, decided(TRAJECTORY, name!("growing")).until(day(2)))
        .overridden(OverrideScope::account("b"), decided(WALLET, name!("grow")))
        .build()
        .unwrap();
    let own = Account::builder("own", EUR).overridden(decided(TIER, name!("smb")));
    let mut accounts = accounts();
    accounts.push(own.build().unwrap());
    let (mut segments, mut why) = (Segments::new(), PolicyExplanation::new());
    let mut explain_all = || {
        for account in &accounts {
            policy.explain_into(account, day(6), &mut segments, &mut why);
        }
    };
    explain_all();
    assert_eq!(measure(explain_all).count_total, 0);
    let mut strategic = 0;
    let counted = measure(|| {
        for account in &accounts {
            policy.classify_into(account, day(6), &mut segments);
            strategic += u32::from(segments.get(TIER) == Some(Ok(name!("strategic"))));
        }
    });
    assert_eq!((counted.count_total, strategic), (0, 2));
}

/// Three indicators in two groups, one of them often missing, and a cap.
fn health() -> HealthPolicy<Account> {
    let usage = signal::fact(facts::UTILIZATION, Account::utilization, None).linear(Linear::PART);
    let seats = signal::share(
        name!("seat_activation"),
        signal::fact(facts::SEATS_ACTIVATED, Account::seats_activated, None),
        signal::fact(facts::SEATS_CONTRACTED, Account::seats_contracted, None),
    )
    .linear(Linear::PART);
    let survey = signal::fact(facts::NPS, Account::nps, None).linear(Linear::NPS);
    let product = IndicatorGroup::new(name!("product"), dec!(70))
        .indicator(Indicator::new(facts::UTILIZATION, dec!(2), usage))
        .indicator(Indicator::new(name!("seat_activation"), dec!(1), seats));
    HealthPolicy::red_yellow_green()
        .group(product)
        .indicator(Indicator::new(facts::NPS, dec!(30), survey))
        .cap(facts::CANCELLATION_REQUESTED, name!("red"), |account: &Account, cx| {
            let asked = cx.need(facts::CANCELLATION_REQUESTED, account.cancellation_requested(), None)?;
            Ok(cx.is_set(facts::CANCELLATION_REQUESTED, asked))
        })
        .build()
        .unwrap()
}

/// The models that weigh many signals, too: W with health beside it.
#[test]
fn the_whole_of_w_is_classified_and_explained_without_allocating() {
    w_does_not_allocate(&policy::builder().health(health()).build().unwrap());
}

#[test]
fn the_document_of_w_is_classified_and_explained_without_allocating() {
    let text = include_str!("data/policies/accept/workload_w.json");
    let document: PolicyDocument = serde_json::from_str(text).unwrap();
    w_does_not_allocate(document.compile(&FactTable::accounts()).unwrap().segmentation());
}

fn w_does_not_allocate(policy: &SegmentationPolicy) {
    let mut state = 7_u64;
    let below = |limit| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let mut draw = accounts::Draw { below, edges_percent: 25 };
    let accounts: Vec<Account> = (0..64).map(|_| draw.row().account("w")).collect();
    let (mut segments, mut why) = (Segments::new(), PolicyExplanation::new());
    let counted = measure(|| {
        for account in &accounts {
            policy.classify_into(account, policy::AS_OF, &mut segments);
        }
    });
    assert_eq!(counted.count_total, 0);
    let mut explain_all = || {
        for account in &accounts {
            policy.explain_into(account, policy::AS_OF, &mut segments, &mut why);
        }
    };
    explain_all();
    assert_eq!(measure(explain_all).count_total, 0);
}

/// Rules from a document: conditions of every kind, with missing facts, two dimensions.
#[test]
fn documents_are_classified_and_explained_without_allocating() {
    let text = include_str!("data/policies/accept/every_condition.json");
    let document: PolicyDocument = serde_json::from_str(text).unwrap();
    let written = document.compile_dimensions(&FactTable::accounts()).unwrap();
    let as_of = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let accounts = accounts();
    let mut why = Explanation::new();
    for dimension in written.dimensions() {
        let counted = measure(|| {
            for account in &accounts {
                std::hint::black_box(dimension.classify(account, as_of).is_ok());
            }
        });
        assert_eq!(counted.count_total, 0);
        let mut explain_all = || {
            for account in &accounts {
                std::hint::black_box(dimension.explain_into(account, as_of, &mut why).is_ok());
            }
        };
        explain_all();
        assert_eq!(measure(explain_all).count_total, 0);
    }
}
