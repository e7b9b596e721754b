use rust_decimal::Decimal;

use super::WorkingTime;
use super::working_time::{at_least_zero, whole_accounts};
use crate::Name;
use crate::economics::EconomicsError;
use crate::quantity::Exact;

/// The touches that a segment gets: what its accounts cost in hours (A1-9).
///
/// From here the chain is computed: touches, hours per account, accounts per CSM, cost ratio.
///
/// ```
/// use segmentry::economics::csm_cost::{Engagement, Touch, WorkingTime};
/// use segmentry::rust_decimal::dec;
/// use segmentry::name;
///
/// // In a year: a business review a quarter, a call a month, a webinar a month for 30 accounts at once.
/// let midmarket = Engagement {
///     touches: vec![
///         Touch { name: name!("business_review"), times: dec!(4), hours: dec!(5), accounts_at_once: 1 },
///         Touch { name: name!("call"), times: dec!(12), hours: dec!(1), accounts_at_once: 1 },
///         Touch { name: name!("webinar"), times: dec!(12), hours: dec!(5), accounts_at_once: 30 },
///     ],
/// };
/// assert_eq!(midmarket.hours_per_account()?, dec!(34));
/// let year = WorkingTime {
///     hours_per_week: dec!(40),
///     weeks: dec!(52),
///     utilisation: dec!(0.75),
///     admin_share: dec!(0.15),
/// };
/// assert_eq!(midmarket.accounts_per_csm(&year)?, 39);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engagement {
    /// All of them, in the period of the working time that they are held against.
    pub touches: Vec<Touch>,
}

/// Something that a CSM does for an account, or for many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// What it is.
    pub name: Name,
    /// How often, zero or positive.
    pub times: Decimal,
    /// What it takes each time, preparation included; zero or positive.
    pub hours: Decimal,
    /// The accounts that it reaches at once: one, or many (1:many). Positive.
    pub accounts_at_once: u32,
}

const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "hours per account" };

impl Engagement {
    /// `sum of times * hours / accounts at once`.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for negative times or hours, [`EconomicsError::ZeroBase`] for zero accounts at once,
    /// [`EconomicsError::Overflow`].
    pub fn hours_per_account(&self) -> Result<Decimal, EconomicsError> {
        self.hours()?.to_decimal().ok_or(OVERFLOW)
    }

    /// The whole accounts that a CSM has time for: productive hours / hours per account, rounded down. May be zero.
    ///
    /// # Errors
    /// Those of [`Engagement::hours_per_account`] and of [`WorkingTime::accounts`].
    pub fn accounts_per_csm(&self, time: &WorkingTime) -> Result<u64, EconomicsError> {
        whole_accounts(time.hours()?, self.hours()?)
    }

    fn hours(&self) -> Result<Exact, EconomicsError> {
        self.touches.iter().try_fold(Exact::ZERO, |sum, touch| {
            let (times, hours) = (at_least_zero("times", touch.times)?, at_least_zero("hours", touch.hours)?);
            if touch.accounts_at_once == 0 {
                return Err(EconomicsError::ZeroBase {
                    base: "accounts_at_once",
                    figure: "hours per account",
                });
            }
            let each = times.mul(hours).and_then(|hours| hours.div(Exact::whole(touch.accounts_at_once)));
            each.and_then(|each| sum.add(each)).ok_or(OVERFLOW)
        })
    }
}
