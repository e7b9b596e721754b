//! What a factor of ours notes of its inverted comparisons, against the same factor behind a classifier of the caller's, of
//! which nothing is noted: there every inversion is tried. The explanations are the same to the last byte.

use proptest::array::uniform3;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::Previous;
use segmentry::calendar::Days;
use segmentry::classify::{BoxClassifier, Delay, Hysteresis, Signal, laws, signal};
use segmentry::segment::{Points, RiskBand, RiskPolicy, RiskPolicyBuilder};
use segmentry::{Bands, Classifier, Cx, Fact, Name, Segment, Verdict, from_fn, name};

use crate::strategy::as_of;

const NAMES: [Name; 5] = [name!("a"), name!("b"), name!("c"), name!("d"), name!("e")];

const FACTS: [Name; 3] = [name!("seats"), name!("logins"), name!("tickets")];

const FLAG: Name = name!("cancelling");

const CATEGORY: Name = name!("industry");

const LEVELS: [Name; 3] = [name!("low"), name!("medium"), name!("high")];

#[derive(Clone, Debug)]
struct Customer {
    numbers: [Option<u32>; 3],
    cancelling: Option<bool>,
    industry: Option<&'static str>,
    before: Option<Name>,
}

/// A classifier of the caller's.
struct Theirs<C>(C);

impl<S: ?Sized, C: Classifier<S>> Classifier<S> for Theirs<C> {
    type Segment = C::Segment;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<C::Segment> {
        self.0.evaluate(subject, cx)
    }
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Number(usize),
    Flag,
    Category,
    /// Missing unless another fact, or the same, reaches a floor.
    Floored(usize, usize),
    /// Says while it is read that the answer takes its place at once.
    Vetoing(usize),
    /// Twice what a factor of ours gives.
    Doubled(usize),
    /// What a risk within the risk comes to.
    Nested(usize),
    /// The same points for everybody; the explanation lists a risk besides.
    Beside,
}

#[derive(Clone, Debug)]
struct Factor {
    kind: Kind,
    at: [u32; 2],
    points: [u32; 3],
    missing: Option<u32>,
}

impl Factor {
    fn signal<R>(&self, name: Name, read: R) -> impl Classifier<Customer, Segment = Points> + use<R>
    where
        R: Fn(&Customer, &mut Cx<'_>) -> Verdict<u32> + Send + Sync,
    {
        let [lowest, middle, highest] = self.points.map(Points);
        let bands = Bands::builder(lowest).at(self.at[0], middle).above(self.at[0] + self.at[1], highest);
        Signal::new(name, read).bands(bands.build().unwrap())
    }

    fn number(&self, fact: usize) -> impl Classifier<Customer, Segment = Points> + use<> {
        self.signal(FACTS[fact], move |customer, cx| need(customer, fact, cx))
    }

    fn built(&self, ours: bool) -> BoxClassifier<Customer, Points> {
        let [low, middle, high] = self.points.map(Points);
        let floor = self.at[1];
        let factor = match self.kind {
            Kind::Number(fact) => self.number(fact).boxed(),
            Kind::Flag => flag(high, low).boxed(),
            Kind::Category => {
                signal::one_of(CATEGORY, |customer: &Customer| customer.industry, &["media"], middle, low)
                    .boxed()
            }
            Kind::Floored(fact, other) => {
                let read = move |customer: &Customer, cx: &mut Cx<'_>| {
                    let (value, compared) = (need(customer, fact, cx)?, need(customer, other, cx)?);
                    if cx.at_least(FACTS[other], compared, floor)? {
                        Ok(value)
                    } else {
                        Err(cx.missing(FACTS[fact]))
                    }
                };
                self.signal(FACTS[fact], read).boxed()
            }
            Kind::Vetoing(fact) => {
                let read = move |customer: &Customer, cx: &mut Cx<'_>| {
                    cx.veto();
                    need(customer, fact, cx)
                };
                self.signal(FACTS[fact], read).boxed()
            }
            Kind::Doubled(fact) => self.number(fact).map(|Points(points)| Points(points * 2)).boxed(),
            Kind::Nested(fact) => self.nested(fact, ours).boxed(),
            Kind::Beside => self.beside(ours).boxed(),
        };
        self.or_missing(factor)
    }

    fn nested(&self, fact: usize, ours: bool) -> impl Classifier<Customer, Segment = Points> + use<> {
        let points = self.points;
        inner(self.number(fact), ours).map(move |band| Points(points[usize::from(band.rank())]))
    }

    fn beside(&self, ours: bool) -> impl Classifier<Customer, Segment = Points> + use<> {
        let (points, beside) = (Points(self.points[0]), inner(flag(Points(20), Points::ZERO), ours));
        from_fn(name!("beside"), move |customer: &Customer, cx| {
            cx.not_reached(|cx| beside.evaluate(customer, cx));
            Ok(points)
        })
    }

    fn or_missing(&self, factor: BoxClassifier<Customer, Points>) -> BoxClassifier<Customer, Points> {
        match self.missing {
            Some(points) => factor.if_missing(Points(points)).boxed(),
            None => factor,
        }
    }
}

fn flag(set: Points, not_set: Points) -> impl Classifier<Customer, Segment = Points> {
    let read = |customer: &Customer| customer.cancelling.map(Fact::undated);
    signal::flag(FLAG, read, set, not_set)
}

/// A risk of one factor.
fn inner<C>(factor: C, ours: bool) -> RiskPolicy<Customer>
where
    C: Classifier<Customer, Segment = Points> + 'static,
{
    let builder = RiskPolicy::builder(LEVELS[0]).band(LEVELS[1], 15);
    let inner = name!("inner");
    let risk = if ours { builder.factor(inner, factor) } else { builder.factor(inner, Theirs(factor)) };
    risk.build().unwrap()
}

fn need(customer: &Customer, fact: usize, cx: &mut Cx<'_>) -> Verdict<u32> {
    cx.need(FACTS[fact], customer.numbers[fact].map(Fact::undated), None)
}

/// A risk, with margins.
fn risk(factors: &[Factor], ours: bool) -> RiskPolicy<Customer> {
    let builder = RiskPolicy::builder(LEVELS[0]).band(LEVELS[1], 30).upgrade_from(35).downgrade_below(25);
    let builder = builder.band(LEVELS[2], 60).upgrade_from(70);
    let add = |builder: RiskPolicyBuilder<Customer>, (factor, name): (&Factor, &Name)| {
        let built = factor.built(ours);
        builder.factor(*name, if ours { built } else { Theirs(built).boxed() })
    };
    factors.iter().zip(&NAMES).fold(builder, add).build().unwrap()
}

/// A risk of customers that may come from somewhere; behind its upper bands, others, up to three of them in a row.
fn model(risks: &[Vec<Factor>; 3], wait: u32, ours: bool) -> BoxClassifier<Customer, RiskBand> {
    let [first, medium, high] = risks.each_ref().map(|factors| risk(factors, ours));
    let bands: Vec<RiskBand> = first.bands().collect();
    let find = move |name: Name| bands.iter().copied().find(|band| band.name() == name);
    let wait = Delay { confirmations: wait, dwell: Days(0) };
    let hysteresis = Hysteresis::OFF.upgrades(wait).downgrades(wait);
    let first = first.held(hysteresis, find, |customer: &Customer| customer.before.map(Previous::new));
    from_fn(name!("behind"), move |customer: &Customer, cx| {
        let band = first.evaluate(customer, cx)?;
        if band.rank() == 1 {
            let band = medium.evaluate(customer, cx)?;
            if band.rank() > 0 {
                return Ok(band);
            }
        }
        if band.rank() == 0 { Ok(band) } else { high.evaluate(customer, cx) }
    })
    .boxed()
}

fn factors() -> impl Strategy<Value = Vec<Factor>> {
    let kind = prop_oneof![
        3 => (0..3_usize).prop_map(Kind::Number),
        1 => Just(Kind::Flag),
        1 => Just(Kind::Category),
        1 => (0..3_usize, 0..2_usize).prop_map(|(fact, other)| Kind::Floored(fact, other)),
        1 => (0..3_usize).prop_map(|fact| Kind::Floored(fact, fact)),
        1 => (0..3_usize).prop_map(Kind::Vetoing),
        1 => (0..3_usize).prop_map(Kind::Doubled),
        1 => (0..3_usize).prop_map(Kind::Nested),
        1 => Just(Kind::Beside),
    ];
    let at = (1..15_u32, 0..20_u32).prop_map(|(at, more)| [at, more]);
    let factor = (kind, at, uniform3(0..70_u32), weighted(0.8, 0..30_u32));
    vec(factor.prop_map(|(kind, at, points, missing)| Factor { kind, at, points, missing }), 1..6)
}

fn customer() -> impl Strategy<Value = Customer> {
    let numbers = uniform3(weighted(0.9, 0..40_u32));
    let industry = weighted(0.9, select(&["media", "travel"]));
    let before = weighted(0.3, select(&LEVELS));
    (numbers, weighted(0.9, any::<bool>()), industry, before).prop_map(
        |(numbers, cancelling, industry, before)| Customer { numbers, cancelling, industry, before },
    )
}

proptest! {
    #[test]
    fn what_is_noted_is_what_would_be_found(
        risks in uniform3(factors()),
        wait in 1..3_u32,
        customer in customer(),
    ) {
        let [ours, theirs] = [true, false].map(|ours| model(&risks, wait, ours));
        prop_assert_eq!(ours.explain(&customer, as_of()), theirs.explain(&customer, as_of()));
        prop_assert_eq!(laws::check(&ours, &[customer], as_of()), Ok(()));
    }
}

/// Below 10 it would be below 15 too, under which it counts as missing.
#[test]
fn a_fact_that_is_compared_while_it_is_read_does_not_move_alone() {
    let factor = Factor { kind: Kind::Floored(0, 0), at: [10, 15], points: [40, 0, 0], missing: Some(0) };
    let numbers = [Some(18), None, None];
    let customer = Customer { numbers, cancelling: None, industry: None, before: None };
    let nearest = |ours| risk(std::slice::from_ref(&factor), ours).misses(&customer, as_of())[0].to_string();
    let threshold = "the threshold of seats, 10, would have to pass 18 (8 away): medium";
    assert_eq!([true, false].map(nearest), [threshold; 2]);
}
