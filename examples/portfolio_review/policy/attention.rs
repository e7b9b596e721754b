//! Attention (A3-6): value and risk count alike.

use segmentry::segment::{AttentionPolicy, Axis, RISK, RiskPolicy, TIER, TierPolicy};
use segmentry::{Account, Name, Segment, name};

use super::Built;

/// One step of value or risk up is one level up.
const LEVELS: [Name; 5] = [name!("least"), name!("little"), name!("some"), name!("much"), name!("most")];

/// The lowest tier is at step 0 of value, the highest at step 2, those between them on the way, rounded up; low, medium
/// and high risk are steps 0, 1 and 2. The level is the sum. The article gives the corner alone: high value with high
/// churn risk gets the most.
pub(super) fn policy(tiers: &TierPolicy, risk: &RiskPolicy<Account>) -> Built<AttentionPolicy> {
    let tiers: Vec<Name> = tiers.tiers().map(|tier| tier.name()).collect();
    let risks: Vec<Name> = risk.bands().map(|band| band.name()).collect();
    let mut policy = AttentionPolicy::builder(Axis::new(TIER, &tiers), Axis::new(RISK, &risks), &LEVELS);
    let highest = tiers.len().saturating_sub(1).max(1);
    for rank in 0..tiers.len() {
        let value = u8::try_from(rank.saturating_mul(2).div_ceil(highest))?;
        policy = policy.row(&[value, value.saturating_add(1), value.saturating_add(2)]);
    }
    Ok(policy.build()?)
}
