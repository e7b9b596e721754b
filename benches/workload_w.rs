//! The whole of W: five dimensions of one account, classified, explained, rendered; as a document, and beside the same
//! rules by hand.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

#[path = "../tests/it/workload_w/accounts.rs"]
mod accounts;
#[path = "support/w_by_hand.rs"]
mod by_hand;
#[path = "../tests/it/workload_w/naive.rs"]
mod naive;
#[path = "support/numbers.rs"]
#[expect(dead_code, reason = "amounts are cents here")]
mod numbers;
#[path = "../tests/it/workload_w/policy.rs"]
mod policy;

use std::fmt::Write as _;
use std::hint::black_box;

use accounts::{Draw, Row};
use by_hand::{Codes, Decimals, Integers};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use numbers::Numbers;
use policy::{AS_OF, codes};
use segmentry::classify::PlainText;
use segmentry::segment::PolicyExplanation;
use segmentry::{Account, FactTable, PolicyDocument, Segments};

/// Enough accounts that branches are not learnt by heart, few enough to stay in the cache.
const ACCOUNTS: usize = 1024;

fn rows() -> Vec<Row> {
    let mut numbers = Numbers::new(20_260_101);
    let mut draw = Draw { below: |limit| numbers.below(limit), edges_percent: 10 };
    (0..ACCOUNTS).map(|_| draw.row()).collect()
}

fn by_hand<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, rows: &[T], codes: impl Fn(&T) -> Codes) {
    group.bench_function(name, |b| {
        b.iter(|| {
            for row in rows {
                black_box(&codes(black_box(row)));
            }
        });
    });
}

fn workload_w(c: &mut Criterion) {
    let rows = rows();
    let accounts: Vec<Account> =
        rows.iter().enumerate().map(|(index, row)| row.account(&format!("W-{index}"))).collect();
    let integers: Vec<Integers> = rows.iter().map(Integers::new).collect();
    let decimals: Vec<Decimals> = rows.iter().map(Decimals::new).collect();
    let policy = policy::policy();
    let document: PolicyDocument =
        serde_json::from_str(include_str!("../tests/data/policies/accept/workload_w.json")).unwrap();
    let written = document.compile(&FactTable::accounts()).unwrap();
    let written = written.segmentation();
    let (mut segments, mut why, mut text) = (Segments::new(), PolicyExplanation::new(), String::new());
    let mut record = PolicyExplanation::steps_only();
    for (index, account) in accounts.iter().enumerate() {
        let expected = naive::codes(&rows[index]).0;
        assert_eq!(codes(&policy.classify(account, AS_OF)), expected);
        policy.classify_into(account, AS_OF, &mut segments);
        assert_eq!(codes(&segments), expected);
        written.classify_into(account, AS_OF, &mut segments);
        assert_eq!(codes(&segments), expected);
        policy.explain_into(account, AS_OF, &mut segments, &mut why);
        assert_eq!(codes(&segments), expected);
        assert_eq!(integers[index].codes(), expected);
        assert_eq!(decimals[index].codes_crosswise(), expected);
        // Cents of this size miss a threshold by 10^-13 at the least, which a quotient of 28 digits still shows.
        assert_eq!(decimals[index].codes_divided(), expected);
    }

    let mut group = c.benchmark_group("workload_w");
    group.throughput(Throughput::Elements(ACCOUNTS.try_into().unwrap()));
    by_hand(&mut group, "integers by hand", &integers, Integers::codes);
    by_hand(&mut group, "decimals crosswise by hand", &decimals, Decimals::codes_crosswise);
    by_hand(&mut group, "decimals divided by hand", &decimals, Decimals::codes_divided);
    group.bench_function("classify", |b| {
        b.iter(|| {
            for account in &accounts {
                black_box(&policy.classify(black_box(account), AS_OF));
            }
        });
    });
    group.bench_function("classify_into", |b| {
        b.iter(|| {
            for account in &accounts {
                policy.classify_into(black_box(account), AS_OF, &mut segments);
                black_box(&segments);
            }
        });
    });
    group.bench_function("classify_into, document", |b| {
        b.iter(|| {
            for account in &accounts {
                written.classify_into(black_box(account), AS_OF, &mut segments);
                black_box(&segments);
            }
        });
    });
    group.bench_function("explain_into", |b| {
        b.iter(|| {
            for account in &accounts {
                policy.explain_into(black_box(account), AS_OF, &mut segments, &mut why);
                black_box(&why);
            }
        });
    });
    group.bench_function("explain_into, document", |b| {
        b.iter(|| {
            for account in &accounts {
                written.explain_into(black_box(account), AS_OF, &mut segments, &mut why);
                black_box(&why);
            }
        });
    });
    group.bench_function("explain_into, steps only", |b| {
        b.iter(|| {
            for account in &accounts {
                policy.explain_into(black_box(account), AS_OF, &mut segments, &mut record);
                black_box(&record);
            }
        });
    });
    group.bench_function("explain and render", |b| {
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

criterion_group!(benches, workload_w);
criterion_main!(benches);
