use rust_decimal::Decimal;

use crate::calendar::Months;
use crate::economics::{Churn, EconomicsError, Rate};
use crate::quantity::{Exact, Money};

/// What happened over a number of months, as it would be over a year: by compounding, never by multiplying.
///
/// ```
/// use segmentry::calendar::Months;
/// use segmentry::economics::retention::Annualized;
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// let growth = Annualized::over(Months(18))?.growth(usd(dec!(100)), usd(dec!(133.1)))?;
/// assert_eq!(growth.value(), dec!(0.21));
/// // 5 % a month is 46 % a year, not 60 %.
/// let churn = Annualized::over(Months(1))?.churn(dec!(0.05))?;
/// assert_eq!(churn.value(), dec!(0.459639912337363037109375));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Annualized {
    /// The exponent 12/months in its lowest terms.
    power: u32,
    root: u32,
}

impl Annualized {
    const MAX_MONTHS: u32 = 120;

    /// What happened over so many months.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] outside 1 to 120.
    pub fn over(months: Months) -> Result<Self, EconomicsError> {
        if !(1..=Self::MAX_MONTHS).contains(&months.0) {
            let allowed = "give 1 to 120 months";
            return Err(EconomicsError::out_of_range("months", months.0, allowed));
        }
        let divides = |of: u32, by: u32| of.checked_rem(by) == Some(0);
        let common = [12, 6, 4, 3, 2, 1].into_iter().find(|by| divides(months.0, *by)).unwrap_or(1);
        let lowest = |number: u32| number.checked_div(common).unwrap_or(number);
        Ok(Self { power: lowest(12), root: lowest(months.0) })
    }

    /// Growth from `opening` to `closing` as an annual rate: `(closing / opening)^(12 / months) - 1`.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] for an opening of zero; [`EconomicsError::OutOfRange`] for a negative amount, and for a
    /// closing of zero, from which nothing compounds; [`EconomicsError::Currency`] for two currencies;
    /// [`EconomicsError::Overflow`] where the rate does not fit.
    pub fn growth(self, opening: Money, closing: Money) -> Result<Rate, EconomicsError> {
        opening.compare(closing)?;
        if opening.is_zero() {
            return Err(EconomicsError::ZeroBase { base: "opening", figure: "annual growth" });
        }
        for (field, amount) in [("opening", opening), ("closing", closing)] {
            if amount.is_negative() || amount.is_zero() {
                let allowed = "growth compounds from one positive amount to another";
                return Err(EconomicsError::out_of_range(field, amount, allowed));
            }
        }
        // Roots of fractions up to 1 are found quickly, so growth is the inverse of shrinking.
        let (less, more) =
            if closing.ticks() < opening.ticks() { (closing, opening) } else { (opening, closing) };
        let shrunk = Exact::of_money(less).div(Exact::of_money(more)).and_then(|part| self.compound(part));
        let factor = if closing.ticks() < opening.ticks() {
            shrunk
        } else {
            shrunk.and_then(|part| Exact::ONE.div(part))
        };
        let rate = factor.and_then(|factor| factor.sub(Exact::ONE)).and_then(Exact::to_decimal);
        Rate::annual(rate.ok_or(EconomicsError::Overflow { figure: "annual growth" })?)
    }

    /// The part lost over the months as an annual churn: `1 - (1 - lost)^(12 / months)`.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] unless `lost` is a fraction from 0 to 1.
    pub fn churn(self, lost: Decimal) -> Result<Churn, EconomicsError> {
        // Whatever the period, it must be a churn.
        let lost = Churn::annual(lost)?.value();
        let kept = Exact::ONE.sub(Exact::of(lost)).and_then(|kept| self.compound(kept));
        let annual = kept.and_then(|kept| Exact::ONE.sub(kept)).and_then(Exact::to_decimal);
        Churn::annual(annual.ok_or(EconomicsError::Overflow { figure: "annual churn" })?)
    }

    /// A part from 0 to 1, kept over the months, kept over a year.
    fn compound(self, part: Exact) -> Option<Exact> {
        let root = if self.root == 1 { part } else { part.root(self.root)? };
        root.pow(self.power)
    }
}
