//! Resellers placed by what part of their wallet is ours, from a list of resellers and their orders.
//!
//! `cargo run --release --example adventureworks -- FOLDER [--growth FACTOR]`
//!
//! The data knows current wallets and no potential ones. So the quadrant, which asks for both, answers only under an
//! assumption that the caller states with `--growth`; bands of the wallet share answer for everybody, by a classifier of
//! the example's own.

mod market;
mod policy;
mod report;
#[path = "../ravenstack/tables.rs"]
mod tables;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};
use segmentry::calendar::parse_date;
use segmentry::quantity::parse_decimal;
use segmentry::{Decimal, Portfolio};

use crate::market::{Market, USD};
use crate::tables::Failure;

const USAGE: &str = "\
usage: adventureworks FOLDER [--growth FACTOR]    reviews the resellers as of 2020-06-01

FACTOR is an assumption: every potential wallet is so many times the current one, such as 1.2 for a fifth more.
FOLDER holds two tables made of the resellers of Microsoft's sample database AdventureWorksDW:
accounts.csv  reseller_key,reseller_name,business_type,business_type_as_exported,country,number_employees,annual_sales,
              first_order_year: one reseller a row
orders.csv    sales_order_number,order_date,reseller_key,sales_amount: one order a row
More columns are skipped.
";

fn main() -> ExitCode {
    // One write at the end, and no `println!`, which panics where nobody reads on.
    let written = run().and_then(|text| Ok(std::io::stdout().write_all(text.as_bytes())?));
    let Err(error) = written else { return ExitCode::SUCCESS };
    let _ = writeln!(std::io::stderr(), "error: {error}");
    ExitCode::FAILURE
}

fn run() -> Result<String, Failure> {
    let Some((folder, growth)) = arguments()? else { return Ok(USAGE.into()) };
    let market = Market::read(&folder, parse_date("2020-06-01")?)?;
    let portfolio = Portfolio::new(market.accounts(growth)?, USD, market.as_of())?;
    let policy = policy::policy()?;
    report::report(&market, &portfolio.review(&policy), &policy, growth)
}

/// The folder and the growth assumed; nothing where no folder is named.
fn arguments() -> Result<Option<(PathBuf, Option<Decimal>)>, Failure> {
    let (mut folder, mut growth) = (None, None);
    let mut parser = Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(path) if folder.is_none() => folder = Some(path.into()),
            Arg::Long("growth") if growth.is_none() => {
                let factor = parse_decimal(&parser.value()?.string()?);
                let factor = factor.map_err(|error| format!("--growth: {error}"))?;
                if factor.is_sign_negative() {
                    return Err(format!(
                        "--growth: {factor} is negative; give a factor, 1.2 for a fifth more"
                    )
                    .into());
                }
                growth = Some(factor);
            }
            Arg::Long("growth") => return Err("--growth stands twice; give it once".into()),
            other => return Err(format!("{}\n{USAGE}", other.unexpected()).into()),
        }
    }
    if folder.is_none() && growth.is_some() {
        return Err(format!("--growth needs a FOLDER\n{USAGE}").into());
    }
    Ok(folder.map(|folder| (folder, growth)))
}
