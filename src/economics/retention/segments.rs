use std::collections::BTreeMap;

use super::sums::{Sum, Sums};
use super::unique::UniqueIds;
use super::{AccountArr, Basis, Bridge, BridgeRow};
use crate::economics::EconomicsError;
use crate::quantity::Currency;

/// An account, and the segment in which it stood at either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'a, K> {
    /// The account.
    pub account: AccountArr<'a>,
    /// Its segment at the opening.
    pub opening_segment: K,
    /// Its segment at the closing.
    pub closing_segment: K,
}

impl<'a, K: Clone> Placed<'a, K> {
    /// One that stays in its segment, or whose segment is known once only.
    pub fn staying(account: AccountArr<'a>, segment: K) -> Self {
        Self { account, opening_segment: segment.clone(), closing_segment: segment }
    }
}

/// The bridge of each segment, and of all together.
///
/// An account moves in the segment of its opening; one that comes, or comes back, in that of its closing. Whoever stands in
/// another segment at the closing then takes its closing ARR along: out of the one (segment-out), into the other
/// (segment-in). So for every segment
/// `opening + new + reactivation + expansion - contraction - churn + in - out = closing`, exactly, and over all segments
/// what moves in is what moves out.
///
/// ```
/// use segmentry::economics::retention::{AccountArr, Movement, Past, Placed, SegmentedBridge};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let account = AccountArr { id: "acme", opening: eur(dec!(20000)), closing: eur(dec!(30000)), past: Past::Never };
/// let grown = Placed { account, opening_segment: "smb", closing_segment: "midmarket" };
/// let bridges = SegmentedBridge::of_accounts([grown], Currency::EUR)?;
///
/// let smb = bridges.segment(&"smb").expect("stands there at the opening");
/// assert_eq!(smb.bridge().row(Movement::Expansion).amount().amount(), dec!(10000));
/// assert_eq!(smb.segment_out().amount().amount(), dec!(30000));
/// assert_eq!(smb.closing().accounts(), 0);
/// let midmarket = bridges.segment(&"midmarket").expect("stands there at the closing");
/// assert_eq!(midmarket.segment_in().amount().amount(), dec!(30000));
/// assert_eq!(midmarket.closing().amount().amount(), dec!(30000));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentedBridge<K> {
    total: Bridge,
    segments: BTreeMap<K, SegmentBridge>,
}

/// The bridge of one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentBridge {
    bridge: Bridge,
    segment_in: BridgeRow,
    segment_out: BridgeRow,
    closing: BridgeRow,
}

impl SegmentBridge {
    /// The bridge of the accounts that stood here at the opening, and of those that came: whatever they became. Its closing
    /// is theirs, wherever they stand then; its GRR and NRR are those of the segment.
    #[must_use]
    pub const fn bridge(&self) -> &Bridge {
        &self.bridge
    }

    /// Customers that stood in another segment at the opening, with their ARR at the closing.
    #[must_use]
    pub const fn segment_in(&self) -> BridgeRow {
        self.segment_in
    }

    /// Customers that stand in another segment at the closing, with their ARR at the closing.
    #[must_use]
    pub const fn segment_out(&self) -> BridgeRow {
        self.segment_out
    }

    /// The customers that stand here at the closing, and their ARR.
    #[must_use]
    pub const fn closing(&self) -> BridgeRow {
        self.closing
    }
}

impl<K: Ord> SegmentedBridge<K> {
    /// The bridges of these accounts.
    ///
    /// # Errors
    /// Those of [`Bridge::of_accounts`].
    pub fn of_accounts<'a>(
        accounts: impl IntoIterator<Item = Placed<'a, K>>,
        currency: Currency,
    ) -> Result<Self, EconomicsError> {
        let (mut sums, mut ids) = (SegmentedSums::default(), UniqueIds::default());
        for placed in accounts {
            let account = placed.account;
            account.checked(currency)?;
            ids.push(account.id);
            sums.add(&account, placed.opening_segment, placed.closing_segment);
        }
        ids.finish()?;
        sums.finish(currency)
    }

    /// All segments together: nobody moves in or out.
    #[must_use]
    pub const fn total(&self) -> &Bridge {
        &self.total
    }

    /// The bridge of a segment; `None` where nobody stood there.
    #[must_use]
    pub fn segment(&self, segment: &K) -> Option<&SegmentBridge> {
        self.segments.get(segment)
    }

    /// The segments that occur, in their order.
    pub fn segments(&self) -> impl Iterator<Item = (&K, &SegmentBridge)> {
        self.segments.iter()
    }
}

/// The bridges of segments while their accounts are counted.
pub(crate) struct SegmentedSums<K> {
    total: Sums,
    segments: BTreeMap<K, SegmentSums>,
}

#[derive(Default)]
struct SegmentSums {
    bridge: Sums,
    segment_in: Sum,
    segment_out: Sum,
    closing: Sum,
}

impl<K> Default for SegmentedSums<K> {
    fn default() -> Self {
        Self { total: Sums::default(), segments: BTreeMap::new() }
    }
}

impl<K: Ord> SegmentedSums<K> {
    /// The account must have been checked.
    pub(crate) fn add(&mut self, account: &AccountArr<'_>, opening_segment: K, closing_segment: K) {
        let (opening, closing) = (account.opening.ticks(), account.closing.ticks());
        let has_moved = opening > 0 && closing > 0 && opening_segment != closing_segment;
        let (home, elsewhere) = if has_moved {
            (opening_segment, Some(closing_segment))
        } else if opening > 0 {
            (opening_segment, None)
        } else {
            (closing_segment, None)
        };
        self.total.add(opening, closing, account.past);
        let home = self.segments.entry(home).or_default();
        home.bridge.add(opening, closing, account.past);
        if closing == 0 {
            return;
        }
        let closing = closing.into();
        match elsewhere {
            None => home.closing.add(closing),
            Some(elsewhere) => {
                home.segment_out.add(closing);
                let there = self.segments.entry(elsewhere).or_default();
                there.segment_in.add(closing);
                there.closing.add(closing);
            }
        }
    }

    pub(crate) fn finish(self, currency: Currency) -> Result<SegmentedBridge<K>, EconomicsError> {
        let row = |sum| BridgeRow::of_sum(sum, currency);
        let segment = |sums: SegmentSums| -> Result<SegmentBridge, EconomicsError> {
            Ok(SegmentBridge {
                bridge: sums.bridge.finish(currency, Basis::Snapshot)?,
                segment_in: row(sums.segment_in)?,
                segment_out: row(sums.segment_out)?,
                closing: row(sums.closing)?,
            })
        };
        let segments = self.segments.into_iter().map(|(key, sums)| Ok((key, segment(sums)?)));
        Ok(SegmentedBridge {
            total: self.total.finish(currency, Basis::Snapshot)?,
            segments: segments.collect::<Result<_, EconomicsError>>()?,
        })
    }
}
