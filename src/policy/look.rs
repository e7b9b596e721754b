//! How closely a condition is looked at while it is evaluated.

use chrono::NaiveDate;

use super::fact_table::Given;
use super::logic::{Lack, Truth};
use crate::classify::{Compare, Comparison, Cx, Unclassified, Verdict};
use crate::quantity::Name;

/// What evaluating a condition needs of those who look on. Both ways of looking find the same truth, since conditions are
/// evaluated by one piece of code.
pub(super) trait Look {
    fn as_of(&self) -> NaiveDate;

    /// The value of a fact that was read; conditions know no age that is too old.
    fn known<V>(&mut self, fact: &Name, given: Given<V>) -> Option<V>;

    /// A category that was read.
    fn listed<'s>(&mut self, fact: &Name, given: Option<&'s str>) -> Option<&'s str>;

    /// A quotient, unless its divisor leaves it without one.
    fn quotient<V>(&mut self, per: &Name, given: Verdict<Option<V>>) -> Option<V>;

    fn compare<V: Compare>(&mut self, fact: &Name, observed: V, comparison: Comparison, with: V) -> Truth;

    fn one_of<T: AsRef<str>>(&mut self, fact: &Name, category: &str, values: &[T]) -> Truth;

    fn is_set(&mut self, fact: &Name, flag: bool) -> Truth;

    /// Whether a reason was kept, to be [forgotten](Self::forget) where it turns out not to matter.
    fn lacks(&self) -> bool;

    fn forget(&mut self);
}

/// Nobody looks on, and why something is unknown is not asked: what evaluations mostly are, and the quick way.
pub(super) struct Glance(pub(super) NaiveDate);

impl Look for Glance {
    #[inline(always)]
    fn as_of(&self) -> NaiveDate {
        self.0
    }

    #[inline(always)]
    fn known<V>(&mut self, _: &Name, given: Given<V>) -> Option<V> {
        given.ok().flatten().map(|given| given.value)
    }

    #[inline(always)]
    fn listed<'s>(&mut self, _: &Name, given: Option<&'s str>) -> Option<&'s str> {
        given
    }

    #[inline(always)]
    fn quotient<V>(&mut self, _: &Name, given: Verdict<Option<V>>) -> Option<V> {
        given.ok().flatten()
    }

    #[inline(always)]
    fn compare<V: Compare>(&mut self, _: &Name, observed: V, comparison: Comparison, with: V) -> Truth {
        observed.compare(with).map_or(Truth::Unknown, |ordering| comparison.holds(ordering).into())
    }

    #[inline(always)]
    fn one_of<T: AsRef<str>>(&mut self, _: &Name, category: &str, values: &[T]) -> Truth {
        values.iter().any(|value| value.as_ref() == category).into()
    }

    #[inline(always)]
    fn is_set(&mut self, _: &Name, flag: bool) -> Truth {
        flag.into()
    }

    #[inline(always)]
    fn lacks(&self) -> bool {
        false
    }

    #[inline(always)]
    fn forget(&mut self) {}
}

/// Somebody looks on, or asks why something is unknown.
pub(super) struct Study<'s, 'c> {
    pub(super) cx: &'s mut Cx<'c>,
    /// Why something is unknown: the first reason in the order of the document.
    pub(super) lack: Lack,
}

impl Study<'_, '_> {
    fn keep<V>(&mut self, found: Verdict<V>) -> Option<V> {
        found.map_err(|reason| _ = self.lack.get_or_insert(reason)).ok()
    }
}

impl Look for Study<'_, '_> {
    fn as_of(&self) -> NaiveDate {
        self.cx.as_of()
    }

    fn known<V>(&mut self, fact: &Name, given: Given<V>) -> Option<V> {
        let found = match given {
            Ok(given) => given.map(|given| given.value).ok_or_else(|| self.cx.missing(*fact)),
            Err(fault) => Err(Unclassified::Fault(fault)),
        };
        self.keep(found)
    }

    fn listed<'s>(&mut self, fact: &Name, given: Option<&'s str>) -> Option<&'s str> {
        let found = given.ok_or_else(|| self.cx.missing(*fact));
        self.keep(found)
    }

    fn quotient<V>(&mut self, per: &Name, given: Verdict<Option<V>>) -> Option<V> {
        let found = given.and_then(|given| given.ok_or_else(|| self.cx.undefined(*per)));
        self.keep(found)
    }

    fn compare<V: Compare>(&mut self, fact: &Name, observed: V, comparison: Comparison, with: V) -> Truth {
        let found = self.cx.compare(*fact, observed, comparison, with);
        self.keep(found).map_or(Truth::Unknown, Truth::from)
    }

    fn one_of<T: AsRef<str>>(&mut self, fact: &Name, category: &str, values: &[T]) -> Truth {
        self.cx.one_of(*fact, category, values).into()
    }

    fn is_set(&mut self, fact: &Name, flag: bool) -> Truth {
        self.cx.is_set(*fact, flag).into()
    }

    fn lacks(&self) -> bool {
        self.lack.is_some()
    }

    fn forget(&mut self) {
        self.lack = None;
    }
}
