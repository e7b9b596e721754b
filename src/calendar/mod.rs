//! Dates without a clock: strict text, month arithmetic with clamped ends, anniversaries, quarters.
//!
//! The day on which a question is asked is always an argument. Dates of accounts lie between
//! [`EARLIEST`] and [`LATEST`]; arithmetic that would leave chrono's own range answers `None`.
//!
//! Two rules are easily confused and stand apart: [`days_between`] counts days (365 of them are not always a
//! year), [`add_months`] goes to the same day of another month, clamped to its end.

mod date;
mod months;
mod quarter;
mod span;

pub use chrono::NaiveDate;
pub use date::{DateError, EARLIEST, LATEST, check_date, parse_date};
pub use months::{add_months, days_between, is_within_months, whole_months_between};
pub use quarter::{FiscalQuarter, FiscalYear};
pub use span::{DayCount, Days, Months};

pub(crate) use date::iso;
