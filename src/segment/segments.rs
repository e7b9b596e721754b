use super::{Tier, Trajectory, WalletQuadrant};
use crate::classify::{Answer, Reason, Unclassified, Verdict};
use crate::name;
use crate::quantity::Name;

/// The dimension of [`TierPolicy`](super::TierPolicy).
pub const TIER: Name = name!("tier");
/// The dimension of [`TrajectoryPolicy`](super::TrajectoryPolicy).
pub const TRAJECTORY: Name = name!("trajectory");
/// The dimension of [`WalletPolicy`](super::WalletPolicy).
pub const WALLET: Name = name!("wallet");

/// Where an account stands in every dimension: one verdict each, so that one missing fact costs one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Segments {
    /// Tier by ARR or designation.
    pub tier: Verdict<Tier>,
    /// Trajectory of the customer's business.
    pub trajectory: Verdict<Trajectory>,
    /// Quadrant on wallet share.
    pub wallet: Verdict<WalletQuadrant>,
    /// The dimensions that the policy adds, in its order.
    pub custom: Vec<(Name, Verdict<Name>)>,
}

impl Segments {
    /// Nothing decided, to be filled by
    /// [`classify_into`](super::SegmentationPolicy::classify_into).
    #[must_use]
    pub const fn new() -> Self {
        Self {
            tier: Err(Unclassified::NoMatch),
            trajectory: Err(Unclassified::NoMatch),
            wallet: Err(Unclassified::NoMatch),
            custom: Vec::new(),
        }
    }

    /// The answers of all dimensions: the shipped ones, then the custom ones in the policy's order.
    pub fn iter(&self) -> impl Iterator<Item = (Name, Answer)> {
        let shipped = [
            (TIER, Answer::of(&self.tier)),
            (TRAJECTORY, Answer::of(&self.trajectory)),
            (WALLET, Answer::of(&self.wallet)),
        ];
        shipped.into_iter().chain(self.custom.iter().map(|(name, verdict)| (*name, Answer::of(verdict))))
    }

    /// The segment's name in a dimension, or the reason why there is none. `None` where the policy has no such
    /// dimension.
    #[must_use]
    pub fn get(&self, dimension: Name) -> Option<Result<Name, Reason>> {
        self.iter().find(|(name, _)| *name == dimension).map(|(_, answer)| answer.segment())
    }
}

impl Default for Segments {
    fn default() -> Self {
        Self::new()
    }
}
