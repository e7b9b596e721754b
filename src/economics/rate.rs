use rust_decimal::Decimal;

use super::EconomicsError;
use crate::quantity::Exact;

/// The period that a rate or a recurring amount belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A calendar month.
    Month,
    /// Twelve months.
    Year,
}

/// A rate that compounds, with its period: a growth or a discount. 0.1 is 10 %.
///
/// From one period to another it compounds: 1 % a month is 12.68 % a year, not 12 %.
///
/// ```
/// use segmentry::economics::{Period, Rate};
/// use segmentry::rust_decimal::dec;
///
/// let monthly = Rate::annual(dec!(0.1))?.per(Period::Month)?;
/// assert_eq!(monthly.value(), dec!(0.0079741404289037410660318442));
/// assert_eq!(Rate::monthly(dec!(0.01))?.per(Period::Year)?.value(), dec!(0.126825030131969720661201));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    value: Decimal,
    period: Period,
}

impl Rate {
    /// Nothing, whatever the period.
    pub const ZERO: Self = Self { value: Decimal::ZERO, period: Period::Year };

    /// A rate per month.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] at -1 and below: nothing is left to compound.
    pub fn monthly(value: Decimal) -> Result<Self, EconomicsError> {
        Self::new(value, Period::Month)
    }

    /// A rate per year.
    ///
    /// # Errors
    /// As [`Rate::monthly`].
    pub fn annual(value: Decimal) -> Result<Self, EconomicsError> {
        Self::new(value, Period::Year)
    }

    fn new(value: Decimal, period: Period) -> Result<Self, EconomicsError> {
        if value <= Decimal::NEGATIVE_ONE {
            let allowed = "a rate must be above -1; write 0.1 for 10 %";
            return Err(EconomicsError::out_of_range("rate", value, allowed));
        }
        Ok(Self { value: value.normalize(), period })
    }

    /// The fraction per [`Rate::period`].
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.value
    }

    /// Its period.
    #[must_use]
    pub const fn period(self) -> Period {
        self.period
    }

    /// The rate that compounds to the same in another period: `(1 + r)^12 - 1` or `(1 + r)^(1/12) - 1`, rounded to 28
    /// decimals.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] where it does not fit.
    pub fn per(self, period: Period) -> Result<Self, EconomicsError> {
        let value = self.exact(period).and_then(Exact::to_decimal).ok_or(Self::OVERFLOW)?;
        Self::new(value, period)
    }

    const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "rate" };

    /// In this period, within a formula: not rounded before its end.
    pub(crate) fn exact(self, period: Period) -> Option<Exact> {
        compounded(Exact::ONE.add(Exact::of(self.value))?, self.period, period)?.sub(Exact::ONE)
    }
}

/// The part of customers or revenue that is lost in a period. 0.02 is 2 %.
///
/// From one period to another it compounds: 5 % a month is 45.96 % a year, not 60 %.
///
/// ```
/// use segmentry::economics::{Churn, Period};
/// use segmentry::rust_decimal::dec;
///
/// let annual = Churn::monthly(dec!(0.05))?.per(Period::Year)?;
/// assert_eq!(annual.value(), dec!(0.459639912337363037109375));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Churn {
    value: Decimal,
    period: Period,
}

impl Churn {
    /// Churn per month.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] outside 0 to 1. A net churn below zero is expansion: model that on its own.
    pub fn monthly(value: Decimal) -> Result<Self, EconomicsError> {
        Self::new(value, Period::Month)
    }

    /// Churn per year.
    ///
    /// # Errors
    /// As [`Churn::monthly`].
    pub fn annual(value: Decimal) -> Result<Self, EconomicsError> {
        Self::new(value, Period::Year)
    }

    fn new(value: Decimal, period: Period) -> Result<Self, EconomicsError> {
        if value.is_sign_negative() && !value.is_zero() || value > Decimal::ONE {
            let allowed = "churn is a fraction from 0 to 1; write 0.02 for 2 %, and expansion on its own";
            return Err(EconomicsError::out_of_range("churn", value, allowed));
        }
        let value = if value.is_zero() { Decimal::ZERO } else { value.normalize() };
        Ok(Self { value, period })
    }

    /// The fraction lost per [`Churn::period`].
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.value
    }

    /// Its period.
    #[must_use]
    pub const fn period(self) -> Period {
        self.period
    }

    /// The churn that compounds to the same in another period: `1 - (1 - c)^12` or `1 - (1 - c)^(1/12)`, rounded to 28
    /// decimals.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] where it does not fit.
    pub fn per(self, period: Period) -> Result<Self, EconomicsError> {
        let overflow = EconomicsError::Overflow { figure: "churn" };
        let value = self.exact(period).and_then(Exact::to_decimal).ok_or(overflow)?;
        Self::new(value, period)
    }

    /// In this period, within a formula: not rounded before its end.
    pub(crate) fn exact(self, period: Period) -> Option<Exact> {
        Exact::ONE.sub(compounded(Exact::ONE.sub(Exact::of(self.value))?, self.period, period)?)
    }
}

/// A factor per period, in another period.
fn compounded(factor: Exact, from: Period, to: Period) -> Option<Exact> {
    match (from, to) {
        (Period::Month, Period::Year) => factor.pow(12),
        (Period::Year, Period::Month) => factor.root(12),
        (Period::Month, Period::Month) | (Period::Year, Period::Year) => Some(factor),
    }
}
