#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "expected values are statistics; decide no segment"
)]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ShiftedBetaGeometric;
use super::continued_fraction::gauss;
use super::model::discount_of;
use crate::economics::{EconomicsError, Rate};

/// Discounted lifetimes, in payments: times the margin of a period, they are values.
///
/// The discount belongs to a renewal period: `Rate::annual` for annual contracts, `Rate::monthly` (or
/// [`per(Period::Month)`](Rate::per)) for monthly ones.
///
/// Source: Fader & Hardie, Customer-Base Valuation in a Contractual Setting, Marketing Science 29(1), 2010. Its table 3
/// has two bases of the same retention at the first renewal, 0.8, at a discount of 10 %: customers who are much alike, and
/// customers who are not.
///
/// ```
/// use segmentry::economics::Rate;
/// use segmentry::economics::sbg::ShiftedBetaGeometric;
/// use segmentry::rust_decimal::dec;
///
/// let tenth = Rate::annual(dec!(0.1))?;
/// let rounded = |model: ShiftedBetaGeometric| {
///     [0, 1, 2, 3, 4].map(|made| (100.0 * model.residual_lifetime(made, tenth).unwrap()).round() / 100.0)
/// };
/// assert_eq!(rounded(ShiftedBetaGeometric::new(3.8, 15.2)?), [3.31, 3.45, 3.59, 3.72, 3.84]);
/// // The paper prints these parameters as 0.067 and 0.267.
/// let unlike = ShiftedBetaGeometric::new(1.0 / 15.0, 4.0 / 15.0)?;
/// assert_eq!(rounded(unlike), [7.68, 9.46, 9.86, 10.06, 10.19]);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
impl ShiftedBetaGeometric {
    /// The discounted expected lifetime of a new customer whose first payment is now and counts:
    /// `2F1(1, beta; alpha + beta; 1 / (1 + d))`, that is 1 plus the discounted residual lifetime of a period later.
    /// Without a discount `(alpha + beta - 1) / (alpha - 1)`.
    ///
    /// ```
    /// use segmentry::economics::Rate;
    /// use segmentry::economics::sbg::ShiftedBetaGeometric;
    /// use segmentry::rust_decimal::dec;
    ///
    /// let lifetime = ShiftedBetaGeometric::new(3.8, 15.2)?.lifetime(Rate::annual(dec!(0.1))?)?;
    /// assert!((lifetime - 4.008925837296).abs() < 1e-11);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a discount below zero, [`EconomicsError::Divergent`] without a discount where
    /// `alpha <= 1`, [`EconomicsError::NoConvergence`] for a positive discount below about a millionth.
    #[doc(alias = "DEL")]
    pub fn lifetime(&self, discount: Rate) -> Result<f64, EconomicsError> {
        self.sum(self.beta(), discount)
    }

    /// The discounted expected residual lifetime of a customer who has made so many renewals, just before the next, whose
    /// payment counts in full: `DERL(n) = r_n 2F1(1, beta + n; alpha + beta + n; 1 / (1 + d))` with n = renewals made + 1.
    /// Without a discount `(beta + n - 1) / (alpha - 1)`.
    ///
    /// ```
    /// use segmentry::economics::Rate;
    /// use segmentry::economics::sbg::ShiftedBetaGeometric;
    /// use segmentry::rust_decimal::dec;
    ///
    /// // High-end customers after seven renewals: 7.530.
    /// let high_end = ShiftedBetaGeometric::new(0.668, 3.806)?;
    /// assert!((high_end.residual_lifetime(7, Rate::annual(dec!(0.1))?)? - 7.530).abs() < 0.001);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`lifetime`](Self::lifetime).
    #[doc(alias = "DERL")]
    pub fn residual_lifetime(&self, renewals: u16, discount: Rate) -> Result<f64, EconomicsError> {
        let later = self.after(renewals);
        // Retention at the next renewal times what follows it.
        Ok(later.retention(1) * later.sum(later.beta() + 1.0, discount)?)
    }

    /// The same ahead of the next renewal by a part of a period: `DERL (1 + d)^-f`. 0 is just before it, 1 just after
    /// the last one (or after the start).
    ///
    /// ```
    /// use segmentry::economics::Rate;
    /// use segmentry::economics::sbg::ShiftedBetaGeometric;
    /// use segmentry::rust_decimal::dec;
    ///
    /// let model = ShiftedBetaGeometric::new(3.8, 15.2)?;
    /// let value = model.residual_lifetime_ahead(2, dec!(0.25), Rate::annual(dec!(0.1))?)?;
    /// assert!((value - 3.502095221235).abs() < 1e-11);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`lifetime`](Self::lifetime), and [`EconomicsError::OutOfRange`] for a part outside 0 to 1.
    pub fn residual_lifetime_ahead(
        &self,
        renewals: u16,
        until_renewal: Decimal,
        discount: Rate,
    ) -> Result<f64, EconomicsError> {
        let part = until_renewal.to_f64().filter(|part| (0.0..=1.0).contains(part));
        let part = part.ok_or_else(|| {
            let allowed =
                "the part of a period until the renewal is from 0 to 1; count whole periods as renewals";
            EconomicsError::out_of_range("until_renewal", until_renewal, allowed)
        })?;
        let discounted = (1.0 + discount_of(discount)?).powf(-part);
        Ok(discounted * self.residual_lifetime(renewals, discount)?)
    }

    /// By how many percent the residual lifetime of a customer rises if its own retention is one percent higher, on the
    /// mean of the customers who have made so many renewals. A customer of retention r has `(1 + d) / (1 + d - r)`, and the
    /// mean of that is `2F1(1, beta + n - 1; alpha + beta + n - 1; 1 / (1 + d))` with n = renewals made + 1: the lifetime
    /// of a new customer of the model [`after`](Self::after) these renewals. It rises with them.
    ///
    /// # Errors
    /// As [`lifetime`](Self::lifetime).
    pub fn retention_elasticity(&self, renewals: u16, discount: Rate) -> Result<f64, EconomicsError> {
        self.after(renewals).lifetime(discount)
    }

    /// `2F1(1, b; alpha + b; 1 / (1 + d))`: at d = 0 it is `(alpha + b - 1) / (alpha - 1)`.
    fn sum(&self, b: f64, discount: Rate) -> Result<f64, EconomicsError> {
        let rate = discount_of(discount)?;
        if discount.value().is_zero() {
            let more = self.alpha() - 1.0;
            let total = (more + b) / more;
            if more > 0.0 && total.is_finite() {
                return Ok(total);
            }
            let reason =
                "with alpha at 1 or below too many customers stay for ever; give a positive discount";
            return Err(EconomicsError::Divergent { figure: "the lifetime without a discount", reason });
        }
        gauss(self.alpha(), b, rate)
    }
}
