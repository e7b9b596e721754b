//! The day of the question, where nobody names one.

use segmentry::calendar::{NaiveDate, check_date};

/// Today's date (UTC).
#[expect(clippy::disallowed_types, reason = "the example stands at the edge, where time comes from a clock")]
pub(crate) fn today() -> Option<NaiveDate> {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    let days = since_1970.as_secs().checked_div(24 * 60 * 60)?;
    let date = NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_days(segmentry::chrono::Days::new(days))?;
    check_date(date).ok()
}
