use super::SegmentationPolicy;
use crate::account::{Account, Ruling};
use crate::classify::{Cx, Decisions, Verdict};
use crate::quantity::Name;

/// What people decided of an account on a dimension: on the account, or in the policy.
#[derive(Clone, Copy)]
pub(super) struct Ruled<'p> {
    policy: &'p SegmentationPolicy,
    // Borrowed, so that a classifier made for one question copies no names.
    dimension: &'p Name,
}

impl<'p> Ruled<'p> {
    #[inline]
    pub(super) const fn new(policy: &'p SegmentationPolicy, dimension: &'p Name) -> Self {
        Self { policy, dimension }
    }

    #[cold]
    #[inline(never)]
    fn look(self, account: &Account, cx: &mut Cx<'_>) -> Verdict<Option<Ruling>> {
        self.policy.rulings.ruling(*self.dimension, account, cx)
    }
}

impl Decisions<Account> for Ruled<'_> {
    #[inline]
    fn ruling(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<Option<Ruling>> {
        // Of nearly all accounts nobody has decided anything.
        if account.overrides().is_empty() && self.policy.rulings.is_empty() {
            return Ok(None);
        }
        self.look(account, cx)
    }
}
