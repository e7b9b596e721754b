use std::sync::Arc;

use super::parameter::{Faults, PolicyError};
use super::policy::Custom;
use super::segments::SHIPPED;
use super::{
    ATTENTION, AttentionPolicy, Axis, FitPolicy, HealthPolicy, LifecyclePolicy, ProvisionalTierPolicy,
    RiskPolicy, SegmentationPolicy, TrajectoryPolicy, WalletPolicy,
};
use crate::account::Account;
use crate::classify::{Classifier, Hysteresis, Segment};
use crate::quantity::Name;

/// Changes and adds dimensions of a [`SegmentationPolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct SegmentationPolicyBuilder {
    policy: SegmentationPolicy,
    faults: Faults,
}

impl SegmentationPolicyBuilder {
    pub(super) fn new(policy: SegmentationPolicy) -> Self {
        Self { policy, faults: Faults::default() }
    }

    /// The version of the policy, for what looks back: where another version decided before, neither margin nor
    /// [`Hysteresis`] holds an account.
    pub fn version(mut self, version: u32) -> Self {
        self.policy.version = Some(version);
        self
    }

    /// When a shipped dimension moves: off by default. What was there before is [`Account::previous`]; what to keep for the
    /// next time, [`remember`](SegmentationPolicy::remember) says. A version given to the policy counts for this too.
    pub fn hysteresis(mut self, dimension: Name, hysteresis: Hysteresis) -> Self {
        if !SHIPPED.contains(&dimension) {
            let problem = "no dimension that we ship; hold a dimension of your own with Classifier::held";
            self.faults.push(dimension, problem);
        }
        self.policy.hysteresis.retain(|(name, _)| *name != dimension);
        self.policy.hysteresis.push((dimension, hysteresis));
        self
    }

    /// Another trajectory policy than the default.
    pub fn trajectory(mut self, policy: TrajectoryPolicy) -> Self {
        self.policy.trajectory = policy;
        self
    }

    /// Another quadrant policy than the default.
    pub fn wallet(mut self, policy: WalletPolicy) -> Self {
        self.policy.wallet = policy;
        self
    }

    /// Provisional tiers by employees.
    pub fn provisional_tier(mut self, policy: ProvisionalTierPolicy) -> Self {
        self.policy.provisional_tier = Some(policy);
        self
    }

    /// Health.
    pub fn health(mut self, policy: HealthPolicy<Account>) -> Self {
        self.policy.health = Some(policy);
        self
    }

    /// Churn risk.
    pub fn risk(mut self, policy: RiskPolicy<Account>) -> Self {
        self.policy.risk = Some(policy);
        self
    }

    /// Lifecycle stages.
    pub fn lifecycle(mut self, policy: LifecyclePolicy) -> Self {
        self.policy.lifecycle = Some(policy);
        self
    }

    /// Fit, for the work list of prospects.
    pub fn fit(mut self, policy: FitPolicy<Account>) -> Self {
        self.policy.fit = Some(policy);
        self
    }

    /// Attention, by two of the other dimensions.
    pub fn attention(mut self, policy: AttentionPolicy) -> Self {
        self.policy.attention = Some(policy);
        self
    }

    /// A dimension of your own beside ours.
    pub fn custom<C>(mut self, dimension: Name, classifier: C) -> Self
    where
        C: Classifier<Account> + 'static,
    {
        if SHIPPED.contains(&dimension) || self.policy.custom.iter().any(|(name, _)| *name == dimension) {
            self.faults.push(dimension, "there is a dimension of this name already; choose another");
        }
        let by_name: Custom = Arc::new(classifier.map(|segment| segment.name()));
        self.policy.custom.push((dimension, by_name));
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for a dimension whose name is taken, hysteresis of one that we do not ship, attention by a dimension
    /// that the policy does not decide or a segment that the dimension does not have.
    pub fn build(self) -> Result<SegmentationPolicy, PolicyError> {
        let Self { mut policy, mut faults } = self;
        let mut attention = policy.attention.take();
        for axis in attention.iter().flat_map(AttentionPolicy::axes) {
            check_axis(axis, &policy, &mut faults);
        }
        if let Some(attention) = &mut attention {
            for dimension in policy.dimensions() {
                attention.resolve(dimension, &policy.segments(dimension));
            }
        }
        policy.attention = attention;
        faults.finish(policy)
    }
}

/// A side of the matrix must be a dimension of the policy, and its segments must exist; a custom dimension does not list
/// its own.
fn check_axis(axis: &Axis, policy: &SegmentationPolicy, faults: &mut Faults) {
    let dimension = axis.dimension();
    if !policy.dimensions().any(|decided| decided == dimension) {
        faults.push(
            ATTENTION,
            format!("the policy does not decide `{dimension}`; add it, or name another dimension"),
        );
        return;
    }
    let known = policy.segments(dimension);
    for segment in axis.segments().iter().filter(|segment| !known.is_empty() && !known.contains(segment)) {
        let known: Vec<&str> = known.iter().map(Name::as_str).collect();
        let known = known.join(", ");
        faults.push(ATTENTION, format!("`{dimension}` has no segment `{segment}`; it has {known}"));
    }
}
