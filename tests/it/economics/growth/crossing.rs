use segmentry::calendar::Months;
use segmentry::chrono::NaiveDate;
use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{
    ArrSeries, Expected, Forecast, InterceptRule, Threshold, WINDOW_PRESETS, Window, YearBasis,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money};

use super::{close, day, eur, grown, series};

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
