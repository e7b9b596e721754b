//! One fact per another, compared crosswise with a constant.

use super::logic::{Source, Truth};
use super::look::Look;
use crate::calendar::DayCount;
use crate::classify::{Comparison, Fault, Verdict};
use crate::quantity::{CurrencyMismatch, Money, Name, Ratio};

/// A fact divided by another, against a constant.
pub(super) struct Quotient<S: ?Sized, V> {
    /// How explanations name it.
    pub(super) shown: Name,
    pub(super) part: Source<S, V>,
    pub(super) per: Source<S, V>,
    pub(super) comparison: Comparison,
    pub(super) threshold: Ratio,
}

impl<S: ?Sized, V: Divide> Quotient<S, V> {
    pub(super) fn holds(&self, subject: &S, look: &mut impl Look) -> Truth {
        let Some(part) = self.part.need(subject, look) else { return Truth::Unknown };
        let Some(per) = self.per.need(subject, look) else { return Truth::Unknown };
        match look.quotient(&self.per.fact, part.per(per)) {
            Some(ratio) => look.compare(&self.shown, ratio, self.comparison, self.threshold),
            None => Truth::Unknown,
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
