#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a robust regression is a statistic; decides no segment"
)]

use rust_decimal::Decimal;

use super::change::OVERFLOW;
use super::series::log_of_units;
use super::trend::log_of_level;
use super::{ArrSeries, CrossingPoint, Direction, Expected, InterceptRule, TheilSen, Threshold, YearBasis};
use crate::calendar::NaiveDate;
use crate::economics::EconomicsError;
use crate::quantity::Money;

/// The line of the median slope through (days since the first observation, ln ARR). One wrong snapshot does not move it, so
/// it is the one to trust for a single account; it has no probabilities.
///
/// ```
/// use segmentry::calendar::parse_date;
/// use segmentry::economics::growth::{ArrSeries, Expected, InterceptRule, Threshold, YearBasis};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let eur = |amount: u32| Money::new(amount.into(), Currency::EUR).unwrap();
/// let days = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30", "2024-07-31"];
/// let arr = [20000, 21200, 21900, 90000, 24500, 26100, 27400]; // April was booked twice and more.
/// let observed: Vec<_> = days.iter().zip(arr).map(|(day, arr)| (parse_date(day).unwrap(), eur(arr))).collect();
/// let trend = ArrSeries::new(&observed)?.robust(dec!(0.9), InterceptRule::Separate)?;
/// // As by least squares without the slip.
/// assert!((trend.annual_growth(YearBasis::Act365)? - 0.880).abs() < 0.001);
///
/// let crossing = trend.crossing(Threshold::up_to(eur(40000)))?;
/// let Expected::Crosses(point) = crossing.expected else { panic!("it grows") };
/// assert_eq!(point.date.map(|date| date.to_string()).as_deref(), Some("2025-02-08"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RobustTrend {
    first: NaiveDate,
    first_arr: Money,
    last_arr: Money,
    line: TheilSen,
}

/// What a robust trend says about a threshold. Its interval comes from that of the slope: `(ln L - a)` divided by its
/// ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RobustCrossing {
    /// What the line of the median slope says.
    pub expected: Expected,
    /// By the steepest slope of the interval; `None` where even that does not go there, or nothing is expected.
    pub earliest: Option<CrossingPoint>,
    /// By the least steep slope of the interval; `None` where that does not go there: the date is open.
    pub latest: Option<CrossingPoint>,
}

impl RobustTrend {
    pub(super) fn of(
        series: &ArrSeries,
        confidence: Decimal,
        rule: InterceptRule,
    ) -> Result<Self, EconomicsError> {
        let points: Vec<_> = series.points().collect();
        let line = TheilSen::of_points(&points, confidence, rule)?;
        let (first, first_arr, last_arr) = (series.first_day(), series.first_arr(), series.last_arr());
        Ok(Self { first, first_arr, last_arr, line })
    }

    /// The day from which days are counted: that of the first observation.
    #[must_use]
    pub const fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// Growth of ln ARR a day.
    #[must_use]
    pub const fn slope(&self) -> f64 {
        self.line.slope()
    }

    /// Its interval; see [`TheilSen::slope_interval`].
    #[must_use]
    pub const fn slope_interval(&self) -> Option<(f64, f64)> {
        self.line.slope_interval()
    }

    /// The line on the first day: the logarithm of units of the currency.
    #[must_use]
    pub fn intercept(&self) -> f64 {
        log_of_units(self.first_arr) + self.line.intercept()
    }

    /// Growth a year along the line: `exp(days b) - 1`, with the days of the basis: 365 or 365.25.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] where a steep rise of few days makes a year that is no number.
    pub fn annual_growth(&self, basis: YearBasis) -> Result<f64, EconomicsError> {
        Some((basis.days() * self.slope()).exp_m1()).filter(|growth| growth.is_finite()).ok_or(OVERFLOW)
    }

    /// When the line crosses a threshold, at the earliest and at the latest.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a level that is not positive, [`EconomicsError::Currency`] for another currency.
    pub fn crossing(&self, threshold: Threshold) -> Result<RobustCrossing, EconomicsError> {
        let rise = log_of_level(threshold, self.first_arr)? - self.line.intercept();
        let at = |slope: f64| {
            let point = CrossingPoint::new(self.first, rise / slope);
            Expected::of(threshold, self.last_arr, slope, point)
        };
        let point = |slope: Option<f64>| match slope.map(at) {
            Some(Expected::Crosses(point)) => Some(point),
            _ => None,
        };
        let expected = at(self.slope());
        let interval = self.slope_interval().filter(|_| matches!(expected, Expected::Crosses(_)));
        let (low, high) = (interval.map(|ends| ends.0), interval.map(|ends| ends.1));
        let (steep, flat) = match threshold.direction {
            Direction::Up => (high, low),
            Direction::Down => (low, high),
        };
        Ok(RobustCrossing { expected, earliest: point(steep), latest: point(flat) })
    }
}
