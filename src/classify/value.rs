use std::cmp::Ordering;
use std::fmt;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::calendar::{days_between, iso};
use crate::quantity::digits::{padded, write_decimal, write_scaled, write_whole};
use crate::quantity::{Gap, Money, Name, Nps, Ratio, Score};

/// A value as an explanation records it: what was observed, or the threshold that it was compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
// A tag of a whole word: behind a shorter one, what follows is copied at odd places, and every copy waits for the one before.
#[repr(u64)]
pub enum Value {
    /// An amount.
    Money(Money),
    /// A fraction.
    Ratio(Ratio),
    /// A score from 0 to 100.
    Score(Score),
    /// A net promoter score.
    Nps(Nps),
    /// A number of things.
    Count(u64),
    /// A number of days, negative in the past.
    Days(i64),
    /// A day.
    Date(#[serde(with = "iso")] NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A category, cut to 31 bytes.
    Text(Name),
}

impl Value {
    /// The order of two values of one kind; `None` for two kinds or two currencies.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Money(a), Self::Money(b)) => a.compare(*b).ok(),
            (Self::Ratio(a), Self::Ratio(b)) => Some(a.cmp(b)),
            (Self::Score(a), Self::Score(b)) => Some(a.cmp(b)),
            (Self::Nps(a), Self::Nps(b)) => Some(a.cmp(b)),
            (Self::Count(a), Self::Count(b)) => Some(a.cmp(b)),
            (Self::Days(a), Self::Days(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Flag(a), Self::Flag(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// |a - b| / max(|a|, |b|), exactly. Dates count from the as-of date; categories and flags have nothing in
    /// between.
    #[inline]
    pub(super) fn relative_gap(&self, other: &Self, as_of: NaiveDate) -> Gap {
        match (self, other) {
            (Self::Money(a), Self::Money(b)) => Gap::between(a.ticks().into(), b.ticks().into()),
            (Self::Ratio(a), Self::Ratio(b)) => {
                let (left, right) = a.crosswise(*b);
                Gap::between(left, right)
            }
            (Self::Score(a), Self::Score(b)) => {
                // A score is at most 10^20 of these.
                let atto = |score: Score| i128::try_from(score.to_atto()).unwrap_or(i128::MAX);
                Gap::between(atto(*a), atto(*b))
            }
            (Self::Nps(a), Self::Nps(b)) => Gap::between(a.ticks().into(), b.ticks().into()),
            (Self::Count(a), Self::Count(b)) => Gap::between((*a).into(), (*b).into()),
            (Self::Days(a), Self::Days(b)) => Gap::between((*a).into(), (*b).into()),
            (Self::Date(a), Self::Date(b)) => {
                Gap::between(days_between(as_of, *a).into(), days_between(as_of, *b).into())
            }
            _ => Gap::WHOLE,
        }
    }

    /// |a - b| as a number, for reports; fractions are rounded at 28 decimals, dates give days. `None` for
    /// categories and flags.
    pub(super) fn distance(self, other: Self) -> Option<Decimal> {
        let (a, b) = match (self, other) {
            (Self::Money(a), Self::Money(b)) => return Some(a.distance(b)),
            (Self::Ratio(a), Self::Ratio(b)) => (a.to_decimal(), b.to_decimal()),
            (Self::Score(a), Self::Score(b)) => (a.value(), b.value()),
            (Self::Nps(a), Self::Nps(b)) => (a.value(), b.value()),
            (Self::Count(a), Self::Count(b)) => return Some(a.abs_diff(b).into()),
            (Self::Days(a), Self::Days(b)) => return Some(a.abs_diff(b).into()),
            (Self::Date(a), Self::Date(b)) => return Some(days_between(a, b).unsigned_abs().into()),
            _ => return None,
        };
        a.checked_sub(b).map(|difference| difference.abs().normalize())
    }
}

/// At most four decimals, rounded half-even: for people, never for deciding. The number has no trailing zeros.
pub(super) fn readable(value: Decimal) -> Decimal {
    if value.scale() <= 4 {
        return value;
    }
    value.round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven).normalize()
}

impl Value {
    /// As `Display` writes it.
    pub(super) fn write(&self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        match self {
            Self::Money(value) => value.write(out),
            // A fraction without a decimal form is hard to read: its first digits stand beside it.
            Self::Ratio(value) => match value.shown() {
                Ok(exact) => write_decimal(out, exact),
                Err((numerator, denominator)) => {
                    write_whole(out, numerator)?;
                    out.write_str("/")?;
                    write_whole(out, denominator)?;
                    out.write_str(" (about ")?;
                    match value.ten_thousandths() {
                        Some(about) => write_scaled(out, about, 4, 0)?,
                        None => write_decimal(out, readable(value.to_decimal()))?,
                    }
                    out.write_str(")")
                }
            },
            Self::Score(value) => value.write(out),
            Self::Nps(value) => value.write(out),
            Self::Count(value) => write_whole(out, *value),
            Self::Days(value) => {
                write_whole(out, *value)?;
                out.write_str(if *value == 1 { " day" } else { " days" })
            }
            Self::Date(value) => write!(out, "{value}"),
            Self::Flag(value) => out.write_str(if *value { "yes" } else { "no" }),
            Self::Text(value) => out.write_str(value.as_str()),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        padded(f, |out| self.write(out))
    }
}
