use chrono::NaiveDate;

use crate::calendar::{DateError, check_date};
use crate::quantity::{Currency, Money};

/// ARR over time, as a step function: each entry is the ARR from that day on.
///
/// The history is complete by definition: before its first entry the account had no ARR. Give an entry for the
/// beginning of the contract, not only for what changed lately.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::account::ArrHistory;
/// use segmentry::calendar::parse_date;
/// use segmentry::{Currency, Money};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let history = ArrHistory::new([
///     (parse_date("2025-01-01")?, eur(dec!(12000))),
///     (parse_date("2026-01-01")?, eur(dec!(18000))),
/// ])?;
/// assert_eq!(history.at(parse_date("2025-12-31")?), eur(dec!(12000)));
/// assert_eq!(history.at(parse_date("2026-01-01")?), eur(dec!(18000)));
/// assert!(history.at(parse_date("2024-12-31")?).is_zero());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArrHistory {
    currency: Currency,
    entries: Box<[(NaiveDate, Money)]>,
}

impl ArrHistory {
    /// A history from its entries, in any order.
    ///
    /// # Errors
    /// [`HistoryError`] for no entries, two entries of one day, two currencies, a negative ARR, a date out of range.
    pub fn new(entries: impl IntoIterator<Item = (NaiveDate, Money)>) -> Result<Self, HistoryError> {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|&(date, _)| date);
        let currency = entries.first().ok_or(HistoryError::Empty)?.1.currency();
        for &(date, arr) in &entries {
            check_date(date)?;
            if arr.is_negative() {
                return Err(HistoryError::Negative { date, arr });
            }
            if arr.currency() != currency {
                return Err(HistoryError::Currencies { first: currency, second: arr.currency() });
            }
        }
        if let Some(date) = entries.windows(2).find_map(|pair| match pair {
            [(first, _), (second, _)] if first == second => Some(*first),
            _ => None,
        }) {
            return Err(HistoryError::Duplicate { date });
        }
        Ok(Self { currency, entries: entries.into() })
    }

    /// ARR on a day; zero before the first entry.
    #[must_use]
    pub fn at(&self, date: NaiveDate) -> Money {
        let started = self.entries.partition_point(|&(from, _)| from <= date);
        let current = started.checked_sub(1).and_then(|index| self.entries.get(index));
        current.map_or(Money::zero(self.currency), |&(_, arr)| arr)
    }

    /// The entries by date.
    #[must_use]
    pub fn entries(&self) -> &[(NaiveDate, Money)] {
        &self.entries
    }

    /// The currency of all entries.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }
}

/// Why entries make no [`ArrHistory`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// No entries.
    #[error("the history has no entries; leave it out if it is not known")]
    Empty,
    /// Two entries of one day.
    #[error("the history has two entries for {date}; keep the one that holds")]
    Duplicate {
        /// The day.
        date: NaiveDate,
    },
    /// Two currencies.
    #[error("the history mixes {first} and {second}; convert to one currency first")]
    Currencies {
        /// Of the first entry.
        first: Currency,
        /// Of the entry at fault.
        second: Currency,
    },
    /// An ARR below zero.
    #[error("the history has {arr} on {date}; ARR is never negative, keep credits outside it")]
    Negative {
        /// The day.
        date: NaiveDate,
        /// The amount.
        arr: Money,
    },
    /// A date out of range.
    #[error(transparent)]
    Date(#[from] DateError),
}
