use rust_decimal::Decimal;

use super::factors::{Factors, Threshold};
use super::figure::Figure;
use super::{Bounds, Lever, LeverValue, OVERFLOW, Target};
use crate::economics::EconomicsError;

/// What one lever must do to meet the target, the other three held.
#[derive(Clone, Copy, Debug)]
pub struct LeverAnswer {
    lever: Lever,
    current: Figure,
    outcome: LeverOutcome,
    pub(super) change: Option<Figure>,
}

/// What comes of a lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeverOutcome {
    /// The target is met whatever this lever does: fees alone cover it, or there is no cost.
    AlwaysMet,
    /// For the fee: the target is met without one.
    NoChargeNeeded,
    /// The target is met as things are; the lever may give way until here.
    AlreadyMet(Required),
    /// The target is met from here on, and the bound allows it.
    Feasible(Required),
    /// The target would be met from here on, but the bound comes before.
    BeyondBound {
        /// What it would take.
        required: Required,
        /// How far the lever may go.
        bound: LeverValue,
    },
    /// No value of this lever meets the target.
    Infeasible(Obstacle),
}

/// Why no value of a lever meets the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The target allows no cost that fees do not pay for: it is zero, and they do not cover the cost.
    NothingAllowed,
    /// It would take more than an amount holds (10^14), or more than 7.9 * 10^28 accounts.
    TooLarge,
}

/// The value of a lever at which the target is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    /// Where the ratio is exactly the target: one division, rounded half-even to at most 28 decimals.
    pub exact: Decimal,
    /// What to charge, pay or assign so that it is met: ARR and fee rounded up to the currency's minor unit, cost rounded
    /// down to it, accounts rounded up to a whole one.
    pub rounded: LeverValue,
}

impl LeverAnswer {
    /// The lever.
    #[must_use]
    pub const fn lever(&self) -> Lever {
        self.lever
    }

    /// Where it stands.
    #[must_use]
    pub fn current(&self) -> Decimal {
        self.current.decimal()
    }

    /// What comes of it.
    #[must_use]
    pub const fn outcome(&self) -> LeverOutcome {
        self.outcome
    }

    /// Where the target is met, within the bound or not. `None` where that is everywhere or nowhere.
    #[must_use]
    pub const fn required(&self) -> Option<Required> {
        match self.outcome {
            LeverOutcome::AlreadyMet(required)
            | LeverOutcome::Feasible(required)
            | LeverOutcome::BeyondBound { required, .. } => Some(required),
            LeverOutcome::AlwaysMet | LeverOutcome::NoChargeNeeded | LeverOutcome::Infeasible(_) => None,
        }
    }

    /// `|required - current| / current`, of the exact requirement: 0.2 is a fifth more, or less. Zero where the target is met.
    /// `None` where nothing meets it, and for a fee where there is none yet, since nothing is no base.
    #[must_use]
    pub fn relative_change(&self) -> Option<Decimal> {
        self.change.map(Figure::decimal)
    }

    /// Whether the target is met without this lever.
    #[must_use]
    pub const fn is_met(&self) -> bool {
        matches!(
            self.outcome,
            LeverOutcome::AlwaysMet | LeverOutcome::NoChargeNeeded | LeverOutcome::AlreadyMet(_)
        )
    }

    /// Whether this lever alone can bring the ratio to its target within its bound.
    #[must_use]
    pub const fn is_feasible(&self) -> bool {
        matches!(self.outcome, LeverOutcome::Feasible(_))
    }

    pub(super) fn solve(
        factors: &Factors,
        lever: Lever,
        target: Target,
        bounds: &Bounds,
    ) -> Result<Self, EconomicsError> {
        Self::solved(factors, lever, target, bounds).ok_or(OVERFLOW)
    }

    fn solved(factors: &Factors, lever: Lever, target: Target, bounds: &Bounds) -> Option<Self> {
        let current = factors.get(lever);
        let (outcome, change) = match factors.threshold(lever, target.exact())? {
            Threshold::Nowhere => (LeverOutcome::Infeasible(Obstacle::NothingAllowed), None),
            Threshold::Anywhere if lever == Lever::FeePerAccount => {
                (LeverOutcome::NoChargeNeeded, Some(Figure::ZERO))
            }
            Threshold::Anywhere => (LeverOutcome::AlwaysMet, Some(Figure::ZERO)),
            Threshold::At(exact) => {
                let is_met = !lever.is_beyond(exact, current);
                let required = exact.to_decimal().zip(lever.practicable(exact, factors.currency));
                match required.map(|(exact, rounded)| Required { exact, rounded }) {
                    Some(required) if is_met => (LeverOutcome::AlreadyMet(required), Some(Figure::ZERO)),
                    // A cost that no amount reaches.
                    None if is_met => (LeverOutcome::AlwaysMet, Some(Figure::ZERO)),
                    None => (LeverOutcome::Infeasible(Obstacle::TooLarge), None),
                    Some(required) => {
                        let distance = exact.sub(current)?;
                        let distance = if distance.is_negative() { distance.neg()? } else { distance };
                        // Only a fee can be zero here: without a cost the target is met.
                        let change =
                            if current.is_zero() { None } else { Some(Figure::of(distance.div(current)?)?) };
                        (within(required, lever, bounds), change)
                    }
                }
            }
        };
        Some(Self { lever, current: Figure::of(current)?, outcome, change })
    }
}

fn within(required: Required, lever: Lever, bounds: &Bounds) -> LeverOutcome {
    match bounds.of(lever) {
        Some(bound) if lever.is_beyond(required.rounded.exact(), bound.exact()) => {
            LeverOutcome::BeyondBound { required, bound }
        }
        _ => LeverOutcome::Feasible(required),
    }
}
