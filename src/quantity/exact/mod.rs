mod power;

use std::cmp::Ordering;

use bnum::types::I512;
use rust_decimal::Decimal;

use super::decimal::canonical;
use super::{Money, Rounding, Total};

/// An exact fraction for formulas: wide enough for the products of five Decimals, so that nothing is rounded before the
/// one division at the end. Operations give `None` beyond 512 bits, or where there is no answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    numerator: I512,
    /// Positive.
    denominator: I512,
}

/// The largest mantissa of a Decimal.
const MAX_MANTISSA: u128 = (1 << 96) - 1;
/// Decimals of what is rounded within a formula: powers that do not fit, and roots.
const PLACES: u32 = 60;

impl Exact {
    pub(crate) const ZERO: Self = Self { numerator: I512::ZERO, denominator: I512::ONE };
    pub(crate) const ONE: Self = Self { numerator: I512::ONE, denominator: I512::ONE };

    pub(crate) fn whole(number: impl Into<i128>) -> Self {
        Self { numerator: I512::from(number.into()), denominator: I512::ONE }
    }

    pub(crate) fn of(number: Decimal) -> Self {
        Self { numerator: I512::from(number.mantissa()), denominator: power_of_ten(number.scale()) }
    }

    /// In the currency's unit.
    pub(crate) fn of_money(amount: Money) -> Self {
        Self::of_ticks(amount.ticks().into())
    }

    /// In the currency's unit.
    pub(crate) fn of_total(amount: Total) -> Self {
        Self::of_ticks(amount.ticks())
    }

    fn of_ticks(ticks: i128) -> Self {
        Self { numerator: I512::from(ticks), denominator: power_of_ten(super::money::DECIMALS) }
    }

    pub(crate) fn add(self, other: Self) -> Option<Self> {
        self.fitting(other, |a, b| {
            let numerator = if a.denominator == b.denominator {
                return Some(Self { numerator: a.numerator.checked_add(b.numerator)?, ..a });
            } else {
                let left = a.numerator.checked_mul(b.denominator)?;
                left.checked_add(b.numerator.checked_mul(a.denominator)?)?
            };
            Some(Self { numerator, denominator: a.denominator.checked_mul(b.denominator)? })
        })
    }

    pub(crate) fn sub(self, other: Self) -> Option<Self> {
        self.add(other.neg()?)
    }

    pub(crate) fn neg(self) -> Option<Self> {
        Some(Self { numerator: self.numerator.checked_neg()?, ..self })
    }

    pub(crate) fn mul(self, other: Self) -> Option<Self> {
        self.fitting(other, |a, b| {
            let numerator = a.numerator.checked_mul(b.numerator)?;
            Some(Self { numerator, denominator: a.denominator.checked_mul(b.denominator)? })
        })
    }

    /// `None` where the divisor is zero, too.
    pub(crate) fn div(self, other: Self) -> Option<Self> {
        let inverse = match other.numerator.cmp(&I512::ZERO) {
            Ordering::Equal => return None,
            Ordering::Greater => Self { numerator: other.denominator, denominator: other.numerator },
            Ordering::Less => Self {
                numerator: other.denominator.checked_neg()?,
                denominator: other.numerator.checked_neg()?,
            },
        };
        self.mul(inverse)
    }

    /// The sum; rounded to 60 decimals where its terms would leave no room for the operation that follows.
    pub(crate) fn add_to_places(self, other: Self) -> Option<Self> {
        let sum = self.add(other).filter(Self::leaves_room);
        sum.or_else(|| self.to_places()?.add(other.to_places()?))
    }

    /// The product; rounded to 60 decimals where its terms would leave no room for the operation that follows.
    pub(crate) fn mul_to_places(self, other: Self) -> Option<Self> {
        self.mul(other).filter(Self::leaves_room).or_else(|| {
            let (a, b, one) = (self.to_places()?, other.to_places()?, power_of_ten(PLACES));
            let numerator = divided(a.numerator.checked_mul(b.numerator)?, one, Rounding::HalfEven)?;
            Some(Self { numerator, denominator: one })
        })
    }

    /// The quotient; rounded to 60 decimals where its terms would leave no room for the operation that follows. `None`
    /// where the divisor is zero, too.
    pub(crate) fn div_to_places(self, other: Self) -> Option<Self> {
        self.div(other).filter(Self::leaves_room).or_else(|| {
            let (a, b) = (self.to_places()?, other.to_places()?);
            Self { numerator: a.numerator, denominator: I512::ONE }
                .div(Self { numerator: b.numerator, denominator: I512::ONE })?
                .to_places()
        })
    }

    /// Exact wherever it fits, since targets are decided on it; else rounded to 60 decimals. So for the next two.
    pub(crate) fn add_or_places(self, other: Self) -> Option<Self> {
        self.add(other).or_else(|| self.add_to_places(other))
    }

    pub(crate) fn mul_or_places(self, other: Self) -> Option<Self> {
        self.mul(other).or_else(|| self.mul_to_places(other))
    }

    pub(crate) fn div_or_places(self, other: Self) -> Option<Self> {
        self.div(other).or_else(|| self.div_to_places(other))
    }

    fn leaves_room(&self) -> bool {
        self.numerator.unsigned_abs().bits() < 250 && self.denominator.bits() < 250
    }

    /// Rounded to 60 decimals.
    pub(crate) fn to_places(self) -> Option<Self> {
        let denominator = power_of_ten(PLACES);
        if self.denominator == denominator {
            return Some(self);
        }
        Some(Self { numerator: self.scaled(PLACES, Rounding::HalfEven)?, denominator })
    }

    /// The number for statistics: finite, and not zero unless this is zero.
    #[expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "statistics are computed in f64")]
    pub(crate) fn to_f64(self) -> f64 {
        // Terms below 2^512 are far within an f64, and reading text rounds correctly.
        let nearest = |term: I512| term.to_string().parse::<f64>().unwrap_or(f64::MAX);
        nearest(self.numerator) / nearest(self.denominator)
    }

    pub(crate) fn is_zero(self) -> bool {
        self.numerator == I512::ZERO
    }

    pub(crate) fn is_negative(self) -> bool {
        self.numerator < I512::ZERO
    }

    pub(crate) fn is_positive(self) -> bool {
        self.numerator > I512::ZERO
    }

    pub(crate) fn max(self, other: Self) -> Self {
        if self.cmp(&other) == Ordering::Less { other } else { self }
    }

    pub(crate) fn min(self, other: Self) -> Self {
        if self.cmp(&other) == Ordering::Greater { other } else { self }
    }

    /// The number for reports: one division, rounded half-even to as many decimals as a Decimal holds (28 at the most).
    /// `None` where it is too large for a Decimal.
    pub(crate) fn to_decimal(self) -> Option<Decimal> {
        let whole = self.numerator.checked_div(self.denominator)?.unsigned_abs();
        let digits = u128::try_from(whole).ok()?.checked_ilog10().map_or(0, |log| log.saturating_add(1));
        // One digit too many may fit as well: mantissas go to 7.9 * 10^28.
        let finest = 29_u32.checked_sub(digits)?.min(28);
        let exact = (finest.saturating_sub(1)..=finest).rev();
        exact.into_iter().find_map(|places| self.rounded(places, Rounding::HalfEven))
    }

    /// Rounded to so many decimals. `None` where that does not fit a Decimal.
    pub(crate) fn rounded(self, places: u32, rounding: Rounding) -> Option<Decimal> {
        let mantissa = i128::try_from(self.scaled(places, rounding)?).ok()?;
        if mantissa.unsigned_abs() > MAX_MANTISSA {
            return None;
        }
        Decimal::try_from_i128_with_scale(mantissa, places).ok().map(canonical)
    }

    /// This times a power of ten, rounded to a whole number: at once where that fits, else digit by digit.
    fn scaled(self, places: u32, rounding: Rounding) -> Option<I512> {
        if let Some(numerator) = self.numerator.checked_mul(power_of_ten(places)) {
            return divided(numerator, self.denominator, rounding);
        }
        let lowest = self.reduced();
        let (mut digits, mut rest) = floor(lowest.numerator, lowest.denominator)?;
        for _ in 0..places {
            let (digit, next) = ten_times(rest, lowest.denominator)?;
            (digits, rest) = (digits.checked_mul(I512::TEN)?.checked_add(digit)?, next);
        }
        rounded(digits, rest, lowest.denominator, rounding)
    }

    /// Rounded to a whole number.
    pub(crate) fn to_whole(self, rounding: Rounding) -> Option<i128> {
        i128::try_from(divided(self.numerator, self.denominator, rounding)?).ok()
    }

    /// The same value in its lowest terms.
    pub(crate) fn reduced(self) -> Self {
        let (mut a, mut b) = (self.numerator, self.denominator);
        while let Some(rest) = a.checked_rem(b) {
            (a, b) = (b, rest);
        }
        let lowest = |divisor: I512| {
            let divisor = if divisor < I512::ZERO { divisor.checked_neg()? } else { divisor };
            let numerator = self.numerator.checked_div(divisor)?;
            Some(Self { numerator, denominator: self.denominator.checked_div(divisor)? })
        };
        lowest(a).unwrap_or(self)
    }

    /// Reduces both only where the result would not fit.
    fn fitting(self, other: Self, operation: impl Fn(Self, Self) -> Option<Self>) -> Option<Self> {
        operation(self, other).or_else(|| operation(self.reduced(), other.reduced()).map(Self::reduced))
    }
}

/// Compares exactly, whatever the terms: by products where they fit, else whole parts first, then the reciprocals of the
/// remainders.
impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let crosswise = |a: &Self, b: &Self| a.numerator.checked_mul(b.denominator);
        if let (Some(left), Some(right)) = (crosswise(self, other), crosswise(other, self)) {
            return left.cmp(&right);
        }
        let (mut a, mut b, mut c, mut d) =
            (self.numerator, self.denominator, other.numerator, other.denominator);
        loop {
            let (Some(left), Some(right)) = (floor(a, b), floor(c, d)) else {
                return (b == I512::ZERO).cmp(&(d == I512::ZERO));
            };
            if left.0 != right.0 {
                return left.0.cmp(&right.0);
            }
            // a/b < c/d exactly when d/rest_c < b/rest_a.
            (a, b, c, d) = (d, right.1, b, left.1);
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

fn power_of_ten(exponent: u32) -> I512 {
    // Most are small, and powers of 512 bits are slow.
    if let Some(power) = 10_u64.checked_pow(exponent) {
        return I512::from(power);
    }
    // Exponents here are at most 60, far below the 153 that fit.
    I512::TEN.checked_pow(exponent).unwrap_or(I512::MAX)
}

/// Quotient towards negative infinity, and the remainder, which is not negative; the divisor is not negative.
fn floor(numerator: I512, denominator: I512) -> Option<(I512, I512)> {
    let rest = numerator.checked_rem_euclid(denominator)?;
    Some((numerator.checked_div_euclid(denominator)?, rest))
}

/// Quotient and remainder of ten times a remainder, by sums that stay below the divisor.
fn ten_times(rest: I512, divisor: I512) -> Option<(I512, I512)> {
    let sum = |(p, a): (I512, I512), (q, b): (I512, I512)| {
        let (quotient, room) = (p.checked_add(q)?, divisor.checked_sub(b)?);
        if a < room {
            return Some((quotient, a.checked_add(b)?));
        }
        Some((quotient.checked_add(I512::ONE)?, a.checked_sub(room)?))
    };
    let one = (I512::ZERO, rest);
    let two = sum(one, one)?;
    let four = sum(two, two)?;
    sum(sum(four, four)?, two)
}

fn divided(numerator: I512, denominator: I512, rounding: Rounding) -> Option<I512> {
    let (down, rest) = floor(numerator, denominator)?;
    rounded(down, rest, denominator, rounding)
}

fn rounded(down: I512, rest: I512, denominator: I512, rounding: Rounding) -> Option<I512> {
    let is_up = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest != I512::ZERO,
        Rounding::HalfEven => {
            // The remainder against what it lacks to the divisor: nothing is doubled, so nothing overflows.
            match rest.cmp(&denominator.checked_sub(rest)?) {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => down.checked_rem_euclid(I512::TWO)? == I512::ONE,
            }
        }
    };
    if is_up { down.checked_add(I512::ONE) } else { Some(down) }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "rational numbers cannot overflow")]
mod tests;
