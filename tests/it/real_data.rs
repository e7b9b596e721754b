//! Real and realistic data, where it is present: a folder named by `SEGMENTRY_DATA`, or `shared/data` beside an
//! ancestor of this crate.

mod adventureworks;
mod bridge;
mod ravenstack;
/// How the examples read tables: what they derive is held against what the tests here read by themselves.
#[path = "../../examples/ravenstack/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use segmentry::account::ArrHistory;
use segmentry::calendar::parse_date;
use segmentry::chrono::NaiveDate;
use segmentry::classify::Value;
use segmentry::portfolio::Row;
use segmentry::rust_decimal::dec;
use segmentry::segment::{TierPolicy, Trajectory, WALLET, WalletQuadrant};
use segmentry::{
    Account, Currency, Money, Portfolio, Ratio, Reason, Review, Segment, SegmentationPolicy, name,
};

use crate::strategy::date;

const USD: Currency = Currency::USD;
type Table = Vec<BTreeMap<String, String>>;

/// The folder of this name among the data, or a line that says why the test is skipped.
fn folder(name: &str) -> Option<PathBuf> {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = crate_root.ancestors().map(|ancestor| ancestor.join("shared/data"));
    let found = std::env::var_os("SEGMENTRY_DATA").map(PathBuf::from).into_iter().chain(beside);
    let folder = found.map(|data| data.join(name)).find(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: there is no data folder {name}; name its parent in SEGMENTRY_DATA");
    }
    folder
}

fn rows(folder: &Path, file: &str) -> Table {
    csv::Reader::from_reader(File::open(folder.join(file)).unwrap())
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

fn usd(text: &str) -> Money {
    Money::parse(text, USD).unwrap()
}

fn units(units: i64) -> Money {
    Money::from_ticks(units * 10_000, USD).unwrap()
}

fn add(sum: &mut Money, amount: Money) {
    *sum = sum.checked_add(amount).unwrap();
}

fn ravenstack_policy() -> SegmentationPolicy {
    let tiers = TierPolicy::builder(name!("t1"))
        .tier(name!("t2"), units(25_000))
        .tier(name!("t3"), units(100_000))
        .tier(name!("t4"), units(250_000))
        .tier(name!("t5"), units(500_000));
    SegmentationPolicy::builder(tiers.build().unwrap()).build().unwrap()
}

/// When a subscription starts, when it ends, and its ARR.
struct Subscription {
    start: NaiveDate,
    end: Option<NaiveDate>,
    arr: Money,
}

impl Subscription {
    fn is_live(&self, day: NaiveDate) -> bool {
        self.start <= day && self.end.is_none_or(|end| end > day)
    }
}

fn subscriptions(folder: &Path) -> BTreeMap<String, Vec<Subscription>> {
    let mut by_account: BTreeMap<String, Vec<Subscription>> = BTreeMap::new();
    for row in rows(folder, "ravenstack_subscriptions.csv") {
        let end = Some(row["end_date"].as_str()).filter(|text| !text.is_empty());
        by_account.entry(row["account_id"].clone()).or_default().push(Subscription {
            start: parse_date(&row["start_date"]).unwrap(),
            end: end.map(|text| parse_date(text).unwrap()),
            arr: usd(&row["arr_amount"]),
        });
    }
    by_account
}

fn arr_on(subscriptions: &[Subscription], day: NaiveDate) -> Money {
    let mut arr = Money::zero(USD);
    subscriptions.iter().filter(|live| live.is_live(day)).for_each(|live| add(&mut arr, live.arr));
    arr
}

/// The ARR from each day on which a subscription starts or ends: sums of changes, not of what is live.
fn history(subscriptions: &[Subscription]) -> Option<ArrHistory> {
    let mut changes: BTreeMap<NaiveDate, Money> = BTreeMap::new();
    // One that ends on or before its first day never lived.
    for one in subscriptions.iter().filter(|one| one.is_live(one.start)) {
        add(changes.entry(one.start).or_insert(Money::zero(USD)), one.arr);
        if let Some(end) = one.end {
            let change = changes.entry(end).or_insert(Money::zero(USD));
            *change = change.checked_sub(one.arr).unwrap();
        }
    }
    let mut arr = Money::zero(USD);
    let entries: Vec<_> = changes
        .into_iter()
        .map(|(day, change)| {
            add(&mut arr, change);
            (day, arr)
        })
        .collect();
    ArrHistory::new(entries).ok()
}

/// Tiers and ARR, whoever builds the accounts.
fn check_ravenstack_totals(review: &Review<'_>, names: [&str; 5]) {
    let tally = review.tally(|row| row.tier().map(|tier| tier.name().to_string()));
    let counts: Vec<_> = tally.segments().map(|(tier, cell)| (tier.as_str(), cell.accounts())).collect();
    let expected: Vec<_> = names.into_iter().zip([12, 72, 231, 144, 41]).collect();
    assert_eq!(counts, expected);
    assert_eq!(tally.total(), review.total());
    assert_eq!((review.total().accounts(), review.total().prospects()), (500, 0));
    assert_eq!(review.total().arr().amount(), dec!(121_915_296));
}

fn check_ravenstack(review: &Review<'_>) {
    check_ravenstack_totals(review, ["t1", "t2", "t3", "t4", "t5"]);
    // Nothing is known of wallets: everybody is still there, with the reason.
    let wallets = review.tally(Row::wallet);
    assert_eq!(wallets.unclassified(), review.total());
    let reasons: Vec<_> = wallets.reasons().map(|(reason, cell)| (reason, cell.accounts())).collect();
    assert_eq!(reasons, [(Reason::Missing(name!("wallet_current")), 500)]);
    assert_eq!(review.cross(Row::tier, Row::industry).total(), review.total());
}

#[test]
fn ravenstack_tiers_by_stated_arr_and_by_history() {
    let Some(folder) = folder("ravenstack") else { return };
    let as_of = date(2024, 12, 31);
    let subscriptions = subscriptions(&folder);
    let accounts = rows(&folder, "ravenstack_accounts.csv");
    let policy = ravenstack_policy();
    let none = Vec::new();
    let builders = || {
        accounts.iter().map(|row| {
            let industry = row["industry"].as_str();
            let builder = Account::builder(&row["account_id"], USD).industry(industry);
            let signup = parse_date(&row["signup_date"]).unwrap();
            (builder.started_on(signup), subscriptions.get(&row["account_id"]).unwrap_or(&none))
        })
    };
    let stated: Vec<_> =
        builders().map(|(builder, of)| builder.arr(arr_on(of, as_of)).build().unwrap()).collect();
    let recorded: Vec<_> =
        builders().map(|(builder, of)| builder.arr_history(history(of)).build().unwrap()).collect();
    // A history agrees with what is live on every month's first day, and with what is stated.
    for (account, (builder, of)) in recorded.iter().zip(builders()) {
        for (year, month) in (2023..=2024).flat_map(|year| (1..=12).map(move |month| (year, month))) {
            let day = date(year, month, 1);
            assert_eq!(
                account.arr_on(day).unwrap().unwrap().value,
                arr_on(of, day),
                "{} {day}",
                account.id()
            );
        }
        let both = builder.arr(arr_on(of, as_of)).arr_history(history(of)).build().unwrap();
        assert!(both.arr_on(as_of).is_ok());
        assert_eq!(both.prior_arr_on(as_of).unwrap().value, arr_on(of, date(2023, 12, 31)));
    }
    for accounts in [stated, recorded] {
        let portfolio = Portfolio::new(accounts, USD, as_of).unwrap();
        check_ravenstack(&portfolio.review(&policy));
    }
}

/// Sums of a reseller's orders in the twelve months from June of this year.
fn orders_from(orders: &Table, year: i32) -> BTreeMap<&str, Money> {
    let (first, end) = (date(year, 6, 1), date(year + 1, 6, 1));
    let mut sums = BTreeMap::new();
    for row in orders {
        let day = parse_date(&row["order_date"]).unwrap();
        if (first..end).contains(&day) {
            let sum = sums.entry(row["reseller_key"].as_str()).or_insert(Money::zero(USD));
            add(sum, usd(&row["sales_amount"]));
        }
    }
    sums
}

#[test]
fn resellers_are_all_counted_and_a_share_above_the_whole_is_a_note() {
    let Some(folder) = folder("adventureworks-resellers") else { return };
    let as_of = date(2020, 5, 31);
    let (resellers, orders) = (rows(&folder, "accounts.csv"), rows(&folder, "orders.csv"));
    let (now, before) = (orders_from(&orders, 2019), orders_from(&orders, 2018));
    let of = |sums: &BTreeMap<&str, Money>, key: &str| sums.get(key).copied().unwrap_or(Money::zero(USD));
    let accounts: Vec<_> = resellers
        .iter()
        .map(|row| {
            let (key, wallet) = (row["reseller_key"].as_str(), usd(&row["annual_sales"]));
            Account::builder(key, USD)
                .name(row["reseller_name"].as_str())
                .industry(row["business_type"].as_str())
                .country(row["country"].as_str())
                .arr(of(&now, key))
                .prior_arr(of(&before, key))
                .wallet_current(wallet)
                .wallet_potential(wallet)
                .build()
                .unwrap()
        })
        .collect();
    let (count, portfolio) = (accounts.len(), Portfolio::new(accounts, USD, as_of).unwrap());
    let tiers = TierPolicy::four_tiers(units(25_000), units(100_000)).unwrap();
    let policy = SegmentationPolicy::builder(tiers).build().unwrap();
    let review = portfolio.review(&policy);

    // Everybody is counted, and every order of the year by a known reseller stands in some cell of every table.
    let total = review.total();
    assert_eq!(count, resellers.len());
    assert_eq!(total.accounts(), u64::try_from(count).unwrap());
    assert_eq!(total.arr().ticks(), Money::total(now.values().copied(), USD).unwrap().ticks());
    assert!(total.arr().ticks() > 0);
    let (trajectories, wallets) = (review.tally(Row::trajectory), review.tally(Row::wallet));
    assert_eq!([trajectories.total(), wallets.total(), review.tally(Row::tier).total()], [total; 3]);
    assert_eq!(review.cross(Row::wallet, Row::country).total(), total);
    assert_eq!(review.cross(Row::tier, Row::industry).total(), total);
    // Whoever bought nothing the year before has no growth, and whoever did has one.
    let reasons: Vec<_> = trajectories.reasons().map(|(reason, _)| reason).collect();
    assert_eq!(reasons, [Reason::Undefined(name!("prior_arr"))]);
    let bought = before.values().filter(|sum| !sum.is_zero()).count();
    assert_eq!(trajectories.unclassified().accounts(), u64::try_from(count - bought).unwrap());
    let placed = Trajectory::ALL.map(|segment| trajectories.segment(segment).accounts());
    assert!(placed.iter().all(|accounts| *accounts > 0), "{placed:?}");
    // The wallet does not grow: nobody is to be grown, and no fact is missing.
    assert_eq!(wallets.unclassified().accounts(), 0);
    assert_eq!(wallets.segment(WalletQuadrant::Grow).accounts(), 0);

    let above: Vec<_> = portfolio
        .accounts()
        .iter()
        .filter_map(|account| {
            let (segments, why) = policy.explain(account, as_of);
            let note = why.wallet.note(name!("share_above_whole"))?;
            Some((segments.get(WALLET).unwrap(), note))
        })
        .collect();
    let [(quadrant, Value::Ratio(share))] = above[..] else { panic!("{above:?}") };
    assert_eq!(quadrant, Ok(name!("protect")));
    assert!((Ratio::new(143, 100).unwrap()..Ratio::new(145, 100).unwrap()).contains(&share), "{share}");
}
