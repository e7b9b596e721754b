use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::value::readable;
use super::{Answer, Comparison, Value};
use crate::quantity::Name;
use crate::quantity::digits::{padded, write_decimal};

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
        let is_category = matches!(observed, Value::Flag(_) | Value::Text(_));
        if is_category || matches!((comparison, holds), (Comparison::OneOf, _) | (Comparison::Equals, true)) {
            return Self::Change;
        }
        // Without a branch on whether it holds, which nothing foretells.
        let at_threshold =
            matches!(comparison, Comparison::AtLeast | Comparison::AtMost | Comparison::Equals);
        if at_threshold != holds { Self::Reach } else { Self::Pass }
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
        padded(f, |out| self.write(out))
    }
}

impl Miss {
    /// As `Display` writes it.
    pub(super) fn write(&self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        let Self { fact, observed, threshold, answer, .. } = self;
        let upwards = observed.order(threshold).is_some_and(Ordering::is_lt);
        match (self.distance, self.fact_can_move) {
            (Move::Change, can_move) => {
                let other = match (can_move, observed) {
                    (true, Value::Flag(true)) => "no",
                    (true, _) => "yes",
                    (false, _) => "another",
                };
                out.write_str(fact.as_str())?;
                out.write_str(" would have to be ")?;
                out.write_str(other)?;
                out.write_str(" (now ")?;
                observed.write(out)?;
                out.write_str(")")?;
            }
            (distance, true) => {
                let verb = match (distance, self.comparison) {
                    (Move::Reach, _) if upwards => " would have to reach ",
                    (Move::Reach, _) => " would have to come down to ",
                    (_, Comparison::AtLeast | Comparison::Below) => " would have to fall below ",
                    _ => " would have to rise above ",
                };
                out.write_str(fact.as_str())?;
                out.write_str(verb)?;
                threshold.write(out)?;
                out.write_str(" (now ")?;
                observed.write(out)?;
                let way = match self.write_gap(out, ", ")? {
                    false => ", exactly on it)",
                    true if upwards => " short)",
                    true => " over)",
                };
                out.write_str(way)?;
            }
            (distance, false) => {
                out.write_str("the threshold of ")?;
                out.write_str(fact.as_str())?;
                out.write_str(", ")?;
                threshold.write(out)?;
                out.write_str(if distance == Move::Reach {
                    ", would have to reach "
                } else {
                    ", would have to pass "
                })?;
                observed.write(out)?;
                if self.write_gap(out, " (")? {
                    out.write_str(" away)")?;
                }
            }
        }
        out.write_str(": ")?;
        answer.write(out)
    }

    /// The gap in its unit, after some text; whether there is one.
    fn write_gap(&self, out: &mut (impl fmt::Write + ?Sized), before: &str) -> Result<bool, fmt::Error> {
        let Some(gap) = self.gap().filter(|gap| !gap.is_zero()) else { return Ok(false) };
        let shown = readable(gap);
        out.write_str(before)?;
        if shown != gap {
            out.write_str("about ")?;
        }
        write_decimal(out, shown)?;
        if matches!(self.observed, Value::Date(_) | Value::Days(_)) {
            out.write_str(if gap == Decimal::ONE { " day" } else { " days" })?;
        }
        Ok(true)
    }
}
