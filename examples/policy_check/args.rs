//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser};

/// What is asked for.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) file: Option<PathBuf>,
    pub(crate) base: Option<PathBuf>,
    pub(crate) complete: bool,
    pub(crate) values: bool,
    pub(crate) help: bool,
}

impl Options {
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self::default();
        options.read(&mut Parser::from_args(args))?;
        if options.base.is_some() && options.file.is_none() {
            return Err("--base needs FILE: the document that changes it".into());
        }
        if options.complete && options.values {
            return Err("--complete and --values exclude each other; give one of them".into());
        }
        Ok(options)
    }

    fn read(&mut self, parser: &mut Parser) -> Result<(), String> {
        while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
            match arg {
                Arg::Value(path) => once("FILE", &mut self.file, path.into())?,
                Arg::Long("base") => {
                    let path = parser.value().map_err(|error| error.to_string())?;
                    once("--base", &mut self.base, path.into())?;
                }
                Arg::Long("complete") => self.complete = true,
                Arg::Long("values") => self.values = true,
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
