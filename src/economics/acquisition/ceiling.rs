use rust_decimal::Decimal;

use crate::economics::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch, Exact, Money, Rounding};

/// The most that may be spent to win a prospect (A3-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacCeiling {
    exact: Exact,
    amount: Decimal,
    currency: Currency,
}

const FIGURE: &str = "CAC ceiling";

impl CacCeiling {
    pub(super) fn new(exact: Option<Exact>, currency: Currency) -> Result<Self, EconomicsError> {
        let shown = exact.and_then(|exact| Some((exact, exact.to_decimal()?)));
        let (exact, amount) = shown.ok_or(EconomicsError::Overflow { figure: FIGURE })?;
        Ok(Self { exact, amount, currency })
    }

    /// The amount, not rounded to cents.
    #[must_use]
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    /// The amount to tell people: rounded down to the currency's minor unit, so that the target is kept.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] beyond 10^14 units.
    pub fn limit(&self) -> Result<Money, EconomicsError> {
        let limit = self.exact.rounded(self.currency.minor_digits(), Rounding::Down);
        limit.and_then(|limit| Money::new(limit, self.currency).ok()).ok_or_else(|| {
            EconomicsError::out_of_range(FIGURE, self.amount, "an amount is at most 10^14 units")
        })
    }

    /// The hours of sales and marketing that it pays for, at the cost of one.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] for a cost of zero, [`EconomicsError::OutOfRange`] below it,
    /// [`EconomicsError::Currency`] for another currency, [`EconomicsError::Overflow`] beyond a Decimal.
    pub fn hours_at(&self, cost_per_hour: Money) -> Result<Decimal, EconomicsError> {
        if cost_per_hour.currency() != self.currency {
            return Err(CurrencyMismatch { left: self.currency, right: cost_per_hour.currency() }.into());
        }
        if cost_per_hour.is_negative() {
            let allowed = "an hour costs more than 0";
            return Err(EconomicsError::out_of_range("cost_per_hour", cost_per_hour, allowed));
        }
        if cost_per_hour.is_zero() {
            return Err(EconomicsError::ZeroBase { base: "cost_per_hour", figure: "CAC ceiling in hours" });
        }
        let hours = self.exact.div_or_places(Exact::of_money(cost_per_hour)).and_then(Exact::to_decimal);
        hours.ok_or(EconomicsError::Overflow { figure: "CAC ceiling in hours" })
    }
}
