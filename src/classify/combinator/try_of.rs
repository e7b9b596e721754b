use std::fmt;
use std::marker::PhantomData;

use crate::classify::{Classifier, Cx, Verdict};

/// See [`Classifier::try_of`].
pub struct TryOf<C, T: ?Sized, S, R> {
    inner: C,
    read: R,
    subject: PhantomData<fn(&T) -> S>,
}

impl<C, T: ?Sized, S, R> TryOf<C, T, S, R> {
    pub(in crate::classify) const fn new(inner: C, read: R) -> Self {
        Self { inner, read, subject: PhantomData }
    }
}

impl<C, T: ?Sized, S, R> Classifier<T> for TryOf<C, T, S, R>
where
    C: Classifier<S>,
    R: Fn(&T, &mut Cx<'_>) -> Verdict<S> + Send + Sync,
{
    type Segment = C::Segment;

    #[inline]
    fn evaluate(&self, subject: &T, cx: &mut Cx<'_>) -> Verdict<Self::Segment> {
        // The facts are borrowed where they lie: moving them out costs more than most models.
        match (self.read)(subject, cx) {
            Ok(ref facts) => self.inner.evaluate(facts, cx),
            Err(lacking) => Err(lacking),
        }
    }
}

impl<C: Clone, T: ?Sized, S, R: Clone> Clone for TryOf<C, T, S, R> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), self.read.clone())
    }
}

impl<C: fmt::Debug, T: ?Sized, S, R> fmt::Debug for TryOf<C, T, S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TryOf").field(&self.inner).finish()
    }
}
