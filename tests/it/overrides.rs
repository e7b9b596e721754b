//! Decisions by people: when they are in force, what they answer and show, and what they leave alone.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{AccountBuilder, Override, Previous, facts};
use segmentry::calendar::Days;
use segmentry::chrono::{NaiveDate, TimeDelta};
use segmentry::classify::{Answer, Delay, Entry, FaultKind, Hysteresis, Reason, Step, Value, laws};
use segmentry::segment::{ATTENTION, HEALTH, LIFECYCLE, RISK, TIER, TRAJECTORY, WALLET};
use segmentry::{Account, Classifier, Name, Unclassified, Verdict, from_fn, name};

use crate::decisions::{OWNER, whole};
use crate::strategy::{EUR, as_of, date, eur};

fn on(day: i64) -> NaiveDate {
    as_of() + TimeDelta::try_days(day).unwrap()
}

fn decision(dimension: Name, segment: &str) -> Override {
    Override::new(dimension, Name::new(segment).unwrap()).by("head of sales").because("reference")
}

fn account() -> AccountBuilder {
    Account::builder("a", EUR).arr(eur(30_000)).country("AT")
}

fn built(builder: AccountBuilder) -> Account {
    builder.build().unwrap()
}

fn tier(account: &Account, day: NaiveDate) -> String {
    let policy = whole().build().unwrap();
    laws::check(&policy.tier_of_account(), std::slice::from_ref(account), day).unwrap();
    let (segments, why) = policy.explain(account, day);
    assert_eq!(segments, policy.classify(account, day));
    assert_eq!(why.tier.answer(), Answer::of(&segments.tier));
    Answer::of(&segments.tier).to_string()
}

/// A subject with decisions of its own, none of which need be checked.
#[derive(Clone, Debug)]
struct Ruled {
    level: Option<u32>,
    account: Account,
}

const LEVEL: Name = name!("level");

fn level() -> impl Classifier<Ruled, Segment = Name> + Clone {
    from_fn(LEVEL, |ruled: &Ruled, cx| {
        let level = cx.need(LEVEL, ruled.level.map(Into::into), None)?;
        Ok(if cx.at_least(LEVEL, level, 2)? { name!("high") } else { name!("low") })
    })
}

fn ruled() -> impl Classifier<Ruled, Segment = Name> {
    let known = [name!("low"), name!("high"), name!("none")];
    let find = move |name| known.contains(&name).then_some(name);
    level().overridden(find, |ruled: &Ruled, day| ruled.account.ruling(LEVEL, day))
}

/// Terms one after the other, some of them open at the end, with a day between some of them.
fn terms() -> impl Strategy<Value = Vec<(i64, Option<i64>, &'static str)>> {
    let names = select(vec!["low", "high", "none", "typo"]);
    let term = (0..4_i64, 0..4_i64, names);
    (vec(term, 0..4), any::<bool>(), any::<bool>()).prop_map(|(drawn, indefinite, backwards)| {
        let mut next = -6;
        let mut terms: Vec<_> = drawn
            .into_iter()
            .map(|(gap, length, name)| {
                let (first, last) = (next + gap, next + gap + length);
                next = last + 1;
                (first, Some(last), name)
            })
            .collect();
        if let Some(last) = terms.last_mut().filter(|_| indefinite) {
            last.1 = None;
        }
        if backwards {
            terms.reverse();
        }
        terms
    })
}

proptest! {
    /// Every day, the only decision in force answers; else what is computed does, and the last that ended is noted.
    #[test]
    fn the_decision_in_force_answers(level_of in weighted(0.8, 0..4_u32), terms in terms(), day in -8..14_i64) {
        let account = terms.iter().fold(Account::builder("a", EUR), |builder, (first, last, segment)| {
            let decision = decision(LEVEL, segment).from(on(*first));
            builder.overridden(last.map_or(decision.clone().indefinitely(), |last| decision.until(on(last))))
        });
        let subject = Ruled { level: level_of, account: built(account) };
        prop_assert_eq!(laws::check(&ruled(), std::slice::from_ref(&subject), on(day)), Ok(()));
        let (verdict, why) = ruled().explain(&subject, on(day));
        let (computed, alone) = level().explain(&subject, on(day));
        let live = terms.iter().find(|(first, last, _)| *first <= day && last.is_none_or(|last| day <= last));
        let ended = terms.iter().filter_map(|(_, last, _)| last.filter(|last| *last < day)).max();
        let expired = ended.filter(|_| live.is_none()).map(|last| Value::Date(on(last)));
        prop_assert_eq!(why.note(name!("override_expired")), expired);
        let Some((_, last, segment)) = live else {
            prop_assert_eq!(&verdict, &computed);
            prop_assert_eq!(why.misses().len(), alone.misses().len());
            let steps = alone.steps().len() + usize::from(expired.is_some());
            prop_assert_eq!((why.steps().len(), why.steps().iter().all(|entry| entry.reached)), (steps, true));
            return Ok(());
        };
        let given = Name::new(segment).unwrap();
        let fault = FaultKind::UnknownOverride { dimension: LEVEL, segment: given };
        let expected: Verdict<Name> = if *segment == "typo" { Err(Unclassified::Fault(Box::new(fault.into()))) } else { Ok(given) };
        prop_assert_eq!(verdict, expected);
        // The computed answer stands there, and its steps are marked.
        let computed = Step::Overridden { computed: Answer::of(&computed), given };
        let (steps, people): (Vec<Entry>, Vec<Entry>) = why.steps().iter().partition(|entry| !entry.reached);
        prop_assert_eq!(steps.iter().map(|e| e.step).collect::<Vec<_>>(), alone.steps().iter().map(|e| e.step).collect::<Vec<_>>());
        prop_assert_eq!((people[0].step, why.misses().len()), (computed, 0));
        let notes = ["decided_by", "reason", "until"].map(|note| why.note(Name::new(note).unwrap()));
        let until = last.map(|last| Value::Date(on(last)));
        prop_assert_eq!(notes, [Some(Value::Text(name!("head of sales"))), Some(Value::Text(name!("reference"))), until]);
    }
}

#[test]
fn the_first_and_the_last_day_count() {
    let term = decision(TIER, "enterprise").from(date(2026, 3, 1)).until(date(2026, 3, 31));
    let (one, open) =
        (built(account().overridden(term.clone())), decision(TIER, "smb").from(date(2026, 4, 1)));
    let one_day = decision(TIER, "strategic").from(as_of()).until(as_of());
    let two = built(account().overridden(open.clone().indefinitely()).overridden(term));
    let short = built(account().overridden(one_day));
    for (account, day, expected) in [
        (&one, date(2026, 2, 28), "midmarket"),
        (&one, date(2026, 3, 1), "enterprise"),
        (&one, date(2026, 3, 31), "enterprise"),
        (&one, date(2026, 4, 1), "midmarket"),
        (&two, date(2026, 3, 31), "enterprise"),
        (&two, date(2026, 4, 1), "smb"),
        (&two, date(2199, 12, 31), "smb"),
        (&short, on(-1), "midmarket"),
        (&short, as_of(), "strategic"),
        (&short, on(1), "midmarket"),
    ] {
        assert_eq!(tier(account, day), expected, "{day}");
        assert_eq!(account.override_on(TIER, day).is_some(), expected != "midmarket");
    }
    // Not yet in force: nothing has expired either.
    let (_, why) = whole().build().unwrap().explain(&one, date(2026, 2, 28));
    assert_eq!(why.tier.note(name!("override_expired")), None);
}

#[test]
fn incomplete_and_overlapping_decisions_are_errors() {
    let error = |builder: AccountBuilder| builder.build().unwrap_err().to_string();
    let full = |segment: &str| decision(TIER, segment).from(on(0)).until(on(9));
    let open = |segment: &str| decision(TIER, segment).from(on(5)).indefinitely();
    let bare = || Override::new(TIER, name!("smb"));
    let together =
        "account `a`: tier: overrides to `smb` and `enterprise` are in force together; end one of them";
    for (builder, expected) in [
        (account().overridden(bare().because("x").from(on(0)).indefinitely()), "no author"),
        (account().overridden(bare().by("x").from(on(0)).indefinitely()), "no reason"),
        (account().overridden(decision(TIER, "smb").indefinitely()), "no first day"),
        (
            account().overridden(decision(TIER, "smb").from(on(0))),
            "no last day (or say that it is indefinite)",
        ),
        (
            account().overridden(full("smb").until(on(-1))),
            "its last day, 2026-06-29, lies before its first, 2026-06-30; correct one",
        ),
    ] {
        assert_eq!(error(builder), format!("account `a`: tier: override to `smb`: {expected}"));
    }
    let long = error(account().overridden(full("smb").by(&"x".repeat(257)).because("a\nb")));
    assert!(
        long.contains("author `xxx") && long.contains("257 bytes") && long.contains("reason `a\\nb`"),
        "{long}"
    );
    let early = error(account().overridden(full("smb").from(NaiveDate::MIN).until(NaiveDate::MAX)));
    assert!(early.contains("1900-01-01 to 2199-12-31"), "{early}");
    for (first, second, meets) in [
        (full("smb"), full("enterprise"), true),
        (full("smb"), open("enterprise"), true),
        (open("smb"), full("enterprise"), true),
        (open("smb"), open("enterprise"), true),
        (full("smb"), full("enterprise").from(on(9)).until(on(9)), true),
        (full("smb"), full("enterprise").from(on(10)).until(on(10)), false),
        (open("smb"), full("enterprise").from(on(4)).until(on(4)), false),
        (full("smb"), decision(LIFECYCLE, "success").from(on(0)).indefinitely(), false),
    ] {
        let builder = account().overridden(first).overridden(second);
        assert_eq!(
            builder.build().map(drop).map_err(|e| e.to_string()),
            if meets { Err(together.into()) } else { Ok(()) }
        );
    }
}

#[test]
fn every_dimension_can_be_decided_and_nothing_else_suffers() {
    let policy = whole().build().unwrap();
    let (known, bare) = (built(account()), built(Account::builder("b", EUR)));
    let dimensions: Vec<Name> = policy.dimensions().collect();
    assert_eq!(dimensions.len(), 10);
    let builders = [(account(), &known), (Account::builder("b", EUR), &bare)];
    for (dimension, (builder, without)) in
        dimensions.iter().flat_map(|it| builders.clone().map(|of| (*it, of)))
    {
        let mut given: Vec<(Name, bool)> =
            policy.segments(dimension).into_iter().map(|name| (name, true)).collect();
        given.push((name!("typo"), dimension == OWNER));
        for (segment, exists) in given {
            let decided = decision(dimension, segment.as_str()).from(on(0)).indefinitely();
            let account = built(builder.clone().overridden(decided));
            let (segments, why) = policy.explain(&account, as_of());
            assert_eq!(segments, policy.classify(&account, as_of()));
            let answer = if exists { Ok(segment) } else { Err(Reason::Fault) };
            assert_eq!(segments.get(dimension), Some(answer), "{dimension} {segment}");
            let fault: Vec<Option<&str>> =
                why.iter().filter(|(name, _)| *name == dimension).map(|(_, e)| e.fault()).collect();
            let text = format!(
                "the override to `typo` names no segment of the dimension `{dimension}`; correct or end it"
            );
            assert_eq!(fault, [(!exists).then_some(text.as_str())]);
            // Attention reads the others, as they were decided; every other dimension stays as it was.
            let plain = policy.classify(without, as_of());
            for other in dimensions.iter().filter(|it| **it != dimension && **it != ATTENTION) {
                assert_eq!(segments.get(*other), plain.get(*other), "{other} beside {dimension}");
            }
        }
    }
    let raised = built(account().overridden(decision(RISK, "high").from(on(0)).indefinitely()));
    let attention = |account: &Account| policy.classify(account, as_of()).get(ATTENTION);
    assert_eq!(
        [attention(&known), attention(&raised)].map(Option::unwrap),
        [Ok(name!("none")), Ok(name!("most"))]
    );
}

#[test]
fn a_decision_beats_a_veto_and_hysteresis_and_is_not_remembered() {
    let never = Delay { confirmations: u32::MAX, dwell: Days(u32::MAX) };
    let brake = Hysteresis::OFF.upgrades(never).downgrades(never);
    let policy = whole().hysteresis(TIER, brake).hysteresis(HEALTH, brake).build().unwrap();
    let was = Previous::new(name!("smb")).since(on(-9));
    let decided = |dimension, segment| decision(dimension, segment).from(on(0)).until(on(9));
    let account = account().demanding(true).previous(TIER, was).overridden(decided(TIER, "enterprise"));
    let account =
        built(account.overridden(decided(HEALTH, "green")).overridden(decided(TRAJECTORY, "growing")));
    let answers = |day| {
        let segments = policy.classify(&account, day);
        [TIER, HEALTH, TRAJECTORY, WALLET]
            .map(|it| segments.get(it).unwrap().map_or_else(|r| r.to_string(), |n| n.to_string()))
    };
    let missing = |fact: Name| format!("missing_{fact}");
    let (growth, wallet) = (missing(facts::PRIOR_ARR), missing(facts::WALLET_CURRENT));
    assert_eq!(answers(on(9)), ["enterprise", "green", "growing", &wallet]);
    assert_eq!(answers(on(10)), ["smb", "red", &growth, &wallet]);
    let kept = policy.remember(&account, on(9));
    let tier = kept.iter().find(|(dimension, _)| *dimension == TIER).unwrap().1;
    assert_eq!(
        (tier.segment, tier.since, tier.proposed),
        (name!("smb"), was.since, Some(name!("midmarket")))
    );
    assert!(kept.iter().all(|(dimension, _)| *dimension != TRAJECTORY), "{kept:?}");
    // A decision that is at fault does not hurt what goes on beneath it.
    let wrong = built(self::account().previous(TIER, was).overridden(decided(TIER, "typo")));
    let kept = policy.remember(&wrong, on(9));
    assert_eq!(kept.iter().find(|(dimension, _)| *dimension == TIER).unwrap().1, tier);
}
