use segmentry::Ratio;
use segmentry::calendar::{Months, days_between};
use segmentry::economics::growth::{
    Change, Expected, Forecast, InterceptRule, TheilSen, Threshold, Window, YearBasis,
};
use segmentry::rust_decimal::dec;

use super::{close, day, eur, grown};

#[test]
fn oracle_4_p1() {
    let change = Change { begin: eur(100_000), end: eur(121_000) };
    let (from, to) = (day("2022-01-01"), day("2024-01-01"));
    assert_eq!(days_between(from, to), 730);
    close(change.cagr(from, to, YearBasis::default()).unwrap().unwrap(), 0.1, 1e-14);
    close(change.cagr(from, to, YearBasis::Act36525).unwrap().unwrap(), 0.1000718113835106, 1e-13);
}

#[test]
fn oracle_4_p2() {
    let growth = |begin, end| Change { begin: eur(begin), end: eur(end) }.growth().unwrap();
    assert_eq!(growth(80, 100), Some(Ratio::from_decimal(dec!(0.25)).unwrap()));
    assert_eq!(growth(0, 50), None);
    assert_eq!(growth(100, 0), Some(Ratio::from_decimal(dec!(-1)).unwrap()));
    assert_eq!(growth(0, 0), None);
}

#[test]
fn oracle_4_p3() {
    let trend = grown().log_linear();
    close(trend.slope(), 0.0017298699931309132, 1e-12);
    close(trend.intercept(), 9.903985356654632, 1e-14);
    close(trend.residual_sd().unwrap(), 0.00889949318104792, 1e-11);
    close(trend.annual_growth(YearBasis::Act365).unwrap(), 0.8802458648993461, 1e-12);
    close(trend.slope_error().unwrap(), 5.5335397829384064e-05, 1e-11);

    let crossing = trend.crossing(Threshold::up_to(eur(40_000))).unwrap();
    let Expected::Crosses(point) = crossing.expected() else { panic!() };
    close(point.day, 400.4054519656739, 1e-12);
    assert_eq!(point.date, Some(day("2025-03-07")));
    let interval = crossing.interval(dec!(0.9)).unwrap().unwrap();
    close(interval.earliest.day, 381.25437109145395, 1e-12);
    close(interval.latest.day, 422.1430630767256, 1e-12);
    assert_eq!(interval.earliest.date, Some(day("2025-02-16")));
    assert_eq!(interval.latest.date, Some(day("2025-03-29")));

    let as_of = day("2024-07-31");
    for (months, days, of_trend, observed, level) in [
        (6, 366, 0.006240991056123156, 0.010603970070522268, 37688.7821758486),
        (9, 455, 0.9971262301260174, 0.9958923449544858, 43961.79338529203),
    ] {
        let date = segmentry::calendar::add_months(as_of, months).unwrap();
        assert_eq!(days_between(trend.first_day(), date), days);
        close(crossing.probability_on(date, Forecast::Trend).unwrap(), of_trend, 1e-10);
        close(crossing.probability_on(date, Forecast::Observation).unwrap(), observed, 1e-10);
        let months = Months(u32::try_from(months).unwrap());
        close(crossing.probability_after(as_of, months, Forecast::Trend).unwrap(), of_trend, 1e-10);
        close(trend.level_on(date).unwrap(), level, 1e-12);
    }
    let window = crossing.probability_in(as_of, Window::SIX_TO_NINE, Forecast::Trend).unwrap();
    close(window, 0.9908852390698942, 1e-11);
}

#[test]
fn oracle_4_p4() {
    let points = [(0.0, 10.0), (30.0, 12.0), (61.0, 13.0), (91.0, 45.0), (122.0, 16.0), (153.0, 17.0)];
    let line = TheilSen::of_points(&points, dec!(0.95), InterceptRule::Separate).unwrap();
    close(line.slope(), 0.0457516339869281, 1e-14);
    close(line.intercept(), 11.022875816993464, 1e-14);
    let (low, high) = line.slope_interval().unwrap();
    close(low, -0.45161290322580644, 1e-14);
    close(high, 0.5409836065573771, 1e-14);
    let joint = TheilSen::of_points(&points, dec!(0.95), InterceptRule::Joint).unwrap();
    close(joint.intercept(), 10.313725490196077, 1e-14);
    close(joint.slope(), line.slope(), 1e-15);
}
