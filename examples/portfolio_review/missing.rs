//! What data would classify most ARR, if somebody filled it in.

use segmentry::Review;
use segmentry::portfolio::{Cell, FactCoverage};

use super::amounts::Amounts;
use super::counts::Count;
use super::tables::table;
use super::words::{count, number, percent};

pub(crate) fn render(facts: &[FactCoverage], review: &Review<'_>, amounts: Amounts) -> String {
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
    if table.is_empty() {
        return "\nNo account is unclassified for want of a fact.\n".into();
    }
    format!(
        "\nWhat to fill in first: facts by the ARR of the accounts that they leave unclassified\n{table}\n\
         The other {} facts leave nobody unclassified.\n",
        count(others.len())
    )
}
