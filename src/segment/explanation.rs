use super::{ATTENTION, FIT, HEALTH, LIFECYCLE, PROVISIONAL_TIER, RISK, TIER, TRAJECTORY, WALLET};
use crate::classify::Explanation;
use crate::quantity::Name;

/// Why an account stands where it does, dimension by dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyExplanation {
    /// Of the tier.
    pub tier: Explanation,
    /// Of the trajectory.
    pub trajectory: Explanation,
    /// Of the quadrant.
    pub wallet: Explanation,
    /// Of the provisional tier; empty where the policy has none.
    pub provisional_tier: Explanation,
    /// Of the health; empty where the policy has none.
    pub health: Explanation,
    /// Of the churn risk; empty where the policy has none.
    pub risk: Explanation,
    /// Of the lifecycle stage; empty where the policy has none.
    pub lifecycle: Explanation,
    /// Of the fit; empty where the policy has none.
    pub fit: Explanation,
    /// Of the attention; empty where the policy has none.
    pub attention: Explanation,
    /// Of the dimensions that the policy adds, in its order.
    pub custom: Vec<(Name, Explanation)>,
}

impl PolicyExplanation {
    /// Empty, to be filled.
    #[must_use]
    pub fn new() -> Self {
        Self::of(&Explanation::new())
    }

    /// Empty, to be filled with the steps alone ([`Explanation::steps_only`]).
    #[must_use]
    pub fn steps_only() -> Self {
        Self::of(&Explanation::steps_only())
    }

    fn of(kind: &Explanation) -> Self {
        Self {
            tier: kind.another(),
            trajectory: kind.another(),
            wallet: kind.another(),
            provisional_tier: kind.another(),
            health: kind.another(),
            risk: kind.another(),
            lifecycle: kind.another(),
            fit: kind.another(),
            attention: kind.another(),
            custom: Vec::new(),
        }
    }

    /// The explanation of a dimension; `None` where the policy does not decide it.
    #[must_use]
    pub fn get(&self, dimension: Name) -> Option<&Explanation> {
        self.iter().find(|(name, _)| *name == dimension).map(|(_, explanation)| explanation)
    }

    /// All explanations with their dimensions, in the order of [`Segments::iter`](super::Segments::iter).
    pub fn iter(&self) -> impl Iterator<Item = (Name, &Explanation)> {
        let shipped = [
            (TIER, &self.tier),
            (TRAJECTORY, &self.trajectory),
            (WALLET, &self.wallet),
            (PROVISIONAL_TIER, &self.provisional_tier),
            (HEALTH, &self.health),
            (RISK, &self.risk),
            (LIFECYCLE, &self.lifecycle),
            (FIT, &self.fit),
            (ATTENTION, &self.attention),
        ];
        // What the policy does not decide has no explanation.
        shipped
            .into_iter()
            .filter(|(name, explanation)| {
                matches!(*name, TIER | TRAJECTORY | WALLET) || !explanation.steps().is_empty()
            })
            .chain(self.custom.iter().map(|(name, explanation)| (*name, explanation)))
    }
}
