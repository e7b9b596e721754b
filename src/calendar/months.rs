use chrono::{Datelike, NaiveDate};

use super::Months;

/// The same day `months` later (or earlier, if negative), clamped to the end of the month: 31 January and one
/// month is 28 or 29 February. `None` outside chrono's range.
///
/// Always count from the anchor, never step by step: 31 January + 2 months is 31 March, but a month after
/// 29 February is 29 March.
///
/// ```
/// use segmentry::calendar::{add_months, parse_date};
///
/// let january = parse_date("2024-01-31")?;
/// assert_eq!(add_months(january, 1).map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
/// assert_eq!(add_months(january, 2).map(|d| d.to_string()).as_deref(), Some("2024-03-31"));
/// assert_eq!(add_months(january, -11).map(|d| d.to_string()).as_deref(), Some("2023-02-28"));
/// assert_eq!(add_months(january, i32::MAX), None);
/// # Ok::<(), segmentry::calendar::DateError>(())
/// ```
#[must_use]
pub fn add_months(anchor: NaiveDate, months: i32) -> Option<NaiveDate> {
    let step = chrono::Months::new(months.unsigned_abs());
    if months < 0 { anchor.checked_sub_months(step) } else { anchor.checked_add_months(step) }
}

/// Whether `as_of` lies within `months` after `anchor`, the anniversary itself included. Days before the anchor
/// lie within too; an anniversary beyond chrono's range is never passed.
///
/// ```
/// use segmentry::calendar::{Months, is_within_months, parse_date};
///
/// let started = parse_date("2025-03-15")?;
/// assert!(is_within_months(started, Months(12), parse_date("2026-03-15")?));
/// assert!(!is_within_months(started, Months(12), parse_date("2026-03-16")?));
/// # Ok::<(), segmentry::calendar::DateError>(())
/// ```
#[must_use]
pub fn is_within_months(anchor: NaiveDate, months: Months, as_of: NaiveDate) -> bool {
    anchor.checked_add_months(chrono::Months::new(months.0)).is_none_or(|last| as_of <= last)
}

/// Completed months from `start` to `end`, by anniversaries with clamped ends; negative where `end` lies before.
///
/// ```
/// use segmentry::calendar::{parse_date, whole_months_between};
///
/// let start = parse_date("2024-01-31")?;
/// assert_eq!(whole_months_between(start, parse_date("2024-02-28")?), 0);
/// assert_eq!(whole_months_between(start, parse_date("2024-02-29")?), 1);
/// assert_eq!(whole_months_between(start, parse_date("2024-01-30")?), -1);
/// # Ok::<(), segmentry::calendar::DateError>(())
/// ```
#[must_use]
pub fn whole_months_between(start: NaiveDate, end: NaiveDate) -> i32 {
    let month =
        |date: NaiveDate| i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month0()));
    // Years of chrono's range have at most six digits: their months fit an i32.
    let months = i32::try_from(month(end).saturating_sub(month(start))).unwrap_or(i32::MAX);
    match add_months(start, months) {
        Some(anniversary) if anniversary <= end => months,
        _ => months.saturating_sub(1),
    }
}

/// Days from `start` to `end`; negative where `end` lies before.
#[must_use]
#[inline]
pub fn days_between(start: NaiveDate, end: NaiveDate) -> i64 {
    i64::from(end.num_days_from_ce()).saturating_sub(start.num_days_from_ce().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every anchor of eight years, ±120 months, against a naive count that knows the lengths of the months.
    #[test]
    fn agrees_with_a_naive_calendar() {
        fn length(year: i32, month: u32) -> u32 {
            match month {
                2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            }
        }
        let mut anchor = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap();
        let last = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        while anchor <= last {
            for months in -120..=120 {
                let (mut year, mut month) = (anchor.year(), anchor.month());
                for _ in 0..i32::abs(months) {
                    (year, month) = match (months > 0, month) {
                        (true, 12) => (year + 1, 1),
                        (true, m) => (year, m + 1),
                        (false, 1) => (year - 1, 12),
                        (false, m) => (year, m - 1),
                    };
                }
                let day = anchor.day().min(length(year, month));
                let expected = NaiveDate::from_ymd_opt(year, month, day).unwrap();
                assert_eq!(add_months(anchor, months), Some(expected), "{anchor} {months}");
                assert_eq!(whole_months_between(anchor, expected), months, "{anchor} {months}");
                let eve = expected.pred_opt().unwrap();
                assert_eq!(whole_months_between(anchor, eve), months - 1, "{anchor} {months}");
            }
            anchor = anchor.succ_opt().unwrap();
        }
    }

    #[test]
    fn the_ends_of_the_range_do_not_panic() {
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            for months in [i32::MIN, -1, 0, 1, i32::MAX] {
                let _ = add_months(date, months);
            }
            for other in [NaiveDate::MIN, NaiveDate::MAX] {
                let _ = (whole_months_between(date, other), days_between(date, other));
            }
            assert!(is_within_months(date, Months(u32::MAX), NaiveDate::MAX));
        }
    }
}
