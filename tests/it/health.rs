//! Health scores: published cases by id, laws, caps and coverage.

use proptest::prelude::*;
use segmentry::chrono::NaiveDate;
use segmentry::classify::{Linear, Percentiles, Rating, laws};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    HealthBand, HealthPolicy, Indicator, IndicatorGroup, ScorePolicyBuilder, Scored, WhenMissing,
};
use segmentry::{Classifier, Decimal, Name, Score, Segment, Unclassified, Verdict, from_fn, name};

use crate::strategy::{as_of, ratio};

/// The ratings of up to eight indicators, `None` where one is not known.
type Ratings = [Option<u32>; 8];

const NAMES: [Name; 8] =
    [name!("a"), name!("b"), name!("c"), name!("d"), name!("e"), name!("f"), name!("g"), name!("h")];

fn given(index: usize) -> impl Classifier<Ratings, Segment = Rating> + 'static {
    from_fn(NAMES[index], move |ratings: &Ratings, cx| match ratings[index] {
        Some(rating) => Ok(Rating::clamped(rating.into())),
        None => Err(cx.missing(NAMES[index])),
    })
}

fn indicator(index: usize, weight: impl Into<Decimal>) -> Indicator<Ratings> {
    Indicator::new(NAMES[index], weight.into(), given(index))
}

fn ratings(values: &[Option<u32>]) -> Ratings {
    std::array::from_fn(|index| values.get(index).copied().flatten())
}

fn bare() -> ScorePolicyBuilder<Ratings, HealthBand> {
    HealthPolicy::red_yellow_green().min_coverage(dec!(0))
}

fn day() -> NaiveDate {
    as_of()
}

fn band(policy: &HealthPolicy<Ratings>, subject: &Ratings) -> Verdict<Name> {
    laws::check(policy, std::slice::from_ref(subject), day()).unwrap();
    policy.classify(subject, day()).map(|band| band.name())
}

fn numbers(health: Scored) -> (Option<Decimal>, Decimal, Decimal, Decimal) {
    (
        health.score.map(Score::value),
        health.coverage.to_decimal(),
        health.lowest.value(),
        health.highest.value(),
    )
}

#[test]
fn oracle_5_p1_groups_are_means_of_means() {
    let group = |name: Name, weight: u32, members: &[usize]| {
        members.iter().fold(IndicatorGroup::new(name, weight.into()), |group, index| {
            group.indicator(indicator(*index, 1))
        })
    };
    let policy = bare()
        .group(group(name!("churn_model"), 7, &[0]))
        .group(group(name!("engagement"), 5, &[1, 2]))
        .group(group(name!("usage"), 8, &[3, 4, 5]))
        .group(group(name!("csm"), 3, &[6]))
        .build()
        .unwrap();
    let subject = ratings(&[83, 76, 65, 81, 65, 90, 54].map(Some));
    let health = policy.score(&subject, day()).unwrap();
    // 10349 / 138, half-even at 18 decimals.
    assert_eq!(health.score.unwrap().value(), dec!(74.992753623188405797));
    assert_eq!(band(&policy, &subject), Ok(name!("yellow")));
}

#[test]
fn oracle_5_p2_the_published_transforms() {
    let rate = |line: Linear, value: u32| line.rate(value.into()).unwrap().value();
    let parts =
        [rate(Linear::NPS, 40), dec!(72), rate(Linear::TICKETS, 3), rate(Linear::DAYS_SINCE_LOGIN, 6)];
    assert_eq!(parts, [dec!(70), dec!(72), dec!(70), dec!(88)]);
    let subject = ratings(&[70, 72, 70, 88].map(Some));
    let weights = [25_u32, 35, 20, 20];
    let policy = weights.iter().enumerate().fold(bare(), |policy, (i, w)| policy.indicator(indicator(i, *w)));
    assert_eq!(policy.build().unwrap().score(&subject, day()).unwrap().score.unwrap().value(), dec!(74.3));
    assert_eq!(rate(Linear::TICKETS, 11), dec!(0));
    assert_eq!(rate(Linear::DAYS_SINCE_LOGIN, 51), dec!(0));
}

#[test]
fn oracle_5_p3_four_policies_for_a_missing_indicator() {
    let subject = ratings(&[Some(80), None, Some(50), Some(90)]);
    for (when, score) in [
        (WhenMissing::Renormalise, Some(dec!(72.5))),
        (WhenMissing::Penalise, Some(dec!(58))),
        (WhenMissing::Neutral, Some(dec!(68))),
        (WhenMissing::Unknown, None),
    ] {
        let policy = bare()
            .indicator(indicator(0, 40))
            .indicator(indicator(1, 20).when_missing(when))
            .indicator(indicator(2, 25))
            .indicator(indicator(3, 15))
            .build()
            .unwrap();
        let health = policy.score(&subject, day()).unwrap();
        assert_eq!(numbers(health), (score, dec!(0.8), dec!(58), dec!(78)), "{when:?}");
        let expected = match score {
            Some(_) => Ok(name!("yellow")),
            None => Err(Unclassified::Missing(NAMES[1])),
        };
        assert_eq!(band(&policy, &subject), expected);
    }
}

#[test]
fn oracle_5_p4_lower_ends_are_exclusive() {
    let policy = HealthPolicy::red_yellow_green()
        .indicator(Indicator::new(
            name!("given"),
            dec!(1),
            from_fn(name!("given"), |score: &Ratings, _| {
                // Hundredths, so that 50.01 can be given.
                Ok(Rating::clamped(Decimal::from(score[0].unwrap_or(0)).checked_div(dec!(100)).unwrap()))
            }),
        ))
        .build()
        .unwrap();
    let bands =
        [0, 5000, 5001, 7500, 7550, 10000].map(|score| band(&policy, &ratings(&[Some(score)])).unwrap());
    assert_eq!(
        bands,
        ["red", "red", "yellow", "yellow", "green", "green"].map(|name| Name::new(name).unwrap())
    );
}

#[test]
fn oracle_5_p5_lines_in_both_directions_and_mid_rank_percentiles() {
    let rate = |zero: u32, hundred: u32, value: u32| {
        Linear::new(zero.into(), hundred.into()).unwrap().rate(value.into()).unwrap().value()
    };
    assert_eq!(
        [rate(20, 120, 70), rate(20, 120, 5), rate(12, 0, 3), rate(12, 0, 15)],
        [dec!(50), dec!(0), dec!(75), dec!(0)]
    );
    assert!(Linear::new(dec!(5), dec!(5)).is_err());
    let among = Percentiles::of([10_u32, 20, 20, 30, 50]);
    let of = |value| among.rate(value).unwrap().value();
    // By the definition, 20 stands at 100 * (1 + 2/2) / 5 = 40; the published case says 50, which no reading of it gives
    // together with its 90 for 50.
    assert_eq!([of(20), of(50), of(5), of(60)], [dec!(40), dec!(90), dec!(0), dec!(100)]);
}

#[test]
fn below_the_least_coverage_the_band_is_unknown_and_never_zero() {
    let policy = HealthPolicy::red_yellow_green()
        .indicator(indicator(0, 1))
        .indicator(indicator(1, 1))
        .build()
        .unwrap();
    assert_eq!(band(&policy, &ratings(&[])), Err(Unclassified::Insufficient(name!("health"))));
    // Exactly half is enough.
    assert_eq!(band(&policy, &ratings(&[Some(90)])), Ok(name!("green")));
    // A third and two thirds of two groups of equal weight are half, although neither has a decimal form.
    let third = |name: Name, first: usize| {
        (first..first + 3)
            .fold(IndicatorGroup::new(name, dec!(1)), |group, i| group.indicator(indicator(i, 1)))
    };
    let thirds = HealthPolicy::red_yellow_green()
        .group(third(name!("x"), 0))
        .group(third(name!("y"), 3))
        .build()
        .unwrap();
    let half = ratings(&[Some(90), None, None, Some(90), Some(90), None]);
    assert_eq!(thirds.score(&half, day()).unwrap().coverage, ratio(1, 2));
    assert_eq!(band(&thirds, &half), Ok(name!("green")));
    // Policies that give values to what is missing do not make something known.
    let guessed = bare().indicator(indicator(0, 1).when_missing(WhenMissing::Neutral)).build().unwrap();
    assert_eq!(guessed.score(&ratings(&[]), day()).unwrap().score, None);
}

#[test]
fn a_cap_holds_the_band_down_and_says_why() {
    let asked = name!("cancellation_requested");
    let policy = HealthPolicy::red_yellow_green()
        .indicator(indicator(0, 1))
        .cap(asked, name!("red"), |ratings: &Ratings, cx| match ratings[7] {
            Some(flag) => Ok(cx.is_set(name!("cancellation_requested"), flag == 1)),
            None => Err(cx.missing(name!("cancellation_requested"))),
        })
        .build()
        .unwrap();
    let subject = |score: Option<u32>, asked: Option<u32>| {
        let mut subject = ratings(&[score]);
        subject[7] = asked;
        subject
    };
    assert_eq!(band(&policy, &subject(Some(90), Some(1))), Ok(name!("red")));
    assert_eq!(band(&policy, &subject(Some(90), Some(0))), Ok(name!("green")));
    assert_eq!(band(&policy, &subject(Some(90), None)), Ok(name!("green")));
    // Nothing is below red: it answers even where nothing is known.
    assert_eq!(band(&policy, &subject(None, Some(1))), Ok(name!("red")));
    // Something is below yellow: red, or unknown.
    let at_most_yellow = bare().indicator(indicator(0, 1)).cap(asked, name!("yellow"), |_, _| Ok(true));
    let at_most_yellow = at_most_yellow.build().unwrap();
    assert_eq!(band(&at_most_yellow, &subject(Some(90), None)), Ok(name!("yellow")));
    assert_eq!(band(&at_most_yellow, &subject(Some(9), None)), Ok(name!("red")));
    assert_eq!(band(&at_most_yellow, &subject(None, None)), Err(Unclassified::Insufficient(name!("health"))));
    let (_, why) = policy.explain(&subject(Some(90), Some(1)), day());
    assert_eq!(why.note(name!("capped_by")).unwrap().to_string(), asked.as_str());
}

/// In whatever order they stand; of two alike, the first gives the reason.
#[test]
fn the_strictest_of_the_caps_that_hold_counts() {
    let caps = [("late", "yellow"), ("leaving", "red"), ("angry", "red"), ("small", "green")];
    let capped_by = |order: [usize; 3]| {
        let policy = order.iter().fold(bare().indicator(indicator(0, 1)), |policy, index| {
            let (reason, at_most) = caps[*index];
            policy.cap(Name::new(reason).unwrap(), Name::new(at_most).unwrap(), |_, _| Ok(true))
        });
        let subject = ratings(&[Some(90)]);
        let policy = policy.build().unwrap();
        let (name, why) = (band(&policy, &subject).unwrap(), policy.explain(&subject, day()).1);
        (name.to_string(), why.note(name!("capped_by")).unwrap().to_string())
    };
    let answer = |band: &str, reason: &str| (band.to_owned(), reason.to_owned());
    assert_eq!(capped_by([0, 1, 2]), answer("red", "leaving"));
    assert_eq!(capped_by([2, 1, 0]), answer("red", "angry"));
    assert_eq!(capped_by([1, 0, 3]), answer("red", "leaving"));
    assert_eq!(capped_by([3, 0, 1]), answer("red", "leaving"));
}

/// A2-1: an indicator that stands for itself is no group; a group says what its indicators come to.
#[test]
fn every_weight_is_shown_in_the_policy_and_in_the_explanation() {
    let usage = IndicatorGroup::new(name!("usage"), dec!(3))
        .indicator(indicator(1, 1))
        .indicator(indicator(2, 3).when_missing(WhenMissing::Penalise));
    let policy = HealthPolicy::red_yellow_green().indicator(indicator(0, 2)).group(usage).build().unwrap();

    let shown: Vec<_> = policy.parameters().iter().map(|it| format!("{}: {}", it.name, it.value)).collect();
    for weight in [
        "a: weight 2 in a (2), renormalise when missing",
        "b: weight 1 in usage (3), renormalise when missing",
        "c: weight 3 in usage (3), penalise when missing",
    ] {
        assert!(shown.iter().any(|it| it == weight), "{shown:?}");
    }

    let known = ratings(&[Some(70), Some(60), Some(20)]);
    let (verdict, why) = policy.explain(&known, day());
    let contributions: Vec<_> =
        why.contributions().map(|(name, weight, rating)| format!("{name} {weight} {rating}")).collect();
    // (60 + 3 * 20) / 4 = 30, and (2 * 70 + 3 * 30) / 5 = 46.
    assert_eq!(contributions, ["a 2 70", "b 1 60", "c 3 20", "usage 3 30"]);
    assert_eq!(verdict.unwrap().name(), name!("red"));
    assert_eq!(policy.score(&known, day()).unwrap().score.map(Score::value), Some(dec!(46)));
}

#[test]
fn what_a_policy_cannot_be() {
    let error = |builder: ScorePolicyBuilder<Ratings, HealthBand>| builder.build().unwrap_err().to_string();
    assert!(error(bare()).contains("nothing has a weight"));
    assert!(error(bare().indicator(indicator(0, -1))).contains("a weight of -1; it is 0 to 999999"));
    assert!(error(bare().indicator(indicator(0, 1)).indicator(indicator(0, 1))).contains("stands twice"));
    assert!(
        error(bare().indicator(indicator(0, 1)).cap(name!("veto"), name!("blue"), |_, _| Ok(true)))
            .contains("`blue` is no band")
    );
    assert!(error(bare().indicator(indicator(0, 1)).min_coverage(dec!(1.5))).contains("outside 0 to 1"));
}

fn card() -> impl Strategy<Value = (Vec<u32>, Ratings)> {
    let ratings = proptest::array::uniform8(proptest::option::of(0..=100_u32));
    (
        proptest::collection::vec(0..1000_u32, 1..8).prop_filter("some weight", |w| w.iter().any(|w| *w > 0)),
        ratings,
    )
}

/// The same with at least one indicator that is known and weighs something.
fn card_with_something_known() -> impl Strategy<Value = (Vec<u32>, Ratings)> {
    let known = (any::<proptest::sample::Index>(), 1..1000_u32, 0..=100_u32);
    (card(), known).prop_map(|((mut weights, mut ratings), (index, weight, rating))| {
        let index = index.index(weights.len());
        weights[index] = weight;
        ratings[index] = Some(rating);
        (weights, ratings)
    })
}

fn policy_of(weights: &[u32], scale: u32) -> HealthPolicy<Ratings> {
    weights
        .iter()
        .enumerate()
        .fold(bare(), |policy, (i, w)| policy.indicator(indicator(i, w * scale)))
        .build()
        .unwrap()
}

proptest! {
    #[test]
    fn weights_scaled_by_a_constant_change_nothing((weights, subject) in card(), scale in 1..900_u32) {
        let health = policy_of(&weights, 1).score(&subject, day()).unwrap();
        prop_assert_eq!(policy_of(&weights, scale).score(&subject, day()).unwrap(), health);
    }

    #[test]
    fn a_missing_indicator_under_renormalise_equals_its_absence((weights, subject) in card_with_something_known()) {
        let present: Vec<u32> = weights.iter().enumerate().map(|(i, w)| if subject[i].is_some() { *w } else { 0 }).collect();
        let score = |weights: &[u32]| policy_of(weights, 1).score(&subject, day()).unwrap().score;
        prop_assert!(score(&weights).is_some());
        prop_assert_eq!(score(&weights), score(&present));
    }

    #[test]
    fn the_bounds_contain_every_completion((weights, subject) in card(), fill in proptest::array::uniform8(0..=100_u32)) {
        let policy = policy_of(&weights, 1);
        let health = policy.score(&subject, day()).unwrap();
        let complete: Ratings = std::array::from_fn(|i| subject[i].or(Some(fill[i])));
        let score = policy.score(&complete, day()).unwrap().score.unwrap();
        prop_assert!(health.lowest <= score && score <= health.highest, "{:?} {}", health, score);
        for (end, bound) in [(0, health.lowest), (100, health.highest)] {
            let filled: Ratings = std::array::from_fn(|i| subject[i].or(Some(end)));
            prop_assert_eq!(policy.score(&filled, day()).unwrap().score, Some(bound));
        }
    }

    #[test]
    fn a_better_rating_never_lowers_the_score((weights, subject) in card(), index in 0..8_usize) {
        let policy = policy_of(&weights, 1);
        let mut better = subject;
        better[index] = subject[index].map(|rating| (rating + 10).min(100));
        let score = |ratings: &Ratings| policy.score(ratings, day()).unwrap().score;
        prop_assert!(score(&better) >= score(&subject));
    }
}
