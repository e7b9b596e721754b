use std::fmt;
use std::num::{NonZeroU32, NonZeroU64};
use std::str::FromStr;

use rust_decimal::Decimal;

use super::decimal::canonical;
use super::digits::{padded, write_scaled};
use super::{Ratio, excerpt, parse_decimal, text_serde};

const DECIMALS: u32 = 4;
/// The highest top of a satisfaction scale, 1000, in ten-thousandths.
const TOP_OF_SCALES: u32 = 10_000_000;

/// A net promoter score, -100 to 100, with up to four decimals.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::Nps;
///
/// assert!(Nps::new(dec!(-12.5))? < Nps::ZERO);
/// assert!(Nps::new(dec!(101)).is_err());
/// # Ok::<(), segmentry::quantity::SurveyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nps {
    ticks: i32,
}

impl Nps {
    /// As many promoters as detractors.
    pub const ZERO: Self = Self { ticks: 0 };

    /// A score, exactly.
    ///
    /// # Errors
    /// [`SurveyError`] outside -100 to 100 or beyond four decimals.
    pub fn new(value: Decimal) -> Result<Self, SurveyError> {
        ticks_of(value)
            .filter(|ticks| ticks.unsigned_abs() <= 1_000_000)
            .and_then(|ticks| i32::try_from(ticks).ok())
            .map(|ticks| Self { ticks })
            .ok_or_else(|| SurveyError { given: canonical(value).to_string(), expected: Self::EXPECTED })
    }

    const EXPECTED: &'static str =
        "is not a net promoter score; it goes from -100 to 100, with up to 4 decimals";

    /// The score, without trailing zeros.
    #[must_use]
    pub fn value(self) -> Decimal {
        decimal_of(self.ticks.into())
    }

    /// As `Display` writes it.
    pub(crate) fn write(self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        write_scaled(out, self.ticks.into(), DECIMALS, 0)
    }

    pub(crate) const fn ticks(self) -> i32 {
        self.ticks
    }
}

impl fmt::Display for Nps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        padded(f, |out| self.write(out))
    }
}

impl fmt::Debug for Nps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Customer satisfaction on the scale of its survey: 4.2 of 5.
///
/// The scale is its top value, 1000 at most; the bottom counts as 0. Policies look at the share of the scale.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::{Csat, Ratio};
///
/// let csat: Csat = "4.2/5".parse()?;
/// assert_eq!(csat.share_of_scale(), Ratio::from_decimal(dec!(0.84)).unwrap());
/// assert!("6/5".parse::<Csat>().is_err());
/// # Ok::<(), segmentry::quantity::SurveyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Csat {
    value: u32,
    scale: NonZeroU32,
}

impl Csat {
    const EXPECTED: &'static str =
        "is not a satisfaction on a scale; write the value and the top of its scale, such as 4.2/5";

    /// A value on a scale that ends at `scale`.
    ///
    /// # Errors
    /// [`SurveyError`] unless 0 <= value <= scale and 0 < scale <= 1000, each with up to four decimals.
    pub fn new(value: Decimal, scale: Decimal) -> Result<Self, SurveyError> {
        let ticks = |number| ticks_of(number).and_then(|ticks| u32::try_from(ticks).ok());
        match (ticks(value), ticks(scale).and_then(NonZeroU32::new)) {
            (Some(value), Some(scale)) if value <= scale.get() && scale.get() <= TOP_OF_SCALES => {
                Ok(Self { value, scale })
            }
            _ => Err(SurveyError {
                given: format!("{}/{}", canonical(value), canonical(scale)),
                expected: Self::EXPECTED,
            }),
        }
    }

    /// The value given.
    #[must_use]
    pub fn value(self) -> Decimal {
        decimal_of(self.value.into())
    }

    /// The top of the scale.
    #[must_use]
    pub fn scale(self) -> Decimal {
        decimal_of(self.scale.get().into())
    }

    /// value / scale, exactly.
    #[must_use]
    pub fn share_of_scale(self) -> Ratio {
        Ratio::of_parts(self.value.into(), NonZeroU64::from(self.scale))
    }
}

impl fmt::Display for Csat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.value(), self.scale()))
    }
}

impl fmt::Debug for Csat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Csat {
    type Err = SurveyError;

    fn from_str(text: &str) -> Result<Self, SurveyError> {
        let error = || SurveyError { given: excerpt(text), expected: Self::EXPECTED };
        let (value, scale) = text.split_once('/').ok_or_else(error)?;
        match (parse_decimal(value.trim()), parse_decimal(scale.trim())) {
            (Ok(value), Ok(scale)) => Self::new(value, scale),
            _ => Err(error()),
        }
    }
}

fn ticks_of(value: Decimal) -> Option<i64> {
    let value = canonical(value);
    let factor = 10_i128.checked_pow(DECIMALS.checked_sub(value.scale())?)?;
    i64::try_from(value.mantissa().checked_mul(factor)?).ok()
}

fn decimal_of(ticks: i64) -> Decimal {
    canonical(Decimal::try_from_i128_with_scale(ticks.into(), DECIMALS).unwrap_or_default())
}

/// A survey result that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` {expected}")]
pub struct SurveyError {
    given: String,
    expected: &'static str,
}

text_serde!(Nps, "a net promoter score as text, such as \"-12.5\"", |text| parse_decimal(text)
    .map_err(|error| error.to_string())
    .and_then(|value| Nps::new(value).map_err(|error| error.to_string())));
text_serde!(Csat, "a satisfaction with its scale, such as \"4.2/5\"", |text| text
    .parse()
    .map_err(|error: SurveyError| error.to_string()));

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    #[test]
    fn ranges_are_closed() {
        for (value, ok) in [
            (dec!(-100), true),
            (dec!(100), true),
            (dec!(0.0001), true),
            (dec!(-100.0001), false),
            (dec!(100.0001), false),
            (dec!(0.00001), false),
            (Decimal::MAX, false),
        ] {
            assert_eq!(Nps::new(value).is_ok(), ok, "{value}");
        }
        for (text, ok) in [("0/5", true), ("5/5", true), ("5.0001/5", false), ("-1/5", false), ("1/0", false)]
        {
            assert_eq!(text.parse::<Csat>().is_ok(), ok, "{text}");
        }
        assert_eq!("3 / 5".parse::<Csat>().unwrap().to_string(), "3/5");
        assert!("1/1001".parse::<Csat>().is_err());
        assert!("4.2".parse::<Csat>().is_err());
    }
}
