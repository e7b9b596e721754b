//! Concentration: published cases, limits, laws, and rational numbers beside it.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use segmentry::economics::EconomicsError;
use segmentry::economics::concentration::Concentration;
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Currency, Money, Total};

use super::lifetime::by_rational::{big, is_near};

const EUR: Currency = Currency::EUR;

fn of(amounts: &[i64]) -> Concentration {
    Concentration::of(amounts.iter().map(|amount| Money::new((*amount).into(), EUR).unwrap()), EUR).unwrap()
}

#[test]
fn oracle_7_p1() {
    let concentration = of(&[15, 400, 8, 120, 250, 50, 40, 80, 25, 12]);
    assert_eq!(concentration.gini(), Ok(dec!(0.5894)));
    assert_eq!(concentration.gini_unbiased(), Ok(dec!(0.6548888888888888888888888889)));
    assert_eq!(concentration.accounts_in(dec!(0.2)), Ok(2));
    assert_eq!(concentration.top_share(dec!(0.2)), Ok(dec!(0.65)));
    assert_eq!(concentration.accounts_for(dec!(0.8)), Ok(4));
    assert_eq!(concentration.accounts(), 10);
    assert_eq!(concentration.hhi(), Ok(dec!(0.248458)));
}

#[test]
fn oracle_7_p2() {
    let both = |amounts: &[i64]| (of(amounts).gini(), of(amounts).gini_unbiased());
    assert_eq!(both(&[5, 5, 5, 5]), (Ok(dec!(0)), Ok(dec!(0))));
    assert_eq!(both(&[0, 0, 0, 10]), (Ok(dec!(0.75)), Ok(dec!(1))));
    let (raw, unbiased) = both(&[7]);
    assert_eq!(raw, Ok(dec!(0)));
    assert!(matches!(unbiased, Err(EconomicsError::Data { field: "amounts", .. })));
}

#[test]
fn the_top_is_rounded_up_to_whole_accounts() {
    let eleven = of(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    assert_eq!(eleven.accounts_in(dec!(0.2)), Ok(3));
    assert_eq!(eleven.top_share(dec!(0.2)), Ok(Decimal::from(27) / Decimal::from(55)));
    // 11 x 0.0909.. of 28 digits is just below 1, 11 x 0.2727..28 just above 3.
    assert_eq!(eleven.accounts_in(dec!(0.0909090909090909090909090909)), Ok(1));
    assert_eq!(eleven.accounts_in(dec!(0.2727272727272727272727272728)), Ok(4));
    assert_eq!(eleven.accounts_in(dec!(0)), Ok(0));
    assert_eq!(eleven.top_share(dec!(0)), Ok(dec!(0)));
    assert_eq!(eleven.top_share(dec!(1)), Ok(dec!(1)));
    for outside in [dec!(-0.1), dec!(1.0000000000000000000000000001)] {
        let error = eleven.top_share(outside).unwrap_err();
        assert!(error.to_string().contains("write 0.2 for 20 %"), "{error}");
    }
}

#[test]
fn a_part_may_have_any_number_of_digits() {
    let thirds = of(&[1, 1, 1]);
    assert_eq!(thirds.accounts_for(dec!(0.3333333333333333333333333333)), Ok(1));
    assert_eq!(thirds.accounts_for(dec!(0.3333333333333333333333333334)), Ok(2));
    assert_eq!(thirds.accounts_for(dec!(0.0000000000000000000000000001)), Ok(1));
    assert_eq!(thirds.accounts_for(dec!(0.9999999999999999999999999999)), Ok(3));
    for (part, accounts) in
        [(Decimal::MIN, 0), (dec!(-0.1), 0), (dec!(0), 0), (dec!(1.1), 3), (Decimal::MAX, 3)]
    {
        assert_eq!(thirds.accounts_for(part), Ok(accounts), "{part}");
    }
    // The same error as its siblings have, so that one `?` does for all.
    let both = || -> Result<_, EconomicsError> { Ok((thirds.accounts_for(dec!(0.5))?, thirds.gini()?)) };
    assert_eq!(both(), Ok((2, dec!(0))));
}

#[test]
fn what_has_no_share_is_an_error() {
    let none: [Money; 0] = [];
    let empty = Concentration::of(none, EUR).unwrap();
    let zero = of(&[0, 0]);
    for figure in [
        |of: &Concentration| of.gini(),
        |of: &Concentration| of.gini_unbiased(),
        |of: &Concentration| of.hhi(),
        |of: &Concentration| of.top_share(Decimal::ONE),
    ] {
        let error = figure(&empty).unwrap_err();
        assert_eq!(error.to_string(), "amounts: there are none; give at least one");
        let error = figure(&zero).unwrap_err();
        assert!(matches!(error, EconomicsError::ZeroBase { .. }), "{error}");
    }
    assert_eq!((empty.accounts_for(dec!(0.8)), zero.accounts_for(dec!(0.8))), (Ok(0), Ok(0)));
    let owed = Money::new(dec!(-0.0001), EUR).unwrap();
    let error = Concentration::of([owed], EUR).unwrap_err();
    assert!(error.to_string().starts_with("amount is `-0.0001 EUR`"), "{error}");
    let dollars = Money::zero(Currency::USD);
    assert!(matches!(Concentration::of([dollars], EUR), Err(EconomicsError::Currency(_))));
}

#[test]
fn the_largest_amounts_fit() {
    let largest = Money::from_ticks(Money::MAX_TICKS, EUR).unwrap();
    // Squares of 10^36 add up beyond 128 bits.
    let alike = Concentration::of(vec![largest; 1000], EUR).unwrap();
    assert_eq!((alike.hhi(), alike.gini()), (Ok(dec!(0.001)), Ok(dec!(0))));
    let mut sum = Total::from(largest);
    while let Ok(more) = sum.checked_merge(sum) {
        sum = more;
    }
    let two = Concentration::of([sum, Total::from(largest)], EUR).unwrap();
    assert!(two.hhi().unwrap() > dec!(0.9999) && two.hhi().unwrap() < Decimal::ONE);
    assert!(two.gini().unwrap() < dec!(0.5));
    let error = Concentration::of([sum, sum], EUR).unwrap_err();
    assert!(matches!(error, EconomicsError::Overflow { .. }), "{error}");
}

fn amounts() -> impl Strategy<Value = Vec<i64>> {
    let amount = prop_oneof![0_i64..50, 0..=Money::MAX_TICKS, Just(0)];
    prop::collection::vec(amount, 1..25)
        .prop_filter("somebody has something", |all| all.iter().any(|x| *x > 0))
}

fn of_ticks(amounts: &[i64]) -> Concentration {
    Concentration::of(amounts.iter().map(|ticks| Money::from_ticks(*ticks, EUR).unwrap()), EUR).unwrap()
}

proptest! {
    #[test]
    fn figures_agree_with_their_definitions(amounts in amounts(), percent in 0_i64..=100) {
        let concentration = of_ticks(&amounts);
        let whole = |number: i128| BigRational::from(BigInt::from(number));
        let n = i128::try_from(amounts.len()).unwrap();
        let total: i128 = amounts.iter().fold(0, |sum, x| sum + i128::from(*x));
        // Gini by mean differences: sum |x - y| / (2 n^2 mean).
        let mut differences = 0_i128;
        for x in &amounts {
            for y in &amounts {
                differences += i128::from(x.abs_diff(*y));
            }
        }
        let gini = whole(differences) / (whole(2 * n) * whole(total));
        prop_assert!(is_near(concentration.gini().unwrap(), &gini));
        if n > 1 {
            let unbiased = gini * whole(n) / whole(n - 1);
            prop_assert!(is_near(concentration.gini_unbiased().unwrap(), &unbiased));
        }
        let hhi = amounts.iter().map(|x| whole((*x).into()) / whole(total)).fold(whole(0), |a, x| a + &x * &x);
        prop_assert!(is_near(concentration.hhi().unwrap(), &hhi));

        let mut sorted = amounts.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        let top = (amounts.len() * usize::try_from(percent).unwrap()).div_ceil(100);
        let share = whole(sorted[..top].iter().fold(0, |a, b| a + i128::from(*b))) / whole(total);
        let part = big(dec!(0.01)) * whole(percent.into());
        let shown = concentration.top_share(Decimal::from(percent) / dec!(100)).unwrap();
        prop_assert!(is_near(shown, &share) && share >= part);
    }

    #[test]
    fn neither_order_nor_scale_matters_and_giving_to_the_richest_concentrates(
        mut amounts in prop::collection::vec(0_i64..1_000_000, 2..25), times in 1_i64..1000,
    ) {
        amounts.push(1);
        let before = of_ticks(&amounts);
        let scaled: Vec<i64> = amounts.iter().rev().map(|x| x * times).collect();
        let scaled = of_ticks(&scaled);
        prop_assert_eq!(before.gini(), scaled.gini());
        prop_assert_eq!(before.hhi(), scaled.hhi());
        prop_assert_eq!(before.accounts_for(dec!(0.8)), scaled.accounts_for(dec!(0.8)));
        amounts.sort_unstable();
        let last = amounts.len() - 1;
        amounts[last] += 1_000;
        let after = of_ticks(&amounts);
        prop_assert!(after.gini().unwrap() >= before.gini().unwrap() && after.hhi().unwrap() >= before.hhi().unwrap());
        prop_assert!(after.accounts_for(dec!(0.8)).unwrap() <= before.accounts_for(dec!(0.8)).unwrap());
    }
}
