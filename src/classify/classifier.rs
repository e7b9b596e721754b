use std::sync::Arc;

use chrono::NaiveDate;

use super::part::Addend;
use super::probe::find_misses;
use super::{
    Cx, Explanation, Held, Hysteresis, IfMissing, IfUndefined, Map, Miss, Of, OrElse, Overridden, Segment,
    TryOf, Verdict, When,
};
use crate::account::{Previous, Ruling};
use crate::quantity::Name;

/// A classifier of any type, behind a pointer.
pub type BoxClassifier<S, G> = Box<dyn Classifier<S, Segment = G>>;

/// Puts subjects into segments, and can always say why.
///
/// Write [`evaluate`](Self::evaluate); everything else follows from it. Laws, which
/// [`laws::check`](super::laws::check) tests:
///
/// - `explain` and `classify` give the same verdict, and give it again when asked again;
/// - inverting the comparison of a [`Miss`] gives the miss's answer;
/// - a classifier, a reference to it, and it behind a `Box` or an `Arc` answer alike;
/// - no two segments share a name.
pub trait Classifier<S: ?Sized>: Send + Sync {
    /// What it assigns.
    type Segment: Segment;

    /// The verdict on a subject: the only method to write. Ask for facts and compare them through the context.
    ///
    /// # Errors
    /// The reason why the subject is in no segment.
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Self::Segment>;

    /// The same verdict as a part of a sum. The record notes besides what the part would add with each of its comparisons
    /// inverted alone, so that these need not be tried. Not to be written: what notes nothing is tried.
    #[doc(hidden)]
    #[inline(always)]
    fn evaluate_part(
        &self,
        subject: &S,
        cx: &mut Cx<'_>,
        _: Addend<Self::Segment>,
    ) -> Verdict<Self::Segment> {
        self.evaluate(subject, cx)
    }

    /// The verdict on a subject as of a day.
    ///
    /// # Errors
    /// The reason why the subject is in no segment.
    #[inline]
    fn classify(&self, subject: &S, as_of: NaiveDate) -> Verdict<Self::Segment> {
        self.evaluate(subject, &mut Cx::new(as_of))
    }

    /// The verdict, and why.
    fn explain(&self, subject: &S, as_of: NaiveDate) -> (Verdict<Self::Segment>, Explanation) {
        let mut explanation = Explanation::new();
        (self.explain_into(subject, as_of, &mut explanation), explanation)
    }

    /// The verdict, and why, into an explanation whose memory is reused.
    ///
    /// # Errors
    /// The reason why the subject is in no segment; the explanation is complete either way.
    fn explain_into(&self, subject: &S, as_of: NaiveDate, out: &mut Explanation) -> Verdict<Self::Segment> {
        let trace = out.restart(as_of);
        let verdict = self.evaluate(subject, &mut Cx::recording(as_of, trace));
        out.set_answer(&verdict);
        if out.seeks_misses() {
            find_misses(self, subject, &verdict, out);
        }
        verdict
    }

    /// What would have to move for another answer, the nearest first.
    fn misses(&self, subject: &S, as_of: NaiveDate) -> Vec<Miss> {
        self.explain(subject, as_of).1.misses().to_vec()
    }

    /// Classifies another type by reading the facts from it.
    ///
    /// Law: `c.of(read)` answers for `t` as `c` does for `read(t)`.
    ///
    /// ```
    /// use segmentry::classify::{Classifier, from_fn};
    /// use segmentry::{calendar::parse_date, name};
    ///
    /// struct Customer { seats: u32 }
    ///
    /// let big = from_fn(name!("size"), |seats: &u32, cx| {
    ///     Ok(if cx.at_least(name!("seats"), *seats, 100)? { name!("big") } else { name!("small") })
    /// });
    /// let big = big.of(|customer: &Customer| customer.seats);
    /// assert_eq!(big.classify(&Customer { seats: 100 }, parse_date("2026-01-01")?), Ok(name!("big")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn of<T: ?Sized, R>(self, read: R) -> Of<Self, T, S, R>
    where
        Self: Sized,
        S: Sized,
        R: Fn(&T) -> S + Send + Sync,
    {
        Of::new(self, read)
    }

    /// Classifies another type by reading the facts from it, where reading needs the as-of date or can fail.
    ///
    /// Law: `c.try_of(read)` answers for `t` as `c` does for the facts that `read` gives, and with `read`'s reason
    /// where it gives none.
    fn try_of<T: ?Sized, R>(self, read: R) -> TryOf<Self, T, S, R>
    where
        Self: Sized,
        S: Sized,
        R: Fn(&T, &mut Cx<'_>) -> Verdict<S> + Send + Sync,
    {
        TryOf::new(self, read)
    }

    /// Gives the segments other names. What is unclassified stays so.
    ///
    /// Laws: mapping by the identity changes nothing; mapping twice is mapping by both.
    fn map<H: Segment, F>(self, rename: F) -> Map<Self, S, F>
    where
        Self: Sized,
        F: Fn(Self::Segment) -> H + Send + Sync,
    {
        Map::new(self, rename)
    }

    /// Asks another classifier where this one has no opinion ([`NoMatch`](super::Unclassified::NoMatch)), and only
    /// there: a missing fact does not quietly become somebody else's segment.
    ///
    /// Laws: associative; a classifier that never matches changes nothing on either side.
    fn or_else<D>(self, other: D) -> OrElse<Self, D>
    where
        Self: Sized,
        D: Classifier<S, Segment = Self::Segment>,
    {
        OrElse::new(self, other)
    }

    /// Says aloud what a missing fact means: the segment for subjects that lack a needed fact, or whose fact is too
    /// old. The explanation shows the assumption.
    ///
    /// Law: changes only what is `Missing` or `Stale`.
    fn if_missing(self, segment: Self::Segment) -> IfMissing<Self, Self::Segment>
    where
        Self: Sized,
    {
        IfMissing::new(self, segment)
    }

    /// Says aloud what it means that a fact leaves the question without an answer: a share of nothing, a growth from
    /// zero. The explanation shows the assumption.
    ///
    /// Law: changes only what is `Undefined`.
    fn if_undefined(self, segment: Self::Segment) -> IfUndefined<Self, Self::Segment>
    where
        Self: Sized,
    {
        IfUndefined::new(self, segment)
    }

    /// Restricts the classifier to the subjects for which a condition holds; on others it has no opinion. Where the
    /// condition has no answer, neither has the classifier.
    ///
    /// Laws: with a condition that always holds it changes nothing; with one that never holds nothing matches.
    fn when<P>(self, condition: P) -> When<Self, P>
    where
        Self: Sized,
        P: Fn(&S, &mut Cx<'_>) -> Verdict<bool> + Send + Sync,
    {
        When::new(self, condition)
    }

    /// Keeps the previous segment where a move must wait; see [`Hysteresis`]. `find` gives the segment of a name; segments are
    /// ordered, the higher being the better.
    ///
    /// Laws: with [`Hysteresis::OFF`] and no margins, or without a previous segment, it changes nothing; the answer is what
    /// the classifier answers, the previous segment, or one between the two; asked on other days with what
    /// [`remember`](super::Held::remember) gives, a proposal that goes on is the answer in the end.
    ///
    /// ```
    /// use segmentry::account::Previous;
    /// use segmentry::calendar::{Days, parse_date};
    /// use segmentry::classify::{Classifier, Delay, Hysteresis, from_fn};
    /// use segmentry::{Name, name};
    ///
    /// struct Customer { seats: u32, before: Option<Previous<Name>> }
    ///
    /// let size = from_fn(name!("size"), |customer: &Customer, cx| {
    ///     Ok(if cx.at_least(name!("seats"), customer.seats, 100)? { name!("large") } else { name!("medium") })
    /// });
    /// // Two reviews in a row must say so, upwards and downwards.
    /// let twice = Delay { confirmations: 2, dwell: Days(0) };
    /// let brake = Hysteresis::OFF.upgrades(twice).downgrades(twice);
    /// let size = size.held(brake, Some, |customer: &Customer| customer.before);
    ///
    /// let (january, february) = (parse_date("2026-01-31")?, parse_date("2026-02-28")?);
    /// let mut customer = Customer { seats: 90, before: Some(Previous::new(name!("medium"))) };
    /// assert_eq!(size.classify(&customer, january), Ok(name!("medium")));
    /// customer.seats = 120;
    /// assert_eq!(size.classify(&customer, january), Ok(name!("medium")));
    /// customer.before = size.remember(&customer, january);
    /// assert_eq!(size.classify(&customer, february), Ok(name!("large")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    fn held<F, P>(self, hysteresis: Hysteresis, find: F, previous: P) -> Held<Self, S, F, P>
    where
        Self: Sized,
        Self::Segment: Ord,
        F: Fn(Name) -> Option<Self::Segment> + Send + Sync,
        P: Fn(&S) -> Option<Previous<Name>> + Send + Sync,
    {
        Held::new(self, hysteresis, find, previous)
    }

    /// Lets people decide: a ruling in force answers instead, and what is computed stands in the explanation, marked as not
    /// reached. An expired one is noted and changes nothing. `find` gives the segment of a name.
    ///
    /// Laws: without a ruling it changes nothing; with one in force the answer is its segment, or a fault where the
    /// dimension has no such segment.
    #[inline]
    fn overridden<F, R>(self, find: F, ruling: R) -> Overridden<Self, S, F, R>
    where
        Self: Sized,
        F: Fn(Name) -> Option<Self::Segment> + Send + Sync,
        R: Fn(&S, NaiveDate) -> Option<Ruling> + Send + Sync,
    {
        Overridden::new(self, find, ruling)
    }

    /// Behind a pointer, so that classifiers of different types can stand in one list.
    ///
    /// Law: changes nothing.
    fn boxed(self) -> BoxClassifier<S, Self::Segment>
    where
        Self: Sized + 'static,
    {
        Box::new(self)
    }
}

macro_rules! through_pointer {
    ($($pointer:ty),+) => {
        $(
            impl<S: ?Sized, C: Classifier<S> + ?Sized> Classifier<S> for $pointer {
                type Segment = C::Segment;

                #[inline]
                fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Self::Segment> {
                    (**self).evaluate(subject, cx)
                }

                #[inline]
                fn evaluate_part(
                    &self,
                    subject: &S,
                    cx: &mut Cx<'_>,
                    addend: Addend<Self::Segment>,
                ) -> Verdict<Self::Segment> {
                    (**self).evaluate_part(subject, cx, addend)
                }
            }
        )+
    };
}

through_pointer!(&C, Box<C>, Arc<C>);
