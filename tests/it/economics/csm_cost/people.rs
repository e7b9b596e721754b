//! People and their time: headcount, pools, capacity, touches, benchmarks (A1-9).

use segmentry::economics::EconomicsError;
use segmentry::economics::csm_cost::{
    BENCHMARKS, BenchmarkFigure, Engagement, Touch, WorkingTime, accounts_at_coverage, split_pooled_cost,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Decimal, Money, name};

use super::{eur, inside, outside};

#[test]
fn no_accounts_need_nobody() {
    let none = outside("150000", "50", "12000", "0").headcount(0).unwrap();
    assert_eq!((none.fte(), none.csms(), none.cost()), (dec!(0), 0, dec!(0)));
    assert!(none.ratio().is_none() && none.accounts_per_csm().is_none());
}

#[test]
fn whole_people_only_where_needed() {
    let smb = outside("150000", "50", "12000", "0");
    let csms = |accounts| smb.headcount(accounts).unwrap().csms();
    assert_eq!([1, 49, 50, 51, 100, 101].map(csms), [1, 1, 1, 2, 2, 3]);
    // At a multiple the realised ratio is that of the factors.
    assert_eq!(smb.headcount(100).unwrap().ratio().unwrap().net(), smb.ratio().unwrap().net());
    // 3 CSMs, 4 accounts: (450 - 4 * 10) / (4 * 990 + 4 * 10).
    let few = inside("150", "1.5", "990", "10").headcount(4).unwrap();
    assert_eq!((few.csms(), few.ratio().unwrap().net()), (3, dec!(0.1025)));
    assert_eq!(few.ratio().unwrap().gross(), dec!(0.1125));
}

#[test]
fn a_pool_is_split_without_losing_a_cent() {
    let split = |cost: &str, hours: &[Decimal]| {
        let parts = split_pooled_cost(eur(cost), hours).unwrap();
        parts.iter().map(|part| part.amount().to_string()).collect::<Vec<_>>()
    };
    // Quotas 33.33.., 66.66..: the cent goes to the larger remainder.
    assert_eq!(split("1", &[dec!(1), dec!(2)]), ["0.33", "0.67"]);
    assert_eq!(split("0.05", &[dec!(1); 3]), ["0.02", "0.02", "0.01"]);
    // Equal remainders go to the earlier segment, even if a later one is heavier: 0.5, 1.5.
    assert_eq!(split("0.02", &[dec!(1), dec!(3)]), ["0.01", "0.01"]);
    assert_eq!(split("10", &[dec!(0), dec!(5), dec!(0)]), ["0", "10", "0"]);
    assert_eq!(split("0", &[dec!(1), dec!(1)]), ["0", "0"]);
    let yen = Money::new(dec!(100), Currency::from_code("JPY").unwrap()).unwrap();
    let parts = split_pooled_cost(yen, &[dec!(1); 3]).unwrap();
    assert_eq!(parts.iter().map(Money::to_string).collect::<Vec<_>>(), ["34 JPY", "33 JPY", "33 JPY"]);

    let error = |cost: &str, hours: &[Decimal]| split_pooled_cost(eur(cost), hours).unwrap_err();
    assert!(error("1.005", &[dec!(1)]).to_string().contains("round it with Money::rounded first"));
    assert!(matches!(error("-1", &[dec!(1)]), EconomicsError::OutOfRange { field: "cost", .. }));
    assert!(matches!(error("1", &[dec!(1), dec!(-1)]), EconomicsError::OutOfRange { field: "weight", .. }));
    assert!(matches!(error("1", &[dec!(0)]), EconomicsError::ZeroBase { .. }));
    assert!(matches!(error("1", &[]), EconomicsError::ZeroBase { .. }));
}

fn year() -> WorkingTime {
    WorkingTime {
        hours_per_week: dec!(40),
        weeks: dec!(52),
        utilisation: dec!(0.75),
        admin_share: dec!(0.15),
    }
}

#[test]
fn capacity_is_rounded_down() {
    assert_eq!(year().productive_hours().unwrap(), dec!(1326));
    let accounts = |hours| year().accounts(hours).unwrap();
    assert_eq!([dec!(1326), dec!(1327), dec!(663), dec!(663.0001)].map(accounts), [1, 0, 2, 1]);
    let error = |time: WorkingTime| time.productive_hours().unwrap_err();
    for (wrong, name) in [
        (WorkingTime { hours_per_week: dec!(-1), ..year() }, "hours_per_week"),
        (WorkingTime { weeks: dec!(-1), ..year() }, "weeks"),
        (WorkingTime { utilisation: dec!(1.01), ..year() }, "utilisation"),
        (WorkingTime { utilisation: dec!(-0.01), ..year() }, "utilisation"),
        (WorkingTime { admin_share: dec!(1.01), ..year() }, "admin_share"),
    ] {
        assert!(matches!(error(wrong), EconomicsError::OutOfRange { field, .. } if field == name));
    }
    assert!(matches!(year().accounts(dec!(0)), Err(EconomicsError::ZeroBase { .. })));
    assert!(matches!(year().accounts(dec!(-1)), Err(EconomicsError::OutOfRange { .. })));
    let idle = WorkingTime { admin_share: dec!(1), ..year() };
    assert_eq!((idle.productive_hours().unwrap(), idle.accounts(dec!(1)).unwrap()), (dec!(0), 0));
}

#[test]
fn touches_lead_to_accounts_without_rounding_between() {
    let touch =
        |times, hours, accounts_at_once| Touch { name: name!("touch"), times, hours, accounts_at_once };
    let engagement = |touches| Engagement { touches };
    // Two hours for three accounts: 1326 / (2/3) is 1989 exactly, although 2/3 cannot be shown.
    let shared = engagement(vec![touch(dec!(1), dec!(2), 3)]);
    assert_eq!(shared.hours_per_account().unwrap(), dec!(0.6666666666666666666666666667));
    assert_eq!(shared.accounts_per_csm(&year()).unwrap(), 1989);
    let mixed = engagement(vec![touch(dec!(4), dec!(5), 1), touch(dec!(12), dec!(5), 30)]);
    assert_eq!(mixed.hours_per_account().unwrap(), dec!(22));
    assert!(matches!(engagement(vec![]).accounts_per_csm(&year()), Err(EconomicsError::ZeroBase { .. })));
    let nobody = engagement(vec![touch(dec!(1), dec!(1), 0)]).hours_per_account();
    assert!(matches!(nobody, Err(EconomicsError::ZeroBase { base: "accounts_at_once", .. })));
    let negative = engagement(vec![touch(dec!(1), dec!(-1), 1)]).hours_per_account();
    assert!(matches!(negative, Err(EconomicsError::OutOfRange { field: "hours", .. })));
}

#[test]
fn benchmarks_have_a_source_and_a_range() {
    for benchmark in BENCHMARKS {
        assert!(!benchmark.source.is_empty());
        match benchmark.figure {
            BenchmarkFigure::ArrPerCsm { from, to, .. } | BenchmarkFigure::AccountsPerCsm { from, to } => {
                assert!(from < to, "{}", benchmark.name);
            }
            BenchmarkFigure::PostSalesCostShare { of_revenue } => assert_eq!(of_revenue, dec!(0.1)),
        }
    }
}

#[test]
fn coverage_needs_an_arr() {
    assert_eq!(accounts_at_coverage(eur("100"), eur("30")).unwrap(), dec!(3.3333333333333333333333333333));
    assert_eq!(accounts_at_coverage(eur("0"), eur("30")).unwrap(), dec!(0));
    let error = |per_csm, arr| accounts_at_coverage(per_csm, arr).unwrap_err();
    assert!(matches!(error(eur("1"), eur("0")), EconomicsError::ZeroBase { .. }));
    assert!(matches!(
        error(eur("1"), eur("-1")),
        EconomicsError::OutOfRange { field: "arr_per_account", .. }
    ));
    assert!(matches!(error(eur("-1"), eur("1")), EconomicsError::OutOfRange { field: "arr_per_csm", .. }));
    let usd = Money::zero(Currency::USD);
    assert!(matches!(error(eur("1"), usd), EconomicsError::Currency(_)));
}
