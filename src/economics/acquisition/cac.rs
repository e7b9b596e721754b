use rust_decimal::Decimal;

use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact, Money, MoneyError};

/// What was spent to win customers of a segment in a period, and how many were won.
///
/// Where the spend of one period wins the customers of a later one, let a [`Lag`] pair a series of periods, or pair them
/// yourself.
///
/// ```
/// use segmentry::economics::acquisition::Acquisition;
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// // pulserevops.com, mid-market: 4.2M for 70 customers.
/// let spend = Money::new(dec!(4200000), Currency::USD)?;
/// assert_eq!(Acquisition { spend, new_customers: 70 }.cac()?.amount(), dec!(60000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acquisition {
    /// Sales and marketing; not those who keep and expand customers, who belong to the margin (Skok).
    pub spend: Money,
    /// Customers won.
    pub new_customers: u64,
}

impl Acquisition {
    /// Customer acquisition cost: `spend / new_customers`.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without new customers, [`EconomicsError::OutOfRange`] for a spend below zero.
    #[doc(alias = "CAC")]
    pub fn cac(&self) -> Result<Cac, EconomicsError> {
        if self.spend.is_negative() {
            let allowed = "a spend is not negative; book refunds where they were spent";
            return Err(EconomicsError::out_of_range("spend", self.spend, allowed));
        }
        let cac = Exact::of_money(self.spend).div(Exact::whole(self.new_customers));
        let exact = cac.ok_or(EconomicsError::ZeroBase { base: "new_customers", figure: "CAC" })?;
        Ok(Cac { exact, currency: self.spend.currency() })
    }
}

/// What one new customer costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cac {
    exact: Exact,
    currency: Currency,
}

impl Cac {
    /// A cost that you know. Zero is allowed: such customers are paid back at once, and have no LTV/CAC.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] below zero.
    pub fn given(amount: Money) -> Result<Self, EconomicsError> {
        Acquisition { spend: amount, new_customers: 1 }.cac()
    }

    /// The amount, not rounded to cents.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        // No larger than the spend.
        self.exact.to_decimal().unwrap_or(Decimal::MAX)
    }

    /// Its currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    pub(in crate::economics) const fn exact(&self) -> Exact {
        self.exact
    }
}

/// How many periods lie between spending and winning: about the length of the sales cycle.
///
/// ```
/// use segmentry::economics::acquisition::{Acquisition, Lag};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let quarter = |spend, new_customers| {
///     Money::new(spend, Currency::USD).map(|spend| Acquisition { spend, new_customers })
/// };
/// let year = [quarter(dec!(90), 2)?, quarter(dec!(120), 3)?, quarter(dec!(150), 4)?, quarter(dec!(400), 5)?];
/// assert_eq!(Lag::SamePeriod.cac(&year)?.amount().round_dp(2), dec!(54.29)); // 760 / 14
/// // What was spent in the first three quarters won the customers of the last three.
/// assert_eq!(Lag::Periods(1).cac(&year)?.amount(), dec!(30)); // 360 / 12
/// assert_eq!(Lag::Periods(1).pairs(&year)?[2], quarter(dec!(150), 5)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lag {
    /// The spend of a period wins its own customers.
    SamePeriod,
    /// The spend wins the customers of so many periods later.
    Periods(u32),
}

impl Lag {
    /// Of a series of periods, the earliest first: each period's new customers with the spend that won them. The first
    /// periods have none in the series and are left out, as is the spend of the last.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] where the series is not longer than the lag.
    pub fn pairs(self, periods: &[Acquisition]) -> Result<Vec<Acquisition>, EconomicsError> {
        let lag = match self {
            Self::SamePeriod => 0,
            Self::Periods(lag) => lag,
        };
        let won = periods.iter().skip(usize::try_from(lag).unwrap_or(usize::MAX));
        let pairs: Vec<Acquisition> = won
            .zip(periods)
            .map(|(later, earlier)| Acquisition { spend: earlier.spend, new_customers: later.new_customers })
            .collect();
        if pairs.is_empty() {
            let problem =
                format!("{} with a lag of {lag}; give at least one more than the lag", periods.len());
            return Err(EconomicsError::Data { field: "periods", problem });
        }
        Ok(pairs)
    }

    /// CAC over a series of periods, the earliest first: the sum of the spends over the sum of the customers that they
    /// won, so that a period without new customers counts with its spend.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] where the series is not longer than the lag, [`EconomicsError::ZeroBase`] where nobody
    /// was won, [`EconomicsError::Currency`] for two currencies, [`EconomicsError::OutOfRange`] for a spend below zero,
    /// [`EconomicsError::Overflow`] for sums beyond 10^14 units or 2^64 customers.
    pub fn cac(self, periods: &[Acquisition]) -> Result<Cac, EconomicsError> {
        let overflow = || EconomicsError::Overflow { figure: "CAC" };
        let pairs = self.pairs(periods)?;
        // Each on its own, so that a spend below zero is not hidden by the others.
        pairs.iter().try_for_each(|pair| Cac::given(pair.spend).map(|_| ()))?;
        let mut pairs = pairs.into_iter();
        let first = pairs.next().ok_or_else(overflow)?;
        let sum = pairs.try_fold(first, |sum, pair| {
            let spend = sum.spend.checked_add(pair.spend).map_err(|error| match error {
                MoneyError::Currency(mismatch) => mismatch.into(),
                _ => overflow(),
            })?;
            let new_customers = sum.new_customers.checked_add(pair.new_customers).ok_or_else(overflow)?;
            Ok::<_, EconomicsError>(Acquisition { spend, new_customers })
        })?;
        sum.cac()
    }
}
