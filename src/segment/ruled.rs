//! Where what people decided of an account is found.

use super::SegmentationPolicy;
use crate::account::{Account, Ruling};
use crate::classify::{Cx, Decisions, Verdict};
use crate::quantity::Name;

/// Who could have decided something of an account on a dimension.
pub(super) trait People: 'static {
    fn decisions<'p>(
        policy: &'p SegmentationPolicy,
        // Borrowed, so that a classifier made for one question copies no names.
        dimension: &'p Name,
    ) -> impl Decisions<Account>;
}

/// Nobody has: the account has no decision, and the policy none for anybody.
pub(super) struct Nobody;

/// Somebody may have, on the account or in the policy.
pub(super) struct Anybody;

impl People for Nobody {
    #[inline]
    fn decisions<'p>(_: &'p SegmentationPolicy, _: &'p Name) -> impl Decisions<Account> {
        |_: &Account, _| None
    }
}

impl People for Anybody {
    #[inline]
    fn decisions<'p>(policy: &'p SegmentationPolicy, dimension: &'p Name) -> impl Decisions<Account> {
        Ruled { policy, dimension }
    }
}

struct Ruled<'p> {
    policy: &'p SegmentationPolicy,
    dimension: &'p Name,
}

impl Decisions<Account> for Ruled<'_> {
    #[inline]
    fn ruling(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<Option<Ruling>> {
        if self.policy.rulings.leave_alone(account) {
            return Ok(None);
        }
        self.policy.rulings.ruling(*self.dimension, account, cx)
    }
}
