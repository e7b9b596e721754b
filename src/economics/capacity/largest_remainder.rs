use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::economics::EconomicsError;
use crate::quantity::{Exact, Rounding};

/// Who comes first where two remainders are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The one that was named earlier: for cents.
    Earlier,
    /// The one with the larger weight, then the one that was named earlier: for people.
    LargerWeight,
}

/// Whole units by weight, so that they add up exactly: the method of the largest remainder (Hamilton).
///
/// Each gets the whole part of its quota `units * weight / sum of weights`; what is left goes, one unit each, to those with
/// the largest fractions. So everyone is less than one unit from its quota. A weight of zero gets nothing. `O(n log n)`.
///
/// # Errors
/// [`EconomicsError::OutOfRange`] for a negative weight, [`EconomicsError::ZeroBase`] where all weights are zero or there are
/// none, [`EconomicsError::Overflow`] where weights of 28 digits do not fit together.
///
/// ```
/// use segmentry::economics::capacity::{Ties, largest_remainder};
/// use segmentry::rust_decimal::dec;
///
/// // 10 people by hours: quotas 8, 1, 0.6 and 0.4.
/// let hours = [dec!(2652), dec!(331.5), dec!(198.9), dec!(132.6)];
/// assert_eq!(largest_remainder(10, &hours, Ties::LargerWeight)?, [8, 1, 1, 0]);
/// // 100.00 over three equal parts, in cents.
/// assert_eq!(largest_remainder(10_000, &[dec!(1); 3], Ties::Earlier)?, [3334, 3333, 3333]);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
pub fn largest_remainder(units: u64, weights: &[Decimal], ties: Ties) -> Result<Vec<u64>, EconomicsError> {
    let allowed = "a weight must be zero or positive";
    if let Some(weight) = weights.iter().find(|weight| weight.mantissa() < 0) {
        return Err(EconomicsError::out_of_range("weight", weight, allowed));
    }
    // In units of the finest one, so that all quotas have the same denominator, and none that grows with their number.
    let finest = weights.iter().map(Decimal::scale).max().unwrap_or(0);
    let in_units = |weight: &Decimal| {
        let factor = finest.checked_sub(weight.scale()).and_then(|power| 10_i128.checked_pow(power))?;
        Exact::whole(weight.mantissa()).mul(Exact::whole(factor))
    };
    let weights: Option<Vec<Exact>> = weights.iter().map(in_units).collect();
    apportioned(units, &weights.ok_or(OVERFLOW)?, ties)
}

const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "apportionment" };

/// The same by exact weights, none of which is negative.
pub(crate) fn apportioned(units: u64, weights: &[Exact], ties: Ties) -> Result<Vec<u64>, EconomicsError> {
    let whole = weights.iter().try_fold(Exact::ZERO, |sum, weight| sum.add(*weight)).ok_or(OVERFLOW)?;
    if whole.is_zero() {
        return Err(EconomicsError::ZeroBase { base: "sum of weights", figure: "apportionment" });
    }
    let quota = |weight: &Exact| Quota::of(Exact::whole(units).mul(*weight)?.div(whole)?);
    let quotas: Vec<Quota> = weights.iter().map(quota).collect::<Option<_>>().ok_or(OVERFLOW)?;
    let given = quotas.iter().try_fold(0_u64, |sum, quota| sum.checked_add(quota.whole)).ok_or(OVERFLOW)?;

    let mut order: Vec<(usize, (&Quota, &Exact))> = quotas.iter().zip(weights).enumerate().collect();
    // The sort is stable: what is equal stays in the order in which it was named.
    order.sort_by(|(_, (quota_a, weight_a)), (_, (quota_b, weight_b))| {
        quota_b.by_rest(quota_a).then_with(|| match ties {
            Ties::Earlier => Ordering::Equal,
            Ties::LargerWeight => weight_b.cmp(weight_a),
        })
    });
    // Fractions below one each add up to what is left, so fewer units than weights are left.
    let left = usize::try_from(units.saturating_sub(given)).unwrap_or(usize::MAX);
    let mut shares: Vec<u64> = quotas.iter().map(|quota| quota.whole).collect();
    for (at, ..) in order.into_iter().take(left) {
        if let Some(share) = shares.get_mut(at) {
            // At most all units, which fit.
            *share = share.saturating_add(1);
        }
    }
    Ok(shares)
}

struct Quota {
    whole: u64,
    /// The first decimals of the rest: they decide nearly always, and products of 512 bits are slow.
    decimals: Decimal,
    rest: Exact,
}

impl Quota {
    /// Beside the 20 digits of any number of units a Decimal has room for so many decimals.
    const DECIMALS: u32 = 8;

    fn of(quota: Exact) -> Option<Self> {
        let shown = quota.rounded(Self::DECIMALS, Rounding::Down)?;
        let whole = shown.trunc().to_u64()?;
        Some(Self { whole, decimals: shown.fract(), rest: quota.sub(Exact::whole(whole))? })
    }

    fn by_rest(&self, other: &Self) -> Ordering {
        self.decimals.cmp(&other.decimals).then_with(|| self.rest.cmp(&other.rest))
    }
}
