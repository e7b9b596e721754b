use chrono::NaiveDate;

use super::LifecyclePolicyBuilder;
use super::parameter::{Parameter, Sourced};
use super::stage::StagePolicy;
use crate::account::facts::{
    ARR, CANCELLATION_REQUESTED, ONBOARDING, SAVE_PLAN, UTILIZATION, WALLET_CURRENT, WALLET_POTENTIAL,
};
use crate::account::{Account, Fact, facts};
use crate::calendar::{DayCount, Days, days_between};
use crate::classify::{Classifier, Cx, Segment, Value, Verdict};
use crate::name;
use crate::quantity::{Money, Name, Ratio};

/// What the lifecycle stage looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LifecycleFacts {
    /// ARR on the as-of date.
    pub arr: Option<Fact<Money>>,
    /// First day of the first contract.
    pub started_on: Option<Fact<NaiveDate>>,
    /// Day of the next renewal.
    pub renewal_on: Option<Fact<NaiveDate>>,
    /// Completed part of onboarding.
    pub onboarding: Option<Fact<Ratio>>,
    /// Whether the customer asked to cancel.
    pub cancellation_requested: Option<Fact<bool>>,
    /// Whether a plan to keep the customer is running.
    pub save_plan: Option<Fact<bool>>,
    /// Used part of what was bought.
    pub utilization: Option<Fact<Ratio>>,
    /// What the customer can spend in our category now.
    pub wallet_current: Option<Fact<Money>>,
    /// What it will be able to spend.
    pub wallet_potential: Option<Fact<Money>>,
}

impl LifecycleFacts {
    /// The facts of an account, for [`try_of`](Classifier::try_of).
    ///
    /// # Errors
    /// A fault where the account's ARR differs from its history's.
    #[inline]
    pub fn of_account(account: &Account, cx: &mut Cx<'_>) -> Verdict<Self> {
        Ok(Self {
            arr: account.arr_on(cx.as_of())?,
            started_on: account.started_on(),
            renewal_on: account.renewal_on(),
            onboarding: account.onboarding(),
            cancellation_requested: account.cancellation_requested(),
            save_plan: account.save_plan(),
            utilization: account.utilization(),
            wallet_current: account.wallet_current(),
            wallet_potential: account.wallet_potential(),
        })
    }
}

/// Where an account is on its way with us (A3-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifecycleStage {
    /// Not a customer, or not any more: to be won.
    Acquisition,
    /// Just started: to reach its first value.
    Onboarding,
    /// In service: to be supported.
    Success,
    /// Before its renewal, or about to leave: to be kept.
    Retention,
    /// Uses what it bought, or could spend more: upsell and cross-sell.
    Expansion,
}

impl LifecycleStage {
    /// All stages, in their order.
    pub const ALL: [Self; 5] =
        [Self::Acquisition, Self::Onboarding, Self::Success, Self::Retention, Self::Expansion];
}

impl Segment for LifecycleStage {
    fn name(&self) -> Name {
        match self {
            Self::Acquisition => name!("acquisition"),
            Self::Onboarding => name!("onboarding"),
            Self::Success => name!("success"),
            Self::Retention => name!("retention"),
            Self::Expansion => name!("expansion"),
        }
    }
}

/// The lifecycle stage, from dates and facts, and how each stage is segmented (A3-1, A3-9, A3-13).
///
/// The first match wins (assumption):
///
/// | rule | parameter | default | source | stage |
/// |---|---|---|---|---|
/// | no ARR is known, or it is 0 | | | article (A3-1) | Acquisition |
/// | cancellation requested, or a plan to keep the account runs | | | assumption | Retention |
/// | onboarding is not known to be complete, days since the start <= x | `onboarding_days` | 90 | assumption | Onboarding |
/// | days until the renewal <= x | `renewal_days` | 90 | assumption | Retention |
/// | utilization >= x | `expansion_utilization` | 0.9 | assumption | Expansion |
/// | potential / current wallet >= x | `expansion_potential` | 1.2 | assumption (as A4-4) | Expansion |
/// | else | | | article (A3-1) | Success |
///
/// - The start is needed unless onboarding is known to be complete; the renewal is needed. Other facts that are missing
///   make no rule match.
/// - A renewal date that has passed is open until somebody moves it: Retention, noted as `renewal_passed`. Onboarding
///   that is known to be incomplete after its days is noted as `onboarding_overdue`.
/// - Becoming a customer, or a prospect again, and a sign of leaving are events: no hysteresis holds them back.
///
/// Each stage asks its own question (A3-9) and is segmented by its own dimension: [`stage`](Self::stage).
///
/// ```
/// use segmentry::segment::{LifecyclePolicy, LifecycleStage};
///
/// let policy = LifecyclePolicy::default();
/// let retention = policy.stage(LifecycleStage::Retention);
/// assert_eq!(retention.question(), "what would make them reduce, keep or raise consumption?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecyclePolicy {
    pub(super) onboarding_days: Sourced<Days>,
    pub(super) renewal_days: Sourced<Days>,
    pub(super) expansion_utilization: Sourced<Option<Ratio>>,
    pub(super) expansion_potential: Sourced<Option<Ratio>>,
    /// In the order of [`LifecycleStage::ALL`].
    pub(super) stages: [StagePolicy; 5],
}

/// A rule of the table above: whether it matches.
type Rule = fn(&LifecyclePolicy, &LifecycleFacts, &mut Cx<'_>) -> Verdict<bool>;

const RULES: [(LifecycleStage, Rule); 5] = [
    (LifecycleStage::Acquisition, LifecyclePolicy::is_prospect),
    (LifecycleStage::Retention, LifecyclePolicy::is_leaving),
    (LifecycleStage::Onboarding, LifecyclePolicy::is_starting),
    (LifecycleStage::Retention, LifecyclePolicy::is_renewing),
    (LifecycleStage::Expansion, LifecyclePolicy::can_expand),
];

impl LifecyclePolicy {
    /// The defaults, to be changed.
    pub fn builder() -> LifecyclePolicyBuilder {
        LifecyclePolicyBuilder::new(Self::default())
    }

    /// How a stage is segmented, and the question that it asks.
    #[must_use]
    pub const fn stage(&self, stage: LifecycleStage) -> &StagePolicy {
        let [acquisition, onboarding, success, retention, expansion] = &self.stages;
        match stage {
            LifecycleStage::Acquisition => acquisition,
            LifecycleStage::Onboarding => onboarding,
            LifecycleStage::Success => success,
            LifecycleStage::Retention => retention,
            LifecycleStage::Expansion => expansion,
        }
    }

    /// The parameters and their sources.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let or_off = |ratio: &Option<Ratio>| ratio.map_or_else(|| "off".into(), |ratio| ratio.to_string());
        let mut list = vec![
            self.onboarding_days.list(name!("onboarding_days"), Days::to_string),
            self.renewal_days.list(name!("renewal_days"), Days::to_string),
            self.expansion_utilization.list(name!("expansion_utilization"), or_off),
            self.expansion_potential.list(name!("expansion_potential"), or_off),
        ];
        let stages = LifecycleStage::ALL.iter().zip(&self.stages);
        list.extend(stages.flat_map(|(stage, policy)| policy.parameters(stage.name())));
        list
    }

    fn is_prospect(&self, facts: &LifecycleFacts, cx: &mut Cx<'_>) -> Verdict<bool> {
        if facts.arr.is_none() {
            cx.missing(ARR);
            cx.veto();
            return Ok(true);
        }
        let arr = cx.need_amount(ARR, facts.arr, None)?;
        let gone = !cx.above(ARR, arr, Money::zero(arr.currency()))?;
        if gone || cx.came_from() == Some(LifecycleStage::Acquisition.name()) {
            cx.veto();
        }
        Ok(gone)
    }

    fn is_leaving(&self, facts: &LifecycleFacts, cx: &mut Cx<'_>) -> Verdict<bool> {
        let signs = [(CANCELLATION_REQUESTED, facts.cancellation_requested), (SAVE_PLAN, facts.save_plan)];
        for (name, fact) in signs {
            if cx.want(name, fact, None).is_some_and(|holds| cx.is_set(name, holds)) {
                cx.veto();
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_starting(&self, facts: &LifecycleFacts, cx: &mut Cx<'_>) -> Verdict<bool> {
        if let Some(done) = cx.want(ONBOARDING, facts.onboarding, None) {
            if cx.at_least(ONBOARDING, done, Ratio::ONE)? {
                return Ok(false);
            }
        }
        let started_on = cx.need(facts::STARTED_ON, facts.started_on, None)?;
        let days = DayCount(days_between(started_on, cx.as_of()));
        let within = cx.at_most(name!("days_since_start"), days, self.onboarding_days.value.into())?;
        if !within && facts.onboarding.is_some() {
            cx.note(name!("onboarding_overdue"), Value::Flag(true));
        }
        Ok(within)
    }

    fn is_renewing(&self, facts: &LifecycleFacts, cx: &mut Cx<'_>) -> Verdict<bool> {
        let renewal_on = cx.need(facts::RENEWAL_ON, facts.renewal_on, None)?;
        let days = DayCount(days_between(cx.as_of(), renewal_on));
        if days.0 < 0 {
            cx.note(name!("renewal_passed"), Value::Date(renewal_on));
        }
        cx.at_most(name!("days_to_renewal"), days, self.renewal_days.value.into())
    }

    fn can_expand(&self, facts: &LifecycleFacts, cx: &mut Cx<'_>) -> Verdict<bool> {
        if let Some(from) = self.expansion_utilization.value {
            if let Some(used) = cx.want(UTILIZATION, facts.utilization, None) {
                if cx.at_least(UTILIZATION, used, from)? {
                    return Ok(true);
                }
            }
        }
        let Some(from) = self.expansion_potential.value else { return Ok(false) };
        let current = cx.want(WALLET_CURRENT, facts.wallet_current, None);
        let potential = cx.want(WALLET_POTENTIAL, facts.wallet_potential, None);
        let (Some(current), Some(potential)) = (current, potential) else { return Ok(false) };
        match Ratio::share(potential, current)? {
            Some(expansion) => cx.at_least(name!("wallet_expansion"), expansion, from),
            None => Ok(false),
        }
    }
}

impl Classifier<LifecycleFacts> for LifecyclePolicy {
    type Segment = LifecycleStage;

    fn evaluate(&self, facts: &LifecycleFacts, cx: &mut Cx<'_>) -> Verdict<LifecycleStage> {
        let mut rules = RULES.iter();
        for (stage, matches) in rules.by_ref() {
            let answer = matches(self, facts, cx);
            if answer != Ok(false) {
                for (_, late) in rules {
                    cx.not_reached(|cx| late(self, facts, cx));
                }
                return answer.map(|_| *stage);
            }
        }
        Ok(LifecycleStage::Success)
    }
}

impl Default for LifecyclePolicy {
    fn default() -> Self {
        Self {
            onboarding_days: Sourced::assumption(Days(90), "A3-1"),
            renewal_days: Sourced::assumption(Days(90), "A3-1"),
            expansion_utilization: Sourced::assumption(Some(Ratio::per_mille(900)), "A3-1"),
            expansion_potential: Sourced::assumption(Some(Ratio::per_mille(1200)), "A4-4"),
            stages: StagePolicy::defaults(),
        }
    }
}
