//! From files to a portfolio, or to everything that is wrong with them.

use std::fs;
use std::path::Path;

use segmentry::account::ArrHistory;
use segmentry::calendar::NaiveDate;
use segmentry::{Currency, Portfolio};

use super::accounts::Rows;
use super::faults::Faults;
use super::history::Histories;

/// A file in memory, and what to call it.
pub(crate) struct File {
    name: String,
    bytes: Vec<u8>,
}

impl File {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(format!("{name} is a directory; give a CSV file"));
        }
        match fs::read(path) {
            Ok(bytes) => Ok(Self { name, bytes }),
            Err(error) => Err(format!("cannot read {name}: {error}")),
        }
    }

    /// What is wrong with a file that `read` reads, or what it makes of it.
    pub(crate) fn parsed<T>(&self, read: impl FnOnce(&[u8], &mut Faults) -> T) -> Result<T, String> {
        let mut faults = Faults::of(self.name.clone());
        let parsed = read(&self.bytes, &mut faults);
        faults.finish().map(|()| parsed).map_err(|faults| faults.to_string())
    }

    pub(crate) fn embedded(name: &str, text: &str) -> Self {
        Self { name: name.into(), bytes: text.into() }
    }
}

/// What the files hold as of a day.
#[derive(Debug)]
pub(crate) struct Input {
    /// The accounts, with their histories.
    pub(crate) portfolio: Portfolio,
    /// The histories of accounts that have gone.
    pub(crate) gone: Vec<(String, ArrHistory)>,
}

/// The accounts of a file, with their history, as of a day.
pub(crate) fn read(accounts: &File, history: Option<&File>, as_of: NaiveDate) -> Result<Input, String> {
    let mut faults = Faults::of(accounts.name.clone());
    let mut history_faults = Faults::of(history.map_or_else(String::new, |file| file.name.clone()));
    let mut rows = Rows::read(&accounts.bytes, &mut faults);
    // Without any currency each row says so; which one its amounts are read in then matters to nobody.
    let currency = rows.as_ref().and_then(Rows::currency).unwrap_or(Currency::EUR);
    let mut histories = match history {
        Some(file) => Histories::read(&file.bytes, currency, &mut history_faults),
        None => Histories::default(),
    };
    let portfolio =
        rows.as_mut().and_then(|rows| rows.portfolio(currency, as_of, &mut histories, &mut faults));
    if rows.is_some_and(|rows| rows.all_ids_are_known()) {
        histories.check_the_rest(as_of, &mut history_faults);
    }
    let reports: String = [faults, history_faults]
        .into_iter()
        .filter_map(|f| f.finish().err())
        .map(|f| f.to_string())
        .collect();
    let portfolio = portfolio.filter(|_| reports.is_empty()).ok_or(reports)?;
    Ok(Input { portfolio, gone: histories.take_the_rest() })
}
