//! The places that the example gives to the `AdventureWorks` resellers, against loops over the same rows: days are
//! texts there, amounts are cents.

use std::collections::BTreeMap;

use segmentry::classify::laws;
use segmentry::portfolio::Row;
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::segment::WalletQuadrant;
use segmentry::{Money, Portfolio, Reason, Review, name};

use super::{Table, date, folder, rows, tables};

#[path = "../../../examples/adventureworks/market.rs"]
mod market;
#[path = "../../../examples/adventureworks/policy.rs"]
mod policy;

/// "20565.6" and "20565.60" are 2,056,560 cents.
fn cents(amount: &str) -> i64 {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let part = part.trim_end_matches('0');
    assert!(part.len() <= 2, "{amount}");
    format!("{whole}{part:0<2}").parse().unwrap()
}

struct Naive {
    key: String,
    employees: u32,
    annual_sales: i64,
    /// In the year, and in the year before; nothing without any order.
    sales: Option<[i64; 2]>,
}

fn naive(resellers: &Table, orders: &Table) -> Vec<Naive> {
    let mut sales: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    for row in orders {
        let sums = sales.entry(row["reseller_key"].as_str()).or_default();
        match row["order_date"].as_str() {
            day if ("2019-06-01".."2020-06-01").contains(&day) => sums[0] += cents(&row["sales_amount"]),
            day if ("2018-06-01".."2019-06-01").contains(&day) => sums[1] += cents(&row["sales_amount"]),
            _ => {}
        }
    }
    let reseller = |row: &BTreeMap<String, String>| Naive {
        key: row["reseller_key"].clone(),
        employees: row["number_employees"].parse().unwrap(),
        annual_sales: cents(&row["annual_sales"]),
        sales: sales.get(row["reseller_key"].as_str()).copied(),
    };
    resellers.iter().map(reseller).collect()
}

impl Naive {
    /// The band of our share of its sales, and the tiers by sales and by employees, as positions.
    fn places(&self) -> Option<[usize; 3]> {
        let [now, _] = self.sales?;
        let wallet = self.annual_sales;
        let reached = [now > 0, 100 * now >= wallet, 10 * now >= wallet, 5 * now >= 4 * wallet, now > wallet];
        let share = reached.into_iter().filter(|reached| *reached).count();
        let tier = usize::from(now >= 2_500_000) + usize::from(now >= 10_000_000);
        Some([share, tier, usize::from(self.employees >= 25) + usize::from(self.employees >= 75)])
    }
}

fn places(row: &Row<'_>) -> Option<[usize; 3]> {
    let share = row.dimension(policy::WALLET_SHARE).ok()?;
    let share = policy::SHARE_BANDS.iter().position(|band| *band == share)?;
    Some([share, row.tier().ok()?.rank().into(), row.provisional_tier().ok()?.rank().into()])
}

#[test]
fn the_example_places_every_reseller_where_the_rows_say() {
    let Some(folder) = folder("adventureworks-resellers") else { return };
    let (resellers, orders) = (rows(&folder, "accounts.csv"), rows(&folder, "orders.csv"));
    let naive = naive(&resellers, &orders);
    let market = market::Market::read(&folder, date(2020, 6, 1)).unwrap();
    let policy = policy::policy().unwrap();
    let portfolio =
        |growth| Portfolio::new(market.accounts(growth).unwrap(), market::USD, market.as_of()).unwrap();
    assert_eq!(market.resellers(), naive.len());
    assert_eq!(market.defects().map(|(_, count)| count), [69, 66, 5, 2]);

    let bare = portfolio(None);
    let review = bare.review(&policy);
    let mut above = Vec::new();
    let (mut sum, mut counted) = (0, [0; 6]);
    for (row, naive) in review.rows().zip(&naive) {
        assert_eq!(row.account.id(), naive.key);
        assert_eq!(places(&row), naive.places(), "{}", naive.key);
        // A cent is a hundred ten-thousandths.
        let sales = [row.arr, row.account.prior_arr().map(|fact| fact.value)];
        let sales = sales.map(|amount| amount.map(Money::ticks));
        assert_eq!(sales, [0, 1].map(|year| naive.sales.map(|sales| sales[year] * 100)), "{}", naive.key);
        sum += naive.sales.map_or(0, |[now, _]| now);
        if let Some([share, ..]) = naive.places() {
            counted[share] += 1;
            above.extend((share == 5).then_some(naive.key.as_str()));
        }
    }
    assert_eq!((counted, above), ([119, 222, 188, 98, 4, 1], vec!["546"]));
    let (orders_of_year, sales) = market.orders(&market.year_before(0).unwrap()).unwrap();
    assert_eq!(sales, review.total().arr());
    assert_eq!((sales.amount(), orders_of_year), (Decimal::from(sum) / dec!(100), in_year(&orders)));
    // Without a potential wallet nobody has a quadrant, and the reason says which fact is missing.
    let missing = [(name!("arr"), 69), (name!("wallet_potential"), 632)];
    assert_eq!(reasons(&review), missing.map(|(fact, count)| (Reason::Missing(fact), count)));

    // One factor for all: who has less than 80 % is in Grow from 1.2 on, and in Manage below.
    for (growth, others) in [(dec!(1), WalletQuadrant::Manage), (dec!(1.2), WalletQuadrant::Grow)] {
        let assumed = portfolio(Some(growth));
        let wallets = assumed.review(&policy).tally(Row::wallet);
        let placed = [WalletQuadrant::Protect, others].map(|quadrant| wallets.segment(quadrant).accounts());
        assert_eq!((placed, wallets.total()), ([5, 627], review.total()), "{growth}");
    }
    laws::check(&policy.wallet_of_account(), portfolio(Some(dec!(1.2))).accounts(), market.as_of()).unwrap();
}

fn in_year(orders: &Table) -> usize {
    orders.iter().filter(|row| ("2019-06-01".."2020-06-01").contains(&row["order_date"].as_str())).count()
}

fn reasons(review: &Review<'_>) -> Vec<(Reason, u64)> {
    review.tally(Row::wallet).reasons().map(|(reason, cell)| (reason, cell.accounts())).collect()
}
