//! The ends of all ranges: errors or right answers.

use segmentry::Money;
use segmentry::account::ArrHistory;
use segmentry::calendar::{EARLIEST, LATEST, Months};
use segmentry::economics::EconomicsError;
use segmentry::economics::retention::{
    AccountArr, Annualized, ArrSnapshot, Basis, Bridge, Movement, MovementTotals, Past, Timeline,
};
use segmentry::rust_decimal::dec;

use super::{USD, never};

fn ticks(ticks: i64) -> Money {
    Money::from_ticks(ticks, USD).unwrap()
}

fn max() -> Money {
    ticks(Money::MAX_TICKS)
}

#[test]
fn the_largest_amounts_beside_the_smallest() {
    let account = |id, opening, closing| AccountArr { id, opening, closing, past: Past::Never };
    let (zero, one) = (ticks(0), ticks(1));
    let bridge = Bridge::of_accounts(
        [
            account("a", one, max()),
            account("b", one, zero),
            account("c", zero, max()),
            account("d", max(), max()),
        ],
        USD,
    )
    .unwrap();
    assert_eq!(bridge.closing().amount().amount(), dec!(300_000_000_000_000));
    assert_eq!(bridge.row(Movement::Churn).amount().amount(), dec!(0.0001));
    assert_eq!(bridge.revenue().quick_ratio(), Some(dec!(1_999_999_999_999_999_999)));
    assert_eq!(bridge.revenue().gross_retention(), Ok(dec!(0.9999999999999999990000000000)));
    let grown = Bridge::of_accounts([account("a", one, max())], USD).unwrap();
    assert_eq!(grown.revenue().net_retention(), Ok(dec!(1_000_000_000_000_000_000)));
    assert_eq!(grown.closing_arpa(), Ok(dec!(100_000_000_000_000)));
    assert_eq!(grown.sides().arr_missing_for(dec!(1)), Ok(dec!(0)));
}

#[test]
fn a_sum_that_does_not_fit_is_an_error() {
    let twice = [("a", max()), ("a", ticks(1))];
    let error = ArrSnapshot::of_subscriptions(twice, USD).unwrap_err();
    assert_eq!(error, EconomicsError::Overflow { figure: "ARR of an account" });
    // A history that swings between all and nothing moves more than there is; 2^35 times would not fit.
    let days = (0..1000).map(|day| EARLIEST.checked_add_days(segmentry::chrono::Days::new(day)).unwrap());
    let entries = days.enumerate().map(|(index, day)| (day, if index % 2 == 0 { max() } else { ticks(0) }));
    let history = ArrHistory::new(entries).unwrap();
    let all = Timeline::between(EARLIEST, LATEST).unwrap().on(Basis::Event);
    let bridge = all.bridge([("a", &history)], USD).unwrap();
    assert_eq!(bridge.row(Movement::Churn).amount().amount(), dec!(50_000_000_000_000_000));
    assert_eq!(bridge.row(Movement::Churn).accounts(), 1);
    // It left once: what it did afterwards is not the cohort's.
    assert_eq!(bridge.revenue().gross_retention(), Ok(dec!(0)));
    assert_eq!(bridge.revenue().gross_churn(), Ok(dec!(500)));
    let months = Timeline::monthly(EARLIEST, Months(3599)).unwrap();
    let series = months.bridges([("a", &history)], USD).unwrap();
    assert_eq!(series.bridges().len(), 3599);
    assert!(matches!(series.chained_net_retention(), Ok(_) | Err(EconomicsError::ZeroBase { .. })));
}

#[test]
fn a_loss_on_the_event_basis_can_exceed_the_opening() {
    let day = |month| crate::strategy::date(2025, month, 1);
    let history = ArrHistory::new([
        (day(1), ticks(100)),
        (day(2), ticks(150)),
        (day(3), ticks(0)),
        (day(4), ticks(80)),
    ])
    .unwrap();
    let bridge = |basis| {
        let period = Timeline::between(day(1), day(5)).unwrap().on(basis);
        period.bridge([("a", &history)], USD).unwrap()
    };
    let events = bridge(Basis::Event);
    assert_eq!(events.revenue().gross_retention(), Ok(dec!(-0.5)));
    assert_eq!(events.revenue().net_retention(), Ok(dec!(0)));
    assert_eq!((events.logo_retention(), events.logo_churn()), (Ok(dec!(0)), Ok(dec!(1))));
    assert_eq!(events.row(Movement::Reactivation).amount().ticks(), 80);
    // The snapshot sees a contraction.
    let snapshot = bridge(Basis::Snapshot);
    assert_eq!(snapshot.row(Movement::Contraction).amount().ticks(), 20);
    assert_eq!(snapshot.revenue().gross_retention(), Ok(dec!(0.8)));
}

#[test]
fn totals_at_the_end_of_the_range() {
    let all = MovementTotals {
        opening: max(),
        new: max(),
        reactivation: max(),
        expansion: max(),
        contraction: max(),
        churn: max(),
    };
    let revenue = all.revenue().unwrap();
    assert_eq!(revenue.quick_ratio(), Some(dec!(1)));
    assert!(matches!(revenue.gross_retention(), Err(EconomicsError::OutOfRange { .. })));
    assert_eq!((revenue.net_retention(), revenue.gross_churn()), (Ok(dec!(0)), Ok(dec!(2))));
    assert_eq!(all.closing().unwrap().amount(), dec!(200_000_000_000_000));
    let tiny = MovementTotals { opening: ticks(1), expansion: max(), ..MovementTotals::none(USD) };
    assert_eq!(tiny.revenue().unwrap().net_retention(), Ok(dec!(1_000_000_000_000_000_001)));
}

#[test]
fn growth_at_the_end_of_the_range() {
    for months in [1, 7, 12, 13, 59, 120, 1200] {
        let annual = Annualized::over(Months(months)).unwrap();
        let grown = annual.growth(ticks(1), max());
        assert_eq!(grown.is_ok(), months >= 12, "{months} {grown:?}");
        let shrunk = annual.growth(max(), ticks(1));
        if let Ok(rate) = shrunk {
            assert!(rate.value() > dec!(-1) && rate.value() < dec!(0), "{months}");
        }
        let churn = annual.churn(dec!(0.0000000000000000000000000001)).unwrap();
        assert!(churn.value() < dec!(0.00000000000000000000000001), "{months}");
        let churn = annual.churn(dec!(0.9999999999999999999999999999)).unwrap();
        assert!(churn.value() > dec!(0.99), "{months}");
    }
}

#[test]
fn long_ids_are_cut_short() {
    let id = "x".repeat(100_000);
    let error = Bridge::of_accounts([never(&id, 1, 1), never(&id, 1, 1)], USD).unwrap_err();
    assert!(error.to_string().len() < 250, "{error}");
    let negative = AccountArr { opening: ticks(-1), ..never(&id, 1, 1) };
    assert!(negative.movement().unwrap_err().to_string().len() < 250);
}
