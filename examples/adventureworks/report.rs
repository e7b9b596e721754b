//! The review as text.

use std::fmt::Write as _;

use segmentry::classify::PlainText;
use segmentry::portfolio::{Cell, Row};
use segmentry::rust_decimal::RoundingStrategy;
use segmentry::segment::{PROVISIONAL_TIER, TIER, WALLET};
use segmentry::{Decimal, Name, Reason, Review, SegmentationPolicy, name};

use crate::market::Market;
use crate::policy::{SHARE_BANDS, WALLET_SHARE};
use crate::tables::Failure;

const FACTS: &str = "
arr               what we sold to the reseller in the 12 months up to the day before. Orders are not contracts:
                  nothing of it recurs by agreement.
prior_arr         the same, 12 months earlier. Who ordered in other years only has 0; who never ordered has no ARR,
                  and is a prospect.
wallet_current    annual_sales, what the reseller itself sells in a year. What it buys is less, and not all of it is
                  what we make: the true shares are larger.
wallet_potential  not in the data.
Nothing says how the resellers' own business grows: the trajectory is that of our sales to them, a proxy.
";

pub(crate) fn report(
    market: &Market,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
    growth: Option<Decimal>,
) -> Result<String, Failure> {
    let mut out = format!("AdventureWorks resellers as of {}\n{FACTS}", review.as_of());
    for dimension in policy.dimensions() {
        if dimension == WALLET {
            write!(out, "\n{}", assumption(growth))?;
        }
        tally(&mut out, review, policy, dimension)?;
    }
    tiers_by_employees(&mut out, review, policy)?;
    above_the_whole(&mut out, review, policy)?;
    sums(&mut out, market, review, policy)?;
    out += "\nFound in the files:\n";
    market.defects().iter().try_for_each(|(defect, count)| writeln!(out, "{count:>5} {defect}"))?;
    Ok(out)
}

fn assumption(growth: Option<Decimal>) -> String {
    match growth {
        None => "No potential wallet is assumed, so nobody has a quadrant; --growth FACTOR assumes one. The shares \
                 below need none.\n"
            .into(),
        Some(factor) => format!(
            "ASSUMED by --growth: every potential wallet is {factor} times the current one. One factor for all tells \
             nobody apart:\nbelow 1.2 nobody is in grow, from 1.2 on everybody whose share is below 80 %. What the \
             data says is in the shares.\n"
        ),
    }
}

/// A row of a table: under what, and who.
type Line = (String, Cell);

/// The segments of a dimension in their order, then the reasons why accounts are in none.
fn lines(review: &Review<'_>, policy: &SegmentationPolicy, dimension: Name) -> Vec<Line> {
    let tally = review.tally(|row| row.dimension(dimension));
    let order = if dimension == WALLET_SHARE { SHARE_BANDS.to_vec() } else { policy.segments(dimension) };
    let segments = order.into_iter().map(|segment| (segment.to_string(), tally.segment(segment)));
    let reasons = tally.reasons().map(|(reason, cell)| (format!("unclassified: {reason}"), *cell));
    segments.chain(reasons).collect()
}

fn tally(
    out: &mut String,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
    dimension: Name,
) -> Result<(), Failure> {
    let whole = review.total();
    writeln!(out, "\n{dimension:36}{:>9}{:>11}{:>18}{:>9}", "resellers", "prospects", "ARR", "of ARR")?;
    for (label, cell) in lines(review, policy, dimension).into_iter().chain([("total".into(), whole)]) {
        let (accounts, prospects, arr) = (cell.accounts(), cell.prospects(), cell.arr());
        writeln!(
            out,
            "{label:36}{accounts:>9}{prospects:>11}{arr:>18}{:>9}",
            percent(cell.share_of_arr(&whole))
        )?;
    }
    Ok(())
}

/// Rounded half-even to one decimal, for people alone.
fn percent(part: Option<Decimal>) -> String {
    let percent = part.and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED));
    let rounded = percent.map(|it| it.round_dp_with_strategy(1, RoundingStrategy::MidpointNearestEven));
    rounded.map_or_else(String::new, |percent| format!("{percent:.1} %"))
}

/// Where the tier by sales and the one by employees differ. Every reseller stands in one cell.
fn tiers_by_employees(
    out: &mut String,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
) -> Result<(), Failure> {
    type Key = Result<Name, Reason>;
    let keys = |dimension| -> Vec<Key> {
        let tally = review.tally(|row| row.dimension(dimension));
        let segments = policy.segments(dimension).into_iter().map(Ok);
        segments.chain(tally.reasons().map(|(reason, _)| Err(reason))).collect()
    };
    let table = review.cross(|row| row.dimension(TIER), |row| row.dimension(PROVISIONAL_TIER));
    let (rows, columns) = (keys(TIER), keys(PROVISIONAL_TIER));
    let label = |key: &Key| key.map_or_else(|why| why.to_string(), |name| name.to_string());
    write!(out, "\n{:36}", "tier by sales / by employees")?;
    columns.iter().try_for_each(|column| write!(out, "{:>9}", label(column)))?;
    writeln!(out, "{:>9}", "total")?;
    let mut line = |label: &str, counts: &[u64]| {
        write!(out, "{label:36}")?;
        counts.iter().try_for_each(|count| write!(out, "{count:>9}"))?;
        writeln!(out, "{:>9}", counts.iter().fold(0, |sum: u64, count| sum.saturating_add(*count)))
    };
    let count = |row: &Key, column: &Key| table.cell(*row, *column).accounts();
    for row in &rows {
        line(&label(row), &columns.iter().map(|column| count(row, column)).collect::<Vec<_>>())?;
    }
    let of_column = |column| rows.iter().fold(0, |sum: u64, row| sum.saturating_add(count(row, column)));
    line("total", &columns.iter().map(of_column).collect::<Vec<_>>())?;
    Ok(())
}

/// Who buys more than it sells: a share that cannot be, which is shown and not cut off.
fn above_the_whole(
    out: &mut String,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
) -> Result<(), Failure> {
    let above = |row: &Row<'_>| row.dimension(WALLET_SHARE) == Ok(name!("above_the_whole"));
    for account in review.rows().filter(above).map(|row| row.account) {
        let (_, why) = policy.explain(account, review.as_of());
        let name = account.name().unwrap_or("unnamed");
        writeln!(out, "\n{}, {name}, buys more from us than it sells:\n", account.id())?;
        for (dimension, why) in why.iter().filter(|(it, _)| [WALLET, WALLET_SHARE].contains(it)) {
            writeln!(out, "{dimension}: {}", PlainText(why))?;
        }
    }
    Ok(())
}

/// The tables against the files. A difference would be a fault of this program, and is an error.
fn sums(
    out: &mut String,
    market: &Market,
    review: &Review<'_>,
    policy: &SegmentationPolicy,
) -> Result<(), Failure> {
    let (orders, sales) = market.orders(&market.year_before(0)?)?;
    let total = review.total();
    *out += "sums:\n";
    writeln!(out, "    {:>12} {:>18}", "resellers", "amount")?;
    writeln!(out, "    {:>12} {sales:>18}  in the files ({orders} orders of the year)", market.resellers())?;
    for dimension in policy.dimensions() {
        let mut cells = lines(review, policy, dimension).into_iter().map(|(_, cell)| cell);
        let Some(mut sum) = cells.next() else { continue };
        cells.for_each(|cell| sum.merge(&cell));
        writeln!(out, "    {:>12} {:>18}  in the lines of {dimension}", sum.accounts(), sum.arr())?;
        if sum != total || sum.arr() != sales || usize::try_from(sum.accounts())? != market.resellers() {
            return Err(format!("the lines of {dimension} do not add up to what is in the files").into());
        }
    }
    Ok(())
}
