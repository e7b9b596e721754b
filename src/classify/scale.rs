//! From an observed value to a rating between 0 and 100.

use std::fmt;
use std::marker::PhantomData;

use rust_decimal::Decimal;

use super::{Classifier, Compare, Cx, Fault, Part, Remembered, Segment, Signal, Verdict};
use crate::calendar::{DayCount, Days};
use crate::quantity::{Money, Name, Nps, Ratio, Score};

/// An indicator on a scale from 0 (worst) to 100 (best), not rounded to a score's places yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rating(Decimal);

impl Rating {
    /// 0.
    pub const WORST: Self = Self(Decimal::ZERO);
    /// 100.
    pub const BEST: Self = Self(Decimal::ONE_HUNDRED);

    /// A rating; what lies outside 0 to 100 is the nearer end.
    #[must_use]
    pub fn clamped(value: Decimal) -> Self {
        Self(value.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED))
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.0
    }
}

impl Segment for Rating {
    fn name(&self) -> Name {
        Name::abbreviated(&self.0.normalize().to_string())
    }
}

impl Part for Rating {
    fn keep(self) -> Remembered {
        Remembered::Rating(self.0)
    }

    fn recall(remembered: Remembered) -> Option<Self> {
        if let Remembered::Rating(rating) = remembered { Some(Self(rating)) } else { None }
    }
}

impl From<Score> for Rating {
    fn from(score: Score) -> Self {
        Self(score.value())
    }
}

/// A value that has a place on a scale.
pub trait Number: Compare {
    /// As a decimal number; a fraction is rounded half-even at 28 decimals.
    fn number(self) -> Decimal;
}

macro_rules! number {
    ($($type:ty => |$value:ident| $number:expr;)+) => {
        $(
            impl Number for $type {
                fn number(self) -> Decimal {
                    let $value = self;
                    $number
                }
            }
        )+
    };
}

number! {
    Ratio => |value| value.to_decimal();
    Score => |value| value.value();
    Nps => |value| value.value();
    Money => |value| value.amount();
    u32 => |value| value.into();
    u64 => |value| value.into();
    Days => |value| value.0.into();
    DayCount => |value| value.0.into();
}

/// A straight line: 0 at one value, 100 at another, and the ends beyond them.
///
/// `rating = 100 * (x - zero_at) / (hundred_at - zero_at)`, clamped to 0 and 100. `zero_at` may be the larger one: then
/// lower is better.
///
/// ```
/// use segmentry::classify::Linear;
/// use segmentry::rust_decimal::dec;
///
/// let tickets = Linear::new(dec!(12), dec!(0))?;
/// assert_eq!(tickets.rate(dec!(3)).map(|r| r.value()), Some(dec!(75)));
/// assert_eq!(tickets.rate(dec!(15)).map(|r| r.value()), Some(dec!(0)));
/// assert_eq!(Linear::NPS.rate(dec!(40)).map(|r| r.value()), Some(dec!(70)));
/// # Ok::<(), segmentry::classify::FlatScale>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linear {
    zero_at: Decimal,
    hundred_at: Decimal,
}

impl Linear {
    /// (NPS + 100) / 2 (published).
    pub const NPS: Self =
        Self { zero_at: Decimal::from_parts(100, 0, 0, true, 0), hundred_at: Decimal::ONE_HUNDRED };
    /// 100 - 10 a ticket (published).
    pub const TICKETS: Self = Self { zero_at: Decimal::TEN, hundred_at: Decimal::ZERO };
    /// 100 - 2 a day since the last login (published).
    pub const DAYS_SINCE_LOGIN: Self =
        Self { zero_at: Decimal::from_parts(50, 0, 0, false, 0), hundred_at: Decimal::ZERO };
    /// 0 to 1 as it is: utilization, adoption.
    pub const PART: Self = Self { zero_at: Decimal::ZERO, hundred_at: Decimal::ONE };

    /// 0 at `zero_at`, 100 at `hundred_at`.
    ///
    /// # Errors
    /// [`FlatScale`] where both are one value.
    pub fn new(zero_at: Decimal, hundred_at: Decimal) -> Result<Self, FlatScale> {
        if zero_at == hundred_at { Err(FlatScale { at: zero_at }) } else { Ok(Self { zero_at, hundred_at }) }
    }

    /// The rating of a value; `None` where the numbers are too large to be computed with.
    #[must_use]
    pub fn rate(self, value: Decimal) -> Option<Rating> {
        let (low, high) = (self.zero_at.min(self.hundred_at), self.zero_at.max(self.hundred_at));
        // Ends first: they are exact, and what lies between them divides safely.
        let inside = value.clamp(low, high);
        let way = inside.checked_sub(self.zero_at)?.checked_mul(Decimal::ONE_HUNDRED)?;
        way.checked_div(self.hundred_at.checked_sub(self.zero_at)?).map(Rating::clamped)
    }
}

/// A scale whose two ends are one value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scale is 0 and 100 at the same value, {at}; give two")]
pub struct FlatScale {
    at: Decimal,
}

/// Where a value stands among others: the mid-rank percentile, 100 * (below + equal / 2) / n.
///
/// ```
/// use segmentry::classify::Percentiles;
///
/// let among = Percentiles::of([10_u32, 20, 20, 30, 50]);
/// let rate = |value| among.rate(value).map(|rating| rating.value().to_string());
/// assert_eq!(rate(20).as_deref(), Some("40"));
/// assert_eq!(rate(60).as_deref(), Some("100"));
/// assert_eq!(Percentiles::<u32>::of([]).rate(1), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percentiles<V> {
    sorted: Box<[V]>,
}

impl<V: Ord + Copy> Percentiles<V> {
    /// The values of a portfolio, in any order; those that are not known are left out.
    pub fn of(values: impl IntoIterator<Item = V>) -> Self {
        let mut sorted: Vec<V> = values.into_iter().collect();
        sorted.sort_unstable();
        Self { sorted: sorted.into() }
    }

    /// The rating of a value; `None` among no values.
    #[must_use]
    pub fn rate(&self, value: V) -> Option<Rating> {
        let below = self.sorted.partition_point(|other| *other < value);
        let up_to = self.sorted.partition_point(|other| *other <= value);
        // below + equal / 2 = (below + up_to) / 2
        let twice_rank = Decimal::from(below.saturating_add(up_to)).checked_mul(Decimal::from(50))?;
        twice_rank.checked_div(self.sorted.len().into()).map(Rating::clamped)
    }
}

/// How a value is rated.
type Rate<V> = Box<dyn Fn(V) -> Option<Rating> + Send + Sync>;

/// See [`Signal::linear`] and [`Signal::percentile`].
pub struct Rated<S: ?Sized, V, R> {
    signal: Signal<S, V, R>,
    rate: Rate<V>,
    subject: PhantomData<fn(&S)>,
}

impl<S: ?Sized, V, R> Signal<S, V, R>
where
    R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync,
    V: Compare + 'static,
{
    /// A rating on a straight line.
    pub fn linear(self, line: Linear) -> Rated<S, V, R>
    where
        V: Number,
    {
        self.rated(move |value: V| line.rate(value.number()))
    }

    /// A rating by the place among other values.
    pub fn percentile(self, among: Percentiles<V>) -> Rated<S, V, R>
    where
        V: Ord + Send + Sync,
    {
        self.rated(move |value| among.rate(value))
    }

    /// A rating by a function of yours; `None` is undefined.
    pub fn rated(self, rate: impl Fn(V) -> Option<Rating> + Send + Sync + 'static) -> Rated<S, V, R> {
        Rated { signal: self, rate: Box::new(rate), subject: PhantomData }
    }
}

impl<S: ?Sized, V, R> Classifier<S> for Rated<S, V, R>
where
    R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync,
    V: Compare + 'static,
{
    type Segment = Rating;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Rating> {
        let value = self.signal.read(subject, cx)?;
        cx.note(self.signal.name(), value.value());
        (self.rate)(value).ok_or_else(|| cx.undefined(self.signal.name()))
    }
}

impl<S: ?Sized, V, R> fmt::Debug for Rated<S, V, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rated").field(&self.signal).finish()
    }
}

/// For explanations: a number that was computed with.
pub(crate) fn overflow() -> Fault {
    Fault::other("a number became too large to be computed with")
}
