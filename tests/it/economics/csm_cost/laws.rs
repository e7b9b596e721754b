//! What holds for any numbers, and agreement with rational arithmetic.

#![expect(
    clippy::disallowed_methods,
    clippy::integer_division,
    reason = "small numbers, of which none overflows"
)]

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use segmentry::economics::csm_cost::{
    Bounds, CsmCost, CsmSpend, FeeBasis, Lever, LeverAnswer, LeverOutcome, LeverValue, Path, PortfolioCost,
    SegmentCost, Target, TargetStatus, split_pooled_cost,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Decimal, Money, Total};

const EUR: Currency = Currency::EUR;

fn ticks(ticks: i64) -> Money {
    Money::from_ticks(ticks, EUR).unwrap()
}

/// Round numbers too, so that targets are met exactly now and then.
fn amounts(least: i64) -> impl Strategy<Value = Money> {
    prop_oneof![
        (least..50).prop_map(|thousands| ticks(thousands * 10_000_000)),
        (least..2_000_000_000).prop_map(ticks)
    ]
}

fn accounts() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (1_u32..200).prop_map(Decimal::from),
        (1_i64..2_000_000).prop_map(|thousandths| Decimal::from(thousandths) / dec!(1000))
    ]
}

fn targets() -> impl Strategy<Value = Target> {
    prop_oneof![Just(0), Just(150), 0_i64..600]
        .prop_map(|per_mille| Target::new(Decimal::from(per_mille) / dec!(1000)).unwrap())
}

fn bases() -> impl Strategy<Value = FeeBasis> {
    prop_oneof![Just(FeeBasis::OutsideArr), Just(FeeBasis::InsideArr)]
}

fn inputs() -> impl Strategy<Value = CsmCost> {
    let fees = prop_oneof![1 => Just(ticks(0)), 3 => (0_i64..60_000_000).prop_map(ticks)];
    (amounts(0), accounts(), amounts(1), fees, bases()).prop_map(|(cost, accounts, arr, fee, fee_basis)| {
        CsmCost {
            cost_per_csm: cost,
            accounts_per_csm: accounts,
            arr_per_account: arr.into(),
            fee_per_account: fee.into(),
            fee_basis,
        }
    })
}

fn bounds() -> impl Strategy<Value = Bounds> {
    let maybe = || proptest::option::of(amounts(0));
    (maybe(), proptest::option::of(accounts()), maybe(), maybe()).prop_map(|(arr, accounts, cost, fee)| {
        Bounds {
            max_arr_per_account: arr,
            max_accounts_per_csm: accounts,
            min_cost_per_csm: cost,
            max_fee_per_account: fee,
        }
    })
}

fn big(number: Decimal) -> BigRational {
    BigRational::new(BigInt::from(number.mantissa()), BigInt::from(10).pow(number.scale()))
}

fn money(amount: segmentry::economics::csm_cost::PerAccount) -> BigRational {
    match amount {
        segmentry::economics::csm_cost::PerAccount::Amount(amount) => big(amount.amount()),
        other => panic!("{other:?} is not made here"),
    }
}

/// C, N, A, P.
type Four = [BigRational; 4];

fn four(now: &CsmCost) -> Four {
    let (cost, accounts) = (big(now.cost_per_csm.amount()), big(now.accounts_per_csm));
    [cost, accounts, money(now.arr_per_account), money(now.fee_per_account)]
}

/// The definitions as economics.md writes them.
fn naive_ratio([c, n, a, p]: &Four, basis: FeeBasis) -> BigRational {
    match basis {
        FeeBasis::OutsideArr => (c - n * p) / (n * a),
        FeeBasis::InsideArr => (c / n - p) / (a + p),
    }
}

/// The closed forms as economics.md writes them. `None` where they divide by zero.
fn naive_threshold(
    [c, n, a, p]: &Four,
    t: &BigRational,
    lever: Lever,
    basis: FeeBasis,
) -> Option<BigRational> {
    let one = big(dec!(1));
    let over = |upper: BigRational, lower: BigRational| (!lower.is_zero()).then(|| upper / lower);
    match (lever, basis) {
        (Lever::ArrPerAccount, FeeBasis::OutsideArr) => over(c / n - p, t.clone()),
        (Lever::AccountsPerCsm, FeeBasis::OutsideArr) => over(c.clone(), t * a + p),
        (Lever::CostPerCsm, FeeBasis::OutsideArr) => Some(n * (t * a + p)),
        (Lever::FeePerAccount, FeeBasis::OutsideArr) => Some(c / n - t * a),
        (Lever::ArrPerAccount, FeeBasis::InsideArr) => over(c / n - p, t.clone()).map(|it| it - p),
        (Lever::AccountsPerCsm, FeeBasis::InsideArr) => over(c.clone(), t * (a + p) + p),
        (Lever::CostPerCsm, FeeBasis::InsideArr) => Some(n * (t * (a + p) + p)),
        (Lever::FeePerAccount, FeeBasis::InsideArr) => Some((c / n - t * a) / (one + t)),
    }
}

fn index(lever: Lever) -> usize {
    match lever {
        Lever::CostPerCsm => 0,
        Lever::AccountsPerCsm => 1,
        Lever::ArrPerAccount => 2,
        Lever::FeePerAccount => 3,
    }
}

fn assert_near(shown: Decimal, naive: &BigRational) {
    let distance = (big(shown) - naive).abs();
    let tolerance = big(dec!(0.000000000000000001)) * (naive.abs() + big(dec!(1)));
    assert!(distance <= tolerance, "{shown} is not {naive}");
}

/// Meets the target at the rounded value, and not one step before it.
fn assert_tight(answer: &LeverAnswer, four: &Four, target: &BigRational, basis: FeeBasis) {
    let Some(required) = answer.required() else { return };
    let at = |value: BigRational| {
        let mut moved = four.clone();
        moved[index(answer.lever())] = value;
        naive_ratio(&moved, basis)
    };
    let rounded = big(required.rounded.number());
    assert!(at(rounded.clone()) <= *target, "{answer:?}");
    let step = match (required.rounded, answer.lever()) {
        (LeverValue::Accounts(_), _) => big(dec!(-1)),
        (LeverValue::Amount(_), Lever::CostPerCsm) => big(dec!(0.01)),
        (LeverValue::Amount(_), _) => big(dec!(-0.01)),
    };
    let before = rounded + step;
    assert!(!before.is_positive() || at(before) > *target, "{answer:?}");
}

/// Whether the target is met once the levers stand where they must.
fn arrives(now: &CsmCost, moves: &[(Lever, Decimal)], target: &BigRational) -> bool {
    let mut moved = four(now);
    for (lever, value) in moves {
        moved[index(*lever)] = big(*value);
    }
    naive_ratio(&moved, now.fee_basis) <= *target
}

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
            segmentry::economics::csm_cost::PerAccount::Amount(amount) => twice(amount).into(),
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
