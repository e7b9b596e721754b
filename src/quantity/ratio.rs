use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU64;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::decimal::canonical;
use super::{CurrencyMismatch, Money, excerpt, parse_decimal, text_serde};

/// An exact fraction: 0.15 is 15 %.
///
/// What is observed (a growth, a share) stays a fraction of integers, and comparing multiplies crosswise in
/// `i128`: nothing is divided to decide, so a contract that renews at exactly +10 % is exactly on a threshold of
/// 0.1. Equal fractions are equal whatever their terms (1/2 = 2/4).
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::{Currency, Money, Ratio};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let growth = Ratio::growth(eur(dec!(33)), eur(dec!(30)))?.expect("there was something to grow from");
/// assert_eq!(growth, Ratio::from_decimal(dec!(0.1))?);
/// assert_eq!(Ratio::new(1, 3)?.to_string(), "1/3");
/// assert_eq!(Ratio::new(3, 4)?.to_string(), "0.75");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Ratio {
    numerator: i64,
    denominator: NonZeroU64,
}

impl Ratio {
    /// Nothing: 0/1.
    pub const ZERO: Self = Self { numerator: 0, denominator: NonZeroU64::MIN };
    /// The whole: 1/1.
    pub const ONE: Self = Self { numerator: 1, denominator: NonZeroU64::MIN };
    /// Decimals that a ratio built from a Decimal may have.
    const DECIMALS: u32 = 18;

    /// Thousandths, for the parameters of policies.
    pub(crate) const fn per_mille(thousandths: i64) -> Self {
        match NonZeroU64::new(1000) {
            Some(denominator) => Self { numerator: thousandths, denominator },
            None => Self::ZERO,
        }
    }

    pub(super) const fn of_parts(numerator: i64, denominator: NonZeroU64) -> Self {
        Self { numerator, denominator }
    }

    /// The fraction of two integers.
    ///
    /// # Errors
    /// [`RatioError::ZeroDenominator`].
    pub const fn new(numerator: i64, denominator: u64) -> Result<Self, RatioError> {
        match NonZeroU64::new(denominator) {
            Some(denominator) => Ok(Self { numerator, denominator }),
            None => Err(RatioError::ZeroDenominator),
        }
    }

    /// A decimal fraction, exactly: a threshold, a rate.
    ///
    /// # Errors
    /// [`RatioError::TooFine`] beyond 18 decimals, [`RatioError::TooLarge`] beyond 18 digits or so.
    pub fn from_decimal(value: Decimal) -> Result<Self, RatioError> {
        let value = canonical(value);
        if value.scale() > Self::DECIMALS {
            return Err(RatioError::TooFine { value: value.to_string() });
        }
        let denominator = 10_u64.checked_pow(value.scale()).and_then(NonZeroU64::new);
        match (i64::try_from(value.mantissa()), denominator) {
            (Ok(numerator), Some(denominator)) => Ok(Self { numerator, denominator }),
            _ => Err(RatioError::TooLarge { value: value.to_string() }),
        }
    }

    /// What part `part` is of `whole`: `part / whole`. `None` where the whole is zero or negative, since the
    /// question then has no answer.
    ///
    /// # Errors
    /// [`CurrencyMismatch`] for two currencies.
    #[inline]
    pub fn share(part: Money, whole: Money) -> Result<Option<Self>, CurrencyMismatch> {
        part.same_currency(whole)?;
        Ok(Self::of_ticks(part.ticks(), whole.ticks()))
    }

    /// Growth from `before` to `now`: `(now - before) / before`. `None` where the base is zero or negative.
    ///
    /// # Errors
    /// [`CurrencyMismatch`] for two currencies.
    #[inline]
    pub fn growth(now: Money, before: Money) -> Result<Option<Self>, CurrencyMismatch> {
        now.same_currency(before)?;
        // Within i64: both are within 10^18.
        Ok(Self::of_ticks(now.ticks().saturating_sub(before.ticks()), before.ticks()))
    }

    /// The exact difference, reduced; `None` where its terms do not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let (left, right) = self.crosswise(other);
        let numerator = left.checked_sub(right)?;
        let denominator = u128::from(self.denominator.get()).checked_mul(other.denominator.get().into())?;
        let divisor = greatest_common_divisor(numerator.unsigned_abs(), denominator);
        let numerator = numerator.checked_div(i128::try_from(divisor).ok()?)?;
        let denominator = u64::try_from(denominator.checked_div(divisor)?).ok()?;
        Self::new(i64::try_from(numerator).ok()?, denominator).ok()
    }

    #[inline]
    fn of_ticks(numerator: i64, denominator: i64) -> Option<Self> {
        let denominator = u64::try_from(denominator).ok().and_then(NonZeroU64::new)?;
        Some(Self { numerator, denominator })
    }

    /// The upper term as given, not reduced.
    #[must_use]
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// The lower term as given, not reduced; never zero.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator.get()
    }

    /// The quotient, for reports: one division, rounded half-even at 28 decimals. Nothing is decided on it.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        // A quotient of an i64 and a non-zero u64 neither overflows nor divides by zero.
        canonical(
            Decimal::from(self.numerator).checked_div(self.denominator.get().into()).unwrap_or_default(),
        )
    }

    /// In ten-thousandths, rounded half-even: for people, without dividing to 28 decimals first. `None` where they do not
    /// fit.
    pub(crate) fn ten_thousandths(self) -> Option<i64> {
        let scaled = self.numerator.unsigned_abs().checked_mul(10_000)?;
        let denominator = self.denominator.get();
        let (quotient, rest) = (scaled.checked_div(denominator)?, scaled.checked_rem(denominator)?);
        let up = match rest.cmp(&denominator.checked_sub(rest)?) {
            Ordering::Less => 0,
            Ordering::Equal => quotient % 2,
            Ordering::Greater => 1,
        };
        let rounded = i64::try_from(quotient.checked_add(up)?).ok()?;
        if self.numerator < 0 { rounded.checked_neg() } else { Some(rounded) }
    }

    /// The two numerators over the common denominator.
    #[inline]
    pub(crate) fn crosswise(self, other: Self) -> (i128, i128) {
        // |i64| <= 2^63 and u64 < 2^64: the products are below 2^127 and never saturate.
        let left = i128::from(self.numerator).saturating_mul(other.denominator.get().into());
        let right = i128::from(other.numerator).saturating_mul(self.denominator.get().into());
        (left, right)
    }

    fn reduced(self) -> (i64, u64) {
        let (magnitude, denominator) = (self.numerator.unsigned_abs(), self.denominator.get());
        let divisor = common_divisor(magnitude, denominator);
        let reduced = magnitude.checked_div(divisor).and_then(|magnitude| i64::try_from(magnitude).ok());
        match (reduced, denominator.checked_div(divisor)) {
            // A magnitude has its opposite.
            (Some(magnitude), Some(denominator)) if self.numerator < 0 => {
                (magnitude.saturating_neg(), denominator)
            }
            (Some(magnitude), Some(denominator)) => (magnitude, denominator),
            // The least number of all, over what it shares nothing with.
            _ => (self.numerator, denominator),
        }
    }

    /// The decimal number as which it is shown, or the terms of the fraction.
    pub(crate) fn shown(self) -> Result<Decimal, (i64, u64)> {
        let reduced = self.reduced();
        Self::exact_decimal(reduced).ok_or(reduced)
    }

    /// The same value as a decimal number, where there is one of at most 18 decimals.
    fn exact_decimal((numerator, denominator): (i64, u64)) -> Option<Decimal> {
        // A power of ten that the denominator divides has as many twos and fives.
        let twos = denominator.trailing_zeros();
        let (mut rest, mut fives) = (denominator.checked_shr(twos)?, 0_u32);
        while rest % 5 == 0 && fives < Self::DECIMALS {
            rest /= 5;
            fives = fives.saturating_add(1);
        }
        let scale = twos.max(fives);
        if rest != 1 || scale > Self::DECIMALS {
            return None;
        }
        let factor = 10_u64.checked_pow(scale)?.checked_div(denominator)?;
        // What could not be read back as a decimal stays a fraction.
        let mantissa = numerator.checked_mul(factor.try_into().ok()?)?;
        Decimal::try_from_i128_with_scale(mantissa.into(), scale).ok()
    }
}

/// The greatest common divisor, at least 1, by Euclid's algorithm.
fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a.max(1)
}

/// The same of wider numbers.
fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a.max(1)
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = self.crosswise(*other);
        left.cmp(&right)
    }
}

impl Hash for Ratio {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.reduced().hash(state);
    }
}

/// A decimal number where the fraction is one (`0.75`), else the reduced fraction (`1/3`): exact either way.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shown() {
            // What needs no padding needs no text of its own either.
            Ok(decimal) if f.width().is_none() && f.precision().is_none() => fmt::Display::fmt(&decimal, f),
            Ok(decimal) => f.pad(&decimal.to_string()),
            Err((numerator, denominator)) => f.pad(&format!("{numerator}/{denominator}")),
        }
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

/// Reads both forms that `Display` writes.
impl FromStr for Ratio {
    type Err = RatioError;

    fn from_str(text: &str) -> Result<Self, RatioError> {
        let form = || RatioError::Form { text: excerpt(text) };
        let Some((numerator, denominator)) = text.split_once('/') else {
            let value = parse_decimal(text).map_err(|_| form())?;
            return Self::from_decimal(value);
        };
        let digits = numerator.strip_prefix('-').unwrap_or(numerator);
        if !digits.bytes().chain(denominator.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(form());
        }
        match (numerator.parse(), denominator.parse()) {
            (Ok(numerator), Ok(denominator)) => Self::new(numerator, denominator),
            _ => Err(form()),
        }
    }
}

/// Why there is no such fraction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RatioError {
    /// Division by zero.
    #[error("a fraction needs a denominator other than zero")]
    ZeroDenominator,
    /// More than 18 decimals.
    #[error("`{value}` has more than 18 decimals; round it first")]
    TooFine {
        /// The number given.
        value: String,
    },
    /// Too many digits for the numerator.
    #[error("`{value}` is too large; at most 9223372036854775807 divided by a power of ten fits")]
    TooLarge {
        /// The number given.
        value: String,
    },
    /// Text that is no fraction.
    #[error(
        "`{text}` is not a fraction; write a decimal such as 0.15 (for 15 %), or two integers such as 1/3"
    )]
    Form {
        /// The start of the text.
        text: String,
    },
}

text_serde!(Ratio, "a fraction as text, such as \"0.15\" or \"1/3\"", |text| text
    .parse()
    .map_err(|error: RatioError| error.to_string()));

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::{RoundingStrategy, dec};

    proptest! {
        #[test]
        fn ten_thousandths_round_as_the_quotient_does(numerator: i64, denominator: u64, shifts in (0..63_u32, 0..64_u32)) {
            let ratio = Ratio::new(numerator >> shifts.0, (denominator >> shifts.1).max(1)).unwrap();
            let rounded = ratio.to_decimal().round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven);
            if let Some(shown) = ratio.ten_thousandths() {
                prop_assert_eq!(Decimal::try_from_i128_with_scale(shown.into(), 4).unwrap(), rounded);
            }
        }
    }

    #[test]
    fn ties_go_to_the_even_ten_thousandth() {
        let of = |numerator| Ratio::new(numerator, 20_000).unwrap().ten_thousandths();
        assert_eq!([1, 3, 5, -1, -3].map(of), [0, 2, 2, 0, -2].map(Some));
        assert_eq!(Ratio::new(i64::MIN, 1).unwrap().ten_thousandths(), None);
        assert_eq!(Ratio::new(1, u64::MAX).unwrap().ten_thousandths(), Some(0));
    }

    #[test]
    fn compares_the_widest_terms_without_overflow() {
        let terms = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX];
        for a in terms {
            for b in terms {
                for (c, d) in [(1, 1), (u64::MAX, u64::MAX), (u64::MAX, 1), (1, u64::MAX)] {
                    let order = Ratio::new(a, c).unwrap().cmp(&Ratio::new(b, d).unwrap());
                    let exact = (i128::from(a) * i128::from(d)).cmp(&(i128::from(b) * i128::from(c)));
                    assert_eq!(order, exact, "{a}/{c} {b}/{d}");
                }
            }
        }
    }

    #[test]
    fn text_is_exact_and_reads_back() {
        for (n, d, text) in [
            (1, 3, "1/3"),
            (2, 4, "0.5"),
            (-6, 4, "-1.5"),
            (0, 9, "0"),
            (i64::MIN, 1, "-9223372036854775808"),
            (1, u64::MAX, "1/18446744073709551615"),
        ] {
            let ratio = Ratio::new(n, d).unwrap();
            assert_eq!(ratio.to_string(), text);
            assert_eq!(text.parse::<Ratio>().unwrap(), ratio);
        }
        for wrong in ["1/0", "1/-3", "+1/3", "1/3/3", "/", "1/", "0.1e1", "15%"] {
            assert!(wrong.parse::<Ratio>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn thresholds_have_at_most_18_decimals() {
        assert!(Ratio::from_decimal(dec!(0.123456789012345678)).is_ok());
        assert!(matches!(Ratio::from_decimal(dec!(0.1234567890123456789)), Err(RatioError::TooFine { .. })));
        assert!(matches!(Ratio::from_decimal(Decimal::MAX), Err(RatioError::TooLarge { .. })));
        assert_eq!(Ratio::from_decimal(dec!(-0.50)).unwrap(), Ratio::new(-1, 2).unwrap());
    }
}
