//! Histories walked once, beside a count that looks up every account on every day.

#![expect(clippy::disallowed_methods, reason = "sums of a test's own values, of which none overflows")]

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use segmentry::Money;
use segmentry::account::ArrHistory;
use segmentry::calendar::{Months, add_months};
use segmentry::chrono::{Days, NaiveDate};
use segmentry::economics::retention::{Basis, Bridge, Movement, Timeline};

use super::{USD, by_movements};
use crate::strategy::date;

fn start() -> NaiveDate {
    date(2024, 1, 31)
}

fn history() -> impl Strategy<Value = ArrHistory> {
    // From a year before the first month to beyond the last one, on few days, so that some are those of the timeline.
    btree_map(0_u64..900, prop_oneof![2 => Just(0), 3 => 1_i64..4], 1..12).prop_map(|entries| {
        let first = date(2023, 2, 1);
        let entry = |(day, arr): (u64, i64)| {
            (first.checked_add_days(Days::new(day)).unwrap(), Money::from_ticks(arr, USD).unwrap())
        };
        ArrHistory::new(entries.into_iter().map(entry)).unwrap()
    })
}

fn histories() -> impl Strategy<Value = BTreeMap<String, ArrHistory>> {
    vec(history(), 0..8)
        .prop_map(|list| list.into_iter().enumerate().map(|(index, it)| (format!("A-{index}"), it)).collect())
}

/// Accounts and amounts: opening, the seven movements, closing.
type Naive = [(u64, i128); 9];

#[derive(Default)]
struct Counted {
    rows: Naive,
    /// Of the accounts of the opening: gained, lost.
    gained: i128,
    lost: i128,
    left: u64,
}

fn count(histories: &BTreeMap<String, ArrHistory>, from: NaiveDate, to: NaiveDate, basis: Basis) -> Counted {
    let mut counted = Counted::default();
    for history in histories.values() {
        let at = |day| i128::from(history.at(day).ticks());
        let (opening, closing) = (at(from), at(to));
        let mut steps = vec![opening];
        if basis == Basis::Event {
            let within = history.entries().iter().filter(|(day, _)| from < *day && *day <= to);
            steps.extend(within.map(|(_, arr)| i128::from(arr.ticks())));
        }
        steps.push(closing);
        let mut was_customer = history.entries().iter().any(|(day, arr)| *day <= from && !arr.is_zero());
        let mut in_cohort = opening > 0;
        let mut moved = [0_i128; 5];
        for pair in steps.windows(2) {
            let (b, e) = (pair[0], pair[1]);
            let kind = match (b, e) {
                (b, e) if b == e => continue,
                (0, _) if was_customer => 1,
                (0, _) => 0,
                (_, 0) => 4,
                (b, e) => {
                    if e > b {
                        2
                    } else {
                        3
                    }
                }
            };
            moved[kind] += (e - b).abs();
            if in_cohort {
                *(if kind == 2 { &mut counted.gained } else { &mut counted.lost }) += (e - b).abs();
            }
            if in_cohort && kind == 4 {
                in_cohort = false;
                counted.left += 1;
            }
            was_customer = true;
        }
        let mut add = |row: usize, ticks: i128| {
            counted.rows[row].0 += 1;
            counted.rows[row].1 += ticks;
        };
        if opening > 0 {
            add(0, opening);
        }
        if closing > 0 {
            add(8, closing);
        }
        if moved == [0; 5] {
            add(if opening > 0 { 6 } else { 7 }, opening);
        }
        for (kind, ticks) in moved.into_iter().enumerate().filter(|(_, ticks)| *ticks > 0) {
            add(kind + 1, ticks);
        }
    }
    counted
}

fn ticks(bridge: &Bridge) -> Naive {
    let of = |row: segmentry::economics::retention::BridgeRow| (row.accounts(), row.amount().ticks());
    let [a, b, c, d, e, f, g] = Movement::ALL.map(|movement| of(bridge.row(movement)));
    [of(bridge.opening()), a, b, c, d, e, f, g, of(bridge.closing())]
}

fn check(
    bridge: &Bridge,
    histories: &BTreeMap<String, ArrHistory>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(), TestCaseError> {
    let counted = count(histories, from, to, bridge.basis());
    prop_assert_eq!(ticks(bridge), counted.rows, "{} to {}", from, to);
    prop_assert_eq!(by_movements(bridge), bridge.closing().amount().ticks());
    let opening = counted.rows[0].1;
    if opening > 0 {
        let part = |ticks: i128| {
            segmentry::Decimal::from(ticks)
                .checked_div(opening.into())
                .unwrap()
                .round_dp_with_strategy(20, segmentry::rust_decimal::RoundingStrategy::MidpointNearestEven)
        };
        let shown = |figure: Result<segmentry::Decimal, _>| {
            figure.map(|figure: segmentry::Decimal| {
                figure.round_dp_with_strategy(
                    20,
                    segmentry::rust_decimal::RoundingStrategy::MidpointNearestEven,
                )
            })
        };
        let revenue = bridge.revenue();
        prop_assert_eq!(shown(revenue.gross_retention()), Ok(part(opening - counted.lost)));
        prop_assert_eq!(shown(revenue.net_retention()), Ok(part(opening - counted.lost + counted.gained)));
        let logos = segmentry::Decimal::from(counted.left).checked_div(counted.rows[0].0.into()).unwrap();
        prop_assert_eq!(
            shown(bridge.logo_churn()),
            shown(Ok::<_, segmentry::economics::EconomicsError>(logos))
        );
    }
    Ok(())
}

fn basis() -> impl Strategy<Value = Basis> {
    prop_oneof![Just(Basis::Snapshot), Just(Basis::Event)]
}

proptest! {
    #[test]
    fn every_month_is_counted_right(histories in histories(), months in 1_u32..20, basis in basis()) {
        let timeline = Timeline::monthly(start(), Months(months)).unwrap().on(basis);
        let rows = histories.iter().map(|(id, history)| (id.as_str(), history));
        let series = timeline.bridges(rows, USD).unwrap();
        prop_assert_eq!(series.bridges().len(), usize::try_from(months).unwrap());
        for (bridge, period) in series.bridges().iter().zip(timeline.periods()) {
            check(bridge, &histories, period)?;
        }
        let last = add_months(start(), i32::try_from(months).unwrap()).unwrap();
        check(series.whole(), &histories, (start(), last))?;
        for pair in series.bridges().windows(2) {
            prop_assert_eq!(pair[0].closing(), pair[1].opening());
        }
    }

    #[test]
    fn events_add_up_over_periods(histories in histories(), months in 1_u32..20) {
        let timeline = Timeline::monthly(start(), Months(months)).unwrap().on(Basis::Event);
        let series = timeline.bridges(histories.iter().map(|(id, history)| (id.as_str(), history)), USD).unwrap();
        for movement in Movement::ALL.into_iter().filter(|it| *it != Movement::Unchanged) {
            let sum: i128 = series.bridges().iter().map(|month| month.row(movement).amount().ticks()).sum();
            prop_assert_eq!(sum, series.whole().row(movement).amount().ticks());
        }
    }

    #[test]
    fn segments_add_up_to_the_total(histories in histories(), months in 1_u32..6, basis in basis()) {
        let timeline = Timeline::monthly(start(), Months(months)).unwrap().on(basis);
        let rows = histories.iter().enumerate().map(|(index, (id, history))| (id.as_str(), history, index % 3));
        let by_segment = timeline.bridges_by_segment(rows, USD).unwrap();
        let rows = histories.iter().map(|(id, history)| (id.as_str(), history));
        prop_assert_eq!(by_segment.total(), &timeline.bridges(rows, USD).unwrap());
        for segment in 0..3 {
            let own = histories.iter().enumerate().filter(|(index, _)| index % 3 == segment);
            let own: Vec<_> = own.map(|(_, (id, history))| (id.as_str(), history)).collect();
            let alone = timeline.bridges(own.iter().copied(), USD).unwrap();
            match by_segment.segment(&segment) {
                Some(series) => prop_assert_eq!(series, &alone),
                None => prop_assert!(own.is_empty()),
            }
        }
        prop_assert_eq!(by_segment.segments().count(), histories.len().min(3));
    }
}
