//! Risk by points against a naive sum: the answer, every miss, what moves where; edges and extremes.

use proptest::array::uniform3;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use segmentry::classify::{Answer, Explanation, Move, Value, laws, signal};
use segmentry::segment::{Points, RiskBand, RiskPolicy, RiskPolicyBuilder};
use segmentry::{Bands, Classifier, Fact, Miss, Name, Segment, from_fn, name};

use crate::programs::promises;
use crate::strategy::as_of;

const NAMES: [Name; 5] = [name!("a"), name!("b"), name!("c"), name!("d"), name!("e")];

const FACTS: [Name; 3] = [name!("seats"), name!("logins"), name!("tickets")];

type Numbers = [Option<u32>; 3];

/// Points of a fact that rise at each cut, and for a fact that is not known.
#[derive(Clone, Debug)]
struct Factor {
    fact: usize,
    cuts: Vec<(u32, u32)>,
    missing: Option<u32>,
}

/// Often of the same fact: what moves it moves all of them.
fn factors() -> impl Strategy<Value = Vec<Factor>> {
    let cuts = proptest::collection::btree_map(0..4_u32, 1..30_u32, 0..3).prop_map(|cuts| {
        let rise = |sum: &mut u32, (at, more): (u32, u32)| {
            *sum += more;
            Some((at * 10, *sum))
        };
        cuts.into_iter().scan(0, rise).collect()
    });
    let factor = (0..3_usize, cuts, weighted(0.8, 0..30_u32));
    vec(factor.prop_map(|(fact, cuts, missing)| Factor { fact, cuts, missing }), 1..6)
}

fn numbers() -> impl Strategy<Value = Numbers> {
    uniform3(weighted(0.9, (0..5_u32, 0..3_u32).prop_map(|(n, beside)| (n * 10 + beside).saturating_sub(1))))
}

fn risk(factors: &[Factor]) -> RiskPolicy<Numbers> {
    let builder = RiskPolicy::builder(name!("low")).band(name!("medium"), 30).band(name!("high"), 60);
    let add = |builder: RiskPolicyBuilder<Numbers>, (factor, name): (&Factor, &Name)| {
        let (fact, bands) = (factor.fact, Bands::builder(Points::ZERO));
        let bands = factor.cuts.iter().fold(bands, |bands, (at, points)| bands.at(*at, Points(*points)));
        let read = move |numbers: &Numbers| numbers[fact].map(Fact::undated);
        let rule = signal::fact(FACTS[fact], read, None).bands(bands.build().unwrap());
        match factor.missing {
            Some(points) => builder.factor(*name, rule.if_missing(Points(points))),
            None => builder.factor(*name, rule),
        }
    };
    factors.iter().zip(&NAMES).fold(builder, add).build().unwrap()
}

/// The answer, and how many comparisons it took, one of them inverted.
fn naive(factors: &[Factor], numbers: &Numbers, invert: Option<usize>) -> (String, usize) {
    let (mut compared, mut sum) = (0, 0);
    let mut reached = |value: u32, at: u32| {
        compared += 1;
        (value >= at) != (invert == Some(compared - 1))
    };
    for factor in factors {
        sum += match (numbers[factor.fact], factor.missing) {
            (Some(value), _) => {
                factor.cuts.iter().rev().find(|(at, _)| reached(value, *at)).map_or(0, |(_, points)| *points)
            }
            (None, Some(points)) => points,
            (None, None) => return (format!("unclassified (missing_{})", FACTS[factor.fact]), compared),
        };
    }
    let bands = [(60, "high"), (30, "medium")];
    let band = bands.into_iter().find(|(from, _)| reached(sum, *from)).map_or("low", |(_, name)| name);
    (band.into(), compared)
}

/// Where the fact would have to stand.
fn destination(miss: &Miss) -> Option<u32> {
    let Value::Count(at) = miss.threshold() else { return None };
    let at = u32::try_from(at).unwrap();
    if miss.distance() == Move::Pass { at.checked_sub(1) } else { Some(at) }
}

/// Whether each miss says rightly if moving its fact gives its answer.
fn facts_move_as_told(
    why: &Explanation,
    numbers: &Numbers,
    naive: impl Fn(&Numbers) -> String,
) -> Result<(), TestCaseError> {
    for miss in why.misses() {
        let Some(fact) = FACTS.iter().position(|fact| *fact == miss.fact()) else { continue };
        let Some(to) = destination(miss) else { continue };
        let mut moved = *numbers;
        moved[fact] = Some(to);
        let told = naive(&moved) == miss.answer().to_string();
        prop_assert_eq!(miss.fact_can_move(), told, "{} {:?}", miss, moved);
    }
    Ok(())
}

proptest! {
    #[test]
    fn risk_agrees_with_a_naive_sum_and_its_misses_are_those_found_by_force(factors in factors(), numbers in numbers()) {
        let policy = risk(&factors);
        prop_assert_eq!(laws::check(&policy, &[numbers], as_of()), Ok(()));
        let (_, why) = policy.explain(&numbers, as_of());
        let (answer, compared) = naive(&factors, &numbers, None);
        prop_assert_eq!(why.answer().to_string(), answer.clone());
        let others = (0..compared).map(|index| (index, naive(&factors, &numbers, Some(index)).0));
        let expected: Vec<_> = others.filter(|(_, other)| *other != answer).collect();
        let mut found = promises(&why);
        found.sort();
        prop_assert_eq!(found, expected);
        facts_move_as_told(&why, &numbers, |moved| naive(&factors, moved, None).0)?;
    }

    /// A condition, a risk, and another one for whom the first finds low: sums that stand behind what can be altered, and
    /// facts that both compare. The misses are those found by force, and facts move as told.
    #[test]
    fn one_risk_behind_another_agrees_with_naive_sums(first in factors(), second in factors(), numbers in numbers()) {
        let (a, b) = (risk(&first), risk(&second));
        let both = from_fn(name!("both"), move |numbers: &Numbers, cx| {
            let known = cx.need(FACTS[0], numbers[0].map(Fact::undated), None)?;
            if !cx.at_least(FACTS[0], known, 20)? {
                return b.evaluate(numbers, cx);
            }
            let band = a.evaluate(numbers, cx)?;
            if band.rank() == 0 { b.evaluate(numbers, cx) } else { Ok(band) }
        });
        let naive_both = |numbers: &Numbers, invert: Option<usize>| {
            let Some(known) = numbers[0] else { return ("unclassified (missing_seats)".to_owned(), 0) };
            let (mut compared, mut answer) = (1, "low".to_owned());
            if (known >= 20) != (invert == Some(0)) {
                let (band, more) = naive(&first, numbers, invert.and_then(|index| index.checked_sub(1)));
                (compared, answer) = (1 + more, band);
            }
            if answer == "low" {
                let (band, more) = naive(&second, numbers, invert.and_then(|index| index.checked_sub(compared)));
                (compared, answer) = (compared + more, band);
            }
            (answer, compared)
        };
        prop_assert_eq!(laws::check(&both, &[numbers], as_of()), Ok(()));
        let (_, why) = both.explain(&numbers, as_of());
        let (answer, compared) = naive_both(&numbers, None);
        prop_assert_eq!(why.answer().to_string(), answer.clone());
        let others = (0..compared).map(|index| (index, naive_both(&numbers, Some(index)).0));
        let expected: Vec<_> = others.filter(|(_, other)| *other != answer).collect();
        let mut found = promises(&why);
        found.sort();
        prop_assert_eq!(found, expected);
        facts_move_as_told(&why, &numbers, |moved| naive_both(moved, None).0)?;
    }

    /// Points that rise with a fact never fall when the fact rises.
    #[test]
    fn risk_rises_where_its_points_rise(factors in factors(), numbers in numbers(), fact in 0..3_usize, more in 1..20_u32) {
        let rank = |numbers: &Numbers| risk(&factors).classify(numbers, as_of()).map(RiskBand::rank).ok();
        let higher: Numbers = std::array::from_fn(|i| numbers[i].map(|n| if i == fact { n + more } else { n }));
        prop_assert!(rank(&higher) >= rank(&numbers));
    }
}

/// A2-3: lower ends are inclusive.
#[test]
fn just_below_on_and_above_the_bands_of_risk() {
    let points = from_fn(name!("given"), |points: &u32, _| Ok(Points(*points)));
    let builder = RiskPolicy::builder(name!("low")).factor(name!("given"), points);
    let policy = builder.band(name!("medium"), 30).band(name!("high"), 60).build().unwrap();
    let band = |points| policy.classify(&points, as_of()).unwrap().name().to_string();
    let bands = [0, 29, 30, 31, 59, 60, 61, u32::MAX].map(band);
    assert_eq!(bands, ["low", "low", "medium", "medium", "medium", "high", "high", "high"]);
}

/// The sums of both bear one name: to move the first below 60 would leave the second at 50 or more, and the answer as it is.
#[test]
fn a_sum_does_not_move_where_another_of_its_name_would_stand_elsewhere() {
    let given = |points| from_fn(name!("given"), move |(): &(), _| Ok(Points(points)));
    let risk = |points| RiskPolicy::builder(name!("low")).factor(name!("given"), given(points));
    let first = risk(60).band(name!("high"), 60).build().unwrap();
    let second = |from| risk(40).band(name!("high"), from).build().unwrap();
    let both = |second: RiskPolicy<()>| {
        let first = first.clone();
        from_fn(name!("both"), move |(): &(), cx| {
            let band = first.evaluate(&(), cx)?;
            if band.rank() == 0 { second.evaluate(&(), cx) } else { Ok(band) }
        })
    };
    let only_miss = |second| {
        let (verdict, why) = both(second).explain(&(), as_of());
        assert_eq!(verdict.unwrap().name(), name!("high"));
        why.misses().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(only_miss(second(50)), ["the threshold of risk_points, 60, would have to pass 60: low"]);
    assert_eq!(
        only_miss(second(60)),
        ["risk_points would have to fall below 60 (now 60, exactly on it): low"]
    );
}

#[test]
fn a_thousand_factors_of_the_most_points() {
    // Their sum needs more than 32 bits.
    let factor = || from_fn(name!("most"), |_: &(), _| Ok(Points(u32::MAX)));
    let builder = (0..1000).fold(RiskPolicy::builder(name!("low")), |builder, index| {
        builder.factor(Name::new(&format!("f{index}")).unwrap(), factor())
    });
    let all = 1000 * u64::from(u32::MAX);
    let policy = builder.band(name!("almost"), all).band(name!("more"), all + 1).build().unwrap();
    assert_eq!(policy.explain(&(), as_of()).1.answer(), Answer::Segment(name!("almost")));
}
