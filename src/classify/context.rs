use chrono::NaiveDate;

use super::explanation::Trace;
use super::probe::Probe;
use super::{Compare, Comparison, Step, Unclassified, Value, Verdict};
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
    pub(super) watch: Watch<'a>,
    pub(super) orders: Orders,
    pub(super) came_from: Option<Name>,
}

/// What an answer says about being held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Orders {
    /// It takes its place at once.
    pub(super) vetoed: bool,
    /// Nothing above this segment may be kept.
    pub(super) at_most: Option<Name>,
}

impl Orders {
    // No constant: its unused bytes would be copied too.
    #[inline(always)]
    pub(super) const fn none() -> Self {
        Self { vetoed: false, at_most: None }
    }

    #[inline]
    pub(super) const fn is_none(self) -> bool {
        !self.vetoed && self.at_most.is_none()
    }

    /// These, and what was said later.
    pub(super) fn and(self, later: Self) -> Self {
        Self { vetoed: self.vetoed || later.vetoed, at_most: later.at_most.or(self.at_most) }
    }
}

/// Who looks on.
#[derive(Debug)]
pub(super) enum Watch<'a> {
    Off,
    Record(&'a mut Trace),
    Probe(&'a mut Probe<'a>),
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
        Self { as_of, watch: Watch::Off, orders: Orders::none(), came_from: None }
    }

    pub(super) const fn recording(as_of: NaiveDate, trace: &'a mut Trace) -> Self {
        Self { as_of, watch: Watch::Record(trace), orders: Orders::none(), came_from: None }
    }

    pub(super) const fn probing(as_of: NaiveDate, probe: &'a mut Probe<'a>) -> Self {
        Self { as_of, watch: Watch::Probe(probe), orders: Orders::none(), came_from: None }
    }

    /// Whether all comparisons of a probe gave what they would give with its fact moved.
    pub(super) const fn agrees(&self) -> bool {
        matches!(&self.watch, Watch::Probe(probe) if probe.agrees())
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

    /// How many comparisons the record holds.
    #[inline]
    pub(super) fn comparisons(&self) -> usize {
        match &self.watch {
            Watch::Record(trace) => trace.comparisons.len(),
            Watch::Off | Watch::Probe(_) => 0,
        }
    }

    /// Whether nobody looks on.
    #[inline]
    pub(crate) const fn is_off(&self) -> bool {
        matches!(self.watch, Watch::Off)
    }

    /// Whether nobody looks on, and nobody looks back.
    #[inline]
    pub(crate) const fn is_unwatched(&self) -> bool {
        self.is_off() && self.came_from.is_none()
    }

    /// The value of a fact that the answer needs.
    ///
    /// A fact that is exactly as old as `max_age` is not too old; one without a date never is, and one observed
    /// after the as-of date has an age of zero.
    ///
    /// # Errors
    /// [`Unclassified::Missing`] or [`Unclassified::Stale`] with the fact's name.
    #[inline(always)]
    pub fn need<T: Copy>(&mut self, fact: Name, given: Option<Fact<T>>, max_age: Option<Days>) -> Verdict<T> {
        self.need_lent(&fact, given, max_age)
    }

    /// The same for a name that is kept: it is copied only where the fact is missed.
    #[inline(always)]
    pub(crate) fn need_lent<T: Copy>(
        &mut self,
        fact: &Name,
        given: Option<Fact<T>>,
        max_age: Option<Days>,
    ) -> Verdict<T> {
        match self.fresh(fact, given, max_age) {
            Ok(value) => Ok(value),
            Err(Lack::Absent) => Err(Unclassified::Missing(*fact)),
            Err(Lack::TooOld) => Err(Unclassified::Stale(*fact)),
        }
    }

    /// The one place where absent and too old are decided.
    #[inline(always)]
    fn fresh<T: Copy>(
        &mut self,
        fact: &Name,
        given: Option<Fact<T>>,
        max_age: Option<Days>,
    ) -> Result<T, Lack> {
        let Some(given) = given else {
            self.record(|| Step::Missing { fact: *fact });
            return Err(Lack::Absent);
        };
        if let (Some(max_age), Some(observed_on)) = (max_age, given.observed_on) {
            if is_older(observed_on, max_age, self.as_of) {
                self.record(|| Step::Stale { fact: *fact, observed_on, max_age: max_age.0 });
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
    #[inline(always)]
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
    #[inline(always)]
    pub fn want<T: Copy>(&mut self, fact: Name, given: Option<Fact<T>>, max_age: Option<Days>) -> Option<T> {
        self.fresh(&fact, given, max_age).ok()
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
    #[inline(always)]
    pub fn at_least<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::AtLeast, threshold)
    }

    /// Whether the observed value passes the threshold: `observed > threshold`.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline(always)]
    pub fn above<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::Above, threshold)
    }

    /// Whether the observed value stays at or under the threshold: `observed <= threshold`.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline(always)]
    pub fn at_most<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::AtMost, threshold)
    }

    /// Whether the observed value stays under the threshold: `observed < threshold`.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline(always)]
    pub fn below<V: Compare>(&mut self, fact: Name, observed: V, threshold: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::Below, threshold)
    }

    /// Whether the observed value is exactly this one.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline(always)]
    pub fn equals<V: Compare>(&mut self, fact: Name, observed: V, expected: V) -> Verdict<bool> {
        self.compare(fact, observed, Comparison::Equals, expected)
    }

    /// Any comparison of [`Compare`] values but [`Comparison::OneOf`], which never holds here.
    ///
    /// # Errors
    /// As for [`at_least`](Self::at_least).
    #[inline(always)]
    pub fn compare<V: Compare>(
        &mut self,
        fact: Name,
        observed: V,
        comparison: Comparison,
        threshold: V,
    ) -> Verdict<bool> {
        let holds = comparison.holds(observed.compare(threshold)?);
        Ok(self.looked_at(&fact, holds, || (observed.value(), comparison, threshold.value())))
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub fn is_set(&mut self, fact: Name, observed: bool) -> bool {
        self.is_set_lent(&fact, observed)
    }

    /// The same for a name that is kept: it is copied only where somebody looks on.
    #[inline(always)]
    pub(super) fn is_set_lent(&mut self, fact: &Name, observed: bool) -> bool {
        self.looked_at(fact, observed, || (Value::Flag(observed), Comparison::Equals, Value::Flag(true)))
    }

    /// Whether the observed category is one of these.
    pub fn one_of<T: AsRef<str>>(&mut self, fact: Name, observed: &str, allowed: &[T]) -> bool {
        self.is_listed(&fact, observed, allowed, || Name::listed(allowed.iter().map(AsRef::as_ref)))
    }

    /// The same where the list is written down already.
    #[inline]
    pub(super) fn is_listed<T: AsRef<str>>(
        &mut self,
        fact: &Name,
        observed: &str,
        allowed: &[T],
        list: impl FnOnce() -> Name,
    ) -> bool {
        let holds = allowed.iter().any(|category| category.as_ref() == observed);
        self.looked_at(fact, holds, || {
            (Value::Text(Name::abbreviated(observed)), Comparison::OneOf, Value::Text(list()))
        })
    }

    /// What a comparison gives for whoever looks on. Those are handed what they look through, not this context: what nobody
    /// else can reach is never in memory.
    #[inline(always)]
    fn looked_at(
        &mut self,
        fact: &Name,
        holds: bool,
        values: impl FnOnce() -> (Value, Comparison, Value),
    ) -> bool {
        match &mut self.watch {
            Watch::Off => holds,
            Watch::Record(trace) => {
                push(trace, || {
                    let (observed, comparison, threshold) = values();
                    Step::Compared { fact: fact.in_halves(), observed, comparison, threshold, holds }
                });
                holds
            }
            Watch::Probe(probe) => probed(probe, fact, holds, values),
        }
    }

    /// Records something worth knowing that decides nothing.
    #[inline]
    pub fn note(&mut self, note: Name, value: Value) {
        self.record(|| Step::Note { note, value });
    }

    /// The same for a text that is kept: it is copied from where it stands.
    #[inline]
    pub(crate) fn note_text(&mut self, note: &Name, text: &Name) {
        self.record(|| Step::Note { note: *note, value: Value::Text(*text) });
    }

    /// Records a step, where steps are recorded.
    #[inline]
    pub fn record(&mut self, step: impl FnOnce() -> Step) {
        if let Watch::Record(trace) = &mut self.watch {
            push(trace, step);
        }
    }
}

/// Out of line: most facts have no date or may have any age, and counting days would be done for these beforehand.
#[inline(never)]
fn is_older(observed_on: NaiveDate, max_age: Days, as_of: NaiveDate) -> bool {
    days_between(observed_on, as_of) > i64::from(max_age.0)
}

/// Out of line, so that code that nobody looks at stays small.
#[inline(never)]
fn probed(
    probe: &mut Probe<'_>,
    fact: &Name,
    holds: bool,
    values: impl FnOnce() -> (Value, Comparison, Value),
) -> bool {
    probe.compared(fact, holds, values)
}

/// As above.
#[inline(never)]
fn push(trace: &mut Trace, step: impl FnOnce() -> Step) {
    // With room, the step is put together where it stays: it need not wait for room to be made.
    if trace.has_room() {
        trace.push(step());
    } else {
        push_growing(trace, step);
    }
}

#[cold]
#[inline(never)]
fn push_growing(trace: &mut Trace, step: impl FnOnce() -> Step) {
    trace.push(step());
}
