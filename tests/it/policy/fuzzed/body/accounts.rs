//! Accounts that any policy has to answer on: one that is all known, one of which nothing is known, and the ends.

use std::sync::LazyLock;

use segmentry::account::{ArrHistory, Designation, Previous, StrategicReason, SupportRequests};
use segmentry::calendar::{Days, Months};
use segmentry::chrono::NaiveDate;
use segmentry::segment::{RISK, TIER, WALLET};
use segmentry::{Account, Csat, Currency, Money, Nps, Ratio, Score, name};

pub(crate) static ACCOUNTS: LazyLock<Vec<Account>> = LazyLock::new(|| {
    vec![
        known("known", 40_000),
        Account::builder("unknown", Currency::EUR).build().unwrap(),
        extreme(),
        dollars(),
        with_history(),
    ]
});

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn known(id: &str, arr: i64) -> Account {
    let eur = |units: i64| Money::new(units.into(), Currency::EUR).unwrap();
    let part = |percent: i64| Ratio::new(percent, 100).unwrap();
    Account::builder(id, Currency::EUR)
        .name("Known Inc.")
        .arr(eur(arr))
        .prior_arr(eur(30_000))
        .wallet_current(eur(100_000))
        .wallet_potential(eur(130_000))
        .wallet_horizon(Months(18))
        .business_growth(part(12))
        .prior_business_growth(part(7))
        .industry_growth(part(-3))
        .utilization(part(85))
        .feature_utilization(part(40))
        .onboarding(part(90))
        .csat("2/5".parse::<Csat>().unwrap())
        .nps(Nps::new((-20).into()).unwrap())
        .health_score(Score::new(55.into()).unwrap())
        .support_requests(SupportRequests { count: 9, period: Days(30) })
        .employees(500)
        .seats_contracted(100)
        .seats_activated(64)
        .user_roles(3)
        .started_on(date(2024, 2, 29))
        .renewal_on(date(2026, 9, 1))
        .needs_travel(true)
        .save_plan(false)
        .cancellation_requested(false)
        .value_aligned(true)
        .external_factor(false)
        .demanding(true)
        .industry("Retail")
        .line_of_business("Food")
        .country("CH")
        .time_zone("Europe/Zurich")
        .sales_motion("inbound")
        .designation(Designation::new(StrategicReason::MajorUpsell))
        .previous(TIER, Previous::new(name!("midmarket")).since(date(2025, 1, 1)))
        .previous(WALLET, Previous::new(name!("re_evaluate")).since(date(2025, 1, 1)))
        .previous(RISK, Previous::new(name!("low")))
        .build()
        .unwrap()
}

/// What is as large, as small or as far as it can be.
fn extreme() -> Account {
    let most = Money::from_ticks(Money::MAX_TICKS, Currency::EUR).unwrap();
    Account::builder("extreme", Currency::EUR)
        .arr(most)
        .prior_arr(Money::from_ticks(0, Currency::EUR).unwrap())
        .wallet_current(Money::from_ticks(1, Currency::EUR).unwrap())
        .wallet_potential(most)
        .business_growth(Ratio::new(i64::MAX, 1).unwrap())
        .prior_business_growth(Ratio::new(-1, 1).unwrap())
        .industry_growth(Ratio::new(1, i64::MAX.unsigned_abs()).unwrap())
        .support_requests(SupportRequests { count: u32::MAX, period: Days(1) })
        .employees(u32::MAX)
        .seats_contracted(0)
        .seats_activated(u32::MAX)
        .nps(Nps::new(100.into()).unwrap())
        .health_score(Score::new(0.into()).unwrap())
        .started_on(date(1900, 1, 1))
        .renewal_on(date(2199, 12, 31))
        .industry(&*"é".repeat(128))
        .build()
        .unwrap()
}

fn dollars() -> Account {
    let usd = |units: i64| Money::new(units.into(), Currency::USD).unwrap();
    Account::builder("dollars", Currency::USD)
        .arr(usd(10_000))
        .prior_arr(usd(20_000))
        .wallet_current(usd(50_000))
        .cancellation_requested(true)
        .build()
        .unwrap()
}

/// Whose ARR is that of another day.
fn with_history() -> Account {
    let eur = |units: i64| Money::new(units.into(), Currency::EUR).unwrap();
    let history =
        ArrHistory::new([(date(2025, 3, 1), eur(20_000)), (date(2026, 3, 1), eur(60_000))]).unwrap();
    Account::builder("with_history", Currency::EUR).arr_history(history).build().unwrap()
}
