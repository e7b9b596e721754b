use std::fmt;
use std::marker::PhantomData;

use crate::classify::{Classifier, Cx, Segment, Step, Verdict};

/// See [`Classifier::map`].
pub struct Map<C, S: ?Sized, F> {
    inner: C,
    rename: F,
    subject: PhantomData<fn(&S)>,
}

impl<C, S: ?Sized, F> Map<C, S, F> {
    pub(in crate::classify) const fn new(inner: C, rename: F) -> Self {
        Self { inner, rename, subject: PhantomData }
    }
}

impl<C, S: ?Sized, H, F> Classifier<S> for Map<C, S, F>
where
    C: Classifier<S>,
    H: Segment,
    F: Fn(C::Segment) -> H + Send + Sync,
{
    type Segment = H;

    #[inline]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<H> {
        let from = self.inner.evaluate(subject, cx)?;
        let to = (self.rename)(from);
        if cx.is_tracing() && from.name() != to.name() {
            cx.record(|| Step::Mapped { from: from.name(), to: to.name() });
        }
        Ok(to)
    }
}

impl<C: Clone, S: ?Sized, F: Clone> Clone for Map<C, S, F> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), self.rename.clone())
    }
}

impl<C: fmt::Debug, S: ?Sized, F> fmt::Debug for Map<C, S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Map").field(&self.inner).finish()
    }
}
