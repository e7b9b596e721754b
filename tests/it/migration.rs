//! What another policy or another day changes: against a naive comparison of single accounts, and nobody lost on the way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use segmentry::classify::{Reason, Segment};
use segmentry::portfolio::{BeforeAfter, Cell, Migration, Mover, OtherPolicy, Row, Tally};
use segmentry::quantity::CurrencyMismatch;
use segmentry::segment::{HEALTH, TIER, TRAJECTORY, Tier, TierPolicy, WALLET};
use segmentry::{Account, Currency, Money, Name, Portfolio, Review, SegmentationPolicy, name};

use crate::decisions::{OWNER, whole};
use crate::strategy::{EUR, a_year_later, any_policy, as_of, eur, policy, portfolio, ticks, two_dates};

/// Accounts, prospects and ticks.
type Counted = (u64, u64, i128);
type Place<K> = Option<Result<K, Reason>>;
type Matrix<K> = BTreeMap<(Place<K>, Place<K>), (Counted, Counted)>;

fn counted(cell: &Cell) -> Counted {
    (cell.accounts(), cell.prospects(), cell.arr().ticks())
}

fn count(of: &mut Counted, arr: Option<Money>) {
    let ticks = arr.map_or(0, |arr| i128::from(arr.ticks()));
    *of = (of.0 + 1, of.1 + u64::from(arr.is_none()), of.2 + ticks);
}

fn plus(a: Counted, b: Counted) -> Counted {
    (a.0 + b.0, a.1 + b.1, a.2 + b.2)
}

fn matrix<K: Ord + Clone>(migration: &Migration<'_, K>) -> Matrix<K> {
    let cells = migration
        .flows()
        .map(|flow| ((flow.from.cloned(), flow.to.cloned()), (counted(&flow.before), counted(&flow.after))));
    cells.collect()
}

/// One account as a loop over accounts sees it: its place, if it stands in the portfolio at all, and its ARR.
fn naive_place(
    portfolio: &Portfolio,
    policy: &SegmentationPolicy,
    id: &str,
    dimension: Name,
) -> (Place<Name>, Option<Money>) {
    let Some(account) = portfolio.find(id) else { return (None, None) };
    let day = portfolio.as_of();
    let found = policy.classify(account, day).iter().find(|(name, _)| *name == dimension);
    let place = found.map_or(Err(Reason::NoMatch), |(_, answer)| answer.segment());
    (Some(place), account.arr_on(day).unwrap().map(|fact| fact.value))
}

/// The cells and the movers.
fn naive(
    (before, old): (&Portfolio, &SegmentationPolicy),
    (after, new): (&Portfolio, &SegmentationPolicy),
    dimension: Name,
) -> (Matrix<Name>, Vec<String>) {
    let accounts = before.accounts().iter().chain(after.accounts());
    let ids: BTreeSet<&str> = accounts.map(Account::id).collect();
    let (mut matrix, mut movers) = (Matrix::new(), Vec::new());
    for id in ids {
        let (from, arr) = naive_place(before, old, id, dimension);
        let (to, later) = naive_place(after, new, id, dimension);
        let cell = matrix.entry((from, to)).or_default();
        if from.is_some() {
            count(&mut cell.0, arr);
        }
        if to.is_some() {
            count(&mut cell.1, later);
        }
        if from.is_some() && to.is_some() && from != to {
            movers.push((Reverse(arr.map(Money::ticks).max(later.map(Money::ticks))), id.to_string()));
        }
    }
    movers.sort();
    (matrix, movers.into_iter().map(|(_, id)| id).collect())
}

/// The margins are the tallies of the two reviews, and the cells add up to them.
fn conserves<'r, K: Ord + Clone + std::fmt::Debug>(
    before: &'r Review<'_>,
    after: &'r Review<'_>,
    axis: impl Fn(&Row<'r>) -> Result<K, Reason>,
) {
    let changes = before.changes_to(after).unwrap();
    let migration = changes.migration(&axis);
    let (opening, closing) = (before.tally(&axis), after.tally(&axis));
    assert_eq!(migration.opening(), opening);
    assert_eq!(migration.closing(), closing);
    let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
    for ((from, to), (before, after)) in matrix(&migration) {
        match from {
            Some(from) => sum_up(&mut rows, from, before),
            None => assert_eq!(before, (0, 0, 0)),
        }
        match to {
            Some(to) => sum_up(&mut columns, to, after),
            None => assert_eq!(after, (0, 0, 0)),
        }
    }
    let expected = |tally: &Tally<K>| {
        tally.iter().map(|(place, cell)| (place.clone(), counted(cell))).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(rows, expected(&opening));
    assert_eq!(columns, expected(&closing));

    let BeforeAfter { before: stayed, after: stay } = migration.stayed();
    let BeforeAfter { before: moved, after: moving } = migration.moved();
    let whole = |parts: [Cell; 3]| parts.iter().map(counted).fold((0, 0, 0), plus);
    assert_eq!(whole([stayed, moved, migration.went().total()]), counted(&before.total()));
    assert_eq!(whole([stay, moving, migration.came().total()]), counted(&after.total()));
}

fn sum_up<K: Ord>(sums: &mut BTreeMap<K, Counted>, key: K, part: Counted) {
    let sum = sums.entry(key).or_default();
    *sum = plus(*sum, part);
}

fn ids<'r>(rows: &[Row<'r>]) -> Vec<&'r str> {
    rows.iter().map(|row| row.account.id()).collect()
}

proptest! {
    #[test]
    fn agrees_with_a_comparison_account_by_account(
        (before, after) in two_dates(), old in any_policy(), new in any_policy(),
    ) {
        let (opening, closing) = (before.review(&old), after.review(&new));
        let changes = opening.changes_to(&closing).unwrap();
        for dimension in old.dimensions().chain(new.dimensions()) {
            let migration = changes.dimension(dimension);
            let (expected, movers) = naive((&before, &old), (&after, &new), dimension);
            prop_assert_eq!(matrix(&migration), expected, "{}", dimension);
            prop_assert_eq!(migration.movers().iter().map(Mover::id).collect::<Vec<_>>(), movers);
        }
        let alone = |of: &Portfolio, other: &Portfolio| {
            let alone = of.accounts().iter().filter(|account| other.find(account.id()).is_none());
            let arr = |account: &Account| account.arr_on(of.as_of()).unwrap().map(|fact| fact.value.ticks());
            let mut alone: Vec<_> = alone.map(|account| (Reverse(arr(account)), account.id().to_string())).collect();
            alone.sort();
            alone.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        };
        prop_assert_eq!(ids(changes.went()), alone(&before, &after));
        prop_assert_eq!(ids(changes.came()), alone(&after, &before));
    }

    #[test]
    fn the_same_review_twice_is_the_diagonal_with_everything(portfolio in portfolio(), policy in any_policy()) {
        let again = portfolio.clone();
        let (before, after) = (portfolio.review(&policy), again.review(&policy));
        let changes = before.changes_to(&after).unwrap();
        prop_assert!(changes.went().is_empty() && changes.came().is_empty());
        for (dimension, migration) in changes.dimensions() {
            let total = before.total();
            prop_assert_eq!(migration.stayed(), BeforeAfter { before: total, after: total });
            prop_assert!(migration.movers().is_empty());
            prop_assert_eq!(migration.moved().before.accounts(), 0);
            let tally = before.tally(|row| row.dimension(dimension));
            let diagonal: Vec<_> = migration.flows().map(|flow| {
                assert_eq!((flow.from, flow.before), (flow.to, flow.after));
                (*flow.from.unwrap(), flow.before)
            }).collect();
            prop_assert_eq!(diagonal, tally.iter().map(|(place, cell)| (*place, *cell)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn both_margins_are_the_tallies_to_the_cent(
        (before, after) in two_dates(), old in any_policy(), new in any_policy(),
    ) {
        let (before, after) = (before.review(&old), after.review(&new));
        conserves(&before, &after, Row::tier);
        conserves(&before, &after, Row::wallet);
        conserves(&before, &after, |row| row.industry().map(str::to_string));
        conserves(&before, &after, Row::horizon);
        conserves(&before, &after, |row| row.dimension(OWNER));
    }

    #[test]
    fn swapping_before_and_after_transposes(
        (before, after) in two_dates(), old in any_policy(), new in any_policy(),
    ) {
        let (before, after) = (before.review(&old), after.review(&new));
        let (there, back) = (before.changes_to(&after).unwrap(), after.changes_to(&before).unwrap());
        prop_assert_eq!((ids(there.went()), ids(there.came())), (ids(back.came()), ids(back.went())));
        let (there, back) = (there.migration(Row::tier), back.migration(Row::tier));
        let transposed: Matrix<_> =
            matrix(&back).into_iter().map(|((from, to), (before, after))| ((to, from), (after, before))).collect();
        prop_assert_eq!(matrix(&there), transposed);
        prop_assert_eq!((there.opening(), there.closing()), (back.closing(), back.opening()));
        let movers = |of: &Migration<'_, _>| of.movers().iter().map(|m| (m.id().to_string(), m.from, m.to)).collect::<Vec<_>>();
        let swapped = movers(&back).into_iter().map(|(id, from, to)| (id, to, from)).collect::<Vec<_>>();
        prop_assert_eq!(movers(&there), swapped);
    }

    #[test]
    fn the_movers_are_what_is_off_the_diagonal(
        (before, after) in two_dates(), old in any_policy(), new in any_policy(),
    ) {
        let (before, after) = (before.review(&old), after.review(&new));
        let changes = before.changes_to(&after).unwrap();
        for (dimension, migration) in changes.dimensions() {
            let mut movers = Matrix::new();
            for mover in migration.movers() {
                prop_assert_eq!(mover.before.account.id(), mover.after.account.id());
                prop_assert_eq!(mover.before.dimension(dimension), mover.from);
                prop_assert_eq!(mover.after.dimension(dimension), mover.to);
                let cell = movers.entry((Some(mover.from), Some(mover.to))).or_default();
                count(&mut cell.0, mover.before.arr);
                count(&mut cell.1, mover.after.arr);
            }
            let sums = movers.values().fold(((0, 0, 0), (0, 0, 0)), |a, b| (plus(a.0, b.0), plus(a.1, b.1)));
            let moved = migration.moved();
            prop_assert_eq!(sums, (counted(&moved.before), counted(&moved.after)));
            let off_diagonal: Matrix<_> = matrix(&migration)
                .into_iter()
                .filter(|((from, to), _)| from.is_some() && to.is_some() && from != to)
                .collect();
            prop_assert_eq!(movers, off_diagonal);
        }
    }

    /// The explanations say what the reviews say, and no other policy may give them.
    #[test]
    fn why_is_answered_by_the_two_policies_alone(
        (before, after) in two_dates(), old in any_policy(), new in any_policy(),
    ) {
        let (opening, closing) = (before.review(&old), after.review(&new));
        let changes = opening.changes_to(&closing).unwrap();
        for (dimension, migration) in changes.dimensions() {
            for mover in migration.movers().iter().take(2) {
                let why = mover.why(&old, &new).unwrap();
                for (explanation, place, day) in [
                    (why.before.get(dimension), mover.from, before.as_of()),
                    (why.after.get(dimension), mover.to, after.as_of()),
                ] {
                    match explanation {
                        Some(of) => prop_assert_eq!((of.answer().segment(), of.as_of()), (place, day)),
                        None => prop_assert_eq!(place, Err(Reason::NoMatch)),
                    }
                }
                let answers = |policy: &SegmentationPolicy, row: &Row<'_>| {
                    policy.classify(row.account, row.as_of).iter().collect::<Vec<_>>()
                };
                let told = |policy: &SegmentationPolicy, row: &Row<'_>| {
                    answers(policy, row) == row.segments.iter().collect::<Vec<_>>()
                };
                prop_assert_eq!(mover.before.explain(&new).is_ok(), told(&new, &mover.before));
                prop_assert_eq!(mover.after.explain(&old).is_ok(), told(&old, &mover.after));
            }
        }
    }
}

fn account(id: &str, arr: i64) -> Account {
    Account::builder(id, EUR).arr(eur(arr)).build().unwrap()
}

fn prospect(id: &str) -> Account {
    Account::builder(id, EUR).build().unwrap()
}

fn tiers_from(floor: i64) -> SegmentationPolicy {
    SegmentationPolicy::builder(TierPolicy::three_tiers(eur(floor)).unwrap()).build().unwrap()
}

const SMB: Name = name!("smb");
const LARGE: Name = name!("enterprise_midmarket");

#[test]
fn a_year_with_accounts_that_come_and_go() {
    let before = vec![account("stays", 10), account("grows", 20), account("goes", 70), prospect("signs")];
    let after = vec![
        account("new", 5),
        account("signs", 30),
        account("grows", 60),
        account("stays", 15),
        prospect("asks"),
        account("big", 90),
    ];
    let before = Portfolio::new(before, EUR, as_of()).unwrap();
    let after = Portfolio::new(after, EUR, a_year_later()).unwrap();
    let policy = tiers_from(50);
    let (before, after) = (before.review(&policy), after.review(&policy));
    let changes = before.changes_to(&after).unwrap();
    assert_eq!((ids(changes.went()), ids(changes.came())), (vec!["goes"], vec!["big", "new", "asks"]));

    let no_arr = Reason::Missing(name!("arr"));
    let tiers = changes.dimension(TIER);
    let flows: Vec<_> = tiers
        .flows()
        .map(|flow| (flow.from.copied(), flow.to.copied(), counted(&flow.before), counted(&flow.after)))
        .collect();
    let (small, large, none) = (Some(Ok(SMB)), Some(Ok(LARGE)), Some(Err(no_arr)));
    let euros = |(accounts, prospects, arr): Counted| (accounts, prospects, arr * 10_000);
    let expected = [
        (small, large, (1, 0, 20), (1, 0, 60)),
        (small, small, (1, 0, 10), (1, 0, 15)),
        (none, small, (1, 1, 0), (1, 0, 30)),
        (large, None, (1, 0, 70), (0, 0, 0)),
        (None, large, (0, 0, 0), (1, 0, 90)),
        (None, small, (0, 0, 0), (1, 0, 5)),
        (None, none, (0, 0, 0), (1, 1, 0)),
    ];
    assert_eq!(flows, expected.map(|(from, to, before, after)| (from, to, euros(before), euros(after))));
    assert_eq!(tiers.before().cell(Ok(SMB), Ok(LARGE)).arr().ticks(), 200_000);
    assert_eq!(tiers.after().cell(Ok(SMB), Ok(LARGE)).arr().ticks(), 600_000);
    assert_eq!(
        (tiers.opening().reason(no_arr).accounts(), tiers.closing().reason(no_arr).accounts()),
        (1, 1)
    );
    let movers: Vec<_> = tiers.movers().iter().map(|mover| (mover.id(), mover.from, mover.to)).collect();
    assert_eq!(movers, [("grows", Ok(SMB), Ok(LARGE)), ("signs", Err(no_arr), Ok(SMB))]);
    assert_eq!(counted(&tiers.stayed().after), (1, 0, 150_000));
    assert_eq!(counted(&tiers.moved().after), (2, 0, 900_000));
}

/// By the larger of both ARRs, whichever side it stands on; then by id; without any ARR last.
#[test]
fn movers_stand_in_the_order_of_their_larger_arr() {
    let arr = [
        ("f", Some(90), Some(10)),
        ("e", Some(10), Some(95)),
        ("d", Some(90), None),
        ("c", None, Some(0)),
        ("b", None, None),
        ("a", None, None),
    ];
    let side = |arr: [(&str, Option<i64>); 6], country: &str, day| {
        let account = |(id, arr): (&str, Option<i64>)| {
            Account::builder(id, EUR).arr(arr.map(eur)).country(country).build().unwrap()
        };
        Portfolio::new(arr.map(account).into(), EUR, day).unwrap()
    };
    let before = side(arr.map(|(id, arr, _)| (id, arr)), "AT", as_of());
    let after = side(arr.map(|(id, _, arr)| (id, arr)), "CH", a_year_later());
    let policy = policy();
    let (before, after) = (before.review(&policy), after.review(&policy));
    let changes = before.changes_to(&after).unwrap();
    let countries = changes.migration(Row::country);
    let order: Vec<_> = countries.movers().iter().map(Mover::id).collect();
    assert_eq!(order, ["e", "d", "f", "c", "a", "b"]);
    assert_eq!((countries.movers()[0].from, countries.movers()[0].to), (Ok("AT"), Ok("CH")));
}

/// A tier is a rank and a name. By names alone, who is strategic under three tiers is so under four.
#[test]
fn names_are_the_same_place_where_ranks_differ() {
    let strategic = segmentry::account::Designation::new(segmentry::account::StrategicReason::MajorUpsell);
    let account = Account::builder("a", EUR).arr(eur(1)).designation(strategic).build().unwrap();
    let portfolio = Portfolio::new(vec![account], EUR, as_of()).unwrap();
    let (before, after) = (portfolio.review(&tiers_from(50)), portfolio.review(&policy()));
    let changes = before.changes_to(&after).unwrap();
    assert_eq!(changes.dimension(TIER).stayed().before.accounts(), 1);
    let tiers = changes.migration(Row::tier);
    let [mover] = tiers.movers() else { panic!("another rank") };
    assert_eq!(mover.from.map(|tier| tier.name()), mover.to.map(|tier| tier.name()));
    assert_eq!((mover.from.map(Tier::rank), mover.to.map(Tier::rank)), (Ok(2), Ok(3)));
}

#[test]
fn the_dimensions_of_both_policies_are_compared() {
    let portfolio = Portfolio::new(vec![account("a", 40_000)], EUR, as_of()).unwrap();
    let (small, large) = (tiers_from(25_000), whole().build().unwrap());
    let (few, many) = (portfolio.review(&small), portfolio.review(&large));
    let names = |one: &Review<'_>, other: &Review<'_>| {
        let changes = one.changes_to(other).unwrap();
        changes.dimensions().map(|(dimension, _)| dimension).collect::<Vec<_>>()
    };
    let all: Vec<_> = large.dimensions().collect();
    assert_eq!(names(&few, &many), all);
    assert_eq!(names(&many, &few), all);
    assert_eq!(names(&few, &few), [TIER, TRAJECTORY, WALLET]);
    let empty = Portfolio::new(vec![], EUR, as_of()).unwrap();
    let nobody = empty.review(&large);
    assert_eq!(names(&nobody, &few), [TIER, TRAJECTORY, WALLET]);
    assert_eq!(names(&nobody, &nobody), []);

    let changes = few.changes_to(&many).unwrap();
    let health = changes.dimension(HEALTH);
    assert_eq!((health.opening().reason(Reason::NoMatch).accounts(), health.movers().len()), (1, 1));
    assert_eq!(health.closing().unclassified().accounts(), 0);
    let why = health.movers()[0].why(&small, &large).unwrap();
    assert!(why.before.get(HEALTH).is_none() && why.after.get(HEALTH).is_some());
}

#[test]
fn another_policy_explains_nothing() {
    let portfolio = Portfolio::new(vec![account("a", 40)], EUR, as_of()).unwrap();
    let (old, new) = (tiers_from(25), tiers_from(50));
    let (before, after) = (portfolio.review(&old), portfolio.review(&new));
    let changes = before.changes_to(&after).unwrap();
    let tiers = changes.migration(Row::tier);
    let mover = tiers.movers()[0];
    assert!(mover.why(&old, &new).is_ok());
    let wrong = OtherPolicy { id: "a".into(), dimension: TIER, as_of: as_of() };
    assert_eq!(mover.why(&new, &old), Err(wrong.clone()));
    assert_eq!(
        wrong.to_string(),
        "account `a`: this policy decides `tier` otherwise than the review as of 2026-06-30 did; give the policy of that review"
    );
    // One that decides more than the review did, too.
    let more = SegmentationPolicy::builder(old.tier().clone())
        .custom(OWNER, segmentry::from_fn(OWNER, |_: &Account, _| Ok(name!("local"))))
        .build()
        .unwrap();
    assert_eq!(mover.before.explain(&more).unwrap_err().dimension, OWNER);
    let decided = portfolio.review(&more);
    assert_eq!(decided.rows().next().unwrap().explain(&old).unwrap_err().dimension, OWNER);
}

#[test]
fn two_currencies_are_refused() {
    let (left, right) = (EUR, Currency::USD);
    let euros = Portfolio::new(vec![], left, as_of()).unwrap();
    let dollars = Portfolio::new(vec![], right, as_of()).unwrap();
    let policy = policy();
    let (euros, dollars) = (euros.review(&policy), dollars.review(&policy));
    assert_eq!(euros.changes_to(&dollars).map(|_| ()), Err(CurrencyMismatch { left, right }));
}

#[test]
fn the_largest_amounts_add_up() {
    let account =
        |id: usize| Account::builder(&format!("{id}"), EUR).arr(ticks(Money::MAX_TICKS)).build().unwrap();
    let portfolio = Portfolio::new((0..100).map(account).collect(), EUR, as_of()).unwrap();
    let (before, after) = (portfolio.review(&tiers_from(25)), portfolio.review(&policy()));
    let changes = before.changes_to(&after).unwrap();
    let moved = changes.dimension(TIER).moved();
    assert_eq!(moved.before.arr().ticks(), i128::from(Money::MAX_TICKS) * 100);
    assert_eq!(moved.before, moved.after);
}
