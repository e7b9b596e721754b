//! The review as JSON: money as text, so that no reader rounds it.

use segmentry::classify::Explanation;
use segmentry::segment::PolicyExplanation;
use segmentry::{Account, Review, SegmentationPolicy, Total};
use serde::{Serialize, Serializer};

use super::counts::{Count, Dimension};

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    currency: &'static str,
    accounts: u64,
    arr: Amount,
    dimensions: Map<Map<Entry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explained<'a>>,
}

#[derive(Serialize)]
struct Entry {
    accounts: u64,
    arr: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Map<Entry>>,
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
    explained: Option<(&Account, &PolicyExplanation)>,
) -> Result<String, String> {
    let total = Count::from(&review.total());
    let document = Document {
        as_of: review.as_of().to_string(),
        currency: review.portfolio().currency().code(),
        accounts: total.accounts,
        arr: Amount(total.arr),
        dimensions: Map(Dimension::all(review, policy).iter().map(entries).collect()),
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

/// A plain decimal number as text: `1250.5`.
struct Amount(Total);

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
