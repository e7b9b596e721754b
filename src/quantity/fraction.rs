use std::cmp::Ordering;

/// A non-negative distance in relation to a size: an exact fraction of two `u128`, for ordering alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    distance: u128,
    size: u128,
}

impl Gap {
    /// The largest relative gap: two values that have nothing in common.
    pub(crate) const WHOLE: Self = Self { distance: 1, size: 1 };

    /// |a - b| / max(|a|, |b|), and 0 where both are 0.
    pub(crate) fn between(a: i128, b: i128) -> Self {
        let (distance, size) = (a.abs_diff(b), a.unsigned_abs().max(b.unsigned_abs()).max(1));
        if size <= u64::MAX.into() {
            return Self { distance, size };
        }
        // Large numbers are mostly round ones: scores count in atto. Without what both have in common they are small.
        let zeros = (distance | size).trailing_zeros();
        Self { distance: distance.wrapping_shr(zeros), size: size.wrapping_shr(zeros) }
    }

    /// Compares exactly.
    #[inline]
    pub(crate) fn compare(self, other: Self) -> Ordering {
        // Most are small.
        if let (Ok(a), Ok(b), Ok(c), Ok(d)) = (
            u64::try_from(self.distance),
            u64::try_from(self.size),
            u64::try_from(other.distance),
            u64::try_from(other.size),
        ) {
            return u128::from(a).saturating_mul(d.into()).cmp(&u128::from(c).saturating_mul(b.into()));
        }
        self.compare_large(other)
    }

    /// Compares without overflow: whole parts first, then the reciprocals of the remainders, as in Euclid's algorithm
    /// (at most about 180 rounds for 128 bits).
    #[cold]
    fn compare_large(self, other: Self) -> Ordering {
        if let (Some(left), Some(right)) =
            (self.distance.checked_mul(other.size), other.distance.checked_mul(self.size))
        {
            return left.cmp(&right);
        }
        let (mut a, mut b, mut c, mut d) = (self.distance, self.size, other.distance, other.size);
        loop {
            // A zero denominator is an infinite value.
            let (Some(left), Some(right)) = (a.checked_div(b), c.checked_div(d)) else {
                return (b == 0).cmp(&(d == 0));
            };
            if left != right {
                return left.cmp(&right);
            }
            let (rest_a, rest_c) = (a.checked_rem(b).unwrap_or(0), c.checked_rem(d).unwrap_or(0));
            // a/b < c/d exactly when d/rest_c < b/rest_a.
            (a, b, c, d) = (d, rest_c, b, rest_a);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_fractions_whose_products_do_not_fit() {
        let big = u128::MAX;
        let gap = |distance, size| Gap { distance, size };
        assert_eq!(gap(big - 1, big).compare(gap(big - 2, big - 1)), Ordering::Greater);
        assert_eq!(gap(big - 2, big - 1).compare(gap(big - 1, big)), Ordering::Less);
        assert_eq!(gap(big, big).compare(gap(big - 1, big - 1)), Ordering::Equal);
        assert_eq!(gap(0, big).compare(gap(0, 1)), Ordering::Equal);
        assert_eq!(gap(1, big).compare(gap(0, 1)), Ordering::Greater);
        assert_eq!(gap(big >> 1, big).compare(gap(1, 3)), Ordering::Greater);
    }

    #[test]
    fn agrees_with_small_products() {
        for (a, b, c, d) in [(1u128, 2u128, 2u128, 4u128), (3, 7, 4, 9), (10, 3, 7, 2), (0, 5, 1, 9)] {
            // Scaling one side by a large factor forces the long way without changing the value.
            let scale = 1u128 << 124;
            let long = Gap { distance: a * scale, size: b * scale };
            let short = Gap { distance: c * (scale - 1), size: d * (scale - 1) };
            assert_eq!(long.compare(short), (a * d).cmp(&(c * b)), "{a}/{b} {c}/{d}");
        }
    }
}
