//! The lifetime model and the crossing of thresholds: fits, residual lifetimes, trends of 10,000 accounts, beside loops
//! written by hand.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::disallowed_types,
    missing_docs,
    reason = "a bench of statistics on values of its own; criterion's macros make undocumented items"
)]

#[path = "support/numbers.rs"]
mod numbers;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use numbers::{AS_OF, EUR, Numbers, euros};
use segmentry::account::ArrHistory;
use segmentry::calendar::{Months, add_months, days_between};
use segmentry::economics::Rate;
use segmentry::economics::growth::{ArrSeries, Forecast, Threshold, Window};
use segmentry::economics::sbg::{Cohort, Fit, ShiftedBetaGeometric};
use segmentry::portfolio::{CrossingForecast, CrossingQuestion, Portfolio};
use segmentry::rust_decimal::dec;
use segmentry::rust_decimal::prelude::ToPrimitive;
use segmentry::{Account, name};

const ACCOUNTS: usize = 10_000;

/// The series itself, to its last digit.
fn by_series(alpha: f64, beta: f64, made: f64, discount: f64) -> f64 {
    let (mut sum, mut term, mut renewal) = (0.0, 1.0 + discount, made);
    while term > 1e-16 * sum {
        term *= (beta + renewal) / (alpha + beta + renewal) / (1.0 + discount);
        sum += term;
        renewal += 1.0;
    }
    sum
}

fn lifetimes(c: &mut Criterion) {
    let high_end = Cohort::from_counts(&[1000, 869, 743, 653, 593, 551, 517, 491]).unwrap();
    let survivors = [10_000, 8_000, 6_480, 5_307, 4_391];
    let staggered = [5, 4, 3, 2].map(|length| Cohort::from_counts(survivors.get(..length).unwrap()).unwrap());
    let model = ShiftedBetaGeometric::new(3.8, 15.2).unwrap();
    let (tenth, small) = (Rate::annual(dec!(0.1)).unwrap(), Rate::annual(dec!(0.005)).unwrap());

    let mut group = c.benchmark_group("sbg");
    group.bench_function("fit of 7 renewals", |b| {
        b.iter(|| Fit::of(black_box(std::slice::from_ref(&high_end))));
    });
    group.bench_function("fit of 4 staggered cohorts", |b| b.iter(|| Fit::of(black_box(&staggered))));
    group.bench_function("residual lifetime at 10 %", |b| {
        b.iter(|| black_box(model).residual_lifetime(3, tenth));
    });
    group.bench_function("residual lifetime at 10 % by series", |b| {
        b.iter(|| by_series(black_box(3.8), 15.2, 3.0, 0.1));
    });
    group.bench_function("residual lifetime at 0.5 %", |b| {
        b.iter(|| black_box(model).residual_lifetime(3, small));
    });
    group.bench_function("residual lifetime at 0.5 % by series", |b| {
        b.iter(|| by_series(black_box(3.8), 15.2, 3.0, 0.005));
    });
    group.finish();
}

/// A year of monthly entries that grow by about 2 % a month.
fn account(index: usize, numbers: &mut Numbers) -> Account {
    let mut arr = 5_000 + numbers.below(90_000);
    let entries: Vec<_> = (0..=12)
        .rev()
        .map(|back| {
            arr += (arr * numbers.below(7)) >> 7; // Up to 4.7 %.
            (add_months(AS_OF, -back).unwrap(), euros(arr))
        })
        .collect();
    let history = ArrHistory::new(entries).unwrap();
    Account::builder(&format!("A-{index}"), EUR).arr_history(history).build().unwrap()
}

fn crossings(c: &mut Criterion) {
    let mut numbers = Numbers::new(20_260_101);
    let accounts: Vec<_> = (0..ACCOUNTS).map(|index| account(index, &mut numbers)).collect();
    let level = euros(100_000);
    let question = CrossingQuestion {
        tier: name!("enterprise"),
        threshold: Threshold::up_to(level),
        window: Window::TWELVE_TO_FIFTEEN,
    };
    let series: Vec<_> = accounts
        .iter()
        .map(|account| ArrSeries::monthly(account.arr_history().unwrap(), AS_OF, Months(12)).unwrap())
        .collect();
    let portfolio = Portfolio::new(accounts, EUR, AS_OF).unwrap();

    let mut group = c.benchmark_group("crossings");
    group.throughput(Throughput::Elements(ACCOUNTS.try_into().unwrap()));
    group.bench_function("line and day by hand", |b| {
        b.iter(|| {
            let log_level = 1e5_f64.ln();
            let days: f64 = series.iter().fold(0.0, |all, series| {
                let (mut n, mut x, mut y, mut xx, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
                for (date, arr) in series.observations() {
                    let day = days_between(series.first_day(), date).to_f64().unwrap();
                    let log = (arr.ticks().to_f64().unwrap() / 1e4).ln();
                    n += 1.0;
                    x += day;
                    y += log;
                    xx += day * day;
                    xy += day * log;
                }
                let slope = (xy - x * y / n) / (xx - x * x / n);
                all + (log_level - (y - slope * x) / n) / slope
            });
            black_box(days)
        });
    });
    group.bench_function("line and day", |b| {
        b.iter(|| {
            for series in &series {
                black_box(series.log_linear().crossing(question.threshold).unwrap().expected());
            }
        });
    });
    group.bench_function("line, day and probability in a window", |b| {
        b.iter(|| {
            for series in &series {
                let crossing = series.log_linear().crossing(question.threshold).unwrap();
                black_box(crossing.expected());
                black_box(crossing.probability_in(AS_OF, question.window, Forecast::Trend));
            }
        });
    });
    group.bench_function("list of a portfolio", |b| {
        b.iter(|| black_box(portfolio.crossings(&[question], &CrossingForecast::default()).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, lifetimes, crossings);
criterion_main!(benches);
