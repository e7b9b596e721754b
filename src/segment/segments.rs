use super::{
    Attention, FitBand, HealthBand, LifecycleStage, ProvisionalTier, RiskBand, Tier, Trajectory,
    WalletQuadrant,
};
use crate::classify::{Answer, Reason, Segment, Unclassified, Verdict};
use crate::name;
use crate::quantity::Name;

/// The dimension of [`TierPolicy`](super::TierPolicy).
pub const TIER: Name = name!("tier");
/// The dimension of [`TrajectoryPolicy`](super::TrajectoryPolicy).
pub const TRAJECTORY: Name = name!("trajectory");
/// The dimension of [`WalletPolicy`](super::WalletPolicy).
pub const WALLET: Name = name!("wallet");

/// The dimension of [`ProvisionalTierPolicy`](super::ProvisionalTierPolicy).
pub const PROVISIONAL_TIER: Name = name!("provisional_tier");
/// The dimension of [`HealthPolicy`](super::HealthPolicy).
pub const HEALTH: Name = name!("health");
/// The dimension of [`RiskPolicy`](super::RiskPolicy).
pub const RISK: Name = name!("risk");
/// The dimension of [`LifecyclePolicy`](super::LifecyclePolicy).
pub const LIFECYCLE: Name = name!("lifecycle");
/// The dimension of [`FitPolicy`](super::FitPolicy).
pub const FIT: Name = name!("fit");
/// The dimension of [`AttentionPolicy`](super::AttentionPolicy).
pub const ATTENTION: Name = name!("attention");

/// The names of all shipped dimensions.
pub(crate) const SHIPPED: [Name; 9] =
    [TIER, TRAJECTORY, WALLET, PROVISIONAL_TIER, HEALTH, RISK, LIFECYCLE, FIT, ATTENTION];

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
    /// Provisional tier by employees; `None` where the policy does not decide it.
    pub provisional_tier: Option<Verdict<ProvisionalTier>>,
    /// Health; `None` where the policy does not decide it.
    pub health: Option<Verdict<HealthBand>>,
    /// Churn risk; `None` where the policy does not decide it.
    pub risk: Option<Verdict<RiskBand>>,
    /// Lifecycle stage; `None` where the policy does not decide it.
    pub lifecycle: Option<Verdict<LifecycleStage>>,
    /// Fit; `None` where the policy does not decide it.
    pub fit: Option<Verdict<FitBand>>,
    /// Attention, by the other dimensions; `None` where the policy does not decide it.
    pub attention: Option<Verdict<Attention>>,
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
            provisional_tier: None,
            health: None,
            risk: None,
            lifecycle: None,
            fit: None,
            attention: None,
            custom: Vec::new(),
        }
    }

    /// The answers of all dimensions that the policy decides: the shipped ones, then the custom ones in its order.
    pub fn iter(&self) -> impl Iterator<Item = (Name, Answer)> {
        let always = [
            (TIER, Answer::of(&self.tier)),
            (TRAJECTORY, Answer::of(&self.trajectory)),
            (WALLET, Answer::of(&self.wallet)),
        ];
        let sometimes = [
            (PROVISIONAL_TIER, self.provisional_tier.as_ref().map(Answer::of)),
            (HEALTH, self.health.as_ref().map(Answer::of)),
            (RISK, self.risk.as_ref().map(Answer::of)),
            (LIFECYCLE, self.lifecycle.as_ref().map(Answer::of)),
            (FIT, self.fit.as_ref().map(Answer::of)),
            (ATTENTION, self.attention.as_ref().map(Answer::of)),
        ];
        let decided = sometimes.into_iter().filter_map(|(name, answer)| Some((name, answer?)));
        let custom = self.custom.iter().map(|(name, verdict)| (*name, Answer::of(verdict)));
        always.into_iter().chain(decided).chain(custom)
    }

    /// The segment's name in a dimension, or the reason why there is none. `None` where the policy has no such
    /// dimension.
    #[must_use]
    pub fn get(&self, dimension: Name) -> Option<Result<Name, Reason>> {
        self.at(Place::of(dimension))
    }

    /// The same for a dimension that has been looked up before.
    #[inline]
    pub(super) fn at(&self, place: Place) -> Option<Result<Name, Reason>> {
        fn name<G: Segment>(verdict: &Verdict<G>) -> Option<Result<Name, Reason>> {
            Some(verdict.as_ref().map(Segment::name).map_err(Unclassified::reason))
        }
        match place {
            Place::Tier => name(&self.tier),
            Place::Trajectory => name(&self.trajectory),
            Place::Wallet => name(&self.wallet),
            Place::ProvisionalTier => name(self.provisional_tier.as_ref()?),
            Place::Health => name(self.health.as_ref()?),
            Place::Risk => name(self.risk.as_ref()?),
            Place::Lifecycle => name(self.lifecycle.as_ref()?),
            Place::Fit => name(self.fit.as_ref()?),
            Place::Attention => name(self.attention.as_ref()?),
            Place::Custom(custom) => name(&self.custom.iter().find(|(name, _)| *name == custom)?.1),
        }
    }

    /// The rank of the segment in a shipped dimension, where there is one: 0 for the lowest.
    #[inline]
    pub(super) fn rank(&self, place: Place) -> Option<usize> {
        let rank = match place {
            Place::Tier => self.tier.as_ref().ok()?.rank(),
            Place::Trajectory => return rank(Trajectory::ALL, &self.trajectory),
            Place::Wallet => return rank(WalletQuadrant::ALL, &self.wallet),
            Place::ProvisionalTier => self.provisional_tier.as_ref()?.as_ref().ok()?.rank(),
            Place::Health => self.health.as_ref()?.as_ref().ok()?.rank(),
            Place::Risk => self.risk.as_ref()?.as_ref().ok()?.rank(),
            Place::Lifecycle => return rank(LifecycleStage::ALL, self.lifecycle.as_ref()?),
            Place::Fit => self.fit.as_ref()?.as_ref().ok()?.rank(),
            Place::Attention => self.attention.as_ref()?.as_ref().ok()?.rank(),
            Place::Custom(_) => return None,
        };
        Some(rank.into())
    }
}

fn rank<G: PartialEq>(all: impl IntoIterator<Item = G>, verdict: &Verdict<G>) -> Option<usize> {
    let segment = verdict.as_ref().ok()?;
    all.into_iter().position(|other| other == *segment)
}

/// Where the answer of a dimension stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Tier,
    Trajectory,
    Wallet,
    ProvisionalTier,
    Health,
    Risk,
    Lifecycle,
    Fit,
    Attention,
    Custom(Name),
}

impl Place {
    pub(super) fn of(dimension: Name) -> Self {
        match dimension {
            TIER => Self::Tier,
            TRAJECTORY => Self::Trajectory,
            WALLET => Self::Wallet,
            PROVISIONAL_TIER => Self::ProvisionalTier,
            HEALTH => Self::Health,
            RISK => Self::Risk,
            LIFECYCLE => Self::Lifecycle,
            FIT => Self::Fit,
            ATTENTION => Self::Attention,
            custom => Self::Custom(custom),
        }
    }
}

impl Default for Segments {
    fn default() -> Self {
        Self::new()
    }
}
