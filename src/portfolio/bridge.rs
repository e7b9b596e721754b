use chrono::NaiveDate;

use super::pairing::{Paired, pair_by_id};
use super::{Portfolio, Review, Row};
use crate::account::Account;
use crate::calendar::add_months;
use crate::classify::Reason;
use crate::economics::EconomicsError;
use crate::economics::retention::{
    AccountArr, Basis, Bridge, BridgeRow, BridgeSeries, Past, SegmentedBridge, SegmentedSums, Sum, Sums,
    Timeline,
};
use crate::quantity::{Currency, CurrencyMismatch, Money};

/// The bridge of the accounts whose ARR is known at both ends, and the others, so that nobody disappears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridged<B> {
    bridge: B,
    left_out: LeftOut,
}

impl<B> Bridged<B> {
    /// The bridge.
    #[must_use]
    pub const fn bridge(&self) -> &B {
        &self.bridge
    }

    /// The accounts that do not stand in it.
    #[must_use]
    pub const fn left_out(&self) -> &LeftOut {
        &self.left_out
    }
}

/// Accounts that stand in no bridge, by what is not known of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    prospects: u64,
    opening_unknown: BridgeRow,
    closing_unknown: BridgeRow,
}

impl LeftOut {
    /// No ARR is known at all.
    #[must_use]
    pub const fn prospects(&self) -> u64 {
        self.prospects
    }

    /// The ARR at the closing is known alone: the accounts, and that ARR.
    #[must_use]
    pub const fn opening_unknown(&self) -> BridgeRow {
        self.opening_unknown
    }

    /// The ARR at the opening is known alone: the accounts, and that ARR.
    #[must_use]
    pub const fn closing_unknown(&self) -> BridgeRow {
        self.closing_unknown
    }
}

#[derive(Default)]
struct Remainder {
    prospects: u64,
    opening_unknown: Sum,
    closing_unknown: Sum,
}

impl Remainder {
    fn add(&mut self, opening: Option<Money>, closing: Option<Money>) {
        match (opening, closing) {
            (None, None) => self.prospects = self.prospects.saturating_add(1),
            (_, Some(arr)) => self.opening_unknown.add(arr.ticks().into()),
            (Some(arr), None) => self.closing_unknown.add(arr.ticks().into()),
        }
    }

    fn finish(self, currency: Currency) -> Result<LeftOut, EconomicsError> {
        Ok(LeftOut {
            prospects: self.prospects,
            opening_unknown: BridgeRow::of_sum(self.opening_unknown, currency)?,
            closing_unknown: BridgeRow::of_sum(self.closing_unknown, currency)?,
        })
    }
}

impl Portfolio {
    /// The bridge from a day to the as-of date.
    ///
    /// ARR at the opening is that of the history; without one, the stated prior ARR, where the day lies exactly twelve months
    /// before the as-of date. An account that comes is reactivated where its history shows an ARR up to the day, or, without
    /// a history, where its first contract had started by then; else it is new.
    ///
    /// ```
    /// use segmentry::calendar::parse_date;
    /// use segmentry::economics::retention::Movement;
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Account, Currency, Money, Portfolio};
    ///
    /// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
    /// let accounts = vec![
    ///     Account::builder("acme", Currency::EUR).arr(eur(dec!(60000))).prior_arr(eur(dec!(50000))).build()?,
    ///     Account::builder("bolt", Currency::EUR).arr(eur(dec!(4000))).build()?,
    ///     Account::builder("coil", Currency::EUR).build()?,
    /// ];
    /// let portfolio = Portfolio::new(accounts, Currency::EUR, parse_date("2026-06-30")?)?;
    ///
    /// let year = portfolio.bridge(parse_date("2025-06-30")?)?;
    /// assert_eq!(year.bridge().row(Movement::Expansion).amount().amount(), dec!(10000));
    /// assert_eq!(year.bridge().revenue().net_retention()?, dec!(1.2));
    /// // What Bolt paid a year ago is not known: it is not taken for new.
    /// assert_eq!(year.left_out().opening_unknown().amount().amount(), dec!(4000));
    /// assert_eq!(year.left_out().prospects(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::Data`] unless the day lies before the as-of date, [`EconomicsError::Overflow`] for sums beyond a
    /// [`Total`](crate::Total).
    pub fn bridge(&self, from: NaiveDate) -> Result<Bridged<Bridge>, EconomicsError> {
        Timeline::between(from, self.as_of())?;
        let (mut sums, mut remainder) = (Sums::default(), Remainder::default());
        for (account, closing) in self.accounts().iter().zip(self.arr()) {
            match ends(account, from, closing, self.as_of()) {
                Ok(ends) => sums.add(ends.opening.ticks(), ends.closing.ticks(), ends.past),
                Err(opening) => remainder.add(opening, closing),
            }
        }
        let (bridge, left_out) =
            (sums.finish(self.currency(), Basis::Snapshot)?, remainder.finish(self.currency())?);
        Ok(Bridged { bridge, left_out })
    }

    /// The bridges of a timeline, by month or by event. They need histories: accounts without one are left out, with the ARR
    /// that is known of them.
    ///
    /// # Errors
    /// [`EconomicsError::Overflow`] for sums beyond a [`Total`](crate::Total).
    pub fn bridges(&self, timeline: &Timeline) -> Result<Bridged<BridgeSeries>, EconomicsError> {
        let mut remainder = Remainder::default();
        for (account, closing) in self.accounts().iter().zip(self.arr()) {
            if account.arr_history().is_none() {
                remainder.add(account.prior_arr().map(|fact| fact.value), closing);
            }
        }
        let histories =
            self.accounts().iter().filter_map(|account| Some((account.id(), account.arr_history()?)));
        let bridge = timeline.bridges(histories, self.currency())?;
        Ok(Bridged { bridge, left_out: remainder.finish(self.currency())? })
    }

    /// The bridge from this portfolio to one of a later day: accounts belong together by their ids. Who stands in one of them
    /// alone, or is a prospect there, has no ARR in the other.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] unless the other is as of a later day, [`EconomicsError::Currency`] for two currencies,
    /// [`EconomicsError::Overflow`] for sums beyond a [`Total`](crate::Total).
    pub fn bridge_to(&self, later: &Self) -> Result<Bridge, EconomicsError> {
        check_pair(self, later)?;
        let mut sums = Sums::default();
        let rows = |portfolio| with_arr(portfolio).map(|(account, arr)| (account, arr, ()));
        each_pair(rows(self), rows(later), self.as_of(), |ends, (), ()| {
            sums.add(ends.opening.ticks(), ends.closing.ticks(), ends.past);
        });
        sums.finish(self.currency(), Basis::Snapshot)
    }
}

impl Review<'_> {
    /// The bridge from a day to the as-of date, by an axis of this review: the segments are those of the closing. See
    /// [`Portfolio::bridge`] for where the amounts are from, [`Review::bridge_to`] for segments of both ends.
    ///
    /// # Errors
    /// As [`Portfolio::bridge`].
    pub fn bridge<'r, K: Ord + Clone>(
        &'r self,
        from: NaiveDate,
        axis: impl Fn(&Row<'r>) -> Result<K, Reason>,
    ) -> Result<Bridged<SegmentedBridge<Result<K, Reason>>>, EconomicsError> {
        Timeline::between(from, self.as_of())?;
        let (mut sums, mut remainder) = (SegmentedSums::default(), Remainder::default());
        for row in self.rows() {
            match ends(row.account, from, row.arr, self.as_of()) {
                Ok(ends) => {
                    let segment = axis(&row);
                    sums.add(&ends, segment.clone(), segment);
                }
                Err(opening) => remainder.add(opening, row.arr),
            }
        }
        let currency = self.portfolio().currency();
        Ok(Bridged { bridge: sums.finish(currency)?, left_out: remainder.finish(currency)? })
    }

    /// The bridge from this review to one of a later day, by an axis of both: an account stands where either review puts it,
    /// and who moved shows in segment-in and segment-out. Accounts in no segment stand under the reason.
    ///
    /// ```
    /// use segmentry::calendar::parse_date;
    /// use segmentry::portfolio::Row;
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::segment::{SegmentationPolicy, TierPolicy};
    /// use segmentry::{Account, Currency, Money, Portfolio};
    ///
    /// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
    /// let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000)))?).build()?;
    /// let portfolio = |arr, day| -> Result<_, Box<dyn std::error::Error>> {
    ///     let acme = Account::builder("acme", Currency::EUR).arr(eur(arr)).build()?;
    ///     Ok(Portfolio::new(vec![acme], Currency::EUR, parse_date(day)?)?)
    /// };
    /// let (opening, closing) = (portfolio(dec!(20000), "2025-06-30")?, portfolio(dec!(30000), "2026-06-30")?);
    /// let (opening, closing) = (opening.review(&policy), closing.review(&policy));
    ///
    /// let bridges = opening.bridge_to(&closing, Row::tier)?;
    /// let moved: Vec<_> = bridges.segments().map(|(_, tier)| (tier.segment_in(), tier.segment_out())).collect();
    /// let moved: Vec<_> = moved.iter().map(|(into, out)| (into.accounts(), out.accounts())).collect();
    /// // Out of the lower tier, into the higher one.
    /// assert_eq!(moved, [(0, 1), (1, 0)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Portfolio::bridge_to`].
    pub fn bridge_to<'r, K: Ord + Clone>(
        &'r self,
        later: &'r Review<'_>,
        axis: impl Fn(&Row<'r>) -> Result<K, Reason>,
    ) -> Result<SegmentedBridge<Result<K, Reason>>, EconomicsError> {
        check_pair(self.portfolio(), later.portfolio())?;
        let mut sums = SegmentedSums::default();
        let (opening, closing) = (placed(self, &axis), placed(later, &axis));
        each_pair(opening, closing, self.as_of(), |ends, opening: Option<_>, closing: Option<_>| {
            // Nobody stands in neither review.
            if let Some((opening, closing)) = opening.clone().or(closing.clone()).zip(closing.or(opening)) {
                sums.add(&ends, opening, closing);
            }
        });
        sums.finish(self.portfolio().currency())
    }
}

type PlacedRow<'r, K> = (&'r Account, Option<Money>, Option<Result<K, Reason>>);

fn placed<'r, K>(
    review: &'r Review<'_>,
    axis: &impl Fn(&Row<'r>) -> Result<K, Reason>,
) -> impl Iterator<Item = PlacedRow<'r, K>> {
    review.rows().map(move |row| (row.account, row.arr, Some(axis(&row))))
}

fn with_arr(portfolio: &Portfolio) -> impl Iterator<Item = (&Account, Option<Money>)> {
    portfolio.accounts().iter().zip(portfolio.arr())
}

fn check_pair(opening: &Portfolio, closing: &Portfolio) -> Result<(), EconomicsError> {
    let (left, right) = (opening.currency(), closing.currency());
    if left != right {
        return Err(CurrencyMismatch { left, right }.into());
    }
    Timeline::between(opening.as_of(), closing.as_of()).map(|_| ())
}

/// The accounts of both sides by their ids, each with what either side says of it.
fn each_pair<'r, S: Default>(
    opening: impl Iterator<Item = (&'r Account, Option<Money>, S)>,
    closing: impl Iterator<Item = (&'r Account, Option<Money>, S)>,
    from: NaiveDate,
    mut add: impl FnMut(AccountArr<'r>, S, S),
) {
    let (opening, closing) = (opening.map(|row| (row.0.id(), row)), closing.map(|row| (row.0.id(), row)));
    pair_by_id(opening, closing, |rows| match rows {
        Paired::Both((account, opening, opening_side), (other, closing, closing_side)) => {
            let past = match past(other, from) {
                Past::Customer => Past::Customer,
                Past::Never => past(account, from),
            };
            add(pair(account, opening, closing, past), opening_side, closing_side);
        }
        Paired::Went((account, arr, side)) => {
            add(pair(account, arr, None, past(account, from)), side, S::default());
        }
        Paired::Came((account, arr, side)) => {
            add(pair(account, None, arr, past(account, from)), S::default(), side);
        }
    });
}

fn pair(account: &Account, opening: Option<Money>, closing: Option<Money>, past: Past) -> AccountArr<'_> {
    let arr = |arr: Option<Money>| arr.unwrap_or(Money::zero(account.currency()));
    AccountArr { id: account.id(), opening: arr(opening), closing: arr(closing), past }
}

/// An account at both ends of a period, or else what is known of its ARR at the opening.
fn ends(
    account: &Account,
    from: NaiveDate,
    closing: Option<Money>,
    as_of: NaiveDate,
) -> Result<AccountArr<'_>, Option<Money>> {
    let opening = match account.arr_history() {
        Some(history) => Some(history.at(from)),
        None if add_months(as_of, -12) == Some(from) => account.prior_arr().map(|fact| fact.value),
        None => None,
    };
    match (opening, closing) {
        (Some(opening), Some(closing)) => {
            Ok(AccountArr { id: account.id(), opening, closing, past: past(account, from) })
        }
        _ => Err(opening),
    }
}

fn past(account: &Account, day: NaiveDate) -> Past {
    let was_customer = match account.arr_history() {
        Some(history) => history.entries().iter().any(|(from, arr)| *from <= day && !arr.is_zero()),
        None => account.started_on().is_some_and(|started| started.value <= day),
    };
    if was_customer { Past::Customer } else { Past::Never }
}
