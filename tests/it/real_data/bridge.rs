//! Bridges of real and realistic histories, against figures known from elsewhere and against sums over the rows; the first
//! of them through a file as the example reads it.

#![expect(clippy::disallowed_methods, reason = "sums of a test's own values, of which none overflows")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use segmentry::account::ArrHistory;
use segmentry::calendar::Months;
use segmentry::economics::retention::{Basis, Bridge, Movement, Timeline};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Account, Currency, Portfolio};

use super::{Subscription, USD, date, folder, history, parse_date, rows, subscriptions, units};

// The example reads with the modules of `portfolio_review`.
use crate::sample::{faults, sheet};

#[path = "../../../examples/arr_bridge/histories.rs"]
mod histories;

fn rows_of(bridge: &Bridge) -> [(u64, Decimal); 8] {
    use Movement::{Churn, Contraction, Expansion, New, Reactivation, Unchanged};
    let moved = [New, Reactivation, Expansion, Contraction, Churn, Unchanged].map(|kind| bridge.row(kind));
    let [new, back, up, down, left, still] = moved;
    [bridge.opening(), new, back, up, down, left, still, bridge.closing()]
        .map(|row| (row.accounts(), row.amount().amount()))
}

fn check_ravenstack(bridge: &Bridge) {
    let expected = [
        (185, dec!(15_145_356)),
        (314, dec!(77_354_916)),
        (1, dec!(294_912)),
        (179, dec!(29_182_212)),
        (5, dec!(62_100)),
        (0, dec!(0)),
        (1, dec!(178_296)),
        (500, dec!(121_915_296)),
    ];
    assert_eq!(rows_of(bridge), expected);
    let near = |found: Decimal, expected: Decimal| assert!((found - expected).abs() < dec!(1e-10), "{found}");
    near(bridge.revenue().gross_retention().unwrap(), dec!(0.9958997332));
    near(bridge.revenue().net_retention().unwrap(), dec!(2.9227089809));
    near(bridge.revenue().quick_ratio().unwrap(), dec!(1715.5737198068));
    assert_eq!(bridge.logo_retention(), Ok(dec!(1)));
}

/// HISTORY.csv as the example's help tells how to write it.
fn file(by_account: &BTreeMap<String, Vec<Subscription>>) -> String {
    let mut text = String::from("account_id,date,arr,currency\n");
    for (id, of) in by_account {
        let days = of.iter().flat_map(|one| [Some(one.start), one.end]).flatten();
        for day in days.collect::<BTreeSet<_>>() {
            writeln!(text, "{id},{day},{},USD", super::arr_on(of, day).amount()).unwrap();
        }
    }
    text
}

#[test]
fn a_year_of_ravenstack() {
    let Some(folder) = folder("ravenstack") else { return };
    let (from, to) = (date(2023, 12, 31), date(2024, 12, 31));
    let year = Timeline::between(from, to).unwrap();
    let by_account = subscriptions(&folder);

    let read = histories::Histories::read("history.csv", file(&by_account).as_bytes(), None);
    let read = read.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(read.currency(), USD);
    check_ravenstack(&year.bridge(read.iter(), USD).unwrap());

    // A portfolio says the same, and so does the last day of a series of months.
    let account = |(id, of): (&String, &Vec<Subscription>)| {
        Account::builder(id, USD).arr_history(history(of)).build().unwrap()
    };
    let portfolio = Portfolio::new(by_account.iter().map(account).collect(), USD, to).unwrap();
    let bridged = portfolio.bridge(from).unwrap();
    check_ravenstack(bridged.bridge());
    assert_eq!(bridged.left_out().prospects() + bridged.left_out().opening_unknown().accounts(), 0);
    let months = portfolio.bridges(&Timeline::monthly(from, Months(12)).unwrap()).unwrap();
    check_ravenstack(months.bridge().whole());
    for (month, (from, to)) in
        months.bridge().bridges().iter().zip(Timeline::monthly(from, Months(12)).unwrap().periods())
    {
        let sum = |day| by_account.values().map(|of| super::arr_on(of, day).amount()).sum::<Decimal>();
        assert_eq!(month.opening().amount().amount(), sum(from), "{from}");
        assert_eq!(month.closing().amount().amount(), sum(to), "{to}");
    }
}

#[test]
fn the_months_of_the_mrr_playbook() {
    let Some(folder) = folder("mrr-playbook") else { return };
    let mut periods: BTreeMap<String, Vec<Subscription>> = BTreeMap::new();
    for row in rows(&folder, "subscription_periods.csv") {
        periods.entry(row["customer_id"].clone()).or_default().push(Subscription {
            start: parse_date(&row["start_date"]).unwrap(),
            end: Some(parse_date(&row["end_date"]).unwrap()),
            // Twelve months of it are the ARR.
            arr: units(row["monthly_amount"].parse::<i64>().unwrap() * 12),
        });
    }
    let histories: BTreeMap<&str, ArrHistory> =
        periods.iter().map(|(id, of)| (id.as_str(), history(of).unwrap())).collect();
    let all = || histories.iter().map(|(id, history)| (*id, history));
    for basis in [Basis::Snapshot, Basis::Event] {
        let months = Timeline::monthly(date(2017, 8, 1), Months(31)).unwrap().on(basis);
        let series = months.bridges(all(), USD).unwrap();
        let mrr = |movement| {
            let arr = series.bridges().iter().map(|month| month.row(movement).amount().amount());
            arr.sum::<Decimal>() / dec!(12)
        };
        use Movement::{Churn, Contraction, Expansion, New, Reactivation};
        let sums = [New, Expansion, Contraction, Reactivation, Churn].map(mrr);
        assert_eq!(sums, [dec!(2295), dec!(660), dec!(555), dec!(150), dec!(2550)], "{basis:?}");
        let counts =
            |movement| series.bridges().iter().map(|month| month.row(movement).accounts()).sum::<u64>();
        assert_eq!([New, Reactivation, Churn].map(counts), [55, 3, 58]);
        assert!(series.whole().closing().amount().amount().is_zero());
    }
}

#[test]
fn a_history_file_names_its_faults() {
    let fault = |text: &str, given| {
        let read = histories::Histories::read("h.csv", text.as_bytes(), given);
        read.map(|_| ()).expect_err(text)
    };
    let text = "account_id,date,arr,currency\na,2024-13-01,5,USD\na,2024-01-01,5,EUR\na,2024-01-02,-5,USD\n\
                a,2024-01-03,6,\na,2024-01-03,7,USD\n";
    let faults = fault(text, None);
    for expected in [
        "h.csv has 4 faults",
        "line 2, column date: `2024-13-01`",
        "line 3, column currency: EUR, but the bridge is in USD",
        "line 4, column arr: -5.00 USD is negative",
        "line 6, column date: line 5 has an ARR of this account from 2024-01-03 on already",
    ] {
        assert!(faults.contains(expected), "{expected}\n{faults}");
    }
    assert!(fault("account_id,date\na,2024-01-01\n", None).contains("the column `arr` is missing"));
    // The command line decides over the file, and is not silently overruled by it.
    let euros = "account_id,date,arr,currency\na,2024-01-01,5,EUR\n";
    assert!(fault(euros, Some(USD)).contains("convert to one currency first"));
    let read = histories::Histories::read("h.csv", euros.as_bytes(), None).unwrap();
    assert_eq!(read.currency(), Currency::EUR);
    let read = histories::Histories::read("h.csv", b"account_id,date,arr\na,2024-01-01,5\n", None).unwrap();
    assert_eq!((read.currency(), read.iter().count()), (USD, 1));
}
