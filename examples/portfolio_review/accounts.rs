//! ACCOUNTS.csv: one account a row.

use segmentry::account::{Designation, Previous, StrategicReason, SupportRequests};
use segmentry::calendar::{Days, Months, NaiveDate, add_months};
use segmentry::portfolio::{PortfolioError, PortfolioFault};
use segmentry::segment::{WALLET, WalletQuadrant};
use segmentry::{Account, Csat, Currency, Name, Nps, Portfolio, Score, Segment};

use super::faults::Faults;
use super::history::Histories;
use super::sheet::{Columns, Row, Sheet};
use super::words::excerpt;

/// main.rs says what they mean.
const COLUMNS: Columns = Columns {
    required: &["account_id", "currency", "arr"],
    optional: &[
        "name",
        "sales_motion",
        "prior_arr",
        "industry",
        "line_of_business",
        "country",
        "employees",
        "started_on",
        "renewal_on",
        "strategic",
        "business_growth",
        "prior_business_growth",
        "industry_growth",
        "wallet_current",
        "wallet_potential",
        "wallet_horizon_months",
        "seats_contracted",
        "seats_activated",
        "utilization",
        "feature_utilization",
        "onboarding",
        "user_roles",
        "support_requests",
        "nps",
        "csat",
        "health_score",
        "wallet_quadrant",
        "wallet_quadrant_since",
        "cancellation_requested",
        "save_plan",
        "value_aligned",
        "external_factor",
        "demanding",
    ],
};

/// Support requests are counted over a quarter of a year: this example's assumption.
const SUPPORT_PERIOD: Days = Days(90);

/// The rows of the file, not yet accounts.
pub(crate) struct Rows<'a> {
    sheet: Sheet<'a>,
    /// Whether no row had to be left out.
    complete: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn read(file: &'a [u8], faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(file, &COLUMNS, faults)?;
        Some(Self { sheet, complete: faults.len() == 0 })
    }

    /// The currency of the portfolio: that of the first row that names one.
    pub(crate) fn currency(&self) -> Option<Currency> {
        self.sheet.first("currency", |code| Currency::from_code(code).ok())
    }

    /// The accounts together, with the histories that they take.
    pub(crate) fn portfolio(
        &mut self,
        currency: Currency,
        as_of: NaiveDate,
        histories: &mut Histories,
        faults: &mut Faults,
    ) -> Option<Portfolio> {
        let (mut accounts, mut lines) = (Vec::new(), Vec::new());
        self.sheet.each(faults, |row| {
            if let Some(account) = account(row, currency, histories) {
                check_prior(row, &account, as_of);
                accounts.push(account);
                lines.push(row.line());
            }
        });
        self.complete &= accounts.len() == self.sheet.len();
        Portfolio::new(accounts, currency, as_of).map_err(|error| list(&error, &lines, faults)).ok()
    }

    /// Whether the id of every row is known, so that an account that is not among them is really missing.
    pub(crate) const fn all_ids_are_known(&self) -> bool {
        self.complete
    }
}

/// The account of a row. One with a fault is reduced to its id, so that its id is still compared with the others'.
fn account(row: &mut Row<'_>, portfolio_currency: Currency, histories: &mut Histories) -> Option<Account> {
    let id = row.required("account_id", "the id by which the account is known");
    let currency = row
        .required("currency", "its code, such as EUR")
        .and_then(|_| {
            row.parse("currency", |code| Currency::from_code(code).map_err(|error| error.to_string()))
        })
        .unwrap_or(portfolio_currency);
    let mut builder = Account::builder(id.unwrap_or("?"), currency)
        .name(row.text("name").as_deref())
        .arr(row.money("arr", currency))
        .prior_arr(row.money("prior_arr", currency))
        // In another currency the account is at fault already; its history would only say so again.
        .arr_history(id.and_then(|id| histories.take(id)).filter(|history| history.currency() == currency))
        .sales_motion(row.text("sales_motion").as_deref())
        .industry(row.text("industry").as_deref())
        .line_of_business(row.text("line_of_business").as_deref())
        .country(row.text("country").as_deref())
        .employees(row.count("employees"))
        .started_on(row.date("started_on"))
        .renewal_on(row.date("renewal_on"))
        .designation(row.parse("strategic", designation))
        .business_growth(row.ratio("business_growth"))
        .prior_business_growth(row.ratio("prior_business_growth"))
        .industry_growth(row.ratio("industry_growth"))
        .wallet_current(row.money("wallet_current", currency))
        .wallet_potential(row.money("wallet_potential", currency))
        .wallet_horizon(row.count("wallet_horizon_months").map(Months))
        .seats_contracted(row.count("seats_contracted"))
        .seats_activated(row.count("seats_activated"))
        .utilization(row.ratio("utilization"))
        .feature_utilization(row.ratio("feature_utilization"))
        .onboarding(row.ratio("onboarding"))
        .user_roles(row.count("user_roles"))
        .support_requests(
            row.count("support_requests").map(|count| SupportRequests { count, period: SUPPORT_PERIOD }),
        )
        .nps(row.decimal("nps", Nps::new))
        .csat(row.parse("csat", |text| text.parse::<Csat>().map_err(|error| error.to_string())))
        .health_score(row.decimal("health_score", Score::new))
        .cancellation_requested(row.flag("cancellation_requested"))
        .save_plan(row.flag("save_plan"))
        .value_aligned(row.flag("value_aligned"))
        .external_factor(row.flag("external_factor"))
        .demanding(row.flag("demanding"));
    if let Some(previous) = previous_quadrant(row) {
        builder = builder.previous(WALLET, previous);
    }
    match builder.build() {
        Ok(account) => id.map(|_| account),
        Err(error) => {
            for fault in error.faults() {
                row.fault(column_of(fault.fact()), fault.problem());
            }
            Account::builder(id?, currency).build().ok()
        }
    }
}

/// What the file states of a year ago is what the history says of that day: some models read the one, some the other.
fn check_prior(row: &mut Row<'_>, account: &Account, as_of: NaiveDate) {
    let (Some(history), Some(day)) = (account.arr_history(), add_months(as_of, -12)) else { return };
    let recorded = history.at(day);
    if let Some(stated) = account.prior_arr_on(as_of).filter(|stated| stated.value != recorded) {
        let problem = format!(
            "prior_arr is {}, but the history says {recorded} on {day}; correct one of them, or leave the cell empty",
            stated.value
        );
        row.fault("prior_arr", problem);
    }
}

fn designation(text: &str) -> Result<Designation, String> {
    text.parse::<StrategicReason>().map(Designation::new).map_err(|error| error.to_string())
}

fn previous_quadrant(row: &mut Row<'_>) -> Option<Previous<Name>> {
    let since = row.date("wallet_quadrant_since");
    if row.cell("wallet_quadrant").is_none() && since.is_some() {
        row.fault("wallet_quadrant_since", "the date stands without wallet_quadrant; name the quadrant");
    }
    let quadrant = row.parse("wallet_quadrant", |text| {
        let quadrant = Name::new(text).ok().and_then(WalletQuadrant::from_name);
        quadrant.ok_or_else(|| {
            format!("`{}` is no quadrant; write grow, protect, re_evaluate or manage", excerpt(text))
        })
    })?;
    let previous = Previous::new(quadrant.name());
    Some(since.map_or(previous, |since| previous.since(since)))
}

/// The column from which a fact is read: mostly that of its name.
fn column_of(fact: Name) -> &'static str {
    match fact.as_str() {
        "wallet_horizon" => "wallet_horizon_months",
        "wallet" => "wallet_quadrant_since",
        "arr_history" => "arr",
        name => {
            let mut columns = COLUMNS.required.iter().chain(COLUMNS.optional);
            columns.find(|column| **column == name).copied().unwrap_or("account_id")
        }
    }
}

/// The faults of the portfolio by line: its rows are the accounts, in the order of the file.
fn list(error: &PortfolioError, lines: &[usize], faults: &mut Faults) {
    let line_of = |row: usize| lines.get(row).copied().unwrap_or(0);
    for fault in error.faults() {
        let line = line_of(fault.row());
        match fault {
            PortfolioFault::Currency { found, expected, .. } => {
                let problem = format!(
                    "{found}, but the first account is in {expected}; convert it, or review it apart"
                );
                faults.push(line, "currency", problem);
            }
            PortfolioFault::DuplicateId { id, first, .. } => {
                let problem = format!("`{id}` stands on line {} already; keep one of them", line_of(*first));
                faults.push(line, "account_id", problem);
            }
            PortfolioFault::History { mismatch, .. } => faults.push(line, "arr", mismatch.to_string()),
            other => faults.push_line(line, other.to_string()),
        }
    }
    faults.push_unlisted(error.more());
}
