//! Accounts built from the tables of a billing system, as the author of a service would build them.
//!
//! `cargo run --release --example ravenstack -- FOLDER`
//!
//! The tables of `RavenStack` say nothing about wallets, NPS, activated seats or the customers' own business: what is
//! not known is left out, and the review says so. `books.rs` derives the facts, `policy.rs` asks them.

mod books;
mod policy;
mod report;
mod tables;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use segmentry::Portfolio;
use segmentry::calendar::parse_date;

use crate::books::{Books, USD};
use crate::tables::Failure;

const USAGE: &str = "\
usage: ravenstack FOLDER    reviews the accounts as of 2024-12-31

FOLDER holds ravenstack_accounts.csv, ravenstack_subscriptions.csv, ravenstack_support_tickets.csv and
ravenstack_feature_usage.csv of RavenStack, a synthetic data set by River @ Rivalytics. It is on GitHub, in
zeelthakkar02/customer-churn-deep-dive, data/raw.
";

fn main() -> ExitCode {
    // One write at the end, and no `println!`, which panics where nobody reads on.
    let written = run().and_then(|text| Ok(std::io::stdout().write_all(text.as_bytes())?));
    let Err(error) = written else { return ExitCode::SUCCESS };
    let _ = writeln!(std::io::stderr(), "error: {error}");
    ExitCode::FAILURE
}

fn run() -> Result<String, Failure> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let folder = match arguments.as_slice() {
        [] => return Ok(USAGE.into()),
        [folder] => Path::new(folder),
        _ => return Err(USAGE.into()),
    };
    let as_of = parse_date("2024-12-31")?;
    let books = Books::read(folder, as_of)?;
    let accounts = books.accounts(as_of)?;
    let policy = policy::policy(&accounts)?;
    let portfolio = Portfolio::new(accounts, USD, as_of)?;
    let mut text = report::report(&portfolio.review(&policy), &policy)?;
    text += "\nFound in the files:\n";
    books.defects().try_for_each(|(defect, count)| writeln!(text, "{count:>7} {defect}"))?;
    Ok(text)
}
