use rust_decimal::Decimal;

use crate::economics::acquisition::Cac;
use crate::economics::lifetime::{Arpa, Customer, GrossMargin};
use crate::economics::{EconomicsError, Period};
use crate::quantity::{CurrencyMismatch, Exact};

/// What a customer cost, and what it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payback {
    /// What it cost.
    pub cac: Cac,
    /// What it pays, and what of that is left.
    pub customer: Customer,
}

/// After how many months a customer has paid for itself, as an amount of time and not a number of payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaybackMonths {
    /// After so many months; 0 where it cost nothing.
    After(Decimal),
    /// Its payments leave nothing.
    Never,
}

impl Payback {
    /// `CAC / (monthly ARPA x margin)`: as if nobody left. Never where the margin or the ARPA is not above zero.
    ///
    /// ```
    /// use segmentry::economics::Churn;
    /// use segmentry::economics::acquisition::Acquisition;
    /// use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
    /// use segmentry::economics::payback::{Payback, PaybackMonths};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD);
    /// // pulserevops.com, mid-market: 4.2M for 70 customers of 48,000 a year at 80 %.
    /// let payback = Payback {
    ///     cac: Acquisition { spend: usd(dec!(4200000))?, new_customers: 70 }.cac()?,
    ///     customer: Customer {
    ///         arpa: Arpa::annual(usd(dec!(48000))?)?,
    ///         gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
    ///         churn: Churn::annual(dec!(0.1))?,
    ///     },
    /// };
    /// assert_eq!(payback.months()?, PaybackMonths::After(dec!(18.75)));
    /// assert!(payback.is_within(dec!(20))?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] for two currencies, [`EconomicsError::OutOfRange`] for a margin above 1,
    /// [`EconomicsError::Overflow`] for months beyond a Decimal.
    #[doc(alias = "CAC payback")]
    pub fn months(&self) -> Result<PaybackMonths, EconomicsError> {
        PaybackMonths::simple(self.cac, self.customer.arpa, self.customer.gross_margin)
    }

    /// Whether it has paid for itself after so many months, churn left aside; decided on the exact fraction.
    ///
    /// # Errors
    /// As [`Payback::months`].
    pub fn is_within(&self, months: Decimal) -> Result<bool, EconomicsError> {
        let margin = self.monthly_margin()?;
        let paid = margin.mul(Exact::of(months)).ok_or(OVERFLOW)?;
        Ok(margin.is_positive() && paid >= self.cac.exact())
    }

    /// What a month leaves.
    pub(super) fn monthly_margin(&self) -> Result<Exact, EconomicsError> {
        monthly_margin(self.cac, self.customer.arpa, self.customer.gross_margin)
    }
}

pub(super) const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "payback" };

impl PaybackMonths {
    /// `CAC / (monthly ARPA x margin)`, for which nobody needs to know the churn. Never where the margin or the ARPA is not
    /// above zero. [`Payback::months`] is the same of a customer whose churn is known.
    ///
    /// ```
    /// use segmentry::economics::acquisition::Acquisition;
    /// use segmentry::economics::lifetime::{Arpa, GrossMargin};
    /// use segmentry::economics::payback::PaybackMonths;
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD);
    /// // pulserevops.com, mid-market: 4.2M for 70 customers of 48,000 a year at 80 %.
    /// let cac = Acquisition { spend: usd(dec!(4200000))?, new_customers: 70 }.cac()?;
    /// let arpa = Arpa::annual(usd(dec!(48000))?)?;
    /// let months = PaybackMonths::simple(cac, arpa, GrossMargin::AfterCustomerSuccess(dec!(0.8)))?;
    /// assert_eq!(months, PaybackMonths::After(dec!(18.75)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Payback::months`].
    pub fn simple(cac: Cac, arpa: Arpa, gross_margin: GrossMargin) -> Result<Self, EconomicsError> {
        Self::of(cac.exact(), monthly_margin(cac, arpa, gross_margin)?)
    }

    pub(in crate::economics) fn of(cost: Exact, monthly_margin: Exact) -> Result<Self, EconomicsError> {
        if !monthly_margin.is_positive() {
            return Ok(Self::Never);
        }
        let months = cost.div_or_places(monthly_margin).and_then(Exact::to_decimal);
        months.map(Self::After).ok_or(OVERFLOW)
    }
}

/// What a month leaves of an ARPA, in the currency of the CAC.
fn monthly_margin(cac: Cac, arpa: Arpa, gross_margin: GrossMargin) -> Result<Exact, EconomicsError> {
    if cac.currency() != arpa.currency() {
        return Err(CurrencyMismatch { left: cac.currency(), right: arpa.currency() }.into());
    }
    let monthly = arpa.per(Period::Month).exact();
    monthly.mul_or_places(gross_margin.exact()?).ok_or(OVERFLOW)
}
