use rust_decimal::Decimal;

use crate::economics::EconomicsError;
use crate::quantity::Exact;

/// The largest net CSM cost / ARR that is accepted: 0.15 by default (article A1).
///
/// The article says both "maximum" and "less than 15 %". Here meeting it exactly counts as met, and is reported as
/// [`TargetStatus::AtTarget`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    ratio: Decimal,
}

impl Target {
    /// 15 % (article A1).
    pub const ARTICLE: Self = Self { ratio: Decimal::from_parts(15, 0, 0, false, 2) };

    /// A target of your own, as a fraction: 0.12 is 12 %. Zero means that fees must pay for everything.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] below zero.
    pub fn new(ratio: Decimal) -> Result<Self, EconomicsError> {
        if Exact::of(ratio).is_negative() {
            let allowed = "a target must be zero or positive; write 0.15 for 15 %";
            return Err(EconomicsError::out_of_range("target", ratio, allowed));
        }
        Ok(Self { ratio: ratio.normalize() })
    }

    /// The fraction.
    #[must_use]
    pub const fn ratio(self) -> Decimal {
        self.ratio
    }

    pub(super) fn exact(self) -> Exact {
        Exact::of(self.ratio)
    }
}

impl Default for Target {
    fn default() -> Self {
        Self::ARTICLE
    }
}

/// Where a ratio stands against its target; decided on the fraction, never on the quotient shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetStatus {
    /// Below the target.
    Within,
    /// Exactly on it, which is met.
    AtTarget,
    /// Above it.
    Over,
}

impl TargetStatus {
    /// Whether the target is met: within or at it.
    #[must_use]
    pub const fn is_met(self) -> bool {
        !matches!(self, Self::Over)
    }
}
