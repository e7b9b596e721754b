//! The command line, and the day of the question where it names none.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};
use segmentry::calendar::{NaiveDate, parse_date};
use segmentry::quantity::{Decimal, parse_decimal};

/// What is asked for.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) accounts: Option<PathBuf>,
    pub(crate) history: Option<PathBuf>,
    pub(crate) cost_model: Option<PathBuf>,
    pub(crate) as_of: Option<NaiveDate>,
    pub(crate) tier_floors: Option<Vec<Decimal>>,
    pub(crate) policy: Option<PathBuf>,
    pub(crate) explain: Option<String>,
    pub(crate) json: bool,
    pub(crate) help: bool,
}

impl Options {
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self::default();
        options.read(&mut Parser::from_args(args))?;
        if options.history.is_some() && options.accounts.is_none() {
            return Err("--history needs ACCOUNTS.csv: the sample has a history of its own".into());
        }
        if options.policy.is_some() && options.tier_floors.is_some() {
            return Err(
                "--policy and --tier-floors exclude each other: the policy says its floors itself".into()
            );
        }
        Ok(options)
    }

    fn read(&mut self, parser: &mut Parser) -> Result<(), String> {
        while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
            match arg {
                Arg::Value(path) => once("ACCOUNTS.csv", &mut self.accounts, path.into())?,
                Arg::Long("history") => {
                    let path = parser.value().map_err(|error| error.to_string())?;
                    once("--history", &mut self.history, path.into())?;
                }
                Arg::Long("cost-model") => {
                    let path = parser.value().map_err(|error| error.to_string())?;
                    once("--cost-model", &mut self.cost_model, path.into())?;
                }
                Arg::Long("as-of") => {
                    let date = parse_date(&text(parser)?).map_err(|error| format!("--as-of: {error}"))?;
                    once("--as-of", &mut self.as_of, date)?;
                }
                Arg::Long("tier-floors") => {
                    once("--tier-floors", &mut self.tier_floors, floors(&text(parser)?)?)?;
                }
                Arg::Long("policy") => {
                    let path = parser.value().map_err(|error| error.to_string())?;
                    once("--policy", &mut self.policy, path.into())?;
                }
                Arg::Long("explain") => once("--explain", &mut self.explain, text(parser)?.trim().into())?,
                Arg::Long("json") => self.json = true,
                Arg::Long("help") | Arg::Short('h') => self.help = true,
                other => return Err(other.unexpected().to_string()),
            }
        }
        Ok(())
    }
}

fn text(parser: &mut Parser) -> Result<String, String> {
    parser.value().and_then(ValueExt::string).map_err(|error| error.to_string())
}

fn once<T>(name: &str, slot: &mut Option<T>, value: T) -> Result<(), String> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("{name} stands twice; give it once")),
    }
}

fn floors(text: &str) -> Result<Vec<Decimal>, String> {
    let number = |part: &str| parse_decimal(part.trim()).map_err(|error| format!("--tier-floors: {error}"));
    text.split(',').map(number).collect()
}
