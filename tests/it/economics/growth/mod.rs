//! Growth, trends, crossings: oracles by id, edges, laws, and the list of a portfolio.

#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "the figures under test are statistics"
)]

mod crossing;
mod laws;
mod median_slope;
mod observations;
mod oracles;
mod portfolios;

use segmentry::chrono::NaiveDate;
use segmentry::economics::growth::ArrSeries;
use segmentry::{Currency, Money};

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs() / expected.abs().max(f64::MIN_POSITIVE);
    assert!(error <= tolerance, "{found} is not {expected}: off by {error:e}");
}

fn day(text: &str) -> NaiveDate {
    segmentry::calendar::parse_date(text).unwrap()
}

fn eur(units: i64) -> Money {
    Money::new(units.into(), Currency::EUR).unwrap()
}

fn series(observations: &[(&str, i64)]) -> ArrSeries {
    let observations: Vec<_> = observations.iter().map(|(date, units)| (day(date), eur(*units))).collect();
    ArrSeries::new(&observations).unwrap()
}

/// Article A4's customer: month ends, and growth of about 5 % a month.
fn grown() -> ArrSeries {
    series(&[
        ("2024-01-31", 20000),
        ("2024-02-29", 21200),
        ("2024-03-31", 21900),
        ("2024-04-30", 23600),
        ("2024-05-31", 24500),
        ("2024-06-30", 26100),
        ("2024-07-31", 27400),
    ])
}
