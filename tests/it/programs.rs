//! Random rules against an interpreter of their own: the verdict, every miss, whether the fact alone can move, and what the
//! explanation lists.

use std::cmp::Reverse;

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::classify::{BoxClassifier, Comparison, Move, Step, Value};
use segmentry::{Classifier, Explanation, Fact, Name, Unclassified, first_match, from_fn, name};

use crate::strategy::as_of;

const FACTS: [Name; 3] = [name!("seats"), name!("logins"), name!("tickets")];

type Numbers = [Option<u32>; 3];

/// All tests hold: the segment; else no opinion.
#[derive(Clone, Debug)]
struct Rule {
    tests: Vec<(usize, Comparison, u32)>,
    segment: Name,
}

impl Rule {
    fn classifier(&self) -> BoxClassifier<Numbers, Name> {
        let rule = self.clone();
        from_fn(name!("rule"), move |numbers: &Numbers, cx| {
            for (fact, comparison, threshold) in &rule.tests {
                let value = cx.need(FACTS[*fact], numbers[*fact].map(Fact::undated), None)?;
                if !cx.compare(FACTS[*fact], value, *comparison, *threshold)? {
                    return Err(Unclassified::NoMatch);
                }
            }
            Ok(rule.segment)
        })
        .boxed()
    }
}

/// The answer, the comparisons that were made, one of them inverted, and how many rules were asked.
fn interpret(rules: &[Rule], numbers: &Numbers, invert: Option<usize>) -> (String, Vec<(u32, u32)>, usize) {
    let mut compared = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let asked = index + 1;
        let mut all = true;
        for (fact, comparison, threshold) in &rule.tests {
            let Some(value) = numbers[*fact] else {
                return (format!("unclassified (missing_{})", FACTS[*fact]), compared, asked);
            };
            let holds = match comparison {
                Comparison::AtLeast => value >= *threshold,
                Comparison::Above => value > *threshold,
                Comparison::AtMost => value <= *threshold,
                Comparison::Below => value < *threshold,
                _ => value == *threshold,
            };
            let inverted = invert == Some(compared.len());
            compared.push((value, *threshold));
            if holds == inverted {
                all = false;
                break;
            }
        }
        if all {
            return (rule.segment.to_string(), compared, asked);
        }
    }
    ("unclassified (no_match)".into(), compared, rules.len())
}

/// Which of the comparisons reached each miss is about, and what it promises.
pub(crate) fn promises(why: &Explanation) -> Vec<(usize, String)> {
    let compared = |step: u32| {
        let before = why.steps().iter().take(step.try_into().unwrap());
        before.filter(|entry| entry.reached && matches!(entry.step, Step::Compared { .. })).count()
    };
    why.misses().iter().map(|miss| (compared(miss.step()), miss.answer().to_string())).collect()
}

/// Thresholds are tens, so that one more and one less stand for "by however little".
fn rule() -> impl Strategy<Value = Rule> {
    use Comparison::{Above, AtLeast, AtMost, Below, Equals};
    let comparison = select(vec![AtLeast, Above, AtMost, Below, Equals]);
    let test = (0..FACTS.len(), comparison, (1..5_u32).prop_map(|tens| tens * 10));
    let segment = select(vec![name!("blue"), name!("green"), name!("red")]);
    (vec(test, 0..4), segment).prop_map(|(tests, segment)| Rule { tests, segment })
}

/// At a threshold or beside it.
fn numbers() -> impl Strategy<Value = Numbers> {
    let number = (0..6_u32, 0..3_u32).prop_map(|(tens, beside)| (tens * 10 + beside).saturating_sub(1));
    proptest::array::uniform3(weighted(0.9, number))
}

proptest! {
    /// Exactly the comparisons whose inversion changes the answer, by exact relative gap, ties in the order asked.
    #[test]
    fn the_misses_of_any_rules_are_all_and_true(rules in vec(rule(), 0..6), numbers in numbers()) {
        let (_, why) = first_match(rules.iter().map(Rule::classifier)).explain(&numbers, as_of());
        let (answer, compared, _) = interpret(&rules, &numbers, None);
        prop_assert_eq!(why.answer().to_string(), answer.clone());
        let others = compared.iter().enumerate().map(|(index, pair)| (index, interpret(&rules, &numbers, Some(index)).0, *pair));
        let mut expected: Vec<_> = others.filter(|(_, other, _)| *other != answer).collect();
        expected.sort_by(|(a, _, x), (b, _, y)| {
            let gap = |(value, threshold): (u32, u32)| (u64::from(value.abs_diff(threshold)), u64::from(value.max(threshold)));
            let ((near, of), (far, among)) = (gap(*x), gap(*y));
            (near * among).cmp(&(far * of)).then(a.cmp(b))
        });
        let expected: Vec<_> = expected.into_iter().map(|(index, other, _)| (index, other)).collect();
        prop_assert_eq!(promises(&why), expected);
    }

    /// A fact can move exactly where moving it alone, in all its comparisons, gives the answer promised.
    #[test]
    fn a_fact_of_any_rules_moves_as_told(rules in vec(rule(), 0..6), numbers in numbers()) {
        let (_, why) = first_match(rules.iter().map(Rule::classifier)).explain(&numbers, as_of());
        for miss in why.misses() {
            let Value::Count(threshold) = miss.threshold() else { panic!("counts alone: {miss}") };
            let threshold = u32::try_from(threshold).unwrap();
            let to = match (miss.distance(), miss.comparison()) {
                (Move::Reach, _) => threshold,
                (Move::Pass, Comparison::AtLeast | Comparison::Below) => threshold - 1,
                (Move::Pass, _) => threshold + 1,
                // Another number than exactly this one: there is no telling which.
                (Move::Change, _) => {
                    prop_assert!(!miss.fact_can_move());
                    continue;
                }
            };
            let mut moved = numbers;
            moved[FACTS.iter().position(|fact| *fact == miss.fact()).unwrap()] = Some(to);
            let (answer, _, _) = interpret(&rules, &moved, None);
            prop_assert_eq!(miss.fact_can_move(), answer == miss.answer().to_string(), "{} {:?}", miss, moved);
        }
    }

    /// Every rule is listed in order, with its own steps; those after the winner are marked, and offer no miss.
    #[test]
    fn any_rules_are_listed_and_the_late_ones_marked(rules in vec(rule(), 0..6), numbers in numbers()) {
        let (_, why) = first_match(rules.iter().map(Rule::classifier)).explain(&numbers, as_of());
        let (_, _, asked) = interpret(&rules, &numbers, None);
        let mut steps = why.steps().iter();
        for (index, rule) in rules.iter().enumerate() {
            for own in rule.classifier().explain(&numbers, as_of()).1.steps() {
                let listed = steps.next().unwrap();
                prop_assert_eq!((listed.step, listed.depth, listed.reached), (own.step, own.depth, index < asked));
            }
        }
        prop_assert!(steps.next().is_none());
        prop_assert!(why.misses().iter().all(|miss| why.steps()[usize::try_from(miss.step()).unwrap()].reached));
    }
}

/// An example of what cannot move: up to the second threshold, the first one is passed too, and another rule wins.
#[test]
fn a_fact_that_would_pass_another_threshold_cannot_move() {
    let rule = |at: u32, segment: Name| Rule { tests: vec![(0, Comparison::AtLeast, at)], segment };
    let rules = [rule(20, name!("green")), rule(40, name!("red")), rule(10, name!("blue"))];
    let (_, why) = first_match(rules.iter().map(Rule::classifier)).explain(&[Some(15), None, None], as_of());
    let mut told: Vec<_> = why.misses().iter().map(|m| (m.answer().to_string(), m.fact_can_move())).collect();
    told.sort_by_key(|(_, can_move)| Reverse(*can_move));
    let expected = [("green", true), ("unclassified (no_match)", true), ("red", false)];
    assert_eq!(told, expected.map(|(answer, can_move)| (String::from(answer), can_move)));
}
