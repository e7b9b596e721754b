use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::by_arr::OfArr;
use super::parameter::{Faults, Parameter, PolicyError, Sourced};
use crate::account::facts::{ARR, BUSINESS_GROWTH, INDUSTRY_GROWTH, PRIOR_ARR, PRIOR_BUSINESS_GROWTH};
use crate::account::{Account, Fact};
use crate::calendar::Days;
use crate::classify::{Classifier, Cx, Segment, Unclassified, Value, Verdict};
use crate::name;
use crate::quantity::{Money, Name, Ratio};

/// What the trajectory looks at. Growth is annual, as a fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TrajectoryFacts {
    /// Growth of the customer's own business.
    pub business_growth: Option<Fact<Ratio>>,
    /// The same one year earlier.
    pub prior_business_growth: Option<Fact<Ratio>>,
    /// Growth of the customer's industry.
    pub industry_growth: Option<Fact<Ratio>>,
    /// Our ARR on the as-of date.
    pub arr: Option<Fact<Money>>,
    /// Our ARR twelve months before.
    pub prior_arr: Option<Fact<Money>>,
}

impl TrajectoryFacts {
    /// The facts of an account, for [`try_of`](Classifier::try_of).
    ///
    /// # Errors
    /// A fault where the account's ARR differs from its history's.
    #[inline]
    pub fn of_account(account: &Account, cx: &mut Cx<'_>) -> Verdict<Self> {
        Ok(Self::with_arr(account, account.arr_on(cx.as_of())?, cx))
    }

    /// Whether anything is known that this basis needs.
    const fn know_of(&self, basis: Basis) -> bool {
        match basis {
            Basis::OwnBusiness => self.business_growth.is_some(),
            Basis::Industry => self.industry_growth.is_some(),
            Basis::OurArr => self.arr.is_some() || self.prior_arr.is_some(),
        }
    }
}

impl OfArr for TrajectoryFacts {
    #[inline(always)]
    fn with_arr(account: &Account, arr: Option<Fact<Money>>, cx: &mut Cx<'_>) -> Self {
        Self {
            business_growth: account.business_growth(),
            prior_business_growth: account.prior_business_growth(),
            industry_growth: account.industry_growth(),
            arr,
            prior_arr: account.prior_arr_on(cx.as_of()),
        }
    }
}

/// Where the customer's own business is going (A0-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trajectory {
    /// It loses ground, or stands still.
    Shrinking,
    /// It grows, but little.
    Struggling,
    /// It grows well.
    Growing,
}

impl Trajectory {
    /// All segments, the lowest first.
    pub const ALL: [Self; 3] = [Self::Shrinking, Self::Struggling, Self::Growing];
}

impl Segment for Trajectory {
    fn name(&self) -> Name {
        match self {
            Self::Shrinking => name!("shrinking"),
            Self::Struggling => name!("struggling"),
            Self::Growing => name!("growing"),
        }
    }
}

/// Whose growth is looked at (A0-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The customer's own business.
    OwnBusiness,
    /// Its industry: a proxy.
    Industry,
    /// Our ARR from it: a proxy.
    OurArr,
}

impl Basis {
    /// `own_business`, `industry`, `our_arr`.
    #[must_use]
    pub const fn name(self) -> Name {
        match self {
            Self::OwnBusiness => name!("own_business"),
            Self::Industry => name!("industry"),
            Self::OurArr => name!("our_arr"),
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name().as_str())
    }
}

/// Whether Growing needs growth that is faster than the year before (A0-4). Only the customer's own business has
/// a prior period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccelerationGate {
    /// No: acceleration is a note.
    Off,
    /// Yes, where the prior period is known.
    WhenKnown,
    /// Yes: without the prior period the trajectory is unclassified.
    Required,
}

impl fmt::Display for AccelerationGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Off => "off",
            Self::WhenKnown => "when_known",
            Self::Required => "required",
        })
    }
}

/// Growing, Struggling or Shrinking, by annual growth (A0-1 to A0-7).
///
/// | parameter | default | source |
/// |---|---|---|
/// | `growing_from` | 0.05 | assumption (A0-4: no upper edge is given) |
/// | `struggling_from` | 0.001 | article (A0-3) |
/// | `dire_straits_to` | -0.5 | assumption (A0-6: no number is given) |
/// | `bases` | own business, industry, our ARR | assumption (A0-2) |
/// | `acceleration_gate` | off | assumption (A0-4) |
/// | `max_age` | off | assumption |
///
/// - The first basis in order that gives a growth decides; it goes on where one is missing, stale or undefined (a
///   prior ARR of zero). Industry and ARR are noted as a `proxy`.
/// - growth >= `growing_from`: Growing; else growth >= `struggling_from`: Struggling; else Shrinking, so that growth
///   from 0 to just under 0.1 % is Shrinking (assumption, A0-5), noted as `below_struggling_floor`.
/// - growth <= `dire_straits_to` is noted as `dire_straits`, the growth less that of the prior period as
///   `acceleration`.
/// - With no basis, the reason is that of the first basis of which something is known, else of the first
///   (assumption).
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::Ratio;
/// use segmentry::calendar::parse_date;
/// use segmentry::classify::Classifier;
/// use segmentry::segment::{Trajectory, TrajectoryFacts, TrajectoryPolicy};
///
/// let facts = TrajectoryFacts {
///     business_growth: Some(Ratio::from_decimal(dec!(0.001))?.into()),
///     ..TrajectoryFacts::default()
/// };
/// let policy = TrajectoryPolicy::default();
/// assert_eq!(policy.classify(&facts, parse_date("2026-01-01")?), Ok(Trajectory::Struggling));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrajectoryPolicy {
    growing_from: Sourced<Ratio>,
    struggling_from: Sourced<Ratio>,
    dire_straits_to: Sourced<Ratio>,
    bases: Sourced<Box<[Basis]>>,
    gate: Sourced<AccelerationGate>,
    max_age: Sourced<Option<Days>>,
}

/// A growth with its basis.
#[derive(Clone, Copy)]
struct Growth {
    value: Ratio,
    basis: Basis,
}

impl Growth {
    /// Under which name it is compared.
    #[inline]
    const fn fact(self) -> Name {
        match self.basis {
            Basis::OwnBusiness => BUSINESS_GROWTH,
            Basis::Industry => INDUSTRY_GROWTH,
            Basis::OurArr => name!("arr_growth"),
        }
    }
}

impl TrajectoryPolicy {
    /// The defaults, to be changed.
    pub fn builder() -> TrajectoryPolicyBuilder {
        TrajectoryPolicyBuilder { policy: Self::default(), faults: Faults::default() }
    }

    /// The parameters and their sources.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let age = |age: &Option<Days>| age.map_or_else(|| "off".into(), |days| days.to_string());
        vec![
            self.growing_from.list(name!("growing_from"), Ratio::to_string),
            self.struggling_from.list(name!("struggling_from"), Ratio::to_string),
            self.dire_straits_to.list(name!("dire_straits_to"), Ratio::to_string),
            self.bases.list(name!("bases"), |bases| {
                bases.iter().map(Basis::to_string).collect::<Vec<_>>().join(", ")
            }),
            self.gate.list(name!("acceleration_gate"), AccelerationGate::to_string),
            self.max_age.list(name!("max_age"), age),
        ]
    }

    #[inline(always)]
    fn arr_growth(&self, facts: &TrajectoryFacts, cx: &mut Cx<'_>) -> Verdict<Ratio> {
        let now = cx.need_amount(ARR, facts.arr, self.max_age.value)?;
        let before = cx.need_amount(PRIOR_ARR, facts.prior_arr, None)?;
        Ratio::growth(now, before)?.ok_or_else(|| cx.undefined(PRIOR_ARR))
    }

    /// The reason of the first basis of which something is known, else of the first.
    #[cold]
    fn why_not(&self, facts: TrajectoryFacts, as_of: NaiveDate) -> Unclassified {
        let bases = &self.bases.value;
        let nearest = bases.iter().find(|basis| facts.know_of(**basis)).or(bases.first());
        // The trace has these steps already.
        let (cx, max_age) = (&mut Cx::new(as_of), self.max_age.value);
        let reason = match nearest {
            Some(Basis::OwnBusiness) => cx.need(BUSINESS_GROWTH, facts.business_growth, max_age).err(),
            Some(Basis::Industry) => cx.need(INDUSTRY_GROWTH, facts.industry_growth, max_age).err(),
            Some(Basis::OurArr) => self.arr_growth(&facts, cx).err(),
            None => None,
        };
        reason.unwrap_or(Unclassified::NoMatch)
    }

    #[inline(always)]
    fn place(&self, growth: Growth, facts: &TrajectoryFacts, cx: &mut Cx<'_>) -> Verdict<Trajectory> {
        if cx.is_tracing() {
            self.note(growth, facts, cx);
        }
        if cx.at_least(growth.fact(), growth.value, self.growing_from.value)? {
            cx.not_reached(|cx| cx.at_least(growth.fact(), growth.value, self.struggling_from.value));
            let fast = self.passes_gate(growth, facts, cx)?;
            return Ok(if fast { Trajectory::Growing } else { Trajectory::Struggling });
        }
        if cx.at_least(growth.fact(), growth.value, self.struggling_from.value)? {
            return Ok(Trajectory::Struggling);
        }
        Ok(Trajectory::Shrinking)
    }

    /// Whether the growth is fast enough in comparison with the year before.
    #[inline(always)]
    fn passes_gate(&self, growth: Growth, facts: &TrajectoryFacts, cx: &mut Cx<'_>) -> Verdict<bool> {
        let prior = || facts.prior_business_growth.filter(|_| growth.basis == Basis::OwnBusiness);
        let prior = match self.gate.value {
            AccelerationGate::Off => return Ok(true),
            AccelerationGate::WhenKnown => match prior() {
                Some(prior) => prior.value,
                None => return Ok(true),
            },
            AccelerationGate::Required => cx.need(PRIOR_BUSINESS_GROWTH, prior(), None)?,
        };
        cx.above(growth.fact(), growth.value, prior)
    }

    #[cold]
    fn note(&self, growth: Growth, facts: &TrajectoryFacts, cx: &mut Cx<'_>) {
        cx.note_text(&name!("basis"), &growth.basis.name());
        if growth.basis != Basis::OwnBusiness {
            cx.note(name!("proxy"), Value::Flag(true));
        }
        if growth.value <= self.dire_straits_to.value {
            cx.note(name!("dire_straits"), Value::Flag(true));
        }
        if growth.value >= Ratio::ZERO && growth.value < self.struggling_from.value {
            cx.note(name!("below_struggling_floor"), Value::Flag(true));
        }
        let prior = facts.prior_business_growth.filter(|_| growth.basis == Basis::OwnBusiness);
        if let Some(acceleration) = prior.and_then(|prior| growth.value.checked_sub(prior.value)) {
            cx.note(name!("acceleration"), Value::Ratio(acceleration));
        }
    }
}

impl Default for TrajectoryPolicy {
    fn default() -> Self {
        Self {
            growing_from: Sourced::assumption(Ratio::per_mille(50), "A0-4"),
            struggling_from: Sourced::article(Ratio::per_mille(1), "A0-3"),
            dire_straits_to: Sourced::assumption(Ratio::per_mille(-500), "A0-6"),
            bases: Sourced::assumption([Basis::OwnBusiness, Basis::Industry, Basis::OurArr].into(), "A0-2"),
            gate: Sourced::assumption(AccelerationGate::Off, "A0-4"),
            max_age: Sourced::assumption(None, "A0-2"),
        }
    }
}

impl Classifier<TrajectoryFacts> for TrajectoryPolicy {
    type Segment = Trajectory;

    #[inline(always)]
    fn evaluate(&self, facts: &TrajectoryFacts, cx: &mut Cx<'_>) -> Verdict<Trajectory> {
        let max_age = self.max_age.value;
        for &basis in &*self.bases.value {
            let value = match basis {
                Basis::OwnBusiness => cx.want(BUSINESS_GROWTH, facts.business_growth, max_age),
                Basis::Industry => cx.want(INDUSTRY_GROWTH, facts.industry_growth, max_age),
                Basis::OurArr => match self.arr_growth(facts, cx) {
                    Err(Unclassified::Fault(fault)) => return Err(Unclassified::Fault(fault)),
                    growth => growth.ok(),
                },
            };
            if let Some(value) = value {
                return self.place(Growth { value, basis }, facts, cx);
            }
        }
        Err(self.why_not(*facts, cx.as_of()))
    }
}

/// Changes parameters of a [`TrajectoryPolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct TrajectoryPolicyBuilder {
    policy: TrajectoryPolicy,
    faults: Faults,
}

impl TrajectoryPolicyBuilder {
    /// Growth from which on an account is Growing.
    pub fn growing_from(mut self, growth: Decimal) -> Self {
        let given = self.faults.ratio(name!("growing_from"), growth);
        self.policy.growing_from = given.unwrap_or(self.policy.growing_from);
        self
    }

    /// Growth from which on an account is at least Struggling.
    pub fn struggling_from(mut self, growth: Decimal) -> Self {
        let given = self.faults.ratio(name!("struggling_from"), growth);
        self.policy.struggling_from = given.unwrap_or(self.policy.struggling_from);
        self
    }

    /// Growth down to which a Shrinking account is in dire straits.
    pub fn dire_straits_to(mut self, growth: Decimal) -> Self {
        let given = self.faults.ratio(name!("dire_straits_to"), growth);
        self.policy.dire_straits_to = given.unwrap_or(self.policy.dire_straits_to);
        self
    }

    /// Whose growth is looked at, the preferred first.
    pub fn bases(mut self, bases: &[Basis]) -> Self {
        self.policy.bases = Sourced::given(bases.into());
        self
    }

    /// Whether Growing needs growth that is faster than the year before.
    pub fn acceleration_gate(mut self, gate: AccelerationGate) -> Self {
        self.policy.gate = Sourced::given(gate);
        self
    }

    /// A growth, or the ARR now, observed longer ago counts as missing.
    pub fn max_age(mut self, age: Days) -> Self {
        self.policy.max_age = Sourced::given(Some(age));
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for a number with more than 18 decimals, thresholds that do not rise from dire straits over
    /// Struggling to Growing, no basis, a basis named twice.
    pub fn build(self) -> Result<TrajectoryPolicy, PolicyError> {
        let Self { policy, mut faults } = self;
        let (growing, struggling) = (policy.growing_from.value, policy.struggling_from.value);
        if growing <= struggling {
            let problem = format!("{growing} leaves no room for Struggling from {struggling}; raise it");
            faults.push(name!("growing_from"), problem);
        }
        if policy.dire_straits_to.value >= struggling {
            let dire = policy.dire_straits_to.value;
            let problem = format!(
                "{dire} is not below Struggling from {struggling}; dire straits is a degree of Shrinking"
            );
            faults.push(name!("dire_straits_to"), problem);
        }
        let bases = &policy.bases.value;
        if bases.is_empty() {
            faults.push(name!("bases"), "no basis; name at least one of own_business, industry, our_arr");
        }
        for (index, basis) in bases.iter().enumerate() {
            if bases.iter().take(index).any(|earlier| earlier == basis) {
                faults.push(name!("bases"), format!("{basis} stands twice; name it once"));
            }
        }
        faults.finish(policy)
    }
}
