#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a regression is a statistic; decides no segment"
)]

use super::change::OVERFLOW;
use super::series::{days_since, log_of_units, log_ratio};
use super::{ArrSeries, Crossing, Threshold, YearBasis};
use crate::calendar::NaiveDate;
use crate::economics::EconomicsError;
use crate::quantity::{CurrencyMismatch, Money};

/// The straight line of least squares through (days since the first observation, ln ARR): growth by the same part every
/// day.
///
/// ```
/// use segmentry::calendar::{Months, parse_date};
/// use segmentry::economics::growth::{ArrSeries, Expected, Forecast, Threshold, Window, YearBasis};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let eur = |amount: u32| Money::new(amount.into(), Currency::EUR).unwrap();
/// let days = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30", "2024-07-31"];
/// let arr = [20000, 21200, 21900, 23600, 24500, 26100, 27400];
/// let observed: Vec<_> = days.iter().zip(arr).map(|(day, arr)| (parse_date(day).unwrap(), eur(arr))).collect();
/// let trend = ArrSeries::new(&observed)?.log_linear();
/// assert!((trend.annual_growth(YearBasis::Act365)? - 0.880246).abs() < 1e-6);
///
/// // When will it be a mid-market customer?
/// let crossing = trend.crossing(Threshold::up_to(eur(40000)))?;
/// let Expected::Crosses(point) = crossing.expected() else { panic!("it grows") };
/// assert_eq!(point.date.map(|date| date.to_string()).as_deref(), Some("2025-03-07"));
/// let interval = crossing.interval(dec!(0.9))?.expect("its growth is beyond doubt");
/// assert_eq!([interval.earliest.day.round(), interval.latest.day.round()], [381.0, 422.0]);
/// let as_of = parse_date("2024-07-31")?;
/// let probability = crossing.probability_in(as_of, Window::SIX_TO_NINE, Forecast::Trend).expect("seven points");
/// assert!((probability - 0.99089).abs() < 1e-5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogLinearTrend {
    pub(super) first: NaiveDate,
    first_arr: Money,
    pub(super) last_arr: Money,
    pub(super) count: f64,
    pub(super) mean_day: f64,
    /// Of logarithms as multiples of the first ARR.
    pub(super) mean_log: f64,
    /// Sum of the squared distances of the days from their mean.
    pub(super) spread: f64,
    pub(super) slope: f64,
    pub(super) residual_sd: Option<f64>,
}

impl LogLinearTrend {
    pub(super) fn of(series: &ArrSeries) -> Self {
        let (mut count, mut days, mut logs) = (0.0, 0.0, 0.0);
        let points: Vec<_> = series.points().collect();
        for (day, log) in &points {
            count += 1.0;
            days += day;
            logs += log;
        }
        let (mean_day, mean_log) = (days / count, logs / count);
        let (mut spread, mut product) = (0.0, 0.0);
        for (day, log) in &points {
            spread += (day - mean_day) * (day - mean_day);
            product += (day - mean_day) * (log - mean_log);
        }
        // Two different days at the least: the spread is positive.
        let slope = product / spread;
        let squares = points.iter().fold(0.0, |sum, (day, log)| {
            let residual = (log - mean_log) - slope * (day - mean_day);
            sum + residual * residual
        });
        let residual_sd = (count > 2.0).then(|| (squares / (count - 2.0)).sqrt());
        let (first, first_arr, last_arr) = (series.first_day(), series.first_arr(), series.last_arr());
        Self { first, first_arr, last_arr, count, mean_day, mean_log, spread, slope, residual_sd }
    }

    /// The day from which days are counted: that of the first observation.
    #[must_use]
    pub const fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// Growth of ln ARR a day.
    #[must_use]
    pub const fn slope(&self) -> f64 {
        self.slope
    }

    /// The line on the first day: the logarithm of units of the currency.
    #[must_use]
    pub fn intercept(&self) -> f64 {
        log_of_units(self.first_arr) + self.mean_log - self.slope * self.mean_day
    }

    /// Standard deviation of the observations around the line, in logarithms, with n - 2 degrees of freedom. `None` for
    /// two points, which lie on any line.
    #[must_use]
    pub const fn residual_sd(&self) -> Option<f64> {
        self.residual_sd
    }

    /// Standard error of the slope; `None` for two points.
    #[must_use]
    pub fn slope_error(&self) -> Option<f64> {
        Some(self.residual_sd? / self.spread.sqrt())
    }

    /// Growth a year along the line: `exp(days b) - 1`, with the days of the basis: 365 or 365.25.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] where a steep rise of few days makes a year that is no number.
    pub fn annual_growth(&self, basis: YearBasis) -> Result<f64, EconomicsError> {
        Some((basis.days() * self.slope).exp_m1()).filter(|growth| growth.is_finite()).ok_or(OVERFLOW)
    }

    /// The line on a day, in units of the currency: the median of what is to be expected. Two points give this forecast,
    /// and no other.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] where it is no number any more.
    pub fn level_on(&self, date: NaiveDate) -> Result<f64, EconomicsError> {
        let log = self.intercept() + self.slope * days_since(self.first, date);
        let overflow = EconomicsError::Overflow { figure: "level of the trend" };
        Some(log.exp()).filter(|level| level.is_finite()).ok_or(overflow)
    }

    /// When the line crosses a threshold, and with what probability by which day.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a level that is not positive, [`EconomicsError::Currency`] for another currency.
    pub fn crossing(&self, threshold: Threshold) -> Result<Crossing, EconomicsError> {
        let log = log_of_level(threshold, self.first_arr)?;
        Ok(Crossing::new(*self, threshold, log))
    }
}

/// The level as a multiple of the first ARR, in logarithms.
pub(super) fn log_of_level(threshold: Threshold, first_arr: Money) -> Result<f64, EconomicsError> {
    let level = threshold.check()?.level;
    let (left, right) = (first_arr.currency(), level.currency());
    if left != right {
        return Err(CurrencyMismatch { left, right }.into());
    }
    Ok(log_ratio(level, first_arr))
}
