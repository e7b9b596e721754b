use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::Review;
use crate::account::{Account, HistoryMismatch};
use crate::quantity::{Currency, Money, excerpt};
use crate::segment::SegmentationPolicy;

/// At most this many faults are reported; the rest is counted.
const MAX_FAULTS: usize = 100;

/// Accounts of one currency as of one day, each with its own id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    accounts: Vec<Account>,
    arr: Vec<Option<Money>>,
    currency: Currency,
    as_of: NaiveDate,
}

impl Portfolio {
    /// A portfolio. Without accounts it is legal, and empty.
    ///
    /// # Errors
    /// [`PortfolioError`] with every account that has another currency, the id of an earlier one, or an ARR that
    /// differs from its history on the as-of date.
    pub fn new(accounts: Vec<Account>, currency: Currency, as_of: NaiveDate) -> Result<Self, PortfolioError> {
        let mut faults = FaultList::default();
        let mut first_row: BTreeMap<&str, usize> = BTreeMap::new();
        let mut arr = Vec::new();
        for (row, account) in accounts.iter().enumerate() {
            let id = || excerpt(account.id());
            if account.currency() != currency {
                faults.push(|| PortfolioFault::Currency {
                    row,
                    id: id(),
                    found: account.currency(),
                    expected: currency,
                });
            }
            let first = *first_row.entry(account.id()).or_insert(row);
            if first != row {
                faults.push(|| PortfolioFault::DuplicateId { row, id: id(), first });
            }
            match account.arr_on(as_of) {
                Ok(fact) => arr.push(fact.map(|fact| fact.value)),
                Err(mismatch) => faults.push(|| PortfolioFault::History { row, id: id(), mismatch }),
            }
        }
        faults.finish()?;
        Ok(Self { accounts, arr, currency, as_of })
    }

    /// Classifies every account. The policy's amounts must be in the portfolio's currency: else what compares amounts is
    /// a fault, account by account, and their explanations say so.
    #[must_use]
    pub fn review(&self, policy: &SegmentationPolicy) -> Review<'_> {
        Review::new(self, policy)
    }

    /// The accounts, in the order given.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// ARR on the as-of date, account by account; `None` for a prospect.
    pub(super) fn arr(&self) -> impl Iterator<Item = Option<Money>> {
        self.arr.iter().copied()
    }

    /// The account of this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id() == id)
    }

    /// The currency of all amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The day of the question.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }
}

/// Why accounts make no [`Portfolio`]: every fault, up to 100 of them, by row from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioError {
    faults: Vec<PortfolioFault>,
    more: usize,
}

impl PortfolioError {
    /// The faults, in the order of the rows.
    #[must_use]
    pub fn faults(&self) -> &[PortfolioFault] {
        &self.faults
    }

    /// Faults beyond those listed.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }
}

impl fmt::Display for PortfolioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            write!(f, "{}{fault}", if index == 0 { "" } else { "; " })?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for PortfolioError {}

/// What is wrong with one row of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortfolioFault {
    /// Another currency than the portfolio's.
    #[error(
        "row {row}, account `{id}`: the currency is {found}, the portfolio's {expected}; convert it, or review each currency on its own"
    )]
    Currency {
        /// Position from 0.
        row: usize,
        /// The start of the id.
        id: String,
        /// The account's currency.
        found: Currency,
        /// The portfolio's.
        expected: Currency,
    },
    /// An id that an earlier row has.
    #[error("row {row}, account `{id}`: row {first} has the same id; keep one of them")]
    DuplicateId {
        /// Position from 0.
        row: usize,
        /// The start of the id.
        id: String,
        /// Position of the first account of this id.
        first: usize,
    },
    /// An ARR that differs from the history's.
    #[error("row {row}, account `{id}`: {mismatch}")]
    History {
        /// Position from 0.
        row: usize,
        /// The start of the id.
        id: String,
        /// The two values.
        mismatch: HistoryMismatch,
    },
}

impl PortfolioFault {
    /// Position of the account, from 0.
    #[must_use]
    pub const fn row(&self) -> usize {
        match self {
            Self::Currency { row, .. } | Self::DuplicateId { row, .. } | Self::History { row, .. } => *row,
        }
    }
}

#[derive(Default)]
struct FaultList {
    faults: Vec<PortfolioFault>,
    more: usize,
}

impl FaultList {
    fn push(&mut self, fault: impl FnOnce() -> PortfolioFault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault());
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn finish(self) -> Result<(), PortfolioError> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(PortfolioError { faults: self.faults, more: self.more })
        }
    }
}
