//! Models of an account's facts and its ARR.

use super::{
    Tier, TierFacts, TierPolicy, Trajectory, TrajectoryFacts, TrajectoryPolicy, WalletFacts, WalletPolicy,
    WalletQuadrant,
};
use crate::account::{Account, Fact};
use crate::classify::{Classifier, Cx, Segment, Verdict};
use crate::quantity::Money;

/// A model whose facts are those of an account with its ARR.
pub(super) trait OfArr: Send + Sync {
    type Segment: Segment;

    fn of_arr(&self, account: &Account, arr: Option<Fact<Money>>, cx: &mut Cx<'_>) -> Verdict<Self::Segment>;
}

impl OfArr for TierPolicy {
    type Segment = Tier;

    #[inline(always)]
    fn of_arr(&self, account: &Account, arr: Option<Fact<Money>>, cx: &mut Cx<'_>) -> Verdict<Tier> {
        self.decide(&TierFacts::with_arr(account, arr, cx), cx)
    }
}

impl OfArr for TrajectoryPolicy {
    type Segment = Trajectory;

    #[inline(always)]
    fn of_arr(&self, account: &Account, arr: Option<Fact<Money>>, cx: &mut Cx<'_>) -> Verdict<Trajectory> {
        self.decide(&TrajectoryFacts::with_arr(account, arr, cx), cx)
    }
}

impl OfArr for WalletPolicy {
    type Segment = WalletQuadrant;

    #[inline(always)]
    fn of_arr(
        &self,
        account: &Account,
        arr: Option<Fact<Money>>,
        cx: &mut Cx<'_>,
    ) -> Verdict<WalletQuadrant> {
        self.decide(&WalletFacts::with_arr(account, arr, cx), cx)
    }
}

/// A model of an account and its ARR: the same as by [`try_of`](Classifier::try_of), but the facts are never moved.
pub(super) struct ByArr<'p, P>(pub(super) &'p P);

impl<P: OfArr> Classifier<Account> for ByArr<'_, P> {
    type Segment = P::Segment;

    #[inline(always)]
    fn evaluate(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<P::Segment> {
        if !cx.is_unwatched() {
            return self.watched(account, cx);
        }
        let mut apart = cx.apart();
        let verdict = self.in_line(account, &mut apart);
        cx.follow(&apart);
        verdict
    }
}

impl<P: OfArr> ByArr<'_, P> {
    #[inline(always)]
    fn in_line(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<P::Segment> {
        self.0.of_arr(account, account.arr_on(cx.as_of())?, cx)
    }

    #[cold]
    #[inline(never)]
    fn watched(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<P::Segment> {
        self.in_line(account, cx)
    }
}
