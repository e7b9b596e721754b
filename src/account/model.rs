use chrono::NaiveDate;

use super::attribute::Attributes;
use super::facts::Facts;
use super::{AccountBuilder, ArrHistory, Designation, Fact, HistoryMismatch, Override, Previous, Ruling};
use crate::calendar::add_months;
use crate::quantity::{Currency, Label, Money, Name};

/// A business customer or a prospect: an id, a currency, and whatever else is known.
///
/// Facts are checked when the account is built, and do not change after that; a new observation makes a new
/// account. Two accounts are equal when all their facts are.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::{Account, Currency, Money};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let acme = Account::builder("acme", Currency::EUR)
///     .arr(eur(dec!(60000)))
///     .prior_arr(eur(dec!(50000)))
///     .industry("Logistics")
///     .build()?;
/// assert!(!acme.is_prospect());
///
/// let wrong = Account::builder("acme", Currency::EUR).arr(eur(dec!(-5))).industry("").build().unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "account `acme`: industry: ``: the text is empty; leave the fact out if it is not known; \
///      arr: -5.00 EUR is negative; it must be zero or more, keep credits outside it"
/// );
/// # Ok::<(), segmentry::account::AccountError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    pub(super) facts: Facts,
    pub(super) currency: Currency,
    pub(super) id: Label,
    pub(super) name: Option<Label>,
    pub(super) designation: Option<Designation>,
    pub(super) history: Option<ArrHistory>,
    pub(super) attributes: Attributes,
    pub(super) previous: Vec<(Name, Previous<Name>)>,
    pub(super) overrides: Vec<Override>,
}

impl Account {
    /// An account with this id (1 to 256 bytes) and currency; see [`AccountBuilder`] for what can be added.
    pub fn builder(id: &str, currency: Currency) -> AccountBuilder {
        AccountBuilder::new(id, currency)
    }

    /// What the account is known by.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// Its name for people.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(Label::as_str)
    }

    /// The currency of all its amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether neither an ARR nor a history of it is known (A0-7).
    #[must_use]
    pub const fn is_prospect(&self) -> bool {
        self.facts.arr.is_none() && self.history.is_none()
    }

    /// The designation as strategic, if people made one (A1-2).
    #[must_use]
    pub const fn designation(&self) -> Option<&Designation> {
        self.designation.as_ref()
    }

    /// ARR over time.
    #[must_use]
    pub const fn arr_history(&self) -> Option<&ArrHistory> {
        self.history.as_ref()
    }

    /// In which segment of a dimension the account was before.
    #[must_use]
    #[inline]
    pub fn previous(&self, dimension: Name) -> Option<Previous<Name>> {
        self.previous_in(&dimension)
    }

    /// The same where the name is kept: most accounts were in no segment before, and need no copy of it.
    #[inline]
    pub(crate) fn previous_in(&self, dimension: &Name) -> Option<Previous<Name>> {
        if self.previous.is_empty() { None } else { self.previous_among(dimension) }
    }

    #[cold]
    fn previous_among(&self, dimension: &Name) -> Option<Previous<Name>> {
        self.previous.iter().find(|(name, _)| name == dimension).map(|&(_, previous)| previous)
    }

    /// The decisions by people, in the order given.
    #[inline]
    pub fn overrides(&self) -> &[Override] {
        &self.overrides
    }

    /// The decision by people on a dimension that is in force on a day.
    #[must_use]
    pub fn override_on(&self, dimension: Name, as_of: NaiveDate) -> Option<&Override> {
        self.overrides.iter().find(|decision| decision.dimension() == dimension && decision.is_live(as_of))
    }

    /// What people decided on a dimension as of a day: the decision in force, else the last that has expired.
    #[must_use]
    #[inline]
    pub fn ruling(&self, dimension: Name, as_of: NaiveDate) -> Option<Ruling> {
        if self.overrides.is_empty() { None } else { self.ruling_of(dimension, as_of) }
    }

    #[cold]
    fn ruling_of(&self, dimension: Name, as_of: NaiveDate) -> Option<Ruling> {
        let expired = || {
            let past = self
                .overrides
                .iter()
                .filter(|decision| decision.dimension() == dimension && decision.has_expired(as_of));
            past.max_by_key(|decision| decision.first_day())
        };
        self.override_on(dimension, as_of).or_else(expired).map(|decision| decision.ruling(None, as_of))
    }

    /// ARR on the as-of date: as stated, else the history's value. `None` for a prospect.
    ///
    /// # Errors
    /// [`HistoryMismatch`] where both are known and differ.
    #[inline]
    pub fn arr_on(&self, as_of: NaiveDate) -> Result<Option<Fact<Money>>, HistoryMismatch> {
        match &self.history {
            None => Ok(self.facts.arr),
            Some(history) => self.arr_by_history(history, as_of),
        }
    }

    #[cold]
    fn arr_by_history(
        &self,
        history: &ArrHistory,
        as_of: NaiveDate,
    ) -> Result<Option<Fact<Money>>, HistoryMismatch> {
        let recorded = history.at(as_of);
        match self.facts.arr {
            Some(stated) if stated.value != recorded => {
                Err(HistoryMismatch { stated: stated.value, recorded, as_of })
            }
            Some(stated) => Ok(Some(stated)),
            None => Ok(Some(recorded.into())),
        }
    }

    /// ARR twelve months before the as-of date: as stated, else the history's value on that day.
    #[must_use]
    #[inline]
    pub fn prior_arr_on(&self, as_of: NaiveDate) -> Option<Fact<Money>> {
        match &self.history {
            None => self.facts.prior_arr,
            Some(history) => self.prior_arr_by_history(history, as_of),
        }
    }

    #[cold]
    fn prior_arr_by_history(&self, history: &ArrHistory, as_of: NaiveDate) -> Option<Fact<Money>> {
        self.facts.prior_arr.or_else(|| Some(history.at(add_months(as_of, -12)?).into()))
    }
}
