//! Models of facts that an account gives with its ARR.

use std::marker::PhantomData;

use crate::account::{Account, Fact};
use crate::classify::{Classifier, Cx, Verdict};
use crate::quantity::Money;

/// Facts of an account, one of which is its ARR.
pub(super) trait OfArr {
    fn with_arr(account: &Account, arr: Option<Fact<Money>>, cx: &mut Cx<'_>) -> Self;
}

/// A model of an account and its ARR: the same as by [`try_of`](Classifier::try_of), but the facts are never moved.
pub(super) struct ByArr<'p, P, F>(&'p P, PhantomData<fn(&F)>);

impl<'p, P: Classifier<F>, F: OfArr> ByArr<'p, P, F> {
    #[inline]
    pub(super) const fn new(model: &'p P) -> Self {
        Self(model, PhantomData)
    }

    #[inline(always)]
    fn in_line(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<P::Segment> {
        let arr = account.arr_on(cx.as_of())?;
        self.0.evaluate(&F::with_arr(account, arr, cx), cx)
    }

    #[cold]
    #[inline(never)]
    fn watched(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<P::Segment> {
        self.in_line(account, cx)
    }
}

impl<P: Classifier<F>, F: OfArr> Classifier<Account> for ByArr<'_, P, F> {
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
