//! The line on which a variable lies, cut into classes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::ask::{Ask, Of, Subject};
use crate::calendar::days_between;
use crate::classify::{Comparison, Value};
use crate::policy::fact_table::FactKind;
use crate::quantity::{Money, Ratio, Score};

/// The values of a variable as whole numbers, cut where what is asked about them changes.
///
/// Amounts, counts, scores, days and dates are whole numbers of their finest unit, so nothing lies between two neighbours.
/// Fractions are dense: the constants asked for are the odd places, and what lies between them the even ones. Categories are
/// the places of those asked for, and all others one place more.
#[derive(Debug)]
pub(super) struct Line<'d> {
    pub(super) subject: Subject,
    pub(super) low: i128,
    pub(super) high: i128,
    /// Where classes begin; the first is the lowest place.
    starts: Vec<i128>,
    /// The constants asked for, in their places.
    marks: BTreeMap<i128, Value>,
    /// The fractions asked for, in their order, where the variable is one.
    fractions: Vec<Ratio>,
    /// The categories asked for, in their order, where it is one.
    categories: Vec<&'d str>,
}

/// Places of a line, both ends included.
type Places = (i128, i128);

impl<'d> Line<'d> {
    /// The line of a variable, cut by all that is asked about it.
    pub(super) fn new(subject: Subject, asks: &[&Ask<'d>]) -> Self {
        let mut fractions = BTreeSet::new();
        let mut categories = BTreeSet::new();
        for ask in asks {
            match &ask.of {
                Of::Compared(_, Value::Ratio(ratio)) => _ = fractions.insert(*ratio),
                Of::Among(values) => categories.extend(values.iter().map(|value| &**value)),
                Of::Compared(..) | Of::Between(..) | Of::Known => {}
            }
        }
        // Neither of two counts is negative.
        let from_zero = matches!(subject, Subject::Quotient(_, _, FactKind::Count));
        if from_zero {
            fractions.insert(Ratio::ZERO);
        }
        let mut line = Self {
            subject,
            low: 0,
            high: 0,
            starts: Vec::new(),
            marks: BTreeMap::new(),
            fractions: fractions.into_iter().collect(),
            categories: categories.into_iter().collect(),
        };
        (line.low, line.high) = line.range();
        if from_zero {
            line.low = line.place(Value::Ratio(Ratio::ZERO));
        }
        let mut starts = BTreeSet::from([line.low]);
        for ask in asks {
            for (first, last) in line.places(ask) {
                let after = last.saturating_add(1);
                starts.extend(
                    [first, after].into_iter().filter(|start| *start > line.low && *start <= line.high),
                );
            }
            line.mark(ask);
        }
        line.starts = starts.into_iter().collect();
        line
    }

    /// How many classes it has: one at least.
    pub(super) fn classes(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The classes for which the answer is yes, as ranges in their order, no two of them neighbours.
    pub(super) fn holds(&self, ask: &Ask<'_>) -> Box<[(u32, u32)]> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (first, last) in self.places(ask) {
            let (first, last) = (self.class(first), self.class(last));
            match ranges.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = last.max(before.1),
                _ => ranges.push((first, last)),
            }
        }
        ranges.into_boxed_slice()
    }

    /// The places of a range of classes.
    pub(super) fn of_classes(&self, first: u32, last: u32) -> Places {
        let start =
            |class: u32| usize::try_from(class).ok().and_then(|class| self.starts.get(class)).copied();
        let end = start(last.saturating_add(1)).map(|after| after.saturating_sub(1));
        (start(first).unwrap_or(self.low), end.unwrap_or(self.high))
    }

    /// The constant that stands in a place.
    pub(super) fn mark_at(&self, place: i128) -> Option<Value> {
        self.marks.get(&place).copied()
    }

    /// The category that stands in a place; `None` for all that nobody asked for.
    pub(super) fn category_at(&self, place: i128) -> Option<&'d str> {
        self.categories.get(usize::try_from(place).ok()?).copied()
    }

    fn class(&self, place: i128) -> u32 {
        let before = self.starts.partition_point(|start| *start <= place);
        u32::try_from(before.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The lowest and the highest place.
    fn range(&self) -> Places {
        match self.subject {
            Subject::Quotient(..) | Subject::Fact(_, FactKind::Ratio) => (0, doubled(self.fractions.len())),
            Subject::Pair(fact, other, _) if fact == other => (0, 0),
            Subject::Pair(_, _, FactKind::Text) | Subject::Fact(_, FactKind::Flag) => (0, 1),
            Subject::Pair(..) => (-1, 1),
            Subject::Days(_) | Subject::Months(_) | Subject::Fact(_, FactKind::Days) => {
                (i64::MIN.into(), i64::MAX.into())
            }
            Subject::Fact(_, FactKind::Money) => {
                (i128::from(Money::MAX_TICKS).saturating_neg(), Money::MAX_TICKS.into())
            }
            Subject::Fact(_, FactKind::Count) => (0, u64::MAX.into()),
            Subject::Fact(_, FactKind::Score) => (0, self.place(Value::Score(Score::MAX))),
            Subject::Fact(_, FactKind::Nps) => (-1_000_000, 1_000_000),
            Subject::Fact(_, FactKind::Date) => {
                (self.place(Value::Date(NaiveDate::MIN)), self.place(Value::Date(NaiveDate::MAX)))
            }
            Subject::Fact(_, FactKind::Text) => {
                (0, i128::try_from(self.categories.len()).unwrap_or(i128::MAX))
            }
        }
    }

    fn place(&self, value: Value) -> i128 {
        match value {
            Value::Money(money) => money.ticks().into(),
            Value::Ratio(ratio) => {
                let rank = self.fractions.partition_point(|fraction| *fraction < ratio);
                doubled(rank).saturating_add(1)
            }
            // At most 10^20.
            Value::Score(score) => i128::try_from(score.to_atto()).unwrap_or(i128::MAX),
            Value::Nps(nps) => nps.ticks().into(),
            Value::Count(count) => count.into(),
            Value::Days(days) => self.spanned(days),
            Value::Date(date) => days_between(NaiveDate::default(), date).into(),
            Value::Flag(set) => set.into(),
            Value::Text(_) => 0,
        }
    }

    /// Months are even places, since days lie between two of them.
    fn spanned(&self, length: i64) -> i128 {
        let length = i128::from(length);
        if matches!(self.subject, Subject::Months(_)) { length.saturating_mul(2) } else { length }
    }

    /// The places for which the answer is yes, in their order.
    fn places(&self, ask: &Ask<'_>) -> Vec<Places> {
        let (first, last) = match &ask.of {
            Of::Compared(comparison, value) => {
                let place = self.place(*value);
                match comparison {
                    Comparison::AtLeast => (place, self.high),
                    Comparison::Above => (place.saturating_add(1), self.high),
                    Comparison::AtMost => (self.low, place),
                    Comparison::Below => (self.low, place.saturating_sub(1)),
                    Comparison::Equals => (place, place),
                    Comparison::OneOf => return Vec::new(),
                }
            }
            Of::Between(first, last) => (self.spanned(*first), self.spanned(*last)),
            Of::Among(values) => {
                let mut places: Vec<Places> = values
                    .iter()
                    .map(|value| self.categories.partition_point(|category| *category < &**value))
                    .filter_map(|rank| i128::try_from(rank).ok())
                    .map(|place| (place, place))
                    .collect();
                places.sort_unstable();
                places.dedup_by(|next, before| {
                    let joins = next.0 <= before.1.saturating_add(1);
                    if joins {
                        before.1 = next.1;
                    }
                    joins
                });
                return places;
            }
            Of::Known => return Vec::new(),
        };
        let (first, last) = (first.max(self.low), last.min(self.high));
        if first <= last { vec![(first, last)] } else { Vec::new() }
    }

    fn mark(&mut self, ask: &Ask<'_>) {
        match &ask.of {
            Of::Compared(_, value) => _ = self.marks.insert(self.place(*value), *value),
            Of::Between(first, last) => {
                for length in [*first, *last] {
                    self.marks.insert(self.spanned(length), Value::Days(length));
                }
            }
            Of::Among(_) | Of::Known => {}
        }
    }
}

fn doubled(rank: usize) -> i128 {
    i128::try_from(rank).unwrap_or(i128::MAX).saturating_mul(2)
}
