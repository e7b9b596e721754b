//! The whole of workload W with the shipped policy types, against a naive transcription of its tables.
//!
//! W's rules: five dimensions over ARR, wallet, usage, relationship and dates, as of 2026-01-01. The generator is our own,
//! with the edges of every table in it.

use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{Designation, StrategicReason, SupportRequests};
use segmentry::calendar::{DayCount, Days};
use segmentry::chrono::NaiveDate;
use segmentry::classify::{Bands, laws, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    AttentionPolicy, Axis, Basis, Points, RISK, RiskPolicy, TIER, TierPolicy, TrajectoryPolicy, WalletPolicy,
};
use segmentry::{
    Account, Classifier, Decimal, Money, Nps, Ratio, Score, Segment, SegmentationPolicy, Segments,
    account::facts, name,
};

use crate::strategy::{EUR, date, eur, ratio};

fn as_of() -> NaiveDate {
    date(2026, 1, 1)
}

/// W as a policy of shipped parts; nothing in it is written for W alone.
pub(crate) fn policy() -> SegmentationPolicy {
    let tiers = TierPolicy::four_tiers(eur(25_000), eur(100_000)).unwrap();
    let trajectory =
        TrajectoryPolicy::builder().bases(&[Basis::OurArr]).growing_from(dec!(0.1)).build().unwrap();
    let wallet = WalletPolicy::builder()
        .without_not_aligned_trigger()
        .without_external_factor_trigger()
        .nps_below(None)
        .csat_below(None)
        .re_evaluate_below(Some(dec!(0.3)))
        .build()
        .unwrap();
    let levels = ["0", "1", "2", "3"].map(|level| segmentry::Name::new(level).unwrap());
    let attention = AttentionPolicy::builder(
        Axis::new(TIER, &[name!("smb"), name!("midmarket"), name!("enterprise"), name!("strategic")]),
        Axis::new(RISK, &[name!("low"), name!("medium"), name!("high")]),
        &levels,
    )
    .row(&[0, 0, 1])
    .row(&[0, 1, 2])
    .row(&[1, 2, 3])
    .row(&[1, 3, 3])
    .build()
    .unwrap();
    SegmentationPolicy::builder(tiers)
        .trajectory(trajectory)
        .wallet(wallet)
        .risk(risk())
        .attention(attention)
        .build()
        .unwrap()
}

fn risk() -> RiskPolicy<Account> {
    let score = |value: Decimal| Score::new(value).unwrap();
    let nps = |value: Decimal| Nps::new(value).unwrap();
    let utilization = signal::fact(facts::UTILIZATION, Account::utilization, None).bands(
        Bands::builder(Points(30))
            .at(ratio(3, 10), Points(15))
            .at(ratio(6, 10), Points::ZERO)
            .build()
            .unwrap(),
    );
    let health = signal::fact(facts::HEALTH_SCORE, Account::health_score, None).bands(
        Bands::builder(Points(25))
            .at(score(dec!(40)), Points(10))
            .at(score(dec!(70)), Points::ZERO)
            .build()
            .unwrap(),
    );
    let activation = signal::share(
        name!("seat_activation"),
        signal::fact(facts::SEATS_ACTIVATED, Account::seats_activated, None),
        signal::fact(facts::SEATS_CONTRACTED, Account::seats_contracted, None),
    )
    .bands(
        Bands::builder(Points(20)).at(ratio(1, 2), Points(8)).at(ratio(4, 5), Points::ZERO).build().unwrap(),
    );
    let survey = signal::fact(facts::NPS, Account::nps, None).bands(
        Bands::builder(Points(15))
            .at(nps(dec!(0)), Points(5))
            .at(nps(dec!(30)), Points::ZERO)
            .build()
            .unwrap(),
    );
    let cancelling = signal::flag(
        facts::CANCELLATION_REQUESTED,
        Account::cancellation_requested,
        Points(60),
        Points::ZERO,
    );
    let renewal = signal::days_until(
        name!("days_to_renewal"),
        signal::fact(facts::RENEWAL_ON, Account::renewal_on, None),
    )
    .bands(
        Bands::builder(Points::ZERO)
            .at(DayCount(0), Points(15))
            .at(DayCount(31), Points(8))
            .at(DayCount(91), Points::ZERO)
            .build()
            .unwrap(),
    );
    let support = signal::fact(
        facts::SUPPORT_REQUESTS,
        |account: &Account| account.support_requests().map(|fact| fact.map(|requests| requests.count)),
        None,
    )
    .bands(Bands::builder(Points::ZERO).at(8, Points(4)).at(20, Points(10)).build().unwrap());
    let tenure =
        signal::days_since(name!("tenure"), signal::fact(facts::STARTED_ON, Account::started_on, None))
            .bands(Bands::builder(Points(6)).at(DayCount(365), Points::ZERO).build().unwrap());
    let volatile = ["Hospitality", "Media", "Retail", "Travel"];
    let industry = signal::one_of(facts::INDUSTRY, Account::industry, &volatile, Points(5), Points::ZERO);
    RiskPolicy::builder(name!("low"))
        .factor(facts::UTILIZATION, utilization.if_missing(Points(10)))
        .factor(facts::HEALTH_SCORE, health)
        .factor(name!("seat_activation"), activation.if_undefined(Points(10)))
        .factor(facts::NPS, survey.if_missing(Points(5)))
        .factor(facts::CANCELLATION_REQUESTED, cancelling)
        .factor(name!("days_to_renewal"), renewal)
        .factor(facts::SUPPORT_REQUESTS, support)
        .factor(name!("tenure"), tenure)
        .factor(facts::INDUSTRY, industry)
        .band(name!("medium"), 30)
        .band(name!("high"), 60)
        .build()
        .unwrap()
}

/// A row of W, money in cents, utilization in ten-thousandths, days since the as-of date.
#[derive(Clone, Debug)]
struct Row {
    strategic: bool,
    arr: i64,
    prior: Option<i64>,
    wallet_now: Option<i64>,
    wallet_future: Option<i64>,
    utilization: Option<i64>,
    health: i64,
    contracted: u32,
    activated: u32,
    nps: Option<i64>,
    cancel: bool,
    renewal: i64,
    support: u32,
    tenure: i64,
    industry: &'static str,
}

fn cents() -> impl Strategy<Value = i64> {
    prop_oneof![
        select(vec![0, 1, 2_499_999, 2_500_000, 2_500_001, 9_999_999, 10_000_000, 10_000_001]),
        0..20_000_000_i64
    ]
}

fn row() -> impl Strategy<Value = Row> {
    // Ties on every ratio: prior and wallets are often the ARR scaled by a threshold.
    let money = (
        cents(),
        1..2_000_000_i64,
        select(vec![(11, 10), (1001, 1000), (1, 1), (9, 10)]),
        select(vec![(4, 5), (3, 10), (1, 2)]),
        select(vec![(6, 5), (1, 1)]),
    )
        .prop_flat_map(|(free, unit, growth, share, expansion)| {
            let tied = (unit * growth.0, unit * growth.1, 0, 0);
            let wallet = (unit * share.0, 0, unit * share.1, 0);
            let both = (unit * share.0, 0, unit * share.1 * expansion.1, unit * share.1 * expansion.0);
            (Just(free), select(vec![tied, wallet, both]))
        });
    let present = (weighted(0.9, cents()), weighted(0.9, cents()), weighted(0.9, cents()), any::<u8>());
    let usage = (
        weighted(
            0.8,
            prop_oneof![select(vec![0, 2999, 3000, 3001, 5999, 6000, 6001, 10000]), 0..=10_000_i64],
        ),
        prop_oneof![select(vec![0, 39, 40, 69, 70, 100]), 0..=100_i64],
        prop_oneof![
            Just((0, 0)),
            (1..1000_u32).prop_map(|n| (5 * n, 4 * n)),
            (1..1000_u32).prop_map(|n| (2 * n, n)),
            (0..500_u32, 0..500_u32)
        ],
        weighted(0.7, prop_oneof![select(vec![-100, -1, 0, 29, 30, 100]), -100..=100_i64]),
    );
    let rest = (
        any::<bool>(),
        weighted(0.1, Just(())),
        prop_oneof![select(vec![-1, 0, 30, 31, 90, 91]), -60..720_i64],
        prop_oneof![select(vec![0, 7, 8, 19, 20]), 0..500_u32],
        prop_oneof![select(vec![-1, 0, 364, 365, 366]), 30..4000_i64],
        select(vec!["Hospitality", "Media", "Retail", "Travel", "Software", "Banking"]),
    );
    (money, present, usage, rest).prop_map(|((free, tied), (prior, now, future, mix), usage, rest)| {
        let tie = mix % 2 == 0;
        Row {
            strategic: rest.1.is_some(),
            arr: if tie { tied.0 } else { free },
            prior: prior.map(|p| if tie && tied.1 > 0 { tied.1 } else { p }),
            wallet_now: now.map(|n| if tie && tied.2 > 0 { tied.2 } else { n }),
            wallet_future: future.map(|f| if tie && tied.3 > 0 { tied.3 } else { f }),
            utilization: usage.0,
            health: usage.1,
            contracted: usage.2.0,
            activated: usage.2.1,
            nps: usage.3,
            cancel: rest.0 && mix % 7 == 0,
            renewal: rest.2,
            support: rest.3,
            tenure: rest.4,
            industry: rest.5,
        }
    })
}

fn account(row: &Row) -> Account {
    let money = |cents: i64| Money::from_ticks(cents * 100, EUR).unwrap();
    let day = |days: i64| as_of() + segmentry::chrono::TimeDelta::try_days(days).unwrap();
    let started = day(-row.tenure);
    Account::builder("w", EUR)
        .designation(row.strategic.then(|| Designation::new(StrategicReason::Unrecorded)))
        .arr(money(row.arr))
        .prior_arr(row.prior.map(money))
        .wallet_current(row.wallet_now.map(money))
        .wallet_potential(row.wallet_future.map(money))
        .utilization(row.utilization.map(|u| ratio(u, 10_000)))
        .health_score(Score::new(row.health.into()).unwrap())
        .seats_contracted(row.contracted)
        .seats_activated(row.activated)
        .nps(row.nps.map(|nps| Nps::new(nps.into()).unwrap()))
        .cancellation_requested(row.cancel)
        .renewal_on(Some(day(row.renewal)).map(|renewal| renewal.max(started)))
        .support_requests(SupportRequests { count: row.support, period: Days(90) })
        .started_on(started)
        .industry(row.industry)
        .build()
        .unwrap()
}

/// W's tables, transcribed: codes for tier, trajectory, wallet, points, risk, attention.
fn naive(row: &Row) -> [i64; 6] {
    let tier = match row.arr {
        _ if row.strategic => 3,
        10_000_000.. => 2,
        2_500_000.. => 1,
        _ => 0,
    };
    let trajectory = match row.prior {
        None | Some(..=0) => 0,
        Some(prior) if 10 * row.arr >= 11 * prior => 3,
        Some(prior) if 1000 * row.arr >= 1001 * prior => 2,
        Some(_) => 1,
    };
    let wallet = match (row.wallet_now, row.wallet_future) {
        (Some(now), Some(_)) if now <= 0 => 0,
        (Some(now), Some(_)) if 5 * row.arr >= 4 * now => 1,
        (Some(now), Some(future)) if 5 * future >= 6 * now => 2,
        (Some(now), Some(_)) if 10 * row.arr >= 3 * now => 3,
        (Some(_), Some(_)) => 4,
        _ => 0,
    };
    let mut points = match row.utilization {
        None => 10,
        Some(..3000) => 30,
        Some(..6000) => 15,
        Some(_) => 0,
    };
    points += if row.health < 40 {
        25
    } else if row.health < 70 {
        10
    } else {
        0
    };
    points += match (row.contracted, row.activated) {
        (0, _) => 10,
        (contracted, activated) if 2 * activated < contracted => 20,
        (contracted, activated) if 5 * activated < 4 * contracted => 8,
        _ => 0,
    };
    points += match row.nps {
        Some(..0) => 15,
        None | Some(..30) => 5,
        Some(_) => 0,
    };
    points += if row.cancel { 60 } else { 0 };
    points += match row.renewal.max(-row.tenure) {
        0..=30 => 15,
        31..=90 => 8,
        _ => 0,
    };
    points += if row.support >= 20 {
        10
    } else if row.support >= 8 {
        4
    } else {
        0
    };
    points += if row.tenure < 365 { 6 } else { 0 };
    points += if ["Hospitality", "Media", "Retail", "Travel"].contains(&row.industry) { 5 } else { 0 };
    let risk = if points >= 60 { 2 } else { i64::from(points >= 30) };
    let attention = [[0, 0, 1], [0, 1, 2], [1, 2, 3], [1, 3, 3]][tier][usize::try_from(risk).unwrap()];
    [i64::try_from(tier).unwrap(), trajectory, wallet, points, risk, attention]
}

/// The same codes from our segments.
fn ours(segments: &Segments, points: i64) -> [i64; 6] {
    let code = |name: Result<segmentry::Name, _>, names: &[&str]| {
        let position =
            name.ok().and_then(|name: segmentry::Name| names.iter().position(|n| *n == name.as_str()));
        position.map_or(0, |position| i64::try_from(position).unwrap())
    };
    [
        i64::from(segments.tier.as_ref().unwrap().rank()),
        code(segments.trajectory.clone().map(|t| t.name()), &["", "shrinking", "struggling", "growing"]),
        code(segments.wallet.clone().map(|w| w.name()), &["", "protect", "grow", "manage", "re_evaluate"]),
        points,
        i64::from(segments.risk.as_ref().unwrap().as_ref().unwrap().rank()),
        i64::from(segments.attention.as_ref().unwrap().as_ref().unwrap().rank()),
    ]
}

proptest! {
    #[test]
    fn w_is_expressed_point_for_point(row in row()) {
        let (policy, account) = (policy(), account(&row));
        let segments = policy.classify(&account, as_of());
        let (explained, why) = policy.explain(&account, as_of());
        prop_assert_eq!(&explained, &segments);
        // The points, from the contributions that the explanation shows.
        let points = why.risk.steps().iter().filter(|entry| entry.reached).filter_map(|entry| match entry.step {
            segmentry::classify::Step::Weighted { contribution: segmentry::classify::Value::Count(points), .. } => Some(points),
            _ => None,
        });
        let points: u64 = points.reduce(|sum, points| sum + points).unwrap();
        prop_assert_eq!(ours(&segments, i64::try_from(points).unwrap()), naive(&row));
        laws::check(&risk(), &[account], as_of()).unwrap();
    }

    /// More of what is bad never lowers the risk.
    #[test]
    fn points_are_monotone(row in row(), more in 1..100_u32) {
        let risk = |row: &Row| policy().classify(&account(row), as_of()).risk.unwrap().unwrap();
        let worse = Row { support: row.support + more, ..row.clone() };
        prop_assert!(risk(&worse) >= risk(&row));
        let cancelling = Row { cancel: true, ..row.clone() };
        prop_assert!(risk(&cancelling) >= risk(&row));
        prop_assert_eq!(risk(&cancelling).rank(), 2);
    }
}

#[test]
fn a_factor_that_says_nothing_of_a_missing_fact_makes_the_risk_missing() {
    let account = Account::builder("w", EUR).utilization(Ratio::ONE).build().unwrap();
    let segments = policy().classify(&account, as_of());
    assert_eq!(segments.risk.unwrap().unwrap_err().to_string(), "the fact `health_score` is missing");
    assert_eq!(segments.attention.unwrap().unwrap_err().to_string(), "the fact `arr` is missing");
}
