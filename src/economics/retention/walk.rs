use chrono::NaiveDate;

use super::sums::{Path, Sums};
use super::{Basis, BridgeSeries, Past, Timeline};
use crate::account::ArrHistory;
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Money};

/// The ARR from a day on.
type Entry = (NaiveDate, Money);

/// The bridges of a timeline while histories are walked.
///
/// Only periods in which an account moves are touched: what stays is entered where it begins and taken out where it ends, and
/// spread over the periods once, at the end. So the work is that of the entries, and that of the periods.
pub(super) struct SeriesSums {
    periods: Vec<Sums>,
    /// Changes, from each period on, of what stays as it is.
    still: Vec<Still>,
    whole: Sums,
}

/// Accounts that stay as they are. Counts are signed, since one that ends is taken out; there are fewer than 2^60.
#[derive(Clone, Copy, Default)]
struct Still {
    customers: i64,
    ticks: i128,
    absent: i64,
}

impl Still {
    fn change(&mut self, arr: i64, by: i64) {
        let count = if arr > 0 { &mut self.customers } else { &mut self.absent };
        *count = count.saturating_add(by);
        self.ticks = self.ticks.saturating_add(i128::from(arr).saturating_mul(by.into()));
    }

    fn merge(&mut self, other: Self) {
        self.customers = self.customers.saturating_add(other.customers);
        self.ticks = self.ticks.saturating_add(other.ticks);
        self.absent = self.absent.saturating_add(other.absent);
    }
}

impl SeriesSums {
    pub(super) fn over(timeline: &Timeline) -> Self {
        let periods: Vec<_> = timeline.periods().map(|_| Sums::default()).collect();
        let still = periods.iter().map(|_| Still::default()).collect();
        Self { periods, still, whole: Sums::default() }
    }

    pub(super) fn add(&mut self, timeline: &Timeline, history: &ArrHistory) {
        let days = timeline.days();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return };
        let (before, mut later) = split(history.entries(), *first);
        let opening = before.last().map_or(0, |(_, arr)| arr.ticks());
        let past = past_of(Past::Never, before);
        let mut walk = Walk { arr: opening, past };
        let mut period = 0;
        while let Some(&(next, _)) = later.first().filter(|(next, _)| next <= last) {
            // The first day that is not before it: the closing of its period, and never the first of all.
            let closing = days.partition_point(|day| *day < next);
            let this = closing.saturating_sub(1);
            self.stay(period, this, walk.arr);
            let (moves, rest) = split(later, days.get(closing).copied().unwrap_or(*last));
            if let Some(sums) = self.periods.get_mut(this) {
                walk.through(moves, timeline.basis(), sums);
            }
            (period, later) = (closing, rest);
        }
        self.stay(period, self.periods.len(), walk.arr);
        let (moves, _) = split(history.entries().get(before.len()..).unwrap_or_default(), *last);
        Walk { arr: opening, past }.through(moves, timeline.basis(), &mut self.whole);
    }

    /// From one period to the one before `end`.
    fn stay(&mut self, from: usize, end: usize, arr: i64) {
        if from < end {
            if let Some(still) = self.still.get_mut(from) {
                still.change(arr, 1);
            }
            if let Some(still) = self.still.get_mut(end) {
                still.change(arr, -1);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.periods.iter_mut().zip(&other.periods).for_each(|(sums, other)| sums.merge(other));
        self.still.iter_mut().zip(&other.still).for_each(|(still, other)| still.merge(*other));
        self.whole.merge(&other.whole);
    }

    pub(super) fn finish(self, currency: Currency, basis: Basis) -> Result<BridgeSeries, EconomicsError> {
        let mut still = Still::default();
        let mut bridges = Vec::new();
        for (mut sums, change) in self.periods.into_iter().zip(self.still) {
            still.merge(change);
            // Nobody leaves who was not entered before.
            let customers = still.customers.unsigned_abs();
            sums.add_unchanged(customers, still.ticks);
            sums.absent = sums.absent.saturating_add(still.absent.unsigned_abs());
            bridges.push(sums.finish(currency, basis)?);
        }
        Ok(BridgeSeries::new(bridges, self.whole.finish(currency, basis)?))
    }
}

/// An account on its way through its history.
struct Walk {
    arr: i64,
    past: Past,
}

impl Walk {
    fn through(&mut self, moves: &[Entry], basis: Basis, sums: &mut Sums) {
        let closing = moves.last().map_or(self.arr, |(_, arr)| arr.ticks());
        match basis {
            Basis::Snapshot => sums.add(self.arr, closing, self.past),
            Basis::Event => {
                let mut path = Path::at(self.arr, self.past);
                moves.iter().for_each(|(_, arr)| path.step(arr.ticks()));
                sums.add_path(&path);
            }
        }
        *self = Self { arr: closing, past: past_of(self.past, moves) };
    }
}

fn past_of(past: Past, entries: &[Entry]) -> Past {
    if past == Past::Never && entries.iter().all(|(_, arr)| arr.is_zero()) {
        Past::Never
    } else {
        Past::Customer
    }
}

/// The entries up to the end of a day, and those after it.
fn split(entries: &[Entry], day: NaiveDate) -> (&[Entry], &[Entry]) {
    let count = entries.partition_point(|&(from, _)| from <= day);
    entries.split_at_checked(count).unwrap_or((entries, &[]))
}
