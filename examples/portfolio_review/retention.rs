//! What became of last year's ARR, in total and by tier.

use segmentry::account::ArrHistory;
use segmentry::calendar::{NaiveDate, add_months};
use segmentry::economics::retention::{Bridge, BridgeRow, Movement, SegmentBridge, SegmentedBridge};
use segmentry::portfolio::Row;
use segmentry::segment;
use segmentry::{Account, Decimal, Money, Name, Portfolio, Reason, Segment, SegmentationPolicy};
use serde::Serialize;

use super::amounts::Amounts;
use super::counts::Count;
use super::tables::table;
use super::words::{number, percent, rounded, things};

const MONTHS: i32 = 12;

/// The bridge of a year.
pub(crate) struct Year {
    from: NaiveDate,
    to: NaiveDate,
    bridges: SegmentedBridge<Result<segment::Tier, Reason>>,
    /// Customers whose ARR at the opening is not known: they are not taken for new.
    opening_unknown: Count,
    prospects: u64,
}

impl Year {
    /// Of the accounts of the review, and of those that have gone since. Tiers at either end are those of that day. `None`
    /// where no account has a history.
    ///
    /// # Errors
    /// Where a sum does not fit.
    pub(crate) fn of(
        portfolio: &Portfolio,
        gone: &[(String, ArrHistory)],
        policy: &SegmentationPolicy,
    ) -> Result<Option<Self>, String> {
        let (currency, to) = (portfolio.currency(), portfolio.as_of());
        let has_history = |account: &Account| account.arr_history().is_some();
        let Some(from) = add_months(to, -MONTHS).filter(|_| portfolio.accounts().iter().any(has_history))
        else {
            return Ok(None);
        };
        let mut opening_unknown = Count::zero(currency);
        let (mut before, mut now, mut prospects) = (Vec::new(), Vec::new(), 0_u64);
        for account in portfolio.accounts() {
            let arr = account.arr_on(to).map_err(|error| failed(&error))?.map(|fact| fact.value);
            match (arr, account.prior_arr_on(to)) {
                (None, _) => prospects = prospects.saturating_add(1),
                (arr, None) => opening_unknown.add(Count::of_account(arr, currency)),
                (_, Some(prior)) => {
                    now.push(account.clone());
                    before.push(as_it_was(account, prior.value)?);
                }
            }
        }
        for (id, history) in gone {
            let account = Account::builder(id, currency).arr_history(history.clone());
            before.push(account.build().map_err(|error| failed(&error))?);
        }
        let at = |accounts, day| Portfolio::new(accounts, currency, day).map_err(|error| failed(&error));
        let (before, now) = (at(before, from)?, at(now, to)?);
        let (before, now) = (before.review(policy), now.review(policy));
        let bridges = before.bridge_to(&now, Row::tier);
        let bridges = bridges.map_err(|error| failed(&error))?;
        Ok(Some(Self { from, to, bridges, opening_unknown, prospects }))
    }

    fn total(&self) -> &Bridge {
        self.bridges.total()
    }

    pub(crate) fn render(&self, amounts: Amounts) -> String {
        let names =
            ["", "opening", "new", "back", "expansion", "contraction", "churn", "in", "out", "closing"];
        let mut table = table(1, names.into_iter().chain(["GRR", "NRR", "logos"]));
        for (tier, segment) in self.bridges.segments().collect::<Vec<_>>().into_iter().rev() {
            let name = tier.map_or_else(|_| "unclassified".to_string(), |tier| tier.name().to_string());
            table.add_row(row(name, segment.bridge(), Some(segment), amounts));
        }
        table.add_row(row("all".into(), self.total(), None, amounts));
        let bridge = self.total();
        let quick = bridge.revenue().quick_ratio();
        format!(
            "\nWhat became of the ARR of {} until {}: customers above, ARR below\n{table}\n\
             Tiers are those of either day: who changed tier is in `out` and `in` with the ARR of {}, and grew or shrank in the\n\
             tier before. GRR and NRR are of the customers of {}, logos those of them who stayed: {} did, {} with the same ARR.\n\
             Quick ratio (new and expansion / contraction and churn): {}.\nNot in the bridge, since their ARR of {} is not \
             known: {}.\n",
            self.from,
            self.to,
            self.to,
            self.from,
            number(bridge.opening().accounts().saturating_sub(bridge.row(Movement::Churn).accounts())),
            number(bridge.row(Movement::Unchanged).accounts()),
            quick.map_or("none, since nothing was lost".into(), |ratio| rounded(ratio, 2)),
            self.from,
            things(usize::try_from(self.opening_unknown.accounts).unwrap_or(usize::MAX), "customer"),
        )
    }

    pub(crate) fn document(&self) -> Retention {
        let bridge = self.total();
        let revenue = bridge.revenue();
        let unknown = self.opening_unknown;
        Retention {
            from: self.from.to_string(),
            to: self.to.to_string(),
            bridge: Rows::of(bridge),
            grr: plain(revenue.gross_retention().ok()),
            nrr: plain(revenue.net_retention().ok()),
            logo_retention: plain(bridge.logo_retention().ok()),
            quick_ratio: plain(revenue.quick_ratio()),
            tiers: self.bridges.segments().map(|(tier, segment)| Tier::of(*tier, segment)).collect(),
            opening_unknown: Entry { accounts: unknown.accounts, amount: unknown.arr.amount().to_string() },
            prospects: self.prospects,
        }
    }
}

/// An account on the opening day: its history, or what it paid then.
fn as_it_was(account: &Account, prior: Money) -> Result<Account, String> {
    let builder =
        Account::builder(account.id(), account.currency()).designation(account.designation().cloned());
    let builder = match account.arr_history() {
        Some(history) => builder.arr_history(history.clone()),
        None => builder.arr(prior).started_on(account.started_on()),
    };
    builder.build().map_err(|error| failed(&error))
}

fn failed(error: &dyn std::error::Error) -> String {
    format!("the bridge: {error}")
}

/// What became of the accounts of a tier, and who moved in from another and out to another.
fn row(name: String, bridge: &Bridge, moved: Option<&SegmentBridge>, amounts: Amounts) -> Vec<String> {
    let cell = |row: BridgeRow| match row.accounts() {
        0 => String::new(),
        accounts => format!("{}\n{}", number(accounts), amounts.total(row.amount())),
    };
    let movements =
        [Movement::New, Movement::Reactivation, Movement::Expansion, Movement::Contraction, Movement::Churn];
    let revenue = bridge.revenue();
    let rates = [revenue.gross_retention().ok(), revenue.net_retention().ok(), bridge.logo_retention().ok()];
    [name, cell(bridge.opening())]
        .into_iter()
        .chain(movements.map(|movement| cell(bridge.row(movement))))
        .chain([
            moved.map_or_else(String::new, |segment| cell(segment.segment_in())),
            moved.map_or_else(String::new, |segment| cell(segment.segment_out())),
            cell(moved.map_or(bridge.closing(), SegmentBridge::closing)),
        ])
        .chain(rates.map(percent))
        .collect()
}

#[derive(Serialize)]
pub(crate) struct Retention {
    from: String,
    to: String,
    #[serde(flatten)]
    bridge: Rows,
    grr: Option<String>,
    nrr: Option<String>,
    logo_retention: Option<String>,
    quick_ratio: Option<String>,
    tiers: Vec<Tier>,
    opening_unknown: Entry,
    prospects: u64,
}

#[derive(Serialize)]
struct Tier {
    tier: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unclassified: Option<Reason>,
    #[serde(flatten)]
    bridge: Rows,
    segment_in: Entry,
    segment_out: Entry,
    grr: Option<String>,
    nrr: Option<String>,
    logo_retention: Option<String>,
}

impl Tier {
    fn of(tier: Result<segment::Tier, Reason>, segment: &SegmentBridge) -> Self {
        let bridge = segment.bridge();
        Self {
            tier: tier.ok().map(|tier| tier.name()),
            unclassified: tier.err(),
            bridge: Rows { closing: Entry::of(segment.closing()), ..Rows::of(bridge) },
            segment_in: Entry::of(segment.segment_in()),
            segment_out: Entry::of(segment.segment_out()),
            grr: plain(bridge.revenue().gross_retention().ok()),
            nrr: plain(bridge.revenue().net_retention().ok()),
            logo_retention: plain(bridge.logo_retention().ok()),
        }
    }
}

#[derive(Serialize)]
struct Rows {
    opening: Entry,
    new: Entry,
    reactivation: Entry,
    expansion: Entry,
    contraction: Entry,
    churn: Entry,
    unchanged: Entry,
    closing: Entry,
}

#[derive(Serialize)]
struct Entry {
    accounts: u64,
    amount: String,
}

impl Rows {
    fn of(bridge: &Bridge) -> Self {
        let of = |movement| Entry::of(bridge.row(movement));
        Self {
            opening: Entry::of(bridge.opening()),
            new: of(Movement::New),
            reactivation: of(Movement::Reactivation),
            expansion: of(Movement::Expansion),
            contraction: of(Movement::Contraction),
            churn: of(Movement::Churn),
            unchanged: of(Movement::Unchanged),
            closing: Entry::of(bridge.closing()),
        }
    }
}

impl Entry {
    fn of(row: BridgeRow) -> Self {
        Self { accounts: row.accounts(), amount: row.amount().amount().to_string() }
    }
}

fn plain(number: Option<Decimal>) -> Option<String> {
    number.map(|number| number.normalize().to_string())
}
