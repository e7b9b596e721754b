//! Payback: published cases, what never pays, and the definition payment by payment.

#![expect(clippy::float_arithmetic, clippy::disallowed_types, reason = "the continuous solution is an f64")]

use num_bigint::BigInt;
use proptest::prelude::*;
use segmentry::economics::acquisition::{Acquisition, Cac};
use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
use segmentry::economics::payback::{BENCHMARKS, BvpPayback, Payback, PaybackMonths, PaybackWithChurn};
use segmentry::economics::{Churn, EconomicsError, Period};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Currency, Money};

use super::cac;
use crate::economics::lifetime::by_rational::{big, is_near};
use crate::economics::lifetime::{monthly, number, usd};

fn payback(margin: Decimal, churn: Decimal, cost: Decimal) -> Payback {
    Payback { cac: cac(cost), customer: monthly(margin, churn) }
}

fn after(payback: Payback) -> (u32, f64) {
    match payback.with_churn().unwrap() {
        PaybackWithChurn::After { payments, months } => (payments, months),
        PaybackWithChurn::Never => panic!("it pays"),
    }
}

#[test]
fn oracle_2_p1() {
    let payback = payback(dec!(400), dec!(0.02), dec!(6000));
    assert_eq!(payback.months(), Ok(PaybackMonths::After(dec!(15))));
}

#[test]
fn oracle_2_p2() {
    let bvp = BvpPayback {
        sales_and_marketing: usd(dec!(770000)),
        account_management: usd(dec!(0)),
        new_monthly_recurring: usd(dec!(100000)),
        gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.7)),
    };
    assert_eq!(bvp.months(), Ok(PaybackMonths::After(dec!(11))));
    let midmarket = Payback {
        cac: Acquisition { spend: usd(dec!(4200000)), new_customers: 70 }.cac().unwrap(),
        customer: Customer {
            arpa: Arpa::annual(usd(dec!(48000))).unwrap(),
            gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
            ..monthly(dec!(0), dec!(0))
        },
    };
    assert_eq!(midmarket.months(), Ok(PaybackMonths::After(dec!(18.75))));
    // Nobody needs the churn for it.
    let Customer { arpa, gross_margin, .. } = midmarket.customer;
    assert_eq!(
        PaybackMonths::simple(midmarket.cac, arpa, gross_margin),
        Ok(PaybackMonths::After(dec!(18.75)))
    );
}

#[test]
fn simple_payback_is_never_or_refused_where_months_are() {
    let (arpa, all) = (Arpa::monthly(usd(dec!(100))).unwrap(), GrossMargin::AfterCustomerSuccess(dec!(1)));
    let nothing = GrossMargin::AfterCustomerSuccess(dec!(0));
    assert_eq!(PaybackMonths::simple(cac(dec!(300)), arpa, all), Ok(PaybackMonths::After(dec!(3))));
    assert_eq!(PaybackMonths::simple(cac(dec!(300)), arpa, nothing), Ok(PaybackMonths::Never));
    assert_eq!(PaybackMonths::simple(cac(dec!(0)), arpa, all), Ok(PaybackMonths::After(dec!(0))));
    let above_one = GrossMargin::AfterCustomerSuccess(dec!(1.1));
    let refused = PaybackMonths::simple(cac(dec!(300)), arpa, above_one);
    assert!(matches!(refused, Err(EconomicsError::OutOfRange { .. })));
    let euros = Arpa::monthly(Money::new(dec!(100), Currency::EUR).unwrap()).unwrap();
    assert!(matches!(PaybackMonths::simple(cac(dec!(300)), euros, all), Err(EconomicsError::Currency(_))));
}

#[test]
fn oracle_2_p7() {
    let payback = payback(dec!(400), dec!(0.02), dec!(6000));
    let (payments, months) = after(payback);
    assert_eq!(payments, 18);
    assert!((months / 17.654809245760326 - 1.0).abs() < 1e-12, "{months}");
}

#[test]
fn what_is_reached_in_the_limit_alone_is_never_reached() {
    let with_churn = |cost| payback(dec!(400), dec!(0.02), cost).with_churn();
    assert_eq!(with_churn(dec!(20000)), Ok(PaybackWithChurn::Never));
    assert_eq!(with_churn(dec!(30000)), Ok(PaybackWithChurn::Never));
    // A ten-thousandth below it: ln(5e-9) / ln(0.98) is 946.08.
    let (payments, months) = after(payback(dec!(400), dec!(0.02), dec!(19999.9999)));
    assert_eq!(payments, 947);
    assert!((months - (5e-9_f64).ln() / (0.98_f64).ln()).abs() < 1e-6, "{months}");
    // Payments that leave nothing never do, whatever the cost.
    for cost in [dec!(0), dec!(1)] {
        assert_eq!(payback(dec!(0), dec!(0.02), cost).months(), Ok(PaybackMonths::Never));
        assert_eq!(payback(dec!(0), dec!(0.02), cost).with_churn(), Ok(PaybackWithChurn::Never));
        let mut loss = payback(dec!(1), dec!(0.02), cost);
        loss.customer.gross_margin = GrossMargin::AfterCustomerSuccess(dec!(-0.1));
        assert_eq!(loss.months(), Ok(PaybackMonths::Never));
        assert_eq!(loss.is_within(dec!(1000)), Ok(false));
    }
}

#[test]
fn whole_payments_are_decided_exactly() {
    // 100 + 50 + 25 = 175 is reached by the third payment; a ten-thousandth more needs a fourth.
    assert_eq!(after(payback(dec!(100), dec!(0.5), dec!(175))), (3, 3.0));
    assert_eq!(after(payback(dec!(100), dec!(0.5), dec!(175.0001))).0, 4);
    assert_eq!(after(payback(dec!(100), dec!(0.5), dec!(0))), (0, 0.0));
    // Without churn.
    assert_eq!(after(payback(dec!(100), dec!(0), dec!(300))), (3, 3.0));
    assert_eq!(after(payback(dec!(100), dec!(0), dec!(300.0001))).0, 4);
    assert_eq!(after(payback(dec!(100), dec!(0), dec!(0))), (0, 0.0));
    // The first payment alone.
    assert_eq!(after(payback(dec!(100), dec!(1), dec!(100))), (1, 1.0));
    assert_eq!(after(payback(dec!(100), dec!(1), dec!(0))), (0, 0.0));
    assert_eq!(payback(dec!(100), dec!(1), dec!(100.0001)).with_churn(), Ok(PaybackWithChurn::Never));
    // Twelve months of a third, on the fraction.
    let year = Payback {
        cac: Acquisition { spend: usd(dec!(400)), new_customers: 100 }.cac().unwrap(),
        customer: Customer {
            arpa: Arpa::of(usd(dec!(400)), 100, Period::Year).unwrap(),
            ..monthly(dec!(0), dec!(0))
        },
    };
    assert_eq!(year.is_within(dec!(12)), Ok(true));
    assert_eq!(year.is_within(dec!(11.999999999999999999999999999)), Ok(false));
    assert_eq!(after(year), (12, 12.0));
}

#[test]
fn payback_is_counted_in_months() {
    let annual = Payback {
        cac: cac(dec!(6000)),
        customer: Customer {
            arpa: Arpa::annual(usd(dec!(4800))).unwrap(),
            gross_margin: GrossMargin::AfterCustomerSuccess(dec!(1)),
            churn: Churn::monthly(dec!(0.02)).unwrap(),
        },
    };
    assert_eq!(annual.months(), Ok(PaybackMonths::After(dec!(15))));
    assert_eq!(after(annual), after(payback(dec!(400), dec!(0.02), dec!(6000))));
    // 1 - 0.98^12 a year is 2 % a month.
    let yearly = Churn::monthly(dec!(0.02)).unwrap().per(Period::Year).unwrap();
    let (payments, months) =
        after(Payback { customer: Customer { churn: yearly, ..annual.customer }, ..annual });
    assert_eq!(payments, 18);
    assert!((months / 17.654809245760326 - 1.0).abs() < 1e-12, "{months}");
}

#[test]
fn a_payback_beyond_all_months_is_an_error_and_nothing_panics() {
    let fine = dec!(0.0000000000000000000000000001);
    let overflow = |payback: Payback| {
        assert_eq!(payback.with_churn(), Err(EconomicsError::Overflow { figure: "payback" }));
    };
    overflow(payback(dec!(0.0001), dec!(0), dec!(100000000000000)));
    overflow(payback(dec!(0.0001), fine, dec!(100000000000000)));
    let (payments, months) = after(payback(dec!(1), fine, dec!(4000000000)));
    assert_eq!(payments, 4_000_000_000 + 1);
    assert!((months - 4e9).abs() < 1.0, "{months}");
    let mut tiny = payback(dec!(1), fine, dec!(3));
    tiny.customer.churn = Churn::annual(fine).unwrap();
    assert_eq!(after(tiny).0, 4);
    tiny.customer.gross_margin = GrossMargin::AfterCustomerSuccess(fine);
    overflow(tiny);
    assert_eq!(tiny.months(), Ok(PaybackMonths::After(dec!(30000000000000000000000000000))));
    tiny.customer.arpa = Arpa::of(usd(dec!(0.0001)), u64::MAX, Period::Year).unwrap();
    assert_eq!(tiny.months(), Err(EconomicsError::Overflow { figure: "payback" }));
    let euros = Cac::given(Money::new(dec!(1), Currency::EUR).unwrap()).unwrap();
    assert!(matches!(Payback { cac: euros, ..tiny }.months(), Err(EconomicsError::Currency(_))));
}

#[test]
fn account_management_is_a_part_of_sales_and_marketing() {
    let good = BvpPayback {
        sales_and_marketing: usd(dec!(850000)),
        account_management: usd(dec!(80000)),
        new_monthly_recurring: usd(dec!(100000)),
        gross_margin: GrossMargin::BeforeCustomerSuccess {
            margin: dec!(0.8),
            net_csm_cost: dec!(0.1).into(),
        },
    };
    assert_eq!(good.months(), Ok(PaybackMonths::After(dec!(11))));
    let nothing_won = BvpPayback { new_monthly_recurring: usd(dec!(0)), ..good };
    assert_eq!(nothing_won.months(), Ok(PaybackMonths::Never));
    for wrong in [
        BvpPayback { account_management: usd(dec!(850000.0001)), ..good },
        BvpPayback { account_management: usd(dec!(-1)), ..good },
        BvpPayback { sales_and_marketing: usd(dec!(-1)), account_management: usd(dec!(0)), ..good },
        BvpPayback { new_monthly_recurring: usd(dec!(-1)), ..good },
    ] {
        assert!(matches!(wrong.months(), Err(EconomicsError::OutOfRange { .. })), "{wrong:?}");
    }
    let euros = Money::new(dec!(1), Currency::EUR).unwrap();
    assert!(matches!(
        BvpPayback { new_monthly_recurring: euros, ..good }.months(),
        Err(EconomicsError::Currency(_))
    ));
    assert!(BENCHMARKS.iter().all(|of| of.from < of.to && !of.source.is_empty()));
}

proptest! {
    #[test]
    fn payments_agree_with_their_definition(
        margin in 1_i64..100_000, churn in 0_i64..=1000, places in 3_u32..6, cost in 0_i64..10_000_000,
    ) {
        let (margin, churn, cost) = (number(margin, 2), number(churn, places), number(cost, 2));
        let ours = payback(margin, churn, cost);
        let PaybackMonths::After(simple) = ours.months().unwrap() else { panic!("it pays") };
        prop_assert!(is_near(simple, &(big(cost) / big(margin))));
        // Payment by payment, as far as is feasible; in cents, and all of it times the n-th power of the unit.
        let unit = BigInt::from(10).pow(places);
        let kept = &unit - BigInt::from(churn.mantissa());
        let (mut paid, mut cost_now) = (BigInt::from(0), BigInt::from(cost.mantissa()));
        let (mut next, mut naive) = (BigInt::from(margin.mantissa()), None);
        for n in 0..=60_u32 {
            if paid >= cost_now {
                naive = Some(n);
                break;
            }
            paid = (paid + &next) * &unit;
            next *= &kept;
            cost_now *= &unit;
        }
        match (ours.with_churn().unwrap(), naive) {
            (PaybackWithChurn::After { payments, months }, Some(naive)) => {
                prop_assert_eq!(payments, naive);
                prop_assert!(months <= f64::from(payments) + 1e-9 && months > f64::from(payments) - 1.0 - 1e-9, "{months}");
                // Between payments the continuous number bends, from the first on never below the simple one.
                let simple: f64 = simple.to_string().parse().unwrap();
                prop_assert!(simple < 1.0 || months >= simple * 0.999_999_999);
            }
            (PaybackWithChurn::After { payments, .. }, None) => prop_assert!(payments > 60),
            (PaybackWithChurn::Never, naive) => {
                prop_assert!(naive.is_none() && big(cost) * big(churn) >= big(margin));
            }
        }
    }
}
