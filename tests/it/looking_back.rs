//! What looks back: cases in which hysteresis, margins, caps and decisions by people once answered wrongly.

use segmentry::account::{AccountBuilder, Designation, Override, Previous, StrategicReason, facts};
use segmentry::calendar::{Days, add_months, parse_date};
use segmentry::classify::{Bands, Delay, Hysteresis, Linear, Rating, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    ATTENTION, HEALTH, HealthPolicy, Indicator, LIFECYCLE, LifecyclePolicy, LifecycleStage, Points, RISK,
    RiskPolicy, SegmentationPolicyBuilder, Segments, TIER, TierPolicy, WALLET, WalletQuadrant,
};
use segmentry::{
    Account, Classifier, Fact, Name, Nps, Portfolio, Score, Segment, SegmentationPolicy, Unclassified,
    from_fn, name,
};

use crate::strategy::{EUR, eur};

fn day(text: &str) -> segmentry::chrono::NaiveDate {
    parse_date(text).unwrap()
}

const BAND: Name = name!("band");

#[test]
fn a_custom_dimension_that_lists_its_segments_is_held_and_not_stuck() {
    let size = from_fn(name!("size"), |a: &Account, cx| {
        let n = cx.need(facts::EMPLOYEES, a.employees(), None)?;
        Ok(if cx.at_least(facts::EMPLOYEES, n, 100)? { name!("large") } else { name!("small") })
    });
    let thrice = Delay { confirmations: 3, dwell: Days(0) };
    // The order is that of the list, not that of the letters.
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(1)).unwrap())
        .custom_ordered(name!("size"), &[name!("small"), name!("large")], size)
        .hysteresis(name!("size"), Hysteresis::OFF.upgrades(thrice))
        .build()
        .unwrap();
    let review = |month, employees, kept: &[(Name, Previous<Name>)]| {
        let account = Account::builder("a", EUR).employees(employees);
        let account =
            kept.iter().fold(account, |account, (dimension, kept)| account.previous(*dimension, *kept));
        policy.remember(&account.build().unwrap(), add_months(day("2026-01-01"), month).unwrap())
    };
    let mut kept = vec![(name!("size"), Previous::new(name!("small")))];
    let mut walk = Vec::new();
    for month in 0..4 {
        kept = review(month, 500, &kept);
        walk.push(kept[0].1.segment);
    }
    assert_eq!(walk, [name!("small"), name!("small"), name!("large"), name!("large")]);
    // Downwards nothing waits.
    assert_eq!(review(4, 5, &kept)[0].1.segment, name!("small"));
    assert_eq!(policy.segments(name!("size")), [name!("small"), name!("large")]);
}

#[test]
fn a_bypassed_margin_is_not_reached_from_without() {
    let bands = Bands::builder(name!("low")).at(10_u32, name!("high")).upgrade_from(20).build().unwrap();
    let located = from_fn(BAND, move |v: &u32, cx| bands.locate(BAND, *v, cx));
    let before = |_: &u32| Some(Previous::new(name!("low")).policy_version(1));
    let inner = located.held(Hysteresis::OFF.policy_version(2), Some, before);
    assert_eq!(inner.classify(&15, day("2026-01-01")), Ok(name!("high")));
    let outer = inner.held(Hysteresis::OFF, Some, before);
    assert_eq!(outer.classify(&15, day("2026-01-01")), Ok(name!("high")));
}

fn health(at_most: Name) -> SegmentationPolicy {
    let slow = Delay { confirmations: 3, dwell: Days(0) };
    let given = from_fn(name!("g"), |a: &Account, cx| {
        Ok(Rating::clamped(cx.need(facts::HEALTH_SCORE, a.health_score(), None)?.value()))
    });
    let h = HealthPolicy::red_yellow_green().indicator(Indicator::new(name!("g"), dec!(1), given)).cap(
        facts::DEMANDING,
        at_most,
        |a: &Account, cx| Ok(cx.is_set(facts::DEMANDING, a.demanding().is_some_and(|d| d.value))),
    );
    SegmentationPolicy::builder(TierPolicy::three_tiers(eur(1)).unwrap())
        .health(h.build().unwrap())
        .hysteresis(HEALTH, Hysteresis::OFF.upgrades(slow).downgrades(slow))
        .build()
        .unwrap()
}
fn band(at_most: &str, from: &str, score: i64, capped: bool) -> Name {
    let a = Account::builder("a", EUR)
        .health_score(Score::new(score.into()).unwrap())
        .demanding(capped)
        .previous(HEALTH, Previous::new(Name::new(from).unwrap()))
        .build()
        .unwrap();
    health(Name::new(at_most).unwrap()).classify(&a, day("2026-01-01")).health.unwrap().unwrap().name()
}
#[test]
fn a_cap_moves_nobody_up() {
    assert_eq!(band("yellow", "red", 90, false), name!("red"));
    assert_eq!(band("yellow", "red", 90, true), name!("red"));
}
#[test]
fn a_cap_that_lowers_nothing_hurries_nothing() {
    assert_eq!(band("yellow", "yellow", 10, false), name!("yellow"));
    assert_eq!(
        band("yellow", "yellow", 10, true),
        name!("yellow"),
        "C2: a cap at yellow drops it to red at once"
    );
}
#[test]
fn a_cap_at_the_top_does_nothing() {
    assert_eq!(band("green", "yellow", 90, true), name!("yellow"));
}
#[test]
fn a_margin_that_nobody_can_leave_by_is_an_error() {
    let t = TierPolicy::builder(name!("smb")).tier(name!("mid"), eur(10)).downgrade_below(eur(0)).build();
    assert!(t.is_err());
}
#[test]
fn a_negative_margin_of_a_tier_is_an_error() {
    let t = TierPolicy::builder(name!("smb")).tier(name!("mid"), eur(10)).downgrade_below(eur(-5)).build();
    assert!(t.is_err());
}
#[test]
fn a_margin_that_nobody_can_reach_is_an_error() {
    let given = from_fn(name!("g"), |_: &u32, _| Ok(Rating::BEST));
    let h = HealthPolicy::<u32>::red_yellow_green()
        .upgrade_from(Score::new(dec!(100)).unwrap())
        .indicator(Indicator::new(name!("g"), dec!(1), given))
        .build();
    assert!(h.is_err());
}
#[test]
fn a_margin_of_points_that_nobody_can_leave_by_is_an_error() {
    let one = from_fn(name!("g"), |_: &u32, _| Ok(Points(0)));
    let r = RiskPolicy::<u32>::builder(name!("low"))
        .factor(name!("g"), one)
        .band(name!("high"), 60)
        .downgrade_below(0)
        .build();
    assert!(r.is_err());
}
#[test]
fn a_factor_does_not_come_from_where_the_whole_comes_from() {
    let bands = Bands::builder(Points(0)).at(10_u32, Points(15)).upgrade_from(20).build().unwrap();
    let f = signal::fact(facts::EMPLOYEES, Account::employees, None).bands(bands);
    let risk =
        RiskPolicy::builder(name!("0")).factor(facts::EMPLOYEES, f).band(name!("15"), 15).build().unwrap();
    let p = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(1)).unwrap()).risk(risk).build().unwrap();
    let a = Account::builder("a", EUR).employees(12);
    let free = p.classify(&a.clone().build().unwrap(), day("2026-01-01")).risk.unwrap().unwrap().name();
    let from = p
        .classify(&a.previous(RISK, Previous::new(name!("0"))).build().unwrap(), day("2026-01-01"))
        .risk
        .unwrap()
        .unwrap()
        .name();
    assert_eq!(free, from);
}
#[test]
fn a_decision_on_no_dimension_is_reported() {
    let o = Override::new(name!("teir"), name!("smb"))
        .by("x")
        .because("y")
        .from(day("2026-01-01"))
        .indefinitely();
    let account = Account::builder("a", EUR).arr(eur(5)).overridden(o).build().unwrap();
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(1)).unwrap()).build().unwrap();
    let portfolio = Portfolio::new(vec![account], EUR, day("2026-02-01")).unwrap();
    let review = portfolio.review(&policy);
    let stray: Vec<_> =
        review.stray_overrides().map(|(row, of)| (row.account.id(), of.dimension())).collect();
    assert_eq!(stray, [("a", name!("teir"))]);
}

#[test]
fn a_rule_without_an_opinion_gives_no_orders() {
    let a = from_fn(name!("a"), |_: &u32, cx| {
        cx.veto();
        Err::<Name, _>(Unclassified::NoMatch)
    });
    let b = from_fn(name!("b"), |_: &u32, _| Ok(name!("z")));
    let never = Delay { confirmations: 9, dwell: Days(0) };
    let h = a.or_else(b).held(Hysteresis::OFF.upgrades(never).downgrades(never), Some, |_: &u32| {
        Some(Previous::new(name!("y")))
    });
    assert_eq!(h.classify(&1, day("2026-01-01")), Ok(name!("y")));
}
#[test]
fn margins_and_delays_are_listed_as_parameters() {
    let t = TierPolicy::builder(name!("smb"))
        .tier(name!("mid"), eur(10))
        .downgrade_below(eur(5))
        .build()
        .unwrap();
    let p = SegmentationPolicy::builder(t)
        .version(3)
        .hysteresis(TIER, Hysteresis::OFF.upgrades(Delay { confirmations: 9, dwell: Days(0) }))
        .build()
        .unwrap();
    let l: Vec<String> = p
        .parameters()
        .iter()
        .filter(|(d, _)| *d == TIER)
        .map(|(_, p)| format!("{}={}", p.name, p.value))
        .collect();
    assert_eq!(
        l,
        [
            "mid=from 10.00 EUR (upgrade from 10.00 EUR, downgrade below 5.00 EUR)",
            "upgrades=proposed 9 times in a row, after 0 days",
            "downgrades=proposed 1 times in a row, after 0 days"
        ]
    );
}
#[test]
fn the_end_of_a_designation_waits_for_nothing() {
    let slow = Delay { confirmations: 3, dwell: Days(0) };
    let p = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(10)).unwrap())
        .hysteresis(TIER, Hysteresis::OFF.downgrades(slow))
        .build()
        .unwrap();
    let a = Account::builder("a", EUR)
        .arr(eur(5))
        .previous(TIER, Previous::new(name!("strategic")))
        .build()
        .unwrap();
    assert_eq!(p.classify(&a, day("2026-01-01")).tier.unwrap().name(), name!("smb"));
}
#[test]
fn a_sign_of_leaving_waits_for_nothing() {
    let slow = Delay { confirmations: 3, dwell: Days(0) };
    let p = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(10)).unwrap())
        .lifecycle(LifecyclePolicy::default())
        .hysteresis(LIFECYCLE, Hysteresis::OFF.upgrades(slow))
        .build()
        .unwrap();
    let a = Account::builder("a", EUR)
        .arr(eur(5))
        .cancellation_requested(true)
        .previous(LIFECYCLE, Previous::new(name!("success")))
        .build()
        .unwrap();
    assert_eq!(p.classify(&a, day("2026-01-01")).lifecycle.unwrap(), Ok(LifecycleStage::Retention));
}
#[test]
fn a_previous_quadrant_that_does_not_exist_holds_nothing() {
    let p =
        SegmentationPolicy::builder(TierPolicy::three_tiers(eur(10)).unwrap()).version(2).build().unwrap();
    let a = Account::builder("a", EUR)
        .arr(eur(5))
        .wallet_current(eur(10))
        .wallet_potential(eur(10))
        .previous(WALLET, Previous::new(name!("gone")).policy_version(1))
        .build()
        .unwrap();
    assert!(
        p.classify(&a, day("2026-01-01")).wallet.is_ok(),
        "P {:?}",
        p.classify(&a, day("2026-01-01")).wallet
    );
}

#[test]
fn a1_2_a_designation_is_in_force_to_its_last_day_and_reported_after_it() {
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(10)).unwrap()).build().unwrap();
    let named = |designation: Designation| {
        Account::builder("a", EUR).arr(eur(5)).designation(designation.by("head of sales")).build()
    };
    let designation = Designation::new(StrategicReason::NewUseCase).on(day("2026-01-01"));
    let account = named(designation.clone().until(day("2026-03-31"))).unwrap();
    let tier = |as_of| policy.classify(&account, day(as_of)).tier.unwrap().name();
    assert_eq!(tier("2025-12-31"), name!("smb"));
    assert_eq!(tier("2026-01-01"), name!("strategic"));
    assert_eq!(tier("2026-03-31"), name!("strategic"));
    assert_eq!(tier("2026-04-01"), name!("smb"));
    let expired = policy.explain(&account, day("2026-04-01")).1.tier.note(name!("designation_expired"));
    assert!(expired.is_some());
    let reported = |as_of| {
        let portfolio = Portfolio::new(vec![account.clone()], EUR, day(as_of)).unwrap();
        portfolio.review(&policy).expired_designations().count()
    };
    assert_eq!([reported("2026-03-31"), reported("2026-04-01")], [0, 1]);
    let for_ever = named(designation.clone().indefinitely()).unwrap();
    assert_eq!(policy.classify(&for_ever, day("2199-12-31")).tier.unwrap().name(), name!("strategic"));
    let error = named(designation.until(day("2025-12-31"))).unwrap_err().to_string();
    assert!(
        error.contains("its last day, 2025-12-31, lies before the day it was made, 2026-01-01"),
        "{error}"
    );
}

#[test]
fn an_external_score_can_stand_instead_of_ours_or_beside() {
    let given = || {
        signal::fact(facts::HEALTH_SCORE, Account::health_score, Some(Days(90)))
            .rated(|score: Score| Some(score.into()))
    };
    let nps = signal::fact(facts::NPS, Account::nps, None).linear(Linear::NPS);
    let instead =
        HealthPolicy::red_yellow_green().indicator(Indicator::new(facts::HEALTH_SCORE, dec!(1), given()));
    let beside = HealthPolicy::red_yellow_green()
        .indicator(Indicator::new(facts::HEALTH_SCORE, dec!(1), given()))
        .indicator(Indicator::new(facts::NPS, dec!(1), nps));
    let score = Score::new(dec!(80)).unwrap();
    let account = Account::builder("a", EUR)
        .health_score(Fact::observed(score, day("2026-01-01")))
        .nps(Nps::ZERO)
        .build()
        .unwrap();
    let (instead, beside) = (instead.build().unwrap(), beside.build().unwrap());
    assert_eq!(instead.score(&account, day("2026-04-01")).unwrap().score, Some(score));
    assert_eq!(beside.score(&account, day("2026-04-01")).unwrap().score.unwrap().value(), dec!(65));
    // Ninety days are not too old, ninety-one are: then nothing is known, which is not 0.
    let stale = instead.score(&account, day("2026-04-02")).unwrap();
    assert_eq!((stale.score, stale.highest.value()), (None, dec!(100)));
    let unknown = Err(Unclassified::Insufficient(name!("health")));
    assert_eq!(instead.classify(&account, day("2026-04-02")), unknown);
    let why = instead.explain(&account, day("2026-04-02")).1.to_string();
    assert!(why.contains("health_score: observed on 2026-01-01, more than 90 days ago"), "{why}");
}

/// A monthly job: what is remembered goes into the next account.
fn months<G>(
    policy: &SegmentationPolicy,
    accounts: impl IntoIterator<Item = AccountBuilder>,
    answer: impl Fn(&Segments) -> G,
) -> Vec<G> {
    let mut kept: Vec<(Name, Previous<Name>)> = Vec::new();
    let mut answers = Vec::new();
    for (month, account) in (0..).zip(accounts) {
        let on = add_months(day("2026-01-31"), month).unwrap();
        let account =
            kept.drain(..).fold(account, |account, (dimension, was)| account.previous(dimension, was));
        let account = account.build().unwrap();
        answers.push(answer(&policy.classify(&account, on)));
        kept = policy.remember(&account, on);
    }
    answers
}

fn with_a_wallet() -> AccountBuilder {
    Account::builder("a", EUR).arr(eur(10)).wallet_current(eur(100)).wallet_potential(eur(100))
}

#[test]
fn a4_5_who_was_sent_on_from_re_evaluate_stays_in_manage_while_misaligned() {
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(1)).unwrap()).build().unwrap();
    let account = |aligned| with_a_wallet().value_aligned(aligned);
    let walk = (0..24).map(|_| account(false)).chain([account(true), account(false)]);
    let wallet = months(&policy, walk, |segments| segments.wallet.clone().unwrap());
    // Nine months after the end of January is the end of October: the day itself still counts.
    let (stay, sent_on, after) = (&wallet[..10], &wallet[10..24], &wallet[24..]);
    assert!(stay.iter().all(|at| *at == WalletQuadrant::ReEvaluate), "{stay:?}");
    assert!(sent_on.iter().all(|at| *at == WalletQuadrant::Manage), "{sent_on:?}");
    // Aligned, it is managed for its wallet; misaligned once more, it is evaluated once more.
    assert_eq!(after, [WalletQuadrant::Manage, WalletQuadrant::ReEvaluate]);
}

#[test]
fn who_was_sent_on_is_not_forgotten_while_people_decide_otherwise() {
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(1)).unwrap()).build().unwrap();
    let account = |month| {
        let account = with_a_wallet().value_aligned(false);
        let decision = Override::new(WALLET, name!("protect")).by("ann").because("a new board");
        let in_force = (12..15).contains(&month);
        if in_force { account.overridden(decision.from(day("2026-12-01")).indefinitely()) } else { account }
    };
    let wallet = months(&policy, (0..20).map(account), |segments| segments.wallet.clone().unwrap());
    assert!(wallet[12..15].iter().all(|at| *at == WalletQuadrant::Protect), "{wallet:?}");
    assert!(wallet[15..].iter().all(|at| *at == WalletQuadrant::Manage), "{wallet:?}");
}

#[test]
fn who_keeps_falling_is_not_held_at_the_top_for_ever() {
    let health = HealthPolicy::red_yellow_green().indicator(Indicator::new(
        facts::UTILIZATION,
        dec!(1),
        signal::fact(facts::UTILIZATION, Account::utilization, None).linear(Linear::PART),
    ));
    let twice = Delay { confirmations: 2, dwell: Days(0) };
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(1)).unwrap())
        .health(health.build().unwrap())
        .hysteresis(HEALTH, Hysteresis::OFF.upgrades(twice).downgrades(twice))
        .build()
        .unwrap();
    let used = [90_i64, 60, 40, 60, 40, 40, 40];
    let accounts = used.map(|used| Account::builder("a", EUR).utilization(crate::strategy::ratio(used, 100)));
    let bands = months(&policy, accounts, |segments| segments.health.clone().unwrap().unwrap().name());
    let [green, yellow, red] = [name!("green"), name!("yellow"), name!("red")];
    // Yellow and red alternate, so the milder one is confirmed first, and red by two in a row.
    assert_eq!(bands, [green, green, yellow, yellow, yellow, red, red]);
}

#[test]
fn becoming_a_customer_waits_for_nothing_and_a_retry_confirms_nothing() {
    let slow = Delay { confirmations: 4, dwell: Days(0) };
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(10)).unwrap())
        .lifecycle(LifecyclePolicy::default())
        .hysteresis(LIFECYCLE, Hysteresis::OFF.upgrades(slow))
        .build()
        .unwrap();
    let customer = || {
        Account::builder("a", EUR).arr(eur(30)).started_on(day("2026-02-15")).renewal_on(day("2028-02-15"))
    };
    let stages = months(&policy, [Account::builder("a", EUR), customer(), customer()], |segments| {
        segments.lifecycle.clone().unwrap().unwrap()
    });
    use LifecycleStage::{Acquisition, Onboarding};
    assert_eq!(stages, [Acquisition, Onboarding, Onboarding]);

    let thrice = Hysteresis::OFF.upgrades(Delay { confirmations: 3, dwell: Days(0) });
    let policy =
        SegmentationPolicy::builder(TierPolicy::three_tiers(eur(10)).unwrap()).hysteresis(TIER, thrice);
    let policy = policy.build().unwrap();
    let mut was = Previous::new(name!("smb"));
    let mut ask = |on: &str| {
        let account = Account::builder("a", EUR).arr(eur(30)).previous(TIER, was).build().unwrap();
        was = policy
            .remember(&account, day(on))
            .into_iter()
            .find(|(dimension, _)| *dimension == TIER)
            .unwrap()
            .1;
        (was.segment, was.proposed_count)
    };
    let smb = name!("smb");
    assert_eq!([ask("2026-01-31"), ask("2026-01-31"), ask("2026-02-28")], [(smb, 1), (smb, 1), (smb, 2)]);
    assert_eq!([ask("2026-02-28"), ask("2026-03-31")], [(smb, 2), (name!("enterprise_midmarket"), 0)]);
}

#[test]
fn what_nothing_could_hold_or_divide_is_an_error() {
    let tiers = || TierPolicy::three_tiers(eur(10)).unwrap();
    let error = |builder: SegmentationPolicyBuilder| builder.build().unwrap_err().to_string();
    let held = |dimension| error(SegmentationPolicy::builder(tiers()).hysteresis(dimension, Hysteresis::OFF));
    assert_eq!(
        held(ATTENTION),
        "attention: it follows from two other dimensions at once; hold those instead"
    );
    assert_eq!(held(HEALTH), "health: the policy does not decide it, so nothing can be held; add it");
    let stages = LifecyclePolicy::builder().segmented_by(LifecycleStage::Success, &[name!("fti")]);
    let typo = error(SegmentationPolicy::builder(tiers()).lifecycle(stages.build().unwrap()));
    assert_eq!(typo, "lifecycle: there is no dimension `fti` to divide a stage by");
}

#[test]
fn a_veto_of_a_factor_counts_wherever_the_risk_stands() {
    let breach = from_fn(name!("breach"), |breached: &bool, cx| {
        if cx.is_set(name!("breach"), *breached) {
            cx.veto();
            return Ok(Points(60));
        }
        Ok(Points::ZERO)
    });
    let risk = RiskPolicy::builder(name!("low"))
        .factor(name!("breach"), breach)
        .band(name!("high"), 60)
        .build()
        .unwrap();
    let lowest = risk.bands().next().unwrap();
    // Nobody looks back within the risk: what stands around it is held.
    let within =
        from_fn(BAND, move |breached: &bool, cx| cx.coming_from(None, |cx| risk.evaluate(breached, cx)));
    let twice = Delay { confirmations: 2, dwell: Days(0) };
    let find = move |name| (name == lowest.name()).then_some(lowest);
    let held = within
        .held(Hysteresis::OFF.upgrades(twice), find, move |_: &bool| Some(Previous::new(lowest.name())));
    let (explained, _) = held.explain(&true, day("2026-01-01"));
    assert_eq!(explained.as_ref().map(Segment::name), Ok(name!("high")));
    assert_eq!(held.classify(&true, day("2026-01-01")), explained);
    assert_eq!(held.classify(&false, day("2026-01-01")), Ok(lowest));
}
