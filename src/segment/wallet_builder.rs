use rust_decimal::Decimal;

use super::WalletPolicy;
use super::parameter::{Faults, PolicyError, Sourced};
use crate::calendar::{Days, Months};
use crate::name;
use crate::quantity::{Name, Nps, Ratio};

/// Changes parameters of a [`WalletPolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct WalletPolicyBuilder {
    policy: WalletPolicy,
    faults: Faults,
}

impl WalletPolicyBuilder {
    pub(super) fn new(policy: WalletPolicy) -> Self {
        Self { policy, faults: Faults::default() }
    }

    /// A value proposition that does not fit says nothing about the quadrant.
    pub fn without_not_aligned_trigger(mut self) -> Self {
        self.policy.not_aligned_trigger = Sourced::given(false);
        self
    }

    /// An external factor says nothing about the quadrant.
    pub fn without_external_factor_trigger(mut self) -> Self {
        self.policy.external_factor_trigger = Sourced::given(false);
        self
    }

    /// NPS below which an account is to be re-evaluated; `None` turns the trigger off.
    pub fn nps_below(mut self, limit: Option<Nps>) -> Self {
        self.policy.nps_below = Sourced::given(limit);
        self
    }

    /// Part of the CSAT scale below which an account is to be re-evaluated; `None` turns the trigger off.
    pub fn csat_below(mut self, limit: Option<Decimal>) -> Self {
        self.policy.csat_below = self.optional(name!("csat_below"), limit);
        self
    }

    /// Share of the current wallet from which on an account is to be protected.
    pub fn protect_from(mut self, share: Decimal) -> Self {
        let given = self.faults.ratio(name!("protect_from"), share);
        self.policy.protect_from = given.unwrap_or(self.policy.protect_from);
        self
    }

    /// Potential / current wallet from which on an account is to be grown.
    pub fn grow_from(mut self, expansion: Decimal) -> Self {
        let given = self.faults.ratio(name!("grow_from"), expansion);
        self.policy.grow_from = given.unwrap_or(self.policy.grow_from);
        self
    }

    /// Share of the current wallet below which an account that is not to be grown is to be re-evaluated; `None`
    /// turns the rule off.
    pub fn re_evaluate_below(mut self, share: Option<Decimal>) -> Self {
        self.policy.re_evaluate_below = self.optional(name!("re_evaluate_below"), share);
        self
    }

    /// Months after which an account in Re-evaluate is overdue.
    pub fn longest_stay(mut self, months: Months) -> Self {
        self.policy.longest_stay = Sourced::given(months);
        self
    }

    /// Months from the first contract within which an account to be grown is typical, and one to be protected is not.
    pub fn typical_tenure(mut self, months: Months) -> Self {
        self.policy.typical_tenure = Sourced::given(months);
        self
    }

    /// Facts observed longer ago count as missing.
    pub fn max_age(mut self, age: Days) -> Self {
        self.policy.max_age = Sourced::given(Some(age));
        self
    }

    fn optional(&mut self, parameter: Name, value: Option<Decimal>) -> Sourced<Option<Ratio>> {
        Sourced::given(value.and_then(|value| self.faults.ratio(parameter, value)).map(|ratio| ratio.value))
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for a number with more than 18 decimals, a share or a part of a scale that is not above 0, a
    /// part of a scale above 1, a `re_evaluate_below` above `protect_from`.
    pub fn build(self) -> Result<WalletPolicy, PolicyError> {
        let Self { policy, mut faults } = self;
        for (parameter, value) in [
            (name!("protect_from"), Some(policy.protect_from.value)),
            (name!("grow_from"), Some(policy.grow_from.value)),
            (name!("csat_below"), policy.csat_below.value),
            (name!("re_evaluate_below"), policy.re_evaluate_below.value),
        ] {
            if let Some(value) = value.filter(|value| *value <= Ratio::ZERO) {
                faults.push(parameter, format!("{value} is not above 0; give a fraction (0.8 for 80 %)"));
            }
        }
        if let Some(part) = policy.csat_below.value.filter(|part| *part > Ratio::ONE) {
            faults.push(
                name!("csat_below"),
                format!("{part} is above 1; give a part of the scale (0.6 for 60 %)"),
            );
        }
        let protect = policy.protect_from.value;
        if let Some(share) = policy.re_evaluate_below.value.filter(|share| *share > protect) {
            let problem = format!("{share} lies above protect_from ({protect}); lower it");
            faults.push(name!("re_evaluate_below"), problem);
        }
        faults.finish(policy)
    }
}
