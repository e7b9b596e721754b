use crate::classify::{Classifier, Cx, Unclassified, Verdict};

/// See [`Classifier::or_else`].
#[derive(Clone, Copy, Debug)]
pub struct OrElse<C, D> {
    first: C,
    second: D,
}

impl<C, D> OrElse<C, D> {
    pub(in crate::classify) const fn new(first: C, second: D) -> Self {
        Self { first, second }
    }
}

impl<S: ?Sized, C, D> Classifier<S> for OrElse<C, D>
where
    C: Classifier<S>,
    D: Classifier<S, Segment = C::Segment>,
{
    type Segment = C::Segment;

    #[inline]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Self::Segment> {
        match cx.attempt(|cx| self.first.evaluate(subject, cx)) {
            Err(Unclassified::NoMatch) => self.second.evaluate(subject, cx),
            verdict => {
                cx.not_reached(|cx| self.second.evaluate(subject, cx));
                verdict
            }
        }
    }
}
