//! The bridge of 1,000,000 accounts, and 24 months of the histories of 100,000; beside loops written by hand.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

#[path = "support/numbers.rs"]
#[expect(dead_code, reason = "shared by all benches")]
mod numbers;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use numbers::{EUR, Numbers, euros};
use segmentry::account::ArrHistory;
use segmentry::calendar::{Months, add_months};
use segmentry::chrono::{Days, NaiveDate};
use segmentry::economics::retention::{
    AccountArr, ArrSnapshot, Basis, Bridge, Movement, Past, Placed, SegmentedBridge, Timeline,
};

const ACCOUNTS: usize = 1_000_000;
const HISTORIES: usize = 100_000;
const MONTHS: u32 = 24;
const SEGMENTS: usize = 4;

const START: NaiveDate = match NaiveDate::from_ymd_opt(2023, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// Amounts in whole units of ten-thousandths, as somebody in a hurry would add them up.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct ByHand {
    accounts: [u64; 6],
    opening: i128,
    amounts: [i128; 6],
    closing: i128,
}

impl ByHand {
    fn add(&mut self, b: i64, e: i64, was: bool) {
        self.opening += i128::from(b);
        self.closing += i128::from(e);
        let (kind, amount) = match (b, e) {
            (0, 0) => return,
            (0, e) => (usize::from(was), e),
            (b, 0) => (4, b),
            (b, e) if e > b => (2, e - b),
            (b, e) if e < b => (3, b - e),
            (b, _) => (5, b),
        };
        self.accounts[kind] += 1;
        self.amounts[kind] += i128::from(amount);
    }

    fn of(bridge: &Bridge) -> Self {
        use Movement::{Churn, Contraction, Expansion, New, Reactivation, Unchanged};
        let rows = [New, Reactivation, Expansion, Contraction, Churn, Unchanged].map(|kind| bridge.row(kind));
        Self {
            accounts: rows.map(|row| row.accounts()),
            opening: bridge.opening().amount().ticks(),
            amounts: rows.map(|row| row.amount().ticks()),
            closing: bridge.closing().amount().ticks(),
        }
    }
}

fn accounts(ids: &[String]) -> Vec<AccountArr<'_>> {
    let mut numbers = Numbers::new(20_260_101);
    let account = |id| {
        let opening = if numbers.below(10) < 8 { 500 + numbers.below(100_000) } else { 0 };
        let closing = match numbers.below(10) {
            0 => 0,
            1..=5 => opening,
            _ => 500 + numbers.below(100_000),
        };
        let past = if numbers.below(5) == 0 { Past::Customer } else { Past::Never };
        AccountArr { id, opening: euros(opening), closing: euros(closing), past }
    };
    ids.iter().map(String::as_str).map(account).collect()
}

fn bridge(c: &mut Criterion) {
    let ids: Vec<_> = (0..ACCOUNTS).map(|index| format!("A-{index:07}")).collect();
    let accounts = accounts(&ids);
    let by_hand = || {
        let mut sums = ByHand::default();
        for account in &accounts {
            sums.add(account.opening.ticks(), account.closing.ticks(), account.past == Past::Customer);
        }
        sums
    };
    let ours = || Bridge::of_accounts(accounts.iter().copied(), EUR).unwrap();
    assert_eq!(ByHand::of(&ours()), by_hand());

    let mut group = c.benchmark_group("bridge");
    group.sample_size(10);
    group.throughput(Throughput::Elements(ACCOUNTS.try_into().unwrap()));
    group.bench_function("by hand", |b| b.iter(|| black_box(by_hand())));
    group.bench_function("of accounts, with its figures", |b| {
        b.iter(|| {
            let bridge = ours();
            let revenue = bridge.revenue();
            let rates = [revenue.gross_retention(), revenue.net_retention(), bridge.logo_retention()];
            black_box((rates, revenue.quick_ratio())).1
        });
    });
    let shuffled: Vec<_> = (0..ACCOUNTS).map(|index| accounts[index * 7919 % ACCOUNTS]).collect();
    group.bench_function("of accounts, ids in no order", |b| {
        b.iter(|| black_box(Bridge::of_accounts(shuffled.iter().copied(), EUR).unwrap()));
    });
    group.bench_function("of accounts by segment, some move", |b| {
        b.iter(|| {
            let placed = accounts.iter().enumerate().map(|(index, account)| Placed {
                account: *account,
                opening_segment: index % SEGMENTS,
                closing_segment: (index + usize::from(index % 10 == 0)) % SEGMENTS,
            });
            black_box(SegmentedBridge::of_accounts(placed, EUR).unwrap())
        });
    });
    let snapshot = |closing: bool| {
        let arr = accounts.iter().map(|it| (it.id, if closing { it.closing } else { it.opening }));
        ArrSnapshot::of_accounts(arr, EUR).unwrap()
    };
    let (opening, closing) = (snapshot(false), snapshot(true));
    group.bench_function("between snapshots", |b| {
        b.iter(|| black_box(Bridge::between(&opening, &closing, []).unwrap()));
    });
    group.finish();
}

fn histories() -> Vec<(String, ArrHistory)> {
    let mut numbers = Numbers::new(4);
    let history = |index| {
        let entries = (0..1 + numbers.below(6)).map(|entry| {
            // Rising, within the two years and the one before.
            let day = entry * 180 + numbers.below(180);
            let arr = if numbers.below(8) == 0 { 0 } else { 500 + numbers.below(100_000) };
            (
                START.checked_sub_days(Days::new(365)).unwrap().checked_add_days(Days::new(day)).unwrap(),
                euros(arr),
            )
        });
        (format!("A-{index:06}"), ArrHistory::new(entries.collect::<Vec<_>>()).unwrap())
    };
    (0..HISTORIES).map(history).collect()
}

/// Looks up every account at every month: what the walk is there to avoid.
fn months_by_hand(histories: &[(String, ArrHistory)], days: &[NaiveDate]) -> Vec<ByHand> {
    let mut months = vec![ByHand::default(); days.len() - 1];
    for (_, history) in histories {
        for (month, pair) in months.iter_mut().zip(days.windows(2)) {
            let was = history.entries().iter().any(|(day, arr)| *day <= pair[0] && !arr.is_zero());
            month.add(history.at(pair[0]).ticks(), history.at(pair[1]).ticks(), was);
        }
    }
    months
}

fn months(c: &mut Criterion) {
    let histories = histories();
    let rows = || histories.iter().map(|(id, history)| (id.as_str(), history));
    let timeline = Timeline::monthly(START, Months(MONTHS)).unwrap();
    let days: Vec<_> =
        (0..=MONTHS).map(|month| add_months(START, i32::try_from(month).unwrap()).unwrap()).collect();
    let series = timeline.bridges(rows(), EUR).unwrap();
    let found: Vec<_> = series.bridges().iter().map(ByHand::of).collect();
    assert_eq!(found, months_by_hand(&histories, &days));

    let mut group = c.benchmark_group("24 months of histories");
    group.sample_size(10);
    group.throughput(Throughput::Elements(HISTORIES.try_into().unwrap()));
    group.bench_function("by hand, every account every month", |b| {
        b.iter(|| black_box(months_by_hand(&histories, &days)));
    });
    group.bench_function("walked once", |b| b.iter(|| black_box(timeline.bridges(rows(), EUR).unwrap())));
    let events = timeline.clone().on(Basis::Event);
    group.bench_function("walked once, event by event", |b| {
        b.iter(|| black_box(events.bridges(rows(), EUR).unwrap()));
    });
    group.bench_function("walked once, by segment", |b| {
        b.iter(|| {
            let rows = rows().enumerate().map(|(index, (id, history))| (id, history, index % SEGMENTS));
            black_box(timeline.bridges_by_segment(rows, EUR).unwrap())
        });
    });
    group.finish();
}

criterion_group!(benches, bridge, months);
criterion_main!(benches);
