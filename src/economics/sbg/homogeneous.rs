#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a model of probabilities; decides no segment"
)]

use rust_decimal::prelude::ToPrimitive;

use super::Cohort;
use super::model::discount_of;
use crate::economics::{Churn, EconomicsError, Rate};

/// One churn for everybody, at every renewal: the model behind the simple LTV, and the one that is left where retention
/// does not rise.
///
/// ```
/// use segmentry::economics::sbg::Homogeneous;
/// use segmentry::economics::{Churn, Rate};
/// use segmentry::rust_decimal::dec;
///
/// let model = Homogeneous::new(Churn::annual(dec!(0.2))?)?;
/// assert!((model.survival(2) - 0.64).abs() < 1e-15);
/// // The margin multiples 3.6667 and 2.6667 of Fader & Hardie (2012): first payment counted, and not.
/// let tenth = Rate::annual(dec!(0.1))?;
/// assert!((model.lifetime(tenth)? - 11.0 / 3.0).abs() < 1e-12);
/// assert!((model.residual_lifetime(tenth)? / 1.1 - 8.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[doc(alias = "geometric")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneous {
    churn: f64,
}

impl Homogeneous {
    /// The model with this churn per renewal: `Churn::annual` for annual contracts.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a churn of zero: nobody would ever leave.
    pub fn new(churn: Churn) -> Result<Self, EconomicsError> {
        Self::of(churn.value().to_f64().unwrap_or_default())
    }

    pub(super) fn of(churn: f64) -> Result<Self, EconomicsError> {
        if churn > 0.0 && churn <= 1.0 {
            return Ok(Self { churn });
        }
        let allowed = "churn is above 0 and at most 1 here; write 0.2 for 20 %";
        Err(EconomicsError::out_of_range("churn", churn, allowed))
    }

    /// The model with the churn that the last renewal of every cohort shows, all cohorts together: the one retention that
    /// a report of the last period has.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] where nobody left at these, [`EconomicsError::ZeroBase`] where nobody was there.
    pub fn of_last_renewals(cohorts: &[Cohort]) -> Result<Self, EconomicsError> {
        let last = cohorts.iter().filter_map(|cohort| cohort.renewals().last());
        let (lost, kept) = last.fold((0.0, 0.0), |(lost, kept), last| (lost + last.0, kept + last.1));
        let due = lost + kept;
        if due <= 0.0 {
            return Err(EconomicsError::ZeroBase { base: "renewals due", figure: "churn" });
        }
        Self::of(lost / due)
    }

    /// The probability to leave at a renewal.
    #[must_use]
    pub const fn churn(&self) -> f64 {
        self.churn
    }

    /// The share that stays at a renewal.
    #[must_use]
    pub fn retention(&self) -> f64 {
        1.0 - self.churn
    }

    /// The share of new customers who make at least so many renewals: `(1 - c)^t`.
    #[must_use]
    pub fn survival(&self, renewals: u16) -> f64 {
        self.retention().powi(i32::from(renewals))
    }

    /// Mean number of payments of a new customer, the first included: `1 / c`.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] for a churn too small for that.
    pub fn mean_tenure(&self) -> Result<f64, EconomicsError> {
        self.lifetime(Rate::ZERO)
    }

    /// Discounted payments of a new customer, the first now: `(1 + d) / (d + c)`. The discount is per renewal period.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a discount below zero, [`EconomicsError::Overflow`] for a result that is.
    #[doc(alias = "DEL")]
    pub fn lifetime(&self, discount: Rate) -> Result<f64, EconomicsError> {
        let discount = discount_of(discount)?;
        let lifetime = (1.0 + discount) / (discount + self.churn);
        Some(lifetime)
            .filter(|it| it.is_finite())
            .ok_or(EconomicsError::Overflow { figure: "expected lifetime" })
    }

    /// Discounted payments of a customer just before a renewal: `(1 - c)` times [`lifetime`](Self::lifetime), however
    /// often it has renewed.
    ///
    /// # Errors
    /// As [`lifetime`](Self::lifetime).
    #[doc(alias = "DERL")]
    pub fn residual_lifetime(&self, discount: Rate) -> Result<f64, EconomicsError> {
        Ok(self.retention() * self.lifetime(discount)?)
    }
}
