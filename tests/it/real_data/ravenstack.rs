//! The facts that the example derives from the tables of `RavenStack`, and its answers by them, against loops over the
//! same rows: days are texts there, shares are counts.

use std::collections::{BTreeMap, BTreeSet};

use segmentry::account::facts;
use segmentry::classify::laws;
use segmentry::portfolio::{Row, Tally};
use segmentry::{Account, Classifier, Portfolio, Ratio, Reason, Segment, name};

use super::{Table, date, folder, rows, tables, units};

#[path = "../../../examples/ravenstack/books.rs"]
mod books;
#[path = "../../../examples/ravenstack/policy.rs"]
mod policy;

struct Naive {
    period: BTreeSet<String>,
    /// By account.
    subscriptions: BTreeMap<String, Table>,
    tickets: BTreeMap<String, Table>,
    /// Days and features of the period, of rows that count.
    use_of: BTreeMap<String, Vec<(String, String)>>,
    dropped: u32,
    features: usize,
}

/// The 90 days up to 2024-12-31.
fn period() -> BTreeSet<String> {
    let days =
        |month, days: std::ops::RangeInclusive<u32>| days.map(move |day| format!("2024-{month}-{day:02}"));
    let days: BTreeSet<_> = days(10, 3..=31).chain(days(11, 1..=30)).chain(days(12, 1..=31)).collect();
    assert_eq!(days.len(), 90);
    days
}

fn by_account(table: Table) -> BTreeMap<String, Table> {
    let mut by_account: BTreeMap<String, Table> = BTreeMap::new();
    table.into_iter().for_each(|row| by_account.entry(row["account_id"].clone()).or_default().push(row));
    by_account
}

/// Days written so compare like days.
fn covers(subscription: &BTreeMap<String, String>, day: &str) -> bool {
    let end = &subscription["end_date"];
    subscription["start_date"].as_str() <= day && (end.is_empty() || day < end.as_str())
}

impl Naive {
    fn read(folder: &std::path::Path) -> Self {
        let (period, subscriptions) = (period(), rows(folder, "ravenstack_subscriptions.csv"));
        let by_id: BTreeMap<_, _> = subscriptions.iter().map(|row| (&row["subscription_id"], row)).collect();
        let mut seen = BTreeMap::new();
        let (mut dropped, mut features) = (0, BTreeSet::new());
        let mut use_of: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for row in rows(folder, "ravenstack_feature_usage.csv") {
            let (day, feature) = (row["usage_date"].clone(), row["feature_name"].clone());
            let copies = seen.entry(row["usage_id"].clone()).or_insert(0);
            *copies += 1;
            let subscription = by_id[&row["subscription_id"]];
            features.insert(feature.clone());
            if !covers(subscription, &day) {
                dropped += 1;
            } else if *copies == 1 && row["usage_count"] != "0" && period.contains(&day) {
                use_of.entry(subscription["account_id"].clone()).or_default().push((day, feature));
            }
        }
        assert_eq!(seen.values().filter(|copies| **copies > 1).count(), 21);
        let tickets = by_account(rows(folder, "ravenstack_support_tickets.csv"));
        let features = features.len();
        Self { period, subscriptions: by_account(subscriptions), tickets, use_of, dropped, features }
    }

    fn days(&self, id: &str) -> usize {
        self.distinct(id, |(day, _)| day)
    }

    fn distinct(&self, id: &str, what: fn(&(String, String)) -> &String) -> usize {
        self.use_of.get(id).map_or(0, |rows| rows.iter().map(what).collect::<BTreeSet<_>>().len())
    }

    fn covered_days(&self, id: &str) -> usize {
        let own = self.subscriptions.get(id).into_iter().flatten().collect::<Vec<_>>();
        self.period.iter().filter(|day| own.iter().any(|row| covers(row, day))).count()
    }

    fn tickets(&self, id: &str) -> impl Iterator<Item = &BTreeMap<String, String>> {
        self.tickets.get(id).into_iter().flatten()
    }

    fn requests(&self, id: &str) -> usize {
        self.tickets(id).filter(|row| self.period.contains(&row["submitted_at"])).count()
    }

    /// The sum and the number of scores, and the day of the last.
    fn scores(&self, id: &str) -> (i64, i64, &str) {
        let mut scores = (0, 0, "");
        for row in self.tickets(id).filter(|row| !row["satisfaction_score"].is_empty()) {
            scores.0 += row["satisfaction_score"].strip_suffix(".0").unwrap().parse::<i64>().unwrap();
            scores.1 += 1;
            scores.2 = scores.2.max(row["submitted_at"].as_str());
        }
        scores
    }

    /// The points of the example's risk, from counts.
    fn points(&self, id: &str, signup: &str) -> usize {
        let (days, covered) = (self.days(id), self.covered_days(id));
        let usage = match days {
            0 => 10,
            days if days * 100 < 2 * covered => 20,
            days if days * 100 < 5 * covered => 10,
            _ => 0,
        };
        let (sum, count, last) = self.scores(id);
        // 365 days before the last day of a leap year; 70 and 80 % of 5 are 3.5 and 4.
        let survey = match (sum, count) {
            _ if count == 0 || last < "2024-01-01" => 5,
            (sum, count) if 2 * sum < 7 * count => 20,
            (sum, count) if sum < 4 * count => 10,
            _ => 0,
        };
        let support = [0, 5, 15][self.requests(id).min(2)];
        usage + survey + support + if signup > "2024-01-01" { 10 } else { 0 }
    }
}

/// Whether the account's CSAT is the mean of the scores, to half of its last decimal.
fn is_mean(account: &Account, sum: i64, count: i64) -> bool {
    let Some(csat) = account.csat() else { return count == 0 };
    let ten_thousandths = units(1).ticks();
    let mean = csat.value.value() * segmentry::Decimal::from(ten_thousandths);
    let distance = i64::try_from(mean.normalize().mantissa()).unwrap() * count - sum * ten_thousandths;
    mean.normalize().scale() == 0 && count > 0 && 2 * distance.unsigned_abs() <= count.unsigned_abs()
}

fn counts<K: Segment + Ord>(tally: &Tally<K>) -> Vec<(String, u64)> {
    let segments = tally.segments();
    segments.map(|(segment, cell)| (segment.name().to_string(), cell.accounts())).collect()
}

#[test]
fn the_example_derives_what_the_rows_say() {
    let Some(folder) = folder("ravenstack") else { return };
    let as_of = date(2024, 12, 31);
    let books = books::Books::read(&folder, as_of).unwrap();
    let (accounts, naive) = (books.accounts(as_of).unwrap(), Naive::read(&folder));
    let policy = policy::policy(&accounts).unwrap();
    let (health, risk) = (policy.health().unwrap(), policy.risk().unwrap());
    let outside = books.defects().find(|(defect, _)| defect.contains("outside the dates")).unwrap();
    assert_eq!((outside.1, accounts.len()), (naive.dropped, 500));

    let customers = rows(&folder, "ravenstack_accounts.csv");
    let signups: BTreeMap<_, _> =
        customers.iter().map(|row| (row["account_id"].as_str(), row["signup_date"].as_str())).collect();
    let part = |used: usize, of: usize| {
        let part = Ratio::new(i64::try_from(used).unwrap(), u64::try_from(of).unwrap()).ok();
        part.filter(|_| used > 0)
    };
    let (mut by_points, mut hardly_known) = ([0; 3], 0);
    for account in &accounts {
        let id = account.id();
        let utilization = part(naive.days(id), naive.covered_days(id));
        assert_eq!(account.utilization().map(|fact| fact.value), utilization, "{id}");
        let features = part(naive.distinct(id, |(_, feature)| feature), naive.features);
        assert_eq!(account.feature_utilization().map(|fact| fact.value), features, "{id}");
        let requests = account.support_requests().unwrap().value.count;
        assert_eq!(usize::try_from(requests).unwrap(), naive.requests(id), "{id}");
        let (sum, count, last) = naive.scores(id);
        assert!(is_mean(account, sum, count), "{id}: {:?}, not {sum}/{count}", account.csat());
        let dated = account.csat().and_then(|fact| fact.observed_on).map(|day| day.to_string());
        assert_eq!(dated.unwrap_or_default(), last, "{id}");

        let points = naive.points(id, signups[id]);
        let band = usize::from(points >= 25) + usize::from(points >= 40);
        by_points[band] += 1;
        assert_eq!(usize::from(risk.classify(account, as_of).unwrap().rank()), band, "{id}: {points}");
        // Of the weights 50, 30 and 20 only the last is left.
        let unknown = utilization.is_none() && last < "2024-01-01";
        hardly_known += u64::from(unknown);
        assert_eq!(health.classify(account, as_of).is_err(), unknown, "{id}");
    }
    laws::check(health, &accounts, as_of).unwrap();
    laws::check(risk, &accounts, as_of).unwrap();

    let known = |fact| accounts.iter().filter(|account| account.knows(fact)).count();
    assert_eq!([facts::UTILIZATION, facts::SUPPORT_REQUESTS, facts::CSAT].map(known), [461, 500, 466]);
    let portfolio = Portfolio::new(accounts, books::USD, as_of).unwrap();
    let review = portfolio.review(&policy);
    super::check_ravenstack_totals(&review, ["tier_1", "tier_2", "tier_3", "tier_4", "tier_5"]);
    let bands =
        |names: [&str; 3], counts: [u64; 3]| names.map(String::from).into_iter().zip(counts).collect();
    let risks: Vec<_> = bands(["low", "medium", "high"], by_points);
    assert_eq!(counts(&review.tally(Row::risk)), risks);
    let healths = review.tally(Row::health);
    assert_eq!(healths.total(), review.total());
    let reasons: Vec<_> = healths.reasons().map(|(reason, cell)| (reason, cell.accounts())).collect();
    assert_eq!(reasons, [(Reason::Insufficient(name!("health")), hardly_known)]);
    assert_eq!(review.tally(Row::attention).unclassified().accounts(), 0);
}
