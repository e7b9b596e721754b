//! What compiled dimensions say about themselves, and their extremes.

use segmentry::account::{Designation, StrategicReason, facts};
use segmentry::calendar::{DayCount, Days};
use segmentry::chrono::NaiveDate;
use segmentry::classify::Step;
use segmentry::policy::{Dimension, FactKind, FactTable, PolicyDocument, Rule, fact, not};
use segmentry::{Account, Classifier, Currency, Money, Reason, Unclassified, name};

use super::agreement::compiled;
use super::limits::{deep, with_rules};
use crate::strategy::{as_of, date, eur};

#[test]
fn every_fact_of_an_account_is_registered() {
    let table = FactTable::accounts();
    for fact in
        facts::OBSERVED.iter().chain(facts::ATTRIBUTES).chain(&[facts::ID, facts::NAME, facts::STRATEGIC])
    {
        assert!(table.kind(*fact).is_some(), "{fact}");
    }
    assert_eq!(table.kind(facts::CSAT), Some(FactKind::Ratio));
    assert_eq!(table.kind(name!("other")), None);
}

#[test]
fn reasons_and_messages_are_readable() {
    let dimension = Dimension::first(name!("need"))
        .description("what they need")
        .segment(name!("not_a_fit"))
        .segment_with_message(name!("fit"), "buy now")
        .rule(
            Rule::new(name!("not_a_fit"), fact(facts::ARR).equals(0))
                .named(name!("free"))
                .reason("no revenue"),
        )
        .otherwise(name!("fit"));
    let need = compiled(dimension);
    assert_eq!((need.description(), need.segments().len()), (Some("what they need"), 2));
    assert_eq!((need.message(name!("fit")), need.message(name!("not_a_fit"))), (Some("buy now"), None));
    let account = |units| Account::builder("a", Currency::EUR).arr(eur(units)).build().unwrap();
    let rule = need.deciding_rule(&account(0), as_of()).unwrap().unwrap();
    assert_eq!(
        (rule.name(), rule.segment(), rule.reason()),
        (name!("free"), name!("not_a_fit"), Some("no revenue"))
    );
    assert_eq!(need.deciding_rule(&account(1), as_of()), Ok(None));
    let (_, why) = need.explain(&account(1), as_of());
    assert!(
        why.steps().iter().any(|entry| matches!(entry.step, Step::Rule { rule } if rule == name!("free")))
    );
    assert!(
        why.steps()
            .iter()
            .any(|entry| matches!(entry.step, Step::Note { note, .. } if note == name!("otherwise")))
    );
}

#[test]
fn a_later_rule_does_not_quietly_win() {
    let dimension = Dimension::first(name!("d"))
        .segment(name!("a"))
        .segment(name!("b"))
        .rule(Rule::new(name!("a"), fact(facts::ARR).above(0)))
        .rule(Rule::new(name!("b"), fact(facts::EMPLOYEES).above(0)));
    let need = compiled(dimension);
    let account = Account::builder("a", Currency::EUR).employees(5).build().unwrap();
    let (verdict, why) = need.explain(&account, as_of());
    assert_eq!(verdict, Err(Unclassified::Missing(facts::ARR)));
    // The explanation shows what the later rule would have said.
    assert!(why.steps().iter().any(|entry| !entry.reached && matches!(entry.step, Step::Compared { .. })));
    let poor = Account::builder("a", Currency::EUR).arr(eur(0)).employees(0).build().unwrap();
    assert_eq!(need.classify(&poor, as_of()), Err(Unclassified::NoMatch));
}

#[test]
fn designations_count_while_they_are_in_force() {
    let strategic = compiled(with_rules([fact(facts::STRATEGIC).is_set()]));
    let account = |designation: Option<Designation>| {
        Account::builder("a", Currency::EUR).designation(designation).build().unwrap()
    };
    let made = || Designation::new(StrategicReason::MajorUpsell).by("sales");
    for (designation, holds) in [
        (None, false),
        (Some(made().on(as_of())), true),
        (Some(made().on(date(2026, 7, 1))), false),
        (Some(made().on(date(2025, 7, 1)).until(date(2026, 6, 29))), false),
        (Some(made().on(date(2025, 7, 1)).until(as_of())), true),
    ] {
        assert_eq!(strategic.classify(&account(designation), as_of()).is_ok(), holds);
    }
}

/// A subject of one's own, with values at the ends of their ranges.
#[test]
fn extremes_are_answers_or_reasons() {
    #[derive(Clone, Copy)]
    struct Row {
        count: u64,
        days: i64,
        day: NaiveDate,
        amount: i64,
    }
    let facts = FactTable::new()
        .count(name!("count"), |row: &Row| row.count)
        .days(name!("days"), |row: &Row| DayCount(row.days))
        .date(name!("day"), |row: &Row| row.day)
        .money(name!("amount"), |row: &Row| Money::from_ticks(row.amount, Currency::EUR).unwrap());
    let conditions = [
        fact(name!("count")).at_most(u64::MAX),
        fact(name!("count")).per(name!("count")).equals(1),
        fact(name!("days")).at_least(i64::MIN),
        fact(name!("days")).per(name!("days")).equals(1),
        fact(name!("amount")).per(name!("amount")).equals(1),
        fact(name!("amount")).above("-100000000000000"),
        fact(name!("day")).within_next(Days(36_525)),
        not(fact(name!("day")).within_last(segmentry::calendar::Months(1_200))),
        deep(1).clone(),
    ];
    let amounts = [-Money::MAX_TICKS, -1, 0, 1, Money::MAX_TICKS];
    let days = [NaiveDate::MIN, date(1900, 1, 1), as_of(), NaiveDate::MAX];
    let facts = facts.money(segmentry::account::facts::ARR, |_: &Row| None::<Money>);
    for condition in conditions {
        let document = PolicyDocument::builder(name!("p"), Currency::EUR)
            .dimension(with_rules([condition]))
            .build()
            .unwrap();
        let dimension = document.compile_dimensions(&facts).unwrap().dimensions()[0].clone();
        for (count, number) in [(0, 0), (1, 1), (u64::MAX, i64::MAX), (1 << 63, i64::MIN)] {
            for (amount, day) in amounts.into_iter().flat_map(|amount| days.map(|day| (amount, day))) {
                let row = Row { count, days: number, day, amount };
                for as_of in days {
                    let (verdict, why) = dimension.explain(&row, as_of);
                    assert_eq!(verdict, dimension.classify(&row, as_of));
                    assert!(why.answer().segment() != Err(Reason::Missing(name!("count"))));
                }
            }
        }
    }
}

/// One policy serves all threads; copies share it.
#[test]
fn a_compiled_policy_is_shared() {
    let document: segmentry::PolicyDocument =
        serde_json::from_str(include_str!("../../data/policies/accept/every_condition.json")).unwrap();
    let policy = document.compile_dimensions(&FactTable::accounts()).unwrap();
    let account = Account::builder("a", Currency::EUR).industry("Gambling").build().unwrap();
    let expected = policy.dimensions()[0].classify(&account, as_of());
    assert_eq!(expected, Ok(name!("not_a_fit")));
    std::thread::scope(|scope| {
        for policy in [policy.clone(), policy.clone()] {
            let (account, expected) = (&account, &expected);
            scope.spawn(move || assert_eq!(&policy.dimensions()[0].classify(account, as_of()), expected));
        }
    });
}
