use rust_decimal::Decimal;

use crate::economics::EconomicsError;
use crate::economics::csm_cost::CostRatio;
use crate::quantity::Exact;

/// What is left of revenue after the cost of delivering it, as a fraction; 0.8 is 80 %. Which of the two it is must be
/// said, so that nobody counts customer success twice.
///
/// Those who keep and expand customers belong to the margin, not to CAC (Skok's CORE). Many books have them in neither.
/// A margin may be negative; it is at most 1.
///
/// `LTV net = ARPA * (margin before customer success - net CSM cost / ARR) / churn`
///
/// ```
/// use segmentry::economics::Churn;
/// use segmentry::economics::csm_cost::{CsmCost, FeeBasis};
/// use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// let csm_cost = CsmCost {
///     cost_per_csm: usd(dec!(150000)),
///     accounts_per_csm: dec!(50),
///     arr_per_account: usd(dec!(20000)).into(),
///     fee_per_account: usd(dec!(0)).into(),
///     fee_basis: FeeBasis::OutsideArr,
/// };
/// let net_csm_cost = csm_cost.ratio()?.into(); // 0.15
/// let mut customer = Customer {
///     arpa: Arpa::annual(usd(dec!(20000)))?,
///     gross_margin: GrossMargin::BeforeCustomerSuccess { margin: dec!(0.8), net_csm_cost },
///     churn: Churn::annual(dec!(0.1))?,
/// };
/// assert_eq!(customer.ltv()?.amount(), dec!(130000));
/// customer.gross_margin = GrossMargin::AfterCustomerSuccess(dec!(0.65));
/// assert_eq!(customer.ltv()?.amount(), dec!(130000));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrossMargin {
    /// Customer success is in the cost of sales already: nothing more is taken off.
    AfterCustomerSuccess(Decimal),
    /// Customer success is not in the cost of sales: its cost is taken off here.
    BeforeCustomerSuccess {
        /// The margin without it.
        margin: Decimal,
        /// Its cost as a fraction of the same ARR.
        net_csm_cost: NetCsmCost,
    },
}

/// Net fully loaded CSM cost as a fraction of ARR; below zero where its fees exceed its cost. From a [`CostRatio`], which
/// is not rounded on the way, or from a Decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetCsmCost(Exact);

impl From<CostRatio> for NetCsmCost {
    fn from(ratio: CostRatio) -> Self {
        Self(ratio.exact())
    }
}

impl From<Decimal> for NetCsmCost {
    fn from(ratio: Decimal) -> Self {
        Self(Exact::of(ratio))
    }
}

impl GrossMargin {
    pub(in crate::economics) fn exact(self) -> Result<Exact, EconomicsError> {
        let (margin, net_csm_cost) = match self {
            Self::AfterCustomerSuccess(margin) => (margin, Exact::ZERO),
            Self::BeforeCustomerSuccess { margin, net_csm_cost } => (margin, net_csm_cost.0),
        };
        if margin > Decimal::ONE {
            let allowed = "a margin is a fraction of revenue, at most 1; write 0.8 for 80 %";
            return Err(EconomicsError::out_of_range("gross_margin", margin, allowed));
        }
        let left = Exact::of(margin).sub(net_csm_cost);
        left.map(Exact::reduced).ok_or(EconomicsError::Overflow { figure: "gross_margin" })
    }

    /// What is left of revenue after customer success, too.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a margin above 1, [`EconomicsError::Overflow`] for a cost that is out of all
    /// proportion.
    pub fn after_customer_success(self) -> Result<Decimal, EconomicsError> {
        self.exact()?.to_decimal().ok_or(EconomicsError::Overflow { figure: "gross_margin" })
    }
}
