use std::fmt;
use std::marker::PhantomData;

use chrono::NaiveDate;

use crate::account::Ruling;
use crate::classify::{Answer, Classifier, Cx, Fault, FaultKind, Step, Unclassified, Value, Verdict};
use crate::name;
use crate::quantity::Name;

/// Where decisions by people are found. Any function of a subject and a day is such a place.
pub trait Decisions<S: ?Sized>: Send + Sync {
    /// What people decided of the subject as of the day in the context.
    ///
    /// # Errors
    /// A fault where nobody can tell.
    fn ruling(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Option<Ruling>>;
}

impl<S: ?Sized, F: Fn(&S, NaiveDate) -> Option<Ruling> + Send + Sync> Decisions<S> for F {
    #[inline]
    fn ruling(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Option<Ruling>> {
        Ok(self(subject, cx.as_of()))
    }
}

/// See [`Classifier::overridden`].
pub struct Overridden<C, S: ?Sized, F, R> {
    inner: C,
    find: F,
    ruling: R,
    subject: PhantomData<fn(&S)>,
}

impl<C, S: ?Sized, F, R> Overridden<C, S, F, R> {
    #[inline]
    pub(crate) const fn new(inner: C, find: F, ruling: R) -> Self {
        Self { inner, find, ruling, subject: PhantomData }
    }

    /// The classifier that people override.
    pub const fn inner(&self) -> &C {
        &self.inner
    }
}

impl<C, S: ?Sized, F, R> Overridden<C, S, F, R>
where
    C: Classifier<S>,
    F: Fn(Name) -> Option<C::Segment>,
{
    #[cold]
    fn faulty(&self, fault: Unclassified, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        cx.not_reached(|cx| self.inner.evaluate(subject, cx));
        Err(fault)
    }

    #[cold]
    fn by_people(&self, ruling: Ruling, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        if ruling.has_expired {
            if let Some(until) = ruling.until {
                cx.note(name!("override_expired"), Value::Date(until));
                note_scope(ruling, cx);
            }
            return self.inner.evaluate(subject, cx);
        }
        cx.veto();
        let computed = cx.shaded(|cx| self.inner.evaluate(subject, cx));
        if let Some(computed) = computed {
            let computed = Answer::of(&computed);
            cx.record(|| Step::Overridden { computed, given: ruling.segment });
            cx.note(name!("decided_by"), Value::Text(ruling.author));
            cx.note(name!("reason"), Value::Text(ruling.reason));
            if let Some(until) = ruling.until {
                cx.note(name!("until"), Value::Date(until));
            }
            note_scope(ruling, cx);
        }
        let unknown = || {
            Fault::from(FaultKind::UnknownOverride { dimension: ruling.dimension, segment: ruling.segment })
                .into()
        };
        (self.find)(ruling.segment).ok_or_else(unknown)
    }
}

/// Where it stands, if not on the subject.
fn note_scope(ruling: Ruling, cx: &mut Cx<'_>) {
    if let Some(scope) = ruling.scope {
        cx.note(name!("scope"), Value::Text(scope));
    }
}

impl<C, S: ?Sized, F, R> Classifier<S> for Overridden<C, S, F, R>
where
    C: Classifier<S>,
    F: Fn(Name) -> Option<C::Segment> + Send + Sync,
    R: Decisions<S>,
{
    type Segment = C::Segment;

    // Mostly nobody has decided: then no more than a question is left of this.
    #[inline(always)]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        match self.ruling.ruling(subject, cx) {
            Ok(None) => self.inner.evaluate(subject, cx),
            Ok(Some(ruling)) => self.by_people(ruling, subject, cx),
            Err(fault) => self.faulty(fault, subject, cx),
        }
    }
}

impl<C: Clone, S: ?Sized, F: Clone, R: Clone> Clone for Overridden<C, S, F, R> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), self.find.clone(), self.ruling.clone())
    }
}

impl<C: fmt::Debug, S: ?Sized, F, R> fmt::Debug for Overridden<C, S, F, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Overridden").field(&self.inner).finish()
    }
}
