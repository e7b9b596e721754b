//! Conditions whose facts are resolved, and how they are evaluated.

use chrono::{NaiveDate, TimeDelta};

use super::condition::Direction;
use super::fact_table::{ReadDated, ReadText, Reader};
use super::look::{Glance, Look, Study};
use super::quotient::Quotient;
use super::term::Span;
use crate::account::Fact;
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

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl<S: ?Sized> Test<S> {
    /// Whether it holds. The reason why that is unknown is asked for only then, unless somebody looks on anyway.
    ///
    /// What could not be computed counts as unknown: it matters only where the answer depends on it, so that the
    /// answer does not depend on the order of the conditions.
    #[inline]
    pub(super) fn truth(&self, subject: &S, cx: &mut Cx<'_>, lack: &mut Lack) -> Truth {
        if cx.is_off() {
            let truth = self.holds(subject, &mut Glance(cx.as_of()));
            if truth != Truth::Unknown {
                return truth;
            }
        }
        self.studied(subject, cx, lack)
    }

    #[cold]
    #[inline(never)]
    fn studied(&self, subject: &S, cx: &mut Cx<'_>, lack: &mut Lack) -> Truth {
        let mut study = Study { cx, lack: lack.take() };
        let truth = self.holds(subject, &mut study);
        *lack = study.lack;
        truth
    }

    /// Whether it holds, or the first reason why nobody knows.
    pub(super) fn verdict(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
        let mut lack = None;
        match self.truth(subject, cx, &mut lack) {
            Truth::Unknown => Err(lack.unwrap_or(Unclassified::NoMatch)),
            truth => Ok(truth == Truth::True),
        }
    }

    /// Whether it holds. Where that is known, what is lacking is as it was. The recursion ends, since no condition is deeper
    /// than [`Limits::DEEPEST`](super::Limits::DEEPEST).
    fn holds<L: Look>(&self, subject: &S, look: &mut L) -> Truth {
        match self {
            Self::All(tests) => Self::unless(Truth::False, Truth::True, tests, subject, look),
            Self::Any(tests) => Self::unless(Truth::True, Truth::False, tests, subject, look),
            Self::Not(test) => match test.holds(subject, look) {
                Truth::False => Truth::True,
                Truth::True => Truth::False,
                Truth::Unknown => Truth::Unknown,
            },
            Self::Money(against) => against.holds(subject, look),
            Self::Ratio(against) => against.holds(subject, look),
            Self::Count(against) => against.holds(subject, look),
            Self::Score(against) => against.holds(subject, look),
            Self::Nps(against) => against.holds(subject, look),
            Self::Days(against) => against.holds(subject, look),
            Self::Date(against) => against.holds(subject, look),
            Self::AmountPer(quotient) => quotient.holds(subject, look),
            Self::CountPer(quotient) => quotient.holds(subject, look),
            Self::DaysPer(quotient) => quotient.holds(subject, look),
            Self::OneOf { fact, read, values } => match look.listed(fact, read(subject)) {
                Some(category) => look.one_of(fact, category, values),
                None => Truth::Unknown,
            },
            Self::SameText(pair) => pair.holds(subject, look),
            Self::Within(within) => within.holds(subject, look),
            Self::Set(flag) => match flag.need(subject, look) {
                Some(set) => look.is_set(&flag.fact, set),
                None => Truth::Unknown,
            },
            Self::Known(known) => known.holds(subject, look),
        }
    }

    /// Decisive as soon as one test is; unknown where none is and one is unknown.
    #[inline]
    fn unless<L: Look>(
        decisive: Truth,
        otherwise: Truth,
        tests: &[Self],
        subject: &S,
        look: &mut L,
    ) -> Truth {
        let lacked = look.lacks();
        let mut truth = otherwise;
        for test in tests {
            match test.holds(subject, look) {
                Truth::Unknown => truth = Truth::Unknown,
                found if found == decisive => {
                    if truth == Truth::Unknown && !lacked {
                        look.forget();
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
    pub(super) fn need(&self, subject: &S, look: &mut impl Look) -> Option<V> {
        let given = (self.read)(subject, look.as_of());
        look.known(&self.fact, given)
    }
}

impl<S: ?Sized, V: Compare> Against<S, V> {
    #[inline]
    fn holds(&self, subject: &S, look: &mut impl Look) -> Truth {
        let Some(observed) = self.source.need(subject, look) else { return Truth::Unknown };
        let threshold = match &self.threshold {
            Threshold::Constant(constant) => *constant,
            Threshold::Fact(other) => match other.need(subject, look) {
                Some(threshold) => threshold,
                None => return Truth::Unknown,
            },
        };
        look.compare(&self.source.fact, observed, self.comparison, threshold)
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
    fn holds(&self, subject: &S, look: &mut impl Look) -> Truth {
        let category = look.listed(&self.fact, (self.read)(subject));
        let Some(category) = category else { return Truth::Unknown };
        match look.listed(&self.other, (self.read_other)(subject)) {
            Some(expected) => look.one_of(&self.fact, category, &[expected]),
            None => Truth::Unknown,
        }
    }
}

/// Whether a fact is known.
pub(super) struct Known<S: ?Sized> {
    /// How explanations name it.
    pub(super) shown: Name,
    pub(super) read: Reader<S>,
}

impl<S: ?Sized> Known<S> {
    fn holds(&self, subject: &S, look: &mut impl Look) -> Truth {
        let known = self.read.is_known(subject, look.as_of());
        match look.known(&self.shown, known.map(|known| Some(Fact::undated(known)))) {
            Some(known) => look.is_set(&self.shown, known),
            None => Truth::Unknown,
        }
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
    fn holds(&self, subject: &S, look: &mut impl Look) -> Truth {
        let Some(observed) = self.date.need(subject, look) else { return Truth::Unknown };
        let today = look.as_of();
        let (first, last) = match self.direction {
            Direction::Next => (today, later(today, self.span, 1).unwrap_or(NaiveDate::MAX)),
            Direction::Last => (later(today, self.span, -1).unwrap_or(NaiveDate::MIN), today),
        };
        let fact = &self.date.fact;
        match look.compare(fact, observed, Comparison::AtLeast, first) {
            Truth::True => look.compare(fact, observed, Comparison::AtMost, last),
            other => other,
        }
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
