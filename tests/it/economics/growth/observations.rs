use segmentry::account::ArrHistory;
use segmentry::calendar::{Months, add_months};
use segmentry::chrono::{Datelike, NaiveDate};
use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{ArrSeries, Change, YearBasis};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money};

use super::{close, day, eur};

#[test]
fn growth_of_nothing_of_credits_and_of_no_days() {
    let cagr = |begin, end, from, to| {
        Change { begin: eur(begin), end: eur(end) }.cagr(day(from), day(to), YearBasis::Act365)
    };
    assert_eq!(cagr(0, 50, "2024-01-01", "2025-01-01"), Ok(None));
    close(cagr(100, 0, "2024-01-01", "2025-01-01").unwrap().unwrap(), -1.0, 1e-15);
    close(
        cagr(100, 25, "2021-01-01", "2022-12-31").unwrap().unwrap(),
        0.25_f64.powf(365.0 / 729.0) - 1.0,
        1e-13,
    );
    for to in ["2024-01-01", "2023-12-31"] {
        assert!(matches!(cagr(100, 110, "2024-01-01", to), Err(EconomicsError::Data { field: "to", .. })));
    }
    for (begin, end) in [(-1, 1), (1, -1)] {
        assert!(matches!(
            Change { begin: eur(begin), end: eur(end) }.growth(),
            Err(EconomicsError::OutOfRange { .. })
        ));
    }
    let dollars = Money::new(dec!(1), Currency::USD).unwrap();
    assert!(matches!(Change { begin: eur(1), end: dollars }.growth(), Err(EconomicsError::Currency(_))));

    // The widest amounts: a number, or too large for one.
    let (most, least) = (
        Money::from_ticks(Money::MAX_TICKS, Currency::EUR).unwrap(),
        Money::from_ticks(1, Currency::EUR).unwrap(),
    );
    let (from, to) = (day("1900-01-01"), day("2199-12-31"));
    let rising = Change { begin: least, end: most };
    let years = 109_572.0 / 365.0;
    close(
        rising.cagr(from, to, YearBasis::Act365).unwrap().unwrap(),
        1e18_f64.powf(1.0 / years) - 1.0,
        1e-12,
    );
    let falling = Change { begin: most, end: least };
    close(
        falling.cagr(from, to, YearBasis::Act365).unwrap().unwrap(),
        1e-18_f64.powf(1.0 / years) - 1.0,
        1e-12,
    );
    let overnight = rising.cagr(from, day("1900-01-02"), YearBasis::Act365);
    assert!(matches!(overnight, Err(EconomicsError::Overflow { .. })));
    // No number of digits stands in the text: floats, loads and amounts have limits of their own.
    assert_eq!(
        overnight.unwrap_err().to_string(),
        "annual growth does not fit; look for an input that is far too large, far too small, or has more decimals than \
         it needs"
    );
}

#[test]
fn observations_that_make_no_series_say_why() {
    let text = |observations: &[(&str, i64)]| {
        let observations: Vec<_> =
            observations.iter().map(|(date, units)| (day(date), eur(*units))).collect();
        ArrSeries::new(&observations).unwrap_err().to_string()
    };
    assert!(text(&[]).starts_with("observations: there are none"));
    assert!(text(&[("2024-01-31", 5)]).starts_with("observations: there is one"));
    assert!(text(&[("2024-01-31", 5), ("2024-01-31", 6), ("2024-01-31", 7)]).contains("two different days"));
    assert!(text(&[("2024-01-31", 5), ("2024-02-29", 0)]).starts_with("arr is `0.00 EUR`"));
    assert!(text(&[("2024-01-31", -5), ("2024-02-29", 1)]).starts_with("arr is `-5.00 EUR`"));
    let dollars = Money::new(dec!(1), Currency::USD).unwrap();
    let mixed = ArrSeries::new(&[(day("2024-01-31"), eur(1)), (day("2024-02-29"), dollars)]);
    assert!(matches!(mixed, Err(EconomicsError::Currency(_))));
    let late = ArrSeries::new(&[(day("2024-01-31"), eur(1)), (NaiveDate::MAX, eur(1))]);
    assert!(late.unwrap_err().to_string().contains("1900-01-01 to 2199-12-31"));
    let daily = |count: u64| -> Vec<_> {
        (0..count).map(|after| (day("2020-01-01") + segmentry::chrono::Days::new(after), eur(1))).collect()
    };
    assert!(ArrSeries::new(&daily(2000)).is_ok());
    assert!(ArrSeries::new(&daily(2001)).unwrap_err().to_string().contains("at most 2000"));
}

#[test]
fn histories_are_sampled_at_month_ends() {
    let history = ArrHistory::new([
        (day("2023-01-15"), eur(0)),
        (day("2023-11-30"), eur(10)),
        (day("2024-02-29"), eur(20)),
        (day("2024-03-01"), eur(30)),
    ])
    .unwrap();
    let sampled = |as_of, months| -> Vec<(String, Money)> {
        let series = ArrSeries::monthly(&history, day(as_of), Months(months)).unwrap();
        series.observations().map(|(date, arr)| (date.to_string(), arr)).collect()
    };
    let expect = |list: &[(&str, i64)]| -> Vec<(String, Money)> {
        list.iter().map(|(date, arr)| ((*date).into(), eur(*arr))).collect()
    };
    let all =
        [("2023-11-30", 10), ("2023-12-31", 10), ("2024-01-31", 10), ("2024-02-29", 20), ("2024-03-31", 30)];
    assert_eq!(sampled("2024-03-31", 12), expect(&all));
    assert_eq!(sampled("2024-03-31", 2), expect(&all[2..]));
    assert_eq!(sampled("2024-03-30", 1), expect(&[("2024-02-29", 20), ("2024-03-30", 30)]));
    assert_eq!(sampled("2024-02-29", 2), expect(&all[1..4]));
    // Every as-of date of some years: ends of the months before it, and itself.
    let mut as_of = day("2025-01-01");
    while as_of < day("2029-01-01") {
        let series = ArrSeries::monthly(&history, as_of, Months(12)).unwrap();
        let dates: Vec<_> = series.observations().map(|(date, _)| date).collect();
        assert_eq!((dates.len(), dates[12]), (13, as_of));
        for (back, date) in dates.iter().rev().enumerate().skip(1) {
            let month = add_months(as_of, -i32::try_from(back).unwrap()).unwrap();
            assert_eq!((date.year(), date.month()), (month.year(), month.month()));
            assert_eq!(date.succ_opt().unwrap().day(), 1);
        }
        as_of = as_of.succ_opt().unwrap();
    }
    let of = |as_of, months| ArrSeries::monthly(&history, as_of, Months(months));
    assert!(matches!(of(day("2024-03-31"), 0), Err(EconomicsError::Data { .. })));
    assert!(matches!(of(day("2023-01-31"), 12), Err(EconomicsError::Data { .. })));
    for months in [1_500, 2_000, u32::MAX] {
        assert!(matches!(
            of(day("2024-03-31"), months),
            Err(EconomicsError::OutOfRange { field: "lookback", .. })
        ));
    }
    assert!(of(NaiveDate::MAX, 12).is_err() && of(NaiveDate::MIN, 12).is_err());
    let paused = ArrHistory::new([
        (day("2024-01-01"), eur(10)),
        (day("2024-02-01"), eur(0)),
        (day("2024-03-01"), eur(10)),
    ])
    .unwrap();
    let paused = ArrSeries::monthly(&paused, day("2024-03-31"), Months(12));
    assert!(matches!(paused, Err(EconomicsError::OutOfRange { field: "arr", .. })));
}
