use rust_decimal::Decimal;

use super::factors::Factors;
use super::{CostRatio, OVERFLOW};
use crate::economics::EconomicsError;
use crate::quantity::{Money, Total};

/// What serving one account of a segment costs and earns, per year: the four factors of article A1.
///
/// With `C` = cost per CSM, `N` = accounts per CSM, `A` = ARR and `P` = post-sales fee per account, each for a year:
///
/// ```text
/// gross = C / (N * A)        net = (C / N - P) / A        recovery share = N * P / C
/// ```
///
/// and `A + P` in place of the divisor `A` where the fee counts as ARR ([`FeeBasis`]). `C` and `P` are zero or positive, `N` and
/// `A` positive. The four factors multiply, so each of them is a lever: [`CsmCost::levers`].
///
/// ```
/// use segmentry::economics::csm_cost::{CsmCost, FeeBasis, Target, TargetStatus};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let midmarket = CsmCost {
///     cost_per_csm: eur(dec!(200000)),
///     accounts_per_csm: dec!(40),
///     arr_per_account: eur(dec!(25000)).into(),
///     fee_per_account: eur(dec!(500)).into(),
///     fee_basis: FeeBasis::OutsideArr,
/// };
/// let ratio = midmarket.ratio()?;
/// assert_eq!((ratio.gross(), ratio.net()), (dec!(0.2), dec!(0.18)));
/// assert_eq!(ratio.recovery_share(), Some(dec!(0.1)));
/// assert_eq!(ratio.status(Target::ARTICLE), TargetStatus::Over);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsmCost {
    /// Fully loaded cost of a CSM and year: salary, bonus, taxes, tools, travel, overhead.
    pub cost_per_csm: Money,
    /// Accounts per CSM; a fraction where it is an average.
    pub accounts_per_csm: Decimal,
    /// ARR per account, without the fee whatever its basis.
    pub arr_per_account: PerAccount,
    /// Post-sales revenue per account and year: what it pays for premium support or its CSM.
    #[doc(alias = "post_sales_revenue")]
    pub fee_per_account: PerAccount,
    /// Whether that fee counts as ARR.
    pub fee_basis: FeeBasis,
}

/// Whether the post-sales fee counts as ARR. A fee in both places would be counted twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeeBasis {
    /// It does not: services revenue beside the subscription. The ratio divides by the ARR alone, as in article A1.
    OutsideArr,
    /// It recurs, and is reported as ARR: the ratio divides by ARR and fee together.
    InsideArr,
}

/// An amount per account and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerAccount {
    /// As it stands.
    Amount(Money),
    /// The mean of many, not rounded.
    Mean {
        /// Their sum.
        total: Total,
        /// How many there are; positive.
        accounts: u64,
    },
}

impl From<Money> for PerAccount {
    fn from(amount: Money) -> Self {
        Self::Amount(amount)
    }
}

impl CsmCost {
    /// Gross and net CSM cost / ARR (A1-7).
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] where ARR, accounts per CSM or a mean's accounts are zero; [`EconomicsError::OutOfRange`] for
    /// a negative number; [`EconomicsError::Currency`] for two currencies; [`EconomicsError::Overflow`] where a ratio
    /// does not fit.
    pub fn ratio(&self) -> Result<CostRatio, EconomicsError> {
        Factors::of(self)?.ratio().ok_or(OVERFLOW)
    }
}
