#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a distribution of statistics; decides no segment"
)]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use statrs::distribution::{Continuous, StudentsT};
use statrs::function::beta::checked_beta_reg;
use statrs::function::erf::erfc_inv;

use crate::economics::EconomicsError;

/// The probability that Student's t at so many degrees of freedom is at most t.
pub(super) fn below(t: f64, freedom: f64) -> f64 {
    let square = t * t;
    // Near zero the tail of statrs is 1 minus a tiny number; its complement keeps the digits.
    if square < 1.0 {
        let inner = checked_beta_reg(0.5, freedom / 2.0, square / (freedom + square)).unwrap_or(0.0);
        return 0.5 + 0.5 * inner.copysign(t);
    }
    let tail = 0.5 * checked_beta_reg(freedom / 2.0, 0.5, freedom / (freedom + square)).unwrap_or(0.0);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The t that is exceeded with this probability, at most 1/2.
///
/// Newton's method on logarithms, where the tail is concave and the far tail a straight line; it begins at the quantile of
/// the normal distribution. The inverse of statrs is a few percent off far out, and of eight digits where there are many
/// degrees of freedom.
pub(super) fn exceeded_with(tail: f64, freedom: f64) -> Option<f64> {
    let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
    let mut t = normal_exceeded_with(tail);
    if t <= 0.0 {
        return Some(0.0);
    }
    for _ in 0..100 {
        let beyond = below(-t, freedom);
        let step = (beyond / (t * student.pdf(t)) * (beyond / tail).ln()).clamp(-5.0, 5.0);
        t *= step.exp();
        if !t.is_finite() {
            return None;
        }
        if step.abs() * t.min(1.0) <= 1e-12 {
            return Some(t);
        }
    }
    None
}

/// The same of the normal distribution.
pub(super) fn normal_exceeded_with(tail: f64) -> f64 {
    std::f64::consts::SQRT_2 * erfc_inv(2.0 * tail)
}

/// What an interval of this confidence leaves out at either end.
pub(super) fn tail_of(confidence: Decimal) -> Result<f64, EconomicsError> {
    let both =
        Decimal::ONE.checked_sub(confidence).filter(|both| *both > Decimal::ZERO && *both < Decimal::ONE);
    both.and_then(|both| both.to_f64()).map(|both| both / 2.0).ok_or_else(|| {
        let allowed = "a confidence is between 0 and 1; write 0.9 for 90 %";
        EconomicsError::out_of_range("confidence", confidence, allowed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_closed_forms() {
        for t in [1e-9_f64, 1e-4, 0.3, 0.999_999, 1.0, 2.0, 7.0, 1e3, 1e8] {
            // One degree: Cauchy. Two: t / sqrt(2 + t^2). The tails without subtracting from 1.
            let cauchy = (1.0 / t).atan() / std::f64::consts::PI;
            let root = (2.0 + t * t).sqrt();
            let two = 1.0 / (root * (root + t));
            for (freedom, tail) in [(1.0, cauchy), (2.0, two)] {
                assert!((below(-t, freedom) / tail - 1.0).abs() < 1e-12, "{t} {freedom}");
                assert!((below(t, freedom) - (1.0 - tail)).abs() < 1e-15, "{t} {freedom}");
                if t > 1e-3 {
                    let back = exceeded_with(tail, freedom).unwrap();
                    assert!((back / t - 1.0).abs() < 1e-11, "{t} {freedom}: {back}");
                }
            }
        }
    }

    /// By a sum of decimals of 80 digits.
    #[test]
    fn agrees_with_finite_sums_at_many_degrees() {
        for (freedom, t, tail) in CHECKED {
            assert!((below(-t, freedom) / tail - 1.0).abs() < 2e-11, "{freedom} {t}: {}", below(-t, freedom));
            let back = exceeded_with(tail, freedom).unwrap();
            assert!((back / t - 1.0).abs() < 2e-11, "{freedom} {t}: {back}");
        }
    }

    const CHECKED: [(f64, f64, f64); 24] = [
        (3.0, 0.5, 0.3257239824240755),
        (3.0, 2.0, 0.0696629842794216),
        (3.0, 5.0, 0.007696219036651151),
        (4.0, 0.5, 0.32166498159093165),
        (4.0, 2.0, 0.058058261758407795),
        (4.0, 5.0, 0.003745216940637262),
        (5.0, 0.5, 0.3191494358204645),
        (5.0, 2.0, 0.05096973941492918),
        (5.0, 5.0, 0.0020523579900266612),
        (11.0, 0.5, 0.31346310959192347),
        (11.0, 2.0, 0.035401977534017255),
        (11.0, 5.0, 0.0002012649090622598),
        (35.0, 0.5, 0.31010215161774785),
        (35.0, 2.0, 0.02665382593159839),
        (35.0, 5.0, 8.021413157325243e-06),
        (100.0, 0.5, 0.3090867829154433),
        (100.0, 2.0, 0.02410608936556684),
        (100.0, 5.0, 1.2250867067519001e-06),
        (999.0, 0.5, 0.3085925954651447),
        (999.0, 2.0, 0.022885308486878503),
        (999.0, 5.0, 3.3841809479005484e-07),
        (1998.0, 0.5, 0.3085650692297943),
        (1998.0, 2.0, 0.02281770424412983),
        (1998.0, 5.0, 3.116707599383896e-07),
    ];

    #[test]
    fn quantiles_undo_tails() {
        for freedom in [1.0, 2.0, 3.0, 5.0, 11.0, 40.0, 300.0, 1998.0] {
            let mut tail = 0.5;
            while tail > 1e-30 {
                let t = exceeded_with(tail, freedom).unwrap();
                assert!((below(-t, freedom) / tail - 1.0).abs() < 1e-11, "{tail} {freedom}: {t}");
                tail *= 0.83;
            }
            for near in [1e-3, 1e-6, 1e-12, 1e-16] {
                let t = exceeded_with(0.5 - near, freedom).unwrap();
                assert!((below(t, freedom) - 0.5 - near).abs() < 1e-12, "{near} {freedom}: {t}");
            }
        }
    }

    #[test]
    fn ends_are_probabilities() {
        for freedom in [1.0, 5.0, 1998.0] {
            for t in [0.0, f64::MIN_POSITIVE, 1e300, f64::INFINITY] {
                for t in [t, -t] {
                    assert!((0.0..=1.0).contains(&below(t, freedom)), "{t} {freedom}");
                }
            }
        }
    }
}
