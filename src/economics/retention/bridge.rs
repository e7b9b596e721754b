use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::sums::{Sum, Sums, total};
use super::unique::UniqueIds;
use super::{AccountArr, ArrSnapshot, Basis, Movement, Past, Revenue};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact, Total};

/// The ARR bridge: from the ARR at the opening to the ARR at the closing, account by account.
///
/// `opening + new + reactivation + expansion - contraction - churn = closing`, exactly. Every account counts in exactly
/// one row on the [snapshot basis](Basis::Snapshot), and once in each row in which it moved on the
/// [event basis](Basis::Event); [`Movement::Absent`] are those that were no customers throughout.
///
/// Two accounts, one lost and one grown (Skok, forentrepreneurs.com/ltv: half the customers lost, but a net churn below
/// zero):
///
/// ```
/// use segmentry::economics::retention::{AccountArr, Bridge, Movement, Past};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// let accounts = [
///     AccountArr { id: "c1", opening: usd(dec!(1000)), closing: usd(dec!(0)), past: Past::Never },
///     AccountArr { id: "c2", opening: usd(dec!(5000)), closing: usd(dec!(7000)), past: Past::Never },
/// ];
/// let bridge = Bridge::of_accounts(accounts, Currency::USD)?;
/// assert_eq!(bridge.opening().amount().amount(), dec!(6000));
/// assert_eq!(bridge.row(Movement::Expansion).amount().amount(), dec!(2000));
/// assert_eq!(bridge.row(Movement::Churn).amount().amount(), dec!(1000));
/// assert_eq!(bridge.closing().amount().amount(), dec!(7000));
/// assert_eq!(bridge.logo_churn()?, dec!(0.5));
/// assert_eq!(bridge.revenue().gross_retention()?, dec!(0.8333333333333333333333333333));
/// assert_eq!(bridge.revenue().net_retention()?, dec!(1.1666666666666666666666666667));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "waterfall")]
pub struct Bridge {
    basis: Basis,
    opening: BridgeRow,
    new: BridgeRow,
    reactivation: BridgeRow,
    expansion: BridgeRow,
    contraction: BridgeRow,
    churn: BridgeRow,
    unchanged: BridgeRow,
    absent: BridgeRow,
    closing: BridgeRow,
    left: u64,
    revenue: Revenue,
}

/// A number of accounts, and an amount of ARR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeRow {
    accounts: u64,
    amount: Total,
}

impl BridgeRow {
    pub(crate) fn of_sum(sum: Sum, currency: Currency) -> Result<Self, EconomicsError> {
        Ok(Self { accounts: sum.accounts, amount: total(sum.ticks, currency)? })
    }

    /// The accounts.
    #[must_use]
    pub const fn accounts(&self) -> u64 {
        self.accounts
    }

    /// The amount: never negative, for losses too.
    #[must_use]
    pub const fn amount(&self) -> Total {
        self.amount
    }

    /// ARR per account.
    fn per_account(&self, figure: &'static str) -> Result<Decimal, EconomicsError> {
        let accounts = Exact::whole(self.accounts);
        if self.accounts == 0 {
            return Err(EconomicsError::ZeroBase { base: "number of paying accounts", figure });
        }
        let quotient = Exact::of_total(self.amount).div(accounts).and_then(Exact::to_decimal);
        quotient.ok_or(EconomicsError::Overflow { figure })
    }
}

impl Bridge {
    /// The bridge of these accounts. Without accounts it is legal, and empty.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a negative ARR, [`EconomicsError::Currency`] for another currency,
    /// [`EconomicsError::Data`] for an id that stands twice, [`EconomicsError::Overflow`] for sums beyond a [`Total`].
    pub fn of_accounts<'a>(
        accounts: impl IntoIterator<Item = AccountArr<'a>>,
        currency: Currency,
    ) -> Result<Self, EconomicsError> {
        let (mut sums, mut ids) = (Sums::default(), UniqueIds::default());
        for account in accounts {
            account.checked(currency)?;
            ids.push(account.id);
            sums.add(account.opening.ticks(), account.closing.ticks(), account.past);
        }
        ids.finish()?;
        sums.finish(currency, Basis::Snapshot)
    }

    /// The bridge from one snapshot to another. An account that one of them lacks has no ARR there; of those that come,
    /// the accounts named in `earlier` had been customers before the opening.
    ///
    /// ```
    /// use segmentry::economics::retention::{ArrSnapshot, Bridge, Movement};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
    /// // Acme has two subscriptions: one that ends is a contraction, and Bolt's second one is an expansion.
    /// let subscriptions = [("acme", usd(dec!(60))), ("acme", usd(dec!(40))), ("bolt", usd(dec!(20)))];
    /// let opening = ArrSnapshot::of_subscriptions(subscriptions, Currency::USD)?;
    /// let subscriptions = [("acme", usd(dec!(60))), ("bolt", usd(dec!(20))), ("bolt", usd(dec!(5)))];
    /// let closing = ArrSnapshot::of_subscriptions(subscriptions, Currency::USD)?;
    ///
    /// let bridge = Bridge::between(&opening, &closing, [])?;
    /// assert_eq!(bridge.row(Movement::Contraction).amount().amount(), dec!(40));
    /// assert_eq!(bridge.row(Movement::Expansion).amount().amount(), dec!(5));
    /// assert_eq!(bridge.row(Movement::Churn).accounts(), 0);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] for two currencies, [`EconomicsError::Overflow`] for sums beyond a [`Total`].
    pub fn between<'e>(
        opening: &ArrSnapshot<'_>,
        closing: &ArrSnapshot<'_>,
        earlier: impl IntoIterator<Item = &'e str>,
    ) -> Result<Self, EconomicsError> {
        Self::between_known(opening, closing, &earlier.into_iter().collect())
    }

    pub(super) fn between_known(
        opening: &ArrSnapshot<'_>,
        closing: &ArrSnapshot<'_>,
        earlier: &BTreeSet<&str>,
    ) -> Result<Self, EconomicsError> {
        let currency = opening.same_currency(closing)?;
        let mut sums = Sums::default();
        for (id, arr) in opening.ticks() {
            sums.add(arr, closing.ticks_of(id).unwrap_or(0), past(id, earlier));
        }
        for (id, arr) in closing.ticks().filter(|(id, _)| opening.ticks_of(id).is_none()) {
            sums.add(0, arr, past(id, earlier));
        }
        sums.finish(currency, Basis::Snapshot)
    }

    pub(super) fn of_sums(sums: &Sums, currency: Currency, basis: Basis) -> Result<Self, EconomicsError> {
        let row = |sum| BridgeRow::of_sum(sum, currency);
        Ok(Self {
            basis,
            opening: row(sums.opening)?,
            new: row(sums.new)?,
            reactivation: row(sums.reactivation)?,
            expansion: row(sums.expansion)?,
            contraction: row(sums.contraction)?,
            churn: row(sums.churn)?,
            unchanged: row(sums.unchanged)?,
            absent: row(Sum { accounts: sums.absent, ticks: 0 })?,
            closing: row(sums.closing)?,
            left: sums.cohort.left,
            revenue: Revenue::of_sums(sums, currency, basis)?,
        })
    }

    /// Which movements were counted.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// The currency of all amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.opening.amount.currency()
    }

    /// The customers at the opening, and their ARR: the cohort of all retention figures.
    #[must_use]
    pub const fn opening(&self) -> BridgeRow {
        self.opening
    }

    /// The accounts that moved so, and the amount by which they moved.
    #[must_use]
    pub const fn row(&self, movement: Movement) -> BridgeRow {
        match movement {
            Movement::New => self.new,
            Movement::Reactivation => self.reactivation,
            Movement::Expansion => self.expansion,
            Movement::Contraction => self.contraction,
            Movement::Churn => self.churn,
            Movement::Unchanged => self.unchanged,
            Movement::Absent => self.absent,
        }
    }

    /// The customers at the closing, and their ARR.
    #[must_use]
    pub const fn closing(&self) -> BridgeRow {
        self.closing
    }

    /// The figures of revenue: GRR, NRR, churn, quick ratio.
    #[must_use]
    pub const fn revenue(&self) -> &Revenue {
        &self.revenue
    }

    /// Part of the customers at the opening that stayed: `1 - logo churn`.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] where there were none.
    #[doc(alias = "customer retention")]
    pub fn logo_retention(&self) -> Result<Decimal, EconomicsError> {
        let figure = "logo retention";
        // Those who left were among them.
        self.share_of_logos(self.opening.accounts.saturating_sub(self.left), figure)
    }

    /// Part of the customers at the opening that left. On the event basis also where they came back.
    ///
    /// # Errors
    /// As [`Bridge::logo_retention`].
    #[doc(alias = "customer churn")]
    pub fn logo_churn(&self) -> Result<Decimal, EconomicsError> {
        self.share_of_logos(self.left, "logo churn")
    }

    fn share_of_logos(&self, part: u64, figure: &'static str) -> Result<Decimal, EconomicsError> {
        if self.opening.accounts == 0 {
            return Err(EconomicsError::ZeroBase { base: "number of customers at the opening", figure });
        }
        let quotient =
            Exact::whole(part).div(Exact::whole(self.opening.accounts)).and_then(Exact::to_decimal);
        quotient.ok_or(EconomicsError::Overflow { figure })
    }

    /// ARR per paying account at the opening (as `ChartMogul` and Chargebee count it).
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] where nobody paid.
    #[doc(alias = "ARPA")]
    pub fn opening_arpa(&self) -> Result<Decimal, EconomicsError> {
        self.opening.per_account("ARPA at the opening")
    }

    /// ARR per paying account at the closing.
    ///
    /// # Errors
    /// As [`Bridge::opening_arpa`].
    #[doc(alias = "ARPA")]
    pub fn closing_arpa(&self) -> Result<Decimal, EconomicsError> {
        self.closing.per_account("ARPA at the closing")
    }
}

fn past(id: &str, earlier: &BTreeSet<&str>) -> Past {
    if earlier.contains(id) { Past::Customer } else { Past::Never }
}
