//! Paths to 15 %: for every segment, what each of the four levers must do to bring net CSM cost / ARR to its target, what
//! of that is feasible, and which way takes the least relative change.
//!
//! ```text
//! paths_to_15 [COSTS.csv] [--fee-inside-arr] [--json]
//! ```
//!
//! | option | |
//! |---|---|
//! | `COSTS.csv`        | one segment a row; without it, an embedded sample of made-up figures |
//! | `--fee-inside-arr` | the fee recurs and is reported as ARR, so the ratio divides by both |
//! | `--json`           | for programs; amounts and ratios are text, so that nothing rounds them |
//!
//! # COSTS.csv
//!
//! A header names the columns, in any order; those up to `fee_per_account` are required. Amounts are for a year, written
//! with digits and a decimal point alone. Where a bound is empty, the lever may go anywhere.
//!
//! | column | holds |
//! |---|---|
//! | `segment`             | its name |
//! | `currency`            | ISO 4217 code of the row's amounts; the same in every row |
//! | `accounts`            | how many it has |
//! | `cost_per_csm`        | fully loaded |
//! | `accounts_per_csm`    | a fraction where it is an average |
//! | `arr_per_account`     | without the fee |
//! | `fee_per_account`     | what an account pays for premium support or its CSM; 0 for nothing |
//! | `target`              | largest ratio, as a fraction; else 0.15, the article's |
//! | `max_arr_per_account` | the ARR that an account can be brought to |
//! | `max_accounts_per_csm`| the accounts that a CSM has time for |
//! | `min_cost_per_csm`    | the lowest cost of a CSM who can do the work |
//! | `max_fee_per_account` | the highest fee that accounts will pay |
//!
//! Whatever is wrong with the file is listed by line and column, and nothing is computed.

mod json;
#[path = "../shared/output.rs"]
mod output;
mod report;
mod segments;
mod sheet;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, Parser};
use segmentry::economics::csm_cost::FeeBasis;

use crate::segments::Segment;

const SAMPLE: &str = include_str!("costs.csv");
const USAGE: &str = "usage: paths_to_15 [COSTS.csv] [--fee-inside-arr] [--json]\n\
                     --help says more, and lists the columns";

struct Options {
    costs: Option<PathBuf>,
    basis: FeeBasis,
    json: bool,
    help: bool,
}

fn main() -> ExitCode {
    match options().map_err(|problem| format!("{problem}\n{USAGE}")).and_then(|options| run(&options)) {
        Ok(text) => output::print(&text),
        Err(problem) => {
            // Where not even this can be written, the exit code is all that is left.
            let _ = writeln!(io::stderr(), "error: {}", problem.trim_end());
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, String> {
    let mut options = Options { costs: None, basis: FeeBasis::OutsideArr, json: false, help: false };
    let mut parser = Parser::from_env();
    while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
        match arg {
            Arg::Value(path) if options.costs.is_none() => options.costs = Some(path.into()),
            Arg::Long("fee-inside-arr") => options.basis = FeeBasis::InsideArr,
            Arg::Long("json") => options.json = true,
            Arg::Long("help") | Arg::Short('h') => options.help = true,
            other => return Err(other.unexpected().to_string()),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<String, String> {
    if options.help {
        let lines = include_str!("main.rs").lines().map_while(|line| line.strip_prefix("//!"));
        let lines = lines.filter(|line| !line.contains("```") && !line.contains("|---|"));
        return Ok(lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect());
    }
    let (name, text) = match &options.costs {
        Some(path) => {
            let read = std::fs::read_to_string(path);
            let name = path.display().to_string();
            let text = read.map_err(|error| format!("cannot read {name}: {error}"))?;
            (name, text)
        }
        None => ("the embedded sample".into(), SAMPLE.into()),
    };
    let segments = Segment::read(&text, options.basis).map_err(|faults| faults.render(&name))?;
    if options.json {
        return json::render(&segments, options.basis);
    }
    let mut report = report::render(&segments, options.basis)?;
    if options.costs.is_none() {
        report.push_str("\nMade-up figures; name a file for your own (--help lists its columns).\n");
    }
    Ok(report)
}
