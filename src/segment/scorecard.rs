use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::parameter::{Faults, Parameter, Source};
use super::scored::{Scored, part_of, score_of};
use crate::classify::{Classifier, Cx, Parts, Rating, Step, Unclassified, Value, Verdict, overflow};
use crate::name;
use crate::quantity::{Name, Ratio, Score};

/// What an indicator that is not known means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum WhenMissing {
    /// It is left out, and the others weigh as much more (published: Gainsight skips nulls).
    #[default]
    Renormalise,
    /// It counts as 50 (published: Catalyst's earlier behaviour).
    Neutral,
    /// It counts as 0.
    Penalise,
    /// The whole is unknown.
    Unknown,
}

/// An indicator of a scorecard: a name, a weight, and how it is rated.
pub struct Indicator<S: ?Sized> {
    name: Name,
    weight: Decimal,
    rating: Arc<dyn Classifier<S, Segment = Rating>>,
    when_missing: WhenMissing,
}

impl<S: ?Sized> Indicator<S> {
    /// An indicator that is left out where it is not known.
    pub fn new(name: Name, weight: Decimal, rating: impl Classifier<S, Segment = Rating> + 'static) -> Self {
        Self { name, weight, rating: Arc::new(rating), when_missing: WhenMissing::default() }
    }

    /// What it means that it is not known.
    #[must_use]
    pub fn when_missing(mut self, policy: WhenMissing) -> Self {
        self.when_missing = policy;
        self
    }
}

/// Indicators whose weighted mean counts as one, with a weight of its own. Where nothing of a group is known it is left
/// out (published: a fully null group is null).
pub struct IndicatorGroup<S: ?Sized> {
    name: Name,
    weight: Decimal,
    indicators: Vec<Indicator<S>>,
}

impl<S: ?Sized> IndicatorGroup<S> {
    /// An empty group.
    #[must_use]
    pub const fn new(name: Name, weight: Decimal) -> Self {
        Self { name, weight, indicators: Vec::new() }
    }

    /// With one more indicator.
    #[must_use]
    pub fn indicator(mut self, indicator: Indicator<S>) -> Self {
        self.indicators.push(indicator);
        self
    }

    pub(super) fn of(indicator: Indicator<S>) -> Self {
        Self { name: indicator.name, weight: indicator.weight, indicators: vec![indicator] }
    }
}

/// Weighted means of weighted means.
pub(super) struct Scorecard<S: ?Sized> {
    groups: Arc<[IndicatorGroup<S>]>,
}

/// Sums of one group, or of the groups: of weights, and of weights times ratings.
#[derive(Default)]
struct Sums {
    /// Of everything.
    weight: Decimal,
    /// Of what is known, in the group: of what counts.
    known: Decimal,
    /// Of what counts: known, or given a value by its policy.
    counted: Decimal,
    counted_rating: Decimal,
    known_rating: Decimal,
}

impl<S: ?Sized> Scorecard<S> {
    pub(super) fn new(groups: Vec<IndicatorGroup<S>>, faults: &mut Faults) -> Self {
        let names: Vec<Name> = groups.iter().flat_map(|group| &group.indicators).map(|i| i.name).collect();
        for (index, name) in names.iter().enumerate() {
            if names.iter().take(index).any(|earlier| earlier == name) {
                faults.push(*name, "the indicator stands twice; it would weigh twice");
            }
        }
        // Gainsight's range; with it no sum of ratings overflows.
        let limit = Decimal::from(999_999);
        let weights = groups.iter().flat_map(|group| {
            // An indicator that stands for itself has one weight.
            let alone = matches!(group.indicators.as_slice(), [only] if only.name == group.name);
            let own = Some((group.name, group.weight)).filter(|_| !alone).into_iter();
            own.chain(group.indicators.iter().map(|indicator| (indicator.name, indicator.weight)))
        });
        for (name, weight) in weights {
            if weight.is_sign_negative() && !weight.is_zero() || weight > limit || weight.scale() > 6 {
                faults.push(name, format!("a weight of {weight}; it is 0 to 999999, with up to 6 decimals"));
            }
        }
        let counts = |group: &IndicatorGroup<S>| {
            !group.weight.is_zero() && group.indicators.iter().any(|indicator| !indicator.weight.is_zero())
        };
        if !groups.iter().any(counts) {
            faults.push(
                name!("indicators"),
                "nothing has a weight; give at least one indicator a weight above 0",
            );
        }
        Self { groups: groups.into() }
    }

    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let of = |group: &IndicatorGroup<S>, indicator: &Indicator<S>| Parameter {
            name: indicator.name,
            value: format!(
                "weight {} in {} ({}), {:?} when missing",
                indicator.weight, group.name, group.weight, indicator.when_missing
            )
            .to_lowercase(),
            source: Source::Given,
        };
        self.groups.iter().flat_map(|group| group.indicators.iter().map(move |i| of(group, i))).collect()
    }

    /// What the score rests on, and the reason why the whole is unknown, where an indicator that must be known is not.
    pub(super) fn rate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<(Scored, Option<Unclassified>)> {
        let mut lacking = None;
        let mut total = Sums::default();
        let mut parts = cx.parts();
        for group in self.groups.iter() {
            let sums = group.rate(subject, cx, &mut parts, &mut lacking)?;
            total.add_group(group.weight, &sums).ok_or_else(overflow)?;
        }
        let quotient = |part: Decimal, whole: Decimal| part.checked_div(whole);
        let high = total
            .weight
            .checked_sub(total.known)
            .and_then(|open| open.checked_mul(Decimal::ONE_HUNDRED)?.checked_add(total.known_rating));
        let score = match quotient(total.counted_rating, total.counted) {
            // Nothing known is unknown, even where policies give values to everything.
            Some(score) if !total.known.is_zero() && lacking.is_none() => Some(score_of(score)?),
            _ => None,
        };
        let scored = Scored {
            score,
            coverage: quotient(total.known, total.weight).map_or(Ok(Ratio::ZERO), part_of)?,
            lowest: quotient(total.known_rating, total.weight).map_or(Ok(Score::MIN), score_of)?,
            highest: high.and_then(|high| quotient(high, total.weight)).map_or(Ok(Score::MAX), score_of)?,
        };
        Ok((scored, lacking))
    }
}

impl<S: ?Sized> IndicatorGroup<S> {
    /// The sums; a group of several indicators is a level of its own in the explanation.
    fn rate(
        &self,
        subject: &S,
        cx: &mut Cx<'_>,
        parts: &mut Parts,
        lacking: &mut Option<Unclassified>,
    ) -> Verdict<Sums> {
        if !cx.is_tracing() || matches!(self.indicators.as_slice(), [alone] if alone.name == self.name) {
            return self.sums(subject, cx, parts, lacking);
        }
        let sums = cx.within(&self.name, |cx| self.sums(subject, cx, parts, lacking))?;
        if let Some(mean) = sums.counted_rating.checked_div(sums.counted) {
            weigh(self.name, self.weight, mean, cx)?;
        }
        Ok(sums)
    }

    fn sums(
        &self,
        subject: &S,
        cx: &mut Cx<'_>,
        parts: &mut Parts,
        lacking: &mut Option<Unclassified>,
    ) -> Verdict<Sums> {
        let mut sums = Sums::default();
        for indicator in &self.indicators {
            let mut reason = Unclassified::NoMatch;
            let rating = cx.part(parts, &indicator.name, &mut reason, |cx, reason| {
                indicator.rating.evaluate(subject, cx).map_err(|lacking| *reason = lacking).ok()
            });
            let (known, counted) = match (rating.ok_or(reason), indicator.when_missing) {
                (Ok(rating), _) => (true, Some(rating.value())),
                (Err(Unclassified::Fault(fault)), _) => return Err(Unclassified::Fault(fault)),
                (Err(_), WhenMissing::Renormalise) => (false, None),
                (Err(_), WhenMissing::Neutral) => (false, Some(Decimal::from(50))),
                (Err(_), WhenMissing::Penalise) => (false, Some(Decimal::ZERO)),
                (Err(reason), WhenMissing::Unknown) => {
                    lacking.get_or_insert(reason);
                    (false, None)
                }
            };
            sums.add(indicator.weight, known, counted).ok_or_else(overflow)?;
            if let (true, Some(rating)) = (cx.is_tracing(), counted) {
                weigh(indicator.name, indicator.weight, rating, cx)?;
            }
        }
        Ok(sums)
    }
}

/// Records what an indicator or a group contributed.
fn weigh(fact: Name, weight: Decimal, rating: Decimal, cx: &mut Cx<'_>) -> Verdict<()> {
    let weight = Value::Ratio(Ratio::from_decimal(weight).unwrap_or(Ratio::ONE));
    let contribution = Value::Score(score_of(rating)?);
    cx.record(|| Step::Weighted { fact, weight, contribution });
    Ok(())
}

impl Sums {
    fn add(&mut self, weight: Decimal, known: bool, rating: Option<Decimal>) -> Option<()> {
        self.weight = self.weight.checked_add(weight)?;
        let weighted = weight.checked_mul(rating.unwrap_or_default())?;
        if known {
            self.known = self.known.checked_add(weight)?;
            self.known_rating = self.known_rating.checked_add(weighted)?;
        }
        if rating.is_some() {
            self.counted = self.counted.checked_add(weight)?;
            self.counted_rating = self.counted_rating.checked_add(weighted)?;
        }
        Some(())
    }

    /// Adds a group's means, each with the group's weight.
    fn add_group(&mut self, weight: Decimal, group: &Self) -> Option<()> {
        if group.weight.is_zero() {
            return Some(());
        }
        self.weight = self.weight.checked_add(weight)?;
        // A group that is known as a whole adds its weight exactly.
        let known = if group.known == group.weight {
            weight
        } else {
            weight.checked_mul(group.known)?.checked_div(group.weight)?
        };
        self.known = self.known.checked_add(known)?;
        self.known_rating = self
            .known_rating
            .checked_add(weight.checked_mul(group.known_rating)?.checked_div(group.weight)?)?;
        if !group.counted.is_zero() {
            self.counted = self.counted.checked_add(weight)?;
            let mean = weight.checked_mul(group.counted_rating)?.checked_div(group.counted)?;
            self.counted_rating = self.counted_rating.checked_add(mean)?;
        }
        Some(())
    }
}

impl<S: ?Sized> Clone for Scorecard<S> {
    fn clone(&self) -> Self {
        Self { groups: self.groups.clone() }
    }
}

impl<S: ?Sized> fmt::Debug for Scorecard<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.groups.iter()).finish()
    }
}

impl<S: ?Sized> fmt::Debug for IndicatorGroup<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = &mut f.debug_struct("IndicatorGroup");
        group
            .field("name", &self.name)
            .field("weight", &self.weight)
            .field("indicators", &self.indicators)
            .finish()
    }
}

impl<S: ?Sized> fmt::Debug for Indicator<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indicator = &mut f.debug_struct("Indicator");
        indicator
            .field("name", &self.name)
            .field("weight", &self.weight)
            .field("when_missing", &self.when_missing)
            .finish()
    }
}
