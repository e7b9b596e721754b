//! What is stored and read back: one canonical text for each value, and helpful words for everything else.

use std::fmt::Debug;

use proptest::prelude::*;
use segmentry::account::facts;
use segmentry::classify::{Answer, PlainText};
use segmentry::segment::{PolicyExplanation, Segments, TIER, TRAJECTORY, WALLET};
use segmentry::{Csat, Currency, Explanation, Label, Money, Name, Nps, Ratio, Reason, Score, name};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::strategy::{account, as_of, policy};

/// The value written, read back, and written again.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, value, "{text}");
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    // A value that went through a tree of JSON is the same.
    assert_eq!(&serde_json::from_value::<T>(serde_json::to_value(value).unwrap()).unwrap(), value);
    text
}

/// Why text is no document of this type, on one bounded line.
fn refusal<T: DeserializeOwned + Debug>(text: &str) -> String {
    let message = serde_json::from_str::<T>(text).map(|read| panic!("{text} read as {read:?}")).unwrap_err();
    let message = message.to_string();
    assert!(message.len() < 400 && !message.chars().any(char::is_control), "{message}");
    message
}

/// Each text is read, and written in its canonical form.
fn reads_as<T: Serialize + DeserializeOwned + PartialEq + Debug>(table: &[(&str, &str)]) {
    for (given, canonical) in table {
        let value: T = serde_json::from_str(given).unwrap_or_else(|error| panic!("{given}: {error}"));
        assert_eq!(&round_trip(&value), canonical, "{given}");
    }
}

#[test]
fn quantities_have_one_canonical_text() {
    reads_as::<Ratio>(&[
        (r#""0.80""#, r#""0.8""#),
        (r#""2/4""#, r#""0.5""#),
        (r#""3/9""#, r#""1/3""#),
        (r#""-0""#, r#""0""#),
        ("2", r#""2""#),
        ("-9223372036854775808", r#""-9223372036854775808""#),
        (r#""0.000000000000000001""#, r#""0.000000000000000001""#),
        (r#""1/18446744073709551615""#, r#""1/18446744073709551615""#),
    ]);
    reads_as::<Score>(&[(r#""072.50""#, r#""72.5""#), ("100", r#""100""#), (r#""0.000""#, r#""0""#)]);
    reads_as::<Nps>(&[(r#""-12.50""#, r#""-12.5""#), ("-100", r#""-100""#), (r#""-0""#, r#""0""#)]);
    reads_as::<Csat>(&[(r#""4.20/5.0""#, r#""4.2/5""#), (r#""0/1000""#, r#""0/1000""#)]);
    reads_as::<Currency>(&[(r#""EUR""#, r#""EUR""#), (r#""JPY""#, r#""JPY""#)]);
    reads_as::<Name>(&[(r#""größe""#, r#""größe""#), (r#""a \"b\"""#, r#""a \"b\"""#)]);
    reads_as::<Label>(&[(r#""Smith \\ Söhne""#, r#""Smith \\ Söhne""#)]);
    reads_as::<Money>(&[
        (r#"{"amount":"100.1000","currency":"EUR"}"#, r#"{"amount":"100.1","currency":"EUR"}"#),
        (r#"{"currency":"JPY","amount":-5}"#, r#"{"amount":"-5","currency":"JPY"}"#),
        (
            r#"{"amount":"100000000000000","currency":"USD"}"#,
            r#"{"amount":"100000000000000","currency":"USD"}"#,
        ),
    ]);
}

#[test]
fn reasons_and_answers_have_one_canonical_text() {
    let longest = Name::new(&"f".repeat(Name::MAX_LEN)).unwrap();
    for (reason, text) in [
        (Reason::NoMatch, "no_match"),
        (Reason::Missing(name!("arr")), "missing_arr"),
        (Reason::Stale(name!("nps")), "stale_nps"),
        (Reason::Undefined(name!("wallet_current")), "undefined_wallet_current"),
        (Reason::Insufficient(name!("missing_score")), "insufficient_missing_score"),
        (Reason::Fault, "fault"),
    ] {
        assert_eq!(round_trip(&reason), format!("\"{text}\""));
        assert_eq!(round_trip(&Answer::Unclassified(reason)), format!(r#"{{"unclassified":"{text}"}}"#));
    }
    assert_eq!(round_trip(&Answer::Segment(name!("grow"))), r#"{"segment":"grow"}"#);
    round_trip(&Reason::Missing(longest));
    for fact in facts::OBSERVED {
        round_trip(&Reason::Missing(*fact));
    }
    for wrong in [r#""missing_""#, r#""lost_arr""#, r#""""#, r#""NoMatch""#] {
        assert!(refusal::<Reason>(wrong).contains("is no reason; write one such as missing_arr"), "{wrong}");
    }
    for wrong in [r#""grow""#, "{}", r#"{"segment":null}"#, r#"{"segment":"a","unclassified":"fault"}"#] {
        refusal::<Answer>(wrong);
    }
}

#[test]
fn a_float_is_refused_with_the_right_form() {
    for (message, form) in [
        (
            refusal::<Ratio>("0.8"),
            r#"0.8 is a binary float, which may have lost digits; write it as text: "0.8""#,
        ),
        (refusal::<Score>("72.5"), r#"write it as text: "72.5""#),
        (refusal::<Nps>("-12.25"), r#"write it as text: "-12.25""#),
        (refusal::<Money>(r#"{"amount":0.1,"currency":"EUR"}"#), r#"write it as text: "0.1""#),
        // An exponent makes a float too, however whole it is.
        (refusal::<Ratio>("1e0"), "is a binary float"),
        (refusal::<Money>(r#"{"amount":1E5,"currency":"EUR"}"#), "is a binary float"),
        (refusal::<Score>("18446744073709551616"), "is a binary float"),
    ] {
        assert!(message.contains(form), "{message}");
    }
    refusal::<Ratio>("1e999");
}

#[test]
fn other_types_and_forms_are_refused_with_what_is_expected() {
    fn check<T: DeserializeOwned + Debug>(expected: &str, forms: &[&str]) {
        for wrong in ["null", "true", "[]", "[1]", "{}", r#"{"a":"1"}"#] {
            let message = refusal::<T>(wrong);
            assert!(message.contains(expected), "{wrong}: {message}");
        }
        let long = format!("\"{}\"", "9".repeat(100_000));
        for wrong in forms.iter().copied().chain([r#"{"a":1}"#, r#""""#, r#"" 1""#, r#""\u0000""#, &long]) {
            refusal::<T>(wrong);
        }
    }
    check::<Ratio>(
        "a fraction as text",
        &[r#""1e-1""#, r#""1/0""#, r#""15 %""#, r#""0.1234567890123456789""#],
    );
    check::<Score>("a score from 0 to 100 as text", &[r#""1e1""#, "-1", "101", r#""NaN""#]);
    check::<Nps>("a net promoter score as text", &[r#""1e1""#, "-101", r#""0.00001""#]);
    check::<Csat>("a satisfaction with its scale", &["4", r#""4/0""#, r#""6/5""#, r#""4 of 5""#]);
    check::<Currency>("an ISO 4217 code", &[r#""EURO""#, r#""eur""#, "978"]);
    check::<Name>("a name of 1 to 31 bytes", &[r#""a\nb""#]);
    check::<Label>("a text of 1 to 256 bytes", &[r#""a\tb""#]);
    check::<Reason>("a reason such as", &[r#""missing""#]);
}

#[test]
fn a_document_of_money_has_its_two_fields_and_no_more() {
    for (wrong, expected) in [
        ("null", "expected an amount and its currency, such as"),
        (r#"{"amount":"1"}"#, "missing field `currency`"),
        (r#"{"currency":"EUR"}"#, "missing field `amount`"),
        (r#"{"amount":null,"currency":"EUR"}"#, "an amount as text"),
        (r#"{"amount":"1","currency":"EUR","note":""}"#, "unknown field `note`"),
        (r#"{"amount":"1","amount":"1","currency":"EUR"}"#, "duplicate field `amount`"),
        (r#"{"amount":"1e5","currency":"EUR"}"#, "such as -12.5"),
        (r#"{"amount":"1.00001","currency":"EUR"}"#, "has more than 4 decimals; round it first"),
        (r#"{"amount":"100000000000000.0001","currency":"EUR"}"#, "is too large"),
        (r#"{"amount":"1","currency":"EU"}"#, "is no ISO 4217 currency"),
    ] {
        let message = refusal::<Money>(wrong);
        assert!(message.contains(expected), "{wrong}: {message}");
    }
}

/// An explanation as a tree of JSON.
fn stored() -> Json {
    let account = segmentry::Account::builder("a", Currency::EUR).prior_arr(crate::strategy::eur(1));
    let account = account.arr(crate::strategy::eur(24_999)).build().unwrap();
    serde_json::to_value(policy().explain(&account, as_of()).1.tier).unwrap()
}

#[test]
fn the_stored_form_of_an_explanation_stays_as_it_is() {
    let stored = stored();
    let steps = stored["steps"].as_array().unwrap();
    assert_eq!((&stored["version"], &stored["as_of"]), (&json!(1), &json!("2026-06-30")));
    assert_eq!((&stored["answer"], &stored["not_examined"]), (&json!({"segment": "smb"}), &json!(0)));
    let money = |amount: &str| json!({"money": {"amount": amount, "currency": "EUR"}});
    assert_eq!(
        steps.last().unwrap(),
        &json!({
            "step": {"compared": {
                "fact": "arr", "observed": money("24999"), "comparison": "at_least",
                "threshold": money("25000"), "holds": false,
            }},
            "depth": 0,
            "reached": true,
        })
    );
    assert_eq!(
        stored["misses"][0],
        json!({
            "step": steps.len() - 1, "fact": "arr", "observed": money("24999"), "comparison": "at_least",
            "threshold": money("25000"), "distance": "reach", "answer": {"segment": "midmarket"},
            "fact_can_move": true,
        })
    );
}

#[test]
fn an_altered_explanation_is_refused() {
    let alter = |pointer: &str, value: Json| {
        let mut document = stored();
        *document.pointer_mut(pointer).unwrap() = value;
        refusal::<Explanation>(&document.to_string())
    };
    let version = alter("/version", json!(2));
    assert_eq!(
        version.split(" at line").next(),
        Some("explanation of version 2; this crate reads version 1"),
        "{version}"
    );
    assert!(alter("/as_of", json!("30.06.2026")).contains("write it as YYYY-MM-DD"));
    assert!(alter("/as_of", json!("2026-02-31")).contains("is not a day of the calendar"));
    for (pointer, value) in [
        ("/version", json!("1")),
        ("/version", json!(null)),
        ("/version", json!(-1)),
        ("/answer", json!("smb")),
        ("/steps", json!({})),
        ("/steps/0", json!({"step": {"guess": {}}, "depth": 0, "reached": true})),
        ("/steps/0/depth", json!(65536)),
        ("/steps/0/reached", json!("yes")),
        ("/misses/0/distance", json!("leap")),
        ("/misses/0/threshold", json!({"money": {"amount": "1e5", "currency": "EUR"}})),
        ("/not_examined", json!(-1)),
    ] {
        alter(pointer, value);
    }
    for pointer in ["", "/steps/0", "/misses/0", "/misses/0/threshold/money"] {
        let mut document = stored();
        document.pointer_mut(pointer).unwrap()["note"] = json!("by hand");
        assert!(refusal::<Explanation>(&document.to_string()).contains("unknown field `note`"), "{pointer}");
    }
    let text = stored().to_string();
    for key in ["version", "as_of", "answer", "steps", "misses", "not_examined"] {
        let value = &stored()[key];
        let twice = format!("{{\"{key}\":{value},{}", &text.trim_start_matches('{'));
        assert!(refusal::<Explanation>(&twice).contains(&format!("duplicate field `{key}`")));
        let mut less = stored();
        less.as_object_mut().unwrap().remove(key);
        assert!(refusal::<Explanation>(&less.to_string()).contains(&format!("missing field `{key}`")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Explanations of random accounts in all three models, through text and back, say the same.
    #[test]
    fn explanations_read_back(account in account()) {
        let (segments, why) = policy().explain(&account, as_of());
        for (dimension, explanation) in why.iter() {
            prop_assert!([TIER, TRAJECTORY, WALLET].contains(&dimension));
            round_trip(explanation);
            let read: Explanation = serde_json::from_str(&serde_json::to_string(explanation).unwrap()).unwrap();
            prop_assert_eq!(read.answer().segment(), segments.get(dimension).unwrap());
            prop_assert_eq!(PlainText(&read).to_string(), PlainText(explanation).to_string());
        }
        let mut record = PolicyExplanation::steps_only();
        policy().explain_into(&account, as_of(), &mut Segments::new(), &mut record);
        record.iter().for_each(|(_, steps)| _ = round_trip(steps));
    }

    #[test]
    fn every_quantity_reads_back(
        numerator in any::<i64>(), denominator in 1..=u64::MAX,
        ticks in -Money::MAX_TICKS..=Money::MAX_TICKS,
        points in 0..=1_000_000_i64, text in "[^\\p{C} ]{1,8}",
    ) {
        round_trip(&Ratio::new(numerator, denominator).unwrap());
        round_trip(&Money::from_ticks(ticks, Currency::GBP).unwrap());
        let points = Money::from_ticks(points, Currency::EUR).unwrap().amount();
        round_trip(&Nps::new(-points).unwrap());
        round_trip(&Score::new(points).unwrap());
        round_trip(&Csat::new(points, segmentry::Decimal::ONE_HUNDRED).unwrap());
        if let Ok(name) = Name::new(&text) {
            round_trip(&name);
            round_trip(&Answer::Segment(name));
        }
        round_trip(&Label::new(&text).unwrap());
    }
}

proptest! {
    /// Any text at all is refused on one bounded line, or taken and written in a form that is taken again.
    #[test]
    fn any_text_is_taken_or_refused(text in ".{0,60}", digits in "-?[0-9]{0,30}\\.?[0-9]{0,30}(/[0-9]{0,25})?") {
        fn taken<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: &str) {
            match serde_json::from_str::<T>(json) {
                Ok(value) => drop(round_trip(&value)),
                Err(_) => drop(refusal::<T>(json)),
            }
        }
        for json in [text, digits].map(Json::from).map(|text| text.to_string()) {
            taken::<Ratio>(&json);
            taken::<Score>(&json);
            taken::<Nps>(&json);
            taken::<Csat>(&json);
            taken::<Name>(&json);
            taken::<Reason>(&json);
            taken::<Money>(&format!(r#"{{"amount":{json},"currency":"EUR"}}"#));
        }
    }
}
