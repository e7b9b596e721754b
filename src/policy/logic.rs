//! Conditions whose facts are resolved, and how they are evaluated.

use chrono::{NaiveDate, TimeDelta};

use super::condition::Direction;
use super::fact_table::{ReadDated, ReadText, Reader};
use super::quotient::Quotient;
use super::term::Span;
use crate::calendar::{DayCount, add_months};
use crate::classify::{Compare, Comparison, Cx, Fault, Unclassified, Verdict};
use crate::quantity::{Money, Name, Nps, Ratio, Score};

/// A condition on a subject, ready to run.
pub(super) enum Test<S: ?Sized> {
    All(Box<[Test<S>]>),
    Any(Box<[Test<S>]>),
    Not(Box<Test<S>>),
    Money(Against<S, Money>),
    Ratio(Against<S, Ratio>),
    Count(Against<S, u64>),
    Score(Against<S, Score>),
    Nps(Against<S, Nps>),
    Days(Against<S, DayCount>),
    Date(Against<S, NaiveDate>),
    // Boxed where rare: tests stand in a row, and the smaller they are, the more of them are in the cache.
    AmountPer(Box<Quotient<S, Money>>),
    CountPer(Box<Quotient<S, u64>>),
    DaysPer(Box<Quotient<S, DayCount>>),
    OneOf { fact: Name, read: ReadText<S>, values: Box<[Box<str>]> },
    SameText(Box<SameText<S>>),
    Within(Box<Within<S>>),
    Set(Source<S, bool>),
    Known(Box<Known<S>>),
}

/// A fact with its name.
pub(super) struct Source<S: ?Sized, V> {
    pub(super) fact: Name,
    pub(super) read: ReadDated<S, V>,
}

/// A fact against a constant or another fact.
pub(super) struct Against<S: ?Sized, V> {
    pub(super) source: Source<S, V>,
    pub(super) comparison: Comparison,
    pub(super) threshold: Threshold<S, V>,
}

pub(super) enum Threshold<S: ?Sized, V> {
    Constant(V),
    Fact(Box<Source<S, V>>),
}

/// Whether a condition holds. Small, so that it comes back in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    False,
    True,
    Unknown,
}

/// Why something is unknown: the first reason in the order of the document.
pub(super) type Lack = Option<Unclassified>;

impl Truth {
    /// What a verdict says; why it says nothing goes to the lack, where none stands before it.
    #[inline(always)]
    pub(super) fn of(verdict: Verdict<bool>, lack: &mut Lack) -> Self {
        match verdict {
            Ok(holds) => holds.into(),
            Err(reason) => {
                keep_first(reason, lack);
                Self::Unknown
            }
        }
    }
}

#[cold]
#[inline(never)]
fn keep_first(reason: Unclassified, lack: &mut Lack) {
    lack.get_or_insert(reason);
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl<S: ?Sized> Test<S> {
    /// Whether it holds. Where that is unknown, the lack says why; where it is known, the lack is as it was.
    ///
    /// What could not be computed counts as unknown: it matters only where the answer depends on it, so that the
    /// answer does not depend on the order of the conditions. The recursion ends, since no condition is deeper than
    /// [`Limits::DEEPEST`](super::Limits::DEEPEST).
    pub(super) fn holds(&self, subject: &S, cx: &mut Cx<'_>, lack: &mut Lack) -> Truth {
        match self {
            Self::All(tests) => Self::unless(Truth::False, Truth::True, tests, subject, cx, lack),
            Self::Any(tests) => Self::unless(Truth::True, Truth::False, tests, subject, cx, lack),
            Self::Not(test) => match test.holds(subject, cx, lack) {
                Truth::False => Truth::True,
                Truth::True => Truth::False,
                Truth::Unknown => Truth::Unknown,
            },
            Self::Money(against) => against.holds(subject, cx, lack),
            Self::Ratio(against) => against.holds(subject, cx, lack),
            Self::Count(against) => against.holds(subject, cx, lack),
            Self::Score(against) => against.holds(subject, cx, lack),
            Self::Nps(against) => against.holds(subject, cx, lack),
            Self::Days(against) => against.holds(subject, cx, lack),
            Self::Date(against) => against.holds(subject, cx, lack),
            Self::AmountPer(quotient) => quotient.holds(subject, cx, lack),
            Self::CountPer(quotient) => quotient.holds(subject, cx, lack),
            Self::DaysPer(quotient) => quotient.holds(subject, cx, lack),
            Self::OneOf { fact, read, values } => match read(subject) {
                Some(category) => cx.one_of(*fact, category, values).into(),
                None => Truth::of(Err(cx.missing(*fact)), lack),
            },
            Self::SameText(pair) => Truth::of(pair.holds(subject, cx), lack),
            Self::Within(within) => Truth::of(within.holds(subject, cx), lack),
            Self::Set(flag) => {
                let set = flag.need(subject, cx).map(|set| cx.is_set(flag.fact, set));
                Truth::of(set, lack)
            }
            Self::Known(known) => Truth::of(known.holds(subject, cx), lack),
        }
    }

    /// Whether it holds, or the first reason why nobody knows.
    pub(super) fn verdict(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let mut lack = None;
        match self.holds(subject, cx, &mut lack) {
            Truth::Unknown => Err(lack.unwrap_or(Unclassified::NoMatch)),
            truth => Ok(truth == Truth::True),
        }
    }

    /// Decisive as soon as one test is; unknown where none is and one is unknown.
    #[inline]
    fn unless(
        decisive: Truth,
        otherwise: Truth,
        tests: &[Self],
        subject: &S,
        cx: &mut Cx<'_>,
        lack: &mut Lack,
    ) -> Truth {
        let lacked = lack.is_some();
        let mut truth = otherwise;
        for test in tests {
            match test.holds(subject, cx, lack) {
                Truth::Unknown => truth = Truth::Unknown,
                found if found == decisive => {
                    if truth == Truth::Unknown && !lacked {
                        *lack = None;
                    }
                    return decisive;
                }
                _ => {}
            }
        }
        truth
    }
}

impl<S: ?Sized, V: Copy> Source<S, V> {
    #[inline(always)]
    pub(super) fn need(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<V> {
        match (self.read)(subject, cx.as_of()) {
            // Conditions know no age that is too old.
            Ok(Some(given)) => Ok(given.value),
            Ok(None) => Err(self.missing(cx)),
            Err(fault) => Err(Unclassified::Fault(fault)),
        }
    }

    // Apart, so that the name is read only where it is missed.
    #[cold]
    #[inline(never)]
    fn missing(&self, cx: &mut Cx<'_>) -> Unclassified {
        cx.missing(self.fact)
    }
}

impl<S: ?Sized, V: Compare> Against<S, V> {
    #[inline]
    fn holds(&self, subject: &S, cx: &mut Cx<'_>, lack: &mut Lack) -> Truth {
        let observed = match self.source.need(subject, cx) {
            Ok(observed) => observed,
            Err(reason) => return Truth::of(Err(reason), lack),
        };
        let threshold = match &self.threshold {
            Threshold::Constant(constant) => *constant,
            Threshold::Fact(other) => match other.need(subject, cx) {
                Ok(threshold) => threshold,
                Err(reason) => return Truth::of(Err(reason), lack),
            },
        };
        Truth::of(cx.compare(self.source.fact, observed, self.comparison, threshold), lack)
    }
}

/// Whether two categories are the same.
pub(super) struct SameText<S: ?Sized> {
    pub(super) fact: Name,
    pub(super) read: ReadText<S>,
    pub(super) other: Name,
    pub(super) read_other: ReadText<S>,
}

impl<S: ?Sized> SameText<S> {
    fn holds(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let category = (self.read)(subject).ok_or_else(|| cx.missing(self.fact))?;
        let expected = (self.read_other)(subject).ok_or_else(|| cx.missing(self.other))?;
        Ok(cx.one_of(self.fact, category, &[expected]))
    }
}

/// Whether a fact is known.
pub(super) struct Known<S: ?Sized> {
    /// How explanations name it.
    pub(super) shown: Name,
    pub(super) read: Reader<S>,
}

impl<S: ?Sized> Known<S> {
    fn holds(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let known = self.read.is_known(subject, cx.as_of()).map_err(Unclassified::Fault)?;
        Ok(cx.is_set(self.shown, known))
    }
}

/// Whether a date lies in a period that begins or ends on the as-of date.
pub(super) struct Within<S: ?Sized> {
    pub(super) date: Source<S, NaiveDate>,
    pub(super) direction: Direction,
    pub(super) span: Span,
}

impl<S: ?Sized> Within<S> {
    /// Both ends are included; an end beyond the calendar is none.
    fn holds(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let observed = self.date.need(subject, cx)?;
        let today = cx.as_of();
        let (first, last) = match self.direction {
            Direction::Next => (today, later(today, self.span, 1).unwrap_or(NaiveDate::MAX)),
            Direction::Last => (later(today, self.span, -1).unwrap_or(NaiveDate::MIN), today),
        };
        let fact = self.date.fact;
        Ok(cx.at_least(fact, observed, first)? && cx.at_most(fact, observed, last)?)
    }
}

fn later(date: NaiveDate, span: Span, sign: i32) -> Option<NaiveDate> {
    match span {
        Span::Days(days) => {
            date.checked_add_signed(TimeDelta::try_days(i64::from(days).checked_mul(sign.into())?)?)
        }
        Span::Months(months) => add_months(date, i32::try_from(months).ok()?.checked_mul(sign)?),
    }
}

impl<S: ?Sized> Reader<S> {
    fn is_known(&self, subject: &S, as_of: NaiveDate) -> Result<bool, Box<Fault>> {
        Ok(match self {
            Self::Money(read) => read(subject, as_of)?.is_some(),
            Self::Ratio(read) => read(subject, as_of)?.is_some(),
            Self::Count(read) => read(subject, as_of)?.is_some(),
            Self::Score(read) => read(subject, as_of)?.is_some(),
            Self::Nps(read) => read(subject, as_of)?.is_some(),
            Self::Days(read) => read(subject, as_of)?.is_some(),
            Self::Date(read) => read(subject, as_of)?.is_some(),
            Self::Flag(read) => read(subject, as_of)?.is_some(),
            Self::Text(read) => read(subject).is_some(),
        })
    }
}
