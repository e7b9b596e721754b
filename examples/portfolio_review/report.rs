//! The review as text, for people.

use segmentry::segment::Source;
use segmentry::{Currency, Decimal, Review, SegmentationPolicy};

use crate::counts::{Count, Dimension};
use crate::grid::Grid;
use crate::notes::notes;
use crate::tables::{spaced_table, table, text_table};
use crate::words::{grouped, percent, reason};

/// A review with everything counted.
pub(crate) struct Report<'a> {
    review: &'a Review<'a>,
    policy: &'a SegmentationPolicy,
    total: Count,
    dimensions: Vec<Dimension>,
    grids: Vec<Grid>,
    /// As many as the finest amount needs, so that nothing shown is rounded.
    decimals: u32,
}

impl<'a> Report<'a> {
    pub(crate) fn new(review: &'a Review<'a>, policy: &'a SegmentationPolicy) -> Self {
        let dimensions = Dimension::all(review, policy);
        let mut grids = Vec::new();
        if let Some((tiers, others)) = dimensions.split_first() {
            grids.extend(others.iter().map(|other| Grid::of_dimensions(review, tiers, other)));
            grids.push(Grid::of_industries(review, tiers));
        }
        let currency = review.portfolio().currency();
        // Account by account and not from a table, since the tables are checked against it.
        let total = Count::sum(review.rows().map(|row| Count::of_account(row.arr, currency)), currency);
        let finest = review.rows().filter_map(|row| row.arr).map(|arr| arr.amount().scale()).max();
        let decimals = match finest.unwrap_or(0) {
            0 => 0,
            finest => finest.max(currency.minor_digits()),
        };
        Self { review, policy, total, dimensions, grids, decimals }
    }

    /// All of it.
    ///
    /// # Errors
    /// Where a table does not add up to the portfolio.
    pub(crate) fn render(&self) -> Result<String, String> {
        let grids: String = self.grids.iter().map(|grid| self.grid(grid)).collect();
        Ok([
            self.head(),
            self.segments(),
            self.reasons(),
            grids,
            self.check()?,
            self.notes(),
            self.parameters(),
        ]
        .concat())
    }

    const fn currency(&self) -> Currency {
        self.review.portfolio().currency()
    }

    fn amount(&self, count: Count) -> String {
        grouped(count.arr.amount(), self.decimals)
    }

    fn head(&self) -> String {
        let (currency, amount) = (self.currency(), self.amount(self.total));
        let accounts = number(self.total.accounts);
        let prospects = number(self.review.total().prospects());
        format!("\n{accounts} accounts, {prospects} of them prospects, with an ARR of {amount} {currency}\n")
    }

    fn segments(&self) -> String {
        let arr = format!("ARR {}", self.currency());
        let mut table = spaced_table(2, ["", "segment", "accounts", "share", &arr, "share"]);
        for dimension in &self.dimensions {
            let segments = dimension.segments.iter().map(|(name, count)| (name.to_string(), *count));
            let lines = segments.chain([("unclassified".into(), dimension.unclassified)]);
            let rows: Vec<_> = lines.map(|(name, count)| self.segment(name, count)).collect();
            table.add_row([vec![dimension.name.to_string()], columns(&rows)].concat());
        }
        table.add_row([vec![String::new()], self.segment("all".into(), self.total).to_vec()].concat());
        format!("\n{table}\n")
    }

    fn segment(&self, name: String, count: Count) -> [String; 5] {
        [
            name,
            number(count.accounts),
            percent(Decimal::from(count.accounts).checked_div(self.total.accounts.into())),
            self.amount(count),
            percent(count.arr.share_of(self.total.arr)),
        ]
    }

    fn reasons(&self) -> String {
        let arr = format!("ARR {}", self.currency());
        let mut table = table(3, ["", "why", "code", "accounts", &arr]);
        for dimension in &self.dimensions {
            for (index, (why, count)) in dimension.reasons.iter().enumerate() {
                table.add_row([
                    if index == 0 { dimension.name.to_string() } else { String::new() },
                    reason(*why),
                    why.to_string(),
                    number(count.accounts),
                    self.amount(*count),
                ]);
            }
        }
        if table.is_empty() {
            return "\nEvery account has a segment in every dimension.\n".into();
        }
        format!("\nUnclassified, and why\n{table}\n")
    }

    /// Accounts above, ARR below in each cell; segments of which there are none are left out.
    fn grid(&self, grid: &Grid) -> String {
        let cell = |count: Count| match count.accounts {
            0 => String::new(),
            accounts => format!("{}\n{}", number(accounts), self.amount(count)),
        };
        let shown = |count: Count| count.accounts > 0;
        let columns: Vec<usize> = (0..grid.columns.len()).filter(|c| shown(grid.column_total(*c))).collect();
        let names = columns.iter().filter_map(|column| grid.columns.get(*column)).cloned();
        let mut table = table(1, [String::new()].into_iter().chain(names).chain(["all".into()]));
        for (row, name) in grid.rows.iter().enumerate().filter(|(row, _)| shown(grid.row_total(*row))) {
            let cells = columns.iter().map(|column| cell(grid.cell(row, *column)));
            table.add_row([name.clone()].into_iter().chain(cells).chain([cell(grid.row_total(row))]));
        }
        let totals = columns.iter().map(|column| cell(grid.column_total(*column)));
        table.add_row(["all".into()].into_iter().chain(totals).chain([cell(grid.total())]));
        format!("\n{}: accounts, below them ARR {}\n{table}\n", grid.title, self.currency())
    }

    /// The sums of all segments and remainders of every table equal the portfolio.
    fn check(&self) -> Result<String, String> {
        let dimensions = self.dimensions.iter().map(|d| (d.name.to_string(), d.total(self.currency())));
        let grids = self.grids.iter().map(|grid| (grid.title.clone(), grid.total()));
        for (table, sum) in dimensions.chain(grids) {
            if sum != self.total {
                return Err(format!(
                    "{table} adds up to {} accounts and {} instead of {} and {}; please report this fault",
                    sum.accounts, sum.arr, self.total.accounts, self.total.arr
                ));
            }
        }
        let tables = self.dimensions.len().saturating_add(self.grids.len());
        let (accounts, amount) = (number(self.total.accounts), self.amount(self.total));
        let currency = self.currency();
        Ok(format!(
            "\nChecked: in each of the {tables} counts above, segments and remainders add up to {accounts} accounts \
             and {amount} {currency}.\n"
        ))
    }

    fn notes(&self) -> String {
        let arr = format!("ARR {}", self.currency());
        let mut table = table(2, ["", "such as", "accounts", &arr]);
        for note in notes(self.review, self.policy) {
            let (accounts, amount) = (number(note.count.accounts), self.amount(note.count));
            table.add_row([note.what.into(), note.examples.join(", "), accounts, amount]);
        }
        if table.is_empty() {
            return String::new();
        }
        format!("\nWorth a look (--explain ACCOUNT_ID says why)\n{table}\n")
    }

    fn parameters(&self) -> String {
        let mut table = text_table(["", "source", "parameters"]);
        let all = self.policy.parameters();
        for dimension in self.policy.dimensions() {
            let mut label = dimension.to_string();
            for kind in ["--tier-floors", "articles", "assumed"] {
                let these = all.iter().filter(|(of, _)| *of == dimension).filter_map(|(_, parameter)| {
                    let (its_kind, rule) = source(parameter.source);
                    (its_kind == kind).then(|| format!("{} {}{rule}", parameter.name, parameter.value))
                });
                let these: Vec<_> = these.collect();
                if !these.is_empty() {
                    table.add_row([std::mem::take(&mut label), kind.into(), these.join(" · ")]);
                }
            }
        }
        format!(
            "\nThe policy in force (in brackets the rule of an article that states the number, or needs one)\n\
             {table}\n"
        )
    }
}

/// Who says so, and the rule in question.
fn source(source: Source) -> (&'static str, String) {
    match source {
        Source::Given => ("--tier-floors", String::new()),
        Source::Article(rule) => ("articles", format!(" ({rule})")),
        Source::Published(by) => ("published", format!(" ({by})")),
        Source::Assumption(rule) => ("assumed", format!(" ({rule})")),
    }
}

fn number(number: u64) -> String {
    grouped(number.into(), 0)
}

/// Rows of cells as columns of lines.
fn columns(rows: &[[String; 5]]) -> Vec<String> {
    let column = |index: usize| rows.iter().filter_map(|row| row.get(index)).cloned().collect::<Vec<_>>();
    (0..5).map(|index| column(index).join("\n")).collect()
}
