//! What reviews of this crate found, each with the case that showed it.

use segmentry::account::{ArrHistory, Previous};
use segmentry::chrono::NaiveDate;
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    AccelerationGate, TierPolicy, Trajectory, TrajectoryPolicy, WALLET, WalletPolicy, WalletQuadrant,
};
use segmentry::{Account, Classifier, Csat, Money, Ratio, Score, Unclassified, name};

use crate::strategy::{EUR, as_of, date, eur, policy};

fn in_re_evaluate() -> segmentry::account::AccountBuilder {
    Account::builder("a", EUR)
        .wallet_current(eur(100))
        .wallet_potential(eur(100))
        .previous(WALLET, Previous::new(name!("re_evaluate")).since(date(2025, 1, 1)))
}

#[test]
fn an_account_that_left_re_evaluate_is_not_overdue() {
    let why = |account: &Account| policy().wallet_of_account().explain(account, as_of());
    let recovered = in_re_evaluate().arr(eur(90)).build().unwrap();
    let (verdict, explanation) = why(&recovered);
    assert_eq!(verdict, Ok(WalletQuadrant::Protect));
    assert_eq!(explanation.note(name!("overdue")), None);
    let still_there = in_re_evaluate().arr(eur(90)).external_factor(true).build().unwrap();
    let (verdict, explanation) = why(&still_there);
    assert_eq!(verdict, Ok(WalletQuadrant::ReEvaluate));
    assert_eq!(explanation.note(name!("overdue")).unwrap().to_string(), "2025-10-01");
    let sent_on = in_re_evaluate().arr(eur(90)).value_aligned(false).build().unwrap();
    let (verdict, explanation) = why(&sent_on);
    assert_eq!(verdict, Ok(WalletQuadrant::Manage));
    assert!(explanation.note(name!("overdue")).is_some());
}

/// With a history, the prior ARR is its value twelve months before: not eleven, not thirteen, clamped at month ends.
#[test]
fn the_prior_arr_of_a_history_is_that_of_twelve_months_before() {
    let steps = |changes: &[(NaiveDate, i64)]| {
        ArrHistory::new(changes.iter().map(|(day, arr)| (*day, eur(*arr)))).unwrap()
    };
    let grown = |changes: &[(NaiveDate, i64)], day: NaiveDate| {
        let account = Account::builder("a", EUR).arr_history(steps(changes)).build().unwrap();
        policy().trajectory_of_account().classify(&account, day)
    };
    let jump = [(date(2024, 1, 1), 100), (date(2025, 6, 30), 200)];
    // On the day of the jump and before, the ARR of twelve months earlier is the old one.
    assert_eq!(grown(&jump, date(2026, 6, 29)), Ok(Trajectory::Growing));
    assert_eq!(grown(&jump, date(2026, 6, 30)), Ok(Trajectory::Shrinking));
    // 29 February looks back to 28 February.
    let leap = [(date(2022, 1, 1), 100), (date(2023, 2, 28), 200), (date(2023, 3, 1), 300)];
    assert_eq!(grown(&leap, date(2024, 2, 29)), Ok(Trajectory::Growing));
    // A customer for less than a year grew from nothing.
    let new = [(date(2026, 1, 1), 100)];
    assert_eq!(grown(&new, as_of()), Err(Unclassified::Undefined(name!("prior_arr"))));
}

#[test]
fn an_explanation_that_could_not_be_read_back_is_not_written() {
    let account = Account::builder("a", EUR).arr(eur(1)).build().unwrap();
    let (_, why) = policy().tier_of_account().explain(&account, NaiveDate::MAX);
    let error = serde_json::to_string(&why).unwrap_err();
    assert!(error.to_string().contains("dates go from 1900-01-01 to 2199-12-31"), "{error}");
}

#[test]
fn a_map_where_text_belongs_is_named_whatever_it_holds() {
    for map in [r#"{"a":1}"#, r#"{"a":"1"}"#, "{}"] {
        let error = serde_json::from_str::<Ratio>(map).unwrap_err().to_string();
        assert!(error.starts_with("found a map, expected a fraction as text"), "{error}");
    }
}

#[test]
fn parameters_and_errors_read_as_people_write_them() {
    let gated = TrajectoryPolicy::builder().acceleration_gate(AccelerationGate::WhenKnown).build().unwrap();
    assert!(gated.parameters().iter().any(|parameter| parameter.value == "when_known"));
    // Equal thresholds leave nobody in Manage, which is legal; above, they contradict each other.
    assert!(WalletPolicy::builder().re_evaluate_below(Some(dec!(0.8))).build().is_ok());
    assert!(WalletPolicy::builder().re_evaluate_below(Some(dec!(0.81))).build().is_err());
    // A hostile policy does not make a hostile error.
    let builder = (0..10_000)
        .fold(TierPolicy::builder(name!("x")), |builder, _| builder.tier(name!("x"), Money::zero(EUR)));
    let error = builder.build().unwrap_err();
    assert_eq!((error.faults().len(), error.more() > 10_000), (100, true));
    assert!(error.to_string().len() < 20_000);
}

#[test]
fn a_policy_of_another_currency_says_so_in_the_explanation() {
    let dollars = segmentry::Currency::USD;
    let account = Account::builder("a", dollars).arr(Money::zero(dollars)).build().unwrap();
    let (verdict, why) = policy().tier_of_account().explain(&account, as_of());
    assert!(matches!(verdict, Err(Unclassified::Fault(_))));
    let fault = "USD and EUR cannot be added or compared; convert to one currency first";
    assert_eq!(why.fault(), Some(fault));
    assert!(why.to_string().contains(fault));
    // The next answer is not blamed for it.
    let mut reused = why;
    let fine = Account::builder("b", EUR).arr(eur(1)).build().unwrap();
    policy().tier_of_account().explain_into(&fine, as_of(), &mut reused).unwrap();
    assert_eq!(reused.fault(), None);
}

#[test]
fn a_fraction_reads_what_it_writes() {
    for wide in
        [Ratio::new(i64::MAX, 2).unwrap(), Ratio::new(i64::MIN, 8).unwrap(), Ratio::new(1, u64::MAX).unwrap()]
    {
        assert_eq!(wide.to_string().parse::<Ratio>().unwrap(), wide);
    }
}

#[test]
fn a_prior_arr_alone_asks_for_the_arr() {
    let account = Account::builder("a", EUR).prior_arr(eur(5)).build().unwrap();
    let verdict = policy().trajectory_of_account().classify(&account, as_of());
    assert_eq!(verdict, Err(Unclassified::Missing(name!("arr"))));
}

#[test]
fn triggers_after_the_one_that_fired_are_listed_and_marked() {
    let nps = segmentry::Nps::new(dec!(-50)).unwrap();
    let account = in_re_evaluate().arr(eur(10)).external_factor(true).nps(nps).build().unwrap();
    let (_, why) = policy().wallet_of_account().explain(&account, as_of());
    let text = why.to_string();
    assert!(text.contains("(not reached) nps: -50 < 0? yes"), "{text}");
    assert_eq!(why.note(name!("trigger")).unwrap().to_string(), "external_factor");
}

#[test]
fn the_advice_against_a_float_can_be_followed() {
    let says = |error: serde_json::Error| error.to_string();
    let csat = says(serde_json::from_str::<Csat>("4.25").unwrap_err());
    assert!(csat.contains("write a satisfaction with its scale, such as \"4.2/5\""), "{csat}");
    let score = says(serde_json::from_str::<Score>("74.5").unwrap_err());
    assert!(score.contains("write it as text: \"74.5\""), "{score}");
    assert!(serde_json::from_str::<Score>("\"74.5\"").is_ok());
}
