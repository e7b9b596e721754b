use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::decimal::canonical;
use super::digits::{padded, write_decimal, write_whole};
use super::{parse_decimal, text_serde};

const DECIMALS: u32 = 18;
const ATTO: u64 = 1_000_000_000_000_000_000;

/// A score from 0 to 100 where high is good, exact to 18 decimals: an indicator, not a probability.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::Score;
///
/// assert!(Score::new(dec!(74.5))? < Score::new(dec!(75))?);
/// assert!(Score::new(dec!(100.1)).is_err());
/// assert_eq!(Score::rounded(dec!(0.0000000000000000005))?, Score::MIN);
/// # Ok::<(), segmentry::quantity::ScoreError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score {
    // The fields in this order make the derived order the order of the values.
    units: u8,
    atto: u64,
}

impl Score {
    /// 0.
    pub const MIN: Self = Self { units: 0, atto: 0 };
    /// 100.
    pub const MAX: Self = Self { units: 100, atto: 0 };

    /// A score, exactly.
    ///
    /// # Errors
    /// [`ScoreError`] outside 0 to 100 or beyond 18 decimals.
    pub fn new(value: Decimal) -> Result<Self, ScoreError> {
        let value = canonical(value);
        let error = |kind| ScoreError { value: value.to_string(), kind };
        if value < Decimal::ZERO || value > Decimal::ONE_HUNDRED {
            return Err(error(Kind::Range));
        }
        let atto = DECIMALS
            .checked_sub(value.scale())
            .and_then(|power| 10_i128.checked_pow(power))
            .and_then(|factor| value.mantissa().checked_mul(factor))
            .and_then(|atto| u128::try_from(atto).ok())
            .ok_or_else(|| error(Kind::TooFine))?;
        let parts = |unit: u128| Some((atto.checked_div(unit)?, atto.checked_rem(unit)?));
        let (units, rest) = parts(ATTO.into()).unwrap_or_default();
        match (u8::try_from(units), u64::try_from(rest)) {
            (Ok(units), Ok(atto)) => Ok(Self { units, atto }),
            _ => Err(error(Kind::Range)),
        }
    }

    /// A score rounded half-even to 18 decimals: that value is the score, banded and reported.
    ///
    /// # Errors
    /// [`ScoreError`] outside 0 to 100.
    pub fn rounded(value: Decimal) -> Result<Self, ScoreError> {
        Self::new(value.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointNearestEven))
    }

    /// The score, without trailing zeros.
    #[must_use]
    pub fn value(self) -> Decimal {
        let atto = i128::try_from(self.to_atto()).unwrap_or_default();
        canonical(Decimal::try_from_i128_with_scale(atto, DECIMALS).unwrap_or_default())
    }

    /// As `Display` writes it.
    pub(crate) fn write(self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        match self.atto {
            0 => write_whole(out, self.units),
            _ => write_decimal(out, self.value()),
        }
    }

    pub(crate) fn to_atto(self) -> u128 {
        u128::from(self.units).saturating_mul(ATTO.into()).saturating_add(self.atto.into())
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        padded(f, |out| self.write(out))
    }
}

impl fmt::Debug for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A number that is no score.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` {kind}")]
pub struct ScoreError {
    value: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("is outside a score's range; it goes from 0 to 100")]
    Range,
    #[error("has more than 18 decimals; round it first")]
    TooFine,
}

text_serde!(Score, "a score from 0 to 100 as text, such as \"72.5\"", |text| parse_decimal(text)
    .map_err(|error| error.to_string())
    .and_then(|value| Score::new(value).map_err(|error| error.to_string())));

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    #[test]
    fn holds_both_ends_and_nothing_beyond() {
        assert_eq!(Score::new(dec!(0)), Ok(Score::MIN));
        assert_eq!(Score::new(dec!(100.000)), Ok(Score::MAX));
        for outside in [dec!(-0.000000000000000001), dec!(100.000000000000000001), Decimal::MAX, Decimal::MIN]
        {
            assert!(Score::new(outside).is_err(), "{outside}");
        }
        assert!(Score::new(dec!(1e-19)).is_err());
        assert!(Score::rounded(dec!(100.0000000000000000004)).is_ok());
    }

    #[test]
    fn order_and_text_follow_the_value() {
        let scores = [dec!(0), dec!(0.000000000000000001), dec!(49.999), dec!(50), dec!(99.5), dec!(100)]
            .map(|value| Score::new(value).unwrap());
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]));
        for score in scores {
            assert_eq!(Score::new(score.value()), Ok(score));
        }
        assert_eq!(scores[2].to_string(), "49.999");
    }
}
