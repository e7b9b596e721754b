use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::Review;
use crate::quantity::{Money, Ratio, RatioError, Total};

/// How the ARR of a portfolio is spread over its customers: where the 80/20 line lies (A2-6). Exact.
///
/// ```
/// use segmentry::portfolio::Portfolio;
/// use segmentry::rust_decimal::dec;
/// use segmentry::segment::{SegmentationPolicy, TierPolicy};
/// use segmentry::{Account, Currency, Money, calendar::parse_date};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let accounts = [("a", 10), ("b", 70), ("c", 10), ("d", 10)]
///     .map(|(id, arr)| Account::builder(id, Currency::EUR).arr(eur(arr.into())).build().unwrap());
/// let portfolio = Portfolio::new(accounts.into(), Currency::EUR, parse_date("2026-06-30")?)?;
/// let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(50)))?).build()?;
///
/// let concentration = portfolio.review(&policy).concentration();
/// assert_eq!(concentration.accounts_for(dec!(0.8))?, 2);
/// assert_eq!(concentration.top(1).amount(), dec!(70));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concentration {
    /// The largest first.
    amounts: Vec<Money>,
    total: Total,
}

impl Concentration {
    pub(super) fn new(review: &Review<'_>) -> Self {
        let mut amounts: Vec<Money> = review.rows().filter_map(|row| row.arr).collect();
        amounts.sort_unstable_by_key(|amount| Reverse(amount.ticks()));
        Self { amounts, total: review.total().arr() }
    }

    /// The customers: accounts with an ARR, an ARR of zero included.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.amounts.len()
    }

    /// Their ARR.
    #[must_use]
    pub const fn total(&self) -> Total {
        self.total
    }

    /// The ARR of so many of the largest customers.
    #[must_use]
    pub fn top(&self, accounts: usize) -> Total {
        let zero = Total::zero(self.total.currency());
        // One currency by the portfolio's check, and room for more accounts than fit in memory.
        self.amounts.iter().take(accounts).fold(zero, |sum, amount| sum.checked_add(*amount).unwrap_or(sum))
    }

    /// The smallest number of customers who carry at least this part of the ARR (0.8 for 80 %). A part of 0 or less is
    /// carried by nobody, more than the whole by all of them.
    ///
    /// # Errors
    /// [`RatioError`] for a part with more than 18 decimals or too large.
    pub fn accounts_for(&self, part: Decimal) -> Result<usize, RatioError> {
        let part = Ratio::from_decimal(part)?.min(Ratio::ONE);
        let needed = self.total.part_rounded_up(part);
        let mut carried = 0_i128;
        let mut accounts = 0_usize;
        for amount in &self.amounts {
            if carried >= needed {
                break;
            }
            carried = carried.saturating_add(amount.ticks().into());
            accounts = accounts.saturating_add(1);
        }
        Ok(accounts)
    }
}
