use std::fmt;

use rust_decimal::Decimal;

use super::money::decimal_of_ticks;
use super::{Currency, CurrencyMismatch, Money, MoneyError};

/// An exact sum of amounts of one currency: the same whatever the order of the parts.
///
/// Kept as an `i128` of ten-thousandths and bounded to ±2^95, so that 2^32 accounts at the largest amount fit.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let amounts = [dec!(10.10), dec!(-0.10)].map(|amount| Money::new(amount, Currency::EUR).unwrap());
/// assert_eq!(Money::total(amounts, Currency::EUR)?.amount(), dec!(10));
/// # Ok::<(), segmentry::quantity::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Total {
    ticks: i128,
    currency: Currency,
}

impl Total {
    const MAX_TICKS: u128 = 1 << 95;

    /// Nothing, in this currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { ticks: 0, currency }
    }

    /// `None` beyond ±2^95 ten-thousandths.
    pub(crate) fn from_ticks(ticks: i128, currency: Currency) -> Option<Self> {
        (ticks.unsigned_abs() <= Self::MAX_TICKS).then_some(Self { ticks, currency })
    }

    /// The sum with one more amount.
    ///
    /// # Errors
    /// [`MoneyError::Currency`] for another currency, [`MoneyError::TooLarge`] beyond ±2^95 ten-thousandths.
    pub fn checked_add(self, amount: Money) -> Result<Self, MoneyError> {
        self.checked_merge(amount.into())
    }

    /// The sum of two sums.
    ///
    /// # Errors
    /// [`MoneyError::Currency`] for another currency, [`MoneyError::TooLarge`] beyond ±2^95 ten-thousandths.
    pub fn checked_merge(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(CurrencyMismatch { left: self.currency, right: other.currency }.into());
        }
        // Within i128: both are within 2^95.
        let ticks = self.ticks.saturating_add(other.ticks);
        if ticks.unsigned_abs() > Self::MAX_TICKS {
            return Err(MoneyError::TooLarge { amount: ticks.to_string() });
        }
        Ok(Self { ticks, currency: self.currency })
    }

    /// The sum in ten-thousandths of the currency's unit.
    #[must_use]
    pub const fn ticks(self) -> i128 {
        self.ticks
    }

    /// The sum, exactly, without trailing zeros.
    #[must_use]
    pub fn amount(self) -> Decimal {
        decimal_of_ticks(self.ticks)
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// This sum as a fraction of the whole, for reports: one division, rounded half-even to at most 28 decimals.
    /// `None` where the whole is zero or of another currency.
    #[must_use]
    pub fn share_of(self, whole: Self) -> Option<Decimal> {
        if self.currency != whole.currency {
            return None;
        }
        self.amount().checked_div(whole.amount())
    }
}

/// A sum of one amount.
impl From<Money> for Total {
    fn from(amount: Money) -> Self {
        Self { ticks: amount.ticks().into(), currency: amount.currency() }
    }
}

/// The amount with at least the digits of the currency's minor unit, then the code: `19.90 EUR`.
impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, minor_digits) = self.currency.shown();
        let amount = self.amount();
        let digits = usize::try_from(amount.scale().max(minor_digits)).unwrap_or(0);
        f.pad(&format!("{amount:.digits$} {code}"))
    }
}

impl fmt::Debug for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_billion_of_the_largest_amounts_fit() {
        let eur = Currency::EUR;
        let max = Total::zero(eur).checked_add(Money::from_ticks(Money::MAX_TICKS, eur).unwrap()).unwrap();
        let mut sum = max;
        for _ in 0..32 {
            sum = sum.checked_merge(sum).unwrap();
        }
        assert_eq!(sum.ticks(), i128::from(Money::MAX_TICKS) << 32);
        assert_eq!(sum.amount().to_string(), "429496729600000000000000");
        assert_eq!(max.share_of(Total::zero(eur)), None);
        for _ in 0..3 {
            sum = sum.checked_merge(sum).unwrap();
        }
        assert!(matches!(sum.checked_merge(sum), Err(MoneyError::TooLarge { .. })));
    }
}
