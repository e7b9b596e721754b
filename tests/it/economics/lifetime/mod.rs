//! Lifetime values: published cases, conventions, laws, the extremes.

pub(crate) mod by_rational;

use proptest::prelude::*;
use segmentry::economics::acquisition::{Cac, LtvCacStatus, LtvTarget, LtvToCac};
use segmentry::economics::csm_cost::{CsmCost, FeeBasis};
use segmentry::economics::lifetime::{
    Arpa, Customer, DISCOUNT_RATES, Discount, Expansion, GrossMargin, Horizon, Timing, Valuation,
};
use segmentry::economics::{Churn, EconomicsError, Period, Rate};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Currency, Money};

const SIMPLE: Valuation = Valuation::SIMPLE;

pub(crate) fn usd(amount: Decimal) -> Money {
    Money::new(amount, Currency::USD).unwrap()
}

/// So many of the last decimal.
pub(crate) fn number(mantissa: impl Into<i128>, places: u32) -> Decimal {
    Decimal::try_from_i128_with_scale(mantissa.into(), places).unwrap()
}

/// 1e-18, as the acceptance asks.
pub(crate) fn near(left: Decimal, right: Decimal) -> bool {
    (left - right).abs() <= dec!(0.000000000000000001)
}

/// Whose payments leave so much a month.
pub(crate) fn monthly(margin: Decimal, churn: Decimal) -> Customer {
    Customer {
        arpa: Arpa::monthly(usd(margin)).unwrap(),
        gross_margin: GrossMargin::AfterCustomerSuccess(Decimal::ONE),
        churn: Churn::monthly(churn).unwrap(),
    }
}

fn annual(margin: Decimal, churn: Decimal) -> Customer {
    let arpa = Arpa::annual(usd(margin)).unwrap();
    Customer { arpa, churn: Churn::annual(churn).unwrap(), ..monthly(margin, churn) }
}

fn value(customer: Customer, valuation: Valuation) -> Decimal {
    customer.ltv_by(valuation).unwrap().amount()
}

fn rate(annual: Decimal) -> Rate {
    Rate::annual(annual).unwrap()
}

#[test]
fn oracle_2_p1() {
    let gross_margin = GrossMargin::AfterCustomerSuccess(dec!(0.8));
    let customer = Customer { gross_margin, ..monthly(dec!(500), dec!(0.02)) };
    assert_eq!(customer.ltv().unwrap().amount(), dec!(20000));
}

#[test]
fn oracle_2_p3() {
    let growing = Valuation { expansion: Expansion::Linear(usd(dec!(5))), ..SIMPLE };
    let ltv = value(monthly(dec!(100), dec!(0.03)), growing);
    assert!(near(ltv, dec!(8722.22222222222222222222)), "{ltv}");
}

#[test]
fn oracle_2_p4() {
    let rows = [
        (dec!(0), dec!(29.8), dec!(29.8)),
        (dec!(0.1), dec!(10.1994459833795013850416), dec!(10.945)),
        (dec!(0.15), dec!(7.30285196921684019918515), dec!(8.2432)),
        (dec!(0.2), dec!(5.59183673469387755102041), dec!(6.64)),
        (dec!(0.25), dec!(4.48284023668639053254438), dec!(5.59183673469387755102041)),
    ];
    let expansion = Expansion::LinearShare(dec!(0.22));
    for (discount, skok, present) in rows {
        let by = |discount| value(annual(dec!(1), dec!(0.1)), Valuation { expansion, discount, ..SIMPLE });
        assert!(near(by(Discount::Skok(rate(discount))), skok), "{discount}");
        assert!(near(by(Discount::PresentValue(rate(discount))), present), "{discount}");
    }
}

#[test]
fn oracle_2_p5() {
    let discount = Discount::PresentValue(rate(dec!(0.1)));
    let by = |timing| value(annual(dec!(1), dec!(0.2)), Valuation { timing, discount, ..SIMPLE });
    assert!(near(by(Timing::FirstPaymentCounted), dec!(3.66666666666666666666667)));
    assert!(near(by(Timing::FirstPaymentExcluded), dec!(2.66666666666666666666667)));
    assert!(near(by(Timing::CountedAtEnd), dec!(3.33333333333333333333333)));
}

#[test]
fn oracle_2_p6() {
    let of = |count| Valuation { horizon: Horizon::Payments(count), ..SIMPLE };
    let ltv = value(monthly(dec!(400), dec!(0.02)), of(36));
    assert!(near(ltv, dec!(10335.7374358856653024480)), "{ltv}");
    let stays = monthly(dec!(400), dec!(0));
    assert_eq!(value(stays, of(60)), dec!(24000));
    assert!(matches!(stays.ltv(), Err(EconomicsError::Divergent { figure: "LTV", .. })));
}

#[test]
fn what_does_not_shrink_has_no_unlimited_value() {
    let expansion = |growth| Expansion::Compounding(Rate::monthly(growth).unwrap());
    let customer = monthly(dec!(100), dec!(0.2));
    let by = |expansion, discount| customer.ltv_by(Valuation { expansion, discount, ..SIMPLE });
    // 0.8 * 1.25 is exactly 1; a ten-thousandth less is not.
    let error = by(expansion(dec!(0.25)), Discount::None).unwrap_err();
    assert!(error.to_string().contains("set a horizon"), "{error}");
    assert_eq!(by(expansion(dec!(0.2499)), Discount::None).unwrap().amount(), dec!(1250000));
    // Discounted by 25 %: K = 0.8.
    let quarter = Discount::PresentValue(Rate::monthly(dec!(0.25)).unwrap());
    assert_eq!(by(expansion(dec!(0.25)), quarter).unwrap().amount(), dec!(500));
    // Without churn a discount is enough: 100 / (1 - 1 / 1.25).
    let stays = monthly(dec!(100), dec!(0));
    assert_eq!(value(stays, Valuation { discount: quarter, ..SIMPLE }), dec!(500));
    let error = stays.ltv().unwrap_err();
    assert_eq!(
        error.to_string(),
        "LTV grows without limit: without churn the payments never end; set a horizon, or discount them"
    );
    // A horizon does for any growth: 1 + 1 + 1, and 1 + 2 + 4 of a hundred.
    let three = |growth, churn| {
        let valuation = Valuation { expansion: expansion(growth), horizon: Horizon::Payments(3), ..SIMPLE };
        value(monthly(dec!(100), churn), valuation)
    };
    assert_eq!(three(dec!(0.25), dec!(0.2)), dec!(300));
    assert_eq!(three(dec!(1), dec!(0)), dec!(700));
    // Everybody leaves after the first payment.
    assert_eq!(value(monthly(dec!(100), dec!(1)), SIMPLE), dec!(100));
}

#[test]
fn a_horizon_counts_payments_from_its_first() {
    let by = |timing, count| {
        let expansion = Expansion::Linear(usd(dec!(10)));
        let horizon = Horizon::Payments(count);
        value(monthly(dec!(100), dec!(0.5)), Valuation { expansion, horizon, timing, ..SIMPLE })
    };
    assert_eq!(by(Timing::FirstPaymentCounted, 0), dec!(0));
    assert_eq!(by(Timing::FirstPaymentCounted, 1), dec!(100));
    assert_eq!(by(Timing::FirstPaymentCounted, 3), dec!(185)); // 100 + 110/2 + 120/4
    assert_eq!(by(Timing::FirstPaymentExcluded, 2), dec!(85)); // 110/2 + 120/4
    assert_eq!(by(Timing::CountedAtEnd, 3), dec!(185));
}

#[test]
fn the_period_of_the_arpa_decides() {
    // 1 - 0.9^12 a year.
    let yearly = dec!(0.717570463519);
    let mixed = Customer { churn: Churn::monthly(dec!(0.1)).unwrap(), ..annual(dec!(1200), dec!(0)) };
    assert!(near(mixed.ltv().unwrap().amount(), dec!(1200) / yearly));
    let discount = Discount::PresentValue(Rate::monthly(dec!(0.01)).unwrap());
    let by_year = Discount::PresentValue(rate(dec!(0.126825030131969720661201)));
    assert_eq!(
        value(annual(dec!(1), dec!(0.2)), Valuation { discount, ..SIMPLE }),
        value(annual(dec!(1), dec!(0.2)), Valuation { discount: by_year, ..SIMPLE })
    );
    // A monthly equivalent, back at the same: twelve roots to a year.
    let monthly = Customer { arpa: mixed.arpa.per(Period::Month), ..annual(dec!(0), yearly) };
    assert!(near(monthly.ltv().unwrap().amount(), dec!(1000)), "{}", monthly.ltv().unwrap());
    assert_eq!(mixed.arpa.per(Period::Month).per(Period::Year), mixed.arpa);
    assert_eq!(mixed.arpa.per(Period::Month).amount(), dec!(100));
}

#[test]
fn customer_success_is_counted_once() {
    let with = |gross_margin| Customer { gross_margin, ..annual(dec!(20000), dec!(0.1)) }.ltv();
    let before = |net_csm_cost| GrossMargin::BeforeCustomerSuccess {
        margin: dec!(0.8),
        net_csm_cost: Decimal::into(net_csm_cost),
    };
    let net = with(before(dec!(0.15))).unwrap();
    assert_eq!(net.amount(), dec!(130000));
    assert!(net.is_net_of_csm_cost());
    assert_eq!(net.to_string(), "130000 USD (simple, net of CSM cost)");
    let booked = with(GrossMargin::AfterCustomerSuccess(dec!(0.8))).unwrap();
    assert_eq!((booked.amount(), booked.is_net_of_csm_cost()), (dec!(160000), false));
    // Fees above the cost add to the margin; a cost above the margin makes each customer a loss.
    assert_eq!(with(before(dec!(-0.3))).unwrap().amount(), dec!(220000));
    assert_eq!(with(before(dec!(0.9))).unwrap().amount(), dec!(-20000));
    assert_eq!(before(dec!(0.15)).after_customer_success(), Ok(dec!(0.65)));
    let error = with(GrossMargin::AfterCustomerSuccess(dec!(80))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "gross_margin is `80`; a margin is a fraction of revenue, at most 1; write 0.8 for 80 %"
    );
}

#[test]
fn the_csm_cost_is_not_rounded_on_the_way() {
    // A third of ARR, which no Decimal is: two thirds of 300 are left, twice a CAC of 100.
    let csm_cost = CsmCost {
        cost_per_csm: usd(dec!(100)),
        accounts_per_csm: dec!(3),
        arr_per_account: usd(dec!(100)).into(),
        fee_per_account: usd(dec!(0)).into(),
        fee_basis: FeeBasis::OutsideArr,
    };
    let ratio = csm_cost.ratio().unwrap();
    let target = LtvTarget::new(dec!(2), dec!(0)).unwrap();
    let status = |net_csm_cost| {
        let gross_margin = GrossMargin::BeforeCustomerSuccess { margin: dec!(1), net_csm_cost };
        let ltv = Customer { gross_margin, ..annual(dec!(300), dec!(1)) }.ltv().unwrap();
        LtvToCac::of(ltv, Cac::given(usd(dec!(100))).unwrap()).unwrap().status(target)
    };
    assert_eq!(status(ratio.into()), LtvCacStatus::Meets);
    assert_eq!(status(dec!(0.3333333333333333333333333334).into()), LtvCacStatus::Below);
}

#[test]
fn what_a_formula_does_not_allow_is_named() {
    let customer = annual(dec!(1), dec!(0.2));
    let fault = |valuation: Valuation| customer.ltv_by(valuation).unwrap_err().to_string();
    let expansion = |expansion| fault(Valuation { expansion, ..SIMPLE });
    let discount = |discount| fault(Valuation { discount, ..SIMPLE });
    assert!(expansion(Expansion::Linear(usd(dec!(-5)))).starts_with("expansion is `-5.00 USD`"));
    assert!(expansion(Expansion::LinearShare(dec!(-0.1))).starts_with("expansion is `-0.1`"));
    let euros = Money::new(dec!(1), Currency::EUR).unwrap();
    assert!(expansion(Expansion::Linear(euros)).contains("cannot be added"));
    assert!(discount(Discount::PresentValue(rate(dec!(-0.1)))).starts_with("discount is `-0.1`"));
    assert!(discount(Discount::Skok(rate(dec!(1)))).contains("use the present value"));
    assert!(customer.ltv_by(Valuation { discount: rate(dec!(1)).into(), ..SIMPLE }).is_ok());
    assert!(Arpa::monthly(usd(dec!(-1))).unwrap_err().to_string().starts_with("revenue is `-1`"));
    assert!(matches!(
        Arpa::of(usd(dec!(1)), 0, Period::Year),
        Err(EconomicsError::ZeroBase { base: "accounts", .. })
    ));
    assert_eq!(Arpa::of(usd(dec!(1)), 3, Period::Year).unwrap().per(Period::Month).amount().scale(), 28);
}

#[test]
fn every_valuation_has_its_name() {
    let valuation = Valuation {
        expansion: Expansion::Compounding(Rate::ZERO),
        discount: Discount::Skok(Rate::ZERO),
        horizon: Horizon::Payments(1),
        timing: Timing::FirstPaymentExcluded,
    };
    assert_eq!(
        valuation.to_string(),
        "compounding expansion, discounted as Skok does, 1 payment, first payment excluded"
    );
    let valuation =
        Valuation { expansion: Expansion::Linear(usd(dec!(1))), timing: Timing::CountedAtEnd, ..SIMPLE };
    assert_eq!(valuation.to_string(), "linear expansion, booked at the end of the period");
    assert!(DISCOUNT_RATES.iter().all(|of| of.from <= of.to && !of.source.is_empty()));
}

#[test]
fn the_extremes_are_errors_or_right() {
    let largest = usd(dec!(100000000000000));
    let fine = dec!(0.0000000000000000000000000001);
    let long = dec!(0.3333333333333333333333333333);
    // 10^14 / 10^-28 does not fit; a horizon of all payments that can be said does.
    let mut customer = monthly(largest.amount(), fine);
    assert_eq!(customer.ltv(), Err(EconomicsError::Overflow { figure: "LTV" }));
    let all = Valuation { horizon: Horizon::Payments(u32::MAX), ..SIMPLE };
    let ltv = value(customer, all);
    assert!(ltv > dec!(429496729499999999) && ltv < dec!(429496729500000000000000), "{ltv}");
    customer.churn = Churn::annual(fine).unwrap();
    assert!(customer.ltv_by(all).is_ok());
    customer = annual(dec!(1), fine);
    assert_eq!(customer.ltv().unwrap().amount(), dec!(10000000000000000000000000000));
    customer.gross_margin =
        GrossMargin::BeforeCustomerSuccess { margin: long, net_csm_cost: Decimal::MAX.into() };
    assert!(customer.ltv().is_err());
    customer.gross_margin = GrossMargin::AfterCustomerSuccess(Decimal::MIN);
    assert_eq!(customer.ltv(), Err(EconomicsError::Overflow { figure: "LTV" }));
    // Nothing is worth nothing.
    assert_eq!(value(annual(dec!(0), dec!(0.5)), SIMPLE), dec!(0));
    let arpa = Arpa::of(largest, u64::MAX, Period::Year).unwrap();
    let gross_margin = GrossMargin::BeforeCustomerSuccess { margin: long, net_csm_cost: fine.into() };
    let customer = Customer { arpa, gross_margin, churn: Churn::monthly(long).unwrap() };
    for expansion in [
        Expansion::None,
        Expansion::Linear(largest),
        Expansion::LinearShare(long),
        Expansion::Compounding(Rate::monthly(long).unwrap()),
        Expansion::Compounding(Rate::annual(dec!(-0.9999999999999999999999999999)).unwrap()),
    ] {
        for discount in [
            Discount::None,
            Discount::PresentValue(Rate::annual(Decimal::MAX).unwrap()),
            Discount::PresentValue(Rate::monthly(fine).unwrap()),
            Discount::Skok(Rate::annual(long).unwrap()),
        ] {
            for horizon in [Horizon::Unlimited, Horizon::Payments(1), Horizon::Payments(u32::MAX)] {
                for timing in [Timing::FirstPaymentCounted, Timing::FirstPaymentExcluded] {
                    let valuation = Valuation { expansion, discount, horizon, timing };
                    match customer.ltv_by(valuation) {
                        Ok(ltv) => assert!(!ltv.amount().is_sign_negative(), "{valuation} {ltv}"),
                        Err(error) => assert!(!error.to_string().is_empty()),
                    }
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn timings_differ_by_the_first_payment_and_by_one_discount(
        margin in 1_i64..1_000_000, churn in 1_i64..=1000, discount in 0_i64..1000,
    ) {
        let customer = annual(number(margin, 2), number(churn, 3));
        let discount = number(discount, 3);
        let by = |timing| value(customer, Valuation { timing, discount: rate(discount).into(), ..SIMPLE });
        let counted = by(Timing::FirstPaymentCounted);
        prop_assert!(near(counted - by(Timing::FirstPaymentExcluded), number(margin, 2)));
        prop_assert!(near(counted / (Decimal::ONE + discount), by(Timing::CountedAtEnd)));
    }

    #[test]
    fn more_churn_and_more_discount_are_worth_less_and_a_horizon_grows_to_all(
        churn in 1_i64..999, discount in 0_i64..999, count in 1_u32..400,
    ) {
        let by = |churn: i64, discount: i64, horizon| {
            let discount = Discount::PresentValue(rate(number(discount, 3)));
            value(annual(dec!(100), number(churn, 3)), Valuation { discount, horizon, ..SIMPLE })
        };
        let all = by(churn, discount, Horizon::Unlimited);
        prop_assert!(by(churn + 1, discount, Horizon::Unlimited) < all);
        prop_assert!(by(churn, discount + 1, Horizon::Unlimited) < all);
        let some = by(churn, discount, Horizon::Payments(count));
        prop_assert!(some <= all && some >= by(churn, discount, Horizon::Payments(count - 1)));
        // Skok's factor is below that of the present value.
        let skok = Discount::Skok(rate(number(discount, 3)));
        let by_skok = value(annual(dec!(100), number(churn, 3)), Valuation { discount: skok, ..SIMPLE });
        prop_assert!(by_skok <= all);
    }

    #[test]
    fn the_value_scales_with_the_money(margin in 1_i64..1_000_000, churn in 1_i64..=1000, times in 1_i64..1000) {
        let expansion = Expansion::LinearShare(dec!(0.1));
        let by = |margin: i64| {
            value(monthly(number(margin, 2), number(churn, 3)), Valuation { expansion, ..SIMPLE })
        };
        prop_assert!((by(margin * times) - by(margin) * Decimal::from(times)).abs() < dec!(0.0000000000001));
    }
}
