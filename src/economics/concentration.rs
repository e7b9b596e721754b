//! On how few accounts the ARR rests (A2-6): the 80/20 line, the Gini coefficient, the Herfindahl-Hirschman index.
//!
//! [`Concentration`] takes any amounts: the ARR of accounts, or sums by industry. A review has its own
//! ([`Review::concentration`](crate::Review::concentration)).
//!
//! | figure | formula, amounts ascending for Gini | range |
//! |---|---|---|
//! | [`gini`](Concentration::gini) | `sum (2i - n - 1) x_i / (n sum x)` | 0 (all alike) to `(n-1)/n` (one has all) |
//! | [`gini_unbiased`](Concentration::gini_unbiased) | the same `* n / (n-1)` | 0 to 1 |
//! | [`hhi`](Concentration::hhi) | `sum (x_i / sum x)^2` | `1/n` to 1 |
//! | [`top_share`](Concentration::top_share) | share of the largest `ceil(p n)` | `p` to 1 |
//! | [`accounts_for`](Concentration::accounts_for) | smallest number of the largest that reaches a share | 0 to `n` |
//!
//! Both Gini coefficients are in use: economists quote the raw one, R's `ineq` with its correction the unbiased one. For
//! small `n` they differ a lot, so say which. The index is a fraction here; competition authorities multiply it by 10,000.
//!
//! ```
//! use segmentry::economics::concentration::Concentration;
//! use segmentry::rust_decimal::dec;
//! use segmentry::{Currency, Money};
//!
//! let arr = [400, 250, 120, 80, 50, 40, 25, 15, 12, 8];
//! let arr = arr.map(|amount| Money::new(amount.into(), Currency::EUR).unwrap());
//! let concentration = Concentration::of(arr, Currency::EUR)?;
//! assert_eq!(concentration.gini()?, dec!(0.5894));
//! assert_eq!(concentration.gini_unbiased()?.round_dp(6), dec!(0.654889));
//! assert_eq!(concentration.hhi()?, dec!(0.248458));
//! assert_eq!(concentration.top_share(dec!(0.2))?, dec!(0.65));
//! assert_eq!(concentration.accounts_for(dec!(0.8))?, 4);
//! # Ok::<(), segmentry::economics::EconomicsError>(())
//! ```

use rust_decimal::Decimal;

use super::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch, Exact, Money, Rounding, Total};

/// How amounts are spread over those who have them. Exact.
///
/// Sorted once; every figure then takes one pass at the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concentration {
    /// In ten-thousandths, the largest first; none is negative.
    amounts: Vec<i128>,
    total: Total,
}

impl Concentration {
    /// Of these amounts, [`Money`] or [`Total`]s; an amount of zero counts as an account that has nothing.
    ///
    /// ```
    /// use segmentry::economics::concentration::Concentration;
    /// use segmentry::portfolio::{Portfolio, Row};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::segment::{SegmentationPolicy, TierPolicy};
    /// use segmentry::{Account, Currency, Money, calendar::parse_date};
    ///
    /// let eur = |amount: i32| Money::new(amount.into(), Currency::EUR).unwrap();
    /// let accounts = [("a", 10, "Retail"), ("b", 20, "Retail"), ("c", 70, "Energy")].map(|(id, arr, industry)| {
    ///     Account::builder(id, Currency::EUR).arr(eur(arr)).industry(industry).build().unwrap()
    /// });
    /// let portfolio = Portfolio::new(accounts.into(), Currency::EUR, parse_date("2026-06-30")?)?;
    /// let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(50))?).build()?;
    ///
    /// let review = portfolio.review(&policy);
    /// let industries = review.tally(Row::industry);
    /// let arr = industries.segments().map(|(_, cell)| cell.arr());
    /// assert_eq!(Concentration::of(arr, Currency::EUR)?.hhi()?, dec!(0.58));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for an amount below zero, [`EconomicsError::Currency`] for one of another
    /// currency, [`EconomicsError::Overflow`] for a sum beyond a [`Total`].
    pub fn of<A: Into<Total>>(
        amounts: impl IntoIterator<Item = A>,
        currency: Currency,
    ) -> Result<Self, EconomicsError> {
        let (mut list, mut sum) = (Vec::new(), Total::zero(currency));
        for amount in amounts {
            let amount: Total = amount.into();
            if amount.currency() != currency {
                return Err(CurrencyMismatch { left: currency, right: amount.currency() }.into());
            }
            if amount.ticks() < 0 {
                let allowed = "a share of a sum needs amounts of 0 and more; leave credits out";
                return Err(EconomicsError::out_of_range("amount", amount, allowed));
            }
            let overflow = EconomicsError::Overflow { figure: "sum of the amounts" };
            sum = sum.checked_merge(amount).map_err(|_| overflow)?;
            list.push(amount.ticks());
        }
        Ok(Self::sorted(list, sum))
    }

    /// Of amounts that are known to be of one currency and not negative.
    pub(crate) fn of_checked(amounts: impl Iterator<Item = Money>, total: Total) -> Self {
        Self::sorted(amounts.map(|amount| amount.ticks().into()).collect(), total)
    }

    fn sorted(mut amounts: Vec<i128>, total: Total) -> Self {
        amounts.sort_unstable_by(|a, b| b.cmp(a));
        Self { amounts, total }
    }

    /// The accounts, those with nothing included.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.amounts.len()
    }

    /// What they have together.
    #[must_use]
    pub const fn total(&self) -> Total {
        self.total
    }

    /// What so many of the largest have.
    #[must_use]
    pub fn top(&self, accounts: usize) -> Total {
        // Parts of the total, so never more than it.
        let ticks = self.amounts.iter().take(accounts).fold(0_i128, |sum, ticks| sum.saturating_add(*ticks));
        Total::from_ticks(ticks, self.total.currency()).unwrap_or(self.total)
    }

    /// The smallest number of accounts that has at least this part of the total (0.8 for 80 %), decided exactly. A part of
    /// 0 or less is held by nobody, more than the whole by all of them that have something.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`], as its siblings; no part of 28 digits and no total is too large for it.
    #[doc(alias = "Pareto")]
    pub fn accounts_for(&self, part: Decimal) -> Result<usize, EconomicsError> {
        let needed = Exact::of(part).min(Exact::ONE).mul(Exact::whole(self.total.ticks()));
        // Amounts are whole ticks, so rounding up changes nothing.
        let needed = needed.and_then(|needed| needed.to_whole(Rounding::Up)).ok_or(OVERFLOW)?;
        let mut held = 0_i128;
        let mut accounts = 0_usize;
        for ticks in &self.amounts {
            if held >= needed {
                break;
            }
            held = held.saturating_add(*ticks);
            accounts = accounts.saturating_add(1);
        }
        Ok(accounts)
    }

    /// How many accounts are this part of them: `ceil(p n)`, so that the top 20 % of 11 accounts are 3.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] outside 0 to 1.
    pub fn accounts_in(&self, part: Decimal) -> Result<usize, EconomicsError> {
        let exact = Exact::of(part);
        if exact.is_negative() || exact > Exact::ONE {
            let allowed = "a part of the accounts is from 0 to 1; write 0.2 for 20 %";
            return Err(EconomicsError::out_of_range("part", part, allowed));
        }
        let accounts = exact.mul(self.count()?).and_then(|accounts| accounts.to_whole(Rounding::Up));
        accounts.and_then(|accounts| usize::try_from(accounts).ok()).ok_or(OVERFLOW)
    }

    /// What part of the total the largest `ceil(p n)` accounts have.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a part outside 0 to 1; [`EconomicsError::Data`] without accounts,
    /// [`EconomicsError::ZeroBase`] where nobody has anything. So for the next three.
    pub fn top_share(&self, part: Decimal) -> Result<Decimal, EconomicsError> {
        self.need_total("top share")?;
        let top = self.top(self.accounts_in(part)?);
        shown(Exact::of_total(top).div(Exact::of_total(self.total)))
    }

    /// The Gini coefficient, from 0 to `(n-1)/n`.
    ///
    /// # Errors
    /// As [`Concentration::top_share`].
    pub fn gini(&self) -> Result<Decimal, EconomicsError> {
        let (above, count, total) = self.mean_difference()?;
        shown(count.mul(total).and_then(|whole| above.div(whole)))
    }

    /// The Gini coefficient without the bias of small numbers, from 0 to 1: times `n / (n-1)`.
    ///
    /// # Errors
    /// As [`Concentration::top_share`]; [`EconomicsError::Data`] also for a single account, of which it is not defined.
    pub fn gini_unbiased(&self) -> Result<Decimal, EconomicsError> {
        let (above, count, total) = self.mean_difference()?;
        if self.accounts() < 2 {
            let problem = "the unbiased Gini coefficient of 1 is not defined; give at least 2".to_owned();
            return Err(EconomicsError::Data { field: "amounts", problem });
        }
        let others = count.sub(Exact::ONE);
        shown(others.and_then(|others| above.div(others.mul(total)?)))
    }

    /// The Herfindahl-Hirschman index: the sum of squared shares, from `1/n` to 1.
    ///
    /// # Errors
    /// As [`Concentration::top_share`].
    #[doc(alias = "Herfindahl")]
    #[doc(alias = "HHI")]
    pub fn hhi(&self) -> Result<Decimal, EconomicsError> {
        self.need_total("HHI")?;
        // In an i128 while it fits, since wide sums are slow.
        let (mut wide, mut narrow) = (Some(Exact::ZERO), 0_i128);
        for ticks in &self.amounts {
            let square = ticks.checked_mul(*ticks);
            if let Some(sum) = square.and_then(|square| narrow.checked_add(square)) {
                narrow = sum;
                continue;
            }
            let ticks = Exact::whole(*ticks);
            wide = wide.and_then(|sum| sum.add(Exact::whole(narrow))?.add(ticks.mul(ticks)?));
            narrow = 0;
        }
        let squares = wide.and_then(|sum| sum.add(Exact::whole(narrow)));
        let total = Exact::whole(self.total.ticks());
        shown(squares.and_then(|squares| squares.div(total.mul(total)?)))
    }

    /// `sum (2i - n - 1) x_i` with `x` ascending, `n`, and the total, the amounts in ten-thousandths.
    fn mean_difference(&self) -> Result<(Exact, Exact, Exact), EconomicsError> {
        self.need_total("Gini coefficient")?;
        let count = i128::try_from(self.accounts()).map_err(|_| OVERFLOW)?;
        // With the largest first, the weights fall from n - 1 by steps of 2. Each sum is at most n times the total:
        // below 2^127 for as many accounts as fit in memory.
        let mut weight = count.saturating_sub(1);
        let mut sum = 0_i128;
        for ticks in &self.amounts {
            let weighted = weight.checked_mul(*ticks).and_then(|weighted| sum.checked_add(weighted));
            sum = weighted.ok_or(OVERFLOW)?;
            weight = weight.saturating_sub(2);
        }
        Ok((Exact::whole(sum), Exact::whole(count), Exact::whole(self.total.ticks())))
    }

    fn count(&self) -> Result<Exact, EconomicsError> {
        u64::try_from(self.accounts()).map(Exact::whole).map_err(|_| OVERFLOW)
    }

    fn need_total(&self, figure: &'static str) -> Result<(), EconomicsError> {
        if self.amounts.is_empty() {
            let problem = "there are none; give at least one".to_owned();
            return Err(EconomicsError::Data { field: "amounts", problem });
        }
        if self.total.ticks() == 0 {
            return Err(EconomicsError::ZeroBase { base: "the sum of the amounts", figure });
        }
        Ok(())
    }
}

const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "concentration" };

fn shown(figure: Option<Exact>) -> Result<Decimal, EconomicsError> {
    figure.and_then(Exact::to_decimal).ok_or(OVERFLOW)
}
