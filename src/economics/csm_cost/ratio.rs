use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Target, TargetStatus};
use crate::quantity::Exact;

/// CSM cost as a fraction of ARR, before and after what customers pay for it.
///
/// With cost `C`, post-sales revenue `F` and `ARR` of the same accounts: gross `C / ARR`, net `(C - F) / ARR`, recovery share
/// `F / C`, so that net = gross * (1 - recovery share). A net ratio below zero is legal: the fees exceed the cost.
#[derive(Clone, Copy, Debug)]
pub struct CostRatio {
    exact: Exact,
    gross: Decimal,
    net: Decimal,
    recovery_share: Option<Decimal>,
}

impl CostRatio {
    /// `arr` is positive. `None` where a quotient does not fit.
    pub(super) fn of(cost: Exact, fees: Exact, arr: Exact) -> Option<Self> {
        let exact = cost.sub(fees)?.div(arr)?;
        let recovery_share = if cost.is_zero() { None } else { Some(fees.div(cost)?.to_decimal()?) };
        let (gross, net) = (cost.div(arr)?.to_decimal()?, exact.to_decimal()?);
        Some(Self { exact, gross, net, recovery_share })
    }

    /// Fully loaded CSM cost / ARR.
    #[must_use]
    pub const fn gross(&self) -> Decimal {
        self.gross
    }

    /// The same less post-sales revenue: the ratio that has the target (A1-7).
    #[must_use]
    pub const fn net(&self) -> Decimal {
        self.net
    }

    /// The share of the cost that post-sales revenue recovers; above 1 where it earns more. `None` where there is no cost.
    #[must_use]
    pub const fn recovery_share(&self) -> Option<Decimal> {
        self.recovery_share
    }

    /// Where the net ratio stands against a target.
    #[must_use]
    pub fn status(&self, target: Target) -> TargetStatus {
        match self.exact.cmp(&target.exact()) {
            Ordering::Less => TargetStatus::Within,
            Ordering::Equal => TargetStatus::AtTarget,
            Ordering::Greater => TargetStatus::Over,
        }
    }

    pub(super) const fn exact(&self) -> Exact {
        self.exact
    }
}
