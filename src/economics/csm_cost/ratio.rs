use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::figure::Figure;
use super::{Target, TargetStatus};
use crate::quantity::Exact;

/// CSM cost as a fraction of ARR, before and after what customers pay for it.
///
/// With cost `C`, post-sales revenue `F` and `ARR` of the same accounts: gross `C / ARR`, net `(C - F) / ARR`, recovery share
/// `F / C`, so that net = gross * (1 - recovery share). A net ratio below zero is legal: the fees exceed the cost.
#[derive(Clone, Copy, Debug)]
pub struct CostRatio {
    gross: Figure,
    net: Figure,
    recovery_share: Option<Figure>,
}

impl CostRatio {
    /// `arr` is positive. `None` where a quotient does not fit.
    pub(super) fn of(cost: Exact, fees: Exact, arr: Exact) -> Option<Self> {
        let recovery_share = if cost.is_zero() { None } else { Some(Figure::of(fees.div(cost)?)?) };
        let (gross, net) = (Figure::of(cost.div(arr)?)?, Figure::of(cost.sub(fees)?.div(arr)?)?);
        Some(Self { gross, net, recovery_share })
    }

    /// Fully loaded CSM cost / ARR.
    #[must_use]
    pub fn gross(&self) -> Decimal {
        self.gross.decimal()
    }

    /// The same less post-sales revenue: the ratio that has the target (A1-7).
    #[must_use]
    pub fn net(&self) -> Decimal {
        self.net.decimal()
    }

    /// The share of the cost that post-sales revenue recovers; above 1 where it earns more. `None` where there is no cost.
    #[must_use]
    pub fn recovery_share(&self) -> Option<Decimal> {
        self.recovery_share.map(Figure::decimal)
    }

    /// Where the net ratio stands against a target.
    #[must_use]
    pub fn status(&self, target: Target) -> TargetStatus {
        match self.exact().cmp(&target.exact()) {
            Ordering::Less => TargetStatus::Within,
            Ordering::Equal => TargetStatus::AtTarget,
            Ordering::Greater => TargetStatus::Over,
        }
    }

    pub(in crate::economics) const fn exact(&self) -> Exact {
        self.net.exact()
    }
}
