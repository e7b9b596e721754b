//! The public oracles by their ids.

use segmentry::account::ArrHistory;
use segmentry::calendar::Months;
use segmentry::economics::Period;
use segmentry::economics::retention::{
    Annualized, ArrSnapshot, Basis, Bridge, BridgeSeries, Movement, MovementTotals, Timeline,
};
use segmentry::rust_decimal::{Decimal, dec};

use super::{USD, amounts, by_movements, rows, usd};
use crate::strategy::date;

fn is_near(found: Decimal, expected: Decimal) {
    assert!((found - expected).abs() <= dec!(1e-18), "{found}, not {expected}");
}

fn snapshot<'a>(arr: &[(&'a str, i64)]) -> ArrSnapshot<'a> {
    ArrSnapshot::of_accounts(arr.iter().map(|(id, arr)| (*id, usd(*arr))), USD).unwrap()
}

#[test]
fn oracle_3_p1() {
    let totals = MovementTotals {
        opening: usd(100),
        churn: usd(10),
        contraction: usd(10),
        expansion: usd(10),
        ..MovementTotals::none(USD)
    };
    let revenue = totals.revenue().unwrap();
    assert_eq!(revenue.gross_churn(), Ok(dec!(0.2)));
    assert_eq!(revenue.net_churn(), Ok(dec!(0.1)));
    assert_eq!(revenue.chartmogul_net_churn(), Ok(dec!(0.1)));
    assert_eq!(revenue.gross_retention(), Ok(dec!(0.8)));
    assert_eq!(revenue.net_retention(), Ok(dec!(0.9)));
}

#[test]
fn oracle_3_p2() {
    let totals = MovementTotals {
        opening: usd(10_000_000),
        contraction: usd(600_000),
        churn: usd(900_000),
        expansion: usd(1_800_000),
        ..MovementTotals::none(USD)
    };
    let revenue = totals.revenue().unwrap();
    assert_eq!((revenue.gross_retention(), revenue.net_retention()), (Ok(dec!(0.85)), Ok(dec!(1.03))));
}

#[test]
fn oracle_3_p3() {
    let (opening, closing) = (snapshot(&[("c1", 1000), ("c2", 5000)]), snapshot(&[("c2", 7000)]));
    let bridge = Bridge::between(&opening, &closing, []).unwrap();
    let expected = [6000, 0, 0, 2000, 0, 1000, 0, 0, 7000].map(Decimal::from);
    assert_eq!(amounts(&bridge), expected);
    assert_eq!(rows(&bridge).map(|(accounts, _)| accounts), [2, 0, 0, 1, 0, 1, 0, 0, 1]);
    let revenue = bridge.revenue();
    is_near(revenue.gross_retention().unwrap(), dec!(0.833333333333333333333333));
    is_near(revenue.net_retention().unwrap(), dec!(1.16666666666666666666667));
    is_near(revenue.chartmogul_net_churn().unwrap(), dec!(-0.166666666666666666666667));
    assert_eq!((bridge.logo_retention(), bridge.logo_churn()), (Ok(dec!(0.5)), Ok(dec!(0.5))));
    assert_eq!(revenue.quick_ratio(), Some(dec!(2)));
    assert_eq!(revenue.quick_ratio_with_reactivation(), Some(dec!(2)));
    assert_eq!((bridge.opening_arpa(), bridge.closing_arpa()), (Ok(dec!(3000)), Ok(dec!(7000))));
}

#[test]
fn oracle_3_p4() {
    let opening =
        snapshot(&[("a", 120_000), ("b", 60_000), ("c", 45_000), ("d", 30_000), ("e", 0), ("f", 15_000)]);
    let closing = snapshot(&[
        ("a", 150_000),
        ("b", 60_000),
        ("c", 30_000),
        ("d", 0),
        ("e", 24_000),
        ("f", 15_000),
        ("g", 36_000),
    ]);
    let bridge = Bridge::between(&opening, &closing, ["e"]).unwrap();
    let expected = [270_000, 36_000, 24_000, 30_000, 15_000, 30_000, 75_000, 0, 315_000].map(Decimal::from);
    assert_eq!(amounts(&bridge), expected);
    assert_eq!(rows(&bridge).map(|(accounts, _)| accounts), [5, 1, 1, 1, 1, 1, 2, 0, 6]);
    assert_eq!(by_movements(&bridge), bridge.closing().amount().ticks());
    let revenue = bridge.revenue();
    is_near(revenue.gross_retention().unwrap(), dec!(0.833333333333333333333333));
    is_near(revenue.net_retention().unwrap(), dec!(0.944444444444444444444444));
    assert_eq!((bridge.logo_retention(), bridge.logo_churn()), (Ok(dec!(0.8)), Ok(dec!(0.2))));
    is_near(revenue.chartmogul_net_churn().unwrap(), dec!(-0.0333333333333333333333333));
    // 1 - this is not NRR, since somebody came back.
    is_near(revenue.net_churn().unwrap(), dec!(0.0555555555555555555555556));
    is_near(revenue.quick_ratio().unwrap(), dec!(1.46666666666666666666667));
    assert_eq!(revenue.quick_ratio_with_reactivation(), Some(dec!(2)));
    assert_eq!(bridge.closing_arpa(), Ok(dec!(52500)));
}

#[test]
fn oracle_3_p5() {
    let history = ArrHistory::new([
        (date(2024, 1, 1), usd(100)),
        (date(2025, 3, 1), usd(150)),
        (date(2025, 9, 1), usd(100)),
    ])
    .unwrap();
    let bridge = |basis| {
        let year = Timeline::between(date(2024, 12, 31), date(2025, 12, 31)).unwrap().on(basis);
        year.bridge([("a", &history)], USD).unwrap()
    };
    for (basis, moved, gross) in [(Basis::Snapshot, dec!(0), dec!(1)), (Basis::Event, dec!(50), dec!(0.5))] {
        let bridge = bridge(basis);
        assert_eq!(bridge.basis(), basis);
        assert_eq!(bridge.row(Movement::Expansion).amount().amount(), moved);
        assert_eq!(bridge.row(Movement::Contraction).amount().amount(), moved);
        assert_eq!(bridge.revenue().gross_retention(), Ok(gross));
        assert_eq!(bridge.revenue().net_retention(), Ok(dec!(1)));
    }
}

#[test]
fn oracle_3_p6() {
    let annual = Annualized::over(Months(1)).unwrap().churn(dec!(0.05)).unwrap();
    assert_eq!((annual.value(), annual.period()), (dec!(0.459639912337363037109375), Period::Year));
    let growth = Annualized::over(Months(18)).unwrap().growth(usd(100), usd(dec!(133.1))).unwrap();
    assert!((growth.value() - dec!(0.21)).abs() < dec!(1e-13), "{growth:?}");
    assert_eq!(growth.period(), Period::Year);
}

#[test]
fn oracle_3_p7() {
    let published = [
        ([25_000, 10_000, 8_000, 4_000], dec!(2.91666666666666666666667)),
        ([20_000, 8_000, 5_000, 3_000], dec!(3.5)),
        ([2_000_000, 1_000_000, 300_000, 200_000], dec!(6)),
    ];
    for ([new, expansion, churn, contraction], expected) in published {
        let totals = MovementTotals {
            // What was there does not matter to the ratio, but there must be enough to lose.
            opening: usd(1_000_000),
            new: usd(new),
            expansion: usd(expansion),
            churn: usd(churn),
            contraction: usd(contraction),
            ..MovementTotals::none(USD)
        };
        is_near(totals.revenue().unwrap().quick_ratio().unwrap(), expected);
        let without_opening = MovementTotals { opening: usd(0), ..totals };
        is_near(without_opening.revenue().unwrap().quick_ratio().unwrap(), expected);
    }
}

#[test]
fn oracle_3_p8() {
    let days = [
        snapshot(&[("a", 100), ("b", 100)]),
        snapshot(&[("a", 120), ("b", 0), ("c", 100)]),
        snapshot(&[("a", 120), ("c", 50)]),
    ];
    let series = BridgeSeries::of_snapshots(&days, []).unwrap();
    let [first, second] = series.bridges() else { panic!("two periods") };
    assert_eq!(first.revenue().net_retention(), Ok(dec!(0.6)));
    is_near(second.revenue().net_retention().unwrap(), dec!(0.772727272727272727272727));
    is_near(series.chained_net_retention().unwrap(), dec!(0.463636363636363636363636));
    assert_eq!(series.cohort_net_retention(), Ok(dec!(0.6)));
}
