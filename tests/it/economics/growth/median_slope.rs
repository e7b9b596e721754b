use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{Expected, InterceptRule, TheilSen, Threshold, YearBasis};
use segmentry::rust_decimal::dec;

use super::{close, day, eur, series};

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
