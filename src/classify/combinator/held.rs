use std::fmt;
use std::marker::PhantomData;

use chrono::NaiveDate;

use crate::account::Previous;
use crate::classify::{Classifier, Cx, Hysteresis, Value, Verdict};
use crate::name;
use crate::quantity::Name;

/// See [`Classifier::held`].
pub struct Held<C, S: ?Sized, F, P, H = Hysteresis> {
    inner: C,
    hysteresis: H,
    find: F,
    previous: P,
    subject: PhantomData<fn(&S)>,
}

impl<C, S: ?Sized, F, P, H> Held<C, S, F, P, H> {
    #[inline]
    pub(crate) const fn new(inner: C, hysteresis: H, find: F, previous: P) -> Self {
        Self { inner, hysteresis, find, previous, subject: PhantomData }
    }
}

impl<C: Classifier<S>, S: ?Sized, F, P, H: Copy + Into<Hysteresis>> Held<C, S, F, P, H> {
    /// What the classifier says, margins included.
    fn propose(&self, previous: Option<Previous<Name>>, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        let from = previous.filter(|previous| !self.hysteresis.into().is_of_another_policy(*previous));
        cx.coming_from(from.map(|from| from.segment), |cx| self.inner.evaluate(subject, cx))
    }
}

impl<C, S: ?Sized, F, P, H> Held<C, S, F, P, H>
where
    H: Copy + Into<Hysteresis> + Send + Sync,
    C: Classifier<S, Segment: Ord>,
    F: Fn(Name) -> Option<C::Segment> + Send + Sync,
    P: Fn(&S) -> Option<Previous<Name>> + Send + Sync,
{
    /// What to keep of this answer for the next time; `None` where there is neither a segment nor a previous one.
    ///
    /// The days in the segment count from the as-of date of the first answer that gave it.
    #[must_use]
    pub fn remember(&self, subject: &S, as_of: NaiveDate) -> Option<Previous<Name>> {
        let previous = (self.previous)(subject);
        let proposed = self.propose(previous, subject, &mut Cx::new(as_of));
        let decided = self.classify(subject, as_of);
        self.hysteresis.into().next(&proposed, &decided, previous, &self.find, as_of)
    }
}

impl<C, S: ?Sized, F, P, H> Classifier<S> for Held<C, S, F, P, H>
where
    H: Copy + Into<Hysteresis> + Send + Sync,
    C: Classifier<S, Segment: Ord>,
    F: Fn(Name) -> Option<C::Segment> + Send + Sync,
    P: Fn(&S) -> Option<Previous<Name>> + Send + Sync,
{
    type Segment = C::Segment;

    // Mostly there is nothing to look back at: then no more than a question is left of this.
    #[inline(always)]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        match (self.previous)(subject) {
            None if cx.came_from().is_none() => self.inner.evaluate(subject, cx),
            None => self.propose(None, subject, cx),
            Some(previous) => self.look_back(previous, subject, cx),
        }
    }
}

impl<C, S: ?Sized, F, P, H> Held<C, S, F, P, H>
where
    H: Copy + Into<Hysteresis> + Send + Sync,
    C: Classifier<S, Segment: Ord>,
    F: Fn(Name) -> Option<C::Segment>,
{
    #[cold]
    fn look_back(&self, previous: Previous<Name>, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        let (proposed, orders) = cx.with_orders(|cx| self.propose(Some(previous), subject, cx));
        let proposed = proposed?;
        if orders.vetoed {
            cx.note(name!("not_held_back"), Value::Flag(true));
            return Ok(proposed);
        }
        let at_most = orders.at_most.and_then(&self.find);
        self.hysteresis.into().decide(proposed, previous, at_most, &self.find, cx)
    }
}

impl<C: Clone, S: ?Sized, F: Clone, P: Clone, H: Copy> Clone for Held<C, S, F, P, H> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), self.hysteresis, self.find.clone(), self.previous.clone())
    }
}

impl<C: fmt::Debug, S: ?Sized, F, P, H: fmt::Debug> fmt::Debug for Held<C, S, F, P, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("inner", &self.inner).field("hysteresis", &self.hysteresis).finish()
    }
}
