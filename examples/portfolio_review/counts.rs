//! Accounts and ARR by dimension, as both the text and the JSON show them.

use std::collections::BTreeSet;

use segmentry::portfolio::Cell;
use segmentry::segment::LIFECYCLE;
use segmentry::{Currency, Money, Name, Reason, Review, SegmentationPolicy, Total};

/// Accounts and their ARR.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) accounts: u64,
    pub(crate) arr: Total,
}

impl Count {
    pub(crate) const fn zero(currency: Currency) -> Self {
        Self { accounts: 0, arr: Total::zero(currency) }
    }

    /// One account; a prospect has no ARR.
    pub(crate) fn of_account(arr: Option<Money>, currency: Currency) -> Self {
        let zero = Total::zero(currency);
        Self { accounts: 1, arr: arr.and_then(|arr| zero.checked_add(arr).ok()).unwrap_or(zero) }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.accounts = self.accounts.saturating_add(other.accounts);
        // Parts of one total, which fits. If it did not, the check under the tables would not hold.
        self.arr = self.arr.checked_merge(other.arr).unwrap_or(self.arr);
    }

    pub(crate) fn sum(counts: impl IntoIterator<Item = Self>, currency: Currency) -> Self {
        counts.into_iter().fold(Self::zero(currency), |mut sum, count| {
            sum.add(count);
            sum
        })
    }
}

impl From<&Cell> for Count {
    fn from(cell: &Cell) -> Self {
        Self { accounts: cell.accounts(), arr: cell.arr() }
    }
}

/// A dimension: all its segments, those without accounts too, and who is in none.
pub(crate) struct Dimension {
    pub(crate) name: Name,
    /// The highest first; the stages of the lifecycle in their order.
    pub(crate) segments: Vec<(Name, Count)>,
    pub(crate) unclassified: Count,
    pub(crate) reasons: Vec<(Reason, Count)>,
}

impl Dimension {
    pub(crate) fn all(review: &Review<'_>, policy: &SegmentationPolicy) -> Vec<Self> {
        policy.dimensions().map(|name| Self::count(review, policy, name)).collect()
    }

    fn count(review: &Review<'_>, policy: &SegmentationPolicy, name: Name) -> Self {
        let tally = review.tally(|row| row.dimension(name));
        let mut segments = policy.segments(name);
        // Nobody is left out, even in a dimension that does not list its segments.
        segments.extend(tally.segments().map(|(segment, _)| *segment));
        let mut seen = BTreeSet::new();
        segments.retain(|segment| seen.insert(*segment));
        if name != LIFECYCLE {
            segments.reverse();
        }
        let segments = segments.into_iter().map(|name| (name, Count::from(&tally.segment(name)))).collect();
        Self {
            name,
            segments,
            unclassified: Count::from(&tally.unclassified()),
            reasons: tally.reasons().map(|(reason, cell)| (reason, cell.into())).collect(),
        }
    }

    /// Everybody, as the parts give it.
    pub(crate) fn total(&self, currency: Currency) -> Count {
        let segments = self.segments.iter().map(|(_, count)| *count);
        Count::sum(segments.chain(self.reasons.iter().map(|(_, count)| *count)), currency)
    }
}
