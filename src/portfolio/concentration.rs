use super::Review;
use crate::economics::concentration::Concentration;

impl Review<'_> {
    /// How the ARR is spread over the customers: accounts with an ARR, an ARR of zero included. Prospects do not count.
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
    /// assert_eq!(concentration.gini()?, dec!(0.45));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn concentration(&self) -> Concentration {
        // An account's ARR is never negative, and one currency is the portfolio's check.
        Concentration::of_checked(self.rows().filter_map(|row| row.arr), self.total().arr())
    }
}
