//! Every miss is true: what would have to move is moved, and the answer is the one that it promised.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use segmentry::account::{AccountBuilder, Designation, StrategicReason};
use segmentry::calendar::{add_months, days_between};
use segmentry::chrono::{NaiveDate, TimeDelta};
use segmentry::classify::{Answer, Comparison, Move, Value, laws};
use segmentry::rust_decimal::dec;
use segmentry::segment::{TIER, TRAJECTORY, TierPolicy, WALLET, WalletPolicy};
use segmentry::{Account, Csat, Decimal, Miss, Money, Name, Nps, Ratio, SegmentationPolicy};

use super::strategy::{EUR, account, as_of, eur, policy, ratio, ticks, tiers};

/// The account as the models see it on the day, to be changed.
fn rebuilt(account: &Account) -> AccountBuilder {
    let builder = Account::builder("moved", EUR)
        .arr(account.arr_on(as_of()).unwrap())
        .prior_arr(account.prior_arr_on(as_of()))
        .wallet_current(account.wallet_current())
        .wallet_potential(account.wallet_potential())
        .business_growth(account.business_growth())
        .prior_business_growth(account.prior_business_growth())
        .industry_growth(account.industry_growth())
        .value_aligned(account.value_aligned())
        .external_factor(account.external_factor())
        .nps(account.nps())
        .csat(account.csat())
        .designation(account.designation().cloned());
    match account.previous(WALLET) {
        Some(previous) => builder.previous(WALLET, previous),
        None => builder,
    }
}

/// The amount that is this part of another, or one tick less; `None` where a tick is too coarse to say.
fn part_of(whole: Option<Money>, part: i128, of: u64, nudge: i64) -> Option<Money> {
    let whole = i128::from(whole?.ticks());
    let (product, of) = (whole * part, i128::from(of));
    if (nudge == 0 && product % of != 0) || whole < 100_000 {
        return None;
    }
    let rounded_up = (product + of - 1).checked_div_euclid(of)? + i128::from(nudge);
    Money::from_ticks(i64::try_from(rounded_up).ok()?, EUR).ok()
}

/// A ratio, or one a little beside it.
fn beside(ratio: Ratio, nudge: i64) -> Ratio {
    Ratio::from_decimal(ratio.to_decimal() + dec!(0.000000000001) * Decimal::from(nudge)).unwrap()
}

/// The account and the day after the move that the miss asks for.
fn moved(account: &Account, miss: &Miss) -> Option<(Account, NaiveDate)> {
    let nudge = match (miss.distance(), miss.comparison()) {
        (Move::Pass, Comparison::AtLeast | Comparison::Below) => -1,
        (Move::Pass, _) => 1,
        _ => 0,
    };
    let (builder, mut on, set) = (rebuilt(account), as_of(), miss.observed() == Value::Flag(false));
    let current = account.wallet_current().map(|fact| fact.value);
    let prior = account.prior_arr_on(on).map(|fact| fact.value);
    let share = |limit: Ratio| part_of(current, limit.numerator().into(), limit.denominator(), nudge);
    let grown = |limit: Ratio| i128::from(limit.denominator()) + i128::from(limit.numerator());
    let account = match (miss.fact().as_str(), miss.threshold()) {
        ("arr", Value::Money(floor)) => builder.arr(ticks(floor.ticks() + nudge)),
        ("arr_growth", Value::Ratio(limit)) => {
            builder.arr(part_of(prior, grown(limit), limit.denominator(), nudge)?)
        }
        ("wallet_share", Value::Ratio(limit)) => builder.arr(share(limit)?),
        ("wallet_expansion", Value::Ratio(limit)) => builder.wallet_potential(share(limit)?),
        ("business_growth", Value::Ratio(limit)) => builder.business_growth(beside(limit, nudge)),
        ("industry_growth", Value::Ratio(limit)) => builder.industry_growth(beside(limit, nudge)),
        ("nps", Value::Nps(limit)) => {
            builder.nps(Nps::new(limit.value() + dec!(0.0001) * Decimal::from(nudge)).unwrap())
        }
        ("csat", Value::Ratio(limit)) => {
            let value = limit.to_decimal() + dec!(0.0001) * Decimal::from(nudge);
            builder.csat(Csat::new(value, dec!(1)).unwrap())
        }
        ("value_aligned", _) => builder.value_aligned(set),
        ("external_factor", _) => builder.external_factor(set),
        ("strategic", _) => builder.designation(set.then(|| Designation::new(StrategicReason::Unrecorded))),
        ("as_of", Value::Date(last_day)) => {
            on = last_day + TimeDelta::try_days(nudge).unwrap();
            builder
        }
        _ => panic!("nobody can move this: {miss}"),
    };
    Some((account.build().unwrap(), on))
}

/// With every rule that a policy can have.
fn low_share() -> SegmentationPolicy {
    let wallet = WalletPolicy::builder().re_evaluate_below(Some(dec!(0.3))).build().unwrap();
    SegmentationPolicy::builder(tiers()).wallet(wallet).build().unwrap()
}

fn answer(policy: &SegmentationPolicy, account: &Account, on: NaiveDate, dimension: Name) -> Answer {
    policy.classify(account, on).iter().find(|(name, _)| *name == dimension).unwrap().1
}

/// |observed - threshold| and the larger of both.
fn gap(miss: &Miss) -> (u128, u128) {
    let terms = match (miss.observed(), miss.threshold()) {
        (Value::Money(a), Value::Money(b)) => Some((a.ticks().into(), b.ticks().into())),
        (Value::Ratio(a), Value::Ratio(b)) => Some((
            i128::from(a.numerator()) * i128::from(b.denominator()),
            i128::from(b.numerator()) * i128::from(a.denominator()),
        )),
        (Value::Nps(a), Value::Nps(b)) => {
            Some(((a.value() * dec!(10000)).trunc().mantissa(), (b.value() * dec!(10000)).trunc().mantissa()))
        }
        (Value::Date(a), Value::Date(b)) => {
            Some((days_between(as_of(), a).into(), days_between(as_of(), b).into()))
        }
        _ => None,
    };
    let whole = |(a, b): (i128, i128)| (a.abs_diff(b), a.unsigned_abs().max(b.unsigned_abs()).max(1));
    terms.map_or((1, 1), whole)
}

/// The order of two fractions up to 1, crosswise where the products fit, else by the whole parts of their inverses.
fn compare((a, b): (u128, u128), (c, d): (u128, u128)) -> Ordering {
    match (a.checked_mul(d), c.checked_mul(b)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ if a == 0 || c == 0 => a.cmp(&c),
        _ => d.div_euclid(c).cmp(&b.div_euclid(a)).then_with(|| compare((d % c, c), (b % a, a))),
    }
}

/// Answers comparisons, one of them wrongly.
struct Flip {
    wrong: Option<usize>,
    asked: usize,
}

impl Flip {
    fn ask(&mut self, holds: bool) -> bool {
        self.asked += 1;
        holds != (self.wrong == Some(self.asked - 1))
    }
}

fn naive_tier(account: &Account, flip: &mut Flip) -> &'static str {
    let in_force = |it: &Designation| it.made_on().is_none_or(|date| date <= as_of());
    let arr = account.arr_on(as_of()).unwrap().map(|fact| fact.value.ticks());
    match arr {
        _ if flip.ask(account.designation().is_some_and(in_force)) => "strategic",
        None => "unclassified (missing_arr)",
        Some(arr) if flip.ask(arr >= 1_000_000_000) => "enterprise",
        Some(arr) if flip.ask(arr >= 250_000_000) => "midmarket",
        Some(_) => "smb",
    }
}

fn naive_trajectory(growth: Ratio, flip: &mut Flip) -> &'static str {
    let (part, whole) = (i128::from(growth.numerator()), i128::from(growth.denominator()));
    match () {
        () if flip.ask(part * 20 >= whole) => "growing",
        () if flip.ask(part * 1000 >= whole) => "struggling",
        () => "shrinking",
    }
}

/// For an account with a share and an expansion, by a policy with every rule.
fn naive_wallet(account: &Account, flip: &mut Flip) -> &'static str {
    let amount = |money: Money| i128::from(money.ticks());
    let arr = amount(account.arr_on(as_of()).unwrap().unwrap().value);
    let [current, potential] = [account.wallet_current(), account.wallet_potential()];
    let [current, potential] = [current, potential].map(|fact| amount(fact.unwrap().value));
    if account.value_aligned().is_some_and(|fact| !flip.ask(fact.value)) {
        let stay = account.previous(WALLET).filter(|it| it.segment.as_str() == "re_evaluate");
        let last_day = stay.and_then(|stay| stay.since).map(|since| add_months(since, 9).unwrap());
        let overdue = last_day.is_some_and(|last_day| flip.ask(as_of() > last_day));
        return if overdue { "manage" } else { "re_evaluate" };
    }
    let unhappy = |csat: Csat| csat.value() * dec!(5) < csat.scale() * dec!(3);
    match () {
        () if account.external_factor().is_some_and(|fact| flip.ask(fact.value)) => "re_evaluate",
        () if account.nps().is_some_and(|fact| flip.ask(fact.value < Nps::ZERO)) => "re_evaluate",
        () if account.csat().is_some_and(|fact| flip.ask(unhappy(fact.value))) => "re_evaluate",
        () if flip.ask(arr * 5 >= current * 4) => "protect",
        () if flip.ask(potential * 5 >= current * 6) => "grow",
        () if flip.ask(arr * 10 < current * 3) => "re_evaluate",
        () => "manage",
    }
}

/// The answer, and what it becomes when one comparison is inverted, in the order of the comparisons.
fn by_force(naive: impl Fn(&mut Flip) -> &'static str) -> (String, Vec<String>) {
    let mut plain = Flip { wrong: None, asked: 0 };
    let answer = naive(&mut plain);
    let inverted = (0..plain.asked).map(|index| naive(&mut Flip { wrong: Some(index), asked: 0 }));
    (answer.into(), inverted.filter(|other| *other != answer).map(String::from).collect())
}

fn listed(answer: Answer, misses: &[Miss]) -> (String, Vec<String>) {
    let by_step: BTreeSet<_> = misses.iter().map(|miss| (miss.step(), miss.answer().to_string())).collect();
    (answer.to_string(), by_step.into_iter().map(|(_, answer)| answer).collect())
}

proptest! {
    #[test]
    fn moving_the_fact_gives_the_answer_where_it_can_move(account in account()) {
        let policy = low_share();
        for (dimension, explanation) in policy.explain(&account, as_of()).1.iter() {
            for miss in explanation.misses() {
                if let Some((other, on)) = moved(&account, miss) {
                    let answer = answer(&policy, &other, on, dimension);
                    prop_assert_eq!(answer == miss.answer(), miss.fact_can_move(), "{}: {}", miss, answer);
                }
            }
        }
    }

    #[test]
    fn moving_the_floor_gives_the_tier(account in account()) {
        for miss in policy().explain(&account, as_of()).1.tier.misses() {
            let (Value::Money(arr), Value::Money(floor)) = (miss.observed(), miss.threshold()) else { continue };
            let beyond = if miss.distance() == Move::Pass { 1 } else { 0 };
            let Ok(to) = Money::from_ticks(arr.ticks() + beyond, EUR) else { continue };
            let [low, high] = [eur(25_000), eur(100_000)].map(|other| if other == floor { to } else { other });
            match TierPolicy::four_tiers(low, high) {
                Ok(tiers) => {
                    let policy = SegmentationPolicy::builder(tiers).build().unwrap();
                    prop_assert_eq!(answer(&policy, &account, as_of(), TIER), miss.answer(), "{}", miss);
                }
                Err(_) => prop_assert!(low.ticks() == 0 || low.ticks() >= high.ticks(), "{}", miss),
            }
        }
    }

    #[test]
    fn the_misses_are_those_found_by_force(account in account()) {
        let why = low_share().explain(&account, as_of()).1;
        prop_assert_eq!(listed(why.tier.answer(), why.tier.misses()), by_force(|flip| naive_tier(&account, flip)));
        let growth = account.business_growth().or(account.industry_growth());
        if let Some(growth) = growth.map(|fact| fact.value) {
            let listed = listed(why.trajectory.answer(), why.trajectory.misses());
            prop_assert_eq!(listed, by_force(|flip| naive_trajectory(growth, flip)));
        }
        match why.wallet.answer() {
            Answer::Unclassified(_) => prop_assert!(why.wallet.misses().is_empty()),
            answer => {
                let listed = listed(answer, why.wallet.misses());
                prop_assert_eq!(listed, by_force(|flip| naive_wallet(&account, flip)));
            }
        }
    }

    #[test]
    fn the_nearest_miss_comes_first_and_none_repeats_the_answer(account in account()) {
        for (dimension, explanation) in low_share().explain(&account, as_of()).1.iter() {
            for pair in explanation.misses().windows(2) {
                let order = compare(gap(&pair[0]), gap(&pair[1])).then(pair[0].step().cmp(&pair[1].step()));
                prop_assert_eq!(order, Ordering::Less, "{}: {}, then {}", dimension, pair[0], pair[1]);
            }
            prop_assert!(explanation.misses().iter().all(|miss| miss.answer() != explanation.answer()));
        }
    }

    #[test]
    fn the_models_keep_the_laws(accounts in vec(account(), 1..8)) {
        for policy in [policy(), low_share()] {
            prop_assert_eq!(laws::check(&policy.tier_of_account(), &accounts, as_of()), Ok(()));
            prop_assert_eq!(laws::check(&policy.trajectory_of_account(), &accounts, as_of()), Ok(()));
            prop_assert_eq!(laws::check(&policy.wallet_of_account(), &accounts, as_of()), Ok(()));
        }
    }
}

/// The neighbours of a tier are all tiers above it, and the one below.
#[test]
fn around_the_floors_every_tier_has_its_neighbours() {
    for arr in [0, 1, 249_999_999, 250_000_000, 250_000_001, 999_999_999, 1_000_000_000, 1_000_000_001] {
        let account = Account::builder("grid", EUR).arr(ticks(arr)).build().unwrap();
        let why = policy().explain(&account, as_of()).1.tier;
        let neighbours = match arr {
            1_000_000_000.. => ("enterprise", vec!["strategic", "midmarket"]),
            250_000_000.. => ("midmarket", vec!["strategic", "enterprise", "smb"]),
            _ => ("smb", vec!["strategic", "enterprise", "midmarket"]),
        };
        let neighbours = (neighbours.0.into(), neighbours.1.into_iter().map(String::from).collect());
        assert_eq!(listed(why.answer(), why.misses()), neighbours);
    }
    for (per_mille, misses) in [(50, 1), (49, 2), (1, 2), (0, 2)] {
        let account = Account::builder("grid", EUR).business_growth(ratio(per_mille, 1000)).build().unwrap();
        let why = policy().explain(&account, as_of()).1;
        assert_eq!(why.iter().find(|(name, _)| *name == TRAJECTORY).unwrap().1.misses().len(), misses);
    }
}
