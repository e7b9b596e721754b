#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a robust regression is a statistic; decides no segment"
)]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ArrSeries;
use super::student::{normal_exceeded_with, tail_of};
use crate::economics::EconomicsError;

/// Where a line of the median slope lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InterceptRule {
    /// `median(y) - slope * median(x)`; scipy's default.
    #[default]
    Separate,
    /// `median(y - slope * x)`.
    Joint,
}

/// Beyond it, differences and their quotients are no numbers any more.
const LARGEST: f64 = 1e150;

/// The line of the median slope of all pairs of points, by Theil and Sen: up to 29 % of the points may be wrong without
/// carrying it away. Conventions of `scipy.stats.theilslopes`.
///
/// ```
/// use segmentry::economics::growth::{InterceptRule, TheilSen};
/// use segmentry::rust_decimal::dec;
///
/// // The fourth month is a slip.
/// let points = [(0.0, 10.0), (30.0, 12.0), (61.0, 13.0), (91.0, 45.0), (122.0, 16.0), (153.0, 17.0)];
/// let line = TheilSen::of_points(&points, dec!(0.95), InterceptRule::Separate)?;
/// assert!((line.slope() - 0.0457516339869281).abs() < 1e-15);
/// assert!((line.intercept() - 11.022875816993464).abs() < 1e-12);
/// let (low, high) = line.slope_interval().expect("not all values are the same");
/// assert!((low - -0.45161290322580644).abs() < 1e-15 && (high - 0.5409836065573771).abs() < 1e-15);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    slope: f64,
    intercept: f64,
    slope_interval: Option<(f64, f64)>,
}

impl TheilSen {
    /// The line through points (x, y), at most 2,000 of them, with the interval of this confidence.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a confidence that is not between 0 and 1 and for a point beyond 1e150 or not
    /// finite, [`EconomicsError::Data`] for fewer than two points, too many, or all of the same x,
    /// [`EconomicsError::Overflow`] for a slope that is no number.
    pub fn of_points(
        points: &[(f64, f64)],
        confidence: Decimal,
        rule: InterceptRule,
    ) -> Result<Self, EconomicsError> {
        let data = |problem: String| EconomicsError::Data { field: "points", problem };
        let tail = tail_of(confidence)?;
        if !(2..=ArrSeries::MAX_OBSERVATIONS).contains(&points.len()) {
            return Err(data(format!("there are {}; a line needs 2 to 2000", points.len())));
        }
        let is_large = |value: f64| value.is_nan() || value.abs() > LARGEST;
        if let Some((x, y)) = points.iter().find(|(x, y)| is_large(*x) || is_large(*y)) {
            let allowed = "a point is two numbers from -1e150 to 1e150; leave it out or correct it";
            return Err(EconomicsError::out_of_range("point", format!("({x}, {y})"), allowed));
        }
        let mut slopes = Vec::new();
        for (index, (x, y)) in points.iter().enumerate() {
            let later = points.iter().skip(index.saturating_add(1));
            let pairs = later.map(|(other, level)| (other - x, level - y));
            slopes.extend(pairs.filter(|(run, _)| *run != 0.0).map(|(run, rise)| rise / run));
        }
        slopes.sort_unstable_by(f64::total_cmp);
        let Some(slope) = median_of_sorted(&slopes) else {
            return Err(data("all have the same x; a line needs two different ones".into()));
        };
        let intercept = match rule {
            InterceptRule::Separate => {
                let (x, y) = (median(points.iter().map(|(x, _)| *x)), median(points.iter().map(|(_, y)| *y)));
                y - slope * x
            }
            InterceptRule::Joint => median(points.iter().map(|(x, y)| y - slope * x)),
        };
        if !slope.is_finite() || !intercept.is_finite() || slopes.iter().any(|slope| !slope.is_finite()) {
            return Err(EconomicsError::Overflow { figure: "line of the median slope" });
        }
        Ok(Self { slope, intercept, slope_interval: interval(points, &slopes, tail) })
    }

    /// The median slope.
    #[must_use]
    pub const fn slope(&self) -> f64 {
        self.slope
    }

    /// The line at x = 0, by the rule asked for.
    #[must_use]
    pub const fn intercept(&self) -> f64 {
        self.intercept
    }

    /// The interval of the slope by Sen (1968), with his correction for ties. `None` where so many values are tied
    /// that its variance comes out below zero.
    #[must_use]
    pub const fn slope_interval(&self) -> Option<(f64, f64)> {
        self.slope_interval
    }
}

/// Two slopes out of the sorted ones, as far from the middle as Kendall's statistic scatters.
fn interval(points: &[(f64, f64)], slopes: &[f64], tail: f64) -> Option<(f64, f64)> {
    let term = |count: f64| count * (count - 1.0) * (2.0 * count + 5.0);
    let ties = |values: Vec<f64>| runs(values).into_iter().fold(0.0, |sum, run| sum + term(run));
    let tied =
        ties(points.iter().map(|(x, _)| *x).collect()) + ties(points.iter().map(|(_, y)| *y).collect());
    let variance = (term(points.len().to_f64()?) - tied) / 18.0;
    if variance < 0.0 {
        return None;
    }
    let scatter = normal_exceeded_with(tail) * variance.sqrt();
    let count = slopes.len().to_f64()?;
    let low = (((count - scatter) / 2.0).round_ties_even() - 1.0).max(0.0);
    let high = ((count + scatter) / 2.0).round_ties_even().min(count - 1.0);
    Some((*slopes.get(low.to_usize()?)?, *slopes.get(high.to_usize()?)?))
}

/// How often each value occurs.
fn runs(mut values: Vec<f64>) -> Vec<f64> {
    values.iter_mut().for_each(|value| *value += 0.0); // -0 is 0.
    values.sort_unstable_by(f64::total_cmp);
    values.chunk_by(|a, b| a.total_cmp(b).is_eq()).filter_map(|run| run.len().to_f64()).collect()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    median_of_sorted(&values).unwrap_or(f64::NAN)
}

fn median_of_sorted(values: &[f64]) -> Option<f64> {
    let upper = values.len() >> 1;
    let right = values.get(upper)?;
    if values.len() % 2 == 1 {
        return Some(*right);
    }
    Some((values.get(upper.checked_sub(1)?)? + right) / 2.0)
}
