use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use super::parameter::{Faults, Parameter, PolicyError, Source, Sourced, cuts};
use super::ranked::ranked_bands;
use super::scope::{Condition, holds};
use super::scorecard::{Indicator, IndicatorGroup, Scorecard};
use crate::classify::{
    Bands, BandsBuilder, Classifier, Cut, Cx, Rating, Segment, Side, Unclassified, Value, Verdict,
};
use crate::name;
use crate::quantity::{Name, Ratio, Score};

/// A band of a score: what the score says, kept apart by type, so that a health is never taken for a fit.
pub trait ScoreBand: Segment + Ord + sealed::Ranked {
    /// The name under which the score is compared.
    const SCORE: Name;
    /// The name under which the coverage is compared.
    const COVERAGE: Name;
}

pub(super) mod sealed {
    use crate::quantity::Name;

    pub trait Ranked {
        fn ranked(rank: u8, name: Name) -> Self;
    }
}

/// The least part of the weight that must be known, unless the author says otherwise.
pub(crate) const MIN_COVERAGE: Sourced<Ratio> = Sourced::assumption(Ratio::per_mille(500), "A2-1");

/// What a score rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scored {
    /// The score; `None` where nothing is known, or an indicator that must be known is not.
    pub score: Option<Score>,
    /// Weight of what is known / weight of everything, rounded half-even to 18 decimals.
    pub coverage: Ratio,
    /// The score if everything that is not known were 0.
    pub lowest: Score,
    /// The score if everything that is not known were 100.
    pub highest: Score,
}

/// A veto: while its condition holds, the band is at most this one.
struct Cap<S: ?Sized, B> {
    reason: Name,
    at_most: B,
    condition: Condition<S>,
}

/// A score by weighted indicators, and the band in which it lies: [`HealthPolicy`](super::HealthPolicy) of customers,
/// [`FitPolicy`](super::FitPolicy) of prospects.
///
/// score = sum of weight * rating / sum of weight over the indicators, groups being weighted means of means; computed
/// in Decimal and rounded once, half-even, to 18 decimals. That value is banded and reported. Weights need not add up to
/// anything.
///
/// - An indicator is any classifier into a [`Rating`]; see [`signal`](crate::classify::signal) and [`Indicator`].
/// - One that is missing, stale or undefined is left out, neutral, worst, or makes the whole unknown: its
///   [`WhenMissing`](super::WhenMissing) says which.
/// - [`Scored::coverage`] and the hard bounds are always there. Below `min_coverage` (0.5, assumption) the band is
///   `Insufficient`, with the score's name; with nothing known too, and never 0.
/// - A cap says that the band is at most so good while a condition holds ("cancellation requested: at most red"), with
///   its reason. A condition that lacks its fact does not hold. A cap at the lowest band answers even where too little
///   is known. Nothing holds a capped answer back: see [`Hysteresis`](crate::classify::Hysteresis).
pub struct ScorePolicy<S: ?Sized, B> {
    scorecard: Scorecard<S>,
    bands: Bands<Score, B>,
    band_source: Source,
    caps: Box<[Cap<S, B>]>,
    min_coverage: Sourced<Ratio>,
}

impl<S: ?Sized, B: ScoreBand> ScorePolicy<S, B> {
    /// Bands of your own, from the worst upwards.
    pub fn builder(lowest: Name) -> ScorePolicyBuilder<S, B> {
        ScorePolicyBuilder {
            bands: Bands::builder(lowest),
            band_source: Source::Given,
            groups: Vec::new(),
            caps: Vec::new(),
            min_coverage: MIN_COVERAGE,
            faults: Faults::default(),
            band: PhantomData,
        }
    }

    /// The bands, the worst first.
    pub fn bands(&self) -> impl Iterator<Item = B> {
        self.bands.segments().map(|(_, band)| band)
    }

    /// The bands with where they begin, the worst first; that one begins nowhere.
    pub(crate) fn begins(&self) -> impl Iterator<Item = (B, Option<Score>)> {
        self.bands.segments().map(|(cut, band)| (band, cut.map(Cut::at)))
    }

    /// The score with its coverage and bounds, whatever the coverage.
    ///
    /// # Errors
    /// A fault alone.
    pub fn score(&self, subject: &S, as_of: chrono::NaiveDate) -> Verdict<Scored> {
        self.scorecard.rate(subject, &mut Cx::new(as_of)).map(|(scored, _)| scored)
    }

    /// The bands, the weights and the least coverage, for showing.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let mut list = cuts(&self.bands, "", self.band_source);
        list.push(self.min_coverage.list(name!("min_coverage"), Ratio::to_string));
        list.extend(self.scorecard.parameters());
        list.extend(self.caps.iter().map(|cap| Parameter {
            name: cap.reason,
            value: format!("at most {}", cap.at_most.name()),
            source: Source::Given,
        }));
        list
    }

    /// The strictest cap that holds.
    fn cap(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Option<(Name, B)>> {
        let mut strictest: Option<(Name, B)> = None;
        for cap in &self.caps {
            if holds(&cap.condition, subject, cx)? && strictest.is_none_or(|(_, band)| cap.at_most < band) {
                strictest = Some((cap.reason, cap.at_most));
            }
        }
        Ok(strictest)
    }

    fn by_score(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<B> {
        let (scored, lacking) = self.scorecard.rate(subject, cx)?;
        cx.note(name!("lowest"), Value::Score(scored.lowest));
        cx.note(name!("highest"), Value::Score(scored.highest));
        if let Some(lacking) = lacking {
            return Err(lacking);
        }
        let enough = cx.at_least(B::COVERAGE, scored.coverage, self.min_coverage.value)?;
        match scored.score {
            Some(score) if enough => self.bands.locate(B::SCORE, score, cx),
            _ => Err(Unclassified::Insufficient(B::SCORE)),
        }
    }
}

impl<S: ?Sized, B: ScoreBand> Classifier<S> for ScorePolicy<S, B> {
    type Segment = B;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<B> {
        let computed = self.by_score(subject, cx);
        let Some((reason, at_most)) = self.cap(subject, cx)? else {
            return computed;
        };
        cx.cap(at_most.name());
        let capped = match computed {
            Ok(band) if band > at_most => at_most,
            // Nothing is below the lowest band, whatever the score may be.
            Err(Unclassified::Fault(fault)) => return Err(Unclassified::Fault(fault)),
            Err(_) if Some(at_most) == self.bands().next() => at_most,
            computed => return computed,
        };
        cx.note(name!("capped_by"), Value::Text(reason));
        Ok(capped)
    }
}

impl<S: ?Sized, B: Copy> Clone for ScorePolicy<S, B> {
    fn clone(&self) -> Self {
        Self {
            scorecard: self.scorecard.clone(),
            bands: self.bands.clone(),
            band_source: self.band_source,
            caps: self.caps.clone(),
            min_coverage: self.min_coverage,
        }
    }
}

impl<S: ?Sized, B: Copy> Clone for Cap<S, B> {
    fn clone(&self) -> Self {
        Self { reason: self.reason, at_most: self.at_most, condition: self.condition.clone() }
    }
}

impl<S: ?Sized, B: fmt::Debug + Copy> fmt::Debug for ScorePolicy<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let caps: Vec<_> = self.caps.iter().map(|cap| (cap.reason, cap.at_most)).collect();
        f.debug_struct("ScorePolicy")
            .field("scorecard", &self.scorecard)
            .field("bands", &self.bands)
            .field("caps", &caps)
            .finish()
    }
}

/// Collects the indicators, bands and caps of a [`ScorePolicy`].
#[must_use]
pub struct ScorePolicyBuilder<S: ?Sized, B> {
    bands: BandsBuilder<Score, Name>,
    band_source: Source,
    groups: Vec<IndicatorGroup<S>>,
    caps: Vec<(Name, Name, Condition<S>)>,
    min_coverage: Sourced<Ratio>,
    faults: Faults,
    band: PhantomData<fn() -> B>,
}

impl<S: ?Sized, B: ScoreBand> ScorePolicyBuilder<S, B> {
    /// The next better band, from this score on or above it.
    pub fn band(mut self, name: Name, from: Score, side: Side) -> Self {
        self.band_source = Source::Given;
        self.bands = match side {
            Side::At => self.bands.at(from, name),
            Side::Above => self.bands.above(from, name),
        };
        self
    }

    /// A margin of the band before, against flapping: who comes from a lower band must come so far (as far as the band's
    /// own rule: to it, or above it).
    pub fn upgrade_from(mut self, score: Score) -> Self {
        self.bands = self.bands.upgrade_from(score);
        self
    }

    /// A margin of the band before, against flapping: who comes from it or a higher one must fall so low.
    pub fn downgrade_below(mut self, score: Score) -> Self {
        self.bands = self.bands.downgrade_below(score);
        self
    }

    /// Says that the bands are somebody's publication.
    pub(super) fn published(mut self, by: &'static str) -> Self {
        self.band_source = Source::Published(by);
        self
    }

    /// An indicator that stands for itself.
    pub fn indicator(self, indicator: Indicator<S>) -> Self {
        self.group(IndicatorGroup::of(indicator))
    }

    /// Indicators whose weighted mean counts with the group's weight.
    pub fn group(mut self, group: IndicatorGroup<S>) -> Self {
        self.groups.push(group);
        self
    }

    /// While the condition holds, the band is at most this one.
    pub fn cap(
        mut self,
        reason: Name,
        at_most: Name,
        condition: impl Fn(&S, &mut Cx<'_>) -> Verdict<bool> + Send + Sync + 'static,
    ) -> Self {
        self.caps.push((reason, at_most, Arc::new(condition)));
        self
    }

    /// The least part of the weight that must be known.
    pub fn min_coverage(mut self, part: Decimal) -> Self {
        let given = self.faults.ratio(name!("min_coverage"), part);
        self.min_coverage = given.unwrap_or(self.min_coverage);
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for no indicators, an indicator named twice, a negative weight, weights that are all zero, a
    /// coverage outside 0 to 1, bands that do not rise or share a name, a cap at a band that does not exist.
    pub fn build(self) -> Result<ScorePolicy<S, B>, PolicyError> {
        let Self { bands, band_source, groups, caps, min_coverage, mut faults, .. } = self;
        if min_coverage.value < Ratio::ZERO || min_coverage.value > Ratio::ONE {
            let problem = format!("{} is outside 0 to 1; give a fraction (0.5 for half)", min_coverage.value);
            faults.push(name!("min_coverage"), problem);
        }
        for (cut, name) in bands.segments().filter_map(|(cut, name)| Some((cut?, name))) {
            if cut.side() == Side::At && cut.downgrade_below() == Score::MIN {
                faults.push(name, "a band or a margin from 0 on lets nobody leave; raise it");
            }
            if cut.side() == Side::Above && cut.upgrade_from() == Score::MAX {
                faults.push(name, "a band or a margin above 100 lets nobody in; lower it");
            }
        }
        let (bands, _) = ranked_bands(bands, None, B::ranked, &mut faults);
        let band =
            |name| bands.iter().flat_map(Bands::segments).map(|(_, band)| band).find(|b| b.name() == name);
        let mut checked_caps = Vec::new();
        for (reason, at_most, condition) in caps {
            match band(at_most) {
                Some(at_most) => checked_caps.push(Cap { reason, at_most, condition }),
                None if bands.is_none() => {}
                None => {
                    let known =
                        bands.iter().flat_map(Bands::segments).map(|(_, band)| band.name().to_string());
                    let known = known.collect::<Vec<_>>().join(", ");
                    faults.push(reason, format!("`{at_most}` is no band of this policy; it has {known}"));
                }
            }
        }
        let scorecard = Scorecard::new(groups, &mut faults);
        let caps = checked_caps.into();
        faults.finish_with(bands, |bands| ScorePolicy { scorecard, bands, band_source, caps, min_coverage })
    }
}

impl<S: ?Sized, B> fmt::Debug for ScorePolicyBuilder<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScorePolicyBuilder").field("bands", &self.bands).finish()
    }
}

/// A number between 0 and 100 as the score that it is: rounded once, half-even, to 18 decimals.
pub(super) fn score_of(value: Decimal) -> Verdict<Score> {
    Score::rounded(Rating::clamped(value).value())
        .map_err(|error| crate::classify::Fault::other(error).into())
}

/// A part of a whole, rounded half-even to 18 decimals.
pub(super) fn part_of(value: Decimal) -> Verdict<Ratio> {
    let rounded = value.round_dp_with_strategy(18, RoundingStrategy::MidpointNearestEven);
    Ratio::from_decimal(rounded).map_err(|error| crate::classify::Fault::other(error).into())
}
