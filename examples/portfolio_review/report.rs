//! The review as text, for people.

use segmentry::segment::{PROVISIONAL_TIER, RISK, TRAJECTORY, WALLET};
use segmentry::{Currency, Decimal, Name, Review, SegmentationPolicy};

use super::amounts::Amounts;
use super::chosen::Chosen;
use super::counts::{Count, Dimension};
use super::grid::Grid;
use super::notes::notes;
use super::stages::{Stage, stages};
use super::tables::{spaced_table, table};
use super::words::{number, percent, reason};
use super::{Economics, crossing, economics, idle, missing, parameters, stages, work};

/// The dimensions that stand in a cross-table beside the tiers.
const BESIDE_TIERS: [Name; 4] = [TRAJECTORY, WALLET, PROVISIONAL_TIER, RISK];

const NO_COST_MODEL: &str = "\nWhat serving and winning the customers costs: --cost-model COST_MODEL.csv (for the tiers by these floors)\n";
const NO_HISTORY: &str = "\nWhat became of the ARR of a year ago: --history HISTORY.csv\n";

/// A review with everything counted.
pub(crate) struct Report<'a> {
    review: &'a Review<'a>,
    chosen: &'a Chosen,
    policy: &'a SegmentationPolicy,
    total: Count,
    dimensions: Vec<Dimension>,
    grids: Vec<Grid>,
    stages: Vec<Stage>,
    amounts: Amounts,
}

impl<'a> Report<'a> {
    pub(crate) fn new(review: &'a Review<'a>, chosen: &'a Chosen) -> Self {
        let policy = chosen.segmentation();
        let dimensions = Dimension::all(review, policy);
        let mut grids = Vec::new();
        if let Some((tiers, others)) = dimensions.split_first() {
            let crossed = others.iter().filter(|other| BESIDE_TIERS.contains(&other.name));
            grids.extend(crossed.map(|other| Grid::of_dimensions(review, tiers, other)));
            grids.push(Grid::of_industries(review, tiers));
        }
        let currency = review.portfolio().currency();
        // Account by account and not from a table, since the tables are checked against it.
        let total = Count::sum(review.rows().map(|row| Count::of_account(row.arr, currency)), currency);
        let (stages, amounts) = (stages(review, policy), Amounts::of(review));
        Self { review, chosen, policy, total, dimensions, grids, stages, amounts }
    }

    /// All of it.
    ///
    /// # Errors
    /// Where a table does not add up to the portfolio.
    pub(crate) fn render(&self, economics: &Economics<'_>) -> Result<String, String> {
        let grids: String = self.grids.iter().map(|grid| self.grid(grid)).collect();
        let (review, policy, amounts) = (self.review, self.policy, self.amounts);
        let work_list = review.work_list(work::is_at_risk);
        Ok([
            self.head(),
            self.segments(),
            self.reasons(),
            grids,
            stages::render(&self.stages, amounts),
            self.check()?,
            work::customers(&work_list, review, policy, amounts),
            work::prospects(review, policy),
            work::carried(review)?.render(amounts),
            economics
                .figures
                .as_ref()
                .map_or_else(|| NO_COST_MODEL.into(), |figures| economics::text::render(figures, amounts)),
            economics.year.as_ref().map_or_else(|| NO_HISTORY.into(), |year| year.render(amounts)),
            match economics.year {
                Some(_) => crossing::render(&economics.crossings, review.as_of(), amounts)?,
                None => String::new(),
            },
            missing::render(&review.fact_coverage(), &self.dimensions, review, amounts),
            self.notes(),
            idle::render(self.chosen, review),
            parameters::render(self.chosen),
        ]
        .concat())
    }

    const fn currency(&self) -> Currency {
        self.review.portfolio().currency()
    }

    fn amount(&self, count: Count) -> String {
        self.amounts.count(count)
    }

    fn head(&self) -> String {
        let (currency, amount) = (self.currency(), self.amount(self.total));
        let accounts = match self.total.accounts {
            1 => "1 account".into(),
            accounts => format!("{} accounts", number(accounts)),
        };
        let prospects = match self.review.total().prospects() {
            1 => "1 of them a prospect".into(),
            prospects => format!("{} of them prospects", number(prospects)),
        };
        format!("\n{accounts}, {prospects}, with an ARR of {amount} {currency}\n")
    }

    fn segments(&self) -> String {
        let arr = self.amounts.head("ARR");
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
        let arr = self.amounts.head("ARR");
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
        let stages = Count::sum(self.stages.iter().map(|stage| stage.count), self.currency());
        let stages = (!self.stages.is_empty()).then(|| ("the lifecycle".to_string(), stages));
        let mut tables: usize = 0;
        for (table, sum) in dimensions.chain(grids).chain(stages) {
            tables = tables.saturating_add(1);
            if sum != self.total {
                return Err(format!(
                    "{table} adds up to {} accounts and {} instead of {} and {}; please report this fault",
                    sum.accounts, sum.arr, self.total.accounts, self.total.arr
                ));
            }
        }
        let (accounts, amount) = (number(self.total.accounts), self.amount(self.total));
        let currency = self.currency();
        Ok(format!(
            "\nChecked: in each of the {tables} counts above, segments and remainders add up to {accounts} accounts \
             and {amount} {currency}.\n"
        ))
    }

    fn notes(&self) -> String {
        let arr = self.amounts.head("ARR");
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
}

/// Rows of cells as columns of lines.
fn columns(rows: &[[String; 5]]) -> Vec<String> {
    let column = |index: usize| rows.iter().filter_map(|row| row.get(index)).cloned().collect::<Vec<_>>();
    (0..5).map(|index| column(index).join("\n")).collect()
}
