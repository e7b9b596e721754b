//! What another policy would change: which parameters, and which accounts it would move from where to where, and why.
//!
//! ```text
//! policy_diff [OLD NEW ACCOUNTS.csv] [--history HISTORY.csv] [--as-of DATE] [--json]
//! ```
//!
//! | option | |
//! |---|---|
//! | `OLD`, `NEW`   | whole policies as documents, .json or .toml; a NEW that names OLD as its base is laid over it |
//! | `ACCOUNTS.csv` | one account a row, with the columns of `portfolio_review` |
//! | `--history`    | HISTORY.csv: ARR over time, as of `portfolio_review` |
//! | `--as-of`      | the day of the question, such as `2026-06-30`; without it, today (UTC) |
//! | `--json`       | for programs; money is text, so that nothing rounds it |
//!
//! Without files: the policy and the accounts of `portfolio_review`, and a change of three of its parameters.
//!
//! # --json
//!
//! | key | holds |
//! |---|---|
//! | `as_of`, `currency`, `old`, `new` | the day, the currency of all amounts, and the ids of the policies |
//! | `parameters` | what the policies say differently: `path`, `old`, `new`; null where only the other says something |
//! | `dimensions` | by dimension: `decided_by` (`both`, `old`, `new`), `stayed` and `moved` with `accounts` and `arr`, `unclassified_before` and `unclassified_after`; `matrix`, its cells by `from` and `to`; `movers`, those of the highest ARR first, each with `why` |
//! | `from`, `to` | `{"segment": NAME}` or `{"unclassified": REASON}` |

#[path = "../portfolio_review/accounts.rs"]
mod accounts;
mod args;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/counts.rs"]
mod counts;
#[path = "../shared/diagnostics.rs"]
mod diagnostics;
mod diff;
#[path = "../portfolio_review/faults.rs"]
mod faults;
#[path = "../portfolio_review/history.rs"]
mod history;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/input.rs"]
mod input;
mod json;
#[path = "../portfolio_review/near.rs"]
mod near;
#[path = "../shared/output.rs"]
mod output;
#[path = "../shared/policy_file.rs"]
mod policy_file;
#[path = "../portfolio_review/records.rs"]
mod records;
mod report;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/sample.rs"]
mod sample;
#[path = "../portfolio_review/sheet.rs"]
mod sheet;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/tables.rs"]
mod tables;
#[path = "../shared/today.rs"]
mod today;
#[path = "../shared/whole_policy.rs"]
mod whole_policy;
#[expect(dead_code, reason = "the review reads and shows more than this example")]
#[path = "../portfolio_review/words.rs"]
mod words;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use segmentry::calendar::parse_date;

use args::Options;
use diff::Diff;
use input::{File, Input};
use policy_file::PolicyFile;
use whole_policy::whole_policy;

const USAGE: &str = "usage: policy_diff [OLD NEW ACCOUNTS.csv] [--history HISTORY.csv] [--as-of DATE] [--json]\n\
                     --help says more";

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
    if options.help {
        return Ok(help());
    }
    let (old, new) = policies(&options)?;
    let (accounts, Input { portfolio, .. }) = accounts(&options)?;
    let old_policy = whole_policy(&old, None, portfolio.currency())?;
    let new_policy = whole_policy(&new, Some(old_policy.document()), portfolio.currency())?;
    let (before, after) =
        (portfolio.review(old_policy.segmentation()), portfolio.review(new_policy.segmentation()));
    let changes = before.changes_to(&after).map_err(|error| error.to_string())?;
    let diff = Diff::of(&old_policy, &new_policy, &changes);
    if options.json {
        return json::render(&diff, &before);
    }
    let named = |policy: &PolicyFile, id| format!("`{id}` ({})", policy.name());
    let preamble = format!(
        "Policy diff as of {}\nOld: {}\nNew: {}\nAccounts: {accounts}\n",
        portfolio.as_of(),
        named(&old, old_policy.document().id()),
        named(&new, new_policy.document().id()),
    );
    Ok(preamble + &report::render(&diff, portfolio.currency())?)
}

fn policies(options: &Options) -> Result<(PolicyFile, PolicyFile), String> {
    Ok(match &options.files {
        Some([old, new, _]) => (PolicyFile::read(old)?, PolicyFile::read(new)?),
        None => (
            PolicyFile::embedded(
                "portfolio_review/policy.json",
                include_str!("../portfolio_review/policy.json"),
            ),
            PolicyFile::embedded("new.json", include_str!("new.json")),
        ),
    })
}

/// The accounts on the day of the question, and what to call them.
fn accounts(options: &Options) -> Result<(String, Input), String> {
    let Some([.., path]) = &options.files else {
        let as_of = options.as_of.map_or_else(|| parse_date(sample::AS_OF), Ok);
        let accounts = File::embedded("sample/accounts.csv", sample::ACCOUNTS);
        let history = File::embedded("sample/history.csv", sample::HISTORY);
        let as_of = as_of.map_err(|error| error.to_string())?;
        let input = input::read(&accounts, Some(&history), as_of)?;
        return Ok(("a made-up sample".into(), input));
    };
    let as_of = options.as_of.or_else(today::today);
    let as_of = as_of.ok_or("the system's clock shows no usable date; give --as-of DATE")?;
    let history = options.history.as_deref().map(File::read).transpose()?;
    Ok((path.display().to_string(), input::read(&File::read(path)?, history.as_ref(), as_of)?))
}

/// The text above, as it stands.
fn help() -> String {
    let lines = include_str!("main.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.filter(|line| !line.contains("```") && !line.contains("|---|"));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}
