use chrono::NaiveDate;

use super::unique::UniqueIds;
use super::walk::SeriesSums;
use super::{Basis, BridgeSeries, SegmentedSeries};
use crate::account::ArrHistory;
use crate::calendar::{Months, add_months, check_date};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch};

/// The days between which histories are bridged, and the basis on which that is done.
///
/// Every period goes from the end of one day to the end of the next: an ARR that holds from the opening day on belongs to
/// the opening, one that holds from the closing day on to the closing.
///
/// ```
/// use segmentry::account::ArrHistory;
/// use segmentry::calendar::parse_date;
/// use segmentry::economics::retention::{Basis, Movement, Timeline};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// // 100, then 150, then 100 again.
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// let history = ArrHistory::new([
///     (parse_date("2024-01-01")?, usd(dec!(100))),
///     (parse_date("2025-05-01")?, usd(dec!(150))),
///     (parse_date("2025-09-01")?, usd(dec!(100))),
/// ])?;
/// let year = Timeline::between(parse_date("2024-12-31")?, parse_date("2025-12-31")?)?;
///
/// let snapshot = year.bridge([("acme", &history)], Currency::USD)?;
/// assert_eq!(snapshot.revenue().gross_retention()?, dec!(1));
/// let events = year.on(Basis::Event).bridge([("acme", &history)], Currency::USD)?;
/// assert_eq!(events.row(Movement::Contraction).amount().amount(), dec!(50));
/// assert_eq!(events.revenue().gross_retention()?, dec!(0.5));
/// assert_eq!(events.revenue().net_retention()?, dec!(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// At least two, rising.
    days: Vec<NaiveDate>,
    basis: Basis,
}

impl Timeline {
    /// One period.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] unless `from` lies before `to`, both between 1900 and 2199.
    pub fn between(from: NaiveDate, to: NaiveDate) -> Result<Self, EconomicsError> {
        Self::of_days([from, to])
    }

    /// So many months from this day on. They are counted from it, so that the 31st stands for the end of every month.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for no month, [`EconomicsError::Data`] beyond the year 2199.
    pub fn monthly(from: NaiveDate, months: Months) -> Result<Self, EconomicsError> {
        if months.0 == 0 {
            return Err(EconomicsError::out_of_range("months", months.0, "give at least one month"));
        }
        let beyond = || EconomicsError::Data {
            field: "months",
            problem: format!("{months} after {from} lie beyond the year 2199; give fewer months"),
        };
        let mut days = Vec::new();
        for month in 0..=months.0 {
            let day = i32::try_from(month).ok().and_then(|month| add_months(from, month));
            // Every day is checked here, so that a list without an end stops there.
            days.push(day.filter(|day| check_date(*day).is_ok()).ok_or_else(beyond)?);
        }
        Self::of_days(days)
    }

    /// From each of these days to the next.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] for fewer than two days, days that do not rise, and a day outside 1900 to 2199.
    pub fn of_days(days: impl IntoIterator<Item = NaiveDate>) -> Result<Self, EconomicsError> {
        let fault = |problem| EconomicsError::Data { field: "days", problem };
        let days: Vec<_> = days.into_iter().collect();
        for day in &days {
            check_date(*day).map_err(|error| fault(error.to_string()))?;
        }
        if days.len() < 2 {
            return Err(fault("a bridge needs an opening and a closing day; give at least two".into()));
        }
        for pair in days.windows(2) {
            if let [from, to] = pair {
                if from >= to {
                    return Err(fault(format!(
                        "{to} does not lie after {from}; give the days in rising order"
                    )));
                }
            }
        }
        Ok(Self { days, basis: Basis::Snapshot })
    }

    /// The same days on this basis.
    #[must_use]
    pub fn on(self, basis: Basis) -> Self {
        Self { basis, ..self }
    }

    /// The basis.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// The opening and the closing day of each period.
    pub fn periods(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        self.days.iter().copied().zip(self.days.iter().copied().skip(1))
    }

    pub(super) fn days(&self) -> &[NaiveDate] {
        &self.days
    }

    /// The bridge from the first day to the last. Each history is of one account, all its subscriptions together; without a
    /// value above zero up to the opening day it never was a customer before.
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] for another currency, [`EconomicsError::Data`] for an id that stands twice,
    /// [`EconomicsError::Overflow`] for sums beyond a [`Total`](crate::Total).
    pub fn bridge<'a>(
        &self,
        histories: impl IntoIterator<Item = (&'a str, &'a ArrHistory)>,
        currency: Currency,
    ) -> Result<super::Bridge, EconomicsError> {
        self.bridges(histories, currency).map(|series| *series.whole())
    }

    /// The bridge of every period. Each history is walked once, whatever the number of periods.
    ///
    /// ```
    /// use segmentry::account::ArrHistory;
    /// use segmentry::calendar::{Months, parse_date};
    /// use segmentry::economics::retention::{Movement, Timeline};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
    /// let history = ArrHistory::new([
    ///     (parse_date("2025-01-15")?, usd(dec!(1200))),
    ///     (parse_date("2025-03-10")?, usd(dec!(1800))),
    /// ])?;
    /// let months = Timeline::monthly(parse_date("2024-12-31")?, Months(4))?;
    /// let series = months.bridges([("acme", &history)], Currency::USD)?;
    /// let closing: Vec<_> = series.bridges().iter().map(|month| month.closing().amount().amount()).collect();
    /// assert_eq!(closing, [dec!(1200), dec!(1200), dec!(1800), dec!(1800)]);
    /// assert_eq!(series.bridges()[0].row(Movement::New).accounts(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Timeline::bridge`].
    pub fn bridges<'a>(
        &self,
        histories: impl IntoIterator<Item = (&'a str, &'a ArrHistory)>,
        currency: Currency,
    ) -> Result<BridgeSeries, EconomicsError> {
        let (mut sums, mut ids) = (SeriesSums::over(self), UniqueIds::default());
        for (id, history) in histories {
            check_currency(history, currency)?;
            ids.push(id);
            sums.add(self, history);
        }
        ids.finish()?;
        sums.finish(currency, self.basis)
    }

    /// The same by segments. The segment of an account holds for all periods; where accounts move, bridge them with
    /// [`SegmentedBridge`](super::SegmentedBridge).
    ///
    /// # Errors
    /// As [`Timeline::bridge`].
    pub fn bridges_by_segment<'a, K: Ord>(
        &self,
        histories: impl IntoIterator<Item = (&'a str, &'a ArrHistory, K)>,
        currency: Currency,
    ) -> Result<SegmentedSeries<K>, EconomicsError> {
        let mut ids = UniqueIds::default();
        let mut segments = std::collections::BTreeMap::new();
        for (id, history, segment) in histories {
            check_currency(history, currency)?;
            ids.push(id);
            segments.entry(segment).or_insert_with(|| SeriesSums::over(self)).add(self, history);
        }
        ids.finish()?;
        SegmentedSeries::of_sums(self, segments, currency)
    }
}

fn check_currency(history: &ArrHistory, currency: Currency) -> Result<(), EconomicsError> {
    if history.currency() == currency {
        Ok(())
    } else {
        Err(CurrencyMismatch { left: currency, right: history.currency() }.into())
    }
}
