use std::fmt;

use crate::account::{HistoryMismatch, Ruling};
use crate::quantity::{CurrencyMismatch, Name, excerpt_to};

/// Why an answer could not be computed at all. Opaque: [`kind`](Self::kind) tells more, and may learn more kinds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct Fault {
    kind: FaultKind,
}

/// The kinds of [`Fault`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// Amounts of two currencies.
    #[error(transparent)]
    Currency(CurrencyMismatch),
    /// The stated ARR differs from the history's.
    #[error(transparent)]
    History(HistoryMismatch),
    /// People gave the account a segment that the dimension does not have.
    #[error("the override to `{segment}` names no segment of the dimension `{dimension}`; correct or end it")]
    UnknownOverride {
        /// The dimension.
        dimension: Name,
        /// The name given.
        segment: Name,
    },
    /// Two decisions by people are in force, on the account or in the policy, in the order in which they were met.
    #[error(
        "two overrides of the dimension `{}` are in force: {} and {}; end one of them", .0[0].dimension, .0[0], .0[1]
    )]
    TwoOverrides(Box<[Ruling; 2]>),
    /// What a classifier of somebody else reported.
    #[error("{0}")]
    Other(String),
}

impl Fault {
    /// A fault of a classifier of your own. Messages are cut after 256 bytes and stay on one line.
    pub fn other(message: impl fmt::Display) -> Self {
        FaultKind::Other(excerpt_to(&message.to_string(), 256)).into()
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> &FaultKind {
        &self.kind
    }
}

impl From<FaultKind> for Fault {
    fn from(kind: FaultKind) -> Self {
        Self { kind }
    }
}
