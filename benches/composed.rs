//! What composing costs: one tier model read from a struct, static and boxed, and a list of rules.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

#[path = "support/numbers.rs"]
mod numbers;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use numbers::{AS_OF, Numbers, euros};
use segmentry::segment::{TierFacts, TierPolicy};
use segmentry::{Classifier, Money, Name, Unclassified, first_match, from_fn, name};

const CUSTOMERS: usize = 1024;

struct Customer {
    arr: Money,
    seats: u32,
}

fn rule(name: Name, least: u32) -> impl Classifier<Customer, Segment = Name> + 'static {
    from_fn(name, move |customer: &Customer, cx| {
        if cx.at_least(name!("seats"), customer.seats, least)? {
            Ok(name)
        } else {
            Err(Unclassified::NoMatch)
        }
    })
}

fn composed(c: &mut Criterion) {
    let mut numbers = Numbers::new(7);
    let customers: Vec<Customer> = (0..CUSTOMERS)
        .map(|_| Customer {
            arr: euros(numbers.below(200_000)),
            seats: u32::try_from(numbers.below(1000)).unwrap(),
        })
        .collect();
    let tiers = TierPolicy::four_tiers(euros(25_000), euros(100_000)).unwrap();
    let fixed = tiers.of(|c: &Customer| TierFacts { arr: Some(c.arr.into()), ..TierFacts::default() });
    let boxed = fixed.clone().boxed();
    let chain = rule(name!("large"), 500).or_else(rule(name!("medium"), 50)).or_else(rule(name!("small"), 0));
    let list = first_match(
        [("large", 500), ("medium", 50), ("small", 0)]
            .map(|(name, least)| rule(Name::new(name).unwrap(), least).boxed()),
    );

    let mut group = c.benchmark_group("composed");
    group.throughput(Throughput::Elements(CUSTOMERS.try_into().unwrap()));
    group.bench_function("tier by hand", |b| {
        b.iter(|| {
            for customer in &customers {
                let arr = black_box(customer).arr.ticks();
                black_box(if arr >= 1_000_000_000 { 2 } else { u8::from(arr >= 250_000_000) });
            }
        });
    });
    group.bench_function("tier static", |b| {
        b.iter(|| customers.iter().for_each(|c| drop(black_box(fixed.classify(black_box(c), AS_OF)))));
    });
    group.bench_function("tier boxed", |b| {
        b.iter(|| customers.iter().for_each(|c| drop(black_box(boxed.classify(black_box(c), AS_OF)))));
    });
    group.bench_function("three rules by hand", |b| {
        b.iter(|| {
            for customer in &customers {
                let seats = black_box(customer).seats;
                black_box(if seats >= 500 { 2 } else { u8::from(seats >= 50) });
            }
        });
    });
    group.bench_function("three rules, or_else", |b| {
        b.iter(|| customers.iter().for_each(|c| drop(black_box(chain.classify(black_box(c), AS_OF)))));
    });
    group.bench_function("three rules, first_match", |b| {
        b.iter(|| customers.iter().for_each(|c| drop(black_box(list.classify(black_box(c), AS_OF)))));
    });
    group.finish();
}

criterion_group!(benches, composed);
criterion_main!(benches);
