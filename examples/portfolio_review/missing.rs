//! What data would classify most ARR, if somebody filled it in.

use segmentry::portfolio::{Cell, FactCoverage};
use segmentry::{Reason, Review};

use super::amounts::Amounts;
use super::counts::{Count, Dimension};
use super::tables::table;
use super::words::{count, number, percent};

pub(crate) fn render(
    facts: &[FactCoverage],
    dimensions: &[Dimension],
    review: &Review<'_>,
    amounts: Amounts,
) -> String {
    let total = review.total();
    let head = [
        "fact",
        "for want of it unclassified (accounts)",
        "accounts",
        &amounts.head("ARR"),
        "known",
        "of ARR",
    ];
    let mut table = table(2, head);
    let (blocking, others): (Vec<_>, Vec<_>) = facts.iter().partition(|fact| fact.blocked().accounts() > 0);
    for fact in blocking {
        let dimensions: Vec<_> =
            fact.dimensions().map(|(of, cell)| format!("{of} {}", number(cell.accounts()))).collect();
        let part = |of: fn(&Cell, &Cell) -> Option<segmentry::Decimal>| {
            percent(fact.known().as_ref().and_then(|known| of(known, &total)))
        };
        table.add_row([
            fact.fact().to_string(),
            dimensions.join(", "),
            number(fact.blocked().accounts()),
            amounts.count(Count::from(&fact.blocked())),
            part(Cell::share_of_accounts),
            part(Cell::share_of_arr),
        ]);
    }
    let tables = if table.is_empty() {
        "\nNo account is unclassified for want of a single fact.\n".into()
    } else {
        format!(
            "\nWhat to fill in first: facts by the ARR of the accounts that they leave unclassified\n{table}\n\
             The other {} facts leave nobody unclassified.\n",
            count(others.len())
        )
    };
    tables + &several(dimensions, amounts)
}

/// Whom no single fact would classify.
fn several(dimensions: &[Dimension], amounts: Amounts) -> String {
    let line = |dimension: &Dimension| {
        let (_, lacking) =
            dimension.reasons.iter().find(|(why, _)| matches!(why, Reason::Insufficient(_)))?;
        let (accounts, arr) = (number(lacking.accounts), amounts.count(*lacking));
        Some(format!("{} of {accounts} accounts (ARR {arr})", dimension.name))
    };
    let lines: Vec<_> = dimensions.iter().filter_map(line).collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("Too little is known, and no single fact is to blame, for {}.\n", lines.join(", "))
}
