//! Focus, whole people, books of business: economics.md 7, article A4-7.

#![expect(clippy::disallowed_methods, reason = "small numbers, of which no sum overflows")]

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use segmentry::Decimal;
use segmentry::economics::EconomicsError;
use segmentry::economics::capacity::{
    Books, Claim, Focus, FocusAllocation, FocusPlan, Ties, books_of_business, largest_remainder,
};
use segmentry::quantity::parse_decimal;
use segmentry::rust_decimal::dec;

fn number(text: &str) -> Decimal {
    parse_decimal(text).unwrap()
}

fn big(number: Decimal) -> BigRational {
    BigRational::new(BigInt::from(number.mantissa()), BigInt::from(10).pow(number.scale()))
}

fn claim(segment: &'static str, weight: Decimal, floor: Decimal) -> Claim<&'static str> {
    Claim { segment, weight, floor }
}

fn plan(hours: Decimal, focus_share: Decimal, others: Vec<Claim<&'static str>>) -> FocusPlan<&'static str> {
    FocusPlan { hours, focus: "grow", focus_share, others }
}

fn served(plan: FocusPlan<&'static str>) -> FocusAllocation<&'static str> {
    match plan.allocate().unwrap() {
        Focus::Served(allocation) => allocation,
        infeasible => panic!("{infeasible:?}"),
    }
}

fn hours(allocation: &FocusAllocation<&'static str>) -> Vec<Decimal> {
    allocation.segments().iter().map(segmentry::economics::capacity::Served::hours).collect()
}

fn ids<'a>(books: &'a Books<&'static str>) -> Vec<&'a [&'static str]> {
    books.iter().map(segmentry::economics::capacity::Book::ids).collect()
}

#[test]
fn oracle_7_p3() {
    let others = [("Protect", dec!(50)), ("Manage", dec!(30)), ("ReEvaluate", dec!(20))];
    let others = others.map(|(segment, weight)| claim(segment, weight, dec!(0))).to_vec();
    let allocation = served(FocusPlan { focus: "Grow", ..plan(dec!(3315), dec!(0.8), others) });
    let segments: Vec<_> = allocation.segments().iter().map(|it| *it.segment()).collect();
    assert_eq!(segments, ["Grow", "Protect", "Manage", "ReEvaluate"]);
    assert_eq!(hours(&allocation), [dec!(2652), dec!(331.5), dec!(198.9), dec!(132.6)]);
    assert_eq!(allocation.people(10).unwrap(), [8, 1, 1, 0]);
}

#[test]
fn oracle_7_p4() {
    let m2 = [("a", 3), ("b", 3), ("c", 2), ("d", 2), ("e", 2)];
    let books = books_of_business(m2.map(|(id, load)| (id, load.into())), 2).unwrap();
    assert_eq!(ids(&books), [["a", "c", "e"].as_slice(), &["b", "d"]]);
    assert_eq!((books.heaviest(), books.lower_bound()), (dec!(7), dec!(6)));
    assert_eq!(books.guarantee(), number("1.1666666666666666666666666667"));

    let m3 = [("a", 5), ("b", 5), ("c", 4), ("d", 4), ("e", 3), ("f", 3), ("g", 3)];
    let books = books_of_business(m3.map(|(id, load)| (id, load.into())), 3).unwrap();
    assert_eq!(ids(&books), [["a", "e", "g"].as_slice(), &["b", "f"], &["c", "d"]]);
    assert_eq!((books.heaviest(), books.lower_bound()), (dec!(11), dec!(9)));
    assert_eq!(books.guarantee(), number("1.2222222222222222222222222222"));
}

#[test]
fn floors_come_first_and_the_rest_goes_by_weight() {
    // 20 of 100 hours are left, 12 of them are floors; the other 8 go 3 to 1.
    let others = vec![claim("protect", dec!(3), dec!(2)), claim("manage", dec!(1), dec!(10))];
    assert_eq!(hours(&served(plan(dec!(100), dec!(0.8), others))), [dec!(80), dec!(8), dec!(12)]);
    // Floors that take exactly what is left; then weights may be nothing.
    let others = vec![claim("protect", dec!(0), dec!(5)), claim("manage", dec!(0), dec!(15))];
    assert_eq!(hours(&served(plan(dec!(100), dec!(0.8), others))), [dec!(80), dec!(5), dec!(15)]);
}

#[test]
fn floors_that_do_not_fit_say_which_share_would() {
    let infeasible = |hours, share, floor| {
        let others = vec![claim("protect", dec!(1), floor)];
        match plan(hours, share, others).allocate().unwrap() {
            Focus::Infeasible { floors, left, largest_share } => (floors, left, largest_share),
            Focus::Served(allocation) => panic!("{allocation:?}"),
        }
    };
    assert_eq!(infeasible(dec!(100), dec!(0.8), dec!(30)), (dec!(30), dec!(20), Some(dec!(0.7))));
    // Rounded down, so that it is feasible: 1 - 1/3.
    let (_, _, share) = infeasible(dec!(3), dec!(1), dec!(1));
    assert_eq!(share, Some(number("0.6666666666666666666666666666")));
    let again = vec![claim("protect", dec!(1), dec!(1))];
    assert!(matches!(plan(dec!(3), share.unwrap(), again).allocate(), Ok(Focus::Served(_))));
    assert_eq!(infeasible(dec!(100), dec!(0), dec!(101)).2, None);
    assert_eq!(infeasible(dec!(100), dec!(0.5), dec!(100)).2, Some(dec!(0)));
    assert_eq!(infeasible(dec!(0), dec!(0.5), dec!(1)).2, None);
}

#[test]
fn the_ends_of_a_focus() {
    let one = || vec![claim("protect", dec!(1), dec!(0))];
    assert_eq!(hours(&served(plan(dec!(10), dec!(1), one()))), [dec!(10), dec!(0)]);
    assert_eq!(hours(&served(plan(dec!(10), dec!(0), one()))), [dec!(0), dec!(10)]);
    assert_eq!(hours(&served(plan(dec!(10), dec!(1), vec![]))), [dec!(10)]);
    let none = served(plan(dec!(0), dec!(0.8), one()));
    assert_eq!(hours(&none), [dec!(0), dec!(0)]);
    assert!(matches!(none.people(3), Err(EconomicsError::ZeroBase { .. })));
    let error = |plan: FocusPlan<&'static str>| plan.allocate().unwrap_err();
    assert!(matches!(error(plan(dec!(10), dec!(0.8), vec![])), EconomicsError::ZeroBase { .. }));
    for (wrong, name) in [
        (plan(dec!(-1), dec!(0.8), one()), "hours"),
        (plan(dec!(1), dec!(-0.1), one()), "focus_share"),
        (plan(dec!(1), dec!(1.1), one()), "focus_share"),
        (plan(dec!(1), dec!(0.8), vec![claim("a", dec!(-1), dec!(0))]), "weight"),
        (plan(dec!(1), dec!(0.8), vec![claim("a", dec!(1), dec!(-1))]), "floor"),
    ] {
        assert!(matches!(error(wrong), EconomicsError::OutOfRange { field, .. } if field == name));
    }
}

#[test]
fn ties_have_a_rule() {
    // Quotas 0.5, 1.5: the same remainder.
    assert_eq!(largest_remainder(2, &[dec!(1), dec!(3)], Ties::Earlier).unwrap(), [1, 1]);
    assert_eq!(largest_remainder(2, &[dec!(1), dec!(3)], Ties::LargerWeight).unwrap(), [0, 2]);
    for ties in [Ties::Earlier, Ties::LargerWeight] {
        assert_eq!(largest_remainder(2, &[dec!(1); 3], ties).unwrap(), [1, 1, 0]);
        assert_eq!(largest_remainder(0, &[dec!(1); 2], ties).unwrap(), [0, 0]);
    }
    // Remainders that differ in the last of 28 digits.
    let (a, b) = (number("0.5000000000000000000000000001"), number("0.4999999999999999999999999999"));
    assert_eq!(largest_remainder(1, &[b, a], Ties::Earlier).unwrap(), [0, 1]);
    let error = |weights: &[Decimal]| largest_remainder(1, weights, Ties::Earlier).unwrap_err();
    assert!(matches!(error(&[dec!(1), dec!(-1)]), EconomicsError::OutOfRange { field: "weight", .. }));
    assert!(matches!(error(&[dec!(0)]), EconomicsError::ZeroBase { .. }));
    assert!(matches!(error(&[]), EconomicsError::ZeroBase { .. }));
    let ends = largest_remainder(u64::MAX, &[Decimal::MAX, Decimal::MAX], Ties::Earlier).unwrap();
    assert_eq!(ends, [1 << 63, (1 << 63) - 1]);
}

#[test]
fn books_without_accounts_and_accounts_without_load() {
    let books = books_of_business([("b", dec!(2)), ("a", dec!(1))], 4).unwrap();
    assert_eq!(ids(&books), [["b"].as_slice(), &["a"], &[], &[]]);
    assert_eq!((books.count(), books.heaviest(), books.lower_bound()), (4, dec!(2), dec!(2)));
    let by_index: Vec<_> = (0..4).map(|index| books.get(index).unwrap()).collect();
    assert_eq!(by_index, books.iter().collect::<Vec<_>>());
    assert_eq!((books.get(4), books.get(u32::MAX)), (None, None));
    let books = books_of_business::<&str>([], 2).unwrap();
    assert_eq!((ids(&books).len(), books.heaviest(), books.lower_bound()), (2, dec!(0), dec!(0)));
    let weightless = books_of_business([("b", dec!(0)), ("a", dec!(0.0)), ("c", dec!(0))], 2).unwrap();
    assert_eq!(ids(&weightless), [["a", "b", "c"].as_slice(), &[]]);
    // More books than memory could hold.
    let many = books_of_business([("a", dec!(1))], u32::MAX).unwrap();
    assert_eq!((many.count(), many.iter().take(2).count()), (u32::MAX, 2));
}

#[test]
fn each_lower_bound_can_be_the_one_that_binds() {
    let bound = |loads: &[i64], books| {
        let accounts = loads.iter().enumerate().map(|(id, load)| (id, Decimal::from(*load)));
        books_of_business(accounts, books).unwrap().lower_bound()
    };
    assert_eq!(bound(&[3, 3, 2, 2, 2], 2), dec!(6));
    assert_eq!(bound(&[9, 1, 1], 2), dec!(9));
    assert_eq!(bound(&[5, 5, 4, 0], 2), dec!(9));
    assert_eq!(bound(&[1, 1, 1, 1], 3), dec!(2));
    assert_eq!(bound(&[2, 2, 2, 2, 2], 3), dec!(4));
    assert_eq!(bound(&[1, 1, 1, 1, 1, 1, 1], 3), number("2.3333333333333333333333333333"));
}

#[test]
fn loads_are_added_exactly_or_refused() {
    let error = |accounts: &[(&'static str, Decimal)], books| {
        books_of_business(accounts.iter().copied(), books).unwrap_err()
    };
    assert!(matches!(error(&[], 0), EconomicsError::ZeroBase { base: "books", .. }));
    assert!(matches!(error(&[("a", dec!(-0.1))], 1), EconomicsError::OutOfRange { field: "load", .. }));
    let twice = error(&[("a", dec!(1)), ("b", dec!(1)), ("a", dec!(2))], 1);
    assert_eq!(twice.to_string(), "id: `a` stands twice; give every account once");
    // A Decimal would lose the last digit of this sum.
    let (large, small) = (number("10000000000000000000000000001"), number("0.01"));
    let books = books_of_business([("a", large), ("b", small), ("c", large)], 1).unwrap();
    assert_eq!(books.heaviest(), number("20000000000000000000000000002"));
    let far_apart = [("a", Decimal::MAX), ("b", number("0.0000000000000000000000000001"))];
    assert!(matches!(error(&far_apart, 2), EconomicsError::Overflow { .. }));
    assert!(matches!(error(&[("a", Decimal::MAX), ("b", Decimal::MAX)], 1), EconomicsError::Overflow { .. }));
}

#[test]
fn a_hundred_thousand_accounts() {
    let accounts = (0..100_000_u32).map(|id| (id, Decimal::from(id % 997)));
    let books = books_of_business(accounts, 500).unwrap();
    assert_eq!(books.iter().map(|book| book.ids().len()).sum::<usize>(), 100_000);
    assert!(books.heaviest() - books.lower_bound() < dec!(2));
}

/// LPT without a heap: the least loaded book is looked for.
fn naive_books(loads: &[u32], books: usize) -> Vec<(Vec<usize>, u64)> {
    let mut order: Vec<usize> = (0..loads.len()).collect();
    order.sort_by_key(|id| (std::cmp::Reverse(loads[*id]), *id));
    let mut all = vec![(Vec::new(), 0_u64); books];
    for id in order {
        let at = (0..books).min_by_key(|book| (all[*book].1, *book)).unwrap();
        all[at].0.push(id);
        all[at].1 += u64::from(loads[id]);
    }
    all
}

proptest! {
    #[test]
    fn books_agree_with_a_naive_search(loads in vec(0_u32..20, 0..30), books in 1_u32..8) {
        let accounts = loads.iter().enumerate().map(|(id, load)| (id, Decimal::from(*load) / dec!(100)));
        let divided = books_of_business(accounts, books).unwrap();
        let naive = naive_books(&loads, books.try_into().unwrap());
        for (book, (ids, load)) in divided.iter().zip(&naive) {
            prop_assert_eq!((book.ids(), book.load()), (ids.as_slice(), Decimal::from(*load) / dec!(100)));
        }
        prop_assert_eq!(divided.iter().count(), naive.len());
        prop_assert!(divided.lower_bound() <= divided.heaviest() + dec!(0.0000001));
        let largest = divided.lower_bound() * divided.guarantee() * dec!(2);
        prop_assert!(divided.heaviest() <= largest + dec!(0.0000001));
    }

    /// Against all divisions of a few accounts: the lower bound holds, and so does Graham's.
    #[test]
    fn bounds_hold_against_the_best_division(loads in vec(1_u32..30, 1..8), books in 1_u32..4) {
        let m = usize::try_from(books).unwrap();
        let best = (0..m.pow(u32::try_from(loads.len()).unwrap())).map(|mut code| {
            let mut sums = vec![0_u32; m];
            for load in &loads {
                sums[code % m] += load;
                code /= m;
            }
            *sums.iter().max().unwrap()
        }).min().unwrap();
        let accounts = loads.iter().enumerate().map(|(id, load)| (id, Decimal::from(*load)));
        let divided = books_of_business(accounts, books).unwrap();
        prop_assert!(divided.lower_bound() <= Decimal::from(best));
        prop_assert!(divided.heaviest() <= divided.guarantee() * Decimal::from(best) + dec!(0.0000001));
        prop_assert!(divided.heaviest() >= Decimal::from(best));
    }

    #[test]
    fn units_add_up_and_stay_near_their_quota(units in 0_u64..1000, weights in vec(0_u32..50, 1..12)) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let decimals: Vec<Decimal> = weights.iter().copied().map(Decimal::from).collect();
        let whole: u32 = weights.iter().sum();
        for ties in [Ties::Earlier, Ties::LargerWeight] {
            let shares = largest_remainder(units, &decimals, ties).unwrap();
            prop_assert_eq!(shares.iter().sum::<u64>(), units);
            let quota = |weight: u32| BigRational::new((units * u64::from(weight)).into(), whole.into());
            let rest = |weight: u32| { let quota = quota(weight); &quota - quota.floor() };
            for (at, (share, weight)) in shares.iter().zip(&weights).enumerate() {
                let share = BigRational::from_integer((*share).into());
                prop_assert!((&share - quota(*weight)).abs() < big(dec!(1)));
                let is_up = share > quota(*weight).floor();
                // Nobody with a smaller claim got a unit that this one did not.
                for (other_at, other) in weights.iter().enumerate() {
                    let other_is_up = BigRational::from_integer(shares[other_at].into()) > quota(*other).floor();
                    let claim = |at: usize, weight: u32| match ties {
                        Ties::Earlier => (rest(weight), 0, std::cmp::Reverse(at)),
                        Ties::LargerWeight => (rest(weight), weight, std::cmp::Reverse(at)),
                    };
                    prop_assert!(is_up || !other_is_up || claim(at, *weight) < claim(other_at, *other));
                }
            }
        }
    }

    #[test]
    fn a_focus_agrees_with_rational_arithmetic(
        total in 0_i64..10_000,
        percent in 0_i64..=100,
        others in vec((0_i64..20, 0_i64..300), 1..5),
    ) {
        prop_assume!(others.iter().any(|(weight, _)| *weight > 0));
        let claims = others.iter().map(|(weight, floor)| claim("any", Decimal::from(*weight), Decimal::from(*floor)));
        let share = Decimal::from(percent) / dec!(100);
        let floors: i64 = others.iter().map(|(_, floor)| floor).sum();
        let weights: i64 = others.iter().map(|(weight, _)| weight).sum();
        let rational = |upper: i64, lower: i64| BigRational::new(upper.into(), lower.into());
        let left = rational(total * (100 - percent), 100);
        match plan(total.into(), share, claims.collect()).allocate().unwrap() {
            Focus::Served(allocation) => {
                prop_assert!(left >= rational(floors, 1));
                let mut naive = vec![rational(total * percent, 100)];
                let spare = left - rational(floors, 1);
                naive.extend(others.iter().map(|(weight, floor)| rational(*floor, 1) + &spare * rational(*weight, weights)));
                for (hours, naive) in hours(&allocation).into_iter().zip(&naive) {
                    prop_assert!((big(hours) - naive).abs() < big(dec!(0.00000000000000000001)));
                }
                prop_assert_eq!(naive.iter().fold(BigRational::zero(), |sum, hours| sum + hours), rational(total, 1));
                if total > 0 {
                    prop_assert_eq!(allocation.people(37).unwrap().iter().sum::<u64>(), 37);
                }
            }
            Focus::Infeasible { floors: needed, left: there, largest_share } => {
                prop_assert!(left < rational(floors, 1));
                prop_assert_eq!((needed, big(there)), (Decimal::from(floors), left));
                prop_assert_eq!(largest_share.is_some(), floors <= total);
                prop_assert!(largest_share.is_none_or(|largest| largest < share));
            }
        }
    }
}
