use chrono::NaiveDate;

use super::parameter::{Parameter, Sourced};
use super::{WalletFacts, WalletPolicyBuilder};
use crate::account::Previous;
use crate::account::facts::{
    ARR, CSAT, EXTERNAL_FACTOR, NPS, STARTED_ON, VALUE_ALIGNED, WALLET_CURRENT, WALLET_POTENTIAL,
};
use crate::calendar::{Days, Months, is_within_months};
use crate::classify::{Classifier, Cx, Segment, Unclassified, Value, Verdict};
use crate::name;
use crate::quantity::{Name, Nps, Ratio};

/// A cell of the 2x2 on our share of the current and the future wallet (A4-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WalletQuadrant {
    /// The long tail: served with little effort.
    Manage,
    /// Something is wrong: to be settled within months.
    ReEvaluate,
    /// We have most of what there is: to be kept.
    Protect,
    /// There will be much more than there is: to be won.
    Grow,
}

impl WalletQuadrant {
    /// All quadrants, the lowest first.
    pub const ALL: [Self; 4] = [Self::Manage, Self::ReEvaluate, Self::Protect, Self::Grow];

    /// The quadrant of this name.
    #[must_use]
    pub fn from_name(name: Name) -> Option<Self> {
        Self::ALL.into_iter().find(|quadrant| Segment::name(quadrant) == name)
    }
}

impl Segment for WalletQuadrant {
    fn name(&self) -> Name {
        match self {
            Self::Manage => name!("manage"),
            Self::ReEvaluate => name!("re_evaluate"),
            Self::Protect => name!("protect"),
            Self::Grow => name!("grow"),
        }
    }
}

/// Grow, Protect, Re-evaluate or Manage, by wallet share (A4-1 to A4-7).
///
/// With share = ARR / current wallet and expansion = potential / current wallet, the first match wins
/// (assumption: the article's drawing is lost):
///
/// | rule | parameter | default | source | quadrant |
/// |---|---|---|---|---|
/// | value proposition not aligned | `not_aligned_trigger` | on | article (A4-5) | Re-evaluate |
/// | external factor | `external_factor_trigger` | on | article (A4-5) | Re-evaluate |
/// | NPS below | `nps_below` | 0 | assumption (A4-5) | Re-evaluate |
/// | CSAT below this part of its scale | `csat_below` | 0.6 | assumption (A4-5) | Re-evaluate |
/// | share at least | `protect_from` | 0.8 | article (A4-3) | Protect |
/// | expansion at least | `grow_from` | 1.2 | assumption (A4-4) | Grow |
/// | share below | `re_evaluate_below` | off | assumption (A4-5) | Re-evaluate |
/// | else | | | | Manage |
///
/// - ARR, current and potential wallet are all needed; an empty current wallet is `Undefined`. Both hold before any
///   rule.
/// - A trigger whose fact is missing, or older than `max_age`, does not fire.
/// - An account that is still in Re-evaluate after `longest_stay` (9 months (assumption, A4-5), the last day
///   included) is noted as `overdue`, which moves nobody, except that a misaligned one then goes to Manage, and stays
///   there while it is misaligned, as far as [`remember`](super::SegmentationPolicy::remember) is used.
/// - `trigger`, `tenure` (typical or untypical of the quadrant, by `typical_tenure`, 12 months (article, A4-3,
///   A4-4), the anniversary included) and `share_above_whole` are notes.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::calendar::parse_date;
/// use segmentry::classify::Classifier;
/// use segmentry::segment::{WalletFacts, WalletPolicy, WalletQuadrant};
/// use segmentry::{Currency, Money};
///
/// let eur = |amount| Some(Money::new(amount, Currency::EUR).unwrap().into());
/// let facts = WalletFacts {
///     arr: eur(dec!(80000)),
///     wallet_current: eur(dec!(100000)),
///     wallet_potential: eur(dec!(300000)),
///     ..WalletFacts::default()
/// };
/// let policy = WalletPolicy::default();
/// assert_eq!(policy.classify(&facts, parse_date("2026-01-01")?), Ok(WalletQuadrant::Protect));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletPolicy {
    pub(super) not_aligned_trigger: Sourced<bool>,
    pub(super) external_factor_trigger: Sourced<bool>,
    pub(super) nps_below: Sourced<Option<Nps>>,
    pub(super) csat_below: Sourced<Option<Ratio>>,
    pub(super) protect_from: Sourced<Ratio>,
    pub(super) grow_from: Sourced<Ratio>,
    pub(super) re_evaluate_below: Sourced<Option<Ratio>>,
    pub(super) longest_stay: Sourced<Months>,
    pub(super) typical_tenure: Sourced<Months>,
    pub(super) max_age: Sourced<Option<Days>>,
}

/// The facts with the two ratios that the rules look at.
struct Position<'a> {
    facts: &'a WalletFacts,
    share: Ratio,
    expansion: Ratio,
}

/// The first of these that matches, and what it says; else the last. One after the other: in a loop, each would be looked up.
macro_rules! in_turn {
    ($rule:ident in [$last:expr] => $ask:expr) => {{
        let $rule = $last;
        ($rule, $ask)
    }};
    ($rule:ident in [$first:expr, $($next:expr),+] => $ask:expr) => {{
        let $rule = $first;
        match $ask {
            Err(Unclassified::NoMatch) => in_turn!($rule in [$($next),+] => $ask),
            verdict => ($rule, verdict),
        }
    }};
}

/// The rules, in the order in which they are asked.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Rule {
    Relationship,
    Protect,
    Grow,
    LowShare,
    Manage,
}

impl Rule {
    const ALL: [Self; 5] = [Self::Relationship, Self::Protect, Self::Grow, Self::LowShare, Self::Manage];

    const fn name(self) -> &'static Name {
        match self {
            Self::Relationship => &name!("relationship"),
            Self::Protect => &name!("protect"),
            Self::Grow => &name!("grow"),
            Self::LowShare => &name!("low_share"),
            Self::Manage => &name!("manage"),
        }
    }
}

/// The relationship's triggers, in the order in which they are asked.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Trigger {
    NotAligned,
    ExternalFactor,
    Nps,
    Csat,
}

impl Trigger {
    const ALL: [Self; 4] = [Self::NotAligned, Self::ExternalFactor, Self::Nps, Self::Csat];
}

impl WalletPolicy {
    /// The defaults, to be changed.
    pub fn builder() -> WalletPolicyBuilder {
        WalletPolicyBuilder::new(Self::default())
    }

    /// The parameters and their sources.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        fn off<T: ToString>(value: &Option<T>) -> String {
            value.as_ref().map_or_else(|| "off".into(), T::to_string)
        }
        let on = |on: &bool| String::from(if *on { "on" } else { "off" });
        vec![
            self.not_aligned_trigger.list(name!("not_aligned_trigger"), on),
            self.external_factor_trigger.list(name!("external_factor_trigger"), on),
            self.nps_below.list(name!("nps_below"), off),
            self.csat_below.list(name!("csat_below"), off),
            self.protect_from.list(name!("protect_from"), Ratio::to_string),
            self.grow_from.list(name!("grow_from"), Ratio::to_string),
            self.re_evaluate_below.list(name!("re_evaluate_below"), off),
            self.longest_stay.list(name!("longest_stay"), Months::to_string),
            self.typical_tenure.list(name!("typical_tenure"), Months::to_string),
            self.max_age.list(name!("max_age"), off),
        ]
    }

    /// Whether the account came to Manage because its stay in Re-evaluate had ended: as if Re-evaluate had been proposed
    /// ever since, but not once counted.
    fn was_sent_on(previous: Previous<WalletQuadrant>) -> bool {
        previous.segment == WalletQuadrant::Manage
            && previous.proposed == Some(WalletQuadrant::ReEvaluate)
            && previous.proposed_count == 0
    }

    /// What to remember of an account whose value proposition does not fit and that is in Manage.
    pub(super) const fn sent_on(previous: Previous<Name>) -> Previous<Name> {
        Previous { proposed: Some(name!("re_evaluate")), proposed_count: 0, ..previous }
    }

    /// The last day of the longest stay in Re-evaluate, for an account that is in it.
    fn stay_ends(&self, facts: &WalletFacts) -> Option<NaiveDate> {
        let previous = facts.previous.filter(|previous| previous.segment == WalletQuadrant::ReEvaluate)?;
        previous.since?.checked_add_months(chrono::Months::new(self.longest_stay.value.0))
    }

    #[inline(always)]
    fn relationship(&self, facts: &WalletFacts, cx: &mut Cx<'_>) -> Verdict<WalletQuadrant> {
        let [first, second, third, last] = Trigger::ALL;
        let (trigger, verdict) =
            in_turn!(trigger in [first, second, third, last] => self.pull(trigger, facts, cx));
        cx.aside(|cx| self.pull_late(trigger, *facts, cx));
        verdict
    }

    /// The triggers after one.
    #[inline(never)]
    fn pull_late(&self, trigger: Trigger, facts: WalletFacts, cx: &mut Cx<'_>) {
        for late in Trigger::ALL.into_iter().filter(|late| *late > trigger) {
            cx.not_reached(|cx| self.pull(late, &facts, cx));
        }
    }

    /// What one trigger says. One whose fact is not known says nothing.
    #[inline(always)]
    fn pull(&self, trigger: Trigger, facts: &WalletFacts, cx: &mut Cx<'_>) -> Verdict<WalletQuadrant> {
        let max_age = self.max_age.value;
        let (fires, name) = match trigger {
            Trigger::NotAligned if self.not_aligned_trigger.value => {
                let aligned = cx.want(VALUE_ALIGNED, facts.value_aligned, max_age);
                (aligned.is_some_and(|aligned| !cx.is_set(VALUE_ALIGNED, aligned)), name!("not_aligned"))
            }
            Trigger::ExternalFactor if self.external_factor_trigger.value => {
                let disturbed = cx.want(EXTERNAL_FACTOR, facts.external_factor, max_age);
                (disturbed.is_some_and(|disturbed| cx.is_set(EXTERNAL_FACTOR, disturbed)), EXTERNAL_FACTOR)
            }
            Trigger::Nps => match self.nps_below.value {
                Some(limit) => match cx.want(NPS, facts.nps, max_age) {
                    Some(nps) => (cx.below(NPS, nps, limit)?, NPS),
                    None => (false, NPS),
                },
                None => (false, NPS),
            },
            Trigger::Csat => match self.csat_below.value {
                Some(limit) => match cx.want(CSAT, facts.csat, max_age) {
                    Some(csat) => (cx.below(CSAT, csat.share_of_scale(), limit)?, CSAT),
                    None => (false, CSAT),
                },
                None => (false, CSAT),
            },
            Trigger::NotAligned | Trigger::ExternalFactor => return Err(Unclassified::NoMatch),
        };
        if !fires {
            return Err(Unclassified::NoMatch);
        }
        cx.note(name!("trigger"), Value::Text(name));
        match trigger {
            Trigger::NotAligned => self.misaligned(facts, cx),
            _ => Ok(WalletQuadrant::ReEvaluate),
        }
    }

    /// Re-evaluate is for a while only: who is still misaligned at its end goes to Manage.
    #[inline(always)]
    fn misaligned(&self, facts: &WalletFacts, cx: &mut Cx<'_>) -> Verdict<WalletQuadrant> {
        if facts.previous.is_some_and(Self::was_sent_on) {
            return Ok(WalletQuadrant::Manage);
        }
        match self.stay_ends(facts) {
            Some(last_day) if cx.above(name!("as_of"), cx.as_of(), last_day)? => Ok(WalletQuadrant::Manage),
            _ => Ok(WalletQuadrant::ReEvaluate),
        }
    }

    #[inline(always)]
    fn ask(&self, rule: Rule, position: &Position<'_>, cx: &mut Cx<'_>) -> Verdict<WalletQuadrant> {
        if matches!(rule, Rule::LowShare) && self.re_evaluate_below.value.is_none() {
            return Err(Unclassified::NoMatch);
        }
        // Nobody sees its name: so its answer is in line.
        if cx.is_unwatched() {
            return self.answer(rule, position, cx);
        }
        cx.rule_lent(rule.name(), |cx| self.answer(rule, position, cx))
    }

    #[inline(always)]
    fn answer(&self, rule: Rule, position: &Position<'_>, cx: &mut Cx<'_>) -> Verdict<WalletQuadrant> {
        let (matches, quadrant) = match rule {
            Rule::Relationship => return self.relationship(position.facts, cx),
            Rule::Protect => {
                let enough = cx.at_least(name!("wallet_share"), position.share, self.protect_from.value)?;
                (enough, WalletQuadrant::Protect)
            }
            Rule::Grow => {
                let enough =
                    cx.at_least(name!("wallet_expansion"), position.expansion, self.grow_from.value)?;
                (enough, WalletQuadrant::Grow)
            }
            Rule::LowShare => {
                let low = match self.re_evaluate_below.value {
                    Some(limit) => cx.below(name!("wallet_share"), position.share, limit)?,
                    None => false,
                };
                (low, WalletQuadrant::ReEvaluate)
            }
            Rule::Manage => (true, WalletQuadrant::Manage),
        };
        if matches { Ok(quadrant) } else { Err(Unclassified::NoMatch) }
    }

    /// What an explanation says beyond the answer.
    #[inline(never)]
    fn tell(&self, rule: Rule, position: &Position<'_>, verdict: &Verdict<WalletQuadrant>, cx: &mut Cx<'_>) {
        for late in Rule::ALL.into_iter().filter(|late| *late > rule) {
            cx.not_reached(|cx| self.ask(late, position, cx));
        }
        if let Ok(quadrant) = verdict {
            self.note(rule, position, *quadrant, cx);
        }
    }

    fn note(&self, rule: Rule, position: &Position<'_>, quadrant: WalletQuadrant, cx: &mut Cx<'_>) {
        let facts = position.facts;
        if position.share > Ratio::ONE {
            cx.note(name!("share_above_whole"), Value::Ratio(position.share));
        }
        // Whoever left Re-evaluate is not overdue; who was sent on to Manage for being overdue is told so.
        let sent_on = quadrant == WalletQuadrant::Manage && matches!(rule, Rule::Relationship);
        if quadrant == WalletQuadrant::ReEvaluate || sent_on {
            if let Some(last_day) = self.stay_ends(facts).filter(|last_day| cx.as_of() > *last_day) {
                cx.note(name!("overdue"), Value::Date(last_day));
            }
        }
        let Some(started) = cx.want(STARTED_ON, facts.started_on, None) else { return };
        let young = is_within_months(started, self.typical_tenure.value, cx.as_of());
        let typical = match quadrant {
            WalletQuadrant::Protect => !young,
            WalletQuadrant::Grow => young,
            WalletQuadrant::Manage | WalletQuadrant::ReEvaluate => return,
        };
        let word = if typical { &name!("typical") } else { &name!("untypical") };
        cx.note_text(&name!("tenure"), word);
    }
}

impl Default for WalletPolicy {
    fn default() -> Self {
        Self {
            not_aligned_trigger: Sourced::article(true, "A4-5"),
            external_factor_trigger: Sourced::article(true, "A4-5"),
            nps_below: Sourced::assumption(Some(Nps::ZERO), "A4-5"),
            csat_below: Sourced::assumption(Some(Ratio::per_mille(600)), "A4-5"),
            protect_from: Sourced::article(Ratio::per_mille(800), "A4-3"),
            grow_from: Sourced::assumption(Ratio::per_mille(1200), "A4-4"),
            re_evaluate_below: Sourced::assumption(None, "A4-5"),
            longest_stay: Sourced::assumption(Months(9), "A4-5"),
            typical_tenure: Sourced::article(Months(12), "A4-3, A4-4"),
            max_age: Sourced::assumption(None, "A4-5"),
        }
    }
}

impl Classifier<WalletFacts> for WalletPolicy {
    type Segment = WalletQuadrant;

    #[inline(always)]
    fn evaluate(&self, facts: &WalletFacts, cx: &mut Cx<'_>) -> Verdict<WalletQuadrant> {
        let max_age = self.max_age.value;
        let arr = cx.need_amount(ARR, facts.arr, max_age)?;
        let current = cx.need_amount(WALLET_CURRENT, facts.wallet_current, max_age)?;
        let potential = cx.need_amount(WALLET_POTENTIAL, facts.wallet_potential, max_age)?;
        let (Some(share), Some(expansion)) = (Ratio::share(arr, current)?, Ratio::share(potential, current)?)
        else {
            return Err(cx.undefined(WALLET_CURRENT));
        };
        let position = Position { facts, share, expansion };
        let [first, second, third, fourth, last] = Rule::ALL;
        let (rule, verdict) =
            in_turn!(rule in [first, second, third, fourth, last] => self.ask(rule, &position, cx));
        cx.aside(|cx| {
            let position = Position { facts: &{ *facts }, ..position };
            self.tell(rule, &position, &verdict, cx);
        });
        verdict
    }
}
