//! Nobody disappears: the sums over all segments and remainders equal the portfolio, to the last ten-thousandth.

use proptest::prelude::*;
use segmentry::classify::Reason;
use segmentry::portfolio::Horizon;
use segmentry::portfolio::{Cell, Row, Tally};
use segmentry::{Portfolio, Review};

use crate::strategy::{policy, portfolio};

/// Counted from the accounts themselves, not from any cell.
fn by_hand(portfolio: &Portfolio) -> (u64, u64, i128) {
    let as_of = portfolio.as_of();
    portfolio.accounts().iter().fold((0, 0, 0), |(accounts, prospects, ticks), account| {
        match account.arr_on(as_of).unwrap() {
            Some(arr) => (accounts + 1, prospects, ticks + i128::from(arr.value.ticks())),
            None => (accounts + 1, prospects + 1, ticks),
        }
    })
}

fn numbers(cell: &Cell) -> (u64, u64, i128) {
    (cell.accounts(), cell.prospects(), cell.arr().ticks())
}

fn sum<'c>(cells: impl Iterator<Item = &'c Cell>) -> (u64, u64, i128) {
    cells.map(numbers).fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2))
}

fn check<K: Ord>(tally: &Tally<K>, expected: (u64, u64, i128)) {
    let parts = sum(tally.segments().map(|(_, cell)| cell));
    let rest = sum(tally.reasons().map(|(_, cell)| cell));
    assert_eq!((parts.0 + rest.0, parts.1 + rest.1, parts.2 + rest.2), expected);
    assert_eq!(numbers(&tally.total()), expected);
    assert_eq!(numbers(&tally.unclassified()), rest);
}

fn axes<'r>(review: &'r Review<'_>) -> [Tally<String>; 7] {
    fn text<K: std::fmt::Debug>(key: Result<K, Reason>) -> Result<String, Reason> {
        key.map(|key| format!("{key:?}"))
    }
    let tally = |axis: fn(&Row<'r>) -> Result<String, Reason>| review.tally(axis);
    [
        tally(|row| text(row.tier())),
        tally(|row| text(row.trajectory())),
        tally(|row| text(row.wallet())),
        tally(|row| text(row.industry())),
        tally(|row| text(row.country())),
        tally(|row| text(row.horizon())),
        tally(|row| text(row.sales_motion())),
    ]
}

proptest! {
    #[test]
    fn every_tally_adds_up_to_the_portfolio(portfolio in portfolio()) {
        let policy = policy();
        let review = portfolio.review(&policy);
        let expected = by_hand(&portfolio);
        prop_assert_eq!(numbers(&review.total()), expected);
        for tally in axes(&review) {
            check(&tally, expected);
        }
    }

    #[test]
    fn every_cross_table_adds_up_by_row_and_by_column(portfolio in portfolio()) {
        let policy = policy();
        let review = portfolio.review(&policy);
        let table = review.cross(Row::tier, Row::wallet);
        prop_assert_eq!(numbers(&table.total()), by_hand(&portfolio));
        let (tiers, quadrants) = (review.tally(Row::tier), review.tally(Row::wallet));
        for (tier, cell) in tiers.segments() {
            let row = sum(table.cells().filter(|(row, ..)| **row == Ok(*tier)).map(|(.., cell)| cell));
            prop_assert_eq!(row, numbers(cell));
        }
        for (reason, cell) in quadrants.reasons() {
            let column = sum(table.cells().filter(|(_, column, _)| **column == Err(reason)).map(|(.., cell)| cell));
            prop_assert_eq!(column, numbers(cell));
        }
        for (row, column, cell) in table.cells() {
            prop_assert_eq!(table.cell(*row, *column), *cell);
        }
    }

    #[test]
    fn the_order_of_the_accounts_changes_no_sum(portfolio in portfolio()) {
        let policy = policy();
        let mut accounts = portfolio.accounts().to_vec();
        accounts.reverse();
        let reversed = Portfolio::new(accounts, portfolio.currency(), portfolio.as_of()).unwrap();
        prop_assert_eq!(portfolio.review(&policy).tally(Row::tier), reversed.review(&policy).tally(Row::tier));
    }

    #[test]
    fn splitting_a_portfolio_splits_its_sums(portfolio in portfolio(), at in 0..40_usize) {
        let policy = policy();
        let (left, right) = portfolio.accounts().split_at_checked(at).unwrap_or((portfolio.accounts(), &[]));
        let mut total = Cell::clone(&portfolio.review(&policy).total());
        let part = |accounts: &[segmentry::Account]| {
            Portfolio::new(accounts.to_vec(), portfolio.currency(), portfolio.as_of()).unwrap().review(&policy).total()
        };
        let mut parts = part(left);
        parts.merge(&part(right));
        prop_assert_eq!(parts, total);
        total.merge(&parts);
        prop_assert_eq!(total.accounts(), 2 * parts.accounts());
    }
}

#[test]
fn a_dimension_that_the_policy_lacks_counts_everybody_as_unclassified() {
    let portfolio = Portfolio::new(vec![], crate::strategy::EUR, crate::strategy::as_of()).unwrap();
    assert_eq!(portfolio.review(&policy()).total().accounts(), 0);
    let account = segmentry::Account::builder("a", crate::strategy::EUR).build().unwrap();
    let one = Portfolio::new(vec![account], crate::strategy::EUR, crate::strategy::as_of()).unwrap();
    let tally = one.review(&policy()).tally(|row| row.dimension(segmentry::name!("nowhere")));
    assert_eq!(
        tally.reasons().map(|(reason, cell)| (reason, cell.accounts())).collect::<Vec<_>>(),
        [(Reason::NoMatch, 1)]
    );
    assert!(Horizon::from(segmentry::calendar::Months(7)) > Horizon::from(segmentry::calendar::Months(6)));
}
