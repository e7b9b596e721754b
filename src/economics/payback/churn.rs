#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "the continuous solution is a logarithm"
)]

use super::Payback;
use super::months::OVERFLOW;
use crate::economics::{EconomicsError, Period};
use crate::quantity::{Exact, Rounding};

/// After how many monthly payments a customer has paid for itself, where some leave before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PaybackWithChurn {
    /// It has.
    After {
        /// The smallest whole number of payments, exactly; the first comes at once. 0 where it cost nothing.
        payments: u32,
        /// The same as a number that is not whole: `ln(1 - CAC c / m) / ln(1 - c)`, and `CAC / m` without churn. Where
        /// everybody leaves after the first payment it is 1.
        months: f64,
    },
    /// All payments that will ever come do not reach the CAC, or reach it in the limit alone: `CAC >= m / c`.
    Never,
}

impl Payback {
    /// The smallest `n` with `m (1 - (1-c)^n) / c >= CAC`, where `m` is what a month leaves and `c` the monthly churn; the
    /// comparison is exact (beyond 60 decimals of the power it is rounded).
    ///
    /// Without churn that is CAC / m rounded up; where everybody leaves (`c` = 1), 1 or never.
    ///
    /// ```
    /// use segmentry::economics::Churn;
    /// use segmentry::economics::acquisition::Cac;
    /// use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
    /// use segmentry::economics::payback::{Payback, PaybackMonths, PaybackWithChurn};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD);
    /// let mut payback = Payback {
    ///     cac: Cac::given(usd(dec!(6000))?)?,
    ///     customer: Customer {
    ///         arpa: Arpa::monthly(usd(dec!(500))?)?,
    ///         gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
    ///         churn: Churn::monthly(dec!(0.02))?,
    ///     },
    /// };
    /// assert_eq!(payback.months()?, PaybackMonths::After(dec!(15)));
    /// let PaybackWithChurn::After { payments, months } = payback.with_churn()? else { panic!("it pays") };
    /// assert_eq!(payments, 18);
    /// assert!((months - 17.6548).abs() < 1e-4);
    ///
    /// payback.cac = Cac::given(usd(dec!(20000))?)?; // its whole lifetime value
    /// assert_eq!(payback.with_churn()?, PaybackWithChurn::Never);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Payback::months`]; [`EconomicsError::Overflow`] also beyond 4 * 10^9 payments.
    pub fn with_churn(&self) -> Result<PaybackWithChurn, EconomicsError> {
        let margin = self.monthly_margin()?;
        if !margin.is_positive() {
            return Ok(PaybackWithChurn::Never);
        }
        let churn = self.customer.churn.exact(Period::Month).ok_or(OVERFLOW)?;
        // CAC in monthly payments.
        let cost = self.cac.exact().div_or_places(margin).ok_or(OVERFLOW)?;
        if churn.is_zero() {
            let payments = cost.to_whole(Rounding::Up).and_then(|whole| u32::try_from(whole).ok());
            let payments = payments.ok_or(OVERFLOW)?;
            return Ok(PaybackWithChurn::After { payments, months: cost.to_f64() });
        }
        if churn == Exact::ONE {
            return Ok(match cost {
                free if free.is_zero() => PaybackWithChurn::After { payments: 0, months: 0.0 },
                paid if paid <= Exact::ONE => PaybackWithChurn::After { payments: 1, months: 1.0 },
                _ => PaybackWithChurn::Never,
            });
        }
        // Paid back as soon as no more than this part of the customers is left.
        let paid = cost.mul_or_places(churn).ok_or(OVERFLOW)?;
        let left = Exact::ONE.sub(paid).ok_or(OVERFLOW)?;
        if !left.is_positive() {
            return Ok(PaybackWithChurn::Never);
        }
        let kept = Exact::ONE.sub(churn).ok_or(OVERFLOW)?;
        let payments = first_power_not_above(left, kept).ok_or(OVERFLOW)?;
        // Of a number near 1 the logarithm is taken by its distance from 1, which is exact.
        let ln = |of: Exact, below_one: Exact| {
            let distance = below_one.to_f64();
            if distance < 0.5 { (-distance).ln_1p() } else { of.to_f64().ln() }
        };
        Ok(PaybackWithChurn::After { payments, months: ln(left, paid) / ln(kept, churn) })
    }
}

/// The smallest `n` with `factor^n <= limit`, for both in 0 to 1: by squares upwards until one is low enough, and by the
/// same squares back. `None` where `n` does not fit.
fn first_power_not_above(limit: Exact, factor: Exact) -> Option<u32> {
    if limit >= Exact::ONE {
        return Some(0);
    }
    let mut squares = vec![factor.reduced()];
    while let Some(last) = squares.last().filter(|last| **last > limit && squares.len() < 32) {
        squares.push(last.mul_to_places(*last)?);
    }
    // All powers of this many payments are still above the limit.
    let (mut above, mut power) = (0_u32, Exact::ONE);
    for (exponent, square) in squares.iter().enumerate().rev() {
        let next = power.mul_to_places(*square)?;
        if next > limit {
            power = next;
            above = above.checked_add(1_u32.checked_shl(u32::try_from(exponent).ok()?)?)?;
        }
    }
    above.checked_add(1)
}
