use segmentry::Decimal;
use segmentry::economics::sbg::{Cohort, Fit, Homogeneous, ShiftedBetaGeometric};
use segmentry::economics::{Churn, EconomicsError, Rate};
use segmentry::rust_decimal::dec;

use super::{annual, close, cohort, model};

fn fit(survivors: &[u64]) -> Fit {
    Fit::of(&[cohort(survivors)]).unwrap()
}

#[test]
fn retention_that_does_not_rise_is_one_churn_for_all() {
    // Level, exactly; falling; level over staggered cohorts.
    for (survivors, churn) in [
        (&[10000, 8000, 6400, 5120][..], 0.2),
        (&[1000, 900, 720], 280.0 / 1900.0),
        (&[1000, 900, 720, 432], 568.0 / 2620.0),
        (&[1000, 1000, 1000, 500], 500.0 / 3000.0),
    ] {
        let Fit::Homogeneous { model, log_likelihood } = fit(survivors) else {
            panic!("{survivors:?}: {:?}", fit(survivors))
        };
        close(model.churn(), churn, 1e-14);
        let mut naive = 0.0;
        for pair in survivors.windows(2) {
            let [before, now] = [pair[0], pair[1]].map(|n| f64::from(u32::try_from(n).unwrap()));
            naive += (before - now) * churn.ln() + now * (1.0 - churn).ln();
        }
        close(log_likelihood, naive, 1e-13);
        assert_eq!((fit(survivors).model(), fit(survivors).homogeneous()), (None, Some(model)));
    }
    let staggered = Fit::of(&[cohort(&[10000, 8000, 6400]), cohort(&[5000, 4000])]).unwrap();
    assert!(matches!(staggered, Fit::Homogeneous { .. }));
}

#[test]
fn a_level_retention_of_decimals_that_were_floats_is_level() {
    let power = |text: &str| text.parse::<Decimal>().unwrap();
    let survivors =
        ["1", "0.9", "0.81", "0.7290000000000001", "0.6561000000000001", "0.5904900000000002"].map(power);
    assert!(matches!(Fit::of(&[Cohort::from_shares(&survivors).unwrap()]).unwrap(), Fit::Homogeneous { .. }));
    // Nor does a rise of a millionth of a millionth make parameters of a million millions.
    let hardly = ["1", "0.9", "0.81", "0.729000000001"].map(power);
    assert!(matches!(Fit::of(&[Cohort::from_shares(&hardly).unwrap()]).unwrap(), Fit::Homogeneous { .. }));
    // But one that rises by a thousandth does rise.
    let rises = ["1", "0.9", "0.8109", "0.7315"].map(power);
    assert!(Fit::of(&[Cohort::from_shares(&rises).unwrap()]).unwrap().model().is_some());
}

#[test]
fn nobody_left_nobody_stayed_or_all_at_once() {
    for other in [&[5, 5, 5][..], &[5, 3, 0], &[100, 80, 80, 80], &[1000, 869, 743, 653]] {
        assert_eq!(fit(other).homogeneous(), None, "{other:?}");
    }
    assert_eq!(fit(&[5, 5, 5]), Fit::NoChurn);
    assert_eq!(fit(&[5, 5, 5]).log_likelihood().map(f64::to_bits), Some(0.0_f64.to_bits()));
    assert_eq!(fit(&[5, 3, 0]), Fit::NoSurvivors);
    assert_eq!(fit(&[5, 0, 0]), Fit::NoSurvivors);
    assert_eq!(fit(&[5, 3, 0]).log_likelihood(), None);
    let Fit::Polarised { leaving, log_likelihood } = fit(&[100, 80, 80, 80]) else { panic!() };
    close(leaving, 0.2, 1e-15);
    close(log_likelihood, 20.0 * 0.2_f64.ln() + 80.0 * 0.8_f64.ln(), 1e-14);
    // Its likelihood is approached from below by ever smaller parameters of the same ratio.
    for size in [1e-2, 1e-4, 1e-6] {
        let near = model(0.2 * size, 0.8 * size).log_likelihood(&[cohort(&[100, 80, 80, 80])]);
        assert!(near < log_likelihood && near > log_likelihood - 1000.0 * size);
    }
    // One cohort is gone, another is not.
    let mixed = Fit::of(&[cohort(&[10, 5, 0]), cohort(&[10, 5])]).unwrap();
    assert!(matches!(mixed, Fit::Homogeneous { .. }));
}

#[test]
fn two_retentions_have_the_outcomes_of_a_cohort() {
    let of = |first, second| ShiftedBetaGeometric::from_two_renewals(first, second);
    assert!(matches!(of(dec!(0.8), dec!(0.8)), Ok(Fit::Homogeneous { .. })));
    assert!(matches!(of(dec!(0.8), dec!(0.7)), Ok(Fit::Homogeneous { .. })));
    assert_eq!(of(dec!(1), dec!(1)), Ok(Fit::NoChurn));
    assert_eq!(of(dec!(0), dec!(0.5)), Ok(Fit::NoSurvivors));
    assert_eq!(of(dec!(0.5), dec!(0)), Ok(Fit::NoSurvivors));
    assert!(matches!(of(dec!(0.8), dec!(1)), Ok(Fit::Polarised { .. })));
    let fit = of(dec!(0.5), dec!(0.75)).unwrap().model().unwrap();
    close(fit.alpha(), 0.5, 1e-14);
    close(fit.beta(), 0.5, 1e-14);
    assert!(matches!(of(dec!(-0.1), dec!(0.5)), Err(EconomicsError::OutOfRange { .. })));
    assert!(matches!(of(dec!(0.5), dec!(1.1)), Err(EconomicsError::OutOfRange { .. })));
}

#[test]
fn two_retentions_that_are_nearly_the_same_keep_their_digits() {
    for (first, second, alpha, beta) in [
        (dec!(0.8), dec!(0.80001), 3999.8, 15999.2),
        (dec!(0.8), dec!(0.8000001), 399_999.8, 1_599_999.2),
        (dec!(0.95), dec!(0.9501), 24.95, 474.05),
        (dec!(0.0000001), dec!(0.9), 0.111_111_112_345_679_15, 1.111_111_234_567_914_9e-8),
    ] {
        let fit = ShiftedBetaGeometric::from_two_renewals(first, second).unwrap().model().unwrap();
        close(fit.alpha(), alpha, 1e-14);
        close(fit.beta(), beta, 1e-14);
    }
}

#[test]
fn cohorts_that_are_none_say_why() {
    let text = |result: Result<Cohort, EconomicsError>| result.unwrap_err().to_string();
    assert_eq!(
        text(Cohort::from_counts(&[10, 5, 7])),
        "survivors: 7 are left after renewal 2, but 5 were left before it; a cohort never grows, give those who came \
         later a cohort of their own"
    );
    assert_eq!(text(Cohort::from_counts(&[0, 0, 0])), "survivors[0] is zero, so there is no retention");
    for short in [&[][..], &[10]] {
        assert!(text(Cohort::from_counts(short)).contains("two numbers or more"));
    }
    assert!(text(Cohort::from_shares(&[dec!(1), dec!(-0.1)])).contains("zero or more"));
    assert!(matches!(
        Cohort::from_shares(&[dec!(1), dec!(0.5), dec!(0.6)]),
        Err(EconomicsError::Data { .. })
    ));
    for few in [&[][..], &[cohort(&[10, 8])], &[cohort(&[10, 8]), cohort(&[10, 9])]] {
        assert!(Fit::of(few).unwrap_err().to_string().contains("two renewals"));
    }
}

#[test]
fn without_a_discount_there_is_a_closed_form_or_no_limit() {
    let alike = model(3.8, 15.2);
    close(alike.lifetime(Rate::ZERO).unwrap(), 18.0 / 2.8, 1e-14);
    close(alike.residual_lifetime(0, Rate::ZERO).unwrap(), 15.2 / 2.8, 1e-14);
    close(alike.residual_lifetime(4, Rate::ZERO).unwrap(), 19.2 / 2.8, 1e-14);
    close(alike.retention_elasticity(4, Rate::ZERO).unwrap(), 22.0 / 2.8, 1e-14);
    close(alike.lifetime(Rate::ZERO).unwrap(), alike.mean_tenure().unwrap(), 1e-14);
    // The limit of ever smaller discounts.
    let tiny = Rate::annual(dec!(0.000001)).unwrap();
    close(alike.lifetime(tiny).unwrap(), 18.0 / 2.8, 1e-4);
    for alpha in [0.2, 1.0] {
        let found = model(alpha, 2.0);
        assert!(matches!(found.lifetime(Rate::ZERO), Err(EconomicsError::Divergent { .. })));
        assert!(matches!(found.residual_lifetime(3, Rate::ZERO), Err(EconomicsError::Divergent { .. })));
        assert!(found.lifetime(tiny).unwrap().is_finite());
    }
    let finest = Rate::annual(Decimal::try_from_i128_with_scale(1, 28).unwrap()).unwrap();
    assert!(matches!(model(0.5, 2.0).lifetime(finest), Err(EconomicsError::NoConvergence { .. })));
    let negative = Rate::annual(dec!(-0.1)).unwrap();
    assert!(matches!(alike.lifetime(negative), Err(EconomicsError::OutOfRange { .. })));
    assert!(matches!(
        alike.residual_lifetime_ahead(0, dec!(0.5), negative),
        Err(EconomicsError::OutOfRange { .. })
    ));
    for part in [dec!(-0.1), dec!(1.1)] {
        assert!(alike.residual_lifetime_ahead(0, part, annual(10)).is_err());
    }
}

#[test]
fn parameters_and_churns_are_checked() {
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-101, 1e101] {
        let error = ShiftedBetaGeometric::new(wrong, 1.0).unwrap_err();
        assert!(error.to_string().starts_with("alpha is"), "{error}");
        assert!(ShiftedBetaGeometric::new(1.0, wrong).is_err());
    }
    assert!(Homogeneous::new(Churn::annual(dec!(0)).unwrap()).is_err());
    let all_leave = Homogeneous::new(Churn::annual(dec!(1)).unwrap()).unwrap();
    close(all_leave.lifetime(annual(10)).unwrap(), 1.0, 1e-15);
    close(all_leave.mean_tenure().unwrap(), 1.0, 1e-15);
    assert!(all_leave.residual_lifetime(annual(10)).unwrap().abs() < 1e-300);
    assert!(Homogeneous::of_last_renewals(&[]).is_err());
    assert!(Homogeneous::of_last_renewals(&[cohort(&[5, 0, 0])]).is_err());
    assert!(Homogeneous::of_last_renewals(&[cohort(&[5, 5])]).is_err());
}

#[test]
fn extremes_are_answers_or_errors() {
    let max = u64::MAX;
    for survivors in [
        &[max, max - 1, max - 2][..],
        &[max, 1, 1],
        &[max, 2, 1],
        &[max, max >> 1, (max >> 1) - 1],
        &[max, max - 1, 1],
        &[3, 2, 1],
        &[max, max, max - 1, max - 1],
        &[1_000_000_000, 999_999_999, 999_999_998, 999_999_998],
    ] {
        match Fit::of(&[cohort(survivors)]) {
            Ok(Fit::Heterogeneous { model, log_likelihood }) => {
                assert!(
                    log_likelihood.is_finite() && model.alpha() > 0.0 && model.beta() > 0.0,
                    "{survivors:?}"
                );
                assert!((0.0..=1.0).contains(&model.survival(100)));
            }
            Ok(fit) => assert!(fit.log_likelihood().is_none_or(f64::is_finite)),
            Err(error) => assert!(matches!(
                error,
                EconomicsError::NoConvergence { .. } | EconomicsError::OutOfRange { .. }
            )),
        }
    }
    let dust = Decimal::try_from_i128_with_scale(1, 28).unwrap();
    let shares = [Decimal::MAX, dust * dec!(3), dust * dec!(2), dust];
    let _ = Fit::of(&[Cohort::from_shares(&shares).unwrap()]);
    let long: Vec<u64> = (0..5000).rev().map(|left| 1_000_000 + left * left).collect();
    assert!(Fit::of(&[cohort(&long)]).is_ok());
    for (alpha, beta) in [(1e-100, 1e-100), (1e-100, 1e100), (1e100, 1e-100), (1e100, 1e100)] {
        let edge = model(alpha, beta);
        assert!((0.0..=1.0).contains(&edge.survival(10)) && (0.0..=1.0).contains(&edge.retention(u16::MAX)));
        for made in [0, u16::MAX] {
            for rate in [Rate::ZERO, annual(10), Rate::annual(Decimal::MAX).unwrap()] {
                for found in [edge.lifetime(rate), edge.residual_lifetime(made, rate)].into_iter().flatten() {
                    assert!(found.is_finite() && found >= 0.0);
                }
            }
        }
    }
}
