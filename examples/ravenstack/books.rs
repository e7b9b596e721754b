//! The tables joined, and the facts of an account that follow from them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use segmentry::account::{ArrHistory, SupportRequests};
use segmentry::calendar::{Days, days_between};
use segmentry::chrono::NaiveDate;
use segmentry::rust_decimal::{RoundingStrategy, dec};
use segmentry::{Account, Csat, Currency, Decimal, Fact, Money, Ratio};
use serde::de::{Deserialize, Deserializer, Error as _};

use super::tables::{Exact, Failure, Place, rows};

/// The files name no other currency.
pub(crate) const USD: Currency = Currency::USD;
/// The period up to the as-of date in which days of use, features and support requests are counted.
pub(crate) const PERIOD: Days = Days(90);

#[derive(serde::Deserialize)]
struct Customer {
    account_id: String,
    account_name: Option<String>,
    industry: Option<String>,
    country: Option<String>,
    signup_date: Exact<NaiveDate>,
    churn_flag: String,
    #[serde(skip)]
    place: Place,
    #[serde(skip)]
    subscriptions: Vec<Subscription>,
    #[serde(skip)]
    tickets: Vec<Ticket>,
    #[serde(skip)]
    days_used: BTreeSet<NaiveDate>,
    #[serde(skip)]
    features: BTreeSet<String>,
}

#[derive(serde::Deserialize)]
struct Subscription {
    subscription_id: String,
    account_id: String,
    start_date: Exact<NaiveDate>,
    end_date: Option<Exact<NaiveDate>>,
    seats: u32,
    arr_amount: Exact<Decimal>,
}

#[derive(serde::Deserialize)]
struct Ticket {
    account_id: String,
    submitted_at: Exact<NaiveDate>,
    satisfaction_score: Option<Exact<Csat>>,
}

#[derive(serde::Deserialize)]
struct Usage {
    usage_id: String,
    subscription_id: String,
    usage_date: Exact<NaiveDate>,
    feature_name: String,
    usage_count: u32,
}

/// A score on the scale to 5.
impl<'de> Deserialize<'de> for Exact<Csat> {
    fn deserialize<D: Deserializer<'de>>(cell: D) -> Result<Self, D::Error> {
        let score = Exact::<Decimal>::deserialize(cell)?;
        let csat = Csat::new(score.0, dec!(5)).map(Self);
        csat.map_err(|_| {
            D::Error::custom(format_args!("a score of {}; it goes up to 5, or is empty", score.0))
        })
    }
}

fn is_recent(date: NaiveDate, as_of: NaiveDate) -> bool {
    (0..i64::from(PERIOD.0)).contains(&days_between(date, as_of))
}

/// Everything in the files, each row with the customer whose it is.
#[derive(Default)]
pub(crate) struct Books {
    customers: BTreeMap<String, Customer>,
    features: BTreeSet<String>,
    defects: BTreeMap<&'static str, u32>,
}

impl Books {
    /// A row that belongs to nobody, or a customer or subscription that stands twice, is an error.
    pub(crate) fn read(folder: &Path, as_of: NaiveDate) -> Result<Self, Failure> {
        let mut books = Self::default();
        for (place, mut row) in rows::<Customer>(folder, "ravenstack_accounts.csv")? {
            row.place = place;
            if let Some(first) = books.customers.insert(row.account_id.clone(), row) {
                return Err(format!("{place}: the account `{}` stands twice", first.account_id).into());
            }
        }
        let mut owners = BTreeMap::new();
        for (place, row) in rows::<Subscription>(folder, "ravenstack_subscriptions.csv")? {
            let (id, owner) = (row.subscription_id.clone(), row.account_id.clone());
            books.found(row.end_date == Some(row.start_date), "subscriptions end on the day they start");
            books
                .customers
                .get_mut(&owner)
                .ok_or_else(|| format!("{place}: the account `{owner}` is in no row of the accounts"))?
                .subscriptions
                .push(row);
            if owners.insert(id.clone(), owner).is_some() {
                return Err(format!("{place}: the subscription `{id}` stands twice").into());
            }
        }
        for (place, row) in rows::<Ticket>(folder, "ravenstack_support_tickets.csv")? {
            let id = row.account_id.clone();
            let customer = books.customers.get_mut(&id);
            let customer = customer
                .ok_or_else(|| format!("{place}: the account `{id}` is in no row of the accounts"))?;
            let is_early = row.submitted_at.0 < customer.signup_date.0;
            customer.tickets.push(row);
            books.found(is_early, "tickets precede the signup (counted)");
        }
        books.read_usage(folder, as_of, &owners)?;
        let pays = |row: &&Customer| row.churn_flag == "True" && row.live(as_of).next().is_some();
        let flagged = u32::try_from(books.customers.values().filter(pays).count())?;
        books
            .defects
            .insert("accounts are flagged as churned, but have live subscriptions (flag ignored)", flagged);
        Ok(books)
    }

    fn read_usage(
        &mut self,
        folder: &Path,
        as_of: NaiveDate,
        owners: &BTreeMap<String, String>,
    ) -> Result<(), Failure> {
        let mut ids = BTreeSet::new();
        for (place, row) in rows::<Usage>(folder, "ravenstack_feature_usage.csv")? {
            let (subscription, used_on) = (&row.subscription_id, row.usage_date.0);
            let customer = owners.get(subscription).and_then(|owner| self.customers.get_mut(owner));
            let customer = customer.ok_or_else(|| {
                format!("{place}: the subscription `{subscription}` is in no row of the subscriptions")
            })?;
            let is_first = ids.insert(row.usage_id);
            let is_covered = customer.live(used_on).any(|live| live.subscription_id == *subscription);
            let is_use = row.usage_count > 0;
            if is_first && is_covered && is_use && is_recent(used_on, as_of) {
                customer.days_used.insert(used_on);
                customer.features.insert(row.feature_name.clone());
            }
            if is_use {
                self.features.insert(row.feature_name);
            }
            self.found(!is_first, "usage ids stand twice, in rows that differ (the first counts)");
            self.found(!is_covered, "usage rows lie outside the dates of their subscription (not counted)");
            self.found(!is_use, "usage rows count no use (not counted)");
        }
        Ok(())
    }

    fn found(&mut self, is_so: bool, defect: &'static str) {
        let count = self.defects.entry(defect).or_insert(0);
        *count = count.saturating_add(u32::from(is_so));
    }

    /// What the files say against themselves, with what is done about it, and how often.
    pub(crate) fn defects(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.defects.iter().map(|(defect, count)| (*defect, *count))
    }

    /// An account of every customer.
    pub(crate) fn accounts(&self, as_of: NaiveDate) -> Result<Vec<Account>, Failure> {
        let account = |customer: &Customer| {
            let account = customer.account(as_of, self.features.len());
            account.map_err(|error| format!("{}: {error}", customer.place).into())
        };
        self.customers.values().map(account).collect()
    }
}

impl Customer {
    /// The subscriptions live on a day: from the start to the day before the end.
    fn live(&self, on: NaiveDate) -> impl Iterator<Item = &Subscription> {
        let live = move |r: &&Subscription| r.start_date.0 <= on && r.end_date.is_none_or(|end| on < end.0);
        self.subscriptions.iter().filter(live)
    }

    fn account(&self, as_of: NaiveDate, all_features: usize) -> Result<Account, Failure> {
        let seats = self.live(as_of).map(|row| row.seats).try_fold(0, u32::checked_add);
        let requests = self.tickets.iter().filter(|row| is_recent(row.submitted_at.0, as_of)).count();
        let requests = SupportRequests { count: u32::try_from(requests)?, period: PERIOD };
        let account = Account::builder(&self.account_id, USD)
            .name(self.account_name.as_deref())
            .industry(self.industry.as_deref())
            .country(self.country.as_deref())
            .started_on(self.signup_date.0)
            .arr_history(self.arr_history()?)
            .seats_contracted(seats.filter(|_| !self.subscriptions.is_empty()))
            .support_requests(Fact::observed(requests, as_of))
            .csat(self.csat(as_of)?)
            .utilization(used_part(self.days_used.len(), self.days_covered(as_of), as_of)?)
            .feature_utilization(used_part(self.features.len(), all_features, as_of)?);
        Ok(account.build()?)
    }

    /// Days of the period on which a subscription is live. Use counts on no other day, so no more days can be used.
    fn days_covered(&self, as_of: NaiveDate) -> usize {
        let period = as_of.iter_days().rev().take(usize::try_from(PERIOD.0).unwrap_or(0));
        period.filter(|day| self.live(*day).next().is_some()).count()
    }

    /// ARR on a day is the sum over the subscriptions live on it, and changes only where one starts or ends. ARR now
    /// and twelve months before follow from this history. Without any subscription the account is a prospect.
    fn arr_history(&self) -> Result<Option<ArrHistory>, Failure> {
        let changes = self.subscriptions.iter().flat_map(|row| [Some(row.start_date), row.end_date]);
        let changes: BTreeSet<NaiveDate> = changes.flatten().map(|date| date.0).collect();
        let mut entries = Vec::new();
        for date in changes {
            let add = |arr: Money, row: &Subscription| arr.checked_add(Money::new(row.arr_amount.0, USD)?);
            entries.push((date, self.live(date).try_fold(Money::zero(USD), add)?));
        }
        Ok(if entries.is_empty() { None } else { Some(ArrHistory::new(entries)?) })
    }

    /// The mean of all scores, dated as the last of them. A mean of thirds never ends: it is rounded half-even to
    /// the four decimals that a [`Csat`] keeps.
    fn csat(&self, as_of: NaiveDate) -> Result<Option<Fact<Csat>>, Failure> {
        let score = |row: &Ticket| Some((row.submitted_at.0, row.satisfaction_score?.0.value()));
        let scored: Vec<_> = self.tickets.iter().filter_map(score).filter(|(on, _)| *on <= as_of).collect();
        let sum = scored.iter().try_fold(Decimal::ZERO, |sum, (_, score)| sum.checked_add(*score));
        let mean = sum.and_then(|sum| sum.checked_div(scored.len().into()));
        let (Some(mean), Some((last, _))) = (mean, scored.iter().max()) else { return Ok(None) };
        let mean = mean.round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven);
        Ok(Some(Fact::observed(Csat::new(mean, dec!(5))?, *last)))
    }
}

/// A part of what there is to use; not known where nothing counts as used, or there is nothing to use.
fn used_part(used: usize, of: usize, as_of: NaiveDate) -> Result<Option<Fact<Ratio>>, Failure> {
    let part = Ratio::new(i64::try_from(used)?, u64::try_from(of)?).ok();
    Ok(part.filter(|part| *part > Ratio::ZERO).map(|part| Fact::observed(part, as_of)))
}
