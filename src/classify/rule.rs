use std::fmt;
use std::marker::PhantomData;

use super::{BoxClassifier, Classifier, Cx, Segment, Unclassified, Verdict};
use crate::quantity::Name;

/// A classifier from a function: the shortest way to write one.
///
/// The explanation shows its steps under the rule's name. Law: answers as the function does.
///
/// ```
/// use segmentry::classify::{Classifier, Unclassified, from_fn};
/// use segmentry::{calendar::parse_date, name};
///
/// let idle = from_fn(name!("idle"), |logins: &u32, cx| {
///     if cx.equals(name!("logins"), *logins, 0)? { Ok(name!("idle")) } else { Err(Unclassified::NoMatch) }
/// });
/// assert_eq!(idle.classify(&0, parse_date("2026-01-01")?), Ok(name!("idle")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_fn<S: ?Sized, G: Segment, F>(name: Name, evaluate: F) -> FromFn<S, F>
where
    F: Fn(&S, &mut Cx<'_>) -> Verdict<G> + Send + Sync,
{
    FromFn { name, evaluate, subject: PhantomData }
}

/// See [`from_fn`].
pub struct FromFn<S: ?Sized, F> {
    name: Name,
    evaluate: F,
    subject: PhantomData<fn(&S)>,
}

impl<S: ?Sized, G: Segment, F> Classifier<S> for FromFn<S, F>
where
    F: Fn(&S, &mut Cx<'_>) -> Verdict<G> + Send + Sync,
{
    type Segment = G;

    #[inline]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<G> {
        cx.rule(self.name, |cx| (self.evaluate)(subject, cx))
    }
}

impl<S: ?Sized, F: Clone> Clone for FromFn<S, F> {
    fn clone(&self) -> Self {
        Self { name: self.name, evaluate: self.evaluate.clone(), subject: PhantomData }
    }
}

impl<S: ?Sized, F> fmt::Debug for FromFn<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FromFn").field(&self.name).finish()
    }
}

/// Asks rules in order; the first with an opinion answers.
///
/// It goes on at [`NoMatch`](Unclassified::NoMatch) only: a rule that lacks a fact stops the search, since nobody
/// knows whether it would have matched. Laws: no rules never match; one rule is that rule; the same as a chain of
/// [`or_else`](Classifier::or_else).
///
/// ```
/// use segmentry::classify::{Classifier, Unclassified, first_match, from_fn};
/// use segmentry::{Name, calendar::parse_date, name};
///
/// let rule = |name: Name, least: u32| {
///     from_fn(name, move |seats: &u32, cx| {
///         if cx.at_least(name!("seats"), *seats, least)? { Ok(name) } else { Err(Unclassified::NoMatch) }
///     })
///     .boxed()
/// };
/// let size = first_match([rule(name!("large"), 500), rule(name!("medium"), 50)]);
/// let as_of = parse_date("2026-01-01")?;
/// assert_eq!(size.classify(&80, as_of), Ok(name!("medium")));
/// assert_eq!(size.classify(&8, as_of), Err(Unclassified::NoMatch));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn first_match<S: ?Sized, G: Segment>(
    rules: impl IntoIterator<Item = BoxClassifier<S, G>>,
) -> FirstMatch<S, G> {
    FirstMatch { rules: rules.into_iter().collect() }
}

/// See [`first_match`].
pub struct FirstMatch<S: ?Sized, G> {
    rules: Box<[BoxClassifier<S, G>]>,
}

impl<S: ?Sized, G: Segment> Classifier<S> for FirstMatch<S, G> {
    type Segment = G;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<G> {
        let mut rules = self.rules.iter();
        for rule in rules.by_ref() {
            match cx.attempt(|cx| rule.evaluate(subject, cx)) {
                Err(Unclassified::NoMatch) => {}
                verdict => {
                    for late in rules {
                        cx.not_reached(|cx| late.evaluate(subject, cx));
                    }
                    return verdict;
                }
            }
        }
        Err(Unclassified::NoMatch)
    }
}

impl<S: ?Sized, G> fmt::Debug for FirstMatch<S, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FirstMatch").field("rules", &self.rules.len()).finish()
    }
}
