use std::cmp::Reverse;

use super::{Cell, Review, Row};
use crate::classify::Reason;
use crate::quantity::{Currency, Money, Total};
use crate::segment::Attention;

/// The customers in the order in which people should turn to them: by attention, then value at risk, then ARR, the highest
/// first, then id (A3-6, A2-6).
///
/// Nobody is lost: customers whose attention is unclassified stand in [`unplaced`](Self::unplaced), prospects in
/// [`Review::prospects`].
///
/// The value at risk is the whole ARR of an account that is at risk, and zero of one that is not: no probability is
/// invented. Which accounts are at risk, the caller says.
#[derive(Clone, Debug)]
pub struct WorkList<'r> {
    items: Vec<WorkItem<'r>>,
    unplaced: Vec<WorkItem<'r>>,
    currency: Currency,
}

/// One customer of a [`WorkList`].
#[derive(Clone, Copy, Debug)]
pub struct WorkItem<'r> {
    row: Row<'r>,
    arr: Money,
    value_at_risk: Money,
    covered: Total,
}

/// The prospects in the order in which people should turn to them: by fit, say, the best first, then id (A3-13). Those of
/// which it is not known come last.
#[derive(Clone, Debug)]
pub struct Prospects<'r> {
    rows: Vec<Row<'r>>,
}

impl<'r> WorkList<'r> {
    pub(super) fn new<'p>(review: &'r Review<'p>, is_at_risk: impl Fn(&Row<'r>) -> bool) -> Self {
        let currency = review.portfolio().currency();
        let zero = Total::zero(currency);
        let items = review.rows().filter_map(|row| {
            let arr = row.arr?;
            let value_at_risk = if is_at_risk(&row) { arr } else { Money::zero(currency) };
            Some(WorkItem { row, arr, value_at_risk, covered: zero })
        });
        let (mut items, mut unplaced): (Vec<_>, Vec<_>) = items.partition(|item| item.attention().is_ok());
        for list in [&mut items, &mut unplaced] {
            list.sort_by(|a, b| a.order().cmp(&b.order()));
            let mut covered = zero;
            for item in list {
                // One currency by the portfolio's check, and room for more accounts than fit in memory.
                covered = covered.checked_add(item.arr).unwrap_or(covered);
                item.covered = covered;
            }
        }
        Self { items, unplaced, currency }
    }

    /// The customers whose attention is known, the first to turn to first.
    #[must_use]
    pub fn items(&self) -> &[WorkItem<'r>] {
        &self.items
    }

    /// The customers whose attention is not known, in the same order.
    #[must_use]
    pub fn unplaced(&self) -> &[WorkItem<'r>] {
        &self.unplaced
    }

    /// All customers together, the unplaced included.
    #[must_use]
    pub fn total(&self) -> Cell {
        let mut total = Cell::empty(self.currency);
        self.items.iter().chain(&self.unplaced).for_each(|item| total.add(&item.row));
        total
    }
}

impl<'r> WorkItem<'r> {
    /// The account with its segments.
    #[must_use]
    pub const fn row(&self) -> Row<'r> {
        self.row
    }

    /// Its attention.
    ///
    /// # Errors
    /// The reason why it is not known.
    pub fn attention(&self) -> Result<Attention, Reason> {
        self.row.attention()
    }

    /// Its ARR.
    #[must_use]
    pub const fn arr(&self) -> Money {
        self.arr
    }

    /// Its ARR where it is at risk, else zero.
    #[must_use]
    pub const fn value_at_risk(&self) -> Money {
        self.value_at_risk
    }

    /// The ARR of its list down to this account, the account included.
    #[must_use]
    pub const fn covered(&self) -> Total {
        self.covered
    }

    fn order(&self) -> impl Ord + use<'r> {
        let attention = self.attention().ok().map(Attention::rank);
        (Reverse((attention, self.value_at_risk.ticks(), self.arr.ticks())), self.row.account.id())
    }
}

impl<'r> Prospects<'r> {
    pub(super) fn new<K: Ord>(review: &'r Review<'_>, merit: impl Fn(&Row<'r>) -> Option<K>) -> Self {
        let prospects = review.rows().filter(|row| row.arr.is_none());
        let mut rows: Vec<(Option<K>, Row<'r>)> = prospects.map(|row| (merit(&row), row)).collect();
        rows.sort_by(|(a, left), (b, right)| {
            b.cmp(a).then_with(|| left.account.id().cmp(right.account.id()))
        });
        Self { rows: rows.into_iter().map(|(_, row)| row).collect() }
    }

    /// The prospects, the first to turn to first.
    #[must_use]
    pub fn rows(&self) -> &[Row<'r>] {
        &self.rows
    }
}
