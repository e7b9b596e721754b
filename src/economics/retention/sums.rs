use super::{Bridge, Movement, Past};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Total};

/// A number of accounts and their amount, while they are counted. Amounts are at most 10^18, and fewer than 2^60 of them
/// fit into memory, so nothing here saturates.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sum {
    pub(crate) accounts: u64,
    pub(crate) ticks: i128,
}

impl Sum {
    #[inline]
    pub(crate) fn add(&mut self, ticks: i128) {
        self.accounts = self.accounts.saturating_add(1);
        self.ticks = self.ticks.saturating_add(ticks);
    }

    fn merge(&mut self, other: Self) {
        self.accounts = self.accounts.saturating_add(other.accounts);
        self.ticks = self.ticks.saturating_add(other.ticks);
    }
}

/// A bridge while its accounts are counted.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(super) opening: Sum,
    pub(super) new: Sum,
    pub(super) reactivation: Sum,
    pub(super) expansion: Sum,
    pub(super) contraction: Sum,
    pub(super) churn: Sum,
    pub(super) unchanged: Sum,
    pub(super) absent: u64,
    pub(super) closing: Sum,
    pub(super) cohort: Cohort,
}

/// What the accounts of the opening gained and lost until they left, and how many of them left.
#[derive(Clone, Copy, Default)]
pub(super) struct Cohort {
    pub(super) gained: i128,
    pub(super) lost: i128,
    pub(super) left: u64,
}

impl Cohort {
    fn merge(&mut self, other: Self) {
        self.gained = self.gained.saturating_add(other.gained);
        self.lost = self.lost.saturating_add(other.lost);
        self.left = self.left.saturating_add(other.left);
    }
}

impl Sums {
    /// An account by its ARR at both ends.
    #[inline]
    pub(crate) fn add(&mut self, opening: i64, closing: i64, past: Past) {
        let (movement, ticks) = Movement::between(opening, closing, past);
        let ticks = ticks.into();
        self.ends(opening, closing);
        match movement {
            Movement::New => self.new.add(ticks),
            Movement::Reactivation => self.reactivation.add(ticks),
            Movement::Expansion => {
                self.expansion.add(ticks);
                self.cohort.gained = self.cohort.gained.saturating_add(ticks);
            }
            Movement::Contraction => {
                self.contraction.add(ticks);
                self.cohort.lost = self.cohort.lost.saturating_add(ticks);
            }
            Movement::Churn => {
                self.churn.add(ticks);
                self.cohort.lost = self.cohort.lost.saturating_add(ticks);
                self.cohort.left = self.cohort.left.saturating_add(1);
            }
            Movement::Unchanged => self.unchanged.add(ticks),
            Movement::Absent => self.absent = self.absent.saturating_add(1),
        }
    }

    /// An account by all its steps: it counts once for each kind of movement that it made.
    pub(super) fn add_path(&mut self, path: &Path) {
        self.ends(path.opening, path.arr);
        if path.is_still {
            match path.opening {
                0 => self.absent = self.absent.saturating_add(1),
                stays => self.unchanged.add(stays.into()),
            }
        }
        for (row, ticks) in [
            (&mut self.new, path.new),
            (&mut self.reactivation, path.reactivation),
            (&mut self.expansion, path.expansion),
            (&mut self.contraction, path.contraction),
            (&mut self.churn, path.churn),
        ] {
            if ticks > 0 {
                row.add(ticks);
            }
        }
        self.cohort.merge(path.cohort);
    }

    /// Customers that pay as before.
    pub(super) fn add_unchanged(&mut self, accounts: u64, ticks: i128) {
        let customers = Sum { accounts, ticks };
        self.opening.merge(customers);
        self.unchanged.merge(customers);
        self.closing.merge(customers);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.opening.merge(other.opening);
        self.new.merge(other.new);
        self.reactivation.merge(other.reactivation);
        self.expansion.merge(other.expansion);
        self.contraction.merge(other.contraction);
        self.churn.merge(other.churn);
        self.unchanged.merge(other.unchanged);
        self.absent = self.absent.saturating_add(other.absent);
        self.closing.merge(other.closing);
        self.cohort.merge(other.cohort);
    }

    #[inline]
    fn ends(&mut self, opening: i64, closing: i64) {
        if opening > 0 {
            self.opening.add(opening.into());
        }
        if closing > 0 {
            self.closing.add(closing.into());
        }
    }

    pub(crate) fn finish(&self, currency: Currency, basis: Basis) -> Result<Bridge, EconomicsError> {
        Bridge::of_sums(self, currency, basis)
    }
}

/// Which movements of a period are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Each account once, from its ARR at the opening to its ARR at the closing: what happened in between and was undone
    /// is no movement. The default.
    #[default]
    Snapshot,
    /// Every step of its history within the period: 100, then 150, then 100 is an expansion of 50 and a contraction of 50.
    Event,
}

/// An account that is followed step by step through a period.
pub(super) struct Path {
    opening: i64,
    arr: i64,
    past: Past,
    is_in_cohort: bool,
    is_still: bool,
    new: i128,
    reactivation: i128,
    expansion: i128,
    contraction: i128,
    churn: i128,
    cohort: Cohort,
}

impl Path {
    pub(super) const fn at(opening: i64, past: Past) -> Self {
        Self {
            opening,
            arr: opening,
            past: if opening > 0 { Past::Customer } else { past },
            is_in_cohort: opening > 0,
            is_still: true,
            new: 0,
            reactivation: 0,
            expansion: 0,
            contraction: 0,
            churn: 0,
            cohort: Cohort { gained: 0, lost: 0, left: 0 },
        }
    }

    pub(super) fn step(&mut self, arr: i64) {
        let (movement, ticks) = Movement::between(self.arr, arr, self.past);
        let row = match movement {
            Movement::New => &mut self.new,
            Movement::Reactivation => &mut self.reactivation,
            Movement::Expansion => &mut self.expansion,
            Movement::Contraction => &mut self.contraction,
            Movement::Churn => &mut self.churn,
            Movement::Unchanged | Movement::Absent => return,
        };
        let ticks = i128::from(ticks);
        *row = row.saturating_add(ticks);
        if self.is_in_cohort {
            match movement {
                Movement::Expansion => self.cohort.gained = self.cohort.gained.saturating_add(ticks),
                _ => self.cohort.lost = self.cohort.lost.saturating_add(ticks),
            }
            // Who leaves the cohort does not come back into it.
            if movement == Movement::Churn {
                self.cohort.left = 1;
                self.is_in_cohort = false;
            }
        }
        (self.arr, self.past, self.is_still) = (arr, Past::Customer, false);
    }
}

/// Within the range of a total.
pub(super) fn total(ticks: i128, currency: Currency) -> Result<Total, EconomicsError> {
    Total::from_ticks(ticks, currency).ok_or(EconomicsError::Overflow { figure: "sum of ARR" })
}
