//! The changes as text, for people.

use std::collections::BTreeMap;

use segmentry::portfolio::{Cell, Migration, Tally};
use segmentry::{Currency, Name, Reason, Total};

use super::counts::Count;
use super::diff::{DecidedBy, Diff, Dimension, place};
use super::tables::{table, text_table};
use super::words::{count, grouped, number, percent, things};

/// So many movers of a dimension are shown.
const MOVERS: usize = 5;

type Place = Result<Name, Reason>;

/// All of it.
///
/// # Errors
/// As [`Diff::why`].
pub(crate) fn render(diff: &Diff<'_>, currency: Currency) -> Result<String, String> {
    let mut text = parameters(diff);
    if diff.dimensions.is_empty() {
        text.push_str("\nThere are no accounts to compare.\n");
    }
    for dimension in &diff.dimensions {
        text.push_str(&one(diff, dimension, currency)?);
    }
    Ok(text)
}

fn parameters(diff: &Diff<'_>) -> String {
    if diff.parameters.is_empty() {
        return "\nThe two policies say the same.\n".into();
    }
    let mut table = text_table(["parameter", "old", "new"]);
    let or_nothing = |value: &Option<String>| value.clone().unwrap_or("–".into());
    for change in &diff.parameters {
        table.add_row([change.path.clone(), or_nothing(&change.before), or_nothing(&change.after)]);
    }
    format!("\nThe policies differ in {}\n{table}\n", things(diff.parameters.len(), "parameter"))
}

fn one(diff: &Diff<'_>, dimension: &Dimension<'_>, currency: Currency) -> Result<String, String> {
    let (name, migration) = (dimension.name, &dimension.migration);
    let segments = diff.segments(name);
    let listed = |tally: &Tally<Name>| {
        let places = places(tally, &segments);
        let cells = places.into_iter().map(|(at, cell)| format!("{} {}", place(at), number(cell.accounts())));
        cells.collect::<Vec<_>>().join(", ")
    };
    let (opening, closing) = (migration.opening(), migration.closing());
    let alone = |by, tally| format!("\n{name}: only the {by} policy decides it; {}\n", listed(tally));
    match dimension.decided_by {
        DecidedBy::Old => return Ok(alone("old", &opening)),
        DecidedBy::New => return Ok(alone("new", &closing)),
        DecidedBy::Both => {}
    }
    let moved = migration.moved().before;
    if moved.accounts() == 0 {
        return Ok(format!("\n{name}: nobody moves; {}\n", listed(&closing)));
    }
    let total = opening.total();
    let reasons = migration.movers().iter().filter(|mover| mover.from.is_err() && mover.to.is_err()).count();
    let reasons = match reasons {
        0 => String::new(),
        reasons => format!("; {} of them only to another reason for being unclassified", count(reasons)),
    };
    Ok(format!(
        "\n{name}: {} of {} accounts move ({}), with an ARR of {} {currency} ({}){reasons}\n{}\n{}{}",
        number(moved.accounts()),
        number(total.accounts()),
        percent(moved.share_of_accounts(&total)),
        amount(moved.arr()),
        percent(moved.share_of_arr(&total)),
        matrix(migration, &segments, currency),
        unclassified(&opening, &closing),
        movers(diff, dimension)?,
    ))
}

/// Who stands where, in the order of the policies, then by reason.
fn places(tally: &Tally<Name>, segments: &[Name]) -> Vec<(Place, Cell)> {
    let mut places: Vec<(Place, Cell)> = tally.iter().map(|(at, cell)| (*at, *cell)).collect();
    places.sort_by_key(|(at, _)| match at {
        Ok(segment) => segments.iter().position(|known| known == segment).unwrap_or(segments.len()),
        Err(_) => usize::MAX,
    });
    places
}

fn unclassified(opening: &Tally<Name>, closing: &Tally<Name>) -> String {
    let listed = |tally: &Tally<Name>| {
        let reasons = tally.reasons().map(|(why, cell)| format!("{} ({why})", number(cell.accounts())));
        let reasons: Vec<_> = reasons.collect();
        if reasons.is_empty() { "nobody".into() } else { reasons.join(", ") }
    };
    let (before, after) = (opening.unclassified(), closing.unclassified());
    match (before.accounts(), after.accounts()) {
        (0, 0) => String::new(),
        (before, after) => format!(
            "unclassified: {} before, {} after\n  before: {}\n  after: {}\n",
            number(before),
            number(after),
            listed(opening),
            listed(closing)
        ),
    }
}

/// Accounts above, ARR below in each cell: old segments in rows, new ones in columns. Segments without accounts are left out,
/// and all that are unclassified stand together.
fn matrix(migration: &Migration<'_, Name>, segments: &[Name], currency: Currency) -> String {
    // A segment, or none.
    type Key = Option<Name>;
    let key = |at: &Place| at.ok();
    let mut cells: BTreeMap<(Option<Key>, Option<Key>), Count> = BTreeMap::new();
    for (from, to, cell) in migration.before().cells() {
        // Each stands in its cell, in the sum of its row, of its column, and of all.
        let (row, column) = (Some(key(from)), Some(key(to)));
        for at in [(row, column), (row, None), (None, column), (None, None)] {
            cells.entry(at).or_insert(Count::zero(currency)).add(cell.into());
        }
    }
    let keys = || segments.iter().copied().map(Some).chain([None]).map(Some).chain([None]);
    let rows = keys().filter(|row| cells.contains_key(&(*row, None)));
    let columns: Vec<_> = keys().filter(|column| cells.contains_key(&(None, *column))).collect();
    let label = |key: &Option<Key>| match key {
        Some(Some(segment)) => segment.to_string(),
        Some(None) => "unclassified".into(),
        None => "all".into(),
    };
    let mut table = table(1, ["old \\ new".into()].into_iter().chain(columns.iter().map(label)));
    for row in rows {
        let shown = columns.iter().map(|column| match cells.get(&(row, *column)) {
            Some(count) => format!("{}\n{}", number(count.accounts), amount(count.arr)),
            None => String::new(),
        });
        table.add_row([label(&row)].into_iter().chain(shown));
    }
    format!("accounts, below them ARR {currency}\n{table}")
}

fn movers(diff: &Diff<'_>, dimension: &Dimension<'_>) -> Result<String, String> {
    let all = dimension.migration.movers();
    let mut table = text_table(["account", "ARR", "from", "to", "why"]);
    for mover in all.iter().take(MOVERS) {
        let account = mover.before.account;
        let name = account.name().map(|name| format!(" {name}")).unwrap_or_default();
        table.add_row([
            format!("{}{name}", mover.id()),
            mover.before.arr.map_or("–".into(), |arr| grouped(arr.amount(), arr.amount().scale())),
            place(mover.from),
            place(mover.to),
            diff.why(mover, dimension.name)?,
        ]);
    }
    let more = match all.len().saturating_sub(MOVERS) {
        0 => String::new(),
        more => format!("and {more} more; --json lists all\n"),
    };
    Ok(format!(
        "the largest that move, and the number that would have to move under the new policy\n{table}\n{more}"
    ))
}

fn amount(total: Total) -> String {
    let amount = total.amount();
    grouped(amount, amount.scale())
}
