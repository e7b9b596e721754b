//! Lifecycle stages: agreement with the table of the documentation, its edges, and what each stage asks.

use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::calendar::Days;
use segmentry::chrono::{NaiveDate, TimeDelta};
use segmentry::classify::{Answer, Entry, Step, Value, laws};
use segmentry::segment::{LifecycleFacts, LifecyclePolicy, LifecyclePolicyBuilder, LifecycleStage};
use segmentry::{Account, Classifier, Fact, Ratio, SegmentationPolicy, name};

use crate::strategy::{EUR, as_of, date, eur, fact, ratio, ticks, tiers};

/// So many days from the as-of date.
fn in_days(days: i64) -> NaiveDate {
    as_of() + TimeDelta::try_days(days).unwrap()
}

/// What a policy can change, in its simplest form: days, days, thousandths, thousandths.
type Parameters = (u32, u32, Option<i64>, Option<i64>);

const DEFAULT: Parameters = (90, 90, Some(900), Some(1200));

fn policy_of((onboarding, renewal, utilization, potential): Parameters) -> LifecyclePolicy {
    let part = |thousandths: i64| ratio(thousandths, 1000).to_decimal();
    let builder = LifecyclePolicy::builder().onboarding_days(Days(onboarding)).renewal_days(Days(renewal));
    let builder = builder.expansion_utilization(utilization.map(part));
    builder.expansion_potential(potential.map(part)).build().unwrap()
}

/// The table as a person reads it: the first line that matches, and what is needed to go on.
fn naive(facts: &LifecycleFacts, (onboarding, renewal, utilization, potential): Parameters) -> String {
    if facts.arr.is_none_or(|arr| arr.value.ticks() == 0) {
        return "acquisition".into();
    }
    let yes = Some(true);
    if facts.cancellation_requested.map(|f| f.value) == yes || facts.save_plan.map(|f| f.value) == yes {
        return "retention".into();
    }
    if facts.onboarding.is_none_or(|part| part.value != Ratio::ONE) {
        let Some(start) = facts.started_on else { return "unclassified (missing_started_on)".into() };
        if (as_of() - start.value).num_days() <= onboarding.into() {
            return "onboarding".into();
        }
    }
    let Some(day) = facts.renewal_on else { return "unclassified (missing_renewal_on)".into() };
    if (day.value - as_of()).num_days() <= renewal.into() {
        return "retention".into();
    }
    let terms = |part: Ratio| (i128::from(part.numerator()), i128::from(part.denominator()));
    let used = facts.utilization.zip(utilization);
    let reached = |((part, whole), from): ((i128, i128), i64)| part * 1000 >= whole * i128::from(from);
    if used.is_some_and(|(used, from)| reached((terms(used.value), from))) {
        return "expansion".into();
    }
    let wallets = facts.wallet_current.zip(facts.wallet_potential).zip(potential);
    let grows = wallets.is_some_and(|((now, later), from)| {
        let (now, later) = (i128::from(now.value.ticks()), i128::from(later.value.ticks()));
        now > 0 && later * 1000 >= now * i128::from(from)
    });
    if grows { "expansion".into() } else { "success".into() }
}

/// Mostly customers beyond their onboarding, every number on and beside its threshold.
fn facts() -> impl Strategy<Value = LifecycleFacts> {
    let arr = fact(prop_oneof![1 => Just(0_i64), 9 => 1..1_000_000_000_i64].prop_map(ticks));
    let started_on = fact(select(vec![-2000, -91, -90, -89, -31, -30, -29, 0, 1]).prop_map(in_days));
    let renewal_on = fact(select(vec![700, 200, 91, 90, 89, 31, 30, 29, 0, -1]).prop_map(in_days));
    let onboarding = fact(select(vec![ratio(0, 1), ratio(999, 1000), Ratio::ONE, Ratio::ONE, Ratio::ONE]));
    let people = (weighted(0.5, weighted(0.3, Just(true))), weighted(0.5, weighted(0.3, Just(true))));
    let utilization =
        fact(select(vec![ratio(0, 1), ratio(899, 1000), ratio(9, 10), ratio(901, 1000), ratio(3, 1)]));
    let wallets = (fact(0..5_i64), fact(select(vec![0, 1199, 1200, 1201, 5000, 4799, 4800])));
    let first = (arr, started_on, renewal_on, onboarding);
    (first, people, utilization, wallets).prop_map(|(first, people, utilization, (current, potential))| {
        let (arr, started_on, renewal_on, onboarding) = first;
        let flag = |known: Option<Option<bool>>| known.map(|flag| Fact::undated(flag.unwrap_or(false)));
        let (cancellation_requested, save_plan) = (flag(people.0), flag(people.1));
        let (wallet_current, wallet_potential) =
            (current.map(|f| f.map(|n| ticks(n * 1000))), potential.map(|f| f.map(ticks)));
        let dates = LifecycleFacts { arr, started_on, renewal_on, onboarding, ..LifecycleFacts::default() };
        let flags = LifecycleFacts { cancellation_requested, save_plan, ..dates };
        LifecycleFacts { utilization, wallet_current, wallet_potential, ..flags }
    })
}

fn account_of(facts: &LifecycleFacts) -> Option<Account> {
    let builder = Account::builder("a", EUR).arr(facts.arr).started_on(facts.started_on);
    let builder = builder.renewal_on(facts.renewal_on).onboarding(facts.onboarding);
    let builder = builder.cancellation_requested(facts.cancellation_requested).save_plan(facts.save_plan);
    let builder = builder.utilization(facts.utilization).wallet_current(facts.wallet_current);
    // None where the renewal lies before the start.
    builder.wallet_potential(facts.wallet_potential).build().ok()
}

fn asked(facts: &LifecycleFacts) -> String {
    Answer::of(&LifecyclePolicy::default().classify(facts, as_of())).to_string()
}

proptest! {
    #[test]
    fn stages_agree_with_the_table_and_keep_the_laws(
        facts in facts(),
        days in (select(vec![0_u32, 29, 30, 90, 2000, u32::MAX]), select(vec![0_u32, 30, 90, u32::MAX])),
        parts in (weighted(0.7, select(vec![1_i64, 900, 901])), weighted(0.7, select(vec![1_i64, 1000, 1200, 1201]))),
    ) {
        for parameters in [DEFAULT, (days.0, days.1, parts.0, parts.1)] {
            let policy = policy_of(parameters);
            prop_assert_eq!(laws::check(&policy, &[facts], as_of()), Ok(()));
            let answer = Answer::of(&policy.classify(&facts, as_of())).to_string();
            prop_assert_eq!(&answer, &naive(&facts, parameters));
            // So is the account with these facts, as a dimension of the whole.
            let Some(account) = account_of(&facts) else { continue };
            let whole = SegmentationPolicy::builder(tiers()).lifecycle(policy).build().unwrap();
            let (segments, why) = whole.explain(&account, as_of());
            prop_assert_eq!(Answer::of(segments.lifecycle.as_ref().unwrap()).to_string(), answer);
            prop_assert_eq!(why.lifecycle.answer(), Answer::of(segments.lifecycle.as_ref().unwrap()));
        }
    }

    /// What comes after the winner is listed, marked, and cannot be missed: of every rule something is there.
    #[test]
    fn the_rules_that_lose_are_listed_as_not_reached(facts in facts()) {
        let (verdict, why) = LifecyclePolicy::default().explain(&facts, as_of());
        let reached = why.steps().iter().take_while(|entry| entry.reached).count();
        prop_assert!(why.steps().iter().skip(reached).all(|entry| !entry.reached));
        prop_assert!(verdict != Ok(LifecycleStage::Success) || reached == why.steps().len());
        for rule in [["arr"; 2], ["cancellation_requested"; 2], ["onboarding"; 2], ["days_to_renewal", "renewal_on"], ["utilization"; 2]] {
            let of_rule = |entry: &Entry| match entry.step {
                Step::Compared { fact, .. } | Step::Missing { fact } => rule.contains(&fact.as_str()),
                _ => false,
            };
            prop_assert!(why.steps().iter().any(of_rule), "{:?} {:?}", rule, why);
        }
        let passed = facts.renewal_on.is_some_and(|day| day.value < as_of());
        let mentions = why.steps().iter().any(|e| matches!(e.step, Step::Note { note, .. } if note == name!("renewal_passed")));
        prop_assert_eq!(mentions, passed);
    }
}

/// A customer in service.
fn served() -> LifecycleFacts {
    LifecycleFacts {
        arr: Some(eur(1000).into()),
        started_on: Some(date(2020, 1, 1).into()),
        renewal_on: Some(in_days(365).into()),
        onboarding: Some(Ratio::ONE.into()),
        ..LifecycleFacts::default()
    }
}

#[test]
fn a3_1_each_line_of_the_table_just_below_on_and_above() {
    let begun = |days: i64, part: Option<Ratio>| LifecycleFacts {
        started_on: Some(in_days(-days).into()),
        onboarding: part.map(Fact::undated),
        ..served()
    };
    let renewing = |days| LifecycleFacts { renewal_on: Some(in_days(days).into()), ..served() };
    let using = |used| LifecycleFacts { utilization: Some(Fact::undated(used)), ..served() };
    let spending = |now, later| LifecycleFacts {
        wallet_current: Some(ticks(now).into()),
        wallet_potential: Some(ticks(later).into()),
        ..served()
    };
    let (half, almost) = (Some(ratio(1, 2)), Some(ratio(999_999, 1_000_000)));
    let (on, off) = (Some(Fact::undated(true)), Some(Fact::undated(false)));
    for (facts, stage) in [
        (served(), "success"),
        (LifecycleFacts::default(), "acquisition"),
        (LifecycleFacts { arr: None, cancellation_requested: on, ..served() }, "acquisition"),
        (LifecycleFacts { arr: Some(eur(0).into()), save_plan: on, ..served() }, "acquisition"),
        (LifecycleFacts { arr: Some(ticks(1).into()), ..served() }, "success"),
        (LifecycleFacts { arr: Some(ticks(-1).into()), ..served() }, "unclassified (undefined_arr)"),
        (LifecycleFacts { cancellation_requested: on, ..begun(0, None) }, "retention"),
        (LifecycleFacts { save_plan: on, cancellation_requested: off, ..served() }, "retention"),
        (LifecycleFacts { save_plan: off, cancellation_requested: off, ..served() }, "success"),
        (LifecycleFacts { started_on: None, ..served() }, "success"),
        (
            LifecycleFacts { started_on: None, onboarding: None, ..served() },
            "unclassified (missing_started_on)",
        ),
        (LifecycleFacts { renewal_on: None, ..served() }, "unclassified (missing_renewal_on)"),
        (LifecycleFacts { renewal_on: None, ..begun(90, half) }, "onboarding"),
        (begun(-1, half), "onboarding"),
        (begun(89, half), "onboarding"),
        (begun(90, almost), "onboarding"),
        (begun(91, almost), "success"),
        (begun(90, None), "onboarding"),
        (begun(91, None), "success"),
        (begun(0, Some(Ratio::ONE)), "success"),
        (renewing(-1), "retention"),
        (renewing(0), "retention"),
        (renewing(90), "retention"),
        (renewing(91), "success"),
        (using(ratio(899_999, 1_000_000)), "success"),
        (using(ratio(9, 10)), "expansion"),
        (using(ratio(900_001, 1_000_000)), "expansion"),
        (spending(1000, 1199), "success"),
        (spending(1000, 1200), "expansion"),
        (spending(1000, 1201), "expansion"),
        (spending(0, 1200), "success"),
        (LifecycleFacts { wallet_current: None, ..spending(1, 9) }, "success"),
    ] {
        assert_eq!(asked(&facts), stage, "{facts:?}");
        laws::check(&LifecyclePolicy::default(), &[facts], as_of()).unwrap();
    }
    // Each rule can be turned off or moved.
    let build = |change: fn(LifecyclePolicyBuilder) -> LifecyclePolicyBuilder| {
        change(LifecyclePolicy::builder()).build().unwrap()
    };
    let unused = build(|it| it.expansion_utilization(None));
    let unspent = build(|it| it.expansion_potential(None));
    let (short, early) = (build(|it| it.onboarding_days(Days(0))), build(|it| it.renewal_days(Days(0))));
    for (policy, facts, stage) in [
        (&unused, using(ratio(10, 1)), "success"),
        (&unused, spending(1, 9), "expansion"),
        (&unspent, spending(1, 9), "success"),
        (&unspent, using(ratio(10, 1)), "expansion"),
        (&short, begun(0, half), "onboarding"),
        (&short, begun(1, half), "success"),
        (&early, renewing(0), "retention"),
        (&early, renewing(1), "success"),
    ] {
        assert_eq!(Answer::of(&policy.classify(&facts, as_of())).to_string(), stage, "{facts:?}");
    }
}

#[test]
fn a_passed_renewal_and_an_overdue_onboarding_are_noted() {
    let begun = |days: i64, part: Option<Ratio>, renewal| {
        let (started_on, renewal_on) = (Some(in_days(-days).into()), Some(in_days(renewal).into()));
        LifecycleFacts { started_on, renewal_on, onboarding: part.map(Fact::undated), ..served() }
    };
    let (set, half) = (Some(Value::Flag(true)), Some(ratio(1, 2)));
    let yesterday = Some(Value::Date(in_days(-1)));
    for (facts, overdue, passed) in [
        (begun(91, half, 365), set, None),
        (begun(90, half, 365), None, None),
        (begun(91, None, 365), None, None),
        (begun(91, Some(Ratio::ONE), 365), None, None),
        (begun(91, half, -1), set, yesterday),
        (begun(91, Some(Ratio::ONE), 0), None, None),
        // A rule that is not reached notes nothing of this account.
        (begun(90, half, -1), None, None),
        (LifecycleFacts { save_plan: Some(true.into()), ..begun(91, half, -1) }, None, None),
    ] {
        let (_, why) = LifecyclePolicy::default().explain(&facts, as_of());
        let notes = (why.note(name!("onboarding_overdue")), why.note(name!("renewal_passed")));
        assert_eq!(notes, (overdue, passed), "{facts:?}");
    }
}
