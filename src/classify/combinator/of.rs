use std::fmt;
use std::marker::PhantomData;

use crate::classify::{Classifier, Cx, Verdict};

/// See [`Classifier::of`].
pub struct Of<C, T: ?Sized, S, R> {
    inner: C,
    read: R,
    subject: PhantomData<fn(&T) -> S>,
}

impl<C, T: ?Sized, S, R> Of<C, T, S, R> {
    pub(in crate::classify) const fn new(inner: C, read: R) -> Self {
        Self { inner, read, subject: PhantomData }
    }
}

impl<C, T: ?Sized, S, R> Classifier<T> for Of<C, T, S, R>
where
    C: Classifier<S>,
    R: Fn(&T) -> S + Send + Sync,
{
    type Segment = C::Segment;

    #[inline]
    fn evaluate(&self, subject: &T, cx: &mut Cx<'_>) -> Verdict<Self::Segment> {
        self.inner.evaluate(&(self.read)(subject), cx)
    }
}

impl<C: Clone, T: ?Sized, S, R: Clone> Clone for Of<C, T, S, R> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), self.read.clone())
    }
}

impl<C: fmt::Debug, T: ?Sized, S, R> fmt::Debug for Of<C, T, S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Of").field(&self.inner).finish()
    }
}
