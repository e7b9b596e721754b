#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "logarithms are statistics; decide no segment"
)]

use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{InterceptRule, LogLinearTrend, RobustTrend};
use crate::account::ArrHistory;
use crate::calendar::{EARLIEST, LATEST, Months, NaiveDate, add_months, check_date, days_between};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch, Money};

/// Dated ARR of one account (or of a segment, or of a company): what a trend is drawn through.
///
/// At least two observations, on two different days, in one currency, all positive (a trend of logarithms has no zero);
/// at most 2,000. In any order. Two observations of one day both count; the later given is the last.
///
/// ```
/// use segmentry::account::ArrHistory;
/// use segmentry::calendar::{Months, parse_date};
/// use segmentry::economics::growth::ArrSeries;
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let history = ArrHistory::new([
///     (parse_date("2026-02-10")?, eur(dec!(12000))),
///     (parse_date("2026-04-20")?, eur(dec!(15000))),
/// ])?;
/// // Month ends, and the day of the question; nothing before there was ARR.
/// let series = ArrSeries::monthly(&history, parse_date("2026-05-15")?, Months(12))?;
/// let dates: Vec<_> = series.observations().map(|(date, _)| date.to_string()).collect();
/// assert_eq!(dates, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-15"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrSeries {
    /// By date.
    observations: Vec<(NaiveDate, Money)>,
    first: NaiveDate,
    first_arr: Money,
    last_arr: Money,
}

impl ArrSeries {
    /// Observations that a series may have; beyond that a trend of single observations is the wrong tool. The median slope
    /// looks at every pair: 2,000 observations are two million of them, about 0.1 s in a build without optimisation.
    pub const MAX_OBSERVATIONS: usize = 2_000;

    /// A series.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] for fewer than two observations, more than 2,000, all of one day, a date out of range;
    /// [`EconomicsError::OutOfRange`] for an ARR that is not positive, [`EconomicsError::Currency`] for two currencies.
    pub fn new(observations: &[(NaiveDate, Money)]) -> Result<Self, EconomicsError> {
        let data = |problem: String| EconomicsError::Data { field: "observations", problem };
        let count = observations.len();
        if count > Self::MAX_OBSERVATIONS {
            return Err(data(format!("there are {count}; at most 2000 make a trend, sample them by month")));
        }
        let mut observations = observations.to_vec();
        observations.sort_by_key(|(date, _)| *date);
        let (Some(&(first, first_arr)), Some(&(last, last_arr)), 2..) =
            (observations.first(), observations.last(), count)
        else {
            let points = if count == 0 { "there are none" } else { "there is one" };
            return Err(data(format!("{points}; a trend needs two, and three for its uncertainty")));
        };
        for &(date, arr) in &observations {
            check_date(date).map_err(|error| data(error.to_string()))?;
            if arr.ticks() <= 0 {
                let allowed = "growth is that of positive amounts; begin after the last month without ARR";
                return Err(EconomicsError::out_of_range("arr", arr, allowed));
            }
            if arr.currency() != first_arr.currency() {
                return Err(CurrencyMismatch { left: first_arr.currency(), right: arr.currency() }.into());
            }
        }
        if first == last {
            return Err(data(format!("all are of {first}; a trend needs two different days")));
        }
        Ok(Self { observations, first, first_arr, last_arr })
    }

    /// A history sampled at the ends of the `lookback` calendar months before the as-of date's, and on the as-of date.
    /// Months before the first ARR are left out: there was no customer yet.
    ///
    /// # Errors
    /// As [`new`](Self::new): also where the ARR was zero in between, since there is no growth from or to nothing; and
    /// [`EconomicsError::OutOfRange`] for a lookback of 2,000 months or more, or one that leaves the calendar.
    pub fn monthly(history: &ArrHistory, as_of: NaiveDate, lookback: Months) -> Result<Self, EconomicsError> {
        let refused = || {
            let allowed =
                "samples lie between 1900 and 2199, and 2000 of them are the most; give fewer months";
            EconomicsError::out_of_range("lookback", lookback, allowed)
        };
        let months = i32::try_from(lookback.0).ok().filter(|months| *months < 2_000).ok_or_else(refused)?;
        let mut samples = Vec::new();
        for back in (1..=months).rev() {
            let end = add_months(as_of, back.saturating_neg()).and_then(end_of_month);
            samples.push(end.filter(|end| *end >= EARLIEST).ok_or_else(refused)?);
        }
        samples.push(as_of);
        let samples = samples.into_iter().map(|date| (date, history.at(date)));
        let paid: Vec<_> = samples.skip_while(|(_, arr)| arr.is_zero()).collect();
        Self::new(&paid)
    }

    /// The observations by date.
    #[must_use]
    pub fn observations(&self) -> impl ExactSizeIterator<Item = (NaiveDate, Money)> {
        self.observations.iter().copied()
    }

    /// The day of the first; trends count days from it.
    #[must_use]
    pub const fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// The ARR of the last.
    #[must_use]
    pub const fn last_arr(&self) -> Money {
        self.last_arr
    }

    /// The currency of all.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.first_arr.currency()
    }

    /// The straight line of least squares through the logarithms.
    #[must_use]
    pub fn log_linear(&self) -> LogLinearTrend {
        LogLinearTrend::of(self)
    }

    /// The line of the median slope through the logarithms, which a single wrong month does not move.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a confidence that is not between 0 and 1.
    #[doc(alias = "Theil-Sen")]
    pub fn robust(
        &self,
        confidence: Decimal,
        intercept: InterceptRule,
    ) -> Result<RobustTrend, EconomicsError> {
        RobustTrend::of(self, confidence, intercept)
    }

    /// Days since the first observation, and logarithms of the ARR as a multiple of the first one: small numbers keep
    /// their digits.
    pub(super) fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.observations().map(|(date, arr)| (self.days_to(date), self.log_of(arr)))
    }

    fn days_to(&self, date: NaiveDate) -> f64 {
        days_since(self.first, date)
    }

    fn log_of(&self, arr: Money) -> f64 {
        log_ratio(arr, self.first_arr)
    }

    pub(super) const fn first_arr(&self) -> Money {
        self.first_arr
    }
}

pub(super) fn days_since(first: NaiveDate, date: NaiveDate) -> f64 {
    days_between(first, date).to_f64().unwrap_or(0.0)
}

/// The logarithm of one amount as a multiple of another, which is positive; of nothing it is minus infinity.
pub(super) fn log_ratio(amount: Money, base: Money) -> f64 {
    // Both within 10^18: their difference fits.
    let difference = amount.ticks().saturating_sub(base.ticks()).to_f64();
    let (Some(difference), Some(amount), Some(base)) =
        (difference, amount.ticks().to_f64(), base.ticks().to_f64())
    else {
        return 0.0; // Every i64 is a float.
    };
    let growth = difference / base;
    // Near 1 the quotient has lost what matters, far from it the growth has.
    if growth.abs() < 0.5 { growth.ln_1p() } else { (amount / base).ln() }
}

/// The logarithm of a positive amount in units of its currency.
pub(super) fn log_of_units(amount: Money) -> f64 {
    amount.ticks().to_f64().map_or(0.0, |ticks| (ticks / 10_000.0).ln())
}

/// So many days after the first observation, begun days counting as whole; `None` outside the dates of accounts.
pub(super) fn date_of(first: NaiveDate, day: f64) -> Option<NaiveDate> {
    let days = day.ceil().to_i64().and_then(chrono::TimeDelta::try_days)?;
    first.checked_add_signed(days).filter(|date| (EARLIEST..=LATEST).contains(date))
}

fn end_of_month(date: NaiveDate) -> Option<NaiveDate> {
    add_months(date.with_day(1)?, 1)?.pred_opt()
}
