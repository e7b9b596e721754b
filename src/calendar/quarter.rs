use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::add_months;

/// A fiscal year, by the calendar month in which it starts.
///
/// ```
/// use segmentry::calendar::{FiscalYear, parse_date};
///
/// let date = parse_date("2026-11-22")?;
/// assert_eq!(FiscalYear::CALENDAR.quarter_of(date).to_string(), "2026-Q4");
/// let april = FiscalYear::starting_in(4).expect("a month");
/// assert_eq!(april.quarter_of(date).to_string(), "2027-Q3");
/// assert_eq!(FiscalYear::starting_in(13), None);
/// # Ok::<(), segmentry::calendar::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalYear {
    start_month: u8,
}

impl FiscalYear {
    /// January to December.
    pub const CALENDAR: Self = Self { start_month: 1 };

    /// The fiscal year that starts on the first day of this month (1 to 12); `None` for any other number.
    #[must_use]
    pub fn starting_in(month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { start_month: month })
    }

    /// The quarter in which a date lies. A fiscal year is named by the calendar year in which it ends
    /// (assumption: the usual convention of listed companies).
    #[must_use]
    pub fn quarter_of(self, date: NaiveDate) -> FiscalQuarter {
        let start = u32::from(self.start_month);
        // Months since the fiscal year began, 0 to 11: month and start are 1 to 12.
        let elapsed = date.month().saturating_add(12).saturating_sub(start).checked_rem(12).unwrap_or(0);
        let quarter = elapsed.checked_div(3).and_then(|index| u8::try_from(index).ok()).unwrap_or(0);
        let ends_next_year = start > 1 && date.month() >= start;
        FiscalQuarter {
            fiscal_year: self,
            year: date.year().saturating_add(i32::from(ends_next_year)),
            quarter: quarter.saturating_add(1),
        }
    }
}

/// A quarter of a fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalQuarter {
    fiscal_year: FiscalYear,
    year: i32,
    quarter: u8,
}

impl FiscalQuarter {
    /// The calendar year in which the fiscal year ends.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    #[must_use]
    pub const fn quarter(self) -> u8 {
        self.quarter
    }

    /// The first day; `None` at the very ends of chrono's range.
    #[must_use]
    pub fn first_day(self) -> Option<NaiveDate> {
        let start = u32::from(self.fiscal_year.start_month);
        let year = self.year.checked_sub(i32::from(start > 1))?;
        let months = i32::from(self.quarter).checked_sub(1)?.checked_mul(3)?;
        add_months(NaiveDate::from_ymd_opt(year, start, 1)?, months)
    }

    /// The last day; `None` at the very ends of chrono's range.
    #[must_use]
    pub fn last_day(self) -> Option<NaiveDate> {
        add_months(self.first_day()?, 3)?.pred_opt()
    }
}

/// `2027-Q3`.
impl fmt::Display for FiscalQuarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_lies_in_its_quarter_and_quarters_follow_each_other() {
        for month in 1..=12 {
            let fiscal = FiscalYear::starting_in(month).unwrap();
            let mut date = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
            while date.year() < 2026 {
                let quarter = fiscal.quarter_of(date);
                let (first, last) = (quarter.first_day().unwrap(), quarter.last_day().unwrap());
                assert!(first <= date && date <= last, "{month} {date} {quarter}");
                assert_ne!(fiscal.quarter_of(last.succ_opt().unwrap()), quarter);
                assert_eq!(fiscal.quarter_of(first), quarter);
                // The fiscal year ends in the calendar year that names it.
                let end = add_months(first, 3 * (4 - i32::from(quarter.quarter()))).unwrap();
                assert_eq!(fiscal.quarter_of(end).last_day().unwrap().year(), quarter.year());
                date = date.succ_opt().unwrap();
            }
        }
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            let quarter = FiscalYear::starting_in(2).unwrap().quarter_of(date);
            let _ = (quarter.first_day(), quarter.last_day());
        }
    }
}
