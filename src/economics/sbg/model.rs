#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a model of probabilities; decides no segment"
)]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Cohort, Fit};
use crate::economics::EconomicsError;
use crate::quantity::Exact;

/// The shifted beta geometric model: every customer leaves at a renewal with a probability of its own that never changes,
/// and these probabilities are spread over the customers as a beta distribution with `alpha` and `beta`, both positive.
///
/// Nobody becomes more loyal. Retention rises with the years because those who leave easily have left. Probabilities are
/// statistics, so they are `f64`, never NaN or infinite.
///
/// Source: Fader & Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21(1), 2007. There, seven
/// renewals of high-end customers give 0.668 and 3.806, and these the years 8 to 12:
///
/// ```
/// use segmentry::economics::sbg::ShiftedBetaGeometric;
///
/// let high_end = ShiftedBetaGeometric::new(0.668, 3.806)?;
/// let percent = |share: f64| (1000.0 * share).round() / 10.0;
/// let years = [8, 9, 10, 11, 12].map(|year| percent(high_end.survival(year)));
/// assert_eq!(years, [46.0, 43.6, 41.4, 39.5, 37.8]); // seen: 46.8 44.5 42.7 40.9 39.4
/// assert_eq!(percent(high_end.mean_churn()), 14.9);
/// assert_eq!(percent(high_end.retention(1)), 85.1);
/// assert_eq!(percent(high_end.retention(8)), 94.2);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[doc(alias = "sBG")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShiftedBetaGeometric {
    alpha: f64,
    beta: f64,
}

impl ShiftedBetaGeometric {
    /// The model with these two parameters.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] unless both are from 1e-100 to 1e100: beyond that their sums lose one of them.
    pub fn new(alpha: f64, beta: f64) -> Result<Self, EconomicsError> {
        let allowed =
            "the parameters of a beta distribution are positive; give a number from 1e-100 to 1e100";
        for (field, value) in [("alpha", alpha), ("beta", beta)] {
            if !(1e-100..=1e100).contains(&value) {
                return Err(EconomicsError::out_of_range(field, format!("{value:e}"), allowed));
            }
        }
        Ok(Self { alpha, beta })
    }

    /// The model that renews exactly as seen at two renewals, without any iteration: with retentions `r1 < r2`,
    /// `s = (1 - r2) / (r2 - r1)`, `alpha = (1 - r1) s`, `beta = r1 s`.
    ///
    /// What two retentions cannot say is the same [`Fit`] as for a cohort of shares `1, r1, r1 r2`: `Homogeneous` where
    /// retention does not rise, `NoChurn` where nobody leaves, `NoSurvivors` where nobody stays.
    ///
    /// ```
    /// use segmentry::economics::sbg::ShiftedBetaGeometric;
    /// use segmentry::rust_decimal::dec;
    ///
    /// let model = ShiftedBetaGeometric::from_two_renewals(dec!(0.8), dec!(0.81))?.model().expect("it rises");
    /// assert!((model.alpha() - 3.8).abs() < 1e-12 && (model.beta() - 15.2).abs() < 1e-12);
    /// let falling = ShiftedBetaGeometric::from_two_renewals(dec!(0.8), dec!(0.75))?;
    /// assert!(falling.model().is_none());
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a retention outside 0 to 1.
    pub fn from_two_renewals(first: Decimal, second: Decimal) -> Result<Fit, EconomicsError> {
        let allowed = "retention is a fraction from 0 to 1; write 0.8 for 80 %";
        for (field, value) in [("first retention", first), ("second retention", second)] {
            if value < Decimal::ZERO || value > Decimal::ONE {
                return Err(EconomicsError::out_of_range(field, value, allowed));
            }
        }
        let overflow = EconomicsError::Overflow { figure: "product of two retentions" };
        let both = first.checked_mul(second).ok_or(overflow)?;
        let cohorts = [Cohort::from_shares(&[Decimal::ONE, first, both])?];
        let fit = Fit::of(&cohorts)?;
        match (fit, exact_parameters(first, second)) {
            (Fit::Heterogeneous { .. }, Some((alpha, beta))) => {
                let model = Self::new(alpha, beta)?;
                Ok(Fit::Heterogeneous { model, log_likelihood: model.log_likelihood(&cohorts) })
            }
            _ => Ok(fit),
        }
    }

    /// The parameters of mean churn `p = alpha / (alpha + beta)` and spread `1 / (alpha + beta)`.
    pub(super) fn of_mean_and_spread(mean: f64, spread: f64) -> Result<Self, EconomicsError> {
        Self::new(mean / spread, (1.0 - mean) / spread)
    }

    /// The first parameter: large with [`beta`](Self::beta) small, most customers leave soon.
    #[must_use]
    pub const fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The second parameter.
    #[must_use]
    pub const fn beta(&self) -> f64 {
        self.beta
    }

    /// The mean probability to leave at a renewal, of new customers: `alpha / (alpha + beta)`.
    #[must_use]
    pub fn mean_churn(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// How different the customers are: `1 / (alpha + beta + 1)`, from nearly 0 (all alike) to nearly 1 (some leave at
    /// once, the others never).
    #[must_use]
    #[doc(alias = "polarization")]
    pub fn polarisation(&self) -> f64 {
        1.0 / (self.alpha + self.beta + 1.0)
    }

    /// The share of those present who make their renewal number `renewal`, from 1:
    /// `r_t = (beta + t - 1) / (alpha + beta + t - 1)`. It rises with every renewal. Renewal 0, the beginning, is 1.
    #[must_use]
    pub fn retention(&self, renewal: u16) -> f64 {
        match renewal.checked_sub(1) {
            None => 1.0,
            Some(made) => {
                let stays = self.beta + f64::from(made);
                stays / (self.alpha + stays)
            }
        }
    }

    /// The share of new customers who make at least so many renewals: the product of their retentions, 1 for none.
    /// One multiplication a renewal.
    #[must_use]
    pub fn survival(&self, renewals: u16) -> f64 {
        (1..=renewals).fold(1.0, |share, renewal| share * self.retention(renewal))
    }

    /// The share of new customers who leave at their renewal number `renewal`, from 1:
    /// `P(T = t) = S(t - 1) alpha / (alpha + beta + t - 1)`. Over the renewals these shares and the
    /// [`survival`](Self::survival) of the last add up to 1. Nobody leaves at renewal 0, the beginning.
    ///
    /// ```
    /// use segmentry::economics::sbg::ShiftedBetaGeometric;
    ///
    /// // Of 10,000 customers who are much alike, 2,000 leave at the first renewal and 1,520 at the second.
    /// let model = ShiftedBetaGeometric::new(3.8, 15.2)?;
    /// assert_eq!([1, 2].map(|renewal| (10_000.0 * model.leaving(renewal)).round()), [2000.0, 1520.0]);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    #[must_use]
    #[doc(alias = "churn probability")]
    pub fn leaving(&self, renewal: u16) -> f64 {
        match renewal.checked_sub(1) {
            None => 0.0,
            Some(made) => self.survival(made) * (self.alpha / (self.alpha + self.beta + f64::from(made))),
        }
    }

    /// Mean number of payments of a new customer, the first included: `(alpha + beta - 1) / (alpha - 1)`. `None` where
    /// `alpha <= 1`: so many stay for ever that the mean is infinite; discount, and it has a value
    /// ([`lifetime`](Self::lifetime)).
    ///
    /// ```
    /// use segmentry::economics::sbg::ShiftedBetaGeometric;
    ///
    /// let tenure = ShiftedBetaGeometric::new(3.8, 15.2)?.mean_tenure().expect("alpha is above 1");
    /// assert!((tenure - 6.428571428571).abs() < 1e-12);
    /// assert_eq!(ShiftedBetaGeometric::new(0.668, 3.806)?.mean_tenure(), None);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    #[must_use]
    pub fn mean_tenure(&self) -> Option<f64> {
        let more = self.alpha - 1.0;
        Some((more + self.beta) / more).filter(|tenure| more > 0.0 && tenure.is_finite())
    }

    /// The model of those who have made so many renewals: `Beta(alpha, beta + t)`. For them the next renewal is
    /// renewal 1.
    #[must_use]
    pub fn after(&self, renewals: u16) -> Self {
        Self { alpha: self.alpha, beta: self.beta + f64::from(renewals) }
    }

    /// The log-likelihood of cohorts under this model: for each cohort of survivors `N_0..N_K`
    /// `sum (N_{t-1} - N_t) ln P(T = t) + N_K ln S(K)`; cohorts add up. Per customer for a cohort given as shares of 1.
    /// Twice the difference of two of them is what a likelihood-ratio test looks at.
    ///
    /// ```
    /// use segmentry::economics::sbg::{Cohort, ShiftedBetaGeometric};
    /// use segmentry::rust_decimal::dec;
    ///
    /// let high_end = [1, 869, 743, 653, 593, 551, 517, 491];
    /// let shares = high_end.map(|n| if n == 1 { dec!(1) } else { dec!(0.001) * segmentry::Decimal::from(n) });
    /// let cohort = Cohort::from_shares(&shares)?;
    /// let flat = ShiftedBetaGeometric::new(1.0, 1.0)?.log_likelihood(&[cohort]);
    /// assert!((flat - -2.115545506646).abs() < 1e-9);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    #[must_use]
    pub fn log_likelihood(&self, cohorts: &[Cohort]) -> f64 {
        super::likelihood::Renewals::of(cohorts).log_likelihood(|made| {
            let stays = self.beta + made;
            let all = self.alpha + stays;
            (self.alpha / all, stays / all)
        })
    }
}

/// `(1 - r1) s` and `r1 s`, from the decimals: as floats, retentions that are nearly the same lose the digits of their
/// difference. `None` unless the second is the larger one.
fn exact_parameters(first: Decimal, second: Decimal) -> Option<(f64, f64)> {
    let (first, second) = (Exact::of(first), Exact::of(second));
    let rise = second.sub(first).filter(|rise| rise.is_positive())?;
    let size = Exact::ONE.sub(second)?.div(rise)?;
    Some((Exact::ONE.sub(first)?.mul(size)?.to_f64(), first.mul(size)?.to_f64()))
}

/// A discount per renewal period as a number. Rates above -1 and within Decimal are finite.
pub(super) fn discount_of(rate: crate::economics::Rate) -> Result<f64, EconomicsError> {
    let value = rate.value();
    let allowed = "a lifetime is discounted by 0 or more; write 0.1 for 10 % per renewal period";
    match value.to_f64() {
        Some(discount) if value >= Decimal::ZERO => Ok(discount),
        _ => Err(EconomicsError::out_of_range("discount", value, allowed)),
    }
}
