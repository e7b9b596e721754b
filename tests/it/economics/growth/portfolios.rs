use proptest::prelude::*;
use segmentry::account::ArrHistory;
use segmentry::calendar::{Months, add_months};
use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{ArrSeries, Direction, Expected, Forecast, Threshold, Window};
use segmentry::portfolio::{CrossingForecast, CrossingQuestion, Crossings, NoForecast, Portfolio};
use segmentry::rust_decimal::dec;
use segmentry::segment::TierPolicy;
use segmentry::{Account, Currency, Money, Segment, name};

use super::{close, day, eur};

const AS_OF: &str = "2026-06-30";

/// Monthly ARR up to the as-of date, the last one last.
fn account(id: &str, arr: &[i64]) -> Account {
    let entries = arr.iter().rev().enumerate().map(|(back, arr)| {
        let month = add_months(day(AS_OF), -i32::try_from(back).unwrap()).unwrap();
        (month, eur(*arr))
    });
    Account::builder(id, Currency::EUR).arr_history(ArrHistory::new(entries).unwrap()).build().unwrap()
}

fn portfolio(accounts: Vec<Account>) -> Portfolio {
    Portfolio::new(accounts, Currency::EUR, day(AS_OF)).unwrap()
}

fn questions() -> Vec<CrossingQuestion> {
    let tiers = TierPolicy::four_tiers(eur(25_000), eur(100_000)).unwrap();
    let windows = [Window::SIX_TO_NINE, Window::TWELVE_TO_FIFTEEN];
    let year = Window::new(Months(0), Months(12)).unwrap();
    let up = tiers.floors().zip(windows).map(|((tier, floor), window)| CrossingQuestion {
        tier: tier.name(),
        threshold: Threshold::up_to(floor),
        window,
    });
    let down = tiers.floors().map(|(tier, floor)| CrossingQuestion {
        tier: tier.name(),
        threshold: Threshold::below(floor),
        window: year,
    });
    up.chain(down).collect()
}

/// Ten times: 16,000 growing by 6 % a month reaches 25,000 in 7.7 months.
fn riser(id: &str, times: i64) -> Account {
    let arr = [1_000, 1_063, 1_122, 1_195, 1_258, 1_342, 1_418, 1_510, 1_600];
    account(id, &arr.map(|arr| arr * times))
}

fn found(portfolio: &Portfolio, forecast: &CrossingForecast) -> Vec<(String, String, Direction)> {
    let crossings = portfolio.crossings(&questions(), forecast).unwrap();
    crossings
        .items()
        .iter()
        .map(|item| {
            (item.account.id().into(), item.question.tier.to_string(), item.question.threshold.direction)
        })
        .collect()
}

#[test]
fn the_floors_of_a_policy_are_those_that_an_account_can_cross() {
    let tiers = TierPolicy::four_tiers(eur(25_000), eur(100_000)).unwrap();
    let floors: Vec<_> = tiers.floors().map(|(tier, floor)| (tier.name(), floor)).collect();
    assert_eq!(floors, [(name!("midmarket"), eur(25_000)), (name!("enterprise"), eur(100_000))]);
}

#[test]
fn lists_who_rises_and_who_falls_and_counts_the_rest() {
    let falls = [130_000, 127_000, 123_500, 121_000, 117_000, 114_500, 111_000, 108_500, 105_000];
    let one = eur(7_000);
    let accounts = vec![
        riser("riser", 10),
        account("faller", &falls),
        account("steady", &[50_000; 9]),
        account("new", &[20_000, 24_000]),
        account("gone", &[20_000, 24_000, 30_000, 0]),
        account("back", &[20_000, 24_000, 0, 30_000, 31_000, 32_000]),
        Account::builder("stated", Currency::EUR).arr(one).build().unwrap(),
        Account::builder("prospect", Currency::EUR).build().unwrap(),
    ];
    let portfolio = portfolio(accounts);
    let crossings = portfolio.crossings(&questions(), &CrossingForecast::default()).unwrap();
    let listed = found(&portfolio, &CrossingForecast::default());
    let expect = [("faller", "enterprise", Direction::Down), ("riser", "midmarket", Direction::Up)];
    assert_eq!(listed, expect.map(|(id, tier, side)| (id.to_owned(), tier.to_owned(), side)));
    let [faller, riser] = crossings.items() else { panic!() };
    assert!(faller.probability > 0.999 && (0.9..1.0).contains(&riser.probability));
    let Expected::Crosses(point) = riser.expected else { panic!() };
    assert!(Some(day("2026-12-31")) < point.date && point.date < Some(day("2027-03-31")));
    assert_eq!((faller.arr, riser.arr), (eur(105_000), eur(16_000)));

    let cell = |cell: segmentry::portfolio::Cell| (cell.accounts(), cell.arr().amount());
    assert_eq!(cell(crossings.listed()), (2, dec!(121000)));
    assert_eq!(cell(crossings.others()), (1, dec!(50000)));
    let remainder: Vec<_> = crossings.remainder().map(|(reason, of)| (reason, cell(*of))).collect();
    assert_eq!(
        remainder,
        [
            (NoForecast::Prospect, (1, dec!(0))),
            (NoForecast::NoHistory, (1, dec!(7000))),
            (NoForecast::TooFewObservations, (1, dec!(24000))),
            (NoForecast::Interrupted, (2, dec!(32000))),
        ]
    );
    assert_eq!(cell(crossings.reason(NoForecast::NoHistory)), (1, dec!(7000)));
    assert_eq!(cell(crossings.total()), (8, dec!(234000)));
    assert_eq!(crossings.total().prospects(), 1);
}

#[test]
fn the_most_probable_come_first_then_arr_then_id() {
    let ids = |accounts: Vec<Account>, at_least| -> Vec<String> {
        let forecast = CrossingForecast { at_least, ..CrossingForecast::default() };
        let portfolio = portfolio(accounts);
        let crossings = portfolio.crossings(&questions()[..1], &forecast).unwrap();
        crossings.items().iter().map(|item| item.account.id().to_owned()).collect()
    };
    let twins = || vec![riser("d", 6), riser("b", 10), riser("a", 10)];
    assert_eq!(ids(twins(), dec!(0)), ["a", "b", "d"]);
    assert_eq!(ids(twins(), dec!(0.5)), ["a", "b"]);
    // Who does not move does not cross, beyond doubt: equal probabilities, so ARR decides.
    let level = |id, arr| account(id, &[arr; 6]);
    let levels =
        vec![level("small", 8_000), level("large", 16_000), level("also", 8_000), riser("riser", 10)];
    assert_eq!(ids(levels, dec!(0)), ["riser", "large", "also", "small"]);
}

#[test]
fn questions_are_checked_before_anybody_is_asked() {
    let portfolio = portfolio(vec![]);
    let question = questions()[0];
    let of = |question, forecast: &CrossingForecast| {
        portfolio.crossings(&[question], forecast).map(|found| found.total().accounts())
    };
    let usual = CrossingForecast::default();
    assert_eq!(of(question, &usual), Ok(0));
    let level = |level| CrossingQuestion { threshold: Threshold::up_to(level), ..question };
    assert!(matches!(of(level(eur(0)), &usual), Err(EconomicsError::OutOfRange { .. })));
    let dollars = Money::new(dec!(1), Currency::USD).unwrap();
    assert!(matches!(of(level(dollars), &usual), Err(EconomicsError::Currency(_))));
    let far = Window::new(Months(1), Months(u32::MAX)).unwrap();
    assert!(matches!(
        of(CrossingQuestion { window: far, ..question }, &usual),
        Err(EconomicsError::OutOfRange { .. })
    ));
    for at_least in [dec!(-0.1), dec!(1.1)] {
        let wrong = CrossingForecast { at_least, ..usual };
        assert!(matches!(of(question, &wrong), Err(EconomicsError::OutOfRange { .. })));
    }
}

proptest! {
    #[test]
    fn nobody_is_lost_and_the_list_is_that_of_each_account(
        accounts in prop::collection::vec(prop::collection::vec(0_i64..150_000, 0..16), 0..12),
        lookback in 0_u32..24, observed in any::<bool>(), percent in 0_i64..=100,
    ) {
        let accounts: Vec<_> = accounts
            .iter()
            .enumerate()
            .map(|(index, arr)| match arr.as_slice() {
                [] => Account::builder(&format!("A-{index}"), Currency::EUR).build().unwrap(),
                [arr] => Account::builder(&format!("A-{index}"), Currency::EUR).arr(eur(*arr)).build().unwrap(),
                arr => account(&format!("A-{index}"), arr),
            })
            .collect();
        let portfolio = portfolio(accounts);
        let forecast = CrossingForecast {
            lookback: Months(lookback),
            forecast: if observed { Forecast::Observation } else { Forecast::Trend },
            at_least: segmentry::Decimal::try_from_i128_with_scale(percent.into(), 2).unwrap(),
        };
        let crossings = portfolio.crossings(&questions(), &forecast).unwrap();
        let arr = portfolio.accounts().iter().fold(0, |sum, account| {
            sum + account.arr_on(day(AS_OF)).unwrap().map_or(0, |arr| i128::from(arr.value.ticks()))
        });
        prop_assert_eq!(crossings.total().accounts(), u64::try_from(portfolio.accounts().len()).unwrap());
        prop_assert_eq!(crossings.total().arr().ticks(), arr);
        check_each(&portfolio, &crossings, &forecast);
        for pair in crossings.items().windows(2) {
            prop_assert!(pair[0].probability >= pair[1].probability);
        }
    }
}

/// Every account and question on its own.
fn check_each(portfolio: &Portfolio, crossings: &Crossings<'_>, forecast: &CrossingForecast) {
    let least = segmentry::rust_decimal::prelude::ToPrimitive::to_f64(&forecast.at_least).unwrap();
    let mut expected = 0;
    for account in portfolio.accounts() {
        let Some(history) = account.arr_history() else { continue };
        let Ok(series) = ArrSeries::monthly(history, day(AS_OF), forecast.lookback) else { continue };
        let arr = history.at(day(AS_OF)).ticks();
        for question in questions() {
            let level = question.threshold.level.ticks();
            let is_there =
                if question.threshold.direction == Direction::Up { arr >= level } else { arr < level };
            let crossing = series.log_linear().crossing(question.threshold).unwrap();
            let probability = crossing.probability_in(day(AS_OF), question.window, forecast.forecast);
            let item =
                crossings.items().iter().find(|item| item.account == account && item.question == question);
            match probability.filter(|probability| !is_there && *probability >= least) {
                Some(probability) => {
                    expected += 1;
                    close(item.unwrap().probability, probability, 1e-15);
                }
                None => assert!(item.is_none()),
            }
        }
    }
    assert_eq!(crossings.items().len(), expected);
}
