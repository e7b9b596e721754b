use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::Term;
use crate::quantity::{Label, excerpt};

/// Why people named an account strategic (A1-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StrategicReason {
    /// A major upsell opportunity, say a new division.
    MajorUpsell,
    /// It opens a market for a new use case.
    NewUseCase,
    /// Nobody recorded a reason.
    Unrecorded,
}

impl StrategicReason {
    /// `major_upsell`, `new_use_case` or `yes`, where no reason was recorded.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MajorUpsell => "major_upsell",
            Self::NewUseCase => "new_use_case",
            Self::Unrecorded => "yes",
        }
    }
}

impl fmt::Display for StrategicReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for StrategicReason {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        [Self::MajorUpsell, Self::NewUseCase, Self::Unrecorded]
            .into_iter()
            .find(|reason| reason.code() == text)
            .ok_or_else(|| UnknownReason(excerpt(text)))
    }
}

/// Text that names no [`StrategicReason`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no reason for a designation; write major_upsell, new_use_case, or yes where none was recorded"
)]
pub struct UnknownReason(String);

/// A decision by people that an account is strategic, whatever its ARR (A1-2).
///
/// It is in force from the day on which it was made (without a day, always) to its last day, if it has one.
///
/// ```
/// use segmentry::account::{Designation, StrategicReason};
/// use segmentry::{Account, Currency};
///
/// let account = Account::builder("acme", Currency::EUR)
///     .designation(Designation::new(StrategicReason::NewUseCase).by("head of sales"))
///     .build()?;
/// assert_eq!(account.designation().and_then(Designation::author), Some("head of sales"));
/// # Ok::<(), segmentry::account::AccountError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Designation {
    reason: StrategicReason,
    pub(super) author: Option<String>,
    made_on: Option<NaiveDate>,
    term: Option<Term>,
}

impl Designation {
    /// A designation for this reason.
    #[must_use]
    pub const fn new(reason: StrategicReason) -> Self {
        Self { reason, author: None, made_on: None, term: None }
    }

    /// Who made it: 1 to 256 bytes, checked when the account is built.
    #[must_use]
    pub fn by(mut self, author: &str) -> Self {
        self.author = Some(author.into());
        self
    }

    /// When it was made.
    #[must_use]
    pub const fn on(mut self, date: NaiveDate) -> Self {
        self.made_on = Some(date);
        self
    }

    /// The last day on which it is in force.
    #[must_use]
    pub const fn until(mut self, date: NaiveDate) -> Self {
        self.term = Some(Term::Until(date));
        self
    }

    /// In force until somebody ends it, as one without a last day is too; but said so.
    #[must_use]
    pub const fn indefinitely(mut self) -> Self {
        self.term = Some(Term::Indefinite);
        self
    }

    /// How long it is in force; `None` where nobody said.
    #[must_use]
    pub const fn term(&self) -> Option<Term> {
        self.term
    }

    /// Whether its last day has passed.
    #[must_use]
    pub fn has_expired(&self, as_of: NaiveDate) -> bool {
        self.term.is_some_and(|term| term.has_passed(as_of))
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> StrategicReason {
        self.reason
    }

    /// By whom.
    #[must_use]
    pub fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    /// When.
    #[must_use]
    pub const fn made_on(&self) -> Option<NaiveDate> {
        self.made_on
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(author) = &self.author {
            Label::new(author).map_err(|error| format!("author `{}`: {error}", excerpt(author)))?;
        }
        let until = self.term.and_then(Term::last_day);
        for date in [self.made_on, until].into_iter().flatten() {
            crate::calendar::check_date(date).map_err(|error| error.to_string())?;
        }
        match (self.made_on, until) {
            (Some(made_on), Some(until)) if until < made_on => {
                Err(format!("its last day, {until}, lies before the day it was made, {made_on}; correct one"))
            }
            _ => Ok(()),
        }
    }
}
