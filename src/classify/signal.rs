//! Named values read from a subject: what a score weighs, and what bands cut.

use std::fmt;
use std::marker::PhantomData;

use chrono::NaiveDate;

use super::part::Addend;
use super::{Bands, Classifier, Compare, Cx, Segment, Verdict};
use crate::account::Fact;
use crate::calendar::{DayCount, Days, days_between};
use crate::quantity::{CurrencyMismatch, Money, Name, Ratio};

/// A named value read from a subject.
///
/// Reading can lack a fact or find that the question has no answer; what follows from that is said by the classifier
/// made of the signal ([`if_missing`](Classifier::if_missing), [`if_undefined`](Classifier::if_undefined)).
///
/// ```
/// use segmentry::classify::{Bands, Classifier, signal};
/// use segmentry::{Account, Currency, Ratio, account::facts, calendar::parse_date, name};
///
/// let activation = signal::share(
///     name!("seat_activation"),
///     signal::fact(facts::SEATS_ACTIVATED, Account::seats_activated, None),
///     signal::fact(facts::SEATS_CONTRACTED, Account::seats_contracted, None),
/// );
/// let adoption = activation
///     .bands(Bands::builder(name!("low")).at(Ratio::new(4, 5)?, name!("high")).build()?)
///     .if_undefined(name!("low"));
/// let account =
///     Account::builder("acme", Currency::EUR).seats_contracted(10).seats_activated(8).build()?;
/// assert_eq!(adoption.classify(&account, parse_date("2026-06-30")?), Ok(name!("high")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Signal<S: ?Sized, V, R> {
    fact: Name,
    read: R,
    subject: PhantomData<fn(&S) -> V>,
}

impl<S: ?Sized, V, R> Signal<S, V, R>
where
    R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync,
{
    /// A signal of your own: the name under which it is compared, and how it is read.
    pub const fn new(fact: Name, read: R) -> Self {
        Self { fact, read, subject: PhantomData }
    }

    /// The name under which it is compared.
    pub const fn name(&self) -> Name {
        self.fact
    }

    /// Its value.
    ///
    /// # Errors
    /// The reason why it has none.
    #[inline]
    pub fn read(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<V> {
        (self.read)(subject, cx)
    }

    /// A classifier by the band in which the value lies.
    pub fn bands<G: Segment>(self, bands: Bands<V, G>) -> Banded<S, V, R, G>
    where
        V: Compare,
    {
        Banded { signal: self, bands }
    }
}

impl<S: ?Sized, V, R> fmt::Debug for Signal<S, V, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Signal").field(&self.fact).finish()
    }
}

/// See [`Signal::bands`].
pub struct Banded<S: ?Sized, V, R, G> {
    signal: Signal<S, V, R>,
    bands: Bands<V, G>,
}

impl<S: ?Sized, V, R, G> Classifier<S> for Banded<S, V, R, G>
where
    R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync,
    V: Compare + Send + Sync,
    G: Segment,
{
    type Segment = G;

    #[inline(always)]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<G> {
        let value = self.signal.read(subject, cx)?;
        self.bands.locate_lent(&self.signal.fact, value, cx)
    }

    #[inline(always)]
    fn evaluate_part(&self, subject: &S, cx: &mut Cx<'_>, addend: Addend<G>) -> Verdict<G> {
        let before = cx.comparisons();
        let value = self.signal.read(subject, cx)?;
        // What reading compared, the same fact perhaps, has to be tried: it may move along.
        let addend = (cx.comparisons() == before).then_some(addend);
        self.bands.locate_part(&self.signal.fact, value, cx, addend)
    }
}

impl<S: ?Sized, V: fmt::Debug, R, G: fmt::Debug> fmt::Debug for Banded<S, V, R, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Banded").field("signal", &self.signal).field("bands", &self.bands).finish()
    }
}

/// A fact as it is. One observed longer ago than `max_age` counts as missing.
pub fn fact<S: ?Sized, V: Copy>(
    fact: Name,
    read: impl Fn(&S) -> Option<Fact<V>> + Send + Sync,
    max_age: Option<Days>,
) -> Signal<S, V, impl Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync> {
    Signal::new(fact, move |subject: &S, cx: &mut Cx<'_>| cx.need_lent(&fact, read(subject), max_age))
}

/// What part one signal is of another, exactly; undefined where the whole is zero or negative.
pub fn share<S: ?Sized, V: Part>(
    name: Name,
    part: Signal<S, V, impl Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync>,
    whole: Signal<S, V, impl Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync>,
) -> Signal<S, Ratio, impl Fn(&S, &mut Cx<'_>) -> Verdict<Ratio> + Send + Sync> {
    Signal::new(name, move |subject: &S, cx: &mut Cx<'_>| {
        let (value, of) = (part.read(subject, cx)?, whole.read(subject, cx)?);
        value.share_of(of)?.ok_or_else(|| cx.undefined(whole.fact))
    })
}

/// Days from the as-of date until a date; negative where it has passed.
pub fn days_until<S: ?Sized>(
    name: Name,
    date: Signal<S, NaiveDate, impl Fn(&S, &mut Cx<'_>) -> Verdict<NaiveDate> + Send + Sync>,
) -> Signal<S, DayCount, impl Fn(&S, &mut Cx<'_>) -> Verdict<DayCount> + Send + Sync> {
    Signal::new(name, move |subject: &S, cx: &mut Cx<'_>| {
        Ok(DayCount(days_between(cx.as_of(), date.read(subject, cx)?)))
    })
}

/// Days from a date to the as-of date; negative where it is still to come.
pub fn days_since<S: ?Sized>(
    name: Name,
    date: Signal<S, NaiveDate, impl Fn(&S, &mut Cx<'_>) -> Verdict<NaiveDate> + Send + Sync>,
) -> Signal<S, DayCount, impl Fn(&S, &mut Cx<'_>) -> Verdict<DayCount> + Send + Sync> {
    Signal::new(name, move |subject: &S, cx: &mut Cx<'_>| {
        Ok(DayCount(days_between(date.read(subject, cx)?, cx.as_of())))
    })
}

/// A classifier by whether a flag is set. A flag that is not known is missing.
pub fn flag<S: ?Sized, G: Segment>(
    fact: Name,
    read: impl Fn(&S) -> Option<Fact<bool>> + Send + Sync,
    set: G,
    not_set: G,
) -> impl Classifier<S, Segment = G> {
    let holds = move |subject: &S, cx: &mut Cx<'_>| {
        let value = cx.need_lent(&fact, read(subject), None)?;
        Ok(cx.is_set_lent(&fact, value))
    };
    TwoWay { holds, then: set, otherwise: not_set, subject: PhantomData }
}

/// A classifier by whether a category is one of these. A category that is not known is missing.
pub fn one_of<S: ?Sized, G: Segment, R>(
    fact: Name,
    read: R,
    categories: &[&str],
    among: G,
    not_among: G,
) -> impl Classifier<S, Segment = G> + use<S, G, R>
where
    R: for<'s> Fn(&'s S) -> Option<&'s str> + Send + Sync,
{
    let list = Name::listed(categories.iter().copied());
    let categories: Box<[Box<str>]> = categories.iter().map(|category| Box::from(*category)).collect();
    let holds = move |subject: &S, cx: &mut Cx<'_>| match read(subject) {
        Some(category) => Ok(cx.is_listed(&fact, category, &categories, || list)),
        None => Err(cx.missing(fact)),
    };
    TwoWay { holds, then: among, otherwise: not_among, subject: PhantomData }
}

/// A classifier by one comparison, without a name of its own in explanations.
struct TwoWay<S: ?Sized, G, F> {
    holds: F,
    then: G,
    otherwise: G,
    subject: PhantomData<fn(&S)>,
}

impl<S, G, F> Classifier<S> for TwoWay<S, G, F>
where
    S: ?Sized,
    G: Segment,
    F: Fn(&S, &mut Cx<'_>) -> Verdict<bool> + Send + Sync,
{
    type Segment = G;

    #[inline(always)]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<G> {
        Ok(if (self.holds)(subject, cx)? { self.then } else { self.otherwise })
    }

    #[inline(always)]
    fn evaluate_part(&self, subject: &S, cx: &mut Cx<'_>, addend: Addend<G>) -> Verdict<G> {
        let (answer, other) = match (self.holds)(subject, cx)? {
            true => (self.then, self.otherwise),
            false => (self.otherwise, self.then),
        };
        cx.note_inversion(addend, other);
        Ok(answer)
    }
}

/// A value that can be a part of another.
pub trait Part: Copy {
    /// The exact share; `None` where the whole is zero or negative.
    ///
    /// # Errors
    /// [`CurrencyMismatch`] for amounts of two currencies.
    fn share_of(self, whole: Self) -> Result<Option<Ratio>, CurrencyMismatch>;
}

impl Part for Money {
    #[inline]
    fn share_of(self, whole: Self) -> Result<Option<Ratio>, CurrencyMismatch> {
        Ratio::share(self, whole)
    }
}

impl Part for u32 {
    #[inline]
    fn share_of(self, whole: Self) -> Result<Option<Ratio>, CurrencyMismatch> {
        Ok(Ratio::new(self.into(), whole.into()).ok())
    }
}
