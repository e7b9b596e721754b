//! One account at a time: classified, explained, rendered; beside the same three models written by hand.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

mod support;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use segmentry::Segments;
use segmentry::classify::PlainText;
use segmentry::segment::{PolicyExplanation, Tier};
use support::by_hand::{self, LIMITS};
use support::numbers::AS_OF;
use support::{accounts, policy};

/// Enough accounts that branches are not learnt by heart, few enough to stay in the cache.
const ACCOUNTS: usize = 1024;

fn one_account(c: &mut Criterion) {
    let accounts = accounts(ACCOUNTS);
    let policy = policy();
    for account in &accounts {
        let (ours, theirs) = (policy.classify(account, AS_OF), by_hand::classify(account, &LIMITS));
        assert_eq!((ours.tier.map(Tier::rank), ours.trajectory, ours.wallet), theirs);
    }

    let mut group = c.benchmark_group("account");
    group.throughput(Throughput::Elements(ACCOUNTS.try_into().unwrap()));
    group.bench_function("by hand", |b| {
        b.iter(|| {
            for account in &accounts {
                black_box(&by_hand::classify(black_box(account), black_box(&LIMITS)));
            }
        });
    });
    group.bench_function("classify", |b| {
        b.iter(|| {
            for account in &accounts {
                black_box(&policy.classify(black_box(account), AS_OF));
            }
        });
    });
    group.bench_function("classify_into", |b| {
        let mut segments = Segments::new();
        b.iter(|| {
            for account in &accounts {
                policy.classify_into(black_box(account), AS_OF, &mut segments);
                black_box(&segments);
            }
        });
    });
    group.bench_function("explain_into", |b| {
        let (mut segments, mut why) = (Segments::new(), PolicyExplanation::new());
        b.iter(|| {
            for account in &accounts {
                policy.explain_into(black_box(account), AS_OF, &mut segments, &mut why);
                black_box(&why);
            }
        });
    });
    group.bench_function("explain and render", |b| {
        use std::fmt::Write as _;
        let (mut segments, mut why, mut text) = (Segments::new(), PolicyExplanation::new(), String::new());
        b.iter(|| {
            for account in &accounts {
                policy.explain_into(black_box(account), AS_OF, &mut segments, &mut why);
                text.clear();
                for (_, explanation) in why.iter() {
                    write!(text, "{}", PlainText(explanation)).unwrap();
                }
                black_box(&text);
            }
        });
    });
    group.finish();
}

criterion_group!(benches, one_account);
criterion_main!(benches);
