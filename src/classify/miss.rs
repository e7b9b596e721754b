use std::cmp::Ordering;
use std::fmt::{self, Display};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::value::readable;
use super::{Answer, Comparison, Value};
use crate::quantity::Name;

/// One comparison that, inverted alone, changes the answer: which number would have to move by how much.
///
/// The threshold can always move ([`observed`](Self::observed) would have to be reached or passed by it); the fact
/// itself only where moving it alone gives the same answer, with every comparison of that fact moving along
/// ([`fact_can_move`](Self::fact_can_move)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Miss {
    pub(super) step: u32,
    pub(super) fact: Name,
    pub(super) observed: Value,
    pub(super) comparison: Comparison,
    pub(super) threshold: Value,
    pub(super) distance: Move,
    pub(super) answer: Answer,
    pub(super) fact_can_move: bool,
}

/// How far a move must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// To the other number exactly.
    Reach,
    /// Beyond the other number, by however little.
    Pass,
    /// To another category, or the other answer of a flag: there is nothing in between.
    Change,
}

impl Move {
    /// How far a comparison's number must go to invert it.
    pub(super) const fn across(observed: &Value, comparison: Comparison, holds: bool) -> Self {
        match (comparison, holds) {
            _ if matches!(observed, Value::Flag(_) | Value::Text(_)) => Self::Change,
            (Comparison::AtLeast | Comparison::AtMost | Comparison::Equals, false)
            | (Comparison::Above | Comparison::Below, true) => Self::Reach,
            (Comparison::AtLeast | Comparison::AtMost, true)
            | (Comparison::Above | Comparison::Below, false) => Self::Pass,
            (Comparison::Equals, true) | (Comparison::OneOf, _) => Self::Change,
        }
    }
}

impl Miss {
    /// The comparison's position among the explanation's steps.
    #[must_use]
    pub const fn step(&self) -> u32 {
        self.step
    }

    /// The fact.
    #[must_use]
    pub const fn fact(&self) -> Name {
        self.fact
    }

    /// What was observed.
    #[must_use]
    pub const fn observed(&self) -> Value {
        self.observed
    }

    /// How it was compared.
    #[must_use]
    pub const fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// With what.
    #[must_use]
    pub const fn threshold(&self) -> Value {
        self.threshold
    }

    /// Whether the fact (or the threshold) must reach the other number or pass it.
    #[must_use]
    pub const fn distance(&self) -> Move {
        self.distance
    }

    /// |observed - threshold| in their unit; days for dates. `None` for categories and flags.
    #[must_use]
    pub fn gap(&self) -> Option<Decimal> {
        self.observed.distance(self.threshold)
    }

    /// What the answer would be.
    #[must_use]
    pub const fn answer(&self) -> Answer {
        self.answer
    }

    /// Whether moving the fact alone gives that answer. Else only the threshold, a matter of policy, would.
    #[must_use]
    pub const fn fact_can_move(&self) -> bool {
        self.fact_can_move
    }
}

/// `arr would have to reach 100000.00 EUR (now 80000.00 EUR, 20000 short): enterprise`.
impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fact, observed, threshold, answer, .. } = self;
        let upwards = observed.order(threshold).is_some_and(Ordering::is_lt);
        match (self.distance, self.fact_can_move) {
            (Move::Change, true) => {
                let other = if *observed == Value::Flag(true) { "no" } else { "yes" };
                write!(f, "{fact} would have to be {other} (now {observed})")?;
            }
            (Move::Change, false) => write!(f, "{fact} would have to be another (now {observed})")?,
            (distance, true) => {
                let verb = match (distance, self.comparison) {
                    (Move::Reach, _) if upwards => " would have to reach ",
                    (Move::Reach, _) => " would have to come down to ",
                    (_, Comparison::AtLeast | Comparison::Below) => " would have to fall below ",
                    _ => " would have to rise above ",
                };
                f.write_str(fact.as_str())?;
                f.write_str(verb)?;
                threshold.fmt(f)?;
                f.write_str(" (now ")?;
                observed.fmt(f)?;
                if self.write_gap(f, ", ")? {
                    f.write_str(if upwards { " short)" } else { " over)" })?;
                } else {
                    f.write_str(", exactly on it)")?;
                }
            }
            (distance, false) => {
                let verb = if distance == Move::Reach { "reach" } else { "pass" };
                write!(f, "the threshold of {fact}, {threshold}, would have to {verb} {observed}")?;
                if self.write_gap(f, " (")? {
                    f.write_str(" away)")?;
                }
            }
        }
        f.write_str(": ")?;
        answer.fmt(f)
    }
}

impl Miss {
    /// The gap in its unit, after some text; whether there is one.
    fn write_gap(&self, f: &mut fmt::Formatter<'_>, before: &str) -> Result<bool, fmt::Error> {
        let Some(gap) = self.gap().filter(|gap| !gap.is_zero()) else { return Ok(false) };
        let shown = readable(gap);
        f.write_str(before)?;
        if shown != gap {
            f.write_str("about ")?;
        }
        shown.fmt(f)?;
        if matches!(self.observed, Value::Date(_) | Value::Days(_)) {
            f.write_str(if gap == Decimal::ONE { " day" } else { " days" })?;
        }
        Ok(true)
    }
}
