//! Health (A2-1, A2-2): use weighs half, what they say three tenths, what they ask of support two.

use segmentry::account::facts;
use segmentry::classify::{Linear, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{HealthPolicy, Indicator, IndicatorGroup, WhenMissing};
use segmentry::{Account, name};

use super::Built;
use super::signals::{SEAT_ACTIVATION, csat, requests, seat_activation};

/// How some of the indicators below are rated, as published; and the others.
pub(super) const PUBLISHED_SCALES: &str = "nps rated (NPS + 100) / 2 · support_requests rated 100 - 10 each";
pub(super) const SCALES: &str =
    "parts rated 0 at 0, 100 at 1, of csat the share of its scale · health_score rated as it is";

pub(super) fn policy() -> Built<HealthPolicy<Account>> {
    // What is not known is left out, if nothing else is said: it speaks neither for the customer nor against it.
    let adoption = IndicatorGroup::new(name!("adoption"), dec!(50))
        .indicator(Indicator::new(SEAT_ACTIVATION, dec!(3), seat_activation().linear(Linear::PART)))
        .indicator(Indicator::new(
            facts::UTILIZATION,
            dec!(3),
            signal::fact(facts::UTILIZATION, Account::utilization, None).linear(Linear::PART),
        ))
        .indicator(Indicator::new(
            facts::FEATURE_UTILIZATION,
            dec!(2),
            signal::fact(facts::FEATURE_UTILIZATION, Account::feature_utilization, None).linear(Linear::PART),
        ))
        .indicator(
            // We run the onboarding: one that nobody has recorded has not taken place.
            Indicator::new(
                facts::ONBOARDING,
                dec!(2),
                signal::fact(facts::ONBOARDING, Account::onboarding, None).linear(Linear::PART),
            )
            .when_missing(WhenMissing::Penalise),
        );
    let relationship = IndicatorGroup::new(name!("relationship"), dec!(30))
        .indicator(
            // Who does not answer the survey neither recommends us nor warns of us.
            Indicator::new(
                facts::NPS,
                dec!(2),
                signal::fact(facts::NPS, Account::nps, None).linear(Linear::NPS),
            )
            .when_missing(WhenMissing::Neutral),
        )
        .indicator(Indicator::new(
            facts::CSAT,
            dec!(2),
            signal::fact(facts::CSAT, csat, None).linear(Linear::PART),
        ))
        .indicator(Indicator::new(
            facts::HEALTH_SCORE,
            dec!(1),
            signal::fact(facts::HEALTH_SCORE, Account::health_score, None).rated(|score| Some(score.into())),
        ));
    let support = signal::fact(facts::SUPPORT_REQUESTS, requests, None).linear(Linear::TICKETS);
    let policy = HealthPolicy::red_yellow_green()
        .group(adoption)
        .group(relationship)
        .indicator(Indicator::new(facts::SUPPORT_REQUESTS, dec!(20), support))
        // Good use does not outweigh a customer that goes, or one that had to be won back.
        .cap(facts::CANCELLATION_REQUESTED, name!("red"), |account: &Account, cx| {
            let asked = cx.need(facts::CANCELLATION_REQUESTED, account.cancellation_requested(), None)?;
            Ok(cx.is_set(facts::CANCELLATION_REQUESTED, asked))
        })
        .cap(facts::SAVE_PLAN, name!("yellow"), |account: &Account, cx| {
            let runs = cx.need(facts::SAVE_PLAN, account.save_plan(), None)?;
            Ok(cx.is_set(facts::SAVE_PLAN, runs))
        });
    Ok(policy.build()?)
}
