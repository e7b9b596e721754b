//! Cross-tables: two axes with their remainders, every account in exactly one cell.

use std::collections::BTreeMap;

use segmentry::portfolio::{CrossTable, Row};
use segmentry::segment::TIER;
use segmentry::{Currency, Name, Reason, Review};

use super::counts::{Count, Dimension};

/// The largest industries stand in rows of their own.
const INDUSTRIES: usize = 8;

/// A cross-table with its rows and columns in their order.
pub(crate) struct Grid {
    pub(crate) title: String,
    pub(crate) rows: Vec<String>,
    pub(crate) columns: Vec<String>,
    cells: BTreeMap<(usize, usize), Count>,
    currency: Currency,
}

impl Grid {
    /// Tiers in rows, the segments of another dimension in columns.
    pub(crate) fn of_dimensions(review: &Review<'_>, tiers: &Dimension, other: &Dimension) -> Self {
        let table = review.cross(|row| row.dimension(TIER), |row| row.dimension(other.name));
        let title = format!("{} × {}", tiers.name, other.name);
        Self::fill(title, labels(tiers), labels(other), &table, segment_label, segment_label, review)
    }

    /// Industries in rows, the largest by ARR first, tiers in columns.
    pub(crate) fn of_industries(review: &Review<'_>, tiers: &Dimension) -> Self {
        let tally = review.tally(Row::industry);
        let mut largest: Vec<_> =
            tally.segments().map(|(industry, cell)| (*industry, Count::from(cell))).collect();
        largest.sort_by(|(_, a), (_, b)| b.arr.ticks().cmp(&a.arr.ticks()).then(b.accounts.cmp(&a.accounts)));
        // A remainder of one industry would only hide its name.
        let shown = if largest.len() <= INDUSTRIES.saturating_add(1) { largest.len() } else { INDUSTRIES };
        let others = format!("{} other industries", largest.len().saturating_sub(shown));
        let shown: Vec<&str> = largest.iter().take(shown).map(|(industry, _)| *industry).collect();
        let rows = shown.iter().map(|industry| (*industry).into()).chain([others.clone()]).collect();
        let table = review.cross(Row::industry, |row| row.dimension(TIER));
        let label = |industry: &Result<&str, Reason>| match industry {
            Ok(industry) if shown.contains(industry) => (*industry).into(),
            Ok(_) => others.clone(),
            Err(_) => "industry not known".into(),
        };
        Self::fill(
            format!("industry × {}", tiers.name),
            rows,
            labels(tiers),
            &table,
            label,
            segment_label,
            review,
        )
    }

    fn fill<A: Ord, B: Ord>(
        title: String,
        rows: Vec<String>,
        columns: Vec<String>,
        table: &CrossTable<A, B>,
        row_label: impl Fn(&Result<A, Reason>) -> String,
        column_label: impl Fn(&Result<B, Reason>) -> String,
        review: &Review<'_>,
    ) -> Self {
        let currency = review.portfolio().currency();
        let mut grid = Self { title, rows, columns, cells: BTreeMap::new(), currency };
        for (row, column, cell) in table.cells() {
            let place =
                (position(&mut grid.rows, row_label(row)), position(&mut grid.columns, column_label(column)));
            grid.cells.entry(place).or_insert(Count::zero(currency)).add(cell.into());
        }
        grid
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> Count {
        self.sum_where(|place| place == (row, column))
    }

    pub(crate) fn row_total(&self, row: usize) -> Count {
        self.sum_where(|place| place.0 == row)
    }

    pub(crate) fn column_total(&self, column: usize) -> Count {
        self.sum_where(|place| place.1 == column)
    }

    pub(crate) fn total(&self) -> Count {
        self.sum_where(|_| true)
    }

    fn sum_where(&self, wanted: impl Fn((usize, usize)) -> bool) -> Count {
        let cells = self.cells.iter().filter(|(place, _)| wanted(**place)).map(|(_, count)| *count);
        Count::sum(cells, self.currency)
    }
}

/// Where a label stands. One that is not expected gets a place at the end: nothing is left out.
fn position(labels: &mut Vec<String>, label: String) -> usize {
    labels.iter().position(|known| *known == label).unwrap_or_else(|| {
        labels.push(label);
        labels.len().saturating_sub(1)
    })
}

fn labels(dimension: &Dimension) -> Vec<String> {
    dimension.segments.iter().map(|(segment, _)| segment.to_string()).collect()
}

fn segment_label(segment: &Result<Name, Reason>) -> String {
    segment.map_or("unclassified".into(), |name| name.to_string())
}
