use std::fmt;
use std::sync::Arc;

use super::parameter::{Faults, Parameter, PolicyError, Source, cuts};
use super::ranked::{ranked, ranked_bands};
use crate::classify::{
    Addend, Bands, BandsBuilder, Classifier, Cx, Part, Remembered, Segment, Step, Unclassified, Value,
    Verdict,
};
use crate::name;
use crate::quantity::Name;

/// Points of one factor: high is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(pub u32);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);
}

impl Segment for Points {
    /// The number.
    fn name(&self) -> Name {
        Name::of_number(self.0)
    }
}

impl Part for Points {
    fn keep(self) -> Remembered {
        Remembered::Points(self.0)
    }

    fn recall(remembered: Remembered) -> Option<Self> {
        if let Remembered::Points(points) = remembered { Some(Self(points)) } else { None }
    }
}

ranked! {
    /// A band of churn risk, from low to high: high is bad. It does not convert into a health band.
    RiskBand
}

/// What gives points: any classifier into them. It is none itself: a pointer to it would be one too, whose own method would
/// be found first, and go through a verdict.
trait Factor<S: ?Sized>: Send + Sync {
    /// The points, or why there are none. A verdict is moved through memory, points are not; and most factors give some.
    fn points(&self, subject: &S, cx: &mut Cx<'_>, lacking: &mut Unclassified) -> Option<Points>;

    /// The same where nobody looks on.
    fn points_apart(&self, subject: &S, cx: &mut Cx<'_>, lacking: &mut Unclassified) -> Option<Points>;
}

impl<S: ?Sized, C: Classifier<S, Segment = Points>> Factor<S> for C {
    #[inline]
    fn points(&self, subject: &S, cx: &mut Cx<'_>, lacking: &mut Unclassified) -> Option<Points> {
        given(self.evaluate_part(subject, cx, Addend(|Points(points)| points)), lacking)
    }

    #[inline]
    fn points_apart(&self, subject: &S, cx: &mut Cx<'_>, lacking: &mut Unclassified) -> Option<Points> {
        let mut apart = cx.apart();
        let verdict = self.evaluate(subject, &mut apart);
        cx.follow(&apart);
        given(verdict, lacking)
    }
}

#[inline(always)]
fn given(verdict: Verdict<Points>, lacking: &mut Unclassified) -> Option<Points> {
    match verdict {
        Ok(points) => Some(points),
        Err(reason) => lack(reason, lacking),
    }
}

// Out of line, since what was there before is dropped.
#[cold]
#[inline(never)]
fn lack(reason: Unclassified, lacking: &mut Unclassified) -> Option<Points> {
    *lacking = reason;
    None
}

type AnyFactor<S> = Box<dyn Factor<S>>;

/// Churn risk by points (A2-3, A3-6): each factor gives points, their sum lies in a band.
///
/// A factor is any classifier into [`Points`]: bands of a [`signal`](crate::classify::signal), a set of categories, a
/// flag, a date in relation to the as-of date, a ratio of two facts, or a function of yours. What a missing fact is worth
/// is said with [`if_missing`](Classifier::if_missing), an undefined one with
/// [`if_undefined`](Classifier::if_undefined); a factor that says nothing of it makes the risk `Missing`: any reason of a
/// factor is the risk's. The explanation
/// shows what each factor contributed.
///
/// Bands are lower-inclusive. There are no default factors, weights or bands: no article gives any.
///
/// ```
/// use segmentry::account::facts;
/// use segmentry::classify::{Bands, Classifier, Segment, signal};
/// use segmentry::segment::{Points, RiskPolicy};
/// use segmentry::{Account, Currency, Nps, calendar::parse_date, name};
///
/// let nps = signal::fact(facts::NPS, Account::nps, None)
///     .bands(Bands::builder(Points(15)).at(Nps::ZERO, Points::ZERO).build()?)
///     .if_missing(Points(5));
/// let cancelling =
///     signal::flag(facts::CANCELLATION_REQUESTED, Account::cancellation_requested, Points(60), Points::ZERO)
///         .if_missing(Points::ZERO);
/// let policy = RiskPolicy::builder(name!("low"))
///     .factor(facts::NPS, nps)
///     .factor(facts::CANCELLATION_REQUESTED, cancelling)
///     .band(name!("high"), 60)
///     .build()?;
/// let account = Account::builder("acme", Currency::EUR).cancellation_requested(true).build()?;
/// assert_eq!(policy.classify(&account, parse_date("2026-06-30")?)?.name(), name!("high"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RiskPolicy<S: ?Sized> {
    factors: Arc<[(Name, AnyFactor<S>)]>,
    bands: Bands<u64, RiskBand>,
}

impl<S: ?Sized> RiskPolicy<S> {
    /// The name under which the sum is compared.
    pub const POINTS: Name = name!("risk_points");

    /// Bands and factors of your own; `lowest` is the band from 0 points on.
    pub fn builder(lowest: Name) -> RiskPolicyBuilder<S> {
        RiskPolicyBuilder { bands: Bands::builder(lowest), factors: Vec::new(), faults: Faults::default() }
    }

    /// The bands, the lowest first.
    pub fn bands(&self) -> impl Iterator<Item = RiskBand> {
        self.bands.segments().map(|(_, band)| band)
    }

    /// The bands and the factors, for showing.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let given = |name, value| Parameter { name, value, source: Source::Given };
        let mut list = cuts(&self.bands, " points", Source::Given);
        list.extend(self.factors.iter().map(|(name, _)| given(*name, "factor".into())));
        list
    }
}

impl<S: ?Sized> RiskPolicy<S> {
    /// The band for an answer that nobody looks at.
    fn unwatched(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<RiskBand> {
        let mut sum: u64 = 0;
        let mut lacking = Unclassified::NoMatch;
        for (_, factor) in &*self.factors {
            let Some(Points(points)) = factor.points_apart(subject, cx, &mut lacking) else {
                return Err(lacking);
            };
            // At most 2^32 a factor: the sum of any list that fits in memory fits.
            sum = sum.saturating_add(points.into());
        }
        self.bands.locate(Self::POINTS, sum, &mut cx.apart())
    }

    /// The band for somebody who looks on.
    #[cold]
    #[inline(never)]
    fn watched(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<RiskBand> {
        let sum = match cx.known_sum() {
            Some(sum) => sum,
            None => self.itemized_sum(subject, cx)?,
        };
        // Most probes alter a factor: then its points are all that mattered, and the call is saved.
        if cx.is_past(&Self::POINTS) {
            return self.bands.locate(Self::POINTS, sum, &mut cx.apart());
        }
        self.bands.locate_lent(&Self::POINTS, sum, cx)
    }

    /// The sum with what each factor contributed.
    #[inline(never)]
    fn itemized_sum(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<u64> {
        let mut parts = cx.parts();
        let mut sum: u64 = 0;
        let mut factors = self.factors.iter();
        let mut lacking = Unclassified::NoMatch;
        loop {
            let Some((name, factor)) = factors.next() else {
                cx.keep_sum(parts, sum, self.bands.band_of(sum));
                return Ok(sum);
            };
            let given =
                cx.part(&mut parts, name, &mut lacking, |cx, lacking| factor.points(subject, cx, lacking));
            let Some(Points(points)) = given else { break };
            sum = sum.saturating_add(points.into());
            cx.record(|| Step::Weighted {
                fact: name.in_halves(),
                weight: Value::Count(1),
                contribution: Value::Count(points.into()),
            });
        }
        for (name, late) in factors {
            cx.not_reached(|cx| {
                cx.rule(*name, |cx| {
                    let mut lacking = Unclassified::NoMatch;
                    late.points(subject, cx, &mut lacking).ok_or(lacking)
                })
            });
        }
        Err(lacking)
    }
}

impl<S: ?Sized> Classifier<S> for RiskPolicy<S> {
    type Segment = RiskBand;

    #[inline]
    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<RiskBand> {
        if cx.is_unwatched() { self.unwatched(subject, cx) } else { self.watched(subject, cx) }
    }
}

impl<S: ?Sized> Clone for RiskPolicy<S> {
    fn clone(&self) -> Self {
        Self { factors: self.factors.clone(), bands: self.bands.clone() }
    }
}

impl<S: ?Sized> fmt::Debug for RiskPolicy<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<Name> = self.factors.iter().map(|(name, _)| *name).collect();
        f.debug_struct("RiskPolicy").field("factors", &names).field("bands", &self.bands).finish()
    }
}

/// Collects the factors and bands of a [`RiskPolicy`].
#[must_use]
pub struct RiskPolicyBuilder<S: ?Sized> {
    bands: BandsBuilder<u64, Name>,
    factors: Vec<(Name, AnyFactor<S>)>,
    faults: Faults,
}

impl<S: ?Sized> RiskPolicyBuilder<S> {
    /// A factor, in the order in which they are asked.
    pub fn factor(mut self, name: Name, points: impl Classifier<S, Segment = Points> + 'static) -> Self {
        if self.factors.iter().any(|(earlier, _)| *earlier == name) {
            self.faults.push(name, "the factor stands twice; its points would count twice");
        }
        self.factors.push((name, Box::new(points)));
        self
    }

    /// The next higher band, from this sum on.
    pub fn band(mut self, name: Name, from: u64) -> Self {
        self.bands = self.bands.at(from, name);
        self
    }

    /// A margin of the band before, against flapping: who comes from a lower band must come so far (as far as the band's
    /// own rule: to it, or above it).
    pub fn upgrade_from(mut self, points: u64) -> Self {
        self.bands = self.bands.upgrade_from(points);
        self
    }

    /// A margin of the band before, against flapping: who comes from it or a higher one must fall so low.
    pub fn downgrade_below(mut self, points: u64) -> Self {
        self.bands = self.bands.downgrade_below(points);
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for no factors, a factor or a band named twice, bands that do not rise.
    pub fn build(self) -> Result<RiskPolicy<S>, PolicyError> {
        let Self { bands, factors, mut faults } = self;
        if factors.is_empty() {
            faults.push(name!("factors"), "no factor; every account would be in the lowest band");
        }
        for (cut, name) in bands.segments().filter_map(|(cut, name)| Some((cut?, name))) {
            if cut.at() == 0 {
                faults.push(name, "a band from 0 points leaves none for the lowest; raise it");
            } else if cut.downgrade_below() == 0 {
                faults.push(name, "a margin down to 0 points lets nobody leave; raise it");
            }
        }
        let (bands, _) = ranked_bands(bands, None, RiskBand::new, &mut faults);
        faults.finish_with(bands, |bands| RiskPolicy { factors: factors.into(), bands })
    }
}

impl<S: ?Sized> fmt::Debug for RiskPolicyBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RiskPolicyBuilder").field("bands", &self.bands).finish()
    }
}
