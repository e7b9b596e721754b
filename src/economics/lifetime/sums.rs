use crate::quantity::Exact;

/// Sums over the payments `t = 0, 1, ..`: of `factor^t`, and of `t * factor^t`.
pub(super) struct Sums {
    pub(super) powers: Exact,
    pub(super) weighted: Exact,
}

impl Sums {
    /// Over all payments: `1 / (1-K)` and `K / (1-K)^2`, for a factor from 0 to below 1.
    pub(super) fn unlimited(factor: Exact) -> Option<Self> {
        let lost = Exact::ONE.sub(factor)?;
        let weighted = factor.div_to_places(lost)?.div_to_places(lost)?;
        Some(Self { powers: Exact::ONE.div(lost)?, weighted })
    }

    /// Over the first payments, for any factor. By doubling rather than by the closed form, which loses its digits where
    /// the factor is nearly 1.
    pub(super) fn of_first(count: u32, factor: Exact) -> Option<Self> {
        let (mut done, mut power) = (0_u32, Exact::ONE);
        let mut sums = Self { powers: Exact::ZERO, weighted: Exact::ZERO };
        for bit in (0..u32::BITS).rev() {
            // A payment at `done + t` is one at `t`, times the power, and weighs `done` more.
            let later = sums.weighted.add_to_places(sums.powers.mul_to_places(Exact::whole(done))?)?;
            sums.weighted = sums.weighted.add_to_places(later.mul_to_places(power)?)?;
            sums.powers = sums.powers.add_to_places(sums.powers.mul_to_places(power)?)?;
            power = power.mul_to_places(power)?;
            done = done.checked_mul(2)?;
            if count.checked_shr(bit)? & 1 == 1 {
                sums.powers = sums.powers.add_to_places(power)?;
                sums.weighted = sums.weighted.add_to_places(power.mul_to_places(Exact::whole(done))?)?;
                power = power.mul_to_places(factor)?;
                done = done.checked_add(1)?;
            }
        }
        Some(sums)
    }
}
