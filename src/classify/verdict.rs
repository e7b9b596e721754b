use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Fault, FaultKind, Segment};
use crate::account::HistoryMismatch;
use crate::quantity::{CurrencyMismatch, Name, excerpt, text_serde};

/// A segment, or the reason why there is none.
pub type Verdict<G> = Result<G, Unclassified>;

/// Why a subject is in no segment. The account is still counted: nobody disappears.
///
/// Exhaustive, since callers route on it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unclassified {
    /// The rule has no opinion; the next one may answer.
    #[error("no rule matches")]
    NoMatch,
    /// A needed fact is absent: the first in the model's declared order.
    #[error("the fact `{0}` is missing")]
    Missing(Name),
    /// A needed fact is older than the policy allows.
    #[error("the fact `{0}` is older than the policy allows")]
    Stale(Name),
    /// A fact is present, but the question has no answer: growth from zero, a share of an empty wallet.
    #[error("the fact `{0}` leaves the question without an answer")]
    Undefined(Name),
    /// Too little is known to answer.
    #[error("too little is known for `{0}`")]
    Insufficient(Name),
    /// The answer could not be computed.
    #[error("{0}")]
    Fault(Box<Fault>),
}

impl Unclassified {
    /// The same reason without the fault's details: small, `Copy`, ordered, fit for counting.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::NoMatch => Reason::NoMatch,
            Self::Missing(fact) => Reason::Missing(*fact),
            Self::Stale(fact) => Reason::Stale(*fact),
            Self::Undefined(fact) => Reason::Undefined(*fact),
            Self::Insufficient(fact) => Reason::Insufficient(*fact),
            Self::Fault(_) => Reason::Fault,
        }
    }
}

impl From<Fault> for Unclassified {
    #[cold]
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl From<CurrencyMismatch> for Unclassified {
    #[cold]
    fn from(mismatch: CurrencyMismatch) -> Self {
        Fault::from(FaultKind::Currency(mismatch)).into()
    }
}

impl From<HistoryMismatch> for Unclassified {
    #[cold]
    fn from(mismatch: HistoryMismatch) -> Self {
        Fault::from(FaultKind::History(mismatch)).into()
    }
}

/// Why a subject is in no segment, as a key: an [`Unclassified`] without the fault's details.
///
/// Its text is the form used in reports, such as `missing_arr` or `no_match`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No rule matched.
    NoMatch,
    /// This fact is missing.
    Missing(Name),
    /// This fact is too old.
    Stale(Name),
    /// This fact leaves the question without an answer.
    Undefined(Name),
    /// Too little is known for this.
    Insufficient(Name),
    /// The answer could not be computed.
    Fault,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMatch => f.write_str("no_match"),
            Self::Missing(fact) => write!(f, "missing_{fact}"),
            Self::Stale(fact) => write!(f, "stale_{fact}"),
            Self::Undefined(fact) => write!(f, "undefined_{fact}"),
            Self::Insufficient(fact) => write!(f, "insufficient_{fact}"),
            Self::Fault => f.write_str("fault"),
        }
    }
}

text_serde!(Reason, "a reason such as \"missing_arr\"", |text| {
    let named = |prefix: &str| text.strip_prefix(prefix).and_then(|fact| Name::new(fact).ok());
    match text {
        "no_match" => Some(Reason::NoMatch),
        "fault" => Some(Reason::Fault),
        _ => named("missing_")
            .map(Reason::Missing)
            .or_else(|| named("stale_").map(Reason::Stale))
            .or_else(|| named("undefined_").map(Reason::Undefined))
            .or_else(|| named("insufficient_").map(Reason::Insufficient)),
    }
    .ok_or_else(|| format!("`{}` is no reason; write one such as missing_arr", excerpt(text)))
});

/// A verdict by names, the same for every classifier: what explanations and reports hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// In this segment.
    Segment(Name),
    /// In none.
    Unclassified(Reason),
}

impl Answer {
    /// The names of a verdict.
    pub fn of<G: Segment>(verdict: &Verdict<G>) -> Self {
        match verdict {
            Ok(segment) => Self::Segment(segment.name()),
            Err(unclassified) => Self::Unclassified(unclassified.reason()),
        }
    }

    /// As `Display` writes it.
    pub(super) fn write(&self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        match self {
            Self::Segment(name) => out.write_str(name.as_str()),
            Self::Unclassified(reason) => write!(out, "unclassified ({reason})"),
        }
    }

    /// The segment's name, or the reason why there is none.
    ///
    /// # Errors
    /// The reason.
    pub const fn segment(self) -> Result<Name, Reason> {
        match self {
            Self::Segment(name) => Ok(name),
            Self::Unclassified(reason) => Err(reason),
        }
    }
}

/// The segment's name, or `unclassified (missing_arr)`.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}
