//! The models: each puts accounts into the segments of one dimension.
//!
//! | dimension | segments | from | file |
//! |---|---|---|---|
//! | [`tier`](TierPolicy) | yours, by ARR; a strategic one by designation | A1-1 to A1-5, A4 | `tier.rs` |
//! | [`trajectory`](TrajectoryPolicy) | growing, struggling, shrinking | A0-1 to A0-7 | `trajectory.rs` |
//! | [`wallet`](WalletPolicy) | grow, protect, re-evaluate, manage | A4-1 to A4-7 | `wallet.rs` |
//! | [`provisional_tier`](ProvisionalTierPolicy) | yours, by employees | A1-4 | `provisional.rs` |
//! | [`health`](HealthPolicy) | yours, by weighted indicators: high is good | A2-1, A2-2 | `health.rs`, `scored.rs`, `scorecard.rs` |
//! | [`risk`](RiskPolicy) | yours, by points: high is bad | A2-3, A3-6 | `risk.rs` |
//! | [`lifecycle`](LifecyclePolicy) | acquisition, onboarding, success, retention, expansion | A3-1, A3-9 | `lifecycle.rs`, `stage.rs` |
//! | [`fit`](FitPolicy) | yours, by weighted indicators: for prospects | A3-8, A3-13 | `fit.rs`, `scored.rs` |
//! | [`attention`](AttentionPolicy) | yours, by a matrix of two dimensions | A3-6, A2-6 | `attention.rs` |
//!
//! The ids are those of the rules in the source articles (A0: trajectory of the customer's business; A1: ARR
//! segments; A4: the 2x2 on wallet share). Every parameter has a [`Source`]: an article, or our own assumption,
//! which says so. [`SegmentationPolicy`] holds all of them, and dimensions of your own beside them, and answers
//! with a vector of [`Segments`]: no dimension overrides another, and a missing fact costs one dimension only.
//!
//! A model file reads from top to bottom: facts, segment, policy, classifier. Facts are small `Copy` structs, so a
//! model classifies any type: `policy.of(|customer: &Customer| TierFacts { .. })`.

mod ask;
mod attention;
mod by_arr;
mod custom;
mod decide;
mod explanation;
mod fit;
mod health;
mod lifecycle;
mod lifecycle_builder;
mod parameter;
mod policy;
mod policy_builder;
mod provisional;
mod ranked;
mod risk;
mod ruled;
mod rulings;
mod scope;
mod scorecard;
mod scored;
mod segments;
mod stage;
mod tier;
mod trajectory;
mod wallet;
mod wallet_builder;
mod wallet_facts;

pub use attention::{Attention, AttentionPolicy, AttentionPolicyBuilder, Axis};
pub use explanation::PolicyExplanation;
pub use fit::{FitBand, FitPolicy};
pub use health::{HealthBand, HealthPolicy};
pub use lifecycle::{LifecycleFacts, LifecyclePolicy, LifecycleStage};
pub use lifecycle_builder::LifecyclePolicyBuilder;
pub use parameter::{Parameter, PolicyError, PolicyFault, Source, Sourced};
pub use policy::SegmentationPolicy;
pub use policy_builder::SegmentationPolicyBuilder;
pub use provisional::{
    ProvisionalTier, ProvisionalTierFacts, ProvisionalTierPolicy, ProvisionalTierPolicyBuilder,
};
pub use risk::{Points, RiskBand, RiskPolicy, RiskPolicyBuilder};
pub use scope::OverrideScope;
pub use scorecard::{Indicator, IndicatorGroup, WhenMissing};
pub use scored::{ScoreBand, ScorePolicy, ScorePolicyBuilder, Scored};
pub use segments::{
    ATTENTION, FIT, HEALTH, LIFECYCLE, PROVISIONAL_TIER, RISK, Segments, TIER, TRAJECTORY, WALLET,
};
pub use stage::StagePolicy;
pub use tier::{Tier, TierFacts, TierPolicy, TierPolicyBuilder};
pub use trajectory::{
    AccelerationGate, Basis, Trajectory, TrajectoryFacts, TrajectoryPolicy, TrajectoryPolicyBuilder,
};
pub use wallet::{WalletPolicy, WalletQuadrant};
pub use wallet_builder::WalletPolicyBuilder;
pub use wallet_facts::WalletFacts;

pub(crate) use health::RED_YELLOW_GREEN;
pub(crate) use scored::MIN_COVERAGE;
pub(crate) use segments::SHIPPED;
