use rust_decimal::Decimal;

use super::CacCeiling;
use crate::economics::EconomicsError;
use crate::economics::lifetime::Ltv;
use crate::quantity::Exact;

/// How many times its cost a customer should return, and where it is so little that one had rather not.
///
/// Skok says that the 3 should fall where LTV is discounted, and gives no number: choose yours.
///
/// ```
/// use segmentry::economics::acquisition::LtvTarget;
/// use segmentry::rust_decimal::dec;
///
/// assert_eq!(LtvTarget::DEFAULT.meets_from(), dec!(3));
/// assert_eq!(LtvTarget::DEFAULT.significantly_below(), dec!(1.5));
/// assert!(LtvTarget::new(dec!(1.5), dec!(3)).is_err());
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LtvTarget {
    meets_from: Decimal,
    significantly_below: Decimal,
}

/// How LTV/CAC stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LtvCacStatus {
    /// Below the lower limit: probably deprioritise (A3-5).
    SignificantlyBelow,
    /// Below the target.
    Below,
    /// On the target or above it.
    Meets,
}

impl LtvTarget {
    /// 3 for enterprise SaaS; it depends on the industry (article A3-4). Significantly below it under 1.5 (assumption,
    /// A3-5).
    pub const DEFAULT: Self = Self {
        meets_from: Decimal::from_parts(3, 0, 0, false, 0),
        significantly_below: Decimal::from_parts(15, 0, 0, false, 1),
    };

    /// A target of yours: met from `meets_from` on, significantly missed under `significantly_below`.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] unless the target is positive and the lower limit between 0 and the target.
    pub fn new(meets_from: Decimal, significantly_below: Decimal) -> Result<Self, EconomicsError> {
        if meets_from <= Decimal::ZERO {
            let allowed = "a target is above 0; write 3 for three times the CAC";
            return Err(EconomicsError::out_of_range("meets_from", meets_from, allowed));
        }
        if significantly_below < Decimal::ZERO || significantly_below > meets_from {
            let allowed = "it is between 0 and the target";
            return Err(EconomicsError::out_of_range("significantly_below", significantly_below, allowed));
        }
        Ok(Self { meets_from, significantly_below })
    }

    /// The target.
    #[must_use]
    pub const fn meets_from(self) -> Decimal {
        self.meets_from
    }

    /// Under this it is significantly missed.
    #[must_use]
    pub const fn significantly_below(self) -> Decimal {
        self.significantly_below
    }

    /// What a prospect may cost at the most: LTV / target (A3-3). Nothing where it returns nothing.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] for a ceiling beyond a Decimal.
    pub fn cac_ceiling(self, ltv: &Ltv) -> Result<CacCeiling, EconomicsError> {
        let ceiling = ltv.exact().div_or_places(Exact::of(self.meets_from));
        let ceiling = ceiling.map(|ceiling| ceiling.max(Exact::ZERO));
        CacCeiling::new(ceiling, ltv.currency())
    }

    pub(super) fn status(self, ratio: Exact) -> LtvCacStatus {
        if ratio >= Exact::of(self.meets_from) {
            LtvCacStatus::Meets
        } else if ratio >= Exact::of(self.significantly_below) {
            LtvCacStatus::Below
        } else {
            LtvCacStatus::SignificantlyBelow
        }
    }
}

impl Default for LtvTarget {
    fn default() -> Self {
        Self::DEFAULT
    }
}
