//! The sample of `portfolio_review`, read by the example's own modules: every model, missing policy, veto and tie occurs,
//! and everything adds up to what the text of the files says.

#![expect(dead_code, reason = "the example's modules are here for what they read, not for what they write")]

#[path = "../../examples/portfolio_review/accounts.rs"]
mod accounts;
#[path = "../../examples/portfolio_review/amounts.rs"]
mod amounts;
#[path = "../../examples/portfolio_review/counts.rs"]
mod counts;
#[path = "../../examples/portfolio_review/crossing.rs"]
pub(crate) mod crossing;
#[path = "../../examples/portfolio_review/economics/mod.rs"]
pub(crate) mod economics;
#[path = "../../examples/portfolio_review/sample.rs"]
pub(crate) mod embedded;
#[path = "../../examples/portfolio_review/faults.rs"]
pub(crate) mod faults;
#[path = "../../examples/portfolio_review/history.rs"]
mod history;
#[path = "../../examples/portfolio_review/input.rs"]
pub(crate) mod input;
#[path = "../../examples/portfolio_review/near.rs"]
mod near;
#[path = "../../examples/portfolio_review/policy/mod.rs"]
mod policy;
#[path = "../../examples/portfolio_review/records.rs"]
mod records;
#[path = "../../examples/portfolio_review/retention.rs"]
pub(crate) mod retention;
#[path = "../../examples/portfolio_review/sheet.rs"]
pub(crate) mod sheet;
#[path = "../../examples/portfolio_review/tables.rs"]
mod tables;
#[path = "../../examples/portfolio_review/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};

use segmentry::account::facts;
use segmentry::calendar::{NaiveDate, parse_date};
use segmentry::classify::{Step, Value};
use segmentry::quantity::parse_decimal;
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::segment::{
    FIT, HEALTH, LIFECYCLE, PROVISIONAL_TIER, PolicyExplanation, RISK, RiskPolicy, TRAJECTORY, WALLET,
};
use segmentry::{
    Account, Currency, Explanation, Name, Portfolio, Reason, Score, SegmentationPolicy, Segments, name,
};

use input::{File, Input};

pub(crate) fn as_of() -> NaiveDate {
    parse_date(embedded::AS_OF).unwrap()
}

/// What the embedded files hold.
pub(crate) fn files() -> Input {
    let accounts = File::embedded("accounts", embedded::ACCOUNTS);
    let history = File::embedded("history", embedded::HISTORY);
    input::read(&accounts, Some(&history), as_of()).unwrap()
}

fn portfolio() -> Portfolio {
    files().portfolio
}

fn policy_with(floors: &[Decimal]) -> SegmentationPolicy {
    policy::with_floors(floors, Currency::EUR).unwrap()
}

pub(crate) fn policy() -> SegmentationPolicy {
    policy_with(&[dec!(25000), dec!(100000)])
}

/// All accounts with their explanations.
fn explained() -> Vec<(Account, Segments, PolicyExplanation)> {
    let (portfolio, policy) = (portfolio(), policy());
    let accounts = portfolio.accounts().iter();
    accounts
        .map(|account| {
            let (segments, why) = policy.explain(account, portfolio.as_of());
            (account.clone(), segments, why)
        })
        .collect()
}

pub(crate) fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// The ARR of each account by the text of the files alone; a prospect has none.
fn naive_arr() -> BTreeMap<String, Option<Decimal>> {
    let mut last: BTreeMap<String, (String, Decimal)> = BTreeMap::new();
    for row in rows(embedded::HISTORY) {
        let entry = (row["date"].clone(), parse_decimal(&row["arr"]).unwrap());
        if entry.0.as_str() <= embedded::AS_OF && last.get(&row["account_id"]).is_none_or(|had| *had < entry)
        {
            last.insert(row["account_id"].clone(), entry);
        }
    }
    let arr = |row: &BTreeMap<String, String>| match row["arr"].as_str() {
        "" => last.get(&row["account_id"]).map(|(_, arr)| *arr),
        arr => Some(parse_decimal(arr).unwrap()),
    };
    rows(embedded::ACCOUNTS).iter().map(|row| (row["account_id"].clone(), arr(row))).collect()
}

fn sum(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap())
}

#[test]
fn every_segment_of_every_dimension_occurs() {
    let (portfolio, policy) = (portfolio(), policy());
    let review = portfolio.review(&policy);
    let mut dimensions = 0;
    for dimension in policy.dimensions() {
        dimensions += 1;
        let tally = review.tally(|row| row.dimension(dimension));
        for segment in policy.segments(dimension) {
            assert!(tally.segment(segment).accounts() > 0, "nobody is in {dimension} {segment}");
        }
        assert!(tally.unclassified().accounts() > 0, "everybody has a {dimension}");
    }
    assert_eq!(dimensions, 9);
}

#[test]
fn every_reason_that_a_file_can_give_occurs() {
    let reasons: BTreeSet<Reason> = explained()
        .iter()
        .flat_map(|(_, segments, _)| {
            segments.iter().filter_map(|(_, answer)| answer.segment().err()).collect::<Vec<_>>()
        })
        .collect();
    for reason in [
        Reason::Missing(facts::ARR),
        Reason::Missing(facts::EMPLOYEES),
        Reason::Missing(facts::RENEWAL_ON),
        Reason::Missing(facts::STARTED_ON),
        Reason::Missing(facts::WALLET_CURRENT),
        Reason::Missing(facts::WALLET_POTENTIAL),
        Reason::Missing(facts::BUSINESS_GROWTH),
        Reason::Missing(facts::PRIOR_ARR),
        Reason::Undefined(facts::PRIOR_ARR),
        Reason::Undefined(facts::WALLET_CURRENT),
        Reason::Insufficient(HEALTH),
        Reason::Insufficient(FIT),
    ] {
        assert!(reasons.contains(&reason), "{reason}");
    }
    assert!(!reasons.contains(&Reason::NoMatch) && !reasons.contains(&Reason::Fault));
}

/// To the cent, and account by account, against the text.
#[test]
fn every_dimension_adds_up_to_the_text() {
    let naive = naive_arr();
    let total = sum(naive.values().flatten().copied());
    assert_eq!((naive.len(), naive.values().flatten().count()), (348, 316));
    for floors in [
        vec![dec!(25000)],
        vec![dec!(25000), dec!(100000)],
        (1..=5).map(|n| Decimal::from(n * 20000)).collect(),
    ] {
        let (portfolio, policy) = (portfolio(), policy_with(&floors));
        let review = portfolio.review(&policy);
        for dimension in policy.dimensions() {
            let tally = review.tally(|row| row.dimension(dimension));
            assert_eq!((tally.total().accounts(), tally.total().arr().amount()), (348, total), "{dimension}");
            for (answer, cell) in tally.iter() {
                let those = review.rows().filter(|row| row.dimension(dimension) == *answer);
                let arr = sum(those.filter_map(|row| naive[row.account.id()]));
                assert_eq!(cell.arr().amount(), arr, "{dimension} {answer:?}");
            }
        }
        let list = review.work_list(|row| row.risk().is_ok_and(|band| band.rank() >= 1));
        assert_eq!((list.total().accounts(), list.total().arr().amount()), (316, total));
        assert_eq!(review.prospects().rows().len(), 348 - 316);
    }
}

/// One dimension from the text: the numbers of employees.
#[test]
fn provisional_tiers_are_those_of_the_text() {
    let mut naive: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows(embedded::ACCOUNTS) {
        let tier = match row["employees"].parse::<u32>() {
            Err(_) => "unclassified",
            Ok(0..=99) => "small",
            Ok(100..=999) => "midsize",
            Ok(_) => "large",
        };
        *naive.entry(tier).or_default() += 1;
    }
    let (portfolio, policy) = (portfolio(), policy());
    let review = portfolio.review(&policy);
    let tally = review.tally(|row| row.dimension(PROVISIONAL_TIER));
    for tier in [name!("small"), name!("midsize"), name!("large")] {
        assert_eq!(tally.segment(tier).accounts(), naive[tier.as_str()], "{tier}");
    }
    assert_eq!(tally.unclassified().accounts(), naive["unclassified"]);
}

/// What an indicator contributed.
fn contribution(why: &Explanation, indicator: Name) -> Option<Value> {
    why.steps().iter().find_map(|entry| match entry.step {
        Step::Weighted { fact, contribution, .. } if fact == indicator => Some(contribution),
        _ => None,
    })
}

#[test]
fn every_policy_for_missing_facts_occurs() {
    let all = explained();
    let rated = |account: &Account, why: &PolicyExplanation, fact: Name| {
        (!account.knows(fact) && why.health.answer().segment().is_ok())
            .then(|| contribution(&why.health, fact))
    };
    let answers = |fact: Name| -> BTreeSet<Option<String>> {
        let answers = all.iter().filter_map(|(account, _, why)| rated(account, why, fact));
        answers.map(|value| value.map(|value| value.to_string())).collect()
    };
    let only = |value: Option<&str>| BTreeSet::from([value.map(String::from)]);
    assert_eq!(answers(facts::UTILIZATION), only(None), "left out");
    assert_eq!(answers(facts::NPS), only(Some("50")), "neutral");
    assert_eq!(answers(facts::ONBOARDING), only(Some("0")), "penalised");
    let unknown = all.iter().any(|(account, segments, _)| {
        let rest = [facts::BUSINESS_GROWTH, facts::WALLET_POTENTIAL].iter().all(|fact| account.knows(*fact));
        rest && segments.get(FIT) == Some(Err(Reason::Missing(facts::EMPLOYEES)))
    });
    assert!(unknown, "the rest is known, the whole is not");
}

#[test]
fn every_veto_changes_somebody() {
    let capped = name!("capped_by");
    let all = explained();
    let by = |dimension: Name, reason: Name, answer: Name| {
        let those =
            all.iter().filter_map(|(_, segments, why)| Some((segments.get(dimension)?, why.get(dimension)?)));
        let mut those = those.filter(|(_, why)| why.note(capped) == Some(Value::Text(reason))).peekable();
        assert!(those.peek().is_some(), "{reason} caps nobody");
        assert!(those.all(|(segment, _)| segment == Ok(answer)), "{reason}");
    };
    by(HEALTH, facts::CANCELLATION_REQUESTED, name!("red"));
    by(HEALTH, facts::SAVE_PLAN, name!("yellow"));
    by(FIT, facts::DEMANDING, name!("not_a_fit"));
    let little = |why: &Explanation| {
        why.steps().iter().any(|entry| matches!(entry.step, Step::Compared { fact, holds: false, .. } if fact == name!("health_coverage")))
    };
    let red = all.iter().filter(|(_, segments, _)| segments.get(HEALTH) == Some(Ok(name!("red"))));
    assert!(
        red.into_iter().any(|(_, _, why)| little(&why.health)),
        "a veto answers where too little is known"
    );
}

/// Each of these thresholds is met exactly by somebody, and each of these notes stands with somebody.
#[test]
fn ties_and_notes_occur() {
    let score = |value| Value::Score(Score::new(value).unwrap());
    let all = explained();
    for (dimension, fact, value) in [
        (HEALTH, HEALTH, score(dec!(50))),
        (HEALTH, HEALTH, score(dec!(75))),
        (FIT, FIT, score(dec!(40))),
        (FIT, FIT, score(dec!(70))),
        (RISK, RiskPolicy::<Account>::POINTS, Value::Count(20)),
        (RISK, RiskPolicy::<Account>::POINTS, Value::Count(40)),
        (RISK, name!("days_to_renewal"), Value::Days(0)),
        (RISK, name!("days_to_renewal"), Value::Days(91)),
        (LIFECYCLE, name!("days_to_renewal"), Value::Days(90)),
        (LIFECYCLE, name!("days_since_start"), Value::Days(90)),
        (PROVISIONAL_TIER, facts::EMPLOYEES, Value::Count(100)),
        (PROVISIONAL_TIER, facts::EMPLOYEES, Value::Count(1000)),
    ] {
        let is_tie = |step: &Step| matches!(step, Step::Compared { fact: of, observed, threshold, .. } if *of == fact && *observed == value && *threshold == value);
        let mut explanations = all.iter().filter_map(|(_, _, why)| why.get(dimension));
        assert!(
            explanations.any(|why| why.steps().iter().any(|entry| entry.reached && is_tie(&entry.step))),
            "nobody is exactly at {value} of {fact}"
        );
    }
    for (dimension, note) in [
        (LIFECYCLE, name!("renewal_passed")),
        (LIFECYCLE, name!("onboarding_overdue")),
        (TRAJECTORY, name!("dire_straits")),
        (WALLET, name!("overdue")),
        (WALLET, name!("share_above_whole")),
    ] {
        assert!(all.iter().any(|(_, _, why)| why.get(dimension).unwrap().note(note).is_some()), "{note}");
    }
}

/// The rule of the example's matrix, for any number of tiers: the corner of the highest value and risk gets the most, and
/// a tier or a risk higher is never less.
#[test]
fn attention_rises_with_value_and_risk_for_any_number_of_tiers() {
    const LEVELS: [&str; 5] = ["least", "little", "some", "much", "most"];
    for floors in 1..=40_i64 {
        let floors: Vec<Decimal> = (1..=floors).map(|floor| Decimal::from(floor * 1000)).collect();
        let parameters = policy_with(&floors).attention().unwrap().parameters();
        let row = |text: &str| -> Vec<usize> {
            let words = text.split([' ', ',']);
            words.filter_map(|word| LEVELS.iter().position(|level| *level == word)).collect()
        };
        let rows: Vec<Vec<usize>> = parameters.iter().map(|row_of| row(&row_of.value)).collect();
        assert_eq!(rows.len(), floors.len() + 2);
        assert_eq!((&rows[0], &rows[rows.len() - 1]), (&vec![0, 1, 2], &vec![2, 3, 4]));
        assert!(rows.iter().all(|row| row.windows(2).all(|pair| pair[1] == pair[0] + 1)));
        assert!(rows.windows(2).all(|pair| pair[0] <= pair[1]));
    }
}
