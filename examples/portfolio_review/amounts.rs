//! How amounts of one portfolio look: all with the same number of decimals.

use segmentry::{Currency, Decimal, Money, Review, Total};

use super::counts::Count;
use super::words::grouped;

/// As many decimals as the finest ARR needs, so that nothing shown is rounded.
#[derive(Clone, Copy)]
pub(crate) struct Amounts {
    decimals: u32,
    currency: Currency,
}

impl Amounts {
    pub(crate) fn of(review: &Review<'_>) -> Self {
        let currency = review.portfolio().currency();
        let finest = review.rows().filter_map(|row| row.arr).map(|arr| arr.amount().scale()).max();
        let decimals = match finest.unwrap_or(0) {
            0 => 0,
            finest => finest.max(currency.minor_digits()),
        };
        Self { decimals, currency }
    }

    pub(crate) fn total(self, total: Total) -> String {
        grouped(total.amount(), self.decimals)
    }

    pub(crate) fn money(self, money: Money) -> String {
        grouped(money.amount(), self.decimals)
    }

    pub(crate) fn sum(self, sum: Decimal) -> String {
        grouped(sum, self.decimals)
    }

    pub(crate) fn count(self, count: Count) -> String {
        self.total(count.arr)
    }

    /// The head of a column.
    pub(crate) fn head(self, of: &str) -> String {
        format!("{of} {}", self.currency)
    }
}
