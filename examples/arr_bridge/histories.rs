//! HISTORY.csv as the histories of accounts, or everything that is wrong with it.

use std::collections::BTreeMap;

use segmentry::account::ArrHistory;
use segmentry::calendar::NaiveDate;
use segmentry::{Currency, Money};

use super::faults::Faults;
use super::sheet::{Columns, Row, Sheet};

const COLUMNS: Columns = Columns { required: &["account_id", "date", "arr"], optional: &["currency"] };

/// Where neither the file nor the command line names one.
const ASSUMED: Currency = Currency::USD;

/// The histories of a file, by account.
pub(crate) struct Histories {
    by_account: BTreeMap<String, ArrHistory>,
    currency: Currency,
}

/// The entries of one account by date, each with its line.
type Entries = BTreeMap<NaiveDate, (Money, usize)>;

impl Histories {
    pub(crate) fn read(name: &str, file: &[u8], given: Option<Currency>) -> Result<Self, String> {
        let mut faults = Faults::of(name.into());
        let mut entries: BTreeMap<String, Entries> = BTreeMap::new();
        let mut currency = given.unwrap_or(ASSUMED);
        if let Some(sheet) = Sheet::read(file, &COLUMNS, &mut faults) {
            let stated = || sheet.first("currency", |code| Currency::from_code(code).ok());
            currency = given.or_else(stated).unwrap_or(ASSUMED);
            sheet.each(&mut faults, |row| {
                let id = row.required("account_id", "the id of an account");
                let entry = entry(row, currency);
                if let (Some(id), Some((date, arr))) = (id, entry) {
                    add(entries.entry(id.into()).or_default(), date, arr, row);
                }
            });
        }
        faults.finish().map_err(|faults| faults.to_string())?;
        let mut by_account = BTreeMap::new();
        for (id, entries) in entries {
            // What a history refuses (a negative amount, a day twice) was refused line by line.
            let history = ArrHistory::new(entries.into_iter().map(|(date, (arr, _))| (date, arr)));
            by_account.insert(id, history.map_err(|error| error.to_string())?);
        }
        Ok(Self { by_account, currency })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &ArrHistory)> {
        self.by_account.iter().map(|(id, history)| (id.as_str(), history))
    }

    pub(crate) const fn currency(&self) -> Currency {
        self.currency
    }
}

fn entry(row: &mut Row<'_>, currency: Currency) -> Option<(NaiveDate, Money)> {
    let date = row.required("date", "the day from which the ARR holds").and_then(|_| row.date("date"));
    let arr = row.required("arr", "an amount, 0 where the account ended");
    let arr = arr.and_then(|_| row.money("arr", currency));
    let stated = row.parse("currency", |code| Currency::from_code(code).map_err(|error| error.to_string()));
    if let Some(other) = stated.filter(|stated| *stated != currency) {
        let problem = format!("{other}, but the bridge is in {currency}; convert to one currency first");
        row.fault("currency", problem);
        return None;
    }
    if let Some(arr) = arr.filter(|arr| arr.is_negative()) {
        row.fault("arr", format!("{arr} is negative; ARR is never negative, keep credits outside it"));
        return None;
    }
    Some((date?, arr?))
}

fn add(entries: &mut Entries, date: NaiveDate, arr: Money, row: &mut Row<'_>) {
    match entries.get(&date) {
        Some((_, first)) => {
            let problem = format!(
                "line {first} has an ARR of this account from {date} on already; add up its subscriptions, or keep one"
            );
            row.fault("date", problem);
        }
        None => {
            entries.insert(date, (arr, row.line()));
        }
    }
}
