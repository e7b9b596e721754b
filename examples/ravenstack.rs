//! Accounts built from the tables of a billing system, as the author of a service would build them.
//!
//! `cargo run --release --example ravenstack -- FOLDER`
//!
//! The tables of `RavenStack` say nothing about wallets, NPS or the customers' own business: what is not known is
//! left out, and the review says so.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use csv::{ReaderBuilder, Trim};
use segmentry::account::{ArrHistory, SupportRequests, facts};
use segmentry::calendar::{Days, days_between, parse_date};
use segmentry::chrono::NaiveDate;
use segmentry::quantity::parse_decimal;
use segmentry::rust_decimal::{RoundingStrategy, dec};
use segmentry::segment::{TIER, TRAJECTORY, TierPolicy};
use segmentry::{Account, Csat, Currency, Decimal, Fact, Money, Name, Portfolio, Ratio, Reason};
use segmentry::{Review, SegmentationPolicy, name};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};

const USAGE: &str = "\
usage: ravenstack FOLDER    reviews the accounts as of 2024-12-31

FOLDER holds ravenstack_accounts.csv, ravenstack_subscriptions.csv, ravenstack_support_tickets.csv and
ravenstack_feature_usage.csv of RavenStack, a synthetic data set by River @ Rivalytics. It is on GitHub, in
zeelthakkar02/customer-churn-deep-dive, data/raw.
";

/// The files name no other currency.
const USD: Currency = Currency::USD;
/// The period up to the as-of date in which support requests and the use of features are counted.
const PERIOD: Days = Days(90);
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    // One write at the end, and no `println!`, which panics where nobody reads on.
    let written = run().and_then(|text| Ok(std::io::stdout().write_all(text.as_bytes())?));
    let Err(error) = written else { return ExitCode::SUCCESS };
    let _ = writeln!(std::io::stderr(), "error: {error}");
    ExitCode::FAILURE
}

fn run() -> Result<String, Failure> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let folder = match arguments.as_slice() {
        [] => return Ok(USAGE.into()),
        [folder] => Path::new(folder),
        _ => return Err(USAGE.into()),
    };
    let as_of = parse_date("2024-12-31")?;
    let Books { customers, features, defects } = Books::read(folder, as_of)?;
    let accounts = customers.iter().map(|(id, customer)| {
        customer.account(as_of, features.len()).map_err(|error| format!("customer {id}: {error}"))
    });
    let portfolio = Portfolio::new(accounts.collect::<Result<_, _>>()?, USD, as_of)?;

    let tiers = TierPolicy::builder(name!("tier_1"))
        .tier(name!("tier_2"), Money::new(dec!(25000), USD)?)
        .tier(name!("tier_3"), Money::new(dec!(100000), USD)?)
        .tier(name!("tier_4"), Money::new(dec!(250000), USD)?)
        .tier(name!("tier_5"), Money::new(dec!(500000), USD)?)
        .build()?;
    let policy = SegmentationPolicy::builder(tiers).build()?;
    let mut text = report(&portfolio.review(&policy), &policy)?;
    text += "\nFound in the files:\n";
    defects.iter().try_for_each(|(defect, count)| writeln!(text, "{count:>7} {defect}"))?;
    Ok(text)
}

#[derive(serde::Deserialize)]
struct Customer {
    account_id: String,
    account_name: Option<String>,
    industry: Option<String>,
    country: Option<String>,
    signup_date: Exact<NaiveDate>,
    churn_flag: String,
    #[serde(skip)]
    subscriptions: Vec<Subscription>,
    #[serde(skip)]
    tickets: Vec<Ticket>,
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
    satisfaction_score: Option<Exact<Decimal>>,
}

#[derive(serde::Deserialize)]
struct Usage {
    usage_id: String,
    subscription_id: String,
    usage_date: Exact<NaiveDate>,
    feature_name: String,
}

/// A cell read by the crate's own parsers: no binary float comes near an amount, no date is guessed.
#[derive(Clone, Copy, PartialEq)]
struct Exact<T>(T);

impl<'de> Deserialize<'de> for Exact<NaiveDate> {
    fn deserialize<D: Deserializer<'de>>(cell: D) -> Result<Self, D::Error> {
        parse_date(&String::deserialize(cell)?).map(Self).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Exact<Decimal> {
    fn deserialize<D: Deserializer<'de>>(cell: D) -> Result<Self, D::Error> {
        parse_decimal(&String::deserialize(cell)?).map(Self).map_err(D::Error::custom)
    }
}

fn is_recent(date: NaiveDate, as_of: NaiveDate) -> bool {
    (0..i64::from(PERIOD.0)).contains(&days_between(date, as_of))
}

fn rows<R: DeserializeOwned>(folder: &Path, file: &str) -> Result<Vec<R>, Failure> {
    let path = folder.join(file);
    let rows = ReaderBuilder::new().trim(Trim::All).from_path(&path).map(csv::Reader::into_deserialize);
    let rows = rows.and_then(Iterator::collect);
    Ok(rows.map_err(|error: csv::Error| match error.kind() {
        // The reader's own count of lines is one too low in files with CRLF.
        csv::ErrorKind::Deserialize { pos: Some(at), err } => format!("{file}, row {}: {err}", at.record()),
        _ => format!("{}: {error}", path.display()),
    })?)
}

/// Everything in the files, each row with the customer whose it is.
#[derive(Default)]
struct Books {
    customers: BTreeMap<String, Customer>,
    features: BTreeSet<String>,
    /// What the files say against themselves, with what is done about it, and how often.
    defects: BTreeMap<&'static str, u32>,
}

impl Books {
    /// A row that belongs to nobody, or a customer or subscription that stands twice, is an error.
    fn read(folder: &Path, as_of: NaiveDate) -> Result<Self, Failure> {
        let Self { mut customers, mut features, mut defects } = Self::default();
        let mut found = |is_so, defect| {
            let count = defects.entry(defect).or_insert(0_u32);
            *count = count.saturating_add(u32::from(is_so));
        };
        let unknown = |row, id: &String| format!("a {row} refers to `{id}`, which is in no other file");
        for row in rows::<Customer>(folder, "ravenstack_accounts.csv")? {
            if let Some(first) = customers.insert(row.account_id.clone(), row) {
                return Err(format!("account `{}` stands twice", first.account_id).into());
            }
        }
        let mut owners = BTreeMap::new();
        for row in rows::<Subscription>(folder, "ravenstack_subscriptions.csv")? {
            let (id, owner) = (&row.subscription_id, &row.account_id);
            found(row.end_date == Some(row.start_date), "subscriptions end on the day they start");
            if owners.insert(id.clone(), owner.clone()).is_some() {
                return Err(format!("subscription `{id}` stands twice").into());
            }
            let customer = customers.get_mut(owner).ok_or_else(|| unknown("subscription", owner))?;
            customer.subscriptions.push(row);
        }
        for row in rows::<Ticket>(folder, "ravenstack_support_tickets.csv")? {
            let customer = customers.get_mut(&row.account_id);
            let customer = customer.ok_or_else(|| unknown("ticket", &row.account_id))?;
            found(row.submitted_at.0 < customer.signup_date.0, "tickets precede the signup (counted)");
            customer.tickets.push(row);
        }
        let mut usage_ids = BTreeSet::new();
        for row in rows::<Usage>(folder, "ravenstack_feature_usage.csv")? {
            let (id, used_on) = (&row.subscription_id, row.usage_date.0);
            let customer = owners.get(id).and_then(|owner| customers.get_mut(owner));
            let customer = customer.ok_or_else(|| unknown("usage row", id))?;
            let covered = customer.live(used_on).any(|subscription| subscription.subscription_id == *id);
            found(!covered, "usage rows lie outside the dates of their subscription (not counted)");
            if covered && is_recent(used_on, as_of) {
                customer.features.insert(row.feature_name.clone());
            }
            found(!usage_ids.insert(row.usage_id), "usage ids stand twice (the rows differ; both counted)");
            features.insert(row.feature_name);
        }
        for customer in customers.values() {
            let pays = customer.churn_flag == "True" && customer.live(as_of).next().is_some();
            found(pays, "accounts are flagged as churned, but have live subscriptions (flag ignored)");
        }
        Ok(Self { customers, features, defects })
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
        let features = Ratio::new(i64::try_from(self.features.len())?, u64::try_from(all_features)?).ok();
        let account = Account::builder(&self.account_id, USD)
            .name(self.account_name.as_deref())
            .industry(self.industry.as_deref())
            .country(self.country.as_deref())
            .started_on(self.signup_date.0)
            .arr_history(self.arr_history()?)
            .seats_contracted(seats.filter(|_| !self.subscriptions.is_empty()))
            .support_requests(Fact::observed(requests, as_of))
            .csat(self.csat(as_of)?)
            // Used of all features that anybody uses. Most usage rows are in doubt: where none counts, it is not known.
            .feature_utilization(features.filter(|part| *part > Ratio::ZERO));
        Ok(account.build()?)
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
        let score = |row: &Ticket| Some((row.submitted_at.0, row.satisfaction_score?.0));
        let scored: Vec<_> = self.tickets.iter().filter_map(score).filter(|(on, _)| *on <= as_of).collect();
        let sum = scored.iter().try_fold(Decimal::ZERO, |sum, (_, score)| sum.checked_add(*score));
        let mean = sum.and_then(|sum| sum.checked_div(scored.len().into()));
        let (Some(mean), Some((last, _))) = (mean, scored.iter().max()) else { return Ok(None) };
        let mean = mean.round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven);
        Ok(Some(Fact::observed(Csat::new(mean, dec!(5))?, *last)))
    }
}

fn report(review: &Review<'_>, policy: &SegmentationPolicy) -> Result<String, Failure> {
    let as_of = review.as_of();
    let mut out = format!("RavenStack by River @ Rivalytics, {as_of}\nfacts known: arr (from subscriptions)");
    let known = |fact: &Name| review.portfolio().accounts().iter().filter(|it| it.knows(*fact)).count();
    for fact in facts::OBSERVED.iter().filter(|fact| known(fact) > 0) {
        write!(out, ", {fact} {}", known(fact))?;
    }
    for dimension in policy.dimensions() {
        writeln!(out, "\n\n{dimension:36}{:>10}{:>20}", "accounts", "ARR")?;
        let tally = review.tally(|row| row.dimension(dimension));
        let segments = tally.segments().map(|(segment, cell)| (segment.to_string(), cell));
        let reasons = tally.reasons().map(|(reason, cell)| (format!("unclassified: {reason}"), cell));
        for (key, cell) in segments.chain(reasons) {
            writeln!(out, "{key:36}{:>10}{:>20}", cell.accounts(), cell.arr())?;
        }
        write!(out, "{:36}{:>10}{:>20}", "total", tally.total().accounts(), tally.total().arr())?;
    }
    out += "\nThe files know no wallets, so no account has a quadrant.\n";

    let table = review.cross(|row| row.dimension(TIER), |row| row.dimension(TRAJECTORY));
    let columns: BTreeSet<_> = table.cells().map(|(_, column, _)| *column).collect();
    let label = |key: Result<Name, Reason>| key.map_or_else(|why| why.to_string(), |name| name.to_string());
    write!(out, "\n{:20}", "accounts")?;
    columns.iter().try_for_each(|column| write!(out, "{:>20}", label(*column)))?;
    for row in table.cells().map(|(row, _, _)| *row).collect::<BTreeSet<_>>() {
        write!(out, "\n{:20}", label(row))?;
        columns.iter().try_for_each(|column| write!(out, "{:>20}", table.cell(row, *column).accounts()))?;
    }

    out += "\n\nThe largest accounts, each with what is nearest to another answer:\n";
    let mut largest: Vec<_> = review.rows().collect();
    largest.sort_by_key(|row| (Reverse(row.arr.map(Money::ticks)), row.account.id()));
    for row in largest.iter().take(5) {
        writeln!(out, "{}, {}", row.account.id(), row.account.name().unwrap_or("unnamed"))?;
        for (dimension, why) in policy.explain(row.account, as_of).1.iter() {
            let miss = why.misses().first().map_or_else(String::new, |miss| format!("; {miss}"));
            writeln!(out, "    {dimension}: {}{miss}", why.answer())?;
        }
    }
    Ok(out)
}
