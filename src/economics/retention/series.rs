use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::walk::SeriesSums;
use super::{ArrSnapshot, Bridge, Timeline};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact};

/// The bridges of successive periods, and the one over all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BridgeSeries {
    bridges: Vec<Bridge>,
    whole: Bridge,
}

impl BridgeSeries {
    pub(super) const fn new(bridges: Vec<Bridge>, whole: Bridge) -> Self {
        Self { bridges, whole }
    }

    /// The series from each snapshot to the next. Of accounts that come, those named in `earlier` and those of an earlier
    /// snapshot had been customers before.
    ///
    /// ```
    /// use segmentry::economics::retention::{ArrSnapshot, BridgeSeries};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
    /// let day = |arr: &[(&'static str, Money)]| ArrSnapshot::of_accounts(arr.iter().copied(), Currency::USD);
    /// let series = BridgeSeries::of_snapshots(
    ///     &[
    ///         day(&[("a", usd(dec!(100))), ("b", usd(dec!(100)))])?,
    ///         day(&[("a", usd(dec!(120))), ("c", usd(dec!(100)))])?,
    ///         day(&[("a", usd(dec!(120))), ("c", usd(dec!(50)))])?,
    ///     ],
    ///     [],
    /// )?;
    /// // The cohort of the first day keeps 120 of 200. Chained, the loss of a customer that came later lowers it.
    /// assert_eq!(series.cohort_net_retention()?, dec!(0.6));
    /// assert_eq!(series.chained_net_retention()?, dec!(0.4636363636363636363636363636));
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::Data`] for fewer than two snapshots, and the errors of [`Bridge::between`].
    pub fn of_snapshots<'e>(
        snapshots: &'e [ArrSnapshot<'_>],
        earlier: impl IntoIterator<Item = &'e str>,
    ) -> Result<Self, EconomicsError> {
        let [first, .., last] = snapshots else {
            let problem = format!("{} given; a bridge needs at least two", snapshots.len());
            return Err(EconomicsError::Data { field: "snapshots", problem });
        };
        let mut earlier: BTreeSet<&str> = earlier.into_iter().collect();
        let whole = Bridge::between_known(first, last, &earlier)?;
        let mut bridges = Vec::new();
        for pair in snapshots.windows(2) {
            if let [opening, closing] = pair {
                bridges.push(Bridge::between_known(opening, closing, &earlier)?);
                earlier.extend(opening.ticks().filter(|(_, arr)| *arr > 0).map(|(id, _)| id));
            }
        }
        Ok(Self { bridges, whole })
    }

    /// The bridge of each period.
    #[must_use]
    pub fn bridges(&self) -> &[Bridge] {
        &self.bridges
    }

    /// The bridge from the first opening to the last closing, on the same basis. On the event basis its amounts are the
    /// sums of the periods'; on the snapshot basis they are not.
    #[must_use]
    pub const fn whole(&self) -> &Bridge {
        &self.whole
    }

    /// NRR of the accounts that paid at the first opening, at the last closing: what an annual NRR means.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the first opening.
    #[doc(alias = "NRR")]
    pub fn cohort_net_retention(&self) -> Result<Decimal, EconomicsError> {
        self.whole.revenue().net_retention()
    }

    /// The product of the periods' NRR. Not the annual NRR: accounts that came in an early period belong to the base of the
    /// later ones.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] where a period begins without ARR, [`EconomicsError::Overflow`] where the product does
    /// not fit.
    pub fn chained_net_retention(&self) -> Result<Decimal, EconomicsError> {
        let overflow = || EconomicsError::Overflow { figure: "chained NRR" };
        let mut product = Exact::ONE;
        for bridge in &self.bridges {
            product = product.mul_to_places(bridge.revenue().net_exact()?).ok_or_else(overflow)?;
        }
        product.to_decimal().ok_or_else(overflow)
    }
}

/// The series of each segment, and of all together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentedSeries<K> {
    total: BridgeSeries,
    segments: BTreeMap<K, BridgeSeries>,
}

impl<K: Ord> SegmentedSeries<K> {
    pub(super) fn of_sums(
        timeline: &Timeline,
        segments: BTreeMap<K, SeriesSums>,
        currency: Currency,
    ) -> Result<Self, EconomicsError> {
        let mut total = SeriesSums::over(timeline);
        segments.values().for_each(|sums| total.merge(sums));
        let finish = |sums: SeriesSums| sums.finish(currency, timeline.basis());
        let segments = segments.into_iter().map(|(segment, sums)| Ok((segment, finish(sums)?)));
        Ok(Self { segments: segments.collect::<Result<_, EconomicsError>>()?, total: finish(total)? })
    }

    /// All segments together.
    #[must_use]
    pub const fn total(&self) -> &BridgeSeries {
        &self.total
    }

    /// The series of a segment; `None` where no account has it.
    #[must_use]
    pub fn segment(&self, segment: &K) -> Option<&BridgeSeries> {
        self.segments.get(segment)
    }

    /// The segments, in their order.
    pub fn segments(&self) -> impl Iterator<Item = (&K, &BridgeSeries)> {
        self.segments.iter()
    }
}
