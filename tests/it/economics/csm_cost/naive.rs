//! Random inputs, and the definitions as economics.md writes them in rational arithmetic.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;
use segmentry::economics::csm_cost::{
    Bounds, CsmCost, FeeBasis, Lever, LeverAnswer, LeverValue, PerAccount, Target,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Decimal, Money};

pub(super) const EUR: Currency = Currency::EUR;

pub(super) fn ticks(ticks: i64) -> Money {
    Money::from_ticks(ticks, EUR).unwrap()
}

/// Round numbers too, so that targets are met exactly now and then.
pub(super) fn amounts(least: i64) -> impl Strategy<Value = Money> {
    prop_oneof![
        (least..50).prop_map(|thousands| ticks(thousands * 10_000_000)),
        (least..2_000_000_000).prop_map(ticks)
    ]
}

pub(super) fn accounts() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (1_u32..200).prop_map(Decimal::from),
        (1_i64..2_000_000).prop_map(|thousandths| Decimal::from(thousandths) / dec!(1000))
    ]
}

pub(super) fn targets() -> impl Strategy<Value = Target> {
    prop_oneof![Just(0), Just(150), 0_i64..600]
        .prop_map(|per_mille| Target::new(Decimal::from(per_mille) / dec!(1000)).unwrap())
}

pub(super) fn bases() -> impl Strategy<Value = FeeBasis> {
    prop_oneof![Just(FeeBasis::OutsideArr), Just(FeeBasis::InsideArr)]
}

pub(super) fn inputs() -> impl Strategy<Value = CsmCost> {
    let fees = prop_oneof![1 => Just(ticks(0)), 3 => (0_i64..60_000_000).prop_map(ticks)];
    (amounts(0), accounts(), amounts(1), fees, bases()).prop_map(|(cost, accounts, arr, fee, fee_basis)| {
        CsmCost {
            cost_per_csm: cost,
            accounts_per_csm: accounts,
            arr_per_account: arr.into(),
            fee_per_account: fee.into(),
            fee_basis,
        }
    })
}

pub(super) fn bounds() -> impl Strategy<Value = Bounds> {
    let maybe = || proptest::option::of(amounts(0));
    (maybe(), proptest::option::of(accounts()), maybe(), maybe()).prop_map(|(arr, accounts, cost, fee)| {
        Bounds {
            max_arr_per_account: arr,
            max_accounts_per_csm: accounts,
            min_cost_per_csm: cost,
            max_fee_per_account: fee,
        }
    })
}

pub(super) fn big(number: Decimal) -> BigRational {
    BigRational::new(BigInt::from(number.mantissa()), BigInt::from(10).pow(number.scale()))
}

pub(super) fn money(amount: PerAccount) -> BigRational {
    match amount {
        PerAccount::Amount(amount) => big(amount.amount()),
        other => panic!("{other:?} is not made here"),
    }
}

/// C, N, A, P.
pub(super) type Four = [BigRational; 4];

pub(super) fn four(now: &CsmCost) -> Four {
    let (cost, accounts) = (big(now.cost_per_csm.amount()), big(now.accounts_per_csm));
    [cost, accounts, money(now.arr_per_account), money(now.fee_per_account)]
}

/// The definitions as economics.md writes them.
pub(super) fn naive_ratio([c, n, a, p]: &Four, basis: FeeBasis) -> BigRational {
    match basis {
        FeeBasis::OutsideArr => (c - n * p) / (n * a),
        FeeBasis::InsideArr => (c / n - p) / (a + p),
    }
}

/// The closed forms as economics.md writes them. `None` where they divide by zero.
pub(super) fn naive_threshold(
    [c, n, a, p]: &Four,
    t: &BigRational,
    lever: Lever,
    basis: FeeBasis,
) -> Option<BigRational> {
    let one = big(dec!(1));
    let over = |upper: BigRational, lower: BigRational| (!lower.is_zero()).then(|| upper / lower);
    match (lever, basis) {
        (Lever::ArrPerAccount, FeeBasis::OutsideArr) => over(c / n - p, t.clone()),
        (Lever::AccountsPerCsm, FeeBasis::OutsideArr) => over(c.clone(), t * a + p),
        (Lever::CostPerCsm, FeeBasis::OutsideArr) => Some(n * (t * a + p)),
        (Lever::FeePerAccount, FeeBasis::OutsideArr) => Some(c / n - t * a),
        (Lever::ArrPerAccount, FeeBasis::InsideArr) => over(c / n - p, t.clone()).map(|it| it - p),
        (Lever::AccountsPerCsm, FeeBasis::InsideArr) => over(c.clone(), t * (a + p) + p),
        (Lever::CostPerCsm, FeeBasis::InsideArr) => Some(n * (t * (a + p) + p)),
        (Lever::FeePerAccount, FeeBasis::InsideArr) => Some((c / n - t * a) / (one + t)),
    }
}

pub(super) fn index(lever: Lever) -> usize {
    match lever {
        Lever::CostPerCsm => 0,
        Lever::AccountsPerCsm => 1,
        Lever::ArrPerAccount => 2,
        Lever::FeePerAccount => 3,
    }
}

pub(super) fn assert_near(shown: Decimal, naive: &BigRational) {
    let distance = (big(shown) - naive).abs();
    let tolerance = big(dec!(0.000000000000000001)) * (naive.abs() + big(dec!(1)));
    assert!(distance <= tolerance, "{shown} is not {naive}");
}

/// Meets the target at the rounded value, and not one step before it.
pub(super) fn assert_tight(answer: &LeverAnswer, four: &Four, target: &BigRational, basis: FeeBasis) {
    let Some(required) = answer.required() else { return };
    let at = |value: BigRational| {
        let mut moved = four.clone();
        moved[index(answer.lever())] = value;
        naive_ratio(&moved, basis)
    };
    let rounded = big(required.rounded.number());
    assert!(at(rounded.clone()) <= *target, "{answer:?}");
    let step = match (required.rounded, answer.lever()) {
        (LeverValue::Accounts(_), _) => big(dec!(-1)),
        (LeverValue::Amount(_), Lever::CostPerCsm) => big(dec!(0.01)),
        (LeverValue::Amount(_), _) => big(dec!(-0.01)),
    };
    let before = rounded + step;
    assert!(!before.is_positive() || at(before) > *target, "{answer:?}");
}

/// Whether the target is met once the levers stand where they must.
pub(super) fn arrives(now: &CsmCost, moves: &[(Lever, Decimal)], target: &BigRational) -> bool {
    let mut moved = four(now);
    for (lever, value) in moves {
        moved[index(*lever)] = big(*value);
    }
    naive_ratio(&moved, now.fee_basis) <= *target
}
