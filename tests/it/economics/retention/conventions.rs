//! The rules by which others are often wrong, and what has no answer.

use segmentry::account::ArrHistory;
use segmentry::calendar::Months;
use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{Change, YearBasis};
use segmentry::economics::retention::{
    AccountArr, Annualized, ArrSnapshot, Bridge, BridgeSeries, Movement, MovementTotals, OwnerFunction, Past,
    Placed, RetentionSide, SIDE_OWNERS, SegmentedBridge, Timeline,
};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Currency, Money};

use super::{USD, amounts, by_movements, never, rows, usd};
use crate::strategy::date;

#[test]
fn each_account_makes_one_movement() {
    use Movement::{Absent, Churn, Contraction, Expansion, New, Reactivation, Unchanged};
    for (opening, closing, past, expected, amount) in [
        (0, 5, Past::Never, New, 5),
        (0, 5, Past::Customer, Reactivation, 5),
        (5, 7, Past::Never, Expansion, 2),
        (5, 7, Past::Customer, Expansion, 2),
        (5, 3, Past::Never, Contraction, 2),
        (5, 0, Past::Customer, Churn, 5),
        (5, 5, Past::Never, Unchanged, 5),
        (0, 0, Past::Customer, Absent, 0),
    ] {
        let account = AccountArr { id: "a", opening: usd(opening), closing: usd(closing), past };
        assert_eq!(account.movement(), Ok((expected, usd(amount))));
        let bridge = Bridge::of_accounts([account], USD).unwrap();
        let counted = Movement::ALL.map(|movement| (movement, bridge.row(movement)));
        for (movement, row) in counted {
            let found = (row.accounts(), row.amount().amount());
            let wanted = if movement == expected { (1, amount.into()) } else { (0, Decimal::ZERO) };
            assert_eq!(found, wanted, "{expected:?} {movement:?}");
        }
        assert_eq!(bridge.opening().accounts(), u64::from(opening > 0));
        assert_eq!(bridge.closing().accounts(), u64::from(closing > 0));
    }
    assert_eq!(Movement::ALL.map(Movement::name)[..3], ["new", "reactivation", "expansion"]);
}

#[test]
fn who_comes_is_in_no_retention() {
    let returns = AccountArr { past: Past::Customer, ..never("c", 0, 500) };
    let accounts = [never("a", 100, 90), never("b", 0, 1000), returns];
    let bridge = Bridge::of_accounts(accounts, USD).unwrap();
    assert_eq!(bridge.revenue().net_retention(), Ok(dec!(0.9)));
    assert_eq!(bridge.revenue().gross_retention(), Ok(dec!(0.9)));
    assert_eq!(bridge.logo_retention(), Ok(dec!(1)));
    // By ChartMogul, who comes back counts.
    assert_eq!(bridge.revenue().chartmogul_net_churn(), Ok(dec!(-4.9)));
    assert_eq!(bridge.revenue().quick_ratio(), Some(dec!(100)));
    assert_eq!(bridge.revenue().quick_ratio_with_reactivation(), Some(dec!(150)));
}

#[test]
fn subscriptions_of_an_account_are_added_up_first() {
    let subscriptions = |list: &[(&'static str, i64)]| {
        ArrSnapshot::of_subscriptions(list.iter().map(|(id, arr)| (*id, usd(*arr))), USD).unwrap()
    };
    let opening =
        subscriptions(&[("ends one", 60), ("takes a second", 20), ("ends one", 40), ("ends all", 7)]);
    let closing = subscriptions(&[("takes a second", 20), ("ends one", 60), ("takes a second", 5)]);
    let bridge = Bridge::between(&opening, &closing, []).unwrap();
    assert_eq!(amounts(&bridge), [127, 0, 0, 5, 40, 7, 0, 0, 85].map(Decimal::from));
    assert_eq!(rows(&bridge).map(|(accounts, _)| accounts), [3, 0, 0, 1, 1, 1, 0, 0, 2]);
}

#[test]
fn without_a_base_there_is_no_figure_and_without_losses_no_ratio() {
    let empty = Bridge::of_accounts([], USD).unwrap();
    let revenue = empty.revenue();
    let figures = [
        revenue.gross_retention(),
        revenue.net_retention(),
        revenue.gross_churn(),
        revenue.net_churn(),
        revenue.chartmogul_net_churn(),
        revenue.expansion_rate(),
        empty.logo_retention(),
        empty.logo_churn(),
        empty.opening_arpa(),
        empty.closing_arpa(),
        empty.sides().arr_missing_for(dec!(1)),
    ];
    for figure in figures {
        assert!(matches!(figure, Err(EconomicsError::ZeroBase { .. })), "{figure:?}");
    }
    assert_eq!((revenue.quick_ratio(), revenue.quick_ratio_with_reactivation()), (None, None));
    assert_eq!(empty.sides().losses_made_good(), None);
    let message = revenue.net_retention().unwrap_err().to_string();
    assert_eq!(message, "opening ARR is zero, so there is no NRR");

    let gains = Bridge::of_accounts([never("a", 0, 10)], USD).unwrap();
    assert_eq!(gains.revenue().quick_ratio(), None);
    assert_eq!(gains.closing_arpa(), Ok(dec!(10)));
    let losses = Bridge::of_accounts([never("a", 10, 0)], USD).unwrap();
    assert_eq!(losses.revenue().quick_ratio(), Some(dec!(0)));
    assert_eq!(losses.revenue().gross_retention(), Ok(dec!(0)));
}

#[test]
fn faults_are_typed_and_name_the_account() {
    let negative = AccountArr { closing: usd(-1), ..never("acme", 5, 0) };
    let error = Bridge::of_accounts([negative], USD).unwrap_err();
    assert_eq!(
        error.to_string(),
        "closing is `-1.00 USD of `acme``; ARR is never negative; keep credits outside it"
    );
    assert!(matches!(error, EconomicsError::OutOfRange { field: "closing", .. }));
    let eur = Money::new(dec!(1), Currency::EUR).unwrap();
    let mixed = AccountArr { opening: eur, ..never("acme", 5, 0) };
    assert!(matches!(Bridge::of_accounts([mixed], USD), Err(EconomicsError::Currency(_))));
    assert!(matches!(mixed.movement(), Err(EconomicsError::Currency(_))));

    // Whether the ids rise or not.
    for ids in [["a", "a", "b"], ["a", "b", "a"], ["b", "a", "a"]] {
        let error = Bridge::of_accounts(ids.map(|id| never(id, 1, 1)), USD).unwrap_err();
        assert!(error.to_string().starts_with("id: the account `a` stands twice; "), "{error}");
    }
    assert!(Bridge::of_accounts(["b", "a", "c"].map(|id| never(id, 1, 1)), USD).is_ok());
    let placed = ["a", "b", "a"].map(|id| Placed::staying(never(id, 1, 1), "smb"));
    assert!(matches!(SegmentedBridge::of_accounts(placed, USD), Err(EconomicsError::Data { .. })));

    let twice = [("a", usd(1)), ("a", usd(2))];
    assert!(matches!(ArrSnapshot::of_accounts(twice, USD), Err(EconomicsError::Data { .. })));
    assert!(ArrSnapshot::of_subscriptions(twice, USD).is_ok());
    for snapshot in [ArrSnapshot::of_accounts, ArrSnapshot::of_subscriptions] {
        assert!(matches!(snapshot(vec![("a", usd(-1))], USD), Err(EconomicsError::OutOfRange { .. })));
        assert!(matches!(snapshot(vec![("a", eur)], USD), Err(EconomicsError::Currency(_))));
    }
    let [dollars, euros] =
        [USD, Currency::EUR].map(|currency| ArrSnapshot::of_accounts([], currency).unwrap());
    assert!(matches!(Bridge::between(&dollars, &euros, []), Err(EconomicsError::Currency(_))));
    assert!(matches!(BridgeSeries::of_snapshots(&[dollars], []), Err(EconomicsError::Data { .. })));
}

#[test]
fn segments_close_where_accounts_move() {
    let place =
        |account, opening_segment, closing_segment| Placed { account, opening_segment, closing_segment };
    let bridges = SegmentedBridge::of_accounts(
        [
            place(never("grows up", 20, 30), "smb", "mid"),
            place(never("stays", 5, 4), "smb", "smb"),
            // Who comes stands where it is now, who leaves where it was.
            place(never("comes", 0, 9), "smb", "mid"),
            place(never("leaves", 8, 0), "mid", "smb"),
            place(never("shrinks", 50, 10), "mid", "smb"),
            place(never("moves alone", 3, 3), "smb", "mid"),
        ],
        USD,
    )
    .unwrap();
    let (smb, mid) = (bridges.segment(&"smb").unwrap(), bridges.segment(&"mid").unwrap());
    assert_eq!(amounts(smb.bridge()), [28, 0, 0, 10, 1, 0, 3, 0, 37].map(Decimal::from));
    assert_eq!(amounts(mid.bridge()), [58, 9, 0, 0, 40, 8, 0, 0, 19].map(Decimal::from));
    let moved = |of: &segmentry::economics::retention::SegmentBridge| {
        [of.segment_in(), of.segment_out(), of.closing()].map(|row| (row.accounts(), row.amount().amount()))
    };
    assert_eq!(moved(smb), [(1, dec!(10)), (2, dec!(33)), (2, dec!(14))]);
    assert_eq!(moved(mid), [(2, dec!(33)), (1, dec!(10)), (3, dec!(42))]);
    assert_eq!(smb.bridge().revenue().gross_retention(), Ok(dec!(0.9642857142857142857142857143)));
    assert_eq!(amounts(bridges.total()), [86, 9, 0, 10, 41, 8, 3, 0, 56].map(Decimal::from));
    assert_eq!(by_movements(bridges.total()), bridges.total().closing().amount().ticks());
    assert_eq!(bridges.segments().map(|(segment, _)| *segment).collect::<Vec<_>>(), ["mid", "smb"]);
    assert_eq!(bridges.segment(&"none"), None);
}

#[test]
fn timelines_rise_and_end() {
    let day = date(2025, 1, 31);
    assert!(matches!(Timeline::between(day, day), Err(EconomicsError::Data { .. })));
    let error = Timeline::between(day, date(2024, 1, 31)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "days: 2024-01-31 does not lie after 2025-01-31; give the days in rising order"
    );
    assert!(matches!(Timeline::of_days([day]), Err(EconomicsError::Data { .. })));
    assert!(matches!(Timeline::between(date(1899, 12, 31), day), Err(EconomicsError::Data { .. })));
    assert!(matches!(Timeline::monthly(day, Months(0)), Err(EconomicsError::OutOfRange { .. })));
    assert!(matches!(Timeline::monthly(day, Months(u32::MAX)), Err(EconomicsError::Data { .. })));
    assert!(Timeline::monthly(date(2199, 11, 30), Months(1)).is_ok());
    assert!(Timeline::monthly(date(2199, 12, 1), Months(1)).is_err());
    // The 31st stands for the end of every month.
    let ends: Vec<_> =
        Timeline::monthly(day, Months(3)).unwrap().periods().map(|(_, to)| to.to_string()).collect();
    assert_eq!(ends, ["2025-02-28", "2025-03-31", "2025-04-30"]);
}

#[test]
fn the_days_of_a_period_are_half_open() {
    let history = ArrHistory::new([
        (date(2025, 1, 31), usd(10)),
        (date(2025, 2, 28), usd(30)),
        (date(2025, 3, 1), usd(0)),
    ])
    .unwrap();
    let months = Timeline::monthly(date(2024, 12, 31), Months(3)).unwrap();
    let series = months.bridges([("a", &history)], USD).unwrap();
    let found: Vec<_> = series.bridges().iter().map(amounts).collect();
    let expected =
        [[0, 10, 0, 0, 0, 0, 0, 0, 10], [10, 0, 0, 20, 0, 0, 0, 0, 30], [30, 0, 0, 0, 0, 30, 0, 0, 0]];
    assert_eq!(found, expected.map(|row| row.map(Decimal::from)));
    assert_eq!(rows(series.whole()).map(|(accounts, _)| accounts), [0, 0, 0, 0, 0, 0, 0, 1, 0]);
    let twice = [("a", &history), ("a", &history)];
    assert!(matches!(months.bridges(twice, USD), Err(EconomicsError::Data { .. })));
    assert!(matches!(months.bridge([("a", &history)], Currency::EUR), Err(EconomicsError::Currency(_))));
    let by_segment = months.bridges_by_segment(twice.map(|(id, history)| (id, history, "smb")), USD);
    assert!(matches!(by_segment, Err(EconomicsError::Data { .. })));
}

#[test]
fn a_year_compounds() {
    let over = |months| Annualized::over(Months(months)).unwrap();
    let near = |found: Decimal, expected: Decimal| assert!((found - expected).abs() < dec!(1e-13), "{found}");
    assert_eq!(over(12).growth(usd(100), usd(90)).unwrap().value(), dec!(-0.1));
    near(over(24).growth(usd(100), usd(144)).unwrap().value(), dec!(0.2));
    assert_eq!(over(6).growth(usd(100), usd(110)).unwrap().value(), dec!(0.21));
    assert_eq!(over(3).churn(dec!(0.1)).unwrap().value(), dec!(0.3439));
    near(over(24).churn(dec!(0.19)).unwrap().value(), dec!(0.1));
    assert_eq!(over(7).churn(dec!(1)).unwrap().value(), dec!(1));
    assert_eq!(over(7).churn(dec!(0)).unwrap().value(), dec!(0));
    // By decimal arithmetic at 50 digits: 1.5^(12/7) - 1 and 1 - 0.9^(12/7).
    near(over(7).growth(usd(2), usd(3)).unwrap().value(), dec!(1.0038754738031510292439961241));
    near(over(7).churn(dec!(0.1)).unwrap().value(), dec!(0.1652458485138241325017478674));
    assert!(matches!(over(7).churn(dec!(1.1)), Err(EconomicsError::OutOfRange { .. })));
    assert!(matches!(over(7).growth(usd(0), usd(1)), Err(EconomicsError::ZeroBase { .. })));
    // A total loss is -1, which no rate is; the message names the function that gives it.
    let error = over(7).growth(usd(1), usd(0)).unwrap_err();
    assert!(matches!(error, EconomicsError::OutOfRange { field: "closing", .. }));
    assert!(error.to_string().ends_with("a total loss is -1 by growth::Change::cagr"), "{error}");
    let change = Change { begin: usd(1), end: usd(0) };
    let annual = change.cagr(date(2026, 1, 1), date(2026, 8, 1), YearBasis::Act365).unwrap();
    assert!(annual.is_some_and(|annual| (annual + 1.0).abs() < 1e-15), "{annual:?}");
    assert!(matches!(over(7).growth(usd(-1), usd(1)), Err(EconomicsError::OutOfRange { .. })));
    assert!(Annualized::over(Months(0)).is_err() && Annualized::over(Months(1201)).is_err());
}

#[test]
fn both_sides_have_all_four_owners() {
    let totals = MovementTotals {
        opening: usd(1000),
        contraction: usd(60),
        churn: usd(90),
        expansion: usd(120),
        ..MovementTotals::none(USD)
    };
    let sides = totals.revenue().unwrap().sides();
    for side in [RetentionSide::ChurnReduction, RetentionSide::Upselling] {
        let mut functions: Vec<_> = sides.owners(side).map(|owner| owner.function).collect();
        functions.sort();
        let all = [
            OwnerFunction::Sales,
            OwnerFunction::CustomerSuccess,
            OwnerFunction::Finance,
            OwnerFunction::Executive,
        ];
        assert_eq!(functions, all, "{side:?}");
    }
    assert!(SIDE_OWNERS.iter().all(|owner| owner.source.starts_with("A3-7") && !owner.task.is_empty()));
    assert_eq!(sides.amount(RetentionSide::ChurnReduction).amount(), dec!(150));
    assert_eq!(sides.amount(RetentionSide::Upselling).amount(), dec!(120));
    assert_eq!(sides.losses_made_good(), Some(dec!(0.8)));
    for (target, missing) in
        [(dec!(0.97), dec!(0)), (dec!(0), dec!(0)), (dec!(0.9701), dec!(0.1)), (dec!(1.1), dec!(130))]
    {
        assert_eq!(sides.arr_missing_for(target), Ok(missing), "{target}");
    }
    assert!(matches!(sides.arr_missing_for(dec!(-0.1)), Err(EconomicsError::OutOfRange { .. })));
    assert!(matches!(sides.arr_missing_for(Decimal::MAX), Err(EconomicsError::Overflow { .. })));
}
