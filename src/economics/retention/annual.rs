#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a root of any degree is a fractional power; whole powers stay exact"
)]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::calendar::Months;
use crate::economics::{Churn, EconomicsError, Rate};
use crate::quantity::{Exact, Money};

/// What happened over a number of months, as it would be over a year: by compounding, never by multiplying.
///
/// Where the months go into a year (1, 2, 3, 4, 6 and 12 of them) the power is whole and the result exact, rounded to 28
/// decimals. Any other power is a statistic: an `f64` within, of which 15 digits are kept.
///
/// ```
/// use segmentry::calendar::Months;
/// use segmentry::economics::retention::Annualized;
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// // 5 % a month is 46 % a year, not 60 %.
/// let churn = Annualized::over(Months(1))?.churn(dec!(0.05))?;
/// assert_eq!(churn.value(), dec!(0.459639912337363037109375));
/// let growth = Annualized::over(Months(18))?.growth(usd(dec!(100)), usd(dec!(133.1)))?;
/// assert_eq!(growth.value().round_dp(12), dec!(0.21));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Annualized {
    /// 1 to 1200.
    months: u32,
}

impl Annualized {
    const MAX_MONTHS: u32 = 1200;

    /// What happened over so many months.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] outside 1 to 1200.
    pub fn over(months: Months) -> Result<Self, EconomicsError> {
        if (1..=Self::MAX_MONTHS).contains(&months.0) {
            Ok(Self { months: months.0 })
        } else {
            Err(EconomicsError::out_of_range("months", months.0, "give 1 to 1200 months"))
        }
    }

    /// Growth from `opening` to `closing` as an annual rate: `(closing / opening)^(12 / months) - 1`.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] for an opening of zero; [`EconomicsError::OutOfRange`] for a negative amount, and where
    /// (next to) nothing is left: a total loss is -1 by the formula, but nothing compounds from there and a [`Rate`] is
    /// above -1; [`Change::cagr`](crate::economics::growth::Change::cagr) gives it. [`EconomicsError::Currency`] for two
    /// currencies; [`EconomicsError::Overflow`] where the rate does not fit.
    pub fn growth(self, opening: Money, closing: Money) -> Result<Rate, EconomicsError> {
        opening.compare(closing)?;
        if opening.is_zero() {
            return Err(EconomicsError::ZeroBase { base: "opening", figure: "annual growth" });
        }
        for (field, amount) in [("opening", opening), ("closing", closing)] {
            if amount.is_negative() || amount.is_zero() {
                let allowed = "growth compounds from one positive amount to another; a total loss is -1 by growth::Change::cagr";
                return Err(EconomicsError::out_of_range(field, amount, allowed));
            }
        }
        let change = Exact::of_money(closing).sub(Exact::of_money(opening));
        let change = change.and_then(|change| change.div(Exact::of_money(opening)));
        let rate = change.and_then(|change| self.compound(change));
        Rate::annual(rate.ok_or(EconomicsError::Overflow { figure: "annual growth" })?)
    }

    /// The part lost over the months as an annual churn: `1 - (1 - lost)^(12 / months)`.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] unless `lost` is a fraction from 0 to 1.
    pub fn churn(self, lost: Decimal) -> Result<Churn, EconomicsError> {
        // Whatever the period, it must be a churn.
        let lost = Churn::annual(lost)?.value();
        let change = Exact::of(lost).neg().and_then(|change| self.compound(change));
        let annual = change.and_then(|change| Decimal::ZERO.checked_sub(change));
        Churn::annual(annual.ok_or(EconomicsError::Overflow { figure: "annual churn" })?)
    }

    /// `(1 + change)^(12 / months) - 1`, for a change of -1 or more.
    fn compound(self, change: Exact) -> Option<Decimal> {
        if 12_u32.checked_rem(self.months) == Some(0) {
            let power = Exact::ONE.add(change)?.pow(12_u32.checked_div(self.months)?)?;
            return power.sub(Exact::ONE)?.to_decimal();
        }
        // Small changes keep their digits. Where nothing is left, the logarithm is infinite and the change -1.
        let logarithm = change.to_decimal()?.to_f64()?.ln_1p();
        let annual = (logarithm * 12.0 / f64::from(self.months)).exp_m1();
        Decimal::try_from(annual).ok()
    }
}
