//! Every outcome of a lever, its bound and its rounding; two levers together (A1-8).

use segmentry::economics::EconomicsError;
use segmentry::economics::csm_cost::{
    ACTIONS, Bounds, CsmCost, FeeBasis, Lever, LeverAnswer, LeverOutcome, LeverValue, Levers, Obstacle, Path,
    PerAccount, Required, Target, TargetStatus,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money};

use super::{eur, inside, number, outside, total};

use Lever::{AccountsPerCsm, ArrPerAccount, CostPerCsm, FeePerAccount};

fn levers(now: CsmCost, target: &str, bounds: &Bounds) -> Levers {
    now.levers(Target::new(number(target)).unwrap(), bounds).unwrap()
}

fn outcome(now: CsmCost, target: &str, lever: Lever) -> LeverOutcome {
    levers(now, target, &Bounds::NONE).get(lever).outcome()
}

fn amount(exact: &str, rounded: &str) -> Required {
    Required { exact: number(exact), rounded: LeverValue::Amount(eur(rounded)) }
}

/// 18 %: a fifth more ARR, 17.6 % more accounts, 15 % less cost or 150 % more fee would do.
fn midmarket() -> CsmCost {
    outside("200000", "40", "25000", "500")
}

#[test]
fn fees_above_the_cost_per_account_meet_any_target_at_any_arr() {
    for fee in ["5000", "5000.01", "9000"] {
        let now = outside("200000", "40", "25000", fee);
        assert_eq!(outcome(now, "0", ArrPerAccount), LeverOutcome::AlwaysMet);
        assert!(levers(now, "0", &Bounds::NONE).status().is_met());
    }
    // Inside ARR the fee counts for the divisor too: 5000 = 4545.46 * 1.1.
    assert_eq!(
        outcome(inside("200000", "40", "1", "4545.46"), "0.1", ArrPerAccount),
        LeverOutcome::AlwaysMet
    );
    let short = outcome(inside("200000", "40", "0.1", "4545.44"), "0.1", ArrPerAccount);
    assert_eq!(short, LeverOutcome::Feasible(amount("0.16", "0.16")));
}

#[test]
fn a_target_of_zero_leaves_arr_and_accounts_helpless() {
    let free = outside("200000", "40", "25000", "0");
    let helpless = LeverOutcome::Infeasible(Obstacle::NothingAllowed);
    assert_eq!(outcome(free, "0", ArrPerAccount), helpless);
    assert_eq!(outcome(free, "0", AccountsPerCsm), helpless);
    assert_eq!(outcome(free, "0", CostPerCsm), LeverOutcome::Feasible(amount("0", "0")));
    assert_eq!(outcome(free, "0", FeePerAccount), LeverOutcome::Feasible(amount("5000", "5000")));
    // With a fee more accounts do it, since they bring fees.
    let charged = outcome(outside("200000", "40", "25000", "500"), "0", AccountsPerCsm);
    let accounts = Required { exact: dec!(400), rounded: LeverValue::Accounts(dec!(400)) };
    assert_eq!(charged, LeverOutcome::Feasible(accounts));
    // Without a cost there is nothing to solve.
    let idle = outside("0", "40", "25000", "0");
    assert_eq!(outcome(idle, "0", AccountsPerCsm), LeverOutcome::AlwaysMet);
    assert_eq!(levers(idle, "0", &Bounds::NONE).status(), TargetStatus::AtTarget);
    assert_eq!(idle.ratio().unwrap().recovery_share(), None);
}

#[test]
fn a_met_target_says_how_far_each_lever_may_give_way() {
    // 5000 - 2000 = 3000 of 25000 is 12 %.
    let now = outside("200000", "40", "25000", "2000");
    let levers = levers(now, "0.15", &Bounds::NONE);
    assert_eq!(levers.status(), TargetStatus::Within);
    assert_eq!(levers.get(ArrPerAccount).outcome(), LeverOutcome::AlreadyMet(amount("20000", "20000")));
    assert_eq!(levers.get(CostPerCsm).outcome(), LeverOutcome::AlreadyMet(amount("230000", "230000")));
    assert_eq!(levers.get(FeePerAccount).outcome(), LeverOutcome::AlreadyMet(amount("1250", "1250")));
    assert!(Lever::ALL.iter().all(|lever| levers.get(*lever).relative_change() == Some(dec!(0))));
    assert!(levers.least_change().is_none() && levers.combinations().is_empty());
    assert_eq!(
        outcome(outside("150000", "50", "20000", "7"), "0.15", FeePerAccount),
        LeverOutcome::NoChargeNeeded
    );
    // Exactly on the target: 3000 / 20000.
    let on = outcome(outside("150000", "50", "20000", "0"), "0.15", CostPerCsm);
    assert_eq!(on, LeverOutcome::AlreadyMet(amount("150000", "150000")));
}

#[test]
fn an_amount_is_rounded_so_that_it_keeps_the_target() {
    // C/N = 3333.33..: at 15 % an ARR of 22222.22.. up, a fee of 333.33.. up, a cost of 135000 as it is.
    let levers = levers(outside("100000", "30", "20000", "0"), "0.15", &Bounds::NONE);
    let rounded = |lever| levers.get(lever).required().unwrap().rounded.to_string();
    assert_eq!(rounded(ArrPerAccount), "22222.23 EUR");
    assert_eq!(rounded(FeePerAccount), "333.34 EUR");
    assert_eq!(rounded(CostPerCsm), "90000.00 EUR");
    assert_eq!(rounded(AccountsPerCsm), "34 accounts");
    // Down: 30 * 0.15 * 19999.999 = 89999.9955.
    let cost = outcome(outside("100000", "30", "19999.999", "0"), "0.15", CostPerCsm);
    assert_eq!(cost, LeverOutcome::Feasible(amount("89999.9955", "89999.99")));
    // A yen has no cents.
    let jpy = |amount| Money::new(amount, Currency::from_code("JPY").unwrap()).unwrap();
    let tokyo = CsmCost {
        cost_per_csm: jpy(dec!(100)),
        accounts_per_csm: dec!(3),
        arr_per_account: jpy(dec!(100)).into(),
        fee_per_account: jpy(dec!(0)).into(),
        fee_basis: FeeBasis::OutsideArr,
    };
    let levers = tokyo.levers(Target::ARTICLE, &Bounds::NONE).unwrap();
    let rounded = |lever| levers.get(lever).required().unwrap().rounded.to_string();
    assert_eq!([rounded(ArrPerAccount), rounded(CostPerCsm)], ["223 JPY", "45 JPY"]);
}

#[test]
fn the_status_is_decided_on_the_fraction() {
    // 1/3 against 28 threes: above by less than a Decimal shows.
    let third = outside("100", "3", "100", "0");
    let target = Target::new(dec!(0.3333333333333333333333333333)).unwrap();
    let ratio = third.ratio().unwrap();
    assert_eq!((ratio.net(), ratio.status(target)), (target.ratio(), TargetStatus::Over));
    assert!(!third.levers(target, &Bounds::NONE).unwrap().status().is_met());
}

#[test]
fn a_mean_is_not_rounded() {
    // 100000 over three accounts: 15000 of them are 45 %.
    let mean = PerAccount::Mean { total: total("100000"), accounts: 3 };
    let now = CsmCost { arr_per_account: mean, ..outside("150000", "10", "1", "0") };
    assert_eq!(now.ratio().unwrap().net(), dec!(0.45));
    let target = Target::new(dec!(0.45)).unwrap();
    assert_eq!(now.ratio().unwrap().status(target), TargetStatus::AtTarget);
}

#[test]
fn ranked_by_relative_change_with_the_feasible_first() {
    let order = |levers: Levers| levers.ranked().map(|answer| answer.lever());
    let all = levers(midmarket(), "0.15", &Bounds::NONE);
    assert_eq!(order(all), [CostPerCsm, AccountsPerCsm, ArrPerAccount, FeePerAccount]);
    let changes = levers(midmarket(), "0.15", &Bounds::NONE).ranked().map(|it| it.relative_change().unwrap());
    assert_eq!([changes[0], changes[2], changes[3]], [dec!(0.15), dec!(0.2), dec!(1.5)]);
    // 3 / 17
    super::assert_near(changes[1], "0.1764705882352941176471");
    let bounds = Bounds {
        min_cost_per_csm: Some(eur("180000")),
        max_accounts_per_csm: Some(dec!(47.99)),
        max_arr_per_account: Some(eur("30000")),
        max_fee_per_account: None,
    };
    let bounded = levers(midmarket(), "0.15", &bounds);
    assert!(matches!(bounded.get(CostPerCsm).outcome(), LeverOutcome::BeyondBound { .. }));
    assert!(bounded.get(ArrPerAccount).is_feasible(), "the bound itself is allowed");
    assert_eq!(order(bounded), [ArrPerAccount, FeePerAccount, CostPerCsm, AccountsPerCsm]);
    // Without a fee a new one has no relative change: last of the feasible.
    let free = levers(outside("200000", "40", "25000", "0"), "0.15", &Bounds::NONE);
    assert_eq!(free.get(FeePerAccount).relative_change(), None);
    assert_eq!(order(free), [CostPerCsm, ArrPerAccount, AccountsPerCsm, FeePerAccount]);
}

#[test]
fn equal_changes_rank_in_the_order_of_the_article() {
    // 30 % without a fee: ARR and accounts both double.
    let levers = levers(outside("120000", "20", "20000", "0"), "0.15", &Bounds::NONE);
    let ranked = levers.ranked().map(|answer| (answer.lever(), answer.relative_change()));
    let (arr, accounts) = ((ArrPerAccount, Some(dec!(1))), (AccountsPerCsm, Some(dec!(1))));
    assert_eq!(ranked, [(CostPerCsm, Some(dec!(0.5))), arr, accounts, (FeePerAccount, None)]);
}

#[test]
fn at_capacity_the_fee_or_the_cost_does_the_rest() {
    let at = |capacity| {
        let bounds = Bounds { max_accounts_per_csm: Some(capacity), ..Bounds::NONE };
        levers(midmarket(), "0.15", &bounds).at_capacity().copied()
    };
    // 200000 / 45 - 3750 = 694.44.. and 45 * 4250.
    let full = at(dec!(45)).unwrap();
    assert_eq!(full.fee.required().unwrap().rounded, LeverValue::Amount(eur("694.45")));
    assert_eq!(full.cost.required().unwrap().rounded, LeverValue::Amount(eur("191250")));
    assert!(at(dec!(47)).is_some() && at(dec!(48)).is_none());
    // Who has more accounts than time needs more: 200000 / 30 - 3750, and 30 * 4250.
    let over = at(dec!(30)).unwrap();
    assert_eq!(over.fee.required().unwrap().rounded, LeverValue::Amount(eur("2916.67")));
    assert_eq!(over.cost.required().unwrap().rounded, LeverValue::Amount(eur("127500")));
    assert!(at(dec!(0)).is_none());
}

#[test]
fn one_lever_to_its_bound_and_another_for_the_rest() {
    let bounds = Bounds {
        max_arr_per_account: Some(eur("27500")),
        max_accounts_per_csm: Some(dec!(42)),
        min_cost_per_csm: Some(eur("190000")),
        max_fee_per_account: Some(eur("600")),
    };
    let levers = levers(midmarket(), "0.15", &bounds);
    assert!(levers.ranked().iter().all(|answer| !answer.is_feasible()));
    assert_eq!(levers.combinations().len(), 12);
    let pair = |first, second| {
        let found =
            levers.combinations().iter().find(|it| (it.first(), it.second().lever()) == (first, second));
        *found.unwrap()
    };
    // 5000 - 0.15 * 27500 = 875, but 600 is the most.
    let fee = pair(ArrPerAccount, FeePerAccount);
    assert_eq!((fee.moved_to(), fee.is_feasible()), (LeverValue::Amount(eur("27500")), false));
    assert_eq!(fee.second().required(), Some(amount("875", "875")));
    // 40 * (0.15 * 27500 + 500) = 185000, but 190000 is the least.
    assert_eq!(pair(ArrPerAccount, CostPerCsm).second().required(), Some(amount("185000", "185000")));
    // (190000 / 40 - 500) / 0.15 = 28333.33.., but 27500 is the most.
    assert_eq!(
        pair(CostPerCsm, ArrPerAccount).second().required().unwrap().rounded,
        LeverValue::Amount(eur("28333.34"))
    );
    // 200000 / (0.15 * 27500 + 500) = 43.24..
    let accounts = pair(ArrPerAccount, AccountsPerCsm);
    assert_eq!(accounts.second().required().unwrap().rounded, LeverValue::Accounts(dec!(44)));
    assert!(levers.least_change().is_none());
}

#[test]
fn the_least_change_may_be_one_lever_or_two() {
    // Cost alone would take 15 %; it stops at 5 %, and ARR does the rest: 28333.33.. is 13.33 % more, in sum 18.33 %.
    let bounds = Bounds { min_cost_per_csm: Some(eur("190000")), ..Bounds::NONE };
    let only_arr =
        Bounds { max_accounts_per_csm: Some(dec!(40)), max_fee_per_account: Some(eur("500")), ..bounds };
    let least = levers(midmarket(), "0.15", &only_arr).least_change().unwrap();
    let Path::Together(pair) = least else { panic!("ARR alone takes 20 %: {least:?}") };
    assert_eq!((pair.first(), pair.second().lever()), (CostPerCsm, ArrPerAccount));
    super::assert_near(least.relative_change().unwrap(), "0.1833333333333333333333");
    // With accounts free to move, 44.7 in place of 40 are 11.76 % more, in sum 16.76 %: below 17.65 % of accounts alone.
    let least = levers(midmarket(), "0.15", &bounds).least_change().unwrap();
    let Path::Together(pair) = least else { panic!("{least:?}") };
    assert_eq!((pair.first(), pair.second().lever()), (CostPerCsm, AccountsPerCsm));
    let least = levers(midmarket(), "0.15", &Bounds::NONE).least_change().unwrap();
    assert!(matches!(least, Path::Alone(answer) if answer.lever() == CostPerCsm));
    // Where a new fee is all there is, it is the answer, although it has no relative change.
    let stuck = Bounds {
        max_arr_per_account: Some(eur("25000")),
        max_accounts_per_csm: Some(dec!(40)),
        min_cost_per_csm: Some(eur("200000")),
        max_fee_per_account: None,
    };
    let least = levers(outside("200000", "40", "25000", "0"), "0.15", &stuck).least_change().unwrap();
    assert!(matches!(least, Path::Alone(answer) if answer.lever() == FeePerAccount));
    assert_eq!(least.relative_change(), None);
}

#[test]
fn a_bound_within_the_last_cent_leaves_nothing_for_the_second() {
    // 22222.222.. is needed, 22222.23 can be charged, 22222.225 is the bound: met there, but not in whole cents.
    let bounds = Bounds { max_arr_per_account: Some(eur("22222.225")), ..Bounds::NONE };
    let levers = levers(outside("100000", "30", "20000", "0"), "0.15", &bounds);
    assert!(matches!(levers.get(ArrPerAccount).outcome(), LeverOutcome::BeyondBound { .. }));
    let pair = levers.combinations().iter().find(|it| it.first() == ArrPerAccount).unwrap();
    assert!(pair.is_feasible() && pair.second().is_met());
}

#[test]
fn sensitivity_is_what_one_percent_does() {
    let changes = |now: CsmCost| now.sensitivity().unwrap().map(|it| (it.lever(), it.change()));
    let [cost, accounts, arr, fee] = changes(midmarket());
    assert_eq!((cost, fee), ((CostPerCsm, dec!(-0.002)), (FeePerAccount, dec!(-0.0002))));
    // 0.2 / 1.01 - 0.2 and 0.18 / 1.01 - 0.18
    assert_eq!((accounts.0, arr.0), (AccountsPerCsm, ArrPerAccount));
    super::assert_near(accounts.1, "-0.0019801980198019801980");
    super::assert_near(arr.1, "-0.0017821782178217821782");
    // Fees above the cost: more ARR brings the ratio up to zero.
    let [.., last] = changes(outside("200000", "40", "25000", "6000"));
    assert_eq!(last.0, ArrPerAccount);
    assert!(last.1 > dec!(0));
}

#[test]
fn refuses_what_the_formulas_do_not_allow() {
    let fault = |now: CsmCost| now.ratio().unwrap_err().to_string();
    assert_eq!(fault(outside("1", "0", "1", "0")), "accounts_per_csm is zero, so there is no CSM cost / ARR");
    assert_eq!(fault(outside("1", "1", "0", "0")), "arr_per_account is zero, so there is no CSM cost / ARR");
    for (now, field) in [
        (outside("-1", "1", "1", "0"), "cost_per_csm is `-1.00 EUR`"),
        (outside("1", "-0.5", "1", "0"), "accounts_per_csm is `-0.5`"),
        (outside("1", "1", "-1", "0"), "arr_per_account is `-1.00 EUR`"),
        (outside("1", "1", "1", "-0.01"), "fee_per_account is `-0.01 EUR`"),
    ] {
        assert!(fault(now).starts_with(field), "{}", fault(now));
        assert!(now.levers(Target::ARTICLE, &Bounds::NONE).is_err() && now.sensitivity().is_err());
        assert!(now.headcount(1).is_err());
    }
    let usd = |amount| Money::new(amount, Currency::USD).unwrap();
    let mixed = [
        CsmCost { cost_per_csm: usd(dec!(1)), ..midmarket() },
        CsmCost { arr_per_account: usd(dec!(1)).into(), ..midmarket() },
        CsmCost { fee_per_account: usd(dec!(1)).into(), ..midmarket() },
    ];
    assert!(mixed.iter().all(|now| matches!(now.ratio(), Err(EconomicsError::Currency(_)))));
    let no_accounts = PerAccount::Mean { total: total("1"), accounts: 0 };
    let error = CsmCost { arr_per_account: no_accounts, ..midmarket() }.ratio().unwrap_err();
    assert!(matches!(error, EconomicsError::ZeroBase { base: "accounts", .. }));
    assert!(Target::new(dec!(-0.01)).unwrap_err().to_string().contains("write 0.15 for 15 %"));

    let bounds = |bounds: Bounds| midmarket().levers(Target::ARTICLE, &bounds).unwrap_err();
    let negative = bounds(Bounds { min_cost_per_csm: Some(eur("-1")), ..Bounds::NONE });
    assert!(negative.to_string().starts_with("min_cost_per_csm is `-1.00 EUR`"));
    let negative = bounds(Bounds { max_accounts_per_csm: Some(dec!(-1)), ..Bounds::NONE });
    assert!(negative.to_string().starts_with("max_accounts_per_csm is `-1 accounts`"));
    let foreign = bounds(Bounds { max_fee_per_account: Some(usd(dec!(1))), ..Bounds::NONE });
    assert!(matches!(foreign, EconomicsError::Currency(_)));
}

#[test]
fn every_lever_has_the_actions_of_the_article() {
    let counts = Lever::ALL.map(|lever| lever.actions().count());
    assert_eq!((counts, ACTIONS.len()), ([5, 5, 2, 1], 13));
    assert!(ACTIONS.iter().all(|action| action.source.contains("A1-8") && !action.advice.is_empty()));
}

#[test]
fn a_requirement_beyond_every_amount_is_an_outcome() {
    let now = outside("100000000000000", "0.0001", "1", "0");
    let levers = levers(now, "0.0000000000000000000000000001", &Bounds::NONE);
    let too_large = |answer: &LeverAnswer| answer.outcome() == LeverOutcome::Infeasible(Obstacle::TooLarge);
    assert!([ArrPerAccount, FeePerAccount, AccountsPerCsm].iter().all(|lever| too_large(levers.get(*lever))));
    // Any cost will do where it would have to be above 10^14.
    let idle = outside("1", "1000000", "100000000000000", "0");
    assert_eq!(outcome(idle, "1", CostPerCsm), LeverOutcome::AlwaysMet);
}
