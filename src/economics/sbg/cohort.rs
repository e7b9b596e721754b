#![expect(clippy::disallowed_types, reason = "weights of a likelihood; decide no segment")]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::economics::EconomicsError;

/// Customers who began together, and how many of them were still there after each renewal.
///
/// ```
/// use segmentry::economics::sbg::Cohort;
/// use segmentry::rust_decimal::dec;
///
/// let counted = Cohort::from_counts(&[1000, 869, 743, 653])?;
/// assert_eq!(counted.renewals_seen(), 3);
/// let shares = Cohort::from_shares(&[dec!(1), dec!(0.869), dec!(0.743), dec!(0.653)])?;
/// assert_eq!(shares.renewals_seen(), 3);
/// assert!(Cohort::from_counts(&[1000, 869, 900]).is_err());
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// Who left and who stayed, renewal by renewal.
    renewals: Vec<(f64, f64)>,
}

impl Cohort {
    /// A cohort by the number of its customers: at the beginning, after the first renewal, after the second, and so on.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] where nobody began, [`EconomicsError::Data`] for fewer than two numbers and where
    /// survivors rise.
    pub fn from_counts(survivors: &[u64]) -> Result<Self, EconomicsError> {
        // Subtracted before it becomes a float: nothing is lost between two large numbers.
        Self::new(survivors, |before, now| Some((before.checked_sub(now)?.to_f64()?, now.to_f64()?)))
    }

    /// A cohort by shares of those who began: 1, 0.869, 0.743, ... Likelihoods are then per customer. Percentages, or
    /// amounts instead of heads, are as good: only their proportions matter to a fit.
    ///
    /// # Errors
    /// As [`from_counts`](Self::from_counts), and [`EconomicsError::OutOfRange`] for a share below zero.
    pub fn from_shares(survivors: &[Decimal]) -> Result<Self, EconomicsError> {
        if let Some(share) = survivors.iter().find(|share| **share < Decimal::ZERO) {
            let allowed = "a share of survivors is zero or more; write 0.869 for 86.9 %";
            return Err(EconomicsError::out_of_range("survivors", share, allowed));
        }
        Self::new(survivors, |before, now| {
            let lost = before.checked_sub(now).filter(|lost| *lost >= Decimal::ZERO)?;
            Some((lost.to_f64()?, now.to_f64()?))
        })
    }

    fn new<N: Copy + Default + PartialOrd + std::fmt::Display>(
        survivors: &[N],
        renewal: impl Fn(N, N) -> Option<(f64, f64)>,
    ) -> Result<Self, EconomicsError> {
        let data = |problem| EconomicsError::Data { field: "survivors", problem };
        let (Some(first), Some(_)) = (survivors.first(), survivors.get(1)) else {
            let problem = "a cohort needs its beginning and at least one renewal; give two numbers or more";
            return Err(data(problem.into()));
        };
        if *first <= N::default() {
            return Err(EconomicsError::ZeroBase { base: "survivors[0]", figure: "retention" });
        }
        let mut renewals = Vec::new();
        for (index, pair) in survivors.windows(2).enumerate() {
            let &[before, now] = pair else { continue };
            let Some(counted) = renewal(before, now) else {
                let number = index.saturating_add(1);
                return Err(data(format!(
                    "{now} are left after renewal {number}, but {before} were left before it; a cohort never grows, \
                     give those who came later a cohort of their own"
                )));
            };
            renewals.push(counted);
        }
        Ok(Self { renewals })
    }

    /// The number of its renewals.
    #[must_use]
    pub fn renewals_seen(&self) -> usize {
        self.renewals.len()
    }

    pub(super) fn renewals(&self) -> &[(f64, f64)] {
        &self.renewals
    }
}
