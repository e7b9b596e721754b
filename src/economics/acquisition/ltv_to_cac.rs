use rust_decimal::Decimal;

use super::{Cac, LtvCacStatus, LtvTarget};
use crate::economics::EconomicsError;
use crate::economics::lifetime::Ltv;
use crate::quantity::{CurrencyMismatch, Exact};

/// How many times its cost a customer returns: LTV / CAC, with the LTV that was used.
///
/// ```
/// use segmentry::economics::Churn;
/// use segmentry::economics::acquisition::{Cac, LtvCacStatus, LtvTarget, LtvToCac};
/// use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD);
/// let smb = Customer {
///     arpa: Arpa::monthly(usd(dec!(900))?)?,
///     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.72)),
///     churn: Churn::monthly(dec!(0.035))?,
/// };
/// let ratio = LtvToCac::of(smb.ltv()?, Cac::given(usd(dec!(9000))?)?)?;
/// assert_eq!(ratio.value().round_dp(3), dec!(2.057));
/// assert_eq!(ratio.status(LtvTarget::DEFAULT), LtvCacStatus::Below);
/// assert_eq!(ratio.ltv().to_string(), "18514.286 USD (simple)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "LTV:CAC")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LtvToCac {
    ltv: Ltv,
    cac: Cac,
    exact: Exact,
    value: Decimal,
}

impl LtvToCac {
    /// The ratio of the two.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] for a CAC of zero, [`EconomicsError::Currency`] for two currencies,
    /// [`EconomicsError::Overflow`] for a ratio beyond a Decimal.
    pub fn of(ltv: Ltv, cac: Cac) -> Result<Self, EconomicsError> {
        if ltv.currency() != cac.currency() {
            return Err(CurrencyMismatch { left: ltv.currency(), right: cac.currency() }.into());
        }
        if cac.exact().is_zero() {
            return Err(EconomicsError::ZeroBase { base: "CAC", figure: "LTV/CAC" });
        }
        let exact = ltv.exact().div_or_places(cac.exact());
        let shown = exact.and_then(|exact| Some((exact, exact.to_decimal()?)));
        let (exact, value) = shown.ok_or(EconomicsError::Overflow { figure: "LTV/CAC" })?;
        Ok(Self { ltv, cac, exact, value })
    }

    /// The quotient, for reports.
    #[must_use]
    pub const fn value(&self) -> Decimal {
        self.value
    }

    /// The lifetime value that was used: its valuation, and whether it is net of CSM cost.
    #[must_use]
    pub const fn ltv(&self) -> Ltv {
        self.ltv
    }

    /// The cost that was used.
    #[must_use]
    pub const fn cac(&self) -> Cac {
        self.cac
    }

    /// How it stands to a target; decided on the exact fraction.
    #[must_use]
    pub fn status(&self, target: LtvTarget) -> LtvCacStatus {
        target.status(self.exact)
    }

    /// The exact ratio, to rank by: [`Review::prospects_by`](crate::Review::prospects_by) takes it.
    #[must_use]
    pub fn merit(&self) -> impl Ord + Copy + use<> {
        self.exact
    }
}
