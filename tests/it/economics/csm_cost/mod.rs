//! CSM cost against ARR: economics.md 1, articles A1-7 to A1-9.

mod extremes;
mod laws;
mod levers;
mod naive;
mod oracles;
mod people;
mod portfolio;

use segmentry::economics::csm_cost::{CsmCost, FeeBasis};
use segmentry::quantity::parse_decimal;
use segmentry::{Currency, Decimal, Money, Total};

fn number(text: &str) -> Decimal {
    parse_decimal(text).unwrap()
}

fn eur(amount: &str) -> Money {
    Money::parse(amount, Currency::EUR).unwrap()
}

fn total(amount: &str) -> Total {
    Money::total([eur(amount)], Currency::EUR).unwrap()
}

/// Cost per CSM, accounts per CSM, ARR and fee per account.
fn outside(cost: &str, accounts: &str, arr: &str, fee: &str) -> CsmCost {
    CsmCost {
        cost_per_csm: eur(cost),
        accounts_per_csm: number(accounts),
        arr_per_account: eur(arr).into(),
        fee_per_account: eur(fee).into(),
        fee_basis: FeeBasis::OutsideArr,
    }
}

fn inside(cost: &str, accounts: &str, arr: &str, fee: &str) -> CsmCost {
    CsmCost { fee_basis: FeeBasis::InsideArr, ..outside(cost, accounts, arr, fee) }
}

/// Within 1e-18.
fn assert_near(value: Decimal, expected: &str) {
    let expected = number(expected);
    assert!((value - expected).abs() <= number("0.000000000000000001"), "{value} is not {expected}");
}
