use rust_decimal::Decimal;

use crate::economics::{EconomicsError, Period};
use crate::quantity::{Currency, Exact, Money, Total};

/// Average revenue per account and period: what one customer pays. Exact, a fraction of a cent included.
///
/// ```
/// use segmentry::economics::{Period, lifetime::Arpa};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD);
/// let arpa = Arpa::of(usd(dec!(100000))?, 3, Period::Year)?;
/// assert_eq!(arpa.amount(), dec!(33333.333333333333333333333333));
/// assert_eq!(Arpa::annual(usd(dec!(48000))?)?.per(Period::Month), Arpa::monthly(usd(dec!(4000))?)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "ARPU")]
#[doc(alias = "ACV")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arpa {
    exact: Exact,
    currency: Currency,
    period: Period,
}

impl Arpa {
    /// What a customer pays a month.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] below zero.
    pub fn monthly(amount: Money) -> Result<Self, EconomicsError> {
        Self::of(amount, 1, Period::Month)
    }

    /// What a customer pays a year.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] below zero.
    pub fn annual(amount: Money) -> Result<Self, EconomicsError> {
        Self::of(amount, 1, Period::Year)
    }

    /// The revenue of many accounts, divided by their number: the ARR of a tally's cell and its customers, say.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without accounts, [`EconomicsError::OutOfRange`] for a revenue below zero.
    pub fn of(revenue: impl Into<Total>, accounts: u64, period: Period) -> Result<Self, EconomicsError> {
        let revenue = revenue.into();
        if revenue.ticks() < 0 {
            let allowed = "a revenue is not negative; leave credits out";
            return Err(EconomicsError::out_of_range("revenue", revenue.amount(), allowed));
        }
        let exact = Exact::of_total(revenue).div(Exact::whole(accounts));
        let exact = exact.ok_or(EconomicsError::ZeroBase { base: "accounts", figure: "ARPA" })?;
        Ok(Self { exact, currency: revenue.currency(), period })
    }

    /// The amount per [`Arpa::period`], for reports.
    #[must_use]
    pub fn amount(self) -> Decimal {
        // At most twelve times the largest total, which a Decimal holds.
        self.exact.to_decimal().unwrap_or(Decimal::MAX)
    }

    /// Its currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Its period.
    #[must_use]
    pub const fn period(self) -> Period {
        self.period
    }

    /// The same per month or per year: a twelfth, or twelve times. Amounts add up where rates compound.
    #[must_use]
    pub fn per(self, period: Period) -> Self {
        let twelve = Exact::whole(12);
        let exact = match (self.period, period) {
            (Period::Month, Period::Year) => self.exact.mul(twelve),
            (Period::Year, Period::Month) => self.exact.div(twelve),
            (Period::Month, Period::Month) | (Period::Year, Period::Year) => None,
        };
        // The terms have less than 180 of 512 bits, so that `None` is the same period.
        exact.map_or(self, |exact| Self { exact: exact.reduced(), period, ..self })
    }

    pub(in crate::economics) const fn exact(self) -> Exact {
        self.exact
    }
}
