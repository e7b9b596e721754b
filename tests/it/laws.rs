//! The law of each combinator, as its documentation states it.

use proptest::prelude::*;
use segmentry::classify::laws::{self, Law};
use segmentry::classify::{Bands, Explanation};
use segmentry::{Classifier, Cx, Fact, Name, Segment, Unclassified, Verdict, first_match, from_fn, name};

use crate::strategy::{as_of, date};

/// What all rules here look at.
#[derive(Clone, Copy, Debug)]
struct Subject {
    seats: Option<u32>,
    age: u32,
    divisor: u32,
}

fn subject() -> impl Strategy<Value = Subject> {
    (proptest::option::of(0..6_u32), 0..6_u32, 0..3_u32).prop_map(|(seats, age, divisor)| Subject {
        seats,
        age,
        divisor,
    })
}

const SEATS: Name = name!("seats");
const AGE: Name = name!("age");

/// A rule with every kind of outcome: a segment, no opinion, missing, stale, undefined.
#[derive(Clone, Copy, Debug)]
struct Rule {
    from: u32,
    segment: Name,
    otherwise: Option<Name>,
}

impl Classifier<Subject> for Rule {
    type Segment = Name;

    fn evaluate(&self, subject: &Subject, cx: &mut Cx<'_>) -> Verdict<Name> {
        let observed_on = as_of() - segmentry::chrono::Days::new(subject.age.into());
        let seats = subject.seats.map(|seats| Fact::observed(seats, observed_on));
        let seats = cx.need(SEATS, seats, Some(segmentry::calendar::Days(4)))?;
        if subject.divisor == 0 {
            return Err(cx.undefined(AGE));
        }
        if cx.at_least(SEATS, seats, self.from)? {
            return Ok(self.segment);
        }
        self.otherwise.ok_or(Unclassified::NoMatch)
    }
}

fn rule() -> impl Strategy<Value = Rule> {
    let names = || proptest::sample::select(vec![name!("a"), name!("b"), name!("c")]);
    (0..6_u32, names(), proptest::option::of(names())).prop_map(|(from, segment, otherwise)| Rule {
        from,
        segment,
        otherwise,
    })
}

fn never() -> impl Classifier<Subject, Segment = Name> {
    from_fn(name!("never"), |_: &Subject, _| Err(Unclassified::NoMatch))
}

fn ask(classifier: &impl Classifier<Subject, Segment = Name>, subject: &Subject) -> Verdict<Name> {
    laws::check(classifier, std::slice::from_ref(subject), as_of()).unwrap();
    classifier.classify(subject, as_of())
}

proptest! {
    #[test]
    fn of_reads_and_changes_nothing_else(rule in rule(), subject in subject()) {
        let through = rule.of(|pair: &(u8, Subject)| pair.1);
        prop_assert_eq!(through.classify(&(7, subject), as_of()), ask(&rule, &subject));
        let through = rule.try_of(|given: &Option<Subject>, cx| given.ok_or_else(|| cx.undefined(name!("given"))));
        prop_assert_eq!(through.classify(&Some(subject), as_of()), ask(&rule, &subject));
        prop_assert_eq!(through.classify(&None, as_of()), Err(Unclassified::Undefined(name!("given"))));
    }

    #[test]
    fn mapping_composes_and_its_identity_changes_nothing(rule in rule(), subject in subject()) {
        let first = |segment: Name| if segment == name!("a") { name!("x") } else { segment };
        let second = |segment: Name| if segment == name!("x") { name!("y") } else { name!("z") };
        prop_assert_eq!(ask(&rule.map(|s| s), &subject), ask(&rule, &subject));
        prop_assert_eq!(ask(&rule.map(first).map(second), &subject), ask(&rule.map(move |s| second(first(s))), &subject));
    }

    #[test]
    fn or_else_is_associative_with_never_as_unit(a in rule(), b in rule(), c in rule(), subject in subject()) {
        prop_assert_eq!(ask(&a.or_else(b).or_else(c), &subject), ask(&a.or_else(b.or_else(c)), &subject));
        prop_assert_eq!(ask(&never().or_else(a), &subject), ask(&a, &subject));
        prop_assert_eq!(ask(&a.or_else(never()), &subject), ask(&a, &subject));
        // It goes on at NoMatch only.
        let expected = match ask(&a, &subject) {
            Err(Unclassified::NoMatch) => ask(&b, &subject),
            verdict => verdict,
        };
        prop_assert_eq!(ask(&a.or_else(b), &subject), expected);
    }

    #[test]
    fn first_match_is_a_chain_of_or_else(a in rule(), b in rule(), c in rule(), subject in subject()) {
        let list = first_match([a.boxed(), b.boxed(), c.boxed()]);
        prop_assert_eq!(ask(&list, &subject), ask(&a.or_else(b).or_else(c), &subject));
        prop_assert_eq!(ask(&first_match([a.boxed()]), &subject), ask(&a, &subject));
        prop_assert_eq!(ask(&first_match([]), &subject), Err(Unclassified::NoMatch));
    }

    #[test]
    fn if_missing_changes_only_missing_and_stale(rule in rule(), subject in subject()) {
        let expected = match ask(&rule, &subject) {
            Err(Unclassified::Missing(_) | Unclassified::Stale(_)) => Ok(name!("d")),
            verdict => verdict,
        };
        prop_assert_eq!(ask(&rule.if_missing(name!("d")), &subject), expected);
    }

    #[test]
    fn if_undefined_changes_only_undefined(rule in rule(), subject in subject()) {
        let expected = match ask(&rule, &subject) {
            Err(Unclassified::Undefined(_)) => Ok(name!("d")),
            verdict => verdict,
        };
        prop_assert_eq!(ask(&rule.if_undefined(name!("d")), &subject), expected);
    }

    #[test]
    fn when_restricts(rule in rule(), subject in subject(), least in 0..6_u32) {
        prop_assert_eq!(ask(&rule.when(|_: &Subject, _: &mut Cx<'_>| Ok(true)), &subject), ask(&rule, &subject));
        prop_assert_eq!(ask(&rule.when(|_: &Subject, _: &mut Cx<'_>| Ok(false)), &subject), Err(Unclassified::NoMatch));
        let open = rule.when(|_: &Subject, cx: &mut Cx<'_>| Err(cx.undefined(AGE)));
        prop_assert_eq!(ask(&open, &subject), Err(Unclassified::Undefined(AGE)));
        let old = rule.when(move |subject: &Subject, cx: &mut Cx<'_>| cx.at_least(AGE, subject.age, least));
        let expected = if subject.age >= least { ask(&rule, &subject) } else { Err(Unclassified::NoMatch) };
        prop_assert_eq!(ask(&old, &subject), expected);
    }

    #[test]
    fn pointers_and_names_change_nothing(rule in rule(), subject in subject()) {
        let expected = rule.explain(&subject, as_of());
        prop_assert_eq!(rule.boxed().explain(&subject, as_of()), expected.clone());
        prop_assert_eq!(Classifier::explain(&&rule, &subject, as_of()), expected.clone());
        prop_assert_eq!(std::sync::Arc::new(rule).explain(&subject, as_of()), expected.clone());
        let named = from_fn(name!("named"), move |subject: &Subject, cx| rule.evaluate(subject, cx));
        prop_assert_eq!(ask(&named, &subject), expected.0);
        let misses: Vec<_> = named.misses(&subject, as_of()).iter().map(|m| (m.fact(), m.threshold(), m.answer())).collect();
        let plain: Vec<_> = expected.1.misses().iter().map(|m| (m.fact(), m.threshold(), m.answer())).collect();
        prop_assert_eq!(misses, plain);
    }

    #[test]
    fn rules_after_the_winner_are_listed_and_marked(a in rule(), b in rule(), subject in subject()) {
        let (verdict, why) = a.or_else(b).explain(&subject, as_of());
        let alone = a.classify(&subject, as_of());
        prop_assert_eq!(why.steps().iter().all(|entry| entry.reached), alone == Err(Unclassified::NoMatch));
        prop_assert_eq!(why.answer(), segmentry::classify::Answer::of(&verdict));
    }

    #[test]
    fn bands_partition_the_line_and_rise(cuts in proptest::collection::btree_map(1..1000_u32, any::<bool>(), 0..6), value in 0..1001_u32) {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        struct Band(u32);
        impl Segment for Band {
            fn name(&self) -> Name {
                Name::new(&self.0.to_string()).unwrap()
            }
        }
        let mut builder = Bands::builder(Band(0));
        for ((at, exclusive), rank) in cuts.iter().zip(1..) {
            builder = if *exclusive { builder.above(*at, Band(rank)) } else { builder.at(*at, Band(rank)) };
        }
        let bands = builder.build().unwrap();
        let locate = |value: u32| bands.locate(SEATS, value, &mut Cx::new(as_of())).unwrap();
        // Counted naively: how many cuts lie under the value.
        let under = cuts.iter().filter(|(at, exclusive)| if **exclusive { value > **at } else { value >= **at }).count();
        prop_assert_eq!(locate(value), Band(u32::try_from(under).unwrap()));
        prop_assert!(value == 0 || locate(value - 1) <= locate(value));
        prop_assert_eq!(bands.segments().count(), cuts.len() + 1);
    }
}

#[test]
fn bands_that_do_not_rise_are_refused() {
    let build =
        |a: u32, b: u32| Bands::builder(name!("low")).at(a, name!("mid")).at(b, name!("high")).build();
    assert!(build(1, 2).is_ok());
    assert!(build(2, 2).is_err());
    assert_eq!(
        build(3, 2).unwrap_err().to_string(),
        "the band `high` begins at 2, which is not above 3, where the band before it begins; \
         list the bands from the lowest upwards, in one currency"
    );
    // A band that holds just one value.
    let point =
        Bands::builder(name!("low")).at(5_u32, name!("five")).above(5, name!("high")).build().unwrap();
    let locate = |value| point.locate(SEATS, value, &mut Cx::new(as_of())).unwrap();
    assert_eq!([4, 5, 6].map(locate), [name!("low"), name!("five"), name!("high")]);
}

/// What a broken classifier does.
enum Broken {
    Forgets(std::sync::atomic::AtomicU32),
    DiffersWhenExplained,
    SharesNames,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Twin(u32);

impl Segment for Twin {
    fn name(&self) -> Name {
        name!("twin")
    }
}

impl Classifier<u32> for Broken {
    type Segment = Twin;

    fn evaluate(&self, subject: &u32, cx: &mut Cx<'_>) -> Verdict<Twin> {
        Ok(match self {
            Self::Forgets(asked) => Twin(asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed)),
            Self::DiffersWhenExplained => Twin(u32::from(cx.is_tracing())),
            Self::SharesNames => Twin(*subject),
        })
    }
}

#[test]
fn the_check_finds_broken_classifiers() {
    let law = |broken: Broken| laws::check(&broken, &[1, 2], as_of()).unwrap_err().law();
    assert_eq!(law(Broken::Forgets(0.into())), Law::Repeatable);
    assert_eq!(law(Broken::DiffersWhenExplained), Law::ExplainAgrees);
    assert_eq!(law(Broken::SharesNames), Law::NamesAreUnique);
    let violation = laws::check(&Broken::SharesNames, &[1, 2], as_of()).unwrap_err();
    assert_eq!(violation.subject(), 1);
    assert!(violation.to_string().contains("no two segments share a name"), "{violation}");
}

/// It notices that it is probed, and changes its mind once both explanations are done: each of them inverts the one
/// comparison; moving its fact would do the same, so that is not evaluated.
#[test]
fn the_check_finds_a_miss_that_does_not_hold() {
    let probed = std::sync::atomic::AtomicU32::new(0);
    let evasive = from_fn(name!("evasive"), move |seats: &u32, cx| {
        if cx.at_least(SEATS, *seats, 10)? == (*seats >= 10) {
            return Ok(name!("same"));
        }
        let probed = probed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(if probed < 2 { name!("other") } else { name!("third") })
    });
    let violation = laws::check(&evasive, &[1], as_of()).unwrap_err();
    assert_eq!(
        (violation.law(), violation.to_string().as_str()),
        (
            Law::MissHolds,
            "subject 0: inverting the comparison of a miss gives its answer: \
             seats would have to reach 10 (now 1, 9 short): other, but Ok(\"third\")"
        )
    );
}

#[test]
fn the_check_finds_an_explanation_that_differs_the_second_time() {
    let explained = std::sync::atomic::AtomicU32::new(0);
    let forgetful = from_fn(name!("forgetful"), move |seats: &u32, cx| {
        if cx.is_tracing() && explained.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0 {
            cx.at_least(SEATS, *seats, 0)?;
        }
        Ok(name!("same"))
    });
    let violation = laws::check(&forgetful, &[1], as_of()).unwrap_err();
    assert_eq!(violation.law(), Law::ExplainIntoAgrees);
}

#[test]
fn an_explanation_is_filled_anew_each_time() {
    let rule = Rule { from: 3, segment: name!("a"), otherwise: Some(name!("b")) };
    let mut reused = Explanation::new();
    for seats in [Some(1), None, Some(5), Some(3)] {
        let subject = Subject { seats, age: 0, divisor: 1 };
        let verdict = rule.explain_into(&subject, as_of(), &mut reused);
        assert_eq!((verdict, reused.clone()), rule.explain(&subject, as_of()));
    }
    let later = rule.explain(&Subject { seats: Some(1), age: 0, divisor: 1 }, date(2027, 1, 1));
    assert_eq!(later.0, Err(Unclassified::Stale(SEATS)));
}
