use std::fmt;

use chrono::NaiveDate;

use crate::quantity::{Money, Name};

/// Everything that is wrong with one account, in the order in which its facts are declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountError {
    pub(super) id: String,
    pub(super) faults: Vec<AccountFault>,
}

impl AccountError {
    /// The start of the id given.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is wrong, fact by fact.
    #[must_use]
    pub fn faults(&self) -> &[AccountFault] {
        &self.faults
    }
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "account `{}`: ", self.id)?;
        for (index, fault) in self.faults.iter().enumerate() {
            write!(f, "{}{fault}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for AccountError {}

/// One fact that an account cannot have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fact}: {problem}")]
pub struct AccountFault {
    pub(super) fact: Name,
    pub(super) problem: String,
}

impl AccountFault {
    /// The fact.
    #[must_use]
    pub const fn fact(&self) -> Name {
        self.fact
    }

    /// The value given, what is allowed, and what to do.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// The ARR stated differs from the history's on the day of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "arr is {stated}, but the history says {recorded} on {as_of}; correct one of them, or ask for the day of the statement"
)]
pub struct HistoryMismatch {
    /// The account's `arr`.
    pub stated: Money,
    /// The history's value.
    pub recorded: Money,
    /// The day.
    pub as_of: NaiveDate,
}
