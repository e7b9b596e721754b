//! Decisions by people in a policy: for whom they are meant, when they are in force, what two of them at once mean.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{AccountBuilder, Override, facts};
use segmentry::chrono::{NaiveDate, TimeDelta};
use segmentry::classify::{Answer, Entry, Fault, FaultKind, PlainText, Reason, Step, Value, laws};
use segmentry::portfolio::{PolicyOverride, Portfolio};
use segmentry::segment::{ATTENTION, OverrideScope, RISK, SegmentationPolicyBuilder, TIER};
use segmentry::{Account, Explanation, Name, SegmentationPolicy, name};

use crate::decisions::{OWNER, whole, with_a_past};
use crate::strategy::{EUR, as_of, date, eur};

fn on(day: i64) -> NaiveDate {
    as_of() + TimeDelta::try_days(day).unwrap()
}

fn decision(dimension: Name, segment: &str) -> Override {
    Override::new(dimension, Name::new(segment).unwrap()).by("head of sales").because("reference")
}

/// In force from so many days after the day of the question to so many.
fn lasting(dimension: Name, segment: &str, days: (i64, i64)) -> Override {
    decision(dimension, segment).from(on(days.0)).until(on(days.1))
}

fn account(id: &str) -> AccountBuilder {
    Account::builder(id, EUR).arr(eur(30_000)).country("AT")
}

fn built(builder: AccountBuilder) -> Account {
    builder.build().unwrap()
}

fn industry(wanted: &'static str) -> OverrideScope {
    OverrideScope::new(wanted, move |account, cx| match account.industry() {
        Some(industry) => Ok(cx.one_of(facts::INDUSTRY, industry, &[wanted])),
        None => Err(cx.missing(facts::INDUSTRY)),
    })
}

fn acme() -> OverrideScope {
    OverrideScope::account("acme")
}

/// What the policy answers; explaining and the laws agree.
fn answer(policy: &SegmentationPolicy, account: &Account, dimension: Name, day: NaiveDate) -> String {
    laws::check(&policy.tier_of_account(), std::slice::from_ref(account), day).unwrap();
    let (segments, why) = policy.explain(account, day);
    assert_eq!(segments, policy.classify(account, day));
    let answer = segments.get(dimension).unwrap();
    assert_eq!(why.get(dimension).unwrap().answer().segment(), answer);
    answer.map_or_else(|reason| reason.to_string(), |name| name.to_string())
}

/// Sales looks after two key accounts in person, and after a new market for a quarter.
#[test]
fn a_policy_decides_for_an_account_and_for_an_industry() {
    let quarter =
        |segment| decision(TIER, segment).by("sales ops").from(date(2026, 4, 1)).until(date(2026, 6, 30));
    let policy = whole()
        .overridden(acme(), decision(TIER, "strategic").from(date(2026, 1, 1)).indefinitely())
        .overridden(industry("Logistics"), quarter("enterprise"))
        .build()
        .unwrap();
    let listed: Vec<String> = policy
        .parameters()
        .into_iter()
        .filter(|(dimension, parameter)| (*dimension, parameter.name) == (TIER, name!("override")))
        .map(|(_, parameter)| parameter.value)
        .collect();
    assert_eq!(
        listed,
        [
            "strategic for account `acme` from 2026-01-01, indefinitely, by head of sales: reference",
            "enterprise for scope `Logistics` from 2026-04-01 until 2026-06-30, by sales ops: reference",
        ]
    );
    let acme = built(account("acme"));
    let (bolt, coil) =
        (built(account("bolt").industry("Logistics")), built(account("coil").industry("Retail")));
    let dust = built(account("dust"));
    for (account, day, expected) in [
        (&acme, date(2025, 12, 31), "midmarket"),
        (&acme, date(2026, 1, 1), "strategic"),
        (&acme, date(2199, 12, 31), "strategic"),
        (&bolt, date(2026, 3, 31), "midmarket"),
        (&bolt, date(2026, 4, 1), "enterprise"),
        (&bolt, date(2026, 6, 30), "enterprise"),
        (&bolt, date(2026, 7, 1), "midmarket"),
        (&coil, date(2026, 6, 30), "midmarket"),
        // Of whom nobody knows the industry, the decision is not meant.
        (&dust, date(2026, 6, 30), "midmarket"),
    ] {
        assert_eq!(answer(&policy, account, TIER, day), expected, "{} {day}", account.id());
    }

    // The computed answer stands beside the one given, and so does what would have to move.
    let (_, why) = policy.explain(&bolt, date(2026, 6, 30));
    let text = "\
enterprise as of 2026-06-30
  Logistics
    industry: Logistics one of Logistics? yes
  (not reached) strategic? no
  (not reached) arr: 30000.00 EUR >= 100000.00 EUR? no
  (not reached) arr: 30000.00 EUR >= 25000.00 EUR? yes
  enterprise by decision of people; computed: midmarket
  note: decided_by sales ops
  note: reason reference
  note: until 2026-06-30
  note: scope Logistics
to change it:
  industry would have to be another (now Logistics): midmarket
";
    assert_eq!(PlainText(&why.tier).to_string(), text);
    let (_, why) = policy.explain(&acme, date(2026, 6, 30));
    assert_eq!(why.tier.note(name!("scope")), Some(Value::Text(name!("acme"))));
    let (_, why) = policy.explain(&dust, date(2026, 6, 30));
    assert!(PlainText(&why.tier).to_string().contains("industry: not known"));
}

#[test]
fn what_has_expired_is_noted_and_what_has_not_begun_is_not() {
    let policy = whole()
        .overridden(acme(), lasting(TIER, "strategic", (-20, -10)))
        .overridden(industry("Logistics"), lasting(TIER, "enterprise", (-20, -5)))
        .overridden(industry("Retail"), lasting(TIER, "smb", (1, 9)))
        .build()
        .unwrap();
    let plain = whole().build().unwrap();
    let own = lasting(TIER, "smb", (-9, -8));
    for (account, expired) in [
        (account("acme"), Some((on(-10), name!("acme")))),
        (account("bolt").industry("Logistics"), Some((on(-5), name!("Logistics")))),
        // The last that ended, wherever it stands.
        (account("acme").industry("Logistics"), Some((on(-5), name!("Logistics")))),
        (account("bolt").industry("Retail"), None),
        (account("bolt"), None),
    ] {
        let account = built(account);
        let (segments, why) = policy.explain(&account, as_of());
        assert_eq!(segments, plain.classify(&account, as_of()));
        let notes = [name!("override_expired"), name!("scope")].map(|note| why.tier.note(note));
        assert_eq!(
            notes,
            [expired.map(|of| Value::Date(of.0)), expired.map(|of| Value::Text(of.1))],
            "{}",
            why.tier
        );
        assert_eq!(told(&why.tier).3, told(&plain.explain(&account, as_of()).1.tier).3);
    }
    let own = built(account("acme").overridden(own));
    let (_, why) = policy.explain(&own, as_of());
    assert_eq!(why.tier.note(name!("override_expired")), Some(Value::Date(on(-8))));
    assert_eq!(why.tier.note(name!("scope")), None);
}

#[test]
fn a_policy_with_wrong_decisions_is_not_built() {
    let error = |builder: SegmentationPolicyBuilder| builder.build().unwrap_err().to_string();
    let one = |scope, decision| error(whole().overridden(scope, decision));
    let full = |segment: &str| lasting(TIER, segment, (0, 9));
    assert_eq!(
        one(acme(), Override::new(TIER, name!("smb"))),
        "tier: account `acme`: override to `smb`: no author; no reason; no first day; \
         no last day (or say that it is indefinite)"
    );
    assert_eq!(
        one(acme(), full("vip")),
        "tier: account `acme`: override to `vip`: the dimension has no such segment; \
         it has smb, midmarket, enterprise, strategic"
    );
    let undecided = SegmentationPolicy::builder(crate::strategy::tiers())
        .overridden(industry("Retail"), lasting(RISK, "low", (0, 9)));
    assert_eq!(
        error(undecided),
        "risk: scope `Retail`: override to `low`: the policy does not decide this dimension; \
         add it, or take the override out"
    );
    assert_eq!(
        one(OverrideScope::account(""), full("smb")),
        "tier: a scope without id of an account; give one"
    );
    assert_eq!(
        one(OverrideScope::new("", |_, _| Ok(true)), full("smb")),
        "tier: a scope without name; give one"
    );
    let long = one(OverrideScope::new(&"x".repeat(257), |_, _| Ok(true)), full("smb"));
    assert!(long.starts_with("tier: scope `xxx") && long.contains("257 bytes"), "{long}");
    // A dimension of somebody else need not list its segments; attention is one as any other.
    let fine = whole().overridden(acme(), lasting(OWNER, "whoever", (0, 9)));
    assert!(fine.overridden(acme(), lasting(ATTENTION, "most", (0, 9))).build().is_ok());
    // All at once.
    let many = whole().overridden(acme(), full("vip")).overridden(acme(), lasting(RISK, "none", (0, 9)));
    assert_eq!(many.build().unwrap_err().faults().len(), 2);
}

#[test]
fn two_of_one_scope_that_could_meet_are_refused() {
    let by_ops = |segment: &str, days| lasting(TIER, segment, days).by("sales ops");
    let logistics = || industry("Logistics");
    let open = lasting(TIER, "smb", (5, 5)).indefinitely();
    for (scope, first, second, meets) in [
        (acme(), lasting(TIER, "smb", (0, 9)), by_ops("enterprise", (9, 12)), true),
        (acme(), by_ops("enterprise", (9, 12)), lasting(TIER, "smb", (0, 9)), true),
        (acme(), lasting(TIER, "smb", (0, 9)), by_ops("enterprise", (10, 12)), false),
        (acme(), open.clone(), by_ops("enterprise", (900, 901)), true),
        (acme(), open, by_ops("enterprise", (0, 4)), false),
        (acme(), lasting(TIER, "smb", (0, 9)), by_ops("smb", (0, 9)), true),
        (acme(), lasting(TIER, "smb", (0, 9)), lasting(RISK, "low", (0, 9)), false),
        (logistics(), lasting(TIER, "smb", (0, 9)), by_ops("enterprise", (9, 12)), true),
        (logistics(), lasting(TIER, "smb", (0, 9)), by_ops("enterprise", (10, 12)), false),
    ] {
        // Others between them do not hide it.
        let policy = whole()
            .overridden(OverrideScope::account("aa"), lasting(TIER, "smb", (0, 99)))
            .overridden(scope.clone(), first.clone())
            .overridden(OverrideScope::account("zz"), lasting(TIER, "smb", (0, 99)))
            .overridden(scope.clone(), second.clone());
        let named = |of: &Override| format!("to `{}` by `{}`", of.segment(), of.author());
        let (one, two) = (named(&first), named(&second));
        let text = format!("tier: {scope}: overrides {one} and {two} are in force together; end one of them");
        let expected = if meets { Err(text) } else { Ok(()) };
        assert_eq!(policy.build().map(drop).map_err(|error| error.to_string()), expected);
    }
    // An account may be called as a condition is.
    let namesake = OverrideScope::account("Logistics");
    assert_ne!(namesake, logistics());
    let both = whole().overridden(logistics(), lasting(TIER, "smb", (0, 9)));
    assert!(both.overridden(namesake, lasting(TIER, "smb", (0, 9))).build().is_ok());
}

#[test]
fn two_in_force_on_one_account_are_never_ordered() {
    let by_ops = |segment: &str| lasting(TIER, segment, (0, 9)).by("sales ops");
    let policy = whole()
        .overridden(acme(), lasting(TIER, "strategic", (0, 5)))
        .overridden(industry("Logistics"), by_ops("enterprise"))
        .build()
        .unwrap();
    let own = |builder: AccountBuilder, segment: &str| {
        built(builder.overridden(lasting(TIER, segment, (0, 9)).by("owner")))
    };
    let (for_acme, for_logistics) =
        ("to `strategic` by `head of sales` for `acme`", "to `enterprise` by `sales ops` for `Logistics`");
    for (account, one, two) in [
        (own(account("acme"), "smb"), "to `smb` by `owner` on the account", for_acme),
        // Agreement is no excuse: one of them can be ended, and then the other goes on.
        (own(account("acme"), "strategic"), "to `strategic` by `owner` on the account", for_acme),
        (own(account("b").industry("Logistics"), "smb"), "to `smb` by `owner` on the account", for_logistics),
        (built(account("acme").industry("Logistics")), for_logistics, for_acme),
    ] {
        assert_eq!(answer(&policy, &account, TIER, as_of()), "fault");
        let (segments, why) = policy.explain(&account, as_of());
        let text =
            format!("two overrides of the dimension `tier` are in force: {one} and {two}; end one of them");
        assert_eq!(why.tier.fault(), Some(text.as_str()));
        assert!(matches!(
            segments.tier.as_ref().unwrap_err(),
            segmentry::Unclassified::Fault(fault) if matches!(fault.kind(), FaultKind::TwoOverrides(_))
        ));
        // What is computed can be seen, and nothing else suffers, but for what reads the tier.
        let arr = |entry: &&Entry| matches!(entry.step, Step::Compared { fact: facts::ARR, .. });
        let computed: Vec<bool> = why.tier.steps().iter().filter(arr).map(|entry| entry.reached).collect();
        assert_eq!(computed, [false, false], "{}", why.tier);
        let plain = whole().build().unwrap().classify(&account, as_of());
        for dimension in policy.dimensions().filter(|it| ![TIER, ATTENTION].contains(it)) {
            assert_eq!(segments.get(dimension), plain.get(dimension));
        }
    }
    // The day on which one of them has ended.
    let account = built(account("acme").industry("Logistics"));
    assert_eq!(answer(&policy, &account, TIER, on(5)), "fault");
    assert_eq!(answer(&policy, &account, TIER, on(6)), "enterprise");
    assert_eq!(answer(&policy, &account, TIER, on(-1)), "midmarket");
}

#[test]
fn every_dimension_can_be_decided_and_nothing_else_suffers() {
    let plain = whole().build().unwrap();
    for (dimension, segment) in places(&plain) {
        let decided = decision(dimension, segment.as_str()).from(on(0)).indefinitely();
        let policy = whole().overridden(acme(), decided.clone()).build().unwrap();
        assert_eq!(policy.overrides(), [(acme(), decided)]);
        for builder in [account("acme"), Account::builder("acme", EUR)] {
            let account = built(builder);
            assert_eq!(answer(&policy, &account, dimension, as_of()), segment.as_str());
            let (one, other) = (policy.classify(&account, as_of()), plain.classify(&account, as_of()));
            for beside in policy.dimensions().filter(|it| *it != dimension && *it != ATTENTION) {
                assert_eq!(one.get(beside), other.get(beside), "{beside} beside {dimension}");
            }
            // What is computed goes on beneath.
            let kept = policy.remember(&account, as_of());
            assert_eq!(kept, plain.remember(&account, as_of()));
            assert_eq!(kept.iter().any(|(it, _)| *it == TIER), account.arr().is_some());
        }
        let other = built(account("bolt"));
        assert_eq!(policy.explain(&other, as_of()), plain.explain(&other, as_of()));
    }
    // Attention reads the others as they were decided.
    let raised = whole().overridden(acme(), lasting(RISK, "high", (0, 9))).build().unwrap();
    assert_eq!(answer(&raised, &built(account("acme")), ATTENTION, as_of()), "most");
}

#[test]
fn a_condition_at_fault_is_a_fault_while_its_decision_is_in_force() {
    let broken = || OverrideScope::new("broken", |_, _| Err(Fault::other("no such list").into()));
    let policy = |days| whole().overridden(broken(), lasting(TIER, "smb", days)).build().unwrap();
    let account = built(account("acme"));
    let (segments, why) = policy((0, 9)).explain(&account, as_of());
    assert_eq!(segments.get(TIER), Some(Err(Reason::Fault)));
    assert_eq!(why.tier.fault(), Some("no such list"));
    for days in [(-9, -1), (1, 9)] {
        assert_eq!(answer(&policy(days), &account, TIER, as_of()), "midmarket");
    }
}

#[test]
fn a_review_reports_in_force_expired_and_stray() {
    let policy = whole()
        .overridden(acme(), lasting(TIER, "strategic", (-9, -1)))
        .overridden(industry("Logistics"), lasting(TIER, "enterprise", (0, 9)))
        .overridden(industry("Retail"), lasting(TIER, "enterprise", (1, 9)))
        .overridden(OverrideScope::account("amce"), lasting(TIER, "strategic", (0, 9)))
        .build()
        .unwrap();
    let own = lasting(RISK, "low", (0, 9));
    let accounts = vec![
        built(account("acme").industry("Logistics")),
        built(account("bolt").industry("Retail").overridden(own)),
        built(account("coil").industry("Logistics")),
        built(account("dust")),
    ];
    let portfolio = Portfolio::new(accounts, EUR, as_of()).unwrap();
    let review = portfolio.review(&policy);
    let line = |of: PolicyOverride<'_>| {
        let ids: Vec<&str> = of.rows().map(|row| row.account.id()).collect();
        let decision = of.decision();
        let state = (decision.is_live(as_of()), decision.has_expired(as_of()), of.is_stray());
        (of.scope().to_string(), ids.join(" "), state)
    };
    let lines: Vec<(String, String, (bool, bool, bool))> = review.policy_overrides().map(line).collect();
    assert_eq!(
        lines,
        [
            ("account `acme`", "acme", (false, true, false)),
            ("scope `Logistics`", "acme coil", (true, false, false)),
            ("scope `Retail`", "bolt", (false, false, false)),
            ("account `amce`", "", (true, false, true)),
        ]
        .map(|(scope, ids, state)| (scope.into(), ids.into(), state))
    );
    // On accounts and of the policy together: those that have begun.
    let all: Vec<(&str, Name)> =
        review.overrides().map(|(row, of)| (row.account.id(), of.segment())).collect();
    let expected = [("bolt", "low"), ("acme", "strategic"), ("acme", "enterprise"), ("coil", "enterprise")];
    assert_eq!(all, expected.map(|(id, segment)| (id, Name::new(segment).unwrap())));
    // The rows are those of the review.
    for of in review.policy_overrides().filter(|of| of.decision().is_live(as_of())) {
        for row in of.rows() {
            assert_eq!((row.dimension(TIER).unwrap(), row.arr), (of.decision().segment(), Some(eur(30_000))));
        }
    }
    assert_eq!(portfolio.review(&whole().build().unwrap()).policy_overrides().count(), 0);
}

/// All segments of all dimensions, and one of the dimension that lists none.
fn places(policy: &SegmentationPolicy) -> Vec<(Name, Name)> {
    let of = |dimension| policy.segments(dimension).into_iter().map(move |segment| (dimension, segment));
    policy.dimensions().flat_map(of).chain([(OWNER, name!("whoever"))]).collect()
}

/// Decisions under keys below `keys`, those of one key and dimension one after the other, the last of them sometimes open.
fn scoped(keys: usize) -> impl Strategy<Value = Vec<(usize, Override)>> {
    let places = select(places(&whole().build().unwrap()));
    let drawn = (0..keys, places, 0..4_i64, 0..5_i64, prop::bool::weighted(0.2));
    vec(drawn, 0..12).prop_map(|drawn| {
        let mut next: BTreeMap<(usize, Name), Option<i64>> = BTreeMap::new();
        let mut decisions = Vec::new();
        for (key, (dimension, segment), gap, length, is_open) in drawn {
            let next = next.entry((key, dimension)).or_insert(Some(-6));
            let Some(first) = next.map(|next| next + gap) else { continue };
            let decision = lasting(dimension, segment.as_str(), (first, first + length));
            *next = (!is_open).then_some(first + length + 1);
            decisions.push((key, if is_open { decision.indefinitely() } else { decision }));
        }
        decisions
    })
}

/// Everything that an explanation says, but for whom the decision stands in the policy.
fn told(why: &Explanation) -> (Vec<Entry>, Answer, Option<&str>, String) {
    let is_scope = |step| matches!(step, Step::Note { note, .. } if note == name!("scope"));
    let steps = why.steps().iter().filter(|entry| !is_scope(entry.step)).copied().collect();
    let misses: Vec<String> = why.misses().iter().map(ToString::to_string).collect();
    (steps, why.answer(), why.fault(), misses.join("\n"))
}

/// Who is meant by the scopes of the properties: an account, another, and two conditions, one of them on a fact that may be
/// missing.
const SCOPES: usize = 4;

fn scope(key: usize) -> OverrideScope {
    match key {
        0 => OverrideScope::account("a"),
        1 => OverrideScope::account("b"),
        2 => OverrideScope::new("large", |account, cx| {
            let arr = cx.need(facts::ARR, account.arr(), None)?;
            cx.at_least(facts::ARR, arr, eur(25_000))
        }),
        _ => OverrideScope::new("local", |account, cx| match account.country() {
            Some(country) => Ok(cx.one_of(facts::COUNTRY, country, &["AT", "DE"])),
            None => Err(cx.missing(facts::COUNTRY)),
        }),
    }
}

fn is_meant(key: usize, account: &Account) -> bool {
    match key {
        0 => account.id() == "a",
        1 => account.id() == "b",
        2 => account.arr().is_some_and(|arr| arr.value.ticks() >= 250_000_000),
        _ => account.country().is_some_and(|country| ["AT", "DE"].contains(&country)),
    }
}

proptest! {
    /// A decision by account id in the policy answers, explains and remembers as the same one on the account does.
    #[test]
    fn by_id_it_is_as_if_it_stood_on_the_account(
        (builder, _) in with_a_past("a"),
        decisions in scoped(1),
        day in -8..16_i64,
    ) {
        let decisions: Vec<Override> = decisions.into_iter().map(|(_, decision)| decision).collect();
        let policy = decisions.iter().cloned().fold(whole().version(2), |it, of| it.overridden(scope(0), of));
        let (policy, plain) = (policy.build().unwrap(), whole().version(2).build().unwrap());
        let bare = built(builder.clone());
        let decided = built(decisions.into_iter().fold(builder, AccountBuilder::overridden));
        let (by_policy, why) = policy.explain(&bare, on(day));
        let (by_account, why_too) = plain.explain(&decided, on(day));
        prop_assert_eq!(&by_policy, &by_account);
        prop_assert_eq!(&by_policy, &policy.classify(&bare, on(day)));
        for ((dimension, one), (_, other)) in why.iter().zip(why_too.iter()) {
            prop_assert_eq!(told(one), told(other), "{}", dimension);
            // The scope is told exactly where people decided something.
            let people = decided.ruling(dimension, on(day)).map(|_| Value::Text(name!("a")));
            prop_assert_eq!(one.note(name!("scope")), people);
        }
        prop_assert_eq!(policy.remember(&bare, on(day)), plain.remember(&decided, on(day)));
    }

    /// None in force: what is computed. One: what it gives. More: a fault. Counted naively.
    #[test]
    fn the_only_one_in_force_answers(
        (builder, _) in with_a_past("a"),
        // The last key stands on the account itself.
        decisions in scoped(SCOPES + 1),
        day in -8..16_i64,
    ) {
        let (own, given): (Vec<_>, Vec<_>) = decisions.into_iter().partition(|(key, _)| *key == SCOPES);
        let account = built(own.iter().fold(builder.clone(), |it, (_, of)| it.overridden(of.clone())));
        let bare = built(builder);
        let policy = given.iter().fold(whole(), |it, (key, of)| it.overridden(scope(*key), of.clone())).build().unwrap();
        let plain = whole().build().unwrap();
        let (segments, why) = policy.explain(&account, on(day));
        let computed = plain.classify(&bare, on(day));
        let one = std::slice::from_ref(&account);
        prop_assert_eq!(laws::check(&policy.tier_of_account(), one, on(day)), Ok(()));
        prop_assert_eq!(laws::check(&policy.trajectory_of_account(), one, on(day)), Ok(()));
        prop_assert_eq!(laws::check(&policy.wallet_of_account(), one, on(day)), Ok(()));
        prop_assert_eq!(&segments, &policy.classify(&account, on(day)));
        for dimension in policy.dimensions() {
            let all = given.iter().filter(|(key, _)| is_meant(*key, &account)).chain(&own);
            let live: Vec<Name> = all
                .filter(|(_, of)| of.dimension() == dimension && of.is_live(on(day)))
                .map(|(_, of)| of.segment())
                .collect();
            let answer = segments.get(dimension).unwrap();
            match live[..] {
                // Attention reads others that may have been decided.
                [] if dimension == ATTENTION => {}
                [] => prop_assert_eq!(answer, computed.get(dimension).unwrap()),
                [only] => prop_assert_eq!(answer, Ok(only)),
                _ => prop_assert_eq!(answer, Err(Reason::Fault)),
            }
            let overridden = why.get(dimension).unwrap().steps().iter().any(|e| matches!(e.step, Step::Overridden { .. }));
            prop_assert_eq!(overridden, live.len() == 1);
        }
        prop_assert_eq!(policy.remember(&account, on(day)), plain.remember(&bare, on(day)));
    }
}
