//! Fit (A3-8, A3-13): which prospects are worth the time of sales. The seller of the sample serves mid-sized companies.

use segmentry::account::facts;
use segmentry::classify::{Linear, Rating, Side, signal};
use segmentry::quantity::Decimal;
use segmentry::rust_decimal::dec;
use segmentry::segment::{FitPolicy, Indicator, WhenMissing};
use segmentry::{Account, Bands, Score, name};

use super::Built;

/// How the indicators below are rated.
pub(super) const SCALES: &str = "employees rated 0, 50 from 50, 100 from 100, 60 from 1000 · \
                                 business_growth rated 0 at -0.1, 100 at 0.2 · \
                                 wallet_potential rated 0 at 0, 100 at the highest tier floor";

pub(super) fn policy(highest_floor: Decimal) -> Built<FitPolicy<Account>> {
    let rating = |value: u32| Rating::clamped(value.into());
    let size = Bands::builder(Rating::WORST)
        .at(50, rating(50))
        .at(100, Rating::BEST)
        .at(1000, rating(60))
        .build()?;
    let growth = Linear::new(dec!(-0.1), dec!(0.2))?;
    let wallet = Linear::new(Decimal::ZERO, highest_floor)?;
    let policy = FitPolicy::builder(name!("not_a_fit"))
        .band(name!("possible"), Score::new(dec!(40))?, Side::At)
        .band(name!("ideal"), Score::new(dec!(70))?, Side::At)
        .indicator(
            // Sales go by employees (A1-4): whom nobody has counted, nobody can place.
            Indicator::new(
                facts::EMPLOYEES,
                dec!(40),
                signal::fact(facts::EMPLOYEES, Account::employees, None).bands(size),
            )
            .when_missing(WhenMissing::Unknown),
        )
        .indicator(Indicator::new(
            facts::BUSINESS_GROWTH,
            dec!(30),
            signal::fact(facts::BUSINESS_GROWTH, Account::business_growth, None).linear(growth),
        ))
        .indicator(
            // Left out, it would make those the best of whom the least is known.
            Indicator::new(
                facts::WALLET_POTENTIAL,
                dec!(30),
                signal::fact(facts::WALLET_POTENTIAL, Account::wallet_potential, None).linear(wallet),
            )
            .when_missing(WhenMissing::Neutral),
        )
        .cap(facts::DEMANDING, name!("not_a_fit"), |account: &Account, cx| {
            let demanding = cx.need(facts::DEMANDING, account.demanding(), None)?;
            Ok(cx.is_set(facts::DEMANDING, demanding))
        });
    Ok(policy.build()?)
}
