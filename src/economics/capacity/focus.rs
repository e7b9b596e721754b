use rust_decimal::Decimal;

use super::{Ties, apportioned};
use crate::economics::EconomicsError;
use crate::quantity::Exact;

/// A segment beside the one in focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<K> {
    /// The segment.
    pub segment: K,
    /// Its weight among the others: ARR, accounts or hours, zero or positive. The article gives none (assumption of the caller).
    pub weight: Decimal,
    /// Hours that it needs at least, zero or positive: its accounts times the least hours of each.
    pub floor: Decimal,
}

/// Hours of a team, most of them for one segment: 80 % of the focus on Grow (A4-7).
///
/// With `H` hours, a focus share `phi`, floors `f` and weights `w`, the focus gets `phi * H`. Of the other `(1 - phi) * H`
/// each floor is served first, and what is left after all floors is divided by weight:
/// `f_i + ((1 - phi) * H - sum f) * w_i / sum w`. The hours add up to `H` exactly.
///
/// ```
/// use segmentry::economics::capacity::{Claim, Focus, FocusPlan};
/// use segmentry::rust_decimal::dec;
///
/// let other = |segment, weight| Claim { segment, weight, floor: dec!(0) };
/// let plan = FocusPlan {
///     hours: dec!(3315),
///     focus: "grow",
///     focus_share: dec!(0.8),
///     others: vec![other("protect", dec!(50)), other("manage", dec!(30)), other("re_evaluate", dec!(20))],
/// };
/// let Focus::Served(allocation) = plan.allocate()? else { panic!("there are no floors") };
/// let hours: Vec<_> = allocation.segments().iter().map(|served| served.hours()).collect();
/// assert_eq!(hours, [dec!(2652), dec!(331.5), dec!(198.9), dec!(132.6)]);
/// assert_eq!(allocation.people(10)?, [8, 1, 1, 0]);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FocusPlan<K> {
    /// All hours there are, zero or positive.
    pub hours: Decimal,
    /// The segment that has the focus.
    pub focus: K,
    /// Its share of the hours, 0 to 1: 0.8 in article A4.
    pub focus_share: Decimal,
    /// The other segments.
    pub others: Vec<Claim<K>>,
}

/// What a [`FocusPlan`] comes to.
#[derive(Clone, Debug)]
pub enum Focus<K> {
    /// Every floor is served.
    Served(FocusAllocation<K>),
    /// The floors need more hours than the focus leaves: `(1 - phi) * H < sum of floors`.
    Infeasible {
        /// The sum of the floors, in hours.
        floors: Decimal,
        /// The hours that the focus leaves.
        left: Decimal,
        /// The largest focus share that leaves enough, `1 - floors / H`, rounded down to 28 decimals so that it does.
        /// `None` where the floors need more hours than there are.
        largest_share: Option<Decimal>,
    },
}

/// The hours of each segment.
#[derive(Clone, Debug)]
pub struct FocusAllocation<K> {
    segments: Vec<Served<K>>,
}

/// A segment and its hours.
#[derive(Clone, Debug)]
pub struct Served<K> {
    segment: K,
    exact: Exact,
    hours: Decimal,
}

impl<K> Served<K> {
    /// The segment.
    pub const fn segment(&self) -> &K {
        &self.segment
    }

    /// Its hours: one division, rounded half-even where it does not come out even.
    #[must_use]
    pub const fn hours(&self) -> Decimal {
        self.hours
    }
}

impl<K> FocusAllocation<K> {
    /// The segments: the one in focus, then the others in their order.
    #[must_use]
    pub fn segments(&self) -> &[Served<K>] {
        &self.segments
    }

    /// Whole people for each segment, in the order of [`segments`](Self::segments), by [`largest remainder`] of their hours;
    /// they add up exactly. Of equal remainders the one with more hours comes first, then the earlier one.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] where there are no hours.
    ///
    /// [`largest remainder`]: super::largest_remainder
    pub fn people(&self, people: u64) -> Result<Vec<u64>, EconomicsError> {
        let hours: Vec<Exact> = self.segments.iter().map(|served| served.exact).collect();
        apportioned(people, &hours, Ties::LargerWeight)
    }
}

const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "focus allocation" };

impl<K> FocusPlan<K> {
    /// The hours of each segment, or why the floors cannot be served.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a share outside 0 to 1 and for negative hours, weights or floors;
    /// [`EconomicsError::ZeroBase`] where hours are left but no other segment has a weight; [`EconomicsError::Overflow`].
    pub fn allocate(self) -> Result<Focus<K>, EconomicsError> {
        let hours = not_negative("hours", self.hours)?;
        let share = not_negative("focus_share", self.focus_share)?;
        if share > Exact::ONE {
            let allowed = "a focus share is a fraction from 0 to 1; write 0.8 for 80 %";
            return Err(EconomicsError::out_of_range("focus_share", self.focus_share, allowed));
        }
        let (mut floors, mut weights, mut claims) = (Exact::ZERO, Exact::ZERO, Vec::new());
        for Claim { segment, weight, floor } in self.others {
            let (weight, floor) = (not_negative("weight", weight)?, not_negative("floor", floor)?);
            floors = floors.add(floor).ok_or(OVERFLOW)?;
            weights = weights.add(weight).ok_or(OVERFLOW)?;
            claims.push((segment, weight, floor));
        }
        let focus = share.mul(hours).ok_or(OVERFLOW)?;
        let left = hours.sub(focus).ok_or(OVERFLOW)?;
        if left < floors {
            return infeasible(hours, floors, left).ok_or(OVERFLOW);
        }
        let divided = left.sub(floors).ok_or(OVERFLOW)?;
        if divided.is_positive() && weights.is_zero() {
            return Err(EconomicsError::ZeroBase { base: "sum of weights", figure: "focus allocation" });
        }
        let served = |(segment, weight, floor): (K, Exact, Exact)| {
            let by_weight =
                if divided.is_zero() { Exact::ZERO } else { divided.mul(weight)?.div(weights)? };
            let exact = floor.add(by_weight)?;
            Some(Served { segment, exact, hours: exact.to_decimal()? })
        };
        let all = std::iter::once((self.focus, Exact::ZERO, focus)).chain(claims);
        let segments = all.map(served).collect::<Option<_>>().ok_or(OVERFLOW)?;
        Ok(Focus::Served(FocusAllocation { segments }))
    }
}

fn not_negative(field: &'static str, value: Decimal) -> Result<Exact, EconomicsError> {
    let exact = Exact::of(value);
    if exact.is_negative() {
        return Err(EconomicsError::out_of_range(field, value, "it must be zero or positive"));
    }
    Ok(exact)
}

fn infeasible<K>(hours: Exact, floors: Exact, left: Exact) -> Option<Focus<K>> {
    let largest = match hours.sub(floors)? {
        spare if spare.is_negative() => None,
        // Floors above what is left of no hours are above the hours: there are some here.
        spare => Some(spare.div(hours)?.rounded(28, crate::quantity::Rounding::Down)?),
    };
    Some(Focus::Infeasible { floors: floors.to_decimal()?, left: left.to_decimal()?, largest_share: largest })
}
