//! The cost ratio of many segments and what each lever must do, beside Decimals written by hand.
//!
//! The hand-written versions divide as one would on paper: they round every product to 28 digits, check nothing and explain
//! nothing.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

#[path = "support/numbers.rs"]
#[expect(dead_code, reason = "nothing has a date here")]
mod numbers;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use numbers::{EUR, Numbers, euros};
use segmentry::economics::csm_cost::{
    Bounds, CsmCost, CsmSpend, FeeBasis, PortfolioCost, SegmentCost, Target,
};
use segmentry::rust_decimal::{Decimal, RoundingStrategy, dec};
use segmentry::{Money, Total};

const SEGMENTS: usize = 10_000;

/// The same segment, for us and by hand.
struct Pair {
    ours: CsmCost,
    bounds: Bounds,
    cost: Decimal,
    accounts: Decimal,
    arr: Decimal,
    fee: Decimal,
    most_accounts: Decimal,
    least_cost: Decimal,
}

fn pairs() -> Vec<Pair> {
    let mut numbers = Numbers::new(20_260_101);
    let mut pair = |_| {
        let (cost, accounts) = (100_000 + numbers.below(150_000), 5 + numbers.below(200));
        let (arr, fee) = (1_000 + numbers.below(60_000), numbers.below(500));
        Pair {
            ours: CsmCost {
                cost_per_csm: euros(cost),
                accounts_per_csm: accounts.into(),
                arr_per_account: euros(arr).into(),
                fee_per_account: euros(fee).into(),
                fee_basis: FeeBasis::OutsideArr,
            },
            bounds: Bounds {
                max_accounts_per_csm: Some((accounts + accounts / 10).into()),
                min_cost_per_csm: Some(euros(cost - cost / 10)),
                ..Bounds::NONE
            },
            cost: cost.into(),
            accounts: accounts.into(),
            arr: arr.into(),
            fee: fee.into(),
            most_accounts: (accounts + accounts / 10).into(),
            least_cost: (cost - cost / 10).into(),
        }
    };
    (0..SEGMENTS).map(&mut pair).collect()
}

/// Ratio, four levers, rounded, with their bounds and relative changes, the least first.
fn levers_by_hand(pair: &Pair) -> (Decimal, [(Decimal, bool, Decimal); 4]) {
    let target = dec!(0.15);
    let Pair { cost, accounts, arr, fee, most_accounts, least_cost, .. } = pair;
    let up = |amount: Decimal| amount.round_dp_with_strategy(2, RoundingStrategy::ToPositiveInfinity);
    let per_account = cost / accounts;
    let allowed = target * arr + fee;
    let (new_arr, new_fee) = ((per_account - fee) / target, (per_account - target * arr).max(Decimal::ZERO));
    let (new_accounts, new_cost) = (cost / allowed, accounts * allowed);
    let change = |new: Decimal, now: &Decimal| {
        if now.is_zero() { Decimal::MAX } else { ((new - now) / now).abs() }
    };
    let whole = new_accounts.ceil();
    let cents = new_cost.round_dp_with_strategy(2, RoundingStrategy::ToNegativeInfinity);
    let mut answers = [
        (up(new_arr), true, change(new_arr, arr)),
        (whole, whole <= *most_accounts, change(new_accounts, accounts)),
        (cents, cents >= *least_cost, change(new_cost, cost)),
        (up(new_fee), true, change(new_fee, fee)),
    ];
    answers.sort_by_key(|(_, is_feasible, change)| (!is_feasible, *change));
    ((per_account - fee) / arr, answers)
}

fn levers(c: &mut Criterion) {
    let pairs = pairs();
    let mut group = c.benchmark_group("csm_cost");
    group.sample_size(20);
    group.throughput(Throughput::Elements(SEGMENTS.try_into().unwrap()));
    group.bench_function("ratio", |b| {
        b.iter(|| {
            for pair in &pairs {
                black_box(pair.ours.ratio().unwrap());
            }
        });
    });
    group.bench_function("levers by hand", |b| {
        b.iter(|| {
            for pair in &pairs {
                black_box(levers_by_hand(pair));
            }
        });
    });
    group.bench_function("levers", |b| {
        b.iter(|| {
            for pair in &pairs {
                let levers = pair.ours.levers(Target::ARTICLE, &Bounds::NONE).unwrap();
                black_box(levers.ranked());
            }
        });
    });
    group.bench_function("levers and pairs of them", |b| {
        b.iter(|| {
            for pair in &pairs {
                let levers = pair.ours.levers(Target::ARTICLE, &pair.bounds).unwrap();
                black_box(levers.least_change());
            }
        });
    });
    group.finish();
}

fn portfolio(c: &mut Criterion) {
    let mut numbers = Numbers::new(20_260_102);
    let total = |amount: Money| Total::zero(EUR).checked_add(amount).unwrap();
    let segments: Vec<SegmentCost<usize>> = (0..SEGMENTS)
        .map(|segment| SegmentCost {
            segment,
            spend: CsmSpend::Csms { csms: (1 + numbers.below(20)).into(), cost_per_csm: euros(150_000) },
            post_sales_revenue: total(euros(numbers.below(100_000))),
            arr: total(euros(1_000_000 + numbers.below(20_000_000))),
            target: Target::ARTICLE,
        })
        .collect();
    let mut group = c.benchmark_group("csm_cost");
    group.sample_size(20);
    group.throughput(Throughput::Elements(SEGMENTS.try_into().unwrap()));
    group.bench_function("portfolio by hand", |b| {
        b.iter(|| {
            let (mut net, mut arr, mut over) = (Decimal::ZERO, Decimal::ZERO, 0);
            let mut ratios = Vec::new();
            for segment in &segments {
                let CsmSpend::Csms { csms, cost_per_csm } = segment.spend else { continue };
                let cost = csms * cost_per_csm.amount() - segment.post_sales_revenue.amount();
                let ratio = cost / segment.arr.amount();
                over += usize::from(ratio > dec!(0.15));
                ratios.push(ratio);
                net += cost;
                arr += segment.arr.amount();
            }
            black_box((ratios, net / arr, over))
        });
    });
    group.bench_function("portfolio", |b| {
        b.iter(|| {
            let all = PortfolioCost::new(segments.iter().copied(), FeeBasis::OutsideArr, Target::ARTICLE);
            let all = all.unwrap();
            black_box((all.over_target(), all))
        });
    });
    group.finish();
}

criterion_group!(benches, levers, portfolio);
criterion_main!(benches);
