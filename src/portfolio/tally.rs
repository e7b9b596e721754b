use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Row;
use crate::classify::Reason;
use crate::quantity::{Currency, Money, Total};

/// A number of accounts and their ARR. A prospect counts as an account, its ARR as nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    accounts: u64,
    prospects: u64,
    arr: Total,
}

impl Cell {
    pub(super) const fn empty(currency: Currency) -> Self {
        Self { accounts: 0, prospects: 0, arr: Total::zero(currency) }
    }

    pub(super) fn add(&mut self, row: &Row<'_>) {
        self.count(row.arr);
    }

    /// The same without any account.
    pub(super) const fn nobody(&self) -> Self {
        Self::empty(self.arr.currency())
    }

    /// One account with this ARR; `None` for a prospect.
    pub(super) fn count(&mut self, arr: Option<Money>) {
        self.accounts = self.accounts.saturating_add(1);
        match arr {
            None => self.prospects = self.prospects.saturating_add(1),
            // One currency by the portfolio's check; and no more accounts fit in memory than the total has room for.
            Some(arr) => self.arr = self.arr.checked_add(arr).unwrap_or(self.arr),
        }
    }

    /// Adds the accounts of another cell of the same portfolio, for a named remainder, say.
    pub fn merge(&mut self, other: &Self) {
        self.accounts = self.accounts.saturating_add(other.accounts);
        self.prospects = self.prospects.saturating_add(other.prospects);
        self.arr = self.arr.checked_merge(other.arr).unwrap_or(self.arr);
    }

    /// The accounts, prospects included.
    #[must_use]
    pub const fn accounts(&self) -> u64 {
        self.accounts
    }

    /// The accounts without ARR.
    #[must_use]
    pub const fn prospects(&self) -> u64 {
        self.prospects
    }

    /// The ARR of the accounts, exactly.
    #[must_use]
    pub const fn arr(&self) -> Total {
        self.arr
    }

    /// The accounts as a fraction of the whole's, for reports; `None` where the whole has none.
    #[must_use]
    pub fn share_of_accounts(&self, whole: &Self) -> Option<Decimal> {
        Decimal::from(self.accounts).checked_div(whole.accounts.into())
    }

    /// The ARR as a fraction of the whole's, for reports; `None` where the whole has none.
    #[must_use]
    pub fn share_of_arr(&self, whole: &Self) -> Option<Decimal> {
        self.arr.share_of(whole.arr)
    }
}

/// Accounts and ARR by one axis. The segments and the unclassified add up to the total, to the cent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<K> {
    cells: BTreeMap<Result<K, Reason>, Cell>,
    currency: Currency,
}

impl<K: Ord> Tally<K> {
    pub(super) const fn empty(currency: Currency) -> Self {
        Self { cells: BTreeMap::new(), currency }
    }

    pub(super) fn add(&mut self, key: Result<K, Reason>, row: &Row<'_>) {
        self.cells.entry(key).or_insert(Cell::empty(self.currency)).add(row);
    }

    fn merge_at(&mut self, key: Result<K, Reason>, cell: &Cell) {
        self.cells.entry(key).or_insert(Cell::empty(self.currency)).merge(cell);
    }

    /// Adds the accounts of another tally of the same portfolio, by the same axis.
    pub(super) fn merge(&mut self, other: &Self)
    where
        K: Clone,
    {
        other.cells.iter().for_each(|(key, cell)| self.merge_at(key.clone(), cell));
    }

    /// The segments that occur, in their order.
    pub fn segments(&self) -> impl Iterator<Item = (&K, &Cell)> {
        self.cells.iter().filter_map(|(key, cell)| Some((key.as_ref().ok()?, cell)))
    }

    /// The reasons why accounts are in no segment.
    pub fn reasons(&self) -> impl Iterator<Item = (Reason, &Cell)> {
        self.cells.iter().filter_map(|(key, cell)| Some((*key.as_ref().err()?, cell)))
    }

    /// The accounts of a segment; zero where there are none.
    #[must_use]
    pub fn segment(&self, segment: K) -> Cell {
        self.cells.get(&Ok(segment)).copied().unwrap_or(Cell::empty(self.currency))
    }

    /// The accounts that are in no segment for this reason; zero where there are none.
    #[must_use]
    pub fn reason(&self, reason: Reason) -> Cell {
        self.cells.get(&Err(reason)).copied().unwrap_or(Cell::empty(self.currency))
    }

    /// All that occurs: the segments in their order, then the reasons.
    pub fn iter(&self) -> impl Iterator<Item = (&Result<K, Reason>, &Cell)> {
        self.cells.iter()
    }

    /// All accounts in no segment.
    #[must_use]
    pub fn unclassified(&self) -> Cell {
        self.merged(self.reasons().map(|(_, cell)| cell))
    }

    /// All accounts.
    #[must_use]
    pub fn total(&self) -> Cell {
        self.merged(self.cells.values())
    }

    fn merged<'c>(&self, cells: impl Iterator<Item = &'c Cell>) -> Cell {
        merged(self.currency, cells)
    }
}

fn merged<'c>(currency: Currency, cells: impl Iterator<Item = &'c Cell>) -> Cell {
    let mut sum = Cell::empty(currency);
    cells.for_each(|cell| sum.merge(cell));
    sum
}

type Pair<A, B> = (Result<A, Reason>, Result<B, Reason>);

/// Accounts and ARR by two axes. All cells, the unclassified of either axis included, add up to the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossTable<A, B> {
    cells: BTreeMap<Pair<A, B>, Cell>,
    currency: Currency,
}

impl<A: Ord, B: Ord> CrossTable<A, B> {
    pub(super) const fn empty(currency: Currency) -> Self {
        Self { cells: BTreeMap::new(), currency }
    }

    pub(super) fn add(&mut self, key: Pair<A, B>, row: &Row<'_>) {
        self.cells.entry(key).or_insert(Cell::empty(self.currency)).add(row);
    }

    /// The cells that occur, by row, then by column; segments before reasons.
    pub fn cells(&self) -> impl Iterator<Item = (&Result<A, Reason>, &Result<B, Reason>, &Cell)> {
        self.cells.iter().map(|((row, column), cell)| (row, column, cell))
    }

    /// One cell; zero where it does not occur.
    #[must_use]
    pub fn cell(&self, row: Result<A, Reason>, column: Result<B, Reason>) -> Cell {
        self.cells.get(&(row, column)).copied().unwrap_or(Cell::empty(self.currency))
    }

    /// The rows alone.
    #[must_use]
    pub fn rows(&self) -> Tally<A>
    where
        A: Clone,
    {
        self.along(|(row, _)| row)
    }

    /// The columns alone.
    #[must_use]
    pub fn columns(&self) -> Tally<B>
    where
        B: Clone,
    {
        self.along(|(_, column)| column)
    }

    fn along<K: Ord + Clone>(&self, side: fn(&Pair<A, B>) -> &Result<K, Reason>) -> Tally<K> {
        let mut tally = Tally::empty(self.currency);
        for (key, cell) in &self.cells {
            tally.merge_at(side(key).clone(), cell);
        }
        tally
    }

    /// All accounts.
    #[must_use]
    pub fn total(&self) -> Cell {
        merged(self.currency, self.cells.values())
    }
}

impl<K: Ord> CrossTable<K, K> {
    /// The accounts that both axes put into the same segment, or into none for the same reason.
    #[must_use]
    pub fn diagonal(&self) -> Cell {
        self.merged_where(|(row, column)| row == column)
    }

    /// All others.
    #[must_use]
    pub fn off_diagonal(&self) -> Cell {
        self.merged_where(|(row, column)| row != column)
    }

    fn merged_where(&self, holds: fn(&Pair<K, K>) -> bool) -> Cell {
        merged(self.currency, self.cells.iter().filter(|(key, _)| holds(key)).map(|(_, cell)| cell))
    }
}
