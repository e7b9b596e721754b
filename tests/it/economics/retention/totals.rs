//! Movements in total: what they can say of a cohort, and what they cannot.

use segmentry::economics::EconomicsError;
use segmentry::economics::retention::MovementTotals;
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money};

use super::{USD, usd};

#[test]
fn totals_must_be_possible() {
    let none = MovementTotals::none(USD);
    assert_eq!(none.closing().unwrap().amount(), dec!(0));
    let negative = MovementTotals { contraction: usd(-1), ..none };
    assert!(matches!(negative.revenue(), Err(EconomicsError::OutOfRange { field: "contraction", .. })));
    let more_than_all = MovementTotals { opening: usd(5), new: usd(1), churn: usd(7), ..none };
    assert!(matches!(more_than_all.revenue(), Err(EconomicsError::OutOfRange { field: "churn", .. })));
    assert!(MovementTotals { churn: usd(6), ..more_than_all }.closing().unwrap().amount().is_zero());
    let mixed = MovementTotals { new: Money::zero(Currency::EUR), ..none };
    assert!(matches!(mixed.closing(), Err(EconomicsError::Currency(_))));
}

#[test]
fn the_cohort_cannot_lose_more_than_it_had() {
    // Accounts of the same year came and went: their losses are no loss of the cohort.
    let totals =
        MovementTotals { opening: usd(100), new: usd(250), churn: usd(300), ..MovementTotals::none(USD) };
    let revenue = totals.revenue().unwrap();
    assert_eq!(
        revenue.gross_retention().unwrap_err().to_string(),
        "churn and contraction is `300.00 USD`; GRR allows no more than the ARR at the opening; leave out what accounts lost \
         that came within the period"
    );
    let no_answer = [revenue.net_retention(), revenue.net_churn(), revenue.sides().arr_missing_for(dec!(1))];
    for figure in no_answer {
        let field = "churn and contraction";
        assert!(
            matches!(&figure, Err(EconomicsError::OutOfRange { field: of, .. }) if *of == field),
            "{figure:?}"
        );
    }
    assert_eq!((revenue.gross_churn(), revenue.chartmogul_net_churn()), (Ok(dec!(3)), Ok(dec!(3))));
    assert_eq!(revenue.quick_ratio(), Some(dec!(0.8333333333333333333333333333)));
    assert_eq!(totals.closing().unwrap().amount(), dec!(50));

    // With enough expansion there is an NRR, down to nothing; with contraction as well as with churn.
    let expands = MovementTotals { expansion: usd(200), ..totals }.revenue().unwrap();
    assert!(matches!(expands.gross_retention(), Err(EconomicsError::OutOfRange { .. })));
    assert_eq!((expands.net_retention(), expands.net_churn()), (Ok(dec!(0)), Ok(dec!(1))));
    assert_eq!(expands.sides().arr_missing_for(dec!(1)), Ok(dec!(100)));
    let both = MovementTotals { churn: usd(60), contraction: usd(41), ..totals }.revenue().unwrap();
    assert!(matches!(both.gross_retention(), Err(EconomicsError::OutOfRange { .. })));
    let all = MovementTotals { churn: usd(60), contraction: usd(40), ..totals }.revenue().unwrap();
    assert_eq!((all.gross_retention(), all.net_retention()), (Ok(dec!(0)), Ok(dec!(0))));
}

#[test]
fn a_quick_ratio_below_one_needs_no_opening() {
    let shrinking = MovementTotals {
        new: usd(4),
        expansion: usd(2),
        churn: usd(9),
        contraction: usd(3),
        ..MovementTotals::none(USD)
    };
    let revenue = shrinking.revenue().unwrap();
    assert_eq!(revenue.quick_ratio(), Some(dec!(0.5)));
    assert!(matches!(revenue.gross_retention(), Err(EconomicsError::ZeroBase { .. })));
    // Nothing closes below zero.
    assert!(matches!(shrinking.closing(), Err(EconomicsError::OutOfRange { field: "churn", .. })));
    let negative = MovementTotals { churn: usd(-9), ..shrinking };
    assert!(matches!(negative.revenue(), Err(EconomicsError::OutOfRange { field: "churn", .. })));
}
