//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};
use segmentry::calendar::{NaiveDate, parse_date};

/// What is asked for.
#[derive(Default)]
pub(crate) struct Options {
    /// Both policies and the accounts, or nothing for the sample.
    pub(crate) files: Option<[PathBuf; 3]>,
    pub(crate) history: Option<PathBuf>,
    pub(crate) as_of: Option<NaiveDate>,
    pub(crate) json: bool,
    pub(crate) help: bool,
}

impl Options {
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut files = Vec::new();
        options.read(&mut Parser::from_args(args), &mut files)?;
        if options.help {
            return Ok(options);
        }
        if !files.is_empty() {
            let files = <[PathBuf; 3]>::try_from(files).map_err(|files| {
                format!("give OLD, NEW and ACCOUNTS.csv; {} of the three were given", files.len().min(3))
            });
            options.files = Some(files?);
        }
        if options.history.is_some() && options.files.is_none() {
            return Err("--history needs ACCOUNTS.csv: the sample has a history of its own".into());
        }
        Ok(options)
    }

    fn read(&mut self, parser: &mut Parser, files: &mut Vec<PathBuf>) -> Result<(), String> {
        while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
            match arg {
                Arg::Value(path) if files.len() < 3 => files.push(path.into()),
                Arg::Long("history") => {
                    let path = parser.value().map_err(|error| error.to_string())?;
                    once("--history", &mut self.history, path.into())?;
                }
                Arg::Long("as-of") => {
                    let text =
                        parser.value().and_then(ValueExt::string).map_err(|error| error.to_string())?;
                    let date = parse_date(&text).map_err(|error| format!("--as-of: {error}"))?;
                    once("--as-of", &mut self.as_of, date)?;
                }
                Arg::Long("json") => self.json = true,
                Arg::Long("help") | Arg::Short('h') => self.help = true,
                other => return Err(other.unexpected().to_string()),
            }
        }
        Ok(())
    }
}

fn once<T>(name: &str, slot: &mut Option<T>, value: T) -> Result<(), String> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("{name} stands twice; give it once")),
    }
}
