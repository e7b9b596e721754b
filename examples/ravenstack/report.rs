//! The review as text.

use std::cmp::Reverse;
use std::fmt::Write as _;

use segmentry::account::facts;
use segmentry::classify::PlainText;
use segmentry::portfolio::Row;
use segmentry::segment::{ATTENTION, RISK, TIER, TRAJECTORY};
use segmentry::{Money, Name, Reason, Review, Score, SegmentationPolicy};

use crate::tables::Failure;

/// What `books.rs` computes, for whoever reads the report.
const DEFINITIONS: &str = "\
How the facts are derived (a period is the 90 days up to the as-of date):
  arr                  sum over the subscriptions live on a day: from their start to the day before their end
  utilization          days of the period with use / days of the period with a live subscription
  feature_utilization  features used in the period / features that anybody ever used
  support_requests     tickets submitted in the period, 0 where there are none
  csat                 mean of all rated tickets on the scale to 5, dated as the last; half-even to 4 decimals
A row of use counts on a day on which its own subscription is live, and where it counts at least one use. Most rows
lie elsewhere: an account without a row that counts is not one that uses nothing, so both parts are not known.
Nothing says which seats are in use.
";

pub(crate) fn report(review: &Review<'_>, policy: &SegmentationPolicy) -> Result<String, Failure> {
    let mut out = format!(
        "RavenStack by River @ Rivalytics, {}\nfacts known: arr (from subscriptions)",
        review.as_of()
    );
    let known = |fact: &Name| review.portfolio().accounts().iter().filter(|it| it.knows(*fact)).count();
    for fact in facts::OBSERVED.iter().filter(|fact| known(fact) > 0) {
        write!(out, ", {fact} {}", known(fact))?;
    }
    write!(out, "\n\n{DEFINITIONS}")?;
    for dimension in policy.dimensions() {
        tally(&mut out, review, policy, dimension)?;
    }
    out += "\nThe files know no wallets, so no account has a quadrant. Use, tickets and churn are drawn at random in \
            them: health\nand risk show how answers come about; they foretell nothing here.\n";
    table(&mut out, review, policy, (TIER, TRAJECTORY))?;
    table(&mut out, review, policy, (TIER, RISK))?;
    largest(&mut out, review, policy)?;
    most_attention(&mut out, review, policy)?;
    Ok(out)
}

/// The segments of a dimension in its own order, then the reasons why accounts are in none.
fn tally(
    out: &mut String,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
    dimension: Name,
) -> Result<(), Failure> {
    write!(out, "\n{dimension:36}{:>10}{:>20}", "accounts", "ARR")?;
    let tally = review.tally(|row| row.dimension(dimension));
    let segments = policy.segments(dimension).into_iter();
    let segments = segments.map(|segment| (segment.to_string(), tally.segment(segment)));
    let reasons = tally.reasons().map(|(reason, cell)| (format!("unclassified: {reason}"), *cell));
    for (key, cell) in segments.chain(reasons).filter(|(_, cell)| cell.accounts() > 0) {
        write!(out, "\n{key:36}{:>10}{:>20}", cell.accounts(), cell.arr())?;
    }
    writeln!(out, "\n{:36}{:>10}{:>20}", "total", tally.total().accounts(), tally.total().arr())?;
    Ok(())
}

/// The segments and reasons that occur in a dimension, in the same order.
fn keys(review: &Review<'_>, policy: &SegmentationPolicy, dimension: Name) -> Vec<Result<Name, Reason>> {
    let tally = review.tally(|row| row.dimension(dimension));
    let segments =
        policy.segments(dimension).into_iter().filter(|segment| tally.segment(*segment).accounts() > 0);
    segments.map(Ok).chain(tally.reasons().map(|(reason, _)| Err(reason))).collect()
}

/// How many accounts two dimensions have in each cell.
fn table(
    out: &mut String,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
    (rows, columns): (Name, Name),
) -> Result<(), Failure> {
    let table = review.cross(|row| row.dimension(rows), |row| row.dimension(columns));
    let columns = keys(review, policy, columns);
    let label = |key: Result<Name, Reason>| key.map_or_else(|why| why.to_string(), |name| name.to_string());
    write!(out, "\n{:20}", "accounts")?;
    columns.iter().try_for_each(|column| write!(out, "{:>20}", label(*column)))?;
    for row in keys(review, policy, rows) {
        write!(out, "\n{:20}", label(row))?;
        columns.iter().try_for_each(|column| write!(out, "{:>20}", table.cell(row, *column).accounts()))?;
    }
    *out += "\n";
    Ok(())
}

fn by_arr<'r>(review: &'r Review<'_>) -> Vec<Row<'r>> {
    let mut rows: Vec<_> = review.rows().collect();
    rows.sort_by_key(|row| (Reverse(row.arr.map(Money::ticks)), row.account.id()));
    rows
}

fn largest(out: &mut String, review: &Review<'_>, policy: &SegmentationPolicy) -> Result<(), Failure> {
    *out += "\nThe largest accounts, each with what is nearest to another answer:\n";
    for row in by_arr(review).iter().take(5) {
        writeln!(out, "{}, {}", row.account.id(), row.account.name().unwrap_or("unnamed"))?;
        for (dimension, why) in policy.explain(row.account, review.as_of()).1.iter() {
            let miss = why.misses().first().map_or_else(String::new, |miss| format!("; {miss}"));
            writeln!(out, "    {dimension}: {}{miss}", why.answer())?;
        }
    }
    Ok(())
}

/// Health and risk of the largest account that gets the most attention, from the facts to the answer.
fn most_attention(out: &mut String, review: &Review<'_>, policy: &SegmentationPolicy) -> Result<(), Failure> {
    let most = policy.segments(ATTENTION).last().copied();
    let rows = by_arr(review);
    let chosen = rows.iter().find(|row| row.dimension(ATTENTION).ok() == most);
    let Some(account) = chosen.map(|row| row.account) else { return Ok(()) };
    let (_, why) = policy.explain(account, review.as_of());
    writeln!(out, "\n{}, the largest account that gets the most attention\n", account.id())?;
    if let Some(health) = policy.health().map(|policy| policy.score(account, review.as_of())).transpose()? {
        let score = health.score.map_or_else(|| "none".into(), |score: Score| score.to_string());
        writeln!(out, "health score {score}, coverage {}", health.coverage)?;
        writeln!(out, "whatever is not known, between {} and {}", health.lowest, health.highest)?;
    }
    write!(out, "health: {}\nrisk: {}", PlainText(&why.health), PlainText(&why.risk))?;
    Ok(())
}
