//! Reviews a portfolio of accounts: who is in which segment, how much ARR stands there, who could not be classified
//! and why, whom to turn to first, what each tier costs and returns, what became of last year's ARR, who is about to cross
//! the floor of a tier, what data to fill in first, and for one account which number would have to move.
//!
//! ```text
//! portfolio_review [ACCOUNTS.csv] [--history HISTORY.csv] [--cost-model COST_MODEL.csv] [--as-of DATE]
//!                  [--tier-floors 25000,100000 | --policy POLICY.json] [--explain ACCOUNT_ID] [--json]
//! ```
//!
//! | option | |
//! |---|---|
//! | `ACCOUNTS.csv`  | one account a row; without it, an embedded sample with its own history and day |
//! | `--history`     | HISTORY.csv: ARR over time, one entry a row |
//! | `--cost-model`  | `COST_MODEL.csv`: what serving and winning the accounts of each tier costs, a tier a row |
//! | `--as-of`       | the day of the question, such as `2026-06-30`; without it, today (UTC) |
//! | `--tier-floors` | ARR from which on each higher tier begins; without it, `25000,100000`: an assumption |
//! | `--policy`      | a whole policy as a document, .json or .toml, instead of the example's own, which is `policy.json` beside it |
//! | `--explain`     | why this account is where it is |
//! | `--json`        | for programs; money is text, so that nothing rounds it |
//!
//! Two floors make `smb`, `midmarket` and `enterprise`, one `smb` and `enterprise_midmarket`, any other number
//! `tier_1`, `tier_2` and so on upwards; `strategic` is on top by designation. Floors are in the file's currency.
//!
//! Every dimension of the policy is shown; the example's own has all that we ship. No article gives amounts, weights, points or cells: what stands under "this
//! example" in the list of parameters is this example's assumption, and a policy of your own replaces it. Its amounts are in the currency of the accounts.
//!
//! # --json
//!
//! Amounts are text. Nobody is left out: each dimension has its `unclassified` with their reasons, `work_list` and
//! `prospects` together hold every account.
//!
//! | key | holds |
//! |---|---|
//! | `as_of`, `currency`  | the day of the question, and the currency of all amounts |
//! | `accounts`, `arr`    | all of them |
//! | `dimensions`         | by dimension and segment: `accounts`, `arr`; segments without accounts too |
//! | `work_list`          | customers, the first to turn to first: `id`, `attention`, `value_at_risk`, `arr`; last those whose attention is null, with the reason in `unclassified` |
//! | `prospects`          | prospects, the best first: `id`, `fit`; last those whose fit is null, with the reason |
//! | `concentration`      | `customers`; `customers_for_80_percent` of the ARR; how many are the `largest_fifth`, and `arr_of_largest_fifth` |
//! | `fact_coverage`      | by fact: where it is `known`, what is `blocked` for want of it, and in which `dimensions`; what would classify most ARR first |
//! | `economics`          | with a cost model. `tiers`, the highest first: `customers` (with an ARR above 0), `arr`, `csm_cost`, `post_sales_revenue`; `gross_ratio` and `net_ratio`, CSM cost / ARR before and after that revenue, `target`, `status` (`within`, `at_target`, `over`); `levers`, the least change first; `cac`, `ltv`, `ltv_to_cac` with its status against 3 (`meets`, `below`, `significantly_below`), `payback_months` and `payback_payments_with_churn`, either of which may be `never`; null where a figure has no base or no limit. `total`: the same of all, against 15 %, and `tiers_over_target`. `without_cost_model`: customers of tiers without a row. `without_arr`: accounts with an ARR of 0, which are in no figure |
//! | `levers`             | of each tier: `lever`, `current`, `outcome`; `required` is exact, `rounded` is what to do; `relative_change` is that of the exact one, null from 0 |
//! | `retention`          | with a history: the bridge of twelve months, `from` and `to`. `opening`, `new`, `reactivation`, `expansion`, `contraction`, `churn`, `unchanged`, `closing`, each with `accounts` and `amount`; `grr`, `nrr`, `logo_retention` of the customers at the opening; `quick_ratio`, null without losses. `tiers`: the same of each, with `segment_in` and `segment_out`, who changed tier, at the ARR of the closing: `opening` + `new` + `reactivation` + `expansion` - `contraction` - `churn` + `segment_in` - `segment_out` = `closing`. Not in the bridge: `opening_unknown`, customers whose ARR a year ago nobody states, and `prospects`. `crossings`: `listed`, who crosses the floor of a tier within 15 months with 50 % or more, the most probable first, with the probability `by_months`; `not_likely`, and `without_forecast` by reason. Probabilities are numbers: statistics |
//! | `explanation`        | with --explain: by dimension, the steps and misses |
//!
//! # ACCOUNTS.csv
//!
//! A header names the columns, in any order; the first three are required. An empty cell means that a fact is not
//! known, which is never the same as 0. Fractions are written 0.15 for 15 %, dates 2026-06-30, flags true or false,
//! numbers with digits and a decimal point alone. Spaces around a value count for nothing.
//!
//! ```text
//! account_id,currency,arr,prior_arr,industry
//! acme,EUR,98400,92400,Logistics
//! "bolt",EUR,4800,,"Food, Beverages"
//! coil,EUR,,,Retail
//! ```
//!
//! | column | holds |
//! |---|---|
//! | `account_id`            | what the account is known by, once |
//! | `currency`              | ISO 4217 code of all amounts of the row; the same in every row |
//! | `arr`                   | annual recurring revenue on the day of the question; empty for a prospect, or where the history has it |
//! | `name`                  | its name for people |
//! | `sales_motion`          | how it buys, in your words: `sales-driven`, `self-service` |
//! | `prior_arr`             | ARR twelve months before; else taken from the history |
//! | `industry`              | in your words |
//! | `line_of_business`      | in your words, where the account is a part of a company |
//! | `country`               | in your words |
//! | `employees`             | how many it has |
//! | `started_on`            | first day of the first contract |
//! | `renewal_on`            | day of the next renewal |
//! | `strategic`             | people named it strategic: `major_upsell`, `new_use_case`, or `yes` without a reason |
//! | `business_growth`       | growth of its business over a year, a fraction |
//! | `prior_business_growth` | the same one year earlier |
//! | `industry_growth`       | growth of its industry over a year, a fraction |
//! | `wallet_current`        | what it can spend in our category a year |
//! | `wallet_potential`      | what it will be able to spend |
//! | `wallet_horizon_months` | months until then |
//! | `seats_contracted`      | a count |
//! | `seats_activated`       | a count |
//! | `utilization`           | used part of what was bought, a fraction, over 1 where it uses more |
//! | `feature_utilization`   | used part of the features, a fraction |
//! | `onboarding`            | completed part of onboarding, a fraction |
//! | `user_roles`            | types of user roles that work with the product, a count |
//! | `support_requests`      | a count over the last 90 days (an assumption of this example) |
//! | `nps`                   | net promoter score, -100 to 100 |
//! | `csat`                  | satisfaction with the top of its scale: `4.2/5` |
//! | `health_score`          | 0 to 100, high is good |
//! | `wallet_quadrant`       | where it was before: `grow`, `protect`, `re_evaluate` or `manage` |
//! | `wallet_quadrant_since` | since when |
//! | `cancellation_requested`| a flag: it asked to cancel |
//! | `save_plan`             | a flag: a plan to keep it is running |
//! | `value_aligned`         | a flag: what we offer is what it needs |
//! | `external_factor`       | a flag: something outside the relationship disturbs it |
//! | `demanding`             | a flag: it demands much without return |
//!
//! # HISTORY.csv
//!
//! | column | holds |
//! |---|---|
//! | `account_id` | of an account |
//! | `date`       | the ARR holds from this day on, until the next entry |
//! | `arr`        | in the currency of the accounts; 0 from the day on which the account ended |
//!
//! An account that has gone may stand in the history alone; before its first entry an account had no ARR.
//!
//! # `COST_MODEL.csv`
//!
//! One tier a row, by the names that the tier floors make. Amounts are for a year, in the currency of the accounts.
//! Accounts with an ARR of 0 are not served. A tier without a row has no figures, and is counted beside the others.
//!
//! ```text
//! tier,cost_per_csm,accounts_per_csm,post_sales_revenue_per_account,gross_margin,annual_churn,cac,target
//! enterprise,135000,9,1500,0.78,0.07,95000,
//! smb,72000,45,0,0.82,0.22,21000,0.12
//! ```
//!
//! | column | holds |
//! |---|---|
//! | `tier`                           | its name, once |
//! | `cost_per_csm`                   | fully loaded |
//! | `accounts_per_csm`               | above 0; a fraction where it is an average |
//! | `post_sales_revenue_per_account` | what an account pays for premium support or its CSM, outside ARR; 0 for nothing |
//! | `gross_margin`                   | a fraction from 0 to 1, before the cost of CSMs, which is taken off here |
//! | `annual_churn`                   | the part of the customers that leaves in a year, 0 to 1; with 0, LTV has no limit |
//! | `cac`                            | what winning one customer costs |
//! | `target`                         | may be left out or empty: the largest net CSM cost / ARR, 0 to 1; else 0.15, article A1's |
//!
//! Whatever is wrong with the files is listed by line and column (up to 100 faults of each), and nothing is reviewed.

mod accounts;
mod amounts;
mod args;
mod chosen;
mod counts;
mod crossing;
#[path = "../shared/diagnostics.rs"]
mod diagnostics;
mod economics;
mod explain;
mod faults;
mod grid;
mod history;
mod idle;
mod input;
mod json;
mod missing;
mod near;
mod notes;
#[path = "../shared/output.rs"]
mod output;
mod parameters;
mod policy;
#[expect(dead_code, reason = "this example embeds no document")]
#[path = "../shared/policy_file.rs"]
mod policy_file;
mod reasons;
mod records;
mod report;
mod retention;
mod sample;
mod sheet;
mod stages;
mod tables;
#[path = "../shared/today.rs"]
mod today;
#[path = "../shared/whole_policy.rs"]
mod whole_policy;
mod words;
mod work;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use segmentry::Portfolio;
use segmentry::calendar::{NaiveDate, parse_date};
use segmentry::portfolio::Crossings;

use args::Options;
use chosen::Chosen;
use economics::Figures;
use input::File;
use report::Report;
use retention::Year;

const USAGE: &str = "usage: portfolio_review [ACCOUNTS.csv] [--history HISTORY.csv] \
                     [--cost-model COST_MODEL.csv] [--as-of DATE] [--tier-floors 25000,100000 | \
                     --policy POLICY.json] [--explain ACCOUNT_ID] [--json]\n\
                     --help says more, and lists the columns";

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1)) {
        Ok(text) => output::print(&text),
        Err(problem) => {
            // Where not even this can be written, the exit code is all that is left.
            let _ = writeln!(io::stderr(), "error: {}", problem.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// The whole program: what it prints.
///
/// # Errors
/// What is wrong with the command line or the files.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> Result<String, String> {
    let options = Options::parse(args).map_err(|problem| format!("{problem}\n{USAGE}"))?;
    if options.help { Ok(help()) } else { review(&options) }
}

/// What is known beside the segments.
struct Economics<'p> {
    /// With a cost model.
    figures: Option<Figures>,
    /// With a history.
    year: Option<Year>,
    crossings: Crossings<'p>,
}

fn review(options: &Options) -> Result<String, String> {
    let as_of = day(options)?;
    let input = match &options.accounts {
        Some(path) => {
            let history = options.history.as_deref().map(File::read).transpose()?;
            input::read(&File::read(path)?, history.as_ref(), as_of)?
        }
        None => {
            let accounts = File::embedded("sample/accounts.csv", sample::ACCOUNTS);
            let history = File::embedded("sample/history.csv", sample::HISTORY);
            input::read(&accounts, Some(&history), as_of)?
        }
    };
    let portfolio = &input.portfolio;
    let own_tiers = options.tier_floors.is_none() && options.policy.is_none();
    let cost_model = match (&options.cost_model, &options.accounts) {
        (Some(path), _) => Some(File::read(path)?),
        // The sample's cost model speaks of the tiers by the example's own floors.
        (None, None) if own_tiers => Some(File::embedded("sample/cost_model.csv", sample::COST_MODEL)),
        (None, _) => None,
    };
    let chosen = Chosen::of(options, portfolio.currency())?;
    let policy = chosen.segmentation();

    let by_default = options.accounts.is_none() && !options.json;
    let explained = match options.explain.as_deref().or(by_default.then_some(sample::INTERESTING)) {
        Some(id) => {
            let account = explain::find(portfolio, id).map_err(|problem| format!("--explain: {problem}"))?;
            Some((account, policy.explain(account, as_of)))
        }
        None => None,
    };
    let review = portfolio.review(policy);
    let economics = Economics {
        figures: cost_model.map(|file| Figures::of(&review, policy, &file)).transpose()?,
        year: Year::of(portfolio, &input.gone, policy)?,
        crossings: crossing::crossings(portfolio, policy).map_err(|error| error.to_string())?,
    };
    if options.json {
        let explained = explained.as_ref().map(|(account, (_, why))| (*account, why));
        return json::render(&review, policy, &economics, explained);
    }
    let mut text = preamble(options, &chosen, portfolio);
    text.push_str(&Report::new(&review, &chosen).render(&economics)?);
    text.push_str(&match &explained {
        Some((account, (_, why))) => explain::render(account, why),
        None => "\nWhy an account is where it is: --explain ACCOUNT_ID\n".into(),
    });
    Ok(text)
}

/// The day of the question.
fn day(options: &Options) -> Result<NaiveDate, String> {
    match (options.as_of, &options.accounts) {
        (Some(date), _) => Ok(date),
        (None, None) => parse_date(sample::AS_OF).map_err(|error| error.to_string()),
        (None, Some(_)) => {
            today::today().ok_or("the system's clock shows no usable date; give --as-of DATE".into())
        }
    }
}

/// What stands above the tables: where the numbers come from, what was assumed, how to say otherwise.
fn preamble(options: &Options, chosen: &Chosen, portfolio: &Portfolio) -> String {
    let as_of = match (options.as_of, &options.accounts) {
        (Some(_), _) => "",
        (None, Some(_)) => " (today, UTC; --as-of asks for another day)",
        (None, None) => " (the sample's day; --as-of asks for another)",
    };
    let accounts = match &options.accounts {
        Some(path) => format!("Accounts: {}", path.display()),
        None => "Accounts: a made-up sample; name a file for your own (--help lists its columns)".into(),
    };
    let policy = chosen.preamble(options, portfolio.currency());
    format!("Portfolio review as of {}{as_of}\n{accounts}{policy}\n", portfolio.as_of())
}

/// The text above, as it stands.
fn help() -> String {
    let lines = include_str!("main.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.filter(|line| !line.contains("```") && !line.contains("|---|"));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}
