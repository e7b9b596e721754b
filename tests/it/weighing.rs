//! The models that weigh many signals: health in groups, and every way of asking them; edges and extremes.

use std::cmp::Ordering;

use proptest::array::uniform6;
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::facts;
use segmentry::classify::{Linear, Rating, laws, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    HealthBand, HealthPolicy, Indicator, IndicatorGroup, ProvisionalTierFacts, ProvisionalTierPolicy,
    ScorePolicyBuilder, WhenMissing,
};
use segmentry::{Account, Classifier, Decimal, Name, Score, Segment, Segments, Unclassified, from_fn, name};

use crate::agreement::alike;
use crate::strategy::as_of;
use crate::workload_w;

type Ratings = [Option<Decimal>; 6];

const NAMES: [Name; 6] = [name!("a"), name!("b"), name!("c"), name!("d"), name!("e"), name!("f")];

fn indicator(index: usize, weight: impl Into<Decimal>) -> Indicator<Ratings> {
    let given = from_fn(NAMES[index], move |ratings: &Ratings, cx| match ratings[index] {
        Some(rating) => Ok(Rating::clamped(rating)),
        None => Err(cx.missing(NAMES[index])),
    });
    Indicator::new(NAMES[index], weight.into(), given)
}

fn bare() -> ScorePolicyBuilder<Ratings, HealthBand> {
    HealthPolicy::red_yellow_green().min_coverage(dec!(0))
}

/// Up to three groups of two indicators, each with a weight.
type Card = Vec<(u32, [(u32, WhenMissing); 2])>;

fn card() -> impl Strategy<Value = Card> {
    use WhenMissing::{Neutral, Penalise, Renormalise, Unknown};
    let when = || select(vec![Renormalise, Neutral, Penalise, Unknown]);
    let indicators = ((1..1000_u32, when()), (0..1000_u32, when()));
    vec((1..1000_u32, indicators.prop_map(|(first, second)| [first, second])), 1..4)
}

fn scored(card: &Card, outer: u32, inner: u32) -> HealthPolicy<Ratings> {
    let groups = card.iter().zip(["x", "y", "z"]).zip([0, 2, 4]);
    let builder = groups.fold(bare(), |builder, (((weight, indicators), name), first)| {
        let group = IndicatorGroup::new(Name::new(name).unwrap(), (weight * outer).into());
        builder.group(indicators.iter().zip(first..).fold(group, |group, ((weight, when), index)| {
            group.indicator(indicator(index, weight * inner).when_missing(*when))
        }))
    });
    builder.build().unwrap()
}

/// Hundredths, so that ratings are seldom whole.
fn ratings() -> impl Strategy<Value = Ratings> {
    let rating = (0..=10_000_i64).prop_map(|n| Decimal::try_from_i128_with_scale(n.into(), 2).unwrap());
    uniform6(of(rating))
}

/// The mean of fractions by weight, as it is written down: exact, then rounded half-even to 18 decimals. Ratings are hundredths,
/// so that 16 digits more are enough.
fn mean(parts: &[(i128, i128, i128)], digits: u32) -> Option<Decimal> {
    let (mut over, mut under, mut weights) = (0, 1, 0);
    for (weight, part, of) in parts {
        over = over * of + weight * part * under;
        under *= of;
        weights += weight;
    }
    let (scaled, under) = (over * 10_i128.checked_pow(digits)?, under * weights);
    let (whole, rest) = (scaled.checked_div(under)?, scaled.checked_rem(under)?);
    let up = (2 * rest).cmp(&under).then(if whole % 2 == 1 { Ordering::Greater } else { Ordering::Less });
    Decimal::try_from_i128_with_scale(whole + i128::from(up.is_gt()), 18).ok()
}

/// Score, coverage and lowest score: groups are means of what counts in them, and one in which nothing counts is left out.
fn naive(card: &Card, ratings: &Ratings) -> (Option<Decimal>, Option<Decimal>, Option<Decimal>) {
    let (mut counted, mut known, mut lowest, mut lacking) = (Vec::new(), Vec::new(), Vec::new(), false);
    for ((weight, indicators), ratings) in card.iter().zip(ratings.chunks_exact(2)) {
        let (mut all, mut counts, mut counted_sum, mut knows, mut known_sum) = (0, 0, 0, 0, 0);
        for ((weight, when), rating) in indicators.iter().zip(ratings) {
            let weight = i128::from(*weight);
            let hundredths = rating.map(|rating| (rating * dec!(100)).trunc().mantissa());
            let counting = match (hundredths, when) {
                (Some(rating), _) => Some(rating),
                (None, WhenMissing::Neutral) => Some(5000),
                (None, WhenMissing::Penalise) => Some(0),
                (None, WhenMissing::Renormalise) => None,
                (None, WhenMissing::Unknown) => {
                    lacking = true;
                    None
                }
            };
            all += weight;
            counts += counting.map_or(0, |_| weight);
            counted_sum += counting.map_or(0, |rating| weight * rating);
            knows += hundredths.map_or(0, |_| weight);
            known_sum += hundredths.map_or(0, |rating| weight * rating);
        }
        let weight = i128::from(*weight);
        known.push((weight, knows, all));
        lowest.push((weight, known_sum, all));
        if counts > 0 {
            counted.push((weight, counted_sum, counts));
        }
    }
    let unknown = lacking || known.iter().all(|(_, part, _)| *part == 0);
    (if unknown { None } else { mean(&counted, 16) }, mean(&known, 18), mean(&lowest, 16))
}

proptest! {
    #[test]
    fn groups_agree_with_exact_means_of_means(card in card(), ratings in ratings()) {
        let health = scored(&card, 1, 1).score(&ratings, as_of()).unwrap();
        let found = (health.score.map(Score::value), Some(health.coverage.to_decimal()), Some(health.lowest.value()));
        prop_assert_eq!(found, naive(&card, &ratings));
    }

    /// The score is the same after its rounding to 18 decimals, and with it the band, the coverage and the bounds.
    #[test]
    fn weights_scaled_within_groups_and_among_them_change_nothing(
        card in card(), ratings in ratings(), outer in 1..900_u32, inner in 1..900_u32,
    ) {
        let health = |outer, inner| scored(&card, outer, inner).score(&ratings, as_of()).unwrap();
        prop_assert_eq!(health(outer, inner), health(1, 1));
    }

    #[test]
    fn the_bounds_of_groups_contain_every_completion(card in card(), ratings in ratings(), fill in uniform6(0..=100_u32)) {
        let policy = scored(&card, 1, 1);
        let health = policy.score(&ratings, as_of()).unwrap();
        let score = |fill: [u32; 6]| {
            let complete: Ratings = std::array::from_fn(|index| ratings[index].or(Some(fill[index].into())));
            policy.score(&complete, as_of()).unwrap().score.unwrap()
        };
        prop_assert!(health.lowest <= score(fill) && score(fill) <= health.highest);
        prop_assert_eq!((score([0; 6]), score([100; 6])), (health.lowest, health.highest));
    }

    #[test]
    fn groups_keep_the_laws_and_are_banded_by_their_score(card in card(), ratings in ratings()) {
        let policy = scored(&card, 1, 1);
        prop_assert_eq!(laws::check(&policy, &[ratings], as_of()), Ok(()));
        let banded = |score: Decimal| match () {
            () if score > dec!(75) => "green",
            () if score > dec!(50) => "yellow",
            () => "red",
        };
        let score = policy.score(&ratings, as_of()).unwrap().score;
        let band = policy.classify(&ratings, as_of()).ok();
        prop_assert_eq!(band.map(|band| band.name().to_string()), score.map(|score| banded(score.value()).into()));
    }

    /// By value, by reference, boxed, explained and as a dimension of the whole policy.
    #[test]
    fn every_way_of_asking_gives_one_answer(row in workload_w::row(), employees in weighted(0.8, 98..102_u32)) {
        let usage = signal::fact(facts::UTILIZATION, Account::utilization, None).linear(Linear::PART);
        let survey = signal::fact(facts::NPS, Account::nps, None).linear(Linear::NPS);
        let health = HealthPolicy::red_yellow_green()
            .indicator(Indicator::new(facts::UTILIZATION, dec!(60), usage))
            .indicator(Indicator::new(facts::NPS, dec!(40), survey).when_missing(WhenMissing::Neutral))
            .build()
            .unwrap();
        let provisional = ProvisionalTierPolicy::builder(name!("small")).tier(name!("large"), 100).build().unwrap();
        let builder = workload_w::policy::builder().health(health.clone()).provisional_tier(provisional.clone());
        let policy = builder.build().unwrap();
        let (account, on) = (row.account("w"), workload_w::policy::AS_OF);
        let (segments, why) = policy.explain(&account, on);
        prop_assert_eq!(&policy.classify(&account, on), &segments);
        let attention = alike(policy.attention().unwrap(), &segments, on);
        prop_assert_eq!(attention, (segments.attention.unwrap(), why.attention));
        prop_assert_eq!(alike(&health, &account, on), (segments.health.unwrap(), why.health));
        prop_assert_eq!(alike(policy.risk().unwrap(), &account, on), (segments.risk.unwrap(), why.risk));
        let staffed = Account::builder("staffed", crate::strategy::EUR).employees(employees).build().unwrap();
        let (segments, why) = policy.explain(&staffed, on);
        let provisional = alike(&provisional.of(ProvisionalTierFacts::of_account), &staffed, on);
        let expected = employees.map(|count| if count >= 100 { "large" } else { "small" });
        prop_assert_eq!(provisional.0.as_ref().ok().map(Segment::name), expected.map(|name| Name::new(name).unwrap()));
        prop_assert_eq!(provisional, (segments.provisional_tier.unwrap(), why.provisional_tier));
    }
}

/// A2-1: lower ends are exclusive, to the last of 18 decimals; one that is finer is rounded half-even first.
#[test]
fn just_below_on_and_above_the_bands_of_health() {
    let policy = bare().indicator(indicator(0, 1)).build().unwrap();
    for (score, band) in [
        (dec!(0), "red"),
        (dec!(49.999999999999999999), "red"),
        (dec!(50), "red"),
        (dec!(50.0000000000000000005), "red"),
        (dec!(50.00000000000000000051), "yellow"),
        (dec!(50.000000000000000001), "yellow"),
        (dec!(74.999999999999999999), "yellow"),
        (dec!(75), "yellow"),
        (dec!(75.000000000000000001), "green"),
        (dec!(100), "green"),
        (Decimal::MAX, "green"),
    ] {
        let ratings = [Some(score), None, None, None, None, None];
        assert_eq!(policy.classify(&ratings, as_of()).unwrap().name().as_str(), band, "{score}");
    }
}

#[test]
fn the_largest_weights_and_the_longest_ratings() {
    let long = dec!(33.33333333333333333333333333);
    for rating in [long, dec!(99.99999999999999999999999999), dec!(1e-28), Decimal::MAX, Decimal::MIN] {
        for weights in [[999_999, 999_999, 0], [0, 999_999, 1], [1, 0, 999_999]] {
            let indicators = weights.iter().enumerate();
            let group = indicators
                .fold(IndicatorGroup::new(name!("x"), dec!(999999)), |group, (index, weight)| {
                    group.indicator(indicator(index, *weight))
                });
            let fine = indicator(4, dec!(0.000001)).when_missing(WhenMissing::Penalise);
            let policy =
                bare().group(group).indicator(indicator(3, 999_999)).indicator(fine).build().unwrap();
            for ratings in [[Some(rating); 6], [Some(rating), None, None, Some(long), None, None], [None; 6]]
            {
                laws::check(&policy, &[ratings], as_of()).unwrap();
                let health = policy.score(&ratings, as_of()).unwrap();
                assert!(health.lowest <= health.highest, "{health:?}");
                assert!(health.score.is_none_or(|score| health.lowest <= score && score <= health.highest));
            }
        }
    }
}

#[test]
fn attention_gives_the_reason_of_the_dimension_that_lacks_something() {
    let policy = workload_w::policy::policy();
    let attention = |segments: &Segments| policy.attention().unwrap().classify(segments, as_of());
    let lacking = |account: &Account| {
        let segments = policy.classify(account, as_of());
        assert_eq!(Some(attention(&segments)), segments.attention);
        attention(&segments).unwrap_err()
    };
    let account = |arr: Option<i64>| {
        let builder = Account::builder("a", crate::strategy::EUR);
        builder.arr(arr.map(crate::strategy::eur)).build().unwrap()
    };
    assert_eq!(lacking(&account(None)), Unclassified::Missing(facts::ARR));
    assert_eq!(lacking(&account(Some(1))), Unclassified::Missing(facts::HEALTH_SCORE));
    assert_eq!(attention(&Segments::new()), Err(Unclassified::NoMatch));
}
