//! A portfolio of 100,000 accounts: reviewed and counted, beside a loop written by hand.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

mod support;

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use segmentry::Portfolio;
use segmentry::portfolio::Row;
use support::by_hand::{self, LIMITS};
use support::numbers::{AS_OF, EUR};
use support::{accounts, policy};

const ACCOUNTS: usize = 100_000;

fn portfolio(c: &mut Criterion) {
    let accounts = accounts(ACCOUNTS);
    let portfolio = Portfolio::new(accounts.clone(), EUR, AS_OF).unwrap();
    let policy = policy();

    let mut group = c.benchmark_group("portfolio");
    group.sample_size(20);
    group.throughput(Throughput::Elements(ACCOUNTS.try_into().unwrap()));
    group.bench_function("classify and count by hand", |b| {
        b.iter(|| {
            let rows: Vec<by_hand::Row> =
                accounts.iter().map(|account| by_hand::classify(account, &LIMITS)).collect();
            let mut tiers: BTreeMap<_, (u64, i128)> = BTreeMap::new();
            for (account, row) in accounts.iter().zip(&rows) {
                let cell = tiers.entry(row.0.as_ref().ok()).or_default();
                cell.0 += 1;
                cell.1 += account.arr().map_or(0, |fact| fact.value.ticks().into());
            }
            black_box((&rows, &tiers));
        });
    });
    group.bench_function("review", |b| b.iter(|| black_box(portfolio.review(&policy))));
    let review = portfolio.review(&policy);
    group.bench_function("tally by tier", |b| b.iter(|| black_box(review.tally(Row::tier))));
    group.bench_function("cross tier and trajectory", |b| {
        b.iter(|| black_box(review.cross(Row::tier, Row::trajectory)));
    });
    group.bench_function("build", |b| {
        b.iter_batched(
            || accounts.clone(),
            |accounts| Portfolio::new(accounts, EUR, AS_OF).unwrap(),
            criterion::BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, portfolio);
criterion_main!(benches);
