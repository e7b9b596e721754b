//! Conditions whose facts are resolved, and how they are evaluated.

use chrono::{NaiveDate, TimeDelta};

use super::condition::Direction;
use super::fact_table::{ReadDated, ReadText, Reader};
use super::term::Span;
use crate::account::Fact;
use crate::calendar::{DayCount, add_months};
use crate::classify::{Compare, Comparison, Cx, Fault, Unclassified, Verdict};
use crate::quantity::{CurrencyMismatch, Money, Name, Nps, Ratio, Score};

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
    AmountPer(Quotient<S, Money>),
    CountPer(Quotient<S, u64>),
    DaysPer(Quotient<S, DayCount>),
    OneOf { fact: Name, read: ReadText<S>, values: Box<[Box<str>]> },
    SameText { fact: Name, read: ReadText<S>, other: Name, read_other: ReadText<S> },
    Within { date: Source<S, NaiveDate>, direction: Direction, span: Span },
    Set(Source<S, bool>),
    Known { shown: Name, read: Reader<S> },
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
    Fact(Source<S, V>),
}

/// A fact divided by another, against a constant.
pub(super) struct Quotient<S: ?Sized, V> {
    /// How explanations name it.
    pub(super) shown: Name,
    pub(super) part: Source<S, V>,
    pub(super) per: Source<S, V>,
    pub(super) comparison: Comparison,
    pub(super) threshold: Ratio,
}

impl<S: ?Sized> Test<S> {
    /// Whether it holds; an error where that is unknown, with the first reason in the order of the document.
    ///
    /// What could not be computed counts as unknown: it matters only where the answer depends on it, so that the
    /// answer does not depend on the order of the conditions. The recursion ends, since no condition is deeper than
    /// [`Limits::DEEPEST`](super::Limits::DEEPEST).
    pub(super) fn holds(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        match self {
            Self::All(tests) => Self::unless(false, tests, subject, cx),
            Self::Any(tests) => Self::unless(true, tests, subject, cx),
            Self::Not(test) => test.holds(subject, cx).map(|holds| !holds),
            Self::Money(against) => against.holds(subject, cx),
            Self::Ratio(against) => against.holds(subject, cx),
            Self::Count(against) => against.holds(subject, cx),
            Self::Score(against) => against.holds(subject, cx),
            Self::Nps(against) => against.holds(subject, cx),
            Self::Days(against) => against.holds(subject, cx),
            Self::Date(against) => against.holds(subject, cx),
            Self::AmountPer(quotient) => quotient.holds(subject, cx),
            Self::CountPer(quotient) => quotient.holds(subject, cx),
            Self::DaysPer(quotient) => quotient.holds(subject, cx),
            Self::OneOf { fact, read, values } => match read(subject) {
                Some(category) => Ok(cx.one_of(*fact, category, values)),
                None => Err(cx.missing(*fact)),
            },
            Self::SameText { fact, read, other, read_other } => {
                let category = read(subject).ok_or_else(|| cx.missing(*fact))?;
                let expected = read_other(subject).ok_or_else(|| cx.missing(*other))?;
                Ok(cx.one_of(*fact, category, &[expected]))
            }
            Self::Within { date, direction, span } => within(date, *direction, *span, subject, cx),
            Self::Set(flag) => {
                let set = flag.need(subject, cx)?;
                Ok(cx.is_set(flag.fact, set))
            }
            Self::Known { shown, read } => {
                let known = read.is_known(subject, cx.as_of()).map_err(Unclassified::Fault)?;
                Ok(cx.is_set(*shown, known))
            }
        }
    }

    /// The opposite of `decisive` unless a test gives it; unknown where none does and one is unknown.
    #[inline]
    fn unless(decisive: bool, tests: &[Self], subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let mut unknown = None;
        for test in tests {
            match test.holds(subject, cx) {
                Ok(holds) if holds == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(lack) => {
                    unknown.get_or_insert(lack);
                }
            }
        }
        unknown.map_or(Ok(!decisive), Err)
    }
}

impl<S: ?Sized, V: Copy> Source<S, V> {
    #[inline]
    fn need(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<V> {
        let given: Option<Fact<V>> = (self.read)(subject, cx.as_of()).map_err(Unclassified::Fault)?;
        cx.need(self.fact, given, None)
    }
}

impl<S: ?Sized, V: Compare> Against<S, V> {
    #[inline]
    fn holds(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let observed = self.source.need(subject, cx)?;
        let threshold = match &self.threshold {
            Threshold::Constant(constant) => *constant,
            Threshold::Fact(other) => other.need(subject, cx)?,
        };
        cx.compare(self.source.fact, observed, self.comparison, threshold)
    }
}

impl<S: ?Sized, V: Divide> Quotient<S, V> {
    fn holds(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let part = self.part.need(subject, cx)?;
        let per = self.per.need(subject, cx)?;
        match part.per(per)? {
            Some(ratio) => cx.compare(self.shown, ratio, self.comparison, self.threshold),
            None => Err(cx.undefined(self.per.fact)),
        }
    }
}

/// A value that can be divided by another, exactly.
pub(super) trait Divide: Copy {
    /// `None` where the divisor is zero or negative.
    fn per(self, divisor: Self) -> Verdict<Option<Ratio>>;
}

impl Divide for Money {
    fn per(self, divisor: Self) -> Verdict<Option<Ratio>> {
        let share: Result<Option<Ratio>, CurrencyMismatch> = Ratio::share(self, divisor);
        Ok(share?)
    }
}

impl Divide for u64 {
    fn per(self, divisor: Self) -> Verdict<Option<Ratio>> {
        let too_large = |_| Fault::other(format_args!("{self} is too large to be divided"));
        Ok(Ratio::new(i64::try_from(self).map_err(too_large)?, divisor).ok())
    }
}

impl Divide for DayCount {
    fn per(self, divisor: Self) -> Verdict<Option<Ratio>> {
        let divisor = u64::try_from(divisor.0).ok();
        Ok(divisor.and_then(|divisor| Ratio::new(self.0, divisor).ok()))
    }
}

/// Both ends are included; an end beyond the calendar is none.
fn within<S: ?Sized>(
    date: &Source<S, NaiveDate>,
    direction: Direction,
    span: Span,
    subject: &S,
    cx: &mut Cx<'_>,
) -> Verdict<bool> {
    let observed = date.need(subject, cx)?;
    let today = cx.as_of();
    let end = match direction {
        Direction::Next => later(today, span, 1).unwrap_or(NaiveDate::MAX),
        Direction::Last => later(today, span, -1).unwrap_or(NaiveDate::MIN),
    };
    let (first, last) = match direction {
        Direction::Next => (today, end),
        Direction::Last => (end, today),
    };
    Ok(cx.at_least(date.fact, observed, first)? && cx.at_most(date.fact, observed, last)?)
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
