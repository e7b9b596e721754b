//! Whom to turn to: customers by attention, prospects by fit, and how few carry most of the ARR.

use comfy_table::{ColumnConstraint, Table, Width};
use segmentry::portfolio::{Prospects, Row, WorkItem, WorkList};
use segmentry::rust_decimal::dec;
use segmentry::{Account, Decimal, Review, Segment, SegmentationPolicy, Total};

use super::amounts::Amounts;
use super::reasons::{of_fit, of_risk};
use super::tables::table;
use super::words::{count, percent, reason, rounded, things};

/// So many customers and prospects are shown; --json has all of them.
const CUSTOMERS: usize = 10;
const PROSPECTS: usize = 5;

/// Value at risk is the ARR of accounts at medium or high risk: this example's rule.
pub(crate) fn is_at_risk(row: &Row<'_>) -> bool {
    row.risk().is_ok_and(|band| band.rank() >= 1)
}

pub(crate) fn customers(
    list: &WorkList<'_>,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
    amounts: Amounts,
) -> String {
    let total = list.total().arr();
    let head = ["", "account", "attention", "why"];
    let numbers = [amounts.head("at risk"), amounts.head("ARR"), "so far".into()];
    let mut table = table(4, head.map(String::from).into_iter().chain(numbers));
    narrow(&mut table);
    for (index, item) in list.items().iter().take(CUSTOMERS).enumerate() {
        let account = item.row().account;
        let (_, why) = policy.explain(account, review.as_of());
        table.add_row([
            count(index.saturating_add(1)),
            called(account),
            name(item.attention().ok()),
            of_risk(&why),
            amounts.money(item.value_at_risk()),
            amounts.money(item.arr()),
            percent(item.covered().share_of(total)),
        ]);
    }
    let at_risk = value_at_risk(list.items().iter().chain(list.unplaced()), review);
    let unplaced = list.unplaced();
    let left = unplaced.last().map_or(Total::zero(review.portfolio().currency()), WorkItem::covered);
    let shown = list.items().len().min(CUSTOMERS);
    let table = match shown {
        0 => "\nWhom to turn to first: the attention of no customer is known.\n".into(),
        _ => format!(
            "\nWhom to turn to first: {} of {}, by attention, then value at risk, then ARR\n{table}\n",
            count(shown),
            things(list.items().len(), "customer"),
        ),
    };
    format!(
        "{table}At risk is the ARR of customers whose risk is medium or high, a rule of this example: {} in all.\n\
         Not in this order, since their attention is not known: {} with an ARR of {}.\n",
        amounts.total(at_risk),
        things(unplaced.len(), "customer"),
        amounts.total(left),
    )
}

fn value_at_risk<'r>(items: impl Iterator<Item = &'r WorkItem<'r>>, review: &Review<'_>) -> Total {
    let zero = Total::zero(review.portfolio().currency());
    items.fold(zero, |sum, item| sum.checked_add(item.value_at_risk()).unwrap_or(sum))
}

/// By the band of the fit, and within a band by its score.
pub(crate) fn ranked_prospects<'r>(review: &'r Review<'_>, policy: &SegmentationPolicy) -> Prospects<'r> {
    review.prospects_by(|row| {
        let scored = policy.fit()?.score(row.account, row.as_of).ok()?;
        Some((row.fit().ok()?, scored.score))
    })
}

pub(crate) fn prospects(review: &Review<'_>, policy: &SegmentationPolicy) -> String {
    let prospects = ranked_prospects(review, policy);
    let rows = prospects.rows();
    if rows.is_empty() {
        return String::new();
    }
    let mut table = table(4, ["", "prospect", "fit", "why (each 0 to 100)", "score", "known"]);
    narrow(&mut table);
    for (index, row) in rows.iter().take(PROSPECTS).enumerate() {
        let scored = policy.fit().and_then(|fit| fit.score(row.account, review.as_of()).ok());
        let (_, why) = policy.explain(row.account, review.as_of());
        table.add_row([
            count(index.saturating_add(1)),
            called(row.account),
            name(row.fit().ok()),
            row.fit().map_or_else(reason, |_| of_fit(&why.fit)),
            scored.and_then(|scored| scored.score).map_or("–".into(), |score| rounded(score.value(), 1)),
            percent(scored.map(|scored| scored.coverage.to_decimal())),
        ]);
    }
    format!(
        "\nWhom to win first: {} of {}, by fit\n{table}\n",
        count(rows.len().min(PROSPECTS)),
        things(rows.len(), "prospect"),
    )
}

/// How few customers carry how much (A2-6).
pub(crate) struct Carried {
    pub(crate) customers: usize,
    /// The smallest number of customers who carry 80 % of the ARR.
    pub(crate) for_most: usize,
    /// A fifth of the customers, rounded up: the largest.
    pub(crate) fifth: usize,
    pub(crate) by_fifth: Total,
    pub(crate) all: Total,
}

pub(crate) fn carried(review: &Review<'_>) -> Result<Carried, String> {
    let concentration = review.concentration();
    let fifth = concentration.accounts().div_ceil(5);
    Ok(Carried {
        customers: concentration.accounts(),
        for_most: concentration.accounts_for(dec!(0.8)).map_err(|error| error.to_string())?,
        fifth,
        by_fifth: concentration.top(fifth),
        all: concentration.total(),
    })
}

impl Carried {
    pub(crate) fn render(&self, amounts: Amounts) -> String {
        if self.customers == 0 {
            return String::new();
        }
        let part = |accounts: usize| percent(Decimal::from(accounts).checked_div(self.customers.into()));
        format!(
            "\nConcentration: 80 % of the ARR lies with {} of {} ({}); {} ({}) lies with the largest fifth, {}.\n",
            count(self.for_most),
            things(self.customers, "customer"),
            part(self.for_most),
            amounts.total(self.by_fifth),
            percent(self.by_fifth.share_of(self.all)),
            things(self.fifth, "customer"),
        )
    }
}

/// The reasons take the lines that they need.
fn narrow(table: &mut Table) {
    if let Some(why) = table.column_mut(3) {
        why.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(38)));
    }
}

fn called(account: &Account) -> String {
    account.name().map_or_else(|| account.id().into(), |name| format!("{}\n{name}", account.id()))
}

fn name(segment: Option<impl Segment>) -> String {
    segment.map_or("unclassified".into(), |segment| segment.name().to_string())
}
