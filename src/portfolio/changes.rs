use super::pairing::{Paired, pair_by_id};
use super::{Migration, Review, Row};
use crate::classify::Reason;
use crate::quantity::{Currency, CurrencyMismatch, Name};

/// Two reviews side by side, account by account: of one portfolio under two policies, say, or of two days.
///
/// Accounts are the same where their ids are. Those that stand in one review alone came or went.
#[derive(Clone, Debug)]
pub struct Changes<'r> {
    before: &'r Review<'r>,
    after: &'r Review<'r>,
    pairs: Vec<(Row<'r>, Row<'r>)>,
    went: Vec<Row<'r>>,
    came: Vec<Row<'r>>,
}

impl Review<'_> {
    /// What is different in another review: the effect of another policy, of the time that has passed, or of both. Neither
    /// review needs to be of an earlier day.
    ///
    /// ```
    /// use segmentry::portfolio::Portfolio;
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::segment::{SegmentationPolicy, TIER, TierPolicy};
    /// use segmentry::{Account, Currency, Money, calendar::parse_date, name};
    ///
    /// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
    /// let accounts = [("acme", dec!(60000)), ("bolt", dec!(30000)), ("coil", dec!(4000))]
    ///     .map(|(id, arr)| Account::builder(id, Currency::EUR).arr(eur(arr)).build().unwrap());
    /// let portfolio = Portfolio::new(accounts.into(), Currency::EUR, parse_date("2026-06-30")?)?;
    /// let policy = |floor| SegmentationPolicy::builder(TierPolicy::three_tiers(eur(floor))?).build();
    /// let (old, new) = (policy(dec!(25000))?, policy(dec!(50000))?);
    ///
    /// let (before, after) = (portfolio.review(&old), portfolio.review(&new));
    /// let changes = before.changes_to(&after)?;
    ///
    /// let tiers = changes.dimension(TIER);
    /// assert_eq!((tiers.stayed().before.accounts(), tiers.moved().before.accounts()), (2, 1));
    /// for flow in tiers.flows() {
    ///     println!("{:?} -> {:?}: {} accounts, {}", flow.from, flow.to, flow.before.accounts(), flow.before.arr());
    /// }
    /// let [bolt] = tiers.movers() else { panic!("one account") };
    /// assert_eq!(bolt.id(), "bolt");
    /// assert_eq!((bolt.from, bolt.to), (Ok(name!("enterprise_midmarket")), Ok(name!("smb"))));
    /// let why = bolt.why(&old, &new)?;
    /// assert_eq!(why.after.tier.misses()[0].threshold().to_string(), "50000.00 EUR");
    ///
    /// for (dimension, migration) in changes.dimensions() {
    ///     let (unclassified, now) = (migration.opening().unclassified(), migration.closing().unclassified());
    ///     println!("{dimension}: {} move, unclassified {} -> {}", migration.movers().len(), unclassified.accounts(), now.accounts());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CurrencyMismatch`] for portfolios of two currencies.
    pub fn changes_to<'r>(&'r self, after: &'r Review<'_>) -> Result<Changes<'r>, CurrencyMismatch> {
        let (left, right) = (self.portfolio().currency(), after.portfolio().currency());
        if left != right {
            return Err(CurrencyMismatch { left, right });
        }
        let (mut pairs, mut went, mut came) = (Vec::new(), Vec::new(), Vec::new());
        pair_by_id(by_id(self), by_id(after), |rows| match rows {
            Paired::Both(before, after) => pairs.push((before, after)),
            Paired::Went(row) => went.push(row),
            Paired::Came(row) => came.push(row),
        });
        for rows in [&mut went, &mut came] {
            rows.sort_by(Row::arr_order);
        }
        Ok(Changes { before: self, after, pairs, went, came })
    }
}

fn by_id<'r>(review: &'r Review<'_>) -> impl Iterator<Item = (&'r str, Row<'r>)> {
    review.rows().map(|row| (row.account.id(), row))
}

impl<'r> Changes<'r> {
    /// The accounts that stand in the first review alone, by ARR, the highest first, then by id; prospects last.
    #[must_use]
    pub fn went(&self) -> &[Row<'r>] {
        &self.went
    }

    /// The accounts that stand in the second review alone, in the same order.
    #[must_use]
    pub fn came(&self) -> &[Row<'r>] {
        &self.came
    }

    /// From where to where the accounts move, by any axis.
    ///
    /// Who stays is decided by what the axis gives. A [`Tier`](crate::segment::Tier) is a rank and a name, and so are the other
    /// bands that a policy names: where one policy has more of them than the other, the axis [`Row::tier`] takes the same
    /// name at another rank for another segment. [`dimension`](Self::dimension) compares names alone.
    pub fn migration<K: Ord + Clone>(
        &self,
        axis: impl Fn(&Row<'r>) -> Result<K, Reason>,
    ) -> Migration<'r, K> {
        Migration::new(self, axis)
    }

    /// From where to where the accounts move in a dimension, custom ones included, by the names of the segments. A review
    /// whose policy has no such dimension gives [`Reason::NoMatch`].
    #[must_use]
    pub fn dimension(&self, dimension: Name) -> Migration<'r, Name> {
        self.migration(|row| row.dimension(dimension))
    }

    /// The same for every dimension of either policy: those of the first in its order, then what the second adds. None where
    /// there are no accounts.
    pub fn dimensions(&self) -> impl Iterator<Item = (Name, Migration<'r, Name>)> {
        let mut names: Vec<Name> = Vec::new();
        // One policy decides the same dimensions of every account.
        let some = [self.before, self.after].into_iter().filter_map(|review| review.rows().next());
        for (dimension, _) in some.flat_map(|row| row.segments.iter()) {
            if !names.contains(&dimension) {
                names.push(dimension);
            }
        }
        names.into_iter().map(|dimension| (dimension, self.dimension(dimension)))
    }

    pub(super) fn pairs(&self) -> &[(Row<'r>, Row<'r>)] {
        &self.pairs
    }

    pub(super) const fn currency(&self) -> Currency {
        self.before.portfolio().currency()
    }
}
