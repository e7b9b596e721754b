//! Acquisition cost, LTV/CAC, ceilings: published cases, conventions, the extremes.

mod payback;
mod unit_economics;

use proptest::prelude::*;
use segmentry::economics::acquisition::{Acquisition, Cac, Lag, LtvCacStatus, LtvTarget, LtvToCac};
use segmentry::economics::lifetime::{Discount, GrossMargin, Horizon, Valuation};
use segmentry::economics::{EconomicsError, Rate};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Currency, Money};

use super::lifetime::{monthly, near, number, usd};

const TARGET: LtvTarget = LtvTarget::DEFAULT;

pub(crate) fn cac(amount: Decimal) -> Cac {
    Cac::given(usd(amount)).unwrap()
}

fn ratio(margin: Decimal, churn: Decimal, cost: Decimal) -> LtvToCac {
    LtvToCac::of(monthly(margin, churn).ltv().unwrap(), cac(cost)).unwrap()
}

#[test]
fn oracle_2_p1() {
    let ratio = ratio(dec!(400), dec!(0.02), dec!(6000));
    assert_eq!(ratio.ltv().amount(), dec!(20000));
    assert!(near(ratio.value(), dec!(3.33333333333333333333333)));
    assert_eq!(ratio.status(TARGET), LtvCacStatus::Meets);
}

#[test]
fn oracle_2_p2_cac() {
    let cac = Acquisition { spend: usd(dec!(4200000)), new_customers: 70 }.cac().unwrap();
    assert_eq!(cac.amount(), dec!(60000));
}

#[test]
fn the_status_is_decided_on_the_fraction() {
    let status = |margin, churn, cost| ratio(margin, churn, cost).status(TARGET);
    assert_eq!(status(dec!(60), dec!(0.02), dec!(1000)), LtvCacStatus::Meets);
    assert_eq!(status(dec!(59.9999), dec!(0.02), dec!(1000)), LtvCacStatus::Below);
    assert_eq!(status(dec!(30), dec!(0.02), dec!(1000)), LtvCacStatus::Below);
    assert_eq!(status(dec!(29.9999), dec!(0.02), dec!(1000)), LtvCacStatus::SignificantlyBelow);
    // A third of a third is not lost: 1 / 0.3 = 3 x 10/9.
    let third = Acquisition { spend: usd(dec!(10)), new_customers: 9 }.cac().unwrap();
    let ltv = monthly(dec!(1), dec!(0.3)).ltv().unwrap();
    assert_eq!(LtvToCac::of(ltv, third).unwrap().status(TARGET), LtvCacStatus::Meets);
    // Churn of 28 digits, just above a third: shown as 3, but below it.
    let churn = dec!(0.3333333333333333333333333334);
    let close = ratio(dec!(1), churn, dec!(1));
    assert_eq!(close.status(TARGET), LtvCacStatus::Below);
    // So close that the quotient shown is the target: the first 30 payments of 2.7 at a churn of 0.9 are 3 - 3e-30.
    let thirty = Valuation { horizon: Horizon::Payments(30), ..Valuation::SIMPLE };
    let close = LtvToCac::of(monthly(dec!(2.7), dec!(0.9)).ltv_by(thirty).unwrap(), cac(dec!(1))).unwrap();
    assert_eq!((close.value(), close.status(TARGET)), (dec!(3), LtvCacStatus::Below));
    assert!(close.merit() < ratio(dec!(2.7), dec!(0.9), dec!(1)).merit());
    let high = LtvTarget::new(dec!(5), dec!(5)).unwrap();
    assert_eq!(ratio(dec!(90), dec!(0.02), dec!(1000)).status(high), LtvCacStatus::SignificantlyBelow);
    assert!(
        LtvCacStatus::SignificantlyBelow < LtvCacStatus::Below && LtvCacStatus::Below < LtvCacStatus::Meets
    );
}

#[test]
fn targets_and_costs_have_their_limits() {
    for (from, below) in [(dec!(0), dec!(0)), (dec!(3), dec!(3.1)), (dec!(3), dec!(-1)), (dec!(-1), dec!(-2))]
    {
        assert!(LtvTarget::new(from, below).is_err(), "{from} {below}");
    }
    let ltv = monthly(dec!(1), dec!(0.3)).ltv().unwrap();
    assert!(matches!(
        LtvToCac::of(ltv, cac(dec!(0))),
        Err(EconomicsError::ZeroBase { base: "CAC", figure: "LTV/CAC" })
    ));
    let euros = Cac::given(Money::new(dec!(1), Currency::EUR).unwrap()).unwrap();
    assert!(matches!(LtvToCac::of(ltv, euros), Err(EconomicsError::Currency(_))));
    let error = Cac::given(usd(dec!(-1))).unwrap_err();
    assert!(error.to_string().starts_with("spend is `-1.00 USD`"), "{error}");
    let error = Acquisition { spend: usd(dec!(1)), new_customers: 0 }.cac().unwrap_err();
    assert_eq!(error.to_string(), "new_customers is zero, so there is no CAC");
    // A customer at a loss is below any target.
    let mut loss = monthly(dec!(100), dec!(0.1));
    loss.gross_margin = GrossMargin::AfterCustomerSuccess(dec!(-0.5));
    let ratio = LtvToCac::of(loss.ltv().unwrap(), cac(dec!(100))).unwrap();
    assert_eq!((ratio.value(), ratio.status(TARGET)), (dec!(-5), LtvCacStatus::SignificantlyBelow));
}

#[test]
fn the_ratio_names_its_lifetime_value() {
    let discount = Discount::PresentValue(Rate::annual(dec!(0.1)).unwrap());
    let valuation = Valuation { discount, ..Valuation::SIMPLE };
    let ltv = monthly(dec!(400), dec!(0.02)).ltv_by(valuation).unwrap();
    let ratio = LtvToCac::of(ltv, cac(dec!(6000))).unwrap();
    assert_eq!(ratio.ltv().valuation(), valuation);
    assert_eq!(ratio.cac().amount(), dec!(6000));
    assert_eq!(ratio.status(TARGET), LtvCacStatus::Below); // where the simple one meets it
}

#[test]
fn ceilings_are_rounded_down() {
    let ceiling = |margin, target| {
        let target = LtvTarget::new(target, dec!(0)).unwrap();
        target.cac_ceiling(&monthly(margin, dec!(0.02)).ltv().unwrap()).unwrap()
    };
    let twenty = ceiling(dec!(400), dec!(3));
    assert!(near(twenty.amount(), dec!(6666.66666666666666666667)));
    assert_eq!(twenty.limit(), Ok(usd(dec!(6666.66))));
    assert!(near(twenty.hours_at(usd(dec!(80))).unwrap(), dec!(83.3333333333333333333333)));
    assert_eq!(ceiling(dec!(400), dec!(4)).limit(), Ok(usd(dec!(5000))));
    assert!(matches!(
        twenty.hours_at(usd(dec!(0))),
        Err(EconomicsError::ZeroBase { base: "cost_per_hour", .. })
    ));
    assert!(matches!(twenty.hours_at(usd(dec!(-1))), Err(EconomicsError::OutOfRange { .. })));
    let yen = Money::zero(Currency::from_code("JPY").unwrap());
    assert!(matches!(twenty.hours_at(yen), Err(EconomicsError::Currency(_))));
    // Who returns nothing may cost nothing.
    let mut loss = monthly(dec!(100), dec!(0.1));
    loss.gross_margin = GrossMargin::AfterCustomerSuccess(dec!(-0.5));
    let none = TARGET.cac_ceiling(&loss.ltv().unwrap()).unwrap();
    assert_eq!((none.amount(), none.limit()), (dec!(0), Ok(usd(dec!(0)))));
    // More than an amount holds is shown, not paid.
    let much = LtvTarget::new(dec!(0.0000000001), dec!(0)).unwrap();
    let much = much.cac_ceiling(&monthly(dec!(400), dec!(0.02)).ltv().unwrap()).unwrap();
    assert_eq!(much.amount(), dec!(200000000000000));
    assert!(much.limit().is_err());
}

#[test]
fn a_lag_pairs_spends_with_later_customers() {
    let of = |spend: i64, new_customers| Acquisition { spend: usd(spend.into()), new_customers };
    let year = [of(90, 2), of(120, 3), of(150, 0), of(400, 5)];
    assert_eq!(Lag::SamePeriod.pairs(&year).unwrap(), year);
    assert_eq!(Lag::Periods(0).pairs(&year).unwrap(), year);
    assert_eq!(Lag::Periods(2).pairs(&year).unwrap(), [of(90, 0), of(120, 5)]);
    // A quarter that won nobody counts with its spend.
    assert_eq!(Lag::Periods(2).cac(&year).unwrap().amount(), dec!(42));
    assert_eq!(Lag::SamePeriod.cac(&year).unwrap().amount(), dec!(76));
    let error = Lag::Periods(4).cac(&year).unwrap_err();
    assert_eq!(error.to_string(), "periods: 4 with a lag of 4; give at least one more than the lag");
    assert!(Lag::Periods(u32::MAX).cac(&year).is_err());
    assert!(matches!(Lag::SamePeriod.cac(&[]), Err(EconomicsError::Data { .. })));
    assert!(matches!(Lag::SamePeriod.cac(&[of(1, 0)]), Err(EconomicsError::ZeroBase { .. })));
    assert!(matches!(Lag::SamePeriod.cac(&[of(9, 1), of(-1, 1)]), Err(EconomicsError::OutOfRange { .. })));
    assert!(matches!(Lag::SamePeriod.cac(&[of(-1, 1), of(9, 1)]), Err(EconomicsError::OutOfRange { .. })));
    let euros = Acquisition { spend: Money::zero(Currency::EUR), new_customers: 1 };
    assert!(matches!(Lag::SamePeriod.cac(&[of(1, 1), euros]), Err(EconomicsError::Currency(_))));
    let most = of(100_000_000_000_000, u64::MAX);
    assert!(matches!(Lag::SamePeriod.cac(&[most, most]), Err(EconomicsError::Overflow { .. })));
    assert_eq!(most.cac().unwrap().amount(), dec!(0.0000054210108624275221703311));
}

proptest! {
    #[test]
    fn a_ceiling_meets_its_target_exactly(margin in 1_i64..1_000_000, churn in 1_i64..=1000, times in 1_i64..100) {
        let ltv = monthly(number(margin, 2), number(churn, 3)).ltv().unwrap();
        let target = LtvTarget::new(number(times, 1), dec!(0)).unwrap();
        let limit = target.cac_ceiling(&ltv).unwrap().limit().unwrap();
        if !limit.is_zero() {
            let ratio = LtvToCac::of(ltv, Cac::given(limit).unwrap()).unwrap();
            prop_assert_eq!(ratio.status(target), LtvCacStatus::Meets);
        }
        let cent_more = limit.checked_add(usd(dec!(0.01))).unwrap();
        let ratio = LtvToCac::of(ltv, Cac::given(cent_more).unwrap()).unwrap();
        prop_assert_eq!(ratio.status(target), LtvCacStatus::SignificantlyBelow.max(LtvCacStatus::Below));
        prop_assert!(ratio.merit() < LtvToCac::of(ltv, cac(dec!(0.0001))).unwrap().merit());
    }
}
