use std::fmt;
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use super::parameter::{Faults, Parameter, PolicyError, Source, Sourced};
use super::ranked::{ranked, ranks};
use super::scorecard::{Indicator, IndicatorGroup, Scorecard};
use crate::classify::{Bands, Classifier, Cx, Rating, Segment, Side, Unclassified, Value, Verdict};
use crate::name;
use crate::quantity::{Name, Ratio, Score};

ranked! {
    /// A band of health, from the worst to the best: high is good. It does not convert into a risk band.
    HealthBand
}

/// What a health score rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Health {
    /// The score; `None` where nothing is known, or an indicator that must be known is not.
    pub score: Option<Score>,
    /// Weight of what is known / weight of everything, rounded half-even to 18 decimals.
    pub coverage: Ratio,
    /// The score if everything that is not known were 0.
    pub lowest: Score,
    /// The score if everything that is not known were 100.
    pub highest: Score,
}

type Condition<S> = Arc<dyn Fn(&S, &mut Cx<'_>) -> Verdict<bool> + Send + Sync>;

/// A veto: while its condition holds, the band is at most this one.
struct Cap<S: ?Sized> {
    reason: Name,
    at_most: HealthBand,
    condition: Condition<S>,
}

/// Health by weighted indicators (A2-1, A2-2).
///
/// score = sum of weight * rating / sum of weight over the indicators, groups being weighted means of means; computed
/// in Decimal and rounded once, half-even, to 18 decimals. That value is banded and reported. Weights need not add up to
/// anything.
///
/// - An indicator is any classifier into a [`Rating`]; see [`signal`](crate::classify::signal) and [`Indicator`].
/// - One that is missing, stale or undefined is left out, neutral, worst, or makes the whole unknown: its
///   [`WhenMissing`](super::WhenMissing) says which.
/// - [`Health::coverage`] and the hard bounds are always there. Below `min_coverage` (0.5, assumption) the band is
///   `Insufficient(health)`; with nothing known too, and never 0.
/// - A cap says that the band is at most so good while a condition holds ("cancellation requested: at most red"). A
///   condition that lacks its fact does not hold. A cap at the lowest band answers even where too little is known.
///
/// ```
/// use segmentry::account::facts;
/// use segmentry::classify::{Classifier, Linear, Segment, signal};
/// use segmentry::rust_decimal::dec;
/// use segmentry::segment::{HealthPolicy, Indicator};
/// use segmentry::{Account, Currency, Nps, Ratio, calendar::parse_date, name};
///
/// let usage = signal::fact(facts::UTILIZATION, Account::utilization, None).linear(Linear::PART);
/// let survey = signal::fact(facts::NPS, Account::nps, None).linear(Linear::NPS);
/// let policy = HealthPolicy::red_yellow_green()
///     .indicator(Indicator::new(facts::UTILIZATION, dec!(60), usage))
///     .indicator(Indicator::new(facts::NPS, dec!(40), survey))
///     .cap(facts::CANCELLATION_REQUESTED, name!("red"), |account: &Account, cx| {
///         let asked = cx.need(facts::CANCELLATION_REQUESTED, account.cancellation_requested(), None)?;
///         Ok(cx.is_set(facts::CANCELLATION_REQUESTED, asked))
///     })
///     .build()?;
/// let account = Account::builder("acme", Currency::EUR).utilization(Ratio::from_decimal(dec!(0.8))?).build()?;
/// let as_of = parse_date("2026-06-30")?;
/// assert_eq!(policy.classify(&account, as_of)?.name(), name!("green"));
/// let health = policy.health(&account, as_of)?;
/// assert_eq!((health.coverage, health.lowest.value(), health.highest.value()), (Ratio::new(3, 5)?, dec!(48), dec!(88)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct HealthPolicy<S: ?Sized> {
    scorecard: Scorecard<S>,
    bands: Bands<Score, HealthBand>,
    band_source: Source,
    caps: Box<[Cap<S>]>,
    min_coverage: Sourced<Ratio>,
}

impl<S: ?Sized> HealthPolicy<S> {
    /// The name under which the score is compared.
    pub const SCORE: Name = name!("health");
    /// The name under which the coverage is compared.
    pub const COVERAGE: Name = name!("health_coverage");

    /// Bands of your own, from the worst upwards.
    pub fn builder(lowest: Name) -> HealthPolicyBuilder<S> {
        HealthPolicyBuilder {
            bands: vec![(lowest, None)],
            band_source: Source::Given,
            groups: Vec::new(),
            caps: Vec::new(),
            min_coverage: Sourced::assumption(Ratio::per_mille(500), "A2-1"),
            faults: Faults::default(),
        }
    }

    /// Red up to 50, yellow up to 75, green above: lower ends exclusive (published: Gainsight's scorecard).
    pub fn red_yellow_green() -> HealthPolicyBuilder<S> {
        let score = |value: i64| Score::new(value.into()).unwrap_or(Score::MIN);
        let mut builder = Self::builder(name!("red")).band(name!("yellow"), score(50), Side::Above).band(
            name!("green"),
            score(75),
            Side::Above,
        );
        builder.band_source = Source::Published("Gainsight scorecard");
        builder
    }

    /// The bands, the worst first.
    pub fn bands(&self) -> impl Iterator<Item = HealthBand> {
        self.bands.segments().map(|(_, band)| band)
    }

    /// The score with its coverage and bounds, whatever the coverage.
    ///
    /// # Errors
    /// A fault alone.
    pub fn health(&self, subject: &S, as_of: chrono::NaiveDate) -> Verdict<Health> {
        self.scorecard.rate(subject, &mut Cx::new(as_of)).map(|(health, _)| health)
    }

    /// The bands, the weights and the least coverage, for showing.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let cuts = self.bands.segments().filter_map(|(cut, band)| Some((cut?, band)));
        let mut list: Vec<Parameter> = cuts
            .map(|(cut, band)| {
                let word = if cut.side() == Side::At { "from" } else { "above" };
                Parameter {
                    name: band.name(),
                    value: format!("{word} {}", cut.at()),
                    source: self.band_source,
                }
            })
            .collect();
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
    fn cap(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Option<(Name, HealthBand)>> {
        let mut strictest: Option<(Name, HealthBand)> = None;
        for cap in &self.caps {
            let holds = match (cap.condition)(subject, cx) {
                Err(Unclassified::Fault(fault)) => return Err(Unclassified::Fault(fault)),
                verdict => verdict.unwrap_or(false),
            };
            if holds && strictest.is_none_or(|(_, band)| cap.at_most < band) {
                strictest = Some((cap.reason, cap.at_most));
            }
        }
        Ok(strictest)
    }

    fn by_score(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<HealthBand> {
        let (health, lacking) = self.scorecard.rate(subject, cx)?;
        cx.note(name!("lowest"), Value::Score(health.lowest));
        cx.note(name!("highest"), Value::Score(health.highest));
        if let Some(lacking) = lacking {
            return Err(lacking);
        }
        let enough = cx.at_least(Self::COVERAGE, health.coverage, self.min_coverage.value)?;
        match health.score {
            Some(score) if enough => self.bands.locate(Self::SCORE, score, cx),
            _ => Err(Unclassified::Insufficient(Self::SCORE)),
        }
    }
}

impl<S: ?Sized> Classifier<S> for HealthPolicy<S> {
    type Segment = HealthBand;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<HealthBand> {
        let computed = self.by_score(subject, cx);
        let Some((reason, at_most)) = self.cap(subject, cx)? else {
            return computed;
        };
        let capped = match computed {
            Ok(band) if band > at_most => at_most,
            // Nothing is below the lowest band, whatever the score may be.
            Err(Unclassified::Fault(fault)) => return Err(Unclassified::Fault(fault)),
            Err(_) if at_most.rank() == 0 => at_most,
            computed => return computed,
        };
        cx.note(name!("capped_by"), Value::Text(reason));
        Ok(capped)
    }
}

impl<S: ?Sized> Clone for HealthPolicy<S> {
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

impl<S: ?Sized> Clone for Cap<S> {
    fn clone(&self) -> Self {
        Self { reason: self.reason, at_most: self.at_most, condition: self.condition.clone() }
    }
}

impl<S: ?Sized> fmt::Debug for HealthPolicy<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let caps: Vec<_> = self.caps.iter().map(|cap| (cap.reason, cap.at_most)).collect();
        f.debug_struct("HealthPolicy")
            .field("scorecard", &self.scorecard)
            .field("bands", &self.bands)
            .field("caps", &caps)
            .finish()
    }
}

/// Collects the indicators, bands and caps of a [`HealthPolicy`].
#[must_use]
pub struct HealthPolicyBuilder<S: ?Sized> {
    bands: Vec<(Name, Option<(Score, Side)>)>,
    band_source: Source,
    groups: Vec<IndicatorGroup<S>>,
    caps: Vec<(Name, Name, Condition<S>)>,
    min_coverage: Sourced<Ratio>,
    faults: Faults,
}

impl<S: ?Sized> HealthPolicyBuilder<S> {
    /// The next better band, from this score on or above it.
    pub fn band(mut self, name: Name, from: Score, side: Side) -> Self {
        self.band_source = Source::Given;
        self.bands.push((name, Some((from, side))));
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
    pub fn build(self) -> Result<HealthPolicy<S>, PolicyError> {
        let Self { bands, band_source, groups, caps, min_coverage, mut faults } = self;
        if min_coverage.value < Ratio::ZERO || min_coverage.value > Ratio::ONE {
            let problem = format!("{} is outside 0 to 1; give a fraction (0.5 for half)", min_coverage.value);
            faults.push(name!("min_coverage"), problem);
        }
        let names: Vec<Name> = bands.iter().map(|(name, _)| *name).collect();
        let ranked: Vec<HealthBand> =
            ranks(&names, &mut faults).map(|(rank, name)| HealthBand::new(rank, name)).collect();
        let lowest = ranked.first().copied().unwrap_or(HealthBand::new(0, name!("red")));
        let mut cuts = Bands::builder(lowest);
        for ((_, cut), band) in bands.iter().zip(&ranked) {
            cuts = match cut {
                Some((from, Side::At)) => cuts.at(*from, *band),
                Some((from, Side::Above)) => cuts.above(*from, *band),
                None => cuts,
            };
        }
        let mut checked_caps = Vec::new();
        for (reason, at_most, condition) in caps {
            match ranked.iter().find(|band| band.name() == at_most) {
                Some(band) => checked_caps.push(Cap { reason, at_most: *band, condition }),
                None => {
                    faults.push(reason, format!("`{at_most}` is no band of this policy; name one of them"));
                }
            }
        }
        let scorecard = Scorecard::new(groups, &mut faults);
        match cuts.build() {
            Ok(bands) => faults.finish(HealthPolicy {
                scorecard,
                bands,
                band_source,
                caps: checked_caps.into(),
                min_coverage,
            }),
            Err(error) => {
                faults.push(error.segment(), error.problem());
                Err(faults.into_error())
            }
        }
    }
}

impl<S: ?Sized> fmt::Debug for HealthPolicyBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HealthPolicyBuilder").field("bands", &self.bands).finish()
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
