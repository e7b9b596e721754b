use std::fmt;

use crate::classify::{Classifier, Cx, Unclassified, Verdict};

/// See [`Classifier::when`].
#[derive(Clone, Copy)]
pub struct When<C, P> {
    inner: C,
    condition: P,
}

impl<C, P> When<C, P> {
    pub(in crate::classify) const fn new(inner: C, condition: P) -> Self {
        Self { inner, condition }
    }
}

impl<S: ?Sized, C, P> Classifier<S> for When<C, P>
where
    C: Classifier<S>,
    P: Fn(&S, &mut Cx<'_>) -> Verdict<bool> + Send + Sync,
{
    type Segment = C::Segment;

    #[inline]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Self::Segment> {
        if (self.condition)(subject, cx)? {
            self.inner.evaluate(subject, cx)
        } else {
            cx.not_reached(|cx| self.inner.evaluate(subject, cx));
            Err(Unclassified::NoMatch)
        }
    }
}

impl<C: fmt::Debug, P> fmt::Debug for When<C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("When").field(&self.inner).finish()
    }
}
