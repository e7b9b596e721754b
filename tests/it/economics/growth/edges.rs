use segmentry::account::ArrHistory;
use segmentry::calendar::{Months, add_months};
use segmentry::chrono::{Datelike, NaiveDate};
use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{
    ArrSeries, Change, Expected, Forecast, InterceptRule, TheilSen, Threshold, WINDOW_PRESETS, Window,
    YearBasis,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money};

use super::{close, day, eur, grown, series};

#[test]
fn growth_of_nothing_of_credits_and_of_no_days() {
    let cagr = |begin, end, from, to| {
        Change { begin: eur(begin), end: eur(end) }.cagr(day(from), day(to), YearBasis::Act365)
    };
    assert_eq!(cagr(0, 50, "2024-01-01", "2025-01-01"), Ok(None));
    close(cagr(100, 0, "2024-01-01", "2025-01-01").unwrap().unwrap(), -1.0, 1e-15);
    close(
        cagr(100, 25, "2021-01-01", "2022-12-31").unwrap().unwrap(),
        0.25_f64.powf(365.0 / 729.0) - 1.0,
        1e-13,
    );
    for to in ["2024-01-01", "2023-12-31"] {
        assert!(matches!(cagr(100, 110, "2024-01-01", to), Err(EconomicsError::Data { field: "to", .. })));
    }
    for (begin, end) in [(-1, 1), (1, -1)] {
        assert!(matches!(
            Change { begin: eur(begin), end: eur(end) }.growth(),
            Err(EconomicsError::OutOfRange { .. })
        ));
    }
    let dollars = Money::new(dec!(1), Currency::USD).unwrap();
    assert!(matches!(Change { begin: eur(1), end: dollars }.growth(), Err(EconomicsError::Currency(_))));

    // The widest amounts: a number, or too large for one.
    let (most, least) = (
        Money::from_ticks(Money::MAX_TICKS, Currency::EUR).unwrap(),
        Money::from_ticks(1, Currency::EUR).unwrap(),
    );
    let (from, to) = (day("1900-01-01"), day("2199-12-31"));
    let rising = Change { begin: least, end: most };
    let years = 109_572.0 / 365.0;
    close(
        rising.cagr(from, to, YearBasis::Act365).unwrap().unwrap(),
        1e18_f64.powf(1.0 / years) - 1.0,
        1e-12,
    );
    let falling = Change { begin: most, end: least };
    close(
        falling.cagr(from, to, YearBasis::Act365).unwrap().unwrap(),
        1e-18_f64.powf(1.0 / years) - 1.0,
        1e-12,
    );
    let overnight = rising.cagr(from, day("1900-01-02"), YearBasis::Act365);
    assert!(matches!(overnight, Err(EconomicsError::Overflow { .. })));
}

#[test]
fn observations_that_make_no_series_say_why() {
    let text = |observations: &[(&str, i64)]| {
        let observations: Vec<_> =
            observations.iter().map(|(date, units)| (day(date), eur(*units))).collect();
        ArrSeries::new(&observations).unwrap_err().to_string()
    };
    assert!(text(&[]).starts_with("observations: there are none"));
    assert!(text(&[("2024-01-31", 5)]).starts_with("observations: there is one"));
    assert!(text(&[("2024-01-31", 5), ("2024-01-31", 6), ("2024-01-31", 7)]).contains("two different days"));
    assert!(text(&[("2024-01-31", 5), ("2024-02-29", 0)]).starts_with("arr is `0.00 EUR`"));
    assert!(text(&[("2024-01-31", -5), ("2024-02-29", 1)]).starts_with("arr is `-5.00 EUR`"));
    let dollars = Money::new(dec!(1), Currency::USD).unwrap();
    let mixed = ArrSeries::new(&[(day("2024-01-31"), eur(1)), (day("2024-02-29"), dollars)]);
    assert!(matches!(mixed, Err(EconomicsError::Currency(_))));
    let late = ArrSeries::new(&[(day("2024-01-31"), eur(1)), (NaiveDate::MAX, eur(1))]);
    assert!(late.unwrap_err().to_string().contains("1900-01-01 to 2199-12-31"));
    let daily = |count: u64| -> Vec<_> {
        (0..count).map(|after| (day("2020-01-01") + segmentry::chrono::Days::new(after), eur(1))).collect()
    };
    assert!(ArrSeries::new(&daily(2000)).is_ok());
    assert!(ArrSeries::new(&daily(2001)).unwrap_err().to_string().contains("at most 2000"));
}

#[test]
fn two_points_forecast_a_level_and_nothing_else() {
    let trend = series(&[("2024-01-31", 100), ("2024-03-01", 121)]).log_linear();
    close(trend.slope(), 1.21_f64.ln() / 30.0, 1e-13);
    close(trend.level_on(day("2024-03-31")).unwrap(), 146.41, 1e-12);
    assert_eq!((trend.residual_sd(), trend.slope_error()), (None, None));
    let crossing = trend.crossing(Threshold::up_to(eur(133))).unwrap();
    assert!(matches!(crossing.expected(), Expected::Crosses(_)));
    assert_eq!(crossing.interval(dec!(0.9)), Ok(None));
    assert_eq!(crossing.probability_on(day("2024-12-31"), Forecast::Trend), None);
    assert_eq!(crossing.probability_in(day("2024-03-01"), Window::SIX_TO_NINE, Forecast::Observation), None);
}

/// With three and four points Student's distributions have closed forms; the rest is as on paper.
#[test]
fn few_points_as_on_paper() {
    for (days, arr, level) in [
        (&[0_i16, 31, 59][..], &[100_i64, 97, 91][..], 80_i64),
        (&[0, 31, 59, 90], &[100, 104, 107, 115], 150),
        (&[0, 31, 59, 90], &[100, 104, 99, 112], 150),
    ] {
        let observed: Vec<_> = days
            .iter()
            .zip(arr)
            .map(|(after, arr)| {
                (day("2025-01-01") + segmentry::chrono::Days::new(u64::try_from(*after).unwrap()), eur(*arr))
            })
            .collect();
        let x: Vec<f64> = days.iter().map(|after| f64::from(*after)).collect();
        let y: Vec<f64> = arr.iter().map(|arr| f64::from(i32::try_from(*arr).unwrap()).ln()).collect();
        let n = f64::from(u8::try_from(x.len()).unwrap());
        let mean = |values: &[f64]| values.iter().fold(0.0, |sum, value| sum + value) / n;
        let (x_mean, y_mean) = (mean(&x), mean(&y));
        let sxx = x.iter().fold(0.0, |sum, x| sum + (x - x_mean).powi(2));
        let b = x.iter().zip(&y).fold(0.0, |sum, (x, y)| sum + (x - x_mean) * (y - y_mean)) / sxx;
        let a = y_mean - b * x_mean;
        let s = (x.iter().zip(&y).fold(0.0, |sum, (x, y)| sum + (y - a - b * x).powi(2)) / (n - 2.0)).sqrt();
        let log = f64::from(i32::try_from(level).unwrap()).ln();
        let is_up = level > 100;

        let trend = ArrSeries::new(&observed).unwrap().log_linear();
        let threshold = if is_up { Threshold::up_to(eur(level)) } else { Threshold::below(eur(level)) };
        let crossing = trend.crossing(threshold).unwrap();
        let Expected::Crosses(point) = crossing.expected() else { panic!() };
        close(point.day, (log - a) / b, 1e-9);

        for h in [100_u64, 200, 400] {
            let hf = f64::from(u16::try_from(h).unwrap());
            let u = hf - x_mean;
            for (forecast, more) in [(Forecast::Trend, 0.0), (Forecast::Observation, 1.0)] {
                let t = (a + b * hf - log) / (s * (more + 1.0 / n + u * u / sxx).sqrt());
                let above = if n > 3.5 {
                    0.5 + 0.5 * t / (2.0 + t * t).sqrt()
                } else {
                    0.5 + t.atan() / std::f64::consts::PI
                };
                let found =
                    crossing.probability_on(day("2025-01-01") + segmentry::chrono::Days::new(h), forecast);
                close(found.unwrap(), if is_up { above } else { 1.0 - above }, 1e-9);
            }
        }
        for confidence in [dec!(0.5), dec!(0.8), dec!(0.95), dec!(0.99)] {
            let c = segmentry::rust_decimal::prelude::ToPrimitive::to_f64(&confidence).unwrap();
            let t = if n > 3.5 {
                c * (2.0 / (1.0 - c * c)).sqrt()
            } else {
                (c * std::f64::consts::FRAC_PI_2).tan()
            };
            let (leading, d) = (b * b - t * t * s * s / sxx, log - y_mean);
            let constant = d * d - t * t * s * s / n;
            let found = crossing.interval(confidence).unwrap();
            if leading <= 0.0 {
                assert_eq!(found, None, "{confidence}");
                continue;
            }
            let root = (b * b * d * d - leading * constant).sqrt();
            let found = found.unwrap();
            close(found.earliest.day, x_mean + (b * d - root) / leading, 1e-8);
            close(found.latest.day, x_mean + (b * d + root) / leading, 1e-8);
            assert!(found.earliest.day < point.day && point.day < found.latest.day);
        }
    }
}

#[test]
fn what_has_happened_and_what_never_will() {
    let trend = grown().log_linear();
    let outcome = |threshold| trend.crossing(threshold).unwrap().expected();
    assert_eq!(outcome(Threshold::up_to(eur(27_400))), Expected::AlreadyAbove);
    assert!(matches!(outcome(Threshold::up_to(eur(27_401))), Expected::Crosses(_)));
    assert_eq!(outcome(Threshold::below(eur(27_400))), Expected::Never);
    assert_eq!(outcome(Threshold::below(eur(27_401))), Expected::AlreadyBelow);
    // Who is below and grows will be so ever less: nothing is gained in a window, and no probability is negative.
    let leaving = trend.crossing(Threshold::below(eur(40_000))).unwrap();
    let window = leaving.probability_in(day("2024-07-31"), Window::SIX_TO_NINE, Forecast::Trend).unwrap();
    assert!(window.abs() < 1e-300, "{window}");
    // Their probabilities are to be had all the same; there is no interval.
    for threshold in
        [Threshold::up_to(eur(27_400)), Threshold::below(eur(20_000)), Threshold::below(eur(99_999))]
    {
        let crossing = trend.crossing(threshold).unwrap();
        let probability = crossing.probability_on(day("2024-08-31"), Forecast::Trend).unwrap();
        assert!((0.0..=1.0).contains(&probability));
        assert_eq!(crossing.interval(dec!(0.9)), Ok(None));
        assert_eq!(crossing.threshold(), threshold);
    }
    let falling =
        series(&[("2024-01-31", 120), ("2024-04-30", 112), ("2024-07-31", 107), ("2024-10-31", 103)])
            .log_linear();
    let Expected::Crosses(point) = falling.crossing(Threshold::below(eur(100))).unwrap().expected() else {
        panic!()
    };
    assert!(point.date > Some(day("2024-10-31")));
    assert_eq!(falling.crossing(Threshold::up_to(eur(130))).unwrap().expected(), Expected::Never);
    assert_eq!(falling.crossing(Threshold::below(eur(104))).unwrap().expected(), Expected::AlreadyBelow);
}

#[test]
fn without_any_scatter_there_is_no_doubt() {
    let level = series(&[("2024-01-31", 700), ("2024-02-29", 700), ("2024-03-31", 700)]).log_linear();
    assert!(level.slope().abs() < 1e-300 && level.residual_sd().unwrap().abs() < 1e-300);
    let probability = |threshold| {
        let crossing = level.crossing(threshold).unwrap();
        crossing.probability_on(day("2024-12-31"), Forecast::Observation).unwrap()
    };
    for (threshold, expected) in [
        (Threshold::up_to(eur(699)), 1.0),
        (Threshold::up_to(eur(700)), 1.0),
        (Threshold::up_to(eur(701)), 0.0),
        (Threshold::below(eur(699)), 0.0),
        (Threshold::below(eur(700)), 0.0),
        (Threshold::below(eur(701)), 1.0),
    ] {
        assert!((probability(threshold) - expected).abs() < 1e-300, "{threshold:?}");
    }
    assert_eq!(level.crossing(Threshold::up_to(eur(701))).unwrap().expected(), Expected::Never);
    assert_eq!(level.crossing(Threshold::below(eur(700))).unwrap().expected(), Expected::Never);
    // A line so flat that it arrives outside the calendar has a day and no date.
    let flat =
        series(&[("2024-01-31", 100_000_000), ("2024-02-29", 100_000_000), ("2024-03-31", 100_000_001)]);
    let Expected::Crosses(point) =
        flat.log_linear().crossing(Threshold::up_to(eur(900_000_000))).unwrap().expected()
    else {
        panic!()
    };
    assert!(point.day > 1e9 && point.date.is_none());
}

#[test]
fn months_are_counted_by_the_calendar() {
    let crossing = grown().log_linear().crossing(Threshold::up_to(eur(40_000))).unwrap();
    let on = |date| crossing.probability_on(day(date), Forecast::Trend);
    let after = |as_of, months| crossing.probability_after(day(as_of), Months(months), Forecast::Trend);
    assert_eq!(after("2024-01-31", 13), on("2025-02-28"));
    assert_eq!(after("2024-01-31", 14), on("2025-03-31"));
    assert_eq!(after("2024-02-29", 12), on("2025-02-28"));
    assert_eq!(after("2024-11-30", 3), on("2025-02-28"));
    assert_eq!(after("2024-07-31", u32::MAX), None);
    let window = Window::new(Months(7), Months(8)).unwrap();
    let found = crossing.probability_in(day("2024-07-31"), window, Forecast::Trend).unwrap();
    close(found, on("2025-03-31").unwrap() - on("2025-02-28").unwrap(), 1e-12);
    assert_eq!((window.from(), window.to()), (Months(7), Months(8)));
    for (from, to) in [(9, 9), (9, 6)] {
        assert!(matches!(Window::new(Months(from), Months(to)), Err(EconomicsError::OutOfRange { .. })));
    }
    assert_eq!(
        WINDOW_PRESETS.map(|preset| (preset.window.from().0, preset.window.to().0)),
        [(6, 9), (12, 15)]
    );
    assert!(WINDOW_PRESETS.iter().all(|preset| preset.source.contains("A4-8")));
}

#[test]
fn thresholds_and_confidences_are_checked() {
    let trend = grown().log_linear();
    let robust = grown().robust(dec!(0.9), InterceptRule::Separate).unwrap();
    for level in [eur(0), eur(-5)] {
        assert!(matches!(trend.crossing(Threshold::up_to(level)), Err(EconomicsError::OutOfRange { .. })));
        assert!(matches!(robust.crossing(Threshold::below(level)), Err(EconomicsError::OutOfRange { .. })));
    }
    let dollars = Money::new(dec!(1), Currency::USD).unwrap();
    assert!(matches!(trend.crossing(Threshold::up_to(dollars)), Err(EconomicsError::Currency(_))));
    let crossing = trend.crossing(Threshold::up_to(eur(40_000))).unwrap();
    for wrong in [dec!(0), dec!(1), dec!(-0.5), dec!(90), segmentry::Decimal::MIN, segmentry::Decimal::MAX] {
        assert!(matches!(crossing.interval(wrong), Err(EconomicsError::OutOfRange { .. })));
        assert!(grown().robust(wrong, InterceptRule::Joint).is_err());
    }
    // As close to certainty as a Decimal gets.
    assert_eq!(crossing.interval(dec!(0.9999999999999999999999999999)), Ok(None));
}

#[test]
fn histories_are_sampled_at_month_ends() {
    let history = ArrHistory::new([
        (day("2023-01-15"), eur(0)),
        (day("2023-11-30"), eur(10)),
        (day("2024-02-29"), eur(20)),
        (day("2024-03-01"), eur(30)),
    ])
    .unwrap();
    let sampled = |as_of, months| -> Vec<(String, Money)> {
        let series = ArrSeries::monthly(&history, day(as_of), Months(months)).unwrap();
        series.observations().map(|(date, arr)| (date.to_string(), arr)).collect()
    };
    let expect = |list: &[(&str, i64)]| -> Vec<(String, Money)> {
        list.iter().map(|(date, arr)| ((*date).into(), eur(*arr))).collect()
    };
    let all =
        [("2023-11-30", 10), ("2023-12-31", 10), ("2024-01-31", 10), ("2024-02-29", 20), ("2024-03-31", 30)];
    assert_eq!(sampled("2024-03-31", 12), expect(&all));
    assert_eq!(sampled("2024-03-31", 2), expect(&all[2..]));
    assert_eq!(sampled("2024-03-30", 1), expect(&[("2024-02-29", 20), ("2024-03-30", 30)]));
    assert_eq!(sampled("2024-02-29", 2), expect(&all[1..4]));
    // Every as-of date of some years: ends of the months before it, and itself.
    let mut as_of = day("2025-01-01");
    while as_of < day("2029-01-01") {
        let series = ArrSeries::monthly(&history, as_of, Months(12)).unwrap();
        let dates: Vec<_> = series.observations().map(|(date, _)| date).collect();
        assert_eq!((dates.len(), dates[12]), (13, as_of));
        for (back, date) in dates.iter().rev().enumerate().skip(1) {
            let month = add_months(as_of, -i32::try_from(back).unwrap()).unwrap();
            assert_eq!((date.year(), date.month()), (month.year(), month.month()));
            assert_eq!(date.succ_opt().unwrap().day(), 1);
        }
        as_of = as_of.succ_opt().unwrap();
    }
    let of = |as_of, months| ArrSeries::monthly(&history, as_of, Months(months));
    assert!(matches!(of(day("2024-03-31"), 0), Err(EconomicsError::Data { .. })));
    assert!(matches!(of(day("2023-01-31"), 12), Err(EconomicsError::Data { .. })));
    for months in [1_500, 2_000, u32::MAX] {
        assert!(matches!(
            of(day("2024-03-31"), months),
            Err(EconomicsError::OutOfRange { field: "lookback", .. })
        ));
    }
    assert!(of(NaiveDate::MAX, 12).is_err() && of(NaiveDate::MIN, 12).is_err());
    let paused = ArrHistory::new([
        (day("2024-01-01"), eur(10)),
        (day("2024-02-01"), eur(0)),
        (day("2024-03-01"), eur(10)),
    ])
    .unwrap();
    let paused = ArrSeries::monthly(&paused, day("2024-03-31"), Months(12));
    assert!(matches!(paused, Err(EconomicsError::OutOfRange { field: "arr", .. })));
}

#[test]
fn median_slopes_with_ties() {
    let line = |points: &[(f64, f64)], confidence| {
        TheilSen::of_points(points, confidence, InterceptRule::Separate).unwrap()
    };
    // Slopes 0, 1/2, 1/2, 1, 1; variance (156 - 18 - 36) / 18.
    let tied = [(0.0, 1.0), (-0.0, 1.0), (1.0, 2.0), (2.0, 2.0)];
    close(line(&tied, dec!(0.9)).slope(), 0.5, 1e-15);
    let ends = |confidence| line(&tied, confidence).slope_interval().unwrap();
    let ninety = ends(dec!(0.9));
    assert!(ninety.0.abs() < 1e-300 && (ninety.1 - 1.0).abs() < 1e-15);
    let half = ends(dec!(0.5));
    assert!((half.0 - 0.5).abs() < 1e-15 && (half.1 - 1.0).abs() < 1e-15);
    // Without ties: 45 slopes, variance 10 * 9 * 25 / 18 = 125, so 45 / 2 +- 10.96: the 12th and the 34th.
    let cubes: Vec<_> = (0..10_u8).map(f64::from).map(|x| (x, x * x * x)).collect();
    let (low, high) = line(&cubes, dec!(0.95)).slope_interval().unwrap();
    assert!((low - 36.0).abs() < 1e-12 && (high - 109.0).abs() < 1e-12);
    // All the same and two of one x: a variance below zero.
    let same = line(&[(0.0, 1.0), (0.0, 1.0), (1.0, 1.0)], dec!(0.9));
    assert_eq!(same.slope_interval(), None);
    assert!(same.slope().abs() < 1e-300);
}

#[test]
fn points_that_make_no_line_say_why() {
    let of = |points: &[(f64, f64)]| TheilSen::of_points(points, dec!(0.9), InterceptRule::Separate);
    assert!(matches!(of(&[]), Err(EconomicsError::Data { .. })));
    assert!(matches!(of(&[(0.0, 1.0)]), Err(EconomicsError::Data { .. })));
    assert!(of(&[(1.0, 1.0), (1.0, 2.0)]).unwrap_err().to_string().contains("same x"));
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX] {
        assert!(matches!(of(&[(0.0, 1.0), (1.0, wrong)]), Err(EconomicsError::OutOfRange { .. })));
        assert!(matches!(of(&[(wrong, 1.0), (1.0, 1.0)]), Err(EconomicsError::OutOfRange { .. })));
    }
    assert!(matches!(of(&[(0.0, 0.0), (1e-300, 1e150)]), Err(EconomicsError::Overflow { .. })));
    let many: Vec<_> = (0..2001_u32).map(|x| (f64::from(x), 1.0)).collect();
    assert!(matches!(of(&many), Err(EconomicsError::Data { .. })));
}

#[test]
fn a_robust_crossing_can_be_open() {
    let of = |arr: [i64; 6]| {
        let dates = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30"];
        let observed: Vec<_> = dates.into_iter().zip(arr).collect();
        series(&observed).robust(dec!(0.95), InterceptRule::Separate).unwrap()
    };
    let steady = of([100, 103, 105, 109, 112, 115]);
    let crossing = steady.crossing(Threshold::up_to(eur(150))).unwrap();
    let Expected::Crosses(point) = crossing.expected else { panic!() };
    let (low, high) = steady.slope_interval().unwrap();
    let rise = 150_f64.ln() - steady.intercept();
    close(point.day, rise / steady.slope(), 1e-10);
    close(crossing.earliest.unwrap().day, rise / high, 1e-10);
    close(crossing.latest.unwrap().day, rise / low, 1e-10);
    close(steady.annual_growth(YearBasis::Act36525).unwrap(), (365.25 * steady.slope()).exp() - 1.0, 1e-12);

    let jumpy = of([100, 90, 120, 95, 110, 112]);
    let crossing = jumpy.crossing(Threshold::up_to(eur(150))).unwrap();
    assert!(matches!(crossing.expected, Expected::Crosses(_)));
    assert!(crossing.earliest.is_some() && crossing.latest.is_none());
    let shrinking = of([115, 112, 109, 105, 103, 100]);
    let crossing = shrinking.crossing(Threshold::below(eur(80))).unwrap();
    let Expected::Crosses(point) = crossing.expected else { panic!() };
    assert!(crossing.earliest.unwrap().day < point.day && point.day < crossing.latest.unwrap().day);
    let never = shrinking.crossing(Threshold::up_to(eur(120))).unwrap();
    assert_eq!((never.expected, never.earliest, never.latest), (Expected::Never, None, None));
    assert_eq!(shrinking.crossing(Threshold::below(eur(101))).unwrap().expected, Expected::AlreadyBelow);
    assert_eq!(shrinking.first_day(), day("2024-01-31"));
}

#[test]
fn extremes_are_answers_or_errors() {
    let (most, least) = (Money::MAX_TICKS, 1);
    for ticks in [[least, most, most], [most, least, least], [least, least, most], [most, most, most - 1]] {
        let dates = [day("1900-01-01"), day("1900-01-02"), day("1900-01-03")];
        let observed: Vec<_> = dates
            .into_iter()
            .zip(ticks)
            .map(|(date, ticks)| (date, Money::from_ticks(ticks, Currency::EUR).unwrap()))
            .collect();
        let series = ArrSeries::new(&observed).unwrap();
        let trend = series.log_linear();
        let robust = series.robust(dec!(0.5), InterceptRule::Joint).unwrap();
        for growth in [
            trend.annual_growth(YearBasis::Act365),
            robust.annual_growth(YearBasis::Act365),
            trend.level_on(NaiveDate::MAX),
        ] {
            assert!(
                growth.map_or_else(|error| matches!(error, EconomicsError::Overflow { .. }), f64::is_finite)
            );
        }
        for level in [least, most] {
            let level = Money::from_ticks(level, Currency::EUR).unwrap();
            for threshold in [Threshold::up_to(level), Threshold::below(level)] {
                let crossing = trend.crossing(threshold).unwrap();
                for date in [NaiveDate::MIN, day("1900-01-02"), NaiveDate::MAX] {
                    let probability = crossing.probability_on(date, Forecast::Observation).unwrap();
                    assert!((0.0..=1.0).contains(&probability));
                }
                let _ = (crossing.interval(dec!(0.5)).unwrap(), robust.crossing(threshold).unwrap());
            }
        }
    }
}
