use std::fmt;

use rust_decimal::Decimal;

use super::factors::{not_negative, same_currency};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact, Money, Rounding};

/// One of the four factors of the cost ratio (A1-8), in the order of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lever {
    /// More ARR per account.
    ArrPerAccount,
    /// More accounts per CSM.
    AccountsPerCsm,
    /// A lower cost per CSM.
    CostPerCsm,
    /// A higher post-sales fee per account.
    FeePerAccount,
}

impl Lever {
    /// All four, in the order of the article.
    pub const ALL: [Self; 4] =
        [Self::ArrPerAccount, Self::AccountsPerCsm, Self::CostPerCsm, Self::FeePerAccount];

    /// The value that a person can carry out and that keeps the target: ARR and fee up to the currency's minor unit, cost
    /// down to it, accounts up to a whole one. `None` where it does not fit.
    pub(super) fn practicable(self, exact: Exact, currency: Currency) -> Option<LeverValue> {
        let amount = |rounding| {
            let rounded = exact.rounded(currency.minor_digits(), rounding)?;
            Money::new(rounded, currency).ok().map(LeverValue::Amount)
        };
        match self {
            Self::ArrPerAccount | Self::FeePerAccount => amount(Rounding::Up),
            Self::CostPerCsm => amount(Rounding::Down),
            Self::AccountsPerCsm => exact.rounded(0, Rounding::Up).map(LeverValue::Accounts),
        }
    }

    /// Whether a value is beyond another in the direction that lowers the ratio.
    pub(super) fn is_beyond(self, value: Exact, other: Exact) -> bool {
        match self {
            Self::CostPerCsm => value < other,
            Self::ArrPerAccount | Self::AccountsPerCsm | Self::FeePerAccount => value > other,
        }
    }
}

impl fmt::Display for Lever {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ArrPerAccount => "ARR per account",
            Self::AccountsPerCsm => "accounts per CSM",
            Self::CostPerCsm => "cost per CSM",
            Self::FeePerAccount => "fee per account",
        })
    }
}

/// What a lever is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeverValue {
    /// An ARR, a cost or a fee per year.
    Amount(Money),
    /// A number of accounts.
    Accounts(Decimal),
}

impl LeverValue {
    /// The number alone.
    #[must_use]
    pub fn number(self) -> Decimal {
        match self {
            Self::Amount(amount) => amount.amount(),
            Self::Accounts(accounts) => accounts,
        }
    }

    pub(super) fn exact(self) -> Exact {
        match self {
            Self::Amount(amount) => Exact::of_money(amount),
            Self::Accounts(accounts) => Exact::of(accounts),
        }
    }
}

/// `30000.00 EUR`, `48 accounts`.
impl fmt::Display for LeverValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(amount) => fmt::Display::fmt(amount, f),
            Self::Accounts(accounts) => f.pad(&format!("{accounts} accounts")),
        }
    }
}

/// How far each lever may go; without a bound it may go anywhere.
///
/// Every lever lowers the ratio in one direction, so each has one bound. A bound that its current value has already passed
/// leaves it where it is.
///
/// ```
/// use segmentry::economics::csm_cost::Bounds;
/// use segmentry::rust_decimal::dec;
///
/// let bounds = Bounds { max_accounts_per_csm: Some(dec!(45)), ..Bounds::NONE };
/// assert_eq!(bounds.max_fee_per_account, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The ARR that an account can be brought to.
    pub max_arr_per_account: Option<Money>,
    /// The accounts that a CSM has time for: see [`WorkingTime::accounts`](super::WorkingTime::accounts).
    pub max_accounts_per_csm: Option<Decimal>,
    /// The lowest cost of a CSM who can do the work.
    pub min_cost_per_csm: Option<Money>,
    /// The highest fee that accounts will pay.
    pub max_fee_per_account: Option<Money>,
}

impl Bounds {
    /// No bound at all.
    pub const NONE: Self = Self {
        max_arr_per_account: None,
        max_accounts_per_csm: None,
        min_cost_per_csm: None,
        max_fee_per_account: None,
    };

    /// The bound of a lever.
    #[must_use]
    pub fn of(&self, lever: Lever) -> Option<LeverValue> {
        match lever {
            Lever::ArrPerAccount => self.max_arr_per_account.map(LeverValue::Amount),
            Lever::AccountsPerCsm => self.max_accounts_per_csm.map(LeverValue::Accounts),
            Lever::CostPerCsm => self.min_cost_per_csm.map(LeverValue::Amount),
            Lever::FeePerAccount => self.max_fee_per_account.map(LeverValue::Amount),
        }
    }

    pub(super) fn check(&self, currency: Currency) -> Result<(), EconomicsError> {
        let fields = [
            ("max_arr_per_account", Lever::ArrPerAccount),
            ("max_accounts_per_csm", Lever::AccountsPerCsm),
            ("min_cost_per_csm", Lever::CostPerCsm),
            ("max_fee_per_account", Lever::FeePerAccount),
        ];
        for (field, bound) in fields.into_iter().filter_map(|(field, lever)| Some((field, self.of(lever)?))) {
            if let LeverValue::Amount(amount) = bound {
                same_currency(currency, amount.currency())?;
            }
            not_negative(field, bound, bound.exact())?;
        }
        Ok(())
    }
}
