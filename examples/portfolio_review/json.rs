//! The review as JSON: money as text, so that no reader rounds it.

use segmentry::classify::Explanation;
use segmentry::portfolio::{Cell, FactCoverage, Row, WorkItem};
use segmentry::segment::PolicyExplanation;
use segmentry::{Account, Money, Name, Reason, Review, Segment, SegmentationPolicy, Total};
use serde::{Serialize, Serializer};

use super::counts::{Count, Dimension};
use super::crossing;
use super::retention::{Retention, Year};
use super::work;
use super::{Economics, economics};

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    currency: &'static str,
    accounts: u64,
    arr: Amount,
    dimensions: Map<Map<Entry>>,
    work_list: Vec<Customer<'a>>,
    prospects: Vec<Prospect<'a>>,
    concentration: Concentration,
    fact_coverage: Vec<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    economics: Option<economics::json::Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention: Option<WithCrossings<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explained<'a>>,
}

#[derive(Serialize)]
struct WithCrossings<'a> {
    #[serde(flatten)]
    year: Retention,
    crossings: crossing::Document<'a>,
}

#[derive(Serialize)]
struct Entry {
    accounts: u64,
    arr: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Map<Entry>>,
}

/// Of a customer whose attention is not known, the reason stands in `unclassified`.
#[derive(Serialize)]
struct Customer<'a> {
    id: &'a str,
    attention: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unclassified: Option<Reason>,
    value_at_risk: Plain,
    arr: Plain,
}

#[derive(Serialize)]
struct Prospect<'a> {
    id: &'a str,
    fit: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unclassified: Option<Reason>,
}

#[derive(Serialize)]
struct Concentration {
    customers: usize,
    customers_for_80_percent: usize,
    largest_fifth: usize,
    arr_of_largest_fifth: Amount,
}

#[derive(Serialize)]
struct Fact {
    fact: Name,
    known: Option<Entry>,
    blocked: Entry,
    dimensions: Map<Entry>,
}

#[derive(Serialize)]
struct Explained<'a> {
    account_id: &'a str,
    dimensions: Map<&'a Explanation>,
}

impl Entry {
    const fn of(count: Count, reasons: Option<Map<Self>>) -> Self {
        Self { accounts: count.accounts, arr: Amount(count.arr), reasons }
    }
}

pub(crate) fn render(
    review: &Review<'_>,
    policy: &SegmentationPolicy,
    beside: &Economics<'_>,
    explained: Option<(&Account, &PolicyExplanation)>,
) -> Result<String, String> {
    let total = Count::from(&review.total());
    let work_list = review.work_list(work::is_at_risk);
    let prospects = work::ranked_prospects(review, policy);
    let document = Document {
        as_of: review.as_of().to_string(),
        currency: review.portfolio().currency().code(),
        accounts: total.accounts,
        arr: Amount(total.arr),
        dimensions: Map(Dimension::all(review, policy).iter().map(entries).collect()),
        work_list: work_list.items().iter().chain(work_list.unplaced()).map(customer).collect(),
        prospects: prospects.rows().iter().map(prospect).collect(),
        concentration: concentration(review)?,
        fact_coverage: review.fact_coverage().iter().map(fact).collect(),
        economics: beside.figures.as_ref().map(economics::json::document),
        retention: match &beside.year {
            Some(year) => Some(WithCrossings {
                year: Year::document(year),
                crossings: crossing::document(&beside.crossings, review.as_of())
                    .map_err(|error| error.to_string())?,
            }),
            None => None,
        },
        explanation: explained.map(|(account, why)| Explained {
            account_id: account.id(),
            dimensions: Map(why.iter().map(|(name, explanation)| (name.to_string(), explanation)).collect()),
        }),
    };
    let mut text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn entries(dimension: &Dimension) -> (String, Map<Entry>) {
    let segments =
        dimension.segments.iter().map(|(segment, count)| (segment.to_string(), Entry::of(*count, None)));
    let reasons = dimension
        .reasons
        .iter()
        .map(|(reason, count)| (reason.to_string(), Entry::of(*count, None)))
        .collect();
    let unclassified = Entry::of(dimension.unclassified, Some(Map(reasons)));
    let entries = segments.chain([("unclassified".into(), unclassified)]).collect();
    (dimension.name.to_string(), Map(entries))
}

fn customer<'r>(item: &WorkItem<'r>) -> Customer<'r> {
    let attention = item.attention().map(|level| level.name());
    Customer {
        id: item.row().account.id(),
        attention: attention.ok(),
        unclassified: attention.err(),
        value_at_risk: Plain(item.value_at_risk()),
        arr: Plain(item.arr()),
    }
}

fn prospect<'r>(row: &Row<'r>) -> Prospect<'r> {
    let fit = row.fit().map(|band| band.name());
    Prospect { id: row.account.id(), fit: fit.ok(), unclassified: fit.err() }
}

fn concentration(review: &Review<'_>) -> Result<Concentration, String> {
    let carried = work::carried(review)?;
    Ok(Concentration {
        customers: carried.customers,
        customers_for_80_percent: carried.for_most,
        largest_fifth: carried.fifth,
        arr_of_largest_fifth: Amount(carried.by_fifth),
    })
}

fn fact(coverage: &FactCoverage) -> Fact {
    let entry = |cell: Cell| Entry::of(Count::from(&cell), None);
    Fact {
        fact: coverage.fact(),
        known: coverage.known().map(entry),
        blocked: entry(coverage.blocked()),
        dimensions: Map(coverage.dimensions().map(|(name, cell)| (name.to_string(), entry(cell))).collect()),
    }
}

/// A plain decimal number as text: `1250.5`.
struct Amount(Total);

/// The same of one amount.
struct Plain(Money);

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.amount())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.amount())
    }
}

/// An object whose keys keep their order.
struct Map<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
