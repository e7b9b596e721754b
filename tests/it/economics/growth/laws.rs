use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use segmentry::chrono::Days;
use segmentry::economics::growth::{
    ArrSeries, Change, Expected, Forecast, InterceptRule, LogLinearTrend, TheilSen, Threshold, YearBasis,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money};

use super::{close, day};

/// Days and ticks: 3 to 15 observations of different days.
fn observations() -> impl Strategy<Value = Vec<(u64, i64)>> {
    prop::collection::btree_map(0_u64..1000, 100_000_i64..1_000_000_000, 3..15)
        .prop_map(|observed| observed.into_iter().collect())
}

fn money(ticks: i64) -> Money {
    Money::from_ticks(ticks, Currency::EUR).unwrap()
}

fn series_of(observed: &[(u64, i64)]) -> ArrSeries {
    let dated: Vec<_> = observed
        .iter()
        .map(|(after, ticks)| (day("2020-01-31") + Days::new(*after), money(*ticks)))
        .collect();
    ArrSeries::new(&dated).unwrap()
}

fn trend_of(observed: &[(u64, i64)]) -> LogLinearTrend {
    series_of(observed).log_linear()
}

#[track_caller]
fn near(found: f64, expected: f64, scale: f64) {
    assert!((found - expected).abs() <= 1e-9 * scale, "{found} is not {expected}");
}

proptest! {
    #[test]
    fn growth_is_the_exact_fraction(begin in 0..=Money::MAX_TICKS, end in 0..=Money::MAX_TICKS) {
        let growth = Change { begin: money(begin), end: money(end) }.growth().unwrap();
        let naive = (begin > 0).then(|| BigRational::new(BigInt::from(end) - BigInt::from(begin), BigInt::from(begin)));
        prop_assert_eq!(growth.map(|of| BigRational::new(of.numerator().into(), of.denominator().into())), naive);
    }

    #[test]
    fn annual_growth_compounds_back(begin in 1_i64..1_000_000_000, end in 1_i64..1_000_000_000, days in 30_u64..3000) {
        let change = Change { begin: money(begin), end: money(end) };
        let from = day("2020-01-31");
        let years = f64::from(u32::try_from(days).unwrap()) / 365.0;
        let ratio = f64::from(u32::try_from(end).unwrap()) / f64::from(u32::try_from(begin).unwrap());
        let naive = ratio.powf(1.0 / years) - 1.0;
        match change.cagr(from, from + Days::new(days), YearBasis::Act365) {
            Ok(annual) => near(annual.unwrap(), naive, 1.0 + naive),
            Err(_) => prop_assert!(naive.is_infinite()),
        }
    }

    #[test]
    fn a_trend_does_not_care_about_the_currency(observed in observations(), factor in 2_i64..1000, after in 0_u64..3000) {
        let scaled: Vec<_> = observed.iter().map(|(day, ticks)| (*day, ticks * factor)).collect();
        let (one, other) = (trend_of(&observed), trend_of(&scaled));
        near(one.slope(), other.slope(), 0.1);
        near(one.residual_sd().unwrap(), other.residual_sd().unwrap(), 1.0);
        let level = observed[0].1 * 2;
        let [a, b] = [(one, level), (other, level * factor)]
            .map(|(trend, level)| trend.crossing(Threshold::up_to(money(level))).unwrap());
        let date = day("2020-01-31") + Days::new(after);
        let [p, q] = [a, b].map(|crossing| crossing.probability_on(date, Forecast::Trend).unwrap());
        near(p, q, 100.0);
        if let (Expected::Crosses(p), Expected::Crosses(q)) = (a.expected(), b.expected()) {
            prop_assert!((p.day - q.day).abs() <= 1e-6 * p.day.abs().max(1.0));
        } else {
            prop_assert_eq!(a.expected(), b.expected());
        }
    }

    #[test]
    fn the_order_of_observations_does_not_matter(observed in observations()) {
        let backwards: Vec<_> = observed.iter().rev().copied().collect();
        prop_assert_eq!(series_of(&observed), series_of(&backwards));
    }

    #[test]
    fn a_crossing_agrees_with_itself(observed in observations(), level in 100_000_i64..1_000_000_000, after in 0_u64..3000) {
        let trend = trend_of(&observed);
        let date = day("2020-01-31") + Days::new(after);
        let [up, down] = [Threshold::up_to(money(level)), Threshold::below(money(level))]
            .map(|threshold| trend.crossing(threshold).unwrap());
        // Above or below, never both, never neither.
        for forecast in [Forecast::Trend, Forecast::Observation] {
            let both = up.probability_on(date, forecast).unwrap() + down.probability_on(date, forecast).unwrap();
            near(both, 1.0, 1.0);
        }
        prop_assert!(matches!(
            (up.expected(), down.expected()),
            (Expected::AlreadyAbove, Expected::Crosses(_) | Expected::Never)
                | (Expected::Crosses(_) | Expected::Never, Expected::AlreadyBelow)
        ));
        for crossing in [up, down] {
            let significant = trend.slope().abs() / trend.slope_error().unwrap();
            if let Expected::Crosses(point) = crossing.expected() {
                // On its day the line is at the level: the probability turns.
                if let Some(date) = point.date.filter(|_| point.day.abs() < 1e5) {
                    let eve = date.pred_opt().unwrap();
                    prop_assert!(crossing.probability_on(date, Forecast::Trend).unwrap() >= 0.5 - 1e-9);
                    prop_assert!(crossing.probability_on(eve, Forecast::Trend).unwrap() <= 0.5 + 1e-9);
                }
                let [wide, narrow] = [dec!(0.95), dec!(0.5)].map(|confidence| crossing.interval(confidence).unwrap());
                if let Some(wide) = wide {
                    let narrow = narrow.unwrap();
                    prop_assert!(wide.earliest.day <= narrow.earliest.day && narrow.latest.day <= wide.latest.day);
                    prop_assert!(narrow.earliest.day <= point.day && point.day <= narrow.latest.day);
                    prop_assert!(significant > 1.9);
                }
            } else {
                prop_assert_eq!(crossing.interval(dec!(0.5)).unwrap(), None);
            }
        }
    }

    #[test]
    fn an_observation_is_less_certain_than_the_trend(observed in observations(), level in 100_000_i64..1_000_000_000, after in 0_u64..3000) {
        let crossing = trend_of(&observed).crossing(Threshold::up_to(money(level))).unwrap();
        let date = day("2020-01-31") + Days::new(after);
        let doubt = |forecast| (crossing.probability_on(date, forecast).unwrap() - 0.5).abs();
        prop_assert!(doubt(Forecast::Observation) <= doubt(Forecast::Trend) + 1e-12);
    }

    #[test]
    fn a_few_wrong_points_do_not_move_a_median_slope(
        slope in -100_i32..100, count in 8_usize..20, wrong in prop::collection::vec((0_usize..8, -1e6..1e6_f64), 0..3),
    ) {
        let slope = f64::from(slope) / 8.0;
        let mut points: Vec<(f64, f64)> = (0..count)
            .map(|x| f64::from(u8::try_from(x).unwrap()))
            .map(|x| (x, 5.0 + slope * x))
            .collect();
        for (index, value) in wrong {
            points[index].1 = value;
        }
        // Two of eight: 15 of 28 pairs are right, and theirs is the middle.
        let line = TheilSen::of_points(&points, dec!(0.9), InterceptRule::Joint).unwrap();
        near(line.slope(), slope, 1.0);
        near(line.intercept(), 5.0, 1000.0);
    }

    #[test]
    fn moving_all_points_moves_the_line_alone(
        points in prop::collection::btree_map(-500_i32..500, -1000_i32..1000, 2..12), right in -100_i32..100, up in -100_i32..100,
    ) {
        let of = |right: i32, up: i32, rule| {
            let moved: Vec<_> = points.iter().map(|(x, y)| (f64::from(x + right), f64::from(y + up))).collect();
            TheilSen::of_points(&moved, dec!(0.9), rule).unwrap()
        };
        for rule in [InterceptRule::Separate, InterceptRule::Joint] {
            let (still, moved) = (of(0, 0, rule), of(right, up, rule));
            near(moved.slope(), still.slope(), 1.0);
            prop_assert_eq!(moved.slope_interval(), still.slope_interval());
            near(moved.intercept(), still.intercept() + f64::from(up) - still.slope() * f64::from(right), 1e6);
            let (low, high) = still.slope_interval().unwrap();
            prop_assert!(low <= still.slope() && still.slope() <= high);
        }
    }

    #[test]
    fn least_squares_leave_nothing_to_gain(observed in observations()) {
        let trend = trend_of(&observed);
        let squares = |a: f64, b: f64| {
            observed.iter().fold(0.0, |sum, (after, ticks)| {
                let x = f64::from(u32::try_from(after - observed[0].0).unwrap());
                sum + ((f64::from(u32::try_from(*ticks).unwrap()) / 1e4).ln() - a - b * x).powi(2)
            })
        };
        let (a, b) = (trend.intercept(), trend.slope());
        let least = squares(a, b);
        let freedom = f64::from(u8::try_from(observed.len()).unwrap()) - 2.0;
        close(trend.residual_sd().unwrap(), (least / freedom).sqrt(), 1e-6);
        for (more_a, more_b) in [(1e-3, 0.0), (-1e-3, 0.0), (0.0, 1e-5), (0.0, -1e-5)] {
            prop_assert!(squares(a + more_a, b + more_b) > least);
        }
    }
}
