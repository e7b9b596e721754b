use std::fmt;

use chrono::NaiveDate;

use super::custom::Custom;
use super::parameter::{Parameter, Source};
use super::rulings::Rulings;
use super::{
    ATTENTION, AttentionPolicy, FIT, FitPolicy, HEALTH, HealthPolicy, LIFECYCLE, LifecyclePolicy,
    LifecycleStage, OverrideScope, PROVISIONAL_TIER, ProvisionalTierPolicy, RISK, RiskPolicy,
    SegmentationPolicyBuilder, TIER, TRAJECTORY, TierPolicy, Trajectory, TrajectoryPolicy, WALLET,
    WalletPolicy, WalletQuadrant,
};
use crate::account::{Account, Override};
use crate::classify::{Cx, Delay, Hysteresis, Segment};
use crate::name;
use crate::quantity::Name;

/// The whole policy: every dimension that we ship, and those that you add.
///
/// Tiers are the one thing without a default. Tenants of a service share a policy behind an `Arc`; cloning is cheap.
///
/// In every dimension a decision by people comes before what is computed, whether it stands on the account
/// ([`Account::overrides`]) or in the policy ([`overrides`](Self::overrides)).
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::classify::{Segment, Unclassified, from_fn};
/// use segmentry::segment::{SegmentationPolicy, TierPolicy, Trajectory};
/// use segmentry::{Account, Currency, Money, calendar::parse_date, name};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let in_person = from_fn(name!("in_person"), |account: &Account, _| match account.country() {
///     Some("AT" | "CH" | "DE") => Ok(name!("visit")),
///     Some(_) => Ok(name!("call")),
///     None => Err(Unclassified::Missing(name!("country"))),
/// });
/// let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000)))?)
///     .custom(name!("contact"), in_person)
///     .build()?;
///
/// let account = Account::builder("acme", Currency::EUR)
///     .arr(eur(dec!(60000)))
///     .prior_arr(eur(dec!(50000)))
///     .country("DE")
///     .build()?;
/// let segments = policy.classify(&account, parse_date("2026-06-30")?);
/// assert_eq!(segments.tier?.name(), name!("enterprise_midmarket"));
/// assert_eq!(segments.trajectory, Ok(Trajectory::Growing));
/// assert_eq!(segments.wallet, Err(Unclassified::Missing(name!("wallet_current"))));
/// assert_eq!(segments.custom[0].1, Ok(name!("visit")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SegmentationPolicy {
    pub(super) tier: TierPolicy,
    pub(super) trajectory: TrajectoryPolicy,
    pub(super) wallet: WalletPolicy,
    pub(super) provisional_tier: Option<ProvisionalTierPolicy>,
    pub(super) health: Option<HealthPolicy<Account>>,
    pub(super) risk: Option<RiskPolicy<Account>>,
    pub(super) lifecycle: Option<LifecyclePolicy>,
    pub(super) fit: Option<FitPolicy<Account>>,
    pub(super) attention: Option<AttentionPolicy>,
    pub(super) custom: Vec<Custom>,
    pub(super) hysteresis: Vec<(Name, Hysteresis)>,
    pub(super) rulings: Rulings,
    pub(super) version: Option<u32>,
}

impl SegmentationPolicy {
    /// These tiers, and the defaults for everything else.
    pub fn builder(tier: TierPolicy) -> SegmentationPolicyBuilder {
        SegmentationPolicyBuilder::new(Self {
            tier,
            trajectory: TrajectoryPolicy::default(),
            wallet: WalletPolicy::default(),
            provisional_tier: None,
            health: None,
            risk: None,
            lifecycle: None,
            fit: None,
            attention: None,
            custom: Vec::new(),
            hysteresis: Vec::new(),
            rulings: Rulings::default(),
            version: None,
        })
    }

    /// The tiers.
    #[must_use]
    pub const fn tier(&self) -> &TierPolicy {
        &self.tier
    }

    /// The trajectory's policy.
    #[must_use]
    pub const fn trajectory(&self) -> &TrajectoryPolicy {
        &self.trajectory
    }

    /// The quadrant's policy.
    #[must_use]
    pub const fn wallet(&self) -> &WalletPolicy {
        &self.wallet
    }

    /// The policy of provisional tiers, if there is one.
    #[must_use]
    pub const fn provisional_tier(&self) -> Option<&ProvisionalTierPolicy> {
        self.provisional_tier.as_ref()
    }

    /// The policy of health, if there is one.
    #[must_use]
    pub const fn health(&self) -> Option<&HealthPolicy<Account>> {
        self.health.as_ref()
    }

    /// The policy of churn risk, if there is one.
    #[must_use]
    pub const fn risk(&self) -> Option<&RiskPolicy<Account>> {
        self.risk.as_ref()
    }

    /// The policy of lifecycle stages, if there is one.
    #[must_use]
    pub const fn lifecycle(&self) -> Option<&LifecyclePolicy> {
        self.lifecycle.as_ref()
    }

    /// The policy of fit, if there is one.
    #[must_use]
    pub const fn fit(&self) -> Option<&FitPolicy<Account>> {
        self.fit.as_ref()
    }

    /// The version, if it has one.
    #[must_use]
    pub const fn version(&self) -> Option<u32> {
        self.version
    }

    /// When a dimension moves; [`Hysteresis::OFF`] unless the policy says otherwise.
    #[inline]
    pub fn hysteresis(&self, dimension: Name) -> Hysteresis {
        if self.hysteresis.is_empty() && self.version.is_none() {
            return Hysteresis::OFF;
        }
        let found = self.hysteresis.iter().find(|(name, _)| *name == dimension);
        let hysteresis = found.map_or(Hysteresis::OFF, |(_, hysteresis)| *hysteresis);
        // Margins look at the version too.
        self.version.map_or(hysteresis, |version| hysteresis.policy_version(version))
    }

    /// The policy of attention, if there is one.
    #[must_use]
    pub const fn attention(&self) -> Option<&AttentionPolicy> {
        self.attention.as_ref()
    }

    /// The decisions by people that stand in the policy, and for whom, in the order in which they were added.
    pub fn overrides(&self) -> &[(OverrideScope, Override)] {
        self.rulings.given()
    }

    /// The positions of those that are meant for an account, whenever they are in force.
    pub(crate) fn overrides_meant_for(&self, account: &Account, as_of: NaiveDate) -> Vec<usize> {
        self.rulings.matching(account, &mut Cx::new(as_of)).collect()
    }

    /// The names of the dimensions that the policy decides: the shipped ones, then the custom ones in the order in which
    /// they were added.
    pub fn dimensions(&self) -> impl Iterator<Item = Name> {
        [TIER, TRAJECTORY, WALLET]
            .into_iter()
            .chain(self.provisional_tier.as_ref().map(|_| PROVISIONAL_TIER))
            .chain(self.health.as_ref().map(|_| HEALTH))
            .chain(self.risk.as_ref().map(|_| RISK))
            .chain(self.lifecycle.as_ref().map(|_| LIFECYCLE))
            .chain(self.fit.as_ref().map(|_| FIT))
            .chain(self.attention.as_ref().map(|_| ATTENTION))
            .chain(self.custom.iter().map(|custom| custom.dimension))
    }

    /// The names of a dimension's segments, the lowest first; none for a custom one that does not list them.
    #[must_use]
    pub fn segments(&self, dimension: Name) -> Vec<Name> {
        fn names<G: Segment>(segments: impl IntoIterator<Item = G>) -> Vec<Name> {
            segments.into_iter().map(|segment| segment.name()).collect()
        }
        match dimension {
            TIER => names(self.tier.tiers()),
            TRAJECTORY => names(Trajectory::ALL),
            WALLET => names(WalletQuadrant::ALL),
            PROVISIONAL_TIER => names(self.provisional_tier.iter().flat_map(ProvisionalTierPolicy::tiers)),
            HEALTH => names(self.health.iter().flat_map(HealthPolicy::bands)),
            RISK => names(self.risk.iter().flat_map(RiskPolicy::bands)),
            LIFECYCLE => names(self.lifecycle.iter().flat_map(|_| LifecycleStage::ALL)),
            FIT => names(self.fit.iter().flat_map(FitPolicy::bands)),
            ATTENTION => names(self.attention.iter().flat_map(AttentionPolicy::levels)),
            custom => {
                let custom = self.custom.iter().find(|other| other.dimension == custom);
                custom.map(|custom| custom.segments.to_vec()).unwrap_or_default()
            }
        }
    }

    /// The parameters of the shipped dimensions, and of any how long moves wait and what people decided, with their sources.
    #[must_use]
    pub fn parameters(&self) -> Vec<(Name, Parameter)> {
        fn of<P>(policy: Option<&P>, parameters: fn(&P) -> Vec<Parameter>) -> Vec<Parameter> {
            policy.map(parameters).unwrap_or_default()
        }
        let lists = [
            (TIER, self.tier.parameters()),
            (TRAJECTORY, self.trajectory.parameters()),
            (WALLET, self.wallet.parameters()),
            (PROVISIONAL_TIER, of(self.provisional_tier(), ProvisionalTierPolicy::parameters)),
            (HEALTH, of(self.health(), HealthPolicy::parameters)),
            (RISK, of(self.risk(), RiskPolicy::parameters)),
            (LIFECYCLE, of(self.lifecycle(), LifecyclePolicy::parameters)),
            (FIT, of(self.fit(), FitPolicy::parameters)),
            (ATTENTION, of(self.attention(), AttentionPolicy::parameters)),
        ];
        let shipped =
            lists.into_iter().flat_map(|(dimension, list)| list.into_iter().map(move |p| (dimension, p)));
        shipped
            .chain(self.hysteresis.iter().flat_map(|(dimension, of)| parameters_of(*dimension, *of)))
            .chain(self.rulings.parameters())
            .collect()
    }
}

/// How long moves wait, for showing.
fn parameters_of(dimension: Name, hysteresis: Hysteresis) -> [(Name, Parameter); 2] {
    let of = |name, delay: Delay| {
        let confirmations = delay.confirmations.max(1);
        let value = format!("proposed {confirmations} times in a row, after {}", delay.dwell);
        (dimension, Parameter { name, value, source: Source::Given })
    };
    [of(name!("upgrades"), hysteresis.delays().0), of(name!("downgrades"), hysteresis.delays().1)]
}

impl fmt::Debug for SegmentationPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SegmentationPolicy")
            .field("tier", &self.tier)
            .field("trajectory", &self.trajectory)
            .field("wallet", &self.wallet)
            .field("custom", &self.custom.iter().map(|custom| custom.dimension).collect::<Vec<_>>())
            .finish()
    }
}
