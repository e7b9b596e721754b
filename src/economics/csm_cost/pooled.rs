use rust_decimal::Decimal;

use super::factors::not_negative;
use crate::economics::EconomicsError;
use crate::economics::capacity::{Ties, largest_remainder};
use crate::quantity::{Exact, Money, Rounding};

/// The cost of a pool of CSMs, split over the segments that they work for by the hours that each of them takes, in whole
/// minor units of the currency: the parts add up exactly.
///
/// What is left of a cent goes by [`largest_remainder`], of equal remainders to the earlier segment.
///
/// # Errors
/// [`EconomicsError::OutOfRange`] for a cost that is negative or finer than the minor unit, and for negative hours;
/// [`EconomicsError::ZeroBase`] where no segment takes any hours.
///
/// ```
/// use segmentry::economics::csm_cost::split_pooled_cost;
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let cost = Money::new(dec!(100000), Currency::EUR).unwrap();
/// let parts = split_pooled_cost(cost, &[dec!(1), dec!(1), dec!(1)])?;
/// let shown: Vec<_> = parts.iter().map(Money::to_string).collect();
/// assert_eq!(shown, ["33333.34 EUR", "33333.33 EUR", "33333.33 EUR"]);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
pub fn split_pooled_cost(cost: Money, hours: &[Decimal]) -> Result<Vec<Money>, EconomicsError> {
    not_negative("cost", cost, Exact::of_money(cost))?;
    let ticks_per_unit = cost.currency().minor_digits().abs_diff(4);
    let fault = || {
        let allowed = "it must be whole in the currency's minor unit; round it with Money::rounded first";
        EconomicsError::out_of_range("cost", cost, allowed)
    };
    if cost.rounded(Rounding::Down) != Ok(cost) {
        return Err(fault());
    }
    // 10^0 to 10^4: minor units have at most four decimals.
    let ticks_per_unit = 10_i64.saturating_pow(ticks_per_unit);
    let units = cost.ticks().checked_div(ticks_per_unit).and_then(|units| u64::try_from(units).ok());
    let parts = largest_remainder(units.ok_or_else(fault)?, hours, Ties::Earlier)?;
    let amount = |units: u64| {
        // A part of the cost, so it fits.
        let ticks = i64::try_from(units).ok().and_then(|units| units.checked_mul(ticks_per_unit));
        ticks.and_then(|ticks| Money::from_ticks(ticks, cost.currency()).ok()).ok_or_else(fault)
    };
    parts.into_iter().map(amount).collect()
}
