use rust_decimal::Decimal;

use super::parameter::{Faults, PolicyError, Sourced};
use super::{LIFECYCLE, LifecyclePolicy, LifecycleStage, StagePolicy};
use crate::calendar::Days;
use crate::classify::Segment;
use crate::name;
use crate::quantity::{Label, Name, Ratio};

/// Changes parameters of a [`LifecyclePolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct LifecyclePolicyBuilder {
    policy: LifecyclePolicy,
    faults: Faults,
}

impl LifecyclePolicyBuilder {
    pub(super) fn new(policy: LifecyclePolicy) -> Self {
        Self { policy, faults: Faults::default() }
    }

    /// Days from the start within which an account is in Onboarding, the last one included.
    pub fn onboarding_days(mut self, days: Days) -> Self {
        self.policy.onboarding_days = Sourced::given(days);
        self
    }

    /// Days before the renewal from which on an account is in Retention.
    pub fn renewal_days(mut self, days: Days) -> Self {
        self.policy.renewal_days = Sourced::given(days);
        self
    }

    /// Utilization from which on an account is in Expansion; `None` turns the rule off.
    pub fn expansion_utilization(mut self, from: Option<Decimal>) -> Self {
        self.policy.expansion_utilization = self.optional(name!("expansion_utilization"), from);
        self
    }

    /// Potential / current wallet from which on an account is in Expansion; `None` turns the rule off.
    pub fn expansion_potential(mut self, from: Option<Decimal>) -> Self {
        self.policy.expansion_potential = self.optional(name!("expansion_potential"), from);
        self
    }

    /// The question that a stage asks: 1 to 256 bytes.
    pub fn question(mut self, stage: LifecycleStage, question: &str) -> Self {
        if let Err(error) = Label::new(question) {
            self.faults.push(stage.name(), format!("the question: {error}"));
        }
        self.stage(stage).question = Sourced::given(question.into());
        self
    }

    /// The dimensions by which the accounts of a stage are segmented: the first that the whole policy decides.
    pub fn segmented_by(mut self, stage: LifecycleStage, dimensions: &[Name]) -> Self {
        if dimensions.is_empty() {
            self.faults.push(stage.name(), "no dimension; name at least one, such as tier");
        }
        if dimensions.contains(&LIFECYCLE) {
            self.faults.push(stage.name(), "the stage itself divides its accounts no further; name another");
        }
        self.stage(stage).dimensions = Sourced::given(dimensions.into());
        self
    }

    fn stage(&mut self, stage: LifecycleStage) -> &mut StagePolicy {
        let [acquisition, onboarding, success, retention, expansion] = &mut self.policy.stages;
        match stage {
            LifecycleStage::Acquisition => acquisition,
            LifecycleStage::Onboarding => onboarding,
            LifecycleStage::Success => success,
            LifecycleStage::Retention => retention,
            LifecycleStage::Expansion => expansion,
        }
    }

    fn optional(&mut self, parameter: Name, value: Option<Decimal>) -> Sourced<Option<Ratio>> {
        Sourced::given(value.and_then(|value| self.faults.ratio(parameter, value)).map(|ratio| ratio.value))
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for a number with more than 18 decimals or not above 0, a question that is empty or too long, a
    /// stage without a dimension.
    pub fn build(self) -> Result<LifecyclePolicy, PolicyError> {
        let Self { policy, mut faults } = self;
        for (parameter, value) in [
            (name!("expansion_utilization"), policy.expansion_utilization.value),
            (name!("expansion_potential"), policy.expansion_potential.value),
        ] {
            if let Some(value) = value.filter(|value| *value <= Ratio::ZERO) {
                faults.push(parameter, format!("{value} is not above 0; give a fraction (0.9 for 90 %)"));
            }
        }
        faults.finish(policy)
    }
}
