//! What holds for any numbers, and agreement with rational arithmetic.

#![expect(
    clippy::disallowed_methods,
    clippy::integer_division,
    reason = "small numbers, of which none overflows"
)]

use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use segmentry::economics::csm_cost::{
    Bounds, CsmCost, CsmSpend, FeeBasis, Lever, LeverAnswer, LeverOutcome, Path, PerAccount, PortfolioCost,
    SegmentCost, TargetStatus, split_pooled_cost,
};
use segmentry::rust_decimal::dec;
use segmentry::{Decimal, Money, Total};

use super::naive::{
    EUR, arrives, assert_near, assert_tight, big, bounds, four, index, inputs, naive_ratio, naive_threshold,
    targets, ticks,
};

proptest! {
    #[test]
    fn the_ratio_agrees_with_rational_arithmetic(now in inputs(), target in targets()) {
        let (ratio, naive) = (now.ratio().unwrap(), naive_ratio(&four(&now), now.fee_basis));
        assert_near(ratio.net(), &naive);
        let status = match naive.cmp(&big(target.ratio())) {
            std::cmp::Ordering::Less => TargetStatus::Within,
            std::cmp::Ordering::Equal => TargetStatus::AtTarget,
            std::cmp::Ordering::Greater => TargetStatus::Over,
        };
        prop_assert_eq!(ratio.status(target), status);
        let [c, n, _, p] = four(&now);
        if let Some(share) = ratio.recovery_share() {
            assert_near(share, &(n * p / c));
            let rest = big(dec!(1)) - big(share);
            assert_near(ratio.net(), &(big(ratio.gross()) * rest));
        }
    }

    #[test]
    fn the_levers_agree_with_the_closed_forms(now in inputs(), target in targets(), bounds in bounds()) {
        let levers = now.levers(target, &bounds).unwrap();
        let (four, tau) = (four(&now), big(target.ratio()));
        let is_met = naive_ratio(&four, now.fee_basis) <= tau;
        prop_assert_eq!(levers.status().is_met(), is_met);
        for answer in levers.ranked() {
            let lever = answer.lever();
            prop_assert_eq!(answer.is_met(), is_met, "{:?}", answer);
            match (answer.outcome(), naive_threshold(&four, &tau, lever, now.fee_basis)) {
                (LeverOutcome::AlwaysMet, naive) => {
                    let zero_cost = lever == Lever::AccountsPerCsm && four[0].is_zero();
                    prop_assert!(zero_cost || !naive.is_some_and(|it| it.is_positive()), "{:?}", answer);
                }
                (LeverOutcome::NoChargeNeeded, naive) => prop_assert!(!naive.unwrap().is_positive()),
                (LeverOutcome::Infeasible(_), naive) => prop_assert_eq!(naive, None),
                (_, naive) => assert_near(answer.required().unwrap().exact, &naive.unwrap()),
            }
            assert_tight(&answer, &four, &tau, now.fee_basis);
            if let (LeverOutcome::Feasible(required), Some(bound)) = (answer.outcome(), bounds.of(lever)) {
                let (value, bound) = (required.rounded.number(), bound.number());
                let is_within = if lever == Lever::CostPerCsm { value >= bound } else { value <= bound };
                prop_assert!(is_within);
            }
        }
    }

    #[test]
    fn the_ranking_is_sorted_and_the_least_is_least(now in inputs(), target in targets(), bounds in bounds()) {
        let levers = now.levers(target, &bounds).unwrap();
        let tau = big(target.ratio());
        let feasible: Vec<_> = levers.ranked().into_iter().filter(LeverAnswer::is_feasible).collect();
        let pairs: Vec<_> = levers.combinations().iter().filter(|pair| pair.is_feasible()).collect();
        for answer in &feasible {
            let move_one = [(answer.lever(), answer.required().unwrap().rounded.number())];
            prop_assert!(arrives(&now, &move_one, &tau));
        }
        for pair in &pairs {
            let second = pair.second();
            let to_bound = (pair.first(), pair.moved_to().number());
            let moves = match second.outcome() {
                LeverOutcome::Feasible(required) => vec![to_bound, (second.lever(), required.rounded.number())],
                _ => vec![to_bound],
            };
            prop_assert!(arrives(&now, &moves, &tau), "{:?}", pair);
            prop_assert!(!arrives(&now, &[to_bound], &tau) || second.is_met());
        }
        let changes = || feasible.iter().map(LeverAnswer::relative_change)
            .chain(pairs.iter().map(|pair| pair.relative_change()));
        let sorted = feasible.windows(2).all(|two| match (two[0].relative_change(), two[1].relative_change()) {
            (Some(a), Some(b)) => a <= b,
            (None, Some(_)) => false,
            (_, None) => true,
        });
        prop_assert!(sorted);
        match levers.least_change() {
            None => prop_assert!(levers.status().is_met() || changes().next().is_none()),
            Some(path) => {
                prop_assert!(!levers.status().is_met());
                prop_assert_eq!(path.relative_change(), changes().flatten().min());
                if let Path::Together(pair) = path {
                    let first = levers.get(pair.first());
                    prop_assert!(!first.is_feasible() && !first.is_met());
                }
            }
        }
    }

    /// Twice everything that is money is the same ratio, and twice every amount that is required.
    #[test]
    fn the_unit_of_money_does_not_matter(now in inputs(), target in targets()) {
        let twice = |amount: Money| ticks(amount.ticks() * 2);
        let per_account = |amount| match amount {
            PerAccount::Amount(amount) => twice(amount).into(),
            other => other,
        };
        let doubled = CsmCost {
            cost_per_csm: twice(now.cost_per_csm),
            arr_per_account: per_account(now.arr_per_account),
            fee_per_account: per_account(now.fee_per_account),
            ..now
        };
        prop_assert_eq!(now.ratio().unwrap().net(), doubled.ratio().unwrap().net());
        let [one, two] = [now, doubled].map(|it| it.levers(target, &Bounds::NONE).unwrap());
        for lever in Lever::ALL {
            prop_assert_eq!(one.get(lever).relative_change(), two.get(lever).relative_change());
            prop_assert_eq!(one.get(lever).is_met(), two.get(lever).is_met());
        }
    }

    #[test]
    fn one_percent_is_one_percent(now in inputs()) {
        let sensitivities = now.sensitivity().unwrap();
        prop_assert!(sensitivities.windows(2).all(|two| two[0].change() <= two[1].change()));
        let before = naive_ratio(&four(&now), now.fee_basis);
        for it in sensitivities {
            let mut moved = four(&now);
            let step = if it.lever() == Lever::CostPerCsm { dec!(0.99) } else { dec!(1.01) };
            moved[index(it.lever())] *= big(step);
            let after = naive_ratio(&moved, now.fee_basis);
            assert_near(it.ratio(), &after);
            assert_near(it.change(), &(after - &before));
        }
    }

    #[test]
    fn headcount_is_the_smallest_that_serves_all(now in inputs(), accounts in 0_u64..5000) {
        let headcount = now.headcount(accounts).unwrap();
        let [c, n, a, p] = four(&now);
        let (all, csms) = (BigRational::from_integer(accounts.into()), BigRational::from_integer(headcount.csms().into()));
        prop_assert!(&csms * &n >= all && (csms.is_zero() || (&csms - big(dec!(1))) * &n < all));
        assert_near(headcount.fte(), &(&all / &n));
        assert_near(headcount.cost(), &(&csms * &c));
        if let Some(ratio) = headcount.ratio() {
            let divisor = match now.fee_basis {
                FeeBasis::OutsideArr => &all * a,
                FeeBasis::InsideArr => &all * (a + &p),
            };
            assert_near(ratio.net(), &((csms * c - all * p) / divisor));
            prop_assert!(ratio.gross() >= now.ratio().unwrap().gross());
        }
    }

    /// The portfolio's ratio is the mean of the segments' weighted by ARR, and lies between the least and the largest.
    #[test]
    fn a_portfolio_is_the_weighted_mean(
        rows in vec((0_i64..900, 0_i64..400, 0_i64..5000), 1..6),
        target in targets(),
    ) {
        let total = |thousands: i64| Money::total([ticks(thousands * 10_000_000)], EUR).unwrap();
        let segments = rows.iter().enumerate().map(|(segment, (spend, fees, arr))| SegmentCost {
            segment,
            spend: CsmSpend::Booked(total(*spend)),
            post_sales_revenue: total(*fees),
            arr: total(*arr),
            target,
        });
        let all = PortfolioCost::new(segments, FeeBasis::OutsideArr, target).unwrap();
        let sum = |of: fn(&(i64, i64, i64)) -> i64| rows.iter().map(of).sum::<i64>();
        let (net, arr) = (sum(|row| row.0 - row.1), sum(|row| row.2));
        prop_assert_eq!(all.ratio().is_some(), arr > 0);
        prop_assert_eq!(all.cost(), Decimal::from(sum(|row| row.0) * 1000));
        prop_assert_eq!(all.without_ratio(), rows.iter().filter(|row| row.2 == 0).count());
        let is_over = |net: i64, arr: i64| Decimal::from(net) > target.ratio() * Decimal::from(arr);
        prop_assert_eq!(all.over_target(), rows.iter().filter(|row| row.2 > 0 && is_over(row.0 - row.1, row.2)).count());
        if let Some(ratio) = all.ratio() {
            assert_near(ratio.net(), &BigRational::new(net.into(), arr.into()));
            prop_assert_eq!(all.status() == Some(TargetStatus::Over), is_over(net, arr));
            if all.without_ratio() == 0 {
                let nets = || all.segments().iter().map(|it| it.ratio().unwrap().net());
                prop_assert!(nets().min().unwrap() <= ratio.net() && ratio.net() <= nets().max().unwrap());
            }
        }
    }

    #[test]
    fn the_parts_of_a_pool_add_up(cents in 0_i64..100_000_000, hours in vec(0_u32..1000, 1..8)) {
        prop_assume!(hours.iter().any(|hours| *hours > 0));
        let cost = ticks(cents * 100);
        let weights: Vec<Decimal> = hours.iter().copied().map(Decimal::from).collect();
        let parts = split_pooled_cost(cost, &weights).unwrap();
        prop_assert_eq!(Money::total(parts.iter().copied(), EUR).unwrap(), Total::zero(EUR).checked_add(cost).unwrap());
        let whole: u32 = hours.iter().sum();
        for (part, hours) in parts.iter().zip(&hours) {
            let quota = BigRational::new((cents * i64::from(*hours)).into(), whole.into());
            prop_assert!((BigRational::from_integer((part.ticks() / 100).into()) - quota).abs() < big(dec!(1)));
        }
    }
}
