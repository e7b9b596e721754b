use rust_decimal::Decimal;

use crate::economics::EconomicsError;
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
/// use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let mut customer = Customer {
///     arpa: Arpa::annual(Money::new(dec!(20000), Currency::USD)?)?,
///     gross_margin: GrossMargin::BeforeCustomerSuccess { margin: dec!(0.8), net_csm_cost: dec!(0.15) },
///     churn: Churn::annual(dec!(0.1))?,
/// };
/// assert_eq!(customer.ltv()?.amount(), dec!(130000));
/// customer.gross_margin = GrossMargin::AfterCustomerSuccess(dec!(0.65));
/// assert_eq!(customer.ltv()?.amount(), dec!(130000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrossMargin {
    /// Customer success is in the cost of sales already: nothing more is taken off.
    AfterCustomerSuccess(Decimal),
    /// Customer success is not in the cost of sales: its cost is taken off here.
    BeforeCustomerSuccess {
        /// The margin without it.
        margin: Decimal,
        /// Net fully loaded CSM cost as a fraction of ARR ([`csm_cost`](crate::economics::csm_cost)); below zero where
        /// its fees exceed its cost.
        net_csm_cost: Decimal,
    },
}

impl GrossMargin {
    pub(in crate::economics) fn exact(self) -> Result<Exact, EconomicsError> {
        let (margin, net_csm_cost) = match self {
            Self::AfterCustomerSuccess(margin) => (margin, Decimal::ZERO),
            Self::BeforeCustomerSuccess { margin, net_csm_cost } => (margin, net_csm_cost),
        };
        if margin > Decimal::ONE {
            let allowed = "a margin is a fraction of revenue, at most 1; write 0.8 for 80 %";
            return Err(EconomicsError::out_of_range("gross_margin", margin, allowed));
        }
        let left = Exact::of(margin).sub(Exact::of(net_csm_cost));
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
