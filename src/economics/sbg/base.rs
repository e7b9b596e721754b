#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "expected values are statistics; decide no segment"
)]

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use super::{Homogeneous, ShiftedBetaGeometric};
use crate::economics::{EconomicsError, Rate};
use crate::quantity::{Currency, CurrencyMismatch, Money};

/// Customers who have made the same number of renewals: a group of equal margin, or a single account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewalGroup {
    /// Renewals made by each.
    pub renewals: u16,
    /// How many they are.
    pub customers: u64,
    /// What each leaves per renewal period: price times gross margin.
    pub margin: Money,
}

/// The customers of today by the renewals that they have made, to be valued just before their next.
///
/// With one retention for all, a customer of many renewals is taken for a new one. Here the value is margin times the
/// residual lifetime of its own renewals. Fader & Hardie's base of customers who are much alike, at 1 EUR of margin each and
/// a discount of 10 %: one retention says 105,848, the model 120,543. The simple figure is 12.2 % short.
///
/// ```
/// use segmentry::economics::Rate;
/// use segmentry::economics::sbg::{CustomerBase, RenewalGroup, ShiftedBetaGeometric};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let margin = Money::new(dec!(1), Currency::EUR)?;
/// let groups = [(4, 4391), (3, 5307), (2, 6480), (1, 8000), (0, 10000)];
/// let base = CustomerBase::new(
///     groups.map(|(renewals, customers)| RenewalGroup { renewals, customers, margin }),
///     Currency::EUR,
/// )?;
/// let one_churn = base.one_churn().expect("fewer of more renewals");
/// assert!((one_churn.retention() - 0.811696).abs() < 1e-6);
///
/// let model = ShiftedBetaGeometric::new(3.8, 15.2)?;
/// let value = base.value(&model, &one_churn, Rate::annual(dec!(0.1))?)?;
/// assert_eq!(value.by_renewals.round(), 120543.0);
/// assert_eq!(value.at_one_churn.round(), 105848.0);
/// assert!((value.understatement().unwrap() - 0.122).abs() < 0.001);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerBase {
    /// Customers and their margin in ticks, by renewals made.
    groups: BTreeMap<u16, (i128, i128)>,
    currency: Currency,
}

/// What a base is worth, in units of its currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaseValue {
    /// By the renewals of every customer.
    pub by_renewals: f64,
    /// With one churn for all of them.
    pub at_one_churn: f64,
}

impl BaseValue {
    /// The part of the value that one churn for all does not see: `1 - at_one_churn / by_renewals`. `None` of nothing.
    #[must_use]
    pub fn understatement(&self) -> Option<f64> {
        let part = 1.0 - self.at_one_churn / self.by_renewals;
        part.is_finite().then_some(part)
    }
}

impl CustomerBase {
    /// The base of these groups; several of the same renewals add up. Without groups it is legal, and worth nothing.
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] for a margin of another currency, [`EconomicsError::Overflow`] where margins do not
    /// add up within 128 bits.
    pub fn new(
        groups: impl IntoIterator<Item = RenewalGroup>,
        currency: Currency,
    ) -> Result<Self, EconomicsError> {
        let mut sums: BTreeMap<u16, (i128, i128)> = BTreeMap::new();
        for group in groups {
            if group.margin.currency() != currency {
                return Err(CurrencyMismatch { left: currency, right: group.margin.currency() }.into());
            }
            let sum = sums.entry(group.renewals).or_default();
            let ticks = i128::from(group.margin.ticks()).checked_mul(group.customers.into());
            let added = ticks.and_then(|ticks| sum.1.checked_add(ticks));
            let margin = added.ok_or(EconomicsError::Overflow { figure: "margin of the customer base" })?;
            // 2^63 groups of 2^64 customers would be needed.
            *sum = (sum.0.saturating_add(group.customers.into()), margin);
        }
        Ok(Self { groups: sums, currency })
    }

    /// The currency of all margins.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The customers.
    #[must_use]
    pub fn customers(&self) -> u128 {
        self.groups.values().fold(0, |sum, (customers, _)| sum.saturating_add(customers.unsigned_abs()))
    }

    /// One churn for all, as a report would have it: of those with n renewals against those with n - 1, together. This
    /// takes for granted that every period brought equally many customers (assumption); where you have the cohorts, take
    /// [`Homogeneous::of_last_renewals`]. `None` where that leaves no churn.
    #[must_use]
    pub fn one_churn(&self) -> Option<Homogeneous> {
        let (_, &(first, _)) = self.groups.iter().find(|(renewals, _)| **renewals == 0)?;
        let (_, &(last, _)) = self.groups.last_key_value()?;
        let all = self.groups.values().fold(0_i128, |sum, (customers, _)| sum.saturating_add(*customers));
        // Kept are all but the new, due were all but the oldest.
        let due = all.saturating_sub(last).to_f64()?;
        Homogeneous::of(first.saturating_sub(last).to_f64()? / due).ok()
    }

    /// The value of the base by its renewals alone, in units of its currency: what there is where
    /// [`one_churn`](Self::one_churn) is `None`. The discount is per renewal period.
    ///
    /// ```
    /// use segmentry::economics::Rate;
    /// use segmentry::economics::sbg::{CustomerBase, RenewalGroup, ShiftedBetaGeometric};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// // Nobody is new, so the base does not say what one churn would be.
    /// let margin = Money::new(dec!(100), Currency::EUR)?;
    /// let base = CustomerBase::new([RenewalGroup { renewals: 4, customers: 10, margin }], Currency::EUR)?;
    /// assert_eq!(base.one_churn(), None);
    /// let value = base.value_by_renewals(&ShiftedBetaGeometric::new(3.8, 15.2)?, Rate::annual(dec!(0.1))?)?;
    /// assert_eq!(value.round(), 3842.0); // 1000 x 3.842
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`ShiftedBetaGeometric::residual_lifetime`], and [`EconomicsError::Overflow`] for a value beyond an `f64`.
    pub fn value_by_renewals(
        &self,
        model: &ShiftedBetaGeometric,
        discount: Rate,
    ) -> Result<f64, EconomicsError> {
        let mut value = 0.0;
        for (&renewals, &(_, ticks)) in &self.groups {
            value += units(ticks) * model.residual_lifetime(renewals, discount)?;
        }
        finite(value)
    }

    /// The value of the base by its renewals, and beside it that with one churn for all. The discount is per renewal
    /// period.
    ///
    /// # Errors
    /// As [`value_by_renewals`](Self::value_by_renewals).
    pub fn value(
        &self,
        model: &ShiftedBetaGeometric,
        one_churn: &Homogeneous,
        discount: Rate,
    ) -> Result<BaseValue, EconomicsError> {
        let by_renewals = self.value_by_renewals(model, discount)?;
        let all = self.groups.values().fold(0.0, |sum, (_, ticks)| sum + units(*ticks));
        let at_one_churn = finite(all * one_churn.residual_lifetime(discount)?)?;
        Ok(BaseValue { by_renewals, at_one_churn })
    }
}

/// Ticks as units of the currency.
fn units(ticks: i128) -> f64 {
    ticks.to_f64().unwrap_or(0.0) / 10_000.0
}

fn finite(value: f64) -> Result<f64, EconomicsError> {
    let overflow = EconomicsError::Overflow { figure: "value of the customer base" };
    Some(value).filter(|value| value.is_finite()).ok_or(overflow)
}
