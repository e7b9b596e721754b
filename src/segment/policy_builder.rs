use super::custom::Custom;
use super::parameter::{Faults, PolicyError};
use super::ranked::ranks;
use super::segments::SHIPPED;
use super::{
    ATTENTION, AttentionPolicy, Axis, FitPolicy, HealthPolicy, LIFECYCLE, LifecyclePolicy, LifecycleStage,
    OverrideScope, ProvisionalTierPolicy, RiskPolicy, SegmentationPolicy, StagePolicy, TrajectoryPolicy,
    WalletPolicy,
};
use crate::account::{Account, Override};
use crate::classify::{Classifier, Hysteresis};
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

    /// When a dimension moves: off by default. What was there before is [`Account::previous`]; what to keep for the
    /// next time, [`remember`](SegmentationPolicy::remember) says. A version given to the policy counts for this too.
    pub fn hysteresis(mut self, dimension: Name, hysteresis: Hysteresis) -> Self {
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

    /// A dimension of your own beside ours, whose segments have no order. It looks back at nothing: neither margins nor
    /// hysteresis nor [`remember`](SegmentationPolicy::remember) know it.
    pub fn custom<C>(self, dimension: Name, classifier: C) -> Self
    where
        C: Classifier<Account> + 'static,
    {
        self.with(Custom::new(dimension, &[], classifier))
    }

    /// A dimension of your own with these segments, the lowest first: reports list them in this order, and the dimension
    /// looks back as ours do. A segment that is not listed stands above all others, and holds nobody who was in it.
    pub fn custom_ordered<C>(mut self, dimension: Name, segments: &[Name], classifier: C) -> Self
    where
        C: Classifier<Account> + 'static,
    {
        if segments.is_empty() {
            self.faults.push(dimension, "no segments; list them, the lowest first");
        }
        let _ = ranks(segments, &mut self.faults);
        self.with(Custom::new(dimension, segments, classifier))
    }

    /// A decision by people for the accounts of a scope, beside those added before. It is like one on the account
    /// ([`Account::overrides`]), and never goes before one: two that are in force on one account and dimension are a fault of
    /// that verdict.
    pub fn overridden(mut self, scope: OverrideScope, decision: Override) -> Self {
        self.policy.rulings.push(scope, decision);
        self
    }

    fn with(mut self, custom: Custom) -> Self {
        let dimension = custom.dimension;
        if SHIPPED.contains(&dimension) || self.policy.custom.iter().any(|other| other.dimension == dimension)
        {
            self.faults.push(dimension, "there is a dimension of this name already; choose another");
        }
        self.policy.custom.push(custom);
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for a dimension whose name is taken; hysteresis of attention, or of a dimension that the policy does not
    /// decide or whose segments have no order; a stage divided by a dimension that does not exist; attention by itself, by a
    /// dimension that the policy does not decide, or by other segments than the dimension has; an
    /// override that is incomplete, on a dimension that the policy does not decide, to a segment that it does not have, or that
    /// could be in force together with another of the same scope; a scope without an id or name, or with one that is too long.
    pub fn build(self) -> Result<SegmentationPolicy, PolicyError> {
        let Self { mut policy, mut faults } = self;
        check_hysteresis(&policy, &mut faults);
        check_stages(&policy, &mut faults);
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
        policy.rulings.check(&policy, &mut faults);
        faults.finish(policy)
    }
}

/// Only what the policy decides, and what has an order, can be held.
fn check_hysteresis(policy: &SegmentationPolicy, faults: &mut Faults) {
    for (dimension, _) in &policy.hysteresis {
        let decided = policy.dimensions().any(|decided| decided == *dimension);
        let problem = match *dimension {
            ATTENTION => "it follows from two other dimensions at once; hold those instead",
            shipped if SHIPPED.contains(&shipped) && !decided => {
                "the policy does not decide it, so nothing can be held; add it"
            }
            own if policy.segments(own).is_empty() => {
                "no dimension whose segments have an order; add it with custom_ordered"
            }
            _ => continue,
        };
        faults.push(*dimension, problem);
    }
}

/// A stage is divided by dimensions that exist, though the policy need not decide them.
fn check_stages(policy: &SegmentationPolicy, faults: &mut Faults) {
    let exists = |dimension: &Name| {
        SHIPPED.contains(dimension) || policy.custom.iter().any(|custom| custom.dimension == *dimension)
    };
    let stages = policy.lifecycle.iter().flat_map(|of| LifecycleStage::ALL.map(|stage| of.stage(stage)));
    for dimension in stages.flat_map(StagePolicy::dimensions).filter(|dimension| !exists(dimension)) {
        faults.push(LIFECYCLE, format!("there is no dimension `{dimension}` to divide a stage by"));
    }
}

/// A side of the matrix must be a dimension of the policy and name all its segments, as far as it lists them.
fn check_axis(axis: &Axis, policy: &SegmentationPolicy, faults: &mut Faults) {
    let dimension = axis.dimension();
    if dimension == ATTENTION {
        faults.push(ATTENTION, "it cannot look at itself; name two other dimensions");
        return;
    }
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
    for segment in known.iter().filter(|segment| !axis.segments().contains(segment)) {
        faults.push(
            ATTENTION,
            format!("the matrix leaves out `{segment}` of `{dimension}`; add it to that side"),
        );
    }
}
