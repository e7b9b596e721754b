//! Random accounts, portfolios and facts, clustered where the thresholds are.

use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{ArrHistory, Designation, Previous, StrategicReason};
use segmentry::calendar::add_months;
use segmentry::chrono::NaiveDate;
use segmentry::segment::{TierPolicy, WALLET};
use segmentry::{
    Account, Csat, Currency, Fact, Money, Name, Nps, Portfolio, Ratio, SegmentationPolicy, name,
};

pub(crate) const EUR: Currency = Currency::EUR;

pub(crate) fn as_of() -> NaiveDate {
    date(2026, 6, 30)
}

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Whole euros.
pub(crate) fn eur(units: i64) -> Money {
    ticks(units * 10_000)
}

/// Ten-thousandths of a euro.
pub(crate) fn ticks(ticks: i64) -> Money {
    Money::from_ticks(ticks, EUR).unwrap()
}

pub(crate) fn ratio(numerator: i64, denominator: u64) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

/// Four tiers, everything else by default.
pub(crate) fn policy() -> SegmentationPolicy {
    SegmentationPolicy::builder(tiers()).build().unwrap()
}

pub(crate) fn tiers() -> TierPolicy {
    TierPolicy::four_tiers(eur(25_000), eur(100_000)).unwrap()
}

/// Amounts in ten-thousandths: small, huge, and around the floors.
pub(crate) fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => select(vec![0, 1, 249_999_999, 250_000_000, 250_000_001, 999_999_999, 1_000_000_000, 1_000_000_001]),
        4 => 0..2_000_000_000_i64,
        1 => Just(Money::MAX_TICKS),
    ]
}

/// Growth around the thresholds of the trajectory.
pub(crate) fn growth() -> impl Strategy<Value = Ratio> {
    prop_oneof![
        (select(vec![-1000, -501, -500, -499, 0, 1, 49, 50, 51]), Just(1000_u64))
            .prop_map(|(n, d)| ratio(n, d)),
        (-1000..2000_i64, 1000..5000_u64).prop_map(|(n, d)| ratio(n, d)),
    ]
}

/// A fact, sometimes missing, sometimes dated.
pub(crate) fn fact<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Option<Fact<T>>> {
    let observed_on =
        weighted(0.5, (0..900_u64).prop_map(|days| as_of() - segmentry::chrono::Days::new(days)));
    weighted(0.8, (value, observed_on).prop_map(|(value, observed_on)| Fact { value, observed_on }))
}

/// ARR and the wallet around it: the share of the current wallet and the expansion often lie exactly on 0.8 and 1.2.
fn wallet() -> impl Strategy<Value = (i64, i64, i64)> {
    // In thousandths of the current wallet.
    let share = select(vec![800, 799, 801, 300, 500, 1500, 100]);
    let expansion = select(vec![1200, 1199, 1201, 1000, 2000, 0]);
    prop_oneof![
        (1..1_000_000_i64, share, expansion).prop_map(|(unit, share, expansion)| (
            unit * share,
            unit * 1000,
            unit * expansion
        )),
        (amount(), amount(), amount()),
    ]
}

fn history() -> impl Strategy<Value = ArrHistory> {
    proptest::collection::btree_map(0..40_i32, amount(), 1..5).prop_map(|steps| {
        let entries =
            steps.into_iter().map(|(months, arr)| (add_months(as_of(), -months).unwrap(), ticks(arr)));
        // Two month ends can be one day.
        let mut unique: Vec<(NaiveDate, Money)> = entries.collect();
        unique.sort_by_key(|entry| entry.0);
        unique.dedup_by_key(|entry| entry.0);
        ArrHistory::new(unique).unwrap()
    })
}

fn designation() -> impl Strategy<Value = Designation> {
    let reason =
        select(vec![StrategicReason::MajorUpsell, StrategicReason::NewUseCase, StrategicReason::Unrecorded]);
    (reason, weighted(0.5, -2..3_i64)).prop_map(|(reason, offset)| {
        let designation = Designation::new(reason).by("head of sales");
        match offset {
            Some(days) => {
                designation.on(date(2026, 6, 28) + segmentry::chrono::TimeDelta::try_days(days).unwrap())
            }
            None => designation,
        }
    })
}

fn previous() -> impl Strategy<Value = Previous<Name>> {
    let quadrant = select(vec![name!("manage"), name!("re_evaluate"), name!("protect"), name!("grow")]);
    // Around the longest stay of nine months.
    let since = select(vec![date(2025, 9, 29), date(2025, 9, 30), date(2025, 10, 1), date(2026, 6, 1)]);
    (quadrant, weighted(0.8, since)).prop_map(|(segment, since)| match since {
        Some(date) => Previous::new(segment).since(date),
        None => Previous::new(segment),
    })
}

fn label() -> impl Strategy<Value = Option<String>> {
    weighted(0.7, select(vec!["Retail", "Logistics", "Software"]).prop_map(String::from))
}

/// An account of this id that agrees with its history on the as-of date.
pub(crate) fn account_with(id: String) -> impl Strategy<Value = Account> {
    let sizes = (wallet(), fact(Just(())), fact(Just(())), fact(Just(())), fact(amount()));
    let growths = (fact(growth()), fact(growth()), fact(growth()));
    let relation = (
        fact(any::<bool>()),
        fact(any::<bool>()),
        fact((-1_000_000..=1_000_000_i64).prop_map(|n| if n % 3 == 0 { 0 } else { n })),
        fact(prop_oneof![Just((3_i64, 5_i64)), (0..=50_i64).prop_map(|n| (n, 50))]),
        fact((0..60_i32).prop_map(|months| add_months(as_of(), -months).unwrap())),
    );
    let people = (weighted(0.2, designation()), weighted(0.3, previous()), weighted(0.15, history()));
    let labels = (label(), label(), weighted(0.7, 0..36_u32));
    (sizes, growths, relation, people, labels).prop_map(move |(sizes, growths, relation, people, labels)| {
        let ((arr, current, potential), arr_given, current_given, potential_given, prior) = sizes;
        let at = |given: Option<Fact<()>>, amount: i64| given.map(|fact| fact.map(|()| ticks(amount)));
        let (designation, previous, history) = people;
        // A history states the ARR; a stated one would have to be the same.
        let arr = at(arr_given, arr).filter(|_| history.is_none());
        let mut builder = Account::builder(&id, EUR)
            .arr(arr)
            .prior_arr(prior.map(|fact| fact.map(ticks)))
            .wallet_current(at(current_given, current))
            .wallet_potential(at(potential_given, potential))
            .business_growth(growths.0)
            .prior_business_growth(growths.1)
            .industry_growth(growths.2)
            .value_aligned(relation.0)
            .external_factor(relation.1)
            .nps(relation.2.map(|fact| {
                fact.map(|n| {
                    Nps::new(segmentry::Decimal::try_from_i128_with_scale(n.into(), 4).unwrap()).unwrap()
                })
            }))
            .csat(
                relation
                    .3
                    .map(|fact| fact.map(|(value, scale)| Csat::new(value.into(), scale.into()).unwrap())),
            )
            .started_on(relation.4)
            .designation(designation)
            .arr_history(history)
            .industry(labels.0.as_deref())
            .country(labels.1.as_deref())
            .wallet_horizon(labels.2.map(segmentry::calendar::Months));
        if let Some(previous) = previous {
            builder = builder.previous(WALLET, previous);
        }
        builder.build().unwrap()
    })
}

pub(crate) fn account() -> impl Strategy<Value = Account> {
    account_with("A-1".into())
}

/// Up to forty accounts, with ids of their own.
pub(crate) fn accounts() -> impl Strategy<Value = Vec<Account>> {
    fewer_than(40)
}

fn fewer_than(limit: usize) -> impl Strategy<Value = Vec<Account>> {
    (0..limit)
        .prop_flat_map(|count| (0..count).map(|index| account_with(format!("A-{index}"))).collect::<Vec<_>>())
}

pub(crate) fn portfolio() -> impl Strategy<Value = Portfolio> {
    accounts().prop_map(|accounts| Portfolio::new(accounts, EUR, as_of()).unwrap())
}

/// A year later.
pub(crate) fn a_year_later() -> NaiveDate {
    add_months(as_of(), 12).unwrap()
}

/// Portfolios of two dates: some accounts stay as they are, some change, some come, some go; half the time the second lists
/// them in another order.
pub(crate) fn two_dates() -> impl Strategy<Value = (Portfolio, Portfolio)> {
    let fates = proptest::collection::vec(select(vec!["stays", "changes", "changes", "comes", "goes"]), 14);
    let order = weighted(0.5, proptest::collection::vec(any::<u32>(), 14));
    (fewer_than(14), fewer_than(14), fates, order).prop_map(|(mut before, other, fates, order)| {
        let number = |account: &Account| account.id().trim_start_matches("A-").parse::<usize>().unwrap();
        let fate = |account: &Account| fates[number(account)];
        let mut after: Vec<Account> = other.into_iter().filter(|account| fate(account) != "goes").collect();
        for account in &mut after {
            let same = before.iter().find(|same| fate(account) == "stays" && same.id() == account.id());
            *account = same.unwrap_or(account).clone();
        }
        before.retain(|account| fate(account) != "comes");
        if let Some(order) = order {
            after.sort_by_key(|account| order[number(account)]);
        }
        let portfolio = |accounts, day| Portfolio::new(accounts, EUR, day).unwrap();
        (portfolio(before, as_of()), portfolio(after, a_year_later()))
    })
}

/// Policies that differ in floors, in the number of tiers, and in which dimensions they have.
pub(crate) fn any_policy() -> impl Strategy<Value = SegmentationPolicy> {
    let of = |tiers: TierPolicy| SegmentationPolicy::builder(tiers).build().unwrap();
    select(vec![
        policy(),
        of(TierPolicy::four_tiers(eur(25_001), eur(50_000)).unwrap()),
        of(TierPolicy::three_tiers(eur(25_000)).unwrap()),
        crate::decisions::whole().build().unwrap(),
    ])
}
