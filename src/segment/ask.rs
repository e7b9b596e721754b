//! What is asked of every dimension: which segment, why, and what to keep of it.

use std::marker::PhantomData;

use chrono::NaiveDate;

use super::PolicyExplanation;
use super::decide::Decision;
use super::ruled::{Anybody, Nobody, People};
use crate::account::Previous;
use crate::classify::{Explanation, Verdict};
use crate::quantity::Name;

/// Where a dimension's explanation stands.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Own(fn(&mut PolicyExplanation) -> &mut Explanation),
    /// One of the custom dimensions: its position and name.
    Custom(usize, Name),
}

impl Slot {
    #[inline]
    fn of(self, out: &mut PolicyExplanation) -> Option<&mut Explanation> {
        match self {
            Self::Own(of) => Some(of(out)),
            Self::Custom(index, dimension) => {
                if out.custom.len() <= index {
                    out.custom.push((dimension, out.tier.another()));
                }
                let (explained, explanation) = out.custom.get_mut(index)?;
                *explained = dimension;
                Some(explanation)
            }
        }
    }
}

/// What is asked of every dimension.
pub(super) trait Ask {
    /// Where what people decided is found.
    type People: People;

    fn ask<S: ?Sized, D: Decision<S>>(
        &mut self,
        dimension: Name,
        slot: Slot,
        model: &D,
        subject: &S,
    ) -> Verdict<D::Segment>;

    /// A dimension that the policy does not decide.
    fn skip(&mut self, _: Slot) {}
}

/// Which segment.
pub(super) struct Which<P>(NaiveDate, PhantomData<P>);

impl Which<Anybody> {
    pub(super) const fn as_of(day: NaiveDate) -> Self {
        Self(day, PhantomData)
    }
}

impl Which<Nobody> {
    /// Of an account of which nobody has decided anything: nearly all of them, so the way is kept short.
    pub(super) const fn undisputed(day: NaiveDate) -> Self {
        Self(day, PhantomData)
    }
}

impl<P: People> Ask for Which<P> {
    type People = P;

    #[inline]
    fn ask<S: ?Sized, D: Decision<S>>(
        &mut self,
        _: Name,
        _: Slot,
        model: &D,
        subject: &S,
    ) -> Verdict<D::Segment> {
        model.classify(subject, self.0)
    }
}

/// Which segment, and why.
pub(super) struct Why<'a> {
    pub(super) as_of: NaiveDate,
    pub(super) out: &'a mut PolicyExplanation,
}

impl Ask for Why<'_> {
    type People = Anybody;

    #[inline]
    fn ask<S: ?Sized, D: Decision<S>>(
        &mut self,
        _: Name,
        slot: Slot,
        model: &D,
        subject: &S,
    ) -> Verdict<D::Segment> {
        match slot.of(self.out) {
            Some(out) => model.explain_into(subject, self.as_of, out),
            None => model.classify(subject, self.as_of),
        }
    }

    // What it says may be left from another policy.
    fn skip(&mut self, slot: Slot) {
        if let Some(stale) = slot.of(self.out) {
            stale.clear();
        }
    }
}

/// What to keep for the next time.
pub(super) struct Memory {
    pub(super) as_of: NaiveDate,
    pub(super) kept: Vec<(Name, Previous<Name>)>,
}

impl Ask for Memory {
    type People = Anybody;

    fn ask<S: ?Sized, D: Decision<S>>(
        &mut self,
        dimension: Name,
        _: Slot,
        model: &D,
        subject: &S,
    ) -> Verdict<D::Segment> {
        self.kept.extend(model.remember(subject, self.as_of).map(|previous| (dimension, previous)));
        model.classify(subject, self.as_of)
    }
}
