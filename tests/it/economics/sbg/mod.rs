//! The shifted beta geometric model: oracles by id, edges of the fit, laws.

#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "the figures under test are statistics"
)]

mod edges;
mod laws;
mod oracles;

use segmentry::Decimal;
use segmentry::economics::Rate;
use segmentry::economics::sbg::{Cohort, ShiftedBetaGeometric};

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs() / expected.abs().max(f64::MIN_POSITIVE);
    assert!(error <= tolerance, "{found} is not {expected}: off by {error:e}");
}

fn annual(percent: i64) -> Rate {
    Rate::annual(Decimal::try_from_i128_with_scale(percent.into(), 2).unwrap()).unwrap()
}

fn model(alpha: f64, beta: f64) -> ShiftedBetaGeometric {
    ShiftedBetaGeometric::new(alpha, beta).unwrap()
}

fn cohort(survivors: &[u64]) -> Cohort {
    Cohort::from_counts(survivors).unwrap()
}

/// Shares of 1 in thousandths.
fn shares(thousandths: &[i64]) -> Cohort {
    let shares: Vec<_> = thousandths
        .iter()
        .map(|part| Decimal::try_from_i128_with_scale(i128::from(*part), 3).unwrap())
        .collect();
    Cohort::from_shares(&shares).unwrap()
}
