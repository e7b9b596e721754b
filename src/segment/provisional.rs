use super::parameter::{Faults, Parameter, PolicyError, Source, cuts};
use super::ranked::{ranked, ranked_bands};
use crate::account::facts::EMPLOYEES;
use crate::account::{Account, Fact};
use crate::calendar::Days;
use crate::classify::{Bands, BandsBuilder, Classifier, Cx, Verdict};
use crate::quantity::Name;

/// What the provisional tier looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProvisionalTierFacts {
    /// People that the customer employs.
    pub employees: Option<Fact<u32>>,
}

impl ProvisionalTierFacts {
    /// The facts of an account, for [`of`](Classifier::of).
    #[must_use]
    pub fn of_account(account: &Account) -> Self {
        Self { employees: account.employees() }
    }
}

ranked! {
    /// A tier that sales gives by the number of employees, while ARR is unknown (A1-4). It is never mixed with the ARR
    /// [`Tier`](super::Tier): cross the two to see where they differ.
    ProvisionalTier
}

/// Tiers by employees (A1-4): the highest whose floor is reached, equality going up (assumption, A1-3). Without the number
/// of employees: `Missing(employees)`. There are no default numbers: no article gives any.
///
/// ```
/// use segmentry::classify::{Classifier, Segment};
/// use segmentry::segment::{ProvisionalTierFacts, ProvisionalTierPolicy};
/// use segmentry::{calendar::parse_date, name};
///
/// let tiers = ProvisionalTierPolicy::builder(name!("small")).tier(name!("large"), 1000).build()?;
/// let facts = ProvisionalTierFacts { employees: Some(1000.into()) };
/// assert_eq!(tiers.classify(&facts, parse_date("2026-01-01")?)?.name(), name!("large"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvisionalTierPolicy {
    bands: Bands<u32, ProvisionalTier>,
    max_age: Option<Days>,
}

impl ProvisionalTierPolicy {
    /// Tiers of your own, from the lowest upwards.
    pub fn builder(lowest: Name) -> ProvisionalTierPolicyBuilder {
        ProvisionalTierPolicyBuilder { bands: Bands::builder(lowest), max_age: None }
    }

    /// All tiers, the lowest first.
    pub fn tiers(&self) -> impl Iterator<Item = ProvisionalTier> {
        self.bands.segments().map(|(_, tier)| tier)
    }

    /// The parameters and their sources.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        cuts(&self.bands, " employees", Source::Given)
    }
}

impl Classifier<ProvisionalTierFacts> for ProvisionalTierPolicy {
    type Segment = ProvisionalTier;

    #[inline]
    fn evaluate(&self, facts: &ProvisionalTierFacts, cx: &mut Cx<'_>) -> Verdict<ProvisionalTier> {
        let employees = cx.need(EMPLOYEES, facts.employees, self.max_age)?;
        self.bands.locate(EMPLOYEES, employees, cx)
    }
}

/// Collects the tiers of a [`ProvisionalTierPolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ProvisionalTierPolicyBuilder {
    bands: BandsBuilder<u32, Name>,
    max_age: Option<Days>,
}

impl ProvisionalTierPolicyBuilder {
    /// The next higher tier, from this number of employees on.
    pub fn tier(mut self, name: Name, from: u32) -> Self {
        self.bands = self.bands.at(from, name);
        self
    }

    /// A number observed longer ago counts as missing.
    pub fn max_age(mut self, age: Days) -> Self {
        self.max_age = Some(age);
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for a floor of 0, floors that do not rise, a name used twice or kept for reports.
    pub fn build(self) -> Result<ProvisionalTierPolicy, PolicyError> {
        let mut faults = Faults::default();
        for (_, name) in self.bands.segments().filter(|(cut, _)| cut.is_some_and(|cut| cut.at() == 0)) {
            faults.push(name, "a floor of 0 employees keeps nobody out; raise it");
        }
        let (bands, _) = ranked_bands(self.bands, None, ProvisionalTier::new, &mut faults);
        let max_age = self.max_age;
        faults.finish_with(bands, |bands| ProvisionalTierPolicy { bands, max_age })
    }
}
