//! From an account to its segments: every dimension once, whether it is classified, explained or remembered.

use chrono::NaiveDate;

use super::ask::{Ask, Memory, Slot, Which, Why};
use super::by_arr::ByArr;
use super::ruled::{Anybody, People};
use super::{
    ATTENTION, Attention, AttentionPolicy, FIT, HEALTH, LIFECYCLE, LifecycleFacts, LifecycleStage,
    PROVISIONAL_TIER, PolicyExplanation, ProvisionalTierFacts, RISK, SegmentationPolicy, Segments, TIER,
    TRAJECTORY, Tier, TierFacts, Trajectory, TrajectoryFacts, WALLET, WalletFacts, WalletPolicy,
    WalletQuadrant,
};
use crate::account::{Account, Previous};
use crate::classify::{
    Classifier, Cx, Decisions, Explanation, Held, Hysteresis, Overridden, Segment, Value, Verdict,
};
use crate::name;
use crate::quantity::Name;

/// A model as the policy applies it: held against flapping, and overridden by people.
pub(super) trait Decision<S: ?Sized>: Classifier<S> {
    fn remember(&self, subject: &S, as_of: NaiveDate) -> Option<Previous<Name>>;

    /// Why the answer is what it is, decisions by people aside.
    fn computed(&self, subject: &S, as_of: NaiveDate) -> Explanation;
}

/// The steps to an answer.
fn steps<S: ?Sized>(model: &impl Classifier<S>, subject: &S, as_of: NaiveDate) -> Explanation {
    let mut steps = Explanation::steps_only();
    _ = model.explain_into(subject, as_of, &mut steps);
    steps
}

impl<C, S: ?Sized, F, P, R, H> Decision<S> for Overridden<Held<C, S, F, P, H>, S, F, R>
where
    H: Copy + Into<Hysteresis> + Send + Sync,
    C: Classifier<S, Segment: Ord>,
    F: Fn(Name) -> Option<C::Segment> + Send + Sync,
    P: Fn(&S) -> Option<Previous<Name>> + Send + Sync,
    R: Decisions<S>,
{
    fn remember(&self, subject: &S, as_of: NaiveDate) -> Option<Previous<Name>> {
        self.inner().remember(subject, as_of)
    }

    fn computed(&self, subject: &S, as_of: NaiveDate) -> Explanation {
        steps(self.inner(), subject, as_of)
    }
}

/// The hysteresis of a dimension, looked up for those accounts alone that look back.
#[derive(Clone, Copy)]
struct HysteresisOf<'p>(&'p SegmentationPolicy, &'p Name);

impl From<HysteresisOf<'_>> for Hysteresis {
    fn from(HysteresisOf(policy, dimension): HysteresisOf<'_>) -> Self {
        policy.hysteresis(*dimension)
    }
}

/// A model that looks back at nothing.
struct Forgetful<C>(C);

impl<S: ?Sized, C: Classifier<S>> Classifier<S> for Forgetful<C> {
    type Segment = C::Segment;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        self.0.evaluate(subject, cx)
    }
}

impl<S: ?Sized, C: Classifier<S>> Decision<S> for Forgetful<C> {
    fn remember(&self, _: &S, _: NaiveDate) -> Option<Previous<Name>> {
        None
    }

    fn computed(&self, subject: &S, as_of: NaiveDate) -> Explanation {
        steps(self, subject, as_of)
    }
}

/// The quadrant, which remembers who was sent on from Re-evaluate: such an account does not begin there anew the next time.
struct Quadrant<D>(D);

impl<D: Classifier<Account>> Classifier<Account> for Quadrant<D> {
    type Segment = D::Segment;

    #[inline]
    fn evaluate(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<D::Segment> {
        self.0.evaluate(account, cx)
    }
}

impl<D: Decision<Account>> Decision<Account> for Quadrant<D> {
    fn remember(&self, account: &Account, as_of: NaiveDate) -> Option<Previous<Name>> {
        let kept = self.0.remember(account, as_of)?;
        let trigger = self.0.computed(account, as_of).note(name!("trigger"));
        let misaligned = trigger == Some(Value::Text(name!("not_aligned")));
        let sent_on = misaligned && kept.segment == name!("manage") && kept.proposed.is_none();
        Some(if sent_on { WalletPolicy::sent_on(kept) } else { kept })
    }

    fn computed(&self, account: &Account, as_of: NaiveDate) -> Explanation {
        self.0.computed(account, as_of)
    }
}

/// Attention of an account by the segments in which it stands.
struct OfSegments<'s>(&'s AttentionPolicy, &'s Segments);

impl Classifier<Account> for OfSegments<'_> {
    type Segment = Attention;

    #[inline]
    fn evaluate(&self, _: &Account, cx: &mut Cx<'_>) -> Verdict<Attention> {
        self.0.evaluate(self.1, cx)
    }
}

/// A dimension that the policy does not decide.
fn leave_out<G>(place: &mut Option<Verdict<G>>, ask: &mut impl Ask, slot: Slot) {
    *place = None;
    ask.skip(slot);
}

/// The segment of a name among these.
fn named<G: Segment>(segments: impl IntoIterator<Item = G>, name: Name) -> Option<G> {
    segments.into_iter().find(|segment| segment.name() == name)
}

impl SegmentationPolicy {
    /// The tier of an account, as a classifier.
    #[must_use]
    #[inline]
    pub fn tier_of_account(&self) -> impl Classifier<Account, Segment = Tier> {
        self.tier_decision::<Anybody>()
    }

    /// The trajectory of an account, as a classifier.
    #[must_use]
    #[inline]
    pub fn trajectory_of_account(&self) -> impl Classifier<Account, Segment = Trajectory> {
        self.trajectory_decision::<Anybody>()
    }

    /// The quadrant of an account, as a classifier.
    #[must_use]
    #[inline]
    pub fn wallet_of_account(&self) -> impl Classifier<Account, Segment = WalletQuadrant> {
        self.wallet_decision::<Anybody>()
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
        if self.rulings.leave_alone(account) {
            self.decide(account, out, &mut Which::undisputed(as_of));
        } else {
            self.decide(account, out, &mut Which::as_of(as_of));
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
        out.custom.truncate(self.custom.len());
        self.decide(account, segments, &mut Why { as_of, out });
    }

    /// What to keep of an account's segments for the next time: each goes to
    /// [`AccountBuilder::previous`](crate::account::AccountBuilder::previous). Decisions by people are not remembered: when
    /// one ends, what is computed goes on where it was.
    ///
    /// ```
    /// use segmentry::calendar::{Days, parse_date};
    /// use segmentry::classify::{Delay, Hysteresis, Segment};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::segment::{SegmentationPolicy, TIER, TierPolicy};
    /// use segmentry::{Account, Currency, Money, name};
    ///
    /// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
    /// let ninety_days = Delay { confirmations: 1, dwell: Days(90) };
    /// let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000)))?)
    ///     .version(1)
    ///     .hysteresis(TIER, Hysteresis::OFF.downgrades(ninety_days))
    ///     .build()?;
    /// let tier_of = |account: &Account, day| policy.classify(account, day).tier.map(|tier| tier.name());
    ///
    /// let march = parse_date("2026-03-01")?;
    /// let before = Account::builder("acme", Currency::EUR).arr(eur(dec!(30000))).build()?;
    /// let mut now = Account::builder("acme", Currency::EUR).arr(eur(dec!(24000)));
    /// for (dimension, kept) in policy.remember(&before, march) {
    ///     now = now.previous(dimension, kept);
    /// }
    /// let now = now.build()?;
    /// assert_eq!(tier_of(&now, parse_date("2026-04-01")?), Ok(name!("enterprise_midmarket")));
    /// assert_eq!(tier_of(&now, parse_date("2026-06-01")?), Ok(name!("smb")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn remember(&self, account: &Account, as_of: NaiveDate) -> Vec<(Name, Previous<Name>)> {
        let mut memory = Memory { as_of, kept: Vec::new() };
        self.decide(account, &mut Segments::new(), &mut memory);
        memory.kept
    }

    /// Asks every dimension. Attention comes last, since it reads the others.
    #[inline]
    fn decide<A: Ask>(&self, account: &Account, out: &mut Segments, ask: &mut A) {
        out.tier = ask.ask(TIER, Slot::Own(|all| &mut all.tier), &self.tier_decision::<A::People>(), account);
        out.trajectory = ask.ask(
            TRAJECTORY,
            Slot::Own(|all| &mut all.trajectory),
            &self.trajectory_decision::<A::People>(),
            account,
        );
        out.wallet =
            ask.ask(WALLET, Slot::Own(|all| &mut all.wallet), &self.wallet_decision::<A::People>(), account);
        self.decide_optional(account, out, ask);
    }

    /// The dimensions that not every policy has.
    fn decide_optional<A: Ask>(&self, account: &Account, out: &mut Segments, ask: &mut A) {
        match &self.provisional_tier {
            Some(policy) => {
                let find = |name| named(policy.tiers(), name);
                let model = self.decision::<A::People, _, _>(
                    &PROVISIONAL_TIER,
                    policy.of(ProvisionalTierFacts::of_account),
                    find,
                );
                out.provisional_tier = Some(ask.ask(
                    PROVISIONAL_TIER,
                    Slot::Own(|all| &mut all.provisional_tier),
                    &model,
                    account,
                ));
            }
            None => leave_out(&mut out.provisional_tier, ask, Slot::Own(|all| &mut all.provisional_tier)),
        }
        match &self.health {
            Some(policy) => {
                let model =
                    self.decision::<A::People, _, _>(&HEALTH, policy, |name| named(policy.bands(), name));
                out.health = Some(ask.ask(HEALTH, Slot::Own(|all| &mut all.health), &model, account));
            }
            None => leave_out(&mut out.health, ask, Slot::Own(|all| &mut all.health)),
        }
        match &self.risk {
            Some(policy) => {
                let model =
                    self.decision::<A::People, _, _>(&RISK, policy, |name| named(policy.bands(), name));
                out.risk = Some(ask.ask(RISK, Slot::Own(|all| &mut all.risk), &model, account));
            }
            None => leave_out(&mut out.risk, ask, Slot::Own(|all| &mut all.risk)),
        }
        match &self.lifecycle {
            Some(policy) => {
                let find = |name| named(LifecycleStage::ALL, name);
                let model = self.decision::<A::People, _, _>(
                    &LIFECYCLE,
                    policy.try_of(LifecycleFacts::of_account),
                    find,
                );
                out.lifecycle =
                    Some(ask.ask(LIFECYCLE, Slot::Own(|all| &mut all.lifecycle), &model, account));
            }
            None => leave_out(&mut out.lifecycle, ask, Slot::Own(|all| &mut all.lifecycle)),
        }
        match &self.fit {
            Some(policy) => {
                let model =
                    self.decision::<A::People, _, _>(&FIT, policy, |name| named(policy.bands(), name));
                out.fit = Some(ask.ask(FIT, Slot::Own(|all| &mut all.fit), &model, account));
            }
            None => leave_out(&mut out.fit, ask, Slot::Own(|all| &mut all.fit)),
        }
        out.custom.clear();
        for (index, custom) in self.custom.iter().enumerate() {
            let dimension = custom.dimension;
            let slot = Slot::Custom(index, dimension);
            let verdict = if custom.segments.is_empty() {
                let ruled = A::People::decisions(self, &custom.dimension);
                let model = Forgetful(Overridden::new(&custom.model, Some, ruled));
                ask.ask(dimension, slot, &model, account)
            } else {
                let model = (&custom.model).map(|name| custom.listed(name));
                let model =
                    self.decision::<A::People, _, _>(&custom.dimension, model, |name| custom.find(name));
                ask.ask(dimension, slot, &model, account).map(|segment| segment.name())
            };
            out.custom.push((dimension, verdict));
        }
        match &self.attention {
            Some(policy) => {
                // It follows from two dimensions that are held and remembered themselves.
                let find = |name| named(policy.levels(), name);
                let ruled = A::People::decisions(self, &ATTENTION);
                let model = Forgetful(Overridden::new(OfSegments(policy, out), find, ruled));
                out.attention =
                    Some(ask.ask(ATTENTION, Slot::Own(|all| &mut all.attention), &model, account));
            }
            None => leave_out(&mut out.attention, ask, Slot::Own(|all| &mut all.attention)),
        }
    }

    #[inline]
    fn tier_decision<P: People>(&self) -> impl Decision<Account, Segment = Tier> {
        let model = ByArr::<_, TierFacts>::new(&self.tier);
        self.decision::<P, _, _>(&TIER, model, |name| named(self.tier.tiers(), name))
    }

    #[inline]
    fn trajectory_decision<P: People>(&self) -> impl Decision<Account, Segment = Trajectory> {
        let model = ByArr::<_, TrajectoryFacts>::new(&self.trajectory);
        self.decision::<P, _, _>(&TRAJECTORY, model, |name| named(Trajectory::ALL, name))
    }

    #[inline]
    fn wallet_decision<P: People>(&self) -> impl Decision<Account, Segment = WalletQuadrant> {
        let model = ByArr::<_, WalletFacts>::new(&self.wallet);
        Quadrant(self.decision::<P, _, _>(&WALLET, model, WalletQuadrant::from_name))
    }

    /// A model of accounts, held and overridden.
    #[inline]
    fn decision<'p, P, C, F>(
        &'p self,
        // Borrowed, so that a classifier made for one question copies no names.
        dimension: &'p Name,
        model: C,
        find: F,
    ) -> impl Decision<Account, Segment = C::Segment> + use<'p, P, C, F>
    where
        P: People,
        C: Classifier<Account, Segment: Ord> + 'p,
        F: Fn(Name) -> Option<C::Segment> + Copy + Send + Sync + 'p,
    {
        let previous = move |account: &Account| account.previous_in(dimension);
        let held = Held::new(model, HysteresisOf(self, dimension), find, previous);
        Overridden::new(held, find, P::decisions(self, dimension))
    }
}
