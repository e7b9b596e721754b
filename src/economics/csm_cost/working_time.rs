use rust_decimal::Decimal;

use crate::economics::EconomicsError;
use crate::quantity::{Exact, Rounding};

/// The time that a CSM has for accounts, in a period of so many weeks.
///
/// ```
/// use segmentry::economics::csm_cost::WorkingTime;
/// use segmentry::rust_decimal::dec;
///
/// // A quarter, as a published calculator has it (lotoftools.org, book of business).
/// let quarter = WorkingTime {
///     hours_per_week: dec!(40),
///     weeks: dec!(13),
///     utilisation: dec!(0.75),
///     admin_share: dec!(0.15),
/// };
/// assert_eq!(quarter.productive_hours()?, dec!(331.5));
/// // At 16 hours an enterprise account and quarter.
/// assert_eq!(quarter.accounts(dec!(16))?, 20);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingTime {
    /// Contract hours per week, zero or positive.
    pub hours_per_week: Decimal,
    /// Weeks of the period, zero or positive: 13 for a quarter.
    pub weeks: Decimal,
    /// The share of them that is worked on anything at all, 0 to 1: the rest is leave, sickness, training.
    pub utilisation: Decimal,
    /// The share of what is worked that goes into administration, 0 to 1.
    pub admin_share: Decimal,
}

const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "capacity" };

impl WorkingTime {
    /// `hours per week * weeks * utilisation * (1 - admin share)`.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for negative hours or weeks, and for a share outside 0 to 1;
    /// [`EconomicsError::Overflow`].
    pub fn productive_hours(&self) -> Result<Decimal, EconomicsError> {
        self.hours()?.to_decimal().ok_or(OVERFLOW)
    }

    /// The accounts that a CSM has time for, in whole ones: productive hours / hours per account, rounded down. Both are of
    /// the same period. May be zero.
    ///
    /// It is the bound of the lever on accounts: `max_accounts_per_csm: Some(accounts.into())`.
    ///
    /// # Errors
    /// Those of [`WorkingTime::productive_hours`]; [`EconomicsError::ZeroBase`] or [`EconomicsError::OutOfRange`] unless
    /// `hours_per_account` is positive.
    pub fn accounts(&self, hours_per_account: Decimal) -> Result<u64, EconomicsError> {
        whole_accounts(self.hours()?, at_least_zero("hours_per_account", hours_per_account)?)
    }

    pub(super) fn hours(&self) -> Result<Exact, EconomicsError> {
        let hours = at_least_zero("hours_per_week", self.hours_per_week)?;
        let weeks = at_least_zero("weeks", self.weeks)?;
        let worked = share("utilisation", self.utilisation)?;
        let admin = share("admin_share", self.admin_share)?;
        let productive = Exact::ONE.sub(admin).and_then(|rest| hours.mul(weeks)?.mul(worked)?.mul(rest));
        productive.ok_or(OVERFLOW)
    }
}

pub(super) fn whole_accounts(hours: Exact, per_account: Exact) -> Result<u64, EconomicsError> {
    if per_account.is_zero() {
        return Err(EconomicsError::ZeroBase { base: "hours per account", figure: "capacity" });
    }
    let accounts = hours.div(per_account).and_then(|accounts| accounts.to_whole(Rounding::Down));
    accounts.and_then(|accounts| u64::try_from(accounts).ok()).ok_or(OVERFLOW)
}

pub(super) fn at_least_zero(field: &'static str, value: Decimal) -> Result<Exact, EconomicsError> {
    let exact = Exact::of(value);
    if exact.is_negative() {
        return Err(EconomicsError::out_of_range(field, value, "it must be zero or positive"));
    }
    Ok(exact)
}

fn share(field: &'static str, value: Decimal) -> Result<Exact, EconomicsError> {
    let exact = at_least_zero(field, value)?;
    if exact > Exact::ONE {
        let allowed = "it must be a fraction from 0 to 1; write 0.75 for 75 %";
        return Err(EconomicsError::out_of_range(field, value, allowed));
    }
    Ok(exact)
}
