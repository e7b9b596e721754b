//! The ARR bridge between two days: what was there, what came, what grew, shrank and left, and what is there now.
//!
//! ```text
//! arr_bridge [HISTORY.csv] --from DATE --to DATE [--currency CODE] [--events] [--json]
//! ```
//!
//! | option | |
//! |---|---|
//! | `HISTORY.csv` | ARR over time, one entry a row; without it, an embedded sample and its days |
//! | `--from`      | the opening: ARR at the end of this day, such as `2023-12-31` |
//! | `--to`        | the closing: ARR at the end of this day |
//! | `--currency`  | ISO 4217 code of the amounts, where the file has no column for it; without either, `USD` |
//! | `--events`    | counts every step within the period; without it, each account once, from opening to closing |
//! | `--json`      | for programs; numbers are text, so that nothing rounds them |
//!
//! # HISTORY.csv
//!
//! A header names the columns, in any order.
//!
//! | column | holds |
//! |---|---|
//! | `account_id` | what the account is known by |
//! | `date`       | the ARR holds from this day on, until the next entry |
//! | `arr`        | all that the account pays a year; 0 from the day on which it ended |
//! | `currency`   | may be left out; the same in every row |
//!
//! Before its first entry an account had no ARR: who has none at the opening is new, or, with an earlier entry above 0,
//! reactivated.
//!
//! # From subscriptions to a history
//!
//! The unit is the account. Take every day on which one of its subscriptions starts or ends, and write for that day the sum
//! of all its subscriptions that are live: started on or before it, and not ended, or ended after it. A subscription that
//! ends on the day on which it starts was never live. So one that ends while others go on is a contraction, and a second
//! one an expansion. Where amounts are by month, twelve of them are the ARR.
//!
//! # --json
//!
//! | key | holds |
//! |---|---|
//! | `from`, `to`, `currency`, `basis` | what was asked; the basis is `snapshot` or `event` |
//! | `opening`, `new`, `reactivation`, `expansion`, `contraction`, `churn`, `unchanged`, `closing` | each `accounts` and `amount`; `opening` + `new` + `reactivation` + `expansion` - `contraction` - `churn` = `closing` |
//! | `absent` | the accounts of the file that were no customers on either day |
//! | `grr`, `nrr`, `logo_retention` | fractions of the opening; null without ARR there |
//! | `gross_churn`, `net_churn`, `chartmogul_net_churn` | the same; `net_churn` is 1 - `nrr`, `ChartMogul`'s counts who comes back |
//! | `quick_ratio` | (new + expansion) / (contraction + churn); null without losses |
//! | `quick_ratio_with_reactivation` | with who came back among the gains |
//! | `opening_arpa`, `closing_arpa` | ARR per customer; null without customers |
//!
//! `grr`, `nrr`, `logo_retention` and `net_churn` are of those who were customers at the opening; the other figures are of
//! all accounts. So with --events, 1 - `gross_churn` may be below `grr`: it counts what was won and lost within the period.
//!
//! Whatever is wrong with the file is listed by line and column (up to 100 faults), and nothing is counted; the exit code is
//! then 1.

mod args;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/faults.rs"]
mod faults;
mod histories;
mod json;
#[path = "../portfolio_review/near.rs"]
mod near;
#[path = "../shared/output.rs"]
mod output;
#[path = "../portfolio_review/records.rs"]
mod records;
mod report;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/sheet.rs"]
mod sheet;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/words.rs"]
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use segmentry::economics::EconomicsError;
use segmentry::economics::retention::Timeline;

use crate::args::Options;
use crate::histories::Histories;

const SAMPLE: &str = include_str!("sample.csv");

const USAGE: &str = "usage: arr_bridge [HISTORY.csv] --from DATE --to DATE [--currency CODE] [--events] [--json]\n\
                     --help says more, and lists the columns";

fn main() -> ExitCode {
    let answer = Options::parse(std::env::args_os().skip(1))
        .map_err(|problem| format!("{problem}\n{USAGE}"))
        .and_then(|options| if options.help { Ok(help()) } else { bridge(&options) });
    match answer {
        Ok(text) => output::print(&text),
        Err(problem) => {
            // Where not even this can be written, the exit code is all that is left.
            let _ = writeln!(io::stderr(), "error: {}", problem.trim_end());
            ExitCode::FAILURE
        }
    }
}

fn bridge(options: &Options) -> Result<String, String> {
    let (name, bytes) = match &options.history {
        Some(path) => {
            let bytes = std::fs::read(path);
            let bytes = bytes.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            (path.display().to_string(), bytes)
        }
        None => ("sample.csv".into(), SAMPLE.into()),
    };
    let histories = Histories::read(&name, &bytes, options.currency)?;
    let period = Timeline::between(options.from, options.to).map_err(|error| match error {
        EconomicsError::Data { problem, .. } => format!("--to: {problem}"),
        other => other.to_string(),
    })?;
    let bridge = period.on(options.basis).bridge(histories.iter(), histories.currency());
    let bridge = bridge.map_err(|error| error.to_string())?;
    if options.json { json::render(options, &bridge) } else { report::render(options, &name, &bridge) }
}

/// The text above, as it stands.
fn help() -> String {
    let lines = include_str!("main.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.filter(|line| !line.contains("```") && !line.contains("|---|"));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}
