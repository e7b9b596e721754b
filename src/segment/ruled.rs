use chrono::NaiveDate;

use super::SegmentationPolicy;
use super::decide::Decision;
use crate::account::{Account, Previous, Ruling};
use crate::classify::{Classifier, Cx, Overridden, Verdict};
use crate::quantity::Name;

/// A model that people override on the account, and in the policy too.
pub(super) struct Ruled<'p, M> {
    model: M,
    policy: &'p SegmentationPolicy,
    dimension: &'p Name,
}

impl<'p, M> Ruled<'p, M> {
    #[inline]
    pub(super) const fn new(policy: &'p SegmentationPolicy, dimension: &'p Name, model: M) -> Self {
        Self { model, policy, dimension }
    }
}

impl<C, F, R> Ruled<'_, Overridden<C, Account, F, R>>
where
    C: Classifier<Account>,
    F: Fn(Name) -> Option<C::Segment>,
{
    #[cold]
    fn by_policy(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        let ruling = self.policy.rulings.ruling(*self.dimension, account, cx);
        self.model.under(ruling, account, cx)
    }
}

impl<C, F, R> Classifier<Account> for Ruled<'_, Overridden<C, Account, F, R>>
where
    C: Classifier<Account>,
    F: Fn(Name) -> Option<C::Segment> + Send + Sync,
    R: Fn(&Account, NaiveDate) -> Option<Ruling> + Send + Sync,
{
    type Segment = C::Segment;

    #[inline]
    fn evaluate(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        if self.policy.rulings.is_empty() {
            self.model.evaluate(account, cx)
        } else {
            self.by_policy(account, cx)
        }
    }
}

impl<M: Decision<Account>> Decision<Account> for Ruled<'_, M>
where
    Self: Classifier<Account>,
{
    fn remember(&self, account: &Account, as_of: NaiveDate) -> Option<Previous<Name>> {
        self.model.remember(account, as_of)
    }
}
