//! Bridges of portfolios and reviews: where the amounts are from, and that nobody disappears.

use segmentry::account::{AccountBuilder, ArrHistory};
use segmentry::calendar::Months;
use segmentry::chrono::NaiveDate;
use segmentry::economics::EconomicsError;
use segmentry::economics::retention::{Basis, Movement, Timeline};
use segmentry::portfolio::Row;
use segmentry::rust_decimal::Decimal;
use segmentry::{Account, Currency, Portfolio, Reason, Segment, name};

use super::{amounts, rows};
use crate::strategy::{EUR, as_of, date, eur, policy};

fn account(id: &str) -> AccountBuilder {
    Account::builder(id, EUR)
}

fn history(entries: &[(NaiveDate, i64)]) -> ArrHistory {
    ArrHistory::new(entries.iter().map(|(day, arr)| (*day, eur(*arr)))).unwrap()
}

fn portfolio(accounts: Vec<AccountBuilder>, day: NaiveDate) -> Portfolio {
    Portfolio::new(accounts.into_iter().map(|account| account.build().unwrap()).collect(), EUR, day).unwrap()
}

fn a_year_ago() -> NaiveDate {
    date(2025, 6, 30)
}

/// Of every kind one: by its history, or by two stated amounts.
fn mixed() -> Portfolio {
    let accounts = vec![
        account("grows").arr_history(history(&[(date(2024, 1, 1), 100), (date(2026, 1, 1), 130)])),
        account("is new").arr_history(history(&[(date(2026, 1, 1), 40_000)])),
        account("came back").arr_history(history(&[
            (date(2023, 1, 1), 7),
            (date(2024, 1, 1), 0),
            (date(2026, 1, 1), 9),
        ])),
        account("was away").arr_history(history(&[(date(2023, 1, 1), 7), (date(2024, 1, 1), 0)])),
        account("states both").arr(eur(50)).prior_arr(eur(60)),
        account("states zero").arr(eur(11)).prior_arr(eur(0)),
        account("states zero, old").arr(eur(12)).prior_arr(eur(0)).started_on(a_year_ago()),
        account("one day known").arr(eur(5000)),
        account("only a year ago").prior_arr(eur(3000)),
        account("prospect"),
    ];
    portfolio(accounts, as_of())
}

#[test]
fn an_opening_is_that_of_the_history_or_the_prior_arr() {
    let portfolio = mixed();
    let year = portfolio.bridge(a_year_ago()).unwrap();
    let expected = [160, 40_011, 21, 30, 10, 0, 0, 0, 40_212].map(Decimal::from);
    assert_eq!(amounts(year.bridge()), expected);
    assert_eq!(rows(year.bridge()).map(|(accounts, _)| accounts), [2, 2, 2, 1, 1, 0, 0, 1, 6]);
    let out = year.left_out();
    assert_eq!(
        (out.opening_unknown().accounts(), out.closing_unknown().accounts(), out.prospects()),
        (1, 1, 1)
    );
    assert_eq!(out.opening_unknown().amount().amount(), 5000.into());
    assert_eq!(out.closing_unknown().amount().amount(), 3000.into());

    // On another day the prior ARR says nothing.
    let half = portfolio.bridge(date(2025, 12, 31)).unwrap();
    assert_eq!(half.left_out().opening_unknown().accounts(), 4);
    assert_eq!(half.left_out().closing_unknown().accounts(), 0);
    assert_eq!(half.left_out().prospects(), 2);
    assert!(matches!(portfolio.bridge(as_of()), Err(EconomicsError::Data { .. })));
}

#[test]
fn by_an_axis_the_segments_add_up() {
    let (portfolio, policy) = (mixed(), policy());
    let review = portfolio.review(&policy);
    let tiers = review.bridge(a_year_ago(), Row::tier).unwrap();
    let plain = portfolio.bridge(a_year_ago()).unwrap();
    assert_eq!((tiers.bridge().total(), tiers.left_out()), (plain.bridge(), plain.left_out()));
    let by_tier: Vec<_> = tiers
        .bridge()
        .segments()
        .map(|(tier, of)| (tier.map(|tier| tier.name()).unwrap(), of.closing().amount().amount()))
        .collect();
    assert_eq!(by_tier, [(name!("smb"), 212.into()), (name!("midmarket"), 40_000.into())]);
}

#[test]
fn months_need_histories() {
    let months = Timeline::monthly(a_year_ago(), Months(12)).unwrap().on(Basis::Event);
    let bridged = mixed().bridges(&months).unwrap();
    assert_eq!(bridged.bridge().bridges().len(), 12);
    assert_eq!(bridged.bridge().whole().closing().amount().amount(), 40_139.into());
    let out = bridged.left_out();
    assert_eq!(
        (out.opening_unknown().accounts(), out.closing_unknown().accounts(), out.prospects()),
        (4, 1, 1)
    );
}

#[test]
fn two_portfolios_are_matched_by_id() {
    let opening = portfolio(
        vec![
            account("stays").arr(eur(30_000)),
            account("leaves").arr(eur(5)),
            account("had left").arr(eur(0)).started_on(date(2020, 1, 1)),
            account("prospect"),
            account("buys"),
            account("prospect now").arr(eur(8)),
        ],
        a_year_ago(),
    );
    let closing = portfolio(
        vec![
            account("buys").arr(eur(10)),
            account("had left").arr(eur(20)),
            account("came").arr(eur(120_000)),
            account("known before").arr_history(history(&[
                (date(2020, 1, 1), 3),
                (date(2021, 1, 1), 0),
                (date(2026, 1, 1), 4),
            ])),
            account("stays").arr(eur(20_000)),
            account("prospect now"),
        ],
        as_of(),
    );
    let bridge = opening.bridge_to(&closing).unwrap();
    assert_eq!(amounts(&bridge), [30_013, 120_010, 24, 0, 10_000, 13, 0, 0, 140_034].map(Decimal::from));
    assert_eq!(rows(&bridge).map(|(accounts, _)| accounts), [3, 2, 2, 0, 1, 2, 0, 1, 5]);

    let policy = policy();
    let (before, after) = (opening.review(&policy), closing.review(&policy));
    let tiers = before.bridge_to(&after, Row::tier).unwrap();
    assert_eq!(tiers.total(), &bridge);
    let found: Vec<_> = tiers
        .segments()
        .map(|(tier, of)| {
            let moved = [of.segment_in(), of.segment_out(), of.closing()].map(|row| row.amount().amount());
            (tier.map(|tier| tier.name()), amounts(of.bridge())[0], moved)
        })
        .collect();
    let expected = [
        (Ok(name!("smb")), 13, [20_000, 0, 20_034]),
        (Ok(name!("midmarket")), 30_000, [0, 20_000, 0]),
        (Ok(name!("enterprise")), 0, [0, 0, 120_000]),
        (Err(Reason::Missing(name!("arr"))), 0, [0, 0, 0]),
    ]
    .map(|(tier, opening, moved)| (tier, Decimal::from(opening), moved.map(Decimal::from)));
    assert_eq!(found, expected);
    // Who is a prospect in the one and a customer in the other is no move of ARR.
    let unclassified = tiers.segment(&Err(Reason::Missing(name!("arr")))).unwrap();
    assert_eq!(unclassified.bridge().row(Movement::Absent).accounts(), 1);

    assert!(matches!(closing.bridge_to(&opening), Err(EconomicsError::Data { .. })));
    let usd = Portfolio::new(Vec::new(), Currency::USD, as_of()).unwrap();
    assert!(matches!(opening.bridge_to(&usd), Err(EconomicsError::Currency(_))));
}
