use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::parameter::{Faults, Parameter, PolicyError};
use super::{
    Segments, TIER, TRAJECTORY, Tier, TierFacts, TierPolicy, Trajectory, TrajectoryFacts, TrajectoryPolicy,
    WALLET, WalletFacts, WalletPolicy, WalletQuadrant,
};
use crate::account::Account;
use crate::classify::{Classifier, Explanation, Segment, Verdict};
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

    /// The names of all dimensions: the shipped ones, then the custom ones in the order in which they were added.
    pub fn dimensions(&self) -> impl Iterator<Item = Name> {
        [TIER, TRAJECTORY, WALLET].into_iter().chain(self.custom.iter().map(|(name, _)| *name))
    }

    /// The names of a shipped dimension's segments, the lowest first; none for a custom one, which does not list them.
    #[must_use]
    pub fn segments(&self, dimension: Name) -> Vec<Name> {
        match dimension {
            TIER => self.tier.tiers().map(|tier| tier.name()).collect(),
            TRAJECTORY => Trajectory::ALL.iter().map(Segment::name).collect(),
            WALLET => WalletQuadrant::ALL.iter().map(Segment::name).collect(),
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
    pub fn classify(&self, account: &Account, as_of: NaiveDate) -> Segments {
        let mut segments = Segments {
            tier: self.tier_of_account().classify(account, as_of),
            trajectory: self.trajectory_of_account().classify(account, as_of),
            wallet: self.wallet_of_account().classify(account, as_of),
            custom: Vec::new(),
        };
        self.classify_custom(account, as_of, &mut segments.custom);
        segments
    }

    /// The same into segments whose memory is reused: nothing is allocated but for faults.
    pub fn classify_into(&self, account: &Account, as_of: NaiveDate, out: &mut Segments) {
        out.tier = self.tier_of_account().classify(account, as_of);
        out.trajectory = self.trajectory_of_account().classify(account, as_of);
        out.wallet = self.wallet_of_account().classify(account, as_of);
        out.custom.clear();
        self.classify_custom(account, as_of, &mut out.custom);
    }

    fn classify_custom(&self, account: &Account, as_of: NaiveDate, out: &mut Vec<(Name, Verdict<Name>)>) {
        for (name, custom) in &self.custom {
            out.push((*name, custom.classify(account, as_of)));
        }
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
        segments.custom.clear();
        out.custom.resize_with(self.custom.len(), || (TIER, Explanation::new()));
        for ((name, custom), (explained, explanation)) in self.custom.iter().zip(&mut out.custom) {
            *explained = *name;
            segments.custom.push((*name, custom.explain_into(account, as_of, explanation)));
        }
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

    /// A dimension of your own beside ours.
    pub fn custom<C>(mut self, dimension: Name, classifier: C) -> Self
    where
        C: Classifier<Account> + 'static,
    {
        if self.policy.dimensions().any(|name| name == dimension) {
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
    /// Of the dimensions that the policy adds, in its order.
    pub custom: Vec<(Name, Explanation)>,
}

impl PolicyExplanation {
    /// Empty, to be filled.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            tier: Explanation::new(),
            trajectory: Explanation::new(),
            wallet: Explanation::new(),
            custom: Vec::new(),
        }
    }

    /// All explanations with their dimensions, in the order of [`Segments::iter`].
    pub fn iter(&self) -> impl Iterator<Item = (Name, &Explanation)> {
        [(TIER, &self.tier), (TRAJECTORY, &self.trajectory), (WALLET, &self.wallet)]
            .into_iter()
            .chain(self.custom.iter().map(|(name, explanation)| (*name, explanation)))
    }
}
