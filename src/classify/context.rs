use chrono::NaiveDate;

use super::explanation::Trace;
use super::part::Memory;
use super::probe::Probe;
use super::{Answer, Compare, Comparison, Part, Parts, Segment, Step, Unclassified, Value, Verdict};
use crate::account::Fact;
use crate::calendar::{Days, days_between};
use crate::quantity::{Money, Name};

/// What a classifier evaluates in: the as-of date, and the trace, which is mostly off.
///
/// Ask for facts with [`need`](Self::need) and compare them here ([`at_least`](Self::at_least) and the like). The
/// answers are the same with the trace on or off; a comparison made elsewhere would be missing from the
/// explanation, and its near misses with it.
#[derive(Debug)]
pub struct Cx<'a> {
    as_of: NaiveDate,
    watch: Watch<'a>,
    vetoed: bool,
    came_from: Option<Name>,
}

#[derive(Debug)]
enum Watch<'a> {
    Off,
    Record(&'a mut Trace),
    Probe(&'a mut Probe),
}

/// Why a fact cannot be used.
enum Lack {
    Absent,
    TooOld,
}

impl<'a> Cx<'a> {
    /// A context without a trace.
    #[must_use]
    #[inline]
    pub const fn new(as_of: NaiveDate) -> Self {
        Self { as_of, watch: Watch::Off, vetoed: false, came_from: None }
    }

    pub(super) const fn recording(as_of: NaiveDate, trace: &'a mut Trace) -> Self {
        Self { as_of, watch: Watch::Record(trace), vetoed: false, came_from: None }
    }

    pub(super) const fn probing(as_of: NaiveDate, probe: &'a mut Probe) -> Self {
        Self { as_of, watch: Watch::Probe(probe), vetoed: false, came_from: None }
    }

    /// The day of the question.
    #[must_use]
    #[inline]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Whether steps are recorded: for work that only an explanation needs.
    #[must_use]
    #[inline]
    pub const fn is_tracing(&self) -> bool {
        matches!(self.watch, Watch::Record(_))
    }

    /// The value of a fact that the answer needs.
    ///
    /// A fact that is exactly as old as `max_age` is not too old; one without a date never is, and one observed
    /// after the as-of date has an age of zero.
    ///
    /// # Errors
    /// [`Unclassified::Missing`] or [`Unclassified::Stale`] with the fact's name.
    #[inline]
    pub fn need<T: Copy>(&mut self, fact: Name, given: Option<Fact<T>>, max_age: Option<Days>) -> Verdict<T> {
        match self.fresh(fact, given, max_age) {
            Ok(value) => Ok(value),
            Err(Lack::Absent) => Err(Unclassified::Missing(fact)),
            Err(Lack::TooOld) => Err(Unclassified::Stale(fact)),
        }
    }

    /// The one place where absent and too old are decided.
    #[inline]
    fn fresh<T: Copy>(
        &mut self,
        fact: Name,
        given: Option<Fact<T>>,
        max_age: Option<Days>,
    ) -> Result<T, Lack> {
        let Some(given) = given else {
            self.record(|| Step::Missing { fact });
            return Err(Lack::Absent);
        };
        if let (Some(max_age), Some(observed_on)) = (max_age, given.observed_on) {
            if days_between(observed_on, self.as_of) > i64::from(max_age.0) {
                self.record(|| Step::Stale { fact, observed_on, max_age: max_age.0 });
                return Err(Lack::TooOld);
            }
        }
        Ok(given.value)
    }

    /// An amount that the answer needs and that cannot be negative. Accounts are checked when they are built; this
    /// holds for facts that come from elsewhere too.
    ///
    /// # Errors
    /// As for [`need`](Self::need), and [`Unclassified::Undefined`] for a negative amount.
    #[inline]
    pub fn need_amount(
        &mut self,
        fact: Name,
        given: Option<Fact<Money>>,
        max_age: Option<Days>,
    ) -> Verdict<Money> {
        let amount = self.need(fact, given, max_age)?;
        if amount.is_negative() { Err(self.undefined(fact)) } else { Ok(amount) }
    }

    /// The value of a fact that the answer can do without: `None` where it is missing or too old, which the
    /// explanation says.
    #[inline]
    pub fn want<T: Copy>(&mut self, fact: Name, given: Option<Fact<T>>, max_age: Option<Days>) -> Option<T> {
        self.fresh(fact, given, max_age).ok()
    }

    /// Records that a needed fact is absent, and gives the reason to return.
    #[inline]
    pub fn missing(&mut self, fact: Name) -> Unclassified {
        self.record(|| Step::Missing { fact });
        Unclassified::Missing(fact)
    }

    /// Records that a fact leaves the question without an answer, and gives the reason to return.
    #[inline]
    pub fn undefined(&mut self, fact: Name) -> Unclassified {
        self.record(|| Step::Undefined { fact });
        Unclassified::Undefined(fact)
    }

    /// Whether the observed value reaches the threshold: `observed >= threshold`.
    ///
    /// # Errors
    /// A fault for amounts of two currencies; so for the other comparisons.
    #[inline]
    pub fn at_least<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::AtLeast, threshold)
    }

    /// Whether the observed value passes the threshold: `observed > threshold`.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline]
    pub fn above<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::Above, threshold)
    }

    /// Whether the observed value stays at or under the threshold: `observed <= threshold`.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline]
    pub fn at_most<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::AtMost, threshold)
    }

    /// Whether the observed value stays under the threshold: `observed < threshold`.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline]
    pub fn below<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::Below, threshold)
    }

    /// Whether the observed value is exactly this one.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline]
    pub fn equals<V: Compare>(&mut self, fact: Name, observed: V, expected: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::Equals, expected)
    }

    /// Any comparison of [`Compare`] values but [`Comparison::OneOf`], which never holds here.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline]
    pub fn compare<V: Compare>(
        &mut self,
        fact: Name,
        observed: V,
        comparison: Comparison,
        threshold: V,
    ) -> Verdict<bool> {
        let holds = comparison.holds(observed.compare(threshold)?);
        if matches!(self.watch, Watch::Off) {
            return Ok(holds);
        }
        Ok(self.watched(fact, observed.value(), comparison, threshold.value(), holds))
    }

    /// Whether a flag is set.
    #[inline]
    pub fn is_set(&mut self, fact: Name, observed: bool) -> bool {
        if matches!(self.watch, Watch::Off) {
            return observed;
        }
        self.watched(fact, Value::Flag(observed), Comparison::Equals, Value::Flag(true), observed)
    }

    /// Whether the observed category is one of these.
    pub fn one_of<T: AsRef<str>>(&mut self, fact: Name, observed: &str, allowed: &[T]) -> bool {
        let holds = allowed.iter().any(|category| category.as_ref() == observed);
        match &mut self.watch {
            Watch::Off => holds,
            Watch::Probe(probe) => probe.invert_if_asked(holds),
            Watch::Record(_) => {
                let threshold = Value::Text(Name::listed(allowed.iter().map(AsRef::as_ref)));
                let observed = Value::Text(Name::abbreviated(observed));
                self.watched(fact, observed, Comparison::OneOf, threshold, holds)
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn watched(
        &mut self,
        fact: Name,
        observed: Value,
        comparison: Comparison,
        threshold: Value,
        holds: bool,
    ) -> bool {
        match &mut self.watch {
            Watch::Off => holds,
            Watch::Record(trace) => {
                trace.push(Step::Compared { fact, observed, comparison, threshold, holds });
                holds
            }
            Watch::Probe(probe) => probe.answer(fact, observed, comparison, threshold, holds),
        }
    }

    /// Records something worth knowing that decides nothing.
    #[inline]
    pub fn note(&mut self, note: Name, value: Value) {
        self.record(|| Step::Note { note, value });
    }

    /// Records a step, where steps are recorded.
    #[inline]
    pub fn record(&mut self, step: impl FnOnce() -> Step) {
        if let Watch::Record(trace) = &mut self.watch {
            push(trace, step);
        }
    }

    /// Evaluates a named rule: its steps stand one level deeper, between its name and its answer.
    ///
    /// # Errors
    /// Those of the rule.
    #[inline]
    pub fn rule<G: Segment>(
        &mut self,
        rule: Name,
        evaluate: impl FnOnce(&mut Self) -> Verdict<G>,
    ) -> Verdict<G> {
        // Apart, so that an answer that nobody records is not moved through memory.
        if self.is_tracing() { self.recorded_rule(rule, evaluate) } else { evaluate(self) }
    }

    #[cold]
    #[inline(never)]
    fn recorded_rule<G: Segment>(
        &mut self,
        rule: Name,
        evaluate: impl FnOnce(&mut Self) -> Verdict<G>,
    ) -> Verdict<G> {
        let verdict = self.within(rule, evaluate);
        self.record(|| Step::Answered { rule, answer: Answer::of(&verdict) });
        verdict
    }

    /// Evaluates under a name, whose answer is for the caller to record.
    #[inline]
    pub(crate) fn within<T>(&mut self, rule: Name, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        self.record(|| Step::Rule { rule });
        self.nest(1);
        let result = evaluate(self);
        self.nest(-1);
        result
    }

    /// Begins parts of one answer that do not depend on each other; they are always asked in the same order.
    #[inline]
    pub(crate) fn parts(&mut self) -> Parts {
        match &mut self.watch {
            Watch::Off => Parts::default(),
            Watch::Record(trace) if trace.shade > 0 => Parts::default(),
            Watch::Record(trace) => trace.memory.list(false),
            Watch::Probe(probe) => probe.parts(),
        }
    }

    /// Evaluates the next part under its name; a probe that cannot change it recalls what it gave. What it gives is
    /// for the caller to record.
    #[inline]
    pub(crate) fn part<G: Segment + Part>(
        &mut self,
        parts: &mut Parts,
        rule: Name,
        evaluate: impl FnOnce(&mut Self) -> Verdict<G>,
    ) -> Verdict<G> {
        match &mut self.watch {
            Watch::Off => evaluate(self),
            Watch::Probe(probe) => match probe.recall(parts) {
                Some(recalled) => Ok(recalled),
                None => self.watched_part(rule, evaluate),
            },
            Watch::Record(_) => self.watched_part(rule, evaluate),
        }
    }

    #[cold]
    #[inline(never)]
    fn watched_part<G: Segment + Part>(
        &mut self,
        rule: Name,
        evaluate: impl FnOnce(&mut Self) -> Verdict<G>,
    ) -> Verdict<G> {
        let start = self.memory().and_then(Memory::enter);
        let (verdict, vetoed) = self.watching_vetoes(|cx| cx.within(rule, evaluate));
        // What a part gives stands with its weight.
        if verdict.is_err() {
            self.record(|| Step::Answered { rule, answer: Answer::of(&verdict) });
        }
        if let (Watch::Record(trace), Some(start)) = (&mut self.watch, start) {
            // A veto is not remembered: who makes one is always asked.
            let kept = verdict.as_ref().ok().filter(|_| !vetoed);
            trace.memory.remember(start, kept.copied());
        }
        if let (Some(_), Some(memory)) = (start, self.memory()) {
            memory.leave();
        }
        verdict
    }

    /// Where parts are remembered; what is not reached is not probed.
    fn memory(&mut self) -> Option<&mut Memory> {
        match &mut self.watch {
            Watch::Off => None,
            Watch::Record(trace) => (trace.shade == 0).then_some(&mut trace.memory),
            Watch::Probe(probe) => Some(probe.memory()),
        }
    }

    #[inline]
    fn nest(&mut self, by: i16) {
        if let Watch::Record(trace) = &mut self.watch {
            trace.depth = trace.depth.saturating_add_signed(by);
        }
    }

    /// Evaluates what the answer does not depend on, for the explanation alone: its steps are marked as not
    /// reached, its verdict and its faults are dropped. Without a trace nothing is evaluated.
    #[inline]
    pub fn not_reached<G>(&mut self, evaluate: impl FnOnce(&mut Self) -> Verdict<G>) {
        let _ = self.shaded(evaluate);
    }

    /// The same with its answer, for showing; `None` without a trace.
    #[inline]
    pub(crate) fn shaded<T>(&mut self, evaluate: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if !self.is_tracing() {
            return None;
        }
        let vetoed = self.vetoed;
        self.shade(1);
        let result = evaluate(self);
        self.shade(-1);
        self.vetoed = vetoed;
        Some(result)
    }

    /// Evaluates for a subject that was in this segment before: the margins of [`Bands`](super::Bands) look at it.
    pub fn coming_from<T>(&mut self, segment: Name, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.came_from.replace(segment);
        let result = evaluate(self);
        self.came_from = outer;
        result
    }

    /// The segment in which the subject was before.
    #[inline]
    pub(super) const fn came_from(&self) -> Option<Name> {
        self.came_from
    }

    /// Says that this answer must not be held back by a [`Hysteresis`](super::Hysteresis): a veto, a decision by people.
    #[inline]
    pub const fn veto(&mut self) {
        self.vetoed = true;
    }

    /// What an evaluation gives, and whether it must not be held back.
    #[inline]
    pub(super) fn watching_vetoes<T>(&mut self, evaluate: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let outer = std::mem::replace(&mut self.vetoed, false);
        let result = evaluate(self);
        let vetoed = self.vetoed;
        self.vetoed |= outer;
        (result, vetoed)
    }

    fn shade(&mut self, by: i16) {
        if let Watch::Record(trace) = &mut self.watch {
            trace.shade = trace.shade.saturating_add_signed(by);
        }
    }
}

/// Out of line, so that code that is not traced stays small.
#[cold]
#[inline(never)]
fn push(trace: &mut Trace, step: impl FnOnce() -> Step) {
    trace.push(step());
}
