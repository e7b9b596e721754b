//! Classifying does not allocate, and explaining does not once its buffers have grown.
//!
//! A binary of its own: it counts with a global allocator.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use allocation_counter::measure;
use segmentry::account::{Designation, Previous, StrategicReason};
use segmentry::chrono::NaiveDate;
use segmentry::segment::{PolicyExplanation, TierPolicy, WALLET};
use segmentry::{
    Account, Csat, Currency, Money, Nps, Ratio, SegmentationPolicy, Segments, Unclassified, from_fn, name,
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
