//! Lifetime values against the definition in rational numbers.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use segmentry::economics::lifetime::{
    Arpa, Customer, Discount, Expansion, GrossMargin, Horizon, Timing, Valuation,
};
use segmentry::economics::{Churn, EconomicsError, Period, Rate};
use segmentry::rust_decimal::Decimal;
use segmentry::{Currency, Money, Total};

use super::number;

pub(crate) fn big(number: Decimal) -> BigRational {
    BigRational::new(number.mantissa().into(), BigInt::from(10).pow(number.scale()))
}

fn whole(number: u64) -> BigRational {
    BigInt::from(number).into()
}

/// Within 1e-18, or the last of 28 digits.
pub(crate) fn is_near(shown: Decimal, exact: &BigRational) -> bool {
    let step = BigRational::new(1.into(), BigInt::from(10).pow(18));
    let digit = exact / BigRational::from(BigInt::from(10).pow(27));
    let distance = big(shown) - exact;
    let limit = [step, digit.clone(), -digit].into_iter().max().unwrap();
    distance.clone().max(-distance) <= limit
}

/// A fraction of 1: of few digits, or of 28.
pub(crate) fn parts() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        4 => (0_i64..=1000).prop_map(|it| number(it, 3)),
        1 => Just(Decimal::ZERO),
        1 => (1_i128..10_000_000_000_000_000_000_000_000_000).prop_map(|it| number(it, 28)),
    ]
}

fn expansions() -> impl Strategy<Value = Expansion> {
    let money = |ticks| Money::from_ticks(ticks, Currency::USD).unwrap();
    prop_oneof![
        Just(Expansion::None),
        (0_i64..100_000_000).prop_map(move |ticks| Expansion::Linear(money(ticks))),
        parts().prop_map(Expansion::LinearShare),
        (-900_i64..2000).prop_map(|it| Expansion::Compounding(Rate::annual(number(it, 3)).unwrap())),
    ]
}

fn discounts() -> impl Strategy<Value = Discount> {
    let below_one = parts().prop_filter("below 1", |it| *it < Decimal::ONE);
    prop_oneof![
        Just(Discount::None),
        parts().prop_map(|it| Discount::PresentValue(Rate::annual(it).unwrap())),
        below_one.prop_map(|it| Discount::Skok(Rate::annual(it).unwrap())),
    ]
}

fn timings() -> impl Strategy<Value = Timing> {
    prop_oneof![
        Just(Timing::FirstPaymentCounted),
        Just(Timing::FirstPaymentExcluded),
        Just(Timing::CountedAtEnd)
    ]
}

#[derive(Clone, Debug)]
struct Case {
    revenue: i64,
    accounts: u64,
    margin: Decimal,
    net_csm_cost: Decimal,
    churn: Decimal,
    is_monthly_churn: bool,
    valuation: Valuation,
}

fn cases() -> impl Strategy<Value = Case> {
    let horizons = prop_oneof![Just(Horizon::Unlimited), (0_u32..10).prop_map(Horizon::Payments)];
    let valuations = (expansions(), discounts(), horizons, timings()).prop_map(
        |(expansion, discount, horizon, timing)| Valuation { expansion, discount, horizon, timing },
    );
    (0..=1_000_000_000_000_i64, 1_u64..1000, parts(), parts(), parts(), any::<bool>(), valuations).prop_map(
        |(revenue, accounts, margin, net_csm_cost, churn, is_monthly_churn, valuation)| Case {
            revenue,
            accounts,
            margin,
            net_csm_cost,
            churn,
            is_monthly_churn,
            valuation,
        },
    )
}

impl Case {
    fn customer(&self) -> Customer {
        let revenue: Total = Money::from_ticks(self.revenue, Currency::USD).unwrap().into();
        let churn = if self.is_monthly_churn { Churn::monthly } else { Churn::annual };
        Customer {
            arpa: Arpa::of(revenue, self.accounts, Period::Year).unwrap(),
            gross_margin: GrossMargin::BeforeCustomerSuccess {
                margin: self.margin,
                net_csm_cost: self.net_csm_cost.into(),
            },
            churn: churn(self.churn).unwrap(),
        }
    }

    /// `None` where the sum has no limit.
    fn naive(&self) -> Option<BigRational> {
        let one = whole(1);
        let kept = &one - big(self.churn);
        let kept = if self.is_monthly_churn { kept.pow(12) } else { kept };
        let arpa = BigRational::new(self.revenue.into(), 10_000.into()) / whole(self.accounts);
        let (growth, step) = match self.valuation.expansion {
            Expansion::None => (one.clone(), whole(0)),
            Expansion::Linear(amount) => (one.clone(), big(amount.amount())),
            Expansion::LinearShare(share) => (one.clone(), &arpa * big(share)),
            Expansion::Compounding(rate) => (&one + big(rate.value()), whole(0)),
        };
        let discount = match self.valuation.discount {
            Discount::None => one.clone(),
            Discount::PresentValue(rate) => &one / (&one + big(rate.value())),
            Discount::Skok(rate) => &one - big(rate.value()),
        };
        let k = kept * growth * &discount;
        let skipped = u64::from(self.valuation.timing == Timing::FirstPaymentExcluded);
        let first = arpa + whole(skipped) * &step;
        let mut sum = match self.valuation.horizon {
            // The definition: payment by payment.
            Horizon::Payments(count) => {
                let (mut sum, mut power) = (whole(0), one.clone());
                for t in 0..u64::from(count) {
                    sum += &power * (&first + whole(t) * &step);
                    power *= &k;
                }
                sum
            }
            Horizon::Unlimited if k >= one => return None,
            Horizon::Unlimited => {
                let lost = &one - &k;
                &first / &lost + &step * &k / (&lost * &lost)
            }
        };
        match self.valuation.timing {
            Timing::FirstPaymentCounted => {}
            Timing::FirstPaymentExcluded => sum *= k,
            Timing::CountedAtEnd => sum *= discount,
        }
        Some(sum * (big(self.margin) - big(self.net_csm_cost)))
    }
}

proptest! {
    #[test]
    fn values_agree_with_their_definition(case in cases()) {
        match (case.customer().ltv_by(case.valuation), case.naive()) {
            (Ok(ltv), Some(naive)) => prop_assert!(is_near(ltv.amount(), &naive), "{ltv} {}", naive.to_integer()),
            (Err(EconomicsError::Divergent { .. }), None) => {}
            (Err(EconomicsError::Overflow { .. }), Some(naive)) => {
                prop_assert!(naive.clone().max(-naive) > big(Decimal::MAX) - whole(1));
            }
            (ours, naive) => prop_assert!(false, "{ours:?} {naive:?}"),
        }
    }
}
