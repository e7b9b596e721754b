use crate::classify::part::Addend;
use crate::classify::{Classifier, Cx, Segment, Step, Unclassified, Verdict};

/// See [`Classifier::if_undefined`].
#[derive(Clone, Copy, Debug)]
pub struct IfUndefined<C, G> {
    inner: C,
    segment: G,
}

impl<C, G> IfUndefined<C, G> {
    pub(in crate::classify) const fn new(inner: C, segment: G) -> Self {
        Self { inner, segment }
    }
}

impl<S: ?Sized, G: Segment, C: Classifier<S, Segment = G>> Classifier<S> for IfUndefined<C, G> {
    type Segment = G;

    #[inline(always)]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<G> {
        self.assume(self.inner.evaluate(subject, cx), cx)
    }

    #[inline(always)]
    fn evaluate_part(&self, subject: &S, cx: &mut Cx<'_>, addend: Addend<G>) -> Verdict<G> {
        self.assume(self.inner.evaluate_part(subject, cx, addend), cx)
    }
}

impl<C, G: Segment> IfUndefined<C, G> {
    #[inline(always)]
    fn assume(&self, verdict: Verdict<G>, cx: &mut Cx<'_>) -> Verdict<G> {
        match verdict {
            Err(lacking @ Unclassified::Undefined(_)) => {
                let because = lacking.reason();
                cx.record(|| Step::Assumed { because, segment: self.segment.name() });
                Ok(self.segment)
            }
            verdict => verdict,
        }
    }
}
