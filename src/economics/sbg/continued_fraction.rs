#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a special function; decides no segment"
)]

use crate::economics::EconomicsError;

/// About 20 to 60 are used at a discount of 10 %, 250 at 0.5 %, 16,000 at a millionth.
const MAX_TERMS: u32 = 100_000;
/// A term that changes no more than this is the last. Convergence is geometric: what is left is of the same order.
const SETTLED: f64 = 1e-15;

/// Gauss' hypergeometric function `2F1(1, b; a + b; 1 / (1 + d))` for positive a, b and d, by Gauss' continued fraction
/// (DLMF 15.7) and Lentz' method as modified by Thompson & Barnett.
///
/// The power series takes a thousand terms where this takes a hundred. At 1 / (1 + d) the fraction subtracts, and loses
/// digits where a and b are small; so it is taken after Pfaff's transformation, `(1 + d) / d 2F1(1, a; a + b; -1 / d)`,
/// where all its terms are positive: 1 / (1 + u1/d / (1 + u2/d / (1 + ...))).
pub(super) fn gauss(a: f64, b: f64, d: f64) -> Result<f64, EconomicsError> {
    let (mut value, mut upper, mut lower) = (1.0, 1.0, 0.0);
    let mut half = 0.0; // n of the terms u_{2n} and u_{2n+1}.
    for term in 0..MAX_TERMS {
        let twice = a + b + 2.0 * half;
        let u = if term == 0 {
            a / (a + b)
        } else if term % 2 == 0 {
            ((a + half) / (a + b + (2.0 * half - 1.0))) * ((a + b + (half - 1.0)) / twice)
        } else {
            half += 1.0;
            (half / twice) * ((b + (half - 1.0)) / (twice + 1.0))
        };
        let part = u / d;
        lower = 1.0 / (1.0 + part * lower);
        upper = 1.0 + part / upper;
        let change = upper * lower;
        value *= change;
        if (change - 1.0).abs() <= SETTLED {
            let result = (1.0 + d) / (d * value);
            return if result.is_finite() { Ok(result) } else { Err(failed()) };
        }
    }
    Err(failed())
}

fn failed() -> EconomicsError {
    EconomicsError::NoConvergence {
        figure: "the discounted lifetime",
        advice: "give a discount of a millionth or more, or zero",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, term by term.
    fn series(a: f64, b: f64, d: f64) -> f64 {
        let (mut sum, mut term, mut k) = (0.0, 1.0, 0.0);
        while term > 1e-18 * sum {
            sum += term;
            term *= (b + k) / (a + b + k) / (1.0 + d);
            k += 1.0;
        }
        sum
    }

    #[test]
    fn agrees_with_the_power_series() {
        for a in [1e-9, 1e-3, 1.0 / 15.0, 0.668, 1.0, 3.8, 50.0, 1e4] {
            for b in [1e-9, 1e-3, 4.0 / 15.0, 1.0, 15.2, 700.0, 1e4] {
                for d in [0.005, 0.1, 0.25, 3.0] {
                    let (fraction, sum) = (gauss(a, b, d).unwrap(), series(a, b, d));
                    assert!((fraction / sum - 1.0).abs() < 2e-13, "{a} {b} {d}: {fraction} {sum}");
                }
            }
        }
    }

    #[test]
    fn extremes_are_numbers_or_errors() {
        for a in [1e-100, 1e-9, 1.0, 1e100] {
            for b in [1e-100, 1e-9, 1.0, 1e100] {
                for d in [1e-28, 1e-9, 1e-6, 0.5, 7.9e28] {
                    if let Ok(value) = gauss(a, b, d) {
                        let limits = 1.0 - 1e-12..=(1.0 + 1e-12) * (1.0 + d) / d;
                        assert!(limits.contains(&value), "{a} {b} {d}: {value}");
                    }
                }
            }
        }
        assert!(matches!(gauss(1.0, 1.0, 1e-28), Err(EconomicsError::NoConvergence { .. })));
        // With a = b = 1 it is -(1 + d) ln(1 - 1/(1 + d)).
        assert!(
            (gauss(1.0, 1.0, 1e-6).unwrap() / (1.000001 * 1.000001_f64.ln() - 1.000001 * 1e-6_f64.ln())
                - 1.0)
                .abs()
                < 1e-11
        );
    }
}
