//! Resellers with their orders, and the facts of an account that follow from them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use segmentry::calendar::add_months;
use segmentry::chrono::NaiveDate;
use segmentry::quantity::Rounding;
use segmentry::{Account, Currency, Decimal, Money, Total};

use super::tables::{Exact, Failure, Place, rows};

/// The files name no other currency.
pub(crate) const USD: Currency = Currency::USD;

#[derive(serde::Deserialize)]
struct Reseller {
    reseller_key: String,
    reseller_name: String,
    business_type: String,
    business_type_as_exported: String,
    country: String,
    number_employees: u32,
    annual_sales: Exact<Decimal>,
    first_order_year: Option<u16>,
    #[serde(skip)]
    place: Place,
    #[serde(skip)]
    orders: Vec<(NaiveDate, Money)>,
}

#[derive(serde::Deserialize)]
struct Order {
    sales_order_number: String,
    order_date: Exact<NaiveDate>,
    reseller_key: String,
    sales_amount: Exact<Decimal>,
}

/// Everything in the files, each order with the reseller whose it is.
pub(crate) struct Market {
    resellers: Vec<Reseller>,
    as_of: NaiveDate,
}

impl Market {
    /// An order of nobody, or a reseller or order that stands twice, is an error.
    pub(crate) fn read(folder: &Path, as_of: NaiveDate) -> Result<Self, Failure> {
        let (mut resellers, mut position) = (Vec::new(), BTreeMap::new());
        for (place, mut row) in rows::<Reseller>(folder, "accounts.csv")? {
            row.place = place;
            if position.insert(row.reseller_key.clone(), resellers.len()).is_some() {
                return Err(format!("{place}: the reseller `{}` stands twice", row.reseller_key).into());
            }
            resellers.push(row);
        }
        let mut numbers = BTreeSet::new();
        for (place, row) in rows::<Order>(folder, "orders.csv")? {
            let reseller = position.get(&row.reseller_key).and_then(|at| resellers.get_mut(*at));
            let reseller = reseller.ok_or_else(|| {
                format!("{place}: the reseller `{}` is not in accounts.csv", row.reseller_key)
            })?;
            let amount = Money::new(row.sales_amount.0, USD).map_err(|error| format!("{place}: {error}"))?;
            reseller.orders.push((row.order_date.0, amount));
            if !numbers.insert(row.sales_order_number.clone()) {
                return Err(format!("{place}: the order `{}` stands twice", row.sales_order_number).into());
            }
        }
        Ok(Self { resellers, as_of })
    }

    /// The day of the question.
    pub(crate) const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// How many resellers there are.
    pub(crate) fn resellers(&self) -> usize {
        self.resellers.len()
    }

    /// The twelve months that end on the day before this many months before the as-of date.
    pub(crate) fn year_before(&self, months: i32) -> Result<Range<NaiveDate>, Failure> {
        let day = |months: i32| add_months(self.as_of, months).ok_or("the as-of date is out of range");
        Ok(day(months.saturating_add(12).saturating_neg())?..day(months.saturating_neg())?)
    }

    /// The orders of these days: how many, and what they add up to. Counted apart from the accounts.
    pub(crate) fn orders(&self, days: &Range<NaiveDate>) -> Result<(usize, Total), Failure> {
        let orders = self.resellers.iter().flat_map(|reseller| &reseller.orders);
        let orders: Vec<_> = orders.filter(|(day, _)| days.contains(day)).collect();
        Ok((orders.len(), Money::total(orders.iter().map(|(_, amount)| *amount), USD)?))
    }

    /// An account of every reseller; where a growth is assumed, the potential wallet is the current one times that,
    /// half-even to four decimals.
    pub(crate) fn accounts(&self, growth: Option<Decimal>) -> Result<Vec<Account>, Failure> {
        let years = [self.year_before(0)?, self.year_before(12)?];
        let account = |reseller: &Reseller| {
            let account = reseller.account(&years, growth);
            account.map_err(|error| format!("{}: {error}", reseller.place).into())
        };
        self.resellers.iter().map(account).collect()
    }

    /// What the files say against themselves, with what is done about it, and how often.
    pub(crate) fn defects(&self) -> [(&'static str, usize); 4] {
        let count = |is_so: fn(&Reseller) -> bool| self.resellers.iter().filter(|one| is_so(one)).count();
        let names: BTreeSet<_> = self.resellers.iter().map(|one| &one.reseller_name).collect();
        [
            ("resellers never ordered (prospects: no ARR)", count(|one| one.orders.is_empty())),
            (
                "resellers have no first_order_year (not asked: its calendar is not that of the orders)",
                count(|one| one.first_order_year.is_none()),
            ),
            (
                "business types are exported in another spelling (business_type is asked)",
                count(|one| one.business_type != one.business_type_as_exported),
            ),
            (
                "names belong to an earlier reseller too (told apart by their keys)",
                self.resellers.len().saturating_sub(names.len()),
            ),
        ]
    }
}

impl Reseller {
    /// Sales of a year; not known of a reseller that never ordered, and nothing of one that ordered in other years.
    fn sales(&self, days: &Range<NaiveDate>) -> Result<Option<Money>, Failure> {
        let mut sales = Money::zero(USD);
        for (_, amount) in self.orders.iter().filter(|(day, _)| days.contains(day)) {
            sales = sales.checked_add(*amount)?;
        }
        Ok(Some(sales).filter(|_| !self.orders.is_empty()))
    }

    fn account(
        &self,
        [year, year_before]: &[Range<NaiveDate>; 2],
        growth: Option<Decimal>,
    ) -> Result<Account, Failure> {
        let wallet = self.annual_sales.0;
        let potential =
            growth.map(|factor| wallet.checked_mul(factor).ok_or("the potential wallet is too large"));
        let potential = potential.transpose()?.map(|it| Money::rounded_from(it, USD, Rounding::HalfEven));
        let account = Account::builder(&self.reseller_key, USD)
            .name(self.reseller_name.as_str())
            .industry(self.business_type.as_str())
            .country(self.country.as_str())
            .employees(self.number_employees)
            .started_on(self.orders.iter().map(|(day, _)| *day).min())
            .arr(self.sales(year)?)
            .prior_arr(self.sales(year_before)?)
            .wallet_current(Money::new(wallet, USD)?)
            .wallet_potential(potential.transpose()?);
        Ok(account.build()?)
    }
}
