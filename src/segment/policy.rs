use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::parameter::{Faults, Parameter, PolicyError};
use super::segments::SHIPPED;
use super::{
    ATTENTION, AttentionPolicy, HEALTH, HealthPolicy, PROVISIONAL_TIER, PolicyExplanation,
    ProvisionalTierFacts, ProvisionalTierPolicy, RISK, RiskPolicy, Segments, TIER, TRAJECTORY, Tier,
    TierFacts, TierPolicy, Trajectory, TrajectoryFacts, TrajectoryPolicy, WALLET, WalletFacts, WalletPolicy,
    WalletQuadrant,
};
use crate::account::Account;
use crate::classify::{Classifier, Explanation, Segment};
use crate::quantity::Name;

type Custom = Arc<dyn Classifier<Account, Segment = Name>>;

/// The whole policy: every dimension that we ship, and those that you add.
///
/// Tiers are the one thing without a default. Tenants of a service share a policy behind an `Arc`; cloning is cheap.
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
    tier: TierPolicy,
    trajectory: TrajectoryPolicy,
    wallet: WalletPolicy,
    provisional_tier: Option<ProvisionalTierPolicy>,
    health: Option<HealthPolicy<Account>>,
    risk: Option<RiskPolicy<Account>>,
    attention: Option<AttentionPolicy>,
    custom: Vec<(Name, Custom)>,
}

impl SegmentationPolicy {
    /// These tiers, and the defaults for everything else.
    pub fn builder(tier: TierPolicy) -> SegmentationPolicyBuilder {
        SegmentationPolicyBuilder {
            policy: Self {
                tier,
                trajectory: TrajectoryPolicy::default(),
                wallet: WalletPolicy::default(),
                provisional_tier: None,
                health: None,
                risk: None,
                attention: None,
                custom: Vec::new(),
            },
            faults: Faults::default(),
        }
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

    /// The policy of attention, if there is one.
    #[must_use]
    pub const fn attention(&self) -> Option<&AttentionPolicy> {
        self.attention.as_ref()
    }

    /// The names of the dimensions that the policy decides: the shipped ones, then the custom ones in the order in which
    /// they were added.
    pub fn dimensions(&self) -> impl Iterator<Item = Name> {
        [TIER, TRAJECTORY, WALLET]
            .into_iter()
            .chain(self.provisional_tier.as_ref().map(|_| PROVISIONAL_TIER))
            .chain(self.health.as_ref().map(|_| HEALTH))
            .chain(self.risk.as_ref().map(|_| RISK))
            .chain(self.attention.as_ref().map(|_| ATTENTION))
            .chain(self.custom.iter().map(|(name, _)| *name))
    }

    /// The names of a shipped dimension's segments, the lowest first; none for a custom one, which does not list them.
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
            ATTENTION => names(self.attention.iter().flat_map(AttentionPolicy::levels)),
            _ => Vec::new(),
        }
    }

    /// The parameters of the shipped dimensions, with their sources.
    #[must_use]
    pub fn parameters(&self) -> Vec<(Name, Parameter)> {
        let of =
            |dimension, list: Vec<Parameter>| list.into_iter().map(move |parameter| (dimension, parameter));
        of(TIER, self.tier.parameters())
            .chain(of(TRAJECTORY, self.trajectory.parameters()))
            .chain(of(WALLET, self.wallet.parameters()))
            .chain(of(
                PROVISIONAL_TIER,
                self.provisional_tier.as_ref().map(ProvisionalTierPolicy::parameters).unwrap_or_default(),
            ))
            .chain(of(HEALTH, self.health.as_ref().map(HealthPolicy::parameters).unwrap_or_default()))
            .chain(of(RISK, self.risk.as_ref().map(RiskPolicy::parameters).unwrap_or_default()))
            .collect()
    }

    /// The tier of an account, as a classifier.
    #[inline]
    pub fn tier_of_account(&self) -> impl Classifier<Account, Segment = Tier> {
        (&self.tier).try_of(TierFacts::of_account)
    }

    /// The trajectory of an account, as a classifier.
    #[inline]
    pub fn trajectory_of_account(&self) -> impl Classifier<Account, Segment = Trajectory> {
        (&self.trajectory).try_of(TrajectoryFacts::of_account)
    }

    /// The quadrant of an account, as a classifier.
    #[inline]
    pub fn wallet_of_account(&self) -> impl Classifier<Account, Segment = WalletQuadrant> {
        (&self.wallet).try_of(WalletFacts::of_account)
    }

    /// Where an account stands on a day, in every dimension.
    #[must_use]
    #[inline]
    pub fn classify(&self, account: &Account, as_of: NaiveDate) -> Segments {
        let mut segments = Segments::new();
        self.classify_into(account, as_of, &mut segments);
        segments
    }

    /// The same into segments whose memory is reused: nothing is allocated but for faults.
    pub fn classify_into(&self, account: &Account, as_of: NaiveDate, out: &mut Segments) {
        out.tier = self.tier_of_account().classify(account, as_of);
        out.trajectory = self.trajectory_of_account().classify(account, as_of);
        out.wallet = self.wallet_of_account().classify(account, as_of);
        out.custom.clear();
        self.classify_optional(account, as_of, out);
    }

    /// The dimensions that not every policy has. Attention comes last, since it reads the others.
    fn classify_optional(&self, account: &Account, as_of: NaiveDate, out: &mut Segments) {
        let provisional =
            self.provisional_tier.as_ref().map(|policy| policy.of(ProvisionalTierFacts::of_account));
        out.provisional_tier = provisional.map(|tiers| tiers.classify(account, as_of));
        out.health = self.health.as_ref().map(|policy| policy.classify(account, as_of));
        out.risk = self.risk.as_ref().map(|policy| policy.classify(account, as_of));
        for (name, custom) in &self.custom {
            out.custom.push((*name, custom.classify(account, as_of)));
        }
        out.attention = self.attention.as_ref().map(|policy| policy.classify(out, as_of));
    }

    /// Where an account stands, and why.
    #[must_use]
    pub fn explain(&self, account: &Account, as_of: NaiveDate) -> (Segments, PolicyExplanation) {
        let (mut segments, mut explanation) = (Segments::new(), PolicyExplanation::new());
        self.explain_into(account, as_of, &mut segments, &mut explanation);
        (segments, explanation)
    }

    /// The same into segments and explanations whose memory is reused.
    pub fn explain_into(
        &self,
        account: &Account,
        as_of: NaiveDate,
        segments: &mut Segments,
        out: &mut PolicyExplanation,
    ) {
        segments.tier = self.tier_of_account().explain_into(account, as_of, &mut out.tier);
        segments.trajectory = self.trajectory_of_account().explain_into(account, as_of, &mut out.trajectory);
        segments.wallet = self.wallet_of_account().explain_into(account, as_of, &mut out.wallet);
        let provisional =
            self.provisional_tier.as_ref().map(|policy| policy.of(ProvisionalTierFacts::of_account));
        segments.provisional_tier =
            provisional.map(|tiers| tiers.explain_into(account, as_of, &mut out.provisional_tier));
        segments.health =
            self.health.as_ref().map(|policy| policy.explain_into(account, as_of, &mut out.health));
        segments.risk = self.risk.as_ref().map(|policy| policy.explain_into(account, as_of, &mut out.risk));
        segments.custom.clear();
        out.custom.resize_with(self.custom.len(), || (TIER, Explanation::new()));
        for ((name, custom), (explained, explanation)) in self.custom.iter().zip(&mut out.custom) {
            *explained = *name;
            segments.custom.push((*name, custom.explain_into(account, as_of, explanation)));
        }
        segments.attention =
            self.attention.as_ref().map(|policy| policy.explain_into(segments, as_of, &mut out.attention));
    }
}

impl fmt::Debug for SegmentationPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SegmentationPolicy")
            .field("tier", &self.tier)
            .field("trajectory", &self.trajectory)
            .field("wallet", &self.wallet)
            .field("custom", &self.custom.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish()
    }
}

/// Changes and adds dimensions of a [`SegmentationPolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct SegmentationPolicyBuilder {
    policy: SegmentationPolicy,
    faults: Faults,
}

impl SegmentationPolicyBuilder {
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
    /// [`PolicyError`] for a dimension whose name is taken.
    pub fn build(self) -> Result<SegmentationPolicy, PolicyError> {
        self.faults.finish(self.policy)
    }
}
