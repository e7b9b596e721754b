use std::cmp::Ordering;

use chrono::NaiveDate;

use super::Row;
use crate::classify::Reason;
use crate::quantity::{Money, Name, excerpt};
use crate::segment::{PolicyExplanation, SegmentationPolicy, Segments};

/// One account that stands elsewhere in a second review.
#[derive(Clone, Copy, Debug)]
pub struct Mover<'r, K> {
    /// Where it stands in the first review.
    pub from: Result<K, Reason>,
    /// Where it stands in the second.
    pub to: Result<K, Reason>,
    /// The account as the first review saw it.
    pub before: Row<'r>,
    /// The account as the second saw it.
    pub after: Row<'r>,
}

/// Why an account stood where it did, and why it stands where it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BothExplanations {
    /// By the policy of the first review.
    pub before: PolicyExplanation,
    /// By that of the second.
    pub after: PolicyExplanation,
}

/// A policy that answers otherwise than a review did: what it would explain is not what the review says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "account `{id}`: this policy decides `{dimension}` otherwise than the review as of {as_of} did; give the policy of that review"
)]
pub struct OtherPolicy {
    /// The start of the account's id.
    pub id: String,
    /// The first dimension in which they differ.
    pub dimension: Name,
    /// The day of the review.
    pub as_of: NaiveDate,
}

impl<'r, K> Mover<'r, K> {
    /// The account's id.
    #[must_use]
    pub fn id(&self) -> &'r str {
        self.before.account.id()
    }

    /// Why, in every dimension: the explanations by the policies of the two reviews. They are made now, since most movers are
    /// never asked.
    ///
    /// # Errors
    /// As [`Row::explain`].
    pub fn why(
        &self,
        before: &SegmentationPolicy,
        after: &SegmentationPolicy,
    ) -> Result<BothExplanations, OtherPolicy> {
        Ok(BothExplanations { before: self.before.explain(before)?, after: self.after.explain(after)? })
    }

    pub(super) fn order(&self, other: &Self) -> Ordering {
        let arr = |of: &Self| ticks(of.before.arr).max(ticks(of.after.arr));
        arr(other).cmp(&arr(self)).then_with(|| self.id().cmp(other.id()))
    }
}

impl Row<'_> {
    /// Why the account stands where it does, by the policy of its review.
    ///
    /// # Errors
    /// [`OtherPolicy`] for a policy that answers otherwise than the review did.
    pub fn explain(&self, policy: &SegmentationPolicy) -> Result<PolicyExplanation, OtherPolicy> {
        let (segments, explanation) = policy.explain(self.account, self.as_of);
        match differing(self.segments, &segments) {
            None => Ok(explanation),
            Some(dimension) => {
                Err(OtherPolicy { id: excerpt(self.account.id()), dimension, as_of: self.as_of })
            }
        }
    }

    /// The highest ARR first, then by id; prospects last.
    pub(super) fn arr_order(&self, other: &Self) -> Ordering {
        ticks(other.arr).cmp(&ticks(self.arr)).then_with(|| self.account.id().cmp(other.account.id()))
    }
}

/// No ARR is less than any.
fn ticks(arr: Option<Money>) -> Option<i64> {
    arr.map(Money::ticks)
}

/// The first dimension in which two answers differ, or which only one of them has.
fn differing(one: &Segments, other: &Segments) -> Option<Name> {
    let unlike = |answers: &Segments, others: &Segments| {
        let mut answers = answers.iter();
        answers
            .find(|(dimension, answer)| others.get(*dimension) != Some(answer.segment()))
            .map(|(name, _)| name)
    };
    unlike(one, other).or_else(|| unlike(other, one))
}
