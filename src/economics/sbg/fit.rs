#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "maximum likelihood is a statistic; decides no segment"
)]

use super::likelihood::Renewals;
use super::{Cohort, Homogeneous, ShiftedBetaGeometric};
use crate::economics::EconomicsError;

/// What cohorts say about the churn of their customers.
///
/// Maximum likelihood with the two parameters of [`ShiftedBetaGeometric`], where there is a maximum. Where there is none,
/// optimisers give huge or tiny parameters that mean nothing; here it is a variant of its own.
///
/// ```
/// use segmentry::economics::sbg::{Cohort, Fit};
///
/// let high_end = Cohort::from_counts(&[1000, 869, 743, 653, 593, 551, 517, 491])?;
/// let fit = Fit::of(&[high_end])?;
/// let model = fit.model().expect("retention rises");
/// assert!((model.alpha() - 0.668).abs() < 0.001 && (model.beta() - 3.806).abs() < 0.001);
///
/// // Four cohorts that began a year apart add up.
/// let staggered = [&[10000, 8000, 6480, 5307, 4391][..], &[10000, 8000, 6480, 5307], &[10000, 8000, 6480], &[10000, 8000]];
/// let cohorts = staggered.map(|survivors| Cohort::from_counts(survivors).unwrap());
/// let model = Fit::of(&cohorts)?.model().expect("retention rises");
/// assert!((model.alpha() - 3.80).abs() < 0.005 && (model.beta() - 15.19).abs() < 0.005);
///
/// // Retention falls from 90 to 80 percent: no spread of constant churns does that.
/// let falling = Fit::of(&[Cohort::from_counts(&[1000, 900, 720])?])?;
/// assert!(matches!(falling, Fit::Homogeneous { model, .. } if (model.churn() - 280.0 / 1900.0).abs() < 1e-12));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit {
    /// Customers differ: retention rises with the renewals.
    Heterogeneous {
        /// The model of maximum likelihood.
        model: ShiftedBetaGeometric,
        /// Its log-likelihood; see [`ShiftedBetaGeometric::log_likelihood`].
        log_likelihood: f64,
    },
    /// Retention does not rise: the best beta distribution is a single point, one churn for everybody. So decided where
    /// later renewals are not made more often than all renewals are (the score of the spread at the geometric model,
    /// with a tolerance of 1e-9 of its terms).
    Homogeneous {
        /// One churn for all: losses over renewals due.
        model: Homogeneous,
        /// Its log-likelihood.
        log_likelihood: f64,
    },
    /// All losses are at the first renewal: the best beta distribution has two points only, those who leave at once and
    /// those who never do. More renewals will tell.
    Polarised {
        /// The share that leaves at the first renewal.
        leaving: f64,
        /// The log-likelihood that no parameters reach.
        log_likelihood: f64,
    },
    /// Nobody has left: churn may be anything small.
    NoChurn,
    /// Nobody is left: the cohorts are history, there is nothing to project.
    NoSurvivors,
}

/// Below this part of its terms the score of the spread is rounding.
const TOLERANCE: f64 = 1e-9;
/// Each halves an interval at the least; about 10 are used.
const MAX_STEPS: u32 = 200;

impl Fit {
    /// The fit of cohorts, whose likelihoods multiply: of one, or of several that began at different times. A few to a few
    /// dozen microseconds.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] unless one cohort has had two renewals at least: one retention says nothing about two
    /// parameters. [`EconomicsError::NoConvergence`] where numbers of extreme proportions defeat the iteration.
    pub fn of(cohorts: &[Cohort]) -> Result<Self, EconomicsError> {
        if cohorts.iter().all(|cohort| cohort.renewals_seen() < 2) {
            let problem =
                "no cohort has had two renewals; two parameters need two retentions at least".into();
            return Err(EconomicsError::Data { field: "cohorts", problem });
        }
        let renewals = Renewals::of(cohorts);
        let (lost, kept) = (renewals.sum(|row| row.lost), renewals.sum(|row| row.kept));
        let lost_later = renewals.sum(|row| if row.made > 0.0 { row.lost } else { 0.0 });
        let last = |cohort: &Cohort| cohort.renewals().last().map_or(0.0, |(_, kept)| *kept);
        if cohorts.iter().all(|cohort| last(cohort) <= 0.0) {
            return Ok(Self::NoSurvivors);
        }
        if lost <= 0.0 {
            return Ok(Self::NoChurn);
        }
        let churn = lost / (lost + kept);
        // The slope of the likelihood in the spread, at no spread.
        let rises = renewals.sum(|row| row.made * row.kept);
        let expected = (1.0 - churn) * renewals.sum(|row| row.made * (row.kept + row.lost));
        if rises - expected <= TOLERANCE * expected {
            let log_likelihood = renewals.log_likelihood(|_| (churn, 1.0 - churn));
            return Ok(Self::Homogeneous { model: Homogeneous::of(churn)?, log_likelihood });
        }
        if lost_later <= 0.0 {
            let first = renewals.iter().next().copied().unwrap_or_default();
            let leaving = first.lost / (first.lost + first.kept);
            let stay = |made: f64| if made > 0.0 { (0.0, 1.0) } else { (leaving, 1.0 - leaving) };
            return Ok(Self::Polarised { leaving, log_likelihood: renewals.log_likelihood(stay) });
        }
        let (mean, spread) = match closed_form(&renewals) {
            Some(both) => both,
            None => maximum(&renewals)?,
        };
        let model = ShiftedBetaGeometric::of_mean_and_spread(mean, spread)?;
        Ok(Self::Heterogeneous { model, log_likelihood: model.log_likelihood(cohorts) })
    }

    /// The model, where customers differ.
    #[must_use]
    pub const fn model(&self) -> Option<ShiftedBetaGeometric> {
        match self {
            Self::Heterogeneous { model, .. } => Some(*model),
            _ => None,
        }
    }

    /// The one churn for everybody, where retention does not rise.
    ///
    /// ```
    /// use segmentry::economics::sbg::{Cohort, Fit};
    ///
    /// let fit = Fit::of(&[Cohort::from_counts(&[1000, 900, 720])?])?;
    /// let model = fit.homogeneous().expect("retention falls from 90 to 80 percent");
    /// assert!((model.churn() - 280.0 / 1900.0).abs() < 1e-12);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    #[must_use]
    pub const fn homogeneous(&self) -> Option<Homogeneous> {
        match self {
            Self::Homogeneous { model, .. } => Some(*model),
            _ => None,
        }
    }

    /// The largest log-likelihood, for a likelihood-ratio test. 0 without churn; `None` without survivors, which are not
    /// fitted.
    #[must_use]
    pub const fn log_likelihood(&self) -> Option<f64> {
        match self {
            Self::Heterogeneous { log_likelihood, .. }
            | Self::Homogeneous { log_likelihood, .. }
            | Self::Polarised { log_likelihood, .. } => Some(*log_likelihood),
            Self::NoChurn => Some(0.0),
            Self::NoSurvivors => None,
        }
    }
}

/// Two retentions and two parameters: both are met exactly.
fn closed_form(renewals: &Renewals) -> Option<(f64, f64)> {
    let mut rows = renewals.iter();
    let (first, second) = (rows.next()?, rows.next()?);
    if rows.next().is_some() {
        return None;
    }
    let mean = first.lost / (first.lost + first.kept);
    let later = second.lost / (second.lost + second.kept);
    // Churn at the second renewal is p / (1 + spread).
    Some((mean, (mean - later) / later))
}

/// In the mean churn p and the spread v, retention is `(1 - p + made v) / (1 + made v)`. For a given v the best p is a
/// zero of a falling function; along these, the likelihood rises from v = 0 (or the fit is homogeneous) and falls in the
/// end (or it is polarised). So there is a maximum between, and the sign of the slope finds it.
fn maximum(renewals: &Renewals) -> Result<(f64, f64), EconomicsError> {
    let failed = EconomicsError::NoConvergence {
        figure: "the fit of the sBG model",
        advice: "check the survivors: their numbers are of extreme proportions",
    };
    let (mut low, mut high) = (None::<f64>, None::<f64>);
    let mut at = -1.0_f64; // The logarithm of the spread.
    let mut reach = 1.0;
    for _ in 0..MAX_STEPS {
        let spread = at.exp();
        let mean = best_mean(renewals, spread);
        let (slope, curvature) = slope(renewals, mean, spread);
        if slope > 0.0 {
            low = Some(at);
        } else {
            high = Some(at);
        }
        let step = -slope / curvature;
        let newton = (at + step.clamp(-2.0, 2.0), curvature < 0.0);
        let next = match (low, high) {
            (Some(low), Some(high)) => {
                let inside = newton.1 && newton.0 > low && newton.0 < high;
                if inside { newton.0 } else { low + (high - low) / 2.0 }
            }
            // One end is still missing.
            (Some(end), None) => end + reach,
            (None, Some(end)) => end - reach,
            (None, None) => return Err(failed),
        };
        if low.is_none() || high.is_none() {
            reach *= 2.0;
        }
        if !next.is_finite() {
            return Err(failed);
        }
        let is_settled = (next - at).abs() <= 1e-13 * at.abs().max(1.0);
        at = next;
        if is_settled {
            let spread = at.exp();
            return Ok((best_mean(renewals, spread), spread));
        }
    }
    Err(failed)
}

/// The p of the largest likelihood for this spread: `sum lost / p = sum kept / (1 - p + made v)`.
fn best_mean(renewals: &Renewals, spread: f64) -> f64 {
    let lost = renewals.sum(|row| row.lost);
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut mean = 0.5;
    for _ in 0..MAX_STEPS {
        let mut slope = lost / mean;
        let mut curvature = -lost / (mean * mean);
        for row in renewals.iter() {
            let stay = 1.0 - mean + row.made * spread;
            slope -= row.kept / stay;
            curvature -= row.kept / (stay * stay);
        }
        if slope > 0.0 {
            low = mean;
        } else {
            high = mean;
        }
        let newton = mean - slope / curvature;
        let next = if newton > low && newton < high { newton } else { low + (high - low) / 2.0 };
        if (next - mean).abs() <= 1e-16 * mean {
            return next;
        }
        mean = next;
    }
    mean
}

/// First and second derivative of the likelihood along the best p, in the logarithm of the spread.
fn slope(renewals: &Renewals, mean: f64, spread: f64) -> (f64, f64) {
    let lost = renewals.sum(|row| row.lost);
    let (mut first, mut second) = (0.0, 0.0);
    let (mut by_mean, mut mixed) = (-lost / (mean * mean), 0.0);
    for row in renewals.iter() {
        let all = 1.0 + row.made * spread;
        let stay = all - mean;
        let due = row.kept + row.lost;
        first += row.made * (row.kept / stay - due / all);
        second += row.made * row.made * (due / (all * all) - row.kept / (stay * stay));
        by_mean -= row.kept / (stay * stay);
        mixed += row.made * row.kept / (stay * stay);
    }
    let along = second - mixed * mixed / by_mean;
    (first * spread, first * spread + along * spread * spread)
}
