use std::fmt;

use chrono::NaiveDate;

use crate::calendar::check_date;
use crate::quantity::{Label, Name, excerpt};

/// A decision by people that an account belongs in a segment, whatever is computed.
///
/// It says who decided, why, from when, and until when or explicitly for an indefinite time; an account with an override
/// that leaves one of them open is not built. The computed answer stays visible in the explanation.
///
/// ```
/// use segmentry::account::Override;
/// use segmentry::calendar::parse_date;
/// use segmentry::segment::TIER;
/// use segmentry::{Account, Currency, name};
///
/// let decision = Override::new(TIER, name!("enterprise"))
///     .by("head of sales")
///     .because("reference customer")
///     .from(parse_date("2026-01-01")?)
///     .until(parse_date("2026-12-31")?);
/// let account = Account::builder("acme", Currency::EUR).overridden(decision).build()?;
/// assert!(account.override_on(TIER, parse_date("2026-12-31")?).is_some());
/// assert!(account.override_on(TIER, parse_date("2027-01-01")?).is_none());
///
/// let open = Override::new(TIER, name!("enterprise")).by("head of sales");
/// let error = Account::builder("acme", Currency::EUR).overridden(open).build().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "account `acme`: tier: override to `enterprise`: no reason; no first day; \
///      no last day (or say that it is indefinite)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Override {
    dimension: Name,
    segment: Name,
    author: String,
    reason: String,
    from: Option<NaiveDate>,
    term: Option<Term>,
}

/// How long a decision is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// To this day, the day included.
    Until(NaiveDate),
    /// Until somebody ends it.
    Indefinite,
}

impl Term {
    /// Whether the last day has passed.
    #[must_use]
    pub fn has_passed(self, as_of: NaiveDate) -> bool {
        self.last_day().is_some_and(|until| until < as_of)
    }

    /// The last day, if there is one.
    #[must_use]
    pub const fn last_day(self) -> Option<NaiveDate> {
        match self {
            Self::Until(until) => Some(until),
            Self::Indefinite => None,
        }
    }
}

/// What a decision says as of a day, as small as a step of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ruling {
    /// The dimension decided.
    pub dimension: Name,
    /// The segment given.
    pub segment: Name,
    /// Who decided, cut to 31 bytes.
    pub author: Name,
    /// Why, cut to 31 bytes.
    pub reason: Name,
    /// The last day; `None` is indefinite.
    pub until: Option<NaiveDate>,
    /// Whether that day has passed.
    pub has_expired: bool,
    /// For whom it stands in a policy, cut to 31 bytes; `None` where it stands on the account.
    pub scope: Option<Name>,
}

/// ``to `enterprise` by `head of sales` for `logistics` ``.
impl fmt::Display for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "to `{}` by `{}` ", self.segment, self.author)?;
        match self.scope {
            Some(scope) => write!(f, "for `{scope}`"),
            None => f.write_str("on the account"),
        }
    }
}

impl Override {
    /// A decision for this segment of this dimension.
    pub const fn new(dimension: Name, segment: Name) -> Self {
        Self { dimension, segment, author: String::new(), reason: String::new(), from: None, term: None }
    }

    /// Who decided: 1 to 256 bytes.
    pub fn by(mut self, author: &str) -> Self {
        self.author = author.into();
        self
    }

    /// Why: 1 to 256 bytes.
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = reason.into();
        self
    }

    /// The first day on which it is in force.
    pub const fn from(mut self, date: NaiveDate) -> Self {
        self.from = Some(date);
        self
    }

    /// The last day on which it is in force.
    pub const fn until(mut self, date: NaiveDate) -> Self {
        self.term = Some(Term::Until(date));
        self
    }

    /// In force until somebody ends it.
    pub const fn indefinitely(mut self) -> Self {
        self.term = Some(Term::Indefinite);
        self
    }

    /// The dimension decided.
    #[must_use]
    pub const fn dimension(&self) -> Name {
        self.dimension
    }

    /// The segment given.
    #[must_use]
    pub const fn segment(&self) -> Name {
        self.segment
    }

    /// Who decided.
    #[must_use]
    pub fn author(&self) -> &str {
        &self.author
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The first day on which it is in force.
    #[must_use]
    pub const fn first_day(&self) -> Option<NaiveDate> {
        self.from
    }

    /// How long it is in force.
    #[must_use]
    pub const fn term(&self) -> Option<Term> {
        self.term
    }

    /// Whether it is in force on a day, its first and its last day included.
    #[must_use]
    pub fn is_live(&self, as_of: NaiveDate) -> bool {
        self.from.is_some_and(|from| from <= as_of) && !self.has_expired(as_of)
    }

    /// Whether its last day has passed.
    #[must_use]
    pub fn has_expired(&self, as_of: NaiveDate) -> bool {
        self.term.is_some_and(|term| term.has_passed(as_of))
    }

    pub(crate) fn ruling(&self, scope: Option<Name>, as_of: NaiveDate) -> Ruling {
        Ruling {
            dimension: self.dimension,
            segment: self.segment,
            author: Name::abbreviated(&self.author),
            reason: Name::abbreviated(&self.reason),
            until: self.term.and_then(Term::last_day),
            has_expired: self.has_expired(as_of),
            scope,
        }
    }

    /// Whether both could be in force on one day.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let last = |decision: &Self| decision.term.and_then(Term::last_day).unwrap_or(NaiveDate::MAX);
        self.dimension == other.dimension
            && self.from.is_some_and(|from| from <= last(other))
            && other.from.is_some_and(|from| from <= last(self))
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        let mut problems = Vec::new();
        for (what, text) in [("author", &self.author), ("reason", &self.reason)] {
            match Label::new(text) {
                Ok(_) => {}
                Err(_) if text.is_empty() => problems.push(format!("no {what}")),
                Err(error) => problems.push(format!("{what} `{}`: {error}", excerpt(text))),
            }
        }
        if self.from.is_none() {
            problems.push("no first day".into());
        }
        if self.term.is_none() {
            problems.push("no last day (or say that it is indefinite)".into());
        }
        let until = self.term.and_then(Term::last_day);
        for date in [self.from, until].into_iter().flatten() {
            if let Err(error) = check_date(date) {
                problems.push(error.to_string());
            }
        }
        if let (Some(from), Some(until)) = (self.from, until) {
            if until < from {
                problems.push(format!("its last day, {until}, lies before its first, {from}; correct one"));
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(format!("override to `{}`: {}", self.segment, problems.join("; ")))
    }
}
