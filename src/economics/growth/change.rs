#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a fractional power is a statistic; decides no segment"
)]

use rust_decimal::prelude::ToPrimitive;

use super::series::log_ratio;
use crate::calendar::{NaiveDate, days_between};
use crate::economics::EconomicsError;
use crate::quantity::{Money, Ratio};

/// How many days a year has, where growth over days becomes growth a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum YearBasis {
    /// 365 days, as `XIRR` of spreadsheets counts. Two years without 29 February are two years exactly.
    #[default]
    Act365,
    /// 365.25 days, leap years on average.
    Act36525,
}

impl YearBasis {
    pub(super) const fn days(self) -> f64 {
        match self {
            Self::Act365 => 365.0,
            Self::Act36525 => 365.25,
        }
    }
}

/// An amount before and after.
///
/// ```
/// use segmentry::calendar::parse_date;
/// use segmentry::economics::growth::{Change, YearBasis};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money, Ratio};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let change = Change { begin: eur(dec!(100000)), end: eur(dec!(121000)) };
/// assert_eq!(change.growth()?, Some(Ratio::from_decimal(dec!(0.21))?));
///
/// let (from, to) = (parse_date("2022-01-01")?, parse_date("2024-01-01")?); // 730 days
/// let annual = change.cagr(from, to, YearBasis::Act365)?.expect("there was something to grow from");
/// assert!((annual - 0.1).abs() < 1e-12);
/// let annual = change.cagr(from, to, YearBasis::Act36525)?.expect("there was something to grow from");
/// assert!((annual - 0.1000718113835).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Before; zero or more.
    pub begin: Money,
    /// After; zero or more.
    pub end: Money,
}

impl Change {
    /// Growth over the period, whatever its length: `E / B - 1`, exactly; -1 where nothing is left. `None` where nothing
    /// was there to grow from.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a negative amount, [`EconomicsError::Currency`] for two currencies.
    pub fn growth(&self) -> Result<Option<Ratio>, EconomicsError> {
        let allowed = "growth is that of amounts of zero or more; keep credits outside ARR";
        for (field, amount) in [("begin", self.begin), ("end", self.end)] {
            if amount.is_negative() {
                return Err(EconomicsError::out_of_range(field, amount, allowed));
            }
        }
        Ok(Ratio::growth(self.end, self.begin)?)
    }

    /// The compound annual growth rate over the days between two dates: `(E / B)^(basis / days) - 1`. `None` where nothing
    /// was there to grow from.
    ///
    /// # Errors
    /// As [`growth`](Self::growth), [`EconomicsError::Data`] unless `to` is after `from`, and
    /// [`EconomicsError::Overflow`] where a steep rise of few days makes a year that is no number.
    #[doc(alias = "CAGR")]
    pub fn cagr(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        basis: YearBasis,
    ) -> Result<Option<f64>, EconomicsError> {
        if self.growth()?.is_none() {
            return Ok(None);
        }
        let days = days_between(from, to).to_f64().unwrap_or(0.0);
        if days <= 0.0 {
            let problem = format!("{to} is not after {from}; annual growth needs a day between at least");
            return Err(EconomicsError::Data { field: "to", problem });
        }
        let annual = (log_ratio(self.end, self.begin) * (basis.days() / days)).exp_m1();
        if annual.is_finite() { Ok(Some(annual)) } else { Err(OVERFLOW) }
    }
}

pub(super) const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "annual growth" };
