use std::fmt;

use rust_decimal::Decimal;

use super::{Customer, GrossMargin, Valuation};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact};

/// A lifetime value, with the valuation by which it was made.
///
/// Shown with both: `20000 USD (simple)`, and `net of CSM cost` where that was taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ltv {
    customer: Customer,
    valuation: Valuation,
    exact: Exact,
    amount: Decimal,
}

impl Ltv {
    pub(super) fn new(
        customer: Customer,
        valuation: Valuation,
        exact: Exact,
    ) -> Result<Self, EconomicsError> {
        let amount = exact.to_decimal().ok_or(EconomicsError::Overflow { figure: "LTV" })?;
        Ok(Self { customer, valuation, exact, amount })
    }

    /// The amount, not rounded to cents.
    #[must_use]
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    /// Its currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.customer.arpa.currency()
    }

    /// Whose value it is.
    #[must_use]
    pub const fn customer(&self) -> Customer {
        self.customer
    }

    /// How it was valued.
    #[must_use]
    pub const fn valuation(&self) -> Valuation {
        self.valuation
    }

    /// Whether the cost of customer success was taken off here: not where the cost of sales had it already.
    #[must_use]
    pub const fn is_net_of_csm_cost(&self) -> bool {
        matches!(self.customer.gross_margin, GrossMargin::BeforeCustomerSuccess { .. })
    }

    pub(in crate::economics) const fn exact(&self) -> Exact {
        self.exact
    }
}

/// To three decimals; [`Ltv::amount`] has all of them.
impl fmt::Display for Ltv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = rust_decimal::RoundingStrategy::MidpointNearestEven;
        let amount = self.amount.round_dp_with_strategy(3, places).normalize();
        write!(f, "{amount} {} ({}", self.currency(), self.valuation)?;
        f.write_str(if self.is_net_of_csm_cost() { ", net of CSM cost)" } else { ")" })
    }
}
