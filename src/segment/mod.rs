//! The models: each puts accounts into the segments of one dimension.
//!
//! | dimension | segments | from | file |
//! |---|---|---|---|
//! | [`tier`](TierPolicy) | yours, by ARR; a strategic one by designation | A1-1 to A1-5, A4 | `tier.rs` |
//! | [`trajectory`](TrajectoryPolicy) | growing, struggling, shrinking | A0-1 to A0-7 | `trajectory.rs` |
//! | [`wallet`](WalletPolicy) | grow, protect, re-evaluate, manage | A4-1 to A4-7 | `wallet.rs` |
//! | [`provisional_tier`](ProvisionalTierPolicy) | yours, by employees | A1-4 | `provisional.rs` |
//! | [`health`](HealthPolicy) | yours, by weighted indicators: high is good | A2-1, A2-2 | `health.rs`, `scorecard.rs` |
//! | [`risk`](RiskPolicy) | yours, by points: high is bad | A2-3, A3-6 | `risk.rs` |
//! | [`attention`](AttentionPolicy) | yours, by a matrix of two dimensions | A3-6, A2-6 | `attention.rs` |
//!
//! The ids are those of the rules in the source articles (A0: trajectory of the customer's business; A1: ARR
//! segments; A4: the 2x2 on wallet share). Every parameter has a [`Source`]: an article, or our own assumption,
//! which says so. [`SegmentationPolicy`] holds all of them, and dimensions of your own beside them, and answers
//! with a vector of [`Segments`]: no dimension overrides another, and a missing fact costs one dimension only.
//!
//! A model file reads from top to bottom: facts, segment, policy, classifier. Facts are small `Copy` structs, so a
//! model classifies any type: `policy.of(|customer: &Customer| TierFacts { .. })`.

mod attention;
mod explanation;
mod health;
mod parameter;
mod policy;
mod provisional;
mod ranked;
mod risk;
mod scorecard;
mod segments;
mod tier;
mod trajectory;
mod wallet;
mod wallet_builder;

pub use attention::{Attention, AttentionPolicy, AttentionPolicyBuilder, Axis};
pub use explanation::PolicyExplanation;
pub use health::{Health, HealthBand, HealthPolicy, HealthPolicyBuilder};
pub use parameter::{Parameter, PolicyError, PolicyFault, Source, Sourced};
pub use policy::{SegmentationPolicy, SegmentationPolicyBuilder};
pub use provisional::{
    ProvisionalTier, ProvisionalTierFacts, ProvisionalTierPolicy, ProvisionalTierPolicyBuilder,
};
pub use risk::{Points, RiskBand, RiskPolicy, RiskPolicyBuilder};
pub use scorecard::{Indicator, IndicatorGroup, WhenMissing};
pub use segments::{ATTENTION, HEALTH, PROVISIONAL_TIER, RISK, Segments, TIER, TRAJECTORY, WALLET};
pub use tier::{Tier, TierFacts, TierPolicy, TierPolicyBuilder};
pub use trajectory::{
    AccelerationGate, Basis, Trajectory, TrajectoryFacts, TrajectoryPolicy, TrajectoryPolicyBuilder,
};
pub use wallet::{WalletFacts, WalletPolicy, WalletQuadrant};
pub use wallet_builder::WalletPolicyBuilder;
