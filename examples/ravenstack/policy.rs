//! The policy: tiers, health, churn risk and attention over the accounts of the books.
//!
//! No source gives the weights, points, cuts and cells below: they are assumptions of this example. What is published
//! says so.

use segmentry::account::facts;
use segmentry::calendar::{DayCount, Days};
use segmentry::classify::{Linear, Percentiles, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    AttentionPolicy, Axis, HealthPolicy, Indicator, IndicatorGroup, Points, RISK, RiskPolicy, TIER,
    TierPolicy,
};
use segmentry::{Account, Bands, Classifier, Csat, Fact, Money, Name, Ratio, SegmentationPolicy, name};

use super::books::USD;
use super::tables::Failure;

const TIERS: [Name; 5] =
    [name!("tier_1"), name!("tier_2"), name!("tier_3"), name!("tier_4"), name!("tier_5")];
const RISKS: [Name; 3] = [name!("low"), name!("medium"), name!("high")];

/// How long an answer to a survey speaks for a customer.
const SURVEY_AGE: Option<Days> = Some(Days(365));

/// The accounts are asked for, since use is rated by the place among them.
pub(crate) fn policy(accounts: &[Account]) -> Result<SegmentationPolicy, Failure> {
    let [lowest, higher @ ..] = TIERS;
    let floors = [dec!(25000), dec!(100000), dec!(250000), dec!(500000)];
    let mut tiers = TierPolicy::builder(lowest);
    for (tier, floor) in higher.into_iter().zip(floors) {
        tiers = tiers.tier(tier, Money::new(floor, USD)?);
    }
    let policy = SegmentationPolicy::builder(tiers.build()?)
        .health(health(accounts)?)
        .risk(risk()?)
        .attention(attention()?);
    Ok(policy.build()?)
}

fn csat(account: &Account) -> Option<Fact<Ratio>> {
    account.csat().map(|fact| fact.map(Csat::share_of_scale))
}

fn requests(account: &Account) -> Option<Fact<u32>> {
    account.support_requests().map(|fact| fact.map(|requests| requests.count))
}

/// Three groups, of which use weighs half. What is not known is left out; below half of the weight there is no answer.
fn health(accounts: &[Account]) -> Result<HealthPolicy<Account>, Failure> {
    // Nobody says how many of the days are many. The files hold few rows a subscription, so that an absolute scale
    // would find everybody idle: an account is rated by its place among the others.
    let among = |read: fn(&Account) -> Option<Fact<Ratio>>| {
        Percentiles::of(accounts.iter().filter_map(|account| Some(read(account)?.value)))
    };
    let days =
        signal::fact(facts::UTILIZATION, Account::utilization, None).percentile(among(Account::utilization));
    let features = signal::fact(facts::FEATURE_UTILIZATION, Account::feature_utilization, None)
        .percentile(among(Account::feature_utilization));
    // Answers go from 1 to 5: a fifth of the scale is the worst that can be said.
    let survey = signal::fact(facts::CSAT, csat, SURVEY_AGE).linear(Linear::new(dec!(0.2), dec!(1))?);
    // Published: 100 - 10 a ticket.
    let support = signal::fact(facts::SUPPORT_REQUESTS, requests, None).linear(Linear::TICKETS);
    let usage = IndicatorGroup::new(name!("usage"), dec!(50))
        .indicator(Indicator::new(facts::UTILIZATION, dec!(3), days))
        .indicator(Indicator::new(facts::FEATURE_UTILIZATION, dec!(2), features));
    let policy = HealthPolicy::red_yellow_green()
        .group(usage)
        .indicator(Indicator::new(facts::CSAT, dec!(30), survey))
        .indicator(Indicator::new(facts::SUPPORT_REQUESTS, dec!(20), support));
    Ok(policy.build()?)
}

/// Points. What is not known is worth some: less than what is known to be bad, more than what is known to be good.
fn risk() -> Result<RiskPolicy<Account>, Failure> {
    let part = Ratio::from_decimal;
    let usage = Bands::builder(Points(20))
        .at(part(dec!(0.02))?, Points(10))
        .at(part(dec!(0.05))?, Points::ZERO)
        .build()?;
    let survey = Bands::builder(Points(20))
        .at(part(dec!(0.7))?, Points(10))
        .at(part(dec!(0.8))?, Points::ZERO)
        .build()?;
    let support = Bands::builder(Points::ZERO).at(1, Points(5)).at(2, Points(15)).build()?;
    let young = Bands::builder(Points(10)).at(DayCount(365), Points::ZERO).build()?;
    let [low, medium, high] = RISKS;
    let policy = RiskPolicy::builder(low)
        .factor(
            facts::UTILIZATION,
            signal::fact(facts::UTILIZATION, Account::utilization, None).bands(usage).if_missing(Points(10)),
        )
        .factor(facts::CSAT, signal::fact(facts::CSAT, csat, SURVEY_AGE).bands(survey).if_missing(Points(5)))
        .factor(facts::SUPPORT_REQUESTS, signal::fact(facts::SUPPORT_REQUESTS, requests, None).bands(support))
        .factor(
            name!("tenure"),
            signal::days_since(
                name!("days_since_start"),
                signal::fact(facts::STARTED_ON, Account::started_on, None),
            )
            .bands(young),
        )
        .band(medium, 25)
        .band(high, 40);
    Ok(policy.build()?)
}

/// The corner of high value and high risk gets the most (A3-6); every other cell is an assumption.
fn attention() -> Result<AttentionPolicy, Failure> {
    let levels = [name!("little"), name!("some"), name!("more"), name!("most")];
    let policy = AttentionPolicy::builder(Axis::new(TIER, &TIERS), Axis::new(RISK, &RISKS), &levels)
        .row(&[0, 0, 0])
        .row(&[0, 0, 1])
        .row(&[0, 1, 2])
        .row(&[0, 2, 3])
        .row(&[1, 2, 3]);
    Ok(policy.build()?)
}
