use rust_decimal::Decimal;

use super::factors::Factors;
use super::figure::Figure;
use super::{Bounds, Lever, LeverAnswer, LeverOutcome, LeverValue, OVERFLOW, Target};
use crate::economics::EconomicsError;

/// One lever moved as far as its bound allows, and what another must still do.
#[derive(Clone, Copy, Debug)]
pub struct Combination {
    first: Lever,
    moved_to: LeverValue,
    second: LeverAnswer,
    change: Option<Figure>,
}

/// A way to the target.
#[derive(Clone, Copy, Debug)]
pub enum Path {
    /// One lever does it.
    Alone(LeverAnswer),
    /// Two do it.
    Together(Combination),
}

impl Combination {
    /// The lever that goes to its bound.
    #[must_use]
    pub const fn first(&self) -> Lever {
        self.first
    }

    /// That bound.
    #[must_use]
    pub const fn moved_to(&self) -> LeverValue {
        self.moved_to
    }

    /// What the other lever must still do.
    #[must_use]
    pub const fn second(&self) -> &LeverAnswer {
        &self.second
    }

    /// Whether the two meet the target within their bounds.
    #[must_use]
    pub const fn is_feasible(&self) -> bool {
        self.second.is_feasible() || self.second.is_met()
    }

    /// The sum of the two relative changes. `None` where one of them has none.
    #[must_use]
    pub fn relative_change(&self) -> Option<Decimal> {
        self.change.map(Figure::decimal)
    }

    pub(super) fn all(
        factors: &Factors,
        answers: &[LeverAnswer; 4],
        target: Target,
        bounds: &Bounds,
    ) -> Result<Vec<Self>, EconomicsError> {
        let mut all = Vec::new();
        for first in answers {
            let is_short =
                matches!(first.outcome(), LeverOutcome::BeyondBound { .. } | LeverOutcome::Infeasible(_));
            let first = first.lever();
            let has_room = |bound: &LeverValue| first.is_beyond(bound.exact(), factors.get(first));
            let Some(bound) = bounds.of(first).filter(|bound| is_short && has_room(bound)) else { continue };
            let moved = factors.with(first, bound.exact());
            for second in Lever::ALL.into_iter().filter(|second| *second != first) {
                let second = LeverAnswer::solve(&moved, second, target, bounds)?;
                all.push(Self::of(factors, first, bound, second).ok_or(OVERFLOW)?);
            }
        }
        all.sort_by_key(|pair| {
            (!pair.is_feasible(), pair.change.is_none(), pair.change, pair.first, pair.second.lever())
        });
        Ok(all)
    }

    fn of(factors: &Factors, first: Lever, moved_to: LeverValue, second: LeverAnswer) -> Option<Self> {
        let current = factors.get(first);
        let distance = moved_to.exact().sub(current)?;
        let distance = if distance.is_negative() { distance.neg()? } else { distance };
        let change = match second.change {
            Some(rest) if !current.is_zero() => Some(Figure::of(distance.div(current)?.add(rest.exact())?)?),
            _ => None,
        };
        Some(Self { first, moved_to, second, change })
    }
}

impl Path {
    /// The relative change of the lever, or the sum of the two.
    #[must_use]
    pub fn relative_change(&self) -> Option<Decimal> {
        match self {
            Self::Alone(answer) => answer.relative_change(),
            Self::Together(pair) => pair.relative_change(),
        }
    }

    pub(super) const fn change(&self) -> Option<Figure> {
        match self {
            Self::Alone(answer) => answer.change,
            Self::Together(pair) => pair.change,
        }
    }
}
