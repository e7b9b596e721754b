use std::cmp::Ordering;

use super::Exact;

impl Exact {
    /// Exact where it fits; beyond that every step is rounded to 60 decimals.
    pub(crate) fn pow(self, exponent: u32) -> Option<Self> {
        let (mut base, mut power, mut left) = (self.reduced(), Self::ONE, exponent);
        while left > 0 {
            if left & 1 == 1 {
                power = power.mul_to_places(base)?;
            }
            left >>= 1;
            if left > 0 {
                base = base.mul_to_places(base)?;
            }
        }
        Some(power)
    }

    /// The positive root, to 60 decimals, of a number that is not negative. `None` for the root of degree zero.
    pub(crate) fn root(self, degree: u32) -> Option<Self> {
        if self.is_zero() {
            return Some(Self::ZERO);
        }
        let (n, rest) = (Self::whole(degree), degree.checked_sub(1)?);
        if self.is_negative() {
            return None;
        }
        // Newton's steps from above, by Bernoulli's inequality: they fall until they cannot any more.
        let mut guess = self.sub(Self::ONE)?.div(n)?.add(Self::ONE)?.to_places()?;
        loop {
            let quotient = self.div(guess.pow(rest)?)?.to_places()?;
            let next = guess.mul(Self::whole(rest))?.add(quotient)?.div(n)?.to_places()?;
            if next.cmp(&guess) != Ordering::Less || next.is_zero() {
                return Some(guess.min(next));
            }
            guess = next;
        }
    }
}
