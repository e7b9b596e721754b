//! W's policy in the crate's types; nothing in it is written for W alone. A bench uses this file too.

use segmentry::account::facts;
use segmentry::calendar::DayCount;
use segmentry::chrono::NaiveDate;
use segmentry::classify::{Bands, signal};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::segment::{
    AttentionPolicy, Axis, Basis, Points, RISK, RiskPolicy, SegmentationPolicyBuilder, TIER, TierPolicy,
    TrajectoryPolicy, WalletPolicy,
};
use segmentry::{
    Account, Classifier, Currency, Money, Nps, Ratio, Score, Segment, SegmentationPolicy, Segments, Verdict,
    name,
};

pub(crate) const EUR: Currency = Currency::EUR;

pub(crate) const AS_OF: NaiveDate = match NaiveDate::from_ymd_opt(2026, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

pub(crate) const VOLATILE: [&str; 4] = ["Hospitality", "Media", "Retail", "Travel"];

pub(crate) fn policy() -> SegmentationPolicy {
    builder().build().unwrap()
}

/// For dimensions beside W's own.
pub(crate) fn builder() -> SegmentationPolicyBuilder {
    let euros = |units: i64| Money::new(units.into(), EUR).unwrap();
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
    let attention = AttentionPolicy::builder(
        Axis::new(TIER, &[name!("smb"), name!("midmarket"), name!("enterprise"), name!("strategic")]),
        Axis::new(RISK, &[name!("low"), name!("medium"), name!("high")]),
        &[name!("0"), name!("1"), name!("2"), name!("3")],
    )
    .row(&[0, 0, 1])
    .row(&[0, 1, 2])
    .row(&[1, 2, 3])
    .row(&[1, 3, 3])
    .build()
    .unwrap();
    SegmentationPolicy::builder(TierPolicy::four_tiers(euros(25_000), euros(100_000)).unwrap())
        .trajectory(trajectory)
        .wallet(wallet)
        .risk(risk())
        .attention(attention)
}

pub(crate) fn risk() -> RiskPolicy<Account> {
    let ratio = |numerator: i64, denominator: u64| Ratio::new(numerator, denominator).unwrap();
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
    let industry = signal::one_of(facts::INDUSTRY, Account::industry, &VOLATILE, Points(5), Points::ZERO);
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

/// W's codes of what the policy answers: tier, trajectory, wallet, risk, attention. 0 is unknown in the second and third.
pub(crate) fn codes(segments: &Segments) -> [u8; 5] {
    fn code<G: Segment>(verdict: &Verdict<G>, names: &[&str]) -> u8 {
        let known = verdict.as_ref().ok().map(Segment::name);
        let position = known.and_then(|name| names.iter().position(|other| *other == name.as_str()));
        position.map_or(0, |position| u8::try_from(position).unwrap() + 1)
    }
    [
        segments.tier.as_ref().unwrap().rank(),
        code(&segments.trajectory, &["shrinking", "struggling", "growing"]),
        code(&segments.wallet, &["protect", "grow", "manage", "re_evaluate"]),
        segments.risk.as_ref().unwrap().as_ref().unwrap().rank(),
        segments.attention.as_ref().unwrap().as_ref().unwrap().rank(),
    ]
}
