//! The economics, the retention and the crossings of the sample of `portfolio_review`, against a naive computation from the
//! text of its files: exact, by fractions of any size.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use segmentry::portfolio::NoForecast;
use serde_json::Value;

use crate::sample::economics::{self, Figures};
use crate::sample::input::{self, File};
use crate::sample::retention::Year;
use crate::sample::{as_of, crossing, embedded, files, policy, rows};

const YEAR_AGO: &str = "2025-06-30";
const ROWS: [&str; 8] =
    ["opening", "new", "reactivation", "expansion", "contraction", "churn", "unchanged", "closing"];

type Number = BigRational;
type Row = BTreeMap<String, String>;

fn number(text: &str) -> Number {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().unwrap();
    BigRational::new(digits, BigInt::from(10).pow(u32::try_from(fraction.len()).unwrap()))
}

fn sum(numbers: impl Iterator<Item = Number>) -> Number {
    numbers.fold(Number::zero(), |sum, number| sum + number)
}

fn whole(count: usize) -> Number {
    Number::from_integer(count.into())
}

/// A figure of a document: exact where it is short, else rounded in the last of its 28 digits or near it.
fn assert_is(document: &Value, expected: &Number, what: &str) {
    let text = document.as_str().unwrap_or_else(|| panic!("{what} is {document}"));
    let off = (number(text) - expected).abs();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let allowed =
        if digits < 25 { Number::zero() } else { expected.abs() / number(&format!("1{}", "0".repeat(24))) };
    assert!(off <= allowed, "{what}: {text}, but {expected}");
}

fn assert_counts(document: &Value, expected: &(usize, Number), what: &str) {
    assert_eq!(document["accounts"], expected.0, "{what}");
    assert_is(&document["amount"], &expected.1, what);
}

/// The ARR of all accounts by the text: a year ago and today, where they are known, and whether there was any before.
struct Naive {
    strategic: bool,
    has_row: bool,
    before: Option<Number>,
    now: Option<Number>,
    earlier: bool,
    first: Option<String>,
}

impl Naive {
    fn tier(&self, arr: &Number) -> &'static str {
        match () {
            () if self.strategic => "strategic",
            () if *arr >= number("100000") => "enterprise",
            () if *arr >= number("25000") => "midmarket",
            () => "smb",
        }
    }
}

fn naive() -> BTreeMap<String, Naive> {
    let mut histories: BTreeMap<String, BTreeMap<String, Number>> = BTreeMap::new();
    for row in rows(embedded::HISTORY) {
        let history = histories.entry(row["account_id"].clone()).or_default();
        history.insert(row["date"].clone(), number(&row["arr"]));
    }
    let rows: BTreeMap<String, Row> =
        rows(embedded::ACCOUNTS).into_iter().map(|row| (row["account_id"].clone(), row)).collect();
    let ids: BTreeSet<String> = rows.keys().chain(histories.keys()).cloned().collect();
    let account = |id: String| {
        let (row, history) = (rows.get(&id), histories.get(&id));
        let stated =
            |column: &str| row.map(|row| row[column].as_str()).filter(|text| !text.is_empty()).map(number);
        let on = |day: &str| {
            let until = |history: &BTreeMap<String, Number>| {
                let last = history.iter().rfind(|(date, _)| date.as_str() <= day);
                last.map_or(Number::zero(), |(_, arr)| arr.clone())
            };
            history.map(until)
        };
        let naive = Naive {
            strategic: row.is_some_and(|row| !row["strategic"].is_empty()),
            has_row: row.is_some(),
            before: on(YEAR_AGO).or(stated("prior_arr")),
            now: stated("arr").or(on(embedded::AS_OF)),
            earlier: history.is_some_and(|history| {
                history.iter().any(|(date, arr)| date.as_str() <= YEAR_AGO && arr.is_positive())
            }),
            first: history.map(|history| history.keys().next().unwrap().clone()),
        };
        (id, naive)
    };
    ids.into_iter().map(account).collect()
}

fn economics() -> Value {
    let input = files();
    let (portfolio, policy) = (&input.portfolio, policy());
    let review = portfolio.review(&policy);
    let figures = Figures::of(&review, &policy, &File::embedded("cost model", embedded::COST_MODEL)).unwrap();
    serde_json::to_value(economics::json::document(&figures)).unwrap()
}

#[test]
fn the_economics_add_up_to_the_text() {
    let document = economics();
    let model: BTreeMap<String, Row> =
        rows(embedded::COST_MODEL).into_iter().map(|row| (row["tier"].clone(), row)).collect();
    let accounts = naive();
    let served = |account: &&Naive| account.has_row && account.now.as_ref().is_some_and(Number::is_positive);
    let zero = Number::zero;
    let (mut customers, mut arr, mut cost, mut fees) = (0, zero(), zero(), zero());
    let (mut spend, mut value, mut margins, mut over) = (zero(), zero(), zero(), 0);
    let (mut statuses, mut verdicts) = (BTreeSet::new(), BTreeSet::new());
    let tiers = document["tiers"].as_array().unwrap();
    assert_eq!(tiers.len(), model.len());
    for tier in tiers {
        let name = tier["tier"].as_str().unwrap();
        let given = |column: &str| number(&model[name][column]);
        let of = |figure: &str| format!("{figure} of {name}");
        let those = accounts.values().filter(served);
        let arrs: Vec<&Number> =
            those.filter_map(|a| a.now.as_ref().filter(|arr| a.tier(arr) == name)).collect();
        let (count, of_tier) = (whole(arrs.len()), sum(arrs.iter().map(|arr| (*arr).clone())));
        assert_eq!(tier["customers"], arrs.len(), "{name}");
        assert_is(&tier["arr"], &of_tier, &of("ARR"));

        let (cost_per_csm, accounts_per_csm) = (given("cost_per_csm"), given("accounts_per_csm"));
        let fee = given("post_sales_revenue_per_account");
        let target = if model[name]["target"].is_empty() { number("0.15") } else { given("target") };
        let (csm_cost, paid) = (&count * &cost_per_csm / &accounts_per_csm, &count * &fee);
        let net = (&csm_cost - &paid) / &of_tier;
        assert_is(&tier["csm_cost"], &csm_cost, &of("CSM cost"));
        assert_is(&tier["post_sales_revenue"], &paid, &of("fees"));
        assert_is(&tier["gross_ratio"], &(&csm_cost / &of_tier), &of("gross ratio"));
        assert_is(&tier["net_ratio"], &net, &of("net ratio"));
        assert_is(&tier["target"], &target, &of("target"));
        let is_over = net > target;
        assert_eq!(tier["status"], if is_over { "over" } else { "within" }, "{name}");
        statuses.insert(is_over);
        over += usize::from(is_over);

        // Put in, each lever meets the target alone: the rounded one too.
        let arpa = &of_tier / &count;
        assert_eq!(tier["levers"].as_array().unwrap().len(), 4);
        for lever in tier["levers"].as_array().unwrap().iter().filter(|lever| !lever["required"].is_null()) {
            let ratio = |figure: &str| {
                let moved = number(lever[figure].as_str().unwrap());
                let or = |name: &str, now: &Number| {
                    if lever["lever"] == name { moved.clone() } else { now.clone() }
                };
                let net = or("cost_per_csm", &cost_per_csm) / or("accounts_per_csm", &accounts_per_csm)
                    - or("fee_per_account", &fee);
                net / or("arr_per_account", &arpa)
            };
            assert!((ratio("required") - &target).abs() < number("0.000000000000000001"), "{name} {lever}");
            assert!(ratio("rounded") <= target, "{name} {lever}");
        }

        let margin = &arpa * (given("gross_margin") - &net);
        let (ltv, cac) = (&margin / given("annual_churn"), given("cac"));
        let ratio = &ltv / &cac;
        assert_is(&tier["cac"], &cac, &of("CAC"));
        assert_is(&tier["ltv"], &ltv, &of("LTV"));
        assert_is(&tier["ltv_to_cac"], &ratio, &of("LTV/CAC"));
        assert_is(&tier["payback_months"], &(&cac * whole(12) / &margin), &of("payback"));
        let verdict = tier["ltv_to_cac_status"].as_str().unwrap();
        assert_eq!(verdict == "meets", ratio >= whole(3), "{name}");
        verdicts.insert(verdict.to_string());

        customers += arrs.len();
        arr += of_tier;
        cost += csm_cost;
        fees += paid;
        spend += &count * cac;
        value += &count * ltv;
        margins += &count * margin;
    }
    assert_eq!(statuses.len(), 2, "a tier within its target, and one over it");
    assert_eq!(verdicts.into_iter().collect::<Vec<_>>(), ["below", "meets", "significantly_below"]);

    let total = &document["total"];
    assert_eq!((&total["customers"], &total["tiers_over_target"]), (&customers.into(), &over.into()));
    assert_is(&total["arr"], &arr, "all ARR");
    assert_is(&total["csm_cost"], &cost, "all CSM cost");
    assert_is(&total["post_sales_revenue"], &fees, "all fees");
    assert_is(&total["gross_ratio"], &(&cost / &arr), "gross ratio of all");
    assert_is(&total["net_ratio"], &((&cost - &fees) / &arr), "net ratio of all");
    assert_is(&total["cac"], &(&spend / whole(customers)), "CAC of all");
    assert_is(&total["ltv_to_cac"], &(value / &spend), "LTV/CAC of all");
    assert_is(&total["payback_months"], &(spend * whole(12) / margins), "payback of all");

    // Nobody is lost: who is served, who has ended, and the prospects.
    let in_file = || accounts.values().filter(|account| account.has_row);
    let ended = in_file().filter(|account| account.now.as_ref().is_some_and(Number::is_zero)).count();
    assert_eq!((&document["without_arr"], ended), (&ended.into(), 1));
    assert_eq!(document["without_cost_model"]["customers"], 0);
    assert_eq!(
        customers + ended + in_file().filter(|account| account.now.is_none()).count(),
        in_file().count()
    );
}

#[test]
fn the_retention_adds_up_to_the_text() {
    let input = files();
    let year = Year::of(&input.portfolio, &input.gone, &policy()).unwrap().unwrap();
    let document = serde_json::to_value(year.document()).unwrap();
    assert_eq!((&document["from"], &document["to"]), (&YEAR_AGO.into(), &embedded::AS_OF.into()));

    let mut expected: BTreeMap<(&str, &str), (usize, Number)> = BTreeMap::new();
    let mut count = |tier: &'static str, row: &'static str, amount: &Number| {
        let (accounts, sum) = expected.entry((tier, row)).or_insert((0, Number::zero()));
        *accounts += 1;
        *sum += amount;
    };
    let (mut unknown, mut prospects) = ((0, Number::zero()), 0);
    for account in naive().values() {
        let (before, now) = match (&account.before, &account.now) {
            (_, None) => {
                prospects += 1;
                continue;
            }
            (None, Some(now)) => {
                unknown = (unknown.0 + 1, unknown.1 + now);
                continue;
            }
            (Some(before), Some(now)) => (before, now),
        };
        let (was, is) = (account.tier(before), account.tier(now));
        let (movement, home) = match (before.is_zero(), now.is_zero()) {
            (true, true) => continue,
            (true, false) if account.earlier => ("reactivation", is),
            (true, false) => ("new", is),
            (false, true) => ("churn", was),
            (false, false) if now > before => ("expansion", was),
            (false, false) if now < before => ("contraction", was),
            (false, false) => ("unchanged", was),
        };
        let moved = if movement == "unchanged" { before.clone() } else { (now - before).abs() };
        for (tier, home) in [(was, home), ("all", "all")] {
            count(home, movement, &moved);
            if !before.is_zero() {
                count(tier, "opening", before);
            }
        }
        if !now.is_zero() {
            count(is, "closing", now);
            count("all", "closing", now);
        }
        if was != is && !before.is_zero() && !now.is_zero() {
            count(was, "segment_out", now);
            count(is, "segment_in", now);
        }
    }
    let none = (0, Number::zero());
    let of = |tier: &'static str, row: &'static str| expected.get(&(tier, row)).unwrap_or(&none);
    let check = |document: &Value, tier: &'static str, names: &[&'static str]| {
        for &name in names {
            assert_counts(&document[name], of(tier, name), &format!("{name} of {tier}"));
        }
        let amount = |name: &'static str| &of(tier, name).1;
        let opening = amount("opening");
        let kept = opening - amount("contraction") - amount("churn");
        assert_is(&document["grr"], &(&kept / opening), tier);
        assert_is(&document["nrr"], &((&kept + amount("expansion")) / opening), tier);
        let (customers, left) = (of(tier, "opening").0, of(tier, "churn").0);
        assert_is(&document["logo_retention"], &(whole(customers - left) / whole(customers)), tier);
        // The bridge closes.
        let won = kept + amount("new") + amount("reactivation") + amount("expansion");
        assert_eq!(won + amount("segment_in") - amount("segment_out"), *amount("closing"), "{tier}");
    };
    check(&document, "all", &ROWS);
    for name in ROWS {
        assert!(of("all", name).0 > 0, "there is no {name}");
    }
    let lost = &of("all", "contraction").1 + &of("all", "churn").1;
    assert_is(
        &document["quick_ratio"],
        &((&of("all", "new").1 + &of("all", "expansion").1) / lost),
        "quick ratio",
    );

    let tiers = document["tiers"].as_array().unwrap();
    let names = ["smb", "midmarket", "enterprise", "strategic"];
    assert_eq!(tiers.iter().map(|tier| tier["tier"].as_str().unwrap()).collect::<Vec<_>>(), names);
    for (tier, name) in tiers.iter().zip(names) {
        check(tier, name, &[ROWS.as_slice(), &["segment_in", "segment_out"]].concat());
    }
    assert!(names.iter().any(|tier| of(tier, "segment_in").0 > 0), "nobody changed tier");

    // Nobody is lost: the closing and those whose opening is not known are the ARR of the review.
    assert_counts(&document["opening_unknown"], &unknown, "unknown");
    assert_eq!(document["prospects"], prospects);
    let arr = sum(naive().values().filter_map(|account| account.now.clone()));
    assert_eq!(&of("all", "closing").1 + unknown.1, arr);
}

#[test]
fn the_crossings_are_those_of_accounts_on_that_side_of_a_floor() {
    let input = files();
    let crossings = crossing::crossings(&input.portfolio, &policy()).unwrap();
    let accounts = naive();
    let in_file = || accounts.values().filter(|account| account.has_row);
    let total = crossings.total();
    assert_eq!(total.accounts(), u64::try_from(in_file().count()).unwrap());
    let arr = sum(in_file().filter_map(|account| account.now.clone()));
    assert_eq!(number(&total.arr().amount().to_string()), arr);
    // Observations are month ends and today: three of them reach back to the end of April.
    let customers = || in_file().filter(|account| account.now.is_some());
    for (reason, expected) in [
        (NoForecast::Prospect, in_file().count() - customers().count()),
        (NoForecast::NoHistory, customers().filter(|account| account.first.is_none()).count()),
        (
            NoForecast::TooFewObservations,
            customers()
                .filter(|account| account.first.as_ref().is_some_and(|day| day.as_str() > "2026-04-30"))
                .count(),
        ),
    ] {
        assert_eq!(crossings.reason(reason).accounts(), u64::try_from(expected).unwrap(), "{reason:?}");
        assert!(expected > 0, "{reason:?}");
    }

    let document = serde_json::to_value(crossing::document(&crossings, as_of()).unwrap()).unwrap();
    let mut directions = BTreeSet::new();
    for item in document["listed"].as_array().unwrap() {
        let account = &accounts[item["id"].as_str().unwrap()];
        let floor = if item["tier"] == "enterprise" { number("100000") } else { number("25000") };
        let (before, now) = (account.before.as_ref().unwrap(), account.now.as_ref().unwrap());
        let direction = item["direction"].as_str().unwrap();
        assert_eq!(direction, if *now < floor { "up" } else { "down" }, "{item}");
        assert!(if direction == "up" { now > before } else { now < before }, "{item}");
        directions.insert(direction);
    }
    assert_eq!(directions.into_iter().collect::<Vec<_>>(), ["down", "up"]);
}

/// Two statements of one fact that differ are a fault: else one part of the review would read the one, and one the other.
#[test]
fn a_prior_arr_that_the_history_contradicts_is_a_fault() {
    let read = |prior: &str| {
        let accounts =
            File::embedded("accounts", &format!("account_id,currency,arr,prior_arr\na,EUR,300,{prior}\n"));
        let history = File::embedded("history", "account_id,date,arr\na,2024-01-01,200\na,2026-01-01,300\n");
        input::read(&accounts, Some(&history), as_of()).map(|input| input.portfolio.accounts().len())
    };
    assert_eq!((read(""), read("200")), (Ok(1), Ok(1)));
    let fault = read("250").unwrap_err();
    assert!(
        fault.contains(
            "line 2, column prior_arr: prior_arr is 250.00 EUR, but the history says 200.00 EUR on 2025-06-30"
        ),
        "{fault}"
    );
}
