//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};
use segmentry::Currency;
use segmentry::calendar::{NaiveDate, parse_date};
use segmentry::economics::retention::Basis;

/// The days of the sample.
const SAMPLE_DAYS: [&str; 2] = ["2024-12-31", "2025-12-31"];

/// What is asked for.
pub(crate) struct Options {
    pub(crate) history: Option<PathBuf>,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) currency: Option<Currency>,
    pub(crate) basis: Basis,
    pub(crate) json: bool,
    pub(crate) help: bool,
}

/// The same as it is read.
#[derive(Default)]
struct Given {
    history: Option<PathBuf>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    currency: Option<Currency>,
    events: bool,
    json: bool,
    help: bool,
}

impl Options {
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let given = Given::read(&mut Parser::from_args(args))?;
        let day = |option: &str, given_day: Option<NaiveDate>, of_sample: &str| match given_day {
            Some(day) => Ok(day),
            // The sample has days of its own, and help needs none.
            None if given.history.is_none() || given.help => {
                parse_date(of_sample).map_err(|error| error.to_string())
            }
            None => Err(format!("{option} is missing; give a day, such as {option} 2024-12-31")),
        };
        let [from, to] = SAMPLE_DAYS;
        Ok(Self {
            from: day("--from", given.from, from)?,
            to: day("--to", given.to, to)?,
            currency: given.currency,
            basis: if given.events { Basis::Event } else { Basis::Snapshot },
            json: given.json,
            help: given.help,
            history: given.history,
        })
    }
}

impl Given {
    fn read(parser: &mut Parser) -> Result<Self, String> {
        let mut given = Self::default();
        while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
            match arg {
                Arg::Value(path) => once("HISTORY.csv", &mut given.history, path.into())?,
                Arg::Long("from") => once("--from", &mut given.from, day("--from", parser)?)?,
                Arg::Long("to") => once("--to", &mut given.to, day("--to", parser)?)?,
                Arg::Long("currency") => {
                    let currency = Currency::from_code(&text(parser)?);
                    let currency = currency.map_err(|error| format!("--currency: {error}"))?;
                    once("--currency", &mut given.currency, currency)?;
                }
                Arg::Long("events") => given.events = true,
                Arg::Long("json") => given.json = true,
                Arg::Long("help") | Arg::Short('h') => given.help = true,
                other => return Err(other.unexpected().to_string()),
            }
        }
        Ok(given)
    }
}

fn day(option: &str, parser: &mut Parser) -> Result<NaiveDate, String> {
    parse_date(&text(parser)?).map_err(|error| format!("{option}: {error}"))
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
