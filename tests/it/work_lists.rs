//! Whom to turn to first: orders against a naive one, and nobody lost between the lists.

use std::collections::BTreeSet;

use proptest::prelude::*;
use segmentry::classify::{Linear, Segment, Side, signal};
use segmentry::portfolio::{Row, WorkItem};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::segment::{
    ATTENTION, Attention, AttentionPolicy, Axis, FitBand, FitPolicy, Indicator, SegmentationPolicy, TIER,
    TRAJECTORY,
};
use segmentry::{Account, Classifier, Portfolio, Score, Unclassified, account::facts, name};

use crate::strategy::{as_of, eur, portfolio, tiers};

fn matrix() -> AttentionPolicy {
    let rows = Axis::new(TIER, &[name!("smb"), name!("midmarket"), name!("enterprise"), name!("strategic")]);
    let columns = Axis::new(TRAJECTORY, &[name!("growing"), name!("struggling"), name!("shrinking")]);
    let attention = AttentionPolicy::builder(rows, columns, &[name!("little"), name!("some"), name!("most")])
        .row(&[0, 0, 1])
        .row(&[0, 1, 1])
        .row(&[1, 1, 2])
        .row(&[1, 2, 2]);
    attention.build().unwrap()
}

fn policy() -> SegmentationPolicy {
    let size = signal::fact(facts::EMPLOYEES, Account::employees, None);
    let fit = FitPolicy::builder(name!("not_a_fit"))
        .band(name!("possible"), Score::new(dec!(10)).unwrap(), Side::At)
        .band(name!("ideal"), Score::new(dec!(60)).unwrap(), Side::At)
        .indicator(Indicator::new(
            facts::EMPLOYEES,
            dec!(1),
            size.linear(Linear::new(dec!(0), dec!(1000)).unwrap()),
        ));
    SegmentationPolicy::builder(tiers()).attention(matrix()).fit(fit.build().unwrap()).build().unwrap()
}

fn is_shrinking(row: &Row<'_>) -> bool {
    row.trajectory().is_ok_and(|way| way.name() == name!("shrinking"))
}

proptest! {
    /// Within a policy, segments are found by rank; in a matrix alone, by name.
    #[test]
    fn a_matrix_alone_answers_as_in_its_policy(portfolio in portfolio()) {
        let (policy, matrix) = (policy(), matrix());
        for account in portfolio.accounts() {
            let (segments, why) = policy.explain(account, as_of());
            let (verdict, alone) = matrix.explain(&segments, as_of());
            prop_assert_eq!((Some(verdict), alone.steps()), (segments.attention, why.attention.steps()));
        }
    }

    #[test]
    fn the_lists_hold_everybody_once_in_the_stated_order(portfolio in portfolio()) {
        let policy = policy();
        let review = portfolio.review(&policy);
        let list = review.work_list(is_shrinking);
        let prospects = review.prospects();

        let customers = list.items().iter().chain(list.unplaced());
        let ids: BTreeSet<&str> = customers
            .map(WorkItem::row)
            .chain(prospects.rows().iter().copied())
            .map(|row| row.account.id())
            .collect();
        prop_assert_eq!(ids.len(), portfolio.accounts().len());
        let count = list.items().len() + list.unplaced().len() + prospects.rows().len();
        prop_assert_eq!(count, portfolio.accounts().len());
        prop_assert_eq!(list.total().arr(), review.total().arr());

        // Each pair by the words of the rule, one after the other.
        for items in [list.items(), list.unplaced()] {
            let mut covered = 0_i128;
            for item in items {
                let row = item.row();
                prop_assert_eq!(item.value_at_risk().ticks(), if is_shrinking(&row) { item.arr().ticks() } else { 0 });
                prop_assert_eq!(Some(item.arr()), row.arr);
                covered += i128::from(item.arr().ticks());
                prop_assert_eq!(item.covered().ticks(), covered);
            }
            for pair in items.windows(2) {
                let (a, b) = (&pair[0], &pair[1]);
                let rank = |at: &WorkItem<'_>| at.attention().ok().map(Attention::rank);
                let first = if rank(a) != rank(b) {
                    rank(a) > rank(b)
                } else if a.value_at_risk() != b.value_at_risk() {
                    a.value_at_risk().ticks() > b.value_at_risk().ticks()
                } else if a.arr() != b.arr() {
                    a.arr().ticks() > b.arr().ticks()
                } else {
                    a.row().account.id() < b.row().account.id()
                };
                prop_assert!(first, "{:?} before {:?}", a, b);
            }
        }
        prop_assert!(list.items().iter().all(|item| item.attention().is_ok()));
        prop_assert!(list.unplaced().iter().all(|item| item.attention().is_err()));
        let fits: Vec<_> = prospects.rows().iter().map(|row| row.fit().ok().map(FitBand::rank)).collect();
        prop_assert!(fits.is_sorted_by(|a, b| a >= b), "{fits:?}");
        prop_assert!(prospects.rows().iter().all(|row| row.arr.is_none()));
    }

    #[test]
    fn the_80_20_line_is_where_a_sum_from_the_top_reaches_it(portfolio in portfolio(), percent in 0..=120_u32) {
        let policy = policy();
        let review = portfolio.review(&policy);
        let concentration = review.concentration();
        let mut amounts: Vec<i128> = review.rows().filter_map(|row| row.arr).map(|arr| arr.ticks().into()).collect();
        amounts.sort_by(|a, b| b.cmp(a));
        let mut sums = vec![0_i128];
        amounts.iter().for_each(|amount| sums.push(sums[sums.len() - 1] + amount));
        let total = sums[amounts.len()];
        let wanted = total * i128::from(percent.min(100));
        // The first count whose sum is enough, all of them tried.
        let naive = (0..=amounts.len()).find(|n| 100 * sums[*n] >= wanted).unwrap();
        prop_assert_eq!(concentration.accounts_for(Decimal::from(percent) / dec!(100)).unwrap(), naive);
        prop_assert_eq!(concentration.accounts(), amounts.len());
        prop_assert_eq!(concentration.top(naive).ticks(), sums[naive]);
        prop_assert_eq!(concentration.top(usize::MAX), concentration.total());
    }

    #[test]
    fn the_coverage_of_facts_counts_who_knows_and_who_lacks(portfolio in portfolio()) {
        let policy = policy();
        let review = portfolio.review(&policy);
        let coverage = review.fact_coverage();
        let of = |fact| coverage.iter().find(|of| of.fact() == fact).unwrap();
        let employees = portfolio.accounts().iter().filter(|a| a.employees().is_some()).count();
        prop_assert_eq!(of(facts::EMPLOYEES).known().unwrap().accounts(), u64::try_from(employees).unwrap());
        let with_arr = portfolio.accounts().iter().filter(|a| a.arr_on(portfolio.as_of()).unwrap().is_some()).count();
        prop_assert_eq!(of(facts::ARR).known().unwrap().accounts(), u64::try_from(with_arr).unwrap());
        for of in &coverage {
            let lacks = |reason: segmentry::Reason| {
                reason == segmentry::Reason::Missing(of.fact()) || reason == segmentry::Reason::Stale(of.fact())
            };
            let (mut accounts, mut ticks) = (0, 0);
            for row in review.rows() {
                if policy.dimensions().any(|dimension| row.dimension(dimension).is_err_and(lacks)) {
                    accounts += 1;
                    ticks += row.arr.map_or(0, |arr| i128::from(arr.ticks()));
                }
            }
            prop_assert_eq!((of.blocked().accounts(), of.blocked().arr().ticks()), (accounts, ticks), "{}", of.fact());
            let most = of.dimensions().map(|(_, cell)| cell.accounts()).max().unwrap_or(0);
            prop_assert!(most <= accounts);
        }
        prop_assert!(coverage.is_sorted_by(|a, b| a.blocked().arr().ticks() >= b.blocked().arr().ticks()));
    }
}

#[test]
fn concentration_at_its_edges() {
    let policy = policy();
    let nobody = Portfolio::new(vec![], segmentry::Currency::EUR, as_of()).unwrap();
    let review = nobody.review(&policy);
    assert_eq!(review.concentration().accounts_for(dec!(0.8)), Ok(0));
    assert!(review.work_list(|_| true).items().is_empty());
    assert_eq!(review.prospects().rows().len(), 0);

    let account =
        |id: &str, arr| Account::builder(id, segmentry::Currency::EUR).arr(eur(arr)).build().unwrap();
    let accounts = vec![account("a", 80), account("b", 10), account("c", 10), account("d", 0)];
    let portfolio = Portfolio::new(accounts, segmentry::Currency::EUR, as_of()).unwrap();
    let concentration = portfolio.review(&policy).concentration();
    // Exactly 80 % is enough; a ten-thousandth of the amount more is not.
    assert_eq!(concentration.accounts_for(dec!(0.8)), Ok(1));
    assert_eq!(concentration.accounts_for(dec!(0.800000000000000001)), Ok(2));
    assert_eq!(concentration.accounts_for(dec!(1)), Ok(3));
    assert_eq!(concentration.accounts_for(dec!(7)), Ok(3));
    assert_eq!(concentration.accounts_for(dec!(-1)), Ok(0));
    // Of any number of digits.
    assert_eq!(concentration.accounts_for(dec!(0.8000000000000000000000000001)), Ok(2));
    assert_eq!(concentration.accounts_for(segmentry::Decimal::MAX), Ok(3));
    assert_eq!(concentration.accounts_for(segmentry::Decimal::MIN), Ok(0));
}

#[test]
fn what_a_matrix_leaves_out_has_no_match() {
    let rows = Axis::new(TIER, &[name!("enterprise")]);
    let columns = Axis::new(TRAJECTORY, &[name!("growing"), name!("shrinking")]);
    let matrix = AttentionPolicy::builder(rows, columns, &[name!("some")]).row(&[0, 0]).build().unwrap();
    let of = |arr, prior| {
        let account = Account::builder("a", segmentry::Currency::EUR).arr(eur(arr)).prior_arr(eur(prior));
        let segments = policy().classify(&account.build().unwrap(), as_of());
        matrix.classify(&segments, as_of()).map(|level| level.name())
    };
    assert_eq!(of(1_000_000, 100), Ok(name!("some")));
    assert_eq!(of(100, 1_000_000), Err(Unclassified::NoMatch));
    assert_eq!(of(1_020_000, 1_000_000), Err(Unclassified::NoMatch));
}

#[test]
fn a_matrix_over_what_does_not_exist_is_an_error() {
    let build = |rows: Axis, columns: Axis, levels: usize| {
        let mut attention = AttentionPolicy::builder(rows, columns, &[name!("some")]);
        for _ in 0..levels {
            attention = attention.row(&[0]);
        }
        SegmentationPolicy::builder(tiers()).attention(attention.build().unwrap()).build()
    };
    let error = |rows, columns| build(rows, columns, 1).unwrap_err().to_string();
    let growing = || Axis::new(TRAJECTORY, &[name!("growing")]);
    let huge = error(Axis::new(TIER, &[name!("huge")]), growing());
    let unknown = "attention: `tier` has no segment `huge`; it has smb, midmarket, enterprise, strategic; ";
    assert!(huge.starts_with(unknown), "{huge}");
    let risk = error(Axis::new(name!("risk"), &[name!("low")]), growing());
    assert!(
        risk.starts_with("attention: the policy does not decide `risk`; add it, or name another dimension"),
        "{risk}"
    );
    let left_out = "attention: the matrix leaves out `midmarket` of `tier`; add it to that side";
    let small = error(Axis::new(TIER, &[name!("smb")]), growing());
    assert!(small.contains(left_out) && small.contains("leaves out `shrinking` of `trajectory`"), "{small}");
    let itself = error(Axis::new(ATTENTION, &[name!("some")]), growing());
    assert!(itself.contains("attention: it cannot look at itself; name two other dimensions"), "{itself}");
}
