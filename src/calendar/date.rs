use chrono::{Datelike, NaiveDate};

use crate::quantity::excerpt;

/// The first date that an account may carry.
pub const EARLIEST: NaiveDate = date(1900, 1, 1);
/// The last date that an account may carry.
pub const LATEST: NaiveDate = date(2199, 12, 31);

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// A date from text of the form `YYYY-MM-DD`, between [`EARLIEST`] and [`LATEST`].
///
/// # Errors
/// [`DateError`] for any other form, a day that the month does not have, and a date out of range.
///
/// ```
/// use segmentry::calendar::parse_date;
///
/// assert_eq!(parse_date("2024-02-29")?.to_string(), "2024-02-29");
/// for refused in ["2024-2-3", " 2024-02-03", "2024-02-31", "+262142-12-31", "0000-01-01", "24-02-03", ""] {
///     assert!(parse_date(refused).is_err(), "{refused}");
/// }
/// # Ok::<(), segmentry::calendar::DateError>(())
/// ```
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let error = |kind| DateError { text: excerpt(text), kind };
    let mut parts = text.splitn(3, '-');
    let mut number = |digits: usize| {
        parts
            .next()
            .filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|part| part.parse::<u32>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else {
        return Err(error(Kind::Form));
    };
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    check_date(date.ok_or_else(|| error(Kind::NoSuchDay))?)
}

/// The date itself, where an account may carry it.
///
/// # Errors
/// [`DateError`] before [`EARLIEST`] or after [`LATEST`].
pub fn check_date(date: NaiveDate) -> Result<NaiveDate, DateError> {
    if (EARLIEST..=LATEST).contains(&date) {
        Ok(date)
    } else {
        let text = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
        Err(DateError { text, kind: Kind::Range })
    }
}

/// Text or a date that no account may carry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` {kind}")]
pub struct DateError {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("is not a date; write it as YYYY-MM-DD")]
    Form,
    #[error("is not a day of the calendar; check the day and the month")]
    NoSuchDay,
    #[error("is out of range; dates go from 1900-01-01 to 2199-12-31")]
    Range,
}

/// serde of dates as strict `YYYY-MM-DD`, whatever chrono's own features say.
pub(crate) mod iso {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _, ser::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        // What could not be read back is not written.
        serializer.collect_str(&super::check_date(*date).map_err(S::Error::custom)?)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_date(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_is_closed() {
        assert_eq!(parse_date("1900-01-01").unwrap(), EARLIEST);
        assert_eq!(parse_date("2199-12-31").unwrap(), LATEST);
        for outside in ["1899-12-31", "2200-01-01", "9999-12-31"] {
            assert!(parse_date(outside).unwrap_err().to_string().contains("1900-01-01 to 2199-12-31"));
        }
        assert!(check_date(NaiveDate::MAX).is_err());
        assert!(check_date(NaiveDate::MIN).is_err());
    }

    #[test]
    fn names_the_fault() {
        assert_eq!(
            parse_date("2026-02-31").unwrap_err().to_string(),
            "`2026-02-31` is not a day of the calendar; check the day and the month"
        );
        assert_eq!(
            parse_date("31.12.2026").unwrap_err().to_string(),
            "`31.12.2026` is not a date; write it as YYYY-MM-DD"
        );
        assert!(parse_date("2024-02-29-1").is_err());
        assert!(parse_date("２０２４-02-29").is_err());
    }
}
