use crate::economics::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch, Money};

/// What became of the ARR of an account, with `b` at the opening and `e` at the closing.
///
/// ```
/// use segmentry::economics::retention::{AccountArr, Movement, Past};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let back = AccountArr { id: "acme", opening: eur(dec!(0)), closing: eur(dec!(24000)), past: Past::Customer };
/// assert_eq!(back.movement()?, (Movement::Reactivation, eur(dec!(24000))));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// b = 0, e > 0, never a customer before: `e`.
    New,
    /// b = 0, e > 0, a customer at some time before: `e`. Never new business.
    Reactivation,
    /// b > 0, e > b: `e - b`. A second subscription of a customer, too.
    Expansion,
    /// b > 0, 0 < e < b: `b - e`. One subscription of several that ends, too.
    Contraction,
    /// b > 0, e = 0: `b`.
    Churn,
    /// b = e > 0: no movement, and `b` stays.
    Unchanged,
    /// b = e = 0: not a customer at either end.
    Absent,
}

impl Movement {
    /// All of them, in the order of a bridge.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Reactivation,
        Self::Expansion,
        Self::Contraction,
        Self::Churn,
        Self::Unchanged,
        Self::Absent,
    ];

    /// Its name in reports: `new`, `reactivation`, `expansion`, `contraction`, `churn`, `unchanged`, `absent`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Reactivation => "reactivation",
            Self::Expansion => "expansion",
            Self::Contraction => "contraction",
            Self::Churn => "churn",
            Self::Unchanged => "unchanged",
            Self::Absent => "absent",
        }
    }

    /// From one ARR to another, both in ten-thousandths and not negative, and how much of it moved (or stayed).
    #[inline]
    pub(super) const fn between(opening: i64, closing: i64, past: Past) -> (Self, i64) {
        // Neither difference saturates: amounts are within 0 and 10^18.
        match (opening, closing) {
            (0, 0) => (Self::Absent, 0),
            (0, _) => match past {
                Past::Never => (Self::New, closing),
                Past::Customer => (Self::Reactivation, closing),
            },
            (_, 0) => (Self::Churn, opening),
            _ if closing > opening => (Self::Expansion, closing.saturating_sub(opening)),
            _ if closing < opening => (Self::Contraction, opening.saturating_sub(closing)),
            _ => (Self::Unchanged, opening),
        }
    }
}

/// Whether an account had been a customer on any day before the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Past {
    /// Never, as far as anybody knows: when it comes, it is new.
    Never,
    /// At some time: when it comes back, that is a reactivation. Of no consequence where it pays at the opening.
    Customer,
}

/// The ARR of one account at both ends of a period: all its subscriptions together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountArr<'a> {
    /// What the account is known by; once in a bridge.
    pub id: &'a str,
    /// ARR at the opening; zero for who is no customer.
    pub opening: Money,
    /// ARR at the closing; zero for who is no customer.
    pub closing: Money,
    /// Whether it had been a customer before the opening.
    pub past: Past,
}

impl AccountArr<'_> {
    /// What became of its ARR, and how much: `b` of who is unchanged.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a negative ARR, [`EconomicsError::Currency`] for two currencies.
    pub fn movement(&self) -> Result<(Movement, Money), EconomicsError> {
        let (movement, ticks) = self.checked(self.opening.currency())?;
        // An amount of the account, or a difference of two: within its range.
        let overflow = EconomicsError::Overflow { figure: "movement" };
        Money::from_ticks(ticks, self.opening.currency())
            .map(|amount| (movement, amount))
            .map_err(|_| overflow)
    }

    #[inline]
    pub(super) fn checked(&self, currency: Currency) -> Result<(Movement, i64), EconomicsError> {
        let opening = arr_ticks(self.id, "opening", self.opening, currency)?;
        let closing = arr_ticks(self.id, "closing", self.closing, currency)?;
        Ok(Movement::between(opening, closing, self.past))
    }
}

/// An ARR in ten-thousandths, where it is one: not negative, and of this currency.
#[inline]
pub(super) fn arr_ticks(
    id: &str,
    field: &'static str,
    arr: Money,
    currency: Currency,
) -> Result<i64, EconomicsError> {
    if arr.currency() != currency {
        return Err(CurrencyMismatch { left: currency, right: arr.currency() }.into());
    }
    if arr.is_negative() {
        let allowed = "ARR is never negative; keep credits outside it";
        return Err(EconomicsError::out_of_range(field, format_args!("{arr} of `{id}`"), allowed));
    }
    Ok(arr.ticks())
}
