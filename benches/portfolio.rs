//! A portfolio of 100,000 accounts: reviewed, counted and compared with another review, beside loops written by hand.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

mod support;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use segmentry::portfolio::Row;
use segmentry::segment::{TIER, TierPolicy};
use segmentry::{Money, Portfolio, Review, SegmentationPolicy};
use support::by_hand::{self, LIMITS};
use support::numbers::{AS_OF, EUR, euros};
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

/// From where to where, and who, as one would write it for tiers: rows of one order beside each other, others by a map.
fn migration_by_hand(before: &Review<'_>, after: &Review<'_>) {
    let same_order = std::ptr::eq(before.portfolio(), after.portfolio());
    let by_id: BTreeMap<&str, Row<'_>> =
        if same_order { BTreeMap::new() } else { after.rows().map(|row| (row.account.id(), row)).collect() };
    let mut at_once = after.rows();
    let mut cells: BTreeMap<_, (u64, i128, i128)> = BTreeMap::new();
    let mut movers = Vec::new();
    for old in before.rows() {
        let new = if same_order { at_once.next() } else { by_id.get(old.account.id()).copied() };
        let Some(new) = new else { continue };
        let (from, to) = (old.tier(), new.tier());
        let ticks = [old, new].map(|row| row.arr.map(Money::ticks));
        let cell = cells.entry((from, to)).or_default();
        cell.0 += 1;
        cell.1 += i128::from(ticks[0].unwrap_or(0));
        cell.2 += i128::from(ticks[1].unwrap_or(0));
        if from != to {
            movers.push((Reverse(ticks[0].max(ticks[1])), old.account.id(), from, to));
        }
    }
    movers.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    black_box((&cells, &movers));
}

fn migration(c: &mut Criterion) {
    let accounts = accounts(ACCOUNTS);
    let mut others = accounts.clone();
    others.reverse();
    let portfolio = Portfolio::new(accounts, EUR, AS_OF).unwrap();
    let reversed = Portfolio::new(others, EUR, AS_OF).unwrap();
    let raised = TierPolicy::four_tiers(euros(30_000), euros(120_000)).unwrap();
    let raised = SegmentationPolicy::builder(raised).build().unwrap();
    let before = portfolio.review(&policy());
    let (same_order, other_order) = (portfolio.review(&raised), reversed.review(&raised));

    let mut group = c.benchmark_group("migration");
    group.sample_size(20);
    group.throughput(Throughput::Elements(ACCOUNTS.try_into().unwrap()));
    for (order, after) in [("one order", &same_order), ("another order", &other_order)] {
        group.bench_function(format!("tiers by hand, {order}"), |b| {
            b.iter(|| migration_by_hand(&before, after));
        });
        group.bench_function(format!("pairs, {order}"), |b| {
            b.iter(|| black_box(before.changes_to(after).unwrap()));
        });
        group.bench_function(format!("pairs and tiers, {order}"), |b| {
            b.iter(|| black_box(before.changes_to(after).unwrap().migration(Row::tier)));
        });
    }
    let changes = before.changes_to(&other_order).unwrap();
    group.bench_function("tiers of pairs", |b| b.iter(|| black_box(changes.migration(Row::tier))));
    group.bench_function("tiers of pairs by name", |b| b.iter(|| black_box(changes.dimension(TIER))));
    group.bench_function("every dimension of pairs", |b| {
        b.iter(|| black_box(changes.dimensions().collect::<Vec<_>>()));
    });
    group.finish();
}

criterion_group!(benches, portfolio, migration);
criterion_main!(benches);
