use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::movement::arr_ticks;
use super::unique::duplicate;
use crate::economics::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch, Money};

/// The ARR of accounts on one day. Who does not stand in it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrSnapshot<'a> {
    currency: Currency,
    /// In ten-thousandths; not negative, within the range of an amount.
    arr: BTreeMap<&'a str, i64>,
}

impl<'a> ArrSnapshot<'a> {
    /// One amount for each account.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a negative ARR, [`EconomicsError::Currency`] for another currency,
    /// [`EconomicsError::Data`] for an id that stands twice.
    pub fn of_accounts(
        accounts: impl IntoIterator<Item = (&'a str, Money)>,
        currency: Currency,
    ) -> Result<Self, EconomicsError> {
        let mut arr = BTreeMap::new();
        for (id, amount) in accounts {
            let ticks = arr_ticks(id, "arr", amount, currency)?;
            if arr.insert(id, ticks).is_some() {
                return Err(duplicate(id));
            }
        }
        Ok(Self { currency, arr })
    }

    /// Any number of amounts for each account, which are added up: the unit of a bridge is the customer, not the contract.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a negative ARR, [`EconomicsError::Currency`] for another currency,
    /// [`EconomicsError::Overflow`] where the sum of an account is beyond 10^14 units.
    pub fn of_subscriptions(
        subscriptions: impl IntoIterator<Item = (&'a str, Money)>,
        currency: Currency,
    ) -> Result<Self, EconomicsError> {
        let mut arr = BTreeMap::new();
        for (id, amount) in subscriptions {
            let ticks = arr_ticks(id, "arr", amount, currency)?;
            match arr.entry(id) {
                Entry::Vacant(entry) => {
                    entry.insert(ticks);
                }
                Entry::Occupied(mut entry) => {
                    // Within i64: both are within 10^18.
                    let sum = entry.get().saturating_add(ticks);
                    if sum > Money::MAX_TICKS {
                        return Err(EconomicsError::Overflow { figure: "ARR of an account" });
                    }
                    entry.insert(sum);
                }
            }
        }
        Ok(Self { currency, arr })
    }

    /// The currency of all amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    pub(super) fn same_currency(&self, other: &ArrSnapshot<'_>) -> Result<Currency, EconomicsError> {
        if self.currency == other.currency {
            Ok(self.currency)
        } else {
            Err(CurrencyMismatch { left: self.currency, right: other.currency }.into())
        }
    }

    pub(super) fn ticks(&self) -> impl Iterator<Item = (&'a str, i64)> {
        self.arr.iter().map(|(id, arr)| (*id, *arr))
    }

    pub(super) fn ticks_of(&self, id: &str) -> Option<i64> {
        self.arr.get(id).copied()
    }
}
