use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use proptest::prelude::*;
use segmentry::economics::sbg::{Cohort, Fit, ShiftedBetaGeometric};

use super::{annual, close, cohort, model};

fn parameters() -> impl Strategy<Value = ShiftedBetaGeometric> {
    (-3.0..5.0_f64, -3.0..6.0_f64).prop_map(|(alpha, beta)| model(alpha.exp(), beta.exp()))
}

/// Survivors that fall by random parts.
fn survivors() -> impl Strategy<Value = Vec<u64>> {
    (20_u64..=1000, prop::collection::vec(0_u64..=128, 2..7)).prop_map(|(start, parts)| {
        let mut left = vec![start];
        for part in parts {
            left.push((left[left.len() - 1] * part) >> 7);
        }
        left
    })
}

/// The score of the spread as written down in the books, in exact fractions.
fn score(cohorts: &[Vec<u64>]) -> Option<BigRational> {
    let whole = |n: u64| BigRational::from_integer(BigInt::from(n));
    let (mut losses, mut exposure) = (BigRational::zero(), BigRational::zero());
    for survivors in cohorts {
        for pair in survivors.windows(2) {
            losses += whole(pair[0] - pair[1]);
            exposure += whole(pair[0]);
        }
    }
    let p = losses / exposure;
    let q = BigRational::one() - &p;
    if p.is_zero() || q.is_zero() {
        return None;
    }
    let mut score = BigRational::zero();
    for survivors in cohorts {
        for (made, pair) in survivors.windows(2).enumerate() {
            let t = u64::try_from(made).unwrap() + 1;
            let second = whole((t - 1) * t.saturating_sub(2)) / (&q * &q);
            let first = whole(2 * (t - 1)) / (&p * &q);
            score += whole(pair[0] - pair[1]) * (second - first);
        }
        let renewals = u64::try_from(survivors.len()).unwrap() - 1;
        score += whole(survivors[survivors.len() - 1] * renewals * (renewals - 1)) / (&q * &q);
    }
    Some(score)
}

/// By the recursion of P(T = t), as in the paper.
fn naive_log_likelihood(of: &ShiftedBetaGeometric, survivors: &[u64]) -> f64 {
    let (alpha, beta) = (of.alpha(), of.beta());
    let (mut sum, mut leaves, mut stays) = (0.0, alpha / (alpha + beta), 1.0);
    for (made, pair) in survivors.windows(2).enumerate() {
        let t = f64::from(u32::try_from(made).unwrap()) + 1.0;
        if t > 1.0 {
            leaves *= (beta + t - 2.0) / (alpha + beta + t - 1.0);
        }
        stays -= leaves;
        sum += f64::from(u32::try_from(pair[0] - pair[1]).unwrap()) * leaves.ln();
    }
    sum + f64::from(u32::try_from(survivors[survivors.len() - 1]).unwrap()) * stays.ln()
}

proptest! {
    #[test]
    fn residual_lifetimes_follow_their_recursion(of in parameters(), made in 0_u16..40, percent in 1_i64..60) {
        let rate = annual(percent);
        let d = f64::from(u8::try_from(percent).unwrap()) / 100.0;
        let derl = |made| of.residual_lifetime(made, rate).unwrap();
        close(derl(made), of.retention(made + 1) * (1.0 + derl(made + 1) / (1.0 + d)), 1e-12);
        close(of.lifetime(rate).unwrap(), 1.0 + derl(0) / (1.0 + d), 1e-12);
        close(of.retention_elasticity(made, rate).unwrap(), 1.0 + derl(made) / (1.0 + d), 1e-12);
        close(of.after(made).residual_lifetime(0, rate).unwrap(), derl(made), 1e-12);
        prop_assert!(derl(made + 1) > derl(made));
    }

    #[test]
    fn residual_lifetimes_are_discounted_survivals(of in parameters(), made in 0_u16..10, percent in 20_i64..90) {
        let d = f64::from(u8::try_from(percent).unwrap()) / 100.0;
        let (mut sum, mut share, mut factor) = (0.0, 1.0, 1.0);
        for renewal in made + 1..made + 400 {
            share *= of.retention(renewal);
            sum += share * factor;
            factor /= 1.0 + d;
        }
        close(of.residual_lifetime(made, annual(percent)).unwrap(), sum, 1e-11);
    }

    #[test]
    fn survival_is_the_product_of_retentions(of in parameters(), first in 0_u16..30, then in 0_u16..30) {
        close(of.survival(first + then), of.survival(first) * of.after(first).survival(then), 1e-12);
        close(of.survival(first + 1), of.survival(first) * of.retention(first + 1), 1e-14);
        prop_assert!(of.retention(first + 2) > of.retention(first + 1) || of.alpha() < 1e-12);
        close(of.retention(1), 1.0 - of.mean_churn(), 1e-9);
    }

    /// P(T = 1) = alpha / (alpha + beta), P(T = t) = P(T = t - 1) (beta + t - 2) / (alpha + beta + t - 1).
    #[test]
    fn shares_that_leave_follow_their_recursion_and_add_up(of in parameters(), last in 1_u16..40) {
        let (alpha, beta) = (of.alpha(), of.beta());
        let mut leaves = alpha / (alpha + beta);
        let mut sum = 0.0;
        prop_assert_eq!(of.leaving(0).to_bits(), 0.0_f64.to_bits());
        for renewal in 1..=last {
            let t = f64::from(renewal);
            if renewal > 1 {
                leaves *= (beta + t - 2.0) / (alpha + beta + t - 1.0);
            }
            close(of.leaving(renewal), leaves, 1e-12);
            sum += of.leaving(renewal);
        }
        close(sum + of.survival(last), 1.0, 1e-12);
        close(of.leaving(1), of.mean_churn(), 1e-15);
    }

    #[test]
    fn customers_pay_less_the_more_is_discounted(of in parameters(), percent in 1_i64..99) {
        let (less, more) = (of.lifetime(annual(percent)).unwrap(), of.lifetime(annual(percent + 1)).unwrap());
        prop_assert!(less > more && more >= 1.0);
    }

    #[test]
    fn a_fit_finds_what_survivors_were_made_of(alpha in 0.2..5.0_f64, beta in 0.3..20.0_f64, renewals in 2_u16..10) {
        let of = model(alpha, beta);
        let scale = 1e15;
        let survivors: Vec<u64> = (0..=renewals)
            .map(|made| format!("{:.0}", scale * of.survival(made)).parse().unwrap())
            .collect();
        let found = Fit::of(&[cohort(&survivors)]).unwrap().model().unwrap();
        close(found.alpha(), alpha, 1e-6);
        close(found.beta(), beta, 1e-6);
        // Staggered, too.
        let staggered: Vec<_> = (2..=survivors.len()).map(|length| cohort(&survivors[..length])).collect();
        let found = Fit::of(&staggered).unwrap().model().unwrap();
        close(found.alpha(), alpha, 1e-6);
        close(found.beta(), beta, 1e-6);
    }

    #[test]
    fn a_fit_does_not_care_how_many_customers(survivors in survivors(), factor in 2_u64..100_000) {
        let many: Vec<u64> = survivors.iter().map(|left| left * factor).collect();
        let [one, other] = [survivors, many].map(|survivors| Fit::of(&[cohort(&survivors)]).unwrap());
        prop_assert_eq!(std::mem::discriminant(&one), std::mem::discriminant(&other));
        if let (Some(one), Some(other)) = (one.model(), other.model()) {
            close(one.alpha(), other.alpha(), 1e-6);
            close(one.beta(), other.beta(), 1e-6);
        }
    }

    #[test]
    fn nothing_near_a_fit_is_more_likely(cohorts in prop::collection::vec(survivors(), 1..4)) {
        let checked: Vec<Cohort> = cohorts.iter().map(|survivors| cohort(survivors)).collect();
        match Fit::of(&checked).unwrap() {
            Fit::Heterogeneous { model: best, log_likelihood } => {
                close(log_likelihood, cohorts.iter().map(|each| naive_log_likelihood(&best, each)).fold(0.0, |a, b| a + b), 1e-9);
                for (by_alpha, by_beta) in [(1.01, 1.0), (0.99, 1.0), (1.0, 1.01), (1.0, 0.99), (1.01, 1.01), (0.99, 0.99)] {
                    let near = model(best.alpha() * by_alpha, best.beta() * by_beta);
                    prop_assert!(near.log_likelihood(&checked) <= log_likelihood + 1e-12 * log_likelihood.abs());
                }
            }
            Fit::Homogeneous { model: one, log_likelihood } => {
                // No spread around the same mean is better.
                for sum in [1e2, 1e4, 1e6] {
                    let near = model(one.churn() * sum, (1.0 - one.churn()) * sum);
                    if sum >= 1e4 {
                        prop_assert!(near.log_likelihood(&checked) <= log_likelihood + 1e-9 * log_likelihood.abs());
                    }
                }
            }
            Fit::Polarised { leaving, log_likelihood } => {
                for sum in [1e-3, 1e-1, 10.0] {
                    prop_assert!(model(leaving * sum, (1.0 - leaving) * sum).log_likelihood(&checked) < log_likelihood);
                }
            }
            Fit::NoChurn | Fit::NoSurvivors => {}
        }
    }

    #[test]
    fn one_churn_for_all_exactly_where_the_score_is_not_positive(cohorts in prop::collection::vec(survivors(), 1..4)) {
        let checked: Vec<Cohort> = cohorts.iter().map(|survivors| cohort(survivors)).collect();
        let fit = Fit::of(&checked).unwrap();
        let survive = cohorts.iter().any(|survivors| survivors[survivors.len() - 1] > 0);
        match score(&cohorts) {
            _ if !survive => prop_assert_eq!(fit, Fit::NoSurvivors),
            None => prop_assert_eq!(fit, Fit::NoChurn),
            Some(score) => {
                let homogeneous = matches!(fit, Fit::Homogeneous { .. });
                prop_assert_eq!(homogeneous, score <= BigRational::zero(), "{:?}", fit);
            }
        }
    }
}
