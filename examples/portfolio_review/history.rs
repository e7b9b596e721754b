//! HISTORY.csv: the ARR of accounts over time.

use std::collections::{BTreeMap, BTreeSet};

use segmentry::account::ArrHistory;
use segmentry::calendar::NaiveDate;
use segmentry::{Currency, Money};

use super::faults::Faults;
use super::sheet::{Columns, Row, Sheet};
use super::words::excerpt;

const COLUMNS: Columns = Columns { required: &["account_id", "date", "arr"], optional: &[] };

/// The entries of one account by date, each with its line.
type Entries = BTreeMap<NaiveDate, (Money, usize)>;

/// The histories that no account has taken yet.
#[derive(Default)]
pub(crate) struct Histories {
    entries: BTreeMap<String, Entries>,
    /// Accounts with a row at fault: what the other rows say is not compared with anything.
    doubtful: BTreeSet<String>,
    /// Whether there are rows at fault that may belong to any account.
    all_doubtful: bool,
}

impl Histories {
    /// Amounts are in the currency of the accounts.
    pub(crate) fn read(file: &[u8], currency: Currency, faults: &mut Faults) -> Self {
        let mut histories = Self::default();
        let Some(sheet) = Sheet::read(file, &COLUMNS, faults) else { return histories };
        histories.all_doubtful = faults.len() > 0;
        sheet.each(faults, |row| {
            let id = row.required("account_id", "the id of an account");
            let entry = Self::entry(row, currency);
            match (id, entry) {
                (None, _) => histories.all_doubtful = true,
                (Some(id), None) => {
                    histories.doubtful.insert(id.into());
                }
                (Some(id), Some((date, arr))) => histories.add(id, date, arr, row),
            }
        });
        histories
    }

    fn entry(row: &mut Row<'_>, currency: Currency) -> Option<(NaiveDate, Money)> {
        let date = row.required("date", "the day from which the ARR holds").and_then(|_| row.date("date"));
        let what = "an amount, 0 where the account ended";
        let arr = row.required("arr", what).and_then(|_| row.money("arr", currency));
        if let Some(arr) = arr.filter(|arr| arr.is_negative()) {
            row.fault("arr", format!("{arr} is negative; ARR is never negative, keep credits outside it"));
            return None;
        }
        Some((date?, arr?))
    }

    fn add(&mut self, id: &str, date: NaiveDate, arr: Money, row: &mut Row<'_>) {
        let entries = self.entries.entry(id.into()).or_default();
        if let Some((_, first)) = entries.get(&date) {
            row.fault("date", format!("line {first} has an ARR from {date} on already; keep one of them"));
            self.doubtful.insert(id.into());
        } else {
            entries.insert(date, (arr, row.line()));
        }
    }

    /// The history of an account, which is then no longer here.
    pub(crate) fn take(&mut self, id: &str) -> Option<ArrHistory> {
        let entries = self.entries.remove(id)?;
        if self.is_doubtful(id) {
            return None;
        }
        // What a history refuses (no entries, a negative amount, a day twice) was refused line by line.
        ArrHistory::new(entries.into_iter().map(|(date, (arr, _))| (date, arr))).ok()
    }

    /// The accounts that stand in the history alone: they have gone.
    pub(crate) fn take_the_rest(&mut self) -> Vec<(String, ArrHistory)> {
        let ids: Vec<String> = self.entries.keys().cloned().collect();
        ids.into_iter().filter_map(|id| self.take(&id).map(|history| (id, history))).collect()
    }

    fn is_doubtful(&self, id: &str) -> bool {
        self.all_doubtful || self.doubtful.contains(id)
    }

    /// Accounts that have gone stand in the history alone. One that still has ARR would be missing from the review.
    pub(crate) fn check_the_rest(&self, as_of: NaiveDate, faults: &mut Faults) {
        for (id, entries) in self.entries.iter().filter(|(id, _)| !self.is_doubtful(id)) {
            match entries.range(..=as_of).next_back() {
                Some((_, (arr, line))) if !arr.is_zero() => {
                    let problem = format!(
                        "`{}` has an ARR of {arr} on {as_of}, but does not stand among the accounts; add it there, \
                         or end its history with a row of 0",
                        excerpt(id)
                    );
                    faults.push(*line, "account_id", problem);
                }
                _ => {}
            }
        }
    }
}
