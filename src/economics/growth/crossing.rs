#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "probabilities are statistics; decide no segment"
)]

use rust_decimal::Decimal;

use super::series::{date_of, days_since};
use super::student::{below, exceeded_with, tail_of};
use super::threshold::months_after;
use super::{Direction, LogLinearTrend, Threshold, Window};
use crate::calendar::{Months, NaiveDate};
use crate::economics::EconomicsError;

/// What a trend says about a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// The last ARR has reached the level to be reached.
    AlreadyAbove,
    /// The last ARR is below the level to be fallen below.
    AlreadyBelow,
    /// The line does not go there: it is level, or goes the other way. Probabilities are still to be had.
    Never,
    /// The line crosses here.
    Crosses(CrossingPoint),
}

/// A day on which a line meets a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrossingPoint {
    /// Days since the first observation, with a fraction. It can lie before the last observation, where that happens to
    /// be on the other side of its line.
    pub day: f64,
    /// The same as a date, a begun day counting as a whole one; `None` outside the dates of accounts (1900 to 2199).
    pub date: Option<NaiveDate>,
}

/// Fieller's interval of the day on which a line meets a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrossingInterval {
    /// Its lower end.
    pub earliest: CrossingPoint,
    /// Its upper end.
    pub latest: CrossingPoint,
}

/// Of what a probability is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Forecast {
    /// Of the line: where the account stands on the whole. For plans.
    #[default]
    Trend,
    /// Of the ARR that will be observed on that day, which scatters around the line: wider.
    Observation,
}

/// A threshold, and the line that may cross it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    trend: LogLinearTrend,
    threshold: Threshold,
    /// How far the level lies above the mean of the logarithms.
    distance: f64,
}

impl CrossingPoint {
    pub(super) fn new(first: NaiveDate, day: f64) -> Self {
        Self { day, date: date_of(first, day) }
    }
}

impl Crossing {
    pub(super) fn new(trend: LogLinearTrend, threshold: Threshold, log: f64) -> Self {
        Self { trend, threshold, distance: log - trend.mean_log }
    }

    /// The threshold.
    #[must_use]
    pub const fn threshold(&self) -> Threshold {
        self.threshold
    }

    /// Whether it has happened, never happens, or when: `x = (ln L - a) / b` days after the first observation.
    #[must_use]
    pub fn expected(&self) -> Expected {
        let day = self.trend.mean_day + self.distance / self.trend.slope;
        expected(self.threshold, &self.trend, day)
    }

    /// Fieller's interval of the day at this confidence (0.9 for 90 %). With `u = x - mean`, `D = ln L - mean ln ARR`, t at
    /// n - 2 degrees of freedom: `(b^2 - t^2 s^2 / Sxx) u^2 - 2 b D u + D^2 - t^2 s^2 / n = 0`.
    ///
    /// `None` where the slope is not significant at this confidence: then no finite interval has it, however precise the
    /// expected day looks. Also where nothing is expected, and for two points.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a confidence that is not between 0 and 1.
    pub fn interval(&self, confidence: Decimal) -> Result<Option<CrossingInterval>, EconomicsError> {
        let tail = tail_of(confidence)?;
        let Expected::Crosses(_) = self.expected() else { return Ok(None) };
        let Some(deviation) = self.trend.residual_sd else { return Ok(None) };
        let t = exceeded_with(tail, self.trend.count - 2.0).ok_or(EconomicsError::NoConvergence {
            figure: "the quantile of Student's t",
            advice: "give a confidence that is less close to 0 or 1",
        })?;
        let (slope, spread, distance) = (self.trend.slope, self.trend.spread, self.distance);
        let error = t * deviation;
        let leading = slope * slope - error * error / spread;
        if leading <= 0.0 {
            return Ok(None);
        }
        let reach = error * (distance * distance / spread + leading / self.trend.count).sqrt();
        let ends = [-reach, reach].map(|reach| self.trend.mean_day + (slope * distance + reach) / leading);
        if ends.iter().any(|end| !end.is_finite()) {
            return Ok(None);
        }
        let [earliest, latest] = ends.map(|day| CrossingPoint::new(self.trend.first, day));
        Ok(Some(CrossingInterval { earliest, latest }))
    }

    /// The probability that the trend (or an observation) is beyond the threshold on a day. It is that of the day, not of
    /// ever having been there before. `None` for two points.
    #[must_use]
    pub fn probability_on(&self, date: NaiveDate, forecast: Forecast) -> Option<f64> {
        let away = days_since(self.trend.first, date) - self.trend.mean_day;
        let ahead = match self.threshold.direction {
            Direction::Up => self.trend.slope * away - self.distance,
            Direction::Down => self.distance - self.trend.slope * away,
        };
        let of_line = 1.0 / self.trend.count + away * away / self.trend.spread;
        let variance = match forecast {
            Forecast::Trend => of_line,
            Forecast::Observation => 1.0 + of_line,
        };
        let error = self.trend.residual_sd? * variance.sqrt();
        if error > 0.0 {
            return Some(below(ahead / error, self.trend.count - 2.0));
        }
        // Observations exactly on a line: there is no doubt. On the level itself is above it.
        let is_level = ahead == 0.0 && self.threshold.direction == Direction::Up;
        Some(if ahead > 0.0 || is_level { 1.0 } else { 0.0 })
    }

    /// The same after so many calendar months from the as-of date, with clamped ends. `None` for two points, and where the
    /// day leaves the calendar.
    #[must_use]
    pub fn probability_after(&self, as_of: NaiveDate, months: Months, forecast: Forecast) -> Option<f64> {
        self.probability_on(months_after(as_of, months)?, forecast)
    }

    /// The probability of crossing within a window: that after its last month less that after the months before it; none is
    /// less than zero. `None` as before.
    #[must_use]
    pub fn probability_in(&self, as_of: NaiveDate, window: Window, forecast: Forecast) -> Option<f64> {
        let (before, last) = window.days(as_of)?;
        let gained = self.probability_on(last, forecast)? - self.probability_on(before, forecast)?;
        Some(gained.max(0.0))
    }
}

fn expected(threshold: Threshold, trend: &LogLinearTrend, day: f64) -> Expected {
    Expected::of(threshold, trend.last_arr, trend.slope, CrossingPoint::new(trend.first, day))
}

impl Expected {
    pub(super) fn of(
        threshold: Threshold,
        last_arr: crate::quantity::Money,
        slope: f64,
        point: CrossingPoint,
    ) -> Self {
        let (already, approaches) = match threshold.direction {
            Direction::Up => (Self::AlreadyAbove, slope > 0.0),
            Direction::Down => (Self::AlreadyBelow, slope < 0.0),
        };
        if threshold.is_reached_by(last_arr) {
            already
        } else if approaches && point.day.is_finite() {
            Self::Crosses(point)
        } else {
            Self::Never
        }
    }
}
